"""
Five figures a paper would print, drawn from the shipped corpus or from another.

Each function returns matplotlib's own `Figure`, which a notebook shows by itself and which never opens a window. The
colours are those of Okabe and Ito, told apart by the colour-blind; patterns, shapes and lightness tell them apart in
print without colour. To save one with its words as text, Cyrillic right, and the same bytes every time::

    with matplotlib.rc_context(sd.plot.SAVING):
        sd.plot.voices().savefig("voices.svg", metadata={"Date": None})

and for PDF ``metadata={"CreationDate": None}``. In SVG the letters are those of DejaVu Sans, which comes with
matplotlib, or of another font where the reader has not got it; PDF carries them along.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import cos, pi, sin
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import vocabularies as v
from ..schema import codes
from . import drawing as d
from .drawing import Language
from .plot_places import places
from .plot_targets import targets

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..corpus import Corpus

__all__ = ["SAVING", "Language", "actors", "commitments", "places", "targets", "voices"]

Speech = Counter[tuple[str | None, str]]

#: Settings of matplotlib for saving: words stay text in SVG, Cyrillic is right in PDF, the same bytes every time.
SAVING: Mapping[str, Any] = MappingProxyType(
    {"svg.fonttype": "none", "svg.hashsalt": "summitdata", "pdf.fonttype": 42, "ps.fonttype": 42}
)

_SPEAKER = 2
_MOST_ACTORS = 16
_NUMBERED = 24


def voices(corpus: "Corpus | None" = None, *, lang: Language = "en") -> "Figure":
    """
    Who speaks how much about what: words in direct quotations and statements, by policy topic and speaker.

    Words count for the topic of their paragraph, statements for their own; a statement of two speakers counts for
    each. Who is not named is left out, and beyond the sixth the speakers are taken together.

    Args:

        corpus: The tables; None for the shipped corpus.

        lang: The language of titles and labels; a label that is not there in Russian is English.

    Raises:

        UsageError: The corpus has neither direct quotations with speaker and words nor statements with a speaker.

        UnknownNameError: There is no such language.

        MissingExtraError: matplotlib is not installed.
    """
    corpus = d.given(corpus, lang)
    panels = (
        ("Words in direct quotations", "number of words", _words(corpus, lang)),
        ("Statements", "number of statements", _statements(corpus, lang)),
    )
    panels_there = [panel for panel in panels if panel[2]]
    d.require(panels_there, "direct quotations with speaker and words, or statements with a speaker (level 2)")
    speakers = d.most_first((who, n) for *_, counts in panels_there for (_, who), n in counts.items())
    own = speakers if len(speakers) <= len(d.FILLS) else speakers[: len(d.FILLS) - 1]
    # The largest topic stands at the top, both panels counting alike.
    shares = ((topic or "", n / counts.total()) for *_, counts in panels_there for (topic, _), n in counts.items())
    topics = [topic or None for topic in reversed(d.most_first(shares))]
    with d.drawing():
        figure = d.new_figure(1.5 + 0.25 * len(topics))
        axes = figure.subplots(1, len(panels_there), sharey=True, squeeze=False)[0]
        for ax, (title, unit, counts) in zip(axes, panels_there, strict=True):
            groups = [(d.safe(who), [who]) for who in own]
            if own != speakers:
                groups.append((d.word("others", lang), speakers[len(own) :]))
            _stacked(ax, [[sum(counts[t, who] for who in group) for t in topics] for _, group in groups])
            ax.set_title(d.word(title, lang))
            ax.set_xlabel(d.word(unit, lang))
        labels = [d.word("no topic" if topic is None else codes(v.CapTopic)[topic].label, lang) for topic in topics]
        axes[0].set_yticks(range(len(topics)), labels)
        d.headed(figure, d.word("Who speaks how much about what", lang))
        bars = axes[0].containers
        figure.legend(bars, [name for name, _ in groups], loc="outside lower center", ncols=min(3, len(groups)))
    return d.displayed(figure)


def _words(corpus: "Corpus", lang: str) -> Speech:
    """Words in direct quotations by topic and speaker."""
    names = d.names(corpus, lang)
    topics = {p["id"]: p["cap_topic"] for p in d.rows(corpus, "paragraphs")}
    paragraphs = {q["id"]: q["paragraph_id"] for q in d.rows(corpus, "quotations")}
    counts: Speech = Counter()
    for q in corpus.joined("quotations_with_speakers").to_pylist():
        if q["n_words"] and q["speaker_id"] in names:
            counts[topics.get(paragraphs[q["quotation_id"]]), names[q["speaker_id"]]] += q["n_words"]
    return counts


def _statements(corpus: "Corpus", lang: str) -> Speech:
    """Statements by topic and speaker."""
    names = d.names(corpus, lang)
    topics = {s["id"]: s["cap_topic"] for s in d.rows(corpus, "statements")}
    spoken = {
        (a["statement_id"], names[a["entity_id"]])
        for a in d.rows(corpus, "attributions")
        if a["level"] == _SPEAKER and a["entity_id"] in names
    }
    return Counter((topics.get(statement), who) for statement, who in spoken)


def _stacked(ax: "Axes", widths: Sequence[Sequence[int]]) -> None:
    """Stack bars, one sequence of widths for each fill, with their sums at the end."""
    left = [0] * len(widths[0])
    for (fill, pattern), row in zip(d.FILLS, widths, strict=False):
        ax.barh(range(len(row)), row, 0.74, left, color=fill, hatch=pattern, edgecolor="white", linewidth=0.8)
        left = [a + b for a, b in zip(left, row, strict=True)]
    for place, total in [(place, total) for place, total in enumerate(left) if total]:
        ax.annotate(f"{total:,}", (total, place), (3, 0), textcoords="offset points", va="center", fontsize=7.5)
    ax.grid(axis="x")
    ax.set_xlim(0, 1.12 * max(left))
    ax.set_ylim(-0.6, len(left) - 0.4)
    d.whole_numbers(ax)
    ax.tick_params(axis="y", length=0)


def commitments(corpus: "Corpus | None" = None, *, lang: Language = "en") -> "Figure":
    """
    Commitments by sector and stage: a bar for each sector, the further from coming true the lighter.

    Args:

        corpus: The tables; None for the shipped corpus.

        lang: The language of titles and labels.

    Raises:

        UsageError: The corpus has no commitments.

        UnknownNameError: There is no such language.

        MissingExtraError: matplotlib is not installed.
    """
    corpus = d.given(corpus, lang)
    counts = Counter((row["sector"] or "", row["stage"]) for row in d.rows(corpus, "commitments"))
    d.require(counts, "commitments")
    sectors = d.most_first((sector, n) for (sector, _), n in counts.items())[::-1]
    stages = [stage for stage in v.Stage if any(stage == found for _, found in counts)]
    sums = [sum(counts[sector, stage] for stage in stages) for sector in sectors]
    with d.drawing():
        from matplotlib import colormaps

        figure = d.new_figure(1.6 + 0.3 * len(sectors))
        ax = figure.subplots()
        shades = colormaps["cividis"].reversed()
        left = [0] * len(sectors)
        for place, stage in enumerate(stages):
            row = [counts[sector, stage] for sector in sectors]
            shade = shades(0.05 + 0.9 * place / max(len(stages) - 1, 1))
            label = d.word(stage.label, lang)
            ax.barh(range(len(sectors)), row, 0.74, left, color=shade, label=label)
            left = [a + b for a, b in zip(left, row, strict=True)]
        if max(sums) <= _NUMBERED:
            # Each commitment a box of its own.
            for place, total in enumerate(sums):
                ax.vlines(range(1, total), place - 0.38, place + 0.38, color="white", linewidth=1.5)
        ax.set_yticks(
            range(len(sectors)),
            [d.word(codes(v.Sector)[sector].label if sector else "not coded", lang) for sector in sectors],
        )
        ax.tick_params(axis="y", length=0)
        ax.set_xlim(0, 1.05 * max(sums))
        d.whole_numbers(ax)
        ax.set_xlabel(d.word("number of commitments", lang))
        d.headed(figure, d.word("Commitments by sector and stage", lang))
        figure.legend(loc="outside lower center", ncols=min(5, len(stages)))
    return d.displayed(figure)


def actors(corpus: "Corpus | None" = None, *, lang: Language = "en") -> "Figure":
    """
    The network of actors: who stands in one event with whom, the wider the line the more events they share.

    Actors and recipients of an event count alike. The figure holds the sixteen who are in most events.

    Args:

        corpus: The tables; None for the shipped corpus.

        lang: The language of titles and labels.

    Raises:

        UsageError: The corpus has no events with two actors.

        UnknownNameError: There is no such language.

        MissingExtraError: matplotlib is not installed.
    """
    corpus = d.given(corpus, lang)
    names = d.names(corpus, lang)
    types = {names[e["id"]]: e["type"] for e in d.rows(corpus, "entities")}
    events: dict[str, set[str]] = {}
    for row in d.rows(corpus, "event_actors"):
        events.setdefault(row["event_id"], set()).add(names.get(row["entity_id"], row["entity_id"]))
    events = {event: who for event, who in events.items() if len(who) > 1}
    d.require(events, "events with two actors")
    everyone = d.most_first((name, 1) for who in events.values() for name in who)
    shown = everyone[:_MOST_ACTORS]
    own = Counter(name for who in events.values() for name in who)
    shared = Counter(pair for who in events.values() for pair in combinations([n for n in shown if n in who], 2))
    with d.drawing():
        figure = d.new_figure(5.0)
        ax = figure.subplots()
        round_circle = {name: pi / 2 - 2 * pi * place / len(shown) for place, name in enumerate(shown)}
        at = {name: (cos(angle), sin(angle)) for name, angle in round_circle.items()}
        # One event is a thin line, also where no pair shares many.
        most = max(8, *shared.values())
        for (one, other), n in shared.items():
            (x, y), (x2, y2) = at[one], at[other]
            ax.plot([x, x2], [y, y2], color="#555555", alpha=0.75, linewidth=0.7 + 6 * (n - 1) / most, zorder=1)
            if len(shared) <= _NUMBERED:
                # Not in the middle, where lines cross.
                middle = x + 0.36 * (x2 - x), y + 0.36 * (y2 - y)
                box = {"boxstyle": "circle,pad=0.2", "facecolor": "white", "edgecolor": "#555555", "linewidth": 0.5}
                ax.text(*middle, str(n), ha="center", va="center", fontsize=7, bbox=box, zorder=2)
        for name, (x, y) in at.items():
            shape, colour, _ = _SHAPES.get(types.get(name, ""), _OTHER)
            ax.scatter(
                [x],
                [y],
                s=90 + 160 * own[name] / max(own.values()),
                marker=shape,
                color=colour,
                edgecolor="black",
                zorder=3,
            )
            across = "center" if abs(x) < 0.3 else "left" if x > 0 else "right"
            along = "center" if abs(x) >= 0.3 else "bottom" if y > 0 else "top"
            ax.annotate(f"{d.safe(name, 24)} ({own[name]})", (1.13 * x, 1.13 * y), ha=across, va=along)
        ax.set(xlim=(-1.9, 1.9), ylim=(-1.25, 1.25), aspect="equal")
        ax.axis("off")
        looks = dict.fromkeys(_SHAPES.get(types.get(name, ""), _OTHER) for name in shown)
        handles = [
            ax.scatter([], [], s=50, marker=shape, color=colour, edgecolor="black") for shape, colour, _ in looks
        ]
        figure.legend(handles, [d.word(kind, lang) for *_, kind in looks], loc="outside lower center", ncols=4)
        d.headed(figure, d.word("Actors and the events they share", lang))
        ax.set_title(d.word("In brackets: events of the actor. On a line: events of both.", lang))
    return d.displayed(figure)


_OTHER = ("D", d.GREY, "other")
#: Shape and colour of an actor by its type.
_SHAPES = {
    v.EntityType.PERSON: ("o", d.SKY, "Person"),
    v.EntityType.COUNTRY: ("s", d.ORANGE, "Country"),
    v.EntityType.ORGANIZATION: ("^", d.GREEN, "Organization"),
}
