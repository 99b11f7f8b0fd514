"""Offsets in code points, as the tables have them, turned into those of other tools and back."""

from bisect import bisect_left
from collections.abc import Callable

from .exceptions import UsageError

__all__ = ["from_line_column", "from_utf8", "from_utf16", "to_line_column", "to_utf8", "to_utf16"]


def to_utf16(text: str, offset: int) -> int:
    """
    The offset in UTF-16 code units, as JavaScript, Java and C# count: a character beyond U+FFFF is two.

    Raises:

        UsageError: It is outside the text.

    >>> to_utf16("🤝 ok", 1)
    2
    """
    return len(_before(text, offset).encode("utf-16-le", "surrogatepass")) // 2


def from_utf16(text: str, offset: int) -> int:
    """
    The offset in code points of an offset in UTF-16 code units.

    Raises:

        UsageError: It is outside the text or inside a character.

    >>> from_utf16("🤝 ok", 2)
    1
    """
    return _found(text, offset, to_utf16, "utf-16")


def to_utf8(text: str, offset: int) -> int:
    """
    The offset in bytes of UTF-8, as Rust, Go and most command-line tools count.

    Raises:

        UsageError: It is outside the text.

    >>> to_utf8("мир", 1)
    2
    """
    return len(_before(text, offset).encode("utf-8", "surrogatepass"))


def from_utf8(text: str, offset: int) -> int:
    """
    The offset in code points of an offset in bytes of UTF-8.

    Raises:

        UsageError: It is outside the text or inside a character.

    >>> from_utf8("мир", 2)
    1
    """
    return _found(text, offset, to_utf8, "utf-8")


def to_line_column(text: str, offset: int) -> tuple[int, int]:
    r"""
    Line and column, both counted from 1; a line ends after its line feed.

    Raises:

        UsageError: It is outside the text.

    >>> to_line_column("a\nbc", 3)
    (2, 2)
    """
    before = _before(text, offset)
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def from_line_column(text: str, line: int, column: int) -> int:
    r"""
    The offset of a line and column counted from 1.

    Raises:

        UsageError: There is no such place.

    >>> from_line_column("a\nbc", 2, 2)
    3
    """
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        msg = f"expected a line from 1 to {len(lines)}, the last of the text, found {line}"
        raise UsageError(msg)
    # The place before the line feed is the line's last.
    last = len(lines[line - 1]) + 1
    if not 1 <= column <= last:
        msg = f"expected a column from 1 to {last}, the last of line {line}, found {column}"
        raise UsageError(msg)
    return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1


def _before(text: str, offset: int) -> str:
    if not 0 <= offset <= len(text):
        msg = f"expected an offset from 0 to {len(text)}, the length of the text, found {offset}"
        raise UsageError(msg)
    return text[:offset]


def _found(text: str, offset: int, to_units: Callable[[str, int], int], encoding: str) -> int:
    n = to_units(text, len(text))
    if not 0 <= offset <= n:
        msg = f"expected an offset from 0 to {n}, the length of the text in {encoding}, found {offset}"
        raise UsageError(msg)
    place = bisect_left(range(len(text)), offset, key=lambda place: to_units(text, place))
    if to_units(text, place) != offset:
        msg = f"offset {offset} lies inside a character of the text in {encoding}; give one between characters"
        raise UsageError(msg)
    return place
