"""TEI is valid by the schema, holds the text to the letter and every row, and nothing that XML cannot hold."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import ConversionError, SummitDataError, UsageError
from summitdata.metadata import Metadata

from .folders import article, corpus_of, silence
from .strategies import corpora
from .test_formats import HOSTILE
from .worded import rows_of, worded

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

NOT_IN_XML = {
    "nul": "U+0000",
    "nul-inside": "U+0000",
    "controls": "U+0001",
    "escape": "U+001B",
    "noncharacters": "U+FFFE",
}
IN_XML = {name: text for name, text in HOSTILE.items() if name not in NOT_IN_XML}

CC0 = "Creative Commons Zero v1.0 Universal"

# 0123456789012345678901
CROSSING = "Ann said: go. Go home!"
FRAGMENTS = (
    '<p ana="#art.p1"><s ana="#art.s1"><persName type="PERSON" ref="#art.aaa" ana="#art.m1">Ann</persName> '
    '<rs type="COUNTRY" ref="#art.bbb" ana="#art.m2" xml:id="art.m2.rs1" next="#art.m2.rs2">said: </rs>'
    '<said direct="true" who="#art.aaa" ana="#art.q1" xml:id="art.q1.said1" next="#art.q1.said2">'
    '<rs type="COUNTRY" ref="#art.bbb" ana="#art.m2" xml:id="art.m2.rs2" prev="#art.m2.rs1">go</rs>.</said></s> '
    '<s ana="#art.s2"><said direct="true" who="#art.aaa" ana="#art.q1" xml:id="art.q1.said2" prev="#art.q1.said1">'
    '<soCalled ana="#art.q2"><measure type="count" quantity="2.5" unit="kg" ana="#art.n1">Go</measure>'
    '</soCalled> <date when="2025" ana="#art.n1 #art.n2">home</date></said>!</s></p>'
)


def crossing() -> sd.Corpus:
    """A quotation over two sentences, a mention that crosses into it, a term in quotation marks, and a number with its time."""
    period = {"period_start": 17, "period_end": 21, "period": "2025", "dimension": "count"}
    return worded(
        CROSSING,
        sentences=[{"start": 0, "end": 13}, {"start": 14, "end": 22}],
        quotations=[
            {"start": 10, "end": 21, "kind": "direct", "speaker_id": "art/aaa"},
            {"start": 14, "end": 16, "kind": "scare"},
        ],
        mentions=[
            {"start": 0, "end": 3, "form": "name"},
            {"start": 4, "end": 12, "form": "description", "entity_id": "art/bbb"},
        ],
        quantities=[
            {"start": 14, "end": 16, "value": 2.5, "low": 2.0, "unit": "kg", **period},
            {"start": 3, "end": 4, **period},
        ],
    )


def tangled() -> sd.Corpus:
    """Thirty articles with spans of all kinds at random places, crossing as they will."""
    drawn = Random(1)
    text = "aa bb. cc\u00a0dd! ee\n\nff gg? hh."
    rows: dict[str, list[dict[str, Any]]] = {}
    for i in range(30):
        spans = [_span(drawn, len(text)) for _ in range(12)]
        one = rows_of(
            text,
            f"a{i}",
            paragraphs=[{"start": 0, "end": 16}, {"start": 18, "end": 28}][: 1 + i % 2],
            sentences=[{"start": 0, "end": 6}, {"start": 7, "end": 13}, {"start": 16, "end": 24}][: i % 5],
            quotations=[
                {**span, "kind": kind} for span, kind in zip(spans, ["direct", "indirect", "scare"], strict=False)
            ],
            mentions=[
                {**span, "form": form} for span, form in zip(spans[3:], ["name", "name", "pronoun"], strict=False)
            ],
            quantities=[
                {**span, "period_start": at["start"], "period_end": at["end"]}
                for span, at in zip(spans[6:9], spans[9:], strict=True)
            ],
        )
        for table, made in one.items():
            rows.setdefault(table, []).extend(made)
    return corpus_of(**rows)


def _span(drawn: Random, length: int) -> dict[str, int]:
    start, end = sorted(drawn.sample(range(length + 1), 2))
    return {"start": start, "end": end}


def two() -> sd.Corpus:
    """Two articles, one with its wording, the other without and with a name that begins with a digit."""
    first, second = rows_of("One.", "art"), rows_of(None, "2nd")
    return corpus_of(**{table: [*first[table], *second[table]] for table in first})


def hostile() -> sd.Corpus:
    """Every text that XML can hold, in a cell, and much of it in what makes attributes and names."""
    made = [silence(i, question_en=text) for i, text in enumerate(IN_XML.values())]
    strange = "".join(IN_XML.values())[:9000]
    rows = {**rows_of(strange), "silences": made}
    rows["articles"] = [{**rows["articles"][0], "outlet": strange, "headline": strange, "url": "javascript:alert(1)"}]
    return corpus_of(**rows)


def written(corpus: sd.Corpus, folder: Path, **options: Any) -> Path:
    """The file of a corpus with its wording."""
    corpus.write(folder / "out", "tei", text=True, **options)
    return folder / "out" / "corpus.xml"


def parsed(path: Path) -> ET.Element:
    """The root of a file that we wrote ourselves."""
    return ET.fromstring(path.read_bytes())  # noqa: S314 - our own


def elements(corpus: sd.Corpus, folder: Path, path: str, **options: Any) -> list[ET.Element]:
    """The elements at a path below the root, names of TEI without their namespace."""
    root = parsed(written(corpus, folder, **options))
    return root.findall("/".join(f"{TEI}{step}" if step[:1].isalpha() else step for step in path.split("/")))


def attached(synthetic: sd.Corpus, text: str) -> sd.Corpus:
    """The invented article with its wording."""
    return attach(synthetic, text, "lardia31").corpus


@pytest.fixture(scope="session")
def jing() -> Callable[[Path], str]:
    """What the schema of TEI finds wrong with a file."""
    schema = Path(os.environ.get("SUMMITDATA_JUDGES", "/nowhere")) / "tei_all.rng"
    program = shutil.which("jing")
    if program is None or not schema.is_file():
        pytest.skip("jing or SUMMITDATA_JUDGES/tei_all.rng is not there")

    def judge(path: Path) -> str:
        return subprocess.run([program, schema, path], check=False, capture_output=True, text=True).stdout

    return judge


def test_the_invented_article_is_valid_with_and_without_text(
    synthetic: sd.Corpus, synthetic_text: str, jing: Callable[[Path], str], tmp_path: Path
) -> None:
    """The schema of TEI finds nothing wrong in either file."""
    (tmp_path / "a").mkdir()

    assert jing(written(synthetic, tmp_path / "a")) == ""
    assert jing(written(attached(synthetic, synthetic_text), tmp_path)) == ""


@pytest.mark.parametrize(
    "make", [sd.load, crossing, tangled, two, hostile], ids=["shipped", "crossing", "tangled", "two", "hostile"]
)
def test_other_corpora_are_valid(make: Callable[[], sd.Corpus], jing: Callable[[Path], str], tmp_path: Path) -> None:
    """The schema of TEI finds nothing wrong in what is shipped, nor in corpora made to break it."""
    assert jing(written(make(), tmp_path)) == ""


def test_the_schema_would_find_a_fault(jing: Callable[[Path], str], tmp_path: Path) -> None:
    """The judge is awake: an element that TEI does not have is named."""
    path = written(crossing(), tmp_path)
    path.write_text(path.read_text("utf-8").replace("soCalled", "soNamed"), "utf-8")

    assert 'element "soNamed" not allowed' in jing(path)


@pytest.mark.parametrize("make", [crossing, hostile], ids=["crossing", "hostile"])
def test_the_body_is_the_text_to_the_letter(make: Callable[[], sd.Corpus], tmp_path: Path) -> None:
    """Taking all tags away gives the article, white space and control characters included."""
    corpus = make()
    (body,) = elements(corpus, tmp_path, "text/body")

    assert corpus.articles[0].text == "".join(body.itertext())


def test_fragments_together_are_the_span(tmp_path: Path) -> None:
    """However spans cross, the body is the text, and what the elements of a row cover is the row's span but white space."""
    corpus = tangled()
    found = elements(corpus, tmp_path, "TEI/text/body")
    covered: dict[tuple[str, str], str] = {}
    for element in (element for body in found for element in body.iter()):
        for pointer in element.get("ana", "").split():
            key = (pointer[1:].replace(".", "/"), element.tag[len(TEI) :])
            covered[key] = covered.get(key, "") + "".join("".join(element.itertext()).split())
    texts = {one.id: str(one.text) for one in corpus.articles}
    spans = [(row, "said" if row.kind != "scare" else "soCalled") for row in corpus.quotations]
    spans += [(row, "measure") for row in corpus.quantities]  # type: ignore[misc]
    expected = {(row.id, name): "".join(texts[row.article_id][row.start : row.end].split()) for row, name in spans}

    assert {"".join(body.itertext()) for body in found} == set(texts.values())
    assert {key: words for key, words in expected.items() if words} == {
        key: words for key, words in covered.items() if key in expected
    }


def test_the_body_of_the_invented_article_is_its_text(
    synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path
) -> None:
    """The same for a whole article, what stands outside its paragraphs included, and no row with a place is left out."""
    corpus = attached(synthetic, synthetic_text)
    (body,) = elements(corpus, tmp_path, "text/body")
    pointed = {pointer[1:].replace(".", "/") for one in body.iter() for pointer in one.get("ana", "").split()}
    rows = [
        *corpus.paragraphs,
        *corpus.sentences,
        *corpus.quotations,
        *corpus.mentions,
        *corpus.quantities,
        *corpus.dates,
    ]

    assert synthetic_text == "".join(body.itertext())
    assert {row.id for row in rows} == pointed


def test_what_crosses_is_cut_into_linked_fragments(tmp_path: Path) -> None:
    """A quotation stands inside each sentence, a mention outside and inside it, each fragment pointing to its neighbours."""
    found = written(crossing(), tmp_path).read_text("utf-8")

    # A number over white space alone stands in standOff only.
    assert f"<body>{FRAGMENTS}</body>" in found


def test_mentions_that_cross_one_another_are_cut(tmp_path: Path) -> None:
    """Of two on one level the one that begins later is cut where the first ends."""
    corpus = worded("one two three", mentions=[{"start": 0, "end": 7}, {"start": 4, "end": 13}])
    found = elements(corpus, tmp_path, "text/body/p//")

    assert [("one ", None), ("two", None), (" three", "#art.m2.persName1")] == [
        (one.text, one.get("prev")) for one in found
    ]


@pytest.mark.parametrize("text", ["", " \n"], ids=["nothing", "space"])
def test_a_text_of_nothing_has_an_empty_block(text: str, tmp_path: Path) -> None:
    """TEI wants something in a body."""
    (body,) = elements(worded(text, paragraphs=[]), tmp_path, "text/body")

    assert (["ab"], text) == ([one.tag[len(TEI) :] for one in body], "".join(body.itertext()))


def test_what_stands_outside_paragraphs_is_an_anonymous_block(tmp_path: Path) -> None:
    """Text before, between and after the paragraphs is there, without a pointer to a row."""
    corpus = worded(" a b c ", paragraphs=[{"start": 3, "end": 4}])
    (body,) = elements(corpus, tmp_path, "text/body")

    assert [("ab", "a", None), ("p", "b", "#art.p1"), ("ab", "c", None)] == [
        (one.tag[len(TEI) :], one.text, one.get("ana")) for one in body
    ]


def test_without_text_the_body_holds_gaps_and_gists(tmp_path: Path) -> None:
    """A paragraph whose wording is withheld says so, and what it says in our words where we have them."""
    corpus = worded(None, paragraphs=[{"start": 0, "end": 1, "gist_en": "Go & <b>."}, {"start": 0, "end": 1}])
    gap = '<gap reason="withheld"/>'
    note = '<note type="gist" xml:lang="en">Go &amp; &lt;b&gt;.</note>'

    assert f'<body><p ana="#art.p1">{gap}{note}</p><p ana="#art.p2">{gap}</p></body>' in written(
        corpus, tmp_path
    ).read_text("utf-8")


def test_without_paragraphs_the_body_holds_one_gap(tmp_path: Path) -> None:
    """An article of which nothing is told but that it exists has its place too."""
    assert '<body><ab><gap reason="withheld"/></ab></body>' in written(
        corpus_of(articles=[article()]), tmp_path
    ).read_text("utf-8")


def test_a_bare_article_has_no_standoff(tmp_path: Path) -> None:
    """Where there is nothing to list, no empty list is written, which TEI would refuse."""
    assert elements(corpus_of(articles=[article()]), tmp_path, "standOff") == []


def test_every_row_is_there_with_all_its_columns(tmp_path: Path) -> None:
    """The feature structures hold each table but those of articles, entities and codes, row by row, cell by cell."""
    shipped = sd.load()
    found = elements(shipped, tmp_path, "standOff/fs")
    cells = {
        (one.get("type"), str(one.get(XML_ID)).replace(".", "/"), f.get("name"))
        for one in found
        for f in one.iter(f"{TEI}f")
    }
    apart = {"articles", "entities", "codes"}
    rows = [(name, row) for name, t in shipped.tables.items() if name not in apart for row in t.to_pylist()]

    assert {
        (name, row["id"], column)
        for name, row in rows
        for column, value in row.items()
        if value is not None and column not in {"id", "article_id"}
    } == cells


def test_values_of_each_kind_are_features(tmp_path: Path) -> None:
    """A code is a symbol, a number numeric, a truth binary, a reference a pointer, a text a string."""
    corpus = worded("x", quantities=[{"start": 0, "end": 1, "entity_id": "art/aaa", "value": 1.5, "comparator": "<"}])
    found = {f.get("name"): f for f in elements(corpus, tmp_path, "standOff/fs[2]/f")}

    assert found["entity_id"].get("fVal") == "#art.aaa"
    assert [
        ("comparator", "symbol", "<", None),
        ("value", "numeric", "1.5", None),
        ("approximate", "binary", "false", None),
        ("indicator", "string", None, "x"),
    ] == [
        (name, found[name][0].tag[len(TEI) :], found[name][0].get("value"), found[name][0].text)
        for name in ("comparator", "value", "approximate", "indicator")
    ]


def test_the_wording_from_a_changed_copy_is_in_the_features(tmp_path: Path) -> None:
    """Where the article is there in parts only, each part stands with its row."""
    corpus = worded(None, paragraphs=[{"start": 0, "end": 1, "text": "Word."}])

    assert '<f name="text"><string>Word.</string></f>' in written(corpus, tmp_path).read_text("utf-8")


def test_entities_are_listed_by_kind(tmp_path: Path) -> None:
    """Persons, places, bodies, events and others each have their list, with names, verified identifiers and coordinates."""
    rows = rows_of("x", identifiers=[{"scheme": "wikidata", "status": "verified"}, {"status": "unverified"}])
    base = rows["entities"][0]
    rows["entities"] += [
        {**base, "id": "art/ccc", "type": "ORGANIZATION", "label_ru": "Ц"},
        {**base, "id": "art/ddd", "type": "EVENT", "label_az": "Ə"},
        {**base, "id": "art/eee", "type": "ROUTE", "is_group": True, "latitude": 1.0, "longitude": 2.0},
        {**base, "id": "art/fff", "type": "CITY", "latitude": 1.5, "longitude": -2.0},
    ]
    text = written(corpus_of(**rows), tmp_path).read_text("utf-8")
    notes = '<note type="description_en">x</note><note type="origin">curated</note>'

    assert (
        '<listPerson>\n<person xml:id="art.aaa" n="PERSON"><persName xml:lang="en">Ann</persName>'
        f'<idno type="WIKIDATA" ana="#art.i1">Q1</idno>{notes}</person>\n</listPerson>\n'
        f'<listPlace>\n<place xml:id="art.bbb" type="COUNTRY"><placeName xml:lang="en">Bee</placeName>{notes}</place>\n'
        '<place xml:id="art.fff" type="CITY"><placeName xml:lang="en">Ann</placeName>'
        f"<location><geo>1.5 -2.0</geo></location>{notes}</place>\n</listPlace>\n"
        '<listOrg>\n<org xml:id="art.ccc" type="ORGANIZATION"><orgName xml:lang="en">Ann</orgName>'
        f'<orgName xml:lang="ru">Ц</orgName>{notes}</org>\n</listOrg>\n'
        '<listEvent>\n<event xml:id="art.ddd" type="EVENT"><label xml:lang="en">Ann</label>'
        f'<label xml:lang="az-Latn">Ə</label>{notes}</event>\n</listEvent>\n'
        '<list>\n<item xml:id="art.eee" n="ROUTE"><name xml:lang="en">Ann</name><note type="latitude">1.0</note>'
        f'<note type="longitude">2.0</note><note type="is_group">true</note>{notes}</item>\n</list>\n'
    ) in text


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (None, {}),
        ("2025", {"when": "2025"}),
        ("2025-10", {"when": "2025-10"}),
        ("2025-10-21", {"when": "2025-10-21"}),
        ("2024/2025-01", {"from": "2024", "to": "2025-01"}),
        ("0000", {}),
        ("2025-21", {}),
        ("2025?", {}),
        ("2025/..", {}),
    ],
)
def test_times_are_attributes_where_tei_can_say_them(
    period: str | None, expected: dict[str, str], tmp_path: Path
) -> None:
    """A year, month, day or span of them is one that XML Schema has; all others stand as EDTF with their row."""
    (found,) = elements(worded("x", relations=[{"period": period}]), tmp_path, "standOff/listRelation/relation")

    assert {
        "active": "#art.aaa",
        "passive": "#art.bbb",
        "name": "holds_office",
        "ana": "#art.r1",
        **expected,
    } == found.attrib


def test_events_are_listed_with_category_time_and_place(tmp_path: Path) -> None:
    """An event of the table stands beside the entities that are events."""
    rows = rows_of("x", sentences=[{"start": 0, "end": 1}], statements=[{"start": 0, "end": 1}])
    event = {"statement_id": "art/st1", "plover_category": "CONSULT", "date": "2025", "place_id": "art/bbb"}
    rows["events"] = rows_of("x", events=[event])["events"]

    assert (
        '<listEvent>\n<event type="plover" subtype="CONSULT" where="#art.bbb" ana="#art.v1" when="2025">'
        "<label>Consult</label></event>\n</listEvent>"
    ) in written(corpus_of(**rows), tmp_path).read_text("utf-8")


def test_the_header_names_makers_licence_and_source(tmp_path: Path) -> None:
    """What is shipped says who made it, under which licence, and that the wording is not part of it."""
    text = written(sd.load(), tmp_path).read_text("utf-8")
    licence = (
        '<licence target="https://creativecommons.org/licenses/by/4.0/">Creative Commons Attribution 4.0 International'
    )

    assert "<resp>annotation</resp><name>The summitdata developers</name>" in text
    assert (
        f"{licence}, for the annotation alone.</licence><p>The wording of the article is its publisher's.</p>" in text
    )
    assert '<bibl><publisher>Zakon.kz</publisher><date when="2025-10-21">2025-10-21</date>' in text
    assert "<bibl>illocution (summitdata, after Searle's classes)</bibl>" in text
    assert '<category n="&lt;"><catDesc>' in text


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "<p>Nobody has said who made the annotation.</p>"),
        (
            {"licence": "CC0-1.0"},
            f"<p>Nobody has said who made the annotation.</p><p>{CC0}, for the annotation alone.</p>",
        ),
        ({"creators": ["A & B"]}, "<publisher>A &amp; B</publisher><availability>"),
    ],
    ids=["nothing", "licence", "makers"],
)
def test_a_corpus_of_ones_own_says_what_is_known(known: dict[str, Any], expected: str, tmp_path: Path) -> None:
    """No maker and no licence is put on a corpus of which nobody said so."""
    metadata = Metadata(name="own", title="Own", description="Own.", **known)
    rights = "<p>The wording of the article is its publisher's.</p>"
    closing = f"{rights}</availability>" if "creators" in known else rights

    assert f"<publicationStmt>{expected}{closing}</publicationStmt>" in written(
        crossing(), tmp_path, metadata=metadata
    ).read_text("utf-8")


def test_several_articles_stand_in_one_corpus(tmp_path: Path) -> None:
    """Each article is a TEI of its own under a common header."""
    found = elements(two(), tmp_path, "*")

    assert ["teiHeader", "TEI", "TEI"] == [one.tag[len(TEI) :] for one in found]
    assert [None, "art", "_2nd"] == [one.get(XML_ID) for one in found]


@pytest.mark.parametrize("text", IN_XML.values(), ids=IN_XML)
def test_hostile_text_reads_back_unchanged(text: str, tmp_path: Path) -> None:
    """Markup, line breaks, overrides and quotation marks are only text, in elements and in attributes."""
    rows = {**rows_of("x"), "silences": [silence(1, question_en=text)]}
    metadata = Metadata(name="own", title="Own", description="Own.", version=text or None)
    root = parsed(written(corpus_of(**rows), tmp_path, metadata=metadata))

    assert text == (root.findtext(f".//{TEI}fs[@type='silences']/{TEI}f/{TEI}string") or "")
    assert [text] * bool(text) == [one.get("n") for one in root.iter(f"{TEI}edition")]


@pytest.mark.parametrize(("name", "character"), NOT_IN_XML.items(), ids=NOT_IN_XML)
def test_what_xml_cannot_hold_is_refused(name: str, character: str, tmp_path: Path) -> None:
    """The message names row, column and character, and nothing is written."""
    corpus = corpus_of(articles=[article()], silences=[silence(1), silence(2, note=HOSTILE[name])])
    with pytest.raises(ConversionError) as e:
        corpus.write(tmp_path / "out", "tei")

    assert f"silences row 1 ('art/x2'), column 'note': tei cannot hold the character {character}; take it out" == str(
        e.value
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("text", "character"), [("\x07", "U+0007"), ("\uffff", "U+FFFF")])
def test_metadata_that_xml_cannot_hold_are_refused(text: str, character: str, tmp_path: Path) -> None:
    """The same for what the caller says of the corpus."""
    metadata = Metadata(name="own", title="Own", description="Own.", creators=[text])
    with pytest.raises(ConversionError) as e:
        crossing().write(tmp_path / "out", "tei", metadata=metadata)

    assert f"metadata: tei cannot hold the character {character}; take it out" == str(e.value)


def test_a_corpus_without_articles_is_refused(tmp_path: Path) -> None:
    """A file of TEI describes at least one text."""
    with pytest.raises(UsageError) as e:
        sd.Corpus({}).write(tmp_path / "out", "tei")

    assert str(e.value) == "tei needs an article, and the corpus has none; add a row to the table articles"


def test_a_reference_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    """A pointer to nothing is never written."""
    corpus = corpus_of(articles=[article()], silences=[silence(1, entity_id="art/nobody")])
    with pytest.raises(ConversionError) as e:
        corpus.write(tmp_path / "out", "tei")

    assert str(e.value) == (
        "tei links rows to one another and to the text: silences row 0 ('art/x1'), column 'entity_id': "
        "expected the id of a row of entities, found 'art/nobody' [reference]; correct it, summitdata validate lists all"
    )
    assert [problem.rule for problem in e.value.problems] == ["reference"]


def test_sentences_that_overlap_are_refused(tmp_path: Path) -> None:
    """A text is divided into paragraphs and sentences; what is not cannot be written so."""
    corpus = worded("one two", sentences=[{"start": 0, "end": 4}, {"start": 3, "end": 7}])
    with pytest.raises(ConversionError) as e:
        corpus.write(tmp_path / "out", "tei", text=True)

    assert str(e.value) == (
        "sentences row 'art/s2', column 'start': tei has no sentences that overlap, expected 4 or more, found 3; correct it"
    )


@settings(max_examples=12)
@given(corpus=corpora() | corpora(most=0))
def test_drawn_corpora_are_written_whole_or_refused(corpus: sd.Corpus) -> None:
    """Whatever the record classes allow is well-formed XML, or a clear error."""
    with tempfile.TemporaryDirectory() as folder, suppress(SummitDataError):
        parsed(written(corpus, Path(folder)))


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on the time or on the order of sets."""
    (tmp_path / "a").mkdir()

    assert written(crossing(), tmp_path).read_bytes() == written(crossing(), tmp_path / "a").read_bytes()
