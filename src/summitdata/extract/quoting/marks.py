"""Which quotation marks belong together, whatever marks a text has and however many it has forgotten."""

import re
from collections.abc import Callable, Sequence

import attrs

from ..reading import Reading

__all__ = ["MARKS", "Marked", "pairs"]

#: Every character that sets off a quotation.
MARKS = '"«»“”„‟‹›＂'
_MARK = re.compile(f"[{MARKS}]")
_FAMILY = {**dict.fromkeys("«»", "angle"), **dict.fromkeys("“”„‟", "curly"), **dict.fromkeys("‹›", "single")}
#: After a mark that closes: space, the end, or what ends or parts clauses.
_STOPS = frozenset(",.;:!?)]}…—–")
_BRACKETS = frozenset("([{—–-/:")
#: A closing mark that ends the paragraph.
_LAST = re.compile(r"[\s.,;!?…)]{0,8}\Z")
#: How many paragraphs one pair of marks may take.
_PARAGRAPHS = 12


@attrs.frozen(kw_only=True)
class Marked:
    """
    What stands between two marks.

    Attributes:

        start, end: What is inside, with its spaces and commas.

        outer_start, outer_end: The same with its marks; where a mark is missing they equal `start` or `end`.

        parent: The place in the list of that in which it stands.

        closed: Whether its closing mark was found.

        paragraph: The place of the paragraph in which it begins.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    parent: int | None
    closed: bool
    paragraph: int


@attrs.define
class _Open:
    place: int
    family: str
    paragraph: int


def pairs(reading: Reading, tags: Callable[[int], bool]) -> list[Marked]:
    """
    What stands between marks, in text order, the outer before the inner.

    Args:

        reading: The text.

        tags: Whether a tag ("– сказал он") begins at a place; it tells that a closing mark ends the outermost
            quotation when the text has fewer closing marks than opening ones.
    """
    text = reading.text
    lines: list[list[int]] = []
    found = [mark.start() for mark in _MARK.finditer(text, reading.body)]
    place = 0
    for line in reading.paragraphs:
        first = place
        while place < len(found) and found[place] < line.end:
            place += 1
        lines.append([mark for mark in found[first:place] if mark >= line.start])
    pairing = _Pairing(reading, tags, lines, [_ways(text, marks) for marks in lines])
    for number in range(len(lines)):
        pairing.paragraph(number)
    pairing.spans.sort(key=lambda span: (span[0], -span[1]))
    return _nested(text, pairing.spans)


def _ways(text: str, marks: Sequence[int]) -> list[int]:
    """For each mark of a paragraph 1 where it opens and -1 where it closes."""
    ways: list[int] = []
    depth = 0
    for mark in marks:
        way = _way(text, mark, depth, opened=bool(ways) and ways[-1] > 0)
        ways.append(way)
        depth = max(0, depth + way)
    return ways


def _way(text: str, mark: int, depth: int, *, opened: bool) -> int:
    sign = text[mark]
    before = text[mark - 1] if mark else " "
    after = text[mark + 1] if mark + 1 < len(text) else " "
    apart = opened if before in MARKS else before.isspace() or before in _BRACKETS
    free = after.isspace() or after in _STOPS or (after in MARKS and not apart)
    if sign in "„‟‹":
        return 1
    if sign == "«":
        return -1 if depth and free and not apart else 1
    if sign in "»›”":
        return 1 if apart and not free and not depth else -1
    if apart and not free:
        return 1
    if free and not apart:
        return -1
    return -1 if depth else 1


def _partner(stack: Sequence[_Open], family: str) -> int:
    """The place on the stack of what a closing mark closes: the innermost of its family, else the innermost."""
    last = len(stack) - 1
    # Quotations stand four deep at most; what is farther down is not what the mark means.
    return next((place for place in range(last, max(-1, last - 4), -1) if stack[place].family == family), last)


@attrs.define
class _Pairing:
    """The marks of a text while they are paired, paragraph by paragraph."""

    reading: Reading
    tags: Callable[[int], bool]
    #: The marks of each paragraph, and which way each turns.
    lines: Sequence[Sequence[int]]
    ways: Sequence[Sequence[int]]
    #: Of each stretch where it begins and ends, whether its end was found, and its paragraph.
    spans: list[tuple[int, int, bool, int]] = attrs.Factory(list)
    stack: list[_Open] = attrs.Factory(list)

    def paragraph(self, number: int) -> None:
        """Pair the marks of a paragraph; what it leaves open goes on or ends with it."""
        text, end = self.reading.text, self.reading.paragraphs[number].end
        stack = self.stack
        # What goes on into the paragraphs below is not closed here.
        floor = len(stack) if stack and self.goes_on(number) else 0
        left = -sum(self.ways[number])
        for mark, way in zip(self.lines[number], self.ways[number], strict=True):
            left += way
            family = _FAMILY.get(text[mark], "straight")
            if way > 0:
                stack.append(_Open(mark, family, number))
            elif stack:
                # A text with too few closing marks closes all of them with the one before the tag or at the end.
                short = len(stack) > floor + 1 and left < len(stack) - floor - 1
                strong = short and (self.tags(mark + 1) or _LAST.match(text, mark + 1, end) is not None)
                keep = floor if strong else _partner(stack, family)
                self.spans.extend((inner.place, mark, False, inner.paragraph) for inner in stack[keep + 1 :])
                self.spans.append((stack[keep].place, mark, True, stack[keep].paragraph))
                del stack[keep:]
        if stack and not (len(stack) == 1 and stack[0].paragraph > number - _PARAGRAPHS and self.goes_on(number)):
            self.spans.extend((open_.place, end, False, open_.paragraph) for open_ in stack)
            stack.clear()

    def goes_on(self, number: int) -> bool:
        """Whether a paragraph below closes what this one leaves open, before another quotation begins."""
        for later in range(number + 1, min(number + _PARAGRAPHS, len(self.ways))):
            ways = self.ways[later]
            if ways and ways[0] > 0 and self.lines[later][0] == self.reading.paragraphs[later].start:
                return False
            depth = 0
            for way in ways:
                depth += way
                if depth < 0:
                    return True
        return False


def _nested(text: str, spans: Sequence[tuple[int, int, bool, int]]) -> list[Marked]:
    found: list[Marked] = []
    stack: list[int] = []
    for place, end, closed, paragraph in spans:
        while stack and found[stack[-1]].end <= place:
            stack.pop()
        start = place + 1
        if not text[start:end].strip():
            continue
        found.append(
            Marked(
                start=start,
                end=min(end, found[stack[-1]].end) if stack else end,
                outer_start=place,
                outer_end=end + closed,
                parent=stack[-1] if stack else None,
                closed=closed,
                paragraph=paragraph,
            )
        )
        stack.append(len(found) - 1)
    return found
