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

from .cited import MONTHS, Cited, Row, Source, day_in_words, joined

__all__ = ["RENDERERS", "STYLES", "Style"]

Style = Literal["apa", "chicago", "gost", "bibtex", "biblatex", "ris", "csl-json", "cff", "datacite", "endnote"]

STYLES: tuple[Style, ...] = get_args(Style)

_DIGITS = 16

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


def _language_name(tag: str) -> str | None:
    """The English name of a language, where it is one of those that the articles are in."""
    return _LANGUAGES.get(tag.partition("-")[0])


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
        when = f"({day.year}, {MONTHS[day.month - 1]} {day.day})" if day else "(n.d.)"
        return _with_address(_stopped(c.part.name, when, c.part.outlet), c)
    when = f"({c.dataset.published.year})" if c.dataset.published else "(n.d.)"
    version = f"Version {c.dataset.version}" if c.dataset.version else None
    title = f"{c.dataset.title} ({joined('; ', version, _print(c))}) [Data set]"
    authors = _listed(c.dataset.creators, ", & ")
    if isinstance(c.part, Row):
        told = [c.part.title, when] if authors is None else [authors, when, c.part.title]
        return _with_address(_stopped(*told, f"In {title}"), c)
    return _with_address(_stopped(authors, when, title), c)


def _chicago(c: Cited) -> str:
    if isinstance(c.part, Source):
        day = c.part.published
        year, full = (str(day.year), f"{MONTHS[day.month - 1]} {day.day}, {day.year}") if day else ("n.d.", None)
        title = f"“{_stopped(c.part.headline)}”" if c.part.headline else _stopped(c.part.title)
        return _with_address(joined(" ", _stopped(c.part.outlet, year), title, _stopped(full)), c)
    year = str(c.dataset.published.year) if c.dataset.published else "n.d."
    version = f"Version {c.dataset.version}, {_print(c)}" if c.dataset.version else _print(c).capitalize()
    title = c.dataset.title
    authors = _listed(c.dataset.creators, ", and ")
    if isinstance(c.part, Row):
        told = [c.part.title, year] if authors is None else [authors, year, c.part.title]
        return _with_address(_stopped(*told, f"In {title}", version, "Data set"), c)
    return _with_address(_stopped(authors, year, title, version, "Data set"), c)


def _with_address(text: str, c: Cited) -> str:
    return joined(" ", text, c.url)


def _gost(c: Cited) -> str:
    if isinstance(c.part, Source):
        return joined(" – ", _gost_source(c.part), f"URL: {c.url}." if c.url else None)
    data = joined(
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
    held = joined("; ", c.part.name_ru, ", ".join(c.part.speakers_ru), c.part.place_ru)
    row = f"{c.part.noun_ru} {c.part.id} ({held})" if held else f"{c.part.noun_ru} {c.part.id}"
    source = f"Источник: {_gost_source(c.part.source)}" if c.part.source else None
    return joined(" – ", f"{row} // {data}", source)


def _gost_source(source: Source) -> str:
    day = source.published
    when = f" – {day.year}. – {day.day} {_MONTHS_RU[day.month - 1]}" if day else ""
    text = _stopped(joined(" // ", source.title_ru, source.outlet)) + when
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
        note = joined("; ", day_in_words(source.published), f"in {known}" if known else f"language {source.language}")
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
        "howpublished": _whole(joined(", ", told, "Data set", version)),
        "note": _latex(joined("; ", _print(c), c.name)),
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
        "note": _latex(joined("; ", _print(c), c.name)),
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
            ("%8", day_in_words(source.published)),
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
        ("%8", day_in_words(c.dataset.published)),
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
