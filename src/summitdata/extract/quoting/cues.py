"""Which words attribute what is said, and what the words around them can be."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ..reading import Parse, Reading, parses

__all__ = [
    "DASHES",
    "Cue",
    "Verb",
    "cue_at",
    "is_lexical",
    "lexicon",
    "phrase_at",
    "reporting",
    "rules",
    "tag_at",
    "verb",
]

DASHES = "–—‒―−-"
_TAG = re.compile(rf"[\s,.!?…;)\"'»”]{{0,6}}[{DASHES}]{{1,2}}\s{{0,4}}(?=[^\W\d_]|[\"«“„])")
_COMMA = re.compile(r"\s{0,3},\s{1,3}(?=[^\W\d_])")
_FINITE = frozenset(("VERB", "PRTS"))
#: How many words may stand between the dash and the cue.
_REACH = 7


class Verb(NamedTuple):
    """
    A verb that may be a cue, in one form.

    Attributes:

        lemma: Its dictionary form.

        gender: ``"masc"``, ``"femn"`` or ``"neut"`` in the past singular.

        plural: Whether the form is plural.

        passive: Whether it is a reflexive or a short participle that names no one: ``"говорится"``.
    """

    lemma: str
    gender: str | None
    plural: bool
    passive: bool


class Cue(NamedTuple):
    """
    The words that attribute, as word numbers, and what they are.

    Attributes:

        first, last: The first word and the one after the last.

        lemma: The dictionary form of the whole.

        verb: The verb, if it is one.
    """

    first: int
    last: int
    lemma: str
    verb: Verb | None


@cache
def rules(name: str) -> dict[str, Any]:
    """A file of rules."""
    with (Path(__file__).parents[1] / "rules" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def lexicon(name: str, *keys: str) -> frozenset[str]:
    """The words of one list of a file of rules."""
    found: Any = rules(name)
    for key in keys:
        found = found[key]
    return frozenset(found.split())


@lru_cache(maxsize=2**15)
def verb(lower: str) -> Verb | None:
    """A word as a finite verb, in the lexicon or not."""
    speech = lexicon("cues", "speech")
    found: Parse | None = None
    for parse in parses(lower):
        if parse.pos not in _FINITE or "impr" in parse.grammemes or parse.grammemes & {"1per", "2per", "futr"}:
            continue
        if parse.lemma in speech:
            found = parse
            break
        found = found or parse
    # "согласна"
    found = found or next(
        (one for one in parses(lower) if one.pos == "ADJS" and one.lemma in lexicon("cues", "belief")), None
    )
    if found is None:
        return None
    names = found.grammemes
    passive = found.lemma in lexicon("cues", "passive") and (
        (found.pos == "PRTS" and "neut" in names) or lower.endswith(("ся", "сь")) or found.lemma == "следовать"
    )
    gender = next((name for name in ("masc", "femn", "neut") if name in names), None)
    return Verb(found.lemma, gender, "plur" in names, passive)


def is_lexical(found: Verb) -> bool:
    """Whether a verb is one of saying."""
    if found.lemma in lexicon("cues", "belief"):
        return True
    return found.passive or found.lemma in lexicon("cues", "speech") or found.lemma in lexicon("cues", "citing")


@cache
def _reporting() -> frozenset[str]:
    return frozenset().union(
        *(lexicon("cues", name) for name in ("speech", "citing", "clause", "infinitive", "expressing"))
    )


@lru_cache(maxsize=2**15)
def reporting(lower: str) -> Verb | None:
    """A word as a verb that may report what somebody said, held, promised or ordered."""
    found = verb(lower)
    return found if found and (found.passive or found.lemma in _reporting()) else None


def tag_at(reading: Reading, place: int, end: int, *, bare: bool = False) -> int | None:
    """
    Where the words of a tag begin, if one follows a place: a dash (or a comma) and a cue.

    Args:

        reading: The text.

        place: After the closing mark.

        end: Where the paragraph ends.

        bare: Whether the place is inside the marks, where a comma alone begins no tag.
    """
    dash = _TAG.match(reading.text, place, end)
    found = dash or (None if bare else _COMMA.match(reading.text, place, end))
    if found is None:
        return None
    cue = cue_at(
        reading,
        reading.at(found.end()),
        end,
        reach=_REACH if dash else 3,
        loose=bool(dash) and _is_comma(reading.text, place, found.end()),
    )
    return found.end() if cue else None


def _is_comma(text: str, place: int, end: int) -> bool:
    """Whether what is between the words and the dash says that a tag follows: a comma, or an exclamation."""
    return any(sign in ",!?…" for sign in text[max(0, place - 2) : end])


@cache
def _tails() -> dict[str, list[tuple[str, ...]]]:
    tails: dict[str, list[tuple[str, ...]]] = {}
    for line in rules("cues")["tails"]:
        words = tuple(line.split())
        tails.setdefault(words[0], []).append(words)
    return tails


def cue_at(reading: Reading, first: int, end: int, *, reach: int = _REACH, loose: bool = False) -> Cue | None:
    """
    The first verb of saying among the next words of a clause, with what belongs to it.

    Args:

        reading: The text.

        first: The first word.

        end: Where the clause ends.

        reach: How many words are looked at.

        loose: Whether any other finite verb does where there is none of saying.
    """
    words = reading.words
    other: Cue | None = None
    for place in range(first, min(first + reach, len(words))):
        word = words[place]
        if word.start >= end or word.form in ".!?…;:":
            break
        if not word.form[0].isalpha() or len(word.lower) < 3:
            continue
        found = verb(word.lower)
        if found and is_lexical(found):
            return whole(reading, place, found)
        if found and place + 1 < len(words) and is_saying(words[place + 1].lower):
            return Cue(place, place + 2, f"{found.lemma} {parses(words[place + 1].lower)[0].lemma}", found)
        if found and loose and other is None and place < first + 4 and found.lemma not in ("быть", "являться", "стать"):
            other = Cue(place, place + 1, found.lemma, found)
    return other


def is_saying(lower: str) -> bool:
    """Whether a word is the infinitive of a verb of saying."""
    return lower.endswith(("ть", "ться", "ти")) and any(
        parse.pos == "INFN" and parse.lemma in lexicon("cues", "speech") for parse in parses(lower)
    )


def whole(reading: Reading, place: int, found: Verb) -> Cue:
    """A verb with what belongs to its phrase: an infinitive of saying, "в ответ", "свое выступление"."""
    words = reading.words
    forms = [word.lower for word in words[place + 1 : place + 4]]
    for tail in _tails().get(forms[0], ()) if forms else ():
        if tuple(forms[: len(tail)]) == tail:
            return Cue(place, place + 1 + len(tail), f"{found.lemma} {' '.join(tail)}", found)
    if forms and is_saying(forms[0]):
        return Cue(place, place + 2, f"{found.lemma} {parses(forms[0])[0].lemma}", found)
    return Cue(place, place + 1, found.lemma, found)


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    return {tuple(words.split()): entry["lemma"] for words, entry in rules("cues")["phrases"].items()}


def phrase_at(reading: Reading, place: int) -> Cue | None:
    """A phrase that attributes by itself ("по словам"), if one begins with a word; "по его словам" too."""
    words = reading.words
    pair = tuple(word.lower for word in words[place : place + 2])
    found = _phrases().get(pair)
    if found:
        return Cue(place, place + 2, found, None)
    triple = tuple(word.lower for word in words[place : place + 3])
    if len(triple) == 3 and triple[1] in ("его", "ее", "её", "их", "собственным"):
        found = _phrases().get((triple[0], triple[2]))
        if found:
            return Cue(place, place + 3, found, None)
    return None
