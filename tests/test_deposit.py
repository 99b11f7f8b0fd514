"""A deposit: all that an archive asks for in one folder, its codebook in DDI, and checksums that hold."""

import csv
import datetime as dt
import io
import json
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.anchor import attach
from summitdata.descriptors import DataFile, ddi
from summitdata.exceptions import ConversionError, UsageError
from summitdata.metadata import SHIPPED, Licence, Metadata
from summitdata.records import TABLES
from summitdata.schema import columns, row_is

from .folders import article, corpus_of, everything, one, silence
from .processes import run
from .strategies import corpora
from .test_formats import HOSTILE

DDI = "{ddi:codebook:2_5}"
BESIDE = ["CITATION.cff", "LICENSE.txt", "README.txt", "SHA256SUMS", "codebook.csv", "data-card.md", "datacite.json"]
BESIDE += ["ddi-codebook.xml", "manifest.json"]
HEADINGS = ["Motivation", "Composition", "Collection process", "Preprocessing, cleaning, labelling", "Uses"]
HEADINGS += ["Distribution", "Maintenance"]

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


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the shipped corpus is deposited in."""
    folder = tmp_path_factory.mktemp("deposit") / "out"
    sd.load().write(folder, format="deposit")
    return folder


def answers(folder: Path) -> dict[str, str]:
    """The answers of a data card by their heading."""
    _, *parts = (folder / "data-card.md").read_bytes().decode().split("\n## ")
    return {part.partition("\n\n")[0]: part.partition("\n\n")[2].strip() for part in parts}


def codebook(text: str) -> ET.Element:
    """The root of a codebook in DDI."""
    return ET.fromstring(text)  # noqa: S314 - our own


def texts(root: ET.Element, path: str) -> list[str | None]:
    """The texts of the elements on a path."""
    return [found.text for found in root.findall("/".join(f"{DDI}{name}" for name in path.split("/")))]


def test_the_folder_holds_what_an_archive_asks_for(shipped: Path) -> None:
    """Every table twice, and what describes them; nothing below, nothing else."""
    tables = [f"{table}.{ending}" for table in TABLES for ending in ("csv", "parquet")]

    assert sorted([*tables, *BESIDE]) == sorted(everything(shipped))


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_tables_are_whole(ending: str, shipped: Path, tmp_path: Path) -> None:
    """In a folder of their own, either kind opens as the corpus."""
    for path in shipped.glob(f"*.{ending}"):
        if path.name != "codebook.csv":
            shutil.copy(path, tmp_path)

    assert sd.load().tables == sd.open(tmp_path).tables


def test_the_checksums_hold(shipped: Path) -> None:
    """The usual program finds every file as it was written."""
    if not shutil.which("sha256sum"):
        pytest.skip("sha256sum is not installed")
    done = run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=shipped)
    named = {line.partition(": ")[0] for line in done.stdout.splitlines()}

    assert (0, "") == (done.returncode, done.stderr)
    assert set(everything(shipped)) - {"SHA256SUMS", "manifest.json"} == named


@pytest.fixture(scope="module")
def parts(synthetic: sd.Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a corpus in two parts is deposited in, the second of which has an article and nothing else."""
    folder = tmp_path_factory.mktemp("deposit") / "parts"
    articles = pa.concat_tables([synthetic.table("articles"), corpus_of(articles=[article()]).table("articles")])
    sd.Corpus({**synthetic.tables, "articles": articles}).in_parts(1).write(folder, "deposit", metadata=OURS)
    return folder


def test_the_checksums_of_parts_hold(parts: Path) -> None:
    """They are those of the manifest, named with their folders."""
    lines = (parts / "SHA256SUMS").read_text("utf-8").splitlines()
    manifest = json.loads((parts / "manifest.json").read_bytes())["files"]

    assert {name: entry["sha256"] for name, entry in manifest.items() if name != "SHA256SUMS"} == {
        name: digest for digest, _, name in (line.partition("  ") for line in lines)
    }
    assert "articles/0002.parquet" in manifest
    assert "  <table>/*.csv, *.parquet      the tables below, UTF-8; the two hold the same rows" in (
        (parts / "README.txt").read_text("utf-8").splitlines()
    )


def test_the_codebook_in_ddi_describes_every_part(parts: Path, synthetic: sd.Corpus) -> None:
    """A file has the rows of its part, a variable counts those of all and belongs to all."""
    root = codebook((parts / "ddi-codebook.xml").read_text("utf-8"))
    files = {
        file.get("ID"): (file.get("URI"), texts(file, "fileTxt/dimensns/caseQnty"))
        for file in root.findall(f"{DDI}fileDscr")
    }
    variables = {variable.get("ID"): variable for variable in root.iter(f"{DDI}var")}
    counts = Counter(str(row.form) for row in synthetic.mentions)

    assert ("articles/0002.csv", ["1"]) == files["F_articles.0002"]
    assert ("mentions/0001.csv", [str(len(synthetic.mentions))]) == files["F_mentions.0001"]
    assert "F_mentions.0002" not in files
    assert "F_articles.0001 F_articles.0002" == variables["V_articles_id"].get("files")
    assert ["2", "0"] == texts(variables["V_articles_id"], "sumStat")
    assert counts == {
        code: int(n)
        for one_ in variables["V_mentions_form"].findall(f"{DDI}catgry")
        for code, n in [(texts(one_, "catValu")[0], str(texts(one_, "catStat")[0]))]
        if n != "0"
    }


def test_the_codebook_lists_every_column_of_every_table(shipped: Path) -> None:
    """With its table before it."""
    rows = list(csv.DictReader(io.StringIO((shipped / "codebook.csv").read_bytes().decode(), newline="")))

    assert [(name, c.name, c.description) for name, cls in TABLES.items() for c in columns(cls)] == [
        (row["table"], row["column"], row["description"]) for row in rows
    ]


def test_the_citations_are_those_of_the_package(shipped: Path) -> None:
    """CFF and DataCite say what `cite` says, and have no DOI."""
    cited = json.loads((shipped / "datacite.json").read_bytes())

    assert sd.cite(style="cff") == (shipped / "CITATION.cff").read_bytes().decode()
    assert json.loads(sd.cite(style="datacite")) == cited
    assert "doi" not in cited


def test_the_readme_says_what_it_is_and_how_to_cite_it(shipped: Path) -> None:
    """Title, citation, files, and a line for each table."""
    lines = (shipped / "README.txt").read_bytes().decode().splitlines()

    assert [SHIPPED.title, "", SHIPPED.description, "", "How to cite", f"  {sd.cite()}"] == lines[:6]
    assert f"Fingerprint of the content: {sd.load().fingerprint}" in lines
    assert f"  silences (45): {row_is(TABLES['silences'])}" in lines


def test_the_licence_is_named_with_where_its_text_is(shipped: Path) -> None:
    """And that the articles are not under it."""
    assert (shipped / "LICENSE.txt").read_bytes().decode() == (
        "Creative Commons Attribution 4.0 International (CC-BY-4.0)\n"
        "https://creativecommons.org/licenses/by/4.0/\n"
        "\n"
        "The articles themselves belong to their publishers; their wording is not in these files.\n"
    )


def test_the_data_card_answers_every_heading(shipped: Path) -> None:
    """Of the shipped corpus nothing is left open."""
    found = answers(shipped)

    assert [*HEADINGS, "Tables"] == list(found)
    assert [heading for heading, answer in found.items() if "Not known" in answer or not answer] == []
    assert found["Composition"].startswith("Rows: articles 1, paragraphs 25, ")


def test_of_another_corpus_only_what_is_known_is_said(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """What its tables and metadata say, and nothing of how the shipped one was made."""
    synthetic.write(tmp_path / "out", format="deposit", metadata=OURS)
    found = answers(tmp_path / "out")
    lines = (tmp_path / "out" / "README.txt").read_bytes().decode().splitlines()

    assert ["Composition", "Distribution", "Tables"] == [name for name, text in found.items() if text != "Not known."]
    assert found["Distribution"] == "Licence: Creative Commons Zero v1.0 Universal (CC0-1.0)."
    assert found["Composition"].endswith(". The wording of the articles is not in it.")
    assert ["Our summits", "", "Two summits."] == lines[:3]
    assert not any(line.startswith("Fingerprint") for line in lines)


def test_the_wording_is_told_where_it_is_deposited(synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path) -> None:
    """It is not under the licence of the rest."""
    attached = attach(synthetic, synthetic_text, "lardia31").corpus
    attached.write(tmp_path / "out", format="deposit", metadata=OURS, text=True)

    assert answers(tmp_path / "out")["Composition"].endswith(
        "The wording of the articles is in it, and belongs to their publishers."
    )
    assert (
        (tmp_path / "out" / "LICENSE.txt")
        .read_bytes()
        .decode()
        .endswith(
            "The wording of the articles is in these files; it belongs to their publishers and is not under this licence.\n"
        )
    )


def test_nobody_is_named_as_the_maker_of_what_he_did_not_make(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """Without metadata it is refused, and nothing is left behind."""
    with pytest.raises(UsageError, match=r"^deposit has to say who made the corpus and under which licence, and "):
        synthetic.write(tmp_path / "out", format="deposit")

    assert not (tmp_path / "out").exists()


def test_the_same_corpus_gives_the_same_bytes(synthetic: sd.Corpus, tmp_path: Path) -> None:
    """Nothing in it depends on when or how often it is written."""
    for name in ("one", "two"):
        synthetic.write(tmp_path / name, format="deposit", metadata=OURS)

    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_hostile_cells_are_only_text(tmp_path: Path) -> None:
    """They are in the tables as they were, and nowhere else."""
    made = list(HOSTILE.values())
    corpus = corpus_of(silences=[silence(i, note=text) for i, text in enumerate(made)])
    corpus.write(tmp_path / "out", format="deposit", metadata=OURS)

    assert made == pq.read_table(tmp_path / "out" / "silences.parquet").column("note").to_pylist()
    assert not any("<script>" in (tmp_path / "out" / name).read_bytes().decode() for name in BESIDE)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "# a\n## b", "\u2028", "=1+1", "a]]>b", "\"'&amp;"])
def test_hostile_metadata_are_only_text(text: str, tmp_path: Path) -> None:
    """They cannot leave their line, nor bring markup into the card or the codebook."""
    held = Licence("x", text, text)
    hostile = Metadata(
        name="x", title=f"a{text}", description=f"a{text}", creators=["A"], licence=held, published=dt.date(2026, 1, 2),
        identifier=f"a{text}", keywords=[f"a{text}"], version="1.0.0", title_ru=f"a{text}",
    )  # fmt: skip
    corpus_of(silences=[silence(1)]).write(tmp_path / "out", format="deposit", metadata=hostile)
    read = {name: (tmp_path / "out" / name).read_bytes().decode() for name in BESIDE}
    root = codebook(read["ddi-codebook.xml"])

    assert texts(root, "stdyDscr/citation/titlStmt/titl") == [f"a{text}"]
    assert "<script>" not in read["data-card.md"] + read["ddi-codebook.xml"]
    assert [*HEADINGS, "Tables"] == list(answers(tmp_path / "out"))
    assert read["README.txt"].split("\n")[3] == ""


def test_a_control_character_in_the_metadata_is_refused(tmp_path: Path) -> None:
    """No citation can hold it."""
    hostile = Metadata(
        name="x", title="a\x07", description="x", creators=["A"], licence="CC0-1.0", published=dt.date(2026, 1, 2),
        identifier="x",
    )  # fmt: skip

    with pytest.raises(ConversionError) as e:
        corpus_of().write(tmp_path / "out", format="deposit", metadata=hostile)

    assert str(e.value) == "metadata, title holds the character U+0007, which no citation can hold; delete it"


@settings(max_examples=8)
@given(corpus=corpora())
def test_drawn_corpora_are_deposited_or_refused(corpus: sd.Corpus) -> None:
    """Whatever rows the record classes allow are in the files, unless an article cannot be cited."""
    refused, found = "", {}
    with tempfile.TemporaryDirectory() as folder:
        try:
            corpus.write(Path(folder) / "out", format="deposit", metadata=OURS, text=True)
            found = {name: pq.read_table(Path(folder) / "out" / f"{name}.parquet") for name in TABLES}
        except ConversionError as error:
            refused = str(error)

    assert (found == corpus.tables) == (not refused)
    assert not refused or (refused.startswith("articles, row 'art', ") and "which no citation can hold" in refused)


def test_the_codebook_in_ddi_describes_the_study(shipped: Path) -> None:
    """Title, makers, version, day, keywords, abstract and licence from the same metadata as everywhere."""
    root = codebook((shipped / "ddi-codebook.xml").read_bytes().decode())

    assert (f"{DDI}codeBook", "2.5") == (root.tag, root.get("version"))
    assert ["docDscr", "stdyDscr", *["fileDscr"] * len(TABLES), "dataDscr"] == [
        child.tag.removeprefix(DDI) for child in root
    ]
    assert {
        "docDscr/citation/titlStmt/titl": [f"Codebook of: {SHIPPED.title}"],
        "stdyDscr/citation/titlStmt/titl": [SHIPPED.title],
        "stdyDscr/citation/titlStmt/parTitl": [SHIPPED.title_ru],
        "stdyDscr/citation/titlStmt/IDNo": [SHIPPED.identifier],
        "stdyDscr/citation/rspStmt/AuthEnty": ["The summitdata developers"],
        "stdyDscr/citation/distStmt/distDate": ["2026-11-24"],
        "stdyDscr/citation/verStmt/version": [sd.DATA_VERSION],
        "stdyDscr/stdyInfo/subject/keyword": [*SHIPPED.keywords],
        "stdyDscr/stdyInfo/abstract": [SHIPPED.description],
        "stdyDscr/dataAccs/useStmt/conditions": [
            "Creative Commons Attribution 4.0 International (CC-BY-4.0), https://creativecommons.org/licenses/by/4.0/"
        ],
    } == {
        path: texts(root, path)
        for path in (
            "docDscr/citation/titlStmt/titl",
            "stdyDscr/citation/titlStmt/titl",
            "stdyDscr/citation/titlStmt/parTitl",
            "stdyDscr/citation/titlStmt/IDNo",
            "stdyDscr/citation/rspStmt/AuthEnty",
            "stdyDscr/citation/distStmt/distDate",
            "stdyDscr/citation/verStmt/version",
            "stdyDscr/stdyInfo/subject/keyword",
            "stdyDscr/stdyInfo/abstract",
            "stdyDscr/dataAccs/useStmt/conditions",
        )
    }  # fmt: skip


def test_the_codebook_in_ddi_describes_every_file_and_variable(shipped: Path) -> None:
    """Counts are those of the tables, ids are unique, and every variable belongs to a file that is there."""
    root = codebook((shipped / "ddi-codebook.xml").read_bytes().decode())
    variables = root.findall(f"{DDI}dataDscr/{DDI}var")
    files = {file.get("ID"): file.get("URI") for file in root.findall(f"{DDI}fileDscr")}
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]

    assert {f"F_{table}": f"{table}.csv" for table in TABLES} == files
    assert {1} == set(Counter(ids).values())
    assert [(f"F_{name}", c.name) for name, cls in TABLES.items() for c in columns(cls)] == [
        (variable.get("files"), variable.get("name")) for variable in variables
    ]
    assert [str(table.num_rows) for table in sd.load().tables.values()] == texts(
        root, "fileDscr/fileTxt/dimensns/caseQnty"
    )
    assert [str(table.num_columns) for table in sd.load().tables.values()] == texts(
        root, "fileDscr/fileTxt/dimensns/varQnty"
    )


def test_a_variable_has_its_meaning_range_and_codes() -> None:
    """Every code with label, definition and how many rows have it; what a null says; where numbers lie."""
    rows = [
        one("paragraphs", id="art/p1", kind="lead"),
        one("paragraphs", id="art/p2", kind="lead", cap_topic="19"),
    ]
    files = [DataFile("paragraphs", "paragraphs.parquet", 1, "0"), DataFile(None, "all.zip", 1, "0")]
    bare = Metadata(name="x", title="x", description="x")
    root = codebook(ddi.codebook(ddi.counted([corpus_of(paragraphs=rows)]), files, bare))
    found = {variable.get("name"): variable for variable in root.iter(f"{DDI}var")}
    kinds = {texts(c, "catValu")[0]: texts(c, "catStat")[0] for c in found["kind"].findall(f"{DDI}catgry")}
    topic, start = found["cap_topic"], found["start"]

    assert ["Parquet"] == texts(root, "fileDscr/fileTxt/fileType")
    assert {"lead": "2", "narration": "0", "quotation": "0", "caption": "0", "cross_reference": "0"} == kinds
    assert (["1", "1"], ["Null: it cannot apply."]) == (texts(topic, "sumStat"), texts(topic, "txt"))
    assert (["Where it begins in the article."], ["Unit: code points."]) == (texts(start, "labl"), texts(start, "txt"))
    assert [{"min": "0"}] == [limits.attrib for limits in start.iter(f"{DDI}range")]
    assert ["numeric"] == [form.get("type") for form in start.iter(f"{DDI}varFormat")]
    assert [None, "contin"] == [found["kind"].find(f"{DDI}valrng"), found["confidence"].get("intrvl")]


def test_what_xml_cannot_hold_is_replaced() -> None:
    """A control character or noncharacter of the metadata becomes U+FFFD, a carriage return is kept."""
    text = "".join(HOSTILE.values())[:5000]
    hostile = Metadata(name="x", title=text, description="x")
    (title,) = texts(codebook(ddi.codebook(ddi.counted([]), [], hostile)), "stdyDscr/citation/titlStmt/titl")
    controls = {*map(chr, range(32))} - {*"\t\n\r"}

    assert title == "".join("\ufffd" if c in controls | {"\ufffe", "\uffff"} else c for c in text)
