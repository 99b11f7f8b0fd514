"""
By what rows of different articles are held to speak of the same: the words of a stretch of text, and who an entity is.

The measure is the Dice coefficient of two sets of words: twice the number of those in common, divided by the number of both
together (Dice 1945, *Ecology* 26 (3), 297-302).
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .arithmetic import label
from .vocabularies import EntityType, IdStatus, Predicate

__all__ = [
    "Done",
    "Names",
    "Parties",
    "Words",
    "dice",
    "done",
    "english",
    "measured",
    "names",
    "parties",
    "russian",
    "same_parties",
]

Row = Mapping[str, Any]

_RULES = Path(__file__).with_name("extract") / "rules" / "promises.toml"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: Where a clause may end, beyond which no word takes anything from a verb.
_CLAUSE = re.compile('[,;:.!?…«»“”„"()\\u2013\\u2014]')
#: Words next to a verb that take from it that it has been done.
_NOT_DONE = frozenset(("не", "бы", "чтобы", "будет", "будут", "быть", "если", "почти", "едва"))
_THINGS = frozenset(("NOUN", "PROPN", "ADJ"))


class Words(NamedTuple):
    """
    What a stretch of text is made of.

    Attributes:

        things: Its nouns, names and adjectives, general ones left out.

        actions: What is done, each by the first of the words for the same action.

        nouns: Its nouns and names alone.

        names: Its names alone.
    """

    things: frozenset[str]
    actions: frozenset[str]
    nouns: frozenset[str]
    names: frozenset[str]


class _Rules(NamedTuple):
    """Words that are left out, and for each word of an action the first of those for the same."""

    general: frozenset[str]
    light: frozenset[str]
    english: frozenset[str]
    completing: frozenset[str]
    working: frozenset[str]
    measured: frozenset[str]
    same: Mapping[str, str]


@cache
def _rules() -> _Rules:
    rules = tomllib.loads(_RULES.read_text(encoding="utf-8"))
    words = {name: frozenset(held) for name, held in rules.items() if name != "actions"}
    return _Rules(**words, same={word: words[0] for words in rules["actions"] for word in words})


def measured(actions: AbstractSet[str]) -> bool:
    """Whether an action is done only when the number is reached that was promised."""
    return bool(actions & _rules().measured)


# Sentences of one article come again with each number in them.
@lru_cache(maxsize=2**12)
def russian(text: str) -> Words:
    """
    The words of a Russian text, as pymorphy3 finds them likeliest.

    Raises:

        MissingExtraError: pymorphy3 is not installed.
    """
    from .extract.terms import analysed

    rules = _rules()
    things, actions, nouns, named = set(), set(), set(), set()
    for found in _WORD.finditer(text):
        lemma, upos = analysed(found[0])
        lemma = lemma.lower().replace("ё", "е")
        if lemma in rules.same and upos in {"NOUN", "VERB"}:
            actions.add(rules.same[lemma])
        elif upos == "VERB" and lemma not in rules.light:
            actions.add(lemma)
        is_telling = not (lemma in rules.general or lemma in rules.same or lemma in rules.light)
        if upos in _THINGS and is_telling and len(lemma) > 1:
            things.add(lemma)
            if upos != "ADJ":
                nouns.add(lemma)
            # A name that the dictionary does not know may look like a noun of it.
            if upos == "PROPN" or (found.start() and found[0][0].isupper()):
                named.add(lemma)
    return Words(frozenset(things), frozenset(actions), frozenset(nouns), frozenset(named))


class Done(NamedTuple):
    """
    What a sentence says has been done.

    Attributes:

        actions: Each by the first of the words for the same action.

        is_complete: It says of something that it is there, works, or has had its first of something.
    """

    actions: frozenset[str]
    is_complete: bool


def done(text: str) -> Done:
    """
    What a Russian sentence says has been done: by a verb in the past or a short participle of the perfective, not denied and
    not in the future.

    Raises:

        MissingExtraError: pymorphy3 is not installed.
    """
    from .extract.reading import parses

    rules = _rules()
    actions, is_complete = set(), False
    for clause in _CLAUSE.split(text):
        words = [found[0].lower().replace("ё", "е") for found in _WORD.finditer(clause)]
        for place, word in enumerate(words):
            if not _NOT_DONE.isdisjoint(words[max(0, place - 3) : place + 2]):
                continue
            best = parses(word)[0]
            lemma = best.lemma.replace("ё", "е")
            is_past = best.pos == "VERB" and {"past", "perf"} <= best.grammemes
            if is_past or (best.pos == "PRTS" and "perf" in best.grammemes):
                actions |= {rules.same[lemma]} if lemma in rules.same else set()
                has_first = any(after.startswith("перв") for after in words[place + 1 : place + 4])
                is_complete |= lemma in rules.completing or has_first
            elif best.pos == "VERB" and "pres" in best.grammemes:
                is_complete |= lemma in rules.working
    return Done(frozenset(actions), is_complete)


def english(text: str) -> Words:
    """
    The words of what is to be done in our English, general ones left out.

    It begins with what is done (`Raise freight …`), and names alone have capital letters after that.
    """
    found = [word[0] for word in _WORD.finditer(text)]
    things = frozenset(word.lower() for word in found[1:]) - _rules().english
    actions = frozenset(word.lower() for word in found[:1])
    return Words(things, actions, things, frozenset(w.lower() for w in found[1:] if w[0].isupper()) & things)


def dice(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Twice the number in common, divided by the number of both together; 0 for two empty sets."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0


class Names(NamedTuple):
    """
    Who the entities of some articles are.

    Attributes:

        keys: By the id of each entity what it can be known by in other articles; of a group that of its members.

        labels: What each is called.

        types: Its type.

        groups: Those that stand for several.
    """

    keys: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]
    types: Mapping[str, str]
    groups: AbstractSet[str]


def names(entities: Iterable[Row], identifiers: Iterable[Row], relations: Iterable[Row]) -> Names:
    """
    What entities can be known by in other articles: the cluster they were linked to, verified identifiers, and their name
    together with their type.
    """
    keys: defaultdict[str, set[str]] = defaultdict(set)
    labels, types, groups = {}, {}, set[str]()
    for entity in entities:
        identity = entity["id"]
        labels[identity] = label(entity) or entity["id"].partition("/")[2]
        types[identity] = entity["type"]
        if entity["is_group"]:
            groups.add(identity)
        if entity["cluster_id"] is not None:
            keys[identity].add(entity["cluster_id"])
        named = {entity[name].casefold() for name in ("label_ru", "label_en") if entity[name] is not None}
        keys[identity] |= {f"{entity['type']} {name}" for name in named}
    for row in identifiers:
        if row["status"] == IdStatus.VERIFIED:
            keys[row["entity_id"]].add(f"{row['scheme']} {row['value']}")
    members: defaultdict[str, set[str]] = defaultdict(set)
    for row in relations:
        if row["predicate"] == Predicate.MEMBER_OF and row["object_id"] in groups:
            members[row["object_id"]].add(row["subject_id"])
    for group, held in members.items():
        # Both countries of one summit are not those of another.
        keys[group] = {key for member in held for key in keys[member]}
    return Names({identity: frozenset(found) for identity, found in keys.items()}, labels, types, groups)


Parties = tuple[frozenset[str], ...]


def parties(mentions: Iterable[Row], known: Names) -> dict[str, Parties]:
    """
    Who meets in each article: the two countries that it mentions most, or where it mentions fewer the two persons; by what
    they can be known by in other articles. Of those mentioned alike the first.
    """
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in sorted(mentions, key=lambda m: m["start"]):
        if row["entity_id"] not in known.groups and known.keys.get(row["entity_id"]):
            counted[row["article_id"]][row["entity_id"]] += 1
    return {article: _most(entities, known) for article, entities in counted.items()}


def _most(entities: Counter[str], known: Names) -> Parties:
    for kind in (EntityType.COUNTRY, EntityType.PERSON):
        # In the order of their first mention, which sorting keeps.
        of_kind = [entity for entity, _ in entities.most_common() if known.types[entity] == kind]
        if len(of_kind) > 1:
            return tuple(known.keys[entity] for entity in of_kind[:2])
    return ()


def same_parties(one: Parties, other: Parties) -> bool:
    """Whether the same two meet."""
    return bool(one and other) and all(any(keys & others for others in other) for keys in one)
