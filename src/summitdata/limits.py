"""What a foreign file may ask for, and what it seems to be."""

from typing import NamedTuple

from .exceptions import LimitError

__all__ = ["Limits", "detected"]


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
            what = name.replace("_", " ")
            msg = f"{where} has {found:,} {what}, more than the limit of {allowed:,}; if you trust it, give limits=Limits({name}={found})"
            raise LimitError(msg)


_KINDS = (
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow IPC file"),
    (b"\xff\xff\xff\xff", "an Arrow IPC stream"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"%PDF", "a PDF"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file itself"),
)


def detected(data: bytes) -> str:
    """What a file is by its first bytes, for messages."""
    for magic, kind in _KINDS:
        if data.startswith(magic):
            return kind
    if data[:1] == b"\x80" and data[1:2] in b"\x02\x03\x04\x05":
        return "a Python pickle, which is never opened"
    head = data[:512].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml", b"<")):
        return "an HTML or XML page"
    if head.startswith((b"{", b"[")):
        return "JSON"
    try:
        data[:512].decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        if error.start < 500:
            return "binary data of an unknown kind"
    return "text"
