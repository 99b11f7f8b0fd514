"""Small charts as SVG inside a page: bars, a span of time, a map. Each has its figures in words beside it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from math import cos, radians

import attrs

from .markup import attribute, element
from .region import BORDERS, EAST, NORTH, SOUTH, WEST, is_inside, outlines

__all__ = ["Place", "bar", "period", "region_map"]

_WIDTH = 880.0
_ACROSS = _WIDTH / (EAST - WEST)
_DOWN = _ACROSS / cos(radians((NORTH + SOUTH) / 2))
_HEIGHT = (NORTH - SOUTH) * _DOWN

# Where a country's name has room on the map.
_NAMES = (
    ("Kazakhstan", 65.5, 47.6),
    ("Russia", 45.5, 52.0),
    ("Uzbekistan", 63.2, 41.8),
    ("Turkmenistan", 58.8, 39.3),
    ("Iran", 55.0, 35.8),
    ("Türkiye", 37.0, 39.4),
    ("Azerbaijan", 48.0, 39.5),
    ("Armenia", 44.75, 40.25),
    ("Georgia", 43.0, 42.25),
)


@attrs.frozen
class Place:
    """
    A place on a map.

    Attributes:

        label: Its name.

        longitude: Degrees.

        latitude: Degrees.

        n: How many projects have it.
    """

    label: str
    longitude: float
    latitude: float
    n: int


def bar(value: float, most: float, style: str) -> str:
    """A bar as long as the value's share of the most; its figure stands beside it."""
    width = 100 * value / most if most > 0 else 0
    return _bar(style, 0, width)


def period(earliest: dt.date | None, latest: dt.date | None, first: dt.date, last: dt.date) -> str:
    """A span of time between the first and the last day of a timeline; what is open goes to its edge."""
    days = max((last - first).days, 1)
    left = 100 * ((earliest or first) - first).days / days
    right = 100 * ((latest or last) - first).days / days
    # What is short is still seen.
    width = max(right - left, 1.2)
    left = min(left, 100 - width)
    style = "span" if earliest and latest else "span open"
    return _bar(style, left, width)


def _bar(style: str, left: float, width: float) -> str:
    drawn = f'<rect class="track" width="100%" height="100%"/><rect class="{style}" x="{left:.2f}%" width="{width:.2f}%" height="100%"/>'
    return f'<svg class="bar" aria-hidden="true">{drawn}</svg>'


def region_map(places: Sequence[Place], routes: Iterable[Sequence[Place]]) -> str:
    """
    A map of the region with places and the routes between them; nothing where no place lies in it.

    Args:

        places: What is drawn as a point; those outside the region are left out.

        routes: What is drawn as a line from place to place.
    """
    shown = [p for p in places if is_inside(p.longitude, p.latitude)]
    if not shown:
        return ""
    lands = "".join(f'<path class="land" d="{"".join(_path(ring) for ring in rings)}"/>' for _, rings in outlines())
    names = "".join(f'<text class="country" {_at(x, y)}>{name}</text>' for name, x, y in _NAMES)
    sea = f'<text class="sea" {_at(51.4, 38.6)}>Caspian Sea</text>'
    lines = "".join(
        f'<polyline class="route" points="{" ".join(_point(p.longitude, p.latitude) for p in route)}"/>'
        for route in routes
    )
    points = "".join(_drawn(p) for p in shown)
    # In a drawing nothing can be isolated, so that what turns directions is spelt out.
    title = f"Map of the Caspian region with {', '.join(attribute(p.label) for p in shown)}"
    svg = (
        f'<svg class="map" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img" aria-labelledby="map-title">'
        f'<title id="map-title">{title}</title><rect class="water" width="{_WIDTH:.0f}" height="{_HEIGHT:.0f}"/>'
        f"{lands}{lines}{names}{sea}{points}</svg>"
    )
    note = f"Filled points have projects. Lines are drawn straight from place to place and show no course. {BORDERS}"
    return element("figure", svg + element("figcaption", note))


def _drawn(place: Place) -> str:
    x, y = _projected(place.longitude, place.latitude)
    style = "place" if place.n else "place bare"
    # A name that would run out of the map stands on the other side.
    beyond = x > _WIDTH - 160
    side = f'{"town before" if beyond else "town"}" x="{x + (-14 if beyond else 14):.1f}" y="{y + 6:.1f}'
    label = attribute(place.label)
    return (
        f'<circle class="{style}" cx="{x:.1f}" cy="{y:.1f}" r="{6 + min(place.n, 4)}"/>'
        f'<text class="halo {side}">{label}</text><text class="{side}">{label}</text>'
    )


def _projected(longitude: float, latitude: float) -> tuple[float, float]:
    return (longitude - WEST) * _ACROSS, (NORTH - latitude) * _DOWN


def _point(longitude: float, latitude: float) -> str:
    x, y = _projected(longitude, latitude)
    return f"{x:.1f},{y:.1f}"


def _at(longitude: float, latitude: float) -> str:
    x, y = _projected(longitude, latitude)
    return f'x="{x:.1f}" y="{y:.1f}"'


def _path(ring: Sequence[tuple[float, float]]) -> str:
    return f"M{'L'.join(_point(x, y) for x, y in ring)}Z"
