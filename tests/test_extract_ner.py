"""Names that natasha's tagger adds to those of the rules."""

import sys

import pytest

from summitdata.exceptions import MissingExtraError
from summitdata.extract.cast import Cast
from summitdata.extract.naming import entities, ner
from summitdata.extract.reading import read

pytest.importorskip("natasha", reason="natasha is not installed")


def made_by_tagger(cast: Cast) -> list[tuple[str, str, str | None]]:
    """The entities that the tagger alone found: type, rule and name."""
    return [(one.type, one.rule, one.label_ru) for one in cast.entities if one.rule.startswith("ner-")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Акции iЗебры выросли, сообщили в «Яндекс Такси».", [("ORGANIZATION", "ner-org", "Яндекс Такси")]),
        ("В деревушку близ Замятинска приехал автобус.", [("LOCATION", "ner-loc", "Замятинск")]),
        ("Акции Яндекса выросли, сообщили в четверг.", [("ORGANIZATION", "ner-org", "Яндекс")]),
        ("Никита Туманцев приехал в Москву.", []),
    ],
)
def test_the_tagger_adds_what_the_rules_do_not_see(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Places and bodies of no table are added with their own rules; what the rules have is not doubled."""
    assert expected == made_by_tagger(entities.find(read(text), ner=True))


def test_a_persons_name_is_read_by_the_rules() -> None:
    """A person whom only the tagger sees has a name in the nominative all the same, and is found again."""
    text = "Вчера об этом рассказал Мартин, а сегодня рассказал Slash. Позже Slash ушёл."
    cast = entities.find(read(text), ner=True)

    assert all(one.label_ru for one in cast.entities)


def test_what_the_tagger_takes_for_something_else_is_less_sure() -> None:
    """Where the tagger takes the name of a place for a person's, the rule's reading stays and is less sure."""
    text = "Об этом стало известно из канала Акорды, пишет портал."
    plain, tagged = (entities.find(read(text), ner=with_tagger) for with_tagger in (False, True))

    assert [("Акорда", 0.9), ("Акорда", 0.63)] == [
        (cast.entities[one.entity].label_ru, one.confidence)
        for cast in (plain, tagged)
        for one in cast.mentions
        if text[one.start : one.end] == "Акорды"
    ]


def test_sentences_without_end_are_left_out() -> None:
    """A sentence that no one could read is not given to the tagger."""
    assert [] == list(ner.tagged(read("Москва" * 1_000)))


@pytest.mark.parametrize("text", ["", " ", "\ud800", "«»", "1" * 5_000, "И. И. И."])
def test_no_text_is_refused(text: str) -> None:
    """Whatever a text is, the tagger says what it finds."""
    assert isinstance(entities.find(read(text), ner=True), Cast)


def test_without_natasha_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where natasha is missing the error names the command that brings it."""
    monkeypatch.setitem(sys.modules, "natasha", None)
    ner._tagger.cache_clear()

    with pytest.raises(MissingExtraError) as caught:
        list(ner.tagged(read("Москва")))

    ner._tagger.cache_clear()
    assert "tagging names needs natasha; install it with: pip install 'summitdata[ner]'" == str(caught.value)
