"""Lemmas and parts of speech are counted in every direct quotation and in the rest."""

from collections import Counter
from typing import Any

import pytest

import summitdata as sd
from summitdata.extract.reading import read
from summitdata.extract.terms import CONFIDENCE, analysed, count
from summitdata.extract.tokens import tokens


def counted(text: str, *quoted: tuple[int, int]) -> list[Counter[tuple[str, str]]]:
    """The counts of a text."""
    reading = read(text)
    return count(reading, tokens(text, reading.body, len(text)), quoted)


@pytest.mark.parametrize(
    ("form", "lemma", "upos"),
    [
        ("Лардии", "Лардия", "PROPN"),
        ("подписан", "подписать", "VERB"),
        ("который", "который", "PRON"),
        ("наши", "наш", "DET"),
        ("второй", "второй", "ADJ"),
        ("что", "что", "SCONJ"),
        ("и", "и", "CCONJ"),
        ("кстати", "кстати", "ADV"),
        ("был", "быть", "AUX"),
        ("ООН", "ООН", "PROPN"),
        ("lardvestnik.example", "lardvestnik.example", "PROPN"),
        ("NATO", "NATO", "PROPN"),
        ("1 200", "1 200", "NUM"),
        ("бо́льшая", "больший", "ADJ"),
        ("торгово-экономических", "торгово-экономический", "ADJ"),
        ("Усть-Делве", "Усть-Делва", "PROPN"),
        ("авиа-космических", "авиакосмический", "ADJ"),
        ("ещё", "ещё", "ADV"),
        ("еще", "еще", "ADV"),
        ("XIV", "XIV", "NUM"),
    ],
)
def test_lemma_and_part_of_speech(form: str, lemma: str, upos: str):
    """A word gets the lemma and part of speech that are likeliest for its form."""
    assert (lemma, upos) == analysed(form)


def test_counts_by_voice():
    """Words are counted in the quotation that holds them, otherwise in the rest; marks and the header are left out."""
    text = " date 2031-05-14 Он сказал: «Ждём гостей, ждём!» И ушёл."

    assert [
        {("он", "PRON"): 1, ("сказать", "VERB"): 1, ("и", "CCONJ"): 1, ("уйти", "VERB"): 1},
        {("ждать", "VERB"): 2, ("гость", "NOUN"): 1},
    ] == counted(text, (text.index("Ждём"), text.index("!»")))


def test_what_is_one_word():
    """Grouped numbers, compounds, sites, initials and set abbreviations are one word each."""
    assert {
        ("1 200", "NUM"): 1,
        ("вице-премьер", "NOUN"): 1,
        ("Р.", "PROPN"): 1,
        ("Петров", "PROPN"): 1,
        ("им.", "PROPN"): 1,
        ("Иванов", "PROPN"): 1,
    } == dict(counted("1\u00a0200 вице-премьер Р. Петров им. Иванова")[0])


def test_shipped_article(article_text: str):
    """Of the words of the shipped article the stated share have the curated lemma and part of speech."""
    corpus = sd.load()
    direct = [q for q in corpus.quotations if q.kind == "direct"]
    made = counted(article_text, *((q.start, q.end) for q in direct))
    voices: list[Any] = [None, *(q.id for q in direct)]
    found = Counter({(v, *term): n for v, c in zip(voices, made, strict=True) for term, n in c.items()})
    curated = Counter({(w.quotation_id, w.lemma, w.upos.value): w.n for w in corpus.term_counts})

    assert found.total() == curated.total()
    assert CONFIDENCE == round((found & curated).total() / curated.total(), 2)


def test_a_site_inside_a_number():
    """What razdel takes for one number with a part of a site's name is counted as the site."""
    assert [{("сеть", "NOUN"): 1, ("5.ru", "PROPN"): 1}] == counted("Сеть 1,5.ru")
