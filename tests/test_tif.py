"""The text interchange format: paragraphs with their document variables, read by Python and by R."""

import csv
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import ConversionError, UsageError

from .folders import article, corpus_of, one
from .processes import run
from .strategies import corpora
from .test_formats import HOSTILE

NAMES = ["doc_id", "text", "article_id", "outlet", "published", "language", "position", "kind", "cap_topic"]
NAMES += ["speaker_id", "speaker"]


def written(corpus: sd.Corpus, folder: Path) -> list[dict[str, str]]:
    """The rows of the file as Python's own reader has them."""
    corpus.write(folder / "out", format="tif", text=True)
    with (folder / "out" / "corpus.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def paragraph(number: int, text: str | None, **values: Any) -> dict[str, Any]:
    """A plain row of the paragraphs."""
    facts = {"start": 0, "end": len(text or "a"), "text": text, **values}
    return one("paragraphs", id=f"art/p{number}", **facts)


def quotation(number: int, place: int, speaker: str | None, kind: str = "direct") -> dict[str, Any]:
    """A plain row of the quotations."""
    facts = {"paragraph_id": f"art/p{place}", "speaker_id": speaker, "kind": kind}
    return one("quotations", id=f"art/q{number}", **facts)


@pytest.fixture
def attached(synthetic: sd.Corpus, synthetic_text: str) -> sd.Corpus:
    """The invented article with its wording."""
    return attach(synthetic, synthetic_text, "lardia31").corpus


def test_a_row_is_a_paragraph(attached: sd.Corpus, synthetic_text: str, tmp_path: Path) -> None:
    """Document and text come first, as the format demands, and the text is what stands between the offsets."""
    found = written(attached, tmp_path)

    assert NAMES == list(found[0])
    assert [(p.id, synthetic_text[p.start : p.end]) for p in attached.paragraphs] == [
        (row["doc_id"], row["text"]) for row in found
    ]
    assert {("Лардийский вестник", "2031-05-14", "ru")} == {
        (row["outlet"], row["published"], row["language"]) for row in found
    }


def test_the_speaker_is_the_only_one_quoted_directly(tmp_path: Path) -> None:
    """Nobody stands where nobody is quoted, or two are, or only indirectly."""
    corpus = corpus_of(
        articles=[article()],
        entities=[one("entities", id="art/ann", label_en="Ann"), one("entities", id="art/bob", label_en="Bob")],
        paragraphs=[paragraph(i, "abc") for i in range(1, 6)],
        quotations=[
            quotation(1, 1, "art/ann"),
            quotation(2, 1, "art/ann"),
            quotation(3, 2, "art/ann"),
            quotation(4, 2, "art/bob"),
            quotation(5, 3, "art/bob", "indirect"),
            quotation(6, 4, None),
            quotation(7, 5, "art/nobody"),
        ],
    )
    found = [(row["speaker_id"], row["speaker"]) for row in written(corpus, tmp_path)]

    assert found == [("art/ann", "Ann"), ("", ""), ("", ""), ("", ""), ("art/nobody", "")]


def test_a_paragraph_without_wording_has_no_row(tmp_path: Path) -> None:
    """As in a copy that lacks it; an article that is not there leaves its facts empty."""
    found = written(corpus_of(paragraphs=[paragraph(1, None), paragraph(2, "abc")]), tmp_path)

    assert [("art/p2", "", "")] == [(row["doc_id"], row["outlet"], row["language"]) for row in found]


def test_without_the_wording_it_is_refused(tmp_path: Path) -> None:
    """It is said how to come by it, and nothing is left behind."""
    with pytest.raises(UsageError) as e:
        sd.load().write(tmp_path / "out", format="tif", text=True)

    assert str(e.value) == (
        "tif needs the article's wording, which is not there; attach it (summitdata attach FILE) and write with text=True (--text)"
    )
    assert not (tmp_path / "out").exists()


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    """Markup, control characters, line breaks and quotation marks are read again as they were."""
    texts = [text for text in HOSTILE.values() if "\0" not in text and len(text) < 100_000]

    assert texts == [
        row["text"] for row in written(corpus_of(paragraphs=[*map(paragraph, range(99), texts)]), tmp_path)
    ]


def test_a_nul_is_refused(tmp_path: Path) -> None:
    """R would end the text there."""
    with pytest.raises(ConversionError) as e:
        written(corpus_of(paragraphs=[paragraph(1, "a\0b")]), tmp_path)

    assert str(e.value) == "paragraphs row 'art/p1', column 'text': R cannot hold the character U+0000; take it out"


@settings(max_examples=15)
@given(corpus=corpora())
def test_drawn_corpora_are_written_or_refused(corpus: sd.Corpus) -> None:
    """Whatever rows the record classes allow give one row for each paragraph with its wording, or it is said why not."""
    expected: list[str] | str = [p.id for p in corpus.paragraphs if p.text is not None]
    with tempfile.TemporaryDirectory() as folder:
        try:
            found: list[str] | str = [row["doc_id"] for row in written(corpus, Path(folder))]
        except ConversionError as error:
            expected, found = "U+0000", str(error)[-19:-13]
        except UsageError as error:
            expected, found = "tif needs the article's wording", str(error)[:31]

    assert expected == found


R = """
x <- read.csv(commandArgs(TRUE)[1], na.strings = "", encoding = "UTF-8")
stopifnot(names(x)[1:2] == c("doc_id", "text"), is.character(x$text), !anyDuplicated(x$doc_id))
cat(nrow(x), sum(nchar(x$text)), sum(is.na(x$speaker)), sum(x$position))
"""


def test_r_reads_it(attached: sd.Corpus, tmp_path: Path) -> None:
    """Its own reader has as many rows, characters and missing speakers as were written."""
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    found = written(attached, tmp_path)
    (tmp_path / "read.R").write_text(R)
    done = run("Rscript", "--vanilla", str(tmp_path / "read.R"), str(tmp_path / "out" / "corpus.csv"))
    numbers = [len(found), sum(len(row["text"]) for row in found)]
    numbers += [sum(not row["speaker"] for row in found), sum(int(row["position"]) for row in found)]

    assert (0, "", numbers) == (done.returncode, done.stderr, json.loads(f"[{done.stdout.replace(' ', ',')}]"))


def test_the_same_corpus_gives_the_same_bytes(attached: sd.Corpus, tmp_path: Path) -> None:
    """Nothing in it depends on when or how often it is written."""
    for name in ("one", "two"):
        attached.write(tmp_path / name, format="tif", text=True)
    one_, two = ((tmp_path / name / "corpus.csv").read_bytes() for name in ("one", "two"))

    assert one_ == two
