"""Two summits side by side: topics of both, numbers of the same thing, promises repeated; and what is not held to be the same."""

from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.arithmetic import log_likelihood, log_ratio
from summitdata.comparing import compare
from summitdata.comparison import Comparison
from summitdata.exceptions import UnknownNameError, UsageError

from .folders import one
from .test_promises import BRIDGE, Rows, number, said, summit, together

TRADE = "Товарооборот стран составил"


def compared(first: Rows, later: Rows) -> Comparison:
    """Two articles, each a corpus."""
    return compare(together(first), together(later))


def numbers(first: dict[str, Any], later: dict[str, Any], **of: Any) -> list[dict[str, Any]]:
    """The numbers of two sentences side by side."""
    rows: list[dict[str, Any]] = compared(
        summit("a", None, first), summit("b", None, later, **of)
    ).numbers.arrow.to_pylist()
    return rows


def counted(name: str, **counts: int) -> Rows:
    """An article with these counts of lemmas, each a part of speech and a word: ``NOUN_мост=2``."""
    rows = summit(name, None)
    rows["term_counts"] = [
        one(
            "term_counts",
            id=f"{name}/w{n}",
            article_id=name,
            lemma=lemma,
            upos=upos,
            n=times,
            quotation_id=None,
            speaker_id=None,
        )
        for n, (key, times) in enumerate(counts.items(), 1)
        for upos, lemma in [key.split("_")]
    ]
    return rows


# --- topics


def test_topics_are_what_both_speak_of() -> None:
    """Lemmas of both with their rates and keyness, by the smaller of the two rates; marks count as no words."""
    found = compared(
        counted("a", NOUN_мост=6, NOUN_порт=2, VERB_идти=1, ADP_в=5, NOUN_рыба=3, PUNCT_точка=9),
        counted("b", NOUN_мост=1, NOUN_порт=2, VERB_идти=1, ADP_в=5, NOUN_хлеб=1, SYM_знак=9),
    ).topics.arrow.to_pylist()
    lemmas = [row for row in found if row["kind"] == "lemma"]

    assert [("порт", "NOUN", 2, 2), ("мост", "NOUN", 6, 1), ("идти", "VERB", 1, 1)] == [
        tuple(row[n] for n in ("topic", "type", "n_a", "n_b")) for row in lemmas
    ]
    assert {(17, 10)} == {(row["words_a"], row["words_b"]) for row in found}
    assert (6000 / 17, 100.0) == (lemmas[1]["per_thousand_a"], lemmas[1]["per_thousand_b"])
    assert (log_likelihood(6, 17, 1, 10), log_ratio(6, 17, 1, 10)) == (
        lemmas[1]["log_likelihood"],
        lemmas[1]["log_ratio"],
    )


def test_entities_of_both_are_topics_however_they_are_named() -> None:
    """Mentions of the same entity count together, over articles of a side and names tied by an identifier; groups are none."""
    sides = []
    for name, labels in (("a", ("Лардия", "Веншария", "обе страны")), ("b", ("Лардийцы", "Нумария", "обе страны"))):
        rows = summit(name, None, countries=labels)
        rows["entities"][2]["is_group"] = True
        rows["identifiers"] = [
            one(
                "identifiers",
                id=f"{name}/i1",
                article_id=name,
                entity_id=f"{name}/ent0",
                scheme="wikidata",
                value="Q1",
                status="verified",
            )
        ]
        sides.append(rows)
    other = summit("c", None, countries=("Лардия", "Веншария", "обе страны"))
    other["identifiers"] = []
    other["entities"][2]["is_group"] = True
    found = compare(together(sides[0], other), together(sides[1])).topics.arrow.to_pylist()

    assert [("entity", "Лардия", "COUNTRY", 2, 1)] == [
        tuple(row[n] for n in ("kind", "topic", "type", "n_a", "n_b")) for row in found if row["kind"] == "entity"
    ]


def test_without_counts_one_line_says_what_is_needed() -> None:
    """Topics need the words counted, and an article to have any."""
    with pytest.raises(UsageError) as caught:
        compared(counted("a"), counted("b", NOUN_мост=1))
    assert (
        "topics are compared by the counts of terms, which article 'a' does not have; extract it, or fill term_counts"
        == str(caught.value)
    )
    with pytest.raises(UsageError) as caught:
        compare(sd.Corpus({}), sd.Corpus({}))
    assert str(caught.value).startswith(
        "topics are compared by the counts of terms, which a corpus without articles does not"
    )


# --- numbers


def test_a_number_of_the_same_thing_is_paired() -> None:
    """Old and new value, the change, and the words by which they measure the same."""
    (row,) = numbers(
        said(f"{TRADE} 800 млн", number("800 млн", 8e8, "USD", period="2030")),
        said(f"{TRADE} 950 млн", number("950 млн", 9.5e8, "USD", period="2031")),
    )

    assert {
        "quantity_a": "a/n1",
        "quantity_b": "b/n1",
        "article_a": "a",
        "article_b": "b",
        "indicator": None,
        "dimension": "level",
        "unit": "USD",
        "counted": None,
        "number_a": "800,000,000 USD",
        "number_b": "950,000,000 USD",
        "value_a": 8e8,
        "value_b": 9.5e8,
        "change": 1.5e8,
        "ratio": 1.1875,
        "status_a": "actual",
        "status_b": "actual",
        "period_a": "2030",
        "period_b": "2031",
        "basis": "words",
        "shared": "товарооборот",
        "similarity": 1.0,
    } == row


RAIL = "Перевозки зерна по маршруту Ольмарск составили"


@pytest.mark.parametrize(
    ("first", "later", "of", "shared"),
    [
        (
            said(f"{RAIL} 2 т", number("2 т", 2)),
            said(f"{RAIL} 3 т", number("3 т", 3)),
            {},
            ["зерно; маршрут; ольмарск; перевозка"],
        ),
        # a place in common, whoever meets
        (
            said(f"{RAIL} 2 т", number("2 т", 2)),
            said(f"{RAIL} 3 т", number("3 т", 3)),
            {"countries": ("Нумария", "Мирташ")},
            ["зерно; маршрут; ольмарск; перевозка"],
        ),
        # whoever meets is not known: two nouns do, one does not
        (
            said("Экспорт зерна из порта 2 т", number("2 т", 2)),
            said("Экспорт зерна из порта 3 т", number("3 т", 3)),
            {"countries": ()},
            ["зерно; порт"],
        ),
        (
            said("Экспорт зерна 2 т", number("2 т", 2)),
            said("Экспорт зерна 3 т", number("3 т", 3)),
            {"countries": ()},
            [],
        ),
        # other parties and no place in common
        (
            said("Экспорт зерна из порта 2 т", number("2 т", 2)),
            said("Экспорт зерна из порта 3 т", number("3 т", 3)),
            {"countries": ("Нумария", "Мирташ")},
            [],
        ),
        # other things, units, kinds
        (said("Экспорт зерна 2 т", number("2 т", 2)), said("Экспорт хлопка 3 т", number("3 т", 3)), {}, []),
        (said("Экспорт зерна 2 т", number("2 т", 2)), said("Экспорт зерна 3 т", number("3 т", 3, "USD")), {}, []),
        (
            said("Экспорт зерна 2 т", number("2 т", 2)),
            said("Экспорт зерна 3 т", number("3 т", 3, dimension="share")),
            {},
            [],
        ),
        (
            said("Экспорт зерна 2 т", number("2 т", 2)),
            said("Экспорт зерна 3 т", number("3 т", 3, direction="increase")),
            {},
            [],
        ),
        # no measures
        (
            said("Экспорт зерна 2 т", number("2 т", 2, dimension="ordinal")),
            said("Экспорт зерна 3 т", number("3 т", 3, dimension="ordinal")),
            {},
            [],
        ),
        (said("Экспорт зерна 2 т", number("2 т", None)), said("Экспорт зерна 3 т", number("3 т", None)), {}, []),
        (
            said("Экспорт зерна 2 стран", number("2", 2, "1", counted_ru="страны")),
            said("Экспорт зерна 3 стран", number("3", 3, "1", counted_ru="страны")),
            {},
            [],
        ),
        # counted things
        (
            said("Порт принял 2 судна", number("2", 2, "1", counted_ru="суда")),
            said("Порт принял 3 судна", number("3", 3, "1", counted_ru="суда")),
            {},
            ["порт"],
        ),
    ],
)
def test_what_measures_the_same_and_what_does_not(first, later, of, shared):
    """The same nouns and the same parties or a place; other things, units and kinds are not the same, nor what is no measure."""
    rows: list[dict[str, Any]] = compared(
        summit("a", None, first, people=("Градунов",)), summit("b", None, later, **of)
    ).numbers.arrow.to_pylist()

    assert shared == [row["shared"] for row in rows]


def test_persons_are_no_part_of_what_is_measured() -> None:
    """Who names a number is left out of the words by which it is matched."""
    sides = []
    for name, person in (("a", "Градунов"), ("b", "Корвецкая")):
        rows = summit(name, None, said(f"{person} назвал экспорт зерна 2 т", number("2 т", 2)), people=(person,))
        text, mention = rows["articles"][0]["text"], rows["mentions"][2]
        start = text.rindex(person)
        rows["mentions"].append({**mention, "id": f"{name}/m9", "start": start, "end": start + len(person)})
        sides.append(rows)

    assert ["зерно"] == [row["shared"] for row in compared(*sides).numbers.arrow.to_pylist()]


def test_where_two_are_equally_like_none_is_taken() -> None:
    """A number is paired where one of the other side is most like it; said twice on one side it is one."""
    first = said(f"{RAIL} 2 т", number("2 т", 2))
    two = said(f"{RAIL} 3 т и 4 т", number("3 т", 3), number("4 т", 4))
    twice = summit("b", None, said(f"{RAIL} 3 т", number("3 т", 3)), said(f"{RAIL} 3 т", number("3 т", 3)))

    assert [] == numbers(first, two)
    assert ["b/n1"] == [
        row["quantity_b"] for row in compared(summit("a", None, first), twice).numbers.arrow.to_pylist()
    ]


def test_of_those_alike_the_same_status_goes_first() -> None:
    """A target is paired with a target before what has come true, and a period with the same period."""
    first = said(f"{RAIL} 2 т", number("2 т", 2, status="target"))
    later = said(f"{RAIL} 3 т и 4 т", number("3 т", 3), number("4 т", 4, status="target"))
    dated = said(f"{RAIL} 3 т и 4 т", number("3 т", 3, period="2030"), number("4 т", 4, period="2031"))

    assert ["b/n2"] == [row["quantity_b"] for row in numbers(first, later)]
    assert ["b/n2"] == [
        row["quantity_b"] for row in numbers(said(f"{RAIL} 2 т", number("2 т", 2, period="2031")), dated)
    ]


@pytest.mark.parametrize(
    ("first", "later", "found"),
    [
        ({"indicator": "Trade", "value": 0.0}, {"indicator": "trade"}, [("trade", "indicator", None)]),
        (
            {"indicator": "trade", "entity_id": "a/ent0"},
            {"indicator": "trade", "entity_id": "b/ent0"},
            [("trade", "indicator", 1.0)],
        ),
        ({"indicator": "trade", "entity_id": "a/ent0"}, {"indicator": "trade", "entity_id": "b/ent1"}, []),
        ({"indicator": "trade", "entity_id": "a/ent0"}, {"indicator": "trade"}, []),
        ({"indicator": "trade"}, {"indicator": "freight"}, []),
        ({"indicator": "trade"}, {}, []),
    ],
)
def test_coded_indicators_go_before_words(first, later, found):
    """Where both are coded, the indicator decides, and whose number it is; no wording is needed."""
    sides = [
        summit(name, None, said("Итог 2 т", number("2 т", 2.0, **cells)), worded=False)
        for name, cells in (
            ("a", first if "value" not in first else {"indicator": first["indicator"]}),
            ("b", {"indicator": "x"} | later),
        )
    ]
    if "value" in first:
        sides[0]["quantities"][0]["value"] = 0.0
    if not later:
        sides[1]["quantities"].append({**sides[1]["quantities"][0], "id": "b/n2", "indicator": None})
    rows = compared(*sides).numbers.arrow.to_pylist()

    assert found == [(row["shared"].lower(), row["basis"], row["ratio"]) for row in rows]


def test_numbers_without_words_and_indicator_are_refused() -> None:
    """Nothing says what they measure, and one line says what is needed."""
    bare = summit("a", None, said("Итог 2 т", number("2 т", 2)), worded=False)

    with pytest.raises(UsageError) as caught:
        compared(bare, summit("b", None))
    assert (
        "numbers are matched by what they measure, and those of article 'a' have neither wording nor an indicator; extract "
        "with the wording (summitdata extract --text), or attach the article (summitdata.anchor.attach)"
        == str(caught.value)
    )


def test_a_number_in_no_sentence_is_not_matched_by_words() -> None:
    """What stands nowhere has no words around it."""
    sides = [summit(name, None, said(f"{RAIL} 2 т", number("2 т", 2, indicator="x"))) for name in "ab"]
    for rows in sides:
        rows["sentences"] = []
        rows["quantities"].append(
            {**rows["quantities"][0], "id": f"{rows['articles'][0]['id']}/n2", "indicator": None, "unit": "USD"}
        )

    assert ["indicator"] == [row["basis"] for row in compared(*sides).numbers.arrow.to_pylist()]


# --- promises


def test_promises_repeated_stand_side_by_side() -> None:
    """What the later side says again, with what it says differently and the evidence."""
    first = said(f"{BRIDGE} за 5 млн", number("5 млн", 5e6, "USD"), strength="intends", promisor=0, deadline="2033")
    later = said(f"{BRIDGE} за 6 млн", number("6 млн", 6e6, "USD"), strength="agreed", promisor=0, deadline="2035")
    (row,) = compared(
        summit("a", None, first), summit("b", None, later, said("Решено снизить пошлины", strength="will"))
    ).promises.arrow.to_pylist()

    assert ("a/c1", "b/c1", "a", "b", "Лардия", "Лардия") == tuple(
        row[f"{n}_{side}"] for n in ("commitment", "article", "actors") for side in "ab"
    )
    assert ("intends", "agreed", "2033", "2035", "5,000,000 USD", "6,000,000 USD") == tuple(
        row[f"{n}_{side}"] for n in ("strength", "deadline", "numbers") for side in "ab"
    )
    assert ("deadline; number; strength", 1.0, "Лардия") == tuple(
        row[n] for n in ("changed", "similarity", "shared_actors")
    )
    assert f"{BRIDGE} за 5 млн" == row["words_a"]


def test_what_is_said_again_unchanged() -> None:
    """Nothing changed is null, and so are actors where nobody is named."""
    text = said(BRIDGE, strength="will")
    (row,) = compared(summit("a", None, text), summit("b", None, text)).promises.arrow.to_pylist()

    assert (None, None) == (row["changed"], row["shared_actors"])


# --- the way in


def test_two_articles_of_one_corpus() -> None:
    """Articles are given by their ids and their corpus, which may be in parts."""
    rows = [
        summit(name, None, said(BRIDGE, strength="will"), said(f"{RAIL} {n} т", number(f"{n} т", n)))
        for n, name in enumerate("abc", 2)
    ]
    expected = compared(rows[0], rows[2])
    found = compare("a", "c", together(*rows).in_parts(1))

    assert [(1, 1, 1)] * 2 == [
        (
            len(x.numbers),
            len(x.promises),
            sum(x.topics.arrow.column("kind").to_pylist()[n] == "lemma" for n in range(len(x.topics))),
        )
        for x in (expected, found)
    ]
    assert expected.numbers.arrow.equals(found.numbers.arrow)
    assert expected.promises.arrow.equals(found.promises.arrow)
    assert expected.topics.arrow.equals(found.topics.arrow)


def test_the_tables_are_frames_of_any_library() -> None:
    """Each is a table that Arrow reads, and a frame by its name; a notebook shows all three."""
    text = said(BRIDGE, strength="will")
    found = compared(summit("a", None, text), summit("b", None, text))

    assert "<Comparison: topics 3, numbers 0, promises 1>" == repr(found)
    assert isinstance(found.frame("promises", "polars"), pl.DataFrame)
    assert ["a/c1"] == list(found.frame("promises", dtype_backend="pyarrow").commitment_a)
    assert pa.table(found.topics).equals(found.topics.arrow)
    assert 3 == found._repr_html_().count("<table")
    with pytest.raises(UnknownNameError) as caught:
        found.frame("pledges")
    assert "there is no table 'pledges'; the tables: topics, numbers, promises." == str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a", "b"), "expected a corpus, or the id of an article and its corpus (corpus=…), found 'a'"),
        ((5, "b"), "expected a corpus, or the id of an article and its corpus (corpus=…), found 5"),
        (
            ("moor", "b", together(summit("b", None))),
            "there is no article 'moor' in the corpus; give an id of the table articles",
        ),
    ],
)
def test_what_cannot_be_compared_is_named(arguments, message):
    """Neither a corpus nor an article of one."""
    with pytest.raises(UsageError) as caught:
        compare(*arguments)
    assert message == str(caught.value)


def test_the_shipped_summit_beside_the_invented_one(synthetic: sd.Corpus) -> None:
    """Neither has its wording attached; topics are there, and nothing of other countries is held to be the same."""
    found = compare(sd.load(), synthetic)

    assert len(found.topics) > 50
    assert (0, 0) == (len(found.numbers), len(found.promises))
