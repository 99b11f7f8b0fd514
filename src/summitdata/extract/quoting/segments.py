"""Speech that its tag interrupts, inside a pair of marks or in a paragraph that a dash leads."""

import re
from bisect import bisect_right
from collections.abc import Sequence

import attrs

from ..reading import Reading, parses
from .clauses import Draft, content, tag_end
from .cues import DASHES, Cue, cue_at
from .marks import Marked

__all__ = ["interrupted", "led"]

_SEAM = re.compile(rf"[,!?…;.]\s{{0,4}}[{DASHES}]{{1,2}}\s{{1,4}}")
_RESUME = re.compile(rf"[,.!?…:;]{{1,3}}\s{{0,4}}[{DASHES}]{{1,2}}\s{{0,4}}")
_LED = re.compile(rf"[{DASHES}]{{1,2}}\s{{1,4}}(?=[\"«“„(]?[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ…0-9])")
#: A tag is no longer than this; one that tells what somebody did meanwhile is shorter.
_TAG = 320
_GESTURE = 120
#: A tag that ends with a pronoun has no more words than this: "махнул рукой он".
_SHORT = 5
_PRONOUNS = frozenset(("он", "она", "тот", "та"))
#: So many paragraphs, of which two are questions, make an interview.
_TURNS = 4


def interrupted(
    reading: Reading, each: Marked, quoted: dict[int, int], children: Sequence[Marked], rule: str
) -> list[Draft]:
    """
    The segments of a quotation whose tag stands inside its marks; none where it has no such tag.

    Args:

        reading: The text.

        each: What stands in the marks.

        quoted: Where what is in marks begins and ends.

        children: What stands in marks inside: no tag interrupts that.

        rule: The rule that the segments are found by.
    """
    text = reading.text
    found: list[Draft] = []
    begin = at = each.start
    while seam := _SEAM.search(text, at, each.end):
        at = seam.end()
        child = bisect_right(children, seam.start(), key=lambda one: one.outer_start) - 1
        if child >= 0 and at <= children[child].outer_end:
            continue
        limit = min(each.end, at + 2 * _TAG)
        cue = cue_at(reading, reading.at(at), limit, reach=6) or _gesture(reading, at, limit, quoted)
        stop = tag_end(reading, at, limit, quoted)
        start, end = content(text, begin, seam.start() + 1)
        if cue is None or start >= end or stop - at > _TAG:
            continue
        found.append(_segment(each, (start, end), rule, cue, (at, stop)))
        resume = _RESUME.match(text, stop, each.end)
        begin = at = resume.end() if resume else min(stop + 1, each.end)
    if found:
        first = found[0]
        for later in found[1:]:
            # The tags after the first add nothing.
            later.cue, later.clause = first.cue, first.clause
        start, end = content(text, begin, each.end)
        if start < end:
            found.append(_segment(each, (start, end), rule, first.cue, first.clause))
        else:
            found[-1].position = "medial" if len(found) > 1 else "after"
    return found


def _segment(
    each: Marked, span: tuple[int, int], rule: str, cue: Cue | None = None, clause: tuple[int, int] | None = None
) -> Draft:
    return Draft(
        start=span[0],
        end=span[1],
        outer_start=each.outer_start,
        outer_end=each.outer_end,
        paragraph=each.paragraph,
        rule=rule,
        cue=cue,
        position="medial" if cue else None,
        clause=clause,
    )


def _gesture(reading: Reading, place: int, end: int, quoted: dict[int, int]) -> Cue | None:
    """A tag that tells what somebody did while speaking: "– потирает руки физик. –"; the words must go on after it."""
    stop = tag_end(reading, place, end, quoted)
    cue = cue_at(reading, reading.at(place), stop, reach=1, loose=True)
    if cue is None or stop - place > _GESTURE:
        return None
    words = reading.between(place, stop)
    if len(words) <= _SHORT and words[-1].lower in _PRONOUNS:
        return cue
    if not _RESUME.match(reading.text, stop, end):
        return None
    doers = ({"NOUN", "anim", "nomn"} <= parse.grammemes for word in words[1:] for parse in parses(word.lower)[:2])
    return cue if any(doers) else None


def led(reading: Reading, quoted: dict[int, int]) -> list[Draft]:
    """Paragraphs that a dash leads: those that a tag closes or interrupts, what stands between them, and interviews."""
    found: dict[int, list[Draft]] = {}
    bare: dict[int, Draft] = {}
    text = reading.text
    for number, line in enumerate(reading.paragraphs):
        lead = _LED.match(text, line.start, line.end)
        if lead is None:
            continue
        each = Marked(
            start=lead.end(),
            end=line.end,
            outer_start=line.start,
            outer_end=line.end,
            parent=None,
            closed=False,
            paragraph=number,
        )
        drafts = interrupted(reading, each, quoted, (), "dash-tag")
        start, end = content(text, lead.end(), line.end)
        if drafts:
            found[number] = drafts
        elif start < end and text[line.end - 1] in ".!?…":
            bare[number] = _segment(each, (start, end), "dash-alone")
    tagged = set(found)
    asked = sum(text[draft.end - 1] == "?" for draft in bare.values())
    is_interview = asked > 1 and len(bare) >= _TURNS
    for number, draft in bare.items():
        if {number - 1, number + 1} & tagged:
            found[number] = [draft]
        elif is_interview and (number - 1 in bare or number + 1 in bare):
            found[number] = [attrs.evolve(draft, rule="dash-turn")]
    return [draft for drafts in found.values() for draft in drafts]
