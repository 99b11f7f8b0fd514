"""Mutations without a fuzzer: seeded damage to good inputs, so many of them."""

import random
from collections.abc import Iterator

__all__ = ["mutations"]

_WORDS = (
    b'"',
    b"\\",
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    "\u202e".encode(),
    b"9" * 20,
    b"null",
    b"NaN",
)


def mutations(inputs: list[bytes], number: int, seed: int) -> Iterator[bytes]:
    """Good inputs, each damaged in one to four places."""
    draw = random.Random(seed)
    for _ in range(number):
        data = bytearray(draw.choice(inputs))
        for _ in range(draw.randint(1, 4)):
            _damage(data, draw, inputs)
        yield bytes(data)


def _damage(data: bytearray, draw: random.Random, inputs: list[bytes]) -> None:
    at = draw.randint(0, len(data))
    end = min(len(data), at + draw.choice((1, 1, 2, 4, 8, 64)))
    kind = draw.randrange(8)
    if kind == 0:
        for place in range(at, min(at + 1, len(data))):
            data[place] ^= 1 << draw.randrange(8)
    elif kind == 1:
        data[at:end] = draw.randbytes(end - at)
    elif kind == 2:
        del data[at:end]
    elif kind == 3:
        data[at:at] = data[at:end]
    elif kind == 4:
        data[at:at] = draw.choice(_WORDS)
    elif kind == 5:
        data[at:end] = draw.choice(_WORDS)
    elif kind == 6:
        other = draw.choice(inputs)
        start = draw.randint(0, len(other))
        data[at:end] = other[start : start + 64]
    else:
        del data[at:]
