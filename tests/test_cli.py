"""The command line: what it prints, how it ends, and that it holds out where the world around it is not as it should be."""

import contextlib
import io
import json
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.citation_styles import STYLES
from summitdata.cli import main
from summitdata.formats import REVERSIBLE
from summitdata.joined import VIEWS
from summitdata.records import TABLES

from .conftest import SYNTHETIC
from .folders import ABOUT
from .processes import COMMAND, command, python, run, ship, unprivileged

WIDTH = 100
COMMANDS = ("show", "describe", "codebook", "export", "cite", "context", "verify", "path", "view")
COMMANDS += ("validate", "attach", "detach", "disclosure")
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped corpus in it."""
    folder = tmp_path_factory.mktemp("good") / "corpus"
    sd.load().write(folder, "jsonl")
    return folder


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A folder with a corpus in which one row refers to a row that is not there."""
    folder = tmp_path / "bad"
    sd.load().write(folder, "jsonl")
    (folder / "manifest.json").unlink()
    path = folder / "identifiers.jsonl"
    first, *others = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(
        "".join([json.dumps({**json.loads(first), "entity_id": "astana25/nobody"}), "\n", *others]), "utf-8"
    )
    return folder


@pytest.fixture(params=["invented", "real"])
def article(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An article whose corpus the package ships: the invented one, and the real one where it is."""
    if request.param == "real":
        return Path(request.getfixturevalue("article_path"))
    ship(sd.open(SYNTHETIC), tmp_path_factory.mktemp("shipped"), monkeypatch)
    return SYNTHETIC / "article.txt"


@pytest.fixture
def real_or_not(tmp_path: Path) -> Path:
    """A text that is surely not the shipped article."""
    path = tmp_path / "other.txt"
    path.write_text("Совсем другой текст. В нём три предложения. Это последнее.", "utf-8")
    return path


def test_show_lists_every_table_with_its_rows() -> None:
    """The command that the README names first gives a line for each table, in order, with its number of rows."""
    shown = command("show")
    rows = [line.split()[:2] for line in shown.stdout.splitlines() if line.split()[:1] and line.split()[0] in TABLES]

    assert [[name, str(n)] for name, n in sd.tables(backend="arrow").to_pandas()[["table", "rows"]].values] == rows
    assert (shown.returncode, shown.stderr) == (0, "")


def test_show_gives_a_finding_and_says_how_to_go_on(capsys: Capture) -> None:
    """A newcomer sees the freight target beside the actual value, and what to type next."""
    assert main(["show"]) == 0

    out = capsys.readouterr().out

    assert out.startswith(
        f"summitdata, data version {sd.DATA_VERSION}: Zakon.kz, 2025-10-21, in 24 tables\n\narticles "
    )
    assert out.endswith(
        """
Joined views: quotations_with_speakers, targets, numbers, commitments_with_actors,
projects_with_places, people_with_offices, timeline, terms_by_speaker

For instance:
    bilateral trade turnover: target 1,000,000,000 USD (astana25/n06) beside 500,000,000 USD that we
    derive (1,000,000,000 / 2)
    freight volume on the Trans-Caspian route: target 10,000,000 t (astana25/n12) beside 4,500,000 t
    in 2024 (astana25/n10)

In the shell: summitdata describe quantities
              summitdata view -o summit.html
              summitdata export out --format csv
              summitdata cite q07
              summitdata --help
In Python:    import summitdata as sd
              sd.load_quantities()
              sd.frame('targets')
              sd.plot.voices()
"""
    )


@pytest.mark.parametrize("table", [*TABLES, *VIEWS])
def test_every_command_that_show_names_works(table: str, capsys: Capture) -> None:
    """A table or view that is listed can be described."""
    assert main(["describe", table]) == 0

    assert capsys.readouterr().out == f"{sd.describe(table)}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["validate"],
        ["disclosure"],
        *(["describe", table] for table in [*TABLES, *VIEWS]),
        *([c, "--help"] for c in COMMANDS),
    ],
    ids=" ".join,
)
def test_lines_fit_a_terminal(arguments: list[str], capsys: Capture) -> None:
    """No line of what people read is wider than a hundred columns."""
    assert main(arguments) == 0

    assert [line for line in capsys.readouterr().out.splitlines() if len(line) > WIDTH] == []


def test_codebook_gives_columns_facts_and_codes(capsys: Capture) -> None:
    """The codebook says what a column holds, its unit and bounds, what null means, where it refers to, and every code."""
    assert main(["codebook", "mentions"]) == 0

    out = capsys.readouterr().out

    assert "entity_id (text)\n    The entity that is meant.\n    refers to: entities\n" in out
    assert "start (whole number)\n    Where it begins in the article.\n    unit: code points\n    at least: 0\n" in out
    assert "    null means: withheld\n" in out
    assert "form (text)\n    What kind of words they are.\n    name: A proper name" in out
    assert "    form: [a-z0-9][a-z0-9_-]*/m[0-9]+\n" in out


@pytest.mark.parametrize("form", REVERSIBLE)
def test_export_writes_every_format(form: str, tmp_path: Path, capsys: Capture) -> None:
    """What is exported opens again as the same corpus, and the line says how much went where."""
    folder = tmp_path / "out"
    corpus = sd.load()
    rows = sum(table.num_rows for table in corpus.tables.values())

    assert main(["export", str(folder), "--format", form]) == 0
    assert corpus == sd.open(folder)
    assert (
        capsys.readouterr().out
        == f"{rows:,} rows in 24 tables written to {str(folder)!r} as {form}, without the article's wording\n"
    )


def test_export_writes_ones_own_corpus(good: Path, tmp_path: Path) -> None:
    """With --from it is the corpus in that folder that is written."""
    exported = command("export", str(tmp_path / "out"), "--from", str(good), "--format", "sqlite")

    assert (exported.returncode, exported.stderr) == (0, "")
    assert sd.open(good) == sd.open(tmp_path / "out")


def test_export_replaces_only_when_told(tmp_path: Path, capsys: Capture) -> None:
    """A corpus that is there stays as it is, unless --overwrite is given."""
    folder = tmp_path / "out"
    assert main(["export", str(folder)]) == 0
    before = sorted(path.name for path in folder.iterdir())
    capsys.readouterr()

    assert main(["export", str(folder), "--format", "csv"]) == 2
    assert capsys.readouterr().err == (
        f"summitdata: {str(folder)!r} exists and is not empty; give another destination, or overwrite=True (--overwrite) to replace it\n"
    )
    assert before == sorted(path.name for path in folder.iterdir())
    assert main(["export", str(folder), "--format", "csv", "--overwrite"]) == 0
    assert (folder / "articles.csv").is_file()


def test_export_of_wording_needs_wording(tmp_path: Path, capsys: Capture) -> None:
    """Whoever asks for the wording where none is attached is told so, and nothing is written."""
    assert main(["export", str(tmp_path / "out"), "--text"]) == 2

    assert capsys.readouterr().err == (
        "summitdata: there is no wording to write; attach the article first (summitdata attach FILE), or leave --text out of a format that can do without\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", [str, lambda text: text.replace("\n", "\r\n")], ids=["exact", "changed"])
def test_export_writes_attached_wording_only_when_asked(
    article: Path, change: type, tmp_path: Path, capsys: Capture
) -> None:
    """The wording of an attached copy, exact or not, is left out unless --text is given."""
    copy = tmp_path / "copy.txt"
    copy.write_bytes(change(article.read_bytes().decode()).encode())
    assert main(["attach", str(copy)]) == 0
    assert main(["export", str(tmp_path / "without")]) == 0
    assert main(["export", str(tmp_path / "with"), "--text"]) == 0

    assert capsys.readouterr().out.endswith(" as parquet, with the article's wording, so do not pass it on\n")
    assert sd.load() == sd.open(tmp_path / "with")
    assert sd.load().without_text() == sd.open(tmp_path / "without")


@pytest.fixture
def about(tmp_path: Path) -> Path:
    """A file that says who made a corpus."""
    path = tmp_path / "about.json"
    path.write_text(json.dumps(ABOUT), "utf-8")
    return path


def test_export_takes_metadata_of_ones_own(bad: Path, about: Path, tmp_path: Path, capsys: Capture) -> None:
    """What is said of a corpus stands in the descriptors, and without it a deposit is refused."""
    folder = str(tmp_path / "out")

    assert main(["export", folder, "--from", str(bad), "--format", "deposit"]) == 2
    assert capsys.readouterr().err == (
        "summitdata: deposit has to say who made the corpus and under which licence, and what is not known is: creators, licence, "
        "published, identifier; give metadata=summitdata.metadata.Metadata(...) (--metadata FILE)\n"
    )
    assert main(["export", folder, "--from", str(bad), "--format", "jsonl", "--metadata", str(about)]) == 0
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))["title"] == "Our summits"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("what", [[], ["article"], ["q07"]])
def test_cite_prints_what_the_package_says(what: list[str], style: str, capsys: Capture) -> None:
    """The citation is that of the function, for people and for programs."""
    expected = sd.cite(*(what or [None]), style=style)

    assert main(["cite", *what, "--style", style]) == 0
    assert capsys.readouterr().out.strip() == expected.strip()
    assert main(["cite", *what, "--style", style, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["citation"] == expected


def test_cite_of_nothing_names_the_nearest(capsys: Capture) -> None:
    """A row or a style that there is not is misuse."""
    assert main(["cite", "q7"]) == 2
    assert main(["cite", "--style", "bibtexx"]) == 2

    first, second = capsys.readouterr().err.splitlines()
    assert "q7" in first
    assert second == "summitdata: there is no style 'bibtexx'; did you mean 'bibtex'?"


def test_context_prints_what_the_package_says(article: Path, capsys: Capture) -> None:
    """A row stands in its place, without the article and with it."""
    row = sd.load().quotations[0].id
    without = sd.context(row)
    assert main(["context", row]) == 0
    assert capsys.readouterr().out.strip() == without.strip()
    assert main(["attach", str(article)]) == 0
    capsys.readouterr()

    assert main(["context", row, "--width", "20"]) == 0
    assert capsys.readouterr().out.strip() == sd.context(row, 20).strip()
    assert main(["context", row, "--width", "0"]) == 2


def test_verify_says_whether_it_is_what_was_cited(capsys: Capture) -> None:
    """The status is 0 where it is and 1 where it is not."""
    assert main(["verify"]) == 0
    assert main(["verify", sd.cite("q07")]) == 0
    capsys.readouterr()
    assert main(["verify", "0" * 16, "--json"]) == 1

    assert json.loads(capsys.readouterr().out) == {
        "ok": False,
        "cited": "0" * 16,
        "found": sd.load().fingerprint,
        "data_version": sd.DATA_VERSION,
    }


def test_path_prints_where_a_table_lies(capsys: Capture) -> None:
    """What is printed can be given to another program."""
    assert main(["path", "quotations"]) == 0
    assert main(["path"]) == 0

    assert capsys.readouterr().out == f"{sd.path('quotations')}\n{sd.path()}\n"


def test_view_writes_a_page(article: Path, good: Path, tmp_path: Path, capsys: Capture) -> None:
    """The page has the wording where it is attached and wanted, is never written over, and shows one's own corpus too."""
    page = tmp_path / "page.html"
    phrase = article.read_bytes().decode()[40:60]
    assert main(["view", "-o", str(page)]) == 0
    assert capsys.readouterr().out == (
        f"a page written to {str(page)!r}, without the article's wording; open it in a browser\n"
    )
    assert main(["attach", str(article)]) == 0
    capsys.readouterr()

    assert main(["view", "-o", str(page)]) == 2
    assert main(["view", "-o", str(page), "--overwrite"]) == 0
    assert capsys.readouterr().out == (
        f"a page written to {str(page)!r}, with the article's wording, so keep it to yourself; open it in a browser\n"
    )
    assert phrase.split()[1] in page.read_text("utf-8")
    assert main(["view", "-o", str(page), "--overwrite", "--no-text"]) == 0
    assert main(["view", "-o", str(tmp_path / "own.html"), "--from", str(good)]) == 0


def test_validate_passes_what_is_shipped() -> None:
    """The shipped corpus has no problems."""
    rows = sum(table.num_rows for table in sd.load().tables.values())
    validated = command("validate")

    assert (0, f"no problems; {rows:,} rows in 24 tables checked\n", "") == (
        validated.returncode,
        validated.stdout,
        validated.stderr,
    )


def test_validate_passes_a_good_folder(good: Path, capsys: Capture) -> None:
    """So has a folder it was exported to."""
    assert main(["validate", str(good)]) == 0

    assert capsys.readouterr().out.startswith("no problems; ")


@pytest.mark.parametrize("options", [[], ["--isolated"], ["--limit", "rows=10000", "--limit", "columns=30"]])
def test_a_stranger_s_folder_is_read_as_it_is_told(options: list[str], good: Path, tmp_path: Path) -> None:
    """In a process of its own or here, under the usual limits or others: what is read is the same."""
    validated = main(["validate", str(good), *options])
    exported = main(["export", str(tmp_path / "out"), "--from", str(good), *options])

    assert (0, 0) == (validated, exported)
    assert sd.open(good) == sd.open(tmp_path / "out")


@pytest.mark.parametrize("options", [[], ["--isolated"]])
def test_a_limit_holds_on_the_command_line(options: list[str], good: Path, tmp_path: Path, capsys: Capture) -> None:
    """What asks for more is told with the option that raises it."""
    status = main(["export", str(tmp_path / "out"), "--from", str(good), "--limit", "rows=2", *options])

    err = capsys.readouterr().err

    assert status == 74
    assert "rows, the limit is 2; if you trust it, give a higher one: limits=Limits(rows=…) (--limit rows=…)" in err


def test_validate_tells_the_problems_of_a_bad_folder(bad: Path) -> None:
    """A broken reference is told with its row, column and missing parent, and the status says that there are problems."""
    validated = command("validate", str(bad))

    assert validated.returncode == 1
    assert validated.stdout.splitlines()[1] == (
        "identifiers row 0 ('astana25/i01'), column 'entity_id': expected the id of a row of entities, found 'astana25/nobody' [reference]"
    )
    assert validated.stderr == ""


def test_validate_gives_problems_to_programs(bad: Path, capsys: Capture) -> None:
    """With --json a problem is an object with the fields of `Problem`."""
    assert main(["validate", str(bad), "--json"]) == 1

    report = json.loads(capsys.readouterr().out)

    assert report["problems"] == [
        {
            "table": "identifiers",
            "row": 0,
            "id": "astana25/i01",
            "column": "entity_id",
            "rule": "reference",
            "value": "'astana25/nobody'",
            "expected": "the id of a row of entities",
            "part": None,
        }
    ]
    assert report["ok"] is False


def test_attach_remembers_and_detach_forgets(article: Path, home: Path, capsys: Capture) -> None:
    """An exact copy is known, remembered until it is forgotten, and both commands say what happened."""
    assert main(["attach", str(article)]) == 0

    first, second = capsys.readouterr().out.splitlines()

    assert " the exact article; all " in first
    assert f"Remembered in {str(home)!r}; summitdata detach forgets it." == second
    assert sd.load().has_text
    assert main(["detach"]) == 0
    assert main(["detach"]) == 0
    assert capsys.readouterr().out == "Forgotten.\nNo article was attached.\n"
    assert not sd.load().has_text


def test_attach_can_be_tried(article: Path, home: Path, capsys: Capture) -> None:
    """With --dry-run nothing is remembered."""
    assert main(["attach", "--dry-run", str(article)]) == 0

    assert capsys.readouterr().out.endswith("\nNothing was remembered.\n")
    assert not home.exists()


def test_attach_tells_what_was_lost(article: Path, tmp_path: Path, capsys: Capture) -> None:
    """A copy in which a sentence was edited: every span in that sentence is named, with the sentence."""
    corpus = sd.load()
    quotation = next(q for q in corpus.quotations if q.kind == "indirect" and q.cue_start and q.source_start)
    sentence = next(s for s in corpus.sentences if s.start <= quotation.cue_start < s.end)
    text = article.read_bytes().decode()
    copy = tmp_path / "copy.txt"
    copy.write_bytes(f"{text[: quotation.cue_start]}как будто {text[quotation.cue_start :]}".encode())

    assert main(["attach", str(copy)]) == 0
    assert f"lost: {quotation.id} (cue), since {sentence.id} is changed or missing\n" in capsys.readouterr().out
    assert main(["attach", str(copy), "--json"]) == 0
    assert [sentence.id] == json.loads(capsys.readouterr().out)["changed_sentences"]


def test_attach_tells_what_stands_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A span in which a foreign sentence stands is lost although all its own sentences are there."""
    corpus = sd.open(SYNTHETIC)
    ship(corpus, tmp_path, monkeypatch)
    text = (SYNTHETIC / "article.txt").read_bytes().decode()
    (lead,) = (p for p in corpus.paragraphs if p.kind == "lead")
    second = next(s for s in corpus.sentences if s.start > lead.start)
    copy = tmp_path / "copy.txt"
    copy.write_bytes(f"{text[: second.start]}Читайте также. {text[second.start :]}".encode())

    assert main(["attach", str(copy)]) == 0
    expected = f"lost: {lead.id}, since {second.id} no longer follows the sentence before it\n"
    assert expected in capsys.readouterr().out


def test_attach_tells_lost_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A span whose place the marks of its sentence do not hold is lost without its sentence being changed."""
    corpus = sd.open(SYNTHETIC)
    sentences = corpus.tables["sentences"]
    place = sentences.column_names.index("marks")
    unmarked = sentences.set_column(place, sentences.schema.field(place), pa.array([""] * len(sentences), pa.string()))
    ship(sd.Corpus({**corpus.tables, "sentences": unmarked}), tmp_path, monkeypatch)
    copy = tmp_path / "copy.txt"
    copy.write_bytes((SYNTHETIC / "article.txt").read_bytes().replace(b"\n", b"\r\n"))

    assert main(["attach", str(copy)]) == 0
    assert f"lost: {corpus.mentions[0].id}, since it cannot be told from the sentences\n" in capsys.readouterr().out


def test_attach_refuses_another_article(real_or_not: Path, home: Path) -> None:
    """Another text is the data's problem: the status says so, the message says which article is meant."""
    attached = command("attach", str(real_or_not))

    assert (attached.returncode, attached.stdout) == (1, "")
    assert attached.stderr == (
        "summitdata: the text is not the article 'astana25': expected 9,697 characters by Zakon.kz of 2025-10-21, "
        "found 58 characters with 0 of its 84 sentences; give that article\n"
    )
    assert not home.exists()


def test_disclosure_counts_what_is_shipped(capsys: Capture) -> None:
    """The figures are those of `disclosure`, under a line that says what they are."""
    assert main(["disclosure"]) == 0

    assert capsys.readouterr().out == (
        f"What the package gives away of the article's wording (an attached copy is not counted):\n{sd.disclosure()}\n"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: Capture) -> None:
    """--help tells what the command does and its options, and is no error."""
    assert main([name, "--help"]) == 0

    out, err = capsys.readouterr()

    assert out.startswith(f"usage: summitdata {name} [-h] [--json] [--debug]")
    assert "\noptions:\n  -h, --help" in out
    assert err == ""


def test_help_names_every_command() -> None:
    """The first help lists all commands, and the exit statuses."""
    helped = command("--help")

    assert helped.returncode == 0
    assert [name for name in COMMANDS if f"\n    {name}" not in helped.stdout] == []
    assert "Exit\nstatus: 0 done, 1 the data has problems, 2 misuse, 74 reading" in helped.stdout


def test_the_versions_of_code_and_data_are_told(capsys: Capture) -> None:
    """Code and data have versions of their own."""
    assert main(["--version"]) == 0

    assert capsys.readouterr().out == f"summitdata {sd.__version__}, data version {sd.DATA_VERSION}\n"


def test_python_m_is_the_same_command(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """`python -m summitdata` does what `summitdata` does, and ends with its status."""
    monkeypatch.setattr(sys, "argv", ["summitdata", "describe", "nope"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("summitdata", run_name="__main__")

    assert (ended.value.code, capsys.readouterr().err) == (2, command("describe", "nope").stderr)


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["show"], ["data_version", "tables", "views", "findings"]),
        (["describe", "mentions"], ["table", "rows", "a_row_is", "columns"]),
        (["codebook", "quantities"], ["table", "columns", "json_schema"]),
        (["export", "out"], ["folder", "format", "rows", "text"]),
        (["validate"], ["ok", "rows", "total", "problems"]),
        (["detach"], ["detached"]),
        (["describe", "mentoins"], ["error", "status"]),
        (["codebook", "mentoins"], ["error", "status"]),
        (["export", "nowhere/out"], ["error", "status"]),
        (["validate", "nowhere"], ["error", "status"]),
        (["attach", "nowhere"], ["error", "status"]),
        (["show", "--nope"], ["error", "status"]),
        (["nope"], ["error", "status"]),
        ([], ["error", "status"]),
    ],
    ids=lambda value: " ".join(value) or "nothing",
)
def test_programs_get_one_document(
    arguments: list[str], keys: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """With --json the standard output is one JSON document in ASCII, also where something is wrong."""
    monkeypatch.chdir(tmp_path)
    status = main([*arguments, "--json"])

    out = capsys.readouterr().out
    document = json.loads(out)

    assert keys == list(document)
    assert out.isascii()
    assert status == document.get("status", 0)


def test_programs_get_the_outcome_of_attaching(article: Path, home: Path, capsys: Capture) -> None:
    """With --json attach gives what moved and what was lost, and where the copy is remembered."""
    assert main(["attach", str(article), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "exact": True,
        "changed_sentences": [],
        "moved": [],
        "lost": [],
        "remembered_in": str(home),
    }


def test_programs_get_the_disclosure(capsys: Capture) -> None:
    """With --json the figures are a list with an object for each table and one for all together."""
    assert main(["disclosure", "--json"]) == 0

    assert sd.disclosure().table().to_pylist() == json.loads(capsys.readouterr().out)


def test_the_json_schema_comes_with_the_codebook(capsys: Capture) -> None:
    """The codebook for programs has the schema of a row."""
    assert main(["codebook", "quotations", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["json_schema"]["$id"] == "urn:summitdata:schema:quotations"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "the following arguments are required: COMMAND"),
        (["show", "--nope"], 2, "unrecognized arguments: --nope"),
        (["--vers"], 2, "the following arguments are required: COMMAND"),
        (["show", "--js"], 2, "unrecognized arguments: --js"),
        (["describe"], 2, "the following arguments are required: table"),
        (["describe", "quotation"], 2, "there is no table or view 'quotation'; did you mean 'quotations'?"),
        (["codebook", "quotation"], 2, "there is no table or view 'quotation'; did you mean 'quotations'?"),
        (["export", "out", "--format", "parket"], 2, "there is no format 'parket'; did you mean 'parquet'?"),
        (["export", "out", "--from", "nowhere"], 2, "'nowhere' does not exist; check the path"),
        (["export", "out", "--from", ""], 2, "expected a path, found ''; give the path of a file or folder"),
        (["export", "file"], 2, "'{here}/file' is a file; give another destination"),
        (["export", "no/out"], 2, "the folder '{here}/no' does not exist; make it first"),
        (["validate", "nowhere"], 2, "'nowhere' does not exist; check the path"),
        (["validate", ""], 2, "expected a path, found ''; give the path of a file or folder"),
        (["validate", "--", "--json"], 2, "'--json' does not exist; check the path"),
        (
            ["validate", "empty"],
            2,
            "'empty' holds no data; expected files such as quotations.parquet or quotations.jsonl",
        ),
        (
            ["validate", "file"],
            74,
            "'file' is text; expected the folder of a corpus, give the folder that its tables lie in",
        ),
        (["validate", "empty", "--limit", "row=5"], 2, "there is no limit 'row'; did you mean 'rows'?"),
        (
            ["validate", "empty", "--limit", "rows=-1"],
            2,
            "expected --limit rows=NUMBER, found 'rows=-1'; give a whole number",
        ),
        (["export", "out", "--from", "nowhere", "--isolated"], 2, "'nowhere' does not exist; check the path"),
        (["attach", "nowhere"], 2, "'nowhere' does not exist; check the path"),
        (
            ["attach", "https://example.com/a"],
            2,
            "expected a path on this machine, found the URL 'https://example.com/a'; download it first and give the file's path",
        ),
        (["attach", "none"], 74, "'none' is empty; write or download it again"),
    ],
)
def test_errors_are_one_line_with_a_status(  # noqa: PLR0917 - three are parameters
    arguments: list[str], status: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """What goes wrong is one line on the standard error that says what to do, and nothing on the standard output."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("words")
    (tmp_path / "none").write_bytes(b"")
    (tmp_path / "empty").mkdir()

    assert status == main(arguments)

    out, err = capsys.readouterr()

    assert f"summitdata: {message.format(here=tmp_path)}" == err.splitlines()[-1]
    assert out == ""


@pytest.mark.parametrize("arguments", [["shwo"], ["show", "--nope"], ["describe"]], ids=" ".join)
def test_misuse_shows_the_usage(arguments: list[str]) -> None:
    """Whoever does not know the command sees how it is used."""
    used = command(*arguments)

    assert (used.returncode, used.stdout) == (2, "")
    assert used.stderr.startswith("usage: summitdata ")
    assert "\nsummitdata: " in used.stderr


class Defect(str):
    """An argument that breaks when it is looked into: any fault that nobody foresaw."""

    __slots__ = ()

    def __contains__(self, _: str) -> bool:
        msg = "nobody\nforesaw \x1b[31mthis"
        raise ZeroDivisionError(msg)


def test_a_defect_is_one_line(capsys: Capture) -> None:
    """A fault of ours has a status of its own, and no traceback."""
    assert main(["validate", Defect("folder")]) == 70

    out, err = capsys.readouterr()

    assert err == (
        "summitdata: a defect of summitdata: ZeroDivisionError: nobody\\nforesaw \\x1b[31mthis; "
        "please report it with the output of --debug\n"
    )
    assert out == ""


def test_a_defect_is_a_document_for_programs(capsys: Capture) -> None:
    """With --json a fault of ours is a document too."""
    assert main(["validate", "--json", Defect("folder")]) == 70

    assert json.loads(capsys.readouterr().out)["status"] == 70


def test_a_defect_is_shown_in_full_for_debugging(capsys: Capture) -> None:
    """With --debug the traceback comes before the line, without anything that a terminal would obey."""
    assert main(["validate", "--debug", Defect("folder")]) == 70

    out, err = capsys.readouterr()

    assert err.startswith("Traceback (most recent call last):\n")
    assert err.endswith(
        "ZeroDivisionError: nobody\nforesaw \\x1b[31mthis\n"
        "summitdata: a defect of summitdata: ZeroDivisionError: nobody\\nforesaw \\x1b[31mthis; "
        "please report it with the output of --debug\n"
    )
    assert out == ""


def test_a_broken_installation_is_no_traceback(tmp_path: Path) -> None:
    """A library that is not what it should be ends in one line."""
    (tmp_path / "pyarrow.py").write_text("")
    shown = command("show", env={"PYTHONPATH": str(tmp_path)})

    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr == (
        "summitdata: summitdata needs pyarrow 26 or later, found what is left of another installation; "
        "run: python -m pip install 'pyarrow>=26'\n"
    )


def test_no_reader_is_no_error(bad: Path) -> None:
    """When whoever reads the output stops reading, as head does, there is no traceback, and the status is the command's."""
    path = bad / "mentions.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    many = [
        {**row, "id": f"astana25/m{i}{row['id'][-3:]}", "entity_id": "astana25/no"}
        for i in range(1, 10)
        for row in rows
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in many), "utf-8")
    with subprocess.Popen([COMMAND, "validate", str(bad)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        first = process.stdout.readline()
        process.stdout.close()
        error = process.stderr.read()

    assert first.endswith(b" rows in 24 tables checked\n")
    assert (process.returncode, error) == (1, b"")


def test_no_reader_at_all_is_no_error() -> None:
    """In one process too, what cannot be written any more goes nowhere."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream, contextlib.redirect_stdout(stream):
        status = main(["show"])

    assert status == 0


@needs_full
@pytest.mark.parametrize("arguments", [["show"], ["show", "--json"], ["--help"], ["export", "out"]], ids=" ".join)
def test_a_full_disk_under_the_output_is_told(arguments: list[str], tmp_path: Path) -> None:
    """Output that cannot be written is a failure with a message, not a defect and not silence."""
    with FULL.open("w") as full:
        shown = command(*arguments, stdout=full, cwd=tmp_path)

    assert shown.returncode == 74
    assert (
        shown.stderr
        == "summitdata: writing to the standard output failed: No space left on device; send it elsewhere\n"
    )


@needs_full
def test_full_disks_under_output_and_errors_still_give_a_status(capsys: Capture) -> None:
    """With nowhere to complain to, the status remains."""
    with FULL.open("w") as full, FULL.open("w", buffering=1) as errors:
        with contextlib.redirect_stdout(full), contextlib.redirect_stderr(errors):
            shown = main(["show"])
        with contextlib.redirect_stderr(errors):
            missing = main(["validate", "nowhere"])

    assert (shown, missing) == (74, 2)
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(os.name != "posix", reason="the shell is that of POSIX")
@pytest.mark.parametrize(
    ("closed", "status", "error"),
    [
        (">&-", 74, "summitdata: the standard output is closed, so nothing was done; open it, or send it to a file\n"),
        (">&- 2>&-", 74, ""),
        ("<&-", 0, ""),
        ("2>&-", 0, ""),
    ],
)
def test_closed_streams_are_no_defects(closed: str, status: int, error: str, tmp_path: Path) -> None:
    """A closed output is a failure before anything was done; closed input and closed errors do no harm."""
    ended = run("/bin/sh", "-c", f'"$0" export "$1" {closed}', COMMAND, str(tmp_path / "out"))

    assert (status, error) == (ended.returncode, ended.stderr)
    assert (status == 0) == (tmp_path / "out").exists()


def test_closed_streams_in_one_process() -> None:
    """The same without a shell: nothing is done without an output, and errors without a place go nowhere."""
    with contextlib.redirect_stdout(None), contextlib.redirect_stderr(None):
        closed = main(["show"])
    with contextlib.redirect_stderr(None), contextlib.redirect_stdout(io.StringIO()) as out:
        missing = main(["validate", "nowhere"])

    assert (closed, missing, out.getvalue()) == (74, 2, "")


POOR = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}


def test_a_terminal_without_cyrillic_gets_escapes(tmp_path: Path) -> None:
    """What the terminal cannot show is escaped instead of ending in an error."""
    named = command("validate", "Баку", env=POOR, cwd=tmp_path)
    listed = command("codebook", "quantities", env=POOR)

    assert named.stderr == (
        r"summitdata: '\udcd0\udc91\udcd0\udcb0\udcd0\udcba\udcd1\udc83' does not exist; check the path" + "\n"
    )
    assert listed.returncode == 0
    assert "    \\u2264: Up to, not more than.\n" in listed.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such names")
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        (b"new\nline", r"new\nline"),
        (b"red\x1b[31m", r"red\x1b[31m"),
        (b"not-\xff-utf8", r"not-\udcff-utf8"),
        ("\u202e".encode(), r"\u202e"),
    ],
    ids=["newline", "escape", "bytes", "direction"],
)
def test_hostile_names_are_escaped(name: bytes, printed: str, tmp_path: Path, capsys: Capture) -> None:
    """A name that would command the terminal is shown in escapes, where it is written, there already, or no option."""
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/" + name)

    assert main(["export", folder]) == 0
    assert capsys.readouterr().out.endswith(
        f" written to '{tmp_path}/{printed}' as parquet, without the article's wording\n"
    )
    assert main(["export", folder]) == 2
    assert capsys.readouterr().err.startswith(f"summitdata: '{tmp_path}/{printed}' exists and is not empty; ")
    assert main(["show", os.fsdecode(name)]) == 2
    assert capsys.readouterr().err.endswith(f"\nsummitdata: unrecognized arguments: {printed}\n")
    assert command("validate", os.fsencode(folder) + b"/no").stderr == (
        f"summitdata: '{tmp_path}/{printed}/no' does not exist; check the path\n"
    )


class Interrupted(list[str]):
    """Arguments at which the user presses Ctrl-C."""

    def __iter__(self) -> Iterator[str]:
        raise KeyboardInterrupt


def test_an_interrupt_has_its_status(capsys: Capture) -> None:
    """Ctrl-C ends a command without a word, with the status that shells expect."""
    assert main(Interrupted()) == 130

    assert capsys.readouterr() == ("", "")


class Ended(list[str]):
    """Arguments during whose reading somebody ends the process."""

    def __iter__(self) -> Iterator[str]:
        signal.raise_signal(signal.SIGTERM)
        return super().__iter__()


def test_being_ended_has_its_status(capsys: Capture) -> None:
    """So has SIGTERM; the handler that was there is there again."""
    assert main(Ended(["show"])) == 143

    assert capsys.readouterr() == ("", "")
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.parametrize("command_line", ["export {good}/out --from {good}", "view -o {good}/page.html --from {good}"])
def test_nothing_is_written_into_what_is_read(command_line: str, good: Path, capsys: Capture) -> None:
    """It would be read back without its wording, or not at all."""
    arguments = command_line.format(good=good).split()

    assert main(arguments) == 2

    assert capsys.readouterr().err == (
        f"summitdata: '{arguments[-3] if arguments[0] == 'export' else arguments[2]}' lies in the corpus that is read, "
        f"'{good}'; give another destination\n"
    )


INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from summitdata.citation_styles import STYLES
from summitdata.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name != "posix", reason="the signal is that of POSIX")
def test_an_interrupted_export_leaves_the_destination_as_it_was(tmp_path: Path) -> None:
    """Ctrl-C in the midst of an export: what was there before is there, and nothing else."""
    big = sd.Corpus({"term_counts": pa.concat_tables([sd.load().table("term_counts")] * 800)})
    big.write(tmp_path / "big")
    sd.load().write(tmp_path / "out", "csv")
    arguments = ["export", "out", "--from", "big", "--format", "jsonl", "--overwrite"]
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, *arguments], cwd=tmp_path, stderr=subprocess.PIPE
    ) as process:
        while process.poll() is None and not list(tmp_path.glob(".out.tmp-*/term_counts.jsonl")):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        error = process.stderr.read()

    assert (process.returncode, error) == (130, b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big", "out"]
    assert sd.load() == sd.open(tmp_path / "out")


WITHOUT_EXTRAS = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in ("pandas", "polars", "duckdb"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from summitdata.citation_styles import STYLES
from summitdata.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("arguments", [["show"], ["describe", "mentions"], ["validate"], ["disclosure"]], ids=" ".join)
def test_the_command_line_needs_no_pandas(arguments: list[str], capsys: Capture) -> None:
    """Without any of the optional libraries the commands say the same."""
    assert main(arguments) == 0

    assert capsys.readouterr().out == python(WITHOUT_EXTRAS, *arguments).stdout


def test_a_home_that_is_a_file_is_a_failure_to_write(article: Path, home: Path, capsys: Capture) -> None:
    """Where the copy cannot be remembered, the status says so."""
    home.write_text("in the way")

    assert main(["attach", str(article)]) == 74
    assert capsys.readouterr().err.startswith("summitdata: ")


def test_a_folder_that_may_not_be_written_is_a_failure(tmp_path: Path) -> None:
    """An export into a folder without permission fails with a status of its own and leaves nothing."""
    (tmp_path / "locked").mkdir(mode=0o500)
    exported = command("export", str(tmp_path / "locked" / "out"), preexec_fn=unprivileged())

    assert exported.returncode == 74
    assert exported.stderr.endswith(
        f"writing '{tmp_path}/locked/out' failed: Permission denied; nothing was changed, make room or check your rights and try again\n"
    )
    assert list((tmp_path / "locked").iterdir()) == []
