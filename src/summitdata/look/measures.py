"""The parts of a page that measure and place: numbers beside what they start from, projects on a map."""

from collections import defaultdict
from math import isfinite

from ..arithmetic import label
from ..vocabularies import Predicate
from .charts import Place, bar, region_map
from .markup import content, element, joined
from .rows import NOTHING, UNCODED, Held, Row, chip, worded

__all__ = ["numbers", "projects"]

_OF_NUMBER = ("Row", "Indicator", "Number", "Status", "Period", "Speaker")
_OF_PROJECT = ("Project", "Stage", "Sector", "Places", "Countries", "Crosses the Caspian", "What it is")


def numbers(held: Held) -> str:
    """Targets beside what they start from and what was last measured, then every number."""
    targets, problem = held.view("targets")
    quantities = held.by_id["quantities"]
    drawn = "\n".join(_target(held, t, quantities[t["quantity_id"]]) for t in targets)
    body = "".join(_number(held, q) for q in held.tables["quantities"])
    table = _table("All numbers", _OF_NUMBER, body) if body else NOTHING
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
        f'<h3>{content(t["indicator"] or UNCODED)}</h3><dl class="bars">{lines}</dl><p>{foot}</p>',
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
        content(q["indicator"] or UNCODED),
        content(worded(q)),
        chip("quantities", "status", q["status"], "plain"),
        content(q["period"] or ""),
        speakers or "narrator",
    )
    return held.item("quantities", q, "number", _cells(_OF_NUMBER, cells), tag="tr", home=False)


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
        e["id"]: Place(label(e), e["longitude"], e["latitude"], count[e["id"]])
        for e in held.tables["entities"]
        if None not in (e["longitude"], e["latitude"])
    }
    routes = [[places[end] for end in connected[p["entity_id"]] if end in places] for p in held.tables["projects"]]
    drawn = region_map(list(places.values()), [route for route in routes if len(route) > 1])
    body = "".join(_project(held, p, viewed.get(p["id"], {})) for p in held.tables["projects"])
    return problem + drawn + (_table("All projects", _OF_PROJECT, body) if body else NOTHING)


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


def _cells(columns: tuple[str, ...], cells: tuple[str, ...]) -> str:
    """The cells of a row, each knowing its column, which is told before it where the page is narrow."""
    return "".join(f'<td data-of="{column}">{cell}</td>' for column, cell in zip(columns, cells, strict=True))


def _table(title: str, columns: tuple[str, ...], body: str) -> str:
    """A table that scrolls by itself where it is too wide, by keyboard too."""
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
    return element("section", table, class_="scrolled", tabindex="0", aria_label=title)
