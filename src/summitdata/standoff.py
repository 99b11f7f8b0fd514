"""What the annotation formats share: rows that may be linked, the wording they need, and text with elements as XML has it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .exceptions import ConversionError, UsageError, shown
from .fields import Vocabulary
from .plain import rows
from .records import TABLES
from .schema import columns

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from .corpus import Corpus

__all__ = [
    "NOT_XML",
    "Row",
    "attribute",
    "by_article",
    "check_characters",
    "check_file_name",
    "check_links",
    "escaped",
    "in_order",
    "vocabularies",
    "wording",
]

Row = dict[str, Any]

# Without these rules ids name no file, links lead nowhere and spans lie outside the text.
_NEEDED = frozenset(
    ("null", "finite", "vocabulary", "pattern", "range", "prefix", "unique", "reference", "span", "bounds", "surface")
)

# What Windows takes for a device, whatever comes after a full stop; and how long a name may be before it.
_DEVICE = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")
_NAME = 200

#: Characters that XML 1.0 cannot hold, not even escaped.
NOT_XML = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]"

_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTES = {**_ESCAPED, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def check_links(corpus: "Corpus", what: str) -> None:
    """
    Refuse a corpus whose rows cannot be linked: ids that are none or stand twice, references and spans that lead nowhere.

    Raises:

        ConversionError: There is such a row; the message names the first.
    """
    problems = [problem for problem in corpus.validate() if problem.rule in _NEEDED]
    if problems:
        msg = f"{what} links rows to one another and to the text: {problems[0]}; correct it, summitdata validate lists all"
        raise ConversionError(msg, problems)


def check_file_name(path: "Path", what: str) -> None:
    """
    Refuse the file of an article that cannot have its id for a name everywhere, or is there already.

    Raises:

        ConversionError: It cannot; the message names the article.
    """
    if len(path.stem) > _NAME or _DEVICE.fullmatch(path.stem) or path.exists():
        msg = f"articles row {shown(path.stem)}, column 'id': {what} names a file after it, expected an id of its own of at most {_NAME} characters that is no name of a device on Windows; give the article another"
        raise ConversionError(msg)


def check_characters(tables: "Mapping[str, pa.Table]", what: str, forbidden: str) -> None:
    """
    Refuse text that holds a character which the format cannot.

    Args:

        tables: The tables to look at, by name.

        what: The format, for the message.

        forbidden: A regular expression for one such character, in the syntax of RE2.

    Raises:

        ConversionError: A cell holds one; the message names table, row, column and character.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, table in tables.items():
        for column in table.column_names:
            if pa.types.is_string(table.schema.field(column).type):
                found = pc.match_substring_regex(table.column(column), forbidden)
                for row in pc.indices_nonzero(found).to_pylist()[:1]:
                    place = f"{name} row {row} ({shown(table.column('id')[row].as_py())}), column {column!r}"
                    character = _first(table.column(column)[row].as_py(), forbidden)
                    msg = f"{place}: {what} cannot hold the character U+{ord(character):04X}; take it out"
                    raise ConversionError(msg)


def _first(text: str, forbidden: str) -> str:
    import pyarrow as pa
    import pyarrow.compute as pc

    character: str = pc.extract_regex(pa.array([text]), f"(?P<c>{forbidden})")[0].as_py()["c"]
    return character


def wording(part: "Corpus", what: str, articles: int) -> dict[str, str]:
    """
    The whole wording of each article of a part by its id.

    Args:

        part: The part.

        what: The format, for the message.

        articles: How many articles there are in all parts.

    Raises:

        UsageError: There is no article, or the wording of one is not there to the letter.
    """
    texts = {row["id"]: row["text"] for row in rows(part.table("articles").select(["id", "text"]))}
    missing = [identity for identity, text in texts.items() if text is None]
    if missing or not articles:
        named = f"article {missing[0]!r}" if missing else "an article"
        msg = f"{what} needs the wording of {named} to the letter, which is not there; attach an exact copy (summitdata attach FILE) and write with text=True (--text)"
        raise UsageError(msg)
    return texts


def by_article(corpus: "Corpus") -> dict[str, dict[str, list[Row]]]:
    """The rows of every table that has articles, by article and table, in their order."""
    made: dict[str, dict[str, list[Row]]] = {
        identity: defaultdict(list) for identity in corpus.table("articles").column("id").to_pylist()
    }
    for name, table in corpus.tables.items():
        if "article_id" in table.column_names:
            for row in rows(table):
                made[row["article_id"]][name].append(row)
    return made


def in_order(made: list[Row], table: str, what: str) -> list[Row]:
    """
    Rows with spans in the order of the text.

    Raises:

        ConversionError: Two of them overlap.
    """
    ordered = sorted(made, key=lambda row: (row["start"], row["end"]))
    for before, after in pairwise(ordered):
        if after["start"] < before["end"]:
            msg = f"{table} row {after['id']!r}, column 'start': {what} has no {table} that overlap, expected {before['end']} or more, found {after['start']}; correct it"
            raise ConversionError(msg)
    return ordered


def vocabularies(table: str) -> dict[str, type[Vocabulary]]:
    """The columns of a table that hold codes, each with its vocabulary."""
    return {c.name: c.vocabulary for c in columns(TABLES[table]) if c.vocabulary}


def escaped(text: str) -> str:
    """Text as it stands between two tags and is read again unchanged."""
    return re.sub(r"[&<>\r]", lambda found: _ESCAPED[found[0]], text)


def attribute(name: str, value: object) -> str:
    """An attribute with a space before it, read again unchanged; nothing where the value is None."""
    if value is None:
        return ""
    return ' {}="{}"'.format(name, re.sub(r'[&<>"\r\n\t]', lambda found: _IN_ATTRIBUTES[found[0]], str(value)))


def encoded(text: str, what: str, forbidden: str) -> bytes:
    """
    A whole file in UTF-8, made of cells that were checked and metadata that were not.

    Raises:

        ConversionError: The metadata hold a character that the format cannot.
    """
    found = re.search(f"{forbidden}|[\ud800-\udfff]", text)
    if found:
        msg = f"metadata: {what} cannot hold the character U+{ord(found[0]):04X}; take it out"
        raise ConversionError(msg)
    return text.encode()


class Span:
    """
    An XML element over a stretch of text, or a fragment of one.

    Args:

        row: Where it begins and ends.

        level: What is of a level, 0 to 3, stands inside what is of one before.

        name: Its name.

        attributes: Its attributes; fragments are named after the first pointer in ``ana``.
    """

    __slots__ = ("attributes", "end", "fragments", "level", "name", "place", "start")

    def __init__(self, row: Row, level: int, name: str, **attributes: Any) -> None:
        self.start, self.end, self.level = row["start"], row["end"], level
        self.name, self.attributes = name, attributes
        # Filled in the order of the text, and shared by all fragments of one element.
        self.fragments: list[Span] = []
        self.place = 0

    def order(self) -> tuple[int, int, int]:
        return self.start, -self.end, self.level

    def cut(self, places: Iterable[int]) -> "list[Span]":
        """The fragments between those of the places that lie inside it."""
        edges = [self.start, *(place for place in places if self.start < place < self.end), self.end]
        return [self._part(start, end) for start, end in pairwise(edges)]

    def _part(self, start: int, end: int) -> "Span":
        part = Span({"start": start, "end": end}, self.level, self.name, **self.attributes)
        part.fragments = self.fragments
        return part

    def opening(self) -> str:
        """The opening tag, with links to the fragments before and after."""
        linked = dict(self.attributes)
        last = len(self.fragments) - 1
        if last:
            name = f"{self.attributes['ana'].split()[0]}.{self.name}"
            linked["xml:id"] = f"{name[1:]}{self.place + 1}"
            linked["prev"] = f"{name}{self.place}" if self.place else None
            linked["next"] = f"{name}{self.place + 2}" if self.place < last else None
        return f"<{self.name}{''.join(attribute(name, value) for name, value in linked.items())}>"


def marked(text: str, spans: list[Span]) -> str:
    """The text to the letter as XML, with elements over its spans; those that cross are cut into linked fragments."""
    return "".join(_marked(text, spans))


def _marked(text: str, spans: list[Span]) -> Iterator[str]:
    open_, place = list[Span](), 0
    settled = _nested(text, spans)
    for span in settled:
        span.place = len(span.fragments)
        span.fragments.append(span)
    for start, opened in [*((span.start, span) for span in settled), (len(text), None)]:
        while open_ and open_[-1].end <= start:
            closed = open_.pop()
            yield f"{escaped(text[place : closed.end])}</{closed.name}>"
            place = closed.end
        yield escaped(text[place:start])
        place = start
        if opened:
            yield opened.opening()
            open_.append(opened)


def _nested(text: str, spans: list[Span]) -> list[Span]:
    """The spans in the order in which they open, cut so that none crosses another; white space alone is no fragment."""
    waiting: list[tuple[tuple[int, int, int], int, Span]] = []
    edges: set[int] = set()
    for level in range(4):
        listed = [part for span in spans if span.level == level for part in span.cut(sorted(edges))]
        edges |= {edge for span in listed for edge in (span.start, span.end)} if level < 3 else set()
        waiting += [(span.order(), len(waiting) + i, span) for i, span in enumerate(listed)]
    heapify(waiting)
    n, open_, settled = len(waiting), list[Span](), list[Span]()
    while waiting:
        _, _, span = heappop(waiting)
        while open_ and open_[-1].end <= span.start:
            open_.pop()
        if open_ and open_[-1].end < span.end:
            for part in span.cut([open_[-1].end]):
                n += 1
                heappush(waiting, (part.order(), n, part))
        elif text[span.start : span.end].strip():
            open_.append(span)
            settled.append(span)
    return settled
