"""
One table held against its rules, batch by batch: which cells break which, found with Arrow kernels.

Whole columns are asked first whether they hold; only what does not is looked at cell by cell.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from .convert import expectation
from .holding import Held
from .ids import misformed
from .ordered import Batch, Runs, Texts, all_true, any_true, in_runs, joined, misplaced, whole
from .row_rules import row_rules
from .schema import Column, span_end
from .threads import in_threads

__all__ = ["Checker", "Fault", "Found", "check"]


class Fault(NamedTuple):
    """A rule that cells of a column break: what it is called, the column, and what is expected, in words or by the value."""

    rule: str
    column: str
    expected: str | Callable[[Any], str]


class Found(NamedTuple):
    """
    What is wrong in a batch.

    Attributes:

        faults: Each broken rule with the places of the rows in their table as it was given.

        unsound: The articles of these rows, null for one that does not tell its own.

        crosses: Whether a row refers to a row of another article.
    """

    faults: list[tuple[Fault, pa.Array]]
    unsound: pa.Array
    crosses: bool


class Near(NamedTuple):
    """
    The rows of another table that those of a batch may refer to.

    Attributes:

        rows: The rows, with their ids, and their spans and articles where they have them.

        articles: The place among the batch's articles of the article of each.
    """

    rows: pa.Table
    articles: pa.Array


class Checker:
    """The rules of one table, and the tables it refers to."""

    def __init__(
        self, held: Held, tables: Mapping[str, Held], unread: Iterable[str], inside: str, elsewhere: Any
    ) -> None:
        self._held = held
        self._tables = tables
        self._unread = frozenset(unread)
        self._inside = inside
        #: Ids that are known to stand in some part, for a table without articles.
        self._elsewhere = elsewhere
        articles = held.grouped.articles
        #: For each article of this table its place among those of another one.
        self.routes = {
            name: pc.index_in(articles, other.grouped.articles, skip_nulls=True) for name, other in tables.items()
        }

    def __call__(self, number: int) -> Found:
        """What is wrong in one batch."""
        return _Batch(self, self._held, self._tables, number).found()

    def follows(self, reference: str) -> bool:
        """Whether all that a reference may lead to could be read."""
        return not self._unread if reference == "*" else reference not in self._unread

    def wanted(self, reference: str) -> str:
        """What a reference should be, in words."""
        what = "some table" if reference == "*" else reference
        return f"the id of a row of {what}{self._inside if self._elsewhere is None else ''}"

    @property
    def elsewhere(self) -> Any:
        """The ids that are known of all parts, or None."""
        return self._elsewhere


class _Batch:
    """One batch under examination; a cell is named once, by the first rule it breaks."""

    def __init__(self, checker: Checker, held: Held, tables: Mapping[str, Held], number: int) -> None:
        self._checker = checker
        self._held = held
        self._tables = tables
        self._first, self._last = held.spans[number]
        self._batch = Batch(held.grouped, self._first, self._last)
        self._again, self._strange, self._misformed = held.ids[number]
        self._has_articles = "article_id" in held.grouped.table.column_names
        self._broken: dict[str, pa.Array] = {}
        self._listed: list[tuple[Fault, pa.Array]] = []
        self._crosses = False
        self._near: dict[str, Near] = {}

    def found(self) -> Found:
        """Ask every rule but the invariants."""
        held, batch = self._held, self._batch
        spans = [c.name for c in held.columns if c.span_end]
        for c in held.columns:
            for name, mask in self._cells(c):
                self._blame(Fault(name, c.name, partial(expectation, c, name)), mask)
        for rule in row_rules(held.cls):
            mask = self._strange if rule.broken is None else rule.broken(*(batch[name] for name in rule.compared))
            self._blame(Fault(rule.name, rule.column, rule.expected), self._unless(mask, rule.compared))
        self._unique()
        for c in held.columns:
            if c.reference:
                self._reference(c, spans if c.within else [])
        if self._has_articles:
            self._in_article(spans)
        faults = [(fault, batch.rows(pc.indices_nonzero(mask))) for fault, mask in self._listed]
        return Found(faults, self._unsound(), self._crosses)

    def _unsound(self) -> pa.Array:
        if not self._listed:
            return pa.array([], pa.string())
        if not self._has_articles or "article_id" in self._broken:
            return pa.nulls(1, pa.string())
        return pc.unique(pa.concat_arrays([self._batch["article_id"].filter(mask) for _, mask in self._listed]))

    def _blame(self, fault: Fault, mask: pa.Array | None) -> None:
        if mask is None:
            return
        before = self._broken.get(fault.column)
        if before is not None:
            mask = pc.and_not(mask, before)
        if any_true(mask):
            mask = pc.fill_null(mask, False)
            self._broken[fault.column] = mask if before is None else pc.or_(before, mask)
            self._listed.append((fault, mask))

    def _unless(self, mask: pa.Array | None, compared: Iterable[str]) -> pa.Array | None:
        """A mask without the rows in which one of the columns breaks a rule already."""
        for name in compared:
            if mask is not None and name in self._broken:
                mask = pc.and_not(mask, self._broken[name])
        return mask

    def _cells(self, c: Column) -> Iterable[tuple[str, pa.Array | None]]:
        """The rules of a column, each with a mask that is true where a value breaks it."""
        array = self._batch[c.name]
        if not c.nullable and array.null_count:
            yield "null", pc.is_null(array)
        if c.kind is float and array.null_count < len(array):
            finite = pc.is_finite(array)
            yield "finite", None if all_true(finite) else pc.fill_null(pc.invert(finite), False)
        if c.vocabulary:
            yield "vocabulary", _uncoded(array, pa.array([code.value for code in c.vocabulary], pa.string()))
        if c.pattern:
            yield "pattern", self._patterned(c, array)
        if c.minimum is not None:
            yield "range", pc.less(array, pa.scalar(c.minimum, array.type))
        if c.maximum is not None:
            yield "range", pc.greater(array, pa.scalar(c.maximum, array.type))

    def _patterned(self, c: Column, array: pa.Array) -> pa.Array | None:
        if c.name == "id":
            return self._misformed
        if c.name == "article_id":
            of_articles = misformed(self._batch.articles, str(c.pattern))
            return None if of_articles is None else self._batch.by_article(of_articles)
        return misformed(array, str(c.pattern))

    def _unique(self) -> None:
        """An id that a row of this table had before, or a table before this one has."""
        fault = Fault("unique", "id", "an id that no other row has")
        for mask in (self._held.doubled, self._held.occupied):
            if mask is not None:
                self._blame(fault, mask.slice(self._batch.begin, self._batch.n))

    def _nearby(self, name: str) -> Near:
        """The rows of another table that belong to the batch's articles."""
        if name not in self._near:
            other = self._tables[name]
            names = [
                n for n in ("id", "start", "end", "article_id", "n_chars", "text") if n in other.firsts.column_names
            ]
            names = [n for n in names if n != "text" or name == "articles"]
            route = self._checker.routes[name].slice(self._first, self._last - self._first)
            rows, ends = other.lookup.among(route.drop_null(), names)
            places = pc.indices_nonzero(pc.is_valid(route)).cast(pa.int32())
            has_articles = "article_id" in names
            articles = Runs(places, ends).spread(places) if has_articles else pa.nulls(rows.num_rows, pa.int32())
            self._near[name] = Near(rows.combine_chunks(), articles)
        return self._near[name]

    def _widened(self, name: str, missing: pa.Array) -> Near:
        """The same, and those rows of other articles whose ids are told."""
        near = self._nearby(name)
        table = self._tables[name].firsts
        hits = pc.indices_nonzero(pc.is_in(table.column("id"), value_set=missing))
        if not len(hits):
            return near
        added = table.select(near.rows.column_names).take(hits)
        articles = pa.nulls(len(hits), pa.int32())
        if "article_id" in added.column_names:
            articles = joined(pc.index_in(added.column("article_id"), self._batch.articles, skip_nulls=True))
        rows = pa.concat_tables([near.rows, added]).combine_chunks()
        self._near[name] = Near(rows, pa.concat_arrays([near.articles, articles]))
        return self._near[name]

    def _found_in(self, name: str, values: pa.Array) -> pa.Array:
        """The place among the nearby rows of another table of the row that each value names; null for none."""
        near = self._nearby(name)
        at = pc.index_in(values, whole(near.rows.column("id")), skip_nulls=True)
        if at.null_count > values.null_count:
            missing = pc.unique(values.filter(pc.and_(pc.is_valid(values), pc.is_null(at))))
            wider = self._widened(name, missing)
            if wider is not near:
                at = pc.index_in(values, whole(wider.rows.column("id")), skip_nulls=True)
        return at

    def _reference(self, c: Column, spans: list[str]) -> None:
        reference = str(c.reference)
        of_article = c.name == "article_id" and self._has_articles
        runs = Runs(self._batch.articles, self._batch.ends) if of_article else in_runs(self._batch[c.name])
        values = runs.values
        if not len(values):
            return
        if reference == "*":
            known = self._anywhere(runs)
        elif reference in self._tables:
            at = self._found_in(reference, values)
            known = pc.is_valid(at)
            self._note_crossing(reference, at, runs)
        else:
            known = pa.repeat(pa.scalar(False), len(values))
        if self._checker.follows(reference):
            broken = pc.and_not(pc.is_valid(values), known)
            if any_true(broken):
                self._blame(Fault("reference", c.name, self._checker.wanted(reference)), runs.spread(broken))
        for start in spans:
            if reference in self._tables:
                self._within(c, start, at, runs)

    def _anywhere(self, runs: Runs) -> pa.Array:
        values = runs.values
        if self._checker.elsewhere is not None:
            return pc.is_in(values, value_set=self._checker.elsewhere, skip_nulls=True)
        known = pa.repeat(pa.scalar(False), len(values))
        for name in self._tables:
            left = pc.if_else(known, None, values)
            if left.null_count < len(left):
                at = self._found_in(name, left)
                known = pc.or_(known, pc.is_valid(at))
                self._note_crossing(name, at, runs)
        return known

    def _note_crossing(self, name: str, at: pa.Array, runs: Runs) -> None:
        """Note whether a row refers to a row of another article."""
        if self._has_articles and not self._crosses:
            theirs = self._near[name].articles.take(at)
            first, last = runs.edges(self._batch.numbers)
            same = pc.equal(theirs, first)
            if runs.ends is not None:
                same = pc.and_(same, pc.equal(theirs, last))
            self._crosses = same.true_count < len(at) - at.null_count

    def _within(self, c: Column, start: str, at: pa.Array, runs: Runs) -> None:
        rows = self._near[str(c.reference)].rows
        low, high = whole(rows.column("start")), whole(rows.column("end"))
        right = pc.less(low, high)
        low = pc.if_else(right, low, None)
        begin, finish = self._batch[start], self._batch[span_end(start)]
        outside = pc.or_(pc.less(begin, runs.spread(low.take(at))), pc.greater(finish, runs.spread(high.take(at))))
        if any_true(outside):
            fault = Fault("within", start, f"a span inside that of its {c.name}")
            self._blame(fault, outside)

    def _in_article(self, spans: list[str]) -> None:
        """Places lie inside the article, and words are what stands there."""
        cut = [c for c in self._held.columns if c.cut_at]
        if "articles" not in self._tables or not (spans or cut):
            return
        batch = self._batch
        at = self._found_in("articles", batch.articles)
        rows = self._near["articles"].rows
        lengths = batch.by_article(whole(rows.column("n_chars")).take(at))
        for start in spans:
            beyond = pc.greater(batch[span_end(start)], lengths)
            if any_true(beyond):
                self._blame(Fault("bounds", span_end(start), "a place inside the article"), beyond)
        text = whole(rows.column("text"))
        cut = [c for c in cut if batch[c.name].null_count < batch.n]
        if not cut or text.null_count == len(text):
            return
        texts = Texts(text.take(at))
        for c in cut:
            start = str(c.cut_at)
            wrong = misplaced(batch, batch[c.name], batch[start], batch[span_end(start)], texts)
            fault = Fault("surface", c.name, "the article's own characters at that place")
            self._blame(fault, self._unless(wrong, (start, span_end(start))))


def _uncoded(array: pa.Array, known: pa.Array) -> pa.Array | None:
    """Where a value is not in a vocabulary; None for nowhere."""
    runs = in_runs(array)
    strange = pc.and_not(pc.is_valid(runs.values), pc.is_in(runs.values, value_set=known))
    return runs.spread(strange) if any_true(strange) else None


def check(held: Held, checker: Checker, threads: int) -> Iterable[Found]:
    """What is wrong with a table, batch by batch."""
    return in_threads(checker, range(len(held.spans)), threads)
