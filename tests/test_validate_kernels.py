"""Validation by whole columns: what plain loops over rows find, and nothing else, however the tables are laid out; big and many-parted corpora."""

import tracemalloc
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitdata as sd
from summitdata.invariants import INVARIANTS
from summitdata.problems import Problem, Report
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns, span_end
from summitdata.validate import check_parts, check_row, check_tables

from .conftest import ROOT
from .processes import python
from .sightings import Sighting, plain
from .test_invariants import coded, fen

Rows = dict[str, list[dict[str, Any]]]

OF_INVARIANTS = {invariant.id for invariant in INVARIANTS}

#: Characters of one to four bytes, marks that go on a letter, and one that is made of five.
BODY = "Ёжик 🦔 a\u0301e\u0308 сказал: «Да» 👩‍👩‍👧.\nБота 🙂 молчала.\n"


def told_by_loops(rows: Rows) -> list[tuple[Any, ...]]:
    """What rows break by the rules on cells, rows and tables, found the plain way: table, row, column, rule."""
    tables = {name: rows.get(name, []) for name in TABLES}
    found: list[tuple[Any, ...]] = []
    places = {name: _places(held) for name, held in tables.items()}
    owner = {i: name for name in reversed(TABLES) for i in places[name]}
    for name, cls in TABLES.items():
        listed = columns(cls)
        for n, row in enumerate(tables[name]):
            broken = {str(p.column): p.rule for p in check_row(cls, row, name, n)}
            identity = row["id"]
            if identity is not None and (owner[identity], places[name][identity]) != (name, n):
                broken.setdefault("id", "unique")
            _other_rows(row, listed, tables, (places, owner), broken)
            order = [c.name for c in listed]
            found += [(name, n, column, broken[column]) for column in sorted(broken, key=order.index)]
    return found


def _places(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["id"]: n for n, row in reversed([*enumerate(rows)]) if row["id"] is not None}


def _other_rows(row: dict[str, Any], listed: Any, tables: Rows, where: tuple[Any, Any], broken: dict[str, str]) -> None:
    places, owner = where
    spans = [c.name for c in listed if c.span_end]
    for c in listed:
        parent = row[c.name]
        if not c.reference or parent is None:
            continue
        known = owner if c.reference == "*" else places[c.reference]
        if parent not in known:
            broken.setdefault(c.name, "reference")
        elif c.within:
            outer = tables[c.reference][known[parent]]
            if None not in (outer["start"], outer["end"]) and outer["start"] < outer["end"]:
                for start in spans:
                    begin, end = row[start], row[span_end(start)]
                    if None not in (begin, end) and (begin < outer["start"] or end > outer["end"]):
                        broken.setdefault(start, "within")
    at = places["articles"].get(row.get("article_id"))
    article = {"n_chars": None, "text": None} if at is None else tables["articles"][at]
    for start in spans:
        end = row[span_end(start)]
        if None not in (end, article["n_chars"]) and end > article["n_chars"]:
            broken.setdefault(span_end(start), "bounds")
    for c in listed:
        if c.cut_at and None not in (row[c.name], article["text"]):
            start, end = c.cut_at, span_end(c.cut_at)
            if start not in broken and end not in broken and article["text"][row[start] : row[end]] != row[c.name]:
                broken.setdefault(c.name, "surface")


def told(report: Report) -> list[tuple[Any, ...]]:
    """The same of a report, invariants left out."""
    return [(p.table, p.row, p.column, p.rule) for p in report if p.rule not in OF_INVARIANTS]


def article(name: str, body: str = BODY) -> Rows:
    """Plain rows of a short article with its text, of some tables."""
    first = body.index("\n")
    usual = {"origin": "extracted", "rule": "made", "is_group": False, "inferred": False, "gist_en": "It is."}
    spans = [(0, 4), (5, 6), (7, 9), (first - 7, first)]

    def whole(table: str, **cells: Any) -> dict[str, Any]:
        row = {c.name: (usual | cells).get(c.name) for c in columns(TABLES[table])}
        row |= {"id": f"{name}/{cells['id']}" if cells["id"] else name, "article_id": name}
        return row | ({"text": body[row["start"] : row["end"]]} if "start" in row else {})

    return {
        "articles": [
            whole("articles", id="", language="ru", n_chars=len(body), n_paragraphs=2, n_sentences=0, text=body)
            | {"sha256": sha256(body.encode()).hexdigest(), "source_sha256": "0" * 64}
        ],
        "paragraphs": [
            whole("paragraphs", id="p1", position=1, kind="narration", start=0, end=first),
            whole("paragraphs", id="p2", position=2, kind="narration", start=first + 1, end=len(body) - 1),
        ],
        "entities": [
            whole("entities", id=f"bird{n}", type="PERSON", label_en="A bird", description_en="It sings.")
            for n in (1, 2, 10)
        ],
        "quotations": [
            whole("quotations", id=f"q{n}", kind="indirect", start=start, end=end, paragraph_id=f"{name}/p1")
            for n, (start, end) in enumerate(spans[:2], 1)
        ],
        "mentions": [
            whole("mentions", id=f"m{n}", form="name", start=start, end=end, surface=body[start:end])
            | {"paragraph_id": f"{name}/p1", "entity_id": f"{name}/bird{(1, 10)[n % 2]}"}
            for n, (start, end) in enumerate([*spans, *spans[:2]] * 2, 1)
        ],
        "term_counts": [whole("term_counts", id=f"w{n}", lemma="ёж", upos="NOUN", n=n) for n in (1, 2)],
        "readings": [
            whole("readings", id="rd1", layer="mentions", reader="first", start=0, end=4, label="name")
            | {"final_id": f"{name}/m1"}
        ],
    }


def tables_of(rows: Rows) -> dict[str, pa.Table]:
    """The tables of plain rows."""
    return {name: pa.Table.from_pylist(held, schema=arrow_schema(TABLES[name])) for name, held in rows.items()}


def joined(*articles: Rows) -> Rows:
    """The rows of several articles, one after the other."""
    return {name: [row for rows in articles for row in rows.get(name, [])] for name in TABLES}


#: Values that some column of each kind may have, right or wrong.
ODD = {
    str: [
        "",
        "a",
        "b",
        "a/p1",
        "a/m2",
        "b/m1",
        "b/bird2",
        "a-b/q1",
        "x\na/m3",
        "a/m3\n",
        "🙂",
        "a/w1",
        "a/",
        "curated",
    ],
    int: [0, -1, 1, 3, 5, 9, 40, 2**40],
    float: [0.5, 2.0, float("nan"), float("-inf")],
}


@st.composite
def corpora_with_faults(draw: st.DrawFn) -> Rows:
    """Rows of a few articles in which some cells are changed, rows are doubled, and tables are in some other order."""
    names = draw(st.lists(st.sampled_from(["a", "b", "a-b", "long-name"]), min_size=1, max_size=3))
    rows = joined(
        *(article(name, draw(st.sampled_from([BODY, BODY.replace("🦔", "e"), f"{BODY}Да\n"]))) for name in names)
    )
    for _ in range(draw(st.integers(0, 6))):
        held = rows[draw(st.sampled_from([name for name in rows if rows[name]]))]
        row = draw(st.sampled_from(held))
        table = next(name for name in rows if rows[name] is held)
        c = draw(st.sampled_from(columns(TABLES[table])))
        row[c.name] = draw(st.sampled_from([None, *ODD.get(c.kind, []), *(other[c.name] for other in held)]))
    for name in draw(st.sets(st.sampled_from(["articles", "mentions", "paragraphs", "entities"]))):
        rows[name] = draw(st.permutations([*rows[name], *draw(st.lists(st.sampled_from(rows[name]), max_size=2))]))
    return rows


@st.composite
def laid_out(draw: st.DrawFn, table: pa.Table) -> pa.Table:
    """The same table in other pieces, cut out of a longer one, or with its texts as dictionaries."""
    cuts = sorted(draw(st.lists(st.integers(0, table.num_rows), max_size=2)))
    ends = [0, *cuts, table.num_rows]
    longer = pa.concat_tables([table, table]).combine_chunks()
    pieces = [longer.slice(low, high - low) for low, high in pairwise(ends)]
    made = pa.concat_tables(pieces)
    if not draw(st.booleans()):
        return made
    arrays = [column.dictionary_encode() if column.type == pa.string() else column for column in made.columns]
    return pa.table(arrays, names=made.column_names)


@settings(max_examples=60, deadline=None)
@given(rows=corpora_with_faults(), threads=st.sampled_from([1, 2]), data=st.data())
def test_whole_columns_tell_what_loops_over_rows_tell(rows, threads, data):
    """In any order and layout of the tables, with emoji and combining marks in the text."""
    tables = {name: data.draw(laid_out(table)) for name, table in tables_of(rows).items()}

    assert told_by_loops(rows) == told(check_tables(tables, TABLES, threads=threads))


def many(rows: int, wrong: int) -> pa.Table:
    """So many mentions of a few articles, of which one in so many has a form that is none."""
    table = tables_of(article("a"))["mentions"].take(pa.array([0] * rows))
    of = [f"a{n // 4000}" for n in range(rows)]
    cells = {
        "id": [f"{a}/m{n % 4000 + 1}" for n, a in enumerate(of)],
        "article_id": of,
        "paragraph_id": [f"{a}/p1" for a in of],
        "entity_id": [f"{a}/bird1" for a in of],
        "form": ["name" if n % wrong else "shout" for n in range(rows)],
    }
    for name, values in cells.items():
        table = table.set_column(table.column_names.index(name), table.schema.field(name), pa.array(values))
    return table


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_pieces_are_told_of_in_order_by_any_number_of_threads(threads):
    """Several batches, each with faults, in chunks that part an article; rows may refer to articles of other batches."""
    mentions = many(280_000, 500)
    entities = mentions["entity_id"].to_pylist()
    entities[1], entities[-1] = "a69/bird10", "a0/nobody"
    mentions = mentions.set_column(3, mentions.schema.field(3), pa.array(entities))
    tables = tables_of(joined(*(article(f"a{n}") for n in range(70))))
    tables["mentions"] = pa.concat_tables([mentions.slice(0, 70_001), mentions.slice(70_001)])
    report = check_tables(tables, TABLES, threads=threads)

    assert [p.row for p in report if p.rule == "vocabulary"] == [*range(0, 280_000, 500)]
    assert [279_999] == [p.row for p in report if p.rule == "reference"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [(["Ёжиг", "Ёжик"], [0]), (["abcd", "efgh"], [0, 1]), (["Ёжик", "abcd"], [1]), (["Ёжик", "Ёжик"], [])],
)
def test_words_at_one_place_are_compared_byte_by_byte(words, expected):
    """Stretches that overlap cannot be cut out of the text one after the other."""
    rows = article("a")
    rows["mentions"] = [rows["mentions"][n] | {"start": 0, "end": 4, "text": None} for n in (0, 1)]
    for row, own in zip(rows["mentions"], words, strict=True):
        row["surface"] = own

    assert [("mentions", n, "surface", "surface") for n in expected] == told(check_tables(tables_of(rows), TABLES))


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        # An article's id may begin another's, with a slash.
        ([("a", "a/b/m1"), ("a/b", "a/b/m1")], [1]),
        # One that is not its article's may stand before the right one.
        ([("b", "a/m1"), ("a", "a/m1")], [1]),
        ([("a", "a/m1"), ("a", "a/m2"), ("b", "a/m2"), ("b", "b/m1")], [2]),
        ([("a", "a/m10"), ("a", "a/m2"), ("a", "a/m10")], [2]),
        # In the order of their numbers, of articles of one length or not; what is no number has no right form.
        ([("a", "a/m1"), ("a", "a/m2"), ("a", "a/m10"), ("b", "b/m1"), ("b", "b/m01")], []),
        ([("a", "a/m1"), ("a", "a/m1x"), ("b", "b/m1"), ("b", "b/p2"), ("b", "c/m3")], []),
        ([("a", "a/m1"), ("bc", "bc/m1"), ("bc", "bc/m2")], []),
        ([("A", "A/m1"), ("b", "b/m1"), ("b", "b/m2")], []),
        ([("a", "a/m1"), ("a", f"a/m{10**30}"), ("a", f"a/m{10**30}")], [2]),
        ([("a", "a/m1"), ("b", "b/m1"), ("a", "a/m1"), ("long", "long/m1")], [2]),
        ([(None, "a/m1"), ("a", "a/m1"), (None, None), (None, None)], [1]),
    ],
)
def test_repeated_ids_are_found_wherever_they_stand(ids, expected):
    """The first row that has an id keeps it."""
    row = article("a")["mentions"][0]
    rows = [row | {"article_id": of, "id": identity} for of, identity in ids]
    broken = {
        n: p.rule
        for n, one in enumerate(rows)
        for p in check_row(TABLES["mentions"], one, "mentions")
        if p.column == "id"
    }

    found = check_tables(tables_of({"mentions": rows}), TABLES)

    assert [n for n in expected if n not in broken] == [p.row for p in found if p.rule == "unique"]


def test_an_id_that_looks_like_another_tables_is_held_against_it():
    """A code or an entity may have the id of a mention; the table that comes first keeps it. A code can be referred to."""
    code = {c.name: "x" for c in columns(TABLES["codes"])} | {"n_rows": 0, "example_id": None}
    rows = article("a")
    rows["codes"] = [code | {"id": "a/m1"}, code | {"id": "a/bird1"}, code | {"id": "stage/x"}]
    rows["readings"][0]["final_id"] = "stage/x"
    rows["paragraphs"][0]["id"] = "a/m2"

    found = [p for p in told(check_tables(tables_of(rows), TABLES)) if p[3] == "unique" or p[0] == "readings"]

    assert [("mentions", 1, "id", "unique"), ("codes", 0, "id", "unique"), ("codes", 1, "id", "unique")] == found


def test_rows_that_refer_to_another_article_are_judged_with_it():
    """Invariants see the row that is named, in whichever article it stands."""
    rows = {name: [*fen("fen")[name], *fen("moor")[name]] for name in fen()}
    rows["mentions"][0]["entity_id"] = "moor/presidents"

    assert [] == [str(p) for p in check_tables(tables_of(rows), TABLES) if p.rule != "entity-mentioned"]


def test_an_article_without_a_character_is_an_article():
    """Nothing can stand in it."""
    rows = {"articles": article("a", BODY)["articles"]}
    rows["articles"][0] |= {"text": "", "n_chars": 0, "n_paragraphs": 0, "sha256": sha256(b"").hexdigest()}
    rows["term_counts"] = article("a")["term_counts"]
    rows["mentions"] = [article("a")["mentions"][0] | {"text": None, "surface": "Ёжик"}]

    assert {"bounds": 1, "reference": 2} == Counter(p[3] for p in told(check_tables(tables_of(rows), TABLES)))


# Very many faults.


@pytest.mark.parametrize(("most", "held"), [(0, 0), (3, 3), (None, 8_000), (10_000, 8_000)])
def test_a_report_holds_the_first_and_counts_all(most, held):
    """In their order."""
    rows = [plain(id=f"moor/b{n}", wings=9, mood="sad") for n in range(4_000)]
    table = pa.Table.from_pylist(rows, schema=arrow_schema(Sighting))

    report = check_tables({"sightings": table}, {"sightings": Sighting}, most=most)
    whole = check_tables({"sightings": table}, {"sightings": Sighting}, most=None)

    assert (False, 8_000, 8_000, held) == (report.ok, report.total, len(report), len(report.problems))
    assert {"vocabulary": 4_000, "range": 4_000} == report.by_rule
    assert whole.problems[:held] == report.problems
    first, *_, last = str(report).splitlines()
    assert "8,000 problems (4,000 vocabulary, 4,000 range); 4,000 rows in 1 tables checked" == first
    assert held == 8_000 or last == f"… and {8_000 - held:,} more"


def test_a_million_faults_take_no_million_problems():
    """They are counted exactly, the first are told, and memory stays small."""
    rows = [plain(id=f"moor/b{n}", wings=9) for n in range(1000)]
    table = pa.concat_tables([pa.Table.from_pylist(rows, schema=arrow_schema(Sighting))] * 500)
    table = table.set_column(0, "id", pa.chunked_array([[f"moor/b{n}" for n in range(table.num_rows)]]))
    table = table.set_column(4, "wings", pa.chunked_array([[9] * table.num_rows]))
    table = table.set_column(6, "height", pa.chunked_array([[2e4] * table.num_rows])).cast(arrow_schema(Sighting))
    tracemalloc.start()

    report = check_tables({"sightings": table}, {"sightings": Sighting})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (1_000_000, 10_000) == (report.total, len(report.problems))
    assert [(0, "wings"), (0, "height"), (1, "wings")] == [(p.row, p.column) for p in report.problems[:3]]
    assert str(report).endswith("\n… and 990,000 more")
    assert peak < 2**26


# Parts.


def renamed(problem: Problem, starts: dict[str, dict[str, int]]) -> str:
    """A problem of a part as it is told of the whole."""
    moved = None if problem.row is None else problem.row + starts[str(problem.part)][problem.table]
    expected = problem.expected.removesuffix(" of the same part")
    return str(attrs.evolve(problem, part=None, row=moved, expected=expected))


@st.composite
def parted(draw: st.DrawFn) -> list[Rows]:
    """The rows of several articles that are right, some cells changed, an article a part."""
    parts = [fen(name) for name in ("fen", "moor", "lake")]
    for _ in range(draw(st.integers(0, 4))):
        rows = draw(st.sampled_from(parts))
        table = draw(st.sampled_from(sorted(rows)))
        row = draw(st.sampled_from(rows[table]))
        c = draw(st.sampled_from([c for c in columns(TABLES[table]) if c.name != "article_id"]))
        row[c.name] = draw(st.sampled_from([None, *ODD.get(c.kind, []), *(other[c.name] for other in rows[table])]))
    return parts


@settings(max_examples=20, deadline=None)
@given(parts=parted())
def test_parts_tell_what_the_whole_tells(parts):
    """Each problem once, the invariants included, with its part and its row there; codes are counted over all parts."""
    codes = coded({name: [row for rows in parts for row in rows[name]] for name in parts[0]})["codes"]
    named = [(f"000{n}", rows | ({"codes": codes} if n == 1 else {})) for n, rows in enumerate(parts, 1)]
    starts: dict[str, dict[str, int]] = {}
    lengths: Counter[str] = Counter()
    for name, rows in named:
        starts[name] = {table: lengths[table] for table in TABLES}
        lengths.update({table: len(held) for table, held in rows.items()})

    report = check_parts(((name, tables_of(rows), {}) for name, rows in named), TABLES)
    whole = check_tables(tables_of(joined(*(rows for _, rows in named))), TABLES)

    assert sorted(map(str, whole)) == sorted(renamed(problem, starts) for problem in report)
    assert (whole.rows, whole.total, dict(sorted(whole.by_rule.items()))) == (
        {name: n for name, n in ((name, lengths[name]) for name in TABLES) if name in whole.rows},
        report.total,
        dict(sorted(report.by_rule.items())),
    )


def test_parts_are_told_of_by_name():
    """An article stands in one part, references stay inside it, and rows are counted there."""
    parts = [("0001", tables_of(fen("fen")), {}), ("0002", tables_of(fen("fen")), {})]
    lost = fen("moor")
    lost["mentions"][0]["entity_id"] = "fen/presidents"
    report = check_parts([*parts, ("0003", tables_of(lost), {})], TABLES)

    assert [
        "articles (part 0002) row 0 ('fen'), column 'id': expected an id that no other row has, found 'fen' [unique]",
        (
            "mentions (part 0003) row 0 ('moor/m1'), column 'entity_id': expected the id of a row of entities of the same"
            " part, found 'fen/presidents' [reference]"
        ),
    ] == [str(p) for p in report if p.rule not in OF_INVARIANTS]
    assert {"0002", "0003"} == set(report.table()["part"].to_pylist())


def test_what_cannot_be_read_is_told_in_its_part_and_the_rest_is_checked():
    """A table that is not readable, one of another layout, and a name that is no table's."""
    whole = tables_of(fen("fen"))
    unread = {
        "entities": Problem(table="entities", rule="unreadable", expected="a file"),
        "*": [
            Problem(table="*", rule="unreadable", expected="a folder"),
            Problem(table="*", rule="columns", expected="b"),
        ],
    }
    tables = {name: table for name, table in tables_of(fen("moor")).items() if name != "entities"}
    tables["silences"] = tables["silences"].drop_columns(["note"])
    report = check_parts([("1", whole, {}), ("2", tables, unread)], TABLES)

    assert [
        "* (part 2): expected a folder [unreadable]",
        "* (part 2): expected b [columns]",
        "entities (part 2): expected a file [unreadable]",
        "silences (part 2): expected this corpus: table 'silences' lacks the column 'note' [columns]",
    ] == [str(problem) for problem in report]
    assert 2 * len(fen()["mentions"]) == report.rows["mentions"]
    assert [str(p) for p in report][:2] == [
        str(p) for p in check_parts([("1", whole, {}), ("2", tables, unread)], TABLES, most=2)
    ]


def test_codes_in_a_later_part_repeat_those_of_an_earlier():
    """The table of codes stands once in the corpus."""
    rows = coded(fen("fen"))
    report = check_parts([("1", tables_of(rows), {}), ("2", {"codes": tables_of(rows)["codes"]}, {})], TABLES)

    assert {("codes", "2", "unique")} == {(p.table, p.part, p.rule) for p in report}
    assert len(rows["codes"]) == report.total


@pytest.mark.parametrize("threads", [1, 2])
def test_a_part_is_read_while_the_one_before_it_is_checked(threads):
    """With one thread each is read when it is its turn; what goes wrong in reading is told."""
    read, gone = [], "the disk is gone"

    def parts():
        for name in ("fen", "moor"):
            read.append(name)
            yield name, tables_of(fen(name)), {}
        raise OSError(gone)

    with pytest.raises(OSError, match=r"^the disk is gone$"):
        check_parts(parts(), TABLES, threads=threads)

    assert ["fen", "moor"] == read


def test_invariants_can_be_left_out():
    """All other rules are asked."""
    rows = coded(fen("fen"))
    rows["silences"][0]["question_en"] = "No question"
    rows["codes"][0]["n_rows"] += 1
    rows["mentions"][0]["entity_id"] = "fen/nobody"

    found = check_parts([("", tables_of(rows), {})], TABLES, invariants=False)

    assert {"reference": 1} == found.by_rule


# What is not rows of a corpus at all.


def test_no_tables_are_no_problem():
    """Nor is a part without rows."""
    assert "no problems; 0 rows in 0 tables checked" == str(check_tables({}, TABLES))
    assert check_parts([("1", tables_of({"mentions": []}), {})], TABLES).ok


@pytest.mark.parametrize(
    ("seed", "zone"),
    [("0", {"TZ": "Asia/Tokyo", "LC_ALL": "C"}), ("random", {"TZ": "Pacific/Apia", "LC_ALL": "C.UTF-8"})],
)
def test_reports_do_not_depend_on_the_surroundings(seed, zone):
    """Twice the same bytes under any hash seed, time zone and locale."""
    script = (
        "from tests.test_validate_kernels import *; rows = article('a'); rows['mentions'][0]['id'] = 'a/m2';"
        "rows['mentions'][3]['surface'] = '\\u202e'; rows['paragraphs'][1]['end'] = 99;"
        "print(ascii(str(check_tables(tables_of(rows), TABLES, threads=2))))"
    )
    rows = article("a")
    rows["mentions"][0]["id"] = "a/m2"
    rows["mentions"][3]["surface"] = "\u202e"
    rows["paragraphs"][1]["end"] = 99
    done = python(script, cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1", **zone})

    assert (f"{str(check_tables(tables_of(rows), TABLES, threads=1))!a}\n", "") == (done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("\x1b[31m\x07", r"'\x1b[31m\x07'"),
        ("\u202eab", r"'\u202eab'"),
        ("x" * 10_000_000, f"'{'x' * 160}"[:160] + "… (10000002 characters)"),
    ],
    ids=["escape", "override", "ten million characters"],
)
def test_hostile_strings_are_escaped_and_cut(value, shown):
    """Control characters, right-to-left overrides, ten million characters."""
    rows = article("a")
    rows["mentions"][0] |= {"entity_id": value}
    (line,) = [str(p) for p in check_tables(tables_of(rows), TABLES) if p.rule == "reference"]

    assert line.endswith(f"found {shown} [reference]")
    assert line.isprintable()


def test_unreadable_files_do_not_hide_the_others(tmp_path: Path):
    """A damaged file is told, and a fault of another one too."""
    rows = fen()
    rows["silences"][0]["question_en"] = "No question"
    sd.Corpus(tables_of(rows)).write(tmp_path / "out")
    (tmp_path / "out" / "manifest.json").unlink()
    (tmp_path / "out" / "entities.parquet").write_bytes(b"PAR1PAR1")

    assert {("entities", "unreadable"), ("silences", "silence-question")} == {
        (p.table, p.rule) for p in sd.validate(tmp_path / "out")
    }
