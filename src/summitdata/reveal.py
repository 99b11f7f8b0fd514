"""How much of an article's wording a corpus gives away: the share of its characters and the longest run of words."""

import re
from collections import ChainMap, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from .corpus import Corpus
from .exceptions import known_name
from .records import TABLES
from .schema import columns, span_end, wording_columns

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Disclosure", "Revealed", "disclosure"]

# Words that stand this near to each other can be read as one run: a space, a comma or a dash is all that parts them.
_NEAR = 3
# An accent set apart belongs to its letter.
_WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:[-.,'’]\w[\w\u0300-\u036f]*)*")


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


@attrs.frozen(kw_only=True, repr=False)
class Disclosure:
    """
    How much of its articles' wording a corpus reveals, wording filled in by `attach` left out.

    Attributes:

        rows: For every article a `Revealed` for each table that reveals anything, and one for all together.
    """

    rows: tuple[Revealed, ...]

    def union(self, article_id: str) -> Revealed:
        """
        What all tables together reveal of an article.

        Raises:

            UnknownNameError: There is no such article; the message names the nearest.
        """
        wholes = {row.article_id: row for row in self.rows if row.table is None}
        return wholes[known_name(article_id, wholes, "article")]

    def table(self) -> "pa.Table":
        """The figures as an Arrow table with the columns of `Revealed`."""
        import pyarrow as pa

        types = {"article_id": pa.string(), "table": pa.string(), "share": pa.float64()}
        schema = pa.schema([(a.name, types.get(a.name, pa.int64())) for a in attrs.fields(Revealed)])
        return pa.Table.from_pylist([attrs.asdict(row) for row in self.rows], schema=schema)

    # A notebook shows what a person wants to read.
    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        lines = [
            f"{row.article_id}  {row.table or 'all together':<14} {row.characters:>6,} characters  {row.share:>6.1%}  "
            f"longest run {row.longest_run} {'word' if row.longest_run == 1 else 'words'}"
            for row in self.rows
        ]
        return "\n".join(lines) or "no articles"


def disclosure(corpus: Corpus) -> Disclosure:
    """How much of its articles' wording a corpus reveals, by table and in union."""
    return Disclosure(rows=tuple(row for part in corpus.parts() for row in _disclosed(part)))


def _disclosed(corpus: Corpus) -> list[Revealed]:
    held: defaultdict[str, dict[str, dict[int, str]]] = defaultdict(dict)
    for name in TABLES:
        for article_id, start, words in _surfaces(corpus, name):
            held[article_id].setdefault(name, {}).update(enumerate(words, start))
    rows: list[Revealed] = []
    articles = (corpus.tables["articles"].column(n).to_pylist() for n in ("id", "n_chars"))
    for article_id, length in zip(*articles, strict=True):
        tables = held[article_id]
        rows += (_revealed(characters, article_id, name, length) for name, characters in tables.items())
        rows.append(_revealed(ChainMap(*tables.values()), article_id, None, length))
    return rows


def _surfaces(corpus: Corpus, name: str) -> Iterator[tuple[str, int, str]]:
    """The article, the place and the words of every surface that a table ships."""
    table = corpus.tables[name]
    for c in columns(TABLES[name]):
        if c.reveals or (c.cut_at and c.name not in wording_columns(TABLES[name])):
            begin = c.reveals or str(c.cut_at)
            cells = (table.column(n).to_pylist() for n in ("article_id", begin, span_end(begin), c.name))
            for article_id, start, end, words in zip(*cells, strict=True):
                if words is not None:
                    # A dictionary form gives its whole place away, be it longer or shorter.
                    yield article_id, start, words[: end - start].ljust(end - start, words[-1])


def _revealed(characters: Mapping[int, str], article_id: str, table: str | None, length: int) -> Revealed:
    """The figures for the characters that can be read, each with its place."""
    runs = _runs(sorted(characters))
    words = [len(_WORD.findall("".join(characters.get(i, " ") for i in range(*run)))) for run in runs]
    longest, run = max(zip(words, runs, strict=True), key=lambda pair: pair[0], default=(0, (0, 0)))
    n = sum(end - start for start, end in runs)
    return Revealed(
        article_id=article_id,
        table=table,
        characters=n,
        share=n / length if length else 0.0,
        longest_run=longest,
        run_start=run[0],
        run_end=run[1],
    )


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Where places that are near each other begin and end."""
    if not places:
        return []
    breaks = [(before + 1, after) for before, after in pairwise(places) if after - before - 1 > _NEAR]
    bounds = [places[0], *(bound for pair in breaks for bound in pair), places[-1] + 1]
    return list(zip(bounds[::2], bounds[1::2], strict=True))
