"""Times told by their distance from the publication or by their number: `в прошлом году`, `в среду`, `XX век`."""

import datetime as dt
from collections.abc import Sequence

from ..reading import Reading, Word, parses
from .dating import (
    CONTEXT,
    ENDINGS,
    PUBLICATION,
    STATED,
    Found,
    all_orders,
    digit,
    edtf,
    interval,
    lengths,
    near_at,
    orders,
    periods,
    room,
    stem,
    word_at,
    year_after,
    year_step,
)
from .numerals import ROMANS, number

__all__ = ["counted_span", "length"]


_EDGES = frozenset(
    [
        "начала",
        "начале",
        "началу",
        "начало",
        "конца",
        "конце",
        "концу",
        "конец",
        "середины",
        "середине",
        "середину",
        "итогам",
    ]
)
_GENITIVE = frozenset({"года", "месяца"})
#: Forms of one length of time, without a number.
_SINGLE = frozenset(["год", "месяц", "неделю", "день", "сутки", "полгода", "десятилетие", "столетие", "век"])


def _period(reading: Reading, place: int, floor: int) -> Found | None:
    """`в прошлом году`, `на этой неделе`, `первый квартал 2018 года`, `XX век`."""
    words = reading.words
    kind = periods()[words[place].lower]
    if place <= floor or not near_at(words, place):
        return None
    before = word_at(words, place - 1)
    if kind in {"quarter", "half", "century"} and (part := _ordered(reading, place, kind)) is not None:
        return part
    if before == "же" and kind in {"year", "month", "day"} and word_at(words, place - 2) in {"тот", "том", "того"}:
        return Found(place - 2, place + 1, None, CONTEXT, f"same-{kind}")
    step = stem("relative", before)
    if step is None:
        return None
    if before.startswith("эт") and kind == "day":
        if word_at(words, place - 2) in {"с", "от"}:
            return None
        # In news the day just spoken of, not that of the publication.
        return Found(place - 1, place + 1, None, CONTEXT, "same-day")
    return Found(place - 1, place + 1, _stepped(reading.published, kind, step), PUBLICATION, "period-relative")


def _stepped(published: dt.date | None, kind: str, step: int) -> str | None:
    """The year, month, week, quarter or day that lies some steps from the publication."""
    if published is None or not room(published):
        return None
    if kind == "year":
        return edtf(published.year + step)
    if kind == "month":
        months = published.year * 12 + published.month - 1 + step
        return edtf(months // 12, months % 12 + 1)
    if kind == "week":
        monday = published - dt.timedelta(days=published.weekday() - 7 * step)
        return interval(monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat())
    if kind == "quarter":
        quarter = published.year * 4 + (published.month - 1) // 3 + step
        return _quarter(quarter // 4, quarter % 4 + 1)
    if kind == "half":
        half = published.year * 2 + (published.month - 1) // 6 + step
        return interval(edtf(half // 2, half % 2 * 6 + 1), edtf(half // 2, half % 2 * 6 + 6))
    if kind == "day":
        return (published + dt.timedelta(days=step)).isoformat() if step == 0 else None
    if kind == "century":
        return f"{published.year // 100 + step:02}XX"
    return f"{published.year // 10 + step:03}X"


def _quarter(year: int, quarter: int) -> str | None:
    return interval(edtf(year, quarter * 3 - 2), edtf(year, quarter * 3))


def _ordered(reading: Reading, place: int, kind: str) -> Found | None:
    """A quarter, half or century by its number."""
    words = reading.words
    before, first = words[place - 1].lower, place - 1
    if kind == "century":
        value = ROMANS.get(before.replace("х", "x")) or all_orders().get(before)
        if value is not None and value < 10 and word_at(words, place - 2) == "двадцать":
            value, first = value + 20, place - 2
        return None if value is None else Found(first, place + 1, f"{value - 1:02}XX", STATED, "century")
    order = ROMANS.get(before) or orders().get(before) or digit(words, place - 1, 1, 4)
    if order is None and before in ENDINGS and word_at(words, place - 2) == "-":
        order, first = digit(words, place - 3, 1, 4), place - 3
    if order is None or order > (4 if kind == "quarter" else 2):
        return None
    year, stop = year_after(words, place + 1)
    source = STATED
    if year is None:
        source = PUBLICATION
        shift = year_step(words, place + 1)
        step = 0
        if shift is not None:
            stop, step = shift
        year = reading.published.year + step if reading.published else None
    if year is None:
        date = None
    elif kind == "quarter":
        date = _quarter(year, order)
    else:
        date = interval(edtf(year, order * 6 - 5), edtf(year, order * 6))
    return Found(first, stop, date, source, "part-of-year")


def counted_span(reading: Reading, place: int, floor: int) -> Found | None:
    """`последние три года`, `пять лет назад`, `через два месяца`, from the number."""
    found = number(reading, place)
    if found is None or found.upper is not None or found.value != int(found.value):
        return None
    words = reading.words
    length = lengths().get(word_at(words, found.stop)) if near_at(words, found.stop) else None
    return None if length is None else _length_at(reading, place, found.stop, int(found.value), floor)


def length(reading: Reading, place: int, floor: int) -> Found | None:
    """`последние три года`, `год назад`, `через месяц`, from the noun."""
    words = reading.words
    # A period by its adjective or number goes first; the same noun may be either.
    if words[place].lower in periods() and (period := _period(reading, place, floor)) is not None:
        return period
    if words[place].lower not in lengths():
        return None
    for back in (1, 2):
        if place - back >= floor and place >= back and not words[place - back].form[0].isdecimal():
            found = number(reading, place - back)
            if found is not None and found.stop == place and found.value == int(found.value) and not found.upper:
                return _length_at(reading, place - back, place, int(found.value), floor)
    return _length_at(reading, place, place, 1, floor)


def _length_at(reading: Reading, first: int, noun: int, amount: int, floor: int) -> Found | None:
    """A length of time that is counted from the publication, if a word says which way."""
    words = reading.words
    unit, size = lengths()[words[noun].lower]
    before = word_at(words, first - 1)
    side = stem("sides", before) if first > floor else None
    published = reading.published if reading.published and room(reading.published) and amount <= 3000 else None
    if side is not None and first != noun:
        return Found(first - 1, noun + 1, _side(published, unit, size * amount, side), PUBLICATION, "counted-span")
    if first == noun and before in _EDGES and unit == "months" and size in {1, 12} and words[noun].lower in _GENITIVE:
        kind = "year" if size == 12 else "month"
        return Found(noun, noun + 1, _stepped(reading.published, kind, 0), PUBLICATION, "edge-of-period")
    if first == noun and words[noun].lower not in _SINGLE:
        return None
    if word_at(words, noun + 1) in {"назад", "тому"}:
        date = _away(published, unit, size * amount, -1)
        return Found(first, noun + 2, date, PUBLICATION, "counted-ago")
    if before == "через" and word_at(words, noun + 1) == "после":
        return None
    if before == "течение" and word_at(words, first - 2) == "в" and _ahead(word_at(words, noun + 1)):
        return Found(first, noun + 1, _side(published, unit, size * amount, 1), PUBLICATION, "counted-term")
    if before == "через" and not _to_come(words, first - 1, noun + 1):
        return Found(first - 1, noun + 1, None, PUBLICATION, "counted-ago")
    if before == "через":
        return Found(first - 1, noun + 1, _away(published, unit, size * amount, 1), PUBLICATION, "counted-ago")
    return None


def _to_come(words: Sequence[Word], first: int, stop: int) -> bool:
    """Whether the words around speak of what is to come, so that `через год` is counted from the publication."""
    around = [*words[max(0, first - _REACH) : first], *words[stop : stop + _REACH]]
    return any(
        each.pos == "INFN" or "futr" in each.grammemes
        for word in around
        if word.lower[:1].isalpha()
        for each in parses(word.lower)[:1]
    )


#: How far around the verb is looked for.
_REACH = 6


def _ahead(following: str) -> bool:
    """Whether what is to be done in a length of time follows, which makes it a term."""
    return following[:1].isalpha() and parses(following)[0].pos == "INFN"


def _side(published: dt.date | None, unit: str, amount: int, side: int) -> str | None:
    """The time from some months or days before the publication to it, or from it on."""
    if published is None:
        return None
    if unit == "days":
        day = published + dt.timedelta(days=side * amount)
        here, there = published.isoformat(), day.isoformat()
    else:
        here, there = _month(published, 0), _month(published, side * amount)
    return interval(there, here) if side < 0 else interval(here, there)


def _month(published: dt.date, step: int) -> str:
    months = published.year * 12 + published.month - 1 + step
    return f"{max(months, 0) // 12:04}-{max(months, 0) % 12 + 1:02}"


def _away(published: dt.date | None, unit: str, amount: int, side: int) -> str | None:
    """The year, month or day that lies some way from the publication, as exact as it is told."""
    if published is None:
        return None
    if unit == "days":
        return (published + dt.timedelta(days=side * amount)).isoformat()
    if amount % 12 == 0:
        return edtf(published.year + side * amount // 12)
    return _month(published, side * amount)
