"""The main text of a page, through trafilatura, and what the page states of itself: headline, day, outlet, address."""

import datetime as dt
import json
import logging
import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from ...exceptions import MissingExtraError
from ..source import Failure, Source
from .admitting import admitted
from .encodings import declared, decoded, unfit
from .opening import refused

__all__ = ["MOST_ATTRIBUTES", "MOST_BYTES", "MOST_ELEMENTS", "MOST_LEVELS", "page"]

#: The most bytes of a page.
MOST_BYTES = 10 * 2**20
#: The most attributes of an element: the parser takes time with their square.
MOST_ATTRIBUTES = 500
#: The most elements of a page; those of news have some thousands.
MOST_ELEMENTS = 15_000
#: How deep elements may lie in one another: the parser drops without a word what lies deeper than some 2,000.
MOST_LEVELS = 500

_HIDDEN = (
    "//*[@hidden]"
    "|//*[contains(translate(@style, ' ', ''), 'display:none') or contains(translate(@style, ' ', ''), 'visibility:hidden')]"
)
# What holds no main text. One by one and with what follows each, many would take time with their square.
_DROPPED = (
    "script",
    "style",
    "template",
    "noscript",
    "aside",
    "audio",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "footer",
    "iframe",
    "input",
    "label",
    "map",
    "menu",
    "nav",
    "object",
    "option",
    "select",
    "svg",
    "textarea",
    "video",
)
_TAG = re.compile(r"<!--|<([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')|=)*+)")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_RAW = {"script": "</script", "style": "</style", "textarea": "</textarea", "title": "</title"}
# Shorter ones cannot have too many attributes.
_LONG = 2 * MOST_ATTRIBUTES

# What XML cannot hold stands in no tree; in a page it is replaced, however it is written.
_NO_CHARACTER = "[\0-\x08\x0b\x0e-\x1f\ufffe\uffff]"
_NO_CHARACTERS = re.compile(_NO_CHARACTER)
_REFERENCE = re.compile(r"&#(?:0*+([0-9]{1,5})|[xX]0*+([0-9A-Fa-f]{1,4}))(?![0-9A-Fa-f]);?")

# What may stand within a paragraph.
_INLINE = frozenset(
    {"a", "abbr", "b", "br", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u"}
)
_PARAGRAPH = 60
# What the library draws under the heads of a table.
_RULE = re.compile(r"\|(?:-{3}\|)+\s*")
_HALF = 2

_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:[T\s]|\Z)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_LONGEST = 1_000
_MOST_NODES = 10_000
_ARTICLE = re.compile(r"Article|Posting|Report")
_DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "mediator_published_time",
)


def page(data: bytes, name: str, charset: str | None = None, url: str | None = None) -> Source | Failure:
    """
    The main text of a page, or why there is none; no file is opened for it, and no address.

    Args:

        data: The page.

        name: What it is called.

        charset: The encoding that the server said it is in.

        url: Its address, where that is known.

    Raises:

        MissingExtraError: What reads pages is not installed.
    """
    digest = sha256(data).hexdigest()

    def failed(kind: str, message: str) -> Failure:
        return Failure(name=name, kind=kind, message=message, source_sha256=digest)

    if len(data) > MOST_BYTES:
        return failed("limit", f"{len(data):,} bytes, the limit for a page is {MOST_BYTES:,}; save its text alone")
    made = decoded(data, ([charset] if charset else []) + declared(data))
    if what := refused(data, made.encoding if made else None):
        return failed("unreadable", f"expected a page, found {what}; give the page itself")
    if made is None:
        return failed("encoding", unfit(data))
    text = _characters(made.text)
    if what := _too_much(text):
        return failed("limit", f"{what}; save its text alone")
    tree = _parsed(text)
    if tree is None:
        return failed("empty", "no text, no element; save or download the page again")
    if _levels(tree):
        return failed("limit", f"elements that lie deeper than {MOST_LEVELS:,} in one another; save its text alone")
    stated = _stated(tree)
    if (body := _body(tree)) is None:
        return failed("empty", "no main text was found in it; save its text alone if there is one")
    source = Source(
        text=body, name=name, source_sha256=digest, encoding=made.encoding, **{**stated, "url": url or stated["url"]}
    )
    return admitted(source, name)


def _characters(text: str) -> str:
    """A page without what no tree can hold."""
    if "&#" in text:
        text = _REFERENCE.sub(_reference, text)
    return _NO_CHARACTERS.sub("\ufffd", text)


def _reference(found: re.Match[str]) -> str:
    number = int(found[1]) if found[1] else int(found[2], 16)
    return "&#xFFFD;" if _NO_CHARACTERS.match(chr(number)) else found[0]


def _too_much(text: str) -> str | None:
    """What a page has more of than the parser, and what is done with its tree, have time for."""
    place, elements = 0, 0
    while found := _TAG.search(text, place):
        place = found.end()
        if not found[1]:
            place = _after(text, "-->", place)
            continue
        elements += 1
        if place - found.start() > _LONG:
            bare, quoted = _QUOTED.subn(" ", found[2])
            attributes = max(len(bare.split()) + bare.count("/"), quoted)
            if attributes > MOST_ATTRIBUTES:
                return f"an element with some {attributes:,} attributes, the limit is {MOST_ATTRIBUTES:,}"
        if end := _RAW.get(found[1].lower()):
            place = _after(text, end, place)
    return f"{elements:,} elements, the limit is {MOST_ELEMENTS:,}" if elements > MOST_ELEMENTS else None


def _after(text: str, end: str, place: int) -> int:
    found = text.find(end, place)
    return len(text) if found < 0 else found


@cache
def _trafilatura() -> Any:
    try:
        import trafilatura
        from trafilatura.settings import Extractor
    except ImportError as error:
        why = " ".join(str(error).split())
        msg = f"reading pages needs trafilatura ({why}); install it with: pip install 'summitdata[extract]'"
        raise MissingExtraError(msg) from error
    # It tells of every odd page in the log, which would end on the screen.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    options = Extractor(output_format="python", fast=True, comments=False)
    return lambda tree: trafilatura.bare_extraction(tree, options=options)


@cache
def _deep() -> Any:
    from lxml import etree

    return etree.XPath(f"boolean({'/*' * (MOST_LEVELS + 1)})")


def _parsed(text: str) -> Any:
    """The tree of a page; None where there is nothing in it."""
    _trafilatura()
    from lxml import etree, html

    # In UTF-8, whatever the page says of itself; deeper than some 256 levels only so.
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        return html.document_fromstring(text.encode(), parser=parser)
    except etree.LxmlError:
        return None


def _levels(tree: Any) -> bool:
    """Whether elements lie too deep in one another."""
    return bool(_deep()(tree))


def _body(tree: Any) -> str | None:
    """The main text, a paragraph on a line."""
    from lxml import etree

    for hidden in tree.xpath(_HIDDEN):
        hidden.tag = _DROPPED[0] if hidden is not tree else hidden.tag
    etree.strip_elements(tree, *_DROPPED, with_tail=False)
    for formula in tree.iter("math"):
        # Many of them are made into text in time that grows with their square.
        formula.tag = "span"
    _as_paragraphs(tree)
    try:
        document = _trafilatura()(tree)
    except Exception:  # noqa: BLE001 - whatever it stumbles over, one page has no text
        return None
    return "\n".join(filter(None, map(_row, document.text.split("\n")))) or None if document else None


def _row(line: str) -> str:
    """A line; of one that is the row of a table, the cells in which something stands, with bars between them."""
    if _RULE.fullmatch(line):
        return ""
    if not line.startswith("| "):
        return line
    return " | ".join(filter(None, (cell.strip() for cell in line.split("|"))))


def _as_paragraphs(tree: Any) -> None:
    """Call paragraphs what stands among paragraphs as one, such as a lead, which would be passed over."""
    among = {paragraph.getparent() for paragraph in tree.iter("p")}
    for element in tree.iter("div"):
        if element.getparent() in among and all(child.tag in _INLINE for child in element):
            linked = sum(len(link.text_content()) for link in element.iter("a"))
            if len(element.text_content()) >= max(_PARAGRAPH, _HALF * linked):
                element.tag = "p"


def _stated(tree: Any) -> dict[str, Any]:
    """What a page states of itself."""
    metas = _metas(tree)
    linked = [*_linked(tree)]
    days = [metas.get("article:published_time"), metas.get("datepublished")]
    days += [_string(one.get("datePublished")) for one in linked]
    days += [metas.get(key) for key in _DATE_NAMES]
    headings = tree.xpath("//h1")
    headlines = [*(_string(one.get("headline")) for one in linked), metas.get("headline"), metas.get("og:title")]
    headlines += [headings[0].text_content()] if len(headings) == 1 else []
    headlines += [title.text_content() for title in tree.xpath("//head/title")]
    outlets = [metas.get("og:site_name"), *map(_publisher, linked), metas.get("publisher"), metas.get("dc.publisher")]
    addresses = [*tree.xpath("//link[@rel='canonical']/@href"), metas.get("og:url")]
    return {
        "published": next(filter(None, map(_day, days)), None) or _timed(tree),
        "headline": next(filter(None, map(_line, headlines)), None),
        "outlet": next(filter(None, map(_line, outlets)), None),
        "url": next((one.strip() for one in addresses if one and _ADDRESS.fullmatch(one.strip())), None),
    }


def _metas(tree: Any) -> dict[str, str]:
    """What is said in `meta` elements, and as microdata; what stands first holds."""
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]|//time[@itemprop]|//h1[@itemprop]"):
        value = element.get("content") or element.get("datetime") or element.text_content()
        for key in ("property", "name", "itemprop"):
            found.setdefault((element.get(key) or "").strip().lower(), value)
    return found


def _linked(tree: Any) -> Iterator[dict[str, Any]]:
    """The articles that are described as linked data."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting = [json.loads(script.text_content(), strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_NODES):
            if not waiting:
                break
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting[:0] = one
            elif isinstance(one, dict):
                if _ARTICLE.search(str(one.get("@type"))[:_LONGEST]):
                    yield one
                waiting.append(one.get("@graph"))


def _publisher(one: dict[str, Any]) -> str | None:
    publisher = one.get("publisher")
    return _string(publisher.get("name") if isinstance(publisher, dict) else publisher)


def _timed(tree: Any) -> dt.date | None:
    """The day that all `time` elements name, if they agree."""
    days = {_day(one) for one in tree.xpath("//time/@datetime")} - {None}
    return days.pop() if len(days) == 1 else None


def _day(value: str | None) -> dt.date | None:
    found = _DAY.match(value or "")
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _line(value: str | None) -> str | None:
    """A text on one line; None where there is none, or where it is too long for what it should be."""
    line = " ".join((value or "").split())
    return line if 0 < len(line) <= _LONGEST else None
