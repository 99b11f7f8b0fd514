"""Tables as the frames of other libraries, with their types kept."""

from typing import TYPE_CHECKING, Any, Literal

from .exceptions import MissingExtraError, UnknownNameError, UsageError, nearest

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["BACKENDS", "Backend", "DtypeBackend", "frame"]

Backend = Literal["pandas", "polars", "arrow", "duckdb", "records"]
DtypeBackend = Literal["numpy_nullable", "pyarrow"]

BACKENDS: tuple[Backend, ...] = ("pandas", "polars", "arrow", "duckdb", "records")


def frame(table: "pa.Table", name: str, backend: str, dtype_backend: str | None) -> Any:
    """
    A fresh frame of a table.

    Args:

        table: The table.

        name: Its name; for records that of a table of the schema.

        backend: One of `BACKENDS`.

        dtype_backend:
            For pandas only. None keeps pandas's usual dtypes, with Int64 and boolean for whole numbers and truth values
            that may be null and ``date32[day][pyarrow]`` for dates; ``"numpy_nullable"`` and ``"pyarrow"`` as in pandas.

    Raises:

        UnknownNameError: There is no such backend or dtype_backend.

        UsageError: `dtype_backend` is given for another backend than pandas.

        MissingExtraError: The library is not installed.
    """
    if backend not in BACKENDS:
        msg = f"there is no backend {backend!r}; {nearest(backend, list(BACKENDS), 'the backends')}"
        raise UnknownNameError(msg)
    if dtype_backend is not None and backend != "pandas":
        msg = f"dtype_backend={dtype_backend!r} goes with backend='pandas', found backend={backend!r}; leave it out"
        raise UsageError(msg)
    if backend == "arrow":
        return table
    if backend == "records":
        from .convert import records
        from .records import TABLES

        return list(records(TABLES[name], table, name))
    if backend == "polars":
        return _library("polars").DataFrame(table)
    if backend == "duckdb":
        return _library("duckdb").from_arrow(table)
    return _pandas(table, dtype_backend)


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
    if dtype_backend is not None:
        msg = f"there is no dtype_backend {dtype_backend!r}; expected 'numpy_nullable', 'pyarrow' or None"
        raise UnknownNameError(msg)
    made = table.to_pandas(types_mapper=date.get)
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    for field in table.schema:
        if field.nullable and field.type in nullable:
            # Left to itself, pandas makes floats of whole numbers with nulls, and large ones come back changed.
            made[field.name] = nullable[field.type].__from_arrow__(table.column(field.name))
    return made
