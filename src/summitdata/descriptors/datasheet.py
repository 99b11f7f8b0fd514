"""
The datasheet of a corpus: the questions that whoever reuses data asks, answered as far as it is known.

The headings are those of datasheets for datasets. Of the shipped corpus they are all answered; of another one only what
its tables and its metadata say.
"""

import re
from collections.abc import Iterator
from html import escape

from ..corpus import Corpus
from ..metadata import Metadata, metadata_of
from ..records import TABLES
from ..schema import row_is

__all__ = ["markdown", "sections", "table_lines"]

_UNKNOWN = "Not known."

#: What is known of the shipped corpus; the docs tell it at length.
_SHIPPED = {
    "Motivation": (
        "For close reading of one summit's press briefing, for teaching, and for trying methods of extraction and "
        "annotation against spans that can be checked: who said what, which numbers and promises were given, and how far "
        "each project has come."
    ),
    "Composition": (
        "One article in Russian, by one outlet, which has its news from the host's side. It is not a sample and stands "
        "for nothing but itself. Rows hold offsets, hashes, names, numbers, codes and renderings in our English. It speaks "
        "of public figures in their offices."
    ),
    "Collection process": (
        "The text was taken from one file; the table `articles` has the SHA-256 of both. The article's headline and "
        "address are not known and are null, and corrections that the outlet made later are not in it."
    ),
    "Preprocessing, cleaning, labelling": (
        "Machine-assisted annotation by written guidelines: two independent readings of each of quotations, mentions, "
        "quantities, statements with their attributions, commitments, evaluations, events and expressions, both made "
        "with a machine, compared unit by unit and settled by the guidelines, then a third reading of every sentence and "
        "every row. The table `readings` keeps both readings with the reason for each choice. Paragraphs, sentences, "
        "entities, identifiers, dates, projects, relations and silences have no second reading. No domain expert has reviewed it."
    ),
    "Uses": (
        "Not fit for conclusions about diplomacy at large, about other summits or about the outlet; about intentions; about "
        "who is right, as no figure was checked against the world; or for comparing the two presidents' speech. The "
        "quotations are what a Russian-language report gives as such, not the words that were spoken. Rows that are "
        "missing say nothing beyond what the guidelines say. The subject is political: say whose words a row renders."
    ),
    "Distribution": (
        "That is the licence of the annotation; the article is not under it, and neither is a copy of it that is attached. "
        "Coordinates and the identifiers of the scheme `geonames` come from GeoNames, CC BY 4.0."
    ),
    "Maintenance": (
        "Data versions are numbered. Ids of rows are never reused, and the package summitdata lists every cell that "
        "differs from an earlier version."
    ),
}


def sections(corpus: Corpus, metadata: Metadata, *, has_text: bool | None = None) -> dict[str, str]:
    """
    The seven headings with their answers, each a paragraph of Markdown.

    Args:

        corpus: The corpus.

        metadata: What a catalogue wants to know of it.

        has_text: Whether the wording is in it; where that is not known, its parts are read to find out.
    """
    # Only the shipped corpus, of one article, has a fingerprint, and only its own tables tell whether it is that one.
    is_shipped = corpus.n_rows["articles"] == 1 and metadata_of(corpus).fingerprint is not None
    answers = dict(_SHIPPED) if is_shipped else dict.fromkeys(_SHIPPED, _UNKNOWN)
    held = ", ".join(f"{name} {n:,}" for name, n in corpus.n_rows.items() if n)
    is_worded = corpus.has_text if has_text is None else has_text
    wording = "in it, and belongs to their publishers" if is_worded else "not in it"
    licence = metadata.licence
    terms = f"{markdown(licence.title)} ({markdown(licence.spdx)})" if licence else "not known"
    known = {
        "Composition": f"Rows: {held or 'none'}. The wording of the articles is {wording}.",
        "Distribution": f"Licence: {terms}.",
    }
    for heading, answer in known.items():
        answers[heading] = answer if answers[heading] == _UNKNOWN else f"{answer} {answers[heading]}"
    return answers


def table_lines(corpus: Corpus) -> Iterator[str]:
    """A line of Markdown for each table that has rows: what a row is, and how many there are."""
    for name, n in corpus.n_rows.items():
        if n:
            yield f"- `{name}` ({n:,} row{'' if n == 1 else 's'}): {row_is(TABLES[name])}"


def markdown(text: str) -> str:
    """A text from outside as it may stand in a line of Markdown: no markup, no line breaks, no control characters."""
    line = "".join(c if c.isprintable() else " " for c in text).strip()
    escaped = re.sub(r"([\\`*_{}\[\]#!|~])", r"\\\1", escape(line, quote=False))
    # What begins a list or a rule at the head of a line.
    return re.sub(r"^([-+=])|^([0-9]+)([.)])(?= |$)", r"\2\\\1\3", escaped)
