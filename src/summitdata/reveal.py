"""How much of an article's wording a corpus gives away: the share of its characters and the longest run of words."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from .corpus import Corpus
from .records import TABLES
from .schema import columns, wording_columns

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Disclosure", "Revealed", "disclosure"]

# Words that stand this near to each other can be read as one run: a space, a comma or a dash is all that parts them.
_NEAR = 3
_WORD = re.compile(r"\w+(?:[-.,]\w+)*")


@attrs.frozen(kw_only=True)
class Revealed:
    """
    What one table, or all together, reveal of an article.

    Attributes:

        article_id: The article.

        table: The table; None for all together.

        characters: How many of the article's characters can be read off, gaps of up to three characters between them included.

        share: The same as a share of the article's length, 0 to 1.

        longest_run: The most words that can be read in a row.

        run_start, run_end: Where that run stands.
    """

    article_id: str
    table: str | None
    characters: int
    share: float
    longest_run: int
    run_start: int
    run_end: int


@attrs.frozen(kw_only=True)
class Disclosure:
    """
    How much of its articles' wording a corpus reveals, wording filled in by `attach` left out.

    Attributes:

        rows: For every article a `Revealed` for each table that reveals anything, and one for all together.
    """

    rows: tuple[Revealed, ...]

    def union(self, article_id: str) -> Revealed:
        """What all tables together reveal of an article."""
        (whole,) = (row for row in self.rows if row.article_id == article_id and row.table is None)
        return whole

    def table(self) -> "pa.Table":
        """The figures as an Arrow table with the columns of `Revealed`."""
        import pyarrow as pa

        names = [a.name for a in attrs.fields(Revealed)]
        return pa.Table.from_pydict({name: [getattr(row, name) for row in self.rows] for name in names})

    def __str__(self) -> str:
        lines = [
            f"{row.article_id}  {row.table or 'all together':<14} {row.characters:>6,} characters  {row.share:>6.1%}  "
            f"longest run {row.longest_run} words"
            for row in self.rows
        ]
        return "\n".join(lines)


def disclosure(corpus: Corpus) -> Disclosure:
    """How much of its articles' wording a corpus reveals, by table and in union."""
    lengths = dict(zip(*(corpus.tables["articles"].column(n).to_pylist() for n in ("id", "n_chars")), strict=True))
    rows: list[Revealed] = []
    for article_id, length in lengths.items():
        everything: list[tuple[int, str]] = []
        for name in TABLES:
            held = [(start, words) for article, start, words in _surfaces(corpus, name) if article == article_id]
            if held:
                rows.append(_revealed(held, article_id, name, length))
                everything += held
        rows.append(_revealed(everything, article_id, None, length))
    return Disclosure(rows=tuple(rows))


def _surfaces(corpus: Corpus, name: str) -> Iterable[tuple[str, int, str]]:
    table = corpus.tables[name]
    for c in columns(TABLES[name]):
        if c.cut_at and c.name not in wording_columns(TABLES[name]):
            cells = (table.column(n).to_pylist() for n in ("article_id", c.cut_at, c.name))
            yield from (
                (article, start, words) for article, start, words in zip(*cells, strict=True) if words is not None
            )


def _revealed(held: list[tuple[int, str]], article_id: str, table: str | None, length: int) -> Revealed:
    runs: list[list[int]] = []
    for start, end in sorted((start, start + len(words)) for start, words in held):
        if runs and start - runs[-1][1] <= _NEAR:
            runs[-1][1] = max(runs[-1][1], end)
        else:
            runs.append([start, end])
    found = sorted({(start + m.start(), start + m.end()) for start, words in held for m in _WORD.finditer(words)})
    counts = [(sum(1 for begin, end in found if first <= begin and end <= last), first, last) for first, last in runs]
    longest = max(counts, key=lambda run: run[0], default=(0, 0, 0))
    characters = sum(end - start for start, end in runs)
    return Revealed(
        article_id=article_id,
        table=table,
        characters=characters,
        share=characters / length if length else 0.0,
        longest_run=longest[0],
        run_start=longest[1],
        run_end=longest[2],
    )
