"""
Frictionless Data Package 2.0: every table with its columns, keys, references and constraints.

A reference to any table, as `readings.final_id` is one, cannot be said in it and is left out. Of CSV it cannot be said
that only nothing between two commas is null: there, empty text counts as null in columns that allow null.

Of a corpus in parts the path of a table is the list of its files, without size and hash; readers put them together, and of
CSV they leave out the headers but the first.
"""

import datetime as dt
import re
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any

from ..fields import vocabulary_name
from ..records import TABLES
from ..schema import Column, columns, row_is
from . import MEDIA_TYPES, DataFile, by_table, source_titles

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..metadata import Licence, Metadata

__all__ = ["described"]

_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", dt.date: "date"}
_DIALECT = {"header": True, "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
_NOTE = (
    'Nothing between two commas is null and "" is empty text. Readers that cannot tell the two apart take empty text for null '
    "in the columns that allow it."
)


def described(corpus: "Corpus", files: Sequence[DataFile], form: str, metadata: "Metadata") -> dict[str, Any]:
    """
    The content of a `datapackage.json`.

    Args:

        corpus: The corpus that the files hold.

        files: The files of each table; tables without one are left out, and so are references to them.

        form: How they are written: ``"parquet"``, ``"csv"``, ``"json"`` or ``"jsonl"``.

        metadata: What a catalogue wants to know of the corpus.
    """
    # An array without rows has no columns, and is no table to readers.
    held = {table: held for table, held in by_table(files).items() if form != "json" or corpus.n_rows[table]}
    return _said(
        {
            "$schema": _PACKAGE,
            "name": re.sub(r"[^a-z0-9._-]+", "-", metadata.name.lower()).strip("-") or None,
            "id": metadata.identifier,
            "title": metadata.title,
            "description": metadata.description,
            "version": metadata.version,
            "created": metadata.published and f"{metadata.published}T00:00:00Z",
            "keywords": list(metadata.keywords),
            "languages": list(metadata.languages),
            "fingerprint": metadata.fingerprint,
            "contributors": [{"title": creator, "roles": ["creator"]} for creator in metadata.creators],
            "licenses": _licences(metadata.licence),
            "sources": [
                {"title": title} | ({"path": url} if url else {}) for title, url in source_titles(corpus).items()
            ],
            "note": _NOTE if form == "csv" else None,
            "resources": [_resource(table, held[table], form, metadata, held.keys()) for table in held],
        }
    )


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    """What is known: the profile allows neither null nor empty lists."""
    return {key: value for key, value in facts.items() if value is not None and value != []}


def _licences(licence: "Licence | None") -> list[dict[str, str]]:
    if licence is None:
        return []
    said = {"title": licence.title, "path": licence.url}
    # An expression of several licences is no name.
    return [{"name": licence.spdx, **said} if re.fullmatch(r"[-a-zA-Z0-9._]+", licence.spdx) else said]


def _resource(
    table: str, files: Sequence[DataFile], form: str, metadata: "Metadata", tables: Container[str | None]
) -> dict[str, Any]:
    cls = TABLES[table]
    # Of several files the standard knows neither size nor hash.
    only = files[0] if not files[0].part else None
    listed = columns(cls)
    keys = [_foreign_key(table, c) for c in listed if c.reference in tables]
    return _said(
        {
            "name": table,
            "type": "table",
            "title": table.replace("_", " ").capitalize(),
            "description": row_is(cls),
            "path": only.name if only else [file.name for file in files],
            "format": form,
            "mediatype": MEDIA_TYPES[form][0],
            "encoding": None if form == "parquet" else "utf-8",
            # The reference implementation counts no bytes of the others, and then calls any number wrong.
            "bytes": only.bytes if only and form in ("csv", "jsonl") else None,
            "hash": f"sha256:{only.sha256}" if only else None,
            "licenses": _licences(metadata.licence),
            "dialect": _DIALECT if form == "csv" else None,
            "schema": {
                "fields": [_field(c, form) for c in listed],
                "missingValues": [""] if form == "csv" else [],
                "primaryKey": ["id"],
                **({"foreignKeys": keys} if keys else {}),
            },
        }
    )


def _foreign_key(table: str, c: Column) -> dict[str, Any]:
    """A reference; to the table itself it has no name."""
    resource = "" if c.reference == table else c.reference
    return {"fields": [c.name], "reference": {"resource": resource, "fields": ["id"]}}


def _field(c: Column, form: str) -> dict[str, Any]:
    constraints = {
        "required": None if c.nullable else True,
        "unique": True if c.name == "id" else None,
        # Readers do not hold values against `categories`.
        "enum": [code.value for code in c.vocabulary] if c.vocabulary else None,
        # In the syntax of XML Schema, that has one kind of group; a group, because readers put `^` and `$` around it.
        "pattern": f"({c.pattern.replace('(?:', '(')})" if c.pattern else None,
        "minimum": c.minimum,
        "maximum": c.maximum,
    }
    field = {
        "name": c.name,
        "type": _TYPES[c.kind],
        "title": c.name.replace("_", " "),
        "description": c.description,
        "constraints": _said(constraints) or None,
        "categories": [{"value": code.value, "label": code.label} for code in c.vocabulary] if c.vocabulary else None,
        "vocabulary": vocabulary_name(c.vocabulary) if c.vocabulary else None,
        "unit": c.unit,
        "null": c.null,
    }
    if form == "csv" and c.kind is str and not c.nullable:
        return _said(field) | {"missingValues": []}
    if form == "parquet" and c.kind in (int, float) and c.nullable:
        # What pandas makes of null; the file holds no such number.
        return _said(field) | {"missingValues": ["nan"]}
    return _said(field)
