"""Direct speech in marks, with its tag after it, with a colon before it or alone; and terms in marks."""

import re
from bisect import bisect_right
from collections.abc import Sequence

import attrs

from ..reading import Reading, parses
from .clauses import EDGE, Draft, content, line_of, nearest, sentence_before, tag_end
from .cues import DASHES, Cue, cue_at, lexicon, tag_at, verb
from .marks import MARKS, Marked
from .segments import interrupted

__all__ = ["directs", "scares"]

_NAMED = re.compile(rf"\s{{0,3}},\s{{0,3}}[{DASHES}]{{1,2}}\s{{1,4}}(?=[А-ЯЁA-Z])")
_ENDING = ".!?…"
_PREDICATES = ("VERB", "PRED", "PRTS", "ADJS", "INFN")
#: A term is no longer than this, in characters and in words.
_TERM = 80
_TERM_WORDS = 4
#: So far the words in marks are counted.
_LONG = 160
#: So many words have a verb or are a clause without one.
_CLAUSE = 6
#: A tag ends within so many characters; one without a verb has no more words than this.
_TAG = 600
_NAME_WORDS = 14


@attrs.frozen
class _Place:
    """A pair of marks and what stands around it."""

    each: Marked
    #: Where its first and its last paragraph begin and end.
    line_start: int
    line_end: int
    #: How many words are inside.
    size: int
    #: The content without its edges.
    start: int
    end: int
    #: Whether a sentence or a colon stands before it, whether it goes on after a tag, whether a sentence ends with it.
    begins: bool
    colon: bool
    continues: bool
    ends: bool


def directs(reading: Reading, marked: Sequence[Marked], quoted: dict[int, int]) -> list[Draft]:
    """
    What stands in outermost marks as somebody's own words.

    Args:

        reading: The text.

        marked: What stands in marks.

        quoted: Where each begins and ends.
    """
    found: list[Draft] = []
    inner: dict[int | None, list[Marked]] = {}
    for each in marked:
        inner.setdefault(each.parent, []).append(each)
    for number, each in enumerate(marked):
        if each.parent is None:
            place = _place(reading, each, found)
            if place.start < place.end:
                found.extend(_direct(reading, place, quoted, inner.get(number, [])))
    return found


def _place(reading: Reading, each: Marked, before: Sequence[Draft]) -> _Place:
    text = reading.text
    line = reading.paragraphs[each.paragraph]
    end = reading.paragraphs[line_of(reading, each.outer_end - 1)].end
    start, stop = content(text, each.start, each.end)
    at = each.outer_start - 1
    while at >= line.start and text[at] in EDGE + DASHES:
        at -= 1
    clause = before[-1].clause if before else None
    return _Place(
        each=each,
        line_start=line.start,
        line_end=end,
        size=sum(word.form[0].isalnum() for word in reading.between(each.start, min(each.end, each.start + _LONG))),
        start=start,
        end=stop,
        begins=_begins(text, line.start, each.outer_start),
        colon=at >= line.start and text[at] == ":",
        continues=clause is not None and clause[1] + 4 >= each.outer_start,
        ends=_ends(text, each, end),
    )


def _direct(reading: Reading, place: _Place, quoted: dict[int, int], children: Sequence[Marked]) -> list[Draft]:
    """What is in a pair of marks as direct speech: a segment or several, or none."""
    if place.begins or place.colon or place.continues:
        tag = _tag(reading, place, quoted)
        if tag and tag.cue:
            if _is_inscribed(reading, tag.cue):
                return []
            inner = interrupted(reading, place.each, quoted, children, "quote-inside")
            return inner if len(inner) > 1 else [tag]
    if not place.begins and not place.colon:
        return []
    inner = interrupted(reading, place.each, quoted, children, "quote-inside")
    if inner:
        return inner
    draft = _after_colon(reading, place, quoted) if place.colon else _alone(reading, place, quoted)
    return [draft] if draft else []


def _draft(place: _Place, rule: str) -> Draft:
    return Draft(
        start=place.start,
        end=place.end,
        outer_start=place.each.outer_start,
        outer_end=place.each.outer_end,
        paragraph=place.each.paragraph,
        rule=rule,
    )


def _tag(reading: Reading, place: _Place, quoted: dict[int, int]) -> Draft | None:
    """A quotation with its tag after it: "…", – сказал он."""
    text = reading.text
    each = place.each
    found = tag_at(reading, each.outer_end, place.line_end)
    if found is None or not place.size:
        return None
    seam = text[each.outer_end : found]
    is_long = place.size > 2
    if not (is_long or "," in seam or text[each.end - 1] in ",!?…."):
        return None
    end = tag_end(reading, found, min(place.line_end, found + _TAG), quoted)
    # Without a dash, a word or two in marks are speech only where the verb comes at once.
    reach = 8 if is_long or any(sign in DASHES for sign in seam) else 1
    cue = cue_at(reading, reading.at(found), end, reach=reach, loose=True)
    return attrs.evolve(_draft(place, "quote-tag"), cue=cue, position="after", clause=(found, end)) if cue else None


def _after_colon(reading: Reading, place: _Place, quoted: dict[int, int]) -> Draft | None:
    """A quotation with a colon before it: "Он добавил: …", "Министр: …"."""
    clause = sentence_before(reading, place.each.outer_start, place.line_start)
    if not place.ends or place.size < 2 or _is_titled(reading, *clause):
        return None
    draft = _draft(place, "quote-colon")
    cue = nearest(reading, *clause, quoted)
    if cue:
        return attrs.evolve(draft, cue=cue, position="before", clause=clause)
    return attrs.evolve(draft, hint=clause) if _is_clause(reading, place) else None


def _alone(reading: Reading, place: _Place, quoted: dict[int, int]) -> Draft | None:
    """A quotation that is a sentence, with a tag that is a name or without any."""
    text = reading.text
    tag = _NAMED.match(text, place.each.outer_end, place.line_end)
    if tag and place.size > 2:
        end = tag_end(reading, tag.end(), min(place.line_end, tag.end() + _TAG), quoted)
        words = [word for word in reading.between(tag.end(), end) if word.form[0].isalpha()]
        if len(words) <= _NAME_WORDS and not any(verb(word.lower) for word in words):
            return attrs.evolve(_draft(place, "quote-name"), hint=(tag.end(), end))
    if not place.ends:
        return None
    if not place.continues:
        opens = text[place.start].isupper() or text[place.start].isdigit() or text[place.start] in "…([" + MARKS
        if not opens or place.size < 2 or not (place.size >= _CLAUSE or _is_clause(reading, place)):
            return None
    return _draft(place, "quote-alone")


def _is_inscribed(reading: Reading, cue: Cue) -> bool:
    """Whether words are read on something: "было написано на нём"."""
    follow = reading.words[cue.last].lower if cue.last < len(reading.words) else ""
    return cue.verb is not None and cue.verb.passive and cue.verb.lemma == "написать" and follow == "на"


def _is_titled(reading: Reading, start: int, end: int) -> bool:
    """Whether a title, slogan or inscription is announced, not speech."""
    words = [word.lower for word in reading.between(start, end) if word.form[0].isalpha()][-5:]
    titles = lexicon("cues", "titles")
    return "читайте" in words or any(parses(word)[0].lemma in titles for word in words)


def _begins(text: str, line: int, place: int) -> bool:
    """Whether a mark begins a sentence, or goes on after a dash that follows one or a tag."""
    at = place - 1
    while at >= line and text[at] in EDGE:
        at -= 1
    if at >= line and text[at] in DASHES:
        # After a dash only where it follows a tag or a sentence: "проект — «Дом у моря»" is a name.
        while at >= line and text[at] in EDGE + DASHES:
            at -= 1
        return at < line or text[at] in ".,!?…"
    return at < line or text[at] in _ENDING or (text[at] in MARKS and text[at - 1] in _ENDING)


def _ends(text: str, each: Marked, end: int) -> bool:
    """Whether a sentence ends with a closing mark."""
    at = each.outer_end
    while at < end and text[at] in EDGE:
        at += 1
    if at >= end or text[at] in _ENDING or not text[at : min(end, at + 3)].strip(",;" + EDGE):
        return True
    follow = text[at]
    inside = text[each.end - 1] in _ENDING
    return inside and (follow.isupper() or follow.isdigit() or follow in MARKS or follow in DASHES)


def _is_clause(reading: Reading, place: _Place) -> bool:
    """Whether a stretch has a predicate, calls out or is long enough to be a clause."""
    if place.size > 8 or reading.text[place.end - 1] in "!?…":
        return True
    words = reading.between(place.start, place.end)
    return any(parses(word.lower)[0].pos in _PREDICATES for word in words if word.form[0].isalpha())


def scares(reading: Reading, marked: Sequence[Marked], drafts: Sequence[Draft]) -> list[Draft]:
    """
    Terms in marks that are nobody's words: short, in small letters or called so-called.

    Args:

        reading: The text.

        marked: What stands in marks.

        drafts: The quotations, in order; a predicate inside indirect speech is the source's own wording.
    """
    outer = {draft.outer_start for draft in drafts if draft.kind == "direct"}
    said = [(draft.start, draft.end) for draft in drafts if draft.kind == "indirect"]
    begins = [start for start, _ in said]
    found = []
    for each in marked:
        if each.outer_start in outer or not each.closed or each.end - each.start > _TERM:
            continue
        words = [word for word in reading.between(each.start, each.end) if word.form[0].isalpha()]
        first = reading.at(each.outer_start)
        called = first > 0 and reading.words[first - 1].lower.startswith("называем")
        if not 1 <= len(words) <= _TERM_WORDS or len(words[0].form) == 1 or not (called or words[0].form.islower()):
            continue
        before = bisect_right(begins, each.start) - 1
        inside = before >= 0 and each.start < said[before][1]
        if inside and any(parses(word.lower)[0].pos in _PREDICATES for word in words):
            continue
        start, end = content(reading.text, each.start, each.end)
        found.append(
            Draft(
                kind="scare",
                start=start,
                end=end,
                outer_start=each.outer_start,
                outer_end=each.outer_end,
                paragraph=each.paragraph,
                rule="scare-called" if called else "scare-term",
            )
        )
    return found
