"""The machine's and the human's reading of the rows that somebody went over, kept apart in the table of readings."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..agree import MAIN_CODE
from ..vocabularies import Origin, Reader
from .applying import Edits, Rows
from .decisions import correctable

__all__ = ["SHOWN", "readings"]

Row = dict[str, Any]

#: The tables that annotation tools show whole.
SHOWN = ("quotations", "mentions", "dates", "quantities", "statements", "evaluations", "expressions")


def readings(before: Mapping[str, Iterable[Row]], after: Rows, edits: Edits) -> list[Row]:
    """
    The readings of an article after it was gone over.

    Of every row that was decided on, or of all rows of the layers that annotation tools show where the article was gone
    over as a whole: the machine's, as the rules had left the row, and the human's, as it is now. A row that was dropped
    has no human reading, one that was added no machine's. A row that was reviewed before keeps its machine's reading.

    Args:

        before: The rows of the article by table, as they were.

        after: Its rows now.

        edits: What was decided.
    """
    made = _Readings(before, after, edits)
    for layer in MAIN_CODE:
        old = {row["id"]: row for row in before[layer]}
        new = {row["id"]: row for row in after[layer]}
        for identity in dict.fromkeys([*old, *new]):
            made.take(layer, identity, old.get(identity), new.get(identity))
    return made.rows


class _Readings:
    def __init__(self, before: Mapping[str, Iterable[Row]], after: Rows, edits: Edits) -> None:
        self.edits = edits
        self.rows = [dict(row) for row in before["readings"]]
        self.places = {row["id"]: row for held in (before, after) for row in held["statements"]}
        (article,) = after["articles"]
        self.article, self.text = article["id"], article["text"]
        numbers = [int(row["id"].rpartition("/rd")[2]) for row in self.rows]
        self.last = max(numbers, default=0)

    def take(self, layer: str, identity: str, old: Row | None, new: Row | None) -> None:
        asked = identity in self.edits.changed or identity in self.edits.confirmed
        if not (old is None or new is None or asked or (self.edits.whole and layer in SHOWN)):
            return
        note = self.edits.notes.get(identity)
        machine, human = (self._held(identity, reader) for reader in (Reader.MACHINE, Reader.HUMAN))
        if old is not None and old["origin"] == Origin.EXTRACTED and machine is None:
            machine = self._put(layer, Reader.MACHINE, old, identity)
            machine |= {"origin": Origin.EXTRACTED.value, "rule": old["rule"], "confidence": old["confidence"]}
        if new is None:
            if machine is not None:
                machine["final_id"] = None
                machine["note"] = f"{identity} dropped in review" + (f": {note}" if note else "")
            self.rows = [row for row in self.rows if row is not human]
        elif human is None:
            self._put(layer, Reader.HUMAN, new, identity)["note"] = note
        else:
            human |= self._read(layer, new)
            human["note"] = note or human["note"]

    def _held(self, identity: str, reader: Reader) -> Row | None:
        return next((r for r in self.rows if r["final_id"] == identity and r["reader"] == reader), None)

    def _put(self, layer: str, reader: Reader, row: Row, final: str) -> Row:
        self.last += 1
        made = {
            "id": f"{self.article}/rd{self.last:04}",
            "article_id": self.article,
            "layer": layer,
            "reader": reader.value,
            "text": None,
            "final_id": final,
            "note": None,
            "origin": Origin.MERGED.value,
            "rule": None,
            "confidence": None,
            **self._read(layer, row),
        }
        self.rows.append(made)
        return made

    def _read(self, layer: str, row: Row) -> Row:
        """Where a reader sees a row, and how it is coded."""
        # An undertaking stands where its statement does.
        place = row if "start" in row else self.places[row["statement_id"]]
        start, end = place["start"], place["end"]
        main = MAIN_CODE[layer]
        told = {
            name: row[name]
            for name in correctable(layer)
            if name not in {main, "note"} and not name.endswith(("start", "end"))
        }
        held = {name: value for name, value in told.items() if value is not None}
        attributes = json.dumps(held, ensure_ascii=False) if held else None
        return {"start": start, "end": end, "text": self.text[start:end], "label": row[main], "attributes": attributes}
