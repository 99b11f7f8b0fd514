"""The parts of a page that list rows of the whole corpus: voices, promises, days, silences, names."""

import datetime as dt
from collections import defaultdict

from ..arithmetic import label
from ..vocabularies import QuotationKind, Stage
from .charts import bar, period
from .markup import content, element, joined, listed, russian
from .rows import NOTHING, UNCODED, Held, Row, chip, counted, gist, worded

__all__ = ["days", "names", "promises", "silences", "voices"]

# From a wish to what runs.
_STAGES = [stage.value for stage in Stage]


def voices(held: Held) -> str:
    """Who is quoted, how much, and with what."""
    rows, problem = held.view("quotations_with_speakers")
    quotations = held.by_id["quotations"]
    by_speaker: defaultdict[str | None, list[Row]] = defaultdict(list)
    for q in rows:
        # Nobody speaks a quoted term; whose words a quotation is, a rule may not have found.
        nobody = None if q["kind"] == QuotationKind.SCARE else ""
        by_speaker[q["speaker_id"] or nobody].append(q)
    said = {speaker: sum(q["n_words"] or 0 for q in own) for speaker, own in by_speaker.items()}
    most = max(said.values(), default=0)
    made = []
    for speaker in sorted(by_speaker, key=lambda s: (s is None, -said[s])):
        own = by_speaker[speaker]
        name = "Speakers not found" if speaker == "" else held.name(speaker) or "Terms in quotation marks"
        kinds = joined(
            (
                counted(n, f"{kind} quotation" if kind != "scare" else "quoted term")
                for kind in ("direct", "indirect", "scare")
                if (n := sum(q["kind"] == kind for q in own))
            ),
            ", ",
        )
        measure = f"{counted(said[speaker], 'word')} quoted directly; {kinds}" if said[speaker] else kinds
        drawn = bar(said[speaker], most, "own") if said[speaker] else ""
        items = (
            held.item(
                "quotations",
                quotations[q["quotation_id"]],
                "quotation",
                f"{held.link('quotations', q['quotation_id'])} {gist(q['gist_en'])}",
                home=False,
            )
            for q in own
        )
        more = element("details", f"<summary>{counted(len(own), 'row')}</summary>{listed(items, class_='rows')}")
        made.append(element("div", f"<h3>{name}</h3><p>{measure}</p>{drawn}{more}", class_="voice", data_group=True))
    return problem or "\n".join(made) or NOTHING


def promises(held: Held) -> str:
    """Promises by how far they have come."""
    rows, problem = held.view("commitments_with_actors")
    viewed = {c["commitment_id"]: c for c in rows}
    quantities = held.grouped("quantities", "commitment_id", "commitments")
    by_stage: defaultdict[str, list[str]] = defaultdict(list)
    for c in held.tables["commitments"]:
        by_stage[c["stage"]].append(_promise(held, c, viewed.get(c["id"], {}), quantities.get(c["id"], [])))
    made = []
    for stage in sorted(by_stage, key=lambda s: _STAGES.index(s) if s in _STAGES else len(_STAGES)):
        title = f"{chip('commitments', 'stage', stage, 'plain')} ({len(by_stage[stage])})"
        made.append(element("div", f"<h3>{title}</h3>{listed(by_stage[stage], class_='cards')}", data_group=True))
    return problem + ("\n".join(made) or NOTHING)


def _promise(held: Held, c: Row, viewed: Row, quantities: list[Row]) -> str:
    chips = joined(
        [
            chip("commitments", "sector", c["sector"]),
            chip("commitments", "strength", c["strength"]),
            chip("commitments", "novelty", c["novelty"]),
        ],
        " ",
    )
    facts = [
        ("Who", viewed.get("promisors")),
        ("Said by", viewed.get("speakers")),
        ("To", viewed.get("addressees")),
        ("For", viewed.get("beneficiaries")),
        ("By when", c["deadline"] or c["horizon"]),
        ("Numbers", "; ".join(worded(q) for q in quantities)),
    ]
    lines = "".join(f"<dt>{name}</dt><dd>{content(value)}</dd>" for name, value in facts if value)
    about = f" About {held.name(c['entity_id'])}." if c["entity_id"] else ""
    said = held.get("statements", c["statement_id"])
    source = f"<p>{held.link('statements', said['id'])}: {gist(said['gist_en'])}{about}</p>" if said else ""
    inner = f"<b>{content(c['action_en'] or UNCODED)}</b> {chips}{f'<dl>{lines}</dl>' if lines else ''}{source}"
    return held.item("commitments", c, "promise", inner)


def days(held: Held) -> str:
    """Everything that has a date, in the order of days."""
    rows, problem = held.view("timeline")
    spans: dict[str, list[Row]] = {}
    for fact in rows:
        spans.setdefault(fact["edtf"], []).append(fact)
    known = [day for fact in rows for day in (fact["earliest"], fact["latest"]) if day is not None]
    first, last = min(known, default=dt.date.min), max(known, default=dt.date.max)
    made = []
    for edtf, facts in spans.items():
        drawn = period(facts[0]["earliest"], facts[0]["latest"], first, last)
        items = listed((_fact(held, fact) for fact in facts), class_="rows")
        if len(facts) > 3:
            items = element("details", f"<summary>{counted(len(facts), 'row')}</summary>{items}")
        made.append(element("div", f"<h3>{content(_in_words(edtf))}</h3>{drawn}{items}", class_="day", data_group=True))
    if not made:
        return problem or NOTHING
    edges = (
        f"Every bar runs from {first.isoformat()} to {last.isoformat()}; what is open is drawn to the edge, hatched."
    )
    return element("p", edges, class_="note") + "\n".join(made)


def _in_words(edtf: str) -> str:
    start, parted, end = edtf.partition("/")
    if not parted:
        return edtf
    if end in ("", ".."):
        return f"from {start} on"
    return f"up to {end}" if start in ("", "..") else f"{start} to {end}"


def _fact(held: Held, fact: Row) -> str:
    table, identity = fact["source_table"], fact["row_id"]
    layer = {
        "statements": "statement",
        "quantities": "number",
        "events": "event",
        "commitments": "promise",
        "relations": "relation",
    }
    row = held.by_id[table][identity]
    told = content(fact["what_en"] or "")
    if table == "dates":
        told = russian(row["text"]) if row["text"] is not None else "the article says so"
    inner = f"{held.link(table, identity)} {told}"
    return held.item(table, row, layer.get(table, "date"), inner, home=table == "dates")


def silences(held: Held) -> str:
    """What the article does not say, as questions."""
    items = []
    for s in held.tables["silences"]:
        about = f" <small>on {held.name(s['entity_id'])}</small>" if s["entity_id"] else ""
        note = f"<p>{content(s['note'])}</p>" if s["note"] else ""
        items.append(held.item("silences", s, "silence", f"<b>{content(s['question_en'])}</b>{about}{note}"))
    return listed(items, class_="rows columns") or NOTHING


def names(held: Held) -> str:
    """Persons, places, bodies and whatever else is spoken of, with their names and how often they are mentioned."""
    mentions: defaultdict[str, int] = defaultdict(int)
    for m in held.tables["mentions"]:
        mentions[m["entity_id"]] += 1
    known: defaultdict[str, list[str]] = defaultdict(list)
    for i in held.tables["identifiers"]:
        known[i["entity_id"]].append(f"{content(i['scheme'])} {content(i['value'])} ({content(i['status'])})")
    related = held.grouped("relations", "subject_id", "entities")
    items = []
    for e in held.tables["entities"]:
        in_russian = russian(e["label_ru"], "ru") if e["label_ru"] else None
        facts = joined([counted(mentions[e["id"]], "mention"), *known[e["id"]]], ", ")
        head = joined([element("b", content(label(e))), in_russian, chip("entities", "type", e["type"])], " ")
        told = f"{head}<p>{content(e['description_en'] or UNCODED)} <small>{facts}</small></p>"
        items.append(held.item("entities", e, "name", told))
        items.extend(_relation(held, r) for r in related.get(e["id"], ()))
    items.extend(_relation(held, r) for r in related.get(None, ()))
    return listed(items, class_="rows columns") or NOTHING


def _relation(held: Held, r: Row) -> str:
    told = joined(
        [held.label(r["subject_id"]), chip("relations", "predicate", r["predicate"]), held.name(r["object_id"])], " "
    )
    since = content(_in_words(r["period"])) if r["period"] else None
    said = held.link("statements", r["statement_id"]) or None
    return held.item("relations", r, "relation", joined([told, since, said]))
