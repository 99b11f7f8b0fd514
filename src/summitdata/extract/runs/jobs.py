"""One job: the parts that it makes, each committed when it is whole."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from hashlib import sha256
from itertools import islice
from pathlib import Path

import attrs

from ...commits import Commit, read_commit
from ...exceptions import ConflictError, LimitError, shown
from ...files import Entry
from ..article import part
from ..files.sources import read
from ..source import Failure, Source
from . import keeping
from .keeping import Settings
from .planning import Job, described, part_name

__all__ = ["TEXTS", "Made", "Outcome", "Task", "run_job", "steps", "steps_of_texts"]

#: The job of texts that no file holds.
TEXTS = Job(name="texts", inputs=())
#: A part has no more characters than this, but that of its last text.
_CHARACTERS = 4_000_000


@attrs.frozen(kw_only=True)
class Made:
    """A part that was made: its name, and how many articles and errors it has."""

    part: str
    articles: int
    errors: int


@attrs.frozen(kw_only=True)
class Outcome:
    """
    What became of a job.

    Attributes:

        job: Its name.

        made: The parts that were made now.

        held_by: Who does it already, in another run.
    """

    job: str
    made: tuple[Made, ...] = ()
    held_by: str | None = None


@attrs.frozen(kw_only=True)
class Task:
    """
    What all jobs of a run have in common.

    Attributes:

        folder: The folder of the corpus, which was begun.

        settings: How the corpus is made.

        run: What tells the run from others.

        break_lock: Do a job even where a process of another machine has claimed it, and may have died.
    """

    folder: Path
    settings: Settings
    run: str
    break_lock: bool = False


def run_job(task: Task, job: Job) -> Outcome:
    """
    Make the parts of a job that are not there yet, and commit each.

    Nothing goes into them but the files of the job and the settings, so that they are the same wherever it is done.

    Raises:

        WriteError: The folder cannot be written to.

        LimitError: There is not memory enough.

        MissingExtraError: What extraction needs is not installed.
    """
    *_, outcome = steps(task, job)
    return outcome  # type: ignore[return-value]  # the last step


def steps(task: Task, job: Job, told: Callable[[str], object] = str) -> Iterator[Made | Outcome]:
    """What `run_job` does, step by step: each part that was made, and in the end what became of the job; `told` is told each source."""
    folder = task.folder
    with keeping.failing(folder), keeping.claim(folder, job.name, task.run, break_lock=task.break_lock) as holder:
        made = []
        try:
            for one in _parts(job, folder, task.settings, told) if holder is None else ():
                made.append(one)
                yield one
        except MemoryError as error:
            msg = f"there was not memory enough to extract {shown(job.inputs[0].name)} and what comes with it; run the same again with fewer workers, with fewer articles in a part, or without that file"
            raise LimitError(msg) from error
        yield Outcome(job=job.name, made=tuple(made), held_by=None if holder is None else str(holder))


def _parts(job: Job, folder: Path, settings: Settings, told: Callable[[str], object]) -> Iterator[Made]:
    number = skip = 0
    while keeping.is_committed(folder, part_name(job, number)):
        commit = read_commit(folder, part_name(job, number))
        if commit.is_last:
            return
        number, skip = number + 1, skip + commit.sources
    inputs = described(job.inputs)
    sources = _Cut(_sources(job, skip, settings, told))
    while not sources.is_over:
        name = part_name(job, number)
        yield _commit(folder, settings, name, inputs, (sources.next(settings.articles_per_part), sources))
        number += 1


def steps_of_texts(task: Task, sources: Iterable[Source | Failure]) -> Generator[Made | Outcome, None, None]:
    """
    What `steps` does, of texts that are given one after the other instead of files; those that are there are compared and passed over.

    Raises:

        ConflictError: The texts that were extracted before are not the first of these, or another process is at it.
    """
    folder, settings = task.folder, task.settings
    with ExitStack() as held:
        # What goes wrong where the texts come from is none of the folder's.
        with keeping.failing(folder):
            holder = held.enter_context(keeping.claim(folder, TEXTS.name, task.run, break_lock=task.break_lock))
        if holder is not None:
            msg = f"{holder} is extracting texts into {shown(str(folder))}; wait for it, give another folder, or if it has ended run the same again with break_lock=True"
            raise ConflictError(msg)
        made = []
        cut = _Cut(iter(sources))
        name = part_name(TEXTS, number := 0)
        while (is_there := keeping.is_committed(folder, name)) or not cut.is_over:
            # There may be more texts after what was the last of them.
            most = read_commit(folder, name).sources if is_there else settings.articles_per_part
            taken = [*cut.next(most)]
            # No file has a line break in its name.
            told = {f"\n{name}": _entry(taken)}
            if is_there:
                _compare(folder, name, told)
            else:
                made.append(_commit(folder, settings, name, told, (taken, cut)))
                yield made[-1]
            name = part_name(TEXTS, number := number + 1)
        yield Outcome(job=TEXTS.name, made=tuple(made))


def _compare(folder: Path, part: str, told: Mapping[str, Entry]) -> None:
    if keeping.listed(folder, part)[0] != told:
        msg = f"the texts of part {part} are not those that were extracted into {shown(str(folder))} before; give the same ones in the same order, or another folder"
        raise ConflictError(msg)


def _entry(taken: Sequence[Source | Failure]) -> Entry:
    """What tells texts: how many they are, and a hash of all of them."""
    digest = sha256()
    for one in taken:
        digest.update(repr(one).encode("utf-8", "backslashreplace") + b"\0")
    return Entry(digest.hexdigest(), len(taken))


def _commit(
    folder: Path,
    settings: Settings,
    name: str,
    inputs: Mapping[str, Entry],
    texts: tuple[Iterable[Source | Failure], "_Cut"],
) -> Made:
    sources, cut = texts
    made = part(sources, ner=settings.ner, name=name)
    listed = made.table("articles").select(["id", "sha256"]).to_pydict()
    commit = Commit(part=name, rows={}, files={}, sources=cut.taken, is_last=cut.is_over, copies={})
    kept = made if settings.text else made.without_text()
    keeping.add(folder, kept, commit, inputs, dict(zip(listed["id"], listed["sha256"], strict=True)))
    return Made(part=name, articles=made.n_rows["articles"], errors=made.n_rows["errors"])


class _Cut:
    """Texts, so many at a time; it is known when they are over."""

    def __init__(self, sources: Iterator[Source | Failure]) -> None:
        self._sources = sources
        self._held: list[Source | Failure] = []
        self.taken = 0
        self.is_over = False

    def next(self, most: int) -> Iterator[Source | Failure]:
        """The next of them, one at least if there is any: as many as are allowed, in number and in characters."""
        self.taken = characters = 0
        while self.taken < most and characters < _CHARACTERS:
            if not self._fill():
                return
            one = self._held.pop()
            self.taken += 1
            characters += len(one.text) if isinstance(one, Source) else 0
            yield one
        self._fill()

    def _fill(self) -> bool:
        """Have the next one at hand, unless there is none."""
        self._held = self._held or [*islice(self._sources, 1)]
        self.is_over = not self._held
        return not self.is_over


def _sources(job: Job, skip: int, settings: Settings, told: Callable[[str], object]) -> Iterator[Source | Failure]:
    """What the files of a job hold, but so many at the beginning; whose turn it is, is told before it is read or extracted."""
    if len(job.inputs) == 1:
        for source in read(job.inputs[0], skip, settings.fields):
            told(source.name or "")
            yield source
        return
    for one in job.inputs:
        if not skip:
            told(one.name)
        for source in read(one, 0, settings.fields):
            if skip:
                skip -= 1
                continue
            yield source
