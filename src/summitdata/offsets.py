"""Offsets in code points, as the tables have them, turned into those of other tools and back."""

from .exceptions import UsageError

__all__ = ["from_line_column", "from_utf8", "from_utf16", "to_line_column", "to_utf8", "to_utf16"]


def _checked(text: str, offset: int) -> str:
    if not 0 <= offset <= len(text):
        msg = f"expected an offset from 0 to {len(text)}, the length of the text, found {offset}"
        raise UsageError(msg)
    return text[:offset]


def to_utf16(text: str, offset: int) -> int:
    """
    The offset in UTF-16 code units, as JavaScript, Java and C# count: a character beyond U+FFFF is two.

    >>> to_utf16("🤝 ok", 1)
    2
    """
    return len(_checked(text, offset).encode("utf-16-le", "surrogatepass")) // 2


def from_utf16(text: str, offset: int) -> int:
    """
    The offset in code points of an offset in UTF-16 code units.

    Raises:

        UsageError: It is outside the text or inside a character.
    """
    return _found(text, offset, "utf-16-le", 2)


def to_utf8(text: str, offset: int) -> int:
    """
    The offset in bytes of UTF-8, as Rust, Go and most command-line tools count.

    >>> to_utf8("мир", 1)
    2
    """
    return len(_checked(text, offset).encode("utf-8", "surrogatepass"))


def from_utf8(text: str, offset: int) -> int:
    """
    The offset in code points of an offset in bytes of UTF-8.

    Raises:

        UsageError: It is outside the text or inside a character.
    """
    return _found(text, offset, "utf-8", 1)


def _found(text: str, offset: int, encoding: str, size: int) -> int:
    units = text.encode(encoding, "surrogatepass")
    if not 0 <= offset * size <= len(units):
        msg = f"expected an offset from 0 to {len(units) // size}, the length of the text in {encoding} units, found {offset}"
        raise UsageError(msg)
    before = units[: offset * size].decode(encoding, "ignore")
    if len(before.encode(encoding, "surrogatepass")) != offset * size:
        msg = f"offset {offset} lies inside a character of the text in {encoding}; give one between characters"
        raise UsageError(msg)
    return len(before)


def to_line_column(text: str, offset: int) -> tuple[int, int]:
    r"""
    Line and column, both counted from 1; a line ends after its line feed.

    >>> to_line_column("a\nbc", 3)
    (2, 2)
    """
    before = _checked(text, offset)
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def from_line_column(text: str, line: int, column: int) -> int:
    """
    The offset of a line and column counted from 1.

    Raises:

        UsageError: There is no such place.
    """
    lines = text.split("\n")
    if not 1 <= line <= len(lines) or not 1 <= column <= len(lines[line - 1]) + 1:
        msg = f"there is no line {line}, column {column} in the text; it has {len(lines)} lines"
        raise UsageError(msg)
    return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1
