"""What annotation tools did to articles: brat's and Web Annotation's files as they were written and as they came back, compared."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import attrs

from ..exceptions import FormatError, shown
from ..fields import Vocabulary
from ..limits import Limits
from ..plain import loaded
from ..records import TABLES
from ..standoff import vocabularies
from ..vocabularies import EntityType
from .decisions import assigned, checked, correctable, value_of

__all__ = ["Added", "Changes", "Mark", "compared", "of_brat", "of_web"]

#: What brat calls the span of a row, with its table and the column where it begins.
_KINDS = {
    "QUOTATION": ("quotations", "start"),
    "STATEMENT": ("statements", "start"),
    "DATE": ("dates", "start"),
    "QUANTITY": ("quantities", "start"),
    "STAGE": ("projects", "stage_start"),
    "EVALUATION": ("evaluations", "start"),
    "EXPRESSION": ("expressions", "start"),
    **{kind.value: ("mentions", "start") for kind in EntityType},
}
#: The relations that tie a further place to its row, with the column where it begins.
_FURTHER = {"HAS_CUE": "cue_start", "HAS_SOURCE": "source_start", "HAS_PERIOD": "period_start"}
_PLACES = ("CUE", "SOURCE", "PERIOD")

# No article has so many characters that their number has more digits.
_BOUND = re.compile(r"(T[0-9]+)\t(\S+) ([0-9]{1,18} [0-9]{1,18}(?:;[0-9]{1,18} [0-9]{1,18})*)\t")
_ATTRIBUTE = re.compile(r"A[0-9]+\t(\S+) (T[0-9]+) (\S+)\s*")
_RELATION = re.compile(r"R[0-9]+\t(\S+) Arg1:(T[0-9]+) Arg2:(T[0-9]+)\s*")
_NOTE = re.compile(r"#[0-9]+\tAnnotatorNotes (T[0-9]+)\t(.*)")
_OTHER = re.compile(r"[NEM*#][0-9]*\t")
_ASSIGNS = re.compile(r"\s*[a-z_]+\s*=")
_TABLE = re.compile(r"\s*([a-z_]+)\s*:(.*)", re.DOTALL)
_WEB = re.compile(r"[^#]*#(.*?)(?:\.(cue|source|period|stage))?")


@attrs.define
class Mark:
    """
    A row as an annotation tool holds it.

    Attributes:

        table: Its table.

        name: What the tool calls it.

        where: The file, and the line or annotation, for messages.

        id: The row's id, where the tool still knows it.

        facts: What is told of each column, by who tells it: the same column may be told twice.

        note: What somebody wrote about it.

        article: The article it is of, where the file holds several.
    """

    table: str
    name: str
    where: str
    id: str | None = None
    facts: dict[tuple[str, str], Any] = attrs.Factory(dict)
    note: str | None = None
    article: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        place = {name: value for (teller, name), value in self.facts.items() if teller == "span"}
        start = next(name for name in place if name.endswith("start"))
        return place[start], place[f"{start[:-5]}end"]


@attrs.frozen
class Added:
    """A row that came to be in an annotation tool: its table, what is told of it, and where."""

    table: str
    told: Mapping[str, Any]
    where: str


@attrs.frozen
class Changes:
    """
    What was done to the rows of an article.

    Attributes:

        changed: The columns that changed, with their new values, by the id of the row. A mention's ``type`` is its entity's.

        dropped: The rows that were deleted, and where.

        added: The rows that came to be.

        notes: What somebody wrote about a row.

        where: The place of each change, for messages.
    """

    changed: dict[str, dict[str, Any]] = attrs.Factory(dict)
    dropped: dict[str, str] = attrs.Factory(dict)
    added: list[Added] = attrs.Factory(list)
    notes: dict[str, str] = attrs.Factory(dict)
    where: dict[str, str] = attrs.Factory(dict)


def compared(written: Sequence[Mark], came_back: Sequence[Mark]) -> Changes:
    """
    What was done between two states of the same file.

    Raises:

        FormatError: A row stands there twice, is of another table now, is told two things of one column, or has a value
            that its column does not allow.
    """
    known = {mark.id: mark for mark in written if mark.id is not None}
    found, added = _recognised(known, {mark.name: mark for mark in written}, came_back)
    made = Changes()
    for identity, before in known.items():
        if identity not in found:
            made.dropped[identity] = f"{before.where.partition(',')[0]} ({identity})"
            continue
        mark = found[identity]
        changed = _difference(before, mark)
        if changed:
            made.changed[identity] = changed
        if mark.note is not None and mark.note != before.note:
            made.notes[identity] = mark.note
        made.where[identity] = mark.where
    made.added.extend(Added(mark.table, _told(mark), mark.where) for mark in added)
    return made


def _recognised(
    known: Mapping[str, Mark], by_name: Mapping[str, Mark], came_back: Iterable[Mark]
) -> tuple[dict[str, Mark], list[Mark]]:
    """The rows that are still there by their ids, and those that are new."""
    found: dict[str, Mark] = {}
    nameless = []
    for mark in came_back:
        if mark.id is None:
            nameless.append(mark)
        elif mark.id not in known:
            msg = f"{mark.where}: there is no row {shown(mark.id)} among those that were written; delete the annotation, or its note if it is a new one"
            raise FormatError(msg)
        elif mark.id in found:
            msg = f"{mark.where}: row {mark.id!r} stands there twice, first at {found[mark.id].where}; delete one, or the note of the new one"
            raise FormatError(msg)
        else:
            _check_table(known[mark.id], mark)
            found[mark.id] = mark
    added = []
    for mark in nameless:
        before = by_name.get(mark.name)
        if before is None or before.id is None or before.id in found or not _is_near(before, mark):
            added.append(mark)
        else:
            found[before.id] = attrs.evolve(mark, id=before.id, facts={**_noted(before), **mark.facts})
    return found, added


def _is_near(before: Mark, after: Mark) -> bool:
    """Whether it can be the same; a tool gives the number of a deleted annotation to a new one elsewhere."""
    overlap = before.span[0] < after.span[1] and after.span[0] < before.span[1]
    return overlap and before.table == after.table


def _check_table(before: Mark, after: Mark) -> None:
    if before.table != after.table:
        msg = f"{after.where}: row {before.id!r} is one of {before.table}, found one of {after.table}; delete it and add a new one without its note"
        raise FormatError(msg)


def _noted(mark: Mark) -> dict[tuple[str, str], Any]:
    """What the note told before somebody wrote over it."""
    return {key: value for key, value in mark.facts.items() if key[0] == "note"}


def _difference(before: Mark, after: Mark) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for key in dict.fromkeys([*before.facts, *after.facts]):
        value = after.facts.get(key)
        name = key[1]
        # What a correction sets to null was not told before.
        if value == before.facts.get(key) and key[0] != "correction":
            continue
        if name in changed and changed[name] != value:
            msg = f"{after.where}: column {name!r} is changed to {shown(changed[name])} and to {shown(value)}; keep one"
            raise FormatError(msg)
        changed[name] = value if name == "type" and after.table == "mentions" else _checked(after, name, value)
    return changed


def _checked(mark: Mark, name: str, value: Any) -> Any:
    return checked(mark.table, name, value, mark.where)


def _told(mark: Mark) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for (_, name), value in mark.facts.items():
        is_type = name == "type" and mark.table == "mentions"
        told[name] = value if is_type else _checked(mark, name, value)
    return told


def of_brat(text: str, where: str) -> list[Mark]:
    """
    The rows in brat's annotations of an article.

    Args:

        text: The lines.

        where: The file, for messages.

    Raises:

        FormatError: A line is none of brat's, or none of ours; the message names it.
    """
    marks: dict[str, Mark] = {}
    places: dict[str, tuple[int, int]] = {}
    later: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        bound = _BOUND.match(line)
        if not bound:
            later.append((number, line))
            continue
        name, kind, spans = bound.groups()
        if name in places:
            msg = f"{where}, line {number}: another line has the name {name!r}, too; give it another"
            raise FormatError(msg)
        edges = [int(edge) for edge in re.split("[ ;]", spans)]
        if any(start > end for start, end in zip(edges[::2], edges[1::2], strict=True)):
            msg = f"{where}, line {number}: expected a span that ends after it begins, found {shown(spans)}; mend it in brat"
            raise FormatError(msg)
        places[name] = min(edges), max(edges)
        if kind in _KINDS:
            table, start = _KINDS[kind]
            mark = Mark(table, name, f"{where}, line {number}")
            mark.facts["span", start], mark.facts["span", f"{start[:-5]}end"] = places[name]
            if table == "mentions":
                mark.facts["kind", "type"] = kind
            marks[name] = mark
        elif kind not in _PLACES:
            msg = f"{where}, line {number}: there is no type {shown(kind)}; use those of annotation.conf"
            raise FormatError(msg)
    for number, line in later:
        _further(line, marks, places, f"{where}, line {number}")
    return list(marks.values())


def _further(line: str, marks: Mapping[str, Mark], places: Mapping[str, tuple[int, int]], at: str) -> None:
    """What a line says of a row that has been bound to its words."""
    if found := _ATTRIBUTE.fullmatch(line):
        name, bound, value = found.groups()
        table, _, column = name.partition("_")
        mark = marks.get(bound)
        if mark is None or mark.table != table:
            msg = f"{at}: {name} is no attribute of {bound}; delete it"
            raise FormatError(msg)
        vocabulary = vocabularies(table).get(column)
        # How the row came to be is not for the tool to say.
        if column != "origin":
            mark.facts["attribute", column] = _code(vocabulary, value)
    elif found := _RELATION.fullmatch(line):
        relation, bound, other = found.groups()
        if relation in _FURTHER and bound in marks and other in places:
            start = _FURTHER[relation]
            mark = marks[bound]
            mark.facts["place", start], mark.facts["place", f"{start[:-5]}end"] = places[other]
    elif found := _NOTE.fullmatch(line):
        if found[1] in marks:
            _take_note(marks[found[1]], found[2])
    elif line.strip() and not _OTHER.match(line):
        msg = f"{at}: not a line of brat's, found {shown(line)}; restore it"
        raise FormatError(msg)


def _code(vocabulary: type[Vocabulary] | None, value: str) -> str:
    """A code that brat holds by its name, where it is a sign such as ``<``; what is none is left to be refused."""
    signs = {code.name: code.value for code in vocabulary or () if not code.value[0].isalnum()}
    return signs.get(value, value)


def _take_note(mark: Mark, text: str) -> None:
    if text.startswith("{"):
        held = loaded(text, mark.where, Limits())
        identity = held.pop("id", None)
        mark.id = None if identity is None else str(identity)
        known = correctable(mark.table)
        mark.facts.update({("note", name): value for name, value in held.items() if name in known})
    elif _ASSIGNS.match(text):
        told = assigned(mark.table, text, mark.where)
        mark.facts.update({("correction", name): value for name, value in told.items()})
    else:
        mark.note = text.strip() or None


def of_web(data: str, where: str, limits: Limits) -> list[Mark]:
    """
    The rows in a file of Web Annotations: a collection, a page, or a list of annotations.

    Args:

        data: The JSON-LD.

        where: The file, for messages.

        limits: How much it may hold.

    Raises:

        FormatError: It is no JSON, or an annotation has no place in the text or is none of ours; the message names it.
    """
    made = loaded(data, where, limits)
    while isinstance(made, dict):
        made = made.get("items", made.get("first", []))
    if not isinstance(made, list):
        msg = f"{where}: expected a list of annotations, found {shown(made)}; restore it"
        raise FormatError(msg)
    marks: dict[str, Mark] = {}
    further = []
    for number, node in enumerate(made, 1):
        at = f"{where}, annotation {number}"
        if not isinstance(node, dict):
            msg = f"{at}: expected an object, found {shown(node)}; restore it"
            raise FormatError(msg)
        found = _WEB.fullmatch(str(node.get("id")))
        identity, place = found.groups() if found else (None, None)
        start, end = _position(node, at)
        if place == "stage" or not place:
            mark = _web_mark(node, identity, at)
            if mark:
                mark.article = _article(node)
                name = "stage_start" if mark.table == "projects" else "start"
                mark.facts["span", name], mark.facts["span", f"{name[:-5]}end"] = start, end
                marks[mark.name] = mark
        else:
            further.append((identity, place, start, end))
    for identity, place, start, end in further:
        if identity in marks:
            marks[identity].facts["place", f"{place}_start"] = start
            marks[identity].facts["place", f"{place}_end"] = end
    return list(marks.values())


def _position(node: Mapping[str, Any], at: str) -> tuple[int, int]:
    for target in _listed(node.get("target")):
        for selector in _listed(target.get("selector") if isinstance(target, dict) else None):
            is_place = isinstance(selector, dict) and selector.get("type") == "TextPositionSelector"
            if is_place and type(selector.get("start")) is type(selector.get("end")) is int:
                return selector["start"], selector["end"]
    msg = f"{at}: expected a TextPositionSelector with start and end, found {shown(node.get('target'))}; restore it"
    raise FormatError(msg)


def _article(node: Mapping[str, Any]) -> str:
    sources = [target.get("source") for target in _listed(node["target"]) if isinstance(target, dict)]
    return str(sources[0]).partition("#")[2]


def _listed(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, list) else [value]


def _web_mark(node: Mapping[str, Any], identity: str | None, at: str) -> Mark | None:
    """The row that an annotation is of; None for one of a table that no tool is asked about."""
    bodies = [body for body in _listed(node.get("body")) if isinstance(body, dict)]
    told = [body for body in bodies if isinstance(body.get("label"), str)]
    if told:
        table = _table_of(identity or "")
        if table is None:
            return None
        mark = Mark(table, identity or "", at, identity)
        known = correctable(table)
        for body in told:
            c = known.get(body["label"])
            # Items of Wikidata are said of the entity.
            if c is not None and body.get("purpose") != "identifying":
                text = str(body.get("value", str(body.get("source")).partition("#")[2]))
                code = unquote(text.rpartition("/")[2]) if body.get("purpose") == "classifying" else text
                mark.facts["body", c.name] = value_of(c, code)
        return mark
    for body in bodies:
        found = _TABLE.fullmatch(str(body.get("value")))
        if found and found[1] in TABLES:
            told_of = assigned(found[1], found[2], at)
            return Mark(found[1], f"{at}", at, None, {("body", name): value for name, value in told_of.items()})
    msg = f"{at}: a new annotation needs a body whose value is its table and columns, as `quotations: kind=direct`, found {shown(node.get('body'))}; write it, or delete the annotation"
    raise FormatError(msg)


_LETTERS = {"q": "quotations", "m": "mentions", "n": "quantities", "st": "statements", "d": "dates", "e": "evaluations"}
_LETTERS |= {"ex": "expressions", "pr": "projects"}


def _table_of(identity: str) -> str | None:
    article, _, row = identity.partition("/")
    found = re.fullmatch("([a-z]+)[0-9]+", row) if article else None
    return _LETTERS.get(found[1]) if found else None
