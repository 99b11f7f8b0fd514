"""JSON Lines with named fields: a text on each line, with what is known of it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from ...exceptions import LimitError, SummitDataError, shown
from ...limits import Limits
from ...plain import loaded
from ..source import Failure, Source
from .admitting import admitted
from .inputs import escaped
from .opening import MOST_BYTES, Unread, opened

__all__ = ["FIELDS", "Wrong", "known", "rows"]

#: What is read of each line, and what the field is called where nothing else is said.
FIELDS: Mapping[str, str] = MappingProxyType(
    {name: name for name in ("text", "published", "url", "headline", "outlet", "name")}
)
_CHUNK = 2**20


class Wrong(Exception):
    """Fields that are not what they should be."""


class _Line(NamedTuple):
    """
    A line that is not blank.

    Attributes:

        number: Which it is.

        data: Its bytes; None where they are too many.

        error: Why the file cannot be read from here on.

        is_whole: Whether it has an end.
    """

    number: int
    data: bytes | None = None
    error: str | None = None
    is_whole: bool = True


def known(row: Any, fields: Mapping[str, str] = FIELDS) -> dict[str, Any]:
    """
    What `Source` is made of, out of named fields; others are left alone.

    Raises:

        Wrong: There is no text, or a field holds something else than what it is for.
    """
    if not isinstance(row, Mapping):
        msg = f"expected named fields, found {shown(row)}"
        raise Wrong(msg)
    if fields["text"] not in row:
        msg = f"expected the field {shown(fields['text'])}, found {', '.join(map(shown, islice(row, 8))) or 'none'}"
        raise Wrong(msg)
    made = {name: row[field] for name, field in fields.items() if row.get(field) is not None}
    for name, value in made.items():
        if name == "published":
            made[name] = day(value, fields[name])
        elif not isinstance(value, str):
            msg = f"expected text in the field {shown(fields[name])}, found {shown(value)}"
            raise Wrong(msg)
    if "text" not in made:
        msg = f"expected text in the field {shown(fields['text'])}, found null"
        raise Wrong(msg)
    if not made.get("name", "").isprintable():
        made["name"] = "".join(map(escaped, made["name"]))
    return made


def day(value: Any, what: str) -> dt.date:
    """
    The day of a date or time, or of one that is written as ISO 8601 has it.

    Raises:

        Wrong: It is neither.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.datetime.fromisoformat(value).date()
    except (TypeError, ValueError) as error:
        msg = f"expected a day as YYYY-MM-DD in {shown(what)}, found {shown(value)}"
        raise Wrong(msg) from error


def rows(path: str, name: str, skip: int, fields: Mapping[str, str]) -> Iterator[Source | Failure]:
    """
    The texts of a file, and of each line that gives none, why.

    Raises:

        Unread: The file cannot be read.
    """
    for line in islice(_lines(path), skip, None):
        yield _read(line, name, fields)


def _lines(path: str) -> Iterator[_Line]:
    with opened(path) as file:
        number = 0
        try:
            while data := file.readline(MOST_BYTES + 1):
                number += 1
                if number == 1 and data.startswith((b"\xff\xfe", b"\xfe\xff")):
                    msg = "UTF-16; expected JSON Lines in UTF-8, save them so"
                    raise Unread(msg, "encoding")
                if len(data) > MOST_BYTES:
                    yield _Line(number)
                    while data and not data.endswith(b"\n"):
                        data = file.readline(_CHUNK)
                elif not data.isspace():
                    yield _Line(number, data, is_whole=data.endswith(b"\n"))
        except OSError as error:
            yield _Line(number + 1, error=f"cannot be read: {error.strerror}; check the disk that it lies on")


def _read(line: _Line, file: str, fields: Mapping[str, str]) -> Source | Failure:
    name, where = f"{file}#{line.number}", f"line {line.number}"
    if line.error:
        return Failure(name=name, kind="unreadable", message=f"{where} {line.error}")
    if line.data is None:
        message = f"{where} has more than {MOST_BYTES:,} bytes, the limit; cut its text"
        return Failure(name=name, kind="limit", message=message)
    data = line.data.rstrip(b"\r\n")
    digest = sha256(data).hexdigest()

    def failed(kind: str, message: str) -> Failure:
        # What stands last and cannot be read was most likely longer once.
        cut = "" if line.is_whole or kind == "limit" else "truncated"
        message = f"the file breaks off: {message}" if cut else message
        return Failure(name=name, kind=cut or kind, message=message, source_sha256=digest)

    try:
        text = data.decode("utf-8-sig" if line.number == 1 else "utf-8")
        made = known(loaded(text, where, Limits()), fields)
    except UnicodeDecodeError as error:
        return failed("encoding", f"{where} is not UTF-8 at byte {error.start}; save the file in UTF-8")
    except LimitError as error:
        return failed("limit", str(error))
    except SummitDataError as error:
        return failed("format", str(error))
    except Wrong as error:
        return Failure(name=name, kind="format", message=f"{where}: {error}; correct it", source_sha256=digest)
    source = Source(**{"name": name, "source_sha256": digest, "encoding": "utf-8", **made})
    return admitted(source, source.name or name)
