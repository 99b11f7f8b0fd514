"""When: the places where an article says when, each with the time that it means."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import attrs

from ..reading import Reading
from .dating import Found, edtf, lengths, periods, table
from .days import day_of, month_of, numeric, year_of
from .seasons import day_from, decade_named, decade_of, season, weekday
from .spans import counted_span, length

__all__ = ["LENGTHS", "Dated", "find"]


#: The rules whose findings hold a length of time, which is a quantity too.
LENGTHS = frozenset({"counted-span", "counted-ago", "counted-term"})
#: How sure a date of a rule is. Those that name a year were all right where they were read (some 300); those that depend
#: on the publication were read in news whose day was not known, so that their figures are modest estimates.
_CONFIDENCE: Mapping[str, float] = {
    "century": 0.95,
    "counted-ago": 0.85,
    "counted-span": 0.9,
    "counted-term": 0.7,
    "date-digits": 0.95,
    "day-month": 0.93,
    "day-range": 0.93,
    "day-relative": 0.85,
    "decade": 0.93,
    "edge-of-period": 0.8,
    "in-same-year": 0.85,
    "month-alone": 0.85,
    "month-range": 0.9,
    "month-relative": 0.92,
    "month-year": 0.97,
    "part-of-year": 0.9,
    "period-relative": 0.93,
    "same-day": 0.8,
    "same-month": 0.75,
    "same-year": 0.75,
    "season": 0.75,
    "weekday": 0.8,
    "year": 0.97,
    "year-alone": 0.9,
    "year-range": 0.95,
}


@attrs.frozen(kw_only=True)
class Dated:
    """
    One place where the article says when.

    Attributes:

        start, end: The expression, without its preposition.

        date: The time it means, in EDTF; None where that cannot be told.

        date_source: What it was read from, a code of `PeriodSource`; None where there is no date.

        rule, confidence: What found it, and how sure that is.
    """

    start: int
    end: int
    date: str | None
    date_source: str | None
    rule: str
    confidence: float


def find(reading: Reading) -> list[Dated]:
    """The places where an article says when, in order."""
    dated: list[Dated] = []
    at = 0
    kinds = _triggers()
    words = reading.words
    for place, word in enumerate(words):
        if place < at:
            continue
        kind = "digits" if word.form[0].isdecimal() else kinds.get(word.lower)
        if kind is None:
            continue
        found = _READERS[kind](reading, place, at)
        if found is not None:
            at = found.stop
            date = _resolved(found, dated)
            dated.append(
                Dated(
                    start=words[found.first].start,
                    end=words[found.stop - 1].end,
                    date=date,
                    date_source=found.source if date else None,
                    rule=found.rule,
                    confidence=_CONFIDENCE[found.rule],
                )
            )
    return dated


def _resolved(found: Found, dated: Sequence[Dated]) -> str | None:
    """What a date means, where it goes back to one before: `в тот же день`, `в октябре того же года`."""
    if found.rule != "in-same-year":
        return found.date or _same(found.rule, dated)
    year = _same("same-year", dated)
    return edtf(int(year), *map(int, (found.date or "").strip("-").split("-"))) if year else None


#: How much of a date in EDTF the day, month or year is that `тот же` goes back to.
_SAME = {"same-day": 10, "same-month": 7, "same-year": 4}


def _same(rule: str, dated: Sequence[Dated]) -> str | None:
    """The day, month or year of the last date before, for `в тот же день`."""
    size = _SAME.get(rule)
    if size is None or not dated or dated[-1].date is None:
        return None
    last = dated[-1].date[:size]
    return last if len(last) == size and "/" not in dated[-1].date and last[-1].isdecimal() else None


@cache
def _triggers() -> Mapping[str, str]:
    """What each word that a date hangs on is."""
    made = dict.fromkeys(periods(), "length")
    made |= dict.fromkeys(lengths(), "length")
    made |= {form: name for name in ("days", "seasons", "weekdays", "decades", "months") for form in table(name)}
    return made


def _digits(reading: Reading, place: int, floor: int) -> Found | None:
    """A day of a month, a date in digits, a year, a decade."""
    words = reading.words
    if place and words[place - 1].end == words[place].start and words[place - 1].form not in '(«"“„—–-/':
        return None
    return (
        numeric(reading, place)
        or day_of(reading, place)
        or year_of(reading, place)
        or counted_span(reading, place, floor)
        or decade_of(reading, place)
    )


_READERS: Mapping[str, Any] = {
    "digits": _digits,
    "months": month_of,
    "weekdays": weekday,
    "days": day_from,
    "seasons": season,
    "decades": decade_named,
    "length": length,
}
