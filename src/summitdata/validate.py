"""
Rules over whole tables, read off the same fields as the rules over single rows.

The rules of a row by itself are checked on plain rows (`check_row`) and on Arrow columns (`check_tables`), and both say
the same. Uniqueness, references, containment and agreement with the text need other rows: `check_tables` alone has them.
Where all that holds, it asks the invariants of the annotation, `summitdata.invariants`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from .exceptions import SchemaError, shown

if TYPE_CHECKING:
    import pyarrow as pa

    from .invariants import Invariant
    from .problems import Problem, Report
    from .schema import Column

__all__ = ["check_row", "check_tables"]


class RowRule(NamedTuple):
    """
    A rule between the columns of one row.

    Attributes:

        name: What the rule is called.

        column: The column that is named when it is broken.

        compared: The columns it looks at; where one of them breaks a rule already, this one is not asked.

        holds: Whether their values keep the rule.

        expected: What is expected, in words.
    """

    name: str
    column: str
    compared: tuple[str, ...]
    holds: Callable[..., bool]
    expected: str


@cache
def row_rules(cls: type) -> tuple[RowRule, ...]:
    """
    The rules between the columns of a row.

    ``prefix``: an id begins with its article's. ``span``: both ends of a span are there or neither, in order and not
    empty. ``surface``: words are as long as the span they stand at; an article's length and hash are those of its text.
    """
    from .schema import columns, span_end, wording_columns

    listed = columns(cls)
    rules: list[RowRule] = []
    if any(c.name == "article_id" for c in listed):
        expected = "an id that is its article's or begins with it and /"
        rules.append(RowRule("prefix", "id", ("id", "article_id"), _is_of_article, expected))
    for c in listed:
        if c.span_end:
            expected = f"{c.name} before {c.span_end}, or both null"
            rules.append(RowRule("span", c.name, (c.name, c.span_end), _is_span, expected))
    for c in listed:
        # The wording that is filled from a changed copy may be longer or shorter by a dash or a space.
        if c.cut_at and c.name not in wording_columns(cls):
            end = span_end(c.cut_at)
            expected = f"as many characters as from {c.cut_at} to {end}"
            rules.append(RowRule("surface", c.name, (c.name, c.cut_at, end), _is_as_long, expected))
    if {"text", "n_chars", "sha256"} <= {c.name for c in listed}:
        rules.append(RowRule("surface", "n_chars", ("n_chars", "text"), _is_length, "the length of its text"))
        rules.append(RowRule("surface", "sha256", ("sha256", "text"), _is_hash, "the SHA-256 of its text in UTF-8"))
    return tuple(rules)


def _is_of_article(identity: str, article_id: str) -> bool:
    return identity == article_id or identity.startswith(f"{article_id}/")


def _is_span(start: int | None, end: int | None) -> bool:
    if start is None or end is None:
        return start is end
    return start < end


def _is_as_long(words: str | None, start: int | None, end: int | None) -> bool:
    return words is None or (start is not None and end is not None and len(words) == end - start)


def _is_length(n_chars: int, text: str | None) -> bool:
    return text is None or len(text) == n_chars


def _is_hash(digest: str, text: str | None) -> bool:
    from hashlib import sha256

    return text is None or sha256(text.encode()).hexdigest() == digest


def check_row(cls: type, row: object, table: str, position: int = 0) -> "list[Problem]":
    """Everything that is wrong with a plain row by itself, the relations between its own columns included."""
    from .convert import place_of, row_problems
    from .problems import Problem
    from .schema import columns

    problems = row_problems(cls, row, table, position)
    if not isinstance(row, Mapping):
        return problems
    broken = {p.column for p in problems}
    for rule in row_rules(cls):
        if broken.isdisjoint(rule.compared) and not rule.holds(*(row[name] for name in rule.compared)):
            place = place_of(row, table, position)
            found = shown(row[rule.column])
            problems.append(Problem(**place, column=rule.column, rule=rule.name, value=found, expected=rule.expected))
            broken.add(rule.column)
    order = {c.name: place for place, c in enumerate(columns(cls))}
    return sorted(problems, key=lambda p: order.get(str(p.column), len(order)))


def check_tables(
    tables: "Mapping[str, pa.Table]", classes: Mapping[str, type], unread: "Mapping[str, Problem] | None" = None
) -> "Report":
    """
    All the problems of a set of tables.

    Args:

        tables: The tables by name.

        classes: Their record classes by name.

        unread: Tables that could not be read, and why; references into them are not followed.

    Returns:

        Every problem, in the order of tables, rows and columns; the same for the same data.
    """
    from .convert import same_layout
    from .problems import Problem, Report

    failed = dict(unread or {})
    sound: dict[str, _Rows] = {}
    for name in classes:
        if name in tables:
            try:
                sound[name] = _Rows(same_layout(classes[name], tables[name], name, "this corpus"))
            except SchemaError as error:
                failed[name] = Problem(table=name, rule="columns", expected=str(error))
    corpus = _Corpus(sound, frozenset(failed))
    checks = {name: _Check(name, classes[name], corpus) for name in sound}
    for check in checks.values():
        check.run()
    _check_invariants(checks, sound, classes, failed)
    problems: list[Problem] = []
    for name in classes:
        if name in failed:
            problems.append(failed[name])
        elif name in checks:
            problems += checks[name].problems()
    return Report(problems=tuple(problems), rows={name: rows.table.num_rows for name, rows in sound.items()})


def _check_invariants(
    checks: "Mapping[str, _Check]", sound: "Mapping[str, _Rows]", classes: Mapping[str, type], failed: Iterable[str]
) -> None:
    """Ask the invariants wherever the tables they look at have kept all other rules."""
    from .invariants import broken

    unsound: dict[str, frozenset[str] | None] = {name: check.unsound_articles() for name, check in checks.items()}
    unsound |= dict.fromkeys(failed)
    for invariant, places in broken(sound, classes, unsound):
        checks[invariant.table].invariant(invariant, places)


class _Rows:
    """A table and its columns as Python lists, each made once."""

    def __init__(self, table: "pa.Table") -> None:
        self.table = table
        self._made: dict[str, list[Any]] = {}

    def __getitem__(self, column: str) -> list[Any]:
        if column not in self._made:
            self._made[column] = self.table.column(column).to_pylist()
        return self._made[column]


class _Corpus:
    """What rules about other rows ask for: where each id stands first, and how long and what each article is."""

    def __init__(self, tables: Mapping[str, _Rows], unread: frozenset[str]) -> None:
        self.tables = tables
        self.unread = unread
        self.places: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.owners: dict[str, str] = {}
        for name, rows in tables.items():
            for row, identity in enumerate(rows["id"]):
                self.places[name].setdefault(identity, row)
                self.owners.setdefault(identity, name)
        self.lengths = self._of_articles("n_chars")
        self.texts = self._of_articles("text")
        self._spans: dict[str, dict[str, tuple[int, int]]] = {}

    def _of_articles(self, column: str) -> dict[str, Any]:
        places = self.places["articles"].items()
        values = ((identity, self.tables["articles"][column][row]) for identity, row in places)
        return {identity: value for identity, value in values if value is not None}

    def spans(self, name: str) -> dict[str, tuple[int, int]]:
        """Where each row of a table begins and ends; those that break the rules of a span are left out."""
        if name not in self._spans:
            places = self.places[name].items()
            spans = (
                (identity, self.tables[name]["start"][row], self.tables[name]["end"][row]) for identity, row in places
            )
            self._spans[name] = {
                identity: (start, end) for identity, start, end in spans if None not in (start, end) and start < end
            }
        return self._spans[name]


class _Check:
    """One table under examination; a cell is named once, by the first rule it breaks."""

    def __init__(self, name: str, cls: type, corpus: _Corpus) -> None:
        self._name = name
        self._cls = cls
        self._corpus = corpus
        self._rows = corpus.tables[name]
        self._found: defaultdict[str, dict[int, Problem]] = defaultdict(dict)
        self._lacking: list[Problem] = []

    def run(self) -> None:
        """Ask every rule but the invariants."""
        from .schema import columns, span_end

        listed = columns(self._cls)
        spans = [c.name for c in listed if c.span_end]
        for c in listed:
            self._cells(c)
        for rule in row_rules(self._cls):
            self._row_rule(rule)
        self._ids()
        for c in listed:
            if c.reference:
                self._references(c)
            if c.within:
                for start in spans:
                    self._within(c, start)
        for start in spans:
            self._bounds(span_end(start))
        for c in listed:
            if c.cut_at:
                self._wording(c.name, c.cut_at)

    def unsound_articles(self) -> frozenset[str] | None:
        """The articles some row of which breaks a rule; None for all, where a row does not tell its article."""
        if "article_id" not in self._rows.table.column_names or self._found["article_id"]:
            return None if any(self._found.values()) else frozenset()
        articles = self._rows["article_id"]
        return frozenset(articles[row] for found in self._found.values() for row in found)

    def invariant(self, invariant: "Invariant", places: Iterable[int | str]) -> None:
        """Note the rows that break an invariant; a text is what the table as a whole lacks."""
        from .problems import Problem

        rows: list[int] = []
        for place in places:
            if isinstance(place, int):
                rows.append(place)
            else:
                rule, expected = invariant.id, str(invariant.expected)
                self._lacking.append(Problem(table=self._name, rule=rule, value=place, expected=expected))
        self._blame(invariant.id, invariant.column, rows, invariant.expected)

    def problems(self) -> "list[Problem]":
        """All that was found: what the whole table lacks, then all else in the order of rows and columns."""
        from .schema import columns

        listed = enumerate(columns(self._cls))
        found = [(row, place, c.name) for place, c in listed for row in self._found[c.name]]
        return [*self._lacking, *(self._found[column][row] for row, _, column in sorted(found))]

    def _blame(self, rule: str, column: str, at: Iterable[int], expected: Callable[[Any], str] | str) -> None:
        from .problems import Problem

        for row in at:
            if row not in self._found[column]:
                value = self._rows[column][row]
                self._found[column][row] = Problem(
                    table=self._name,
                    row=row,
                    id=self._rows["id"][row],
                    column=column,
                    rule=rule,
                    value=shown(value),
                    expected=expected if isinstance(expected, str) else expected(value),
                )

    def _cells(self, c: "Column") -> None:
        import pyarrow.compute as pc

        from .convert import expectation

        for rule, mask in _masks(c, self._rows.table.column(c.name)):
            self._blame(rule, c.name, pc.indices_nonzero(mask).to_pylist(), partial(expectation, c, rule))

    def _row_rule(self, rule: RowRule) -> None:
        cells = zip(*(self._rows[name] for name in rule.compared), strict=True)
        broken = set[int]().union(*(self._found[name] for name in rule.compared))
        at = [row for row, values in enumerate(cells) if row not in broken and not rule.holds(*values)]
        self._blame(rule.name, rule.column, at, rule.expected)

    def _ids(self) -> None:
        first, owners = self._corpus.places[self._name], self._corpus.owners
        ids = self._rows["id"]
        at = [row for row, identity in enumerate(ids) if (first[identity], owners[identity]) != (row, self._name)]
        self._blame("unique", "id", at, "an id that no other row has")

    def _references(self, c: "Column") -> None:
        anywhere = c.reference == "*"
        if self._corpus.unread if anywhere else c.reference in self._corpus.unread:
            return
        known = self._corpus.owners if anywhere else self._corpus.places[str(c.reference)]
        at = [row for row, parent in enumerate(self._rows[c.name]) if parent is not None and parent not in known]
        self._blame("reference", c.name, at, f"the id of a row of {'some table' if anywhere else c.reference}")

    def _within(self, c: "Column", start: str) -> None:
        from .schema import span_end

        outer = self._corpus.spans(str(c.reference))
        cells = zip(self._rows[start], self._rows[span_end(start)], self._rows[c.name], strict=True)
        at = [
            row
            for row, (begin, end, parent) in enumerate(cells)
            if None not in (begin, end) and parent in outer and (begin < outer[parent][0] or end > outer[parent][1])
        ]
        self._blame("within", start, at, f"a span inside that of its {c.name}")

    def _bounds(self, end: str) -> None:
        lengths = self._corpus.lengths
        cells = zip(self._rows[end], self._rows["article_id"], strict=True)
        at = [
            row
            for row, (place, article) in enumerate(cells)
            if place is not None and place > lengths.get(article, place)
        ]
        self._blame("bounds", end, at, "a place inside the article")

    def _wording(self, column: str, start: str) -> None:
        from .schema import span_end

        texts, end = self._corpus.texts, span_end(start)
        cells = zip(self._rows[column], self._rows[start], self._rows[end], self._rows["article_id"], strict=True)
        broken = {*self._found[start], *self._found[end]}
        at = [
            row
            for row, (words, begin, finish, article) in enumerate(cells)
            if words is not None and article in texts and row not in broken and texts[article][begin:finish] != words
        ]
        self._blame("surface", column, at, "the article's own characters at that place")


def _masks(c: "Column", array: "pa.ChunkedArray") -> "Iterator[tuple[str, pa.ChunkedArray]]":
    """The rules of a column, each with a mask that is true where a value breaks it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not c.nullable:
        yield "null", pc.is_null(array)
    if c.kind is float:
        yield "finite", pc.invert(pc.is_finite(array))
    if c.vocabulary:
        known = pa.array([code.value for code in c.vocabulary], pa.string())
        yield "vocabulary", pc.and_(pc.is_valid(array), pc.invert(pc.is_in(array, known)))
    if c.pattern:
        # In RE2, $ is the end of the text, as in fullmatch.
        yield "pattern", pc.invert(pc.match_substring_regex(array, f"^(?:{c.pattern})$"))
    if c.minimum is not None:
        yield "range", pc.less(array, pa.scalar(c.minimum, array.type))
    if c.maximum is not None:
        yield "range", pc.greater(array, pa.scalar(c.maximum, array.type))
