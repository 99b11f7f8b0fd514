"""
RO-Crate 1.3: `<table>.csv` for each table, and `ro-crate-metadata.json`, which describes them as a research object.

The crate names title, description, makers, licence, day, version and keywords of the dataset, and of every file its
table, media type, size and SHA-256. It cannot be written of a corpus of which nobody said who made it and under which
licence: give ``metadata=``. The CSV files are those of the format `csv` and lose nothing but the descriptions, units and
vocabularies of their columns, which the crate does not repeat; the folder does not read back, the files do.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.csv as pc

from ..corpus import Corpus
from ..descriptors import kind_of
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
    files = []
    for name, table in corpus.tables.items():
        path = folder / f"{name}.csv"
        with path.open("wb") as file:
            pc.write_csv(table, file)
        data = path.read_bytes()
        files.append(
            {
                "@id": path.name,
                "@type": "File",
                "name": name,
                "description": f"{row_is(TABLES[name])} {table.num_rows:,} rows.",
                "encodingFormat": "text/csv",
                "contentSize": str(len(data)),
                "sha256": sha256(data).hexdigest(),
            }
        )
    crate = {"@context": f"{_VERSION}/context", "@graph": [*_about(metadata, files), *files]}
    text = json.dumps(crate, indent=1, ensure_ascii=False)
    (folder / "ro-crate-metadata.json").write_bytes(f"{text}\n".encode())


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
