"""Names that a trained tagger finds: natasha's, of the extra `ner`, which needs no network."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ...exceptions import MissingExtraError
from ..reading import Reading

__all__ = ["Tagged", "tagged"]

#: A sentence longer than this is a table or no text; the tagger's memory grows with the longest.
_LONGEST = 3_000


class Tagged(NamedTuple):
    """A name, where it stands, and PER, LOC or ORG."""

    start: int
    end: int
    type: str


@cache
def _tagger() -> Any:
    try:
        from natasha import NewsEmbedding, NewsNERTagger
    except ModuleNotFoundError as error:
        msg = f"tagging names needs {error.name}; install it with: pip install 'summitdata[ner]'"
        raise MissingExtraError(msg) from error
    return NewsNERTagger(NewsEmbedding())


def tagged(reading: Reading) -> Iterator[Tagged]:
    """
    The names of persons, places and bodies that natasha's tagger finds in a text, in order.

    Raises:

        MissingExtraError: Natasha is not installed.
    """
    text = reading.text
    sentences = [
        one for one in reading.sentences if one.end - one.start <= _LONGEST and text[one.start : one.end].strip()
    ]
    for sentence, markup in zip(sentences, _tagger().map(text[one.start : one.end] for one in sentences), strict=True):
        for span in markup.spans:
            yield Tagged(sentence.start + span.start, sentence.start + span.stop, span.type)
