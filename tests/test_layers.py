"""The shape of the code: who may import whom, what a bare import brings along, and calls that have no place here."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import summitdata

from .processes import python

PACKAGE = Path(summitdata.__file__).parent

_CORPUS = {"exceptions", "problems", "vocabularies", "records", "schema", "convert", "validate", "frames", "agree"}
_CORPUS |= {"joined", "view_records", "edtf", "arithmetic", "parting", "casting", "progress", "threads"}
_ABOVE = _CORPUS | {"fields", "corpus"}
_ABOVE_FILES = _ABOVE | {"limits", "plain", "json_text", "files", "destination", "layout", "_manifest", "fingerprint"}
_ABOVE_FILES |= {"shown_table"}
_DESCRIPTORS = _ABOVE_FILES | {"metadata"}
_FORMATS = _DESCRIPTORS | {"standoff", "cited", "citation_styles", "citation", "descriptors"}
_FORMATS |= {
    f"descriptors.{name}" for name in ("datapackage", "croissant", "schema_org", "datacite", "cff", "ddi", "datasheet")
}
_BUNDLED = _FORMATS | {"differ", "alignment", "anchor", "reveal", "offsets", "formats", "verification"}
_LOOK = _BUNDLED | {"bundled"} | {f"look.{name}" for name in ("region", "words_ru", "markup", "style", "rows", "spans")}
_LOOK |= {
    f"look.{name}" for name in ("briefing", "charts", "measures", "panels", "drawing", "plot_places", "plot_targets")
}

#: The modules of extraction by package, each below those after it.
_EXTRACT = (
    ("", "source reading cast tokens"),
    ("files", "opening encodings inputs admitting lines html warc sources"),
    (
        "numbers",
        "numerals units dating vetoes counted spans days seasons dates bearings amounts figures ranges quantities",
    ),
    ("", "structure"),
    (
        "naming",
        "latin declension first_names ner making gazetteer name_forms name_runs offices body_words names unlisted persons bodies incumbents entities",
    ),
    ("", "terms"),
    (
        "quoting",
        "cues grammar marks stage clauses phrases reported leading segments subjects voices roles indirect direct holders speakers attributing quotations",
    ),
    ("", "commitments article"),
    ("runs", "claims planning keeping jobs finishing cluster working gathering running"),
    ("", "extracting"),
)
_EXTRACT_MODULES = [
    ".".join(filter(None, ("extract", package, name))) for package, names in _EXTRACT for name in names.split()
]
_BELOW_EXTRACT = _ABOVE_FILES | {"alignment", "commits", "formats", "formats.parquet"}
_MATCHING = {"arithmetic", "corpus", "exceptions", "matching", "plain", "promise_records", "vocabularies"}

#: What each module may import of the package, at its top or inside functions.
MAY_IMPORT = {
    "exceptions": set(),
    "fields": set(),
    "_manifest": set(),
    "offsets": {"exceptions"},
    "limits": {"exceptions"},
    "problems": {"exceptions"},
    "plain": {"exceptions", "limits"},
    "files": {"exceptions", "limits", "plain", "threads"},
    "destination": {"exceptions", "limits", "files"},
    "vocabularies": {"fields"},
    "records": {"fields", "vocabularies"},
    "schema": {"exceptions", "fields"},
    "convert": {"exceptions", "fields", "problems", "schema"},
    "ordered": {"threads"},
    "row_rules": {"schema", "ordered"},
    "threads": set(),
    "ids": {"ordered"},
    "holding": {"ids", "ordered", "schema", "threads"},
    "checking": {"convert", "holding", "ids", "ordered", "row_rules", "schema", "threads"},
    "examining": {"casting", "checking", "exceptions", "fields", "holding", "invariants", "problems", "schema"},
    "validate": {"exceptions", "problems", "schema", "convert", "row_rules", "examining", "threads"},
    "frames": {"exceptions", "records", "convert"},
    "invariants": {"edtf", "vocabularies"},
    "edtf": {"exceptions", "fields"},
    "arithmetic": {"vocabularies"},
    "view_records": {"fields", "vocabularies", "records"},
    "joined": {"exceptions", "vocabularies", "schema", "edtf", "arithmetic", "view_records"},
    "agree": {"exceptions", "fields", "limits", "plain", "schema", "convert", "vocabularies"},
    "differ": {"exceptions"},
    "corpus": _CORPUS | {"fingerprint", "shown_table"},
    "shown_table": set(),
    "parting": set(),
    "layout": {"corpus", "exceptions", "files", "records", "descriptors"},
    "progress": set(),
    "casting": {"exceptions", "schema", "threads"},
    "json_text": {"convert", "plain", "schema", "threads"},
    "isolated": {"exceptions", "corpus", "files", "limits", "records", "casting", "formats"},
    "fingerprint": {"schema"},
    "metadata": _ABOVE_FILES,
    "verification": set(),
    "standoff": _DESCRIPTORS,
    "cited": _DESCRIPTORS,
    "citation": _DESCRIPTORS | {"cited", "citation_styles", "descriptors.cff", "descriptors.datacite"},
    "citation_styles": _DESCRIPTORS | {"cited"},
    "descriptors": _FORMATS,
    "descriptors.datapackage": _DESCRIPTORS | {"descriptors"},
    "descriptors.croissant": _DESCRIPTORS | {"descriptors"},
    "descriptors.schema_org": _DESCRIPTORS | {"descriptors"},
    "descriptors.datacite": _DESCRIPTORS | {"cited"},
    "descriptors.cff": _DESCRIPTORS | {"cited"},
    "descriptors.ddi": _DESCRIPTORS | {"descriptors"},
    "descriptors.datasheet": _DESCRIPTORS | {"descriptors"},
    "alignment": set(),
    "anchor": _ABOVE | {"alignment"},
    "reveal": _ABOVE,
    "formats": _FORMATS | {"commits"},
    "formats.csv": _FORMATS,
    "formats.json": _FORMATS,
    "formats.jsonl": _FORMATS,
    "formats.parquet": _FORMATS,
    "formats.sqlite": _FORMATS,
    **{f"formats.{name}": _FORMATS for name in ("tei", "conllu", "webannotation", "brat", "plover", "stata", "tif")},
    **{f"formats.{name}": _FORMATS for name in ("huggingface", "rocrate", "deposit")},
    "bundled": _BUNDLED,
    "look": set(),
    **{
        f"look.{name}": _LOOK
        for name in ("notebook", "page", "panels", "briefing", "charts", "measures", "rows", "spans")
    },
    **{f"look.{name}": _LOOK for name in ("drawing", "plot", "plot_places", "plot_targets")},
    "look.region": {"exceptions"},
    **{f"look.{name}": {"look.region"} for name in ("words_ru", "markup", "style")},
    "extract": set(),
    **{f"extract.{package}": set() for package, _ in _EXTRACT if package},
    **{name: _BELOW_EXTRACT | {*_EXTRACT_MODULES[:n]} for n, name in enumerate(_EXTRACT_MODULES)},
    "commits": {"corpus", "exceptions", "files", "limits", "plain", "records"},
    "linking": {"corpus", "extract.naming.gazetteer", "extract.naming.latin"},
    "reviews": set(),
    "reviews.asking": {"vocabularies"},
    "reviews.decisions": {"convert", "exceptions", "records", "schema"},
    "reviews.annotated": {
        "reviews.decisions",
        "exceptions",
        "fields",
        "limits",
        "plain",
        "records",
        "standoff",
        "vocabularies",
    },
    "reviews.applying": {"reviews.annotated", "exceptions", "records", "schema", "vocabularies"},
    "reviews.keeping": {"agree", "reviews.applying", "reviews.decisions", "vocabularies"},
    "reviews.recounting": {"alignment", "records", "schema", "vocabularies"}
    | {f"extract.{name}" for name in ("terms", "reading", "tokens")},
    "reviews.reviewing": _FORMATS
    | {"reviews.asking", "reviews.decisions", "formats", "formats.brat", "formats.webannotation"},
    "reviews.returning": _FORMATS
    | {
        "reviews.annotated",
        "reviews.applying",
        "reviews.decisions",
        "reviews.keeping",
        "reviews.recounting",
        "reviews.reviewing",
    },
    "review": {"corpus", "reviews.reviewing"},
    "merging": {"corpus", "limits", "reviews.returning"},
    "matching": {"arithmetic", "vocabularies", "extract.reading", "extract.terms"},
    "promise_records": {"fields", "records", "schema", "vocabularies"},
    "promising": _MATCHING,
    "comparison": _MATCHING | {"promising", "frames", "shown_table"},
    "comparing": {"comparison", "corpus"},
    "commands": _LOOK,
    "own_commands": _LOOK
    | {"commands", "merging", "review", "extract.files.lines", "extract.files.sources", "extract.runs.running"},
    "cli": _LOOK | {"commands", "own_commands"},
    "__main__": {"cli"},
    "__init__": _LOOK | {"look", "look.plot", "comparing", "merging", "review", "extract.extracting"},
}

#: Methods that reach up for comfort.
UPWARDS = {
    ("formats", "open", "isolated"),
    ("corpus", "Corpus.write", "formats"),
    ("corpus", "Corpus.view", "look.page"),
    ("corpus", "Corpus.link", "linking"),
    ("corpus", "Corpus.promises", "promising"),
    ("corpus", "Corpus._repr_html_", "look.notebook"),
    ("records", "_repr_html_", "look.notebook"),
    ("shown_table", "Table._repr_html_", "look.notebook"),
}

HEAVY = {"attrs", "cattrs", "pyarrow", "numpy", "pandas", "polars", "duckdb", "sqlite3"}


def sources() -> dict[str, ast.Module]:
    """Every module of the package by its name in it; what the data and the gazetteer are compiled with stays out."""
    paths = [path for path in PACKAGE.rglob("*.py") if path.parent.name not in {"data", "rules"}]
    names = [".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in paths]
    return {
        name.removesuffix(".__init__"): ast.parse(path.read_text("utf-8"))
        for name, path in zip(names, paths, strict=True)
    }


SOURCES = sources()


def is_for_types(node: ast.AST) -> bool:
    """Whether it is a block that only type checkers read."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports(node: ast.AST, module: str, inside: str = "") -> Iterator[tuple[str, str]]:
    """Every import of the package's own modules under a node: the function it stands in, and the module."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ImportFrom) and child.level:
            is_package = module in {"formats", "descriptors", "look", "extract", "reviews", "__init__"}
            above = (
                module.split(".")[: len(module.split(".")) - child.level + is_package] if module != "__init__" else []
            )
            target = ".".join([*above, *([child.module] if child.module else [])])
            for alias in child.names:
                deeper = ".".join(filter(None, [target, alias.name]))
                yield inside, deeper if deeper in SOURCES else target
        elif isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            yield from imports(child, module, f"{inside}.{child.name}".lstrip("."))
        elif not is_for_types(child):
            yield from imports(child, module, inside)


def at_top(node: ast.AST) -> Iterator[str]:
    """Every library that is imported when the module is."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and not child.level:
            yield str(child.module).partition(".")[0]
        elif not isinstance(child, (ast.FunctionDef, ast.Lambda)) and not is_for_types(child):
            yield from at_top(child)


def upward(name: str, source: ast.Module) -> set[tuple[str, str, str]]:
    """The imports of a module that it may not have."""
    return {(name, inside, module) for inside, module in imports(source, name) if module not in MAY_IMPORT[name]}


def test_every_module_has_its_place():
    """The table of this test names the modules that there are."""
    assert set(MAY_IMPORT) == set(SOURCES)


def test_imports_go_downwards_only():
    """No module imports one above it or beside it, but for the methods named here."""
    found = set().union(*(upward(name, source) for name, source in SOURCES.items()))

    assert found == UPWARDS


@pytest.mark.parametrize(
    ("module", "line", "expected"),
    [
        ("fields", "from .exceptions import shown", {("fields", "", "exceptions")}),
        ("schema", "def f():\n    from . import records", {("schema", "f", "records")}),
        ("convert", "class A:\n    def f(self):\n        from .records import Code", {("convert", "A.f", "records")}),
        ("formats.csv", "from . import json", {("formats.csv", "", "formats.json")}),
        ("formats.csv", "from .json import write", {("formats.csv", "", "formats.json")}),
        ("formats.csv", "from ..bundled import load", {("formats.csv", "", "bundled")}),
        ("formats", "from .json import write", {("formats", "", "formats.json")}),
        ("formats.csv", "from ..corpus import Corpus", set()),
        ("corpus", "if TYPE_CHECKING:\n    from .formats import Format", set()),
        ("corpus", "if True:\n    from .formats import Format", {("corpus", "", "formats")}),
    ],
)
def test_imports_upwards_are_seen(module, line, expected):
    """The test above would see an import at the top, in a function, in a method, of a sibling."""
    assert expected == upward(module, ast.parse(line))


def loaded(script: str, *arguments: str) -> list[str]:
    """What a script prints as JSON, run in a fresh interpreter that writes no byte code."""
    done = python(f"import sys; sys.dont_write_bytecode = True\n{script}", *arguments)

    assert (done.returncode, done.stderr) == (0, "")
    made: list[str] = json.loads(done.stdout)
    return made


@pytest.fixture(scope="module")
def after_import() -> set[str]:
    """The modules that a bare import of the package loads."""
    return set(loaded("import summitdata, json; print(json.dumps(list(sys.modules)))"))


def test_importing_loads_nothing_heavy(after_import):
    """Arrow, converters, frames and databases wait until data is touched."""
    heavy = {name for name in after_import if name.partition(".")[0] in HEAVY | {"attr"}}

    assert heavy == set()


def test_modules_loaded_at_import_name_nothing_heavy_at_their_top(after_import):
    """Nor would they load it on a machine where something else is installed."""
    own = {name.removeprefix("summitdata.") for name in after_import if name.startswith("summitdata.")}
    found = {(name, library) for name in own for library in at_top(SOURCES[name]) if library in HEAVY}

    assert {"bundled", "corpus"} <= own
    assert found == set()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("import os, pyarrow.parquet as pq", ["os", "pyarrow"]),
        ("try:\n    from pandas import DataFrame\nexcept ImportError: ...", ["pandas"]),
        ("class A:\n    import polars\n    def f(self):\n        import duckdb", ["polars"]),
        ("if TYPE_CHECKING:\n    import pyarrow", []),
        ("from .records import Code", []),
    ],
)
def test_libraries_imported_at_the_top_are_seen(line, expected):
    """The test above would see them in classes and conditions too, and not in functions."""
    assert expected == list(at_top(ast.parse(line)))


WATCH = """
import json, os
seen = []
def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.")):
        seen.append(event)
    elif event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append(f"open {arguments[0]}")
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"):
        seen.append(f"{event} {arguments[0]}")
sys.addaudithook(watch)
"""


@pytest.mark.parametrize(
    "script",
    [
        "import summitdata",
        "import summitdata as sd; sd.load().quotations",
        "import summitdata as sd; sd.load_mentions('arrow'); sd.tables('arrow'); sd.describe('codes')",
        "import summitdata as sd; sd.validate(sd.load())",
        "import summitdata as sd; sd.load_mentions(); sd.load_mentions('polars'); sd.load_mentions('duckdb')",
    ],
)
def test_importing_and_loading_touch_no_network_and_write_nothing(script):
    """No socket is opened, no file is made, opened for writing, moved or removed."""
    assert loaded(f"{WATCH}\n{script}\nprint(json.dumps(seen))") == []


def test_writing_and_sockets_would_be_seen(tmp_path):
    """The watch above sees a socket and a file."""
    script = f"{WATCH}\nimport socket\nsocket.socket().close()\nopen(sys.argv[1], 'w').close()\nprint(json.dumps(seen))"
    file = str(tmp_path / "made")

    assert loaded(script, file) == ["socket.__new__", f"open {file}"]


FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml"}
FORBIDDEN_CALLS = {"eval", "exec", "__import__", "os.system", "os.popen"}


def forbidden(source: ast.AST) -> set[str]:
    """What a source has that could run code out of data."""
    found = set()
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.partition(".")[0] in FORBIDDEN_IMPORTS}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {node.module} if str(node.module).partition(".")[0] in FORBIDDEN_IMPORTS else set()
        elif isinstance(node, ast.Call):
            found |= {ast.unparse(node.func)} & FORBIDDEN_CALLS
            found |= {"shell" for keyword in node.keywords if keyword.arg == "shell"}
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_runs_code_out_of_data(path):
    """No module evaluates text, unpickles or asks a shell, those that compile the data included."""
    assert forbidden(ast.parse(path.read_text("utf-8"))) == set()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("eval('1')", {"eval"}),
        ("def f():\n    exec(text)", {"exec"}),
        ("import pickle", {"pickle"}),
        ("from yaml import load", {"yaml"}),
        ("subprocess.run(text, shell=True)", {"shell"}),
        ("os.system(text)", {"os.system"}),
        ("re.compile(text)", set()),
    ],
)
def test_code_run_out_of_data_is_seen(line, expected):
    """The test above would see each of them."""
    assert expected == forbidden(ast.parse(line))


def test_the_figures_are_loaded_when_they_are_asked_for():
    """A bare import does not load what draws, and yet completion and imports by name find it."""
    script = """
import sys
import summitdata as sd
before = "summitdata.look.plot" in sys.modules
from summitdata import plot
print(before, "plot" in dir(sd), sd.plot is plot, set(sd.__all__) <= set(dir(sd)))
"""

    assert python(script).stdout == "False True True True\n"
    assert summitdata.plot.__all__[0] == "SAVING"
    assert set(summitdata.__all__) <= set(dir(summitdata))


def test_a_name_that_there_is_not():
    """Python's own message."""
    with pytest.raises(AttributeError) as e:
        summitdata.nothing  # noqa: B018

    assert str(e.value) == "module 'summitdata' has no attribute 'nothing'"
