"""Units and currencies behind a number: what it is measured in."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ..reading import WORD, Reading, Word
from .numerals import rules, spellings

__all__ = ["TIME", "UNKNOWN", "Unit", "currency_by_place", "near", "sign", "unit"]


#: The units of time.
TIME = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})
#: ISO 4217 for no currency.
UNKNOWN = "XXX"


class Unit(NamedTuple):
    """
    What is measured in or counted.

    Attributes:

        stop: The word behind it.

        code: UCUM or ISO 4217; ``"1"`` for counted things.

        counted: The nominative plural of what is counted, or of a currency that the words do not tell.

        factor: How much of the unit one is: a cent is a hundredth.
    """

    stop: int
    code: str
    counted: str | None = None
    factor: float = 1


class _Known(NamedTuple):
    """The words of a unit behind its first, with what they mean."""

    rest: tuple[str, ...]
    code: str
    factor: float
    counted: str | None
    short: bool


class _Currency(NamedTuple):
    plural: str
    code: str | None
    factor: float
    named: bool
    short: bool
    adjectives: Mapping[str, str]
    after: Mapping[str, str]


@cache
def _units() -> Mapping[str, Sequence[_Known]]:
    """Units by their first word, the longest first."""
    found: dict[str, list[_Known]] = {}
    for kind in ("unit", "counted"):
        for row in rules("units")[kind]:
            code, factor, plural = row.get("code", "1"), row.get("factor", 1), row.get("plural")
            ways = [((form,), False) for form in spellings(row.get("forms", ""))]
            ways += [((form,), True) for form in row.get("short", "").split()]
            ways += [
                (tuple(WORD.findall(phrase.strip().lower())), False)
                for phrase in row.get("phrases", "").split("|")
                if phrase.strip()
            ]
            for words, short in ways:
                found.setdefault(words[0], []).append(_Known(words[1:], code, factor, plural, short))
    return {first: sorted(known, key=lambda each: -len(each.rest)) for first, known in found.items()}


@cache
def _exact() -> Mapping[str, str]:
    """Abbreviations as they are written, with their codes."""
    return {form: row["code"] for row in rules("units")["unit"] for form in row.get("exact", "").split()}


@cache
def _currencies() -> Mapping[str, _Currency]:
    found: dict[str, _Currency] = {}
    for row in rules("currencies")["currency"]:
        for name in ("forms", "short"):
            for form in spellings(row.get(name, "")):
                found[form] = _Currency(
                    row["plural"],
                    row.get("code"),
                    row.get("factor", 1),
                    row.get("named", False),
                    name == "short",
                    row.get("adjectives", {}),
                    row.get("after", {}),
                )
    return found


@cache
def _signs() -> Mapping[str, str]:
    """The currencies that signs mean, and codes in Latin capitals."""
    known = rules("currencies")["currency"]
    codes = {code for row in known for code in (row.get("code"), *row.get("adjectives", {}).values()) if code}
    codes |= {code for row in known for code in row.get("places", {})}
    return {
        **{code: code for code in codes},
        **{sign: code for row in known for sign, code in row.get("signs", {}).items()},
    }


@cache
def _places() -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """Of each currency that its noun does not tell the stems of places with the code that they make it."""
    return {
        row["plural"]: [(tuple(stems.split()), code) for code, stems in row["places"].items()]
        for row in rules("currencies")["currency"]
        if "places" in row
    }


def currency_by_place(reading: Reading, plural: str | None) -> str | None:
    """The currency that a bare noun means, if the article speaks of places of one such currency alone."""
    words = {word.lower for word in reading.words}
    codes = {code for stems, code in _places().get(plural or "", ()) if any(word.startswith(stems) for word in words)}
    return codes.pop() if len(codes) == 1 else None


def sign(form: str) -> str | None:
    """The currency that a sign means."""
    return _signs().get(form)


def near(reading: Reading, place: int) -> bool:
    """Whether a word stands behind the one before it on the same line, parted by two spaces at most."""
    words = reading.words
    if not 0 < place < len(words):
        return False
    gap = words[place].start - words[place - 1].end
    return gap <= 2 and "\n" not in reading.text[words[place - 1].end : words[place].start]


def unit(reading: Reading, at: int) -> Unit | None:
    """The unit or currency whose words begin at a place."""
    words = reading.words
    if not near(reading, at):
        return None
    lower = words[at].lower
    if (told := _exact().get(words[at].form)) is not None and not _spoken(reading, at + 1):
        return Unit(at + 1, told)
    for known in _units().get(lower, ()):
        stop = at + 1 + len(known.rest)
        if tuple(word.lower for word in words[at + 1 : stop]) == known.rest and _whole(reading, at, stop):
            if not known.rest and len(lower) == 1 and not _letter(words, at):
                continue
            if known.short or (
                (known.rest or len(lower) == 1) and stop + 1 < len(words) and words[stop + 1].form[0].islower()
            ):
                stop = _stopped(words, stop)
            return Unit(stop, known.code, known.counted, known.factor)
    if (code := sign(words[at].form)) is not None:
        return Unit(at + 1, code)
    return _currency(reading, at)


def _spoken(reading: Reading, at: int) -> bool:
    """Whether a word goes on behind a capital, which may be the preposition that begins a sentence."""
    words = reading.words
    return len(words[at - 1].form) == 1 and near(reading, at) and words[at].form.isalpha() and words[at].lower != "и"


def _whole(reading: Reading, at: int, stop: int) -> bool:
    """Whether the words of a unit stand close together and end as words."""
    words = reading.words
    return all(words[place].start - words[place - 1].end <= 1 for place in range(at + 1, stop))


def _letter(words: Sequence[Word], at: int) -> bool:
    """Whether a single letter is a unit there: not the first of `т. е.` and the like, nor in capitals."""
    form = words[at].form
    if not form.isalpha():
        return True
    if form.isupper():
        return False
    following = words[at + 1 : at + 3]
    return not (len(following) == 2 and following[0].form in {".", "-", "/"} and following[1].form in _AFTER_STOP)


_AFTER_STOP = frozenset({"е", "д", "п", "к", "н", "ч"})


def _stopped(words: Sequence[Word], stop: int) -> int:
    """Behind the stop of an abbreviation."""
    if stop < len(words) and words[stop].form == "." and words[stop].start == words[stop - 1].end:
        return stop + 1
    return stop


def _currency(reading: Reading, at: int) -> Unit | None:
    """Money: the noun, with the adjective before it or the country behind it."""
    words, currencies = reading.words, _currencies()
    noun = at
    while noun < at + 2 and noun + 1 < len(words) and words[noun].lower not in currencies:
        noun += 1
    currency = currencies.get(words[noun].lower)
    if currency is None or (noun > at and not near(reading, noun)):
        return None
    code = currency.code
    if noun > at:
        stem = next((stem for stem in currency.adjectives if words[noun - 1].lower.startswith(stem)), None)
        if stem is None:
            return None
        code = currency.adjectives[stem]
    elif currency.named:
        return None
    stop = noun + 1
    if currency.short:
        stop = _stopped(words, stop)
    if near(reading, stop) and words[stop].lower in currency.after:
        code = currency.after[words[stop].lower]
        stop += 1
    return Unit(stop, code or UNKNOWN, None if code else currency.plural, currency.factor)
