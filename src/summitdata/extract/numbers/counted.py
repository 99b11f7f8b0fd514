"""Counted nouns behind a number: what there are so many of, in the nominative plural."""

from collections.abc import Sequence
from functools import cache, lru_cache

from ..reading import Parse, Reading, Word, analyzer, parses
from .numerals import rules
from .units import TIME, Unit, near, unit

__all__ = ["counted", "further", "measured", "plural"]


_MODIFIERS = frozenset({"ADJF", "PRTF"})
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox"})
_OBLIQUE = frozenset({"datv", "ablt", "loct"})
#: Adjectives that may stand between a number and what is counted.
_FARTHEST = 4
#: Shorter words are no nouns that are counted, whatever the dictionary says.
_SHORTEST = 3
#: The longest word in capitals that is an abbreviation.
_ABBREVIATED = 5
_QUOTES = frozenset('«»“”„"')
_POSSESSIVE = frozenset({"его", "её", "ее", "их"})
_FUNCTION = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "ADVB", "PRED", "VERB", "INFN", "PRTS", "GRND"})


def counted(
    reading: Reading, at: int, *, single: bool, few: bool = True, strict: bool = False, free: bool = False
) -> Unit | None:
    """
    The counted noun that begins at a place, behind adjectives.

    Args:

        reading: The text.

        at: The word behind the number.

        single: Whether the number asks for the singular.

        few: Whether the number may ask for the genitive singular.

        strict: Whether the noun must stand in the singular.

        free: Whether it may begin with a capital.
    """
    words = reading.words
    place, modified, substantive = at, "", None
    if at + 2 < len(words) and words[at].form in _QUOTES and words[at].start - words[at - 1].end == 1:
        inside = counted(reading, at + 1, single=single, few=few, strict=strict, free=True)
        closed = inside is not None and inside.stop < len(words) and words[inside.stop].form in _QUOTES
        return inside._replace(stop=inside.stop + 1) if inside is not None and closed else None
    while place < min(at + _FARTHEST, len(words)) and near(reading, place):
        lower = words[place].lower
        if not lower[:1].isalpha():
            break
        if lower in _codes():
            break
        if lower in _POSSESSIVE and place == at:
            place += 1
            continue
        known = parses(lower)
        if known[0].pos == "ADVB" and place == at and _described(reading, place + 1):
            place += 1
            continue
        if known[0].pos in _FUNCTION or (len(lower) < _SHORTEST and not words[place].form.isupper()):
            break
        noun = _noun(known, single=single, few=few, modified=modified, strict=strict)
        modifier = next((each for each in known if each.pos in _MODIFIERS), None)
        form = words[place].form
        if noun is None and place == at and form.isupper() and 2 <= len(form) <= _ABBREVIATED and form.isalpha():
            return Unit(place + 1, "1", form)
        if noun is not None and not (
            modifier and (known[0].pos in _MODIFIERS or "-" in lower) and _goes_on(reading, place + 1)
        ):
            if form[0].isupper() and not _abbreviation(form) and not (free and len(form) > 1):
                return None
            return Unit(place + 1, "1", form if form.isupper() else _named(words[at:place], noun, lower))
        if modifier is None:
            break
        modified = "plur" if any(each.pos in _MODIFIERS and "plur" in each.grammemes for each in known) else "sing"
        substantive, place = place, place + 1
    if substantive is not None and _substantive(_first(words[substantive].lower).grammemes):
        return Unit(substantive + 1, "1", plural(words[substantive].lower, "ADJF"))
    return None


def further(reading: Reading, at: int) -> Unit | None:
    """The unit or counted noun behind what bounds a number: `двух и более человек`."""
    bound = [word.lower for word in reading.words[at : at + 2]]
    if bound not in (["и", "более"], ["и", "больше"], ["или", "более"], ["и", "менее"]):
        return None
    return unit(reading, at + 2) or counted(reading, at + 2, single=False)


def measured(reading: Reading, told: Unit) -> Unit:
    """The unit of time or of goods behind an adjective: `10 рабочих дней`, `5 лишних килограммов`."""
    known = unit(reading, told.stop - 1)
    return known if known is not None and known.stop == told.stop and known.code in _DESCRIBED else told


#: Units that may have an adjective of their own.
_DESCRIBED = TIME | {"t", "kg", "g", "km", "m", "l", "har", "m2", "m3"}


@cache
def _codes() -> frozenset[str]:
    return frozenset(rules("quantities")["names"]["not_counted"]["nouns"].split())


def _abbreviation(form: str) -> bool:
    """Whether a word is in capitals but for its ending: `ФАПов`."""
    return len(form) > 1 and form[1].isupper()


def _first(lower: str) -> Parse:
    return next(each for each in parses(lower) if each.pos in _MODIFIERS)


def _substantive(tags: frozenset[str]) -> bool:
    """Whether an adjective stands for those it describes: `раненых`, but not `других`, `первых`."""
    return "plur" in tags and "Apro" not in tags and "Anum" not in tags


def _goes_on(reading: Reading, place: int) -> bool:
    """Whether a noun follows a word that may be an adjective."""
    return near(reading, place) and any(
        each.pos == "NOUN" or each.pos in _MODIFIERS for each in parses(reading.words[place].lower)
    )


def _noun(known: Sequence[Parse], *, single: bool, few: bool, modified: str, strict: bool) -> Parse | None:
    """The reading of a word as the noun that a number counts."""
    for parse in known:
        if parse.pos != "NOUN" or not _NAMES.isdisjoint(parse.grammemes):
            continue
        tags = parse.grammemes
        if single and strict:
            if "sing" in tags:
                return parse
            continue
        if "gent" in tags and (single or few or "plur" in tags or modified == "plur"):
            return parse
        if single and "sing" in tags:
            return parse
        if not single and "plur" in tags and not _OBLIQUE.isdisjoint(tags):
            return parse
        if modified == "sing" and "nomn" in tags and "sing" in tags:
            return parse
        if "Fixd" in tags:
            return parse
    return None


def _described(reading: Reading, place: int) -> bool:
    """Whether an adjective follows an adverb: `13 социально значимых товаров`."""
    return near(reading, place) and parses(reading.words[place].lower)[0].pos in _MODIFIERS


def _named(modifiers: Sequence[Word], noun: Parse, lower: str) -> str:
    """The nominative plural, of a set phrase the whole of it."""
    made = plural(lower, "NOUN", noun.lemma)
    if modifiers:
        whole = f"{plural(modifiers[-1].lower, 'ADJF')} {made}"
        if whole in _phrases():
            return whole
    return made


@cache
def _phrases() -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in " ".join(rules("quantities")["phrases"]["list"].split()).split("|"))


@lru_cache(maxsize=2**14)
def plural(lower: str, pos: str, lemma: str | None = None) -> str:
    """The nominative plural of a form; the form's own lemma where the dictionary has no plural."""
    allowed = _MODIFIERS if pos == "ADJF" else {pos}
    known = analyzer().parse(lower)
    fitting = (each for each in known if each.tag.POS in allowed and lemma in {None, each.normal_form})
    read = next(fitting, known[0])
    inflected = read.inflect({"plur", "nomn"})
    made = str(inflected.word if inflected else read.normal_form)
    return str(rules("quantities")["phrases"]["instead"].get(made, made))
