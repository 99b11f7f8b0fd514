"""JSON: a file a table, an array of rows, every column written out, null included. Reversible."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..convert import rows_to_table
from ..corpus import Corpus
from ..exceptions import FormatError, shown
from ..files import Folder, Part
from ..limits import Limits
from ..metadata import Metadata
from ..plain import decoded, dumped, loaded, rows
from ..records import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read", "write"]


def write(corpus: Corpus, folder: Path, _: Metadata) -> None:
    """Write every table to `<table>.json`, a row a line."""
    for name, table in corpus.tables.items():
        with (folder / f"{name}.json").open("w", encoding="utf-8", newline="\n") as file:
            separator = "[\n"
            for row in rows(table):
                file.write(f"{separator}{dumped(row)}")
                separator = ",\n"
            file.write("\n]\n" if table.num_rows else "[]\n")


def read(folder: Folder) -> Iterator[Part]:
    """The tables of a folder by name, each to be read when called."""
    return folder.parts("json", TABLES, _table)


def _table(data: bytes, name: str, where: str, limits: Limits) -> "pa.Table":
    held = loaded(decoded(data, where), where, limits)
    if not isinstance(held, list):
        msg = f"{where} holds {shown(held)}; expected an array of rows, put them into one"
        raise FormatError(msg)
    limits.check("rows", len(held), where)
    placed = ((f"{where}, row {place}", row) for place, row in enumerate(held))
    return limits.check_table(rows_to_table(TABLES[name], placed, name), where)
