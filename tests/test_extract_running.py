"""Any number of processes extract into one folder, break off and go on, and it comes out the same."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd
from summitdata.exceptions import ConflictError, IntegrityError, LimitError, NotFoundError, UsageError, WriteError
from summitdata.extract.files.inputs import inputs
from summitdata.extract.runs import finishing, jobs, keeping
from summitdata.extract.runs.jobs import Task, run_job
from summitdata.extract.runs.keeping import Settings
from summitdata.extract.runs.planning import plan
from summitdata.extract.runs.running import Summary, extract_into

from .folders import everything
from .processes import run
from .texts import article_texts, extract, extracted, given, text, write_texts

ROOT = Path(__file__).parent.parent
linux = pytest.mark.skipif(sys.platform != "linux", reason="signals, limits and file systems are those of Linux")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder of seven articles."""
    return write_texts(tmp_path / "texts", *range(7))


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder in memory, where there is one: what is on the disk and when is not looked at here."""
    memory = Path("/dev/shm")  # noqa: S108 - one folder of its own in it
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


def test_files_are_extracted_into_parts(texts: Path, tmp_path: Path) -> None:
    """What is there in the end is one corpus in parts, checked against what was committed."""
    summary = extract(tmp_path / "out", texts)
    opened = sd.open(tmp_path / "out")

    assert (4, 7, 0, 0) == (len(summary.parts), summary.articles, summary.errors, summary.known)
    assert summary.parts == opened.part_names
    assert opened.status == "verified"
    assert opened.n_rows["articles"] == 7
    assert [text(n) for n in range(7)] == article_texts(opened)
    assert not [problem for problem in opened.validate() if problem.column != "source_start"]


def test_the_wording_is_left_out_unless_it_is_asked_for(texts: Path, tmp_path: Path) -> None:
    """As everywhere else."""
    extract(tmp_path / "out", texts, text=False)

    assert not sd.open(tmp_path / "out").has_text


def test_the_manifest_is_that_of_what_is_committed(texts: Path, tmp_path: Path) -> None:
    """Who knows no commits finds the same in it."""
    extract(tmp_path / "out", texts)
    opened = sd.open(tmp_path / "out")
    shutil.copytree(tmp_path / "out", tmp_path / "plain", ignore=shutil.ignore_patterns(".*"))
    listed = json.loads((tmp_path / "plain" / "manifest.json").read_text("utf-8"))
    files = {path.relative_to(tmp_path / "plain").as_posix() for path in (tmp_path / "plain").rglob("*.*")}

    assert {*listed["files"], "manifest.json"} == files
    assert dict(opened.n_rows) == listed["rows"]
    assert opened == sd.open(tmp_path / "plain")


def test_engines_read_the_folders_of_tables(texts: Path, tmp_path: Path) -> None:
    """A pattern is enough."""
    duckdb = pytest.importorskip("duckdb")
    extract(tmp_path / "out", texts)
    pattern = str(tmp_path / "out" / "articles" / "*.parquet")

    assert duckdb.sql(f"select count(*) from '{pattern}'").fetchall() == [(7,)]  # noqa: S608 - our own path


def test_a_corpus_that_is_finished_is_exported_and_replaced(texts: Path, tmp_path: Path) -> None:
    """It is a corpus like others; its folder may be replaced by another, since it lists all that is in it."""
    extract(tmp_path / "out", texts)
    opened = sd.open(tmp_path / "out")
    opened.write(tmp_path / "csv", "csv", text=True)
    opened.in_parts(5).write(tmp_path / "out", text=True, overwrite=True)

    assert sd.open(tmp_path / "out") == sd.open(tmp_path / "csv")
    assert sd.open(tmp_path / "out").part_names == ("0001", "0002")


# Again, and further


def test_running_again_changes_nothing(texts: Path, tmp_path: Path) -> None:
    """What was extracted is passed over."""
    before = extracted(tmp_path / "out", texts)
    summary = extract(tmp_path / "out", texts)

    assert Summary(parts=(), articles=0, errors=0, known=7, held={}, swept=(), settled=()) == summary
    assert before == everything(tmp_path / "out")


def test_what_is_new_is_added(texts: Path, tmp_path: Path) -> None:
    """The parts that are there stay as they are, wherever the new files sort."""
    before = extracted(tmp_path / "out", texts)
    (texts / "a.txt").write_text(text(100), "utf-8")
    (texts / "n0035.txt").write_text(text(200), "utf-8")
    summary = extract(tmp_path / "out", texts)
    after = everything(tmp_path / "out")

    assert (1, 2, 7) == (len(summary.parts), summary.articles, summary.known)
    assert {k: v for k, v in before.items() if k != "manifest.json"}.items() <= after.items()
    assert sorted([text(n) for n in (*range(7), 100, 200)]) == article_texts(sd.open(tmp_path / "out"))


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_file_that_changed_is_told(size: int, tmp_path: Path) -> None:
    """Of a long one the beginning, the middle and the end are looked at."""
    path = write_texts(tmp_path / "texts", 1) / "long.jsonl"
    lines = [json.dumps({"text": text(n)}) + " " * size + "\n" for n in (1, 2)]
    path.write_text("".join(lines), "utf-8")
    extract(tmp_path / "out", path)
    path.write_text("".join(reversed(lines)), "utf-8")
    with pytest.raises(ConflictError) as e:
        extract(tmp_path / "out", path)

    assert (
        f"'long.jsonl' is not the file of that name that was extracted into '{tmp_path}/out' before; "
        "give another folder, or the file another name" == str(e.value)
    )


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(articles_per_part=2, text=True, ner=True), "ner=False, now it is True"),
        (Settings(articles_per_part=3, text=True), "articles_per_part=2, now it is 3"),
        (Settings(articles_per_part=2, text=True, fields={"text": "body"}), "fields={}, now it is {'text': 'body'}"),
        (Settings(articles_per_part=2, text=True, version="2"), f"version={sd.__version__!r}, now it is '2'"),
    ],
)
def test_a_folder_is_made_in_one_way(settings: Settings, told: str, texts: Path, tmp_path: Path) -> None:
    """Half of a corpus made in another way would be found by nobody."""
    before = extracted(tmp_path / "out", texts)
    with pytest.raises(ConflictError) as e:
        extract_into(tmp_path / "out", given(texts), settings)

    assert f"'{tmp_path}/out' was made with {told}; go on as it was begun, or give another folder" == str(e.value)
    assert before == everything(tmp_path / "out")


def test_a_folder_with_something_else_in_it_is_left_alone(texts: Path, tmp_path: Path) -> None:
    """An export is no corpus in the making either."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("x")
    with pytest.raises(ConflictError) as e:
        extract(tmp_path / "out", texts)

    assert f"'{tmp_path}/out' holds 'notes.txt' and is no corpus in the making; give another folder" == str(e.value)
    assert ["notes.txt"] == [path.name for path in (tmp_path / "out").iterdir()]


@pytest.mark.parametrize("made", [b"{}", b"[]", b'{"ner": 1, "x": 2}', b"\xff"])
def test_settings_that_are_none_are_told(made: bytes, texts: Path, tmp_path: Path) -> None:
    """Nobody knows then how the rest is to be made."""
    extract(tmp_path / "out", texts)
    (tmp_path / "out" / "extraction.json").write_bytes(made)
    with pytest.raises((IntegrityError, ConflictError)) as e:
        extract(tmp_path / "out", texts)

    assert str(e.value).startswith(f"'{tmp_path}/out")


def test_a_folder_whose_parent_is_missing_is_not_made(texts: Path, tmp_path: Path) -> None:
    """A mistyped path makes no folders."""
    with pytest.raises(NotFoundError) as e:
        extract(tmp_path / "no" / "out", texts)

    assert f"the folder '{tmp_path}/no' does not exist; make it first" == str(e.value)


@pytest.mark.parametrize("is_link", [False, True])
def test_a_file_is_no_folder(texts: Path, tmp_path: Path, is_link: bool) -> None:
    """What is in the place of the folder is told and left alone, be it a link to nothing."""
    place = tmp_path / "out"
    if is_link:
        place.symlink_to(tmp_path / "nowhere")
    else:
        place.write_text("mine", "utf-8")
    with pytest.raises(ConflictError) as e:
        extract(place, texts)

    assert f"'{place}' is no folder; give another" == str(e.value)


@pytest.mark.parametrize("workers", [0, -1, 1.0, True, "2"])
def test_workers_are_a_number(workers: Any, texts: Path, tmp_path: Path) -> None:
    """Anything else is misuse."""
    with pytest.raises(UsageError) as e:
        extract(tmp_path / "out", texts, workers=workers)

    assert f"expected a number of workers of at least 1, found {workers!r}" == str(e.value)


def test_workers_and_a_cluster_exclude_each_other(texts: Path, tmp_path: Path) -> None:
    """It would not be known who does it."""
    with pytest.raises(UsageError) as e:
        extract(tmp_path / "out", texts, workers=2, client=object())

    assert "expected workers or a client, found both; the client's workers are those of its cluster" == str(e.value)


# Long files


def lines(*numbers: int) -> str:
    """Articles as JSON Lines."""
    return "".join(json.dumps({"text": text(number)}) + "\n" for number in numbers)


def test_a_long_file_makes_as_many_parts_as_it_needs(tmp_path: Path) -> None:
    """One after another, named for it and numbered."""
    (tmp_path / "long.jsonl").write_text(lines(*range(5)), "utf-8")
    extract(tmp_path / "out", tmp_path / "long.jsonl")
    opened = sd.open(tmp_path / "out")
    first, *others = opened.part_names

    assert [f"{first}--000002", f"{first}--000003"] == others
    assert first.startswith("long-")
    assert [2, 2, 1] == [part.n_rows["articles"] for part in opened.parts()]


@pytest.mark.parametrize("n", [1, 2, 3, 4, 8])
def test_a_long_file_goes_on_where_it_broke_off(n: int, tmp_path: Path) -> None:
    """After whichever of its parts; where its end falls on the end of a part, there is no empty one."""
    (tmp_path / "long.jsonl").write_text(lines(*range(4)), "utf-8")
    whole = extracted(tmp_path / "out", tmp_path / "long.jsonl", n=n)
    parts = sorted(path.stem for path in (tmp_path / "out" / "commits").iterdir())

    assert -(-4 // n) == len(parts)
    for kept in range(len(parts)):
        for name in parts[kept:]:
            (tmp_path / "out" / "commits" / f"{name}.json").unlink()
        summary = extract(tmp_path / "out", tmp_path / "long.jsonl", n=n)

        assert tuple(parts[kept:]) == summary.parts
        assert len(summary.swept) >= len(parts[kept:])
        assert whole == everything(tmp_path / "out")


def test_a_part_holds_no_more_text_than_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is too long for what comes after it ends its part, in a folder of files too."""
    monkeypatch.setattr(jobs, "_CHARACTERS", 1000)
    write_texts(tmp_path / "texts", 1, 2, 3)
    (tmp_path / "texts" / "n002.txt").write_text(text(2) * 8, "utf-8")
    extract(tmp_path / "out", tmp_path / "texts", n=3)
    opened = sd.open(tmp_path / "out")
    first, second = opened.part_names
    before = everything(tmp_path / "out")
    (tmp_path / "out" / "commits" / f"{second}.json").unlink()
    extract(tmp_path / "out", tmp_path / "texts", n=3)

    assert second == f"{first}--000002"
    assert [2, 1] == [part.n_rows["articles"] for part in opened.parts()]
    assert before == everything(tmp_path / "out")


def test_files_without_any_text_are_committed_too(tmp_path: Path) -> None:
    """They are not looked at again; a corpus of no article is one."""
    (tmp_path / "nothing.jsonl").write_bytes(b"")
    (tmp_path / "empty.txt").write_bytes(b"")
    summary = extract(tmp_path / "out", tmp_path / "nothing.jsonl", tmp_path / "empty.txt")
    again = extract(tmp_path / "out", tmp_path / "nothing.jsonl", tmp_path / "empty.txt")

    assert (2, 0) == (len(summary.parts), summary.articles)
    assert (0, 2) == (len(again.parts), again.known)
    assert sd.open(tmp_path / "out").n_rows["articles"] == 0


# Copies


def test_a_text_that_stands_in_two_parts_is_kept_in_the_first(texts: Path, tmp_path: Path) -> None:
    """What is left out of the other is told there, and the copies inside a part are told in the same way."""
    shutil.copy(texts / "n001.txt", texts / "n0055.txt")
    shutil.copy(texts / "n000.txt", texts / "n0001.txt")
    summary = extract(tmp_path / "out", texts)
    opened = sd.open(tmp_path / "out")
    first = next(article.id for article in opened.articles if article.source == "n001.txt")
    told = [(e.source, e.kind.value, e.message, e.duplicate_of) for e in opened.errors]

    assert (8, 1) == (summary.articles, summary.errors)
    assert [text(n) for n in range(7)] == article_texts(opened)
    assert ("n0055.txt", "duplicate", f"the same text as that of {first}; it is kept once", first) in told
    assert {"n0055.txt", "n0001.txt"} == {source for source, *_ in told}
    assert {row.article_id for row in opened.quotations} <= {article.id for article in opened.articles}


def test_copies_come_out_the_same_in_whatever_steps(tmp_path: Path) -> None:
    """The first is the first of all, also where it comes last and another was the first until then."""
    texts = write_texts(tmp_path / "texts", *range(6))
    for number in range(6):
        shutil.copy(texts / "n002.txt", texts / f"m{number}.txt")
    shutil.copy(texts / "n004.txt", texts / "n0045.txt")
    (texts / "m35.txt").write_bytes(b"")
    whole = extracted(tmp_path / "whole", texts)
    groups = [list(job.inputs) for job in plan(given(texts), 2)]
    settings = Settings(articles_per_part=2, text=True)
    for group in reversed(groups):
        extract_into(tmp_path / "steps", group, settings, show=False)

    assert whole == everything(tmp_path / "steps")
    assert sd.open(tmp_path / "steps").n_rows["articles"] == 6


def test_a_break_while_copies_are_taken_out_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between any two changes of names the corpus is whole for who opens it, and the next run ends as if nothing had been."""
    texts = write_texts(tmp_path / "few", 1, 2, 4)
    shutil.copy(texts / "n001.txt", texts / "n003.txt")
    whole = extracted(tmp_path / "whole", texts)
    replace, done, at = Path.replace, 0, -1
    ends = {tmp_path / "out" / name for name in (keeping.HIDDEN, "commits")}

    def broken(self: Path, target: Path) -> Path:
        nonlocal done
        done += not ends.isdisjoint({self.parent, target.parent})
        if done > at:
            raise KeyboardInterrupt
        return replace(self, target)

    settled = []
    is_broken = True
    while is_broken:
        at, done = at + 2, 0
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        monkeypatch.setattr(Path, "replace", broken)
        try:
            extract(tmp_path / "out", texts)
            is_broken = False
        except KeyboardInterrupt:
            pass
        monkeypatch.undo()
        opened = sd.open(tmp_path / "out")

        assert opened.n_rows["articles"] == len(opened.articles)
        settled.append(len(extract(tmp_path / "out", texts).settled))

        assert whole == everything(tmp_path / "out")

    assert max(settled) > 5


# Several processes


def test_processes_beside_this_one_make_the_same(texts: Path, tmp_path: Path) -> None:
    """Four make what one makes, byte for byte."""
    whole = extracted(tmp_path / "one", texts)
    summary = extract(tmp_path / "four", texts, workers=4)

    assert whole == everything(tmp_path / "four")
    assert (4, 7, 0) == (len(summary.parts), summary.articles, summary.errors)


#: What a script of these tests has at hand.
SETTING = """
import errno, json, os, random, resource, shutil, signal, sys, time
from pathlib import Path
import summitdata as sd
from tests.folders import everything
from tests.texts import article_texts, extract, extracted, given, text, write_texts
place = Path(sys.argv[1])

def forked(work):
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return child

def ended(children):
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
"""


def lines_of(script: str, *arguments: str, before: tuple[str, ...] = ()) -> list[Any]:
    """What a script prints, a JSON value a line, once it has ended well."""
    # Newer Pythons warn of a fork where there are threads; ours make them idle.
    python = (sys.executable, "-W", "ignore:This process:DeprecationWarning")
    done = run(*before, *python, "-c", SETTING + script, *arguments, cwd=ROOT)

    assert done.stderr == ""
    assert done.returncode == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


TOGETHER = """
texts = write_texts(place / "texts", *range(32))
whole = extracted(place / "whole", texts, n=1)
for n in (4, 16):
    for kind in ("apart", "same"):
        out = place / f"out{n}{kind}"
        paths = sorted(texts.iterdir())
        of = (lambda k: paths[k::n]) if kind == "apart" else (lambda k: [texts])
        ends = ended([forked(lambda k=k: extract(out, *of(k), n=1)) for k in range(n)])
        print(json.dumps([n, kind, set(ends) == {0}, everything(out) == whole]))
"""


@linux
def test_many_processes_extract_into_one_folder_at_once(place: Path) -> None:
    """4 and 16, each with files of its own or all with the same: every row is there, once, and all ends as with one."""
    made = lines_of(TOGETHER, str(place))

    assert [[n, kind, True, True] for n in (4, 16) for kind in ("apart", "same")] == made


KILLED = """
numbers = random.Random(1)
texts = write_texts(place / "texts", *range(6))
shutil.copy(texts / "n001.txt", texts / "n0035.txt")
extract(place / "warm", texts, n=2)
begun = time.perf_counter()
whole = extracted(place / "whole", texts, n=2)
span = time.perf_counter() - begun
out = place / "out"
wrong, kept, swept, wholes = [], 0, 0, 0
for number in range(200):
    if number % 5 == 0:
        shutil.rmtree(out, ignore_errors=True)
    child = forked(lambda: extract(out, texts, n=2))
    time.sleep(span * numbers.random() * 0.7)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if not (out / "commits").is_dir():
        continue
    opened = sd.open(out)
    kept += len(opened.part_names) not in (0, 4)
    if opened.n_rows["articles"] != len(opened.articles):
        wrong.append(number)
    if number % 5 == 4:
        summary = extract(out, texts, n=2)
        swept += len(summary.swept) > 0
        wholes += everything(out) == whole
print(json.dumps([wrong, kept > 0, swept > 0, wholes]))
"""


@linux
def test_a_writer_that_is_killed_leaves_whole_parts(place: Path) -> None:
    """At whichever of 200 moments: readers see what was committed, and after five kills a run ends as if there had been none."""
    ((wrong, are_kept, are_swept, wholes),) = lines_of(KILLED, str(place))

    assert wrong == []
    assert are_kept
    assert are_swept
    assert wholes == 40


READ = """
texts = write_texts(place / "texts", *range(40))
for n in range(40, 44):
    shutil.copy(texts / f"n{n - 20:03}.txt", texts / f"n{n:03}.txt")
out = place / "out"
extract(place / "warm", texts, n=2)
extract(out, texts / "n000.txt", n=2)
children = [forked(lambda: extract(out, texts, n=2)) for _ in range(2)]
seen, again = [], 0
while children:
    try:
        opened = sd.open(out)
        articles = {a.id for a in opened.articles}
        quoted = {q.article_id for q in opened.quotations}
    except sd.exceptions.IntegrityError as error:
        # Copies are taken out of a part at the end.
        again += 1
        told = ("has the SHA-256", " bytes, its manifest says ", "is missing, though its manifest")
        assert any(one in str(error) for one in told), error
        continue
    assert opened.n_rows["articles"] == len(articles), opened
    assert quoted == articles
    seen.append(len(articles))
    done, status = os.waitpid(-1, os.WNOHANG)
    children = [child for child in children if child != done]
print(json.dumps([seen == sorted(seen) or again > 0, len(set(seen)) > 2, len(sd.open(out).articles)]))
"""


@linux
def test_readers_see_whole_parts_while_others_write(place: Path) -> None:
    """What is opened is there with all its tables; where copies were taken out since it was opened, that is told."""
    assert lines_of(READ, str(place)) == [[True, True, 40]]


def test_one_corpus_is_read_in_many_threads(texts: Path, tmp_path: Path) -> None:
    """Each gets the rows that are there."""
    from concurrent.futures import ThreadPoolExecutor

    extract(tmp_path / "out", texts)
    opened = sd.open(tmp_path / "out")
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: opened.table("quotations"), range(32)))

    assert [made[0]] * 32 == made


def _children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    # Those of its other threads too.
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sorted(
        {int(child) for task in tasks for child in (task / "children").read_text("utf-8").split()}
        | set(map(int, found))
    )


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _wait(what: Any, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


@linux
def test_a_worker_that_is_killed_is_told_by_what_it_was_at(place: Path) -> None:
    """All the rest is done all the same, and once more makes it whole."""
    texts = write_texts(place / "texts", 1, 2, 3)
    # Long enough to be killed over.
    (texts / "n002.txt").write_text("".join(map(text, range(500))), "utf-8")
    whole = extracted(place / "whole", texts, n=1)
    slow = "n002-"
    killed = []

    def kill() -> None:
        claims = place / "out" / keeping.HIDDEN / "claims"
        _wait(lambda: claims.is_dir() and any(path.name.startswith(slow) for path in claims.iterdir()))
        claim = next(path for path in claims.iterdir() if path.name.startswith(slow))
        _wait(lambda: claim.stat().st_size)
        pid = json.loads(claim.read_text("utf-8"))[1]
        time.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    from threading import Thread

    killer = Thread(target=kill)
    killer.start()
    with pytest.raises(LimitError) as e:
        extract(place / "out", texts, n=1, workers=2)
    killer.join()
    job = next(job.name for job in plan(given(texts), 1) if job.name.startswith(slow))

    assert (
        f"the process that extracted 'n002.txt' was ended by SIGKILL, for want of memory perhaps; all but '{job}' was done "
        "and is kept, run the same again with fewer workers, or without that file" == str(e.value)
    )
    assert [text(1), text(3)] == article_texts(sd.open(place / "out"))
    assert extract(place / "out", texts, n=1).articles == 1
    assert whole == everything(place / "out")


STOPPED = """
texts = place / "texts"
extract(place / "out", texts, n=1, workers=2)
"""


@linux
@pytest.mark.parametrize(
    ("how", "status"),
    [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_workers_end_with_who_started_them(how: signal.Signals, status: int, place: Path) -> None:
    """However that ends, at once or soon; what was committed is there, and a run goes on from there."""
    write_texts(place / "texts", *range(1_500))
    script = [sys.executable, "-c", SETTING + STOPPED, str(place)]
    commits = place / "out" / "commits"
    with subprocess.Popen(script, cwd=ROOT, stderr=subprocess.DEVNULL) as child:
        _wait(lambda: commits.is_dir() and len(list(commits.iterdir())) > 3)
        workers = _children(child.pid)
        child.send_signal(how)
        child.wait(20)

    assert len(workers) == 2
    _wait(lambda: not any(map(_lives, workers)))

    assert status == child.returncode
    assert 3 < len(sd.open(place / "out").articles) < 1_500


FULL = """
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
texts = write_texts(place / "texts", *range(8))
(texts / "n004.txt").write_text("".join(map(text, range(200))), "utf-8")
whole = extracted(place / "whole", texts, n=2)
size = max(path.stat().st_size for path in (place / "whole").rglob("*.parquet")) * 3 // 4
for workers in (1, 2):
    out = place / f"out{workers}"
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        extract(out, texts, n=2, workers=workers)
        found = None
    except Exception as error:
        found = [type(error).__name__, error.errno, str(error)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    opened = sd.open(out)
    good = set(article_texts(opened)) <= set(article_texts(sd.open(place / "whole")))
    extract(out, texts, n=2)
    print(json.dumps([found, good, everything(out) == whole]))
"""


@linux
def test_a_disk_that_fills_leaves_what_was_committed(place: Path) -> None:
    """In this process or another: the reason is told, the parts that are there are whole, and with room it goes on."""
    reason = "failed: File too large; the parts that were there are there, make room or check your rights, and run the same again"
    told = [["WriteError", errno.EFBIG, f"[Errno {errno.EFBIG}] writing to '{place}/out{n}' {reason}"] for n in (1, 2)]

    assert [[found, True, True] for found in told] == lines_of(FULL, str(place))


MEMORY = """
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
texts = write_texts(place / "texts", *range(600))
few, many = sorted(texts.iterdir())[:60], sorted(texts.iterdir())
extract(place / "few", *few, n=20)
first = peak()
extract(place / "many", *many, n=20)
print(json.dumps([first, peak()]))
"""


@linux
def test_memory_does_not_grow_with_the_corpus(place: Path) -> None:
    """Ten times as many articles take at most a fifth more."""
    ((few, many),) = lines_of(MEMORY, str(place))

    assert many < 1.2 * few


# Jobs by themselves


KINDS = """
import multiprocessing
from summitdata.extract.runs import keeping
from summitdata.extract.runs.jobs import Task, run_job
from summitdata.extract.runs.keeping import Settings
from summitdata.extract.runs.planning import plan
texts = write_texts(place / "texts", *range(3))
whole = extracted(place / "whole", texts, n=3)
(job,) = plan(given(texts), 3)
settings = Settings(articles_per_part=3, text=True)
for method in ("spawn", "fork", "forkserver"):
    out = place / method
    keeping.begin(out, settings)
    tasks = [Task(folder=folder, settings=settings, run="x") for folder in (out, place / "none")]
    with multiprocessing.get_context(method).Pool(1) as pool:
        outcome = pool.apply(run_job, (tasks[0], job))
        try:
            found = pool.apply(run_job, (tasks[1], job))
        except sd.exceptions.WriteError as error:
            found = str(error)
    extract(out, texts, n=3)
    print(json.dumps([method, [made.articles for made in outcome.made], found, everything(out) == whole]))
"""


@linux
def test_a_job_is_done_by_processes_of_each_kind(place: Path) -> None:
    """It makes the same part in each, and what goes wrong comes back in its own words."""
    told = (
        f"[Errno 2] writing to '{place}/none' failed: No such file or directory; the parts that were there are there, make "
        "room or check your rights, and run the same again"
    )

    assert [[method, [3], told, True] for method in ("spawn", "fork", "forkserver")] == lines_of(KINDS, str(place))


def test_what_another_does_is_left_to_them(texts: Path, tmp_path: Path) -> None:
    """A run tells who does what it passed over; a run after it finds it done or does it."""
    settings = Settings(articles_per_part=2, text=True)
    keeping.begin(tmp_path / "out", settings)
    first, *_ = plan(given(texts), 2)
    with keeping.claim(tmp_path / "out", first.name, "other") as holder:
        summary = extract(tmp_path / "out", texts)

    assert holder is None
    assert [first.name] == list(summary.held)
    assert summary.held[first.name].startswith(f"process {os.getpid()} on ")
    assert (3, 5) == (len(summary.parts), summary.articles)
    assert extract(tmp_path / "out", texts).parts == (first.name,)


def test_a_job_is_done_once(texts: Path, tmp_path: Path) -> None:
    """Whoever comes to it after finds it done, or is told who is at it."""
    settings = Settings(articles_per_part=7)
    keeping.begin(tmp_path / "out", settings)
    (job,) = plan(given(texts), 7)
    task = Task(folder=tmp_path / "out", settings=settings, run="x")
    first, second = run_job(task, job), run_job(task, job)
    with keeping.claim(tmp_path / "out", job.name, "other"):
        third = run_job(task, job)

    assert [7, None] == [sum(made.articles for made in one.made) or None for one in (first, second)]
    assert third.held_by is not None


def test_a_want_of_memory_is_told(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what was to be extracted; what was committed before is there."""

    def starve(*_: object, **__: object) -> None:
        raise MemoryError

    extract(tmp_path / "out", texts / "n000.txt")
    monkeypatch.setattr(jobs, "part", starve)
    with pytest.raises(LimitError) as e:
        extract(tmp_path / "out", texts)

    assert (
        "there was not memory enough to extract 'n001.txt' and what comes with it; run the same again with fewer workers, "
        "with fewer articles in a part, or without that file" == str(e.value)
    )
    assert [text(0)] == article_texts(sd.open(tmp_path / "out"))


def test_two_that_end_a_folder_do_it_one_after_the_other(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second waits, and is told where the first does not come to an end."""
    from threading import Timer

    extract(tmp_path / "out", texts)
    with keeping.claim(tmp_path / "out", keeping.END, "other") as holder, ExitStack() as held:
        monkeypatch.setattr(finishing, "_PATIENCE", 0)
        with pytest.raises(ConflictError) as e:
            extract(tmp_path / "out", texts)
    claim = keeping.claim(tmp_path / "out", keeping.END, "other")
    held.enter_context(claim)
    monkeypatch.setattr(finishing, "_PATIENCE", 60)
    timer = Timer(0.2, held.close)
    timer.start()
    summary = extract(tmp_path / "out", texts)
    timer.join()

    assert holder is None
    assert str(e.value).startswith(f"'{tmp_path}/out' is brought to its end by process {os.getpid()} on ")
    assert str(e.value).endswith("; if that has ended, run the same again with break_lock=True (--break-lock)")
    assert summary.known == 7


@pytest.mark.parametrize("made", [b"{}", b"[]", b'{"inputs": {"x": 1}, "articles": {}}', b"\xff", b""])
def test_what_a_part_was_made_of_has_to_be_known(made: bytes, texts: Path, tmp_path: Path) -> None:
    """Otherwise its files would be extracted again."""
    extract(tmp_path / "out", texts)
    path = min((tmp_path / "out" / "inputs").iterdir())
    path.write_bytes(made)
    with pytest.raises(IntegrityError) as e:
        extract(tmp_path / "out", texts)

    assert (
        f"'{path}' does not say what its part was made of; restore it, or remove "
        f"'{tmp_path}/out/commits/{path.name}' to have the part made again" == str(e.value)
    )


def test_what_waits_for_a_place_that_nothing_has_is_removed(texts: Path, tmp_path: Path) -> None:
    """Whoever left it did not come to commit it."""
    whole = extracted(tmp_path / "out", texts)
    (tmp_path / "out" / keeping.HIDDEN / ("0" * 64)).write_bytes(b"x")
    extract(tmp_path / "out", texts)

    assert whole == everything(tmp_path / "out")


def test_what_is_committed_while_it_is_swept_stays(texts: Path, tmp_path: Path) -> None:
    """It is looked at again once nobody else can be at it."""
    whole = extracted(tmp_path / "out", texts)
    (part, *_) = sd.open(tmp_path / "out").part_names
    path = tmp_path / "out" / "articles" / f"{part}.parquet"

    assert [] == list(keeping._swept(tmp_path / "out", part, [path], "x", False))
    assert whole == everything(tmp_path / "out")


@pytest.mark.parametrize("is_there", [False, True])
def test_two_that_begin_a_folder_agree(
    is_there: bool, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the slower one was about to write may be swept away by the faster one, as what somebody left."""
    put = keeping.named

    def swept(made: Path, path: Path) -> bool:
        if is_there:
            put(made, path)
        raise FileNotFoundError(errno.ENOENT, "gone")

    monkeypatch.setattr(keeping, "named", swept)
    if is_there:
        assert extract(tmp_path / "out", texts).articles == 7
        return
    with pytest.raises(WriteError) as e:
        extract(tmp_path / "out", texts)

    assert str(e.value).startswith(f"[Errno 2] writing to '{tmp_path}/out' failed: gone; ")


def _left_claim(folder: Path, name: str, host: str) -> None:
    """What a process leaves that dies at its work."""
    claims = folder / keeping.HIDDEN / "claims"
    (claims / name).write_text(json.dumps([host, 2**22 + 1, "another"]), "utf-8")


def test_a_claim_of_another_machine_stays_until_it_is_broken(texts: Path, tmp_path: Path) -> None:
    """Nobody here can know whether that process lives."""
    settings = Settings(articles_per_part=2, text=True)
    keeping.begin(tmp_path / "out", settings)
    first, *_ = plan(given(texts), 2)
    _left_claim(tmp_path / "out", first.name, "node7")
    summary = extract(tmp_path / "out", texts)
    broken = extract(tmp_path / "out", texts, break_lock=True)

    assert {first.name: "process 4194305 on node7"} == summary.held
    assert (first.name,) == broken.parts
    assert extracted(tmp_path / "whole", texts) == everything(tmp_path / "out")


def test_what_broke_off_is_swept_and_told(texts: Path, tmp_path: Path) -> None:
    """Files that no commit lists are none of the corpus, and are gone after the next run; a claim of the dead is nothing."""
    import platform

    whole = extracted(tmp_path / "out", texts)
    out = tmp_path / "out"
    first = sd.open(out).part_names[0]
    (out / "commits" / f"{first}.json").unlink()
    (out / keeping.HIDDEN / "new" / f"{first}.0123").write_bytes(b"half")
    _left_claim(out, first, platform.node())
    left = sorted(path.relative_to(out).as_posix() for path in out.glob(f"*/{first}.*"))
    opened = sd.open(out)
    summary = extract(out, texts)

    assert opened.n_rows["articles"] == 5
    assert tuple(sorted([*left, f".extracting/new/{first}.0123"])) == summary.swept
    assert (first,) == summary.parts
    assert whole == everything(out)


def test_what_others_are_making_is_not_swept(texts: Path, tmp_path: Path) -> None:
    """Whoever has a claim lives."""
    extract(tmp_path / "out", texts)
    first = sd.open(tmp_path / "out").part_names[0]
    (tmp_path / "out" / "commits" / f"{first}.json").unlink()
    with keeping.claim(tmp_path / "out", first, "other"):
        summary = extract(tmp_path / "out", texts)

    assert () == summary.swept
    assert [first] == list(summary.held)
    assert (tmp_path / "out" / "articles" / f"{first}.parquet").exists()


def test_a_path_is_a_path(texts: Path) -> None:
    """An address is none."""
    with pytest.raises(UsageError) as e:
        extract_into("s3://bucket/out", inputs([texts]))

    assert str(e.value).startswith("expected a path on this machine, found the URL 's3://bucket/out'")
