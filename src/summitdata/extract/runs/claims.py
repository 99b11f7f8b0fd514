"""
Who does what: a file that whoever works at something keeps locked for as long as it lives.

Locks are those of the system and end with their process. They keep two from doing the same work, and nothing else: where a
file system has no locks, or shows them to one machine only, both do it, and what they make is the same.
"""

import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

import attrs

from ...commits import named
from ...destination import locked

__all__ = ["Holder", "claimed"]


@attrs.frozen
class Holder:
    """
    Who works at something.

    Attributes:

        host: The machine.

        pid: The process on it.

        run: The run that it belongs to.
    """

    host: str
    pid: int
    run: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}"


@contextmanager
def claimed(path: Path, new: Callable[[], Path], run: str, *, break_lock: bool = False) -> Iterator[Holder | None]:
    """
    Nobody, if what the path stands for may be done here, and whoever does it already otherwise.

    A claim of a process of this machine that has ended counts for nothing, and neither does one of the same run, which
    knows when one of its processes is lost. One of another machine counts until it is broken.

    Args:

        path: The file that stands for it; it is made, and removed in the end.

        new: Gives a path in the same file system at which there is nothing.

        run: The run that asks.

        break_lock: Let no claim of another machine count, unless its lock is seen here.
    """
    own = Holder(platform.node(), os.getpid(), run)
    file, holder = _taken(path, new, own, break_lock=break_lock)
    try:
        yield holder
    finally:
        if holder is None:
            with suppress(OSError):
                path.unlink()
        file.close()


def _taken(path: Path, new: Callable[[], Path], own: Holder, *, break_lock: bool) -> tuple[IO[bytes], Holder | None]:
    """The open file of a claim, and who has it if it is another."""
    while True:
        fresh = new()
        try:
            if made := _made(path, fresh, own):
                return made, None
            if found := _found(path, own, break_lock=break_lock):
                return found
        except FileNotFoundError:
            # Who sweeps just then, or is done just then, may take a file away; then it is tried again.
            if not path.parent.is_dir() or not fresh.parent.is_dir():
                raise


def _made(path: Path, new: Path, own: Holder) -> IO[bytes] | None:
    """The file of a claim, made; None where there is one."""
    with ExitStack() as opened:
        file = opened.enter_context(new.open("x+b"))
        # It is locked and says whose it is before anyone can see it.
        locked(file)
        _write(file, own)
        if named(new, path):
            opened.pop_all()
            return file
    return None


def _found(path: Path, own: Holder, *, break_lock: bool) -> tuple[IO[bytes], Holder | None] | None:
    """The file of a claim that is there, and who has it; None where it is gone."""
    with ExitStack() as opened:
        file = opened.enter_context(path.open("r+b"))
        lock = locked(file)
        if lock is False and os.fstat(file.fileno()).st_nlink == 0:
            return None
        holder = _read(file)
        opened.pop_all()
        if lock is False or (holder is not None and _counts(holder, own, lock, break_lock=break_lock)):
            return file, holder or Holder("a machine that does not say", 0, "")
        _write(file, own)
        return file, None


def _write(file: IO[bytes], holder: Holder) -> None:
    file.seek(0)
    file.truncate()
    file.write(json.dumps(attrs.astuple(holder)).encode())
    file.flush()
    os.fsync(file.fileno())


def _read(file: IO[bytes]) -> Holder | None:
    """Who is named in a claim; nobody where it was only just made, or its maker ended just then."""
    with suppress(ValueError, TypeError):
        return Holder(*json.loads(file.read()))
    return None


def _counts(holder: Holder, own: Holder, lock: bool | None, *, break_lock: bool) -> bool:
    """Whether the claim of one whose lock is not seen counts."""
    if holder.run == own.run:
        return False
    if holder.host != own.host:
        return not break_lock
    return lock is None and _lives(holder.pid)


def _lives(pid: int) -> bool:
    # Elsewhere this call would end the process, and one that may live is left alone.
    with suppress(PermissionError):
        if os.name == "posix":
            return _is_process(pid)
    return True


def _is_process(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
