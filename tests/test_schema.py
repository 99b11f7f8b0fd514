"""One declaration, everything derived: what the walkers make of a record class."""

import datetime as dt
import json

import attrs
import jsonschema
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from summitdata.convert import row_problems
from summitdata.exceptions import UnknownNameError
from summitdata.fields import about
from summitdata.plain import dumped
from summitdata.records import TABLES, Quotation
from summitdata.schema import (
    Column,
    arrow_schema,
    codebook,
    columns,
    docstring,
    json_schema,
    row_is,
    table_class,
    wording_columns,
)
from summitdata.vocabularies import Stage

from .sightings import BirdMood, Sighting, plain
from .strategies import broken_rows, rows


def test_columns_say_what_the_class_declares():
    """Name, kind, nullability and vocabulary come from the type, the rest from the metadata."""
    nothing = dict.fromkeys(
        ("vocabulary", "unit", "null", "pattern", "minimum", "maximum", "reference", "cut_at", "reveals"), None
    )
    expected = {
        "id": (str, False, {"description": "Names it.", "pattern": "[a-z]+/b[0-9]+"}),
        "place_id": (str, True, {"description": "Where.", "reference": "places", "null": "unstated"}),
        "mood": (str, False, {"description": "How it felt.", "vocabulary": BirdMood}),
        "call": (str, True, {"description": "How it sounded.", "vocabulary": BirdMood, "null": "unverified"}),
        "wings": (int, False, {"description": "How many it had.", "unit": "wings", "minimum": 0, "maximum": 2}),
        "weight": (float, True, {"description": "How heavy it was.", "unit": "kg", "minimum": 0, "null": "unstated"}),
        "height": (float, False, {"description": "How high it flew.", "maximum": 1e4}),
        "ringed": (bool, False, {"description": "It had a ring."}),
        "seen": (dt.date, True, {"description": "The day.", "null": "inapplicable"}),
        "text": (str, True, {"description": "The note.", "null": "withheld"}),
        "example_id": (str, True, {"description": "Any row.", "reference": "*", "null": "inapplicable"}),
    }

    assert columns(Sighting) == tuple(
        Column(**{**nothing, "within": False, "name": name, "kind": kind, "nullable": nullable, **facts})
        for name, (kind, nullable, facts) in expected.items()
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("start", "end"), ("cue_start", "cue_end"), ("end", None), ("restart", None), ("start_day", None)],
)
def test_a_start_knows_its_end(name, expected):
    """Columns that begin a span are told by their names."""
    c = columns(attrs.make_class("Named", {name: attrs.field(type=int, metadata=about("A."))}))[0]

    assert expected == c.span_end


def test_arrow_schema_keeps_types_nullability_and_facts():
    """The Arrow schema has every fact of a field as its metadata."""
    text, number = pa.string(), pa.float64()
    fields = [
        pa.field("id", text, nullable=False, metadata={"description": "Names it."}),
        pa.field("place_id", text, metadata={"description": "Where.", "null": "unstated", "reference": "places"}),
        pa.field(
            "mood",
            text,
            nullable=False,
            metadata={"description": "How it felt.", "vocabulary": "bird_mood", "codes": "calm loud"},
        ),
        pa.field(
            "call",
            text,
            metadata={
                "description": "How it sounded.",
                "null": "unverified",
                "vocabulary": "bird_mood",
                "codes": "calm loud",
            },
        ),
        pa.field("wings", pa.int64(), nullable=False, metadata={"description": "How many it had.", "unit": "wings"}),
        pa.field("weight", number, metadata={"description": "How heavy it was.", "unit": "kg", "null": "unstated"}),
        pa.field("height", number, nullable=False, metadata={"description": "How high it flew."}),
        pa.field("ringed", pa.bool_(), nullable=False, metadata={"description": "It had a ring."}),
        pa.field("seen", pa.date32(), metadata={"description": "The day.", "null": "inapplicable"}),
        pa.field("text", text, metadata={"description": "The note.", "null": "withheld"}),
        pa.field("example_id", text, metadata={"description": "Any row.", "null": "inapplicable", "reference": "*"}),
    ]
    expected = pa.schema(fields, metadata={"description": "A sighting: one bird, seen once."})

    assert arrow_schema(Sighting).equals(expected, check_metadata=True)


def test_json_schema_of_the_invented_class():
    """The JSON Schema has types, nulls, codes, patterns, ranges and every fact of a field."""
    expected = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:summitdata:schema:sightings",
        "title": "sightings",
        "description": "A sighting: one bird, seen once.",
        "type": "object",
        "properties": {
            "id": {"description": "Names it.", "type": "string", "pattern": "^(?:[a-z]+/b[0-9]+)$"},
            "place_id": {
                "description": "Where.",
                "type": ["string", "null"],
                "null": "unstated",
                "reference": "places",
            },
            "mood": {"description": "How it felt.", "type": "string", "enum": ["calm", "loud"]},
            "call": {
                "description": "How it sounded.",
                "type": ["string", "null"],
                "enum": ["calm", "loud", None],
                "null": "unverified",
            },
            "wings": {
                "description": "How many it had.",
                "type": "integer",
                "minimum": 0,
                "maximum": 2,
                "unit": "wings",
            },
            "weight": {
                "description": "How heavy it was.",
                "type": ["number", "null"],
                "minimum": 0,
                "unit": "kg",
                "null": "unstated",
            },
            "height": {"description": "How high it flew.", "type": "number", "maximum": 1e4},
            "ringed": {"description": "It had a ring.", "type": "boolean"},
            "seen": {
                "description": "The day.",
                "type": ["string", "null"],
                "format": "date",
                "null": "inapplicable",
            },
            "text": {"description": "The note.", "type": ["string", "null"], "null": "withheld"},
            "example_id": {
                "description": "Any row.",
                "type": ["string", "null"],
                "null": "inapplicable",
                "reference": "*",
            },
        },
        "required": [
            *["id", "place_id", "mood", "call", "wings", "weight", "height", "ringed", "seen", "text", "example_id"]
        ],
        "additionalProperties": False,
    }

    assert expected == json.loads(json.dumps(json_schema(Sighting, "sightings")))


def judge(cls: type, table: str) -> jsonschema.Draft202012Validator:
    """A validator of a class's schema that is no part of the package."""
    return jsonschema.Draft202012Validator(json_schema(cls, table), format_checker=jsonschema.FormatChecker())


def as_json(row):
    """The row as a reader of JSON has it."""
    return json.loads(dumped(row))


@pytest.mark.parametrize("table", TABLES)
def test_json_schemas_are_valid(table):
    """By the standard's own schema."""
    jsonschema.Draft202012Validator.check_schema(json_schema(TABLES[table], table))


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=10)
@given(data=st.data())
def test_json_schemas_take_what_is_right_and_nothing_else(table, data):
    """The schema of a row says what our own reading of plain rows says."""
    row = data.draw(rows(table) | broken_rows(table))
    # Not JSON; and Python's $ stops before a last line feed, that of the standard does not.
    assume(not any(isinstance(value, float) and value - value != 0 for value in row.values()))
    assume(not any(isinstance(value, str) and "\n" in value for value in row.values()))

    assert judge(TABLES[table], table).is_valid(as_json(row)) == (row_problems(TABLES[table], row, table) == [])


def test_json_schema_takes_the_invented_row():
    """The row that the next test breaks is right."""
    assert list(judge(Sighting, "sightings").iter_errors(as_json(plain()))) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": "b1"}, "'b1' does not match '^(?:[a-z]+/b[0-9]+)$'"),
        ({"id": None}, "None is not of type 'string'"),
        ({"mood": "sad"}, "'sad' is not one of ['calm', 'loud']"),
        ({"call": ""}, "'' is not one of ['calm', 'loud', None]"),
        ({"wings": 3}, "3 is greater than the maximum of 2"),
        ({"wings": "2"}, "'2' is not of type 'integer'"),
        ({"weight": -0.1}, "-0.1 is less than the minimum of 0"),
        ({"ringed": 0}, "0 is not of type 'boolean'"),
        ({"seen": "3 September"}, "'3 September' is not a 'date'"),
        ({"colour": "red"}, "Additional properties are not allowed ('colour' was unexpected)"),
    ],
)
def test_json_schema_refuses_a_broken_cell(changes, expected):
    """Each kind of fault is seen by an outside validator, and it alone."""
    (error,) = judge(Sighting, "sightings").iter_errors(as_json(plain(**changes)))

    assert expected == error.message


def test_json_schema_wants_every_column():
    """A key left out is no null."""
    row = as_json(plain())
    del row["place_id"]

    (error,) = judge(Sighting, "sightings").iter_errors(row)

    assert error.message == "'place_id' is a required property"


def test_codebook_has_a_row_for_each_column():
    """Type, nulls, unit, codes with their definitions, reference, pattern and range."""
    nothing = dict.fromkeys(
        ("null_means", "unit", "vocabulary", "codes", "refers_to", "pattern", "minimum", "maximum"), None
    )
    moods = {"vocabulary": "bird_mood", "codes": "calm: At rest.\nloud: Singing or calling."}
    expected = [
        ("id", "text", None, "Names it.", {"pattern": "[a-z]+/b[0-9]+"}),
        ("place_id", "text", "unstated", "Where.", {"refers_to": "places"}),
        ("mood", "text", None, "How it felt.", moods),
        ("call", "text", "unverified", "How it sounded.", moods),
        ("wings", "whole number", None, "How many it had.", {"unit": "wings", "minimum": 0.0, "maximum": 2.0}),
        ("weight", "number", "unstated", "How heavy it was.", {"unit": "kg", "minimum": 0.0}),
        ("height", "number", None, "How high it flew.", {"maximum": 1e4}),
        ("ringed", "true or false", None, "It had a ring.", {}),
        ("seen", "date", "inapplicable", "The day.", {}),
        ("text", "text", "withheld", "The note.", {}),
        ("example_id", "text", "inapplicable", "Any row.", {"refers_to": "*"}),
    ]

    assert codebook(Sighting).to_pylist() == [
        {
            **nothing,
            "column": name,
            "type": kind,
            "nullable": null is not None,
            "null_means": null,
            "description": description,
            **facts,
        }
        for name, kind, null, description, facts in expected
    ]


def test_docstring_tells_every_column_on_a_line():
    """What a row is, then each column with its type, unit, vocabulary, reference and null."""
    expected = """\
A sighting: one bird, seen once.

Columns:

    id: Names it. (text)
    place_id: Where. (text; refers to places; null means unstated)
    mood: How it felt. (text; one of bird_mood)
    call: How it sounded. (text; one of bird_mood; null means unverified)
    wings: How many it had. (whole number; wings)
    weight: How heavy it was. (number; kg; null means unstated)
    height: How high it flew. (number)
    ringed: It had a ring. (true or false)
    seen: The day. (date; null means inapplicable)
    text: The note. (text; null means withheld)
    example_id: Any row. (text; refers to any table; null means inapplicable)"""

    assert expected == docstring(Sighting)


def test_a_row_is_the_first_line_of_the_docstring():
    """A class without a docstring would have nothing to say."""
    assert row_is(Sighting) == "A sighting: one bird, seen once."


def test_wording_is_the_column_text():
    """Where a class has one."""
    assert [wording_columns(Sighting), wording_columns(TABLES["codes"])] == [("text",), ()]


def test_a_table_has_its_class():
    """The class is found by the table's name."""
    assert table_class(TABLES, "quotations") is Quotation


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("quotation", "there is no table 'quotation'; did you mean 'quotations'?"),
        ("\n", f"there is no table '\\n'; the tables: {', '.join(TABLES)}."),
        (7, f"there is no table 7; the tables: {', '.join(TABLES)}."),
        (["quotations"], f"there is no table ['quotations']; the tables: {', '.join(TABLES)}."),
    ],
)
def test_unknown_tables_are_refused(name, expected):
    """The nearest table is suggested, or all of them are named."""
    with pytest.raises(UnknownNameError) as e:
        table_class(TABLES, name)

    assert expected == str(e.value)


def changed(cls: type, name: str, type_: object = None, **facts: object) -> type:
    """The same record class with one field declared otherwise."""
    fields = {
        a.name: attrs.field(
            default=a.default,
            type=type_ if a.name == name and type_ else a.type,
            metadata={**a.metadata, **facts} if a.name == name else a.metadata,
        )
        for a in attrs.fields(cls)
    }
    return attrs.make_class(cls.__name__, fields, class_body={"__doc__": cls.__doc__}, frozen=True, kw_only=True)


def by_column(cls: type) -> dict[str, dict[str, object]]:
    """All that is derived from a class, column by column; under the name None what belongs to none."""
    schema, described = arrow_schema(cls), json_schema(cls, "table")
    head, lines = docstring(cls).split("Columns:\n\n")
    properties = described.pop("properties")
    return {
        "Arrow schema": {None: schema.metadata, **{f.name: (f.type, f.nullable, f.metadata) for f in schema}},
        "JSON Schema": {None: described, **properties},
        "codebook": {row["column"]: row for row in codebook(cls).to_pylist()},
        "docstring": {None: head, **dict(line.strip().split(": ", 1) for line in lines.splitlines())},
    }


@pytest.mark.parametrize("derived", ["Arrow schema", "JSON Schema", "codebook", "docstring"])
@pytest.mark.parametrize(
    ("name", "type_", "facts"),
    [
        ("gist_en", None, {"description": "Another description."}),
        ("start", None, {"unit": "bytes"}),
        ("cue_lemma", None, {"null": "unstated"}),
        ("speaker_id", None, {"reference": "quotations"}),
        ("kind", Stage, {}),
        ("gist_en", int, {}),
        ("gist_en", bool, {}),
        ("gist_en", str | None, {"null": "unstated"}),
    ],
)
def test_a_change_of_one_field_changes_everything_derived_and_nothing_else(derived, name, type_, facts):
    """Every schema, codebook and docstring follows the record class, in that column alone."""
    before = by_column(Quotation)[derived]
    after = by_column(changed(Quotation, name, type_, **facts))[derived]

    assert before.keys() == after.keys()
    assert {name} == {key for key in before if before[key] != after[key]}


def test_an_unchanged_class_derives_the_same():
    """The comparison above sees nothing where nothing was changed."""
    assert by_column(Quotation) == by_column(changed(Quotation, "gist_en"))


@pytest.mark.parametrize(("facts", "wings"), [({"minimum": 0}, -1), ({"maximum": 9}, 10)])
def test_rules_follow_the_record_class(facts, wings):
    """A class with another range takes other rows."""
    without = changed(Sighting, "wings", minimum=None, maximum=None)
    refused = row_problems(changed(without, "wings", **facts), plain(wings=wings), "sightings")

    assert row_problems(without, plain(wings=wings), "sightings") == []
    assert [(p.column, p.rule) for p in refused] == [("wings", "range")]
