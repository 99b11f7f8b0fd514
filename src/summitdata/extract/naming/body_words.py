"""The rules for bodies, and the forms of words that their names are made of."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import attrs

from ..reading import Reading, parses
from .declension import adjective_forms, beginnings
from .name_forms import kind

__all__ = ["Body", "Lexicon", "adjective", "as_written", "is_adjective", "is_in", "lexicon", "near", "opens"]

_RULES = Path(__file__).parents[1] / "rules" / "bodies.toml"
_SPACES = frozenset({" ", "\u00a0", "\u202f"})
_ADJECTIVES = frozenset({"ADJF", "PRTF"})
_ENDINGS = {"feminine": ("ая", "яя", "ая"), "neuter": ("ое", "ее", "ее")}
_GENDERS = {"feminine": "femn", "masculine": "masc", "neuter": "neut"}


class Body(NamedTuple):
    """
    A body, or a place of no table, where it stands.

    Attributes:

        first, last: The words of the whole expression, from the first to the one after the last.

        start, end: Where the mention begins and ends.

        head: The word for what it is, in the nominative; empty where there is none.

        label: Its name in the nominative.

        form: A code of `MentionForm`.

        rule, confidence: What found it, and how sure that is.

        is_bare: Nothing but the head stands there.

        goes_back: A bare head can mean whatever body was named last.

        is_loose: A bare head means a body only where one was named before.

        type: A code of `EntityType`.
    """

    first: int
    last: int
    start: int
    end: int
    head: str
    label: str
    form: str
    rule: str
    confidence: float
    is_bare: bool = False
    goes_back: bool = False
    is_loose: bool = False
    type: str = "ORGANIZATION"


@attrs.frozen
class Lexicon:
    """
    The rules, as they are looked up.

    Attributes:

        heads: Words for bodies and their genders.

        forms: Legal forms.

        back: Heads that, alone, can mean the body named last.

        others: Abbreviations that are no bodies.

        loose: Heads that, alone, mean a body only where one of that kind was named before.

        speaking: Heads that mean a body even alone.

        generic: Heads without which a name can stand.

        by: Heads whose names go on with "по".

        weak: Heads that mean a body only with a name or a capital letter.

        tells: Verbs beside which a name in quotation marks is an outlet's.

        places, regions: Nouns before a place's name, or after an adjective that is one, and the type of the place.

        before: Adjectives in small letters that belong to a body's name.

        stems: The first four letters of heads and nouns.
    """

    heads: Mapping[str, str]
    forms: frozenset[str]
    back: frozenset[str]
    others: frozenset[str]
    loose: frozenset[str]
    speaking: frozenset[str]
    generic: frozenset[str]
    by: frozenset[str]
    weak: frozenset[str]
    tells: frozenset[str]
    places: Mapping[str, str]
    regions: Mapping[str, str]
    before: frozenset[str]
    stems: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The rules, read once."""
    with _RULES.open("rb") as file:
        read = tomllib.load(file)
    heads = {head: gender for gender, listed in read["heads"].items() for head in listed}
    places, regions = (
        {form: kind for kind, listed in read[table].items() for form in listed} for table in ("places", "regions")
    )
    return Lexicon(
        heads=heads,
        others=frozenset(read["not_bodies"]),
        places=places,
        regions=regions,
        before=frozenset(form for word in read["before"] for form in adjective_forms(word)),
        stems=beginnings((*heads, *places, *regions)),
        **{
            name: frozenset(read[name])
            for name in ("forms", "back", "loose", "speaking", "generic", "by", "weak", "tells")
        },
    )


def near(reading: Reading, place: int) -> bool:
    """Whether there is a word, and nothing but a space parts it from the one before."""
    words = reading.words
    return 0 < place < len(words) and reading.text[words[place - 1].end : words[place].start] in _SPACES


def opens(reading: Reading, place: int) -> bool:
    """Whether a word begins a sentence or a paragraph, so that its capital letter tells nothing."""
    if not place:
        return True
    before = reading.words[place - 1]
    return before.form in '.!?…:«“„"–—-•' or "\n" in reading.text[before.end : reading.words[place].start]


@lru_cache(maxsize=2**15)
def is_in(low: str, case: str) -> bool:
    """Whether a word can be a noun or an adjective in a case, and no word of another kind is likelier."""
    if "u" in kind(low):
        return any(parse.lemma in lexicon().heads and case in parse.grammemes for parse in parses(low))
    likely = parses(low)[:4]
    names = {"NOUN"} | _ADJECTIVES
    return likely[0].pos in {*names, "NUMR", ""} and any(p.pos in names and case in p.grammemes for p in likely)


@lru_cache(maxsize=2**14)
def is_adjective(low: str) -> bool:
    """Whether a word can be nothing but an adjective."""
    return all(parse.pos in _ADJECTIVES for parse in parses(low))


@lru_cache(maxsize=2**14)
def adjective(low: str, gender: str) -> str | None:
    """An adjective of a gender in the nominative; None where it is none."""
    for parse in parses(low):
        if parse.pos in _ADJECTIVES and "sing" in parse.grammemes and _GENDERS[gender] in parse.grammemes:
            # Of "высшего" the dictionary form is "высокий".
            lemma = _own(low) if parse.pos == "PRTF" or "Supr" in parse.grammemes else parse.lemma
            return lemma if gender == "masculine" else lemma[:-2] + _ending(lemma, gender)
    return None


def _own(low: str) -> str:
    stem = low[:-3] if low.endswith(("его", "ого", "ему", "ому")) else low[:-2]
    return stem + ("ий" if stem[-1:] in "кгхжчшщ" else "ый")


def _ending(lemma: str, gender: str) -> str:
    hard, soft, hushing = _ENDINGS[gender]
    if lemma.endswith("ний"):
        return soft
    return hushing if lemma.endswith(("жий", "ший", "чий", "щий")) else hard


def as_written(name: str, form: str) -> str:
    """A name with a capital letter if the word has one."""
    return name[:1].upper() + name[1:] if form[:1].isupper() else name
