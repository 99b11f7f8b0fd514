"""
What a folder holds by the names of its files: the format, the parts, and what looks like data and is none.

A corpus is a file for each table, `mentions.parquet`, or in parts: a folder for each table in which every part has a file
of its name, `mentions/0001.parquet`.
"""

import re
from collections.abc import Iterable, Sequence

import attrs

from .corpus import PART_NAME
from .descriptors import NAMES
from .exceptions import FormatError, IntegrityError, NotFoundError, SchemaError, nearest, shown
from .files import DATABASE, MANIFEST, Folder
from .records import TABLES

__all__ = ["Layout", "layout"]

_IN_PARTS = ("parquet", "json", "jsonl", "csv")
_PART = re.compile(rf"({'|'.join(TABLES)})/({PART_NAME.pattern})\.({'|'.join(_IN_PARTS)})")


@attrs.frozen
class Layout:
    """
    What a folder holds.

    Attributes:

        format: The format of its tables.

        parts: The names of its parts, in order; empty where the corpus is not in parts.

        strange: Of what looks like a table and is none, the table it would be, as far as that is known, and the error.
    """

    format: str
    parts: tuple[str, ...]
    strange: tuple[tuple[str, SchemaError], ...]


def layout(folder: Folder, forms: Sequence[str]) -> Layout:
    """
    What a folder holds, by its manifest or, where it has none, by the names of its files.

    Args:

        folder: The folder, its manifest heeded.

        forms: The formats that are read.

    Raises:

        NotFoundError: It holds no data.

        FormatError: It holds tables in several formats, or both as files and in parts.

        SchemaError: Nothing in it is a table, though its name says so.

        IntegrityError: A file that its manifest lists is missing, or it lists tables both as files and in parts.
    """
    where = shown(str(folder.path))
    if folder.manifest:
        form = folder.manifest.format
        parts = _parts(folder.manifest.files, form)
        if parts and not _files(form).isdisjoint(folder.manifest.files):
            msg = f"the manifest of {where} lists tables both as files and in parts; restore it"
            raise IntegrityError(msg)
        missing = sorted(folder.manifest.files.keys() - folder.names) if parts else []
        if missing:
            msg = f"{shown(str(folder.path / missing[0]))} is missing, though its manifest lists it; restore the folder, or write the corpus again"
            raise IntegrityError(msg)
        known = {name for name in folder.manifest.files if _is_part(name, form)} | _files(form) | set(NAMES)
        strange = sorted(name for name in folder.manifest.files.keys() - known if name.lower().endswith(f".{form}"))
        return Layout(form, parts, tuple((_table_of(n) or n, _no_part(folder, n, form)) for n in strange))
    form = _format_of(folder, forms)
    parts = _parts(folder.names, form)
    if parts and not _files(form).isdisjoint(folder.names):
        msg = f"{where} holds tables both as files and in parts; keep one of them to a folder"
        raise FormatError(msg)
    return Layout(form, parts, tuple((_table_of(n) or n, _no_part(folder, n, form)) for n in _strange(folder, form)))


def _parts(names: Iterable[str], form: str) -> tuple[str, ...]:
    found = map(_PART.fullmatch, names)
    return tuple(sorted({part[2] for part in found if part and part[3] == form}))


def _format_of(folder: Folder, forms: Sequence[str]) -> str:
    """The format of a folder without manifest."""
    where = shown(str(folder.path))
    held = [form for form in forms if not folder.names.isdisjoint(_files(form)) or _parts(folder.names, form)]
    if len(held) > 1:
        msg = f"{where} holds tables in {' and '.join(held)}; keep one format to a folder"
        raise FormatError(msg)
    if held:
        return held[0]
    strange = [(name, form) for form in forms for name in _strange(folder, form)]
    if strange:
        raise _no_part(folder, *strange[0])
    msg = f"{where} holds no data; expected files such as quotations.parquet or quotations.jsonl"
    raise NotFoundError(msg)


def _stems(form: str) -> list[str]:
    return [DATABASE.partition(".")[0]] if form == "sqlite" else list(TABLES)


def _files(form: str) -> set[str]:
    """The names that the tables of a corpus have in a format."""
    return {f"{stem}.{form}" for stem in _stems(form)}


def _table_of(name: str) -> str | None:
    """The table after which a file is named, whatever follows."""
    stem = re.split(r"[./]", name.lower(), maxsplit=1)[0]
    return stem if stem in TABLES else None


def _strange(folder: Folder, form: str) -> list[str]:
    """What looks like data and is no table of that format: it would be missed in silence."""
    known = _files(form) | {MANIFEST, *NAMES}
    return [
        name
        for name in sorted(folder.names - known)
        if not _is_part(name, form)
        and (name.lower().endswith(f".{form}") or ("/" not in name and _is_mislaid(folder, name, form)))
    ]


def _is_part(name: str, form: str) -> bool:
    part = _PART.fullmatch(name)
    return part is not None and part[3] == form


def _is_mislaid(folder: Folder, name: str, form: str) -> bool:
    """Whether it is named for a table that has no file otherwise."""
    table = _table_of(name)
    return table is not None and f"{table}.{form}" not in folder.names


def _no_part(folder: Folder, name: str, form: str) -> SchemaError:
    hint = nearest(re.split("/", name.lower().rpartition(".")[0])[0].strip("._"), _stems(form), "its parts")
    return SchemaError(f"{shown(str(folder.path / name))} is no part of a corpus; {hint} Rename it or move it away")
