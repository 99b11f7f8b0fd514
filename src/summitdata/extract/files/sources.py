"""Texts to extract from, out of files, and out of what is given as such; what cannot be read is told, never raised."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ...exceptions import UsageError, shown
from ..source import Failure, Source
from .admitting import admitted, is_page, plain
from .inputs import Input, inputs
from .lines import FIELDS, Wrong, known, rows
from .opening import Unread, opened, whole

__all__ = ["Input", "inputs", "read", "texts"]

# A WARC file, or what one may be packed in.
_ARCHIVES = (b"WARC/", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
_PAIR = 2


def read(one: Input, skip: int = 0, fields: Mapping[str, str] | None = None) -> Iterator[Source | Failure]:
    """
    The texts of a file one after the other, and in its place each that cannot be read.

    A text or a page is one; of JSON Lines each line with something in it is one, and of WARC each response that is a page
    or plain text. The same file gives the same, in the same order, each time.

    Args:

        one: The file.

        skip: How many of them are left out at the beginning, which takes far less time than reading them.

        fields: What the fields of JSON Lines are called: ``{"text": "body"}``.

    Raises:

        MissingExtraError: What reads pages or WARC files is not installed.
    """
    try:
        yield from _READERS[one.kind](one, skip, {**FIELDS, **(fields or {})})
    except Unread as error:
        # It could not be opened, or its beginning not be read: that is the first of what it gives, and the last.
        if not skip:
            yield Failure(name=one.name, kind=error.kind, message=error.message)


def _refused(one: Input, skip: int, _: Mapping[str, str]) -> Iterator[Source | Failure]:
    if not skip:
        yield Failure(name=one.name, kind="unreadable", message=one.reason or "")


def _text(one: Input, skip: int, _: Mapping[str, str]) -> Iterator[Source | Failure]:
    if not skip:
        yield plain(whole(one.path), one.name)


def _any(one: Input, skip: int, fields: Mapping[str, str]) -> Iterator[Source | Failure]:
    """A file whose name does not tell what it is."""
    with opened(one.path) as file:
        head = file.read(512)
    kind = "warc" if head.startswith(_ARCHIVES) else "html" if is_page(head) else "text"
    yield from _READERS[kind](one, skip, fields)


def _html(one: Input, skip: int, _: Mapping[str, str]) -> Iterator[Source | Failure]:
    if not skip:
        from .html import page

        yield page(whole(one.path), one.name)


def _jsonl(one: Input, skip: int, fields: Mapping[str, str]) -> Iterator[Source | Failure]:
    return rows(one.path, one.name, skip, fields)


def _warc(one: Input, skip: int, _: Mapping[str, str]) -> Iterator[Source | Failure]:
    from .warc import records

    return records(one.path, one.name, skip)


_READERS: Mapping[str, Callable[[Input, int, Mapping[str, str]], Iterator[Source | Failure]]] = MappingProxyType(
    {"none": _refused, "any": _any, "text": _text, "html": _html, "jsonl": _jsonl, "warc": _warc}
)


def texts(items: Iterable[Any]) -> Iterator[Source | Failure]:
    """
    Texts that are given as such, one after the other, and in its place each that holds none.

    Args:

        items: Of each its text; its text and the day it appeared; named fields (``text``, ``published``, ``url``,
            ``headline``, ``outlet``, ``name``); or a `Source`. A single one is taken as such.

    Raises:

        UsageError: One is nothing of that; the message says which.
    """
    if isinstance(items, (str, Mapping, Source)):
        items = [items]
    try:
        each = enumerate(items, 1)
    except TypeError as error:
        msg = f"expected texts, found {shown(items)}; give a list of strings"
        raise UsageError(msg) from error
    for number, item in each:
        try:
            source = _source(item)
        except Wrong as error:
            msg = f"text {number}: {error}; give a text, a text and its date, named fields or a Source"
            raise UsageError(msg) from error
        yield admitted(source, source.name or f"text {number}")


def _source(item: Any) -> Source:
    if isinstance(item, Source):
        return item
    if isinstance(item, str):
        return Source(text=item)
    if isinstance(item, tuple) and len(item) == _PAIR:
        item = dict(zip(("text", "published"), item, strict=True))
    return Source(**known(item))
