"""What changed from one set of tables to another, and the log of it that is compiled for the wheel."""

import datetime as dt
import math
import runpy
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitdata as sd
from summitdata import bundled
from summitdata.differ import changes, inverse
from summitdata.exceptions import NotFoundError, UnknownNameError, UsageError

from .conftest import ROOT
from .strategies import corpora

NAMES = ["table", "id", "change", "column", "old", "new"]
KINDS = ["table_removed", "table_added", "column_removed", "column_added", "removed", "added", "corrected"]


def birds(**columns: list[Any]) -> dict[str, pa.Table]:
    """A set of one table."""
    return {"birds": pa.table(columns)}


def told(old: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> list[tuple[str | None, ...]]:
    """The rows of the answer."""
    return [tuple(row.values()) for row in changes(old, new).to_pylist()]


def corrected(old: object, new: object) -> list[tuple[str | None, ...]]:
    """The old and the new text of a cell that held one value and then the other, if it counts as corrected."""
    cells = (birds(id=["b1"], wings=[value]) for value in (old, new))
    return [(row[4], row[5]) for row in told(*cells)]


# --- what is told


def test_every_kind_of_change_in_order():
    """Tables in the new order, then those that are gone; in each the table, its columns, rows gone, rows new, cells."""
    old = {
        "gone": pa.table({"id": ["g2", "g1"]}),
        "birds": pa.table(
            {
                "id": ["b1", "b2", "b3", "b4"],
                "mood": ["calm", "loud", None, "calm"],
                "ring": [1, 2, 3, 4],
                "eggs": [0] * 4,
            }
        ),
        "same": pa.table({"id": ["s1"], "n": [1]}),
    }
    new = {
        "made": pa.table({"id": ["m2", "m1"], "n": [1, 2]}),
        "same": pa.table({"n": [1], "id": ["s1"]}),
        "birds": pa.table(
            {
                "id": ["b6", "b4", "b3", "b5"],
                "eggs": [9, 1, 0, 9],
                "nest": ["a"] * 4,
                "mood": ["loud", None, "loud", None],
            }
        ),
    }
    found = changes(old, new)

    assert [
        ("made", None, "table_added", None, None, None),
        ("made", "m2", "added", None, None, None),
        ("made", "m1", "added", None, None, None),
        ("birds", None, "column_removed", "ring", None, None),
        ("birds", None, "column_added", "nest", None, None),
        ("birds", "b1", "removed", None, None, None),
        ("birds", "b2", "removed", None, None, None),
        ("birds", "b6", "added", None, None, None),
        ("birds", "b5", "added", None, None, None),
        ("birds", "b4", "corrected", "eggs", "0", "1"),
        ("birds", "b4", "corrected", "mood", "calm", None),
        ("birds", "b3", "corrected", "mood", None, "loud"),
        ("gone", None, "table_removed", None, None, None),
        ("gone", "g2", "removed", None, None, None),
        ("gone", "g1", "removed", None, None, None),
    ] == [tuple(row.values()) for row in found.to_pylist()]
    assert [(name, pa.string(), name not in ("table", "change")) for name in NAMES] == [
        (field.name, field.type, field.nullable) for field in found.schema
    ]


def test_nothing_against_nothing():
    """Two empty sets differ in nothing; the answer has its columns."""
    assert (0, NAMES) == (changes({}, {}).num_rows, changes({}, {}).column_names)


def test_the_wording_is_no_part():
    """Neither other wording nor a column for it that came or went is a change."""
    bare, attached, other = (
        birds(id=["b1"]),
        birds(id=["b1"], text=["чибис"]),
        birds(id=["b1"], text=pa.array([None], pa.string())),
    )

    assert [] == told(bare, attached) == told(attached, other) == told(attached, bare)


def test_the_order_of_rows_and_columns_is_no_change():
    """Rows are matched by id and columns by name, wherever they stand."""
    old = birds(id=["b1", "b2"], mood=["calm", "loud"])
    new = birds(mood=["loud", "calm"], id=["b2", "b1"])

    assert [] == told(old, new)


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        ("calm", "loud", ("calm", "loud")),
        (None, "", (None, "")),
        ("None", None, ("None", None)),
        (2, 3, ("2", "3")),
        (2.0, 2.5, ("2.0", "2.5")),
        (0.1, math.nextafter(0.1, 1), ("0.1", "0.10000000000000002")),
        (math.nan, 1.0, ("nan", "1.0")),
        (1.0, None, ("1.0", None)),
        (False, True, ("False", "True")),
        (dt.date(2031, 9, 3), dt.date(2031, 9, 4), ("2031-09-03", "2031-09-04")),
        # Of other types, by value.
        (2, 2.0, None),
        (2, 2.5, ("2", "2.5")),
        (1, True, ("1", "True")),
        (False, 0.0, ("False", "0.0")),
        (dt.date(2031, 9, 3), "2031-09-03", None),
        ("2", 2, None),
        (math.nan, math.nan, None),
        (0.0, -0.0, None),
        (None, None, None),
    ],
)
def test_values_are_compared_whatever_their_type(old, new, texts):
    """A correction is another value, not another type; both are told as text, and null as null."""
    assert ([] if texts is None else [texts]) == corrected(old, new)


def test_other_layouts_of_the_same_column_are_no_change():
    """Dictionary-encoded and large strings, narrow integers and floats hold the same values."""
    plain = birds(id=["b1", "b2"], mood=["calm", None], wings=[2, None], weight=[0.5, None])
    other = {
        "birds": pa.table(
            {
                "id": pa.array(["b1", "b2"], pa.large_string()),
                "mood": pa.array(["calm", None]).dictionary_encode(),
                "wings": pa.array([2, None], pa.int8()),
                "weight": pa.array([0.5, None], pa.float32()),
            }
        )
    }

    assert [] == told(plain, other)


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (
            ["b1", "b2", "b1"],
            "the id 'b1' stands 2 times in the {} table 'birds', but rows are matched by it; keep one",
        ),
        (["b1", None], "row 1 of the {} table 'birds' has no id, by which rows are matched; give it one"),
    ],
)
@pytest.mark.parametrize("side", ["old", "new"])
def test_rows_that_no_id_tells_apart_are_refused(ids, message, side):
    """An id that stands twice or is missing is named, with the side on which it is."""
    both = [birds(id=ids), birds(id=["b1"])]

    with pytest.raises(UsageError) as caught:
        changes(*(both if side == "old" else both[::-1]))
    assert message.format(side) == str(caught.value)


def test_a_table_without_ids_is_refused():
    """There is nothing to match rows by."""
    with pytest.raises(UsageError) as caught:
        changes(birds(id=["b1"]), birds(ids=["b1"]))
    assert "the new table 'birds' has no column 'id', by which rows are matched; did you mean 'ids'?" == str(
        caught.value
    )


# --- whatever the tables


@settings(max_examples=20)
@given(corpora())
def test_a_corpus_does_not_differ_from_itself(corpus):
    """No cell of a drawn corpus differs from itself, and none that comes with its wording from that without."""
    assert changes(corpus.tables, corpus.tables).num_rows == 0
    assert changes(corpus.tables, corpus.without_text().tables).num_rows == 0


COLUMNS = {
    "mood": (st.sampled_from(["calm", "loud", "", "None"]), pa.string()),
    "wings": (st.integers(-1, 2), pa.int64()),
    "weight": (st.sampled_from([0.0, 0.5, math.nan, math.inf]), pa.float64()),
    "ringed": (st.booleans(), pa.bool_()),
    "seen": (st.sampled_from([dt.date(2031, 9, 3), dt.date(1, 1, 1)]), pa.date32()),
    "text": (st.sampled_from(["чибис", "кулик"]), pa.string()),
}


@st.composite
def drawn_table(draw: st.DrawFn) -> pa.Table:
    """A table with some of the columns, in any order."""
    ids = draw(st.lists(st.sampled_from(["b1", "b2", "b3", "b4"]), unique=True))
    columns = {"id": pa.array(ids, pa.string())}
    for name in draw(st.lists(st.sampled_from(sorted(COLUMNS)), unique=True)):
        values, kind = COLUMNS[name]
        columns[name] = pa.array(draw(st.lists(st.none() | values, min_size=len(ids), max_size=len(ids))), kind)
    return pa.table({name: columns[name] for name in draw(st.permutations(sorted(columns)))})


sets = st.dictionaries(st.sampled_from(["birds", "nests", "rings"]), drawn_table())

Cells = dict[str, dict[str, dict[str, str | None]]]


def cells(tables: Mapping[str, pa.Table]) -> Cells:
    """Every cell as text by table, id and column, without the wording; the row named "" says which columns there are."""
    made: Cells = {}
    for name, table in tables.items():
        made[name] = {"": dict.fromkeys(c for c in table.column_names if c not in ("id", "text"))}
        for row in table.to_pylist():
            texts = {c: str(v) if v is not None else None for c, v in row.items() if c not in ("id", "text")}
            made[name][row["id"]] = texts
    return made


def applied(found: pa.Table, old: Mapping[str, pa.Table], new: Mapping[str, pa.Table]) -> Cells:
    """The old cells with the changes made: what is told to be added is looked up in the new tables, nothing else is."""
    made, there = cells(old), cells(new)
    for change in found.to_pylist():
        table, identity, column = change["table"], change["id"], change["column"]
        if change["change"] == "table_removed":
            # Its rows are told to be gone, too.
            assert {row["id"] or "" for row in found.to_pylist() if row["table"] == table} == set(made[table])
            del made[table]
        elif change["change"] == "table_added":
            made[table] = {"": there[table][""]}
        elif change["change"] == "column_removed":
            for row in made[table].values():
                del row[column]
        elif change["change"] == "column_added":
            for name in made[table].keys() & there[table].keys():
                made[table][name][column] = there[table][name][column]
        elif change["change"] == "removed":
            if table in new:
                del made[table][identity]
        elif change["change"] == "added":
            assert identity not in made[table]
            made[table][identity] = there[table][identity]
        else:
            assert made[table][identity][column] == change["old"] != change["new"]
            made[table][identity][column] = change["new"]
    return made


@given(sets, sets)
def test_the_changes_lead_from_the_old_tables_to_the_new(old, new):
    """Applied to the old tables the changes give the new ones, and each says rightly what was there."""
    found = changes(old, new)

    assert cells(new) == applied(found, old, new)


@given(sets, sets)
def test_the_order_is_that_of_tables_and_kinds(old, new):
    """Whatever changed, tables come in the new order and then those that are gone, and kinds in theirs."""
    found = changes(old, new).to_pylist()
    names = [*new, *(name for name in old if name not in new)]
    places = [(names.index(row["table"]), KINDS.index(row["change"])) for row in found]

    assert sorted(places) == places


@given(sets, sets)
def test_the_way_back_is_the_inverse(old, new):
    """The inverse has what the changes from the new tables to the old have, and its own inverse is the way there."""
    there, back = changes(old, new), changes(new, old)
    found = inverse(there)

    assert Counter(map(tuple, rows(back))) == Counter(map(tuple, rows(found)))
    assert there.schema == found.schema
    assert [KINDS.index(kind) for kind in found.column("change").to_pylist()] == [
        kind
        for table in dict.fromkeys(found.column("table").to_pylist())
        for kind in sorted(KINDS.index(row["change"]) for row in found.to_pylist() if row["table"] == table)
    ]
    assert rows(there) == rows(inverse(found))


def rows(found: pa.Table) -> list[list[str | None]]:
    """The rows of an answer."""
    return [list(row.values()) for row in found.to_pylist()]


# --- the log


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the curated lines were compiled."""
    folder = tmp_path_factory.mktemp("compiled")
    script = ROOT / "src" / "summitdata" / "data" / "compile.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    return folder


def read(folder: Path) -> dict[str, pa.Table]:
    """The tables in a folder of Parquet files."""
    return {path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet")) if path.stem != "changes"}


def test_the_log_has_the_way_from_every_earlier_version(compiled: Path) -> None:
    """Beside the tables there is what changed from each data version that is kept to the one compiled."""
    log = pq.read_table(compiled / "changes.parquet")
    new = read(compiled)
    manifest = runpy.run_path(str(compiled / "_manifest.py"))
    *earlier, latest = manifest["DATA_VERSIONS"]
    expected = [
        (version, latest, *row)
        for version in earlier
        for row in map(
            tuple,
            rows(changes(read(ROOT / "src/summitdata/data/history" / version), {n: new[n] for n in manifest["FILES"]})),
        )
    ]

    assert ["old_version", "new_version", *NAMES] == log.column_names
    assert expected == [tuple(row.values()) for row in log.to_pylist()]
    assert {"column_added", "table_added", "added"} <= {row[4] for row in expected}


def test_the_manifest_lists_the_log_and_the_versions(compiled: Path) -> None:
    """The log stands in the manifest with hash and size, apart from the tables; the current version comes last."""
    manifest = runpy.run_path(str(compiled / "_manifest.py"))
    data = (compiled / "changes.parquet").read_bytes()

    assert (sha256(data).hexdigest(), len(data)) == manifest["CHANGES"]
    assert "changes" not in manifest["FILES"]
    assert ("1.0.0", sd.DATA_VERSION) == (manifest["DATA_VERSIONS"][0], manifest["DATA_VERSIONS"][-1])
    assert sorted(manifest["DATA_VERSIONS"], key=lambda version: [int(n) for n in version.split(".")]) == list(
        manifest["DATA_VERSIONS"]
    )


# --- the way in


def test_the_shipped_log_is_the_one_compiled(compiled: Path) -> None:
    """What changed since an earlier data version is what a comparison with its tables gives."""
    old = read(ROOT / "src/summitdata/data/history/1.0.0")
    tables = sd.load().tables

    assert changes(old, tables).equals(sd.changes("1.0.0", sd.DATA_VERSION, "arrow"))
    assert pq.read_table(compiled / "changes.parquet").equals(
        pq.read_table(Path(sd.__file__).parent / "data" / "changes.parquet")
    )


def test_from_a_newer_version_to_an_older_is_the_way_back() -> None:
    """Asked the other way round, what was added was removed, and old and new have changed places."""
    there = sd.changes("1.0.0", sd.DATA_VERSION, "arrow")

    assert inverse(there).equals(sd.changes(sd.DATA_VERSION, "1.0.0", "arrow"))
    assert there.num_rows > 0


@pytest.mark.parametrize("version", ["1.0.0", sd.DATA_VERSION])
def test_a_version_does_not_differ_from_itself(version: str) -> None:
    """The same version twice gives no rows, and the columns."""
    found = sd.changes(version, version)

    assert (0, NAMES) == (len(found), list(found.columns))


def test_corpora_and_folders_and_the_current_version_are_compared(tmp_path: Path) -> None:
    """A corpus, its export and the version that is shipped are told apart by their rows and by nothing else."""
    shipped = sd.load()
    shipped.write(tmp_path / "export", "jsonl")
    fewer = sd.Corpus({**shipped.tables, "mentions": shipped.table("mentions").slice(1)})
    expected = [("mentions", shipped.mentions[0].id, "removed", None, None, None)]

    assert sd.changes(sd.DATA_VERSION, tmp_path / "export").empty
    assert sd.changes(str(tmp_path / "export"), shipped, "polars").is_empty()
    assert expected == [tuple(row) for row in rows(sd.changes(tmp_path / "export", fewer, "arrow"))]
    assert expected == [tuple(row) for row in rows(sd.changes(sd.DATA_VERSION, fewer, "arrow"))]


def test_what_the_package_does_not_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown versions, tables of earlier versions, and steps between earlier versions are named with a way out."""
    with pytest.raises(UnknownNameError) as unknown:
        sd.changes("1.0.0", "0.9")
    with pytest.raises(UsageError) as tables:
        sd.changes("1.0.0", sd.load())
    with pytest.raises(NotFoundError):
        sd.changes("latest", sd.load())
    monkeypatch.setattr(bundled, "DATA_VERSIONS", ("1.0.0", "1.0.1", sd.DATA_VERSION))
    with pytest.raises(UsageError) as step:
        sd.changes("1.0.0", "1.0.1")

    assert str(unknown.value) == (
        f"there is no data version '0.9' in this package, which knows 1.0.0, 1.1.0, {sd.DATA_VERSION}; "
        "for a folder of that name write './0.9'"
    )
    assert str(tables.value) == (
        "the tables of data version 1.0.0 are not in this package, only what changed from it to "
        f"{sd.DATA_VERSION}; compare with {sd.DATA_VERSION}"
    )
    assert str(step.value) == (
        f"the changes from data version 1.0.0 to 1.0.1 are not in this package, which has those of each to {sd.DATA_VERSION}; "
        f"ask for changes('1.0.0', '{sd.DATA_VERSION}') and changes('1.0.1', '{sd.DATA_VERSION}')"
    )
