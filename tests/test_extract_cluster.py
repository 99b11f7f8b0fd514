"""A cluster of Dask makes what one process makes, and loses nothing when a worker is lost."""

import os
import shutil
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import summitdata as sd
from summitdata.exceptions import LimitError, MissingExtraError, WriteError
from summitdata.extract.runs import cluster, gathering
from summitdata.extract.runs.gathering import extracted as gathered
from summitdata.extract.runs.jobs import Task
from summitdata.extract.runs.keeping import Settings
from summitdata.extract.runs.planning import plan
from summitdata.extract.source import Failure, Source

from .folders import everything
from .texts import article_texts, extract, extracted, given, text, write_texts

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """A client of three processes on this machine; nothing goes beyond it."""
    from distributed import Client, LocalCluster

    with warnings.catch_warnings():
        # What it leaves open while its processes come and go is no concern of ours.
        warnings.simplefilter("ignore", ResourceWarning)
        with (
            LocalCluster(
                processes=True,
                n_workers=3,
                threads_per_worker=1,
                dashboard_address=":0",
                host="127.0.0.1",
                silence_logs=50,
            ) as cluster,
            Client(cluster) as made,
        ):
            yield made


def test_a_cluster_makes_the_same(client: Any, tmp_path: Path) -> None:
    """Byte for byte what one process makes; and running again does nothing."""
    texts = write_texts(tmp_path / "texts", *range(23))
    shutil.copy(texts / "n003.txt", texts / "n0195.txt")
    whole = extracted(tmp_path / "one", texts)
    summary = extract(tmp_path / "many", texts, client=client)

    assert (12, 24, 0) == (len(summary.parts), summary.articles, summary.errors)
    assert whole == everything(tmp_path / "many")
    assert extract(tmp_path / "many", texts, client=client).parts == ()


def test_a_worker_that_is_killed_loses_nothing(client: Any, tmp_path: Path) -> None:
    """What it was at is done by another."""
    texts = write_texts(tmp_path / "texts", *range(120))
    whole = extracted(tmp_path / "one", texts)
    killed = []

    def kill() -> None:
        commits = tmp_path / "many" / "commits"
        while not (commits.is_dir() and len(list(commits.iterdir())) > 5):
            time.sleep(0.01)
        worker = next(worker for worker in client.cluster.workers.values() if worker.pid)
        os.kill(worker.pid, signal.SIGKILL)
        killed.append(worker.pid)

    killer = Thread(target=kill)
    killer.start()
    summary = extract(tmp_path / "many", texts, client=client)
    killer.join()

    assert len(killed) == 1
    assert {} == dict(summary.held)
    assert whole == everything(tmp_path / "many")


def test_a_bar_tells_how_far_the_cluster_is(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Article by article, as parts come back."""
    from summitdata.extract.runs import running

    steps = []

    def shown(things: Any, what: str, total: int | None) -> Iterator[Any]:
        steps.append((what, total))
        for thing in things:
            steps.append(thing)
            yield thing

    monkeypatch.setattr(running, "progress", shown)
    texts = write_texts(tmp_path / "texts", *range(5))
    running.extract_into(tmp_path / "out", given(texts), Settings(articles_per_part=2), client=client)

    assert [("extract", 5), *[None] * 5] == steps


def test_what_a_worker_cannot_write_is_told(client: Any, tmp_path: Path) -> None:
    """In its own words; nothing more is begun."""
    texts = write_texts(tmp_path / "texts", *range(5))
    task = Task(folder=tmp_path / "none", settings=Settings(articles_per_part=1), run="x")
    with pytest.raises(WriteError) as e:
        list(cluster.done(task, plan(given(texts), 1), client))

    assert str(e.value).startswith(f"[Errno 2] writing to '{tmp_path}/none' failed: No such file or directory; ")


def _end(number: int) -> int:
    """End the process that does it, or do it."""
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _die(*_: object) -> None:
    """End the process that does it."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def fragile(client: Any) -> Iterator[Any]:
    """The same client, whose scheduler gives work up that ended one worker."""
    client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 0))
    yield client
    client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 3))


def test_what_ends_one_worker_after_another_is_told(fragile: Any) -> None:
    """The rest is done, what had waited behind it too."""
    assert {0: 0, 1: None, 2: 2, 3: 3, 4: 4, 5: 5} == dict(cluster.over(fragile, _end, range(6)))


def test_what_it_was_is_told_by_name(fragile: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job by its first file, texts by the first of them."""
    monkeypatch.setattr(cluster, "run_job", _die)
    (job,) = plan(given(write_texts(tmp_path / "texts", 1)), 1)
    task = Task(folder=tmp_path, settings=Settings(), run="x")
    (error,) = cluster.done(task, [job], fragile)
    monkeypatch.setattr(gathering, "_part", _die)
    with pytest.raises(LimitError) as e:
        gathering.extracted([Source(text="x", name=f"t{n}") for n in range(3)], client=fragile, show=False)

    assert (
        f"the workers that extracted 'n001.txt' ended, for want of memory perhaps; all but '{job.name}' was done and is kept, "
        "run the same again with more memory, or without that file" == str(error)
    )
    assert (
        "the workers that extracted 't0' and the 2 texts after it ended, for want of memory perhaps; give them more, or leave "
        "those out" == str(e.value)
    )


def test_texts_are_extracted_into_memory(client: Any) -> None:
    """What comes back are tables; copies are those of the first, and what gave no text is told, as in one process."""
    sources: list[Source | Failure] = [Source(text=text(n), name=f"t{n}") for n in range(9)]
    sources += [Source(text=text(3), name="copy"), Failure(name="none", kind="empty", message="no text")]
    here = gathered(sources, articles_per_part=2, show=False)
    there = gathered(iter(sources), articles_per_part=2, client=client)

    assert here == there
    assert [text(n) for n in range(9)] == article_texts(here)
    assert [("copy", "duplicate"), ("none", "empty")] == [(e.source, e.kind.value) for e in here.errors]
    assert gathered([]) == sd.Corpus({})


def test_distributed_that_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    texts = write_texts(tmp_path / "texts", 1)
    with pytest.raises(MissingExtraError) as e:
        extract(tmp_path / "out", texts, client=object())

    assert "a cluster needs distributed; install it with: pip install 'summitdata[dask]'" == str(e.value)
