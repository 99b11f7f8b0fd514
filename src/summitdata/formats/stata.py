"""
Stata: `<table>.dta` for each table that has rows, format 118 (Stata 14 and later), with labels. It does not read back.

The dataset's label names table and version, a variable's label is what its column holds, cut to 80 characters. A column
with a closed vocabulary is a number with value labels: where all its codes are numbers (`cap_topic`) the number is the
code and the label its name, otherwise the numbers count the codes from 1 and the label is the code. Truth values are 0 and
1, labelled. Days are %td, texts of more than 2,045 bytes strL. The columns `end` and `quad` are the variables `end_` and `quad_`, since
those words are reserved; every other name is legal in Stata as it is.

Lost is the difference between a text that is null and one that is empty, as Stata has the second only; a null number, day
or code is Stata's missing value. Whole numbers of 2^53 and more, numbers of 2^1023 and more, and texts with the character
U+0000 are refused, since Stata cannot hold them. A table of a corpus in parts is one file like any other, and all of it is
in memory while it is written. It needs pandas (extra ``pandas``).
"""

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..corpus import Corpus
from ..exceptions import ConversionError, MissingExtraError, shown
from ..metadata import Metadata
from ..records import TABLES
from ..schema import Column, columns
from ..standoff import check_characters

__all__ = ["write"]

#: Columns whose names are reserved.
_NAMES = {"end": "end_", "quad": "quad_"}

_LABEL = 80
_TEXT_BYTES = 2045
_WHOLE = 2**53
_NUMBER = 2.0**1023

#: Every file is given this time, Stata's first, so that the same rows give the same bytes.
_TIME = dt.datetime(1960, 1, 1)  # noqa: DTZ001 - the format has no time zones


def write(corpus: Corpus, folder: Path, metadata: Metadata) -> None:
    """
    Write every table that has rows to `<table>.dta`.

    Raises:

        MissingExtraError: pandas is not installed.

        ConversionError: Stata cannot hold a value.
    """
    pd = _pandas()
    for name, cls in TABLES.items():
        table = corpus.tables[name]
        if not table.num_rows:
            continue
        check_characters({name: table}, "Stata", r"\x00")
        listed = columns(cls)
        frame = pd.DataFrame({_name(c): _column(pd, c, table, name) for c in listed})
        texts = [c for c in listed if c.kind is str and not c.vocabulary]
        with (folder / f"{name}.dta").open("wb") as file:
            frame.to_stata(
                file,
                write_index=False,
                version=118,
                byteorder="<",
                time_stamp=_TIME,
                data_label=_cut(" ".join(filter(None, (metadata.name, metadata.version, name)))),
                variable_labels={_name(c): _cut(c.description) for c in listed},
                value_labels={_name(c): dict(_labels(c).values()) for c in listed if _labels(c)},
                convert_dates={_name(c): "td" for c in listed if c.kind is dt.date},
                convert_strl=[_name(c) for c in texts if _longest(table, c.name) > _TEXT_BYTES],
            )


def _pandas() -> Any:
    from importlib import import_module

    try:
        return import_module("pandas")
    except ModuleNotFoundError as error:
        msg = "stata needs pandas, which is not installed; run: python -m pip install 'summitdata[pandas]'"
        raise MissingExtraError(msg) from error


def _name(c: Column) -> str:
    return _NAMES.get(c.name, c.name)


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"


def _longest(table: pa.Table, column: str) -> int:
    return max((len(text.encode()) for text in table.column(column).to_pylist() if text), default=0)


def _labels(c: Column) -> dict[Any, tuple[int, str]]:
    """The number and the label that stand for each value of a column, if it is one with labels."""
    if c.kind is bool:
        return {False: (0, "false"), True: (1, "true")}
    codes = list(c.vocabulary or ())
    if all(code.value.isdecimal() for code in codes):
        return {code.value: (int(code.value), code.label) for code in codes}
    return {code.value: (number, code.value) for number, code in enumerate(codes, 1)}


def _column(pd: Any, c: Column, table: pa.Table, name: str) -> Any:
    cells = table.column(c.name).to_pylist()
    for row, value in enumerate(cells):
        fault = _fault(c, value)
        if fault:
            identity = shown(table.column("id")[row].as_py())
            msg = f"{name} row {row} ({identity}), column {c.name!r}: Stata cannot hold {fault}; choose another format"
            raise ConversionError(msg)
    labels = _labels(c)
    if labels:
        return pd.array([None if value is None else labels[value][0] for value in cells], dtype="Int16")
    if c.kind is int:
        return pd.array(cells, dtype="Int64")
    if c.kind is dt.date:
        return pd.array(cells, dtype="datetime64[s]")
    if c.kind is float:
        return pd.array(cells, dtype="float64")
    return pd.array(["" if value is None else value for value in cells], dtype="object")


def _fault(c: Column, value: Any) -> str | None:
    if c.kind is int and value is not None and abs(value) >= _WHOLE:
        return f"a whole number of 2^53 or more, found {value}"
    if c.kind is float and value is not None and abs(value) >= _NUMBER:
        return f"a number of 2^1023 or more, found {value}"
    return None
