"""Names of no table that their letters or the noun beside them tell: villages, districts, abbreviations, Latin letters."""

import re
from collections.abc import Collection, Mapping

from ..reading import Reading, parses
from .body_words import Body, lexicon, near
from .gazetteer import Hit
from .name_forms import kind
from .name_runs import COMPOUND

__all__ = ["abbreviation", "compound", "latin", "place_after_noun", "region", "town"]

_ADJECTIVAL = re.compile(r"(?<=[сц]к)(?:ая|ой|ую|ий|ого|ому|им|ом)$")
_OF_TOWN = re.compile(r"[сц]ки(?:й|е|х|м|ми)$")
#: Nouns after which the name of a place stays in the nominative, when they are in it themselves.
_NOMINATIVE = frozenset(
    {
        "город",
        "село",
        "поселок",
        "посёлок",
        "деревня",
        "аул",
        "штат",
        "провинция",
        "река",
        "озеро",
        "остров",
        "станица",
        "городок",
    }
)
#: Letters of Roman numbers, the Cyrillic one among them that is often typed instead.
_ROMAN = frozenset("IVXLCM\u0425")
_BRACKETS = (("(", ")"), ("«", "»"), ("“", "”"))


def place_after_noun(reading: Reading, place: int, hits: Mapping[int, Hit], taken: Collection[int]) -> Body | None:
    """A place that no table has, after a noun for what it is: "в селе Усть-Делва"."""
    words, last = reading.words, place + 1
    if last in hits or last in taken or not near(reading, last):
        return None
    word = words[last]
    if not word.form[0].isupper() or len(word.form) < 3 or word.form.isupper():
        return None
    label = word.form if words[place].lower in _NOMINATIVE else _nominative(word.form)
    return Body(
        place,
        last + 1,
        word.start,
        word.end,
        "",
        label,
        "name",
        "place-noun",
        0.85,
        type=lexicon().places[words[place].lower],
    )


def _nominative(form: str) -> str:
    """The name of a town in the nominative, if the dictionary has it; as it stands otherwise."""
    lemma = next((p.lemma for p in parses(form.lower()) if "Geox" in p.grammemes and "sing" in p.grammemes), None)
    return "-".join(part.capitalize() for part in lemma.split("-")) if lemma else form


def region(reading: Reading, place: int, taken: Collection[int]) -> Body | None:
    """A region called by an adjective before the noun: "Усть-Делвинская область"."""
    words, first = reading.words, place - 1
    if not near(reading, place) or first in taken:
        return None
    form, low, noun = words[first].form, words[first].lower, words[place].lower
    if not form[0].isupper() or not _ADJECTIVAL.search(low):
        return None
    nominative = next((p.lemma for p in parses(noun) if p.pos == "NOUN"), noun)
    is_feminine = nominative in {"область", "губерния"}
    label = f"{_ADJECTIVAL.sub('ая' if is_feminine else 'ий', form)} {nominative}"
    return Body(
        first,
        place + 1,
        words[first].start,
        words[place].end,
        "",
        label,
        "name",
        "place-region",
        0.93,
        type=lexicon().regions[noun],
    )


def latin(reading: Reading, place: int) -> Body | None:
    """A name in Latin letters, as bodies and products have; in brackets it repeats the one before."""
    words, text = reading.words, reading.text
    last = place + 1
    while last - place < 6 and near(reading, last) and words[last].form.isascii() and words[last].form[0].isalpha():
        last += 1
    while last > place + 1 and not words[last - 1].form[0].isupper():
        last -= 1
    start, end = words[place].start, words[last - 1].end
    is_number = set(text[start:end]) <= _ROMAN
    # "Ту-154", "A/B", "akorda.kz".
    is_part = text[end : end + 1] in {"-", "/"} or (text[end : end + 1] == "." and text[end + 1 : end + 2].isalpha())
    if end - start < 3 or is_number or is_part or text[max(start - 1, 0) : start] in {"(", "/", "-", "@", "#"}:
        return None
    before = [word.form for word in words[max(place - 10, 0) : place]]
    if any(opening in before and closing not in before[before.index(opening) :] for opening, closing in _BRACKETS):
        # It repeats the name before the brackets, or is the title of something.
        return None
    label = text[start:end]
    return Body(place, last, start, end, label.lower(), label, "name", "body-latin", 0.52)


def abbreviation(reading: Reading, place: int) -> Body | None:
    """A word in capitals that no rule takes for something else than a body."""
    word, text = reading.words[place], reading.text
    form = word.form
    if not 2 <= len(form) <= 6 or form in lexicon().others or set(form) <= _ROMAN:
        return None
    if len(form) > 4 and "c" in kind(word.lower):
        # A word that is stressed by its letters.
        return None
    beside = reading.words[max(place - 1, 0) : place + 2]
    # A headline in capitals has no abbreviations that could be told; "ТМА-13" is a thing of a series.
    if any(len(other.form) > 6 and other.form.isupper() for other in beside):
        return None
    if text[word.end : word.end + 1] in {"-", "–"} and text[word.end + 1 : word.end + 2].isdigit():
        return None
    return Body(place, place + 1, word.start, word.end, form, form, "name", "body-abbreviation", 0.67)


def compound(reading: Reading, place: int) -> Body | None:
    """A body whose name is put together from the beginnings of words, as no dictionary has it."""
    word = reading.words[place]
    found = COMPOUND.search(word.form)
    if not found or "u" not in kind(word.lower):
        return None
    label = word.form[: found.end(1)]
    return Body(place, place + 1, word.start, word.end, "", label, "name", "body-compound", 0.7)


def town(reading: Reading, place: int) -> Body | None:
    """A place that only the dictionary has, which takes the word for nothing else."""
    word = reading.words[place]
    if kind(word.lower) != "g" or word.form.isupper() or _OF_TOWN.search(word.lower):
        return None
    label = _nominative(word.form)
    return Body(place, place + 1, word.start, word.end, "", label, "name", "place-dictionary", 0.72, type="LOCATION")
