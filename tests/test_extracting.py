"""`summitdata.extract` and `summitdata.extract_files`: texts and files to a corpus, in memory or in a folder."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd
from summitdata.exceptions import ConflictError, NotFoundError, UsageError

VISIT = "«Мы построим 3 моста», – сказал вчера президент Лардии Велимир Градунов."
TRADE = "Товарооборот вырос на 40% и составил 2,8 миллиона тонн, сообщила Иланта Корвецкая."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles, one of them in an old encoding, and something that is none."""
    made = tmp_path / "articles"
    made.mkdir()
    (made / "visit.txt").write_text(f" date 2031-05-14 {VISIT}", "utf-8")
    (made / "trade.txt").write_text(TRADE * 3, "cp1251")
    (made / "empty.txt").write_bytes(b"")
    return made


@pytest.mark.parametrize(
    ("texts", "published", "name"),
    [
        ([VISIT], None, None),
        (VISIT, None, None),
        ([(VISIT, dt.date(2031, 5, 14))], dt.date(2031, 5, 14), None),
        ([{"text": VISIT, "published": "2031-05-14", "name": "visit"}], dt.date(2031, 5, 14), "visit"),
        (iter([(VISIT, "2031-05-14")]), dt.date(2031, 5, 14), None),
    ],
)
def test_texts(texts: Any, published: dt.date | None, name: str | None):
    """Texts come as strings, with their day, or with named fields, in a list or one after the other."""
    corpus = sd.extract(texts)
    (article,) = corpus.articles
    (date,) = corpus.dates

    assert (VISIT, published, name) == (article.text, article.published, article.source)
    assert (None if published is None else "2031-05-13") == date.date
    assert ["Мы построим 3 моста"] == [q.text for q in corpus.quotations if q.kind == "direct"]


def test_a_wrong_text():
    """What is no text is said with its number."""
    with pytest.raises(UsageError) as caught:
        sd.extract([VISIT, 7])

    assert "text 2: expected named fields, found 7; give a text, a text and its date, named fields or a Source" == str(
        caught.value
    )


def test_files_in_memory(folder: Path):
    """Files become articles with their wording, and what gives none a row that tells why."""
    corpus = sd.extract_files(folder)

    assert [("trade.txt", "cp1251"), ("visit.txt", "utf-8")] == [(a.source, a.encoding) for a in corpus.articles]
    assert [("empty.txt", "empty")] == [(e.source, e.kind) for e in corpus.errors]
    assert corpus.has_text
    assert corpus.validate().ok


def test_files_to_a_folder(folder: Path, tmp_path: Path):
    """With a folder the same tables lie there, without wording unless it is asked for, verified when they are opened."""
    memory = sd.extract_files(folder)
    for text in (False, True):
        corpus = sd.extract_files(folder, to=tmp_path / f"corpus-{text}", text=text)
        expected = memory if text else memory.without_text()

        assert ("verified", text) == (corpus.status, corpus.has_text)
        for name in ("articles", "quotations", "quantities", "term_counts"):
            assert expected.frame(name, "records") == corpus.frame(name, "records")
        assert [(e.source, e.kind) for e in expected.errors] == [(e.source, e.kind) for e in corpus.errors]


def test_named_fields(tmp_path: Path):
    """The fields of JSON Lines can be called otherwise."""
    path = tmp_path / "articles.jsonl"
    path.write_text('{"body": "Лардия ждёт гостей в мае.", "day": "2031-05-14"}\n', "utf-8")
    (article,) = sd.extract_files(path, fields={"text": "body", "published": "day"}).articles

    assert ("Лардия ждёт гостей в мае.", dt.date(2031, 5, 14)) == (article.text, article.published)


@pytest.mark.parametrize("options", [{"workers": 2}, {"text": True}])
def test_options_of_a_folder(folder: Path, options: dict[str, Any]):
    """What only a folder can have is refused without one."""
    with pytest.raises(UsageError) as caught:
        sd.extract_files(folder, **options)

    assert "workers and text are for a corpus that is written; give its folder with to" == str(caught.value)


def test_no_such_file(tmp_path: Path):
    """A path at which there is nothing is an error of the user's."""
    path = tmp_path / "nowhere.txt"
    with pytest.raises(NotFoundError) as caught:
        sd.extract_files(path)

    assert f"{str(path)!r} does not exist, or may not be looked at (No such file or directory); check the path" == str(
        caught.value
    )


def in_turn(n: int, last: str = "") -> Any:
    """So many texts one after the other, no two alike, and one more."""
    yield from (f"Лардия построит {i} мостов через реку Делву." for i in range(1, n + 1))
    yield from [last] if last else []


def test_texts_to_a_folder(tmp_path: Path):
    """Texts one after the other are written part by part; the same call passes over what is there, and adds what is new."""
    made = sd.extract(in_turn(5), to=tmp_path / "corpus", text=True, articles_per_part=2)
    again = sd.extract(in_turn(5), to=tmp_path / "corpus", text=True, articles_per_part=2)
    memory = sd.extract(in_turn(5))

    assert ("texts", "texts--000002", "texts--000003") == made.part_names == again.part_names
    for name in ("articles", "quantities", "mentions"):
        assert memory.frame(name, "records") == made.frame(name, "records") == again.frame(name, "records")

    longer = sd.extract(in_turn(6, TRADE), to=tmp_path / "longer", articles_per_part=3)
    assert 7 == longer.n_rows["articles"]


@pytest.mark.parametrize(("n", "parts"), [(0, 1), (4, 3), (5, 4)])
def test_more_texts_are_added(tmp_path: Path, n: int, parts: int):
    """What follows the texts that are there becomes further parts, whether or not the last part is full."""
    folder = tmp_path / "corpus"
    sd.extract(in_turn(n), to=folder, articles_per_part=2)
    longer = sd.extract(in_turn(n, TRADE), to=folder, articles_per_part=2)

    assert (n + 1, parts) == (longer.n_rows["articles"], len(longer.part_names))
    assert longer.validate().ok


def test_no_texts_to_a_folder(tmp_path: Path):
    """No texts give a corpus without rows, twice the same."""
    for _ in range(2):
        assert {0} == set(sd.extract([], to=tmp_path / "corpus").n_rows.values())


@pytest.mark.parametrize(
    ("texts", "part"), [((1, TRADE), "texts"), ((2,), "texts--000002"), ((3,), "texts--000002"), ((0,), "texts")]
)
def test_other_texts(tmp_path: Path, texts: Any, part: str):
    """Texts that are not those of the folder, or not all of them, are refused."""
    folder = tmp_path / "corpus"
    sd.extract(in_turn(4), to=folder, articles_per_part=2)
    with pytest.raises(ConflictError) as caught:
        sd.extract(in_turn(*texts), to=folder, articles_per_part=2)

    assert (
        f"the texts of part {part} are not those that were extracted into {str(folder)!r} before; give the same ones in the same order, or another folder"
        == str(caught.value)
    )


@pytest.mark.parametrize("error", [FileNotFoundError(2, "No such file"), ValueError("mine"), KeyboardInterrupt()])
def test_what_the_texts_raise(tmp_path: Path, error: BaseException):
    """What goes wrong where the texts come from is raised as it is, and what was extracted before stays."""
    folder = tmp_path / "corpus"

    def within() -> Any:
        yield from in_turn(3)
        raise error

    with pytest.raises(type(error)) as caught:
        sd.extract(within(), to=folder, articles_per_part=1)

    assert error is caught.value
    assert 4 == sd.extract(in_turn(3, TRADE), to=folder, articles_per_part=1).n_rows["articles"]


def test_one_text_in_several_parts(tmp_path: Path):
    """The same text again and again is kept once, and each of its copies is a row of errors with an id of its own."""
    corpus = sd.extract([VISIT] * 5, to=tmp_path / "corpus", articles_per_part=2)

    assert (1, 4) == (corpus.n_rows["articles"], len({row.id for row in corpus.errors}))
    assert corpus.validate().ok


def test_a_corpus_in_the_folder_that_is_read(folder: Path):
    """The folder that is written may lie in the one that is read: what is in it is no article, and no error."""
    sd.extract_files(folder, to=folder / "corpus")
    again = sd.extract_files(folder, to=folder / "corpus")

    assert ["empty.txt"] == [row.source for row in again.errors]


def test_texts_that_another_process_extracts(tmp_path: Path):
    """Nobody else extracts texts into a folder at the same time."""
    folder = tmp_path / "corpus"

    def within() -> Any:
        yield VISIT
        with pytest.raises(ConflictError) as caught:
            sd.extract([TRADE], to=folder)
        assert f" is extracting texts into {str(folder)!r}; wait for it" in str(caught.value)

    assert 1 == sd.extract(within(), to=folder).n_rows["articles"]


def test_texts_that_another_machine_may_be_extracting(tmp_path: Path):
    """A claim of another machine, which may be dead, is broken where somebody says so."""
    folder = tmp_path / "corpus"
    sd.extract([], to=folder)
    (folder / ".extracting" / "claims" / "texts").write_text('["node7", 4194305, "another"]', "utf-8")
    with pytest.raises(ConflictError) as caught:
        sd.extract([VISIT], to=folder)

    assert (
        f"process 4194305 on node7 is extracting texts into {str(folder)!r}; wait for it, give another folder, or if it has ended run the same again with break_lock=True"
        == str(caught.value)
    )
    assert 1 == sd.extract([VISIT], to=folder, break_lock=True).n_rows["articles"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"text": True}, "workers and text are for a corpus that is written; give its folder with to"),
        ({"articles_per_part": 0}, "expected a number of articles of at least 1, found 0"),
        ({"to": "corpus", "articles_per_part": True}, "expected a number of articles of at least 1, found True"),
        (
            {"to": "corpus", "client": object()},
            "expected to or client, found both; write the texts to files, which a cluster extracts to a folder: extract_files",
        ),
    ],
)
def test_options_of_texts(options: dict[str, Any], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Options that do not go together, and figures that are none, are refused."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        sd.extract([VISIT], **options)

    assert message == str(caught.value)
    assert [] == [*tmp_path.iterdir()]
