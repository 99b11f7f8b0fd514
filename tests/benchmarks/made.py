"""
A made-up corpus of any size, always the same for the same number of articles: 20 sentences in 20 paragraphs, 20 entities,
10 direct quotations and 200 mentions an article, with or without their wording.

25,000 articles are 5 million mentions over 500 thousand sentences and as many paragraphs and entities.
"""

import hashlib
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import summitdata as sd
from summitdata.records import TABLES
from summitdata.schema import arrow_schema

__all__ = ["ARTICLES", "made"]

ARTICLES = 25_000
_PARAGRAPHS, _ENTITIES, _QUOTATIONS, _MENTIONS = 20, 20, 10, 200
# A paragraph is so many characters with its line feed; ten mentions stand in it, one every 24 characters.
_LENGTH, _STEP = 241, 24
_SEED = 20251021
_NULL = pa.scalar(None, pa.string())


def made(articles: int, *, text: bool = False, shuffled: bool = False) -> sd.Corpus:
    """
    The corpus.

    Args:

        articles: How many articles.

        text: With the wording in every table that has spans.

        shuffled: With the mentions in no order.
    """
    chance = np.random.default_rng(_SEED)
    numbers = np.arange(articles)
    ids = _ids("a", numbers, 6)
    body, digest = _body()
    whole = pa.array([body], pa.string())

    def each(n: int) -> np.ndarray[Any, Any]:
        return np.repeat(numbers, n)

    def within(n: int) -> np.ndarray[Any, Any]:
        return np.tile(np.arange(n), articles)

    def own(letters: str, of: np.ndarray[Any, Any], n: np.ndarray[Any, Any]) -> pa.Array:
        return pc.binary_join_element_wise(pc.take(ids, pa.array(of)), _ids(letters, n + 1, 0), "/")

    def cut(starts: np.ndarray[Any, Any], length: int) -> pa.Array | None:
        if not text:
            return None
        words = pa.array([body[start : start + length] for start in range(len(body))], pa.string())
        return pc.take(words, pa.array(starts))

    paragraph = within(_PARAGRAPHS)
    of_p = each(_PARAGRAPHS)
    starts = paragraph * _LENGTH
    tables = {
        "articles": _table(
            "articles",
            articles,
            id=ids,
            article_id=ids,
            language="ru",
            n_chars=len(body),
            n_paragraphs=_PARAGRAPHS,
            n_sentences=_PARAGRAPHS,
            sha256=digest,
            source_sha256=digest,
            text=pc.take(whole, pa.array(np.zeros(articles, np.int64))) if text else None,
        ),
        "paragraphs": _table(
            "paragraphs",
            len(of_p),
            id=own("p", of_p, paragraph),
            article_id=pc.take(ids, pa.array(of_p)),
            position=paragraph + 1,
            kind="narration",
            start=starts,
            end=starts + _LENGTH - 1,
            text=cut(starts, _LENGTH - 1),
        ),
        "sentences": _table(
            "sentences",
            len(of_p),
            id=own("s", of_p, paragraph),
            article_id=pc.take(ids, pa.array(of_p)),
            paragraph_id=own("p", of_p, paragraph),
            quotation_id=pc.if_else(pa.array(paragraph % 2 == 0), own("q", of_p, paragraph // 2), _NULL),
            position=paragraph + 1,
            start=starts,
            end=starts + _LENGTH - 1,
            text=cut(starts, _LENGTH - 1),
            n_tokens=30,
            n_normalised=200,
            anchor="0" * 8,
            marks="",
        ),
    }
    of_q, quotation = each(_QUOTATIONS), within(_QUOTATIONS)
    q_start = quotation * 2 * _LENGTH + 48
    tables["quotations"] = _table(
        "quotations",
        len(of_q),
        id=own("q", of_q, quotation),
        article_id=pc.take(ids, pa.array(of_q)),
        paragraph_id=own("p", of_q, quotation * 2),
        kind="direct",
        start=q_start,
        end=q_start + 5 * _STEP,
        text=cut(q_start, 5 * _STEP),
        gist_en="What is said.",
    )
    of_e, entity = each(_ENTITIES), within(_ENTITIES)
    tables["entities"] = _table(
        "entities",
        len(of_e),
        id=own("entity", of_e, entity),
        article_id=pc.take(ids, pa.array(of_e)),
        type="PERSON",
        label_en="Somebody",
        is_group=False,
        inferred=False,
        description_en="Somebody.",
    )
    of_m, mention = each(_MENTIONS), within(_MENTIONS)
    m_start = mention // 10 * _LENGTH + mention % 10 * _STEP
    m_paragraph = mention // 10
    is_quoted = (m_paragraph % 2 == 0) & (mention % 10 >= 2) & (mention % 10 < 7)
    names = pa.array(["name", "office", "pronoun"])
    mentions = _table(
        "mentions",
        len(of_m),
        id=own("m", of_m, mention),
        article_id=pc.take(ids, pa.array(of_m)),
        paragraph_id=own("p", of_m, m_paragraph),
        entity_id=own("entity", of_m, chance.integers(0, _ENTITIES, len(of_m))),
        start=m_start,
        end=m_start + 8,
        text=cut(m_start, 8),
        surface=cut(m_start, 8) if text else pc.take(pa.array(["Эльданор", "Виспания"]), pa.array(mention % 2)),
        form=pc.take(names, pa.array(chance.integers(0, 3, len(of_m)))),
        quotation_id=pc.if_else(pa.array(is_quoted), own("q", of_m, m_paragraph // 2), _NULL),
        confidence=0.9,
    )
    if shuffled:
        mentions = mentions.take(pa.array(chance.permutation(len(of_m))))
    tables["mentions"] = mentions
    return sd.Corpus(tables, version="1.0.0")


def _ids(letters: str, numbers: np.ndarray[Any, Any], width: int) -> pa.Array:
    digits = pa.array(numbers).cast(pa.string())
    padded = pc.utf8_lpad(digits, width, "0") if width else digits
    return pc.binary_join_element_wise(letters, padded, "")


def _body() -> tuple[str, str]:
    """The text that all articles have: made-up words, Cyrillic, a paragraph a line."""
    line = "".join(("Эльданор заявил, что так ", "Виспания приняла письмо, ")[i % 2][:_STEP] for i in range(10))
    body = f"{line}\n" * _PARAGRAPHS
    return body, hashlib.sha256(body.encode()).hexdigest()


def _table(name: str, n: int, **cells: Any) -> pa.Table:
    """A table in which a column is an array, one value for all rows, or null where nothing is said."""
    arrays = []
    for field in arrow_schema(TABLES[name]):
        value = cells.get(field.name, {"origin": "extracted", "rule": "made"}.get(field.name))
        if isinstance(value, np.ndarray):
            value = pa.array(value)
        elif not isinstance(value, pa.Array):
            value = pa.repeat(pa.scalar(value, field.type), n)
        arrays.append(value.cast(field.type))
    return pa.Table.from_arrays(arrays, schema=arrow_schema(TABLES[name]))
