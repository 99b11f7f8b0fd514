"""What is extracted from: a text with what its file tells of it, or why there is none."""

import datetime as dt

import attrs

__all__ = ["Failure", "Source"]


@attrs.frozen(kw_only=True)
class Source:
    """
    A text to extract from.

    Attributes:

        text: The text, as it was decoded or taken from its page.

        name: What it was taken from: a file, relative to the folder that was read, or the address of a record.

        source_sha256: SHA-256 of the bytes it was taken from; None for a text that was given as such.

        encoding: How they were decoded, a name that Python knows.

        published: The day it appeared, where the file or the page tells.

        url, headline, outlet: What the file or the page tells of it.
    """

    text: str
    name: str | None = None
    source_sha256: str | None = None
    encoding: str | None = None
    published: dt.date | None = None
    url: str | None = None
    headline: str | None = None
    outlet: str | None = None


@attrs.frozen(kw_only=True)
class Failure:
    """
    A source, or a part of one, that gave no text.

    Attributes:

        name: The source, named as in `Source`.

        kind: A code of `ErrorKind`.

        message: What was expected and found, and what to do; one line.

        source_sha256: SHA-256 of its bytes, where they could be read.
    """

    name: str
    kind: str
    message: str
    source_sha256: str | None = None
