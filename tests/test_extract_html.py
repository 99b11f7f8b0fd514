"""Pages to their main text: what is kept, what a page states of itself, its encoding, and what is too much."""

import datetime as dt
import json
import os
import random
import socket
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitdata.exceptions import MissingExtraError
from summitdata.extract.files import html
from summitdata.extract.files.html import page
from summitdata.extract.files.inputs import Input
from summitdata.extract.files.sources import read
from summitdata.extract.source import Failure, Source

from .damages import damaged

#: How many damages of each sample page are tried.
HOW_MANY = int(os.environ.get("SUMMITDATA_PAGE_DAMAGES", "200"))

NEWS = "Министр Лардии заявила, что мост через Синару откроют к осени. По её словам, объезд больше не нужен."
SECOND = "Посол Веншарии ответил, что его страна вложит в дорогу двенадцать миллионов крон."
THIRD = "Новая встреча назначена на конец мая, и пройдёт она в порту Калеш."


def document(body: str, head: str = "") -> str:
    """A page."""
    return f"<!DOCTYPE html>\n<html lang=ru><head>{head}</head><body>{body}</body></html>"


def found(text: str | bytes, **options: Any) -> Source | Failure:
    """What a page gives."""
    return page(text if isinstance(text, bytes) else text.encode(), "a.html", **options)


def text_of(text: str | bytes, **options: Any) -> str:
    """Its main text."""
    made = found(text, **options)
    assert isinstance(made, Source), made
    return made.text


def failed(text: str | bytes, **options: Any) -> tuple[str, str]:
    """Why there is none."""
    made = found(text, **options)
    assert isinstance(made, Failure), made
    return made.kind, made.message


PAGES = {
    "article": document(
        "<nav><a href=/a>Новости</a></nav><article><h1>Мост откроют</h1>"
        f"<div class=lead>{NEWS}</div><p>{SECOND}</p><p>{THIRD}</p></article>"
        "<aside>Читайте также: очередь в порту</aside><footer>Все права защищены</footer>",
        "<meta charset=utf-8><title>Мост откроют | Вестник</title>",
    ),
    "unclosed": document(f"<p>{NEWS}<p>{SECOND}<p>{THIRD}"),
    "stray": document(f"</div></p><p>{NEWS} </ <b>{SECOND}</p></i></b><p>{THIRD}</p></table>"),
    "nested": document(f"<p>{NEWS}<table><tr><td><p>{SECOND}<td></table><p>{THIRD}"),
    "breaks": document(f"<div class=text>{NEWS}<br><br>{SECOND}<br><br>{THIRD}</div>"),
    "entities": document(
        f"<p>&laquo;Да&raquo;&nbsp;&mdash; {NEWS}</p><p>{SECOND}</p><p>{THIRD} &#8470;&#x205; &unknown;</p>"
    ),
}
GOLDEN = {
    "article": f"Мост откроют\n{NEWS}\n{SECOND}\n{THIRD}",
    "unclosed": f"{NEWS}\n{SECOND}\n{THIRD}",
    "stray": f"{NEWS} {SECOND}\n{THIRD}",
    "nested": f"{NEWS}\n{SECOND}\n{THIRD}",
    "breaks": f"{NEWS}\n{SECOND}\n{THIRD}",
    "entities": f"«Да» — {NEWS}\n{SECOND}\n{THIRD} №ȅ &unknown;",
}


# What is kept


@pytest.mark.parametrize("name", PAGES)
def test_the_main_text_is_a_paragraph_on_a_line(name: str) -> None:
    """Whether its tags are closed or not: as the golden texts have it, without what surrounds it."""
    assert GOLDEN[name] == text_of(PAGES[name])


def test_a_page_tells_where_it_is_from(tmp_path: Path) -> None:
    """Its name, the digest of its bytes, how they were decoded, and what it states of itself."""
    data = document(
        f"<p>{NEWS}",
        "<meta property='og:title' content=' Мост\n откроют '><meta property='og:site_name' content='Вестник'>"
        "<meta property='article:published_time' content='2031-05-02T23:30:00+03:00'>"
        "<link rel=canonical href=' https://lardia.example/most '>",
    ).encode()
    (tmp_path / "a.html").write_bytes(data)
    (made,) = read(Input(path=str(tmp_path / "a.html"), name="a.html", kind="html"))

    assert (
        Source(
            text=NEWS,
            name="a.html",
            source_sha256=sha256(data).hexdigest(),
            encoding="utf-8",
            published=dt.date(2031, 5, 2),
            url="https://lardia.example/most",
            headline="Мост откроют",
            outlet="Вестник",
        )
        == made
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = 'Скрипт';</script>",
        "<style>.a::before { content: 'Стиль' }</style>",
        "<template><p>Шаблон страницы</p></template>",
        "<noscript><p>Включите сценарии в браузере</p></noscript>",
        "<div hidden><p>Скрытый абзац страницы</p></div>",
        "<p style='color: red; display: none'>Скрытый абзац страницы</p>",
        "<p style='visibility:hidden'>Скрытый абзац страницы</p>",
        "<!-- Примечание редакции -->",
        "<?php echo 'Код' ?>",
        "<iframe src='https://lardia.example/x'>Вставка</iframe>",
        "<svg><title>Рисунок</title></svg>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    """Scripts, styles, templates, what is for browsers without scripts, and what is hidden by an attribute or a style."""
    assert f"{NEWS}\n{SECOND}\n{THIRD}" == text_of(
        document(f"<p>{NEWS}</p>{hidden}<p>{SECOND}</p>{hidden}<p>{THIRD}</p>")
    )


def test_what_follows_something_hidden_is_kept() -> None:
    """Only the element itself is left out, and a page that is hidden as a whole is shown."""
    assert NEWS == text_of(document(f"<p><b hidden>Тайна</b>{NEWS}</p>"))
    assert NEWS == text_of(f"<html hidden style='display:none'><body><p>{NEWS}</p></body></html>")


def test_tables_are_rows_of_cells() -> None:
    """With a bar between two; what is empty is left out."""
    table = "<table><tr><th>Год<th>Цена, крон<tr><td>2031<td> <td>5</table>"

    assert f"{NEWS}\nГод | Цена, крон\n2031 | 5\n{SECOND}" == text_of(document(f"<p>{NEWS}</p>{table}<p>{SECOND}</p>"))


def test_formulas_are_text() -> None:
    """They are kept as they stand."""
    assert f"{NEWS} х = 5" == text_of(document(f"<p>{NEWS} <math alttext='y'>х = 5</math></p>"))


# What a page states

HEADS: list[tuple[str, str, Any]] = [
    ("published", "<meta itemprop=datePublished content='2031-05-02'>", dt.date(2031, 5, 2)),
    ("published", "<meta name=pubdate content='2031-05-02 10:00'>", dt.date(2031, 5, 2)),
    ("published", "<meta name='DC.date.issued' content='2031-05-02'>", dt.date(2031, 5, 2)),
    ("published", "<meta name=date content='2031-02-30'>", None),
    ("published", "<meta name=date content='2 мая 2031 года'>", None),
    ("published", "<meta property='article:modified_time' content='2031-05-02'>", None),
    (
        "published",
        "<meta name=date content='2031-05-02'><meta property='article:published_time' content='2031-05-01'>",
        dt.date(2031, 5, 1),
    ),
    ("headline", "<title>Мост откроют</title>", "Мост откроют"),
    ("headline", "<title> </title>", None),
    ("headline", f"<title>{'а' * 2000}</title>", None),
    ("headline", "<title>Мост</title><meta property='og:title' content='Мост откроют'>", "Мост откроют"),
    ("outlet", "<meta name=publisher content='Вестник'>", "Вестник"),
    ("outlet", "<title>Мост | Вестник</title>", None),
    ("url", "<meta property='og:url' content='https://lardia.example/1'>", "https://lardia.example/1"),
    ("url", "<link rel=canonical href='/1'>", None),
    ("url", "<link rel=canonical href='javascript:alert(1)'>", None),
]


@pytest.mark.parametrize(("field", "head", "expected"), HEADS)
def test_what_a_page_states_is_taken(field: str, head: str, expected: Any) -> None:
    """And nothing else: no day, name or address is guessed."""
    assert expected == getattr(found(document(f"<p>{NEWS} Опубликовано 3 июня 2031 года, 2031-06-03.", head)), field)


LINKED: list[tuple[Any, tuple[Any, Any, Any]]] = [
    (
        {
            "@type": "NewsArticle",
            "datePublished": "2031-05-02T10:00",
            "headline": "Мост",
            "publisher": {"name": "Вестник"},
        },
        (dt.date(2031, 5, 2), "Мост", "Вестник"),
    ),
    (
        [{"@type": "WebSite", "headline": "Сайт"}, {"@type": ["Article"], "publisher": "Вестник"}],
        (None, None, "Вестник"),
    ),
    ({"@graph": [{"@type": "Person"}, {"@type": "BlogPosting", "headline": "Мост"}]}, (None, "Мост", None)),
    ({"@type": "NewsArticle", "datePublished": 2031, "headline": ["Мост"], "publisher": [1]}, (None, None, None)),
    ({"@type": "Person", "headline": "Мост"}, (None, None, None)),
    ("Мост", (None, None, None)),
]


@pytest.mark.parametrize(("data", "expected"), LINKED)
def test_linked_data_of_articles_is_taken(data: Any, expected: tuple[Any, Any, Any]) -> None:
    """Of what is said to be an article, alone or among others."""
    made = found(document(f"<p>{NEWS}", f"<script type='application/ld+json'>{json.dumps(data)}</script>"))

    assert isinstance(made, Source)
    assert expected == (made.published, made.headline, made.outlet)


@pytest.mark.parametrize("data", ["", "{", "[" * 100_000, "[" + "[]," * 20_000 + "[]]", "{'a': 1}", "9" * 5000])
def test_linked_data_that_is_broken_is_left_alone(data: str) -> None:
    """However deep or long it is."""
    assert NEWS == text_of(document(f"<p>{NEWS}", f"<script type='application/ld+json'>{data}</script>"))


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ("<time datetime='2031-05-02T10:00'>вчера</time>", dt.date(2031, 5, 2)),
        (
            "<time datetime='2031-05-02'></time><time datetime='2031-05-02T11:00'></time><time datetime='x'></time>",
            dt.date(2031, 5, 2),
        ),
        ("<time datetime='2031-05-02'></time><time datetime='2031-05-03'></time>", None),
        (
            "<time itemprop=datePublished datetime='2031-05-02'></time><time datetime='2031-05-03'></time>",
            dt.date(2031, 5, 2),
        ),
        ("<time>2031-05-02</time>", None),
    ],
)
def test_a_day_that_all_times_name_is_taken(times: str, expected: dt.date | None) -> None:
    """Where they differ, one may be that of another article."""
    assert expected == getattr(found(document(f"{times}<p>{NEWS}")), "published", None)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Мост <b>откроют</b></h1>", "Мост откроют"),
        ("<h1>Мост</h1><h1>Порт</h1>", None),
        ("<h1>Вестник</h1><h1 itemprop=headline>Мост</h1>", "Мост"),
    ],
)
def test_a_single_heading_is_the_headline(body: str, expected: str | None) -> None:
    """Of several none is, but the one that is said to be."""
    assert expected == getattr(found(document(f"{body}<p>{NEWS}")), "headline", None)


def test_the_address_that_is_known_holds() -> None:
    """Over what the page says."""
    head = "<link rel=canonical href='https://lardia.example/2'>"

    assert "https://lardia.example/1" == getattr(
        found(document(f"<p>{NEWS}", head), url="https://lardia.example/1"), "url", None
    )


@pytest.mark.parametrize(
    ("lead", "is_kept"),
    [
        (f"<div>{NEWS}</div>", True),
        (f"<div><b>{NEWS}</b></div>", True),
        ("<div>Фото: Вестник</div>", False),
    ],
)
def test_a_lead_among_paragraphs_is_kept(lead: str, is_kept: bool) -> None:
    """Though it is called otherwise; what is short is none."""
    text = text_of(document(f"<article>{lead}<p>{SECOND}</p><p>{THIRD}</p></article>"))

    assert is_kept == text.startswith(NEWS)
    assert text.endswith(f"{SECOND}\n{THIRD}")


# Encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "utf-16", "utf-16-le", "utf-8-sig"]
)
@pytest.mark.parametrize(
    "stated",
    [
        "",
        "<meta charset=utf-8>",
        "<meta charset=windows-1251>",
        "<meta charset=utf-16>",
        "<meta charset=utf-7>",
        "<meta charset=klingon>",
    ],
)
def test_a_page_may_lie_about_its_encoding(encoding: str, stated: str) -> None:
    """Its mark, and what its bytes can be, decide over what it states."""
    made = found(document(f"<p>{NEWS}</p><p>{SECOND}", stated).encode(encoding))

    assert isinstance(made, Source)
    assert (f"{NEWS}\n{SECOND}", encoding) == (made.text, made.encoding)


@pytest.mark.parametrize(
    "stated", ["charset=koi8-r", "charset='KOI8-R'", 'http-equiv=Content-Type content="text/html; charset=koi8-r"']
)
def test_a_page_that_says_its_encoding_is_believed(stated: str) -> None:
    """Where it fits, in either form; and so is the server, before it."""
    data = document("<p>Да", f"<meta {stated}>").encode("koi8-r")

    assert "koi8-r" == getattr(found(data), "encoding", None)
    assert "koi8-r" == getattr(found(document("<p>Да").encode("koi8-r"), charset="koi8-r"), "encoding", None)


def test_utf_7_is_never_read() -> None:
    """It hides markup."""
    data = document(f"<p>{NEWS}</p><p>+ADw-script+AD4-</p>", "<meta charset=utf-7>").encode("cp1251")

    assert "+ADw-script+AD4-" in text_of(data, charset="utf-7")


def test_bytes_that_fit_no_encoding_are_told() -> None:
    """Not one character is replaced."""
    kind, message = failed(document(f"<p>{NEWS}").encode() + b"\xff")

    assert "encoding" == kind
    assert message.endswith(
        "no encoding of Russian fits (cp1251, koi8-r, cp866, iso8859-5, mac-cyrillic); save it in UTF-8"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_xhtml_with_a_declaration_is_read(encoding: str) -> None:
    """The declaration is no reason to refuse."""
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
    body = (
        f'{declaration}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{NEWS}</p><br/><p>{SECOND}</p></body></html>'
    )

    assert f"{NEWS}\n{SECOND}" == text_of(body.encode(encoding))


# Odd characters


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("&#x110000;", "\ufffd"),
        ("&#0;", "\ufffd"),
        ("&#99999999999;", "\ufffd"),
        ("&#xD800;", "\ufffd"),
        ("&#1;", "\ufffd"),
        ("&#x0b;", "\ufffd"),
        ("&#xFFFE;", "\ufffd"),
        ("&#65535", "\ufffd"),
        ("\0", "\ufffd"),
        ("\x0b", "\ufffd"),
        ("\uffff", "\ufffd"),
        ("&#1071;", "Я"),
        ("&#x42f", "Я"),
        ("&#128;", "€"),
        ("&#x1F91D;", "🤝"),
        ("&#;", "&#;"),
        ("&#x;", "&#x;"),
    ],
)
def test_what_no_text_can_hold_is_replaced(written: str, read_as: str) -> None:
    """However it is written; all other references are what they stand for, and what is none stays."""
    assert f"а {read_as} б. {NEWS}" == text_of(document(f"<p>а {written} б. {NEWS}</p>"))


def test_entities_reach_no_file_and_no_network(tmp_path: Path) -> None:
    """They are not expanded: nothing is opened, nobody called, nothing grows."""
    (tmp_path / "secret.txt").write_text("Тайна", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        place, file = f"http://127.0.0.1:{server.getsockname()[1]}/x", f"file://{tmp_path}/secret.txt"
        bomb = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
        doctype = (
            f"<!DOCTYPE html SYSTEM '{place}' [<!ENTITY f SYSTEM '{file}'><!ENTITY % p SYSTEM '{place}'> %p;"
            f"<!ENTITY a0 'ха'> {bomb}]>"
        )
        include = f"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{file}' parse='text'/>"
        calls = f"<link rel=stylesheet href='{place}'><img src='{place}'><iframe src='{place}'></iframe><base href='{place}'>"
        text = text_of(f"{doctype}<html><head>{calls}</head><body>{include}{calls}<p>{NEWS} &f; &a9;</p></body></html>")
        with pytest.raises(BlockingIOError):
            server.accept()

    assert "Тайна" not in text
    assert NEWS in text
    assert len(text) < 200


# Limits


@pytest.mark.parametrize("depth", [10, 255, 300, 490])
def test_deep_pages_are_read_whole(depth: int) -> None:
    """What lies deep, and what comes after it."""
    body = f"{'<div>' * depth}<p>{NEWS}</p>{'</div>' * depth}<p>{SECOND}</p>"

    assert f"{NEWS}\n{SECOND}" == text_of(document(body))


@pytest.mark.parametrize("depth", [500, 2040, 3000, 10_000])
def test_pages_that_are_deeper_are_told(depth: int) -> None:
    """Nothing of them is left out in silence."""
    body = f"{'<div>' * depth}<p>{NEWS}</p>{'</div>' * depth}<p>{SECOND}</p>"

    assert ("limit", "elements that lie deeper than 500 in one another; save its text alone") == failed(document(body))


MUCH = {
    "no end": "<a " * 16_000,
    "plain": document(f"<p {' '.join(f'a{n}' for n in range(100_000))}>{NEWS}"),
    "values": document(f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>{NEWS}"),
    "marks in values": document(f"<script {' '.join(f'a{n}=<' for n in range(100_000))}>{NEWS}"),
    "quoted": document("<p " + "".join(f'a{n}="1"' for n in range(100_000)) + f">{NEWS}"),
    "an odd mark": document("<p '" + " a" * 100_000 + f">{NEWS}"),
    "slashes": document(f"<p {'/a' * 100_000}>{NEWS}"),
}


@pytest.mark.parametrize("name", MUCH)
def test_attributes_without_end_are_told_before_the_parser_sees_them(name: str) -> None:
    """It would take minutes over them."""
    kind, message = failed(MUCH[name])

    assert "limit" == kind
    assert message.startswith("an element with some ")
    assert message.endswith(" attributes, the limit is 500; save its text alone")


@pytest.mark.parametrize(
    "body",
    [
        f"<script>{'a<b c ' * 1000}</script><p>{NEWS}",
        f"<!-- <a {'b ' * 1000}> --><p>{NEWS}",
        f"<p title='{'a b ' * 1000}'>{NEWS}",
        f'<p title="{"a/b " * 1000}" {"class=a " * 400}>{NEWS}',
        f"<p>{NEWS}</p><!-- {'<a ' * 1000}",
        f"<p>{NEWS}</p><script> {'<a ' * 1000}",
    ],
)
def test_what_only_looks_like_attributes_is_none(body: str) -> None:
    """In scripts, comments and values."""
    assert NEWS == text_of(document(body))


def test_elements_without_end_are_told() -> None:
    """What follows takes time with their square."""
    assert ("limit", "15,003 elements, the limit is 15,000; save its text alone") == failed(
        document(f"<p>{NEWS}<b>я</b>" + "<i>я</i>" * 14_998)
    )


def test_a_page_has_a_limit() -> None:
    """In bytes."""
    assert ("limit", "10,485,761 bytes, the limit for a page is 10,485,760; save its text alone") == failed(
        b" " * (html.MOST_BYTES + 1)
    )


@pytest.mark.parametrize(
    "filling",
    [
        "!" * 200_000,
        "«" * 200_000,
        "1" * 200_000,
        " " * 500_000,
        "а" * 500_000,
        "&#" * 50_000,
        "<" * 100_000,
        "&#" + "0" * 200_000,
        "слово " * 100_000,
    ],
)
def test_monotony_takes_no_time(filling: str) -> None:
    """Whatever is repeated, the page ends in a text or a reason."""
    made = found(document(f"<p>{NEWS} {filling}"))

    assert isinstance(made, Failure) or made.text.startswith(NEWS)


# Nothing to read


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "no text, no element; save or download the page again"),
        (" \n", "no text, no element; save or download the page again"),
        ("<!-- -->", "no text, no element; save or download the page again"),
        ("<!--" * 16_000, "no text, no element; save or download the page again"),
        ("<html></html>", "no main text was found in it; save its text alone if there is one"),
        (document(""), "no main text was found in it; save its text alone if there is one"),
        (document("<script>1</script>"), "no main text was found in it; save its text alone if there is one"),
    ],
)
def test_a_page_without_text_is_told(data: str, message: str) -> None:
    """Empty, white, a comment, no body."""
    assert ("empty", message) == failed(data)


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"PK\x03\x04", "a zip archive"), (b"\x1f\x8b\x08\0", "a gzip file"), (b"a\0" * 99, "binary data")],
)
def test_what_is_no_page_is_told(data: bytes, what: str) -> None:
    """Nothing that is packed is unpacked."""
    assert ("unreadable", f"expected a page, found {what}; give the page itself") == failed(data)


def test_a_page_in_another_language_is_told() -> None:
    """By its main text, not by what stands around it."""
    assert (
        "language" == failed(document("<p>The minister said the bridge over the river would be opened in autumn."))[0]
    )


def test_a_page_that_the_library_stumbles_over_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """One page never ends a run."""
    monkeypatch.setattr(html, "_trafilatura", lambda: lambda tree: tree.nothing)

    assert "empty" == failed(PAGES["article"])[0]


def test_where_the_library_is_missing_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """And why it cannot be used, on one line."""
    html._trafilatura.cache_clear()
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError) as caught:
        found(PAGES["article"])
    html._trafilatura.cache_clear()

    assert (
        "reading pages needs trafilatura (import of trafilatura halted; None in sys.modules); "
        "install it with: pip install 'summitdata[extract]'"
    ) == str(caught.value)


# Whatever comes


@pytest.mark.parametrize("name", PAGES)
def test_a_damaged_page_is_read_or_told(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is raised, nothing printed; SUMMITDATA_PAGE_DAMAGES says how often it is tried."""
    for number in range(HOW_MANY):
        made = found(damaged(PAGES[name].encode(), number))
        assert isinstance(made, Source) or made.message.isprintable()

    assert ("", "") == capfd.readouterr()


PIECES = [
    *"<>/='\"&;#! -?",
    "<p>",
    "</p>",
    "<div",
    "<table>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "&#",
    "x",
    NEWS,
    "\0",
    "\ufffe",
    "<svg>",
    "<td>",
    "<b hidden>",
    "<![CDATA[",
]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40), seed=st.integers(0, 9))
def test_any_markup_is_read_or_told(pieces: list[str], seed: int) -> None:
    """However it is put together."""
    random.Random(seed).shuffle(pieces)
    made = found("".join(pieces))

    assert isinstance(made, Source) or made.message.isprintable()


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    """As if they were a page."""
    made = found(b"<p>" + data)

    assert isinstance(made, Source) or made.message.isprintable()
