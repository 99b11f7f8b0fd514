"""The figure of targets; see `summitdata.plot`."""

from collections.abc import Mapping, Sequence
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import vocabularies as v
from . import drawing as d

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..corpus import Corpus

__all__ = ["targets"]

Row = Mapping[str, Any]


class _Bar(NamedTuple):
    kind: str
    label: str
    ends: tuple[float, float] | None
    words: str


#: How the bars of `targets` look and what the legend calls them.
_BARS: Mapping[str, tuple[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "target": ("target", {"facecolor": d.BLUE, "edgecolor": d.BLUE}),
        "actual": ("latest actual value", {"facecolor": d.ORANGE, "edgecolor": d.ORANGE}),
        "stated": ("baseline, stated by the source", {"facecolor": d.GREY, "edgecolor": d.GREY}),
        "derived": ("baseline, derived by us", {"facecolor": "white", "edgecolor": "#444444", "hatch": "/////"}),
    }
)


def targets(corpus: "Corpus | None" = None) -> "Figure":
    """
    Targets beside their baselines and the latest actual values, each indicator on a scale of its own.

    From the view `targets`. A baseline that we derived is hatched, and the legend says so; one that is the latest actual
    value too is drawn once. A target without a number, or in another unit than the rest of its panel (doubling), stands in
    words.

    Args:

        corpus: The tables; None for the shipped corpus.

    Raises:

        UsageError: The corpus has no targets.

        MissingExtraError: matplotlib is not installed.
    """
    corpus = d.given(corpus, "en")
    indicators: dict[Any, list[Row]] = {}
    for row in corpus.joined("targets").to_pylist():
        # Of two targets whose indicators nobody coded it is not known that they measure the same.
        measured = row["indicator"] or row["quantity_id"]
        indicators.setdefault((row["article_id"], measured, row["entity"]), []).append(row)
    d.require(indicators, "quantities whose status is target")
    panels = [(found, unit, _bars(found, unit)) for found in indicators.values() for unit in [_unit(found)]]
    with d.drawing():
        from matplotlib.patches import Patch

        n_bars = [len(bars) for *_, bars in panels]
        figure = d.new_figure(0.9 + 0.24 * sum(n_bars) + 0.8 * len(panels))
        axes = figure.subplots(len(panels), 1, squeeze=False, height_ratios=[n + 0.4 for n in n_bars])[:, 0]
        for ax, (found, unit, bars) in zip(axes, panels, strict=True):
            _panel(ax, found[0], unit, bars)
        d.headed(figure, "Targets beside their baselines and latest actual values")
        kinds = {bar.kind for *_, bars in panels for bar in bars if bar.ends}
        patches = [Patch(**look, label=name) for kind, (name, look) in _BARS.items() if kind in kinds]
        figure.legend(handles=patches, loc="outside lower center", ncols=4)
    return d.displayed(figure)


def _unit(found: Sequence[Row]) -> str | None:
    """The unit of a panel: that of the first baseline, else of the first level, else of the first number."""
    units = [row["baseline_unit"] for row in found if row["baseline_value"] is not None]
    units += [row["unit"] for row in sorted(found, key=lambda row: row["dimension"] != v.Dimension.LEVEL)]
    return next((unit for unit in units if unit is not None), None)


def _bars(found: Sequence[Row], unit: str | None) -> list[_Bar]:
    """The rows of a panel, each once: for every target its baseline, the latest actual value and itself."""
    made: dict[_Bar, None] = {}
    for row in found:
        is_latest = row["latest_actual_id"] is not None and row["latest_actual_id"] == row["baseline_id"]
        base, actual = _ends(row["baseline_value"]), _ends(row["latest_actual_value"])
        if base and row["baseline_unit"] == unit:
            kind = "derived" if row["baseline_source"] == "derived" else "stated"
            name = "derived baseline" if kind == "derived" else "baseline"
            name = f"{name} and latest actual" if is_latest else name
            sign = _sign(row["baseline_comparator"], row["baseline_approximate"])
            made[_Bar(kind, _when(name, row["baseline_period"]), base, sign)] = None
        if actual and row["unit"] == unit and not is_latest:
            made[_Bar("actual", _when("latest actual", row["latest_actual_period"]), actual, "")] = None
        name = _when("target", row["period"] or row["deadline"] or row["horizon"])
        ends = _ends(row["value"], row["low"], row["high"])
        if ends and row["unit"] == unit:
            made[_Bar("target", name, ends, _sign(row["comparator"], row["approximate"]))] = None
        else:
            made[_Bar("target", name, None, _in_words(row, ends))] = None
    return sorted(made, key=lambda bar: bar.ends is None)


def _ends(value: float | None, low: float | None = None, high: float | None = None) -> tuple[float, float] | None:
    """Where a bar begins and ends; None where there is no number."""
    numbers = [end for end in ((low, high) if value is None else (value,)) if end is not None and isfinite(end)]
    return (numbers[0] if len(numbers) > 1 else 0.0, numbers[-1]) if numbers else None


def _sign(comparator: str | None, approximate: bool | None) -> str:
    if comparator not in {None, v.Comparator.EQUAL}:
        return f"{comparator} "
    return "≈ " if approximate else ""


def _when(name: str, time: str | None) -> str:
    return name if time is None else f"{name}, {d.safe(time)}"


def _in_words(row: Row, ends: tuple[float, float] | None) -> str:
    """A target that has no bar: it has no number, or one in another unit than its panel."""
    if ends is None:
        return f"{row['direction'] or 'change'}, no number given"
    number = _number(*ends)
    return f"× {number}" if row["dimension"] == v.Dimension.MULTIPLE else f"{number} {_named(row['unit'])}"


def _number(low: float, high: float) -> str:
    return f"{low:,.4g} to {high:,.4g}" if low else f"{high:,.4g}"


def _named(unit: str | None) -> str:
    """A unit in a word where we have one."""
    return "" if unit is None else _UNITS.get(unit, d.safe(unit))


_UNITS = {"1": "number", "t": "tonnes", "USD": "US dollars", "a": "years", "%": "per cent"}
_SCALES = ((1e12, "trillion "), (1e9, "billion "), (1e6, "million "), (1e4, "thousand "), (0, ""))


def _panel(ax: "Axes", first: Row, unit: str | None, bars: Sequence[_Bar]) -> None:
    """One indicator of `targets`."""
    of = "" if first["entity"] is None else f"\n{d.safe(first['entity'])}"
    indicator = d.safe(first["indicator"] or "indicator not coded")
    ax.set_title(f"{indicator[:1].upper()}{indicator[1:]}{of}", fontsize=8.5)
    largest = max((abs(end) for bar in bars for end in bar.ends or ()), default=0)
    size, scale = next((n or 1, name) for n, name in _SCALES if largest >= n)
    for place, bar in enumerate(bars):
        low, high = (end / size for end in bar.ends or (0, 0))
        if bar.ends:
            ax.barh(place, high - low, 0.66, low, **_BARS[bar.kind][1])
        words = f"{bar.words}{_number(low, high)}" if bar.ends else bar.words
        at = max(0, low, high), place
        ax.annotate(
            words, at, (4, 0), textcoords="offset points", va="center", style="normal" if bar.ends else "italic"
        )
    ax.set_yticks(range(len(bars)), [bar.label for bar in bars])
    ax.set_ylim(len(bars) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    if largest:
        ax.grid(axis="x")
        ax.margins(x=0.12)
        ax.set_xlabel(f"{scale}{_named(unit)}")
    else:
        ax.set_xticks([])
