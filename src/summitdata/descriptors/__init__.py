"""
What tells a machine what a dataset is: one module a standard, each making one description from the metadata and the files.

Beside the tables of Parquet, CSV, JSON and JSON Lines stand a Frictionless `datapackage.json` and, where it is known who
made the corpus and under which licence, a `croissant.json`. Of a corpus in parts both tell a table with all its files,
the hashes of which are in the manifest. Since readers of a `datapackage.json` put the files of a table together byte for
byte, which makes one table of CSV and JSON Lines only, there is none beside Parquet and JSON in parts.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ..metadata import CREATOR
from ..records import TABLES

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..files import Entry
    from ..metadata import Metadata

__all__ = [
    "MEDIA_TYPES",
    "NAMES",
    "DataFile",
    "by_table",
    "cited",
    "data_files",
    "kind_of",
    "save",
    "source_titles",
    "write",
]

#: The descriptors that stand beside the tables.
NAMES = ("datapackage.json", "croissant.json")

#: The media types of the formats, the usual one first.
MEDIA_TYPES = {
    # The second is what readers asked for before Parquet had a registered one, and some still do.
    "parquet": ("application/vnd.apache.parquet", "application/x-parquet"),
    "csv": ("text/csv",),
    "json": ("application/json",),
    "jsonl": ("application/jsonlines",),
}

#: The formats whose files, one after another, are a file of that format.
_JOINED = ("csv", "jsonl")

_ADDRESS = re.compile("https?://")


@attrs.frozen
class DataFile:
    """
    A file that holds data.

    Attributes:

        table: The table in it; None where it holds several or none.

        name: Its name, that of a part of a table with the folder before it.

        bytes: How many bytes it has.

        sha256: The SHA-256 of them.
    """

    table: str | None
    name: str
    bytes: int
    sha256: str

    @property
    def part(self) -> str:
        """The part of the table that it holds; empty where it holds all of it."""
        folder, _, file = self.name.rpartition("/")
        return file.rpartition(".")[0] if folder else ""


def data_files(files: "Mapping[str, Entry]", form: str) -> tuple[DataFile, ...]:
    """
    Of the files of a folder, as its manifest has them, those that hold a table or a part of one, in the order of the tables.

    Args:

        files: The files.

        form: How the names of those that are meant end.
    """
    held = (DataFile(_table_of(name, form), name, entry.bytes, entry.sha256) for name, entry in files.items())
    order = {table: place for place, table in enumerate(TABLES)}
    return tuple(sorted((f for f in held if f.table), key=lambda f: (order[str(f.table)], f.name)))


def _table_of(name: str, form: str) -> str | None:
    """The table of which a file of this name holds the whole or a part."""
    stem, _, ending = name.rpartition(".")
    table = stem.partition("/")[0]
    return table if ending == form and table in TABLES else None


def by_table(files: Iterable[DataFile]) -> dict[str, list[DataFile]]:
    """The files of each table, in the order in which they are given; those that hold none are left out."""
    found: dict[str, list[DataFile]] = {}
    for file in files:
        if file.table is not None:
            found.setdefault(file.table, []).append(file)
    return found


def write(corpus: "Corpus", folder: Path, form: str, metadata: "Metadata", written: "Mapping[str, Entry]") -> None:
    """
    Write `datapackage.json` and, where the metadata are complete, `croissant.json` beside the tables of a folder.

    Nothing is written where no table has a file, and no `datapackage.json` beside Parquet and JSON in parts.

    Args:

        corpus: The corpus that the tables are of.

        folder: The folder; the tables are in it.

        form: How they are written: ``"parquet"``, ``"csv"``, ``"json"`` or ``"jsonl"``.

        metadata: What a catalogue wants to know of the corpus; where it names no version, that is the corpus's own.

        written: The files of the folder, as its manifest will have them.
    """
    from . import croissant, datapackage

    files = data_files(written, form)
    if not files:
        return
    if metadata.version is None:
        metadata = attrs.evolve(metadata, version=corpus.version)
    if form in _JOINED or not files[0].part:
        save(datapackage.described(corpus, files, form, metadata), folder / "datapackage.json")
    if metadata.is_complete:
        save(croissant.described(corpus, files, form, metadata), folder / "croissant.json")


def kind_of(creator: str) -> str:
    """Whether a creator is a person or an organisation, in the words of schema.org; only of our own it is known."""
    return "Organization" if creator == CREATOR else "Person"


def source_titles(corpus: "Corpus") -> dict[str, str | None]:
    """The articles that a corpus was made of, as far as their outlet is known: what to call each, with its address on the web."""
    found: dict[str, str | None] = {}
    for batch in corpus.batches("articles"):
        for row in batch.select(["outlet", "published", "url"]).to_pylist():
            outlet, published, url = row.values()
            if outlet:
                found[f"{outlet}, {published}" if published else outlet] = url if url and _ADDRESS.match(url) else None
    return found


def cited(metadata: "Metadata") -> str:
    """How to cite a dataset, on a line; for other styles there is `summitdata.cite`."""
    year = f" ({metadata.published.year})" if metadata.published else ""
    version = f" (Version {metadata.version})" if metadata.version else ""
    return f"{', '.join(metadata.creators)}{year}. {metadata.title}{version} [Data set]. {metadata.identifier}"


def save(description: dict[str, Any], path: Path) -> None:
    """Write a description as JSON, the same description in the same bytes."""
    path.write_bytes(f"{json.dumps(description, indent=1, ensure_ascii=False)}\n".encode())
