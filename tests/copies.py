"""Changed copies of a text, in which every character knows its place in the original; and who judges by that."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

import attrs

import summitdata as sd
from summitdata.anchor import Attachment, Span, attach

#: Characters, each with the offset in the original that it stands for; None for what was added.
Traced = list[tuple[str, int | None]]
Change = Callable[[Traced], Traced]
#: Where something begins and ends in the original.
Extent = tuple[int, int]

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8)
def traced(text: str) -> Traced:
    """A copy in which nothing is changed; no change works in place."""
    return [(character, place) for place, character in enumerate(text)]


def wording(copy: Traced) -> str:
    """The text of a copy."""
    return "".join(character for character, _ in copy)


def letters(text: str) -> str:
    """The letters, digits and signs by which words are compared here, whatever the package does."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in folded if c.isalnum() or c in "%$")


# Changes of typography: no letter comes, goes or moves.


def replacing(table: Mapping[str, str]) -> Change:
    """Each of these characters by others."""
    return lambda copy: [(new, place) for old, place in copy for new in table.get(old, old)]


def quoting(opening: str, closing: str) -> Change:
    """Straight quotation marks by a pair."""

    def change(copy: Traced) -> Traced:
        made: Traced = []
        for i, (character, place) in enumerate(copy):
            opens = i == 0 or copy[i - 1][0] in ' \n("'
            made += [(c, place) for c in (opening if opens else closing)] if character == '"' else [(character, place)]
        return made

    return change


def breaking(between: str) -> Change:
    """All that parts two lines by something else."""

    def change(copy: Traced) -> Traced:
        made: Traced = []
        for i, (character, place) in enumerate(copy):
            if character != "\n":
                made.append((character, place))
            elif i == 0 or copy[i - 1][0] != "\n":
                made += [(c, place) for c in between]
        return made

    return change


def adding(what: str, every: int) -> Change:
    """Something invisible between two letters, as often as every so many characters."""

    def change(copy: Traced) -> Traced:
        made: Traced = []
        for i, item in enumerate(copy):
            made.append(item)
            if i % every == 0 and "".join(character for character, _ in copy[i : i + 2]).isalpha():
                made += [(c, None) for c in what]
        return made

    return change


def composing(form: str) -> Change:
    """Each character in a normalisation form."""
    return lambda copy: [(new, place) for old, place in copy for new in unicodedata.normalize(form, old)]


def wrapping(width: int) -> Change:
    """Lines broken at the first space after so many characters, as mail programs do."""

    def change(copy: Traced) -> Traced:
        made: Traced = []
        column = 0
        for character, place in copy:
            breaks = character == " " and column >= width
            made.append(("\n" if breaks else character, place))
            column = 0 if breaks or character == "\n" else column + 1
        return made

    return change


# Changes of the words.


def without(extent: Extent) -> Change:
    """A stretch of the original left out, with the white space after it."""

    def change(copy: Traced) -> Traced:
        kept = [i for i, (_, place) in enumerate(copy) if place is not None and extent[0] <= place < extent[1]]
        gone = set(kept)
        gone.update(
            i for last in kept[-1:] for i in takewhile(lambda i: copy[i][0].isspace(), range(last + 1, len(copy)))
        )
        return [item for i, item in enumerate(copy) if i not in gone]

    return change


def inserting(what: str, place: int) -> Change:
    """Words of somebody else before an offset of the original."""

    def change(copy: Traced) -> Traced:
        at = next((i for i, (_, origin) in enumerate(copy) if origin is not None and origin >= place), len(copy))
        return [*copy[:at], *((c, None) for c in what), *copy[at:]]

    return change


def moving(extents: Sequence[Extent], order: Sequence[int]) -> Change:
    """Stretches of the original in another order, or some of them several times; what parts them stays in its place."""

    def change(copy: Traced) -> Traced:
        held: list[Traced] = [[] for _ in extents]
        gaps: list[Traced] = [[] for _ in range(len(extents) + 1)]
        starts = [start for start, _ in extents]
        at = 0
        for character, place in copy:
            at = at if place is None else place
            i = sum(start <= at for start in starts)
            inside = i > 0 and at < extents[i - 1][1]
            (held[i - 1] if inside else gaps[i]).append((character, place))
        made = [*gaps[0]]
        for position, i in enumerate(order):
            if position:
                made += gaps[position] if position < len(extents) else [("\n", None), ("\n", None)]
            made += held[i]
        return [*made, *gaps[-1]]

    return change


def _word_places(copy: Traced, extent: Extent) -> list[Extent]:
    """Where in the copy the words of a stretch of the original are."""
    at = [i for i, (_, place) in enumerate(copy) if place is not None and extent[0] <= place < extent[1]]
    return [m.span() for m in _WORD.finditer(wording(copy), at[0], at[-1] + 1)]


def replacing_a_word(extent: Extent) -> Change:
    """The middle word by another."""

    def change(copy: Traced) -> Traced:
        words = _word_places(copy, extent)
        start, end = words[len(words) // 2]
        return [*copy[:start], *((c, None) for c in "переписано"), *copy[end:]]

    return change


def dropping_the_last_word(extent: Extent) -> Change:
    """The last word left out."""

    def change(copy: Traced) -> Traced:
        start, end = _word_places(copy, extent)[-1]
        return [*copy[:start], *copy[end:]]

    return change


def adding_at_the_end(extent: Extent) -> Change:
    """More words after the last, before the stop."""

    def change(copy: Traced) -> Traced:
        _, end = _word_places(copy, extent)[-1]
        return [*copy[:end], *((c, None) for c in " и так далее"), *copy[end:]]

    return change


def adding_at_the_front(extent: Extent) -> Change:
    """More words before the first, after the opening mark."""

    def change(copy: Traced) -> Traced:
        start, _ = _word_places(copy, extent)[0]
        return [*copy[:start], *((c, None) for c in "Впрочем, "), *copy[start:]]

    return change


def swapping_two_words(extent: Extent) -> Change:
    """The first two words in the other order."""

    def change(copy: Traced) -> Traced:
        (a, b), (c, d) = _word_places(copy, extent)[:2]
        return [*copy[:a], *copy[c:d], *copy[b:c], *copy[a:b], *copy[d:]]

    return change


#: Ways to edit a sentence so that its words are others.
EDITS: dict[str, Callable[[Extent], Change]] = {
    "a word replaced": replacing_a_word,
    "the last word dropped": dropping_the_last_word,
    "words added at the end": adding_at_the_end,
    "words added at the front": adding_at_the_front,
    "two words swapped": swapping_two_words,
}

#: Changes that leave every letter where it is.
TYPOGRAPHY: dict[str, Change] = {
    "curly quotes": quoting("“", "”"),
    "German quotes": quoting("„", "“"),
    "guillemets": quoting("«", "»"),
    "guillemets with spaces": quoting("«\u202f", "\u202f»"),
    "straight quotes": replacing(dict.fromkeys("«»„“”", '"')),
    "no quotes": replacing(dict.fromkeys('"«»„“”', "")),
    "no-break spaces": replacing({" ": "\u00a0"}),
    "thin spaces": replacing({" ": "\u2009"}),
    "doubled spaces": replacing({" ": "  "}),
    "indented": breaking("\n\n    "),
    "joined paragraphs": breaking(" "),
    "no blank lines": breaking("\n"),
    "three blank lines": breaking("\n\n\n\n"),
    "CRLF": replacing({"\n": "\r\n"}),
    "CR": replacing({"\n": "\r"}),
    "line separators": breaking("\u2028"),
    "wrapped lines": wrapping(60),
    "NFC": composing("NFC"),
    "NFD": composing("NFD"),
    "NFKC": composing("NFKC"),
    "NFKD": composing("NFKD"),
    "е for ё": replacing({"ё": "е", "Ё": "Е"}),
    "hyphens for dashes": replacing(dict.fromkeys("–—", "-")),
    "em dashes": replacing({"–": "—"}),
    "en dashes": replacing({"—": "–"}),
    "two hyphens for dashes": replacing(dict.fromkeys("–—", "--")),
    "no-break hyphens": replacing({"-": "\u2011"}),
    "no dashes": replacing(dict.fromkeys("–—", "")),
    "an ellipsis of one sign": replacing({"…": "..."}),
    "no stress mark": replacing({"\u0301": ""}),
    "no emoji": replacing({"🤝": ""}),
    "upper case": lambda copy: [(new, place) for old, place in copy for new in old.upper()],
    "lower case": lambda copy: [(new, place) for old, place in copy for new in old.lower()],
    "soft hyphens": adding("\u00ad", 3),
    "zero-width spaces": adding("\u200b", 5),
    "a byte order mark": lambda copy: [("\ufeff", None), *copy],
    "white space around": lambda copy: [(" ", None), ("\n", None), *copy, ("\n", None), ("\n", None)],
}


def attached(corpus: sd.Corpus, text: str, change: Change, article_id: str) -> Attachment:
    """
    What `attach` makes of a changed copy, after everything that must hold of any copy was seen to hold.

    No span points at other words than its own, nor at its own words in another place; the `text` columns hold what the
    report says; nothing else of the corpus changed.
    """
    copy = change(traced(text))
    result = attach(corpus, wording(copy), article_id)

    assert wrong(result, text, copy) == []
    assert _misfilled(result, wording(copy)) == {}
    assert corpus.without_text() == result.corpus.without_text()
    return result


@attrs.frozen
class _Letters:
    """The letters of a text: from which of its characters they come, what they are, and where those come from."""

    at: list[int]
    made: list[str]
    origins: list[int | None]

    def between(self, start: int, end: int) -> tuple[str, list[int | None]]:
        """The letters of a stretch, and where they come from."""
        cut = slice(bisect_left(self.at, start), bisect_left(self.at, end))
        return "".join(self.made[cut]), self.origins[cut]


def _letters(copy: Traced) -> _Letters:
    listed = [(at, made, origin) for at, (character, origin) in enumerate(copy) if (made := _cached(character))]
    return _Letters([at for at, _, _ in listed], [made for _, made, _ in listed], [origin for _, _, origin in listed])


@lru_cache(maxsize=8)
def _own_letters(text: str) -> _Letters:
    return _letters(traced(text))


_cached = lru_cache(maxsize=None)(letters)


def wrong(result: Attachment, text: str, copy: Traced) -> list[Span]:
    """The spans that are not lost and not at their own words in their own place."""
    there, own = _letters(copy), _own_letters(text)

    def is_right(span: Span) -> bool:
        if span.copy_start is None or span.copy_end is None:
            return span.status == "lost" and span.copy_start is span.copy_end
        found = (span.copy_start, span.copy_end)
        canonical = (span.start, span.end)
        return there.between(*found) == own.between(*canonical) and span.status == (
            "same" if found == canonical else "moved"
        )

    return [span for span in result.spans if not is_right(span)]


def _misfilled(result: Attachment, there: str) -> dict[str, str | None]:
    """The rows whose `text` is not what the report says, with it."""
    spans = {
        s.id: None if s.copy_start is None else there[s.copy_start : s.copy_end]
        for s in result.spans
        if s.column == "start"
    }
    filled = {
        identity: words
        for name in {s.table for s in result.spans if s.column == "start"}
        for identity, words in zip(
            *(result.corpus.table(name).column(c).to_pylist() for c in ("id", "text")), strict=True
        )
    }
    return {identity: filled[identity] for identity, words in spans.items() if filled[identity] != words}


def touching(spans: Sequence[Span], *extents: Extent) -> set[tuple[str, str]]:
    """The spans, as row and column, that share a character with one of these stretches of the original."""
    return {(s.id, s.column) for s in spans if any(s.start < end and start < s.end for start, end in extents)}
