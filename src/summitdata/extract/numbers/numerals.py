"""Numbers as a text writes them, in digits or words, with what multiplies them: where they stand and how much they are."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..reading import Reading, Word

__all__ = ["ROMANS", "Number", "number", "rules", "scaled", "spellings", "triggers"]

#: More digits than any amount has; longer runs are codes.
_LONGEST = 15
_SPACES = frozenset(" \u00a0\u202f\u2009\u2007")
_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")
#: Roman numbers in lower case, as far as they number centuries, forums and the like.
ROMANS = {
    tens + ones: 10 * place + value
    for place, tens in enumerate(("", "x", "xx", "xxx"))
    for value, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if place or value
}
_RANK = {"hundred": 3, "ten": 2, "unit": 1}


class Number(NamedTuple):
    """
    A number.

    Attributes:

        first, stop: The first of its words and the one behind its last.

        value: How much it is, multiplied out.

        kind: ``"digits"``, ``"words"``, ``"one"``, ``"both"``, ``"collective"``, ``"noun"``, ``"part"`` or ``"factor"``.

        scale: What its last multiplier is; 1 without one.

        upper: The upper end, where one word with a hyphen is a range (`два-три`).
    """

    first: int
    stop: int
    value: float
    kind: str
    scale: float = 1
    upper: float | None = None


@cache
def rules(name: str) -> dict[str, Any]:
    """A file of rules."""
    with (Path(__file__).parents[1] / "rules" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def spellings(forms: str) -> Iterator[str]:
    """Forms parted by spaces, each with `ё` and with `е`."""
    for form in forms.split():
        yield form
        if "ё" in form:
            yield form.replace("ё", "е")


@cache
def _forms() -> Mapping[str, tuple[str, float]]:
    """Each word of the tables with its class and value."""
    data = rules("numerals")
    return {
        form: (kind, row["value"])
        for kind, rows in data.items()
        if isinstance(rows, list) and kind != "ordinal"
        for row in rows
        for form in spellings(row["forms"])
    }


@cache
def _alone() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data: dict[str, Any] = rules("numerals")["alone"]
    return (
        frozenset(data["forms"].split()),
        frozenset(data["genitive"].split()),
        frozenset(data["before_genitive"].split()),
    )


@cache
def triggers() -> frozenset[str]:
    """The words that a number in words may begin with."""
    return frozenset(_forms())


def number(reading: Reading, place: int) -> Number | None:
    """The number that begins with a word of the text, or None."""
    found = _number(reading, place)
    if found is None or found.kind not in {"digits", "words"} or found.upper is not None:
        return found
    half = reading.words[found.stop : found.stop + 2]
    if [word.lower for word in half] == ["с", "половиной"]:
        return scaled(reading, Number(place, found.stop + 2, found.value + found.scale / 2, found.kind, found.scale))
    return found


def _number(reading: Reading, place: int) -> Number | None:
    words = reading.words
    word = words[place]
    if word.form[0].isdecimal():
        return _digits(reading, place)
    lower = word.lower
    if "-" in lower:
        return _hyphened(reading, place)
    if lower not in triggers():
        return None
    kind, value = _forms()[lower]
    if kind == "multiplier":
        return _bare(reading, place, lower, value)
    if kind in _RANK or kind in {"teen", "half"}:
        return _worded(reading, place)
    if kind == "noun":
        return scaled(reading, Number(place, place + 1, value, kind))
    if kind == "one":
        following = _following(reading, place + 1)
        if following and _forms().get(following.lower, ("", 0))[0] == "multiplier":
            return scaled(reading, Number(place, place + 1, 1, "words"))
    return Number(place, place + 1, value, kind)


def _following(reading: Reading, place: int) -> Word | None:
    """The word at a place, if it is on the line of the one before and only spaces part them."""
    if place >= len(reading.words):
        return None
    gap = reading.text[reading.words[place - 1].end : reading.words[place].start]
    return None if gap and not _BREAKS.isdisjoint(gap) else reading.words[place]


def _bare(reading: Reading, place: int, lower: str, value: float) -> Number | None:
    """A multiplier without a number: one thousand, where the form can be the singular."""
    whole, genitive, before = _alone()
    if lower in whole:
        return _worded(reading, place)
    if lower in genitive and place and reading.words[place - 1].lower in before:
        return Number(place, place + 1, value, "words", value)
    return None


def _hyphened(reading: Reading, place: int) -> Number | None:
    """Two numbers in one word: `два-три`."""
    forms = _forms()
    parts = reading.words[place].lower.split("-")
    found = [forms.get(part, ("", 0.0)) for part in parts]
    if len(parts) != 2 or any(kind not in {*_RANK, "teen", "half", "one", "collective"} for kind, _ in found):
        return None
    low, high = found[0][1], found[1][1]
    if low >= high:
        return None
    return scaled(reading, Number(place, place + 1, low, "words", 1, high))


def _worded(reading: Reading, place: int) -> Number:
    """A number in words: `сто двадцать пять тысяч триста`."""
    forms = _forms()
    total, group, rank, scale = 0.0, 0.0, 9, 1.0
    least = float("inf")
    at = place
    kind, value = forms[reading.words[place].lower]
    if kind == "multiplier":
        total, scale, least, at = value, value, value, place + 1
    while word := _following(reading, at) if at > place else reading.words[place]:
        kind, value = forms.get(word.lower, ("", 0.0))
        if kind == "multiplier" and group and value < least:
            total, group, rank, scale, least = total + group * value, 0.0, 9, value, value
        elif kind in _RANK and _RANK[kind] < rank:
            group, rank = group + value, _RANK[kind]
        elif (kind == "one" and 1 < rank < 9) or (kind == "teen" and (rank in {3, 9})):
            group, rank = group + value, 1
        elif kind == "half" and rank == 9 and not group:
            group, rank = value, 1
            if not value:
                at += 1
                break
        else:
            break
        at += 1
    return Number(place, at, total + group, "words", 1.0 if group else scale)


def _digits(reading: Reading, place: int) -> Number | None:
    """A number in digits, its thousands parted by spaces, stops or commas, its decimals by a comma or a stop."""
    text, words = reading.text, reading.words
    first = words[place]
    if len(first.form) > _LONGEST:
        return None
    written, at = first.form, place + 1
    if len(first.form) <= 3 and first.form[0] != "0":
        while at < len(words) and len(written) <= _LONGEST and _grouped(text, words[at - 1], words[at]):
            written += words[at].form
            at += 1
        mark = text[words[at - 1].end : words[at - 1].end + 1]
        if at == place + 1 and mark in {",", "."}:
            written, at = _marked(words, place, mark)
    if len(written) > _LONGEST:
        return None
    fraction = _fraction(words, at)
    value = float(f"{written}.{fraction}") if fraction else float(written)
    if fraction:
        at += 2
    return scaled(reading, Number(place, at, value, "digits"))


def _grouped(text: str, before: Word, word: Word) -> bool:
    """Whether three digits go on a number after one space."""
    return (
        len(word.form) == 3
        and word.form.isdecimal()
        and word.start - before.end == 1
        and text[before.end] in _SPACES
        and not (text[word.end : word.end + 2][:1] in {"-", "–"} and text[word.end + 1 : word.end + 2].isdecimal())
    )


def _marked(words: Sequence[Word], place: int, mark: str) -> tuple[str, int]:
    """Thousands parted by stops or commas, of which there must be two: `1.200.000`."""
    written, at = words[place].form, place + 1
    while (
        at + 1 < len(words)
        and words[at].form == mark
        and words[at].start == words[at - 1].end
        and words[at + 1].start == words[at].end
        and len(words[at + 1].form) == 3
        and words[at + 1].form.isdecimal()
        and len(written) <= _LONGEST
    ):
        written += words[at + 1].form
        at += 2
    return (written, at) if at > place + 3 else (words[place].form, place + 1)


def _fraction(words: Sequence[Word], at: int) -> str | None:
    """The decimals behind a number."""
    if (
        at + 1 < len(words)
        and words[at].form in {",", "."}
        and words[at].start == words[at - 1].end
        and words[at + 1].start == words[at].end
        and words[at + 1].form.isdecimal()
        and len(words[at + 1].form) <= _LONGEST
    ):
        return words[at + 1].form
    return None


def scaled(reading: Reading, found: Number) -> Number:
    """The number with the multipliers behind it, and what is added to them: `1 млн 200 тыс.`."""
    forms = _forms()
    at, total, rest, upper, scale = found.stop, 0.0, found.value, found.upper, found.scale
    while word := _following(reading, at):
        kind, value = forms.get(word.lower, ("", 0.0))
        if kind != "multiplier" or (scale != 1 and value >= scale):
            break
        total, rest, scale, at = total + rest * value, 0.0, value, at + 1
        upper = None if upper is None else upper * value
        if word.lower in _SHORT and _stopped(reading.words, at):
            at += 1
        more = _more(reading, at, scale)
        if more is None:
            break
        rest, at = more
    return Number(found.first, at, total + rest, found.kind, 1.0 if rest and total else scale, upper)


_SHORT = frozenset({"тыс", "млн", "млрд", "трлн", "мил"})


def _stopped(words: Sequence[Word], at: int) -> bool:
    """Whether the stop of an abbreviation stands at a place; behind `млн` only one that does not end the sentence."""
    if at >= len(words) or words[at].form != "." or words[at].start != words[at - 1].end:
        return False
    return words[at - 1].lower == "тыс" or (at + 1 < len(words) and words[at + 1].form[0].islower())


def _more(reading: Reading, at: int, scale: float) -> tuple[float, int] | None:
    """What is added to a multiplied number: digits below its multiplier."""
    word = _following(reading, at)
    if word is None or not word.form.isdecimal() or len(word.form) > 3:
        return None
    following = _following(reading, at + 1)
    kind, value = _forms().get(following.lower, ("", 0.0)) if following else ("", 0.0)
    if (kind == "multiplier" and value < scale) or scale == 1000:
        return float(word.form), at + 1
    return None
