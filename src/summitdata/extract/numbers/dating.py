"""What the rules for dates share: the words that say when, the calendar, EDTF, and the day of publication."""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ..reading import Word
from .numerals import rules, spellings

__all__ = [
    "CONTEXT",
    "DASHES",
    "ENDINGS",
    "PUBLICATION",
    "STATED",
    "TENS",
    "Found",
    "ahead",
    "all_orders",
    "around",
    "digit",
    "edtf",
    "interval",
    "lengths",
    "near_at",
    "nearest",
    "of_same_year",
    "orders",
    "periods",
    "plausible",
    "room",
    "stem",
    "suffix",
    "table",
    "word_at",
    "year_after",
    "year_noun",
    "year_step",
]


STATED, PUBLICATION, CONTEXT = "stated", "publication", "context"
DASHES = frozenset("-–—−‐‑")
#: Years that a text may speak of without the word for it.
_EARLIEST, _LATEST = 1500, 2100
_YEAR_WORDS = frozenset(
    ["год", "года", "году", "годом", "годе", "годы", "годов", "годам", "годами", "годах", "г", "гг"]
)
TENS = frozenset({"х", "е", "ые", "ых"})
ENDINGS = frozenset({"го", "е", "м", "й", "му", "х", "ый", "ого", "ом", "ым", "ых", "ые", "я", "ю"})


class Found(NamedTuple):
    """Words of the text that say when: the first, the one behind the last, and what they mean."""

    first: int
    stop: int
    date: str | None
    source: str
    rule: str


@cache
def table(name: str) -> Mapping[str, int]:
    """Forms of a table of numbers."""
    return {form: int(key) for key, forms in rules("dates")[name].items() for form in spellings(forms)}


@cache
def periods() -> Mapping[str, str]:
    """Nouns of the calendar by their kind."""
    return {form: kind for kind, forms in rules("dates")["periods"].items() for form in spellings(forms)}


@cache
def lengths() -> Mapping[str, tuple[str, int]]:
    """Forms of lengths of time: months or days, and how many."""
    return {
        form: (unit, int(size))
        for unit, table in rules("dates")["lengths"].items()
        for size, forms in table.items()
        for form in spellings(forms)
    }


@cache
def around(name: str) -> frozenset[str]:
    """Words that stand around dates."""
    return frozenset(rules("dates")["around"][name].split())


@cache
def _stems(name: str) -> Sequence[tuple[str, int]]:
    return tuple(rules("dates")[name].items())


@cache
def _these() -> frozenset[str]:
    return frozenset(rules("dates")["these"]["forms"].split())


def stem(name: str, lower: str) -> int | None:
    """The step that an adjective tells, by its stem."""
    if name == "relative" and lower in _these():
        return 0
    # An adjective has two or three letters behind its stem, a verb like `прошла` one.
    return next(
        (step for start, step in _stems(name) if lower.startswith(start) and 2 <= len(lower) - len(start) <= 3), None
    )


@cache
def orders() -> Mapping[str, int]:
    """Ordinals from one to four."""
    return {form: row["value"] for row in rules("numerals")["ordinal"][:4] for form in spellings(row["forms"])}


@cache
def all_orders() -> Mapping[str, int]:
    """Ordinals."""
    return {form: row["value"] for row in rules("numerals")["ordinal"] for form in spellings(row["forms"])}


def word_at(words: Sequence[Word], place: int) -> str:
    """The word at a place, in lower case; empty where the text has none."""
    return words[place].lower if 0 <= place < len(words) else ""


def near_at(words: Sequence[Word], place: int) -> bool:
    """Whether a word and the one before stand side by side, parted by a space or two at most."""
    return 0 < place < len(words) and words[place].start - words[place - 1].end <= 2


def digit(words: Sequence[Word], place: int, least: int, most: int) -> int | None:
    """The number that a word is, in digits, if it is within bounds."""
    if 0 <= place < len(words):
        form = words[place].form
        if len(form) <= 4 and form.isdecimal() and least <= int(form) <= most:
            return int(form)
    return None


def suffix(words: Sequence[Word], at: int) -> int:
    """Behind the ending of an ordinal in digits (`13-го`), if there is one."""
    if word_at(words, at) == "-" and words[at].start == words[at - 1].end and word_at(words, at + 1) in ENDINGS:
        return at + 2
    return at


def plausible(year: int) -> bool:
    """Whether digits alone may be a year."""
    return _EARLIEST <= year <= _LATEST


def year_after(words: Sequence[Word], place: int) -> tuple[int | None, int]:
    """The year that stands at a place with its noun, and where the next word is."""
    year = digit(words, place, 1000, 2999) if near_at(words, place) else None
    if year is None or len(words[place].form) != 4:
        return None, place
    return year, year_noun(words, suffix(words, place + 1))


def year_noun(words: Sequence[Word], place: int) -> int:
    """Behind the word for year, if it stands there."""
    # The stop of an abbreviation stays outside: it may end the sentence.
    return place + 1 if word_at(words, place) in _YEAR_WORDS and near_at(words, place) else place


def year_step(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """`прошлого года` at a place: where it ends, and the step of years."""
    step = stem("relative", word_at(words, at)) if near_at(words, at) else None
    if step is not None and periods().get(word_at(words, at + 1)) == "year":
        return at + 2, step
    return None


def of_same_year(words: Sequence[Word], at: int) -> bool:
    """Whether `того же года` stands at a place."""
    return [word.lower for word in words[at : at + 3]] == ["того", "же", "года"]


def edtf(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """A date in EDTF, or None if the calendar has no such day; seasons go for months."""
    if not 1 <= year <= 9999:
        return None
    if month is None:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def interval(start: str | None, end: str | None) -> str | None:
    """An interval that does not end before it begins."""
    if start is None or end is None or end < start[: len(end)]:
        return None
    return start if start == end else f"{start}/{end}"


def ahead(words: Sequence[Word], place: int) -> bool:
    """Whether a preposition that looks ahead stands before."""
    return word_at(words, place - 1) in around("ahead")


def nearest(published: dt.date | None, month: int, day: int | None, ahead: bool) -> int | None:
    """The year of a day or month without one: that which makes it nearest to the publication, or the next."""
    if published is None:
        return None
    goal = published.year * 12 + published.month
    years = (published.year - 1, published.year, published.year + 1)
    if ahead:
        return next(
            year for year in years if (year, month, day or 31) >= (published.year, published.month, published.day)
        )
    return min(years, key=lambda year: (abs(year * 12 + month - goal), year))


def room(day: dt.date) -> bool:
    """Whether the calendar goes on on both sides of a day."""
    return 1000 < day.year < 9000
