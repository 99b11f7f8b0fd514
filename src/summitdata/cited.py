"""What is cited: a corpus, an article or a row, with all that a citation of it may need."""

import datetime as dt
import re

import attrs

from .metadata import Metadata

__all__ = ["MONTHS", "Cited", "Row", "Source", "address", "day_in_words", "joined"]

MONTHS = (
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
        held = joined("; ", self.name, " and ".join(self.speakers), self.place)
        text = f"{self.noun} {self.id} ({held})" if held else f"{self.noun} {self.id}"
        if self.source is None:
            return text
        return f"{text} in {joined(', ', self.source.title, self.source.outlet, day_in_words(self.source.published))}"


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
        return joined("; ", f"fingerprint {self.fingerprint}", self.name)


def address(identifier: str | None) -> str | None:
    """An identifier where it can be opened in a browser, otherwise None."""
    return identifier if identifier and re.match(r"https?://", identifier) else None


def joined(by: str, *parts: str | None) -> str:
    """The parts that there are, with that between them."""
    return by.join(part for part in parts if part)


def day_in_words(day: dt.date | None) -> str | None:
    """A day as 21 October 2025."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else None
