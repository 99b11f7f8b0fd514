"""
A corpus, a table and a record as HTML for notebooks, that reads well without any style, since hosts strip it.

What a column means stands in the title of its heading, what a code means in the title of the code.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from ..exceptions import UsageError, shown
from ..fields import NullMeaning
from ..records import TABLES
from ..schema import Column, codes, columns, row_is
from ..view_records import VIEW_RECORDS
from .markup import element

if TYPE_CHECKING:
    import pyarrow as pa

    from ..corpus import Corpus

__all__ = ["corpus_html", "record_html", "table_html"]

# After how many characters a text is cut.
_IN_TABLE, _IN_RECORD = 60, 400
_SEVERAL = 2
# Below it every whole number is exact.
_EXACT = 2.0**53
_RIGHT = "text-align: right"
_LEFT = "text-align: left"
_UNBROKEN = "text-align: left; white-space: nowrap"

#: What a null says, for the title of the cell.
_NULLS: Mapping[NullMeaning, str] = {
    "unstated": "The source does not say.",
    "inapplicable": "It cannot apply.",
    "withheld": "The wording stays with its publisher.",
    "unverified": "It was looked for and could not be verified.",
    "uncoded": "A rule made the row, and codes no such thing.",
}


def corpus_html(corpus: "Corpus") -> str:
    """What is in a corpus: every table that has rows, with what one row of it is; the empty ones named below."""
    version = f"data {corpus.version}" if corpus.version else "no data version"
    if len(corpus.part_names) > 1:
        # Whether there is wording only reading all the parts would tell.
        form = f"in {len(corpus.part_names):,} parts"
    else:
        form = "with text" if corpus.has_text else "without text"
    caption = f"Corpus, {version}, {corpus.status}, {form}"
    held = {name: n for name, n in corpus.n_rows.items() if n}
    heads = [_head(title, "col") for title in ("table", "rows", "one row is")]
    rows = [
        [
            _head(name, "row"),
            element("td", f"{n:,}", style=_RIGHT),
            element("td", _text(row_is(TABLES[name])), style=_LEFT),
        ]
        for name, n in held.items()
    ]
    empty = [name for name in corpus.tables if name not in held]
    return _table(caption, heads, rows) + _note("Tables without rows", map(_text, empty))


def table_html(name: str, table: "pa.Table", rows: int = 10) -> str:
    """
    The first rows of a table or view; columns that hold the same in every row are named below with what they hold.

    Args:

        name: Its name.

        table: The table.

        rows: How many rows to show.

    Raises:

        UsageError: The number of rows is not a whole number of at least 0.
    """
    if type(rows) is not int or rows < 0:
        msg = f"expected a number of rows of at least 0, found {shown(rows)}"
        raise UsageError(msg)
    cls = {**VIEW_RECORDS, **TABLES}.get(name)
    known = {} if cls is None else {c.name: c for c in columns(cls)}
    same = _constant(table)
    varied = [column for column in table.column_names if column not in same]
    head = [_head(column, "col", known.get(column)) for column in varied]
    body = [
        [_cell(row[column], known.get(column), is_first=not place) for place, column in enumerate(varied)]
        for row in table.slice(0, rows).select(varied).to_pylist()
    ]
    part = f"the first {len(body):,} of " if len(body) < len(table) else ""
    n = "1 row" if len(table) == 1 else f"{len(table):,} rows"
    caption = f"{name}: {part}{n}, {table.num_columns} columns." + ("" if cls is None else f" {row_is(cls)}")
    told = [f"{_text(column)} {_value(value, known.get(column), _IN_TABLE)}" for column, value in same.items()]
    return _table(caption, head, body) + _note("In every row", told)


def _constant(table: "pa.Table") -> dict[str, Any]:
    """The columns that hold one value in all of several rows, with that value; none where all columns do."""
    if len(table) < _SEVERAL:
        return {}
    found = {name: table.column(name).unique() for name in table.column_names}
    same = {name: values[0].as_py() for name, values in found.items() if len(values) == 1}
    return same if len(same) < len(found) else {}


def record_html(record: object, table: str | None = None) -> str:
    """
    A record of a table or view, a row of the HTML for each of its columns.

    Args:

        record: The record.

        table: The name of its table, if it is to be said; None for the table that has such records.

    Raises:

        UsageError: It is no record of a table or view.
    """
    found = {cls: name for name, cls in {**VIEW_RECORDS, **TABLES}.items()}.get(type(record))
    if found is None:
        msg = f"expected a record of a table, found {type(record).__name__}; corpus.quotations holds such"
        raise UsageError(msg)
    rows = [
        [_head(c.name, "row", c), element("td", _value(getattr(record, c.name), c, _IN_RECORD), style=_LEFT)]
        for c in columns(type(record))
    ]
    caption = f"{type(record).__name__}, a row of {table or found}. {row_is(type(record))}"
    return _table(caption, [_head("column", "col"), _head("value", "col")], rows)


def _table(caption: str, head: Iterable[str], body: Iterable[Iterable[str]]) -> str:
    rows = "\n".join(element("tr", "".join(cells)) for cells in body)
    inside = [
        element("caption", _text(caption), style=_LEFT),
        element("thead", element("tr", "".join(head))),
        element("tbody", rows),
    ]
    return element("table", "\n".join(inside))


def _note(what: str, parts: Iterable[str]) -> str:
    listed = "; ".join(parts)
    return f"\n{element('p', f'{what}: {listed}.')}" if listed else ""


def _head(name: str, scope: str, c: Column | None = None) -> str:
    """The heading of a column or row, with what the column holds in its title."""
    told = None if c is None else c.description + (f" Unit: {c.unit}." if c.unit else "")
    return element("th", _text(name), scope=scope, title=told, style=_LEFT)


def _cell(value: Any, c: Column | None, *, is_first: bool) -> str:
    """A cell of a table; the first of a row is its heading."""
    if is_first:
        return element("th", _value(value, c, _IN_TABLE), scope="row", style=_LEFT)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return element("td", _value(value, c, _IN_TABLE), style=_RIGHT if is_number else _UNBROKEN)


def _value(value: Any, c: Column | None, longest: int) -> str:
    """A value: a null by its meaning, a code with its meaning in the title, a text isolated and cut when long."""
    if value is None:
        meaning = None if c is None else c.null
        return "–" if meaning is None else element("em", f"– {meaning}", title=_NULLS[meaning])
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, (int, float, dt.date)):
        return str(value)
    code = None if c is None or c.vocabulary is None else codes(c.vocabulary).get(value)
    if code is not None:
        return element("abbr", _text(code.value), title=f"{code.label}: {code.definition}")
    return element("bdi", _text(str(value), longest), dir="auto")


def _text(text: str, longest: int = _IN_RECORD) -> str:
    """A text as content: escaped, cut when long, every character that nobody would see written out."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return escape("".join(c if c.isprintable() or c == "\N{NO-BREAK SPACE}" else _spelt(c) for c in cut))


def _spelt(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
