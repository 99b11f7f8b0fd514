"""
DDI Codebook 2.5: the study, its files and every variable with its codes and their counts, as archives of social science keep it.

A file is a table; a variable is a column with its description, the meaning of its null, its range, and for a closed
vocabulary every code with its label, its definition and how many rows have it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

from ..corpus import Corpus
from ..metadata import Metadata
from ..records import TABLES
from ..schema import Column, columns, row_is
from . import DataFile

__all__ = ["codebook"]

_NAMESPACE = "ddi:codebook:2_5"

#: What a null says, in a sentence.
_NULLS = {
    "unstated": "Null: the article does not say.",
    "inapplicable": "Null: it cannot apply.",
    "withheld": "Null: the wording is withheld.",
    "unverified": "Null: it was looked for and could not be verified.",
}


def codebook(corpus: Corpus, files: Iterable[DataFile], metadata: Metadata) -> str:
    """
    The codebook as an XML document.

    Args:

        corpus: The corpus.

        files: The files that hold a table each; those that hold none are left out.

        metadata: What a catalogue wants to know of the corpus.
    """
    held = [(file, file.table) for file in files if file.table is not None]
    document = _element("titlStmt", _element("titl", _text(f"Codebook of: {metadata.title}")))
    parts = [
        _element("docDscr", _element("citation", document)),
        _element("stdyDscr", _element("citation", *_citation(metadata)), *_study(corpus, metadata)),
        *(_file(corpus, file, table) for file, table in held),
        _element("dataDscr", *(part for _, table in held for part in _variables(corpus, table))),
    ]
    root = _element("codeBook", *parts, xmlns=_NAMESPACE, version="2.5")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'


def _element(tag: str, *children: str, **attributes: str) -> str:
    """An element; its children are XML already, see `_text`."""
    given = "".join(f' {name}="{_text(value)}"' for name, value in attributes.items())
    if not children:
        return f"<{tag}{given}/>"
    ends = "\n" if children[0].startswith("<") else ""
    return f"<{tag}{given}>{ends}{ends.join(children)}{ends}</{tag}>"


def _text(text: str) -> str:
    """A text as XML 1.0 can hold it: a character that it cannot hold becomes U+FFFD."""
    return escape("".join(c if _is_allowed(c) else "\ufffd" for c in text)).replace("\r", "&#13;")


def _is_allowed(c: str) -> bool:
    return c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff"


def _citation(metadata: Metadata) -> Iterator[str]:
    titles = [_element("titl", _text(metadata.title))]
    if metadata.title_ru:
        titles.append(_element("parTitl", _text(metadata.title_ru), **{"xml:lang": "ru"}))
    if metadata.identifier:
        titles.append(_element("IDNo", _text(metadata.identifier)))
    yield _element("titlStmt", *titles)
    if metadata.creators:
        yield _element("rspStmt", *(_element("AuthEnty", _text(name)) for name in metadata.creators))
        yield _element("prodStmt", *(_element("producer", _text(name)) for name in metadata.creators))
    if metadata.published:
        day = metadata.published.isoformat()
        yield _element("distStmt", _element("distDate", day, date=day))
    if metadata.version:
        yield _element("verStmt", _element("version", _text(metadata.version)))


def _study(corpus: Corpus, metadata: Metadata) -> Iterator[str]:
    keywords = [_element("subject", *(_element("keyword", _text(word)) for word in metadata.keywords))]
    scope = [
        _element("anlyUnit", "Each table has its own unit; the description of its file says which."),
        _element("universe", f"Articles, taken whole: {corpus.table('articles').num_rows:,}."),
        _element("dataKind", "Annotated text: facts about an article and positions in it."),
    ]
    kept = keywords if metadata.keywords else []
    yield _element("stdyInfo", *kept, _element("abstract", _text(metadata.description)), _element("sumDscr", *scope))
    if metadata.licence:
        licence = f"{metadata.licence.title} ({metadata.licence.spdx}), {metadata.licence.url}"
        yield _element("dataAccs", _element("useStmt", _element("conditions", _text(licence))))


def _file(corpus: Corpus, file: DataFile, table: str) -> str:
    counts = [
        _element("caseQnty", str(corpus.table(table).num_rows)),
        _element("varQnty", str(len(columns(TABLES[table])))),
    ]
    facts = [
        _element("fileName", _text(file.name)),
        _element("fileCont", _text(row_is(TABLES[table]))),
        _element("dimensns", *counts),
        _element("fileType", "CSV, UTF-8" if file.name.endswith(".csv") else "Parquet"),
    ]
    return _element("fileDscr", _element("fileTxt", *facts), ID=f"F_{table}", URI=file.name)


def _variables(corpus: Corpus, table: str) -> Iterator[str]:
    for c in columns(TABLES[table]):
        cells = corpus.table(table).column(c.name)
        facts = [_element("labl", _text(c.description))]
        limits = {name: f"{limit:g}" for name, limit in (("min", c.minimum), ("max", c.maximum)) if limit is not None}
        if limits:
            facts.append(_element("valrng", _element("range", **limits)))
        facts.append(_element("sumStat", str(len(cells) - cells.null_count), type="vald"))
        facts.append(_element("sumStat", str(cells.null_count), type="invd"))
        if c.null or c.unit:
            facts.append(_element("txt", " ".join([*_unit(c), *([_NULLS[c.null]] if c.null else [])])))
        counts = Counter(cells.to_pylist()) if c.vocabulary else Counter()
        facts += [
            _element(
                "catgry",
                _element("catValu", _text(code.value)),
                _element("labl", _text(code.label)),
                _element("txt", _text(code.definition)),
                _element("catStat", str(counts[code.value]), type="freq"),
            )
            for code in c.vocabulary or ()
        ]
        # Only numbers and days are more than characters to this standard.
        kind = {"type": "numeric" if c.kind in (int, float) else "character"}
        facts.append(_element("varFormat", **kind, **({"category": "date"} if c.kind is dt.date else {})))
        scale = "contin" if c.kind is float else "discrete"
        yield _element("var", *facts, ID=f"V_{table}_{c.name}", name=c.name, files=f"F_{table}", intrvl=scale)


def _unit(c: Column) -> list[str]:
    return [_text(f"Unit: {c.unit}.")] if c.unit else []
