"""Records, plain rows and Arrow tables: turned into one another without any value changing, or refused."""

import datetime as dt
import math
from collections import OrderedDict
from decimal import Decimal
from types import MappingProxyType

import attrs
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow.parquet import ParquetFile

from summitdata.casting import same_layout
from summitdata.convert import (
    broken_rule,
    expectation,
    keeps_rules,
    record,
    records,
    row_problems,
    rows_to_table,
    to_table,
)
from summitdata.exceptions import ConversionError, SchemaError, shown
from summitdata.fields import about
from summitdata.problems import Problem
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns
from summitdata.vocabularies import Origin, PloverMode

from .sightings import BirdMood, Sighting, plain, sighting
from .strategies import broken_rows, rows

UNCHANGED = "; correct the value, nothing is coerced"
UNHASHABLE = ["calm"]


class Text(str):
    """A string that is more than a string."""

    __slots__ = ()


def test_a_right_row_becomes_a_record():
    """Codes become members, whole numbers in a column of numbers become floats, everything else stays."""
    made = record(Sighting, plain(call="loud", weight=1), "sightings")

    assert made == sighting(call=BirdMood.LOUD, weight=1.0)
    assert (type(made.mood), type(made.weight)) == (BirdMood, float)


@pytest.mark.parametrize(
    "changes",
    [
        {"mood": BirdMood.CALM},
        {"seen": "2031-09-03"},
        {"seen": None, "call": None, "weight": None, "text": None},
        {"wings": 0, "weight": 0},
        {"height": -(2**53)},
        {"text": "\0\r\n\u2028\ufeff😀"},
    ],
    ids=str,
)
def test_every_spelling_of_a_value_is_taken(changes):
    """Members of the vocabulary, ISO dates, nulls where they may be, the ends of ranges, any character of Unicode."""
    assert row_problems(Sighting, plain(**changes), "sightings") == []


MIDNIGHT = "datetime.datetime(2031, 9, 3, 0, 0, tzinfo=datetime.timezone.utc)"
WRONG = [
    # Text.
    ("text", 5, "type", "text", "5"),
    ("text", b"x", "type", "text", "b'x'"),
    ("text", True, "type", "text", "True"),
    ("text", ["x"], "type", "text", "['x']"),
    ("text", {}, "type", "text", "{}"),
    ("text", BirdMood.CALM, "type", "text", "<BirdMood.CALM: 'calm'>"),
    ("text", Text("x"), "type", "text", "'x'"),
    ("text", "\ud800", "encoding", "text without lone surrogates", r"'\ud800'"),
    ("id", None, "null", "text, never null", "None"),
    ("id", "", "pattern", "text of the form [a-z]+/b[0-9]+", "''"),
    ("id", "moor/b1\n", "pattern", "text of the form [a-z]+/b[0-9]+", r"'moor/b1\n'"),
    ("id", "moor/b١", "pattern", "text of the form [a-z]+/b[0-9]+", "'moor/b١'"),
    # Codes.
    ("mood", "sad", "vocabulary", "one of calm, loud", "'sad'"),
    ("mood", "CALM", "vocabulary", "one of calm, loud", "'CALM'"),
    ("mood", "", "vocabulary", "one of calm, loud", "''"),
    ("mood", None, "null", "text, never null", "None"),
    ("mood", UNHASHABLE, "type", "text", "['calm']"),
    ("mood", Origin.CURATED, "type", "text", "<Origin.CURATED: 'curated'>"),
    ("mood", "\udfff", "encoding", "text without lone surrogates", r"'\udfff'"),
    # Whole numbers.
    ("wings", "2", "type", "whole number", "'2'"),
    ("wings", 2.0, "type", "whole number", "2.0"),
    ("wings", True, "type", "whole number", "True"),
    ("wings", None, "null", "whole number, never null", "None"),
    ("wings", [2], "type", "whole number", "[2]"),
    ("wings", math.nan, "type", "whole number", "nan"),
    ("wings", 2**63, "type", "whole number of at most 64 bits", "9223372036854775808"),
    ("wings", -(2**63) - 1, "type", "whole number of at most 64 bits", "-9223372036854775809"),
    ("wings", 10**5000, "type", "whole number of at most 64 bits", "<int too large to show>"),
    ("wings", -1, "range", "0 to 2", "-1"),
    ("wings", 3, "range", "0 to 2", "3"),
    # Numbers.
    ("weight", "0.5", "type", "number", "'0.5'"),
    ("weight", True, "type", "number", "True"),
    ("weight", Decimal(1), "type", "number", "Decimal('1')"),
    ("weight", 2**53 + 1, "type", "number of at most 53 bits", "9007199254740993"),
    ("weight", math.nan, "finite", "a finite number", "nan"),
    ("weight", math.inf, "finite", "a finite number", "inf"),
    ("weight", -math.inf, "finite", "a finite number", "-inf"),
    ("weight", -0.1, "range", "at least 0", "-0.1"),
    ("height", 10000.5, "range", "at most 10000.0", "10000.5"),
    ("height", None, "null", "number, never null", "None"),
    # Truth values.
    ("ringed", "false", "type", "true or false", "'false'"),
    ("ringed", 0, "type", "true or false", "0"),
    ("ringed", None, "null", "true or false, never null", "None"),
    ("ringed", [], "type", "true or false", "[]"),
    # Dates.
    ("seen", "2031-02-30", "type", "date", "'2031-02-30'"),
    ("seen", "2031-9-3", "type", "date", "'2031-9-3'"),
    ("seen", "20310903", "type", "date", "'20310903'"),
    ("seen", "2031-09-03T00:00", "type", "date", "'2031-09-03T00:00'"),
    ("seen", "٢٠٣١-٠٩-٠٣", "type", "date", "'٢٠٣١-٠٩-٠٣'"),
    ("seen", "", "type", "date", "''"),
    ("seen", dt.datetime(2031, 9, 3, tzinfo=dt.UTC), "type", "date", MIDNIGHT),
    ("seen", 1946, "type", "date", "1946"),
    ("seen", ["2031-09-03"], "type", "date", "['2031-09-03']"),
]


@pytest.mark.parametrize(
    ("column", "value", "rule", "expected", "found"),
    WRONG,
    ids=[f"{n}-{row[0]}-{row[2]}" for n, row in enumerate(WRONG)],
)
def test_a_wrong_value_is_refused(column, value, rule, expected, found):
    """Nothing is coerced: the error says table, row, column, what was expected and what came."""
    row = plain(**{column: value})
    identity = f" ({row['id']!r})" if isinstance(row["id"], str) else ""

    with pytest.raises(ConversionError) as e:
        record(Sighting, row, "sightings", where="'birds.json', row 6", position=6)

    assert (
        f"'birds.json', row 6: sightings row 6{identity}, column {column!r}: expected {expected}, found {found} [{rule}]"
        f"{UNCHANGED}"
    ) == str(e.value)


def test_a_problem_says_all_there_is_to_know():
    """The error carries what it says in parts."""
    with pytest.raises(ConversionError) as e:
        record(Sighting, plain(wings="2"), "sightings", position=6)

    assert e.value.problems == (
        Problem(
            table="sightings",
            row=6,
            id="moor/b1",
            column="wings",
            rule="type",
            value="'2'",
            expected="whole number",
        ),
    )


def test_all_that_is_wrong_with_a_row_is_told():
    """Missing and unknown columns first, then cells in the order of columns; a missing one is not called null too."""
    row = plain(id=5, wings=None, weight=math.nan, colour="red", idd=1)
    del row["mood"], row["text"], row["seen"]

    with pytest.raises(ConversionError) as e:
        record(Sighting, row, "sightings")

    assert (
        "sightings row 0, column 'mood': expected a value or null, the key is missing [columns]"
        f" (and 7 more){UNCHANGED}" == str(e.value)
    )
    assert [(p.column, p.rule) for p in e.value.problems] == [
        ("mood", "columns"),
        ("seen", "columns"),
        ("text", "columns"),
        ("colour", "columns"),
        ("idd", "columns"),
        ("id", "type"),
        ("wings", "null"),
        ("weight", "finite"),
    ]


LISTED = "the columns: id, place_id, mood, call, wings, weight, height, ringed, seen, text, example_id."


@pytest.mark.parametrize(
    ("key", "shown", "hint"),
    [
        ("wing", "'wing'", "did you mean 'wings'?"),
        ("\x1b\n" + "x" * 200, rf"'\x1b\n{'x' * 153}… (208 characters)", LISTED),
        (7, "'7'", LISTED),
    ],
    ids=["near", "hostile", "number"],
)
def test_an_unknown_column_is_refused(key, shown, hint):
    """It does not vanish, and the nearest column is suggested."""
    with pytest.raises(ConversionError) as e:
        record(Sighting, {**plain(), key: 1}, "sightings")

    assert f"sightings row 0 ('moor/b1'), column {shown}: expected no such column; {hint} [columns]{UNCHANGED}" == str(
        e.value
    )


@pytest.mark.parametrize("row", [None, "row", 5, [], [("id", "moor/b1")], sighting()], ids=lambda v: type(v).__name__)
def test_what_is_no_mapping_is_no_row(row):
    """A list, a text, a record is not read as if it were one."""
    (problem,) = row_problems(Sighting, row, "sightings")

    assert (problem.rule, problem.expected, problem.column) == ("type", "an object with the table's columns", None)


@pytest.mark.parametrize("kind", [dict, OrderedDict, MappingProxyType])
def test_any_mapping_is_a_row(kind):
    """Whatever maps names to values, in any order."""
    row = kind(dict(reversed(plain().items())))

    assert sighting() == record(Sighting, row, "sightings")


def test_a_large_vocabulary_names_the_nearest_code():
    """More than a dozen codes are not all told."""
    (c,) = (c for c in columns(TABLES["events"]) if c.vocabulary is PloverMode)
    near = next(iter(PloverMode)).value

    assert expectation(c, "vocabulary", f"{near}s") == f"a code of plover_mode; did you mean {near!r}?"
    assert expectation(c, "vocabulary", "%") == f"a code of plover_mode; its codes: {', '.join(PloverMode)}."


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=12)
@given(data=st.data())
def test_right_rows_survive_every_way_round(table, data):
    """Rows become records, records a table, the table the same records and rows."""
    cls = TABLES[table]
    drawn = data.draw(st.lists(rows(table), max_size=3))
    made = [record(cls, row, table) for row in drawn]
    arrow = to_table(cls, made, table)

    assert list(records(cls, arrow, table)) == made
    assert arrow.to_pylist() == drawn
    assert rows_to_table(cls, (("here", row) for row in drawn), table).equals(arrow, check_metadata=True)
    assert arrow.schema.equals(arrow_schema(cls), check_metadata=True)


def test_records_come_in_the_order_of_rows_over_all_batches():
    """Several thousand rows in chunks of any size come as they stand."""
    made = [sighting(id=f"moor/b{n}", wings=n % 3, weight=None if n % 2 else float(n)) for n in range(2500)]
    arrow = to_table(Sighting, made, "sightings")
    chunked = pa.concat_tables([arrow.slice(0, 7), arrow.slice(7, 2000), arrow.slice(2007)])

    assert list(records(Sighting, chunked, "sightings")) == made


def test_records_of_a_table_are_like_any_other():
    """They compare, hash, show and evolve; they do not change."""
    (made,) = records(Sighting, to_table(Sighting, [sighting()], "sightings"), "sightings")

    assert (hash(sighting()), repr(sighting())) == (hash(made), repr(made))
    assert attrs.evolve(made, wings=1) == sighting(wings=1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.wings = 1


def arrow_of(**changes):
    """An Arrow table of the invented class with two right rows and one that may be wrong, as pyarrow lets it be made."""
    return pa.Table.from_pylist([plain(), plain(), plain(**changes)], schema=arrow_schema(Sighting))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": None}, "column 'id': expected text, never null, found None [null]"),
        ({"mood": None}, "column 'mood': expected text, never null, found None [null]"),
        ({"mood": "sad"}, "column 'mood': expected one of calm, loud, found 'sad' [vocabulary]"),
        ({"call": ""}, "column 'call': expected one of calm, loud, found '' [vocabulary]"),
    ],
)
def test_records_are_not_made_of_nulls_and_codes_that_may_not_be(changes, expected):
    """pyarrow takes nulls into columns without them, and knows no vocabularies; a record never holds either."""
    with pytest.raises(ConversionError) as e:
        list(records(Sighting, arrow_of(**changes), "sightings"))

    assert f"sightings row 2, {expected}{UNCHANGED}" == str(e.value)


def test_records_of_a_wrong_value_say_which():
    """The values of records are checked when they become a table: attrs does not."""
    made = [sighting(), sighting(wings="2", mood="sad"), sighting(wings=True, text="\ud800", seen="2031-09-03")]

    with pytest.raises(ConversionError) as e:
        to_table(Sighting, made, "sightings")

    assert (
        f"sightings row 1, column 'mood': expected one of calm, loud, found 'sad' [vocabulary] (and 4 more){UNCHANGED}"
        == str(e.value)
    )
    assert [(p.row, p.column) for p in e.value.problems] == [
        (1, "mood"),
        (1, "wings"),
        (2, "wings"),
        (2, "seen"),
        (2, "text"),
    ]


def test_records_of_another_class_are_refused():
    """A subclass or a plain row is not a record of the table."""

    class Other(Sighting):
        """Another one."""

    with pytest.raises(ConversionError) as e:
        to_table(Sighting, [sighting(), Other(**plain()), plain()], "sightings")

    assert f"sightings row 1: expected a Sighting record, found Other [type] (and 1 more){UNCHANGED}" == str(e.value)


def test_rows_that_are_wrong_are_all_told_with_the_place_of_the_first():
    """One wrong row refuses the table; all of them are named."""
    given_rows = [("line 1", plain()), ("line 2", plain(wings=9)), ("line 3", []), ("line 4", plain(ringed="no"))]

    with pytest.raises(ConversionError) as e:
        rows_to_table(Sighting, given_rows, "sightings")

    assert (
        f"line 2: sightings row 1 ('moor/b1'), column 'wings': expected 0 to 2, found 9 [range] (and 2 more){UNCHANGED}"
        == str(e.value)
    )
    assert [(p.row, p.rule) for p in e.value.problems] == [(1, "range"), (2, "type"), (3, "type")]


@given(value=st.text() | st.integers() | st.floats() | st.booleans() | st.none() | st.binary() | st.dates())
def test_a_value_breaks_a_rule_or_fits_the_column(value):
    """What no rule refuses, Arrow takes and gives back unchanged."""
    for c, field in zip(columns(Sighting), arrow_schema(Sighting), strict=True):
        if broken_rule(c, value) is None:
            assert pa.array([value], field.type).to_pylist() == [value]


def relaid(name: str, values: pa.Array | pa.ChunkedArray, n: int = 2) -> pa.Table:
    """The table of the invented class with another column in the place of one."""
    table = pa.Table.from_pylist([plain()] * n, schema=arrow_schema(Sighting))
    return table.set_column(table.column_names.index(name), name, values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("text", pa.array(["чибис", None], pa.large_string())),
        ("text", pa.array(["чибис", None], pa.string_view())),
        ("text", pa.array(["чибис", None], pa.string()).dictionary_encode()),
        ("text", pa.array(["чибис", None], pa.large_string()).dictionary_encode()),
        (
            "text",
            pa.DictionaryArray.from_arrays(pa.array([0, None], pa.uint32()), pa.array(["чибис"], pa.string_view())),
        ),
        ("wings", pa.array([2, None], pa.int8())),
        ("wings", pa.array([2, None], pa.uint32())),
        ("wings", pa.array([2, None], pa.int32()).dictionary_encode()),
        ("weight", pa.array([0.5, None], pa.float32())),
        ("weight", pa.array([0.5, None], pa.float64()).dictionary_encode()),
        ("seen", pa.array([dt.date(2031, 9, 3), None]).dictionary_encode()),
        ("ringed", pa.chunked_array([pa.array([True]), pa.array([None], pa.bool_())])),
    ],
    ids=lambda v: str(getattr(v, "type", v)),
)
def test_other_layouts_of_the_same_values_are_taken(name, values):
    """Large, viewed, dictionary-encoded and narrower columns become those of the schema, value for value."""
    laid = same_layout(Sighting, relaid(name, values), "sightings", "here")

    assert laid.column(name).to_pylist() == values.to_pylist()
    assert laid.schema.equals(arrow_schema(Sighting), check_metadata=True)


@pytest.mark.parametrize("name", [c.name for c in columns(Sighting)])
def test_columns_of_nulls_without_a_type_are_taken(name):
    """A writer that saw nothing but nulls knows no type."""
    laid = same_layout(Sighting, relaid(name, pa.nulls(2)), "sightings", "here")

    assert laid.column(name).null_count == 2
    assert laid.schema.equals(arrow_schema(Sighting), check_metadata=True)


def test_columns_in_another_order_are_put_in_order():
    """The order of columns is the schema's."""
    table = arrow_of()
    laid = same_layout(Sighting, table.select(table.column_names[::-1]), "sightings", "here")

    assert laid.equals(table, check_metadata=True)


def test_what_polars_writes_is_taken(tmp_path):
    """Through Parquet and through the PyCapsule interface, categories too."""
    table = arrow_of(call="loud")
    frame = pl.DataFrame(table).with_columns(pl.col("mood", "call").cast(pl.Categorical))
    path = tmp_path / "sightings.parquet"
    frame.write_parquet(path)

    assert table.equals(same_layout(Sighting, pa.table(frame), "sightings", "here"))
    assert table.equals(same_layout(Sighting, ParquetFile(path).read(), "sightings", "here"))


@pytest.mark.parametrize(
    ("name", "values", "expected", "found"),
    [
        ("text", pa.array([1, 2]), "string", "int64"),
        ("text", pa.array([b"a", b"b"]), "string", "binary"),
        ("text", pa.array([["a"], ["b"]]), "string", "list<item: string>"),
        ("text", pa.array([1, 2]).dictionary_encode(), "string", "dictionary<values=int64, indices=int32, ordered=0>"),
        ("wings", pa.array([1.0, 2.0]), "int64", "double"),
        ("wings", pa.array([1, 2], pa.uint64()), "int64", "uint64"),
        ("wings", pa.array(["1", "2"]), "int64", "string"),
        ("wings", pa.array([True, False]), "int64", "bool"),
        ("weight", pa.array([1, 2]), "double", "int64"),
        ("weight", pa.array([1, 2], pa.decimal128(3)), "double", "decimal128(3, 0)"),
        ("weight", pa.array([1, 2], pa.float16()), "double", "halffloat"),
        ("ringed", pa.array([1, 0]), "bool", "int64"),
        ("seen", pa.array(["2031-09-03", None]), "date32[day]", "string"),
        ("seen", pa.array([dt.datetime(2031, 9, 3, tzinfo=dt.UTC), None]), "date32[day]", "timestamp[us, tz=UTC]"),
        ("seen", pa.array([dt.date(2031, 9, 3), None], pa.date64()), "date32[day]", "date64[ms]"),
    ],
    ids=lambda v: str(getattr(v, "type", v)),
)
def test_columns_of_another_type_are_refused(name, values, expected, found):
    """No number is read out of text, no date out of a time of day."""
    with pytest.raises(SchemaError) as e:
        same_layout(Sighting, relaid(name, values), "sightings", "'birds'")

    assert (
        f"'birds': column {name!r} of table 'sightings' should be {expected}, found {found}; nothing is coerced"
        == str(e.value)
    )


@pytest.mark.parametrize("days", [-719_163, 2_932_897, 2**31 - 1])
def test_days_that_python_does_not_know_are_refused(days):
    """Arrow holds days that no date of Python is; they would fail later, when they are first looked at."""
    values = pa.array([None, days], pa.int32()).view(pa.date32())

    with pytest.raises(SchemaError) as e:
        same_layout(Sighting, relaid("seen", values), "sightings", "here")

    assert str(e.value) == (
        "here: column 'seen' of table 'sightings' holds a day outside the years 1 to 9999; correct it"
    )


def test_the_first_and_the_last_day_are_taken():
    """The years 1 and 9999 are those of Python."""
    laid = same_layout(Sighting, relaid("seen", pa.array([dt.date.min, dt.date.max])), "sightings", "here")

    assert [dt.date.min, dt.date.max] == laid.column("seen").to_pylist()


def test_a_missing_column_is_named():
    """Where another column stands in its place, that one too."""
    table = arrow_of()

    with pytest.raises(SchemaError) as e:
        same_layout(Sighting, table.drop_columns(["wings", "seen"]), "sightings", "here")

    assert str(e.value) == "here: table 'sightings' lacks the column 'wings'"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wing", "it has 'wing' instead, did you mean 'wings'?"),
        ("\n", r"it has '\n' instead, missing are: wings."),
    ],
)
def test_a_renamed_column_is_named_beside_the_missing_one(name, expected):
    """So that a slip of the pen is seen at once."""
    table = arrow_of().rename_columns({"wings": name})

    with pytest.raises(SchemaError) as e:
        same_layout(Sighting, table, "sightings", "here")

    assert f"here: table 'sightings' lacks the column 'wings'; {expected}" == str(e.value)


def test_an_unknown_column_of_a_table_is_named():
    """It is not dropped, and the nearest is suggested."""
    table = arrow_of().append_column("ring", pa.nulls(3))

    with pytest.raises(SchemaError) as e:
        same_layout(Sighting, table, "sightings", "here")

    assert str(e.value) == "here: table 'sightings' has no column 'ring'; did you mean 'ringed'?"


def test_a_doubled_column_is_named():
    """Two columns of one name are never guessed between."""
    table = arrow_of().append_column("wings", pa.array([1, 2, 3])).append_column("wings", pa.array([1, 2, 3]))

    with pytest.raises(SchemaError) as e:
        same_layout(Sighting, table, "sightings", "here")

    assert str(e.value) == "here: column 'wings' of table 'sightings' stands there 3 times; keep one"


def test_a_table_without_rows_keeps_its_types():
    """Nothing in, nothing out, typed."""
    empty = to_table(Sighting, [], "sightings")

    assert (empty.num_rows, list(records(Sighting, empty, "sightings"))) == (0, [])
    assert empty.schema.equals(arrow_schema(Sighting), check_metadata=True)


def test_a_lone_column_of_numbers_has_no_ends():
    """Where a class declares no range, every whole number of 64 bits fits."""
    cls = attrs.make_class("Counted", {"n": attrs.field(type=int, metadata=about("How many."))}, frozen=True)

    assert [[p.rule for p in row_problems(cls, {"n": n}, "counted")] for n in (-(2**63), 2**63 - 1, 2**63)] == [
        [],
        [],
        ["type"],
    ]


class Whole(int):
    """A whole number that is more than one."""

    __slots__ = ()


# What comes near to being right, and what Arrow itself would take for something else.
ODD = st.sampled_from(
    [
        None,
        "",
        "calm",
        "sad",
        "moor/b2",
        "moor/b2\n",
        "\ud800",
        Text("moor/b3"),
        b"moor/b4",
        BirdMood.LOUD,
        Origin.CURATED,
        True,
        0,
        2,
        3,
        -1,
        2**53,
        2**53 + 1,
        2**63,
        Whole(1),
        1.0,
        -0.5,
        math.nan,
        math.inf,
        Decimal(1),
        dt.date(2031, 9, 3),
        dt.datetime(2031, 9, 3, tzinfo=dt.UTC),
        "2031-09-03",
        "2031-02-30",
        ["calm"],
    ]
)


def problem(column, rule, value, row):
    """What is told of one cell of a record."""
    expected = expectation(column, rule, value)
    return Problem(table="sightings", row=row, column=column.name, rule=rule, value=shown(value), expected=expected)


def told(make):
    """The table that was made or the problems that were found."""
    try:
        return make().to_pylist()
    except ConversionError as error:
        return error.problems


@given(changes=st.lists(st.dictionaries(st.sampled_from([c.name for c in columns(Sighting)]), ODD), max_size=5))
def test_records_are_taken_as_their_cells_are(changes):
    """Whatever columns are asked as a whole, every cell is judged as it would be by itself."""
    made = [sighting(**changed) for changed in changes]
    cells = [(c, row, getattr(record, c.name)) for c in columns(Sighting) for row, record in enumerate(made)]
    problems = tuple(problem(c, rule, value, row) for c, row, value in cells if (rule := broken_rule(c, value)))
    expected = problems or [attrs.asdict(record) for record in made]

    assert expected == told(lambda: to_table(Sighting, made, "sightings"))


@st.composite
def any_row(draw):
    """A plain row, or something like it, with cells that may be anything."""
    row = plain(**draw(st.dictionaries(st.sampled_from([c.name for c in columns(Sighting)]), ODD)))
    for name in draw(st.lists(st.sampled_from(list(row)), max_size=1)):
        del row[name]
    if draw(st.sampled_from([False, False, True])):
        row["idd"] = 1
    return draw(st.sampled_from([row, row, row, MappingProxyType(row), [*row], None]))


@given(given_rows=st.lists(any_row(), max_size=5))
def test_rows_are_taken_as_each_is(given_rows):
    """Whatever columns are asked as a whole, every row is judged as it would be by itself."""
    problems = [p for n, row in enumerate(given_rows) for p in row_problems(Sighting, row, "sightings", n)]
    expected = tuple(problems) or [attrs.asdict(record(Sighting, row, "sightings")) for row in given_rows]

    assert expected == told(lambda: rows_to_table(Sighting, (("here", row) for row in given_rows), "sightings"))


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=6)
@given(data=st.data())
def test_a_table_that_keeps_the_rules_has_no_cell_that_breaks_one(table, data):
    """Columns as a whole and cells one by one come to the same."""
    cls = TABLES[table]
    drawn = data.draw(st.lists(broken_rows(table), max_size=3))
    arrow = pa.Table.from_pylist(drawn, arrow_schema(cls))
    broken = [c.name for c in columns(cls) for value in arrow.column(c.name).to_pylist() if broken_rule(c, value)]

    assert keeps_rules(cls, arrow) is not bool(broken)


def sightings(**odd):
    """Six thousand records as they come, of which some have other values: column to place and value."""
    for n in range(6000):
        changed = {name: value for name, (place, value) in odd.items() if place == n}
        yield sighting(id=f"moor/b{n}", **changed)


def test_records_are_taken_as_they_come():
    """An iterator of many records is gone through once."""
    made = to_table(Sighting, sightings(weight=(5000, None)), "sightings")

    assert list(records(Sighting, made, "sightings")) == list(sightings(weight=(5000, None)))


def test_what_is_wrong_with_many_records_is_told_in_order():
    """All that is wrong with a column, then with the next, wherever it stands."""
    wrong = sightings(text=(3, 1), weight=(4200, -1.0), wings=(5900, 3), mood=(12, "sad"))

    with pytest.raises(ConversionError) as e:
        to_table(Sighting, wrong, "sightings")

    assert [(p.row, p.column) for p in e.value.problems] == [
        (12, "mood"),
        (5900, "wings"),
        (4200, "weight"),
        (3, "text"),
    ]


def test_records_of_another_class_among_many_are_told_before_all_else():
    """What values they have is not asked then, before or after."""
    made = list(sightings(wings=(3, 7), weight=(5900, -1.0)))
    made[4500] = plain()

    with pytest.raises(ConversionError) as e:
        to_table(Sighting, made, "sightings")

    assert [(p.row, p.value) for p in e.value.problems] == [(4500, "dict")]


def test_what_is_wrong_with_many_rows_is_told_in_order():
    """Row after row, with the place of the first."""
    placed = [(f"line {n + 1}", plain(id=f"moor/b{n}")) for n in range(6000)]
    for n in (4100, 5999):
        placed[n] = (f"line {n + 1}", plain(wings=None))
    placed[10] = ("line 11", MappingProxyType(plain(seen="2031-09-04")))

    with pytest.raises(ConversionError) as e:
        rows_to_table(Sighting, placed, "sightings")

    assert str(e.value) == (
        "line 4101: sightings row 4100 ('moor/b1'), column 'wings': expected whole number, never null, found None"
        f" [null] (and 1 more){UNCHANGED}"
    )
    assert [p.row for p in e.value.problems] == [4100, 5999]


def test_many_rows_of_several_kinds_become_a_table():
    """Dates as text and as dates, codes as text and as members, mappings of any kind."""
    placed = [("here", plain(id=f"moor/b{n}")) for n in range(6000)]
    placed[10] = ("here", MappingProxyType(plain(seen="2031-09-04")))
    placed[5000] = ("here", plain(seen="2031-09-05", mood=BirdMood.LOUD, weight=1))
    made = rows_to_table(Sighting, placed, "sightings").to_pylist()

    assert (made[10]["seen"], made[5000]["seen"]) == (dt.date(2031, 9, 4), dt.date(2031, 9, 5))
    assert (made[5000]["mood"], made[5000]["weight"], len(made)) == ("loud", 1.0, 6000)


def test_large_columns_take_the_layout_of_the_schema():
    """Where there are many rows, two columns at a time."""
    table = pa.concat_tables([arrow_of()] * 4000)
    coded = table.set_column(2, "mood", table.column("mood").dictionary_encode())

    assert table.equals(same_layout(Sighting, coded, "sightings", "here"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("id", "x"), ("place_id", None), ("mood", "sad"), ("wings", 3), ("weight", math.nan), ("height", None)],
)
def test_one_value_of_many_is_seen(name, value):
    """A single cell that is not allowed among those that are."""
    is_allowed = (name, value) == ("place_id", None)

    assert keeps_rules(Sighting, arrow_of(**{name: value})) is is_allowed
    assert (
        told(lambda: to_table(Sighting, [sighting(), sighting(**{name: value})], "sightings"))
        == [
            attrs.asdict(sighting()),
            attrs.asdict(sighting(**{name: value})),
        ]
    ) is is_allowed


def test_a_row_with_another_key_in_the_place_of_one_is_refused():
    """As many keys as there are columns are not yet the columns."""
    row = plain(wing=2)
    del row["wings"]

    with pytest.raises(ConversionError) as e:
        rows_to_table(Sighting, [("here", row)], "sightings")

    assert [("wings", "columns"), ("wing", "columns")] == [(p.column, p.rule) for p in e.value.problems]
