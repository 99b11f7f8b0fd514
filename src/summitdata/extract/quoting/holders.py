"""Which entity of the article a noun phrase means."""

from itertools import islice

from ..reading import parses
from .cues import Verb, lexicon, verb
from .grammar import head_lemma, heads_of, lemma_of
from .phrases import POINTING, PRONOUNS, Phrase, nominative
from .roles import before, role, sentence_before
from .stage import Source, Stage, kinds_of
from .subjects import subject
from .voices import body, last_body, last_group

#: So many persons of an article are tried for an office.
_MANY = 300
#: So many words and entities are looked through for the full form of a name.
_FULL = 2000
#: So far the sentence goes that introduces somebody.
_FAR = 400

__all__ = ["holder", "resolved", "surname"]


def resolved(stage: Stage, phrase: Phrase, found: Verb | None, place: int) -> Source:
    """Which entity a phrase means."""
    words = stage.reading.words
    first = phrase.first
    while first > 1 and words[first - 1].form == "-" and words[first - 1].end == words[first].start:
        first -= 2  # "30-летний": the digits are a word of their own.
    start, end = words[first].start, words[phrase.last - 1].end
    if phrase.kind == "name" and phrase.mention:
        stage.sex(phrase.mention.entity, found.gender if found else None)
        return Source(start=start, end=phrase.mention.end, speaker=phrase.mention.entity, sure=True)
    gender = found.gender if found else None
    if phrase.kind == "someone":
        label = " ".join(stage.reading.text[start:end].split())
        return Source(start=start, end=end, speaker=stage.add(label, "PERSON", "source-described", 0.6))
    if phrase.kind == "unnamed":
        return Source(start=start, end=end, speaker=_unnamed(stage, phrase, gender), sure=True)
    if phrase.kind == "pronoun":
        if words[phrase.head].lower == "они":
            return Source(start=start, end=end, speaker=last_group(stage, place))
        gender = (PRONOUNS | POINTING)[words[phrase.head].lower]
        known = before(stage, place, gender)
        speaker = known if known is not None else _introduced(stage, place, gender)
        return Source(start=start, end=end, speaker=speaker)
    if phrase.kind == "person" and not (found and found.plural):
        return Source(start=start, end=end, speaker=holder(stage, phrase, gender, place))
    return Source(start=start, end=end, speaker=body(stage, phrase, place))


def _introduced(stage: Stage, place: int, gender: str) -> int | None:
    """Whom the sentence before a place is about where the rules for names know nobody: "Тётя Зина вздохнула"."""
    words = stage.reading.words
    begin = sentence_before(stage, place)
    first, last = stage.reading.at(begin), stage.reading.at(min(place, begin + _FAR))
    for at in range(first, last):
        found = verb(words[at].lower) if words[at].form[0].isalpha() else None
        if found is None or found.plural or found.passive or found.gender not in (None, gender):
            continue
        phrase = subject(stage, first, at, found, before=True) or subject(stage, at + 1, last, found)
        if phrase is not None and phrase.kind in ("unnamed", "person") and not phrase.plural:
            told = found._replace(gender=gender)
            return resolved(stage, phrase, told, place).speaker
    return None


def _unnamed(stage: Stage, phrase: Phrase, gender: str | None) -> int:
    """The person of a name in the nominative that the rules for names did not find: its fullest form in the article."""
    words = stage.reading.words
    first = phrase.head
    label = stage.reading.text[words[first].start : words[phrase.last - 1].end]
    family = words[phrase.last - 1].form
    for entity, named in islice(enumerate(stage.entities), _FULL):
        if named.type == "PERSON" and named.label_ru and named.label_ru.rsplit(" ", 1)[-1] == family:
            return entity
    if phrase.last - first == 1 and label.lower() not in stage.added:
        for entity, named in islice(enumerate(stage.entities), _FULL):
            if named.type == "PERSON" and family in (named.label_ru or "").split():
                return entity
        stem = family[:-1] if family[-1] in "аяйь" else family
        for place in range(1, min(len(words), _FULL)):
            word = words[place]
            before = words[place - 1]
            if (
                word.form.startswith(stem)
                and abs(len(word.form) - len(family)) < 4
                and word.start - before.end == 1
                and before.form[0].isupper()
                and len(before.form) > 2
                and any(parse.grammemes & {"Name"} for parse in parses(before.lower))
            ):
                name = next(parse for parse in parses(before.lower) if "Name" in parse.grammemes)
                label = f"{name.lemma.title()} {family}"
                break
    return stage.add(label, "PERSON", "source-name", 0.7, gender=gender if gender in ("masc", "femn") else None)


def surname(stage: Stage, family: str) -> int:
    """The person of a surname in the nominative."""
    for entity, named in islice(enumerate(stage.entities), _FULL):
        if named.type == "PERSON" and (named.label_ru or "").rsplit(" ", 1)[-1] == family:
            return entity
    return stage.add(family, "PERSON", "source-name", 0.6)


def holder(stage: Stage, phrase: Phrase, gender: str | None, place: int) -> int | None:
    """The person whom a description means: by his office, what stands with it, his sex and how lately he came up."""
    office = _office(stage, phrase, gender, place)
    if office is not None and not _has_colleague(stage, office, place):
        return office
    words = stage.reading.words
    head = head_lemma(words[phrase.head].lower)
    around = {lemma_of(word.lower) for word in words[phrase.first : phrase.last] if word.form[0].isalpha()} - {head}
    proper = any(word.form[0].isupper() for word in words[phrase.head + 1 : phrase.last])
    heads = heads_of(words[phrase.head].lower)
    last = stage.last(place, gender)
    kinds = kinds_of(heads, around)
    leads = head in lexicon("sources", "people", "leads")
    best: tuple[float, int] | None = None
    for entity, profile in islice(stage.profiles.items(), _MANY):
        if stage.named.get(entity, place + 1) > place or (
            gender in ("masc", "femn") and profile.gender not in (None, gender)
        ):
            continue
        shared = len(around & profile.around)
        if proper and not shared and profile.around:
            continue
        offices = kinds_of(profile.heads, profile.around)
        # "лидер Веншарии" may be whoever has any office of Vensharia.
        same = kinds & offices or (leads and proper and offices)
        # "Её коллега Буров": who is a colleague does the same.
        alike = heads & profile.heads or profile.heads & lexicon("sources", "people", "words", "alike")
        score = 6.0 if alike else 3.0 if same else 0.0
        if score:
            score += 2 * min(shared, 2) + (1.5 if entity == last else 0)
            if best is None or score > best[0]:
                best = (score, entity)
    if best:
        return best[1]
    if head in lexicon("sources", "people", "words", "firms") and phrase.last == phrase.head + 1:
        named = last_body(stage, place)
        if named is not None:
            return named
    found = None if proper else role(stage, phrase, gender, place)
    if found is not None:
        return found
    if gender is None and any({"femn", "anim"} <= parse.grammemes for parse in parses(words[phrase.head].lower)[:1]):
        gender = "femn"
    sex = gender if gender in ("masc", "femn") else None
    return stage.add(nominative(stage, phrase), "PERSON", "source-described", 0.6, gender=sex)


def _office(stage: Stage, phrase: Phrase, gender: str | None, place: int) -> int | None:
    """The person whose office the rules for names found in a phrase."""
    for at in range(phrase.first, phrase.head + 1):
        mention = stage.by_start.get(stage.reading.words[at].start)
        if (
            mention
            and mention.form in ("office", "description")
            and mention.end > stage.reading.words[phrase.head].start
        ):
            named = stage.entities[mention.entity]
            if _is_anothers(stage, phrase):
                # "президент Фонда" is not the president whom the article speaks of, nor "адвокат Бурова" the lawyer.
                continue
            if (
                named.type == "PERSON"
                and stage.named.get(mention.entity, place) <= place
                and (named.gender is None or gender not in ("masc", "femn") or named.gender == gender)
            ):
                return mention.entity
    return None


def _is_anothers(stage: Stage, phrase: Phrase) -> bool:
    """Whether an office is that of a named person, or a president that of a firm or a club."""
    head, *rest = stage.reading.words[phrase.head : phrase.last]
    if any(word.start in stage.inside for word in rest):
        return True
    bodies = lexicon("sources", "bodies", "nouns")
    return head_lemma(head.lower) == "президент" and any(head_lemma(word.lower) in bodies for word in rest)


def _has_colleague(stage: Stage, entity: int, place: int) -> bool:
    """Whether somebody was called a colleague after a person was named, and may be meant by his office as well."""
    alike = lexicon("sources", "people", "words", "alike")
    begin = sentence_before(stage, place)
    return any(
        begin <= at and other != entity and stage.profiles[other].heads & alike
        for at, other in stage.recent(place)
        if other in stage.profiles
    )
