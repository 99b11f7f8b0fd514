"""Quotations: what stands in marks or after a dash as somebody's words, how it is attributed, and to whom."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import attrs

from ..cast import Cast, Mentioned
from ..reading import Reading
from .attributing import answers, attribute, interviewed
from .clauses import Draft
from .cues import lexicon, rules, tag_at
from .direct import directs, scares
from .grammar import heads_of
from .indirect import indirects
from .leading import share
from .marks import pairs
from .segments import led
from .stage import Source, Stage, kinds_of

__all__ = ["Quoted", "find"]

_PRONOUNS = frozenset(
    ("он", "она", "они", "его", "её", "ее", "их", "им", "ею", "ему", "ей", "него", "неё", "нее", "них", "тот", "та")
)
#: So many mentions before a place may reach it.
_NEAR = 4


@attrs.frozen(kw_only=True)
class Quoted:
    """
    One quotation, or one segment of one that its tag interrupts.

    Attributes:

        kind: A code of `QuotationKind`.

        start, end: The content, without outer marks and without the comma or full stop before the tag.

        group: The place in the list of the first segment of an interrupted quotation, its own for the first.

        parent: The place in the list of the quotation it stands in.

        cue_start, cue_end: The words that attribute.

        cue_lemma: Their dictionary form.

        cue_position: A code of `CuePosition`.

        source_start, source_end: The words that name the source.

        speaker: The place of the source in `Cast.entities`.

        rule, confidence: What found it, and how sure that is.
    """

    kind: str
    start: int
    end: int
    group: int | None = None
    parent: int | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    cue_lemma: str | None = None
    cue_position: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    speaker: int | None = None
    rule: str
    confidence: float


def find(reading: Reading, cast: Cast) -> tuple[list[Quoted], Cast]:
    """
    The quotations of a text in order, those that hold others first, and the cast with the sources that it lacked.

    Args:

        reading: The text.

        cast: The people, bodies and places that the rules for names found.
    """
    ends = [line.end for line in reading.paragraphs]

    def tags(place: int) -> bool:
        line = bisect_right(ends, place)
        return line < len(ends) and tag_at(reading, place, ends[line]) is not None

    marked = pairs(reading, tags)
    quoted = {each.outer_start: each.end for each in marked}
    drafts = directs(reading, marked, quoted)
    drafts.extend(led(reading, quoted))
    drafts.sort(key=lambda draft: (draft.start, -draft.end))
    share(reading, drafts)
    stage = Stage.of(reading, cast, quoted, [(draft.start, draft.end) for draft in drafts])
    drafts = sorted([*drafts, *indirects(reading, drafts, quoted)], key=lambda draft: (draft.start, -draft.end))
    for at, draft in enumerate(drafts):
        before = drafts[at - 1] if at else None
        stage.asked = before.found.speaker if before and answers(reading, before, draft) else None
        attribute(stage, draft)
    outlet = next((draft for draft in drafts if draft.rule == "indirect-channel"), None)
    for draft in drafts:
        if draft.rule == "indirect-earlier" and outlet is not None:
            draft.found = Source(speaker=outlet.found.speaker)
    for draft in drafts:
        if draft.kind == "indirect" and quoted.get(draft.start) == draft.end - 1:
            draft.start, draft.end = draft.start + 1, draft.end - 1
    drafts = [draft for draft in drafts if _stands(reading, draft)]
    drafts.extend(scares(reading, marked, drafts))
    drafts.sort(key=lambda draft: (draft.start, -draft.end))
    interviewed(reading, stage, drafts)
    for draft in drafts:
        if draft.shares is not None and draft.found.speaker is None:
            root = _root(draft)
            draft.found = Source(speaker=root.found.speaker)
            if root.start > draft.start and root.cue is not None and draft.cue is None:
                # One tag at the end of several paragraphs is that of all.
                draft.found, draft.cue, draft.position = root.found, root.cue, "after"
    return _assembled(reading, drafts), Cast(stage.entities, _mentioned(stage, drafts))


def _mentioned(stage: Stage, drafts: Sequence[Draft]) -> list[Mentioned]:
    """The mentions with those of the sources that were traced: "он", "глава ведомства"."""
    made: dict[int, Mentioned] = {}
    for draft in drafts:
        start, end, speaker = draft.found.start, draft.found.end, draft.found.speaker
        if start is None or end is None or speaker is None:
            continue
        first = bisect_left(stage.mentions, start, key=lambda each: each.start)
        last = bisect_left(stage.mentions, end, lo=first, key=lambda each: each.start)
        near = stage.mentions[max(0, first - _NEAR) : last]
        if not any(each.end > start for each in near):
            form = _form(stage, start, end, speaker)
            made[start] = Mentioned(
                start=start, end=end, entity=speaker, form=form, rule=f"source-{form}", confidence=0.8
            )
    if not made:
        return stage.mentions
    return sorted([*stage.mentions, *made.values()], key=lambda each: (each.start, -each.end, each.entity, each.form))


def _form(stage: Stage, start: int, end: int, speaker: int) -> str:
    """By what kind of words a source is mentioned."""
    words = [word.lower for word in stage.reading.between(start, end)]
    if len(words) == 1 and words[0] in _PRONOUNS:
        return "pronoun"
    if stage.entities[speaker].rule == "source-name":
        return "name"
    heads = frozenset().union(*(heads_of(word) for word in words[:4] if word[:1].isalpha()))
    is_office = heads & lexicon("sources", "people", "leads") and kinds_of(heads, set(words))
    return "office" if is_office and stage.entities[speaker].type == "PERSON" else "description"


def _stands(reading: Reading, draft: Draft) -> bool:
    """Whether a draft is a quotation: somebody's where it is indirect; no title or slogan after a colon."""
    if draft.found.speaker is not None:
        return True
    if draft.kind == "indirect":
        return False
    inside = reading.text[draft.start : draft.end - 1]
    return draft.rule != "quote-colon" or draft.cue is not None or any(sign in inside for sign in ".!?…")


def _root(draft: Draft) -> Draft:
    while draft.shares is not None and draft.found.speaker is None:
        draft = draft.shares
    return draft


def _assembled(reading: Reading, drafts: Sequence[Draft]) -> list[Quoted]:
    firsts = {draft.start: at for at, draft in enumerate(drafts) if draft.group is not None}
    sure = rules("cues")["confidence"]
    made: list[Quoted] = []
    stack: list[int] = []
    for draft in drafts:
        while stack and made[stack[-1]].end <= draft.start:
            stack.pop()
        parent = stack[-1] if stack and draft.kind != "direct" and made[stack[-1]].end >= draft.end else None
        cue = draft.cue
        # "по его словам": the source stands in the middle, and only what follows it is one stretch.
        own = cue and cue.verb is None and cue.last - cue.first == 3
        made.append(
            Quoted(
                kind=draft.kind,
                start=draft.start,
                end=draft.end,
                group=None if draft.group is None else firsts[draft.group],
                parent=parent,
                cue_start=reading.words[cue.last - 1 if own else cue.first].start if cue else None,
                cue_end=reading.words[cue.last - 1].end if cue else None,
                cue_lemma=cue.lemma if cue else None,
                cue_position=draft.position if cue else None,
                source_start=draft.found.start,
                source_end=draft.found.end,
                speaker=draft.found.speaker,
                rule=draft.rule,
                confidence=sure[draft.rule],
            )
        )
        stack.append(len(made) - 1)
    return made
