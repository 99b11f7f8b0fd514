"""What is done when the parts are there: texts that stand in several are kept in the first, and the manifest is put together."""

import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ...commits import Commit, commit_name, commits, manifest
from ...corpus import Corpus
from ...destination import writing
from ...exceptions import ConflictError, shown
from ...files import MANIFEST, Folder, Manifest, manifest_bytes
from ...formats.parquet import read
from ...limits import Limits
from ...records import TABLES
from ...schema import arrow_schema
from ..article import _errors, copied
from ..source import Failure, Source
from . import keeping

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Articles", "as_errors", "copies", "failures", "finish", "without"]

#: The SHA-256 of the text of each article of each part, from the beginning whenever it is called.
Articles = Callable[[], Iterator[tuple[str, Mapping[str, str]]]]

#: How many seconds one waits for another who brings the same folder to its end.
_PATIENCE = 600
#: How often one looks whether the other is done.
_PAUSE = 0.05
#: So many digits of a hash tell nearly all texts apart.
_TELLING = 16
#: What is read here was written here.
_OWN = Limits(bytes=2**40, rows=2**40, columns=2**20, depth=16, decoded_bytes=2**40)


def finish(folder: Path, run: str, *, break_lock: bool = False) -> list[str]:
    """
    Bring a folder to its end: what is committed is in its place, no text is there twice, and the manifest lists it all.

    The same parts give the same files, whoever comes here and however often.

    Returns:

        The files that were put in their places, since whoever committed them did not come to it.

    Raises:

        ConflictError: A process of another machine is at it, or was and left its claim.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        with keeping.claim(folder, keeping.END, run, break_lock=break_lock) as holder:
            if holder is None:
                with keeping.failing(folder):
                    _take_out_copies(folder)
                    put_there = keeping.settle(folder)
                    _write_manifest(folder)
                return put_there
        if time.monotonic() > until:
            msg = f"{shown(str(folder))} is brought to its end by {holder}; if that has ended, run the same again with break_lock=True (--break-lock)"
            raise ConflictError(msg)
        time.sleep(_PAUSE)


def _take_out_copies(folder: Path) -> None:
    # What is committed after this is for whoever commits it.
    held = {commit.part: commit for commit in commits(folder)}

    def articles() -> Iterator[tuple[str, Mapping[str, str]]]:
        return ((part, keeping.listed(folder, part)[1]) for part in held)

    for part, found in copies(articles):
        if found != held[part].copies:
            made = without(_part(folder, held[part]), found, held[part].copies)
            keeping.replace(folder, made, held[part], found)


def copies(articles: Articles) -> Iterator[tuple[str, dict[str, str]]]:
    """Of each part that has articles whose text an earlier part has: these articles, each with the one that has it first."""
    twice = _twice(digest for _, of_part in articles() for digest in of_part.values())
    first: dict[str, str] = {}
    for part, of_part in articles() if twice else ():
        there = {one: digest for one, digest in of_part.items() if _number(digest) in twice}
        found = {one: first[digest] for one, digest in there.items() if digest in first}
        if found:
            yield part, found
        for one, digest in there.items():
            first.setdefault(digest, one)


def _twice(digests: Iterator[str]) -> set[int]:
    """The numbers that begin hashes which may stand there twice; eight bytes are kept of each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = array("Q", map(_number, digests))
    held = pa.Array.from_buffers(pa.uint64(), len(numbers), [None, pa.py_buffer(numbers)])
    ordered = held.take(pc.sort_indices(held))
    again = pc.equal(ordered[1:], ordered[:-1]) if len(ordered) else pa.array([], pa.bool_())
    return set(ordered[1:].filter(again).to_pylist())


def _number(digest: str) -> int:
    return int(digest[:_TELLING], 16)


def without(part: Corpus, found: Mapping[str, str], former: Mapping[str, str]) -> Corpus:
    """
    A part without the articles whose text is elsewhere, each of which is a row of `errors` instead.

    Args:

        part: The part.

        found: These articles, each with the one that has its text.

        former: Those of them that were taken out before, with what was said of them then.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    gone = pa.array([one for one in found if one not in former], pa.string())
    kept = {
        name: table.filter(pc.invert(pc.is_in(table["article_id"], gone)))
        for name, table in part.tables.items()
        if "article_id" in table.column_names
    }
    # In an order that does not tell in how many steps it came about.
    told = sorted(failures(part, found, former), key=lambda one: (one[0].name, one[0].kind, one[0].message))
    (name,) = part.part_names
    return Corpus({**part.tables, **kept, "errors": as_errors(told, name)}, part=name)


def failures(part: Corpus, found: Mapping[str, str], former: Mapping[str, str]) -> Iterator[tuple[Failure, str | None]]:
    """What the rows of `errors` of a part say when those articles are taken out: see `without`; of copies, whose."""
    moved = {one: first for one, first in found.items() if one not in former}
    changed = {first: found[one] for one, first in former.items()}
    for row in part.table("errors").to_pylist():
        first = row["duplicate_of"]
        if first in moved or first in changed:
            yield _copy(row, {**changed, **moved}[first])
        else:
            told = {name: row[name] for name in ("kind", "message", "source_sha256")}
            yield Failure(name=row["source"], **told), first
    for row in part.table("articles").select(["id", "source", "source_sha256"]).to_pylist():
        if row["id"] in moved:
            yield _copy(row, moved[row["id"]])


def _copy(row: Mapping[str, Any], first: str) -> tuple[Failure, str]:
    digest = row["source_sha256"]
    return copied(Source(text="", name=row["source"], source_sha256=digest), digest, first), first


def as_errors(told: Iterable[tuple[Failure, str | None]], part: str) -> "pa.Table":
    """The table of errors of a part that says so."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(_errors([*told], part)), arrow_schema(TABLES["errors"]))


def _part(folder: Path, commit: Commit) -> Corpus:
    """What is committed as a part, its bytes checked."""
    manifest = Manifest(format="parquet", version=None, rows=commit.rows, files=commit.files)
    names = frozenset(commit.files)
    held = Folder(path=folder, names=names, limits=_OWN, manifest=manifest, part=commit.part, is_committed=True)
    return Corpus({name: table() for name, table in read(held)}, part=commit.part)


def _write_manifest(folder: Path) -> None:
    """Repeat for other tools what is committed."""
    made = manifest(folder)
    others = [keeping.SETTINGS, *sorted(commit_name(commit.part) for commit in commits(folder))]
    files = {**made.files, **{name: keeping.entry(folder / name) for name in others}}
    with writing(folder / MANIFEST) as file:
        file.write(manifest_bytes(attrs.evolve(made, files=files)))
