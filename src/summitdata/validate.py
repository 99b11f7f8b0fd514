"""
Rules over whole tables, read off the same fields as the rules over single rows.

The rules of a row by itself are checked on plain rows (`check_row`) and on Arrow columns (`check_tables`), and both say
the same. Uniqueness, references, containment and agreement with the text need other rows: `check_tables` alone has them.
Where all that holds, it asks the invariants of the annotation, `summitdata.invariants`.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from .exceptions import shown

if TYPE_CHECKING:
    import pyarrow as pa

    from .problems import Problem, Report

__all__ = ["MOST", "check_parts", "check_row", "check_tables"]

#: So many problems a report holds; the others it counts.
MOST = 10_000


def check_row(cls: type, row: object, table: str, position: int = 0) -> "list[Problem]":
    """Everything that is wrong with a plain row by itself, the relations between its own columns included."""
    from .convert import place_of, row_problems
    from .problems import Problem
    from .row_rules import row_rules
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
    tables: "Mapping[str, pa.Table]",
    classes: Mapping[str, type],
    unread: "Mapping[str, Problem | Iterable[Problem]] | None" = None,
    *,
    most: int | None = MOST,
    threads: int | None = None,
) -> "Report":
    """
    The problems of a set of tables.

    Args:

        tables: The tables by name.

        classes: Their record classes by name.

        unread:
            Tables that could not be read, and why, a problem or several; references into them are not followed. What is
            told of a name that is no table's comes first.

        most: How many problems the report holds, the first of all; None for all of them. It counts them all in any case.

        threads: How many tables' pieces are looked at at once; None for as many as the machine has processors.

    Returns:

        The problems, in the order of tables, rows and columns; the same for the same data.
    """
    return check_parts([("", tables, unread or {})], classes, most=most, threads=threads)


def check_parts(
    parts: "Iterable[tuple[str, Mapping[str, pa.Table], Mapping[str, Problem | Iterable[Problem]]]]",
    classes: Mapping[str, type],
    *,
    most: int | None = MOST,
    threads: int | None = None,
    invariants: bool = True,
) -> "Report":
    """
    The problems of a corpus in parts, of which one is held, and the next one read meanwhile.

    References stay inside a part. Of the whole are asked that no article is in two parts, and what the table of codes
    says of all others; it stands in the first part. Errors stand in the part that met them, and may name an article of
    another one. Row numbers are those inside the part.

    Args:

        parts:
            The name of each part, its tables by name, and those that could not be read with the reason; the name is empty
            where the corpus is in one part.

        classes: The record classes by name.

        most: How many problems the report holds, the first of all; None for all of them. It counts them all in any case.

        threads:
            How many tables' pieces are looked at at once; None for as many as the machine has processors. With one, no
            part is read ahead.

        invariants: Ask the invariants of the annotation too.

    Returns:

        The problems, in the order of parts, tables, rows and columns; the same for the same data.
    """
    import os

    from .examining import Examination
    from .threads import ahead

    threads = threads or os.cpu_count() or 1
    examination = Examination(classes, most, threads, invariants=invariants)
    for name, tables, unread in ahead(iter(parts), threads):
        examination.part(name, tables, unread)
    return examination.report()
