"""Indirect speech: what the reporter renders of what somebody said, judged or undertook."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from ..reading import Reading
from .clauses import Draft, content
from .cues import DASHES, Cue, Verb, lexicon
from .grammar import is_nominal, noun_of
from .marks import MARKS
from .reported import Sentence, is_finite, is_infinitive, is_predicate, reported

__all__ = ["indirects"]

#: Less than so many characters are no proposition.
_SHORT = 12
#: So far back a quotation is looked for to which a sentence may belong.
_NEAR = 1500


def indirects(reading: Reading, drafts: Sequence[Draft], quoted: dict[int, int]) -> list[Draft]:
    """
    The indirect speech of a text, outside of its direct quotations.

    Args:

        reading: The text.

        drafts: The direct quotations, in order.

        quoted: Where what is in marks begins and ends.
    """
    found: list[Draft] = []
    starts = [draft.outer_start for draft in drafts]
    for sentence in reading.sentences:
        at = bisect_right(starts, sentence.start)
        before = drafts[at - 1] if at else None
        if before and (before.outer_end > sentence.start or _is_tag(before, sentence.start)):
            continue
        end = min(sentence.end, starts[at]) if at < len(starts) else sentence.end
        if end - sentence.start > _SHORT:
            found.extend(_in_sentence(Sentence.of(reading, sentence.start, end, sentence.paragraph, quoted)))
    return found


def _is_tag(draft: Draft, place: int) -> bool:
    """Whether a sentence is the tag of a quotation before it."""
    return draft.clause is not None and draft.clause[0] <= place < draft.clause[1]


def _in_sentence(sentence: Sentence) -> Iterator[Draft]:
    covered = sentence.first
    whole = _of_all(sentence)
    if whole and whole.cue:
        yield whole
        covered = whole.cue.last
    closing = _closing(sentence)
    before: Draft | None = None
    for number, cue in enumerate(sentence.cues):
        if cue.first < covered or sentence.word(cue.first - 1) == "не":
            continue
        if closing and closing.cue and closing.cue.first == cue.first:
            yield closing
            return
        draft = _drafted(sentence, number, cue, closing)
        if draft and draft.cue:
            if before and _is_joined(sentence, cue.first):
                draft.shares = before
            yield draft
            before = draft
            covered = max(covered, sentence.reading.at(draft.end))


def _is_joined(sentence: Sentence, place: int) -> bool:
    """Whether a verb shares the subject of the verb before it: "и (также) добавил"."""
    joins = lexicon("cues", "joins")
    before = (sentence.word(at) for at in range(place - 1, place - 4, -1))
    return any(word in joins for word in takewhile(lambda word: word in joins or not is_nominal(word), before))


def _drafted(sentence: Sentence, number: int, cue: Cue, closing: Draft | None) -> Draft | None:
    words = sentence.reading.words
    if cue.verb is None:
        return _by_phrase(sentence, cue, closing)
    if cue.verb.passive:
        return _earlier(sentence, cue)
    if _is_relative(sentence, cue):
        return None
    if (
        cue.verb.lemma in lexicon("cues", "infinitive")
        and cue.first > sentence.first + 1
        and is_infinitive(sentence.word(sentence.first))
    ):
        # "Закончить мост обещал министр."
        end = words[cue.first].start
        return _draft(
            sentence, (sentence.start, end), "indirect-infinitive", cue, after=True, clause=(end, sentence.end)
        )
    got = reported(sentence, cue, cue.verb)
    if got is None:
        return None
    end = _end(sentence, number, got.begin, closing)
    if got.rule == "indirect-object":
        # An explanation after a colon is the reporter's.
        end = next((word.start for word in sentence.reading.between(got.begin, end) if word.form == ":"), end)
    return _draft(sentence, (got.begin, end), got.rule, got.cue, after=False, clause=(sentence.start, got.begin))


def _draft(
    sentence: Sentence, span: tuple[int, int], rule: str, cue: Cue, *, after: bool, clause: tuple[int, int]
) -> Draft | None:
    start, end = content(sentence.reading.text, *span)
    if end - start < 3:
        return None
    return Draft(
        kind="indirect",
        start=start,
        end=end,
        outer_start=start,
        outer_end=end,
        paragraph=sentence.paragraph,
        rule=rule,
        cue=cue,
        position="after" if after else "before",
        clause=clause,
    )


def _end(sentence: Sentence, number: int, begin: int, closing: Draft | None) -> int:
    """Where what is said ends: with the sentence, before a tag at its end, or before a verb of the same subject."""
    cue = sentence.cues[number]
    words = sentence.reading.words
    limit = closing.end if closing and closing.clause and closing.clause[0] > begin else sentence.end
    for later in sentence.cues[number + 1 :]:
        if not begin < words[later.first].start < limit or not cue.verb or not later.verb:
            continue
        if (later.verb.gender, later.verb.plural) != (cue.verb.gender, cue.verb.plural):
            continue
        for at in range(later.first - 1, max(later.first - 4, sentence.first), -1):
            if words[at].form == ",":
                break
            if words[at].lower in ("и", "но", "а"):
                return words[at].start
    return limit


def _is_relative(sentence: Sentence, cue: Cue) -> bool:
    """Whether the subject of a cue is "который": whom that means is not told."""
    for place in range(cue.first - 1, max(sentence.first, cue.first - 7) - 1, -1):
        if sentence.word(place).startswith("котор"):
            return True
        if sentence.word(place) == ",":
            return False
    return False


def _of_all(sentence: Sentence) -> Draft | None:
    """What "Об этом сообщает министерство" or "Об этом стало известно из …" vouches for: what stands before."""
    reading = sentence.reading
    if (sentence.word(sentence.first), sentence.word(sentence.first + 1)) not in {
        ("об", "этом"),
        ("о", "чём"),
        ("о", "чем"),
    }:
        return None
    cue = sentence.cues[0] if sentence.cues and sentence.cues[0].first <= sentence.first + 6 else None
    for place in range(sentence.first + 2, min(sentence.first + 5, sentence.last - 1)):
        if (sentence.word(place), sentence.word(place + 1)) == ("стало", "известно"):
            cue = Cue(place, place + 2, "стать известно", Verb("стать известно", None, plural=False, passive=True))
    line = reading.paragraphs[sentence.paragraph]
    start, end = line.start, sentence.start
    if line.start == sentence.start and sentence.paragraph:
        start, end = reading.paragraphs[sentence.paragraph - 1]
    if cue is None or any(
        start <= word.start < end and sentence.quoted.get(word.start, 0) - word.start > 60
        for word in reading.between(max(start, end - _NEAR), end)
    ):
        # What stands before is a quotation of its own.
        return None
    return _draft(sentence, (start, end), "indirect-this", cue, after=True, clause=(sentence.start, sentence.end))


def _earlier(sentence: Sentence, cue: Cue) -> Draft | None:
    """What "Ранее сообщалось, что …" reports: the outlet's own."""
    if (
        cue.first != sentence.first + 1
        or sentence.word(sentence.first) != "ранее"
        or sentence.word(cue.last + 1) != "что"
    ):
        return None
    begin = sentence.reading.words[cue.last + 1].end
    whole = Cue(cue.first - 1, cue.last, f"ранее {cue.lemma}", cue.verb)
    return _draft(
        sentence, (begin, sentence.end), "indirect-earlier", whole, after=False, clause=(sentence.start, begin)
    )


def _by_phrase(sentence: Sentence, cue: Cue, closing: Draft | None) -> Draft | None:
    """What "По словам министра, …" reports."""
    words = sentence.reading.words
    lead = words[max(sentence.first, cue.first - 5) : cue.first]
    if len(lead) > 4 or any(word.form[0].isalpha() and noun_of(word.lower) for word in lead):
        # In the middle of a clause, what is said stands on both sides.
        return None
    begin = words[cue.last - 1].end if cue.last - cue.first == 3 else None
    for place in range(cue.last, min(cue.last + 24, sentence.last)):
        word = words[place]
        if begin is None and word.form == ",":
            begin = word.end
        if begin is None and place > cue.last and word.form[0].isalpha() and is_finite(word):
            # No comma: what is said begins where the source ends, which is found with it.
            begin = words[cue.last - 1].end
    if begin is None:
        return None
    end = closing.end if closing and closing.end > begin else sentence.end
    return _draft(sentence, (begin, end), "indirect-phrase", cue, after=False, clause=(words[cue.first].start, end))


@cache
def _closers() -> frozenset[str]:
    lists = (lexicon("cues", name) for name in ("clause", "citing", "infinitive", "closing"))
    return frozenset().union(*lists)


def _closing(sentence: Sentence) -> Draft | None:
    """A tag after a comma at the end of a sentence: "…, сообщил министр"."""
    words = sentence.reading.words
    if not sentence.cues or sentence.word(sentence.first) == "как":
        return None
    cue = sentence.cues[-1]
    if cue.verb is None or cue.verb.passive or cue.verb.lemma not in _closers():
        return None
    comma = next(
        (at for at in range(cue.first - 1, max(sentence.first, cue.first - 4), -1) if words[at].form == ","), None
    )
    if comma is None:
        return None
    lead = [words[at] for at in range(comma + 1, cue.first)]
    rest = words[cue.last : sentence.last]
    if (
        any(word.lower in lexicon("cues", "subordinating") for word in lead)
        or not rest
        or len(rest) > 28
        or rest[0].form in ",.:"
        or any(word.lower in ("что", "чтобы") for word in rest)
    ):
        return None
    clause = (words[comma].end, sentence.end)
    if sentence.paragraph == 0 and cue.verb.gender is None and cue.verb.lemma in lexicon("cues", "channel"):
        # What a channel is said to report in the lead is the lead.
        start = sentence.reading.paragraphs[0].start
        return _draft(sentence, (start, words[comma].start), "indirect-channel", cue, after=True, clause=clause)
    if not any(is_predicate(word) for word in words[sentence.first : comma]):
        return None
    draft = _draft(sentence, (sentence.start, words[comma].start), "indirect-tag", cue, after=True, clause=clause)
    if (
        draft
        and lead
        and lead[0].form in DASHES
        and draft.start == sentence.reading.paragraphs[sentence.paragraph].start
    ):
        # "Мост открыт, – сказал министр": speech whose marks are missing.
        draft.kind, draft.rule = "direct", "unmarked-tag"
        text = sentence.reading.text[draft.start : draft.end]
        if text[-1] in MARKS and not any(sign in MARKS for sign in text[:-1]):
            # Only the opening mark is missing.
            draft.end -= 1
    return draft
