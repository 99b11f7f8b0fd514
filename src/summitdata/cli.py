"""
The command line: the only place that prints.

Exit status: 0 done, 1 the data has problems, 2 misuse, 74 reading or writing failed, 70 a defect of ours.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from . import bundled
from ._manifest import DATA_VERSION
from .exceptions import (
    AttachError,
    ConflictError,
    ConversionError,
    MissingExtraError,
    NotFoundError,
    SummitDataError,
    UsageError,
)
from .formats import FORMATS, validate, write
from .formats import open as open_corpus
from .records import TABLES
from .schema import codebook, json_schema, table_class

__all__ = ["main"]

DONE, PROBLEMS, MISUSE, DEFECT, FAILED, INTERRUPTED = 0, 1, 2, 70, 74, 130

_MISUSE = (UsageError, NotFoundError, ConflictError, MissingExtraError)
_DATA = (AttachError, ConversionError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Cyrillic gets escapes instead of an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has had enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except SummitDataError as error:
        return _failed(options, str(error), _status(error))
    except Exception as error:
        if options.debug:
            raise
        what = f"a defect of summitdata: {type(error).__name__}: {error}; please report it with the output of --debug"
        return _failed(options, what, DEFECT)
    return status


def _status(error: SummitDataError) -> int:
    if isinstance(error, _MISUSE):
        return MISUSE
    return PROBLEMS if isinstance(error, _DATA) else FAILED


def _failed(options: argparse.Namespace, message: str, status: int) -> int:
    line = _printable(message)
    print(f"summitdata: {line}", file=sys.stderr)
    if options.json:
        _print_json({"error": line, "status": status})
    return status


def _printable(text: str) -> str:
    """Text without anything a terminal would obey."""
    return "".join(
        c if c.isprintable() or c == "\n" else c.encode("unicode_escape", "surrogatepass").decode() for c in text
    )


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON document, for programs")
    common.add_argument("--debug", action="store_true", help="show the traceback of a defect")
    parser = argparse.ArgumentParser(
        prog="summitdata",
        description="One presidential summit briefing as linked, typed, validated tables.",
        epilog="Exit status: 0 done, 1 the data has problems, 2 misuse, 74 reading or writing failed, 70 a defect.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[common], help=text, description=f"{text[0].upper()}{text[1:]}.")
        made.set_defaults(run=run)
        return made

    command("show", _show, "what the package holds")
    for name, run, text in (
        ("describe", _describe, "a table in words: its columns, nulls and codes"),
        ("codebook", _codebook, "the codebook of a table; with --json also its JSON Schema"),
    ):
        command(name, run, text).add_argument("table", help=f"one of {', '.join(TABLES)}")
    export = command("export", _export, "write the shipped corpus, or one's own, to a folder")
    export.add_argument("folder", help="the folder to write; it is made")
    export.add_argument("--format", default="parquet", help=f"one of {', '.join(FORMATS)} (default: %(default)s)")
    export.add_argument(
        "--from", dest="source", metavar="FOLDER", help="a corpus of one's own instead of the shipped one"
    )
    export.add_argument(
        "--text", action="store_true", help="write the wording of the article too, where it is attached"
    )
    export.add_argument("--overwrite", action="store_true", help="replace a corpus that is already there")
    check = command("validate", _validate, "all the problems of a corpus")
    check.add_argument("folder", nargs="?", help="the folder of the corpus (default: the shipped corpus)")
    give = command("attach", _attach, "attach one's own copy of the article, so that its wording is shown")
    give.add_argument("file", help="the article as a text file in UTF-8")
    give.add_argument("--dry-run", action="store_true", help="only say what would become of every span")
    command("detach", _detach, "forget the attached article")
    command("disclosure", _disclosure, "how much of the article's wording the package gives away")
    return parser


def _show(options: argparse.Namespace) -> int:
    rows = bundled.table_list().to_pylist()
    findings = _findings()
    if options.json:
        _print_json({"data_version": DATA_VERSION, "tables": rows, "findings": findings})
        return DONE
    article = bundled.frame("articles", "records")[0]
    print(f"summitdata, data version {DATA_VERSION}: {article.outlet}, {article.published}, in {len(rows)} tables")
    print()
    width = max(len(row["table"]) for row in rows)
    for row in rows:
        count = f"{row['rows']:>5,}" if row["rows"] else "    –"
        print(f"{row['table']:<{width}}  {count}  {row['a_row_is']}")
    print("– means not coded yet.")
    print()
    for finding in findings:
        print(f"For instance: {finding['text']}")
    print()
    print("In Python:    import summitdata as sd; sd.load_quantities()")
    print("In the shell: summitdata describe quantities; summitdata export out/ --format csv; summitdata --help")
    return DONE


def _findings() -> list[dict[str, Any]]:
    """Every target level of the shipped corpus beside the actual level it is to be compared with."""
    numbers = {q.id: q for q in bundled.frame("quantities", "records")}
    pairs = ((q, numbers[q.baseline_id]) for q in numbers.values() if q.baseline_id and q.value is not None)
    return [
        {
            "target": q.id,
            "actual": was.id,
            "text": f"{q.indicator}: {q.status.label.lower()} {q.value:,.0f} {q.unit} beside {was.status.label.lower()} "
            f"{was.value:,.0f} {was.unit} in {was.period} ({q.id}, {was.id})",
        }
        for q, was in pairs
    ]


def _describe(options: argparse.Namespace) -> int:
    text = bundled.describe(options.table)
    if options.json:
        rows = next(row for row in bundled.table_list().to_pylist() if row["table"] == options.table)
        _print_json({**rows, "columns": codebook(table_class(TABLES, options.table)).to_pylist()})
    else:
        print(text)
    return DONE


def _codebook(options: argparse.Namespace) -> int:
    cls = table_class(TABLES, options.table)
    rows = codebook(cls).to_pylist()
    if options.json:
        _print_json({"table": options.table, "columns": rows, "json_schema": json_schema(cls, options.table)})
        return DONE
    for row in rows:
        print(f"{row['column']} ({row['type']}): {row['description']}")
        facts: Mapping[str, Any] = {
            "unit": row["unit"],
            "null means": row["null_means"],
            "refers to": row["refers_to"],
            "form": row["pattern"],
        }
        for name, fact in facts.items():
            if fact is not None:
                print(f"    {name}: {fact}")
        for line in (row["codes"] or "").splitlines():
            print(f"    {line}")
    return DONE


def _export(options: argparse.Namespace) -> int:
    corpus = open_corpus(options.source) if options.source else bundled.load()
    write(corpus, options.folder, options.format, text=options.text, overwrite=options.overwrite)
    rows = sum(table.num_rows for table in corpus.tables.values())
    if options.json:
        _print_json({"folder": options.folder, "format": options.format, "rows": rows})
    else:
        print(
            f"{rows:,} rows in {len(corpus.tables)} tables written to {_printable(options.folder)} as {options.format}"
        )
    return DONE


def _validate(options: argparse.Namespace) -> int:
    report = validate(options.folder) if options.folder else bundled.load().validate()
    if options.json:
        _print_json({"ok": report.ok, "rows": report.rows, "problems": [attrs.asdict(p) for p in report]})
    else:
        print(_printable(str(report)))
    return DONE if report.ok else PROBLEMS


def _attach(options: argparse.Namespace) -> int:
    result = bundled.attach(options.file, remember=not options.dry_run)
    if options.json:
        _print_json(
            {
                "exact": result.exact,
                "changed_sentences": result.changed,
                "moved": [attrs.asdict(s) for s in result.moved],
                "lost": [attrs.asdict(s) for s in result.lost],
            }
        )
        return DONE
    print(result)
    for span in result.lost:
        print(
            f"lost: {span.table} {span.id} ({span.column}), because of {span.sentence_id or 'a mark that is missing'}"
        )
    print(
        "Nothing was remembered."
        if options.dry_run
        else f"Remembered in {_printable(str(bundled.home()))}; summitdata detach forgets it."
    )
    return DONE


def _detach(options: argparse.Namespace) -> int:
    there = bundled.detach()
    if options.json:
        _print_json({"detached": there})
    else:
        print("Forgotten." if there else "No article was attached.")
    return DONE


def _disclosure(options: argparse.Namespace) -> int:
    result = bundled.disclosure()
    if options.json:
        _print_json([attrs.asdict(row) for row in result.rows])
    else:
        print(result)
    return DONE
