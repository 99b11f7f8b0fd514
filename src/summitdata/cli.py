"""
The command line: the only place that prints.

Exit status: 0 done, 1 the data has problems, 2 misuse, 74 reading or writing failed, 70 a defect of ours, 130 and 143
interrupted and terminated.
"""

import argparse
import json
import os
import re
import signal
import sys
import textwrap
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

import attrs

from . import bundled
from ._manifest import DATA_VERSION
from .anchor import Span
from .citation_styles import STYLES
from .corpus import Corpus
from .exceptions import (
    AttachError,
    ConflictError,
    ConversionError,
    MissingExtraError,
    NotFoundError,
    SummitDataError,
    UsageError,
    known_name,
    shown,
)
from .formats import FORMATS, REVERSIBLE, validate, write
from .formats import open as open_corpus
from .limits import Limits
from .metadata import read_metadata
from .records import TABLES
from .schema import codebook, json_schema, row_is
from .view_records import VIEW_RECORDS

__all__ = ["main"]

DONE, PROBLEMS, MISUSE, DEFECT, FAILED, INTERRUPTED = 0, 1, 2, 70, 74, 130

_MISUSE = (UsageError, NotFoundError, ConflictError, MissingExtraError)
_DATA = (AttachError, ConversionError)
_WIDTH = 100


@attrs.frozen
class _Answer:
    """What a command has to say: lines for people, a document for programs, a complaint where it failed."""

    status: int
    text: str = ""
    document: Any = None
    complaint: str | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    came: list[int] = []
    try:
        with _stoppable(came):
            status = _main(sys.argv[1:] if arguments is None else arguments, came)
    except KeyboardInterrupt:
        status = INTERRUPTED
    # Whatever became of the exception on its way, the signal is why the command ended.
    return 128 + came[0] if came else status


@contextmanager
def _stoppable(came: list[int]) -> Iterator[None]:
    """Let SIGTERM end a command as Ctrl-C does, so that what was begun is undone; handlers of others stay."""

    def stop(number: int, _: object) -> NoReturn:
        came.append(number)
        raise KeyboardInterrupt

    usual: dict[int, Any] = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
    is_main = threading.current_thread() is threading.main_thread()
    ours = [number for number, handler in usual.items() if is_main and signal.getsignal(number) == handler]
    try:
        for number in ours:
            signal.signal(number, stop)
        yield
    finally:
        for number in ours:
            signal.signal(number, usual[number])


def _main(arguments: Sequence[str], came: Sequence[int]) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Cyrillic gets escapes instead of an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    given = [*arguments]
    flags = given[: given.index("--")] if "--" in given else given
    answer = _answer(given, debug="--debug" in flags)
    return answer.status if came else _tell(answer, as_json="--json" in flags)


def _answer(given: list[str], *, debug: bool) -> _Answer:
    if sys.stdout is None:
        return _failure("the standard output is closed, so nothing was done; open it, or send it to a file", FAILED)
    try:
        options = _parser().parse_args(given)
        answer: _Answer = options.run(options)
    except _Asked as asked:
        return _Answer(DONE, str(asked).rstrip(), {"text": str(asked)})
    except SummitDataError as error:
        return _failure(str(error), _status(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, there is a status for it
        if debug:
            _complain(_printable(traceback.format_exc().rstrip()))
        what = f"a defect of summitdata: {type(error).__name__}: {error}; please report it with the output of --debug"
        return _failure(what, DEFECT)
    return answer


def _failure(message: str, status: int) -> _Answer:
    line = _printable(message).replace("\n", "\\n")
    return _Answer(status, document={"error": line, "status": status}, complaint=line)


def _status(error: SummitDataError) -> int:
    if isinstance(error, _MISUSE):
        return MISUSE
    return PROBLEMS if isinstance(error, _DATA) else FAILED


def _tell(answer: _Answer, *, as_json: bool) -> int:
    """Print an answer; its status, unless printing fails."""
    if answer.complaint is not None:
        _complain(f"summitdata: {answer.complaint}")
    # ASCII, since any program and any terminal can take it.
    text = json.dumps(answer.document, indent=1) if as_json and answer.document is not None else answer.text
    try:
        if text:
            print(text)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has had enough.
        _silence(sys.stdout)
    except OSError as error:
        _silence(sys.stdout)
        _complain(f"summitdata: writing to the standard output failed: {error.strerror}; send it elsewhere")
        return FAILED
    return answer.status


def _complain(line: str) -> None:
    if sys.stderr is None:
        return
    try:
        print(line, file=sys.stderr)
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Let what is left in a stream go nowhere, or Python would try to write it once more as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _printable(text: str) -> str:
    """Text without anything a terminal would obey."""
    return "".join(
        c if c.isprintable() or c == "\n" else c.encode("unicode_escape", "surrogatepass").decode() for c in text
    )


class _Asked(Exception):
    """Help or versions that were asked for instead of a command."""


class _Parser(argparse.ArgumentParser):
    """A parser that leaves it to `main` to print and to end the process."""

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002 - argparse passes it
        raise _Asked(self.format_help())

    def error(self, message: str) -> NoReturn:
        _complain(self.format_usage().rstrip())
        raise UsageError(message)


class _Version(argparse.Action):
    """Show the versions of code and data."""

    def __call__(self, *_: object) -> NoReturn:
        text = f"summitdata {sys.modules[__package__].__version__}, data version {DATA_VERSION}"
        raise _Asked(text)


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON document, for programs")
    common.add_argument("--debug", action="store_true", help="show the traceback of a defect")
    strange = _Parser(add_help=False)
    strange.add_argument("--isolated", action="store_true", help="read a stranger's folder in a process of its own")
    strange.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help=f"what each file of the folder may ask for: {', '.join(f'{n}={v}' for n, v in Limits()._asdict().items())}",
    )
    parser = _Parser(
        prog="summitdata",
        description="One presidential summit briefing as linked, typed, validated tables.",
        epilog="Begin with summitdata show; summitdata COMMAND --help tells more of each. "
        "Exit status: 0 done, 1 the data has problems, 2 misuse, 74 reading or writing failed, 70 a defect.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the versions of code and data")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], _Answer], text: str, *parents: _Parser
    ) -> argparse.ArgumentParser:
        about = f"{text[0].upper()}{text[1:]}."
        made = commands.add_parser(name, parents=[common, *parents], help=text, description=about, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    command("show", _show, "what the package holds")
    for name, run, text in (
        ("describe", _describe, "a table or view in words: its columns, nulls and codes"),
        ("codebook", _codebook, "the codebook of a table or view; with --json also its JSON Schema"),
    ):
        command(name, run, text).add_argument("table", help=f"one of {', '.join([*TABLES, *VIEW_RECORDS])}")
    export = command("export", _export, "write the shipped corpus, or one's own, to a folder", strange)
    export.add_argument("folder", help="the folder to write; it is made")
    export.add_argument("--format", default="parquet", help=f"one of {', '.join(FORMATS)} (default: %(default)s)")
    export.add_argument(
        "--from", dest="source", metavar="FOLDER", help="a corpus of one's own instead of the shipped one"
    )
    export.add_argument("--text", action="store_true", help="write the article's wording too; it has to be attached")
    export.add_argument("--overwrite", action="store_true", help="replace a corpus that is already there")
    export.add_argument(
        "--metadata", metavar="FILE", help="who made a corpus of one's own, a JSON file with the fields of Metadata"
    )
    check = command("validate", _validate, "the problems of a corpus", strange)
    check.add_argument("folder", nargs="?", help="the folder of the corpus (default: the shipped corpus)")
    citation = command("cite", _cite, "how to cite the dataset, the article, or one row")
    citation.add_argument("what", nargs="?", help="article, or the id of a row such as q07 (default: the dataset)")
    citation.add_argument("--style", default="apa", help=f"one of {', '.join(STYLES)} (default: %(default)s)")
    place = command("context", _context, "a row in its place in the article")
    place.add_argument("row", help="the id of a row, such as q07")
    place.add_argument("--width", type=int, default=80, help="how many characters on both sides (default: %(default)s)")
    same = command("verify", _verify, "whether what is installed is what was cited")
    same.add_argument("cited", nargs="?", help="the fingerprint, or the citation that holds it")
    where = command("path", _path, "where the Parquet files lie, for other programs")
    where.add_argument("table", nargs="?", help="the table (default: the folder of them all)")
    page = command(
        "view", _view, "one page to look at: the briefing, its numbers, promises, projects and places", strange
    )
    page.add_argument("-o", "--output", default="summitdata.html", help="the page to write (default: %(default)s)")
    page.add_argument(
        "--from", dest="source", metavar="FOLDER", help="a corpus of one's own instead of the shipped one"
    )
    page.add_argument("--no-text", action="store_true", help="leave the article's wording out, to pass the page on")
    page.add_argument("--overwrite", action="store_true", help="replace a file that is already there")
    give = command("attach", _attach, "attach one's own copy of the article, so that its wording is shown")
    give.add_argument("file", help="the article as a text file in UTF-8")
    give.add_argument("--dry-run", action="store_true", help="only say what would become of every span")
    command("detach", _detach, "forget the attached article")
    command("disclosure", _disclosure, "how much of the article's wording the package gives away")
    return parser


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)


def _show(_: argparse.Namespace) -> _Answer:
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
    return _Answer(DONE, "\n".join(lines), document)


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


def _describe(options: argparse.Namespace) -> _Answer:
    text = bundled.describe(options.table)
    cls = bundled.declared(options.table)
    rows = bundled.frame(options.table, "arrow").num_rows
    about = {"table": options.table, "rows": rows, "a_row_is": row_is(cls)}
    return _Answer(DONE, text, {**about, "columns": codebook(cls).to_pylist()})


def _codebook(options: argparse.Namespace) -> _Answer:
    cls = bundled.declared(options.table)
    rows = codebook(cls).to_pylist()
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
    return _Answer(DONE, "\n".join(lines), document)


def _export(options: argparse.Namespace) -> _Answer:
    _check_apart(options.folder, options.source)
    corpus = _corpus(options)
    if options.text and not corpus.has_text:
        msg = "there is no wording to write; attach the article first (summitdata attach FILE), or leave --text out of a format that can do without"
        raise UsageError(msg)
    about = None if options.metadata is None else read_metadata(options.metadata)
    write(corpus, options.folder, options.format, text=options.text, overwrite=options.overwrite, metadata=about)
    rows = sum(corpus.n_rows.values())
    wording = "with the article's wording, so do not pass it on" if options.text else "without the article's wording"
    what = f"{rows:,} rows in {len(corpus.tables)} tables" if options.format in REVERSIBLE else "the corpus"
    text = f"{what} written to {shown(options.folder)} as {options.format}, {wording}"
    document = {"folder": options.folder, "format": options.format, "rows": rows, "text": options.text}
    return _Answer(DONE, text, document)


def _check_apart(destination: str, source: str | None) -> None:
    """Nothing is written over what is read: without its wording, or as a page, it would be lost."""
    if source and Path(os.path.realpath(destination)).is_relative_to(os.path.realpath(source)):
        msg = f"{shown(destination)} lies in the corpus that is read, {shown(source)}; give another destination"
        raise UsageError(msg)


def _corpus(options: argparse.Namespace) -> Corpus:
    """The corpus in the folder that was named, or else the shipped one."""
    if options.source is None:
        return bundled.load()
    return open_corpus(options.source, limits=_limits(options), isolated=options.isolated)


def _limits(options: argparse.Namespace) -> Limits:
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


def _cite(options: argparse.Namespace) -> _Answer:
    text = bundled.cite(options.what, options.style)
    return _Answer(DONE, _printable(text), {"what": options.what, "style": options.style, "citation": text})


def _context(options: argparse.Namespace) -> _Answer:
    text = bundled.context(options.row, options.width)
    return _Answer(DONE, _printable(text), {"row": options.row, "context": text})


def _verify(options: argparse.Namespace) -> _Answer:
    result = bundled.verify(options.cited)
    document = {"ok": result.ok, "cited": result.expected, "found": result.found, "data_version": result.version}
    return _Answer(DONE if result.ok else PROBLEMS, str(result), document)


def _path(options: argparse.Namespace) -> _Answer:
    path = str(bundled.path(options.table))
    return _Answer(DONE, path, {"path": path})


def _view(options: argparse.Namespace) -> _Answer:
    _check_apart(options.output, options.source)
    corpus = _corpus(options)
    has_text = corpus.has_text and not options.no_text
    corpus.view(text=has_text).write(options.output, overwrite=options.overwrite)
    wording = "with the article's wording, so keep it to yourself" if has_text else "without the article's wording"
    text = f"a page written to {shown(options.output)}, {wording}; open it in a browser"
    return _Answer(DONE, text, {"file": options.output, "text": has_text})


def _validate(options: argparse.Namespace) -> _Answer:
    if options.folder is None:
        report = bundled.load().validate()
    elif options.isolated:
        report = open_corpus(options.folder, limits=_limits(options), isolated=True).validate()
    else:
        report = validate(options.folder, limits=_limits(options))
    problems = [attrs.asdict(p) for p in report]
    document = {"ok": report.ok, "rows": report.rows, "total": report.total, "problems": problems}
    return _Answer(DONE if report.ok else PROBLEMS, _printable(str(report)), document)


def _attach(options: argparse.Namespace) -> _Answer:
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
    return _Answer(DONE, "\n".join(lines), document)


def _why_lost(span: Span, changed: Sequence[str]) -> str:
    if span.sentence_id is None:
        return "it cannot be told from the sentences"
    if span.sentence_id in changed:
        return f"{span.sentence_id} is changed or missing"
    return f"{span.sentence_id} no longer follows the sentence before it"


def _detach(_: argparse.Namespace) -> _Answer:
    there = bundled.detach()
    return _Answer(DONE, "Forgotten." if there else "No article was attached.", {"detached": there})


def _disclosure(_: argparse.Namespace) -> _Answer:
    result = bundled.disclosure()
    lines = ["What the package gives away of the article's wording (an attached copy is not counted):", str(result)]
    return _Answer(DONE, "\n".join(lines), [attrs.asdict(row) for row in result.rows])
