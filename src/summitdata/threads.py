"""Work on several things at a time, whose results come in order: as many as are waited for are in memory, and no more."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["ahead", "in_threads"]

T = TypeVar("T")
U = TypeVar("U")


def in_threads(work: Callable[[T], U], things: Iterable[T], threads: int) -> Iterator[U]:
    """What a function makes of each thing, in their order; with one thread, or of one thing, it is simply called."""
    given = iter(things)
    first = deque(islice(given, 2 if threads > 1 else 0))
    if len(first) < 2:
        yield from map(work, chain(first, given))
        return
    from concurrent.futures import ThreadPoolExecutor

    waiting: deque[Future[U]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for thing in chain(_emptied(first), given):
            waiting.append(pool.submit(work, thing))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _emptied(things: deque[T]) -> Iterator[T]:
    """Each thing as it is given away: whoever kept it would keep it in memory."""
    while things:
        yield things.popleft()


def ahead(things: Iterator[T], threads: int) -> Iterator[T]:
    """The same, each made while the one before it is looked at, if there is more than one thread."""
    if threads < 2:
        yield from things
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(_taken, things)
        while found := coming.result():
            coming = pool.submit(_taken, things)
            yield found[0]


def _taken(things: Iterator[T]) -> list[T]:
    """The next of them, or nothing."""
    return list(islice(things, 1))
