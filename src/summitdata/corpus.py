"""`Corpus`: the tables of one or many articles, as tables, frames and typed records. It reads and writes nothing."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar, overload

from .exceptions import UsageError, known_name, shown
from .frames import Backend, DtypeBackend, frame

if TYPE_CHECKING:
    import pyarrow as pa

    from . import records as r
    from .formats import Format
    from .look.page import Page
    from .metadata import Metadata
    from .problems import Report
    from .shown_table import Table

__all__ = ["Corpus"]

R = TypeVar("R")
Status = Literal["verified", "unverified"]


class ArrowStream(Protocol):
    """A table of another library that Arrow can read."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as a PyCapsule of an Arrow stream."""


class _Records(Generic[R]):
    """An attribute of `Corpus` that gives a table's rows as records."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, corpus: None, owner: type) -> "_Records[R]": ...
    @overload
    def __get__(self, corpus: "Corpus", owner: type) -> tuple[R, ...]: ...
    def __get__(self, corpus: "Corpus | None", owner: type) -> "_Records[R] | tuple[R, ...]":
        if corpus is None:
            return self
        made = corpus._records  # noqa: SLF001 - a part of Corpus itself
        if self._name not in made:
            made[self._name] = tuple(corpus.frame(self._name, backend="records"))
        return made[self._name]


class Corpus:
    """
    The tables of one or many articles.

    A corpus does not change: `table` gives Arrow tables, `frame` frames of other libraries, and each table's name as an
    attribute its rows as typed records, ``corpus.quotations[0].speaker_id``. Two corpora are equal when every table
    holds the same rows in the same order and the data version is the same.

    Args:

        tables:
            Arrow tables by name, or anything that speaks the Arrow PyCapsule interface, as polars and pandas frames do;
            those left out are empty.

        version: The data version, if the corpus has one.

        status: ``"verified"`` where every byte was checked against a manifest, otherwise ``"unverified"``.

    Raises:

        UnknownNameError: There is no table of one of the names.

        SchemaError: A table has other columns or types than its record class.

        UsageError: A table is nothing that Arrow can read.
    """

    __slots__ = ("__weakref__", "_records", "_status", "_tables", "_version")

    def __init__(
        self,
        tables: "Mapping[str, pa.Table | ArrowStream]",
        *,
        version: str | None = None,
        status: Status = "unverified",
    ) -> None:
        from .convert import same_layout
        from .records import TABLES
        from .schema import arrow_schema, table_class

        for name in tables:
            table_class(TABLES, name)
        made = {
            name: same_layout(cls, _arrow(tables[name], name), name, "this corpus")
            if name in tables
            else arrow_schema(cls).empty_table()
            for name, cls in TABLES.items()
        }
        self._tables: Mapping[str, pa.Table] = MappingProxyType(made)
        self._version = version
        self._status: Status = status
        self._records: dict[str, tuple[Any, ...]] = {}

    @property
    def tables(self) -> "Mapping[str, pa.Table]":
        """All tables by name."""
        return self._tables

    @property
    def version(self) -> str | None:
        """The data version, if the corpus has one."""
        return self._version

    @property
    def status(self) -> Status:
        """``"verified"`` where every byte was checked against a manifest, otherwise ``"unverified"``."""
        return self._status

    @classmethod
    def of(cls, *, version: str | None = None, **rows: Iterable[Any]) -> "Corpus":
        """
        A corpus from records, a keyword for each table: ``Corpus.of(articles=[Article(...)])``.

        Raises:

            UnknownNameError: There is no table of one of the names.

            ConversionError: A record is not of its table's class, or one of its values is not what its column allows.
        """
        from .convert import to_table
        from .records import TABLES
        from .schema import table_class

        return cls(
            {name: to_table(table_class(TABLES, name), made, name) for name, made in rows.items()}, version=version
        )

    articles: "_Records[r.Article]" = _Records()
    paragraphs: "_Records[r.Paragraph]" = _Records()
    entities: "_Records[r.Entity]" = _Records()
    identifiers: "_Records[r.Identifier]" = _Records()
    quotations: "_Records[r.Quotation]" = _Records()
    sentences: "_Records[r.Sentence]" = _Records()
    mentions: "_Records[r.Mention]" = _Records()
    statements: "_Records[r.Statement]" = _Records()
    attributions: "_Records[r.Attribution]" = _Records()
    commitments: "_Records[r.Commitment]" = _Records()
    commitment_actors: "_Records[r.CommitmentActor]" = _Records()
    quantities: "_Records[r.Quantity]" = _Records()
    projects: "_Records[r.Project]" = _Records()
    evaluations: "_Records[r.Evaluation]" = _Records()
    events: "_Records[r.Event]" = _Records()
    event_actors: "_Records[r.EventActor]" = _Records()
    relations: "_Records[r.Relation]" = _Records()
    expressions: "_Records[r.Expression]" = _Records()
    term_counts: "_Records[r.TermCount]" = _Records()
    silences: "_Records[r.Silence]" = _Records()
    codes: "_Records[r.Code]" = _Records()
    readings: "_Records[r.Reading]" = _Records()

    def table(self, name: str) -> "pa.Table":
        """
        A table by name.

        Raises:

            UnknownNameError: There is no such table; the message names the nearest.
        """
        return self.tables[known_name(name, self.tables, "table")]

    def __getitem__(self, name: str) -> "Table":
        """
        A table or joined view by name, as a notebook shows it well; any library that speaks Arrow takes it.

        Raises:

            UnknownNameError: There is no such table or view; the message names the nearest.
        """
        from .shown_table import Table

        return Table(name, self.frame(name, backend="arrow"))

    #: Otherwise Python would try to iterate by asking for the table 0.
    __iter__ = None

    def batches(self, name: str, rows: int = 4096) -> "Iterator[pa.RecordBatch]":
        """
        A table by name, in batches of at most so many rows.

        Raises:

            UnknownNameError: There is no such table; the message names the nearest.

            UsageError: The number of rows is not a whole number above 0.
        """
        if type(rows) is not int or rows < 1:
            msg = f"expected a number of rows of at least 1, found {shown(rows)}"
            raise UsageError(msg)
        return iter(self.table(name).to_batches(max_chunksize=rows))

    def frame(
        self,
        name: str,
        backend: Backend = "pandas",
        *,
        columns: Sequence[str] | None = None,
        dtype_backend: DtypeBackend | None = None,
    ) -> Any:
        """
        A table or a joined view as a fresh frame: a pandas or polars DataFrame, an Arrow table, a DuckDB relation, or, of
        tables, a list of records.

        Arguments are those of `summitdata.frame`.

        Raises:

            UnknownNameError:
                There is no such table or view, backend, column or dtype_backend; the message names the nearest.

            UsageError: Records are asked of a view, or arguments are given that do not go together.

            MissingExtraError: The library is not installed.
        """
        # A tuple can be asked for anything, a mapping only for what can be hashed.
        table = self.tables[name] if name in tuple(self.tables) else self.joined(name)
        return frame(table, name, backend, dtype_backend, columns)

    def joined(self, name: str) -> "pa.Table":
        """
        A joined view of the tables by name, made anew; `summitdata.views` lists them.

        Raises:

            UnknownNameError: There is no such table or view; the message names the nearest.
        """
        from .joined import VIEWS, view

        known_name(name, [*self.tables, *VIEWS], "table or view")
        return view(self.tables, name)

    def validate(self) -> "Report":
        """All the problems of the corpus, a `Report`."""
        from .records import TABLES
        from .validate import check_tables

        return check_tables(self.tables, TABLES)

    def agreement(self, backend: Literal["pandas", "polars", "arrow", "duckdb"] = "pandas") -> Any:
        """
        How far the two readers agree, as a fresh frame; see `summitdata.agree.agreement`.

        Raises:

            UnknownNameError: There is no such backend.

            FormatError: `attributes` of a reading is not a JSON object.

            ConversionError: A value of the readings is not what its column allows.

            MissingExtraError: The library is not installed.
        """
        from .agree import agreement
        from .records import TABLES

        return frame(agreement(self.table("readings"), TABLES), "agreement", backend, None)

    def write(
        self,
        path: str | os.PathLike[str],
        format: "Format" = "parquet",  # noqa: A002 - the word users know
        *,
        text: bool = False,
        overwrite: bool = False,
        metadata: "Metadata | None" = None,
    ) -> None:
        """Write the corpus to a folder; see `summitdata.formats.write`."""
        from .formats import write

        write(self, path, format, text=text, overwrite=overwrite, metadata=metadata)

    def view(self, *, text: bool = True) -> "Page":
        """
        The corpus as one page to look at, complete in itself: a notebook shows it, `Page.write` makes it a file.

        Args:

            text: Show the wording of the articles where it is attached; a page to pass on is made with False.
        """
        from .look.page import view

        return view(self, text=text)

    def without_text(self) -> "Corpus":
        """The same corpus with the wording of the articles left out."""
        import pyarrow as pa

        from .records import TABLES
        from .schema import wording_columns

        made = {}
        for name, cls in TABLES.items():
            table = self.tables[name]
            for column in wording_columns(cls):
                place = table.column_names.index(column)
                table = table.set_column(place, table.schema.field(place), pa.nulls(table.num_rows, pa.string()))
            made[name] = table
        return Corpus(made, version=self.version, status=self.status)

    @property
    def fingerprint(self) -> str:
        """What identifies the values of the corpus, in whatever format they are kept; see `summitdata.fingerprint`."""
        from .fingerprint import fingerprint
        from .records import TABLES

        return fingerprint(self.tables, TABLES)

    @property
    def has_text(self) -> bool:
        """Whether any of the articles' wording is there."""
        from .records import TABLES
        from .schema import wording_columns

        texts = (self.tables[name].column(column) for name, cls in TABLES.items() for column in wording_columns(cls))
        return any(text.null_count < len(text) for text in texts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Corpus):
            return NotImplemented
        return self.version == other.version and all(
            table.equals(other.tables[name]) for name, table in self.tables.items()
        )

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        # So that it can be copied and sent to other processes.
        return partial(Corpus, version=self.version, status=self.status), (dict(self.tables),)

    def _repr_html_(self) -> str:
        from .look.notebook import corpus_html

        return corpus_html(self)

    def __repr__(self) -> str:
        held = [f"{name} {table.num_rows:,}" for name, table in self.tables.items() if table.num_rows]
        version = f"data {self.version}" if self.version else "no data version"
        text = "with text" if self.has_text else "without text"
        return f"<Corpus {version}, {self.status}, {text}: {', '.join(held) or 'no rows'}>"


def _arrow(table: "pa.Table | ArrowStream", name: str) -> "pa.Table":
    import pyarrow as pa

    if isinstance(table, pa.Table):
        return table
    if not hasattr(table, "__arrow_c_stream__"):
        msg = f"table {name!r} should be an Arrow table or a frame that Arrow can read, found {type(table).__name__}; convert it first"
        raise UsageError(msg)
    return pa.table(table)
