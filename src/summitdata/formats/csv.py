"""
CSV: a file a table, in UTF-8, text always in quotation marks, so that nothing between two commas is null and `""` is empty text.

Reversible by this reader and by any that is told the types; a spreadsheet guesses them.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from ..casting import same_layout
from ..corpus import Corpus
from ..exceptions import ConversionError, FormatError, shown
from ..files import Folder, Part, write_each
from ..limits import Limits, detected
from ..metadata import Metadata
from ..plain import decoded
from ..problems import Problem
from ..records import TABLES
from ..schema import arrow_schema, columns

__all__ = ["read", "write"]

# pyarrow counts the header among the rows.
_VALUE = re.compile(r"In CSV column #(\d+): Row #(\d+): CSV conversion error to [^:]+: invalid value '(.*)'", re.DOTALL)


def write(corpus: Corpus, folder: Path, _: Metadata) -> None:
    """Write every table to `<table>.csv`."""
    write_each(corpus, folder, "csv", pc.write_csv)


def read(folder: Folder) -> Iterator[Part]:
    """The tables of a folder by name, each to be read when called."""
    return folder.parts("csv", TABLES, _table)


def _table(data: bytes, name: str, where: str, limits: Limits) -> pa.Table:
    text = decoded(data, where)
    if detected(data) != "text":
        msg = f"{where} is {detected(data)}; expected CSV, write or download it again"
        raise FormatError(msg)
    if not text.endswith("\n"):
        msg = f"{where} breaks off: its last line has no end; write or download it again"
        raise FormatError(msg)
    # The header is read here, lest it ask for columns without end.
    header = [column.strip('"') for column in text[: text.index("\n")].rstrip("\r").split(",")]
    limits.check("columns", len(header), where)
    cls = TABLES[name]
    same_layout(cls, pa.Table.from_arrays([pa.nulls(0)] * len(header), header), name, where)
    return limits.check_table(same_layout(cls, _parsed(data, header, name, where), name, where), where)


def _parsed(data: bytes, header: list[str], name: str, where: str) -> pa.Table:
    try:
        return pc.read_csv(
            pa.BufferReader(data),
            # One block: a row may be longer than pyarrow's usual block.
            read_options=pc.ReadOptions(
                use_threads=False, block_size=min(len(data) + 1, 2**31 - 1), column_names=header, skip_rows=1
            ),
            parse_options=pc.ParseOptions(newlines_in_values=True),
            convert_options=pc.ConvertOptions(
                column_types={field.name: field.type for field in arrow_schema(TABLES[name])},
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                true_values=["true"],
                false_values=["false"],
            ),
        )
    except pa.ArrowException as error:
        raise _told(str(error), header, name, where) from error


def _told(reason: str, header: list[str], name: str, where: str) -> FormatError | ConversionError:
    value = _VALUE.match(reason)
    if not value:
        return FormatError(f"{where} is not CSV of the table {name!r}: {shown(reason)}; correct it there")
    (c,) = (c for c in columns(TABLES[name]) if c.name == header[int(value[1])])
    row, found = int(value[2]) - 2, shown(value[3])
    problem = Problem(table=name, row=row, column=c.name, rule="type", value=found, expected=c.type_name)
    return ConversionError(f"{where}: {problem}; correct the value, nothing is coerced", [problem])
