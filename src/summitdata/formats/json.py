"""JSON: a file a table, an array of rows, every column written out, null included. Reversible."""

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
    """Write every table to `<table>.json`, a row a line."""
    for name, table in tables.items():
        with (folder / f"{name}.json").open("w", encoding="utf-8", newline="\n") as file:
            separator = "[\n"
            for batch in table.to_batches(max_chunksize=4096):
                for row in batch.to_pylist():
                    file.write(f"{separator}{dumped(row)}")
                    separator = ",\n"
            file.write("\n]\n" if table.num_rows else "[]\n")


def read(folder: Folder) -> "Iterator[tuple[str, Callable[[], pa.Table]]]":
    """The tables of a folder by name, each to be read when called."""
    for name in folder.tables("json", TABLES):
        yield name, partial(_read_part, folder, name)


def _read_part(folder: Folder, name: str) -> "pa.Table":
    path = folder.path / f"{name}.json"
    where = shown(str(path))
    rows = loaded(decoded(folder.read(path.name), where), where, folder.limits)
    if not isinstance(rows, list):
        msg = f"{where} holds {shown(rows)}; expected an array of rows"
        raise FormatError(msg)
    folder.limits.check("rows", len(rows), where)
    return rows_to_table(TABLES[name], ((f"{where}, row {place}", row) for place, row in enumerate(rows)), name)
