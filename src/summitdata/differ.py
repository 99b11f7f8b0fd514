"""What changed from one set of tables to another, row by row and cell by cell."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .exceptions import UsageError, nearest, shown

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["changes", "inverse"]

_COLUMNS = ("table", "id", "change", "column", "old", "new")

#: Every kind of change with its opposite, in the order in which they are told.
_OPPOSITE = {
    "table_removed": "table_added",
    "table_added": "table_removed",
    "column_removed": "column_added",
    "column_added": "column_removed",
    "removed": "added",
    "added": "removed",
    "corrected": "corrected",
}

# The wording is the reader's own copy of the article, and no part of the data.
_WORDING = "text"


def changes(old: "Mapping[str, pa.Table]", new: "Mapping[str, pa.Table]") -> "pa.Table":
    """
    What changed from one set of tables to another: a row for each table or column that is new or gone, each row that was
    added or removed, and each cell that was corrected.

    Rows are the same where their `id` is. The order of rows and of columns does not count, nor does the type of a column:
    a value is the same where it is the same number or reads the same, and NaN is the same as NaN. The wording (`text`) is
    left out. The rows of a table that is new or gone are told, too; the values in a column or row that is new or gone are
    not, they are in the tables.

    The order is that of the new tables, then of those that are gone; within a table what happened to the table, its
    columns, the rows removed (in the old order), the rows added and the cells corrected (in the new order).

    Columns:

        table: The table.

        id: The row; null where the whole table or a column is meant.

        change:
            ``table_removed``, ``table_added``, ``column_removed``, ``column_added``, ``removed``, ``added`` or
            ``corrected``.

        column: The column, where one was added or removed or a cell corrected; otherwise null.

        old:
            What the corrected cell held, as text: numbers and truth values as Python writes them, dates as ISO 8601; null
            where it held null, and for every other change.

        new: What it holds now, in the same way.

    Raises:

        UsageError: A table has no column `id`, a row without an id, or two rows with the same.
    """
    names = [*new, *(name for name in old if name not in new)]
    return _made((name, *row) for name in names for row in _of_table(name, old.get(name), new.get(name)))


def inverse(found: "pa.Table") -> "pa.Table":
    """What `changes` tells of the way back, for what it told of the way there; tables and rows stay in their order."""
    rows = [
        (table, identity, _OPPOSITE[change], column, new, old)
        for table, identity, change, column, old, new in zip(
            *(found.column(name).to_pylist() for name in _COLUMNS), strict=True
        )
    ]
    tables = {table: place for place, table in enumerate(dict.fromkeys(row[0] for row in rows))}
    kinds = {kind: place for place, kind in enumerate(_OPPOSITE)}
    return _made(sorted(rows, key=lambda row: (tables[row[0]], kinds[row[2]])))


def _made(rows: Iterable[tuple[Any, ...]]) -> "pa.Table":
    import pyarrow as pa

    schema = pa.schema([pa.field(name, pa.string(), name not in {"table", "change"}) for name in _COLUMNS])
    return pa.Table.from_pylist([dict(zip(_COLUMNS, row, strict=True)) for row in rows], schema=schema)


def _of_table(name: str, old: Any, new: Any) -> Iterator[tuple[str | None, ...]]:
    """The changes of one table, which is None where it is not there: id, change, column, old and new value."""
    if old is None:
        yield None, "table_added", None, None, None
        old = new.schema.empty_table()
    elif new is None:
        yield None, "table_removed", None, None, None
        new = old.schema.empty_table()
    before, after = _places(old, name, "old"), _places(new, name, "new")
    was, now = (dict.fromkeys(c for c in one.column_names if c != _WORDING) for one in (old, new))
    yield from ((None, "column_removed", column, None, None) for column in was if column not in now)
    yield from ((None, "column_added", column, None, None) for column in now if column not in was)
    yield from ((_text(identity), "removed", None, None, None) for identity in before if identity not in after)
    yield from ((_text(identity), "added", None, None, None) for identity in after if identity not in before)
    cells = [(c, old.column(c).to_pylist(), new.column(c).to_pylist()) for c in now if c in was]
    for identity, row in after.items():
        if identity in before:
            for column, held, holds in cells:
                value, other = held[before[identity]], holds[row]
                if not _is_same(value, other):
                    yield _text(identity), "corrected", column, _text(value), _text(other)


def _places(table: "pa.Table", name: str, side: str) -> dict[Any, int]:
    """Where each id of a table stands."""
    if "id" not in table.column_names:
        msg = f"the {side} table {name!r} has no column 'id', by which rows are matched; {nearest('id', table.column_names, 'its columns')}"
        raise UsageError(msg)
    ids = table.column("id").to_pylist()
    places: dict[Any, int] = {}
    for row, identity in enumerate(ids):
        if identity is None:
            msg = f"row {row} of the {side} table {name!r} has no id, by which rows are matched; give it one"
            raise UsageError(msg)
        if identity in places:
            msg = f"the id {shown(identity)} stands {ids.count(identity)} times in the {side} table {name!r}, but rows are matched by it; keep one"
            raise UsageError(msg)
        places[identity] = row
    return places


def _is_same(value: object, other: object) -> bool:
    # True is no number, whatever Python says; NaN reads the same as NaN.
    return (value == other and isinstance(value, bool) == isinstance(other, bool)) or _text(value) == _text(other)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, dt.date) else repr(value)
