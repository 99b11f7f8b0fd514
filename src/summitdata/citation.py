"""
What is cited: the dataset, an article, or one row of any table, with the facts that a citation of it holds.

A row is cited with its speaker, its place in the article by paragraph and characters, the article, the data version and
the fingerprint of the content. Nothing is made up: what the corpus does not say is left out.
"""

import re
import unicodedata
from typing import Any

import attrs

from .citation_styles import RENDERERS, STYLES, Style
from .cited import Cited, Row, Source, address
from .corpus import Corpus
from .exceptions import ConversionError, UnknownNameError, UsageError, known_name, shown
from .metadata import Metadata, metadata_of

__all__ = ["cite", "cited", "context", "rendered"]

# In a corpus of so many articles a mistyped id is compared with all ids.
_FEW = 50

#: What an article without a known headline reports, in our words, by the SHA-256 of its text.
_REPORTS = {
    "926477c90ba8ca7a52bf37597cffe6a9cb1b4be2e5dca1e81a92551c63e07fa2": (
        "[Report on the joint press briefing of the presidents of Kazakhstan and Azerbaijan]",
        "[Сообщение о встрече президентов Казахстана и Азербайджана с прессой]",
    )
}

#: What a row of a table is called, in English and in Russian.
_NOUNS = {
    "paragraphs": ("Paragraph", "Абзац"),
    "entities": ("Entity", "Объект"),
    "identifiers": ("Identifier", "Идентификатор"),
    "quotations": ("Quotation", "Цитата"),
    "sentences": ("Sentence", "Предложение"),
    "mentions": ("Mention", "Упоминание"),
    "statements": ("Statement", "Утверждение"),
    "attributions": ("Attribution", "Атрибуция"),
    "dates": ("Date", "Дата"),
    "commitments": ("Commitment", "Обязательство"),
    "commitment_actors": ("Actor of a commitment", "Участник обязательства"),
    "quantities": ("Quantity", "Величина"),
    "projects": ("Project", "Проект"),
    "evaluations": ("Evaluation", "Оценка"),
    "events": ("Event", "Событие"),
    "event_actors": ("Actor of an event", "Участник события"),
    "relations": ("Relation", "Отношение"),
    "expressions": ("Expression", "Выражение"),
    "term_counts": ("Term count", "Частота слова"),
    "silences": ("Silence", "Умолчание"),
    "codes": ("Code", "Код"),
    "readings": ("Reading", "Прочтение"),
    "errors": ("Error", "Ошибка"),
}

#: The columns by which a row hangs on one that has a place in the article, and the tables of those.
_PARENTS = {
    "statement_id": "statements",
    "commitment_id": "commitments",
    "event_id": "events",
    "quotation_id": "quotations",
    "parent_id": "quotations",
}

#: The level of a statement's chain of evidence on which the speaker stands.
_SPEAKER = 2

# Characters that would break a line or turn what follows it around.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def cite(corpus: Corpus, what: str | None = None, style: Style = "apa", metadata: Metadata | None = None) -> str:
    """
    How to cite a corpus, one of its articles, or one of its rows; line breaks in what is told become spaces.

    Args:

        corpus: The corpus.

        what:
            None for the corpus itself, ``"article"`` for its article, or the id of an article or a row of any table; where the
            corpus has one article, the id may be shortened to what stands after the slash.

        style: One of `STYLES`.

        metadata: Who made the corpus and the like, where it is not the shipped one.

    Raises:

        UnknownNameError: There is no such row or style; the message names the nearest.

        UsageError: The citation has to say something that is not known, such as who made the corpus.

        ConversionError: A value that belongs into the citation holds a control character.
    """
    known_name(style, STYLES, "style")
    return rendered(cited(corpus, what, metadata), style)


def rendered(found: Cited, style: Style) -> str:
    """
    The citation of what is cited, in one of `STYLES`.

    Raises:

        UsageError: The citation has to say something that is not known.
    """
    if style == "cff":
        from .descriptors.cff import cff

        return cff(found)
    if style == "datacite":
        import json

        from .descriptors.datacite import datacite

        return json.dumps(datacite(found), ensure_ascii=False, indent=2)
    return RENDERERS[style](found)


def cited(corpus: Corpus, what: str | None = None, metadata: Metadata | None = None) -> Cited:
    """
    The facts that a citation is made from; arguments are those of `cite`.

    Raises:

        UnknownNameError: There is no such row; the message names the nearest.

        UsageError: The corpus itself is meant, and nobody said who made it.

        ConversionError: A value that belongs into the citation holds a control character.
    """
    known = metadata or metadata_of(corpus)
    part = None
    if what is None:
        known.require_complete("a citation of the corpus")
    else:
        held, table, row = _row(corpus, what)
        part = _source(row) if table == "articles" else _part(held, table, row)
    digits = None if metadata else known.fingerprint
    return Cited(
        dataset=_plain(known),
        fingerprint=digits or corpus.fingerprint,
        sources=tuple(
            _source(row) for batch in corpus.batches("articles") for row in batch.drop_columns(["text"]).to_pylist()
        ),
        part=part,
    )


def context(corpus: Corpus, what: str, width: int = 80) -> str:
    """
    A row in its place: where the article is attached, its words in brackets between so many characters before and after,
    with ¶ for line breaks; where not, paragraph, characters, our gist, and how to attach.

    Raises:

        UnknownNameError: There is no such row; the message names the nearest.

        UsageError: The row has no place in the article, or the width is no whole number above 0.
    """
    if type(width) is not int or width < 1:
        msg = f"expected a width of at least 1 character, found {shown(width)}"
        raise UsageError(msg)
    corpus, table, row = _row(corpus, what)
    placed = None if table == "articles" else _placed(corpus, row)
    if placed is None:
        msg = f"row {shown(row['id'])} of {table} has no place in the article; ask for a row that has one, such as a mention of it or its statement"
        raise UsageError(msg)
    part = _part(corpus, table, row)
    lines = ["; ".join(filter(None, [f"{part.noun} {part.id}", " and ".join(part.speakers), part.place]))]
    told = _told(corpus, row)
    if told:
        of = "" if told["id"] == row["id"] else f" of {told['id']}"
        lines.append(f"Gist{of}: {_visible(told['gist_en'])}")
    words = _words(corpus, placed, width)
    lines.append(words or "The wording is not attached: summitdata attach FILE, or summitdata.attach(path).")
    return "\n".join(lines)


def _row(corpus: Corpus, what: object) -> tuple[Corpus, str, dict[str, Any]]:
    """The part of the corpus, the table and the row that are meant."""
    n = corpus.n_rows["articles"]
    only = corpus.table("articles").column("id").to_pylist()[0] if n == 1 else None
    if what == "article" and only:
        what = only
    for wanted in (what, f"{only}/{what}"):
        for part in corpus.parts():
            for name in part.tables:
                row = _by_id(part, name, wanted)
                if row:
                    return part, name, row
    if what == "article":
        msg = f"the corpus has {n:,} articles; give the id of one"
        raise UsageError(msg)
    msg = f"there is no row {shown(what)}; {_nearest(what, corpus)}"
    raise UnknownNameError(msg)


def _nearest(what: object, corpus: Corpus) -> str:
    from difflib import get_close_matches

    # Among the rows of thousands of articles something is always near, and it would take long to find.
    if isinstance(what, str) and corpus.n_rows["articles"] <= _FEW:
        held = {name: table.column("id").to_pylist() for name, table in corpus.tables.items()}
        forms = {one: one for ids in held.values() for one in ids}
        forms |= {one.partition("/")[2]: one for name, ids in held.items() if name != "codes" for one in ids}
        close = get_close_matches(what[:80].lower(), forms, n=1)
        if close:
            return f"did you mean {shown(forms[close[0]])}?"
    return "give what stands in the column id of a table"


def _by_id(corpus: Corpus, table: str, wanted: object) -> dict[str, Any] | None:
    """A row by its id, if it is there."""
    import pyarrow.compute as pc

    held = corpus.table(table)
    try:
        place = pc.index(held.column("id"), wanted).as_py() if isinstance(wanted, str) else -1
    except UnicodeEncodeError:
        # No id has a lone surrogate.
        place = -1
    row: dict[str, Any] | None = held.slice(place, 1).to_pylist()[0] if place >= 0 else None
    return row


def _part(corpus: Corpus, table: str, row: dict[str, Any]) -> Row:
    placed = _placed(corpus, row)
    noun, noun_ru = _NOUNS[table]
    speakers = [found for one in _speakers(corpus, table, row) if (found := _by_id(corpus, "entities", one))]
    article = _by_id(corpus, "articles", row.get("article_id"))
    return Row(
        id=_line(row["id"], f"{table}, column id"),
        table=table,
        noun=noun,
        noun_ru=noun_ru,
        name=_name(row, table, "label_en", "label_ru", "label"),
        name_ru=_name(row, table, "label_ru", "label_en", "label"),
        speakers=tuple(_called(one, "label_en", "label_ru") for one in speakers),
        speakers_ru=tuple(_called(one, "label_ru", "label_en") for one in speakers),
        paragraphs=_paragraphs(corpus, placed) if placed else None,
        span=(placed["start"], placed["end"]) if placed else None,
        source=_source(article) if article else None,
    )


def _called(entity: dict[str, Any], *columns: str) -> str:
    """What an entity is called by the first of these columns that says it, else by what its id ends with."""
    return _name(entity, "entities", *columns) or _line(entity["id"].rpartition("/")[2], "entities, column id")


def _name(row: dict[str, Any], table: str, *columns: str) -> str | None:
    """What an entity or a code is called, by the first of these columns that says it."""
    if table not in ("entities", "codes"):
        return None
    return next((name for column in columns if row.get(column) and (name := _cell(row, column, table))), None)


def _placed(corpus: Corpus, row: dict[str, Any]) -> dict[str, Any] | None:
    """The row itself where it has a span, otherwise the nearest one it hangs on that has."""
    if "start" in row:
        return row
    for column, parents in _PARENTS.items():
        parent = _by_id(corpus, parents, row.get(column))
        if parent:
            return _placed(corpus, parent)
    return None


def _told(corpus: Corpus, row: dict[str, Any]) -> dict[str, Any] | None:
    """The row itself where it has a gist, otherwise the nearest one it hangs on or stands in that has."""
    if row.get("gist_en"):
        return row
    for column, parents in {**_PARENTS, "paragraph_id": "paragraphs"}.items():
        parent = _by_id(corpus, parents, row.get(column))
        found = parent and _told(corpus, parent)
        if found:
            return found
    return None


def _paragraphs(corpus: Corpus, placed: dict[str, Any]) -> tuple[int, int] | None:
    """The numbers of the first and the last paragraph that a span touches."""
    start, end = placed["start"], placed["end"]
    touched = [
        p["position"]
        for p in corpus.table("paragraphs").to_pylist()
        if p["article_id"] == placed["article_id"] and p["start"] < max(end, start + 1) and start < p["end"]
    ]
    return (min(touched), max(touched)) if touched else None


def _speakers(corpus: Corpus, table: str, row: dict[str, Any]) -> list[str]:
    """The ids of those who say what a row tells: the speakers of its statement, or whoever it is quoted from."""
    if row.get("speaker_id"):
        return [row["speaker_id"]]
    statement = row["id"] if table == "statements" else row.get("statement_id")
    links = [
        link
        for link in corpus.table("attributions").to_pylist()
        if link["statement_id"] == statement and link["level"] == _SPEAKER and link["entity_id"]
    ]
    if links:
        return [link["entity_id"] for link in sorted(links, key=lambda link: int(link["position"]))]
    for column, parents in _PARENTS.items():
        parent = _by_id(corpus, parents, row.get(column))
        if parent:
            return _speakers(corpus, parents, parent)
    return []


def _source(row: dict[str, Any]) -> Source:
    identity, headline = _line(row["id"], "articles, column id"), _cell(row, "headline", "articles")
    described = _REPORTS.get(row["sha256"], (f"[Article {identity}]", f"[Статья {identity}]"))
    title, title_ru = (f"“{headline}”", headline) if headline else described
    return Source(
        id=identity,
        title=title,
        title_ru=title_ru,
        headline=headline,
        outlet=_cell(row, "outlet", "articles"),
        published=row["published"],
        language=_line(row["language"], "articles, column language"),
        url=address(_cell(row, "url", "articles")),
    )


def _plain(metadata: Metadata) -> Metadata:
    """The metadata with every text on one line."""
    texts = {name: held for name, held in attrs.asdict(metadata, recurse=False).items() if held is not None}
    made: dict[str, Any] = {}
    for name, held in texts.items():
        if isinstance(held, str):
            made[name] = _line(held, f"metadata, {name}")
        elif isinstance(held, tuple):
            made[name] = tuple(_line(one, f"metadata, {name}") for one in held)
    return attrs.evolve(metadata, **made)


def _cell(row: dict[str, Any], column: str, table: str) -> str | None:
    held = row[column]
    return held and _line(held, f"{table}, row {shown(row['id'])}, column {column}")


def _line(text: str, where: str) -> str:
    """
    A text on one line, its white space made single spaces.

    Raises:

        ConversionError: It holds a control character.
    """
    made = " ".join(text.split())
    unseen = _UNSEEN.search(made)
    if unseen:
        msg = f"{where} holds the character U+{ord(unseen[0]):04X}, which no citation can hold; delete it"
        raise ConversionError(msg)
    return made


def _words(corpus: Corpus, placed: dict[str, Any], width: int) -> str | None:
    """The words of a span in brackets, between those before and after it."""
    article = _by_id(corpus, "articles", placed["article_id"]) or {}
    start, end, text = placed["start"], placed["end"], article.get("text")
    if text is None:
        # From a changed copy only the words of the row itself are there.
        own = placed.get("text")
        return None if own is None else f"[{_visible(own)}]"
    first, last = max(0, start - width), end + width
    # An accent is not parted from its letter.
    while first and unicodedata.combining(text[first]):
        first -= 1
    while unicodedata.combining(text[last : last + 1] or " "):
        last += 1
    before, after = text[first:start], text[end:last]
    head, tail = "…" if first else "", "…" if last < len(text) else ""
    return f"{head}{_visible(before)}[{_visible(text[start:end])}]{_visible(after)}{tail}"


def _visible(text: str) -> str:
    """A text on one line: ¶ for a line break, a space for a tab, an escape for what cannot be seen."""
    lines = re.sub("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", "¶", text).replace("\t", " ")
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", lines)
