"""Offices: the words that name one, with what they are of, and whether a text has them."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import attrs

from ..reading import Reading, parses
from .declension import adjective_forms, beginnings
from .gazetteer import Hit
from .name_forms import kind

__all__ = ["Office", "find", "stems"]

_RULES = Path(__file__).parents[1] / "rules" / "offices.toml"
_CASES = {case: case for case in ("nomn", "gent", "datv", "accs", "ablt", "loct")} | {"gen2": "gent", "loc2": "loct"}
_SPACES = frozenset({" ", "\u00a0"})
#: What may stand before an office as a part of the word.
_PREFIXES = ("вице-", "экс-", "пресс-", "бизнес-", "генерал-", "премьер-")
#: What an office is of is no longer than this, in words.
_LONGEST = 8


class Office(NamedTuple):
    """
    An office, where it stands.

    Attributes:

        first, last: The words, from the first to the one after the last.

        head: The word for it in the nominative, such as "президент", or the whole of a set title.

        kind: Offices of one kind can stand for each other.

        of: The slug of the country, city or body it is of; after a tilde what stands there, where the tables have it not.

        cases: The cases it can be in.

        plural: Whether it is of several.
    """

    first: int
    last: int
    head: str
    kind: str
    of: str | None
    cases: frozenset[str]
    plural: bool


@attrs.frozen
class _Lexicon:
    """
    The rules for offices.

    Attributes:

        heads: Of each word for an office, in the nominative, its kind.

        titles: Set titles and their kinds.

        before: All forms of the adjectives that may stand before a head.

        of: Words that say what an office is of, as they stand.
    """

    heads: Mapping[str, str]
    titles: Mapping[str, str]
    before: frozenset[str]
    of: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    with _RULES.open("rb") as file:
        read = tomllib.load(file)
    return _Lexicon(
        {head: kind for kind, listed in read["heads"].items() for head in listed},
        read["titles"],
        frozenset(form for word in read["before"] for form in adjective_forms(word)),
        frozenset(read["of"]),
    )


@cache
def stems() -> frozenset[str]:
    """The first four letters of all heads."""
    return beginnings(head.rpartition("-")[2] for head in _lexicon().heads)


class _Head(NamedTuple):
    """A word for an office: the nominative, its kind, the cases it can be in, and whether it is of several."""

    name: str
    kind: str
    cases: frozenset[str]
    plural: bool


@lru_cache(maxsize=2**14)
def _head_of(low: str) -> _Head | None:
    """What office a word names."""
    heads = _lexicon().heads
    prefix = next((start for start in _PREFIXES if low.startswith(start)), "")
    parsed = parses(low.removeprefix(prefix))
    if parsed[0].pos in {"PREP", "CONJ", "ADVB", "PRCL", "NPRO"}:
        # "После" is hardly of an ambassador.
        return None
    found: dict[str, set[str]] = {}
    is_plural: bool | None = None
    for parse in parsed:
        name = prefix + parse.lemma
        # "Пресс-секретарь" is a word of its own, "экс-министр" is made of two.
        if (name in heads or parse.lemma in heads) and parse.pos in {"NOUN", "ADJF", "PRTF"}:
            is_plural = "plur" in parse.grammemes if is_plural is None else is_plural
            if ("plur" in parse.grammemes) == is_plural:
                found.setdefault(name, set()).update(_CASES[g] for g in parse.grammemes if g in _CASES)
    for name, cases in found.items():
        kind = heads.get(name) or prefix + heads[name.removeprefix(prefix)]
        return _Head(name, kind, frozenset(cases), bool(is_plural))
    return None


def find(reading: Reading, hits: Mapping[int, Hit], spots: Iterable[int]) -> list[Office]:
    """
    The offices that a text names, in order.

    Args:

        reading: The text.

        hits: Names of the tables, by their first words.

        spots: The words, in order, that can be a head: those that begin as one of `stems`, compounds.
    """
    found: list[Office] = []
    words, past = reading.words, 0
    for place in spots:
        hit = hits.get(place)
        if hit and hit.form == "name" and hit.last > place + 1:
            past = max(past, hit.last)
        if place < past:
            continue
        head = _head_of(words[place].lower)
        if head:
            made = _phrase(reading, place, head, hits)
            found.append(made)
            past = made.last
    return found


def _phrase(reading: Reading, place: int, head: _Head, hits: Mapping[int, Hit]) -> Office:
    """The office with the adjectives before it and what it is of."""
    words, titles = reading.words, _lexicon().titles
    name, kind, cases, plural = head
    last = place + 1
    # "Глава государства", "глава нашего государства" and the like are set titles.
    ours = _lower(reading, last) in {"нашего", "нашей"}
    title = f"{name} {_lower(reading, last + ours)}"
    if title in titles:
        name, kind, last = title, titles[title], last + 1 + ours
        if kind == "president":
            return Office(place, last, name, kind, None, cases, plural or title == "глава государств")
    first, before = _before(reading, place, hits)
    last, after = _after(reading, last, hits)
    if any(word.lower.startswith(("бывш", "экс")) for word in words[first:place]):
        name, kind = f"экс-{name}", f"экс-{kind}"
    return Office(first, last, name, kind, before or after, cases, plural)


def _lower(reading: Reading, place: int) -> str:
    return reading.words[place].lower if place < len(reading.words) else ""


def _near(reading: Reading, place: int) -> bool:
    """Whether there is a word, and nothing but a space parts it from the one before."""
    words = reading.words
    return 0 < place < len(words) and reading.text[words[place - 1].end : words[place].start] in _SPACES


def _before(reading: Reading, first: int, hits: Mapping[int, Hit]) -> tuple[int, str | None]:
    """Where the adjectives before a head begin, and the country that one of them is of: "российский президент"."""
    of = None
    while _near(reading, first):
        hit = hits.get(first - 1)
        if hit and hit.form == "adjective":
            of = hit.key
        elif _lower(reading, first - 1) not in _lexicon().before:
            break
        first -= 1
    return first, of


def _after(reading: Reading, last: int, hits: Mapping[int, Hit]) -> tuple[int, str | None]:
    """Where what an office is of ends, and what it is: "министр энергетики Лардии"."""
    nouns, begin, of = _lexicon().of, last, None
    while _near(reading, last) and last - begin < _LONGEST:
        hit, low, following = hits.get(last), _lower(reading, last), _lower(reading, last + 1)
        if hit and hit.form == "name":
            # What follows a country or a body is the name or another thing.
            return hit.last, of or hit.key
        if _is_land(reading.words[last].form, low):
            return last + 1, of or f"~{low[:-1]}"
        is_joint = low in {"и", "по"} and last > begin
        if not (low in nouns or (following in nouns and (is_joint or _is_adjective(low)))):
            break
        of = of or (hit.key if hit and hit.form == "adjective" else None)
        last += 1
    return last, of


def _is_land(form: str, low: str) -> bool:
    """Whether it is the genitive of a land or town that the tables do not have."""
    if not form[0].isupper() or len(low) < 5 or "n" in kind(low):
        return False
    is_town = any("Geox" in p.grammemes and "gent" in p.grammemes and p.score > 0.3 for p in parses(low))
    return is_town or low.endswith(("ии", "стана"))


@lru_cache(maxsize=2**14)
def _is_adjective(low: str) -> bool:
    """Whether it can be an adjective in the genitive."""
    ends = low.endswith(("ого", "его", "ой", "ей", "ых", "их"))
    return ends and any(p.pos in {"ADJF", "PRTF"} and "gent" in p.grammemes for p in parses(low))
