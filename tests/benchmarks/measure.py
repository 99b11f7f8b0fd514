"""
How two ways of doing the same are compared on a machine whose speed drifts.

They are run in turn, A B A B …, and the median of the pairwise ratios is told with the smallest and the largest.
"""

import gc
import time
from collections.abc import Callable
from statistics import median

import attrs

__all__ = ["Figure", "ratios", "seconds"]


@attrs.frozen
class Figure:
    """
    One measurement.

    Attributes:

        what: What was measured, and beside what.

        unit: What the values are: ``"ratio"`` (time of ours / time of theirs), ``"s"``, ``"ms"``, ``"M rows/s"``, ``"MiB"``.

        values: All of them.

        target: What was to be reached, such as ``"≤ 1.1"``; ``"–"`` where nothing was.

        holds: Whether the median reaches the target; None where there is none.

        note: What the figure leaves out or where its limit lies.
    """

    what: str
    unit: str
    values: tuple[float, ...]
    target: str = "–"
    note: str = ""

    @property
    def median(self) -> float:
        """The middle value."""
        return median(self.values)

    @property
    def holds(self) -> bool | None:
        """Whether the median reaches the target; None where there is none."""
        sign, _, bound = self.target.partition(" ")
        if sign == "≤":
            return self.median <= float(bound)
        if sign == "<":
            return self.median < float(bound)
        return self.median >= float(bound) if sign == "≥" else None


def seconds(run: Callable[[], object], times: int) -> tuple[float, ...]:
    """How long something takes, so many times, after once to warm up."""
    run()
    return tuple(_once(run) for _ in range(times))


def ratios(ours: Callable[[], object], theirs: Callable[[], object], pairs: int) -> tuple[float, ...]:
    """Our time over theirs, in so many pairs, after once each to warm up."""
    ours()
    theirs()
    return tuple(_once(ours) / _once(theirs) for _ in range(pairs))


def _once(run: Callable[[], object]) -> float:
    gc.collect()
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin
