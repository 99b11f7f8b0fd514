"""The rows of what is compared: promises in time, and topics, numbers and promises of two summits side by side.

A class's docstring says what one row is; a field's metadata says what the column holds.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from .fields import EDTF, about
from .records import Article, Commitment
from .vocabularies import Dimension, QuantityStatus, Stage, Strength

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["NumberOfBoth", "PromiseInTime", "PromiseOfBoth", "TopicOfBoth", "tabled"]


def _as_in(record: type, column: str) -> Mapping[str, Any]:
    metadata: Mapping[str, Any] = attrs.fields_dict(record)[column].metadata
    return metadata


_ACTORS = about("Who undertakes it or is told to, joined with “; ” in the order of the article.", null="unstated")
_WORDS = about("The words of the undertaking; where they are withheld, what is to be done in our English.")
_NUMBERS = about("Its numbers as text, joined with “; ” in the order of the article.", null="unstated")
_SIMILARITY = "Dice coefficient of the nouns, names and adjectives of the two"
_SHARED = "The words by which the two are held to be the same, actions first, joined with “; ”"


@attrs.frozen(kw_only=True)
class PromiseInTime:
    """An undertaking with the promise it belongs to and what became of that since it was made before."""

    promise_id: str = attrs.field(metadata=about("The promise: the first undertaking of it.", reference="commitments"))
    article_id: str = attrs.field(metadata=_as_in(Article, "article_id"))
    published: dt.date | None = attrs.field(metadata=_as_in(Article, "published"))
    commitment_id: str | None = attrs.field(
        metadata=about(
            "The undertaking; null where a sentence tells that it was done.",
            reference="commitments",
            null="inapplicable",
        )
    )
    sentence_id: str | None = attrs.field(
        metadata=about("The sentence that tells that it was done.", reference="sentences", null="inapplicable")
    )
    actors: str | None = attrs.field(metadata=_ACTORS)
    words: str = attrs.field(metadata=_WORDS)
    strength: Strength | None = attrs.field(
        metadata=about("How firmly it is made; null where it is told to be done.", null="inapplicable")
    )
    stage: Stage | None = attrs.field(
        metadata=about("How far it has come; null where it is told to be done.", null="inapplicable")
    )
    deadline: str | None = attrs.field(metadata=_as_in(Commitment, "deadline"))
    numbers: str | None = attrs.field(metadata=_NUMBERS)
    happened: str = attrs.field(
        metadata=about(
            "`new`; or, since the undertaking before: `deadline moved`, `deadline named`, `number changed`, `done` (its stage is "
            "completed or operating now, or a sentence says so), joined with “; ”, or `repeated` where nothing of these is "
            "said; `undated` where the article has no day and was linked to none."
        )
    )
    previous_id: str | None = attrs.field(
        metadata=about("The undertaking before.", reference="commitments", null="inapplicable")
    )
    days: int | None = attrs.field(metadata=about("Days since that was published.", null="inapplicable", minimum=0))
    previous_deadline: str | None = attrs.field(
        metadata=about("The deadline it had.", null="inapplicable", pattern=EDTF)
    )
    previous_numbers: str | None = attrs.field(metadata=about("The numbers it had.", null="inapplicable"))
    similarity: float | None = attrs.field(
        metadata=about(f"{_SIMILARITY}; null where it is new.", null="inapplicable", minimum=0, maximum=1)
    )
    shared_words: str | None = attrs.field(metadata=about(f"{_SHARED}; null where it is new.", null="inapplicable"))
    shared_actors: str | None = attrs.field(
        metadata=about(
            "The actors by whom they are, in part or whole; null where it is by names or parties.", null="inapplicable"
        )
    )


@attrs.frozen(kw_only=True)
class TopicOfBoth:
    """A lemma or an entity that both sides speak of, with how often each does."""

    kind: str = attrs.field(metadata=about("`lemma` or `entity`."))
    topic: str = attrs.field(metadata=about("The lemma, or what the first side calls the entity."))
    type: str = attrs.field(metadata=about("The part of speech of the lemma, or the type of the entity."))
    n_a: int = attrs.field(metadata=about("How often the first side uses or mentions it.", minimum=1))
    n_b: int = attrs.field(metadata=about("How often the second side does.", minimum=1))
    words_a: int = attrs.field(metadata=about("All words and numbers of the first side.", minimum=1))
    words_b: int = attrs.field(metadata=about("All words and numbers of the second side.", minimum=1))
    per_thousand_a: float = attrs.field(metadata=about("How often in a thousand words of the first side.", minimum=0))
    per_thousand_b: float = attrs.field(metadata=about("How often in a thousand words of the second side.", minimum=0))
    log_likelihood: float = attrs.field(
        metadata=about(
            "G² of the first side against the second (Dunning 1993; Rayson and Garside 2000): 2 Σ n ln(n / expected n), each "
            "side's expected share being that of both together; 3.84 is the 5 per cent point.",
            minimum=0,
        )
    )
    log_ratio: float = attrs.field(
        metadata=about(
            "Binary logarithm of how many times more frequent it is on the first side than on the second (Hardie 2014)."
        )
    )


@attrs.frozen(kw_only=True)
class NumberOfBoth:
    """A number of the first side beside a number of the second that measures the same."""

    quantity_a: str = attrs.field(metadata=about("The number of the first side.", reference="quantities"))
    quantity_b: str = attrs.field(metadata=about("The number of the second side.", reference="quantities"))
    article_a: str = attrs.field(metadata=about("Its article on the first side.", reference="articles"))
    article_b: str = attrs.field(metadata=about("Its article on the second side.", reference="articles"))
    indicator: str | None = attrs.field(
        metadata=about("What both measure, where that is coded on both sides.", null="uncoded")
    )
    dimension: Dimension = attrs.field(metadata=about("What kind of numbers they are."))
    unit: str | None = attrs.field(metadata=about("The unit of both.", null="inapplicable"))
    counted: str | None = attrs.field(metadata=about("What both count, in Russian.", null="inapplicable"))
    number_a: str = attrs.field(metadata=about("The first number as text."))
    number_b: str = attrs.field(metadata=about("The second number as text."))
    value_a: float = attrs.field(metadata=about("The value of the first."))
    value_b: float = attrs.field(metadata=about("The value of the second."))
    change: float = attrs.field(metadata=about("The second less the first; 0 where it is repeated."))
    ratio: float | None = attrs.field(
        metadata=about("The second divided by the first; null where that is 0.", null="inapplicable")
    )
    status_a: QuantityStatus = attrs.field(metadata=about("Whether the first has come true."))
    status_b: QuantityStatus = attrs.field(metadata=about("Whether the second has come true."))
    period_a: str | None = attrs.field(metadata=about("The time the first holds for.", null="unstated", pattern=EDTF))
    period_b: str | None = attrs.field(metadata=about("The time the second holds for.", null="unstated", pattern=EDTF))
    basis: str = attrs.field(
        metadata=about(
            "By what they are held to measure the same: `indicator`, where both are coded alike, or `words` of their sentences."
        )
    )
    shared: str = attrs.field(
        metadata=about("The indicator, or the nouns and entities that both sentences name, joined with “; ”.")
    )
    similarity: float = attrs.field(
        metadata=about("Dice coefficient of those nouns and entities; 1 for an indicator.", minimum=0, maximum=1)
    )


@attrs.frozen(kw_only=True)
class PromiseOfBoth:
    """An undertaking of the first side beside the one of the second that repeats it."""

    commitment_a: str = attrs.field(metadata=about("The undertaking of the first side.", reference="commitments"))
    commitment_b: str = attrs.field(metadata=about("The undertaking of the second side.", reference="commitments"))
    article_a: str = attrs.field(metadata=about("Its article on the first side.", reference="articles"))
    article_b: str = attrs.field(metadata=about("Its article on the second side.", reference="articles"))
    actors_a: str | None = attrs.field(metadata=_ACTORS)
    actors_b: str | None = attrs.field(metadata=_ACTORS)
    words_a: str = attrs.field(metadata=_WORDS)
    words_b: str = attrs.field(metadata=_WORDS)
    strength_a: Strength = attrs.field(metadata=about("How firmly the first is made."))
    strength_b: Strength = attrs.field(metadata=about("How firmly the second is made."))
    deadline_a: str | None = attrs.field(metadata=about("The date the first is due.", null="unstated", pattern=EDTF))
    deadline_b: str | None = attrs.field(metadata=about("The date the second is due.", null="unstated", pattern=EDTF))
    numbers_a: str | None = attrs.field(metadata=_NUMBERS)
    numbers_b: str | None = attrs.field(metadata=_NUMBERS)
    changed: str | None = attrs.field(
        metadata=about(
            "`deadline`, `number`, `strength`, joined with “; ”; null where none differs.", null="inapplicable"
        )
    )
    similarity: float = attrs.field(metadata=about(f"{_SIMILARITY}.", minimum=0, maximum=1))
    shared_words: str = attrs.field(metadata=about(f"{_SHARED}."))
    shared_actors: str | None = attrs.field(
        metadata=about(
            "The actors by whom they are, in part or whole; null where it is by names or parties.", null="inapplicable"
        )
    )


def tabled(record: type, made: Iterable[Any]) -> "pa.Table":
    """An Arrow table from records of one of these classes."""
    import pyarrow as pa

    from .schema import arrow_schema

    rows, schema = list(made), arrow_schema(record)
    arrays = [pa.array([getattr(row, field.name) for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)
