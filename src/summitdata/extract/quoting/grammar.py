"""What a word of a clause can be: its cases, its dictionary form, whether it can name somebody."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ..reading import Parse, parses

__all__ = [
    "LATIN",
    "NAMES",
    "NOMINAL",
    "PLACES",
    "SURNAMES",
    "adjective",
    "cased",
    "cases_of",
    "depends",
    "head_lemma",
    "heads_of",
    "is_fixed",
    "is_nominal",
    "is_nominative",
    "is_prep",
    "lemma_of",
    "noun_of",
    "unknown",
]

NOMINAL = frozenset(("NOUN", "ADJF", "PRTF", "NUMR"))
SURNAMES = ("ский", "ская", "цкий", "цкая", "ской", "цкой")
PLACES = frozenset(("Geox", "Orgn"))
NAMES = frozenset(("Name", "Surn", "Patr"))
LATIN = re.compile(r"[A-Za-z]")


@lru_cache(maxsize=2**15)
def lemma_of(lower: str) -> str:
    """The likeliest dictionary form of a word; of digits the digits."""
    return parses(lower)[0].lemma if lower[:1].isalpha() else lower


def is_prep(lower: str) -> bool:
    """Whether a word is most likely a preposition."""
    return bool(lower) and lower[0].isalpha() and parses(lower)[0].pos == "PREP"


@lru_cache(maxsize=2**15)
def is_nominative(lower: str, gender: str | None) -> bool:
    """Whether a word can be in the nominative, of a person of one sex; an unknown word can."""
    found = parses(lower)
    if not any("nomn" in parse.grammemes for parse in found):
        # What the dictionary does not know may be in any case.
        return all(not parse.pos or "Fixd" in parse.grammemes for parse in found)
    if gender in ("masc", "femn"):
        return any(
            "nomn" in parse.grammemes
            and (gender in parse.grammemes or "ms-f" in parse.grammemes or "Ms-f" in parse.grammemes)
            for parse in found
        )
    return True


@lru_cache(maxsize=2**15)
def is_nominal(lower: str) -> bool:
    """Whether a word can stand in the description of a person: a noun, an adjective, what joins them, or unknown."""
    if lower in ("по", "и") or not lower[:1].isalpha():
        return True
    pos = parses(lower)[0].pos
    return not pos or pos in NOMINAL


@lru_cache(maxsize=2**15)
def noun_of(lower: str) -> Parse | None:
    """A word as a noun, if that is likely."""
    return next((parse for parse in parses(lower)[:2] if parse.pos == "NOUN"), None)


@lru_cache(maxsize=2**15)
def cases_of(lower: str) -> frozenset[str]:
    """The cases that a word can be in."""
    known = {"nomn", "gent", "datv", "accs", "ablt", "loct"}
    return frozenset(name for parse in parses(lower) for name in parse.grammemes if name in known)


@lru_cache(maxsize=2**15)
def depends(lower: str, cases: frozenset[str]) -> bool:
    """Whether a word can stand in one of some cases."""
    return lower[:1].isalpha() and any(parse.pos in NOMINAL and parse.grammemes & cases for parse in parses(lower)[:4])


@lru_cache(maxsize=2**15)
def head_lemma(lower: str) -> str:
    """The dictionary form of a word as a noun."""
    return next((parse.lemma for parse in parses(lower) if parse.pos == "NOUN"), lower)


@lru_cache(maxsize=2**12)
def heads_of(lower: str) -> frozenset[str]:
    """The nouns that a word for a person is made of: "врач-педиатр", "экс-мэр"."""
    lemma = head_lemma(lower)
    return (
        frozenset((lemma, *(head_lemma(part) for part in lemma.split("-") if len(part) > 3)))
        if "-" in lemma
        else frozenset((lemma,))
    )


def is_fixed(form: str) -> bool:
    """Whether a word does not decline: it is in Latin letters or capitals."""
    return bool(LATIN.match(form)) or (form.isupper() and len(form) > 1)


def unknown(readings: Sequence[Parse]) -> bool:
    """Whether the dictionary gives a word no part of speech."""
    return not readings[0].pos


def adjective(lemma: str, names: frozenset[str]) -> str:
    """An adjective in the nominative, of the gender of a noun."""
    soft = lemma.endswith(("ний", "щий", "чий", "ший", "жий"))
    if "femn" in names:
        return lemma[:-2] + ("яя" if lemma.endswith("ний") else "ая")
    if "neut" in names:
        return lemma[:-2] + ("ее" if soft else "ое")
    return lemma


def cased(lemma: str, form: str) -> str:
    """A dictionary form with the capitals of a form."""
    if len(form) > 1 and form[:2].isupper():
        return (
            lemma.upper() if form.isupper() else form[: len(lemma)] if form.lower().startswith(lemma) else lemma.upper()
        )
    return lemma[:1].upper() + lemma[1:] if form[:1].isupper() else lemma
