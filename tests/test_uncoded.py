"""A corpus as rules leave it: no English of ours in it. Everything works, and nothing shows a null as a word."""

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.anchor import attach
from summitdata.look import plot
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns

NAMES = [f"{table}.{c.name}" for table, cls in TABLES.items() for c in columns(cls) if c.null == "uncoded"]
#: A null that was made a word.
NONE = re.compile(r"\b(?:None|nan|null)\b")


@pytest.fixture(scope="module")
def uncoded(synthetic: sd.Corpus, synthetic_text: str) -> sd.Corpus:
    """The invented article with its wording, as if rules had made every row: without what they cannot fill."""
    whole = attach(synthetic, synthetic_text, "lardia31").corpus
    made = {}
    for name, table in whole.tables.items():
        rows = [_extracted(name, row) for row in table.to_pylist()] if name not in ("readings", "codes") else []
        made[name] = pa.Table.from_pylist(rows, schema=arrow_schema(TABLES[name]))
    return sd.Corpus(made)


def _extracted(table: str, row: dict[str, Any]) -> dict[str, Any]:
    left = {name.partition(".")[2]: None for name in NAMES if name.startswith(f"{table}.")}
    if row["id"] in ("lardia31/q10", "lardia31/q11"):
        # Whose words they are was not found.
        left |= {"speaker_id": None}
    if table in ("term_counts", "expressions") and row["quotation_id"] == "lardia31/q10":
        left |= {"speaker_id": None}
    if row["id"] == "lardia31/korvetskaya":
        left |= {"label_ru": None}
    return row | left | {"origin": "extracted", "rule": "some-rule", "confidence": 0.9}


def test_it_is_valid(uncoded: sd.Corpus) -> None:
    """What rules have made keeps every rule that does not wait for a reader."""
    assert [str(problem) for problem in uncoded.validate()] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_same_rows_as_curated_ones_lack_something(uncoded: sd.Corpus, name: str) -> None:
    """Each of the columns that rules may leave open is asked of whoever has looked at a row."""
    table, _, column = name.partition(".")
    rows = [row | {"origin": "curated"} for row in uncoded.table(table).to_pylist()]
    corpus = sd.Corpus({**uncoded.tables, table: pa.Table.from_pylist(rows, schema=uncoded.table(table).schema)})
    found = {problem.column for problem in corpus.validate() if problem.table == table}

    assert column in found


def test_names_are_russian_or_those_of_ids(uncoded: sd.Corpus) -> None:
    """Where no English label is coded."""
    people = uncoded.joined("people_with_offices").column("person").to_pylist()

    assert "Велимир Остапович Градунов" in people
    assert "korvetskaya" in people


def test_no_view_has_a_null_for_a_word(uncoded: sd.Corpus) -> None:
    """What cannot be said is null in views, too."""
    cells = [
        value
        for name in sd.views().view
        for row in uncoded.joined(name).to_pylist()
        for value in row.values()
        if isinstance(value, str)
    ]

    assert [cell for cell in cells if NONE.search(cell)] == []


def test_targets_of_unknown_indicators_are_compared_with_nothing(uncoded: sd.Corpus) -> None:
    """Two numbers that nobody has coded may measure different things."""
    targets = uncoded.joined("targets").to_pylist()

    assert {row["latest_actual_id"] for row in targets} == {None}
    assert {row["baseline_source"] for row in targets} <= {None, "stated"}
    assert not any(row["derived"] for row in uncoded.joined("numbers").to_pylist())


def test_direct_speech_of_an_unknown_speaker_is_not_the_narrators(uncoded: sd.Corpus) -> None:
    """It is a voice of its own."""
    voices = {row["voice"]: row["voice_id"] for row in uncoded.joined("terms_by_speaker").to_pylist()}

    assert {"narrator": None, "unknown": None}.items() <= voices.items()


def test_without_chains_of_evidence_the_speaker_is_that_of_the_quotation(uncoded: sd.Corpus) -> None:
    """In views and on the page."""
    corpus = sd.Corpus({**uncoded.tables, "attributions": uncoded.table("attributions").slice(0, 0)})
    speakers = {row["commitment_id"]: row["speakers"] for row in corpus.joined("commitments_with_actors").to_pylist()}

    assert speakers["lardia31/c01"] == "Велимир Остапович Градунов"
    assert "Said by</dt><dd>Велимир Остапович Градунов" in corpus.view().html


def test_the_page_says_what_is_not_coded(uncoded: sd.Corpus) -> None:
    """With names that are there, and no null as a word."""
    html = uncoded.view().html
    # There is a code of that name.
    shown = re.sub(
        '<(?:script|style).*?</(?:script|style)>|<span class="chip" title="[^"]*">None</span>',
        "",
        html,
        flags=re.DOTALL,
    )

    assert NONE.findall(re.sub("<[^>]*>", "", shown)) == []
    assert "not coded" in shown
    assert "speaker not found" in shown
    assert "Speakers not found" in shown
    assert "korvetskaya" in shown


@pytest.mark.parametrize("style", ["apa", "chicago", "gost"])
@pytest.mark.parametrize("what", ["korvetskaya", "gradunov", "q06", "n06", "st001", "d01", "c01"])
def test_rows_are_cited_by_the_names_there_are(uncoded: sd.Corpus, what: str, style: Any) -> None:
    """Never by a null."""
    from summitdata.citation import cite

    assert not NONE.search(cite(uncoded, what, style))


def test_a_speaker_is_cited_in_russian_or_by_what_the_id_ends_with(uncoded: sd.Corpus) -> None:
    """In this order, in the English styles as well."""
    from summitdata.citation import cite

    assert "(Велимир Остапович Градунов; paragraph 4" in cite(uncoded, "q06")
    assert "(korvetskaya; paragraph 5" in cite(uncoded, "q07")


@pytest.mark.parametrize("form", ["brat", "tei", "webannotation", "plover", "tif", "conllu", "stata", "csv", "jsonl"])
def test_it_is_written_in_every_format(uncoded: sd.Corpus, form: Any, tmp_path: Path) -> None:
    """No file has a null as a word but where the format writes nulls so."""
    folder = tmp_path / "out"
    uncoded.write(folder, form, text=True)
    texts = [
        path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in (".ann", ".xml", ".csv", ".conllu")
    ]

    assert any(folder.iterdir())
    assert [found for text in texts for found in NONE.findall(text) if found != "null"] == []


@pytest.mark.parametrize("figure", ["voices", "targets", "commitments", "actors"])
def test_every_figure_is_drawn(uncoded: sd.Corpus, figure: str) -> None:
    """With labels that are no nulls."""
    pytest.importorskip("matplotlib")
    from matplotlib.text import Text

    drawn = getattr(plot, figure)(uncoded)

    assert [text.get_text() for text in drawn.findobj(Text) if NONE.search(text.get_text())] == []


def test_undertakings_without_a_field_are_drawn_apart(uncoded: sd.Corpus) -> None:
    """As not coded."""
    pytest.importorskip("matplotlib")
    from matplotlib.text import Text

    assert "not coded" in [text.get_text() for text in plot.commitments(uncoded).findobj(Text)]
