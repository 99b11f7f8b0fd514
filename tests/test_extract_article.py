"""Texts become the tables of a part: every layer, with ids, spans and rules; what gives none is told."""

import datetime as dt
import sys
from typing import Any

import pytest
from hypothesis import given

import summitdata as sd
from summitdata.exceptions import MissingExtraError
from summitdata.extract.article import article_id, part
from summitdata.extract.reading import analyzer
from summitdata.extract.source import Failure, Source
from summitdata.records import TABLES
from summitdata.schema import columns

from .test_extract_reading import texts

TEXT = (
    " date 2031-05-14 Президент Лардии Велимир Градунов прибыл в Карвист.\n\n"
    "«Мы договорились построить 3 моста к 2035 году, – сказал Велимир Градунов. – Работа начнётся летом».\n"
    "Фото: lardvestnik.example\n"
    "Читайте также: Как строят мосты\n"
)


def extracted(*sources: Source | Failure, **options: Any) -> sd.Corpus:
    """The tables of sources."""
    return part(sources, **options)


def test_every_row_says_how_it_was_made():
    """Every row is extracted, names its rule and its confidence, and stands where its span says."""
    corpus = extracted(Source(text=TEXT, name="visit.txt"))

    assert corpus.validate().ok
    for name, cls in TABLES.items():
        for row in getattr(corpus, name):
            assert ("extracted", True, True) == (row.origin, bool(row.rule), 0 < row.confidence <= 1)
            for column in columns(cls):
                if column.cut_at and getattr(row, column.name) is not None:
                    start = getattr(row, column.cut_at)
                    assert TEXT[start:].startswith(getattr(row, column.name))


def test_article():
    """An article says where its text is from and what is known of it, and holds the text as it was."""
    source = Source(
        text=TEXT,
        name="2031/Визит в Карвист.txt",
        encoding="cp1251",
        source_sha256="ab" * 32,
        url="https://lardvestnik.example/1",
        headline="Визит",
        outlet="Лардийский вестник",
    )
    (article,) = extracted(source).articles

    assert (TEXT, dt.date(2031, 5, 14), "ru") == (article.text, article.published, article.language)
    assert f"vizit-v-karvist-{article.sha256[:12]}" == article.id
    assert (source.name, "cp1251", "ab" * 32) == (article.source, article.encoding, article.source_sha256)
    assert (source.url, source.headline, source.outlet) == (article.url, article.headline, article.outlet)
    assert (len(TEXT), 4, 5) == (article.n_chars, article.n_paragraphs, article.n_sentences)


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("a/b/Саммит 2031.final.html", "sammit-2031-final-"),
        ("https://lardvestnik.example/news/1742", "1742-"),
        (".hidden", "hidden-"),
        ("№§", "no-"),
        ("", "text-"),
        (None, "text-"),
        ("x" * 80, f"{'x' * 32}-"),
        ("a\\b.txt", "b-"),
    ],
)
def test_article_id(name: str | None, identity: str):
    """An article is called after its source and its text, whenever it is extracted."""
    digest = "0123456789abcdef" * 4

    assert identity + digest[: 16 if identity == "text-" else 12] == article_id(name, digest)


def test_paragraph_kinds():
    """A paragraph is told by how it begins and by the quotations in it."""
    corpus = extracted(Source(text=TEXT))

    assert ["lead", "quotation", "caption", "cross_reference"] == [p.kind for p in corpus.paragraphs]


def test_the_parts_hang_together():
    """Sentences, mentions, numbers and undertakings name the quotation, the statement and the person they belong to."""
    corpus = extracted(Source(text=TEXT, name="visit.txt"))
    first, second = corpus.quotations
    (speaker,) = [e for e in corpus.entities if e.id == first.speaker_id]
    (promise,), (statement,) = corpus.commitments, corpus.statements
    (number,) = [n for n in corpus.quantities if n.counted_ru == "мосты"]
    article = corpus.articles[0].id

    assert (f"{article}/q0001",) * 2 == (first.group_id, second.group_id)
    assert "Велимир Градунов" == speaker.label_ru
    assert [None, first.id, second.id, None, None] == [s.quotation_id for s in corpus.sentences]
    assert ("2035", "agreed", statement.id) == (promise.deadline, promise.strength, promise.statement_id)
    assert "Мы договорились построить 3 моста к 2035 году" == statement.text
    assert (statement.id, promise.id) == (number.statement_id, number.commitment_id)
    assert [(promise.id, speaker.id)] == [(a.commitment_id, a.entity_id) for a in corpus.commitment_actors]
    assert {None, first.id, second.id} == {w.quotation_id for w in corpus.term_counts}


def test_an_article_alone_and_among_others():
    """What is found in an article depends on nothing but itself."""
    sources = [Source(text=TEXT, name="a.txt"), Source(text=TEXT.replace("3 моста", "4 моста"), name="b.txt")]
    alone = [extracted(source) for source in sources]
    together = extracted(*sources)

    for name in TABLES:
        assert [*alone[0].frame(name, "records"), *alone[1].frame(name, "records")] == together.frame(name, "records")


def test_a_copy_is_told():
    """The same text again is no article of its own but a row that says whose copy it is."""
    corpus = extracted(Source(text=TEXT, name="a.txt"), Source(text=TEXT, name="b.txt"))
    (error,) = corpus.errors
    (article,) = corpus.articles

    assert ("b.txt", "duplicate", article.id) == (error.source, error.kind, error.duplicate_of)
    assert f"the same text as that of {article.id}; it is kept once" == error.message


def test_failures_become_errors():
    """What gave no text is a row that tells why, each with an id of its own, also where the same befell it twice."""
    failure = Failure(name="a.pdf", kind="unreadable", message="looks like a PDF file; save it as text")
    corpus = extracted(failure, failure)
    first, second = corpus.errors

    assert ("a.pdf", "unreadable", failure.message, None) == (
        first.source,
        first.kind,
        first.message,
        first.source_sha256,
    )
    assert f"{first.id}-2" == second.id
    assert corpus.validate().ok


def test_half_a_character():
    """A text that no file can hold is told with the place."""
    (error,) = extracted(Source(text="Лардия \ud83e ждёт")).errors

    assert ("text", "encoding") == (error.source, error.kind)
    assert "a half character (U+D83E) at place 7, which no file can hold; mend the text" == error.message


def test_nothing():
    """No texts give a corpus without rows."""
    assert {0} == set(extracted().n_rows.values())


@pytest.mark.parametrize("text", ["", " ", " date 2031-05-14 ", "…", "«", "«»", "– ", "а" * 5_000, "12 " * 500])
def test_odd_texts(text: str):
    """A text with little in it is an article with what there is."""
    corpus = extracted(Source(text=text))

    assert [text] == [a.text for a in corpus.articles]
    assert corpus.validate().ok


@given(texts)
def test_any_text(text: str):
    """Whatever the text, its tables are sound, or it is told why there are none."""
    corpus = extracted(Source(text=text))

    assert corpus.validate().ok
    assert 1 == len(corpus.articles) + len(corpus.errors)
    assert {"encoding"} >= {e.kind for e in corpus.errors}


def test_a_defect_is_told():
    """A text that breaks the rules is an error that says so, and the texts beside it are extracted."""
    broken: Any = "вчера"
    corpus = extracted(
        Source(text="Вчера в Лардии открыли мост.", name="a.txt", published=broken), Source(text=TEXT, name="b.txt")
    )

    assert ["b.txt"] == [article.source for article in corpus.articles]
    assert [("a.txt", "defect", "AttributeError: 'str' object has no attribute 'year'; please report it")] == [
        (error.source, error.kind, error.message) for error in corpus.errors
    ]


def test_a_missing_package_stops_all(monkeypatch: pytest.MonkeyPatch):
    """What is not installed is no defect of a text."""
    analyzer.cache_clear()
    monkeypatch.setitem(sys.modules, "pymorphy3", None)

    with pytest.raises(MissingExtraError) as caught:
        extracted(Source(text="Збырквостень ушёл."))

    assert "extraction needs pymorphy3; install it with: pip install 'summitdata[extract]'" == str(caught.value)


def test_entities_of_one_name():
    """Entities whose names are alike in Latin letters have ids that differ."""
    corpus = extracted(Source(text="Компания «Зяблик 2» выросла. Компания «Зяблик-2» закрыта.", name="a.txt"))

    assert ["kompaniya-zyablik-2", "kompaniya-zyablik-2-2"] == [row.id.partition("/")[2] for row in corpus.entities]


def test_members_of_a_group():
    """The two presidents are the members of the heads of state."""
    corpus = extracted(
        Source(
            text="Президент Лардии Оскар Градунов принял президента Веншарии Никиту Саравина. Главы государств говорили о мосте.",
            name="a.txt",
        )
    )
    labels = {row.id: row.label_ru for row in corpus.entities}

    assert [
        ("Оскар Градунов", "member_of", "Главы государств"),
        ("Никита Саравин", "member_of", "Главы государств"),
    ] == [(labels[row.subject_id], row.predicate, labels[row.object_id]) for row in corpus.relations]


def test_more_rows_than_ids_are_kept_ready():
    """The ids of a long article go on after those that are kept ready."""
    corpus = extracted(Source(text="Мост.\n" * 1001, name="a.txt"))

    assert ["p0001", "p1000", "p1001"] == [corpus.paragraphs[n].id.partition("/")[2] for n in (0, 999, 1000)]
