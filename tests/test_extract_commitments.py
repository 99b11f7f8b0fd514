"""Clauses that may be undertakings: which they are, how firm, by when, and by whom."""

import datetime as dt
from typing import Any

import pytest

import summitdata as sd
from summitdata.extract.cast import Cast
from summitdata.extract.commitments import find
from summitdata.extract.quoting.quotations import Quoted
from summitdata.extract.reading import read

DAY = dt.date(2031, 5, 14)
LEAD = "Президент Лардии Велимир Градунов и президент Казахстана Иланта Корвецкая встретились в Астане. "


def undertaken(text: str) -> list[tuple[Any, ...]]:
    """The undertakings of a text: words, strength, deadline, promisors and addressees."""
    corpus = sd.extract([(text, DAY)])
    statements = {s.id: s for s in corpus.statements}
    labels = {e.id: e.label_ru for e in corpus.entities}
    assert corpus.validate().ok
    return [
        (
            statements[c.statement_id].text,
            c.strength,
            c.deadline,
            *(
                [labels[a.entity_id] for a in corpus.commitment_actors if (a.commitment_id, a.role) == (c.id, role)]
                for role in ("promisor", "addressee")
            ),
        )
        for c in corpus.commitments
    ]


@pytest.mark.parametrize(
    ("clause", "words", "strength"),
    [
        ("Кроме того, стороны договорились построить мост.", "стороны договорились построить мост", "agreed"),
        ("Стороны условились об открытии консульств.", "Стороны условились об открытии консульств", "agreed"),
        ("Достигнута договорённость удвоить закупки рыбы.", "Достигнута договорённость удвоить закупки рыбы", "agreed"),
        ("Договорённость важна.", None, None),
        ("Правительствам поручено обновить пути.", "Правительствам поручено обновить пути", "instructed"),
        ("Министр обязался представить план.", "Министр обязался представить план", "will"),
        ("Решено ввести газохранилище.", "Решено ввести газохранилище", "will"),
        ("Совет решил строить порт.", "Совет решил строить порт", "will"),
        ("К примеру, запланирован запуск линии, ведётся стройка.", "запланирован запуск линии", "intends"),
        ("Наша цель – довести объём до 6 млн тонн.", "Наша цель – довести объём до 6 млн тонн", "intends"),
        ("Цель понятна всем.", None, None),
        ("Компания намерена построить порт.", "Компания намерена построить порт", "intends"),
        ("Обе страны готовы к открытию переходов, а другие ждут.", "Обе страны готовы к открытию переходов", "ready"),
        ("Гости готовы.", None, None),
        ("Построить мост условились летом.", "Построить мост условились летом", "agreed"),
        ("Подробности обещают сообщить завтра.", None, None),
        ("О чём договорились стороны?", None, None),
        ("О чём договорились стороны", None, None),
        ("Стороны договорились построить мост?", None, None),
        ("Договорились.", None, None),
    ],
)
def test_words_that_open_an_undertaking(clause: str, words: str | None, strength: str | None):
    """A word of agreeing, promising, planning, being ready or instructing opens one if its clause says what is to be done."""
    assert ([(words, strength)] if words else []) == [row[:2] for row in undertaken(clause)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("«Мы построим мост», – сказал Велимир Градунов.", ["Мы построим мост"]),
        ("«К 2035 году построим там мост», – сказал Велимир Градунов.", ["К 2035 году построим там мост"]),
        ("«Построим», – сказал Велимир Градунов.", []),
        ("«Мы скоро увидим мост», – сказал Велимир Градунов.", []),
        ("«Мы используем мост», – сказал Велимир Градунов.", []),
        ("Мы построим мост.", []),
    ],
)
def test_we_shall(text: str, words: list[str]):
    """In a direct quotation a verb in the first person plural of the future does, with an object or a date."""
    assert words == [row[0] for row in undertaken(text)]


@pytest.mark.parametrize(
    ("time", "deadline"),
    [
        ("к 2035 году", "2035"),
        ("до конца 2034 года", "2034"),
        ("не позднее 1 июня 2032 года", "2032-06-01"),
        ("с 2033 года", None),
        ("скоро", None),
    ],
)
def test_deadlines(time: str, deadline: str | None):
    """A date is the deadline where it stands after a word for that."""
    ((*_, found, _, _),) = undertaken(f"Стороны договорились {time} построить мост.")

    assert deadline == found


@pytest.mark.parametrize(
    ("clause", "promisors", "addressees"),
    [
        ("«Мы договорились построить мост», – сказал Градунов.", ["Велимир Градунов"], []),
        ("Градунов обещал построить мост.", ["Велимир Градунов"], []),
        ("Построить мост обязался Градунов.", ["Велимир Градунов"], []),
        ("Мы договорились построить мост.", [], []),
        ("Казахстан намерен построить мост.", ["Казахстан"], []),
        ("Казахстану поручено построить мост.", [], ["Казахстан"]),
        ("Казахстанские порты намерены построить мост.", [], []),
        ("Градунову и Градунову поручено построить мост.", [], ["Велимир Градунов"]),
    ],
)
def test_actors(clause: str, promisors: list[str], addressees: list[str]):
    """The subject of the clause undertakes it, or in the first person the speaker; an order goes to whom it names."""
    ((*_, made_by, made_to),) = undertaken(LEAD + clause)

    assert (promisors, addressees) == (made_by, made_to)


def test_what_else_is_known():
    """Tense, polarity and whether several agreed follow from the word; the rest is left to readers."""
    corpus = sd.extract(["Стороны не договорились строить мост. Компания планирует построить порт."])
    (first, second), (agreed, planned) = corpus.statements, corpus.commitments

    assert ("negative", "past", "agrees", True) == (first.polarity, first.tense, first.illocution, agreed.collective)
    assert ("positive", "present", "commits", False) == (
        second.polarity,
        second.tense,
        second.illocution,
        planned.collective,
    )
    assert (None, None, None, None) == (first.gist_en, first.cap_topic, agreed.action_en, agreed.sector)


def test_inside_an_indirect_quotation():
    """A clause in a quotation names it; quoted terms do not count."""
    corpus = sd.extract([LEAD + "Градунов сообщил, что стороны договорились построить «мост дружбы»."])
    (statement,) = corpus.statements
    (quotation,) = [q for q in corpus.quotations if q.kind == "indirect"]

    assert quotation.id == statement.quotation_id


def test_a_date_of_another_clause_is_no_deadline():
    """A date after the clause is not when it is due."""
    text = "Стороны договорились построить мост. Ярмарка откроется до 5 мая 2032 года."

    assert [("Стороны договорились построить мост", "agreed", None, [], [])] == undertaken(text)


def test_whom_another_case_names():
    """Who stands in another case than the nominative undertakes nothing."""
    assert [("В Казахстане компания намерена построить порт", "intends", None, [], [])] == undertaken(
        "В Казахстане компания намерена построить порт."
    )


def test_a_word_after_a_quotation_inside_another():
    """A word after an inner quotation stands in the outer one."""
    reading = read("«Он сказал: „Да“, и мы построим мост».")
    quotes = [
        Quoted(kind="direct", start=1, end=36, speaker=0, rule="made", confidence=1.0),
        Quoted(kind="direct", start=13, end=15, parent=0, rule="made", confidence=1.0),
    ]

    assert [0] == [promise.quotation for promise in find(reading, Cast([], []), quotes, [])]
