"""The rules between the columns of one row, each said twice: of plain values, and of whole Arrow columns."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["RowRule", "row_rules"]


class RowRule(NamedTuple):
    """
    A rule between the columns of one row.

    Attributes:

        name: What the rule is called.

        column: The column that is named when it is broken.

        compared: The columns it looks at; where one of them breaks a rule already, this one is not asked.

        holds: Whether their values keep the rule.

        broken:
            Of the whole columns a mask, true where they break it, or None where none does; no function where the
            ids have told it already.

        expected: What is expected, in words.
    """

    name: str
    column: str
    compared: tuple[str, ...]
    holds: Callable[..., bool]
    broken: "Callable[..., pa.Array | None] | None"
    expected: str


@cache
def row_rules(cls: type) -> tuple[RowRule, ...]:
    """
    The rules between the columns of a row.

    ``prefix``: an id begins with its article's. ``span``: both ends of a span are there or neither, in order and not
    empty. ``surface``: words are as long as the span they stand at; an article's length and hash are those of its text.
    """
    from .schema import columns, span_end, wording_columns

    listed = columns(cls)
    rules: list[RowRule] = []
    if any(c.name == "article_id" for c in listed):
        expected = "an id that is its article's or begins with it and /"
        rules.append(RowRule("prefix", "id", ("id", "article_id"), _is_of_article, None, expected))
    for c in listed:
        if c.span_end:
            expected = f"{c.name} before {c.span_end}, or both null"
            rules.append(RowRule("span", c.name, (c.name, c.span_end), _is_span, _no_span, expected))
    for c in listed:
        # The wording that is filled from a changed copy may be longer or shorter by a dash or a space.
        if c.cut_at and c.name not in wording_columns(cls):
            end = span_end(c.cut_at)
            expected = f"as many characters as from {c.cut_at} to {end}"
            compared = (c.name, c.cut_at, end)
            rules.append(RowRule("surface", c.name, compared, _is_as_long, _longer, expected))
    if {"text", "n_chars", "sha256"} <= {c.name for c in listed}:
        expected = "the length of its text"
        rules.append(RowRule("surface", "n_chars", ("n_chars", "text"), _is_length, _other_length, expected))
        expected = "the SHA-256 of its text in UTF-8"
        rules.append(RowRule("surface", "sha256", ("sha256", "text"), _is_hash, _other_hash, expected))
    return tuple(rules)


def _is_of_article(identity: str, article_id: str) -> bool:
    return identity == article_id or identity.startswith(f"{article_id}/")


def _is_span(start: int | None, end: int | None) -> bool:
    if start is None or end is None:
        return start is end
    return start < end


def _no_span(start: "pa.Array", end: "pa.Array") -> "pa.Array | None":
    import pyarrow.compute as pc

    from .ordered import all_true

    in_order = pc.less(start, end)
    if all_true(in_order):
        return None
    one = pc.not_equal(pc.is_valid(start), pc.is_valid(end))
    return pc.or_(one, pc.fill_null(pc.invert(in_order), False))


def _is_as_long(words: str | None, start: int | None, end: int | None) -> bool:
    return words is None or (start is not None and end is not None and len(words) == end - start)


def _longer(words: "pa.Array", start: "pa.Array", end: "pa.Array") -> "pa.Array | None":
    import pyarrow.compute as pc

    if words.null_count == len(words):
        return None
    fits = pc.equal(pc.utf8_length(words).cast(start.type), pc.subtract(end, start))
    return pc.and_(pc.is_valid(words), pc.invert(pc.fill_null(fits, False)))


def _is_length(n_chars: int, text: str | None) -> bool:
    return text is None or len(text) == n_chars


def _other_length(n_chars: "pa.Array", text: "pa.Array") -> "pa.Array | None":
    import pyarrow.compute as pc

    return pc.fill_null(pc.not_equal(pc.utf8_length(text).cast(n_chars.type), n_chars), False)


def _is_hash(digest: str, text: str | None) -> bool:
    from hashlib import sha256

    return text is None or sha256(text.encode()).hexdigest() == digest


def _other_hash(digest: "pa.Array", text: "pa.Array") -> "pa.Array | None":
    from hashlib import sha256

    import pyarrow as pa

    if text.null_count == len(text):
        return None
    pairs = zip(digest.to_pylist(), text.cast(pa.binary()).to_pylist(), strict=True)
    return pa.array([t is not None and sha256(t).hexdigest() != d for d, t in pairs], pa.bool_())
