"""
How the documentation is built: `python -m sphinx -W --keep-going -n -b html docs docs/_build/html`.

Whatever can be computed is: a line `<!-- generated: NAME -->` in a page gives way to what the function of that name in
`GENERATED` makes from the package, so tables, vocabularies and figures cannot differ from what is shipped.
"""

import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from docutils import nodes

import summitdata as sd
from summitdata.bundled import Loader, table_list
from summitdata.descriptors import croissant, data_files
from summitdata.descriptors.datasheet import sections
from summitdata.descriptors.schema_org import described
from summitdata.fields import EDTF, Vocabulary, vocabulary_name
from summitdata.files import entries
from summitdata.formats import FORMATS, REVERSIBLE
from summitdata.invariants import INVARIANTS
from summitdata.metadata import SHIPPED
from summitdata.records import TABLES
from summitdata.schema import Column, columns, row_is
from summitdata.view_records import VIEW_RECORDS

project = "summitdata"
author = "The summitdata developers"
copyright = "The summitdata developers"  # noqa: A001 - Sphinx's name
release = version = sd.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "conftest.py", "jupyter_execute"]
highlight_language = "none"
default_role = "literal"
nitpicky = True
# Other projects' classes: there is no network to look them up in.
nitpick_ignore_regex = [
    (r"py:.*", r"(pa|pd|pl|duckdb|pyarrow|os|datetime|collections|pathlib)\..*"),
    # What their users need not know by name: a list of formats, text that a notebook shows as it is, any Arrow stream.
    (
        r"py:class",
        r"Format|Style|Page|Path|Figure|Client|Comparison|summitdata\.shown_table\.Table|summitdata\.vocabularies\..*|summitdata\.bundled\.Text|ArrowStream",
    ),
]
autodoc_member_order = "bysource"
napoleon_numpy_docstring = False
napoleon_use_ivar = True
toc_object_entries_show_parents = "hide"
myst_enable_extensions = ["deflist"]

# A page with code cells is run from its first cell to its last; a cell that fails, fails the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_execution_in_temp = True
nb_merge_streams = True
# Nothing that is attached on this machine may get into a page.
_home = tempfile.TemporaryDirectory(prefix="summitdata-docs-")
os.environ["SUMMITDATA_HOME"] = _home.name

html_theme = "furo"
html_title = f"summitdata {version}"
html_static_path = ["_static"]
html_css_files = ["tables.css", "notebook.css"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"top_of_page_buttons": []}


def _table(head: Sequence[str], rows: Iterable[Iterable[str]], *, figures: Container[str] = ()) -> str:
    rules = ["--:" if name in figures else "---" for name in head]
    listed = [list(head), rules, *map(list, rows)]
    # A bar inside a cell would end it.
    lines = (" | ".join(cell.replace("|", r"\|") for cell in row) for row in listed)
    return "\n".join(f"| {line} |" for line in lines)


def _figure(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _rows() -> dict[str, int]:
    return {row["table"]: row["rows"] for row in table_list().to_pylist()}


def _overview() -> str:
    """All the tables, each linked to its section."""
    rows = _rows()
    return _table(
        ("table", "rows", "a row is"),
        (
            (f"[{name}](#table-{name})", f"{rows[name]:,}" if rows[name] else "–", row_is(cls))
            for name, cls in TABLES.items()
        ),
        figures={"rows"},
    )


def _section(name: str) -> str:
    """A section for a table, a row for each of its columns."""
    cls, rows = TABLES[name], _rows()[name]
    nothing = "nothing was extracted for" if name == "errors" else "not coded in"
    held = f"{_figure(rows, 'row')}." if rows else f"No rows: {nothing} data version {sd.DATA_VERSION}."
    loader = (
        f"```{{py:function}} summitdata.load_{name}(backend='pandas', *, columns=None, dtype_backend=None)\n"
        "The table of the shipped corpus; see {py:func}`summitdata.frame`.\n```"
    )
    users = _users(_referring().get(name, []))
    parts = [f"(table-{name})=", f"## The table `{name}`", row_is(cls), f"{held}{users}", loader]
    body = ((f"`{c.name}`", _kind(c), _null(c), _meaning(c)) for c in columns(cls))
    return "\n\n".join([*parts, _table(("column", "type", "null means", "what it holds"), body)])


def _referring() -> dict[str, list[str]]:
    """For each table the columns of others that hold its ids."""
    made: dict[str, list[str]] = {}
    for name, cls in TABLES.items():
        for c in columns(cls):
            # Every row belongs to an article: that need not be said of twenty tables.
            if c.reference and c.name != "article_id":
                made.setdefault(c.reference, []).append(f"[{name}](#table-{name}) (`{c.name}`)")
    return made


def _users(users: list[str]) -> str:
    return f"\nReferred to by {', '.join(users)}." if users else ""


def _kind(c: Column) -> str:
    if c.vocabulary:
        name = vocabulary_name(c.vocabulary)
        return f"text, one of [{name}](#vocabulary-{name})"
    if c.reference:
        target = "any table" if c.reference == "*" else f"[{c.reference}](#table-{c.reference})"
        return f"text, an id of {target}"
    return f"{c.type_name}, {c.unit}" if c.unit else c.type_name


def _null(c: Column) -> str:
    return (c.null or "") if c.nullable else "never null"


def _meaning(c: Column) -> str:
    parts = [c.description]
    if c.minimum is not None and c.maximum is not None:
        parts.append(f"From {c.minimum:g} to {c.maximum:g}.")
    elif c.minimum is not None:
        parts.append(f"At least {c.minimum:g}.")
    # The pattern of EDTF is long and says no more than its name; that of an id is the parent's.
    if c.pattern and c.pattern != EDTF and not c.reference:
        parts.append(f"Form: `{c.pattern}`.")
    return " ".join(parts)


def _vocabularies() -> str:
    """A section for each vocabulary, a row for each code."""
    uses: dict[type[Vocabulary], list[str]] = {}
    for name, cls in TABLES.items():
        for c in columns(cls):
            if c.vocabulary:
                uses.setdefault(c.vocabulary, []).append(f"[{name}](#table-{name}) (`{c.name}`)")
    return "\n\n".join(_codes(vocabulary, where) for vocabulary, where in uses.items())


def _codes(vocabulary: type[Vocabulary], where: list[str]) -> str:
    name = vocabulary_name(vocabulary)
    says = (vocabulary.__doc__ or "").strip()
    used = "in every table but `codes` and `errors`" if name == "origin" else f"in {', '.join(where)}"
    return "\n\n".join(
        [
            f"(vocabulary-{name})=",
            f"## {name}",
            says,
            f"Source: {vocabulary.__source__}.\nUsed {used}.",
            _table(
                ("code", "label", "definition"), ((f"`{code}`", code.label, _definition(code)) for code in vocabulary)
            ),
        ]
    )


def _definition(code: Vocabulary) -> str:
    parts = [code.definition]
    if code.include:
        parts.append(f"*Also:* {code.include}")
    if code.exclude:
        parts.append(f"*Not:* {code.exclude}")
    return " ".join(parts)


def _disclosure() -> str:
    """What the package reveals of the article, by table and in all."""
    return _table(
        ("table", "characters", "share of the article", "longest run"),
        (
            (
                f"[{row.table}](#table-{row.table})" if row.table else "**all together**",
                f"{row.characters:,}",
                f"{row.share:.1%}",
                _figure(row.longest_run, "word"),
            )
            for row in sd.disclosure().rows
        ),
        figures={"characters", "share of the article", "longest run"},
    )


def _spans() -> str:
    """How far the two readings agree on what the units are."""
    figures = ("first reader", "second reader", "same span", "F1", "F1 by overlap", "F1 with main code")
    rows = (
        (
            f"[{row['layer']}](#table-{row['layer']})",
            *(f"{row[n]:,}" for n in ("n_first", "n_second", "n_same")),
            *(f"{row[n]:.3f}" for n in ("f1", "f1_overlap", "f1_label")),
        )
        for row in sd.agreement("arrow").to_pylist()
        if row["code"] == "span"
    )
    return _table(("layer", *figures), rows, figures=figures)


def _codes_agreed() -> str:
    """How far the two readings agree on the codes of the units that both have."""
    figures = ("units compared", "agreement", "kappa")
    rows = (
        (
            row["layer"],
            f"`{row['code']}`",
            f"{row['n_same']:,}",
            f"{row['agreement']:.3f}",
            "–" if row["kappa"] is None else f"{row['kappa']:.3f}",
        )
        for row in sd.agreement("arrow").to_pylist()
        if row["code"] != "span"
    )
    return _table(("layer", "code", *figures), rows, figures=figures)


def _invariants() -> str:
    """Every invariant: its id, the table and column it names, and what it says."""
    rows = ((f"`{i.id}`", f"[{i.table}](#table-{i.table})", f"`{i.column}`", i.says) for i in INVARIANTS)
    return _table(("rule", "table", "column", "what holds"), rows)


def _views() -> str:
    """A section for each view, a row for each of its columns."""
    rows = {row["view"]: row["rows"] for row in sd.views("arrow").to_pylist()}
    made = []
    for name, cls in VIEW_RECORDS.items():
        body = ((f"`{c.name}`", _kind(c), _null(c), _meaning(c)) for c in columns(cls))
        held = f"{_figure(rows[name], 'row')} in the shipped corpus."
        table = _table(("column", "type", "null means", "what it holds"), body)
        made.append("\n\n".join([f"(view-{name})=", f"## {name}", row_is(cls), held, table]))
    return "\n\n".join(made)


def _identifiers() -> str:
    """How many identifiers of each scheme were verified."""
    counts = Counter((i.scheme, i.status) for i in sd.frame("identifiers", "records"))
    schemes = {scheme: scheme.label for scheme, _ in counts}
    return _table(
        ("scheme", "verified", "unverified"),
        (
            (f"{label} (`{scheme}`)", str(counts[scheme, "verified"]), str(counts[scheme, "unverified"]))
            for scheme, label in schemes.items()
        ),
        figures={"verified", "unverified"},
    )


def _coded() -> str:
    """How many rows each table has."""
    rows = _rows()
    coded = [f"- [{name}](#table-{name}): {_figure(n, 'row')}" for name, n in rows.items()]
    return "\n".join(coded)


def _loaders() -> str:
    """The loader of every table, whose reference is on the page of its noun."""
    return "\n".join(f"- {{py:func}}`summitdata.load_{name}`: {row_is(cls)}" for name, cls in TABLES.items())


def _functions() -> str:
    """Every other name of the package's front door, in the order of a day's work."""
    names = [name for name in sd.__all__ if not isinstance(getattr(sd, name), (Loader, ModuleType, type, str))]
    order = ("tables", "views", "describe", "codebook", "frame", "load", "open", "validate", "agreement", "changes")
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    lines = "\n".join(f".. autofunction:: summitdata.{name}" for name in names)
    return f"```{{eval-rst}}\n{lines}\n```"


def _one_way() -> str:
    """A section for each format in which something is lost, in the words of its module."""
    forms = [form for form in FORMATS if form not in REVERSIBLE]
    made = []
    for form in forms:
        head, _, rest = (import_module(f"summitdata.formats.{form}").__doc__ or "").strip().partition("\n\n")
        made.append(f"(format-{form})=\n\n### `{form}`\n\n{head}\n\n{rest}".replace("``", "`"))
    return "\n\n".join(made)


def _datasheet() -> str:
    """A section for each heading of the datasheet."""
    return "\n\n".join(f"## {heading}\n\n{answer}" for heading, answer in sections(sd.load(), SHIPPED).items())


def _responsible() -> str:
    """What the shipped croissant.json says in the vocabulary for responsible AI."""
    told = croissant.described(sd.load(), data_files(entries(sd.path()), "parquet"), "parquet", SHIPPED)
    rows = (
        (f"`{name}`", said if isinstance(said, str) else ", ".join(said))
        for name, said in told.items()
        if name.startswith("rai:")
    )
    return _table(("property", "what it says"), rows)


GENERATED: Mapping[str, Callable[[], str]] = {
    "overview": _overview,
    **{f"table {name}": partial(_section, name) for name in TABLES},
    "vocabularies": _vocabularies,
    "disclosure": _disclosure,
    "spans": _spans,
    "codes agreed": _codes_agreed,
    "invariants": _invariants,
    "views": _views,
    "identifiers": _identifiers,
    "coded": _coded,
    "loaders": _loaders,
    "functions": _functions,
    "one way": _one_way,
    "datasheet": _datasheet,
    "responsible": _responsible,
}

_MARK = re.compile(r"<!-- generated: (.+?) -->")


def _fill(_app: Any, _page: str, source: list[str]) -> None:
    """Put what is generated in its places."""
    source[0] = _MARK.sub(lambda mark: GENERATED[mark[1]](), source[0])


def _split(*event: Any) -> None:
    """Make `start, end: …` among attributes two entries: Napoleon takes the first of the two names for a type."""
    lines: list[str] = event[-1]
    pair = re.compile(r"^(\s+)(\w+), (\w+): (.*)")
    lines[:] = [line for given in lines for line in pair.sub(r"\1\2: \4\n\n\1\3: \4", given).split("\n")]


def _plain(_app: Any, what: str, _name: str, _object: Any, _options: Any, lines: list[str]) -> None:
    """Leave a colon in what is said of a property a colon: Napoleon takes the words before it for a type."""
    if what in {"attribute", "data", "property"} and lines:
        lines[0] = f": {lines[0]}"


def _trim(_app: Any, page: nodes.document, _name: str) -> None:
    """Take away the empty line that doctest needs before a closing fence."""
    for block in page.findall(nodes.literal_block):
        block.rawsource = block.astext().rstrip()
        block.clear()
        block.append(nodes.Text(block.rawsource))


def _describe(_app: Any, page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Tell search engines on the first page what the dataset is."""
    if page == "index":
        told = json.dumps(described(SHIPPED, data_files(entries(sd.path()), "parquet")), ensure_ascii=False)
        # Nothing in a script may look like the end of one.
        told = told.replace("<", r"\u003c")
        context["metatags"] += f'<script type="application/ld+json">{told}</script>'


def setup(app: Any) -> dict[str, bool]:
    """Connect what is above to Sphinx."""
    app.connect("source-read", _fill)
    app.connect("autodoc-process-docstring", _split, priority=100)
    app.connect("autodoc-process-docstring", _plain, priority=100)
    app.connect("doctree-resolved", _trim)
    app.connect("html-page-context", _describe)
    # What is generated changes with the package, not with the page: nothing is taken over from an earlier build.
    app.connect("env-get-outdated", lambda _app, env, *_: sorted(env.found_docs))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
