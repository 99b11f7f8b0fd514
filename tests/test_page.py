"""The page of a corpus: what stands on it, where its links lead, and that nothing from a cell becomes markup."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import ConflictError, ConversionError, UsageError
from summitdata.look.markup import attribute, content
from summitdata.look.page import Page, view
from summitdata.look.spans import Span, marked
from summitdata.records import TABLES
from summitdata.schema import columns

from .folders import article, corpus_of, one, silence, unchecked
from .processes import copied, python
from .strategies import corpora

_VOID = {"meta", "br", "rect", "path", "circle", "polyline", "line"}
_HOSTILE = "</p><script>alert(1)</script>\" onload='x' &amp; \x07\x1b\u202e\u2028\ufffe\U0001fffe"


class _Read(HTMLParser):
    """Every element of a page with its attributes and the text inside it, and whether each is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(html)
        self.close()
        assert [] == self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs))
        made: tuple[str, dict[str, str | None], list[str]] = (tag, dict(attrs), [])
        self.elements.append(made)
        if tag not in _VOID:
            self._open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._open.pop()[0]

    def handle_data(self, data: str) -> None:
        for _, _, text in self._open:
            text.append(data)

    def texts(self, glue: str = " ", **wanted: str) -> list[str]:
        """The texts of the elements that have these attributes, of classes at least these."""
        return [
            re.sub(r"\s+", " ", glue.join(text)).strip()
            for _, attrs, text in self.elements
            if all(
                value in (attrs.get(key.rstrip("_").replace("_", "-")) or "").split() for key, value in wanted.items()
            )
        ]


def _read(corpus: sd.Corpus, **options: bool) -> _Read:
    read = _Read(view(corpus, **options).html)
    ids = Counter(attrs["id"] for _, attrs, _ in read.elements if "id" in attrs)
    assert {1} == set(ids.values())
    named = [attrs[key] for _, attrs, _ in read.elements for key in ("aria-labelledby", "for") if key in attrs]
    links = [attrs["href"] or "" for tag, attrs, _ in read.elements if tag == "a"]
    wanted = {name for names in named for name in (names or "").split()} | {link[1:] for link in links}
    assert set() == wanted - set(ids)
    assert {"#"} == {link[0] for link in links}
    levels = [int(tag[1]) for tag, _, _ in read.elements if re.fullmatch("h[1-6]", tag)]
    assert all(level <= before + 1 for before, level in zip([0, *levels], levels, strict=False))
    return read


@pytest.fixture(scope="module")
def with_text(synthetic: sd.Corpus, synthetic_text: str) -> sd.Corpus:
    """The invented article's tables with its wording."""
    return attach(synthetic, synthetic_text, synthetic.articles[0].id).corpus


@pytest.fixture(scope="module")
def shipped() -> _Read:
    """The page of the shipped corpus."""
    return _read(sd.load())


def _target(number: int, **values: Any) -> dict[str, Any]:
    given = {"status": "target", "indicator": "trade", "dimension": "level", "unit": "USD", "comparator": "="}
    return one("quantities", id=f"art/n{number}", **{**given, **values})


@pytest.mark.parametrize("table", ["paragraphs", "quotations", "statements", "evaluations", "events", "quantities"])
def test_every_row_has_its_anchor(shipped: _Read, table: str) -> None:
    """Each row of what stands in paragraphs is the target of its short name."""
    expected = {identity.partition("/")[2] for identity in sd.load().table(table).column("id").to_pylist()}
    found = {attrs.get("id") for _, attrs, _ in shipped.elements}

    assert expected <= found


@pytest.mark.parametrize("table", ["commitments", "projects", "silences", "entities", "relations", "dates"])
def test_rows_of_the_other_parts_have_theirs(shipped: _Read, table: str) -> None:
    """Each promise, project, silence, name and date is the target of its short name."""
    expected = {identity.partition("/")[2] for identity in sd.load().table(table).column("id").to_pylist()}
    found = {attrs.get("id") for _, attrs, _ in shipped.elements}

    assert expected <= found


def test_a_row_is_cited_in_a_line(shipped: _Read) -> None:
    """A locator names the row, its paragraph, its characters and the data version."""
    q = next(q for q in sd.load().quotations if q.id == "astana25/q07")
    p = next(p for p in sd.load().paragraphs if p.id == q.paragraph_id)

    assert f"astana25/q07, para. {p.position}, chars {q.start}–{q.end}, data {sd.load().version}" in shipped.texts(
        href="#q07"
    )


def test_the_dataset_is_cited_with_its_fingerprint(shipped: _Read) -> None:
    """The shipped corpus says who made it, when, and what identifies its content."""
    (about,) = shipped.texts(id="part-about")

    assert "The summitdata developers. (2026). summitdata: one presidential" in about
    assert sd.load().version in about


def test_a_corpus_of_ones_own_names_no_author(synthetic: sd.Corpus) -> None:
    """Of a corpus of which nobody said who made it, the page says so."""
    (about,) = _read(synthetic).texts(id="part-about")

    assert "Nobody has said who made this corpus; cite it by its fingerprint." in about


def test_the_wording_stands_where_it_is_attached(with_text: sd.Corpus) -> None:
    """Paragraphs show every character of theirs, in the language of the article."""
    expected = [re.sub(r"\s+", " ", p.text or "").strip() for p in with_text.paragraphs]

    assert expected == _read(with_text).texts("", class_="wording", lang="ru")


def test_the_wording_is_left_out_when_asked(with_text: sd.Corpus, synthetic: sd.Corpus) -> None:
    """Without text the page is that of the corpus without text."""
    assert view(synthetic.without_text()) == view(with_text, text=False)


def test_a_row_leads_to_its_place_in_the_text(with_text: sd.Corpus) -> None:
    """Where the wording stands there, the way leads to the very segment that the row begins with."""
    read = _read(with_text)
    q = with_text.quotations[0]
    paragraph = q.paragraph_id.partition("/")[2]

    assert [q.text or ""] != read.texts(id=f"{paragraph}_at{q.start}") != []
    assert ["in the text"] == [text for text in read.texts(href=f"#{paragraph}_at{q.start}") if "in the text" in text][
        :1
    ]


def test_the_page_asks_nothing_of_a_network(shipped: _Read) -> None:
    """No element loads anything, and no style does."""
    loading = {"src", "srcset", "data", "action", "poster", "background"}
    styles = "".join(shipped.texts(lang="en"))

    assert [] == [attrs for _, attrs, _ in shipped.elements if loading & set(attrs)]
    assert [] == re.findall(r"https?:(?!//creativecommons)|@import|url\((?!#)", styles)
    assert {"html", "style", "script", "search"} <= {tag for tag, _, _ in shipped.elements}
    assert "link" not in {tag for tag, _, _ in shipped.elements}


def test_without_a_script_the_filter_is_hidden(shipped: _Read) -> None:
    """The controls are hidden until the script shows them, and no item is."""
    hidden = [(tag, attrs.get("id")) for tag, attrs, _ in shipped.elements if "hidden" in attrs]

    assert [("search", "filter")] == hidden


def test_items_carry_what_they_are_filtered_by(shipped: _Read) -> None:
    """An item has its layer, its speakers and its topics."""
    (found,) = [attrs for _, attrs, _ in shipped.elements if attrs.get("id") == "c05"]

    assert ("promise", "tokayev") == (found["data-layer"], found["data-speaker"])
    assert re.fullmatch("[0-9]+", found["data-topic"] or "")


def test_targets_stand_beside_what_is(shipped: _Read) -> None:
    """Derived bases are marked as such; what has no measure says so."""
    cards = shipped.texts(class_="number", data_layer="number")
    (derived,) = [card for card in cards if "Base, derived" in card]

    assert "500,000,000 USD (derived: 1,000,000,000 / 2)" in derived
    assert any("4,500,000 tonnes, 2024" in card and "Actual, stated base" in card for card in cards)
    assert any("2 times" in card and "no base and no actual value in the source" in card for card in cards)


def test_the_map_shows_places_of_the_region_only(shipped: _Read) -> None:
    """Cities around the Caspian Sea are on the map, one beyond the ocean is not."""
    (title,) = shipped.texts(id="map-title")

    assert "Map of the Caspian region with Astana, Baku, Tbilisi, Ceyhan, Aktau" == title


@pytest.mark.parametrize("place", [{}, {"latitude": 38.9, "longitude": -77.0}, {"latitude": 40.0}])
def test_there_is_no_map_without_a_place_in_the_region(place: dict[str, float]) -> None:
    """A corpus with no place in the region has no map."""
    corpus = corpus_of(entities=[one("entities", id="art/town", label_en="Town", **place)])

    assert [] == _read(corpus).texts(id="map-title")


def test_a_corpus_without_rows_has_a_page() -> None:
    """Every part of an empty corpus's page says that there is nothing."""
    read = _read(sd.Corpus({}))

    assert 7 == read.texts(class_="none").count("None in this corpus.")
    assert ["corpus · no data version"] == read.texts(class_="over")


@settings(max_examples=15)
@given(corpora())
def test_drawn_corpora_have_pages(corpus: sd.Corpus) -> None:
    """Whatever the rows say and refer to, anchors are unique and links lead somewhere."""
    read = _read(corpus)

    assert "About this page" in read.texts(id="title-about")


@pytest.mark.parametrize("table", [name for name in TABLES if name != "codes"])
def test_hostile_cells_never_become_markup(table: str) -> None:
    """Markup, control characters and overrides in every free text are shown as they are."""
    free = [c.name for c in columns(TABLES[table]) if c.kind is str and not c.vocabulary and not c.pattern]
    clean = _read(unchecked(table, one(table, **dict.fromkeys(free, "y"))))
    hostile = _read(unchecked(table, one(table, **dict.fromkeys(free, _HOSTILE))))
    kinds = [tag for tag, _, _ in clean.elements]

    assert kinds == [tag for tag, _, _ in hostile.elements if tag != "bdi"]
    shown = view(unchecked(table, one(table, **dict.fromkeys(free, _HOSTILE)))).html
    assert [] == re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\ufffe\U0001fffe]", shown)


def test_what_cannot_be_seen_is_spelt_out() -> None:
    """Control characters are visible escapes, what turns directions is isolated or, in an attribute, spelt out."""
    assert "a\\u0007&lt;b&gt; \\U0001fffe" == content("a\x07<b> \U0001fffe")
    assert "<bdi>a\u202eb</bdi>" == content("a\u202eb")
    assert "&quot;a\\u202eb\\u0000" == attribute('"a\u202eb\x00')


def test_crossing_spans_are_cut_into_segments() -> None:
    """Each segment carries every layer that covers it, the widest first, and only a beginning is an anchor."""
    spans = [
        Span(0, 4, "quotation", "q1", "one"),
        Span(2, 6, "evaluation", "e1", "two"),
        Span(3, 3, "number", "n1", "empty"),
        Span(9, 12, "number", "n2", "elsewhere"),
    ]
    read = _Read(marked("abcdefgh", 0, spans, "p_at", {5, 7, 20}))
    found = [
        (*map(attrs.get, ("class", "data-rows", "title", "id")), "".join(text)) for _, attrs, text in read.elements
    ]

    assert [
        ("seg on-quotation", "q1", "one", "p_at0", "ab"),
        ("seg on-quotation on-evaluation", "q1 e1", "one | two", "p_at2", "cd"),
        ("seg on-evaluation", "e1", "two", None, "e"),
        ("seg on-evaluation", "e1", "two", "p_at5", "f"),
        (None, None, None, "p_at7", "h"),
    ] == found
    assert marked("abcdefgh", 0, spans, "p_at", {7}).endswith('</span>g<span id="p_at7">h</span>')


def test_a_paragraph_with_another_direction_is_isolated_as_a_whole() -> None:
    """An override in a segment reaches no further than its paragraph."""
    assert "<bdi><bdi>a\u202eb</bdi></bdi>" == marked("a\u202eb", 0, [], "p", ())


def test_several_articles_have_their_rows_apart() -> None:
    """Rows of two articles with one short name have anchors of their own, by their whole names."""
    corpus = corpus_of(
        version="2.0.0",
        articles=[article("one", headline="Headline", outlet="Paper"), article("two")],
        paragraphs=[
            one("paragraphs", id="one/p1", article_id="one", end=2, gist_en="Said."),
            one("paragraphs", id="two/p1", article_id="two", end=2),
        ],
        mentions=[one("mentions", id="two/m1", article_id="two")],
    )
    read = _read(corpus)

    assert {"one-p1", "two-p1"} <= {attrs.get("id") for _, attrs, _ in read.elements}
    assert ["1 Lead Said. one/p1, para. 1, chars 1–2, data 2.0.0"] == [
        re.sub("Paragraph ", "", text) for text in read.texts(id="one-p1")
    ]


def test_rows_with_one_name_are_told_apart() -> None:
    """Of two rows with one identifier the second has another anchor."""
    corpus = corpus_of(silences=[silence(1, question_en="Who?"), silence(1, question_en="Why?")])
    read = _read(corpus)

    assert ["Who? art/x1, no data version"] == read.texts(id="x1")
    assert ["Why? art/x1, no data version"] == read.texts(id="x1_2")


def test_what_stands_in_no_paragraph_comes_last() -> None:
    """Rows whose paragraph or statement is not there are shown all the same."""
    corpus = corpus_of(
        paragraphs=[one("paragraphs", id="art/p1", position=7)],
        quotations=[one("quotations", id="art/q1", cue_lemma="сказать", parent_id="art/q9")],
        statements=[one("statements", id="art/st1", polarity="negative")],
        evaluations=[one("evaluations", id="art/e1", statement_id="art/st9", appraiser_id="art/who")],
        events=[one("events", id="art/v1", statement_id="art/st9", date="2025")],
        event_actors=[one("event_actors", id="art/va1", event_id="art/v1", entity_id="art/who")],
        quantities=[one("quantities", id="art/n1", surface="один", period="2025", commitment_id="art/c9")],
        projects=[one("projects", id="art/pr1", statement_id="art/st1", crosses_caspian=True)],
        silences=[silence(1, entity_id="art/who", note="Nothing.")],
    )
    read = _read(corpus)

    assert ["In no paragraph"] == [text for text in read.texts() if text == "In no paragraph"][:1]
    assert "speaker not found Direct cue сказать in q9 x art/q1, no data version" in [
        text.replace(", chars 1–1", "") for text in read.texts(id="q1")
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"value": 8.0, "baseline_id": "art/n1"}, "Target 8 USD Base, as stated 2 USD, 2020 Latest actual 4 USD, 2024"),
        ({"value": 8.0}, "Target 8 USD Latest actual 4 USD, 2024"),
        ({"value": -8.0}, "Target -8 USD Latest actual 4 USD, 2024"),
    ],
)
def test_a_target_stands_beside_what_was_last_measured(values: dict[str, Any], expected: str) -> None:
    """A base and the latest actual value are drawn where they are in one unit and have a length."""
    actual = {"status": "actual"}
    corpus = corpus_of(
        quantities=[
            _target(1, value=2.0, period="2020", **actual),
            _target(2, value=4.0, period="2024", **actual),
            _target(3, **values),
        ]
    )
    cards = [text for text in _read(corpus).texts(data_row="n3") if "Target" in text and expected in text]

    assert 1 == len(cards)


def test_bars_of_nothing_have_no_length() -> None:
    """A target of zero beside zero is drawn without a length."""
    corpus = corpus_of(quantities=[_target(1, value=0.0, status="actual", period="2020"), _target(2, value=0.0)])

    assert 'class="target" x="0.00%" width="0.00%"' in view(corpus).html


def test_units_are_told_in_words() -> None:
    """Years and tonnes are words, one of them in the singular."""
    years = [_target(n, unit="a", value=value, dimension="duration") for n, value in ((1, 1.0), (2, 3.0))]
    told = " ".join(_read(corpus_of(quantities=years)).texts(id="part-numbers"))

    assert "Target 1 year " in told
    assert "Target 3 years " in told


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2024", "2024"),
        ("2024/..", "from 2024 on"),
        ("2024/", "from 2024 on"),
        ("../2024", "up to 2024"),
        ("/2024", "up to 2024"),
        ("2023/2024", "2023 to 2024"),
    ],
)
def test_days_are_told_in_words(time: str, expected: str) -> None:
    """A span of time reads as one would say it, an open one as open."""
    corpus = corpus_of(statements=[one("statements", id="art/st1", time=time, gist_en="Said.")])
    (day,) = _read(corpus).texts(class_="day")

    assert f"{expected} st1 Said." == day


def test_many_facts_of_a_day_are_folded() -> None:
    """More than three rows of a day are behind a summary."""
    said = [one("statements", id=f"art/st{n}", time="2024", gist_en="Said.") for n in range(1, 5)]
    (day,) = _read(corpus_of(statements=said)).texts(class_="day")

    assert day.startswith("2024 4 rows st1 Said.")


def test_a_part_that_cannot_be_made_says_why() -> None:
    """A date that is none leaves the other parts as they are."""
    read = _read(unchecked("statements", one("statements", id="art/st1", time="soon")))
    (days,) = read.texts(id="part-days")

    assert days.startswith("Days Everything that has a date. This part cannot be shown: ")
    assert ["x Asserts Certain art/st1, chars 1–1, no data version"] == read.texts(id="st1")


def test_a_code_that_is_none_is_shown_as_it_is() -> None:
    """A stage that no vocabulary has comes after those that are known."""
    rows = [one("commitments", id=f"art/c{n}", stage=stage) for n, stage in ((1, "dreamt"), (2, "agreed"))]
    (told,) = _read(unchecked("commitments", *rows)).texts(id="part-promises")

    assert told.index("Agreed (1)") < told.index("dreamt (1)")


def test_an_empty_cell_that_has_to_be_filled_is_refused() -> None:
    """A row without what it must have gives no page, and the message names its table and column."""
    corpus = unchecked("silences", {**silence(1), "question_en": None})

    with pytest.raises(ConversionError) as raised:
        view(corpus)

    assert (
        "table 'silences' has an empty cell in column 'question_en', which has to be filled; see corpus.validate() and fill it"
        == str(raised.value)
    )


def test_a_page_is_written_whole(tmp_path: Path) -> None:
    """The file holds the page, and its folder is made."""
    page = view(sd.Corpus({}))
    page.write(tmp_path / "made" / "page.html")

    assert page.html.encode() == (tmp_path / "made" / "page.html").read_bytes()


def test_a_file_that_is_there_is_kept(tmp_path: Path) -> None:
    """A file is replaced only when asked."""
    path = tmp_path / "page.html"
    path.write_text("mine", encoding="utf-8")

    with pytest.raises(ConflictError) as raised:
        Page("<p>").write(path)

    assert f"{str(path)!r} exists; give another destination, or overwrite=True (--overwrite) to replace it" == str(
        raised.value
    )
    assert "mine" == path.read_text(encoding="utf-8")


def test_a_file_is_replaced_when_asked(tmp_path: Path) -> None:
    """With overwrite the file is the page."""
    path = tmp_path / "page.html"
    path.write_text("mine", encoding="utf-8")
    Page("<p>").write(path, overwrite=True)

    assert "<p>" == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_is_no_file_is_never_replaced(tmp_path: Path, kind: str) -> None:
    """Neither a folder nor a link is written over."""
    path = tmp_path / "page.html"
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ConflictError) as raised:
        Page("<p>").write(path, overwrite=True)

    assert f"{str(path)!r} is no ordinary file, so it is not replaced; give another destination" == str(raised.value)


def test_a_url_is_no_path() -> None:
    """A page is written to this machine."""
    with pytest.raises(UsageError) as raised:
        Page("<p>").write("https://example.org/page.html")

    assert (
        "expected a path on this machine, found the URL 'https://example.org/page.html'; download it first and give the file's path"
        == str(raised.value)
    )


def test_a_notebook_shows_the_page_in_a_frame() -> None:
    """The page is in a frame of its own, and a sentence stands where frames are left out."""
    shown = Page('<p title="x">&amp;</p>')._repr_html_()
    read = _Read(shown)
    (frame,) = [attrs for tag, attrs, _ in read.elements if tag == "iframe"]

    assert '<p title="x">&amp;</p>' == frame["srcdoc"]
    assert 'write it to a file with .write("page.html")' in shown.replace("<code>", "").replace("</code>", "")


def test_a_page_is_short_at_a_prompt() -> None:
    """Its representation says how long it is."""
    assert "<Page of 3 bytes; write it with .write('page.html')>" == repr(Page("<p>"))


def test_the_page_says_which_code_made_it(tmp_path: Path) -> None:
    """It is the version of the code that runs, wherever it lies."""
    root = copied(tmp_path) / "__init__.py"
    root.write_text(root.read_text("utf-8").replace(sd.__version__, "9.8.7"), "utf-8")
    made = python(
        "import summitdata as sd; print(sd.load().view().html.count('summitdata 9.8.7'))",
        env={"PYTHONPATH": str(tmp_path)},
    )

    assert made.stdout == "2\n"


@pytest.mark.parametrize(
    ("origins", "words"),
    [
        (("curated",), "as readers coded it"),
        (("extracted",), "as rules read it"),
        (("extracted", "merged"), "as rules and readers read it"),
    ],
)
def test_a_page_says_who_made_its_rows(synthetic: sd.Corpus, origins: tuple[str, ...], words: str) -> None:
    """Readers, rules, or both."""

    def made(_: str, table: pa.Table) -> pa.Table:
        if "origin" not in table.column_names:
            return table
        values = pa.array([origins[n % len(origins)] for n in range(table.num_rows)], pa.string())
        place = table.column_names.index("origin")
        return table.set_column(place, table.schema.field(place), values)

    assert words in synthetic.with_each(made).view().html
