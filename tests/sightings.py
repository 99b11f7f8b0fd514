"""One invented record class with a field of each kind."""

import datetime as dt
from typing import Any

import attrs

from summitdata.fields import Vocabulary, about


class BirdMood(Vocabulary):
    """How a bird feels."""

    __source__ = "invented"

    CALM = "calm", "Calm", "At rest."
    LOUD = "loud", "Loud", "Singing or calling."


@attrs.frozen(kw_only=True)
class Sighting:
    """
    A sighting: one bird, seen once.

    This line is no part of what a row is.
    """

    id: str = attrs.field(metadata=about("Names it.", pattern="[a-z]+/b[0-9]+"))
    place_id: str | None = attrs.field(metadata=about("Where.", reference="places", null="unstated"))
    mood: BirdMood = attrs.field(metadata=about("How it felt."))
    call: BirdMood | None = attrs.field(metadata=about("How it sounded.", null="unverified"))
    wings: int = attrs.field(metadata=about("How many it had.", unit="wings", minimum=0, maximum=2))
    weight: float | None = attrs.field(metadata=about("How heavy it was.", unit="kg", minimum=0, null="unstated"))
    height: float = attrs.field(metadata=about("How high it flew.", maximum=1e4))
    ringed: bool = attrs.field(metadata=about("It had a ring."))
    seen: dt.date | None = attrs.field(metadata=about("The day.", null="inapplicable"))
    text: str | None = attrs.field(default=None, metadata=about("The note.", null="withheld"))
    example_id: str | None = attrs.field(default=None, metadata=about("Any row.", reference="*", null="inapplicable"))


def plain(**changes: Any) -> dict[str, Any]:
    """A plain row that is right, with some cells changed."""
    return {
        "id": "moor/b1",
        "place_id": None,
        "mood": "calm",
        "call": None,
        "wings": 2,
        "weight": 0.5,
        "height": 12.0,
        "ringed": False,
        "seen": dt.date(2031, 9, 3),
        "text": "чибис",
        "example_id": None,
        **changes,
    }


def sighting(**changes: Any) -> Sighting:
    """The record of that row."""
    return Sighting(**plain(**{"mood": BirdMood.CALM, **changes}))
