"""A paragraph's wording cut into segments, so that spans may nest, overlap and cross."""

from collections.abc import Collection, Iterable
from itertools import pairwise

import attrs

from .markup import content, element

__all__ = ["Span", "marked"]


@attrs.frozen
class Span:
    """
    A stretch of the article that a row speaks of.

    Attributes:

        start: Where it begins in the article.

        end: Where it ends.

        layer: The layer it belongs to, as a class name.

        anchor: The anchor of its row.

        title: What the row says of it, in a line.
    """

    start: int
    end: int
    layer: str
    anchor: str
    title: str


def marked(text: str, start: int, spans: Iterable[Span], prefix: str, places: Collection[int]) -> str:
    """
    A paragraph as HTML, each segment with all the layers that cover it.

    Args:

        text: The wording of the paragraph.

        start: Where it begins in the article.

        spans: What to mark; what lies outside is left out.

        prefix: What the anchors of places begin with: the place 1234 has the anchor ``prefix`` + ``1234``.

        places: Where links lead to besides the beginnings of spans; those outside are left out.
    """
    stop = start + len(text)
    held = [s for s in spans if s.start < stop and s.end > start and s.start < s.end]
    edges = (*(c for s in held for c in (s.start, s.end)), *places)
    cuts = sorted({start, stop, *(c for c in edges if start < c < stop)})
    anchored = {max(s.start, start) for s in held}.union(places)
    made = []
    for left, right in pairwise(cuts):
        # The widest first, so that what is read last is the nearest.
        over = sorted((s for s in held if s.start <= left and s.end >= right), key=lambda s: s.start - s.end)
        inner = content(text[left - start : right - start])
        anchor = f"{prefix}{left}" if left in anchored else None
        if over:
            layers = dict.fromkeys(s.layer for s in over)
            inner = element(
                "span",
                inner,
                id=anchor,
                class_=" ".join(["seg", *(f"on-{layer}" for layer in layers)]),
                data_layers=" ".join(layers),
                data_rows=" ".join(s.anchor for s in over),
                title=" | ".join(s.title for s in over),
            )
        elif anchor:
            inner = element("span", inner, id=anchor)
        made.append(inner)
    return f"<bdi>{''.join(made)}</bdi>" if any("<bdi>" in one for one in made) else "".join(made)
