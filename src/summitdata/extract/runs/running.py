"""Extraction into a folder: jobs done here, in processes beside this one, or on a cluster, and taken up where they broke off."""

import os
import secrets
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ...commits import commits
from ...exceptions import ConflictError, SummitDataError, UsageError, shown
from ...files import Entry, local_path
from ...progress import progress
from ..files.inputs import Input
from ..source import Failure, Source
from . import cluster, finishing, keeping, working
from .jobs import Outcome, Task, steps, steps_of_texts
from .keeping import Settings
from .planning import Job, check_size, described, plan

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Settings", "Summary", "extract_into", "texts_into"]


@attrs.frozen(kw_only=True)
class Summary:
    """
    What a run did.

    Attributes:

        parts: The names of the parts that it made.

        articles: How many articles are in these.

        errors: How many sources in these gave none.

        known: How many files were extracted before.

        held: The jobs that another run is doing, each with who does it.

        swept: What others had left that died at their work: files that were removed.

        settled: Files that were put in their places since whoever committed them did not come to it.
    """

    parts: tuple[str, ...]
    articles: int
    errors: int
    known: int
    held: Mapping[str, str]
    swept: tuple[str, ...]
    settled: tuple[str, ...]


def extract_into(
    folder: str | os.PathLike[str],
    inputs: Iterable[Input],
    settings: Settings | None = None,
    *,
    workers: int = 1,
    client: "Client | None" = None,
    break_lock: bool = False,
    show: bool = True,
) -> Summary:
    """
    Extract files into a folder of parts, or go on with what was begun there; see docs/large.md.

    Files that were extracted into that folder before are passed over. Others may extract into it at the same time, the
    same files or others; what they are doing just now is left to them.

    Args:

        folder: The folder; it is made, the folder it lies in has to exist.

        inputs: The files.

        settings: How the corpus is made.

        workers: How many processes do it; with 1 it is done in this one.

        client: A cluster of Dask that does it, all of whose workers see the folder and the files.

        break_lock: Do what a process of another machine claimed that may have died there.

        show: Show how far it is, where a person waits and tqdm is installed.

    Raises:

        UsageError: A figure is none, or two files have the same name.

        NotFoundError: The folder that it lies in does not exist.

        ConflictError: The folder holds something else or was made with other settings, or a file changed since.

        LimitError: A process that extracted was ended, for want of memory perhaps; all else was done, and is kept.

        WriteError: The folder cannot be written to; what is committed stays.

        MissingExtraError: What extraction needs is not installed.
    """
    place = local_path(folder)
    if type(workers) is not int or workers < 1:
        msg = f"expected a number of workers of at least 1, found {shown(workers)}"
        raise UsageError(msg)
    if client is not None and workers != 1:
        msg = "expected workers or a client, found both; the client's workers are those of its cluster"
        raise UsageError(msg)
    how = settings or Settings()
    # What is wrong is told before there is a folder that was made with it.
    check_size(how.articles_per_part)
    run = secrets.token_hex(8)
    given = [one for one in inputs if not _is_own(one, place)]
    keeping.begin(place, how)
    swept = keeping.sweep(place, run, break_lock=break_lock)
    left = _left(place, given)
    task = Task(folder=place, settings=how, run=run, break_lock=break_lock)
    jobs = plan(left, how.articles_per_part)
    outcomes, lost = _done(task, jobs, workers, client, show=show)
    # A worker of this run may have died, and another done what it was at.
    swept += keeping.sweep(place, run, break_lock=break_lock)
    settled = finishing.finish(place, run, break_lock=break_lock)
    if lost:
        raise lost[0]
    return _summary(outcomes, known=len(given) - len(left), swept=swept, settled=settled)


def texts_into(
    folder: str | os.PathLike[str],
    sources: Iterable[Source | Failure],
    settings: Settings | None = None,
    *,
    break_lock: bool = False,
    show: bool = True,
) -> Summary:
    """
    Extract texts that are given one after the other into a folder of parts, in this process, or go on with what was begun there.

    Texts that were extracted before have to be given again, the same in the same order; they are passed over, and what
    comes after them is added.

    Args:

        folder: The folder; it is made, the folder it lies in has to exist.

        sources: The texts, taken as they are needed.

        settings: How the corpus is made.

        break_lock: Go on even where a process of another machine was at it that may have died there.

        show: Show how far it is, where a person waits and tqdm is installed.

    Raises:

        UsageError: A figure is none.

        NotFoundError: The folder that it lies in does not exist.

        ConflictError: The folder holds something else or was made with other settings or texts, or another process is at it.

        WriteError: The folder cannot be written to; what is committed stays.

        MissingExtraError: What extraction needs is not installed.
    """
    place = local_path(folder)
    how = settings or Settings()
    check_size(how.articles_per_part)
    run = secrets.token_hex(8)
    keeping.begin(place, how)
    swept = keeping.sweep(place, run, break_lock=break_lock)
    doing = steps_of_texts(Task(folder=place, settings=how, run=run, break_lock=break_lock), sources)
    outcomes: list[Outcome] = []
    ticks = _ticks(doing, outcomes, [])
    with closing(doing):
        for _ in progress(ticks, "extract", None) if show else ticks:
            pass
    settled = finishing.finish(place, run, break_lock=break_lock)
    return _summary(outcomes, known=0, swept=swept, settled=settled)


def _summary(outcomes: Iterable[Outcome], *, known: int, swept: Sequence[str], settled: Sequence[str]) -> Summary:
    held = {outcome.job: outcome.held_by for outcome in outcomes if outcome.held_by}
    made = [one for outcome in outcomes for one in outcome.made]
    return Summary(
        parts=tuple(sorted(one.part for one in made)),
        articles=sum(one.articles for one in made),
        errors=sum(one.errors for one in made),
        known=known,
        held=held,
        swept=tuple(swept),
        settled=tuple(settled),
    )


def _is_own(one: Input, folder: Path) -> bool:
    """Whether it was made here, in a folder in the one that is read."""
    return one.kind == "none" and Path(one.path).is_relative_to(folder.resolve())


def _left(folder: Path, inputs: Sequence[Input]) -> list[Input]:
    """The files that are not wholly extracted yet."""
    held: dict[str, tuple[Entry, bool]] = {}
    for commit in commits(folder):
        for name, entry in keeping.listed(folder, commit.part)[0].items():
            held[name] = entry, commit.is_last or (name in held and held[name][1])
    for one in inputs:
        if one.name in held and described([one])[one.name] != held[one.name][0]:
            msg = f"{shown(one.name)} is not the file of that name that was extracted into {shown(str(folder))} before; give another folder, or the file another name"
            raise ConflictError(msg)
    return [one for one in inputs if one.name not in held or not held[one.name][1]]


def _done(
    task: Task, jobs: Sequence[Job], workers: int, client: "Client | None", *, show: bool
) -> tuple[list[Outcome], list[SummitDataError]]:
    """What became of the jobs, and what ended processes that did one."""
    doing: Generator[Any, None, None]
    if client is not None:
        doing = cluster.done(task, jobs, client)
    elif workers > 1 and len(jobs) > 1:
        doing = working.done(task, jobs, min(workers, len(jobs)))
    else:
        doing = _here(task, jobs)
    outcomes: list[Outcome] = []
    lost: list[SummitDataError] = []
    with closing(doing):
        for _ in (
            progress(_ticks(doing, outcomes, lost), "extract", _expected(jobs))
            if show
            else _ticks(doing, outcomes, lost)
        ):
            pass
    return outcomes, lost


def _here(task: Task, jobs: Iterable[Job]) -> Generator[Any, None, None]:
    for job in jobs:
        yield from steps(task, job)


def _ticks(doing: Iterator[Any], outcomes: list[Outcome], lost: list[SummitDataError]) -> Iterator[None]:
    """Nothing, as often as a source has been extracted."""
    for step in doing:
        if isinstance(step, Outcome):
            outcomes.append(step)
        elif isinstance(step, SummitDataError):
            lost.append(step)
        else:
            yield from [None] * (step.articles + step.errors)


def _expected(jobs: Iterable[Job]) -> int | None:
    """How many sources there are, where each file is one."""
    inputs = [one for job in jobs for one in job.inputs]
    return len(inputs) if all(one.kind in ("text", "html", "none") for one in inputs) else None
