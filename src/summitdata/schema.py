"""One neutral description of a table, read once from its record class, and short walkers over it.

Arrow schema, JSON Schema, codebook and docstrings are computed here and stored nowhere.
"""

import datetime as dt
import re
import sys
import types
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from .exceptions import known_name
from .fields import NullMeaning, Vocabulary, vocabulary_name

if TYPE_CHECKING:
    import attrs
    import pyarrow as pa

__all__ = [
    "Column",
    "arrow_schema",
    "arrow_type",
    "codebook",
    "codes",
    "columns",
    "compiled",
    "docstring",
    "json_schema",
    "row_is",
    "span_end",
    "table_class",
    "wording_columns",
]


class Column(NamedTuple):
    """
    What a record class says of one column.

    Attributes:

        name: Its name.

        kind: ``str``, ``int``, ``float``, ``bool`` or ``datetime.date``; ``str`` where there is a vocabulary.

        nullable: It may be null.

        vocabulary: The closed list its values come from, if any.

        pattern: The regular expression that a whole value matches, if any.

    The other attributes are those of `summitdata.fields.about`.
    """

    name: str
    kind: type
    nullable: bool
    vocabulary: type[Vocabulary] | None
    description: str
    unit: str | None
    null: NullMeaning | None
    pattern: str | None
    minimum: float | None
    maximum: float | None
    reference: str | None
    within: bool
    cut_at: str | None
    reveals: str | None

    @property
    def span_end(self) -> str | None:
        """The column that ends the span which this column begins, if it begins one."""
        if self.name == "start" or self.name.endswith("_start"):
            return span_end(self.name)
        return None

    @property
    def type_name(self) -> str:
        """The type in a word, for messages and codebooks."""
        return _TYPE_NAMES[self.kind]


_TYPE_NAMES = {str: "text", int: "whole number", float: "number", bool: "true or false", dt.date: "date"}


def columns(cls: type) -> tuple[Column, ...]:
    """The columns of a record class, in order."""
    return _columns(cls)


@cache
def _columns(cls: type) -> tuple[Column, ...]:
    import attrs

    return tuple(_column(a) for a in attrs.fields(cls))


def _column(attribute: "attrs.Attribute[Any]") -> Column:
    declared: Any = attribute.type
    nullable = isinstance(declared, types.UnionType)
    if nullable:
        (declared,) = (t for t in get_args(declared) if t is not type(None))
    is_vocabulary = issubclass(declared, Vocabulary)
    return Column(
        name=attribute.name,
        kind=str if is_vocabulary else declared,
        nullable=nullable,
        vocabulary=declared if is_vocabulary else None,
        **attribute.metadata,
    )


def table_class(tables: Mapping[str, type], name: str) -> type:
    """
    The record class of a table.

    Raises:

        UnknownNameError: There is no such table; the message names the nearest.
    """
    return tables[known_name(name, tables, "table")]


def wording_columns(cls: type) -> tuple[str, ...]:
    """The columns that hold the article's wording, null until the article is attached."""
    return tuple(c.name for c in columns(cls) if c.name == "text")


def span_end(start: str) -> str:
    """The column that ends the span which the named column begins."""
    return start[: -len("start")] + "end"


def row_is(cls: type) -> str:
    """What one row of the table is, in a sentence."""
    return (cls.__doc__ or _docstrings(cls.__module__)[cls.__name__]).strip().splitlines()[0]


@cache
def _docstrings(module: str) -> Mapping[str, str]:
    """The docstrings of a module's classes by their source, for Python leaves them out when it is run with -OO."""
    import ast
    import inspect

    source = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: ast.get_docstring(node) or "" for node in source.body if isinstance(node, ast.ClassDef)}


def arrow_type(c: Column) -> "pa.DataType":
    """The Arrow type of a column."""
    import pyarrow as pa

    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), dt.date: pa.date32()}[c.kind]


def arrow_schema(cls: type) -> "pa.Schema":
    """
    The Arrow schema of a table.

    Each field is nullable or not as declared and carries its description, unit, null meaning, vocabulary (with its
    codes) and reference as metadata.
    """
    return _arrow_schema(cls)


@cache
def _arrow_schema(cls: type) -> "pa.Schema":
    import pyarrow as pa

    return pa.schema(
        [pa.field(c.name, arrow_type(c), c.nullable, metadata=_field_metadata(c)) for c in columns(cls)],
        metadata={"description": row_is(cls)},
    )


def _field_metadata(c: Column) -> dict[str, str]:
    facts = {
        "description": c.description,
        "unit": c.unit,
        "null": c.null,
        "vocabulary": vocabulary_name(c.vocabulary) if c.vocabulary else None,
        "codes": " ".join(c.vocabulary) if c.vocabulary else None,
        "reference": c.reference,
    }
    return {key: value for key, value in facts.items() if value is not None}


_JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", dt.date: "string"}


def json_schema(cls: type, table: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one row, as the JSON formats write it."""
    listed = columns(cls)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:summitdata:schema:{table}",
        "title": table,
        "description": row_is(cls),
        "type": "object",
        "properties": {c.name: _json_property(c) for c in listed},
        "required": [c.name for c in listed],
        "additionalProperties": False,
    }


def _json_property(c: Column) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": _JSON_TYPES[c.kind]}
    if c.kind is dt.date:
        kind["format"] = "date"
    if c.vocabulary:
        kind["enum"] = [code.value for code in c.vocabulary]
    if c.pattern:
        kind["pattern"] = f"^(?:{c.pattern})$"
    if c.minimum is not None:
        kind["minimum"] = c.minimum
    if c.maximum is not None:
        kind["maximum"] = c.maximum
    if c.nullable:
        kind["type"] = [kind["type"], "null"]
        if c.vocabulary:
            kind["enum"].append(None)
    facts = {key: getattr(c, key) for key in ("unit", "null", "reference") if getattr(c, key) is not None}
    return {"description": c.description, **kind, **facts}


def codebook(cls: type) -> "pa.Table":
    """
    The codebook of a table: a row for each column.

    Columns: `column`, `type`, `nullable`, `null_means`, `description`, `unit`, `vocabulary`, `codes` (each with its
    definition, one a line), `refers_to`, `pattern`, `minimum`, `maximum`.
    """
    import pyarrow as pa

    rows = [
        {
            "column": c.name,
            "type": c.type_name,
            "nullable": c.nullable,
            "null_means": c.null,
            "description": c.description,
            "unit": c.unit,
            "vocabulary": vocabulary_name(c.vocabulary) if c.vocabulary else None,
            "codes": "\n".join(f"{code}: {code.definition}" for code in c.vocabulary) if c.vocabulary else None,
            "refers_to": c.reference,
            "pattern": c.pattern,
            "minimum": c.minimum,
            "maximum": c.maximum,
        }
        for c in columns(cls)
    ]
    text, number = pa.string(), pa.float64()
    schema = pa.schema(
        [
            pa.field("column", text, nullable=False),
            pa.field("type", text, nullable=False),
            pa.field("nullable", pa.bool_(), nullable=False),
            ("null_means", text),
            pa.field("description", text, nullable=False),
            ("unit", text),
            ("vocabulary", text),
            ("codes", text),
            ("refers_to", text),
            ("pattern", text),
            ("minimum", number),
            ("maximum", number),
        ]
    )
    return pa.Table.from_pydict({name: [row[name] for row in rows] for name in schema.names}, schema=schema)


def docstring(cls: type) -> str:
    """The part of a loader's docstring that tells of the table: what a row is, and every column on a line."""
    lines = [f"    {c.name}: {_column_line(c)}" for c in columns(cls)]
    return "\n".join([row_is(cls), "", "Columns:", "", *lines])


def _column_line(c: Column) -> str:
    facts = [c.type_name]
    if c.unit:
        facts.append(c.unit)
    if c.vocabulary:
        facts.append(f"one of {vocabulary_name(c.vocabulary)}")
    if c.reference:
        facts.append("refers to any table" if c.reference == "*" else f"refers to {c.reference}")
    if c.null:
        facts.append(f"null means {c.null}")
    return f"{c.description} ({'; '.join(facts)})"


@cache
def codes(vocabulary: type[Vocabulary]) -> Mapping[str, Vocabulary]:
    """The members of a vocabulary by code."""
    return {code.value: code for code in vocabulary}


@cache
def compiled(pattern: str) -> "re.Pattern[str]":
    """A column's pattern, compiled once."""
    return re.compile(pattern)
