r"""
The content fingerprint: what identifies the values of a corpus, in whatever format and by whatever library they were written.

A row is a line: its cells in the order of the columns, parted by tabs, each as PostgreSQL's text format has it. Null is
``\N``; a backslash, tab, line feed and carriage return are ``\\``, ``\t``, ``\n`` and ``\r``; truth values are ``true`` and
``false``, dates ISO 8601, whole numbers decimal, other numbers C's ``%.17g``, with ``0`` for both zeros. The columns of the
article's wording are left out, so that attaching it changes nothing. The lines of a table are sorted by their bytes in
UTF-8, each ends with a line feed, and a line with the names of the columns goes before them. A table's fingerprint is the
SHA-256 of that; a corpus's is the SHA-256 of the lines `name fingerprint` of its tables that have rows, sorted by name.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from .schema import wording_columns

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["fingerprint", "table_fingerprint"]

_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def fingerprint(tables: "Mapping[str, pa.Table]", classes: Mapping[str, type]) -> str:
    """The fingerprint of tables by name, 64 hexadecimal digits; `classes` are their record classes."""
    held = sorted(name for name, table in tables.items() if table.num_rows)
    lines = [f"{name} {table_fingerprint(tables[name], classes[name])}\n" for name in held]
    return sha256("".join(lines).encode()).hexdigest()


def table_fingerprint(table: "pa.Table", cls: type) -> str:
    """The fingerprint of one table, 64 hexadecimal digits."""
    import pyarrow.compute as pc

    kept = table.drop_columns(list(wording_columns(cls)))
    lines = pc.binary_join_element_wise(*map(_cells, kept.columns), "\t")
    # Code points sort as their bytes in UTF-8 do.
    body = "".join(f"{line}\n" for line in sorted(lines.to_pylist()))
    return sha256("\t".join(kept.column_names).encode() + b"\n" + body.encode()).hexdigest()


def _cells(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    """A column as text, each cell in its canonical form."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(column.type):
        # Adding zero makes one of the two zeros.
        cells = pa.chunked_array([[None if v is None else f"{v + 0.0:.17g}" for v in column.to_pylist()]], pa.string())
    else:
        cells = column.cast(pa.string())
    if pa.types.is_string(column.type):
        for plain, escaped in _ESCAPES:
            cells = pc.replace_substring(cells, plain, escaped)
    return pc.fill_null(cells, "\\N")
