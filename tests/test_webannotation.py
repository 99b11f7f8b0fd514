"""Web Annotations keep the rules of the model, point to the text, and hold every cell of every row with a place."""

import json
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import ConversionError, SummitDataError
from summitdata.metadata import HOME, Metadata
from summitdata.offsets import to_utf16
from summitdata.records import TABLES
from summitdata.schema import columns

from .folders import article, corpus_of, silence
from .strategies import corpora
from .test_formats import HOSTILE
from .worded import worded

IRI = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~%-]+")
PURPOSES = {"classifying", "identifying", "describing", "linking"}
OWN = {"name": "own", "title": "Own", "description": "Own."}


def written(corpus: sd.Corpus, folder: Path, **options: Any) -> dict[str, Any]:
    """The collection in the file of a corpus."""
    corpus.write(folder / "out", "webannotation", text=True, **options)
    made: dict[str, Any] = json.loads((folder / "out" / "annotations.jsonld").read_bytes())
    return made


def items(corpus: sd.Corpus, folder: Path, **options: Any) -> list[dict[str, Any]]:
    """The annotations in the file of a corpus."""
    made: list[dict[str, Any]] = written(corpus, folder, **options)["first"]["items"]
    return made


def broken_rules(node: dict[str, Any]) -> list[str]:
    """Which rules of the Web Annotation Data Model an annotation breaks."""
    target, bodies = node.get("target", {}), node.get("body", [])
    rules = {
        "id is one IRI": isinstance(node.get("id"), str) and IRI.fullmatch(node["id"]),
        "type is Annotation": node.get("type") == "Annotation",
        "motivation is one of the model's": node.get("motivation") in PURPOSES,
        "no bodyValue beside body": "bodyValue" not in node,
        "target is a specific resource": target.get("type") == "SpecificResource",
        "target has one source": isinstance(target.get("source"), str) and IRI.fullmatch(target["source"]),
        "selectors are sound": not any(map(_unsound, target["selector"])),
        "bodies are sound": all(map(_is_body, bodies)),
    }
    return [name for name, holds in rules.items() if not holds]


def _unsound(selector: dict[str, Any]) -> bool:
    if selector["type"] == "TextPositionSelector":
        start, end = selector["start"], selector["end"]
        return not (set(selector) == {"type", "start", "end"} and type(start) is type(end) is int and 0 <= start < end)
    texts = {key: value for key, value in selector.items() if key != "type"}
    return not (
        selector["type"] == "TextQuoteSelector"
        and {"exact"} <= set(texts) <= {"exact", "prefix", "suffix"}
        and all(isinstance(value, str) for value in texts.values())
    )


def _is_body(body: dict[str, Any]) -> bool:
    if body["purpose"] not in PURPOSES:
        return False
    if body["type"] == "SpecificResource":
        return set(body) == {"type", "purpose", "label", "source"} and bool(IRI.fullmatch(body["source"]))
    known = {"type", "purpose", "label", "value", "format", "language"}
    return body["type"] == "TextualBody" and set(body) <= known and isinstance(body["value"], str)


@pytest.mark.parametrize("make", [sd.load, None], ids=["shipped", "invented"])
def test_annotations_keep_the_rules_of_the_model(
    make: Callable[[], sd.Corpus] | None, synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path
) -> None:
    """Ids, targets, selectors and bodies are what the model demands, with the wording and without."""
    corpus = make() if make else attach(synthetic, synthetic_text, "lardia31").corpus
    found = items(corpus, tmp_path)

    assert [] == [(node["id"], rule) for node in found for rule in broken_rules(node)]
    assert len(found) == len({node["id"] for node in found})


def test_the_file_is_a_collection_with_one_page(tmp_path: Path) -> None:
    """Context, total, page and rights stand where the model wants them."""
    made = written(sd.load(), tmp_path)
    page = made.pop("first")
    listed = page.pop("items")

    assert made == {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{HOME}#annotations",
        "type": "AnnotationCollection",
        "label": "summitdata: one presidential summit briefing as linked, typed, validated tables",
        "creator": [{"type": "Organization", "name": "The summitdata developers"}],
        "rights": "https://creativecommons.org/licenses/by/4.0/",
        "total": len(listed),
    }
    assert page == {
        "id": f"{HOME}#annotations.page1",
        "type": "AnnotationPage",
        "partOf": f"{HOME}#annotations",
        "startIndex": 0,
    }


def test_every_place_is_an_annotation(tmp_path: Path) -> None:
    """Each row with a place has one under its own IRI, each further place one more."""
    shipped = sd.load()
    expected = set()
    for name, cls in TABLES.items():
        starts = [c.name for c in columns(cls) if c.span_end]
        for row in shipped.table(name).to_pylist():
            placed = [start for start in starts if row[start] is not None]
            expected |= {f"{HOME}#{row['id']}" for _ in placed[:1]}
            expected |= {f"{HOME}#{row['id']}.{start.removesuffix('_start')}" for start in placed[1:]}

    assert {node["id"] for node in items(shipped, tmp_path)} == expected


def _cell(body: dict[str, Any]) -> str:
    """What stood in the cell that a body was made of."""
    fragment = str(body.get("source", "")).rpartition("#")[2]
    is_code = body["purpose"] == "classifying"
    return str(body.get("value") or (unquote(fragment.partition("/")[2]) if is_code else fragment))


def test_every_cell_is_a_body(tmp_path: Path) -> None:
    """Each value of a row with a place, but ids and places, stands in a body that names its column."""
    shipped = sd.load()
    found = {node["id"]: [(body["label"], _cell(body)) for body in node["body"]] for node in items(shipped, tmp_path)}
    apart = {"id", "article_id", "start", "end"}
    for row in shipped.table("quotations").to_pylist():
        said = [(column, value) for column, value in row.items() if value is not None and type(value) is str]

        assert [cell for cell in said if cell[0] not in apart] == found[f"{HOME}#{row['id']}"]


def test_a_quotation_to_the_letter(tmp_path: Path) -> None:
    """A small row with its wording: target, selectors and bodies; and its cue as an annotation of its own."""
    quotation = {"start": 4, "end": 6, "kind": "direct", "speaker_id": "art/aaa", "cue_start": 0, "cue_end": 3}
    metadata = Metadata(**OWN, identifier="https://example.org/own")
    found = items(worded("Ann go!", quotations=[quotation]), tmp_path, metadata=metadata)
    base = "https://example.org/own#"

    assert found[-2:] == [
        {
            "id": f"{base}art/q1",
            "type": "Annotation",
            "motivation": "describing",
            "body": [
                {"type": "SpecificResource", "purpose": "linking", "label": "paragraph_id", "source": f"{base}art/p1"},
                {
                    "type": "SpecificResource",
                    "purpose": "classifying",
                    "label": "kind",
                    "source": f"{base}quotation_kind/direct",
                },
                {"type": "SpecificResource", "purpose": "linking", "label": "speaker_id", "source": f"{base}art/aaa"},
                {
                    "type": "TextualBody",
                    "purpose": "describing",
                    "label": "gist_en",
                    "value": "x",
                    "format": "text/plain",
                    "language": "en",
                },
                {
                    "type": "SpecificResource",
                    "purpose": "classifying",
                    "label": "origin",
                    "source": f"{base}origin/curated",
                },
            ],
            "target": {
                "type": "SpecificResource",
                "source": f"{base}art",
                "selector": [
                    {"type": "TextPositionSelector", "start": 4, "end": 6},
                    {"type": "TextQuoteSelector", "exact": "go", "prefix": "Ann ", "suffix": "!"},
                ],
            },
        },
        {
            "id": f"{base}art/q1.cue",
            "type": "Annotation",
            "motivation": "linking",
            "body": [{"type": "SpecificResource", "purpose": "linking", "label": "cue", "source": f"{base}art/q1"}],
            "target": {
                "type": "SpecificResource",
                "source": f"{base}art",
                "selector": [
                    {"type": "TextPositionSelector", "start": 0, "end": 3},
                    {"type": "TextQuoteSelector", "exact": "Ann", "suffix": " go!"},
                ],
            },
        },
    ]


def test_mentions_identify_by_verified_items_of_wikidata(tmp_path: Path) -> None:
    """What was not verified, and what others issue, is not passed on as an identity."""
    corpus = worded(
        "x",
        mentions=[{"start": 0, "end": 1}],
        identifiers=[
            {"scheme": "wikidata", "status": "verified", "value": "Q1"},
            {"scheme": "wikidata", "status": "unverified", "value": "Q2"},
            {"scheme": "geonames", "status": "verified", "value": "3"},
        ],
    )
    (mention,) = (node for node in items(corpus, tmp_path) if node["id"] == "#art/m1")

    assert mention["motivation"] == "identifying"
    assert ["http://www.wikidata.org/entity/Q1"] == [
        body["source"] for body in mention["body"] if body["purpose"] == "identifying"
    ]


def test_values_of_each_kind_are_text(tmp_path: Path) -> None:
    """Numbers and truths are written as in JSON, a sign in an IRI is escaped, Russian is marked as such."""
    number = {"start": 0, "end": 1, "value": 1.5, "comparator": "<", "approximate": True, "counted_ru": "тонна"}
    (_, found) = items(worded("x", quantities=[number]), tmp_path)
    bodies = {body["label"]: body for body in found["body"]}

    assert ["1.5", "true", "тонна"] == [bodies[label]["value"] for label in ("value", "approximate", "counted_ru")]
    assert bodies["counted_ru"]["language"] == "ru"
    assert bodies["comparator"]["source"] == "#comparator/%3C"


def test_quote_selectors_find_the_words(synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path) -> None:
    """Position and quote agree, prefix and suffix are what stands around, and UTF-16 is told apart from code points."""
    for node in items(attach(synthetic, synthetic_text, "lardia31").corpus, tmp_path):
        place, quote = node["target"]["selector"]
        start, end = place["start"], place["end"]

        assert synthetic_text[start:end] == quote["exact"]
        assert synthetic_text[:start].endswith(quote.get("prefix", ""))
        assert synthetic_text[end:].startswith(quote.get("suffix", ""))
    assert to_utf16(synthetic_text, len(synthetic_text)) > len(synthetic_text)


def test_without_wording_there_are_no_quote_selectors(tmp_path: Path) -> None:
    """What is shipped points to places and quotes nothing."""
    selectors = {s["type"] for node in items(sd.load(), tmp_path) for s in node["target"]["selector"]}

    assert selectors == {"TextPositionSelector"}


def test_words_of_a_changed_copy_are_quoted_alone(tmp_path: Path) -> None:
    """Where the article is there in parts only, what stands around a part is not known, nor any further place."""
    period = {"period_start": 0, "period_end": 1}
    quantity = {"start": 0, "end": 1, "text": "Y.", **period}
    found = items(worded(None, quantities=[quantity]), tmp_path)
    quoted = {node["id"]: node["target"]["selector"][1:] for node in found}

    assert {"#art/p1": [], "#art/n1": [{"type": "TextQuoteSelector", "exact": "Y."}], "#art/n1.period": []} == quoted


def test_a_project_stands_where_its_stage_is_told(tmp_path: Path) -> None:
    """A row whose one place has a name of its own is annotated there under its own IRI, and not at all without it."""
    found = items(worded("ab", projects=[{}, {"stage_start": 1, "stage_end": 2}]), tmp_path)

    assert ["#art/p1", "#art/pr2"] == [node["id"] for node in found]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_reads_back_unchanged(text: str, tmp_path: Path) -> None:
    """As wording and as text of a row, it is JSON and no more."""
    mention = {"start": 0, "end": len(text) + 1}
    corpus = worded(f"{text}x", paragraphs=[{**mention, "gist_en": text}])
    (found,) = items(corpus, tmp_path, metadata=Metadata(**{**OWN, "title": text}))
    gist = [body["value"] for body in found["body"] if body["label"] == "gist_en"]

    assert (f"{text}x", [text]) == (found["target"]["selector"][1]["exact"], gist)
    assert text == json.loads((tmp_path / "out" / "annotations.jsonld").read_bytes())["label"]


@pytest.mark.parametrize(
    "make", [lambda: sd.Corpus({}), lambda: corpus_of(articles=[article()])], ids=["empty", "bare"]
)
def test_nothing_anchored_is_an_empty_page(make: Callable[[], sd.Corpus], tmp_path: Path) -> None:
    """A corpus without places is a collection of none."""
    made = written(make(), tmp_path)

    assert (0, []) == (made["total"], made["first"]["items"])


def test_a_reference_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    """A link to nothing is never written."""
    corpus = corpus_of(articles=[article()], silences=[silence(1, entity_id="art/nobody")])
    with pytest.raises(ConversionError) as e:
        corpus.write(tmp_path / "out", "webannotation")

    assert str(e.value) == (
        "webannotation links rows to one another and to the text: silences row 0 ('art/x1'), column 'entity_id': expected "
        "the id of a row of entities, found 'art/nobody' [reference]; correct it, summitdata validate lists all"
    )


@settings(max_examples=12)
@given(corpus=corpora() | corpora(most=0))
def test_drawn_corpora_are_written_or_refused(corpus: sd.Corpus) -> None:
    """Whatever the record classes allow keeps the rules of the model, or is a clear error."""
    with tempfile.TemporaryDirectory() as folder, suppress(SummitDataError):
        assert [] == [rule for node in items(corpus, Path(folder)) for rule in broken_rules(node)]


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on the time or on the order of sets."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        sd.load().write(tmp_path / name / "out", "webannotation")
    first, second = ((tmp_path / name / "out" / "annotations.jsonld").read_bytes() for name in ("a", "b"))

    assert first == second
