"""A corpus under examination, part by part: what was found in each table, and what is known of the whole."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from .casting import same_layout
from .checking import Checker, Fault, Found, check
from .exceptions import SchemaError, shown
from .fields import vocabulary_name
from .holding import Held, occupied
from .invariants import Columns, Invariant, Uses, broken
from .problems import Problem, Report
from .schema import columns

__all__ = ["Examination"]

#: So many rows of all tables together are asked for the invariants at once; an article is never cut.
_ROWS = 100_000


class Findings:
    """What is wrong in one table of one part: counted in full, told as far as it is wanted."""

    def __init__(self, name: str, part: str, held: Held, most: int | None) -> None:
        self._name = name
        self._part = part or None
        self._held = held
        self._most = most
        self._places = {c.name: n for n, c in enumerate(held.columns)}
        self._faults: dict[Fault, int] = {}
        self._rows: list[tuple[int, pa.Array]] = []
        self._stored = 0
        self._lacking: list[Problem] = []
        self.unsound: set[str | None] = set()
        self.crosses = False
        #: How many problems of each rule there are, and where the first of them stands.
        self.counts: dict[str, tuple[int, tuple[int, int]]] = {}

    def take(self, found: Found) -> None:
        """Note what was found in a batch."""
        self.unsound.update(found.unsound.to_pylist())
        self.crosses = self.crosses or found.crosses
        for fault, rows in found.faults:
            self._note(fault, rows, (pc.min(rows).as_py(), self._places[fault.column]))
        self._settle()

    def _note(self, fault: Fault, rows: pa.Array, first: tuple[int, int]) -> None:
        n, before = self.counts.get(fault.rule, (0, first))
        self.counts[fault.rule] = n + len(rows), min(before, first)
        self._rows.append((self._faults.setdefault(fault, len(self._faults)), rows))
        self._stored += len(rows)

    def _settle(self) -> None:
        """Keep of the rows that were noted no more than may be told."""
        if self._most is not None and self._stored > 2 * self._most:
            kept = self._first()
            self._rows = [
                (code, kept.filter(pc.equal(kept["code"], code))["row"].combine_chunks())
                for code in pc.unique(kept["code"]).to_pylist()
            ]
            self._stored = kept.num_rows

    def _first(self) -> pa.Table:
        """The rows to tell of, in their order, each with its fault."""
        columns_ = {n: self._places[fault.column] for fault, n in self._faults.items()}
        table = pa.table(
            {
                "row": pa.chunked_array([rows for _, rows in self._rows], pa.int64()),
                "column": pa.chunked_array([pa.repeat(columns_[n], len(rows)) for n, rows in self._rows], pa.int64()),
                "code": pa.chunked_array([pa.repeat(n, len(rows)) for n, rows in self._rows], pa.int64()),
            }
        )
        return table.sort_by([("row", "ascending"), ("column", "ascending")]).slice(0, self._most)

    def invariant(self, invariant: Invariant, places: Iterable[int | str], named: set[tuple[int, str]]) -> None:
        """Note the rows that break an invariant; a text is what the table as a whole lacks."""
        rows = []
        for place in places:
            if isinstance(place, str):
                expected = str(invariant.expected)
                self._lacking.append(
                    Problem(table=self._name, rule=invariant.id, value=place, expected=expected, part=self._part)
                )
            elif (place, invariant.column) not in named:
                named.add((place, invariant.column))
                rows.append(place)
        if rows:
            at = self._held.grouped.rows(pa.array(sorted(rows), pa.int64()))
            fault = Fault(invariant.id, invariant.column, invariant.expected)
            self._note(fault, at, (pc.min(at).as_py(), self._places[invariant.column]))
            self._settle()

    def by_rule(self) -> dict[str, int]:
        """How many problems of each rule there are, in the order of their first."""
        found = Counter(p.rule for p in self._lacking)
        return dict(found) | {rule: n for rule, (n, _) in sorted(self.counts.items(), key=lambda item: item[1][1])}

    def problems(self, table: pa.Table, most: int | None) -> list[Problem]:
        """The first of all that was found: what the whole table lacks, then all else in the order of rows and columns."""
        told = self._lacking[:most]
        left = None if most is None else most - len(told)
        if not self._rows:
            return told
        first = self._first().slice(0, left)
        codes = {n: fault for fault, n in self._faults.items()}
        rows = first["row"]
        ids = table.column("id").take(rows).to_pylist()
        values: dict[str, Iterator[Any]] = {}
        for column in {codes[n].column for n in pc.unique(first["code"]).to_pylist()}:
            own = rows.filter(pc.equal(first["column"], self._places[column]))
            values[column] = iter(table.column(column).take(own).to_pylist())
        for row, identity, code in zip(rows.to_pylist(), ids, first["code"].to_pylist(), strict=True):
            fault = codes[code]
            value = next(values[fault.column])
            expected = fault.expected if isinstance(fault.expected, str) else fault.expected(value)
            place = {"table": self._name, "row": row, "id": identity, "column": fault.column, "part": self._part}
            told.append(Problem(**place, rule=fault.rule, value=shown(value), expected=expected))
        return told


@attrs.define
class _Loose:
    """A table whose rows belong to no article, kept until all parts are known."""

    slot: list[Problem]
    name: str
    part: str
    held: Held
    table: pa.Table


class Examination:
    """
    What is found in the parts of a corpus.

    Args:

        classes: The record classes by name.

        most: How many problems are told.

        threads: How many batches are looked at at once.

        invariants: Ask the invariants of the annotation too.
    """

    def __init__(self, classes: Mapping[str, type], most: int | None, threads: int, *, invariants: bool = True) -> None:
        self._classes = classes
        self._most = most
        self._threads = threads
        self._invariants = invariants
        self._told: list[list[Problem]] = []
        self._by_rule: list[dict[str, int]] = []
        self._n_told = 0
        self._rows: Counter[str] = Counter()
        self._seen: defaultdict[str, set[str]] = defaultdict(set)
        self._loose: list[tuple[_Loose, dict[str, int]]] = []
        self._wanted = pa.array([], pa.string())
        self._known = pa.array([], pa.string())
        self._unread: set[str] = set()
        self._unsound: dict[str, set[str | None] | None] = {}
        self._uses: Counter[tuple[str, str]] = Counter()
        self._having: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        self._parts = 0

    def part(
        self, name: str, tables: Mapping[str, pa.Table], unread: Mapping[str, Problem | Iterable[Problem]]
    ) -> None:
        """Examine a part."""
        failed = {
            table: [attrs.evolve(p, part=name or None) for p in ([why] if isinstance(why, Problem) else why)]
            for table, why in unread.items()
        }
        sound: dict[str, pa.Table] = {}
        for table, cls in self._classes.items():
            if table in tables and table not in failed:
                try:
                    sound[table] = same_layout(cls, tables[table], table, "this corpus")
                except SchemaError as error:
                    failed[table] = [Problem(table=table, rule="columns", expected=str(error), part=name or None)]
        for table in failed.keys() - self._classes.keys():
            self._tell(failed[table])
        self._unread |= failed.keys() & self._classes.keys()
        self._examine(name, sound, failed)
        self._parts += 1

    def _tell(self, problems: list[Problem]) -> None:
        """Take problems that are made already."""
        left = None if self._most is None else max(0, self._most - self._n_told)
        self._told.append(problems[:left])
        self._n_told += len(self._told[-1])
        self._by_rule.append(dict(Counter(p.rule for p in problems)))

    def _examine(self, part: str, sound: Mapping[str, pa.Table], failed: Mapping[str, list[Problem]]) -> None:
        articles = sound.get("articles")
        text = 0
        if articles is not None and articles.num_rows and "text" in articles.column_names:
            text = articles.column("text").nbytes // articles.num_rows
        held = {name: Held(name, self._classes[name], table, text, self._threads) for name, table in sound.items()}
        occupied([*held.values()])
        for name, table in sound.items():
            self._rows[name] += table.num_rows
            self._over_parts(held[name])
        findings = {name: Findings(name, part, one, self._most) for name, one in held.items()}
        loose = {name for name, table in sound.items() if "article_id" not in table.column_names}
        self._count(sound, loose)
        inside = " of the same part" if part else ""
        for name, one in held.items():
            if name not in loose:
                checker = Checker(one, held, failed.keys() & self._classes.keys(), inside, None)
                for found in check(one, checker, self._threads):
                    findings[name].take(found)
        if self._invariants:
            self._ask(held, findings, loose, failed)
        for name in self._classes:
            if name in failed:
                self._tell(failed[name])
            elif name in loose:
                slot: list[Problem] = []
                by_rule: dict[str, int] = {}
                self._told.append(slot)
                self._by_rule.append(by_rule)
                self._loose.append((_Loose(slot, name, part, held[name], sound[name]), by_rule))
            elif name in findings:
                left = None if self._most is None else max(0, self._most - self._n_told)
                self._told.append(findings[name].problems(sound[name], left))
                self._n_told += len(self._told[-1])
                self._by_rule.append(findings[name].by_rule())

    def _over_parts(self, held: Held) -> None:
        """Mark the ids of articles, and of rows without one, that an earlier part has."""
        loose = "article_id" not in held.grouped.table.column_names
        if held.name != "articles" and not loose:
            return
        ids = held.grouped.table.column("id")
        seen = self._seen["" if loose else held.name]
        if self._parts:
            met = pa.array([identity in seen for identity in ids.to_pylist()], pa.bool_())
            held.occupied = met if held.occupied is None else pc.or_(held.occupied, met)
        seen.update(pc.unique(ids.drop_null()).to_pylist())

    def _count(self, sound: Mapping[str, pa.Table], loose: set[str]) -> None:
        """Count what the rows of no article say of all others, and look for the rows that they name."""
        for name in loose:
            for c in columns(self._classes[name]):
                if c.reference == "*":
                    wanted = [*self._wanted.to_pylist(), *sound[name].column(c.name).drop_null().to_pylist()]
                    self._wanted = pc.unique(pa.array(wanted, pa.string()))
        if len(self._wanted):
            for table in sound.values():
                ids = table.column("id")
                met = ids.filter(pc.is_in(ids, value_set=self._wanted))
                self._known = pa.concat_arrays([self._known, *met.chunks])
            self._known = pc.unique(self._known)
        if "codes" in self._classes and any(
            name == "codes" and t.num_rows for name, t in [*sound.items(), *self._kept()]
        ):
            for name, table in sound.items():
                self._count_codes(name, table)

    def _kept(self) -> Iterator[tuple[str, pa.Table]]:
        return ((loose.name, loose.table) for loose, _ in self._loose)

    def _count_codes(self, name: str, table: pa.Table) -> None:
        met = pc.is_in(table.column("id"), value_set=self._wanted)
        for c in columns(self._classes[name]):
            if c.vocabulary:
                vocabulary = vocabulary_name(c.vocabulary)
                counted = pc.value_counts(table.column(c.name))
                for one in counted.to_pylist():
                    if one["values"] is not None:
                        self._uses[vocabulary, one["values"]] += one["counts"]
                having = table.select(["id", c.name]).filter(met)
                for identity, code in zip(having["id"].to_pylist(), having[c.name].to_pylist(), strict=True):
                    self._having[identity].add((vocabulary, code))

    def _ask(
        self,
        held: Mapping[str, Held],
        findings: Mapping[str, Findings],
        loose: set[str],
        failed: Iterable[str],
    ) -> None:
        """Ask the invariants wherever the tables they look at have kept all other rules."""
        unsound: dict[str, frozenset[str] | None] = {}
        for name in held.keys() - loose:
            articles = findings[name].unsound
            unsound[name] = None if None in articles else frozenset(a for a in articles if a is not None)
            self._spoil(name, articles)
        unsound |= dict.fromkeys(failed)
        own = {name: one for name, one in held.items() if name not in loose}
        named: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
        together = any(findings[name].crosses for name in own)
        for tables, places in _by_articles(own, None if together else _ROWS):
            named.clear()
            for invariant, found in broken(tables, self._classes, unsound):
                found_at = places[invariant.table]
                at = [found_at(place) if isinstance(place, int) else place for place in found]
                findings[invariant.table].invariant(invariant, at, named[invariant.table])

    def _spoil(self, name: str, articles: Iterable[str | None]) -> None:
        """Remember that a table has unsound rows, of which articles does not matter."""
        if any(True for _ in articles):
            self._unsound[name] = None

    def report(self) -> Report:
        """What was found."""
        found_in = [self._examined(loose) for loose, _ in self._loose]
        for (loose, _), findings in zip(self._loose, found_in, strict=True):
            # What the table of codes counts may stand in a table of no article, too.
            if findings.unsound and loose.name != "codes":
                self._unsound[loose.name] = None
        for (loose, by_rule), findings in zip(self._loose, found_in, strict=True):
            if self._invariants:
                self._ask_loose(loose, findings)
            loose.slot += findings.problems(loose.table, self._most)
            by_rule.update(findings.by_rule())
        problems = [problem for told in self._told for problem in told]
        total: Counter[str] = Counter()
        for counts in self._by_rule:
            total.update(counts)
        rows = {name: self._rows[name] for name in self._classes if name in self._rows}
        return Report(problems=tuple(problems[: self._most]), rows=rows, total=total.total(), by_rule=dict(total))

    def _examined(self, loose: _Loose) -> Findings:
        findings = Findings(loose.name, loose.part, loose.held, self._most)
        checker = Checker(loose.held, {loose.name: loose.held}, self._unread, "", self._known)
        for found in check(loose.held, checker, self._threads):
            findings.take(found)
        return findings

    def _ask_loose(self, loose: _Loose, findings: Findings) -> None:
        unsound: dict[str, frozenset[str] | None] = dict.fromkeys(self._unread) | dict(self._unsound)
        unsound[loose.name] = None if findings.unsound else frozenset()
        tables = {loose.name: _Lists(loose.table)}
        named: set[tuple[int, str]] = set()
        for invariant, places in broken(tables, self._classes, unsound, Uses(self._uses, self._having)):
            findings.invariant(invariant, places, named)


class _Lists:
    """A table's columns as Python lists, each made once."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._made: dict[str, list[Any]] = {}

    def __getitem__(self, column: str) -> list[Any]:
        if column not in self._made:
            self._made[column] = self._table.column(column).to_pylist()
        return self._made[column]


def _by_articles(held: Mapping[str, Held], most: int | None) -> Iterator[tuple[dict[str, Columns], dict[str, Any]]]:
    """The tables in groups of whole articles, each with where its rows stand in the table by articles."""
    where = {
        name: {article: n for n, article in enumerate(one.grouped.articles.to_pylist())} for name, one in held.items()
    }
    articles = [*dict.fromkeys(article for places in where.values() for article in places)]
    group: list[str | None] = []
    rows = 0
    for n, article in enumerate(articles, 1):
        group.append(article)
        rows += sum(
            one.grouped.starts[place + 1] - one.grouped.starts[place]
            for name, one in held.items()
            if (place := where[name].get(article)) is not None
        )
        if n == len(articles) or (most is not None and rows >= most):
            yield _of_articles(held, where, group)
            group, rows = [], 0
    if not articles:
        yield _of_articles(held, where, [])


def _of_articles(
    held: Mapping[str, Held], where: Mapping[str, dict[Any, int]], group: list[str | None]
) -> tuple[dict[str, Columns], dict[str, Any]]:
    tables: dict[str, Columns] = {}
    places: dict[str, Any] = {}
    for name, one in held.items():
        own = sorted(where[name][article] for article in group if article in where[name])
        rows, ends = one.grouped.among(pa.array(own, pa.int64()), one.grouped.table.column_names)
        tables[name] = _Lists(rows)
        places[name] = partial(_place, [one.grouped.starts[place + 1] for place in own], ends.to_pylist())
    return tables, places


def _place(finishes: list[int], ends: list[int], row: int) -> int:
    """Where a row of some articles stands in the table, of which is known where the rows of each end there and here."""
    article = bisect_right(ends, row)
    return finishes[article] - ends[article] + row
