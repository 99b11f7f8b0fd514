"""
The outlines of the countries around the Caspian Sea, for a small map.

They are from Natural Earth, 1:50m, which is in the public domain, by way of `countries-50m.json` of world-atlas 2.0.2:
clipped to the region, simplified to about three hundredths of a degree, small islands left out. Coasts and borders stand as
they are given there; nothing is said about whose they are.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["BORDERS", "EAST", "NORTH", "SOUTH", "WEST", "is_inside", "outlines"]

#: The edges of the map in degrees.
WEST, EAST, SOUTH, NORTH = 33.0, 74.5, 35.0, 54.0

#: What is to be said under a map.
BORDERS = "Coasts and borders are those of Natural Earth (1:50m, public domain), as given there."


@cache
def outlines() -> tuple[tuple[str, tuple[tuple[tuple[float, float], ...], ...]], ...]:
    """Every country of the region: its name in Natural Earth, and its rings of longitude and latitude in degrees."""
    held: dict[str, Any] = json.loads(files(__package__).joinpath("region.json").read_bytes())
    return tuple(
        (
            country["name"],
            tuple(
                tuple((x / 100, y / 100) for x, y in zip(ring[::2], ring[1::2], strict=True))
                for ring in country["rings"]
            ),
        )
        for country in held["countries"]
    )


def is_inside(longitude: float, latitude: float) -> bool:
    """Whether a place is on the map."""
    return WEST < longitude < EAST and SOUTH < latitude < NORTH
