"""What a verb of saying reports in its sentence: a clause with "что", an object, an infinitive, a judgement."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import attrs

from ..reading import Reading, Word, parses
from .clauses import cues_in
from .cues import Cue, Verb, lexicon, verb
from .grammar import noun_of

__all__ = ["Reported", "Sentence", "is_finite", "is_infinitive", "is_predicate", "reported"]

#: How many words may stand between a cue and its clause.
_REACH = 16
_INFINITIVES = ("ть", "ться", "ти", "тись", "чь", "чься")


@attrs.frozen
class Sentence:
    """
    A sentence, or its part before a direct quotation.

    Attributes:

        reading: The text.

        start, end, paragraph: Where it is.

        first, last: Its words.

        quoted: Where what is in marks begins and ends.

        cues: The verbs and phrases in it that may attribute.
    """

    reading: Reading
    start: int
    end: int
    paragraph: int
    first: int
    last: int
    quoted: dict[int, int]
    cues: Sequence[Cue]

    @classmethod
    def of(cls, reading: Reading, start: int, end: int, paragraph: int, quoted: dict[int, int]) -> "Sentence":
        """A stretch of a paragraph with the cues in it."""
        cues = list(cues_in(reading, start, end, quoted))
        return cls(reading, start, end, paragraph, reading.at(start), reading.at(end), quoted, cues)

    def word(self, place: int) -> str:
        """A word in lower case; nothing outside the sentence."""
        return self.reading.words[place].lower if self.first <= place < self.last else ""


class Reported(NamedTuple):
    """
    What a cue reports.

    Attributes:

        begin: Where it begins.

        rule: What found it.

        cue: The cue with what belongs to it.
    """

    begin: int
    rule: str
    cue: Cue


def reported(sentence: Sentence, cue: Cue, found: Verb) -> Reported | None:
    """What a verb reports, by the first of the rules that fits."""
    return next((got for rule in _RULES for got in [rule(sentence, cue, found)] if got), None)


def is_finite(word: Word) -> bool:
    """Whether a word is most likely a finite verb."""
    return bool(verb(word.lower)) and parses(word.lower)[0].pos in ("VERB", "PRTS")


def is_predicate(word: Word) -> bool:
    """Whether a word is most likely a predicate: a finite verb, a short participle or adjective."""
    return word.form[0].isalpha() and parses(word.lower)[0].pos in ("VERB", "PRTS", "ADJS", "PRED")


def is_infinitive(lower: str) -> bool:
    """Whether a word is most likely an infinitive."""
    return lower.endswith(_INFINITIVES) and any(parse.pos == "INFN" for parse in parses(lower)[:2])


def _that(sentence: Sentence, cue: Cue, found: Verb) -> Reported | None:
    # "сообщил (журналистам), что …", "уверен, что …", "рассказал, как …"
    words = sentence.reading.words
    if found.lemma not in lexicon("cues", "clause"):
        return None
    if any(sentence.word(place) in lexicon("cues", "persons") for place in range(cue.first - 2, cue.first)):
        return None
    for place in range(cue.last, min(cue.last + _REACH, sentence.last - 1)):
        word = words[place]
        if word.form == ",":
            after = sentence.word(place + 1)
            if after == "что":
                return Reported(words[place + 1].end, "indirect-that", cue)
            if (
                after in lexicon("cues", "asking")
                and found.lemma in lexicon("cues", "telling")
                and place < cue.last + 5
            ):
                return Reported(word.end, "indirect-asking", cue)
            if place > cue.last + 6:
                return None
        elif word.form in ":;.!?" or (place > cue.last and word.form[0].isalpha() and is_finite(word)):
            return None
    return None


def _as(sentence: Sentence, cue: Cue, _found: Verb) -> Reported | None:
    # "Как сообщил министр, …"
    words = sentence.reading.words
    before = range(max(sentence.first, cue.first - 3), cue.first)
    if cue.first > sentence.first + 4 or not any(sentence.word(place) == "как" for place in before):
        return None
    comma = next(
        (place for place in range(cue.last, min(cue.last + 32, sentence.last)) if words[place].form == ","), None
    )
    return None if comma is None else Reported(words[comma].end, "indirect-as", cue)


def _feeling(sentence: Sentence, cue: Cue, found: Verb) -> Reported | None:
    # "выразил признательность (кому-то) за …": the noun belongs to the cue.
    words = sentence.reading.words
    if found.lemma not in lexicon("cues", "expressing"):
        return None
    for place in range(cue.last, min(cue.last + 2, sentence.last)):
        noun = noun_of(words[place].lower) if words[place].form[0].isalpha() else None
        if noun is None or noun.lemma not in lexicon("cues", "feelings"):
            continue
        whole = Cue(cue.first, place + 1, f"{found.lemma} {words[place].lower}", found)
        for at in range(place + 1, min(place + 12, sentence.last - 1)):
            if sentence.word(at) in lexicon("cues", "prepositions"):
                # "за то, что", "в том, что"
                clause = sentence.word(at + 1) in ("то", "том", "тем") and sentence.word(at + 3) == "что"
                return Reported(words[at + 3 if clause else at].end, "indirect-feeling", whole)
    return None


def _judged(sentence: Sentence, cue: Cue, found: Verb) -> Reported | None:
    # "оценил X как Y"
    if found.lemma not in lexicon("cues", "judging"):
        return None
    places = range(cue.last + 1, min(cue.last + _REACH, sentence.last))
    if any(sentence.word(place) == "как" for place in places):
        return Reported(sentence.reading.words[cue.last - 1].end, "indirect-judged", cue)
    return None


def _infinitive(sentence: Sentence, cue: Cue, found: Verb) -> Reported | None:
    # "призвал (кого-то) сделать …"
    words = sentence.reading.words
    if found.lemma not in lexicon("cues", "infinitive"):
        return None
    for place in range(cue.last, min(cue.last + 8, sentence.last)):
        if words[place].form in ",:;.":
            return None
        if is_infinitive(words[place].lower):
            return Reported(words[cue.last - 1].end, "indirect-infinitive", cue)
    return None


def _object(sentence: Sentence, cue: Cue, found: Verb) -> Reported | None:
    # "подчеркнул значение …"
    words = sentence.reading.words
    if found.lemma not in lexicon("cues", "stressing"):
        return None
    for place in range(cue.last, min(cue.last + 4, sentence.last)):
        noun = noun_of(words[place].lower) if words[place].form[0].isalpha() else None
        if not words[place].form[0].isalpha():
            return None
        if noun:
            fits = noun.lemma in lexicon("cues", "objects")
            return Reported(words[cue.last - 1].end, "indirect-object", cue) if fits else None
    return None


_RULES: tuple[Callable[[Sentence, Cue, Verb], Reported | None], ...] = (
    _feeling,
    _that,
    _as,
    _judged,
    _infinitive,
    _object,
)
