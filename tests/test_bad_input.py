"""Whatever is put in the place of a corpus: one line says what is wrong and what to do, and nothing else happens."""

import datetime as dt
import io
import json
import os
import pickle
import random
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import summitdata as sd
from summitdata.exceptions import (
    ConversionError,
    FormatError,
    IntegrityError,
    LimitError,
    NotFoundError,
    SchemaError,
    SummitDataError,
)
from summitdata.formats import REVERSIBLE
from summitdata.plain import dumped
from summitdata.problems import Problem
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns

from .folders import article, corpus_of, everything, silence, unchecked

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices are those of POSIX")
every_format = pytest.mark.parametrize("form", REVERSIBLE)

ROWS = [silence(i, question_en=f"Who pays for number {i}?", note='"«ё»", \n' * (i % 3)) for i in range(1, 41)]
GOOD = corpus_of(articles=[article(published=dt.date(2025, 10, 21))], silences=ROWS)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the good corpus in every format, without manifests and without the files of empty tables."""
    folder = tmp_path_factory.mktemp("written")
    for form in REVERSIBLE:
        GOOD.write(folder / form, form)
        for path in list((folder / form).iterdir()):
            if path.stem not in ("articles", "silences", "corpus"):
                path.unlink()
    return folder


@pytest.fixture(scope="module", autouse=True)
def warm(written: Path) -> None:
    """What the libraries open for themselves when they are first used stays open."""
    for form in REVERSIBLE:
        sd.open(written / form)


@pytest.fixture(autouse=True)
def nothing_left(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever is opened and refused, no descriptor and no temporary file is left."""
    folder = tmp_path_factory.mktemp("temporary")
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = descriptors()
    yield

    assert before == descriptors()
    assert [] == list(folder.iterdir())


def descriptors() -> int:
    """How many this process has open, where the system says so."""
    held = next((folder for folder in ("/proc/self/fd", "/dev/fd") if Path(folder).is_dir()), None)
    return len(os.listdir(held)) if held else 0  # noqa: PTH208 - names are wanted


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the corpus lies that is to be opened."""
    return tmp_path / "in"


@pytest.fixture
def good(written: Path, place: Path) -> Callable[[str], Path]:
    """Lay a good corpus of a format there; gives the file of the table that is to be damaged."""

    def lay(form: str) -> Path:
        shutil.copytree(written / form, place)
        return place / ("corpus.sqlite" if form == "sqlite" else f"silences.{form}")

    return lay


def refused(path: Path, error: type[SummitDataError], limits: sd.Limits | None = None) -> str:
    """Open a folder that cannot be opened: the message, after what holds for every message and for what was there."""
    before = everything(path)
    with pytest.raises(error) as e:
        sd.open(path, limits=limits)
    message = str(e.value)

    assert type(e.value) is error
    assert before == everything(path)
    assert message.isprintable()
    assert len(message) <= 500
    assert str(path) in message
    return message


def reported(path: Path, limits: sd.Limits | None = None) -> tuple[Problem, ...]:
    """Validate a folder with something wrong in it: the problems, once the rest was checked all the same."""
    before = everything(path)
    report = sd.validate(path, limits=limits)

    assert before == everything(path)
    assert report == sd.validate(path, limits=limits)
    assert report.problems
    assert all(len(str(problem)) <= 700 and str(problem).isprintable() for problem in report)
    return report.problems


NOISE = random.Random(7).randbytes(3000)


def html() -> bytes:
    """A page that stands where a file was."""
    return b"<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n"


def arrow_file() -> bytes:
    """An Arrow IPC file, also called Feather."""
    sink = io.BytesIO()
    with pa.ipc.new_file(sink, GOOD.table("silences").schema) as writer:
        writer.write_table(GOOD.table("silences"))
    return sink.getvalue()


def arrow_stream() -> bytes:
    """An Arrow IPC stream."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, GOOD.table("silences").schema) as writer:
        writer.write_table(GOOD.table("silences"))
    return sink.getvalue()


class Trap:
    """Where it is unpickled, the test run ends."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (77,)


def zip_archive() -> bytes:
    """An archive with a file in it."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("silences.csv", NOISE)
    return sink.getvalue()


POINTER = (
    b"version https://git-lfs.github.com/spec/v1\noid sha256:"
    b"4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
    b"\nsize 12345\n"
)

KINDS = {
    "page": (html(), "an HTML or XML page"),
    "pickle": (pickle.dumps(Trap()), "a Python pickle, which is never opened"),
    "arrow-file": (arrow_file(), "an Arrow IPC file"),
    "arrow-stream": (arrow_stream(), "an Arrow IPC stream"),
    "pointer": (POINTER, "a Git LFS pointer, not the file itself"),
    "zip": (zip_archive(), "a zip archive"),
    "noise": (NOISE, "binary data of an unknown kind"),
    "json": (b'{"rows": []}\n', "JSON"),
    "parquet": (b"PAR1 and no more\n", "a Parquet file"),
    "database": (b"SQLite format 3\0 and no more\n", "an SQLite database"),
}
# An object on a line is a row.
OWN = {"parquet": "parquet", "json": "json", "jsonl": "json", "csv": "csv", "sqlite": "database"}
EXPECTED = {
    "parquet": "a Parquet file",
    "json": "JSON",
    "jsonl": "JSON",
    "csv": "CSV",
    "sqlite": "an SQLite database",
}


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("form", "kind"),
    [(form, kind) for form in REVERSIBLE for kind in KINDS if kind != OWN[form]],
)
def test_another_kind_of_file_is_told(form: str, kind: str, good: Callable[[str], Path]) -> None:
    """Whatever stands under the name of a table or a database is recognised, never run, and named."""
    path = good(form)
    data, what = KINDS[kind]
    path.write_bytes(data)
    message = refused(path.parent, FormatError)
    line = ", line 1" if form == "jsonl" and _is_text(data) else ""

    assert message.startswith(f"'{path}'{line} is {what}; expected ")
    if _is_text(data) or form in ("parquet", "sqlite"):
        assert f"'{path}'{line} is {what}; expected {EXPECTED[form]}, write or download it again" == message
    else:
        assert re.search(
            r"; expected text in UTF-8, byte \d+ \(line \d+\) cannot be read, save or download it again$", message
        )
    assert message in [problem.value for problem in reported(path.parent)]


@every_format
def test_an_empty_file_is_told(form: str, good: Callable[[str], Path]) -> None:
    """A file of no bytes is no table without rows."""
    path = good(form)
    path.write_bytes(b"")
    message = refused(path.parent, FormatError)

    assert f"'{path}' is empty; write or download it again" == message
    assert_told(form, path, "unreadable", message)


def assert_told(form: str, path: Path, rule: str, message: str) -> None:
    """Validation reports the error as a problem of its table, and has checked the others."""
    expected = "data that can be read" if rule == "unreadable" else "the tables and columns of a corpus"
    report = sd.validate(path.parent)
    table = "*" if form == "sqlite" else "silences"

    assert (Problem(table=table, rule=rule, value=message, expected=expected),) == reported(path.parent)
    assert report.rows["articles"] == (0 if form == "sqlite" else 1)


@every_format
@pytest.mark.parametrize("step", range(16))
def test_a_file_that_breaks_off_is_told(form: str, step: int, good: Callable[[str], Path]) -> None:
    """Wherever a file ends too early, not a single row of it is given."""
    path = good(form)
    data = path.read_bytes()
    size = len(data) * step // 16
    if form in ("csv", "jsonl"):
        # What ends with a line is whole as far as anybody can tell: only a manifest knows better.
        size += data[size - 1 : size] == b"\n"
    path.write_bytes(data[:size])
    before = everything(path.parent)
    with pytest.raises(FormatError) as e:
        sd.open(path.parent)

    assert str(e.value).startswith(f"'{path}'")
    assert_told(form, path, "unreadable", str(e.value))
    assert before == everything(path.parent)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_lines_that_are_missing_are_told_by_the_manifest(form: str, tmp_path: Path) -> None:
    """A file that was cut off at the end of a line is still not the one that was written."""
    GOOD.write(tmp_path / "in", form)
    path = tmp_path / "in" / f"silences.{form}"
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"\n", 0, -1) + 1])

    assert refused(path.parent, IntegrityError).startswith(f"'{path}' has ")


def test_a_file_that_breaks_off_is_told_by_its_marks(good: Callable[[str], Path]) -> None:
    """Parquet begins and ends with the same four characters, and has something in between."""
    path = good("parquet")
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    cut = refused(path.parent, FormatError)
    path.write_bytes(b"PAR1PAR1")
    hollow = refused(path.parent, FormatError)

    assert f"'{path}' is a Parquet file that breaks off; download or write it again" == cut
    assert hollow.startswith(f"'{path}' is a damaged Parquet file: ")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_last_line_without_an_end_is_told(form: str, good: Callable[[str], Path]) -> None:
    """The last number of a row may have lost its last digit, so the row is not taken."""
    path = good(form)
    path.write_bytes(path.read_bytes()[:-1])

    assert refused(path.parent, FormatError) == (
        f"'{path}' breaks off: its last line has no end; write or download it again"
    )


# Folders


def _into(*files: str) -> Callable[[Path], None]:
    def make(place: Path) -> None:
        place.mkdir()
        for name in files:
            (place / name).write_bytes(b"x\n")

    return make


PARTS = "its parts: " + ", ".join(TABLES) + "."


@posix
@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda _: None, NotFoundError, "'{place}' does not exist; check the path"),
        (lambda place: place.symlink_to("nowhere"), NotFoundError, "'{place}' does not exist; check the path"),
        (
            lambda place: place.symlink_to(place),
            FormatError,
            "'{place}' cannot be read: Too many levels of symbolic links; check that it is a folder you may read",
        ),
        (
            _into(),
            NotFoundError,
            "'{place}' holds no data; expected files such as quotations.parquet or quotations.jsonl",
        ),
        (
            _into(".hidden", ".DS_Store"),
            NotFoundError,
            "'{place}' holds no data; expected files such as quotations.parquet or quotations.jsonl",
        ),
        (
            _into("README.md", "notes.docx"),
            NotFoundError,
            "'{place}' holds no data; expected files such as quotations.parquet or quotations.jsonl",
        ),
        *(
            (
                lambda place, data=data: place.write_bytes(data),
                FormatError,
                f"'{{place}}' is {what}; expected the folder of a corpus, give the folder that its tables lie in",
            )
            for data, what in [(b"", "an empty file"), (b"text", "text"), *KINDS.values()]
        ),
        (
            os.mkfifo,
            FormatError,
            "'{place}' is neither a file nor a folder; expected the folder of a corpus, give the folder that its tables lie in",
        ),
    ],
)
def test_what_is_no_folder_of_a_corpus_is_told(
    make: Callable[[Path], object], error: type[SummitDataError], message: str, place: Path
) -> None:
    """Nothing at all, nothing that is data, and a file where the folder belongs are told by opening and by validating."""
    make(place)
    with pytest.raises(error) as validated:
        sd.validate(place)

    assert message.format(place=place) == refused(place, error) == str(validated.value)


@posix
def test_a_device_is_no_folder() -> None:
    """A device is told like anything else that is no folder, and is not read."""
    with pytest.raises(FormatError) as e:
        sd.open("/dev/zero")

    assert str(e.value) == (
        "'/dev/zero' is neither a file nor a folder; expected the folder of a corpus, give the folder that its tables lie in"
    )


@pytest.mark.parametrize("use", [sd.open, sd.validate])
def test_a_path_too_long_for_the_system_is_told(use: Callable[[str], object]) -> None:
    """What the system cannot look up is an error of ours, cut to what fits in a line."""
    with pytest.raises(SummitDataError) as e:
        use("x" * 5000)

    assert len(str(e.value)) < 500


@posix
def test_a_link_to_a_folder_is_followed(good: Callable[[str], Path], tmp_path: Path) -> None:
    """Whoever names a link means what it points to."""
    path = good("csv")
    (tmp_path / "latest").symlink_to(path.parent)

    assert sd.open(tmp_path / "latest") == GOOD


@posix
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "is a link; give the file it points to"),
        (lambda path: path.symlink_to("nowhere"), "is a link; give the file it points to"),
        (os.mkfifo, "is not a regular file; give the path of a file"),
        (Path.mkdir, "cannot be read: Is a directory; check that it is a file you may read"),
    ],
    ids=["link", "dangling", "pipe", "folder"],
)
@every_format
def test_a_part_that_is_no_file_is_told(
    form: str, make: Callable[[Path], object], message: str, good: Callable[[str], Path]
) -> None:
    """A link among the files of others may lead anywhere, and a pipe never ends."""
    path = good(form)
    path.unlink()
    make(path)

    assert f"'{path}' {message}" == refused(path.parent, FormatError)
    assert_told(form, path, "unreadable", f"'{path}' {message}")


@pytest.mark.parametrize(
    ("form", "others", "message"),
    [
        ("csv", ["events.parquet"], "holds tables in parquet and csv"),
        ("json", ["silences.jsonl"], "holds tables in json and jsonl"),
        ("sqlite", ["quotations.csv"], "holds tables in csv and sqlite"),
        ("csv", ["a.parquet", "codes.json", "corpus.sqlite"], "holds tables in json and csv and sqlite"),
    ],
)
def test_a_folder_that_mixes_formats_is_told(
    form: str, others: list[str], message: str, good: Callable[[str], Path]
) -> None:
    """Which of two formats is meant is not guessed."""
    place = good(form).parent
    for name in others:
        (place / name).touch()
    told = f"'{place}' {message}; keep one format to a folder"

    assert told == refused(place, FormatError)
    assert [("*", told)] == [(problem.table, problem.value) for problem in reported(place)]


@pytest.mark.parametrize(
    ("form", "name", "table", "message"),
    [
        ("parquet", "quotation.parquet", "quotation.parquet", "did you mean 'quotations'?"),
        ("csv", "Mentions.CSV", "mentions", "did you mean 'mentions'?"),
        ("csv", "_mentions.csv", "_mentions.csv", "did you mean 'mentions'?"),
        ("csv", ".mentions.csv", ".mentions.csv", "did you mean 'mentions'?"),
        ("csv", "mentions (1).csv", "mentions (1).csv", "did you mean 'mentions'?"),
        ("json", "package.json", "package.json", PARTS),
        ("jsonl", "mentions.jsonl.gz", "mentions", "did you mean 'mentions'?"),
        ("jsonl", "mentions", "mentions", PARTS),
        ("json", "mentions.ndjson", "mentions", "did you mean 'mentions'?"),
        ("json", "mentions.xlsx", "mentions", "did you mean 'mentions'?"),
        ("sqlite", "Corpus.sqlite", "Corpus.sqlite", "did you mean 'corpus'?"),
        ("sqlite", "mine.sqlite", "mine.sqlite", "its parts: corpus."),
    ],
)
def test_a_file_that_looks_like_data_is_not_passed_over(
    form: str, name: str, table: str, message: str, good: Callable[[str], Path]
) -> None:
    """A table under another name would be empty without a word."""
    place = good(form).parent
    (place / name).write_text("x")
    told = f"'{place / name}' is no part of a corpus; {message} Rename it or move it away"

    assert told == refused(place, SchemaError)
    assert [(table, "columns", told)] == [(problem.table, problem.rule, problem.value) for problem in reported(place)]
    assert sd.validate(place).rows["articles"] == 1


def test_files_that_are_all_named_wrongly_are_told(good: Callable[[str], Path]) -> None:
    """Where no file is named after a table, the first that looks like one is named."""
    place = good("parquet").parent
    for path in list(place.iterdir()):
        path.rename(path.with_name(f"part-{path.name}"))
    told = refused(place, SchemaError)

    assert told.startswith(f"'{place}/part-articles.parquet' is no part of a corpus; ")
    assert [("*", told)] == [(problem.table, problem.value) for problem in reported(place)]


def test_what_lies_beside_the_data_is_no_business_of_ours(good: Callable[[str], Path]) -> None:
    """Notes, other data and copies that an editor made of a table that is there do no harm."""
    place = good("csv").parent
    for name in ("README.md", "map.geojson", "silences.csv~", "silences.txt", "photo.jpg"):
        (place / name).write_text("x")
    (place / "sources").mkdir()

    assert sd.open(place) == GOOD
    assert sd.validate(place).ok


@pytest.mark.parametrize("form", ["parquet", "json", "csv"])
def test_a_table_under_the_name_of_another_is_told(form: str, good: Callable[[str], Path]) -> None:
    """The columns say that it is not the table that its name says."""
    path = good(form)
    other = path.with_name(f"mentions.{form}")
    path.replace(other)
    message = refused(path.parent, ConversionError if form == "json" else SchemaError)

    assert f"'{other}" in message
    assert "'paragraph_id'" in message
    assert {"mentions"} == {problem.table for problem in reported(path.parent)}


# Columns


def _renamed(table: pa.Table) -> pa.Table:
    return table.rename_columns(["question" if name == "question_en" else name for name in table.column_names])


def _doubled(table: pa.Table) -> pa.Table:
    return table.append_column("note", table.column("note"))


def _typed(column: str, values: list[Any]) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.set_column(table.column_names.index(column), column, pa.array(values * table.num_rows))


COLUMNS: list[tuple[Callable[[pa.Table], pa.Table], str]] = [
    (lambda table: table.drop_columns(["note"]), "table 'silences' lacks the column 'note'"),
    (
        _renamed,
        "table 'silences' lacks the column 'question_en'; it has 'question' instead, did you mean 'question_en'?",
    ),
    (
        lambda table: table.append_column("notes", table.column("note")),
        "table 'silences' has no column 'notes'; did you mean 'note'?",
    ),
    (_doubled, "column 'note' of table 'silences' stands there 2 times; keep one"),
]


@pytest.mark.parametrize("form", ["parquet", "csv"])
@pytest.mark.parametrize(("change", "message"), COLUMNS, ids=["missing", "renamed", "unknown", "doubled"])
def test_columns_that_are_not_those_of_the_table_are_told(
    form: str, change: Callable[[pa.Table], pa.Table], message: str, good: Callable[[str], Path]
) -> None:
    """A column that is missing, unknown or doubled is named, with the nearest; no file is read without it."""
    path = good(form)
    table = change(GOOD.table("silences"))
    if form == "parquet":
        pq.write_table(table, path)
    else:
        pa.csv.write_csv(table, path)
    told = f"'{path}': {message}"

    assert told == refused(path.parent, SchemaError)
    assert_told(form, path, "columns", told)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_typed("question_en", [5]), "'question_en' of table 'silences' should be string, found int64"),
        (_typed("question_en", [b"bytes"]), "'question_en' of table 'silences' should be string, found binary"),
        (
            _typed("question_en", [["a"]]),
            "'question_en' of table 'silences' should be string, found list<element: string>",
        ),
        (_typed("confidence", ["0.5"]), "'confidence' of table 'silences' should be double, found string"),
        (_typed("confidence", [1]), "'confidence' of table 'silences' should be double, found int64"),
        (
            _typed("note", [{"a": {"b": 1}}]),
            "'note' of table 'silences' should be string, found struct<a: struct<b: int64>>",
        ),
    ],
)
def test_parquet_of_other_types_is_told(
    change: Callable[[pa.Table], pa.Table], message: str, good: Callable[[str], Path]
) -> None:
    """Nothing is made of a value that it is not."""
    path = good("parquet")
    pq.write_table(change(GOOD.table("silences")), path)

    assert f"'{path}': column {message}; nothing is coerced" == refused(path.parent, SchemaError)


# Values


def _line(**values: Any) -> str:
    return dumped({**silence(1), **values})


def _without(key: str) -> str:
    return dumped({name: value for name, value in silence(1).items() if name != key})


def _put(old: str, new: str) -> str:
    text = _line(question_en="HERE", note="THERE")
    assert text.count(old) == 1
    return text.replace(old, new)


ROW = "silences row 0 ('art/x1'), column"

VALUES = {
    "not-text": (_line(question_en=5), f"{ROW} 'question_en': expected text, found 5 [type]"),
    "list": (_line(question_en=["a"]), f"{ROW} 'question_en': expected text, found ['a'] [type]"),
    "object": (_line(note={"a": 1}), f"{ROW} 'note': expected text, found {{'a': 1}} [type]"),
    "null": (_line(question_en=None), f"{ROW} 'question_en': expected text, never null, found None [null]"),
    "text-for-number": (_line(confidence="0.5"), f"{ROW} 'confidence': expected number, found '0.5' [type]"),
    "true-for-number": (_line(confidence=True), f"{ROW} 'confidence': expected number, found True [type]"),
    "range": (_line(confidence=2), f"{ROW} 'confidence': expected 0 to 1, found 2 [range]"),
    "unknown-code": (
        _line(origin="Curated"),
        f"{ROW} 'origin': expected one of curated, extracted, merged, found 'Curated' [vocabulary]",
    ),
    "id": (
        _line(id="x1"),
        "silences row 0 ('x1'), column 'id': expected text of the form [a-z0-9][a-z0-9_-]*/x[0-9]+, found 'x1' [pattern]",
    ),
    "missing-key": (_without("note"), f"{ROW} 'note': expected a value or null, the key is missing [columns]"),
    "unknown-key": (
        _line(notes="x"),
        f"{ROW} 'notes': expected no such column; did you mean 'note'? [columns]",
    ),
    "surrogate": (
        _put('"HERE"', '"\\ud83e"'),
        f"{ROW} 'question_en': expected text without lone surrogates, found '\\ud83e' [encoding]",
    ),
    "surrogates-in-disorder": (
        _put('"HERE"', '"\\udd1d\\ud83e"'),
        f"{ROW} 'question_en': expected text without lone surrogates, found '\\udd1d\\ud83e' [encoding]",
    ),
    "long-number": (
        _put('"THERE"', "123456789012345678901234567890"),
        f"{ROW} 'note': expected text, found 123456789012345678901234567890 [type]",
    ),
}


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize(("line", "problem"), VALUES.values(), ids=VALUES)
def test_a_value_of_json_that_is_not_what_its_column_allows_is_told(
    form: str, line: str, problem: str, good: Callable[[str], Path]
) -> None:
    """Nothing is coerced, dropped or filled in; the row, the column, what was expected and what came are named."""
    path = good(form)
    path.write_text(f"[{line}]\n" if form == "json" else f"{line}\n", "utf-8")
    at = "row 0" if form == "json" else "line 1"

    assert f"'{path}', {at}: {problem}; correct the value, nothing is coerced" == refused(path.parent, ConversionError)
    assert [problem] == [str(found) for found in reported(path.parent)]
    assert sd.validate(path.parent).rows["articles"] == 1


WIDE = {
    "n_chars": 10**29,
    "n_paragraphs": 1.9,
    "n_sentences": "7",
    "published": "2025-02-30",
}
WIDE_PROBLEMS = [
    "articles row 0 ('art'), column 'published': expected date, found '2025-02-30' [type]",
    "articles row 0 ('art'), column 'n_chars': expected whole number of at most 64 bits, found 100000000000000000000000000000 [type]",
    "articles row 0 ('art'), column 'n_paragraphs': expected whole number, found 1.9 [type]",
    "articles row 0 ('art'), column 'n_sentences': expected whole number, found '7' [type]",
]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_all_that_is_wrong_with_a_row_is_reported(form: str, place: Path) -> None:
    """Opening names the first fault and counts the others, validating names them all."""
    place.mkdir()
    row = dumped({**article(), **WIDE})
    path = place / f"articles.{form}"
    path.write_text(f"[{row}]\n" if form == "json" else f"{row}\n", "utf-8")
    at = "row 0" if form == "json" else "line 1"

    assert refused(place, ConversionError) == (
        f"'{path}', {at}: {WIDE_PROBLEMS[0]} (and 3 more); correct the value, nothing is coerced"
    )
    assert [str(problem) for problem in reported(place)] == WIDE_PROBLEMS


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ('"false"', "expected true or false, found 'false' [type]"),
        ('"no"', "expected true or false, found 'no' [type]"),
        ("0", "expected true or false, found 0 [type]"),
        ("1", "expected true or false, found 1 [type]"),
        ("[]", "expected true or false, found [] [type]"),
        ("null", "expected true or false, never null, found None [null]"),
    ],
)
def test_what_is_no_truth_value_is_told(value: str, problem: str, place: Path) -> None:
    """The text "false" would be true."""
    place.mkdir()
    row = dumped({**dict.fromkeys(c.name for c in columns(TABLES["commitments"])), "collective": json.loads(value)})
    (place / "commitments.jsonl").write_text(f"{row}\n")

    assert f"commitments row 0, column 'collective': {problem}" in [str(found) for found in reported(place)]


BROKEN_JSON = {
    "nan": ("NaN", "is not JSON by the standard: NaN is not a number; correct it"),
    "infinity": ("Infinity", "is not JSON by the standard: Infinity is not a number; correct it"),
    "minus-infinity": ("-Infinity", "is not JSON by the standard: -Infinity is not a number; correct it"),
    "too-large": ("1e400", "is not JSON by the standard: '1e400' is too large a number; correct it"),
    "key-twice": ('1, "id": 2', "is not JSON by the standard: the key 'id' stands twice in one object; correct it"),
}


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize(("value", "message"), BROKEN_JSON.values(), ids=BROKEN_JSON)
def test_what_is_not_json_by_the_standard_is_told(
    form: str, value: str, message: str, good: Callable[[str], Path]
) -> None:
    """What Python's reader would let pass, others would read as something else."""
    path = good(form)
    line = _put('"THERE"', value)
    path.write_text(f"[{line}]\n" if form == "json" else f"{line}\n", "utf-8")
    at = ", line 1" if form == "jsonl" else ""

    assert f"'{path}'{at} {message}" == refused(path.parent, FormatError)
    assert_told(form, path, "unreadable", f"'{path}'{at} {message}")


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("9" * 5000, "holds a number of too many digits; no table of summitdata does, do not use this file"),
        (
            "[" * 100_000 + "]" * 100_000,
            "holds values nested too deeply; no table of summitdata does, do not use this file",
        ),
        ("[" * 100_000, "holds values nested too deeply; no table of summitdata does, do not use this file"),
        (
            "[" * 20 + "]" * 20,
            "has at least 17 levels of nesting, the limit is 16; if you trust it, give a higher one: limits=Limits(depth=…) (--limit depth=…)",
        ),
    ],
    ids=["digits", "nested", "open", "deep"],
)
def test_json_that_asks_for_too_much_is_told(form: str, value: str, message: str, good: Callable[[str], Path]) -> None:
    """Numbers of thousands of digits and a hundred thousand brackets are refused as an error of ours."""
    path = good(form)
    line = _put('"THERE"', value)
    path.write_text(f"[{line}]\n" if form == "json" else f"{line}\n", "utf-8")
    at = ", line 1" if form == "jsonl" else ""

    assert f"'{path}'{at} {message}" == refused(path.parent, LimitError)
    assert_told(form, path, "unreadable", f"'{path}'{at} {message}")


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("utf-8-sig", "is UTF-8 with a byte order mark; expected UTF-8 without a byte order mark, save it so"),
        ("utf-16", "is UTF-16; expected UTF-8 without a byte order mark, save it so"),
        ("cp1251", "; expected text in UTF-8, byte "),
    ],
)
def test_another_encoding_is_told(form: str, encoding: str, message: str, good: Callable[[str], Path]) -> None:
    """Text in another encoding is not guessed at."""
    path = good(form)
    path.write_bytes(path.read_bytes().decode().encode(encoding))

    assert message in refused(path.parent, FormatError)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("null", "holds None; expected an array of rows, put them into one"),
        ("5", "holds 5; expected an array of rows, put them into one"),
        (_line(), "; expected an array of rows, put them into one"),
        ("[]]", "is not JSON: Extra data at line 1, column 3; found ']', correct it there"),
        ("[] trailing", "is not JSON: Extra data at line 1, column 4; found 'trailing', correct it there"),
        (_line() + "\n" + _line(), "is not JSON: Extra data at line 2, column 1; found "),
    ],
    ids=["null", "number", "object", "bracket", "garbage", "lines"],
)
def test_json_of_another_shape_is_told(text: str, message: str, good: Callable[[str], Path]) -> None:
    """A table is one array of rows and nothing after it."""
    path = good("json")
    path.write_text(text)

    assert message in refused(path.parent, FormatError)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[5]", "row 0: silences row 0: expected an object with the table's columns, found 5 [type]"),
        ('[["art/x1"]]', "row 0: silences row 0: expected an object with the table's columns, found ['art/x1'] [type]"),
    ],
)
def test_a_row_of_json_that_is_no_object_is_told(text: str, message: str, good: Callable[[str], Path]) -> None:
    """Rows without names for their values are none."""
    path = good("json")
    path.write_text(text)

    assert f"'{path}', {message}; correct the value, nothing is coerced" == refused(path.parent, ConversionError)


@pytest.mark.parametrize("line", ["", " ", "[1]", "null", "{}"])
def test_a_line_of_jsonl_that_is_no_row_is_told(line: str, good: Callable[[str], Path]) -> None:
    """A blank line is told by its number too."""
    path = good("jsonl")
    path.write_text(f"{_line()}\n{line}\n")
    error = FormatError if not line.strip() else ConversionError

    assert refused(path.parent, error).startswith(f"'{path}', line 2")


def _csv(*cells: str, header: str | None = None) -> str:
    names = [c.name for c in columns(TABLES["articles"])]
    digest = "0" * 64
    good = ["art", "art", "", "", "2025-10-21", "ru", *[""] * 5, "1", "1", "1", digest, digest, "", "curated", "", ""]
    row = {**dict(zip(names, good, strict=True)), **dict(cell.split("=", 1) for cell in cells if "=" in cell)}
    more = [cell for cell in cells if "=" not in cell]
    return f"{header or ','.join(names)}\n{','.join([*row.values(), *more])}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_csv("more"), "CSV parse error: Row #2: Expected 20 columns, got 21: art,art,,,2025-10-21,"),
        (_csv().rpartition(",")[0] + "\n", "CSV parse error: Row #2: Expected 20 columns, got 19: art,art,"),
        (_csv("confidence=0,5"), "CSV parse error: Row #2: Expected 20 columns, got 21: art,art,"),
        (_csv('headline="open'), "CSV parse error: Row #2: Expected 20 columns, got 8: art,art,"),
    ],
    ids=["more", "fewer", "comma", "open"],
)
def test_csv_with_another_number_of_cells_is_told(text: str, message: str, place: Path) -> None:
    """Too many cells and too few are named with the row, the header being the first."""
    place.mkdir()
    path = place / "articles.csv"
    path.write_text(text)
    told = refused(place, FormatError)

    assert told.startswith(f"'{path}' is not CSV of the table 'articles': '{message}")
    assert told.endswith("; correct it there")


@pytest.mark.parametrize(
    ("cell", "expected", "found"),
    [
        ("n_chars=many", "whole number", "'many'"),
        ("n_chars=1.9", "whole number", "'1.9'"),
        (f"n_chars={2**63}", "whole number", "'9223372036854775808'"),
        ('n_chars=""', "whole number", "''"),
        ("published=21.10.2025", "date", "'21.10.2025'"),
        ("published=12025-01-01", "date", "'12025-01-01'"),
        ("published=2025-02-30", "date", "'2025-02-30'"),
        ("confidence=high", "number", "'high'"),
        ('confidence="a\nb"', "number", "'a\\nb'"),
    ],
)
def test_a_cell_of_csv_that_is_not_what_its_column_allows_is_told(
    cell: str, expected: str, found: str, place: Path
) -> None:
    """A word where a number belongs is named with its row and column, as in the other formats."""
    place.mkdir()
    (place / "articles.csv").write_text(_csv(cell))
    problem = f"articles row 0, column '{cell.partition('=')[0]}': expected {expected}, found {found} [type]"

    assert f"'{place}/articles.csv': {problem}; correct the value, nothing is coerced" == refused(
        place, ConversionError
    )
    assert [problem] == [str(told) for told in reported(place)]


@pytest.mark.parametrize("value", ["TRUE", "False", "1", "yes", '""'])
def test_csv_spells_truth_values_in_one_way(value: str, place: Path) -> None:
    """What a spreadsheet makes of them is told."""
    place.mkdir()
    names = [c.name for c in columns(TABLES["commitments"])]
    cells = [value if name == "collective" else "" for name in names]
    (place / "commitments.csv").write_text(f"{','.join(names)}\n{','.join(cells)}\n")
    (problem,) = reported(place)

    assert str(problem) == (
        f"commitments row 0, column 'collective': expected true or false, found {value.strip(chr(34))!r} [type]"
    )


@pytest.mark.parametrize("header", ["\n", "\n" + ",".join(c.name for c in columns(TABLES["silences"]))])
def test_csv_without_a_header_is_told(header: str, good: Callable[[str], Path]) -> None:
    """The first line is the header, whatever comes after."""
    path = good("csv")
    path.write_text(f"{header}\n")

    assert refused(path.parent, SchemaError) == (
        f"'{path}': table 'silences' lacks the column 'id'; it has '' instead, missing are: "
        + ", ".join(c.name for c in columns(TABLES["silences"]))
        + "."
    )


def test_csv_of_numbers_that_are_none_is_told(good: Callable[[str], Path]) -> None:
    """CSV can spell them, no column allows them."""
    path = good("csv")
    text = path.read_text("utf-8")
    cells = text.split("\n")[0].split(",")
    row = ['"art/x1"' if c == '"id"' else '"art"' if c == '"article_id"' else '"q"' for c in cells]
    row[cells.index('"origin"')], row[cells.index('"confidence"')] = '"curated"', "nan"
    path.write_text("\n".join([text.split("\n")[0], ",".join(row), ""]), "utf-8")

    assert "column 'confidence': expected a finite number, found nan [finite]" in refused(path.parent, ConversionError)


# SQLite


def _database(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("statements", "table", "error", "message"),
    [
        (
            ["CREATE VIEW speakers AS SELECT 1"],
            "speakers",
            FormatError,
            "holds the view 'speakers'; expected only tables with rows of their own, drop it",
        ),
        (
            ["DROP TABLE mentions", "CREATE VIEW mentions AS SELECT * FROM silences"],
            "mentions",
            FormatError,
            "holds the view 'mentions'; expected only tables with rows of their own, drop it",
        ),
        (
            ["CREATE VIRTUAL TABLE search USING fts5(text)"],
            "search",
            FormatError,
            "holds the virtual table 'search'; expected only tables with rows of their own, drop it",
        ),
        (
            ["CREATE TRIGGER t AFTER DELETE ON silences BEGIN SELECT 1; END"],
            "t",
            FormatError,
            "holds the trigger 't'; expected only tables with rows of their own, drop it",
        ),
        (
            ["ALTER TABLE mentions RENAME TO mention"],
            "mention",
            SchemaError,
            "holds 'mention', which is no table; did you mean 'mentions'? Rename or drop it",
        ),
        (
            ["CREATE TABLE xyz (n)"],
            "xyz",
            SchemaError,
            f"holds 'xyz', which is no table; the tables: {', '.join(TABLES)}. Rename or drop it",
        ),
        (
            ["ALTER TABLE mentions DROP COLUMN form"],
            "mentions",
            SchemaError,
            ": table 'mentions' lacks the column 'form'",
        ),
        (
            ["ALTER TABLE mentions ADD COLUMN forms TEXT"],
            "mentions",
            SchemaError,
            ": table 'mentions' has no column 'forms'; did you mean 'form'?",
        ),
        (
            ["ALTER TABLE mentions ADD COLUMN half AS (start / 2)"],
            "mentions",
            SchemaError,
            ": table 'mentions' has no column 'half'; its columns: id, article_id, ",
        ),
    ],
    ids=["view", "view-for-table", "virtual", "trigger", "renamed", "unknown", "missing", "more", "generated"],
)
def test_a_database_with_something_else_in_it_is_told(
    statements: list[str], table: str, error: type[SummitDataError], message: str, good: Callable[[str], Path]
) -> None:
    """Only rows are read: what would run when it is read, or would be passed over, is named."""
    path = good("sqlite")
    _database(path, *statements)
    told = refused(path.parent, error)
    found = {problem.table: problem.value for problem in reported(path.parent)}

    assert told.startswith(f"'{path}'")
    assert message in told
    assert told == found[table]
    assert sd.validate(path.parent).rows["articles"] == 1


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE silences SET question_en = x'00' WHERE id = 'art/x1'",
            "column 'question_en': expected text, found b'\\x00' [type]",
        ),
        ("UPDATE articles SET n_chars = 1.5", "column 'n_chars': expected whole number, found 1.5 [type]"),
        ("UPDATE articles SET n_chars = 'many'", "column 'n_chars': expected whole number, found 'many' [type]"),
        (
            "UPDATE articles SET published = '2025-02-30'",
            "column 'published': expected date, found '2025-02-30' [type]",
        ),
        (
            "UPDATE silences SET confidence = 'high' WHERE id = 'art/x1'",
            "column 'confidence': expected number, found 'high' [type]",
        ),
        (
            "UPDATE silences SET origin = 'none' WHERE id = 'art/x1'",
            "column 'origin': expected one of curated, extracted, merged, found 'none' [vocabulary]",
        ),
    ],
)
def test_a_value_of_sqlite_that_is_not_what_its_column_allows_is_told(
    statement: str, problem: str, good: Callable[[str], Path]
) -> None:
    """SQLite stores any value in any column; we read none that does not belong there."""
    path = good("sqlite")
    _database(path, statement)

    assert f"{problem}; correct the value, nothing is coerced" in refused(path.parent, ConversionError)
    assert any(problem in str(found) for found in reported(path.parent))


@pytest.mark.parametrize("value", [2, -1, 0.0, "true"])
def test_sqlite_spells_truth_values_in_one_way(value: object, place: Path) -> None:
    """They are 0 and 1."""
    place.mkdir()
    names = [c.name for c in columns(TABLES["commitments"])]
    with closing(sqlite3.connect(place / "corpus.sqlite")) as connection:
        connection.execute(f"CREATE TABLE commitments ({', '.join(names)})")
        connection.execute("INSERT INTO commitments (collective) VALUES (?)", [value])
        connection.commit()
    (found,) = [problem for problem in reported(place) if problem.column == "collective"]

    assert ("type", repr(value)) == (found.rule, found.value)


def test_text_of_sqlite_that_is_not_utf_8_is_told(good: Callable[[str], Path]) -> None:
    """Bytes that were called text are still not text."""
    path = good("sqlite")
    _database(path, "UPDATE silences SET question_en = CAST(x'ff' AS TEXT) WHERE id = 'art/x1'")

    assert refused(path.parent, FormatError).startswith(f"'{path}' is a damaged SQLite database: ")


@pytest.mark.parametrize("at", [16, 28, 100, 4096, 4100, -4096])
def test_a_damaged_database_is_told(at: int, good: Callable[[str], Path]) -> None:
    """The structure of all its pages is looked at before a row is."""
    path = good("sqlite")
    data = bytearray(path.read_bytes())
    start = at % len(data)
    data[start : start + 40] = b"\xa5" * 40
    path.write_bytes(data)

    assert refused(path.parent, FormatError).startswith(f"'{path}' is a damaged SQLite database: ")


def test_a_database_that_ends_in_its_last_page_is_told(good: Callable[[str], Path]) -> None:
    """SQLite takes what was cut off for zeros, and where they change no row says nothing."""
    path = good("sqlite")
    data = path.read_bytes()
    path.write_bytes(data[:-100])

    assert refused(path.parent, FormatError) == (
        f"'{path}' is a damaged SQLite database: "
        f"'{len(data) - 100:,} bytes of {len(data):,} are there'; write or download it again"
    )


@pytest.mark.parametrize("name", ["x'ff'", "NULL", "CAST('mentions' AS BLOB)", "''"])
def test_a_database_whose_list_of_tables_was_tampered_with_is_told_or_read(
    name: str, good: Callable[[str], Path]
) -> None:
    """A table whose name is no text is an error of ours, unless SQLite makes nothing of it."""
    path = good("sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"UPDATE sqlite_master SET name = {name} WHERE name = 'mentions'")  # noqa: S608 - our own
        connection.commit()
    if "mentions" in name:
        assert sd.open(path.parent) == GOOD
    else:
        assert refused(path.parent, FormatError).startswith(f"'{path}' is a damaged SQLite database: ")


def test_nothing_that_a_database_asks_for_is_computed(good: Callable[[str], Path]) -> None:
    """A rule that would fill the memory, or fail, is not applied to rows that are only read."""
    path = good("sqlite")
    names = ", ".join(c.name for c in columns(TABLES["silences"]))
    _database(
        path,
        "ALTER TABLE silences RENAME TO old",
        f"CREATE TABLE silences ({names}, CHECK (length(hex(zeroblob(600000000))) > 1))",
        "PRAGMA ignore_check_constraints = ON",
        "INSERT INTO silences SELECT * FROM old",
        "DROP TABLE old",
    )

    assert sd.open(path.parent) == GOOD


def test_opening_a_database_leaves_nothing_beside_it(good: Callable[[str], Path]) -> None:
    """A journal that lies beside a foreign database is not played back."""
    path = good("sqlite")
    path.with_name("corpus.sqlite-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)
    before = everything(path.parent)

    assert sd.open(path.parent) == GOOD
    assert before == everything(path.parent)


# What rows say of one another


@every_format
@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            silence(1),
            "silences row 40 ('art/x1'), column 'id': expected an id that no other row has, found 'art/x1' [unique]",
        ),
        (
            silence(99, entity_id="art/nobody"),
            "silences row 40 ('art/x99'), column 'entity_id': expected the id of a row of entities, found 'art/nobody' [reference]",
        ),
    ],
    ids=["twice", "nobody"],
)
def test_rows_that_do_not_go_together_are_reported(form: str, row: dict[str, Any], problem: str, place: Path) -> None:
    """An id that stands twice and a reference that leads nowhere are one problem each, in every format."""
    corpus_of(articles=[article()], silences=[*ROWS, row]).write(place, form)

    assert [problem] == [str(found) for found in reported(place)]


@every_format
def test_a_span_outside_the_text_is_reported(form: str, place: Path) -> None:
    """What ends after the article ends is named with its place."""
    paragraph = {
        **dict.fromkeys((c.name for c in columns(TABLES["paragraphs"])), None),
        "id": "art/p1",
        "article_id": "art",
        "position": 1,
        "kind": "lead",
        "start": 5,
        "end": 11,
        "origin": "curated",
    }
    corpus_of(articles=[article(n_chars=10)], paragraphs=[paragraph]).write(place, form)

    assert [str(found) for found in reported(place)] == [
        "paragraphs row 0 ('art/p1'), column 'end': expected a place inside the article, found 11 [bounds]"
    ]


@every_format
def test_an_unknown_code_is_reported_beside_the_rest(form: str, place: Path) -> None:
    """A value that keeps a corpus from being opened does not keep the others from being checked."""
    made = [*ROWS[:2], silence(3, origin="none", entity_id="art/nobody")]
    tables = {**unchecked("silences", *made).tables, "articles": GOOD.table("articles")}
    sd.Corpus(tables).write(place, form)
    problem = "silences row 2 ('art/x3'), column 'origin': expected one of curated, extracted, merged, found 'none' [vocabulary]"

    assert refused(place, ConversionError).endswith(f": {problem}; correct the value, nothing is coerced")
    assert problem in [str(found) for found in reported(place)]
    assert sd.validate(place).rows["articles"] == 1


# Limits


@every_format
@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (
            sd.Limits(bytes=500),
            "bytes, the limit is 500; if you trust it, give a higher one: limits=Limits(bytes=…) (--limit bytes=…)",
        ),
        (
            sd.Limits(rows=39),
            "rows, the limit is 39; if you trust it, give a higher one: limits=Limits(rows=…) (--limit rows=…)",
        ),
        (
            sd.Limits(decoded_bytes=2000),
            "bytes in memory, the limit is 2,000; if you trust it, give a higher one: limits=Limits(decoded_bytes=…) (--limit decoded_bytes=…)",
        ),
    ],
    ids=["bytes", "rows", "decoded"],
)
def test_a_table_over_a_limit_is_told(form: str, limits: sd.Limits, message: str, good: Callable[[str], Path]) -> None:
    """Each limit is named with the way to raise it, and the other tables are checked all the same."""
    path = good(form)
    if limits.bytes == 500 and form != "sqlite":
        path.with_name(f"articles.{form}").unlink()
    told = refused(path.parent, LimitError, limits)

    assert re.fullmatch(rf"'{re.escape(str(path))}' has at least [\d,]+ {re.escape(message)}", told)
    assert told in [problem.value for problem in reported(path.parent, limits)]


@pytest.mark.parametrize(("form", "limit"), [("parquet", 7), ("csv", 7)])
def test_a_table_of_too_many_columns_is_told(form: str, limit: int, good: Callable[[str], Path]) -> None:
    """Columns are counted before anything is made of them."""
    path = good(form)
    for other in path.parent.iterdir():
        if other != path:
            other.unlink()

    assert refused(path.parent, LimitError, sd.Limits(columns=limit)) == (
        f"'{path}' has at least 8 columns, the limit is 7; if you trust it, give a higher one: limits=Limits(columns=…) (--limit columns=…)"
    )


def test_a_limit_that_is_not_reached_does_not_bind(good: Callable[[str], Path]) -> None:
    """Exactly as many rows and columns as the limit says are read."""
    path = good("parquet")

    assert sd.open(path.parent, limits=sd.Limits(rows=40, columns=32, depth=2)) == GOOD


def test_a_dictionary_is_counted_once(place: Path) -> None:
    """Texts that are kept in one dictionary for many thousand rows take no more room than they have."""
    place.mkdir()
    made = [silence(i, note=f"{i:0200}") for i in range(40_000)]
    table = unchecked("silences", *made).table("silences")
    pq.write_table(table, place / "silences.parquet", dictionary_pagesize_limit=2**30)

    assert sd.open(place, limits=sd.Limits(decoded_bytes=2 * table.nbytes)).table("silences") == table


def _parquet_bomb(path: Path) -> None:
    rows = 200_000
    long = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * 100_000]))
    columns_of_it = [long if field.name == "question_en" else pa.nulls(rows, field.type) for field in _silences()]
    table = pa.Table.from_arrays(columns_of_it, names=_silences().names)
    pq.write_table(table, path, compression="zstd", store_schema=False)


def _silences() -> pa.Schema:
    return arrow_schema(TABLES["silences"])


def _parquet_of_many_columns(path: Path) -> None:
    pq.write_table(pa.table({f"c{i}": pa.array([], pa.int8()) for i in range(20_000)}), path)


def _nested_parquet(path: Path) -> None:
    kind = pa.int8()
    for _ in range(60):
        kind = pa.struct([("a", kind)])
    pq.write_table(pa.table({"a": pa.nulls(1, kind)}), path)


def _parquet_of_many_rows(path: Path) -> None:
    rows = 2_000_001
    pq.write_table(
        pa.Table.from_arrays([pa.nulls(rows, field.type) for field in _silences()], names=_silences().names), path
    )


def _parquet_that_inflates(path: Path) -> None:
    text = pa.array(["x" * 150_000_000])
    made = [text if field.name == "note" else pa.nulls(1, field.type) for field in _silences()]
    pq.write_table(
        pa.Table.from_arrays(made, names=_silences().names),
        path,
        compression="zstd",
        use_dictionary=False,
        write_statistics=False,
    )


def _wide_csv(path: Path) -> None:
    path.write_bytes(b"," * 5_000_000 + b"\n")


def _long_json(path: Path) -> None:
    path.write_bytes(b"[" + b"0," * 2_000_000 + b"0]")


def _long_jsonl(path: Path) -> None:
    path.write_bytes(b"0\n" * 2_000_001)


@pytest.mark.parametrize(
    ("name", "make", "size", "message"),
    [
        ("silences.parquet", _parquet_bomb, 10_000, "bytes in memory, the limit is 134,217,728; "),
        ("silences.parquet", _parquet_of_many_columns, 3_100_000, "20,000 columns, the limit is 200; "),
        ("silences.parquet", _nested_parquet, 10_000, "17 levels of nesting, the limit is 16; "),
        ("silences.parquet", _parquet_of_many_rows, 40_000, "2,000,001 rows, the limit is 2,000,000; "),
        ("silences.parquet", _parquet_that_inflates, 100_000, "bytes in memory, the limit is 134,217,728; "),
        ("silences.csv", _wide_csv, 5_000_001, "5,000,001 columns, the limit is 200; "),
        ("silences.json", _long_json, 4_000_003, "2,000,001 rows, the limit is 2,000,000; "),
        ("silences.jsonl", _long_jsonl, 4_000_002, "2,000,001 rows, the limit is 2,000,000; "),
    ],
    ids=["dictionary", "columns", "nested", "rows", "inflated", "csv", "json", "jsonl"],
)
def test_a_small_file_that_asks_for_much_is_told(
    name: str, make: Callable[[Path], None], size: int, message: str, place: Path
) -> None:
    """A few bytes cannot make us ask for gigabytes."""
    place.mkdir()
    make(place / name)

    assert (place / name).stat().st_size <= size
    assert message in refused(place, LimitError)
    assert len(reported(place)) == 1


# Parquet


def _with_bytes(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert len(old) == len(new)
    assert old in data
    path.write_bytes(data.replace(old, new))


def _plain_parquet(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="none", use_dictionary=False, write_statistics=False, store_schema=False)


def test_text_of_parquet_that_is_not_utf_8_is_told(good: Callable[[str], Path]) -> None:
    """Bytes that were called text are still not text."""
    path = good("parquet")
    _plain_parquet(path, GOOD.table("silences"))
    _with_bytes(path, b"Who pays for number 7?", b"Who pays for number \xff?")
    told = refused(path.parent, FormatError)

    assert told.startswith(f"'{path}' is a damaged Parquet file: ")
    assert "UTF8" in told.upper().replace("-", "")


def test_a_column_of_parquet_whose_name_is_not_utf_8_is_told(good: Callable[[str], Path]) -> None:
    """Names are text like any other."""
    path = good("parquet")
    _plain_parquet(path, GOOD.table("silences"))
    _with_bytes(path, b"question_en", b"question_\xff\xff")

    assert refused(path.parent, FormatError).startswith(f"'{path}' is a damaged Parquet file: ")


@pytest.mark.parametrize("day", [2_932_897, -719_163, 2**31 - 1])
def test_days_that_python_does_not_know_are_told(day: int, good: Callable[[str], Path]) -> None:
    """A date before the year 1 or after 9999 is refused when it is read, not when it is used."""
    path = good("parquet").with_name("articles.parquet")
    table = GOOD.table("articles")
    place = table.column_names.index("published")
    days = pa.array([day], pa.int32()).cast(pa.date32())
    pq.write_table(table.set_column(place, "published", days), path)

    assert refused(path.parent, SchemaError) == (
        f"'{path}': column 'published' of table 'articles' holds a day outside the years 1 to 9999; correct it"
    )


def test_pages_of_parquet_are_held_against_their_checksums(good: Callable[[str], Path]) -> None:
    """A changed byte in what we wrote is found even without a manifest."""
    path = good("parquet")
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)

    assert refused(path.parent, FormatError).startswith(f"'{path}' is a damaged Parquet file: ")


def test_row_counts_of_parquet_that_disagree_are_told(good: Callable[[str], Path]) -> None:
    """Fewer rows than a footer promises are never taken for all of them."""
    path = good("parquet")
    data = path.read_bytes()
    footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    forty, more = 2 * 40, 2 * 41
    places = [i for i in range(footer, len(data) - 8) if data[i] == forty]

    def told(*at: int) -> str:
        changed = bytearray(data)
        for place in at:
            changed[place] = more
        path.write_bytes(changed)
        try:
            sd.open(path.parent)
        except SummitDataError as error:
            return str(error)
        return ""

    disagreeing = [place for place in places if "its row counts disagree" in told(place)]

    assert len(disagreeing) == 2
    assert told(disagreeing[0]) == (
        f"'{path}' is a damaged Parquet file: its row counts disagree; download or write it again"
    )
    assert told(*disagreeing) == (
        f"'{path}' is a damaged Parquet file: 40 rows of 41 are there; download or write it again"
    )


def _called(table: pa.Table, name: str) -> pa.Table:
    """The table with a column that says it is of a type which code of others is to make."""
    said = {"ARROW:extension:name": name, "ARROW:extension:metadata": pickle.dumps(Trap())}
    return table.cast(
        pa.schema([field.with_metadata(said) if field.name == "note" else field for field in table.schema])
    )


@pytest.mark.parametrize("name", ["arrow.py_extension_type", "their.own"])
def test_types_of_others_are_not_made(name: str, good: Callable[[str], Path]) -> None:
    """What a file says of types that are unknown here is not heeded, let alone unpickled: a text is a text."""
    path = good("parquet")
    pq.write_table(_called(GOOD.table("silences"), name), path)

    assert sd.open(path.parent) == GOOD


def test_text_that_others_call_json_is_text(good: Callable[[str], Path]) -> None:
    """A remark on what stands in a text does not make another type of it."""
    path = good("parquet")
    table = GOOD.table("silences")
    place = table.column_names.index("note")
    remarked = table.set_column(place, "note", table.column("note").cast(pa.json_()))
    pq.write_table(remarked, path, store_schema=False)

    assert sd.open(path.parent) == GOOD


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        (
            "arrow.json",
            SchemaError,
            ": column 'note' of table 'silences' should be string, found extension<arrow.json>; nothing is coerced",
        ),
        ("arrow.uuid", FormatError, " is a damaged Parquet file: "),
    ],
)
def test_types_of_arrow_are_not_those_of_the_table(
    name: str, error: type[SummitDataError], message: str, good: Callable[[str], Path]
) -> None:
    """A type that Arrow itself makes is another type, and one that does not fit its column is damage."""
    path = good("parquet")
    pq.write_table(_called(GOOD.table("silences"), name), path)

    assert refused(path.parent, error).startswith(f"'{path}'{message}")


def test_validating_a_file_of_many_faults_names_each(place: Path) -> None:
    """Every row that is wrong is a problem of its own, in order."""
    place.mkdir()
    rows = [silence(i, origin="none" if i % 2 else "curated", question_en=None if i % 3 else "x") for i in range(1, 61)]
    (place / "silences.jsonl").write_text("".join(f"{dumped(row)}\n" for row in rows))
    found = [(problem.row, problem.column) for problem in reported(place)]

    assert found == [
        (i - 1, column)
        for i in range(1, 61)
        for column, is_wrong in (("question_en", i % 3), ("origin", i % 2))
        if is_wrong
    ]


@pytest.mark.parametrize("name", ["xyz.csv", "quotation.csv"])
def test_a_message_stays_short_in_the_deepest_folder(name: str, tmp_path: Path) -> None:
    """A long path is cut, so that one line says what is wrong and what to do."""
    place = tmp_path / ("d" * 120) / ("ы" * 60) / ("e" * 120)
    place.mkdir(parents=True)
    (place / name).write_text("x" * 1000 + "\n")
    with pytest.raises(SchemaError) as e:
        sd.open(place)

    assert "…" in str(e.value)
    assert len(str(e.value)) <= 520


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "sqlite", "parquet"])
def test_a_file_that_is_wrong_throughout_is_not_told_of_without_end(form: str, place: Path) -> None:
    """After ten thousand faults no more rows are looked at: a small file could make millions of them."""
    rows = 15_000
    place.mkdir()
    if form == "jsonl":
        (place / "silences.jsonl").write_bytes(b"{}\n" * rows)
    elif form == "json":
        (place / "silences.json").write_bytes(b"[" + b"{}," * rows + b"{}]")
    elif form == "csv":
        head = ",".join(f'"{field.name}"' for field in _silences())
        (place / "silences.csv").write_text(f"{head}\n" + (",,,,,,,\n") * rows)
    elif form == "sqlite":
        with closing(sqlite3.connect(place / "corpus.sqlite")) as connection, connection:
            connection.execute(f"CREATE TABLE silences ({', '.join(_silences().names)})")
            connection.executemany("INSERT INTO silences (id) VALUES (?)", [(None,)] * rows)
    else:
        nulls = [pa.nulls(rows, field.type) for field in _silences()]
        pq.write_table(pa.Table.from_arrays(nulls, names=_silences().names), place / "silences.parquet")
    with pytest.raises(ConversionError) as e:
        sd.open(place)

    assert re.search(r" \(and at least \d+ more\); correct the value, nothing is coerced$", str(e.value))
    assert 10_000 <= len(e.value.problems) < 60_000
