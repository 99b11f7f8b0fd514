"""
Whether ids have their form, begin with their article's and repeat none before.

Where they stand in the order of their numbers, all of that is proved from whole columns and nothing is hashed.
"""

import re
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from .ordered import Batch, after, all_true, any_true

__all__ = ["again", "letters", "misformed", "proved"]

#: What the id of an article is, and those of rows that have a number in it.
_ARTICLE = "[a-z0-9][a-z0-9_-]*"
_FORM = re.escape(_ARTICLE) + r"/(?P<letters>[a-z]+)\[0-9\]\+"
#: A number of more digits is looked at like any other text.
_DIGITS = 20
#: So many bytes are too many for one string.
_JOINED = 1 << 30


@cache
def letters(pattern: str | None) -> str | None:
    """What stands before the number in ids that are an article's, a slash, letters and a number; None for other ids."""
    form = re.fullmatch(_FORM, pattern or "")
    return form["letters"] if form else None


def proved(batch: Batch, pattern: str | None) -> tuple[pa.Array | None, pa.Array | None, pa.Array | None]:
    """
    Where an id of a batch repeats an earlier one of its article, where it is not its article's own, and where it is of no
    right form; None for nowhere.
    """
    if "article_id" not in batch.of.table.column_names:
        first, second = again(batch["id"]), None
    else:
        before = letters(pattern)
        if before is not None and _numbered(batch, before):
            return None, None, None
        first, second = _repeated(batch)
    return first, second, misformed(batch["id"], pattern) if pattern else None


def _numbered(batch: Batch, before: str) -> bool:
    """Whether all ids are their article's, a slash, these letters and a number, and in order; never true where one is not."""
    ids, articles = batch["id"], batch.articles
    if not batch.n or ids.null_count or articles.null_count:
        return False
    of_article, of_id = (pc.min_max(pc.binary_length(texts)) for texts in (articles, ids))
    begin = of_article["max"].as_py() + 1 + len(before)
    shortest, longest = of_id["min"].as_py(), of_id["max"].as_py()
    if of_article["min"] != of_article["max"] or not begin < shortest <= longest <= begin + _DIGITS:
        return False
    if not _lines_match(articles, _ARTICLE):
        return False
    if not _in_order(batch):
        return False
    edges = _edges(batch)
    heads = pc.binary_slice(ids.take(edges).cast(pa.binary()), 0, begin)
    opened = pc.binary_join_element_wise(articles, f"/{before}", "").cast(pa.binary())
    if not heads.equals(opened.take(batch.numbers.take(edges))):
        return False
    tails = pc.binary_slice(ids.cast(pa.binary()), begin, longest).view(pa.string())
    return all_true(pc.ascii_is_decimal(tails))


def _lines_match(values: pa.Array, pattern: str) -> bool:
    """Whether all values match a pattern, found in one pass over all of them together; never true where one does not."""
    if not len(values) or values.null_count or values.nbytes >= _JOINED:
        return not len(values)
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), values), "\n")
    size = pc.binary_length(joined)[0].as_py()
    bytes_ = pa.Array.from_buffers(pa.uint8(), size, [None, joined.buffers()[2]])
    # A line feed inside a value would make two lines of it.
    if pc.equal(bytes_, pa.scalar(10, pa.uint8())).true_count != len(values) - 1:
        return False
    return any_true(pc.match_substring_regex(joined, rf"\A(?:(?:{pattern})\n)*(?:{pattern})\z"))


def _is_own(ids: pa.Array, articles: pa.Array) -> pa.Array:
    """Where an id is its article's or begins with it and a slash; null where one of them is."""
    lengths = pc.min_max(pc.binary_length(articles))
    low, high = lengths["min"].as_py(), lengths["max"].as_py()
    if low != high:
        pairs = zip(ids.to_pylist(), articles.to_pylist(), strict=True)
        return pa.array([None if None in (i, a) else i == a or i.startswith(f"{a}/") for i, a in pairs], pa.bool_())
    opened = pc.binary_join_element_wise(articles, "/", "").cast(pa.binary())
    begun = pc.binary_slice(ids.cast(pa.binary()), 0, (low or 0) + 1)
    return pc.or_(pc.equal(begun, opened), pc.equal(ids, articles))


def _in_order(batch: Batch) -> bool:
    """Whether in each article every id comes after the one before it in shortlex order, shorter ones first."""
    ids = batch["id"]
    lengths = pc.binary_length(ids)
    same = pc.equal(lengths[1:], lengths[:-1])
    rising = pc.or_(pc.greater(lengths[1:], lengths[:-1]), pc.and_(same, pc.greater(ids[1:], ids[:-1])))
    falls = after(pc.invert(rising))
    return bool(pc.all(pc.is_in(falls, batch.firsts), min_count=0).as_py())


def _edges(batch: Batch) -> pa.Array:
    """The first and the last ids of each length in each article: where all are in order, the others begin as these do."""
    lengths = pc.binary_length(batch["id"])
    begins = pa.concat_arrays([batch.firsts, after(pc.not_equal(lengths[1:], lengths[:-1]))])
    finishes = pc.subtract(pa.concat_arrays([begins, pa.array([batch.n], pa.int64())]), 1)
    return pa.concat_arrays([begins, finishes.filter(pc.greater_equal(finishes, 0))])


def _repeated(batch: Batch) -> tuple[pa.Array | None, pa.Array | None]:
    """Where an id of a batch repeats an earlier one of its article, and where it is not its article's own; None for nowhere."""
    ids, articles = batch["id"], batch["article_id"]
    if ids.null_count or articles.null_count or not _in_order(batch):
        return again(ids), _strange(ids, articles)
    edges = _edges(batch)
    if all_true(_is_own(ids.take(edges), articles.take(edges))):
        return None, None
    return None, _strange(ids, articles)


def _strange(ids: pa.Array, articles: pa.Array) -> pa.Array | None:
    """Where an id is not its article's own, or either is null; None for nowhere."""
    wrong = pc.fill_null(pc.invert(_is_own(ids, articles)), True)
    return wrong if any_true(wrong) else None


def again(ids: pa.Array) -> pa.Array | None:
    """Where an id repeats an earlier one."""
    codes = pc.dictionary_encode(ids).indices
    if not len(codes):
        return None
    # Numbers are given in the order in which values come: a value is new where its number is.
    reached = pc.cumulative_max(pc.fill_null(codes, -1))
    before = pa.concat_arrays([pa.array([-1], pa.int32()), reached[:-1]])
    again = pc.fill_null(pc.less_equal(codes, before), False)
    return again if any_true(again) else None


def misformed(values: pa.Array, pattern: str) -> pa.Array | None:
    """Where a value does not match a pattern as a whole; None for nowhere."""
    if _lines_match(values if not values.null_count else values.drop_null(), pattern):
        return None
    # In RE2, $ is the end of the text, as in fullmatch.
    wrong = pc.fill_null(pc.invert(pc.match_substring_regex(values, f"^(?:{pattern})$")), False)
    return wrong if any_true(wrong) else None
