"""What validation finds: one `Problem` for each fault, and a `Report` of all of them."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from .exceptions import shown

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Problem", "Report"]


@attrs.frozen(kw_only=True)
class Problem:
    """
    One fault in the data.

    Attributes:

        part: The part of the corpus; None where it is in one.

        table: The table.

        row: The row's place in its table, or in that part of it, counted from 0; None where the whole table is meant.

        id: The row's id, if it has one.

        column: The column; None where the whole row or table is meant.

        rule:
            Which rule is broken: ``null``, ``type``, ``encoding``, ``finite``, ``vocabulary``, ``pattern``, ``range``,
            ``prefix``, ``unique``, ``reference``, ``span``, ``within``, ``bounds``, ``surface``, ``columns`` or
            ``unreadable``; or the id of an invariant, see `summitdata.invariants.INVARIANTS`.

        value: The value found, as text; for a broken reference the id of the missing parent.

        expected: What was expected.
    """

    table: str
    row: int | None = None
    id: str | None = None
    column: str | None = None
    rule: str
    value: str | None = None
    expected: str
    part: str | None = None

    def __str__(self) -> str:
        place = self.table if self.part is None else f"{self.table} (part {self.part})"
        if self.row is not None:
            place += f" row {self.row}"
        if self.id is not None:
            place += f" ({shown(self.id)})"
        if self.column is not None:
            place += f", column {shown(self.column)}"
        found = "" if self.value is None else f", found {self.value}"
        return f"{place}: expected {self.expected}{found} [{self.rule}]"


@attrs.frozen(kw_only=True, repr=False)
class Report:
    """
    The problems of a corpus, in the order of parts, tables, rows and columns; none means it is valid.

    Of very many problems only the first are held: `total`, `by_rule` and ``len(report)`` count them all, and iterating gives
    those that are held.

    Attributes:

        problems: The problems, or the first of them.

        rows: How many rows of each table were checked.

        total: How many problems there are.

        by_rule: How many problems of each rule there are, in the order in which they were met.
    """

    problems: tuple[Problem, ...]
    rows: dict[str, int] = attrs.field(factory=dict)
    total: int = attrs.field()
    by_rule: dict[str, int] = attrs.field()

    @total.default
    def _held(self) -> int:
        return len(self.problems)

    @by_rule.default
    def _held_by_rule(self) -> dict[str, int]:
        return dict(Counter(p.rule for p in self.problems))

    @property
    def ok(self) -> bool:
        """Whether there is no problem."""
        return not self.total

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def table(self) -> "pa.Table":
        """The problems that are held as an Arrow table with the columns of `Problem`."""
        import pyarrow as pa

        names = [a.name for a in attrs.fields(Problem)]
        schema = pa.schema([(name, pa.int64() if name == "row" else pa.string()) for name in names])
        return pa.Table.from_pydict({n: [getattr(p, n) for p in self.problems] for n in names}, schema=schema)

    # A notebook shows what a person wants to read.
    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        checked = f"{sum(self.rows.values()):,} rows in {len(self.rows)} tables checked"
        if self.ok:
            return f"no problems; {checked}"
        by_rule = ", ".join(f"{n:,} {rule}" for rule, n in self.by_rule.items())
        number = "1 problem" if self.total == 1 else f"{self.total:,} problems"
        left = self.total - len(self.problems)
        more = [f"… and {left:,} more"] if left else []
        return "\n".join([f"{number} ({by_rule}); {checked}", *map(str, self.problems), *more])
