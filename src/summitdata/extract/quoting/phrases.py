"""The noun phrases that can be the source of a cue, and what each is in the nominative."""

import re
from collections.abc import Iterator, Sequence

import attrs

from ..cast import Mentioned
from ..naming.name_forms import kind
from ..reading import Parse, Word, parses
from .cues import lexicon
from .grammar import (
    LATIN,
    NAMES,
    adjective,
    cased,
    cases_of,
    depends,
    heads_of,
    is_fixed,
    noun_of,
    unknown,
)
from .stage import BODIES, Stage, named_nominative, people

__all__ = [
    "ENDS",
    "POINTING",
    "POSSESSIVES",
    "PRONOUNS",
    "Phrase",
    "clause_words",
    "is_common",
    "is_name",
    "kind_of",
    "name_end",
    "nominative",
    "prepositional",
    "site_end",
    "tail",
    "without_object",
]

PRONOUNS = {"он": "masc", "она": "femn", "они": "plur", "оно": "neut"}
POSSESSIVES = {"его": "masc", "её": "femn", "ее": "femn", "их": "plur"}
_ACCUSATIVE = frozenset(("accs",))
#: So far around a word the same is looked for in small letters.
_AROUND = 8000
POINTING = {"тот": "masc", "та": "femn"}
ENDS = frozenset("!?…;:")


@attrs.frozen
class Phrase:
    """A noun phrase that may be a source: word numbers, what it turns on."""

    first: int
    last: int
    head: int
    kind: str  # name, pronoun, person, body, text, thing
    mention: Mentioned | None = None
    plural: bool = False


def clause_words(stage: Stage, first: int, last: int) -> Iterator[int]:
    """The places of the words of a clause, without what is in quotation marks."""
    words = stage.reading.words
    place = first
    while place < last:
        jump = stage.quoted.get(words[place].start)
        if jump is not None and jump > words[place].start:
            place = stage.reading.at(jump)
            continue
        yield place
        place += 1


def kind_of(parse: Parse, form: str) -> str:
    """What a noun can be as a source: a body, a text, a person or a thing."""
    if parse.lemma in lexicon("sources", "bodies", "nouns") or (form.isupper() and len(form) > 1):
        return "body"
    if parse.lemma in lexicon("sources", "bodies", "texts"):
        return "text"
    if "anim" in parse.grammemes or not heads_of(parse.lemma).isdisjoint(people()):
        return "person"
    return "thing"


def tail(stage: Stage, first: int, last: int) -> int:
    """Where a noun phrase ends: what depends on its head in the genitive, in marks, in Latin letters or by "по"."""
    words = stage.reading.words
    place = first
    dative = False
    while place < min(last, len(words)):
        word = words[place]
        jump = stage.quoted.get(word.start)
        if jump is not None:
            place = stage.reading.at(jump + 1)
            continue
        if not word.form[0].isalpha():
            break
        mention = stage.by_start.get(word.start)
        if mention and stage.entities[mention.entity].type == "PERSON" and mention.form == "name":
            within = stage.reading.between(mention.start, mention.end)
            if not any("gent" in cases_of(one.lower) for one in within) and named_nominative(
                stage, mention, stage.entities[mention.entity].gender
            ):
                break
            place = stage.reading.at(mention.end)
            continue
        if word.lower == "по":
            dative = True
            place += 1
            continue
        readings = parses(word.lower)
        if word.lower != "и" and (len(word.form) == 1 or readings[0].pos in ("PREP", "CONJ", "PRCL")):
            break
        cases = frozenset(("gent", "datv")) if dative else frozenset(("gent",))
        joined = word.lower == "и" and place + 1 < last and depends(words[place + 1].lower, cases)
        if not (
            joined
            or LATIN.match(word.form)
            or depends(word.lower, cases)
            or (word.form.isupper() and len(word.form) > 1)
            or (unknown(readings) and word.form[0].isupper())
        ):
            break
        place += 1
    while place > first and words[place - 1].lower in ("по", "и"):
        place -= 1
    return place


def prepositional(stage: Stage, first: int, last: int, case: str) -> Phrase | None:
    """A noun phrase in a case, from its first word."""
    words = stage.reading.words
    for place in range(first, min(first + 5, last)):
        word = words[place]
        if not word.form[0].isalnum():
            return None
        readings = parses(word.lower)
        if readings[0].pos == "PREP":
            return None
        noun = next((parse for parse in readings if parse.pos == "NOUN"), None)
        follow = words[place + 1] if place + 1 < last else None
        adjectival = any(parse.pos == "ADJF" for parse in readings) and follow is not None and noun_of(follow.lower)
        if adjectival and follow and follow.form.islower() and case in cases_of(follow.lower):
            # "в новом ведомстве": an adjective that could be a noun.
            continue
        fixed = bool(LATIN.match(word.form)) or (word.form.isupper() and len(word.form) > 1)
        if fixed or (noun and (case in cases_of(word.lower) or "Fixd" in noun.grammemes)):
            kind = "body" if fixed else kind_of(noun, word.form) if noun else "thing"
            mention = stage.by_start.get(words[first].start)
            if mention and stage.entities[mention.entity].type in BODIES:
                kind = "body"
            if kind == "thing" and word.form[0].isupper():
                kind = "body"
            return Phrase(first, tail(stage, place + 1, last), place, kind)
        if not any(parse.pos in ("ADJF", "PRTF") for parse in readings):
            return None
    return None


def nominative(stage: Stage, phrase: Phrase) -> str:
    """A phrase in the nominative: its head and the adjectives before it, what depends on it as it stands."""
    words = stage.reading.words
    head = words[phrase.head]
    readings = parses(head.lower)
    noun = next((parse for parse in readings if parse.pos == "NOUN"), None)
    if noun is None:
        # "нападавший", a name in Latin letters: as it stands.
        return " ".join(stage.reading.text[words[phrase.head].start : words[phrase.last - 1].end].split())
    plural = phrase.plural or "plur" in noun.grammemes
    nominative = phrase.plural or any("nomn" in parse.grammemes and parse.pos == "NOUN" for parse in readings[:3])
    made = []
    first = phrase.first
    if first and words[first - 1].form == "-" and words[first - 1].end == words[first].start:
        first += 1  # "30-летний"
    for word in words[first : phrase.head]:
        parse = parses(word.lower)[0]
        if "Apro" in parse.grammemes or word.lower in POSSESSIVES:
            continue  # "наша комиссия" is the commission.
        if parse.pos == "ADJF" and not (plural and nominative):
            made.append(cased(adjective(parse.lemma, noun.grammemes), word.form))
        else:
            made.append(word.form)
    if head.form.isupper() or (nominative and plural):
        made.append(head.form)
    else:
        made.append(cased(noun.lemma, head.form))
    before = stage.reading.text[head.end : words[phrase.last - 1].end] if phrase.last > phrase.head + 1 else ""
    return re.sub(r"\s+", " ", " ".join(made) + before).strip()


def site_end(stage: Stage, place: int, last: int) -> int:
    """Where a name in Latin letters ends: "Zakon.kz" is three words."""
    words = stage.reading.words
    end = place + 1
    while (
        end < last
        and (words[end].start == words[end - 1].end or LATIN.match(words[end].form))
        and (LATIN.match(words[end].form) or words[end].form in ".-&" or words[end].form.isdigit())
    ):
        end += 1
    while end > place + 1 and not words[end - 1].form[0].isalnum():
        end -= 1
    return end


def is_name(form: str, readings: Sequence[Parse]) -> bool:
    """Whether a word looks like a person's name that the rules for names have not found."""
    if not form[0].isupper() or len(form) == 1 or is_fixed(form):
        return False
    if readings[0].lemma in people():
        return False
    return (
        any(parse.grammemes & NAMES for parse in readings[:3])
        or "anim" in readings[0].grammemes
        or "Surn" in readings[-1].grammemes
    )


def name_end(stage: Stage, first: int, last: int) -> int:
    """Where a name ends that the rules for names have not found: with the last capital word beside the first."""
    words = stage.reading.words
    place = first + 1
    while (
        place < min(last, first + 4)
        and words[place].form[0].isupper()
        and words[place].form[0].isalpha()
        and not words[place].form.isupper()
        and stage.reading.text[words[place - 1].end : words[place].start] in (" ", "\xa0")
    ):
        place += 1
    return place


def without_object(stage: Stage, first: int, last: int) -> int:
    """Where a subject ends before somebody whom the verb speaks to: "успокоил врач больного"."""
    words = stage.reading.words
    for place in range(first, last):
        if any({"anim", "accs"} <= parse.grammemes for parse in parses(words[place].lower)):
            return place if place == first or not depends(words[place - 1].lower, _ACCUSATIVE) else place - 1
    return last


def is_common(stage: Stage, word: Word) -> bool:
    """Whether a word with a capital stands in small letters too, so that it is no name: "Генпрокурор"."""
    known = kind(word.lower)
    around = stage.reading.text[max(0, word.start - _AROUND) : word.end + _AROUND]
    return f" {word.lower}" in around or ("c" in known and not {"n", "s", "p"} & set(known))
