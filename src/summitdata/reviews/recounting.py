"""What follows from where rows stand: the words of each direct quotation, and the marks by which sentences are found in copies."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import Any

from ..alignment import marks_of
from ..records import TABLES
from ..schema import columns
from ..vocabularies import QuotationKind

__all__ = ["recounted", "remarked"]

Row = dict[str, Any]

# What cuts the text is no place in a sentence, nor is what readers marked.
_APART = ("paragraphs", "sentences", "readings")


def recounted(rows: Mapping[str, list[Row]], text: str) -> list[Row]:
    """
    The counts of terms of an article after its direct quotations changed; a count that is still there keeps its id.

    Args:

        rows: The rows of the article by table.

        text: Its wording.

    Raises:

        MissingExtraError: razdel or pymorphy3 is not installed.
    """
    from ..extract import terms
    from ..extract.reading import read
    from ..extract.tokens import tokens

    reading = read(text)
    direct = [q for q in rows["quotations"] if q["kind"] == QuotationKind.DIRECT and q["parent_id"] is None]
    direct.sort(key=lambda q: q["start"])
    counts = terms.count(reading, tokens(text, reading.body, len(text)), [(q["start"], q["end"]) for q in direct])
    held = {(row["quotation_id"], row["lemma"], row["upos"]): row for row in rows["term_counts"]}
    article = rows["articles"][0]["id"]
    last = max((int(row["id"].rpartition("/w")[2]) for row in rows["term_counts"]), default=0)
    made = []
    for voice, counted in zip([None, *direct], counts, strict=True):
        quotation, speaker = (voice["id"], voice["speaker_id"]) if voice else (None, None)
        for (lemma, upos), n in sorted(counted.items()):
            row = held.get((quotation, lemma, upos))
            if row is None:
                last += 1
                row = {"id": f"{article}/w{last:04}", "article_id": article, "lemma": lemma, "upos": upos}
                row |= {"origin": "extracted", "rule": terms.RULE, "confidence": terms.CONFIDENCE}
            made.append({**row, "quotation_id": quotation, "speaker_id": speaker, "n": n})
    return made


def remarked(rows: Mapping[str, list[Row]], text: str) -> list[Row]:
    """The sentences of an article with the marks of all places where a row now begins or ends."""
    places = sorted(set(_edges(rows)))
    made = []
    for row in rows["sentences"]:
        start, end = row["start"], row["end"]
        inside = places[bisect_left(places, start) : bisect_right(places, end)]
        made.append({**row, "marks": marks_of(text[start:end], [place - start for place in inside])})
    return made


def _edges(rows: Mapping[str, list[Row]]) -> Iterable[int]:
    for table, cls in TABLES.items():
        if table not in _APART:
            names = [edge for c in columns(cls) if c.span_end for edge in (c.name, c.span_end)]
            for row in rows[table]:
                yield from (row[name] for name in names if row[name] is not None)
