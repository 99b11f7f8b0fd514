"""Small corpora with wording: an article of a few words and rows over places in it."""

from hashlib import sha256
from typing import Any

import summitdata as sd

from .folders import article, corpus_of, one

#: What a row must have that is neither text at will nor a whole number.
_NEEDED: dict[str, dict[str, Any]] = {
    "sentences": {"anchor": "00000000", "marks": "", "paragraph_id": "art/p1"},
    "quotations": {"paragraph_id": "art/p1"},
    "mentions": {"paragraph_id": "art/p1", "entity_id": "art/aaa"},
    "quantities": {"paragraph_id": "art/p1"},
    "statements": {"paragraph_id": "art/p1", "sentence_id": "art/s1"},
    "relations": {"subject_id": "art/aaa", "object_id": "art/bbb"},
    "identifiers": {"entity_id": "art/aaa", "value": "Q1"},
    "projects": {"entity_id": "art/aaa"},
}
_LETTERS = {
    "paragraphs": "p",
    "sentences": "s",
    "quotations": "q",
    "mentions": "m",
    "quantities": "n",
    "statements": "st",
    "relations": "r",
    "identifiers": "i",
    "projects": "pr",
    "silences": "x",
    "dates": "d",
    "events": "v",
}


def worded(text: str | None, name: str = "art", **tables: list[dict[str, Any]]) -> sd.Corpus:
    """
    A corpus of one article with this text and these rows, their ids counted in order.

    Its paragraph, where none is given, is the whole text; the entities are ``aaa``, a person, and ``bbb``, a country.
    """
    return corpus_of(**rows_of(text, name, **tables))


def rows_of(text: str | None, name: str = "art", **tables: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The plain rows of such a corpus."""
    length = max(len(text or ""), 1)
    facts = {"text": text, "n_chars": len(text)} if text is not None else {"n_chars": length}
    digest = {"sha256": sha256(text.encode()).hexdigest()} if text is not None else {}
    made = {"articles": [article(name, **facts, **digest)]}
    made["entities"] = [
        one("entities", id=f"{name}/aaa", article_id=name, type="PERSON", label_en="Ann"),
        one("entities", id=f"{name}/bbb", article_id=name, type="COUNTRY", label_en="Bee"),
    ]
    tables.setdefault("paragraphs", [{"start": 0, "end": length}])
    for table, rows in tables.items():
        made[table] = [
            one(table, **{**_needed(table, name), "id": f"{name}/{_LETTERS[table]}{i}", "article_id": name, **row})
            for i, row in enumerate(rows, 1)
        ]
    return made


def _needed(table: str, name: str) -> dict[str, Any]:
    return {
        column: value.replace("art/", f"{name}/") if isinstance(value, str) else value
        for column, value in _NEEDED.get(table, {}).items()
    }
