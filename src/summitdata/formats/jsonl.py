"""JSON Lines: a file for each table that has rows, a row a line, every column written out, null included. Reversible."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..convert import rows_to_table
from ..corpus import Corpus
from ..exceptions import FormatError
from ..files import Folder, Part
from ..limits import Limits
from ..metadata import Metadata
from ..plain import decoded, dumped, loaded, rows
from ..records import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read", "write"]


def write(corpus: Corpus, folder: Path, _: Metadata) -> None:
    """Write every table that has rows to `<table>.jsonl`: an empty file could not be told from one that was cut off."""
    for name, table in corpus.tables.items():
        if table.num_rows:
            with (folder / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{dumped(row)}\n" for row in rows(table))


def read(folder: Folder) -> Iterator[Part]:
    """The tables of a folder by name, each to be read when called."""
    return folder.parts("jsonl", TABLES, _table)


def _table(data: bytes, name: str, where: str, limits: Limits) -> "pa.Table":
    # Only the line feed ends a line: other line breaks may stand inside strings.
    *lines, rest = decoded(data, where).split("\n")
    limits.check("rows", len(lines), where)
    if rest:
        msg = f"{where} breaks off: its last line has no end; write or download it again"
        raise FormatError(msg)
    places = (f"{where}, line {number}" for number in range(1, len(lines) + 1))
    placed = ((place, loaded(line, place, limits)) for place, line in zip(places, lines, strict=True))
    return limits.check_table(rows_to_table(TABLES[name], placed, name), where)
