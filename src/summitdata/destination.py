"""
Writing so that nothing is half there: destinations are replaced in one step, or left as they were.

What is not finished lies beside the destination under a name that begins with a full stop, and beside it a file that its
writer keeps locked for as long as it lives. The next writer to the same destination removes what the dead left.
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

from .exceptions import ConflictError, IntegrityError, NotFoundError, SummitDataError, WriteError, shown
from .files import HIDDEN, MANIFEST, read_manifest
from .limits import Limits

__all__ = ["locked", "put_aside", "replacing", "synced", "writing"]

# What is made, what was there before, and what is locked for as long as the writer lives.
_MADE, _FORMER, _LOCK = ".new", ".old", ".lock"


@contextmanager
def replacing(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """
    A temporary folder beside the destination, which it replaces in one step when the block ends well.

    Whatever happens inside the block, the destination is either as it was or wholly new.

    Raises:

        ConflictError:
            The destination exists and is not an empty folder, and may not be overwritten; or it is missing because
            another writing broke off, and the message says where it is.

        NotFoundError: The folder to write in does not exist.

        WriteError: The disk is full, permission is missing, or the like.
    """
    with _failing(path):
        path = Path(os.path.abspath(path))  # noqa: PTH100 - links are not followed
    with _failing(path):
        _check_destination(path, overwrite=overwrite)
        with _claimed(path) as temporary:
            temporary.mkdir()
            yield temporary
            for made in [*sorted(temporary.rglob("*"), reverse=True), temporary]:
                synced(made)
            if path.is_dir():
                # A folder that others may not look into stays so.
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            _publish(temporary, path, overwrite=overwrite)
            try:
                synced(path.parent)
            except OSError:
                _take_back(temporary, path)
                raise


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """
    An open file that becomes the file at the path, in one step, when the block ends well; its folder is made.

    Raises:

        WriteError: The disk is full, permission is missing, or the like; what was there before is still there.
    """
    with _failing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _claimed(path) as temporary:
            with temporary.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if path.is_file() and not path.is_symlink():
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            former = temporary.with_suffix(_FORMER)
            with suppress(OSError):
                # A second name, in case that the last step fails; not every system has them.
                os.link(path, former)
            temporary.replace(path)
            try:
                synced(path.parent)
            except OSError:
                with suppress(FileNotFoundError):
                    former.replace(path)
                raise


def put_aside(path: Path) -> Path | None:
    """
    Where the folder is that a writing put aside and could not put back, because its process ended; None where there is
    something at the path, or that writing still goes on.
    """
    if os.path.lexists(path):
        return None
    return next((former for former in _siblings(path, _FORMER) if not _is_held(former.with_suffix(_LOCK))), None)


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    """Let what the system refuses be told as a failure to write to that path."""
    try:
        yield
    except SummitDataError:
        raise
    except OSError as error:
        msg = f"writing {shown(str(path))} failed: {error.strerror or error}; nothing was changed, make room or check your rights and try again"
        raise WriteError(error.errno, msg) from error


def _stem(path: Path) -> str:
    """How the names of all that stands beside a destination for a while begin, and of nothing beside another one."""
    # The name is cut, so that one as long as the system allows has room for what is added.
    return f".{path.name[:40]}.tmp-{sha256(os.fsencode(path.name)).hexdigest()[:12]}-"


def _siblings(path: Path, suffix: str) -> list[Path]:
    """What stands beside a destination for a while; nothing where its folder may not be listed."""
    with suppress(OSError):
        return sorted(p for p in path.parent.iterdir() if p.name.startswith(_stem(path)) and p.suffix == suffix)
    return []


@contextmanager
def _claimed(path: Path) -> Iterator[Path]:
    """A name beside the destination for what is to take its place; whatever is left under it is removed."""
    _sweep(path)
    is_given = False
    while not is_given:
        temporary = path.with_name(f"{_stem(path)}{secrets.token_hex(6)}{_MADE}")
        try:
            with temporary.with_suffix(_LOCK).open("ab") as lock:
                # Who sweeps just then may have been faster.
                is_given = locked(lock) is not False
                if is_given:
                    yield temporary
        finally:
            _give_up(temporary, path)


def locked(file: IO[bytes]) -> bool | None:
    """Lock a file: False where another holds it or has removed it, None where the system has no such locks."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock

        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return os.fstat(file.fileno()).st_nlink > 0


def _is_held(path: Path) -> bool:
    """Whether the writer whose lock it is lives."""
    with suppress(OSError), path.open("rb+") as file:
        return locked(file) is False
    return False


def _sweep(path: Path) -> None:
    """Remove what writers to the same destination left that died; what the living hold stays, as does what is another's."""
    for name in _siblings(path, _LOCK):
        # Windows has neither such owners nor such locks.
        with suppress(OSError, AttributeError):
            status = name.lstat()
            if stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid():
                with name.open("rb+") as lock:
                    if locked(lock) and not (_is_there(name.with_suffix(_FORMER)) and not _is_there(path)):
                        _clear(name)


def _give_up(temporary: Path, path: Path) -> None:
    """Remove what stands under a name, but what was put aside and has no successor: that takes its place again."""
    former = temporary.with_suffix(_FORMER)
    with suppress(OSError):
        if _is_there(former) and not _is_there(path):
            former.rename(path)
        _clear(temporary)


def _clear(name: Path) -> None:
    """Remove all that stands under a name, the lock last, so that another can go on where this is broken off."""
    for suffix in (_MADE, _FORMER):
        _remove(name.with_suffix(suffix))
    if not any(_is_there(name.with_suffix(suffix)) for suffix in (_MADE, _FORMER)):
        _remove(name.with_suffix(_LOCK))


def _remove(path: Path) -> None:
    """Remove a file or folder of ours with all that is in it, as far as may be, whatever its modes are."""
    with suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
            return
        path.chmod(stat.S_IRWXU)
        for inner in list(path.iterdir()):
            _remove(inner)
        path.rmdir()


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def _check_destination(path: Path, *, overwrite: bool) -> None:
    if not path.parent.is_dir():
        msg = f"the folder {shown(str(path.parent))} does not exist; make it first"
        raise NotFoundError(msg)
    former = put_aside(path)
    if former:
        msg = f"{shown(str(path))} is missing, because writing it broke off, and what was there is {shown(str(former))}; give that its old name again, or remove it"
        raise ConflictError(msg)
    if path.is_symlink() or path.exists():
        _check_replaceable(path, shown(str(path)), overwrite=overwrite)


def _check_replaceable(path: Path, where: str, *, overwrite: bool) -> None:
    if path.is_symlink():
        msg = f"{where} is a link; give the folder it points to"
        raise ConflictError(msg)
    if not path.is_dir():
        msg = f"{where} is a file; give another destination"
        raise ConflictError(msg)
    if Path.cwd().is_relative_to(path.resolve()):
        msg = f"{where} is the folder you are in, so it is not replaced; give another destination"
        raise ConflictError(msg)
    if not any(path.iterdir()):
        return
    if not overwrite:
        msg = (
            f"{where} exists and is not empty; give another destination, or overwrite=True (--overwrite) to replace it"
        )
        raise ConflictError(msg)
    strange = _strange(path)
    if strange is not None:
        msg = f"{where} holds {shown(strange)}, which no manifest of summitdata lists, so it is not replaced; give another destination"
        raise ConflictError(msg)


def _strange(path: Path) -> str | None:
    """The name of something in a folder that we did not write; it is looked at again where another takes its place meanwhile."""
    strange, is_same = None, False
    while not is_same:
        status = path.stat()
        with suppress(FileNotFoundError):
            strange = min(_unlisted(path), default=None)
        is_same = os.path.samestat(status, path.stat())
    return strange


def _unlisted(path: Path) -> Iterator[str]:
    """The names of what is in a folder and in those inside it, and is no file that we wrote."""
    ours: set[str] = set()
    with suppress(IntegrityError, NotFoundError):
        ours = {MANIFEST, *read_manifest(path / MANIFEST, Limits()).files}
    folders = {name.partition("/")[0] for name in ours if "/" in name}
    for found in path.iterdir():
        if found.name == HIDDEN and not _files_in(found):
            continue
        listed = found.name in folders and stat.S_ISDIR(found.lstat().st_mode)
        for inner in found.iterdir() if listed else [found]:
            name = inner.relative_to(path).as_posix()
            if name not in ours or not stat.S_ISREG(inner.lstat().st_mode):
                yield name


def _files_in(folder: Path) -> bool:
    """Whether there is anything but folders in a folder; in what is none there is."""
    return not folder.is_dir() or any(not inner.is_dir() or inner.is_symlink() for inner in folder.rglob("*"))


def _publish(temporary: Path, path: Path, *, overwrite: bool) -> None:
    try:
        # Onto nothing or an empty folder this is one step; a folder that is not empty makes it fail.
        temporary.rename(path)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise
        # What came into being meanwhile is only replaced if it may be.
        _check_destination(path, overwrite=overwrite)
        former = _exchange(temporary, path)
        try:
            # It may have come into being at the last moment.
            _check_replaceable(former, shown(str(path)), overwrite=overwrite)
        except SummitDataError:
            _take_back(temporary, path)
            raise


def _exchange(temporary: Path, path: Path) -> Path:
    """Let a folder take the place of another; where that is now."""
    if _renameat2(temporary, path):
        return temporary
    # A crash between these leaves the older folder whole beside its place, under another name.
    former = temporary.with_suffix(_FORMER)
    path.rename(former)
    temporary.rename(path)
    return former


def _take_back(temporary: Path, path: Path) -> None:
    """Undo the last step: what was there before is there again, at the latest when the name is given up."""
    with suppress(OSError):
        if _is_there(temporary):
            _renameat2(temporary, path)
        else:
            path.rename(temporary)


def _renameat2(first: Path, second: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    import ctypes

    at_cwd, exchange = -100, 2
    # Windows has no such library, others no such function in it.
    with suppress(AttributeError, OSError, TypeError):
        call = ctypes.CDLL(None, use_errno=True).renameat2
        status: int = call(at_cwd, os.fsencode(first), at_cwd, os.fsencode(second), exchange)
        return status == 0
    return False  # pragma: no cover - where there is no such call


def synced(path: Path) -> None:
    """Have what a file or folder holds on the disk."""
    try:
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except PermissionError:
        # Windows opens no folders, and a folder that may be written to need not be readable.
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
