"""How long attaching a copy of an article takes, and how that grows with the length of the text."""

from collections.abc import Iterator
from pathlib import Path

import summitdata as sd
from summitdata.alignment import aligned, anchor_of, normalised, read
from summitdata.anchor import attach

from .measure import Figure, seconds

__all__ = ["figures"]

_SYNTHETIC = Path(__file__).parent.parent / "synthetic"
_SIZES = (10_000, 100_000, 1_000_000)


def figures(pairs: int) -> Iterator[Figure]:
    """
    The measurements, one after the other.

    Args:

        pairs: How often each is taken.
    """
    corpus = sd.open(_SYNTHETIC)
    text = (_SYNTHETIC / "article.txt").read_bytes().decode()
    (article,) = corpus.articles
    kilobytes = len(text.encode()) / 1_000
    about = f"the invented article, {kilobytes:.1f} kB in UTF-8, {len(text):,} characters, with all its tables"
    for what, copy in (("exact", text), ("changed", text.replace("\n", "\r\n").replace('"', "«"))):
        taken = seconds(lambda copy=copy: attach(corpus, copy, article.id), pairs)
        target = "≤ 10" if what == "exact" else "–"
        yield Figure(f"attach, {what} copy of 10 kB, warm", "ms", _per(taken, kilobytes / 10), target, about)
    for size in _SIZES:
        sentences, copy = _article(size)
        keys = [(len(letters), anchor_of(letters)) for letters in (normalised(s)[0] for s in sentences)]
        taken = seconds(lambda keys=keys, copy=copy: aligned(keys, read(copy)), max(3, pairs * 10_000 // size))
        what = f"aligning a changed copy of {size:,} characters, per 10,000"
        yield Figure(what, "ms", _per(taken, len(copy) / 10_000), "–", "linear where the three are alike")


def _per(taken: tuple[float, ...], units: float) -> tuple[float, ...]:
    return tuple(1_000 * one / units for one in taken)


def _article(size: int) -> tuple[list[str], str]:
    """The sentences of a made-up article of so many characters, no two alike, and a copy that is set otherwise."""
    sentences: list[str] = []
    left = size
    while left > 0:
        n = len(sentences)
        sentences.append(f"Виспания приняла письмо номер {n}, и Эльданор ответил на него {n % 28 + 1} раз.")
        left -= len(sentences[-1]) + 1
    return sentences, "\r\n".join(sentences)
