"""
Parts as they are committed: a folder to which any number of processes add, each part by one act.

A part counts from the moment that `commits/<part>.json` is there, a file that lists all others of the part; it is put
there under its name when they are all in their places. Where there is such a folder, what it holds is what the corpus is,
and `manifest.json` repeats it for other tools.
"""

import errno
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from .corpus import PART_NAME
from .exceptions import IntegrityError, NotFoundError, SummitDataError, shown
from .files import COMMITS, HIDDEN, Entry, Folder, Manifest, file_name, read_bytes
from .limits import Limits
from .plain import decoded, loaded
from .records import TABLES

__all__ = [
    "Commit",
    "commit_name",
    "commits",
    "heeding_commits",
    "made_of",
    "manifest",
    "named",
    "put",
    "read_commit",
    "waiting",
]

_FORMAT = "parquet"
#: A commit lists some thirty files, and copies, each by two names.
_MOST = Limits()


@attrs.frozen(kw_only=True)
class Commit:
    """
    What one part holds.

    Attributes:

        part: Its name.

        rows: How many rows each of its tables has, those without any left out.

        files: Its files, named as in a manifest.

        sources: How many texts, and what gave none, it was made of.

        is_last: Whether the file it was made of ends with it.

        copies: Of each article that was taken out, since an earlier part has the same text, that of the earlier part.
    """

    part: str = attrs.field(validator=attrs.validators.instance_of(str))
    rows: Mapping[str, int] = attrs.field(
        validator=attrs.validators.deep_mapping(
            attrs.validators.instance_of(str), attrs.validators.instance_of(int), attrs.validators.instance_of(dict)
        )
    )
    files: Mapping[str, Entry]
    sources: int = attrs.field(validator=attrs.validators.instance_of(int))
    is_last: bool = attrs.field(validator=attrs.validators.instance_of(bool))
    copies: Mapping[str, str] = attrs.field(
        validator=attrs.validators.deep_mapping(
            attrs.validators.instance_of(str), attrs.validators.instance_of(str), attrs.validators.instance_of(dict)
        )
    )


def commit_name(part: str) -> str:
    """Where the commit of a part lies in the folder of its corpus."""
    return f"{COMMITS}/{part}.json"


def made_of(part: str) -> str:
    """Where it is told what a part was made of."""
    return f"inputs/{part}.json"


def read_commit(folder: Path, part: str) -> Commit:
    """
    What a part holds.

    Raises:

        NotFoundError: It is not committed.

        IntegrityError: What is there is no commit.
    """
    path = folder / commit_name(part)
    where = shown(str(path))
    try:
        made = loaded(decoded(read_bytes(path, _MOST), where), where, _MOST)
        files = {name: Entry(**entry) for name, entry in made["files"].items()}
        commit = Commit(**{**made, "files": files})
    except NotFoundError:
        raise
    except (SummitDataError, ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{where} is no commit of summitdata; restore it, or remove it to have its part made again"
        raise IntegrityError(msg) from error
    is_sound = commit.part == part and PART_NAME.fullmatch(part) and commit.rows.keys() <= TABLES.keys()
    if not is_sound or not files.keys() <= _files(part):
        msg = f"{where} lists what does not belong to its part; do not use this folder"
        raise IntegrityError(msg)
    return commit


def _files(part: str) -> set[str]:
    return {made_of(part), *(file_name(table, part, _FORMAT) for table in TABLES)}


def commits(folder: Path) -> Iterator[Commit]:
    """What each part of a folder holds that is committed when this begins, in the order of their names."""
    try:
        names = sorted(os.listdir(folder / COMMITS))  # noqa: PTH208 - names are wanted
    except FileNotFoundError:
        return
    for name in names:
        part, _, ending = name.rpartition(".")
        if ending == "json" and not name.startswith("."):
            yield read_commit(folder, part)


def manifest(folder: Path) -> Manifest:
    """
    A manifest of what is committed in a folder.

    Raises:

        IntegrityError: A commit is none.
    """
    rows = dict.fromkeys(TABLES, 0)
    files: dict[str, Entry] = {}
    for commit in commits(folder):
        files |= commit.files
        for table, n in commit.rows.items():
            rows[table] += n
    return Manifest(format=_FORMAT, version=None, rows=rows, files=files)


def heeding_commits(folder: Folder) -> Folder:
    """
    A folder of commits with the manifest of what is committed in it.

    Raises:

        IntegrityError: A commit is none.
    """
    made = manifest(folder.path)
    # Those that came after the names were read.
    late = {name for name in made.files.keys() - folder.names if _is_there(folder.path, name, made.files[name])}
    return attrs.evolve(folder, manifest=made, names=folder.names | late)


def _is_there(folder: Path, name: str, entry: Entry) -> bool:
    return (folder / name).exists() or waiting(folder, entry).exists()


def waiting(folder: Path, entry: Entry) -> Path:
    """Where a file lies that a commit lists, and that is still to take the place of another."""
    return folder / HIDDEN / entry.sha256


def put(commit: Commit, made: Path, folder: Path, *, again: bool = False) -> bool:
    """
    Commit a part whose files are in their places; False where another has committed it before.

    Args:

        commit: What it holds.

        made: Where the file is written first; nothing is there, and it is in the same file system.

        folder: The folder of the corpus.

        again: Replace a commit of that part.
    """
    text = f"{json.dumps(attrs.asdict(commit), indent=1, ensure_ascii=False)}\n"
    with made.open("xb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    path = folder / commit_name(commit.part)
    if again:
        made.replace(path)
        return True
    return named(made, path)


def named(made: Path, path: Path) -> bool:
    """Give a file another name, unless that is taken; False where it is, and the file is gone then."""
    try:
        os.link(made, path)
    except FileExistsError:
        made.unlink()
        return False
    except OSError as error:
        # Not every system has second names.
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK):
            raise
        made.replace(path)
    else:
        made.unlink()
    return True
