"""A research object crate: what it says of the dataset and of every file, judged by the validator of the standard."""

import datetime as dt
import io
import json
import warnings
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow.csv as pc
import pytest

import summitdata as sd
from summitdata.exceptions import UsageError
from summitdata.metadata import SHIPPED, Licence, Metadata
from summitdata.records import TABLES
from summitdata.schema import row_is

from .folders import article, corpus_of, everything, one, silence
from .test_formats import HOSTILE

OURS = Metadata(
    name="ours",
    title="Our summits",
    description="Two summits.",
    creators=["A. Author", "B. Author"],
    licence="CC0-1.0",
    published=dt.date(2026, 1, 2),
    languages=(),
    identifier="https://example.org/ours",
)


def crate(corpus: sd.Corpus, folder: Path, metadata: Metadata | None = None) -> dict[str, dict[str, Any]]:
    """The entities of the crate by their id."""
    corpus.write(folder / "out", format="rocrate", metadata=metadata)
    held = json.loads((folder / "out" / "ro-crate-metadata.json").read_bytes())

    assert held["@context"] == "https://w3id.org/ro/crate/1.3/context"
    return {entity["@id"]: entity for entity in held["@graph"]}


def judged(folder: Path, cache: Path) -> list[str]:
    """What the validator has against a crate, with the context of the standard in its cache and without a network."""
    pytest.importorskip("rocrate", reason="rocrate is not installed", exc_type=ImportError)
    with warnings.catch_warnings():
        # Of the validator's own libraries.
        warnings.simplefilter("ignore")
        pytest.importorskip("rocrate_validator", reason="roc-validator is not installed", exc_type=ImportError)
        import requests
        import urllib3
        from requests_cache import CachedSession
        from rocrate_validator.models import ValidationSettings
        from rocrate_validator.services import validate

        context = (files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
        answer = requests.Response()
        answer.status_code, answer.url = 200, json.loads(context)["@id"]
        answer.request = requests.Request("GET", answer.url).prepare()
        answer.headers["Content-Type"] = "application/ld+json"
        body, headers = io.BytesIO(context), dict(answer.headers)
        answer.raw = urllib3.HTTPResponse(body, headers, 200, request_url=answer.url, preload_content=False)
        with CachedSession(str(cache), backend="sqlite", expire_after=-1) as session:
            session.cache.save_response(answer, session.cache.create_key(answer.request))
        asked = ValidationSettings(
            rocrate_uri=str(folder), profile_identifier="ro-crate-1.3", offline=True, cache_path=cache
        )
        return [str(issue.message) for issue in validate(asked).get_issues()]


def test_the_dataset_is_described(tmp_path: Path) -> None:
    """Title, description, maker, licence, day, version and files, from the same metadata as everywhere."""
    found = crate(sd.load(), tmp_path)

    assert found["ro-crate-metadata.json"] == {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.3"},
    }
    assert found["./"] == {
        "@id": "./",
        "@type": "Dataset",
        "name": SHIPPED.title,
        "alternateName": SHIPPED.title_ru,
        "description": SHIPPED.description,
        "identifier": {"@id": "#identifier"},
        "datePublished": "2026-11-24",
        "version": sd.DATA_VERSION,
        "keywords": ", ".join(SHIPPED.keywords),
        "inLanguage": "ru",
        "license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "creator": {"@id": "#creator-1"},
        "publisher": {"@id": "#creator-1"},
        "hasPart": [{"@id": f"{table}.csv"} for table in TABLES],
    }
    assert (SHIPPED.identifier, "Organization") == (found["#identifier"]["value"], found["#creator-1"]["@type"])
    assert found["https://creativecommons.org/licenses/by/4.0/"]["identifier"] == "CC-BY-4.0"


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    """A corpus of one's own has the makers that are given, and no version, keywords or languages that are not."""
    found = crate(corpus_of(silences=[silence(1)]), tmp_path, OURS)

    assert [{"@id": "#creator-1"}, {"@id": "#creator-2"}] == found["./"]["creator"]
    assert [("Person", "A. Author"), ("Person", "B. Author")] == [
        (found[name]["@type"], found[name]["name"]) for name in ("#creator-1", "#creator-2")
    ]
    assert {"version", "keywords", "inLanguage", "alternateName"}.isdisjoint(found["./"])


@pytest.mark.parametrize("table", TABLES)
def test_every_file_is_described(table: str, synthetic: sd.Corpus, tmp_path: Path) -> None:
    """Its media type, size and SHA-256 are those of the file, and the file has the rows."""
    found = crate(synthetic, tmp_path, OURS)[f"{table}.csv"]
    data = (tmp_path / "out" / f"{table}.csv").read_bytes()

    assert ("File", "text/csv", str(len(data)), sha256(data).hexdigest()) == tuple(
        found[name] for name in ("@type", "encodingFormat", "contentSize", "sha256")
    )
    assert synthetic.table(table).column_names == data.decode().partition("\n")[0].replace('"', "").split(",")


def test_a_table_in_parts_is_a_dataset_of_files(tmp_path: Path) -> None:
    """Nothing is known of a table without rows; every file has its own size and SHA-256."""
    rows = [one("silences", article_id=name, id=f"{name}/x{i}") for i, name in enumerate(("a1", "a2", "a2"))]
    parted = corpus_of(articles=[article("a1"), article("a2")], silences=rows).in_parts(1)
    found = crate(parted, tmp_path, OURS)
    data = (tmp_path / "out" / "silences" / "0002.csv").read_bytes()

    assert [{"@id": "articles/"}, {"@id": "silences/"}] == found["./"]["hasPart"]
    assert found["silences/"] == {
        "@id": "silences/",
        "@type": "Dataset",
        "name": "silences",
        "description": f"{row_is(TABLES['silences'])} 3 rows.",
        "hasPart": [{"@id": "silences/0001.csv"}, {"@id": "silences/0002.csv"}],
    }
    assert found["silences/0002.csv"] == {
        "@id": "silences/0002.csv",
        "@type": "File",
        "name": "silences, part 0002",
        "description": "A part of the table silences.",
        "encodingFormat": "text/csv",
        "contentSize": str(len(data)),
        "sha256": sha256(data).hexdigest(),
    }


def test_the_validator_of_the_standard_has_nothing_against_a_crate_in_parts(tmp_path: Path) -> None:
    """Datasets inside the dataset are as it wants them."""
    crate(corpus_of(articles=[article("a1"), article("a2")]).in_parts(1), tmp_path, OURS)

    assert judged(tmp_path / "out", tmp_path / "cache") == []


def test_the_files_are_those_of_csv(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """In a folder of their own they open as the same corpus."""
    crate(synthetic, tmp_path, OURS)
    (tmp_path / "csv").mkdir()
    for path in (tmp_path / "out").glob("*.csv"):
        path.rename(tmp_path / "csv" / path.name)

    assert synthetic == sd.open(tmp_path / "csv")


def test_nobody_is_named_as_the_maker_of_what_he_did_not_make(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """Without metadata it is refused, and said what is wanted."""
    with pytest.raises(UsageError, match=r"^rocrate has to say who made the corpus and under which licence, and "):
        synthetic.write(tmp_path / "out", format="rocrate")

    assert not (tmp_path / "out").exists()


def test_the_same_corpus_gives_the_same_bytes(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """Nothing in it depends on when or how often it is written."""
    for name in ("one", "two"):
        synthetic.write(tmp_path / name, format="rocrate", metadata=OURS)

    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_the_validator_of_the_standard_has_nothing_against_the_shipped_crate(tmp_path: Path) -> None:
    """All that the standard demands is there."""
    crate(sd.load(), tmp_path)

    assert judged(tmp_path / "out", tmp_path / "cache") == []


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    """Cells and metadata with markup and control characters are read again as they were."""
    texts = [text for text in HOSTILE.values() if len(text) < 100_000]
    hostile = Metadata(
        name="x",
        title="".join(texts),
        description="".join(texts),
        creators=texts,
        licence=Licence("x", "".join(texts), "https://example.org/licence"),
        published=SHIPPED.published,
        identifier="".join(texts),
        keywords=texts,
    )
    found = crate(corpus_of(silences=[silence(i, note=text) for i, text in enumerate(texts)]), tmp_path, hostile)
    options = pc.ParseOptions(newlines_in_values=True)
    read = pc.read_csv(tmp_path / "out" / "silences.csv", parse_options=options)

    assert ("".join(texts), "".join(texts)) == (found["./"]["name"], found["#identifier"]["value"])
    assert texts == [found[maker["@id"]]["name"] for maker in found["./"]["creator"]]
    assert texts == read.column("note").to_pylist()


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    """A crate without a title is not let through."""
    crate(sd.load(), tmp_path)
    path = tmp_path / "out" / "ro-crate-metadata.json"
    path.write_bytes(path.read_bytes().replace(b'"name": "summitdata: one', b'"title": "summitdata: one'))

    assert judged(tmp_path / "out", tmp_path / "cache") != []
