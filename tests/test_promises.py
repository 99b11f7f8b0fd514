"""One promise through a corpus: what is linked to what, why, what became of it, and what is not taken for the same."""

import datetime as dt
import random
from hashlib import sha256
from typing import Any

import pytest

import summitdata as sd
from summitdata.exceptions import UsageError
from summitdata.promise_records import PromiseInTime
from summitdata.promising import promises
from summitdata.schema import arrow_schema

from .folders import article, corpus_of, one

Rows = dict[str, list[dict[str, Any]]]
BRIDGE = "Лардия обязалась построить мост через Делву"


def said(text: str, *numbers: dict[str, Any], **promise: Any) -> dict[str, Any]:
    """A sentence with its numbers and, where a strength is given, the undertaking that it is."""
    return {"text": text, "numbers": numbers, "promise": promise}


def number(words: str, value: float | None, unit: str | None = "t", **cells: Any) -> dict[str, Any]:
    """A number of a sentence."""
    return {"words": words, "value": value, "unit": unit, "dimension": "level", "status": "actual", **cells}


def summit(
    name: str,
    day: str | None,
    *sentences: dict[str, Any],
    countries: tuple[str, ...] = ("Лардия", "Веншария"),
    people: tuple[str, ...] = (),
    worded: bool = True,
) -> Rows:
    """
    The rows of a short invented article: it opens with those whom it mentions, and goes on with what is said.

    An undertaking names who makes it by the place among those mentioned: ``promisor=0``.
    """
    named = [*((n, "COUNTRY") for n in countries), *((n, "PERSON") for n in people)]
    lines = [f"{', '.join(n for n, _ in named)}.", *(f"{s['text']}." for s in sentences)]
    text = " ".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
    rows: Rows = {table: [] for table in ("sentences", "mentions", "statements", "commitments", "commitment_actors")}
    own = {"article_id": name, "origin": "extracted", "rule": "x", "confidence": 0.9}
    inside = {**own, "paragraph_id": f"{name}/p1"}
    digest = sha256(text.encode()).hexdigest()
    rows["articles"] = [
        article(name, text=text, n_chars=len(text), sha256=digest, published=day and dt.date.fromisoformat(day))
    ]
    rows["paragraphs"] = [one("paragraphs", **own, id=f"{name}/p1", start=0, end=len(text), text=text)]
    rows["entities"] = [
        one("entities", **own, id=f"{name}/ent{n}", type=kind, label_ru=label, label_en=None, cluster_id=None)
        for n, (label, kind) in enumerate(named)
    ]
    for n, (label, _) in enumerate(named):
        start = text.index(label)
        place = {"start": start, "end": start + len(label), "text": label}
        rows["mentions"].append(one("mentions", **inside, **place, id=f"{name}/m{n}", entity_id=f"{name}/ent{n}"))
    rows["quantities"] = []
    rows["term_counts"] = [one("term_counts", **own, id=f"{name}/w1", lemma="мост", upos="NOUN", n=2)]
    for n, (start, line) in enumerate(zip(starts, lines, strict=True)):
        place = {"start": start, "end": start + len(line), "text": line}
        rows["sentences"].append(one("sentences", **inside, **place, id=f"{name}/s{n}", anchor="00000000", marks=""))
        of = sentences[n - 1] if n else {"promise": {}, "numbers": ()}
        _promise(rows, n, {**place, "end": place["end"] - 1, "text": line[:-1]}, of["promise"], {**inside, **own})
        for words, q in ((q["words"], {k: v for k, v in q.items() if k != "words"}) for q in of["numbers"]):
            at = start + line.index(words)
            hung = {"commitment_id": f"{name}/c{n}", "statement_id": f"{name}/st{n}"} if of["promise"] else {}
            span = {"start": at, "end": at + len(words), "text": words}
            identity = f"{name}/n{len(rows['quantities']) + 1}"
            held = {"indicator": None, "counted_ru": None, **span, **hung, **q}
            rows["quantities"].append(one("quantities", **inside, id=identity, **held))
    if not worded:
        for held in rows.values():
            for row in held:
                row.update({"text": None} if "text" in row else {})
    return rows


def _promise(rows: Rows, n: int, place: dict[str, Any], promise: dict[str, Any], own: dict[str, Any]) -> None:
    if not promise:
        return
    name = own["article_id"]
    actors = {role: promise[role] for role in ("promisor", "addressee", "beneficiary") if role in promise}
    cells = {k: v for k, v in promise.items() if k not in actors}
    rows["statements"].append(one("statements", **own, **place, id=f"{name}/st{n}", sentence_id=f"{name}/s{n}"))
    kept = {k: v for k, v in own.items() if k != "paragraph_id"}
    told = {"strength": "will", "stage": "planned", "action_en": None, **cells}
    rows["commitments"].append(one("commitments", **kept, id=f"{name}/c{n}", statement_id=f"{name}/st{n}", **told))
    for role, entity in actors.items():
        identity = f"{name}/ca{len(rows['commitment_actors']) + 1}"
        ends = {"commitment_id": f"{name}/c{n}", "entity_id": f"{name}/ent{entity}", "role": role}
        rows["commitment_actors"].append(one("commitment_actors", **kept, id=identity, **ends))


def together(*articles: Rows) -> sd.Corpus:
    """A corpus of articles."""
    return corpus_of(**{table: [row for rows in articles for row in rows[table]] for table in articles[0]})


def told(*articles: Rows) -> list[dict[str, Any]]:
    """The promises of a corpus of articles."""
    found: list[dict[str, Any]] = promises(together(*articles)).to_pylist()
    return found


def second(first: dict[str, Any], later: dict[str, Any], **of: Any) -> dict[str, Any]:
    """What becomes of one undertaking in a later article."""
    return told(summit("a", "2030-05-01", first), summit("b", "2031-05-01", later, **of))[1]


def test_a_promise_is_followed_in_the_order_of_time() -> None:
    """New, repeated, moved, changed: each with what it is linked to, and the whole in the order of days."""
    chain = told(
        summit("c", "2032-03-01", said(f"{BRIDGE} к 2036 году", strength="will", promisor=0, deadline="2036")),
        summit("a", "2030-05-01", said(f"{BRIDGE} к 2033 году", strength="will", promisor=0, deadline="2033")),
        summit(
            "b", "2031-05-01", said("Лардия подтвердила строительство моста через Делву", strength="will", promisor=0)
        ),
    )

    assert [
        ("a/c1", "a/c1", None, "new", None, None),
        ("a/c1", "b/c1", "a/c1", "repeated", 365, "2033"),
        ("a/c1", "c/c1", "b/c1", "deadline named", 305, None),
    ] == [
        tuple(row[n] for n in ("promise_id", "commitment_id", "previous_id", "happened", "days", "previous_deadline"))
        for row in chain
    ]


def test_a_link_has_its_evidence() -> None:
    """The measure, the words and the actors by which two are held to be the same stand in the row."""
    row = second(
        said(f"{BRIDGE} к 2033 году", strength="will", promisor=0, deadline="2033"),
        said("Лардия начала строительство моста через Делву", strength="will", promisor=0, deadline="2035"),
    )

    assert "deadline moved" == row["happened"]
    assert (1.0, "построить; делву; лардия; мост", "Лардия") == tuple(
        row[n] for n in ("similarity", "shared_words", "shared_actors")
    )


GRAIN = "Лардия намерена довести поставки зерна в Веншарию до"


@pytest.mark.parametrize(
    ("first", "later", "happened"),
    [
        (
            said(f"{GRAIN} 2 млн тонн", number("2 млн тонн", 2e6), strength="will"),
            said(f"{GRAIN} 3 млн тонн", number("3 млн тонн", 3e6), strength="will"),
            "number changed",
        ),
        (
            said(f"{GRAIN} 2 млн тонн", number("2 млн тонн", 2e6), strength="will", deadline="2033"),
            said(f"{GRAIN} 3 млн тонн", number("3 млн тонн", 3e6), strength="will", deadline="2034"),
            "deadline moved; number changed",
        ),
        (
            said(f"{GRAIN} 2 млн тонн", number("2 млн тонн", 2e6), strength="will"),
            said(f"{GRAIN} 2 млн тонн", number("2 млн тонн", 2e6), strength="will"),
            "repeated",
        ),
        (
            said(f"{GRAIN} 2 или 4 млн тонн", number("2", 2e6), number("4 млн тонн", 4e6), strength="will"),
            said(f"{GRAIN} 3 млн тонн", number("3 млн тонн", 3e6), strength="will"),
            "repeated",
        ),
        (
            said(f"{GRAIN} 2 млн тонн", number("2 млн тонн", None, None), strength="will"),
            said(f"{GRAIN} 3 млн тонн", number("3 млн тонн", None, None), strength="will"),
            "repeated",
        ),
        (
            said(BRIDGE, strength="will"),
            said(BRIDGE, strength="will", stage="completed"),
            "done",
        ),
        (
            said(BRIDGE, strength="will", stage="operating", deadline="2033"),
            said(BRIDGE, strength="will", stage="operating"),
            "repeated",
        ),
        (
            said(
                "Главы договорились нарастить товарооборот до 3 млрд", number("3 млрд", 3e9, "USD"), strength="agreed"
            ),
            said("Главы условились довести товарооборот до 3 млрд", number("3 млрд", 3e9, "USD"), strength="agreed"),
            "repeated",
        ),
        (
            said(
                "Главы договорились нарастить товарооборот до 3 млрд", number("3 млрд", 3e9, "USD"), strength="agreed"
            ),
            said("Главы условились увеличить товарооборот до 5 млрд", number("5 млрд", 5e9, "USD"), strength="agreed"),
            "number changed",
        ),
    ],
)
def test_what_happened_is_only_what_is_said(first, later, happened):
    """Changed is what both say differently; what one of the two leaves open has not changed."""
    row = second(first, later)

    assert ("a/c1", happened) == (row["promise_id"], row["happened"])


@pytest.mark.parametrize(
    ("first", "later", "of"),
    [
        # another thing, another action, another place
        (said(BRIDGE, strength="will"), said("Лардия обязалась построить терминал через Делву", strength="will"), {}),
        (
            said(BRIDGE, strength="will"),
            said("Лардия обязалась снизить пошлины через Делву на мост", strength="will"),
            {},
        ),
        (said(BRIDGE, strength="will"), said("Решено построить новый мост через Улар", strength="will"), {}),
        # nothing but names
        (
            said("Лардия пригласила Веншарию", strength="will"),
            said("Затем Лардия позвала Веншарию", strength="will"),
            {},
        ),
        # too little said, or the same said by others
        (
            said("Стороны решили построить порт", strength="will"),
            said("Затем стороны решили обсудить порт", strength="will"),
            {},
        ),
        (
            said("Главы решили увеличить число стипендий для студентов", strength="will"),
            said("Главы решили увеличить число стипендий для студентов", strength="will"),
            {"countries": ("Лардия", "Нумария")},
        ),
        (
            said("Главы решили увеличить число стипендий для студентов", strength="will"),
            said("Главы решили увеличить число стипендий для студентов", strength="will"),
            {"countries": ("Лардия",)},
        ),
    ],
)
def test_what_is_not_the_same_promise(first, later, of):
    """Other things, actions and places, too few words and other parties are no link."""
    row = second(first, later, **of)

    assert ("b/c1", "new", None) == (row["promise_id"], row["happened"], row["previous_id"])


@pytest.mark.parametrize(
    ("of", "linked"),
    [
        ({"countries": (), "people": ("Велимир Градунов", "Иланта Корвецкая")}, True),
        ({"countries": ("Лардия",), "people": ("Велимир Градунов", "Иланта Корвецкая", "Эвальд Корсин")}, True),
        ({"countries": (), "people": ("Велимир Градунов", "Эвальд Корсин")}, False),
        ({"countries": (), "people": ("Велимир Градунов",)}, False),
    ],
)
def test_parties_are_persons_where_there_are_no_countries(of, linked):
    """Who meets is told by the two countries mentioned most, or else by the two persons."""
    text = said("Главы решили увеличить число стипендий для студентов", strength="agreed")
    people = {"countries": (), "people": ("Велимир Градунов", "Иланта Корвецкая")}
    rows = told(summit("a", "2030-05-01", text, **people), summit("b", "2031-05-01", text, **of))

    assert linked == (rows[1]["previous_id"] is not None)


def test_other_actors_are_no_objection_where_the_parties_are_the_same() -> None:
    """A joint undertaking is told by one leader and then by the other; a beneficiary undertakes nothing."""
    text = "Главы решили увеличить число стипендий для студентов"
    rows = told(
        summit("a", "2030-05-01", said(text, strength="will", promisor=0, beneficiary=1)),
        summit("b", "2031-05-01", said(text, strength="will", addressee=1)),
    )

    assert [("Лардия", None), ("Веншария", None)] == [(row["actors"], row["shared_actors"]) for row in rows]
    assert "a/c1" == rows[1]["previous_id"]


@pytest.mark.parametrize(
    ("labels", "cluster", "shared"),
    [
        (("Лардия", "ЛАРДИЯ"), None, "ЛАРДИЯ"),
        (("Лардия", "Лардийская Республика"), "lardia", "Лардийская Республика"),
        (("Лардия", "Лардийская Республика"), None, None),
    ],
)
def test_entities_are_known_by_clusters_and_names(labels, cluster, shared):
    """A country is known by its name, and under another one by the cluster it was linked to."""
    text = said("Решено увеличить число стипендий для студентов", strength="will", promisor=0)
    articles = [summit("a", "2030-05-01", text), summit("b", "2031-05-01", text)]
    for rows, name in zip(articles, labels, strict=True):
        rows["entities"][0] |= {"label_ru": name, "cluster_id": cluster}

    assert shared == told(*articles)[1]["shared_actors"]


def test_entities_are_known_by_identifiers_and_groups_by_their_members() -> None:
    """A verified identifier ties two names; both countries together are known by each of them, never as `both`."""
    text = said("Решено увеличить число стипендий для студентов", strength="will", promisor=2)
    articles = []
    for name, day, labels in (
        ("a", "2030-05-01", ("Лардия", "Веншария")),
        ("b", "2031-05-01", ("Лардийцы", "Веншарцы")),
    ):
        rows = summit(name, day, text, countries=(*labels, "обе страны"))
        rows["entities"][2]["is_group"] = True
        own = {"article_id": name, "origin": "extracted", "rule": "x", "confidence": 0.9}
        statuses = ("verified", "unverified")
        rows["identifiers"] = [
            one(
                "identifiers",
                **own,
                id=f"{name}/i{n}",
                entity_id=f"{name}/ent{n}",
                scheme="wikidata",
                value=f"Q{n + 1}",
                status=status,
                source="x",
            )
            for n, status in enumerate(statuses)
        ]
        rows["relations"] = [
            one(
                "relations",
                **own,
                id=f"{name}/r{n}",
                subject_id=f"{name}/ent{n}",
                object_id=f"{name}/ent{o}",
                predicate=p,
                period=None,
                statement_id=None,
            )
            for n, o, p in ((0, 2, "member_of"), (1, 2, "member_of"), (0, 1, "part_of"))
        ]
        articles.append(rows)
    linked = told(*articles)[1]

    assert "обе страны" == linked["shared_actors"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Мост через Делву построен", True),
        ("Лардия построила мост через Делву", True),
        ("Строительство завершили: мост через Делву открыт", True),
        ("Мост через Делву действует с января", True),
        ("Мост через Делву принял первые поезда", True),
        ("Мост через Делву открыт, не скрывал радости портал", True),
        ("Мост через Делву не построен", False),
        ("Мост через Делву будет построен", False),
        ("Мост через Делву почти построен", False),
        ("Мост через Делву осмотрели строители", False),
        ("Терминал на Уларе построен", False),
        ("Делва открыта", False),
    ],
)
def test_done_is_only_what_is_said_to_be_done(text, kept):
    """A later article tells that it was built, opened or works; what is denied, to come or of another thing is not told."""
    rows = told(summit("a", "2030-05-01", said(BRIDGE, strength="will")), summit("b", "2033-05-01", said(text)))

    assert [("a/c1", None, "b/s1", "done")] * kept == [
        tuple(row[n] for n in ("promise_id", "commitment_id", "sentence_id", "happened")) for row in rows[1:]
    ]


@pytest.mark.parametrize(("value", "kept"), [(3e9, True), (2e9, False)])
def test_a_number_is_reached_when_it_is_named(value, kept):
    """What was to grow to a number is done where that number is reported, not where it merely grew."""
    first = said("Главы решили нарастить товарооборот до 3 млрд", number("3 млрд", 3e9, "USD"), strength="agreed")
    later = said("За год товарооборот вырос до 7 млрд", number("7 млрд", value, "USD"))
    rows = told(summit("a", "2030-05-01", first), summit("b", "2033-05-01", later))

    assert kept == (len(rows) == 2)


def test_what_is_done_in_the_same_breath_keeps_no_promise() -> None:
    """The article that makes a promise does not tell that it was kept, nor does an earlier one."""
    rows = told(
        summit("a", "2030-05-01", said(BRIDGE, strength="will"), said("Старый мост через Делву построен давно")),
        summit("b", "2029-05-01", said("Мост через Делву построен")),
    )

    assert ["new"] == [row["happened"] for row in rows]


def test_the_order_of_articles_does_not_matter() -> None:
    """However a corpus is put together, and in parts too, the table is the same."""
    articles = [
        summit(
            f"s{n}",
            f"203{n}-01-01",
            said(f"{BRIDGE} к 204{n} году", strength="will", deadline=f"204{n}"),
            said(f"{GRAIN} {n + 1} млн тонн", strength="will"),
        )
        for n in range(4)
    ]
    expected = promises(together(*articles))
    random.Random(6).shuffle(articles)

    assert 8 == expected.num_rows
    assert expected.equals(promises(together(*articles)))
    assert expected.equals(promises(together(*articles).in_parts(1)))


def test_of_those_alike_the_latest_is_taken_up() -> None:
    """Where two earlier ones are as like, one with the same deadline comes first, then the later."""
    plain, dated = (said(BRIDGE, strength="will", deadline=day) for day in (None, "2040"))
    rows = told(
        summit("a", "2030-01-01", dated),
        summit("b", "2031-01-01", plain),
        summit("c", "2032-01-01", plain),
        summit("d", "2033-01-01", dated),
    )

    assert [None, "a/c1", "b/c1", "a/c1"] == [row["previous_id"] for row in rows]


def test_an_article_without_a_day_is_linked_to_none() -> None:
    """What has no place in time stands last and says so."""
    text = said(BRIDGE, strength="will")
    rows = told(summit("a", None, text), summit("b", "2031-01-01", text))

    assert [("b/c1", "new"), ("a/c1", "undated")] == [(row["commitment_id"], row["happened"]) for row in rows]


def test_without_wording_our_english_is_compared() -> None:
    """Undertakings whose words are withheld are matched by what is to be done; with words they are not compared."""
    english = {"strength": "will", "promisor": 0}
    rows = told(
        summit("a", "2030-01-01", said("x", **english, action_en="Build a bridge over the river Delva"), worded=False),
        summit(
            "b", "2031-01-01", said("x", **english, action_en="Build the Delva bridge, a river crossing"), worded=False
        ),
        summit("c", "2032-01-01", said("x", **english, action_en="Widen a bridge over the river Delva"), worded=False),
        summit("d", "2033-01-01", said("Лардия построит bridge через river Delva", **english)),
    )

    assert [None, "a/c1", None, None] == [row["previous_id"] for row in rows]
    assert "build; bridge; delva; river" == rows[1]["shared_words"]
    assert "Build a bridge over the river Delva" == rows[0]["words"]


def test_without_any_words_one_line_says_what_is_needed() -> None:
    """Nothing is matched by nothing."""
    with pytest.raises(UsageError) as caught:
        told(summit("a", "2030-01-01", said("x", strength="will"), worded=False))
    assert (
        "undertaking 'a/c1' is matched by its words, and has neither wording nor action_en; extract with the wording "
        "(summitdata extract --text), or attach the article (summitdata.anchor.attach)" == str(caught.value)
    )


def test_a_corpus_without_undertakings() -> None:
    """There is a table, with its columns and no rows."""
    found = promises(together(summit("a", "2030-01-01", said("Мост построен"))))

    assert arrow_schema(PromiseInTime).empty_table().equals(found)


def test_the_shipped_corpus() -> None:
    """One summit alone repeats no promise; the English of its undertakings is there."""
    found = promises(sd.load())

    assert len(sd.load().table("commitments")) == found.num_rows
    assert {"new"} == set(found.column("happened").to_pylist())
    assert (
        sd.load().table("commitments").column("action_en").to_pylist()
        == found.sort_by("commitment_id").column("words").to_pylist()
    )
