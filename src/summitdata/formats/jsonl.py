"""JSON Lines: a file a table, a row a line, every column written out, null included. Reversible."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..convert import rows_to_table
from ..exceptions import FormatError, shown
from ..files import Folder
from ..plain import decoded, dumped, loaded
from ..records import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read", "write"]


def write(tables: "Mapping[str, pa.Table]", folder: Path) -> None:
    """Write every table to `<table>.jsonl`."""
    for name, table in tables.items():
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for batch in table.to_batches(max_chunksize=4096):
                file.writelines(f"{dumped(row)}\n" for row in batch.to_pylist())


def read(folder: Folder) -> "Iterator[tuple[str, Callable[[], pa.Table]]]":
    """The tables of a folder by name, each to be read when called."""
    for name in folder.tables("jsonl", TABLES):
        yield name, partial(_read_part, folder, name)


def _read_part(folder: Folder, name: str) -> "pa.Table":
    path = folder.path / f"{name}.jsonl"
    where = shown(str(path))
    # Only the line feed ends a line: other line breaks may stand inside strings.
    lines = decoded(folder.read(path.name, may_be_empty=True), where).split("\n")
    folder.limits.check("rows", len(lines), where)
    if lines[-1]:
        msg = f"{where} breaks off: its last line has no end; write or download it again"
        raise FormatError(msg)
    places = ((f"{where}, line {number}", line) for number, line in enumerate(lines[:-1], 1))
    return rows_to_table(TABLES[name], ((place, loaded(line, place, folder.limits)) for place, line in places), name)
