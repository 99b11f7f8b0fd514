"""A bar for whoever waits at a terminal or in a notebook, where tqdm is installed; everywhere else nothing is shown."""

import sys
from collections.abc import Iterable, Iterator, Sized
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

__all__ = ["progress"]

T = TypeVar("T")

# How many seconds pass before there is a bar.
_PATIENCE = 0.5


def progress(things: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """
    The same things in the same order; a bar on the standard error tells how many have been taken.

    There is no bar in a pipe or a file, and none where tqdm is not installed (the extra ``progress``).

    Args:

        things: What is worked through.

        what: What the bar is called.

        total: How many there are, where `things` does not know its length.
    """
    bar = _bar(things, what, total)
    try:
        for thing in things:
            yield thing
            # A bar that cannot be drawn, since its stream was closed, is no error of the work.
            with suppress(OSError, ValueError):
                bar.update()
    finally:
        with suppress(OSError, ValueError):
            bar.close()


class _NoBar:
    """What is drawn where nobody looks."""

    def update(self) -> None:
        """Draw nothing."""

    def close(self) -> None:
        """Leave nothing."""


def _bar(things: Iterable[Any], what: str, total: int | None) -> Any:
    if total is None and isinstance(things, Sized):
        total = len(things)
    try:
        tqdm = _tqdm()
        # Work that is over at once flashes no bar, and what is over leaves none behind.
        return _NoBar() if tqdm is None else tqdm(total=total, desc=what, delay=_PATIENCE, leave=False)
    except (ImportError, OSError, ValueError):
        # There is no tqdm, or it cannot draw on the stream there is.
        return _NoBar()


def _tqdm() -> Any:
    """The bar of a notebook or of a terminal; None where there is neither."""
    get_ipython: Any = getattr(sys.modules.get("IPython"), "get_ipython", None)
    in_notebook = get_ipython is not None and hasattr(get_ipython(), "kernel")
    if not in_notebook and (sys.stderr is None or not sys.stderr.isatty()):
        return None
    return import_module("tqdm.auto" if in_notebook and find_spec("ipywidgets") else "tqdm").tqdm
