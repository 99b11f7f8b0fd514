"""A stranger's folder in a process of its own: the same corpus, the same errors, and an end to what has none."""

import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import summitdata as sd
from summitdata.exceptions import (
    ConversionError,
    FormatError,
    IntegrityError,
    LimitError,
    NotFoundError,
    SchemaError,
    SummitDataError,
    UsageError,
)
from summitdata.formats import REVERSIBLE
from summitdata.isolated import answer, open_isolated
from summitdata.records import TABLES
from summitdata.schema import arrow_schema

from .folders import article, corpus_of, everything, silence, unchecked
from .processes import PACKAGE, python

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems limit a process otherwise, or not at all"
)

GOOD = corpus_of("1.2.3", articles=[article(headline="№ 1")], silences=[silence(i, note="«ё»") for i in range(1, 4)])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the stranger's corpus lies."""
    return tmp_path / "in"


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the libraries open for themselves when they are first used stays open."""
    for form in REVERSIBLE:
        folder = tmp_path_factory.mktemp("warm") / form
        GOOD.write(folder, form)
        sd.open(folder)


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """No test leaves a process or a descriptor behind."""
    descriptors = os.listdir("/proc/self/fd")  # noqa: PTH208 - names are wanted
    children = _children()
    yield

    assert len(descriptors) == len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names are wanted
    assert children == _children()


def _children() -> set[str]:
    """The processes that this one has started and not yet laid to rest; other tests may have left what Python keeps for its own."""
    return {pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


@pytest.mark.parametrize("form", REVERSIBLE)
def test_it_gives_the_same_corpus(form: str, place: Path) -> None:
    """Rows, data version and status are those that opening here gives, and the folder is only read."""
    GOOD.write(place, form)
    before = everything(place)
    found = open_isolated(place)

    assert sd.open(place) == found == GOOD
    assert ("1.2.3", "verified") == (found.version, found.status)
    assert before == everything(place)


def test_a_folder_in_parts_comes_whole(place: Path) -> None:
    """The parts are joined."""
    corpus = corpus_of(articles=[article(f"a{i}") for i in range(5)])
    corpus.in_parts(2).write(place)
    (place / "manifest.json").unlink()
    found = open_isolated(str(place))

    assert corpus == found
    assert ("",) == found.part_names
    assert found.status == "unverified"


def _bad_value(place: Path) -> None:
    unchecked("silences", silence(1, origin="none")).write(place, "csv")


def _changed(place: Path) -> None:
    GOOD.write(place, "csv")
    (place / "silences.csv").write_bytes(b"x\n")


def _mislaid(place: Path) -> None:
    place.mkdir()
    (place / "mention.parquet").touch()


def _page(place: Path) -> None:
    place.write_bytes(b"<html></html>")


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda _: None, NotFoundError),
        (Path.mkdir, NotFoundError),
        (_page, FormatError),
        (_mislaid, SchemaError),
        (_bad_value, ConversionError),
        (_changed, IntegrityError),
    ],
    ids=["missing", "empty", "page", "schema", "value", "changed"],
)
def test_its_errors_are_those_of_opening(make: Callable[[Path], object], error: type[Exception], place: Path) -> None:
    """The same class with the same message."""
    make(place)
    with pytest.raises(SummitDataError) as here:
        sd.open(place)
    with pytest.raises(SummitDataError) as isolated:
        open_isolated(place)

    assert error is type(here.value) is type(isolated.value)
    assert str(here.value) == str(isolated.value)


def test_its_limits_are_those_that_are_given(place: Path) -> None:
    """They hold in the process that reads."""
    GOOD.write(place)
    with pytest.raises(LimitError) as e:
        open_isolated(place, limits=sd.Limits(rows=2))

    assert str(e.value) == (
        f"'{place}/silences.parquet' has at least 3 rows, the limit is 2; "
        "if you trust it, give a higher one: limits=Limits(rows=…) (--limit rows=…)"
    )


def test_parts_together_are_held_against_the_limits(place: Path) -> None:
    """Each part is small enough, but here they are one table."""
    corpus_of(articles=[article(f"a{i}", headline="x" * 2**21) for i in range(4)]).in_parts(1).write(place)
    with pytest.raises(LimitError) as e:
        open_isolated(place, limits=sd.Limits(decoded_bytes=3 * 2**20))

    assert str(e.value).startswith(f"'{place}' has at least 8,")
    assert str(e.value).endswith(
        " bytes in memory, the limit is 3,145,728; if you trust it, give a higher one: limits=Limits(decoded_bytes=…) (--limit decoded_bytes=…)"
    )


def _bomb(place: Path) -> None:
    """A page that is a quarter of a gigabyte of one letter, in a few kilobytes."""
    place.mkdir()
    schema = arrow_schema(TABLES["silences"])
    text = pa.array(["x" * 2**28])
    made = [text if field.name == "note" else pa.nulls(1, field.type) for field in schema]
    options: dict[str, Any] = {"compression": "zstd", "use_dictionary": False, "write_statistics": False}
    pq.write_table(pa.Table.from_arrays(made, names=schema.names), place / "silences.parquet", **options)


def test_a_file_that_asks_for_all_the_memory_is_told(place: Path) -> None:
    """The memory is that of the other process, and it ends there."""
    _bomb(place)
    with pytest.raises(LimitError) as e:
        open_isolated(place, limits=sd.Limits(decoded_bytes=2**40), memory=2**29)

    assert str(e.value) == (
        f"'{place}' asks for more memory than the process that reads it may have; if you trust it, give more: memory=…"
    )


def test_what_takes_too_long_is_ended(place: Path) -> None:
    """Not even Python itself starts in so little time."""
    GOOD.write(place)
    start = time.monotonic()
    with pytest.raises(LimitError) as e:
        open_isolated(place, seconds=0.001)

    assert time.monotonic() - start < 30
    assert str(e.value) == (
        f"'{place}' was not read in 0.001 seconds, and the process that read it was ended; "
        "if you trust it, give more: seconds=…"
    )


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("https://example.org/in", "expected a path on this machine, found the URL "),
        (None, "expected a path, found None; "),
    ],
)
def test_what_is_no_path_is_misuse(path: Any, message: str) -> None:
    """No process is started for it."""
    with pytest.raises(UsageError, match=message):
        open_isolated(path)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"memory": 1}, "expected memory as a number of bytes, at least 536,870,912 for the libraries themselves, found 1"),
        ({"memory": True}, "expected memory as a number of bytes, at least 536,870,912 for the libraries themselves, found True"),
        ({"memory": "2 GB"}, "expected memory as a number of bytes, at least 536,870,912 for the libraries themselves, found '2 GB'"),
        ({"seconds": 0}, "expected seconds as a number above 0, found 0"),
        ({"seconds": -1.5}, "expected seconds as a number above 0, found -1.5"),
        ({"seconds": float("inf")}, "expected seconds as a number above 0, found inf"),
        ({"seconds": float("nan")}, "expected seconds as a number above 0, found nan"),
        ({"seconds": "60"}, "expected seconds as a number above 0, found '60'"),
    ],
)  # fmt: skip
def test_figures_that_limit_nothing_are_misuse(given: dict[str, Any], message: str, place: Path) -> None:
    """Each is named with what was expected."""
    with pytest.raises(UsageError) as e:
        open_isolated(place, **given)

    assert message == str(e.value)


def test_a_system_that_limits_no_process_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is opened unprotected instead."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(os, "name", "nt")
        with pytest.raises(UsageError) as e:
            open_isolated(place)

    assert str(e.value) == (
        "a process cannot be limited on this system, only on POSIX; open the folder without isolated=True if you trust it"
    )


@pytest.mark.parametrize(
    ("executable", "error", "message"),
    [
        ("", UsageError, "the path of the Python interpreter is not known here; open the folder without isolated=True if you trust it"),
        ("/nowhere/python", LimitError, "no process could be started to read '{place}': No such file or directory; try again when the machine does less"),
    ],
)  # fmt: skip
def test_an_interpreter_that_is_not_there_is_told(
    executable: str, error: type[SummitDataError], message: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a program that Python is built into."""
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.raises(error) as e:
        open_isolated(place)

    assert message.format(place=place) == str(e.value)


# Another process in the place of ours


@pytest.fixture
def instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a script of the shell stand for the interpreter, with bytes that it may give as its answer."""

    def put(script: str, data: bytes = b"") -> None:
        path = tmp_path / "python"
        (tmp_path / "answer").write_bytes(data)
        path.write_text(f"#!/bin/sh\ncd '{tmp_path}'\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(path))

    return put


@pytest.mark.parametrize(
    ("script", "how"),
    [
        ("kill -SEGV $$", "was ended by SIGSEGV"),
        ("kill -ABRT $$", "was ended by SIGABRT"),
        ("kill -KILL $$", "was ended by SIGKILL"),
        ("kill -40 $$", "was ended by signal 40"),
        ("exit 1", "ended with status 1"),
        ("exit 0", "ended with status 0"),
        ("printf 12345; exit 3", "ended with status 3"),
    ],
)
def test_a_process_that_ends_without_an_answer_is_told(
    script: str, how: str, instead: Callable[..., None], place: Path
) -> None:
    """The signal or the status is named, and what to do."""
    instead(script)
    with pytest.raises(LimitError) as e:
        open_isolated(place)

    assert str(e.value) == (
        f"the process that read '{place}' {how} and gave no answer; do not use this folder, "
        "or give more memory than 2,147,483,648 bytes if you trust it: memory=…"
    )


@pytest.mark.parametrize("script", ["kill -XCPU $$", "exec sleep 600", "exec >&-; exec sleep 600", "sleep 600 & wait"])
def test_a_process_that_does_not_end_is_ended(script: str, instead: Callable[..., None], place: Path) -> None:
    """Whether it is busy, silent, has closed its output or waits for a process of its own."""
    instead(script)
    with pytest.raises(LimitError) as e:
        open_isolated(place, seconds=1.5)

    assert str(e.value).startswith(f"'{place}' was not read in 1.5 seconds, ")


def _framed(*messages: bytes) -> bytes:
    return b"".join(len(message).to_bytes(8, "big") + message for message in messages)


def _line(**said: Any) -> bytes:
    usual = {"error": None, "text": None, "version": None, "status": "verified", "tables": []}
    return _framed(json.dumps({**usual, **said}).encode())


def _arrow(table: pa.Table) -> bytes:
    sink = BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _spoilt() -> pa.Table:
    """A table whose text is not text."""
    (first, *others) = arrow_schema(TABLES["articles"])
    offsets = pa.array([0, 2], pa.int32()).buffers()[1]
    spoilt = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"\xff\xff")])
    made = [spoilt, *(pa.nulls(1, field.type) for field in others)]
    return pa.Table.from_arrays(made, names=[first.name, *(field.name for field in others)])


@pytest.mark.parametrize(
    "data",
    [
        _framed(b""),
        _framed(b"{}"),
        _framed(b"[]"),
        _framed(b"null"),
        _framed(b"not JSON"),
        _framed(b"\xff"),
        _framed(b"[" * 60_000),
        _framed(b" " * 70_000 + b"{}"),
        _line(error="Nonsense", text="x"),
        _line(error="open_isolated", text="x"),
        _line(error="FormatError"),
        _line(error="FormatError", text=""),
        _line(error="FormatError", text="two\nlines"),
        _line(error="FormatError", text="\x1b[2J"),
        _line(error=["FormatError"], text="x"),
        _line(error="FormatError", text=5),
        _line(version=5),
        _line(status="trusted"),
        _line(tables={}),
        _line() + _framed(b""),
        _line() + _framed(b"ARROW1\0\0"),
        _line() + _framed(b"\xff\xff\xff\xff\xff\xff\xff\x7f"),
        _line() + _framed(_arrow(_spoilt())),
    ],
)
def test_an_answer_that_is_none_is_not_believed(data: bytes, instead: Callable[..., None], place: Path) -> None:
    """Whatever has taken the other process over gives no error of its choice, no markup and no table that is not one."""
    instead("cat answer", data)
    with pytest.raises(FormatError) as e:
        open_isolated(place)

    assert str(e.value) == f"the process that read '{place}' answered what no reader answers; do not use this folder"


def test_a_table_of_another_table_is_not_believed(instead: Callable[..., None], place: Path) -> None:
    """Its columns are held against the schema here too."""
    instead("cat answer", _line() + _framed(_arrow(GOOD.table("silences"))))
    with pytest.raises(SchemaError) as e:
        open_isolated(place)

    assert str(e.value).startswith(f"'{place}': table 'articles' lacks the column ")


def test_an_answer_that_is_too_large_is_not_read(instead: Callable[..., None], place: Path) -> None:
    """It says how large it is before it comes."""
    instead("cat answer; exec sleep 600", _line() + (2**40).to_bytes(8, "big"))
    with pytest.raises(LimitError) as e:
        open_isolated(place)

    assert str(e.value).startswith(f"'{place}' has at least 1,099,511,627,776 bytes in memory, ")


def test_an_interrupt_ends_both(instead: Callable[..., None], place: Path, tmp_path: Path) -> None:
    """The other process does not outlive the one that waits for it."""
    instead("echo $$ > pid; exec sleep 600")

    def interrupt() -> None:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.01)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        open_isolated(place)
    thread.join()

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


# What the other process may do

LIMITED = """
import resource, sys
from summitdata import isolated

script = isolated._CHILD.replace("answer(path, limits, out)", sys.argv[1])
assert script != isolated._CHILD
isolated._CHILD = script
isolated.open_isolated(sys.argv[2], seconds=30)
"""


@pytest.mark.parametrize(
    ("tried", "found"),
    [
        ("os.write(os.open(path + '/new', os.O_WRONLY | os.O_CREAT), b'x')", "OSError: [Errno 27] File too large"),
        ("[open('/dev/null') for _ in range(70)]", "OSError: [Errno 24] Too many open files: '/dev/null'"),
        ("bytearray(2**31)", "MemoryError"),
        ("import resource; assert resource.getrlimit(resource.RLIMIT_CORE) != (0, 0)", "AssertionError"),
        ("import resource; assert resource.getrlimit(resource.RLIMIT_CPU)[0] != 30", "AssertionError"),
        ("assert 'summitdata' not in sys.modules or '' in sys.path", "AssertionError"),
        ("import numpy_of_the_stranger", "ModuleNotFoundError: No module named 'numpy_of_the_stranger'"),
    ],
)
def test_what_the_other_process_may_not_do(tried: str, found: str, place: Path) -> None:
    """It cannot fill the disk, the memory or the table of open files, leaves no core, and imports nothing of the folder."""
    place.mkdir()
    (place / "numpy_of_the_stranger.py").write_text("")
    noted = f"""
try:
    {tried}
    said = "nothing"
except BaseException as error:
    import traceback
    said = traceback.format_exception_only(error)[-1].strip()
out.write(b"".join([(n := __import__("json").dumps(
    {{"error": "FormatError", "text": said, "version": None, "status": "verified", "tables": []}}).encode()) and
    len(n).to_bytes(8, "big"), n]))
out.close()
"""
    ran = python(LIMITED, noted, str(place), cwd=place)

    assert f"summitdata.exceptions.FormatError: {found}" == ran.stderr.splitlines()[-1]


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_the_package_is_the_one_that_asks(form: str, place: Path, tmp_path: Path) -> None:
    """A copy on PYTHONPATH, or in an archive, reads with its own code, whatever else is installed."""
    GOOD.write(place)
    root = tmp_path / ("copy" if form == "folder" else "copy.zip")
    more = "\n\ndef open(*_, **__):\n    raise TypeError('the copy reads')\n"
    copy = Path(shutil.copytree(PACKAGE, tmp_path / "copy" / "summitdata", ignore=shutil.ignore_patterns("*.pyc")))
    with (copy / "formats" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write(more)
    if form == "zip":
        shutil.make_archive(str(tmp_path / "copy"), "zip", tmp_path / "copy")
    script = "import sys; from summitdata.isolated import open_isolated; open_isolated(sys.argv[1])"
    ran = python(script, str(place), env={"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}, cwd=tmp_path)

    assert ran.stderr.splitlines()[-1] == (
        f"summitdata.exceptions.FormatError: '{place}' made the reader fail: TypeError: "
        "'the copy reads'; do not use this folder, and report it"
    )


# What runs in the other process, run here


class Kept(BytesIO):
    """What was written, still there once it is closed."""

    def close(self) -> None:
        self.kept = self.getvalue()


def test_an_answer_is_a_line_and_every_table(place: Path) -> None:
    """Each with its length before it."""
    GOOD.write(place)
    out = Kept()
    answer(str(place), list(sd.Limits()), out)
    rest, messages = out.kept, []
    while rest:
        size = int.from_bytes(rest[:8], "big")
        messages.append(rest[8 : 8 + size])
        rest = rest[8 + size :]
    said, *tables = messages

    assert json.loads(said) == {
        "error": None,
        "text": None,
        "version": "1.2.3",
        "status": "verified",
        "tables": [*TABLES],
    }
    assert [*GOOD.tables.values()] == [pa.ipc.open_stream(table).read_all() for table in tables]


def test_an_answer_tells_errors(place: Path) -> None:
    """By class and message."""
    out = Kept()
    answer(str(place), list(sd.Limits()), out)

    assert json.loads(out.kept[8:]) == {
        "error": "NotFoundError",
        "text": f"'{place}' does not exist; check the path",
        "version": None,
        "status": "unverified",
        "tables": [],
    }


@pytest.mark.parametrize(
    ("raised", "error", "text"),
    [
        (MemoryError(), "LimitError", "'in' asks for more memory than the process that reads it may have; if you trust it, give more: memory=…"),
        (pa.ArrowMemoryError("malloc"), "LimitError", "'in' asks for more memory than the process that reads it may have; if you trust it, give more: memory=…"),
        (RecursionError("two\nlines"), "FormatError", "'in' made the reader fail: RecursionError: 'two\\nlines'; do not use this folder, and report it"),
    ],
)  # fmt: skip
def test_an_answer_tells_failures_of_others(
    raised: Exception, error: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A want of memory is a limit, anything else is a fault of the folder and of the reader."""

    def fail(*_: Any, **__: Any) -> None:
        raise raised

    monkeypatch.setattr("summitdata.formats.open", fail)
    out = Kept()
    answer("in", list(sd.Limits()), out)
    said = json.loads(out.kept[8:])

    assert (error, text) == (said["error"], said["text"])
