"""The body or group that a phrase means: the ministry that was just named, the firm in marks, the heads of state."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

import attrs

from ..reading import parses
from .cues import lexicon
from .grammar import cased, head_lemma, is_fixed, lemma_of, noun_of
from .phrases import Phrase, nominative, tail
from .stage import BODIES, Source, Stage, kinds_of

__all__ = ["body", "last_body", "last_group", "titled"]

#: So many persons or bodies of an article are tried.
_MANY = 300
#: So many words and entities are looked through for the full form of a name.
_FULL = 2000
_TWO = 2
#: So many letters of a body's full name tell that the article has it.
_SPELT = 6
#: So far before a place a name in marks is looked for.
_NEAR = 200
#: A name in marks has no more words.
_TITLE = 6


def last_group(stage: Stage, place: int) -> int | None:
    """The group that spoke or was spoken of last before a place."""
    nearest = bisect_left(stage.bodies, (place, -1)) - 1
    for at in range(nearest, max(-1, nearest - _MANY), -1):
        entity = stage.bodies[at][1]
        if stage.entities[entity].is_group:
            return entity
    return None


def last_body(stage: Stage, place: int) -> int | None:
    """The body that spoke or was spoken of last before a place; a country or city is none."""
    nearest = bisect_left(stage.bodies, (place, -1)) - 1
    bodies = (stage.bodies[at][1] for at in range(nearest, max(-1, nearest - _MANY), -1))
    found = next((entity for entity in bodies if stage.entities[entity].type == "ORGANIZATION"), None)
    return None if found is None else _relabelled(stage, found)


def body(stage: Stage, phrase: Phrase, place: int) -> int | None:
    """The body or group that a phrase means: one that was named with the same head, else a new one."""
    words = stage.reading.words
    start = words[phrase.first].start
    for at in range(phrase.first, phrase.head + 1):
        mention = stage.by_start.get(words[at].start)
        if not mention or mention.end <= words[phrase.head].start or (mention.form == "description" and phrase.plural):
            continue
        if stage.entities[mention.entity].is_group:
            return mention.entity
        if stage.entities[mention.entity].type in BODIES:
            if mention.end - mention.start <= 3 and at + 1 < phrase.last and words[at + 1].form.isupper():
                continue  # "ГУ МВД по краю": the initials alone name nothing.
            spelt = _spelt_out(stage, stage.reading.text[mention.start : mention.end])
            if spelt is not None and (stage.entities[spelt].label_ru or "")[:_SPELT] in stage.reading.text:
                return spelt
            return _relabelled(stage, mention.entity)
    label = nominative(stage, phrase)
    known = stage.added.get(label.lower(), _spelt_out(stage, label))
    if known is not None:
        return known
    head = head_lemma(words[phrase.head].lower)
    if phrase.last - phrase.first == 1:
        key = ("longer", head)
        if key not in stage.memo:
            stage.memo[key] = _longer(stage, head, start)
        longer = stage.memo[key]
        if longer:
            return stage.add(longer, "ORGANIZATION", "source-described", 0.7)
        if head in lexicon("sources", "bodies", "back"):
            named = last_body(stage, place)
            if named is not None:
                return named
            entitled = _entitled(stage, place)
            if entitled is not None:
                return entitled
    if phrase.kind != "person":
        return stage.add(label, "ORGANIZATION", "source-described", 0.7)
    members = _both(stage, head, [word.lower for word in words[phrase.head + 1 : phrase.last]], place)
    return stage.add(label, "PERSON", "source-described", 0.7, is_group=True, members=members)


def _both(stage: Stage, head: str, of: Sequence[str], place: int) -> tuple[int, ...]:
    """The two whom "главы государств" means, where the article names just two with that office before."""
    kinds = kinds_of({head}, {lemma_of(word) for word in of if word[:1].isalpha()})
    if not kinds & lexicon("sources", "people", "words", "strict"):
        return ()
    holders = [
        entity
        for entity, profile in islice(stage.profiles.items(), _MANY)
        if stage.named.get(entity, place) < place and kinds & kinds_of(profile.heads, profile.around)
    ]
    return (holders[0], holders[1]) if len(holders) == _TWO else ()


def _entitled(stage: Stage, place: int) -> int | None:
    """The one name in marks of the sentences just before a place: "Продажи «Ромашки» упали. В компании …"."""
    first, last = stage.reading.at(max(0, place - _NEAR)), stage.reading.at(place)
    found = [
        told
        for at in range(first, last - 1)
        if stage.quoted.get(stage.reading.words[at].start)
        for told in [titled(stage, at, last)]
        if told
    ]
    return found[0].speaker if len(found) == 1 else None


def titled(stage: Stage, first: int, last: int) -> Source | None:
    """The body whose name in marks begins at a word: "в «Ромашке» сообщили"."""
    words, text = stage.reading.words, stage.reading.text
    end = stage.quoted.get(words[first].start) if first < last else None
    inside = words[first + 1 : stage.reading.at(end)] if end else ()
    if not end or not inside or not inside[0].form[0].isupper() or len(inside) > _TITLE:
        return None
    start = words[first].start
    name = " ".join(text[inside[0].start : end].split())
    stems = [word.lower[: max(3, len(word.lower) - 2)] for word in inside if word.form[0].isalnum()]
    for entity, named in islice(enumerate(stage.entities), _FULL):
        label = (named.label_ru or "").lower().split("«")[-1].rstrip("»").split()
        if (
            named.type == "ORGANIZATION"
            and len(label) == len(stems)
            and all(one.startswith(stem) for one, stem in zip(label, stems, strict=True))
        ):
            return Source(start=start, end=end + 1, speaker=entity, sure=True)
    if len(inside) == 1 and not is_fixed(name):
        noun = parses(inside[0].lower)[0]
        is_case = noun.pos == "NOUN" and "nomn" not in noun.grammemes
        name = cased(noun.lemma, name) if is_case else name
    return Source(start=start, end=end + 1, speaker=stage.add(name, "ORGANIZATION", "source-described", 0.7), sure=True)


def _spelt_out(stage: Stage, label: str) -> int | None:
    """The body whose initials a label is: "СК" for "Следственный комитет"."""
    if not label.isupper() or not 2 <= len(label) <= 6:
        return None
    for entity, named in islice(enumerate(stage.entities), _MANY):
        words = (named.label_ru or "").split()
        if named.type == "ORGANIZATION" and "".join(word[0] for word in words).upper()[: len(label)] == label:
            return entity
    return None


def _relabelled(stage: Stage, entity: int) -> int:
    """A body under a name that the article gives it, where the rules for names know it by another."""
    key = ("label", str(entity))
    if key in stage.memo:
        return entity
    stage.memo[key] = None
    named = stage.entities[entity]
    label = (named.label_ru or "").lower()
    text = stage.reading.text
    names = [each for each in stage.mentions if each.entity == entity and each.form == "name"]
    if names and not any(
        text[each.start : each.start + 6].lower() == label[: min(6, each.end - each.start)] for each in names
    ):
        longest = max(names, key=lambda each: each.end - each.start)
        first, last = stage.reading.at(longest.start), stage.reading.at(longest.end)
        head = next((at for at in range(first, last) if noun_of(stage.reading.words[at].lower)), first)
        named = attrs.evolve(named, label_ru=nominative(stage, Phrase(first, last, head, "body")))
        stage.entities[entity] = named
    return entity


def _longer(stage: Stage, head: str, place: int) -> str | None:
    """The fullest phrase with a head elsewhere in the article: "акимат Алматы" for "акимат"."""
    words = stage.reading.words
    stem = head[: max(3, len(head) - 2)]
    for at, word in enumerate(words[:_FULL]):
        if word.start == place or not word.lower.startswith(stem) or head_lemma(word.lower) != head:
            continue
        end = tail(stage, at + 1, min(at + 8, len(words)))
        first = at
        while first and words[first - 1].form[0].isalpha() and parses(words[first - 1].lower)[0].pos == "ADJF":
            first -= 1
        if end - first > 1:
            return nominative(stage, Phrase(first, end, at, "body"))
    return None
