"""The forms that a Russian name can take, by its ending alone: names are not in dictionaries."""

import re
from collections.abc import Iterable

__all__ = ["adjective_forms", "beginnings", "forms"]

_HARD, _SOFT = ("", "а", "у", "ом", "е"), ("й", "я", "ю", "ем", "ём", "е")
_ADJECTIVE = ("ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ых", "их", "ыми", "ими", "ая", "яя", "ой", "ей", "ую",
              "юю", "ое", "ее", "ые", "ие", "ый", "ий")  # fmt: skip
_ADJECTIVAL = re.compile(r"(?:ск|цк|н|в|ев|ов|ш|ч|ж|щ|ин|к|л|р|т|ст|х|г|д|м)(?:ий|ый|ой|ая|яя|ое|ее|ые|ие)$")
_LATIN = re.compile(r"[a-z0-9]")


def adjective_forms(word: str) -> frozenset[str]:
    """All forms of an adjective in lower case, given in its masculine nominative."""
    return frozenset(word[:-2] + ending for ending in _ADJECTIVE) | {word}


def forms(word: str) -> frozenset[str]:
    """All forms, in lower case, that a name of one word given in the nominative can take; a few that it cannot."""
    low = word.lower()
    if "-на-" in low:
        first, rest = low.split("-", 1)
        return frozenset(f"{form}-{rest}" for form in forms(first))
    head, hyphen, last = low.rpartition("-")
    return frozenset(head + hyphen + form for form in _forms(last)) | {low}


def _forms(low: str) -> frozenset[str]:
    stem = low[:-1]
    if len(low) < 3 or _LATIN.search(low):
        return frozenset((low,))
    if _ADJECTIVAL.search(low) and not low.endswith(("кий", "рий", "лий", "ний", "вий", "тий", "дий", "чий", "мий")):
        return adjective_forms(low)
    if low.endswith(("ский", "цкий", "жний", "хний", "дний", "ликий")):
        return adjective_forms(low)
    ends: tuple[str, ...]
    if low.endswith("ия"):
        ends = ("я", "и", "ю", "ей")
    elif low.endswith("а"):
        ends = ("а", "ы", "и", "е", "у", "ой", "ей")
    elif low.endswith("я"):
        ends = ("я", "и", "е", "ю", "ей", "ёй")
    elif low.endswith("ь"):
        ends = ("ь", "я", "ю", "ем", "ём", "е", "и", "ью")
    elif low.endswith("й"):
        ends = _SOFT
    elif low.endswith(("ово", "ево", "ёво", "ино", "ыно")):
        # "Иванова" and "Ивановым" are a family's names.
        ends = ("о", "е")
    elif low.endswith(("ье", "оре")):
        ends = ("е", "я", "ю", "ем", "и")
    elif low.endswith("ец"):
        return frozenset(low[:-2] + end for end in ("ец", "ца", "цу", "цом", "цем", "це"))
    elif low.endswith(("ж", "ш", "ч", "щ", "ц")):
        stem, ends = low, (*_HARD, "ем")
    elif low.endswith(("ы", "ки", "ги", "хи", "щи", "лы", "ды")):
        ends = (low[-1], "ов", "ам", "ами", "ах") + (("ев",) if low[-1] == "и" else ())
    elif low[-1] in "оеэуюиё":
        ends = (low[-1],)
    else:
        stem, ends = low, _HARD
    return frozenset(stem + end for end in ends)


def beginnings(words: Iterable[str]) -> frozenset[str]:
    """The first four letters of all forms of words in lower case."""
    return frozenset(form[:4] for word in words for form in (forms(word) if len(word) < 5 else (word,)))
