"""DataCite: the record that a repository keeps of what is cited, kernel 4.5. It has no DOI, as there is none."""

import datetime as dt
from typing import Any

from ..cited import Cited, Row, Source, address
from ..exceptions import UsageError, shown
from ..metadata import CREATOR, Licence

__all__ = ["datacite"]

_KERNEL = "http://datacite.org/schema/kernel-4"

#: What DataCite has for a value that is not known.
_UNKNOWN = ":unav"


def datacite(cited: Cited) -> dict[str, Any]:
    """
    The DataCite record of what is cited, as JSON holds it.

    Raises:

        UsageError: It has to say something that is not known.
    """
    if isinstance(cited.part, Source):
        return _article(cited.part)
    data = cited.dataset
    data.require_complete("a DataCite record")
    record: dict[str, Any] = {
        "schemaVersion": _KERNEL,
        "creators": [_creator(name) for name in data.creators],
        "titles": [{"title": cited.title, "lang": "en"}],
        # Nobody else has published it.
        "publisher": {"name": "; ".join(data.creators)},
        **(_when(data.published) if data.published else {}),
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "alternateIdentifiers": [
            {"alternateIdentifier": str(cited.identifier), "alternateIdentifierType": _scheme(str(cited.identifier))},
            {"alternateIdentifier": cited.fingerprint, "alternateIdentifierType": "fingerprint, SHA-256"},
        ],
        "rightsList": [_rights(data.licence)] if data.licence else [],
    }
    if data.version:
        record["version"] = data.version
    if isinstance(cited.part, Row):
        record["types"]["resourceType"] = f"{cited.part.noun}, a row of a dataset"
        record["relatedItems"] = [_item(cited.part.source)] if cited.part.source else []
        record["relatedIdentifiers"] = [_whole(str(data.identifier))]
        return record
    if data.title_ru:
        record["titles"].append({"title": data.title_ru, "titleType": "TranslatedTitle", "lang": "ru"})
    record["subjects"] = [{"subject": word, "lang": "en"} for word in dict.fromkeys(data.keywords)]
    record["descriptions"] = [{"description": data.description, "descriptionType": "Abstract", "lang": "en"}]
    record["relatedItems"] = [_item(source) for source in cited.sources]
    return record


def _creator(name: str) -> dict[str, Any]:
    return {"name": name, "nameType": "Organizational"} if name == CREATOR else {"name": name}


def _scheme(identifier: str) -> str:
    return "URL" if address(identifier) else "URN"


def _when(day: dt.date) -> dict[str, Any]:
    return {"publicationYear": f"{day.year:04}", "dates": [{"date": day.isoformat(), "dateType": "Issued"}]}


def _rights(licence: Licence) -> dict[str, Any]:
    return {
        "rights": licence.title,
        "rightsUri": licence.url,
        "rightsIdentifier": licence.spdx,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
    }


def _whole(identifier: str) -> dict[str, Any]:
    """The dataset, as what a row is part of."""
    return {
        "relatedIdentifier": identifier,
        "relatedIdentifierType": _scheme(identifier),
        "relationType": "IsPartOf",
        "resourceTypeGeneral": "Dataset",
    }


def _item(source: Source) -> dict[str, Any]:
    """An article, as what data are derived from."""
    item: dict[str, Any] = {
        "relatedItemType": "Text",
        "relationType": "IsDerivedFrom",
        "titles": [{"title": source.name}],
    }
    if source.published:
        item["publicationYear"] = f"{source.published.year:04}"
    if source.outlet:
        item["publisher"] = source.outlet
    if source.url:
        item["relatedItemIdentifier"] = {"relatedItemIdentifier": source.url, "relatedItemIdentifierType": "URL"}
    return item


def _article(source: Source) -> dict[str, Any]:
    if source.published is None:
        msg = f"a DataCite record has to say the year, and when the article {shown(source.id)} appeared is not known; choose another style"
        raise UsageError(msg)
    record: dict[str, Any] = {
        "schemaVersion": _KERNEL,
        "creators": [{"name": _UNKNOWN}],
        "titles": [{"title": source.name}],
        "publisher": {"name": source.outlet or _UNKNOWN},
        **_when(source.published),
        "types": {"resourceTypeGeneral": "Text", "resourceType": "Newspaper article"},
        "language": source.language,
    }
    if source.url:
        record["alternateIdentifiers"] = [{"alternateIdentifier": source.url, "alternateIdentifierType": "URL"}]
    return record
