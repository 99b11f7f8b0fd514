"""Parquet: a file a table, with page checksums, descriptions, units and vocabularies in the schema's metadata. Reversible."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..convert import same_layout
from ..corpus import Corpus
from ..exceptions import FormatError, SummitDataError, shown
from ..files import Folder, Part
from ..limits import Limits, detected
from ..metadata import Metadata
from ..records import TABLES
from ..schema import arrow_schema, columns

__all__ = ["read", "write", "write_table"]

_BATCH = 16_384
# Thrift's own limits on the footer, far above what a table of ours needs.
_STRINGS = 10_000_000
_LISTS = 100_000


def write(corpus: Corpus, folder: Path, _: Metadata) -> None:
    """Write every table to `<table>.parquet`."""
    for name, table in corpus.tables.items():
        write_table(table, folder / f"{name}.parquet")


def write_table(table: pa.Table, path: Path) -> None:
    """Write one table; the same rows give the same bytes under the same pyarrow."""
    # pyarrow is given an open file: given a path, it would remove the file when writing fails.
    with path.open("wb") as file:
        pq.write_table(table, file, write_page_checksum=True)


def read(folder: Folder) -> Iterator[Part]:
    """The tables of a folder by name, each to be read when called."""
    return folder.parts("parquet", TABLES, _table)


def _table(data: bytes, name: str, where: str, limits: Limits) -> pa.Table:
    """
    The table in the bytes of a foreign file, which may be damaged or hostile.

    Counts are held against the limits and columns against the table's before anything is decoded, pages against their
    checksums; every batch is validated in full. Column metadata of the footer is never touched: a damaged one can end
    the process.
    """
    if not data.startswith(b"PAR1"):
        msg = f"{where} is {detected(data)}; expected a Parquet file, write or download it again"
        raise FormatError(msg)
    if not data.endswith(b"PAR1"):
        msg = f"{where} is a Parquet file that breaks off; download or write it again"
        raise FormatError(msg)
    try:
        return _checked(data, name, where, limits)
    except SummitDataError:
        raise
    except (pa.ArrowException, OSError, UnicodeError) as error:
        # Also a want of memory, which pyarrow tells as one of its own.
        reason = shown(next(iter(str(error).splitlines()), type(error).__name__))
        if "too deeply nested" in reason:
            limits.check("depth", limits.depth + 1, where)
        raise _damaged(where, reason) from error


def _damaged(where: str, reason: str) -> FormatError:
    return FormatError(f"{where} is a damaged Parquet file: {reason}; download or write it again")


def _checked(data: bytes, name: str, where: str, limits: Limits) -> pa.Table:
    cls = TABLES[name]
    file = _opened(data, limits)
    footer = file.metadata
    groups = [footer.row_group(i) for i in range(footer.num_row_groups)]
    limits.check("columns", footer.num_columns, where)
    limits.check("rows", footer.num_rows, where)
    limits.check("decoded_bytes", sum(group.total_byte_size for group in groups), where)
    if sum(group.num_rows for group in groups) != footer.num_rows:
        raise _damaged(where, "its row counts disagree")
    same_layout(cls, file.schema_arrow.empty_table(), name, where)
    # A long text that stands in every row is kept once, until it is known how much all of it would be.
    file = _opened(data, limits, read_dictionary=[c.name for c in columns(cls) if c.kind is str])
    batches, decoded = [], 0
    for batch in file.iter_batches(_BATCH, use_threads=False):
        batch.validate(full=True)
        decoded += sum(map(_size, batch.columns))
        limits.check("decoded_bytes", decoded, where)
        batches.append(same_layout(cls, pa.Table.from_batches([batch]), name, where))
    table = pa.concat_tables([arrow_schema(cls).empty_table(), *batches])
    if table.num_rows != footer.num_rows:
        raise _damaged(where, f"{table.num_rows:,} rows of {footer.num_rows:,} are there")
    return table.combine_chunks()


def _opened(data: bytes, limits: Limits, **options: Any) -> pq.ParquetFile:
    return pq.ParquetFile(
        pa.BufferReader(data),
        pre_buffer=False,
        page_checksum_verification=True,
        arrow_extensions_enabled=False,
        thrift_string_size_limit=_STRINGS,
        thrift_container_size_limit=_LISTS,
        schema_depth_limit=limits.depth,
        **options,
    )


def _size(array: pa.Array) -> int:
    """How many bytes an array has once it is no dictionary any more."""
    if not pa.types.is_dictionary(array.type):
        return int(array.nbytes)
    lengths = pc.take(pc.binary_length(array.dictionary), array.indices)
    return int(array.indices.nbytes) + (pc.sum(lengths).as_py() or 0)
