"""
What a person has to look at in rows that rules have made: of which rows it is asked, and why.

Asked about are rows whose origin is extracted; what was read or reviewed by somebody is asked about no more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..vocabularies import ActorRole, Dimension, EntityType, Origin, QuotationKind, Strength

__all__ = ["CONFIDENCE", "REASONS", "Question", "questions"]

#: A rule of which one row in five is wrong is asked about: so many corrections for so few readings are found nowhere
#: else. Above it more than four of five readings would only confirm what stands there.
CONFIDENCE = 0.8

#: Why a row may be asked about, in the order in which the reasons of one row are told.
REASONS: Mapping[str, str] = {
    "low-confidence": "The rule that made it is right less often than the threshold.",
    "overlap": "Two numbers, dates or direct quotations share some of their words, and neither stands in the other as a part of it.",
    "two-entities": "The same words are claimed by two entities, or two mentions of different entities cross.",
    "two-types": "Two entities of the article have the same Russian name, but are of different types.",
    "no-speaker": "A direct or indirect quotation without a speaker.",
    "no-cue": "A direct quotation that no words attribute.",
    "no-date": "A date whose time is not told.",
    "no-value": "A level, count or share without a number.",
    "one-name": "A person known by one name only.",
    "no-promisor": "An undertaking that nobody makes.",
}

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]


class Question(NamedTuple):
    """
    One thing to decide about one row.

    Attributes:

        table: The table of the row.

        row: The row.

        reason: One of `REASONS`.

        other: The id of the row that it is in conflict with, if it is.
    """

    table: str
    row: Row
    reason: str
    other: str | None = None


#: Whose rows are made by rules that can be wrong about them one by one; words are counted and sentences cut all alike.
_ASKED = (
    "entities",
    "quotations",
    "mentions",
    "statements",
    "dates",
    "commitments",
    "commitment_actors",
    "quantities",
    "projects",
    "evaluations",
    "events",
    "relations",
    "expressions",
)


def questions(rows: Rows, below: float) -> list[Question]:
    """
    What there is to decide about the rows of one article, in the order of the tables and of their rows.

    Args:

        rows: The rows of every table of the article.

        below: Rows of a rule whose confidence is lower are asked about.
    """
    asked = [question for ask in (_doubted(below), *_ASK) for question in ask(rows)]
    order = {row["id"]: place for table in _ASKED for place, row in enumerate(rows[table])}
    reasons = list(REASONS)
    return sorted(
        asked, key=lambda q: (_ASKED.index(q.table), order[q.row["id"]], reasons.index(q.reason), q.other or "")
    )


def _made(rows: Rows, table: str) -> Iterator[Row]:
    return (row for row in rows[table] if row["origin"] == Origin.EXTRACTED)


def _doubted(below: float) -> Callable[[Rows], Iterator[Question]]:
    def ask(rows: Rows) -> Iterator[Question]:
        # The statement that an undertaking is goes with it.
        undertaken = {row["statement_id"] for row in rows["commitments"]}
        for table in _ASKED:
            for row in _made(rows, table):
                is_told = table == "statements" and row["id"] in undertaken
                if row["confidence"] is not None and row["confidence"] < below and not is_told:
                    yield Question(table, row, "low-confidence")

    return ask


def _overlapping(rows: Rows) -> Iterator[Question]:
    for table in ("quotations", "quantities", "dates"):
        direct = [r for r in rows[table] if table != "quotations" or r["kind"] == QuotationKind.DIRECT]
        for first, second in _touching(direct):
            is_inside = second["end"] <= first["end"] and (first["start"], first["end"]) != (
                second["start"],
                second["end"],
            )
            # Quoted speech inside quoted speech is told by its parent.
            if table == "quotations" and is_inside and second["parent_id"] == first["id"]:
                continue
            yield from _both(table, first, second, "overlap")


def _claimed(rows: Rows) -> Iterator[Question]:
    for first, second in _touching(rows["mentions"]):
        is_same = (first["start"], first["end"]) == (second["start"], second["end"])
        is_inside = second["end"] <= first["end"]
        if (is_same or not is_inside) and first["entity_id"] != second["entity_id"]:
            yield from _both("mentions", first, second, "two-entities")


def _touching(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Rows that share a character, each pair once, the one that begins first and is longer first."""
    open_: list[Row] = []
    for row in sorted(rows, key=lambda r: (r["start"], -r["end"])):
        open_ = [before for before in open_ if before["end"] > row["start"]]
        for before in open_:
            yield before, row
        open_.append(row)


def _both(table: str, first: Row, second: Row, reason: str) -> Iterator[Question]:
    for row, other in ((first, second), (second, first)):
        if row["origin"] == Origin.EXTRACTED:
            yield Question(table, row, reason, other["id"])


def _typed_twice(rows: Rows) -> Iterator[Question]:
    named: defaultdict[str, list[Row]] = defaultdict(list)
    for entity in rows["entities"]:
        if entity["label_ru"] is not None:
            named[entity["label_ru"].casefold()].append(entity)
    for same in named.values():
        for entity in same:
            other = next((e for e in same if e["type"] != entity["type"]), None)
            if other is not None and entity["origin"] == Origin.EXTRACTED:
                yield Question("entities", entity, "two-types", other["id"])


def _unresolved(rows: Rows) -> Iterator[Question]:
    for row in _made(rows, "quotations"):
        # Of an interrupted quotation the first segment is asked about.
        is_first = row["group_id"] in {None, row["id"]}
        if row["kind"] != QuotationKind.SCARE and row["speaker_id"] is None and is_first:
            yield Question("quotations", row, "no-speaker")
        if row["kind"] == QuotationKind.DIRECT and row["cue_start"] is None and is_first:
            yield Question("quotations", row, "no-cue")
    for row in _made(rows, "dates"):
        if row["date"] is None:
            yield Question("dates", row, "no-date")
    for row in _made(rows, "quantities"):
        is_number = row["dimension"] in {Dimension.LEVEL, Dimension.COUNT, Dimension.SHARE}
        if is_number and row["value"] is row["low"] is row["high"] is None:
            yield Question("quantities", row, "no-value")
    for row in _made(rows, "entities"):
        is_person = row["type"] == EntityType.PERSON and not row["is_group"]
        if is_person and len((row["label_ru"] or row["label_en"] or "").split()) < 2:
            yield Question("entities", row, "one-name")
    promised = {a["commitment_id"] for a in rows["commitment_actors"] if a["role"] == ActorRole.PROMISOR}
    for row in _made(rows, "commitments"):
        # Whoever is told to do something has promised nothing.
        if row["id"] not in promised and row["strength"] != Strength.INSTRUCTED:
            yield Question("commitments", row, "no-promisor")


_ASK: tuple[Callable[[Rows], Iterator[Question]], ...] = (_overlapping, _claimed, _typed_twice, _unresolved)
