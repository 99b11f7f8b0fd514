"""SQLite: one database, `corpus.sqlite`, with the tables, their keys and their references. Reversible."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..convert import rows_to_table
from ..exceptions import FormatError, SchemaError, shown
from ..files import Folder
from ..limits import detected
from ..records import TABLES
from ..schema import Column, columns

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read", "write"]

DATABASE = "corpus.sqlite"

_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER", dt.date: "TEXT"}


def write(tables: "Mapping[str, pa.Table]", folder: Path) -> None:
    """Write all tables to `corpus.sqlite`; truth values are 0 and 1, dates ISO 8601 text."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for name, table in tables.items():
            connection.execute(_declaration(name))
            marks = ", ".join("?" * table.num_columns)
            for batch in table.to_batches(max_chunksize=4096):
                rows = (tuple(map(_stored, row.values())) for row in batch.to_pylist())
                connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 - our own names
        connection.commit()
        (folder / DATABASE).write_bytes(connection.serialize())


def _declaration(name: str) -> str:
    listed = columns(TABLES[name])
    lines = [f'"{c.name}" {_TYPES[c.kind]}{"" if c.nullable else " NOT NULL"}' for c in listed]
    lines += [
        f'FOREIGN KEY ("{c.name}") REFERENCES "{c.reference}" ("id")'
        for c in listed
        if c.reference and c.reference != "*"
    ]
    # No PRIMARY KEY: a corpus that is still to be mended may be written and read too.
    return f'CREATE TABLE "{name}" ({", ".join(lines)})'


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def read(folder: Folder) -> "Iterator[tuple[str, Callable[[], pa.Table]]]":
    """The tables of the database by name, each to be read when called."""
    data = folder.read(DATABASE)
    where = shown(str(folder.path / DATABASE))
    if not data.startswith(b"SQLite format 3\0"):
        msg = f"{where} is {detected(data)}; expected an SQLite database"
        raise FormatError(msg)
    held = _fetched(data, where, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid", folder)
    for (name,) in held:
        if name in TABLES:
            yield name, partial(_read_part, data, where, name, folder)


def _read_part(data: bytes, where: str, name: str, folder: Folder) -> "pa.Table":
    info = _fetched(data, where, f'PRAGMA table_info("{name}")', folder)
    names = [row[1] for row in info]
    listed = {c.name: c for c in columns(TABLES[name])}
    if names != list(listed):
        odd = sorted(set(names) ^ set(listed)) or names
        msg = f"{where}: table {name!r} should have the columns {', '.join(listed)}; {shown(odd[0])} is missing, unknown or out of place"
        raise SchemaError(msg)
    rows = _fetched(data, where, f'SELECT * FROM "{name}" ORDER BY rowid', folder)  # noqa: S608 - our own names
    plain = (
        (f"{where}, table {name!r}", {c.name: _plain(c, v) for c, v in zip(listed.values(), row, strict=True)})
        for row in rows
    )
    return rows_to_table(TABLES[name], plain, name)


def _plain(c: Column, value: Any) -> Any:
    return bool(value) if c.kind is bool and value in (0, 1) and type(value) is int else value


def _fetched(data: bytes, where: str, query: str, folder: Folder) -> list[tuple[Any, ...]]:
    """The rows of a query over a database held in memory: nothing beside the file is looked at."""
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            rows = connection.execute(query).fetchmany(folder.limits.rows + 1)
    except (sqlite3.Error, UnicodeError, OverflowError, MemoryError) as error:
        msg = f"{where} is a damaged SQLite database: {shown(str(error))}; write or download it again"
        raise FormatError(msg) from error
    folder.limits.check("rows", len(rows), where)
    return rows
