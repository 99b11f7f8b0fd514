"""Parquet: a file a table, with page checksums, descriptions, units and vocabularies in the schema's metadata. Reversible."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ..convert import same_layout
from ..exceptions import FormatError, LimitError, shown
from ..files import Folder
from ..limits import Limits, detected
from ..records import TABLES

__all__ = ["read", "read_table", "write", "write_table"]

_BATCH = 1024
# Thrift's own limits on the footer, far above what a table of ours needs.
_STRINGS = 10_000_000
_LISTS = 100_000


def write(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write every table to `<table>.parquet`."""
    for name, table in tables.items():
        write_table(table, folder / f"{name}.parquet")


def write_table(table: pa.Table, path: Path) -> None:
    """Write one table; the same rows give the same bytes under the same pyarrow."""
    # pyarrow is given an open file: given a path, it would remove the file when writing fails.
    with path.open("wb") as file:
        pq.write_table(table, file, write_page_checksum=True)


def read(folder: Folder) -> Iterator[tuple[str, Callable[[], pa.Table]]]:
    """The tables of a folder by name, each to be read when called."""
    for name in folder.tables("parquet", TABLES):
        yield name, partial(_read_part, folder, name)


def _read_part(folder: Folder, name: str) -> pa.Table:
    data = folder.read(f"{name}.parquet")
    where = shown(str(folder.path / f"{name}.parquet"))
    return same_layout(TABLES[name], read_table(data, where, folder.limits), name, where)


def read_table(data: bytes, where: str, limits: Limits) -> pa.Table:
    """
    The table in the bytes of a foreign Parquet file, which may be damaged or hostile.

    Counts are held against the limits before anything is decoded, pages against their checksums, every batch is
    validated in full. Column metadata of the footer is never touched: a damaged one can end the process.

    Raises:

        FormatError: The bytes are not a sound Parquet file.

        LimitError: The file asks for more than the limits allow.
    """
    if not data.startswith(b"PAR1"):
        msg = f"{where} is {detected(data)}; expected a Parquet file"
        raise FormatError(msg)
    if not data.endswith(b"PAR1") or len(data) < len(b"PAR1....PAR1"):
        msg = f"{where} is a Parquet file that breaks off; download or write it again"
        raise FormatError(msg)
    try:
        return _read_checked(data, where, limits)
    except (pa.ArrowException, OSError, MemoryError, UnicodeError, OverflowError) as error:
        if isinstance(error, (FormatError, LimitError)):
            raise
        reason = shown(str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__)
        msg = f"{where} is a damaged Parquet file: {reason}; download or write it again"
        raise FormatError(msg) from error


def _read_checked(data: bytes, where: str, limits: Limits) -> pa.Table:
    file = pq.ParquetFile(
        pa.BufferReader(data),
        pre_buffer=False,
        page_checksum_verification=True,
        arrow_extensions_enabled=False,
        thrift_string_size_limit=_STRINGS,
        thrift_container_size_limit=_LISTS,
        schema_depth_limit=limits.depth,
    )
    footer = file.metadata
    groups = [footer.row_group(i) for i in range(footer.num_row_groups)]
    limits.check("columns", footer.num_columns, where)
    limits.check("rows", footer.num_rows, where)
    limits.check("decoded_bytes", sum(group.total_byte_size for group in groups), where)
    if sum(group.num_rows for group in groups) != footer.num_rows:
        msg = f"{where} is a damaged Parquet file: its row counts disagree; download or write it again"
        raise FormatError(msg)
    schema = file.schema_arrow
    batches, decoded = [], 0
    for batch in file.iter_batches(_BATCH, use_threads=False):
        batch.validate(full=True)
        decoded += batch.nbytes
        limits.check("decoded_bytes", decoded, where)
        batches.append(batch)
    table = pa.Table.from_batches(batches, schema)
    if table.num_rows != footer.num_rows:
        msg = f"{where} is a damaged Parquet file: {table.num_rows:,} rows of {footer.num_rows:,} are there; download or write it again"
        raise FormatError(msg)
    return table.combine_chunks()
