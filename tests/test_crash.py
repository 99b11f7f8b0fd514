"""Whatever ends a writing, the older or the newer is there, whole, and nothing is left for long."""

import errno
import json
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd

from .folders import article, corpus_of, one, silence
from .processes import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, limits and file systems are those of Linux")

ROOT = Path(__file__).parent.parent


def small(mark: str) -> sd.Corpus:
    """A corpus of two articles that can be told from others of its kind."""
    return corpus_of(
        articles=[article("art"), article("brt")],
        silences=[
            *(silence(i, question_en=f"{mark}{i}?") for i in range(1, 40)),
            one("silences", id="brt/x1", article_id="brt", question_en=mark),
        ],
    )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: what is on the disk and when is not looked at here, only who ended what."""
    memory = Path("/dev/shm")  # noqa: S108 - one folder of its own in it
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


OLD, ONE, TWO = (small(mark) for mark in ("old", "one", "two"))

#: What a script of these tests has at hand: corpora, a folder, and how an attempt to write ends.
SETTING = """
import json, os, random, resource, shutil, signal, sys, time
from pathlib import Path
import summitdata as sd
from summitdata.destination import replacing, writing
from tests.folders import everything
from tests.test_crash import OLD, ONE, TWO
place = Path(sys.argv[1])

def told(write):
    try:
        write()
    except Exception as error:
        return [type(error).__name__, getattr(error, "errno", None), str(error)]

def shortly(name, found):
    # SQLite does not pass on what the system said.
    return found and found[: 1 if name == "sqlite" else 2]

def left(folder):
    return sorted(path.name for path in folder.iterdir())
"""


def lines_of(script: str, *arguments: str, before: tuple[str, ...] = ()) -> list[Any]:
    """What a script prints, a JSON value a line, once it has ended well."""
    ended = run(*before, sys.executable, "-c", SETTING + script, *arguments, cwd=ROOT)

    assert ended.stderr == ""
    assert ended.returncode == 0
    return [json.loads(line) for line in ended.stdout.splitlines()]


# Everything that is written to a file, by name: the corpus in each format, in parts, the page, the remembered copy.
WRITES = """
from tests.test_crash import COPY, remembered
from summitdata.look.page import Page
page = Page(html="<p>ы" * 4000)
remember = remembered(place)
def of(corpus, form):
    return lambda path: corpus.write(path, form, overwrite=True)
writes = {form: of(TWO, form) for form in sd.formats.REVERSIBLE}
writes["parts"] = of(TWO.in_parts(1), "csv")
writes["page"] = lambda path: page.write(path, overwrite=True)
writes["copy"] = remember

def made(name):
    path = place / name / (COPY if name == "copy" else "out")
    path.parent.mkdir()
    if name in ("page", "copy"):
        path.write_bytes(b"old")
    else:
        OLD.write(path, "csv")
    return path
"""
#: The file in which the invented article is remembered.
COPY = "lardia31.txt"
WRITTEN = (*sd.formats.REVERSIBLE, "parts", "page", "copy")


def remembered(place: Path) -> Any:
    """What keeps a copy of the article, with the invented one in the place of what the package ships."""
    from .conftest import SYNTHETIC
    from .processes import ship

    patch = pytest.MonkeyPatch()
    (place / "shipped").mkdir()
    ship(sd.open(SYNTHETIC), place / "shipped", patch)

    def write(path: Path) -> None:
        patch.setenv("SUMMITDATA_HOME", str(path.parent))
        sd.attach(SYNTHETIC / "article.txt")

    return write


FULL = """
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for name, write in writes.items():
    path = made(name)
    old = everything(path.parent)
    write(path)
    largest = max(p.stat().st_size for p in path.parent.rglob("*"))
    shutil.rmtree(path.parent)
    made(name)
    assert everything(path.parent) == old
    for step in range(64):
        size = largest * step // 64
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
        found = told(lambda: write(path))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        found = shortly(name, found) if name == "sqlite" else found
        print(json.dumps([name, size, found, everything(path.parent) == old]))
"""


def test_a_disk_that_fills_changes_nothing(place: Path) -> None:
    """At whichever of 64 bytes of a file the room ends, the older one is there whole, and the reason is told."""
    lines = lines_of(WRITES + FULL, str(place))
    reason = "failed: File too large; nothing was changed, make room or check your rights and try again"
    places = {name: place / name / (COPY if name == "copy" else "out") for name in WRITTEN}
    told = {
        name: ["WriteError", errno.EFBIG, f"[Errno {errno.EFBIG}] writing '{path}' {reason}"]
        for name, path in places.items()
    }
    told["sqlite"] = ["WriteError"]

    assert [name for name in WRITTEN for _ in range(64)] == [name for name, *_ in lines]
    assert [[name, size, told[name], True] for name, size, _, _ in lines] == lines


SMALL_DISK = """
disk = place / "disk"
for name, write in writes.items():
    old = made(name)
    shutil.copytree(old.parent, disk / name)
    path = disk / name / old.name
    before = everything(path.parent)
    kinds = set()
    for pages in range(0, 120, 8):
        free = os.statvfs(disk).f_bavail
        (disk / "ballast").write_bytes(bytes(4096 * (free - pages)))
        found = told(lambda: write(path))
        (disk / "ballast").unlink()
        if found is None:
            kinds.add("written")
            shutil.rmtree(path.parent)
            shutil.copytree(old.parent, path.parent)
        elif everything(path.parent) == before:
            kinds.add(str(shortly(name, found)))
    print(json.dumps([name, sorted(kinds)]))
    shutil.rmtree(path.parent)
"""


def test_a_disk_without_room_changes_nothing(place: Path) -> None:
    """The same on a small disk on which so many pages are free, the folder in which files are made included."""
    (place / "disk").mkdir()
    mount = f"mount -t tmpfs -o size=2m,nr_inodes=1k tmpfs '{place}/disk' && exec \"$@\""
    apart = ("unshare", *([] if os.geteuid() == 0 else ["-r"]), "-m", "sh", "-c", mount, "sh")
    if not shutil.which("unshare") or run(*apart, "true").returncode:
        pytest.skip("no disk may be mounted here")
    lines = lines_of(WRITES + SMALL_DISK, str(place), before=apart)
    full = {name: str(["WriteError", *([errno.ENOSPC] if name != "sqlite" else [])]) for name in WRITTEN}

    assert [[name, sorted([full[name], "written"])] for name in WRITTEN] == lines


# A server that forks writers and kills them: what they wrote is looked at by one that lives.
KILLED = """
numbers = random.Random(int(sys.argv[2]))
kill, times = signal.Signals(int(sys.argv[3])), int(sys.argv[4])
path = place / "out"
OLD.write(path, "csv")
begun = time.perf_counter()
ONE.write(path, "jsonl", overwrite=True)
TWO.in_parts(1).write(path, "csv", overwrite=True)
span = time.perf_counter() - begun
seen, left_over = {}, 0
for _ in range(times):
    readable, ready = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(ready, b".")
            while True:
                ONE.write(path, "jsonl", overwrite=True)
                TWO.in_parts(1).write(path, "csv", overwrite=True)
        except KeyboardInterrupt:
            os._exit(1)
    os.read(readable, 1)
    time.sleep(span * numbers.random())
    os.kill(child, kill)
    os.waitpid(child, 0)
    os.close(readable), os.close(ready)
    left_over += len(left(place)) > 1
    # Opening holds every file against the manifest.
    found = sd.open(path)
    name = "old" if found == OLD else "one" if found == ONE else "two" if found == TWO else "neither"
    seen[name] = seen.get(name, 0) + 1
OLD.write(path, overwrite=True)
print(json.dumps([seen, left_over > 0, left(place), sd.open(path) == OLD]))
"""


@pytest.mark.parametrize(
    ("kill", "times"), [(signal.SIGKILL, 200), (signal.SIGTERM, 20), (signal.SIGINT, 20)], ids=["kill", "term", "int"]
)
def test_a_writer_that_is_killed_leaves_the_older_or_the_newer(kill: signal.Signals, times: int, place: Path) -> None:
    """At whatever moment, the corpus is one of those that were written, and the next writer removes what is left."""
    ((seen, _, left, is_old),) = lines_of(KILLED, str(place), "1", str(int(kill)), str(times))

    assert "neither" not in seen
    assert sum(seen.values()) == times
    assert (["out"], True) == (left, is_old)


TOGETHER = """
path = place / "out"
wins = []
for number in range(24):
    overwrite = bool(number % 2)
    if not overwrite and path.exists():
        shutil.rmtree(path)
    readable, ready = os.pipe()
    reports = {}
    for name, corpus, form in (("one", ONE, "csv"), ("two", TWO.in_parts(1), "jsonl"), ("old", OLD, "json")):
        heard, said = os.pipe()
        child = os.fork()
        if not child:
            os.close(ready)
            os.read(readable, 1)
            found = told(lambda: corpus.write(path, form, overwrite=overwrite))
            os.write(said, json.dumps(found).encode())
            os._exit(0)
        os.close(said)
        reports[name] = heard
    # All of them wait until nobody can write to the pipe any more.
    os.close(readable), os.close(ready)
    found = {name: json.loads(os.read(heard, 4096)) for name, heard in reports.items()}
    for heard in reports.values():
        os.close(heard)
    for _ in reports:
        os.wait()
    result = sd.open(path)
    name = "old" if result == OLD else "one" if result == ONE else "two" if result == TWO else "neither"
    print(json.dumps([overwrite, name, found, left(place)]))
"""


def test_of_writers_to_one_place_each_is_whole_or_told(place: Path) -> None:
    """Three processes at once: one has the place and the others are told, or, where they may, each replaces another."""
    rounds = lines_of(TOGETHER, str(place))
    told = [
        "ConflictError",
        None,
        f"'{place}/out' exists and is not empty; give another destination, or overwrite=True (--overwrite) to replace it",
    ]

    assert len(rounds) == 24
    for overwrite, name, found, left in rounds:
        expected = {of: None if overwrite or of == name else told for of in ("one", "two", "old")}

        assert ["out"] == left
        assert expected == found


SWAPPED = """
from summitdata.destination import _renameat2
path, outside = place / "here" / "out", place / "outside"
path.parent.mkdir()
OLD.write(outside, "csv")
outside.chmod(0o750)
OLD.write(path, "csv")
(path.parent / "link").symlink_to(outside)
before = everything(outside), outside.stat().st_mode
swapper = os.fork()
if not swapper:
    while True:
        _renameat2(path.parent / "link", path)
ended = {}
for number in range(120):
    found = told(lambda: ONE.write(path, "jsonl", overwrite=True))
    how = found[0] if found else "written"
    ended[how] = ended.get(how, 0) + 1
os.kill(swapper, signal.SIGKILL)
os.waitpid(swapper, 0)
print(json.dumps([ended, before == (everything(outside), outside.stat().st_mode)], default=str))
"""


def test_a_link_that_comes_at_any_moment_leads_nowhere(place: Path) -> None:
    """While another process puts a link in the place of the destination and takes it away, nothing is written beyond it."""
    ((ended, is_unchanged),) = lines_of(SWAPPED, str(place))

    assert is_unchanged
    assert ended.keys() <= {"written", "ConflictError", "WriteError"}


FEW_FILES = """
path = place / "out"
def many(path):
    with replacing(path, overwrite=True) as folder:
        for number in range(1000):
            inner = folder / f"part{number % 40}"
            inner.mkdir(exist_ok=True)
            (inner / f"{number}").write_bytes(b"new")
writes = {form: (lambda path, form=form: TWO.write(path, form, overwrite=True)) for form in sd.formats.REVERSIBLE}
writes["parts"] = lambda path: TWO.in_parts(1).write(path, "csv", overwrite=True)
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
for name, write in writes.items():
    # Once before, so that everything is imported.
    write(path)
    shutil.rmtree(path)
    OLD.write(path, "csv")
    before = everything(place)
    ends = []
    limit = 2
    while not ends or ends[-1]:
        limit += 1
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, most))
        found = told(lambda: write(path))
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        ends.append(shortly(name, found))
        if found and everything(place) != before:
            ends[-1] = left(place)
    print(json.dumps([name, ends]))
resource.setrlimit(resource.RLIMIT_NOFILE, (32, most))
shutil.rmtree(path)
many(path)
print(json.dumps(["many", left(place), sum(p.is_file() for p in path.rglob("*"))]))
"""


def test_a_want_of_open_files_changes_nothing(place: Path) -> None:
    """With fewer than are needed the older corpus is there, and with 32 a thousand files are written."""
    *lines, many = lines_of(FEW_FILES, str(place))

    assert ["many", ["out"], 1000] == many
    for name, ends in lines:
        told = ["WriteError", errno.EMFILE]
        reasons = [told, told[:1]] if name == "sqlite" else [told]

        assert ends.pop() is None
        assert all(end in reasons for end in ends), name


# Python itself raises the interrupt, at each line of the module in turn.
INTERRUPTED = """
from summitdata import destination
path, kind = place / "out", sys.argv[2]
if kind == "two":
    destination._renameat2 = lambda *_: False
def write():
    if kind == "file":
        with writing(path) as file:
            file.write(b"new")
        return
    with replacing(path, overwrite=True) as folder:
        (folder / "silences").mkdir()
        (folder / "silences" / "0001.csv").write_bytes(b"new")
        (folder / "manifest.json").write_bytes(b"new")
def made():
    if kind == "file":
        path.write_bytes(b"old")
    else:
        OLD.write(path, "jsonl", overwrite=True)
made()
old = everything(place)
write()
new = everything(place)
number, is_interrupted = 0, True
while is_interrupted:
    number += 1
    for old_one in place.iterdir():
        shutil.rmtree(old_one) if old_one.is_dir() else old_one.unlink()
    made()
    # Each line counts where it is come to first.
    passed, place_of = set(), []
    def trace(frame, event, argument):
        if frame.f_code.co_filename != destination.__file__:
            return None
        if event == "line":
            passed.add(frame.f_lineno)
            if len(passed) == number and not place_of:
                place_of.append(frame.f_code.co_name)
                raise KeyboardInterrupt
        return trace
    sys.settrace(trace)
    try:
        write()
    except KeyboardInterrupt:
        pass
    finally:
        sys.settrace(None)
    is_interrupted = bool(place_of)
    found = everything(place)
    mine = {name: what for name, what in found.items() if name.startswith("out")}
    state = "old" if mine == old else "new" if mine == new else "neither"
    print(json.dumps([place_of, state, len(found) - len(mine)]))
"""

#: What clears away: an interrupt there leaves something to the next writer.
_CLEARING = {"_claimed", "_give_up", "_clear", "_remove", "_is_there"}


@pytest.mark.parametrize("kind", ["one", "two", "file"])
def test_an_interrupt_at_any_line_leaves_the_older_or_the_newer(kind: str, place: Path) -> None:
    """Whether it comes before the last step, within or after it; nothing is left unless it comes while that is removed."""
    lines = lines_of(INTERRUPTED, str(place), kind)
    *ends, last = lines

    assert [[], "new", 0] == last
    assert {state for _, state, _ in ends} == {"old", "new"}
    assert {where for (where,), _, left in ends if left} <= _CLEARING


TRACED = """
TWO.in_parts(1).write(place / "out", "csv", overwrite=True)
"""


def test_what_is_told_as_written_is_on_the_disk(tmp_path: Path) -> None:
    """Every file is made, written and synced, then every folder, and only then the names change and are synced in turn."""
    OLD.write(tmp_path / "out", "csv")
    log = tmp_path / "log"
    calls = "openat,write,pwrite64,fsync,rename,renameat2"
    apart = ("strace", "-f", "-y", "-s0", "-o", str(log), "-e", f"trace={calls}", "-e", "signal=none")
    if not shutil.which("strace") or run(*apart, "true").returncode:
        pytest.skip("strace is not here, or may not look at what a process does")
    lines_of(TRACED, str(tmp_path), before=apart)
    events = [found.groups() for found in map(_CALL.match, log.read_text("utf-8").splitlines()) if found]
    written, synced, at = [], [], None
    for call, rest in events:
        paths = [
            path for path in re.findall(r'[<"]([^<>"]*)[>"]', rest) if path.startswith(str(tmp_path / ".out.tmp-"))
        ]
        names = [path.partition(".new")[2] for path in paths if ".new" in path]
        if call in {"write", "pwrite64"} and names:
            written.append(names[0])

            assert names[0] not in synced
        elif call == "fsync":
            synced.append(names[0] if names else re.findall("<(.*)>", rest)[0])
        elif call == "renameat2":
            at = len(synced)

    files = {f"/{path.relative_to(tmp_path / 'out')}" for path in (tmp_path / "out").rglob("*") if path.is_file()}
    folders = {f"/{path.relative_to(tmp_path / 'out')}" for path in (tmp_path / "out").rglob("*") if path.is_dir()}

    assert files == set(written)
    assert written[-1] == "/manifest.json"
    assert at == len(files) + len(folders) + 1
    assert {*files, *folders} == set(synced[: at - 1])
    assert ["", str(tmp_path)] == synced[at - 1 :]


_CALL = re.compile(r"\d+ +(\w+)\((.*)")
