"""Words, numbers and marks of a text as razdel cuts them, far faster than by asking it of every text anew."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from ..exceptions import MissingExtraError

__all__ = ["Tokens", "tokens"]


class Tokens(NamedTuple):
    """
    The tokens of a text, in order.

    Attributes:

        begins: Where each of them begins.

        places: Where each begins that has a letter or digit.

        words: As these stand.
    """

    begins: Sequence[int]
    places: Sequence[int]
    words: Sequence[str]


class _Cut(NamedTuple):
    """The tokens of what stands between two spaces, as places in it, and how that can hang together with what is beside."""

    begins: tuple[int, ...]
    places: tuple[int, ...]
    words: tuple[str, ...]
    hangs: int


#: It hangs together with the next one; with the one before; with a digit at the beginning of the next; with one at the end of
#: the one before.
_NEXT, _BEFORE, _DIGIT_NEXT, _DIGIT_BEFORE = 1, 2, 4, 8
_DIGITS = frozenset("0123456789")
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212/")
_MARKS = _DASHES | {".", ","}
_SINGLE = frozenset(".,/-")
#: What is longer, or has a digit, seldom comes again and would fill the memory.
_LONGEST = 64
_NOTHING = _Cut((), (), (), 0)

_OTHER_SPACE = re.compile(r"[^\S ]")


#: The words of one article are mostly those of the others. A cache of functools takes twice the time, since it keeps an order.
_CUTS: dict[str, _Cut] = {}
_MOST = 2**16


@cache
def _tokenize() -> Callable[[str], Iterable[Any]]:
    try:
        from razdel import tokenize
    except ModuleNotFoundError as error:
        msg = f"extraction needs {error.name}; install it with: pip install 'summitdata[extract]'"
        raise MissingExtraError(msg) from error
    made: Callable[[str], Iterable[Any]] = tokenize
    return made


def _cut(piece: str) -> _Cut:
    found = [*_tokenize()(piece)]
    words = [one for one in found if any(map(str.isalnum, one.text))]
    begins, places = (_one(tuple(one.start for one in listed)) for listed in (found, words))
    forms = tuple(piece if one.text == piece else one.text for one in words)
    return _Cut(begins, places, forms, _hangs(piece))


# Most pieces begin alike; what is held once stays where the processor has it.
@lru_cache(maxsize=2**12)
def _one(places: tuple[int, ...]) -> tuple[int, ...]:
    return places


def _hangs(piece: str) -> int:
    """How a piece hangs together with others where razdel may look beyond a space: next to digits and dashes."""
    if len(piece) < 2:
        return _DIGIT_BEFORE if piece in _SINGLE else 0
    ends = _NEXT if piece[-1] in _DASHES else _DIGIT_NEXT if piece[-1] in ",." and piece[-2] in _DIGITS else 0
    return ends | (_BEFORE if piece[0] in _MARKS else 0)


def tokens(text: str, start: int, end: int) -> Tokens:
    """The tokens of ``text[start:end]``, in order, as places in the whole text."""
    pieces = _pieces(text[start:end])
    sizes = [*map(len, pieces)]
    cuts = [_CUTS.get(piece) or _any(piece) for piece in pieces]
    starts = [place + n for n, place in enumerate(accumulate(sizes[:-1], initial=start))]
    hanging = [n for n, (_, _, _, hangs) in enumerate(cuts) if hangs]
    for first, last in _together(hanging, pieces, cuts):
        cuts[first] = _any(text[starts[first] : starts[last] + sizes[last]])
        cuts[first + 1 : last + 1] = [_NOTHING] * (last - first)
    return Tokens(
        [start + a for start, (begins, _, _, _) in zip(starts, cuts, strict=True) for a in begins],
        [start + a for start, (_, places, _, _) in zip(starts, cuts, strict=True) for a in places],
        [word for _, _, words, _ in cuts for word in words],
    )


def _pieces(text: str) -> list[str]:
    """What stands between spaces; nothing between two of them."""
    plain = text.replace("\n", " ").replace("\u00a0", " ")
    return (_OTHER_SPACE.sub(" ", plain) if _OTHER_SPACE.search(plain) else plain).split(" ")


def _any(piece: str) -> _Cut:
    made = _CUTS.get(piece) or _cut(piece)
    if len(piece) < _LONGEST and _DIGITS.isdisjoint(piece):
        if len(_CUTS) >= _MOST:
            _CUTS.clear()
        _CUTS[piece] = made
    return made


def _together(hanging: Iterable[int], pieces: Sequence[str], cuts: Sequence[_Cut]) -> list[list[int]]:
    """The first and the last of pieces that hang together."""
    made: list[list[int]] = []
    for n in hanging:
        hangs = cuts[n].hangs
        before = next((place for place in range(n - 1, -1, -1) if pieces[place]), None)
        after = next((place for place in range(n + 1, len(pieces)) if pieces[place]), None)
        if before is not None and (hangs & _BEFORE or (hangs & _DIGIT_BEFORE and pieces[before][-1] in _DIGITS)):
            _join(made, before, n)
        if after is not None and (hangs & _NEXT or (hangs & _DIGIT_NEXT and pieces[after][0] in _DIGITS)):
            _join(made, n, after)
    return made


def _join(made: list[list[int]], first: int, last: int) -> None:
    if made and first <= made[-1][1]:
        made[-1][1] = last
    else:
        made.append([first, last])
