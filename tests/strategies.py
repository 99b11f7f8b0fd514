"""Hypothesis strategies read off the record classes: rows that are right by themselves, rows that may not be, corpora."""

import datetime as dt
from functools import cache
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from summitdata import Corpus
from summitdata.convert import record
from summitdata.records import TABLES
from summitdata.schema import Column, columns

#: Any text that UTF-8 can hold: control characters, quote marks, line breaks, other scripts, beyond the BMP.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)

ARTICLE = "art"


@cache
def valid(c: Column) -> st.SearchStrategy[Any]:
    """Values that a column allows, taken by themselves."""
    if c.vocabulary:
        drawn: st.SearchStrategy[Any] = st.sampled_from([code.value for code in c.vocabulary])
    elif c.pattern:
        drawn = st.from_regex(c.pattern, fullmatch=True).filter(lambda text: len(text) < 300)
    elif c.kind is str:
        drawn = texts
    elif c.kind is bool:
        drawn = st.booleans()
    elif c.kind is dt.date:
        drawn = st.dates()
    elif c.kind is int:
        low = int(c.minimum) if c.minimum is not None else -(2**63)
        drawn = st.integers(low, int(c.maximum) if c.maximum is not None else 2**63 - 1)
    else:
        drawn = st.floats(c.minimum, c.maximum, allow_nan=False, allow_infinity=False)
    return st.none() | drawn if c.nullable else drawn


@cache
def any_typed(c: Column) -> st.SearchStrategy[Any]:
    """Values of a column's type, null included, that may break any of its rules but that of type."""
    odd = {
        str: st.sampled_from(["", "a/q1", "Q0", "2025-10-21", "curated", "Q7\n"]) | texts,
        int: st.integers(-3, 5) | st.integers(-(2**63), 2**63 - 1),
        float: st.floats(allow_nan=True, allow_infinity=True),
        bool: st.booleans(),
        dt.date: st.dates(),
    }[c.kind]
    return st.one_of(valid(c), odd, st.none())


@st.composite
def rows(draw: st.DrawFn, table: str, number: int = 1) -> dict[str, Any]:
    """A plain row that is right by itself: values allowed, spans in order, words as long as their spans."""
    listed = columns(TABLES[table])
    row = {c.name: draw(valid(c)) for c in listed}
    if "article_id" in row:
        row["article_id"] = ARTICLE
    row["id"] = _identity(table, number)
    for c in listed:
        if c.span_end:
            there = not c.nullable or row[c.name] is not None
            start = draw(st.integers(0, 50)) if there else None
            row[c.name], row[c.span_end] = start, None if start is None else start + draw(st.integers(1, 8))
    for c in listed:
        if c.cut_at and row[c.name] is not None:
            start, end = row[c.cut_at], row[c.cut_at[: -len("start")] + "end"]
            alphabet = st.characters(exclude_categories=["Cs"])
            row[c.name] = None if start is None else draw(st.text(alphabet, min_size=end - start, max_size=end - start))
    if table == "articles" and row["text"] is not None:
        row["n_chars"] = len(row["text"])
        row["sha256"] = sha256(row["text"].encode()).hexdigest()
    return row


def _identity(table: str, number: int) -> str:
    if table == "articles":
        return ARTICLE
    if table == "entities":
        return f"{ARTICLE}/entity{number}"
    if table == "codes":
        return f"vocabulary/code{number}"
    if table == "errors":
        return f"error/e{number}"
    pattern = str(columns(TABLES[table])[0].pattern)
    return f"{ARTICLE}/{pattern.partition('/')[2].partition('[')[0]}{number}"


@st.composite
def broken_rows(draw: st.DrawFn, table: str) -> dict[str, Any]:
    """A plain row with the right types in which a few values may break any rule."""
    row = draw(rows(table))
    listed = columns(TABLES[table])
    for c in draw(st.lists(st.sampled_from(listed), max_size=4, unique_by=lambda c: c.name)):
        row[c.name] = draw(any_typed(c))
    return row


@st.composite
def corpora(draw: st.DrawFn, most: int = 2) -> Corpus:
    """A corpus with drawn rows in every table; references lead nowhere."""
    made = {}
    for table, cls in TABLES.items():
        n = 1 if table == "articles" else draw(st.integers(0, most))
        made[table] = [record(cls, draw(rows(table, i + 1)), table) for i in range(n)]
    return Corpus.of(version=draw(st.none() | st.just("1.0.0")), **made)
