"""Numbers that are none: names, places in a list, articles of laws, times of day, scores, codes."""

import re
from collections.abc import Sequence
from functools import cache

from ..reading import Reading, Word, parses
from .numerals import Number, rules, spellings
from .units import unit

__all__ = ["CARDINAL", "names", "titled", "vetoed"]

#: Case endings that are written behind digits: `10-ти`.
CARDINAL = frozenset({"ти", "ми", "х", "и"})
_DASHES = frozenset("-–—−‐‑")
#: A title has no more words before or behind its number, no marks of speech and no verbs.
_TITLE = 5
_SPEECH = frozenset(",.:;!?")
_VERBS = frozenset({"VERB", "INFN", "PRTS", "GRND"})
_OPENING, _CLOSING = frozenset('«“„"‘'), frozenset('»”“"’')
#: What follows the beginning of a number of a telephone: `200-02-00`.
_PHONE = re.compile(r"[ \u00a0-](?:\d{2,3}[ \u00a0-])?\d{2,3}-\d\d-\d\d(?!\d)")


@cache
def names(name: str) -> frozenset[str]:
    """The words before a number that make it a name."""
    return frozenset(spellings(rules("quantities")["names"][name]))


def vetoed(reading: Reading, found: Number) -> int | None:
    """The word to go on from, where digits are a name, a time of day, a score or a place in a list."""
    text, words = reading.text, reading.words
    first, last = words[found.first], words[found.stop - 1]
    before, after = text[first.start - 1 : first.start], text[last.end : last.end + 1]
    if before.isalpha() or before in {"_", "/", "\\", "#", "@", "%"}:
        return found.stop
    if before in _DASHES | {"+"} and first.start > 1 and text[first.start - 2].isalpha():
        return found.stop
    if before in {":", "."} and first.start > 1 and text[first.start - 2].isalnum():
        return found.stop
    if after == ":" and text[last.end + 1 : last.end + 2].isdecimal():
        return found.stop + 2
    if after in {"/", "_", "\\"} and text[last.end + 1 : last.end + 2].isalnum():
        return found.stop + 2
    if after.isalpha() and unit(reading, found.stop) is None:
        return found.stop + 1
    if found.first and first.start - words[found.first - 1].end <= 2:
        named = words[found.first - 1].lower
        if named == "." and found.first > 1:
            named = words[found.first - 2].lower + "."
            if named[:-1] in names("always") or named in names("always"):
                return found.stop
        if named in names("always"):
            return found.stop
        if named in {",", "и", "или"} and _enumerated(words, found.first - 2):
            return found.stop
    if (phone := _PHONE.match(text, last.end)) is not None:
        return reading.at(phone.end())
    if first.form[0] == "0" and len(first.form) > 1:
        return found.stop
    return None


def _enumerated(words: Sequence[Word], at: int) -> bool:
    """Whether a list of numbers that ends there begins with the word for an article or the like."""
    numbered = False
    for place in range(at, max(-1, at - 12), -1):
        lower = words[place].lower
        if lower in names("always"):
            return numbered
        numbered = numbered or lower.isdecimal()
        if not (lower.isdecimal() or lower in {",", ".", "и", "-", "–"}):
            return False
    return False


def titled(words: Sequence[Word], begin: int, end: int) -> bool:
    """Whether a number stands in a few quoted words without a verb, which make a name: `«Три сестры»`."""
    before = range(begin - 1, max(0, begin - _TITLE) - 1, -1)
    behind = range(end, min(len(words), end + _TITLE))
    first = next((place for place in before if _edge(words, place)), None)
    stop = next((place for place in behind if _edge(words, place)), None)
    if first is None or stop is None or not _quoted(words, first, stop):
        return False
    if first + 1 == begin and stop == end:
        return True
    inside = words[first + 1 : stop]
    if not inside[0].form[0].isupper() and not inside[0].form[0].isdecimal():
        return False
    spoken = any(word.form in _SPEECH or parses(word.lower)[0].pos in _VERBS for word in inside)
    return not spoken and not _spoken(words, stop)


def _edge(words: Sequence[Word], place: int) -> bool:
    return words[place].form in _OPENING or words[place].form in _CLOSING


def _quoted(words: Sequence[Word], first: int, stop: int) -> bool:
    """Whether two marks open and close a quotation, close to its words."""
    marks = words[first].form in _OPENING and words[stop].form in _CLOSING
    return marks and words[first].end == words[first + 1].start and words[stop - 1].end == words[stop].start


def _spoken(words: Sequence[Word], stop: int) -> bool:
    """Whether the words go on behind a quotation as they do behind speech."""
    return any(word.form in _DASHES for word in words[stop + 1 : stop + 3])
