"""Numbers with their meaning: how much of what, how firm, which way, and when."""

from collections.abc import Mapping, Sequence

import attrs

from ..reading import Reading, Sentence, Word, parses
from .amounts import Amount, listed
from .bearings import arrives, bounds, direction, percent, period, sentence_of, status
from .dates import Dated
from .figures import amounts
from .numerals import rules, spellings
from .ranges import joined
from .units import TIME, UNKNOWN, currency_by_place

__all__ = ["Measured", "find"]


#: Of the numbers of a rule in the 15 development articles and 24 invented ones, and in some 400 that were read in other
#: news, the share that is right in value and unit; modest where there were fewer than 20.
_CONFIDENCE: Mapping[str, float] = {
    "both": 0.95,
    "built-in": 0.95,
    "counted-noun": 0.97,
    "currency-by-place": 0.8,
    "currency-sign": 0.97,
    "factor-word": 0.9,
    "noun-before": 0.9,
    "number-alone": 0.85,
    "number-unit": 0.98,
    "one": 0.9,
    "ordinal": 0.85,
    "part-word": 0.85,
    "range": 0.96,
    "shared-unit": 0.92,
    "unit-before": 0.85,
    "vague-change": 0.85,
}


@attrs.frozen(kw_only=True)
class Measured:
    """
    A number with its meaning.

    Attributes:

        start, end: The number with its multiplier, unit or counted noun, and its sign.

        dimension, direction, status, comparator, period_source: Codes of the vocabularies.

        value: How much, multiplied out into the unit; None of a range and of what has no number.

        low, high: The ends of a range.

        approximate: The words say that it is rough.

        unit: UCUM or ISO 4217, ``"1"`` for counted things, ``"XXX"`` for money whose currency is not told.

        counted_ru: What is counted, in the nominative plural.

        period, period_start, period_end: The time that it holds for, in EDTF, and the words that tell it.

        rule, confidence: What found it, and how sure that is.
    """

    start: int
    end: int
    dimension: str
    direction: str | None
    status: str
    value: float | None
    low: float | None
    high: float | None
    comparator: str | None
    approximate: bool
    unit: str | None
    counted_ru: str | None
    period: str | None
    period_source: str | None
    period_start: int | None
    period_end: int | None
    rule: str
    confidence: float


def find(reading: Reading, dates: Sequence[Dated]) -> list[Measured]:
    """The numbers of a text, in order."""
    found = joined(reading, list(amounts(reading, dates)))
    for plural in {amount.unit.counted for amount in found if amount.unit is not None and amount.unit.code == UNKNOWN}:
        if (code := currency_by_place(reading, plural)) is not None:
            _placed(found, plural, code)
    return [_measured(reading, amount, dates) for amount in found]


def _measured(reading: Reading, amount: Amount, dates: Sequence[Dated]) -> Measured:
    words = reading.words
    start, end = words[amount.first].start, words[amount.stop - 1].end
    sentence = sentence_of(reading, start)
    told = amount.unit
    code, plural = (None, None) if told is None else (told.code, told.counted)
    times = code == "1" and plural == "разы" and (words[amount.first - 1].lower if amount.first else "") == "в"
    dimension = "multiple" if times else amount.dimension or _dimension(words, amount, code, sentence)
    way = amount.direction
    if way is None and dimension in {"growth", "change", "multiple"}:
        way = direction(words, amount.first, amount.stop, sentence)
    if amount.signed and code == "%":
        dimension = "growth"
    if amount.signed and dimension in {"growth", "change"}:
        way = "increase" if amount.signed == "+" else "decrease"
    factor = 1 if told is None else told.factor
    if code == "Cel" and _angle(words, amount):
        code = "deg"
    if factor < 0 and (amount.value or 0) < 0:
        factor = 1
    value = None if amount.value is None else _clean(amount.value * factor)
    high = None if amount.upper is None or value is None else _clean(amount.upper * factor)
    if value is not None and high is not None and factor < 0:
        value, high = high, value
    bound = bounds(words, amount.first, amount.stop) if value is not None and dimension != "ordinal" else None
    given = amount.kind == "both" or (value == 2 and plural in listed("both", "nouns"))
    given = given or (amount.rule == "built-in" and code == "a" and _aged(words, amount.stop))
    given = given or (code in {"km", "m"} and amount.stop < len(words) and words[amount.stop].lower in {"от", "к"})
    goal = "actual" if given else status(words, amount.first, amount.stop, sentence)
    comparator: str | None = "=" if bound is None else bound.comparator
    if factor < 0:
        comparator = _TURNED.get(comparator or "", comparator)
    if value is None or high is not None:
        comparator = None
    elif (
        comparator == "≤"
        and amount.first
        and words[amount.first - 1].lower == "до"
        and (goal == "target" or arrives(words, amount.first - 1))
    ):
        comparator = "="
    when = period(reading, start, end, sentence, dates) if dates and not given else None
    if amount.rate is not None and code is not None:
        code = f"{code}/{amount.rate}" if code != "1" else f"/{amount.rate}"
    return Measured(
        start=start,
        end=end,
        dimension=dimension,
        direction=way,
        status=goal,
        value=None if high is not None else value,
        low=value if high is not None else None,
        high=high,
        comparator=comparator,
        approximate=amount.rule == "unit-before" or (bound is not None and bound.approximate),
        unit=None if value is None else code or "1",
        counted_ru=plural if not times and code is not None and code.startswith(_OPEN) else None,
        period=None if when is None else when.date,
        period_source=None if when is None else when.source,
        period_start=None if when is None else when.start,
        period_end=None if when is None else when.end,
        rule=amount.rule,
        confidence=_CONFIDENCE[amount.rule],
    )


#: Comparators of frost, which is the colder the greater the number.
_TURNED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}
#: Units that leave open what is counted.
_OPEN = ("1", "/", UNKNOWN)


def _placed(found: Sequence[Amount], plural: str | None, code: str) -> None:
    """Gives the sums in a currency that its noun leaves open the one that the places of the article tell."""
    for amount in found:
        if amount.unit is not None and amount.unit.code == UNKNOWN and amount.unit.counted == plural:
            amount.unit, amount.rule = amount.unit._replace(code=code, counted=None), "currency-by-place"


def _angle(words: Sequence[Word], amount: Amount) -> bool:
    """Whether degrees are those of an angle: `угол 30 градусов`, `разворот на 180 градусов`."""
    before = words[max(0, amount.first - _ANGLE) : amount.first]
    stems = tuple(spellings(rules("quantities")["angles"]["before"]))
    return any(word.lower.startswith(stems) for word in before)


#: The word for an angle stands no farther before its degrees.
_ANGLE = 5


def _aged(words: Sequence[Word], at: int) -> bool:
    """Whether a person stands behind an age: `35-летний шахтёр`, `35-летний Иван`."""
    return any(
        word.form[0].isupper() or any("anim" in each.grammemes for each in parses(word.lower))
        for word in words[at : at + 2]
    )


#: All of something, in per cent.
_WHOLE = 100


def _clean(value: float) -> float:
    """A value without the dust of binary multiplication."""
    return float(f"{value:.12g}")


def _dimension(words: Sequence[Word], amount: Amount, code: str | None, sentence: Sentence) -> str:
    """What kind of number it is, by its unit and the words around."""
    if amount.unit is not None and amount.unit.counted in rules("quantities")["percent"]["points"]:
        return "change"
    least, most = amount.value or 0, amount.upper or amount.value or 0
    if code == "%":
        told = percent(words, amount.first, amount.stop, sentence)
        return "level" if told == "share" and not 0 <= least <= most <= _WHOLE else told
    if code in TIME:
        return "duration"
    before = words[amount.first - 1].lower if amount.first else ""
    if before == "на" and direction(words, amount.first, amount.stop, sentence) is not None and code is not None:
        return "change"
    if amount.rate is not None or (code is not None and code != "1"):
        return "level"
    whole = least >= 0 and least == int(least) and most == int(most)
    return "count" if whole else "level"
