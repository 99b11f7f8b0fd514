"""Whom a word for a person means that has no name beside it: the winner, the banker, the medic who was just spoken of."""

from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import islice

from ..reading import parses
from .cues import lexicon
from .grammar import head_lemma, heads_of, noun_of
from .phrases import POSSESSIVES, Phrase
from .stage import Stage, kinds_of

__all__ = ["before", "role", "sentence_before"]

#: So many persons of an article are tried.
_MANY = 300
#: So many letters two words share that are made from one: "фермер" and "ферма".
_STEM = 4
#: So far the sentence goes in which somebody is named.
_FAR = 400
#: A longer sentence is none.
_LONGEST = 1500


def role(stage: Stage, phrase: Phrase, gender: str | None, place: int) -> int | None:
    """The person spoken of last whom a word for what somebody is or does can mean; none where it means another."""
    lower = stage.reading.words[phrase.head].lower
    heads = heads_of(lower)
    gender = gender if gender in ("masc", "femn") else _sex(lower)
    is_asked = bool(heads & lexicon("sources", "people", "words", "asked"))
    is_unnamed = bool(heads & lexicon("sources", "people", "words", "unnamed"))
    if is_asked or is_unnamed:
        described = _described(stage, place, gender)
        if described is not None:
            return described
        if is_unnamed:
            return _seen(stage, phrase, gender, place)
    if _is_another(stage, phrase, is_asked=is_asked):
        return None
    things = [word.lower for word in stage.reading.words[phrase.head + 1 : phrase.last]]
    subjects = _subjects(stage, place)
    free = {
        entity
        for entity, profile in islice(stage.profiles.items(), _MANY)
        if stage.named.get(entity, place + 1) <= place
        and profile.gender in (None, gender or profile.gender)
        and _can_be(heads, profile.heads)
        and (is_asked or not things or entity in subjects or _tells(stage, entity, things[-1], place))
    }
    if len(free) > 1 and not free & subjects:
        # Who does what the word says: "победил Гурьев" and "победитель".
        told = [entity for entity in free if _tells(stage, entity, lower, place)]
        free = {max(told, key=lambda entity: stage.named[entity])} if told else free
    return before(stage, place, gender, free) if free else None


def _can_be(heads: AbstractSet[str], others: AbstractSet[str]) -> bool:
    """Whether who is one thing can be another: a minister is no goalkeeper, and only a mayor is the mayor."""
    leads = lexicon("sources", "people", "leads") | lexicon("sources", "people", "words", "vague")
    kinds, known = kinds_of(heads - leads, set()), kinds_of(others - leads, set())
    if kinds and others and kinds <= lexicon("sources", "people", "words", "strict"):
        return bool(kinds & known)
    return not kinds or not known or bool(kinds & known)


def _seen(stage: Stage, phrase: Phrase, gender: str | None, place: int) -> int | None:
    """Who saw what is told, if the sentence before is about one person without an office: "Сторож Кулик увидел дым"."""
    subjects = _subjects(stage, place)
    if phrase.last > phrase.head + 1 or len(subjects) != 1:
        return None
    entity = next(iter(subjects))
    profile = stage.profiles.get(entity)
    if profile is None or profile.gender not in (None, gender or profile.gender):
        return None
    kinds = kinds_of(profile.heads, profile.around)
    return None if kinds & lexicon("sources", "people", "words", "offices") or not profile.heads else entity


def _described(stage: Stage, place: int, gender: str | None) -> int | None:
    """Who spoke last, if he has no name."""
    for _, entity in reversed(stage.recent(place)):
        named = stage.entities[entity]
        return entity if named.rule == "source-described" and named.gender in (None, gender or named.gender) else None
    return None


def _subjects(stage: Stage, place: int) -> set[int]:
    start = bisect_left(stage.events, (sentence_before(stage, place), -1))
    return {entity for _, entity in stage.events[start : bisect_left(stage.events, (place, -1))]}


@lru_cache(maxsize=2**12)
def _sex(lower: str) -> str | None:
    """The sex of whom a noun means, where it can mean but one."""
    noun = noun_of(lower)
    if noun is None or "anim" not in noun.grammemes:
        return None
    if "femn" in noun.grammemes:
        return "femn"
    return "masc" if noun.lemma in lexicon("sources", "people", "words", "male") else None


def _is_another(stage: Stage, phrase: Phrase, *, is_asked: bool) -> bool:
    """Whether the words around a noun tell that it is somebody who was not spoken of: "местный житель", "мать ученика"."""
    words = stage.reading.words
    others = lexicon("sources", "people", "words", "others")
    if any(
        word.lower in POSSESSIVES or (word.form[0].isalpha() and parses(word.lower)[0].lemma in others)
        for word in words[max(0, phrase.first - 1) : phrase.head]
    ):
        return True
    follow = words[phrase.last : phrase.last + 2]
    if follow and (
        (follow[0].form[0].isupper() and phrase.last == phrase.head + 1)
        or (follow[0].form == "," and parses(follow[-1].lower)[0].pos == "PRTF")
    ):
        # "отец Сингха", "дипломат, попросивший …"
        return True
    rest = words[phrase.head + 1 : phrase.last]
    if not rest:
        return False
    if head_lemma(words[phrase.head].lower) in lexicon("sources", "people", "words", "belonging"):
        return True
    return (
        not all(
            word.form.islower() and not ((noun := noun_of(word.lower)) and "anim" in noun.grammemes) for word in rest
        )
        and not is_asked
    )


def _tells(stage: Stage, entity: int, lower: str, place: int) -> bool:
    """Whether the sentence that first names somebody has a word of the same stem as another."""
    stem = lower[: max(_STEM, min(5, len(lower) - 3))]
    at = bisect_left(stage.reading.sentences, stage.named[entity] + 1, key=lambda one: one.start) - 1
    sentence = stage.reading.sentences[max(0, at)]
    return stem in stage.reading.text[sentence.start : min(sentence.end, sentence.start + _FAR, place)].lower()


def before(stage: Stage, place: int, gender: str | None, among: set[int] | None = None) -> int | None:
    """The person whom the sentence before a place is about, else the last who was spoken of."""
    last = stage.last(place, gender, among)
    start = sentence_before(stage, place)
    recent = stage.events[bisect_left(stage.events, (start, -1)) : bisect_left(stage.events, (place, -1))]
    if last is None and among is None and len({entity for _, entity in recent} - stage.sexed) == 1:
        # Nobody else is there: what his name tells of his sex is wrong.
        return next(entity for _, entity in recent if entity not in stage.sexed)
    if recent or _has_subject(stage, start, place):
        return last
    aside = _fitting(
        stage,
        stage.asides[bisect_left(stage.asides, (start, -1)) : bisect_left(stage.asides, (place, -1))],
        gender,
        among,
    )
    return aside.pop() if len(aside) == 1 else last


def _fitting(stage: Stage, events: Sequence[tuple[int, int]], gender: str | None, among: set[int] | None) -> set[int]:
    known = {entity: stage.profiles[entity].gender for _, entity in events if entity != stage.asked}
    return {
        entity
        for entity, sex in known.items()
        if (among is None or entity in among) and (gender in (None, "plur") or sex in (None, gender))
    }


def sentence_before(stage: Stage, place: int) -> int:
    """Where the sentence before a place begins: what stands before the place in its own, or the sentence before that."""
    sentences = stage.reading.sentences
    at = max(0, bisect_left(sentences, place + 1, key=lambda one: one.start) - 1)
    if at and not any(sign.isalnum() for sign in stage.reading.text[max(sentences[at].start, place - _FAR) : place]):
        at -= 1
    return max(sentences[at].start, place - _LONGEST)


def _has_subject(stage: Stage, start: int, end: int) -> bool:
    """Whether a stretch speaks of somebody in the nominative by a pronoun or a noun."""
    return any(
        word.lower in ("он", "она")
        or (
            (noun := noun_of(word.lower)) is not None
            and {"nomn", "anim", "sing"} <= noun.grammemes
            and word.start not in stage.inside
        )
        for word in stage.reading.between(start, min(end, start + _FAR))
        if word.form[0].isalpha()
    )
