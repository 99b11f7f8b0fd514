"""The corpus that the package ships: its tables, its loaders, and the copy of the article that a user has attached."""

import os
import re
import stat
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from ._manifest import ARTICLE_ID, CHANGES, DATA_VERSION, DATA_VERSIONS, FILES, FINGERPRINT
from .corpus import Corpus
from .exceptions import (
    AttachError,
    FormatError,
    IntegrityError,
    SummitDataError,
    UnknownNameError,
    UsageError,
    WriteError,
    known_name,
    shown,
)
from .frames import Backend, DtypeBackend, arrow
from .frames import frame as framed

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from . import records as r
    from .anchor import Attachment
    from .citation_styles import Style
    from .reveal import Disclosure
    from .verification import Verification

R = TypeVar("R")

#: By platform, the variable that names the user's data folder and where it usually is.
_USER_DATA = {"win32": ("LOCALAPPDATA", r"~\AppData\Local"), "darwin": ("", "~/Library/Application Support")}

_DATA = os.path.join(os.path.dirname(__file__), "data")  # noqa: PTH118, PTH120 - a path inside a zip too


def _shipped_bytes(name: str) -> bytes:
    """
    The bytes of a shipped file.

    Raises:

        IntegrityError: They are not those that were shipped.
    """
    from hashlib import sha256

    digest, size = CHANGES if name == "changes" else FILES[name]
    file = f"{name}.parquet"
    try:
        # The loader reads from a folder and from a zip alike.
        data: bytes = __spec__.loader.get_data(os.path.join(_DATA, file))  # type: ignore[union-attr]  # noqa: PTH118
    except OSError as error:
        msg = f"the shipped file {file} cannot be read: {error.strerror or error}; reinstall summitdata"
        raise IntegrityError(msg) from error
    if len(data) != size:
        from .limits import detected

        msg = f"the shipped file {file} has {len(data):,} bytes, expected {size:,}; it is {detected(data)}, reinstall summitdata"
        raise IntegrityError(msg)
    found = sha256(data).hexdigest()
    if found != digest:
        msg = f"the shipped file {file} has the SHA-256 {found}, expected {digest}; reinstall summitdata"
        raise IntegrityError(msg)
    return data


def _read(name: str) -> "pa.Table":
    """A shipped table, parsed from the very bytes that its hash was checked on."""
    data = _shipped_bytes(name)
    pa = arrow()
    from pyarrow.parquet import ParquetFile

    return ParquetFile(pa.BufferReader(data), pre_buffer=False).read(use_threads=False)


def _shipped() -> Corpus:
    return Corpus({name: _read(name) for name in FILES}, version=DATA_VERSION, status="verified")


def load() -> Corpus:
    """
    The shipped corpus, with the article's wording where the user has attached it.

    Raises:

        IntegrityError: A shipped file is not the one that was shipped.

        AttachError: The remembered copy of the article has been damaged.
    """
    corpus = _shipped()
    return _with_wording(corpus) if _is_attached() else corpus


@overload
def frame(
    name: str,
    backend: Literal["pandas"] = ...,
    *,
    columns: Sequence[str] | None = ...,
    dtype_backend: DtypeBackend | None = ...,
) -> "pd.DataFrame": ...
@overload
def frame(name: str, backend: Literal["polars"], *, columns: Sequence[str] | None = ...) -> "pl.DataFrame": ...
@overload
def frame(name: str, backend: Literal["arrow"], *, columns: Sequence[str] | None = ...) -> "pa.Table": ...
@overload
def frame(
    name: str, backend: Literal["duckdb"], *, columns: Sequence[str] | None = ...
) -> "duckdb.DuckDBPyRelation": ...
@overload
def frame(name: str, backend: Literal["records"]) -> list[Any]: ...
@overload
def frame(
    name: str, backend: Backend, *, columns: Sequence[str] | None = ..., dtype_backend: DtypeBackend | None = ...
) -> Any: ...
def frame(
    name: str,
    backend: Backend = "pandas",
    *,
    columns: Sequence[str] | None = None,
    dtype_backend: DtypeBackend | None = None,
) -> Any:
    """
    A table or a joined view of the shipped corpus by name, as a fresh frame; `tables` and `views` list the names.

    Args:

        name: The table or view.

        backend:
            ``"pandas"`` and ``"polars"`` give a DataFrame, ``"arrow"`` a `pyarrow.Table`, ``"duckdb"`` a relation,
            ``"records"`` a list of attrs records, of tables only.

        columns: The columns wanted, in that order; None for all. Records are always whole.

        dtype_backend:
            For pandas only. None keeps pandas's usual dtypes, with Int64 and boolean for whole numbers and truth values
            that may be null and ``date32[day][pyarrow]`` for dates; ``"numpy_nullable"`` and ``"pyarrow"`` as in pandas.

    Raises:

        UnknownNameError:
            There is no such table or view, backend, column or dtype_backend; the message names the nearest.

        UsageError: Records are asked of a view, or arguments are given that do not go together.

        MissingExtraError: The library is not installed; the message gives the command.

        IntegrityError: A shipped file is not the one that was shipped.

        AttachError: The remembered copy of the article has been damaged.

    >>> import summitdata as sd
    >>> sd.frame("articles", "records")[0].outlet
    'Zakon.kz'
    >>> sd.frame("targets", "arrow", columns=["value", "unit", "baseline_value"]).to_pylist()[2]
    {'value': 10000000.0, 'unit': 't', 'baseline_value': 4500000.0}
    """
    return framed(_loaded(name), name, backend, dtype_backend, columns)


def _loaded(name: str) -> "pa.Table":
    """A shipped table or a view of them, with the wording where it is attached."""
    # A tuple can be asked for anything, a mapping only for what can be hashed.
    if name in tuple(FILES):
        return load().tables[name] if _is_attached() else _read(name)
    return load().joined(name)


def declared(name: str) -> type:
    """The record class that declares the columns of a table or view."""
    from .records import TABLES
    from .view_records import VIEW_RECORDS

    declared = {**TABLES, **VIEW_RECORDS}
    return declared[known_name(name, declared, "table or view")]


class Loader(Generic[R]):
    """A function that loads one table of the shipped corpus; see `frame`."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.__name__ = f"load_{table}"

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        """What the table holds, read off its record class when it is asked for."""
        from .records import TABLES
        from .schema import docstring

        return f"The table `{self.table}` of the shipped corpus; see `frame`.\n\n{docstring(TABLES[self.table])}\n"

    @overload
    def __call__(
        self,
        backend: Literal["pandas"] = ...,
        *,
        columns: Sequence[str] | None = ...,
        dtype_backend: DtypeBackend | None = ...,
    ) -> "pd.DataFrame": ...
    @overload
    def __call__(self, backend: Literal["polars"], *, columns: Sequence[str] | None = ...) -> "pl.DataFrame": ...
    @overload
    def __call__(self, backend: Literal["arrow"], *, columns: Sequence[str] | None = ...) -> "pa.Table": ...
    @overload
    def __call__(
        self, backend: Literal["duckdb"], *, columns: Sequence[str] | None = ...
    ) -> "duckdb.DuckDBPyRelation": ...
    @overload
    def __call__(self, backend: Literal["records"]) -> list[R]: ...
    def __call__(
        self,
        backend: Backend = "pandas",
        *,
        columns: Sequence[str] | None = None,
        dtype_backend: DtypeBackend | None = None,
    ) -> Any:
        """The table as a fresh frame; arguments and errors are those of `frame`."""
        return frame(self.table, backend, columns=columns, dtype_backend=dtype_backend)

    def __repr__(self) -> str:
        return f"<function summitdata.{self.__name__}>"


load_articles: "Loader[r.Article]" = Loader("articles")
load_paragraphs: "Loader[r.Paragraph]" = Loader("paragraphs")
load_entities: "Loader[r.Entity]" = Loader("entities")
load_identifiers: "Loader[r.Identifier]" = Loader("identifiers")
load_quotations: "Loader[r.Quotation]" = Loader("quotations")
load_sentences: "Loader[r.Sentence]" = Loader("sentences")
load_mentions: "Loader[r.Mention]" = Loader("mentions")
load_statements: "Loader[r.Statement]" = Loader("statements")
load_attributions: "Loader[r.Attribution]" = Loader("attributions")
load_dates: "Loader[r.Date]" = Loader("dates")
load_commitments: "Loader[r.Commitment]" = Loader("commitments")
load_commitment_actors: "Loader[r.CommitmentActor]" = Loader("commitment_actors")
load_quantities: "Loader[r.Quantity]" = Loader("quantities")
load_projects: "Loader[r.Project]" = Loader("projects")
load_evaluations: "Loader[r.Evaluation]" = Loader("evaluations")
load_events: "Loader[r.Event]" = Loader("events")
load_event_actors: "Loader[r.EventActor]" = Loader("event_actors")
load_relations: "Loader[r.Relation]" = Loader("relations")
load_expressions: "Loader[r.Expression]" = Loader("expressions")
load_term_counts: "Loader[r.TermCount]" = Loader("term_counts")
load_silences: "Loader[r.Silence]" = Loader("silences")
load_codes: "Loader[r.Code]" = Loader("codes")
load_readings: "Loader[r.Reading]" = Loader("readings")
load_errors: "Loader[r.Error]" = Loader("errors")


def table_list() -> "pa.Table":
    """Every table with its number of rows and what a row is, as an Arrow table."""
    from .records import TABLES
    from .schema import row_is

    shipped = _shipped()
    return arrow().table(
        {
            "table": list(TABLES),
            "rows": [shipped.tables[name].num_rows for name in TABLES],
            "a_row_is": [row_is(cls) for cls in TABLES.values()],
        }
    )


def tables(backend: Literal["pandas", "polars", "arrow", "duckdb"] = "pandas") -> Any:
    """
    What the package holds: a row for each table, with `table`, `rows` and `a_row_is`.

    Raises:

        UnknownNameError: There is no such backend.

        MissingExtraError: The library is not installed.
    """
    return framed(table_list(), "tables", backend, None)


def views(backend: Literal["pandas", "polars", "arrow", "duckdb"] = "pandas") -> Any:
    """
    The joined views, for those who want one frame for one question: a row for each, with `view`, `rows` and `a_row_is`.

    `frame` gives a view by its name, as it gives a table. What we derive, such as the base that growth and level imply,
    stands in views only and is marked there.

    Raises:

        UnknownNameError: There is no such backend.

        MissingExtraError: The library is not installed.
    """
    return framed(view_list(), "views", backend, None)


def view_list() -> "pa.Table":
    """Every view with its number of rows and what a row is, as an Arrow table."""
    from .schema import row_is
    from .view_records import VIEW_RECORDS

    corpus = _shipped()
    return arrow().table(
        {
            "view": list(VIEW_RECORDS),
            "rows": [corpus.joined(name).num_rows for name in VIEW_RECORDS],
            "a_row_is": [row_is(cls) for cls in VIEW_RECORDS.values()],
        }
    )


def codebook(name: str, backend: Literal["pandas", "polars", "arrow", "duckdb"] = "pandas") -> Any:
    """
    The codebook of a table or view: a row for each column, with type, unit, what null means, and every code with its definition.

    Raises:

        UnknownNameError: There is no such table, view or backend; the message names the nearest.

        MissingExtraError: The library is not installed.
    """
    from .schema import codebook as codebook_of

    arrow()
    return framed(codebook_of(declared(name)), "codebook", backend, None)


def agreement(backend: Literal["pandas", "polars", "arrow", "duckdb"] = "pandas") -> Any:
    """
    How far the two readers of the shipped corpus agree, on spans and on codes, computed from the table of their readings.

    A row for each article, layer and code; the row of the code ``span`` is on where the units stand. Columns: `article_id`,
    `layer`, `code`, `n_first`, `n_second`, `n_same`, `f1`, `f1_overlap`, `f1_label`, `agreement`, `kappa`;
    `summitdata.agree.agreement` says what each of them is and where it comes from.

    Raises:

        UnknownNameError: There is no such backend.

        MissingExtraError: The library is not installed.

    >>> import summitdata as sd
    >>> sd.agreement("arrow").column("layer").unique().to_pylist()[:2]
    ['quotations', 'mentions']
    """
    from .agree import agreement as agreed
    from .records import TABLES

    return framed(agreed(_read("readings"), TABLES), "agreement", backend, None)


_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)+")

Side = str | os.PathLike[str] | Corpus


def changes(old: Side, new: Side, backend: Literal["pandas", "polars", "arrow", "duckdb"] = "pandas") -> Any:
    """
    What changed from one data version to another, or from one corpus to another: a row for each table or column that is
    new or gone, each row added or removed, and each cell corrected.

    Columns: `table`, `id`, `change` (``table_removed``, ``table_added``, ``column_removed``, ``column_added``, ``removed``,
    ``added``, ``corrected``), `column`, `old` and `new` (what a corrected cell held and holds, as text);
    `summitdata.differ.changes` says what counts as a change. The wording of articles is no part of it.

    Args:

        old:
            A data version, as ``"1.0.0"``, a `Corpus`, or the path of a folder that `open` can read. The package knows
            what changed from every earlier data version to its own, and back, without having the earlier data.

        new: The same.

        backend: The frame to give.

    Raises:

        UnknownNameError: There is no such data version or backend.

        UsageError:
            Both are earlier data versions, or one is and the other is a corpus; or the rows of a corpus cannot be told
            apart by their ids.

        SummitDataError: A folder cannot be opened; see `open`.

    >>> import summitdata as sd
    >>> sd.changes("1.1.0", "1.2.0", "arrow").column_names
    ['table', 'id', 'change', 'column', 'old', 'new']
    """
    if _is_version(old) and _is_version(new):
        found = _logged(str(old), str(new))
    else:
        from .differ import changes as differences

        found = differences(_side(old).tables, _side(new).tables)
    return framed(found, "changes", backend, None)


def cite(what: str | None = None, style: "Style" = "apa") -> "Text":
    """
    How to cite the dataset, the article, or one row of the shipped corpus.

    Args:

        what:
            None for the dataset, ``"article"`` for the article it is made from, or the id of a row of any table, which may be
            shortened: ``"q07"``.

        style:
            As text ``"apa"``, ``"chicago"`` or ``"gost"`` (GOST R 7.0.5); for programs ``"bibtex"``, ``"biblatex"``, ``"ris"``,
            ``"csl-json"``, ``"cff"``, ``"datacite"`` or ``"endnote"``.

    Raises:

        UnknownNameError: There is no such row or style; the message names the nearest.

    >>> import summitdata as sd
    >>> print(sd.cite("q07").partition(". ")[0])
    The summitdata developers
    """
    from .citation import cite as cited

    return Text(cited(_shipped(), what, style))


def context(what: str, width: int = 80) -> "Text":
    """
    A row of the shipped corpus in its place: with so many characters of the article on both sides where its wording is
    attached, otherwise by paragraph, offsets and our rendering.

    Raises:

        UnknownNameError: There is no such row; the message names the nearest.

        UsageError: The row has no place in the article, or the width is no whole number above 0.
    """
    from .citation import context as placed

    return Text(placed(load(), what, width))


_FINGERPRINT = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{16,64}(?![0-9A-Za-z])")


def verify(cited: str | None = None) -> "Verification":
    """
    Whether what is installed is what was cited, recomputed from the values of every row.

    Args:

        cited:
            The fingerprint of a citation, whole or its first 16 digits or more, or the text of a citation that holds it;
            None to compare with what this package says of itself.

    Raises:

        UsageError: There is no fingerprint in what is given.

        IntegrityError: A shipped file is not the one that was shipped.

    >>> import summitdata as sd
    >>> bool(sd.verify(sd.cite()))
    True
    """
    from .verification import Verification

    expected = FINGERPRINT
    if cited is not None:
        # A citation may have it twice, cut and whole.
        found = sorted(set(_FINGERPRINT.findall(cited)), key=len) if isinstance(cited, str) else []
        if not found or not all(found[-1].startswith(one) for one in found):
            msg = f"expected a fingerprint of 16 to 64 hexadecimal digits, or a citation with one, found {shown(cited)}; copy it from the citation"
            raise UsageError(msg)
        expected = found[-1]
    return Verification(expected=expected, found=_shipped().fingerprint, version=DATA_VERSION)


def path(name: str | None = None) -> "Path":
    """
    Where a table of the shipped corpus lies as a Parquet file, for R, Stata, the shell of DuckDB and other programs.

    Args:

        name: The table; None for the folder that holds them all, with `datapackage.json` and `croissant.json`.

    Raises:

        UnknownNameError: There is no such table; the message names the nearest.

        UsageError: The package lies in an archive, where other programs cannot read.

        IntegrityError: The file is not the one that was shipped.
    """
    from pathlib import Path

    folder = Path(_DATA)
    if not folder.is_dir():
        msg = f"the package lies in an archive, where other programs cannot read: {shown(_DATA)}; write the corpus to a folder instead (summitdata export FOLDER)"
        raise UsageError(msg)
    if name is None:
        return folder
    _shipped_bytes(known_name(name, FILES, "table"))
    return folder / f"{name}.parquet"


def _is_version(side: Side) -> bool:
    if not isinstance(side, str) or not _VERSION.fullmatch(side):
        return False
    if side not in DATA_VERSIONS:
        msg = f"there is no data version {shown(side)} in this package, which knows {', '.join(DATA_VERSIONS)}; for a folder of that name write './{side}'"
        raise UnknownNameError(msg)
    return True


def _logged(old: str, new: str) -> "pa.Table":
    """The changes between two data versions, from the log that is shipped."""
    from .differ import inverse

    if old != new and DATA_VERSION not in (old, new):
        msg = f"the changes from data version {old} to {new} are not in this package, which has those of each to {DATA_VERSION}; ask for changes({old!r}, {DATA_VERSION!r}) and changes({new!r}, {DATA_VERSION!r})"
        raise UsageError(msg)
    log = _read("changes")
    import pyarrow.compute as pc

    # None of its steps leads from the current version.
    step = log.filter(pc.equal(log.column("old_version"), new if old == DATA_VERSION else old))
    step = step.slice(0, 0 if old == new else None).drop_columns(["old_version", "new_version"])
    return step if new == DATA_VERSION else inverse(step)


def _side(side: Side) -> Corpus:
    if isinstance(side, Corpus):
        return side
    if not _is_version(side):
        from .formats import open as opened

        return opened(side)
    if side != DATA_VERSION:
        msg = f"the tables of data version {side} are not in this package, only what changed from it to {DATA_VERSION}; compare with {DATA_VERSION}"
        raise UsageError(msg)
    return _shipped()


class Text(str):
    """Text that a notebook shows as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def describe(name: str) -> Text:
    """
    A table or view in words: what a row is, how many there are, and for each column what it holds, how many nulls it has and
    how often each code occurs.

    Raises:

        UnknownNameError: There is no such table or view; the message names the nearest.
    """
    from collections import Counter

    from .schema import columns, row_is

    cls = declared(name)
    table = _read(name) if name in FILES else _shipped().joined(name)
    lines = [f"{name}: {_rows(table.num_rows)}", *_wrapped(row_is(cls), ""), ""]
    for c in columns(cls):
        values = table.column(c.name)
        facts = [c.type_name, *([c.unit] if c.unit else [])]
        if values.null_count:
            facts.append(f"null in {_rows(values.null_count)}, meaning {c.null}")
        lines += [f"{c.name} ({'; '.join(facts)})", *_wrapped(c.description, "    ")]
        if c.vocabulary:
            counts = Counter(values.to_pylist())
            used = ", ".join(f"{code} {counts[code]:,}" for code in c.vocabulary if counts[code])
            lines += _wrapped(used, "    ")
    return Text("\n".join(lines))


def _rows(n: int) -> str:
    return "1 row" if n == 1 else f"{n:,} rows"


def _wrapped(text: str, indent: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, 100, initial_indent=indent, subsequent_indent=indent)


def disclosure() -> "Disclosure":
    """
    How much of the article's wording the package gives away: a share of its characters and the longest run of words, for
    each table and for all together. What a user has attached is not counted.
    """
    from .reveal import disclosure as measured

    return measured(_shipped())


def home() -> "Path":
    r"""
    The folder in which an attached article is remembered: ``SUMMITDATA_HOME``, or the user's data folder.

    That is ``$XDG_DATA_HOME/summitdata`` or ``~/.local/share/summitdata``, on macOS
    ``~/Library/Application Support/summitdata``, on Windows ``%LOCALAPPDATA%\summitdata``.
    """
    from pathlib import Path

    chosen = os.environ.get("SUMMITDATA_HOME")
    if chosen:
        return Path(os.path.expanduser(chosen))  # noqa: PTH111 - Path.expanduser fails where there is no home
    variable, usual = _USER_DATA.get(sys.platform, ("XDG_DATA_HOME", "~/.local/share"))
    return Path(os.path.expanduser(os.environ.get(variable) or usual)) / "summitdata"  # noqa: PTH111


def _copy_path() -> str:
    return f"{home()}{os.sep}{ARTICLE_ID}.txt"


def _is_attached() -> bool:
    # A link, a pipe or the like in its place is no copy either, but is told and not passed over.
    try:
        return not stat.S_ISDIR(os.lstat(_copy_path()).st_mode)
    except OSError:
        return False


def _with_wording(corpus: Corpus) -> Corpus:
    from pathlib import Path

    from .anchor import attach as aligned

    path = _copy_path()
    try:
        return aligned(corpus, _article_text(Path(path)), ARTICLE_ID).corpus
    except SummitDataError as error:
        msg = f"the copy of the article remembered in {shown(path)} was changed: {error}; run summitdata detach and attach the article again"
        raise AttachError(msg) from error


def _article_text(path: "Path") -> str:
    from .files import read_bytes
    from .limits import Limits, detected

    data = read_bytes(path, Limits())
    try:
        # A byte order mark is no part of the text.
        return data.decode("utf-8-sig", "strict")
    except UnicodeDecodeError as error:
        msg = f"{shown(str(path))} is not text in UTF-8 (byte {error.start} cannot be read), it is {detected(data)}; save the article as UTF-8 text"
        raise FormatError(msg) from error


def attach(path: str | os.PathLike[str], *, remember: bool = True) -> "Attachment":
    """
    Attach one's own copy of the article, so that the `text` columns hold its wording.

    An exact copy is known by its hash. A copy that differs in quote marks, dashes, spaces, line breaks or missing
    captions is aligned sentence by sentence, and what was changed in it is reported, never guessed.

    Args:

        path: The article as a text file in UTF-8.

        remember:
            Keep a copy in the user's data folder (see `home`), so that everything loaded afterwards has the wording,
            in later sessions too, until `detach`. Otherwise only the corpus in the answer has it.

    Returns:

        What became of every span, and the corpus with the wording in it.

    Raises:

        AttachError: The file is not this article.

        FormatError: The file is not text in UTF-8.

        NotFoundError: There is no such file.

        WriteError: The copy cannot be kept; the message says why.
    """
    from pathlib import Path

    from .anchor import attach as aligned
    from .destination import writing
    from .files import local_path

    text = _article_text(local_path(path))
    result = aligned(_shipped(), text, ARTICLE_ID)
    if remember:
        copy = Path(_copy_path())
        if str(copy).startswith("~"):
            msg = f"there is no home folder to remember the article in, found {shown(str(copy))}; set SUMMITDATA_HOME to a folder"
            raise WriteError(msg)
        with writing(copy) as file:
            file.write(text.encode("utf-8"))
    return result


def detach() -> bool:
    """
    Forget the attached article; True if there was one.

    Raises:

        WriteError: The remembered copy cannot be removed.
    """
    path = _copy_path()
    try:
        os.unlink(path)  # noqa: PTH108
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        msg = f"removing {shown(path)} failed: {error.strerror}; remove it yourself"
        raise WriteError(error.errno, msg) from error
    return True
