"""JSON as the standard has it: UTF-8 without a mark, no NaN, no key twice, no number changed, no nesting without end."""

import datetime as dt
import json
import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from .exceptions import FormatError, LimitError, shown
from .limits import Limits, detected

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["decoded", "dumped", "loaded", "rows"]

_STRING_OR_OPENING = re.compile(r'"[^"]*"?|[\[{]')
# A manifest may hold so many objects even where a table may hold no rows.
_SPARE = 10_000
_MARKS = ((b"\xef\xbb\xbf", "UTF-8 with a byte order mark"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def decoded(data: bytes, where: str) -> str:
    """
    The text of bytes in UTF-8.

    Raises:

        FormatError: They are not UTF-8, or begin with a byte order mark.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            msg = f"{where} is {encoding}; expected UTF-8 without a byte order mark, save it so"
            raise FormatError(msg)
    try:
        return data.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        msg = f"{where} is {detected(data)}; expected text in UTF-8, byte {error.start} (line {line}) cannot be read, save or download it again"
        raise FormatError(msg) from error


def loaded(text: str, where: str, limits: Limits) -> Any:
    """
    The value in a JSON text.

    Raises:

        FormatError: It is not JSON by the standard, or a key stands twice in one object.

        LimitError: It nests deeper than the limit, or holds more arrays and objects than a table has rows.
    """
    _check_openings(text, where, limits)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refused, parse_float=_finite)
    except json.JSONDecodeError as error:
        kind = detected(text[:128].encode(errors="replace"))
        if kind not in ("text", "JSON"):
            msg = f"{where} is {kind}; expected JSON, write or download it again"
        else:
            msg = f"{where} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}; found {shown(text[error.pos : error.pos + 20])}, correct it there"
        raise FormatError(msg) from error
    except _NotStandard as error:
        msg = f"{where} is not JSON by the standard: {error}; correct it"
        raise FormatError(msg) from error
    except (RecursionError, ValueError) as error:
        # Python refuses to read integers of more than some thousand digits.
        what = "values nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"
        msg = f"{where} holds {what}; no table of summitdata does, do not use this file"
        raise LimitError(msg) from error
    _check_depth(value, where, limits)
    return value


def _check_openings(text: str, where: str, limits: Limits) -> None:
    """Refuse what would take many times its size in memory, before anything is made of it."""
    most = limits.rows + _SPARE
    if text.count("[") + text.count("{") <= most:
        return
    bare = text.replace("\\\\", "").replace('\\"', "")
    openings = (found for found in _STRING_OR_OPENING.finditer(bare) if found[0][0] != '"')
    if next(islice(openings, most, None), None):
        msg = f"{where} holds more than {most:,} arrays and objects, {limits.rows:,} rows are allowed; if you trust it, give a higher limit: limits=Limits(rows=…) (--limit rows=…)"
        raise LimitError(msg)


def _check_depth(value: Any, where: str, limits: Limits) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        limits.check("depth", depth, where)
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]


class _NotStandard(Exception):
    """What Python's reader would let pass."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        msg = f"the key {shown(twice)} stands twice in one object"
        raise _NotStandard(msg)
    return made


def _refused(constant: str) -> NoReturn:
    msg = f"{constant} is not a number"
    raise _NotStandard(msg)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        msg = f"{shown(digits)} is too large a number"
        raise _NotStandard(msg)
    return value


def rows(table: "pa.Table") -> Iterator[dict[str, Any]]:
    """The rows of a table, each a mapping of column to value, made a few thousand at a time."""
    for batch in table.to_batches(max_chunksize=4096):
        yield from batch.to_pylist()


def dumped(row: dict[str, Any]) -> str:
    """A row as one line of JSON; dates as ISO 8601."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False, default=dt.date.isoformat)
