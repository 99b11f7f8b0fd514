"""Events in the field names of the PLOVER manual, with their actors, and what becomes of what is not there."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.anchor import attach

from .folders import article, corpus_of, one
from .strategies import corpora
from .test_formats import HOSTILE


def written(corpus: sd.Corpus, folder: Path, **options: Any) -> list[dict[str, Any]]:
    """The events of a corpus as they are read from the file."""
    corpus.write(folder / "out", format="plover", **options)
    *lines, rest = (folder / "out" / "events.jsonl").read_bytes().decode().split("\n")

    assert rest == ""
    return [json.loads(line) for line in lines]


def event(number: int, **values: Any) -> dict[str, Any]:
    """A plain row of the events."""
    return one("events", id=f"art/v{number}", statement_id="art/st1", **values)


def actor(number: int, entity: str, role: str = "actor", position: int = 1) -> dict[str, Any]:
    """A plain row of the actors of the first event."""
    facts = {"role": role, "position": position, "entity_id": entity, "event_id": "art/v1"}
    return one("event_actors", id=f"art/va{number}", **facts)


def identifier(number: int, scheme: str, value: str, status: str = "verified") -> dict[str, Any]:
    """A plain row of the identifiers of one country."""
    facts = {"scheme": scheme, "value": value, "entity_id": "art/lardia", "status": status}
    return one("identifiers", id=f"art/i{number}", **facts)


LARDIA = one("entities", id="art/lardia", type="COUNTRY", label_en="Lardia", description_en="A country.")
OLMARSK = one(
    "entities", id="art/olmarsk", type="CITY", label_en="Olmarsk", description_en="A city.", latitude=1.5, longitude=2.5
)


def test_an_event_has_the_names_of_the_manual(tmp_path: Path) -> None:
    """Category, mode, context, quad code, date and place stand where a reader of PLOVER looks for them."""
    facts = {"plover_category": "CONSULT", "plover_mode": "visit", "plover_context": "diplomatic", "quad": 1}
    corpus = corpus_of(
        "1.0.0",
        articles=[article(outlet="The Courier", url="https://example.org/1")],
        entities=[OLMARSK],
        statements=[one("statements", id="art/st1", gist_en="They met.", start=0, end=4)],
        events=[event(1, date="2031-05-14", place_id="art/olmarsk", **facts)],
    )
    (found,) = written(corpus, tmp_path)

    assert found == {
        "id": "art/v1",
        "date": "2031-05-14",
        "actor": [],
        "recipient": [],
        "event": "CONSULT",
        "mode": "visit",
        "context": ["diplomatic"],
        "quad_code": 1,
        "event_loc": {
            "entity_id": "art/olmarsk",
            "resolved_place": "Olmarsk",
            "geonameid": None,
            "country_code": None,
            "lat": 1.5,
            "lon": 2.5,
            "resolution": 4,
        },
        "event_text": "They met.",
        "statement_id": "art/st1",
        "cite_info": {
            "corpus": "A corpus of 1 article in the tables of summitdata",
            "version": "1.0.0",
            "license": None,
            "article_id": "art",
            "publication": "The Courier",
            "title": None,
            "url": "https://example.org/1",
            "language": "ru",
        },
    }


def test_actors_and_recipients_are_lists_in_their_order(tmp_path: Path) -> None:
    """Each has its label and the identifiers that the corpus has of it, the verified first; it is said which are not."""
    corpus = corpus_of(
        entities=[LARDIA, OLMARSK],
        events=[event(1)],
        event_actors=[
            actor(1, "art/olmarsk", position=2),
            actor(2, "art/lardia", position=1),
            actor(3, "art/olmarsk", "recipient"),
        ],
        identifiers=[
            identifier(1, "iso3166-1-alpha3", "LAR"),
            identifier(2, "cow", "999", "unverified"),
            identifier(3, "gw", "998"),
            identifier(4, "wikidata", "Q2", "unverified"),
            identifier(5, "wikidata", "Q1"),
            identifier(6, "geonames", "7"),
        ],
    )
    (found,) = written(corpus, tmp_path)
    lardia = {"entity_id": "art/lardia", "entity_name": "Lardia", "entity_type": "COUNTRY", "description": "A country."}
    codes = {"code": "LAR", "cow_code": "999", "wikidata_id": "Q1", "geonameid": "7", "unverified": ["cow_code"]}
    olmarsk = {"entity_id": "art/olmarsk", "entity_name": "Olmarsk", "entity_type": "CITY", "description": "A city."}

    assert [{**lardia, **codes}, olmarsk] == found["actor"]
    assert [olmarsk] == found["recipient"]


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        (None, {"date": None}),
        ("2031-05-14", {"date": "2031-05-14"}),
        ("2031-23", {"date": "2031-23"}),
        ("2028-05/2031-05", {"date": "2028-05", "enddate": "2031-05"}),
        ("2028/..", {"date": "2028"}),
        ("../2031", {"date": None, "enddate": "2031"}),
        ("/2031", {"date": None, "enddate": "2031"}),
    ],
)
def test_an_interval_becomes_two_dates(edtf: str | None, expected: dict[str, Any], tmp_path: Path) -> None:
    """A date that is not known to the day stands as far as it is known."""
    (found,) = written(corpus_of(events=[event(1, date=edtf)]), tmp_path)

    assert expected == {name: found[name] for name in ("date", "enddate") if name in found}


def test_what_rows_refer_to_may_be_missing(tmp_path: Path) -> None:
    """An event whose statement, actors and place are not there keeps their ids."""
    corpus = corpus_of(events=[event(1, place_id="art/nowhere")], event_actors=[actor(1, "art/nobody")])
    (found,) = written(corpus, tmp_path)

    assert [{"entity_id": "art/nobody"}] == found["actor"]
    assert (None, "art/st1") == (found["event_text"], found["statement_id"])
    assert found["event_loc"]["entity_id"] == "art/nowhere"
    assert {None} == {value for name, value in found["event_loc"].items() if name != "entity_id"}


def test_the_wording_stands_there_only_when_it_is_asked_for(
    synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path
) -> None:
    """The text of an event is that of its statement, cut at its offsets."""
    attached = attach(synthetic, synthetic_text, "lardia31").corpus
    (tmp_path / "without").mkdir()
    (tmp_path / "with").mkdir()
    without, found = written(attached, tmp_path / "without"), written(attached, tmp_path / "with", text=True)

    assert len(synthetic.events) == len(found) == len(without)
    assert not any("text" in row for row in without)
    assert [row["text"] for row in found] == [
        synthetic_text[row["text_info"]["start"] : row["text_info"]["end"]] for row in found
    ]


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    """A gist with markup, control characters and line breaks is read again as it was, an event a line."""
    gists = list(HOSTILE.values())
    corpus = corpus_of(
        statements=[one("statements", id=f"art/st{i}", gist_en=gist) for i, gist in enumerate(gists)],
        events=[one("events", id=f"art/v{i}", statement_id=f"art/st{i}") for i in range(len(gists))],
    )

    assert gists == [row["event_text"] for row in written(corpus, tmp_path)]


@settings(max_examples=15)
@given(corpus=corpora())
def test_drawn_corpora_are_written(corpus: sd.Corpus) -> None:
    """Whatever rows the record classes allow give one line for each event, the same ones each time."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for name in ("one", "two"):
            (Path(folder) / name).mkdir()
            made.append(written(corpus, Path(folder) / name, text=True))

    assert corpus.table("events").column("id").to_pylist() == [row["id"] for row in made[0]]
    assert made[0] == made[1]


def test_the_shipped_events_have_actors_with_identifiers(tmp_path: Path) -> None:
    """Every event of the shipped corpus is there with the licence, and its presidents by their Wikidata items."""
    found = written(sd.load(), tmp_path)
    names = {actor["entity_name"]: actor.get("wikidata_id") for row in found for actor in row["actor"]}

    assert sd.load().table("events").num_rows == len(found)
    assert {"CC-BY-4.0"} == {row["cite_info"]["license"] for row in found}
    assert (names["Kassym-Jomart Tokayev"], names["Ilham Aliyev"]) == ("Q200881", "Q57371")
