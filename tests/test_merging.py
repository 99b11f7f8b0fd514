"""What people decided about a review comes back: rows confirmed, corrected, dropped and added, and both readings of them."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summitdata as sd
from summitdata.exceptions import ConflictError, ConversionError, FormatError, NotFoundError
from summitdata.merging import merge
from summitdata.records import TABLES
from summitdata.review import review
from summitdata.reviews.decisions import line, read_table
from summitdata.schema import columns

from .folders import corpus_of
from .test_review import TEXT, asked, corpus, made, span, tables, two, with_cells

BRAT, WEB = "brat/art.ann", "webannotation/annotations.jsonld"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of the invented article, of which every row is asked about."""
    made = tmp_path_factory.mktemp("written") / "review"
    review(corpus(), made, below=1)
    return made


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    return Path(shutil.copytree(written, tmp_path / "review"))


def problems(of: sd.Corpus) -> list[str]:
    """What is wrong with a corpus, but for what nobody has put into English."""
    uncoded = {(name, c.name) for name, cls in TABLES.items() for c in columns(cls) if c.null == "uncoded"}
    return [str(p) for p in of.validate() if (p.table, p.column) not in uncoded]


def decide(
    folder: Path, *answers: tuple[str, str, str] | tuple[str, str, str, str], by: str = ",", to: str = "utf-8-sig"
) -> None:
    """Fill in the table as a spreadsheet would save it: row, decision, correction and note."""
    rows = asked(folder)
    for row, decision, correction, *note in answers:
        (found,) = (one for one in rows if one["row"] == row)
        found |= {"decision": decision, "correction": correction, "note": "".join(note)}
    with (folder / "review.csv").open("w", encoding=to, newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=by)
        writer.writeheader()
        writer.writerows(rows)


def edit(folder: Path, *changes: tuple[str, str], name: str = BRAT) -> None:
    """Replace what patterns find in a file, each once."""
    text = (folder / name).read_bytes().decode()
    for pattern, by in changes:
        text, n = re.subn(pattern, by, text, count=1)
        assert n
    (folder / name).write_bytes(text.encode())


def line_of(folder: Path, row: str) -> str:
    """What brat calls a row."""
    (found,) = re.findall(rf'AnnotatorNotes (T\d+)\t{{"id": "{row}"', (folder / BRAT).read_text("utf-8"))
    return str(found)


def delete(folder: Path, row: str) -> None:
    """Delete an annotation as brat does, with its attributes, notes and relations."""
    name = line_of(folder, row)
    lines = (folder / BRAT).read_text("utf-8").splitlines(keepends=True)
    kept = [one for one in lines if not re.search(rf"^{name}\t|[ :]{name}\b", one)]
    (folder / BRAT).write_text("".join(kept), "utf-8")


def add(folder: Path, *lines: str) -> None:
    """Add lines to brat's annotations."""
    with (folder / BRAT).open("a", encoding="utf-8") as file:
        file.writelines(f"{one}\n" for one in lines)


def at(words: str, nth: int = 0) -> str:
    """A span as brat writes it."""
    place = span(words, nth=nth)
    return f"{place['start']} {place['end']}"


def row(of: sd.Corpus, identity: str) -> dict[str, Any]:
    """A row by its id."""
    for name in of.tables:
        if "id" in of.table(name).column_names:
            for one in of.table(name).to_pylist():
                if one["id"] == identity:
                    return dict(one)
    raise KeyError(identity)


def ids(of: sd.Corpus, table: str) -> list[str]:
    """The ids of a table without their article."""
    return [identity.partition("/")[2] for identity in of.table(table).column("id").to_pylist()]


def differing(before: sd.Corpus, after: sd.Corpus) -> set[tuple[str, str]]:
    """The rows that are not the same, and the columns."""
    return {
        (old["id"], column)
        for table in before.tables
        for old in before.table(table).to_pylist()
        for new in after.table(table).to_pylist()
        if old["id"] == new["id"]
        for column in old
        if old[column] != new[column]
    }


def read(of: sd.Corpus) -> list[tuple[str, str, str, str | None]]:
    """The readings: layer, reader, label, and where they ended."""
    found = of.table("readings").to_pylist()
    return [(r["layer"], r["reader"], r["label"], r["final_id"]) for r in found]


# --- nothing decided, all confirmed


def test_nothing_decided_nothing_changed(folder: Path) -> None:
    """A review that comes back as it went leaves the corpus as it is."""
    assert corpus() == merge(corpus(), folder)


def test_what_is_confirmed_is_merged_and_nothing_else(folder: Path) -> None:
    """A confirmed row has the origin merged and keeps rule and confidence; machine and human read it alike."""
    decide(folder, ("art/q0001", "confirm", ""), ("art/d0001", "Confirm ", ""), ("art/c0001", "confirm", ""))
    merged = merge(corpus(), folder)

    assert {(f"art/{i}", "origin") for i in ("q0001", "d0001", "c0001")} == differing(corpus(), merged)
    assert ("merged", "quotations-rule", 0.95) == tuple(
        row(merged, "art/q0001")[n] for n in ("origin", "rule", "confidence")
    )
    assert [
        ("quotations", "machine", "direct", "art/q0001"),
        ("quotations", "human", "direct", "art/q0001"),
        ("commitments", "machine", "will", "art/c0001"),
        ("commitments", "human", "will", "art/c0001"),
    ] == read(merged)
    assert [] == problems(merged)


def test_an_article_that_was_gone_over_is_confirmed_as_a_whole(folder: Path) -> None:
    """Where a person says so, every row that the tools show is agreed on; the readings say how far."""
    edit(folder, ("art,,14,", "art,,14,yes"), name="articles.csv")
    merged = merge(corpus(), folder)
    shown = {"quotations", "mentions", "dates", "quantities", "statements"}

    assert {column for _, column in differing(corpus(), merged)} == {"origin"}
    assert shown == {
        t
        for t in merged.tables
        if "merged"
        in (merged.table(t).column("origin").to_pylist() if "origin" in merged.table(t).column_names else ())
    } - {"readings"}
    assert {"machine/human"} == {one["readers"] for one in merged.agreement("arrow").to_pylist()}
    assert [
        ("quotations", 2, 2, 1.0),
        ("mentions", 5, 5, 1.0),
        ("statements", 1, 1, 1.0),
        ("quantities", 1, 1, 1.0),
    ] == [
        (one["layer"], one["n_first"], one["n_second"], one["f1"])
        for one in merged.agreement("arrow").to_pylist()
        if one["code"] == "span"
    ]
    assert [] == problems(merged)


def test_a_reading_tells_how_a_row_is_coded(folder: Path) -> None:
    """Codes, values and references are in the reading; the machine's has its rule, the wording is cut from the article."""
    decide(folder, ("art/n0001", "change", "value=9e8; approximate=true", "said so on the radio"))
    machine, human = merge(corpus(), folder).table("readings").to_pylist()
    common = {"status": "actual", "comparator": "=", "unit": "XXX"}

    assert {**common, "value": 8e8, "approximate": False} == json.loads(machine["attributes"])
    assert {**common, "value": 9e8, "approximate": True} == json.loads(human["attributes"])
    assert ("extracted", "quantities-rule", 0.95) == tuple(machine[n] for n in ("origin", "rule", "confidence"))
    assert ("merged", None, None) == tuple(human[n] for n in ("origin", "rule", "confidence"))
    assert ("800 млн дукаров", None, "said so on the radio") == (human["text"], machine["note"], human["note"])


# --- the table of questions


@pytest.mark.parametrize(
    ("identity", "correction", "expected"),
    [
        ("art/q0001", "speaker_id=art/gostya", {"speaker_id": "art/gostya"}),
        (
            "art/q0002",
            "cue_start=; cue_end=null",
            {"cue_start": None, "cue_end": None, "cue_surface": None, "cue_lemma": None},
        ),
        ("art/q0002", "source_start=", {"source_end": None, "speaker_label": None, "speaker_id": "art/gostya"}),
        ("art/n0001", 'counted_ru="дукары; монеты"', {"counted_ru": "дукары; монеты"}),
        ("art/n0001", f"end={span('млн')['end']}", {"text": "800 млн", "surface": "800 млн"}),
        ("art/m0002", "entity_id=art/delva ;form = name;", {"entity_id": "art/delva", "form": "name"}),
        ("art/d0001", "date=2034; date_source=context", {"date": "2034", "date_source": "context"}),
        ("art/gradunov", "label_en=Velimir Gradunov", {"label_en": "Velimir Gradunov"}),
        ("art/ca0001", "role=addressee", {"role": "addressee"}),
    ],
)
def test_a_correction_changes_what_it_names(identity, correction, expected, folder):
    """Columns get their new values, wording is cut anew where a place moved, and what belongs to a place goes with it."""
    decide(folder, (identity, "change", correction))
    found = row(merge(corpus(), folder), identity)

    assert {**expected, "origin": "merged"} == {name: found[name] for name in (*expected, "origin")}


def test_what_repeats_a_speaker_follows(folder: Path) -> None:
    """The counts of words and the chain of evidence name the corrected speaker."""
    decide(folder, ("art/q0001", "change", "speaker_id=art/gostya"))
    merged = merge(corpus(), folder)

    assert "art/gostya" == row(merged, "art/w0002")["speaker_id"] == row(merged, "art/a0001")["entity_id"]
    assert [] == problems(merged)


@pytest.mark.parametrize(("by", "to"), [(";", "utf-8"), ("\t", "utf-16"), (",", "utf-8")])
def test_the_table_is_read_as_spreadsheets_save_it(by, to, folder):
    """Semicolons and tabs, with and without a mark of the encoding."""
    decide(folder, ("art/n0001", "change", "counted_ru=дукары"), by=by, to=to)

    assert "дукары" == row(merge(corpus(), folder), "art/n0001")["counted_ru"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=5))
def test_cells_come_back_as_they_went(cells):
    """Whatever a cell holds, formulas too, it is read again unchanged."""
    names = [f"c{number}" for number in range(len(cells))]
    ((_, found),) = read_table((line(names) + line(["x", *cells[1:]])).encode(), names, "cells.csv")

    assert ["x", *cells[1:]] == [*found.values()]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            ("art/q0001", "yes", ""),
            ", column 'decision': expected one of confirm, drop, change, or nothing, found 'yes'; correct it there",
        ),
        (
            ("art/q0001", "", "kind=indirect"),
            ", column 'decision': expected one of confirm, drop, change, or nothing, found a correction without one; correct it there",
        ),
        (
            ("art/q0001", "drop", "kind=indirect"),
            ", column 'correction': expected column=value with the decision change and nothing with the others, found 'kind=indirect'; correct it there",
        ),
        (
            ("art/q0001", "change", ""),
            ", column 'correction': expected column=value with the decision change and nothing with the others, found ''; correct it there",
        ),
        (
            ("art/q0001", "change", "indirect"),
            ", column 'correction': expected column=value; column=value, found 'indirect'; correct it there",
        ),
        (
            ("art/q0001", "change", "speaker=art/gostya"),
            ", column 'correction': 'quotations' has no column 'speaker' that can be corrected; did you mean 'speaker_id'?",
        ),
        (
            ("art/q0001", "change", 'cue_lemma="\\x"'),
            ", column 'correction': expected text in quotation marks as JSON has it, found '\"\\\\x\"' (Invalid \\escape: line 1 column 2 (char 1)); correct it there",
        ),
        (
            ("art/q0001", "change", "id=art/q0009"),
            ", column 'correction': 'quotations' has no column 'id' that can be corrected; did you mean 'kind'?",
        ),
        (
            ("art/q0001", "change", "kind=straight"),
            ", column 'correction': quotations, column 'kind': expected one of direct, indirect, scare, found 'straight'; correct it there",
        ),
        (
            ("art/q0001", "change", "kind="),
            ", column 'correction': quotations, column 'kind': expected text, never null, found None; correct it there",
        ),
        (
            ("art/q0001", "change", "kind=direct; kind=indirect"),
            ", column 'correction': 'kind' is given two values; keep one",
        ),
        (
            ("art/q0001", "change", "start=many"),
            ", column 'correction': quotations, column 'start': expected whole number, found 'many'; correct it there",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(answer, message, folder):
    """A decision or correction that is none says so, with row and line; nothing is guessed."""
    decide(folder, answer)

    with pytest.raises(FormatError) as caught:
        merge(corpus(), folder)
    assert f"review.csv, line 5 (art/q0001){message}" == str(caught.value)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            ("art/q0001", "change", "speaker_id=art/nobody"),
            "quotations, column 'speaker_id': there is no 'art/nobody' among entities; give the id of one",
        ),
        (
            ("art/q0001", "change", "speaker_id=art/q0002"),
            "quotations, column 'speaker_id': there is no 'art/q0002' among entities; give the id of one",
        ),
        (
            ("art/n0001", "change", "start=10; end=40"),
            "characters 10 to 40 lie in none of the paragraphs, a row has to lie in one; move it, or make two",
        ),
        (
            ("art/n0001", "change", "start=40; end=40"),
            "column 'start': expected a place in the text of 144 characters, found 40 to 40; correct it",
        ),
        (
            ("art/q0001", "change", "source_end="),
            "column 'source_start': expected a place in the text of 144 characters, found 78 to None; correct it",
        ),
        (
            ("art/delva", "drop", ""),
            "row 'art/delva' cannot be dropped, because art/m0003 refer to it; drop or change these, too",
        ),
        (
            ("art/gradunov", "drop", ""),
            "row 'art/gradunov' cannot be dropped, because art/q0001, art/m0001, art/m0004 and 3 more refer to it; drop or change these, too",
        ),
    ],
)
def test_what_cannot_be_done_is_named_with_its_line(answer, message, folder):
    """A reference that leads nowhere, a place outside the text, a row that others need: said with row and line."""
    decide(folder, answer)
    (number,) = (n for n, one in enumerate(asked(folder), 2) if one["row"] == answer[0])

    with pytest.raises(ConversionError) as caught:
        merge(corpus(), folder)
    column = ""
    assert f"review.csv, line {number} ({answer[0]}){column}: {message}" == str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda _: b"\xef\xbb\xbf",
            "review.csv is empty; expected the columns table, row, decision, correction, note, write the review again",
        ),
        (
            lambda data: data.replace(b"decision", b"answer", 1),
            "review.csv has no column 'decision'; keep the first line as it was written",
        ),
        (
            lambda _: "table,row,решение".encode("cp1251"),
            "review.csv is not in UTF-8, byte 10 cannot be read; save it as CSV in UTF-8",
        ),
        (
            lambda data: data + b'"' + b"x" * 140_000 + b'"',
            "review.csv, line 16: not CSV (field larger than field limit (131072)); save it as CSV again",
        ),
        (
            lambda data: data + b"moor,dates,moor/d1,,,,,,,drop,,\r\n",
            "review.csv, line 16 (moor/d1): article 'moor' is not among those of articles.csv; restore the line",
        ),
        (
            lambda data: data + b"art,days,art/d1,,,,,,,drop,,\r\n",
            "review.csv, line 16 (art/d1), column 'table': did you mean 'dates'?",
        ),
    ],
)
def test_a_table_that_is_none_is_refused(change: Callable[[bytes], bytes], message: str, folder: Path) -> None:
    """What a spreadsheet broke is named with what to do."""
    path = folder / "review.csv"
    path.write_bytes(change(path.read_bytes()))

    with pytest.raises(FormatError) as caught:
        merge(corpus(), folder)
    assert message == str(caught.value)


def test_a_row_that_is_not_there_is_named(folder: Path) -> None:
    """An id that the corpus does not have is refused."""
    with (folder / "review.csv").open("ab") as file:
        file.write(b"art,dates,art/d0009,,,,,,,drop,,\r\n")

    with pytest.raises(ConversionError) as caught:
        merge(corpus(), folder)
    assert (
        "review.csv, line 16 (art/d0009): there is no row 'art/d0009' in the corpus; give ids of the corpus that was "
        "reviewed" == str(caught.value)
    )


def test_articles_are_gone_over_or_not(folder: Path) -> None:
    """What is neither yes nor no is refused."""
    edit(folder, ("art,,14,", "art,,14,perhaps"), name="articles.csv")

    with pytest.raises(FormatError) as caught:
        merge(corpus(), folder)
    assert (
        "articles.csv, line 2, column 'gone_over': expected yes, no or nothing, found 'perhaps'; correct it there"
        == str(caught.value)
    )


# --- dropping


def test_an_undertaking_goes_with_its_parts(folder: Path) -> None:
    """Its actors go, the statement that the rule made for it, and that statement's chain; nothing else."""
    decide(folder, ("art/c0001", "drop", "", "a wish"), ("art/ca0001", "change", "position=2"))
    with (folder / "review.csv").open("ab") as file:
        file.write(b",,,,,,,,,,,\r\n")
    merged = merge(corpus(), folder)
    gone = {t: len(corpus().table(t)) - len(merged.table(t)) for t in corpus().tables}

    assert {"commitments": 1, "commitment_actors": 1, "statements": 1, "attributions": 2} == {
        table: n for table, n in gone.items() if n > 0
    }
    assert [
        ("statements", None, "art/st0001 dropped in review"),
        ("commitments", None, "art/c0001 dropped in review: a wish"),
    ] == [(r["layer"], r["final_id"], r["note"]) for r in merged.table("readings").to_pylist()]


def test_an_undertaking_goes_with_its_statement(folder: Path) -> None:
    """What brat shows of an undertaking is its statement: deleting that deletes it."""
    delete(folder, "art/st0001")
    merged = merge(corpus(), folder)

    assert [[], [], [], []] == [
        ids(merged, table) for table in ("statements", "commitments", "commitment_actors", "attributions")
    ]


def test_a_statement_that_others_hang_on_stays() -> None:
    """Where more than the undertaking is said in a statement, it stays."""
    rows = tables()
    rows["commitments"].append({**rows["commitments"][0], "id": "art/c0002"})
    from summitdata.reviews.applying import Edits, applied

    after = applied(rows, Edits(dropped={"art/c0001"}, where={"art/c0001": "there"}))

    assert ["art/st0001"] == [r["id"] for r in after["statements"]]


def test_a_dropped_quotation_gives_its_words_to_the_narrator(folder: Path) -> None:
    """What stood in it stands in it no more; the article's words are counted anew."""
    decide(folder, ("art/q0001", "drop", ""))
    merged = merge(corpus(), folder)

    assert ["q0002"] == ids(merged, "quotations")
    assert {None} == set(merged.table("term_counts").column("quotation_id").to_pylist())
    assert {"мост", "глава"} <= set(merged.table("term_counts").column("lemma").to_pylist())
    assert [None, None] == [row(merged, i)["quotation_id"] for i in ("art/m0003", "art/s0002")]
    assert [] == problems(merged)


def test_an_entity_goes_with_its_last_mention(folder: Path) -> None:
    """Deleting every mention in the tool drops an entity that nothing else speaks of, and only such a one."""
    delete(folder, "art/m0003")
    delete(folder, "art/m0002")
    delete(folder, "art/m0005")
    merged = merge(corpus(), folder)

    assert ["gradunov", "gostya"] == ids(merged, "entities")
    assert ["m0001", "m0004"] == ids(merged, "mentions")


def test_ids_of_dropped_rows_are_not_given_again(folder: Path, tmp_path: Path) -> None:
    """A row that comes after the last was dropped has an id of its own, in a later review too."""
    delete(folder, "art/m0005")
    add(folder, f"T90\tPERSON {at('гостьи')}\tгостьи", "A90\tmentions_form T90 description")
    merged = merge(corpus(), folder)
    review(merged, tmp_path / "again", articles=["art"])
    add(tmp_path / "again", f"T90\tPERSON {at('Глава')}\tГлава", "A90\tmentions_form T90 office")

    assert ["m0001", "m0002", "m0003", "m0004", "m0006"] == ids(merged, "mentions")
    assert "art/m0007" == merge(merged, tmp_path / "again").mentions[-1].id


# --- brat


def test_a_moved_annotation_moves_the_row(folder: Path) -> None:
    """A span changed in brat is that of the row, its wording is cut anew and the marks of sentences with it."""
    edit(folder, (f"QUANTITY {at('800 млн дукаров')}", f"QUANTITY {at('800 млн')}"))
    merged = merge(corpus(), folder)
    found = row(merged, "art/n0001")

    assert ("800 млн", "800 млн", "merged") == tuple(found[n] for n in ("text", "surface", "origin"))
    assert str(span("800 млн")["end"] - row(merged, "art/s0002")["start"]) in re.findall(
        r"(\d+):", row(merged, "art/s0002")["marks"]
    )
    assert [(0, 1.0), (1, 1.0)] == [
        (one["n_same"], one["f1_overlap"])
        for layer in ("quantities", "statements")
        for one in merged.agreement("arrow").to_pylist()
        if (one["layer"], one["code"]) == (layer, "span")
    ]


def test_codes_and_notes_changed_in_brat_come_back(folder: Path) -> None:
    """An attribute is a code; any other column is changed in the note, which is JSON or, written over, column=value."""
    edit(
        folder,
        (f"(quantities_status {line_of(folder, 'art/n0001')}) actual", r"\1 expected"),
        ('"value": 800000000.0', '"value": 900000000.0'),
        (rf"(AnnotatorNotes {line_of(folder, 'art/m0002')})\t.*", "\\1\tentity_id=art/gradunov"),
        (rf"(AnnotatorNotes {line_of(folder, 'art/m0005')})\t.*", "\\1\twho is this?"),
        (rf"(quantities_comparator {line_of(folder, 'art/n0001')}) EQUAL", r"\1 LESS"),
    )
    merged = merge(corpus(), folder)

    assert ("expected", 9e8, "<") == tuple(row(merged, "art/n0001")[n] for n in ("status", "value", "comparator"))
    assert "art/gradunov" == row(merged, "art/m0002")["entity_id"]
    assert "who is this?" == next(
        r["note"]
        for r in merged.table("readings").to_pylist()
        if r["final_id"] == "art/m0005" and r["reader"] == "human"
    )


@pytest.mark.parametrize(("decision", "correction"), [("change", "start=1"), ("confirm", ""), ("drop", "")])
def test_a_row_in_the_line_of_another(decision: str, correction: str, folder: Path) -> None:
    """A row that is of another table than the line says was put there by mistake: nothing is done to it."""
    edit(folder, ("quotations,art/q0001", "dates,art/q0001"), name="review.csv")
    decide(folder, ("art/q0001", decision, correction))

    with pytest.raises(ConversionError) as caught:
        merge(corpus(), folder)
    assert (
        "review.csv, line 5 (art/q0001): the row 'art/q0001' is one of quotations, and not of dates as the line says; restore the line"
        == str(caught.value)
    )


def test_a_correction_can_empty_a_column(folder: Path) -> None:
    """A column that a note sets to nothing is null, although the other columns of the note are kept."""
    edit(folder, (rf"(AnnotatorNotes {line_of(folder, 'art/q0001')})\t.*", "\\1\tspeaker_id="))
    found = row(merge(corpus(), folder), "art/q0001")

    assert (None, "сказать") == (found["speaker_id"], found["cue_lemma"])


def test_a_deleted_cue_is_no_cue(folder: Path) -> None:
    """Where the place of a cue is deleted, what was said of it goes; where it is moved, it moves."""
    edit(
        folder,
        (rf"R\d+\tHAS_CUE Arg1:{line_of(folder, 'art/q0001')} .*\n", ""),
        (f"SOURCE {at('гостьи')}", f"SOURCE {at('словам гостьи')}"),
    )
    merged = merge(corpus(), folder)

    assert (None, None, None, None) == tuple(
        row(merged, "art/q0001")[n] for n in ("cue_start", "cue_end", "cue_lemma", "cue_surface")
    )
    assert "словам гостьи" == row(merged, "art/q0002")["speaker_label"]


def test_what_was_added_is_there(folder: Path) -> None:
    """A quotation, a number and a mention get ids, places, wording and what their attributes and notes say."""
    add(
        folder,
        f"T90\tQUOTATION {at('Глава Лардии принял гостью')}\tx",
        "A90\tquotations_kind T90 indirect",
        f"T91\tQUANTITY {at('2033 году')}\tx",
        "A91\tquantities_dimension T91 ordinal",
        "A92\tquantities_status T91 actual",
        "#91\tAnnotatorNotes T91\tvalue=2033; unit=1; comparator==",
        f"T92\tLOCATION {at('Мост через Делву')}\tx",
        "A93\tmentions_form T92 name",
        f"T93\tLOCATION {at('Лардии')}\tx",
        "A94\tmentions_form T93 name",
        "#93\tAnnotatorNotes T93\tentity_id=art/delva",
    )
    merged = merge(corpus(), folder)
    quotation, quantity = row(merged, "art/q0003"), row(merged, "art/n0002")

    assert ("art/p0001", "Глава Лардии принял гостью", "merged", None, None) == tuple(
        quotation[n] for n in ("paragraph_id", "text", "origin", "rule", "confidence")
    )
    assert (2033.0, "1", False, "2033 году") == tuple(quantity[n] for n in ("value", "unit", "approximate", "surface"))
    assert ("art/added1", "art/q0001", "Мост через Делву") == tuple(
        row(merged, "art/m0006")[n] for n in ("entity_id", "quotation_id", "surface")
    )
    assert ("LOCATION", "Мост через Делву", "merged") == tuple(
        row(merged, "art/added1")[n] for n in ("type", "label_ru", "origin")
    )
    assert "art/delva" == row(merged, "art/m0007")["entity_id"]
    assert ["art/q0003"] == [
        r["final_id"] for r in merged.table("readings").to_pylist() if r["start"] == 0 and r["layer"] == "quotations"
    ]
    assert [] == problems(merged)


def test_the_same_words_are_the_same_entity(folder: Path) -> None:
    """A new mention is of the entity that is named so, if there is one of that type; two new ones are apart."""
    add(
        folder,
        f"T90\tPERSON {at('Градунов')}\tx",
        "A90\tmentions_form T90 name",
        f"T91\tCITY {at('Градунов')}\tx",
        "A91\tmentions_form T91 name",
        f"T92\tCITY {at('Глава')}\tx",
        "A92\tmentions_form T92 name",
    )
    merged = merge(corpus(), folder)

    assert ["art/gradunov", "art/added1", "art/added2"] == [row(merged, f"art/m000{n}")["entity_id"] for n in (6, 7, 8)]


def test_a_new_direct_quotation_is_heard(folder: Path) -> None:
    """Mentions, dates and sentences in it say so, its words are counted, and nothing is wrong with the corpus."""
    delete(folder, "art/q0001")
    add(
        folder,
        f"T90\tQUOTATION {at('Мост через Делву')}\tx",
        "A90\tquotations_kind T90 direct",
        "#90\tAnnotatorNotes T90\tspeaker_id=art/gradunov; cue_lemma=сказать; cue_position=after",
        f"T91\tCUE {at('сказал')}\tx",
        "R90\tHAS_CUE Arg1:T90 Arg2:T91",
    )
    merged = merge(corpus(), folder)
    words = [
        (w["lemma"], w["speaker_id"])
        for w in merged.table("term_counts").to_pylist()
        if w["quotation_id"] == "art/q0003"
    ]

    assert ["art/q0003", "art/q0003"] == [row(merged, i)["quotation_id"] for i in ("art/m0003", "art/s0002")]
    assert row(merged, "art/d0001")["quotation_id"] is None
    assert ("мост", "art/gradunov") in words
    assert ("сказал", "сказать") == tuple(row(merged, "art/q0003")[n] for n in ("cue_surface", "cue_lemma"))
    assert [] == problems(merged)


def test_a_retyped_entity(folder: Path) -> None:
    """An entity is of another type where all its mentions are."""
    edit(folder, (f"LOCATION {at('Делву')}", f"FACILITY {at('Делву')}"))

    assert ("FACILITY", "merged") == tuple(row(merge(corpus(), folder), "art/delva")[n] for n in ("type", "origin"))


def test_a_retyped_mention_that_others_contradict(folder: Path) -> None:
    """One of two mentions of another type is no decision about their entity; a deleted one does not count."""
    edit(folder, (f"PERSON {at('гостью')}", f"CITY {at('гостью')}"))

    with pytest.raises(ConversionError) as caught:
        merge(corpus(), folder)
    assert (
        f"brat/art.ann, line {_line(folder, 'CITY')}: mention 'art/m0002' is of type CITY, but other mentions of "
        "'art/gostya' are not; change them all, or give it another entity_id" == str(caught.value)
    )
    delete(folder, "art/m0005")
    assert "CITY" == row(merge(corpus(), folder), "art/gostya")["type"]


def _line(folder: Path, words: str) -> int:
    lines = (folder / BRAT).read_text("utf-8").split("\n")
    return next(number for number, one in enumerate(lines, 1) if words in one)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["T90\tPLANET 0 5\tx"], "brat/art.ann, line {}: there is no type 'PLANET'; use those of annotation.conf"),
        (
            ["T90\tPERSON 0 " + "9" * 19 + "\tx"],
            "brat/art.ann, line {}: not a line of brat's, found 'T90\\tPERSON 0 9999999999999999999\\tx'; restore it",
        ),
        (["T90 PERSON"], "brat/art.ann, line {}: not a line of brat's, found 'T90 PERSON'; restore it"),
        (
            ["T90\tPERSON 5 0\tx"],
            "brat/art.ann, line {}: expected a span that ends after it begins, found '5 0'; mend it in brat",
        ),
        (["T1\tPERSON 0 1\tx"], "brat/art.ann, line {}: another line has the name 'T1', too; give it another"),
        (["A90\tmentions_form T99 name"], "brat/art.ann, line {}: mentions_form is no attribute of T99; delete it"),
        (
            ["T90\tPERSON 0 5\tx", "A90\tquotations_kind T90 direct"],
            "brat/art.ann, line {1}: quotations_kind is no attribute of T90; delete it",
        ),
        (["T90\tPERSON 0 5\tx", "#90\tAnnotatorNotes T90\t{}"], None),
        (
            ["T90\tQUOTATION 0 5\tx", '#90\tAnnotatorNotes T90\t{"id": "art/q0001"}'],
            "brat/art.ann, line {0}: row 'art/q0001' stands there twice, first at brat/art.ann, line {q}; delete one, or the note of the new one",
        ),
        (
            ["T90\tQUOTATION 0 5\tx", '#90\tAnnotatorNotes T90\t{"id": "art/q0009"}'],
            "brat/art.ann, line {0}: there is no row 'art/q0009' among those that were written; delete the annotation, or its note if it is a new one",
        ),
        (
            ["T90\tQUOTATION 0 5\tx", "A90\tquotations_kind T90 straight"],
            "brat/art.ann, line {0}: quotations, column 'kind': expected one of direct, indirect, scare, found 'straight'; correct it there",
        ),
    ],
)
def test_lines_that_are_none_are_named(lines, message, folder):
    """What brat did not write, or not of ours, is named with its line."""
    first = len((folder / BRAT).read_text("utf-8").split("\n"))
    places = {"q": _line(folder, "QUOTATION")}
    add(folder, *lines)

    with pytest.raises((FormatError, ConversionError)) as caught:
        merge(corpus(), folder)
    if message:
        assert message.format(first, first + 1, **places) == str(caught.value)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ["T90\tQUOTATION 0 5\tx"],
            "a row of quotations needs a value in 'kind'; choose the attribute, or write kind=… as its note",
        ),
        (
            ["T90\tPERSON 0 5\tx"],
            "a row of mentions needs a value in 'form'; choose the attribute, or write form=… as its note",
        ),
        (
            ["T90\tQUANTITY 0 5\tx", "A90\tquantities_dimension T90 level"],
            "a row of quantities needs a value in 'status'; choose the attribute, or write status=… as its note",
        ),
    ],
)
def test_a_new_row_needs_what_the_schema_demands(lines, message, folder):
    """Nothing is guessed of a row that somebody added."""
    first = len((folder / BRAT).read_text("utf-8").split("\n"))
    add(folder, *lines)

    with pytest.raises(ConversionError) as caught:
        merge(corpus(), folder)
    assert f"brat/art.ann, line {first}: {message}" == str(caught.value)


def test_a_row_of_another_table_is_refused(folder: Path) -> None:
    """A statement made a quotation is deleted and added, not retyped."""
    edit(folder, ("STATEMENT", "QUOTATION"))
    name = line_of(folder, "art/st0001")
    lines = (folder / BRAT).read_text("utf-8").splitlines(keepends=True)
    kept = [one for one in lines if not re.match(rf"A\d+\t\w+ {name} ", one)]
    (folder / BRAT).write_text("".join(kept), "utf-8")

    with pytest.raises(FormatError) as caught:
        merge(corpus(), folder)
    assert "is one of statements, found one of quotations; delete it and add a new one without its note" in str(
        caught.value
    )


def test_a_place_outside_the_text_is_refused(folder: Path) -> None:
    """A cue has to stand in the article, too."""
    edit(folder, (f"CUE {at('сказал')}", "CUE 71 1000"))

    with pytest.raises(ConversionError) as caught:
        merge(corpus(), folder)
    assert str(caught.value).endswith(
        "column 'cue_start': expected a place in the text of 144 characters, found 71 to 1000; correct it"
    )


def test_two_tellings_of_one_column_are_refused(folder: Path) -> None:
    """An attribute and a note that both changed, in different ways, are for the person to settle."""
    edit(
        folder,
        (f"(quantities_status {line_of(folder, 'art/n0001')}) actual", r"\1 expected"),
        ('"status": "actual"', '"status": "target"'),
    )

    with pytest.raises(FormatError) as caught:
        merge(corpus(), folder)
    assert str(caught.value).endswith("column 'status' is changed to 'expected' and to 'target'; keep one")


def test_brat_counts_anew_after_a_deletion(folder: Path) -> None:
    """A new annotation elsewhere that has the number of a deleted one is a new row."""
    name = line_of(folder, "art/n0001")
    delete(folder, "art/n0001")
    add(
        folder,
        f"{name}\tQUANTITY {at('2033 году')}\tx",
        f"A90\tquantities_dimension {name} ordinal",
        f"A91\tquantities_status {name} actual",
    )

    assert ["n0002"] == ids(merge(corpus(), folder), "quantities")


def test_other_lines_of_brat_are_passed_over(folder: Path) -> None:
    """Normalisations, empty lines, other relations, notes on what is no row and Windows' ends of lines change nothing."""
    text = (folder / BRAT).read_bytes()
    add(
        folder,
        "",
        "N1\tReference T1 Wikidata:Q1\tx",
        "R90\tlocated_in Arg1:T1 Arg2:T2",
        "R91\tHAS_CUE Arg1:T1 Arg2:T99",
        "#90\tAnnotatorNotes R1\tx",
        "#91\tAnnotatorNotes T99\tx",
        "*\tEquiv T1 T2",
    )
    merged = merge(corpus(), folder)
    (folder / BRAT).write_bytes(text.replace(b"\n", b"\r\n"))

    assert corpus() == merged == merge(corpus(), folder)


def test_a_file_that_did_not_come_back_says_nothing(folder: Path) -> None:
    """Articles that were not returned are as they were."""
    (folder / BRAT).unlink()
    (folder / WEB).unlink()

    assert corpus() == merge(corpus(), folder)


# --- Web Annotation


def web(
    folder: Path, change: Callable[[list[dict[str, Any]]], Any], wrap: Callable[[Any], Any] = lambda items: items
) -> None:
    """Change the annotations as a tool might, and save them its own way."""
    path = folder / WEB
    items = json.loads(path.read_bytes())["first"]["items"]
    change(items)
    path.write_text(json.dumps(wrap(items)), "utf-8")


def of_row(items: list[dict[str, Any]], identity: str) -> dict[str, Any]:
    """The annotation of a row."""
    (found,) = (one for one in items if one["id"].endswith(f"#{identity}"))
    return found


def test_web_annotations_come_back(folder: Path) -> None:
    """Places, codes, references and texts changed, annotations deleted: as in brat, whatever the tool wraps them in."""

    def change(items: list[dict[str, Any]]) -> None:
        of_row(items, "art/n0001")["target"]["selector"] = {"type": "TextPositionSelector", **span("800 млн")}
        told = {
            "kind": {"source": "#quotation_kind/indirect"},
            "speaker_id": {"source": "#art/gostya"},
            "cue_lemma": {"value": "молвить"},
        }
        for body in of_row(items, "art/q0001")["body"]:
            body.update(told.get(body["label"], {}))
        items.append({**of_row(items, "art/q0002.cue"), "id": "#art/q0009.cue"})
        of_row(items, "art/q0002.cue")["target"]["selector"] = [{"type": "TextPositionSelector", **span("словам")}]
        items.remove(of_row(items, "art/m0003"))
        items.remove(of_row(items, "art/p0001"))

    web(folder, change, lambda items: {"items": items})
    merged = merge(corpus(), folder)

    assert "800 млн" == row(merged, "art/n0001")["surface"]
    assert ("indirect", "art/gostya", "молвить") == tuple(
        row(merged, "art/q0001")[n] for n in ("kind", "speaker_id", "cue_lemma")
    )
    assert "словам" == row(merged, "art/q0002")["cue_surface"]
    assert ["gradunov", "gostya"] == ids(merged, "entities")
    assert ["p0001", "p0002"] == ids(merged, "paragraphs")


def test_a_web_annotation_is_added(folder: Path) -> None:
    """The body of a new annotation says its table and columns."""
    new = {
        "id": "urn:x",
        "body": {"type": "TextualBody", "value": "quantities: dimension=ordinal; status=actual; value=2033"},
        "target": {"source": "#art", "selector": {"type": "TextPositionSelector", **span("2033")}},
    }
    web(folder, lambda items: items.append(new))

    assert 2033.0 == row(merge(corpus(), folder), "art/n0002")["value"]


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (
            {
                "target": ["x", {"selector": {"type": "TextPositionSelector", "start": 0, "end": 5}}],
                "body": {"label": []},
            },
            (
                "annotation {}: a new annotation needs a body whose value is its table and columns, as `quotations: kind=direct`, "
                "found {{'label': []}}; write it, or delete the annotation"
            ),
        ),
        (
            {
                "target": {"source": "#moor", "selector": {"type": "TextPositionSelector", "start": 0, "end": 5}},
                "body": {"value": "dates: date=2033"},
            },
            "annotation {}: its target is of no article that was reviewed, found 'moor'; restore it",
        ),
        ("x", "annotation {}: expected an object, found 'x'; restore it"),
        (
            {"target": "#art"},
            "annotation {}: expected a TextPositionSelector with start and end, found '#art'; restore it",
        ),
        (
            {
                "target": {"selector": {"type": "TextPositionSelector", "start": 0, "end": 5}},
                "body": [{"value": "nice"}, 3],
            },
            (
                "annotation {}: a new annotation needs a body whose value is its table and columns, as `quotations: kind=direct`, "
                "found [{{'value': 'nice'}}, 3]; write it, or delete the annotation"
            ),
        ),
    ],
)
def test_a_web_annotation_that_is_none_is_named(new, message, folder):
    """What has no place, or says nothing that a row could be made of, is named by its number."""
    web(folder, lambda items: items.append(new))
    n = len(json.loads((folder / WEB).read_bytes()))

    with pytest.raises(FormatError) as caught:
        merge(corpus(), folder)
    assert f"{WEB}, {message.format(n)}" == str(caught.value)


def test_a_file_without_a_list_is_refused(folder: Path) -> None:
    """What holds no annotations at all was not written by any such tool."""
    (folder / WEB).write_text('{"first": {"items": 5}}', "utf-8")

    with pytest.raises(FormatError) as caught:
        merge(corpus(), folder)
    assert f"{WEB}: expected a list of annotations, found 5; restore it" == str(caught.value)


def test_a_file_saved_another_way_is_the_same(folder: Path) -> None:
    """A tool that writes the same annotations in its own manner changed nothing."""
    web(folder, lambda _: None)

    assert corpus() == merge(corpus(), folder)


# --- several tellers


@pytest.mark.parametrize(
    ("answer", "row_is"),
    [
        (("art/n0001", "confirm", ""), "moved"),
        (("art/n0001", "change", "value=1"), "dropped"),
        (("art/n0001", "drop", ""), "moved"),
        (("art/n0001", "change", "end=90"), "moved"),
    ],
)
def test_two_decisions_about_a_row_are_refused(answer, row_is, folder):
    """What the table says and what the tool did must not contradict each other."""
    decide(folder, answer)
    if row_is == "moved":
        edit(folder, (f"QUANTITY {at('800 млн дукаров')}", f"QUANTITY {at('800 млн')}"))
    else:
        delete(folder, "art/n0001")

    with pytest.raises(ConflictError) as caught:
        merge(corpus(), folder)
    assert re.fullmatch(
        r"row 'art/n0001' is decided in two ways, at brat/art\.ann.* and at review\.csv, line \d+ \(art/n0001\); keep one",
        str(caught.value),
    )


def test_tellers_that_agree_are_heard_together(folder: Path) -> None:
    """Different columns of one row may be changed in different places, and a row dropped twice."""
    decide(folder, ("art/n0001", "change", "value=1"), ("art/m0003", "drop", ""), ("art/d0001", "drop", ""))
    edit(folder, (f"QUANTITY {at('800 млн дукаров')}", f"QUANTITY {at('800 млн')}"))
    delete(folder, "art/m0003")
    merged = merge(corpus(), folder)

    assert (1.0, "800 млн") == tuple(row(merged, "art/n0001")[n] for n in ("value", "text"))
    assert [] == ids(merged, "dates")


def test_an_interrupted_quotation_has_one_speaker() -> None:
    """A speaker corrected in one segment is that of the others; a dropped first segment leaves the next in its place."""
    from summitdata.reviews.applying import Edits, applied

    rows = tables()
    for number in (3, 4):
        rows["quotations"].append({**rows["quotations"][0], **span("сказал"), "id": f"art/q000{number}", "text": None})
    for segment in (0, 2, 3):
        rows["quotations"][segment]["group_id"] = "art/q0001"
    where = {"art/q0001": "there", "art/q0003": "there"}
    corrected = applied(rows, Edits(changed={"art/q0003": {"speaker_id": "art/gostya"}}, where=where))
    dropped = applied(rows, Edits(dropped={"art/q0001"}, where=where))
    alone = applied(rows, Edits(dropped={"art/q0001", "art/q0003"}, where=where))

    assert ["art/gostya"] * 4 == [q["speaker_id"] for q in corrected["quotations"]]
    assert [None, "art/q0003", "art/q0003"] == [q["group_id"] for q in dropped["quotations"]]
    assert [None, None] == [q["group_id"] for q in alone["quotations"]]


def test_what_stood_in_a_dropped_quotation_stands_in_the_one_around_it() -> None:
    """A quotation inside a dropped one is inside what that was in."""
    from summitdata.reviews.applying import Edits, applied

    rows = tables()
    rows["quotations"] += [
        {**rows["quotations"][0], **span(words), "id": f"art/q000{number}", "parent_id": f"art/q000{parent}"}
        for number, words, parent in ((3, "Мост через Делву", 1), (4, "Делву", 3))
    ]
    after = applied(rows, Edits(dropped={"art/q0003"}, where={"art/q0003": "there"}))
    moved = applied(rows, Edits(changed={"art/q0004": span("Мост")}, where={"art/q0004": "there"}))
    out = applied(rows, Edits(changed={"art/q0004": span("сказал")}, where={"art/q0004": "there"}))

    assert ["art/q0001", "art/q0003", None] == [of["quotations"][-1]["parent_id"] for of in (after, moved, out)]


# --- again, in parts, and of another corpus


def test_a_second_review_goes_on_from_the_first(folder: Path, tmp_path: Path) -> None:
    """The machine's reading stays as the rules left it; the human's is the last; what is dropped then has none."""
    decide(folder, ("art/n0001", "change", "value=1"), ("art/q0002", "confirm", ""), ("art/m0002", "confirm", ""))
    add(folder, f"T90\tQUANTITY {at('2033')}\tx", "#90\tAnnotatorNotes T90\tdimension=ordinal; status=actual")
    first = merge(corpus(), folder)
    review(first, tmp_path / "again", below=1, articles=["art"])
    delete(tmp_path / "again", "art/n0002")
    edit(tmp_path / "again", ('"value": 1.0', '"value": 2.0'))
    delete(tmp_path / "again", "art/m0002")
    second = merge(first, tmp_path / "again")
    found = {
        (r["reader"], r["final_id"]): json.loads(r["attributes"]).get("value")
        for r in second.table("readings").to_pylist()
    }

    assert (8e8, 2.0) == (found["machine", "art/n0001"], found["human", "art/n0001"])
    assert ("machine", None) in found
    assert not {("human", "art/m0002"), ("machine", "art/m0002")} & found.keys()
    assert len(second.table("readings")) == len(set(second.table("readings").column("id").to_pylist()))


def test_only_the_parts_decided_on_are_changed(tmp_path: Path) -> None:
    """A corpus in parts is taken part by part, and the order of its rows stays."""
    review(two(), tmp_path / "review")
    decide(tmp_path / "review", ("b/q0001", "confirm", ""))
    merged = merge(two(), tmp_path / "review")

    assert two().part_names == merged.part_names
    assert {("b/q0001", "origin")} == differing(two(), merged)
    assert two().part("0001") == merged.part("0001")


def test_articles_in_one_part_stay_in_their_order(tmp_path: Path) -> None:
    """The rows of the others stand where they stood; codes, which belong to no article, stay."""
    rows = {table: [*tables("a")[table], *tables("b")[table], *tables("c")[table]] for table in tables()}
    rows["quotations"][3]["confidence"] = 0.1
    # The rows of an article need not stand together.
    rows["mentions"] = rows["mentions"][5:8] + rows["mentions"][:5] + rows["mentions"][8:]
    rows["codes"] = [
        {
            "id": "strength/will",
            "vocabulary": "strength",
            "code": "will",
            "label": "Will",
            "definition": "x",
            "source": "x",
        }
        | {"include": None, "exclude": None, "n_rows": 0, "example_id": None}
    ]
    held = corpus_of(**rows)
    review(held, tmp_path / "review")
    decide(tmp_path / "review", ("b/q0002", "confirm", ""))
    merged = merge(held, tmp_path / "review")

    assert {("b/q0002", "origin")} == differing(held, merged)
    assert {"readings", "mentions"} == {t for t in held.tables if ids(held, t) != ids(merged, t)}
    assert set(ids(held, "mentions")) == set(ids(merged, "mentions"))


def test_there_has_to_be_a_review(tmp_path: Path) -> None:
    """A folder without one is named."""
    with pytest.raises(NotFoundError) as caught:
        merge(corpus(), tmp_path)
    assert f"there is no review at '{tmp_path}'; write one with summitdata review" == str(caught.value)


@pytest.mark.parametrize("other", [with_cells("quotations", 0, gist_en="x"), corpus("moor"), two()])
def test_another_corpus_is_refused(other, folder):
    """A review is merged with the corpus that it is a review of, or nobody would know what was decided."""
    decide(folder, ("art/q0001", "confirm", ""))
    with pytest.raises(ConflictError) as caught:
        merge(other, folder)
    assert (
        f"the corpus is not the one that '{folder}' is a review of: article 'art' is not there or has other rows; merge it "
        "with the corpus as it was, or review anew" == str(caught.value)
    )


def test_web_annotations_of_another_corpus_are_refused(folder: Path) -> None:
    """They hold a whole part, so that every article of it has to be as it was."""
    rows = tables()
    rows["sentences"][0]["n_tokens"] = 29
    web(folder, lambda items: items.remove(of_row(items, "art/m0003")))

    with pytest.raises(ConflictError):
        merge(corpus_of(**rows), folder)


def test_texts_are_of_our_own() -> None:
    """The tables of these tests are cut from the invented article."""
    assert TEXT[slice(*span("сказал").values())] == made("dates", "d", 1, **span("сказал"))["text"]
