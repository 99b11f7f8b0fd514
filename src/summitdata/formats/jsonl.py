"""JSON Lines: a file for each table that has rows, a row a line, every column written out, null included. Reversible."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import pyarrow as pa

from ..convert import rows_to_table
from ..corpus import Corpus
from ..exceptions import FormatError, SummitDataError
from ..files import Folder, Part, write_each
from ..json_text import COMPACT, LINES, proven, written
from ..limits import Limits
from ..metadata import Metadata
from ..plain import decoded, loaded
from ..records import TABLES
from ..schema import arrow_schema

__all__ = ["read", "write", "write_table"]


def write(corpus: Corpus, folder: Path, _: Metadata) -> None:
    """Write every table that has rows to `<table>.jsonl`: an empty file could not be told from one that was cut off."""
    write_each(corpus, folder, "jsonl", _write, empty=False)


def _write(table: pa.Table, file: IO[bytes]) -> None:
    write_table(table.to_batches(), file)


def write_table(batches: Iterable[pa.RecordBatch], file: IO[bytes]) -> None:
    """
    Write the rows of a table to an open file, a row a line, each few thousand as soon as they are ready.

    Raises:

        ValueError: A number is not finite.
    """
    for piece in written(batches, LINES):
        file.write(piece)


def read(folder: Folder) -> Iterator[Part]:
    """The tables of a folder by name, each to be read when called."""
    return folder.parts("jsonl", TABLES, _table)


def _table(data: bytes, name: str, where: str, limits: Limits) -> pa.Table:
    if not data.endswith(b"\n"):
        return _strictly(data, name, where, limits)
    cls = TABLES[name]
    style = LINES if data.startswith(f'{{"{arrow_schema(cls).names[0]}": '.encode()) else COMPACT
    made: list[pa.Table] = []
    rows, size = 0, 0
    try:
        for start, end, batch in proven(data, cls, style):
            if batch is None:
                made.append(_strictly(data[start:end], name, where, limits))
            else:
                made.append(pa.Table.from_batches([batch]))
            rows += made[-1].num_rows
            size += made[-1].nbytes
            limits.check("rows", rows, where)
            limits.check("decoded_bytes", size, where)
    except SummitDataError:
        # The message names the line of the file, or how many rows or bytes there are in all.
        return _strictly(data, name, where, limits)
    return pa.concat_tables(made)


def _strictly(data: bytes, name: str, where: str, limits: Limits) -> pa.Table:
    # Only the line feed ends a line: other line breaks may stand inside strings.
    text = decoded(data, where)
    limits.check("rows", text.count("\n"), where)
    *lines, rest = text.split("\n")
    if rest:
        msg = f"{where} breaks off: its last line has no end; write or download it again"
        raise FormatError(msg)
    places = (f"{where}, line {number}" for number in range(1, len(lines) + 1))
    placed = ((place, loaded(line, place, limits)) for place, line in zip(places, lines, strict=True))
    return limits.check_table(rows_to_table(TABLES[name], placed, name), where)
