"""Where and how the package runs: the same bytes everywhere, nothing from the surroundings, and a clear word where something is missing."""

import ast
import json
import os
import re
import shutil
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.exceptions import MissingExtraError
from summitdata.frames import ARROW, arrow
from summitdata.records import TABLES
from summitdata.schema import row_is
from summitdata.view_records import VIEW_RECORDS

from .conftest import ROOT, SYNTHETIC
from .folders import ABOUT
from .processes import COMMAND, PACKAGE, python
from .processes import run as start

# --- the same bytes everywhere

MAKE = r"""
import contextlib, io, json, locale, os, sys, tempfile
from hashlib import sha256
from pathlib import Path

# Whatever the surroundings ask for is heeded, as a program that shows things to people would do.
with contextlib.suppress(locale.Error):
    locale.setlocale(locale.LC_ALL, "")

import pyarrow as pa

pa.set_cpu_count(int(sys.argv[4]))
pa.set_io_thread_count(int(sys.argv[4]))

import summitdata as sd
from summitdata.anchor import attach
from summitdata.citation_styles import STYLES
from summitdata.cli import main
from summitdata.formats import FORMATS, REVERSIBLE
from summitdata.metadata import read_metadata
from summitdata.records import TABLES
from summitdata.view_records import VIEW_RECORDS

about = read_metadata(sys.argv[3])
small = sd.open(sys.argv[1])
text = Path(sys.argv[2]).read_bytes().decode()
worded = attach(small, text, small.articles[0].id)
moved = attach(small, text.replace("\n", "\r\n"), small.articles[0].id)
shipped = sd.load()
found = {}

def keep(name, made):
    data = made if isinstance(made, bytes) else str(made).encode("utf-8", "surrogatepass")
    found[name] = sha256(data).hexdigest()

def keep_folder(name):
    for path in sorted(Path(name).rglob("*")):
        if path.is_file():
            keep(path.as_posix(), path.read_bytes())

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for form in FORMATS:
        worded.corpus.write(f"worded-{form}", form, text=True, metadata=about)
        keep_folder(f"worded-{form}")
        if form not in ("conllu", "brat", "tif"):
            shipped.write(f"shipped-{form}", form)
            keep_folder(f"shipped-{form}")
        if form in REVERSIBLE:
            keep(f"opened {form}", sd.open(f"worded-{form}").fingerprint)
            keep(f"validated {form}", sd.validate(f"worded-{form}"))
    both = {name: pa.concat_tables([shipped.table(name), small.table(name)]) for name in TABLES}
    parts = sd.Corpus({**both, "codes": shipped.table("codes")}, version="1.0").in_parts(1)
    for form in REVERSIBLE:
        parts.write(f"parts-{form}", form, metadata=about)
        keep_folder(f"parts-{form}")
        keep(f"opened parts-{form}", sd.open(f"parts-{form}").fingerprint)
    for name, corpus in {"worded": worded.corpus, "shipped": shipped}.items():
        keep(f"page of {name}", corpus.view().html)
        corpus.view().write(f"{name}.html")
        keep(f"{name}.html", Path(f"{name}.html").read_bytes())
        keep(f"fingerprint of {name}", corpus.fingerprint)
        keep(f"shown {name}", repr(corpus) + corpus._repr_html_())
    for name in (*TABLES, *VIEW_RECORDS):
        keep(f"{name} described", sd.describe(name))
        keep(f"{name} explained", sd.codebook(name, "arrow").to_pylist())
        keep(f"{name} joined", shipped[name]._repr_html_())
    for backend in ("pandas", "polars", "arrow", "duckdb"):
        keep(f"quantities in {backend}", sd.load_quantities(backend))
    broken = sd.Corpus({**small.tables, "entities": small.table("entities").slice(0, 2)})
    report = sd.validate(broken)
    keep("problems", [str(report), *map(repr, report)])
    keep("moved", [str(moved), *map(repr, moved.spans)])
    keep("changed", sd.changes("1.1.0", "1.2.0", "arrow").to_pylist())
    keep("all changed", sd.changes(shipped, small, "arrow").to_pylist())
    keep("agreed", sd.agreement("arrow").to_pylist())
    keep("disclosed", sd.disclosure())
    for style in STYLES:
        keep(f"cited as {style}", [sd.cite(what, style) for what in (None, "article", "q07")])
    try:
        sd.attach(sys.argv[2])
    except sd.SummitDataError as error:
        keep("refused", error)
    for line in (
        "show", "describe mentions", "codebook quantities --json", "validate", "validate --json", "cite q07", "context q07",
        "verify", "disclosure", "export exported --format csv", "view -o page.html --json", "cite nothing", "--version",
    ):
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as error:
            status = main(line.split())
        keep(f"summitdata {line}", f"{status}\n{out.getvalue()}\n{error.getvalue()}")
    keep_folder("exported")
    keep("page.html", Path("page.html").read_bytes())
    os.chdir("/")

print(json.dumps(found))
"""

PLAIN = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"}

#: Options of Python, variables, and the number of Arrow's threads.
SURROUNDINGS: dict[str, tuple[list[str], dict[str, str], int]] = {
    "plain": ([], {}, 1),
    "ASCII, Tokyo, four threads": (
        ["-X", "utf8=0"],
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "OMP_NUM_THREADS": "4"},
        4,
    ),
    "Turkish, Apia, two threads, without docstrings": (
        ["-P", "-OO"],
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8"},
        2,
    ),
    # The seed is another one each time.
    "isolated, without assertions": (["-I", "-O"], {}, 1),
    # Encodings that are not named warn too.
    "warnings are errors": (["-W", "error", "-bb", "-X", "dev", "-X", "warn_default_encoding"], {}, 1),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, dict[str, str]]]:
    """What the package makes in all these surroundings: what it complained of, and the hash of everything."""
    folder = tmp_path_factory.mktemp("surroundings")
    about = folder / "about.json"
    about.write_text(json.dumps(ABOUT), "utf-8")
    compiler = shutil.which("localedef")
    if compiler is not None:
        # Systems bring few locales along; where Turkish cannot be had either, its letters are those of C.
        run([compiler, "-i", "tr_TR", "-f", "UTF-8", folder / "tr_TR.UTF-8"], check=False, capture_output=True)

    def make(name: str) -> tuple[str, dict[str, str]]:
        options, variables, threads = SURROUNDINGS[name]
        arguments = [str(SYNTHETIC), str(SYNTHETIC / "article.txt"), str(about), str(threads)]
        env = {**PLAIN, "LOCPATH": str(folder), "SUMMITDATA_HOME": str(folder / "home"), **variables}
        done = start(sys.executable, *options, "-c", MAKE, *arguments, env=env, cwd=folder)
        return done.stderr, json.loads(done.stdout or "{}")

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(SURROUNDINGS, pool.map(make, SURROUNDINGS), strict=True))


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_the_same_bytes_everywhere(surroundings: str, made: dict[str, tuple[str, dict[str, str]]]) -> None:
    """Exports, citations, reports, pages and what the command prints do not depend on seed, locale, zone, threads or options."""
    _, expected = made["plain"]
    complaint, found = made[surroundings]

    assert complaint == ""
    assert {} == {name: found.get(name) for name in expected if found.get(name) != expected[name]}
    assert len(expected) > 300


# --- nothing of the surroundings is taken for ours

HOSTILE = "raise SystemExit('taken from the current folder')\n"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder whose modules have the names of those that the package needs."""
    for name in ("json", "pyarrow", "attrs", "cattrs", "numpy", "re", "ast", "hashlib", "argparse", "summitdata"):
        (tmp_path / f"{name}.py").write_text(HOSTILE, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "program",
    [[COMMAND], [sys.executable, "-P", "-m", "summitdata"], [sys.executable, "-I", "-m", "summitdata"]],
    ids=["command", "safe path", "isolated"],
)
def test_modules_of_the_current_folder_are_not_taken(program: list[str], hostile: Path) -> None:
    """The installed command, and Python where it is told to be careful, run our code only."""
    shown = start(*program, "validate", "--json", cwd=hostile)

    assert shown.stderr == ""
    assert json.loads(shown.stdout)["ok"]


def test_modules_of_the_current_folder_are_taken_where_python_is_told_to(hostile: Path) -> None:
    """Python looks in the current folder first unless told otherwise, so that the tests above say something."""
    taken = start(sys.executable, "-m", "summitdata", cwd=hostile)

    assert taken.stderr == "taken from the current folder\n"


# --- importing and loading do nothing else

WATCHED = """
import atexit, json, os, sys, threading

seen = []
SOCKETS = ("socket.", "ssl.", "urllib.", "http.", "ftplib.", "smtplib.")
PROCESSES = ("subprocess.", "os.fork", "os.exec", "os.spawn", "os.posix_spawn", "os.system", "os.startfile", "pty.")
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "shutil.")

def watch(event, arguments):
    if event.startswith(SOCKETS + PROCESSES + CHANGES):
        seen.append(event)
    elif event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append(f"open {arguments[0]}")

sys.dont_write_bytecode = True
before = atexit._ncallbacks()
sys.addaudithook(watch)
import summitdata as sd
at_exit = atexit._ncallbacks() - before
"""


def test_importing_does_nothing_but_import() -> None:
    """No socket, no process, no thread, nothing written, and nothing left to be done when Python ends."""
    script = f"{WATCHED}\nprint(json.dumps([seen, at_exit, threading.active_count()]))"
    imported = python(script)

    assert (imported.stdout, imported.stderr) == ("[[], 0, 1]\n", "")


EVERYTHING_READ = """
for name in sd.load().tables:
    sd.frame(name, "arrow"), sd.frame(name, "records"), sd.describe(name), sd.codebook(name, "arrow")
sd.tables("arrow"), sd.views("arrow"), sd.verify(), sd.cite(), sd.context("q07"), sd.disclosure(), sd.agreement("arrow")
sd.changes("1.1.0", "1.2.0", "arrow"), sd.validate(sd.load()), sd.path("mentions"), sd.load().view().html
"""


def test_reading_does_nothing_but_read() -> None:
    """Whatever is asked of the shipped corpus, no socket is opened, no process started and nothing written."""
    read = python(f"{WATCHED}{EVERYTHING_READ}\nprint(json.dumps(seen))")

    assert (read.stdout, read.stderr) == ("[]\n", "")


#: What could fetch, start or listen; `urllib.parse` only takes addresses apart.
REACHING = {
    *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc", "asyncio"),
    *("requests", "httpx", "urllib3", "aiohttp", "pooch", "fsspec", "boto3", "webbrowser"),
}
STARTING = {"subprocess", "multiprocessing", "pty", "os.fork", "os.execv", "os.posix_spawn", "os.spawnv", "os.system"}
#: The modules that start processes: one reads the file of a stranger where it can do no harm, the other extracts.
STARTS = {"isolated", "working"}


def imported(source: ast.AST) -> set[str]:
    """The modules that a source imports, and what it calls of `os`."""
    found = set()
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Attribute):
            found.add(ast.unparse(node))
    return found - {"urllib.parse"}


def reached(source: ast.AST, names: set[str]) -> set[str]:
    """Those of the names, or what lies in them, that a source imports or calls."""
    return {one for one in imported(source) if one in names or one.partition(".")[0] in names}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_can_reach_out(path: Path) -> None:
    """No module imports what opens a connection, and one alone what starts a process."""
    source = ast.parse(path.read_text("utf-8"))

    assert reached(source, REACHING) == set()
    assert path.stem in STARTS or reached(source, STARTING) == set()


@pytest.mark.parametrize(
    ("line", "names", "expected"),
    [
        ("import urllib.request", REACHING, {"urllib.request"}),
        ("def f():\n    from http.client import HTTPConnection", REACHING, {"http.client"}),
        ("from urllib.parse import quote", REACHING, set()),
        ("import socket as s", REACHING, {"socket"}),
        ("from subprocess import run", STARTING, {"subprocess"}),
        ("os.fork()", STARTING, {"os.fork"}),
        ("from .socket import x", REACHING, set()),
    ],
)
def test_what_reaches_out_would_be_seen(line: str, names: set[str], expected: set[str]) -> None:
    """The test above would see each of them."""
    assert expected == reached(ast.parse(line), names)


# --- what is needed and not there

ASKED = """
import sys
import summitdata as sd

folder = sys.argv[1]
for ask in (
    sd.load,
    sd.load_mentions,
    lambda: sd.frame("targets", "arrow"),
    sd.tables,
    sd.views,
    lambda: sd.codebook("mentions"),
    lambda: sd.describe("mentions"),
    sd.verify,
    sd.cite,
    lambda: sd.context("q07"),
    sd.disclosure,
    sd.agreement,
    lambda: sd.changes("1.1.0", "1.2.0"),
    lambda: sd.open(folder),
    lambda: sd.validate(folder),
    lambda: sd.Corpus({}),
    lambda: sd.Corpus.of(silences=[]),
):
    try:
        print("given:", ask())
    except ImportError as error:
        print(f"{type(error).__name__}, {isinstance(error, sd.SummitDataError)}: {error}")
"""

ARROWS = {
    "absent": (
        "import sys; sys.modules['pyarrow'] = None",
        "which is not installed",
    ),
    "old": (
        "import pyarrow; pyarrow.__version__ = '25.0.0'",
        "found 25.0.0",
    ),
    "left over": (
        "import sys, types; sys.modules['pyarrow'] = types.ModuleType('pyarrow')",
        "found what is left of another installation",
    ),
}


@pytest.mark.parametrize(("before", "found"), ARROWS.values(), ids=ARROWS)
def test_a_pyarrow_that_will_not_do_is_told(before: str, found: str) -> None:
    """Where pyarrow is missing or too old, whatever is asked is answered by one line with the command to run."""
    message = f"summitdata needs pyarrow {ARROW} or later, {found}; run: python -m pip install 'pyarrow>={ARROW}'"
    asked = python(f"{before}\n{ASKED}", str(SYNTHETIC))

    assert asked.stderr == ""
    assert {f"MissingExtraError, True: {message}"} == set(asked.stdout.splitlines())
    assert len(asked.stdout.splitlines()) == 17


@pytest.mark.parametrize(("before", "found"), ARROWS.values(), ids=ARROWS)
def test_the_command_line_tells_of_it_too(before: str, found: str) -> None:
    """The same line, and the status of misuse."""
    message = f"summitdata needs pyarrow {ARROW} or later, {found}; run: python -m pip install 'pyarrow>={ARROW}'"
    shown = python(f"{before}\nfrom summitdata.cli import main\nraise SystemExit(main(['show']))")

    assert (shown.returncode, shown.stdout, shown.stderr) == (2, "", f"summitdata: {message}\n")


@pytest.mark.parametrize(
    ("there", "found"),
    [
        (None, "which is not installed"),
        (SimpleNamespace(__version__="25.0.0"), "found 25.0.0"),
        (SimpleNamespace(__version__="3.0.0.dev1"), "found 3.0.0.dev1"),
        (SimpleNamespace(), "found what is left of another installation"),
    ],
    ids=["absent", "old", "development", "left over"],
)
def test_only_a_pyarrow_that_will_do_is_taken(there: Any, found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands in its place, the message says which is needed, what was found and what to do."""
    monkeypatch.setitem(sys.modules, "pyarrow", there)
    with pytest.raises(MissingExtraError) as e:
        arrow()

    assert str(e.value) == (
        f"summitdata needs pyarrow {ARROW} or later, {found}; run: python -m pip install 'pyarrow>={ARROW}'"
    )


def test_a_pyarrow_that_will_do_is_taken() -> None:
    """It is the library itself."""
    assert arrow() is pa


def test_a_pyarrow_that_breaks_by_itself_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong inside pyarrow is not taken for its absence."""
    (tmp_path / "pyarrow.py").write_text("import a_library_that_is_gone\n", "utf-8")
    monkeypatch.delitem(sys.modules, "pyarrow")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError) as e:
        arrow()

    assert str(e.value) == "No module named 'a_library_that_is_gone'"


@pytest.mark.parametrize("cls", [*TABLES.values(), *VIEW_RECORDS.values()], ids=lambda cls: cls.__name__)
def test_what_a_row_is_does_not_hang_on_docstrings(cls: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python leaves docstrings out, as it does with -OO, the source has them."""
    expected = row_is(cls)
    monkeypatch.setattr(cls, "__doc__", None)

    assert expected == row_is(cls)


def test_the_oldest_pyarrow_is_the_one_that_is_declared() -> None:
    """What is installed with the package is what it asks for: 26, the first with a limit on nesting and without the holes before."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [one for one in project["dependencies"] if re.match("pyarrow", one)]

    assert [f"pyarrow>={ARROW}"] == asked
    assert ARROW >= 26


def test_this_is_the_package_under_test() -> None:
    """What the children import is what is imported here."""
    found = python("import summitdata; print(summitdata.__file__)")

    assert f"{sd.__file__}\n" == found.stdout
