"""Paths to what is read: folders looked into, names made, and what is not read told, in the same order everywhere."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from ...exceptions import NotFoundError, UsageError, shown
from ...files import local_path

__all__ = ["ENDINGS", "Input", "escaped", "inputs"]

#: How the names of the files of each kind end.
ENDINGS = {
    "text": (".txt", ".text"),
    "html": (".html", ".htm", ".xhtml"),
    "jsonl": (".jsonl", ".ndjson"),
    "warc": (".warc", ".warc.gz", ".warc.zst"),
}
_OTHER = "its name ends with none of " + ", ".join(ending for endings in ENDINGS.values() for ending in endings)


@attrs.frozen(kw_only=True)
class Input:
    """
    A file to be read.

    Attributes:

        path: Where it is.

        name: What it is called: its place in the folder that was given, or its name where it was given itself.

        kind: ``"text"``, ``"html"``, ``"jsonl"`` or ``"warc"``; ``"any"`` where its bytes have to tell, ``"none"`` for
            what is not read.

        reason: Why it is not read.
    """

    path: str
    name: str
    kind: str
    reason: str | None = None


def inputs(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Input]:
    """
    What is read of files and folders, those in a folder in the order of their names, and what of them is not.

    Folders are looked into to their ends; links in them are not followed, and what has a name that begins with a dot is
    left alone, and both are told. A file that is reached twice is read once.

    Args:

        paths: The paths, or one of them.

    Raises:

        NotFoundError: There is nothing at a path, or nothing in a folder that is read.

        UsageError: A path is a URL, or no path at all; or there is none.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else _listed(paths)
    if not given:
        msg = "expected the path of a file or folder, found none; give one at least"
        raise UsageError(msg)
    places: dict[str, tuple[Input, str]] = {}
    for path in given:
        local = os.fspath(local_path(path))
        for one in _found(local):
            places.setdefault(one.path, (one, local))
    return _told_apart([*places.values()])


def _listed(paths: Iterable[str | os.PathLike[str]]) -> list[str | os.PathLike[str]]:
    try:
        return [*paths]
    except TypeError as error:
        msg = f"expected paths, found {shown(paths)}; give a path, or a list of them"
        raise UsageError(msg) from error


def _found(path: str) -> Sequence[Input]:
    # What is given itself may be a link: whoever gave it knows where it leads.
    place = os.path.realpath(path)
    try:
        mode = os.stat(place).st_mode  # noqa: PTH116 - names that are no text are kept as they are
    except OSError as error:
        msg = f"{shown(path)} does not exist, or may not be looked at ({error.strerror}); check the path"
        raise NotFoundError(msg) from error
    if not stat.S_ISDIR(mode):
        return [Input(path=place, name=_named(Path(path).absolute().name), kind=_kind(place) or "any")]
    found = [*_within(place)]
    if len(found) == 1 and found[0].path == place:
        msg = f"{shown(path)} is {found[0].reason}"
        raise NotFoundError(msg)
    if all(one.kind == "none" for one in found):
        msg = f"{shown(path)} holds nothing that is read ({_OTHER}); give the folder that the articles lie in"
        raise NotFoundError(msg)
    return found


def _within(folder: str) -> Iterator[Input]:
    """What is in a folder and in those in it."""
    # Each with what stands before the names of what is in it; folders may lie in one another more often than calls.
    waiting: list[tuple[str, str, os.DirEntry[str] | None]] = [(folder, "", None)]
    while waiting:
        path, name, entry = waiting.pop()
        if entry and (reason := _left(entry)):
            yield Input(path=path, name=name, kind="none", reason=reason)
        elif entry and not entry.is_dir(follow_symlinks=False):
            kind = _kind(entry.name)
            reason = None if kind else f"{_OTHER}; name it so, or give its own path"
            yield Input(path=path, name=name, kind=kind or "none", reason=reason)
        else:
            try:
                with os.scandir(path) as entries:
                    here = sorted(entries, key=lambda entry: os.fsencode(entry.name), reverse=True)
            except OSError as error:
                reason = f"a folder that cannot be read: {error.strerror}; check that you may read it"
                yield Input(path=path, name=name, kind="none", reason=reason)
            else:
                waiting += [(one.path, f"{name}/" * bool(name) + _named(one.name), one) for one in here]


def _left(entry: "os.DirEntry[str]") -> str | None:
    """Why something in a folder is left alone, whatever it is."""
    if entry.name.startswith("."):
        return "its name begins with a dot; give its own path, or another name"
    if entry.is_symlink():
        return "a link, which is not followed; give the path of what it points to"
    return None


def _kind(name: str) -> str | None:
    lower = name.lower()
    return next((kind for kind, endings in ENDINGS.items() if lower.endswith(endings)), None)


def _named(name: str) -> str:
    """A file's name as it may stand in a table: what cannot be seen, and what is no text, is escaped, as is the escape."""
    return "".join(map(escaped, name))


def escaped(character: str) -> str:
    """A character of a name as it may stand in a table."""
    if "\udc80" <= character <= "\udcff":
        # A byte of a name that is not UTF-8.
        return f"\\x{ord(character) - 0xDC00:02x}"
    if character == "\\" or not character.isprintable():
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character


def _told_apart(found: Sequence[tuple[Input, str]]) -> list[Input]:
    """Where two have the same name, each is named with the path that was given before it."""
    counts = Counter(one.name for one, _ in found)
    return [one if counts[one.name] == 1 else attrs.evolve(one, name=_longer(one, path)) for one, path in found]


def _longer(one: Input, path: str) -> str:
    given = "/".join(_named(part.rstrip(os.sep)) for part in Path(path).parts)
    return given if given.rpartition("/")[2] == one.name else f"{given}/{one.name}"
