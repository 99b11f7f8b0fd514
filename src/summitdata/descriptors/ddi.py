"""
DDI Codebook 2.5: the study, its files and every variable with its codes and their counts, as archives of social science keep it.

A file is a table or a part of one; a variable is a column, in all the files of its table, with its description, the meaning
of its null, its range, and for a closed vocabulary every code with its label, its definition and how many rows have it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

import attrs

from ..corpus import Corpus
from ..metadata import Metadata
from ..records import TABLES
from ..schema import Column, columns, row_is, wording_columns
from . import DataFile, by_table

__all__ = ["Counts", "codebook", "counted"]

_NAMESPACE = "ddi:codebook:2_5"

#: What a null says, in a sentence.
_NULLS = {
    "unstated": "Null: the article does not say.",
    "inapplicable": "Null: it cannot apply.",
    "withheld": "Null: the wording is withheld.",
    "unverified": "Null: it was looked for and could not be verified.",
    "uncoded": "Null: a rule made the row, and codes no such thing.",
}


@attrs.frozen
class Counts:
    """
    What a codebook counts in a corpus.

    Attributes:

        rows: How many rows a table has in each part, by table and part.

        nulls: How many nulls a column has, by table and column.

        codes: How many rows have each code, by table and column.
    """

    rows: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    nulls: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    codes: dict[tuple[str, str], Counter[str]] = attrs.field(factory=dict)

    def of(self, table: str) -> int:
        """How many rows a table has in all."""
        return sum(n for (name, _), n in self.rows.items() if name == table)

    @property
    def has_text(self) -> bool:
        """Whether any of the articles' wording is there."""
        return any(
            self.nulls[name, column] < self.of(name) for name, cls in TABLES.items() for column in wording_columns(cls)
        )


def counted(parts: Iterable[Corpus]) -> Counts:
    """What there is in the parts of a corpus, each of which is looked at once."""
    found = Counts()
    for part in parts:
        (of,) = part.part_names
        for name, table in part.tables.items():
            found.rows[name, of] += table.num_rows
            for c in columns(TABLES[name]):
                cells = table.column(c.name)
                found.nulls[name, c.name] += cells.null_count
                if c.vocabulary:
                    values, counts = cells.value_counts().flatten()
                    codes = found.codes.setdefault((name, c.name), Counter())
                    codes.update(dict(zip(values.to_pylist(), counts.to_pylist(), strict=True)))
    return found


def codebook(counts: Counts, files: Iterable[DataFile], metadata: Metadata) -> str:
    """
    The codebook as an XML document.

    Args:

        counts: What was counted in the corpus.

        files: The files that hold a table or a part of one; others are left out.

        metadata: What a catalogue wants to know of the corpus.
    """
    held = by_table(files)
    document = _element("titlStmt", _element("titl", _text(f"Codebook of: {metadata.title}")))
    parts = [
        _element("docDscr", _element("citation", document)),
        _element("stdyDscr", _element("citation", *_citation(metadata)), *_study(counts, metadata)),
        *(_file(counts, file, table) for table in held for file in held[table]),
        _element("dataDscr", *(part for table in held for part in _variables(counts, table, held[table]))),
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


def _study(counts: Counts, metadata: Metadata) -> Iterator[str]:
    keywords = [_element("subject", *(_element("keyword", _text(word)) for word in metadata.keywords))]
    scope = [
        _element("anlyUnit", "Each table has its own unit; the description of its file says which."),
        _element("universe", f"Articles, taken whole: {counts.of('articles'):,}."),
        _element("dataKind", "Annotated text: facts about an article and positions in it."),
    ]
    kept = keywords if metadata.keywords else []
    yield _element("stdyInfo", *kept, _element("abstract", _text(metadata.description)), _element("sumDscr", *scope))
    if metadata.licence:
        licence = f"{metadata.licence.title} ({metadata.licence.spdx}), {metadata.licence.url}"
        yield _element("dataAccs", _element("useStmt", _element("conditions", _text(licence))))


def _file(counts: Counts, file: DataFile, table: str) -> str:
    dimensions = [
        _element("caseQnty", str(counts.rows[table, file.part])),
        _element("varQnty", str(len(columns(TABLES[table])))),
    ]
    facts = [
        _element("fileName", _text(file.name)),
        _element("fileCont", _text(row_is(TABLES[table]))),
        _element("dimensns", *dimensions),
        _element("fileType", "CSV, UTF-8" if file.name.endswith(".csv") else "Parquet"),
    ]
    return _element("fileDscr", _element("fileTxt", *facts), ID=_id(table, file), URI=file.name)


def _id(table: str, file: DataFile) -> str:
    return f"F_{table}.{file.part}" if file.part else f"F_{table}"


def _variables(counts: Counts, table: str, files: Iterable[DataFile]) -> Iterator[str]:
    ids = " ".join(_id(table, file) for file in files)
    for c in columns(TABLES[table]):
        nulls = counts.nulls[table, c.name]
        facts = [_element("labl", _text(c.description))]
        limits = {name: f"{limit:g}" for name, limit in (("min", c.minimum), ("max", c.maximum)) if limit is not None}
        if limits:
            facts.append(_element("valrng", _element("range", **limits)))
        facts.append(_element("sumStat", str(counts.of(table) - nulls), type="vald"))
        facts.append(_element("sumStat", str(nulls), type="invd"))
        if c.null or c.unit:
            facts.append(_element("txt", " ".join([*_unit(c), *([_NULLS[c.null]] if c.null else [])])))
        facts += [
            _element(
                "catgry",
                _element("catValu", _text(code.value)),
                _element("labl", _text(code.label)),
                _element("txt", _text(code.definition)),
                _element("catStat", str(counts.codes[table, c.name][code.value]), type="freq"),
            )
            for code in c.vocabulary or ()
        ]
        # Only numbers and days are more than characters to this standard.
        kind = {"type": "numeric" if c.kind in (int, float) else "character"}
        facts.append(_element("varFormat", **kind, **({"category": "date"} if c.kind is dt.date else {})))
        scale = "contin" if c.kind is float else "discrete"
        yield _element("var", *facts, ID=f"V_{table}_{c.name}", name=c.name, files=ids, intrvl=scale)


def _unit(c: Column) -> list[str]:
    return [_text(f"Unit: {c.unit}.")] if c.unit else []
