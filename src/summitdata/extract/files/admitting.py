"""Which texts are taken: those that hold something, that can be kept, that are not too long, and that may be Russian."""

import re
from hashlib import sha256

from ..source import Failure, Source
from .encodings import decoded, unfit
from .inputs import escaped
from .opening import refused

__all__ = ["MOST_CHARACTERS", "admitted", "is_page", "plain"]

# How a page begins.
_PAGE = re.compile(r"\s*<(?:!doctype\b|html\b|\?xml\b|head\b|body\b|!--)", re.IGNORECASE)

#: The most characters of an article.
MOST_CHARACTERS = 5_000_000

_HEAD = 512

_LETTERS = re.compile(r"[^\W\d_]+")
_RUSSIAN = re.compile("[А-Яа-яЁё]+")
_OTHERS = re.compile("[\u0400\u0402-\u040f\u0450\u0452-\u0481\u048a-\u052f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE = 100_000
# Of a text with fewer letters the language is not asked.
_FEW = 40
_HALF = 0.5
# Russian news has other Cyrillic letters in a name now and then; Ukrainian, Belarusian, Kazakh, Serbian, Tatar have one
# in fifty at the least.
_FOREIGN = 0.03
# Bulgarian has no letter that Russian has not; two of Russian's it lacks, and one it has forty times as often.
_TELLING = re.compile("[ыэЫЭ]")
_OFTEN = 0.008
_SEVERAL = 3


def is_page(data: bytes) -> bool:
    """Whether bytes begin as a page does."""
    return _PAGE.match(data[:_HEAD].decode("utf-8-sig", "replace")) is not None


def admitted(source: Source, name: str) -> Source | Failure:
    """
    The text, or why nothing is made of it.

    Args:

        source: The text.

        name: What it is called where it fails.
    """
    found = _fault(source.text) or _halves(source)
    if found is None:
        return source
    name = "".join(map(escaped, name)) if _SURROGATE.search(name) else name
    return Failure(name=name, kind=found[0], message=found[1], source_sha256=source.source_sha256)


def _fault(text: str) -> tuple[str, str] | None:
    if not text or text.isspace():
        return "empty", "no text, or white space alone; write or download it again"
    if len(text) > MOST_CHARACTERS:
        return (
            "limit",
            f"{len(text):,} characters, the limit for one article is {MOST_CHARACTERS:,}; cut it into its articles",
        )
    if half := _SURROGATE.search(text):
        where = half.start()
        return (
            "encoding",
            f"half of a surrogate pair, U+{ord(half[0]):04X}, as character {where:,}; no text holds that, decode it anew",
        )
    if other := _other_language(text):
        return "language", f"expected Russian, found {other}; the rules know no other language"
    return None


def _halves(source: Source) -> tuple[str, str] | None:
    """What no table can hold of what is known of a text."""
    for field in ("name", "url", "headline", "outlet"):
        if half := _SURROGATE.search(getattr(source, field) or ""):
            return "encoding", f"half of a surrogate pair, U+{ord(half[0]):04X}, in its {field}; decode it anew"
    return None


def _other_language(text: str) -> str | None:
    """What tells that a text is not in Russian, if anything does."""
    sample = text[:_SAMPLE]
    russian, others = _count(_RUSSIAN, sample), _count(_OTHERS, sample)
    cyrillic = russian + others
    # Most texts are for the most part of Russian letters, and need not be counted once more.
    letters = cyrillic if cyrillic > _HALF * len(sample) else _count(_LETTERS, sample)
    if letters < _FEW:
        return None
    if cyrillic < _HALF * letters:
        return f"{cyrillic:,} Cyrillic letters among {letters:,}"
    if others > _FOREIGN * cyrillic:
        return f"{others:,} letters that Russian has not among {cyrillic:,} Cyrillic ones"
    hard = sample.count("ъ") + sample.count("Ъ")
    if hard >= max(_SEVERAL, _OFTEN * cyrillic) and not _TELLING.search(sample):
        return f"ъ {hard:,} times and neither ы nor э among {cyrillic:,} letters, as in Bulgarian"
    return None


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))


def plain(data: bytes, name: str, charset: str | None = None, url: str | None = None) -> Source | Failure:
    """
    The text that bytes are, with all its characters, or why there is none.

    Args:

        data: The bytes.

        name: What they are called.

        charset: The encoding that they are said to be in.

        url: The address of the text, where that is known.
    """
    digest = sha256(data).hexdigest()

    def failed(kind: str, message: str) -> Failure:
        return Failure(name=name, kind=kind, message=message, source_sha256=digest)

    made = decoded(data, [charset] if charset else [])
    if what := refused(data, made.encoding if made else None):
        return failed("unreadable", f"expected text, found {what}; give the text itself")
    if is_page(data):
        return failed("format", "expected text, found a page; name it .html, or give the text itself")
    if made is None:
        return failed("encoding", unfit(data))
    return admitted(Source(text=made.text, name=name, source_sha256=digest, encoding=made.encoding, url=url), name)
