"""
Undertakings, as candidates: clauses with a word of agreeing, promising, planning, being ready or instructing.

Which of them bind anybody to an action that could be checked, as the guidelines ask, is for a reader to say.
"""

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from .cast import Cast, Mentioned
from .numbers.dates import Dated
from .quoting.quotations import Quoted
from .reading import Parse, Reading, Sentence, Word, parses

__all__ = ["Promised", "find"]

_RULES = Path(__file__).with_name("rules") / "commitments.toml"
#: Marks at which a clause ends; a comma only before a word that opens another one.
_STOPS = frozenset(";:")
_DASHES = frozenset("–—-−")
_OPENERS = frozenset({"а", "но", "однако", "зато", "хотя", "потому", "поскольку", "так"})
_TENSES = {"past": "past", "pres": "present", "futr": "future"}
#: What verbs of the first person plural of the future end with.
_FUTURE = ("им", "ем", "ём", "имся", "емся", "ёмся")
#: How many words after its head a complement may stand.
_REACH = 12


@attrs.frozen(kw_only=True)
class Promised:
    """
    A clause that may be an undertaking.

    Attributes:

        start, end: The clause, without a connective at its head and without marks at its edges.

        illocution, strength, stage, polarity, tense: Codes of the vocabularies of the same names.

        collective: Several parties agreed.

        deadline, deadline_source: The date it is due, in EDTF, and what that was read from.

        promisors, addressees: Places in `Cast.entities`.

        quotation: The place of the innermost quotation that it stands in.

        rule, confidence: What found it, and how sure that is.
    """

    start: int
    end: int
    illocution: str
    strength: str
    stage: str
    polarity: str
    tense: str
    collective: bool
    deadline: str | None
    deadline_source: str | None
    promisors: tuple[int, ...]
    addressees: tuple[int, ...]
    quotation: int | None
    rule: str
    confidence: float


class _Layers(NamedTuple):
    """What is known of the text."""

    reading: Reading
    cast: Cast
    quotes: Sequence[Quoted]
    dates: Sequence[Dated]


@cache
def _rules() -> Mapping[str, Any]:
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))


@cache
def _triggers() -> Mapping[str, Mapping[str, Any]]:
    return {word: trigger for trigger in _rules()["trigger"] for word in trigger["words"]}


@cache
def _stems() -> frozenset[str]:
    """The first four letters of every word that opens an undertaking, with `е` and with `ё`: few words need to be read."""
    letters = (["её" if letter in "её" else letter for letter in word[:4]] for word in _triggers())
    return frozenset("".join(one) for stem in letters for one in product(*stem))


def find(reading: Reading, cast: Cast, quotes: Sequence[Quoted], dates: Sequence[Dated]) -> list[Promised]:
    """The clauses that may be undertakings, in order; they do not overlap."""
    layers = _Layers(reading, cast, quotes, dates)
    stems = _stems()
    made: list[Promised] = []
    sentences = iter(reading.sentences)
    sentence = next(sentences, None)
    spots = [n for n, lower in enumerate(reading.lowers) if lower[:4] in stems or lower.endswith(_FUTURE)]
    for place in spots:
        word = reading.words[place]
        found = _opened(word.lower)
        if found is None:
            continue
        while sentence and sentence.end <= word.start:
            sentence = next(sentences, None)
        if sentence is None or (made and word.start < made[-1].end):
            continue
        promise = _promise(layers, sentence, place, *found)
        if promise:
            made.append(promise)
    return made


def _start(found: Mentioned | Quoted | Dated) -> int:
    return found.start


# Most words that begin or end so open nothing.
@lru_cache(maxsize=2**14)
def _opened(lower: str) -> tuple[Mapping[str, Any], Parse] | None:
    """What a word opens, and how it is read then."""
    is_like = lower[:4] in _stems()
    return (_trigger(lower) if is_like else None) or (_future(lower) if lower.endswith(_FUTURE) else None)


def _trigger(lower: str) -> tuple[Mapping[str, Any], Parse] | None:
    for parse in parses(lower):
        trigger = _triggers().get(parse.lemma)
        if trigger and parse.pos in trigger["forms"]:
            return trigger, parse
    return None


def _future(lower: str) -> tuple[Mapping[str, Any], Parse] | None:
    """What a verb in the first person plural of the future opens."""
    found = [parse for parse in parses(lower) if parse.pos == "VERB" and {"1per", "plur"} <= parse.grammemes]
    # Some verbs have one form for the present and the future.
    if not found or any("futr" not in parse.grammemes or parse.lemma in _rules()["idle"] for parse in found):
        return None
    return _rules()["future"], found[0]


def _promise(
    layers: _Layers, sentence: Sentence, place: int, trigger: Mapping[str, Any], parse: Parse
) -> Promised | None:
    reading, cast, quotes, dates = layers
    head = reading.words[place]
    quotation = _around(quotes, head)
    low, high = sentence.start, sentence.end
    if quotation is not None:
        low, high = max(low, quotes[quotation].start), min(high, quotes[quotation].end)
    first, last = _clause(reading.words, reading.at(low), reading.at(high), place)
    rest = reading.words[place + 1 : last]
    asks = last < len(reading.words) and reading.words[last].form == "?"
    if asks or [word.lower for word in reading.words[first : first + 2]] in (["о", "чём"], ["о", "чем"]):
        return None
    if "after" in trigger and not _follows(reading.words[first:place], trigger["after"]):
        return None
    if trigger.get("dash") and not any(word.form in _DASHES for word in rest[:3]):
        return None
    if not _completed(layers, trigger, first, place, last):
        return None
    start, end = reading.words[first].start, reading.words[last - 1].end
    spoken = cast.mentions[bisect_left(cast.mentions, low, key=_start) : bisect_left(cast.mentions, high, key=_start)]
    inside = [mention for mention in spoken if mention.end <= high]
    voice = None if quotation is None else quotes[quotation].speaker
    due = _due(reading, dates, start, end)
    return Promised(
        start=start,
        end=end,
        illocution=trigger["illocution"],
        strength=trigger["strength"],
        stage=trigger["stage"],
        polarity="negative" if place > first and reading.words[place - 1].lower == "не" else "positive",
        tense=_tense(parse),
        collective=trigger["strength"] == "agreed",
        deadline=due.date if due else None,
        deadline_source=due.date_source if due else None,
        promisors=tuple(_subjects(cast, (reading.words[first:place], rest), inside, parse, voice)),
        addressees=tuple(_of_case(cast, reading.words[first:last], inside, "datv"))
        if trigger["strength"] == "instructed"
        else (),
        quotation=quotation,
        rule=f"promise-{trigger['strength']}",
        confidence=trigger["confidence"],
    )


def _around(quotes: Sequence[Quoted], word: Word) -> int | None:
    """The place of the innermost quotation that holds a word."""
    n = bisect_right(quotes, word.start, key=_start) - 1
    while n >= 0 and (quotes[n].kind == "scare" or word.end > quotes[n].end):
        # Those before one that stands in no other end before it.
        n = -1 if quotes[n].parent is None else n - 1
    return n if n >= 0 else None


def _clause(words: Sequence[Word], low: int, high: int, place: int) -> tuple[int, int]:
    """The numbers of the first word of the clause around a word and of the one after its last."""
    first = place
    while first > low and words[first - 1].form not in _STOPS and not _is_border(words, first - 1):
        first -= 1
    first = _after_connectives(words, first, place)
    last = place + 1
    while last < high and words[last].form not in _STOPS and not _is_border(words, last):
        last += 1
    while last > place + 1 and not words[last - 1].form[-1].isalnum() and words[last - 1].form not in {"%", ")", "»"}:
        last -= 1
    return first, last


def _after_connectives(words: Sequence[Word], first: int, place: int) -> int:
    passed = True
    while passed:
        passed = False
        for phrase in _connectives():
            if [word.lower for word in words[first : first + len(phrase)]] == phrase and first + len(phrase) <= place:
                first, passed = first + len(phrase), True
        while first < place and not words[first].form[0].isalnum():
            first, passed = first + 1, True
    return first


@cache
def _connectives() -> Sequence[Sequence[str]]:
    return [phrase.split() for phrase in _rules()["connectives"]]


def _is_border(words: Sequence[Word], n: int) -> bool:
    """Whether a clause ends at a word: a comma before a word that opens another, or before another predicate."""
    if words[n].form != "," or n + 1 == len(words):
        return False
    following = words[n + 1].lower
    return following in _OPENERS or parses(following)[0].pos in {"VERB", "PRTS"}


def _follows(words: Sequence[Word], lemmas: Sequence[str]) -> bool:
    return any(parse.lemma in lemmas for word in words[-4:] for parse in parses(word.lower))


def _completed(layers: _Layers, trigger: Mapping[str, Any], first: int, place: int, last: int) -> bool:
    """Whether the clause has what a word that opens an undertaking wants."""
    words = layers.reading.words
    rest = words[place + 1 : last]
    if "complement" not in trigger:
        voice = _around(layers.quotes, words[place])
        start, end = words[first].start, words[last - 1].end
        dated = _due(layers.reading, layers.dates, start, end) is not None
        return voice is not None and layers.quotes[voice].kind == "direct" and (dated or any(map(_is_object, rest[:4])))
    kinds = trigger["complement"]
    if any(_is_complement(rest, n, kinds) for n in range(min(len(rest), _REACH))):
        return True
    # построить мост … условились: what is to be done comes first.
    return "inf" in kinds and any(_is_action(word) for word in words[first:place])


def _is_complement(rest: Sequence[Word], n: int, kinds: Sequence[str]) -> bool:
    lower = rest[n].lower
    if lower in kinds and lower != "inf":
        return n < 3
    return ("inf" in kinds and _is_action(rest[n])) or ("noun" in kinds and n < 3 and _is_object(rest[n]))


def _is_action(word: Word) -> bool:
    best = parses(word.lower)[0]
    return best.pos == "INFN" and best.lemma not in _rules()["talking"]


def _is_object(word: Word) -> bool:
    best = parses(word.lower)[0]
    return best.pos == "NOUN" and not best.grammemes.isdisjoint({"nomn", "accs"})


def _tense(parse: Parse) -> str:
    if parse.pos == "PRTS":
        return "past"
    return next((tense for grammeme, tense in _TENSES.items() if grammeme in parse.grammemes), "present")


def _due(reading: Reading, dates: Sequence[Dated], start: int, end: int) -> Dated | None:
    for dated in dates[bisect_left(dates, start, key=_start) :]:
        if dated.start >= end:
            return None
        before = reading.at(dated.start) - 1
        if before > 0 and reading.words[before].lower in _rules()["edges"]:
            before -= 1
        if dated.date and before >= 0 and reading.words[before].lower in _rules()["until"]:
            return dated
    return None


def _subjects(
    cast: Cast,
    around: tuple[Sequence[Word], Sequence[Word]],
    inside: Sequence[Mentioned],
    parse: Parse,
    voice: int | None,
) -> Iterator[int]:
    """Who undertakes it: the speaker of a first person, otherwise whom its clause names in the nominative."""
    before, after = around
    if "1per" in parse.grammemes or any(word.lower in {"мы", "я"} for word in before):
        if voice is not None:
            yield voice
    elif parse.pos in {"VERB", "ADJS"}:
        named = [*_of_case(cast, before, inside, "nomn")]
        yield from named or _of_case(cast, after, inside, "nomn")


def _of_case(cast: Cast, words: Sequence[Word], inside: Sequence[Mentioned], case: str) -> Iterator[int]:
    """Whom the words name in a case, each once."""
    starts = {word.start: word for word in words}
    seen = set()
    for mention in inside:
        head = starts.get(mention.start)
        if head is None or mention.entity in seen or mention.form == "adjective":
            continue
        if _is_in(cast, mention, head, case):
            seen.add(mention.entity)
            yield mention.entity


def _is_in(cast: Cast, mention: Mentioned, head: Word, case: str) -> bool:
    """Whether a mention is in a case; of a name that no dictionary has, its nominative tells."""
    label = cast.entities[mention.entity].label_ru
    if mention.form == "name" and label and case == "nomn":
        return any(part.lower() == head.lower for part in label.split())
    return any(case in parse.grammemes for parse in parses(head.lower))
