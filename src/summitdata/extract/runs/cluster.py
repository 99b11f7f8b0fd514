"""Jobs done by a cluster of Dask: a few of them are under way at a time, and what a lost worker was at is done by another."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from ...exceptions import LimitError, MissingExtraError, shown
from .jobs import Outcome, Task, run_job
from .planning import Job

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Pairs", "done", "over"]

T = TypeVar("T")
#: Things, each with what became of it.
Pairs = Generator[tuple[T, Any], None, None]

#: So many jobs for each thread of the cluster are under way, so that none waits for the next.
_EACH = 2


def done(task: Task, jobs: Sequence[Job], client: "Client") -> Generator[Any, None, None]:
    """
    What became of the jobs, as each is done by some worker of the cluster; the parts are in the folder, and only that comes back.

    A worker that is lost was at jobs that others do then. Where one job ends several workers, there is an error in its
    place, and the others are done all the same.

    Raises:

        WriteError: A worker cannot write to the folder; nothing more is begun then.

        MissingExtraError: distributed is not installed.
    """
    with closing(over(client, partial(run_job, task), jobs)) as made:
        for job, outcome in made:
            if not isinstance(outcome, Outcome):
                msg = f"the workers that extracted {shown(job.inputs[0].name)} ended, for want of memory perhaps; all but {shown(job.name)} was done and is kept, run the same again with more memory, or without that file"
                yield LimitError(msg)
                continue
            yield from outcome.made
            yield outcome


def over(client: "Client", work: Callable[[T], Any], things: Iterable[T]) -> Pairs[T]:
    """
    Each thing with what a function makes of it on a cluster, as it is done; None where it ended several workers.

    Args:

        client: Dask's client.

        work: What is done with a thing; it, the things and what it makes are sent.

        things: What is worked on; they are taken as they are needed.

    Raises:

        MissingExtraError: distributed is not installed.
    """
    try:
        from distributed import KilledWorker
    except ImportError as error:
        msg = "a cluster needs distributed; install it with: pip install 'summitdata[dask]'"
        raise MissingExtraError(msg) from error
    given = iter(things)
    most = _EACH * max(1, sum(client.nthreads().values()))
    suspects: list[T] = []
    # What is under way is cancelled here, and not wherever the garbage is collected.
    with closing(_under_way(client, work, given, most)) as futures:
        for one, future in futures:
            try:
                yield one, future.result()
            except KilledWorker:
                # It may only have waited behind the one that ended the workers.
                suspects.append(one)
    with closing(_under_way(client, work, iter(suspects), 1)) as futures:
        for one, future in futures:
            try:
                yield one, future.result()
            except KilledWorker:
                yield one, None


def _under_way(client: Any, work: Callable[[T], Any], given: Iterator[T], most: int) -> Pairs[T]:
    """Each thing with its future, as it is done, so many of them at a time."""
    from distributed import as_completed

    under_way: dict[Any, T] = {}

    def begin(n: int) -> list[Any]:
        # What is done is not the same twice: it looks at what is there.
        begun = [(client.submit(work, one, pure=False), one) for one in islice(given, n)]
        under_way.update((future.key, one) for future, one in begun)
        return [future for future, _ in begun]

    running = as_completed(begin(most))
    try:
        for future in running:
            yield under_way.pop(future.key), future
            future.release()
            for following in begin(1):
                running.add(following)
    finally:
        client.cancel([*running.futures])
