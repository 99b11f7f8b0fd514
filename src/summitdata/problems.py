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

        table: The table.

        row: The row's place in its table, counted from 0; None where the whole table is meant.

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

    def __str__(self) -> str:
        place = self.table
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
    All the problems of a corpus, in the order of tables, rows and columns; none means it is valid.

    Attributes:

        problems: The problems.

        rows: How many rows of each table were checked.
    """

    problems: tuple[Problem, ...]
    rows: dict[str, int] = attrs.field(factory=dict)

    @property
    def ok(self) -> bool:
        """Whether there is no problem."""
        return not self.problems

    def __len__(self) -> int:
        return len(self.problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def table(self) -> "pa.Table":
        """The problems as an Arrow table with the columns of `Problem`."""
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
        by_rule = ", ".join(f"{n} {rule}" for rule, n in Counter(p.rule for p in self.problems).items())
        number = "1 problem" if len(self) == 1 else f"{len(self):,} problems"
        lines = [f"{number} ({by_rule}); {checked}", *map(str, self.problems)]
        return "\n".join(lines)
