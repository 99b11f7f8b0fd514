"""Parquet: a file a table, with page checksums, descriptions, units and vocabularies in the schema's metadata. Reversible."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..casting import FEW, each_column, same_layout
from ..corpus import Corpus
from ..exceptions import FormatError, LimitError, SummitDataError, shown
from ..files import Folder, Part, write_each
from ..limits import Limits, detected
from ..metadata import Metadata
from ..records import TABLES
from ..schema import arrow_schema, columns

__all__ = ["read", "table", "write", "write_rows", "write_table"]

# A row group, however its rows come in, and what is decoded at a time: large enough that a dictionary is not looked at
# again and again, small enough that a page which says one number for many rows cannot ask for much.
_ROWS = 131_072
# Thrift's own limits on the footer, far above what a table of ours needs.
_STRINGS = 10_000_000
_LISTS = 100_000


def write(corpus: Corpus, folder: Path, _: Metadata) -> None:
    """Write every table to `<table>.parquet`."""
    write_each(corpus, folder, "parquet", _write)


def _write(table: pa.Table, file: IO[bytes]) -> None:
    write_rows(table.schema, table.to_batches(), file)


def write_table(table: pa.Table, path: Path) -> None:
    """Write one table; the same rows give the same bytes under the same pyarrow."""
    # pyarrow is given an open file: given a path, it would remove the file when writing fails.
    with path.open("wb") as file:
        write_rows(table.schema, table.to_batches(), file)


def write_rows(schema: pa.Schema, batches: Iterable[pa.RecordBatch], file: IO[bytes]) -> None:
    """
    Write rows as they come; the same rows give the same bytes under the same pyarrow, however they are batched.

    Where the batches end with an error, what was written is no Parquet file.
    """
    sink = _Sink(file)
    groups = _groups(schema, batches)
    first = next(groups)
    # An id stands once: where there are many, looking for each in a dictionary takes time and room.
    coded = [name for name in schema.names if name != "id" or first.num_rows <= FEW]
    writer = pq.ParquetWriter(pa.PythonFile(sink, "w"), schema, write_page_checksum=True, use_dictionary=coded)
    try:
        for group in chain([first], groups):
            writer.write_table(group, row_group_size=_ROWS)
    except BaseException:
        # The writer ends its file whatever happened before, and fewer rows would pass for all of them.
        sink.deaf = True
        raise
    finally:
        writer.close()


class _Sink:
    """A file that can be told to take nothing more."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.deaf = False

    def write(self, data: bytes) -> int:
        return len(data) if self.deaf else self._file.write(data)


def _groups(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The rows in tables of a fixed length, each in one piece: where pieces end, pages end elsewhere too."""
    held: list[pa.RecordBatch] = []
    rows = given = 0
    for batch in batches:
        given += batch.num_rows
        rest = batch
        while rows + rest.num_rows >= _ROWS:
            yield pa.Table.from_batches([*held, rest.slice(0, _ROWS - rows)], schema).combine_chunks()
            rest, held, rows = rest.slice(_ROWS - rows), [], 0
        held.append(rest)
        rows += rest.num_rows
    if rows or not given:
        yield pa.Table.from_batches(held, schema).combine_chunks()


def read(folder: Folder) -> Iterator[Part]:
    """The tables of a folder by name, each to be read when called."""
    return folder.parts("parquet", TABLES, table)


def table(data: bytes, name: str, where: str, limits: Limits, *, dictionaries: bool = False) -> pa.Table:
    """
    The table in the bytes of a foreign file, which may be damaged or hostile.

    Counts are held against the limits and columns against the table's before anything is decoded, pages against their
    checksums; every batch is validated in full. Column metadata of the footer is never touched: a damaged one can end
    the process. With `dictionaries`, text stays in the dictionaries that it was read with.
    """
    if not data.startswith(b"PAR1"):
        msg = f"{where} is {detected(data)}; expected a Parquet file, write or download it again"
        raise FormatError(msg)
    if not data.endswith(b"PAR1"):
        msg = f"{where} is a Parquet file that breaks off; download or write it again"
        raise FormatError(msg)
    try:
        return _checked(data, name, where, limits, dictionaries=dictionaries)
    except SummitDataError:
        raise
    except MemoryError as error:
        msg = f"{where} asks for more memory than there is; if you trust it, read it where there is more"
        raise LimitError(msg) from error
    except (pa.ArrowException, OSError, UnicodeError) as error:
        reason = shown(next(iter(str(error).splitlines()), type(error).__name__))
        if "too deeply nested" in reason:
            limits.check("depth", limits.depth + 1, where)
        if "Not yet implemented" in reason:
            msg = f"{where} is a Parquet file that is not read here: {reason}; write its text plain or in dictionaries"
            raise FormatError(msg) from error
        raise _damaged(where, reason) from error


def _damaged(where: str, reason: str) -> FormatError:
    return FormatError(f"{where} is a damaged Parquet file: {reason}; download or write it again")


def _checked(data: bytes, name: str, where: str, limits: Limits, *, dictionaries: bool) -> pa.Table:
    cls = TABLES[name]
    file = _opened(data, limits)
    footer = file.metadata
    groups = [footer.row_group(i) for i in range(footer.num_row_groups)]
    limits.check("columns", footer.num_columns, where)
    limits.check("rows", footer.num_rows, where)
    limits.check("decoded_bytes", sum(group.total_byte_size for group in groups), where)
    if sum(group.num_rows for group in groups) != footer.num_rows:
        raise _damaged(where, "its row counts disagree")
    if not file.schema_arrow.equals(arrow_schema(cls)):
        same_layout(cls, file.schema_arrow.empty_table(), name, where)
    # A long text that stands in every row is kept once, until it is known how much all of it would be; text that is
    # told by what the text before it was, which could grow without end, is not read in this way at all.
    file = _opened(data, limits, metadata=footer, read_dictionary=[c.name for c in columns(cls) if c.kind is str])
    tables = []
    decoded = held = 0
    for batch in file.iter_batches(_ROWS, use_threads=footer.num_rows > FEW):
        batch.validate()
        more = sum(each_column(_most, batch.columns, batch.num_rows))
        if dictionaries or decoded + more > limits.decoded_bytes:
            more = sum(map(_size, batch.columns))
            limits.check("decoded_bytes", decoded + more, where)
        made = pa.Table.from_batches([batch])
        if not dictionaries:
            made = same_layout(cls, made, name, where)
        held += made.nbytes
        limits.check("decoded_bytes", held, where)
        decoded = decoded + more if dictionaries else held
        tables.append(made)
    whole = pa.concat_tables(
        tables or [file.schema_arrow.empty_table() if dictionaries else arrow_schema(cls).empty_table()]
    )
    if whole.num_rows != footer.num_rows:
        raise _damaged(where, f"{whole.num_rows:,} rows of {footer.num_rows:,} are there")
    return whole if dictionaries else whole.combine_chunks()


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


def _most(array: pa.Array) -> int:
    """More bytes than a sound array has once it is no dictionary any more: as if each text were the longest."""
    array.validate(full=True)
    if not pa.types.is_dictionary(array.type):
        return int(array.nbytes)
    longest = pc.max(pc.binary_length(array.dictionary)).as_py() or 0
    return len(array) * (int(array.type.index_type.byte_width) + int(longest))


def _size(array: pa.Array) -> int:
    """How many bytes it is."""
    if not pa.types.is_dictionary(array.type):
        return int(array.nbytes)
    lengths = pc.take(pc.binary_length(array.dictionary), array.indices)
    return int(array.indices.nbytes) + (pc.sum(lengths).as_py() or 0)
