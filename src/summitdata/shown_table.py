"""`Table`: a table of a corpus with its name, so that a notebook can show it and other libraries can take it as it is."""

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Table"]


@attrs.frozen(eq=False, repr=False)
class Table:
    """
    A table with its name; a notebook shows its first rows, and Arrow, pandas, polars and DuckDB read it without a copy.

    Attributes:

        name: Its name.

        arrow: The table itself.
    """

    name: str
    arrow: "pa.Table"

    def __len__(self) -> int:
        return len(self.arrow)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table as a PyCapsule of an Arrow stream."""
        return self.arrow.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        """Its schema as a PyCapsule."""
        return self.arrow.schema.__arrow_c_schema__()

    def __repr__(self) -> str:
        rows = "1 row" if len(self) == 1 else f"{len(self):,} rows"
        return f"<Table {self.name}: {rows}, {self.arrow.num_columns} columns>"

    def _repr_html_(self) -> str:
        from .look.notebook import table_html

        return table_html(self.name, self.arrow)
