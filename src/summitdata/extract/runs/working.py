"""Jobs done by processes beside this one: each is told a job and tells what it does, so that it is known over what one ended."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

import attrs

from ... import exceptions
from ...exceptions import LimitError, SummitDataError, UsageError, shown
from .jobs import Made, Outcome, Task, steps
from .keeping import Settings
from .planning import Job, job_of_text, job_text

__all__ = ["done", "work"]

# What is imported is what this process has imported: the package by its place, the others by the same path.
# What others print is nothing that this process waits for; and one that is to end puts in order what it has begun.
_CHILD = """
import json, os, signal, sys
from importlib import machinery, util

signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
out = os.dup(1)
os.dup2(2, 1)
root, searched, task = json.loads(sys.argv[1])
sys.path[:] = searched
spec = machinery.PathFinder.find_spec("summitdata", [root])
package = util.module_from_spec(spec)
sys.modules["summitdata"] = package
spec.loader.exec_module(package)
from summitdata.extract.runs.working import work

work(task, sys.stdin.buffer, out)
"""

#: How many seconds a process may take to put in order what it has begun.
_PATIENCE = 5

#: What is heard of a process: a step, or what went wrong; nothing when there is no more.
_Heard = Made | Outcome | BaseException | None


def done(task: Task, jobs: Sequence[Job], workers: int) -> Generator[Made | Outcome | LimitError, None, None]:
    """
    What so many processes do of the jobs, as it happens: each part that is made, what became of each job, and an error for
    each whose process ended over it; the others are done all the same.

    Raises:

        WriteError: One of them cannot write to the folder; nothing more is begun then.

        UsageError: No process can be started.
    """
    if not sys.executable:
        msg = "the path of the Python interpreter is not known here, so that no other can be started; give workers=1"
        raise UsageError(msg)
    heard: SimpleQueue[_Heard] = SimpleQueue()
    waiting = _Waiting(jobs)
    crew = [_Worker(task) for _ in range(workers)]
    threads = [Thread(target=_serve, args=(worker, waiting, heard), daemon=True) for worker in crew]
    try:
        for thread in threads:
            thread.start()
        for _ in threads:
            while (step := heard.get()) is not None:
                if isinstance(step, BaseException) and not isinstance(step, LimitError):
                    raise step
                yield step
    finally:
        waiting.drop()
        for worker in crew:
            worker.end()
        for thread in threads:
            thread.join()


class _Waiting:
    """Jobs that nobody does yet."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = iter(jobs)
        self._lock = Lock()

    def next(self) -> Job | None:
        with self._lock:
            return next(self._jobs, None)

    def drop(self) -> None:
        with self._lock:
            self._jobs = iter(())


def _serve(worker: "_Worker", waiting: _Waiting, heard: "SimpleQueue[_Heard]") -> None:
    """Have a process do one job after another."""
    try:
        while job := waiting.next():
            for step in worker.steps(job):
                heard.put(step)
    except BaseException as error:  # noqa: BLE001 - told where it is waited for
        heard.put(error)
    finally:
        heard.put(None)


class _Worker:
    """A process, and the one in its place where it ended."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def steps(self, job: Job) -> Iterator[Made | Outcome | BaseException]:
        """What it does of a job; an error is the last step."""
        child = self._started()
        if child is None:
            return
        source = job.inputs[0].name
        given: Any = child.stdin
        pipe: Any = child.stdout
        with suppress(BrokenPipeError):
            given.write(f"{job_text(job)}\n".encode())
            given.flush()
        # A line that breaks off is the last one.
        while (line := pipe.readline()).endswith(b"\n"):
            said = json.loads(line)
            if "source" in said:
                source = said["source"]
                continue
            step = _step(said)
            yield step
            if not isinstance(step, Made):
                return
        if not self._is_over:
            self._child = None
            yield _ended(job, source, _status(child))

    def _started(self) -> "subprocess.Popen[bytes] | None":
        """The process; None where nothing is to be done any more."""
        with self._lock:
            if self._is_over:
                return None
            if self._child is not None:
                return self._child
            child = self._child = _start(self._task)
        pipe: Any = child.stdout
        if not pipe.readline() and not self._is_over:
            msg = f"a process to extract with ended with status {child.wait()} before it began; look at what it printed, or give workers=1"
            raise UsageError(msg)
        return child

    def end(self) -> None:
        """Have the process end, and put in order before what it has begun."""
        with self._lock:
            self._is_over = True
            child = self._child
        if child is None:
            return
        child.terminate()
        try:
            child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
        _status(child)


def _start(task: Task) -> "subprocess.Popen[bytes]":
    root = str(Path(__file__).parents[3])
    given = json.dumps([root, sys.path, _task_plain(task)])
    return subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", _CHILD, given],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What is typed to end this process ends that one by way of this one.
        start_new_session=True,
    )


def _status(child: "subprocess.Popen[bytes]") -> int:
    """How a process ended that ends; nothing of it is left open."""
    with suppress(BrokenPipeError), child:
        # What it did not read is not written any more.
        pass
    return child.wait()


def _task_plain(task: Task) -> dict[str, Any]:
    return {**attrs.asdict(task), "folder": str(task.folder)}


def _step(said: Mapping[str, Any]) -> Made | Outcome | BaseException:
    if "made" in said:
        return Made(**said["made"])
    if "outcome" in said:
        outcome = said["outcome"]
        return Outcome(**{**outcome, "made": tuple(Made(**one) for one in outcome["made"])})
    cls = getattr(exceptions, said["error"], None)
    if not isinstance(cls, type):
        return RuntimeError(f"{said['error']}: {said['text']}")
    made: SummitDataError = cls(said["errno"], said["text"]) if said["errno"] else cls(said["text"])
    return made


def _ended(job: Job, source: str, status: int) -> LimitError:
    how = f"ended with status {status}"
    if status < 0:
        with suppress(ValueError):
            how = f"was ended by {signal.Signals(-status).name}"
    msg = f"the process that extracted {shown(source)} {how}, for want of memory perhaps; all but {shown(job.name)} was done and is kept, run the same again with fewer workers, or without that file"
    return LimitError(msg)


def work(task: Mapping[str, Any], lines: Iterable[bytes], out: int) -> None:
    """
    Do one job after another and tell every step: this is what runs in the other process.

    Args:

        task: What the jobs have in common, as JSON has it.

        lines: The jobs, as they come.

        out: The descriptor of the file to tell it in.
    """
    whole = Task(**{**task, "folder": Path(task["folder"]), "settings": Settings(**task["settings"])})
    _say(out, {"ready": True})
    for line in lines:
        for said in _said(whole, job_of_text(line), out):
            _say(out, said)


def _said(task: Task, job: Job, out: int) -> Iterator[dict[str, Any]]:
    try:
        for step in steps(task, job, lambda name: _say(out, {"source": name})):
            yield {"made" if isinstance(step, Made) else "outcome": attrs.asdict(step)}
    except Exception as error:  # noqa: BLE001 - whatever it is, the other process is to tell it
        yield _told(error)


def _told(error: Exception) -> dict[str, Any]:
    number = getattr(error, "errno", None)
    text = str(error)
    if isinstance(error, OSError) and number is not None:
        text = str(error.strerror)
    return {"error": type(error).__name__, "text": text, "errno": number}


def _say(out: int, said: Mapping[str, Any]) -> None:
    try:
        os.write(out, f"{json.dumps(said)}\n".encode())
    except BrokenPipeError:
        # Nobody listens any more.
        raise SystemExit(1) from None
