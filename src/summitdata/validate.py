"""
Rules over whole tables, read off the same fields as the rules over single rows.

The rules of a row by itself are checked on plain rows (`check_row`) and on Arrow columns (`check_tables`), and both say
the same. Uniqueness, references, containment and agreement with the text need other rows: `check_tables` alone has them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .exceptions import SchemaError, shown
from .schema import Column, columns

if TYPE_CHECKING:
    import pyarrow as pa

    from .problems import Problem, Report

__all__ = ["check_row", "check_tables"]


def check_row(cls: type, row: object, table: str, position: int = 0) -> "list[Problem]":
    """Everything that is wrong with a plain row by itself, the relations between its own columns included."""
    from .convert import row_problems
    from .problems import Problem

    problems = row_problems(cls, row, table, position)
    if not isinstance(row, Mapping) or any(p.rule == "columns" for p in problems):
        return problems
    broken = {p.column for p in problems}
    for rule, column, compared, holds, expected in row_rules(cls):
        if not broken.intersection(compared) and not holds(*(row[name] for name in compared)):
            place = {"table": table, "row": position, "id": row["id"], "column": column}
            problems.append(Problem(**place, rule=rule, value=shown(row[column]), expected=expected))
            broken.add(column)
    order = [c.name for c in columns(cls)]
    return sorted(problems, key=lambda p: order.index(str(p.column)))


RowRule = tuple[str, str, tuple[str, ...], Callable[..., bool], str]


def row_rules(cls: type) -> list[RowRule]:
    """
    The rules between the columns of one row: its id, the column it names, the columns compared, the test, what is expected.

    ``prefix``: an id begins with its article's. ``span``: both ends of a span are there or neither, in order and not
    empty. ``surface``: words are as long as the span they stand at.
    """
    listed = columns(cls)
    rules: list[RowRule] = []
    if "article_id" in {c.name for c in listed}:
        compared = ("id", "article_id")
        rules.append(("prefix", "id", compared, _is_of_article, "an id that is its article's or begins with it and /"))
    for c in listed:
        if c.span_end:
            expected = f"{c.name} before {c.span_end}, or both null"
            rules.append(("span", c.name, (c.name, c.span_end), _is_span, expected))
    for c in listed:
        if c.cut_at:
            end = span_end(c.cut_at)
            expected = f"as many characters as from {c.cut_at} to {end}"
            rules.append(("surface", c.name, (c.name, c.cut_at, end), _is_as_long, expected))
    return rules


def span_end(start: str) -> str:
    """The column that ends the span which the named column begins."""
    return start[: -len("start")] + "end"


def _is_of_article(identity: str, article_id: str) -> bool:
    return identity == article_id or identity.startswith(f"{article_id}/")


def _is_span(start: int | None, end: int | None) -> bool:
    if start is None or end is None:
        return start is end
    return start < end


def _is_as_long(words: str | None, start: int | None, end: int | None) -> bool:
    return words is None or (start is not None and end is not None and len(words) == end - start)


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
    problems: list[Problem] = []
    for name, cls in classes.items():
        if name in failed:
            problems.append(failed[name])
        elif name in sound:
            problems += _check_table(cls, name, corpus)
    return Report(problems=tuple(problems), rows={name: rows.table.num_rows for name, rows in sound.items()})


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
        self.places: dict[str, dict[str, int]] = {}
        self.owner: dict[str, str] = {}
        for name, rows in tables.items():
            places = self.places[name] = {}
            for row, identity in enumerate(rows["id"]):
                places.setdefault(identity, row)
                self.owner.setdefault(identity, name)
        articles = tables.get("articles")
        ids = articles["id"] if articles else []
        self.lengths = dict(zip(ids, articles["n_chars"], strict=True)) if articles else {}
        self.texts = dict(zip(ids, articles["text"], strict=True)) if articles else {}


Broken = Mapping[str, set[int]]
Fault = tuple[str, str, list[int], Callable[[Any], str]]


def _check_table(cls: type, name: str, corpus: _Corpus) -> "list[Problem]":
    from .problems import Problem

    rows = corpus.tables[name]
    order = {c.name: place for place, c in enumerate(columns(cls))}
    broken: defaultdict[str, set[int]] = defaultdict(set)
    found: list[tuple[int, int, Problem]] = []
    for rule, column, at, expected in _faults(cls, name, corpus, broken):
        # A cell is named once, by the first rule it breaks.
        new = [row for row in at if row not in broken[column]]
        broken[column].update(new)
        for row in new:
            value = rows[column][row]
            place = {"table": name, "row": row, "id": rows["id"][row], "column": column}
            problem = Problem(**place, rule=rule, value=shown(value), expected=expected(value))
            found.append((row, order[column], problem))
    return [problem for _, _, problem in sorted(found, key=lambda item: item[:2])]


def _faults(cls: type, name: str, corpus: _Corpus, broken: Broken) -> Iterator[Fault]:
    rows = corpus.tables[name]
    for c in columns(cls):
        yield from _column_faults(c, rows.table.column(c.name))
    for rule, column, compared, holds, expected in row_rules(cls):
        skip = set().union(*(broken[n] for n in compared))
        cells = zip(*(rows[n] for n in compared), strict=True)
        at = [row for row, values in enumerate(cells) if row not in skip and not holds(*values)]
        yield rule, column, at, _says(expected)
    first = corpus.places[name]
    again = [
        row
        for row, identity in enumerate(rows["id"])
        if identity is not None and (first[identity] != row or corpus.owner[identity] != name)
    ]
    yield "unique", "id", again, _says("an id that no other row has")
    starts = [c.name for c in columns(cls) if c.span_end]
    for c in columns(cls):
        if c.reference:
            yield from _reference_faults(c, rows, corpus, starts, broken)
    for c in columns(cls):
        if c.span_end:
            yield from _bound_faults(c.span_end, rows, corpus)
        if c.cut_at:
            yield from _wording_faults(c.name, c.cut_at, rows, corpus, broken)


def _says(expected: str) -> Callable[[Any], str]:
    return lambda _: expected


def _column_faults(c: Column, array: "pa.ChunkedArray") -> Iterator[Fault]:
    import pyarrow as pa
    import pyarrow.compute as pc

    from .convert import expectation

    def fault(rule: str, mask: "pa.ChunkedArray") -> Fault:
        return rule, c.name, pc.indices_nonzero(mask).to_pylist(), lambda value: expectation(c, rule, value)

    if array.null_count and not c.nullable:
        yield fault("null", pc.is_null(array))
    if c.kind is float:
        yield fault("finite", pc.invert(pc.is_finite(array)))
    if c.vocabulary:
        known = pa.array([code.value for code in c.vocabulary], pa.string())
        yield fault("vocabulary", pc.and_(pc.is_valid(array), pc.invert(pc.is_in(array, known))))
    if c.pattern:
        # In RE2, $ is the end of the text, as in fullmatch.
        yield fault("pattern", pc.invert(pc.match_substring_regex(array, f"^(?:{c.pattern})$")))
    if c.minimum is not None:
        yield fault("range", pc.less(array, pa.scalar(c.minimum, array.type)))
    if c.maximum is not None:
        yield fault("range", pc.greater(array, pa.scalar(c.maximum, array.type)))


def _reference_faults(c: Column, rows: _Rows, corpus: _Corpus, spans: list[str], broken: Broken) -> Iterator[Fault]:
    target = str(c.reference)
    values = rows[c.name]
    if target == "*":
        if not corpus.unread:
            at = [row for row, parent in enumerate(values) if parent is not None and parent not in corpus.owner]
            yield "reference", c.name, at, _says("the id of a row of some table")
        return
    if target in corpus.unread:
        return
    places = corpus.places.get(target, {})
    at = [row for row, parent in enumerate(values) if parent is not None and parent not in places]
    yield "reference", c.name, at, _says(f"the id of a row of {target}")
    if not c.within or target not in corpus.tables:
        return
    outer = corpus.tables[target]
    for start in spans:
        at = []
        for row, (begin, end, parent) in enumerate(zip(rows[start], rows[span_end(start)], values, strict=True)):
            if begin is None or end is None or parent not in places or row in broken[start]:
                continue
            outer_start, outer_end = outer["start"][places[parent]], outer["end"][places[parent]]
            if outer_start is not None and outer_end is not None and not outer_start <= begin < end <= outer_end:
                at.append(row)
        yield "within", start, at, _says(f"a span inside that of its {c.name}")


def _bound_faults(end: str, rows: _Rows, corpus: _Corpus) -> Iterator[Fault]:
    at = [
        row
        for row, (place, article) in enumerate(zip(rows[end], rows["article_id"], strict=True))
        if place is not None and corpus.lengths.get(article) is not None and place > corpus.lengths[article]
    ]
    yield "bounds", end, at, _says("a place inside the article")


def _wording_faults(column: str, start: str, rows: _Rows, corpus: _Corpus, broken: Broken) -> Iterator[Fault]:
    cells = zip(rows[column], rows[start], rows[span_end(start)], rows["article_id"], strict=True)
    at = []
    for row, (words, begin, end, article) in enumerate(cells):
        text = corpus.texts.get(article)
        if words is None or text is None or begin is None or row in broken[column]:
            continue
        if text[begin:end] != words:
            at.append(row)
    yield "surface", column, at, _says("the article's own characters at that place")
