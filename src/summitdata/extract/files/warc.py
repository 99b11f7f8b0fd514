"""The pages of a WARC file, record by record, through fastwarc; what is broken is told, and passed over."""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, Any

import attrs

from ...exceptions import MissingExtraError, shown
from ..source import Failure, Source
from .admitting import plain
from .html import MOST_BYTES, page
from .inputs import escaped
from .opening import opened, refused

__all__ = ["records"]

_TEXT, _UNSAID = "text/plain", "text/html"
_READ = (_TEXT, _UNSAID, "application/xhtml+xml")
_OK = "200"
_CHUNK = 2**20
# What so many packed bytes become fits in memory, whatever they are.
_INPUT = 2**14
_AGAIN = "download the file again, or leave it out"
# What a record begins with, by what is done to the file.
_GZIP, _ZSTD, _BARE = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/1."
# So many places that look like the start of a record are tried, one after the other, where one is broken.
_TRIES = 1_000
_ADDRESS = re.compile(r"https?://\S+")
_INFLATED = ("gzip", "x-gzip", "deflate")
_READERS = {"br": "BrotliReader", "zstd": "ZstdReader", "chunked": "ChunkedReader"}
_NOT_WARC = "expected a WARC file, plain or packed by gzip or Zstandard, found {}; give the file itself"


class _Broken(Exception):
    """
    A record that cannot be read.

    Attributes:

        kind: A code of `ErrorKind`.
    """

    def __init__(self, message: str, kind: str = "format") -> None:
        super().__init__(message)
        self.kind = kind


def records(path: str, name: str, skip: int) -> Iterator[Source | Failure]:
    """
    The pages and plain texts that servers answered with, and in its place each that cannot be read.

    Args:

        path: The file, packed or not.

        name: What it is called.

        skip: How many are left out at the beginning; they are passed over unread.

    Raises:

        MissingExtraError: What reads WARC files is not installed.

        Unread: The file cannot be read.
    """
    with opened(path) as file:
        start = _start(file)
        if isinstance(start, Failure):
            found: Iterator[Source | Failure | None] = iter([attrs.evolve(start, name=name)])
        else:
            found = _found(file, start, name, skip)
        for number, one in enumerate(found):
            if number >= skip and one:
                yield one


def _start(file: IO[bytes]) -> bytes | Failure:
    """What the records of a file begin with, or why it has none."""
    head = file.read(512)
    for start in (_GZIP, _ZSTD, _BARE):
        if head.startswith(start):
            return start
    what = (refused(head) or "text") if head else "an empty file"
    return Failure(name="", kind="format" if head else "empty", message=_NOT_WARC.format(what))


def _found(file: IO[bytes], start: bytes, name: str, skip: int) -> Iterator[Source | Failure | None]:
    """What is read, None for what is left out, and what is broken."""
    warc, _ = _fastwarc()
    place: int | None = 0
    while place is not None:
        last, is_cut = place, False
        try:
            for record in _iterator(warc, file, place):
                last = record.stream_pos
                for one in _taken(record, is_wanted=skip <= 0):
                    skip -= 1
                    is_cut = isinstance(one, Failure) and one.kind == "truncated"
                    yield one
            is_cut = not is_cut and _breaks_off(file, last, start)
        except (OSError, zlib.error) as error:
            place = _next(warc, file, last, start)
            on = "nothing could be read after it" if place is None else f"reading went on at byte {place:,}"
            message = f"what stands at byte {last:,} or after it is broken ({error}); {on}, {_AGAIN}"
            skip -= 1
            yield Failure(name=name, kind="format", message=message)
        else:
            place = None
            if is_cut:
                yield Failure(name=name, kind="truncated", message=f"the file breaks off after byte {last:,}; {_AGAIN}")


def _fastwarc() -> Any:
    try:
        from fastwarc import stream_io, warc
    except ModuleNotFoundError as error:
        msg = f"reading WARC files needs {error.name}; install it with: pip install 'summitdata[extract]'"
        raise MissingExtraError(msg) from error
    return warc, stream_io


def _iterator(warc: Any, file: IO[bytes], place: int) -> Any:
    """The responses from a place on, nothing of what they hold looked at; it is never given a path or an address."""
    file.seek(place)
    kinds = warc.WarcRecordType.response
    return warc.ArchiveIterator(file, record_types=kinds, parse_http=False, fsspec_args=False)


def _next(warc: Any, file: IO[bytes], last: int, start: bytes) -> int | None:
    """Where the next record begins that can be read."""
    places = _places(file, last + 1, start)
    return next((place for place in islice(places, _TRIES) if _is_record(warc, file, place)), None)


def _is_record(warc: Any, file: IO[bytes], place: int) -> bool:
    try:
        return next(_iterator(warc, file, place), None) is not None
    except OSError:
        return False


def _places(file: IO[bytes], place: int, start: bytes) -> Iterator[int]:
    """Where a record may begin."""
    while True:
        file.seek(place)
        try:
            data = file.read(_CHUNK)
        except OSError:
            return
        if len(data) < len(start):
            return
        found = data.find(start)
        if found >= 0:
            yield place + found
            place += found + 1
        else:
            # The last bytes may be the first of a start.
            place += len(data) - len(start) + 1


def _breaks_off(file: IO[bytes], last: int, start: bytes) -> bool:
    """Whether a file ends in the middle of something, from the last response on."""
    if start == _ZSTD:
        return False
    if start == _BARE:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - 4))
        return not file.read().endswith((b"\r\n\r\n", b"\n\n"))
    file.seek(last)
    if file.read(len(_GZIP)) != _GZIP:
        # The records are not packed one by one.
        last = 0
    file.seek(last)
    return _is_open(file)


def _is_open(file: IO[bytes]) -> bool:
    """Whether the last of the packed pieces that follow is not packed to its end."""
    piece, rest = None, b""
    while data := rest or file.read(_INPUT):
        piece = piece or zlib.decompressobj(31)
        piece.decompress(data)
        rest = piece.unused_data.lstrip(b"\0")
        if piece.eof:
            piece = None
    return piece is not None


def _taken(record: Any, *, is_wanted: bool) -> list[Source | Failure | None]:
    """What a response holds: nothing that is read, or one text; None in its place where it is not wanted."""
    identity = "".join(map(escaped, str(record.record_id)))
    where = f"record {identity} at byte {record.stream_pos:,}"
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    name = "".join(map(escaped, url)) or identity
    try:
        stated = record.content_length
        # The digest is that of the whole, which is gone once its beginning has been read.
        is_sound = not is_wanted or _is_sound(record)
        missing = stated - record.content_length
        record.parse_http()
        headers, media = record.http_headers, (record.http_content_type or _UNSAID).lower()
        if not headers or str(headers.status_code) != _OK or media not in _READ:
            return []
        body = _body(record, missing, is_sound=is_sound)
        if not is_wanted:
            return [None]
        for packing in _packings(headers):
            body = _unpacked(body, packing)
    except _Broken as error:
        return [Failure(name=name, kind=error.kind, message=f"{where} {error}; {_AGAIN}")]
    read = plain if media == _TEXT else page
    return [read(body, name, record.http_charset, url if _ADDRESS.fullmatch(url) else None)]


def _is_sound(record: Any) -> bool:
    return (
        "WARC-Block-Digest" not in record.headers
        or record.content_length > 2 * MOST_BYTES
        or record.verify_block_digest()
    )


def _body(record: Any, missing: int, *, is_sound: bool) -> bytes:
    """
    What the server answered, as it was sent.

    Args:

        record: The record, its beginning read.

        missing: How many bytes are known not to be there.

        is_sound: Whether nothing is known to differ from what it was.

    Raises:

        _Broken: It is not all there, or too much, or not as it was.
    """
    size = record.content_length + missing
    if size > MOST_BYTES:
        msg = f"has {size:,} bytes, the limit for a page is {MOST_BYTES:,}"
        raise _Broken(msg, "limit")
    body: bytes = record.reader.read()
    if len(body) < size:
        msg = f"breaks off: {len(body):,} bytes of {size:,} are there"
        raise _Broken(msg, "truncated")
    if not is_sound:
        msg = "differs from the digest that was taken of it"
        raise _Broken(msg)
    return body


def _packings(headers: Any) -> Sequence[str]:
    """How an answer is packed, the last packing first."""
    named = ",".join(headers.get(key) or "" for key in ("Content-Encoding", "Transfer-Encoding"))
    return [one for one in reversed(named.lower().replace(" ", "").split(",")) if one not in ("", "identity")]


def _unpacked(data: bytes, packing: str) -> bytes:
    """
    What is packed in bytes, by one packing.

    Raises:

        _Broken: They are not packed so, or hold too much.
    """
    if packing not in (*_INFLATED, *_READERS):
        msg = f"is packed by {shown(packing)}, which is not read"
        raise _Broken(msg)
    is_whole = True
    try:
        if packing in _INFLATED:
            piece = zlib.decompressobj(47)
            made = piece.decompress(data, MOST_BYTES + 1)
            is_whole = piece.eof
        else:
            _, stream_io = _fastwarc()
            made = _all(getattr(stream_io, _READERS[packing])(io.BytesIO(data), fsspec_args=False))
    except (OSError, zlib.error) as error:
        msg = f"is not packed by {packing} as it says, or is damaged"
        raise _Broken(msg) from error
    if len(made) > MOST_BYTES:
        msg = f"has more than {MOST_BYTES:,} bytes when it is unpacked, the limit for a page"
        raise _Broken(msg, "limit")
    if not is_whole:
        msg = f"holds something packed by {packing} that has no end"
        raise _Broken(msg)
    return made


def _all(reader: Any) -> bytes:
    made = bytearray()
    while len(made) <= MOST_BYTES and (data := reader.read(_CHUNK)):
        made += data
    return bytes(made)
