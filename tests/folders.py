"""Small corpora made of plain rows, and everything that lies in a folder."""

import os
import stat
from pathlib import Path
from typing import Any

import pyarrow as pa

import summitdata as sd
from summitdata.convert import record
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns

#: What somebody says of a corpus of their own, as it stands in a JSON file.
ABOUT = {
    "name": "ours",
    "title": "Our summits",
    "description": "Two summits.",
    "creators": ["A. Author"],
    "licence": "CC0-1.0",
    "published": "2026-01-02",
    "identifier": "https://example.org/ours",
}


def one(table: str, **values: Any) -> dict[str, Any]:
    """A plain row with nothing in it but what it must have and the values given."""
    needed: dict[type, Any] = {str: "x", int: 1, bool: False}
    row: dict[str, Any] = {}
    for c in columns(TABLES[table]):
        code = next(iter(c.vocabulary)).value if c.vocabulary else needed.get(c.kind)
        row[c.name] = None if c.nullable and c.null != "uncoded" else code
    return {**row, "article_id": "art", **values}


def silence(number: int, **values: Any) -> dict[str, Any]:
    """A plain row of the table that has free text."""
    return one("silences", id=f"art/x{number}", **values)


def article(identity: str = "art", **values: Any) -> dict[str, Any]:
    """A plain row of the articles."""
    digest = "0" * 64
    given = {"language": "ru", "sha256": digest, "source_sha256": digest, **values}
    return one("articles", id=identity, **{"article_id": identity, **given})


def corpus_of(version: str | None = None, **tables: list[dict[str, Any]]) -> sd.Corpus:
    """A corpus of plain rows, a keyword for each table."""
    classes: dict[str, Any] = dict(TABLES)
    made = {name: [record(classes[name], row, name) for row in rows] for name, rows in tables.items()}
    return sd.Corpus.of(version=version, **made)


def unchecked(table: str, *made: dict[str, Any]) -> sd.Corpus:
    """A corpus with plain rows in one table whose values are of the right types and may break any other rule."""
    return sd.Corpus({table: pa.Table.from_pylist(list(made), arrow_schema(TABLES[table]))})


def everything(folder: Path) -> dict[str, Any]:
    """What lies in a folder and below: bytes of files, targets of links, modes of everything."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        held: Any = None
        if stat.S_ISLNK(status.st_mode):
            held = os.readlink(path)  # noqa: PTH115 - as text
        elif stat.S_ISREG(status.st_mode):
            held = path.read_bytes()
        found[str(path.relative_to(folder))] = (stat.filemode(status.st_mode), held)
    return found
