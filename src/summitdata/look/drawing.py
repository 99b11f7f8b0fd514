"""What the figures share: their style, safe labels, and a place for every label."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence, Sized
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..arithmetic import label
from ..exceptions import MissingExtraError, UsageError, known_name
from .words_ru import RUSSIAN

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from ..corpus import Corpus

__all__ = [
    "BLUE",
    "FILLS",
    "GREEN",
    "GREY",
    "ORANGE",
    "PURPLE",
    "SKY",
    "VERMILION",
    "YELLOW",
    "Language",
    "displayed",
    "drawing",
    "given",
    "headed",
    "labels_apart",
    "most_first",
    "names",
    "new_figure",
    "require",
    "rows",
    "safe",
    "whole_numbers",
    "word",
]

Language = Literal["en", "ru"]

# The palette of Okabe and Ito.
BLUE, ORANGE, SKY, GREEN = "#0072B2", "#E69F00", "#56B4E9", "#009E73"
YELLOW, VERMILION, PURPLE, GREY = "#F0E442", "#D55E00", "#CC79A7", "#BBBBBB"

#: Fills with patterns, to be told apart in print without colour too; the last is for all the others.
FILLS = (
    (BLUE, ""),
    (ORANGE, "////"),
    (SKY, "...."),
    (VERMILION, "xxxx"),
    (GREEN, "\\\\\\\\"),
    (YELLOW, "ooo"),
    (GREY, ""),
)

_STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.7,
    "legend.frameon": False,
    "legend.fontsize": 8,
}
_WIDTH = 7.2
_LONGEST = 70


def given(corpus: "Corpus | None", lang: str) -> "Corpus":
    """
    The corpus to draw, the shipped one where none is given.

    Raises:

        UnknownNameError: There is no such language.

        UsageError: It is no corpus.
    """
    from ..corpus import Corpus

    known_name(lang, get_args(Language), "language")
    if corpus is None:
        from ..bundled import load

        return load()
    if not isinstance(corpus, Corpus):
        msg = f"expected a Corpus, found {type(corpus).__name__}; summitdata.open(path) reads one"
        raise UsageError(msg)
    return corpus


def require(found: Sized, what: str) -> None:
    """
    Refuse to draw nothing.

    Raises:

        UsageError: Nothing of what the figure shows was found.
    """
    if not found:
        msg = f"there is nothing to draw: the corpus should have {what}, found none; choose another corpus"
        raise UsageError(msg)


def drawing() -> "AbstractContextManager[None]":
    """
    The style of the figures, for the time of drawing.

    Raises:

        MissingExtraError: matplotlib is not installed.
    """
    try:
        from matplotlib import style
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        msg = "figures need matplotlib, which is not installed; run: python -m pip install 'summitdata[plot]'"
        raise MissingExtraError(msg) from error
    return style.context(["default", _STYLE])


def new_figure(height: float) -> "Figure":
    """An empty figure of two columns' width; no window knows of it."""
    from matplotlib.figure import Figure

    return Figure(figsize=(_WIDTH, height), layout="constrained")


def headed(figure: "Figure", title: str) -> None:
    """Put the title above the figure, at its left edge."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=10.5, fontweight="bold")


def displayed(figure: "Figure") -> "Figure":
    """
    The same figure, which a notebook now shows.

    By itself IPython shows figures only once pyplot has been set up, which may open windows and keeps every figure alive.
    """
    vars(figure)["_repr_png_"] = partial(_png, figure)
    return figure


def _png(figure: "Figure") -> bytes:
    from io import BytesIO

    held = BytesIO()
    figure.savefig(held, format="png", dpi=144)
    return held.getvalue()


def rows(corpus: "Corpus", table: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    made: list[dict[str, Any]] = corpus.table(table).to_pylist()
    return made


def names(corpus: "Corpus", lang: str) -> dict[str, str]:
    """The labels of entities by id, Russian where asked for and there."""
    return {e["id"]: (lang == "ru" and e["label_ru"]) or label(e) for e in rows(corpus, "entities")}


def word(english: str, lang: str) -> str:
    """A word of ours in the language, English where there is no other."""
    return RUSSIAN.get(english, english) if lang == "ru" else english


def safe(text: str, width: int | None = None) -> str:
    """
    A text as it may stand in a figure: on one line, cut when long, control characters as escapes, no mathematics.

    Where a width is given, it is wrapped after so many characters.
    """
    line = " ".join(text.split()) or "–"
    cut = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
    # Legends leave out what begins with an underscore.
    apart = f" {shown}" if shown.startswith("_") else shown
    wrapped = "\n".join(textwrap.wrap(apart, width)) if width else apart
    return wrapped.replace("$", r"\$")


def most_first(counts: Iterable[tuple[str, float]]) -> list[str]:
    """Those who are counted, whoever has most first, then by name."""
    sums: Counter[str] = Counter()
    for name, n in counts:
        sums[name] += n  # type: ignore[assignment]
    return sorted(sums, key=lambda name: (-sums[name], name))


def whole_numbers(axes: "Axes") -> None:
    """Number the horizontal axis in whole numbers only."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))


def labels_apart(axes: "Axes", points: Sequence[tuple[float, float]], labels: Sequence[str]) -> "Sequence[Text]":
    """
    Label points so that no label covers another, a point or the edge, as far as there is room.

    There may be fewer labels than points. Each label takes the first free one of the places around its point, and where
    none is free the least covered.
    """
    figure: Any = axes.get_figure(root=True)
    figure.draw_without_rendering()
    edge = axes.get_window_extent()
    taken: list[Any] = [_around(x, y) for x, y in axes.transData.transform(points)]
    made = []
    for place, (point, words) in enumerate(zip(points, labels, strict=False)):
        text = axes.annotate(words, point, (0, 0), textcoords="offset points", zorder=5)
        text.set_bbox({"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.8})
        others = taken[:place] + taken[place + 1 :]
        tried = []
        for order, (dx, dy, across, along) in enumerate(_PLACES):
            text.set(position=(dx, dy), ha=across, va=along)
            box = text.get_window_extent()
            covered = sum(_shared(box, other) for other in others) + box.width * box.height - _shared(box, edge)
            tried.append((round(covered, 3), order))
        dx, dy, across, along = _PLACES[min(tried)[1]]
        text.set(position=(dx, dy), ha=across, va=along)
        taken.append(text.get_window_extent())
        made.append(text)
    return made


#: Places of a label around its point: how many points aside and above, and which side of the label lies there.
_PLACES = tuple(
    (near * dx, near * dy, across, along)
    for near in (1, 2.5, 4.5)
    for dx, dy, across, along in (
        (7, 0, "left", "center"),
        (-7, 0, "right", "center"),
        (0, 7, "center", "bottom"),
        (0, -7, "center", "top"),
        (5, 5, "left", "bottom"),
        (5, -5, "left", "top"),
        (-5, 5, "right", "bottom"),
        (-5, -5, "right", "top"),
    )
)


def _around(x: float, y: float) -> Any:
    from matplotlib.transforms import Bbox

    return Bbox.from_extents(x - 5, y - 5, x + 5, y + 5)


def _shared(box: Any, other: Any) -> float:
    """The area that two boxes share."""
    width = min(box.x1, other.x1) - max(box.x0, other.x0)
    height = min(box.y1, other.y1) - max(box.y0, other.y0)
    return float(width * height) if width > 0 and height > 0 else 0.0
