"""What each paragraph does in the report, and what tells a sentence in a copy."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..alignment import anchor_of
from .reading import Reading, Sentence, Span

__all__ = ["CONFIDENCE", "RULE", "SENTENCES", "Told", "kinds", "told"]

RULE = "line"
#: Share of the sentences of the shipped and the synthetic article that razdel cuts as they do (130 of 130).
SENTENCES = 0.98
#: Share of the paragraphs of the shipped and the synthetic article whose kind is the curated one.
CONFIDENCE = 0.9

_CAPTION = re.compile(
    r"(?:Фото|Видео|Скриншот|Изображение|Инфографика|Коллаж|Источник фото)(?:\s*[:/©]|\s+(?:с сайта|из архива|пресс-служб))|©",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:Читайте|Смотрите|См\.|Подробнее|По теме|Также по теме|Материалы по теме|Ранее (?:мы )?(?:сообщал|писал|рассказывал))",
)
_LINK = re.compile(
    r"по (?:этой )?ссылке|Подписывайтесь на|[Нн]аш(?:и новости|ем)? .{0,40}(?:WhatsApp|Telegram|телеграм)"
)
#: How much of a paragraph beside a quotation's content and tag is no more than marks and a few words.
_REST = 0.5


class Told(NamedTuple):
    """What tells a sentence in a copy: how many letters it has, their anchor, and the marks of the places in it."""

    n_normalised: int
    anchor: str
    marks: str


def kinds(reading: Reading, direct: Sequence[Span]) -> list[str]:
    """A code of `ParagraphKind` for every paragraph, told by how it begins and by the direct quotations."""
    made = []
    place = 0
    lead = True
    for start, end in reading.paragraphs:
        while place < len(direct) and direct[place].end <= start:
            place += 1
        line = reading.text[start : min(end, start + 400)]
        if _CAPTION.match(line):
            made.append("caption")
        elif _POINTER.match(line) or (len(line) < 400 and _LINK.search(line)):
            made.append("cross_reference")
        elif place < len(direct) and direct[place].start - start <= 2 and _covered(direct, place, start, end):
            made.append("quotation")
        else:
            made.append("lead" if lead else "narration")
        lead = lead and made[-1] == "caption"
    return made


def _covered(direct: Sequence[Span], place: int, start: int, end: int) -> bool:
    inside = 0
    while place < len(direct) and direct[place].start < end:
        inside += min(direct[place].end, end) - direct[place].start
        place += 1
    return inside > _REST * (end - start)


def told(letters: str, at: Sequence[int], sentences: Iterable[Sentence], places: Sequence[int]) -> list[Told]:
    """
    What tells each sentence in a copy.

    Args:

        letters: The normalised letters of the whole text.

        at: Where each of them stands.

        sentences: The sentences, in order.

        places: The places at which a row of some table begins or ends, in order.
    """
    made = []
    # Where the next place stands among them, and the next sentence among the letters.
    n = len(places)
    following = first = 0
    for start, end, _ in sentences:
        first = bisect_left(at, start, first)
        last = bisect_left(at, end, first)
        while following < n and places[following] < start:
            following += 1
        marks = []
        place, letter = following, first
        while place < n and (offset := places[place]) <= end:
            letter = bisect_left(at, offset, letter, last)
            before = offset - (at[letter - 1] + 1 if letter > first else start)
            after = (at[letter] if letter < last else end) - offset
            marks.append(f"{offset - start}:{letter - first}:{before}:{after}")
            place += 1
        made.append(Told(last - first, anchor_of(letters[first:last]), " ".join(marks)))
    return made
