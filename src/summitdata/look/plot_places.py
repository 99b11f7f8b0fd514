"""The figure of places; see `summitdata.plot`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import cos, radians, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import vocabularies as v
from . import drawing as d
from .region import BORDERS, EAST, NORTH, SOUTH, WEST, is_inside, outlines

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..corpus import Corpus

__all__ = ["places"]

_MOST_LABELS = 40


class _Place(NamedTuple):
    label: str
    longitude: float
    latitude: float


def places(corpus: "Corpus | None" = None, *, lang: d.Language = "en") -> "Figure":
    """
    The places that have coordinates, on a map, the larger the more often they are mentioned.

    Routes join the places that they connect by straight lines. Where most places lie in the Caspian region, its
    coasts and borders are drawn as Natural Earth has them and places elsewhere stand below the map. The forty that are
    mentioned most have their names.

    Args:

        corpus: The tables; None for the shipped corpus.

        lang: The language of titles and labels.

    Raises:

        UsageError: The corpus has no entities with coordinates.

        UnknownNameError: There is no such language.

        MissingExtraError: matplotlib is not installed.
    """
    corpus = d.given(corpus, lang)
    names = d.names(corpus, lang)
    found = {
        e["id"]: _Place(names[e["id"]], e["longitude"], e["latitude"])
        for e in d.rows(corpus, "entities")
        if e["longitude"] is not None and e["latitude"] is not None
    }
    d.require(found, "entities with coordinates")
    mentions: Counter[_Place] = Counter(dict.fromkeys(found.values(), 0))
    mentions.update(found[m["entity_id"]] for m in d.rows(corpus, "mentions") if m["entity_id"] in found)
    inside = [place for place in mentions if is_inside(place.longitude, place.latitude)]
    is_region = 2 * len(inside) >= len(mentions)
    shown = sorted(inside if is_region else mentions, key=lambda place: (-mentions[place], place))
    with d.drawing():
        figure = d.new_figure(5.2)
        ax = figure.subplots()
        _frame(ax, shown, lang, is_region=is_region)
        if is_region:
            _region(ax)
        joined = _routes(ax, corpus, {one: place for one, place in found.items() if place in shown})
        sizes = [24 + 10 * sqrt(mentions[place]) for place in shown]
        points = [(place.longitude, place.latitude) for place in shown]
        xs, ys = zip(*points, strict=True)
        ax.scatter(xs, ys, s=sizes, color=d.VERMILION, edgecolor="black", linewidth=0.8, zorder=4)
        labels = [f"{d.safe(place.label)} ({mentions[place]})" for place in shown[:_MOST_LABELS]]
        texts = d.labels_apart(ax, points, labels)
        if is_region:
            _countries(ax, texts, lang)
        d.headed(figure, d.word("Places with coordinates and how often they are mentioned", lang))
        notes = [d.word("Lines join the places of a route and are not its course.", lang)] if joined else []
        notes += [d.word(BORDERS, lang)] if is_region else []
        notes += [_elsewhere(place, mentions[place], lang) for place in mentions if place not in shown]
        figure.supxlabel("\n".join(["", *notes]), x=0.01, ha="left", fontsize=7.5)
    return d.displayed(figure)


def _elsewhere(place: _Place, n: int, lang: str) -> str:
    """A place outside the map, in words."""
    latitude = f"{abs(place.latitude):.1f}{d.word('°N' if place.latitude >= 0 else '°S', lang)}"
    longitude = f"{abs(place.longitude):.1f}{d.word('°E' if place.longitude >= 0 else '°W', lang)}"
    return f"{d.word('Outside the map', lang)}: {d.safe(place.label)} ({n}), {latitude}, {longitude}"


def _frame(ax: "Axes", shown: Sequence[_Place], lang: str, *, is_region: bool) -> None:
    """Set the part of the world that the map shows, degrees of both kinds in their true proportion."""
    west, east = min(p.longitude for p in shown) - 4, max(p.longitude for p in shown) + 6
    south, north = min(p.latitude for p in shown) - 3.5, max(p.latitude for p in shown) + 3.5
    if is_region:
        west, east, south, north = (
            max(west, WEST),
            min(east, EAST),
            max(south, SOUTH),
            min(north, NORTH),
        )
    ax.set_xlim(west, east)
    ax.set_ylim(south, north)
    ax.set_aspect(1 / max(cos(radians((south + north) / 2)), 0.1))
    ax.set_xlabel(f"{d.word('longitude', lang)}, °")
    ax.set_ylabel(f"{d.word('latitude', lang)}, °")


def _region(ax: "Axes") -> None:
    from matplotlib.collections import PolyCollection

    ax.set_facecolor("#dcebf5")
    rings = [ring for _, held in outlines() for ring in held]
    ax.add_collection(
        PolyCollection(rings, facecolor="#f7f5ee", edgecolor="#999999", linewidth=0.5, zorder=1), autolim=False
    )


def _routes(ax: "Axes", corpus: "Corpus", found: Mapping[str, _Place]) -> bool:
    """Join the places that a route connects; whether there are any."""
    routes: dict[str, list[_Place]] = {}
    for relation in d.rows(corpus, "relations"):
        if relation["predicate"] == v.Predicate.CONNECTS and relation["object_id"] in found:
            routes.setdefault(relation["subject_id"], []).append(found[relation["object_id"]])
    drawn = [stops for stops in routes.values() if len(stops) > 1]
    for stops in drawn:
        ax.plot(
            [p.longitude for p in stops], [p.latitude for p in stops], "--", color="#333333", linewidth=1.4, zorder=3
        )
    return bool(drawn)


#: Where the countries of the region and the sea are named: longitude, latitude.
_NAMES = {
    "Kazakhstan": (67, 48), "Uzbekistan": (63.5, 42.2), "Turkmenistan": (59, 39.3), "Iran": (54, 33.8), "Russia": (44, 50.5),
    "Türkiye": (38, 39.3), "Georgia": (42.6, 42.3), "Armenia": (44.6, 40.3), "Azerbaijan": (48.1, 39.3), "Iraq": (43.3, 34), "Ukraine": (34.5, 48.5),
    "Kyrgyzstan": (74.5, 41.5), "Tajikistan": (70.5, 38.7), "Afghanistan": (66, 34.5), "Caspian Sea": (50.4, 42.4),
}  # fmt: skip


def _countries(ax: "Axes", texts: Sequence[Any], lang: str) -> None:
    """Name the countries, those whose names would stand clear of the labels and the edge."""
    taken, edge = [text.get_window_extent() for text in texts], ax.get_window_extent()
    for english, point in _NAMES.items():
        colour = "#4a7a9c" if english == "Caspian Sea" else "#777777"
        name = d.word(english, lang).replace(" ", "\n")
        text = ax.text(*point, name, color=colour, style="italic", ha="center", va="center", fontsize=6.5, zorder=2)
        box = text.get_window_extent().padded(2)
        if (
            any(box.overlaps(other) for other in taken)
            or box.x0 < edge.x0
            or box.x1 > edge.x1
            or box.y0 < edge.y0
            or box.y1 > edge.y1
        ):
            text.remove()
        else:
            taken.append(box)
