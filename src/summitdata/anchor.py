"""
Finding a corpus's spans in a copy of its article, without having the article: by the anchors of its sentences.

Everything is compared over the letters, digits and unit signs of a text, decomposed, case-folded and without accents,
so quote marks, dashes, spaces, line breaks and ``ё`` do not matter.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

import attrs

from .corpus import Corpus
from .exceptions import AttachError
from .records import TABLES
from .schema import columns

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Attachment", "Span", "anchor_of", "attach", "marks_of", "normalised"]

_SIGNS = frozenset("%‰$€£¥₸₼₽°")
_STOPS = frozenset(".!?…:")
_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")
# Fewer sentences than this share, and the text is not a copy.
_ENOUGH = 0.5


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in decomposed if c.isalnum() or c in _SIGNS)


def normalised(text: str) -> tuple[str, list[int]]:
    """The letters, digits and unit signs of a text, folded, and for each the offset of the character it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = _folded(character)
        if folded:
            letters.append(folded)
            places.extend([place] * len(folded))
    return "".join(letters), places


def anchor_of(letters: str) -> str:
    """The first 32 bits of the SHA-256 of normalised letters, as eight hexadecimal digits."""
    return sha256(letters.encode()).hexdigest()[:8]


def marks_of(sentence: str, offsets: Iterable[int]) -> str:
    """
    The column `marks` of a sentence: for each offset in it, how many normalised letters stand before it, and how many
    other characters between it and the letter before and the letter after.
    """
    letters, places = normalised(sentence)
    made = []
    for offset in sorted(set(offsets)):
        n = sum(1 for place in places if place < offset)
        before = offset - (places[n - 1] + 1 if n else 0)
        after = (places[n] if n < len(letters) else len(sentence)) - offset
        made.append(f"{offset}:{n}:{before}:{after}")
    return " ".join(made)


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

        sentence_id: The changed or missing sentence because of which it is lost.
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


@attrs.frozen(kw_only=True)
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
    spans: tuple[Span, ...] = attrs.field(repr=False)
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

        AttachError: Fewer than half of the article's sentences are in the text.
    """
    (article,) = (a for a in corpus.articles if a.id == article_id)
    exact = sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == article.sha256
    if exact:
        spans = tuple(
            attrs.evolve(span, status="same", copy_start=span.start, copy_end=span.end)
            for span in _spans(corpus, article_id)
        )
        changed: tuple[str, ...] = ()
    else:
        copy = _Copy(corpus, text, article_id)
        changed = copy.changed
        total = len(copy.sentences)
        if len(changed) > _ENOUGH * total:
            expected = f"{article.n_chars:,} characters by {article.outlet} of {article.published}"
            found = f"{len(text):,} characters with {total - len(changed)} of its {total} sentences"
            msg = f"the text is not the article {article_id!r}: expected {expected}, found {found}; give that article"
            raise AttachError(msg)
        spans = tuple(map(copy.located, _spans(corpus, article_id)))
    filled = _filled(corpus, spans, text, article_id if exact else None)
    return Attachment(article_id=article_id, exact=exact, changed=changed, spans=spans, corpus=filled)


def _spans(corpus: Corpus, article_id: str) -> Iterable[Span]:
    for name, cls in TABLES.items():
        starts = [c for c in columns(cls) if c.span_end]
        if not starts:
            continue
        table = corpus.tables[name]
        wanted = ["id", "article_id", *(n for c in starts for n in (c.name, str(c.span_end)))]
        for row in table.select(wanted).to_pylist():
            for c in starts:
                start, end = row[c.name], row[str(c.span_end)]
                if row["article_id"] == article_id and start is not None:
                    yield Span(table=name, id=row["id"], column=c.name, start=start, end=end, status="lost")


def _filled(corpus: Corpus, spans: Iterable[Span], text: str, whole: str | None) -> Corpus:
    import pyarrow as pa

    wording: dict[str, dict[str, str]] = {}
    for span in spans:
        if span.column == "start" and span.status != "lost":
            wording.setdefault(span.table, {})[span.id] = text[span.copy_start : span.copy_end]
    if whole is not None:
        wording["articles"] = {whole: text}
    tables: dict[str, pa.Table] = dict(corpus.tables)
    for name, words in wording.items():
        table = tables[name]
        place = table.column_names.index("text")
        old = zip(table.column("id").to_pylist(), table.column("text").to_pylist(), strict=True)
        values = pa.array([words.get(identity, was) for identity, was in old], pa.string())
        tables[name] = table.set_column(place, table.schema.field(place), values)
    return Corpus(tables, version=corpus.version, status=corpus.status)


class _Copy:
    """A text in which the sentences of an article have been looked for."""

    def __init__(self, corpus: Corpus, text: str, article_id: str) -> None:
        self.text = text
        self.letters, self.places = normalised(text)
        self.sentences = sorted((s for s in corpus.sentences if s.article_id == article_id), key=lambda s: s.start)
        self.found = _matched(self.sentences, text, self.letters, self.places)
        self.changed = tuple(s.id for s, at in zip(self.sentences, self.found, strict=True) if at is None)
        self.marks = [_read_marks(s.marks) for s in self.sentences]

    def located(self, span: Span) -> Span:
        """The span with its place in the copy."""
        first = next((i for i, s in enumerate(self.sentences) if s.start <= span.start < s.end), None)
        last = next((i for i, s in enumerate(self.sentences) if s.start < span.end <= s.end), None)
        if first is None or last is None:
            return span
        for i in range(first, last + 1):
            at = self.found[i]
            before = self.found[i - 1] if i > first else None
            if at is None or (before is not None and at != before + self.sentences[i - 1].n_normalised):
                return attrs.evolve(span, sentence_id=self.sentences[i].id)
        begin = self.marks[first].get(span.start - self.sentences[first].start)
        finish = self.marks[last].get(span.end - self.sentences[last].start)
        if begin is None or finish is None:
            return span
        start = self._begin((self.found[first] or 0) + begin[0], begin[2])
        end = self._end((self.found[last] or 0) + finish[0], finish[1])
        status: Literal["same", "moved"] = "same" if (start, end) == (span.start, span.end) else "moved"
        return attrs.evolve(span, status=status, copy_start=start, copy_end=end)

    def _begin(self, letter: int, extra: int) -> int:
        """Where the letter stands, moved back over at most so many marks that stick to it."""
        place = self.places[letter]
        while extra and place and self._is_mark(place - 1):
            place -= 1
            extra -= 1
        return place

    def _end(self, letter: int, extra: int) -> int:
        """Where the letter before ends, with its accents, moved on over at most so many marks that stick to it."""
        place = self.places[letter - 1] + 1
        while place < len(self.text) and unicodedata.combining(self.text[place]):
            place += 1
        while extra and place < len(self.text) and self._is_mark(place):
            place += 1
            extra -= 1
        return place

    def _is_mark(self, place: int) -> bool:
        character = self.text[place]
        return not character.isspace() and not _folded(character)


def _read_marks(marks: str) -> dict[int, tuple[int, int, int]]:
    made = {}
    for mark in marks.split():
        offset, n, before, after = map(int, mark.split(":"))
        made[offset] = (n, before, after)
    return made


def _matched(sentences: list[Any], text: str, letters: str, places: list[int]) -> list[int | None]:
    """For every sentence the place of its first letter among the letters of the text, or None."""
    search = _Search(sentences, text, letters, places)
    search.in_order()
    search.doubles()
    return search.found


class _Search:
    """The state of one alignment."""

    def __init__(self, sentences: list[Any], text: str, letters: str, places: list[int]) -> None:
        self.keys = [(s.n_normalised, s.anchor) for s in sentences]
        self.found: list[int | None] = [None] * len(sentences)
        self.letters = letters
        self.taken = bytearray(len(letters))
        self.begins, self.words, self.ends = _boundaries(text, places)
        counts: Mapping[Any, int] = Counter(self.keys)
        self.is_double = [counts[key] > 1 for key in self.keys]

    def is_at(self, i: int, place: int) -> bool:
        n, anchor = self.keys[i]
        if place < 0 or place + n > len(self.letters) or any(self.taken[place : place + n]):
            return False
        return bool(anchor_of(self.letters[place : place + n]) == anchor)

    def take(self, i: int, place: int) -> None:
        n = self.keys[i][0]
        self.found[i] = place
        self.taken[place : place + n] = b"\1" * n

    def in_order(self) -> None:
        """Each sentence where the one before it ends, or else at the next place where it fits, or at an earlier one."""
        due = 0
        for i, (n, _) in enumerate(self.keys):
            follows = i > 0 and self.found[i - 1] is not None
            if (follows or not self.is_double[i]) and self.is_at(i, due):
                place: int | None = due
            elif self.is_double[i]:
                # Sentences that are alike are told apart by their neighbours only.
                place = None
            else:
                place = self.searched(i, due)
            if place is not None:
                self.take(i, place)
                due = place + n

    def searched(self, i: int, due: int) -> int | None:
        n = self.keys[i][0]
        # A header may stand before the first sentence without any stop.
        begins = sorted({*self.begins, *self.words}) if i == 0 else self.begins
        candidates = [p for p in begins if p >= due] + [p for p in begins if p < due]
        return next((p for p in candidates if p + n in self.ends and self.is_at(i, p)), None)

    def doubles(self) -> None:
        """Sentences that are alike, where one stands right after its predecessor or right before its successor."""
        for order in (range(len(self.keys)), range(len(self.keys) - 1, -1, -1)):
            for i in order:
                if self.found[i] is not None:
                    continue
                before = self.found[i - 1] if i else None
                after = self.found[i + 1] if i + 1 < len(self.keys) else None
                if before is not None and self.is_at(i, before + self.keys[i - 1][0]):
                    self.take(i, before + self.keys[i - 1][0])
                elif after is not None and self.is_at(i, after - self.keys[i][0]):
                    self.take(i, after - self.keys[i][0])


def _boundaries(text: str, places: list[int]) -> tuple[list[int], list[int], frozenset[int]]:
    """
    Before which letters a sentence can begin, before which a word does, and after how many letters a sentence can end.

    A sentence ends at a stop that something follows, at a line's end and at the text's.
    """
    begins, words, ends = [0], [0], {len(places)}
    for letter in range(1, len(places)):
        gap = text[places[letter - 1] + 1 : places[letter]]
        if not gap:
            continue
        words.append(letter)
        if not _BREAKS.isdisjoint(gap) or (len(gap) > 1 and not _STOPS.isdisjoint(gap)):
            begins.append(letter)
            ends.add(letter)
    return begins, words, frozenset(ends)
