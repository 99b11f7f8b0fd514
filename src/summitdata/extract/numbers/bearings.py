"""What stands around a number: how it bounds the true one, which way it goes, whether it has come true, and when."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ..reading import Reading, Sentence, Word, parses
from .dates import Dated
from .numerals import rules, spellings

__all__ = ["Bounds", "arrives", "bounds", "direction", "percent", "period", "status"]

_FUTURE = re.compile(r"[а-яё]+(?:[её][тм]|и[тм]|[уюая]т|[ую]|[её][тм]ся|и[тм]ся|[уюая]тся|[ую]сь)")
#: How far from a number the words that say what becomes of it are looked for.
_BACK, _ON = 14, 4
_ENDS = frozenset(";()")
_PAST = re.compile(r"[а-яё-]+л(?:[аои]|[ао]сь|ось|ись|ся)?")
#: Where the words around a number part, and how far they are looked at to say whether it has come true.
_STOPS = frozenset(",;:()")
_FAR = 30


class Bounds(NamedTuple):
    """How a value bounds the true one."""

    comparator: str
    approximate: bool


class Period(NamedTuple):
    """The time a number holds for, and the words that tell it."""

    date: str | None
    source: str | None
    start: int
    end: int


@cache
def _comparators(name: str) -> Mapping[tuple[str, ...], Bounds]:
    return {tuple(words.split()): Bounds(*told) for words, told in rules("quantities")[name].items()}


def bounds(words: Sequence[Word], first: int, stop: int) -> Bounds | None:
    """What the words right before a number or right behind it say of it."""
    first = _before_preposition(words, first)
    for size in (3, 2, 1):
        before = tuple(word.lower for word in words[max(0, first - size) : first])
        if (told := _comparators("comparators").get(before)) is not None:
            return told
    for size in (2, 1):
        behind = tuple(word.lower for word in words[stop : stop + size])
        if (told := _comparators("behind").get(behind)) is not None:
            return told
    return None


_PREPOSITIONS = frozenset({"на", "в", "во", "за", "с"})
#: Comparators that may stand before the preposition of a number: `более чем на 5%`, `почти на 5%`.
_OUTSIDE = frozenset({"более", "менее", "больше", "меньше", "почти", "примерно", "чем"})


def _before_preposition(words: Sequence[Word], first: int) -> int:
    """Where what bounds a number ends: before its preposition, if it stands there."""
    if first < 2 or words[first - 1].lower not in _PREPOSITIONS or words[first - 2].lower not in _OUTSIDE:
        return first
    return first - 1


@cache
def _stems(table: str, name: str) -> re.Pattern[str]:
    stems = sorted(set(spellings(rules("quantities")[table][name])), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, stems)) + ")")


def _clause(words: Sequence[Word], first: int, stop: int, sentence: Sentence) -> tuple[list[str], list[str]]:
    """The words before a number, the nearest first, and those behind it, in its clause."""
    before: list[str] = []
    for place in range(first - 1, max(-1, first - 1 - _BACK), -1):
        word = words[place]
        if word.start < sentence.start or word.form in _ENDS:
            break
        before.append(word.lower)
    behind: list[str] = []
    for place in range(stop, min(len(words), stop + _ON)):
        word = words[place]
        if word.end > sentence.end or word.form in _ENDS:
            break
        behind.append(word.lower)
    return before, behind


# The same words stand around numbers everywhere.
@lru_cache(maxsize=2**15)
def _way(lower: str) -> str | None:
    """Which way a word says that things go."""
    return next((way for way in ("increase", "decrease") if _stems("directions", way).match(lower)), None)


@lru_cache(maxsize=2**15)
def _stance(lower: str) -> str | None:
    """Whether a word says that something is meant or foreseen."""
    for stance in ("target", "expected"):
        if _stances(stance).fullmatch(lower):
            return stance
    if _future(lower):
        return "expected"
    return "actual" if _finite(lower) and not _said(lower) else None


@cache
def _stances(name: str) -> re.Pattern[str]:
    """Words; those that end in `*` go on as they like."""
    forms = sorted(set(spellings(rules("quantities")["status"][name])), key=len, reverse=True)
    return re.compile("|".join(re.escape(form).replace(r"\*", r"[а-яё-]*") for form in forms))


def _finite(lower: str) -> bool:
    """Whether a word is a verb that tells what was or is, or a participle."""
    if not lower[:1].isalpha():
        return False
    return lower == "есть" or parses(lower)[0].pos in {"VERB", "PRTS", "PRTF"}


def _past(lower: str) -> bool:
    """Whether a word is a verb in the past, with a subject that may be a number."""
    if _PAST.fullmatch(lower) is None:
        return False
    first = parses(lower)[0]
    return first.pos == "VERB" and "past" in first.grammemes


def _future(lower: str) -> bool:
    """Whether a word is a verb in the future."""
    if _FUTURE.fullmatch(lower) is None:
        return False
    first = parses(lower)[0]
    return first.pos == "VERB" and "futr" in first.grammemes


def arrives(words: Sequence[Word], place: int) -> bool:
    """Whether what stands before the word `до` grows or falls to a number, which then is the number and no limit."""
    for word in reversed(words[max(0, place - 6) : place]):
        if not word.form[0].isalnum():
            return False
        if _way(word.lower) is not None:
            return True
    return False


def direction(words: Sequence[Word], first: int, stop: int, sentence: Sentence) -> str | None:
    """Which way it goes, by the nearest word that tells."""
    before, behind = _clause(words, first, stop, sentence)
    if behind and _stems("percent", "compare").fullmatch(behind[0]):
        return "decrease" if _stems("percent", "less").fullmatch(behind[0]) else "increase"
    return next((way for lower in (*before, *behind) if (way := _way(lower)) is not None), None)


def status(words: Sequence[Word], first: int, stop: int, sentence: Sentence) -> str:
    """Whether a number is so, meant or foreseen, by the words of its clause."""
    if any(_future(word.lower) for word in words[first:stop]):
        return "expected"
    if (stop < len(words) and words[stop].lower == "назад") or (first and words[first - 1].lower == "спустя"):
        return "actual"
    start, end = _segment(words, first, stop, sentence)
    told = _told(words, start, first, stop, end) or _told_before(words, start, sentence)
    if told is None and not any(_said(word.lower) for word in words[start:first]):
        told = _told_behind(words, end, sentence)
    return told or "actual"


def _told_before(words: Sequence[Word], start: int, sentence: Sentence) -> str | None:
    """What the nearest words with a verb before `start` say, as far as its clause goes on: `завод построит дом, 5 школ`."""
    back, least = start, max(0, start - _FAR)
    while back > least and words[back - 1].start >= sentence.start and words[back].lower not in _opening():
        upto = back - 1
        back = min(_segment(words, upto, upto, sentence)[0], upto)
        if (told := _told(words, back, upto, upto, upto)) is not None:
            return told
    return None


def _told_behind(words: Sequence[Word], end: int, sentence: Sentence) -> str | None:
    """What the nearest words with a verb behind `end` say, but for clauses put in: `5 школ, которых не было, построят`."""
    on, most = end, min(len(words) - 1, end + _FAR)
    while on < most and words[on].end < sentence.end:
        since = on + 1
        on = _segment(words, since, since, sentence)[1]
        if words[since].lower not in _opening() and (told := _told(words, since, since, since, on)) is not None:
            return told
    return None


def _segment(words: Sequence[Word], first: int, stop: int, sentence: Sentence) -> tuple[int, int]:
    """From where to where the words go between commas, colons and brackets, as far as they are looked at."""
    start, least = first, max(0, first - _FAR)
    while start > least and (word := words[start - 1]).form not in _STOPS and word.start >= sentence.start:
        start -= 1
    end, most = stop, min(len(words), stop + _FAR)
    while end < most and (word := words[end]).form not in _STOPS and word.end <= sentence.end:
        end += 1
    return start, end


def _told(words: Sequence[Word], start: int, first: int, stop: int, end: int) -> str | None:
    """What the words from `start` to `first` and from `stop` to `end` say of a number; None where they have no verb."""
    stances = {_stance(word.lower) for word in words[start:first]}
    stances.update(_stance_behind(word.lower) for word in words[stop:end])
    return next((stance for stance in ("target", "expected", "actual") if stance in stances), None)


@lru_cache(maxsize=2**15)
def _stance_behind(lower: str) -> str | None:
    """The same of a word behind a number, which may be the subject of a verb: `двадцать стран договорились`."""
    return "actual" if _past(lower) else _stance(lower)


@lru_cache(maxsize=2**15)
def _said(lower: str) -> bool:
    """Whether a word is a verb of saying."""
    return _stances("saying").fullmatch(lower) is not None


@cache
def _opening() -> frozenset[str]:
    """The words that begin a clause of their own."""
    return frozenset(spellings(rules("quantities")["status"]["opening"]))


def percent(words: Sequence[Word], first: int, stop: int, sentence: Sentence) -> str:
    """What a percentage is: ``"growth"``, ``"share"`` or ``"level"``."""
    before, behind = _clause(words, first, stop, sentence)
    if behind and _stems("percent", "compare").fullmatch(behind[0]):
        return "growth"
    if "на" in before[:3] and any(_way(lower) for lower in (*before, *behind)):
        return "growth"
    if any(lower.startswith(("рост", "прирост", "увелич")) for lower in before[:4]):
        return "growth"
    return "level" if any(_stems("percent", "level").match(lower) for lower in (*behind[:1], *before)) else "share"


def sentence_of(reading: Reading, at: int) -> Sentence:
    """The sentence that a place stands in, or one that covers the text."""
    sentences = reading.sentences
    found = bisect_right(sentences, (at, len(reading.text) + 1, 0)) - 1
    return sentences[found] if found >= 0 else Sentence(0, len(reading.text), 0)


_BEFORE = frozenset({"в", "во", "к", "ко", "за", "с", "со", "до", "на", "по", "о", "об", "от"})


def period(reading: Reading, start: int, end: int, sentence: Sentence, dates: Sequence[Dated]) -> Period | None:
    """The date of a number's clause, the last before it or else the first behind it, and where its words begin."""
    least, most = max(sentence.start, start - _SPREAD), min(sentence.end, end + _SPREAD)
    first = bisect_left(dates, least, key=lambda each: each.start)
    stop = bisect_left(dates, most, lo=first, key=lambda each: each.start)
    close = [each for each in dates[first:stop] if each.date]
    around = [each for each in close if each.start <= start and end <= each.end and each.rule != "counted-term"]
    before = [each for each in reversed(close) if each.end <= start]
    behind = [each for each in close if end <= each.start]
    for found in (*around, *before, *behind):
        gap = reading.text[found.end : start] if found.end <= start else reading.text[end : found.start]
        if _parted(gap, found, behind=found.start >= end):
            continue
        at = reading.at(found.start)
        prefixed = at > 0 and reading.words[at - 1].lower in _BEFORE
        source = "context" if " из них" in gap else found.date_source
        return Period(found.date, source, reading.words[at - 1].start if prefixed else found.start, found.end)
    return None


def _parted(gap: str, found: Dated, *, behind: bool) -> bool:
    """Whether what stands between a number and a date keeps them apart."""
    if behind:
        return not _APART_BEHIND.isdisjoint(gap)
    # A year in a clause of its own ends at a colon; `в прошлом году` may be the frame of what follows it.
    return ";" in gap or (":" in gap and found.date_source == "stated")


_APART_BEHIND = frozenset(";:,")


#: Farther off a date is seldom that of the number.
_SPREAD = 160
