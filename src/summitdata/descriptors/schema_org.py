"""
schema.org: the dataset in the words that search engines read, for a page about it.

A file is told by name, size and hash. Where it can be had is not told, because a page does not know.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..records import TABLES
from ..schema import row_is
from . import MEDIA_TYPES, DataFile, by_table, cited, kind_of

if TYPE_CHECKING:
    from ..metadata import Metadata

__all__ = ["described"]


def described(metadata: "Metadata", files: Sequence[DataFile] = ()) -> dict[str, Any]:
    """
    A Dataset of schema.org as JSON-LD, with what is known.

    Args:

        metadata: What a catalogue wants to know of the dataset.

        files: Its files; the tables that they hold are told as what was measured, too.
    """
    identifier, licence = metadata.identifier, metadata.licence
    facts = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": identifier,
        "identifier": identifier,
        "url": identifier if identifier and identifier.startswith(("https://", "http://")) else None,
        "name": metadata.title,
        "alternateName": [name for name in (metadata.name, metadata.title_ru) if name],
        "description": metadata.description,
        "version": metadata.version,
        "license": licence.url if licence else None,
        "creator": [{"@type": kind_of(creator), "name": creator} for creator in metadata.creators],
        "datePublished": str(metadata.published) if metadata.published else None,
        "keywords": list(metadata.keywords),
        "inLanguage": list(metadata.languages),
        "creditText": cited(metadata) if metadata.is_complete else None,
        "variableMeasured": [
            {"@type": "PropertyValue", "name": table, "description": row_is(TABLES[table])} for table in by_table(files)
        ],
        "distribution": [_download(file) for file in files],
    }
    return {key: value for key, value in facts.items() if value is not None and value != []}


def _download(file: DataFile) -> dict[str, Any]:
    types = MEDIA_TYPES.get(file.name.rpartition(".")[2])
    return {
        "@type": "DataDownload",
        "name": file.name,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
        **({"encodingFormat": types[0]} if types else {}),
    }
