"""Arrow tables of others in the schema's own layout, where that changes no value."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .exceptions import SchemaError, nearest, shown
from .schema import arrow_schema
from .threads import in_threads

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FEW", "each_column", "same_layout"]

R = TypeVar("R")

#: With no more rows than these, a second thread costs more than it saves.
FEW = 10_000


def same_layout(cls: type, table: "pa.Table", name: str, where: str) -> "pa.Table":
    """
    The table in the schema's own layout and order of columns: large or dictionary-encoded strings become plain ones,
    narrower integers wide ones. No value changes.

    Raises:

        SchemaError: A column is missing, unknown, doubled or of another type; the message names it.
    """
    import pyarrow as pa

    schema = arrow_schema(cls)
    if table.column_names != schema.names:
        _check_names(table.column_names, schema.names, name, where)

    def cast(field: pa.Field) -> Any:
        return _cast(table.column(field.name), field.type, field.name, name, where)

    return pa.Table.from_arrays(each_column(cast, schema, table.num_rows), schema=schema)


def _check_names(names: Sequence[str], listed: Sequence[str], name: str, where: str) -> None:
    times = Counter(names)
    doubled = sorted(n for n in times if times[n] > 1)
    if doubled:
        msg = f"{where}: column {shown(doubled[0])} of table {name!r} stands there {times[doubled[0]]} times; keep one"
        raise SchemaError(msg)
    unknown = [n for n in names if n not in listed]
    missing = [n for n in listed if n not in times]
    if missing:
        hint = f"; it has {shown(unknown[0])} instead, {nearest(unknown[0], missing, 'missing are')}" if unknown else ""
        msg = f"{where}: table {name!r} lacks the column {missing[0]!r}{hint}"
        raise SchemaError(msg)
    if unknown:
        msg = f"{where}: table {name!r} has no column {shown(unknown[0])}; {nearest(unknown[0], listed, 'its columns')}"
        raise SchemaError(msg)


def each_column(do: Callable[[Any], R], columns: Iterable[Any], rows: int) -> list[R]:
    """What Arrow makes of each column, of two at a time where there are enough rows for it to pay."""
    return list(in_threads(do, columns, 2 if rows > FEW else 1))


def _cast(array: Any, wanted: Any, column: str, name: str, where: str) -> Any:
    import pyarrow as pa

    kind = array.type
    if kind == wanted and wanted != pa.date32():
        return array
    if not _is_same_but_wider(kind.value_type if pa.types.is_dictionary(kind) else kind, wanted):
        msg = f"{where}: column {column!r} of table {name!r} should be {wanted}, found {kind}; nothing is coerced"
        raise SchemaError(msg)
    if pa.types.is_dictionary(kind) and kind.value_type != wanted:
        # pyarrow takes views out of a dictionary only as what they are to become.
        array = array.cast(pa.dictionary(kind.index_type, wanted))
    made = array if array.type == wanted else array.cast(wanted)
    if wanted == pa.date32():
        _check_days(made, column, name, where)
    return made


def _is_same_but_wider(kind: Any, wanted: Any) -> bool:
    """Every value of one Arrow type is a value of the wanted one, and means the same."""
    import pyarrow as pa

    return bool(
        kind == wanted
        or (wanted == pa.string() and kind in (pa.large_string(), pa.string_view()))
        or (wanted == pa.int64() and pa.types.is_integer(kind) and kind != pa.uint64())
        or (wanted == pa.float64() and kind == pa.float32())
        or pa.types.is_null(kind)
    )


def _check_days(dates: Any, column: str, name: str, where: str) -> None:
    import pyarrow.compute as pc

    try:
        pc.min_max(dates).as_py()
    except OverflowError as error:
        msg = f"{where}: column {column!r} of table {name!r} holds a day outside the years 1 to 9999; correct it"
        raise SchemaError(msg) from error
