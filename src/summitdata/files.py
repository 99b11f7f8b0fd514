"""Reading and writing files so that nothing is half there: bytes read once under limits, destinations replaced in one step."""

import errno
import json
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import attrs

from .exceptions import (
    ConflictError,
    FormatError,
    IntegrityError,
    NotFoundError,
    SummitDataError,
    UsageError,
    WriteError,
    shown,
)
from .limits import Limits
from .plain import decoded, loaded

__all__ = [
    "MANIFEST",
    "Folder",
    "Manifest",
    "local_path",
    "read_bytes",
    "replacing",
    "write_manifest",
    "writing",
]

MANIFEST = "manifest.json"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


def local_path(path: str | os.PathLike[str]) -> Path:
    """
    The path as it stands: ``~`` and variables are not expanded.

    Raises:

        UsageError: It is a URL, or no path at all.
    """
    if not isinstance(path, (str, os.PathLike)):
        msg = f"expected a path, found {shown(path)}; give a string or a pathlib.Path"
        raise UsageError(msg)
    text = os.fspath(path)
    if not isinstance(text, str) or not text or "\0" in text:
        msg = f"expected a path, found {shown(text)}; give the path of a file or folder"
        raise UsageError(msg)
    if _SCHEME.match(text):
        msg = (
            f"expected a path on this machine, found the URL {shown(text)}; download it first and give the file's path"
        )
        raise UsageError(msg)
    return Path(text)


def read_bytes(path: Path, limits: Limits, *, may_be_empty: bool = False) -> bytes:
    """
    The bytes of a regular file, read once; links, pipes and devices are refused.

    Raises:

        NotFoundError: There is no such file.

        FormatError: It is not a regular file, or it is empty.

        LimitError: It is larger than the limit.
    """
    # Without O_NONBLOCK, opening a pipe would wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError as error:
        msg = f"{shown(str(path))} does not exist; check the path"
        raise NotFoundError(msg) from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            msg = f"{shown(str(path))} is a link; give the file it points to"
        else:
            msg = f"{shown(str(path))} cannot be read: {error.strerror}; check that it is a file you may read"
        raise FormatError(msg) from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            msg = f"{shown(str(path))} is not a regular file; give the path of a file"
            raise FormatError(msg)
        limits.check("bytes", status.st_size, shown(str(path)))
        data = file.read(limits.bytes + 1)
    limits.check("bytes", len(data), shown(str(path)))
    if not data and not may_be_empty:
        msg = f"{shown(str(path))} is empty; write or download it again"
        raise FormatError(msg)
    return data


@attrs.frozen(kw_only=True)
class Manifest:
    """
    What a folder says of itself.

    Attributes:

        format: The format of its parts.

        version: The data version of the corpus, if it has one.

        files: The SHA-256 and size of every file but the manifest.
    """

    format: str
    version: str | None
    files: Mapping[str, tuple[str, int]]

    def check(self, name: str, data: bytes, folder: Path) -> bytes:
        """
        The bytes, if they are those that the manifest was written for.

        Raises:

            IntegrityError: They are not.
        """
        digest, size = self.files[name]
        where = f"{shown(str(folder / name))}"
        hint = f"restore the file, or delete {MANIFEST} if you changed it on purpose"
        if len(data) != size:
            msg = f"{where} has {len(data):,} bytes, its manifest says {size:,}; {hint}"
            raise IntegrityError(msg)
        found = sha256(data).hexdigest()
        if found != digest:
            msg = f"{where} has the SHA-256 {found}, its manifest says {digest}; {hint}"
            raise IntegrityError(msg)
        return data


def read_manifest(folder: Path, limits: Limits) -> Manifest | None:
    """
    The manifest of a folder, or None where it has none.

    Raises:

        IntegrityError: It is there and is not a manifest.
    """
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        made = loaded(decoded(read_bytes(path, limits), shown(str(path))), shown(str(path)), limits)
        files = {name: (entry["sha256"], entry["bytes"]) for name, entry in made["files"].items()}
        whole = Manifest(format=made["format"], version=made["version"], files=files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        msg = f"{shown(str(path))} is not a manifest of summitdata; restore it, or delete it to open the folder without its checks"
        raise IntegrityError(msg) from error
    if any(Path(name).name != name or name in ("", ".", "..") for name in files):
        msg = f"{shown(str(path))} names a file outside its folder; do not use this folder"
        raise IntegrityError(msg)
    return whole


@attrs.frozen(kw_only=True)
class Folder:
    """
    A folder that holds a corpus.

    Attributes:

        path: Where it is.

        names: The names of its files.

        manifest: Its manifest, if it has one.

        limits: What each file may ask for at most.
    """

    path: Path
    names: frozenset[str]
    manifest: Manifest | None
    limits: Limits

    @classmethod
    def at(cls, path: Path, limits: Limits) -> "Folder":
        """
        The folder at a path.

        Raises:

            IntegrityError: A file that its manifest lists is missing.
        """
        try:
            names = frozenset(entry.name for entry in path.iterdir())
        except OSError as error:
            msg = f"{shown(str(path))} cannot be read: {error.strerror}; check that it is a folder you may read"
            raise NotFoundError(msg) from error
        manifest = read_manifest(path, limits)
        missing = sorted(set(manifest.files) - names) if manifest else []
        if missing:
            msg = f"{shown(str(path))} lacks {shown(missing[0])}, which its manifest lists; restore it, or write the corpus again"
            raise IntegrityError(msg)
        return cls(path=path, names=names, manifest=manifest, limits=limits)

    def tables(self, suffix: str, known: Iterable[str]) -> list[str]:
        """The tables that have a file of that kind: those of the manifest, or where there is none those that are there."""
        names = self.manifest.files if self.manifest else self.names
        return [name for name in known if f"{name}.{suffix}" in names]

    def read(self, name: str, *, may_be_empty: bool = False) -> bytes:
        """The bytes of a file, checked against the manifest where there is one."""
        data = read_bytes(self.path / name, self.limits, may_be_empty=may_be_empty)
        return self.manifest.check(name, data, self.path) if self.manifest else data


def write_manifest(folder: Path, form: str, version: str | None, rows: Mapping[str, int]) -> None:
    """Write the manifest of a folder whose other files are all there."""
    entries = {}
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        entries[path.name] = {"sha256": sha256(data).hexdigest(), "bytes": len(data)}
    made: dict[str, Any] = {"format": form, "version": version, "rows": dict(rows), "files": entries}
    (folder / MANIFEST).write_bytes(f"{json.dumps(made, indent=1, ensure_ascii=False)}\n".encode())


@contextmanager
def replacing(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """
    A temporary folder beside the destination, which it replaces in one step when the block ends well.

    Whatever happens inside the block, the destination is either as it was or wholly new.

    Raises:

        ConflictError: The destination exists and is not an empty folder, and may not be overwritten.

        NotFoundError: The folder to write in does not exist.

        WriteError: The disk is full, permission is missing, or the like.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links are not followed
    where = shown(str(path))
    _check_destination(path, where, overwrite=overwrite)
    temporary = path.with_name(f".{path.name}.tmp-{secrets.token_hex(4)}")
    try:
        temporary.mkdir()
        yield temporary
        for made in [*temporary.iterdir(), temporary]:
            _sync(made)
        _publish(temporary, path, where, overwrite=overwrite)
        _sync(path.parent)
    except SummitDataError:
        raise
    except OSError as error:
        msg = f"writing {where} failed: {error.strerror or error}; nothing was changed, make room or check your rights and try again"
        raise WriteError(error.errno, msg) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """
    An open file that becomes the file at the path, in one step, when the block ends well; its folder is made.

    Raises:

        WriteError: The disk is full, permission is missing, or the like; what was there before is still there.
    """
    temporary = path.with_name(f".{path.name}.tmp-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync(path.parent)
    except OSError as error:
        msg = f"writing {shown(str(path))} failed: {error.strerror or error}; nothing was changed, make room or check your rights and try again"
        raise WriteError(error.errno, msg) from error
    finally:
        temporary.unlink(missing_ok=True)


def _check_destination(path: Path, where: str, *, overwrite: bool) -> None:
    if path.is_symlink():
        msg = f"{where} is a link; give the folder it points to"
        raise ConflictError(msg)
    if not path.parent.is_dir():
        msg = f"the folder {shown(str(path.parent))} does not exist; make it first"
        raise NotFoundError(msg)
    if not path.exists():
        return
    if not path.is_dir():
        msg = f"{where} is a file; give another destination"
        raise ConflictError(msg)
    held = {p.name for p in path.iterdir()}
    if not held:
        return
    if not overwrite:
        msg = (
            f"{where} exists and is not empty; give another destination, or overwrite=True (--overwrite) to replace it"
        )
        raise ConflictError(msg)
    manifest = read_manifest(path, Limits())
    strange = sorted(held - {MANIFEST, *(manifest.files if manifest else ())})
    if manifest is None or strange:
        what = f"{shown(strange[0])}, which summitdata did not write" if strange else "no manifest"
        msg = f"{where} holds {what}, so it is not replaced; give another destination"
        raise ConflictError(msg)


def _publish(temporary: Path, path: Path, where: str, *, overwrite: bool) -> None:
    try:
        # Onto nothing or an empty folder this is one step; a folder that is not empty makes it fail.
        temporary.rename(path)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EACCES, errno.ENOTDIR):
            raise
        if not overwrite or not path.is_dir():
            msg = f"{where} came into being meanwhile; it was left as it is, give another destination"
            raise ConflictError(msg) from error
        _exchange(temporary, path)


def _exchange(temporary: Path, path: Path) -> None:
    if sys.platform == "linux" and _renameat2(temporary, path):
        return
    # Elsewhere two renames: a crash between them leaves the old folder whole beside the place, under the name below.
    old = path.with_name(f".{path.name}.old-{secrets.token_hex(4)}")
    path.rename(old)
    temporary.rename(path)
    shutil.rmtree(old)


def _renameat2(first: Path, second: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    import ctypes

    at_cwd, exchange = -100, 2
    with suppress(AttributeError, OSError):
        call = ctypes.CDLL(None, use_errno=True).renameat2
        status: int = call(at_cwd, os.fsencode(first), at_cwd, os.fsencode(second), exchange)
        return status == 0
    return False


def _sync(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        # Windows opens no folders.
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
