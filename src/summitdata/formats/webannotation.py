"""
W3C Web Annotation: one file `annotations.jsonld`, an AnnotationCollection whose only page holds an annotation for every
row with a place in the text, and one more for each further place that it names (`cue`, `source`, `period`).

The `id` is the row's IRI, for a further place with a full stop and that name after it. The target is the article's IRI
with a TextPositionSelector, which counts code points; where the wording is attached, a TextQuoteSelector stands beside
it. Each body names in `label` the column it comes from: codes (`…#quotation_kind/direct`) are classifying, verified
Wikidata items of what is mentioned identifying, references to other rows linking, all else describing. Where the corpus
has no identifier, IRIs are fragments of the file itself.

Lost: rows without a place in the text (entities, identifiers but the items of mentions, attributions, undertakings and
their actors, events, relations, projects whose stage no words tell, counts of terms, silences, the codebook, errors), what is
said of an article as a whole, and the types of values, which are text.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..fields import vocabulary_name
from ..plain import rows
from ..records import TABLES
from ..schema import Column, columns
from ..standoff import Row, by_article, check_links, encoded, vocabularies

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..metadata import Metadata

__all__ = ["write"]

Node = dict[str, Any]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_APART = {"id", "article_id", "start", "end", "text"}


def write(corpus: "Corpus", folder: Path, metadata: "Metadata") -> None:
    """
    Write all annotations of a corpus, an annotation a line.

    Raises:

        ConversionError: Ids, references or spans lead nowhere.
    """
    base = f"{metadata.identifier or ''}#annotations"
    head: Node = {"@context": _CONTEXT, "id": base, "type": "AnnotationCollection", "label": metadata.title}
    if metadata.creators:
        head["creator"] = [{"type": "Organization", "name": name} for name in metadata.creators]
    if metadata.licence:
        head["rights"] = metadata.licence.url
    page = {"id": f"{base}.page1", "type": "AnnotationPage", "partOf": base, "startIndex": 0}
    opening = f'{_dumped(head)[:-1]}, "first": {_dumped(page)[:-1]}, "items": [\n'
    total = 0
    with (folder / "annotations.jsonld").open("wb") as file:
        for node in _annotations(corpus, metadata):
            before = ",\n" if total else opening
            file.write(encoded(f"{before}{_dumped(node)}", "webannotation", r"\x00"))
            total += 1
        # Their number is known at the end, and where nothing was annotated, the list is empty.
        closing = f'\n]}}, "total": {total}}}\n'
        file.write(encoded(closing if total else f"{opening}{closing}", "webannotation", r"\x00"))


def _annotations(corpus: "Corpus", metadata: "Metadata") -> Iterator[Node]:
    for part in corpus.parts("write"):
        check_links(part, "webannotation")
        yield from _Annotations(part, metadata.identifier or "").all()


def _dumped(node: Node) -> str:
    return json.dumps(node, ensure_ascii=False, allow_nan=False)


class _Annotations:
    """The annotations of a corpus, and what they say again and again."""

    def __init__(self, corpus: "Corpus", base: str) -> None:
        self._corpus = corpus
        self._base = base
        self._texts = {row["id"]: row["text"] for row in rows(corpus.table("articles").select(["id", "text"]))}
        self._items: dict[str, list[str]] = {}
        for row in rows(corpus.table("identifiers")):
            if (row["scheme"], row["status"]) == ("wikidata", "verified"):
                self._items.setdefault(row["entity_id"], []).append(f"http://www.wikidata.org/entity/{row['value']}")

    def all(self) -> Iterator[Node]:
        """Article by article, so that they stand in the same order whatever articles are in a part."""
        starts = {table: [c.name for c in columns(cls) if c.span_end] for table, cls in TABLES.items()}
        for tables in by_article(self._corpus).values():
            for table, named in starts.items():
                if named:
                    for row in tables[table]:
                        yield from self._row(table, row, named)

    def _row(self, table: str, row: Row, starts: list[str]) -> Iterator[Node]:
        iri = self._iri(row["id"])
        placed = [start for start in starts if row[start] is not None]
        # The first place of a row is the row itself, whatever its column is called.
        for start in placed:
            if start == placed[0]:
                bodies = list(self._bodies(table, row))
                yield self._annotation(iri, "identifying" if table == "mentions" else "describing", bodies, row, start)
            else:
                name = start[: -len("_start")]
                bodies = [{"type": "SpecificResource", "purpose": "linking", "label": name, "source": iri}]
                yield self._annotation(f"{iri}.{name}", "linking", bodies, row, start)

    def _iri(self, identity: str) -> str:
        return f"{self._base}#{identity}"

    def _annotation(self, iri: str, motivation: str, bodies: list[Node], row: Row, start: str) -> Node:
        selectors = [{"type": "TextPositionSelector", "start": row[start], "end": row[f"{start[:-5]}end"]}]
        text = self._texts[row["article_id"]]
        if text is not None:
            selectors.append(_quoted(text, row[start], row[f"{start[:-5]}end"]))
        elif start == "start" and row["text"] is not None:
            # From a changed copy only the words themselves are known.
            selectors.append({"type": "TextQuoteSelector", "exact": row["text"]})
        target = {"type": "SpecificResource", "source": self._iri(row["article_id"]), "selector": selectors}
        return {"id": iri, "type": "Annotation", "motivation": motivation, "body": bodies, "target": target}

    def _bodies(self, table: str, row: Row) -> Iterator[Node]:
        codes = vocabularies(table)
        for c in columns(TABLES[table]):
            value = row[c.name]
            if value is None or c.name in _APART or c.span_end or c.unit == "code points":
                continue
            if c.name in codes:
                # A node without an id of its own, so that its label is not said of the code wherever it is used.
                code = self._iri(f"{vocabulary_name(codes[c.name])}/{quote(value)}")
                yield {"type": "SpecificResource", "purpose": "classifying", "label": c.name, "source": code}
            elif c.reference:
                yield {"type": "SpecificResource", "purpose": "linking", "label": c.name, "source": self._iri(value)}
            else:
                yield _described(c, value)
        if table == "mentions":
            for item in self._items.get(row["entity_id"], []):
                yield {"type": "SpecificResource", "purpose": "identifying", "label": "entity_id", "source": item}


def _quoted(text: str, start: int, end: int) -> Node:
    around = {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    return {"type": "TextQuoteSelector", "exact": text[start:end], **{k: v for k, v in around.items() if v}}


def _described(c: Column, value: Any) -> Node:
    shown = value if isinstance(value, str) else json.dumps(value)
    made = {"type": "TextualBody", "purpose": "describing", "label": c.name, "value": shown, "format": "text/plain"}
    language = c.name.rpartition("_")[2]
    return {**made, "language": language} if language in {"en", "ru"} else made
