"""brat's files: every line covers what it says it covers, and what crosses lines is cut as brat demands."""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import SummitDataError, UsageError

from .folders import corpus_of
from .strategies import corpora
from .test_formats import HOSTILE
from .worded import rows_of, worded

BREAKS = "[\t-\r\x1c-\x1f\x85\u2028\u2029]"


def written(corpus: sd.Corpus, folder: Path, name: str = "art") -> tuple[str, list[list[str]]]:
    """The text and the annotations of an article, lines cut into fields."""
    corpus.write(folder / "out", "brat", text=True)
    text, found = ((folder / "out" / f"{name}.{kind}").read_bytes().decode() for kind in ("txt", "ann"))
    return text, [line.split("\t") for line in found.split("\n")[:-1]]


def kinds(lines: list[list[str]], letter: str) -> list[tuple[str, ...]]:
    """The fields of the lines whose names begin with a letter."""
    return [tuple(line) for line in lines if line[0].startswith(letter)]


def check_covered(text: str, lines: list[list[str]]) -> None:
    """Each text-bound line has three fields, fragments in order, and the words of those fragments joined by spaces."""
    for _, told, covered in kinds(lines, "T"):
        places = [tuple(map(int, place.split())) for place in told.partition(" ")[2].split(";")]
        assert sorted(places) == places
        assert covered == " ".join(text[start:end] for start, end in places)
        assert not re.search(BREAKS, covered)


def example() -> sd.Corpus:
    """Mentions, a quotation with cue and source over two lines, and a relation between two that are mentioned."""
    rows = rows_of(
        "Ann said:\ngo, Bee.",
        mentions=[
            {"start": 14, "end": 17, "entity_id": "art/bbb"},
            {"start": 0, "end": 3},
            {"start": 10, "end": 12},
        ],
        sentences=[{"start": 0, "end": 18}],
        statements=[{"start": 10, "end": 18}],
        quotations=[
            {"start": 4, "end": 12, "cue_start": 4, "cue_end": 8, "source_start": 0, "source_end": 3},
        ],
        identifiers=[
            {"scheme": "wikidata", "status": "verified", "value": "Q7"},
            {"scheme": "wikidata", "status": "unverified", "entity_id": "art/bbb"},
            {"scheme": "geonames", "status": "verified", "entity_id": "art/bbb", "value": "1"},
        ],
        relations=[
            {"statement_id": "art/st1"},
            {"predicate": "located_in"},
            {"subject_id": "art/ccc"},
        ],
        projects=[{}, {"stage_start": 0, "stage_end": 3, "stage": "agreed"}],
    )
    rows["entities"].append({**rows["entities"][0], "id": "art/ccc"})
    return corpus_of(**rows)


def test_lines_cover_what_they_say(synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path) -> None:
    """Every line of the invented article has the characters of the text at its offsets, and no layer is left out."""
    corpus = attach(synthetic, synthetic_text, "lardia31").corpus
    text, lines = written(corpus, tmp_path, "lardia31")
    notes = [json.loads(line[2]) for line in kinds(lines, "#")]
    layers = ("mentions", "quotations", "statements", "dates", "quantities", "evaluations", "expressions")
    expected = {row.id for name in layers for row in getattr(corpus, name)}

    check_covered(text, lines)
    assert synthetic_text == text
    assert expected | {row.id for row in corpus.projects if row.stage_start is not None} == {row["id"] for row in notes}


def test_a_small_article_to_the_letter(tmp_path: Path) -> None:
    """Text-bound lines, relations and normalisations of an example."""
    text, lines = written(example(), tmp_path)

    assert text == "Ann said:\ngo, Bee."
    assert kinds(lines, "T") == [
        ("T1", "COUNTRY 14 17", "Bee"),
        ("T2", "PERSON 0 3", "Ann"),
        ("T3", "PERSON 10 12", "go"),
        ("T4", "QUOTATION 4 9;10 12", "said: go"),
        ("T5", "CUE 4 8", "said"),
        ("T6", "SOURCE 0 3", "Ann"),
        ("T7", "STATEMENT 10 18", "go, Bee."),
        ("T8", "STAGE 0 3", "Ann"),
    ]
    assert kinds(lines, "R") == [
        ("R1", "HAS_CUE Arg1:T4 Arg2:T5"),
        ("R2", "HAS_SOURCE Arg1:T4 Arg2:T6"),
        ("R3", "holds_office Arg1:T3 Arg2:T1"),
        ("R4", "located_in Arg1:T2 Arg2:T1"),
    ]
    assert kinds(lines, "N") == [
        ("N1", "Reference T2 Wikidata:Q7", "Ann"),
        ("N2", "Reference T3 Wikidata:Q7", "Ann"),
    ]


def test_codes_are_attributes_and_rows_are_notes(tmp_path: Path) -> None:
    """A sign is written by its name, and the note has every column but the wording."""
    corpus = worded("x", quantities=[{"start": 0, "end": 1, "comparator": "<", "value": 1.0, "note": "a\tb\u2028"}])
    _, lines = written(corpus, tmp_path)
    (note,) = kinds(lines, "#")

    assert "quantities_comparator T1 LESS" in {line[1] for line in kinds(lines, "A")}
    assert {
        column: value for column, value in corpus.table("quantities").to_pylist()[0].items() if value is not None
    } == (json.loads(note[2]))


def test_names_of_mentions_are_russian_where_known(tmp_path: Path) -> None:
    """The name beside a normalisation is the one a Russian text has, on one line."""
    rows = rows_of("x", mentions=[{"start": 0, "end": 1}], identifiers=[{"scheme": "wikidata", "status": "verified"}])
    rows["entities"][0]["label_ru"] = "Анна\nА."
    _, lines = written(corpus_of(**rows), tmp_path)

    assert kinds(lines, "N") == [("N1", "Reference T1 Wikidata:Q1", "Анна\\u000aА.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", ("PERSON 0 1;2 3", "a b")),
        ("\n\na\r\nb\t\x85c\u2029", ("PERSON 2 3;5 6;8 9", "a b c")),
        ("a b", ("PERSON 0 3", "a b")),
    ],
    ids=["line", "breaks", "none"],
)
def test_a_span_over_breaks_is_cut(text: str, expected: tuple[str, str], tmp_path: Path) -> None:
    """Neither line breaks nor tabs stand in what is covered."""
    _, lines = written(worded(text, mentions=[{"start": 0, "end": len(text)}]), tmp_path)

    assert [("T1", *expected)] == kinds(lines, "T")


def test_a_span_of_breaks_alone_has_no_line(tmp_path: Path) -> None:
    """Nothing is covered, so nothing is said, of its cue neither."""
    rows = {
        "mentions": [{"start": 1, "end": 3}],
        "quotations": [{"start": 1, "end": 2, "cue_start": 0, "cue_end": 1}],
    }

    assert written(worded("a\n\nb", **rows), tmp_path)[1] == []


def _sections(conf: str) -> dict[str, list[str]]:
    return {part.partition("]")[0]: part.partition("]")[2].split("\n")[1:] for part in conf.split("[")[1:]}


def _conf_names(conf: str) -> Iterator[str]:
    for lines in _sections(conf).values():
        yield from (line.partition("\t")[0] for line in lines if line)


def test_the_configuration_knows_every_name(synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path) -> None:
    """Types, relations, attributes and their values that stand in the annotations are those of annotation.conf."""
    _, lines = written(attach(synthetic, synthetic_text, "lardia31").corpus, tmp_path, "lardia31")
    conf = (tmp_path / "out" / "annotation.conf").read_text("utf-8")
    values = {
        (line.partition("\t")[0], value)
        for line in _sections(conf)["attributes"]
        if line
        for value in line.partition("Value:")[2].split("|")
    }
    used = [tuple(line[1].split()) for line in kinds(lines, "A")]

    assert list(_sections(conf)) == ["entities", "relations", "events", "attributes"]
    assert {line[1].split()[0] for letter in "TRA" for line in kinds(lines, letter)} <= set(_conf_names(conf))
    assert {(name, value) for name, _, value in used} <= values


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_breaks_no_line(text: str, tmp_path: Path) -> None:
    """As text of the article and as text of a row: lines keep their fields, notes read back unchanged."""
    mention = [{"start": 0, "end": len(text)}] if text else []
    rows = rows_of(f"{text}x", mentions=mention, quantities=[{"start": len(text), "end": len(text) + 1, "note": text}])
    read, lines = written(corpus_of(**rows), tmp_path)
    notes = [json.loads(line[2]) for line in kinds(lines, "#")]

    check_covered(read, lines)
    assert f"{text}x" == read
    assert text == notes[-1]["note"]
    assert {len(line) for line in lines} <= {2, 3}
    assert not any(re.search(BREAKS, field) for line in lines for field in line)


def test_each_article_has_its_files(tmp_path: Path) -> None:
    """Several articles in one corpus share the configuration."""
    first, second = rows_of("One.", "art"), rows_of("Two.", "2nd")
    corpus_of(**{table: [*first[table], *second[table]] for table in first}).write(tmp_path / "out", "brat", text=True)

    assert ["2nd.ann", "2nd.txt", "annotation.conf", "art.ann", "art.txt", "manifest.json"] == sorted(
        path.name for path in (tmp_path / "out").iterdir()
    )
    assert (tmp_path / "out" / "2nd.txt").read_bytes() == b"Two."


def test_without_text_nothing_is_written(tmp_path: Path) -> None:
    """What is shipped has no wording; the message says what to do."""
    with pytest.raises(UsageError) as e:
        sd.load().write(tmp_path / "out", "brat", text=True)

    assert str(e.value) == (
        "brat needs the wording of article 'astana25' to the letter, which is not there; attach an exact copy "
        "(summitdata attach FILE) and write with text=True (--text)"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_span_outside_the_text_is_refused(tmp_path: Path) -> None:
    """A line that covers nothing of the text is never written."""
    with pytest.raises(SummitDataError) as e:
        worded("abc", mentions=[{"start": 2, "end": 9}]).write(tmp_path / "out", "brat", text=True)

    assert str(e.value) == (
        "brat links rows to one another and to the text: mentions row 0 ('art/m1'), column 'end': expected a place inside "
        "the article, found 9 [bounds]; correct it, summitdata validate lists all"
    )


@settings(max_examples=12)
@given(corpus=corpora() | corpora(most=0))
def test_drawn_corpora_are_written_or_refused(corpus: sd.Corpus) -> None:
    """References that lead nowhere and spans outside the text are a clear error."""
    with tempfile.TemporaryDirectory() as folder, suppress(SummitDataError):
        check_covered(*written(corpus, Path(folder)))


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on the time or on the order of sets."""
    (tmp_path / "a").mkdir()

    assert written(example(), tmp_path) == written(example(), tmp_path / "a")
