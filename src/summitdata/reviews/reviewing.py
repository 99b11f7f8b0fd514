"""What needs a human, written to a folder: the table of questions, and the articles for tools that annotate."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ..destination import replacing
from ..exceptions import UsageError, shown
from ..files import local_path, write_manifest
from ..metadata import metadata_of
from ..standoff import Row, by_article
from ..vocabularies import MentionForm
from .asking import Question, questions
from .decisions import COLUMNS, line, said

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..metadata import Metadata

__all__ = ["ARTICLES", "BRAT", "QUESTIONS", "WEB", "only", "write_annotations", "write_review"]

QUESTIONS, ARTICLES, BRAT, WEB = "review.csv", "articles.csv", "brat", "webannotation"

# How many characters of the article stand on both sides of the words in question.
_AROUND = 60
_MARK = b"\xef\xbb\xbf"


def write_review(
    corpus: "Corpus",
    folder: str | os.PathLike[str],
    *,
    below: float,
    articles: Collection[str],
    overwrite: bool,
) -> int:
    """Write what needs a human to a folder; see `summitdata.review.review`."""
    if type(below) not in {int, float} or not 0 <= below <= 1:
        msg = f"expected a confidence from 0 to 1 in below, found {shown(below)}"
        raise UsageError(msg)
    wanted = _wanted(articles)
    asked = 0
    metadata = metadata_of(corpus)
    with replacing(local_path(folder), overwrite=overwrite) as made:
        with (made / QUESTIONS).open("wb") as table, (made / ARTICLES).open("wb") as listed:
            _put(table, COLUMNS, first=True)
            _put(listed, ("article_id", "part", "questions", "gone_over"), first=True)
            for part in corpus.parts("review"):
                chosen, n = _asked(part, (table, listed), below, wanted)
                write_annotations(only(part, chosen), made, metadata)
                asked += n
        if wanted:
            msg = f"there is no article {shown(min(wanted))} in the corpus; give ids of the table articles"
            raise UsageError(msg)
        write_manifest(made, "review", corpus.version, {}, {})
    return asked


def _wanted(articles: object) -> set[str]:
    if isinstance(articles, str) or not isinstance(articles, Collection):
        msg = f"expected a list of ids in articles, found {shown(articles)}"
        raise UsageError(msg)
    return set(articles)


def _put(file: IO[bytes], cells: Any, *, first: bool = False) -> None:
    file.write((_MARK if first else b"") + line(cells).encode())


def _asked(
    part: "Corpus", tables: tuple[IO[bytes], IO[bytes]], below: float, wanted: set[str]
) -> tuple[list[str], int]:
    """Write the questions about one part; the articles that have any or are wanted, and how many there are."""
    table, listed = tables
    chosen, total = [], 0
    for article, rows in by_article(part).items():
        asked = questions(rows, below)
        if asked or article in wanted:
            text = _wording(rows["articles"][0])
            wanted.discard(article)
            chosen.append(article)
            places = _places(rows)
            for question in asked:
                _put(table, _cells(article, question, places, text))
            _put(listed, (article, part.part_names[0], len(asked), None))
        total += len(asked)
    return chosen, total


def _wording(article: Row) -> str:
    if article["text"] is None:
        msg = f"review needs the wording of article {article['id']!r}, which is not there; extract with it (summitdata extract --text), or attach the article (summitdata.anchor.attach)"
        raise UsageError(msg)
    text: str = article["text"]
    return text


def _places(rows: dict[str, list[Row]]) -> dict[str, tuple[int, int]]:
    """Where each row stands: what has no place of its own, where that stands which it belongs to."""
    places = {row["id"]: (row["start"], row["end"]) for held in rows.values() for row in held if "start" in row}
    # A person is best known where the article names them.
    for mention in sorted(rows["mentions"], key=lambda m: (m["form"] != MentionForm.NAME, m["start"])):
        places.setdefault(mention["entity_id"], places[mention["id"]])
    for quotation in rows["quotations"]:
        if quotation["source_start"] is not None:
            places.setdefault(quotation["speaker_id"], (quotation["source_start"], quotation["source_end"]))
    for table, column in (
        ("commitments", "statement_id"),
        ("commitment_actors", "commitment_id"),
        ("events", "statement_id"),
        ("relations", "statement_id"),
        ("projects", "entity_id"),
    ):
        for row in rows[table]:
            if row[column] in places:
                places[row["id"]] = places[row[column]]
    return places


def _cells(article: str, asked: Question, places: dict[str, tuple[int, int]], text: str) -> Iterator[Any]:
    row = asked.row
    yield from (article, asked.table, row["id"], asked.reason, asked.other)
    yield from (said(asked.table, row), row["rule"], row["confidence"])
    yield _context(text, *places[row["id"]]) if row["id"] in places else None
    yield from (None, None, None)


def _context(text: str, start: int, end: int) -> str:
    """The words between brackets, in their place and on one line."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


def only(part: "Corpus", articles: Collection[str]) -> "Corpus":
    """The rows of some articles of a part."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from ..corpus import Corpus

    ids = pa.array(list(articles), pa.string())
    tables = {
        name: table.filter(pc.is_in(table.column("article_id"), ids))
        for name, table in part.tables.items()
        if "article_id" in table.column_names
    }
    return Corpus(tables, part=part.part_names[0])


def write_annotations(part: "Corpus", folder: Path, metadata: "Metadata") -> None:
    """Write the articles of a part to a folder, for brat and as Web Annotation."""
    from ..formats import brat, webannotation

    (folder / BRAT).mkdir(exist_ok=True)
    (folder / WEB).mkdir(exist_ok=True)
    if part.n_rows["articles"]:
        brat.write(part, folder / BRAT, metadata)
        webannotation.write(part, folder / WEB, metadata)
        (folder / WEB / "annotations.jsonld").rename(folder / WEB / f"{part.part_names[0] or 'annotations'}.jsonld")
