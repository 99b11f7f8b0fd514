"""What other libraries make of what we return and write: the same rows, whole, with hostile text and without."""

import csv
import datetime as dt
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.joined import VIEWS
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns

from .folders import article, corpus_of, one, silence

Rows = list[dict[str, Any]]

TEXTS = [
    "",
    " ",
    "NA",
    "nan",
    "null",
    "true",
    "007",
    "1e5",
    "2031-09-03",
    '"',
    "'",
    "a,b;c\td",
    "a\nb\r\nc",
    "\\N",
    "<script>alert(1)</script>",
    "=1+1",
    "\u202eabc\u202c",
    "\x01\x7f",
    "Қазақстан, Əzərbaycan, 😀",
    "e\u0301\u2028\ufeff",
]


def hostile() -> sd.Corpus:
    """Texts that pass for something else, numbers at their limits, nulls of every type."""
    return corpus_of(
        articles=[
            article(published=dt.date(1970, 1, 1), n_chars=2**53 + 1, headline=""),
            article("art2", published=None, headline=None),
        ],
        entities=[
            one("entities", id="art/ent1", latitude=0.1, longitude=-179.99999999999997, inferred=True),
            one("entities", id="art/ent2", latitude=None, longitude=None),
        ],
        quotations=[
            one("quotations", id="art/q1", start=2**31, end=2**63 - 1, cue_start=0, cue_end=None),
            one("quotations", id="art/q2", start=0, end=1),
        ],
        silences=[silence(n, question_en=text, note=text or None) for n, text in enumerate(TEXTS, 1)],
    )


@pytest.fixture(params=["shipped", "hostile"])
def corpus(request: pytest.FixtureRequest) -> sd.Corpus:
    """The shipped corpus, and one that was made to be misread."""
    return sd.load().without_text() if request.param == "shipped" else hostile()


def plain(corpus: sd.Corpus, only: list[str] | None = None) -> dict[str, Rows]:
    """All rows of all tables."""
    return {name: table.to_pylist() for name, table in corpus.tables.items() if only is None or name in only}


# --- what we return


def _of_pandas(frame: pd.DataFrame) -> Rows:
    return [{k: None if pd.isna(v) else v for k, v in row.items()} for row in frame.astype(object).to_dict("records")]


def _by_narwhals(given: Any) -> Rows:
    narwhals = pytest.importorskip("narwhals")
    return list(narwhals.from_arrow(given, backend="pyarrow").rows(named=True))


def _by_duckdb(given: Any) -> Rows:
    with duckdb.connect() as connection:
        connection.register("given", given)
        return connection.sql("FROM given").to_arrow_table().to_pylist()


LIBRARIES: dict[str, Callable[[Any], Rows]] = {
    "pyarrow": lambda given: pa.table(given).to_pylist(),
    "polars": lambda given: pl.DataFrame(given).to_dicts(),
    "duckdb": _by_duckdb,
    "narwhals": _by_narwhals,
}


@pytest.mark.parametrize("read", LIBRARIES.values(), ids=LIBRARIES)
def test_libraries_take_tables_over_the_capsule_interface(read: Callable[[Any], Rows], corpus: sd.Corpus) -> None:
    """Every table, with the types it has."""
    assert plain(corpus) == {name: read(corpus.table(name)) for name in TABLES}


@pytest.mark.parametrize("read", LIBRARIES.values(), ids=LIBRARIES)
def test_libraries_take_a_table_as_notebooks_get_it(read: Callable[[Any], Rows], corpus: sd.Corpus) -> None:
    """What an index of the corpus gives goes the same way, through the interface and nothing else."""
    assert plain(corpus) == {name: read(corpus[name]) for name in TABLES}


@pytest.mark.skipif(
    not hasattr(pd.DataFrame, "from_arrow"), reason=f"pandas {pd.__version__} does not take what speaks the interface"
)
def test_pandas_takes_tables_over_the_capsule_interface(corpus: sd.Corpus) -> None:
    """All but whole numbers beside nulls, which it would turn into other numbers; `Corpus.frame` keeps them."""
    kept = {name: [c.name for c in columns(cls) if not (c.kind is int and c.nullable)] for name, cls in TABLES.items()}

    assert {name: corpus.table(name).select(kept[name]).to_pylist() for name in TABLES} == {
        name: _of_pandas(pd.DataFrame.from_arrow(corpus[name])[kept[name]]) for name in TABLES
    }


@pytest.mark.parametrize("backend", ["pandas", "polars", "duckdb"])
def test_frames_of_one_library_go_on_to_another(backend: Any, corpus: sd.Corpus) -> None:
    """A frame that we gave is a table to polars, whatever library it is of."""
    frames = {name: corpus.frame(name, backend) for name in TABLES}

    assert plain(corpus) == {
        name: pl.DataFrame(frame.to_arrow_table() if backend == "duckdb" else frame).to_dicts()
        for name, frame in frames.items()
    }


@pytest.mark.parametrize("backend", ["pandas", "polars"])
def test_a_corpus_is_made_of_frames_of_other_libraries(backend: Any, corpus: sd.Corpus) -> None:
    """Anything that speaks the interface is a table of a corpus."""
    again = sd.Corpus({name: corpus.frame(name, backend) for name in TABLES}, version=corpus.version)

    assert corpus == again


@pytest.mark.parametrize("name", VIEWS)
def test_views_go_the_same_way(name: str) -> None:
    """To polars and DuckDB."""
    table = sd.load().joined(name)

    assert table.to_pylist() == pl.DataFrame(table).to_dicts() == _by_duckdb(table)


# --- what we write


def _types(name: str) -> dict[str, pa.DataType]:
    return {field.name: field.type for field in arrow_schema(TABLES[name])}


_PANDAS = {str: "string", int: "Int64", float: "float64", bool: "boolean", dt.date: "string"}
_POLARS = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean, dt.date: pl.Date}
_SQL = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", dt.date: "DATE"}


def _dates(rows: Rows, name: str) -> Rows:
    """Rows of a library that reads dates as text, with days in the place of it."""
    days = {c.name for c in columns(TABLES[name]) if c.kind is dt.date}
    return [{k: dt.date.fromisoformat(v) if v and k in days else v for k, v in row.items()} for row in rows]


def _kinds(name: str, types: dict[type, Any]) -> dict[str, Any]:
    return {c.name: types[c.kind] for c in columns(TABLES[name])}


def _struct(types: dict[str, str]) -> str:
    return "{" + ", ".join(f"'{column}': '{kind}'" for column, kind in types.items()) + "}"


def _duckdb_json(path: Path, name: str) -> Rows:
    return _query(f"FROM read_json('{path}', columns={_struct(_kinds(name, _SQL))}, maximum_object_size=100000000)")


def _query(sql: str) -> Rows:
    with duckdb.connect() as connection:
        return connection.sql(sql).to_arrow_table().to_pylist()


def _pandas_parquet(path: Path, _: str) -> Rows:
    return _of_pandas(pd.read_parquet(path, dtype_backend="pyarrow"))


def _polars_json(path: Path, name: str) -> Rows:
    kinds = _kinds(name, _POLARS | {dt.date: pl.String})
    return _dates(pl.read_json(path, schema=kinds).to_dicts(), name)


def _polars_jsonl(path: Path, name: str) -> Rows:
    kinds = _kinds(name, _POLARS | {dt.date: pl.String})
    return _dates(pl.read_ndjson(path, schema=kinds).to_dicts(), name)


def _pandas_json(path: Path, name: str, *, lines: bool = False) -> Rows:
    # By way of Python's reader: pandas's own rounds the last digits of numbers.
    text = path.read_text("utf-8")
    made = [json.loads(line) for line in text.split("\n")[:-1]] if lines else json.loads(text)
    frame = pd.DataFrame(
        {c.name: pd.array([row[c.name] for row in made], _PANDAS[c.kind]) for c in columns(TABLES[name])}
    )
    return _dates(_of_pandas(frame), name)


def _polars_csv(path: Path, name: str) -> Rows:
    return pl.read_csv(path, schema=_kinds(name, _POLARS)).to_dicts()


def _python_csv(path: Path, name: str) -> Rows:
    """By Python's reader, which does not tell nothing from empty text."""
    kinds: dict[type, Callable[[str], Any]] = {
        str: str,
        int: int,
        float: float,
        bool: lambda text: text == "true",
        dt.date: dt.date.fromisoformat,
    }
    listed = columns(TABLES[name])
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True)
    return [{c.name: kinds[c.kind](row[c.name]) if row[c.name] else None for c in listed} for row in rows]


def _duckdb_csv(path: Path, name: str) -> Rows:
    kinds = _struct(_kinds(name, _SQL))
    return _query(
        f"FROM read_csv('{path}', header=true, delim=',', quote='\"', escape='\"', columns={kinds}, auto_detect=false, "
        "allow_quoted_nulls=false, new_line='\\n', strict_mode=false)"
    )


def _sqlite3(path: Path, name: str) -> Rows:
    days = {bool: lambda value: None if value is None else bool(value)}
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]  # noqa: S608 - our own names
    kinds = {c.name: days.get(c.kind) for c in columns(TABLES[name])}
    return _dates([{k: kinds[k](v) if kinds[k] else v for k, v in row.items()} for row in rows], name)


READERS: dict[str, tuple[str, Callable[[Path, str], Rows]]] = {
    "parquet by pandas": ("parquet", _pandas_parquet),
    "parquet by polars": ("parquet", lambda path, _: pl.read_parquet(path).to_dicts()),
    "parquet by DuckDB": ("parquet", lambda path, _: _query(f"FROM '{path}'")),
    "json by pandas": ("json", _pandas_json),
    "json by polars": ("json", _polars_json),
    "json by DuckDB": ("json", _duckdb_json),
    "jsonl by pandas": ("jsonl", lambda path, name: _pandas_json(path, name, lines=True)),
    "jsonl by polars": ("jsonl", _polars_jsonl),
    "jsonl by DuckDB": ("jsonl", _duckdb_json),
    "csv by polars": ("csv", _polars_csv),
    "csv by DuckDB": ("csv", _duckdb_csv),
    "sqlite by sqlite3": ("sqlite", _sqlite3),
}


@pytest.mark.parametrize(("form", "read"), READERS.values(), ids=READERS)
def test_other_libraries_read_every_table(
    form: str, read: Callable[[Path, str], Rows], corpus: sd.Corpus, tmp_path: Path
) -> None:
    """Told the types where the format holds none, they find every value of every row as it was written."""
    corpus.write(tmp_path / "out", form)
    held = [name for name in TABLES if form == "sqlite" or (tmp_path / "out" / f"{name}.{form}").exists()]
    held = [name for name in held if corpus.table(name).num_rows]

    assert plain(corpus, held) == {
        name: read(tmp_path / "out" / ("corpus.sqlite" if form == "sqlite" else f"{name}.{form}"), name)
        for name in held
    }
    assert [name for name, table in corpus.tables.items() if table.num_rows and name not in held] == []


def test_a_reader_that_cannot_tell_nothing_from_empty_text_loses_that_only(corpus: sd.Corpus, tmp_path: Path) -> None:
    """Python's own reader of CSV finds all other values."""
    corpus.write(tmp_path / "out", "csv")
    expected = {
        name: [{key: None if value == "" else value for key, value in row.items()} for row in rows]
        for name, rows in plain(corpus).items()
    }

    assert expected == {name: _python_csv(tmp_path / "out" / f"{name}.csv", name) for name in TABLES}
