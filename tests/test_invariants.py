"""Every invariant, broken in an invented article that is right before; and where none is asked."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitdata as sd
from summitdata.fields import vocabulary_name
from summitdata.invariants import INVARIANTS, Invariant
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns
from summitdata.vocabularies import EntityType, Illocution, Layer, PloverCategory, PloverMode, Predicate, Strength

from .processes import python

TEXT = """Президенты Абай Орлов и Бота Чайка обсудили мост в Камыше, передаёт портал «Топь».
Фото: Топь
"Мы рады соседям. Обе страны условились построить "мост дружбы" к 2035 году, – сказал Абай Орлов. – Перевозки выросли \
на 40% и составили 2 тонны, треть – зерно, половина – руда. Цель – 5 тонн".
Бота Чайка сообщила, что Камышу поручено открыть три причала. Лугские суда заходят туда почти каждый день."""

LEAD, CAPTION, QUOTED, NARRATED = TEXT.splitlines()

Rows = dict[str, list[dict[str, Any]]]


def at(words: str, within: str = TEXT, prefix: str = "") -> dict[str, int]:
    """Where the words first stand in a line."""
    start = TEXT.index(within) + within.index(words)
    return {f"{prefix}start": start, f"{prefix}end": start + len(words)}


def fen(article: str = "fen") -> Rows:
    """The plain rows of a short article in which every layer is coded."""
    p1, p2, p3, p4 = ({"paragraph_id": f"p{n}"} for n in range(1, 5))
    first = 'Мы рады соседям. Обе страны условились построить "мост дружбы" к 2035 году'
    second = "Перевозки выросли на 40% и составили 2 тонны, треть – зерно, половина – руда. Цель – 5 тонн"
    told = {"cue_lemma": "сказать", "cue_position": "medial", "speaker_id": "orlov", "group_id": "q1"}
    told |= at("сказал", QUOTED, "cue_") | at("Абай Орлов", QUOTED, "source_") | p3
    reported = at("сообщила", NARRATED, "cue_") | at("Бота Чайка", NARRATED, "source_") | p4
    sentence = {"n_tokens": 12, "n_normalised": 20, "anchor": "0123abcd", "marks": ""}
    said = {"tense": "past", "polarity": "positive", "factuality": "certain", "cap_topic": "19"}
    said |= {"subject": "It", "predicate": "be", "gist_en": "It is."}
    freight = {"indicator": "freight", "entity_id": "bridge", "status": "actual", "approximate": False} | p3
    grain = {**freight, "indicator": "share of freight", "dimension": "share", "comparator": "=", "unit": "%"}
    count = {"dimension": "count", "unit": "1", "comparator": "=", "approximate": False}
    own = {"cap_topic": "19", "gist_en": "It is."}
    made: dict[str, list[dict[str, Any]]] = {
        "articles": [
            {"id": "", "language": "ru", "n_chars": len(TEXT), "n_paragraphs": 4, "n_sentences": 7}
            | {"sha256": "0" * 64, "source_sha256": "0" * 64}
        ],
        "paragraphs": [
            {"id": "p1", "position": 1, "kind": "lead", **own, **at(LEAD)},
            {"id": "p2", "position": 2, "kind": "caption", **at(CAPTION)},
            {"id": "p3", "position": 3, "kind": "quotation", **own, **at(QUOTED)},
            {"id": "p4", "position": 4, "kind": "narration", **own, **at(NARRATED)},
        ],
        "entities": [
            {"id": "orlov", "type": "PERSON", "label_en": "Abai Orlov", "label_ru": "Абай Орлов"},
            {"id": "chaika", "type": "PERSON", "label_en": "Bota Chaika", "label_ru": "Бота Чайка"},
            {"id": "presidents", "type": "PERSON", "label_en": "Presidents", "is_group": True},
            {"id": "president-of-lug", "type": "PROFESSION", "label_en": "President of Lug"},
            {"id": "lug", "type": "COUNTRY", "label_en": "Lug", "label_ru": "Союз свободных лугов"},
            {"id": "rogoz", "type": "COUNTRY", "label_en": "Rogoz", "inferred": True},
            {"id": "countries", "type": "COUNTRY", "label_en": "Lug and Rogoz", "is_group": True},
            {"id": "lugans", "type": "NATIONALITY", "label_en": "Lugans"},
            {"id": "kamysh", "type": "CITY", "label_en": "Kamysh", "label_ru": "Камыш"}
            | {"latitude": 51.0, "longitude": 71.0},
            {"id": "bridge", "type": "PROJECT", "label_en": "Bridge"},
            {"id": "outlet", "type": "ORGANIZATION", "label_en": "The Fen", "label_ru": "Топь"},
        ],
        "identifiers": [
            {"id": "i1", "entity_id": "lug", "scheme": "iso3166-1-alpha3", "value": "LUG"},
            {"id": "i2", "entity_id": "lug", "scheme": "wikidata", "value": "Q5"},
            {"id": "i3", "entity_id": "kamysh", "scheme": "wikidata", "value": "Q7"},
        ],
        "quotations": [
            {"id": "q1", "kind": "direct", "gist_en": "It is.", **at(first), **told},
            {"id": "q2", "kind": "scare", "gist_en": "A term.", "parent_id": "q1", **at("мост дружбы"), **p3},
            {"id": "q3", "kind": "direct", "gist_en": "It is.", **at(second), **told},
            {"id": "q4", "kind": "indirect", "gist_en": "It is.", **at("Камышу поручено открыть три причала")}
            | {"cue_lemma": "сообщить", "cue_position": "before", "speaker_id": "chaika", **reported},
        ],
        "sentences": [
            {"id": "s1", "position": 1, **at(LEAD), **p1, **sentence},
            {"id": "s2", "position": 2, **at(CAPTION), **p2, **sentence},
            {"id": "s3", "position": 3, "quotation_id": "q1", **at('"Мы рады соседям.'), **p3, **sentence},
            {"id": "s4", "position": 4, "quotation_id": "q1", **p3, **sentence}
            | at('Обе страны условились построить "мост дружбы" к 2035 году, – сказал Абай Орлов.'),
            {"id": "s5", "position": 5, "quotation_id": "q3", **p3, **sentence}
            | at('– Перевозки выросли на 40% и составили 2 тонны, треть – зерно, половина – руда. Цель – 5 тонн".'),
            {"id": "s6", "position": 6, **p4, **sentence}
            | at("Бота Чайка сообщила, что Камышу поручено открыть три причала."),
            {"id": "s7", "position": 7, **at("Лугские суда заходят туда почти каждый день."), **p4, **sentence},
        ],
        "mentions": [
            {"id": "m1", "entity_id": "presidents", "form": "office", **at("Президенты"), **p1},
            {"id": "m2", "entity_id": "orlov", "form": "name", "surface": "Абай Орлов", **at("Абай Орлов"), **p1},
            {"id": "m3", "entity_id": "chaika", "form": "name", "surface": "Бота Чайка", **at("Бота Чайка"), **p1},
            {"id": "m4", "entity_id": "kamysh", "form": "name", "surface": "Камыше", **at("Камыше"), **p1},
            {"id": "m5", "entity_id": "outlet", "form": "name", **at("Топь"), **p1},
            {"id": "m6", "entity_id": "countries", "form": "pronoun", "quotation_id": "q1", **at("Мы"), **p3},
            {"id": "m7", "entity_id": "lugans", "form": "demonym", "quotation_id": "q1", **at("соседям"), **p3},
            {"id": "m8", "entity_id": "bridge", "form": "description", "quotation_id": "q1"} | at("мост дружбы") | p3,
            {"id": "m9", "entity_id": "lug", "form": "adjective", **at("Лугские"), **p4},
        ],
        "statements": [
            {"id": "st1", "sentence_id": "s1", "illocution": "asserts", **p1, **said}
            | at("Президенты Абай Орлов и Бота Чайка обсудили мост в Камыше"),
            {"id": "st2", "sentence_id": "s3", "quotation_id": "q1", "illocution": "evaluates", **p3, **said}
            | at("Мы рады соседям"),
            {"id": "st3", "sentence_id": "s4", "quotation_id": "q1", "illocution": "agrees", **p3, **said}
            | {"time": "2035", "time_source": "stated"}
            | at('Обе страны условились построить "мост дружбы" к 2035 году'),
            {"id": "st4", "sentence_id": "s5", "quotation_id": "q3", "illocution": "asserts", **p3, **said}
            | at("Перевозки выросли на 40%"),
            {"id": "st5", "sentence_id": "s5", "quotation_id": "q3", "illocution": "asserts", **p3, **said}
            | at("составили 2 тонны, треть – зерно, половина – руда"),
            {"id": "st6", "sentence_id": "s5", "quotation_id": "q3", "illocution": "expects", **p3, **said}
            | at("Цель – 5 тонн"),
            {"id": "st7", "sentence_id": "s6", "quotation_id": "q4", "illocution": "instructs", **p4, **said}
            | at("Камышу поручено открыть три причала"),
            {"id": "st8", "sentence_id": "s7", "illocution": "asserts", **p4, **said}
            | at("Лугские суда заходят туда почти каждый день"),
        ],
        "attributions": [
            *(
                {"statement_id": f"st{n}", "level": 0, "position": 1, "entity_id": "outlet", "basis": "carried"}
                for n in range(1, 9)
            ),
            *(
                {"statement_id": f"st{n}", "level": 2, "position": 1, "entity_id": "orlov", "basis": "stated"}
                for n in range(2, 7)
            ),
            {"statement_id": "st7", "level": 2, "position": 1, "entity_id": "chaika", "basis": "stated"},
            {"statement_id": "st7", "level": 3, "position": 1, "basis": "agentless"},
        ],
        "dates": [
            {"id": "d1", "date": "2035", "date_source": "stated", "quotation_id": "q1", **at("2035 году"), **p3},
            {"id": "d2", **at("каждый день"), **p4},
        ],
        "commitments": [
            {"id": "c1", "statement_id": "st3", "strength": "agreed", "collective": True, "horizon": "by 2035"}
            | {"deadline": "2035", "action_en": "Build.", "sector": "transport", "stage": "agreed"},
            {"id": "c2", "statement_id": "st7", "strength": "instructed", "collective": False}
            | {"action_en": "Open.", "sector": "transport", "stage": "instructed"},
        ],
        "commitment_actors": [
            {"id": "ca1", "commitment_id": "c1", "role": "promisor", "position": 1, "entity_id": "lug"},
            {"id": "ca2", "commitment_id": "c1", "role": "promisor", "position": 2, "entity_id": "rogoz"},
            {"id": "ca3", "commitment_id": "c2", "role": "addressee", "position": 1, "entity_id": "kamysh"},
        ],
        "quantities": [
            {"id": "n1", "statement_id": "st3", "commitment_id": "c1", "indicator": "countries", "status": "actual"}
            | {"value": 2.0, "counted_ru": "страны", **count, **at("Обе страны"), **p3},
            {"id": "n2", "statement_id": "st4", "dimension": "growth", "direction": "increase", "value": 40.0}
            | {"comparator": "=", "unit": "%", **freight, **at("40%")},
            {"id": "n3", "statement_id": "st5", "dimension": "level", "value": 2.0, "unit": "t", "comparator": "="}
            | {"period": "2030", "period_source": "publication", **freight, **at("2 тонны")},
            {"id": "n4", "statement_id": "st5", "value": 33.3333, **grain, **at("треть")},
            {"id": "n5", "statement_id": "st5", "value": 50.0, **grain, **at("половина")},
            {"id": "n6", "statement_id": "st6", "dimension": "level", "value": 5.0, "unit": "t", "comparator": "="}
            | {**freight, "status": "target", "baseline_id": "n3", **at("5 тонн")},
            {"id": "n7", "statement_id": "st7", "commitment_id": "c2", "indicator": "berths", "status": "target"}
            | {"value": 3.0, "counted_ru": "причалы", **count, **at("три причала"), **p4},
        ],
        "projects": [
            {"id": "pr1", "entity_id": "bridge", "sector": "transport", "stage": "agreed", "statement_id": "st3"}
            | at("условились", prefix="stage_"),
            {"id": "pr2", "entity_id": "outlet", "sector": "digital"},
        ],
        "evaluations": [
            {"id": "e1", "statement_id": "st2", "target": "neighbours", "attitude": "affect", "polarity": "positive"}
            | {"graduation": "neutral", "gist_en": "They are glad.", **at("рады")}
        ],
        "events": [
            {"id": "v1", "statement_id": "st1", "plover_category": "CONSULT", "quad": 1, "place_id": "kamysh"},
            {"id": "v2", "statement_id": "st4", "plover_category": "COOPERATE", "quad": 2},
        ],
        "event_actors": [
            {"id": "va1", "event_id": "v1", "role": "actor", "position": 1, "entity_id": "orlov"},
            {"id": "va2", "event_id": "v1", "role": "actor", "position": 2, "entity_id": "chaika"},
            {"id": "va3", "event_id": "v2", "role": "actor", "position": 1, "entity_id": "lug"},
            {"id": "va4", "event_id": "v2", "role": "recipient", "position": 1, "entity_id": "rogoz"},
        ],
        "relations": [
            {"id": "r1", "subject_id": "orlov", "predicate": "holds_office", "object_id": "president-of-lug"},
            {"id": "r2", "subject_id": "president-of-lug", "predicate": "office_of", "object_id": "lug"},
            {"id": "r3", "subject_id": "kamysh", "predicate": "located_in", "object_id": "rogoz"},
            {"id": "r4", "subject_id": "orlov", "predicate": "member_of", "object_id": "presidents"},
            {"id": "r5", "subject_id": "chaika", "predicate": "member_of", "object_id": "presidents"},
            {
                "id": "r6",
                "subject_id": "outlet",
                "predicate": "operates_since",
                "object_id": "kamysh",
                "period": "2030",
            },
        ],
        "expressions": [
            {"id": "ex1", "kind": "first_person", "form": "pronoun", "lemma": "мы", "entity_id": "countries"}
            | {"quotation_id": "q1", "speaker_id": "orlov", **at("Мы"), **p3},
            {"id": "ex2", "kind": "approximator", "form": "other", "lemma": "почти", **at("почти"), **p4},
        ],
        "term_counts": [
            {"id": "w1", "quotation_id": "q1", "speaker_id": "orlov", "lemma": "сосед", "upos": "NOUN", "n": 1},
            {"id": "w2", "quotation_id": "q3", "speaker_id": "orlov", "lemma": "зерно", "upos": "NOUN", "n": 1},
            {"id": "w3", "lemma": "портал", "upos": "NOUN", "n": 1},
        ],
        "silences": [{"id": "x1", "question_en": "Who pays?"}],
        "readings": [
            {
                "id": "rd1",
                "layer": "mentions",
                "reader": "first",
                "label": "name",
                "final_id": "m2",
                **at("Абай Орлов"),
            },
            {"id": "rd2", "layer": "mentions", "reader": "second", "label": "name", "final_id": "m2"}
            | at("Абай Орлов"),
            {
                "id": "rd3",
                "layer": "mentions",
                "reader": "first",
                "label": "name",
                "note": "Said of it.",
                **at("портал"),
            },
            {"id": "rd4", "layer": "quantities", "reader": "first", "label": "level", "final_id": "n3"} | at("2 тонны"),
            {"id": "rd5", "layer": "quantities", "reader": "second", "label": "level", "final_id": "n3"}
            | at("2 тонны"),
        ],
    }
    return {
        table: [_whole(table, row, number, article) for number, row in enumerate(rows, 1)]
        for table, rows in made.items()
    }


def _whole(table: str, row: dict[str, Any], number: int, article: str) -> dict[str, Any]:
    """A row with the cells that are not told, and ids and references that begin with the article's."""
    usual = {"id": f"a{number}", "article_id": "", "origin": "curated", "is_group": False, "inferred": False}
    usual |= {"description_en": "A thing.", "status": "verified", "source": "A list."}
    whole = {
        c.name: row.get(c.name, None if c.nullable and c.null != "uncoded" else usual.get(c.name))
        for c in columns(TABLES[table])
    }
    for c in columns(TABLES[table]):
        if (c.name == "id" or c.reference) and whole[c.name] is not None:
            whole[c.name] = f"{article}/{whole[c.name]}".removesuffix("/")
    return whole


def corpus(rows: Mapping[str, list[dict[str, Any]]]) -> sd.Corpus:
    """The corpus of plain rows."""
    return sd.Corpus(
        {name: pa.Table.from_pylist(held, schema=arrow_schema(TABLES[name])) for name, held in rows.items()}
    )


@cache
def owner() -> dict[str, tuple[str, int]]:
    """The table and place of each row, by the short form of its id."""
    return {row["id"].removeprefix("fen/"): (table, n) for table, held in fen().items() for n, row in enumerate(held)}


def changed(faults: Mapping[str, Mapping[str, Any]], article: str = "fen") -> Rows:
    """The rows with some cells changed: by the short form of the row's id its columns and their new values."""
    rows = fen(article)
    for identity, cells in faults.items():
        table, place = owner()[identity]
        rows[table][place] |= {
            c.name: f"{article}/{cells[c.name]}" if c.reference and cells[c.name] is not None else cells[c.name]
            for c in columns(TABLES[table])
            if c.name in cells
        }
    return rows


def told(rows: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """What the corpus of those rows breaks, as the user reads it."""
    return [str(problem) for problem in corpus(rows).validate()]


TERM = {"kind": "scare", "paragraph_id": "p3", "parent_id": "q2", **at("мост дружбы")}
TERM |= {c.name: None for c in columns(TABLES["quotations"]) if c.name.startswith(("cue", "speaker", "source"))}
PERSON = {"kind": "first_person", "form": "verb", "entity_id": "countries", "paragraph_id": "p3"}
PERSON |= {"quotation_id": "q1", "speaker_id": "orlov"}
CUE = TEXT.index("сказал")

#: Cells that are changed, by row, and everything that is told of it.
FAULTS: list[tuple[dict[str, dict[str, Any]], list[str]]] = [
    (
        {"fen": {"n_paragraphs": 5}},
        [
            "articles row 0 ('fen'), column 'n_paragraphs': expected the number of its rows in paragraphs, found 5 [paragraph-count]"
        ],
    ),
    (
        {"fen": {"n_sentences": 6}},
        [
            "articles row 0 ('fen'), column 'n_sentences': expected the number of its rows in sentences, found 6 [sentence-count]"
        ],
    ),
    (
        {"w3": {"n": 83}},
        [
            "articles row 0 ('fen'), column 'id': expected an article with no more words in term_counts than tokens in sentences, found 'fen' [term-total]"
        ],
    ),
    (
        {"p2": {"position": 3}, "p3": {"position": 2}},
        [
            "paragraphs row 1 ('fen/p2'), column 'position': expected its place in the order of start, counted from 1, found 3 [paragraph-order]",
            "paragraphs row 2 ('fen/p3'), column 'position': expected its place in the order of start, counted from 1, found 2 [paragraph-order]",
        ],
    ),
    (
        {"p2": at("».\nФото: Топь")},
        [
            "paragraphs row 1 ('fen/p2'), column 'start': expected a place after the end of the paragraph before, found 80 [paragraphs-apart]"
        ],
    ),
    (
        {"p3": {"kind": "lead"}},
        [
            "paragraphs row 2 ('fen/p3'), column 'kind': expected another kind than lead, as it does not open the article, found 'lead' [lead-opens]"
        ],
    ),
    (
        {"p1": {"gist_en": None}},
        ["paragraphs row 0 ('fen/p1'), column 'gist_en': expected a gist, found None [gist-by-kind]"],
    ),
    (
        {"p2": {"gist_en": "A photo."}},
        [
            "paragraphs row 1 ('fen/p2'), column 'gist_en': expected null for a caption or a cross-reference, found 'A photo.' [gist-by-kind]"
        ],
    ),
    (
        {"p1": {"cap_topic": None}},
        ["paragraphs row 0 ('fen/p1'), column 'cap_topic': expected a topic, found None [topic-by-kind]"],
    ),
    (
        {"p2": {"cap_topic": "99"}},
        [
            "paragraphs row 1 ('fen/p2'), column 'cap_topic': expected null for a caption or a cross-reference, found '99' [topic-by-kind]"
        ],
    ),
    (
        {"s6": {"position": 7}, "s7": {"position": 6}},
        [
            "sentences row 5 ('fen/s6'), column 'position': expected its place in the order of start, counted from 1, found 7 [sentence-order]",
            "sentences row 6 ('fen/s7'), column 'position': expected its place in the order of start, counted from 1, found 6 [sentence-order]",
        ],
    ),
    (
        {"s7": at("причала. Лугские суда заходят туда почти каждый день.")},
        [
            "sentences row 6 ('fen/s7'), column 'start': expected a place after the end of the sentence before, found 341 [sentences-apart]"
        ],
    ),
    (
        {"s5": {"quotation_id": None}},
        [
            "sentences row 4 ('fen/s5'), column 'quotation_id': expected the first direct quotation that overlaps it, null where none does, found None [direct-sentences]"
        ],
    ),
    (
        {"s4": {"quotation_id": "q3"}},
        [
            "sentences row 3 ('fen/s4'), column 'quotation_id': expected the first direct quotation that overlaps it, null where none does, found 'fen/q3' [direct-sentences]"
        ],
    ),
    (
        {"s6": {"quotation_id": "q4"}},
        [
            "sentences row 5 ('fen/s6'), column 'quotation_id': expected the first direct quotation that overlaps it, null where none does, found 'fen/q4' [direct-sentences]"
        ],
    ),
    (
        {"m9": {"entity_id": "countries"}},
        [
            "entities row 4 ('fen/lug'), column 'inferred': expected true, or a mention of it, found False [entity-mentioned]"
        ],
    ),
    (
        {"r3": {"object_id": "lug"}},
        [
            "entities row 5 ('fen/rogoz'), column 'inferred': expected a relation that ties it to an entity that is mentioned, found True [inferred-from]"
        ],
    ),
    (
        {"kamysh": {"longitude": None}},
        [
            "entities row 8 ('fen/kamysh'), column 'longitude': expected a longitude with every latitude, and none without, found None [coordinates]"
        ],
    ),
    (
        {"bridge": {"longitude": 71.0}},
        [
            "entities row 9 ('fen/bridge'), column 'longitude': expected a longitude with every latitude, and none without, found 71.0 [coordinates]"
        ],
    ),
    (
        {"i2": {"scheme": "iso3166-1-alpha3", "value": "LGU"}},
        [
            "identifiers row 1 ('fen/i2'), column 'scheme': expected a scheme of which the entity has no other identifier, found 'iso3166-1-alpha3' [identifier-once]"
        ],
    ),
    (
        {"i3": {"value": "Q5"}},
        [
            "identifiers row 2 ('fen/i3'), column 'value': expected an identifier that no other entity of the article has, found 'Q5' [identifier-shared]"
        ],
    ),
    (
        {"i2": {"value": "5"}},
        [
            "identifiers row 1 ('fen/i2'), column 'value': expected an identifier of the form of its scheme, found '5' [identifier-form]"
        ],
    ),
    (
        {"i3": {"scheme": "cow", "value": "7"}},
        [
            "identifiers row 2 ('fen/i3'), column 'scheme': expected a scheme that is not for countries alone, found 'cow' [country-codes]"
        ],
    ),
    (
        {"q2": {"speaker_id": "orlov"}},
        [
            "quotations row 1 ('fen/q2'), column 'kind': expected direct or indirect, as it has a speaker, a cue or a source, found 'scare' [scare-unattributed]"
        ],
    ),
    (
        {"q2": {"cue_lemma": "сказать"}},
        [
            "quotations row 1 ('fen/q2'), column 'kind': expected direct or indirect, as it has a speaker, a cue or a source, found 'scare' [scare-unattributed]"
        ],
    ),
    (
        {"q4": {"speaker_id": None}},
        ["quotations row 3 ('fen/q4'), column 'speaker_id': expected who is quoted, found None [quotation-speaker]"],
    ),
    (
        {"q4": {"cue_lemma": None}},
        [
            "quotations row 3 ('fen/q4'), column 'cue_lemma': expected the dictionary form of a cue whose place is given, found None [quotation-cue]"
        ],
    ),
    (
        {"q4": {"cue_start": None, "cue_end": None, "cue_position": None}},
        [
            "quotations row 3 ('fen/q4'), column 'cue_lemma': expected the dictionary form of a cue whose place is given, found 'сообщить' [quotation-cue]"
        ],
    ),
    (
        {"q4": {"cue_position": "after"}},
        [
            "quotations row 3 ('fen/q4'), column 'cue_position': expected the side of the content on which its cue stands, null where there is none, found 'after' [cue-position]"
        ],
    ),
    (
        {"q4": {"cue_position": None}},
        [
            "quotations row 3 ('fen/q4'), column 'cue_position': expected the side of the content on which its cue stands, null where there is none, found None [cue-position]"
        ],
    ),
    (
        {"q4": at("туда", prefix="cue_")},
        [
            "quotations row 3 ('fen/q4'), column 'cue_position': expected the side of the content on which its cue stands, null where there is none, found 'before' [cue-position]"
        ],
    ),
    (
        {"q3": {"cue_position": "before"}},
        [
            "quotations row 2 ('fen/q3'), column 'cue_position': expected the side of the content on which its cue stands, null where there is none, found 'before' [cue-position]"
        ],
    ),
    (
        {"q4": {**at("причала", prefix="cue_"), "cue_position": "medial"}},
        [
            "quotations row 3 ('fen/q4'), column 'cue_start': expected a cue outside the content, at most 60 characters from it, found 341 [cue-near]",
            "quotations row 3 ('fen/q4'), column 'cue_position': expected the side of the content on which its cue stands, null where there is none, found 'medial' [cue-position]",
        ],
    ),
    (
        {"q4": {**at("Камышу"), **at("каждый день", prefix="cue_"), "cue_position": "after"}},
        [
            "quotations row 3 ('fen/q4'), column 'cue_start': expected a cue outside the content, at most 60 characters from it, found 382 [cue-near]"
        ],
    ),
    (
        {"q4": at("Чайка сообщ", prefix="source_")},
        [
            "quotations row 3 ('fen/q4'), column 'source_start': expected a source outside the cue and outside what is directly quoted, found 293 [source-apart]"
        ],
    ),
    (
        {"q3": at("Орлов. – Пере", prefix="source_")},
        [
            "quotations row 2 ('fen/q3'), column 'source_start': expected a source outside the cue and outside what is directly quoted, found 185 [source-apart]"
        ],
    ),
    (
        {"q1": {"group_id": None}},
        [
            "quotations row 0 ('fen/q1'), column 'cue_position': expected the side of the content on which its cue stands, null where there is none, found 'medial' [cue-position]",
            "quotations row 2 ('fen/q3'), column 'group_id': expected the first of at least two segments that name it, itself included, found 'fen/q1' [group-first]",
        ],
    ),
    (
        {"q1": {"group_id": "q3"}, "q3": {"group_id": "q3"}},
        [
            "quotations row 0 ('fen/q1'), column 'group_id': expected the first of at least two segments that name it, itself included, found 'fen/q3' [group-first]"
        ],
    ),
    (
        {"q4": {"group_id": "q4"}},
        [
            "quotations row 3 ('fen/q4'), column 'group_id': expected the first of at least two segments that name it, itself included, found 'fen/q4' [group-first]"
        ],
    ),
    (
        {"q3": {"cue_end": CUE + 5}},
        [
            "quotations row 2 ('fen/q3'), column 'group_id': expected a group whose first segment has the same kind, speaker and cue, found 'fen/q1' [group-voice]"
        ],
    ),
    (
        {"q2": {"kind": "indirect", "origin": "extracted"}},
        [
            "quotations row 1 ('fen/q2'), column 'kind': expected scare, as it stands in a direct quotation, found 'indirect' [direct-outermost]"
        ],
    ),
    (
        {"q2": {"parent_id": "q2"}},
        [
            "quotations row 1 ('fen/q2'), column 'parent_id': expected another quotation, direct or indirect, found 'fen/q2' [parent-quotes]"
        ],
    ),
    (
        {"q4": TERM, "st7": {"quotation_id": None}},
        [
            "quotations row 3 ('fen/q4'), column 'parent_id': expected another quotation, direct or indirect, found 'fen/q2' [parent-quotes]"
        ],
    ),
    (
        {"q2": {"parent_id": None}},
        [
            "quotations row 1 ('fen/q2'), column 'parent_id': expected the quotation it stands in, found None [parent-named]"
        ],
    ),
    (
        {"w2": {"n": 13}},
        [
            "quotations row 2 ('fen/q3'), column 'id': expected a direct quotation with at least one word in term_counts and no more than its sentences have tokens, found 'fen/q3' [term-sum]"
        ],
    ),
    (
        {"w2": {"quotation_id": "q1"}},
        [
            "quotations row 2 ('fen/q3'), column 'id': expected a direct quotation with at least one word in term_counts and no more than its sentences have tokens, found 'fen/q3' [term-sum]"
        ],
    ),
    (
        {"m1": {"entity_id": "orlov", **at("Абай Орлов")}},
        [
            "mentions row 1 ('fen/m2'), column 'start': expected a span at which the entity has no other mention, found 11 [mention-once]"
        ],
    ),
    (
        {"m3": {"entity_id": "orlov"}, "m1": {"entity_id": "chaika"}},
        [
            "mentions row 2 ('fen/m3'), column 'surface': expected a name that begins like a word of its entity's labels, not like another entity's, found 'Бота Чайка' [name-fits]"
        ],
    ),
    (
        {"kamysh": {"inferred": True}},
        [
            "mentions row 3 ('fen/m4'), column 'entity_id': expected an entity that is not inferred, as this is its name, found 'fen/kamysh' [inferred-unnamed]"
        ],
    ),
    (
        {"m1": {"entity_id": "president-of-lug"}},
        [
            "mentions row 0 ('fen/m1'), column 'entity_id': expected a person, as an office stands for its holder, found 'fen/president-of-lug' [office-person]"
        ],
    ),
    (
        {"m1": {"entity_id": "outlet"}},
        [
            "mentions row 0 ('fen/m1'), column 'entity_id': expected a person, as an office stands for its holder, found 'fen/outlet' [office-person]"
        ],
    ),
    (
        {"m5": {"form": "adjective"}},
        [
            "mentions row 4 ('fen/m5'), column 'entity_id': expected a country, another place or a people, found 'fen/outlet' [adjective-place]"
        ],
    ),
    (
        {"m5": {"form": "demonym"}},
        [
            "mentions row 4 ('fen/m5'), column 'entity_id': expected a people, a country or another place, found 'fen/outlet' [demonym-people]"
        ],
    ),
    (
        {"m6": {"quotation_id": None}},
        [
            "mentions row 5 ('fen/m6'), column 'quotation_id': expected the direct quotation it stands in, null where it stands in none, found None [mention-voice]"
        ],
    ),
    (
        {"ex1": {"quotation_id": None, "speaker_id": None}},
        [
            "expressions row 0 ('fen/ex1'), column 'quotation_id': expected the direct quotation it stands in, null where it stands in none, found None [expression-voice]"
        ],
    ),
    (
        {"ex1": {"speaker_id": "chaika"}},
        [
            "expressions row 0 ('fen/ex1'), column 'speaker_id': expected the speaker of its quotation, null where it stands in none, found 'fen/chaika' [expression-speaker]"
        ],
    ),
    (
        {"ex2": {"speaker_id": "chaika"}},
        [
            "expressions row 1 ('fen/ex2'), column 'speaker_id': expected the speaker of its quotation, null where it stands in none, found 'fen/chaika' [expression-speaker]"
        ],
    ),
    (
        {"ex1": {"entity_id": None}},
        ["expressions row 0 ('fen/ex1'), column 'entity_id': expected whom it means, found None [expression-entity]"],
    ),
    (
        {"ex2": {"entity_id": "lug"}},
        [
            "expressions row 1 ('fen/ex2'), column 'entity_id': expected null, as it is no form of a person, found 'fen/lug' [expression-entity]"
        ],
    ),
    (
        {"ex1": {"form": "other"}},
        [
            "expressions row 0 ('fen/ex1'), column 'form': expected pronoun, possessive or verb for a person, other for the rest, found 'other' [expression-form]"
        ],
    ),
    (
        {"ex2": {"form": "verb"}},
        [
            "expressions row 1 ('fen/ex2'), column 'form': expected pronoun, possessive or verb for a person, other for the rest, found 'verb' [expression-form]"
        ],
    ),
    (
        {"ex2": {**PERSON, **at("Мы")}},
        [
            "expressions row 1 ('fen/ex2'), column 'start': expected a span at which there is no other expression of the kind, found 95 [expression-once]"
        ],
    ),
    (
        {"w3": {"quotation_id": "q1", "speaker_id": "orlov", "lemma": "сосед"}},
        [
            "term_counts row 2 ('fen/w3'), column 'lemma': expected a lemma and part of speech not counted before in the same quotation, found 'сосед' [term-once]"
        ],
    ),
    (
        {"w3": {"quotation_id": "q4", "speaker_id": "chaika"}},
        [
            "term_counts row 2 ('fen/w3'), column 'quotation_id': expected a direct quotation, found 'fen/q4' [term-direct]"
        ],
    ),
    (
        {"w3": {"speaker_id": "orlov"}},
        [
            "term_counts row 2 ('fen/w3'), column 'speaker_id': expected the speaker of the quotation, null for the narrator, found 'fen/orlov' [term-speaker]"
        ],
    ),
    (
        {"st2": {"quotation_id": None}},
        [
            "statements row 1 ('fen/st2'), column 'quotation_id': expected the direct quotation around it, else null or a direct or indirect quotation that it overlaps, found None [statement-voice]"
        ],
    ),
    (
        {"st8": {"quotation_id": "q4"}},
        [
            "statements row 7 ('fen/st8'), column 'quotation_id': expected the direct quotation around it, else null or a direct or indirect quotation that it overlaps, found 'fen/q4' [statement-voice]"
        ],
    ),
    (
        {"st3": {"time_source": None}},
        [
            "statements row 2 ('fen/st3'), column 'time_source': expected what the time was read from, null where there is no time, found None [statement-time]"
        ],
    ),
    (
        {"st2": {"time_source": "event"}},
        [
            "statements row 1 ('fen/st2'), column 'time_source': expected what the time was read from, null where there is no time, found 'event' [statement-time]"
        ],
    ),
    (
        {"st3": {"time": "2035/2031"}},
        [
            "statements row 2 ('fen/st3'), column 'time': expected a time that does not end before it begins, found '2035/2031' [statement-interval]"
        ],
    ),
    (
        {"a1": {"level": 1}},
        [
            "statements row 0 ('fen/st1'), column 'id': expected a statement with exactly one attribution of level 0, found 'fen/st1' [statement-outlet]"
        ],
    ),
    (
        {"a15": {"level": 0, "position": 2, "entity_id": "outlet", "basis": "stated"}},
        [
            "statements row 6 ('fen/st7'), column 'id': expected a statement with exactly one attribution of level 0, found 'fen/st7' [statement-outlet]",
            "attributions row 14 ('fen/a15'), column 'entity_id': expected somebody who does not stand on that level of the statement yet, found 'fen/outlet' [attribution-once]",
        ],
    ),
    (
        {"a9": {"level": 1}},
        [
            "statements row 1 ('fen/st2'), column 'quotation_id': expected a quotation whose speaker has an attribution of level 2 for the statement, found 'fen/q1' [direct-asserted]"
        ],
    ),
    (
        {"a9": {"entity_id": "chaika"}},
        [
            "statements row 1 ('fen/st2'), column 'quotation_id': expected a quotation whose speaker has an attribution of level 2 for the statement, found 'fen/q1' [direct-asserted]"
        ],
    ),
    (
        {"st8": {"illocution": "thanks"}},
        [
            "statements row 7 ('fen/st8'), column 'illocution': expected neither thanks nor evaluates, or an evaluation in its words, found 'thanks' [statement-appraised]"
        ],
    ),
    (
        {"a2": {"entity_id": "orlov"}},
        [
            "attributions row 1 ('fen/a2'), column 'entity_id': expected the outlet, the same as on level 0 of the article's other statements, found 'fen/orlov' [outlet-known]"
        ],
    ),
    (
        {"a2": {"entity_id": None, "basis": "agentless", "level": 0}},
        [
            "attributions row 1 ('fen/a2'), column 'level': expected at least 2 for an agentless passive, found 0 [agentless-level]",
            "attributions row 1 ('fen/a2'), column 'entity_id': expected the outlet, the same as on level 0 of the article's other statements, found None [outlet-known]",
        ],
    ),
    (
        {"a9": {"position": 2}},
        [
            "attributions row 8 ('fen/a9'), column 'position': expected numbers from 1 without gaps among the attributions of its statement and level, found 2 [attribution-positions]"
        ],
    ),
    (
        {"a15": {"level": 2, "entity_id": "orlov", "basis": "stated"}},
        [
            "attributions row 14 ('fen/a15'), column 'position': expected numbers from 1 without gaps among the attributions of its statement and level, found 1 [attribution-positions]"
        ],
    ),
    (
        {"a15": {"level": 2, "entity_id": "chaika", "basis": "stated", "position": 2}},
        [
            "attributions row 14 ('fen/a15'), column 'entity_id': expected somebody who does not stand on that level of the statement yet, found 'fen/chaika' [attribution-once]"
        ],
    ),
    (
        {"a15": {"entity_id": "lug"}},
        [
            "attributions row 14 ('fen/a15'), column 'basis': expected agentless without an entity, another basis with one, found 'agentless' [agentless-entity]"
        ],
    ),
    (
        {"a15": {"basis": "stated"}},
        [
            "attributions row 14 ('fen/a15'), column 'basis': expected agentless without an entity, another basis with one, found 'stated' [agentless-entity]"
        ],
    ),
    (
        {"a15": {"level": 1}},
        [
            "attributions row 14 ('fen/a15'), column 'level': expected at least 2 for an agentless passive, found 1 [agentless-level]"
        ],
    ),
    (
        {"ca3": {"role": "promisor"}},
        [
            "commitments row 1 ('fen/c2'), column 'strength': expected a strength other than instructed, or an addressee among its actors, found 'instructed' [instruction-addressee]"
        ],
    ),
    (
        {"c1": {"collective": False}},
        [
            "commitments row 0 ('fen/c1'), column 'collective': expected true, as it is agreed, found False [agreed-collective]"
        ],
    ),
    (
        {"st3": {"illocution": "asserts"}},
        [
            "commitments row 0 ('fen/c1'), column 'strength': expected another strength, or a statement that agrees or commits or expects, found 'agreed' [strength-illocution]"
        ],
    ),
    (
        {"c1": {"horizon": None}},
        [
            "commitments row 0 ('fen/c1'), column 'horizon': expected the time frame in words, as there is a deadline, found None [deadline-horizon]"
        ],
    ),
    (
        {"c1": {"deadline": "2035-05/2035-04-30"}},
        [
            "commitments row 0 ('fen/c1'), column 'deadline': expected a time that does not end before it begins, found '2035-05/2035-04-30' [deadline-interval]"
        ],
    ),
    (
        {"ca2": {"position": 3}},
        [
            "commitment_actors row 1 ('fen/ca2'), column 'position': expected numbers from 1 without gaps among the actors of its undertaking and role, found 3 [commitment-actor-positions]"
        ],
    ),
    (
        {"ca2": {"entity_id": "lug"}},
        [
            "commitment_actors row 1 ('fen/ca2'), column 'entity_id': expected an actor that does not have that role in the undertaking yet, found 'fen/lug' [commitment-actor-once]"
        ],
    ),
    (
        {"n6": {"baseline_id": None}},
        [
            "quantities row 5 ('fen/n6'), column 'baseline_id': expected the number it is to be compared with, or a note that the article gives none, found None [target-baseline]"
        ],
    ),
    (
        {"n6": {"baseline_id": "n6"}},
        [
            "quantities row 5 ('fen/n6'), column 'baseline_id': expected another number that is actual, of the same indicator and unit, found 'fen/n6' [baseline-actual]"
        ],
    ),
    (
        {"n6": {"baseline_id": "n1"}},
        [
            "quantities row 5 ('fen/n6'), column 'baseline_id': expected another number that is actual, of the same indicator and unit, found 'fen/n1' [baseline-actual]"
        ],
    ),
    (
        {"n3": {"status": "expected"}},
        [
            "quantities row 5 ('fen/n6'), column 'baseline_id': expected another number that is actual, of the same indicator and unit, found 'fen/n3' [baseline-actual]"
        ],
    ),
    (
        {"n3": {"unit": "kg"}},
        [
            "quantities row 5 ('fen/n6'), column 'baseline_id': expected another number that is actual, of the same indicator and unit, found 'fen/n3' [baseline-actual]"
        ],
    ),
    (
        {"n2": {"unit": "t"}},
        [
            "quantities row 1 ('fen/n2'), column 'unit': expected % for growth, % or 1 for a share, found 't' [percent-unit]"
        ],
    ),
    (
        {"n4": {"unit": "t"}},
        [
            "quantities row 3 ('fen/n4'), column 'unit': expected % for growth, % or 1 for a share, found 't' [percent-unit]"
        ],
    ),
    (
        {"n1": {"unit": "{countries}"}},
        [
            "quantities row 0 ('fen/n1'), column 'unit': expected 1 for a count, an ordinal or a multiple, found '{countries}' [plain-unit]"
        ],
    ),
    (
        {"n2": {"dimension": "multiple"}},
        [
            "quantities row 1 ('fen/n2'), column 'unit': expected 1 for a count, an ordinal or a multiple, found '%' [plain-unit]"
        ],
    ),
    (
        {"n3": {"dimension": "duration"}},
        [
            "quantities row 2 ('fen/n3'), column 'unit': expected one of a, mo, wk, d, h, min, s for a duration, found 't' [duration-unit]"
        ],
    ),
    (
        {"n2": {"unit": None}},
        [
            "quantities row 1 ('fen/n2'), column 'unit': expected a unit with a value or a range, null without, found None [unit-value]"
        ],
    ),
    (
        {"n2": {"value": None, "comparator": None}},
        [
            "quantities row 1 ('fen/n2'), column 'unit': expected a unit with a value or a range, null without, found '%' [unit-value]"
        ],
    ),
    (
        {"n3": {"low": 1.0, "high": 3.0}},
        ["quantities row 2 ('fen/n3'), column 'value': expected null, as there is a range, found 2.0 [value-or-range]"],
    ),
    (
        {"n3": {"value": None, "comparator": None, "low": 3.0, "high": 3.0}},
        [
            "quantities row 2 ('fen/n3'), column 'low': expected a number below high, null where there is no range, found 3.0 [range-ends]"
        ],
    ),
    (
        {"n3": {"value": None, "comparator": None, "low": 3.0}},
        [
            "quantities row 2 ('fen/n3'), column 'low': expected a number below high, null where there is no range, found 3.0 [range-ends]"
        ],
    ),
    (
        {"n2": {"comparator": None}},
        [
            "quantities row 1 ('fen/n2'), column 'comparator': expected a comparator with a value, null without, found None [comparator-value]"
        ],
    ),
    (
        {"n4": {"value": -1.0}},
        [
            "quantities row 3 ('fen/n4'), column 'value': expected 0 to 100 in per cent, 0 to 1 as a plain number, found -1.0 [share-bounds]"
        ],
    ),
    (
        {"n5": {"value": 1.5, "unit": "1"}},
        [
            "quantities row 4 ('fen/n5'), column 'value': expected 0 to 100 in per cent, 0 to 1 as a plain number, found 1.5 [share-bounds]"
        ],
    ),
    (
        {"n5": {"value": 66.7}},
        [
            "quantities row 4 ('fen/n5'), column 'value': expected a share that adds up to at most 100 with those before it of the same indicator, entity, statement, period and status, found 66.7 [shares-add-up]"
        ],
    ),
    (
        {"n1": {"value": 2.5}},
        ["quantities row 0 ('fen/n1'), column 'value': expected a whole number, 0 or more, found 2.5 [whole-counts]"],
    ),
    (
        {"n1": {"value": -2.0}},
        ["quantities row 0 ('fen/n1'), column 'value': expected a whole number, 0 or more, found -2.0 [whole-counts]"],
    ),
    (
        {"n2": {"dimension": "multiple", "unit": "1", "value": 0.0}},
        ["quantities row 1 ('fen/n2'), column 'value': expected a number above 0, found 0.0 [multiple-positive]"],
    ),
    (
        {"n2": {"direction": None}},
        [
            "quantities row 1 ('fen/n2'), column 'direction': expected increase or decrease, found None [direction-change]"
        ],
    ),
    (
        {"n3": {"direction": "increase"}},
        [
            "quantities row 2 ('fen/n3'), column 'direction': expected null for a number that is no change, found 'increase' [direction-change]"
        ],
    ),
    (
        {"n1": {"counted_ru": None}},
        ["quantities row 0 ('fen/n1'), column 'counted_ru': expected what is counted, found None [count-noun]"],
    ),
    (
        {"n3": {"counted_ru": "тонны"}},
        [
            "quantities row 2 ('fen/n3'), column 'counted_ru': expected null, as the unit says what is measured, found 'тонны' [counted-things]"
        ],
    ),
    (
        {"n2": {"value": None, "comparator": None, "unit": None, "counted_ru": "суда"}},
        [
            "quantities row 1 ('fen/n2'), column 'counted_ru': expected null, as the unit says what is measured, found 'суда' [counted-things]"
        ],
    ),
    (
        {"n3": {"period_source": None}},
        [
            "quantities row 2 ('fen/n3'), column 'period_source': expected what the period was read from, null where there is no period, found None [period-source]"
        ],
    ),
    (
        {"n2": {"period_source": "event"}},
        [
            "quantities row 1 ('fen/n2'), column 'period_source': expected what the period was read from, null where there is no period, found 'event' [period-source]"
        ],
    ),
    (
        {"n3": {"period": "203X/202X?"}},
        [
            "quantities row 2 ('fen/n3'), column 'period': expected a time that does not end before it begins, found '203X/202X?' [quantity-interval]"
        ],
    ),
    (
        {"n2": {"statement_id": "st5"}},
        [
            "quantities row 1 ('fen/n2'), column 'statement_id': expected a statement that contains it, found 'fen/st5' [quantity-statement]"
        ],
    ),
    (
        {"n1": {"commitment_id": "c2"}},
        [
            "quantities row 0 ('fen/n1'), column 'commitment_id': expected an undertaking of its sentence, found 'fen/c2' [quantity-commitment]"
        ],
    ),
    (
        {"pr1": {"entity_id": "lug"}},
        [
            "projects row 0 ('fen/pr1'), column 'entity_id': expected an entity of type PROJECT, FACILITY, ROUTE, ORGANIZATION, PRODUCT or PROGRAMME, found 'fen/lug' [project-entity]"
        ],
    ),
    (
        {"pr2": {"entity_id": "bridge"}},
        [
            "projects row 1 ('fen/pr2'), column 'entity_id': expected an entity that has no other row in projects, found 'fen/bridge' [project-once]"
        ],
    ),
    (
        {"pr1": {"stage": None}},
        [
            "projects row 0 ('fen/pr1'), column 'stage': expected a stage, as words or a statement tell it, found None [stage-shown]"
        ],
    ),
    (
        {"pr1": {"statement_id": None, "stage_start": None, "stage_end": None}},
        [
            "projects row 0 ('fen/pr1'), column 'stage': expected null, or the statement or words that tell it, found 'agreed' [stage-shown]"
        ],
    ),
    (
        {"pr1": at("Цель", prefix="stage_")},
        [
            "projects row 0 ('fen/pr1'), column 'stage_start': expected a place in the sentence of its statement, found 272 [stage-sentence]"
        ],
    ),
    (
        {"e1": {"statement_id": "st3"}},
        [
            "evaluations row 0 ('fen/e1'), column 'start': expected a place in the sentence of its statement, found 98 [evaluation-sentence]"
        ],
    ),
    (
        {"v1": {"date": "2031-24/2031-11"}},
        [
            "events row 0 ('fen/v1'), column 'date': expected a time that does not end before it begins, found '2031-24/2031-11' [event-interval]"
        ],
    ),
    (
        {"v1": {"quad": 2}},
        [
            "events row 0 ('fen/v1'), column 'quad': expected the quad of its category; 2 is that of COOPERATE, AID, RETREAT, found 2 [event-quad]"
        ],
    ),
    (
        {"v2": {"plover_mode": "visit"}},
        [
            "events row 1 ('fen/v2'), column 'plover_mode': expected a mode of its category; visit goes with CONSULT, found 'visit' [event-mode]"
        ],
    ),
    (
        {"va3": {"role": "recipient", "position": 2}},
        ["events row 1 ('fen/v2'), column 'id': expected an event with an actor, found 'fen/v2' [event-actor]"],
    ),
    (
        {"va4": {"role": "actor", "position": 2}},
        [
            "events row 1 ('fen/v2'), column 'plover_category': expected a category that needs no recipient, or a recipient, found 'COOPERATE' [event-recipient]"
        ],
    ),
    (
        {"v1": {"place_id": "bridge"}},
        [
            "events row 0 ('fen/v1'), column 'place_id': expected a country, another place or a facility, found 'fen/bridge' [event-place]"
        ],
    ),
    (
        {"va2": {"position": 1}},
        [
            "event_actors row 1 ('fen/va2'), column 'position': expected numbers from 1 without gaps among the actors of its event and role, found 1 [event-actor-positions]"
        ],
    ),
    (
        {"va2": {"entity_id": "orlov"}},
        [
            "event_actors row 1 ('fen/va2'), column 'entity_id': expected an actor that does not have that role in the event yet, found 'fen/orlov' [event-actor-once]"
        ],
    ),
    (
        {"r4": {"subject_id": "presidents"}},
        [
            "relations row 3 ('fen/r4'), column 'object_id': expected another entity than the subject, found 'fen/presidents' [relation-apart]"
        ],
    ),
    (
        {"r5": {"subject_id": "orlov"}},
        [
            "relations row 4 ('fen/r5'), column 'object_id': expected a relation that no other row has for the same period, found 'fen/presidents' [relation-once]"
        ],
    ),
    (
        {"r5": {"subject_id": "presidents", "object_id": "orlov"}},
        [
            "relations row 4 ('fen/r5'), column 'object_id': expected an entity that does not have the same relation to the subject, found 'fen/orlov' [relation-one-way]"
        ],
    ),
    (
        {"r1": {"object_id": "lug"}},
        [
            "relations row 0 ('fen/r1'), column 'predicate': expected another predicate; holds_office goes from PERSON to PROFESSION, found 'holds_office' [relation-types]"
        ],
    ),
    (
        {"r6": {"subject_id": "orlov"}},
        [
            "relations row 5 ('fen/r6'), column 'predicate': expected another predicate; operates_since goes from FACILITY or ORGANIZATION or PRODUCT or PROGRAMME or PROJECT or ROUTE to CITY or COUNTRY or DISTRICT or FACILITY or LOCATION or STATE_OR_PROVINCE, found 'operates_since' [relation-types]"
        ],
    ),
    (
        {"r5": {"object_id": "lug"}},
        [
            "relations row 4 ('fen/r5'), column 'object_id': expected a group, a body, a people or a family, found 'fen/lug' [member-of-several]"
        ],
    ),
    (
        {"r6": {"period": None}},
        [
            "relations row 5 ('fen/r6'), column 'period': expected since when it has worked, found None [operates-since-when]"
        ],
    ),
    (
        {"r6": {"period": "2031/0000"}},
        [
            "relations row 5 ('fen/r6'), column 'period': expected a time that does not end before it begins, found '2031/0000' [relation-interval]"
        ],
    ),
    (
        {"x1": {"question_en": "Who pays"}},
        [
            "silences row 0 ('fen/x1'), column 'question_en': expected a question, with its mark at the end, found 'Who pays' [silence-question]"
        ],
    ),
    (
        {"rd3": {"note": None}},
        ["readings row 2 ('fen/rd3'), column 'note': expected why it was dropped, found None [reading-dropped]"],
    ),
    (
        {"d1": {"quotation_id": None}},
        [
            "dates row 0 ('fen/d1'), column 'quotation_id': expected the direct quotation it stands in, null where it stands in none, found None [date-voice]"
        ],
    ),
    (
        {"d2": {"date_source": "stated"}},
        [
            "dates row 1 ('fen/d2'), column 'date_source': expected what the time was read from, null where there is no time, found 'stated' [date-source]"
        ],
    ),
    (
        {"d1": {"date": "2035/2034"}},
        [
            "dates row 0 ('fen/d1'), column 'date': expected a time that does not end before it begins, found '2035/2034' [date-interval]"
        ],
    ),
    (
        {"d2": at("2035 году") | {"paragraph_id": "p3", "quotation_id": "q1"}},
        [
            f"dates row 1 ('fen/d2'), column 'start': expected a place after the end of the date before, found {TEXT.index('2035 году')} [dates-apart]"
        ],
    ),
    (
        {"n3": at("к 2035 году", prefix="period_")},
        [
            "quantities row 2 ('fen/n3'), column 'period': expected the time of the date among the words that the period was read from, found '2030' [quantity-date]"
        ],
    ),
    *(
        (
            {identity: {column: None}},
            [f"{place} ('fen/{identity}'), column '{column}': expected {what}, found None [{rule}]"],
        )
        for identity, place, column, what, rule in (
            ("outlet", "entities row 10", "label_en", "an English name", "entity-label"),
            ("lug", "entities row 4", "description_en", "a description", "entity-description"),
            ("q4", "quotations row 3", "gist_en", "a gist", "quotation-gist"),
            ("st8", "statements row 7", "cap_topic", "a topic", "statement-topic"),
            ("st8", "statements row 7", "predicate", "a predicate", "statement-predicate"),
            ("st8", "statements row 7", "gist_en", "a gist", "statement-gist"),
            ("c2", "commitments row 1", "action_en", "what is to be done", "commitment-action"),
            ("c2", "commitments row 1", "sector", "the field it belongs to", "commitment-sector"),
            ("n7", "quantities row 6", "indicator", "what is measured or counted", "quantity-indicator"),
        )
    ),
    (
        {"rd2": {"reader": "first"}},
        [
            "readings row 0 ('fen/rd1'), column 'reader': expected readings of both readers in the layer, found 'first' [reading-readers]"
        ],
    ),
    (
        {"rd1": {"final_id": "q1"}},
        [
            "readings row 0 ('fen/rd1'), column 'final_id': expected a row of its layer's table, found 'fen/q1' [reading-final]"
        ],
    ),
    (
        {"rd1": {"attributes": "[]"}},
        ["readings row 0 ('fen/rd1'), column 'attributes': expected a JSON object, found '[]' [reading-attributes]"],
    ),
    (
        {"rd1": {"attributes": "{"}},
        ["readings row 0 ('fen/rd1'), column 'attributes': expected a JSON object, found '{' [reading-attributes]"],
    ),
    (
        {"rd1": {"attributes": "[" * 100_000}},
        [
            "readings row 0 ('fen/rd1'), column 'attributes': expected a JSON object, found '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[… (100002 characters) [reading-attributes]"
        ],
    ),
]


NAMES = [f"{' '.join(fault)} {expected[0].rpartition('[')[2][:-1]}" for fault, expected in FAULTS]


def rules(found: list[str]) -> set[str]:
    """The rules that problems name."""
    return {problem.rpartition("[")[2].rstrip("]") for problem in found}


def meant(invariant: Invariant) -> list[dict[str, dict[str, Any]]]:
    """The changes that break an invariant."""
    return [fault for fault, expected in FAULTS if invariant.id in rules(expected)]


#: Those that are asked of all tables at once, and the one on what belongs to no article.
OF_CODES = {"codes-in-use", "code-count", "code-example", "error-duplicate"}
OF_ROWS = [invariant for invariant in INVARIANTS if invariant.id not in OF_CODES]


def by_id(invariant: Invariant) -> str:
    """How a test that is run for each is named."""
    return invariant.id


def test_the_article_is_right():
    """What the following tests break keeps every rule before."""
    assert told(fen()) == []


def test_all_hold_in_the_invented_and_in_the_shipped_corpus(synthetic):
    """With all the rows they have."""
    found = [str(p) for held in (synthetic, sd.load()) for p in held.validate()]

    assert found == []


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=NAMES)
def test_one_fault_is_told_as_it_is(fault, expected):
    """With table, row, id, column, what was expected and what was found, and nothing besides."""
    assert expected == told(changed(fault))


def test_every_invariant_is_broken_above():
    """And every rule that is met above is one."""
    assert rules([problem for _, expected in FAULTS for problem in expected]) == {i.id for i in OF_ROWS}


@pytest.mark.parametrize("invariant", OF_ROWS, ids=by_id)
def test_machine_made_rows_are_asked_what_does_not_wait_for_a_finished_annotation(invariant):
    """A rule that speaks of curated rows passes over others in one of its cases at least, every other rule in none."""
    found = []
    for fault in meant(invariant):
        rows = changed(fault)
        for row in (row for held in rows.values() for row in held):
            row["origin"] = "extracted"
        found.append(invariant.id in rules(told(rows)))

    assert ("curated" in invariant.says) == (not all(found))


@pytest.mark.parametrize(
    ("invariant", "table"),
    [(invariant, table) for invariant in OF_ROWS for table in invariant.needs],
    ids=lambda value: value if isinstance(value, str) else value.id,
)
def test_what_is_not_coded_is_not_missed(invariant, table):
    """Where a table that an invariant needs has no rows, it is not asked."""
    for fault in meant(invariant):
        assert invariant.id not in rules(told(changed(fault) | {table: []}))


@pytest.mark.parametrize(
    ("table", "invariant"),
    [("mentions", "entity-mentioned"), ("relations", "inferred-from"), ("evaluations", "statement-appraised")],
)
def test_an_article_of_which_nothing_is_coded_in_a_table_breaks_nothing(table, invariant):
    """The rows of another article in that table do not matter."""
    rows = merged(
        fen("bog"), changed({"st8": {"illocution": "thanks"}}) | {table: [], "readings": [], "evaluations": []}
    )

    assert told(rows) == []
    assert invariant in {i.id for i in INVARIANTS if table in i.needs}


def merged(*articles: Rows) -> Rows:
    """The rows of several articles in one corpus."""
    return {table: [row for rows in articles for row in rows[table]] for table in articles[0]}


@pytest.mark.parametrize(("fault", "expected"), FAULTS, ids=NAMES)
def test_articles_are_asked_apart(fault, expected):
    """Beside another article, of which one row breaks a rule of its own, the same is told, of the right rows."""
    other = fen("bog")
    for table, place, column in OTHER_FAULTS:
        other[table][place][column] = "?"
    found = corpus(merged(other, changed(fault))).validate()

    assert expected == [
        str(p).replace(f"row {p.row} ", f"row {p.row - len(other[p.table])} ") for p in found if p.id.startswith("fen")
    ]
    assert [(p.table, p.row, p.column) for p in found if p.id.startswith("bog")] == OTHER_FAULTS


#: Cells that are spoilt in the other article: no invariant is asked of it that looks at one of these tables.
OTHER_FAULTS = [("entities", 0, "type"), ("quotations", 0, "kind"), ("statements", 0, "tense")]


def test_invariants_wait_until_the_tables_they_look_at_are_sound():
    """A fault of another kind is told first, alone; what does not look at that table is told beside it."""
    fault = {"m9": {"entity_id": "countries"}, "st3": {"time_source": None}}
    rows = changed({**fault, "m1": {"form": "nickname"}})

    assert rules(told(changed(fault))) == {"entity-mentioned", "statement-time"}
    assert rules(told(rows)) == {"vocabulary", "statement-time"}


def test_a_row_that_does_not_tell_its_article_silences_its_table():
    """Nobody knows which article it is missing in."""
    rows = merged(fen("bog"), changed({"m9": {"entity_id": "countries"}, "st3": {"time_source": None}}))
    rows["mentions"][0]["article_id"] = "nowhere at all"

    assert [(p.table, p.rule) for p in corpus(rows).validate()] == [
        ("mentions", "pattern"),
        ("statements", "statement-time"),
    ]


def test_a_cell_is_named_once():
    """By the first rule that it breaks, and in the order of tables, rows and columns."""
    rows = changed({"n4": {"value": -1.0}, "n1": {"value": -2.5, "low": 1.0}, "fen": {"n_paragraphs": 1}})

    assert [(p.table, p.row, p.column, p.rule) for p in corpus(rows).validate()] == [
        ("articles", 0, "n_paragraphs", "paragraph-count"),
        ("quantities", 0, "value", "value-or-range"),
        ("quantities", 0, "low", "range-ends"),
        ("quantities", 3, "value", "share-bounds"),
    ]


def coded(rows: Rows) -> Rows:
    """The rows with a table of the codes that they have."""
    uses: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for table, held in rows.items():
        for c in columns(TABLES[table]):
            if c.vocabulary:
                name = vocabulary_name(c.vocabulary)
                for row in held:
                    uses[name, row[c.name]] += row[c.name] is not None
                    examples.setdefault((name, row[c.name]), row["id"])
    made = [
        {"id": f"{name}/{code}", "vocabulary": name, "code": code, "n_rows": n, "example_id": examples[name, code]}
        | {"label": code, "definition": code, "source": "here"}
        for (name, code), n in sorted((use, n) for use, n in uses.items() if n)
    ]
    unused = {"id": "stage/proposed", "vocabulary": "stage", "code": "proposed", "n_rows": 0, "example_id": None}
    return rows | {"codes": [*made, made[0] | unused]}


def with_code(code: str, **cells: Any) -> Rows:
    """The rows and their codes, with some cells of one code changed."""
    rows = coded(fen())
    return rows | {"codes": [row | cells if row["id"] == code else row for row in rows["codes"]]}


def place(code: str) -> int:
    """Where a code stands."""
    return [row["id"] for row in coded(fen())["codes"]].index(code)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (coded(fen()), []),
        (
            {**coded(fen()), "codes": coded(fen())["codes"][2:]},
            [
                f"codes: expected a row for every code that another table has, found no {code} [codes-in-use]"
                for code in ("actor_role/addressee", "actor_role/promisor")
            ],
        ),
        (
            with_code("mention_form/name", n_rows=5),
            [
                f"codes row {place('mention_form/name')} ('mention_form/name'), column 'n_rows': expected the number of cells of other tables that have the code, found 5 [code-count]"
            ],
        ),
        (
            with_code("mention_form/name", example_id=None),
            [
                f"codes row {place('mention_form/name')} ('mention_form/name'), column 'example_id': expected a row that has the code, null where none has, found None [code-example]"
            ],
        ),
        (
            with_code("mention_form/name", example_id="fen/m1"),
            [
                f"codes row {place('mention_form/name')} ('mention_form/name'), column 'example_id': expected a row that has the code, null where none has, found 'fen/m1' [code-example]"
            ],
        ),
        (
            with_code("stage/proposed", example_id="fen/m1"),
            [
                f"codes row {place('stage/proposed')} ('stage/proposed'), column 'example_id': expected a row that has the code, null where none has, found 'fen/m1' [code-example]"
            ],
        ),
    ],
    ids=["right", "missing", "count", "none", "other", "unused"],
)
def test_codes_are_those_in_use(rows, expected):
    """The table of codes, where there is one, has every code in use, with the right number and a right example."""
    assert expected == told(rows)


def error(number: int = 1, **cells: Any) -> dict[str, Any]:
    """A row of errors."""
    held = {"id": f"error/e{number}", "source": "a.txt", "kind": "empty", "message": "There is no text; give one."}
    return dict.fromkeys(c.name for c in columns(TABLES["errors"])) | held | cells


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, None),
        ({"kind": "duplicate", "duplicate_of": "bog"}, None),
        ({"kind": "duplicate"}, "None"),
        ({"duplicate_of": "bog"}, "'bog'"),
    ],
)
def test_duplicates_name_an_article_of_whatever_part(cells, found):
    """The article need not be in the corpus; any other error names none."""
    problem = f"errors row 0 ('error/e1'), column 'duplicate_of': expected the article whose copy it is for a duplicate, null for any other error, found {found} [error-duplicate]"

    assert told(fen() | {"errors": [error(**cells)]}) == ([] if found is None else [problem])


def test_codes_of_errors_are_counted_where_they_are_sound():
    """A code that is none is told once, where it stands."""
    rows = coded(fen() | {"errors": [error()]})
    broken = rows | {"errors": [error(kind="emptied")]}

    assert told(rows) == []
    assert rules(told(broken)) == {"vocabulary"}


def test_every_column_that_rules_may_leave_open_is_filled_in_curated_rows():
    """Each has a rule of its own."""
    declared = {(table, c.name) for table, cls in TABLES.items() for c in columns(cls) if c.null == "uncoded"}
    asked = {(i.table, i.column) for i in INVARIANTS if i.says.endswith("reviewed or not, may do without.")}

    assert declared == asked


@pytest.mark.parametrize("origin", ["curated", "merged", "extracted"])
def test_what_a_rule_made_may_be_uncoded(origin):
    """What is curated may not."""
    rows = changed({"q4": {"gist_en": None, "origin": origin}})

    assert rules(told(rows)) == ({"quotation-gist"} if origin == "curated" else set())


def test_the_period_of_a_number_may_be_that_of_a_date_in_its_words():
    """Nothing else is asked of the words it was read from."""
    assert told(changed({"n3": {"period": "2035", **at("к 2035 году", prefix="period_")}})) == []


def test_shares_of_what_nobody_has_coded_do_not_add_up():
    """They may be shares of anything."""
    open_ = {"indicator": None, "origin": "extracted", "value": 70.0}

    assert told(changed({"n4": open_, "n5": open_})) == []


def test_a_third_reader_is_no_matter_of_the_first_two():
    """What a machine alone has read, or a person after it, is not asked of them."""
    rows = changed({"rd4": {"reader": "machine"}, "rd5": {"reader": "machine"}})

    assert told(rows) == []


def test_codes_are_not_counted_in_unsound_tables():
    """A row that breaks another rule may have any code."""
    rows = with_code("mention_form/name", n_rows=5)
    rows["silences"][0]["confidence"] = 2.0

    assert rules(told(rows)) == {"range"}


#: The modes of each category, and its quad, as the PLOVER manual has them.
PLOVER = {
    "AGREE": (1, ""),
    "CONSULT": (1, "visit third-party multilateral phone"),
    "SUPPORT": (1, ""),
    "CONCEDE": (1, ""),
    "COOPERATE": (2, ""),
    "AID": (2, ""),
    "RETREAT": (2, "withdraw release disarm ceasefire access resign"),
    "REQUEST": (3, "assist change yield meet"),
    "ACCUSE": (3, "disapprove investigate allege"),
    "REJECT": (3, "assist change yield meet"),
    "THREATEN": (3, "restrict arrest relations expel violence territory"),
    "PROTEST": (4, "demo riot strike hunger boycott obstruct vandalize"),
    "SANCTION": (4, "convict expel withdraw discontinue"),
    "MOBILIZE": (4, "troops weapons police militia"),
    "COERCE": (4, "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber"),
    "ASSAULT": (
        4,
        "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional",
    ),
}


def repeated(table: str, cells: list[dict[str, Any]]) -> Rows:
    """The rows with those of one table replaced by its first, each with some cells changed; nobody else refers to them."""
    rows = fen() | {"event_actors": [], "readings": [], "quantities": [], "commitment_actors": [], "relations": []}
    first = fen()[table][0]
    letters = first["id"].removeprefix("fen/").rstrip("0123456789")
    return rows | {table: [first | {"id": f"fen/{letters}{n}"} | cell for n, cell in enumerate(cells, 1)]}


def kept(table: str, rule: str, cells: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Of so many rows the cells of those that keep a rule."""
    broken = {problem.row for problem in corpus(repeated(table, cells)).validate() if problem.rule == rule}
    return [tuple(cell.values()) for row, cell in enumerate(cells) if row not in broken]


def test_quads_are_those_of_the_manual():
    """Every category has one."""
    cells = [{"plover_category": category, "quad": quad} for category in PloverCategory for quad in range(1, 5)]

    assert kept("events", "event-quad", cells) == [(category, quad) for category, (quad, _) in PLOVER.items()]


def test_modes_are_those_of_the_manual():
    """Every category has its own or none."""
    cells = [{"plover_category": c, "plover_mode": mode} for c in PloverCategory for mode in [None, *PloverMode]]
    expected = {(category, mode) for category, (_, modes) in PLOVER.items() for mode in [None, *modes.split()]}

    assert expected == set(kept("events", "event-mode", cells))


def test_recipients_are_demanded_as_in_the_manual():
    """Three categories are done to somebody."""
    cells = [{"plover_category": category} for category in PloverCategory]
    rows = repeated("events", cells) | {"event_actors": fen()["event_actors"][:1]}
    found = corpus(rows).validate()

    assert [p.value for p in found if p.rule == "event-recipient"] == ["'COOPERATE'", "'AID'", "'SANCTION'"]


def test_every_strength_has_its_illocutions():
    """No undertaking is a bare statement, thanks or a pointer."""
    statements = {code: f"fen/st{n}" for n, code in enumerate(Illocution, 1)}
    pairs = [(strength, code) for strength in Strength for code in Illocution]
    cells = [{"strength": strength, "statement_id": statements[code]} for strength, code in pairs]
    rows = repeated("commitments", cells)
    rows["statements"] = [fen()["statements"][7] | {"id": i, "illocution": c} for c, i in statements.items()]
    rows |= {table: [] for table in ("attributions", "events", "evaluations", "projects")}
    found = {p.row for p in corpus(rows).validate() if p.rule == "strength-illocution"}

    assert {
        strength: [c for n, (s, c) in enumerate(pairs) if s == strength and n not in found] for strength in Strength
    } == {
        "agreed": ["commits", "agrees", "expects"],
        "instructed": ["instructs"],
        "will": ["commits", "agrees", "expects"],
        "intends": ["commits", "agrees", "expects"],
        "ready": ["commits", "agrees", "expects"],
        "proposed": ["proposes"],
        "discussed": ["asserts", "evaluates", "proposes", "expects"],
    }


def test_every_predicate_has_a_signature():
    """Every one relates some types, by all pairs of entities of every type."""
    rows = fen() | {"readings": []}
    rows["entities"] = [*rows["entities"]] + [
        rows["entities"][2] | {"id": f"fen/{n}-{kind.lower().replace('_', '-')}", "type": kind}
        for kind in EntityType
        for n in ("one", "two")
    ]
    pairs = [
        (predicate, one, two)
        for predicate in Predicate
        for one in rows["entities"]
        for two in rows["entities"]
        if one["id"].startswith("fen/one") and two["id"].startswith("fen/two")
    ]
    rows["relations"] = [
        rows["relations"][0]
        | {"id": f"fen/r{n}", "predicate": predicate, "subject_id": one["id"], "object_id": two["id"], "period": "2030"}
        for n, (predicate, one, two) in enumerate(pairs, 1)
    ]
    broken = {p.row for p in corpus(rows).validate() if p.rule == "relation-types"}
    held = Counter(predicate for n, (predicate, _, _) in enumerate(pairs) if n not in broken)

    assert held == {
        "holds_office": 1,
        "office_of": 5,
        "located_in": 66,
        "part_of": 23 * 23,
        "member_of": 23 * 23,
        "participant_in": 23,
        "takes_place_in": 6,
        "signed": 21,
        "party_to": 56,
        "partners_in": 8,
        "mediated": 21,
        "instrument_of": 8 * 23,
        "anniversary_of": 23,
        "operates_since": 36,
        "builds": 42,
        "connects": 36,
        "chairs": 16,
        "published_by": 23 * 8,
    }


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        # A machine may not know who speaks.
        ({"q4": {"origin": "extracted", "speaker_id": None}}, set()),
        # The words of a group are asserted by one who is said to be of it, or by it.
        (
            {"q1": {"speaker_id": "presidents"}, "q3": {"speaker_id": "presidents"}},
            {"expression-speaker", "term-speaker"},
        ),
        # A name that is nobody's may be an alias; one that is not shipped says nothing.
        ({"m2": {"surface": "Хан степей"}}, set()),
        ({"m2": {"surface": None}}, set()),
        # An abbreviation is made of initials.
        ({"m9": {"form": "name", "surface": "ССЛ", **at("Луг")}, "outlet": {"label_ru": "ССЛ и Топь"}}, set()),
        # Without a baseline a note may say so.
        ({"n6": {"baseline_id": None, "note": "The article gives none."}}, set()),
        # A growth is compared with an amount, in another unit.
        ({"n2": {"indicator": "freight", "status": "target", "baseline_id": "n3"}}, set()),
        # Shares of other wholes do not add up, nor do those that no statement ties together.
        ({"n5": {"value": 99.0, "indicator": "share of journeys"}}, set()),
        ({"n4": {"statement_id": None}, "n5": {"statement_id": None, "value": 99.0}}, set()),
        ({"n4": {"value": None, "unit": None, "comparator": None}, "n5": {"value": 99.0}}, set()),
        # A time ends when the one it ends with does, if it ends at all; no calendar has the year 0.
        ({"st3": {"time": "2035-05/2035"}, "n3": {"period": "2035/.."}}, set()),
        ({"v1": {"date": "0000/2031"}, "c1": {"deadline": "../0000"}, "r6": {"period": "2035/203X"}}, set()),
        # Things may be counted in a time, or in a currency that is none.
        ({"n3": {"unit": "/d", "counted_ru": "суда"}, "n6": {"unit": "/d"}}, set()),
        ({"n3": {"unit": "XXX", "counted_ru": "дукары"}, "n6": {"unit": "XXX"}}, set()),
        # Words may tell the stage without a statement.
        ({"pr1": {"statement_id": None}}, set()),
        # Before the readings are compared none has ended anywhere.
        ({"rd1": {"final_id": None}, "rd2": {"final_id": None}, "rd3": {"note": None}}, set()),
        ({"rd1": {"attributes": '{"speaker": "orlov"}'}}, set()),
        # A single reader may read alone.
        ({"rd2": {"reader": "first"}, "rd5": {"reader": "first"}}, set()),
        # Each period of a relation has its row.
        ({"r5": {"subject_id": "orlov", "period": "2031"}}, set()),
        # Two quotations of the very same words are not one inside the other.
        ({"q2": {**at("Камышу поручено открыть три причала"), "paragraph_id": "p4", "parent_id": None}}, set()),
    ],
)
def test_what_is_honest_is_left_alone(fault, expected):
    """Cases at the edge of a rule that keep it."""
    assert expected == rules(told(changed(fault)))


def test_before_relations_are_coded_anybody_may_speak_for_a_group():
    """Only then is it known who is of it."""
    faults = {"q1": {"speaker_id": "presidents"}, "q3": {"speaker_id": "presidents"}}
    faults |= {
        "ex1": {"speaker_id": "presidents"},
        "w1": {"speaker_id": "presidents"},
        "w2": {"speaker_id": "presidents"},
    }
    strangers = faults | {"a9": {"entity_id": "chaika"}, "r5": {"subject_id": "orlov", "period": "2031"}}

    assert told(changed(faults)) == []
    assert rules(told(changed(strangers))) == {"direct-asserted"}
    assert told(changed(strangers) | {"relations": []}) == []


@st.composite
def spans(draw: st.DrawFn, most: int) -> list[tuple[int, int]]:
    """A few spans in a line of forty characters."""
    starts = draw(st.lists(st.integers(0, 38), max_size=most))
    return [(start, draw(st.integers(start + 1, 40))) for start in starts]


@settings(max_examples=60)
@given(quotations=spans(5), mentions=spans(5), sentences=spans(5), data=st.data())
def test_spans_are_found_wherever_they_lie(quotations, mentions, sentences, data):
    """Overlapping or not, in any order: what is told is what looking at every pair tells."""
    ids = [None, *(f"fen/q{n}" for n in range(1, len(quotations) + 1))]
    named = [data.draw(st.sampled_from(ids)) for _ in sentences]
    line = {"start": 0, "end": 40, "paragraph_id": "fen/p1"}
    rows = {table: [] for table in fen()} | {"articles": fen()["articles"], "entities": fen()["entities"][:3]}
    rows["paragraphs"] = [fen()["paragraphs"][0] | line]
    rows["quotations"] = [
        fen()["quotations"][0] | line | {"id": f"fen/q{n}", "start": start, "end": end, "group_id": None}
        for n, (start, end) in enumerate(quotations, 1)
    ]
    rows["quotations"] = [
        row | {name: None for name in row if name.startswith(("cue", "source"))} for row in rows["quotations"]
    ]
    rows["mentions"] = [
        fen()["mentions"][0] | line | {"id": f"fen/m{n}", "start": start, "end": end}
        for n, (start, end) in enumerate(mentions, 1)
    ]
    rows["sentences"] = [
        fen()["sentences"][0]
        | line
        | {"id": f"fen/s{n}", "start": start, "end": end, "n_tokens": 2**n, "quotation_id": q}
        for n, ((start, end), q) in enumerate(zip(sentences, named, strict=True), 1)
    ]
    words = data.draw(st.integers(1, 70))
    rows["term_counts"] = [
        fen()["term_counts"][0] | {"id": f"fen/w{n}", "quotation_id": identity, "n": words}
        for n, identity in enumerate(ids[1:], 1)
    ]
    found = corpus(rows).validate()

    in_order = sorted((start, end, identity) for (start, end), identity in zip(quotations, ids[1:], strict=True))
    expected = {
        "mention-voice": [
            n
            for n, (low, high) in enumerate(mentions)
            if any(start <= low and high <= end for start, end, _ in in_order)
        ],
        "direct-sentences": [
            n
            for n, (low, high) in enumerate(sentences)
            if named[n] != next((i for start, end, i in in_order if start < high and low < end), None)
        ],
        "term-sum": [
            n
            for n, (start, end) in enumerate(quotations)
            if words > sum(2**m for m, (low, high) in enumerate(sentences, 1) if start < high and low < end)
        ],
    }
    # Without rows in all the tables that it needs a rule is not asked.
    expected["mention-voice"] = expected["mention-voice"] if quotations else []
    expected["direct-sentences"] = expected["direct-sentences"] if quotations else []
    expected["term-sum"] = expected["term-sum"] if sentences and quotations else []
    assert expected == {rule: [p.row for p in found if p.rule == rule] for rule in expected}


def test_every_invariant_says_what_it_is():
    """A name of its own, a table and one of its columns, and a sentence."""
    generic = {"null", "type", "encoding", "finite", "vocabulary", "pattern", "range", "prefix", "unique", "reference"}
    generic |= {"span", "within", "bounds", "surface", "columns", "unreadable"}
    names = [invariant.id for invariant in INVARIANTS]

    assert len(names) == len(set(names) - generic)
    assert [i.id for i in INVARIANTS if i.column not in [c.name for c in columns(TABLES[i.table])]] == []
    assert [i.id for i in INVARIANTS if not i.says.endswith(".") or not i.says[0].isupper()] == []
    assert [i.id for i in INVARIANTS if not {*i.needs, *i.reads} <= {*TABLES, "*"}] == []
    assert {*Layer} <= {*TABLES}
    assert len(names) > 40


def test_a_bare_import_does_not_load_them():
    """They are read when something is validated."""
    script = "import sys, summitdata as sd; a = 'summitdata.invariants' in sys.modules; sd.load().validate();"
    done = python(f"{script} print(a, 'summitdata.invariants' in sys.modules)")

    assert ("False True\n", "") == (done.stdout, done.stderr)
