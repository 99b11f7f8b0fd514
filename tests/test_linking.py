"""The same person, place or body across articles."""

from functools import partial
from itertools import permutations

import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.corpus import Corpus
from summitdata.linking import link
from summitdata.records import Article, Entity, Identifier

SHA = "0" * 64


def entity(id_: str, label: str | None, type_: str = "PERSON", **more: object) -> Entity:
    """An entity of an article, machine-made unless said otherwise."""
    values: dict[str, object] = {
        "origin": "extracted", "rule": "name-full", "confidence": 0.9, "is_group": False, "cluster_id": None, **more
    }  # fmt: skip
    return Entity(
        id=id_, article_id=id_.split("/", maxsplit=1)[0], type=type_, label_en=None, label_ru=label, label_kk=None,
        label_az=None, latitude=None, longitude=None, inferred=False, description_en=None, **values,
    )  # fmt: skip


def article(id_: str) -> Article:
    """An article of which nothing is known but its id."""
    return Article(
        id=id_, article_id=id_, outlet=None, source_channel=None, published=None, language="ru", photo_credit=None,
        headline=None, url=None, source=None, encoding=None, n_chars=0, n_paragraphs=0, n_sentences=0, sha256=SHA,
        source_sha256=SHA,
    )  # fmt: skip


def corpus(*entities: Entity, identifiers: tuple[Identifier, ...] = ()) -> Corpus:
    """A corpus of entities and their articles."""
    articles = [article(id_) for id_ in dict.fromkeys(one.article_id for one in entities)]
    return Corpus.of(articles=articles, entities=entities, identifiers=identifiers)


def linked(made: Corpus) -> dict[str, str | None]:
    """What each entity is linked to."""
    return {one.id: one.cluster_id for one in link(made).entities}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Велимир Градунов", "person/velimir-gradunov"),
        ("Велимир Остапович Градунов", "person/velimir-gradunov"),
        ("Ровшан Гейдар оглу Сафаров", "person/rovshan-safarov"),
        ("Ким Чан Сон", "person/kim-chan-son"),
        ("Семён Белый", "person/semen-belyi"),
        ("Градунов", None),
        ("В. Градунов", None),
        ("В. О. Градунов", None),
        ("Иланта Савельевна", None),
        ("Гейдар оглу", None),
        (None, None),
    ],
)
def test_a_full_name_is_a_key(label: str | None, expected: str | None) -> None:
    """A person is linked by first name and surname; where one of them is not known, nobody is."""
    assert {"aa/one": expected} == linked(corpus(entity("aa/one", label)))


def test_a_fathers_name_that_one_article_leaves_out_changes_nothing() -> None:
    """The same name with and without the father's is one person."""
    made = corpus(entity("aa/one", "Велимир Градунов"), entity("bb/two", "Велимир Остапович Градунов"))

    assert {"person/velimir-gradunov"} == set(linked(made).values())


def test_two_fathers_names_are_two_persons() -> None:
    """Namesakes with two fathers are two persons, and who has no father's name is not guessed at."""
    made = corpus(
        entity("aa/one", "Велимир Остапович Градунов"),
        entity("bb/two", "Велимир Львович Градунов"),
        entity("cc/three", "Велимир Градунов"),
    )

    assert {
        "aa/one": "person/velimir-ostapovich-gradunov",
        "bb/two": "person/velimir-lvovich-gradunov",
        "cc/three": None,
    } == linked(made)


def test_two_wikidata_items_are_not_linked() -> None:
    """Persons of one name that are said to be two items stay unlinked."""
    items = tuple(
        Identifier(
            id=f"{entity_.split('/')[0]}/i0{n}", article_id=entity_.split("/")[0], entity_id=entity_, scheme=scheme,
            value=value, status="unverified", source="invented",
        )
        for n, (entity_, scheme, value) in enumerate(
            [("aa/one", "wikidata", "Q1"), ("bb/two", "wikidata", "Q2"), ("aa/one", "geonames", "7")]
        )
    )  # fmt: skip
    made = corpus(entity("aa/one", "Велимир Градунов"), entity("bb/two", "Велимир Градунов"), identifiers=items)

    assert {"aa/one": None, "bb/two": None} == linked(made)


@pytest.mark.parametrize(
    ("type_", "label", "expected"),
    [
        ("COUNTRY", "Казахстан", "country/kazakhstan"),
        ("CITY", "Астана", "city/astana"),
        ("ORGANIZATION", "Организация Объединенных Наций", "organization/un"),
        ("ORGANIZATION", "Министерство обороны", None),
        ("ORGANIZATION", "компания «Зяблик»", None),
        ("CITY", "Усть-Делва", None),
        ("CITY", None, None),
    ],
)
def test_what_the_gazetteer_has_once_is_linked(type_: str, label: str | None, expected: str | None) -> None:
    """Countries, cities and bodies of the tables are linked; a ministry that every country has is not."""
    assert {"aa/one": expected} == linked(corpus(entity("aa/one", label, type_)))


def test_groups_are_not_linked() -> None:
    """A group is of its article only."""
    assert {"aa/one": None} == linked(corpus(entity("aa/one", "Велимир Градунов", is_group=True)))


def test_persons_without_a_name_are_not_linked() -> None:
    """Whom the article calls by an office or a description only has no name to be linked by."""
    assert {"aa/one": None} == linked(corpus(entity("aa/one", "Мэр Лардии", rule="speaker-office")))


def test_what_a_person_entered_is_kept() -> None:
    """A link that is not machine-made stays; one that is is made anew."""
    made = corpus(
        entity("aa/one", "Градунов", cluster_id="person/somebody", origin="curated", rule=None, confidence=None),
        entity("bb/two", "Градунов", cluster_id="person/somebody"),
    )

    assert {"aa/one": "person/somebody", "bb/two": None} == linked(made)


def _read(parts: dict[str, dict[str, pa.Table]], part: str, table: str) -> pa.Table:
    return parts[part][table]


def test_the_order_of_parts_changes_nothing() -> None:
    """In whatever order the parts stand, in parts or in memory, the links are the same."""
    rows = [
        entity("aa/one", "Велимир Остапович Градунов"),
        entity("bb/two", "Велимир Градунов"),
        entity("cc/three", "Велимир Львович Градунов"),
    ]
    made = []
    for order in permutations(rows):
        parts = {f"part-{n}": dict(corpus(one).tables) for n, one in enumerate(order)}
        made.append(linked(Corpus.of_parts(tuple(parts), partial(_read, parts))))

    assert [linked(corpus(*rows))] * 6 == made


def test_the_shipped_corpus_stays_valid() -> None:
    """Linking changes one column of one table, and what comes of it is valid."""
    made = link(sd.load())

    assert made.validate().ok
    assert "person/kasym-zhomart-tokaev" == {one.id: one.cluster_id for one in made.entities}["astana25/tokayev"]
