"""
Croissant 1.1 with its vocabulary for responsible AI (RAI 1.0): every file, and every table as a record set.

References to the same or a later table are told in words, since readers cannot follow them in a circle. Of a corpus in parts
the files of a table are a set, told by their folder, without sizes and hashes; of JSON, all references are then told in
words, since readers look for a column in the files of the table that it refers to.

How the data was made is told of the shipped corpus only; nothing is known of others.
"""

import datetime as dt
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..fields import vocabulary_name
from ..records import TABLES
from ..schema import Column, columns, row_is
from . import MEDIA_TYPES, DataFile, by_table, cited, kind_of, source_titles

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..metadata import Metadata

__all__ = ["described"]

_CROISSANT = "http://mlcommons.org/croissant/1.1"
_RAI = "http://mlcommons.org/croissant/RAI/1.0"
_OWN = (
    "arrayShape",
    "citeAs",
    "column",
    "containedIn",
    "equivalentProperty",
    "extract",
    "field",
    "fileObject",
    "fileProperty",
    "fileSet",
    "format",
    "includes",
    "isArray",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
)
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{name: f"cr:{name}" for name in _OWN},
}
_TYPES = {str: "sc:Text", int: "sc:Integer", float: "sc:Float", bool: "sc:Boolean", dt.date: "sc:Date"}

_MADE = {
    "rai:dataCollection": (
        "One Russian-language news report, in a copy whose length and SHA-256 are in the table articles; its headline and "
        "address are not known. Paragraphs, sentences and everything annotated in them are rows with offsets into it."
    ),
    "rai:dataCollectionType": "Document analysis",
    "rai:dataCollectionMissingData": (
        "Every column that may be null says what a null means: the article does not say, it cannot apply, the wording is "
        "withheld, it was looked for and could not be verified, or a rule made the row and codes no such thing. The table silences lists what a careful reader would look "
        "for and not find; it is no list of everything that was not said."
    ),
    "rai:dataCollectionRawData": (
        "The article belongs to its publisher and is not part of what is shipped; no sentence of it is, neither in Russian nor in "
        "translation."
    ),
    "rai:dataImputationProtocol": (
        "Nothing is imputed. Relative times were resolved against the day of publication, and the row says so."
    ),
    "rai:dataManipulationProtocol": (
        "Differences between the two readings were settled by the guidelines; the table readings keeps both as they were."
    ),
    "rai:dataPreprocessingProtocol": (
        "Sentences and words were cut by razdel, lemmas and parts of speech come from pymorphy3 with a list of corrections by hand."
    ),
    "rai:dataAnnotationProtocol": (
        "Machine-assisted annotation by written guidelines that were there before. Quotations, mentions, quantities, "
        "statements, attributions, commitments, evaluations, events and expressions were read twice, independently, and "
        "adjudicated; paragraphs, sentences, entities, identifiers, dates, projects, relations and silences have no second reading. "
        "A third reading held every clause against the rows and every row against the article. The guidelines for statements, "
        "commitments and events were mended after a trial on this very article. No domain expert has reviewed the data."
    ),
    "rai:dataAnnotationAnalysis": (
        "Agreement of the two readings before adjudication is computed from the table readings; it does not measure how right "
        "the tables are. Two machine-assisted readers of the same rules agree more than two people would."
    ),
    "rai:annotationsPerItem": "2 in the layers that were read twice, 1 in the others",
    "rai:annotatorDemographics": "Both readings of each layer were made with a machine; there are no demographics.",
    "rai:machineAnnotationTools": ["razdel", "pymorphy3"],
    "rai:dataUseCases": (
        "Close reading, teaching, trying methods of extraction and annotation against spans that can be checked, following "
        "one summit's promises and projects row by row."
    ),
    "rai:dataBiases": (
        "One article of one outlet, which has its news from the host's side: one president has nine direct quotations in it and "
        "the other one."
    ),
    "rai:dataLimitations": (
        "No frequency in it is a frequency of diplomacy, nothing follows from missing rows beyond what the guidelines say, no "
        "figure was checked against the world, and the quotations are what a report gives as such. Not fit for comparing the two "
        "presidents' speech or for conclusions about intentions."
    ),
    "rai:dataSocialImpact": (
        "It makes what one report says of public acts checkable row by row. Taken for more than one report, it would spread "
        "one side's framing."
    ),
    "rai:personalSensitiveInformation": (
        "Names and offices of those whom the article names, and statements attributed to them, political ones among them."
    ),
    "rai:dataReleaseMaintenancePlan": (
        "Corrections appear as new data versions, each with what changed, row by row, since the earlier ones."
    ),
}


def described(corpus: "Corpus", files: Sequence[DataFile], form: str, metadata: "Metadata") -> dict[str, Any]:
    """
    The content of a `croissant.json`.

    Args:

        corpus: The corpus that the files hold.

        files: The files of each table, in the order of the tables; tables without one are left out, and so are references to them.

        form: How they are written: ``"parquet"``, ``"csv"``, ``"json"`` or ``"jsonl"``.

        metadata: What a catalogue wants to know of the corpus, complete.

    Raises:

        UsageError: The metadata are not complete.
    """
    metadata.require_complete("croissant.json")
    is_shipped = metadata.fingerprint is not None
    sources = source_titles(corpus).items()
    held = by_table(files)
    is_followed = form != "json" or not any(file.part for file in files)
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [_CROISSANT, _RAI] if is_shipped else _CROISSANT,
        "name": metadata.title,
        "alternateName": metadata.name,
        "description": metadata.description,
        "url": metadata.identifier,
        "license": metadata.licence.url if metadata.licence else None,
        "creator": [{"@type": f"sc:{kind_of(creator)}", "name": creator} for creator in metadata.creators],
        "datePublished": str(metadata.published),
        **({"version": metadata.version} if metadata.version else {}),
        "keywords": list(metadata.keywords),
        "inLanguage": list(metadata.languages),
        "citeAs": cited(metadata),
        "isLiveDataset": False,
        "prov:wasDerivedFrom": [
            {"@type": "sc:NewsArticle", "name": title, **({"url": url} if url else {})} for title, url in sources
        ],
        **(_MADE if is_shipped else {}),
        "distribution": [_source(table, held[table][0], form) for table in held],
        # A table refers to those before it alone.
        "recordSet": [
            _records(table, held[table][0], form, list(held)[:place] if is_followed else ())
            for place, table in enumerate(held)
        ],
    }


def _source(table: str, file: DataFile, form: str) -> dict[str, Any]:
    """The file of a table, or the set of its files, of which this is one."""
    formats = MEDIA_TYPES[form]
    facts: dict[str, Any] = {
        "contentUrl": file.name,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }
    if file.part:
        facts = {"includes": f"{table}/*.{form}"}
    return {
        "@type": "cr:FileSet" if file.part else "cr:FileObject",
        "@id": _source_name(table, file),
        "name": _source_name(table, file),
        "description": f"The table {table}.",
        "encodingFormat": list(formats) if len(formats) > 1 else formats[0],
        **facts,
    }


def _source_name(table: str, file: DataFile) -> str:
    # A record set has the name of the table itself.
    return f"{table}/" if file.part else file.name


def _records(table: str, file: DataFile, form: str, before: Container[str]) -> dict[str, Any]:
    cls = TABLES[table]
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": row_is(cls),
        "key": {"@id": f"{table}/id"},
        "field": [_field(table, c, file, form, before) for c in columns(cls)],
    }


def _field(table: str, c: Column, file: DataFile, form: str, before: Container[str]) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{c.name}",
        "name": c.name,
        "description": " ".join(_sentences(c)),
        "dataType": _TYPES[c.kind],
        "source": {
            "fileSet" if file.part else "fileObject": {"@id": _source_name(table, file)},
            "extract": {"jsonPath": f"$[*].{c.name}"} if form == "json" else {"column": c.name},
        },
        **({"references": {"field": {"@id": f"{c.reference}/id"}}} if c.reference in before else {}),
    }


def _sentences(c: Column) -> Iterator[str]:
    yield c.description
    if c.vocabulary:
        yield f"A code of the vocabulary {vocabulary_name(c.vocabulary)}."
    if c.reference:
        yield f"Refers to {'any table' if c.reference == '*' else c.reference}."
    if c.unit:
        yield f"Counted in {c.unit}."
    if c.null:
        yield f"Null means {c.null}."
