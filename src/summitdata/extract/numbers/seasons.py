"""Days of the week, days counted from the publication, seasons, decades and centuries."""

import datetime as dt

from ..reading import Reading, parses
from .dating import (
    PUBLICATION,
    STATED,
    TENS,
    Found,
    digit,
    edtf,
    near_at,
    nearest,
    periods,
    room,
    stem,
    suffix,
    table,
    word_at,
    year_after,
    year_noun,
    year_step,
)
from .days import day_of

__all__ = ["day_from", "decade_named", "decade_of", "season", "weekday"]

#: Words for an edge of the year or month of the publication.
_APPOSED = frozenset({",", "—", "–", "-", "("})
#: The century we live in.
_CENTURIES = 21


def weekday(reading: Reading, place: int, floor: int) -> Found | None:
    """`в среду`: the latest such day that is not after the publication; `в следующую среду`, the next."""
    words = reading.words
    before = word_at(words, place - 1)
    step = stem("relative", before) if place > floor else None
    first = place - 1 if step is not None else place
    if step is None and before not in {
        "в",
        "во",
        "к",
        "с",
        "до",
        "на",
        ",",
        "(",
        "утром",
        "вечером",
        "ночь",
        "и",
        "по",
    }:
        return None
    dated = day_of(reading, place + 1 + (word_at(words, place + 1) in _APPOSED))
    if dated is not None and dated.date is not None and "/" not in dated.date:
        # `в среду, 14 мая`: the day says which.
        return Found(first, place + 1, dated.date, dated.source, "weekday")
    date = None
    if reading.published:
        gap = (reading.published.weekday() - table("weekdays")[words[place].lower]) % 7
        if step == 1:
            gap -= 7
        elif step == -1 and gap == 0:
            gap = 7
        elif step is None and before in {"к", "до"}:
            gap = gap - 7 if gap else 0
        date = (reading.published - dt.timedelta(days=gap)).isoformat() if room(reading.published) else None
    return Found(first, place + 1, date, PUBLICATION, "weekday")


def day_from(reading: Reading, place: int, _floor: int) -> Found | None:
    """`сегодня`, `вчера`, `на сегодняшний день`."""
    words = reading.words
    step = table("days")[words[place].lower]
    stop = place + 1
    if words[place].lower == "накануне" and near_at(words, stop) and _of_what(word_at(words, stop)):
        return None
    if words[place].lower[-1] not in "аяре" and periods().get(word_at(words, stop)) == "day":
        stop += 1
    date = None
    if reading.published and room(reading.published):
        date = (reading.published + dt.timedelta(days=step)).isoformat()
    return Found(place, stop, date, PUBLICATION, "day-relative")


def _of_what(following: str) -> bool:
    """Whether the eve of something is told, which is no day counted from the publication."""
    return following[:1].isalpha() and "gent" in parses(following)[0].grammemes


def season(reading: Reading, place: int, floor: int) -> Found | None:
    """`осенью`, `летом 2030 года`, `весной прошлого года`."""
    words = reading.words
    lower = words[place].lower
    code = table("seasons")[lower]
    year, at = year_after(words, place + 1)
    if year is not None:
        return Found(place, at, edtf(year, code), STATED, "season")
    if (shift := year_step(words, at)) is not None:
        told = edtf(reading.published.year + shift[1], code) if reading.published else None
        return Found(place, shift[0], told, PUBLICATION, "season")
    step = stem("relative", word_at(words, place - 1)) if place > floor else None
    if step is not None:
        told = edtf(reading.published.year + step, code) if reading.published else None
        return Found(place - 1, at, told, PUBLICATION, "season")
    if not lower.endswith(("ю", "й", "м")):
        return None
    year = nearest(reading.published, {21: 4, 22: 7, 23: 10, 24: 1}[code], None, ahead=False)
    return Found(place, at, None if year is None else edtf(year, code), PUBLICATION, "season")


def decade_of(reading: Reading, place: int) -> Found | None:
    """`90-х годов`, `1990-е`; a century in digits (`21 век`)."""
    words = reading.words
    value = digit(words, place, 1, 99)
    if value is None:
        return None
    at = place + 1
    ending = suffix(words, at)
    if ending > at and value % 10 == 0 and word_at(words, ending - 1) in TENS and value >= 20:
        stop = year_noun(words, ending)
        return Found(place, stop, f"19{value // 10}X" if value > 20 else f"20{value // 10}X", STATED, "decade")
    # Two, three or four of them are a length of time.
    several = word_at(words, ending) == "века" and ending == at and 1 < value < 5
    if periods().get(word_at(words, ending)) == "century" and value <= _CENTURIES and not several:
        return Found(place, ending + 1, f"{value - 1:02}XX", STATED, "century")
    return None


def decade_named(reading: Reading, place: int, _floor: int) -> Found | None:
    """`девяностые`, `в девяностых годах`."""
    tens = table("decades")[reading.words[place].lower]
    if year_noun(reading.words, place + 1) == place + 1 and tens < 50:
        return None
    return Found(place, year_noun(reading.words, place + 1), f"19{tens // 10}X", STATED, "decade")
