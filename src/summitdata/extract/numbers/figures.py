"""Numbers one by one as they stand in a text, each with its sign, its unit or what is counted."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import attrs

from ..reading import Reading, Word
from .amounts import (
    Amount,
    both,
    built,
    built_in,
    degree,
    degrees,
    duration,
    factor,
    fraction,
    one,
    ordinal,
    ordinal_noun,
    ordinals,
    part,
    rated,
    roman,
    whole,
)
from .counted import counted, further, measured
from .dates import LENGTHS, Dated
from .numerals import ROMANS, Number, number, scaled, triggers
from .units import TIME, Unit, near, sign, unit
from .vetoes import CARDINAL, names, titled, vetoed

__all__ = ["amounts"]


_DASHES = frozenset("-–—−‐‑")
#: Abbreviations that stand behind a hyphen: `9-мм`.
_MEASURES = frozenset({"мм", "см", "км", "кг"})
_MINUS = frozenset("-–−")
_CLOCK = frozenset({"утра", "вечера", "дня", "ночи", "пополудни"})
_NEAR_HOUR = frozenset({"в", "к", "около", "с", "до", "после", "примерно"})
#: The lower end of a range with its dash is no longer.
_RANGE = 12


@lru_cache(maxsize=2**14)
def _kind(lower: str) -> str | None:
    """What a word may begin: a number, an ordinal, a word with a number in it, a change without a number."""
    if lower in triggers():
        return "number"
    if lower[:1].isdecimal():
        return "number"
    if "-" in lower and lower.partition("-")[0] in triggers():
        return "number"
    if lower in ordinals():
        return "ordinal"
    if lower in degrees("change"):
        return "degree"
    if built(lower) is not None:
        return "built"
    if lower in ROMANS:
        return "roman"
    return None


def amounts(reading: Reading, dates: Sequence[Dated]) -> Iterator[Amount]:
    """The numbers of a text one by one, those that are dates left out."""
    words = reading.words
    blocked = iter([each for each in dates if each.rule not in LENGTHS])
    block = next(blocked, None)
    at = 0
    for place, word in enumerate(words):
        if place < at or (kind := _kind(word.lower)) is None:
            continue
        while block is not None and block.end <= word.start:
            block = next(blocked, None)
        if block is not None and block.start <= word.start:
            continue
        found = _READERS[kind](reading, place, at)
        if isinstance(found, int):
            at = found
        elif found is not None:
            at = found.stop
            if not titled(words, found.first, found.stop):
                yield found


def _number(reading: Reading, place: int, floor: int) -> Amount | int | None:
    """The amount that begins with a number; the word to go on from, if it is none."""
    words = reading.words
    found = number(reading, place)
    if found is None:
        return None
    if found.kind == "digits" and (shared := fraction(reading, found)) is not None:
        return shared
    if found.kind == "digits" and (skip := vetoed(reading, found)) is not None:
        return skip
    if found.kind == "whole":
        return whole(reading, found)
    if found.kind == "factor":
        return factor(reading, found)
    if found.kind == "both":
        return both(reading, found)
    if found.kind == "part":
        return part(reading, found, 1)
    if found.kind == "one":
        return one(reading, found)
    first, signed, currency = _before(reading, place, floor, found)
    value = -found.value if signed == "-" else found.value
    amount = Amount(first, found.stop, value, found.scale, found.kind, upper=found.upper, signed=signed)
    if found.kind == "words" and found.scale == 1 and found.value >= 20 and not found.value % 10:
        order = ordinals().get(words[found.stop].lower, 0) if near(reading, found.stop) else 0
        if 0 < order < 10:
            return ordinal_noun(reading, found.first, found.stop + 1, found.value + order) or found.stop + 1
    if found.kind == "digits" and (joined := _jointed(reading, amount)) is not None:
        return joined
    of = number(reading, found.stop) if near(reading, found.stop) and found.value in {1, 2, 3} else None
    if of is not None and of.kind == "part":
        return part(reading, Number(place, of.stop, of.value, "part"), found.value)
    if currency is not None:
        amount.unit = Unit(amount.stop, currency)
        amount.rule = "currency-sign"
        return amount
    made = _with_unit(reading, amount)
    if isinstance(made, Amount) and made.unit is None and made.kind == "words" and place > floor:
        return _inverted(reading, made, floor)
    return made


def _inverted(reading: Reading, amount: Amount, floor: int) -> Amount:
    """`лет десять`, `человек пять`: the unit before the number, which makes it rough."""
    words = reading.words
    before = words[amount.first - 1]
    told = unit(reading, amount.first - 1) if near(reading, amount.first) else None
    if before.lower in {"человек", "раз", "раза"}:
        told = Unit(amount.first, "1", "люди" if before.lower == "человек" else "разы")
    if told is None or told.stop != amount.first or amount.first - 1 < floor:
        return amount
    amount.unit, amount.first, amount.rule = told, amount.first - 1, "unit-before"
    return amount


def _with_unit(reading: Reading, amount: Amount) -> Amount | int | None:
    """The amount with the unit or counted noun behind it, where there is one."""
    words = reading.words
    if [word.lower for word in words[amount.stop : amount.stop + 2]] in (["с", "лишним"], ["с", "небольшим"]):
        amount.stop += 2
    if _hour(words, amount):
        return amount.stop + 1
    told = unit(reading, amount.stop)
    value = abs(amount.value or 0)
    if told is not None and told.code == "h" and _clock(words, amount, told):
        minutes = number(reading, told.stop) if told.stop < len(words) else None
        return told.stop if minutes is None else minutes.stop + 1
    if told is None and near(reading, amount.stop) and (aged := _letters(words[amount.stop].lower)) is not None:
        told = Unit(amount.stop + 1, aged[0], None, aged[1])
        amount.dimension, amount.rule = "duration", "built-in"
    elif told is None:
        whole = value == int(value) and not (amount.scale > 1)
        last = int(value) % 100
        single = whole and last % 10 == 1 and last != 11
        few = value != int(value) or (whole and 1 < last % 10 < 5 and not 11 < last < 15)
        told = counted(reading, amount.stop, single=single, few=few, free=amount.kind != "digits")
        amount.rule = "counted-noun"
        if told is None and amount.kind == "collective":
            told = Unit(amount.stop, "1", "люди")
        if told is not None and told.stop > amount.stop + 1:
            told = measured(reading, told)
    else:
        amount.rule = "number-unit"
    if told is None and (told := further(reading, amount.stop)) is not None:
        amount.unit = told
        return amount
    if told is None:
        amount.rule = "number-alone"
        return amount
    noun = words[told.stop - 1].lower
    if noun in names("always") and told.stop < len(words) and words[told.stop].form.isdecimal():
        return told.stop + 1
    amount.unit = told
    amount.stop = told.stop
    return rated(reading, amount)


def _hour(words: Sequence[Word], amount: Amount) -> bool:
    """Whether a number is an hour of the day: `в 8 утра`."""
    if amount.stop >= len(words) or amount.value is None or amount.value > 24 or not amount.first:
        return False
    behind = words[amount.stop].lower
    return behind in {"утра", "вечера"} or (behind == "ночи" and words[amount.first - 1].lower in _NEAR_HOUR)


def _clock(words: Sequence[Word], amount: Amount, told: Unit) -> bool:
    """Whether hours are a time of day."""
    if amount.value is None or amount.value > 24:
        return False
    behind = words[told.stop].lower if told.stop < len(words) else ""
    before = words[amount.first - 1].lower if amount.first else ""
    if before == "до" and not {"с", "со"}.isdisjoint(
        word.lower for word in words[max(0, amount.first - 5) : amount.first]
    ):
        return True
    return behind in _CLOCK or before in {"в", "во", "к"}


def _letters(lower: str) -> tuple[str, float] | None:
    """The unit of `летний` behind a space."""
    return duration(lower) if lower.startswith(("летн", "месячн", "недельн", "суточн", "годичн")) else None


def _before(reading: Reading, place: int, floor: int, found: Number) -> tuple[int, str | None, str | None]:
    """Where an amount begins, with its sign and the sign of its currency."""
    text, words = reading.text, reading.words
    first, signed, currency = place, None, None
    if first > floor and words[first].start - words[first - 1].end <= 1 and found.kind == "digits":
        currency = sign(words[first - 1].form)
        if currency is None:
            currency = _carried(words, first)
        else:
            first -= 1
            if first > floor and words[first - 1].form.lower() == "us" and words[first - 1].end == words[first].start:
                first -= 1
    if first > floor:
        word = words[first - 1]
        gap = words[first].start - word.end
        free = word.start == 0 or text[word.start - 1] in ' \u00a0(\n\t«"“….'
        if word.form == "+" and gap <= 1 and free:
            return first - 1, "+", currency
        if word.form in _MINUS and gap == 0 and free and not _digit_before(words, first - 1):
            return first - 1, "-", currency
        if word.lower in {"плюс", "минус"} and gap <= 2:
            return first - 1, "+" if word.lower == "плюс" else "-", currency
    return first, signed, currency


def _carried(words: Sequence[Word], first: int) -> str | None:
    """The sign of a currency that stands before the lower end of a range alone: `$20–25 млн`."""
    at = first - 1
    if words[at].form not in _DASHES or at < 2:
        return None
    at -= 1
    if words[at].form.isdecimal() and at > 2 and words[at - 1].form in {",", "."} and words[at - 2].form.isdecimal():
        at -= 2
    near_by = words[first].start - words[at].start <= _RANGE
    return sign(words[at - 1].form) if words[at].form.isdecimal() and at and near_by else None


def _digit_before(words: Sequence[Word], place: int) -> bool:
    return place > 0 and words[place - 1].form[0].isdecimal()


def _jointed(reading: Reading, amount: Amount) -> Amount | int | None:
    """Digits with a hyphen and letters: `20-летие`, `5-ти`, `12-й`."""
    words = reading.words
    at = amount.stop
    if not (at + 1 < len(words) and words[at].form in _DASHES and words[at].start == words[at - 1].end):
        return None
    joined = words[at + 1]
    if joined.start != words[at].end or not joined.form[0].isalpha():
        return None
    lower = joined.lower
    if lower in CARDINAL:
        more = scaled(reading, Number(amount.first, at + 2, amount.value or 0, amount.kind))
        amount.stop, amount.value, amount.scale = more.stop, more.value, more.scale
        if near(reading, at + 2) and (told := duration(words[at + 2].lower)) is not None:
            amount.stop, amount.unit = at + 3, Unit(at + 3, told[0], None, told[1])
            amount.dimension, amount.rule = _kind_of(told[0]), "built-in"
            return amount
        return _with_unit(reading, amount) or at + 2
    told = duration(lower) or duration(lower.removeprefix("х").removeprefix("ти"))
    if told is not None and amount.value is not None:
        amount.stop, amount.unit = at + 2, Unit(at + 2, told[0], None, told[1])
        amount.dimension, amount.rule = _kind_of(told[0]), "built-in"
        return amount
    if lower in _MEASURES:
        return _with_unit(reading, attrs.evolve(amount, stop=at + 1)) or at + 2
    if len(lower) <= 3 and amount.value is not None and not lower.endswith("и"):
        return ordinal_noun(reading, amount.first, at + 2, amount.value) or at + 2
    return at + 2


def _kind_of(code: str) -> str | None:
    """A built-in time is a duration."""
    return "duration" if code in TIME else None


_READERS = {
    "number": _number,
    "ordinal": ordinal,
    "roman": roman,
    "built": built_in,
    "degree": degree,
}
