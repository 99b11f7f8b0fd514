"""
The table of questions as people fill it in: CSV that any spreadsheet opens, and what was decided in it.

In UTF-8 with a byte order mark, by which spreadsheets know the encoding. A cell that a spreadsheet would take for a
formula has an apostrophe before it, which is taken off again. It is read back with commas, semicolons or tabs.
"""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from ..convert import broken_rule, expectation
from ..exceptions import FormatError, nearest, shown
from ..records import TABLES
from ..schema import Column, columns

__all__ = [
    "COLUMNS",
    "Decision",
    "assigned",
    "checked",
    "correctable",
    "decisions",
    "line",
    "read_table",
    "said",
    "value_of",
]

#: The columns of `review.csv`.
COLUMNS = (
    "article_id",
    "table",
    "row",
    "reason",
    "other",
    "says",
    "rule",
    "confidence",
    "context",
    "decision",
    "correction",
    "note",
)

_DECISIONS = ("confirm", "drop", "change")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ASSIGNED = re.compile(r'\s*([a-z_]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;"]*)\s*(?:;|\Z)')
# Told by the machine, or cut from the text and placed anew where a span changes.
_FIXED = frozenset(("id", "article_id", "text", "origin", "rule", "confidence"))


@attrs.frozen(kw_only=True)
class Decision:
    """
    What was decided about one row.

    Attributes:

        table, row: The row, by its id.

        decision: ``confirm``, ``drop`` or ``change``.

        correction: The columns that change, with their values.

        note: What whoever decided has to say.

        where: The file and line, for messages.
    """

    table: str
    row: str
    decision: str
    correction: Mapping[str, Any]
    note: str | None
    where: str


def correctable(table: str) -> Mapping[str, Column]:
    """The columns of a table that people correct, by name."""
    return {c.name: c for c in columns(TABLES[table]) if c.name not in _FIXED and not (c.cut_at or _is_placed(c))}


def _is_placed(c: Column) -> bool:
    """Whether it follows from the span."""
    return c.within or c.reference in {"paragraphs", "sentences"}


def said(table: str, row: Mapping[str, Any]) -> str:
    """What a row says, in the form in which a correction is written: ``kind=direct; speaker_id=lardia31/gradunov``."""
    held = {name: row[name] for name in correctable(table)}
    return "; ".join(f"{name}={_written(value)}" for name, value in held.items() if value is not None)


def _written(value: Any) -> str:
    if not isinstance(value, str):
        return value.isoformat() if isinstance(value, dt.date) else json.dumps(value)
    is_plain = value == value.strip() and not re.search('[;"\n\r]', value) and value not in {"", "null"}
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def assigned(table: str, text: str, where: str) -> dict[str, Any]:
    """
    The columns of a correction with their values, each one that its column allows.

    Args:

        table: The table of the row.

        text: ``column=value; column=value``; nothing or ``null`` for null, JSON for text with a semicolon.

        where: The file and line, for messages.

    Raises:

        FormatError: It is not of that form, names a column that cannot be corrected, or twice, or a value is not allowed.
    """
    made: dict[str, Any] = {}
    place, known = 0, correctable(table)
    while place < len(text.rstrip()):
        found = _ASSIGNED.match(text, place)
        if not found:
            msg = f"{where}: expected column=value; column=value, found {shown(text[place:])}; correct it there"
            raise FormatError(msg)
        name = found[1]
        try:
            value = _value(known[name], found[2].strip()) if name in known else None
        except ValueError as error:
            msg = f"{where}: expected text in quotation marks as JSON has it, found {shown(found[2])} ({error}); correct it there"
            raise FormatError(msg) from error
        if name in made:
            msg = f"{where}: {name!r} is given two values; keep one"
            raise FormatError(msg)
        made[name] = checked(table, name, value, where)
        place = found.end()
    return made


def checked(table: str, name: str, value: Any, where: str) -> Any:
    """
    A value, if its column allows it.

    Raises:

        FormatError: It does not.
    """
    c = correctable(table).get(name)
    if c is None:
        msg = f"{where}: {table!r} has no column {name!r} that can be corrected; {nearest(name, list(correctable(table)), 'its columns')}"
        raise FormatError(msg)
    rule = broken_rule(c, value)
    if rule:
        msg = f"{where}: {table}, column {name!r}: expected {expectation(c, rule, value)}, found {shown(value)}; correct it there"
        raise FormatError(msg)
    return float(value) if c.kind is float and value is not None else value


def _value(c: Column, text: str) -> Any:
    if text in {"", "null"}:
        return None
    return json.loads(text) if c.kind is str and text.startswith('"') else value_of(c, text)


def value_of(c: Column, text: str) -> Any:
    """The value of a column that a text stands for; what stands for none is left as it is, to be refused."""
    read: Mapping[type, Callable[[str], Any]] = {
        str: str,
        int: int,
        float: float,
        bool: {"true": True, "false": False}.__getitem__,
        dt.date: dt.date.fromisoformat,
    }
    try:
        return read[c.kind](text)
    except (ValueError, KeyError):
        return text


def line(cells: Sequence[Any]) -> str:
    """A line of CSV, its end included, without anything that a spreadsheet would run."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_safe("" if cell is None else str(cell)) for cell in cells])
    return out.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _unsafe(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def read_table(data: bytes, needed: Sequence[str], where: str) -> Iterator[tuple[str, dict[str, str]]]:
    """
    The rows of a table of ours as a spreadsheet may have saved it, each with its file and line.

    Args:

        data: The bytes of the file.

        needed: The columns that have to be there.

        where: The file, for messages.

    Raises:

        FormatError: It is no text in UTF-8 or UTF-16, or lacks one of the columns.
    """
    text = _text(data, where)
    header = text.split("\n", 1)[0]
    by = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=by)
    names: list[str] = []
    began = 1
    try:
        for cells in reader:
            if names:
                row = dict(zip(names, map(_unsafe, cells), strict=False))
                if any(row.values()):
                    yield f"{where}, line {began}", {name: row.get(name, "") for name in names}
            else:
                names = [cell.strip() for cell in cells]
                missing = next((name for name in needed if name not in names), None)
                if missing is not None:
                    msg = f"{where} has no column {missing!r}; keep the first line as it was written"
                    raise FormatError(msg)
            began = reader.line_num + 1
    except csv.Error as error:
        msg = f"{where}, line {began}: not CSV ({error}); save it as CSV again"
        raise FormatError(msg) from error
    if not names:
        msg = f"{where} is empty; expected the columns {', '.join(needed)}, write the review again"
        raise FormatError(msg)


def _text(data: bytes, where: str) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        msg = f"{where} is not in UTF-8, byte {error.start} cannot be read; save it as CSV in UTF-8"
        raise FormatError(msg) from error


def decisions(data: bytes, where: str) -> Iterator[Decision]:
    """
    What was decided in `review.csv`; questions that are left open are passed over.

    Raises:

        FormatError: A decision is none of those there are, or a correction not of the form; the message names the line.
    """
    for place, row in read_table(data, ("table", "row", "decision", "correction", "note"), where):
        decision, correction = row["decision"].strip().lower(), row["correction"].strip()
        if not decision and not correction:
            continue
        at = f"{place} ({row['row']})"
        if decision not in _DECISIONS:
            found = f"found {shown(decision)}" if decision else "found a correction without one"
            msg = f"{at}, column 'decision': expected one of {', '.join(_DECISIONS)}, or nothing, {found}; correct it there"
            raise FormatError(msg)
        if (decision == "change") != bool(correction):
            msg = f"{at}, column 'correction': expected column=value with the decision change and nothing with the others, found {shown(correction)}; correct it there"
            raise FormatError(msg)
        if row["table"] not in TABLES:
            msg = f"{at}, column 'table': {nearest(row['table'], list(TABLES), 'the tables')}"
            raise FormatError(msg)
        yield Decision(
            table=row["table"],
            row=row["row"].strip(),
            decision=decision,
            correction=assigned(row["table"], correction, f"{at}, column 'correction'"),
            note=row["note"].strip() or None,
            where=at,
        )
