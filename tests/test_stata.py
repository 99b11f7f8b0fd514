"""Stata files with labels, read back with pandas: every value is there, or it is told which one cannot be."""

import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from pandas.io.stata import StataReader

import summitdata as sd
from summitdata.exceptions import ConversionError, MissingExtraError
from summitdata.records import TABLES
from summitdata.schema import columns

from .folders import article, corpus_of, one, silence
from .strategies import corpora
from .test_formats import HOSTILE

RENAMED = {"end": "end_", "quad": "quad_"}


def read(corpus: sd.Corpus, table: str, folder: Path, **options: Any) -> Any:
    """A table of a corpus, written and read again."""
    corpus.write(folder / "out", format="stata", text=True, overwrite=True)
    return pd.read_stata(folder / "out" / f"{table}.dta", **options)


def expected_cells(corpus: sd.Corpus, table: str, column: Any) -> list[Any]:
    """What pandas is to read of a column without labels."""
    numbers = {code.value: i for i, code in enumerate(column.vocabulary or (), 1)}
    if column.vocabulary and all(code.isdecimal() for code in numbers):
        numbers = {code: int(code) for code in numbers}
    cells = corpus.table(table).column(column.name).to_pylist()
    if column.vocabulary:
        return [numbers.get(cell) for cell in cells]
    return ["" if cell is None and column.kind is str else cell for cell in cells]


def cells(frame: Any, name: str, kind: type) -> list[Any]:
    """What pandas has read of a column."""
    values = [None if pd.isna(value) else value for value in frame[name]]
    if kind is dt.date:
        return [value and value.date() for value in values]
    return values


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the shipped corpus is written to."""
    folder = tmp_path_factory.mktemp("stata") / "out"
    sd.load().write(folder, format="stata")
    return folder


@pytest.mark.parametrize("table", [name for name in TABLES if name != "errors"])
def test_every_shipped_value_is_read_back(table: str, shipped: Path) -> None:
    """Numbers, days, codes and texts of the shipped corpus are those of its tables."""
    corpus = sd.load()
    frame = pd.read_stata(shipped / f"{table}.dta", convert_categoricals=False)
    listed = columns(TABLES[table])

    assert [RENAMED.get(c.name, c.name) for c in listed] == list(frame.columns)
    assert {c.name: expected_cells(corpus, table, c) for c in listed} == {
        c.name: cells(frame, RENAMED.get(c.name, c.name), c.kind) for c in listed
    }


@settings(max_examples=8)
@given(corpus=corpora())
def test_drawn_values_are_read_back_or_refused(corpus: sd.Corpus) -> None:
    """Whatever rows the record classes allow are read as they were, unless Stata cannot hold a value and it is said."""
    refused, other = "", []
    with tempfile.TemporaryDirectory() as folder:
        try:
            corpus.write(Path(folder) / "out", format="stata", text=True)
        except ConversionError as error:
            refused = str(error)
        for path in (Path(folder) / "out").glob("*.dta"):
            frame = pd.read_stata(path, convert_categoricals=False)
            for c in columns(TABLES[path.stem]):
                made = cells(frame, RENAMED.get(c.name, c.name), c.kind)
                other += [] if expected_cells(corpus, path.stem, c) == made else [(path.stem, c.name, made)]

    assert other == []
    assert not refused or "Stata cannot hold" in refused


def test_codes_are_labelled(tmp_path: Path) -> None:
    """A label is the code, or the name of what the number is the code of; truth values are labelled too."""
    row = one("paragraphs", id="art/p1", kind="narration", cap_topic="19")
    corpus = corpus_of(paragraphs=[row], entities=[one("entities", id="art/ent", is_group=True, inferred=False)])
    paragraphs, entities = read(corpus, "paragraphs", tmp_path), read(corpus, "entities", tmp_path)

    assert ("narration", "International affairs") == (paragraphs.kind[0], paragraphs.cap_topic[0])
    assert ("true", "false") == (entities.is_group[0], entities.inferred[0])
    assert read(corpus, "paragraphs", tmp_path, convert_categoricals=False).cap_topic[0] == 19


def test_tables_and_columns_are_labelled(shipped: Path) -> None:
    """The label of a dataset names it, that of a variable says what it holds, cut to what Stata holds."""
    with StataReader(shipped / "quotations.dta") as reader:
        title, labels = reader.data_label, reader.variable_labels()

    assert title == "summitdata 1.2.0 quotations"
    assert labels["speaker_id"] == "Who is quoted; null for a quoted term."
    assert labels["end_"] == "Where it ends in the article; the character at this place no longer belongs to …"


@pytest.mark.parametrize("day", ["0001-01-01", "1582-10-15", "1960-01-01", "2024-02-29", "9999-12-31", None])
def test_days_are_days(day: str | None, tmp_path: Path) -> None:
    """From the first year to the last, in Stata's own count of days."""
    published = day and dt.date.fromisoformat(day)
    frame = read(corpus_of(articles=[article(published=published)]), "articles", tmp_path, convert_dates=False)
    count = published and (published - dt.date(1960, 1, 1)).days

    assert [count] == [None if pd.isna(value) else value for value in frame.published]


def test_hostile_text_is_read_back(tmp_path: Path) -> None:
    """Markup, control characters, line breaks and texts of any length are only text; null is empty text."""
    made = [text for text in HOSTILE.values() if "\0" not in text]
    rows = [silence(i, question_en=text, note=text) for i, text in enumerate(made)] + [silence(99, question_en="a")]
    frame = read(corpus_of(silences=rows), "silences", tmp_path)

    assert [*made, "a"] == list(frame.question_en)
    assert [*made, ""] == list(frame.note)


@pytest.mark.parametrize("text", ["ы" * 1022, "ы" * 1023, "a" * 2045, "a" * 2046])
def test_the_length_of_a_text_is_that_of_its_bytes(text: str, tmp_path: Path) -> None:
    """A text too long in bytes, though not in characters, is kept whole."""
    assert [text] == list(read(corpus_of(silences=[silence(1, question_en=text)]), "silences", tmp_path).question_en)


@pytest.mark.parametrize("name", ["nul", "nul-inside"])
def test_a_nul_is_refused(name: str, tmp_path: Path) -> None:
    """Stata would end the text there."""
    corpus = corpus_of(silences=[silence(1, question_en="a"), silence(2, question_en=HOSTILE[name])])

    with pytest.raises(ConversionError) as e:
        corpus.write(tmp_path / "out", format="stata")

    assert str(e.value) == (
        "silences row 1 ('art/x2'), column 'question_en': Stata cannot hold the character U+0000; take it out"
    )
    assert not (tmp_path / "out").exists()


def test_the_largest_numbers_are_read_back(tmp_path: Path) -> None:
    """Up to where Stata's own missing values begin."""
    row = one("quantities", id="art/n1", start=0, end=1, surface="x", value=8.98e307)
    corpus = corpus_of(articles=[article(n_chars=2**53 - 1)], quantities=[row])

    assert [2**53 - 1] == list(read(corpus, "articles", tmp_path).n_chars)
    assert [8.98e307] == list(read(corpus, "quantities", tmp_path).value)


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        (
            "articles",
            article(n_chars=2**53),
            "articles row 0 ('art'), column 'n_chars': Stata cannot hold a whole number of 2^53 or more, found 9007199254740992; choose another format",
        ),
        (
            "quantities",
            one("quantities", id="art/n1", start=0, end=1, surface="x", value=-9e307),
            "quantities row 0 ('art/n1'), column 'value': Stata cannot hold a number of 2^1023 or more, found -9e+307; choose another format",
        ),
    ],
)
def test_larger_numbers_are_refused(table: str, row: dict[str, Any], expected: str, tmp_path: Path) -> None:
    """They would come back as others, or as missing."""
    with pytest.raises(ConversionError) as e:
        corpus_of(**{table: [row]}).write(tmp_path / "out", format="stata")

    assert expected == str(e.value)


def test_the_same_corpus_gives_the_same_bytes(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """No file knows when it was written."""
    for name in ("one", "two"):
        synthetic.write(tmp_path / name, format="stata")
    one_, two = ({p.name: p.read_bytes() for p in (tmp_path / name).glob("*.dta")} for name in ("one", "two"))

    assert {f"{name}.dta" for name, table in synthetic.tables.items() if table.num_rows} == set(one_)
    assert one_ == two


def test_without_pandas_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The extra is optional."""
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(MissingExtraError) as e:
        sd.load().write(tmp_path / "out", format="stata")

    assert str(e.value) == (
        "stata needs pandas, which is not installed; run: python -m pip install 'summitdata[pandas]'"
    )
