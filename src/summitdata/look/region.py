"""
The outlines of the countries around the Caspian Sea, for a small map.

They are from Natural Earth, 1:50m, which is in the public domain, by way of `countries-50m.json` of world-atlas 2.0.2:
clipped to the region, simplified to about three hundredths of a degree, small islands left out. Coasts and borders stand as
they are given there; nothing is said about whose they are.
"""

import json
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from ..exceptions import IntegrityError

__all__ = ["BORDERS", "EAST", "NORTH", "SOUTH", "WEST", "is_inside", "outlines"]

#: The edges of the map in degrees.
WEST, EAST, SOUTH, NORTH = 33.0, 74.5, 35.0, 54.0

#: What is to be said under a map.
BORDERS = "Coasts and borders are those of Natural Earth (1:50m, public domain), as given there."

_SHA256 = "51f8ef4d31ec360b1618bb1aae406bf7d4bbbcf3c3cac76cb4251b4f1c025102"


@cache
def outlines() -> tuple[tuple[str, tuple[tuple[tuple[float, float], ...], ...]], ...]:
    """
    Every country of the region: its name in Natural Earth, and its rings of longitude and latitude in degrees.

    Raises:

        IntegrityError: The file is not the one that was shipped.
    """
    try:
        data = files(__package__).joinpath("region.json").read_bytes()
    except OSError as error:
        msg = f"the shipped file region.json cannot be read: {error.strerror or error}; reinstall summitdata"
        raise IntegrityError(msg) from error
    found = sha256(data).hexdigest()
    if found != _SHA256:
        msg = f"the shipped file region.json has the SHA-256 {found}, expected {_SHA256}; reinstall summitdata"
        raise IntegrityError(msg)
    held: dict[str, Any] = json.loads(data)
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
