"""
TIF: `corpus.csv`, the text interchange format of R's quanteda, tidytext and their kin. It needs the wording and does not read back.

A row is a paragraph of an article: `doc_id` (the paragraph's row id) and `text` first, as the format demands, then what
is known of it as document variables: article, outlet, day, language, place in order, what the paragraph does, policy
topic, and who is quoted in it directly (`speaker_id`, `speaker`; null where nobody is, or more than one). Null is an
empty cell: read it in R with ``read.csv("corpus.csv", na.strings = "", encoding = "UTF-8")``. A paragraph whose wording is
not there, as in a changed copy, has no row.

No tokens are written: quanteda and tidytext cut their own. Lost is everything below the paragraph and every other table.
A text with the character U+0000 is refused, since R cannot hold it.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc

from ..arithmetic import label
from ..corpus import Corpus
from ..exceptions import ConversionError, UsageError, shown
from ..metadata import Metadata
from ..plain import rows
from ..vocabularies import QuotationKind

__all__ = ["write"]

_TEXT, _NUMBER = pa.string(), pa.int64()
_SCHEMA = pa.schema(
    [
        ("doc_id", _TEXT),
        ("text", _TEXT),
        ("article_id", _TEXT),
        ("outlet", _TEXT),
        ("published", pa.date32()),
        ("language", _TEXT),
        ("position", _NUMBER),
        ("kind", _TEXT),
        ("cap_topic", _TEXT),
        ("speaker_id", _TEXT),
        ("speaker", _TEXT),
    ]
)


def write(corpus: Corpus, folder: Path, _: Metadata) -> None:
    """
    Write the paragraphs to `corpus.csv`.

    Raises:

        UsageError: The wording is not there.

        ConversionError: A text has a character that R cannot hold.
    """
    if not corpus.has_text:
        msg = "tif needs the article's wording, which is not there; attach it (summitdata attach FILE) and write with text=True (--text)"
        raise UsageError(msg)
    with (folder / "corpus.csv").open("wb") as file, pc.CSVWriter(file, _SCHEMA) as writer:
        for part in corpus.parts("write"):
            writer.write_table(_paragraphs(part))


def _paragraphs(part: Corpus) -> pa.Table:
    articles = {article.id: article for article in part.articles}
    labels = {entity["id"]: label(entity) for entity in rows(part.table("entities"))}
    speakers: dict[str, set[str]] = defaultdict(set)
    for quotation in part.quotations:
        if quotation.kind is QuotationKind.DIRECT and quotation.speaker_id is not None:
            speakers[quotation.paragraph_id].add(quotation.speaker_id)
    made = []
    for paragraph in rows(part.table("paragraphs")):
        if paragraph["text"] is None:
            continue
        article = articles.get(paragraph["article_id"])
        speaker_id = next(iter(speakers[paragraph["id"]])) if len(speakers[paragraph["id"]]) == 1 else None
        row = {name: paragraph.get(name) for name in _SCHEMA.names}
        row["doc_id"] = paragraph["id"]
        for name in ("outlet", "published", "language"):
            row[name] = getattr(article, name, None)
        row["speaker_id"], row["speaker"] = speaker_id, labels.get(speaker_id or "")
        _check(row)
        made.append(row)
    return pa.Table.from_pylist(made, _SCHEMA)


def _check(row: dict[str, Any]) -> None:
    for name, value in row.items():
        if isinstance(value, str) and "\0" in value:
            msg = f"paragraphs row {shown(row['doc_id'])}, column {name!r}: R cannot hold the character U+0000; take it out"
            raise ConversionError(msg)
