"""Both levels of validation: rows by themselves, and whole tables with all that ties them together."""

import datetime as dt
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitdata as sd
from summitdata.anchor import attach
from summitdata.invariants import INVARIANTS
from summitdata.problems import Problem, Report
from summitdata.records import TABLES, Article, Entity, Mention, Paragraph, Quotation, Reading
from summitdata.schema import arrow_schema
from summitdata.validate import check_row, check_tables
from summitdata.vocabularies import (
    CapTopic,
    CuePosition,
    EntityType,
    Layer,
    MentionForm,
    ParagraphKind,
    QuotationKind,
    Reader,
)

from .conftest import ROOT
from .processes import python
from .sightings import Sighting, plain
from .strategies import broken_rows, rows

TEXT = "Абай сказал: «Да».\nБота молчала."

#: Rules that look at other rows; the others are those of a row by itself.
BETWEEN_ROWS = {"unique", "reference", "within", "bounds"} | {invariant.id for invariant in INVARIANTS}


def moor(text: str | None = None) -> sd.Corpus:
    """A corpus of one tiny article, with its text or without."""
    first = {"article_id": "moor", "paragraph_id": "moor/p1"}
    second = {"article_id": "moor", "paragraph_id": "moor/p2"}

    def cut(start: int, end: int) -> dict[str, object]:
        return {"start": start, "end": end, "text": None if text is None else text[start:end]}

    entity = {"article_id": "moor", "type": EntityType.PERSON, "label_ru": None, "label_kk": None, "label_az": None}
    entity |= {"latitude": None, "longitude": None, "is_group": False, "inferred": False, "cluster_id": None}
    paragraph = {
        "article_id": "moor",
        "gist_en": "A bird agrees, another says nothing.",
        "cap_topic": CapTopic.ENVIRONMENT,
    }
    name = {"form": MentionForm.NAME, "quotation_id": None}
    return sd.Corpus.of(
        version="0.1.0",
        articles=[
            Article(
                id="moor",
                article_id="moor",
                outlet="The Moor",
                source_channel=None,
                published=dt.date(2031, 9, 3),
                language="ru",
                photo_credit=None,
                headline=None,
                url=None,
                n_chars=len(TEXT),
                n_paragraphs=2,
                n_sentences=2,
                sha256=sha256(TEXT.encode()).hexdigest(),
                source_sha256="0" * 64,
                text=text,
            )
        ],
        paragraphs=[
            Paragraph(id="moor/p1", position=1, kind=ParagraphKind.QUOTATION, **paragraph, **cut(0, 18)),
            Paragraph(id="moor/p2", position=2, kind=ParagraphKind.NARRATION, **paragraph, **cut(19, 32)),
        ],
        entities=[
            Entity(id="moor/abai", label_en="Abai", description_en="A bird.", **entity),
            Entity(id="moor/bota", label_en="Bota", description_en="Another bird.", **entity),
        ],
        quotations=[
            Quotation(
                id="moor/q1",
                kind=QuotationKind.DIRECT,
                group_id=None,
                parent_id=None,
                cue_lemma="сказать",
                cue_surface="сказал",
                cue_start=5,
                cue_end=11,
                cue_position=CuePosition.BEFORE,
                speaker_id="moor/abai",
                speaker_label="Абай",
                source_start=0,
                source_end=4,
                gist_en="Abai agrees.",
                **first,
                **cut(14, 16),
            )
        ],
        mentions=[
            Mention(id="moor/m1", entity_id="moor/abai", surface="Абай", **name, **first, **cut(0, 4)),
            Mention(id="moor/m2", entity_id="moor/bota", surface="Бота", **name, **second, **cut(19, 23)),
        ],
        readings=[
            Reading(
                id="moor/rd1",
                article_id="moor",
                layer=Layer.MENTIONS,
                reader=Reader.FIRST,
                label="name",
                attributes=None,
                final_id="moor/m1",
                note=None,
                **cut(0, 4),
            )
        ],
    )


def planted(corpus: sd.Corpus, *faults: tuple[str, int, str, object]) -> sd.Corpus:
    """The corpus with some cells changed: table, row, column, value."""
    tables = dict(corpus.tables)
    for table, row, column, value in faults:
        rows_ = tables[table].to_pylist()
        rows_[row][column] = value
        tables[table] = pa.Table.from_pylist(rows_, schema=tables[table].schema)
    return sd.Corpus(tables, version=corpus.version)


def told(report: Report) -> list[str]:
    """The problems as the user reads them."""
    return [str(problem) for problem in report]


@pytest.mark.parametrize("text", [None, TEXT], ids=["without text", "with text"])
def test_the_tiny_corpus_is_valid(text):
    """What the following tests break is right before."""
    report = sd.validate(moor(text))

    assert str(report) == "no problems; 9 rows in 24 tables checked"


def test_the_invented_article_is_valid(synthetic):
    """Without its text."""
    assert told(sd.validate(synthetic)) == []


def test_the_invented_article_is_valid_with_its_text(synthetic, synthetic_text):
    """Every surface is what stands in the text."""
    corpus = attach(synthetic, synthetic_text, synthetic.articles[0].id).corpus

    assert corpus.has_text
    assert told(sd.validate(corpus)) == []


def test_the_shipped_corpus_is_valid():
    """As it is loaded."""
    assert told(sd.validate(sd.load())) == []


def test_the_shipped_corpus_is_valid_with_its_text(article_path):
    """Every surface is what stands in the article."""
    corpus = sd.attach(article_path, remember=False).corpus

    assert corpus.has_text
    assert told(sd.validate(corpus)) == []


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=25)
@given(data=st.data())
def test_both_levels_say_the_same(table, data):
    """What rows break by themselves is told alike of plain rows and of Arrow tables, to the last word."""
    drawn = data.draw(st.lists(broken_rows(table), max_size=3))
    arrow = pa.Table.from_pylist(drawn, schema=arrow_schema(TABLES[table]))
    of_rows = [p for n, row in enumerate(drawn) for p in check_row(TABLES[table], row, table, n)]

    assert of_rows == [p for p in check_tables({table: arrow}, TABLES) if p.rule not in BETWEEN_ROWS]


@given(
    changes=st.fixed_dictionaries(
        {},
        optional={
            "id": st.sampled_from(["b1", "moor/b1\n", None]),
            "mood": st.sampled_from(["loud", "sad", "", None]),
            "call": st.sampled_from(["loud", "sad", "", None]),
            "wings": st.sampled_from([-1, 0, 2, 3, None]),
            "weight": st.sampled_from([-1.0, 0.0, float("nan"), float("-inf"), None]),
            "height": st.sampled_from([1e4, 10001.0, float("inf"), None]),
        },
    )
)
def test_both_levels_read_any_class(changes):
    """Ranges with one end, numbers without limit, codes that may be null: not only what our own tables have."""
    row = plain(**changes)
    arrow = pa.Table.from_pylist([row], schema=arrow_schema(Sighting))
    found = check_tables({"sightings": arrow}, {"sightings": Sighting})

    assert check_row(Sighting, row, "sightings") == [p for p in found if p.rule not in BETWEEN_ROWS]


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=10)
@given(data=st.data())
def test_right_rows_are_right(table, data):
    """A row drawn by the rules breaks none."""
    assert check_row(TABLES[table], data.draw(rows(table)), table) == []


def reading(**changes: object) -> dict[str, object]:
    """A plain reading that is right by itself, with some cells changed."""
    (row,) = moor(TEXT).table("readings").to_pylist()
    return {**row, **changes}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": "sea/rd1"}, [("id", "prefix")]),
        ({"id": "moors/rd1"}, [("id", "prefix")]),
        ({"article_id": "moo"}, [("id", "prefix")]),
        ({"id": 5}, [("id", "type")]),
        ({"start": 4}, [("start", "span")]),
        ({"start": 9}, [("start", "span")]),
        ({"start": -1}, [("start", "range")]),
        # Wording filled from a changed copy may be longer or shorter than the span.
        ({"text": "Аба"}, []),
        ({"text": "\ud800"}, [("text", "encoding")]),
        ({"text": None}, []),
        (
            {"layer": "birds", "start": 9, "label": None},
            [("layer", "vocabulary"), ("start", "span"), ("label", "null")],
        ),
        ({"colour": "red", "start": 9}, [("start", "span"), ("colour", "columns")]),
    ],
)
def test_a_row_by_itself(changes, expected):
    """The relations between the columns of a row are asked where their columns are right, in the order of columns."""
    found = check_row(TABLES["readings"], reading(**changes), "readings")

    assert expected == [(p.column, p.rule) for p in found]


@pytest.mark.parametrize(
    ("missing", "identity", "expected"),
    [
        ("id", None, [("id", "columns"), ("start", "span")]),
        ("end", "moor/rd1", [("end", "columns")]),
        ("text", "moor/rd1", [("start", "span"), ("text", "columns")]),
    ],
)
def test_a_row_with_a_column_missing_is_still_checked(missing, identity, expected):
    """The rules that can be asked without it are."""
    row = reading(start=9)
    del row[missing]

    found = check_row(TABLES["readings"], row, "readings", 3)

    assert {("readings", 3, identity)} == {(p.table, p.row, p.id) for p in found}
    assert expected == [(p.column, p.rule) for p in found]


def test_what_is_no_row_is_told():
    """A list is no row, and no other rule is asked."""
    (problem,) = check_row(Sighting, ["moor/b1"], "sightings", 4)

    assert str(problem) == ("sightings row 4: expected an object with the table's columns, found ['moor/b1'] [type]")


ONE_FAULT = [
    # Nulls that pyarrow lets through.
    (
        ("mentions", 0, "form", None),
        "mentions row 0 ('moor/m1'), column 'form': expected text, never null, found None [null]",
    ),
    (
        ("entities", 1, "inferred", None),
        "entities row 1 ('moor/bota'), column 'inferred': expected true or false, never null, found None [null]",
    ),
    # Cells.
    (
        ("paragraphs", 0, "kind", "qoutation"),
        (
            "paragraphs row 0 ('moor/p1'), column 'kind': expected one of lead, narration, quotation, caption,"
            " cross_reference, found 'qoutation' [vocabulary]"
        ),
    ),
    (
        ("articles", 0, "language", "russian"),
        (
            "articles row 0 ('moor'), column 'language': expected text of the form [a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*,"
            " found 'russian' [pattern]"
        ),
    ),
    (
        ("paragraphs", 1, "position", 0),
        "paragraphs row 1 ('moor/p2'), column 'position': expected at least 1, found 0 [range]",
    ),
    (
        ("entities", 0, "latitude", 90.5),
        "entities row 0 ('moor/abai'), column 'latitude': expected -90 to 90, found 90.5 [range]",
    ),
    (
        ("entities", 0, "longitude", float("nan")),
        "entities row 0 ('moor/abai'), column 'longitude': expected a finite number, found nan [finite]",
    ),
    # The columns of a row among themselves.
    (
        ("readings", 0, "id", "sea/rd1"),
        (
            "readings row 0 ('sea/rd1'), column 'id': expected an id that is its article's or begins with it and /,"
            " found 'sea/rd1' [prefix]"
        ),
    ),
    (
        ("quotations", 0, "cue_end", None),
        "quotations row 0 ('moor/q1'), column 'cue_start': expected cue_start before cue_end, or both null, found 5 [span]",
    ),
    (
        ("quotations", 0, "source_start", 4),
        (
            "quotations row 0 ('moor/q1'), column 'source_start': expected source_start before source_end, or both null,"
            " found 4 [span]"
        ),
    ),
    (
        ("quotations", 0, "speaker_label", "Аба"),
        (
            "quotations row 0 ('moor/q1'), column 'speaker_label': expected as many characters as from source_start to"
            " source_end, found 'Аба' [surface]"
        ),
    ),
    (
        ("paragraphs", 1, "end", 19),
        "paragraphs row 1 ('moor/p2'), column 'start': expected start before end, or both null, found 19 [span]",
    ),
    # Other rows.
    (
        ("mentions", 1, "id", "moor/m1"),
        "mentions row 1 ('moor/m1'), column 'id': expected an id that no other row has, found 'moor/m1' [unique]",
    ),
    (
        ("mentions", 1, "entity_id", "moor/nobody"),
        (
            "mentions row 1 ('moor/m2'), column 'entity_id': expected the id of a row of entities, found 'moor/nobody'"
            " [reference]"
        ),
    ),
    (
        ("quotations", 0, "speaker_id", "moor/m1"),
        (
            "quotations row 0 ('moor/q1'), column 'speaker_id': expected the id of a row of entities, found 'moor/m1'"
            " [reference]"
        ),
    ),
    (
        ("readings", 0, "final_id", "moor/m9"),
        (
            "readings row 0 ('moor/rd1'), column 'final_id': expected the id of a row of some table, found 'moor/m9'"
            " [reference]"
        ),
    ),
    (
        ("mentions", 1, "paragraph_id", "moor/p1"),
        "mentions row 1 ('moor/m2'), column 'start': expected a span inside that of its paragraph_id, found 19 [within]",
    ),
]


ALL_FAULTS = [fault for fault, _ in ONE_FAULT]


@pytest.mark.parametrize("text", [None, TEXT], ids=["without text", "with text"])
@pytest.mark.parametrize(("fault", "expected"), ONE_FAULT, ids=[f"{f[0]}.{f[2]}-{f[3]}" for f, _ in ONE_FAULT])
def test_one_fault_is_one_problem(fault, expected, text):
    """Each is named with table, row, id, column, what was expected and what was found, and nothing else is."""
    assert [expected] == told(sd.validate(planted(moor(text), fault)))


@settings(max_examples=30)
@given(chosen=st.sets(st.sampled_from(range(len(ONE_FAULT)))))
def test_so_many_faults_are_so_many_problems(chosen):
    """Faults in different rows do not hide each other, and none is told twice."""
    # Of faults in one row the last is planted.
    one_a_row = {ALL_FAULTS[number][:2]: ONE_FAULT[number] for number in sorted(chosen)}
    faults = sorted(one_a_row.values(), key=lambda pair: (list(TABLES).index(pair[0][0]), pair[0][1]))

    assert [problem for _, problem in faults] == told(sd.validate(planted(moor(), *(fault for fault, _ in faults))))


@pytest.mark.parametrize(
    ("text", "fault", "expected"),
    [
        (
            TEXT,
            ("mentions", 0, "surface", "Асан"),
            [
                (
                    "mentions row 0 ('moor/m1'), column 'surface': expected the article's own characters at that place,"
                    " found 'Асан' [surface]"
                )
            ],
        ),
        (
            TEXT,
            ("quotations", 0, "text", "да"),
            [
                (
                    "quotations row 0 ('moor/q1'), column 'text': expected the article's own characters at that place,"
                    " found 'да' [surface]"
                )
            ],
        ),
        (
            TEXT,
            ("articles", 0, "n_chars", 33),
            ["articles row 0 ('moor'), column 'n_chars': expected the length of its text, found 33 [surface]"],
        ),
        (
            TEXT,
            ("articles", 0, "sha256", "0" * 64),
            [
                (
                    f"articles row 0 ('moor'), column 'sha256': expected the SHA-256 of its text in UTF-8, found '{'0' * 64}'"
                    " [surface]"
                )
            ],
        ),
        (None, ("mentions", 0, "surface", "Асан"), []),
        (None, ("articles", 0, "n_chars", 33), []),
        (None, ("articles", 0, "sha256", "0" * 64), []),
        (
            None,
            ("readings", 0, "end", 33),
            ["readings row 0 ('moor/rd1'), column 'end': expected a place inside the article, found 33 [bounds]"],
        ),
        (None, ("readings", 0, "end", 32), []),
        (
            None,
            ("articles", 0, "n_chars", 31),
            ["paragraphs row 1 ('moor/p2'), column 'end': expected a place inside the article, found 32 [bounds]"],
        ),
        (
            None,
            ("articles", 0, "n_chars", None),
            ["articles row 0 ('moor'), column 'n_chars': expected whole number, never null, found None [null]"],
        ),
    ],
)
def test_words_are_held_against_the_text_where_it_is_attached(text, fault, expected):
    """Without the text a word of the right length passes; every place lies inside the article's length."""
    assert expected == told(sd.validate(planted(moor(text), fault)))


def test_a_span_that_does_not_stand_is_not_held_against_the_text():
    """One fault is not told a second time as a disagreement with the text or with the paragraph."""
    corpus = planted(moor(TEXT), ("mentions", 1, "start", 23))

    assert told(sd.validate(corpus)) == [
        "mentions row 1 ('moor/m2'), column 'start': expected start before end, or both null, found 23 [span]"
    ]


def test_a_text_that_is_another_is_seen_everywhere():
    """An article's text that was edited fails its hash, and every word that stood there."""
    corpus = planted(moor(TEXT), ("articles", 0, "text", TEXT.replace("Бота", "Вода")))

    assert [(p.table, p.row, p.column, p.rule) for p in sd.validate(corpus)] == [
        ("articles", 0, "sha256", "surface"),
        ("paragraphs", 1, "text", "surface"),
        ("mentions", 1, "text", "surface"),
        ("mentions", 1, "surface", "surface"),
    ]


def test_ids_are_unique_over_all_tables():
    """The first row that has an id keeps it, in the order of tables; references find the row of their own table."""
    first = pa.Table.from_pylist([plain(), plain(id="moor/b2")], schema=arrow_schema(Sighting))
    second = pa.Table.from_pylist([plain(id="moor/b3"), plain(example_id="moor/b2")], schema=arrow_schema(Sighting))

    found = check_tables({"second": second, "first": first}, {"first": Sighting, "second": Sighting})

    assert told(found) == [
        "second row 1 ('moor/b1'), column 'id': expected an id that no other row has, found 'moor/b1' [unique]"
    ]


def test_rows_without_an_id_are_told_of_their_null_alone():
    """Two nulls are not two rows of one id."""
    corpus = planted(
        moor(), ("mentions", 0, "id", None), ("mentions", 1, "id", None), ("readings", 0, "final_id", None)
    )

    assert told(sd.validate(corpus)) == [
        "mentions row 0, column 'id': expected text, never null, found None [null]",
        "mentions row 1, column 'id': expected text, never null, found None [null]",
    ]


def test_references_to_a_table_that_is_not_there_are_broken():
    """A table without a file has no rows."""
    tables = {name: table for name, table in moor().tables.items() if name != "entities"}

    assert [(p.table, p.column, p.value) for p in check_tables(tables, TABLES)] == [
        ("quotations", "speaker_id", "'moor/abai'"),
        ("mentions", "entity_id", "'moor/abai'"),
        ("mentions", "entity_id", "'moor/bota'"),
    ]


def test_references_into_a_table_that_cannot_be_read_are_not_followed():
    """It is told once, in its place; nothing is known of its rows."""
    unread = {name: Problem(table=name, rule="unreadable", expected="a file") for name in ("entities", "mentions")}
    corpus = planted(moor(), ("quotations", 0, "paragraph_id", "moor/p9"))
    tables = {name: table for name, table in corpus.tables.items() if name not in unread}

    report = check_tables(tables, TABLES, unread)

    assert told(report) == [
        "entities: expected a file [unreadable]",
        (
            "quotations row 0 ('moor/q1'), column 'paragraph_id': expected the id of a row of paragraphs, found 'moor/p9'"
            " [reference]"
        ),
        "mentions: expected a file [unreadable]",
    ]
    assert ("entities" in report.rows, report.rows["paragraphs"]) == (False, 2)


def test_a_table_with_other_columns_is_one_problem():
    """References into it are not followed either."""
    tables = dict(moor().tables)
    tables["entities"] = tables["entities"].drop_columns(["label_en"])

    assert told(check_tables(tables, TABLES)) == [
        "entities: expected this corpus: table 'entities' lacks the column 'label_en' [columns]"
    ]


def test_the_report_is_in_the_order_of_tables_rows_and_columns():
    """Wherever the faults were found."""
    corpus = planted(
        moor(),
        ("mentions", 1, "entity_id", "moor/nobody"),
        ("mentions", 1, "form", "none"),
        ("mentions", 1, "id", "m2"),
        ("mentions", 0, "surface", "А"),
        ("articles", 0, "language", "?"),
    )

    assert [(p.table, p.row, p.column) for p in sd.validate(corpus)] == [
        ("articles", 0, "language"),
        ("mentions", 0, "surface"),
        ("mentions", 1, "id"),
        ("mentions", 1, "entity_id"),
        ("mentions", 1, "form"),
    ]


@pytest.mark.parametrize("seed", ["0", "20311"])
def test_the_same_data_gives_the_same_report(seed):
    """In any process, whatever the order of sets."""
    script = "from tests.test_validate import *; print(sd.validate(planted(moor(), *ALL_FAULTS)))"
    done = python(script, cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"})

    assert (f"{sd.validate(planted(moor(), *ALL_FAULTS))}\n", "") == (done.stdout, done.stderr)


HOSTILE = "moor/\x1b[2J\n\u202e" + "x" * 1000


def test_hostile_values_stay_on_one_short_line():
    """Ids and values are escaped and cut, wherever they are shown."""
    corpus = planted(moor(), ("mentions", 1, "id", HOSTILE), ("mentions", 1, "entity_id", HOSTILE))
    shown = rf"'moor/\x1b[2J\n\u202e{'x' * 139}… (1022 characters)"

    assert told(sd.validate(corpus)) == [
        (
            f"mentions row 1 ({shown}), column 'id': expected text of the form [a-z0-9][a-z0-9_-]*/m[0-9]+, found {shown}"
            " [pattern]"
        ),
        f"mentions row 1 ({shown}), column 'entity_id': expected the id of a row of entities, found {shown} [reference]",
    ]


def test_a_report_counts_and_lists_its_problems():
    """One line for all, then a line for each."""
    faults = [("mentions", 0, "form", None), ("mentions", 1, "form", None), ("readings", 0, "final_id", "m")]
    report = sd.validate(planted(moor(), *faults))

    assert (report.ok, len(report), list(report), repr(report)) == (False, 3, list(report.problems), str(report))
    assert str(report).splitlines() == [
        "3 problems (2 null, 1 reference); 9 rows in 24 tables checked",
        *told(report),
    ]


def test_a_report_of_one_problem_says_so():
    """In the singular."""
    report = sd.validate(planted(moor(), ("mentions", 0, "form", None)))

    assert str(report).splitlines()[0] == "1 problem (1 null); 9 rows in 24 tables checked"


def test_a_report_without_problems_is_good():
    """And says how much was checked."""
    report = moor().validate()

    assert (report.ok, list(report), report.table().num_rows, sum(report.rows.values())) == (True, [], 0, 9)


def test_a_report_is_a_table_too():
    """With the columns of a problem."""
    report = sd.validate(planted(moor(), ("mentions", 1, "entity_id", "moor/nobody")))

    assert report.table().to_pylist() == [
        {
            "table": "mentions",
            "row": 1,
            "id": "moor/m2",
            "column": "entity_id",
            "rule": "reference",
            "value": "'moor/nobody'",
            "expected": "the id of a row of entities",
            "part": None,
        }
    ]
    assert report.table().schema.field("row").type == pa.int64()


def test_every_rule_is_documented():
    """The rules that the tests above meet are those that a problem's docstring lists."""
    met = {problem.rpartition("[")[2].rstrip("]") for _, problem in ONE_FAULT}

    assert met | {"type", "encoding", "bounds", "columns", "unreadable"} == set(Problem.__doc__.split("``")[1::2])


def test_a_folder_is_validated_like_a_corpus(tmp_path: Path):
    """What was written with faults is read with them."""
    corpus = planted(moor(), *(fault for fault, _ in ONE_FAULT[9:]))
    corpus.write(tmp_path / "out", format="parquet")

    assert told(sd.validate(corpus)) == told(sd.validate(tmp_path / "out"))


def test_a_report_of_some_problems_counts_them() -> None:
    """Made of problems alone, it holds them all."""
    problems = [Problem(table="silences", rule=rule, expected="x") for rule in ("null", "type", "null")]
    report = Report(problems=tuple(problems))

    assert len(report) == 3
    assert list(report) == problems
    assert report.by_rule == {"null": 2, "type": 1}
