"""Corrections applied to the rows of one article, with all that follows from them: places, wording, references, ids."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

import attrs

from ..exceptions import ConversionError, shown
from ..records import TABLES
from ..schema import Column, columns
from ..vocabularies import Origin, QuotationKind
from .annotated import Added

__all__ = ["Edits", "Rows", "applied"]

Row = dict[str, Any]
Rows = dict[str, list[Row]]

#: What is a part of a row and goes with it: the table, and the column that names the whole; wholes before their parts.
_PARTS = {
    "statements": (("attributions", "statement_id"), ("commitments", "statement_id")),
    "commitments": (("commitment_actors", "commitment_id"),),
    "entities": (("identifiers", "entity_id"),),
    "events": (("event_actors", "event_id"),),
}
#: References that only say where a row stands or what it hangs on; they are told anew or emptied.
_LOOSE = {
    ("sentences", "quotation_id"),
    ("statements", "quotation_id"),
    ("term_counts", "quotation_id"),
    ("quotations", "group_id"),
    ("quantities", "statement_id"),
    ("quantities", "commitment_id"),
    ("readings", "final_id"),
    ("codes", "example_id"),
}
#: What is said of a place goes where the place goes.
_OF_PLACE = {
    "cue_start": ("cue_end", "cue_lemma", "cue_position"),
    "source_start": ("source_end",),
    "period_start": ("period_end",),
    "stage_start": ("stage_end",),
}
_LETTERS = {"quotations": "q", "mentions": "m", "quantities": "n", "statements": "st", "evaluations": "e"}
_LETTERS |= {"expressions": "ex", "dates": "d"}


@attrs.define
class Edits:
    """
    What a person decided about the rows of one article.

    Attributes:

        changed: New values of columns, by the id of the row; of a mention, ``type`` is that of its entity.

        dropped: The rows to drop.

        confirmed: The rows that are right.

        added: New rows.

        notes: What was written about a row.

        where: Where each was decided, for messages.

        tables: The table that each is said to be of, where it is said.

        whole: Everything that annotation tools show was gone over.
    """

    changed: dict[str, dict[str, Any]] = attrs.Factory(dict)
    dropped: set[str] = attrs.Factory(set)
    confirmed: set[str] = attrs.Factory(set)
    added: list[Added] = attrs.Factory(list)
    notes: dict[str, str] = attrs.Factory(dict)
    where: dict[str, str] = attrs.Factory(dict)
    tables: dict[str, str] = attrs.Factory(dict)
    whole: bool = False


def applied(rows: Mapping[str, Iterable[Row]], edits: Edits) -> Rows:
    """
    The rows of an article after the edits.

    Args:

        rows: Its rows by table, with its wording; they are left as they are.

        edits: What was decided.

    Raises:

        ConversionError: A row is not there, a span lies in no paragraph, a new row lacks what it must have, or something
            still refers to a dropped row; the message says where that was decided.
    """
    made = _Article({table: [dict(row) for row in held] for table, held in rows.items()}, edits)
    made.change()
    made.add()
    made.drop()
    made.place()
    made.check()
    return made.rows


def _blank(table: str) -> Row:
    """A row in which nothing is told."""
    return {c.name: False if c.kind is bool and not c.nullable else None for c in columns(TABLES[table])}


def _refuse(where: str, what: str) -> NoReturn:
    msg = f"{where}: {what}"
    raise ConversionError(msg)


class _Article:
    """The rows of an article while they are changed."""

    def __init__(self, rows: Rows, edits: Edits) -> None:
        self.rows: Rows = {table: rows.get(table, []) for table in TABLES}
        self.edits = edits
        self.by_id = {row["id"]: (table, row) for table, held in self.rows.items() for row in held}
        self.text: str = self.rows["articles"][0]["text"]
        self.article: str = self.rows["articles"][0]["id"]
        self.moved: set[str] = set()
        self.new: dict[str, str] = {}
        # Whose words stand in which quotation is told anew only where that can have changed.
        self.is_requoted = False
        for identity in [*edits.changed, *edits.dropped, *edits.confirmed]:
            if identity not in self.by_id:
                _refuse(
                    edits.where[identity],
                    f"there is no row {shown(identity)} in the corpus; give ids of the corpus that was reviewed",
                )
            table, _ = self.by_id[identity]
            if (told := edits.tables.get(identity, table)) != table:
                _refuse(
                    edits.where[identity],
                    f"the row {identity!r} is one of {table}, and not of {told} as the line says; restore the line",
                )

    def change(self) -> None:
        kinds: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for identity, values in list(self.edits.changed.items()):
            table, row = self.by_id[identity]
            told = dict(values)
            if table == "mentions" and "type" in told:
                kinds[row["entity_id"]][identity] = told.pop("type")
            self._set(table, row, told)
        for entity, types in kinds.items():
            self._retype(entity, types)

    def _set(self, table: str, row: Row, told: dict[str, Any]) -> None:
        for start, others in _OF_PLACE.items():
            if start in told and told[start] is None:
                told = {**dict.fromkeys(name for name in others if name in row), **told}
        before = dict(row)
        row.update(told)
        if any(name.endswith(("start", "end")) for name in told):
            self.moved.add(row["id"])
        if table == "quotations":
            self.is_requoted |= bool({"start", "end", "kind"} & told.keys())
            if row["speaker_id"] != before["speaker_id"]:
                self._follow(before, row)

    def _follow(self, before: Row, quotation: Row) -> None:
        """Let what repeats the speaker of a quotation repeat the new one."""
        speaker = quotation["speaker_id"]
        for other in self.rows["quotations"]:
            is_segment = quotation["group_id"] is not None and other["group_id"] == quotation["group_id"]
            is_told = "speaker_id" in self.edits.changed.get(other["id"], {}) or other["id"] in self.edits.dropped
            if is_segment and not is_told:
                self.edits.changed.setdefault(other["id"], {})
                other["speaker_id"] = speaker
        same = {
            q["id"]
            for q in self.rows["quotations"]
            if q["id"] == quotation["id"]
            or (q["group_id"] and q["group_id"] == quotation["group_id"] and q["speaker_id"] == speaker)
        }
        for table in ("term_counts", "expressions"):
            for row in self.rows[table]:
                if row["quotation_id"] in same:
                    row["speaker_id"] = speaker
        statements = {s["id"] for s in self.rows["statements"] if s["quotation_id"] in same}
        for link in self.rows["attributions"]:
            if link["statement_id"] in statements and link["level"] == 2 and link["entity_id"] == before["speaker_id"]:
                link["entity_id"] = speaker

    def _retype(self, entity: str, types: Mapping[str, str]) -> None:
        """An entity has one type, so that all its mentions have to be of it."""
        table_row = self.by_id[entity][1]
        left = [
            m["id"] for m in self.rows["mentions"] if m["entity_id"] == entity and m["id"] not in self.edits.dropped
        ]
        told = {types.get(identity, table_row["type"]) for identity in left}
        if len(told) > 1:
            first = next(iter(types))
            _refuse(
                self.edits.where[first],
                f"mention {first!r} is of type {types[first]}, but other mentions of {entity!r} are not; change them all, or give it another entity_id",
            )
        table_row["type"] = told.pop() if told else table_row["type"]
        self.edits.changed.setdefault(entity, {})

    def add(self) -> None:
        for added in self.edits.added:
            told = dict(added.told)
            kind = told.pop("type", None) if added.table == "mentions" else None
            if kind is not None and told.get("entity_id") is None:
                told["entity_id"] = self._entity(kind, told)
            row = _blank(added.table)
            row |= {"article_id": self.article, "id": self._next(added.table), "origin": Origin.MERGED.value, **told}
            self._put(added.table, row, added.where)
            self.is_requoted |= added.table == "quotations"

    def _put(self, table: str, row: Row, where: str) -> None:
        self.rows[table].append(row)
        self.by_id[row["id"]] = table, row
        self.moved.add(row["id"])
        self.new[row["id"]] = where

    def _entity(self, kind: str, told: Mapping[str, Any]) -> str:
        """The entity that is named with the same words, or a new one."""
        words = self.text[told["start"] : told["end"]]
        of_type = {e["id"] for e in self.rows["entities"] if e["type"] == kind}
        called = {e["id"] for e in self.rows["entities"] if (e["label_ru"] or "").casefold() == words.casefold()}
        called |= {m["entity_id"] for m in self.rows["mentions"] if (m["surface"] or "").casefold() == words.casefold()}
        same = sorted(called & of_type)
        if len(same) == 1:
            known: str = same[0]
            return known
        numbers = [
            int(e["id"].rpartition("added")[2]) for e in self.rows["entities"] if re.search("/added[0-9]+$", e["id"])
        ]
        row = _blank("entities")
        identity = f"{self.article}/added{max(numbers, default=0) + 1}"
        row |= {"id": identity, "article_id": self.article, "type": kind, "label_ru": words or None}
        row["origin"] = Origin.MERGED.value
        self._put("entities", row, "")
        self.moved.discard(identity)
        return identity

    def _next(self, table: str) -> str:
        """An id that no row has or had, as far as rows and readings tell."""
        before = f"{self.article}/{_LETTERS[table]}"
        told = [*self.by_id, *(word for r in self.rows["readings"] for word in (r["note"] or "").split())]
        ends = [one.removeprefix(before).rstrip(":") for one in told if one.startswith(before)]
        numbers = [end for end in ends if end.isdecimal()]
        width = max(map(len, numbers), default=4)
        return f"{before}{max(map(int, numbers), default=0) + 1:0{width}}"

    def drop(self) -> None:
        gone = set(self.edits.dropped)
        for identity in self.edits.dropped:
            table, row = self.by_id[identity]
            self.is_requoted |= table == "quotations"
            if table == "commitments":
                gone |= self._undertaken(row)
        for table, parts in _PARTS.items():
            for part, column in parts:
                gone |= {
                    row["id"] for row in self.rows[part] if row[column] in gone and self._is_in(row[column], table)
                }
        gone |= self._unnamed(gone)
        self._regroup(gone)
        for table, held in self.rows.items():
            self.rows[table] = [row for row in held if row["id"] not in gone]
        for table, row, c in self._references():
            if row[c.name] in gone:
                if (table, c.name) not in _LOOSE and not c.within:
                    self._refuse_dropping(row[c.name])
                if c.name == "quotation_id" and table == "term_counts":
                    row["speaker_id"] = None
                row[c.name] = self._outer(row[c.name], gone) if c.name == "parent_id" else None

    def _is_in(self, identity: str, table: str) -> bool:
        return self.by_id[identity][0] == table

    def _undertaken(self, commitment: Row) -> set[str]:
        """The statement that a rule made for an undertaking alone."""
        statement = self.by_id[commitment["statement_id"]][1]
        users = ("commitments", "evaluations", "events", "relations", "projects")
        n = sum(row["statement_id"] == statement["id"] for table in users for row in self.rows[table])
        is_decided = statement["id"] in {*self.edits.changed, *self.edits.confirmed}
        is_its = statement["rule"] is not None and statement["rule"] == commitment["rule"] and not is_decided
        return {statement["id"]} if is_its and n == 1 else set()

    def _unnamed(self, gone: set[str]) -> set[str]:
        """The entities that rules made of mentions which are all dropped, where nothing else speaks of them."""
        mentioned = {m["entity_id"] for m in self.rows["mentions"] if m["id"] in gone}
        found = set()
        for identity in mentioned:
            owners = {(row["id"], table) for table, row, c in self._references() if row[c.name] == identity}
            others = {row for row, table in owners if row not in gone and table != "identifiers"}
            is_decided = identity in {*self.edits.changed, *self.edits.confirmed}
            if self.by_id[identity][1]["origin"] == Origin.EXTRACTED and not others and not is_decided:
                found |= {identity, *(row for row, table in owners if table == "identifiers")}
        return found

    def _regroup(self, gone: set[str]) -> None:
        """Let the first segment that is left stand for the others of a quotation."""
        groups: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.rows["quotations"]:
            if row["group_id"] is not None and row["id"] not in gone:
                groups[row["group_id"]].append(row)
        for group, left in groups.items():
            if group in gone or len(left) == 1:
                first = min(left, key=lambda row: row["start"])
                for row in left:
                    row["group_id"] = first["id"] if len(left) > 1 else None

    def _outer(self, parent: str, gone: set[str]) -> str | None:
        found: str | None = parent
        while found is not None and found in gone:
            found = self.by_id[found][1]["parent_id"]
        return found

    def _references(self) -> Iterator[tuple[str, Row, Column]]:
        for table, cls in TABLES.items():
            for c in columns(cls):
                if c.reference:
                    for row in self.rows[table]:
                        yield table, row, c

    def _refuse_dropping(self, identity: str) -> None:
        users = [row["id"] for _, row, c in self._references() if row[c.name] == identity]
        more = f" and {len(users) - 3} more" if len(users) > 3 else ""
        _refuse(
            self.edits.where[identity],
            f"row {identity!r} cannot be dropped, because {', '.join(users[:3])}{more} refer to it; drop or change these, too",
        )

    def place(self) -> None:
        """Say where the rows stand that moved or came, and cut their wording."""
        for identity in self.moved - self.edits.dropped:
            table, row = self.by_id[identity]
            self._cut(table, row)
            for c in columns(TABLES[table]):
                if c.reference in {"paragraphs", "sentences"}:
                    row[c.name] = self._around(row, c)
                elif c.name == "parent_id":
                    row[c.name] = self._quoted_in(row)
                elif c.name == "quotation_id" and c.within:
                    row[c.name] = self._voice(row)
        if self.is_requoted:
            for table in ("mentions", "dates", "expressions"):
                for row in self.rows[table]:
                    row["quotation_id"] = self._voice(row)
            for row in self.rows["sentences"]:
                row["quotation_id"] = self._first_in(row)

    def _cut(self, table: str, row: Row) -> None:
        for c in columns(TABLES[table]):
            if c.cut_at is not None:
                start, end = row[c.cut_at], row[f"{c.cut_at[:-5]}end"]
                is_nowhere = start is None and end is None
                if not is_nowhere and (None in {start, end} or not 0 <= start < end <= len(self.text)):
                    where = f"column {c.cut_at!r}: expected a place in the text of {len(self.text)} characters"
                    _refuse(self._where(row), f"{where}, found {start} to {end}; correct it")
                row[c.name] = None if is_nowhere else self.text[start:end]

    def _where(self, row: Row) -> str:
        identity: str = row["id"]
        return self.new.get(identity) or self.edits.where.get(identity, identity)

    def _around(self, row: Row, c: Column) -> str:
        """The paragraph or sentence that a row stands in, or begins in where it may go on."""
        last = row["end"] if c.within else row["start"] + 1
        for around in self.rows[c.reference or ""]:
            if around["start"] <= row["start"] and last <= around["end"]:
                identity: str = around["id"]
                return identity
        where = f"characters {row['start']} to {row['end']} lie in none of the {c.reference}"
        _refuse(self._where(row), f"{where}, a row has to lie in one; move it, or make two")

    def _direct(self) -> list[Row]:
        return [q for q in self.rows["quotations"] if q["kind"] == QuotationKind.DIRECT]

    def _voice(self, row: Row) -> str | None:
        """The innermost direct quotation that a row stands in."""
        around = [q for q in self._direct() if q["start"] <= row["start"] and row["end"] <= q["end"]]
        return min(around, key=lambda q: q["end"] - q["start"])["id"] if around else None

    def _first_in(self, sentence: Row) -> str | None:
        within = [q for q in self._direct() if q["start"] < sentence["end"] and sentence["start"] < q["end"]]
        return min(within, key=lambda q: (q["start"], -q["end"]))["id"] if within else None

    def _quoted_in(self, row: Row) -> str | None:
        size = row["end"] - row["start"]
        around = [
            q
            for q in self.rows["quotations"]
            if q["start"] <= row["start"] and row["end"] <= q["end"] and q["end"] - q["start"] > size
        ]
        return min(around, key=lambda q: q["end"] - q["start"])["id"] if around else None

    def check(self) -> None:
        """Refuse new rows that lack something, and references that lead nowhere."""
        left = {row["id"]: table for table, held in self.rows.items() for row in held}
        for identity in [*self.new, *self.edits.changed]:
            if identity in left:
                table, row = self.by_id[identity]
                for c in columns(TABLES[table]):
                    self._check_cell(table, row, c, left)

    def _check_cell(self, table: str, row: Row, c: Column, left: Mapping[str, str]) -> None:
        value = row[c.name]
        if value is None and not c.nullable:
            _refuse(
                self._where(row),
                f"a row of {table} needs a value in {c.name!r}; choose the attribute, or write {c.name}=… as its note",
            )
        if c.reference and value is not None and left.get(value) != c.reference:
            _refuse(
                self._where(row),
                f"{table}, column {c.name!r}: there is no {shown(value)} among {c.reference}; give the id of one",
            )
