"""Frames of other libraries: the same values, the same types, a fresh frame every time."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.exceptions import ConversionError, MissingExtraError, UnknownNameError, UsageError
from summitdata.frames import BACKENDS
from summitdata.joined import VIEWS
from summitdata.records import TABLES, Mention
from summitdata.schema import arrow_schema

from .conftest import ROOT

LARGE = 2**53 + 1
DTYPE_BACKENDS = [None, "numpy_nullable", "pyarrow"]


def filled(table: str, **columns: list[object]) -> sd.Corpus:
    """A corpus with one table in which some columns have values and all others are null."""
    schema = arrow_schema(TABLES[table])
    n = len(next(iter(columns.values())))
    arrays = [pa.array(columns.get(field.name, [None] * n), field.type) for field in schema]
    return sd.Corpus({table: pa.Table.from_arrays(arrays, schema=schema)})


def values(frame: object, backend: str) -> dict[str, list[object]]:
    """The values of a frame as plain Python, column by column."""
    if backend == "pandas":
        return {name: [None if pd.isna(v) else v for v in frame[name].tolist()] for name in frame.columns}
    if backend == "polars":
        return frame.to_dict(as_series=False)
    if backend == "duckdb":
        rows = frame.fetchall()
        return {name: [row[place] for row in rows] for place, name in enumerate(frame.columns)}
    if backend == "records":
        return {a: [getattr(record, a) for record in frame] for a in frame[0].__slots__ if a != "__weakref__"}
    return frame.to_pydict()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("table", ["articles", "quotations", "entities", "quantities", "sentences"])
def test_every_backend_has_the_same_values(synthetic, table, backend):
    """Dates, whole numbers with nulls, text in two scripts: none is changed or lost."""
    frame = synthetic.frame(table, backend=backend)

    assert synthetic.table(table).to_pydict() == values(frame, backend)


@pytest.mark.parametrize("dtype_backend", DTYPE_BACKENDS)
@pytest.mark.parametrize("table", ["articles", "quotations", "entities", "quantities", "sentences"])
def test_every_dtype_backend_has_the_same_values(synthetic, table, dtype_backend):
    """Whatever the dtypes."""
    frame = synthetic.frame(table, dtype_backend=dtype_backend)

    assert synthetic.table(table).to_pydict() == values(frame, "pandas")


@pytest.mark.parametrize(
    ("backend", "kind"),
    [
        ("pandas", "DataFrame"),
        ("polars", "DataFrame"),
        ("arrow", "Table"),
        ("duckdb", "DuckDBPyRelation"),
        ("records", "list"),
    ],
)
@pytest.mark.parametrize("table", ["mentions", "statements"])
def test_every_backend_gives_its_own_kind(synthetic, table, backend, kind):
    """A table with rows and one without."""
    assert kind == type(synthetic.frame(table, backend=backend)).__name__


def test_pandas_is_the_default(synthetic):
    """For a frame of the corpus and for one of the shipped tables."""
    assert isinstance(synthetic.frame("mentions"), pd.DataFrame)
    assert isinstance(sd.frame("mentions"), pd.DataFrame)


DTYPES = {
    ("quotations", "start"): ("int64", "Int64", "int64[pyarrow]"),
    ("quotations", "cue_start"): ("Int64", "Int64", "int64[pyarrow]"),
    ("entities", "inferred"): ("bool", "boolean", "bool[pyarrow]"),
    ("entities", "latitude"): ("float64", "Float64", "double[pyarrow]"),
    ("projects", "crosses_caspian"): ("boolean", "boolean", "bool[pyarrow]"),
    ("articles", "published"): ("date32[day][pyarrow]",) * 3,
}


@pytest.mark.parametrize("place", range(3), ids=["usual", "numpy_nullable", "pyarrow"])
@pytest.mark.parametrize(("table", "column"), DTYPES)
@pytest.mark.parametrize("rows", [0, 1], ids=["empty", "with nulls"])
def test_pandas_keeps_types(table, column, place, rows):
    """Whole numbers, truth values and dates are what they are, with nulls and without rows too."""
    nullable = arrow_schema(TABLES[table]).field(column).nullable
    value = {"published": dt.date(2031, 9, 3), "latitude": 1.5, "inferred": True, "crosses_caspian": True}.get(
        column, 1
    )
    column_values = ([value, None] if nullable else [value, value]) if rows else []
    frame = filled(table, **{column: column_values}).frame(table, dtype_backend=DTYPE_BACKENDS[place])

    assert DTYPES[table, column][place] == str(frame[column].dtype)


@pytest.mark.parametrize("dtype_backend", DTYPE_BACKENDS)
def test_pandas_keeps_text_as_text(synthetic, dtype_backend):
    """Labels are strings, and a column of nothing but nulls is one of strings too."""
    frame = synthetic.frame("quotations", dtype_backend=dtype_backend)

    assert pd.api.types.is_string_dtype(frame["kind"].dtype)
    assert frame["text"].isna().all()


def test_polars_keeps_types(synthetic):
    """Nullable whole numbers, truth values and dates have polars's own types."""
    frames = {
        name: synthetic.frame(name, backend="polars") for name in ("articles", "quotations", "entities", "projects")
    }

    assert frames["articles"].schema["published"] == pl.Date
    assert frames["quotations"].schema["cue_start"] == pl.Int64
    assert frames["entities"].schema["inferred"] == pl.Boolean
    assert frames["projects"].schema["crosses_caspian"] == pl.Boolean


def test_duckdb_keeps_types(synthetic):
    """In DuckDB a table can be asked by SQL, with its types."""
    relation = synthetic.frame("quotations", backend="duckdb")
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))

    assert (types["id"], types["cue_start"]) == ("VARCHAR", "BIGINT")
    assert relation.filter("kind = 'direct'").aggregate("count(*)").fetchall() == [
        (synthetic.table("quotations").column("kind").to_pylist().count("direct"),)
    ]


@pytest.mark.parametrize("dtype_backend", DTYPE_BACKENDS)
@pytest.mark.parametrize("column", ["cue_start", "start"])
def test_large_whole_numbers_beside_nulls_stay_whole(column, dtype_backend):
    """As floats they would come back changed; so it is too where a null stands where none may be."""
    frame = filled("quotations", **{column: [LARGE, None]}).frame("quotations", dtype_backend=dtype_backend)

    assert (int(frame[column][0]), bool(pd.isna(frame[column][1]))) == (LARGE, True)


@pytest.mark.parametrize("dtype_backend", DTYPE_BACKENDS)
@pytest.mark.parametrize("table", ["entities", "quotations", "articles"])
def test_pandas_frames_may_be_changed_at_will(synthetic, table, dtype_backend):
    """Whatever is done to one, in place too, the next one and the corpus are as before."""
    before = synthetic.table(table).to_pydict()
    frame = synthetic.frame(table, dtype_backend=dtype_backend)
    for name in frame.columns:
        frame.loc[0, name] = None if frame[name].isna().any() else frame.loc[len(frame) - 1, name]
    del frame["id"]
    frame.iloc[0] = frame.iloc[len(frame) - 1]

    assert before == values(synthetic.frame(table, dtype_backend=dtype_backend), "pandas")
    assert before == synthetic.table(table).to_pydict()


def test_arrays_of_a_frame_may_be_changed_in_place(synthetic):
    """The numbers of a frame are its own, not those of the corpus."""
    frame = synthetic.frame("sentences")
    before = synthetic.table("sentences").to_pydict()
    for name in ("start", "position"):
        frame[name].array[0] = -7

    assert frame["start"].tolist()[0] == -7
    assert before == values(synthetic.frame("sentences"), "pandas")


def test_polars_frames_may_be_changed_at_will(synthetic):
    """Cells, columns and rows."""
    before = synthetic.table("sentences").to_pydict()
    frame = synthetic.frame("sentences", backend="polars")
    frame[0, "start"] = -7
    frame[0, "id"] = "changed"

    assert frame["start"][0] == -7
    assert before == synthetic.frame("sentences", backend="polars").to_dict(as_series=False)


def test_lists_of_records_may_be_changed_at_will(synthetic):
    """The list is the caller's own, the records in it do not change."""
    synthetic.frame("mentions", backend="records").clear()

    assert synthetic.table("mentions").num_rows == len(synthetic.frame("mentions", backend="records"))


def test_records_are_those_of_the_table(synthetic):
    """Typed, in the order of rows."""
    made = synthetic.frame("mentions", backend="records")

    assert {Mention} == set(map(type, made))
    assert synthetic.table("mentions").column("id").to_pylist() == [record.id for record in made]


@pytest.mark.parametrize("backend", ["pandas", "polars", "arrow", "duckdb"])
def test_frames_speak_the_arrow_capsule_interface(synthetic, backend):
    """Any library that speaks it takes any of them, and a corpus too."""
    frame = synthetic.frame("quotations", backend=backend)

    assert hasattr(frame, "__arrow_c_stream__")
    assert synthetic.table("quotations").equals(sd.Corpus({"quotations": frame}).table("quotations"))


@pytest.mark.parametrize("ask", [sd.frame, sd.load().frame], ids=["shipped", "corpus"])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("quotation", "there is no table or view 'quotation'; did you mean 'quotations'?"),
        ("Quotations", "there is no table or view 'Quotations'; did you mean 'quotations'?"),
        ("zzz", f"there is no table or view 'zzz'; the tables or views: {', '.join([*TABLES, *VIEWS])}."),
        ("\x1b", f"there is no table or view '\\x1b'; the tables or views: {', '.join([*TABLES, *VIEWS])}."),
        (7, f"there is no table or view 7; the tables or views: {', '.join([*TABLES, *VIEWS])}."),
        (
            ["quotations"],
            f"there is no table or view ['quotations']; the tables or views: {', '.join([*TABLES, *VIEWS])}.",
        ),
    ],
)
def test_unknown_tables_are_refused(ask, name, expected):
    """The nearest table is suggested."""
    with pytest.raises(UnknownNameError) as e:
        ask(name)

    assert expected == str(e.value)


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ("panda", "there is no backend 'panda'; did you mean 'pandas'?"),
        ("parquet", "there is no backend 'parquet'; the backends: pandas, polars, arrow, duckdb, records."),
        ("", "there is no backend ''; the backends: pandas, polars, arrow, duckdb, records."),
        (None, "there is no backend None; the backends: pandas, polars, arrow, duckdb, records."),
        (["pandas"], "there is no backend ['pandas']; the backends: pandas, polars, arrow, duckdb, records."),
    ],
)
def test_unknown_backends_are_refused(synthetic, backend, expected):
    """The nearest backend is suggested."""
    with pytest.raises(UnknownNameError) as e:
        synthetic.frame("mentions", backend=backend)

    assert expected == str(e.value)


@pytest.mark.parametrize(
    ("dtype_backend", "expected"),
    [
        ("numpy", "there is no dtype_backend 'numpy'; did you mean 'numpy_nullable'?"),
        ("arrow", "there is no dtype_backend 'arrow'; did you mean 'pyarrow'?"),
        ("polars", "there is no dtype_backend 'polars'; the dtype_backends: numpy_nullable, pyarrow."),
    ],
)
def test_unknown_dtype_backends_are_refused(synthetic, dtype_backend, expected):
    """The nearest one is suggested."""
    with pytest.raises(UnknownNameError) as e:
        synthetic.frame("mentions", dtype_backend=dtype_backend)

    assert expected == str(e.value)


@pytest.mark.parametrize("backend", ["polars", "arrow", "duckdb", "records"])
def test_dtype_backends_are_for_pandas(synthetic, backend):
    """Other libraries have no such choice, and it is not ignored."""
    with pytest.raises(UsageError) as e:
        synthetic.frame("mentions", backend=backend, dtype_backend="pyarrow")

    assert str(e.value) == (
        f"dtype_backend='pyarrow' goes with backend='pandas', found backend={backend!r}; leave it out"
    )


@pytest.mark.parametrize(
    ("ask", "name"), [(sd.tables, "tables"), (lambda backend: sd.codebook("mentions", backend), "codebook")]
)
def test_records_are_of_tables_only(ask, name):
    """Neither the list of tables nor a codebook is a table of a corpus."""
    with pytest.raises(UsageError) as e:
        ask("records")

    assert str(e.value) == (
        f"backend='records' goes with the tables of a corpus, found {name!r}; choose another backend"
    )


@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_a_missing_library_gives_the_command_to_install_it(synthetic, monkeypatch, library):
    """The extras are optional."""
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(MissingExtraError) as e:
        synthetic.frame("mentions", backend=library)

    assert str(e.value) == (
        f"backend='{library}' needs {library}, which is not installed; run: python -m pip install 'summitdata[{library}]'"
    )


def test_a_library_that_lacks_something_itself_says_so(synthetic, monkeypatch, tmp_path):
    """What is missing inside a library is not told as the library missing."""
    (tmp_path / "polars.py").write_text("import a_part_of_polars_that_is_not_there\n")
    monkeypatch.delitem(sys.modules, "polars")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ModuleNotFoundError) as e:
        synthetic.frame("mentions", backend="polars")

    assert str(e.value) == "No module named 'a_part_of_polars_that_is_not_there'"


@pytest.mark.parametrize("backend", [backend for backend in BACKENDS if backend != "records"])
def test_columns_may_be_chosen(synthetic, backend):
    """Only the columns asked for are there, in the order asked for."""
    frame = synthetic.frame("mentions", backend, columns=["form", "id"])

    assert ["form", "id"] == list(frame.column_names if backend == "arrow" else frame.columns)


@pytest.mark.parametrize("ask", [sd.frame, sd.load().frame], ids=["sd.frame", "Corpus.frame"])
@pytest.mark.parametrize(
    ("columns", "backend", "error", "expected"),
    [
        (["valeu"], "pandas", UnknownNameError, "table 'quantities' has no column 'valeu'; did you mean 'value'?"),
        (
            [7],
            "polars",
            UnknownNameError,
            "table 'quantities' has no column 7; its columns: "
            + ", ".join(arrow_schema(TABLES["quantities"]).names)
            + ".",
        ),
        ("id", "pandas", UsageError, "expected a list of columns, found 'id'; write columns=['id']"),
        (7, "pandas", UsageError, "expected a list of columns, found 7; give the names of some"),
        ([], "duckdb", UsageError, "expected a list of columns, found []; give the names of some"),
        (
            ["id", "value", "id"],
            "polars",
            UsageError,
            "column 'id' of table 'quantities' is asked for 2 times; ask for it once",
        ),
        (
            ["id"],
            "records",
            UsageError,
            "columns= goes with frames, found backend='records', which gives whole rows; leave it out",
        ),
    ],
)
def test_unknown_columns_are_refused(ask, columns, backend, error, expected):
    """A column that is not there or asked for twice, a name instead of a list, and parts of records are refused."""
    with pytest.raises(error) as caught:
        ask("quantities", backend, columns=columns)

    assert expected == str(caught.value)


def test_loaders_take_columns():
    """A loader hands the columns on."""
    assert ["id", "value"] == sd.load_quantities("arrow", columns=["id", "value"]).column_names


def test_records_with_nulls_where_none_may_be_are_refused():
    """A record never holds what its type excludes; frames of tables that are still to be mended may."""
    with pytest.raises(ConversionError) as e:
        filled("mentions", id=["moor/m1", None]).frame("mentions", backend="records")

    assert str(e.value) == (
        "mentions row 1, column 'id': expected text, never null, found None [null]; correct the value, nothing is coerced"
    )


def test_loaders_are_typed(tmp_path: Path):
    """A type checker knows what every loader, with every backend, gives back, and refuses names that are none."""
    here = Path(__file__).parent / "typing"
    options = ["--config-file", str(here / "mypy.ini"), "--cache-dir", str(tmp_path / "cache")]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *options, str(here / "loaders.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("Success: no issues found in 1 source file\n", "")
