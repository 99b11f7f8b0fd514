"""
One promise through a corpus: which undertakings of later articles take up which of earlier ones, and what became of them.

Two undertakings are held to be the same promise where

- whoever makes or is told to do it is in part the same, by cluster, verified identifier or name and type; or, where one of
  the two names nobody or they name others, the two have a name in common, or the same two parties meet in their articles (the
  two countries mentioned most, or the two persons where no two countries are mentioned);
- what is done is in part the same (`построить` and `строительство` are one action), unless one of the two names no action;
- they have a name in common, or one of the two has none (names are then left out of what follows);
- the Dice coefficient of their nouns, names and adjectives (general ones left out) is at least `SIMILAR`, with at least
  `SHARED` of them in common, or all of them and the action, and not names alone; a number that both name, of the same kind,
  unit and value, counts as a word of both.

A sentence is held to tell that a promise was kept where it has wording, stands in a later article, and says in the past or
with a short participle of the perfective, not denied, that the same was done, or that it is there (`открыт`, `заработал`,
`принял первых …`); names at least `KEPT` of the words of the undertaking, two or all of them, not names alone; and has a name or the parties
in common with it. What is to grow or shrink to a number is done only where the sentence names that number.

Undertakings without wording are matched by the words of `action_en`, and only with others of that kind.
"""

import datetime as dt
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, NamedTuple

from .arithmetic import number_in_words
from .exceptions import UsageError
from .matching import (
    Names,
    Parties,
    Words,
    dice,
    done,
    english,
    measured,
    names,
    parties,
    russian,
    same_parties,
)
from .plain import rows
from .promise_records import PromiseInTime, tabled
from .vocabularies import ActorRole, Stage

if TYPE_CHECKING:
    import pyarrow as pa

    from .corpus import Corpus

__all__ = ["KEPT", "SHARED", "SIMILAR", "Link", "Promise", "likest", "linked", "promises", "promises_of"]

#: The least Dice coefficient of the words of two undertakings that are held to be the same.
SIMILAR = 0.5
#: The least number of words that they have in common.
SHARED = 2
#: The least share of the words of a promise in a sentence that tells that it was kept.
KEPT = 0.6

#: Fewer counted things than these are no number that one knows a promise by.
_FEW = 10
_ACTORS = (ActorRole.PROMISOR, ActorRole.ADDRESSEE)
_DONE = (Stage.COMPLETED, Stage.OPERATING)


class Promise(NamedTuple):
    """An undertaking with all that it is matched by."""

    article: str
    published: dt.date | None
    start: int
    commitment: Mapping[str, Any]
    text: str | None
    words: Words
    language: str
    actors: Mapping[str, frozenset[str]]
    numbers: tuple[Mapping[str, Any], ...]
    parties: Parties

    @property
    def order(self) -> tuple[dt.date, str, int, str]:
        """Its place in time."""
        return self.published or dt.date.max, self.article, self.start, self.commitment["id"] or ""

    @property
    def words_told(self) -> str:
        """Its wording, or what is to be done in our English."""
        told: str = self.commitment["action_en"] if self.text is None else self.text
        return told

    @property
    def numbers_told(self) -> str | None:
        """Its numbers as text."""
        return "; ".join(map(number_in_words, self.numbers)) or None


class Link(NamedTuple):
    """Why two undertakings are held to be the same promise."""

    similarity: float
    words: tuple[str, ...]
    actions: tuple[str, ...]
    actors: tuple[str, ...]


def linked(one: Promise, other: Promise) -> Link | None:
    """Why two undertakings are the same promise, the first the later one; None where they are not held to be."""
    if one.commitment["id"] is None:
        return _kept(one, other)
    if one.language != other.language or not (one.words.names & other.words.names or _is_free(one, other)):
        return None
    numbers = _told(one) & _told(other)
    actions = one.words.actions & other.words.actions
    left_out: AbstractSet[str] = frozenset()
    if _is_free(one, other):
        # Who or where it is may be said by one of the two alone, if the same two meet.
        left_out = one.words.names | other.words.names
    mine, theirs = ((p.words.things - left_out) | numbers for p in (one, other))
    common, similarity = mine & theirs, dice(mine, theirs)
    is_enough = len(common) >= SHARED or (similarity == 1 and bool(actions))
    is_act = bool(actions) or not (one.words.actions and other.words.actions)
    if similarity < SIMILAR or not is_enough or not is_act or common <= one.words.names:
        return None
    return _link(one, other, similarity, common)


def _is_free(one: Promise, other: Promise) -> bool:
    """Whether one of two undertakings names nothing, so that no name speaks against their being the same."""
    return not (one.words.names and other.words.names)


def _link(one: Promise, other: Promise, similarity: float, common: AbstractSet[str]) -> Link | None:
    keys = frozenset(key for held in other.actors.values() for key in held)
    actors = sorted({name for name, held in one.actors.items() if held & keys})
    is_same = actors or one.words.names & other.words.names or same_parties(one.parties, other.parties)
    actions = one.words.actions & other.words.actions
    return Link(similarity, tuple(sorted(common)), tuple(sorted(actions)), tuple(actors)) if is_same else None


def _kept(sentence: Promise, promise: Promise) -> Link | None:
    """Why a sentence tells that a promise was kept."""
    wanted = promise.words.things
    common = wanted & sentence.words.things
    numbers = _told(sentence) & _told(promise)
    is_act = bool(sentence.words.actions & promise.words.actions) or sentence.commitment["is_complete"]
    is_far = measured(promise.words.actions) and not numbers
    is_enough = (len(common) >= SHARED or common == wanted) and not common <= promise.words.names
    is_later = promise.language == "ru" and sentence.article != promise.article
    if not is_later or not is_act or is_far or not is_enough or len(common) < KEPT * len(wanted):
        return None
    return _link(sentence, promise, len(common) / len(wanted), common | numbers)


def _told(promise: Promise) -> frozenset[str]:
    """Its numbers as words, where they have a value; two or three of something are named everywhere."""
    valued = (q for q in promise.numbers if q["value"] is not None)
    return frozenset(number_in_words(q) for q in valued if q["unit"] != "1" or q["value"] >= _FEW)


def likest(promise: Promise, others: Iterable[tuple[int, Promise]]) -> tuple[int, Link] | None:
    """
    The place of the undertaking that one is most like, and why; of those alike one with the same deadline, then the last.

    Args:

        promise: The undertaking.

        others: Others with their places.
    """
    found = [
        (link.similarity, other.commitment["deadline"] == promise.commitment["deadline"], place, link)
        for place, other in others
        if (link := linked(promise, other))
    ]
    return max(found, key=lambda one: one[:3])[2:] if found else None


def promises(corpus: "Corpus") -> "pa.Table":
    """
    Every undertaking of a corpus in the order of time, with the promise it belongs to and what became of it since.

    Each is linked to the one earlier undertaking that it is most like, if any; of those alike the latest. The order of
    articles and parts does not matter. What articles say of one another is not asked: of two reports of one summit the later
    one, by the day and then by id, repeats the promises of the other.

    Raises:

        UsageError: An undertaking has neither wording nor words of ours.

        MissingExtraError: pymorphy3 is not installed.
    """
    ordered = promises_of(corpus)
    told = (one for part in corpus.parts() for one in _done_of_part(part)) if ordered else iter(())
    return tabled(PromiseInTime, _rows(sorted([*ordered, *told], key=lambda p: p.order)))


def promises_of(corpus: "Corpus", articles: Iterable[str] | None = None) -> list[Promise]:
    """
    The undertakings of a corpus, or of some of its articles, in the order of time.

    Raises:

        UsageError: One has neither wording nor words of ours.
    """
    wanted = None if articles is None else set(articles)
    found = (promise for part in corpus.parts("promises") for promise in _of_part(part))
    return sorted((p for p in found if wanted is None or p.article in wanted), key=lambda p: p.order)


def _of_part(part: "Corpus") -> Iterator[Promise]:
    commitments = list(rows(part.table("commitments")))
    if not commitments:
        return
    known = _known(part)
    met, days = parties(rows(part.table("mentions")), known), _days(part)
    statements = {row["id"]: row for row in rows(part.table("statements"))}
    actors, numbers = _actors(part, known), _numbers(part)
    for commitment in commitments:
        statement, article = statements[commitment["statement_id"]], commitment["article_id"]
        words, language = _words(commitment, statement)
        yield Promise(
            article,
            days[article],
            statement["start"],
            commitment,
            statement["text"],
            words,
            language,
            actors.get(commitment["id"], {}),
            tuple(numbers.get(commitment["id"], ())),
            met.get(article, ()),
        )


def _known(part: "Corpus") -> Names:
    return names(*(rows(part.table(table)) for table in ("entities", "identifiers", "relations")))


def _days(part: "Corpus") -> dict[str, dt.date | None]:
    """The day each article was published."""
    columns = (part.table("articles").column(name).to_pylist() for name in ("id", "published"))
    return dict(zip(*columns, strict=True))


def _done_of_part(part: "Corpus") -> Iterator[Promise]:
    """The sentences that say that something was done, as undertakings that are fulfilled."""
    met, days = parties(rows(part.table("mentions")), _known(part)), _days(part)
    numbers: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for q in rows(part.table("quantities")):
        numbers[q["article_id"]].append(q)
    for sentence in rows(part.table("sentences")):
        text, article = sentence["text"], sentence["article_id"]
        found = None if text is None else done(text)
        if found is not None and (found.actions or found.is_complete):
            words = russian(text)._replace(actions=found.actions)
            told: dict[str, Any] = {"id": None, "strength": None, "stage": None, "deadline": None}
            told |= {"sentence_id": sentence["id"], "is_complete": found.is_complete}
            inside = [q for q in numbers[article] if sentence["start"] <= q["start"] < sentence["end"]]
            place = (article, days[article], sentence["start"])
            yield Promise(*place, told, text, words, "ru", {}, tuple(inside), met.get(article, ()))


def _actors(part: "Corpus", known: Names) -> dict[str, dict[str, frozenset[str]]]:
    made: defaultdict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for row in rows(part.table("commitment_actors")):
        if row["role"] in _ACTORS:
            made[row["commitment_id"]][known.labels[row["entity_id"]]] = known.keys[row["entity_id"]]
    return made


def _numbers(part: "Corpus") -> dict[str, list[Mapping[str, Any]]]:
    made: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows(part.table("quantities")):
        if row["commitment_id"] is not None:
            insort(made[row["commitment_id"]], row, key=lambda q: (q["start"], q["id"]))
    return made


def _words(commitment: Mapping[str, Any], statement: Mapping[str, Any]) -> tuple[Words, str]:
    if statement["text"] is not None:
        return russian(statement["text"]), "ru"
    if commitment["action_en"] is not None:
        return english(commitment["action_en"]), "en"
    msg = f"undertaking {commitment['id']!r} is matched by its words, and has neither wording nor action_en; extract with the wording (summitdata extract --text), or attach the article (summitdata.anchor.attach)"
    raise UsageError(msg)


def _rows(ordered: list[Promise]) -> Iterator[PromiseInTime]:
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    chains: list[str] = []
    for place, promise in enumerate(ordered):
        before, link = _before(ordered, by_word, promise)
        earlier = None if before is None else ordered[before]
        chains.append(promise.commitment["id"] if before is None else chains[before])
        if promise.commitment["id"] is not None:
            for word in promise.words.things:
                by_word[word].append(place)
        elif earlier is None:
            # It tells of something that nobody had promised.
            continue
        yield _row(chains[-1], promise, earlier, link)


def _before(
    ordered: list[Promise], by_word: Mapping[str, list[int]], promise: Promise
) -> tuple[int | None, Link | None]:
    """The earlier undertaking that one is most like, the latest of them."""
    if promise.published is None:
        return None, None
    shared = {place for word in promise.words.things for place in by_word.get(word, ())}
    found = likest(promise, ((place, ordered[place]) for place in sorted(shared)))
    return found or (None, None)


def _row(chain: str, promise: Promise, before: Promise | None, link: Link | None) -> PromiseInTime:
    commitment = promise.commitment
    return PromiseInTime(
        promise_id=chain,
        article_id=promise.article,
        published=promise.published,
        commitment_id=commitment["id"],
        sentence_id=commitment.get("sentence_id"),
        actors="; ".join(promise.actors) or None,
        words=promise.words_told,
        strength=commitment["strength"],
        stage=commitment["stage"],
        deadline=commitment["deadline"],
        numbers=promise.numbers_told,
        happened="; ".join(_happened(promise, before)) if before else ("new" if promise.published else "undated"),
        previous_id=before.commitment["id"] if before else None,
        days=(promise.published - before.published).days if before and promise.published and before.published else None,
        previous_deadline=before.commitment["deadline"] if before else None,
        previous_numbers=before.numbers_told if before else None,
        similarity=link.similarity if link else None,
        shared_words="; ".join((*link.actions, *link.words)) if link else None,
        shared_actors="; ".join(link.actors) or None if link else None,
    )


def _happened(promise: Promise, before: Promise) -> Iterator[str]:
    """What is said now that was not said before; only what both say can have changed."""
    then, now = before.commitment, promise.commitment
    changed = False
    if now["id"] is None:
        yield "done"
        return
    if now["deadline"] not in {None, then["deadline"]}:
        changed = True
        yield "deadline moved" if then["deadline"] else "deadline named"
    if changed_numbers(before.numbers, promise.numbers):
        changed = True
        yield "number changed"
    if now["stage"] in _DONE and then["stage"] not in _DONE:
        changed = True
        yield "done"
    if not changed:
        yield "repeated"


def changed_numbers(then: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> bool:
    """Whether some number of one kind and unit, the only one of them on both sides, has another value."""
    old, new = _single(then), _single(now)
    return any(old[kind] != new[kind] for kind in old.keys() & new.keys())


def _single(numbers: Iterable[Mapping[str, Any]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    held: defaultdict[tuple[Any, ...], set[tuple[Any, ...]]] = defaultdict(set)
    for q in numbers:
        value = (q["value"], q["low"], q["high"])
        if value != (None, None, None):
            held[q["dimension"], q["unit"], q["counted_ru"]].add(value)
    return {kind: values.pop() for kind, values in held.items() if len(values) == 1}
