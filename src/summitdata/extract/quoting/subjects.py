"""The subject of a verb of saying: whom or what its clause puts in the nominative."""

from functools import lru_cache

import attrs

from ..cast import Mentioned
from ..reading import Parse, Word, parses
from .cues import Verb, lexicon
from .grammar import LATIN, NOMINAL, PLACES, SURNAMES, heads_of, is_fixed, is_nominative
from .phrases import (
    ENDS,
    POINTING,
    PRONOUNS,
    Phrase,
    clause_words,
    is_common,
    is_name,
    kind_of,
    name_end,
    site_end,
    tail,
    without_object,
)
from .stage import STOP, Stage, named_nominative, people

__all__ = ["subject"]

#: What no name is.
_FUNCTIONAL = frozenset(
    ("PREP", "CONJ", "PRCL", "ADVB", "NPRO", "INTJ", "PRED", "COMP", "NUMR", "INFN", "PRTS", "PRTF")
)


@attrs.define
class _Seen:
    """What a clause has shown so far of its subject."""

    #: Where the adjectives of a phrase begin, if one is under way.
    begun: int | None = None
    #: A body or text, good where no person follows; a name whose case cannot be told; a participle that may stand alone.
    weak: Phrase | None = None
    spare: Phrase | None = None
    loose: int | None = None
    #: A capital word that nothing is known of.
    unknown: int | None = None
    #: Whether what comes depends on a preposition.
    apart: bool = False
    #: The first word of the clause.
    first: int = 0
    #: The word up to which a phrase reaches, and the word looked at last.
    until: int = -1
    previous: int = -1


def subject(stage: Stage, first: int, last: int, found: Verb, *, before: bool = False) -> Phrase | None:
    """
    The noun phrase in the nominative that agrees with a verb, the likeliest first.

    Args:

        stage: The cast.

        first: The first word of the clause after the verb, or before it.

        last: The word after its last.

        found: The verb.

        before: Whether the words stand before the verb.
    """
    words = stage.reading.words
    seen = _Seen(first=first, previous=first - 1)
    for place in clause_words(stage, first, last):
        # What stood after the preposition was in marks.
        seen.apart = seen.apart and place == seen.previous + 1
        seen.previous = place
        if place < seen.until:
            continue
        word = words[place]
        if word.form in ENDS and not (word.form == ":" and (before or words[place - 1].form.isdigit())):
            break
        if not word.form[0].isalnum():
            if (
                not before
                and word.form in ",:(–—)"
                and (seen.weak or (word.form == "," and place > first + 1 and seen.begun is None))
            ):
                break
            seen.apart = seen.apart and word.form != ","
            seen.begun = None if word.form in ",:()–—" else seen.begun
            continue
        if word.lower in STOP:
            break
        got = _person(stage, place, last, found, seen, before=before) or _noun(
            stage, place, last, found, seen, before=before
        )
        if got:
            return got
    return _left(stage, seen, last, found)


def _left(stage: Stage, seen: _Seen, last: int, found: Verb) -> Phrase | None:
    """The next best where no subject is certain."""
    if seen.weak and seen.weak.kind in ("body", "text"):
        return seen.weak
    if seen.loose is not None:
        return Phrase(seen.loose, seen.loose + 1, seen.loose, "person")
    if found.plural or found.gender == "neut":
        return None
    if seen.spare is not None or seen.unknown is None:
        return seen.spare
    # A name that neither the rules for names nor the dictionary knows.
    return Phrase(seen.unknown, name_end(stage, seen.unknown, last), seen.unknown, "unnamed")


def _person(stage: Stage, place: int, last: int, found: Verb, seen: _Seen, *, before: bool) -> Phrase | None:
    """A name, a pronoun or "one of …" as the subject."""
    word = stage.reading.words[place]
    mention = stage.by_start.get(word.start)
    if mention and mention.form == "name" and stage.entities[mention.entity].type == "PERSON":
        seen.until = stage.reading.at(mention.end)
        phrase = Phrase(place if seen.begun is None else seen.begun, seen.until, place, "name", mention)
        if not seen.apart and _fits(stage, mention, found):
            return phrase
        beside = place == seen.first and any(
            not parse.pos or "Fixd" in parse.grammemes or {"nomn", "sing"} <= parse.grammemes
            for parse in parses(word.lower)
        )
        if not seen.apart and not before and (beside or stage.entities[mention.entity].gender in (None, found.gender)):
            # Beside the verb it is the subject, whatever its form tells of the sex.
            seen.spare = seen.spare or phrase
        seen.apart = False
        return None
    if seen.apart:
        return None
    gender = PRONOUNS.get(word.lower)
    if gender is None and not before and (place + 1 == last or not stage.reading.words[place + 1].form[0].isalnum()):
        # "усмехается та"
        gender = POINTING.get(word.lower)
    if gender and (gender == "plur") == found.plural and (found.plural or found.gender in (None, gender)):
        return Phrase(place, place + 1, place, "pronoun")
    follow = stage.reading.words[place + 1].lower if place + 2 < last else ""
    if word.lower in ("один", "одна") and follow == "из":
        return Phrase(place, tail(stage, place + 2, last), place, "someone")
    return None


def _noun(stage: Stage, place: int, last: int, found: Verb, seen: _Seen, *, before: bool) -> Phrase | None:
    """A noun as the subject; what is not certain is kept in what was seen."""
    words = stage.reading.words
    word = words[place]
    readings = parses(word.lower)
    if place < seen.until:
        return None
    if readings[0].pos == "PREP":
        seen.apart, seen.begun = True, None
        return None
    if len(word.form) == 1 or word.lower in PRONOUNS:
        seen.begun = None
        return None
    agreeing = _agreeing(word.lower, found)
    if not seen.apart and not found.plural and _channel(stage, place, last, seen, agrees=agreeing is not None):
        return None
    if seen.apart:
        seen.apart = not (any(parse.pos == "NOUN" for parse in readings) or is_fixed(word.form))
        return None
    if agreeing is None or (readings[0].pos not in NOMINAL and not word.form[0].isupper()):
        seen.begun = None
        if seen.unknown is None and _may_name(
            word, readings[0], before=before, opens=place == seen.first, closes=place + 1 == last
        ):
            seen.unknown = place
        return None
    is_last = place + 1 >= last or not words[place + 1].form[0].isalpha()
    is_surname = word.form[0].isupper() and is_last and word.form.endswith(SURNAMES)
    begun = place if seen.begun is None else seen.begun
    is_named = is_name(word.form, readings) and not is_common(stage, word)
    is_doer = word.lower in people()
    if agreeing.pos != "NOUN" and not is_doer and not is_surname and not (is_last and is_named):
        seen.begun = begun
        if is_last and agreeing.pos == "PRTF" and not before:
            seen.loose = begun if seen.loose is None else seen.loose
        return None
    follow = _agreeing(words[place + 1].lower, found) if not is_last else None
    if (
        follow
        and follow.pos == "NOUN"
        and words[place + 1].form.islower()
        and any(one.pos == "ADJF" for one in readings)
    ):
        # "Старший мастер", "новое ведомство": an adjective that could be a noun.
        seen.begun = begun
        return None
    seen.loose = None
    if is_surname or is_named:
        return Phrase(begun, name_end(stage, place, last), place, "unnamed")
    sort = "person" if is_doer else kind_of(agreeing, word.form)
    end = tail(stage, place + 1, last)
    if sort == "person" and not before and found.lemma in lexicon("cues", "addressing"):
        end = without_object(stage, place + 1, end)
    phrase = Phrase(begun, end, place, sort, plural="plur" in agreeing.grammemes)
    if sort == "person":
        return phrase if phrase.plural else _with_name(stage, phrase, last, found)
    if sort == "body" and not is_fixed(word.form):
        return phrase
    beside = place == seen.first if not before else place + 1 == last
    if sort == "thing" and word.form[0].isupper() and beside:
        # A name beside the verb that the dictionary takes for a thing.
        return attrs.evolve(phrase, kind="body" if agreeing.grammemes & PLACES else "unnamed")
    seen.weak = seen.weak if seen.weak and seen.weak.kind == "body" else phrase
    seen.begun, seen.until = None, phrase.last
    return None


def _may_name(word: Word, reading: Parse, *, before: bool, opens: bool, closes: bool) -> bool:
    """Whether a capital word that does not agree with the verb may yet be a foreign name."""
    if len(word.form) == 1 or not word.form[0].isupper() or is_fixed(word.form) or reading.pos in _FUNCTIONAL:
        return False
    if opens and before:
        # The first word of a sentence has a capital anyway; a name stands at once before its verb.
        return closes and len(word.form) > 3
    return opens or not reading.grammemes & PLACES


def _channel(stage: Stage, place: int, last: int, seen: _Seen, *, agrees: bool) -> bool:
    """Keep an outlet or body that has a name of its own, in Latin letters, capitals or by the rules for names."""
    word = stage.reading.words[place]
    mention = stage.by_start.get(word.start)
    is_latin = LATIN.match(word.form) is not None
    is_body = mention is not None and stage.entities[mention.entity].type == "ORGANIZATION"
    if (seen.weak and seen.weak.kind == "body") or not (is_latin or (is_body and (word.form.isupper() or agrees))):
        return False
    end = max(stage.reading.at(mention.end), place + 1) if mention else site_end(stage, place, last)
    seen.weak = Phrase(place if seen.begun is None else seen.begun, end, place, "body")
    seen.begun, seen.until = None, end
    return True


def _agrees(parse: Parse, found: Verb) -> bool:
    names = parse.grammemes
    if "nomn" not in names and "Fixd" not in names:
        return False
    plural = "plur" in names
    if plural != found.plural and "Fixd" not in names:
        return False
    if plural or found.gender is None or found.gender in names or "Fixd" in names:
        return True
    # "спросила судья", "сообщила министр", "заявил глава": an office has a sex only in its verb.
    return not heads_of(parse.lemma).isdisjoint(people()) or (found.gender == "femn" and {"masc", "anim"} <= names)


@lru_cache(maxsize=2**14)
def _agreeing(lower: str, found: Verb) -> Parse | None:
    """The reading of a word as the subject of a verb, a noun's before an adjective's."""
    agreeing = [parse for parse in parses(lower) if parse.pos in NOMINAL and _agrees(parse, found)]
    return next((parse for parse in agreeing if parse.pos == "NOUN"), agreeing[0] if agreeing else None)


def _fits(stage: Stage, mention: Mentioned, found: Verb) -> bool:
    """Whether a name can be the subject of a verb."""
    gender = stage.entities[mention.entity].gender
    if found.gender in ("masc", "femn") and gender in ("masc", "femn") and gender != found.gender:
        return False
    return named_nominative(stage, mention, gender or found.gender)


def _with_name(stage: Stage, phrase: Phrase, last: int, found: Verb) -> Phrase:
    """A phrase with the name that stands after it, if one does before another clause begins."""
    words = stage.reading.words
    limit = min(last, phrase.head + 28)
    until = phrase.last
    apart = False
    for place in clause_words(stage, phrase.head + 1, limit):
        word = words[place]
        if place < until and not stage.by_start.get(word.start):
            continue
        if word.form in ENDS or word.lower in STOP:
            break
        if word.form in ",–—-":
            apart = False
        mention = stage.by_start.get(word.start)
        if mention and stage.entities[mention.entity].type == "PERSON" and mention.form == "name":
            if not apart and _fits(stage, mention, found):
                return Phrase(phrase.first, stage.reading.at(mention.end), place, "name", mention)
            until = stage.reading.at(mention.end)
            continue
        if not word.form[0].isalpha():
            continue
        readings = parses(word.lower)
        if readings[0].pos in ("VERB", "NPRO"):
            break
        # What stands after "в беседе с" and the like is not the speaker.
        apart = apart or (readings[0].pos == "PREP" and word.lower != "по")
        if (
            not apart
            and word.form[0].isupper()
            and place >= until
            and is_name(word.form, readings)
            and is_nominative(word.lower, found.gender)
        ):
            return Phrase(phrase.first, name_end(stage, place, last), place, "unnamed")
    return phrase
