"""
Rows as JSON text and back, column by column: what `plain` does row by row, the same bytes and the same strictness.

Reading is a guess and a proof. The text is cut up where a canonical one would be; the rows that come of it are taken only
if written again they give the very same bytes, and if every value is one that its column allows. Anything else is for
`plain` and `convert`, which take longer and tell what is wrong.
"""

import datetime as dt
import json
import struct
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from .convert import column_keeps_rules
from .plain import dumped
from .schema import Column, arrow_schema, columns
from .threads import in_threads

__all__ = ["ARRAY", "COMPACT", "LINES", "Style", "proven", "written"]

T = TypeVar("T")
U = TypeVar("U")


class Style(NamedTuple):
    """
    How rows stand in a text.

    Attributes:

        colon: What parts a key from its value.

        comma: What parts one value from the next key.

        end: What follows a row.
    """

    colon: str
    comma: str
    end: str


#: As `plain.dumped` writes, a row a line.
LINES = Style(": ", ", ", "\n")
#: A row a line without spaces.
COMPACT = Style(":", ",", "\n")
#: The rows of an array; the last comma has to be cut off.
ARRAY = Style(": ", ", ", ",\n")

# So many rows, and bytes of them, are turned into text at a time, and so many bytes of text into rows.
_ROWS = 2**15
_BYTES = 2**23
_TEXT = 2**22
# A line that is longer is read by `plain`, lest a column outgrow what an Arrow array holds.
_LONGEST = 2**25
_WORKERS = 8

_SHORT = {c: json.dumps(c)[1:-1] for c in map(chr, range(32))}
# No byte of UTF-8: they stand in for escapes while a text is cut up.
_BACKSLASH, _QUOTE = b"\xff", b"\xfe"
# In days from 1970: Arrow knows a year 0.
_FIRST_DAY = dt.date.min.toordinal() - dt.date(1970, 1, 1).toordinal()


def written(batches: Iterable[pa.RecordBatch], style: Style) -> Iterator[pa.Buffer]:
    """
    The text of rows in pieces, however long they are; a cut never runs through a row.

    Raises:

        ValueError: A number is not finite.
    """
    slices = (piece for batch in batches for piece in _slices(batch))
    return in_threads(lambda piece: _text(piece, style), slices, _threads())


def _threads() -> int:
    return int(min(pa.cpu_count(), _WORKERS))


def _slices(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    for start in range(0, batch.num_rows, _ROWS):
        yield from _halves(batch.slice(start, _ROWS))


def _halves(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    if batch.num_rows == 1 or batch.nbytes <= _BYTES:
        yield batch
    else:
        half = batch.num_rows // 2
        yield from _halves(batch.slice(0, half))
        yield from _halves(batch.slice(half))


def _text(batch: pa.RecordBatch, style: Style) -> pa.Buffer:
    if batch.nbytes > _BYTES:
        # A column of escaped text might grow beyond what an Arrow array holds.
        return pa.py_buffer(f"{dumped(batch.to_pylist()[0])}{style.end}".encode())
    return _encoded(batch, style)


def _encoded(batch: pa.RecordBatch, style: Style) -> pa.Buffer:
    pieces: list[Any] = []
    constant = "{"
    for name, array in zip(batch.schema.names, batch.columns, strict=True):
        constant += f'"{name}"{style.colon}'
        cells = _cells(array)
        if isinstance(cells, str):
            constant += cells
        elif not _is_quoted(array.type):
            pieces += [constant, cells]
            constant = ""
        elif array.null_count:
            pieces += [constant, pc.binary_join_element_wise('"', cells, '"', "")]
            constant = ""
        else:
            pieces += [f'{constant}"', cells]
            constant = '"'
        constant += style.comma
    pieces.append(f"{constant.removesuffix(style.comma)}}}{style.end}")
    if len(pieces) == 1:
        return pa.py_buffer((pieces[0] * batch.num_rows).encode())
    joined = pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement="null")
    return _characters(joined)


def _is_quoted(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_date32(kind))


def _cells(array: pa.Array) -> pa.Array | str:
    """The cells of a column as JSON, text without its quotation marks; one of them where they are all the same."""
    if array.null_count == len(array):
        return "null"
    # Of numbers the bits are compared, lest -0.0 become 0.0.
    bits = array.view(pa.int64()) if pa.types.is_floating(array.type) else array
    if not array.null_count and pc.all(pc.equal(bits, bits[0])).as_py():
        return dumped(array[0].as_py())
    if pa.types.is_string(array.type):
        return _escaped(array)
    if pa.types.is_floating(array.type):
        return _numbers(array)
    return pc.cast(array, pa.string())


def _characters(array: pa.Array) -> pa.Buffer:
    """The characters of all cells, one after the other."""
    _, offsets, data = array.buffers()
    ends = memoryview(offsets).cast("i")
    start, end = ends[array.offset], ends[array.offset + len(array)]
    return data.slice(start, end - start)


def _escaped(array: pa.Array) -> pa.Array:
    held = _characters(array)
    data = held.to_pybytes()
    marks = {"\\": "\\\\", '"': '\\"'}
    if data and pc.min(pa.Array.from_buffers(pa.uint8(), len(data), [None, held])).as_py() < 32:
        marks |= _SHORT
    for mark, escape in marks.items():
        if mark.encode() in data:
            array = pc.replace_substring(array, mark, escape)
    return array


def _numbers(array: pa.Array) -> pa.Array:
    """As Python writes them: the shortest digits that read back equal, never without a point or an exponent."""
    if not pc.all(pc.is_finite(array)).as_py():
        msg = "a number that is not finite cannot be written as JSON"
        raise ValueError(msg)
    made = pc.cast(array, pa.string())
    whole = pc.match_substring_regex(made, r"\A-?[0-9]+\z")
    made = pc.if_else(whole, pc.binary_join_element_wise(made, ".0", ""), made)
    # Where the exponent begins, and how it is written, differs.
    odd = pc.fill_null(pc.match_substring_regex(made, r"e|\A-?0\.0000"), fill_value=False)
    if not pc.any(odd).as_py():
        return made
    return pc.replace_with_mask(made, odd, pa.array(map(repr, array.filter(odd).to_pylist()), pa.string()))


class Part(NamedTuple):
    """
    Part of a text.

    Attributes:

        start: Where it begins, in bytes.

        end: Where it ends: at the end of a line.

        rows: What reading it strictly, row by row, would give; None where that is not proven, which means nothing else.
    """

    start: int
    end: int
    rows: pa.RecordBatch | None


def proven(data: bytes, cls: type, style: Style) -> Iterator[Part]:
    """
    A text part by part, with the rows of those that are proven to be right.

    Args:

        data: The text; it ends with a line feed.

        cls: The record class.

        style: How the rows seem to stand there.
    """
    return in_threads(lambda span: Part(*span, _proven(data, span, cls, style)), _spans(data), _threads())


def _spans(data: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(data):
        end = data.rfind(b"\n", start, start + _TEXT) + 1 or data.index(b"\n", start) + 1
        yield start, end
        start = end


def _proven(data: bytes, span: tuple[int, int], cls: type, style: Style) -> pa.RecordBatch | None:
    start, end = span
    try:
        batch = _guess(data, span, cls, style)
        if batch is None or not _encoded(batch, style).equals(pa.py_buffer(data).slice(start, end - start)):
            return None
    except (pa.ArrowException, ValueError):
        return None
    is_allowed = all(_is_allowed(c, array) for c, array in zip(columns(cls), batch.columns, strict=True))
    return batch if is_allowed else None


def _guess(data: bytes, span: tuple[int, int], cls: type, style: Style) -> pa.RecordBatch | None:
    """What the rows are if the text is canonical; anything at all if it is not."""
    if span[1] - span[0] > _LONGEST:
        return None
    schema = arrow_schema(cls)
    first, *names = schema.names
    text = _window(data, span, f'{{"{first}'.encode())
    has_escapes = data.find(b"\\", *span) >= 0
    if has_escapes:
        text = pc.replace_substring(text, b"\\\\", _BACKSLASH)
        text = pc.replace_substring(text, b'\\"', _QUOTE)
    pieces = pc.split_pattern(text, f'"{style.colon}').values
    rows, rest = divmod(len(pieces) - 1, len(schema))
    if not rows or rest:
        return None
    places = pc.cumulative_sum(pa.repeat(pa.scalar(len(schema), pa.int32()), rows))
    tails = [*(f'{style.comma}"{name}' for name in names), f'}}{style.end}{{"{first}']
    arrays = [
        _column(pc.take(pieces, pc.subtract(places, back)), len(tail), kind, has_escapes=has_escapes)
        for back, tail, kind in zip(_back(len(schema)), tails, schema.types, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _back(width: int) -> list[pa.Scalar]:
    return [pa.scalar(n, pa.int32()) for n in range(width - 1, -1, -1)]


def _window(data: bytes, span: tuple[int, int], head: bytes) -> pa.Array:
    """Part of a text as one cell, but that what the first row begins with stands after the last, as after all others."""
    start, end = span
    if end + len(head) <= len(data):
        held = pa.py_buffer(data).slice(start + len(head), end - start)
    else:
        held = pa.py_buffer(data[start + len(head) : end] + head)
    return pa.Array.from_buffers(pa.binary(), 1, [None, pa.py_buffer(struct.pack("ii", 0, held.size)), held])


def _column(pieces: pa.Array, tail: int, kind: pa.DataType, *, has_escapes: bool) -> pa.Array:
    """The values of a column, of its cells in JSON and so many bytes that follow each."""
    is_null = pc.starts_with(pieces, "n")
    nulls = is_null.true_count
    if nulls == len(pieces):
        return pa.nulls(nulls, kind)
    mark = 1 if _is_quoted(kind) else 0
    made = pc.binary_slice(pieces, mark, -tail - mark)
    if has_escapes and mark:
        made = _unescaped(made)
    if nulls:
        made = pc.if_else(is_null, pa.scalar(None, pa.binary()), made)
    return made.cast(pa.string()).cast(kind)


def _unescaped(array: pa.Array) -> pa.Array:
    data = _characters(array).to_pybytes()
    marks = {escape.encode(): mark.encode() for mark, escape in _SHORT.items()} if b"\\" in data else {}
    marks |= {_QUOTE: b'"', _BACKSLASH: b"\\"}
    for escape, mark in marks.items():
        if escape in data:
            array = pc.replace_substring(array, escape, mark)
    return array


def _is_allowed(c: Column, array: pa.Array) -> bool:
    """Whether every value is one that its column allows, as `convert.broken_rule` has it."""
    if array.null_count and not c.nullable:
        return False
    if c.kind is dt.date and not _holds(pc.greater_equal(array.cast(pa.int32()), _FIRST_DAY)):
        return False
    return column_keeps_rules(c, array)


def _holds(found: pa.Array) -> bool:
    return bool(pc.all(found, min_count=0).as_py())
