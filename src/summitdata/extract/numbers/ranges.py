"""Numbers that belong together: ranges, lists with one unit, and what a bare number counts."""

from collections.abc import Sequence

from ..reading import Reading, Sentence, Word, parses
from .amounts import Amount, listed
from .bearings import bounds, direction, sentence_of
from .units import TIME, Unit
from .vetoes import CARDINAL, names

__all__ = ["joined"]


_DASHES = frozenset("-–—−‐‑")
_AND = frozenset({"и", ",", ";", ".", "ещё", "еще", "а", "остальные"})


def joined(reading: Reading, amounts: list[Amount]) -> list[Amount]:
    """The amounts put together, without bare digits that nothing around makes an amount."""
    amounts = _shared(reading, _ranged(reading, amounts))
    words = reading.words
    kept: list[Amount] = []
    last: Unit | None = None
    for amount in amounts:
        if amount.unit is None and amount.dimension is None and not _evident(reading, amount, last):
            continue
        if amount.unit is None and amount.dimension is None and last is not None and _back(words, amount):
            amount.unit = Unit(amount.stop, "1", last.counted)
            amount.rule = "noun-before"
        if amount.unit is None and amount.dimension is None and (told := _carried(reading, kept, amount)) is not None:
            amount.unit = told
            amount.rule = "noun-before"
        if amount.unit is not None and amount.unit.code == "1" and amount.unit.counted and _plain(amount):
            last = amount.unit
        kept.append(amount)
    return kept


#: A unit that is not told again stands no farther before its next number: `5 млн рублей в марте и 7 млн в мае`.
_NEAR = 60
_ENDS = frozenset(".!?;\n\r")


def _carried(reading: Reading, kept: list[Amount], right: Amount) -> Unit | None:
    """The unit of the number before, where the next is told without: `26 мест из 30`, `5 млн рублей против 7 млн`."""
    words = reading.words
    if not kept:
        return None
    gap = reading.text[words[kept[-1].stop - 1].end : words[right.first].start]
    # What stands in brackets is said besides: `5 млн рублей (60 тыс. долларов), второй 7 млн`.
    left = kept[-2] if ")" in gap and len(kept) > 1 else kept[-1]
    if left.unit is None or not _plain(left) or left.unit.code in TIME | {"%"}:
        return None
    if right.first == left.stop + 1 and words[left.stop].lower == "из":
        return left.unit if left.unit.code == "1" else None
    great = all(amount.scale > 1 or _grouped(words, amount) for amount in (left, right))
    if not great or len(gap) > _NEAR or not _ENDS.isdisjoint(gap):
        return None
    nouns = any(_counts(word.lower) for word in words[max(left.stop, right.first - 2) : right.first])
    return None if nouns else left.unit


def _counts(lower: str) -> bool:
    """Whether a word is a noun in the genitive plural, which the number behind it may count: `людей там 7 тысяч`."""
    first = parses(lower)[0]
    return first.pos == "NOUN" and {"gent", "plur"} <= first.grammemes


def _between(words: Sequence[Word], left: Amount, right: Amount) -> str | None:
    """The one word between two amounts; None where there are more or none."""
    if right.first == left.stop + 3 and all(word.form == "." for word in words[left.stop : right.first]):
        return "…"
    return words[left.stop].form if right.first == left.stop + 1 else None


def _plain(amount: Amount) -> bool:
    return amount.kind in {"digits", "words", "collective"} and amount.dimension is None


def _ends(amount: Amount) -> bool:
    """Whether an amount may be the upper end of a range: `7–10-летние` too."""
    return _plain(amount) or (amount.kind == "digits" and amount.rule == "built-in")


def _ranged(reading: Reading, amounts: list[Amount]) -> list[Amount]:
    """The amounts with ranges made one: `60—62 рублей`, `от 5 до 7 млн тонн`."""
    words = reading.words
    made: list[Amount] = []
    for amount in amounts:
        left = made[-1] if made else None
        if left is None or not (_plain(left) and _ends(amount)) or left.value is None or amount.value is None:
            made.append(amount)
            continue
        if (change := _coins(left, amount)) is not None:
            left.value += amount.value * change
            left.stop = amount.stop
            continue
        link = _between(words, left, amount)
        before = words[left.first - 1].lower if left.first else ""
        frost = left.signed == amount.signed == "-"
        dash = link in _DASHES and amount.signed is None
        dash = dash or (link == "…" and left.signed is not None and amount.signed is not None)
        if not _plain(amount) and not dash:
            made.append(amount)
            continue
        low, high = left.value, amount.upper if amount.upper is not None else amount.value
        opened = link == "до" and before == "от"
        if frost and (dash or opened):
            low, high = min(low, high), max(low, high)
        elif dash and left.signed == "-":
            low, high = -abs(high), low
        bare = left.unit is None or left.rule == "currency-sign"
        if bare and left.scale == 1 and amount.scale > 1 and low * amount.scale < high:
            low *= amount.scale
        if opened and left.unit is not None and left.unit.code.isupper() and amount.unit is None:
            amount.unit = left.unit
        fits = left.unit is None or (
            amount.unit is not None and left.unit[1:3] == amount.unit[1:3] and left.unit.code != "1"
        )
        opened = opened and (amount.unit is not None or left.unit is None)
        paired = link == "и" and before == "между"
        aged = link == "до" and before in {"с", "со"} and _aged(words, left.first - 1)
        if fits and low < high and (dash or opened or paired or aged) and (left.upper is None or dash):
            left.value, left.upper, left.scale, left.signed = low, high, amount.scale, None
            left.unit, left.stop, left.rate = amount.unit, amount.stop, amount.rate
            left.dimension = amount.dimension
            left.rule = "range"
            if opened:
                left.first -= 1
        else:
            made.append(amount)
    return made


def _coins(left: Amount, right: Amount) -> float | None:
    """How much of one sum the small change behind it is, where there is some: `4 рубля 25 копеек`."""
    one, other = left.unit, right.unit
    if one is None or other is None or left.upper is not None or right.first != left.stop:
        return None
    money = one.code == other.code and one.code.isalpha() and one.code.isupper()
    return other.factor / one.factor if money and one.factor > other.factor else None


def _aged(words: Sequence[Word], at: int) -> bool:
    return at > 0 and words[at - 1].lower.startswith("возраст")


#: A number that many times the other's without its multiplier has none of its own: `с 800 до 4,5 тысячи`.
_FAR = 20


def _shared(reading: Reading, amounts: list[Amount]) -> list[Amount]:
    """The amounts with the unit that stands only with the last of them: `10, 15 и 20 км`, `с 3 до 5%`."""
    words = reading.words
    for place in range(len(amounts) - 2, -1, -1):
        left, right = amounts[place], amounts[place + 1]
        if left.unit is not None or right.unit is None or not (_plain(left) and _ends(right)) or left.value is None:
            continue
        link = _between(words, left, right)
        if not _plain(right) and link not in {"и", "или"}:
            continue
        before = words[left.first - 1].lower if left.first else ""
        if link == "из" and right.unit.code == "1" and right.unit.counted is not None:
            left.unit, left.rule = Unit(left.stop, "1", right.unit.counted), "shared-unit"
        elif link in {",", "и", "или", "либо"} or (link in {"до", "на"} and before in {"с", "со", "от"}):
            left.unit = Unit(left.stop, right.unit.code, right.unit.counted, right.unit.factor)
            left.rule = "shared-unit"
            left.dimension = right.dimension
            left.rate = right.rate
            alike = right.value is not None and left.value < _FAR * right.value / right.scale
            if left.scale == 1 and right.scale > 1 and alike and left.kind == "digits":
                left.value *= right.scale
    return amounts


def _back(words: Sequence[Word], amount: Amount) -> bool:
    """Whether a number without noun takes that of the number before: `12 из них`, `всего с двух`."""
    if [word.lower for word in words[amount.stop : amount.stop + 2]] == ["из", "них"]:
        return True
    return not {"всего", "лишь", "только"}.isdisjoint(
        word.lower for word in words[max(0, amount.first - 2) : amount.first]
    )


def _evident(reading: Reading, amount: Amount, last: Unit | None) -> bool:
    """Whether a number without unit is an amount all the same."""
    words = reading.words
    before = words[amount.first - 1].lower if amount.first else ""
    behind = words[amount.stop].lower if amount.stop < len(words) else ""
    if amount.scale > 1 or amount.kind == "collective" or _grouped(words, amount):
        return True
    if amount.signed and any(
        word.lower.startswith("температур") for word in words[max(0, amount.first - 3) : amount.first]
    ):
        amount.unit = Unit(amount.stop, "Cel")
        return True
    if words[amount.stop - 1].lower in CARDINAL - {"и"} or before.startswith("магнитуд"):
        return True
    if amount.upper is not None or amount.kind == "noun" or _stopped(words, amount):
        return False
    if before in listed("ages", "before") and amount.stop < len(words):
        amount.unit = Unit(amount.stop, "a")
        return True
    if before in names("bare") or before in names("always"):
        return False
    if last is not None and _voted(words, amount.first):
        if _living(last.counted):
            amount.unit = Unit(amount.stop, "1", last.counted)
            amount.rule = "noun-before"
        return True
    if behind == "из" or (last is not None and (before == "из" or _back(words, amount))):
        return True
    if before == "до" and amount.first > 1 and _changes(reading, amount, behind):
        return True
    bounded = bounds(words, amount.first, amount.stop) is not None and before not in {"до", "от", "минимум", "максимум"}
    if last is not None and (bounded or before in _AND) and _verb(behind):
        if _living(last.counted):
            amount.unit = Unit(amount.stop, "1", last.counted)
            amount.rule = "noun-before"
        return True
    return bounded


def _voted(words: Sequence[Word], first: int) -> bool:
    """Whether a bare number is how many voted so: `против — 45`, `воздержались 3`."""
    before = [word.lower for word in words[max(0, first - 2) : first]]
    return before[-1:] in (["воздержались"], ["воздержался"]) or (
        len(before) > 1 and before[0] in {"за", "против", "воздержались"} and before[1] in _DASHES
    )


def _stopped(words: Sequence[Word], amount: Amount) -> bool:
    """Whether decimals stand behind a stop, which without a unit may be a time of day."""
    return amount.stop - amount.first > 2 and words[amount.stop - 2].form == "."


def _grouped(words: Sequence[Word], amount: Amount) -> bool:
    """Whether thousands are parted by spaces, which only amounts have."""
    figures = words[amount.first : amount.first + 2]
    return len(figures) > 1 and all(word.form.isdecimal() for word in figures) and amount.stop > amount.first + 1


def _changes(reading: Reading, amount: Amount, behind: str) -> bool:
    """Whether something grows or falls to a number: `число участников выросло до 13`."""
    words = reading.words
    if behind[:1].isalnum() and not _verb(behind):
        verb = words[amount.first - 2]
        return direction((verb,), 1, 1, Sentence(verb.start, verb.end, 0)) is not None
    start = words[amount.first].start
    return direction(words, amount.first, amount.stop, sentence_of(reading, start)) is not None


def _living(plural: str | None) -> bool:
    """Whether counted things are persons or animals, of which a bare number goes on to speak."""
    return plural is not None and "anim" in parses(plural.split()[-1].lower())[0].grammemes


def _verb(lower: str) -> bool:
    return lower[:1].isalpha() and parses(lower)[0].pos in {"VERB", "PRTS"}
