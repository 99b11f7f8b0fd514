"""The joined views: on a small corpus of two articles by hand, on the invented article, on any corpus, on an empty one."""

import datetime as dt
from collections import Counter
from math import log
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.exceptions import ConversionError, UnknownNameError, UsageError
from summitdata.joined import VIEWS, view
from summitdata.records import (
    TABLES,
    Article,
    Attribution,
    Commitment,
    CommitmentActor,
    Entity,
    Event,
    Mention,
    Paragraph,
    Project,
    Quantity,
    Quotation,
    Relation,
    Sentence,
    Statement,
    TermCount,
)
from summitdata.schema import arrow_schema, arrow_type, columns, row_is
from summitdata.view_records import VIEW_RECORDS

from .strategies import corpora

BLANK: dict[type, Any] = {str: "x", int: 1, float: 0.0, bool: False}


def row(record: type, identity: str, **given: Any) -> Any:
    """A record of the article moor, or of that which its id names: null where it may be, else blank, but for what is given."""
    article = identity.partition("/")[0]
    blank = {
        c.name: None
        if c.nullable and c.null != "uncoded"
        else next(iter(c.vocabulary))
        if c.vocabulary
        else BLANK[c.kind]
        for c in columns(record)
    }
    ends = {"end": given["start"] + 5} if "start" in given else {"start": 0, "end": 5} if "start" in blank else {}
    return record(**{**blank, **ends, "id": identity, "article_id": article, **given})


def article(name: str, **given: Any) -> Any:
    """An article."""
    return row(Article, name, language="ru", sha256="0" * 64, source_sha256="0" * 64, **given)


def entity(name: str, kind: str, label: str, **given: Any) -> Any:
    """An entity of the article moor."""
    return row(Entity, f"moor/{name}", type=kind, label_en=label, **given)


def relation(number: int, subject: str, predicate: str, of: str, **given: Any) -> Any:
    """A relation in the article moor."""
    ends = {"subject_id": f"moor/{subject}", "object_id": f"moor/{of}"}
    return row(Relation, f"moor/r{number}", predicate=predicate, **ends, **given)


def shown(tables: dict[str, list[Any]], name: str, *only: str) -> list[Any]:
    """Some columns of a view of a corpus, row by row; a plain list where it is one column."""
    rows = view(sd.Corpus.of(**tables).tables, name).select(only).to_pylist()
    return [r[only[0]] if len(only) == 1 else tuple(r.values()) for r in rows]


ARTICLES = [article("moor", published=dt.date(2031, 5, 14), outlet="The Moor"), article("fen")]
PARAGRAPHS = [row(Paragraph, "moor/p1", position=1), row(Paragraph, "moor/p2", position=2)]
PEOPLE = [
    entity("abai", "PERSON", "Abai"),
    entity("bota", "PERSON", "Bota"),
    entity("both", "PERSON", "Abai and Bota", is_group=True),
]
COUNTRIES = [
    entity("lardia", "COUNTRY", "Lardia"),
    entity("vensharia", "COUNTRY", "Vensharia"),
    entity("numaria", "COUNTRY", "Numaria"),
    entity("two", "COUNTRY", "Lardia and Vensharia", is_group=True),
]


def test_every_view_has_a_function_and_its_rows():
    """What a row is, is the first line of the function's docstring and of the class that declares its columns."""
    assert list(VIEW_RECORDS) == list(VIEWS)
    assert [row_is(record) for record in VIEW_RECORDS.values()] == [
        str(made.__doc__).strip().splitlines()[0] for made in VIEWS.values()
    ]
    assert not set(VIEWS) & set(TABLES)


@pytest.mark.parametrize("name", VIEWS)
def test_an_empty_corpus_has_empty_views(name):
    """With all columns, typed and described as declared; every row has its article."""
    made = view(sd.Corpus({}).tables, name)
    declared = columns(VIEW_RECORDS[name])

    assert made.num_rows == 0
    assert [(c.name, arrow_type(c)) for c in declared] == [(f.name, f.type) for f in made.schema]
    assert [c.description.encode() for c in declared] == [f.metadata[b"description"] for f in made.schema]
    assert made.schema.metadata == {b"description": row_is(VIEW_RECORDS[name]).encode()}
    assert declared[0].name == "article_id"


def is_countable(corpus: sd.Corpus) -> bool:
    """Its words are not more than 64 bits can count."""
    return sum(t.n for t in corpus.term_counts) < 2**63


@settings(max_examples=40)
@given(corpus=corpora().filter(is_countable))
def test_every_corpus_has_views(corpus):
    """Whatever its rows hold, also where references lead nowhere; twice the same, with the declared types."""
    for name in VIEWS:
        made = view(corpus.tables, name)

        assert made.equals(view(corpus.tables, name))
        assert made.schema.equals(arrow_schema(VIEW_RECORDS[name]), check_metadata=True)
        assert made.column("article_id").null_count == 0
        made.validate(full=True)


@settings(max_examples=20)
@given(corpus=corpora().filter(is_countable))
def test_views_have_a_row_for_each_row_they_are_of(corpus):
    """Nothing is lost or doubled by joining."""
    tables = corpus.tables
    dated = {"statements": "time", "quantities": "period", "events": "date", "relations": "period"}
    dated |= {"articles": "published", "commitments": "deadline", "dates": "date"}
    given = [q.id for q in corpus.quantities]

    assert view(tables, "quotations_with_speakers")["quotation_id"].to_pylist() == [q.id for q in corpus.quotations]
    assert view(tables, "commitments_with_actors")["commitment_id"].to_pylist() == [c.id for c in corpus.commitments]
    assert view(tables, "projects_with_places")["project_id"].to_pylist() == [p.id for p in corpus.projects]
    assert view(tables, "numbers")["quantity_id"].drop_null().to_pylist() == given
    assert view(tables, "targets")["quantity_id"].to_pylist() == [
        q.id for q in corpus.quantities if q.status == "target"
    ]
    assert Counter(view(tables, "timeline")["source_table"].to_pylist()) == Counter(
        table for table, column in dated.items() for cell in tables[table][column].to_pylist() if cell is not None
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("target", "there is no view 'target'; did you mean 'targets'?"),
        (
            "quotations",
            "there is no view 'quotations'; did you mean 'quotations_with_speakers'?",
        ),
        (
            7,
            f"there is no view 7; the views: {', '.join(VIEWS)}.",
        ),
    ],
)
def test_unknown_views_are_refused(name, message):
    """The message names the nearest."""
    with pytest.raises(UnknownNameError) as e:
        view(sd.Corpus({}).tables, name)

    assert str(e.value) == message


@pytest.mark.parametrize("name", VIEWS)
def test_columns_that_may_be_null_say_what_null_means(name):
    """And no others do; descriptions are sentences."""
    assert [c.nullable for c in columns(VIEW_RECORDS[name])] == [
        c.null is not None for c in columns(VIEW_RECORDS[name])
    ]
    assert {c.description[-1] for c in columns(VIEW_RECORDS[name])} == {"."}


def test_sound_tables_give_no_nulls_where_none_are_declared(synthetic):
    """On the invented article, whose references all lead somewhere."""
    for name in VIEWS:
        made = view(synthetic.tables, name)

        assert [
            f.name for f, column in zip(made.schema, made.columns, strict=True) if column.null_count and not f.nullable
        ] == []


def test_columns_that_repeat_a_tables_have_its_type():
    """Where the description is the same, the type and the codes are."""
    told = {(c.name, c.description): c for record in TABLES.values() for c in columns(record)}
    repeated = [
        (c, told[c.name, c.description])
        for name in VIEWS
        for c in columns(VIEW_RECORDS[name])
        if (c.name, c.description) in told
    ]

    assert len(repeated) > 60
    assert [(c.kind, c.vocabulary) for c, _ in repeated] == [(c.kind, c.vocabulary) for _, c in repeated]


def test_quotations_of_the_invented_article(synthetic):
    """Who is quoted, how he is named, how long it is: against the text, read by hand."""
    made = {q["quotation_id"]: q for q in view(synthetic.tables, "quotations_with_speakers").to_pylist()}
    wanted = ("paragraph", "kind", "speaker", "named_as", "named_by", "cue_lemma", "n_chars", "n_words", "n_sentences")

    assert [tuple(made[f"lardia31/{q}"][c] for c in wanted) for q in ("q05", "q06", "q09", "q14", "q18", "q20")] == [
        (3, "indirect", "Velimir Gradunov", "Он", "pronoun", "подчеркнуть", 104, None, None),
        (4, "direct", "Velimir Gradunov", "Велимир Градунов", "name", "отметить", 399, 60, 5),
        (5, "direct", "Ilanta Korvetskaya", "она", "pronoun", "спросить", 32, 7, 1),
        (9, "scare", None, None, None, None, 9, None, None),
        (
            10,
            "indirect",
            "R. E. Tumantsev",
            "министр энергетики Лардии Р. Э. Туманцев",
            None,
            "обязаться",
            26,
            None,
            None,
        ),
        (12, "direct", "Velimir Gradunov", "Он", "pronoun", "добавить", 59, 10, 1),
    ]


def test_quotations_with_speakers():
    """Statements are counted by their innermost quotation; the first mention on the source's span says its form."""
    quotation = {"paragraph_id": "moor/p2", "kind": "direct", "speaker_id": "moor/abai"}
    tables = {
        "paragraphs": PARAGRAPHS,
        "entities": PEOPLE,
        "quotations": [
            row(Quotation, "moor/q1", start=10, source_start=3, source_end=9, **quotation),
            row(Quotation, "moor/q2", start=20, source_start=3, source_end=8, **quotation),
            row(Quotation, "moor/q3", start=30, **(quotation | {"kind": "indirect", "speaker_id": "moor/lost"})),
            row(Quotation, "fen/q1", source_start=3, source_end=9, **quotation),
        ],
        "mentions": [
            row(Mention, "moor/m1", start=3, end=9, form="office"),
            row(Mention, "moor/m2", start=3, end=9, form="name"),
            row(Mention, "moor/m3", start=0, end=5, form="name"),
        ],
        "sentences": [
            row(Sentence, "moor/s1", quotation_id="moor/q1", anchor="0" * 8, marks=""),
            row(Sentence, "moor/s2", quotation_id="moor/q1", anchor="0" * 8, marks=""),
            row(Sentence, "moor/s3", quotation_id="moor/q3", anchor="0" * 8, marks=""),
        ],
        "statements": [
            row(Statement, f"moor/st{n}", quotation_id=q) for n, q in enumerate(["moor/q1", "moor/q3", None])
        ],
        "term_counts": [
            row(TermCount, "moor/w1", quotation_id="moor/q1", n=4),
            row(TermCount, "moor/w2", quotation_id="moor/q1", n=2, upos="NUM"),
            row(TermCount, "moor/w3", quotation_id="moor/q1", n=9, upos="PUNCT"),
            row(TermCount, "moor/w4", quotation_id="moor/q1", n=9, upos="SYM"),
            row(TermCount, "moor/w5", n=7),
            row(TermCount, "moor/w6", quotation_id="moor/q3", n=7),
        ],
    }
    wanted = ("quotation_id", "paragraph", "speaker", "named_by", "n_chars", "n_words", "n_sentences", "n_statements")

    assert shown(tables, "quotations_with_speakers", *wanted) == [
        ("moor/q1", 2, "Abai", "office", 5, 6, 2, 1),
        ("moor/q2", 2, "Abai", None, 5, None, 0, 0),
        ("moor/q3", 2, None, None, 5, None, None, 1),
        ("fen/q1", 2, "Abai", None, 5, None, 0, 0),
    ]


def quantity(number: int, **given: Any) -> Any:
    """A number of the article moor: a level of trade in USD."""
    usual = {"paragraph_id": "moor/p1", "indicator": "trade", "status": "actual", "dimension": "level", "unit": "USD"}
    return row(Quantity, f"moor/n{number}", **{**usual, "comparator": "=", "start": number, **given})


#: Doubling to one billion: two targets of one undertaking.
LEVEL = {"status": "target", "value": 1e9, "commitment_id": "moor/c1"}
TWICE = {**LEVEL, "dimension": "multiple", "direction": "increase", "value": 2.0, "unit": "1"}
BASELINE = tuple(
    f"baseline_{name}" for name in ("id", "value", "unit", "comparator", "approximate", "period", "source")
)


def test_a_target_stands_beside_what_is_said_with_it():
    """Who says it, of what, and by when the undertaking is due."""
    tables = {
        "entities": [*PEOPLE, *COUNTRIES],
        "commitments": [row(Commitment, "moor/c1", deadline="2035", horizon="by 2035")],
        "attributions": [
            row(Attribution, "moor/a1", statement_id="moor/st1", level=2, position=2, entity_id="moor/bota"),
            row(Attribution, "moor/a2", statement_id="moor/st1", level=2, position=1, entity_id="moor/abai"),
            row(Attribution, "moor/a3", statement_id="moor/st1", level=0, position=1, entity_id="moor/lardia"),
            row(Attribution, "moor/a4", statement_id="moor/st2", level=2, position=1),
        ],
        "quantities": [
            quantity(1, **LEVEL, statement_id="moor/st1", entity_id="moor/two"),
            quantity(2, status="target", value=3.0, statement_id="moor/st2"),
            quantity(3, status="target", value=4.0, statement_id="moor/st3"),
            quantity(4, status="expected", value=5.0),
        ],
    }
    wanted = ("quantity_id", "speaker", "entity", "deadline", "horizon", "value")

    assert shown(tables, "targets", *wanted) == [
        ("moor/n1", "Abai; Bota", "Lardia and Vensharia", "2035", "by 2035", 1e9),
        ("moor/n2", None, None, None, None, 3.0),
        ("moor/n3", None, None, None, None, 4.0),
    ]


@pytest.mark.parametrize(
    ("quantities", "baseline", "compared"),
    [
        ([quantity(1, **LEVEL)], (None, None, None, None, None, None, None), (None, None, None)),
        (
            [quantity(1, **LEVEL), quantity(2, **TWICE)],
            (None, 5e8, "USD", "=", False, None, "derived"),
            ("1,000,000,000 / 2", 2.0, 5e8),
        ),
        (
            [
                quantity(1, **LEVEL, baseline_id="moor/n3"),
                quantity(2, **TWICE),
                quantity(3, value=8e8, comparator="<", approximate=True, period="2030"),
            ],
            ("moor/n3", 8e8, "USD", "<", True, "2030", "stated"),
            (None, 1.25, 2e8),
        ),
        (
            [quantity(1, **LEVEL, baseline_id="moor/n3"), quantity(3, value=0.0)],
            ("moor/n3", 0.0, "USD", "=", False, None, "stated"),
            (None, None, 1e9),
        ),
        (
            [quantity(1, **LEVEL, baseline_id="moor/n3"), quantity(3, value=8e8, unit="t")],
            ("moor/n3", 8e8, "t", "=", False, None, "stated"),
            (None, None, None),
        ),
        (
            [quantity(1, **LEVEL, baseline_id="moor/n3"), quantity(3, value=8e8, dimension="change")],
            ("moor/n3", 8e8, "USD", "=", False, None, "stated"),
            (None, None, None),
        ),
        (
            [quantity(1, **(LEVEL | {"value": None}), baseline_id="moor/n3"), quantity(3, value=8e8)],
            ("moor/n3", 8e8, "USD", "=", False, None, "stated"),
            (None, None, None),
        ),
        (
            [quantity(1, **LEVEL, baseline_id="moor/n3"), quantity(3, comparator=None)],
            ("moor/n3", None, "USD", None, False, None, "stated"),
            (None, None, None),
        ),
    ],
)
def test_the_baseline_of_a_target(quantities, baseline, compared):
    """Stated goes before derived; ratio and gap only of what can be compared."""
    tables = {"quantities": quantities}

    assert shown(tables, "targets", *BASELINE)[0] == baseline
    assert shown(tables, "targets", "derivation", "ratio", "gap")[0] == compared


@pytest.mark.parametrize(
    ("actual", "latest"),
    [
        ([], None),
        ([quantity(2, value=1.0)], "moor/n2"),
        ([quantity(2, value=1.0, period="2029"), quantity(3, value=1.0, period="2028")], "moor/n2"),
        ([quantity(2, value=1.0, period="2029"), quantity(3, value=1.0, period="2029-06")], "moor/n2"),
        ([quantity(2, value=1.0, period="2029"), quantity(3, value=1.0, period="2029")], "moor/n3"),
        ([quantity(3, value=1.0, period="2029"), quantity(2, value=1.0, period="2029")], "moor/n3"),
        ([quantity(2, value=1.0, period="2011/.."), quantity(3, value=1.0, period="2030")], "moor/n2"),
        ([quantity(2, value=1.0, period="2029"), quantity(3, value=1.0)], "moor/n2"),
        ([quantity(2, value=1.0), quantity(3, value=1.0)], "moor/n3"),
        ([quantity(2, value=1.0, period="2029"), quantity(3, period="2030")], "moor/n2"),
        ([quantity(2, value=1.0, status="expected")], None),
        ([quantity(2, value=1.0, indicator="freight")], None),
        ([quantity(2, value=1.0, entity_id="moor/two")], None),
        ([quantity(2, value=1.0, unit="t")], None),
        ([quantity(2, value=1.0, dimension="growth")], None),
        ([quantity(2, value=1.0, dimension="count")], None),
        ([quantity(2, value=1.0, article_id="fen")], None),
    ],
)
def test_the_latest_actual_value_of_a_target(actual, latest):
    """Of the same thing, in the same unit, by the end of its period."""
    tables = {"quantities": [quantity(1, **LEVEL), *actual]}
    found = {q.id: (q.id, q.value, q.period) for q in actual}
    wanted = ("latest_actual_id", "latest_actual_value", "latest_actual_period")

    assert shown(tables, "targets", *wanted) == [found.get(latest, (None, None, None))]


def test_a_count_is_compared_with_counts():
    """Growing from two to 34 universities."""
    counted = {"dimension": "count", "unit": "1"}
    tables = {"quantities": [quantity(1, value=34.0, status="target", **counted), quantity(2, value=2.0, **counted)]}

    assert shown(tables, "targets", "latest_actual_value") == [2.0]


def test_a_growth_aimed_at_is_not_compared_with_one_that_was():
    """Only levels and counts are amounts."""
    aimed = {"dimension": "growth", "unit": "%"}
    tables = {"quantities": [quantity(1, value=10.0, status="target", **aimed), quantity(2, value=2.0, **aimed)]}

    assert shown(tables, "targets", "latest_actual_value") == [None]


def test_numbers_follow_their_statements():
    """Who says a number, in which paragraph and undertaking, and what the statement says."""
    tables = {
        "paragraphs": PARAGRAPHS,
        "entities": [*PEOPLE, *COUNTRIES],
        "statements": [row(Statement, "moor/st1", gist_en="Trade grew.")],
        "attributions": [row(Attribution, "moor/a1", statement_id="moor/st1", level=2, entity_id="moor/bota")],
        "quantities": [
            quantity(
                1, value=1.5, statement_id="moor/st1", commitment_id="moor/c1", entity_id="moor/two", surface="x" * 5
            ),
            quantity(2, low=5.0, high=7.0, comparator=None, paragraph_id="moor/p2", counted_en="geese"),
        ],
    }
    said = ("quantity_id", "derived", "paragraph", "entity", "speaker", "statement_id", "commitment_id", "gist_en")
    told = ("surface", "value", "low", "high", "comparator", "unit", "counted_en", "derivation", "derived_from")

    assert shown(tables, "numbers", *said) == [
        ("moor/n1", False, 1, "Lardia and Vensharia", "Bota", "moor/st1", "moor/c1", "Trade grew."),
        ("moor/n2", False, 2, None, None, None, None, None),
    ]
    assert shown(tables, "numbers", *told) == [
        ("xxxxx", 1.5, None, None, "=", "USD", None, None, None),
        (None, None, 5.0, 7.0, None, "USD", "geese", None, None),
    ]


def test_derived_numbers_follow_the_level_they_come_from():
    """The base of growth and level, and that of a target; nobody says them, and they are no targets."""
    said = {"statement_id": "moor/st1", "surface": "x" * 5}
    tables = {
        "quantities": [
            quantity(1, dimension="growth", direction="increase", value=62.0, unit="%", period="2030", **said),
            quantity(2, value=4.5e6, unit="t", period="2030", counted_en="grain", **said),
            quantity(3, **TWICE, **said),
            quantity(4, **LEVEL, **said),
            quantity(5, value=1.0),
        ]
    }
    rows = view(sd.Corpus.of(**tables).tables, "numbers").to_pylist()
    base = {
        "article_id": "moor",
        "derived": True,
        "indicator": "trade",
        "dimension": "level",
        "status": "actual",
        "comparator": "=",
    }
    freight = base | {
        "derivation": "4,500,000 / 1.62 ≈ 2,777,780, rounded to 2 significant digits",
        "derived_from": "moor/n2; moor/n1",
        "value": 2.8e6,
        "approximate": True,
        "unit": "t",
        "counted_en": "grain",
        "period": "2029",
    }
    trade = base | {
        "derivation": "1,000,000,000 / 2",
        "derived_from": "moor/n4; moor/n3",
        "value": 5e8,
        "approximate": False,
        "unit": "USD",
    }

    assert [r["quantity_id"] for r in rows] == ["moor/n1", "moor/n2", None, "moor/n3", "moor/n4", None, "moor/n5"]
    assert [{c: v for c, v in r.items() if v is not None} for r in rows if r["derived"]] == [freight, trade]


def test_numbers_of_the_invented_article(synthetic):
    """Its freight grew by 40 per cent to 2.8 million tonnes: two million the year before, nothing else of it."""
    made = view(synthetic.tables, "numbers")
    derived = [r for r in made.to_pylist() if r["indicator"] == "volume of freight on the route" and r["derived"]]

    assert [(r["value"], r["unit"], r["period"], r["derived_from"]) for r in derived] == [
        (2e6, "t", "2029", "lardia31/n14; lardia31/n13")
    ]


def test_commitments_with_actors():
    """Actors by their position, the level and the multiple aimed at, and all numbers in the order of the article."""

    def actor(number: int, role: str, position: int, name: str) -> Any:
        facts = {"commitment_id": "moor/c1", "role": role, "position": position, "entity_id": f"moor/{name}"}
        return row(CommitmentActor, f"moor/ca{number}", **facts)

    tables = {
        "paragraphs": PARAGRAPHS,
        "entities": [*PEOPLE, *COUNTRIES, entity("line", "ROUTE", "Moor line")],
        "statements": [row(Statement, "moor/st1", paragraph_id="moor/p2", gist_en="They agreed.")],
        "attributions": [row(Attribution, "moor/a1", statement_id="moor/st1", level=2, entity_id="moor/bota")],
        "commitments": [
            row(
                Commitment, "moor/c1", statement_id="moor/st1", entity_id="moor/line", deadline="2035", collective=True
            ),
            row(Commitment, "moor/c2", statement_id="moor/st2"),
        ],
        "commitment_actors": [
            actor(1, "promisor", 2, "vensharia"),
            actor(2, "promisor", 1, "lardia"),
            actor(3, "addressee", 1, "abai"),
            actor(4, "beneficiary", 1, "numaria"),
            actor(5, "beneficiary", 2, "lost"),
        ],
        "quantities": [
            quantity(5, **LEVEL),
            quantity(4, **TWICE),
            quantity(6, **(LEVEL | {"value": 3e9})),
            quantity(3, **(LEVEL | {"status": "actual", "value": 7.0})),
            quantity(2, **(LEVEL | {"value": None}), direction="increase"),
            quantity(1, **(LEVEL | {"dimension": "count", "unit": "1"})),
            quantity(9, value=1.0),
        ],
    }
    who = ("paragraph", "speakers", "about", "deadline", "promisors", "addressees", "beneficiaries", "gist_en")
    figures = ("n_numbers", "target_value", "target_unit", "multiple", "numbers")

    assert shown(tables, "commitments_with_actors", *who) == [
        (2, "Bota", "Moor line", "2035", "Lardia; Vensharia", "Abai", "Numaria", "They agreed."),
        (None, None, None, None, None, None, None, None),
    ]
    assert shown(tables, "commitments_with_actors", *figures) == [
        (
            6,
            1e9,
            "USD",
            2.0,
            "1,000,000,000; increase without a figure; 7 USD; 2; 1,000,000,000 USD; 3,000,000,000 USD",
        ),
        (0, None, None, None, None),
    ]


def test_projects_with_places():
    """Places and countries apart; a place's country counts, one step; groups by their members; each once, in order."""
    tables = {
        "entities": [
            *COUNTRIES,
            entity("line", "ROUTE", "Moor line"),
            entity("fund", "ORGANIZATION", "Moor fund"),
            entity("port", "FACILITY", "Port of Karvist"),
            entity("karvist", "CITY", "Karvist"),
            entity("coast", "LOCATION", "Coast"),
            entity("firm", "ORGANIZATION", "Firm"),
            entity("peoples", "COUNTRY", "All countries", is_group=True),
        ],
        "projects": [
            row(
                Project, "moor/pr1", entity_id="moor/line", crosses_caspian=True, stage="operating", description_en="A."
            ),
            row(Project, "moor/pr2", entity_id="moor/fund"),
            row(Project, "moor/pr3", entity_id="moor/lost"),
        ],
        "relations": [
            relation(1, "port", "located_in", "karvist"),
            relation(2, "karvist", "located_in", "vensharia"),
            relation(3, "line", "connects", "karvist"),
            relation(4, "line", "located_in", "coast"),
            relation(5, "line", "connects", "numaria"),
            relation(6, "line", "connects", "karvist"),
            relation(7, "firm", "builds", "line"),
            relation(8, "lardia", "builds", "line"),
            relation(9, "line", "operates_since", "lardia", period="2011"),
            relation(10, "line", "operates_since", "karvist"),
            relation(11, "line", "operates_since", "coast", period="2015/.."),
            relation(12, "lardia", "member_of", "two"),
            relation(13, "vensharia", "member_of", "two"),
            relation(14, "firm", "member_of", "two"),
            relation(15, "two", "party_to", "fund"),
            relation(16, "peoples", "party_to", "fund"),
            relation(17, "firm", "party_to", "fund"),
            relation(18, "fund", "located_in", "port"),
            relation(19, "numaria", "located_in", "coast"),
            relation(20, "fund", "instrument_of", "numaria"),
            relation(21, "numaria", "signed", "fund"),
            relation(22, "numaria", "partners_in", "fund"),
        ],
        "mentions": [
            row(Mention, f"moor/m{n}", entity_id=f"moor/{name}") for n, name in enumerate(["line", "port", "line"])
        ],
    }
    what = ("project_id", "label_en", "type", "stage", "crosses_caspian", "n_mentions", "description_en")
    where = ("places", "countries", "builders", "parties", "partner_countries", "since")

    assert shown(tables, "projects_with_places", *what) == [
        ("moor/pr1", "Moor line", "ROUTE", "operating", True, 2, "A."),
        ("moor/pr2", "Moor fund", "ORGANIZATION", None, None, 0, "x"),
        ("moor/pr3", None, None, None, None, 0, "x"),
    ]
    assert shown(tables, "projects_with_places", *where) == [
        ("Karvist; Coast", "Vensharia; Numaria; Lardia", "Firm; Lardia", None, None, "2011; 2015/.."),
        (
            "Port of Karvist",
            "Lardia; Vensharia; All countries",
            None,
            "Lardia and Vensharia; All countries; Firm",
            "Numaria",
            None,
        ),
        (None, None, None, None, None, None),
    ]


def test_people_with_offices():
    """Persons that are no groups: offices and whose they are, how they are named, how much they say."""

    def mention(number: int, form: str, surface: str | None, start: int, name: str = "abai") -> Any:
        end = start + len(surface or "12345")
        return row(
            Mention, f"moor/m{number}", entity_id=f"moor/{name}", form=form, surface=surface, start=start, end=end
        )

    def quoted(number: int, kind: str, name: str, group: int | None = None) -> Any:
        group_id = group and f"moor/q{group}"
        return row(Quotation, f"moor/q{number}", kind=kind, speaker_id=f"moor/{name}", group_id=group_id)

    tables = {
        "entities": [
            *PEOPLE,
            *COUNTRIES,
            entity("presidency", "PROFESSION", "President of Lardia"),
            entity("chair", "PROFESSION", "Chair"),
            entity("firm", "ORGANIZATION", "Firm"),
        ],
        "relations": [
            relation(1, "abai", "holds_office", "chair", period="2011/2015"),
            relation(2, "abai", "holds_office", "presidency", period="2015/.."),
            relation(3, "presidency", "office_of", "lardia"),
            relation(4, "chair", "office_of", "firm"),
            relation(5, "chair", "office_of", "numaria"),
            relation(6, "both", "holds_office", "chair"),
        ],
        "mentions": [
            mention(1, "name", "Абай", 30),
            mention(2, "pronoun", "он", 20),
            mention(3, "name", "Абай", 40),
            mention(4, "office", None, 50),
            mention(5, "description", "гость", 10),
            mention(6, "pronoun", "он", 60),
            mention(7, "adjective", "его", 70),
            mention(8, "office", None, 5, "bota"),
        ],
        "quotations": [
            quoted(1, "direct", "abai", 1),
            quoted(2, "direct", "abai", 1),
            quoted(3, "direct", "abai"),
            quoted(4, "indirect", "abai"),
            quoted(5, "indirect", "both"),
            quoted(6, "indirect", "bota"),
            quoted(7, "indirect", "bota"),
        ],
        "term_counts": [
            row(TermCount, "moor/w1", quotation_id="moor/q1", speaker_id="moor/abai", n=4),
            row(TermCount, "moor/w2", quotation_id="moor/q3", speaker_id="moor/abai", n=3),
            row(TermCount, "moor/w3", quotation_id="moor/q3", speaker_id="moor/abai", n=9, upos="PUNCT"),
            row(TermCount, "moor/w4", n=9),
        ],
        "attributions": [
            row(Attribution, "moor/a1", statement_id="moor/st1", level=2, entity_id="moor/abai"),
            row(Attribution, "moor/a2", statement_id="moor/st1", level=2, entity_id="moor/bota"),
            row(Attribution, "moor/a3", statement_id="moor/st2", level=2, entity_id="moor/abai"),
            row(Attribution, "moor/a4", statement_id="moor/st2", level=2, entity_id="moor/abai"),
            row(Attribution, "moor/a5", statement_id="moor/st3", level=3, entity_id="moor/abai"),
        ],
    }
    offices = ("entity_id", "person", "offices", "countries", "period")
    named = ("n_mentions", "n_by_name", "n_by_office", "n_by_description", "n_by_pronoun", "named_as")
    said = ("n_direct_quotations", "n_indirect_quotations", "n_words_quoted", "n_statements")

    assert shown(tables, "people_with_offices", *offices) == [
        ("moor/abai", "Abai", "Chair; President of Lardia", "Numaria; Lardia", "2011/2015; 2015/.."),
        ("moor/bota", "Bota", None, None, None),
    ]
    assert shown(tables, "people_with_offices", *named) == [
        (7, 2, 1, 1, 2, "он ×2; Абай ×2; гость ×1; его ×1"),
        (1, 0, 1, 0, 0, None),
    ]
    assert shown(tables, "people_with_offices", *said) == [(2, 1, 7, 2), (0, 2, 0, 1)]


def test_timeline():
    """Every dated row of every table, sorted by its first day, its last, the article and the place in it."""
    tables = {
        "articles": [*ARTICLES, article("heath", published=dt.date(2031, 5, 14))],
        "entities": PEOPLE,
        "statements": [
            row(Statement, "moor/st1", start=50, time="2031-05-14", gist_en="They met."),
            row(Statement, "moor/st2", start=70, gist_en="They will meet."),
            row(Statement, "fen/st1", start=1, time="2031-05-14", gist_en="It rained."),
        ],
        "quantities": [
            quantity(1, value=1.0, period="2031-05", statement_id="moor/st1"),
            quantity(2, value=1.0),
            quantity(60, value=2.0, period="2031-05-14"),
        ],
        "events": [
            row(Event, "moor/v1", quad=1, statement_id="moor/st2", date="2031-05-14"),
            row(Event, "moor/v2", quad=1, statement_id="moor/st2"),
        ],
        "relations": [
            relation(1, "abai", "party_to", "bota", period="2031-05-14"),
            relation(2, "abai", "member_of", "both", period="../2031"),
            relation(3, "bota", "member_of", "both", period="2011/.."),
            relation(4, "bota", "located_in", "both"),
        ],
        "commitments": [
            row(Commitment, "moor/c1", statement_id="moor/st2", deadline="203X", action_en="Meet again."),
            row(Commitment, "moor/c2", statement_id="moor/st2"),
        ],
    }
    meeting = dt.date(2031, 5, 14)

    assert shown(tables, "timeline", "earliest", "latest", "source_table", "row_id", "statement_id", "what_en") == [
        (None, dt.date(2031, 12, 31), "relations", "moor/r2", None, "Abai member of Abai and Bota"),
        (dt.date(2011, 1, 1), None, "relations", "moor/r3", None, "Bota member of Abai and Bota"),
        (dt.date(2030, 1, 1), dt.date(2039, 12, 31), "commitments", "moor/c1", "moor/st2", "Meet again."),
        (dt.date(2031, 5, 1), dt.date(2031, 5, 31), "quantities", "moor/n1", "moor/st1", "trade: 1 USD"),
        (meeting, meeting, "articles", "moor", None, "The Moor published the article."),
        (meeting, meeting, "statements", "moor/st1", "moor/st1", "They met."),
        (meeting, meeting, "quantities", "moor/n60", None, "trade: 2 USD"),
        (meeting, meeting, "events", "moor/v1", "moor/st2", "They will meet."),
        (meeting, meeting, "relations", "moor/r1", None, "Abai party to Bota"),
        (meeting, meeting, "statements", "fen/st1", "fen/st1", "It rained."),
        (meeting, meeting, "articles", "heath", None, "The outlet published the article."),
    ]


def test_a_timeline_refuses_what_is_no_date():
    """A corpus that is still to be mended: its statement's time is none."""
    table = sd.Corpus.of(statements=[row(Statement, "moor/st1", time="2031")]).table("statements")
    place = table.column_names.index("time")
    broken = table.set_column(place, table.schema.field(place), pa.array(["next year"], pa.string()))

    with pytest.raises(UsageError) as e:
        view(sd.Corpus({"statements": broken}).tables, "timeline")

    assert str(e.value) == (
        "expected a date in EDTF such as 2031-09-03, 2031-09, 203X or 2028/2031, found 'next year'; correct it"
    )


def test_terms_by_speaker():
    """A voice against the rest of its article: 2 of 3 words against 1 of 6, by hand."""

    def term(identity: str, lemma: str, n: int, speaker: str | None = None, upos: str = "NOUN") -> Any:
        voice = {"speaker_id": speaker and f"moor/{speaker}", "quotation_id": speaker and f"moor/q{n}"}
        return row(TermCount, identity, lemma=lemma, n=n, upos=upos, **voice)

    tables = {
        "articles": ARTICLES,
        "entities": PEOPLE,
        "term_counts": [
            term("fen/w1", "мост", 4),
            term("moor/w2", "мост", 1),
            term("moor/w3", "река", 2),
            term("moor/w4", "мост", 1, "abai"),
            term("moor/w5", "мост", 1, "abai"),
            term("moor/w6", "дом", 1, "abai"),
            term("moor/w7", "река", 3, "bota"),
            term("moor/w8", "!", 9, "bota", upos="PUNCT"),
        ],
    }
    wanted = ("article_id", "voice_id", "voice", "lemma", "upos", "n", "n_voice", "n_rest", "rest_total")
    made = view(sd.Corpus.of(**tables).tables, "terms_by_speaker").to_pylist()
    bridge = made[1]

    assert [tuple(r[c] for c in wanted) for r in made] == [
        ("moor", "moor/abai", "Abai", "дом", "NOUN", 1, 3, 0, 6),
        ("moor", "moor/abai", "Abai", "мост", "NOUN", 2, 3, 1, 6),
        ("moor", "moor/bota", "Bota", "река", "NOUN", 3, 3, 2, 6),
        ("moor", None, "narrator", "река", "NOUN", 2, 3, 3, 6),
        ("moor", None, "narrator", "мост", "NOUN", 1, 3, 2, 6),
        ("fen", None, "narrator", "мост", "NOUN", 4, 4, 0, 0),
    ]
    assert bridge["per_thousand"] == pytest.approx(2000 / 3)
    assert bridge["log_likelihood"] == pytest.approx(2 * (2 * log(2) + log(1 / 2)))
    assert bridge["log_ratio"] == pytest.approx(2.0)
    assert (made[0]["log_likelihood"], made[0]["log_ratio"]) == pytest.approx((2 * log(3), 2.0))
    assert (made[-1]["log_likelihood"], made[-1]["log_ratio"]) == (None, None)


@pytest.mark.parametrize("name", ["quotations_with_speakers", "people_with_offices", "terms_by_speaker"])
def test_more_words_than_can_be_counted_are_refused(name):
    """Each number fits its column, their sum would not."""
    corpus = sd.Corpus.of(term_counts=[row(TermCount, f"moor/w{n}", n=2**62) for n in (1, 2)])

    with pytest.raises(ConversionError) as e:
        view(corpus.tables, name)

    assert str(e.value) == (
        f"table 'term_counts' counts {2**63} words in all, expected a number of at most 64 bits; correct column 'n'"
    )


def test_terms_of_the_invented_article(synthetic):
    """Every voice has all its words, and the rest is the other voices."""
    made = view(synthetic.tables, "terms_by_speaker").to_pylist()
    words = Counter()
    for t in synthetic.term_counts:
        words[t.speaker_id] += t.n

    assert {r["voice"] for r in made} == {"Velimir Gradunov", "Ilanta Korvetskaya", "narrator"}
    assert {(r["voice_id"], r["n_voice"], r["rest_total"]) for r in made} == {
        (voice, n, words.total() - n) for voice, n in words.items()
    }
    assert sum(r["n"] for r in made) == words.total()
