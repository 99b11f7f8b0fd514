"""Tables as the frames of other libraries, with their types kept."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .exceptions import MissingExtraError, UnknownNameError, UsageError, known_name, nearest, shown

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ARROW", "BACKENDS", "Backend", "DtypeBackend", "arrow", "frame"]

Backend = Literal["pandas", "polars", "arrow", "duckdb", "records"]
DtypeBackend = Literal["numpy_nullable", "pyarrow"]

BACKENDS: tuple[Backend, ...] = ("pandas", "polars", "arrow", "duckdb", "records")
_DTYPE_BACKENDS: tuple[DtypeBackend, ...] = ("numpy_nullable", "pyarrow")

#: The oldest pyarrow that keeps to limits when it reads the files of strangers; `pyproject.toml` asks for the same.
ARROW = 26


def arrow() -> Any:
    """
    The library that every table is made with, if it is here and new enough.

    Raises:

        MissingExtraError: It is not installed, or too old; the message gives the command.
    """
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        raise MissingExtraError(_arrow_needed("which is not installed")) from error
    # A folder that is left of another installation is imported too, as a package without anything in it.
    version: str = getattr(pa, "__version__", "0")
    if int(version.partition(".")[0]) < ARROW:
        found = f"found {version}" if version != "0" else "found what is left of another installation"
        raise MissingExtraError(_arrow_needed(found))
    return pa


def _arrow_needed(found: str) -> str:
    return f"summitdata needs pyarrow {ARROW} or later, {found}; run: python -m pip install 'pyarrow>={ARROW}'"


def frame(
    table: "pa.Table", name: str, backend: str, dtype_backend: str | None, only: Sequence[str] | None = None
) -> Any:
    """
    A fresh frame of a table.

    Args:

        table: The table.

        name: Its name; for records that of a table of the schema.

        backend: One of `BACKENDS`.

        dtype_backend:
            For pandas only. None keeps pandas's usual dtypes, with Int64 and boolean for whole numbers and truth values
            that may be null and ``date32[day][pyarrow]`` for dates; ``"numpy_nullable"`` and ``"pyarrow"`` as in pandas.

        only: The columns wanted, in that order; None for all. Records are always whole.

    Raises:

        UnknownNameError: There is no such backend, dtype_backend or column; the message names the nearest.

        UsageError:
            `dtype_backend` is given for another backend than pandas, or columns of records, or records are asked of
            what is no table of a corpus.

        MissingExtraError: The library is not installed.
    """
    known_name(backend, BACKENDS, "backend")
    if dtype_backend is not None:
        known_name(dtype_backend, _DTYPE_BACKENDS, "dtype_backend")
        if backend != "pandas":
            msg = f"dtype_backend={dtype_backend!r} goes with backend='pandas', found backend={backend!r}; leave it out"
            raise UsageError(msg)
    if only is not None:
        table = _selected(table, name, backend, only)
    if backend == "arrow":
        return table
    if backend == "records":
        from .convert import records
        from .records import TABLES

        if name not in TABLES:
            msg = f"backend='records' goes with the tables of a corpus, found {name!r}; choose another backend"
            raise UsageError(msg)
        return list(records(TABLES[name], table, name))
    if backend == "polars":
        return _library("polars").DataFrame(table)
    if backend == "duckdb":
        return _library("duckdb").from_arrow(table)
    return _pandas(table, dtype_backend)


def _selected(table: "pa.Table", name: str, backend: str, only: Sequence[str]) -> "pa.Table":
    if backend == "records":
        msg = "columns= goes with frames, found backend='records', which gives whole rows; leave it out"
        raise UsageError(msg)
    wanted = list(only) if isinstance(only, Iterable) and not isinstance(only, str) else []
    if not wanted:
        hint = f"write columns=[{shown(only)}]" if isinstance(only, str) else "give the names of some"
        msg = f"expected a list of columns, found {shown(only)}; {hint}"
        raise UsageError(msg)
    for column in wanted:
        if column not in table.column_names:
            msg = f"table {name!r} has no column {shown(column)}; {nearest(column, table.column_names, 'its columns')}"
            raise UnknownNameError(msg)
        if wanted.count(column) > 1:
            msg = f"column {column!r} of table {name!r} is asked for {wanted.count(column)} times; ask for it once"
            raise UsageError(msg)
    return table.select(wanted)


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        msg = f"backend={name!r} needs {name}, which is not installed; run: python -m pip install 'summitdata[{name}]'"
        raise MissingExtraError(msg) from error


def _pandas(table: "pa.Table", dtype_backend: str | None) -> Any:
    import pyarrow as pa

    pd = _library("pandas")
    if dtype_backend == "pyarrow":
        return table.to_pandas(types_mapper=pd.ArrowDtype)
    date = {pa.date32(): pd.ArrowDtype(pa.date32())}
    if dtype_backend == "numpy_nullable":
        dtypes = {
            pa.string(): pd.StringDtype(),
            pa.int64(): pd.Int64Dtype(),
            pa.float64(): pd.Float64Dtype(),
            pa.bool_(): pd.BooleanDtype(),
            **date,
        }
        return table.to_pandas(types_mapper=dtypes.get)
    made = table.to_pandas(types_mapper=date.get)
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    for field, column in zip(table.schema, table.columns, strict=True):
        # A corpus that is still to be mended may have nulls where none are allowed.
        if field.type in nullable and (field.nullable or column.null_count):
            # Left to itself, pandas makes floats of whole numbers with nulls, and large ones come back changed.
            made[field.name] = nullable[field.type].__from_arrow__(column)
    return made
