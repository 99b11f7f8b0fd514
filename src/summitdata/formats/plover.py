"""
PLOVER: `events.jsonl`, an event a line, with the field names of the PLOVER manual. It does not read back.

An event names its actors and recipients in their order, each with its English label (where none is coded its Russian one, else what its id ends with), the identifiers that the corpus has
of it (ISO 3166-1 alpha-3, Correlates of War, Wikidata, GeoNames) and its row; `unverified` names those of them that were
not seen in a list of their issuer. A code is that of the actor itself, no country is put on a person. `event_text` is the gist of the statement that the event is taken from, in our English;
`text` is the article's wording of it, where that is written too. Row ids lead back to the tables.

Of a date in EDTF, an interval becomes `date` and `enddate`; a month, a year or a season stands as such, and a date that
the article does not state is null, although the manual demands a day. Lost is everything that is not an event, its
context or its actors: quotations, numbers, undertakings, appraisals and the rest, and why the two readers differed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..arithmetic import label
from ..corpus import Corpus
from ..metadata import Metadata
from ..plain import dumped, rows
from ..vocabularies import EntityType, EventRole, IdScheme, IdStatus

__all__ = ["write"]

#: The manual's name of each identifier of an actor.
_SCHEMES = {
    IdScheme.ISO3166_1_ALPHA3.value: "code",
    IdScheme.COW.value: "cow_code",
    IdScheme.WIKIDATA.value: "wikidata_id",
    IdScheme.GEONAMES.value: "geonameid",
}

#: How finely a place is resolved, by the manual: 1 a country, 5 a part of a city.
_RESOLUTIONS = {
    EntityType.COUNTRY.value: 1,
    EntityType.STATE_OR_PROVINCE.value: 2,
    EntityType.DISTRICT.value: 3,
    EntityType.CITY.value: 4,
    EntityType.FACILITY.value: 5,
}

_Row = Mapping[str, Any]
_Find = Callable[[str, str | None], _Row]


def write(corpus: Corpus, folder: Path, metadata: Metadata) -> None:
    """Write the events to `events.jsonl`; where there are none, it is empty."""
    with (folder / "events.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for part in corpus.parts("write"):
            file.writelines(f"{dumped(row)}\n" for row in _events(part, metadata))


def _events(corpus: Corpus, metadata: Metadata) -> Iterator[dict[str, Any]]:
    names = ("articles", "entities", "statements")
    held = {name: {row["id"]: row for row in rows(corpus.table(name))} for name in names}

    def find(table: str, identity: str | None) -> _Row:
        # A corpus may be written before all that its rows refer to is there.
        return held[table].get(identity, {})

    identifiers: dict[str, dict[str, Any]] = defaultdict(dict)
    # The verified ones first, so that one of them is taken where there are several.
    for row in sorted(rows(corpus.table("identifiers")), key=lambda row: row["status"] != IdStatus.VERIFIED):
        known, name = identifiers[row["entity_id"]], _SCHEMES.get(row["scheme"])
        if name and name not in known:
            known[name] = row["value"]
            if row["status"] != IdStatus.VERIFIED:
                known["unverified"] = [*known.get("unverified", []), name]
    parts: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in sorted(rows(corpus.table("event_actors")), key=lambda row: row["position"]):
        actor = {"entity_id": row["entity_id"], **_entity(find, row["entity_id"])}
        parts[row["event_id"], row["role"]].append({**actor, **identifiers[row["entity_id"]]})
    for event in rows(corpus.table("events")):
        row = _event(event, find, metadata)
        row["actor"] = parts[event["id"], EventRole.ACTOR.value]
        row["recipient"] = parts[event["id"], EventRole.RECIPIENT.value]
        row["event_loc"] = _place(find, event["place_id"], identifiers)
        yield row


def _event(event: _Row, find: _Find, metadata: Metadata) -> dict[str, Any]:
    date, _, end = (event["date"] or "").partition("/")
    statement, article = find("statements", event["statement_id"]), find("articles", event["article_id"])
    text = statement.get("text")
    return {
        "id": event["id"],
        "date": _day(date),
        **({"enddate": _day(end)} if _day(end) else {}),
        "actor": [],
        "recipient": [],
        "event": event["plover_category"],
        "mode": event["plover_mode"],
        "context": [event["plover_context"]] if event["plover_context"] else [],
        "quad_code": event["quad"],
        "event_loc": None,
        "event_text": statement.get("gist_en"),
        "statement_id": event["statement_id"],
        **({} if text is None else {"text": text, "text_info": {"start": statement["start"], "end": statement["end"]}}),
        "cite_info": {
            "corpus": metadata.title,
            "version": metadata.version,
            "license": metadata.licence.spdx if metadata.licence else None,
            "article_id": event["article_id"],
            "publication": article.get("outlet"),
            "title": article.get("headline"),
            "url": article.get("url"),
            "language": article.get("language"),
        },
    }


def _day(edtf: str) -> str | None:
    """One end of a date; None where it is open or unknown."""
    return None if edtf in ("", "..") else edtf


def _entity(find: _Find, identity: str) -> dict[str, Any]:
    entity = find("entities", identity)
    names = {"entity_name": "label_en", "entity_type": "type", "description": "description_en"}
    return {name: entity[column] for name, column in names.items()} | {"entity_name": label(entity)} if entity else {}


def _place(find: _Find, identity: str | None, identifiers: Mapping[str, _Row]) -> dict[str, Any] | None:
    if identity is None:
        return None
    entity, known = find("entities", identity), identifiers.get(identity, {})
    return {
        "entity_id": identity,
        "resolved_place": label(entity) if entity else None,
        "geonameid": known.get("geonameid"),
        "country_code": known.get("code"),
        "lat": entity.get("latitude"),
        "lon": entity.get("longitude"),
        "resolution": _RESOLUTIONS.get(entity.get("type", "")),
    }
