"""Texts as HTML: whatever stands in a cell is shown as it is and never becomes markup."""

import re
import unicodedata
from collections.abc import Iterable
from html import escape

__all__ = ["attribute", "content", "element", "joined", "listed", "russian"]

# Characters that a page may not hold or that nobody would see, and those that turn the direction of what comes after them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI", "AN"})


def content(value: object) -> str:
    """A value as the content of an element: escaped, control characters as visible escapes, other directions isolated."""
    text = _HIDDEN.sub(_spelt, str(value))
    made = escape(text, quote=False)
    return f"<bdi>{made}</bdi>" if any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text) else made


def attribute(value: object) -> str:
    """A value as an attribute in double quotes: escaped, without anything that turns directions."""
    return escape(_TURNING.sub(_spelt, _HIDDEN.sub(_spelt, str(value))))


def _spelt(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def element(name: str, inner: str, **attributes: object) -> str:
    """
    An element with HTML inside.

    An attribute that is None is left out, one that is True stands without a value; ``class_`` is `class`, other underscores
    are hyphens.
    """
    written = ""
    for key, value in attributes.items():
        if value is not None:
            written += f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{attribute(value)}"')
    return f"<{name}{written}>{inner}</{name}>"


def russian(value: object, language: str = "ru") -> str:
    """A value in the language of the article."""
    return element("span", content(value), lang=language)


def listed(items: Iterable[str], **attributes: object) -> str:
    """A list of items that are list elements already; nothing where there is none."""
    made = "\n".join(items)
    return element("ul", f"\n{made}\n", **attributes) if made else ""


def joined(parts: Iterable[str | None], separator: str = " · ") -> str:
    """The parts that are there, joined."""
    return separator.join(part for part in parts if part)
