"""Records, plain rows and Arrow tables, turned into one another strictly: nothing is coerced, dropped or filled in."""

import datetime as dt
import math
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from .exceptions import ConversionError, SchemaError, nearest, shown
from .problems import Problem
from .schema import Column, arrow_schema, arrow_type, codes, columns, compiled

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "broken_rule",
    "expectation",
    "record",
    "records",
    "row_problems",
    "rows_to_table",
    "same_layout",
    "to_table",
]

R = TypeVar("R")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INT64 = range(-(2**63), 2**63)
_BATCH = 1024


def broken_rule(c: Column, value: object) -> str | None:
    """The first rule of its column that a plain value breaks, or None."""
    if value is None:
        return None if c.nullable else "null"
    return _type_rule(c, value) or _value_rule(c, value)


def _type_rule(c: Column, value: object) -> str | None:
    if c.kind is str:
        if type(value) is not str and not (c.vocabulary and isinstance(value, c.vocabulary)):
            return "type"
        return None if _is_encodable(str(value)) else "encoding"
    if c.kind is int:
        return None if type(value) is int and value in _INT64 else "type"
    if c.kind is float:
        if type(value) is int:
            return None if -(2**53) <= value <= 2**53 else "type"
        if type(value) is not float:
            return "type"
        return None if math.isfinite(value) else "finite"
    return None if type(value) is c.kind else "type"


def _is_encodable(text: str) -> bool:
    # Only lone surrogates cannot be written in UTF-8.
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _value_rule(c: Column, value: Any) -> str | None:
    if c.vocabulary and value not in codes(c.vocabulary):
        return "vocabulary"
    if c.pattern and not compiled(c.pattern).fullmatch(value):
        return "pattern"
    if (c.minimum is not None and value < c.minimum) or (c.maximum is not None and value > c.maximum):
        return "range"
    return None


def expectation(c: Column, rule: str, value: object = None) -> str:
    """What a rule expects of a column, in words; a vocabulary names the nearest code."""
    if rule == "vocabulary" and c.vocabulary:
        codes = [*c.vocabulary]
        if len(codes) <= 12:
            return f"one of {', '.join(codes)}"
        return f"a code of {c.vocabulary.__name__}; {nearest(value, codes, 'its codes')}"
    return {
        "null": f"{c.type_name}, never null",
        "type": c.type_name,
        "encoding": "text without lone surrogates",
        "finite": "a finite number",
        "pattern": f"text of the form {c.pattern}",
        "range": _range_in_words(c),
    }[rule]


def _range_in_words(c: Column) -> str:
    if c.maximum is None:
        return f"at least {c.minimum:g}"
    return f"{c.minimum:g} to {c.maximum:g}"


class _BrokenRule(ValueError):
    """Raised by a hook with the rule that a value breaks; cattrs gathers them with their columns."""


def _hook(c: Column) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        if c.kind is dt.date and type(value) is str and _DATE.fullmatch(value):
            # JSON has no dates: ISO 8601 is their only spelling there.
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                raise _BrokenRule("type") from None  # noqa: EM101 - the id of a rule
        rule = broken_rule(c, value)
        if rule:
            raise _BrokenRule(rule)
        if value is None:
            return None
        if c.vocabulary:
            return codes(c.vocabulary)[value]
        return float(value) if c.kind is float else value

    return structure


@cache
def _structure(cls: type) -> Callable[[Mapping[str, Any]], Any]:
    import cattrs
    from cattrs.gen import make_dict_structure_fn, override

    hooks: dict[str, Any] = {c.name: override(struct_hook=_hook(c)) for c in columns(cls)}
    structure: Any = make_dict_structure_fn(cls, cattrs.Converter(), _cattrs_forbid_extra_keys=True, **hooks)
    return lambda row: structure(row, cls)


def record(cls: type[R], row: object, table: str, where: str | None = None, position: int = 0) -> R:
    """
    A typed record from a plain row, a mapping of column to value.

    Args:

        cls: The record class.

        row: The row; every column has to be there, and no other key.

        table: The table's name, for messages.

        where: The file and line it came from, for messages.

        position: The row's place in its table, for messages.

    Raises:

        ConversionError: Says what is wrong with the row; `problems` holds everything that is.
    """
    result = _attempt(cls, row, table, position)
    if isinstance(result, list):
        raise _conversion_error(result, where)
    made: R = result
    return made


def row_problems(cls: type, row: object, table: str, position: int = 0) -> list[Problem]:
    """Everything that is wrong with one plain row taken by itself: keys, types, nulls, vocabularies, patterns, ranges."""
    made = _attempt(cls, row, table, position)
    return made if isinstance(made, list) else []


def _conversion_error(problems: Sequence[Problem], where: str | None) -> ConversionError:
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    at = f"{where}: " if where else ""
    return ConversionError(f"{at}{problems[0]}{more}; correct the value, nothing is coerced", problems)


def _attempt(cls: type, row: object, table: str, position: int) -> Any:
    from cattrs.errors import ClassValidationError

    if not isinstance(row, Mapping):
        expected = "an object with the table's columns"
        return [Problem(table=table, row=position, rule="type", value=shown(row), expected=expected)]
    listed = {c.name: c for c in columns(cls)}
    identity = row.get("id")
    place: dict[str, Any] = {"table": table, "row": position, "id": identity if type(identity) is str else None}
    missing = [name for name in listed if name not in row]
    if missing:
        # A key left out would silently take the record's default.
        return [
            Problem(**place, column=n, rule="columns", expected="a value or null, the key is missing") for n in missing
        ]
    try:
        return _structure(cls)(row)
    except ClassValidationError as error:
        return [problem for cause in error.exceptions for problem in _told(cause, listed, row, place)]


def _told(
    cause: Exception, listed: Mapping[str, Column], row: Mapping[str, Any], place: Mapping[str, Any]
) -> Iterator[Problem]:
    from cattrs.errors import AttributeValidationNote, ForbiddenExtraKeysError

    if isinstance(cause, ForbiddenExtraKeysError):
        for key in sorted(map(str, cause.extra_fields)):
            expected = f"no such column; {nearest(key, list(listed), 'the columns')}"
            yield Problem(**place, column=key, rule="columns", expected=expected)
        return
    (name,) = (note.name for note in cause.__notes__ if isinstance(note, AttributeValidationNote))
    (rule,) = cause.args
    c, value = listed[name], row[name]
    yield Problem(**place, column=name, rule=rule, value=shown(value), expected=expectation(c, rule, value))


def rows_to_table(cls: type, rows: Iterable[tuple[str, object]], table: str) -> "pa.Table":
    """
    An Arrow table from plain rows, each with where it came from.

    Raises:

        ConversionError: Names the first fault and counts the others; `problems` holds them all.
    """
    made: list[Any] = []
    problems: list[Problem] = []
    first = None
    for position, (where, row) in enumerate(rows):
        result = _attempt(cls, row, table, position)
        if isinstance(result, list):
            first = first or where
            problems += result
        else:
            made.append(result)
    if problems:
        raise _conversion_error(problems, first)
    return to_table(cls, made, table)


def to_table(cls: type, made: Iterable[Any], table: str) -> "pa.Table":
    """
    An Arrow table from records.

    Raises:

        ConversionError: A record is of another class, or one of its values is not what its column allows.
    """
    import pyarrow as pa

    rows = list(made)
    for position, row in enumerate(rows):
        if type(row) is not cls:
            problem = Problem(
                table=table, row=position, rule="type", value=type(row).__name__, expected=f"a {cls.__name__} record"
            )
            raise _conversion_error([problem], None)
    arrays = [_column_array(c, list(map(attrgetter(c.name), rows)), table) for c in columns(cls)]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(cls))


def _column_array(c: Column, values: list[Any], table: str) -> "pa.Array":
    import pyarrow as pa

    wanted = {c.vocabulary or c.kind, type(None)} if c.nullable else {c.vocabulary or c.kind}
    is_free = c.kind is not float and not c.pattern and c.minimum is None and c.maximum is None
    if not (is_free and set(map(type, values)) <= wanted):
        _check_values(c, values, table, 0)
    try:
        return pa.array(values, type=arrow_type(c))
    except (UnicodeEncodeError, OverflowError, pa.ArrowInvalid):
        # A lone surrogate, or an integer over 64 bits: the check finds which.
        _check_values(c, values, table, 0)
        raise


def _check_values(c: Column, values: Iterable[Any], table: str, offset: int) -> None:
    problems = [
        Problem(
            table=table,
            row=offset + position,
            column=c.name,
            rule=rule,
            value=shown(value),
            expected=expectation(c, rule, value),
        )
        for position, value in enumerate(values)
        if (rule := broken_rule(c, value))
    ]
    if problems:
        raise _conversion_error(problems, None)


def records(cls: type[R], table: "pa.Table", name: str) -> Iterator[R]:
    """
    The rows of a table as typed records, made column by column in small batches.

    The table's types are those of the schema; nulls and codes are checked here, patterns, ranges and references by
    `summitdata.validate`.

    Raises:

        ConversionError: A value is null where its column allows none, or a code is not in its vocabulary.
    """
    listed = columns(cls)
    # The slots are filled through their descriptors: a frozen attrs class is not asked to thaw for each value.
    setters = [getattr(cls, c.name).__set__ for c in listed]
    offset = 0
    for batch in table.to_batches(max_chunksize=_BATCH):
        rows = [object.__new__(cls) for _ in range(batch.num_rows)]
        for c, fill, array in zip(listed, setters, batch.columns, strict=True):
            deque(map(fill, rows, _values(c, array, name, offset)), maxlen=0)
        offset += batch.num_rows
        yield from rows


def _values(c: Column, array: "pa.Array", table: str, offset: int) -> Iterable[Any]:
    values: list[Any] = array.to_pylist()
    if array.null_count and not c.nullable:
        _check_values(c, values, table, offset)
    if c.vocabulary is None:
        return values
    members: dict[Any, Any] = {**codes(c.vocabulary), None: None}
    try:
        return [members[value] for value in values]
    except KeyError:
        _check_values(c, values, table, offset)
        raise


def same_layout(cls: type, table: "pa.Table", name: str, where: str) -> "pa.Table":
    """
    The table in the schema's own layout and order of columns: large or dictionary-encoded strings become plain ones,
    narrower integers wide ones. No value changes.

    Raises:

        SchemaError: A column is missing, unknown, doubled or of another type; the message names it.
    """
    import pyarrow as pa

    listed = {c.name: c for c in columns(cls)}
    names = table.column_names
    doubled = sorted({n for n in names if names.count(n) > 1})
    if doubled:
        msg = f"{where}: column {shown(doubled[0])} of table {name!r} stands there {names.count(doubled[0])} times; keep one"
        raise SchemaError(msg)
    unknown = [n for n in names if n not in listed]
    missing = [n for n in listed if n not in names]
    if missing:
        hint = f"; it has {shown(unknown[0])} instead, {nearest(unknown[0], missing, 'missing are')}" if unknown else ""
        msg = f"{where}: table {name!r} lacks the column {missing[0]!r}{hint}"
        raise SchemaError(msg)
    if unknown:
        msg = f"{where}: table {name!r} has no column {shown(unknown[0])}; {nearest(unknown[0], list(listed), 'its columns')}"
        raise SchemaError(msg)
    schema = arrow_schema(cls)
    arrays = [_cast(table.column(field.name), field.type, field.name, name, where) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _cast(array: Any, wanted: Any, column: str, name: str, where: str) -> Any:
    import pyarrow as pa

    kind = array.type
    if kind == wanted:
        return array
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    is_text = plain in (pa.string(), pa.large_string(), pa.string_view())
    if (
        (wanted == pa.string() and is_text)
        or (wanted == pa.int64() and pa.types.is_integer(plain) and plain != pa.uint64())
        or (wanted == pa.float64() and plain == pa.float32())
        or pa.types.is_null(plain)
    ):
        return array.cast(wanted)
    msg = f"{where}: column {column!r} of table {name!r} should be {wanted}, found {kind}; nothing is coerced"
    raise SchemaError(msg)
