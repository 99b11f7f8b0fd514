"""
brat standoff: for each article `<article>.txt`, its wording, and `<article>.ann`, with one `annotation.conf` for all.

Needs the article's wording. A text-bound line (T) stands for every mention, under the type of its entity, NEREL's name
where NEREL has one; for every quotation, statement, date, number, appraisal and expression; and for the words that attribute
(CUE), name a source (SOURCE), tell the time of a number (PERIOD) and the stage of a project (STAGE). Attributes (A) hold
codes, signs such as `<` by name; normalisations (N) verified Wikidata items; relations (R) those of the table of
relations, each between one mention of either entity, and those from a quotation to its cue and source and from a number
to its period. A note (#) on each line of a row holds all its columns but `text`, as JSON. A span is cut into fragments at
line breaks and tabs, as brat demands.

Lost: rows that no words stand for (attributions, undertakings and their actors, events, identifiers but Wikidata's,
projects whose stage no words tell, counts of terms, silences, the codebook, errors), paragraphs, sentences and the two readings,
entities that are mentioned nowhere with their relations, what else is known of entities, the time and the statement of a
relation, and what is said of an article as a whole.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..arithmetic import label
from ..fields import Vocabulary
from ..schema import codes
from ..standoff import Row, by_article, check_file_name, check_links, vocabularies, wording
from ..vocabularies import EntityType, Predicate

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..metadata import Metadata

__all__ = ["write"]

# The layers but mentions, with the columns where their spans begin, each under the type it has in brat.
_LAYERS = {
    "quotations": {"start": "QUOTATION", "cue_start": "CUE", "source_start": "SOURCE"},
    "statements": {"start": "STATEMENT"},
    "dates": {"start": "DATE"},
    "quantities": {"start": "QUANTITY", "period_start": "PERIOD"},
    "projects": {"stage_start": "STAGE"},
    "evaluations": {"start": "EVALUATION"},
    "expressions": {"start": "EXPRESSION"},
}
_ENDS = {"CUE": "HAS_CUE", "SOURCE": "HAS_SOURCE", "PERIOD": "HAS_PERIOD"}
# Whatever some reader takes for the end of a line or of a field.
_BREAK = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")


def write(corpus: "Corpus", folder: Path, metadata: "Metadata") -> None:  # noqa: ARG001 - every format has all three
    """
    Write the text and the annotations of each article, and what brat has to know of their types.

    Raises:

        UsageError: The wording of an article is not there.

        ConversionError: Ids, references or spans lead nowhere, or the id of an article cannot be the name of a file.
    """
    for part in corpus.parts("write"):
        texts = wording(part, "brat", corpus.n_rows["articles"])
        check_links(part, "brat")
        for article, tables in by_article(part).items():
            check_file_name(folder / f"{article}.txt", "brat")
            (folder / f"{article}.txt").write_bytes(texts[article].encode())
            lines = "".join(f"{line}\n" for line in _Standoff(texts[article], tables).lines())
            (folder / f"{article}.ann").write_bytes(lines.encode())
    (folder / "annotation.conf").write_bytes(_configuration().encode())


class _Standoff:
    """The lines of one article; lines of each kind are counted from 1."""

    def __init__(self, text: str, tables: dict[str, list[Row]]) -> None:
        self._text = text
        self._tables = tables
        self._counts: dict[str, int] = {}
        self._mentions: dict[str, list[tuple[int, int, str]]] = {}

    def lines(self) -> Iterator[str]:
        entities = {row["id"]: row for row in self._tables["entities"]}
        items = {
            row["entity_id"]: row["value"]
            for row in self._tables["identifiers"]
            if (row["scheme"], row["status"]) == ("wikidata", "verified")
        }
        for row in self._tables["mentions"]:
            entity = entities[row["entity_id"]]
            for line, bound in self._bound(entity["type"], row, "start"):
                yield line
                self._mentions.setdefault(entity["id"], []).append((row["start"], row["end"], bound))
                yield from self._about(bound, row, "mentions")
                if entity["id"] in items:
                    name = _one_line(entity["label_ru"] or label(entity))
                    yield f"{self._next('N')}\tReference {bound} Wikidata:{items[entity['id']]}\t{name}"
        for table, starts in _LAYERS.items():
            for row in self._tables[table]:
                yield from self._layer(table, starts, row)
        yield from self._relations()

    def _layer(self, table: str, starts: dict[str, str], row: Row) -> Iterator[str]:
        """The line of a row, what is said of it, and the lines of the further places that it names."""
        (start, kind), *further = starts.items()
        for line, main in self._bound(kind, row, start):
            yield line
            yield from self._about(main, row, table)
            for other, name in further:
                for bound_line, bound in self._bound(name, row, other):
                    yield bound_line
                    yield f"{self._next('R')}\t{_ENDS[name]} Arg1:{main} Arg2:{bound}"

    def _bound(self, kind: str, row: Row, column: str) -> Iterator[tuple[str, str]]:
        """The text-bound line of a span and its name, where there are any words to bind."""
        start, end = row[column], row[f"{column[:-5]}end"]
        fragments = [] if start is None else list(_fragments(self._text, start, end))
        if fragments:
            bound = self._next("T")
            places = ";".join(f"{first} {last}" for first, last in fragments)
            covered = " ".join(self._text[first:last] for first, last in fragments)
            yield f"{bound}\t{kind} {places}\t{covered}", bound

    def _about(self, bound: str, row: Row, table: str) -> Iterator[str]:
        for column, vocabulary in vocabularies(table).items():
            if row[column] is not None:
                yield f"{self._next('A')}\t{_name(table, column)} {bound} {_value(codes(vocabulary)[row[column]])}"
        held = {column: value for column, value in row.items() if value is not None and column != "text"}
        yield f"{self._next('#')}\tAnnotatorNotes {bound}\t{_one_line(json.dumps(held, ensure_ascii=False))}"

    def _relations(self) -> Iterator[str]:
        statements = {row["id"]: row for row in self._tables["statements"]}
        for row in self._tables["relations"]:
            within = statements.get(row["statement_id"])
            ends = [self._mention(row[column], within) for column in ("subject_id", "object_id")]
            if None not in ends:
                yield f"{self._next('R')}\t{row['predicate']} Arg1:{ends[0]} Arg2:{ends[1]}"

    def _mention(self, entity: str, within: Row | None) -> str | None:
        """The first mention of an entity in a statement, or else in the article."""
        found = self._mentions.get(entity, [])
        near = [m for m in found if within and within["start"] <= m[0] and m[1] <= within["end"]]
        return min(near or found)[2] if found else None

    def _next(self, letter: str) -> str:
        self._counts[letter] = self._counts.get(letter, 0) + 1
        return f"{letter}{self._counts[letter]}"


def _fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _BREAK.finditer(text, start, end):
        if start < found.start():
            yield start, found.start()
        start = found.end()
    if start < end:
        yield start, end


def _one_line(text: str) -> str:
    r"""Text on one line: what would break it is written as in JSON, a tab as ``\u0009``."""
    return _BREAK.sub(lambda found: "".join(f"\\u{ord(c):04x}" for c in found[0]), text)


def _name(table: str, column: str) -> str:
    return f"{table}_{column}"


def _value(code: Vocabulary) -> str:
    """A code; a sign such as ``<`` by its name, because brat's configuration has its own use for signs."""
    return str(code) if code[0].isalnum() else code.name


def _configuration() -> str:
    kinds = [kind for starts in _LAYERS.values() for kind in starts.values()]
    lines = ["[entities]", *EntityType, *kinds, "", "[relations]"]
    lines += [f"{predicate}\tArg1:<ENTITY>, Arg2:<ENTITY>" for predicate in [*Predicate, *_ENDS.values()]]
    lines += ["", "[events]", "", "[attributes]"]
    for table in ("mentions", *_LAYERS):
        for column, vocabulary in vocabularies(table).items():
            lines.append(f"{_name(table, column)}\tArg:<ENTITY>, Value:{'|'.join(map(_value, vocabulary))}")
    return "".join(f"{line}\n" for line in lines)
