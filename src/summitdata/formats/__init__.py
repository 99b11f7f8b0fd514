"""
Corpora as folders of files: one module a format, all with the same two verbs, `write` and `read`.

A folder holds a file for each table (one database for SQLite) and a `manifest.json` with the format, the data version
and the SHA-256 of every file.
"""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus
from ..exceptions import (
    FormatError,
    IntegrityError,
    NotFoundError,
    SchemaError,
    SummitDataError,
    UnknownNameError,
    nearest,
    shown,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from ..files import Folder
    from ..limits import Limits
    from ..problems import Report

__all__ = ["FORMATS", "Format", "open", "validate", "write"]

Format = Literal["parquet", "json", "jsonl", "csv", "sqlite"]

FORMATS: tuple[Format, ...] = ("parquet", "json", "jsonl", "csv", "sqlite")

_DATABASE = "corpus.sqlite"


def write(
    corpus: Corpus,
    path: str | os.PathLike[str],
    format: str = "parquet",  # noqa: A002 - the word users know
    *,
    text: bool = False,
    overwrite: bool = False,
) -> None:
    """
    Write a corpus to a folder, whole or not at all.

    Args:

        corpus: The corpus.

        path: The folder; it is made, the folder it lies in has to exist.

        format: One of `FORMATS`.

        text: Write the wording of the articles too, where it is attached.

        overwrite: Replace a corpus that is already there, in one step.

    Raises:

        UnknownNameError: There is no such format.

        ConflictError: There is something at that path, and it was left as it is.

        WriteError: The disk is full or the like; what was there before is still there.
    """
    from ..files import local_path, replacing, write_manifest

    if format not in FORMATS:
        msg = f"there is no format {format!r}; {nearest(format, list(FORMATS), 'the formats')}"
        raise UnknownNameError(msg)
    written = corpus if text else corpus.without_text()
    with replacing(local_path(path), overwrite=overwrite) as folder:
        _module(format).write(written.tables, folder)
        write_manifest(folder, format, corpus.version, {name: t.num_rows for name, t in written.tables.items()})


def open(path: str | os.PathLike[str], *, limits: "Limits | None" = None) -> Corpus:  # noqa: A001 - summitdata.open
    """
    The corpus in a folder, in any of the formats that `write` knows.

    Every byte is checked against the folder's manifest before it is parsed; without a manifest the corpus opens with
    the status ``"unverified"``. A table without a file is empty.

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
    folder, parts = _parts(path, limits)
    tables = {name: read() for name, read in parts}
    manifest = folder.manifest
    return Corpus(
        tables, version=manifest.version if manifest else None, status="verified" if manifest else "unverified"
    )


def validate(path_or_corpus: "str | os.PathLike[str] | Corpus", *, limits: "Limits | None" = None) -> "Report":
    """
    All the problems of a corpus, or of the corpus in a folder; a table that cannot be read is a problem of its own.

    Raises:

        NotFoundError: There is nothing at that path, or no data.
    """
    from ..problems import Problem, Report
    from ..records import TABLES
    from ..validate import check_tables

    if isinstance(path_or_corpus, Corpus):
        return path_or_corpus.validate()
    _, parts = _parts(path_or_corpus, limits)
    tables: dict[str, pa.Table] = {}
    unread: dict[str, Problem] = {}
    wrong: dict[str, list[Problem]] = {}
    for name, read in parts:
        try:
            tables[name] = read()
        except SchemaError as error:
            wrong[name] = list(getattr(error, "problems", ()))
            unread[name] = Problem(table=name, rule="columns", expected=str(error))
        except SummitDataError as error:
            unread[name] = Problem(table=name, rule="unreadable", expected=str(error))
    report = check_tables(tables, TABLES, unread)
    problems: list[Problem] = []
    for problem in report.problems:
        # Rows that could not be converted are told one by one instead of as one table.
        problems += wrong.get(problem.table) or [problem] if problem in unread.values() else [problem]
    return Report(problems=tuple(problems), rows=report.rows)


def _module(format: str) -> Any:  # noqa: A002 - the word users know
    from importlib import import_module

    return import_module(f".{format}", __name__)


Part = tuple[str, Callable[[], "pa.Table"]]


def _parts(path: str | os.PathLike[str], limits: "Limits | None") -> "tuple[Folder, Iterator[Part]]":
    from ..files import Folder, local_path, read_bytes
    from ..limits import Limits, detected

    place = local_path(path)
    allowed = limits or Limits()
    if not place.exists():
        msg = f"{shown(str(place))} does not exist; check the path"
        raise NotFoundError(msg)
    if not place.is_dir():
        kind = detected(read_bytes(place, allowed))
        msg = f"{shown(str(place))} is {kind}; expected the folder of a corpus, give the folder that its tables lie in"
        raise FormatError(msg)
    folder = Folder.at(place, allowed)
    form = folder.manifest.format if folder.manifest else _format_of(folder)
    if form not in FORMATS:
        msg = (
            f"the manifest of {shown(str(place))} names the format {shown(form)}; expected one of {', '.join(FORMATS)}"
        )
        raise IntegrityError(msg)
    return folder, _module(form).read(folder)


def _format_of(folder: "Folder") -> str:
    """The format of a folder without manifest, by the names of its files."""
    from ..files import MANIFEST
    from ..records import TABLES

    where = shown(str(folder.path))
    if _DATABASE in folder.names:
        return "sqlite"
    suffixed = [name for name in sorted(folder.names) if name.rpartition(".")[2] in FORMATS and name != MANIFEST]
    tables = [name for name in suffixed if name.rpartition(".")[0] in TABLES]
    forms = sorted({name.rpartition(".")[2] for name in tables})
    if len(forms) > 1:
        msg = f"{where} holds tables in {' and '.join(forms)}; keep one format to a folder"
        raise FormatError(msg)
    strange = [name for name in suffixed if name not in tables and (not forms or name.endswith(f".{forms[0]}"))]
    if strange:
        stem, _, suffix = strange[0].rpartition(".")
        msg = f"{where} holds {shown(strange[0])}, which is no table; {nearest(stem.strip('._'), list(TABLES), 'the tables')} Name it after its table (as in quotations.{suffix}) or move it away"
        raise SchemaError(msg)
    if not forms:
        msg = f"{where} holds no data; expected files such as quotations.parquet or quotations.jsonl"
        raise NotFoundError(msg)
    return forms[0]
