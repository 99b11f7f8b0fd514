"""
TEI P5: one file `corpus.xml`, a `TEI` for each article, inside a `teiCorpus` where there are several.

The header says title, makers, licence and source, what offsets count, and what each code means. `standOff` lists
persons, places, bodies and events, and all other entities as a plain list, each with its names, verified identifiers and
coordinates; relations and coded events; and every row of every other table as a feature structure (`fs`) with all its
columns, offsets included, so that no annotation depends on the text. An `xml:id` is the row's id, the slash written as a
full stop, with `_` before a digit.

Where the wording is attached, the body is the text to the letter, in `p` and `s`, with `said` (`direct`, `who`) or
`soCalled` for quotations, `measure` (`quantity`, `unit`) for numbers, `date` for dates and for the times that numbers hold for, and `persName`,
`placeName`, `orgName`, `name` or `rs` for mentions, each pointing to its feature structure by `ana`. Where one of them
crosses another, or the end of a sentence, it is cut into fragments linked by `next` and `prev`; count those without
`prev`. Text outside all paragraphs stands in `ab`. Without wording, the body holds for each paragraph a gap
(`reason="withheld"`) and our gist.

Lost: errors, how often each code occurs and where first, and what a null means in each column. Statements, appraisals,
expressions, readings, and the words that attribute, name a source or tell a stage stand in `standOff` alone, as do rows
over white space. What XML 1.0 cannot hold is refused.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..exceptions import UsageError
from ..plain import rows
from ..records import TABLES
from ..schema import Column, codes, columns
from ..standoff import (
    NOT_XML,
    Row,
    Span,
    attribute,
    by_article,
    check_characters,
    check_links,
    encoded,
    escaped,
    in_order,
    marked,
)
from ..vocabularies import PloverCategory

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..metadata import Metadata

__all__ = ["write"]

_PLACES = ("COUNTRY", "CITY", "STATE_OR_PROVINCE", "DISTRICT", "LOCATION", "FACILITY")
# How entities of a type are listed: the list, the entry, the element of a name, and that of a mention by name.
_LISTS = {
    "PERSON": ("listPerson", "person", "persName", "persName"),
    **dict.fromkeys(_PLACES, ("listPlace", "place", "placeName", "placeName")),
    "ORGANIZATION": ("listOrg", "org", "orgName", "orgName"),
    "EVENT": ("listEvent", "event", "label", "name"),
}
_OTHER = ("list", "item", "name", "name")
_ELSEWHERE = ("articles", "entities", "codes")
_SAID = {"direct": "true", "indirect": "false"}
# A year or month as XML Schema has them; a year 0 is none.
_YEAR_OR_MONTH = re.compile(r"(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")


def write(corpus: "Corpus", folder: Path, metadata: "Metadata") -> None:
    """
    Write the whole corpus to `corpus.xml`.

    Raises:

        UsageError: The corpus has no article.

        ConversionError:
            Ids, references or spans lead nowhere, paragraphs or sentences overlap, or a cell holds a character that
            XML 1.0 cannot.
    """
    with (folder / "corpus.xml").open("wb") as file:
        for piece in _pieces(corpus, metadata):
            file.write(encoded(piece, "tei", NOT_XML))


def _pieces(corpus: "Corpus", metadata: "Metadata") -> Iterator[str]:
    """The document, an article at a time."""
    n = corpus.n_rows["articles"]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    taxonomies = "".join(_taxonomies(corpus))
    if n > 1:
        header = _header(metadata, metadata.title, _tag("p", "Articles, each with its own header."), taxonomies)
        yield f"<teiCorpus{_NAMESPACE}>\n{header}"
    for part in corpus.parts("write"):
        check_links(part, "tei")
        check_characters(part.tables, "tei", NOT_XML)
        for tables in by_article(part).values():
            yield _tei(tables, metadata, "" if n > 1 else taxonomies, root=n == 1)
    if n > 1:
        yield "</teiCorpus>\n"
    if not n:
        msg = "tei needs an article, and the corpus has none; add a row to the table articles"
        raise UsageError(msg)


_NAMESPACE = ' xmlns="http://www.tei-c.org/ns/1.0"'


def _tag(name: str, content: str = "", /, **attributes: object) -> str:
    """An element around content that is markup already; ``xml_id`` and ``xml_lang`` stand for names with a colon."""
    listed = "".join(attribute(key.replace("xml_", "xml:"), value) for key, value in attributes.items())
    return f"<{name}{listed}>{content}</{name}>" if content else f"<{name}{listed}/>"


def _said(name: str, text: object, /, **attributes: object) -> str:
    """An element around text; nothing where there is none to say."""
    return "" if text is None else _tag(name, escaped(str(text)), **attributes)


def _id(identity: str) -> str:
    return ("_" if identity[0].isdigit() else "") + identity.replace("/", ".")


def _pointer(identity: str | None) -> str | None:
    return None if identity is None else f"#{_id(identity)}"


def _tei(tables: dict[str, list[Row]], metadata: "Metadata", taxonomies: str, *, root: bool) -> str:
    (article,) = tables["articles"]
    identity, text = article["id"], article["text"]
    title = article["headline"] or f"Article {identity}"
    source = _tag("bibl", "".join(_source(article)))
    header = _header(metadata, title, source, taxonomies, article["language"])
    body = "".join(_withheld(tables) if text is None else _body(text, tables))
    standoff = "\n".join(_standoff(tables, is_attached=text is not None))
    return (
        f"<TEI{_NAMESPACE if root else ''}{attribute('xml:id', _id(identity))}>\n{header}"
        + (f"<standOff>\n{standoff}\n</standOff>\n" if standoff else "")
        + f"<text{attribute('xml:lang', article['language'])}><body>{body}</body></text>\n</TEI>\n"
    )


def _header(metadata: "Metadata", title: str, source: str, taxonomies: str, language: str | None = None) -> str:
    makers = "".join(_said("name", name) for name in metadata.creators)
    responsible = _tag("respStmt", _tag("resp", "annotation") + makers) if makers else ""
    offsets = "Offsets count Unicode code points of the article's canonical text from 0; the end is exclusive."
    encoding = _tag("editorialDecl", _tag("p", offsets)) + (_tag("classDecl", taxonomies) if taxonomies else "")
    edition = _tag("editionStmt", _said("edition", f"Data {metadata.version}", n=metadata.version))
    statement = _tag("titleStmt", _said("title", title) + responsible)
    described = statement + (edition if metadata.version else "") + _publication(metadata) + _tag("sourceDesc", source)
    profile = _tag("profileDesc", _tag("langUsage", _said("language", language, ident=language))) if language else ""
    return _tag("teiHeader", f"{_tag('fileDesc', described)}\n{_tag('encodingDesc', encoding)}{profile}") + "\n"


def _publication(metadata: "Metadata") -> str:
    wording = _tag("p", "The wording of the article is its publisher's.")
    licence = metadata.licence
    terms = licence and f"{licence.title}, for the annotation alone."
    if not metadata.creators:
        unknown = _tag("p", "Nobody has said who made the annotation.")
        return _tag("publicationStmt", unknown + _said("p", terms) + wording)
    made = "".join(_said("publisher", name) for name in metadata.creators)
    made += _said("date", metadata.published, when=metadata.published)
    made += _said("idno", metadata.identifier, type="URI") + _said("idno", metadata.fingerprint, type="fingerprint")
    given = _said("licence", terms, target=licence and licence.url)
    return _tag("publicationStmt", made + _tag("availability", given + wording))


def _source(article: Row) -> Iterator[str]:
    yield _said("title", article["headline"])
    yield _said("publisher", article["outlet"])
    yield _said("date", article["published"], when=article["published"])
    yield _said("idno", article["url"], type="URL")
    shown = {"id", "article_id", "headline", "outlet", "published", "url", "text"}
    yield from _notes(article, "articles", shown)


def _notes(row: Row, table: str, shown: set[str]) -> Iterator[str]:
    """What has no element of its own, each column as a note of that type."""
    for c in columns(TABLES[table]):
        if c.name not in shown and row[c.name] not in (None, False):
            yield _said("note", _plain(row[c.name]), type=c.name)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _taxonomies(corpus: "Corpus") -> Iterator[str]:
    made: dict[str, list[str]] = {}
    sources: dict[str, str] = {}
    for row in rows(corpus.table("codes")):
        also = [("Included: ", row["include"]), ("Excluded: ", row["exclude"])]
        told = " ".join([row["definition"], *(f"{lead}{said}" for lead, said in also if said is not None)])
        category = _said("catDesc", f"{row['label']}: {told}")
        made.setdefault(row["vocabulary"], []).append(_tag("category", category, n=row["code"]))
        sources.setdefault(row["vocabulary"], row["source"])
    for vocabulary, categories in made.items():
        about = _said("bibl", f"{vocabulary} ({sources[vocabulary]})")
        yield _tag("taxonomy", f"{about}\n" + "\n".join(categories), n=vocabulary) + "\n"


def _standoff(tables: dict[str, list[Row]], *, is_attached: bool) -> Iterator[str]:
    listed: dict[str, list[str]] = {}
    identifiers: dict[str, list[Row]] = {}
    for row in tables["identifiers"]:
        if row["status"] == "verified":
            identifiers.setdefault(row["entity_id"], []).append(row)
    for row in tables["entities"]:
        listed.setdefault(_LISTS.get(row["type"], _OTHER)[0], []).append(_entity(row, identifiers.get(row["id"], [])))
    for row in tables["events"]:
        listed.setdefault("listEvent", []).append(_event(row))
    for kind in ("listPerson", "listPlace", "listOrg", "listEvent", "list"):
        if kind in listed:
            yield _lines(kind, listed[kind])
    if tables["relations"]:
        yield _lines("listRelation", map(_relation, tables["relations"]))
    for name in TABLES:
        if name not in _ELSEWHERE:
            for row in tables[name]:
                yield _features(name, row, is_attached=is_attached)


def _lines(kind: str, made: Iterable[str]) -> str:
    return _tag(kind, "\n" + "\n".join(made) + "\n")


def _entity(row: Row, identifiers: list[Row]) -> str:
    _, entry, name, _ = _LISTS.get(row["type"], _OTHER)
    made = [
        _said(name, row[f"label_{language}"], xml_lang="az-Latn" if language == "az" else language)
        for language in ("en", "ru", "kk", "az")
    ]
    if entry == "place" and None not in (row["latitude"], row["longitude"]):
        made.append(_tag("location", _said("geo", f"{row['latitude']} {row['longitude']}")))
    made += [
        _said("idno", found["value"], type=found["scheme"].upper(), ana=_pointer(found["id"])) for found in identifiers
    ]
    shown = {"id", "article_id", "type", "label_en", "label_ru", "label_kk", "label_az"}
    made += _notes(row, "entities", shown | ({"latitude", "longitude"} if entry == "place" else set()))
    kind = {"n" if entry in {"person", "item"} else "type": row["type"]}
    return _tag(entry, "".join(made), xml_id=_id(row["id"]), **kind)


def _event(row: Row) -> str:
    label = _said("label", codes(PloverCategory)[row["plover_category"]].label)
    said: dict[str, object] = {"where": _pointer(row["place_id"]), "ana": _pointer(row["id"]), **_when(row["date"])}
    return _tag("event", label, type="plover", subtype=row["plover_category"], **said)


def _relation(row: Row) -> str:
    said: dict[str, object] = {"name": row["predicate"], "ana": _pointer(row["id"]), **_when(row["period"])}
    return _tag("relation", active=_pointer(row["subject_id"]), passive=_pointer(row["object_id"]), **said)


def _when(edtf: str | None) -> dict[str, str]:
    """A time as attributes, where TEI's dates can say it; its EDTF stands in the feature structure."""
    if edtf is None:
        return {}
    parts = edtf.split("/")
    if not all(map(_is_date, parts)):
        return {}
    return {"when": edtf} if len(parts) == 1 else dict(zip(("from", "to"), parts, strict=True))


def _is_date(text: str) -> bool:
    with suppress(ValueError):
        return bool(_YEAR_OR_MONTH.fullmatch(text) or dt.date.fromisoformat(text))
    return False


def _features(table: str, row: Row, *, is_attached: bool) -> str:
    left_out = {"id", "article_id", *(["text"] if is_attached else [])}
    made = [
        _feature(c, row[c.name]) for c in columns(TABLES[table]) if c.name not in left_out and row[c.name] is not None
    ]
    return _tag("fs", "".join(made), xml_id=_id(row["id"]), type=table)


def _feature(c: Column, value: Any) -> str:
    if c.reference:
        return _tag("f", name=c.name, fVal=_pointer(value))
    if c.vocabulary:
        return _tag("f", _tag("symbol", value=value), name=c.name)
    if c.kind is bool:
        return _tag("f", _tag("binary", value=_plain(value)), name=c.name)
    if c.kind in (int, float):
        return _tag("f", _tag("numeric", value=value), name=c.name)
    return _tag("f", _tag("string", escaped(str(value))), name=c.name)


def _withheld(tables: dict[str, list[Row]]) -> Iterator[str]:
    gap = _tag("gap", reason="withheld")
    for row in tables["paragraphs"]:
        yield _tag("p", gap + _said("note", row["gist_en"], type="gist", xml_lang="en"), ana=_pointer(row["id"]))
    if not tables["paragraphs"]:
        yield _tag("ab", gap)


def _body(text: str, tables: dict[str, list[Row]]) -> str:
    """The text to the letter, with its elements; TEI wants at least one."""
    return marked(text, [*_blocks(text, tables["paragraphs"]), *_inline(tables)]) + ("" if text.strip() else "<ab/>")


def _blocks(text: str, paragraphs: list[Row]) -> Iterator[Span]:
    """The paragraphs, and what stands outside them."""
    place = 0
    for row in [*in_order(paragraphs, "paragraphs", "tei"), None]:
        between = text[place : row["start"] if row else len(text)]
        if between.strip():
            start = place + len(between) - len(between.lstrip())
            yield Span({"start": start, "end": start + len(between.strip())}, 0, "ab")
        if row:
            yield Span(row, 0, "p", ana=_pointer(row["id"]))
            place = row["end"]


def _inline(tables: dict[str, list[Row]]) -> Iterator[Span]:
    for row in in_order(tables["sentences"], "sentences", "tei"):
        yield Span(row, 1, "s", ana=_pointer(row["id"]))
    for row in tables["quotations"]:
        pointer, who = _pointer(row["id"]), _pointer(row["speaker_id"])
        if row["kind"] in _SAID:
            yield Span(row, 2, "said", direct=_SAID[row["kind"]], who=who, ana=pointer)
        else:
            yield Span(row, 3, "soCalled", ana=pointer)
    for row in tables["dates"]:
        yield Span(row, 3, "date", **_when(row["date"]), ana=_pointer(row["id"]))
    periods: dict[tuple[int, int, str | None], list[str]] = {}
    for row in tables["quantities"]:
        yield Span(
            row, 3, "measure", type=row["dimension"], quantity=row["value"], unit=row["unit"], ana=_pointer(row["id"])
        )
        if row["period_start"] is not None:
            when = (row["period_start"], row["period_end"], row["period"])
            periods.setdefault(when, []).append(f"#{_id(row['id'])}")
    for (start, end, period), pointers in periods.items():
        yield Span({"start": start, "end": end}, 3, "date", **_when(period), ana=" ".join(pointers))
    types = {row["id"]: row["type"] for row in tables["entities"]}
    for row in tables["mentions"]:
        kind = types[row["entity_id"]]
        name = _LISTS.get(kind, _OTHER)[3] if row["form"] == "name" else "rs"
        yield Span(row, 3, name, type=kind, ref=_pointer(row["entity_id"]), ana=_pointer(row["id"]))
