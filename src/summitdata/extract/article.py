"""Texts to the tables of a part: what every layer finds, with ids, as columns."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from ..alignment import normalised
from ..corpus import Corpus
from ..exceptions import MissingExtraError
from ..records import TABLES
from ..schema import arrow_schema
from . import commitments, structure, terms
from .cast import Cast
from .naming import entities
from .naming.latin import slug
from .numbers import dates, quantities
from .quoting import quotations
from .reading import Reading, Span, read
from .source import Failure, Source
from .tokens import Tokens, tokens

__all__ = ["article_id", "part"]

#: The columns of each table, but for those that are null throughout and for those that are alike in all rows of an article.
Columns = dict[str, dict[str, list[Any]]]

#: What is the same in all rows of a table.
_ALIKE = {
    "articles": {"rule": "source", "confidence": 1.0},
    "paragraphs": {"rule": structure.RULE, "confidence": structure.CONFIDENCE},
    "sentences": {"rule": "razdel", "confidence": structure.SENTENCES},
    "term_counts": {"rule": terms.RULE, "confidence": terms.CONFIDENCE},
}
#: Where the marks of sentences are.
_PLACES = frozenset(
    ("start", "end", "cue_start", "cue_end", "source_start", "source_end", "period_start", "period_end")
)

#: How the name of an entity begins in its id.
_ID = re.compile("[a-z]{3}")
#: Half of a character that UTF-16 writes as two: a text that another program made can hold it alone.
_HALF = re.compile("[\ud800-\udfff]")
#: The longest name of a source that an article's id shows.
_MOST = 32
#: How many ids are kept ready.
_READY = 1000


@cache
def _endings(letter: str) -> Sequence[str]:
    """How the ids of an article's first rows end."""
    return [f"/{letter}{place:04}" for place in range(1, _READY + 1)]


def part(sources: Iterable[Source | Failure], *, ner: bool = False, name: str = "") -> Corpus:
    """
    The tables of texts, in their order; what gave none, and copies of a text that is there, are rows of `errors`.

    An article's rows depend on its own text, name and day alone.

    Args:

        sources: The texts, and what gave none.

        ner: Look for names with natasha's tagger too.

        name: The name of the part that they are of a larger corpus.

    Raises:

        MissingExtraError: razdel, pymorphy3 or, where it is asked for, natasha is not installed.
    """
    columns: Columns = {table: {} for table in TABLES}
    failures: list[tuple[Failure, str | None]] = []
    there: dict[str, str] = {}
    for source in sources:
        if isinstance(source, Failure):
            failures.append((source, None))
            continue
        half = _HALF.search(source.text)
        if half:
            message = f"a half character (U+{ord(half[0]):04X}) at place {half.start():,}, which no file can hold; mend the text"
            failures.append((Failure(name=source.name or "text", kind="encoding", message=message), None))
            continue
        digest = sha256(source.text.encode()).hexdigest()
        if digest in there:
            failures.append((copied(source, digest, there[digest]), there[digest]))
            continue
        identity = article_id(source.name, digest)
        try:
            made = _article(source, identity, digest, ner=ner)
        except MissingExtraError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad article never stops a run: it is told
            message = f"{type(error).__name__}: {error}; please report it"
            failures.append((_failed(source, identity, digest, "defect", message), None))
            continue
        there[digest] = identity
        _add(columns, made, identity)
    columns["errors"] = _columns(list(_errors(failures, name)))
    return _corpus(columns, name)


def copied(source: Source, digest: str, first: str) -> Failure:
    """What says that a text is there already as another article."""
    return _failed(source, first, digest, "duplicate", f"the same text as that of {first}; it is kept once")


def _failed(source: Source, identity: str, digest: str, kind: str, message: str) -> Failure:
    return Failure(
        name=source.name or identity, kind=kind, message=message, source_sha256=source.source_sha256 or digest
    )


def article_id(name: str | None, digest: str) -> str:
    """
    What an article is called: the name of its source in Latin letters and the first digits of its text's SHA-256.

    Nothing else goes into it, so that a text has the same id whenever and with whatever others it is extracted.
    """
    stem = re.split(r"[/\\]", (name or "").rstrip("/\\"))[-1]
    stem = re.sub(r"(?<=.)\.[A-Za-z0-9]{1,5}$", "", stem)
    shown = slug(stem).removeprefix("ent-")[:_MOST].strip("-")
    return f"{shown}-{digest[:12]}" if shown != "ent" else f"text-{digest[:16]}"


def _errors(failures: Sequence[tuple[Failure, str | None]], part: str) -> Iterator[dict[str, Any]]:
    times: Counter[str] = Counter()
    for failure, first in failures:
        # The same can befall sources of several parts.
        told = "\0".join((failure.name, failure.kind, failure.message, str(failure.source_sha256), part))
        digest = sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        times[digest] += 1
        yield {
            # The same can befall one source twice.
            "id": f"error/{digest}" + (f"-{times[digest]}" if times[digest] > 1 else ""),
            "source": failure.name,
            "source_sha256": failure.source_sha256,
            "kind": failure.kind,
            "message": failure.message,
            "duplicate_of": first,
        }


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    # All rows of a table have the same cells; as columns they take a tenth of the room.
    return {cell: [row[cell] for row in rows] for cell in (rows[0] if rows else ())}


def _add(columns: Columns, more: Columns, identity: str) -> None:
    for table, found in more.items():
        n = len(found["id"])
        if n:
            columns[table].setdefault("article_id", []).extend([identity] * n)
            for name, cells in found.items():
                columns[table].setdefault(name, []).extend(cells)


def _corpus(columns: Columns, name: str) -> Corpus:
    import pyarrow as pa

    tables = {}
    for table, cls in TABLES.items():
        schema = arrow_schema(cls)
        n = len(columns[table].get("id", ()))
        alike = {"origin": "extracted", **_ALIKE.get(table, {})}
        made = [
            pa.array(columns[table][field.name], field.type)
            if field.name in columns[table]
            else pa.repeat(pa.scalar(alike.get(field.name), field.type), n)
            for field in schema
        ]
        tables[table] = pa.Table.from_arrays(made, schema=schema)
    return Corpus(tables, part=name)


class _Found(NamedTuple):
    """What the layers found in a text."""

    reading: Reading
    cast: Cast
    quotes: Sequence[quotations.Quoted]
    amounts: Sequence[quantities.Measured]
    dates: Sequence[dates.Dated]
    promises: Sequence[commitments.Promised]


def _article(source: Source, identity: str, digest: str, *, ner: bool) -> Columns:
    reading = read(source.text, source.published)
    cast = entities.find(reading, ner=ner)
    quotes, cast = quotations.find(reading, cast)
    when = dates.find(reading)
    amounts = quantities.find(reading, when)
    promises = commitments.find(reading, cast, quotes, when)
    return _Rows(identity, _Found(reading, cast, quotes, amounts, when, promises)).columns(source, digest)


class _Rows:
    """The columns of one article."""

    def __init__(self, identity: str, found: _Found) -> None:
        self.article = identity
        self.found = found
        self.text = found.reading.text
        self.paragraphs = [start for start, _ in found.reading.paragraphs]
        self.paragraph_ids = self._ids("p", len(self.paragraphs))
        self.sentences = [sentence.start for sentence in found.reading.sentences]
        self.entities = self._entity_ids()
        self.quotes = self._ids("q", len(found.quotes))
        direct = [(n, q) for n, q in enumerate(found.quotes) if q.kind == "direct" and q.parent is None]
        self.direct = [Span(q.start, q.end) for _, q in direct]
        self.direct_starts = [q.start for _, q in direct]
        self.direct_ids = [self.quotes[n] for n, _ in direct]
        self.direct_speakers = [self._entity(q.speaker) for _, q in direct]

    def columns(self, source: Source, digest: str) -> Columns:
        """The columns of the article's tables."""
        made: Columns = {
            "entities": self._entities(),
            "identifiers": self._identifiers(),
            "quotations": self._quotations(),
            "mentions": self._mentions(),
            "dates": self._dates(),
            "statements": self._statements(),
            "commitments": self._commitments(),
            "commitment_actors": self._actors(),
            "quantities": self._quantities(),
            "relations": self._relations(),
        }
        places: set[int | None] = set()
        for table in made.values():
            for name in _PLACES & table.keys():
                places.update(table[name])
        cut = tokens(self.text, self.found.reading.body, len(self.text))
        return {
            **made,
            "paragraphs": self._paragraphs(),
            "sentences": self._sentences(cut, sorted(place for place in places if place is not None)),
            "articles": {name: [cell] for name, cell in self._article(source, digest).items()},
            "term_counts": self._terms(cut),
        }

    def _ids(self, letter: str, n: int) -> list[str]:
        article, known = self.article, _endings(letter)
        endings = known[:n] if n <= len(known) else [f"/{letter}{place:04}" for place in range(1, n + 1)]
        return [article + ending for ending in endings]

    def _known(self, letter: str, found: Sequence[Any]) -> dict[str, list[Any]]:
        """What the rows of all tables have."""
        return {
            "id": self._ids(letter, len(found)),
            "rule": [one.rule for one in found],
            "confidence": [one.confidence for one in found],
        }

    def _anchored(self, letter: str, found: Sequence[Any]) -> dict[str, list[Any]]:
        """What the rows of all tables have whose rows stand in the text."""
        text, paragraphs, ids = self.text, self.paragraphs, self.paragraph_ids
        starts, ends = [one.start for one in found], [one.end for one in found]
        return {
            **self._known(letter, found),
            "start": starts,
            "end": ends,
            "text": [text[start:end] for start, end in zip(starts, ends, strict=True)],
            "paragraph_id": [ids[bisect_right(paragraphs, start) - 1] for start in starts],
        }

    def _cut(self, start: int | None, end: int | None) -> str | None:
        return None if start is None else self.text[start:end]

    def _voices(self, found: Sequence[Any]) -> list[str | None]:
        """Of each stretch the direct quotation that holds it."""
        if not self.direct:
            return [None] * len(found)
        made: list[str | None] = []
        for one in found:
            place = bisect_right(self.direct_starts, one.start) - 1
            made.append(self.direct_ids[place] if place >= 0 and one.end <= self.direct[place].end else None)
        return made

    def _entity_ids(self) -> list[str]:
        made: dict[str, int] = {}
        for number, entity in enumerate(self.found.cast.entities):
            slug = entity.slug if _ID.match(entity.slug) else f"ent-{entity.slug}"
            name, n = slug, 1
            while name in made:
                n += 1
                name = f"{slug}-{n}"
            made[name] = number
        return [f"{self.article}/{name}" for name in made]

    def _entity(self, number: int | None) -> str | None:
        return None if number is None else self.entities[number]

    def _quotation(self, number: int | None) -> str | None:
        return None if number is None else self.quotes[number]

    def _article(self, source: Source, digest: str) -> dict[str, Any]:
        reading = self.found.reading
        return {
            "id": self.article,
            "outlet": source.outlet,
            "published": reading.published,
            "language": "ru",
            "headline": source.headline,
            "url": source.url,
            "source": source.name,
            "encoding": source.encoding,
            "n_chars": len(self.text),
            "n_paragraphs": len(reading.paragraphs),
            "n_sentences": len(reading.sentences),
            "sha256": digest,
            "source_sha256": source.source_sha256 or digest,
            "text": self.text,
        }

    def _paragraphs(self) -> dict[str, list[Any]]:
        listed, text = self.found.reading.paragraphs, self.text
        return {
            "id": self.paragraph_ids,
            "position": [*range(1, len(listed) + 1)],
            "kind": structure.kinds(self.found.reading, self.direct),
            "start": self.paragraphs,
            "end": [end for _, end in listed],
            "text": [text[start:end] for start, end in listed],
        }

    def _sentences(self, cut: Tokens, places: Sequence[int]) -> dict[str, list[Any]]:
        listed, text = self.found.reading.sentences, self.text
        begins = cut.begins
        told = structure.told(*normalised(text), listed, places)
        return {
            "id": self._ids("s", len(listed)),
            "paragraph_id": [self.paragraph_ids[paragraph] for _, _, paragraph in listed],
            "quotation_id": [self._holder(start, end) for start, end, _ in listed]
            if self.direct
            else [None] * len(listed),
            "position": [*range(1, len(listed) + 1)],
            "start": self.sentences,
            "end": [end for _, end, _ in listed],
            "text": [text[start:end] for start, end, _ in listed],
            "n_tokens": [bisect_left(begins, end) - bisect_left(begins, start) for start, end, _ in listed],
            "n_normalised": [one.n_normalised for one in told],
            "anchor": [one.anchor for one in told],
            "marks": [one.marks for one in told],
        }

    def _holder(self, start: int, end: int) -> str | None:
        """The first direct quotation that has a part of a sentence."""
        n = bisect_right(self.direct_starts, start) - 1
        n = n if n >= 0 and self.direct[n].end > start else n + 1
        return self.direct_ids[n] if n < len(self.direct) and self.direct_starts[n] < end else None

    def _entities(self) -> dict[str, list[Any]]:
        listed = self.found.cast.entities
        return {
            "id": self.entities,
            "type": [one.type for one in listed],
            "label_en": [one.label_en for one in listed],
            "label_ru": [one.label_ru for one in listed],
            "latitude": [one.latitude for one in listed],
            "longitude": [one.longitude for one in listed],
            "is_group": [one.is_group for one in listed],
            "inferred": [False] * len(listed),
            "rule": [one.rule for one in listed],
            "confidence": [one.confidence for one in listed],
        }

    def _identifiers(self) -> dict[str, list[Any]]:
        known = [(n, one) for n, entity in enumerate(self.found.cast.entities) for one in entity.identifiers]
        return {
            **self._known("i", [self.found.cast.entities[n] for n, _ in known]),
            "entity_id": [self.entities[n] for n, _ in known],
            "scheme": [scheme for _, (scheme, _, _, _) in known],
            "value": [value for _, (_, value, _, _) in known],
            "status": [status for _, (_, _, status, _) in known],
            "source": [seen for _, (_, _, _, seen) in known],
        }

    def _relations(self) -> dict[str, list[Any]]:
        groups = [(n, group, one) for n, group in enumerate(self.found.cast.entities) for one in group.members]
        return {
            **self._known("r", [group for _, group, _ in groups]),
            "predicate": ["member_of"] * len(groups),
            "subject_id": [self.entities[member] for _, _, member in groups],
            "object_id": [self.entities[number] for number, _, _ in groups],
        }

    def _quotations(self) -> dict[str, list[Any]]:
        quotes = self.found.quotes
        return {
            **self._anchored("q", quotes),
            "kind": [one.kind for one in quotes],
            "group_id": [self._quotation(one.group) for one in quotes],
            "parent_id": [self._quotation(one.parent) for one in quotes],
            "cue_lemma": [one.cue_lemma for one in quotes],
            "cue_surface": [self._cut(one.cue_start, one.cue_end) for one in quotes],
            "cue_start": [one.cue_start for one in quotes],
            "cue_end": [one.cue_end for one in quotes],
            "cue_position": [one.cue_position for one in quotes],
            "speaker_id": [self._entity(one.speaker) for one in quotes],
            "speaker_label": [self._cut(one.source_start, one.source_end) for one in quotes],
            "source_start": [one.source_start for one in quotes],
            "source_end": [one.source_end for one in quotes],
        }

    def _mentions(self) -> dict[str, list[Any]]:
        listed = self.found.cast.mentions
        made = self._anchored("m", listed)
        return {
            **made,
            "entity_id": [self.entities[one.entity] for one in listed],
            "surface": made["text"],
            "form": [one.form for one in listed],
            "quotation_id": self._voices(listed),
        }

    def _dates(self) -> dict[str, list[Any]]:
        listed = self.found.dates
        return {
            **self._anchored("d", listed),
            "quotation_id": self._voices(listed),
            "date": [one.date for one in listed],
            "date_source": [one.date_source for one in listed],
        }

    def _quantities(self) -> dict[str, list[Any]]:
        listed = self.found.amounts
        held = [self._promise(one.start, one.end) for one in listed]
        statements, promises = (self._ids(letter, len(self.found.promises)) for letter in ("st", "c"))
        made = self._anchored("n", listed)
        return {
            **made,
            "statement_id": [None if one is None else statements[one] for one in held],
            "commitment_id": [None if one is None else promises[one] for one in held],
            "surface": made["text"],
            "dimension": [one.dimension for one in listed],
            "direction": [one.direction for one in listed],
            "status": [one.status for one in listed],
            "value": [one.value for one in listed],
            "low": [one.low for one in listed],
            "high": [one.high for one in listed],
            "comparator": [one.comparator for one in listed],
            "approximate": [one.approximate for one in listed],
            "unit": [one.unit for one in listed],
            "counted_ru": [one.counted_ru for one in listed],
            "period": [one.period for one in listed],
            "period_source": [one.period_source for one in listed],
            "period_surface": [self._cut(one.period_start, one.period_end) for one in listed],
            "period_start": [one.period_start for one in listed],
            "period_end": [one.period_end for one in listed],
        }

    def _promise(self, start: int, end: int) -> int | None:
        """The place of the undertaking that holds a stretch."""
        promises = self.found.promises
        n = bisect_right(promises, start, key=_start) - 1
        return n if n >= 0 and end <= promises[n].end else None

    def _statements(self) -> dict[str, list[Any]]:
        promises = self.found.promises
        sentences = self._ids("s", len(self.sentences)) if promises else []
        return {
            **self._anchored("st", promises),
            "sentence_id": [sentences[bisect_right(self.sentences, one.start) - 1] for one in promises],
            "quotation_id": [self._quotation(one.quotation) for one in promises],
            "illocution": [one.illocution for one in promises],
            "factuality": ["none"] * len(promises),
            "polarity": [one.polarity for one in promises],
            "tense": [one.tense for one in promises],
            "time": [one.deadline for one in promises],
            "time_source": [one.deadline_source for one in promises],
        }

    def _commitments(self) -> dict[str, list[Any]]:
        promises = self.found.promises
        return {
            **self._known("c", promises),
            "statement_id": self._ids("st", len(promises)),
            "stage": [one.stage for one in promises],
            "strength": [one.strength for one in promises],
            "collective": [one.collective for one in promises],
            "deadline": [one.deadline for one in promises],
        }

    def _actors(self) -> dict[str, list[Any]]:
        listed = [
            (n, role, position, entity)
            for n, promise in enumerate(self.found.promises)
            for role, actors in (("promisor", promise.promisors), ("addressee", promise.addressees))
            for position, entity in enumerate(actors, 1)
        ]
        promises = self._ids("c", len(self.found.promises))
        return {
            **self._known("ca", [self.found.promises[n] for n, _, _, _ in listed]),
            "commitment_id": [promises[n] for n, _, _, _ in listed],
            "role": [role for _, role, _, _ in listed],
            "position": [position for _, _, position, _ in listed],
            "entity_id": [self.entities[entity] for _, _, _, entity in listed],
        }

    def _terms(self, cut: Tokens) -> dict[str, list[Any]]:
        """The columns of the counts; there are more of them than of all other rows together."""
        counted = terms.count(self.found.reading, cut, self.direct)
        lemmas: list[str] = []
        parts: list[str] = []
        times: list[int] = []
        quoted: list[str | None] = []
        speakers: list[str | None] = []
        units = [(None, None), *zip(self.direct_ids, self.direct_speakers, strict=True)]
        for (held, speaker), one in zip(units, counted, strict=True):
            listed = sorted(one)
            lemmas += [lemma for lemma, _ in listed]
            parts += [upos for _, upos in listed]
            times += map(one.__getitem__, listed)
            quoted += [held] * len(listed)
            speakers += [speaker] * len(listed)
        return {
            "id": self._ids("w", len(lemmas)),
            "quotation_id": quoted,
            "speaker_id": speakers,
            "lemma": lemmas,
            "upos": parts,
            "n": times,
        }


def _start(promise: commitments.Promised) -> int:
    return promise.start
