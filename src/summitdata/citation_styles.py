"""
A citation in each style, from what is cited.

Text styles are a line for a list of references; the others are what a reference manager or LaTeX reads. Text styles have
the first 16 digits of the fingerprint, the others all 64; LaTeX prints the first 16, as no line holds more. An address
stands only where there is one that can be opened.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, get_args

import attrs

from .metadata import Metadata

__all__ = ["RENDERERS", "STYLES", "Cited", "Row", "Source", "Style", "address"]

Style = Literal["apa", "chicago", "gost", "bibtex", "biblatex", "ris", "csl-json", "cff", "datacite", "endnote"]

STYLES: tuple[Style, ...] = get_args(Style)

_DIGITS = 16

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTHS_RU = ("янв.", "февр.", "марта", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек.")

#: Names of languages in English, by primary subtag; in lower case they are the names that LaTeX knows.
_LANGUAGES = {"az": "Azerbaijani", "en": "English", "kk": "Kazakh", "ru": "Russian"}

_LATEX = {
    "\\": r"\textbackslash{}",
    # Escaped braces would still be counted by BibTeX.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


@attrs.frozen(kw_only=True)
class Source:
    """
    An article as it is cited.

    Attributes:

        id: Its id.

        title, title_ru: Its headline in quotation marks, or, where that is not known, a description of ours in brackets.

        headline: Its headline; None where it is not known.

        outlet, published, language, url: Those of the article.
    """

    id: str
    title: str
    title_ru: str
    headline: str | None
    outlet: str | None
    published: dt.date | None
    language: str
    url: str | None

    @property
    def name(self) -> str:
        """The headline, or the description in brackets."""
        return self.headline or self.title


@attrs.frozen(kw_only=True)
class Row:
    """
    A row as it is cited.

    Attributes:

        id: Its id.

        table: Its table.

        noun, noun_ru: What a row of that table is.

        name, name_ru: What the row itself is called, if it is an entity or a code.

        speakers, speakers_ru: Who says it.

        paragraphs: The numbers of the first and the last paragraph that it stands in.

        span: Where it begins and ends in the article, in characters.

        source: The article it is of.
    """

    id: str
    table: str
    noun: str
    noun_ru: str
    name: str | None
    name_ru: str | None
    speakers: tuple[str, ...]
    speakers_ru: tuple[str, ...]
    paragraphs: tuple[int, int] | None
    span: tuple[int, int] | None
    source: Source | None

    @property
    def place(self) -> str | None:
        """The place in the article: paragraph and characters."""
        return self._place("paragraph", "paragraphs", "characters")

    @property
    def place_ru(self) -> str | None:
        """The same in Russian."""
        return self._place("абз.", "абз.", "знаки")

    def _place(self, paragraph: str, paragraphs: str, characters: str) -> str | None:
        parts = []
        if self.paragraphs:
            first, last = self.paragraphs
            parts.append(f"{paragraph} {first}" if first == last else f"{paragraphs} {first}–{last}")
        if self.span:
            parts.append(f"{characters} {self.span[0]}–{self.span[1]}")
        return ", ".join(parts) or None

    @property
    def title(self) -> str:
        """What it is, who says it and where: a title for what has none."""
        held = _joined("; ", self.name, " and ".join(self.speakers), self.place)
        text = f"{self.noun} {self.id} ({held})" if held else f"{self.noun} {self.id}"
        if self.source is None:
            return text
        return f"{text} in {_joined(', ', self.source.title, self.source.outlet, _day(self.source.published))}"


@attrs.frozen(kw_only=True)
class Cited:
    """
    What is cited.

    Attributes:

        dataset: The dataset.

        fingerprint: The fingerprint of its content, 64 digits.

        sources: Its articles.

        part: The article or the row, where the dataset itself is not meant.
    """

    dataset: Metadata
    fingerprint: str
    sources: tuple[Source, ...]
    part: Source | Row | None

    @property
    def title(self) -> str:
        """The title of what is cited, in a reference manager."""
        if self.part is None:
            return self.dataset.title
        return self.part.name if isinstance(self.part, Source) else self.part.title

    @property
    def identifier(self) -> str | None:
        """What names it in the world, if the dataset has such a name."""
        if isinstance(self.part, Row) and self.dataset.identifier:
            return f"{self.dataset.identifier}#{self.part.id}"
        return self.dataset.identifier

    @property
    def key(self) -> str:
        """A short name for it, of letters, digits and hyphens."""
        day = self.dataset.published
        name = self.part.id if self.part else f"{self.dataset.name}{day.year if day else ''}"
        return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-") or "cited"

    @property
    def url(self) -> str | None:
        """The address to open, if there is one: the article's for the article, otherwise the dataset's."""
        return address(self.part.url if isinstance(self.part, Source) else self.dataset.identifier)

    @property
    def name(self) -> str | None:
        """What names it in the world, where that is no address."""
        return None if address(self.identifier) else self.identifier

    @property
    def note(self) -> str:
        """The fingerprint and the name."""
        return _joined("; ", f"fingerprint {self.fingerprint}", self.name)


def address(identifier: str | None) -> str | None:
    """An identifier where it can be opened in a browser, otherwise None."""
    return identifier if identifier and re.match(r"https?://", identifier) else None


def _language_name(tag: str) -> str | None:
    """The English name of a language, where it is one of those that the articles are in."""
    return _LANGUAGES.get(tag.partition("-")[0])


def _joined(by: str, *parts: str | None) -> str:
    return by.join(part for part in parts if part)


def _day(day: dt.date | None) -> str | None:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else None


def _stopped(*sentences: str | None) -> str:
    """Sentences in a row, each with a full stop at its end."""
    return " ".join(s if s[-1] in ".?!" else f"{s}." for s in sentences if s)


def _listed(names: tuple[str, ...], last: str) -> str | None:
    if len(names) < 2:
        return names[0] if names else None
    return f"{', '.join(names[:-1])}{last}{names[-1]}"


def _print(c: Cited) -> str:
    return f"fingerprint {c.fingerprint[:_DIGITS]}"


def _apa(c: Cited) -> str:
    if isinstance(c.part, Source):
        day = c.part.published
        when = f"({day.year}, {_MONTHS[day.month - 1]} {day.day})" if day else "(n.d.)"
        return _with_address(_stopped(c.part.name, when, c.part.outlet), c)
    when = f"({c.dataset.published.year})" if c.dataset.published else "(n.d.)"
    version = f"Version {c.dataset.version}" if c.dataset.version else None
    title = f"{c.dataset.title} ({_joined('; ', version, _print(c))}) [Data set]"
    authors = _listed(c.dataset.creators, ", & ")
    if isinstance(c.part, Row):
        told = [c.part.title, when] if authors is None else [authors, when, c.part.title]
        return _with_address(_stopped(*told, f"In {title}"), c)
    return _with_address(_stopped(authors, when, title), c)


def _chicago(c: Cited) -> str:
    if isinstance(c.part, Source):
        day = c.part.published
        year, full = (str(day.year), f"{_MONTHS[day.month - 1]} {day.day}, {day.year}") if day else ("n.d.", None)
        title = f"“{_stopped(c.part.headline)}”" if c.part.headline else _stopped(c.part.title)
        return _with_address(_joined(" ", _stopped(c.part.outlet, year), title, _stopped(full)), c)
    year = str(c.dataset.published.year) if c.dataset.published else "n.d."
    version = f"Version {c.dataset.version}, {_print(c)}" if c.dataset.version else _print(c).capitalize()
    title = c.dataset.title
    authors = _listed(c.dataset.creators, ", and ")
    if isinstance(c.part, Row):
        told = [c.part.title, year] if authors is None else [authors, year, c.part.title]
        return _with_address(_stopped(*told, f"In {title}", version, "Data set"), c)
    return _with_address(_stopped(authors, year, title, version, "Data set"), c)


def _with_address(text: str, c: Cited) -> str:
    return _joined(" ", text, c.url)


def _gost(c: Cited) -> str:
    if isinstance(c.part, Source):
        return _joined(" – ", _gost_source(c.part), f"URL: {c.url}." if c.url else None)
    data = _joined(
        " – ",
        _stopped(_listed(c.dataset.creators, ", "), f"{c.dataset.title_ru or c.dataset.title} [Электронный ресурс]"),
        f"Версия {c.dataset.version}." if c.dataset.version else None,
        "Электрон. дан.",
        f"{c.dataset.published.year}." if c.dataset.published else None,
        f"Отпечаток данных: {c.fingerprint[:_DIGITS]}.",
        f"URL: {c.url}." if c.url else None,
    )
    if c.part is None:
        return data
    held = _joined("; ", c.part.name_ru, ", ".join(c.part.speakers_ru), c.part.place_ru)
    row = f"{c.part.noun_ru} {c.part.id} ({held})" if held else f"{c.part.noun_ru} {c.part.id}"
    source = f"Источник: {_gost_source(c.part.source)}" if c.part.source else None
    return _joined(" – ", f"{row} // {data}", source)


def _gost_source(source: Source) -> str:
    day = source.published
    when = f" – {day.year}. – {day.day} {_MONTHS_RU[day.month - 1]}" if day else ""
    text = _stopped(_joined(" // ", source.title_ru, source.outlet)) + when
    return text if text.endswith(".") else f"{text}."


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


def _entry(kind: str, key: str, fields: Mapping[str, str | None]) -> str:
    """An entry of a .bib file; the values are LaTeX already."""
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _whole(text: str | None) -> str | None:
    """In braces, so that no style changes its letters or takes it apart."""
    return f"{{{_latex(text)}}}" if text else None


def _authors(c: Cited) -> str | None:
    return " and ".join(f"{{{_latex(name)}}}" for name in c.dataset.creators) or None


def _bibtex(c: Cited) -> str:
    if isinstance(c.part, Source):
        source = c.part
        known = _language_name(source.language)
        note = _joined("; ", _day(source.published), f"in {known}" if known else f"language {source.language}")
        fields = {
            "title": _whole(source.name),
            "howpublished": _whole(source.outlet),
            "year": str(source.published.year) if source.published else None,
            "note": _latex(note),
            "url": c.url and _bib_address(c.url),
        }
        return _entry("misc", c.key, fields)
    version = f"version {c.dataset.version}" if c.dataset.version else None
    told = f"In: {c.dataset.title}" if c.part else None
    fields = {
        "author": _authors(c),
        "title": _whole(c.title),
        "year": str(c.dataset.published.year) if c.dataset.published else None,
        "howpublished": _whole(_joined(", ", told, "Data set", version)),
        "note": _latex(_joined("; ", _print(c), c.name)),
        "annote": f"fingerprint {c.fingerprint}",
        "url": c.url and _bib_address(c.url),
    }
    return _entry("misc", c.key, fields)


def _biblatex(c: Cited) -> str:
    if isinstance(c.part, Source):
        source = c.part
        known = _language_name(source.language)
        # The description is English, whatever the article's language.
        spoken = known if source.headline else "English"
        fields = {
            "title": _whole(source.name),
            "howpublished": _whole(source.outlet),
            "date": source.published.isoformat() if source.published else None,
            "language": known.lower() if known else _latex(source.language),
            "langid": spoken.lower() if spoken else None,
            "url": c.url and _bib_address(c.url),
        }
        return _entry("misc", c.key, fields)
    fields = {
        "author": _authors(c),
        "title": _whole(c.title),
        "titleaddon": _whole(f"in {c.dataset.title}") if c.part else None,
        "date": c.dataset.published.isoformat() if c.dataset.published else None,
        "version": _whole(c.dataset.version),
        "langid": "english",
        "note": _latex(_joined("; ", _print(c), c.name)),
        "annotation": f"fingerprint {c.fingerprint}",
        "url": c.url and _bib_address(c.url),
    }
    return _entry("dataset", c.key, fields)


def _bib_address(url: str) -> str:
    """An address for `url`, which LaTeX reads as it stands: what would end the field is percent-encoded."""
    return re.sub(r"[{}\\\s\"]", lambda sign: f"%{ord(sign[0]):02X}", url)


def _tagged(lines: Iterable[tuple[str, str | None]], by: str) -> str:
    return "\n".join(f"{tag}{by}{value}" for tag, value in lines if value is not None)


def _slashed(day: dt.date | None) -> str | None:
    return f"{day:%Y/%m/%d}" if day else None


def _ris(c: Cited) -> str:
    if isinstance(c.part, Source):
        source = c.part
        lines = [
            ("TY", "NEWS"),
            ("ID", c.key),
            ("TI", source.name),
            ("T2", source.outlet),
            ("PY", str(source.published.year) if source.published else None),
            ("DA", _slashed(source.published)),
            ("LA", source.language),
            ("UR", c.url),
            ("ER", ""),
        ]
        return _tagged(lines, "  - ")
    lines = [
        ("TY", "DATA"),
        ("ID", c.key),
        *(("AU", name) for name in c.dataset.creators),
        ("TI", c.title),
        ("T2", c.dataset.title if c.part else None),
        ("PY", str(c.dataset.published.year) if c.dataset.published else None),
        ("DA", _slashed(c.dataset.published)),
        ("ET", c.dataset.version),
        *(("KW", word) for word in c.dataset.keywords if c.part is None),
        ("N1", c.note),
        ("UR", c.url),
        ("ER", ""),
    ]
    return _tagged(lines, "  - ")


def _endnote(c: Cited) -> str:
    if isinstance(c.part, Source):
        source = c.part
        lines = [
            ("%0", "Newspaper Article"),
            ("%T", source.name),
            ("%B", source.outlet),
            ("%D", str(source.published.year) if source.published else None),
            ("%8", _day(source.published)),
            ("%G", source.language),
            ("%U", c.url),
        ]
        return _tagged(lines, " ")
    lines = [
        ("%0", "Dataset"),
        # The comma at the end says that it is no person's name.
        *(("%A", f"{name},") for name in c.dataset.creators),
        ("%T", c.title),
        ("%B", c.dataset.title if c.part else None),
        ("%D", str(c.dataset.published.year) if c.dataset.published else None),
        ("%8", _day(c.dataset.published)),
        ("%7", c.dataset.version),
        *(("%K", word) for word in c.dataset.keywords if c.part is None),
        ("%Z", c.note),
        ("%U", c.url),
    ]
    return _tagged(lines, " ")


def _csl(c: Cited) -> str:
    if isinstance(c.part, Source):
        item: dict[str, Any] = {
            "id": c.key,
            "type": "article-newspaper",
            "title": c.title,
            "container-title": c.part.outlet,
            "issued": _parts(c.part.published),
            "language": c.part.language,
            "URL": c.url,
        }
    else:
        item = {
            "id": c.key,
            "type": "dataset",
            # Ids are told apart by capitals, so no style may set them.
            "title": f'<span class="nocase">{c.title}</span>' if c.part else c.title,
            "container-title": c.dataset.title if c.part else None,
            "author": [{"literal": name} for name in c.dataset.creators],
            "issued": _parts(c.dataset.published),
            "version": c.dataset.version,
            "note": c.note,
            "URL": c.url,
        }
    return json.dumps([{name: held for name, held in item.items() if held}], ensure_ascii=False, indent=2)


def _parts(day: dt.date | None) -> dict[str, Any] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None


#: What makes a citation in each style; those of whole records of a catalogue are in `descriptors`.
RENDERERS: Mapping[str, Callable[[Cited], str]] = {
    "apa": _apa,
    "chicago": _chicago,
    "gost": _gost,
    "bibtex": _bibtex,
    "biblatex": _biblatex,
    "ris": _ris,
    "csl-json": _csl,
    "endnote": _endnote,
}
