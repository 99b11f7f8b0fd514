"""`Corpus`: the tables of one or many articles, as tables, frames and typed records. It reads and writes nothing."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar, overload

from .exceptions import UnknownNameError, UsageError, known_name, shown
from .frames import Backend, DtypeBackend, arrow, frame

if TYPE_CHECKING:
    import pyarrow as pa

    from . import records as r
    from .formats import Format
    from .look.page import Page
    from .metadata import Metadata
    from .problems import Report
    from .shown_table import Table

__all__ = ["Corpus"]

#: What parts are called, and their files.
PART_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_-]*")

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
        if self._name in made:
            return made[self._name]
        records = tuple(corpus.frame(self._name, backend="records"))
        if not corpus._is_in_parts:  # noqa: SLF001
            # What a large corpus gives is not kept for good.
            made[self._name] = records
        return records


class _Joined(Mapping[str, "pa.Table"]):
    """The tables of a corpus in parts, each read and put together whenever it is asked for."""

    def __init__(self, corpus: "Corpus") -> None:
        self._corpus = corpus

    def __getitem__(self, name: str) -> "pa.Table":
        import pyarrow as pa

        from .records import TABLES
        from .schema import arrow_schema

        corpus = self._corpus
        empty = arrow_schema(TABLES[name]).empty_table()
        return pa.concat_tables([empty, *(corpus._read(part, name) for part in corpus.part_names)])  # noqa: SLF001

    def __contains__(self, name: object) -> bool:
        # A mapping would read the table to say so.
        return name in tuple(self)

    def __iter__(self) -> Iterator[str]:
        from .records import TABLES

        return iter(TABLES)

    def __len__(self) -> int:
        from .records import TABLES

        return len(TABLES)


class Corpus:
    """
    The tables of one or many articles.

    A corpus does not change: `table` gives Arrow tables, `frame` frames of other libraries, and each table's name as an
    attribute its rows as typed records, ``corpus.quotations[0].speaker_id``. Two corpora are equal when every table
    holds the same rows in the same order and the data version is the same.

    A large corpus is in parts, each of which holds whole articles: it is read part by part (`parts`, `batches`), and a
    table is put together only when it is asked for.

    Args:

        tables:
            Arrow tables by name, or anything that speaks the Arrow PyCapsule interface, as polars and pandas frames do;
            those left out are empty.

        version: The data version, if the corpus has one.

        status: ``"verified"`` where every byte was checked against a manifest, otherwise ``"unverified"``.

        part: The name of the part that it is of a larger corpus, if it is one.

    Raises:

        UnknownNameError: There is no table of one of the names.

        SchemaError: A table has other columns or types than its record class.

        UsageError: A table is nothing that Arrow can read.
    """

    __slots__ = ("__weakref__", "_part_names", "_read", "_records", "_rows", "_status", "_tables", "_version")

    def __init__(
        self,
        tables: "Mapping[str, pa.Table | ArrowStream]",
        *,
        version: str | None = None,
        status: Status = "unverified",
        part: str = "",
    ) -> None:
        from .casting import same_layout
        from .records import TABLES
        from .schema import arrow_schema, table_class

        arrow()
        if part != "" and not _is_part_name(part):
            msg = f"expected a name of Latin letters, digits, - and _ for the part, found {shown(part)}; name it so"
            raise UsageError(msg)
        for name in tables:
            table_class(TABLES, name)
        made = {
            name: same_layout(cls, _arrow(tables[name], name), name, "this corpus")
            if name in tables
            else arrow_schema(cls).empty_table()
            for name, cls in TABLES.items()
        }
        self._part_names: tuple[str, ...] = (part,)
        self._read: Callable[[str, str], pa.Table] = partial(_held, made)
        self._rows: Mapping[str, int] | None = {name: table.num_rows for name, table in made.items()}
        self._fill(MappingProxyType(made), version, status)

    def _fill(self, tables: "Mapping[str, pa.Table]", version: str | None, status: Status) -> None:
        self._tables = tables
        self._version = version
        self._status: Status = status
        self._records: dict[str, tuple[Any, ...]] = {}

    @classmethod
    def of_parts(
        cls,
        names: Sequence[str],
        read: "Callable[[str, str], pa.Table]",
        *,
        rows: Mapping[str, int] | None = None,
        version: str | None = None,
        status: Status = "unverified",
    ) -> "Corpus":
        """
        A corpus that is read part by part, each whenever it is needed.

        Args:

            names: The names of the parts, in order.

            read: Gives of a part, the first argument, the table that is the second, with the schema's own columns.

            rows: How many rows each table has in all, where that is known.

            version: The data version, if the corpus has one.

            status: ``"verified"`` where `read` checks every byte against a manifest.

        Raises:

            UsageError: There is no name, one stands twice, or one could not be the name of a file.
        """
        times = Counter(names)
        odd = [name for name in names if not _is_part_name(name) or times[name] > 1]
        odd = odd or [name for name, following in pairwise(names) if name > following]
        if odd or not names:
            found = shown(odd[0]) if odd else "none"
            msg = f"expected names of parts that differ and are sorted, of Latin letters, digits, - and _, found {found}; name them so"
            raise UsageError(msg)
        made = cls.__new__(cls)
        made._part_names, made._read, made._rows = tuple(names), read, rows  # noqa: SLF001 - its own
        made._fill(_Joined(made), version, status)  # noqa: SLF001
        return made

    @property
    def tables(self) -> "Mapping[str, pa.Table]":
        """All tables by name; those of a corpus in parts are read anew whenever they are asked for."""
        return self._tables

    @property
    def part_names(self) -> tuple[str, ...]:
        """The names of its parts, in order; a corpus that is not in parts is one part without a name."""
        return self._part_names

    def part(self, name: str) -> "Corpus":
        """
        One part by name, as a corpus in memory.

        Raises:

            UnknownNameError: There is no such part.
        """
        from .records import TABLES

        self._check_part(name)
        made = {table: self._read(name, table) for table in TABLES}
        return Corpus(made, version=self.version, status=self.status, part=name)

    def _check_part(self, name: object) -> None:
        if name not in self.part_names:
            several = f"the {len(self.part_names):,} parts" if len(self.part_names) > 1 else "the only part"
            msg = f"there is no part {shown(name)}; part_names has {several}, from {self.part_names[0]!r} to {self.part_names[-1]!r}"
            raise UnknownNameError(msg)

    def parts(self, what: str | None = None) -> "Iterator[Corpus]":
        """
        Its parts in order, each a corpus in memory; a corpus that is not in parts is its only one.

        Args:

            what: What is done with them: a bar of that name shows how far it is, where a person waits and tqdm is installed.
        """
        from .progress import progress

        names = progress(self.part_names, what, len(self.part_names)) if what else self.part_names
        return map(self.part, names)

    def with_part(self, part: "Corpus") -> "Corpus":
        """
        The same corpus with one part in the place of the one of that name; it is kept in memory.

        Raises:

            UnknownNameError: There is no part of its name.
        """
        if part._is_in_parts:  # noqa: SLF001 - its own
            msg = f"expected one part in memory, found {shown(part)}; give one of its parts"
            raise UsageError(msg)
        (name,) = part.part_names
        self._check_part(name)
        if not self._is_in_parts:
            return part
        rows = self._rows and {
            table: n + part.n_rows[table] - self._read(name, table).num_rows for table, n in self._rows.items()
        }
        kept, read = {name: part}, self._read
        if isinstance(read, partial) and read.func is _kept_or_read:
            # One look-up, however many parts are kept.
            kept, read = {**read.args[0], **kept}, read.args[1]
        made = partial(_kept_or_read, kept, read)
        return Corpus.of_parts(self.part_names, made, rows=rows, version=self.version, status=self.status)

    def in_parts(self, articles: int) -> "Corpus":
        """
        The same corpus in parts of so many articles each, as it is to be written; the last may have fewer.

        Rows move only so that those of a part stand together; those of codes and errors lie in the first part, and those of
        articles that are not there in the last.

        Raises:

            UsageError: The number of articles is not a whole number above 0.
        """
        from .parting import parted

        if type(articles) is not int or articles < 1:
            msg = f"expected a number of articles of at least 1, found {shown(articles)}"
            raise UsageError(msg)
        names, read, _ = parted(self.tables, articles)
        return Corpus.of_parts(names, read, rows=self._rows, version=self.version, status=self.status)

    @property
    def n_rows(self) -> Mapping[str, int]:
        """How many rows each table has; where that is not known, the parts are read to count them."""
        if self._rows is None:
            from .records import TABLES

            self._rows = {table: sum(self._read(part, table).num_rows for part in self.part_names) for table in TABLES}
        return MappingProxyType(self._rows)

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

        arrow()
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
    dates: "_Records[r.Date]" = _Records()
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
    errors: "_Records[r.Error]" = _Records()

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
        known_name(name, self.tables, "table")
        return (batch for part in self.part_names for batch in self._read(part, name).to_batches(max_chunksize=rows))

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
        import pyarrow as pa

        from .joined import VIEWS, in_order_of_days, view

        known_name(name, [*self.tables, *VIEWS], "table or view")
        made = pa.concat_tables(view(part.tables, name) for part in self.parts())
        # Every other view is in the order of the articles, as the parts are.
        return in_order_of_days(made) if name == "timeline" and self._is_in_parts else made

    def validate(self, *, most: int | None = 10_000) -> "Report":
        """
        The problems of the corpus, a `Report`; a corpus in parts is checked part by part.

        Args:

            most: How many problems the report holds, the first of all; None for all. It counts them all in any case.
        """
        from .records import TABLES
        from .validate import check_parts

        return check_parts(((p.part_names[0], p.tables, {}) for p in self.parts("validate")), TABLES, most=most)

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

    def link(self) -> "Corpus":
        """The same corpus with `cluster_id` filled where entities of several articles are one; see `summitdata.linking.link`."""
        from .linking import link

        return link(self)

    def promises(self, backend: Literal["pandas", "polars", "arrow", "duckdb"] = "pandas") -> Any:
        """
        Every undertaking with what became of it from article to article, as a fresh frame; see `summitdata.promising.promises`.

        Raises:

            UnknownNameError: There is no such backend.

            UsageError: There are undertakings without wording and without `action_en`.

            MissingExtraError: A library is not installed.
        """
        from .promising import promises

        return frame(promises(self), "promises", backend, None)

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
        return self.with_each(_without_wording)

    def with_each(self, change: "Callable[[str, pa.Table], pa.Table]") -> "Corpus":
        """
        The same corpus with every table changed by a function of its name and itself; rows neither come nor go.

        Of a corpus in parts each part is changed when it is read.
        """
        if self._is_in_parts:
            read = partial(_changed, self._read, change)
            return Corpus.of_parts(self.part_names, read, rows=self._rows, version=self.version, status=self.status)
        made = {name: change(name, table) for name, table in self.tables.items()}
        return Corpus(made, version=self.version, status=self.status, part=self.part_names[0])

    @property
    def _is_in_parts(self) -> bool:
        return isinstance(self._tables, _Joined)

    @property
    def fingerprint(self) -> str:
        """What identifies the values of the corpus, in whatever format they are kept; see `summitdata.fingerprint`."""
        from .fingerprint import fingerprint_of_parts
        from .records import TABLES

        return fingerprint_of_parts(self.part_names, self._read, TABLES)

    @property
    def has_text(self) -> bool:
        """Whether any of the articles' wording is there."""
        from .records import TABLES
        from .schema import wording_columns

        return any(
            table.column(column).null_count < table.num_rows
            for part in self.part_names
            for name, cls in TABLES.items()
            if wording_columns(cls)
            for table in [self._read(part, name)]
            for column in wording_columns(cls)
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Corpus):
            return NotImplemented
        return self.version == other.version and all(
            table.equals(other.tables[name]) for name, table in self.tables.items()
        )

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        # So that it can be copied and sent to other processes.
        if self._is_in_parts:
            made = partial(Corpus.of_parts, rows=self._rows, version=self.version, status=self.status)
            return made, (self.part_names, self._read)
        made = partial(Corpus, part=self.part_names[0], version=self.version, status=self.status)
        return made, (dict(self.tables),)

    def _repr_html_(self) -> str:
        from .look.notebook import corpus_html

        return corpus_html(self)

    def __repr__(self) -> str:
        version = f"data {self.version}" if self.version else "no data version"
        # Whether there is wording, and without a manifest how many rows, only reading all the parts would tell.
        parts = len(self.part_names)
        in_parts = f"in {parts:,} part{'' if parts == 1 else 's'}"
        form = in_parts if self._is_in_parts else ("without text", "with text")[self.has_text]
        held = [f"{name} {n:,}" for name, n in (self._rows or {}).items() if n]
        rows = ", ".join(held) or ("no rows" if self._rows is not None else "rows not counted yet")
        return f"<Corpus {version}, {self.status}, {form}: {rows}>"


def _is_part_name(name: object) -> bool:
    """Whether it can be the name of a part, and of its files."""
    return isinstance(name, str) and PART_NAME.fullmatch(name) is not None


def _held(tables: "Mapping[str, pa.Table]", _: str, name: str) -> "pa.Table":
    return tables[name]


def _kept_or_read(
    kept: "Mapping[str, Corpus]", read: "Callable[[str, str], pa.Table]", part: str, name: str
) -> "pa.Table":
    return kept[part].tables[name] if part in kept else read(part, name)


def _changed(
    read: "Callable[[str, str], pa.Table]", change: "Callable[[str, pa.Table], pa.Table]", part: str, name: str
) -> "pa.Table":
    return change(name, read(part, name))


def _without_wording(name: str, table: "pa.Table") -> "pa.Table":
    import pyarrow as pa

    from .records import TABLES
    from .schema import wording_columns

    for column in wording_columns(TABLES[name]):
        place = table.column_names.index(column)
        table = table.set_column(place, table.schema.field(place), pa.nulls(table.num_rows, pa.string()))
    return table


def _arrow(table: "pa.Table | ArrowStream", name: str) -> "pa.Table":
    import pyarrow as pa

    if isinstance(table, pa.Table):
        return table
    if not hasattr(table, "__arrow_c_stream__"):
        msg = f"table {name!r} should be an Arrow table or a frame that Arrow can read, found {type(table).__name__}; convert it first"
        raise UsageError(msg)
    return pa.table(table)
