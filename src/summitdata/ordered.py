"""
Arrow tables looked at article by article: which rows belong together, and whether words are what stands in the text.

A table in which the rows of an article stand together is looked at where it is; any other is put in that order first, and
remembers where each row stood.
"""

from bisect import bisect_left
from functools import cache, cached_property
from itertools import pairwise
from sys import byteorder
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from .threads import in_threads

__all__ = [
    "Batch",
    "Grouped",
    "Runs",
    "Texts",
    "after",
    "all_true",
    "any_true",
    "counting",
    "grouped",
    "in_runs",
    "joined",
    "misplaced",
    "whole",
]

#: So many rows, or so many bytes, are looked at together; an article is never cut.
_ROWS, _BYTES = 1 << 18, 1 << 26
#: So many rows are put in order together.
_PIECE = 1 << 19
#: Where fewer rows than these change, values are looked up once a run.
_SAMPLE = 1024


class Grouped(NamedTuple):
    """
    A table whose rows stand article by article.

    Attributes:

        table: The table.

        order: Where each of its rows stood before; None where it stood so.

        articles: The articles, each once; a single null where the table has no articles.

        starts: Where the rows of each article begin, and where those of the last end.
    """

    table: pa.Table
    order: pa.Array | None
    articles: pa.Array
    starts: list[int]

    def rows(self, places: pa.Array) -> pa.Array:
        """Where the rows at some places stood."""
        return (places if self.order is None else self.order.take(places)).cast(pa.int64())

    def batches(self, articles: int) -> list[tuple[int, int]]:
        """From which to before which article each batch goes, with at most so many articles."""
        limit = min(_ROWS, max(1, _BYTES * self.table.num_rows // max(1, self.table.nbytes)))
        found = []
        first, n = 0, len(self.starts) - 1
        while first < n:
            last = min(bisect_left(self.starts, self.starts[first] + limit, first + 1), first + articles, n)
            found.append((first, last))
            first = last
        return found

    def among(self, places: pa.Array, columns: list[str]) -> tuple[pa.Table, pa.Array]:
        """The rows of the articles at some places of `articles`, and where those of each end."""
        table = self.table.select(columns)
        pieces, ends, reached = [table.slice(0, 0)], [pa.array([], pa.int64())], 0
        # Articles that stand side by side are taken together.
        breaks = pc.indices_nonzero(pc.not_equal(pc.subtract(places[1:], places[:-1]), 1)).to_pylist()
        for low, high in pairwise([0, *(place + 1 for place in breaks), len(places)][-len(places) - 1 :]):
            first, last = places[low].as_py(), places[high - 1].as_py() + 1
            begin, size = self.starts[first], self.starts[last] - self.starts[first]
            pieces.append(table.slice(begin, size))
            ends.append(pc.add(pa.array(self.starts[first + 1 : last + 1], pa.int64()), reached - begin))
            reached += size
        return pa.concat_tables(pieces), pa.concat_arrays(ends)


class Runs(NamedTuple):
    """
    The values of a column, each once for as long as it goes on.

    Attributes:

        values: The values.

        ends: Where each ends; None where every row has its own.
    """

    values: pa.Array
    ends: pa.Array | None

    def spread(self, of_each: pa.Array) -> pa.Array:
        """For every row what is known of its value."""
        return of_each if self.ends is None else _spread(self.ends, of_each)

    def edges(self, of_rows: pa.Array) -> tuple[pa.Array, pa.Array]:
        """What is known of the first row and of the last one that each value stands in."""
        if self.ends is None:
            return of_rows, of_rows
        return of_rows.take(_begins(self.ends)), of_rows.take(pc.subtract(self.ends, 1))


class Batch:
    """The rows of some articles of a table, each column one array."""

    def __init__(self, of: Grouped, first: int, last: int) -> None:
        self.of = of
        self.begin = of.starts[first]
        self.n = of.starts[last] - self.begin
        self.articles = of.articles.slice(first, last - first)
        self.ends = pc.subtract(pa.array(of.starts[first + 1 : last + 1], pa.int64()), self.begin)
        self._columns: dict[str, pa.Array] = {}

    def __getitem__(self, name: str) -> pa.Array:
        if name not in self._columns:
            self._columns[name] = whole(self.of.table.column(name).slice(self.begin, self.n))
        return self._columns[name]

    def by_article(self, values: pa.Array) -> pa.Array:
        """A value of each article, for every row."""
        return _spread(self.ends, values)

    @cached_property
    def numbers(self) -> pa.Array:
        """For every row which of the batch's articles is its own."""
        return self.by_article(counting(len(self.articles)).cast(pa.int32()))

    @property
    def firsts(self) -> pa.Array:
        """Where each article's rows begin in the batch."""
        return _begins(self.ends)

    def rows(self, places: pa.Array) -> pa.Array:
        """Where the rows at some places of the batch stood in the table."""
        return self.of.rows(pc.add(places.cast(pa.int64()), self.begin))


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.array([], column.type)])


def joined(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array of its own, however it was cut."""
    return pa.concat_arrays([*column.chunks, pa.array([], column.type)])


def _spread(ends: pa.Array, values: pa.Array) -> pa.Array:
    """The value of each run, for every row."""
    return pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(ends, values))


def _begins(ends: pa.Array) -> pa.Array:
    return pa.concat_arrays([pa.array([0], pa.int64()), ends[:-1]])


def all_true(mask: pa.Array) -> bool:
    """Whether a mask is true everywhere, and nowhere null."""
    return bool(mask.null_count == 0 and mask.true_count == len(mask))


def any_true(mask: pa.Array) -> bool:
    """Whether a mask is true anywhere."""
    return bool(mask.true_count > 0)


def grouped(table: pa.Table, threads: int) -> Grouped:
    """A table article by article."""
    # Many small pieces cost more than to join them once.
    pieces = max((column.num_chunks for column in table.columns), default=0)
    table = table.combine_chunks() if pieces * 4096 > table.num_rows + 4096 else table
    if "article_id" not in table.column_names:
        return _single(table)
    values, ends = _runs(table.column("article_id"))
    if len(pc.unique(values)) < len(values):
        codes = _codes(table.column("article_id"))
        order = pc.sort_indices(codes)
        table = _taken(table.combine_chunks(), order, threads)
        values, ends = _runs(table.column("article_id"))
    else:
        order = None
    return Grouped(table, order, values, [0, *ends.to_pylist()])


def _single(table: pa.Table) -> Grouped:
    return Grouped(table, None, pa.nulls(1, pa.string()), [0, table.num_rows])


def _codes(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A number for each value, in the order in which values come."""
    return pa.chunked_array([chunk.indices for chunk in column.dictionary_encode().chunks], pa.int32())


def _taken(table: pa.Table, order: pa.Array, threads: int) -> pa.Table:
    """The rows of a table in another order, in pieces that no text makes too long."""
    pieces = [order.slice(low, _PIECE) for low in range(0, len(order), _PIECE)]
    return pa.concat_tables(in_threads(table.take, pieces, threads))


def _runs(column: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """The values of a column, each once for as long as it goes on, and where each ends."""
    values = [pa.array([], column.type)]
    ends = [pa.array([], pa.int64())]
    offset = 0
    for chunk in column.chunks:
        if len(chunk):
            own, own_ends = _exact_runs(chunk)
            before = values[-1]
            if len(before) and before[-1:].equals(own[:1]):
                values[-1], ends[-1] = before[:-1], ends[-1][:-1]
            values.append(own)
            ends.append(pc.add(own_ends, offset))
            offset += len(chunk)
    return pa.concat_arrays(values), pa.concat_arrays(ends)


def _exact_runs(values: pa.Array) -> tuple[pa.Array, pa.Array]:
    if values.null_count:
        encoded = pc.run_end_encode(values, run_end_type=pa.int64())
        return encoded.values, encoded.run_ends
    return _parted(values, pc.not_equal(values[1:], values[:-1]))


def _parted(values: pa.Array, turns: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The values where each run begins, and where it ends, of a mask that tells where one is not as the one before it."""
    ends = pa.concat_arrays([after(turns), pa.array([len(values)], pa.int64())])
    return values.take(_begins(ends)), ends


def after(turns: pa.Array) -> pa.Array:
    """The places of the second ones, of a mask over neighbours."""
    return pc.add(pc.indices_nonzero(turns).view(pa.int64()), 1)


def in_runs(values: pa.Array) -> Runs:
    """A column of texts in its runs, or every row by itself where there are hardly any."""
    sample = values[:_SAMPLE]
    if not len(values) or pc.not_equal(sample[1:], sample[:-1]).true_count * 2 > len(sample):
        return Runs(values, None)
    if values.null_count == len(values):
        return Runs(values[:1], pa.array([len(values)], pa.int64()))
    if not values.null_count:
        return Runs(*_exact_runs(values))
    # Cheaper than to encode: what lies under nulls may part a run of them in two, which does no harm.
    bare = pa.Array.from_buffers(values.type, len(values), [None, *values.buffers()[1:]], offset=values.offset)
    there = pc.is_valid(values)
    turns = pc.or_(pc.not_equal(bare[1:], bare[:-1]), pc.xor(there[1:], there[:-1]))
    return Runs(*_parted(values, turns))


class Texts:
    """
    The texts of the articles of a batch, so that they can be cut at code points.

    Args:

        texts: The text of each article, null where there is none.
    """

    def __init__(self, texts: pa.Array) -> None:
        one = pa.array([0, len(texts)], pa.int32())
        joined = pc.binary_join(pa.ListArray.from_arrays(one, pc.fill_null(texts, "")), "")
        size = pc.binary_length(joined)[0].as_py()
        self.there = pc.is_valid(texts)
        self.lengths = pc.fill_null(pc.utf8_length(texts), 0).cast(pa.int64())
        self.begins = pc.subtract(pc.cumulative_sum(self.lengths), self.lengths)
        self.buffer = joined.buffers()[2]
        self.bytes = pa.Array.from_buffers(pa.uint8(), size, [None, self.buffer])
        # The bytes that go on a character are the lowest of all as signed numbers.
        signed = pa.Array.from_buffers(pa.int8(), size, [None, self.buffer])
        begins = pc.indices_nonzero(pc.greater_equal(signed, pa.scalar(-64, pa.int8()))).cast(pa.int64())
        #: Where each character begins in the bytes, and where the last ends.
        self.edges = pa.concat_arrays([begins, pa.array([size], pa.int64())])


def misplaced(batch: Batch, words: pa.Array, starts: pa.Array, ends: pa.Array, texts: Texts) -> pa.Array | None:
    """
    Where words are not what stands in their article from start to end, counted in code points; None for nowhere.

    A row without words, without either end or without a text of its article is right.
    """
    spans = pc.and_(pc.less_equal(starts, ends), pc.greater_equal(starts, 0))
    asked = pc.fill_null(pc.and_(pc.and_(pc.is_valid(words), batch.by_article(texts.there)), spans), False)
    of_row, size = batch.by_article(texts.begins), batch.by_article(texts.lengths)
    everywhere = all_true(asked)
    if not everywhere:
        of_row, size, starts, ends, words = (a.filter(asked) for a in (of_row, size, starts, ends, words))
    low = texts.edges.take(pc.add(of_row, pc.min_element_wise(starts, size)))
    high = texts.edges.take(pc.add(of_row, pc.min_element_wise(ends, size)))
    wrong = _differ(words, low, high, texts)
    if not any_true(wrong):
        return None
    return wrong if everywhere else pc.replace_with_mask(asked, asked, wrong)


def _differ(words: pa.Array, low: pa.Array, high: pa.Array, texts: Texts) -> pa.Array:
    """Where words are not the bytes of the texts from low to high."""
    if len(words) and pc.all(pc.less_equal(high[:-1], low[1:]), min_count=0).as_py():
        return pc.not_equal(words, _cut(low, high, texts))
    wrong = pc.not_equal(pc.binary_length(words), pc.subtract(high, low))
    # So that every byte has its partner, words of another length are left out.
    words = pc.if_else(wrong, "", words)
    ends = pc.cumulative_sum(pc.binary_length(words).cast(pa.int64()))
    size = ends[-1].as_py() if len(ends) else 0
    if not size:
        return wrong
    own = pa.Array.from_buffers(pa.uint8(), size, [None, words.buffers()[2]])
    begins = pc.subtract(ends, pc.binary_length(words))
    offsets = pa.concat_arrays([begins.cast(pa.int32()), pa.array([size], pa.int32())])
    rows = pc.list_parent_indices(pa.ListArray.from_arrays(offsets, own))
    places = pc.add(pc.subtract(low, begins).take(rows), counting(size))
    unlike = pc.not_equal(own, texts.bytes.take(places))
    if any_true(unlike):
        wrong = pc.or_(wrong, pc.is_in(counting(len(words)), value_set=pc.unique(rows.filter(unlike))))
    return wrong


def _cut(low: pa.Array, high: pa.Array, texts: Texts) -> pa.Array:
    """What stands from low to high, where no stretch begins before the one before it ends."""
    n = len(low)
    # Both ends of each, one after the other, are the places at which the bytes part into words and what is between them.
    first, second = (low, high) if byteorder == "little" else (high, low)
    ends = pc.add(first, pc.shift_left(second, 32))
    parted = pa.StringArray.from_buffers(2 * n - 1, ends.buffers()[1], texts.buffer)
    return parted.filter(pc.equal(pc.bit_wise_and(counting(2 * n - 1), 1), 0))


def counting(n: int) -> pa.Array:
    """The numbers from 0."""
    return _counted(n.bit_length()).slice(0, n)


@cache
def _counted(bits: int) -> pa.Array:
    return pc.indices_nonzero(pa.repeat(pa.scalar(True), 1 << bits)).cast(pa.int64())
