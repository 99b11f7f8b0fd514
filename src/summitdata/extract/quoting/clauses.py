"""Where the clauses around a quotation begin and end, which cues they have, and what is known of a quotation so far."""

from bisect import bisect_right
from collections.abc import Iterator

import attrs

from ..reading import Reading
from .cues import DASHES, Cue, phrase_at, reporting, whole
from .marks import MARKS
from .stage import Source

__all__ = ["EDGE", "Draft", "content", "cues_in", "line_of", "nearest", "sentence_before", "stops", "tag_end"]

EDGE = " \t\n\r\xa0\u2009\u202f'"


@attrs.define(kw_only=True)
class Draft:
    """A quotation before its speaker is known: where it is, and the clause in which its cue stands."""

    kind: str = "direct"
    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    rule: str
    group: int | None = None
    cue: Cue | None = None
    position: str | None = None
    clause: tuple[int, int] | None = None
    #: Whose speaker it shares: another draft.
    shares: "Draft | None" = None
    #: The clause of a sentence nearby that names the speaker without introducing the words.
    hint: tuple[int, int] | None = None
    found: Source = attrs.Factory(Source)


def content(text: str, start: int, end: int) -> tuple[int, int]:
    """A content without the spaces, and the comma or full stop, at its edges."""
    while start < end and (
        text[start] in EDGE or (text[start] in MARKS[2:3] + ",.;" and text[start : start + 2] != "..")
    ):
        start += 1
    while end > start:
        sign = text[end - 1]
        if (
            sign in EDGE
            or sign in ",;:"
            or sign in DASHES
            or (sign > "\u2600" and not sign.isalnum())
            or (sign == "." and text[end - 2 : end - 1] != ".")
        ):
            end -= 1
        else:
            break
    return start, end


def line_of(reading: Reading, place: int) -> int:
    """The number of the paragraph of a place."""
    return min(bisect_right(reading.paragraphs, place, key=lambda line: line.start), len(reading.paragraphs)) - 1


def tag_end(reading: Reading, place: int, end: int, quoted: dict[int, int]) -> int:
    """Where the tag that begins at a place ends: with its sentence, or where the words go on."""
    words = reading.words
    at = reading.at(place)
    while at < len(words) and words[at].start < end:
        word = words[at]
        jump = quoted.get(word.start)
        if jump is not None:
            if at and words[at - 1].form in ":,.–—-" and words[at - 1].start >= place and jump - word.start > 40:
                return word.start
            at = max(at + 1, reading.at(jump))
            continue
        if word.form in ".!?…" and stops(reading, at, end):
            return word.start
        if word.form in ",:" and at + 1 < len(words) and words[at + 1].form in DASHES:
            return word.start
        at += 1
    return end


def stops(reading: Reading, at: int, end: int) -> bool:
    """Whether a full stop ends a sentence: not after an initial or an abbreviation."""
    words, text = reading.words, reading.text
    if words[at].form != ".":
        return True
    before = words[at - 1] if at else None
    if before and before.end == words[at].start and len(before.form) == 1 and before.form.isupper():
        return False
    after = words[at].end
    rest = text[after : min(end, after + 4)].lstrip(EDGE)
    if not rest:
        return True
    return (
        text[after] in EDGE and (rest[0].isupper() or rest[0] in DASHES or rest[0] in MARKS or rest[0].isdigit())
    ) or text[after] in MARKS


def sentence_before(reading: Reading, place: int, line: int) -> tuple[int, int]:
    """The sentence before a place, up to it."""
    text = reading.text
    at = place - 1
    limit = max(line, place - 600)
    while at > limit:
        if text[at] in ".!?…" and at + 1 < place and text[at + 1] in EDGE and not _initial(text, at):
            rest = text[at + 1 : place].lstrip(EDGE)
            if rest and (rest[0].isupper() or rest[0] in MARKS):
                return at + 1, place
        at -= 1
    return limit, place


def _initial(text: str, at: int) -> bool:
    return text[at] == "." and at > 1 and text[at - 1].isupper() and not text[at - 2].isalnum()


def nearest(reading: Reading, start: int, end: int, quoted: dict[int, int]) -> Cue | None:
    """The last verb of saying or attributing phrase of a clause."""
    found = None
    for cue in cues_in(reading, start, end, quoted):
        found = cue
    return found


#: What a finite verb, a short participle or a short adjective can end in.
_ENDINGS = frozenset("лаоияьтныё")
#: What an attributing phrase begins with.
_PHRASES = frozenset(("по", "со"))
_OPENING = frozenset(MARKS)


def cues_in(reading: Reading, start: int, end: int, quoted: dict[int, int]) -> Iterator[Cue]:
    """The verbs of saying and the attributing phrases of a stretch, in order, outside of marks."""
    first, last = reading.at(start), reading.at(end)
    until = first
    for at, word in enumerate(reading.words[first:last], first):
        lower = word.lower
        # Most words end in no letter that a verb of saying can end in.
        if lower[-1:] not in _ENDINGS or at < until:
            if lower in _OPENING and at >= until:
                until = reading.at(min(quoted.get(word.start, 0), end))
            continue
        if lower in _PHRASES:
            phrase = phrase_at(reading, at)
            if phrase:
                yield phrase
                until = phrase.last
            continue
        found = reporting(lower)
        if found:
            yield whole(reading, at, found)
