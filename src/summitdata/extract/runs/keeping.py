"""A folder to which parts are added: begun with its settings, each part written and committed, and what broke off swept away."""

import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from ...commits import Commit, commit_name, commits, made_of, named, put, read_commit, waiting
from ...corpus import Corpus
from ...destination import synced
from ...exceptions import ConflictError, IntegrityError, NotFoundError, SummitDataError, WriteError, shown
from ...files import COMMITS, HIDDEN, Entry, file_name, read_bytes
from ...formats.parquet import write_table
from ...limits import Limits
from ...plain import decoded, loaded
from ...records import TABLES
from .claims import claimed
from .planning import ARTICLES, job_of

__all__ = [
    "SETTINGS",
    "Settings",
    "add",
    "begin",
    "claim",
    "entry",
    "failing",
    "is_committed",
    "listed",
    "replace",
    "settle",
    "sweep",
]

#: Where a folder says how its corpus is made.
SETTINGS = "extraction.json"
#: What stands for the end of a folder, where jobs have names.
END = "_end"
_CLAIMS, _NEW = f"{HIDDEN}/claims", f"{HIDDEN}/new"
_INPUTS = made_of("x").partition("/")[0]
#: What a list of the texts of a part may be: many names, and long ones.
_LISTS = Limits(bytes=2**30, rows=10_000_000)


def _version() -> str:
    version: str = sys.modules[__package__.partition(".")[0]].__version__
    return version


@attrs.frozen(kw_only=True)
class Settings:
    """
    How a corpus is made: the same for all its parts.

    Attributes:

        ner: Whether names are looked for with natasha's tagger too.

        text: Whether the wording of the articles is written.

        articles_per_part: How many articles a part has at most.

        fields: What the fields of JSON Lines are called, where that is not what they are called here.

        version: The version of what makes it.
    """

    ner: bool = False
    text: bool = False
    articles_per_part: int = ARTICLES
    fields: Mapping[str, str] = attrs.field(factory=dict)
    version: str = attrs.field(factory=_version)


@contextmanager
def failing(folder: Path) -> Iterator[None]:
    """Let what the system refuses be told as a failure to write to that folder."""
    try:
        yield
    except SummitDataError:
        raise
    except OSError as error:
        msg = f"writing to {shown(str(folder))} failed: {error.strerror or error}; the parts that were there are there, make room or check your rights, and run the same again"
        raise WriteError(error.errno, msg) from error


def begin(folder: Path, settings: Settings) -> None:
    """
    Make the folder of a corpus, or find it made with the same settings.

    Raises:

        NotFoundError: The folder that it is to lie in does not exist.

        ConflictError: It was made with others, or is or holds something else.

        WriteError: It cannot be written to.
    """
    where = shown(str(folder))
    with failing(folder):
        if not folder.parent.is_dir():
            msg = f"the folder {shown(str(folder.parent))} does not exist; make it first"
            raise NotFoundError(msg)
        if not folder.is_dir() and os.path.lexists(folder):
            msg = f"{where} is no folder; give another"
            raise ConflictError(msg)
        folder.mkdir(exist_ok=True)
        known = {SETTINGS, HIDDEN, COMMITS, _INPUTS}
        if not (folder / SETTINGS).exists() and (strange := sorted({path.name for path in folder.iterdir()} - known)):
            msg = f"{where} holds {shown(strange[0])} and is no corpus in the making; give another folder"
            raise ConflictError(msg)
        for name in (_CLAIMS, _NEW, COMMITS, _INPUTS):
            (folder / name).mkdir(parents=True, exist_ok=True)
        path = folder / SETTINGS
        if not path.exists():
            _settle_on(folder, settings)
    _compare(folder, settings)


def _settle_on(folder: Path, settings: Settings) -> None:
    """Let a folder say how its corpus is made, unless it does already."""
    new = _new(folder, "settings")
    try:
        _write(new, attrs.asdict(settings))
        named(new, folder / SETTINGS)
    except FileNotFoundError:
        # Whoever was faster took it for what somebody left.
        if not (folder / SETTINGS).exists():
            raise
    synced(folder)


def _compare(folder: Path, settings: Settings) -> None:
    where = shown(str(folder / SETTINGS))
    try:
        made = Settings(**loaded(decoded(read_bytes(folder / SETTINGS, Limits()), where), where, Limits()))
    except (SummitDataError, TypeError) as error:
        msg = f"{where} does not say how a corpus is made; restore it, or give another folder"
        raise IntegrityError(msg) from error
    for field in attrs.fields(Settings):
        found, asked = getattr(made, field.name), getattr(settings, field.name)
        if found != asked:
            msg = f"{shown(str(folder))} was made with {field.name}={shown(found)}, now it is {shown(asked)}; go on as it was begun, or give another folder"
            raise ConflictError(msg)


def is_committed(folder: Path, part: str) -> bool:
    """Whether a part is there."""
    return (folder / commit_name(part)).exists()


@contextmanager
def claim(folder: Path, name: str, run: str, *, break_lock: bool = False) -> Iterator[Any]:
    """Nobody, if a job may be done here, and whoever does it already otherwise; see `claims.claimed`."""
    with claimed(folder / _CLAIMS / name, partial(_new, folder, name), run, break_lock=break_lock) as holder:
        yield holder


def add(folder: Path, corpus: Corpus, commit: Commit, inputs: Mapping[str, Entry], articles: Mapping[str, str]) -> bool:
    """
    Write a part, and commit it when it is whole; False where another has committed it meanwhile.

    Args:

        folder: The folder.

        corpus: The part.

        commit: What is to be known of it but its rows and files.

        inputs: The files that it was made of.

        articles: The SHA-256 of each article's text.
    """
    (part,) = corpus.part_names
    with failing(folder), _made(folder, corpus, job_of(part)) as (files, entries):
        listed = {"inputs": {n: attrs.asdict(e) for n, e in inputs.items()}, "articles": dict(articles)}
        new = _new(folder, job_of(part))
        files[made_of(part)] = new
        _write(new, listed)
        entries[made_of(part)] = entry(new)
        for name, path in files.items():
            _place(path, folder / name)
        for name in sorted({name.partition("/")[0] for name in files}):
            synced(folder / name)
        synced(folder)
        whole = attrs.evolve(commit, rows=_rows(corpus), files=entries)
        is_new = put(whole, _new(folder, job_of(part)), folder)
        synced(folder / COMMITS)
        return is_new


def replace(folder: Path, corpus: Corpus, former: Commit, copies: Mapping[str, str]) -> Commit:
    """
    Let a part have other rows: from one moment on, its commit lists them and no longer the former ones.

    Until they have taken the places of the former ones, the new files lie under their hashes; `settle` finds those that
    never did.
    """
    with failing(folder), _made(folder, corpus, END) as (files, entries):
        kept = made_of(former.part)
        changed = {name: path for name, path in files.items() if former.files.get(name) != entries[name]}
        for name, path in changed.items():
            path.replace(waiting(folder, entries[name]))
        synced(folder / HIDDEN)
        whole = attrs.evolve(
            former, rows=_rows(corpus), files={**entries, kept: former.files[kept]}, copies=dict(copies)
        )
        put(whole, _new(folder, END), folder, again=True)
        synced(folder / COMMITS)
        for name in changed:
            _place(waiting(folder, entries[name]), folder / name)
        for name in former.files.keys() - whole.files.keys():
            (folder / name).unlink(missing_ok=True)
        return whole


@contextmanager
def _made(folder: Path, corpus: Corpus, claim: str) -> Iterator[tuple[dict[str, Path], dict[str, Entry]]]:
    """The tables of a part that have rows as files that are not yet in their places, and what they are; none is left behind."""
    (part,) = corpus.part_names
    files: dict[str, Path] = {}
    entries: dict[str, Entry] = {}
    try:
        for table, rows in corpus.tables.items():
            if rows.num_rows:
                name = file_name(table, part, "parquet")
                files[name] = _new(folder, claim)
                write_table(rows, files[name])
                synced(files[name])
                entries[name] = entry(files[name])
        yield files, entries
    finally:
        for path in files.values():
            path.unlink(missing_ok=True)


def _rows(corpus: Corpus) -> dict[str, int]:
    return {table: n for table, n in corpus.n_rows.items() if n}


def _new(folder: Path, claim: str) -> Path:
    """Where whoever has a claim may write something for the time being."""
    return folder / _NEW / f"{claim}.{secrets.token_hex(6)}"


def entry(path: Path) -> Entry:
    """What a commit says of a file."""
    from hashlib import file_digest

    with path.open("rb") as file:
        return Entry(file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def _write(path: Path, value: Any) -> None:
    path.write_bytes(f"{json.dumps(value, indent=1, ensure_ascii=False)}\n".encode())
    synced(path)


def _place(made: Path, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    made.replace(path)


def listed(folder: Path, part: str) -> tuple[dict[str, Entry], dict[str, str]]:
    """
    The files that a part was made of, and the SHA-256 of each of its articles before copies were taken out.

    Raises:

        IntegrityError: What should say so does not.
    """
    path = folder / made_of(part)
    where = shown(str(path))
    try:
        made = loaded(decoded(read_bytes(path, _LISTS), where), where, _LISTS)
        return {name: Entry(**entry) for name, entry in made["inputs"].items()}, dict(made["articles"])
    except (SummitDataError, ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{where} does not say what its part was made of; restore it, or remove {shown(str(folder / commit_name(part)))} to have the part made again"
        raise IntegrityError(msg) from error


def settle(folder: Path) -> list[str]:
    """Put what a commit lists and a break kept from its place there; the names of what was put. Nobody else may be at the folder's end."""
    held = {path.name: path for path in (folder / HIDDEN).iterdir() if path.is_file()}
    put_there = []
    for commit in commits(folder) if held else ():
        for name, one in commit.files.items():
            if one.sha256 in held:
                _place(held.pop(one.sha256), folder / name)
                put_there.append(name)
    for path in held.values():
        path.unlink(missing_ok=True)
    return put_there


def sweep(folder: Path, run: str, *, break_lock: bool = False) -> list[str]:
    """Remove what others left that died before they committed it; the names of what was removed, the living keep theirs."""
    with failing(folder):
        # First what is there, then what is committed: what comes meanwhile is not looked at.
        loose = [*_loose(folder)]
        listed = {name for commit in commits(folder) for name in commit.files}
        found: dict[str, list[Path]] = {}
        for path in loose:
            if path.relative_to(folder).as_posix() not in listed:
                found.setdefault(job_of(path.name.partition(".")[0]), []).append(path)
        for path in (folder / _CLAIMS).iterdir():
            # What the dead claimed is nobody's.
            with claim(folder, path.name, run, break_lock=break_lock):
                pass
        return sorted(name for job, paths in found.items() for name in _swept(folder, job, paths, run, break_lock))


def _swept(folder: Path, job: str, paths: Sequence[Path], run: str, break_lock: bool) -> Iterator[str]:
    with claim(folder, job, run, break_lock=break_lock) as holder:
        for path in paths if holder is None else ():
            # It may have been committed before the claim was there.
            if not _is_listed(folder, path):
                path.unlink(missing_ok=True)
                yield path.relative_to(folder).as_posix()


def _loose(folder: Path) -> Iterator[Path]:
    """Every file of a part, in its place or not yet."""
    for name in (_NEW, _INPUTS, *TABLES):
        with suppress(FileNotFoundError, NotADirectoryError):
            yield from sorted((folder / name).iterdir())


def _is_listed(folder: Path, path: Path) -> bool:
    if path.parent.name == "new":
        return False
    try:
        commit = read_commit(folder, path.name.partition(".")[0])
    except NotFoundError:
        return False
    return path.relative_to(folder).as_posix() in commit.files
