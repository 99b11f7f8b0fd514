"""
One presidential summit briefing as linked, typed, validated tables.

>>> import summitdata as sd
>>> sd.load().quotations[0].kind.value
'indirect'

`tables` lists what there is; `load_quotations` and its sisters give frames; `load` gives the whole as a `Corpus`;
`describe` and `codebook` say what everything means.
"""

from typing import TYPE_CHECKING, Any

from . import validate as _rules  # noqa: F401 - loaded now, or loading it later would hide the function of that name
from ._manifest import ARTICLE_ID, DATA_VERSION
from .bundled import (
    agreement,
    attach,
    changes,
    cite,
    codebook,
    context,
    describe,
    detach,
    disclosure,
    frame,
    load,
    load_articles,
    load_attributions,
    load_codes,
    load_commitment_actors,
    load_commitments,
    load_dates,
    load_entities,
    load_errors,
    load_evaluations,
    load_event_actors,
    load_events,
    load_expressions,
    load_identifiers,
    load_mentions,
    load_paragraphs,
    load_projects,
    load_quantities,
    load_quotations,
    load_readings,
    load_relations,
    load_sentences,
    load_silences,
    load_statements,
    load_term_counts,
    path,
    tables,
    verify,
    views,
)
from .comparing import compare
from .corpus import Corpus
from .exceptions import SummitDataError
from .extract.extracting import extract, extract_files
from .formats import open, validate  # noqa: A004 - summitdata.open
from .limits import Limits
from .merging import merge
from .review import review

if TYPE_CHECKING:
    from .look import plot

__all__ = [
    "ARTICLE_ID",
    "DATA_VERSION",
    "Corpus",
    "Limits",
    "SummitDataError",
    "agreement",
    "attach",
    "changes",
    "cite",
    "codebook",
    "compare",
    "context",
    "describe",
    "detach",
    "disclosure",
    "extract",
    "extract_files",
    "frame",
    "load",
    "load_articles",
    "load_attributions",
    "load_codes",
    "load_commitment_actors",
    "load_commitments",
    "load_dates",
    "load_entities",
    "load_errors",
    "load_evaluations",
    "load_event_actors",
    "load_events",
    "load_expressions",
    "load_identifiers",
    "load_mentions",
    "load_paragraphs",
    "load_projects",
    "load_quantities",
    "load_quotations",
    "load_readings",
    "load_relations",
    "load_sentences",
    "load_silences",
    "load_statements",
    "load_term_counts",
    "merge",
    "open",
    "path",
    "plot",
    "review",
    "tables",
    "validate",
    "verify",
    "views",
]

__version__ = "0.3.0"


def __getattr__(name: str) -> Any:
    # The figures are the half of what would be imported, and few who load a table draw one.
    if name == "plot":
        from .look import plot

        return plot
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
