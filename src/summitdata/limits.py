"""What a foreign file may ask for, and what it seems to be."""

from typing import TYPE_CHECKING, NamedTuple

from .exceptions import LimitError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Limits", "detected"]


_WHAT = {"depth": "levels of nesting", "decoded_bytes": "bytes in memory"}


class Limits(NamedTuple):
    """
    What a foreign file may ask for at most, each part by itself.

    Attributes:

        bytes: Size of a file.

        rows: Rows of a table.

        columns: Columns of a table.

        depth: How deep values may nest.

        decoded_bytes: Size of a table in memory.
    """

    bytes: int = 64 * 2**20
    rows: int = 2_000_000
    columns: int = 200
    depth: int = 16
    decoded_bytes: int = 128 * 2**20

    def check(self, name: str, found: int, where: str) -> None:
        """
        Refuse a figure above its limit.

        Raises:

            LimitError: It is; the message says how to allow it.
        """
        allowed: int = getattr(self, name)
        if found > allowed:
            what = _WHAT.get(name, name)
            msg = f"{where} has at least {found:,} {what}, the limit is {allowed:,}; if you trust it, give a higher one: limits=Limits({name}=…) (--limit {name}=…)"
            raise LimitError(msg)

    def check_table(self, table: "pa.Table", where: str) -> "pa.Table":
        """
        The table, if it is not larger than the limits allow.

        Raises:

            LimitError: It is.
        """
        self.check("rows", table.num_rows, where)
        self.check("decoded_bytes", table.nbytes, where)
        return table


_KINDS = (
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow IPC file"),
    (b"\xff\xff\xff\xff", "an Arrow IPC stream"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"%PDF", "a PDF"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"\x80\x02", "a Python pickle, which is never opened"),
    (b"\x80\x03", "a Python pickle, which is never opened"),
    (b"\x80\x04", "a Python pickle, which is never opened"),
    (b"\x80\x05", "a Python pickle, which is never opened"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file itself"),
)


def detected(data: bytes) -> str:
    """What a file is by its first bytes, for messages."""
    if not data:
        return "an empty file"
    for magic, kind in _KINDS:
        if data.startswith(magic):
            return kind
    head = data[:512]
    if head[257:263] in (b"ustar\0", b"ustar ") and b"\0" in head[:257]:
        return "a tar archive"
    start = head.lstrip()
    if start.startswith(b"<"):
        return "an HTML or XML page"
    if start.startswith((b"{", b"[")):
        return "JSON"
    try:
        head.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        # The last character of 512 bytes may be cut in two.
        if error.start < 509:
            return "binary data of an unknown kind"
    return "text"
