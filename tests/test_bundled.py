"""What the package ships: its tables and loaders, that nothing else is ever loaded, and the copy of the article that is attached."""

import inspect
import os
import pydoc
import shutil
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from math import isnan
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import summitdata as sd
from summitdata import bundled
from summitdata._manifest import FILES
from summitdata.exceptions import (
    AttachError,
    FormatError,
    IntegrityError,
    NotFoundError,
    UnknownNameError,
    UsageError,
    WriteError,
)
from summitdata.joined import view
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns, row_is, wording_columns
from summitdata.schema import codebook as codebook_of
from summitdata.view_records import VIEW_RECORDS

from .conftest import SYNTHETIC
from .folders import everything
from .processes import copied, python, ship, unprivileged

BACKENDS = ("pandas", "polars", "arrow", "duckdb")
LOADERS = [name for name in sd.__all__ if name.startswith("load_")]


def arrow(frame: Any) -> pa.Table:
    """Any frame as an Arrow table."""
    return frame.to_arrow_table() if hasattr(frame, "to_arrow_table") else pa.table(frame)


def rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of any frame."""
    made = arrow(frame).to_pylist()
    return [
        {key: None if isinstance(value, float) and isnan(value) else value for key, value in row.items()}
        for row in made
    ]


@pytest.mark.parametrize("backend", BACKENDS)
def test_tables_lists_what_there_is(backend: str) -> None:
    """Every table stands there in order, with its number of rows and what a row is."""
    corpus = sd.load()
    expected = [
        {"table": name, "rows": corpus.table(name).num_rows, "a_row_is": row_is(cls)} for name, cls in TABLES.items()
    ]

    assert expected == rows(sd.tables(backend=backend))


@pytest.mark.parametrize(
    ("name", "listing"),
    [
        ("tables", sd.tables),
        ("views", sd.views),
        ("codebook", lambda backend: sd.codebook("mentions", backend)),
        ("targets", lambda backend: sd.frame("targets", backend)),
    ],
)
@pytest.mark.parametrize(
    ("backend", "message"),
    [
        ("panda", "there is no backend 'panda'; did you mean 'pandas'?"),
        ("records", "backend='records' goes with the tables of a corpus, found '{0}'; choose another backend"),
    ],
)
def test_what_is_no_table_has_frames_only(name: str, listing: Callable[[str], Any], backend: str, message: str) -> None:
    """Lists, codebooks and views come in any library's frame, but have no records."""
    with pytest.raises(UsageError) as caught:
        listing(backend)

    assert str(caught.value) == message.format(name)


@pytest.mark.parametrize("backend", BACKENDS)
def test_views_lists_what_there_is(backend: str) -> None:
    """There is a row for every view, with its length and what one of its rows is."""
    corpus = sd.load()
    expected = [
        {"view": name, "rows": corpus.joined(name).num_rows, "a_row_is": row_is(cls)}
        for name, cls in VIEW_RECORDS.items()
    ]

    assert expected == rows(sd.views(backend=backend))


@pytest.mark.parametrize("name", VIEW_RECORDS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_view_comes_by_its_name(name: str, backend: str) -> None:
    """A view of the shipped corpus is that of its tables, whole or some of its columns."""
    expected = view(sd.load().tables, name)

    assert rows(expected) == rows(sd.frame(name, backend))
    assert rows(expected.select(["article_id"])) == rows(sd.frame(name, backend, columns=["article_id"]))


def test_a_view_has_the_wording_that_is_attached(article_path: Path, article_text: str) -> None:
    """With the article attached, the quotations with their speakers have their words."""
    sd.attach(article_path)
    quoted = sd.frame("quotations_with_speakers", "arrow").to_pylist()

    assert [q["text"] for q in quoted] == [article_text[q["start"] : q["end"]] for q in quoted]


@pytest.mark.parametrize("name", VIEW_RECORDS)
def test_a_view_is_described_as_a_table_is(name: str) -> None:
    """Codebook and description of a view are read off its declaration."""
    cls = VIEW_RECORDS[name]
    told = " ".join(sd.describe(name).split())

    assert rows(sd.codebook(name, "arrow")) == rows(codebook_of(cls))
    assert told.startswith(f"{name}: {sd.load().joined(name).num_rows:,} rows {row_is(cls)}")
    assert [c.name for c in columns(cls) if f"{c.name} ({c.type_name}" not in told] == []


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("backend", BACKENDS)
def test_codebook_says_what_every_column_means(name: str, backend: str) -> None:
    """The codebook is the one that is computed from the record class."""
    expected = codebook_of(TABLES[name])

    assert rows(expected) == rows(sd.codebook(name, backend=backend))


@pytest.mark.parametrize("name", TABLES)
def test_describe_tells_of_every_column(name: str) -> None:
    """The description has the rows, what a row is, and every column with its type and what it holds."""
    n = sd.load().table(name).num_rows
    told = " ".join(sd.describe(name).split())

    assert told.startswith(f"{name}: {'1 row' if n == 1 else f'{n:,} rows'} {row_is(TABLES[name])}")
    assert [c.name for c in columns(TABLES[name]) if f"{c.name} ({c.type_name}" not in told] == []
    assert [c.name for c in columns(TABLES[name]) if c.description not in told] == []


def test_describe_counts_nulls_and_codes() -> None:
    """For each column it says how many rows are null and what that means, and how often each code occurs."""
    quotations = sd.load().quotations
    counts = {kind: sum(q.kind == kind for q in quotations) for kind in ("direct", "indirect", "scare")}
    told = sd.describe("quotations")

    assert f"\n    direct {counts['direct']}, indirect {counts['indirect']}, scare {counts['scare']}\n" in told
    assert f"\nspeaker_id (text; null in {counts['scare']} rows, meaning inapplicable)\n    Who is quoted; " in told
    assert "\nstart (whole number; code points)\n    Where it begins in the article.\n" in told
    assert f"\norigin (text)\n    How the row came to be.\n    curated {len(quotations)}\n" in told


def test_a_description_shows_itself() -> None:
    """In a notebook the description is seen as it is, not as a string with escapes."""
    assert str(sd.describe("codes")) == repr(sd.describe("codes"))


@pytest.mark.parametrize("call", [sd.frame, sd.describe, sd.codebook], ids=lambda call: call.__name__)
def test_an_unknown_table_names_the_nearest(call: Callable[[str], Any]) -> None:
    """A slip in a table's name is answered with the name that was meant."""
    with pytest.raises(UnknownNameError) as caught:
        call("quantites")

    assert str(caught.value) == "there is no table or view 'quantites'; did you mean 'quantities'?"


def test_there_is_a_loader_for_every_table() -> None:
    """No table is without a loader, and no loader without a table."""
    assert [f"load_{name}" for name in sorted(TABLES)] == LOADERS


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_is_documented(name: str) -> None:
    """Its documentation, as help() shows it, holds what a row is and every column's description."""
    loader = getattr(sd, name)
    cls = TABLES[name.removeprefix("load_")]
    shown = pydoc.render_doc(loader, renderer=pydoc.plaintext)

    assert loader.__name__ == name
    assert row_is(cls) in inspect.getdoc(loader)
    assert [c.name for c in columns(cls) if f"{c.name}: {c.description}" not in shown] == []
    assert repr(loader) == f"<function summitdata.{name}>"


@pytest.mark.parametrize("name", LOADERS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_loader_gives_its_table(name: str, backend: str) -> None:
    """A loader gives what `frame` gives by name, in every library."""
    table = name.removeprefix("load_")
    loaded = getattr(sd, name)(backend)

    assert type(sd.frame(table, backend)) is type(loaded)
    assert rows(sd.load().table(table)) == rows(loaded)


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_gives_records(name: str) -> None:
    """Records are those of the corpus."""
    assert list(getattr(sd.load(), name.removeprefix("load_"))) == getattr(sd, name)(backend="records")


def test_a_loader_gives_pandas_unless_told(home: Path) -> None:
    """Without an argument it is a pandas frame, with the dtypes asked for."""
    import pandas as pd

    assert isinstance(sd.load_quantities(), pd.DataFrame)
    assert sd.load_quantities(dtype_backend="pyarrow").dtypes.map(str).to_dict()["value"] == "double[pyarrow]"
    assert not home.exists()


def test_the_schema_of_what_is_shipped_is_the_computed_one() -> None:
    """Every shipped table has the columns, types, nullability and metadata of its record class."""
    corpus = sd.load()

    assert [
        n for n, cls in TABLES.items() if not corpus.table(n).schema.equals(arrow_schema(cls), check_metadata=True)
    ] == []


def test_the_shipped_corpus_is_verified() -> None:
    """The corpus knows its data version and that its bytes were checked, and has no wording."""
    corpus = sd.load()

    assert (corpus.version, corpus.status, corpus.has_text) == (sd.DATA_VERSION, "verified", False)


@pytest.mark.parametrize("name", ["articles", "mentions", "sentences", "quantities"])
def test_a_frame_is_fresh(name: str) -> None:
    """Whatever is done to a frame, the next one is as it was shipped."""
    before = rows(sd.frame(name, "arrow"))
    frame = sd.frame(name)
    for column in frame.select_dtypes("number").columns:
        frame.loc[:, column] = -1
    for column in frame.select_dtypes("string").columns:
        frame.loc[:, column] = "changed"
    records = sd.frame(name, "records")
    records.clear()

    assert before == rows(sd.frame(name))
    assert before == rows(sd.frame(name, "polars"))
    assert before == rows(sd.load().table(name))


def test_loading_in_threads() -> None:
    """Eight threads that load every table at once all get the same."""
    expected = {name: rows(sd.load().table(name)) for name in TABLES}
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda name: (name, rows(sd.frame(name))), [*TABLES] * 8))

    assert [name for name, found in loaded if expected[name] != found] == []


FORKED = """
import os
import summitdata as sd

whole = sd.load()
child = os.fork()
if child == 0:
    os._exit(0 if sd.load() == whole and sd.load_mentions().shape == sd.load_mentions().shape else 1)
print(os.waitpid(child, 0)[1])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_loading_after_a_fork() -> None:
    """A child process of one that has loaded can load too."""
    forked = python(FORKED, timeout=60)

    assert (forked.stdout, forked.stderr) == ("0\n", "")


# --- nothing but what was shipped


def flip(data: bytes, _: bytes) -> bytes:
    """One bit is another."""
    return data[:200] + bytes([data[200] ^ 1]) + data[201:]


def truncate(data: bytes, _: bytes) -> bytes:
    """The second half is missing."""
    return data[: len(data) // 2]


def swap(_: bytes, other: bytes) -> bytes:
    """It is another shipped file."""
    return other


def pointer(data: bytes, _: bytes) -> bytes:
    """It was cloned without Git LFS."""
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(data).hexdigest()}\nsize {len(data)}\n".encode()


def page(_data: bytes, _other: bytes) -> bytes:
    """A server answered with a page."""
    return b"<!DOCTYPE html><html><body>Not found</body></html>"


def pad(data: bytes, _: bytes) -> bytes:
    """Something was written to its end."""
    return data + b"\0"


Damage = Callable[[bytes, bytes], bytes]

DAMAGES: list[tuple[Damage, str]] = [
    (flip, "the shipped file mentions.parquet has the SHA-256 {found}, expected {digest}; reinstall summitdata"),
    (
        truncate,
        "the shipped file mentions.parquet has {n:,} bytes, expected {size:,}; it is a Parquet file, reinstall summitdata",
    ),
    (
        swap,
        "the shipped file mentions.parquet has {n:,} bytes, expected {size:,}; it is a Parquet file, reinstall summitdata",
    ),
    (
        pad,
        "the shipped file mentions.parquet has {n:,} bytes, expected {size:,}; it is a Parquet file, reinstall summitdata",
    ),
    (
        pointer,
        "the shipped file mentions.parquet has {n:,} bytes, expected {size:,}; it is a Git LFS pointer, not the file itself, reinstall summitdata",
    ),
    (
        page,
        "the shipped file mentions.parquet has {n:,} bytes, expected {size:,}; it is an HTML or XML page, reinstall summitdata",
    ),
]


def damaged(folder: Path, damage: Damage, template: str) -> str:
    """Damage the mentions in a folder of shipped files; the message to expect."""
    path = folder / "mentions.parquet"
    data = damage(path.read_bytes(), (folder / "quotations.parquet").read_bytes())
    path.write_bytes(data)
    digest, size = bundled.FILES["mentions"]
    return template.format(n=len(data), size=size, digest=digest, found=sha256(data).hexdigest())


REFUSED = """
import sys
import summitdata as sd
from summitdata.exceptions import IntegrityError

for load in (sd.load_mentions, sd.load, lambda: sd.describe("mentions")):
    try:
        load()
    except IntegrityError as error:
        print(error)
print(sd.load_articles("records")[0].id)
print(sd.__file__)
"""


@pytest.mark.parametrize(("damage", "template"), DAMAGES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_damaged_package_is_refused(damage: Damage, template: str, tmp_path: Path) -> None:
    """A shipped file that is not the one that was shipped is refused before it is parsed, and only where it is needed."""
    package = copied(tmp_path)
    message = damaged(package / "data", damage, template)
    loaded = python(REFUSED, env={"PYTHONPATH": str(tmp_path)})

    assert loaded.stdout.splitlines() == [message, message, message, sd.ARTICLE_ID, str(package / "__init__.py")]


@pytest.mark.parametrize(("damage", "template"), DAMAGES, ids=lambda value: getattr(value, "__name__", ""))
def test_damaged_data_is_refused(
    damage: Damage, template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same where other data is shipped."""
    ship(sd.open(SYNTHETIC), tmp_path, monkeypatch)
    message = damaged(tmp_path, damage, template)

    with pytest.raises(IntegrityError) as caught:
        sd.load_mentions()

    assert str(caught.value) == message


def test_a_missing_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shipped file that is gone is told by name, with what to do."""
    ship(sd.open(SYNTHETIC), tmp_path, monkeypatch)
    (tmp_path / "mentions.parquet").unlink()

    with pytest.raises(IntegrityError) as caught:
        sd.load_mentions()

    assert str(caught.value) == (
        "the shipped file mentions.parquet cannot be read: No such file or directory; reinstall summitdata"
    )


ALL_TABLES = """
import sys
import summitdata as sd

print(sd.__file__)
for name, table in sd.load().tables.items():
    print(name, table.num_rows, hash(str(table.to_pylist())))
"""


def test_the_package_loads_from_a_zip(tmp_path: Path) -> None:
    """A package that is imported from a zip archive ships the same tables, and leaves nothing behind."""
    archive, temporary = tmp_path / "summitdata.zip", tmp_path / "temporary"
    temporary.mkdir()
    copied(tmp_path)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted((tmp_path / "summitdata").rglob("*")):
            file.write(path, path.relative_to(tmp_path))
    shutil.rmtree(tmp_path / "summitdata")
    environment = {"PYTHONPATH": str(archive), "PYTHONHASHSEED": "0", "TMPDIR": str(temporary)}
    place, *zipped = python(ALL_TABLES, env=environment).stdout.splitlines()
    _, *usual = python(ALL_TABLES, env={"PYTHONHASHSEED": "0"}).stdout.splitlines()

    assert place == f"{archive}{os.sep}summitdata{os.sep}__init__.py"
    assert usual == zipped
    assert len(usual) == 24
    assert list(temporary.iterdir()) == []


WATCHED = """
import os, sys

seen = []

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and path != os.devnull:
            seen.append((event, path))
    elif event.startswith(("socket.", "urllib.", "http.", "os.mkdir", "os.rename", "os.remove", "os.link", "subprocess.")):
        if event not in ("socket.gethostname",):
            seen.append((event, arguments))

sys.addaudithook(watch)
import summitdata as sd

for name in sd.load().tables:
    sd.frame(name)
    sd.describe(name)
sd.tables(), sd.disclosure()
for event in seen:
    print(event)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_loading_writes_nothing_and_asks_nobody(tmp_path: Path) -> None:
    """Without a home, in folders that may not be written, everything loads, no file is opened for writing and no socket made."""
    copied(tmp_path)
    (tmp_path / "here").mkdir()
    folders = [tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    before = everything(tmp_path)
    environment = {k: v for k, v in os.environ.items() if k not in ("HOME", "SUMMITDATA_HOME", "XDG_DATA_HOME")}
    script = f"import os; os.environ.clear(); os.environ.update({environment | {'PYTHONPATH': str(tmp_path)}!r})\n"
    try:
        watched = python(
            script + f"import sys; sys.dont_write_bytecode = True; sys.path.insert(0, {str(tmp_path)!r})\n" + WATCHED,
            cwd=tmp_path / "here",
            preexec_fn=unprivileged(),
        )
        after = everything(tmp_path)
    finally:
        for folder in folders:
            folder.chmod(0o755)

    assert (watched.stdout, watched.stderr, watched.returncode) == ("", "", 0)
    assert before == after


# --- the attached copy


@pytest.fixture(params=["invented", "real"])
def article(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An article whose corpus the package ships: the invented one, and the real one where it is."""
    if request.param == "real":
        return Path(request.getfixturevalue("article_path"))
    ship(sd.open(SYNTHETIC), tmp_path_factory.mktemp("shipped"), monkeypatch)
    return SYNTHETIC / "article.txt"


def guillemets(text: str) -> str:
    """The text with other quotation marks."""
    return text.replace(' "', " «").replace('\n"', "\n«").replace('"', "»")


def windows(text: str) -> str:
    """The text with other line breaks."""
    return text.replace("\n", "\r\n")


@pytest.fixture(params=[str, guillemets, windows], ids=["exact", "guillemets", "windows"])
def copy(request: pytest.FixtureRequest, article: Path, tmp_path: Path) -> Path:
    """A copy of the article, exact or with other marks or line breaks."""
    path = tmp_path / "copy.txt"
    path.write_bytes(request.param(article.read_bytes().decode()).encode())
    return path


def test_attach_fills_the_wording(article: Path) -> None:
    """After an exact copy is attached, every row of every table has its wording, cut out of the article."""
    text = article.read_bytes().decode()
    result = sd.attach(article)
    corpus = sd.load()

    assert (result.exact, result.changed, result.moved, result.lost) == (True, (), (), ())
    assert result.corpus == corpus
    assert corpus.articles[0].text == text
    assert corpus.table("mentions").num_rows
    for name, cls in TABLES.items():
        if wording_columns(cls) and name != "articles":
            found = corpus.table(name).select(["start", "end", "text"]).to_pylist()
            assert [row for row in found if text[row["start"] : row["end"]] != row["text"]] == []


def test_what_is_attached_is_everywhere(copy: Path) -> None:
    """The wording is in the corpus, in frames by name and from every loader, and gone after detach."""
    attached = sd.attach(copy).corpus
    wording = {name: rows(attached.table(name)) for name in TABLES}

    assert attached == sd.load()
    assert all(mention["text"] for mention in wording["mentions"])
    assert wording["quotations"] == rows(sd.frame("quotations", "arrow"))
    assert [n for n in TABLES if wording[n] != rows(getattr(sd, f"load_{n}")("polars"))] == []
    assert sd.detach()
    assert attached.without_text() == sd.load()
    assert not sd.detach()


def test_attach_remembers_the_copy(copy: Path, home: Path) -> None:
    """What is remembered is the copy itself, in one file in the chosen folder."""
    sd.attach(copy)

    assert [f"{bundled.ARTICLE_ID}.txt"] == [path.name for path in home.iterdir()]
    assert copy.read_bytes() == (home / f"{bundled.ARTICLE_ID}.txt").read_bytes()


def test_attach_without_remembering_writes_nothing(copy: Path, home: Path) -> None:
    """With remember=False only the answer has the wording."""
    result = sd.attach(copy, remember=False)

    assert result.corpus.mentions[0].text
    assert sd.load().mentions[0].text is None
    assert not home.exists()


def test_attach_takes_a_later_copy(article: Path, tmp_path: Path) -> None:
    """A second copy replaces the first, also when it is the remembered one itself."""
    changed = tmp_path / "copy.txt"
    changed.write_bytes(windows(article.read_bytes().decode()).encode())
    sd.attach(changed)
    sd.attach(article)
    exact = sd.load()

    assert exact.articles[0].text is not None
    assert sd.attach(bundled.home() / f"{bundled.ARTICLE_ID}.txt").exact
    assert exact == sd.load()


def test_a_changed_copy_reports_what_moved(article: Path, tmp_path: Path) -> None:
    """Line breaks of two characters move everything after the first line, and the words are the same."""
    text = article.read_bytes().decode()
    path = tmp_path / "copy.txt"
    path.write_bytes(windows(text).encode())
    result = sd.attach(path)

    assert not result.exact
    assert (result.changed, result.lost) == ((), ())
    assert [
        s for s in result.spans if s.table == "mentions" and s.copy_start != s.start + text[: s.start].count("\n")
    ] == []
    assert [m for m in result.corpus.mentions if m.text != text[m.start : m.end]] == []
    assert result.corpus.articles[0].text is None


def test_a_byte_order_mark_is_no_part_of_the_text(article: Path, tmp_path: Path, home: Path) -> None:
    """A copy that an editor gave a byte order mark is an exact one, and is remembered without it."""
    path = tmp_path / "copy.txt"
    path.write_bytes(b"\xef\xbb\xbf" + article.read_bytes())

    assert sd.attach(path).exact
    assert article.read_bytes() == (home / f"{bundled.ARTICLE_ID}.txt").read_bytes()


@pytest.mark.parametrize(
    "count",
    [lambda: sd.describe("mentions"), sd.disclosure, lambda: rows(sd.tables())],
    ids=["describe", "disclosure", "tables"],
)
def test_what_is_attached_is_not_counted(count: Callable[[], Any], article: Path) -> None:
    """Descriptions and the disclosure speak of what is shipped, whatever a user has attached."""
    before = count()
    sd.attach(article)

    assert before == count()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("Текст".encode("utf-16"), "binary data of an unknown kind"),
        ("Текст статьи".encode("cp1251"), "binary data of an unknown kind"),
        ("déjà vu".encode("latin-1"), "binary data of an unknown kind"),
        (b"%PDF-1.7 \xff", "a PDF"),
        (b"PK\x03\x04\xff\xff", "a zip archive"),
        (b"PAR1\xff\xff", "a Parquet file"),
    ],
    ids=["UTF-16", "Windows-1251", "Latin-1", "PDF", "docx", "Parquet"],
)
def test_a_file_that_is_not_text_is_refused(data: bytes, kind: str, tmp_path: Path, home: Path) -> None:
    """A file in another encoding or of another kind is refused with the first byte that is wrong."""
    path = tmp_path / "copy.txt"
    path.write_bytes(data)
    place = next(i for i in range(len(data) + 1) if not is_text(data[:i])) - 1

    with pytest.raises(FormatError) as caught:
        sd.attach(path)

    assert str(caught.value) == (
        f"{str(path)!r} is not text in UTF-8 (byte {place} cannot be read), it is {kind}; save the article as UTF-8 text"
    )
    assert not home.exists()


def is_text(data: bytes) -> bool:
    """Whether bytes may begin a text in UTF-8."""
    return data.decode("utf-8", "ignore").encode() == data or (data[-1:] in (b"\xd0", b"\xd1") and is_text(data[:-1]))


def test_another_article_is_refused(home: Path) -> None:
    """A text that is not the article is refused with what was expected and what was found."""
    with pytest.raises(AttachError) as caught:
        sd.attach(SYNTHETIC / "article.txt")

    assert str(caught.value) == (
        "the text is not the article 'astana25': expected 9,697 characters by Zakon.kz of 2025-10-21, "
        "found 4,559 characters with 0 of its 84 sentences; give that article"
    )
    assert not home.exists()


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("nowhere.txt", NotFoundError, "'nowhere.txt' does not exist; check the path"),
        (Path("nowhere.txt"), NotFoundError, "'nowhere.txt' does not exist; check the path"),
        ("", UsageError, "expected a path, found ''; give the path of a file or folder"),
        (None, UsageError, "expected a path, found None; give a string or a pathlib.Path"),
        (
            "https://example.com/article.txt",
            UsageError,
            "expected a path on this machine, found the URL 'https://example.com/article.txt'; download it first and give the file's path",
        ),
        (".", FormatError, "'.' cannot be read: Is a directory; check that it is a file you may read"),
        ("empty.txt", FormatError, "'empty.txt' is empty; write or download it again"),
    ],
    ids=["missing", "path", "no name", "nothing", "URL", "folder", "empty"],
)
def test_a_path_without_an_article_is_refused(
    path: Any, error: type[Exception], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is no file with something in it is refused by what it is."""
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_bytes(b"")

    with pytest.raises(error) as caught:
        sd.attach(path)

    assert str(caught.value) == message


def cut(text: str) -> bytes:
    """Most of the text is gone."""
    return text[: len(text) // 4].encode()


def recode(text: str) -> bytes:
    """The text is in another encoding."""
    return text.encode("utf-16")


def empty(text: str) -> bytes:
    """The text is gone."""
    return text[:0].encode()


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (cut, "the text is not the article "),
        (
            recode,
            "{path} is not text in UTF-8 (byte 0 cannot be read), it is binary data of an unknown kind; save the article as UTF-8 text",
        ),
        (empty, "{path} is empty; write or download it again"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
@pytest.mark.parametrize(
    "load", [sd.load, sd.load_mentions, lambda: sd.frame("quotations", "arrow")], ids=["load", "loader", "frame"]
)
def test_a_remembered_copy_that_was_changed_is_refused(
    load: Callable[[], Any], tamper: Callable[[str], bytes], reason: str, article: Path, home: Path
) -> None:
    """When the remembered copy is no longer the article, loading says where it is and how to get rid of it."""
    sd.attach(article)
    path = home / f"{bundled.ARTICLE_ID}.txt"
    path.write_bytes(tamper(article.read_bytes().decode()))

    with pytest.raises(AttachError) as caught:
        load()

    message = str(caught.value)

    assert message.startswith(
        f"the copy of the article remembered in {str(path)!r} was changed: {reason.format(path=repr(str(path)))}"
    )
    assert message.endswith("; run summitdata detach and attach the article again")
    assert sd.detach()
    assert load() is not None


def test_an_edited_remembered_copy_never_gives_wrong_words(article: Path, home: Path) -> None:
    """Where the remembered copy was edited in one sentence, the rows of that sentence have no wording and all others theirs."""
    text = article.read_bytes().decode()
    sd.attach(article)
    sentence = sd.load().sentences[3]
    place = text.index(" ", sentence.start)
    (home / f"{bundled.ARTICLE_ID}.txt").write_bytes(f"{text[:place]} будто бы{text[place:]}".encode())
    corpus = sd.load()

    assert [s.id for s in corpus.sentences if s.text is None] == [sentence.id]
    assert [m for m in corpus.mentions if m.text not in (None, text[m.start : m.end])] == []
    assert [m for m in corpus.mentions if m.text is None and not sentence.start <= m.start < sentence.end] == []


def test_a_home_that_is_a_file(article: Path, home: Path) -> None:
    """Where the chosen folder is a file, nothing can be remembered, the file is left alone, and loading goes on."""
    home.write_text("in the way")

    with pytest.raises(WriteError) as caught:
        sd.attach(article)

    assert str(caught.value).endswith(
        f"writing {str(home / f'{bundled.ARTICLE_ID}.txt')!r} failed: File exists; nothing was changed, make room or check your rights and try again"
    )
    assert home.read_text() == "in the way"
    assert not sd.load().has_text
    assert not sd.detach()


def test_a_folder_in_the_place_of_the_copy(home: Path) -> None:
    """A folder where the copy would lie is not removed."""
    (home / f"{bundled.ARTICLE_ID}.txt" / "inner").mkdir(parents=True)

    with pytest.raises(WriteError) as caught:
        sd.detach()

    assert f"removing {str(home / f'{bundled.ARTICLE_ID}.txt')!r} failed: " in str(caught.value)
    assert str(caught.value).endswith("; remove it yourself")
    assert (home / f"{bundled.ARTICLE_ID}.txt" / "inner").is_dir()
    assert not sd.load().has_text


LOCKED = """
import sys
import summitdata as sd

for call in (sd.load, sd.detach, lambda: sd.attach(sys.argv[1])):
    try:
        print(call())
    except sd.SummitDataError as error:
        print(f"{type(error).__name__}: {error}")
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
def test_a_home_that_may_not_be_entered(article_path: Path, home: Path) -> None:
    """Where the chosen folder may not be read, there is no copy, and remembering or removing one fails by name."""
    home.mkdir(mode=0o000)
    locked = python(LOCKED, str(article_path), preexec_fn=unprivileged())
    path = repr(str(home / f"{bundled.ARTICLE_ID}.txt"))
    loaded, detached, attached = locked.stdout.splitlines()

    assert loaded.startswith(f"<Corpus data {sd.DATA_VERSION}, verified, without text: ")
    assert detached.endswith(f"removing {path} failed: Permission denied; remove it yourself")
    assert attached.endswith(
        f"writing {path} failed: Permission denied; nothing was changed, make room or check your rights and try again"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="the folder is that of Linux")
@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({"HOME": "{here}"}, ".local/share/summitdata"),
        ({"HOME": "{here}/other", "XDG_DATA_HOME": "{here}/data"}, "data/summitdata"),
        ({"HOME": "{here}", "XDG_DATA_HOME": ""}, ".local/share/summitdata"),
        ({"HOME": "{here}", "SUMMITDATA_HOME": "~/mine"}, "mine"),
        ({"HOME": "{here}", "SUMMITDATA_HOME": ""}, ".local/share/summitdata"),
    ],
    ids=["home", "data home", "empty data home", "tilde", "empty"],
)
def test_the_user_s_data_folder(
    variables: dict[str, str], place: str, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without SUMMITDATA_HOME the copy is remembered where the system keeps users' data."""
    for name in ("SUMMITDATA_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(here=tmp_path))
    sd.attach(article)

    assert [tmp_path / place / f"{bundled.ARTICLE_ID}.txt"] == [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sd.detach()


def test_a_home_of_nobody_is_refused(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that cannot be found is refused, instead of a folder called ~ being made here; loading goes on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUMMITDATA_HOME", "~nobody-of-that-name/data")

    with pytest.raises(WriteError) as caught:
        sd.attach(article)

    assert str(caught.value) == (
        "there is no home folder to remember the article in, "
        f"found '~nobody-of-that-name/data/{bundled.ARTICLE_ID}.txt'; set SUMMITDATA_HOME to a folder"
    )
    assert list(tmp_path.iterdir()) == []
    assert not sd.load().has_text


def test_every_shipped_file_is_in_the_manifest() -> None:
    """What lies beside the code is what the manifest lists, no more and no less."""
    folder = Path(sd.__file__).parent / "data"

    assert sorted(f"{name}.parquet" for name in (*FILES, "changes")) == sorted(
        path.name for path in folder.glob("*.parquet")
    )
    assert list(FILES) == list(TABLES)
