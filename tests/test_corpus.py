"""A corpus: its tables, records and batches; what makes two equal; that it does not change."""

import copy
import datetime as dt
import pickle

import attrs
import pyarrow as pa
import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.exceptions import ConversionError, SchemaError, UnknownNameError, UsageError
from summitdata.records import TABLES, Identifier, Silence
from summitdata.schema import arrow_schema
from summitdata.vocabularies import IdScheme, IdStatus

from .strategies import corpora


def silence(number: int = 1, **changes: object) -> Silence:
    """A record of the smallest table."""
    facts = {"article_id": "moor", "question_en": "Who paid?", "entity_id": None, "note": None}
    return Silence(id=f"moor/x{number}", **{**facts, **changes})


def of(*numbers: int, version: str | None = None) -> sd.Corpus:
    """A corpus of some silences."""
    return sd.Corpus.of(silences=[silence(n) for n in numbers], version=version)


@settings(max_examples=8)
@given(corpus=corpora())
def test_records_make_the_corpus_they_came_from(corpus):
    """Every table as records, and the records as a corpus, are the same corpus."""
    again = sd.Corpus.of(version=corpus.version, **{name: getattr(corpus, name) for name in TABLES})

    assert corpus == again
    assert repr(corpus) == repr(again)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_an_attribute_of_records(synthetic, table):
    """Typed, frozen, in the order of rows, and made once."""
    made = getattr(synthetic, table)

    assert isinstance(made, tuple)
    assert {TABLES[table]} >= set(map(type, made))
    assert [attrs.asdict(record) for record in made] == synthetic.table(table).to_pylist()
    assert made is getattr(synthetic, table)


@pytest.mark.parametrize("table", TABLES)
def test_the_class_has_the_attributes_too(table):
    """For documentation: on the class they are no records."""
    assert type(getattr(sd.Corpus, table)).__name__ == "_Records"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_there_and_typed(table):
    """What was not given is empty, with the columns and types of its schema."""
    made = sd.Corpus({}).table(table)

    assert made.num_rows == 0
    assert made.schema.equals(arrow_schema(TABLES[table]), check_metadata=True)


def test_tables_are_a_mapping_in_the_order_of_the_schema(synthetic):
    """All of them by name."""
    assert list(TABLES) == list(synthetic.tables)
    assert all(synthetic.table(name) is table for name, table in synthetic.tables.items())


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (of(1, 2), of(1, 2), True),
        (of(), sd.Corpus({}), True),
        (of(1, 2, version="1.0.0"), of(1, 2, version="1.0.0"), True),
        (of(1, 2), of(2, 1), False),
        (of(1, 2), of(1), False),
        (of(1), sd.Corpus.of(silences=[silence(1, note="It was not asked.")]), False),
        (of(1), sd.Corpus.of(silences=[silence(1, note="")]), False),
        (of(1), of(1, version="1.0.0"), False),
        (of(1, version="1.0.1"), of(1, version="1.0.0"), False),
        (of(1), sd.Corpus(of(1).tables, status="verified"), True),
        (of(1), of(1).table("silences"), False),
        (of(), None, False),
    ],
)
def test_equal_is_the_same_rows_in_the_same_order_and_version(first, second, expected):
    """Whether its bytes were checked makes no difference; null is not empty text."""
    assert expected == (first == second)
    assert expected != (first != second)


def test_equal_does_not_depend_on_chunks():
    """The same rows in other pieces are the same rows."""
    table = of(1, 2, 3).table("silences")
    pieces = pa.concat_tables([table.slice(0, 1), table.slice(1)])

    assert of(1, 2, 3) == sd.Corpus({"silences": pieces})


def test_a_corpus_is_no_key():
    """It has no hash: comparing takes reading it."""
    with pytest.raises(TypeError) as e:
        hash(of(1))

    assert str(e.value) == "unhashable type: 'Corpus'"


@pytest.mark.parametrize(
    ("corpus", "expected"),
    [
        (of(), "<Corpus no data version, unverified, without text: no rows>"),
        (of(1, 2, version="1.0.0"), "<Corpus data 1.0.0, unverified, without text: silences 2>"),
        (
            sd.Corpus(sd.Corpus.of(silences=map(silence, range(1500))).tables, status="verified"),
            "<Corpus no data version, verified, without text: silences 1,500>",
        ),
    ],
)
def test_repr_says_what_is_held(corpus, expected):
    """Version, whether it was checked, whether the text is there, and how many rows."""
    assert expected == repr(corpus)


def article_with(text: str | None) -> sd.Corpus:
    """A corpus of an article that may have its text, and a mention without any."""
    table = sd.load().table("articles")
    place = table.column_names.index("text")
    articles = table.set_column(place, table.schema.field(place), pa.array([text], pa.string()))
    return sd.Corpus({"articles": articles})


@pytest.mark.parametrize(("text", "expected"), [(None, False), ("", True), ("Ой.", True)])
def test_a_corpus_knows_whether_it_has_text(text, expected):
    """By the text of its articles."""
    corpus = article_with(text)

    assert expected == corpus.has_text
    assert ("with text" in repr(corpus)) == expected


def test_text_can_be_left_out(synthetic):
    """In every table that has any, and nothing else is."""
    held = {
        name: table.set_column(
            table.column_names.index("text"), table.schema.field("text"), pa.array(["слово"] * len(table), pa.string())
        )
        if "text" in table.column_names
        else table
        for name, table in synthetic.tables.items()
    }
    corpus = sd.Corpus(held, version="2.0.0", status="verified")
    without = corpus.without_text()

    assert (corpus.has_text, without.has_text) == (True, False)
    assert sd.Corpus(synthetic.tables, version="2.0.0") == without
    assert (without.version, without.status) == ("2.0.0", "verified")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("version", "2.0.0", "property 'version' of 'Corpus' object has no setter"),
        ("status", "verified", "property 'status' of 'Corpus' object has no setter"),
        ("tables", {}, "property 'tables' of 'Corpus' object has no setter"),
        ("has_text", True, "property 'has_text' of 'Corpus' object has no setter"),
        ("quotations", (), "'Corpus' object attribute 'quotations' is read-only"),
        ("anything", 1, "'Corpus' object has no attribute 'anything'"),
    ],
)
def test_attributes_cannot_be_assigned(name, value, expected):
    """A corpus does not change; what would change it fails at once."""
    corpus = of(1)

    with pytest.raises(AttributeError) as e:
        setattr(corpus, name, value)

    assert expected in str(e.value)
    assert of(1) == corpus


@pytest.mark.parametrize("name", ["silences", "anything"])
def test_tables_cannot_be_replaced(name):
    """The mapping of tables is read only, and no longer that of the caller."""
    tables = {"silences": of(1).table("silences")}
    corpus = sd.Corpus(tables)
    tables["silences"] = of(2).table("silences")

    with pytest.raises(TypeError) as e:
        corpus.tables[name] = tables["silences"]

    assert str(e.value) == "'mappingproxy' object does not support item assignment"
    assert of(1) == corpus


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda corpus: pickle.loads(pickle.dumps(corpus))],  # noqa: S301 - our own bytes
    ids=["copy", "deepcopy", "pickle"],
)
def test_copies_are_equal(synthetic, copied):
    """So that a corpus can be sent to another process."""
    made = copied(sd.Corpus(synthetic.tables, version="1.0.0", status="verified"))

    assert sd.Corpus(synthetic.tables, version="1.0.0") == made
    assert (made.version, made.status) == ("1.0.0", "verified")


def test_of_takes_any_iterable_of_records():
    """A generator is read once."""
    made = sd.Corpus.of(silences=(silence(n) for n in (1, 2)))

    assert of(1, 2) == made


def test_of_refuses_records_of_another_table():
    """A record goes where its class belongs."""
    with pytest.raises(ConversionError) as e:
        sd.Corpus.of(mentions=[silence()])

    assert str(e.value) == (
        "mentions row 0: expected a Mention record, found Silence [type]; correct the value, nothing is coerced"
    )


def test_of_checks_what_attrs_does_not():
    """Types, patterns and ranges of every record are checked."""
    made = Identifier(
        id="moor/i1",
        article_id="moor",
        entity_id="moor/abai",
        scheme=IdScheme.WIKIDATA,
        value="Q007",
        status=IdStatus.VERIFIED,
        source="seen",
        confidence=1.5,
    )

    with pytest.raises(ConversionError) as e:
        sd.Corpus.of(identifiers=[made])

    assert [(p.column, p.rule) for p in e.value.problems] == [("value", "pattern"), ("confidence", "range")]


@pytest.mark.parametrize(
    "ask",
    [
        lambda name: of().table(name),
        lambda name: of().batches(name),
        lambda name: sd.Corpus({name: pa.table({})}),
        lambda name: sd.Corpus.of(**{name: []}),
    ],
    ids=["table", "batches", "Corpus", "Corpus.of"],
)
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("silence", "there is no table 'silence'; did you mean 'silences'?"),
        ("\x1b", f"there is no table '\\x1b'; the tables: {', '.join(TABLES)}."),
    ],
)
def test_unknown_tables_are_refused_everywhere(ask, name, expected):
    """With the nearest one, or all."""
    with pytest.raises(UnknownNameError) as e:
        ask(name)

    assert expected == str(e.value)


def test_tables_with_other_columns_are_refused():
    """The nearest column is suggested."""
    table = of(1).table("silences").rename_columns({"question_en": "question"})

    with pytest.raises(SchemaError) as e:
        sd.Corpus({"silences": table})

    assert str(e.value) == (
        "this corpus: table 'silences' lacks the column 'question_en'; it has 'question' instead,"
        " did you mean 'question_en'?"
    )


def test_frames_that_arrow_can_read_are_taken(synthetic):
    """A corpus made of polars frames is the same corpus."""
    frames = {name: synthetic.frame(name, backend="polars") for name in TABLES}

    assert synthetic == sd.Corpus(frames)


@pytest.mark.parametrize("table", [[], {"id": ["moor/x1"]}, None, dt.date(2031, 9, 3)], ids=lambda v: type(v).__name__)
def test_what_is_no_table_is_refused(table):
    """Neither rows nor columns of Python are guessed at."""
    with pytest.raises(UsageError) as e:
        sd.Corpus({"silences": table})

    assert str(e.value) == (
        "table 'silences' should be an Arrow table or a frame that Arrow can read,"
        f" found {type(table).__name__}; convert it first"
    )


@pytest.mark.parametrize(("rows", "expected"), [(1, [1] * 5), (2, [2, 2, 1]), (5, [5]), (10, [5])])
def test_batches_have_so_many_rows_at_most(rows, expected):
    """Together they are the table."""
    corpus = of(1, 2, 3, 4, 5)
    batches = list(corpus.batches("silences", rows))

    assert expected == [batch.num_rows for batch in batches]
    assert corpus.table("silences").equals(pa.Table.from_batches(batches))


def test_batches_stream():
    """They come one after the other, of thousands of rows if nothing else is said."""
    corpus = sd.Corpus.of(silences=map(silence, range(5000)))
    batches = corpus.batches("silences")

    assert next(batches).num_rows == 4096
    assert [batch.num_rows for batch in batches] == [904]


@pytest.mark.parametrize("rows", [0, -1, 1.5, True, None, "10"])
def test_batches_of_no_rows_are_refused(rows):
    """A batch has at least one row."""
    with pytest.raises(UsageError) as e:
        of(1).batches("silences", rows)

    assert str(e.value) == f"expected a number of rows of at least 1, found {rows!r}"


def test_validating_and_writing_are_those_of_the_package(synthetic, tmp_path):
    """The methods are there for comfort."""
    synthetic.write(tmp_path / "out", format="jsonl")

    assert sd.open(tmp_path / "out") == synthetic
    assert sd.validate(synthetic) == synthetic.validate()


def test_a_notebook_shows_a_corpus_its_tables_and_its_records(synthetic: sd.Corpus) -> None:
    """Each says what it is in plain HTML."""
    shown = [synthetic, synthetic["quotations"], synthetic["timeline"], synthetic.quotations[0]]
    made = [one._repr_html_() for one in shown]  # type: ignore[attr-defined]

    assert [True] * len(made) == ["<table" in html and "<script" not in html for html in made]
    assert synthetic.quotations[0].id in made[-1]


def test_a_corpus_is_not_iterated() -> None:
    """It has no one order of rows, and says so as Python does."""
    with pytest.raises(TypeError, match="'Corpus' object is not iterable"):
        iter(sd.load())  # type: ignore[call-overload]
