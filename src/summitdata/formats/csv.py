"""
CSV: a file a table, in UTF-8, text always in quotation marks, so that nothing between two commas is null and `""` is empty text.

Reversible by this reader and by any that is told the types; a spreadsheet guesses them.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from ..convert import same_layout
from ..exceptions import FormatError, shown
from ..files import Folder
from ..limits import detected
from ..plain import decoded
from ..records import TABLES
from ..schema import arrow_schema

__all__ = ["read", "write"]


def write(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write every table to `<table>.csv`."""
    for name, table in tables.items():
        with (folder / f"{name}.csv").open("wb") as file:
            pc.write_csv(table, file)


def read(folder: Folder) -> Iterator[tuple[str, Callable[[], pa.Table]]]:
    """The tables of a folder by name, each to be read when called."""
    for name in folder.tables("csv", TABLES):
        yield name, partial(_read_part, folder, name)


def _read_part(folder: Folder, name: str) -> pa.Table:
    data = folder.read(f"{name}.csv")
    where = shown(str(folder.path / f"{name}.csv"))
    text = decoded(data, where)
    if detected(data) != "text" or "\0" in text:
        msg = f"{where} is {detected(data)}; expected CSV"
        raise FormatError(msg)
    schema = arrow_schema(TABLES[name])
    try:
        table = pc.read_csv(
            pa.BufferReader(data),
            # One block: a row may be longer than pyarrow's usual block.
            read_options=pc.ReadOptions(use_threads=False, block_size=len(data) + 1),
            parse_options=pc.ParseOptions(newlines_in_values=True),
            convert_options=pc.ConvertOptions(
                column_types={field.name: field.type for field in schema},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["true"],
                false_values=["false"],
            ),
        )
    except pa.ArrowException as error:
        msg = f"{where} is not CSV of the table {name!r}: {shown(str(error).splitlines()[0])}; correct it there"
        raise FormatError(msg) from error
    folder.limits.check("rows", table.num_rows, where)
    return same_layout(TABLES[name], table, name, where)
