"""
Where the sentences of an article stand in another text, told by the lengths and hashes of their letters alone.

Everything is compared over the letters, digits and signs of a text, decomposed, case-folded and without accents, so
quote marks, dashes, spaces, line breaks and ``ё`` do not matter. What makes other words or numbers does: ``й`` is not
``и``, and 2,8 is not 28.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

import attrs

__all__ = ["Copy", "Key", "aligned", "anchor_of", "marks_of", "normalised", "read"]

#: A sentence as it is shipped: how many letters it has, and their anchor.
Key = tuple[int, str]

_SIGNS = frozenset("%‰$€£¥₸₼₽°+±<>≤≥≈")
# What stands between two digits and is no space between thousands: a decimal point or comma, a time's colon, a fraction's
# bar, a range's dash.
_BETWEEN_DIGITS = re.compile(
    r"(?<=[0-9])(?:(?P<point>[.,])|(?P<colon>:)|(?P<bar>[/\u2044])|\s*(?P<dash>[-\u2010-\u2015\u2212])\s*)(?=[0-9])"
)
_KINDS = {"point": ".", "colon": ":", "bar": "/", "dash": "-"}
_BREVE = "\u0306"
_STOPS = frozenset(".!?…")
_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    # None for a mark or a space, several for some signs.
    if "\ud800" <= character <= "\udfff":
        # Half a character is no typography: it makes its sentence another.
        return "\ufffd"
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    if decomposed == f"и{_BREVE}":
        return "й"
    return "".join("/" if c == "\u2044" else c for c in decomposed if c.isalnum() or c in _SIGNS or c == "\u2044")


def normalised(text: str) -> tuple[str, list[int]]:
    """The letters, digits and signs of a text, folded, and for each the offset of the character it comes from."""
    letters: list[str] = []
    places: list[int] = []
    between = {m.start(str(m.lastgroup)): _KINDS[str(m.lastgroup)] for m in _BETWEEN_DIGITS.finditer(text)}
    for place, character in enumerate(text):
        if character == _BREVE and letters[-1:] == ["и"]:
            letters[-1] = "й"
        made = between.get(place) or _folded(character)
        if made:
            letters.append(made)
            places.extend([place] * len(made))
    return "".join(letters), places


def anchor_of(letters: str) -> str:
    """The first 32 bits of the SHA-256 of normalised letters, as eight hexadecimal digits."""
    return sha256(letters.encode()).hexdigest()[:8]


def marks_of(sentence: str, offsets: Iterable[int]) -> str:
    """
    The column `marks` of a sentence: for each offset in it, how many normalised letters stand before it, and how many
    other characters between it and the letter before and the letter after.
    """
    _, places = normalised(sentence)
    made = []
    for offset in sorted(set(offsets)):
        n = bisect_left(places, offset)
        before = offset - (places[n - 1] + 1 if n else 0)
        after = (places[n] if n < len(places) else len(sentence)) - offset
        made.append(f"{offset}:{n}:{before}:{after}")
    return " ".join(made)


@attrs.frozen
class Copy:
    """
    A text in which sentences are looked for.

    Attributes:

        text: The text.

        letters, places: What `normalised` makes of it.

        edges: How many letters stand before each place where a sentence can begin or end.

        words: The letters with which the words of the first line begin: a header there may have no stop.
    """

    text: str
    letters: str
    places: list[int]
    edges: frozenset[int]
    words: frozenset[int]


def read(text: str) -> Copy:
    """
    A text made ready to look for sentences in it.

    A sentence can begin and end at the text's ends, at a line break, and at a stop with something after it.
    """
    letters, places = normalised(text)
    edges, words = {0, len(letters)}, {0}
    is_first_line = True
    for letter, (before, after) in enumerate(pairwise(places), 1):
        gap = text[before + 1 : after]
        if gap:
            breaks = not _BREAKS.isdisjoint(gap)
            is_first_line = is_first_line and not breaks
            if is_first_line:
                words.add(letter)
            if breaks or (len(gap) > 1 and not _STOPS.isdisjoint(gap)):
                edges.add(letter)
    return Copy(text, letters, places, frozenset(edges), frozenset(words))


@attrs.frozen
class _Sought:
    """A sentence that is looked for: how many letters it has, their anchor, and whether the article has others like it."""

    n: int
    anchor: str
    has_twins: bool

    def is_at(self, place: int, copy: Copy) -> bool:
        """Whether its letters stand at a place of a copy."""
        letters = copy.letters[place : place + self.n]
        return place >= 0 and len(letters) == self.n and anchor_of(letters) == self.anchor


def aligned(keys: Sequence[Key], copy: Copy) -> dict[int, int]:
    """
    The sentences of an article that are in a copy: for each, by its number, the place of its first letter.

    A sentence is found where its letters stand between two edges, and with it those that come after and before it
    without a gap. Sentences that are alike prove nothing by themselves and are found between their neighbours only.
    """
    counts = Counter(keys)
    sought = [_Sought(*key, counts[key] > 1) for key in keys]
    copy = attrs.evolve(copy, edges=copy.edges | {_header_end(sought, copy)})
    found: dict[int, int] = {}
    due = 0
    for i, sentence in enumerate(sought):
        if i not in found and not sentence.has_twins:
            fitting = [p for p in copy.edges if p + sentence.n in copy.edges and sentence.is_at(p, copy)]
            if fitting:
                found[i] = min(fitting, key=lambda place: (place < due, place))
                found.update(_run(i, 1, found, sought, copy))
                found.update(_run(i, -1, found, sought, copy))
        if i in found:
            due = found[i] + sentence.n
    found.update(_twins(found, sought, copy))
    return _apart(found, sought)


def _header_end(sought: Sequence[_Sought], copy: Copy) -> int:
    """Before which letter the first line has a sentence for the first time."""
    for place in sorted(copy.words):
        if any(place + sentence.n in copy.edges and sentence.is_at(place, copy) for sentence in sought):
            return place
    return 0


def _run(i: int, step: int, found: Mapping[int, int], sought: Sequence[_Sought], copy: Copy) -> list[tuple[int, int]]:
    """The sentences that follow a found one without a gap, or come before it, up to the last edge between two."""
    run: list[tuple[int, int]] = []
    sure = 0
    begin, end = found[i], found[i] + sought[i].n
    while 0 <= (i := i + step) < len(sought) and i not in found:
        begin, end = (end, end + sought[i].n) if step > 0 else (begin - sought[i].n, begin)
        if not sought[i].is_at(begin, copy):
            break
        run.append((i, begin))
        if (end if step > 0 else begin) in copy.edges:
            sure = len(run)
    run = run[:sure]
    while run and sought[run[-1][0]].has_twins:
        run.pop()
    return run


def _twins(found: Mapping[int, int], sought: Sequence[_Sought], copy: Copy) -> Iterator[tuple[int, int]]:
    """
    The sentences that are like others, between two found ones that are neighbours in the article and in the copy.

    They are told apart by order where as many are there as there should be, and by what they touch where fewer are.
    """
    head, tail = -1, len(sought)
    in_copy = set(pairwise([head, *sorted(found, key=lambda i: found[i]), tail]))
    for a, b in pairwise([head, *sorted(found), tail]):
        if (a, b) in in_copy:
            start = found[a] + sought[a].n if a in found else 0
            end = found[b] if b in found else len(copy.letters)
            missing = [i for i in range(a + 1, b) if sought[i].has_twins]
            for sentence in {sought[i] for i in missing}:
                same = [i for i in missing if sought[i] == sentence]
                places = sorted(p for p in {start, *copy.edges} if _fits(sentence, p, start, end, copy))
                after_a = [(a + 1, start)] if a in found else []
                before_b = [(b - 1, end - sentence.n)] if b in found else []
                touching = [(i, p) for i, p in after_a + before_b if i in same and p in places]
                if len(places) == len(same):
                    yield from zip(same, places, strict=True)
                elif len(places) < len(same) and len({p for _, p in touching}) == len(touching):
                    yield from touching


def _fits(sentence: _Sought, place: int, start: int, end: int, copy: Copy) -> bool:
    """Whether a sentence stands at a place between two others and ends at an edge or before the second."""
    after = place + sentence.n
    return start <= place and after <= end and (after == end or after in copy.edges) and sentence.is_at(place, copy)


def _apart(found: Mapping[int, int], sought: Sequence[_Sought]) -> dict[int, int]:
    """What was found, without sentences that were found inside longer ones."""
    kept: dict[int, int] = {}
    end = 0
    for i, place in sorted(found.items(), key=lambda item: (item[1], -sought[item[0]].n)):
        if place >= end:
            kept[i] = place
            end = place + sought[i].n
    return kept
