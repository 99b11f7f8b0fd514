"""Who says what was found: the source of its cue, or whoever the text around it is about."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from ..reading import Reading
from .clauses import Draft, content, cues_in, sentence_before
from .cues import Cue, lexicon
from .leading import touches
from .roles import before
from .speakers import source
from .stage import Source, Stage

__all__ = ["answers", "attribute", "interviewed"]


def attribute(stage: Stage, draft: Draft) -> None:
    """Find the speaker of a draft and remember that he spoke."""
    if draft.hint and draft.cue is None:
        _hinted(stage, draft, draft.hint)
    elif draft.kind == "indirect" and draft.shares is not None:
        # A verb that shares its subject with the one before it names nobody.
        draft.found = Source(speaker=draft.shares.found.speaker)
    elif draft.cue and draft.clause:
        draft.found = source(stage, draft.cue, *draft.clause, place=draft.start)
        if draft.rule == "indirect-phrase" and draft.found.end and draft.start < draft.found.end:
            draft.start = content(stage.reading.text, draft.found.end, draft.end)[0]
        _handed_on(stage, draft)
    if draft.found.speaker is None and draft.found.start is None:
        _understood(stage, draft)
    if draft.found.speaker is not None:
        stage.speaks(draft.start, draft.found.speaker)


def _handed_on(stage: Stage, draft: Draft) -> None:
    """An outlet that hands words on is not their speaker: that is whom the sentence before speaks of."""
    verb = draft.cue.verb if draft.cue else None
    speaker = draft.found.speaker
    if draft.kind != "direct" or verb is None or verb.lemma not in lexicon("cues", "citing"):
        return
    if speaker is not None and stage.entities[speaker].type == "PERSON":
        return
    line = stage.reading.paragraphs[draft.paragraph]
    place = draft.outer_start
    if place == line.start and draft.paragraph:
        line = stage.reading.paragraphs[draft.paragraph - 1]
        place = line.end
    start, end = sentence_before(stage.reading, place, line.start)
    last = stage.last(end, None)
    if last is not None and any(entity == last and start <= at < end for at, entity in stage.recent(end)):
        draft.found = Source(speaker=last)


def _hinted(stage: Stage, draft: Draft, hint: tuple[int, int]) -> None:
    """Who is spoken of in the sentence that leads up to a quotation: a source, the subject, or the only person."""
    is_colon = draft.rule == "quote-colon"
    for cue in reversed(list(cues_in(stage.reading, *hint, stage.quoted))):
        found = source(stage, cue, *hint, place=draft.start)
        if found.speaker is not None:
            draft.found = found if is_colon else Source(speaker=found.speaker)
            if is_colon:
                draft.cue, draft.position, draft.clause = cue, "before", hint
            return
    first, last = hint
    if draft.rule == "quote-name":
        named = stage.by_start.get(stage.reading.words[stage.reading.at(first)].start)
        if named and stage.entities[named.entity].type == "PERSON":
            draft.found = Source(start=named.start, end=named.end, speaker=named.entity, sure=True)
            return
    subjects = list(dict.fromkeys(entity for at, entity in stage.recent(last) if first <= at))
    others = list(
        dict.fromkeys(
            entity
            for at, entity in stage.asides[
                bisect_left(stage.asides, (first, -1)) : bisect_left(stage.asides, (last, -1))
            ]
        )
    )
    if len(subjects) == 1 or (is_colon and subjects):
        draft.found = Source(speaker=subjects[0])
    elif is_colon and not subjects and len(others) == 1:
        draft.found = Source(speaker=others[0])


def _understood(stage: Stage, draft: Draft) -> None:
    """Who is meant where a cue names nobody: the subject of the verb before it, or whoever spoke last."""
    verb = draft.cue.verb if draft.cue else None
    if (
        (
            draft.clause
            and draft.cue
            and verb
            and draft.position == "before"
            and not verb.plural
            and not verb.passive
            and _opens(stage.reading, draft.cue, draft.clause)
        )
        or (
            draft.kind == "direct"
            and draft.clause
            and draft.cue
            and draft.position == "after"
            and verb
            and verb.gender in ("masc", "femn")
            and not verb.passive
            and _opens(stage.reading, draft.cue, draft.clause)
        )
        or (
            draft.rule in ("quote-tag", "quote-inside", "dash-tag", "quote-colon", "indirect-that")
            and draft.clause
            and verb
            and verb.gender in ("masc", "femn")
            and _is_bare(stage.reading, draft.clause)
        )
    ):
        draft.found = Source(speaker=before(stage, draft.start, verb.gender))


def _opens(reading: Reading, cue: Cue, clause: tuple[int, int]) -> bool:
    """Whether a clause begins with its verb: "И добавил: …"."""
    return cue.first - reading.at(clause[0]) <= 2


def _is_bare(reading: Reading, clause: tuple[int, int]) -> bool:
    """Whether a clause has nothing but its verb and a few words that name nobody."""
    words = [word for word in reading.between(*clause) if word.form[0].isalpha()]
    return len(words) <= 5 and not any(word.form[0].isupper() for word in words[1:])


def interviewed(reading: Reading, stage: Stage, drafts: Sequence[Draft]) -> None:
    """Who answers in an interview: the only person whom the text before it names."""
    turns = [draft for draft in drafts if draft.rule == "dash-turn"]
    if not turns:
        return
    known = {entity for at, entity in (*stage.events, *stage.asides) if at < turns[0].start}
    if len(known) != 1:
        return
    for earlier, draft in pairwise(turns):
        if (reading.text[earlier.end - 1] == "?" and reading.text[draft.end - 1] != "?") or (
            reading.text[earlier.end - 1] == "?"
            and draft.paragraph == earlier.paragraph + 1
            and earlier.found.speaker is None
        ):
            draft.found = Source(speaker=next(iter(known)))


def answers(reading: Reading, before: Draft, draft: Draft) -> bool:
    """Whether a quotation follows a question with nothing but the question's tag between them."""
    if before.kind != "direct" or draft.kind != "direct" or reading.text[before.end - 1] != "?" or not before.clause:
        return False
    asks, says = before.cue, draft.cue
    if (
        asks is None
        or says is None
        or not (
            asks.lemma.split()[0] in lexicon("cues", "questioning")
            or says.lemma.split()[0] in lexicon("cues", "replying")
        )
    ):
        return False
    return before.clause[0] >= before.outer_end and touches(reading.text, before.clause[1], draft)
