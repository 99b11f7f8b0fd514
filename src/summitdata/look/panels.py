"""The parts of a page that bring rows of the whole corpus together: voices, numbers, promises, projects, days, silences."""

import datetime as dt
from collections import defaultdict
from math import isfinite

from ..vocabularies import Predicate, Stage
from .charts import Place, bar, period, region_map
from .markup import content, element, joined, listed, russian
from .rows import Held, Row, chip, counted, gist, worded

__all__ = ["days", "names", "numbers", "projects", "promises", "silences", "voices"]

# From a wish to what runs.
_STAGES = [stage.value for stage in Stage]
_OF_NUMBER = ("Row", "Indicator", "Number", "Status", "Period", "Speaker")
_OF_PROJECT = ("Project", "Stage", "Sector", "Places", "Countries", "Crosses the Caspian", "What it is")
_NOTHING = element("p", "None in this corpus.", class_="none")


def voices(held: Held) -> str:
    """Who is quoted, how much, and with what."""
    rows, problem = held.view("quotations_with_speakers")
    quotations = held.by_id["quotations"]
    by_speaker: defaultdict[str | None, list[Row]] = defaultdict(list)
    for q in rows:
        by_speaker[q["speaker_id"]].append(q)
    said = {speaker: sum(q["n_words"] or 0 for q in own) for speaker, own in by_speaker.items()}
    most = max(said.values(), default=0)
    made = []
    for speaker in sorted(by_speaker, key=lambda s: (s is None, -said[s])):
        own = by_speaker[speaker]
        name = held.name(speaker) or "Terms in quotation marks"
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
    return problem or "\n".join(made) or _NOTHING


def numbers(held: Held) -> str:
    """Targets beside what they start from and what was last measured, then every number."""
    targets, problem = held.view("targets")
    quantities = held.by_id["quantities"]
    drawn = "\n".join(_target(held, t, quantities[t["quantity_id"]]) for t in targets)
    body = "".join(_number(held, q) for q in held.tables["quantities"])
    table = _table("All numbers", _OF_NUMBER, body) if body else _NOTHING
    return f"{problem}{drawn}<h3>All numbers</h3>{table}"


def _target(held: Held, t: Row, row: Row) -> str:
    own = worded(row)
    bars = [("target", "Target", own, t["value"], t["unit"])]
    if t["baseline_value"] is not None:
        derived = t["baseline_source"] == "derived"
        figure = {**_bare(t), "value": t["baseline_value"], "unit": t["baseline_unit"]}
        figure |= {"comparator": t["baseline_comparator"], "approximate": t["baseline_approximate"]}
        note = f" (derived: {t['derivation']})" if derived else ""
        when = f", {t['baseline_period']}" if t["baseline_period"] else ""
        what = "Base, derived" if derived else "Base, as stated"
        if t["baseline_id"] == t["latest_actual_id"] is not None:
            what = "Actual, stated base"
        words = f"{worded(figure)}{when}{note}"
        bars.append(("derived" if derived else "actual", what, words, t["baseline_value"], t["baseline_unit"]))
    if t["latest_actual_id"] not in (None, t["baseline_id"]):
        figure = {**_bare(t), "value": t["latest_actual_value"], "unit": t["unit"]}
        when = f", {t['latest_actual_period']}" if t["latest_actual_period"] else ""
        bars.append(("actual", "Latest actual", worded(figure) + when, t["latest_actual_value"], t["unit"]))
    scale = [value for _, _, _, value, _ in bars if value is not None]
    units = {unit for _, _, _, value, unit in bars if value is not None}
    # Only what is in one unit and has a length is drawn.
    comparable = len(scale) > 1 and len(units) == 1 and all(isfinite(v) and v >= 0 for v in scale)
    lines = "".join(
        f"<dt>{what}</dt><dd>{bar(value, max(scale), style) if comparable and value is not None else ''}"
        f"<span>{content(words)}</span></dd>"
        for style, what, words, value, _ in bars
    )
    by = f"by {content(t['speaker'])}" if t["speaker"] else None
    until = content(t["deadline"] or t["horizon"] or t["period"] or "no time given")
    ratio = f"{t['ratio']:.2g} times the base" if t["ratio"] is not None else None
    alone = None if len(bars) > 1 else "no base and no actual value in the source"
    foot = joined(
        [
            held.link("quantities", t["quantity_id"]),
            content(t["entity"]) if t["entity"] else None,
            by,
            until,
            ratio,
            alone,
        ]
    )
    return held.item(
        "quantities",
        row,
        "number",
        f'<h3>{content(t["indicator"])}</h3><dl class="bars">{lines}</dl><p>{foot}</p>',
        tag="div",
        home=False,
    )


def _bare(t: Row) -> dict[str, object]:
    return {
        "value": None,
        "low": None,
        "high": None,
        "comparator": None,
        "approximate": False,
        "unit": None,
        "counted_en": None,
        "direction": t["direction"],
        "dimension": t["dimension"],
    }


def _number(held: Held, q: Row) -> str:
    speakers = "; ".join(held.name(e) for e in held.speakers.get(q["statement_id"], ()))
    cells = (
        held.link("quantities", q["id"]),
        content(q["indicator"]),
        content(worded(q)),
        chip("quantities", "status", q["status"], "plain"),
        content(q["period"] or ""),
        speakers or "narrator",
    )
    return held.item("quantities", q, "number", _cells(_OF_NUMBER, cells), tag="tr", home=False)


def promises(held: Held) -> str:
    """Promises by how far they have come."""
    rows, problem = held.view("commitments_with_actors")
    viewed = {c["commitment_id"]: c for c in rows}
    by_stage: defaultdict[str, list[str]] = defaultdict(list)
    for c in held.tables["commitments"]:
        by_stage[c["stage"]].append(_promise(held, c, viewed.get(c["id"], {})))
    made = []
    for stage in sorted(by_stage, key=lambda s: _STAGES.index(s) if s in _STAGES else len(_STAGES)):
        title = f"{chip('commitments', 'stage', stage, 'plain')} ({len(by_stage[stage])})"
        made.append(element("div", f"<h3>{title}</h3>{listed(by_stage[stage], class_='cards')}", data_group=True))
    return problem + ("\n".join(made) or _NOTHING)


def _promise(held: Held, c: Row, viewed: Row) -> str:
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
        ("Numbers", viewed.get("numbers")),
    ]
    lines = "".join(f"<dt>{name}</dt><dd>{content(value)}</dd>" for name, value in facts if value)
    about = f" About {held.name(c['entity_id'])}." if c["entity_id"] else ""
    said = held.get("statements", c["statement_id"])
    source = f"<p>{held.link('statements', said['id'])}: {gist(said['gist_en'])}{about}</p>" if said else ""
    inner = f"<b>{content(c['action_en'])}</b> {chips}{f'<dl>{lines}</dl>' if lines else ''}{source}"
    return held.item("commitments", c, "promise", inner)


def projects(held: Held) -> str:
    """Projects on a map, and in a table that says the same and more."""
    rows, problem = held.view("projects_with_places")
    viewed = {p["project_id"]: p for p in rows}
    ends: defaultdict[str, list[str]] = defaultdict(list)
    connected: defaultdict[str, list[str]] = defaultdict(list)
    for r in held.tables["relations"]:
        if r["predicate"] in (Predicate.LOCATED_IN, Predicate.CONNECTS):
            ends[r["subject_id"]].append(r["object_id"])
        if r["predicate"] == Predicate.CONNECTS:
            connected[r["subject_id"]].append(r["object_id"])
    count: defaultdict[str, int] = defaultdict(int)
    for p in held.tables["projects"]:
        for end in dict.fromkeys(ends[p["entity_id"]]):
            count[end] += 1
    places = {
        e["id"]: Place(e["label_en"], e["longitude"], e["latitude"], count[e["id"]])
        for e in held.tables["entities"]
        if None not in (e["longitude"], e["latitude"])
    }
    routes = [[places[end] for end in connected[p["entity_id"]] if end in places] for p in held.tables["projects"]]
    drawn = region_map(list(places.values()), [route for route in routes if len(route) > 1])
    body = "".join(_project(held, p, viewed.get(p["id"], {})) for p in held.tables["projects"])
    return problem + drawn + (_table("All projects", _OF_PROJECT, body) if body else _NOTHING)


def _project(held: Held, p: Row, viewed: Row) -> str:
    crosses = {True: "yes", False: "no", None: "not stated"}[p["crosses_caspian"]]
    cells = (
        held.name(p["entity_id"]) + "<br>" + held.cited("projects", p),
        chip("projects", "stage", p["stage"], "plain") or "not stated",
        chip("projects", "sector", p["sector"], "plain"),
        content(viewed.get("places") or "none named"),
        content(viewed.get("countries") or "none named"),
        crosses,
        content(p["description_en"]),
    )
    return held.item("projects", p, "project", _cells(_OF_PROJECT, cells), tag="tr")


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
        return problem or _NOTHING
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
    inner = f"{held.link(table, identity)} {content(fact['what_en'] or '')}"
    return held.item(table, held.by_id[table][identity], layer.get(table, "date"), inner, home=False)


def silences(held: Held) -> str:
    """What the article does not say, as questions."""
    items = []
    for s in held.tables["silences"]:
        about = f" <small>on {held.name(s['entity_id'])}</small>" if s["entity_id"] else ""
        note = f"<p>{content(s['note'])}</p>" if s["note"] else ""
        items.append(held.item("silences", s, "silence", f"<b>{content(s['question_en'])}</b>{about}{note}"))
    return listed(items, class_="rows columns") or _NOTHING


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
        label = russian(e["label_ru"], "ru") if e["label_ru"] else None
        facts = joined([counted(mentions[e["id"]], "mention"), *known[e["id"]]], ", ")
        head = joined([element("b", content(e["label_en"])), label, chip("entities", "type", e["type"])], " ")
        told = f"{head}<p>{content(e['description_en'])} <small>{facts}</small></p>"
        items.append(held.item("entities", e, "name", told))
        items.extend(_relation(held, r) for r in related.get(e["id"], ()))
    items.extend(_relation(held, r) for r in related.get(None, ()))
    return listed(items, class_="rows columns") or _NOTHING


def _relation(held: Held, r: Row) -> str:
    told = joined(
        [held.label(r["subject_id"]), chip("relations", "predicate", r["predicate"]), held.name(r["object_id"])], " "
    )
    since = content(_in_words(r["period"])) if r["period"] else None
    said = held.link("statements", r["statement_id"]) or None
    return held.item("relations", r, "relation", joined([told, since, said]))


def _cells(columns: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """The cells of a row, each knowing its column, which is told before it where the page is narrow."""
    return "".join(f'<td data-of="{column}">{cell}</td>' for column, cell in zip(columns, cells, strict=True))


def _table(label: str, columns: tuple[str, ...], body: str) -> str:
    """A table that scrolls by itself where it is too wide, by keyboard too."""
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
    return element("section", table, class_="scrolled", tabindex="0", aria_label=label)
