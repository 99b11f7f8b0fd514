"""What leads to the speaker of a quotation without a tag of its own: the tag beside it, a sentence before or after it."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from ..reading import Reading
from .clauses import Draft, nearest, sentence_before
from .cues import DASHES, Cue, cue_at

__all__ = ["share", "touches"]

_BETWEEN = " \xa0\t\r\n,.:;!?…" + DASHES
_AFTER = re.compile(
    r"(?:Об этом|О том|О ч[её]м|Так(?:ое|ую|ие|ими|им)?|Эт[иоу]\w{0,3}|С так\w+|Соответствующ\w+|Тем самым)\b"
)


def share(reading: Reading, drafts: list[Draft]) -> None:
    """Who else says what has no tag of its own: the tag beside it, the sentence before, the sentence after."""
    for at, draft in enumerate(drafts):
        before = drafts[at - 1] if at else None
        if draft.cue is not None or draft.clause is not None:
            if draft.rule in ("quote-inside", "dash-tag") and before is not None and before.clause == draft.clause:
                _group(before, draft)
        elif not draft.rule.startswith("dash"):
            _lead(reading, drafts, at, draft, before)


def _group(before: Draft, draft: Draft) -> None:
    draft.group = before.group = before.start if before.group is None else before.group
    before.position = draft.position = "medial"


def _lead(reading: Reading, drafts: Sequence[Draft], at: int, draft: Draft, before: Draft | None) -> None:
    """Find what leads to the speaker of a quotation without a tag."""
    text = reading.text
    line = reading.paragraphs[draft.paragraph]
    if before is not None and before.paragraph == draft.paragraph:
        if before.clause and before.position != "before" and touches(text, before.clause[1], draft):
            draft.shares, draft.cue, draft.clause = before, before.cue, before.clause
            _group(before, draft)
            return
        if touches(text, before.outer_end, draft):
            draft.shares = before
            return
    follow = _following(reading, draft)
    if follow:
        draft.clause, draft.cue = follow
        draft.position = "after"
        return
    if draft.outer_start != line.start:
        draft.hint = sentence_before(reading, draft.outer_start, line.start)
        return
    above = reading.paragraphs[draft.paragraph - 1] if draft.paragraph else None
    if above and text[above.end - 1] == ":":
        draft.hint = sentence_before(reading, above.end, above.start)
        draft.rule = "quote-colon"
        return
    if _only(reading, draft):
        later = _tagged(reading, drafts, at)
        if later is not None:
            draft.shares = later
            return
    if above is None:
        return
    if before is not None and before.paragraph == draft.paragraph - 1 and before.outer_start == above.start:
        draft.shares = before
    else:
        draft.hint = sentence_before(reading, above.end, above.start)


def touches(text: str, place: int, draft: Draft) -> bool:
    """Whether nothing but marks stands between a place and a quotation."""
    return place <= draft.outer_start and not text[place : draft.outer_start].strip(_BETWEEN)


def _tagged(reading: Reading, drafts: Sequence[Draft], at: int) -> Draft | None:
    """The quotation with a tag to which a run of paragraphs that are quotations leads."""
    for number in range(at + 1, min(at + 8, len(drafts))):
        before, draft = drafts[number - 1], drafts[number]
        if draft.paragraph != before.paragraph + 1 or draft.outer_start != reading.paragraphs[draft.paragraph].start:
            return None
        if draft.cue is not None:
            return draft
        if not _only(reading, draft):
            return None
    return None


def _only(reading: Reading, draft: Draft) -> bool:
    rest = reading.text[draft.outer_end : reading.paragraphs[draft.paragraph].end]
    return not rest.strip(".,!?… \xa0")


def _following(reading: Reading, draft: Draft) -> tuple[tuple[int, int], Cue] | None:
    """The sentence after a quotation that names its speaker: "Об этом заявил министр"."""
    number = draft.paragraph
    for each in reading.sentences[bisect_right(reading.sentences, draft.outer_end - 1, key=lambda s: s.start) :][:1]:
        if each.paragraph == number + 1 and reading.text[each.start].islower():
            cue = cue_at(reading, reading.at(each.start), each.end, reach=2)
            return ((each.start, each.end), cue) if cue else None
        if each.paragraph > number + 1 or not _AFTER.match(reading.text, each.start):
            return None
        cue = nearest(reading, each.start, each.end, {})
        if cue:
            return (each.start, each.end), cue
    return None
