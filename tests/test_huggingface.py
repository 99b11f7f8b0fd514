"""A folder for the hub: its card says what the metadata and the tables say, and the library opens every table."""

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.metadata import SHIPPED, Licence, Metadata
from summitdata.records import TABLES
from summitdata.schema import row_is

from .folders import article, corpus_of, everything, silence
from .processes import python
from .strategies import corpora
from .test_formats import HOSTILE


def card(corpus: sd.Corpus, folder: Path, metadata: Metadata | None = None) -> tuple[list[str], str]:
    """The lines of a card's header, and its body."""
    corpus.write(folder / "out", format="huggingface", metadata=metadata)
    text = (folder / "out" / "README.md").read_bytes().decode()
    _, header, body = text.split("---\n", 2)
    return header.splitlines(), body


def load(folder: Path, home: Path, table: str) -> Any:
    """A table as the library of the hub opens it, without a network and in a process of its own."""
    pytest.importorskip("datasets", reason="datasets is not installed", exc_type=ImportError)
    script = """
import json, sys, datasets
rows = datasets.load_dataset(sys.argv[1], sys.argv[2], split="train").to_list()
print(json.dumps(rows, default=str))
"""
    env = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(home), "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    done = python(script, str(folder), table, env=env)

    assert (done.returncode, done.stdout != "") == (0, True), done.stderr
    return json.loads(done.stdout)


def test_the_header_has_what_the_hub_asks_for(tmp_path: Path) -> None:
    """Title, language, licence, size and a configuration for each table that has rows."""
    header, _ = card(sd.load(), tmp_path)

    assert header[:4] == [f'pretty_name: "{SHIPPED.title}"', "language:", '- "ru"', "license: cc-by-4.0"]
    assert header[4:12] == ["tags:", *(f'- "{keyword}"' for keyword in SHIPPED.keywords)]
    assert header[12:18] == [
        "size_categories:",
        "- 1K<n<10K",
        "configs:",
        "- config_name: articles",
        "  data_files: articles.parquet",
        "- config_name: paragraphs",
    ]


def test_the_body_tells_of_every_table(tmp_path: Path) -> None:
    """What a row is and how many there are, why and how the data was made, and who made it."""
    _, body = card(sd.load(), tmp_path)

    assert [line for line in body.splitlines() if line.startswith("#")] == [
        f"# {SHIPPED.title}",
        "## Dataset Description",
        "## Uses",
        "## Dataset Structure",
        "## Dataset Creation",
        "## Licensing",
        "## Maintenance",
    ]
    assert f"- `silences` (45 rows): {row_is(TABLES['silences'])}\n" in body
    assert "- Created by: The summitdata developers\n- Version: 1.2.0\n" in body
    assert "No domain expert has reviewed it." in body


def test_of_another_corpus_only_what_is_known_is_said(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """No licence, no maker and nothing of how the shipped corpus was made."""
    header, body = card(synthetic, tmp_path)

    assert header[:5] == [
        'pretty_name: "A corpus of 1 article in the tables of summitdata"',
        "language:",
        '- "ru"',
        "size_categories:",
        "- 1K<n<10K",
    ]
    assert "## Dataset Creation\n\nNot known.\n\nNot known.\n\n## Licensing\n\nLicence: not known.\n" in body
    assert "Created by" not in body


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("CC0-1.0", ["license: cc0-1.0"]),
        (
            Licence("LicenseRef-ours", "Our terms", "https://example.org/terms"),
            ["license: other", 'license_name: "LicenseRef-ours"', 'license_link: "https://example.org/terms"'],
        ),
        (None, []),
    ],
)
def test_a_licence_is_named_as_the_hub_names_it(licence: Any, expected: list[str], tmp_path: Path) -> None:
    """One of ours by the hub's name for it, another one by its own name and address, none not at all."""
    given_ = Metadata(name="x", title="x", description="x", licence=licence, languages=())
    header, _ = card(corpus_of(silences=[silence(1)]), tmp_path, given_)

    assert expected == header[1 : 1 + len(expected)]
    assert [*expected, "size_categories:"] == header[1 : 2 + len(expected)]


def test_a_corpus_without_rows_has_no_configurations(tmp_path: Path) -> None:
    """Nor any table to open."""
    header, _ = card(corpus_of(), tmp_path)

    assert header[-2:] == ["size_categories:", "- n<1K"]
    assert {"README.md", "manifest.json"} == set(everything(tmp_path / "out"))


@pytest.mark.parametrize("text", [text for text in HOSTILE.values() if len(text) < 100], ids=str)
def test_hostile_metadata_are_only_text(text: str, tmp_path: Path) -> None:
    """A title cannot leave its line of the header, nor bring markup into the card."""
    hostile = Metadata(name="x", title=f"a{text}b", description=text, creators=[text], keywords=[text])
    header, body = card(corpus_of(silences=[silence(1)]), tmp_path, hostile)
    quoted = re.sub(r"\\U([0-9a-f]{8})", lambda found: chr(int(found[1], 16)), header[0].partition(": ")[2])

    assert f"a{text}b" == json.loads(quoted, strict=False)
    assert header[3:6] == ["tags:", header[4], "size_categories:"]
    assert "<script>" not in body
    assert all(c == "\n" or c.isprintable() for c in body)


def test_a_description_cannot_begin_a_list_or_a_rule(tmp_path: Path) -> None:
    """What Markdown reads at the head of a line is escaped there."""
    heads = [
        card(corpus_of(), tmp_path / name, Metadata(name="x", title="x", description=text))[1].splitlines()[5]
        for name, text in (
            ("a", "- a"),
            ("b", "1. a"),
            ("c", "---"),
            ("d", "# a [b](c) *d* <e>"),
            ("e", "plain - text."),
        )
        if not (tmp_path / name).mkdir()
    ]

    assert heads == [r"\- a", r"1\. a", r"\---", r"\# a \[b\](c) \*d\* &lt;e&gt;", "plain - text."]


def test_the_tables_are_whole(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """Every table that has rows is there with its types and descriptions, in the same bytes each time."""
    for name in ("one", "two"):
        synthetic.write(tmp_path / name, format="huggingface")
    held = {name: table for name, table in synthetic.tables.items() if table.num_rows}
    read = {name: pq.read_table(tmp_path / "one" / f"{name}.parquet") for name in held}

    assert {*(f"{name}.parquet" for name in held), "README.md", "manifest.json"} == set(everything(tmp_path / "one"))
    assert held == read
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


@settings(max_examples=10)
@given(corpus=corpora())
def test_drawn_corpora_are_written(corpus: sd.Corpus) -> None:
    """Whatever rows the record classes allow are in the files."""
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(Path(folder) / "out", format="huggingface", text=True)
        read = {path.stem: pq.read_table(path) for path in (Path(folder) / "out").glob("*.parquet")}

    assert {name: table for name, table in corpus.tables.items() if table.num_rows} == read


def test_the_library_opens_a_shipped_table(tmp_path: Path) -> None:
    """By the name of the table, with the rows that were written."""
    sd.load().write(tmp_path / "out", format="huggingface")

    assert sd.load().table("quotations").to_pylist() == load(tmp_path / "out", tmp_path / "home", "quotations")


def test_a_table_in_parts_is_a_folder(tmp_path: Path) -> None:
    """The card names its files together; a table that has no rows in a part has no file of it."""
    parted = corpus_of(articles=[article("a1"), article("a2")], silences=[silence(1)]).in_parts(1)
    header, body = card(parted, tmp_path)

    assert header[-4:] == [
        "- config_name: articles",
        "  data_files: articles/*.parquet",
        "- config_name: silences",
        "  data_files: silences/*.parquet",
    ]
    assert {"articles/0001.parquet", "articles/0002.parquet", "silences/0002.parquet"} == {
        name for name in everything(tmp_path / "out") if "/" in name
    }
    assert "Rows: articles 2, silences 1. The wording of the articles is not in it." in body


def test_the_library_opens_a_table_in_parts(tmp_path: Path) -> None:
    """All its rows, one part after another."""
    corpus = corpus_of(articles=[article(f"a{n}") for n in (1, 2, 3)])
    corpus.in_parts(1).write(tmp_path / "out", format="huggingface")

    assert ["a1", "a2", "a3"] == [row["id"] for row in load(tmp_path / "out", tmp_path / "home", "articles")]


def test_the_library_opens_hostile_tables_and_cards(tmp_path: Path) -> None:
    """Cells and metadata of any kind are only text to it, days are days."""
    texts = [text for text in HOSTILE.values() if len(text) < 100_000]
    hostile = Metadata(name="x", title="".join(texts), description="\n---\n", keywords=texts)
    rows = [silence(i, question_en=text) for i, text in enumerate(texts)]
    corpus_of(silences=rows, articles=[article()]).write(tmp_path / "out", format="huggingface", metadata=hostile)

    assert texts == [row["question_en"] for row in load(tmp_path / "out", tmp_path / "home", "silences")]
