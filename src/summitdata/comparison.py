"""Two summits side by side: the topics that both speak of, the numbers that changed, the promises repeated."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from .arithmetic import log_likelihood, log_ratio, number_in_words
from .exceptions import UsageError, known_name, shown
from .frames import Backend, DtypeBackend, frame
from .matching import Names, Parties, Words, dice, names, parties, russian, same_parties
from .plain import rows
from .promise_records import NumberOfBoth, PromiseOfBoth, TopicOfBoth, tabled
from .promising import Link, Promise, changed_numbers, likest, promises_of
from .shown_table import Table
from .vocabularies import Dimension, EntityType, Upos

if TYPE_CHECKING:
    from .corpus import Corpus

__all__ = ["Comparison", "compared"]

#: Lemmas of these parts of speech are topics.
_TOPICS = frozenset((Upos.NOUN, Upos.PROPN, Upos.ADJ, Upos.VERB))
_NO_WORDS = frozenset((Upos.PUNCT, Upos.SYM))
#: Numbers of these kinds can be told again with another value; a fifth session or three days are no measure.
_MEASURES = frozenset((Dimension.LEVEL, Dimension.CHANGE, Dimension.GROWTH, Dimension.SHARE, Dimension.COUNT))
#: The least Dice coefficient of the nouns of two sentences, and how many they have at least in common.
_SIMILAR, _SHARED = 0.4, 2

Row = Mapping[str, Any]


@attrs.frozen(eq=False, repr=False)
class Comparison:
    """
    Two summits side by side; a notebook shows its three tables, and every library that speaks Arrow takes each.

    Attributes:

        topics: The lemmas and entities that both speak of.

        numbers: The numbers of the second that measure what one of the first does.

        promises: The undertakings of the second that repeat one of the first.
    """

    topics: Table
    numbers: Table
    promises: Table

    def frame(self, name: str, backend: Backend = "pandas", *, dtype_backend: DtypeBackend | None = None) -> Any:
        """
        One of the tables as a fresh frame; the arguments are those of `summitdata.frame`.

        Raises:

            UnknownNameError: There is no such table or backend.

            MissingExtraError: The library is not installed.
        """
        made: Table = getattr(self, known_name(name, [a.name for a in attrs.fields(Comparison)], "table"))
        return frame(made.arrow, name, backend, dtype_backend)

    def __repr__(self) -> str:
        held = (f"{a.name} {len(getattr(self, a.name)):,}" for a in attrs.fields(Comparison))
        return f"<Comparison: {', '.join(held)}>"

    def _repr_html_(self) -> str:
        return "\n".join(getattr(self, a.name)._repr_html_() for a in attrs.fields(Comparison))


def compared(a: "Corpus | str", b: "Corpus | str", corpus: "Corpus | None" = None) -> Comparison:
    """Two summits side by side; see `summitdata.comparing.compare`."""
    sides = [_Side(*_chosen(one, corpus)) for one in (a, b)]
    return Comparison(
        Table("topics", tabled(TopicOfBoth, _topics(*sides))),
        Table("numbers", tabled(NumberOfBoth, _numbers(*sides))),
        Table("promises", tabled(PromiseOfBoth, _promises(*sides))),
    )


def _chosen(one: "Corpus | str", corpus: "Corpus | None") -> "tuple[Corpus, str | None]":
    from .corpus import Corpus

    if isinstance(one, Corpus):
        return one, None
    if not isinstance(one, str) or corpus is None:
        msg = f"expected a corpus, or the id of an article and its corpus (corpus=…), found {shown(one)}"
        raise UsageError(msg)
    if not any(one in part.table("articles").column("id").to_pylist() for part in corpus.parts()):
        msg = f"there is no article {shown(one)} in the corpus; give an id of the table articles"
        raise UsageError(msg)
    return corpus, one


class _Measured(NamedTuple):
    """A number with what it is matched by."""

    quantity: Row
    owners: frozenset[str]
    words: Words | None
    parties: Parties


class _Side:
    """One of the two: what it says how often, and its numbers and undertakings."""

    def __init__(self, corpus: "Corpus", article: str | None) -> None:
        self.terms: Counter[tuple[str, str]] = Counter()
        self.mentions: Counter[str] = Counter()
        self.keys: dict[str, frozenset[str]] = {}
        self.labels: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.numbers: list[_Measured] = []
        self.articles: list[str] = []
        for part in corpus.parts("compare"):
            self._take(_Tables(part, article))
        self.words = sum(self.terms.values())
        if not self.words:
            named = f"article {self.articles[0]!r}" if self.articles else "a corpus without articles"
            msg = f"topics are compared by the counts of terms, which {named} does not have; extract it, or fill term_counts"
            raise UsageError(msg)
        measured = [m for m in self.numbers if m.words is not None or m.quantity["indicator"] is not None]
        if self.numbers and not measured:
            msg = f"numbers are matched by what they measure, and those of article {self.numbers[0].quantity['article_id']!r} have neither wording nor an indicator; extract with the wording (summitdata extract --text), or attach the article (summitdata.anchor.attach)"
            raise UsageError(msg)
        self.promises = promises_of(corpus, None if article is None else [article])

    def _take(self, tables: "_Tables") -> None:
        self.articles += [row["id"] for row in tables.rows("articles")]
        for row in tables.rows("term_counts"):
            if row["upos"] not in _NO_WORDS:
                self.terms[row["lemma"], row["upos"]] += row["n"]
        known = names(*(list(tables.rows(table)) for table in ("entities", "identifiers", "relations")))
        for row in tables.rows("mentions"):
            self.mentions[row["entity_id"]] += 1
        self.keys |= known.keys
        self.labels |= known.labels
        self.types |= {identity: kind for identity, kind in known.types.items() if identity not in known.groups}
        self.numbers += _measured(tables, known)


class _Tables:
    """The rows of a part, or of one article in it."""

    def __init__(self, part: "Corpus", article: str | None) -> None:
        self._part, self._article = part, article

    def rows(self, name: str) -> Iterator[Row]:
        held = rows(self._part.table(name))
        return held if self._article is None else (row for row in held if row["article_id"] == self._article)


def _measured(tables: _Tables, known: Names) -> Iterator[_Measured]:
    sentences: defaultdict[str, list[Row]] = defaultdict(list)
    for row in tables.rows("sentences"):
        sentences[row["article_id"]].append(row)
    quantities = sorted(tables.rows("quantities"), key=lambda q: (q["article_id"], q["start"], q["id"]))
    mentions = list(tables.rows("mentions"))
    people = (m for m in mentions if known.types.get(m["entity_id"]) == EntityType.PERSON)
    met = parties(mentions, known)
    apart: defaultdict[str, list[Row]] = defaultdict(list)
    for row in (*quantities, *people):
        apart[row["article_id"]].append(row)
    for q in quantities:
        if q["dimension"] in _MEASURES and q["value"] is not None and not _counts_anything(q):
            around = [s for s in sentences[q["article_id"]] if s["start"] <= q["start"] < s["end"]]
            words = _words(around[0], apart[q["article_id"]]) if around else None
            owners = known.keys.get(q["entity_id"], frozenset())
            yield _Measured(q, owners, words, met.get(q["article_id"], ()))


def _counts_anything(q: Row) -> bool:
    """Whether what it counts says nothing of what is measured: two countries, five years."""
    return q["counted_ru"] is not None and q["indicator"] is None and not russian(q["counted_ru"]).things


def _words(sentence: Row, apart: Iterable[Row]) -> Words | None:
    """The words of a sentence, numbers and persons left out; None where its wording is not there."""
    text = sentence["text"]
    if text is None:
        return None
    for row in apart:
        start, end = (min(max(row[edge] - sentence["start"], 0), len(text)) for edge in ("start", "end"))
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return russian(text)


def _topics(a: _Side, b: _Side) -> list[TopicOfBoth]:
    lemmas = [
        ("lemma", lemma, upos, n, b.terms[lemma, upos])
        for (lemma, upos), n in a.terms.items()
        if upos in _TOPICS and (lemma, upos) in b.terms
    ]
    made = [
        TopicOfBoth(
            kind=kind,
            topic=topic,
            type=of,
            n_a=n,
            n_b=other,
            words_a=a.words,
            words_b=b.words,
            per_thousand_a=1000 * n / a.words,
            per_thousand_b=1000 * other / b.words,
            log_likelihood=log_likelihood(n, a.words, other, b.words),
            log_ratio=log_ratio(n, a.words, other, b.words),
        )
        for kind, topic, of, n, other in [*lemmas, *_entities(a, b)]
    ]
    return sorted(made, key=lambda t: (t.kind, -min(t.per_thousand_a, t.per_thousand_b), t.topic, t.type))


def _entities(a: _Side, b: _Side) -> Iterator[tuple[str, str, str, int, int]]:
    """The entities that both sides mention, those that share a key taken together."""
    roots = _roots([*(a.keys[e] for e in a.mentions if e in a.types), *(b.keys[e] for e in b.mentions if e in b.types)])
    found: list[defaultdict[str, list[str]]] = []
    for side in (a, b):
        grouped: defaultdict[str, list[str]] = defaultdict(list)
        for entity in side.mentions:
            if entity in side.types and side.keys[entity]:
                grouped[roots[min(side.keys[entity])]].append(entity)
        found.append(grouped)
    for root, of_a in found[0].items():
        if root in found[1]:
            named = max(of_a, key=lambda e: (a.mentions[e], e))
            n, other = (sum(s.mentions[e] for e in es) for s, es in ((a, of_a), (b, found[1][root])))
            yield "entity", a.labels[named], a.types[named], n, other


def _roots(sets: Iterable[frozenset[str]]) -> dict[str, str]:
    """For every key the least of those that it is tied to by sets that share one."""
    roots: dict[str, str] = {}

    def root(key: str) -> str:
        while roots.setdefault(key, key) != key:
            key = roots[key]
        return key

    for keys in sets:
        tied = sorted({root(key) for key in keys})
        for key in tied:
            roots[key] = tied[0]
    return {key: root(key) for key in list(roots)}


def _numbers(a: _Side, b: _Side) -> list[NumberOfBoth]:
    made = []
    for one, other, (similarity, basis, shared) in _paired(_once(a.numbers), _once(b.numbers)):
        q, r = one.quantity, other.quantity
        made.append(
            NumberOfBoth(
                quantity_a=q["id"],
                quantity_b=r["id"],
                article_a=q["article_id"],
                article_b=r["article_id"],
                indicator=q["indicator"] if basis == "indicator" else None,
                dimension=q["dimension"],
                unit=q["unit"],
                counted=q["counted_ru"],
                number_a=number_in_words(q),
                number_b=number_in_words(r),
                value_a=q["value"],
                value_b=r["value"],
                change=r["value"] - q["value"],
                ratio=r["value"] / q["value"] if q["value"] else None,
                status_a=q["status"],
                status_b=r["status"],
                period_a=q["period"],
                period_b=r["period"],
                basis=basis,
                shared=shared,
                similarity=similarity,
            )
        )
    return made


def _once(numbers: list[_Measured]) -> list[_Measured]:
    """What is said again of the same on one side is taken once, where it is said first."""
    first: dict[tuple[Any, ...], _Measured] = {}
    for m in numbers:
        q = m.quantity
        told = tuple(q[name] for name in ("dimension", "unit", "counted_ru", "indicator", "value", "status", "period"))
        first.setdefault((*told, m.words if q["indicator"] is None else m.owners), m)
    return list(first.values())


def _paired(
    one: list[_Measured], other: list[_Measured]
) -> Iterator[tuple[_Measured, _Measured, tuple[float, str, str]]]:
    """The numbers that are most like each other, and nothing else like them; in the order of the first."""
    kinds: defaultdict[tuple[Any, ...], list[_Measured]] = defaultdict(list)
    for m in other:
        kinds[_kind(m)].append(m)
    scores: dict[tuple[str, str], tuple[bool, float, bool]] = {}
    why: dict[tuple[str, str], tuple[float, str, str]] = {}
    by_id = {m.quantity["id"]: m for m in (*one, *other)}
    for m in one:
        for n in kinds[_kind(m)]:
            found = _alike(m, n)
            if found:
                pair = (m.quantity["id"], n.quantity["id"])
                why[pair] = found
                same_status, same_period = (m.quantity[name] == n.quantity[name] for name in ("status", "period"))
                scores[pair] = (same_status, found[0], same_period)
    best = [_best(scores, place) for place in (0, 1)]
    for pair, reason in why.items():
        if best[0].get(pair[0]) == best[1].get(pair[1]) == pair:
            yield by_id[pair[0]], by_id[pair[1]], reason


def _best(scores: Mapping[tuple[str, str], Any], place: int) -> dict[str, tuple[str, str]]:
    """For every number of one side the pair with the highest score, where no other has it too."""
    pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in scores:
        pairs[pair[place]].append(pair)
    made = {}
    for number, found in pairs.items():
        first, *others = sorted(found, key=lambda pair: scores[pair], reverse=True)
        if not others or scores[others[0]] < scores[first]:
            made[number] = first
    return made


def _kind(m: _Measured) -> tuple[Any, ...]:
    return tuple(m.quantity[name] for name in ("dimension", "unit", "counted_ru", "direction"))


def _alike(m: _Measured, n: _Measured) -> tuple[float, str, str] | None:
    """How far, by what and why two numbers measure the same; None where nothing says so."""
    indicators = [x.quantity["indicator"] for x in (m, n)]
    if None not in indicators:
        is_same = indicators[0].casefold() == indicators[1].casefold()
        is_theirs = bool(m.owners & n.owners) or not (m.owners or n.owners)
        return (1.0, "indicator", indicators[0]) if is_same and is_theirs else None
    if m.words is None or n.words is None:
        return None
    common, similarity = m.words.nouns & n.words.nouns, dice(m.words.nouns, n.words.nouns)
    is_enough = len(common) >= _SHARED or (similarity == 1 and same_parties(m.parties, n.parties))
    is_known = bool(m.parties and n.parties)
    is_theirs = not is_known or same_parties(m.parties, n.parties) or bool(m.words.names & n.words.names)
    if similarity < _SIMILAR or not is_enough or not is_theirs:
        return None
    return similarity, "words", "; ".join(sorted(common))


def _promises(a: _Side, b: _Side) -> Iterator[PromiseOfBoth]:
    for later in b.promises:
        found = likest(later, enumerate(a.promises))
        if found:
            place, link = found
            yield _promise(a.promises[place], later, link)


def _promise(one: Promise, other: Promise, link: Link) -> PromiseOfBoth:
    told: dict[str, Any] = {
        f"{name}_{side}": value
        for side, p in (("a", one), ("b", other))
        for name, value in (
            ("commitment", p.commitment["id"]),
            ("article", p.article),
            ("actors", "; ".join(p.actors) or None),
            ("words", p.words_told),
            ("strength", p.commitment["strength"]),
            ("deadline", p.commitment["deadline"]),
            ("numbers", p.numbers_told),
        )
    }
    return PromiseOfBoth(
        changed="; ".join(_changed(one, other)) or None,
        similarity=link.similarity,
        shared_words="; ".join((*link.actions, *link.words)),
        shared_actors="; ".join(link.actors) or None,
        **told,
    )


def _changed(one: Promise, other: Promise) -> Iterator[str]:
    then, now = one.commitment, other.commitment
    if then["deadline"] != now["deadline"]:
        yield "deadline"
    if changed_numbers(one.numbers, other.numbers):
        yield "number"
    if then["strength"] != now["strength"]:
        yield "strength"
