"""
A text as the rules look at it: its paragraphs, sentences and words, and what each word can be.

Offsets are those of the tables: 0-based, half-open, in Unicode code points of the text as it is given.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from itertools import repeat
from typing import Any, NamedTuple

import attrs

from ..exceptions import MissingExtraError

__all__ = ["WORD", "Parse", "Reading", "Sentence", "Span", "Word", "analyzer", "is_known", "parses", "read"]

#: The header that whoever stored a file may have put before the first word.
_HEADER = re.compile(r"\A\s*date (\d{4}-\d{2}-\d{2})(?:\s+|\Z)")
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
#: A word with its hyphens, a run of digits, or one mark.
WORD = re.compile(r"[^\W\d_]+(?:[-\u0301\u00ad\u2010\u2011'’][^\W\d_]+)*|\d+|[^\w\s]|_")


class Span(NamedTuple):
    """A stretch of the text."""

    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence and the place of its paragraph in the list of paragraphs."""

    start: int
    end: int
    paragraph: int


class Word(NamedTuple):
    """
    A word with its hyphens, a run of digits, or one mark.

    Attributes:

        start, end: Where it stands.

        form: As it stands.

        lower: In lower case, `ё` kept, stress marks and soft hyphens dropped; empty where there is nothing else.
    """

    start: int
    end: int
    form: str
    lower: str


class Parse(NamedTuple):
    """
    One reading of a word, in the terms of OpenCorpora.

    Attributes:

        lemma: The dictionary form, with its `ё`.

        pos: The part of speech, such as ``"NOUN"``; empty where the dictionary gives none.

        grammemes: All that is known: ``"Surn"``, ``"nomn"``, ``"plur"`` …

        score: How likely it is among the readings of the form, by counts of forms alone.
    """

    lemma: str
    pos: str
    grammemes: frozenset[str]
    score: float


@attrs.frozen
class Reading:
    """
    A text as the rules look at it.

    Attributes:

        text: The text as it is.

        published: The day it appeared, as given or as its header says.

        body: Where the text begins after the header.

        paragraphs: Its non-empty lines, without the spaces at their ends.

        sentences: Its sentences, in order.

        words: Its words, runs of digits and marks, in order.
    """

    text: str
    published: dt.date | None
    body: int
    paragraphs: Sequence[Span]
    sentences: Sequence[Sentence]
    words: Sequence[Word]
    #: Where each word begins, to find those of a stretch.
    starts: Sequence[int]
    #: The words as they stand, and in lower case.
    forms: Sequence[str]
    lowers: Sequence[str]

    def between(self, start: int, end: int) -> Sequence[Word]:
        """The words that begin in a stretch."""
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def at(self, place: int) -> int:
        """The number of the first word that begins at a place or after it."""
        return bisect_left(self.starts, place)


@cache
def analyzer() -> Any:
    """
    The dictionary, loaded once.

    Raises:

        MissingExtraError: pymorphy3 is not installed.
    """
    try:
        import pymorphy3
    except ModuleNotFoundError as error:
        raise MissingExtraError(_missing(error, "extract")) from error
    return pymorphy3.MorphAnalyzer()


def _missing(error: ModuleNotFoundError, extra: str) -> str:
    return f"extraction needs {error.name}; install it with: pip install 'summitdata[{extra}]'"


def is_known(lower: str) -> bool:
    """Whether the dictionary has a word in lower case, rather than guesses by its ending."""
    return bool(analyzer().word_is_known(lower))


# What is known of a form is the same wherever it stands; most of an article's words were in the one before.
@lru_cache(maxsize=2**16)
def parses(lower: str) -> tuple[Parse, ...]:
    """What a word in lower case can be, the likeliest first."""
    try:
        found = analyzer().parse(lower)
    except ValueError:
        # pymorphy3 asks for the names of letters, and some that Unicode counts as letters have none.
        return (Parse(lower, "", frozenset({"UNKN"}), 1.0),)
    # pymorphy3's own kind of text complains when it is compared with a tag that it does not know.
    return tuple(Parse(one.normal_form, str(one.tag.POS or ""), one.tag.grammemes, one.score) for one in found)


def read(text: str, published: dt.date | None = None) -> Reading:
    """A text as the rules look at it; its header, if it has one, tells when it appeared unless that is given."""
    header = _HEADER.match(text)
    body = header.end() if header else 0
    if header and published is None:
        published = _day(header[1])
    paragraphs = [Span(*_stripped(text, *line.span())) for line in _LINE.finditer(text, body) if line[0].strip()]
    sentences = [
        Sentence(start, end, place) for place, line in enumerate(paragraphs) for start, end in _sentences(text, line)
    ]
    found = [*WORD.finditer(text, body)]
    starts = [one.start() for one in found]
    forms = [one[0] for one in found]
    lowered = [form.lower() for form in forms]
    if "\u0301" in text or "\u00ad" in text:
        lowered = [lower.replace("\u0301", "").replace("\u00ad", "") for lower in lowered]
    # As `Word._make` does it, in half of its time.
    rows = zip(starts, [one.end() for one in found], forms, lowered, strict=True)
    words: list[Word] = [*map(tuple.__new__, repeat(Word), rows)]
    return Reading(text, published, body, paragraphs, sentences, words, starts, forms, lowered)


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        # A header that tells no day of the calendar tells nothing.
        return None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())


def _sentences(text: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    for piece in _segmenter()(text[paragraph.start : paragraph.end]):
        yield paragraph.start + piece.start, paragraph.start + piece.stop


@cache
def _segmenter() -> Callable[[str], Iterable[Any]]:
    """How razdel cuts sentences, spared the marks that have no space after them: it never cuts there."""
    # Its package has a function by the name of the module.
    try:
        sentenize = import_module("razdel.segmenters.sentenize")
    except ModuleNotFoundError as error:
        raise MissingExtraError(_missing(error, "extract")) from error
    whole = sentenize.sentenize.split
    # What its marks and smileys begin with is found in a fifth of the time that these take.
    sign = re.compile(f"[=:;{re.escape(sentenize.DELIMITERS)}]")

    def parts(text: str) -> Iterator[Any]:
        past = done = 0
        for found in sign.finditer(text):
            start = found.start()
            mark = whole.re.match(text, start) if start >= done else None
            if mark:
                done = mark.end()
                if text[done : done + 1].isspace():
                    yield text[past:start]
                    left, right = text[max(start - whole.window, 0) : start], text[done : done + whole.window]
                    yield sentenize.SentSplit(left, mark[1], right)
                    past = done
        yield text[past:]

    made: Callable[[str], Iterable[Any]] = sentenize.SentSegmenter(split=parts)
    return made
