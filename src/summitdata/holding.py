"""The tables of a corpus by articles, and what their ids say: which repeat one of the same table or of another one."""

from collections.abc import Sequence
from functools import cached_property, partial

import pyarrow as pa
import pyarrow.compute as pc

from .ids import again, letters, proved
from .ordered import Batch, Grouped, any_true, counting, grouped, joined
from .schema import columns
from .threads import in_threads

__all__ = ["Held", "occupied"]

#: So many bytes of articles' texts are looked at together.
_TEXTS = 1 << 23


class Held:
    """A table by articles, and what was found out about its ids before all else."""

    def __init__(self, name: str, cls: type, table: pa.Table, of_article: int, threads: int) -> None:
        self.name = name
        self.cls = cls
        self._threads = threads
        self.grouped: Grouped = grouped(table, threads)
        self.spans = self.grouped.batches(max(1, _TEXTS // max(1, of_article)))
        self.columns = columns(cls)
        pattern = self.columns[0].pattern if self.columns[0].name == "id" else None
        work = partial(_ids, self.grouped, pattern)
        #: By batch, each None where no row is: repeats an id, has one that is not its article's, has one of no right form.
        self.ids: list[tuple[pa.Array | None, ...]] = list(in_threads(work, self.spans, threads))
        self.doubled = self._doubled()
        #: Rows whose id a table before this one has.
        self.occupied: pa.Array | None = None

    def like(self, pattern: str) -> list[pa.Array]:
        """The ids in which a pattern is found."""

        def found(span: tuple[int, int]) -> pa.Array:
            ids = Batch(self.grouped, *span)["id"]
            return ids.filter(pc.match_substring_regex(ids, pattern))

        return list(in_threads(found, self.spans, self._threads))

    def flagged(self, which: int) -> pa.Array | None:
        """For the whole table what `ids` says by batch."""
        if all(flags[which] is None for flags in self.ids):
            return None
        sizes = [self.grouped.starts[last] - self.grouped.starts[first] for first, last in self.spans]
        parts = [
            pa.repeat(pa.scalar(False), n) if flags[which] is None else flags[which]
            for n, flags in zip(sizes, self.ids, strict=True)
        ]
        return pa.concat_arrays(parts)

    def _doubled(self) -> pa.Array | None:
        """Where an id is that of a row that stood before."""
        doubled = self.flagged(0)
        table = self.grouped.table
        strays = self.flagged(1)
        if strays is not None:
            # Their like may stand anywhere; so may that of an article's own where one article's id begins another's.
            slashed = any_true(pc.fill_null(pc.match_substring(self.grouped.articles, "/"), False))
            ids = table.column("id")
            lost = ids if slashed else ids.filter(strays)
            met = joined(pc.is_in(ids, value_set=pc.unique(lost.drop_null())))
            places = pc.indices_nonzero(met)
            places = places.take(pc.sort_indices(self.grouped.rows(places)))
            repeats = again(joined(ids.take(places)))
            if doubled is not None:
                # What was found in a batch goes by the order of articles.
                doubled = pc.and_not(doubled, met)
            if repeats is not None:
                wrong = pc.is_in(counting(table.num_rows), value_set=places.filter(repeats).cast(pa.int64()))
                doubled = wrong if doubled is None else pc.or_(doubled, wrong)
        return doubled

    @cached_property
    def firsts(self) -> pa.Table:
        """The table in which an id that repeats an earlier one is null."""
        table = self.grouped.table
        if self.doubled is None:
            return table
        ids = pc.if_else(self.doubled, None, table.column("id"))
        return table.set_column(table.column_names.index("id"), table.schema.field("id"), ids)

    @cached_property
    def lookup(self) -> Grouped:
        """The same with its articles."""
        return self.grouped._replace(table=self.firsts)


def _ids(of: Grouped, pattern: str | None, span: tuple[int, int]) -> tuple[pa.Array | None, ...]:
    return proved(Batch(of, *span), pattern)


def occupied(tables: Sequence[Held]) -> None:
    """Find in each table the rows whose id one of the tables before it has."""
    lettered: dict[str, str] = {}
    loose: list[Held] = []
    for held in tables:
        before = letters(held.columns[0].pattern)
        if before is not None and before not in lettered:
            lettered[before] = held.name
        else:
            loose.append(held)
    # Two ids of right forms with other letters are never the same: only others can be.
    doubtful = [pa.array([], pa.string())]
    tail = f"/(?:{'|'.join(lettered)})[0-9]+$"
    for held in tables:
        ids = held.grouped.table.column("id")
        if held.name in lettered.values():
            misformed = held.flagged(2)
            if misformed is not None:
                doubtful.append(joined(ids.filter(misformed)))
        elif lettered:
            doubtful += held.like(tail)
    pool = pc.unique(pa.concat_arrays(doubtful).drop_null())
    if len(pool):
        _claim(tables, pool)
    for n, later in enumerate(loose):
        for earlier in loose[:n]:
            known = _shared(earlier, later)
            if len(known):
                _mark(later, known)


def _shared(one: Held, other: Held) -> pa.Array:
    """The ids that both have, hashing the fewer."""
    few, many = sorted((one, other), key=lambda held: held.grouped.table.num_rows)
    known = pc.unique(few.grouped.table.column("id").drop_null())
    ids = many.grouped.table.column("id")
    return pc.unique(ids.filter(pc.is_in(ids, value_set=known)).drop_null()) if len(known) else known


def _claim(tables: Sequence[Held], pool: pa.Array) -> None:
    """Give each doubtful id to the first table that has it."""
    taken = pa.array([], pa.string())
    for held in tables:
        ids = held.grouped.table.column("id")
        own = pc.unique(joined(ids.filter(pc.is_in(ids, value_set=pool))))
        met = own.filter(pc.is_in(own, value_set=taken))
        if len(met):
            _mark(held, met)
        taken = pa.concat_arrays([taken, own])


def _mark(held: Held, ids: pa.Array) -> None:
    met = joined(pc.is_in(held.grouped.table.column("id"), value_set=ids))
    held.occupied = met if held.occupied is None else pc.or_(held.occupied, met)
