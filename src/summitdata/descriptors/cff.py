"""CITATION.cff: the Citation File Format 1.2.0, which code forges and reference managers read."""

import json
import re
from typing import Any

from ..cited import Cited, Row, Source, address
from ..metadata import LICENCES, Licence

__all__ = ["cff"]

_MESSAGE = "If you use this dataset, please cite it, and the article that it was made from."


def cff(cited: Cited) -> str:
    """
    The text of a CITATION.cff: the dataset with its articles as references; where an article or a row is meant, that is
    the preferred citation.

    Raises:

        UsageError: It has to say who made the dataset, and nobody said.
    """
    data = cited.dataset
    data.require_complete("a CITATION.cff")
    document: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": data.title,
        "abstract": data.description,
        "authors": [{"name": name} for name in data.creators],
        "version": data.version,
        "date-released": str(data.published),
        **(_licence(data.licence) if data.licence else {}),
        "keywords": list(dict.fromkeys(data.keywords)),
        "url": address(data.identifier),
        "identifiers": _identifiers(data.identifier, cited.fingerprint),
        "references": [_article(source) for source in cited.sources],
    }
    if isinstance(cited.part, Source):
        document["preferred-citation"] = _article(cited.part)
    elif cited.part:
        document["preferred-citation"] = _row(cited, cited.part)
    return "".join(f"{line}\n" for line in _lines(document))


def _licence(licence: Licence) -> dict[str, str]:
    # The format knows the identifiers of SPDX and no others.
    return {"license": licence.spdx} if licence.spdx in LICENCES else {"license-url": licence.url}


def _identifiers(identifier: str | None, fingerprint: str) -> list[dict[str, Any]]:
    name = {"type": "other", "value": identifier, "description": "Names the dataset."}
    if address(identifier):
        name["type"] = "url"
    digits = {"type": "other", "value": fingerprint, "description": "Fingerprint of the content, SHA-256."}
    return [name, digits]


def _article(source: Source) -> dict[str, Any]:
    subtag = source.language.partition("-")[0]
    return {
        "type": "newspaper-article",
        "title": source.name,
        # An author is demanded, and the outlet is the only one that the article is known to be of.
        "authors": [{"name": source.outlet or "anonymous"}],
        "journal": source.outlet,
        "date-published": source.published.isoformat() if source.published else None,
        "languages": [subtag] if re.fullmatch(r"[a-z]{2,3}", subtag) else [],
        "url": address(source.url),
    }


def _row(cited: Cited, row: Row) -> dict[str, Any]:
    data = cited.dataset
    name = {"type": "url" if address(cited.identifier) else "other", "value": cited.identifier}
    return {
        "type": "data",
        "title": row.title,
        "authors": [{"name": name} for name in data.creators],
        "collection-title": data.title,
        "section": row.place,
        "version": data.version,
        "date-released": str(data.published),
        "identifiers": [name],
        "notes": f"fingerprint {cited.fingerprint}",
    }


def _lines(value: dict[str, Any], indent: str = "") -> list[str]:
    """A mapping as lines of YAML: every text is quoted as JSON has it, which YAML reads alike; what is empty is left out."""
    lines: list[str] = []
    for name, held in value.items():
        if isinstance(held, dict):
            lines += [f"{indent}{name}:", *_lines(held, f"{indent}  ")]
        elif isinstance(held, list) and held:
            lines.append(f"{indent}{name}:")
            for one in held:
                lines += _item(one, indent)
        elif held:
            lines.append(f"{indent}{name}: {_quoted(held)}")
    return lines


def _item(one: dict[str, Any] | str, indent: str) -> list[str]:
    """An element of a list as lines of YAML."""
    if isinstance(one, str):
        return [f"{indent}  - {_quoted(one)}"]
    first, *others = _lines(one, f"{indent}    ")
    return [f"{indent}  - {first.lstrip()}", *others]


def _quoted(text: str) -> str:
    """A text as YAML and JSON both quote it; what JSON would leave and YAML reads as a line break is escaped."""
    made = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda sign: f"\\u{ord(sign[0]):04x}", made)
