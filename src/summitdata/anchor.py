"""
Filling the wording of an article from a copy of it, and telling what of the tables the copy has and where.

The corpus holds no wording: its sentences are found in the copy by their anchors, see `alignment`.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

import attrs

from .alignment import Copy, aligned, anchor_of, marks_of, normalised, read
from .corpus import Corpus
from .exceptions import AttachError, known_name
from .records import TABLES, Article
from .schema import columns, wording_columns

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Attachment", "Span", "anchor_of", "attach", "marks_of", "normalised"]

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
    status: Literal["same", "moved", "lost"]
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
    articles = {article.id: article for article in corpus.articles}
    article = articles[known_name(article_id, articles, "article")]
    exact = sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == article.sha256
    spans: Iterable[Span] = _spans(corpus, article_id)
    changed: tuple[str, ...] = ()
    if exact:
        spans = (attrs.evolve(span, status="same", copy_start=span.start, copy_end=span.end) for span in spans)
    else:
        copy = read(text)
        sentences = _sentences(corpus, article_id, copy)
        changed = tuple(s.id for s in sentences if s.place is None)
        if not sentences or len(changed) > _ENOUGH * len(sentences):
            raise AttachError(_refusal(article, text, len(sentences) - len(changed), len(sentences)))
        spans = (_located(span, sentences, copy) for span in spans)
    located = tuple(spans)
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


def _spans(corpus: Corpus, article_id: str) -> Iterator[Span]:
    for name, cls in TABLES.items():
        starts = {c.name: c.span_end for c in columns(cls) if c.span_end}
        if starts:
            for row in corpus.tables[name].select(["id", "article_id", *starts, *starts.values()]).to_pylist():
                for start, end in starts.items():
                    if row["article_id"] == article_id and row[start] is not None:
                        place = {"start": row[start], "end": row[end]}
                        yield Span(table=name, id=row["id"], column=start, **place, status="lost")


def _filled(corpus: Corpus, spans: Iterable[Span], text: str, article_id: str, *, exact: bool) -> Corpus:
    """The corpus with what the copy has of the article's wording in place of what it had before."""
    import pyarrow as pa

    wording = {s.id: text[s.copy_start : s.copy_end] for s in spans if s.column == "start" and s.status != "lost"}
    if exact:
        wording[article_id] = text
    tables: dict[str, pa.Table] = dict(corpus.tables)
    for name, cls in TABLES.items():
        for column in wording_columns(cls):
            table = tables[name]
            place = table.column_names.index(column)
            cells = zip(*(table.column(n).to_pylist() for n in ("id", "article_id", column)), strict=True)
            words = [wording.get(identity) if article == article_id else was for identity, article, was in cells]
            tables[name] = table.set_column(place, table.schema.field(place), pa.array(words, pa.string()))
    return Corpus(tables, version=corpus.version, status=corpus.status)


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
    # A sentence without letters, such as a row of asterisks, cannot be looked for.
    listed = [s for s in corpus.sentences if s.article_id == article_id and s.n_normalised]
    listed.sort(key=lambda s: s.start)
    found = aligned([(s.n_normalised, s.anchor) for s in listed], copy)
    return [
        _Sentence(id=s.id, start=s.start, end=s.end, n=s.n_normalised, place=found.get(i), marks=_read_marks(s.marks))
        for i, s in enumerate(listed)
    ]


def _read_marks(marks: str) -> dict[int, tuple[int, int, int]]:
    made = {}
    for mark in marks.split():
        offset, n, before, after = map(int, mark.split(":"))
        made[offset] = (n, before, after)
    return made


def _located(span: Span, sentences: Sequence[_Sentence], copy: Copy) -> Span:
    """The span with its place in the copy."""
    begin = bisect_right(sentences, span.start, key=lambda s: s.end)
    touched = sentences[begin : bisect_left(sentences, span.end, key=lambda s: s.start)]
    if not touched or span.start < touched[0].start or span.end > touched[-1].end:
        return span
    first = touched[0].place
    if first is None:
        return attrs.evolve(span, sentence_id=touched[0].id)
    last = due = first
    for sentence in touched:
        if sentence.place != due:
            return attrs.evolve(span, sentence_id=sentence.id)
        last, due = due, due + sentence.n
    opening = touched[0].marks.get(span.start - touched[0].start)
    closing = touched[-1].marks.get(span.end - touched[-1].start)
    if opening is None or closing is None:
        return span
    first, last = first + opening[0], last + closing[0]
    if first >= last or _is_inside_a_sign(first, copy) or _is_inside_a_sign(last, copy):
        return span
    start, end = _start(first, opening[2], copy), _end(last, closing[1], copy)
    status: Literal["same", "moved"] = "same" if (start, end) == (span.start, span.end) else "moved"
    return attrs.evolve(span, status=status, copy_start=start, copy_end=end)


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
