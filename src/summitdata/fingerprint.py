r"""
The content fingerprint: what identifies the values of a corpus, in whatever format and by whatever library they were written.

A row is a line: its cells in the order of the columns, parted by tabs, each as PostgreSQL's text format has it. Null is
``\N``; a backslash, tab, line feed and carriage return are ``\\``, ``\t``, ``\n`` and ``\r``; truth values are ``true`` and
``false``, dates ISO 8601, whole numbers decimal, other numbers C's ``%.17g``, with ``0`` for both zeros. The columns of the
article's wording are left out, so that attaching it changes nothing. The lines of a table are sorted by their bytes in
UTF-8, each ends with a line feed, and a line with the names of the columns goes before them. A table's fingerprint is the
SHA-256 of that; a corpus's is the SHA-256 of the lines `name fingerprint` of its tables that have rows, sorted by name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from .schema import wording_columns

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

    import pyarrow as pa

__all__ = ["fingerprint", "fingerprint_of_parts", "table_fingerprint"]

_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
_BATCH = 65_536


def fingerprint(tables: "Mapping[str, pa.Table]", classes: Mapping[str, type]) -> str:
    """The fingerprint of tables by name, 64 hexadecimal digits; `classes` are their record classes."""
    return fingerprint_of_parts(("",), lambda _, name: tables[name], {name: classes[name] for name in tables})


def fingerprint_of_parts(
    parts: Sequence[str], read: "Callable[[str, str], pa.Table]", classes: Mapping[str, type]
) -> str:
    """
    The fingerprint of a corpus in parts, 64 hexadecimal digits.

    Args:

        parts: The names of the parts.

        read: Gives of a part, the first argument, the table that is the second.

        classes: The record classes of the tables by name.
    """
    lines = []
    for name in sorted(classes):
        pieces = partial(map, lambda part, name=name: read(part, name), parts)
        digest, rows = _table_fingerprint(pieces, classes[name])
        if rows:
            lines.append(f"{name} {digest}\n")
    return sha256("".join(lines).encode()).hexdigest()


def table_fingerprint(table: "pa.Table", cls: type) -> str:
    """The fingerprint of one table, 64 hexadecimal digits."""
    return _table_fingerprint(lambda: [table], cls)[0]


def _table_fingerprint(pieces: "Callable[[], Iterable[pa.Table]]", cls: type) -> tuple[str, int]:
    """
    The fingerprint of a table that comes in pieces, and its rows.

    Where the lines of each piece come after those of the one before, as they do where parts are in the order of their
    articles, one piece is in memory at a time; otherwise all of them are.
    """
    import pyarrow as pa

    digest, rows, last = sha256(), 0, ""
    for piece in pieces():
        if piece.num_rows:
            head, lines = _lines(piece, cls)
            lines = _sorted(lines)
            if lines[0].as_py() < last:
                break
            if not rows:
                digest.update(head)
            _count(digest, lines)
            rows, last = rows + piece.num_rows, lines[-1].as_py()
    else:
        return digest.hexdigest(), rows
    chunks = [chunk for piece in pieces() for chunk in _lines(piece, cls)[1].chunks]
    lines = _sorted(pa.chunked_array(chunks, pa.large_string()))
    digest = sha256(head)
    _count(digest, lines)
    return digest.hexdigest(), len(lines)


def _count(digest: "Hash", lines: "pa.ChunkedArray") -> None:
    for begin in range(0, len(lines), _BATCH):
        text = "\n".join(lines.slice(begin, _BATCH).to_pylist())
        digest.update(f"{text}\n".encode())


def _sorted(lines: "pa.ChunkedArray") -> "pa.ChunkedArray":
    import pyarrow.compute as pc

    # Code points sort as their bytes in UTF-8 do.
    return lines.take(pc.sort_indices(lines))


def _lines(table: "pa.Table", cls: type) -> "tuple[bytes, pa.ChunkedArray]":
    """The line of the columns, and those of the rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = table.drop_columns(list(wording_columns(cls)))
    # A chunk of ordinary text holds at most 2 GiB, and a large table's lines are more.
    lines = pc.binary_join_element_wise(*map(_cells, kept.columns), pa.scalar("\t", pa.large_string()))
    return "\t".join(kept.column_names).encode() + b"\n", lines


def _cells(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    """A column as text, each cell in its canonical form."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = _numbers(column) if pa.types.is_floating(column.type) else column.cast(pa.large_string())
    if pa.types.is_string(column.type):
        for plain, escaped in _ESCAPES:
            cells = pc.replace_substring(cells, plain, escaped)
    return pc.fill_null(cells, "\\N")


def _numbers(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    """Each different number is written once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    different = column.unique()
    # Adding zero makes one of the two zeros.
    written = [None if v is None else f"{v + 0.0:.17g}" for v in different.to_pylist()]
    return pc.take(pa.array(written, pa.large_string()), pc.index_in(column, different))
