"""What fuzzing begins with: small good inputs for every target, and the words that its inputs are made of, all by code."""

import io
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache, partial

import pyarrow as pa
import pyarrow.parquet as pq

import summitdata as sd
from summitdata.citation_styles import STYLES
from summitdata.formats import FORMATS
from summitdata.records import TABLES
from summitdata.schema import columns

from .targets import FILES, PLACES, SYNTHETIC, folder, parted, small, synthetic

__all__ = ["dictionary", "seeds"]

_ABOUT = {
    "name": "ours",
    "title": "Our summits",
    "title_ru": "Наши встречи",
    "description": "Two summits.",
    "creators": ["A. Author"],
    "licence": "CC0-1.0",
    "published": "2026-01-02",
    "version": "1.0.0",
    "keywords": ["summits"],
    "languages": ["ru", "en"],
    "identifier": "https://example.org/ours",
}

_DATES = [
    "2031-09-03",
    "2031-09",
    "2031",
    "203X",
    "20XX",
    "2031-09-XX",
    "2031-XX",
    "2031-XX-XX",
    "2031-21",
    "2031-24",
    "2031~",
    "2031-09-03?",
    "203X%",
    "2028-05/2031-05",
    "2028?/2031-05-14~",
    "2011/..",
    "2011/",
    "../2035",
    "/2035-12-01",
    "2031-02-28",
    "2032-02-29",
    "0000",
    "9999-24",
    "soon",
]


@lru_cache
def seeds(target: str) -> list[bytes]:
    """Good inputs for a target, and some that are nearly good."""
    return _SEEDS[target]()


def _folders() -> list[bytes]:
    """Each good file under each name."""
    return [bytes([2, 1, n, 1, kind]) for n in range(len(PLACES)) for kind in range(13)]


def _abouts() -> list[bytes]:
    about = json.dumps(_ABOUT, ensure_ascii=False).encode()
    return [about, b"{}", about.replace(b'"2026-01-02"', b"null")]


def _texts() -> list[bytes]:
    """The article as it is, with other line breaks, and edited in one place."""
    _, article = synthetic()
    whole = [b"\0\1" + article.encode(), b"\0", b"\0\1" + article.replace("\n", "\r\n").encode()]
    edited = [bytes([1, kind, place, 99, 40, 3, 0xE2, 0x80, 0x94, 2]) for kind in range(4) for place in range(0, 30, 3)]
    return whole + edited


def _citations() -> list[bytes]:
    return [sd.cite(what, style).encode() for what in (None, "article", "q07") for style in STYLES]


def _ids() -> list[bytes]:
    return [row.encode() for table in small().tables.values() for row in table.column("id").to_pylist()]


def _values() -> list[bytes]:
    return [*_abouts(), _files("jsonl")[1][1:], b'[1, -0.0, 1e9, "\\u00e9\\ud83e\\udd1d", null, true, {"a": []}]']


def _files(form: str) -> list[bytes]:
    """The files of the small corpus, each after the byte of its table."""
    with folder() as place:
        small().write(place / form, form)
        made = [bytes([n]) + (place / form / f"{name}.{form}").read_bytes() for n, name in enumerate(FILES)]
        shutil.rmtree(place / form)
    return made


def _parquet() -> list[bytes]:
    """As we write it, and as others may: without checksums, where damage goes deeper."""
    made = _files("parquet")
    for n, name in enumerate(FILES):
        for options in (
            {"compression": "none", "use_dictionary": False, "write_statistics": False},
            {"compression": "zstd", "data_page_version": "2.0"},
        ):
            sink = io.BytesIO()
            pq.write_table(small().table(name).replace_schema_metadata(), sink, store_schema=False, **options)
            made.append(bytes([n]) + sink.getvalue())
    sink = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"], "note": [1]}), sink)
    return [*made, b"\0" + sink.getvalue()]


def _databases() -> list[bytes]:
    """A whole one, and small ones with what a stranger's database may hold beside tables."""
    with folder() as place:
        sd.Corpus({name: small().table(name) for name in FILES[:2]}).write(place / "out", "sqlite")
        whole = (place / "out" / "corpus.sqlite").read_bytes()
        shutil.rmtree(place / "out")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(whole)
        for name in {*TABLES} - {*FILES[:2]}:
            connection.execute(f"DROP TABLE {name}")
        connection.commit()
        connection.executescript("PRAGMA page_size = 512; VACUUM;")
        made = [connection.serialize()]
    names = ", ".join(f'"{c.name}"' for c in columns(TABLES["silences"]))
    row = json.dumps(list(small().table("silences").to_pylist()[0].values()))
    for script in (
        f"CREATE TABLE silences ({names});",
        f"CREATE TABLE silences ({names}); CREATE INDEX i ON silences (id); CREATE VIEW v AS SELECT id FROM silences;",  # noqa: S608 - our own names
        f"CREATE TABLE silences ({names}) WITHOUT ROWID;".replace('"id"', '"id" PRIMARY KEY'),
        f"CREATE TABLE silences ({names}, extra AS (id)); CREATE TRIGGER t AFTER INSERT ON silences BEGIN SELECT 1; END;",
        "CREATE TABLE other (id); CREATE VIEW silences AS SELECT 1 AS id;",
    ):
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.executescript(f"PRAGMA page_size = 512; {script}")
            if script.startswith("CREATE TABLE silences") and "extra" not in script:
                values = json.loads(row)
                connection.execute(f"INSERT INTO silences VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
            connection.commit()
            made.append(connection.serialize())
    return made


def _manifests() -> list[bytes]:
    with folder() as place:
        sd.Corpus({"silences": small().table("silences")}).write(place / "out", "jsonl")
        (place / "out" / "datapackage.json").unlink()
        held = json.loads((place / "out" / "manifest.json").read_bytes())
        shutil.rmtree(place / "out")
    held["files"] = {name: entry for name, entry in held["files"].items() if name == "silences.jsonl"}
    del held["rows"]
    whole = json.dumps(held)
    return [text.encode() for text in (whole, whole.replace("silences.jsonl", "silences/0001.jsonl"), "{}")]


_NEWS = (
    "Министр Лардии заявила, что мост через Синару откроют 3 мая. «Дорога готова», – сказала она, 12 млн крон хватит."
)


def _pages() -> list[bytes]:
    """Pages with what a page states of itself, hidden parts, tables and tags that are not closed."""
    head = (
        "<meta charset=utf-8><meta property='article:published_time' content='2031-05-02T10:00'><title>Мост</title>"
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Мост"}]}</script>'
    )
    bodies = (
        f"<article><h1>Мост</h1><div class=lead>{_NEWS}</div><p>{_NEWS} Да.</p></article><aside>Ещё</aside>",
        f"<p>{_NEWS}<p hidden>Тайна<p>{_NEWS} Да.<table><tr><th>Год<td>5</table>&#x110000;&laquo;",
        f"<!-- x --><div>{_NEWS}<br><br>{_NEWS} Да.</div><script>a<b</script><time datetime=2031-05-02></time>",
    )
    made = [f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>" for body in bodies]
    return [*(page.encode() for page in made), made[0].replace("utf-8", "windows-1251").encode("cp1251", "replace")]


def _encoded() -> list[bytes]:
    encodings = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866", "iso8859-5")
    return [_NEWS.encode(encoding, "replace") for encoding in (*encodings, "mac-cyrillic")]


def _named() -> list[bytes]:
    row = {"text": _NEWS, "published": "2031-05-02", "url": "https://lardia.example/1", "name": "most", "views": [1]}
    line = json.dumps(row, ensure_ascii=False).encode()
    return [line + b"\n", b"\xef\xbb\xbf" + line + b"\r\n\n" + line, b'{"text": null}\n[]\n' + line]


def _archives() -> list[bytes]:
    """WARC files of two records, to be packed or not."""
    records = []
    for number, page in enumerate(_pages()[:2]):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        lines = (
            "WARC/1.0",
            "WARC-Type: response",
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>",
            f"WARC-Target-URI: https://lardia.example/{number}",
            "WARC-Date: 2031-05-02T00:00:00Z",
            "Content-Type: application/http; msgtype=response",
            f"Content-Length: {len(block)}",
        )
        records.append("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")
    return [mark + b"".join(records) for mark in (b"\0", b"\1")]


def _articles() -> list[bytes]:
    """Short articles in every typography, and what is no article."""
    marks = (("«", "»"), ("“", "”"), ('"', '"'), ("„", "“"), ("«", ""))
    made = [f" date 2031-05-02 {_NEWS}".replace("«", first).replace("»", last) for first, last in marks]
    return [*(text.encode() for text in made), b"", b" ", b"\xff", "а".encode() * 300, b"1 000,5 3-5 " * 20]


def dictionary() -> str:
    """The words that inputs are made of, as libFuzzer reads them."""
    words = {c.name for name in FILES for c in columns(TABLES[name])} | {*TABLES, *FORMATS, *STYLES, *PLACES, *_ABOUT}
    words |= {member.value for name in FILES for c in columns(TABLES[name]) for member in c.vocabulary or ()}
    words |= {
        '"',
        "\\",
        ",",
        "\r\n",
        "null",
        "true",
        "NaN",
        "1e999",
        "\\ud800",
        "-0.0",
        "2031-02-30",
        "PAR1",
        "/",
        "..",
    }
    words |= {
        "\u202e",
        "\x1b[31m",
        "\ufeff",
        "\u2028",
        "\0",
        "й",
        "\u0301",
        "№",
        "[",
        "]",
        "{",
        "}",
        ":",
        "-1",
        "9" * 20,
    }
    words |= {*re.findall(r"\w{6,}", (SYNTHETIC / "article.txt").read_text("utf-8"))[:80]}
    lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in sorted(words))
    return "".join(f'"{line}"\n' for line in lines)


_SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "parquet": _parquet,
    **{form: partial(_files, form) for form in ("json", "jsonl", "csv")},
    "rows": lambda: [
        bytes([n, 1, 0, 1, 0, place, spelt, 1, 0, 0])
        for n in range(len(FILES))
        for place in range(3)
        for spelt in range(70)
    ],
    "sqlite": _databases,
    "manifest": _manifests,
    "folder": _folders,
    "parts": lambda: [bytes([n, m]) + held for n, held in enumerate(parted().values()) for m in (0, 1)],
    "validate": _folders,
    "metadata": _abouts,
    "attach": _texts,
    "verify": _citations,
    "cite": lambda: [bytes([1, n % 256, 0, len(one)]) + one for n, one in enumerate(_ids())],
    "context": lambda: [bytes([0, 90, len(one)]) + one for one in _ids()],
    "offsets": lambda: [bytes([0, n]) + "a🤝 мир\r\nе\u0308\n".encode() for n in range(16)],
    "edtf": lambda: [date.encode() for date in _DATES],
    "plain": _values,
    "page": _pages,
    "decode": _encoded,
    "lines": _named,
    "warc": _archives,
    "extract": _articles,
    "command": lambda: [bytes([2, 0, 0, n, word, m]) for n in range(15) for word in range(5) for m in range(3)],
}
