"""A text as the rules look at it: header, paragraphs, sentences, words, and the tokens that are counted."""

import datetime as dt
import re
import sys
from importlib import import_module
from typing import Any

import pytest
import razdel
from hypothesis import given
from hypothesis import strategies as st

from summitdata.exceptions import MissingExtraError
from summitdata.extract import reading
from summitdata.extract import tokens as tokens_module
from summitdata.extract.reading import Parse, Reading, is_known, parses, read
from summitdata.extract.tokens import tokens

DAY = dt.date(2031, 5, 14)

#: Texts rich in what the rules look for.
texts = st.text(
    st.sampled_from("аяЁ \n\r\u2028«»\"“”„'–—-.,!?…:;109%$\u0301\u00ad\u00a0№()")
    | st.characters(exclude_categories=()),
    max_size=60,
)


def told(reading: Reading) -> list[str]:
    """The sentences as they stand."""
    return [reading.text[s.start : s.end] for s in reading.sentences]


@pytest.mark.parametrize(
    ("text", "given_day", "published", "body"),
    [
        (" date 2031-05-14 Лардия ждёт гостей.", None, DAY, 17),
        ("date 2031-05-14\nЛардия", None, DAY, 16),
        (" date 2031-05-14 Лардия", dt.date(2030, 1, 1), dt.date(2030, 1, 1), 17),
        (" date 2031-02-30 Лардия", None, None, 17),
        ("Лардия, date 2031-05-14 ", None, None, 0),
        (" date 2031-05-14", None, DAY, 16),
        ("", None, None, 0),
    ],
)
def test_header(text: str, given_day: dt.date | None, published: dt.date | None, body: int):
    """A header tells the day unless another is given, belongs to the text, and to no paragraph."""
    reading = read(text, given_day)

    assert (text, published, body) == (reading.text, reading.published, reading.body)


def test_paragraphs_are_lines():
    """A paragraph is a line that is not empty, without the spaces at its ends, whatever breaks the lines."""
    text = "\ufeff\n  Первая. \r\n\r\n\t\nВторая.\u2028Третья.\x85"
    reading = read(text)

    assert ["\ufeff", "Первая.", "Вторая.", "Третья."] == [text[a:b] for a, b in reading.paragraphs]


def test_sentences_keep_their_tag():
    """A mark before a tag ends no sentence, nor does an initial or an abbreviation."""
    reading = read("«Едем! – сказал Р. Э. Туман в 2031 г. в Карвисте. – Завтра». Все ждут.\nКонец")

    assert ["«Едем! – сказал Р. Э. Туман в 2031 г. в Карвисте.", "– Завтра».", "Все ждут.", "Конец"] == told(reading)
    assert [0, 0, 0, 1] == [s.paragraph for s in reading.sentences]


def test_words():
    """Words keep their hyphens and stress marks; digits and marks stand alone."""
    reading = read("Бо́льшая экс-глава «Тэк‑2» ждёт 1 200 слов.")

    assert ["Бо́льшая", "экс-глава", "«", "Тэк", "‑", "2", "»", "ждёт", "1", "200", "слов", "."] == [
        w.form for w in reading.words
    ]
    assert "большая" == reading.words[0].lower


def test_words_of_a_stretch():
    """The words that begin in a stretch are found, and the first at or after a place."""
    reading = read("Раз два три.")

    assert ["два"] == [w.form for w in reading.between(4, 8)]
    assert 2 == reading.at(5)


def test_parses():
    """A word has the readings of the dictionary, the likeliest first, with what is known of each."""
    assert Parse("сказать", "VERB", parses("сказал")[0].grammemes, 1.0) == parses("сказал")[0]
    assert {"past", "masc", "sing"} < parses("сказал")[0].grammemes
    assert "" == parses("100")[0].pos


@pytest.mark.parametrize(("lower", "known"), [("мост", True), ("градунов", False)])
def test_words_of_the_dictionary(lower: str, known: bool):
    """A word is known if the dictionary has it."""
    assert known == is_known(lower)


def test_sentences_are_razdels():
    """Sentences are cut as razdel cuts them, whatever smileys and marks are in them."""
    text = "Да :) Нет ;-))) Т. е. «ждём»! Верно? 5 г. назад. А. Б. Саравин… Он"

    assert [(s.start, s.stop) for s in razdel.sentenize(text)] == [(s.start, s.end) for s in read(text).sentences]


@given(st.text(st.sampled_from("абАБ1:;=-)(.…!?«»\"' \u00a0"), max_size=40))
def test_sentences_of_drawn_text(text: str):
    """Sentences of any line are razdel's, but for spaces at its ends."""
    line = f"а{text}а"

    assert [(s.start, s.stop) for s in razdel.sentenize(line)] == [(s.start, s.end) for s in read(line).sentences]


def test_a_letter_without_a_name():
    """A letter that Unicode gives no name is a word that nothing is known of."""
    assert (Parse("\U00017000", "", frozenset({"UNKN"}), 1.0),) == parses("\U00017000")


@given(texts)
def test_any_text(text: str):
    """Whatever the text, all its parts stand in it in order, and the words are its letters, digits and marks."""
    reading = read(text)
    spans = [(s.start, s.end) for s in reading.sentences]

    assert all(0 <= a < b <= len(text) for a, b in [*reading.paragraphs, *spans])
    assert sorted(spans) == spans
    assert [w.form for w in reading.words] == [text[w.start : w.end] for w in reading.words]
    assert [w.start for w in reading.words] == list(reading.starts)
    assert {i for w in reading.words for i in range(w.start, w.end)} >= {
        i for i in range(reading.body, len(text)) if text[i].isalnum()
    }


def words_of(text: str) -> list[tuple[int, str]]:
    """What razdel cuts a text into that has a letter or digit, each with its place."""
    return [(t.start, t.text) for t in razdel.tokenize(text) if any(map(str.isalnum, t.text))]


@pytest.mark.parametrize("dash", "-–—")
@pytest.mark.parametrize(
    "text", ["ждут{}с 2031 года", "№ 108, 109, 110", "аудио- и видео{}запись", "1 , 5 .5", "IP https://1.2.3.4/ 5"]
)
def test_tokens_are_razdels(text: str, dash: str):
    """Tokens are cut as razdel cuts them, also where it looks beyond a space."""
    text = text.format(dash)
    made = tokens(text, 0, len(text))

    assert [t.start for t in razdel.tokenize(text)] == made.begins
    assert words_of(text) == [*zip(made.places, made.words, strict=True)]


@given(
    st.lists(
        st.sampled_from(["слово", "Лардия", "12", "3,5", "%", "«", "»", ".", "—", "т.е.", "кое-кто", "(да)", "x" * 70]),
        max_size=12,
    )
)
def test_tokens_of_drawn_text(words: list[str]):
    """Tokens of words and marks with spaces between are razdel's, and a word is what has a letter or digit."""
    text = " ".join(words)
    made = tokens(text, 0, len(text))

    assert [t.start for t in razdel.tokenize(text)] == made.begins
    assert words_of(text) == [*zip(made.places, made.words, strict=True)]


def test_a_full_cache_of_tokens(monkeypatch: pytest.MonkeyPatch):
    """Tokens are the same when those that are kept are more than may be."""
    monkeypatch.setattr(import_module("summitdata.extract.tokens"), "_MOST", 3)
    text = "одно слово за другим и збырки"

    assert words_of(text) == [*zip(*tokens(text, 0, len(text))[1:], strict=True)]


@pytest.mark.parametrize("look", [lambda: read("Лардия ждёт."), lambda: tokens("Лардия ждёт.", 0, 12)])
def test_without_razdel(look: Any, monkeypatch: pytest.MonkeyPatch):
    """A missing library is told with the command that installs it."""
    made = (reading._segmenter, tokens_module._tokenize)
    for name in ("razdel", "razdel.segmenters.sentenize"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(tokens_module, "_CUTS", {})
    for one in made:
        one.cache_clear()
    with pytest.raises(MissingExtraError) as caught:
        look()
    for one in made:
        one.cache_clear()

    assert re.fullmatch(
        r"extraction needs razdel[a-z.]*; install it with: pip install 'summitdata\[extract\]'", str(caught.value)
    )
