"""
RO-Crate 1.3: `<table>.csv` for each table, and `ro-crate-metadata.json`, which describes them as a research object.

The crate names title, description, makers, licence, day, version and keywords of the dataset, and of every file its
table, media type, size and SHA-256. A table of a corpus in parts is a dataset of its own inside it, with a file for each
part. It cannot be written of a corpus of which nobody said who made it and under which
licence: give ``metadata=``. The CSV files are those of the format `csv` and lose nothing but the descriptions, units and
vocabularies of their columns, which the crate does not repeat; the folder does not read back, the files do.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.csv as pc

from ..corpus import Corpus
from ..descriptors import DataFile, by_table, data_files, kind_of
from ..files import entries, write_each
from ..metadata import Metadata
from ..records import TABLES
from ..schema import row_is

__all__ = ["write"]

_VERSION = "https://w3id.org/ro/crate/1.3"


def write(corpus: Corpus, folder: Path, metadata: Metadata) -> None:
    """
    Write every table to `<table>.csv`, and their description to `ro-crate-metadata.json`.

    Raises:

        UsageError: It is not said who made the corpus and under which licence.
    """
    metadata.require_complete("rocrate")
    write_each(corpus, folder, "csv", pc.write_csv)
    whole = [
        _table(table, files, f"{row_is(TABLES[table])} {corpus.n_rows[table]:,} rows.")
        for table, files in by_table(data_files(entries(folder), "csv")).items()
    ]
    described = [entity for entities in whole for entity in entities]
    tables = [entities[0] for entities in whole]
    crate = {"@context": f"{_VERSION}/context", "@graph": [*_about(metadata, tables), *described]}
    text = json.dumps(crate, indent=1, ensure_ascii=False)
    (folder / "ro-crate-metadata.json").write_bytes(f"{text}\n".encode())


def _table(table: str, files: Sequence[DataFile], description: str) -> list[dict[str, Any]]:
    """A table as its file or, where it has several, as a dataset with those behind it."""
    if not files[0].part:
        return [_file(files[0], table, description)]
    parts = [_file(file, f"{table}, part {file.part}", f"A part of the table {table}.") for file in files]
    whole = {
        "@id": f"{table}/",
        "@type": "Dataset",
        "name": table,
        "description": description,
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    return [whole, *parts]


def _file(file: DataFile, name: str, description: str) -> dict[str, Any]:
    return {
        "@id": file.name,
        "@type": "File",
        "name": name,
        "description": description,
        "encodingFormat": "text/csv",
        "contentSize": str(file.bytes),
        "sha256": file.sha256,
    }


def _about(metadata: Metadata, files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    licence, published = metadata.licence, metadata.published
    makers = [
        {"@id": f"#creator-{number}", "@type": kind_of(name), "name": name}
        for number, name in enumerate(metadata.creators, 1)
    ]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": metadata.title,
        "alternateName": metadata.title_ru,
        "description": metadata.description,
        "identifier": {"@id": "#identifier"},
        "datePublished": published and published.isoformat(),
        "version": metadata.version,
        "keywords": ", ".join(metadata.keywords) or None,
        "inLanguage": _single(metadata.languages),
        "license": {"@id": licence.url} if licence else None,
        "creator": _single([{"@id": maker["@id"]} for maker in makers]),
        "publisher": _single([{"@id": maker["@id"]} for maker in makers]),
        "hasPart": [{"@id": file["@id"]} for file in files],
    }
    terms = [{"@id": x.url, "@type": "CreativeWork", "name": x.title, "identifier": x.spdx} for x in (licence,) if x]
    name = {"@id": "#identifier", "@type": "PropertyValue", "name": "Identifier", "value": metadata.identifier}
    descriptor = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _VERSION},
    }
    return [descriptor, {name: value for name, value in root.items() if value is not None}, name, *makers, *terms]


def _single(values: Sequence[Any]) -> Any:
    """Several values as a list, one as itself, none as None."""
    return list(values) if len(values) > 1 else next(iter(values), None)
