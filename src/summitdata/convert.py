"""Records, plain rows and Arrow tables, turned into one another strictly: nothing is coerced, dropped or filled in."""

import datetime as dt
import math
import re
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice, repeat
from operator import attrgetter, countOf, itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from .exceptions import ConversionError, nearest, shown
from .fields import EDTF, vocabulary_name
from .problems import Problem
from .schema import Column, arrow_schema, codes, columns, compiled

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "broken_rule",
    "column_keeps_rules",
    "expectation",
    "keeps_rules",
    "place_of",
    "record",
    "records",
    "row_problems",
    "rows_to_table",
    "to_table",
]

R = TypeVar("R")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EDTF_IN_WORDS = "a date in EDTF, such as 2025, 2025-10, 2025-10-21, 202X or 2025/2030"
_INT64 = range(-(2**63), 2**63)
# How large a whole number may be so that it is stored unchanged.
_BITS = {int: " of at most 64 bits", float: " of at most 53 bits"}
# How many rows are in hand at a time: many more new objects at once keep the garbage collector busy.
_MADE, _TAKEN = 1024, 4096
# After so many problems no more rows are looked at: a small file that is wrong throughout would fill the memory.
_TOLD = 10_000


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
    try:
        text.encode()
    except UnicodeEncodeError:
        # Only lone surrogates cannot be written in UTF-8.
        return False
    return True


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
        known = [*c.vocabulary]
        if len(known) <= 12:
            return f"one of {', '.join(known)}"
        return f"a code of {vocabulary_name(c.vocabulary)}; {nearest(value, known, 'its codes')}"
    return {
        "null": f"{c.type_name}, never null",
        "type": c.type_name if type(value) is not int else f"{c.type_name}{_BITS.get(c.kind, '')}",
        "encoding": "text without lone surrogates",
        "finite": "a finite number",
        "pattern": _EDTF_IN_WORDS if c.pattern == EDTF else f"text of the form {c.pattern}",
        "range": _range_in_words(c),
    }[rule]


def _range_in_words(c: Column) -> str:
    if c.maximum is None:
        return f"at least {c.minimum}"
    if c.minimum is None:
        return f"at most {c.maximum}"
    return f"{c.minimum} to {c.maximum}"


class _BrokenRule(ValueError):
    """Raised by a hook with a column and the rule that its value breaks; cattrs gathers them."""


def _hook(c: Column) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        plain = _date(value) if c.kind is dt.date else value
        rule = broken_rule(c, plain)
        if rule:
            raise _BrokenRule(c, rule)
        if value is None:
            return None
        if c.vocabulary:
            return codes(c.vocabulary)[value]
        return float(value) if c.kind is float else plain

    return structure


def _date(value: object) -> object:
    """JSON has no dates: ISO 8601 is their only spelling there; anything else is left as it is."""
    if type(value) is str and _DATE.fullmatch(value):
        with suppress(ValueError):
            return dt.date.fromisoformat(value)
    return value


@cache
def _structure(cls: type) -> Callable[[Mapping[str, Any]], Any]:
    import cattrs
    from cattrs.gen import make_dict_structure_fn, override

    hooks: dict[str, Any] = {c.name: override(struct_hook=_hook(c)) for c in columns(cls)}
    structure: Any = make_dict_structure_fn(cls, cattrs.Converter(), **hooks)
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
    made: R
    made, problems = _attempt(cls, row, table, position)
    if problems:
        raise _conversion_error(problems, where)
    return made


def row_problems(cls: type, row: object, table: str, position: int = 0) -> list[Problem]:
    """Everything that is wrong with one plain row taken by itself: keys, types, nulls, vocabularies, patterns, ranges."""
    return _attempt(cls, row, table, position)[1]


def _conversion_error(problems: Sequence[Problem], where: str | None) -> ConversionError:
    least = "at least " if len(problems) >= _TOLD else ""
    more = f" (and {least}{len(problems) - 1} more)" if len(problems) > 1 else ""
    at = f"{where}: " if where else ""
    return ConversionError(f"{at}{problems[0]}{more}; correct the value, nothing is coerced", problems)


def _attempt(cls: type, row: object, table: str, position: int) -> tuple[Any, list[Problem]]:
    """The record, and everything that is wrong with the row; where anything is, the record is not to be used."""
    from cattrs.errors import ClassValidationError

    if not isinstance(row, Mapping):
        expected = "an object with the table's columns"
        return None, [Problem(table=table, row=position, rule="type", value=shown(row), expected=expected)]
    place = place_of(row, table, position)
    names = [c.name for c in columns(cls)]
    problems = [] if row.keys() == set(names) else _key_problems(row, names, place)
    try:
        # A key left out would take the record's default.
        return _structure(cls)({**dict.fromkeys(names), **row} if problems else row), problems
    except ClassValidationError as error:
        for c, rule in sorted((cause.args for cause in error.exceptions), key=lambda args: names.index(args[0].name)):
            if c.name in row:
                problems.append(_cell_problem(c, rule, row[c.name], place))
        return None, problems


def place_of(row: Mapping[Any, Any], table: str, position: int) -> dict[str, Any]:
    """Where a plain row stands, as `Problem` tells it."""
    identity = row.get("id")
    return {"table": table, "row": position, "id": identity if type(identity) is str else None}


def _key_problems(row: Mapping[Any, Any], names: Sequence[str], place: Mapping[str, Any]) -> list[Problem]:
    missing = [name for name in names if name not in row]
    unknown = sorted(str(key) for key in row if key not in names)
    expected = "a value or null, the key is missing"
    return [
        *(Problem(**place, column=name, rule="columns", expected=expected) for name in missing),
        *(
            Problem(
                **place, column=key, rule="columns", expected=f"no such column; {nearest(key, names, 'the columns')}"
            )
            for key in unknown
        ),
    ]


def _cell_problem(c: Column, rule: str, value: object, place: Mapping[str, Any]) -> Problem:
    return Problem(**place, column=c.name, rule=rule, value=shown(value), expected=expectation(c, rule, value))


def rows_to_table(cls: type, rows: Iterable[tuple[str, object]], table: str) -> "pa.Table":
    """
    An Arrow table from plain rows, each with where it came from.

    Raises:

        ConversionError: Names the first fault and counts the others; `problems` holds them all.
    """
    tables = [arrow_schema(cls).empty_table()]
    problems: list[Problem] = []
    first = None
    offset = 0
    for placed in _batches(rows):
        if len(problems) >= _TOLD:
            break
        made = None if problems else _from_plain(cls, [row for _, row in placed])
        if made is None:
            rows_made, wrong, where = _one_by_one(cls, placed, table, offset)
            first = first or where
            problems += wrong
            made = None if problems else _arrow(cls, _cells(cls, rows_made))
        if made is not None:
            tables.append(made)
        offset += len(placed)
    if problems:
        raise _conversion_error(problems, first)
    return _joined(tables)


def _one_by_one(
    cls: type, placed: Iterable[tuple[str, object]], table: str, offset: int
) -> tuple[list[Any], list[Problem], str | None]:
    """The records, everything that is wrong with the rows, and where the first wrong one came from."""
    rows_made: list[Any] = []
    problems: list[Problem] = []
    first = None
    for position, (where, row) in enumerate(placed, offset):
        made, wrong = _attempt(cls, row, table, position)
        rows_made.append(made)
        if wrong:
            first = first or where
            problems += wrong
    return rows_made, problems, first


def _from_plain(cls: type, rows: Sequence[Any]) -> "pa.Table | None":
    """The rows as a table, where it can be seen column by column that nothing is wrong with them."""
    listed = columns(cls)
    if _types(rows) != {dict} or set(map(len, rows)) != {len(listed)}:
        return None
    try:
        cells = [list(map(itemgetter(c.name), rows)) for c in listed]
    except KeyError:
        return None
    return _sound(
        cls,
        [list(map(_date, values)) if c.kind is dt.date else values for c, values in zip(listed, cells, strict=True)],
    )


def to_table(cls: type, made: Iterable[Any], table: str) -> "pa.Table":
    """
    An Arrow table from records.

    Raises:

        ConversionError: Records are of another class, or values are not what their columns allow; `problems` holds
            everything that is wrong.
    """
    tables = [arrow_schema(cls).empty_table()]
    strange: list[Problem] = []
    problems: dict[str, list[Problem]] = {c.name: [] for c in columns(cls)}
    expected = f"a {cls.__name__} record"
    offset = 0
    for rows in _batches(made):
        if _types(rows) != {cls}:
            strange += [
                Problem(table=table, row=position, rule="type", value=type(row).__name__, expected=expected)
                for position, row in enumerate(rows, offset)
                if type(row) is not cls
            ]
        if not strange:
            cells = _cells(cls, rows)
            sound = None if any(problems.values()) else _sound(cls, cells)
            if sound is None:
                for c, values in zip(columns(cls), cells, strict=True):
                    problems[c.name] += _cell_problems(c, values, table, offset)
                sound = None if any(problems.values()) else _arrow(cls, cells)
            if sound is not None:
                tables.append(sound)
        offset += len(rows)
    told = strange or [problem for found in problems.values() for problem in found]
    if told:
        raise _conversion_error(told, None)
    return _joined(tables)


def _batches(rows: Iterable[R]) -> Iterator[list[R]]:
    given = iter(rows)
    while batch := list(islice(given, _TAKEN)):
        yield batch


def _joined(tables: Sequence["pa.Table"]) -> "pa.Table":
    import pyarrow as pa

    return pa.concat_tables(tables).combine_chunks()


def _types(values: Sequence[Any]) -> set[type]:
    first = type(values[0])
    return {first} if countOf(map(type, values), first) == len(values) else set(map(type, values))


def _sound(cls: type, cells: Sequence[Sequence[Any]]) -> "pa.Table | None":
    """The cells as a table, where it can be seen column by column that they break no rule; None leaves it open."""
    import pyarrow as pa

    schema = arrow_schema(cls)
    arrays = []
    for c, field, values in zip(columns(cls), schema, cells, strict=True):
        types = _types(values)
        if not types <= _allowed(c):
            return None
        try:
            array = pa.array(values, type=field.type)
        except (pa.ArrowException, OverflowError, UnicodeEncodeError):
            return None
        if not column_keeps_rules(c, array, types):
            return None
        arrays.append(array)
    return pa.Table.from_arrays(arrays, schema=schema)


@cache
def _allowed(c: Column) -> set[type]:
    return {
        c.kind,
        *([int] if c.kind is float else []),
        *([c.vocabulary] if c.vocabulary else []),
        *([type(None)] if c.nullable else []),
    }


def keeps_rules(cls: type, table: "pa.Table") -> bool:
    """
    Whether it can be seen column by column that every value of a table, which has the schema's types, is one that its
    column allows. False leaves it open: then ask `broken_rule` of each cell.
    """
    return all(
        (c.nullable or not column.null_count) and column_keeps_rules(c, column)
        for c, column in zip(columns(cls), table.columns, strict=True)
    )


def column_keeps_rules(
    c: Column, array: "pa.Array | pa.ChunkedArray", types: Container[type] = frozenset([str])
) -> bool:
    """
    Whether it can be seen that no value of the right type, null apart, breaks the rules of its column; `types` are those
    that the values had before they came into Arrow.
    """
    import pyarrow.compute as pc

    if c.vocabulary and str in types and not codes(c.vocabulary).keys() >= set(array.drop_null().unique().to_pylist()):
        return False
    if c.kind is float and not pc.all(pc.is_finite(array), min_count=0).as_py():
        return False
    if c.pattern:
        # What refers to other rows stands there again and again. In RE2, $ is the end of the text, as in fullmatch.
        different = array.unique() if c.reference else array
        if not pc.all(pc.match_substring_regex(different, f"^(?:{c.pattern})$"), min_count=0).as_py():
            return False
    if c.minimum is None and c.maximum is None:
        return True
    ends = pc.min_max(array).as_py()
    return not any(_value_rule(c, end) for end in ends.values() if end is not None)


def _cells(cls: type, rows: Sequence[Any]) -> list[list[Any]]:
    return [list(map(attrgetter(c.name), rows)) for c in columns(cls)]


def _arrow(cls: type, cells: Iterable[Sequence[Any]]) -> "pa.Table":
    import pyarrow as pa

    schema = arrow_schema(cls)
    arrays = [pa.array(values, type=field.type) for field, values in zip(schema, cells, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _cell_problems(c: Column, values: Iterable[Any], table: str, offset: int) -> list[Problem]:
    return [
        _cell_problem(c, rule, value, {"table": table, "row": position})
        for position, value in enumerate(values, offset)
        if (rule := broken_rule(c, value))
    ]


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
    for batch in table.to_batches(max_chunksize=_MADE):
        rows = list(map(object.__new__, repeat(cls, batch.num_rows)))
        for c, fill, array in zip(listed, setters, batch.columns, strict=True):
            deque(map(fill, rows, _values(c, array, name, offset)), maxlen=0)
        offset += batch.num_rows
        yield from rows


def _values(c: Column, array: "pa.Array", table: str, offset: int) -> Iterable[Any]:
    values: list[Any] = array.to_pylist()
    if array.null_count and not c.nullable:
        raise _conversion_error(_cell_problems(c, values, table, offset), None)
    if c.vocabulary is None:
        return values
    members: dict[Any, Any] = {**codes(c.vocabulary), None: None}
    try:
        return list(map(members.__getitem__, values))
    except KeyError as error:
        raise _conversion_error(_cell_problems(c, values, table, offset), None) from error
