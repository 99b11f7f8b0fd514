"""The course of an article, paragraph by paragraph: what is said, by whom, with which numbers and promises."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import attrs

from ..arithmetic import label
from ..vocabularies import QuotationKind
from .markup import content, element, joined, listed, russian
from .rows import UNCODED, Held, Row, chip, counted, gist, worded
from .spans import Span, marked

__all__ = ["briefing"]

Groups = Mapping[str | None, list[Row]]


@attrs.frozen
class _Groups:
    """The rows of the tables that stand in paragraphs or belong to statements, by those; the places of rows by paragraph."""

    quotations: Groups
    statements: Groups
    quantities: Groups
    evaluations: Groups
    events: Groups
    commitments: Groups
    actors: Groups
    places: Mapping[str, set[int]]


def briefing(held: Held) -> str:
    """The articles with their paragraphs as HTML; rows that stand in no paragraph come last."""
    groups = _Groups(
        quotations=held.grouped("quotations", "paragraph_id", "paragraphs"),
        statements=held.grouped("statements", "paragraph_id", "paragraphs"),
        quantities=held.grouped("quantities", "paragraph_id", "paragraphs"),
        evaluations=held.grouped("evaluations", "statement_id", "statements"),
        events=held.grouped("events", "statement_id", "statements"),
        commitments=held.grouped("commitments", "statement_id", "statements"),
        actors=held.grouped("event_actors", "event_id", "events"),
        places=_places(held),
    )
    by_article = held.grouped("paragraphs", "article_id", "articles")
    made = []
    for article in held.tables["articles"]:
        language = article["language"]
        spans = list(_spans(held, article["id"]))
        made.append(_article_head(held, article))
        made.extend(_paragraph(held, p, groups, spans, language) for p in by_article[article["id"]])
    # What an article that is not there left behind.
    made.extend(_paragraph(held, p, groups, [], "ru") for p in by_article[None])
    loose = [
        *(_quotation(held, q, "ru") for q in groups.quotations[None]),
        *(_number(held, n, "ru") for n in groups.quantities[None]),
        *(_statement(held, s, groups) for s in groups.statements[None]),
        *(_evaluation(held, e) for e in groups.evaluations[None]),
        *(_event(held, v, groups) for v in groups.events[None]),
    ]
    if loose:
        made.append(element("h3", "In no paragraph") + listed(loose, class_="rows"))
    return "\n".join(made)


def _article_head(held: Held, article: Row) -> str:
    facts = joined(
        [
            content(article["outlet"]) if article["outlet"] else "outlet not stated",
            content(article["published"]) if article["published"] else "day not stated",
            f"from {content(article['source_channel'])}" if article["source_channel"] else None,
            counted(article["n_paragraphs"], "paragraph"),
            counted(article["n_sentences"], "sentence"),
            counted(article["n_chars"], "character"),
        ]
    )
    headline = russian(article["headline"], article["language"]) if article["headline"] else content(article["id"])
    cited = held.cited("articles", article)
    return element("div", f"<h3>Article {headline}</h3><p>{facts}</p>{cited}", id=article["#"], class_="article")


def _paragraph(held: Held, p: Row, groups: _Groups, spans: list[Span], language: str) -> str:
    head = joined(
        [chip("paragraphs", "kind", p["kind"]), chip("paragraphs", "cap_topic", p["cap_topic"], "chip topic")], " "
    )
    said = element("p", gist(p["gist_en"]), class_="gist")
    if p["text"] is not None:
        wording = marked(p["text"], p["start"], spans, f"{p['#']}_at", groups.places.get(p["#"], ()))
        said += element("p", wording, class_="wording", lang=language)
    statements = groups.statements.get(p["id"], [])
    promises = [c for s in statements for c in groups.commitments.get(s["id"], ())]
    rows = [
        *(_quotation(held, q, language, p["gist_en"]) for q in groups.quotations.get(p["id"], ())),
        *(_number(held, n, language) for n in groups.quantities.get(p["id"], ())),
        *(_promise(held, c) for c in promises),
    ]
    more = ""
    if statements:
        summary = f"<summary>{counted(len(statements), 'statement')} here, one by one</summary>"
        more = element("details", summary + listed((_statement(held, s, groups) for s in statements), class_="rows"))
    title = f'<h3><span class="sr">Paragraph </span>{p["position"]}</h3>'
    body = said + listed(rows, class_="rows") + more
    side = element("div", title + head, class_="side")
    foot = held.cited("paragraphs", p)
    return element(
        "article",
        side + element("div", body + foot, class_="body"),
        id=p["#"],
        class_="paragraph",
        data_group=True,
        aria_label=f"Paragraph {p['position']}" if len(held.tables["articles"]) == 1 else f"Paragraph {p['id']}",
    )


def _quotation(held: Held, q: Row, language: str, told: str | None = None) -> str:
    """A quotation; its gist is left out where the paragraph's, told before it, is the same."""
    words = q["cue_surface"] or q["cue_lemma"]
    nobody = "nobody’s words" if q["kind"] == QuotationKind.SCARE else "speaker not found"
    head = joined(
        [
            element("b", held.name(q["speaker_id"]) or nobody),
            chip("quotations", "kind", q["kind"]),
            f'<span class="cue">cue {russian(words, language)}</span>' if words else None,
            f"in {held.link('quotations', q['parent_id'])}" if q["parent_id"] else None,
        ],
        " ",
    )
    said = "" if q["gist_en"] == told or q["gist_en"] is None else element("p", gist(q["gist_en"]))
    return held.item("quotations", q, "quotation", head + said)


def _number(held: Held, n: Row, language: str) -> str:
    value = element("b", content(worded(n)))
    facts = joined(
        [
            content(n["indicator"] or UNCODED),
            content(n["period"]) if n["period"] else None,
            element("span", russian(n["surface"], language), class_="own-words") if n["surface"] else None,
            f"part of {held.link('commitments', n['commitment_id'])}" if n["commitment_id"] else None,
        ]
    )
    return held.item("quantities", n, "number", f"{value} {chip('quantities', 'status', n['status'])} {facts}")


def _promise(held: Held, c: Row) -> str:
    head = joined(
        [
            chip("commitments", "stage", c["stage"]),
            held.link("commitments", c["id"], content(c["action_en"] or UNCODED)),
        ],
        " ",
    )
    return held.item("commitments", c, "promise", head, home=False)


def _statement(held: Held, s: Row, groups: _Groups) -> str:
    head = joined(
        [
            chip("statements", "illocution", s["illocution"]),
            chip("statements", "factuality", s["factuality"]),
            chip("statements", "polarity", s["polarity"]) if s["polarity"] != "positive" else None,
            f"in {held.link('quotations', s['quotation_id'])}" if s["quotation_id"] else None,
        ],
        " ",
    )
    related = [
        *(_evaluation(held, e) for e in groups.evaluations.get(s["id"], ())),
        *(_event(held, v, groups) for v in groups.events.get(s["id"], ())),
    ]
    item = held.item("statements", s, "statement", f"<span>{gist(s['gist_en'])}</span> {head}")
    # What belongs to a statement follows it, so that it can be shown without it.
    return "\n".join([item, *related])


def _evaluation(held: Held, e: Row) -> str:
    head = joined(
        [
            chip("evaluations", "polarity", e["polarity"]),
            chip("evaluations", "attitude", e["attitude"]),
            chip("evaluations", "metaphor", e["metaphor"]),
        ],
        " ",
    )
    target = held.link("entities", e["target_id"], content(e["target"]))
    whose = f" by {held.name(e['appraiser_id'])}" if e["appraiser_id"] else ""
    return held.item("evaluations", e, "evaluation", f"{gist(e['gist_en'])} {head} of {target}{whose}")


def _event(held: Held, v: Row, groups: _Groups) -> str:
    codes = joined(
        [
            chip("events", "plover_category", v["plover_category"]),
            chip("events", "plover_mode", v["plover_mode"]),
            chip("events", "plover_context", v["plover_context"]),
        ],
        " ",
    )
    actors = joined((f"{content(a['role'])} {held.name(a['entity_id'])}" for a in groups.actors.get(v["id"], ())), "; ")
    when = content(v["date"]) if v["date"] else None
    return held.item("events", v, "event", f"Event {codes} {joined([when, actors])}")


def _places(held: Held) -> Mapping[str, set[int]]:
    """Where the rows begin that a link leads to the place of, by the anchor of their paragraph."""
    made: defaultdict[str, set[int]] = defaultdict(set)
    for table in ("quotations", "statements", "quantities", "evaluations", "dates"):
        for row in held.tables[table]:
            paragraph = held.paragraph(table, row)
            if paragraph:
                made[paragraph["#"]].add(row["start"])
    return made


def _spans(held: Held, article: str) -> Iterator[Span]:
    """What is marked in the wording of an article."""
    for table, layer in (
        ("quotations", "quotation"),
        ("evaluations", "evaluation"),
        ("mentions", "mention"),
        ("quantities", "number"),
    ):
        for row in held.tables[table]:
            if row["article_id"] == article:
                yield Span(row["start"], row["end"], layer, row["#"], _told(held, layer, row))


def _told(held: Held, layer: str, row: Row) -> str:
    """What a span is, in a line of plain text."""
    if layer == "quotation":
        speaker = held.get("entities", row["speaker_id"])
        return joined([f"{row['id']} {row['kind']} quotation", label(speaker) if speaker else None], ", ")
    if layer == "evaluation":
        return f"{row['id']} {row['polarity']} {row['attitude']} of {row['target']}"
    if layer == "number":
        return joined([row["id"], f"{row['indicator']}:" if row["indicator"] else None, worded(row)], " ")
    entity = held.get("entities", row["entity_id"])
    return f"{row['id']} {row['form']} of {label(entity) if entity else row['entity_id']}"
