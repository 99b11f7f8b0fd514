"""What a process beside this one is told and tells."""

import errno
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from summitdata.exceptions import ConflictError, LimitError, MissingExtraError, UsageError, WriteError
from summitdata.extract.runs import keeping, working
from summitdata.extract.runs.jobs import Made, Outcome, Task
from summitdata.extract.runs.keeping import Settings
from summitdata.extract.runs.planning import Job, job_text, plan

from .texts import extract, given, write_texts


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """What jobs have in common whose folder is begun."""
    settings = Settings(articles_per_part=2, text=True)
    keeping.begin(tmp_path / "out", settings)
    return Task(folder=tmp_path / "out", settings=settings, run="x")


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    """Two jobs."""
    return plan(given(write_texts(tmp_path / "texts", 1, 2, 3)), 2)


def told(task: Task, *lines: bytes) -> list[dict[str, Any]]:
    """What the process tells of jobs."""
    read, write = os.pipe()
    with os.fdopen(read, "rb") as pipe:
        working.work({**attrs.asdict(task), "folder": str(task.folder)}, lines, write)
        os.close(write)
        return [json.loads(line) for line in pipe]


def test_every_step_is_told(task: Task, jobs: list[Job]) -> None:
    """That it is ready, each source before it is read, each part, and what became of each job."""
    parts = [{"part": job.name, "articles": n, "errors": 0} for job, n in zip(jobs, (2, 1), strict=True)]

    assert [
        {"ready": True},
        {"source": "n001.txt"},
        {"source": "n002.txt"},
        {"made": parts[0]},
        {"outcome": {"job": jobs[0].name, "made": [parts[0]], "held_by": None}},
        {"source": "n003.txt"},
        {"made": parts[1]},
        {"outcome": {"job": jobs[1].name, "made": [parts[1]], "held_by": None}},
    ] == told(task, *(job_text(job).encode() for job in jobs))


def test_what_goes_wrong_is_told(task: Task, jobs: list[Job], tmp_path: Path) -> None:
    """It comes back as the same error; what is no error of ours, as a failure of the process."""
    task = attrs.evolve(task, folder=tmp_path / "none")
    _, said = told(task, job_text(jobs[0]).encode())
    error = working._step(said)

    assert isinstance(error, WriteError)
    assert error.errno == errno.ENOENT
    assert str(error).startswith(f"[Errno 2] writing to '{tmp_path}/none' failed: ")
    assert "RuntimeError('KeyError: x')" == repr(working._step({"error": "KeyError", "text": "x", "errno": None}))
    assert isinstance(working._step({"error": "MissingExtraError", "text": "x", "errno": None}), MissingExtraError)


@pytest.mark.parametrize(
    "error", [ConflictError("a; b"), LimitError("a"), WriteError(errno.ENOSPC, "full"), MissingExtraError("x")]
)
def test_errors_keep_their_words(error: Any) -> None:
    """Each kind."""
    again = working._step(json.loads(json.dumps(working._told(error))))

    assert type(error) is type(again)
    assert str(error) == str(again)


def test_a_process_to_which_nobody_listens_ends(task: Task) -> None:
    """Whoever started it is gone."""
    read, write = os.pipe()
    os.close(read)
    with pytest.raises(SystemExit):
        working.work({**attrs.asdict(task), "folder": str(task.folder)}, [], write)
    os.close(write)


@pytest.mark.parametrize(
    ("status", "how"),
    [(3, "ended with status 3"), (-signal.SIGKILL, "was ended by SIGKILL"), (-250, "ended with status -250")],
)
def test_how_a_process_ended_is_told(status: int, how: str, jobs: list[Job]) -> None:
    """By the name of the signal, where it has one."""
    assert str(working._ended(jobs[0], "a.txt", status)) == (
        f"the process that extracted 'a.txt' {how}, for want of memory perhaps; all but '{jobs[0].name}' was done and is kept, "
        "run the same again with fewer workers, or without that file"
    )


def test_processes_that_cannot_start_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keeps them from it; nothing is waited for."""
    texts = write_texts(tmp_path / "texts", 1, 2, 3)
    monkeypatch.setattr(working, "_CHILD", "raise SystemExit(7)")
    with pytest.raises(UsageError) as e:
        extract(tmp_path / "out", texts, workers=2)
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(UsageError) as none:
        extract(tmp_path / "out", texts, workers=2)

    assert (
        "a process to extract with ended with status 7 before it began; look at what it printed, or give workers=1"
        == str(e.value)
    )
    assert (
        "the path of the Python interpreter is not known here, so that no other can be started; give workers=1"
        == str(none.value)
    )


@pytest.mark.skipif(sys.platform != "linux", reason="signals are those of Linux")
def test_a_process_that_does_not_end_is_ended(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has some seconds to put in order what it has begun."""
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    monkeypatch.setattr(working, "_CHILD", script)
    monkeypatch.setattr(working, "_PATIENCE", 0.1)
    worker = working._Worker(task)
    child = worker._started()
    worker.end()

    assert child is not None
    assert child.returncode == -signal.SIGKILL
    assert worker._started() is None


def test_who_has_enough_ends_the_processes(task: Task, tmp_path: Path) -> None:
    """At once, whatever they are at, and what they had begun is no part."""
    long = write_texts(tmp_path / "long", *range(400))
    doing = working.done(task, plan(given(long), 100), 2)
    first = next(doing)
    doing.close()

    assert isinstance(first, Made)
    assert first.part in {path.stem for path in (task.folder / "commits").iterdir()}
    assert len(list((task.folder / "commits").iterdir())) < 200


@pytest.mark.skipif(sys.platform != "linux", reason="signals are those of Linux")
def test_a_line_that_breaks_off_is_no_step(task: Task, jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    """The process was ended as it wrote it."""
    script = "import os, signal, sys; os.write(1, b'{}\\n'); sys.stdin.readline(); os.write(1, b'{\"ma'); os.kill(os.getpid(), 9)"
    monkeypatch.setattr(working, "_CHILD", script)
    (error,) = working._Worker(task).steps(jobs[0])

    assert str(error).startswith("the process that extracted 'n001.txt' was ended by SIGKILL, ")


def test_one_process_does_several_jobs(task: Task, jobs: list[Job]) -> None:
    """It is started once."""
    worker = working._Worker(task)
    steps = [[*worker.steps(job)] for job in jobs]
    child = worker._started()
    worker.end()

    assert [[type(step) for step in one] for one in steps] == [[Made, Outcome]] * 2
    assert child is not None
    assert child.returncode is not None


def test_a_process_that_was_never_needed_is_none(task: Task, jobs: list[Job]) -> None:
    """It is started for the first job."""
    worker = working._Worker(task)
    worker.end()

    assert [] == list(worker.steps(jobs[0]))
