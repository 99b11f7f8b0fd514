"""The content fingerprint: the same for the same values, whatever holds them, and another for any other value."""

import csv
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitdata as sd
from summitdata import bundled
from summitdata.anchor import attach
from summitdata.fingerprint import fingerprint, table_fingerprint
from summitdata.formats import REVERSIBLE
from summitdata.records import TABLES
from summitdata.schema import columns

from .folders import article, corpus_of, one, silence
from .strategies import corpora


def digest(*lines: str) -> str:
    """The SHA-256 of lines, each with a line feed at its end."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def test_it_is_what_its_description_says() -> None:
    """Cells are parted by tabs and escaped as the description has it, rows sorted, columns named first."""
    corpus = corpus_of(
        silences=[silence(2, question_en="a\tb\\N\nc\rd"), silence(1, question_en="ы", note="")],
        term_counts=[one("term_counts", id="art/w1", lemma="я", upos="PRON", n=7)],
    )
    silences = digest(
        "id\tarticle_id\tquestion_en\tentity_id\tnote\torigin\trule\tconfidence",
        "art/x1\tart\tы\t\\N\t\tcurated\t\\N\t\\N",
        "art/x2\tart\ta\\tb\\\\N\\nc\\rd\t\\N\t\\N\tcurated\t\\N\t\\N",
    )
    term_counts = digest(
        "id\tarticle_id\tquotation_id\tspeaker_id\tlemma\tupos\tn\torigin\trule\tconfidence",
        "art/w1\tart\t\\N\t\\N\tя\tPRON\t7\tcurated\t\\N\t\\N",
    )

    assert table_fingerprint(corpus.table("silences"), TABLES["silences"]) == silences
    assert corpus.fingerprint == digest(f"silences {silences}", f"term_counts {term_counts}")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.1, "0.10000000000000001"),
        (1e16, "10000000000000000"),
        (1e23, "9.9999999999999992e+22"),
    ],
)
def test_numbers_have_seventeen_digits(value: float, cell: str) -> None:
    """A number is written so that every language writes it in the same way, and the two zeros are one."""
    table = pa.table({"latitude": pa.array([value], pa.float64()), "text": pa.nulls(1, pa.string())})

    assert table_fingerprint(table, TABLES["sentences"]) == digest("latitude", cell)


@pytest.mark.parametrize("form", REVERSIBLE)
@settings(max_examples=5)
@given(corpus=corpora())
def test_it_is_the_same_in_every_format(tmp_path_factory: pytest.TempPathFactory, form: Any, corpus: sd.Corpus) -> None:
    """What is read back has the fingerprint of what was written."""
    folder = tmp_path_factory.mktemp("exports") / "out"
    corpus.write(folder, form)

    assert corpus.fingerprint == sd.open(folder).fingerprint


def test_order_of_rows_does_not_matter(synthetic: sd.Corpus) -> None:
    """Rows in another order are the same rows."""
    turned = {
        name: table.take(pa.array(range(table.num_rows)[::-1], pa.int64())) for name, table in synthetic.tables.items()
    }

    assert synthetic.fingerprint == sd.Corpus(turned).fingerprint


def test_the_wording_does_not_matter(synthetic: sd.Corpus, synthetic_text: str) -> None:
    """Attaching the article changes nothing."""
    attached = attach(synthetic, synthetic_text, synthetic.articles[0].id).corpus

    assert attached.has_text
    assert synthetic.fingerprint == attached.fingerprint


@settings(max_examples=40)
@given(data=st.data())
def test_any_other_value_gives_another(data: st.DataObject) -> None:
    """A cell that is changed changes the fingerprint."""
    corpus = sd.load()
    name = data.draw(st.sampled_from([name for name in TABLES if name not in ("codes", "errors")]))
    table = corpus.table(name)
    place = data.draw(
        st.sampled_from([i for i, c in enumerate(columns(TABLES[name])) if c.kind is str and c.name != "text"])
    )
    row = data.draw(st.integers(0, table.num_rows - 1))
    cells = table.column(place).to_pylist()
    cells[row] = f"{cells[row]}x"
    changed = table.set_column(place, table.schema.field(place), pa.array(cells, pa.string()))

    assert corpus.fingerprint != fingerprint({**corpus.tables, name: changed}, TABLES)


def test_a_stranger_computes_the_same(tmp_path: Path) -> None:
    """The recipe of the docs, followed on the CSV export, in which no text is empty, with Python's own csv module."""
    sd.load().write(tmp_path / "out", "csv")
    made = []
    for path in sorted((tmp_path / "out").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        if not rows:
            continue
        kinds = {c.name: c.kind for c in columns(TABLES[path.stem])}
        kept = [i for i, name in enumerate(head) if name != "text"]
        lines = sorted(
            "\t".join(
                "\\N" if not row[i] else f"{float(row[i]):.17g}" if kinds[head[i]] is float else row[i] for i in kept
            )
            for row in rows
        )
        made.append(f"{path.stem} {digest(chr(9).join(head[i] for i in kept), *lines)}")

    assert digest(*made) == bundled.FINGERPRINT


@pytest.mark.parametrize("order", [1, -1])
def test_parts_do_not_matter(order: int) -> None:
    """It is that of the whole, whether the parts come in the order of their articles or not."""
    names = [f"a{i}" for i in range(5)][::order]
    rows = [one("silences", id=f"{name}/x{n}", article_id=name) for name in names for n in (2, 1)]
    whole = corpus_of(articles=[article(name) for name in names], silences=rows)

    assert whole.fingerprint == whole.in_parts(2).fingerprint
    assert whole.fingerprint == fingerprint(whole.tables, TABLES)
