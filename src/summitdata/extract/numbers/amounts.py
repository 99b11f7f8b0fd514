"""Amounts told in words: ordinals, parts, factors, words with a number built in, changes without a number."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import attrs

from ..reading import Reading, Sentence, parses
from .bearings import direction
from .counted import counted
from .numerals import ROMANS, Number, number, rules, spellings
from .units import TIME, Unit, near, unit

__all__ = [
    "Amount",
    "both",
    "built",
    "built_in",
    "degree",
    "degrees",
    "duration",
    "factor",
    "fraction",
    "listed",
    "one",
    "ordinal",
    "ordinal_noun",
    "ordinals",
    "part",
    "rated",
    "roman",
    "whole",
]


_RATES = {
    "год": "a",
    "месяц": "mo",
    "неделю": "wk",
    "сутки": "d",
    "день": "d",
    "час": "h",
    "минуту": "min",
    "секунду": "s",
}


@attrs.define
class Amount:
    """A number as it is put together: its words, how much, of what."""

    first: int
    stop: int
    value: float | None
    scale: float
    kind: str
    unit: Unit | None = None
    upper: float | None = None
    signed: str | None = None
    rate: str | None = None
    dimension: str | None = None
    direction: str | None = None
    rule: str = "number"


def rated(reading: Reading, amount: Amount) -> Amount:
    """`тонн в год`: the time of a rate is in its unit."""
    words = reading.words
    at = amount.stop
    if amount.unit is not None and amount.unit.code not in TIME | {"%"} and near(reading, at) and near(reading, at + 1):
        time = _RATES.get(words[at + 1].lower)
        if words[at].lower == "в" and time is not None:
            amount.rate = time
            amount.stop = at + 2
    return amount


@cache
def _durations() -> Sequence[tuple[str, str, float]]:
    return [(row["stem"], row["code"], row.get("factor", 1)) for row in rules("units")["built"]]


def duration(lower: str) -> tuple[str, float] | None:
    """The unit that a word's second part tells (`-летний`)."""
    for stem, code, factor in _durations():
        if lower.startswith(stem) and len(lower) - len(stem) <= 4:
            return code, factor
    return None


def built(lower: str) -> tuple[float | None, str | None, float] | None:
    """The number built into a word with its unit: `пятилетний`; without a value: `многовековой`."""
    if lower.startswith(("вековой", "векова", "веково", "вековы", "многовеков")):
        return None, None, 1
    for prefix, value in _prefixes(lower):
        if (told := duration(lower[len(prefix) :])) is not None:
            return value, told[0], told[1]
    return None


def _prefixes(lower: str) -> Iterator[tuple[str, float]]:
    """The numbers that a word may begin with: `пяти`, `двадцатидвух`."""
    known: Mapping[str, float] = rules("numerals")["prefix"]
    for prefix, value in known.items():
        if not lower.startswith(prefix):
            continue
        yield prefix, value
        if 20 <= value < 100 and not value % 10:
            rest = lower[len(prefix) :]
            yield from (
                (prefix + one, value + more) for one, more in known.items() if more < 10 and rest.startswith(one)
            )


def built_in(reading: Reading, place: int, _floor: int) -> Amount:
    """`пятилетний`, `многовековой`."""
    value, code, factor = built(reading.words[place].lower) or (None, None, 1)
    made = None if code is None else Unit(place + 1, code, None, factor)
    kind = "duration" if code is None or code in TIME else None
    return Amount(place, place + 1, value, 1, "built", unit=made, dimension=kind, rule="built-in")


def whole(reading: Reading, found: Number) -> Amount:
    """`полгода`: a number with its unit in one word."""
    lower = reading.words[found.first].lower
    code = next(row["code"] for row in rules("numerals")["whole"] if lower in row["forms"].split())
    told = Unit(found.stop, code)
    return Amount(found.first, found.stop, found.value, 1, "whole", unit=told, dimension="duration", rule="built-in")


def factor(reading: Reading, found: Number) -> Amount:
    """`втрое`, `удвоить`."""
    way = "increase" if not reading.words[found.first].lower.startswith("в") else None
    return Amount(
        found.first,
        found.stop,
        found.value,
        1,
        "factor",
        unit=Unit(found.stop, "1"),
        dimension="multiple",
        direction=way,
        rule="factor-word",
    )


def both(reading: Reading, found: Number) -> Amount | None:
    """`обе страны`."""
    told = counted(reading, found.stop, single=False) or Unit(found.stop, "1")
    return Amount(found.first, told.stop, 2, 1, "both", unit=told, rule="both")


@cache
def listed(table: str, name: str) -> frozenset[str]:
    """The words of a list of the rules."""
    return frozenset(spellings(rules("quantities")[table][name]))


def one(reading: Reading, found: Number) -> Amount | None:
    """`один альбом`, unless it is an idiom or means someone."""
    words = reading.words
    before = words[found.first - 1].lower if found.first else ""
    if before in listed("one", "before"):
        return None
    told = unit(reading, found.stop) or counted(reading, found.stop, single=True, strict=True)
    if told is None or "один" not in {
        each.lemma for each in parses(words[found.first].lower) if "sing" in each.grammemes
    }:
        return None
    noun = words[told.stop - 1].lower
    if any(each.lemma in listed("one", "nouns") for each in parses(noun)):
        return None
    amount = Amount(found.first, told.stop, 1, 1, "one", unit=told, rule="one")
    return rated(reading, amount)


def part(reading: Reading, found: Number, times: float) -> Amount | int:
    """`половина договорённостей`, `две трети`."""
    words = reading.words
    before = words[found.first - 1].lower if found.first else ""
    behind = words[found.stop].lower if found.stop < len(words) else ""
    if (
        before in listed("parts", "before")
        or behind in listed("parts", "behind")
        or {before, behind} & ordinals().keys()
    ):
        return found.stop
    more = number(reading, found.stop) if near(reading, found.stop) else None
    if more is not None and more.value == more.scale > 1:
        sum_ = float(round(times * _PARTS.get(found.value, found.value / 100) * more.value))
        told = unit(reading, more.stop) or counted(reading, more.stop, single=False)
        stop = more.stop if told is None else told.stop
        return Amount(found.first, stop, sum_, more.scale, "words", unit=told, rule="part-word")
    told = counted(reading, found.stop, single=False)
    stop = told.stop if told is not None else found.stop
    value = round(found.value * times, 4) if found.value != 33.3333 else round(100 * times / 3, 4)
    kind = None if before == "на" else "share"
    return Amount(found.first, stop, value, 1, "part", unit=Unit(stop, "%"), dimension=kind, rule="part-word")


#: A third, which per cent only round.
_PARTS = {33.3333: 1 / 3}


def fraction(reading: Reading, found: Number) -> Amount | None:
    """`1/3 жителей`: a share written with a stroke, if what it is a share of follows."""
    words = reading.words
    stroke = found.first + 1
    if found.stop != stroke or stroke + 2 >= len(words) or words[stroke].form not in {"/", "⁄"}:
        return None
    below = words[stroke + 1]
    close = words[stroke].start == words[found.first].end and below.start == words[stroke].end
    if not (close and below.form.isdecimal() and len(below.form) <= 2 and 0 < found.value < int(below.form)):
        return None
    told = counted(reading, stroke + 2, single=False)
    if told is None or words[stroke + 2].lower in listed("parts", "behind"):
        return None
    value = round(100 * found.value / int(below.form), 4)
    share = Unit(told.stop, "%")
    return Amount(found.first, told.stop, value, 1, "part", unit=share, dimension="share", rule="part-word")


@cache
def ordinals() -> Mapping[str, float]:
    """The places in a sequence that words are."""
    return {form: row["value"] for row in rules("numerals")["ordinal"] for form in spellings(row["forms"])}


def ordinal(reading: Reading, place: int, _floor: int) -> Amount | None:
    """`второе заседание`."""
    value = ordinals()[reading.words[place].lower]
    return ordinal_noun(reading, place, place + 1, value)


def ordinal_noun(reading: Reading, first: int, at: int, value: float) -> Amount | None:
    """`второе заседание`: a place in a sequence, with what stands there."""
    told = counted(reading, at, single=True, strict=True)
    if told is None or told.counted is None:
        return None
    if any(each.lemma in listed("ordinals", "nouns") for each in parses(reading.words[told.stop - 1].lower)):
        return None
    return Amount(first, told.stop, value, 1, "ordinal", unit=told, dimension="ordinal", rule="ordinal")


def roman(reading: Reading, place: int, _floor: int) -> Amount | None:
    """`XIV форум`."""
    word = reading.words[place]
    value = ROMANS.get(word.lower) if word.form.isupper() and near(reading, place + 1) else None
    return None if value is None else ordinal_noun(reading, place, place + 1, value)


@cache
def degrees(name: str) -> frozenset[str]:
    """The words of degree."""
    return listed("degrees", name)


def degree(reading: Reading, place: int, floor: int) -> Amount | None:
    """`значительно увеличить`, `вырос существенно`: a change without a number."""
    words = reading.words
    for verb in (place + 1, place - 1):
        if verb < floor or verb >= len(words) or not near(reading, max(verb, place)):
            continue
        way = direction(words, verb + 1, verb + 1, Sentence(words[verb].start, words[verb].end, 0))
        if way is not None and parses(words[verb].lower)[0].pos in {"VERB", "INFN", "PRTF", "PRTS", "GRND"}:
            kind = "multiple" if words[place].lower in degrees("multiple") else "change"
            return Amount(
                min(verb, place),
                max(verb, place) + 1,
                None,
                1,
                "degree",
                dimension=kind,
                direction=way,
                rule="vague-change",
            )
    return None
