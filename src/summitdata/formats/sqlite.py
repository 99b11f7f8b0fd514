"""
SQLite: one database, `corpus.sqlite`, with the tables, their keys and their references. Reversible.

Truth values are 0 and 1, dates ISO 8601 text; of the two zeros of a number there is one, so that -0.0 becomes 0.0.
"""

import datetime as dt
import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..casting import same_layout
from ..convert import rows_to_table
from ..corpus import Corpus
from ..exceptions import FormatError, SchemaError, nearest, shown
from ..files import DATABASE, Folder, Part, refusing
from ..limits import Limits, detected
from ..metadata import Metadata
from ..records import TABLES
from ..schema import Column, columns

__all__ = ["read", "write"]

# What a database of others may make SQLite do while it is only read.
_SWITCHES = {"trusted_schema": "OFF", "ignore_check_constraints": "ON", "query_only": "ON"}

_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bool: "INTEGER", dt.date: "TEXT"}


def write(corpus: Corpus, folder: Path, _: Metadata) -> None:
    """Write all tables to `corpus.sqlite`, part by part."""
    # SQLite would give it a mode of its own choice.
    (folder / DATABASE).touch()
    try:
        with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection:
            # The folder takes its place only when all is written: nothing has to be undone.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            for name in TABLES:
                _write(connection, name, corpus)
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        # SQLite does not pass on what the system said.
        reason = errno.ENOSPC if error.sqlite_errorcode == sqlite3.SQLITE_FULL else errno.EIO
        raise OSError(reason, str(error)) from error


def _write(connection: sqlite3.Connection, name: str, corpus: Corpus) -> None:
    try:
        _fill(connection, name, corpus, is_key=True)
    except sqlite3.IntegrityError:
        # An id that stands twice is no key: a corpus that is still to be mended may be written and read too.
        connection.execute(f'DROP TABLE "{name}"')
        _fill(connection, name, corpus, is_key=False)


def _fill(connection: sqlite3.Connection, name: str, corpus: Corpus, *, is_key: bool) -> None:
    connection.execute(_declaration(name, is_key=is_key))
    marks = ", ".join("?" * len(columns(TABLES[name])))
    stored = (tuple(map(_stored, row.values())) for batch in corpus.batches(name) for row in batch.to_pylist())
    connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', stored)  # noqa: S608 - our own names


def _declaration(name: str, *, is_key: bool) -> str:
    listed = columns(TABLES[name])
    lines = [f'"{c.name}" {_TYPES[c.kind]}{"" if c.nullable else " NOT NULL"}' for c in listed]
    lines += [
        f'FOREIGN KEY ("{c.name}") REFERENCES "{c.reference}" ("id")'
        for c in listed
        if c.reference and c.reference != "*"
    ]
    if is_key:
        lines.append('PRIMARY KEY ("id")')
    return f'CREATE TABLE "{name}" ({", ".join(lines)})'


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def read(folder: Folder) -> Iterator[Part]:
    """The tables of the database by name, each to be read when called."""
    data = folder.read(DATABASE)
    where = shown(str(folder.path / DATABASE))
    if not data.startswith(b"SQLite format 3\0"):
        msg = f"{where} is {detected(data)}; expected an SQLite database, write or download it again"
        raise FormatError(msg)
    with _connected(data, where) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        pages, size = (connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "page_size"))
        # A table with rows of its own has a page; what has none, as a view, runs code when it is read.
        query = "SELECT type, coalesce(CAST(name AS TEXT), ''), rootpage FROM sqlite_master ORDER BY rowid"
        held = connection.execute(query).fetchall()
    if found != "ok":
        raise _damaged(where, found)
    if len(data) < pages * size:
        # SQLite would take what was cut off for zeros.
        raise _damaged(where, f"{len(data):,} bytes of {pages * size:,} are there")
    for kind, name, page in held:
        is_table = kind == "table" and page
        if is_table and name in TABLES:
            yield name, partial(_table, data, name, where, folder.limits)
        elif is_table and not name.startswith("sqlite_"):
            msg = f"{where} holds {shown(name)}, which is no table; {nearest(name.lower(), list(TABLES), 'the tables')} Rename or drop it"
            yield name, refusing(SchemaError(msg))
        elif kind in ("table", "view", "trigger") and not page:
            what = "virtual table" if kind == "table" else kind
            msg = f"{where} holds the {what} {shown(name)}; expected only tables with rows of their own, drop it"
            yield name, refusing(FormatError(msg))


def _table(data: bytes, name: str, where: str, limits: Limits) -> pa.Table:
    cls = TABLES[name]
    listed = {c.name: c for c in columns(cls)}
    with _connected(data, where) as connection:
        names = [row[1] for row in connection.execute(f'PRAGMA table_xinfo("{name}")')]
        same_layout(cls, pa.Table.from_arrays([pa.nulls(0)] * len(names), names), name, where)
        marks = ", ".join(f'"{column}"' for column in names)
        # The table itself, in its own order: an index may hold other values.
        query = f'SELECT {marks} FROM "{name}" NOT INDEXED'  # noqa: S608 - our own names
        # A limit may be larger than the numbers that fetchmany takes.
        held = [row for row, _ in zip(connection.execute(query), range(limits.rows + 1), strict=False)]
    limits.check("rows", len(held), where)
    placed = (
        (f"{where}, row {place}", {n: _plain(listed[n], value) for n, value in zip(names, row, strict=True)})
        for place, row in enumerate(held)
    )
    return limits.check_table(rows_to_table(cls, placed, name), where)


def _plain(c: Column, value: Any) -> Any:
    return bool(value) if c.kind is bool and type(value) is int and value in (0, 1) else value


@contextmanager
def _connected(data: bytes, where: str) -> Iterator[sqlite3.Connection]:
    """A connection to a database held in memory: nothing beside the file is looked at, and nothing in it is run."""
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            for switch, state in _SWITCHES.items():
                connection.execute(f"PRAGMA {switch} = {state}")
            yield connection
    except (sqlite3.Error, UnicodeError) as error:
        raise _damaged(where, str(error)) from error


def _damaged(where: str, reason: str) -> FormatError:
    return FormatError(f"{where} is a damaged SQLite database: {shown(reason)}; write or download it again")
