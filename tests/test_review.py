"""What needs a human: of which rows it is asked and why, as a table that spreadsheets open and as files for annotation tools."""

import csv
import io
import json
from hashlib import sha256
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd
from summitdata.exceptions import ConflictError, UsageError
from summitdata.records import TABLES
from summitdata.review import review
from summitdata.reviews.asking import CONFIDENCE, REASONS
from summitdata.schema import columns

from .folders import article, corpus_of, everything, one

TEXT = (
    "Глава Лардии принял гостью.\n"
    "«Мост через Делву построим к 2033 году», – сказал Градунов. По словам гостьи, товарооборот вырос до 800 млн дукаров."
)


def span(words: str, name: str = "", nth: int = 0) -> dict[str, int]:
    """Where some words of the article stand, under the names that a table has for it."""
    start = TEXT.index(words)
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return {f"{name}start": start, f"{name}end": start + len(words)}


def made(table: str, letter: str, number: int, name: str = "art", **values: Any) -> dict[str, Any]:
    """A row that a rule made; its wording is cut from the article."""
    told: dict[str, Any] = {"origin": "extracted", "rule": f"{table}-rule", "confidence": 0.95}
    told |= {c.name: None for c in columns(TABLES[table]) if c.null == "uncoded"}
    row = one(table, **{"id": f"{name}/{letter}{number:04}", "article_id": name, **told, **values})
    if "start" in row and "text" in row:
        row["text"] = TEXT[row["start"] : row["end"]]
    return row


def tables(name: str = "art") -> dict[str, list[dict[str, Any]]]:
    """The rows of an invented article as rules might make them: nothing in them is in doubt."""
    first, second = ({"start": TEXT.index(line), "end": TEXT.index(line) + len(line)} for line in TEXT.split("\n"))
    quoted, told = span("Мост через Делву построим к 2033 году"), span("товарооборот вырос до 800 млн дукаров")
    inside = {"paragraph_id": f"{name}/p0002"}
    sentence = {"n_tokens": 30, "anchor": "00000000", "marks": ""}
    entity = {"inferred": False, "is_group": False}
    return {
        "articles": [
            article(
                name,
                text=TEXT,
                n_chars=len(TEXT),
                n_paragraphs=2,
                n_sentences=2,
                sha256=sha256(TEXT.encode()).hexdigest(),
                origin="extracted",
            )
        ],
        "paragraphs": [
            made("paragraphs", "p", 1, name, position=1, **first, kind="lead"),
            made("paragraphs", "p", 2, name, position=2, **second, kind="narration"),
        ],
        "sentences": [
            made("sentences", "s", 1, name, paragraph_id=f"{name}/p0001", position=1, **first, **sentence),
            made(
                "sentences",
                "s",
                2,
                name,
                paragraph_id=f"{name}/p0002",
                position=2,
                quotation_id=f"{name}/q0001",
                **second,
                **sentence,
            ),
        ],
        "entities": [
            made("entities", "", 1, name, id=f"{name}/gradunov", type="PERSON", label_ru="Велимир Градунов", **entity),
            made("entities", "", 2, name, id=f"{name}/gostya", type="PERSON", label_ru="Иланта Корвецкая", **entity),
            made("entities", "", 3, name, id=f"{name}/delva", type="LOCATION", label_ru="Делва", **entity),
        ],
        "quotations": [
            made(
                "quotations",
                "q",
                1,
                name,
                **inside,
                **quoted,
                kind="direct",
                cue_lemma="сказать",
                cue_surface="сказал",
                **span("сказал", "cue_"),
                cue_position="after",
                speaker_id=f"{name}/gradunov",
                speaker_label="Градунов",
                **span("Градунов", "source_"),
            ),
            made(
                "quotations",
                "q",
                2,
                name,
                **inside,
                **told,
                kind="indirect",
                cue_lemma="по словам",
                cue_surface="По словам",
                **span("По словам", "cue_"),
                cue_position="before",
                speaker_id=f"{name}/gostya",
                speaker_label="гостьи",
                **span("гостьи", "source_"),
            ),
        ],
        "mentions": [
            made(
                "mentions",
                "m",
                number,
                name,
                paragraph_id=f"{name}/{paragraph}",
                entity_id=f"{name}/{entity_id}",
                surface=words,
                form=form,
                quotation_id=f"{name}/q0001" if words == "Делву" else None,
                **span(words),
            )
            for number, (words, entity_id, form, paragraph) in enumerate(
                (
                    ("Глава Лардии", "gradunov", "office", "p0001"),
                    ("гостью", "gostya", "description", "p0001"),
                    ("Делву", "delva", "name", "p0002"),
                    ("Градунов", "gradunov", "name", "p0002"),
                    ("гостьи", "gostya", "description", "p0002"),
                ),
                1,
            )
        ],
        "statements": [
            made(
                "statements",
                "st",
                1,
                name,
                **inside,
                **quoted,
                sentence_id=f"{name}/s0002",
                quotation_id=f"{name}/q0001",
                illocution="commits",
                factuality="none",
                polarity="positive",
                tense="future",
                time="2033",
                time_source="stated",
                rule="promise",
            )
        ],
        "attributions": [
            made("attributions", "a", 1, name, statement_id=f"{name}/st0001", level=2, entity_id=f"{name}/gradunov"),
            made("attributions", "a", 2, name, statement_id=f"{name}/st0001", level=3, entity_id=f"{name}/gostya"),
        ],
        "dates": [
            made(
                "dates",
                "d",
                1,
                name,
                **inside,
                quotation_id=f"{name}/q0001",
                **span("2033 году"),
                date="2033",
                date_source="stated",
            )
        ],
        "commitments": [
            made(
                "commitments",
                "c",
                1,
                name,
                statement_id=f"{name}/st0001",
                stage="planned",
                strength="will",
                deadline="2033",
                rule="promise",
            )
        ],
        "commitment_actors": [
            made(
                "commitment_actors",
                "ca",
                1,
                name,
                commitment_id=f"{name}/c0001",
                role="promisor",
                entity_id=f"{name}/gradunov",
                rule="promise",
            )
        ],
        "quantities": [
            made(
                "quantities",
                "n",
                1,
                name,
                **inside,
                **span("800 млн дукаров"),
                surface="800 млн дукаров",
                dimension="level",
                status="actual",
                value=8e8,
                comparator="=",
                unit="XXX",
            )
        ],
        "term_counts": [
            made("term_counts", "w", 1, name, lemma="глава", upos="NOUN", n=1),
            made(
                "term_counts",
                "w",
                2,
                name,
                quotation_id=f"{name}/q0001",
                speaker_id=f"{name}/gradunov",
                lemma="мост",
                upos="NOUN",
                n=1,
            ),
        ],
    }


def corpus(name: str = "art", **changes: Any) -> sd.Corpus:
    """The invented article, with the rows of some tables in the place of its own."""
    return corpus_of(**{**tables(name), **changes})


def with_cells(table: str, place: int, **cells: Any) -> sd.Corpus:
    """The invented article with other cells in one of its rows."""
    rows = tables()
    row = rows[table][place]
    row |= cells
    for c in columns(TABLES[table]):
        if c.cut_at is not None:
            start, end = row[c.cut_at], row[f"{c.cut_at[:-5]}end"]
            row[c.name] = None if start is None else TEXT[start:end]
    return corpus_of(**rows)


def asked(folder: Path) -> list[dict[str, str]]:
    """The lines of `review.csv`, as any reader of CSV gives them."""
    return list(csv.DictReader(io.StringIO((folder / "review.csv").read_text("utf-8-sig"))))


def two(text: str | None = TEXT) -> sd.Corpus:
    """Two articles in two parts, both with a doubtful row; the second without its wording, if that is left out."""
    rows = {table: [*tables("a")[table], *tables("b")[table]] for table in tables()}
    for row in rows["quotations"]:
        row["confidence"] = 0.5
    rows["articles"][1]["text"] = text
    return corpus_of(**rows).in_parts(1)


def test_the_invented_article_is_sound() -> None:
    """What these tests begin with breaks no rule."""
    assert [] == list(corpus().validate())


def test_nothing_in_doubt_nothing_asked(tmp_path: Path) -> None:
    """A corpus whose rows are all sure and resolved gives a review without questions, and no article to go over."""
    n = review(corpus(), tmp_path / "review")

    assert 0 == n
    assert [] == asked(tmp_path / "review")
    assert {"review.csv", "articles.csv", "manifest.json", "brat", "webannotation"} == set(
        everything(tmp_path / "review")
    )


def test_a_question_says_where_why_and_what(tmp_path: Path) -> None:
    """A line has the row, the reason, what the rule says in the form of a correction, and the words in their place."""
    n = review(with_cells("quotations", 0, confidence=0.61), tmp_path / "review")

    assert 1 == n
    assert [
        {
            "article_id": "art",
            "table": "quotations",
            "row": "art/q0001",
            "reason": "low-confidence",
            "other": "",
            "says": "kind=direct; start=29; end=66; cue_lemma=сказать; cue_start=71; cue_end=77; cue_position=after; "
            "speaker_id=art/gradunov; source_start=78; source_end=86",
            "rule": "quotations-rule",
            "confidence": "0.61",
            "context": "Глава Лардии принял гостью. «[Мост через Делву построим к 2033 году]», – сказал Градунов. По словам "
            "гостьи, товарооборот вырос д",
            "decision": "",
            "correction": "",
            "note": "",
        }
    ] == asked(tmp_path / "review")


CASES: list[tuple[str, str, int, dict[str, Any], set[tuple[str, str]]]] = [
    ("low-confidence", "dates", 0, {"confidence": 0.79}, {("art/d0001", "")}),
    (
        "no-speaker",
        "quotations",
        1,
        {"speaker_id": None, "speaker_label": None, "source_start": None, "source_end": None},
        {("art/q0002", "")},
    ),
    ("no-cue", "quotations", 0, {"cue_start": None, "cue_end": None, "cue_surface": None}, {("art/q0001", "")}),
    ("no-date", "dates", 0, {"date": None, "date_source": None}, {("art/d0001", "")}),
    ("no-value", "quantities", 0, {"value": None, "comparator": None, "unit": None}, {("art/n0001", "")}),
    ("one-name", "entities", 0, {"label_ru": "Градунов"}, {("art/gradunov", "")}),
    ("no-promisor", "commitment_actors", 0, {"role": "beneficiary"}, {("art/c0001", "")}),
    (
        "two-types",
        "entities",
        2,
        {"label_ru": "велимир градунов"},
        {("art/gradunov", "art/delva"), ("art/delva", "art/gradunov")},
    ),
    (
        "two-entities",
        "mentions",
        3,
        {**span("Делву"), "quotation_id": "art/q0001"},
        {("art/m0003", "art/m0004"), ("art/m0004", "art/m0003")},
    ),
    (
        "two-entities",
        "mentions",
        1,
        span("Лардии принял гостью"),
        {("art/m0001", "art/m0002"), ("art/m0002", "art/m0001")},
    ),
    (
        "two-entities",
        "mentions",
        3,
        {**span("Делву"), "quotation_id": "art/q0001", "origin": "merged"},
        {("art/m0003", "art/m0004")},
    ),
    (
        "overlap",
        "quotations",
        1,
        {"kind": "direct", **span("Мост через Делву")},
        {("art/q0001", "art/q0002"), ("art/q0002", "art/q0001")},
    ),
]


@pytest.mark.parametrize(("reason", "table", "place", "cells", "expected"), CASES)
def test_every_reason_is_told(reason, table, place, cells, expected, tmp_path):  # noqa: PLR0917
    """What is low in confidence, in conflict or unresolved is asked about, of both rows where two are in conflict."""
    review(with_cells(table, place, **cells), tmp_path / "review")

    assert expected == {(row["row"], row["other"]) for row in asked(tmp_path / "review") if row["reason"] == reason}


def test_every_reason_has_a_case() -> None:
    """No reason is told of that these tests do not know."""
    assert set(REASONS) == {case[0] for case in CASES}


@pytest.mark.parametrize(
    ("table", "place", "cells"),
    [
        ("dates", 0, {"confidence": 0.1, "origin": "merged"}),
        ("dates", 0, {"confidence": 0.1, "origin": "curated", "rule": None}),
        ("dates", 0, {"confidence": CONFIDENCE}),
        ("dates", 0, {"confidence": None}),
        ("term_counts", 0, {"confidence": 0.1}),
        ("statements", 0, {"confidence": 0.1}),
        ("quotations", 1, {"kind": "scare", "speaker_id": None, "cue_start": None, "cue_end": None}),
        ("quotations", 1, {**span("Мост"), "kind": "direct", "parent_id": "art/q0001"}),
        ("quotations", 1, {"group_id": "art/q0001", "speaker_id": None}),
        ("entities", 0, {"label_ru": "обе страны", "is_group": True}),
        ("mentions", 4, span("гостьи, товарооборот")),
        ("mentions", 1, {**span("Лардии"), "entity_id": "art/delva"}),
        ("entities", 2, {"label_ru": None, "label_en": None}),
    ],
)
def test_what_is_not_asked(table, place, cells, tmp_path):
    """Not asked about is what somebody went over, what is sure, what is counted, and what stands in another as its part."""
    assert 0 == review(with_cells(table, place, **cells), tmp_path / "review")


def test_an_instruction_needs_nobody_to_promise(tmp_path: Path) -> None:
    """Whoever is told to do something has promised nothing."""
    rows = tables()
    rows["commitments"][0]["strength"] = "instructed"
    rows["commitment_actors"] = []

    assert 0 == review(corpus_of(**rows), tmp_path / "review")


def test_the_threshold_is_for_the_researcher_to_set(tmp_path: Path) -> None:
    """A higher threshold asks about more; what has no place in the text is asked about all the same."""
    assert CONFIDENCE == signature(review).parameters["below"].default
    assert 0 == review(corpus(), tmp_path / "sure", below=0.95)
    assert 14 == review(corpus(), tmp_path / "all", below=1)
    assert [] == [row for row in asked(tmp_path / "all") if not row["context"]]


def test_an_entity_without_a_mention_has_no_context(tmp_path: Path) -> None:
    """What stands nowhere is asked about without words."""
    rows = tables()
    rows["entities"].append({**rows["entities"][2], "id": "art/lardia", "label_ru": "Лардия", "confidence": 0.2})
    rows["relations"] = [
        made(
            "relations", "r", 1, subject_id="art/delva", object_id="art/lardia", predicate="located_in", confidence=0.3
        )
    ]
    review(corpus_of(**rows), tmp_path / "review")

    assert [("art/lardia", ""), ("art/r0001", "")] == [(r["row"], r["context"]) for r in asked(tmp_path / "review")]


def test_a_spreadsheet_runs_nothing(tmp_path: Path) -> None:
    """A cell that would be taken for a formula has an apostrophe before it; the file says by its mark that it is UTF-8."""
    review(with_cells("dates", 0, confidence=0.2, rule="=cmd()"), tmp_path / "review")

    assert "'=cmd()" == asked(tmp_path / "review")[0]["rule"]
    assert (tmp_path / "review" / "review.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle_id,")


def test_annotation_tools_get_the_whole_article(tmp_path: Path) -> None:
    """An article asked about is there as text and annotations for brat, and as Web Annotation."""
    doubtful = with_cells("dates", 0, confidence=0.2)
    review(doubtful, tmp_path / "review")
    doubtful.write(tmp_path / "brat", "brat", text=True)
    found = json.loads((tmp_path / "review" / "webannotation" / "annotations.jsonld").read_bytes())

    assert (tmp_path / "brat" / "art.ann").read_bytes() == (tmp_path / "review" / "brat" / "art.ann").read_bytes()
    assert TEXT.encode() == (tmp_path / "review" / "brat" / "art.txt").read_bytes()
    assert (tmp_path / "review" / "brat" / "annotation.conf").is_file()
    assert "AnnotationCollection" == found["type"]


def test_articles_are_gone_over_that_raise_no_question(tmp_path: Path) -> None:
    """An article can be asked for by its id, so that a sample tells how good the rules are."""
    review(corpus(), tmp_path / "review", articles=["art"])

    assert (tmp_path / "review" / "brat" / "art.ann").is_file()
    assert (
        b"\xef\xbb\xbfarticle_id,part,questions,gone_over\r\nart,,0,\r\n"
        == (tmp_path / "review" / "articles.csv").read_bytes()
    )


def test_a_corpus_in_parts_is_asked_part_by_part(tmp_path: Path) -> None:
    """The questions of all parts are in one table, and each part has its own Web Annotations; once more gives the same."""
    n = review(two(), tmp_path / "one")
    review(two(), tmp_path / "other")

    assert 4 == n
    assert ["a/q0001", "a/q0002", "b/q0001", "b/q0002"] == [row["row"] for row in asked(tmp_path / "one")]
    assert {"0001.jsonld", "0002.jsonld"} == {path.name for path in (tmp_path / "one" / "webannotation").iterdir()}
    assert everything(tmp_path / "one") == everything(tmp_path / "other")


def test_without_wording_a_line_says_how_to_get_it(tmp_path: Path) -> None:
    """The articles are needed; nothing is left behind where one is missing."""
    with pytest.raises(UsageError) as caught:
        review(two(None), tmp_path / "review")
    assert (
        "review needs the wording of article 'b', which is not there; extract with it (summitdata extract --text), "
        "or attach the article (summitdata.anchor.attach)" == str(caught.value)
    )
    assert [] == list(tmp_path.iterdir())


def test_a_humans_work_is_not_written_over(tmp_path: Path) -> None:
    """A review that is there stays, unless it may be replaced."""
    doubtful = with_cells("dates", 0, confidence=0.2)
    review(doubtful, tmp_path / "review")
    (tmp_path / "review" / "review.csv").write_text("mine")

    with pytest.raises(ConflictError) as caught:
        review(doubtful, tmp_path / "review")
    assert (
        f"'{tmp_path / 'review'}' exists and is not empty; give another destination, or overwrite=True (--overwrite) to "
        "replace it" == str(caught.value)
    )
    assert "mine" == (tmp_path / "review" / "review.csv").read_text()
    assert 1 == review(doubtful, tmp_path / "review", overwrite=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"below": 2}, "expected a confidence from 0 to 1 in below, found 2"),
        ({"below": "high"}, "expected a confidence from 0 to 1 in below, found 'high'"),
        ({"articles": "art"}, "expected a list of ids in articles, found 'art'"),
        ({"articles": ["moor"]}, "there is no article 'moor' in the corpus; give ids of the table articles"),
    ],
)
def test_a_wrong_call_is_refused(arguments, message, tmp_path):
    """A threshold that is no share, and articles that are not there, are named."""
    with pytest.raises(UsageError) as caught:
        review(corpus(), tmp_path / "review", **arguments)
    assert message == str(caught.value)
