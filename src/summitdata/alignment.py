"""
Where the sentences of an article stand in another text, told by the lengths and hashes of their letters alone.

Everything is compared over the letters, digits and signs of a text, decomposed, case-folded and without accents, so
quote marks, dashes, spaces, line breaks and ``ё`` do not matter. What makes other words or numbers does: ``й`` is not
``и``, and 2,8 is not 28.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from hashlib import sha256
from itertools import compress, pairwise

import attrs

__all__ = ["Copy", "Key", "aligned", "anchor_of", "marks_of", "normalised", "read"]

#: A sentence as it is shipped: how many letters it has, and their anchor.
Key = tuple[int, str]

_SIGNS = frozenset("%‰$€£¥₸₼₽°+±<>≤≥≈")
# What stands between two digits and is no space between thousands: a decimal point or comma, a time's colon, a fraction's
# bar, a range's dash.
_BETWEEN_DIGITS = re.compile(
    r"[0-9](?:(?P<point>[.,])|(?P<colon>:)|(?P<bar>[/\u2044])|\s*(?P<dash>[-\u2010-\u2015\u2212])\s*)(?=[0-9])"
)
_KINDS = {"point": ".", "colon": ":", "bar": "/", "dash": "-"}
_BREVE = "\u0306"
_HEADER = re.compile(r"\s*date\s+[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = "cp1251"
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


def normalised(text: str) -> tuple[str, Sequence[int]]:
    """The letters, digits and signs of a text, folded, and for each the offset of the character it comes from."""
    fast = _of_bytes(text)
    if fast:
        return fast
    folded = {character: _folded(character) for character in set(text)}
    made = [*map(folded.__getitem__, text)]
    for match in _BETWEEN_DIGITS.finditer(text):
        kind = str(match.lastgroup)
        made[match.start(kind)] = _KINDS[kind]
    if _BREVE in folded:
        _join_breves(text, made)
    letters = "".join(made)
    # Numbers as the machine has them take a ninth of the room of Python's.
    places = array("I", compress(range(len(text)), made))
    if len(places) < len(letters):
        places = array("I", (place for place, several in enumerate(made) for _ in several))
    return letters, places


@cache
def _byte_tables() -> tuple[bytes, bytes]:
    """What each byte of Windows-1251 folds to, zero where that is nothing; and the bytes of which it is not one byte."""
    made, others = bytearray(256), bytearray()
    for byte in range(256):
        folded = _folded(bytes([byte]).decode(_CODE, "replace"))
        plain = folded.encode(_CODE, "ignore")
        if len(plain) == len(folded) == 1:
            made[byte] = plain[0]
        elif folded:
            others.append(byte)
    return bytes(made), bytes(others)


def _of_bytes(text: str) -> tuple[str, Sequence[int]] | None:
    """What `normalised` makes of a text whose characters each are at most one byte, as most Russian texts are."""
    table, others = _byte_tables()
    plain = text.encode(_CODE, "replace")
    if len(plain.translate(None, others)) < len(plain) or _BREVE in text:
        return None
    # What has no byte there stands as a question mark, which folds to nothing; so it may if that does too.
    place = plain.find(b"?")
    while place >= 0:
        if _folded(text[place]):
            return None
        place = plain.find(b"?", place + 1)
    made = bytearray(plain.translate(table))
    for match in _BETWEEN_DIGITS.finditer(text):
        kind = str(match.lastgroup)
        made[match.start(kind)] = ord(_KINDS[kind])
    return made.translate(None, b"\0").decode(_CODE), array("I", compress(range(len(text)), made))


def _join_breves(text: str, made: list[str]) -> None:
    last = ""
    at = 0
    for place, character in enumerate(text):
        if character == _BREVE and last == "и":
            made[at] = last = "й"
        elif made[place]:
            at, last = place, made[place]


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
    places: Sequence[int]
    edges: frozenset[int]
    words: frozenset[int]


def read(text: str) -> Copy:
    """
    A text made ready to look for sentences in it.

    A sentence can begin and end at the text's ends, at a line break, and at a stop with something after it.
    """
    letters, places = normalised(text)
    edges, words = {0, len(letters)}, {0}
    # A header that is broken over lines is of the first one all the same.
    header = _HEADER.match(text)
    is_first_line = True
    for letter, (before, after) in enumerate(pairwise(places), 1):
        if after - before > 1:
            gap = text[before + 1 : after]
            breaks = not _BREAKS.isdisjoint(gap)
            is_first_line = is_first_line and not (breaks and before >= (header.end() if header else 0))
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

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.n, self.anchor

    def is_at(self, place: int, copy: Copy) -> bool:
        """Whether its letters stand at a place of a copy."""
        return (
            0 <= place <= len(copy.letters) - self.n and anchor_of(copy.letters[place : place + self.n]) == self.anchor
        )


def aligned(keys: Sequence[Key], copy: Copy) -> dict[int, int]:
    """
    The sentences of an article that are in a copy: for each, by its number, the place of its first letter.

    A sentence is found where its letters stand between two edges, and with it those that come after and before it
    without a gap. Sentences that are alike prove nothing by themselves and are found between their neighbours only.
    """
    counts = Counter(keys)
    sought = [_Sought(*key, counts[key] > 1) for key in keys]
    copy = attrs.evolve(copy, edges=copy.edges | {_header_end(counts.keys(), copy)})
    fitting: dict[Key, list[int]] = {key: [] for key in counts}
    for place, key in _between_edges(sorted(copy.edges), counts.keys(), copy):
        fitting[key].append(place)
    found: dict[int, int] = {}
    due = 0
    for i, sentence in enumerate(sought):
        places = fitting[sentence.key]
        if i not in found and places and not sentence.has_twins:
            next_one = bisect_left(places, due)
            found[i] = places[next_one if next_one < len(places) else 0]
            found.update(_run(i, 1, found, sought, copy))
            found.update(_run(i, -1, found, sought, copy))
        if i in found:
            due = found[i] + sentence.n
    found.update(_twins(found, sought, fitting, copy))
    return _apart(found, sought)


def _between_edges(places: Iterable[int], keys: AbstractSet[Key], copy: Copy) -> Iterator[tuple[int, Key]]:
    """For each of these places, the sentences whose letters stand from there to an edge."""
    lengths = {n for n, _ in keys}
    longest = max(lengths, default=0)
    edges = sorted(copy.edges)
    for place in places:
        first, last = bisect_right(edges, place), bisect_right(edges, place + longest)
        # Whichever are fewer: where every letter has a line of its own, there are more edges than lengths.
        ends = edges[first:last] if last - first < len(lengths) else [place + n for n in lengths]
        for end in ends:
            if end - place in lengths and end in copy.edges:
                key = (end - place, anchor_of(copy.letters[place:end]))
                if key in keys:
                    yield place, key


def _header_end(keys: AbstractSet[Key], copy: Copy) -> int:
    """Before which letter the first line has a sentence for the first time."""
    return next((place for place, _ in _between_edges(sorted(copy.words), keys, copy)), 0)


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


def _twins(
    found: Mapping[int, int], sought: Sequence[_Sought], fitting: Mapping[Key, Sequence[int]], copy: Copy
) -> Iterator[tuple[int, int]]:
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
            missing: dict[_Sought, list[int]] = {}
            for i in range(a + 1, b):
                if sought[i].has_twins:
                    missing.setdefault(sought[i], []).append(i)
            for sentence, same in missing.items():
                places = _fitting_between(sentence, start, end, fitting[sentence.key], copy)
                after_a = [(a + 1, start)] if a in found else []
                before_b = [(b - 1, end - sentence.n)] if b in found else []
                touching = [(i, p) for i, p in after_a + before_b if i in (same[0], same[-1]) and p in places]
                if len(places) == len(same):
                    yield from zip(same, places, strict=True)
                elif len(places) < len(same) and len({p for _, p in touching}) == len(touching):
                    yield from touching


def _fitting_between(sentence: _Sought, start: int, end: int, fitting: Sequence[int], copy: Copy) -> list[int]:
    """Where a sentence stands between two others: from an edge or the first one's end, to an edge or the second's start."""
    last = end - sentence.n
    places = {*fitting[bisect_left(fitting, start) : bisect_right(fitting, last)]}
    if start <= last and (start == last or start + sentence.n in copy.edges) and sentence.is_at(start, copy):
        places.add(start)
    if start <= last and last in copy.edges and sentence.is_at(last, copy):
        places.add(last)
    return sorted(places)


def _apart(found: Mapping[int, int], sought: Sequence[_Sought]) -> dict[int, int]:
    """What was found, without sentences that were found inside longer ones."""
    kept: dict[int, int] = {}
    end = 0
    for i, place in sorted(found.items(), key=lambda item: (item[1], -sought[item[0]].n)):
        if place >= end:
            kept[i] = place
            end = place + sought[i].n
    return kept
