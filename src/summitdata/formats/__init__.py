"""
Corpora as folders of files: one module a format, all with the same verbs, `write` and, where it is reversible, `read`.

A folder holds the files of its format (one for each table in those that can be read back, but one database for SQLite)
and a `manifest.json` with the format, the data version and the SHA-256 of every file. Beside Parquet, CSV and JSON stand
`datapackage.json` and `croissant.json`.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..corpus import Corpus
from ..exceptions import (
    FormatError,
    IntegrityError,
    NotFoundError,
    SchemaError,
    SummitDataError,
    known_name,
    nearest,
    shown,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from ..files import Folder, Part
    from ..limits import Limits
    from ..metadata import Metadata
    from ..problems import Problem, Report

__all__ = ["FORMATS", "REVERSIBLE", "Format", "open", "validate", "write"]

#: The formats that read back equal.
Reversible = Literal["parquet", "json", "jsonl", "csv", "sqlite"]
#: Those that other tools want, in which something is lost: each module says what.
OneWay = Literal[
    "tei", "conllu", "webannotation", "brat", "plover", "stata", "tif", "huggingface", "rocrate", "deposit"
]
Format = Reversible | OneWay

REVERSIBLE: tuple[Reversible, ...] = get_args(Reversible)
FORMATS: tuple[Format, ...] = (*REVERSIBLE, *get_args(OneWay))

# Beside the files of these stand descriptors.
_DESCRIBED = ("parquet", "csv", "json", "jsonl")

# What concerns a folder as a whole is reported under this name.
_WHOLE = "*"


def write(
    corpus: Corpus,
    path: str | os.PathLike[str],
    format: str = "parquet",  # noqa: A002 - the word users know
    *,
    text: bool = False,
    overwrite: bool = False,
    metadata: "Metadata | None" = None,
) -> None:
    """
    Write a corpus to a folder, whole or not at all.

    Args:

        corpus: The corpus.

        path: The folder; it is made, the folder it lies in has to exist.

        format: One of `FORMATS`.

        text: Write the wording of the articles too, where it is attached.

        overwrite: Replace a corpus that is already there, in one step.

        metadata:
            Who made the corpus, under which licence and the like; the shipped corpus knows its own. ``rocrate`` and
            ``deposit`` cannot do without, nor can `croissant.json`, which is left out then.

    Raises:

        UnknownNameError: There is no such format.

        UsageError: The format needs the wording or metadata, and they are not there.

        MissingExtraError: The format needs a library that is not installed.

        ConversionError:
            A value is null where its column allows none, or no finite number, which no format holds, or has a character
            that this one cannot hold.

        ConflictError: There is something at that path, and it was left as it is.

        WriteError: The disk is full or the like; what was there before is still there.
    """
    import attrs

    from .. import descriptors
    from ..destination import replacing
    from ..files import local_path, write_manifest
    from ..metadata import metadata_of

    known_name(format, FORMATS, "format")
    written = corpus if text else corpus.without_text()
    for name, table in written.tables.items():
        _check_holdable(name, table)
    about = metadata_of(corpus) if metadata is None else metadata
    about = attrs.evolve(about, version=about.version or corpus.version)
    with replacing(local_path(path), overwrite=overwrite) as folder:
        _module(format).write(written, folder, about)
        if format in _DESCRIBED:
            descriptors.write(written, folder, format, about)
        write_manifest(folder, format, corpus.version, {name: t.num_rows for name, t in written.tables.items()})


def open(path: str | os.PathLike[str], *, limits: "Limits | None" = None) -> Corpus:  # noqa: A001 - summitdata.open
    """
    The corpus in a folder, in any of the formats that read back: `REVERSIBLE`.

    Every byte is checked against the folder's manifest before it is parsed; without a manifest the corpus opens with
    the status ``"unverified"``. A table without a file is empty. Every value is one that its column allows; what rows
    say of one another is for `validate`.

    Args:

        path: The folder.

        limits: What a file may ask for at most.

    Raises:

        NotFoundError: There is nothing there, or no data.

        FormatError: A file is not what its name says.

        SchemaError: A file has other columns, types or values than its table.

        LimitError: A file asks for more than the limits allow.

        IntegrityError: A file is not the one its manifest was written for.
    """
    folder = _heeding(_folder(path, limits))
    tables = {name: read() for name, read in _parts(folder)}
    for name, table in tables.items():
        _check_values(name, table, shown(str(folder.path)))
    manifest = folder.manifest
    return Corpus(
        tables, version=manifest.version if manifest else None, status="verified" if manifest else "unverified"
    )


def validate(path_or_corpus: "str | os.PathLike[str] | Corpus", *, limits: "Limits | None" = None) -> "Report":
    """
    All the problems of a corpus, or of the corpus in a folder; a table that cannot be read is a problem of its own, and
    what is wrong with the folder as a whole one of the table ``*``.

    Raises:

        NotFoundError: There is nothing at that path, or no data.

        FormatError: It is a file, or a folder that may not be read.
    """
    from ..problems import Report
    from ..records import TABLES
    from ..schema import arrow_schema
    from ..validate import check_tables

    if isinstance(path_or_corpus, Corpus):
        return path_or_corpus.validate()
    tables, faults = _read_all(_folder(path_or_corpus, limits))
    absent = {name: arrow_schema(cls).empty_table() for name, cls in TABLES.items() if name not in {*tables, *faults}}
    report = check_tables({**tables, **absent}, TABLES, {name: found[0] for name, found in faults.items()})
    problems = [problem for name, found in faults.items() if name not in TABLES for problem in found]
    for problem in report.problems:
        problems += faults.get(problem.table, [problem])
    return Report(problems=tuple(problems), rows=report.rows)


def _folder(path: str | os.PathLike[str], limits: "Limits | None") -> "Folder":
    from ..files import Folder, local_path
    from ..limits import Limits

    return Folder.at(local_path(path), limits or Limits())


def _module(format: str) -> Any:  # noqa: A002 - the word users know
    from importlib import import_module

    return import_module(f".{format}", __name__)


def _check_holdable(name: str, table: "pa.Table") -> None:
    """Refuse what would be written as something else or not at all, in some format or other."""
    import pyarrow.compute as pc

    from ..records import TABLES
    from ..schema import columns

    for c in columns(TABLES[name]):
        column = table.column(c.name)
        if (column.null_count and not c.nullable) or (
            c.kind is float and not pc.all(pc.is_finite(column), min_count=0).as_py()
        ):
            _refuse(name, table, "this corpus")


def _check_values(name: str, table: "pa.Table", where: str) -> None:
    """Refuse a value that its column does not allow; each different one is looked at once."""
    from ..convert import broken_rule
    from ..records import TABLES
    from ..schema import columns

    for c in columns(TABLES[name]):
        if any(broken_rule(c, value) for value in table.column(c.name).unique().to_pylist()):
            _refuse(name, table, where)


def _refuse(name: str, table: "pa.Table", where: str) -> None:
    """Raise the error that names the rows and columns."""
    from ..convert import rows_to_table
    from ..plain import rows
    from ..records import TABLES

    rows_to_table(TABLES[name], ((where, row) for row in rows(table)), name)


def _read_all(folder: "Folder") -> "tuple[dict[str, pa.Table], dict[str, list[Problem]]]":
    """The tables that can be read, and what is wrong with the others."""
    tables: dict[str, pa.Table] = {}
    faults: dict[str, list[Problem]] = {}
    try:
        folder = _heeding(folder)
    except IntegrityError as error:
        faults[_WHOLE] = _told(_WHOLE, error)
    parts = _parts(folder)
    try:
        for name, read in parts:
            try:
                tables[name] = read()
            except SummitDataError as error:
                faults[name] = _told(name, error)
    except NotFoundError:
        raise
    except SummitDataError as error:
        faults[_WHOLE] = _told(_WHOLE, error)
    return tables, faults


def _told(name: str, error: SummitDataError) -> "list[Problem]":
    """An error as problems of a table: rows that could not be converted are told one by one."""
    from ..problems import Problem

    is_schema = isinstance(error, SchemaError)
    whole = Problem(
        table=name,
        rule="columns" if is_schema else "unreadable",
        value=str(error),
        expected="the tables and columns of a corpus" if is_schema else "data that can be read",
    )
    return list(getattr(error, "problems", ())) or [whole]


def _heeding(folder: "Folder") -> "Folder":
    """The folder with its manifest, if it has one."""
    heeding = folder.heeding_manifest()
    if heeding.manifest and heeding.manifest.format not in FORMATS:
        where, form = shown(str(folder.path)), shown(heeding.manifest.format)
        msg = f"the manifest of {where} names the format {form}; expected one of {', '.join(FORMATS)}, restore it"
        raise IntegrityError(msg)
    if heeding.manifest and heeding.manifest.format not in REVERSIBLE:
        where, form = shown(str(folder.path)), heeding.manifest.format
        msg = f"{where} is an export as {form}, which does not hold everything and is not read back; open one as {', '.join(REVERSIBLE)}"
        raise FormatError(msg)
    return heeding


def _parts(folder: "Folder") -> "Iterator[Part]":
    """The tables of a folder by name, and what looks like one and is none."""
    from ..files import refusing

    form = folder.manifest.format if folder.manifest else _format_of(folder)
    if folder.manifest is None:
        for name in _strange(folder, form):
            yield _table_of(name) or name, refusing(_no_part(folder, name, form))
    yield from _module(form).read(folder)


def _format_of(folder: "Folder") -> str:
    """The format of a folder without manifest, by the names of its files."""
    where = shown(str(folder.path))
    forms = [form for form in REVERSIBLE if not folder.names.isdisjoint(_files(form))]
    if len(forms) > 1:
        msg = f"{where} holds tables in {' and '.join(forms)}; keep one format to a folder"
        raise FormatError(msg)
    if forms:
        return forms[0]
    strange = [(name, form) for form in REVERSIBLE for name in _strange(folder, form)]
    if strange:
        raise _no_part(folder, *strange[0])
    msg = f"{where} holds no data; expected files such as quotations.parquet or quotations.jsonl"
    raise NotFoundError(msg)


def _stems(form: str) -> list[str]:
    from ..files import DATABASE
    from ..records import TABLES

    return [DATABASE.partition(".")[0]] if form == "sqlite" else list(TABLES)


def _files(form: str) -> set[str]:
    """The names that the parts of a corpus have in a format."""
    return {f"{stem}.{form}" for stem in _stems(form)}


def _table_of(name: str) -> str | None:
    """The table after which a file is named, whatever follows."""
    from ..records import TABLES

    stem = name.lower().partition(".")[0]
    return stem if stem in TABLES else None


def _strange(folder: "Folder", form: str) -> list[str]:
    """What looks like data and is no part of that format: it would be missed in silence."""
    from ..descriptors import NAMES
    from ..files import MANIFEST

    return [
        name
        for name in sorted(folder.names - _files(form) - {MANIFEST, *NAMES})
        if name.lower().endswith(f".{form}") or (_table_of(name) and f"{_table_of(name)}.{form}" not in folder.names)
    ]


def _no_part(folder: "Folder", name: str, form: str) -> SchemaError:
    hint = nearest(name.lower().rpartition(".")[0].strip("._"), _stems(form), "its parts")
    return SchemaError(f"{shown(str(folder.path / name))} is no part of a corpus; {hint} Rename it or move it away")
