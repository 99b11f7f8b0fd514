"""Folders of files as they are read: bytes read once, under limits, and held against their manifest."""

import errno
import json
import os
import re
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import attrs

from .exceptions import (
    FormatError,
    IntegrityError,
    NotFoundError,
    SummitDataError,
    UsageError,
    shown,
)
from .limits import Limits, detected
from .plain import decoded, loaded
from .threads import in_threads

if TYPE_CHECKING:
    import pyarrow as pa

    from .corpus import Corpus

__all__ = [
    "COMMITS",
    "DATABASE",
    "HIDDEN",
    "MANIFEST",
    "Entry",
    "Folder",
    "Manifest",
    "Part",
    "entries",
    "file_name",
    "local_path",
    "manifest_bytes",
    "read_bytes",
    "read_manifest",
    "refusing",
    "write_each",
    "write_manifest",
]

DATABASE = "corpus.sqlite"
MANIFEST = "manifest.json"
#: The folder of a corpus in the making that says of each part that it is there.
COMMITS = "commits"
#: The folder in it of what is not there yet.
HIDDEN = ".extracting"

# How many files are written at the same time.
_WRITERS = 2

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
#: What a manifest may name: a file of the folder, or one of a folder in it.
_NAME = re.compile(r"(?!\.{1,2}(?:/|$))[^/\\\0]+(?:/(?!\.{1,2}$)[^/\\\0]+)?")

#: A table's name, and what reads it or raises what is wrong with it.
Part = tuple[str, "Callable[[], pa.Table]"]


def refusing(error: SummitDataError) -> "Callable[[], pa.Table]":
    """What stands for the reading of a part that is not to be read: it raises the error."""

    def read() -> "pa.Table":
        raise error

    return read


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
    if not _is_path(text):
        msg = f"expected a path, found {shown(text)}; give the path of a file or folder"
        raise UsageError(msg)
    if _SCHEME.match(text):
        msg = (
            f"expected a path on this machine, found the URL {shown(text)}; download it first and give the file's path"
        )
        raise UsageError(msg)
    return Path(text)


def _is_path(text: object) -> bool:
    if not isinstance(text, str) or not text or "\0" in text:
        return False
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True


def read_bytes(path: Path, limits: Limits) -> bytes:
    """
    The bytes of a regular file, read once; links, pipes and devices are refused.

    Raises:

        NotFoundError: There is no such file.

        FormatError: It is not a regular file, or it is empty.

        LimitError: It is larger than the limit.
    """
    where = shown(str(path))
    try:
        with open(path, "rb", opener=_unfollowed) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                msg = f"{where} is not a regular file; give the path of a file"
                raise FormatError(msg)
            limits.check("bytes", status.st_size, where)
            data = file.read(status.st_size + 1)
    except FileNotFoundError as error:
        msg = f"{where} does not exist; check the path"
        raise NotFoundError(msg) from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            msg = f"{where} is a link; give the file it points to"
        else:
            msg = f"{where} cannot be read: {error.strerror}; check that it is a file you may read"
        raise FormatError(msg) from error
    if len(data) != status.st_size:
        msg = f"{where} changed while it was read; try again when nobody writes to it"
        raise FormatError(msg)
    if not data:
        msg = f"{where} is empty; write or download it again"
        raise FormatError(msg)
    return data


def _unfollowed(path: str, flags: int) -> int:
    # Without O_NONBLOCK, opening a pipe would wait for a writer.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _lower(digits: str) -> str:
    return digits.lower()


@attrs.frozen
class Entry:
    """
    What a manifest says of a file.

    Attributes:

        sha256: The SHA-256 of its bytes.

        bytes: How many they are.
    """

    sha256: str = attrs.field(converter=_lower, validator=attrs.validators.matches_re("[0-9a-f]{64}"))
    bytes: int = attrs.field(validator=attrs.validators.instance_of(int))


@attrs.frozen(kw_only=True)
class Manifest:
    """
    What a folder says of itself.

    Attributes:

        format: The format of its parts.

        version: The data version of the corpus, if it has one.

        rows: How many rows each table has.

        files: Every file but the manifest, by name; those of a folder inside with its name and a slash before theirs.
    """

    format: str = attrs.field(validator=attrs.validators.instance_of(str))
    version: str | None = attrs.field(validator=attrs.validators.optional(attrs.validators.instance_of(str)))
    rows: Mapping[str, int] = attrs.field(
        validator=attrs.validators.deep_mapping(
            attrs.validators.instance_of(str), attrs.validators.instance_of(int), attrs.validators.instance_of(dict)
        )
    )
    files: Mapping[str, Entry]

    def check(self, name: str, data: bytes, where: str) -> None:
        """
        Refuse bytes that are not those which the manifest was written for.

        Raises:

            IntegrityError: They are not.
        """
        hint = f"restore the file, or delete {MANIFEST} if you changed it on purpose"
        entry = self.files[name]
        if len(data) != entry.bytes:
            msg = f"{where} has {len(data):,} bytes, its manifest says {entry.bytes:,}; {hint}"
            raise IntegrityError(msg)
        found = sha256(data).hexdigest()
        if found != entry.sha256:
            msg = f"{where} has the SHA-256 {found}, its manifest says {entry.sha256}; {hint}"
            raise IntegrityError(msg)


def read_manifest(path: Path, limits: Limits) -> Manifest:
    """
    The manifest in a file.

    Raises:

        IntegrityError: What is there is no manifest.

        NotFoundError: There is no such file.
    """
    where = shown(str(path))
    # The limits are those of a table; the manifest of many parts may be longer than one of them.
    limits = Limits(*map(max, limits, Limits()))
    try:
        made = loaded(decoded(read_bytes(path, limits), where), where, limits)
        files = {name: Entry(**entry) for name, entry in made["files"].items()}
        whole = Manifest(format=made["format"], version=made["version"], rows=made["rows"], files=files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{where} is not a manifest of summitdata; restore it, or delete it to open the folder without its checks"
        raise IntegrityError(msg) from error
    if not all(map(_NAME.fullmatch, files)):
        msg = f"{where} names a file outside its folder; do not use this folder"
        raise IntegrityError(msg)
    return whole


def file_name(table: str, part: str, suffix: str) -> str:
    """Where a table of a part lies in the folder of a corpus; the part of a corpus that is not in parts has no name."""
    return f"{table}/{part}.{suffix}" if part else f"{table}.{suffix}"


@attrs.frozen(kw_only=True)
class Folder:
    """
    A folder that holds a corpus, or one part of it.

    Attributes:

        path: Where it is.

        names: The names of what lies in it, and in those folders in it that are named for tables.

        limits: What each file may ask for at most.

        manifest: Its manifest, if it has one that is heeded.

        part: The part that is meant; empty where the corpus is not in parts.

        is_committed: Whether its parts are committed one by one: then a file may be about to take another's place.
    """

    path: Path
    names: frozenset[str]
    limits: Limits
    manifest: Manifest | None = None
    part: str = ""
    is_committed: bool = False

    @classmethod
    def at(cls, path: Path, limits: Limits, tables: Container[str] = ()) -> "Folder":
        """
        The folder at a path, its manifest not yet heeded; folders named for the tables are looked into.

        Raises:

            NotFoundError: There is none.

            FormatError: It is a file, or may not be read.
        """
        where = shown(str(path))
        try:
            names = frozenset(_names(path, tables))
            return cls(
                path=path, names=names, limits=limits, is_committed=COMMITS in names and _is_folder(path / COMMITS)
            )
        except FileNotFoundError as error:
            msg = f"{where} does not exist; check the path"
            raise NotFoundError(msg) from error
        except NotADirectoryError as error:
            msg = f"{where} is {_kind(path)}; expected the folder of a corpus, give the folder that its tables lie in"
            raise FormatError(msg) from error
        except OSError as error:
            msg = f"{where} cannot be read: {error.strerror}; check that it is a folder you may read"
            raise FormatError(msg) from error

    def of_part(self, part: str) -> "Folder":
        """The same folder, of which one part is meant."""
        return attrs.evolve(self, part=part)

    @property
    def held(self) -> Iterable[str]:
        """The names of the files that belong to the corpus, so far as is known."""
        return self.manifest.files if self.manifest else self.names

    def heeding_manifest(self) -> "Folder":
        """
        The folder with its manifest, if it has one: nothing is read that the manifest was not written for.

        Raises:

            IntegrityError: What is there is no manifest.
        """
        if MANIFEST not in self.names:
            return self
        return attrs.evolve(self, manifest=read_manifest(self.path / MANIFEST, self.limits))

    def parts(
        self, suffix: str, known: Iterable[str], parse: "Callable[[bytes, str, str, Limits], pa.Table]"
    ) -> Iterator[Part]:
        """
        The tables that have a file of that kind: those of the manifest, or where there is none those that are there.

        Args:

            suffix: How the names of the files end.

            known: The names of all tables.

            parse: Makes a table of a file's bytes, the table's name, the file's place for messages, and the limits.
        """
        for table in known:
            file = file_name(table, self.part, suffix)
            if file in self.held:
                yield table, partial(self._parsed, file, table, parse)

    def _parsed(self, file: str, table: str, parse: "Callable[[bytes, str, str, Limits], pa.Table]") -> "pa.Table":
        return parse(self.read(file), table, shown(str(self.path / file)), self.limits)

    def read(self, name: str) -> bytes:
        """
        The bytes of a file.

        Raises:

            IntegrityError: They are not those of the manifest, or the file is missing or not in it.
        """
        path = self.path / name
        if self.manifest is None:
            return read_bytes(path, self.limits)
        if name not in self.manifest.files:
            msg = f"{shown(str(path))} is not in its manifest; restore the folder, or write the corpus again"
            raise IntegrityError(msg)
        places = [path] if name in self.names else []
        if self.is_committed:
            # What is to take the place of another lies under its hash until it does, be it while it is looked for here.
            places += [self.path / HIDDEN / self.manifest.files[name].sha256, path]
        msg = f"{shown(str(path))} is missing, though its manifest lists it; restore the folder, or write the corpus again"
        fault = IntegrityError(msg)
        for place in places:
            try:
                data = read_bytes(place, self.limits)
                self.manifest.check(name, data, shown(str(path)))
            except NotFoundError:
                continue
            except IntegrityError as error:
                fault = error
            else:
                return data
        raise fault


def write_each(
    corpus: "Corpus",
    folder: Path,
    suffix: str,
    write: "Callable[[pa.Table, IO[bytes]], None]",
    *,
    empty: bool = True,
) -> None:
    """
    Write every table of a corpus to its file in a folder, two at a time; folders inside are made.

    Args:

        corpus: The corpus; of one in parts a few parts are in memory at a time, and tables without rows have no file.

        folder: The folder.

        suffix: How the names of the files end.

        write: Writes a table to an open file.

        empty: Write tables without rows too, where the corpus is not in parts.
    """
    for _ in in_threads(partial(_write_one, write), _written(corpus, folder, suffix, empty=empty), _WRITERS):
        pass


def _written(corpus: "Corpus", folder: Path, suffix: str, *, empty: bool) -> "Iterator[tuple[pa.Table, Path]]":
    """The tables of all parts, each with its file."""
    for part in corpus.parts("write"):
        (of,) = part.part_names
        for name, table in part.tables.items():
            if table.num_rows or (empty and not of):
                path = folder / file_name(name, of, suffix)
                path.parent.mkdir(exist_ok=True)
                yield table, path


def _write_one(write: "Callable[[pa.Table, IO[bytes]], None]", one: "tuple[pa.Table, Path]") -> None:
    table, path = one
    # Given a path, pyarrow would remove the file when writing fails.
    with path.open("wb") as file:
        write(table, file)


def _names(path: Path, tables: Container[str]) -> Iterator[str]:
    with os.scandir(path) as entries_here:
        for entry in entries_here:
            # A link is not followed: it would lead out of the folder.
            if entry.name in tables and entry.is_dir(follow_symlinks=False):
                yield from (f"{entry.name}/{name}" for name in os.listdir(entry))  # noqa: PTH208 - names are wanted
            else:
                yield entry.name


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _kind(path: Path) -> str:
    """What there is in the place of a folder."""
    if not path.is_file():
        return "neither a file nor a folder"
    try:
        with path.open("rb") as file:
            return detected(file.read(512))
    except OSError as error:
        return f"a file that cannot be read ({error.strerror})"


def entries(folder: Path, but: Container[str] = ()) -> dict[str, Entry]:
    """What a manifest says of every file in a folder and in the folders in it, but of those that are named."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name not in but and path.is_file():
            with path.open("rb") as file:
                found[name] = Entry(file_digest(file, "sha256").hexdigest(), path.stat().st_size)
    return found


def write_manifest(
    folder: Path, form: str, version: str | None, rows: Mapping[str, int], known: Mapping[str, Entry]
) -> None:
    """Write the manifest of a folder whose other files are all there; those that are `known` are not read again."""
    held = {**known, **entries(folder, known)}
    (folder / MANIFEST).write_bytes(manifest_bytes(Manifest(format=form, version=version, rows=dict(rows), files=held)))


def manifest_bytes(manifest: Manifest) -> bytes:
    """A manifest as it stands in its file, the files by name."""
    files = {name: attrs.asdict(manifest.files[name]) for name in sorted(manifest.files)}
    made: dict[str, Any] = {
        "format": manifest.format,
        "version": manifest.version,
        "rows": dict(manifest.rows),
        "files": files,
    }
    return f"{json.dumps(made, indent=1, ensure_ascii=False)}\n".encode()
