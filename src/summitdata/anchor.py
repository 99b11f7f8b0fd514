"""
Filling the wording of an article from a copy of it, and telling what of the tables the copy has and where.

The corpus holds no wording: its sentences are found in the copy by their anchors, see `alignment`.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import attrs

from .alignment import Copy, aligned, anchor_of, marks_of, normalised, read
from .corpus import Corpus
from .exceptions import AttachError, known_name
from .records import TABLES, Article
from .schema import columns, wording_columns

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Attachment", "Span", "anchor_of", "attach", "marks_of", "normalised"]

_Status = Literal["same", "moved", "lost"]

# Fewer sentences than this share, and the text is not a copy.
_ENOUGH = 0.5


@attrs.frozen(kw_only=True)
class Span:
    """
    Where a span of a row is in a copy.

    Attributes:

        table: The row's table.

        id: The row.

        column: The column that begins the span: ``start``, ``cue_start`` …

        start, end: The canonical offsets, those of the tables.

        status:
            ``same`` where the copy has it at the same offsets, ``moved`` where at others, ``lost`` where the words are
            not there as they were.

        copy_start, copy_end: The offsets in the copy; None where it is lost.

        sentence_id:
            The sentence because of which it is lost: it is changed or missing, or no longer follows the one before it.
            None where the span cannot be told from the sentences: it is outside them all, or is nothing but marks.
    """

    table: str
    id: str
    column: str
    start: int
    end: int
    status: _Status
    copy_start: int | None = None
    copy_end: int | None = None
    sentence_id: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class Attachment:
    """
    What became of a text that was offered as a copy of an article.

    Attributes:

        article_id: The article.

        exact: The text is the canonical one, by its SHA-256.

        changed: The ids of the sentences that the copy lacks or has otherwise.

        spans: Every span of every row, with its place in the copy.

        corpus: The corpus with its `text` columns filled wherever the words are there.
    """

    article_id: str
    exact: bool
    changed: tuple[str, ...]
    spans: tuple[Span, ...]
    corpus: Corpus

    @property
    def moved(self) -> tuple[Span, ...]:
        """The spans that stand at other offsets in the copy."""
        return tuple(s for s in self.spans if s.status == "moved")

    @property
    def lost(self) -> tuple[Span, ...]:
        """The spans whose words are not in the copy as they were."""
        return tuple(s for s in self.spans if s.status == "lost")

    def table(self) -> "pa.Table":
        """The spans as an Arrow table with the columns of `Span`."""
        import pyarrow as pa

        names = [a.name for a in attrs.fields(Span)]
        numbers = {"start", "end", "copy_start", "copy_end"}
        schema = pa.schema([(name, pa.int64() if name in numbers else pa.string()) for name in names])
        return pa.Table.from_pydict({n: [getattr(s, n) for s in self.spans] for n in names}, schema=schema)

    # A notebook shows what a person wants to read.
    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        total = len(self.spans)
        if self.exact:
            return f"{self.article_id}: the exact article; all {total:,} spans are in place"
        counts = Counter(s.status for s in self.spans)
        text = f"{self.article_id}: a changed copy; of {total:,} spans {counts['same']:,} are in place, {counts['moved']:,} moved, {counts['lost']:,} lost"
        if self.changed:
            text += f"; changed or missing sentences: {', '.join(self.changed)}"
        return text


def attach(corpus: Corpus, text: str, article_id: str) -> Attachment:
    """
    Fill the wording of an article from a copy of it.

    An exact copy is known by its hash. Any other is aligned sentence by sentence; a span is filled where every sentence
    it touches is in the copy word for word, and is reported lost otherwise. The offsets in the tables do not change.

    Raises:

        UnknownNameError: The corpus has no such article.

        AttachError: Fewer than half of the article's sentences are in the text.
    """
    held = (part for part in corpus.parts() if article_id in part.table("articles").column("id").to_pylist())
    # Where no part has it, all the articles are looked at for the nearest.
    part = next(held, corpus)
    articles = {article.id: article for article in part.articles}
    made = _attached(part, text, articles[known_name(article_id, articles, "article")])
    return attrs.evolve(made, corpus=corpus.with_part(made.corpus))


def _attached(corpus: Corpus, text: str, article: Article) -> Attachment:
    article_id = article.id
    exact = sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == article.sha256
    changed: tuple[str, ...] = ()
    if exact:
        located = tuple(_span(place, "same", place.start, place.end) for place in _places(corpus, article_id))
    else:
        copy = read(text)
        sentences = _sentences(corpus, article_id, copy)
        changed = tuple(s.id for s in sentences if s.place is None)
        if not sentences or len(changed) > _ENOUGH * len(sentences):
            raise AttachError(_refusal(article, text, len(sentences) - len(changed), len(sentences)))
        located = tuple(_located(_places(corpus, article_id), sentences, copy))
    filled = _filled(corpus, located, text, article_id, exact=exact)
    return Attachment(article_id=article_id, exact=exact, changed=changed, spans=located, corpus=filled)


def _refusal(article: Article, text: str, found: int, total: int) -> str:
    known = [f"{article.n_chars:,} characters"]
    known += [f"by {article.outlet}"] if article.outlet else []
    known += [f"of {article.published}"] if article.published else []
    there = f"expected {' '.join(known)}, found {len(text):,} characters"
    if not total:
        return f"the text is not the article {article.id!r} to the letter: {there}; give that article, the corpus has no sentences by which to align a changed copy"
    return (
        f"the text is not the article {article.id!r}: {there} with {found} of its {total} sentences; give that article"
    )


class _Place(NamedTuple):
    """Where a span of a row is in the article."""

    table: str
    id: str
    column: str
    start: int
    end: int


def _places(corpus: Corpus, article_id: str) -> Iterator[_Place]:
    for name, cls in TABLES.items():
        starts = {c.name: c.span_end for c in columns(cls) if c.span_end}
        if starts:
            names = ["id", *starts, *starts.values()]
            cells = dict(zip(names, _cells(corpus.tables[name], article_id, names), strict=True))
            # Row by row, and in each the columns in their order.
            rows = zip(*(zip(cells[start], cells[end], strict=True) for start, end in starts.items()), strict=True)
            for identity, row in zip(cells["id"], rows, strict=True):
                for column, (start, end) in zip(starts, row, strict=True):
                    if start is not None:
                        yield _Place(name, identity, column, start, end)


def _cells(table: "pa.Table", article_id: str, names: Sequence[str]) -> list[list[Any]]:
    """The values of these columns in the rows of an article."""
    import pyarrow.compute as pc

    own = table.select(["article_id", *names]).filter(pc.equal(table.column("article_id"), article_id))
    return [own.column(name).to_pylist() for name in names]


def _span(place: _Place, status: _Status, start: int, end: int) -> Span:
    return Span(
        table=place.table,
        id=place.id,
        column=place.column,
        start=place.start,
        end=place.end,
        status=status,
        copy_start=start,
        copy_end=end,
    )


def _lost(place: _Place, sentence_id: str | None = None) -> Span:
    return Span(status="lost", sentence_id=sentence_id, **place._asdict())


def _filled(corpus: Corpus, spans: Iterable[Span], text: str, article_id: str, *, exact: bool) -> Corpus:
    """The corpus with what the copy has of the article's wording in place of what it had before."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wording = {s.id: text[s.copy_start : s.copy_end] for s in spans if s.column == "start" and s.status != "lost"}
    if exact:
        wording[article_id] = text
    tables: dict[str, pa.Table] = dict(corpus.tables)
    for name, cls in TABLES.items():
        table = tables[name]
        for column in wording_columns(cls):
            place = table.column_names.index(column)
            (own,) = _cells(table, article_id, ["id"])
            words = pa.array([wording.get(identity) for identity in own], pa.string())
            mask = pc.equal(table.column("article_id"), article_id).combine_chunks()
            cells = pc.replace_with_mask(table.column(column), mask, words)
            table = table.set_column(place, table.schema.field(place), cells)
        tables[name] = table
    return Corpus(tables, version=corpus.version, status=corpus.status, part=corpus.part_names[0])


@attrs.frozen(kw_only=True)
class _Sentence:
    """A sentence with the place of its first letter in a copy, if it is there, and its marks by offset."""

    id: str
    start: int
    end: int
    n: int
    place: int | None
    marks: Mapping[int, tuple[int, int, int]]


def _sentences(corpus: Corpus, article_id: str, copy: Copy) -> list[_Sentence]:
    names = ["id", "start", "end", "n_normalised", "anchor", "marks"]
    rows = zip(*_cells(corpus.tables["sentences"], article_id, names), strict=True)
    # A sentence without letters, such as a row of asterisks, cannot be looked for.
    listed = sorted((row for row in rows if row[3]), key=itemgetter(1))
    found = aligned([(n, anchor) for _, _, _, n, anchor, _ in listed], copy)
    return [
        _Sentence(id=identity, start=start, end=end, n=n, place=found.get(i), marks=_read_marks(marks))
        for i, (identity, start, end, n, _, marks) in enumerate(listed)
    ]


def _read_marks(marks: str) -> dict[int, tuple[int, int, int]]:
    made = {}
    for mark in marks.split():
        offset, n, before, after = map(int, mark.split(":"))
        made[offset] = (n, before, after)
    return made


def _located(places: Iterable[_Place], sentences: Sequence[_Sentence], copy: Copy) -> Iterator[Span]:
    """The spans with their places in the copy."""
    starts, ends = [s.start for s in sentences], [s.end for s in sentences]
    for place in places:
        yield _found(place, sentences[bisect_right(ends, place.start) : bisect_left(starts, place.end)], copy)


def _found(place: _Place, touched: Sequence[_Sentence], copy: Copy) -> Span:
    """The span with its place in the copy, if all the sentences that it touches are there, one after the other."""
    if not touched or place.start < touched[0].start or place.end > touched[-1].end:
        return _lost(place)
    first = touched[0].place
    if first is None:
        return _lost(place, touched[0].id)
    last = due = first
    for sentence in touched:
        if sentence.place != due:
            return _lost(place, sentence.id)
        last, due = due, due + sentence.n
    opening = touched[0].marks.get(place.start - touched[0].start)
    closing = touched[-1].marks.get(place.end - touched[-1].start)
    if opening is None or closing is None:
        return _lost(place)
    first, last = first + opening[0], last + closing[0]
    if first >= last or _is_inside_a_sign(first, copy) or _is_inside_a_sign(last, copy):
        return _lost(place)
    start, end = _start(first, opening[2], copy), _end(last, closing[1], copy)
    return _span(place, "same" if (start, end) == (place.start, place.end) else "moved", start, end)


def _is_inside_a_sign(letter: int, copy: Copy) -> bool:
    """Whether the letters before and after a place come from one character of the copy, as both of № do."""
    return 0 < letter < len(copy.places) and copy.places[letter - 1] == copy.places[letter]


def _start(letter: int, marks: int, copy: Copy) -> int:
    """
    Where a span begins that begins with so many marks and this letter: over as many characters where they are a word of
    their own, such as a dash and its space, and otherwise over those that stick to the letter.
    """
    at = copy.places[letter]
    floor = _after(copy.places[letter - 1], copy.text) if letter else 0
    place = at - marks
    if place >= floor and not copy.text[place].isspace() and (place == 0 or copy.text[place - 1].isspace()):
        return place
    place = at
    while place > max(floor, at - marks) and not copy.text[place - 1].isspace():
        place -= 1
    return place


def _end(letter: int, marks: int, copy: Copy) -> int:
    """Where a span ends that ends before this letter, after so many marks of those that stick to the letter before."""
    place = _after(copy.places[letter - 1], copy.text)
    ceiling = copy.places[letter] if letter < len(copy.places) else len(copy.text)
    last = min(ceiling, place + marks)
    while place < last and not copy.text[place].isspace():
        place += 1
    return place


def _after(place: int, text: str) -> int:
    """The place after a character and its accents."""
    place += 1
    while place < len(text) and unicodedata.combining(text[place]):
        place += 1
    return place
