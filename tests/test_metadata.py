"""What is said of a dataset as a whole, and that nothing is said of a corpus that nobody said."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import FormatError, NotFoundError, UsageError
from summitdata.metadata import HOME, LICENCES, SHIPPED, Licence, Metadata, metadata_of, read_metadata

from .folders import ABOUT, article, corpus_of, silence

GIVEN: dict[str, Any] = ABOUT


def test_the_shipped_corpus_is_known(tmp_path: Path) -> None:
    """It is known by its content, also where it comes from an export."""
    sd.load().write(tmp_path / "out", "jsonl")

    assert metadata_of(sd.load()) is SHIPPED
    assert metadata_of(sd.open(tmp_path / "out")) is SHIPPED
    assert (SHIPPED.version, SHIPPED.fingerprint) == (sd.DATA_VERSION, sd.load().fingerprint)
    assert SHIPPED.is_complete


def test_a_changed_corpus_is_not_ours() -> None:
    """A corpus that differs in one row carries neither our name nor our licence."""
    shipped = sd.load()
    changed = sd.Corpus({**shipped.tables, "silences": shipped.table("silences").slice(1)}, version=shipped.version)

    assert metadata_of(changed).creators == ()
    assert metadata_of(changed).licence is None


@pytest.mark.parametrize(
    ("articles", "title"),
    [
        ([], "A corpus of 0 articles in the tables of summitdata"),
        ([article()], "A corpus of 1 article in the tables of summitdata"),
        ([article("a"), article("b", language="kk")], "A corpus of 2 articles in the tables of summitdata"),
    ],
)
def test_of_ones_own_only_what_the_tables_say_is_known(articles: list[Any], title: str) -> None:
    """Nobody is named as the maker of it."""
    made = metadata_of(corpus_of("3.0.0", articles=articles))

    assert (title, "3.0.0") == (made.title, made.version)
    assert tuple(sorted({a["language"] for a in articles})) == made.languages
    assert not made.is_complete


def test_what_is_missing_is_named() -> None:
    """Where a catalogue demands more than is known, the message says what."""
    with pytest.raises(UsageError) as e:
        metadata_of(corpus_of(silences=[silence(1)])).require_complete("deposit")

    assert str(e.value) == (
        "deposit has to say who made the corpus and under which licence, and what is not known is: creators, licence, "
        "published, identifier; give metadata=summitdata.metadata.Metadata(...) (--metadata FILE)"
    )


def test_metadata_are_read_from_a_file(tmp_path: Path) -> None:
    """The fields are those of the class, and what is complete can be required."""
    path = tmp_path / "about.json"
    path.write_text(json.dumps(GIVEN), "utf-8")
    made = read_metadata(path)
    made.require_complete("deposit")

    assert made == Metadata(**{**GIVEN, "published": dt.date(2026, 1, 2)})
    assert made.licence == LICENCES["CC0-1.0"]
    assert made.creators == ("A. Author",)


def test_another_licence_may_be_given() -> None:
    """A licence that the package does not know by name is described."""
    own = Licence(
        "ODC-By-1.0", "Open Data Commons Attribution License v1.0", "https://opendatacommons.org/licenses/by/1-0/"
    )

    assert Metadata(**{**GIVEN, "published": None, "licence": own}).licence is own


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (
            {"licence": "MIT"},
            UsageError,
            "there is no licence 'MIT' among CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0; give a summitdata.metadata.Licence",
        ),
        (
            {"licence": ["CC0-1.0"]},
            UsageError,
            "there is no licence ['CC0-1.0'] among CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0; give a summitdata.metadata.Licence",
        ),
        (
            {"creators": "A. Author"},
            UsageError,
            'expected a list of names, found \'A. Author\'; write it as ["…", "…"]',
        ),
        ({"creators": [1]}, UsageError, 'expected a list of names, found [1]; write it as ["…", "…"]'),
    ],
)
def test_a_field_of_another_kind_is_refused(
    given: dict[str, Any], error: type[Exception], message: str, tmp_path: Path
) -> None:
    """The message says what was expected, from a file as from a call."""
    path = tmp_path / "about.json"
    path.write_text(json.dumps({**GIVEN, **given}), "utf-8")
    with pytest.raises(error) as e:
        read_metadata(path)

    assert str(e.value) == message


@pytest.mark.parametrize(("name", "value"), [("title", "a\ud800"), ("creators", ["ok", "b\udfff"])])
def test_what_no_file_can_hold_is_refused(name: str, value: Any) -> None:
    """Half of a surrogate pair is told with the field it stands in."""
    with pytest.raises(UsageError) as e:
        Metadata(**{**GIVEN, "published": None, name: value})

    found = ascii(value if isinstance(value, str) else value[-1])
    assert str(e.value) == f"the {name} {found} has half of a surrogate pair, which no file can hold; take it out"


FIELDS = "name, title, title_ru, description, creators, licence, published, version, keywords, languages, identifier, fingerprint"


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ([], "[]"),
        ({}, "nothing"),
        ({**GIVEN, "author": "x"}, f"{', '.join(GIVEN)}, author"),
        ({"name": "x", "title": "y"}, "name, title"),
        ({"name": "x", "it's\x7f\ud800": "y"}, r"name, it's\x7f\ud800"),
        ({"k" * 500: "x"}, f"{'k' * 159}… (502 characters)"),
    ],
)
def test_a_file_without_metadata_is_refused(held: Any, found: str, tmp_path: Path) -> None:
    """The message names the file, the fields, and what is there instead."""
    path = tmp_path / "about.json"
    path.write_text(json.dumps(held), "utf-8")
    with pytest.raises(FormatError) as e:
        read_metadata(path)

    assert str(e.value) == (
        f"'{path}' holds no metadata: expected an object with name, title, description and any of {FIELDS}, found {found}; "
        "correct it there"
    )


@pytest.mark.parametrize("given", [{"published": "yesterday"}, {"published": 5}, {"title": 5}, {"creators": 5}])
def test_a_field_of_the_wrong_kind_is_refused(given: dict[str, Any], tmp_path: Path) -> None:
    """The message says of what kinds fields are."""
    path = tmp_path / "about.json"
    path.write_text(json.dumps({**GIVEN, **given}), "utf-8")
    with pytest.raises(FormatError) as e:
        read_metadata(path)

    assert str(e.value) == (
        f"'{path}' holds no metadata: a field is of the wrong kind; expected texts, lists of texts, and published as 2026-01-31, "
        "correct it there"
    )


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A path that leads nowhere is told as everywhere."""
    with pytest.raises(NotFoundError) as e:
        read_metadata(tmp_path / "nowhere.json")

    assert str(e.value) == f"'{tmp_path}/nowhere.json' does not exist; check the path"


def test_the_address_leads_nowhere_and_says_so() -> None:
    """Nothing is invented: what names the dataset is a URN."""
    assert HOME.startswith("urn:uuid:")
    assert SHIPPED.identifier == HOME


def test_attached_wording_changes_no_metadata(synthetic: sd.Corpus, synthetic_text: str) -> None:
    """What is said of a corpus does not depend on whether its wording is there."""
    assert metadata_of(synthetic) == metadata_of(attach(synthetic, synthetic_text, synthetic.articles[0].id).corpus)
