"""What is fuzzed: functions that take bytes, and raise where the package breaks what it promises."""

import contextlib
import datetime as dt
import gzip
import io
import json
import math
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import summitdata as sd
from summitdata import cli, offsets
from summitdata.anchor import attach as attached
from summitdata.citation import cite, context
from summitdata.citation_styles import STYLES
from summitdata.convert import rows_to_table
from summitdata.edtf import bounds
from summitdata.exceptions import (
    AttachError,
    ConversionError,
    SchemaError,
    SummitDataError,
    UnknownNameError,
    UsageError,
)
from summitdata.extract.files.admitting import plain as text_source
from summitdata.extract.files.inputs import Input
from summitdata.extract.files.sources import read
from summitdata.extract.source import Failure, Source
from summitdata.formats import FORMATS, REVERSIBLE
from summitdata.formats import csv as csv_format
from summitdata.metadata import Metadata, metadata_of, read_metadata
from summitdata.plain import decoded, loaded, rows
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, wording_columns
from summitdata.vocabularies import ErrorKind

from ..folders import article as one_article
from ..folders import corpus_of, one
from .feed import Feed, text_of
from .spellings import SPELLINGS

__all__ = ["ABOUT", "FILES", "PLACES", "SYNTHETIC", "TARGETS", "Broken", "parted", "small"]

SYNTHETIC = Path(__file__).parent.parent / "synthetic"

#: The tables whose files are fuzzed: between them they have every kind of column.
FILES = ("silences", "quantities", "commitments", "sentences", "term_counts", "articles")

#: Names that mean something in a folder.
PLACES = (
    "manifest.json",
    *(f"{table}.{form}" for form in ("parquet", "json", "jsonl", "csv") for table in FILES[:2]),
    "corpus.sqlite",
    "silences/0001.parquet",
    "articles/0001.parquet",
    "silences/0001.jsonl",
    "articles/0001.jsonl",
    "silences.PARQUET",
    "_silences.csv",
    "datapackage.json",
    "notes.txt",
)

#: What is said of a corpus of one's own.
ABOUT = Metadata(
    name="ours",
    title="Our summits",
    description="Two summits.",
    creators=("A. Author",),
    licence="CC0-1.0",
    published=dt.date(2026, 1, 2),
    identifier="https://example.org/ours",
)

#: The formats in which a corpus is fuzzed in parts.
PARTED = ("parquet", "jsonl")

_LONGEST = 500
# Where the codes of a large vocabulary are listed.
_LISTED = 800
_STATUSES = {0, 1, 2, 74, 130}
# Made in memory where the system has a place for that.
_MEMORY = Path("/dev/shm")  # noqa: S108 - only asked whether it is there


class Broken(Exception):
    """A promise that was broken."""


def hold(kept: object, what: str) -> None:
    """Say what was promised, where it was not kept."""
    if not kept:
        raise Broken(what)


@lru_cache
def synthetic() -> tuple[sd.Corpus, str]:
    """The invented article: its tables and its wording."""
    return sd.open(SYNTHETIC), (SYNTHETIC / "article.txt").read_bytes().decode()


@lru_cache
def small() -> sd.Corpus:
    """The first rows of every table."""
    return sd.Corpus({name: table.slice(0, 2) for name, table in synthetic()[0].tables.items()})


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """An empty folder for as long as it is used, with nothing left beside it."""
    made = Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
    place = made / "in" / "it"
    place.mkdir(parents=True)
    try:
        yield place
        hold([made / "in"] == list(made.iterdir()) and [place] == list(place.parent.iterdir()), "a stray file")
    finally:
        shutil.rmtree(made)


@contextlib.contextmanager
def refusing(place: str = "", *, allowed: type[SummitDataError] = SummitDataError) -> Iterator[None]:
    """Let pass an error of the package's own whose message is one short line, and nothing else."""
    try:
        yield
    except allowed as error:
        message = str(error)
        hold(message.isprintable(), f"a message that is not one printable line: {message!r}")
        longest = (_LISTED if isinstance(error, ConversionError) else _LONGEST) + len(place)
        hold(10 < len(message) <= longest, f"a message of {len(message)} characters: {message!r}")
        for problem in getattr(error, "problems", ()):
            hold(str(problem).isprintable(), f"a problem that is not one printable line: {problem!r}")
            hold(len(str(problem)) <= _LISTED, f"a problem of {len(str(problem))} characters: {problem!r}")


def _checked(corpus: sd.Corpus) -> list[int]:
    """Tables that came out are those of the schema, and sound throughout; how many rows each has."""
    counts = []
    for name in TABLES:
        table = corpus.table(name)
        hold(table.schema.equals(arrow_schema(TABLES[name]), check_metadata=True), f"the schema of {name}")
        if table.num_rows:
            table.validate(full=True)
            list(rows(table))
        counts.append(table.num_rows)
    return counts


def _opened(place: Path) -> sd.Corpus | None:
    """The corpus in a folder, if it is one: all of it is looked at."""
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    found = None
    with refusing(str(place)):
        corpus = sd.open(place)
        counts = _checked(corpus)
        if len(corpus.part_names) > 1:
            each = [_checked(part) for part in corpus.parts()]
            hold(counts == [sum(column) for column in zip(*each, strict=True)], "parts that are not the whole")
        found = corpus
    after = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    hold(before == after, "a folder that was changed by reading it")
    return found


def _file(data: bytes, form: str) -> tuple[str, bytes, sd.Corpus | None]:
    """The first byte says which table the others are the file of."""
    name, held = FILES[data[0] % len(FILES)] if data else FILES[0], data[1:]
    with folder() as place:
        (place / f"{name}.{form}").write_bytes(held)
        return name, held, _opened(place)


def parquet(data: bytes) -> None:
    """The file of a table."""
    _file(data, "parquet")


def csv(data: bytes) -> None:
    """The file of a table; what was read is written and read once more."""
    name, _, found = _file(data, "csv")
    if found is not None:
        with folder() as place:
            csv_format.write(sd.Corpus({name: found.table(name)}), place, metadata_of(small()))
            for path in place.iterdir():
                if path.stem != name:
                    path.unlink()
            hold(sd.open(place).table(name).equals(found.table(name)), f"{name} reads back otherwise")


def _strict(text: str) -> Any:
    """A value of JSON by the standard library, with what it lets pass refused."""

    def refuse(*_: object) -> None:
        raise ValueError

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return dict(pairs) if len(dict(pairs)) == len(pairs) else refuse()  # type: ignore[func-returns-value, return-value]

    def finite(digits: str) -> float:
        return float(digits) if math.isfinite(float(digits)) else refuse()  # type: ignore[func-returns-value, return-value]

    return json.loads(text, object_pairs_hook=made, parse_constant=refuse, parse_float=finite)


def _agree(name: str, texts: list[bytes], found: sd.Corpus | None, *, is_array: bool) -> None:
    """What was read is what the standard library reads, and what was refused is no such table."""
    try:
        values = [_strict(text.decode()) for text in texts]
    except (ValueError, RecursionError):
        hold(found is None, f"{name} was read and is not JSON")
        return
    if is_array:
        (values,) = values
        if not isinstance(values, list):
            hold(found is None, f"{name} was read and is no array")
            return
    expected = None
    with contextlib.suppress(SchemaError):
        expected = rows_to_table(TABLES[name], (("row", value) for value in values), name)
    if found is None:
        # Deep nesting is refused by its own limit, and is in no table's rows.
        hold(expected is None, f"{name} was refused")
    else:
        hold(expected is not None and found.table(name).equals(expected), f"{name} was read otherwise")


def json_(data: bytes) -> None:
    """The file of a table."""
    name, held, found = _file(data, "json")
    _agree(name, [held], found, is_array=True)


def jsonl(data: bytes) -> None:
    """The file of a table."""
    name, held, found = _file(data, "jsonl")
    *lines, rest = held.split(b"\n")
    if rest or not lines:
        hold(found is None, f"{name} was read and breaks off")
    else:
        _agree(name, lines, found, is_array=False)


_SPACES = ("", " ", "", "\t", "\r", "  ", "\x0b", "\xa0", "\ufeff", "\u2028", "\0")


def rows_spelt(data: bytes) -> None:
    """Rows with values and keys spelt in every way, as a file of lines and as one array."""
    feed = Feed(data)
    table = feed.number(len(FILES))
    given = [json.loads(line) for line in _plain_rows()[table]]
    lines = []
    for _ in range(1 + feed.number(3)):
        cells = [[json.dumps(key), json.dumps(value)] for key, value in feed.one(given).items()]
        for _ in range(feed.number(4)):
            _respell(cells, feed)
        joint = feed.one((", ", ",", " ,", ",\t", ",,", ""))
        space = feed.one(_SPACES)
        lines.append(
            space + "{" + joint.join(f"{key}:{space}{value}" for key, value in cells) + "}" + feed.one(_SPACES)
        )
    number = bytes([table])
    jsonl(number + "".join(f"{line}\n" for line in lines).encode())
    json_(number + f"[{','.join(lines)}]".encode())


def _respell(cells: list[list[str]], feed: Feed) -> None:
    kind, place = feed.number(8), feed.number(len(cells))
    if kind < 4:
        cells[place][1] = feed.one(SPELLINGS)
    elif kind == 4:
        cells[place][1] = json.dumps(feed.text(32), ensure_ascii=bool(feed.number(2))).replace("\ud800", "")
        cells[place][1] = "".join(c for c in cells[place][1] if not "\ud800" <= c <= "\udfff")
    elif kind == 5:
        cells[place][0] = feed.one(('"id"', '"ID"', r'"\u0069d"', "id", '""', '"note"', '"a"', "1", cells[0][0]))
    elif kind == 6 and len(cells) > 1:
        del cells[place]
    else:
        cells.insert(feed.number(len(cells)), cells[place][:])


@lru_cache
def _plain_rows() -> list[list[str]]:
    with folder() as place:
        small().write(place / "out", "jsonl")
        held = [(place / "out" / f"{name}.jsonl").read_text("utf-8").splitlines() for name in FILES]
        shutil.rmtree(place / "out")
    return held


def sqlite(data: bytes) -> None:
    """A database."""
    with folder() as place:
        (place / "corpus.sqlite").write_bytes(data)
        _opened(place)


@lru_cache
def _lines() -> bytes:
    with folder() as place:
        small().write(place / "out", "jsonl")
        held = (place / "out" / "silences.jsonl").read_bytes()
        shutil.rmtree(place / "out")
    return held


def manifest(data: bytes) -> None:
    """A manifest beside a good file."""
    with folder() as place:
        (place / "silences.jsonl").write_bytes(_lines())
        (place / "manifest.json").write_bytes(data)
        _opened(place)


@lru_cache
def files() -> tuple[bytes, ...]:
    """Good files to lie under any name."""
    made = [b"", b"\n", b"[]\n"]
    with folder() as place:
        for form in REVERSIBLE:
            small().write(place / form, form)
            made += [path.read_bytes() for path in sorted((place / form).iterdir()) if path.stem in FILES[:2]]
            shutil.rmtree(place / form)
    return tuple(made)


def _laid(data: bytes, place: Path) -> None:
    """Lay files of any name and any bytes into a folder, and links and folders too."""
    feed = Feed(data)
    while feed:
        kind = feed.number(8)
        name = feed.one(PLACES) if feed.number(4) else feed.text(64).replace("/", "\u2044").replace("\0", "")
        held = feed.one(files()) if feed.number(2) else feed.block(4096)
        path = place / name
        with contextlib.suppress(OSError, ValueError):
            path.parent.mkdir(exist_ok=True)
            if kind == 0:
                path.mkdir()
            elif kind == 1:
                path.symlink_to(feed.one((".", "silences.jsonl", "nowhere")))
            elif path.name not in (".", ".."):
                path.write_bytes(held)


def opened(data: bytes) -> None:
    """A folder with files of any name and any bytes."""
    with folder() as place:
        _laid(data, place)
        _opened(place)


@lru_cache
def parted() -> dict[str, bytes]:
    """The files of a corpus in parts, an article each."""
    articles = [one_article(name) for name in ("a", "b", "c")]
    silences = [one("silences", id=f"{name}/x1", article_id=name, question_en="Who pays?") for name in ("a", "b")]
    with folder() as place:
        for form in PARTED:
            corpus_of(articles=articles, silences=silences).in_parts(1).write(place / form, form)
        found = {str(p.relative_to(place)): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}
        for form in PARTED:
            shutil.rmtree(place / form)
    return {name: held for name, held in found.items() if not name.endswith(("datapackage.json", "croissant.json"))}


def parts(data: bytes) -> None:
    """A corpus in parts, one file of which is another, with its manifest or without; read part by part, and whole."""
    feed = Feed(data)
    changed, is_listed = feed.number(64), feed.number(2)
    names = [*parted()]
    form, _, changed_name = names[changed % len(names)].partition("/")
    with folder() as place:
        for name, held in parted().items():
            own, _, file = name.partition("/")
            if own == form and (is_listed or file != "manifest.json"):
                (place / file).parent.mkdir(exist_ok=True)
                (place / file).write_bytes(feed.rest() if file == changed_name else held)
        _opened(place)
        if is_listed:
            _validated(place)


def _validated(place: Path) -> None:
    with refusing(str(place)):
        report = sd.validate(place)
        for problem in report:
            hold(str(problem).isprintable(), f"a problem that is not one printable line: {problem!r}")
            hold(len(str(problem)) <= _LISTED + len(str(place)), f"a long problem: {problem!r}")


def validated(data: bytes) -> None:
    """All the problems of a folder with files of any name and any bytes."""
    with folder() as place:
        _laid(data, place)
        _validated(place)


def metadata(data: bytes) -> None:
    """The file with what is said of a corpus; where it is taken, the corpus can be cited."""
    with folder() as place:
        path = place / "about.json"
        path.write_bytes(data)
        about: Metadata | None = None
        with refusing(str(path)):
            about = read_metadata(path)
    with refusing():
        if about:
            hold(cite(small(), None, STYLES[len(data) % len(STYLES)], about), "an empty citation")


def _edited(feed: Feed, text: str) -> str:
    """The article with some passages taken out, doubled, moved or replaced."""
    while feed:
        kind, start = feed.number(4), feed.number(len(text) + 1)
        end = start + feed.number(256)
        if kind == 0:
            text = text[:start] + text[end:]
        elif kind == 1:
            text = text[:end] + text[start:end] + text[end:]
        elif kind == 2:
            text = text[:start] + text[end:] + text[start:end]
        else:
            text = text[:start] + feed.text(64) + text[start + feed.number(8) :]
    return text


def attach(data: bytes) -> None:
    """Any text, or the article with any changes, as a copy of the article."""
    corpus, article = synthetic()
    feed = Feed(data)
    text = _edited(feed, article) if feed.number(4) else text_of(feed.rest())
    # As from a file: what has no bytes is no article.
    text = text.encode("utf-8", "replace").decode() if feed.number(2) else text
    with refusing(allowed=AttachError):
        result = attached(corpus, text, corpus.articles[0].id)
        hold(str(result).isprintable(), f"a report that is not one printable line: {str(result)!r}")
        result.table().validate(full=True)
        for span in result.spans:
            if span.status == "lost":
                hold(span.copy_start is None and span.copy_end is None, f"a lost span with a place: {span}")
            else:
                hold(0 <= span.copy_start <= span.copy_end <= len(text), f"a span outside the copy: {span}")
                hold((span.status == "same") == ((span.start, span.end) == (span.copy_start, span.copy_end)), f"{span}")
        _filled(result.corpus, {(s.table, s.id): s for s in result.spans if s.column == "start"}, text)


def _filled(corpus: sd.Corpus, spans: dict[tuple[str, str], Any], text: str) -> None:
    """Every wording is that of the copy at the place that is told, and every other value is what it was."""
    for name, table in corpus.tables.items():
        table.validate(full=True)
        others = [column for column in table.column_names if column not in wording_columns(TABLES[name])]
        hold(table.select(others).equals(synthetic()[0].table(name).select(others)), f"{name} was changed")
        if name == "articles" or not {"text", "start"} <= {*table.column_names}:
            continue
        for row in table.select(["id", "text"]).to_pylist():
            span = spans[name, row["id"]]
            there = None if span.status == "lost" else text[span.copy_start : span.copy_end]
            hold(row["text"] is None or row["text"] == there, f"{name}, {row['id']}: {row['text']!r}, not {there!r}")


def verify(data: bytes) -> None:
    """Any text as a citation that is to be verified."""
    text = text_of(data)
    with refusing(allowed=UsageError):
        result = sd.verify(text)
        hold(str(result).isprintable(), f"an answer that is not one printable line: {result!r}")
        hold(bool(result) == result.found.startswith(result.expected), "an answer that is not so")
        hold(result.expected in text, "a fingerprint that was not given")


def cited(data: bytes) -> None:
    """Any text as what is to be cited, and as a style."""
    feed = Feed(data)
    style = feed.one(STYLES) if feed.number(8) else feed.text()
    with refusing(allowed=UnknownNameError):
        made = cite(small(), feed.one(("", "q")) + feed.text(), style, ABOUT)
        hold(made, "an empty citation")


@lru_cache
def _worded() -> sd.Corpus:
    """The first rows of every table, with their wording."""
    corpus, article = synthetic()
    filled = attached(corpus, article, corpus.articles[0].id).corpus
    return sd.Corpus({name: table.slice(0, 2) for name, table in filled.tables.items()})


def placed(data: bytes) -> None:
    """Any text as the row that is to be shown in its place."""
    feed = Feed(data)
    width = feed.number(2000) - 10
    with refusing(allowed=UsageError):
        made = context(_worded(), feed.text(), width)
        hold(all(line.isprintable() for line in made.split("\n")), f"a line that is not printable: {made!r}")


def counted(data: bytes) -> None:
    """Any place in any text, counted as other tools do and back."""
    feed = Feed(data)
    place, text = feed.number(300) - 5, text_of(feed.rest())
    for there, back in ((offsets.to_utf8, offsets.from_utf8), (offsets.to_utf16, offsets.from_utf16)):
        with refusing(allowed=UsageError):
            hold(place == back(text, there(text, place)), f"{there.__name__} does not lead back")
        with refusing(allowed=UsageError):
            hold(place == there(text, back(text, place)), f"{back.__name__} does not lead back")
    with refusing(allowed=UsageError):
        line, column = offsets.to_line_column(text, place)
        hold(place == offsets.from_line_column(text, line, column), "line and column do not lead back")
        hold(text.split("\n")[line - 1][: column - 1] == text[place - column + 1 : place], "another line")
    with refusing(allowed=UsageError):
        found = offsets.from_line_column(text, place, len(text) % 7)
        hold((place, len(text) % 7) == offsets.to_line_column(text, found), "a place does not lead back")


def edtf(data: bytes) -> None:
    """Any text as a date."""
    with refusing(allowed=UsageError):
        first, last = bounds(text_of(data))
        hold(first is None or last is None or first <= last, f"an interval that ends before it begins: {first}, {last}")


def plain(data: bytes) -> None:
    """Any bytes as JSON."""
    try:
        expected = [_strict(data.decode())]
    except (ValueError, RecursionError):
        expected = []
    with refusing():
        found = loaded(decoded(data, "it"), "it", sd.Limits())
        hold(expected and repr(expected[0]) == repr(found), f"{found!r} instead of {expected!r}")


_COMMANDS = [
    "show",
    "describe",
    "codebook",
    "export",
    "validate",
    "cite",
    "context",
    "verify",
    "path",
    "view",
    "attach",
    "detach",
    "disclosure",
    "--help",
    "--version",
]
_OPTIONS = [
    "--json",
    "--debug",
    "--format",
    "--from",
    "--text",
    "--overwrite",
    "--metadata",
    "--style",
    "--width",
    "-o",
    "--output",
    "--no-text",
    "--dry-run",
    "--",
    "--help",
]
_WORDS = ("article", "q07", "quotations", "targets", "out", "about.json", "copy.txt", "corpus", ".", "-", "0", "80", "")


def _word(feed: Feed) -> str:
    """A word of a command: one that is known, or any other that stays in its folder."""
    kind = feed.number(6)
    if kind < 5:
        return feed.one((_COMMANDS, _OPTIONS, _WORDS, (*FORMATS, *STYLES), (*TABLES, "promises"))[kind])
    word = feed.text(64).replace("/", "\u2044")
    return "." if ".." in word else word


def command(data: bytes) -> None:
    """Any words as a command: never a defect, and what is printed is text that a terminal does not obey."""
    feed = Feed(data)
    words = [_word(feed) for _ in range(feed.number(8))]
    # A defect is told, not raised: here it is raised.
    words = [word for word in words if word != "--debug"]
    back, home = Path.cwd(), os.environ.get("SUMMITDATA_HOME")
    with folder() as place:
        (place / "about.json").write_bytes(feed.block(4096))
        (place / "copy.txt").write_bytes(feed.block(4096))
        (place / "corpus").mkdir()
        (place / "corpus" / "silences.jsonl").write_bytes(feed.block(4096) or _lines())
        os.environ["SUMMITDATA_HOME"] = str(place / "home")
        os.chdir(place)
        out, err = io.StringIO(), io.StringIO()
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = cli.main(words)
        finally:
            os.chdir(back)
            if home is None:
                del os.environ["SUMMITDATA_HOME"]
            else:
                os.environ["SUMMITDATA_HOME"] = home
    told, complaint = out.getvalue(), err.getvalue()
    hold(status in _STATUSES, f"{words!r} ended with {status}: {complaint}")
    hold("Traceback" not in complaint, f"{words!r} ended with a traceback")
    for text in (told, complaint):
        hold(all(line.isprintable() for line in text.split("\n")), f"{words!r} printed {text!r}")
    # Only problems are told on the standard output where a command fails.
    hold(bool(complaint) or status in (0, 1), f"{words!r} failed without a word")


def _told(found: Iterator[Source | Failure]) -> list[Source | Failure]:
    """What was read, each text such as a table can hold, each reason one short line."""
    made = [*found]
    for each in made:
        if isinstance(each, Source):
            hold(each.text.strip() and each.text.encode(), "a text of nothing")
            hold((each.name or "-").isprintable(), f"a name that cannot be seen: {each.name!r}")
        else:
            hold(each.message.isprintable(), f"a message that is not one printable line: {each.message!r}")
            hold(10 < len(each.message) <= _LONGEST, f"a message of {len(each.message)} characters: {each.message!r}")
            hold(each.kind in {kind.value for kind in ErrorKind}, f"a kind that is none: {each.kind!r}")
    return made


def _read(data: bytes, kind: str) -> None:
    """Bytes as a file of some kind, from the beginning and from a later place on."""
    with folder() as place:
        (place / "a").write_bytes(data)
        one = Input(path=str(place / "a"), name="a", kind=kind)
        found = _told(read(one))
        skip = len(data) % 5
        hold(found[skip:] == _told(read(one, skip)), f"another rest after {skip}")


def page(data: bytes) -> None:
    """A page."""
    _read(data, "html")


def decode(data: bytes) -> None:
    """A text in any encoding; what was decoded is what Python makes of the bytes."""
    _read(data, "text")
    _read(data, "any")
    (found,) = _told(iter([text_source(data, "a")]))
    if isinstance(found, Source):
        hold(data.decode(found.encoding or "") == found.text, "another text than that of the encoding")


def lines(data: bytes) -> None:
    """Texts in named fields, one on a line."""
    _read(data, "jsonl")


def warc(data: bytes) -> None:
    """A WARC file; one that is packed is packed by the target."""
    _read(data[1:], "warc")
    if data[:1] == b"\1":
        _read(gzip.compress(data[1:], mtime=0), "warc")


def extract(data: bytes) -> None:
    """Any text at all through all layers: one article or one reason, its text untouched, its tables without a problem."""
    text = text_of(data)
    corpus = sd.extract([text])
    hold(len(corpus.articles) + len(corpus.errors) == 1, "neither an article nor a reason")
    for row in corpus.errors:
        hold(row.kind is not ErrorKind.DEFECT, f"a rule failed: {row.message}")
        hold(row.message.isprintable(), f"a message that is not one printable line: {row.message!r}")
    for problem in sd.validate(corpus):
        hold(kept=False, what=f"rows that are not sound: {problem}")


#: Every target by name, and how many bytes it takes at most.
TARGETS: dict[str, tuple[Callable[[bytes], None], int]] = {
    "parquet": (parquet, 16384),
    "json": (json_, 8192),
    "jsonl": (jsonl, 8192),
    "rows": (rows_spelt, 512),
    "csv": (csv, 8192),
    "sqlite": (sqlite, 65536),
    "manifest": (manifest, 4096),
    "folder": (opened, 8192),
    "parts": (parts, 12288),
    "validate": (validated, 8192),
    "metadata": (metadata, 4096),
    "attach": (attach, 16384),
    "verify": (verify, 4096),
    "cite": (cited, 512),
    "context": (placed, 512),
    "offsets": (counted, 512),
    "edtf": (edtf, 64),
    "plain": (plain, 4096),
    "command": (command, 8192),
    "page": (page, 16384),
    "decode": (decode, 1024),
    "lines": (lines, 4096),
    "warc": (warc, 8192),
    "extract": (extract, 2048),
}
