"""
Corpora as folders of files: one module a format, all with the same verbs, `write` and, where it is reversible, `read`.

A folder holds the files of its format (one for each table in those that can be read back, but one database for SQLite)
and a `manifest.json` with the format, the data version and the SHA-256 of every file. Beside Parquet, CSV and JSON stand
`datapackage.json` and `croissant.json`, but no `datapackage.json` beside Parquet and JSON in parts. The tables of a corpus in parts are folders, `mentions/0001.parquet`, in which each
part has a file of its name.
"""

import os
from collections.abc import Container, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..corpus import Corpus, Status
from ..exceptions import (
    FormatError,
    IntegrityError,
    NotFoundError,
    SchemaError,
    SummitDataError,
    known_name,
    shown,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from ..files import Folder, Part
    from ..layout import Layout
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

# A table of more bytes in memory is written in parts of about so many: each can then be opened under the usual limits.
_PARQUET_LARGE, _PARQUET_PART = 96 * 2**20, 64 * 2**20
# As text it takes twice as much and more.
_TEXT_LARGE = _TEXT_PART = 24 * 2**20

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
    from ..files import entries, local_path, write_manifest
    from ..metadata import metadata_of

    known_name(format, FORMATS, "format")
    destination = local_path(path)
    about = metadata_of(corpus) if metadata is None else metadata
    about = attrs.evolve(about, version=about.version or corpus.version)
    written = _in_parts(corpus if text else corpus.without_text(), format).with_each(_holdable)
    with replacing(destination, overwrite=overwrite) as folder:
        _module(format).write(written, folder, about)
        files = entries(folder)
        if format in _DESCRIBED:
            descriptors.write(written, folder, format, about, files)
        write_manifest(folder, format, corpus.version, written.n_rows, files)


def open(  # noqa: A001 - summitdata.open
    path: str | os.PathLike[str], *, limits: "Limits | None" = None, isolated: bool = False
) -> Corpus:
    """
    The corpus in a folder, in any of the formats that read back: `REVERSIBLE`.

    Every byte is checked against the folder's manifest before it is parsed; without a manifest the corpus opens with
    the status ``"unverified"``. A table without a file is empty. Every value is one that its column allows; what rows
    say of one another is for `validate`. A corpus in parts is read part by part, each whenever it is needed, and what is
    wrong with its files is told then.

    Args:

        path: The folder.

        limits: What each file may ask for at most.

        isolated:
            Read it in a process of its own with little memory and time, for files of strangers; POSIX only. The whole
            corpus is then in memory. See `summitdata.isolated.open_isolated`, which has more settings, for what this
            protects from and what not.

    Raises:

        NotFoundError: There is nothing there, or no data.

        FormatError: A file is not what its name says.

        SchemaError: A file has other columns, types or values than its table.

        LimitError: A file asks for more than the limits allow.

        IntegrityError: A file is not the one its manifest was written for.
    """
    from ..records import TABLES

    if isolated:
        from ..isolated import open_isolated

        return open_isolated(path, limits=limits)
    folder, held = _looked_at(path, limits)
    manifest = folder.manifest
    version = manifest.version if manifest else None
    status: Status = "verified" if manifest else "unverified"
    if held.parts:
        for _, error in held.strange:
            raise error
        # Where it does not count every table, they are counted.
        rows = manifest.rows if manifest and manifest.rows.keys() == TABLES.keys() else None
        return Corpus.of_parts(held.parts, partial(_table, folder, held), rows=rows, version=version, status=status)
    tables = {name: _checked(name, read(), folder) for name, read in _sources(folder, held)}
    return Corpus(tables, version=version, status=status)


def validate(
    path_or_corpus: "str | os.PathLike[str] | Corpus", *, limits: "Limits | None" = None, most: int | None = 10_000
) -> "Report":
    """
    The problems of a corpus, or of the corpus in a folder; a table that cannot be read is a problem of its own, and what
    is wrong with the folder as a whole one of the table ``*``.

    Args:

        path_or_corpus: The corpus, or the path of its folder; a corpus in parts is read and checked part by part.

        limits: What each file may ask for at most.

        most:
            How many problems the report holds, the first of all; None for all. It counts them all in any case, but of a
            table that cannot be converted only the first ten thousand or so are looked for.

    Raises:

        NotFoundError: There is nothing at that path, or no data.

        FormatError: It is a file, or a folder that may not be read.
    """
    from ..records import TABLES
    from ..validate import check_parts

    if isinstance(path_or_corpus, Corpus):
        return path_or_corpus.validate(most=most)
    return check_parts(_read_parts(_folder(path_or_corpus, limits)), TABLES, most=most)


def _folder(path: str | os.PathLike[str], limits: "Limits | None") -> "Folder":
    from ..destination import put_aside
    from ..files import Folder, local_path
    from ..frames import arrow
    from ..limits import Limits
    from ..records import TABLES

    arrow()
    place = local_path(path)
    try:
        return Folder.at(place, limits or Limits(), TABLES)
    except NotFoundError as error:
        former = put_aside(place)
        if former is None:
            raise
        msg = f"{shown(str(place))} is missing, because writing it broke off, and what was there is {shown(str(former))}; give that its old name again"
        raise NotFoundError(msg) from error


def _looked_at(path: str | os.PathLike[str], limits: "Limits | None") -> "tuple[Folder, Layout]":
    """The folder with its manifest, if it has one, and what it holds."""
    from ..layout import layout

    folder = _folder(path, limits)
    try:
        heeding = _heeding(folder)
        return heeding, layout(heeding, REVERSIBLE)
    except (IntegrityError, NotFoundError):
        # Another may have taken its place after its names were read.
        if _folder(path, limits).names == folder.names:
            raise
    return _looked_at(path, limits)


def _module(format: str) -> Any:  # noqa: A002 - the word users know
    from importlib import import_module

    return import_module(f".{format}", __name__)


def _in_parts(corpus: Corpus, format: str) -> Corpus:  # noqa: A002 - the word users know
    """The corpus in so many parts that each can be read under the usual limits, if no row has to move for it."""
    from ..parting import parted

    if format not in _DESCRIBED or len(corpus.part_names) > 1:
        return corpus
    largest = max(table.nbytes for table in corpus.tables.values())
    articles = corpus.n_rows["articles"]
    large, size = (_PARQUET_LARGE, _PARQUET_PART) if format == "parquet" else (_TEXT_LARGE, _TEXT_PART)
    if largest <= large or articles < 2:
        return corpus
    names, read, is_in_order = parted(corpus.tables, max(1, articles * size // largest))
    made = Corpus.of_parts(names, read, rows=corpus.n_rows, version=corpus.version, status=corpus.status)
    return made if is_in_order else corpus


def _holdable(name: str, table: "pa.Table") -> "pa.Table":
    """Refuse what would be written as something else or not at all, in some format or other."""
    import pyarrow.compute as pc

    from ..records import TABLES
    from ..schema import columns

    for c in columns(TABLES[name]):
        cells = table.column(c.name)
        is_finite = c.kind is not float or pc.all(pc.is_finite(cells), min_count=0).as_py()
        if (cells.null_count and not c.nullable) or not is_finite:
            _refuse(name, table, "this corpus")
    return table


def _checked(name: str, table: "pa.Table", folder: "Folder") -> "pa.Table":
    """Refuse a value that its column does not allow."""
    from ..convert import keeps_rules
    from ..records import TABLES

    if not keeps_rules(TABLES[name], table):
        _refuse(name, table, shown(str(folder.path)))
    return table


def _table(folder: "Folder", held: "Layout", part: str, name: str) -> "pa.Table":
    """One table of a part."""
    from ..records import TABLES
    from ..schema import arrow_schema

    read = dict(_module(held.format).read(folder.of_part(part))).get(name)
    return _checked(name, read(), folder) if read else arrow_schema(TABLES[name]).empty_table()


def _refuse(name: str, table: "pa.Table", where: str) -> None:
    """Raise the error that names the rows and columns."""
    from ..convert import rows_to_table
    from ..plain import rows
    from ..records import TABLES

    rows_to_table(TABLES[name], ((where, row) for row in rows(table)), name)


def _read_parts(folder: "Folder") -> "Iterator[tuple[str, dict[str, pa.Table], dict[str, list[Problem]]]]":
    """The parts of a folder: the name of each, its tables that can be read, and what is wrong with the others."""
    from ..layout import layout
    from ..progress import progress

    whole: list[Problem] = []
    try:
        folder = _heeding(folder)
    except IntegrityError as error:
        whole = _told(_WHOLE, error)
    try:
        held = layout(folder, REVERSIBLE)
    except NotFoundError:
        raise
    except SummitDataError as error:
        yield "", _with_empty({}), {_WHOLE: [*whole, *_told(_WHOLE, error)]}
        return
    if not held.parts:
        tables, faults = _read_all(_sources(folder, held))
        yield "", _with_empty(tables, faults), {_WHOLE: whole, **faults}
    for number, part in enumerate(progress(held.parts, "validate", len(held.parts))):
        tables, faults = _read_all(_module(held.format).read(folder.of_part(part)))
        if not number:
            strange = [problem for _, error in held.strange for problem in _told(_WHOLE, error)]
            faults[_WHOLE] = [*whole, *strange, *faults.get(_WHOLE, [])]
        yield part, _with_empty(tables, faults), faults


def _with_empty(tables: "dict[str, pa.Table]", unread: Container[str] = ()) -> "dict[str, pa.Table]":
    """The tables, and an empty one for each that has no file."""
    from ..records import TABLES
    from ..schema import arrow_schema

    absent = (name for name in TABLES if name not in tables and name not in unread)
    return {**tables, **{name: arrow_schema(TABLES[name]).empty_table() for name in absent}}


def _read_all(sources: "Iterator[Part]") -> "tuple[dict[str, pa.Table], dict[str, list[Problem]]]":
    """The tables that can be read, and what is wrong with the others."""
    tables: dict[str, pa.Table] = {}
    faults: dict[str, list[Problem]] = {}
    try:
        for name, read in sources:
            try:
                tables[name] = read()
            except SummitDataError as error:
                faults[name] = _told(name, error)
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
    """The folder with its manifest, if it has one; where its parts are committed one by one, that is what is committed."""
    from ..commits import heeding_commits

    if folder.is_committed:
        return heeding_commits(folder)
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


def _sources(folder: "Folder", held: "Layout") -> "Iterator[Part]":
    """The tables of a folder by name, and what looks like one and is none."""
    from ..files import refusing

    for name, error in held.strange:
        yield name, refusing(error)
    yield from _module(held.format).read(folder)
