"""
What holds between the cells of sound rows, whatever the article: rules of the annotation itself, each with its name.

Every rule is read from the guidelines or from a vocabulary's definition. A rule that only a finished annotation can keep is
asked of curated rows alone, and says so.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import accumulate, compress, count
from operator import ne
from typing import Any, NamedTuple, Protocol, TypeVar

from .edtf import is_reversed
from .vocabularies import (
    ActorRole,
    AttributionBasis,
    CuePosition,
    Dimension,
    EntityType,
    ErrorKind,
    EventRole,
    ExpressionForm,
    ExpressionKind,
    IdScheme,
    Illocution,
    MentionForm,
    Origin,
    ParagraphKind,
    PloverCategory,
    PloverMode,
    Predicate,
    QuantityStatus,
    QuotationKind,
    Reader,
    Strength,
)

__all__ = ["INVARIANTS", "Columns", "Invariant", "broken"]


class Columns(Protocol):
    """A table whose columns are Python lists."""

    def __getitem__(self, column: str) -> list[Any]:
        """A column by name."""


class Uses(NamedTuple):
    """
    What the rows of all tables have of the vocabularies.

    Attributes:

        uses: How many cells have each code: by the vocabulary's name and the code.

        having: The codes of rows, by the row's id, at least of those that the table of codes names.
    """

    uses: Mapping[tuple[str, str], int]
    having: Mapping[str, AbstractSet[tuple[str, str]]]


_Made = TypeVar("_Made")


class Tables:
    """What the rules look at: columns by table, and the look-ups that several of them need, each made once."""

    def __init__(self, tables: Mapping[str, Columns], used: Uses | None = None) -> None:
        self.used = used or Uses({}, {})
        self._tables = tables
        self._made: dict[tuple[Any, ...], Any] = {}

    def once(self, make: Callable[..., _Made], *of: Any) -> _Made:
        """What a function makes of the tables, and of what else it is given; made when it is first asked for."""
        key = (make, *of)
        if key not in self._made:
            self._made[key] = make(self, *of)
        made: _Made = self._made[key]
        return made

    def column(self, table: str, name: str) -> list[Any]:
        """A column as a list; empty where there is no such table."""
        return self._tables[table][name] if table in self._tables else []

    def cells(self, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
        """Some columns of a table, row by row."""
        return zip(*(self.column(table, name) for name in names), strict=True)

    def spans(self, table: str) -> list[list[Any]]:
        """The articles of a table's rows, where they start and where they end."""
        return [self.column(table, name) for name in ("article_id", "start", "end")]

    def rows(self, table: str, *names: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The same, each row with its place."""
        return enumerate(self.cells(table, *names))

    def by_id(self, table: str, *names: str) -> dict[str | None, Any]:
        """A column by the row's id, or of several columns the tuple."""
        return self.once(_by_id, table, *names)

    def values(self, table: str, name: str) -> frozenset[Any]:
        """What a column holds, each value once."""
        return self.once(_values, table, name)

    def having(self, table: str, name: str, value: Any) -> list[int]:
        """The rows that have a value in a column."""
        return self.once(_places, table, name).get(value, [])

    def in_order(self, table: str) -> list[int]:
        """The rows of a table article by article in the order of starts."""
        return self.once(_in_order, table)

    def direct(self) -> "_Spans":
        """The contents of the direct quotations, each with its id."""
        return self.once(_direct)

    def evaluations(self) -> "_Spans":
        """The words that appraise."""
        return self.once(_evaluations)


def _by_id(tables: Tables, table: str, *names: str) -> dict[str | None, Any]:
    values = tables.column(table, names[0]) if len(names) == 1 else tables.cells(table, *names)
    return dict(zip(tables.column(table, "id"), values, strict=True))


def _values(tables: Tables, table: str, name: str) -> frozenset[Any]:
    return frozenset(tables.column(table, name))


def _places(tables: Tables, table: str, name: str) -> dict[Any, list[int]]:
    places: defaultdict[Any, list[int]] = defaultdict(list)
    for row, value in enumerate(tables.column(table, name)):
        places[value].append(row)
    return places


def _in_order(tables: Tables, table: str) -> list[int]:
    keys = [*tables.cells(table, "article_id", "start")]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _direct(tables: Tables) -> "_Spans":
    cells = tables.cells("quotations", "kind", "article_id", "start", "end", "id")
    return _Spans(cell[1:] for cell in cells if cell[0] == QuotationKind.DIRECT)


def _evaluations(tables: Tables) -> "_Spans":
    return _Spans(tables.cells("evaluations", "article_id", "start", "end", "id"))


class _Spans:
    """Stretches of articles in order, asked in logarithmic time which of them lies around or across another."""

    def __init__(self, spans: Iterable[tuple[str, int, int, str]]) -> None:
        listed: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for article, start, end, value in spans:
            listed[article].append((start, end, value))
        self._of: dict[str, tuple[list[int], list[int], list[str]]] = {}
        for article, own in listed.items():
            own.sort()
            # Where each one ends, or one before it that ends later: in order even if some overlap.
            ends = [*accumulate((end for _, end, _ in own), max)]
            self._of[article] = [start for start, _, _ in own], ends, [value for _, _, value in own]

    def across(self, *spans: list[Any]) -> Iterator[str | None]:
        """For each span, of which articles, starts and ends are given, the first that shares a character with it."""
        for article, start, end in zip(*spans, strict=True):
            starts, ends, values = self._of.get(article, _NOWHERE)
            place = bisect_right(ends, start)
            yield values[place] if place < len(starts) and starts[place] < end else None

    def around(self, *spans: list[Any]) -> Iterator[str | None]:
        """For each span, of which articles, starts and ends are given, the first that the whole of it lies in."""
        for article, start, end in zip(*spans, strict=True):
            starts, ends, values = self._of.get(article, _NOWHERE)
            place = bisect_left(ends, end)
            yield values[place] if place < len(starts) and starts[place] <= start else None


_NOWHERE: tuple[list[int], list[int], list[str]] = ([], [], [])

#: Rows by their places, or in words what a table as a whole lacks.
Places = Iterable[int | str]


class Invariant(NamedTuple):
    """
    A rule that holds between the cells of sound rows.

    Attributes:

        id: What the rule is called, in problems too.

        table: The table whose rows keep it.

        column: The column that is named when a row breaks it.

        says: The rule in a sentence.

        expected: What is expected, in words, or a function of the value found that says so.

        broken: The places of the rows that break it; for the table as a whole a text, what is missing.

        needs: Other tables it looks at: it is asked of the articles that have rows in all of them.

        reads: Tables it looks at that may be empty; ``"*"`` for all.
    """

    id: str
    table: str
    column: str
    says: str
    expected: str | Callable[[Any], str]
    broken: Callable[[Tables], Places]
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


class _Kept:
    """The rows of a table that are not left out, with their places in the whole."""

    def __init__(self, table: Columns, left_out: frozenset[str]) -> None:
        self._table = table
        self._made: dict[str, list[Any]] = {}
        self.places = [row for row, article in enumerate(table["article_id"]) if article not in left_out]

    def __getitem__(self, column: str) -> list[Any]:
        if column not in self._made:
            values = self._table[column]
            self._made[column] = [values[row] for row in self.places]
        return self._made[column]


#: Tables whose rows belong to no article.
_OF_NO_ARTICLE = ("codes", "errors")


def broken(
    tables: Mapping[str, Columns],
    classes: Mapping[str, type],
    unsound: Mapping[str, frozenset[str] | None],
    used: Uses | None = None,
) -> Iterator[tuple[Invariant, list[int | str]]]:
    """
    The invariants and the rows that break them.

    Args:

        tables: The tables that could be read, by name.

        classes: Their record classes by name; an invariant is asked where all the tables it looks at are among them.

        unsound: By table the articles in which other rules are broken, None for all: there no invariant is asked that looks at it.

        used: What all tables have of the vocabularies, for the rules on codes.

    Yields:

        Each invariant that is not left out, with the rows that break it or, as a text, what its table as a whole lacks.
    """
    views: dict[frozenset[str], tuple[Tables, dict[str, _Kept]]] = {frozenset(): (Tables(tables, used), {})}
    for invariant in INVARIANTS:
        looked_at = {invariant.table, *invariant.needs, *invariant.reads}
        if "*" in looked_at:
            looked_at = {*classes}
        bad = [unsound.get(name, frozenset()) for name in looked_at]
        if invariant.table not in tables or not looked_at <= classes.keys() or None in bad:
            continue
        left_out = frozenset[str]().union(*filter(None, bad))
        if left_out not in views:
            # The rows of the table of codes belong to no article, and count the rows of all; nor do those of errors.
            kept = {name: _Kept(table, left_out) for name, table in tables.items() if name not in _OF_NO_ARTICLE}
            views[left_out] = Tables(kept), kept
        view, kept = views[left_out]
        coded = [view.values(name, "article_id") for name in invariant.needs]
        places: list[int | str] = []
        # These tables have no column of articles, and their rules are asked but once.
        alone = invariant.table in _OF_NO_ARTICLE
        articles = [] if alone else view.column(invariant.table, "article_id")
        is_asked = alone or (articles and all(coded))
        for place in invariant.broken(view) if is_asked else ():
            if isinstance(place, str):
                places.append(place)
            elif all(articles[place] in some for some in coded):
                places.append(kept[invariant.table].places[place] if kept else place)
        yield invariant, places


def _each(table: str, *names: str, breaks: Callable[..., bool]) -> Callable[[Tables], Places]:
    """The rows of a table whose cells, taken by themselves, break a rule."""

    def found(tables: Tables) -> Iterator[int]:
        # Most cells are codes and nulls, which come again and again.
        bad = {cells for cells in {*tables.cells(table, *names)} if breaks(*cells)}
        return (row for row, cells in tables.rows(table, *names) if cells in bad) if bad else iter(())

    return found


def _again(table: str, *names: str) -> Callable[[Tables], Places]:
    """The rows of a table that repeat the cells of an earlier one."""

    def found(tables: Tables) -> Iterator[int]:
        # Where all hashes differ no cells are the same.
        if len({*map(hash, tables.cells(table, *names))}) == len(tables.column(table, names[0])):
            return
        seen: set[tuple[Any, ...]] = set()
        for row, cells in tables.rows(table, *names):
            if cells in seen:
                yield row
            seen.add(cells)

    return found


_TIME_FORWARDS = "a time that does not end before it begins"


def _coded(table: str, column: str, name: str, what: str) -> "Invariant":
    """The rule that a column which rules of extraction leave open is filled in what is curated."""
    return Invariant(
        id=name,
        table=table,
        column=column,
        says=f"A curated row of {table} has {what}; one that a rule made, reviewed or not, may do without.",
        expected=what,
        broken=_each(table, column, "origin", breaks=lambda value, origin: value is None and origin == Origin.CURATED),
    )


def _reversed(table: str, column: str) -> Callable[[Tables], Places]:
    """The rows whose time ends before it begins."""
    return _each(table, column, breaks=lambda time: time is not None and is_reversed(time))


def _uncounted(table: str, *names: str) -> Callable[[Tables], Places]:
    """The rows whose positions are not those from 1 to the number of rows that share the named cells, each once."""

    def found(tables: Tables) -> Iterator[int]:
        numbers = Counter(tables.cells(table, *names))
        seen: set[tuple[Any, ...]] = set()
        for row, (position, *group) in tables.rows(table, "position", *names):
            if position > numbers[(*group,)] or (position, *group) in seen:
                yield row
            seen.add((position, *group))

    return found


def _out_of_order(table: str) -> Callable[[Tables], Places]:
    """The rows whose position is not their place in the order of starts."""

    def found(tables: Tables) -> Iterator[int]:
        articles, positions = tables.column(table, "article_id"), tables.column(table, "position")
        last, place = None, 0
        for row in tables.in_order(table):
            place = place + 1 if articles[row] == last else 1
            last = articles[row]
            if positions[row] != place:
                yield row

    return found


def _overlapping(table: str) -> Callable[[Tables], Places]:
    """The rows that begin before one that began earlier ends."""

    def found(tables: Tables) -> Iterator[int]:
        articles, starts, ends = tables.spans(table)
        last, reached = None, 0
        for row in tables.in_order(table):
            reached = reached if articles[row] == last else 0
            last = articles[row]
            if starts[row] < reached:
                yield row
            reached = max(ends[row], reached)

    return found


def _miscounted(table: str, column: str) -> Callable[[Tables], Places]:
    """The articles whose number of rows in a table is not the one they state."""

    def found(tables: Tables) -> Iterator[int]:
        numbers = Counter(tables.column(table, "article_id"))
        return (row for row, (article, n) in tables.rows("articles", "id", column) if n != numbers[article])

    return found


# Articles and their paragraphs and sentences.

_POINTERS = (ParagraphKind.CAPTION, ParagraphKind.CROSS_REFERENCE)


def _too_many_words(tables: Tables) -> Iterator[int]:
    tokens, words = Counter[str](), Counter[str]()
    for article, n in tables.cells("sentences", "article_id", "n_tokens"):
        tokens[article] += n
    for article, n in tables.cells("term_counts", "article_id", "n"):
        words[article] += n
    return (row for row, (article,) in tables.rows("articles", "id") if words[article] > tokens[article])


def _late_leads(tables: Tables) -> Iterator[int]:
    articles, kinds = tables.column("paragraphs", "article_id"), tables.column("paragraphs", "kind")
    opened: set[str] = set()
    for row in tables.in_order("paragraphs"):
        if kinds[row] == ParagraphKind.LEAD and articles[row] in opened:
            yield row
        if kinds[row] not in _POINTERS:
            opened.add(articles[row])


def _fits_pointer(kind: str, value: str | None, origin: str) -> bool:
    if kind in _POINTERS:
        return value is None
    return value is not None or origin != Origin.CURATED


def _pointer_breaks(column: str) -> Callable[[Tables], Places]:
    return _each("paragraphs", "kind", column, "origin", breaks=lambda *cells: not _fits_pointer(*cells))


def _strange_sentences(tables: Tables) -> Iterator[int]:
    across = tables.direct().across(*tables.spans("sentences"))
    return compress(count(), map(ne, tables.column("sentences", "quotation_id"), across))


_TEXT = (
    Invariant(
        id="paragraph-count",
        table="articles",
        column="n_paragraphs",
        says="An article has as many paragraphs as it says.",
        expected="the number of its rows in paragraphs",
        broken=_miscounted("paragraphs", "n_paragraphs"),
        needs=("paragraphs",),
    ),
    Invariant(
        id="sentence-count",
        table="articles",
        column="n_sentences",
        says="An article has as many sentences as it says.",
        expected="the number of its rows in sentences",
        broken=_miscounted("sentences", "n_sentences"),
        needs=("sentences",),
    ),
    Invariant(
        id="term-total",
        table="articles",
        column="id",
        says="No more words are counted in an article than its sentences have words, numbers and marks.",
        expected="an article with no more words in term_counts than tokens in sentences",
        broken=_too_many_words,
        needs=("sentences", "term_counts"),
    ),
    Invariant(
        id="paragraph-order",
        table="paragraphs",
        column="position",
        says="Paragraphs are numbered from 1 in the order in which they stand.",
        expected="its place in the order of start, counted from 1",
        broken=_out_of_order("paragraphs"),
    ),
    Invariant(
        id="paragraphs-apart",
        table="paragraphs",
        column="start",
        says="Paragraphs do not overlap.",
        expected="a place after the end of the paragraph before",
        broken=_overlapping("paragraphs"),
    ),
    Invariant(
        id="lead-opens",
        table="paragraphs",
        column="kind",
        says="The lead is the opening paragraph: none but captions and cross-references stands before it.",
        expected="another kind than lead, as it does not open the article",
        broken=_late_leads,
    ),
    Invariant(
        id="gist-by-kind",
        table="paragraphs",
        column="gist_en",
        says="Captions and cross-references have no gist; every other curated paragraph has one.",
        expected=lambda gist: "a gist" if gist is None else "null for a caption or a cross-reference",
        broken=_pointer_breaks("gist_en"),
    ),
    Invariant(
        id="topic-by-kind",
        table="paragraphs",
        column="cap_topic",
        says="Captions and cross-references have no topic; every other curated paragraph has one.",
        expected=lambda topic: "a topic" if topic is None else "null for a caption or a cross-reference",
        broken=_pointer_breaks("cap_topic"),
    ),
    Invariant(
        id="sentence-order",
        table="sentences",
        column="position",
        says="Sentences are numbered from 1 in the order in which they stand.",
        expected="its place in the order of start, counted from 1",
        broken=_out_of_order("sentences"),
    ),
    Invariant(
        id="sentences-apart",
        table="sentences",
        column="start",
        says="Sentences do not overlap.",
        expected="a place after the end of the sentence before",
        broken=_overlapping("sentences"),
    ),
    Invariant(
        id="direct-sentences",
        table="sentences",
        column="quotation_id",
        says="A direct quotation contains no sentence outside it: every sentence that shares a word with direct quotations names the first of them, and no other sentence names any.",
        expected="the first direct quotation that overlaps it, null where none does",
        broken=_strange_sentences,
        needs=("quotations",),
    ),
)


# Entities and their identifiers.

_COUNTRY_CODES = (IdScheme.ISO3166_1_ALPHA3, IdScheme.COW, IdScheme.GW)
_IDENTIFIERS = {
    IdScheme.WIKIDATA: re.compile("Q[1-9][0-9]*"),
    IdScheme.GEONAMES: re.compile("[1-9][0-9]*"),
    IdScheme.ISO3166_1_ALPHA3: re.compile("[A-Z]{3}"),
    IdScheme.COW: re.compile("[1-9][0-9]{0,2}"),
    IdScheme.GW: re.compile("[1-9][0-9]{0,2}"),
}
_PLACES = {
    EntityType.COUNTRY,
    EntityType.STATE_OR_PROVINCE,
    EntityType.DISTRICT,
    EntityType.CITY,
    EntityType.LOCATION,
    EntityType.FACILITY,
}


def _unmentioned(tables: Tables) -> Iterator[int]:
    mentioned = tables.values("mentions", "entity_id")
    names = ("id", "type", "is_group", "inferred", "origin")
    for row, (identity, kind, is_group, inferred, origin) in tables.rows("entities", *names):
        excused = inferred or is_group or kind == EntityType.PROFESSION or origin != Origin.CURATED
        if not excused and identity not in mentioned:
            yield row


def _inferred_from_nothing(tables: Tables) -> Iterator[int]:
    mentioned = tables.values("mentions", "entity_id")
    excused = {*mentioned}
    for ends in tables.cells("relations", "subject_id", "object_id"):
        if not mentioned.isdisjoint(ends):
            excused.update(ends)
    for row, (identity, inferred, origin) in tables.rows("entities", "id", "inferred", "origin"):
        if inferred and origin == Origin.CURATED and identity not in excused:
            yield row


def _codes_of_no_country(tables: Tables) -> Iterator[int]:
    types = tables.by_id("entities", "type")
    for row, (scheme, entity) in tables.rows("identifiers", "scheme", "entity_id"):
        if scheme in _COUNTRY_CODES and types.get(entity) != EntityType.COUNTRY:
            yield row


_ENTITIES = (
    Invariant(
        id="entity-mentioned",
        table="entities",
        column="inferred",
        says="Every curated entity is mentioned, or says that it is inferred; offices and groups may be there for what is said of them.",
        expected="true, or a mention of it",
        broken=_unmentioned,
        needs=("mentions",),
    ),
    Invariant(
        id="inferred-from",
        table="entities",
        column="inferred",
        says="A curated entity that is inferred and never mentioned tells from what: a relation ties it to one that is mentioned.",
        expected="a relation that ties it to an entity that is mentioned",
        broken=_inferred_from_nothing,
        needs=("mentions", "relations"),
    ),
    Invariant(
        id="coordinates",
        table="entities",
        column="longitude",
        says="There are both coordinates or neither.",
        expected="a longitude with every latitude, and none without",
        broken=_each("entities", "latitude", "longitude", breaks=lambda a, b: (a is None) != (b is None)),
    ),
    _coded("entities", "label_en", "entity-label", "an English name"),
    _coded("entities", "description_en", "entity-description", "a description"),
    Invariant(
        id="identifier-once",
        table="identifiers",
        column="scheme",
        says="An entity has one identifier of a scheme.",
        expected="a scheme of which the entity has no other identifier",
        broken=_again("identifiers", "entity_id", "scheme"),
    ),
    Invariant(
        id="identifier-shared",
        table="identifiers",
        column="value",
        says="No two entities of an article have the same identifier.",
        expected="an identifier that no other entity of the article has",
        broken=_again("identifiers", "article_id", "scheme", "value"),
    ),
    Invariant(
        id="identifier-form",
        table="identifiers",
        column="value",
        says="An identifier has the form of its scheme: Q and digits, digits, or three capitals.",
        expected="an identifier of the form of its scheme",
        broken=_each("identifiers", "scheme", "value", breaks=lambda s, value: not _IDENTIFIERS[s].fullmatch(value)),
    ),
    Invariant(
        id="country-codes",
        table="identifiers",
        column="scheme",
        says="Country codes identify countries.",
        expected="a scheme that is not for countries alone",
        broken=_codes_of_no_country,
        needs=("entities",),
    ),
)


# Quotations.

_CUE_TO_CONTENT = 60


def _contents(tables: Tables) -> dict[str, tuple[int, int]]:
    """From where to where the content of each quotation reaches, all its segments together."""
    reach: dict[str, tuple[int, int]] = {}
    for identity, group, start, end in tables.cells("quotations", "id", "group_id", "start", "end"):
        low, high = reach.get(group or identity, (start, end))
        reach[group or identity] = min(low, start), max(high, end)
    return reach


def _misplaced_cues(tables: Tables) -> Iterator[int]:
    contents = tables.once(_contents)
    names = ("id", "group_id", "cue_start", "cue_end", "cue_position")
    for row, (identity, group, start, end, position) in tables.rows("quotations", *names):
        low, high = contents[group or identity]
        if start is None:
            fits = position is None
        elif end <= low:
            fits = position == CuePosition.BEFORE
        elif start >= high:
            fits = position == CuePosition.AFTER
        else:
            fits = position == CuePosition.MEDIAL and group is not None
        if not fits:
            yield row


def _gap(start: int, end: int, other_start: int, other_end: int) -> int:
    """How many characters part two spans; negative where they overlap."""
    return max(other_start - end, start - other_end)


def _far_cues(tables: Tables) -> Iterator[int]:
    contents = tables.once(_contents)
    names = ("id", "group_id", "start", "end", "cue_start", "cue_end", "origin")
    for row, (identity, group, start, end, cue_start, cue_end, origin) in tables.rows("quotations", *names):
        if cue_start is not None:
            gap = _gap(*contents[group or identity], cue_start, cue_end)
            far = gap > _CUE_TO_CONTENT and origin == Origin.CURATED
            if far or _gap(start, end, cue_start, cue_end) < 0:
                yield row


def _hidden_sources(tables: Tables) -> Iterator[int]:
    names = ("kind", "start", "end", "cue_start", "cue_end", "source_start", "source_end")
    for row, (kind, start, end, cue_start, cue_end, low, high) in tables.rows("quotations", *names):
        if low is not None:
            in_cue = cue_start is not None and _gap(cue_start, cue_end, low, high) < 0
            if in_cue or (kind == QuotationKind.DIRECT and _gap(start, end, low, high) < 0):
                yield row


def _false_groups(tables: Tables) -> Iterator[int]:
    if tables.values("quotations", "group_id") == {None}:
        return
    firsts = tables.by_id("quotations", "group_id", "start")
    segments = Counter(tables.column("quotations", "group_id"))
    for row, (group, start) in tables.rows("quotations", "group_id", "start"):
        if group is not None:
            own, first = firsts.get(group, (None, 0))
            if own != group or first > start or segments[group] < 2:
                yield row


def _torn_groups(tables: Tables) -> Iterator[int]:
    if tables.values("quotations", "group_id") == {None}:
        return
    shared = ("kind", "speaker_id", "cue_start", "cue_end")
    firsts = tables.by_id("quotations", *shared)
    for row, (group, *cells) in tables.rows("quotations", "group_id", *shared):
        if group is not None and firsts.get(group) != (*cells,):
            yield row


def _outer_first(tables: Tables) -> list[int]:
    """Quotations by article and by where they begin, of those that begin together the longest first."""
    keys = [(article, start, -end) for article, start, end in zip(*tables.spans("quotations"), strict=True)]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _inside_direct(tables: Tables) -> Iterator[int]:
    articles, starts, ends = tables.spans("quotations")
    kinds = tables.column("quotations", "kind")
    reached: dict[str, int] = {}
    for row in tables.once(_outer_first):
        before = reached.get(articles[row], 0)
        if kinds[row] != QuotationKind.SCARE and starts[row] < before:
            yield row
        if kinds[row] == QuotationKind.DIRECT:
            reached[articles[row]] = max(ends[row], before)


def _strange_parents(tables: Tables) -> Iterator[int]:
    kinds = tables.by_id("quotations", "kind")
    for row, (identity, parent) in tables.rows("quotations", "id", "parent_id"):
        if parent is not None and (parent == identity or kinds.get(parent) == QuotationKind.SCARE):
            yield row


def _missing_parents(tables: Tables) -> Iterator[int]:
    articles, starts, ends = tables.spans("quotations")
    kinds, parents, origins = (tables.column("quotations", name) for name in ("kind", "parent_id", "origin"))
    reached: dict[str, int] = {}
    last: tuple[str, int, int] | None = None
    before = 0
    for row in tables.once(_outer_first):
        span = articles[row], starts[row], ends[row]
        if span != last:
            # Of those with one and the same span none is inside another.
            last, before = span, reached.get(articles[row], 0)
        if ends[row] <= before and parents[row] is None and origins[row] == Origin.CURATED:
            yield row
        if kinds[row] != QuotationKind.SCARE:
            reached[articles[row]] = max(ends[row], reached.get(articles[row], 0))


def _uncounted_quotations(tables: Tables) -> Iterator[int]:
    words: Counter[str | None] = Counter()
    for quotation, n in tables.cells("term_counts", "quotation_id", "n"):
        words[quotation] += n
    tokens = _TokensBetween(tables)
    names = ("id", "kind", "article_id", "start", "end", "origin")
    for row, (identity, kind, article, start, end, origin) in tables.rows("quotations", *names):
        least = 1 if origin == Origin.CURATED else 0
        if kind == QuotationKind.DIRECT and not least <= words[identity] <= tokens.across(article, start, end):
            yield row


class _TokensBetween:
    """How many tokens the sentences have that share a character with a span."""

    def __init__(self, tables: Tables) -> None:
        self._starts = self._running(tables, "start")
        self._ends = self._running(tables, "end")

    @staticmethod
    def _running(tables: Tables, edge: str) -> dict[str, tuple[list[int], list[int]]]:
        listed: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for article, place, n in tables.cells("sentences", "article_id", edge, "n_tokens"):
            listed[article].append((place, n))
        return {
            article: ([place for place, _ in sorted(own)], [0, *accumulate(n for _, n in sorted(own))])
            for article, own in listed.items()
        }

    def across(self, article: str, start: int, end: int) -> int:
        """Those of the sentences that begin before its end, less those of the sentences that end before its start."""
        starts, until = self._starts.get(article, ([], [0]))
        ends, over = self._ends.get(article, ([], [0]))
        return until[bisect_left(starts, end)] - over[bisect_right(ends, start)]


_QUOTATIONS = (
    Invariant(
        id="scare-unattributed",
        table="quotations",
        column="kind",
        says="A quoted term has neither speaker nor cue nor source.",
        expected="direct or indirect, as it has a speaker, a cue or a source",
        broken=_each(
            "quotations",
            *("kind", "speaker_id", "cue_lemma", "cue_start", "source_start"),
            breaks=lambda kind, *cells: kind == QuotationKind.SCARE and any(cell is not None for cell in cells),
        ),
    ),
    Invariant(
        id="quotation-speaker",
        table="quotations",
        column="speaker_id",
        says="A curated direct or indirect quotation has a speaker.",
        expected="who is quoted",
        broken=_each(
            "quotations",
            *("kind", "speaker_id", "origin"),
            breaks=lambda kind, speaker, origin: (
                kind != QuotationKind.SCARE and speaker is None and origin == Origin.CURATED
            ),
        ),
    ),
    Invariant(
        id="quotation-cue",
        table="quotations",
        column="cue_lemma",
        says="A curated direct or indirect quotation has a cue, with its place and its dictionary form.",
        expected="the dictionary form of a cue whose place is given",
        broken=_each(
            "quotations",
            *("kind", "cue_lemma", "cue_start", "origin"),
            breaks=lambda kind, lemma, start, origin: (
                kind != QuotationKind.SCARE and None in (lemma, start) and origin == Origin.CURATED
            ),
        ),
    ),
    Invariant(
        id="cue-position",
        table="quotations",
        column="cue_position",
        says="The position of a cue is before or after all segments of the content, or medial between them; without a cue it is null.",
        expected="the side of the content on which its cue stands, null where there is none",
        broken=_misplaced_cues,
    ),
    Invariant(
        id="cue-near",
        table="quotations",
        column="cue_start",
        says=f"A cue lies next to its content: it never overlaps it, and in a curated row at most {_CUE_TO_CONTENT} characters part the two.",
        expected=f"a cue outside the content, at most {_CUE_TO_CONTENT} characters from it",
        broken=_far_cues,
    ),
    Invariant(
        id="source-apart",
        table="quotations",
        column="source_start",
        says="The words that name the source overlap neither the cue nor, in a direct quotation, the content.",
        expected="a source outside the cue and outside what is directly quoted",
        broken=_hidden_sources,
    ),
    Invariant(
        id="group-first",
        table="quotations",
        column="group_id",
        says="The segments of an interrupted quotation, at least two, name the first of them as their group, and so does the first.",
        expected="the first of at least two segments that name it, itself included",
        broken=_false_groups,
    ),
    Invariant(
        id="group-voice",
        table="quotations",
        column="group_id",
        says="All segments of an interrupted quotation have the same kind, speaker and cue.",
        expected="a group whose first segment has the same kind, speaker and cue",
        broken=_torn_groups,
    ),
    Invariant(
        id="direct-outermost",
        table="quotations",
        column="kind",
        says="Within a direct quotation no other is annotated but quoted terms.",
        expected="scare, as it stands in a direct quotation",
        broken=_inside_direct,
    ),
    Invariant(
        id="parent-quotes",
        table="quotations",
        column="parent_id",
        says="The quotation in which another stands is a direct or indirect one and not itself.",
        expected="another quotation, direct or indirect",
        broken=_strange_parents,
    ),
    Invariant(
        id="parent-named",
        table="quotations",
        column="parent_id",
        says="A curated quotation that stands within a direct or indirect one names the one it stands in.",
        expected="the quotation it stands in",
        broken=_missing_parents,
    ),
    _coded("quotations", "gist_en", "quotation-gist", "a gist"),
    Invariant(
        id="term-sum",
        table="quotations",
        column="id",
        says="The words counted in a direct quotation are no more than the words, numbers and marks of its sentences, and in a curated one at least one.",
        expected="a direct quotation with at least one word in term_counts and no more than its sentences have tokens",
        broken=_uncounted_quotations,
        needs=("sentences", "term_counts"),
    ),
)


# Mentions and expressions.

_PEOPLES = _PLACES | {EntityType.NATIONALITY}
_PERSONS = (ExpressionKind.FIRST_PERSON, ExpressionKind.SECOND_PERSON)


def _of_other_type(
    form: MentionForm, types: AbstractSet[EntityType], of_rules: AbstractSet[EntityType] = frozenset()
) -> Callable[[Tables], Places]:
    """The mentions of a form whose entity is of no such type, nor, where a rule had a part in them, of the further ones."""

    def found(tables: Tables) -> Iterator[int]:
        known = tables.by_id("entities", "type")
        entities, origins = tables.column("mentions", "entity_id"), tables.column("mentions", "origin")
        for row in tables.having("mentions", "form", form):
            allowed = types if origins[row] == Origin.CURATED else types | of_rules
            if known.get(entities[row]) not in allowed:
                yield row

    return found


def _named_inferred(tables: Tables) -> Iterator[int]:
    inferred = {identity for identity, is_inferred in tables.cells("entities", "id", "inferred") if is_inferred}
    entities = tables.column("mentions", "entity_id")
    return (row for row in tables.having("mentions", "form", MentionForm.NAME) if entities[row] in inferred)


def _words(text: str) -> list[str]:
    """Its words of three letters or more, without regard to case or to the dots of ё."""
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold().replace("ё", "е")) if len(word) > 2]


def _beginnings(labels: Iterable[str | None]) -> set[str]:
    """The first four letters of every word, and of the abbreviations that three words or more make."""
    split = [_words(label) for label in labels if label is not None]
    initials = ["".join(word[0] for word in words) for words in split if len(words) > 2]
    return {word[:4] for word in [*initials, *(word for words in split for word in words)]}


def _misnamed(tables: Tables) -> Iterator[int]:
    origins = tables.column("mentions", "origin")
    curated = [row for row in tables.having("mentions", "form", MentionForm.NAME) if origins[row] == Origin.CURATED]
    if not curated:
        return
    names = ("article_id", "label_en", "label_ru", "label_kk", "label_az")
    own = {identity: _beginnings(labels) for identity, (_, *labels) in tables.by_id("entities", *names).items()}
    of_article: defaultdict[str, set[str]] = defaultdict(set)
    for identity, (article, *_) in tables.by_id("entities", *names).items():
        of_article[article] |= own[identity]
    articles, entities, surfaces = (tables.column("mentions", name) for name in ("article_id", "entity_id", "surface"))
    for row in curated:
        beginnings = {word[:4] for word in _words(surfaces[row] or "")}
        if beginnings.isdisjoint(own.get(entities[row], ())) and beginnings & of_article[articles[row]]:
            yield row


def _misheard(table: str) -> Callable[[Tables], Places]:
    """The rows that do not name the direct quotation around them."""

    def found(tables: Tables) -> Iterator[int]:
        around = tables.direct().around(*tables.spans(table))
        return compress(count(), map(ne, tables.column(table, "quotation_id"), around))

    return found


def _misattributed(table: str) -> Callable[[Tables], Places]:
    """The rows whose speaker is not that of their quotation."""

    def found(tables: Tables) -> Iterator[int]:
        speakers = tables.by_id("quotations", "speaker_id")
        for row, (quotation, speaker) in tables.rows(table, "quotation_id", "speaker_id"):
            if speaker != speakers.get(quotation):
                yield row

    return found


def _indirect_terms(tables: Tables) -> Iterator[int]:
    kinds = tables.by_id("quotations", "kind")
    for row, (quotation,) in tables.rows("term_counts", "quotation_id"):
        if quotation is not None and kinds.get(quotation) != QuotationKind.DIRECT:
            yield row


def _misses_person(kind: str, entity: str | None, origin: str) -> bool:
    if entity is None:
        return kind == ExpressionKind.FIRST_PERSON and origin == Origin.CURATED
    return kind not in _PERSONS


_MENTIONS = (
    Invariant(
        id="mention-once",
        table="mentions",
        column="start",
        says="The same words mention an entity once.",
        expected="a span at which the entity has no other mention",
        broken=_again("mentions", "article_id", "entity_id", "start", "end"),
    ),
    Invariant(
        id="name-fits",
        table="mentions",
        column="surface",
        says="A curated name fits its entity: it begins a word as one of the labels does, or is made of the label's initials; a name that fits no entity of the article may be an alias.",
        expected="a name that begins like a word of its entity's labels, not like another entity's",
        broken=_misnamed,
        needs=("entities",),
    ),
    Invariant(
        id="inferred-unnamed",
        table="mentions",
        column="entity_id",
        says="An entity that is said to be inferred is nowhere mentioned by name.",
        expected="an entity that is not inferred, as this is its name",
        broken=_named_inferred,
        needs=("entities",),
    ),
    Invariant(
        id="office-person",
        table="mentions",
        column="entity_id",
        says="A curated mention by office means the holder, a person or persons; any other may mean the office, where the holder is not told.",
        expected="a person, as an office stands for its holder",
        broken=_of_other_type(MentionForm.OFFICE, {EntityType.PERSON}, {EntityType.PROFESSION}),
        needs=("entities",),
    ),
    Invariant(
        id="adjective-place",
        table="mentions",
        column="entity_id",
        says="A mention by adjective means a country, another place or a people.",
        expected="a country, another place or a people",
        broken=_of_other_type(MentionForm.ADJECTIVE, _PEOPLES),
        needs=("entities",),
    ),
    Invariant(
        id="demonym-people",
        table="mentions",
        column="entity_id",
        says="A mention by the name of the inhabitants means a people, or the country or place they are of.",
        expected="a people, a country or another place",
        broken=_of_other_type(MentionForm.DEMONYM, _PEOPLES),
        needs=("entities",),
    ),
    Invariant(
        id="mention-voice",
        table="mentions",
        column="quotation_id",
        says="A mention names the direct quotation around it, if there is one.",
        expected="the direct quotation it stands in, null where it stands in none",
        broken=_misheard("mentions"),
        needs=("quotations",),
    ),
    Invariant(
        id="expression-voice",
        table="expressions",
        column="quotation_id",
        says="An expression names the direct quotation around it, if there is one.",
        expected="the direct quotation it stands in, null where it stands in none",
        broken=_misheard("expressions"),
        needs=("quotations",),
    ),
    Invariant(
        id="expression-speaker",
        table="expressions",
        column="speaker_id",
        says="The speaker of an expression is that of its quotation; the narrator's own has none.",
        expected="the speaker of its quotation, null where it stands in none",
        broken=_misattributed("expressions"),
        reads=("quotations",),
    ),
    Invariant(
        id="expression-entity",
        table="expressions",
        column="entity_id",
        says="Only forms of the first and second person mean somebody, and a curated one of the first person always does.",
        expected=lambda entity: "whom it means" if entity is None else "null, as it is no form of a person",
        broken=_each("expressions", "kind", "entity_id", "origin", breaks=_misses_person),
    ),
    Invariant(
        id="expression-form",
        table="expressions",
        column="form",
        says="The first and second person are marked by a pronoun, a possessive or a verb, everything else by other words.",
        expected="pronoun, possessive or verb for a person, other for the rest",
        broken=_each(
            "expressions",
            *("kind", "form"),
            breaks=lambda kind, form: (kind in _PERSONS) == (form == ExpressionForm.OTHER),
        ),
    ),
    Invariant(
        id="expression-once",
        table="expressions",
        column="start",
        says="The same words are one expression of a kind.",
        expected="a span at which there is no other expression of the kind",
        broken=_again("expressions", "article_id", "kind", "start", "end"),
    ),
    Invariant(
        id="term-once",
        table="term_counts",
        column="lemma",
        says="A lemma with its part of speech is counted once for each direct quotation, and once for all the rest.",
        expected="a lemma and part of speech not counted before in the same quotation",
        broken=_again("term_counts", "article_id", "quotation_id", "lemma", "upos"),
    ),
    Invariant(
        id="term-direct",
        table="term_counts",
        column="quotation_id",
        says="Words are counted apart in direct quotations only.",
        expected="a direct quotation",
        broken=_indirect_terms,
        needs=("quotations",),
    ),
    Invariant(
        id="term-speaker",
        table="term_counts",
        column="speaker_id",
        says="The speaker of the words counted is that of their quotation; the narrator's have none.",
        expected="the speaker of the quotation, null for the narrator",
        broken=_misattributed("term_counts"),
        reads=("quotations",),
    ),
)


# Statements and the chains of those who vouch for them.

_APPRAISING = (Illocution.THANKS, Illocution.EVALUATES)


def _unquoted_statements(tables: Tables) -> Iterator[int]:
    quotations = tables.by_id("quotations", "kind", "start", "end")
    around_all = tables.direct().around(*tables.spans("statements"))
    cells = tables.cells("statements", "start", "end", "quotation_id")
    for row, ((start, end, named), around) in enumerate(zip(cells, around_all, strict=True)):
        if around is not None:
            fits = named == around
        elif named is not None:
            kind, content_start, content_end = quotations.get(named, (QuotationKind.SCARE, 0, 0))
            fits = kind != QuotationKind.SCARE and _gap(start, end, content_start, content_end) < 0
        else:
            fits = True
        if not fits:
            yield row


def _without_outlet(tables: Tables) -> Iterator[int]:
    cells = tables.cells("attributions", "statement_id", "level")
    outlets = Counter(statement for statement, level in cells if level == 0)
    for row, (identity, origin) in tables.rows("statements", "id", "origin"):
        if outlets[identity] > 1 or (outlets[identity] < 1 and origin == Origin.CURATED):
            yield row


def _unasserted(tables: Tables) -> Iterator[int]:
    speakers: defaultdict[str, set[str | None]] = defaultdict(set)
    for statement, level, entity in tables.cells("attributions", "statement_id", "level", "entity_id"):
        speakers[statement] |= {entity} if level == 2 else set()
    groups = tables.by_id("entities", "is_group")
    members: defaultdict[str, set[str | None]] = defaultdict(set)
    for subject, predicate, thing in tables.cells("relations", "subject_id", "predicate", "object_id"):
        if predicate == Predicate.MEMBER_OF:
            members[thing].add(subject)
    quotations = tables.by_id("quotations", "kind", "speaker_id")
    for row, (identity, quotation, origin) in tables.rows("statements", "id", "quotation_id", "origin"):
        kind, speaker = quotations.get(quotation, (None, None))
        told = identity in speakers if origin == Origin.CURATED else speakers.get(identity)
        if kind == QuotationKind.DIRECT and speaker is not None and told:
            # Whoever makes up a group is not told before the relations are coded.
            unknown = groups.get(speaker) and speaker not in members and speakers[identity] - {None}
            if not unknown and speakers[identity].isdisjoint({speaker} | members[speaker]):
                yield row


def _unappraised(tables: Tables) -> Iterator[int]:
    across = tables.evaluations().across(*tables.spans("statements"))
    cells = tables.cells("statements", "illocution", "origin")
    for row, ((illocution, origin), appraising) in enumerate(zip(cells, across, strict=True)):
        if appraising is None and illocution in _APPRAISING and origin == Origin.CURATED:
            yield row


def _other_outlets(tables: Tables) -> Iterator[int]:
    outlets: dict[str, str] = {}
    for row, (article, level, entity) in tables.rows("attributions", "article_id", "level", "entity_id"):
        if level == 0 and (entity is None or outlets.setdefault(article, entity) != entity):
            yield row


_STATEMENTS = (
    Invariant(
        id="statement-voice",
        table="statements",
        column="quotation_id",
        says="A statement inside a direct quotation names it; any other that names a quotation shares words with it, and it is no quoted term.",
        expected="the direct quotation around it, else null or a direct or indirect quotation that it overlaps",
        broken=_unquoted_statements,
        needs=("quotations",),
    ),
    Invariant(
        id="statement-time",
        table="statements",
        column="time_source",
        says="A statement has a time and what it was read from, or neither.",
        expected="what the time was read from, null where there is no time",
        broken=_each(
            "statements", "time", "time_source", breaks=lambda time, source: (time is None) != (source is None)
        ),
    ),
    Invariant(
        id="statement-interval",
        table="statements",
        column="time",
        says="The time of a statement does not end before it begins.",
        expected=_TIME_FORWARDS,
        broken=_reversed("statements", "time"),
    ),
    _coded("statements", "cap_topic", "statement-topic", "a topic"),
    _coded("statements", "predicate", "statement-predicate", "a predicate"),
    _coded("statements", "gist_en", "statement-gist", "a gist"),
    Invariant(
        id="statement-outlet",
        table="statements",
        column="id",
        says="The outlet vouches for a statement once, on level 0; a curated statement always has that row.",
        expected="a statement with exactly one attribution of level 0",
        broken=_without_outlet,
        needs=("attributions",),
    ),
    Invariant(
        id="direct-asserted",
        table="statements",
        column="quotation_id",
        says="Every statement of a direct quotation is asserted by its speaker, on level 2, if it is curated or has anybody there; for a group its members may stand.",
        expected="a quotation whose speaker has an attribution of level 2 for the statement",
        broken=_unasserted,
        needs=("quotations", "attributions", "entities"),
        reads=("relations",),
    ),
    Invariant(
        id="statement-appraised",
        table="statements",
        column="illocution",
        says="A curated statement that thanks or evaluates contains words that appraise.",
        expected="neither thanks nor evaluates, or an evaluation in its words",
        broken=_unappraised,
        needs=("evaluations",),
    ),
    Invariant(
        id="outlet-known",
        table="attributions",
        column="entity_id",
        says="On level 0 stands the outlet, the same for the whole article.",
        expected="the outlet, the same as on level 0 of the article's other statements",
        broken=_other_outlets,
    ),
    Invariant(
        id="attribution-positions",
        table="attributions",
        column="position",
        says="Those who vouch for a statement on one level are numbered from 1 without gaps.",
        expected="numbers from 1 without gaps among the attributions of its statement and level",
        broken=_uncounted("attributions", "statement_id", "level"),
    ),
    Invariant(
        id="attribution-once",
        table="attributions",
        column="entity_id",
        says="Nobody vouches for a statement twice on one level.",
        expected="somebody who does not stand on that level of the statement yet",
        broken=_again("attributions", "statement_id", "level", "entity_id"),
    ),
    Invariant(
        id="agentless-entity",
        table="attributions",
        column="basis",
        says="An attribution is agentless if and only if it names no entity.",
        expected="agentless without an entity, another basis with one",
        broken=_each(
            "attributions",
            *("basis", "entity_id"),
            breaks=lambda basis, entity: (basis == AttributionBasis.AGENTLESS) != (entity is None),
        ),
    ),
    Invariant(
        id="agentless-level",
        table="attributions",
        column="level",
        says="An agentless passive stands in the place of a speaker or of whom he reports, on level 2 or above.",
        expected="at least 2 for an agentless passive",
        broken=_each(
            "attributions",
            *("basis", "level"),
            breaks=lambda basis, level: basis == AttributionBasis.AGENTLESS and level < 2,
        ),
    ),
)


# Commitments.

_ILLOCUTIONS = {
    Strength.AGREED: (Illocution.AGREES, Illocution.COMMITS, Illocution.EXPECTS),
    Strength.INSTRUCTED: (Illocution.INSTRUCTS,),
    Strength.WILL: (Illocution.COMMITS, Illocution.AGREES, Illocution.EXPECTS),
    Strength.INTENDS: (Illocution.COMMITS, Illocution.AGREES, Illocution.EXPECTS),
    Strength.READY: (Illocution.COMMITS, Illocution.AGREES, Illocution.EXPECTS),
    Strength.PROPOSED: (Illocution.PROPOSES,),
    Strength.DISCUSSED: (Illocution.ASSERTS, Illocution.EVALUATES, Illocution.PROPOSES, Illocution.EXPECTS),
}


def _unaddressed(tables: Tables) -> Iterator[int]:
    cells = tables.cells("commitment_actors", "commitment_id", "role")
    addressed = {commitment for commitment, role in cells if role == ActorRole.ADDRESSEE}
    for row, (identity, strength, origin) in tables.rows("commitments", "id", "strength", "origin"):
        if strength == Strength.INSTRUCTED and origin == Origin.CURATED and identity not in addressed:
            yield row


def _of_other_illocution(tables: Tables) -> Iterator[int]:
    illocutions = tables.by_id("statements", "illocution")
    for row, (statement, strength, origin) in tables.rows("commitments", "statement_id", "strength", "origin"):
        if origin == Origin.CURATED and illocutions.get(statement) not in _ILLOCUTIONS[strength]:
            yield row


_COMMITMENTS = (
    _coded("commitments", "action_en", "commitment-action", "what is to be done"),
    _coded("commitments", "sector", "commitment-sector", "the field it belongs to"),
    Invariant(
        id="instruction-addressee",
        table="commitments",
        column="strength",
        says="A curated instruction has an addressee.",
        expected="a strength other than instructed, or an addressee among its actors",
        broken=_unaddressed,
        needs=("commitment_actors",),
    ),
    Invariant(
        id="agreed-collective",
        table="commitments",
        column="collective",
        says="What is agreed is undertaken together.",
        expected="true, as it is agreed",
        broken=_each(
            "commitments",
            *("strength", "collective"),
            breaks=lambda strength, collective: strength == Strength.AGREED and not collective,
        ),
    ),
    Invariant(
        id="strength-illocution",
        table="commitments",
        column="strength",
        says="The strength of a curated undertaking fits what is done in saying it: instructed is said by instructing, agreed, will, intends and ready by agreeing, committing or expecting.",
        expected=lambda strength: f"another strength, or a statement that {' or '.join(_ILLOCUTIONS[strength])}",
        broken=_of_other_illocution,
        needs=("statements",),
    ),
    Invariant(
        id="deadline-horizon",
        table="commitments",
        column="horizon",
        says="A curated undertaking that has a deadline has a horizon, the deadline in words.",
        expected="the time frame in words, as there is a deadline",
        broken=_each(
            "commitments",
            *("deadline", "horizon", "origin"),
            breaks=lambda deadline, horizon, origin: (
                deadline is not None and horizon is None and origin == Origin.CURATED
            ),
        ),
    ),
    Invariant(
        id="deadline-interval",
        table="commitments",
        column="deadline",
        says="A deadline that is an interval does not end before it begins.",
        expected=_TIME_FORWARDS,
        broken=_reversed("commitments", "deadline"),
    ),
    Invariant(
        id="commitment-actor-positions",
        table="commitment_actors",
        column="position",
        says="The actors of an undertaking are numbered in each role from 1 without gaps.",
        expected="numbers from 1 without gaps among the actors of its undertaking and role",
        broken=_uncounted("commitment_actors", "commitment_id", "role"),
    ),
    Invariant(
        id="commitment-actor-once",
        table="commitment_actors",
        column="entity_id",
        says="Nobody has the same role in an undertaking twice.",
        expected="an actor that does not have that role in the undertaking yet",
        broken=_again("commitment_actors", "commitment_id", "role", "entity_id"),
    ),
)


# Quantities.

_CHANGES = (Dimension.CHANGE, Dimension.GROWTH, Dimension.MULTIPLE)
_COMPARED = (Dimension.LEVEL, *_CHANGES)
_WHOLE = (Dimension.COUNT, Dimension.ORDINAL)
_TIMES = ("a", "mo", "wk", "d", "h", "min", "s")
_WHOLES: dict[str | None, float] = {"%": 100, "1": 1}
# A hair over a hundred: thirds are rounded.
_ALL = 100.01


def _is_part(value: float, unit: str | None) -> bool:
    """Whether a value is a part of a hundred, or of one where it is a plain number."""
    return unit not in _WHOLES or 0 <= value <= _WHOLES[unit]


def _is_whole(value: float) -> bool:
    return value >= 0 and abs(value - round(value)) <= 1e-9 * max(1, value)


def _counts_things(unit: str) -> bool:
    """Whether a unit leaves open what is counted: none, none in a time, an annotation, no currency."""
    return unit in ("1", "XXX") or unit.startswith(("/", "1/", "{"))


def _overfull(tables: Tables) -> Iterator[int]:
    sums: defaultdict[tuple[Any, ...], float] = defaultdict(float)
    key = ("article_id", "statement_id", "indicator", "entity_id", "period", "status")
    for row, (dimension, unit, value, *whole) in tables.rows("quantities", "dimension", "unit", "value", *key):
        # Without its statement one share that is told twice looks like two; without its indicator it may be of anything.
        if dimension == Dimension.SHARE and unit == "%" and value is not None and None not in whole[1:3]:
            sums[(*whole,)] += value
            if sums[(*whole,)] > _ALL:
                yield row


def _false_baselines(tables: Tables) -> Iterator[int]:
    known = tables.by_id("quantities", "status", "indicator", "dimension", "unit")
    names = ("baseline_id", "id", "indicator", "dimension", "unit")
    for row, (baseline, identity, indicator, dimension, unit) in tables.rows("quantities", *names):
        if baseline is not None:
            status, *measured = known.get(baseline, (None,))
            # A change or a growth is compared with an amount, which has another unit.
            compared = [indicator, dimension, unit] if measured[1:2] == [dimension] else [indicator]
            if identity == baseline or status != QuantityStatus.ACTUAL or measured[: len(compared)] != compared:
                yield row


def _strange_numbers(tables: Tables) -> Iterator[int]:
    statements = tables.by_id("statements", "start", "end")
    for row, (statement, start, end) in tables.rows("quantities", "statement_id", "start", "end"):
        low, high = statements.get(statement, (start, end))
        if start < low or end > high:
            yield row


def _far_undertakings(tables: Tables) -> Iterator[int]:
    statements = tables.by_id("commitments", "statement_id")
    sentences = tables.by_id("statements", "sentence_id")
    spans = tables.by_id("sentences", "start", "end")
    for row, (commitment, start, end, origin) in tables.rows("quantities", "commitment_id", "start", "end", "origin"):
        low, high = spans.get(sentences.get(statements.get(commitment)), (start, end))
        if origin == Origin.CURATED and (start < low or end > high):
            yield row


_QUANTITIES = (
    _coded("quantities", "indicator", "quantity-indicator", "what is measured or counted"),
    Invariant(
        id="target-baseline",
        table="quantities",
        column="baseline_id",
        says="A curated target of an amount or of its change has a baseline, or its note says that the article gives none.",
        expected="the number it is to be compared with, or a note that the article gives none",
        broken=_each(
            "quantities",
            *("status", "dimension", "baseline_id", "note", "origin"),
            breaks=lambda status, dimension, baseline, note, origin: (
                status == QuantityStatus.TARGET
                and dimension in _COMPARED
                and baseline is None
                and note is None
                and origin == Origin.CURATED
            ),
        ),
    ),
    Invariant(
        id="baseline-actual",
        table="quantities",
        column="baseline_id",
        says="A baseline is another number, actual, of the same indicator, and in the same unit where both are of one dimension.",
        expected="another number that is actual, of the same indicator and unit",
        broken=_false_baselines,
    ),
    Invariant(
        id="percent-unit",
        table="quantities",
        column="unit",
        says="Growth is in per cent, a share in per cent or a plain number.",
        expected="% for growth, % or 1 for a share",
        broken=_each(
            "quantities",
            *("dimension", "unit"),
            breaks=lambda dimension, unit: (
                (dimension == Dimension.GROWTH and unit not in (None, "%"))
                or (dimension == Dimension.SHARE and unit not in (None, "%", "1"))
            ),
        ),
    ),
    Invariant(
        id="plain-unit",
        table="quantities",
        column="unit",
        says="Counts, ordinals and multiples have the unit 1.",
        expected="1 for a count, an ordinal or a multiple",
        broken=_each(
            "quantities",
            *("dimension", "unit"),
            breaks=lambda dimension, unit: dimension in (*_WHOLE, Dimension.MULTIPLE) and unit not in (None, "1"),
        ),
    ),
    Invariant(
        id="duration-unit",
        table="quantities",
        column="unit",
        says="Durations are in years, months, weeks, days, hours, minutes or seconds.",
        expected=f"one of {', '.join(_TIMES)} for a duration",
        broken=_each(
            "quantities",
            *("dimension", "unit"),
            breaks=lambda dimension, unit: dimension == Dimension.DURATION and unit not in (None, *_TIMES),
        ),
    ),
    Invariant(
        id="unit-value",
        table="quantities",
        column="unit",
        says="There is a unit if and only if there is a value or a range.",
        expected="a unit with a value or a range, null without",
        broken=_each(
            "quantities",
            *("value", "low", "high", "unit"),
            breaks=lambda value, low, high, unit: (value is low is high is None) != (unit is None),
        ),
    ),
    Invariant(
        id="value-or-range",
        table="quantities",
        column="value",
        says="A number has a value or a range, not both.",
        expected="null, as there is a range",
        broken=_each(
            "quantities",
            *("value", "low", "high"),
            breaks=lambda value, low, high: value is not None and not (low is high is None),
        ),
    ),
    Invariant(
        id="range-ends",
        table="quantities",
        column="low",
        says="A range has two ends, the lower first.",
        expected="a number below high, null where there is no range",
        broken=_each(
            "quantities",
            *("low", "high"),
            breaks=lambda low, high: (low is None) != (high is None) or (low is not None and low >= high),
        ),
    ),
    Invariant(
        id="comparator-value",
        table="quantities",
        column="comparator",
        says="There is a comparator if and only if there is a value.",
        expected="a comparator with a value, null without",
        broken=_each("quantities", "value", "comparator", breaks=lambda value, sign: (value is None) != (sign is None)),
    ),
    Invariant(
        id="share-bounds",
        table="quantities",
        column="value",
        says="A share is a part of its whole.",
        expected="0 to 100 in per cent, 0 to 1 as a plain number",
        broken=_each(
            "quantities",
            *("dimension", "value", "unit"),
            breaks=lambda dimension, value, unit: (
                dimension == Dimension.SHARE and value is not None and not _is_part(value, unit)
            ),
        ),
    ),
    Invariant(
        id="shares-add-up",
        table="quantities",
        column="value",
        says="Shares of the same indicator, entity, statement, period and status add up to at most 100 per cent.",
        expected="a share that adds up to at most 100 with those before it of the same indicator, entity, statement, period and status",
        broken=_overfull,
    ),
    Invariant(
        id="whole-counts",
        table="quantities",
        column="value",
        says="Counts and ordinals are whole numbers.",
        expected="a whole number, 0 or more",
        broken=_each(
            "quantities",
            *("dimension", "value"),
            breaks=lambda dimension, value: dimension in _WHOLE and value is not None and not _is_whole(value),
        ),
    ),
    Invariant(
        id="multiple-positive",
        table="quantities",
        column="value",
        says="A factor is more than 0.",
        expected="a number above 0",
        broken=_each(
            "quantities",
            *("dimension", "value"),
            breaks=lambda dimension, value: dimension == Dimension.MULTIPLE and value is not None and value <= 0,
        ),
    ),
    Invariant(
        id="direction-change",
        table="quantities",
        column="direction",
        says="Only a change, a growth or a factor goes one way or the other, and a curated growth always does.",
        expected=lambda way: "increase or decrease" if way is None else "null for a number that is no change",
        broken=_each(
            "quantities",
            *("dimension", "direction", "origin"),
            breaks=lambda dimension, direction, origin: (
                dimension not in _CHANGES
                if direction is not None
                else dimension == Dimension.GROWTH and origin == Origin.CURATED
            ),
        ),
    ),
    Invariant(
        id="count-noun",
        table="quantities",
        column="counted_ru",
        says="A curated count says what is counted.",
        expected="what is counted",
        broken=_each(
            "quantities",
            *("dimension", "value", "counted_ru", "origin"),
            breaks=lambda dimension, value, counted, origin: (
                dimension == Dimension.COUNT and value is not None and counted is None and origin == Origin.CURATED
            ),
        ),
    ),
    Invariant(
        id="counted-things",
        table="quantities",
        column="counted_ru",
        says="What is counted stands only beside a unit that leaves it open: 1, a number in a time, or the code for no currency.",
        expected="null, as the unit says what is measured",
        broken=_each(
            "quantities",
            *("unit", "counted_ru"),
            breaks=lambda unit, counted: counted is not None and not (unit is not None and _counts_things(unit)),
        ),
    ),
    Invariant(
        id="period-source",
        table="quantities",
        column="period_source",
        says="A number has a period and what it was read from, or neither.",
        expected="what the period was read from, null where there is no period",
        broken=_each(
            "quantities",
            *("period", "period_source"),
            breaks=lambda period, source: (period is None) != (source is None),
        ),
    ),
    Invariant(
        id="quantity-interval",
        table="quantities",
        column="period",
        says="The period of a number does not end before it begins.",
        expected=_TIME_FORWARDS,
        broken=_reversed("quantities", "period"),
    ),
    Invariant(
        id="quantity-statement",
        table="quantities",
        column="statement_id",
        says="A number stands within the statement it hangs on.",
        expected="a statement that contains it",
        broken=_strange_numbers,
        needs=("statements",),
    ),
    Invariant(
        id="quantity-commitment",
        table="quantities",
        column="commitment_id",
        says="A curated number stands in the sentence of the undertaking it is part of.",
        expected="an undertaking of its sentence",
        broken=_far_undertakings,
        needs=("commitments", "statements", "sentences"),
    ),
)


# Dates.


def _other_dates(tables: Tables) -> Iterator[int]:
    cells = tables.cells("dates", "origin", "article_id", "start", "end", "date")
    dated = _Spans(cell[1:] for cell in cells if cell[0] == Origin.CURATED and cell[-1] is not None)
    names = ("article_id", "period_start", "period_end", "period", "origin")
    for row, (article, start, end, period, origin) in tables.rows("quantities", *names):
        if start is not None and origin == Origin.CURATED:
            (date,) = dated.across([article], [start], [end])
            if date is not None and date != period:
                yield row


_DATES = (
    Invariant(
        id="date-voice",
        table="dates",
        column="quotation_id",
        says="A date names the direct quotation around it, if there is one.",
        expected="the direct quotation it stands in, null where it stands in none",
        broken=_misheard("dates"),
        reads=("quotations",),
    ),
    Invariant(
        id="date-source",
        table="dates",
        column="date_source",
        says="A date has a time and what it was read from, or neither.",
        expected="what the time was read from, null where there is no time",
        broken=_each("dates", "date", "date_source", breaks=lambda date, source: (date is None) != (source is None)),
    ),
    Invariant(
        id="date-interval",
        table="dates",
        column="date",
        says="The time that a date means does not end before it begins.",
        expected=_TIME_FORWARDS,
        broken=_reversed("dates", "date"),
    ),
    Invariant(
        id="dates-apart",
        table="dates",
        column="start",
        says="Dates do not overlap.",
        expected="a place after the end of the date before",
        broken=_overlapping("dates"),
    ),
    Invariant(
        id="quantity-date",
        table="quantities",
        column="period",
        says="The period of a curated number is the time that a curated date means among the words it was read from.",
        expected="the time of the date among the words that the period was read from",
        broken=_other_dates,
        needs=("dates",),
    ),
)


# Projects, evaluations and events.

_UNDERTAKINGS = (
    EntityType.PROJECT,
    EntityType.FACILITY,
    EntityType.ROUTE,
    EntityType.ORGANIZATION,
    EntityType.PRODUCT,
    EntityType.PROGRAMME,
)
_QUADS = {
    1: (PloverCategory.AGREE, PloverCategory.CONSULT, PloverCategory.SUPPORT, PloverCategory.CONCEDE),
    2: (PloverCategory.COOPERATE, PloverCategory.AID, PloverCategory.RETREAT),
    3: (PloverCategory.REQUEST, PloverCategory.ACCUSE, PloverCategory.REJECT, PloverCategory.THREATEN),
    4: (
        PloverCategory.PROTEST,
        PloverCategory.SANCTION,
        PloverCategory.MOBILIZE,
        PloverCategory.COERCE,
        PloverCategory.ASSAULT,
    ),
}
#: The categories a mode goes with, as its definition says.
_MODES = {mode: mode.definition.partition(":")[0].split(" or ") for mode in PloverMode}
_DONE_TO_SOMEBODY = (PloverCategory.COOPERATE, PloverCategory.AID, PloverCategory.SANCTION)


def _of_no_undertaking(tables: Tables) -> Iterator[int]:
    types = tables.by_id("entities", "type")
    rows = tables.rows("projects", "entity_id")
    return (row for row, (entity,) in rows if types.get(entity) not in _UNDERTAKINGS)


def _outside_sentence(table: str, start: str, end: str) -> Callable[[Tables], Places]:
    """The rows with a span outside the sentence of their statement."""

    def found(tables: Tables) -> Iterator[int]:
        sentences = tables.by_id("statements", "sentence_id")
        spans = tables.by_id("sentences", "start", "end")
        for row, (statement, begin, finish) in tables.rows(table, "statement_id", start, end):
            low, high = spans.get(sentences.get(statement), (begin, finish))
            if begin is not None and (begin < low or finish > high):
                yield row

    return found


def _without_part(tables: Tables, role: EventRole) -> Iterator[tuple[int, str]]:
    """The curated events in which nobody has a part, with their categories."""
    cells = tables.cells("event_actors", "event_id", "role")
    held = {event for event, own in cells if own == role}
    for row, (identity, category, origin) in tables.rows("events", "id", "plover_category", "origin"):
        if identity not in held and origin == Origin.CURATED:
            yield row, category


def _elsewhere(tables: Tables) -> Iterator[int]:
    types = tables.by_id("entities", "type")
    for row, (place,) in tables.rows("events", "place_id"):
        if place is not None and types.get(place) not in _PLACES:
            yield row


_HAPPENINGS = (
    Invariant(
        id="project-entity",
        table="projects",
        column="entity_id",
        says="A project is a project, facility, route, body, product or programme.",
        expected="an entity of type PROJECT, FACILITY, ROUTE, ORGANIZATION, PRODUCT or PROGRAMME",
        broken=_of_no_undertaking,
        needs=("entities",),
    ),
    Invariant(
        id="project-once",
        table="projects",
        column="entity_id",
        says="An entity is one project.",
        expected="an entity that has no other row in projects",
        broken=_again("projects", "entity_id"),
    ),
    Invariant(
        id="stage-shown",
        table="projects",
        column="stage",
        says="The stage of a curated project is told by a statement or by words whose place is given; where no stage is told there are none.",
        expected=lambda stage: (
            "a stage, as words or a statement tell it"
            if stage is None
            else "null, or the statement or words that tell it"
        ),
        broken=_each(
            "projects",
            *("stage", "statement_id", "stage_start", "origin"),
            breaks=lambda stage, statement, start, origin: (
                (stage is None) != (statement is start is None) and (stage is None or origin == Origin.CURATED)
            ),
        ),
    ),
    Invariant(
        id="stage-sentence",
        table="projects",
        column="stage_start",
        says="The words that tell a project's stage stand in the sentence of the statement that tells it.",
        expected="a place in the sentence of its statement",
        broken=_outside_sentence("projects", "stage_start", "stage_end"),
        needs=("statements", "sentences"),
    ),
    Invariant(
        id="evaluation-sentence",
        table="evaluations",
        column="start",
        says="The words that appraise stand in the sentence of their statement.",
        expected="a place in the sentence of its statement",
        broken=_outside_sentence("evaluations", "start", "end"),
        needs=("statements", "sentences"),
    ),
    Invariant(
        id="event-interval",
        table="events",
        column="date",
        says="The date of an event that is an interval does not end before it begins.",
        expected=_TIME_FORWARDS,
        broken=_reversed("events", "date"),
    ),
    Invariant(
        id="event-quad",
        table="events",
        column="quad",
        says="The quad follows from the category.",
        expected=lambda quad: f"the quad of its category; {quad} is that of {', '.join(_QUADS[quad])}",
        broken=_each("events", "quad", "plover_category", breaks=lambda quad, category: category not in _QUADS[quad]),
    ),
    Invariant(
        id="event-mode",
        table="events",
        column="plover_mode",
        says="A mode goes with the categories that its definition names.",
        expected=lambda mode: f"a mode of its category; {mode} goes with {' or '.join(_MODES[mode])}",
        broken=_each(
            "events",
            *("plover_mode", "plover_category"),
            breaks=lambda mode, category: mode is not None and category not in _MODES[mode],
        ),
    ),
    Invariant(
        id="event-actor",
        table="events",
        column="id",
        says="A curated event has an actor.",
        expected="an event with an actor",
        broken=lambda tables: (row for row, _ in _without_part(tables, EventRole.ACTOR)),
        needs=("event_actors",),
    ),
    Invariant(
        id="event-recipient",
        table="events",
        column="plover_category",
        says="A curated event of cooperation, aid or sanction has a recipient, as the PLOVER manual demands.",
        expected="a category that needs no recipient, or a recipient",
        broken=lambda tables: (
            row for row, category in _without_part(tables, EventRole.RECIPIENT) if category in _DONE_TO_SOMEBODY
        ),
        needs=("event_actors",),
    ),
    Invariant(
        id="event-place",
        table="events",
        column="place_id",
        says="An event takes place in a country, another place or a facility.",
        expected="a country, another place or a facility",
        broken=_elsewhere,
        needs=("entities",),
    ),
    Invariant(
        id="event-actor-positions",
        table="event_actors",
        column="position",
        says="The actors of an event are numbered in each role from 1 without gaps.",
        expected="numbers from 1 without gaps among the actors of its event and role",
        broken=_uncounted("event_actors", "event_id", "role"),
    ),
    Invariant(
        id="event-actor-once",
        table="event_actors",
        column="entity_id",
        says="Nobody has the same role in an event twice.",
        expected="an actor that does not have that role in the event yet",
        broken=_again("event_actors", "event_id", "role", "entity_id"),
    ),
)


# Relations.

_ACTORS = {
    EntityType.PERSON,
    EntityType.COUNTRY,
    EntityType.ORGANIZATION,
    EntityType.STATE_OR_PROVINCE,
    EntityType.DISTRICT,
    EntityType.CITY,
    EntityType.NATIONALITY,
}
_TEXTS = {EntityType.DOCUMENT, EntityType.LAW}
_ANY = {*EntityType}
_WORKS = {*_UNDERTAKINGS}
#: What types of entities a predicate relates, by its definition.
_SIGNATURES = {
    Predicate.HOLDS_OFFICE: ({EntityType.PERSON}, {EntityType.PROFESSION}),
    Predicate.OFFICE_OF: ({EntityType.PROFESSION}, _ACTORS - {EntityType.PERSON, EntityType.NATIONALITY}),
    Predicate.LOCATED_IN: (_PLACES | _WORKS, _PLACES),
    Predicate.PART_OF: (_ANY, _ANY),
    Predicate.MEMBER_OF: (_ANY, _ANY),
    Predicate.PARTICIPANT_IN: (_ANY, {EntityType.EVENT}),
    Predicate.TAKES_PLACE_IN: ({EntityType.EVENT}, _PLACES),
    Predicate.SIGNED: (_ACTORS, _TEXTS | {EntityType.PROGRAMME}),
    Predicate.PARTY_TO: (_ACTORS, _TEXTS | _WORKS),
    Predicate.PARTNERS_IN: ({EntityType.COUNTRY}, _TEXTS | _WORKS),
    Predicate.MEDIATED: (_ACTORS, _TEXTS | {EntityType.EVENT}),
    Predicate.INSTRUMENT_OF: (_TEXTS | _WORKS, _ANY),
    Predicate.ANNIVERSARY_OF: ({EntityType.EVENT}, _ANY),
    Predicate.OPERATES_SINCE: (_WORKS, _PLACES),
    Predicate.BUILDS: (_ACTORS, _WORKS),
    Predicate.CONNECTS: (_WORKS, _PLACES),
    Predicate.CHAIRS: (_ACTORS | {EntityType.PROFESSION}, {EntityType.ORGANIZATION, EntityType.EVENT}),
    Predicate.PUBLISHED_BY: (_ANY, _ACTORS | {EntityType.FACILITY}),
}
_ONE_WAY = (Predicate.LOCATED_IN, Predicate.PART_OF, Predicate.MEMBER_OF)


def _signature(predicate: Predicate) -> str:
    """What a predicate relates, in words."""
    ends = [
        "anything" if len(types) == len(EntityType) else " or ".join(sorted(types)) for types in _SIGNATURES[predicate]
    ]
    return f"another predicate; {predicate} goes from {ends[0]} to {ends[1]}"


def _mistyped(tables: Tables) -> Iterator[int]:
    types = tables.by_id("entities", "type")
    for row, (predicate, *ends) in tables.rows("relations", "predicate", "subject_id", "object_id"):
        if any(types.get(end) not in fitting for end, fitting in zip(ends, _SIGNATURES[predicate], strict=True)):
            yield row


def _members_of_none(tables: Tables) -> Iterator[int]:
    known = tables.by_id("entities", "type", "is_group")
    for row, (predicate, thing) in tables.rows("relations", "predicate", "object_id"):
        if predicate == Predicate.MEMBER_OF:
            kind, is_group = known.get(thing, (None, False))
            if not is_group and kind not in (EntityType.ORGANIZATION, EntityType.NATIONALITY, EntityType.FAMILY):
                yield row


def _both_ways(tables: Tables) -> Iterator[int]:
    held: set[tuple[str, str, str]] = set()
    for row, (subject, predicate, thing) in tables.rows("relations", "subject_id", "predicate", "object_id"):
        if predicate in _ONE_WAY and (thing, predicate, subject) in held:
            yield row
        held.add((subject, predicate, thing))


_RELATIONS = (
    Invariant(
        id="relation-apart",
        table="relations",
        column="object_id",
        says="Nothing is related to itself.",
        expected="another entity than the subject",
        broken=_each("relations", "subject_id", "object_id", breaks=lambda subject, thing: subject == thing),
    ),
    Invariant(
        id="relation-once",
        table="relations",
        column="object_id",
        says="A relation stands once for each period.",
        expected="a relation that no other row has for the same period",
        broken=_again("relations", "subject_id", "predicate", "object_id", "period"),
    ),
    Invariant(
        id="relation-one-way",
        table="relations",
        column="object_id",
        says="Of two entities one lies in, is part of or is a member of the other, never each of the other.",
        expected="an entity that does not have the same relation to the subject",
        broken=_both_ways,
    ),
    Invariant(
        id="relation-types",
        table="relations",
        column="predicate",
        says="A predicate relates entities of the types that its definition speaks of.",
        expected=_signature,
        broken=_mistyped,
        needs=("entities",),
    ),
    Invariant(
        id="member-of-several",
        table="relations",
        column="object_id",
        says="Members make up a group, a body, a people or a family.",
        expected="a group, a body, a people or a family",
        broken=_members_of_none,
        needs=("entities",),
    ),
    Invariant(
        id="operates-since-when",
        table="relations",
        column="period",
        says="What works since a time says since when.",
        expected="since when it has worked",
        broken=_each(
            "relations",
            *("predicate", "period"),
            breaks=lambda predicate, period: predicate == Predicate.OPERATES_SINCE and period is None,
        ),
    ),
    Invariant(
        id="relation-interval",
        table="relations",
        column="period",
        says="The period of a relation does not end before it begins.",
        expected=_TIME_FORWARDS,
        broken=_reversed("relations", "period"),
    ),
)


# Silences, codes, readings and errors.


def _missing_codes(tables: Tables) -> Iterator[str]:
    held = {*tables.cells("codes", "vocabulary", "code")}
    return (f"no {name}/{code}" for name, code in sorted(tables.used.uses) if held and (name, code) not in held)


def _miscounted_codes(tables: Tables) -> Iterator[int]:
    for row, (vocabulary, code, n) in tables.rows("codes", "vocabulary", "code", "n_rows"):
        if n != tables.used.uses.get((vocabulary, code), 0):
            yield row


def _false_examples(tables: Tables) -> Iterator[int]:
    uses, having = tables.used
    for row, (vocabulary, code, example) in tables.rows("codes", "vocabulary", "code", "example_id"):
        fits = (vocabulary, code) not in uses if example is None else (vocabulary, code) in having.get(example, ())
        if not fits:
            yield row


def _settled(tables: Tables) -> set[tuple[str, str]]:
    """The articles and layers in which some reading has ended in a row."""
    cells = tables.cells("readings", "article_id", "layer", "final_id")
    return {(article, layer) for article, layer, final in cells if final is not None}


def _dropped_silently(tables: Tables) -> Iterator[int]:
    settled = _settled(tables)
    names = ("article_id", "layer", "final_id", "note", "origin")
    for row, (article, layer, final, note, origin) in tables.rows("readings", *names):
        if final is None and note is None and origin == Origin.CURATED and (article, layer) in settled:
            yield row


_READERS: set[str] = {Reader.FIRST, Reader.SECOND}


def _read_once(tables: Tables) -> Iterator[int]:
    settled = _settled(tables)
    readers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for article, layer, reader in tables.cells("readings", "article_id", "layer", "reader"):
        readers[article, layer] |= {reader} & _READERS
    read_twice = {article for article, layer in settled if len(readers[article, layer]) > 1}
    for row, (article, layer, origin) in tables.rows("readings", "article_id", "layer", "origin"):
        key = (article, layer)
        if article in read_twice and key in settled and len(readers[key]) == 1 and origin == Origin.CURATED:
            settled.remove(key)
            yield row


def _ended_elsewhere(tables: Tables) -> Iterator[int]:
    for row, (layer, final) in tables.rows("readings", "layer", "final_id"):
        if final is not None and final not in tables.by_id(layer, "id"):
            yield row


def _is_object(text: str) -> bool:
    from json import loads

    try:
        return isinstance(loads(text), dict)
    except (ValueError, RecursionError):
        return False


_RECORDS = (
    Invariant(
        id="silence-question",
        table="silences",
        column="question_en",
        says="What the article leaves open is put as a question.",
        expected="a question, with its mark at the end",
        broken=_each("silences", "question_en", breaks=lambda question: not question.endswith("?")),
    ),
    Invariant(
        id="codes-in-use",
        table="codes",
        column="code",
        says="Every code that some row has is in the table of codes, where the corpus has one.",
        expected="a row for every code that another table has",
        broken=_missing_codes,
        reads=("*",),
    ),
    Invariant(
        id="code-count",
        table="codes",
        column="n_rows",
        says="The table of codes says how many cells have each.",
        expected="the number of cells of other tables that have the code",
        broken=_miscounted_codes,
        reads=("*",),
    ),
    Invariant(
        id="code-example",
        table="codes",
        column="example_id",
        says="A code has an example, a row that has it, if and only if some row has it.",
        expected="a row that has the code, null where none has",
        broken=_false_examples,
        reads=("*",),
    ),
    Invariant(
        id="reading-dropped",
        table="readings",
        column="note",
        says="Where readings have been compared, the note of a curated one that was dropped says why.",
        expected="why it was dropped",
        broken=_dropped_silently,
    ),
    Invariant(
        id="reading-readers",
        table="readings",
        column="reader",
        says="Where the first and the second reader have read one layer of an article, no layer whose curated readings have been compared was read by one of them alone.",
        expected="readings of both readers in the layer",
        broken=_read_once,
    ),
    Invariant(
        id="reading-final",
        table="readings",
        column="final_id",
        says="The row that a reading ended in is one of its layer's table.",
        expected="a row of its layer's table",
        broken=_ended_elsewhere,
        reads=(
            "quotations",
            "mentions",
            "quantities",
            "statements",
            "commitments",
            "evaluations",
            "events",
            "expressions",
        ),
    ),
    Invariant(
        id="reading-attributes",
        table="readings",
        column="attributes",
        says="A reader's other codes are a JSON object.",
        expected="a JSON object",
        broken=_each(
            "readings", "attributes", breaks=lambda attributes: attributes is not None and not _is_object(attributes)
        ),
    ),
    Invariant(
        id="error-duplicate",
        table="errors",
        column="duplicate_of",
        says="An error names an article if and only if it is a duplicate.",
        expected="the article whose copy it is for a duplicate, null for any other error",
        broken=_each(
            "errors",
            *("kind", "duplicate_of"),
            breaks=lambda kind, article: (kind == ErrorKind.DUPLICATE) != (article is not None),
        ),
    ),
)

#: Every invariant, in the order in which they are asked.
INVARIANTS: tuple[Invariant, ...] = (
    *_TEXT,
    *_ENTITIES,
    *_QUOTATIONS,
    *_MENTIONS,
    *_STATEMENTS,
    *_COMMITMENTS,
    *_QUANTITIES,
    *_DATES,
    *_HAPPENINGS,
    *_RELATIONS,
    *_RECORDS,
)
