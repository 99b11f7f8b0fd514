"""JSON: a file a table, an array of rows, every column written out, null included. Reversible."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import pyarrow as pa

from ..convert import rows_to_table
from ..corpus import Corpus
from ..exceptions import FormatError, shown
from ..files import Folder, Part, write_each
from ..json_text import ARRAY, proven, written
from ..limits import Limits
from ..metadata import Metadata
from ..plain import decoded, loaded
from ..records import TABLES

__all__ = ["read", "write", "write_table"]


def write(corpus: Corpus, folder: Path, _: Metadata) -> None:
    """Write every table to `<table>.json`, a row a line."""
    write_each(corpus, folder, "json", _write)


def _write(table: pa.Table, file: IO[bytes]) -> None:
    write_table(table.to_batches(), file)


def write_table(batches: Iterable[pa.RecordBatch], file: IO[bytes]) -> None:
    """
    Write the rows of a table to an open file as an array, each few thousand as soon as they are ready.

    Raises:

        ValueError: A number is not finite.
    """
    opening, closing = b"[\n", b"[]\n"
    for piece in written(batches, ARRAY):
        file.write(opening)
        # After the last row stands no comma.
        file.write(piece.slice(0, piece.size - len(ARRAY.end)))
        opening, closing = ARRAY.end.encode(), b"\n]\n"
    file.write(closing)


def read(folder: Folder) -> Iterator[Part]:
    """The tables of a folder by name, each to be read when called."""
    return folder.parts("json", TABLES, _table)


def _table(data: bytes, name: str, where: str, limits: Limits) -> pa.Table:
    made = _proven(data, TABLES[name])
    return _strictly(data, name, where, limits) if made is None else limits.check_table(made, where)


def _proven(data: bytes, cls: type) -> pa.Table | None:
    """The rows, where a text as we write it is proven to hold them."""
    if not (data.startswith(b"[\n{") and data.endswith(b"}\n]\n")):
        return None
    batches = []
    for part in proven(data[2:-3] + ARRAY.end.encode(), cls, ARRAY):
        if part.rows is None:
            return None
        batches.append(part.rows)
    return pa.Table.from_batches(batches)


def _strictly(data: bytes, name: str, where: str, limits: Limits) -> pa.Table:
    held = loaded(decoded(data, where), where, limits)
    if not isinstance(held, list):
        msg = f"{where} holds {shown(held)}; expected an array of rows, put them into one"
        raise FormatError(msg)
    limits.check("rows", len(held), where)
    placed = ((f"{where}, row {place}", row) for place, row in enumerate(held))
    return limits.check_table(rows_to_table(TABLES[name], placed, name), where)
