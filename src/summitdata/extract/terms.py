"""How often each lemma stands with each part of speech: in every direct quotation, and in all the rest."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from .reading import Parse, Reading, parses
from .tokens import Tokens

__all__ = ["RULE", "Term", "analysed", "count", "words"]

RULE = "pymorphy3-first"
#: Share of the words of the shipped article whose lemma and part of speech are those of its curated tables.
CONFIDENCE = 0.95

#: Lemma and part of speech.
Term: TypeAlias = tuple[str, str]

_STRESS = "\u0301"
#: What is one word for the counts though razdel cuts it.
_UNIT = re.compile(
    r"""
      (?<![0-9])[0-9]{1,3}(?:[\u00a0\u202f][0-9]{3})+(?:,[0-9]+)?   # 1 200 with no-break spaces
    | (?<![A-Za-z0-9])[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*\.[A-Za-z]+   # a site: lardvestnik.example
    | (?<![\w\u0301-])[\w\u0301]+(?:-[\w\u0301]+)+   # a compound with a hyphen
    | \bт\.\s?е\.   # то есть
    | \bгг?\.   # год
    | \bим\.(?=\s+[А-ЯЁ])   # имени, before a name
    | \b[А-ЯЁ]\.(?=\s*[А-ЯЁ])   # an initial, before another or a surname
    """,
    re.VERBOSE,
)

#: What each of these has.
_SIGN = re.compile(r"[-\u00a0\u202f.](?:(?<!\.)|(?=\w|\s?[А-ЯЁе])|(?<=\bг\.)|(?<=гг\.))")
_IN_WORDS = frozenset("_\u0301")

_UPOS = {
    "NOUN": "NOUN", "ADJF": "ADJ", "ADJS": "ADJ", "COMP": "ADJ", "VERB": "VERB", "INFN": "VERB", "PRTF": "VERB",
    "PRTS": "VERB", "GRND": "VERB", "NUMR": "NUM", "NUMB": "NUM", "ROMN": "NUM", "ADVB": "ADV", "PRED": "ADV",
    "NPRO": "PRON", "PREP": "ADP", "CONJ": "CCONJ", "PRCL": "PART", "INTJ": "INTJ", "LATN": "PROPN", "UNKN": "X",
}  # fmt: skip
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "UNKN"})
_SUBORDINATING = frozenset({"что", "чтобы", "если", "как", "хотя", "когда", "пока", "будто", "поскольку", "чем"})


def words(text: str, start: int, end: int, tokens: Tokens) -> tuple[list[int], list[str]]:
    """
    The words and numbers of ``text[start:end]``: where each begins, and as it stands; marks are left out.

    They are cut as razdel cuts them, but a compound with a hyphen, the name of a site, a number grouped by no-break spaces,
    an initial with its full stop and the abbreviations `т. е.`, `г.` and `им.` are one word each.

    Args:

        text: The whole text.

        start: Where the part that is looked at begins.

        end: Where it ends.

        tokens: The tokens of that part.
    """
    places: list[int] = []
    forms: list[str] = []
    first = 0
    for a, b in _units(text, start, end):
        # The words up to the unit, the unit itself, and then those after it.
        following = last = bisect_left(tokens.places, a, first)
        if last > first and tokens.places[last - 1] + len(tokens.words[last - 1]) > a:
            last -= 1
        places += tokens.places[first:last]
        forms += tokens.words[first:last]
        places.append(a)
        forms.append(text[a:b])
        first = bisect_left(tokens.places, b, following)
    places += tokens.places[first:]
    forms += tokens.words[first:]
    return places, forms


def _units(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the units are: looking only at the signs that each of them has takes a fifth of the time."""
    for sign in _SIGN.finditer(text, start, end):
        place = begin = sign.start()
        while begin > start and (text[begin - 1].isalnum() or text[begin - 1] in _IN_WORDS):
            begin -= 1
        unit = _UNIT.match(text, begin, end) if begin < place else None
        if unit and unit.end() > place:
            yield unit.span()
            start = unit.end()


def count(reading: Reading, tokens: Tokens, quoted: Sequence[tuple[int, int]]) -> list[Counter[Term]]:
    """
    How often each lemma stands with each part of speech: first in what is no direct quotation, then in each of them.

    Args:

        reading: The text.

        tokens: Its tokens after the header.

        quoted: The direct quotations, which do not overlap, in order.
    """
    places, forms = words(reading.text, reading.body, len(reading.text), tokens)
    made: list[Counter[Term]] = []
    rest: list[str] = []
    past = 0
    for start, end in quoted:
        first = bisect_left(places, start, past)
        rest += forms[past:first]
        past = bisect_left(places, end, first)
        made.append(Counter(map(analysed, forms[first:past])))
    return [Counter(map(analysed, [*rest, *forms[past:]])), *made]


def analysed(form: str) -> Term:
    """The lemma and the part of speech (Universal Dependencies) that pymorphy3 finds likeliest for a word as it stands."""
    # Numbers are without end, and would drive the words out.
    return _read(form) if form[0].isdigit() else _known(form)


def _read(form: str) -> Term:
    if not any(map(str.isalpha, form)):
        return " ".join(form.split()), "NUM"
    if "." in form:
        return form, "PROPN"
    best = parses(form.replace(_STRESS, "").lower())[0]
    upos = _upos(form, best)
    return _written(form.replace(_STRESS, ""), best.lemma, upos), upos


_known = lru_cache(maxsize=2**15)(_read)


def _upos(form: str, best: Parse) -> str:
    if form[0].isupper() and best.grammemes & _NAMES:
        return "PROPN"
    if best.pos == "ADJF" and "Apro" in best.grammemes:
        return "NUM" if "Anum" in best.grammemes else "PRON" if best.lemma == "который" else "DET"
    if best.pos == "CONJ":
        return "ADV" if "Prnt" in best.grammemes else "SCONJ" if best.lemma in _SUBORDINATING else "CCONJ"
    if best.pos == "VERB" and best.lemma == "быть":
        return "AUX"
    return _UPOS[best.pos or min(best.grammemes & _UPOS.keys(), default="UNKN")]


def _written(form: str, lemma: str, upos: str) -> str:
    """A lemma as the text would have it: names and abbreviations with their capitals, `ё` only where the form has it."""
    if form.isascii():
        return form
    if "ё" not in form.lower():
        lemma = lemma.replace("ё", "е")
    if len(form) > 1 and form.isupper():
        return lemma.upper()
    parts = lemma.split("-")
    stands = form.split("-")
    if len(parts) != len(stands):
        return lemma
    return "-".join(
        one if one.isascii() else part.capitalize() if upos == "PROPN" and one[:1].isupper() else part
        for one, part in zip(stands, parts, strict=True)
    )
