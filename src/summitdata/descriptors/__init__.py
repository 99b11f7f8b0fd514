"""
What tells a machine what a dataset is: one module a standard, each making one description from the metadata and the files.

Beside the tables of Parquet, CSV, JSON and JSON Lines stand a Frictionless `datapackage.json` and, where it is known who
made the corpus and under which licence, a `croissant.json`.
"""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ..metadata import CREATOR
from ..records import TABLES

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..metadata import Metadata

__all__ = ["MEDIA_TYPES", "NAMES", "DataFile", "cited", "data_files", "kind_of", "save", "source_titles", "write"]

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

_ADDRESS = re.compile("https?://")


@attrs.frozen
class DataFile:
    """
    A file that holds data.

    Attributes:

        table: The table in it; None where it holds several or none.

        name: Its name.

        bytes: How many bytes it has.

        sha256: The SHA-256 of them.
    """

    table: str | None
    name: str
    bytes: int
    sha256: str


def data_files(folder: Path, form: str) -> tuple[DataFile, ...]:
    """The files of a folder that hold a table each, `form` being how their names end; a table without a file is left out."""
    found = []
    for table in TABLES:
        path = folder / f"{table}.{form}"
        if path.is_file():
            data = path.read_bytes()
            found.append(DataFile(table, path.name, len(data), sha256(data).hexdigest()))
    return tuple(found)


def write(corpus: "Corpus", folder: Path, form: str, metadata: "Metadata") -> None:
    """
    Write `datapackage.json` and, where the metadata are complete, `croissant.json` beside the tables of a folder.

    Nothing is written where no table has a file.

    Args:

        corpus: The corpus that the tables are of.

        folder: The folder; the tables are in it.

        form: How they are written: ``"parquet"``, ``"csv"``, ``"json"`` or ``"jsonl"``.

        metadata: What a catalogue wants to know of the corpus; where it names no version, that is the corpus's own.
    """
    from . import croissant, datapackage

    files = data_files(folder, form)
    if not files:
        return
    if metadata.version is None:
        metadata = attrs.evolve(metadata, version=corpus.version)
    save(datapackage.described(corpus, files, form, metadata), folder / "datapackage.json")
    if metadata.is_complete:
        save(croissant.described(corpus, files, form, metadata), folder / "croissant.json")


def kind_of(creator: str) -> str:
    """Whether a creator is a person or an organisation, in the words of schema.org; only of our own it is known."""
    return "Organization" if creator == CREATOR else "Person"


def source_titles(corpus: "Corpus") -> dict[str, str | None]:
    """The articles that a corpus was made of, as far as their outlet is known: what to call each, with its address on the web."""
    found: dict[str, str | None] = {}
    for outlet, published, url in zip(
        *(corpus.table("articles").column(name).to_pylist() for name in ("outlet", "published", "url")), strict=True
    ):
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
