"""
The command line: the only place that prints.

Exit status: 0 done, 1 the data has problems, 2 misuse, 74 reading or writing failed, 70 a defect of ours, 130 and 143
interrupted and terminated.
"""

import argparse
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TextIO

from . import commands, own_commands
from ._manifest import DATA_VERSION
from .citation_styles import STYLES
from .commands import DONE, PROBLEMS, Answer, printable
from .exceptions import (
    AttachError,
    ConflictError,
    ConversionError,
    MissingExtraError,
    NotFoundError,
    SummitDataError,
    UsageError,
)
from .formats import FORMATS
from .limits import Limits
from .records import TABLES
from .view_records import VIEW_RECORDS

__all__ = ["main"]

MISUSE, DEFECT, FAILED, INTERRUPTED = 2, 70, 74, 130

_MISUSE = (UsageError, NotFoundError, ConflictError, MissingExtraError)
_DATA = (AttachError, ConversionError)


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


def _answer(given: list[str], *, debug: bool) -> Answer:
    if sys.stdout is None:
        return _failure("the standard output is closed, so nothing was done; open it, or send it to a file", FAILED)
    try:
        options = _parser().parse_args(given)
        answer: Answer = options.run(options)
    except _Asked as asked:
        return Answer(DONE, str(asked).rstrip(), {"text": str(asked)})
    except SummitDataError as error:
        return _failure(str(error), _status(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, there is a status for it
        if debug:
            _complain(printable(traceback.format_exc().rstrip()))
        what = f"a defect of summitdata: {type(error).__name__}: {error}; please report it with the output of --debug"
        return _failure(what, DEFECT)
    return answer


def _failure(message: str, status: int) -> Answer:
    line = printable(message).replace("\n", "\\n")
    return Answer(status, document={"error": line, "status": status}, complaint=line)


def _status(error: SummitDataError) -> int:
    if isinstance(error, _MISUSE):
        return MISUSE
    return PROBLEMS if isinstance(error, _DATA) else FAILED


def _tell(answer: Answer, *, as_json: bool) -> int:
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
    added = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], Answer], text: str, *parents: _Parser
    ) -> argparse.ArgumentParser:
        about = f"{text[0].upper()}{text[1:]}."
        made = added.add_parser(name, parents=[common, *parents], help=text, description=about, allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    command("show", commands.show, "what the package holds")
    for name, run, text in (
        ("describe", commands.describe, "a table or view in words: its columns, nulls and codes"),
        ("codebook", commands.codebook, "the codebook of a table or view; with --json also its JSON Schema"),
    ):
        command(name, run, text).add_argument("table", help=f"one of {', '.join([*TABLES, *VIEW_RECORDS])}")
    export = command("export", commands.export, "write the shipped corpus, or one's own, to a folder", strange)
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
    check = command("validate", commands.validate, "the problems of a corpus", strange)
    check.add_argument("folder", nargs="?", help="the folder of the corpus (default: the shipped corpus)")
    citation = command("cite", commands.cite, "how to cite the dataset, the article, or one row")
    citation.add_argument("what", nargs="?", help="article, or the id of a row such as q07 (default: the dataset)")
    citation.add_argument("--style", default="apa", help=f"one of {', '.join(STYLES)} (default: %(default)s)")
    place = command("context", commands.context, "a row in its place in the article")
    place.add_argument("row", help="the id of a row, such as q07")
    place.add_argument("--width", type=int, default=80, help="how many characters on both sides (default: %(default)s)")
    same = command("verify", commands.verify, "whether what is installed is what was cited")
    same.add_argument("cited", nargs="?", help="the fingerprint, or the citation that holds it")
    where = command("path", commands.path, "where the Parquet files lie, for other programs")
    where.add_argument("table", nargs="?", help="the table (default: the folder of them all)")
    page = command(
        "view", commands.view, "one page to look at: the briefing, its numbers, promises, projects and places", strange
    )
    page.add_argument("-o", "--output", default="summitdata.html", help="the page to write (default: %(default)s)")
    page.add_argument(
        "--from", dest="source", metavar="FOLDER", help="a corpus of one's own instead of the shipped one"
    )
    page.add_argument("--no-text", action="store_true", help="leave the article's wording out, to pass the page on")
    page.add_argument("--overwrite", action="store_true", help="replace a file that is already there")
    _add_own(command, strange)
    give = command("attach", commands.attach, "attach one's own copy of the article, so that its wording is shown")
    give.add_argument("file", help="the article as a text file in UTF-8")
    give.add_argument("--dry-run", action="store_true", help="only say what would become of every span")
    command("detach", commands.detach, "forget the attached article")
    command("disclosure", commands.disclosure, "how much of the article's wording the package gives away")
    return parser


def _add_own(command: Callable[..., argparse.ArgumentParser], strange: _Parser) -> None:
    """The commands for articles of one's own."""
    own = command("extract", own_commands.extract, "the tables of Russian news articles of one's own, to a folder")
    own.add_argument(
        "paths", nargs="+", metavar="PATH", help="files of text, HTML, JSON Lines or WARC, or folders of them"
    )
    own.add_argument(
        "-o", "--output", required=True, metavar="FOLDER", help="the folder of the corpus; it is made, or gone on with"
    )
    own.add_argument("--text", action="store_true", help="write the articles' wording too, as a review needs it")
    own.add_argument("--ner", action="store_true", help="look for names with natasha's tagger too; slower")
    own.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=FIELD",
        help="what a field of JSON Lines is called: text=body",
    )
    own.add_argument(
        "--articles-per-part",
        type=int,
        default=500,
        metavar="N",
        help="at most so many articles a part (default: %(default)s)",
    )
    own.add_argument("--workers", type=int, default=1, metavar="N", help="so many processes (default: %(default)s)")
    own.add_argument("--scheduler", metavar="ADDRESS", help="let the workers of this Dask scheduler do it")
    own.add_argument(
        "--break-lock", action="store_true", help="do what a process of another machine had begun and died at"
    )
    ask = command(
        "review", own_commands.review, "what a human has to look at in an extracted corpus, to a folder", strange
    )
    ask.add_argument("folder", help="the folder of the corpus, with its wording")
    ask.add_argument("-o", "--output", required=True, metavar="FOLDER", help="the folder to write; it is made")
    ask.add_argument(
        "--below", type=float, default=0.8, help="ask about rows of less confidence (default: %(default)s)"
    )
    ask.add_argument(
        "--article", action="append", default=[], metavar="ID", help="go over this article as a whole, too"
    )
    ask.add_argument("--overwrite", action="store_true", help="replace a review, and all that was decided in it")
    back = command("merge", own_commands.merge, "a corpus with what was decided in its review, to a folder", strange)
    back.add_argument("folder", help="the folder of the corpus that was reviewed")
    back.add_argument("review", help="the folder of the review")
    back.add_argument("-o", "--output", required=True, metavar="FOLDER", help="the folder to write; it is made")
    back.add_argument("--text", action="store_true", help="write the articles' wording too")
    back.add_argument("--overwrite", action="store_true", help="replace a corpus that is already there")
