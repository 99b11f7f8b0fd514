"""Bytes taken apart into choices, numbers and texts, so that a fuzzer or a kept file decides everything."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Feed:
    """Bytes that are used up from the front; where they end, zeros follow."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._data)

    def take(self, n: int) -> bytes:
        """The next bytes, so many at most."""
        taken = self._data[self._at : self._at + n]
        self._at += n
        return taken

    def rest(self) -> bytes:
        """All that is left."""
        return self.take(len(self._data))

    def number(self, limit: int) -> int:
        """A whole number from 0 up to below the limit."""
        size = max(1, (limit - 1).bit_length() + 7 >> 3)
        return int.from_bytes(self.take(size), "big") % limit

    def one(self, choices: Sequence[T]) -> T:
        """One of these."""
        return choices[self.number(len(choices))]

    def block(self, limit: int) -> bytes:
        """A length, and bytes of that length."""
        return self.take(self.number(limit))

    def text(self, limit: int = 256) -> str:
        """A text, of any characters at all, halves of surrogate pairs among them."""
        return text_of(self.block(limit))


def text_of(data: bytes) -> str:
    """The text of bytes that hold one in UTF-8; every other byte is half of a surrogate pair."""
    return data.decode("utf-8", "surrogateescape")
