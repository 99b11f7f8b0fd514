"""The repository: nobody else's wording in it, nothing of any one machine, and a wheel that holds what it should."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from summitdata._manifest import FILES

from .conftest import ARTICLE, ROOT

#: The texts of others that lie beside the repository and must not get into it.
OTHERS = [ARTICLE, *sorted((ROOT.parent / "shared" / "extraction" / "texts").glob("*.txt"))]
LONGEST = 12

#: Everything that the wheel holds beside its metadata, reviewed by hand.
MODULES = [
    "__init__",
    "__main__",
    "_manifest",
    "agree",
    "alignment",
    "anchor",
    "arithmetic",
    "bundled",
    "casting",
    "checking",
    "citation",
    "citation_styles",
    "cited",
    "cli",
    "commands",
    "commits",
    "comparing",
    "comparison",
    "convert",
    "corpus",
    "destination",
    "differ",
    "edtf",
    "examining",
    "exceptions",
    "fields",
    "files",
    "fingerprint",
    "frames",
    "holding",
    "ids",
    "invariants",
    "isolated",
    "joined",
    "json_text",
    "layout",
    "limits",
    "linking",
    "matching",
    "merging",
    "metadata",
    "offsets",
    "ordered",
    "own_commands",
    "parting",
    "plain",
    "problems",
    "progress",
    "promise_records",
    "promising",
    "records",
    "reveal",
    "review",
    "row_rules",
    "schema",
    "shown_table",
    "standoff",
    "threads",
    "validate",
    "verification",
    "view_records",
    "vocabularies",
    "formats/__init__",
    "formats/brat",
    "formats/conllu",
    "formats/csv",
    "formats/deposit",
    "formats/huggingface",
    "formats/json",
    "formats/jsonl",
    "formats/parquet",
    "formats/plover",
    "formats/rocrate",
    "formats/sqlite",
    "formats/stata",
    "formats/tei",
    "formats/tif",
    "formats/webannotation",
    "descriptors/__init__",
    "descriptors/cff",
    "descriptors/croissant",
    "descriptors/datacite",
    "descriptors/datapackage",
    "descriptors/datasheet",
    "descriptors/ddi",
    "descriptors/schema_org",
    "look/__init__",
    "look/briefing",
    "look/charts",
    "look/drawing",
    "look/markup",
    "look/measures",
    "look/notebook",
    "look/page",
    "look/panels",
    "look/plot",
    "look/plot_places",
    "look/plot_targets",
    "look/region",
    "look/rows",
    "look/spans",
    "look/style",
    "look/words_ru",
    "reviews/__init__",
    "reviews/annotated",
    "reviews/applying",
    "reviews/asking",
    "reviews/decisions",
    "reviews/keeping",
    "reviews/recounting",
    "reviews/returning",
    "reviews/reviewing",
    "extract/__init__",
    "extract/article",
    "extract/cast",
    "extract/commitments",
    "extract/extracting",
    "extract/reading",
    "extract/source",
    "extract/structure",
    "extract/terms",
    "extract/tokens",
    "extract/files/__init__",
    "extract/files/admitting",
    "extract/files/encodings",
    "extract/files/html",
    "extract/files/inputs",
    "extract/files/lines",
    "extract/files/opening",
    "extract/files/sources",
    "extract/files/warc",
    "extract/naming/__init__",
    "extract/naming/bodies",
    "extract/naming/body_words",
    "extract/naming/declension",
    "extract/naming/entities",
    "extract/naming/first_names",
    "extract/naming/gazetteer",
    "extract/naming/incumbents",
    "extract/naming/latin",
    "extract/naming/making",
    "extract/naming/name_forms",
    "extract/naming/name_runs",
    "extract/naming/names",
    "extract/naming/ner",
    "extract/naming/offices",
    "extract/naming/persons",
    "extract/naming/unlisted",
    "extract/numbers/__init__",
    "extract/numbers/amounts",
    "extract/numbers/bearings",
    "extract/numbers/counted",
    "extract/numbers/dates",
    "extract/numbers/dating",
    "extract/numbers/days",
    "extract/numbers/figures",
    "extract/numbers/numerals",
    "extract/numbers/quantities",
    "extract/numbers/ranges",
    "extract/numbers/seasons",
    "extract/numbers/spans",
    "extract/numbers/units",
    "extract/numbers/vetoes",
    "extract/quoting/__init__",
    "extract/quoting/attributing",
    "extract/quoting/clauses",
    "extract/quoting/cues",
    "extract/quoting/direct",
    "extract/quoting/grammar",
    "extract/quoting/holders",
    "extract/quoting/indirect",
    "extract/quoting/leading",
    "extract/quoting/marks",
    "extract/quoting/phrases",
    "extract/quoting/quotations",
    "extract/quoting/reported",
    "extract/quoting/roles",
    "extract/quoting/segments",
    "extract/quoting/speakers",
    "extract/quoting/stage",
    "extract/quoting/subjects",
    "extract/quoting/voices",
    "extract/runs/__init__",
    "extract/runs/claims",
    "extract/runs/cluster",
    "extract/runs/finishing",
    "extract/runs/gathering",
    "extract/runs/jobs",
    "extract/runs/keeping",
    "extract/runs/planning",
    "extract/runs/running",
    "extract/runs/working",
]
RULES = [
    "bodies.csv",
    "bodies.toml",
    "cities.csv",
    "commitments.toml",
    "countries.csv",
    "cues.toml",
    "curated.csv",
    "currencies.toml",
    "dates.toml",
    "first_names.toml",
    "numerals.toml",
    "offices.toml",
    "peoples.csv",
    "promises.toml",
    "quantities.toml",
    "regions.csv",
    "sources.toml",
    "units.toml",
]
WHEEL = {
    *(f"summitdata/{name}.py" for name in MODULES),
    *(f"summitdata/extract/rules/{name}" for name in RULES),
    "summitdata/py.typed",
    *(f"summitdata/data/{name}.parquet" for name in (*FILES, "changes")),
    "summitdata/data/croissant.json",
    "summitdata/data/datapackage.json",
    "summitdata/look/region.json",
}
METADATA = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/LICENSE-DATA"}


def tracked() -> list[Path]:
    """The files under version control; skips where there are none to ask for."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    asked = subprocess.run([git, "rev-parse", "--show-toplevel"], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode or Path(asked.stdout.strip()) != ROOT.resolve():
        pytest.skip("this is not a checkout of the repository")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


def texts(path: Path) -> Iterator[str]:
    """What can be read in a file: a Parquet file's strings, column by column, and anything else as text."""
    # What was kept of damaged files is for no reader.
    if path.suffix != ".parquet" or path.parent.name == "faults":
        yield path.read_bytes().decode("utf-8", "replace")
        return
    table = pq.read_table(path)
    for field, column in zip(table.schema, table.columns, strict=True):
        yield str(field.metadata)
        if pa.types.is_string(field.type):
            yield from (value for value in column.to_pylist() if value)


def words(text: str) -> list[str]:
    """The words of a text, in lower case, whatever stands between them."""
    return re.findall(r"\w+", text.casefold().replace("\u0301", ""))


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of more words in a row than anyone may quote."""
    found = words(text)
    return {tuple(found[i : i + LONGEST + 1]) for i in range(len(found) - LONGEST)}


@pytest.fixture(scope="module")
def withheld() -> set[tuple[str, ...]]:
    """The runs of words of all texts of others; skips where they are not."""
    if not ARTICLE.is_file():
        pytest.skip("the article stays with its publisher and is not at ../shared/sources")
    return set().union(*(runs(path.read_bytes().decode()) for path in OTHERS))


def test_no_tracked_file_holds_others_wording(withheld: set[tuple[str, ...]]) -> None:
    """No file of the repository has more than twelve consecutive words of the article or of any other outlet's text."""
    found = {
        str(path.relative_to(ROOT)): " ".join(min(shared))
        for path in tracked()
        for text in texts(path)
        if (shared := runs(text) & withheld)
    }

    assert found == {}


def test_a_sentence_of_the_article_would_be_found(withheld: set[tuple[str, ...]], article_text: str) -> None:
    """The search sees through marks, capitals and what stands around the words."""
    start = article_text.index(" ", 2000)
    piece = article_text[start : start + 400].upper().replace(" ", " — ")

    assert runs(f'{{"note": "{piece}"}}') & withheld


def test_the_invented_article_is_no_one_s(withheld: set[tuple[str, ...]]) -> None:
    """The article that the tests use is our own, down to runs of six words."""
    own = words((ROOT / "tests" / "synthetic" / "article.txt").read_bytes().decode())
    theirs = {run[:6] for run in withheld}

    assert {tuple(own[i : i + 6]) for i in range(len(own) - 5)} & theirs == set()


PLACES = re.compile(
    r"(?<![\w.~$}*:/-])/(?:home|root|work|workspace|tmp|mnt|srv|opt|private|Users)/[\w.]|\b[A-Z]:\\+[Uu]sers\b"
)
#: Each with a class of one letter, so that this file does not name them.
HOSTS = re.compile(r"pyp[i]\.org|pythonhoste[d]\.org|artifactor[y]|index-ur[l]|extra-inde[x]", re.IGNORECASE)


@pytest.mark.parametrize("pattern", [PLACES, HOSTS], ids=["folders", "registries"])
def test_no_tracked_file_names_a_machine(pattern: re.Pattern[str]) -> None:
    """No file of the repository has a path of somebody's machine or the address of a package registry."""
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in tracked()
        for text in texts(path)
        if (match := pattern.search(text))
    }

    assert found == {}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (PLACES, "see {0}home{0}ann{0}data".format("/")),
        (PLACES, "'{0}tmp{0}x'".format("/")),
        (PLACES, r"C:{0}Users{0}Ann".format("\\")),
        (HOSTS, "https://{}.org/simple".format("pypi")),
    ],
    ids=["home", "temporary", "Windows", "registry"],
)
def test_a_machine_would_be_found(pattern: re.Pattern[str], text: str) -> None:
    """The patterns find what they are for."""
    assert pattern.search(text)


def test_every_tracked_data_file_is_in_the_manifest() -> None:
    """What is committed as shipped data is what the manifest lists."""
    folder = ROOT / "src" / "summitdata" / "data"
    committed = {path.stem for path in tracked() if path.parent == folder and path.suffix == ".parquet"}

    assert {*FILES, "changes"} == committed


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from this folder; skips where its build back end is not installed."""
    for needed in ("build", "hatchling"):
        if find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed, so no wheel can be built here")
    folder = tmp_path_factory.mktemp("dist")
    arguments = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(arguments, check=True, capture_output=True, cwd=folder)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_what_was_reviewed(wheel: zipfile.ZipFile) -> None:
    """The wheel has the modules, the data, and nothing that the data is made from."""
    names = [name for name in wheel.namelist() if ".dist-info/" not in name]

    assert sorted(WHEEL) == sorted(names)
    assert {name.partition(".dist-info/")[2] for name in wheel.namelist() if ".dist-info/" in name} == METADATA


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    """Its metadata have both licences, the Python it needs, the README, and no address or person that nobody gave."""
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    head, _, readme = wheel.read(name).decode().partition("\n\n")

    assert "License-Expression: MIT AND CC-BY-4.0" in head.splitlines()
    assert "Requires-Python: >=3.11" in head.splitlines()
    assert "Author: The summitdata developers" in head.splitlines()
    assert not re.search("^(Home-page|Project-URL|Author-email|Maintainer)", head, re.MULTILINE)
    assert readme == (ROOT / "README.md").read_text("utf-8")
