"""The joined views: tables brought together for those who want one frame for one question.

A view is a function from the tables to a table, made anew each time it is asked for. Its columns are declared in
`summitdata.view_records`. What we derive stands in views only, and is marked.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .arithmetic import implied_bases, label, log_likelihood, log_ratio, number_in_words
from .edtf import bounds
from .exceptions import ConversionError, known_name
from .vocabularies import (
    ActorRole,
    Dimension,
    EntityType,
    MentionForm,
    Predicate,
    QuantityStatus,
    QuotationKind,
    Upos,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from .arithmetic import ImpliedBase

__all__ = [
    "VIEWS",
    "commitments_with_actors",
    "numbers",
    "people_with_offices",
    "projects_with_places",
    "quotations_with_speakers",
    "targets",
    "terms_by_speaker",
    "timeline",
    "view",
]

Row = Mapping[str, Any]
Tables = Mapping[str, "pa.Table"]

#: The level of a chain of evidence at which speakers stand.
_SPEAKER = 2
#: How a relation reads between its two entities.
_RELATIONS = {predicate.value: predicate.label.lower() for predicate in Predicate}
_NO_WORDS = {Upos.PUNCT, Upos.SYM}


def quotations_with_speakers(tables: Tables) -> "pa.Table":
    """
    A quotation with its speaker, how the source is named there, and its length.

    In the order of `quotations`, quoted terms included.
    """
    from .view_records import QuotationWithSpeaker

    labels, paragraphs = _labels(tables), _by_id(tables, "paragraphs", "position")
    forms = _Found()
    for m in _rows(tables, "mentions"):
        forms.setdefault((m["article_id"], m["start"], m["end"]), m["form"])
    words = _sums((t["quotation_id"], t["n"]) for t in _words(tables))
    sentences = Counter(_cells(tables, "sentences", "quotation_id"))
    statements = Counter(_cells(tables, "statements", "quotation_id"))
    return _table(
        QuotationWithSpeaker,
        (
            QuotationWithSpeaker(
                quotation_id=q["id"],
                paragraph=paragraphs[q["paragraph_id"]],
                speaker=labels[q["speaker_id"]],
                named_as=q["speaker_label"],
                named_by=forms[q["article_id"], q["source_start"], q["source_end"]],
                n_chars=q["end"] - q["start"],
                n_words=words.get(q["id"]) if q["kind"] == QuotationKind.DIRECT else None,
                n_sentences=sentences[q["id"]] if q["kind"] == QuotationKind.DIRECT else None,
                n_statements=statements[q["id"]],
                **_taken(q, "article_id", "group_id", "kind", "speaker_id", "cue_lemma", "cue_position"),
                **_taken(q, "gist_en", "start", "end", "text"),
            )
            for q in _rows(tables, "quotations")
        ),
    )


def targets(tables: Tables) -> "pa.Table":
    """
    A number that someone means to reach, beside its baseline and the latest actual value of what it measures.

    In the order of `quantities`. A baseline that the source gives has the number that the target refers to; a derived one
    is computed where one undertaking has the target both as a level and as a multiple (doubling to one billion).
    """
    from .view_records import Target

    labels, speakers = _labels(tables), _speakers(tables)
    deadlines, horizons = _by_id(tables, "commitments", "deadline"), _by_id(tables, "commitments", "horizon")
    quantities = _rows(tables, "quantities")
    by_id = {q["id"]: q for q in quantities}
    implied = {base.level["id"]: base for base in implied_bases(quantities)}
    actual = _latest_actual(quantities)
    made = []
    for q in quantities:
        if q["status"] != QuantityStatus.TARGET:
            continue
        baseline = _baseline(q, by_id.get(q["baseline_id"]), implied.get(q["id"]))
        latest = actual.get(_measured(q), _Found())
        made.append(
            Target(
                quantity_id=q["id"],
                speaker=speakers[q["statement_id"]],
                entity=labels[q["entity_id"]],
                deadline=deadlines[q["commitment_id"]],
                horizon=horizons[q["commitment_id"]],
                latest_actual_id=latest["id"],
                latest_actual_value=latest["value"],
                latest_actual_period=latest["period"],
                **_taken(q, "article_id", "commitment_id", "statement_id", "indicator", "dimension", "direction"),
                **_taken(q, "comparator", "approximate", "value", "low", "high", "unit", "period"),
                **baseline,
            )
        )
    return _table(Target, made)


def _baseline(target: Row, stated: Row | None, implied: "ImpliedBase | None") -> dict[str, Any]:
    """The columns of a target that tell of its baseline; what the source says goes before what we derive."""
    if stated is not None:
        columns = {"id": stated["id"], "source": "stated"}
        columns |= _taken(stated, "value", "unit", "comparator", "approximate", "period")
        is_alike = (stated["dimension"], stated["unit"]) == (target["dimension"], target["unit"])
    elif implied is not None:
        columns = {"id": None, "source": "derived", "value": implied.value, "period": implied.period}
        columns |= {"approximate": implied.approximate, **_taken(implied.level, "unit", "comparator")}
        is_alike = True
    else:
        columns = dict.fromkeys(("id", "source", "value", "unit", "comparator", "approximate", "period"))
        is_alike = False
    base = columns["value"]
    is_compared = is_alike and None not in (target["value"], base)
    return {
        **{f"baseline_{name}": value for name, value in columns.items()},
        "derivation": implied.derivation if implied is not None and stated is None else None,
        "ratio": target["value"] / base if is_compared and base else None,
        "gap": target["value"] - base if is_compared else None,
    }


def _measured(q: Row) -> tuple[Any, ...]:
    """What a level or a count measures, and in what unit."""
    return tuple(q[name] for name in ("article_id", "indicator", "entity_id", "dimension", "unit"))


def _latest_actual(quantities: Iterable[Row]) -> dict[tuple[Any, ...], Row]:
    """The last actual level or count of everything measured."""
    found: dict[tuple[Any, ...], Row] = {}
    for q in sorted(quantities, key=lambda q: q["start"]):
        is_amount = q["dimension"] in {Dimension.LEVEL, Dimension.COUNT} and q["value"] is not None
        # Of two numbers whose indicators nobody coded it is not known that they measure the same.
        if is_amount and q["indicator"] is not None and q["status"] == QuantityStatus.ACTUAL:
            before = found.get(_measured(q))
            if before is None or _last_day(before) <= _last_day(q):
                found[_measured(q)] = q
    return found


def _last_day(q: Row) -> dt.date:
    return dt.date.min if q["period"] is None else bounds(q["period"])[1] or dt.date.max


def numbers(tables: Tables) -> "pa.Table":
    """
    A number of the source with who says it, or one that we derive from two of them, marked as derived.

    In the order of `quantities`; a derived number follows the level it is computed from. Derived are the levels of the
    year before that growth and level imply, and the levels that targets set out from: `summitdata.arithmetic` says when
    and how they are rounded.
    """
    from .view_records import Number

    labels, paragraphs, speakers = _labels(tables), _by_id(tables, "paragraphs", "position"), _speakers(tables)
    gists = _by_id(tables, "statements", "gist_en")
    quantities = _rows(tables, "quantities")
    implied = {base.level["id"]: base for base in implied_bases(quantities)}
    made = []
    for q in quantities:
        said = {
            "quantity_id": q["id"],
            "derived": False,
            "derivation": None,
            "derived_from": None,
            "paragraph": paragraphs[q["paragraph_id"]],
            "entity": labels[q["entity_id"]],
            "speaker": speakers[q["statement_id"]],
            "gist_en": gists[q["statement_id"]],
            **_taken(q, "article_id", "indicator", "dimension", "direction", "status", "value", "low", "high"),
            **_taken(q, "comparator", "approximate", "unit", "counted_en", "period"),
            **_taken(q, "statement_id", "commitment_id", "surface"),
        }
        made.append(Number(**said))
        if q["id"] in implied:
            made.append(Number(**said | _derived(implied[q["id"]])))
    return _table(Number, made)


def _derived(base: "ImpliedBase") -> dict[str, Any]:
    """In what a derived number differs from the level it is computed from; nobody says it."""
    return {
        **dict.fromkeys(("quantity_id", "speaker", "statement_id", "commitment_id", "gist_en", "surface", "direction")),
        "derived": True,
        "derivation": base.derivation,
        "derived_from": f"{base.level['id']}; {base.change['id']}",
        "status": QuantityStatus.ACTUAL,
        "value": base.value,
        "approximate": base.approximate,
        "period": base.period,
    }


def commitments_with_actors(tables: Tables) -> "pa.Table":
    """
    An undertaking with who makes it to whom, how firmly, by when, and its numbers.

    In the order of `commitments`.
    """
    from .view_records import CommitmentWithActors

    labels, paragraphs, speakers = _labels(tables), _by_id(tables, "paragraphs", "position"), _speakers(tables)
    paragraph_ids, gists = _by_id(tables, "statements", "paragraph_id"), _by_id(tables, "statements", "gist_en")
    quantities = _grouped(_rows(tables, "quantities"), "commitment_id")
    actors: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for a in sorted(_rows(tables, "commitment_actors"), key=lambda a: a["position"]):
        actors[a["commitment_id"], a["role"]].append(a["entity_id"])
    made = []
    for c in _rows(tables, "commitments"):
        own = sorted(quantities[c["id"]], key=lambda q: q["start"])
        aims = [q for q in own if q["status"] == QuantityStatus.TARGET and q["value"] is not None]
        level = next((q for q in aims if q["dimension"] == Dimension.LEVEL), _Found())
        multiple = next((q for q in aims if q["dimension"] == Dimension.MULTIPLE), _Found())
        made.append(
            CommitmentWithActors(
                commitment_id=c["id"],
                paragraph=paragraphs[paragraph_ids[c["statement_id"]]],
                speakers=speakers[c["statement_id"]],
                about=labels[c["entity_id"]],
                promisors=_joined(labels[x] for x in actors[c["id"], ActorRole.PROMISOR]),
                addressees=_joined(labels[x] for x in actors[c["id"], ActorRole.ADDRESSEE]),
                beneficiaries=_joined(labels[x] for x in actors[c["id"], ActorRole.BENEFICIARY]),
                n_numbers=len(own),
                target_value=level["value"],
                target_unit=level["unit"],
                multiple=multiple["value"],
                numbers=_joined(map(number_in_words, own)),
                gist_en=gists[c["statement_id"]],
                **_taken(c, "article_id", "statement_id", "action_en", "sector", "stage", "strength", "collective"),
                **_taken(c, "novelty", "horizon", "deadline"),
            )
        )
    return _table(CommitmentWithActors, made)


def projects_with_places(tables: Tables) -> "pa.Table":
    """
    A project with its sector, stage, places, countries and builders.

    In the order of `projects`.
    """
    from .view_records import ProjectWithPlaces

    labels, related = _labels(tables), _Related(tables)
    types = _by_id(tables, "entities", "type")
    mentions = Counter(_cells(tables, "mentions", "entity_id"))
    made = []
    for p in _rows(tables, "projects"):
        identity = p["entity_id"]
        ends = related.objects(identity, Predicate.LOCATED_IN, Predicate.CONNECTS)
        builders = related.subjects(identity, Predicate.BUILDS)
        parties = related.subjects(identity, Predicate.PARTY_TO)
        around = [x for end in ends for x in (end, *_lies_in(end, related))]
        made.append(
            ProjectWithPlaces(
                project_id=p["id"],
                label_en=labels[identity],
                type=types[identity],
                places=_joined(labels[end] for end in ends if end not in related.countries),
                countries=_joined(labels[x] for x in related.nations(*around, *parties, *builders)),
                builders=_joined(labels[x] for x in builders),
                parties=_joined(labels[x] for x in parties),
                partner_countries=_joined(labels[x] for x in related.subjects(identity, Predicate.PARTNERS_IN)),
                since=_joined(related.periods(identity, Predicate.OPERATES_SINCE)),
                n_mentions=mentions[identity],
                **_taken(p, "article_id", "entity_id", "sector", "stage", "stage_surface", "crosses_caspian"),
                **_taken(p, "commodity", "description_en"),
            )
        )
    return _table(ProjectWithPlaces, made)


def _lies_in(place: str, related: "_Related") -> list[str]:
    return [] if place in related.countries else related.objects(place, Predicate.LOCATED_IN)


def people_with_offices(tables: Tables) -> "pa.Table":
    """
    A person with the offices held, how the article names them, and how much they say; groups have no row.

    In the order of `entities`.
    """
    from .view_records import PersonWithOffices

    labels, related = _labels(tables), _Related(tables)
    mentions = _grouped(_rows(tables, "mentions"), "entity_id")
    quotations: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for q in _rows(tables, "quotations"):
        quotations[q["speaker_id"], q["kind"]].add(q["group_id"] or q["id"])
    words = _sums((t["speaker_id"], t["n"]) for t in _words(tables) if t["quotation_id"] is not None)
    spoken = {(a["entity_id"], a["statement_id"]) for a in _rows(tables, "attributions") if a["level"] == _SPEAKER}
    statements = Counter(entity for entity, _ in spoken)
    made = []
    for e in _rows(tables, "entities"):
        if e["type"] != EntityType.PERSON or e["is_group"]:
            continue
        identity = e["id"]
        offices = related.objects(identity, Predicate.HOLDS_OFFICE)
        owners = [owner for office in offices for owner in related.objects(office, Predicate.OFFICE_OF)]
        own = sorted(mentions[identity], key=lambda m: m["start"])
        forms = Counter(m["form"] for m in own)
        surfaces = Counter(m["surface"] for m in own if m["surface"] is not None)
        made.append(
            PersonWithOffices(
                article_id=e["article_id"],
                entity_id=identity,
                person=label(e),
                offices=_joined(labels[x] for x in offices),
                countries=_joined(labels[x] for x in related.nations(*owners)),
                period=_joined(related.periods(identity, Predicate.HOLDS_OFFICE)),
                n_mentions=len(own),
                n_by_name=forms[MentionForm.NAME],
                n_by_office=forms[MentionForm.OFFICE],
                n_by_description=forms[MentionForm.DESCRIPTION],
                n_by_pronoun=forms[MentionForm.PRONOUN],
                named_as=_joined(f"{surface} ×{n}" for surface, n in surfaces.most_common()),
                n_direct_quotations=len(quotations[identity, QuotationKind.DIRECT]),
                n_indirect_quotations=len(quotations[identity, QuotationKind.INDIRECT]),
                n_words_quoted=words.get(identity, 0),
                n_statements=statements[identity],
            )
        )
    return _table(PersonWithOffices, made)


def timeline(tables: Tables) -> "pa.Table":
    """
    A row of any table that has a date, with the first and the last day that it may mean.

    In the order of days, first by the earliest (an open beginning before all), then by the latest (an open end after
    all), then as they stand in the article, what stands nowhere last.

    Raises:

        UsageError: A date is not in EDTF.
    """
    from .view_records import DatedFact

    order = {identity: place for place, identity in enumerate(_cells(tables, "articles", "id"))}
    starts = _by_id(tables, "statements", "start")
    made = []
    for table, row, edtf, statement_id, what in _dated(tables):
        earliest, latest = bounds(edtf)
        fact = DatedFact(
            article_id=row["article_id"],
            earliest=earliest,
            latest=latest,
            edtf=edtf,
            source_table=table,
            row_id=row["id"],
            statement_id=statement_id,
            what_en=what,
        )
        start = -1 if table == "articles" else row.get("start", starts[statement_id])
        place = order.get(row["article_id"], inf), inf if start is None else start
        made.append(((earliest or dt.date.min, latest or dt.date.max, *place), fact))
    made.sort(key=lambda placed: placed[0])
    return _table(DatedFact, (fact for _, fact in made))


def in_order_of_days(timeline: "pa.Table") -> "pa.Table":
    """The time lines of several parts, one below the other, as one."""
    import pyarrow.compute as pc

    earliest = pc.fill_null(timeline.column("earliest"), dt.date.min)
    latest = pc.fill_null(timeline.column("latest"), dt.date.max)
    days = timeline.select([]).append_column("earliest", earliest).append_column("latest", latest)
    return timeline.take(pc.sort_indices(days, [("earliest", "ascending"), ("latest", "ascending")]))


def _dated(tables: Tables) -> Iterable[tuple[str, Row, str, str | None, Any]]:
    """Every row with a date: its table, itself, its date, its statement, and what it says."""
    labels, gists = _labels(tables), _by_id(tables, "statements", "gist_en")
    for a in _rows(tables, "articles"):
        if a["published"] is not None:
            what = f"{a['outlet'] or 'The outlet'} published the article."
            yield "articles", a, a["published"].isoformat(), None, what
    for s in _rows(tables, "statements"):
        if s["time"] is not None:
            yield "statements", s, s["time"], s["id"], s["gist_en"]
    for q in _rows(tables, "quantities"):
        if q["period"] is not None:
            what = number_in_words(q)
            what = what if q["indicator"] is None else f"{q['indicator']}: {what}"
            yield "quantities", q, q["period"], q["statement_id"], what
    for v in _rows(tables, "events"):
        if v["date"] is not None:
            yield "events", v, v["date"], v["statement_id"], gists[v["statement_id"]]
    for r in _rows(tables, "relations"):
        if r["period"] is not None:
            relation = _RELATIONS.get(r["predicate"], r["predicate"])
            what = f"{labels[r['subject_id']]} {relation} {labels[r['object_id']]}"
            yield "relations", r, r["period"], r["statement_id"], what
    for d in _rows(tables, "dates"):
        if d["date"] is not None:
            yield "dates", d, d["date"], None, None
    for c in _rows(tables, "commitments"):
        if c["deadline"] is not None:
            yield "commitments", c, c["deadline"], c["statement_id"], c["action_en"]


def terms_by_speaker(tables: Tables) -> "pa.Table":
    """
    A lemma with a part of speech in one voice of an article, speaker or narrator, against all other voices of it.

    In the order of articles and of voices by label, in each the words that set it off most first, then by lemma. Log
    likelihood: Dunning 1993, Accurate Methods for the Statistics of Surprise and Coincidence; Rayson and Garside 2000,
    Comparing Corpora using Frequency Profiling. Log ratio: Hardie 2014, Log Ratio: an informal introduction.
    """
    from .view_records import TermOfVoice

    labels = _labels(tables)
    order = {identity: place for place, identity in enumerate(_cells(tables, "articles", "id"))}
    words = _words(tables)
    terms = _sums(((t["article_id"], _voice(t), t["lemma"], t["upos"]), t["n"]) for t in words)
    voices = _sums(((t["article_id"], _voice(t)), t["n"]) for t in words)
    articles = _sums((t["article_id"], t["n"]) for t in words)
    everywhere = _sums(((t["article_id"], t["lemma"], t["upos"]), t["n"]) for t in words)
    made = []
    for (article, heard, lemma, upos), n in terms.items():
        total = voices[article, heard]
        n_rest, rest_total = everywhere[article, lemma, upos] - n, articles[article] - total
        made.append(
            TermOfVoice(
                article_id=article,
                voice_id=heard or None,
                voice=labels[heard] if heard else "narrator" if heard is None else "unknown",
                lemma=lemma,
                upos=upos,
                n=n,
                n_voice=total,
                per_thousand=1000 * n / total,
                n_rest=n_rest,
                rest_total=rest_total,
                log_likelihood=log_likelihood(n, total, n_rest, rest_total) if rest_total else None,
                log_ratio=log_ratio(n, total, n_rest, rest_total) if rest_total else None,
            )
        )
    made.sort(
        key=lambda t: (
            order.get(t.article_id, inf),
            t.voice or "",
            t.voice_id or "",
            -(t.log_likelihood or 0),
            t.lemma,
            t.upos,
        )
    )
    return _table(TermOfVoice, made)


def _voice(term: Row) -> str | None:
    """Whose word it is: an entity, None for the narrator, nothing where the speaker of a quotation was not found."""
    return term["speaker_id"] or (None if term["quotation_id"] is None else "")


#: Every view by name.
VIEWS: "Mapping[str, Callable[[Tables], pa.Table]]" = MappingProxyType(
    {
        "quotations_with_speakers": quotations_with_speakers,
        "targets": targets,
        "numbers": numbers,
        "commitments_with_actors": commitments_with_actors,
        "projects_with_places": projects_with_places,
        "people_with_offices": people_with_offices,
        "timeline": timeline,
        "terms_by_speaker": terms_by_speaker,
    }
)


def view(tables: Tables, name: str) -> "pa.Table":
    """
    A view by name.

    Args:

        tables: All the tables of a corpus by name, as `Corpus.tables` has them.

        name: One of `VIEWS`.

    Returns:

        A table with the columns that `summitdata.view_records` declares, whose fields carry their descriptions as those of the tables do.

    Raises:

        UnknownNameError: There is no such view; the message names the nearest.

        SummitDataError: The tables hold what no view can be made of, such as a date that is none; validation names it.
    """
    return VIEWS[known_name(name, VIEWS, "view")](tables)


class _Related:
    """The relations of a corpus, asked from either end, each entity once and in the order of relations."""

    def __init__(self, tables: Tables) -> None:
        relations = _rows(tables, "relations")
        self._of_subject = _grouped(relations, "subject_id")
        self._of_object = _grouped(relations, "object_id")
        self.countries = {e["id"] for e in _rows(tables, "entities") if e["type"] == EntityType.COUNTRY}

    def objects(self, subject: str, *predicates: Predicate) -> list[str]:
        return _once(r["object_id"] for r in self._of_subject[subject] if r["predicate"] in predicates)

    def subjects(self, of: str, *predicates: Predicate) -> list[str]:
        return _once(r["subject_id"] for r in self._of_object[of] if r["predicate"] in predicates)

    def periods(self, subject: str, predicate: Predicate) -> list[str | None]:
        return _once(r["period"] for r in self._of_subject[subject] if r["predicate"] == predicate)

    def nations(self, *entities: str) -> list[str]:
        """The countries among entities, a group of countries by its members where they are told."""
        countries = [e for e in entities if e in self.countries]
        return _once(n for e in countries for n in self.subjects(e, Predicate.MEMBER_OF) or [e] if n in self.countries)


class _Found(dict[Any, Any]):
    """A dict that gives None for what is not in it, as for a reference that leads nowhere."""

    def __missing__(self, key: object) -> None:
        return None


def _rows(tables: Tables, name: str) -> list[Row]:
    rows: list[Row] = tables[name].to_pylist()
    return rows


def _cells(tables: Tables, name: str, column: str) -> list[Any]:
    cells: list[Any] = tables[name].column(column).to_pylist()
    return cells


def _by_id(tables: Tables, name: str, column: str) -> _Found:
    return _Found(zip(_cells(tables, name, "id"), _cells(tables, name, column), strict=True))


def _labels(tables: Tables) -> _Found:
    """What entities are called, by id."""
    entities = tables["entities"].select(["id", "label_en", "label_ru"])
    return _Found((e["id"], label(e)) for e in entities.to_pylist())


def _speakers(tables: Tables) -> _Found:
    """
    The joined labels of those who are quoted with a statement, by its id.

    Where nobody coded a chain of evidence it is the speaker of its quotation.
    """
    labels, quoted = _labels(tables), _by_id(tables, "quotations", "speaker_id")
    attributions = _rows(tables, "attributions")
    links = [a for a in attributions if a["level"] == _SPEAKER]
    chains = _grouped(sorted(links, key=lambda a: a["position"]), "statement_id")
    coded = {a["statement_id"] for a in attributions}
    held = zip(_cells(tables, "statements", "id"), _cells(tables, "statements", "quotation_id"), strict=True)
    found = _Found({statement: labels[quoted[quotation]] for statement, quotation in held if statement not in coded})
    found.update({statement: _joined(labels[a["entity_id"]] for a in chain) for statement, chain in chains.items()})
    return found


def _words(tables: Tables) -> list[Row]:
    """
    The rows of term_counts that count words and numbers.

    Raises:

        ConversionError: All together they are more than a column of whole numbers can hold.
    """
    words = [t for t in _rows(tables, "term_counts") if t["upos"] not in _NO_WORDS]
    total = sum(t["n"] for t in words)
    if total >= 2**63:
        msg = (
            f"table 'term_counts' counts {total} words in all, expected a number of at most 64 bits; correct column 'n'"
        )
        raise ConversionError(msg)
    return words


def _taken(row: Row, *columns: str) -> dict[str, Any]:
    return {name: row[name] for name in columns}


def _grouped(rows: Iterable[Row], column: str) -> defaultdict[Any, list[Row]]:
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _sums(counts: Iterable[tuple[Hashable, int]]) -> dict[Any, int]:
    sums: dict[Any, int] = {}
    for key, n in counts:
        sums[key] = sums.get(key, 0) + n
    return sums


def _once(values: Iterable[Any]) -> list[Any]:
    """Each value once, in the order of their first appearance."""
    return list(dict.fromkeys(values))


def _joined(texts: Iterable[str | None]) -> str | None:
    """The texts that are there, joined; None where there are none."""
    return "; ".join(text for text in texts if text is not None) or None


def _table(record: type, made: Iterable[Any]) -> "pa.Table":
    import pyarrow as pa

    from .schema import arrow_schema

    rows, schema = list(made), arrow_schema(record)
    arrays = [pa.array([getattr(row, field.name) for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)
