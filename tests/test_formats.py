"""What is written reads back equal in every format, is the same bytes each time, and is read by other programs too."""

import csv
import datetime as dt
import errno
import io
import json
import math
import pkgutil
import sqlite3
import struct
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitdata as sd
from summitdata import formats
from summitdata.exceptions import ConversionError, UnknownNameError
from summitdata.formats import FORMATS, REVERSIBLE, sqlite
from summitdata.metadata import SHIPPED
from summitdata.records import TABLES
from summitdata.schema import columns, json_schema

from .folders import article, corpus_of, one, silence, unchecked
from .strategies import corpora, rows

every_format = pytest.mark.parametrize("form", REVERSIBLE)

HOSTILE = {
    "nothing": "",
    "space": " ",
    "nul": "\0",
    "nul-inside": "a\0b",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f",
    "carriage-return": "a\rb",
    "line-feed": "a\nb",
    "both": "a\r\nb",
    "breaks-at-the-ends": "\r\n\n\ra\n",
    "next-line": "a\x85b",
    "separators": "a\u2028b\u2029c",
    "quote": '"',
    "quotes": '""a"",""',
    "commas": "a,b,,c",
    "backslash": '\\"\\n\\',
    "formula": "=1+1",
    "formulas": "@SUM(A1)\t+1-1",
    "right-to-left": "\u202eabc\u202c",
    "zeros": "007",
    "na": "NA",
    "null": "null",
    "sql-null": "NULL",
    "true": "true",
    "number": "1e5",
    "long-number": "12345678901234567890",
    "date": "2025-10-21",
    "mark": "\ufeffa",
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "beyond": "\U0001f91d",
    "combining": "e\u0301\u0456\u0308",
    "page": "<script>alert(1)</script>",
    "escape": "\x1b[31m",
    "long": "ы" * 140_000,
    "long-and-quoted": '"\n' * 140_000,
}


def numbers(*values: float) -> sd.Corpus:
    """A corpus of quantities with these values."""
    made = [
        one("quantities", id=f"art/n{i}", start=0, end=1, surface="x", value=value) for i, value in enumerate(values)
    ]
    return corpus_of(quantities=made)


def there_and_back(corpus: sd.Corpus, form: str, folder: Path) -> sd.Corpus:
    """A corpus written and read again, its wording included."""
    corpus.write(folder / "out", form, text=True)
    return sd.open(folder / "out")


def test_every_module_is_a_format() -> None:
    """A format that has a module is one that can be asked for; all of them write, and those that lose nothing read."""
    modules = {module.name for module in pkgutil.iter_modules(formats.__path__)}
    verbs = {
        form: (hasattr(formats._module(form), "write"), hasattr(formats._module(form), "read")) for form in FORMATS
    }

    assert modules == set(FORMATS)
    assert {form: (True, form in REVERSIBLE) for form in FORMATS} == verbs


@every_format
@settings(max_examples=15)
@given(corpus=corpora())
def test_drawn_corpora_read_back_equal(form: str, corpus: sd.Corpus) -> None:
    """Whatever rows the record classes allow are read back as they were written, with their version."""
    with tempfile.TemporaryDirectory() as folder:
        read = there_and_back(corpus, form, Path(folder))

    assert corpus == read
    assert ("verified", corpus.version) == (read.status, read.version)


@every_format
def test_the_shipped_corpus_reads_back_equal(form: str, tmp_path: Path) -> None:
    """What the package holds can be taken out and opened again in every format."""
    sd.load().write(tmp_path / "out", form)

    assert sd.load() == sd.open(tmp_path / "out")


@every_format
def test_hostile_text_reads_back_unchanged(form: str, tmp_path: Path) -> None:
    """Control characters, line breaks, quotation marks, formulas, nulls in disguise and long cells are only text."""
    made = [silence(i, question_en=text, note=text) for i, text in enumerate(HOSTILE.values())]
    read = there_and_back(corpus_of(silences=made), form, tmp_path).table("silences")

    assert list(HOSTILE.values()) == read.column("question_en").to_pylist()
    assert list(HOSTILE.values()) == read.column("note").to_pylist()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_one_hostile_text_alone_reads_back_unchanged(text: str, tmp_path: Path) -> None:
    """The same where it is all that a CSV holds, beside a null that stays one, so that nothing is guessed from it."""
    corpus = corpus_of(silences=[silence(1, question_en=text), silence(2, question_en="", note=text)])
    read = there_and_back(corpus, "csv", tmp_path).table("silences")

    assert [text, ""] == read.column("question_en").to_pylist()
    assert [None, text] == read.column("note").to_pylist()


@every_format
def test_numbers_read_back_to_the_last_bit(form: str, tmp_path: Path) -> None:
    """The smallest and the largest numbers, and whole ones, are the same doubles again."""
    values = [0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7e308, 0.1, 1 / 3]
    values += [1.0, -3.0, 2.0**53, 1e22, 123456789.123456789]
    read = there_and_back(numbers(*values), form, tmp_path).table("quantities").column("value").to_pylist()

    assert [struct.pack("d", value) for value in values] == [struct.pack("d", value) for value in read]


@every_format
def test_negative_zero_keeps_its_sign_but_in_sqlite(form: str, tmp_path: Path) -> None:
    """SQLite has one zero, which is equal to both; the other formats have two."""
    (read,) = there_and_back(numbers(-0.0), form, tmp_path).table("quantities").column("value").to_pylist()

    assert read == 0.0
    assert math.copysign(1, read) == (1 if form == "sqlite" else -1)


@every_format
def test_whole_numbers_read_back_to_the_limit_of_64_bits(form: str, tmp_path: Path) -> None:
    """The largest whole number of a column is not rounded."""
    largest = 2**63 - 1
    row = article(n_chars=largest, n_paragraphs=0, n_sentences=2**53 + 1)
    read = there_and_back(corpus_of(articles=[row]), form, tmp_path).articles[0]

    assert (largest, 0, 2**53 + 1) == (read.n_chars, read.n_paragraphs, read.n_sentences)


@every_format
@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-15", "1969-12-31", "2024-02-29", "9999-12-31", None])
def test_dates_read_back_from_the_first_year_to_the_last(form: str, day: str | None, tmp_path: Path) -> None:
    """Every day that Python knows is kept, and so is its absence."""
    published = day and dt.date.fromisoformat(day)
    corpus = corpus_of(articles=[article(published=published)])

    assert published == there_and_back(corpus, form, tmp_path).articles[0].published


@every_format
def test_truth_values_read_back_with_their_nulls(form: str, tmp_path: Path) -> None:
    """True, false and null stay three things."""
    known = [True, False, None]
    made = [
        one("projects", id=f"art/pr{i}", entity_id="art/line", crosses_caspian=value) for i, value in enumerate(known)
    ]
    read = there_and_back(corpus_of(projects=made), form, tmp_path)

    assert known == [project.crosses_caspian for project in read.projects]


@every_format
def test_a_corpus_without_rows_reads_back_equal(form: str, tmp_path: Path) -> None:
    """Nothing is something that every format can hold."""
    empty = sd.Corpus({}, version="1.0.0")

    assert empty == there_and_back(empty, form, tmp_path)


@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("parquet", {f"{name}.parquet" for name in TABLES}),
        ("json", {f"{name}.json" for name in TABLES}),
        ("jsonl", {"silences.jsonl"}),
        ("csv", {f"{name}.csv" for name in TABLES}),
        ("sqlite", {"corpus.sqlite"}),
    ],
)
def test_a_folder_holds_a_file_a_table(form: str, files: set[str], tmp_path: Path) -> None:
    """Tables without rows have their files too, but as JSON Lines, where an empty file would look cut off."""
    corpus_of(silences=[silence(1)]).write(tmp_path / "out", form)

    beside = {"manifest.json"} if form == "sqlite" else {"manifest.json", "datapackage.json"}
    assert files | beside == {path.name for path in (tmp_path / "out").iterdir()}


@every_format
def test_wording_is_left_out_unless_asked_for(form: str, synthetic_text: str, tmp_path: Path) -> None:
    """What is attached is not passed on by an export, and is with `text=True`."""
    quotation = one(
        "quotations", id="art/q1", paragraph_id="art/p1", start=0, end=20, gist_en="?", text=synthetic_text[:20]
    )
    corpus = corpus_of(quotations=[quotation])
    corpus.write(tmp_path / "without", form)
    corpus.write(tmp_path / "with", form, text=True)

    assert sd.open(tmp_path / "without").table("quotations").column("text").to_pylist() == [None]
    assert corpus.without_text() == sd.open(tmp_path / "without")
    assert corpus == sd.open(tmp_path / "with")
    assert not any(synthetic_text[5:15].encode() in path.read_bytes() for path in (tmp_path / "without").iterdir())


@every_format
def test_the_same_corpus_gives_the_same_bytes(form: str, synthetic: sd.Corpus, tmp_path: Path) -> None:
    """Two exports are identical file by file, and so is an export of what was read back."""
    synthetic.write(tmp_path / "once", form)
    synthetic.write(tmp_path / "again", form)
    sd.open(tmp_path / "once").write(tmp_path / "back", form)
    once, again, back = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("once", "again", "back")
    )

    assert once == again
    assert once == back


@every_format
def test_without_its_manifest_a_folder_opens_unverified(form: str, synthetic: sd.Corpus, tmp_path: Path) -> None:
    """The format is known by the names of the files, and nothing vouches for them."""
    synthetic.write(tmp_path / "out", form)
    (tmp_path / "out" / "manifest.json").unlink()
    read = sd.open(tmp_path / "out")

    assert synthetic == read
    assert (read.status, read.version) == ("unverified", None)


@every_format
@pytest.mark.parametrize(
    ("table", "row", "problem"),
    [
        (
            "silences",
            silence(2, question_en=None),
            "silences row 1 ('art/x2'), column 'question_en': expected text, never null, found None [null]",
        ),
        (
            "silences",
            silence(2, confidence=math.nan),
            "silences row 1 ('art/x2'), column 'confidence': expected a finite number, found nan [finite]",
        ),
        (
            "silences",
            silence(2, confidence=-math.inf),
            "silences row 1 ('art/x2'), column 'confidence': expected a finite number, found -inf [finite]",
        ),
    ],
    ids=["null", "nan", "infinity"],
)
def test_what_no_format_holds_is_not_written(
    form: str, table: str, row: dict[str, Any], problem: str, tmp_path: Path
) -> None:
    """A null where none may be and a number that is none are refused by table, row and column, and nothing is there."""
    with pytest.raises(ConversionError) as e:
        unchecked(table, silence(1), row).write(tmp_path / "out", form)

    assert f"this corpus: {problem}; correct the value, nothing is coerced" == str(e.value)
    assert list(tmp_path.iterdir()) == []


@every_format
@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (
            {"origin": "invented"},
            "silences row 1 ('art/x2'), column 'origin': expected one of curated, extracted, merged, found 'invented' [vocabulary]",
        ),
        (
            {"confidence": 1.5},
            "silences row 1 ('art/x2'), column 'confidence': expected 0 to 1, found 1.5 [range]",
        ),
        (
            {"article_id": "Art"},
            "silences row 1 ('art/x2'), column 'article_id': expected text of the form [a-z0-9][a-z0-9_-]*, found 'Art' [pattern]",
        ),
    ],
    ids=["vocabulary", "range", "pattern"],
)
def test_a_value_that_its_column_does_not_allow_is_not_opened(
    form: str, values: dict[str, Any], problem: str, tmp_path: Path
) -> None:
    """It can be written, so that others may look at it, and is named when it is opened and when it is validated."""
    unchecked("silences", silence(1), silence(2, **values)).write(tmp_path / "out", form)
    with pytest.raises(ConversionError) as e:
        sd.open(tmp_path / "out")

    assert str(e.value).startswith(f"'{tmp_path / 'out'}")
    assert str(e.value).endswith(f": {problem}; correct the value, nothing is coerced")
    assert problem in [str(found) for found in sd.validate(tmp_path / "out")]


@every_format
@pytest.mark.parametrize("values", [{}, {"entity_id": "art/nobody"}], ids=["twice", "nobody"])
def test_what_rows_say_of_one_another_is_for_validate(form: str, values: dict[str, Any], tmp_path: Path) -> None:
    """An id that stands twice and a reference that leads nowhere are opened and written, and reported."""
    corpus = corpus_of(articles=[article()], silences=[silence(1), silence(1, **values)])

    assert corpus == there_and_back(corpus, form, tmp_path)
    assert corpus.validate() == sd.validate(corpus) == sd.validate(tmp_path / "out")
    assert {"unique", "reference"} >= {problem.rule for problem in sd.validate(tmp_path / "out")} >= {"unique"}


def test_an_unknown_format_names_the_nearest(tmp_path: Path) -> None:
    """A slip in the name of a format is told before anything is done."""
    with pytest.raises(UnknownNameError) as e:
        sd.Corpus({}).write(tmp_path / "out", "parket")  # type: ignore[arg-type]

    assert str(e.value) == "there is no format 'parket'; did you mean 'parquet'?"
    assert list(tmp_path.iterdir()) == []


EXAMPLE = [
    {"id": "art", "published": dt.date(2025, 10, 21), "headline": '"Да", он\nсказал', "n_chars": 2**53 + 1},
    {"id": "art2", "published": None, "headline": "", "n_chars": 0},
    {"id": "art3", "published": dt.date(1, 1, 1), "headline": None, "n_chars": 3},
]


@pytest.fixture
def example() -> sd.Corpus:
    """Three articles with a null, an empty text, quotation marks, a line break and dates."""
    return corpus_of(articles=[article(row["id"], **{key: row[key] for key in row if key != "id"}) for row in EXAMPLE])


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{key: None if pd.isna(value) else value for key, value in row.items()} for row in frame.to_dict("records")]


def _sqlite(path: Path) -> list[dict[str, Any]]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute("SELECT * FROM articles")]
    connection.close()
    return found


def _duckdb(query: str) -> Callable[[Path], list[dict[str, Any]]]:
    return lambda path: duckdb.sql(query.format(path)).to_arrow_table().to_pylist()


def _iso(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "published": row["published"] and row["published"].isoformat()}


def _cells(row: dict[str, Any]) -> dict[str, str]:
    return {key: "" if value is None else str(value) for key, value in _iso(row).items()}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


AS_IS: Callable[[dict[str, Any]], dict[str, Any]] = dict


@pytest.mark.parametrize(
    ("form", "file", "read", "expected"),
    [
        ("parquet", "articles.parquet", lambda path: _plain(pd.read_parquet(path)), AS_IS),
        ("parquet", "articles.parquet", lambda path: pl.read_parquet(path).to_dicts(), AS_IS),
        ("parquet", "articles.parquet", lambda path: pq.read_table(path).to_pylist(), AS_IS),
        ("parquet", "articles.parquet", _duckdb("FROM '{}'"), AS_IS),
        ("json", "articles.json", lambda path: json.loads(path.read_text("utf-8")), _iso),
        ("json", "articles.json", lambda path: _plain(pd.read_json(path, dtype=False)), _iso),
        ("json", "articles.json", lambda path: pl.read_json(path).to_dicts(), _iso),
        ("json", "articles.json", _duckdb("FROM read_json('{}')"), AS_IS),
        ("jsonl", "articles.jsonl", lambda path: list(map(json.loads, path.read_text("utf-8").split("\n")[:-1])), _iso),
        ("jsonl", "articles.jsonl", lambda path: pl.read_ndjson(path).to_dicts(), _iso),
        ("jsonl", "articles.jsonl", _duckdb("FROM read_json('{}')"), AS_IS),
        (
            "csv",
            "articles.csv",
            lambda path: list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""))),
            _cells,
        ),
        ("csv", "articles.csv", lambda path: pl.read_csv(path, try_parse_dates=True).to_dicts(), AS_IS),
        (
            "csv",
            "articles.csv",
            lambda path: pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records"),
            _cells,
        ),
        ("sqlite", "corpus.sqlite", _sqlite, _iso),
    ],
    ids=[
        "parquet-pandas",
        "parquet-polars",
        "parquet-pyarrow",
        "parquet-duckdb",
        "json-json",
        "json-pandas",
        "json-polars",
        "json-duckdb",
        "jsonl-json",
        "jsonl-polars",
        "jsonl-duckdb",
        "csv-csv",
        "csv-polars",
        "csv-pandas",
        "sqlite-sqlite3",
    ],
)
def test_other_programs_read_the_same_values(  # noqa: PLR0917 - four are parameters
    form: str,
    file: str,
    read: Callable[[Path], list[dict[str, Any]]],
    expected: Callable[[dict[str, Any]], dict[str, Any]],
    example: sd.Corpus,
    tmp_path: Path,
) -> None:
    """Other libraries find the same rows in what we write, each with the types that the format and they have."""
    example.write(tmp_path / "out", form)
    found = [{key: row[key] for key in EXAMPLE[0]} for row in read(tmp_path / "out" / file)]

    assert [expected(row) for row in EXAMPLE] == found


def test_sqlite_declares_references_that_hold(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """SQLite itself finds the rows whose parent is missing, and no others."""
    synthetic.write(tmp_path / "out", "sqlite")
    connection = sqlite3.connect(tmp_path / "out" / "corpus.sqlite")
    before = {row[:1] + row[2:3] for row in connection.execute("PRAGMA foreign_key_check")}
    connection.execute("DELETE FROM paragraphs")
    after = {row[:1] + row[2:3] for row in connection.execute("PRAGMA foreign_key_check")}
    connection.close()

    assert before == set()
    tables = ("quotations", "sentences", "mentions", "statements", "dates", "quantities", "expressions")
    assert after == {(table, "paragraphs") for table in tables}


@settings(max_examples=5)
@given(data=st.data())
@pytest.mark.parametrize("table", TABLES)
def test_rows_of_json_are_valid_under_their_schema(table: str, data: st.DataObject) -> None:
    """What the JSON formats write is what the JSON Schema of the table describes."""
    schema = json_schema(TABLES[table], table)
    corpus = corpus_of(**{table: [data.draw(rows(table))]})
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(f"{folder}/out", "jsonl", text=True)
        row = json.loads(Path(folder, "out", f"{table}.jsonl").read_text("utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(validator.iter_errors(row)) == []
    assert list(validator.iter_errors({**row, "nothing": 1})) != []


def _sqlite_names(path: Path) -> list[str]:
    """The columns of a table in SQLite."""
    connection = sqlite3.connect(path)
    names = [row[1] for row in connection.execute("PRAGMA table_info(silences)")]
    connection.close()
    return names


@every_format
def test_columns_stand_in_the_order_of_the_records(form: str, tmp_path: Path) -> None:
    """Parquet, CSV, JSON and SQLite all have the columns of a table in the order of its record class."""
    corpus_of(silences=[silence(1)]).write(tmp_path / "out", form)
    out = tmp_path / "out"
    found: dict[str, Callable[[], list[str]]] = {
        "parquet": lambda: pq.read_schema(out / "silences.parquet").names,
        "json": lambda: list(json.loads((out / "silences.json").read_text("utf-8"))[0]),
        "jsonl": lambda: list(json.loads((out / "silences.jsonl").read_text("utf-8"))),
        "csv": lambda: next(csv.reader((out / "silences.csv").read_text("utf-8").splitlines())),
        "sqlite": lambda: _sqlite_names(out / "corpus.sqlite"),
    }

    assert [c.name for c in columns(TABLES["silences"])] == found[form]()


def test_parquet_carries_the_meaning_of_its_columns(tmp_path: Path) -> None:
    """Descriptions, units and codes are in the file, and page checksums too."""
    numbers(1.0).write(tmp_path / "out")
    read = pq.read_schema(tmp_path / "out" / "quantities.parquet")

    assert sd.Corpus({}).table("quantities").schema.equals(read, check_metadata=True)
    assert read.field("start").metadata[b"unit"] == b"code points"


MENTIONS = sd.load().table("mentions")


def _mapped(change: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> pa.Table:
    return pa.table({name: change(MENTIONS.column(name)) for name in MENTIONS.column_names})


def _texts_as(kind: pa.DataType) -> pa.Table:
    return _mapped(lambda column: column.cast(kind) if column.type == pa.string() else column)


@pytest.mark.parametrize("options", [{}, {"store_schema": False}, {"use_dictionary": False}], ids=str)
@pytest.mark.parametrize(
    "table",
    [
        MENTIONS.select(MENTIONS.column_names[::-1]),
        _texts_as(pa.large_string()),
        _texts_as(pa.string_view()),
        _mapped(lambda column: column.dictionary_encode()),
        _mapped(
            lambda column: column.cast(pa.large_string()).dictionary_encode() if column.type == pa.string() else column
        ),
        _mapped(lambda column: column.cast(pa.int32()) if column.type == pa.int64() else column),
        _mapped(lambda column: pa.nulls(len(column)) if column.null_count == len(column) else column),
    ],
    ids=["order", "large", "view", "dictionary", "large-dictionary", "narrow", "null"],
)
def test_parquet_of_others_is_read_where_it_says_the_same(
    table: pa.Table, options: dict[str, bool], tmp_path: Path
) -> None:
    """Another order of columns, dictionaries, and other widths of text and whole numbers lose nothing."""
    pq.write_table(table, tmp_path / "mentions.parquet", **options)

    assert sd.open(tmp_path).table("mentions") == MENTIONS


@pytest.mark.parametrize(
    ("file", "write"),
    [
        ("mentions.parquet", lambda path: pl.DataFrame(MENTIONS).write_parquet(path)),
        ("mentions.csv", lambda path: pl.DataFrame(MENTIONS).write_csv(path)),
        ("mentions.jsonl", lambda path: pl.DataFrame(MENTIONS).write_ndjson(path)),
        ("mentions.parquet", lambda path: MENTIONS.to_pandas().astype({"form": "category"}).to_parquet(path)),
        ("mentions.csv", lambda path: MENTIONS.to_pandas().to_csv(path, index=False)),
        ("mentions.csv", lambda path: MENTIONS.to_pandas().to_csv(path, index=False, lineterminator="\r\n")),
        (
            "mentions.json",
            lambda path: MENTIONS.to_pandas().to_json(path, orient="records", force_ascii=True),
        ),
    ],
    ids=[
        "polars-parquet",
        "polars-csv",
        "polars-jsonl",
        "pandas-parquet",
        "pandas-csv",
        "pandas-csv-crlf",
        "pandas-json",
    ],
)
def test_what_other_libraries_write_is_read(file: str, write: Callable[[Path], None], tmp_path: Path) -> None:
    """Frames of pandas and polars that were written by themselves open as a corpus."""
    write(tmp_path / file)

    assert sd.open(tmp_path).table("mentions") == MENTIONS


@pytest.mark.parametrize(
    "declaration",
    [
        "({})",
        "({}, PRIMARY KEY (id)) WITHOUT ROWID",
    ],
)
def test_sqlite_of_others_is_read_where_it_says_the_same(declaration: str, tmp_path: Path) -> None:
    """Another order of columns, indexes, statistics and a table without row numbers are no obstacles."""
    names = [c.name for c in columns(TABLES["silences"])][::-1]
    connection = sqlite3.connect(tmp_path / "corpus.sqlite")
    connection.execute(f"CREATE TABLE silences {declaration.format(', '.join(names))}")
    connection.execute("CREATE INDEX by_question ON silences (question_en, id)")
    for number in (1, 2):
        row = silence(number, question_en=f"{9 - number}")
        marks = ", ".join(f":{name}" for name in names)
        connection.execute(f"INSERT INTO silences VALUES ({marks})", row)  # noqa: S608 - our own names
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()

    assert sd.open(tmp_path).table("silences").column("question_en").to_pylist() == ["8", "7"]


def test_an_index_of_sqlite_does_not_stand_for_its_table(tmp_path: Path) -> None:
    """Even where statistics call an index the cheaper one to read, rows come in the order of the table."""
    corpus = corpus_of(silences=[silence(i, question_en=f"{9 - i}") for i in range(5)])
    corpus.write(tmp_path / "out", "sqlite")
    (tmp_path / "out" / "manifest.json").unlink()
    names = ["question_en", *(c.name for c in columns(TABLES["silences"]) if c.name != "question_en")]
    connection = sqlite3.connect(tmp_path / "out" / "corpus.sqlite")
    connection.execute(f"CREATE INDEX by_question ON silences ({', '.join(names)})")
    connection.execute("ANALYZE")
    connection.execute("UPDATE sqlite_stat1 SET stat = stat || ' sz=1' WHERE idx = 'by_question'")
    connection.commit()
    connection.close()

    assert corpus == sd.open(tmp_path / "out")


def test_a_database_that_cannot_be_written_is_a_failure_of_the_system(tmp_path: Path) -> None:
    """SQLite does not say what the system said; whoever writes a folder tells it as a failure to write."""
    (tmp_path / "corpus.sqlite").mkdir()
    with pytest.raises(OSError, match="unable to open database file") as e:
        sqlite.write(sd.load(), tmp_path, SHIPPED)

    assert e.value.errno == errno.EIO
