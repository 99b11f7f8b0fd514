"""The record classes: the tables that the design fixes, and what every field has to say of itself."""

import datetime as dt
import re
import string

import attrs
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitdata import vocabularies
from summitdata.fields import EDTF, Vocabulary, vocabulary_name
from summitdata.records import TABLES
from summitdata.schema import columns, row_is

FIXED = {
    "articles": "id outlet source_channel published language n_chars n_paragraphs sha256 source_sha256 headline url source encoding",
    "paragraphs": "id position kind start end gist_en cap_topic",
    "sentences": "id paragraph_id quotation_id position start end n_tokens n_normalised anchor",
    "quotations": "id paragraph_id kind start end group_id parent_id cue_lemma cue_surface cue_start cue_end cue_position"
    " speaker_id speaker_label source_start source_end gist_en",
    "entities": "id type label_en label_ru label_kk label_az latitude longitude inferred description_en cluster_id",
    "identifiers": "id entity_id scheme value status source",
    "projects": "id entity_id sector stage stage_surface stage_start stage_end statement_id crosses_caspian commodity"
    " description_en",
    "mentions": "id paragraph_id entity_id start end surface form quotation_id",
    "statements": "id paragraph_id sentence_id quotation_id start end illocution factuality polarity tense time time_source cap_topic"
    " subject_id subject predicate object_id object gist_en note",
    "attributions": "id statement_id level position entity_id basis",
    "quantities": "id paragraph_id statement_id commitment_id start end surface indicator dimension status value low high"
    " comparator approximate unit counted_ru counted_en period period_source baseline_id",
    "dates": "id paragraph_id quotation_id start end text date date_source",
    "commitments": "id statement_id entity_id action_en sector stage strength collective horizon deadline novelty",
    "commitment_actors": "id commitment_id role position entity_id",
    "evaluations": "id statement_id start end appraiser_id target_id target attitude polarity graduation metaphor gist_en",
    "events": "id statement_id plover_category plover_mode plover_context quad date place_id",
    "event_actors": "id event_id role position entity_id",
    "relations": "id statement_id subject_id predicate object_id period",
    "expressions": "id paragraph_id quotation_id speaker_id start end kind form lemma entity_id",
    "term_counts": "id quotation_id speaker_id lemma upos n",
    "silences": "id question_en entity_id note",
    "codes": "id vocabulary code label definition source include exclude n_rows example_id",
    "readings": "id layer reader start end label attributes final_id note",
    "errors": "id source source_sha256 kind message duplicate_of",
}

VOCABULARIES = [getattr(vocabularies, name) for name in vocabularies.__all__]


def names(table: str) -> list[str]:
    """The columns of a table."""
    return [c.name for c in columns(TABLES[table])]


def test_the_tables_are_those_of_the_design():
    """No table is missing and none was added in passing."""
    assert set(TABLES) == set(FIXED)


@pytest.mark.parametrize("table", FIXED)
def test_fixed_columns_are_there(table):
    """Exports, docs and checks may rely on these names."""
    missing = [name for name in FIXED[table].split() if name not in names(table)]

    assert missing == []


@pytest.mark.parametrize("table", [name for name in FIXED if name not in ("codes", "errors")])
def test_rows_tell_their_article_and_their_origin(table):
    """Rows that a machine made fit beside those that people made."""
    listed = names(table)

    assert (listed[:2], listed[-3:]) == (["id", "article_id"], ["origin", "rule", "confidence"])


@pytest.mark.parametrize("table", [name for name, fixed in FIXED.items() if " start end " in f" {fixed} "])
def test_rows_with_a_span_have_their_text(table):
    """Every table that points into the article can hold the wording."""
    (text,) = (c for c in columns(TABLES[table]) if c.name == "text")

    assert (text.nullable, text.null, text.cut_at) == (True, "withheld", "start")


@pytest.mark.parametrize("table", TABLES)
def test_a_class_says_what_a_row_is(table):
    """In one line that ends with a full stop."""
    assert re.fullmatch(r"[A-Z].+\.", row_is(TABLES[table]))


@pytest.mark.parametrize("table", TABLES)
def test_records_are_frozen_and_built_by_name(table):
    """Nobody changes a record by accident."""
    cls = TABLES[table]
    made = cls(**dict.fromkeys(names(table)))

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.id = "changed"


@pytest.mark.parametrize("table", TABLES)
def test_a_null_means_one_thing_where_there_may_be_one(table):
    """A field says what its null means exactly where its type admits None."""
    meanings = {"unstated", "inapplicable", "withheld", "unverified", "uncoded"}
    wrong = [c.name for c in columns(TABLES[table]) if c.null not in (meanings if c.nullable else {None})]

    assert wrong == []


@pytest.mark.parametrize("table", TABLES)
def test_descriptions_are_sentences(table):
    """They begin with a capital or a figure, end with a full stop and stand on one line."""
    wrong = [c.name for c in columns(TABLES[table]) if not re.fullmatch(r"[A-Z0-9].*\.", c.description)]

    assert wrong == []


@pytest.mark.parametrize("table", TABLES)
def test_columns_hold_one_plain_value(table):
    """No lists and no nesting: what is many has a table of its own."""
    kinds = {c.kind for c in columns(TABLES[table])}

    assert kinds <= {str, int, float, bool, dt.date}


@pytest.mark.parametrize("table", TABLES)
def test_references_name_a_table(table):
    """A reference leads to a table, or to any; columns named for an id refer, but for the row's own and the cluster's."""
    targets = {c.reference for c in columns(TABLES[table]) if c.reference}
    ids = {c.name for c in columns(TABLES[table]) if c.name.endswith("_id") and c.name != "cluster_id"}
    referring = {c.name for c in columns(TABLES[table]) if c.reference}

    assert targets <= {*TABLES, "*"}
    assert ids == referring


@pytest.mark.parametrize("table", TABLES)
def test_rows_lie_within_rows_that_have_a_span(table):
    """Containment is asked only of references to tables with a span."""
    wrong = [c.name for c in columns(TABLES[table]) if c.within and not {"start", "end"} <= set(names(c.reference))]

    assert wrong == []


@pytest.mark.parametrize("table", TABLES)
def test_spans_have_two_ends_of_one_kind(table):
    """A start has its end, and both may be null or neither."""
    listed = {c.name: c for c in columns(TABLES[table])}
    starts = {c.span_end: (c.kind, c.nullable, c.unit, c.minimum) for c in listed.values() if c.span_end}
    ends = {name: (c.kind, c.nullable, c.unit, c.minimum) for name, c in listed.items() if re.search("(^|_)end$", name)}

    assert starts == ends


@pytest.mark.parametrize("table", TABLES)
def test_wording_names_the_span_it_is_cut_from(table):
    """What is cut from the article says where, and is text."""
    listed = {c.name: c for c in columns(TABLES[table])}
    wrong = [c.name for c in listed.values() if c.cut_at and (c.kind is not str or not listed[c.cut_at].span_end)]

    assert wrong == []


@pytest.mark.parametrize("pattern", sorted({c.pattern for cls in TABLES.values() for c in columns(cls) if c.pattern}))
def test_patterns_are_understood_everywhere(pattern):
    """Python, RE2 and ECMAScript read them alike: no classes that know Unicode here and ASCII there, no looking around."""
    odd = re.findall(r"\\[dwsbDWSB]|\(\?[^:]|(?<!\\)\$|\^", pattern)
    matched = pc.match_substring_regex(pa.array(["", None]), f"^(?:{pattern})$").to_pylist()

    assert odd == []
    assert matched == [re.fullmatch(pattern, "") is not None, None]


@pytest.mark.parametrize("table", [name for name in TABLES if name not in ("codes", "errors")])
@given(data=st.data())
def test_ids_of_different_tables_never_collide(table, data):
    """An id that fits one table fits no other: from its id alone one can tell a row's table."""
    pattern = columns(TABLES[table])[0].pattern
    drawn = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=string.printable))
    fitting = {
        n for n, cls in TABLES.items() if n not in ("codes", "errors") and re.fullmatch(columns(cls)[0].pattern, drawn)
    }

    assert fitting == {table}


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=vocabulary_name)
def test_vocabularies_say_what_they_are_and_where_they_come_from(vocabulary):
    """Each has a docstring of its own that ends with a full stop, and a source."""
    own = vocabulary.__doc__ != Vocabulary.__doc__

    assert own
    assert re.fullmatch(r"[A-Z].+\.", vocabulary.__doc__)
    assert vocabulary.__source__


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=vocabulary_name)
def test_codes_say_what_they_mean(vocabulary):
    """Every code has a label and a definition that is a sentence; its rules of use, where it has some, too."""
    texts = [text for code in vocabulary for text in (code.definition, code.include, code.exclude) if text is not None]
    broken = [text for text in texts if not re.fullmatch(r"(?s)\S.*\.", text)]

    assert all(code.label for code in vocabulary)
    assert broken == []


def test_every_vocabulary_is_used():
    """The vocabularies are those of the columns, no more and no fewer."""
    used = {c.vocabulary for cls in TABLES.values() for c in columns(cls) if c.vocabulary}

    assert used == set(VOCABULARIES)


def test_names_of_vocabularies_are_unique():
    """In the table of codes two vocabularies cannot be mixed up."""
    listed = [vocabulary_name(vocabulary) for vocabulary in VOCABULARIES]

    assert len(listed) == len(set(listed))


def test_members_of_vocabularies_are_their_codes():
    """A member is a string that knows its label, its definition and its rules."""

    class ColourWord(Vocabulary):
        """Colours."""

        __source__ = "invented"

        RED = "red", "Red", "Like blood.", "Crimson.", "Pink."
        BLUE = "blue", "Blue", "Like the sky."

    red, blue = ColourWord

    assert vocabulary_name(ColourWord) == "colour_word"
    assert (red, red.label, red.definition, red.include, red.exclude) == (
        "red",
        "Red",
        "Like blood.",
        "Crimson.",
        "Pink.",
    )
    assert (blue.include, blue.exclude) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        *["0000", "2025", "202X", "20XX", "2025-10", "2025-10-21", "2025-21", "2025-24", "2025-XX", "2025-10-XX"],
        *["2025-XX-XX", "2025?", "2025-10~", "2025-10-21%", "2022-10/2025-10", "2025/..", "../2030", "2025/", "/2030"],
        *["20XX/2025-10-21?"],
    ],
)
def test_edtf_takes_dates(text):
    """Dates of levels 0 and 1: seasons, unspecified digits, qualifiers, intervals and open ends."""
    assert re.fullmatch(EDTF, text)


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            "..",
            "/",
            "../..",
            "25",
            "20255",
            "2X25",
            "2025-00",
            "2025-13",
            "2025-20",
            "2025-25",
            "2025-1",
            "2025-1X",
        ],
        *[
            "2025-10-00",
            "2025-10-32",
            "2025-10-3X",
            "2025-XX-05",
            "2025-21-05",
            "202X-10",
            "2025??",
            "2025-10-21T10:00",
        ],
        *["2025/2026/2027", "21 October 2025", "2025\n", " 2025", "٢٠٢٥"],
    ],
)
def test_edtf_refuses_what_is_none(text):
    """Months and days that do not exist, digits unspecified out of order, times of day, prose."""
    assert not re.fullmatch(EDTF, text)
