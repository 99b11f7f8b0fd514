"""WARC files to texts: which records are read, how they may be packed, and what is told of what is broken."""

import base64
import gzip
import hashlib
import io
import os
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from summitdata.exceptions import MissingExtraError
from summitdata.extract.files import warc
from summitdata.extract.files.html import MOST_BYTES
from summitdata.extract.files.inputs import Input
from summitdata.extract.files.sources import read
from summitdata.extract.source import Failure, Source

from .damages import damaged

stream_io = pytest.importorskip("fastwarc.stream_io", reason="WARC files are read by fastwarc")

#: How many damages of each sample file are tried.
HOW_MANY = int(os.environ.get("SUMMITDATA_PAGE_DAMAGES", "200"))

NEWS = "Министр Лардии заявила, что мост через Синару откроют к осени. По её словам, объезд больше не нужен."
AGAIN = "download the file again, or leave it out"


def body(number: int) -> bytes:
    """A page of its own."""
    return f"<html><body><p>{NEWS} Дело № {number}.</p></body></html>".encode()


def record(
    number: int,
    content: bytes | None = None,
    *,
    kind: str = "response",
    media: str | None = "text/html; charset=utf-8",
    status: str = "200 OK",
    headers: str = "",
    digest: bool = False,
    length: int | None = None,
    address: str | None = None,
) -> bytes:
    """A record as a crawler writes it."""
    content = body(number) if content is None else content
    typed = f"Content-Type: {media}\r\n" if media else ""
    block = f"HTTP/1.1 {status}\r\n{typed}{headers}Content-Length: {len(content)}\r\n\r\n".encode() + content
    sealed = base64.b32encode(hashlib.sha1(block).digest()).decode()  # noqa: S324 - as the standard has it
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {identity(number)}",
        f"WARC-Target-URI: {address or f'https://lardia.example/{number}'}",
        "WARC-Date: 2031-05-02T00:00:00Z",
        "Content-Type: application/http",
        *([f"WARC-Block-Digest: sha1:{sealed}"] if digest else []),
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def identity(number: int) -> str:
    """What a record is called."""
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>"


def found(folder: Path, data: bytes, skip: int = 0, name: str = "a.warc") -> list[Source | Failure]:
    """What a file gives."""
    (folder / name).write_bytes(data)
    return list(read(Input(path=str(folder / name), name=name, kind="warc"), skip))


def short(one: Source | Failure) -> tuple[str | None, str, str]:
    """The name, and how the text ends or what is wrong."""
    if isinstance(one, Source):
        return one.name, "text", one.text.rpartition(" ")[2]
    return one.name, one.kind, one.message


def text(number: int) -> tuple[str, str, str]:
    """What a good record comes to."""
    return f"https://lardia.example/{number}", "text", f"{number}."


def plain(*records: bytes) -> bytes:
    """Records one after the other."""
    return b"".join(records)


def each_packed(*records: bytes) -> bytes:
    """Records packed one by one."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def packed_whole(*records: bytes) -> bytes:
    """Records packed together."""
    return gzip.compress(b"".join(records), mtime=0)


def by_zstandard(*records: bytes) -> bytes:
    """Records packed one by one, otherwise."""
    sink = io.BytesIO()
    for one in records:
        writer = stream_io.ZstdWriter(sink)
        writer.write(one)
        writer.close()
    return sink.getvalue()


FORMS = (plain, each_packed, packed_whole, by_zstandard)
every_form = pytest.mark.parametrize("form", FORMS)
two_forms = pytest.mark.parametrize("form", [plain, each_packed])


@every_form
def test_pages_are_read_record_by_record(form: Any, tmp_path: Path) -> None:
    """Plain or packed, each with its address as its name."""
    made = found(tmp_path, form(*map(record, range(4))))

    assert [text(n) for n in range(4)] == [short(one) for one in made]
    assert made[2] == Source(
        text=f"{NEWS} Дело № 2.",
        name="https://lardia.example/2",
        source_sha256=hashlib.sha256(body(2)).hexdigest(),
        encoding="utf-8",
        url="https://lardia.example/2",
    )


@every_form
def test_what_was_read_can_be_left_out(form: Any, tmp_path: Path) -> None:
    """Whatever it gave: from each place the rest is the same."""
    records = [*map(record, range(2)), record(2, b"\xff"), record(3, kind="request"), record(4, digest=True), record(5)]
    data = form(*records)[:-30]
    whole = found(tmp_path, data)

    assert len(whole) >= 4
    for skip in range(8):
        assert whole[skip:] == found(tmp_path, data, skip)


def test_only_answers_with_pages_and_texts_are_read(tmp_path: Path) -> None:
    """No requests, pictures, errors or redirects; an answer that does not say what it is may be a page."""
    records = [
        record(0, kind="warcinfo"),
        record(1, kind="request"),
        record(2, b"\x89PNG", media="image/png"),
        record(3, status="404 Not Found"),
        record(4, status="301 Moved"),
        record(5, NEWS.encode("koi8-r"), media="text/plain; charset=koi8-r"),
        record(6, media="application/xhtml+xml"),
        record(7, media=None),
        record(8, media="TEXT/HTML"),
        record(9, kind="metadata"),
        record(10, status="nonsense"),
    ]
    made = found(tmp_path, plain(*records))

    assert [f"https://lardia.example/{n}" for n in (5, 6, 7, 8)] == [one.name for one in made]
    assert (NEWS, "koi8-r") == (getattr(made[0], "text", None), getattr(made[0], "encoding", None))


@pytest.mark.parametrize(
    ("media", "encoding"),
    [("text/html; charset=koi8-r", "koi8-r"), ("text/html", "cp1251"), ("text/html; charset=x", "cp1251")],
)
def test_the_server_may_say_the_encoding(media: str, encoding: str, tmp_path: Path) -> None:
    """It is believed where it fits."""
    (made,) = found(tmp_path, record(1, f"<p>{NEWS}".encode(encoding), media=media))

    assert (NEWS, encoding) == (getattr(made, "text", None), getattr(made, "encoding", None))


@pytest.mark.parametrize(
    ("address", "name", "url"),
    [
        ("<https://lardia.example/1>", "https://lardia.example/1", "https://lardia.example/1"),
        ("urn:x:1", "urn:x:1", None),
        ("https://lardia.example/a\u202eb", "https://lardia.example/a\\u202eb", "https://lardia.example/a\u202eb"),
        ("<>", identity(1), None),
    ],
)
def test_an_address_is_a_name(address: str, name: str, url: str | None, tmp_path: Path) -> None:
    """Written so that it can be seen; where there is none the record's own is taken."""
    (made,) = found(tmp_path, record(1, address=address))

    assert (name, url) == (made.name, getattr(made, "url", None))


def chunked(data: bytes) -> bytes:
    """Bytes as some servers send them."""
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)


def brotli(data: bytes) -> bytes:
    """Bytes packed as browsers like them."""
    sink = io.BytesIO()
    writer = stream_io.BrotliWriter(sink)
    writer.write(data)
    writer.close()
    return sink.getvalue()


PACKED = {
    "gzip": ("Content-Encoding: gzip", gzip.compress),
    "x-gzip": ("Content-Encoding: X-GZIP", gzip.compress),
    "deflate": ("Content-Encoding: deflate", zlib.compress),
    "br": ("Content-Encoding: br", brotli),
    "zstd": ("Content-Encoding: zstd", by_zstandard),
    "identity": ("Content-Encoding: identity", bytes),
    "chunked": ("Transfer-Encoding: chunked", chunked),
    "both": ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", lambda data: chunked(gzip.compress(data))),
    "twice": ("Content-Encoding: deflate, gzip", lambda data: gzip.compress(zlib.compress(data))),
}


@pytest.mark.parametrize("name", PACKED)
def test_answers_may_be_packed(name: str, tmp_path: Path) -> None:
    """As their headers say."""
    header, pack = PACKED[name]

    assert [text(7)] == [short(one) for one in found(tmp_path, record(7, pack(body(7)), headers=f"{header}\r\n"))]


BADLY = {
    "nothing of it": ("gzip", body(1), "format", "is not packed by gzip as it says, or is damaged"),
    "no end": ("gzip", gzip.compress(body(1))[:-20], "format", "holds something packed by gzip that has no end"),
    "damaged": ("br", brotli(body(1))[:20] + bytes(9), "format", "is not packed by br as it says, or is damaged"),
    "unknown": ("x-own", body(1), "format", "is packed by 'x-own', which is not read"),
    "a bomb": (
        "gzip",
        gzip.compress(bytes(MOST_BYTES + 1)),
        "limit",
        "has more than 10,485,760 bytes when it is unpacked, the limit for a page",
    ),
    "another bomb": (
        "br",
        brotli(bytes(3 * MOST_BYTES)),
        "limit",
        "has more than 10,485,760 bytes when it is unpacked, the limit for a page",
    ),
    "large": ("", bytes(MOST_BYTES + 1), "limit", "has 10,485,761 bytes, the limit for a page is 10,485,760"),
}


@pytest.mark.parametrize("name", BADLY)
def test_an_answer_that_cannot_be_unpacked_is_told(name: str, tmp_path: Path) -> None:
    """By its record and place; those around it are read."""
    packing, data, kind, message = BADLY[name]
    first = record(0)
    made = found(tmp_path, plain(first, record(1, data, headers=f"Content-Encoding: {packing}\r\n"), record(2)))
    told = f"record {identity(1)} at byte {len(first):,} {message}; {AGAIN}"

    assert [text(0), ("https://lardia.example/1", kind, told), text(2)] == [short(one) for one in made]


@two_forms
def test_what_differs_from_its_digest_is_told(form: Any, tmp_path: Path) -> None:
    """One that was changed; those that have none, or a right one, are read."""
    wrong = record(1, digest=True).replace("осени".encode(), "весне".encode())
    made = found(tmp_path, form(record(0, digest=True), wrong, record(2)))

    assert [text(0), "format", text(2)] == [short(made[0]), short(made[1])[1], short(made[2])]
    assert short(made[1])[2].endswith(f" differs from the digest that was taken of it; {AGAIN}")


CUTS = {
    "in a page": (plain, 20, "record"),
    "in a page with a digest": (plain, 25, "record"),
    "in the header of an answer": (plain, len(body(2)) + 20, "record"),
    "in the header of a record": (plain, len(record(2)) - 40, "file"),
    "in the line ends": (plain, 2, "file"),
    "in a packed page": (each_packed, 40, "record"),
    "in a packed checksum": (each_packed, 3, "file"),
    "in a packed header": (each_packed, len(gzip.compress(record(2))) - 12, "file"),
    "in all that is packed": (packed_whole, 20, "file"),
    "in the checksum of all": (packed_whole, 3, "file"),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_file_that_was_cut_is_told_after_what_is_whole(name: str, tmp_path: Path) -> None:
    """Wherever it was cut, every page before is there, and one reason at the end."""
    form, cut, what = CUTS[name]
    data = form(record(0), record(1), record(2, digest="digest" in name))[:-cut]
    *whole, last = [short(one) for one in found(tmp_path, data)]

    assert [text(n) for n in range(3)][: len(whole)] == whole
    assert len(whole) >= 1
    assert "truncated" == last[1]
    assert last[2].startswith(what if what == "record" else "the file breaks off after byte ")
    assert last[2].endswith(AGAIN)


@pytest.mark.parametrize(("form", "cut"), [(plain, 60), (each_packed, 15)])
def test_a_file_cut_after_its_last_page_is_told_too(form: Any, cut: int, tmp_path: Path) -> None:
    """Who knows what came then."""
    *whole, last = [short(one) for one in found(tmp_path, form(record(0), record(1, kind="request"))[:-cut])]

    assert [text(0)] == whole
    assert ("a.warc", "truncated", f"the file breaks off after byte 0; {AGAIN}") == last


def broken(form: Any) -> bytes:
    """Four records, the second of which is damaged where a record begins."""
    made = [form(record(n)) for n in range(4)]
    return made[0] + b"XX" + made[1][2:] + made[2] + made[3]


@two_forms
def test_after_a_broken_record_reading_goes_on(form: Any, tmp_path: Path) -> None:
    """At the next that is whole; both places are told."""
    place = len(form(record(0)) + form(record(1)))
    first, told, *rest = [short(one) for one in found(tmp_path, broken(form))]

    assert [text(0), text(2), text(3)] == [first, *rest]
    assert ("a.warc", "format") == told[:2]
    assert told[2].startswith("what stands at byte 0 or after it is broken (")
    assert told[2].endswith(f"); reading went on at byte {place:,}, {AGAIN}")


@two_forms
def test_what_is_broken_is_left_out_as_what_is_not(form: Any, tmp_path: Path) -> None:
    """It counts as one."""
    whole = found(tmp_path, broken(form))

    for skip in range(6):
        assert whole[skip:] == found(tmp_path, broken(form), skip)


def test_where_nothing_follows_what_is_broken_that_is_told(tmp_path: Path) -> None:
    """After so many places that only look like a record."""
    data = each_packed(record(0)) + (b"\x1f\x8b\x08" + bytes(7) + b"\xff" * 8) * 1500
    first, told = [short(one) for one in found(tmp_path, data)]

    assert text(0) == first
    assert told[2].endswith(f"; nothing could be read after it, {AGAIN}")


def test_what_only_begins_as_something_packed_is_told(tmp_path: Path) -> None:
    """As if the file had been cut there."""
    first, told = [short(one) for one in found(tmp_path, each_packed(record(0)) + b"\x1f\x8b\x08" * 9)]

    assert [text(0), ("a.warc", "truncated", f"the file breaks off after byte 0; {AGAIN}")] == [first, told]


def test_a_record_is_found_where_two_pieces_of_a_file_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the bytes fall."""
    monkeypatch.setattr(warc, "_CHUNK", 11)
    data = plain(record(0), b"nonsense\r\n\r\n", record(1))

    assert [text(0), text(1)] == [short(one) for one in found(tmp_path, data) if isinstance(one, Source)]


@pytest.mark.parametrize(
    ("data", "kind", "what"),
    [
        (b"", "empty", "an empty file"),
        (b"Hello", "format", "text"),
        (b"%PDF", "format", "a PDF"),
        (b"PK\x03\x04", "format", "a zip archive"),
    ],
)
def test_what_is_no_warc_file_is_told(data: bytes, kind: str, what: str, tmp_path: Path) -> None:
    """By what it is."""
    message = f"expected a WARC file, plain or packed by gzip or Zstandard, found {what}; give the file itself"

    assert [Failure(name="a.warc", kind=kind, message=message)] == found(tmp_path, data)


def test_what_is_packed_and_no_warc_file_is_told(tmp_path: Path) -> None:
    """Once it has been unpacked."""
    (made,) = found(tmp_path, gzip.compress(NEWS.encode()))

    assert "format" == short(made)[1]
    assert short(made)[2].endswith(f"nothing could be read after it, {AGAIN}")


def test_padding_after_what_is_packed_is_no_damage(tmp_path: Path) -> None:
    """Some tapes have it."""
    made = found(tmp_path, each_packed(record(0)) + bytes(512))

    assert text(0) == short(made[0])


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of a file, as at its beginning."""

    class Failing(io.BytesIO):
        """A file whose disk fails at some place."""

        def read(self, size: int | None = -1) -> bytes:
            """The next bytes."""
            if self.tell() >= 600:
                raise OSError(5, "Input/output error")
            return super().read(min(size or 100, 100))

    monkeypatch.setattr(warc, "opened", lambda _: Failing(plain(*map(record, range(9)))))
    *_, last = [short(one) for one in found(tmp_path, b"")]

    assert "format" == last[1]
    assert last[2].endswith(f"nothing could be read after it, {AGAIN}")


@pytest.mark.parametrize("module", ["fastwarc"])
def test_where_the_library_is_missing_the_command_is_told(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        found(tmp_path, record(0))

    assert f"reading WARC files needs {module}; install it with: pip install 'summitdata[extract]'" == str(caught.value)


@every_form
def test_a_damaged_file_is_read_or_told(form: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is raised, nothing printed; SUMMITDATA_PAGE_DAMAGES says how often it is tried."""
    data = form(
        record(0),
        record(1, kind="request"),
        record(2, gzip.compress(body(2)), headers="Content-Encoding: gzip\r\n"),
        record(3, digest=True),
    )
    for number in range(HOW_MANY):
        for one in found(tmp_path, damaged(data, number)):
            assert isinstance(one, Source) or one.message.isprintable()

    assert ("", "") == capfd.readouterr()
