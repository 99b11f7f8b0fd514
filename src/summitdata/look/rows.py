"""The rows of a corpus as the items of a page: their anchors, their links, their citations, what they are filtered by."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import attrs

from ..arithmetic import label, number_in_words
from ..corpus import Corpus
from ..exceptions import ConversionError, SummitDataError
from ..fields import Vocabulary
from ..joined import view
from ..records import TABLES
from ..schema import columns
from ..vocabularies import Dimension, QuotationKind
from .markup import content, element, joined

__all__ = ["NARRATOR", "NOTHING", "UNCODED", "Held", "Row", "chip", "counted", "gist", "worded"]

Row = Mapping[str, Any]

#: The speaker of what is in nobody's words but the article's.
NARRATOR = "narrator"

#: What a part says that has no rows.
NOTHING = element("p", "None in this corpus.", class_="none")

#: What stands for a word of ours that a row made by a rule does not have.
UNCODED = "not coded"

_SPEAKER = 2
# Codes of units that are no words, of UCUM.
_UNITS = {"a": "year", "mo": "month", "d": "day", "t": "tonne", "km": "kilometre"}
_VOCABULARIES: dict[str, dict[str, Vocabulary]] = {
    f"{name}.{c.name}": {code.value: code for code in c.vocabulary}
    for name, cls in TABLES.items()
    for c in columns(cls)
    if c.vocabulary
}


@attrs.frozen(kw_only=True)
class Held:
    """
    A corpus ready to be drawn.

    Attributes:

        tables: The rows of every table, each with its anchor under ``"#"``.

        by_id: The rows of every table by identifier, the first where several have it.

        speakers: The entities that are quoted with a statement, by its identifier.

        version: The data version in words.

        corpus: The corpus itself.
    """

    tables: dict[str, list[Row]]
    by_id: dict[str, dict[str, Row]]
    speakers: Mapping[str, list[str]]
    version: str
    corpus: Corpus

    @classmethod
    def of(cls, corpus: Corpus, *, text: bool) -> "Held":
        """
        The corpus, with the wording of its articles or without it.

        Raises:

            ConversionError: A cell that may not be empty is empty.
        """
        for name, rows in TABLES.items():
            for c in columns(rows):
                if not c.nullable and corpus.table(name).column(c.name).null_count:
                    msg = f"table {name!r} has an empty cell in column {c.name!r}, which has to be filled; see corpus.validate() and fill it"
                    raise ConversionError(msg)
        shown = corpus if text else corpus.without_text()
        several = shown.table("articles").num_rows > 1
        taken: set[str] = set()
        tables: dict[str, list[Row]] = {}
        for name, table in shown.tables.items():
            tables[name] = [{**row, "#": _anchor(name, row["id"], taken, several=several)} for row in table.to_pylist()]
        speakers = defaultdict(list)
        for a in sorted(tables["attributions"], key=lambda a: a["position"]):
            if a["level"] == _SPEAKER and a["entity_id"] is not None:
                speakers[a["statement_id"]].append(a["entity_id"])
        # Where nobody coded a chain of evidence it is the speaker of its quotation.
        coded = {a["statement_id"] for a in tables["attributions"]}
        quoted = {q["id"]: q["speaker_id"] for q in tables["quotations"]}
        for s in tables["statements"]:
            speaker = quoted.get(s["quotation_id"])
            if s["id"] not in coded and speaker is not None:
                speakers[s["id"]].append(speaker)
        return cls(
            tables=tables,
            by_id={name: {row["id"]: row for row in reversed(rows)} for name, rows in tables.items()},
            speakers=speakers,
            version=f"data {corpus.version}" if corpus.version else "no data version",
            corpus=shown,
        )

    def view(self, name: str) -> tuple[list[Row], str]:
        """The rows of a joined view, and where it cannot be made the reason, as a paragraph."""
        try:
            rows: list[Row] = view(self.corpus.tables, name).to_pylist()
        except SummitDataError as error:
            return [], element("p", f"This part cannot be shown: {content(error)}", class_="note")
        return rows, ""

    def get(self, table: str, identity: str | None) -> Row | None:
        """A row by its identifier, None where there is none."""
        return None if identity is None else self.by_id[table].get(identity)

    def grouped(self, table: str, column: str, parents: str) -> dict[str | None, list[Row]]:
        """The rows of a table by the row they refer to; those that refer to none that is there under None."""
        groups: defaultdict[str | None, list[Row]] = defaultdict(list)
        for row in self.tables[table]:
            parent = row[column]
            groups[parent if parent in self.by_id[parents] else None].append(row)
        return groups

    def label(self, entity: str | None) -> str | None:
        """What an entity is called, as HTML; its identifier where there is no such entity."""
        row = self.get("entities", entity)
        return None if entity is None else content(label(row) if row else entity)

    def link(self, table: str, identity: str | None, shown: str | None = None) -> str:
        """A link to a row with HTML in it, its short name by default; no link where there is no such row."""
        if identity is None:
            return ""
        row = self.get(table, identity)
        inner = shown or content(identity.rpartition("/")[2])
        return element("a", inner, href=f"#{row['#']}") if row else inner

    def name(self, entity: str | None) -> str:
        """A link to an entity by its name."""
        return self.link("entities", entity, self.label(entity))

    def paragraph(self, table: str, row: Row) -> Row | None:
        """The paragraph that a row stands in, by itself or by its statement."""
        if table == "paragraphs":
            return row
        if "paragraph_id" in row:
            return self.get("paragraphs", row["paragraph_id"])
        statement = self.get("statements", row.get("statement_id"))
        return self.get("paragraphs", statement["paragraph_id"]) if statement else None

    def span(self, row: Row) -> tuple[int, int] | None:
        """Where a row stands in the article, by itself or by its statement."""
        placed = row if "start" in row else self.get("statements", row.get("statement_id"))
        return (placed["start"], placed["end"]) if placed else None

    def locator(self, table: str, row: Row) -> str:
        """How to cite a row in a line: what it is, where it stands, of which data."""
        paragraph, span = self.paragraph(table, row), self.span(row)
        return joined(
            [
                row["id"],
                f"para. {paragraph['position']}" if paragraph else None,
                f"chars {span[0]}–{span[1]}" if span else None,
                self.version,
            ],
            ", ",
        )

    def cited(self, table: str, row: Row) -> str:
        """A row's citation, which is its own address, and the way to its place in the text."""
        own = element("a", content(self.locator(table, row)), href=f"#{row['#']}")
        paragraph, span = self.paragraph(table, row), self.span(row)
        place = None
        if paragraph and table != "paragraphs":
            there = self.place(paragraph, span[0] if span else None)
            place = element("a", "in the text", href=f"#{there}", aria_label=f"{row['id']} in the text")
        return element("small", joined([own, place]), class_="cite")

    def place(self, paragraph: Row, start: int | None) -> str:
        """The anchor of a place in a paragraph: the place itself where the wording stands there."""
        in_it = start is not None and paragraph["start"] <= start < paragraph["start"] + len(paragraph["text"] or "")
        return f"{paragraph['#']}_at{start}" if in_it else str(paragraph["#"])

    def item(self, table: str, row: Row, layer: str, inner: str, *, tag: str = "li", home: bool = True) -> str:
        """
        An item of the page: it can be addressed, cited and filtered.

        Args:

            table: The table of the row.

            row: The row.

            layer: What it is filtered as.

            inner: Its HTML.

            tag: The element it is.

            home: Whether this is where the row's anchor leads; otherwise the item is only a pointer.
        """
        cited = ("" if tag == "tr" else " " + self.cited(table, row)) if home else ""
        return element(
            tag,
            inner + cited,
            id=row["#"] if home else None,
            class_=f"item {layer}",
            data_row=row["#"],
            data_layer=layer,
            data_speaker=" ".join(self.speaker_keys(table, row)),
            data_topic=" ".join(self.topic_keys(table, row)),
        )

    def speaker_keys(self, table: str, row: Row) -> list[str]:
        """By whose names a row is found: anchors of entities, or that of the narrator."""
        if table in ("silences", "entities", "articles"):
            return []
        if table == "dates":
            quotation = self.get("quotations", row["quotation_id"])
            row = quotation or {"speaker_id": None, "kind": None}
        if table in ("quotations", "expressions", "dates"):
            found = [row["speaker_id"]]
        else:
            statement = row["id"] if table == "statements" else row["statement_id"]
            if statement is None:
                return []
            found = list(self.speakers.get(statement, ()))
        # Whose words a direct or an indirect quotation is, a rule may not have found: they are not the narrator's.
        if found == [None] and row.get("kind") in (QuotationKind.DIRECT, QuotationKind.INDIRECT):
            return []
        entities = [self.by_id["entities"][e] for e in found if e in self.by_id["entities"]]
        return list(dict.fromkeys(e["#"] for e in entities)) or [NARRATOR]

    def topic_keys(self, table: str, row: Row) -> list[str]:
        """By which topics a row is found, codes of the Comparative Agendas Project."""
        if table == "quotations":
            held = [s["cap_topic"] for s in self.tables["statements"] if s["quotation_id"] == row["id"]]
        else:
            statement = row if table == "statements" else self.get("statements", row.get("statement_id"))
            held = [statement["cap_topic"]] if statement else []
        paragraph = self.paragraph(table, row)
        if not held and paragraph:
            held = [paragraph["cap_topic"]]
        return [str(one) for one in dict.fromkeys(held) if one is not None]


def _anchor(table: str, identity: str | None, taken: set[str], *, several: bool) -> str:
    """An anchor that no other row of the page has."""
    name = str(identity) if several or table == "articles" else str(identity).rpartition("/")[2]
    base = re.sub("[^A-Za-z0-9-]", "-", name)
    # So that none is that of a part of the page, and each begins with a letter.
    if table in ("articles", "codes") or not base[:1].isalpha():
        base = f"{table}-{base}"
    anchor, n = base, 1
    while anchor in taken:
        n += 1
        anchor = f"{base}_{n}"
    taken.add(anchor)
    return anchor


def chip(table: str, column: str, code: str | None, style: str = "chip") -> str:
    """A code by its label, its definition in the title; nothing where there is none."""
    if code is None:
        return ""
    member = _VOCABULARIES[f"{table}.{column}"].get(code)
    if member is None:
        return element("span", content(code), class_=style)
    return element("span", content(member.label), class_=style, title=member.definition)


def gist(text: str | None) -> str:
    """What is said, in our words."""
    return content(text) if text else '<span class="none">no gist</span>'


def worded(q: Row) -> str:
    """A row of quantities as one would say it: ``4,500,000 tonnes``, ``2 times``."""
    word = "time" if q["dimension"] == Dimension.MULTIPLE and q["unit"] == "1" else _UNITS.get(q["unit"])
    if word is None or q["counted_en"] or q.get("counted_ru"):
        return number_in_words(q)
    return number_in_words({**q, "unit": "1", "counted_en": word if q["value"] == 1 else f"{word}s"})


def counted(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
