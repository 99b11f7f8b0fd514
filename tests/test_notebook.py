"""What a notebook shows: HTML that is whole, says what it means without style, and lets nothing in a cell become markup."""

import datetime as dt
from html.parser import HTMLParser

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.exceptions import UsageError
from summitdata.joined import VIEWS
from summitdata.look.notebook import corpus_html, record_html, table_html
from summitdata.records import TABLES
from summitdata.shown_table import Table

from .folders import corpus_of, one, silence

HOSTILE = [
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "a & b < c > \"d\" 'e'",
    "\u202egnp.exe",
    "bell\u0007null\u0000",
    "line\nbreak\ttab\r",
    "=1+1",
    "{{ x }} $x$",
    "\u05d0\u05d1 12",
]


class Page(HTMLParser):
    """Every element and text of a piece of HTML; an element that is not closed in its turn is an error."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert [] == self._open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def tags(self) -> set[str]:
        """The names of its elements."""
        return {tag for tag, _ in self.elements}


ALLOWED = {"table", "caption", "thead", "tbody", "tr", "th", "td", "bdi", "abbr", "em", "p"}


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_every_table_and_view_is_whole(name):
    """All that is shipped."""
    page = Page(table_html(name, sd.load().frame(name, backend="arrow"), rows=1000))

    assert page.tags <= ALLOWED


@pytest.mark.parametrize("name", [name for name in TABLES if name != "errors"])
def test_every_record_is_whole(name):
    """The first of each table, a row for each column."""
    record = sd.load().frame(name, backend="records")[0]
    page = Page(record_html(record))

    assert page.tags <= ALLOWED
    assert len(record.__slots__) - 1 == sum(("scope", "row") in attributes.items() for _, attributes in page.elements)


def test_a_corpus_says_what_is_in_it():
    """Its version, every table that has rows, and the names of those that have none."""
    html = corpus_html(corpus_of("1.2.3", silences=[silence(1), silence(2)]))

    assert html.startswith(
        '<table><caption style="text-align: left">Corpus, data 1.2.3, unverified, without text</caption>\n'
        '<thead><tr><th scope="col" style="text-align: left">table</th>'
    )
    assert (
        '<tr><th scope="row" style="text-align: left">silences</th><td style="text-align: right">2</td>'
        '<td style="text-align: left">A silence: something a careful reader would ask and the article does not say.</td></tr>'
    ) in html
    assert html.endswith("; codes; readings; errors.</p>")


def test_the_shipped_corpus_has_no_empty_table_but_errors():
    """Which is told below its table."""
    html = corpus_html(sd.load())

    assert html.endswith("</table>\n<p>Tables without rows: errors.</p>")
    assert f"Corpus, data {sd.DATA_VERSION}, verified, without text" in html


def test_a_corpus_with_wording_says_so():
    """And one without a version that it has none."""
    corpus = corpus_of(
        articles=[one("articles", id="art", language="ru", sha256="0" * 64, source_sha256="0" * 64, text="x")]
    )

    assert "Corpus, no data version, unverified, with text" in corpus_html(corpus)


def test_a_table_of_silences():
    """The whole HTML of a small table: headings with what they mean, the id heads its row, what is the same stands below."""
    corpus = corpus_of(silences=[silence(1, question_en="Who?"), silence(2, question_en="When?")])

    html = table_html("silences", corpus.table("silences"))

    assert (
        '<table><caption style="text-align: left">silences: 2 rows, 8 columns. A silence: something a careful reader would '
        "ask and the article does not say.</caption>\n<thead><tr>"
        '<th scope="col" title="Names the row in the whole corpus; never reused." style="text-align: left">id</th>'
    ) in html
    assert (
        '<tbody><tr><th scope="row" style="text-align: left"><bdi dir="auto">art/x1</bdi></th>'
        '<td style="text-align: left; white-space: nowrap"><bdi dir="auto">Who?</bdi></td></tr>\n'
    ) in html
    assert '<p>In every row: article_id <bdi dir="auto">art</bdi>; ' in html
    assert 'rule <em title="It cannot apply.">– inapplicable</em>' in html


def test_a_long_table_is_cut():
    """The caption says how much of it is there."""
    corpus = corpus_of(silences=[silence(n, question_en=f"{n}") for n in range(1, 13)])

    html = table_html("silences", corpus.table("silences"))

    assert "silences: the first 10 of 12 rows, 8 columns." in html
    assert "art/x10<" in html
    assert "art/x11<" not in html


@pytest.mark.parametrize("rows", [[], [{"a": None, "b": 1}], [{"a": 1, "b": 1}, {"a": 1, "b": 1}]])
def test_tables_in_which_nothing_differs_are_shown_whole(rows):
    """None, one, and two equal rows; a table that is not ours has no descriptions."""
    html = table_html("mine", pa.Table.from_pylist(rows, pa.schema({"a": pa.int64(), "b": pa.int64()})))

    assert [("th", "col"), ("th", "col")] == [
        (tag, attributes["scope"]) for tag, attributes in Page(html).elements if attributes.get("scope") == "col"
    ]
    assert len(rows) == html.count('scope="row"')
    assert "title=" not in html
    assert "In every row" not in html


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "–"),
        (True, "true"),
        (False, "false"),
        (0.1, "0.1"),
        (1e9, "1000000000"),
        (float("inf"), "inf"),
        (1e300, "1e+300"),
        (dt.date(2025, 10, 21), "2025-10-21"),
        ("а" * 61, f'<bdi dir="auto">{"а" * 59}…</bdi>'),
    ],
)
def test_values_are_shown_as_they_are(value, expected):
    """Numbers without a needless fraction, long texts cut."""
    html = table_html("mine", pa.table({"a": [value]}))

    assert f'<tr><th scope="row" style="text-align: left">{expected}</th></tr>' in html


def test_codes_tell_their_meaning():
    """In the title, where nothing has to be drawn; what is no code of the vocabulary stands as it is."""
    table = sd.load().table("quotations").slice(0, 1)
    odd = table.set_column(table.column_names.index("kind"), "kind", [["shouted"]])

    assert '<abbr title="Indirect: ' in table_html("quotations", table)
    assert '<bdi dir="auto">shouted</bdi>' in table_html("quotations", odd)


def test_units_stand_with_the_columns():
    """In the title of the heading."""
    html = table_html("quotations", sd.load().table("quotations"))

    assert 'title="Where it begins in the article. Unit: code points."' in html


def test_a_null_in_a_record_says_what_it_means():
    """Each by its column."""
    html = record_html(one_record())

    assert '<caption style="text-align: left">Silence, a row of silences. A silence: ' in html
    assert 'title="How sure the rule is, as a share of such rows that are right."' in html
    assert '<td style="text-align: left"><em title="It cannot apply.">– inapplicable</em></td>' in html


def one_record() -> object:
    """A record of the table that has free text."""
    return corpus_of(silences=[silence(1)]).silences[0]


def test_a_record_may_be_said_to_be_of_another_table():
    """As when it is a draft."""
    assert "Silence, a row of drafts. " in record_html(one_record(), "drafts")


@pytest.mark.parametrize("cell", HOSTILE)
def test_nothing_in_a_cell_becomes_markup(cell):
    """Nor hides: what nobody would see is written out, and what turns directions is isolated."""
    corpus = corpus_of(silences=[silence(1, question_en=cell), silence(2)])
    expected = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cell)
    pages = [Page(table_html("silences", corpus.table("silences"))), Page(record_html(corpus.silences[0], cell))]

    assert [True, True] == [expected in page.texts for page in pages]
    assert [True, True] == [page.tags <= ALLOWED for page in pages]


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_a_name_becomes_markup(name):
    """Of a table or column that is not ours."""
    page = Page(table_html(name, pa.table({name: [1, 1], "b": [1, 2]})))

    assert page.tags <= ALLOWED


@pytest.mark.parametrize("rows", [-1, True, "all", 1.0])
def test_numbers_of_rows_are_checked(rows):
    """One line that says what was expected."""
    with pytest.raises(UsageError) as caught:
        table_html("silences", corpus_of().table("silences"), rows)

    assert f"expected a number of rows of at least 0, found {rows!r}" == str(caught.value)


def test_what_is_no_record_is_refused():
    """With where records are found."""
    with pytest.raises(UsageError) as caught:
        record_html("q07")

    assert "expected a record of a table, found str; corpus.quotations holds such" == str(caught.value)


def test_a_named_table_is_shown_and_read_by_all():
    """By a notebook, in a terminal, and by whatever speaks Arrow's interface."""
    arrow = sd.load().table("quotations")
    table = Table("quotations", arrow)

    assert "<Table quotations: 22 rows, 22 columns>" == repr(table)
    assert len(arrow) == len(table)
    assert table_html("quotations", arrow) == table._repr_html_()
    assert arrow == pa.table(table)
    assert arrow.schema == pa.schema(table)
    assert arrow["id"].to_pylist() == pl.DataFrame(table)["id"].to_list()
    assert arrow["id"].to_pylist() == pd.DataFrame.from_arrow(table)["id"].to_list()


def test_ipython_shows_a_named_table():
    """By its own formatters, as HTML and as text."""
    formatters = pytest.importorskip("IPython.core.formatters")
    table = Table("silences", corpus_of(silences=[silence(1)]).table("silences"))

    shown, _ = formatters.DisplayFormatter().format(table)

    assert {"text/plain": "<Table silences: 1 row, 8 columns>", "text/html": table._repr_html_()} == shown


def test_much_is_shown_in_little():
    """A value of ten million characters is cut, and a million rows take no more room than ten."""
    long = corpus_of(silences=[silence(1, note="x" * 10_000_000), silence(2)])
    thousand = corpus_of(silences=[silence(i) for i in range(1, 1001)]).table("silences")
    many = sd.Corpus({"silences": pa.concat_tables([thousand] * 1000)})
    shown = [long["silences"], long, long.silences[0], many["silences"], many]

    assert all(len(one._repr_html_()) < 10_000 for one in shown)
