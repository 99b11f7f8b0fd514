"""What the commands do; each gives its answer, which `cli` prints."""

import argparse
import os
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from . import bundled, formats
from ._manifest import DATA_VERSION
from .anchor import Span
from .corpus import Corpus
from .exceptions import UsageError, known_name, shown
from .limits import Limits
from .metadata import read_metadata
from .schema import codebook as codebook_of
from .schema import json_schema, row_is
from .view_records import VIEW_RECORDS

DONE, PROBLEMS = 0, 1

_WIDTH = 100


@attrs.frozen
class Answer:
    """What a command has to say: lines for people, a document for programs, a complaint where it failed."""

    status: int
    text: str = ""
    document: Any = None
    complaint: str | None = None


def printable(text: str) -> str:
    """Text without anything a terminal would obey."""
    return "".join(
        c if c.isprintable() or c == "\n" else c.encode("unicode_escape", "surrogatepass").decode() for c in text
    )


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)


def show(_: argparse.Namespace) -> Answer:
    """What the package holds."""
    rows = bundled.table_list().to_pylist()
    findings = _findings()
    article = bundled.frame("articles", "records")[0]
    width = max(len(row["table"]) for row in rows)
    lines = [
        f"summitdata, data version {DATA_VERSION}: {article.outlet}, {article.published}, in {len(rows)} tables",
        "",
    ]
    for row in rows:
        head = f"{row['table']:<{width}}  {row['rows']:>5}  "
        lines.append(head + _shortened(row["a_row_is"], _WIDTH - len(head)))
    lines += ["", _wrapped(f"Joined views: {', '.join(VIEW_RECORDS)}"), "", "For instance:"]
    lines += [_wrapped(finding["text"], "    ") for finding in findings]
    lines += [
        "",
        "In the shell: summitdata describe quantities",
        "              summitdata view -o summit.html",
        "              summitdata export out --format csv",
        "              summitdata cite q07",
        "              summitdata --help",
        "In Python:    import summitdata as sd",
        "              sd.load_quantities()",
        "              sd.frame('targets')",
        "              sd.plot.voices()",
    ]
    document = {"data_version": DATA_VERSION, "tables": rows, "views": list(VIEW_RECORDS), "findings": findings}
    return Answer(DONE, "\n".join(lines), document)


def _shortened(text: str, width: int) -> str:
    """A sentence in one line, cut after a clause if one ends in its second half."""
    if len(text) <= width:
        return text
    cut = text.rfind(",", width // 2, width - 3)
    return textwrap.shorten(text, width, placeholder=" ...") if cut < 0 else f"{text[:cut]} ..."


def _findings() -> list[dict[str, Any]]:
    """Every target of the shipped corpus that can be compared, beside its baseline, stated or derived."""
    pairs = (row for row in bundled.frame("targets", "arrow").to_pylist() if row["ratio"] is not None)
    return [
        {
            "target": row["quantity_id"],
            "baseline": row["baseline_id"],
            "text": f"{row['indicator']}: target {row['value']:,.10g} {row['unit']} ({row['quantity_id']}) beside "
            f"{row['baseline_value']:,.10g} {row['baseline_unit']} "
            + (
                f"in {row['baseline_period']} ({row['baseline_id']})"
                if row["baseline_source"] == "stated"
                else f"that we derive ({row['derivation']})"
            ),
        }
        for row in pairs
    ]


def describe(options: argparse.Namespace) -> Answer:
    """A table or view in words."""
    text = bundled.describe(options.table)
    cls = bundled.declared(options.table)
    rows = bundled.frame(options.table, "arrow").num_rows
    about = {"table": options.table, "rows": rows, "a_row_is": row_is(cls)}
    return Answer(DONE, text, {**about, "columns": codebook_of(cls).to_pylist()})


def codebook(options: argparse.Namespace) -> Answer:
    """The codebook of a table or view."""
    cls = bundled.declared(options.table)
    rows = codebook_of(cls).to_pylist()
    lines = []
    for row in rows:
        lines += [f"{row['column']} ({row['type']})", _wrapped(row["description"], "    ")]
        facts = {
            "unit": row["unit"],
            "null means": row["null_means"],
            "refers to": row["refers_to"],
            "at least": row["minimum"],
            "at most": row["maximum"],
            "form": row["pattern"],
        }
        shown_facts = ((n, f"{fact:g}" if isinstance(fact, float) else fact) for n, fact in facts.items())
        lines += [f"    {name}: {fact}" for name, fact in shown_facts if fact is not None]
        lines += [_wrapped(code, "        ")[4:] for code in (row["codes"] or "").splitlines()]
    document = {"table": options.table, "columns": rows, "json_schema": json_schema(cls, options.table)}
    return Answer(DONE, "\n".join(lines), document)


def export(options: argparse.Namespace) -> Answer:
    """A corpus written to a folder."""
    check_apart(options.folder, options.source)
    corpus = corpus_of(options)
    if options.text and not corpus.has_text:
        msg = "there is no wording to write; attach the article first (summitdata attach FILE), or leave --text out of a format that can do without"
        raise UsageError(msg)
    about = None if options.metadata is None else read_metadata(options.metadata)
    formats.write(
        corpus, options.folder, options.format, text=options.text, overwrite=options.overwrite, metadata=about
    )
    rows = sum(corpus.n_rows.values())
    wording = "with the article's wording, so do not pass it on" if options.text else "without the article's wording"
    what = f"{rows:,} rows in {len(corpus.tables)} tables" if options.format in formats.REVERSIBLE else "the corpus"
    text = f"{what} written to {shown(options.folder)} as {options.format}, {wording}"
    document = {"folder": options.folder, "format": options.format, "rows": rows, "text": options.text}
    return Answer(DONE, text, document)


def check_apart(destination: str, source: str | None) -> None:
    """Nothing is written over what is read: without its wording, or as a page, it would be lost."""
    if source and Path(os.path.realpath(destination)).is_relative_to(os.path.realpath(source)):
        msg = f"{shown(destination)} lies in the corpus that is read, {shown(source)}; give another destination"
        raise UsageError(msg)


def corpus_of(options: argparse.Namespace) -> Corpus:
    """The corpus in the folder that was named, or else the shipped one."""
    if options.source is None:
        return bundled.load()
    return formats.open(options.source, limits=limits_of(options), isolated=options.isolated)


def limits_of(options: argparse.Namespace) -> Limits:
    """The usual limits, but for those that were given."""
    given: dict[str, int] = {}
    for one in options.limit:
        name, _, number = one.partition("=")
        known_name(name, Limits._fields, "limit")
        if not re.fullmatch("[0-9]{1,18}", number):
            msg = f"expected --limit {name}=NUMBER, found {shown(one)}; give a whole number"
            raise UsageError(msg)
        given[name] = int(number)
    return Limits(**given)


def cite(options: argparse.Namespace) -> Answer:
    """How to cite."""
    text = bundled.cite(options.what, options.style)
    return Answer(DONE, printable(text), {"what": options.what, "style": options.style, "citation": text})


def context(options: argparse.Namespace) -> Answer:
    """A row in its place."""
    text = bundled.context(options.row, options.width)
    return Answer(DONE, printable(text), {"row": options.row, "context": text})


def verify(options: argparse.Namespace) -> Answer:
    """Whether what is installed is what was cited."""
    result = bundled.verify(options.cited)
    document = {"ok": result.ok, "cited": result.expected, "found": result.found, "data_version": result.version}
    return Answer(DONE if result.ok else PROBLEMS, str(result), document)


def path(options: argparse.Namespace) -> Answer:
    """Where the files lie."""
    path = str(bundled.path(options.table))
    return Answer(DONE, path, {"path": path})


def view(options: argparse.Namespace) -> Answer:
    """One page to look at."""
    check_apart(options.output, options.source)
    corpus = corpus_of(options)
    has_text = corpus.has_text and not options.no_text
    corpus.view(text=has_text).write(options.output, overwrite=options.overwrite)
    wording = "with the article's wording, so keep it to yourself" if has_text else "without the article's wording"
    text = f"a page written to {shown(options.output)}, {wording}; open it in a browser"
    return Answer(DONE, text, {"file": options.output, "text": has_text})


def validate(options: argparse.Namespace) -> Answer:
    """The problems of a corpus."""
    if options.folder is None:
        report = bundled.load().validate()
    elif options.isolated:
        report = formats.open(options.folder, limits=limits_of(options), isolated=True).validate()
    else:
        report = formats.validate(options.folder, limits=limits_of(options))
    problems = [attrs.asdict(p) for p in report]
    document = {"ok": report.ok, "rows": report.rows, "total": report.total, "problems": problems}
    return Answer(DONE if report.ok else PROBLEMS, printable(str(report)), document)


def attach(options: argparse.Namespace) -> Answer:
    """A copy of the article attached."""
    result = bundled.attach(options.file, remember=not options.dry_run)
    where = None if options.dry_run else str(bundled.home())
    lines = [str(result)]
    for span in result.lost:
        part = "" if span.column == "start" else f" ({span.column.removesuffix('_start')})"
        lines.append(f"lost: {span.id}{part}, since {_why_lost(span, result.changed)}")
    lines.append(
        "Nothing was remembered." if where is None else f"Remembered in {shown(where)}; summitdata detach forgets it."
    )
    document = {
        "exact": result.exact,
        "changed_sentences": result.changed,
        "moved": [attrs.asdict(s) for s in result.moved],
        "lost": [attrs.asdict(s) for s in result.lost],
        "remembered_in": where,
    }
    return Answer(DONE, "\n".join(lines), document)


def _why_lost(span: Span, changed: Sequence[str]) -> str:
    if span.sentence_id is None:
        return "it cannot be told from the sentences"
    if span.sentence_id in changed:
        return f"{span.sentence_id} is changed or missing"
    return f"{span.sentence_id} no longer follows the sentence before it"


def detach(_: argparse.Namespace) -> Answer:
    """The copy forgotten."""
    there = bundled.detach()
    return Answer(DONE, "Forgotten." if there else "No article was attached.", {"detached": there})


def disclosure(_: argparse.Namespace) -> Answer:
    """How much of the wording the package gives away."""
    result = bundled.disclosure()
    lines = ["What the package gives away of the article's wording (an attached copy is not counted):", str(result)]
    return Answer(DONE, "\n".join(lines), [attrs.asdict(row) for row in result.rows])
