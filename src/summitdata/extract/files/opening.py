"""Files as they are opened to be extracted from: regular ones alone, and never through a link."""

import errno
import os
import stat
from typing import IO

from ...limits import Limits, detected

__all__ = ["MOST_BYTES", "Unread", "opened", "refused", "whole"]

#: The most bytes of a file that is read as one text or one page.
MOST_BYTES = Limits().bytes

# What names a kind of file that is none of text, as `limits.detected` does and beyond it.
_MORE = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "a file of an old Word or Excel"),
    (b"{\\rtf", "an RTF document"),
    (b"II*\0", "a TIFF image"),
    (b"\x7fELF", "a program"),
    (b"WARC/", "a WARC file"),
)
_TEXTUAL = ("text", "JSON", "an HTML or XML page")
# More characters of nothing than one in so many are in no text.
_NULS = 20


class Unread(Exception):
    """
    A file that is not read.

    Attributes:

        kind: A code of `ErrorKind`.

        message: What was found, and what to do.
    """

    def __init__(self, message: str, kind: str = "unreadable") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


def opened(path: str) -> IO[bytes]:
    """
    A regular file, to be read.

    Raises:

        Unread: It is a link, a pipe, a device or a folder, or may not be read.
    """
    try:
        file = open(path, "rb", opener=_unfollowed)  # noqa: SIM115 - whoever asked for it closes it
    except OSError as error:
        if error.errno == errno.ELOOP:
            msg = "a link, which is not followed; give the file that it points to"
        elif error.errno == errno.EISDIR:
            msg = "a folder in the place of a file; give it as a folder"
        else:
            msg = f"cannot be read: {error.strerror}; check that it is a file you may read"
        raise Unread(msg) from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        msg = "neither a file nor a folder, but a pipe, a socket or a device; give a file"
        raise Unread(msg)
    return file


def _unfollowed(path: str, flags: int) -> int:
    # Without O_NONBLOCK, opening a pipe would wait for a writer.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def whole(path: str, most: int = MOST_BYTES) -> bytes:
    """
    All the bytes of a regular file.

    Raises:

        Unread: It cannot be read, or has more bytes than the limit.
    """
    with opened(path) as file:
        try:
            data = file.read(most + 1)
        except OSError as error:
            msg = f"cannot be read: {error.strerror}; check the disk that it lies on"
            raise Unread(msg) from error
    if len(data) > most:
        msg = f"more than {most:,} bytes, the limit for one text; cut it into its articles"
        raise Unread(msg, "limit")
    return data


def refused(data: bytes, encoding: str | None = None) -> str | None:
    """What bytes are that are no text; None for what may be text. Those of UTF-16 and UTF-32 hold NULs."""
    if not data:
        return None
    kind = next((kind for magic, kind in _MORE if data.startswith(magic)), None) or detected(data)
    if kind not in _TEXTUAL and not kind.startswith("binary"):
        return kind
    is_wide = encoding is not None and encoding.startswith(("utf-16", "utf-32"))
    return "binary data" if not is_wide and data.count(0) * _NULS > len(data) else None
