"""The rows of the joined views: one attrs class each, as `summitdata.records` has one for each table.

A class's docstring says what one row is; a field's metadata says what the column holds. What is joined with “; ” is in
the order that its description gives.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from . import fields
from .fields import EDTF, about
from .records import Article, Commitment, Entity, Project, Quantity, Quotation, Statement, TermCount
from .vocabularies import (
    Comparator,
    CuePosition,
    Dimension,
    Direction,
    EntityType,
    MentionForm,
    Novelty,
    QuantityStatus,
    QuotationKind,
    Sector,
    Stage,
    Strength,
    Upos,
)

__all__ = [
    "VIEW_RECORDS",
    "CommitmentWithActors",
    "DatedFact",
    "Number",
    "PersonWithOffices",
    "ProjectWithPlaces",
    "QuotationWithSpeaker",
    "Target",
    "TermOfVoice",
]


def _as_in(record: type, column: str) -> Mapping[str, Any]:
    """The metadata of a table's column, for one that repeats it."""
    metadata: Mapping[str, Any] = attrs.fields_dict(record)[column].metadata
    return metadata


_ARTICLE = _as_in(Article, "article_id")
_PARAGRAPH = about("Place of its paragraph among those of the article, counted from 1.", minimum=1)
_SPEAKER = about(
    "Who is quoted with it: the speakers in the statement's chain of evidence, English labels joined with “; ” in the order "
    "of position; where no chain is coded, the speaker of its quotation; null for the narrator's own.",
    null="inapplicable",
)
_ENTITY = about("The entity whose number it is, English label.", null="inapplicable")
_GIST = about("What its statement says, in our English.", null="inapplicable")
_LABEL = "the English label; where none is coded the Russian one, else what its id ends with"


@attrs.frozen(kw_only=True)
class QuotationWithSpeaker:
    """A quotation with its speaker, how the source is named there, and its length."""

    article_id: str = attrs.field(metadata=_ARTICLE)
    quotation_id: str = attrs.field(metadata=about("The quotation.", reference="quotations"))
    group_id: str | None = attrs.field(metadata=_as_in(Quotation, "group_id"))
    paragraph: int = attrs.field(metadata=_PARAGRAPH)
    kind: QuotationKind = attrs.field(metadata=_as_in(Quotation, "kind"))
    speaker_id: str | None = attrs.field(metadata=_as_in(Quotation, "speaker_id"))
    speaker: str | None = attrs.field(metadata=about("The speaker's English label.", null="inapplicable"))
    named_as: str | None = attrs.field(metadata=_as_in(Quotation, "speaker_label"))
    named_by: MentionForm | None = attrs.field(
        metadata=about(
            "What kind of words name the source there; null where they are no single mention, as an office and a name "
            "side by side.",
            null="inapplicable",
        )
    )
    cue_lemma: str | None = attrs.field(metadata=_as_in(Quotation, "cue_lemma"))
    cue_position: CuePosition | None = attrs.field(metadata=_as_in(Quotation, "cue_position"))
    n_chars: int = attrs.field(metadata=about("Its length, from start to end.", unit="code points", minimum=0))
    n_words: int | None = attrs.field(
        metadata=about(
            "Words and numbers in it, from term_counts; null where it is not direct.", null="inapplicable", minimum=1
        )
    )
    n_sentences: int | None = attrs.field(
        metadata=about(
            "Sentences that belong to it wholly or in part; of two quotations in one sentence the first has it; null where "
            "it is not direct.",
            null="inapplicable",
            minimum=0,
        )
    )
    n_statements: int = attrs.field(metadata=about("Statements whose innermost quotation it is.", minimum=0))
    gist_en: str | None = attrs.field(metadata=_as_in(Quotation, "gist_en"))
    start: int = attrs.field(metadata=_as_in(Quotation, "start"))
    end: int = attrs.field(metadata=_as_in(Quotation, "end"))
    text: str | None = attrs.field(metadata=_as_in(Quotation, "text"))


@attrs.frozen(kw_only=True)
class Target:
    """A number that someone means to reach, beside its baseline and the latest actual value of what it measures."""

    article_id: str = attrs.field(metadata=_ARTICLE)
    quantity_id: str = attrs.field(metadata=about("The target.", reference="quantities"))
    commitment_id: str | None = attrs.field(metadata=_as_in(Quantity, "commitment_id"))
    statement_id: str | None = attrs.field(metadata=_as_in(Quantity, "statement_id"))
    speaker: str | None = attrs.field(metadata=_SPEAKER)
    indicator: str | None = attrs.field(metadata=_as_in(Quantity, "indicator"))
    entity: str | None = attrs.field(metadata=_ENTITY)
    dimension: Dimension = attrs.field(metadata=_as_in(Quantity, "dimension"))
    direction: Direction | None = attrs.field(metadata=_as_in(Quantity, "direction"))
    comparator: Comparator | None = attrs.field(metadata=_as_in(Quantity, "comparator"))
    approximate: bool = attrs.field(metadata=_as_in(Quantity, "approximate"))
    value: float | None = attrs.field(metadata=_as_in(Quantity, "value"))
    low: float | None = attrs.field(metadata=_as_in(Quantity, "low"))
    high: float | None = attrs.field(metadata=_as_in(Quantity, "high"))
    unit: str | None = attrs.field(metadata=_as_in(Quantity, "unit"))
    period: str | None = attrs.field(metadata=_as_in(Quantity, "period"))
    deadline: str | None = attrs.field(
        metadata=about("The date the undertaking is due, in EDTF.", null="unstated", pattern=EDTF)
    )
    horizon: str | None = attrs.field(
        metadata=about("The time frame of the undertaking as stated, in English.", null="unstated")
    )
    baseline_id: str | None = attrs.field(
        metadata=about(
            "The number of the source it is to be compared with; null where the baseline is derived or there is none.",
            reference="quantities",
            null="inapplicable",
        )
    )
    baseline_value: float | None = attrs.field(metadata=about("The baseline's value, in its unit.", null="unstated"))
    baseline_unit: str | None = attrs.field(metadata=about("The baseline's unit.", null="inapplicable"))
    baseline_comparator: Comparator | None = attrs.field(
        metadata=about("How the baseline's value bounds the true one.", null="inapplicable")
    )
    baseline_approximate: bool | None = attrs.field(metadata=about("The baseline is rough.", null="inapplicable"))
    baseline_period: str | None = attrs.field(
        metadata=about("The time the baseline holds for, in EDTF.", null="unstated", pattern=EDTF)
    )
    baseline_source: str | None = attrs.field(
        metadata=about(
            "`stated`: a number of the source; `derived`: computed by us, since the source gives the target as a level and "
            "as a multiple of what is; null where there is no baseline.",
            null="inapplicable",
        )
    )
    derivation: str | None = attrs.field(
        metadata=about("How a derived baseline is computed; null where it is not.", null="inapplicable")
    )
    latest_actual_id: str | None = attrs.field(
        metadata=about(
            "Of a target that is a level or a count, the latest actual one of the same indicator, entity and unit; by the "
            "last day of its period, one without period before all others, else the last in the article.",
            reference="quantities",
            null="inapplicable",
        )
    )
    latest_actual_value: float | None = attrs.field(metadata=about("Its value.", null="inapplicable"))
    latest_actual_period: str | None = attrs.field(
        metadata=about("The time it holds for, in EDTF.", null="unstated", pattern=EDTF)
    )
    ratio: float | None = attrs.field(
        metadata=about(
            "Value divided by baseline_value, where both are of one dimension and unit; as firm as the two are.",
            null="inapplicable",
        )
    )
    gap: float | None = attrs.field(
        metadata=about(
            "Value less baseline_value, where both are of one dimension and unit; as firm as the two are.",
            null="inapplicable",
        )
    )


@attrs.frozen(kw_only=True)
class Number:
    """A number of the source with who says it, or one that we derive from two of them, marked as derived."""

    article_id: str = attrs.field(metadata=_ARTICLE)
    quantity_id: str | None = attrs.field(
        metadata=about(
            "The number of the source; null where it is derived.", reference="quantities", null="inapplicable"
        )
    )
    derived: bool = attrs.field(metadata=about("We computed it; the source does not say it."))
    derivation: str | None = attrs.field(
        metadata=about("How it was computed and rounded; null where the source says it.", null="inapplicable")
    )
    derived_from: str | None = attrs.field(
        metadata=about(
            "The quantities it was computed from, the level first, ids joined with “; ”; null where the source says it.",
            null="inapplicable",
        )
    )
    paragraph: int = attrs.field(metadata=_PARAGRAPH)
    indicator: str | None = attrs.field(metadata=_as_in(Quantity, "indicator"))
    entity: str | None = attrs.field(metadata=_ENTITY)
    dimension: Dimension = attrs.field(metadata=_as_in(Quantity, "dimension"))
    direction: Direction | None = attrs.field(metadata=_as_in(Quantity, "direction"))
    status: QuantityStatus = attrs.field(metadata=_as_in(Quantity, "status"))
    value: float | None = attrs.field(metadata=_as_in(Quantity, "value"))
    low: float | None = attrs.field(metadata=_as_in(Quantity, "low"))
    high: float | None = attrs.field(metadata=_as_in(Quantity, "high"))
    comparator: Comparator | None = attrs.field(metadata=_as_in(Quantity, "comparator"))
    approximate: bool = attrs.field(
        metadata=about(
            "The words say that it is rough; of a derived one, that it was rounded or made from such as are."
        )
    )
    unit: str | None = attrs.field(metadata=_as_in(Quantity, "unit"))
    counted_en: str | None = attrs.field(metadata=_as_in(Quantity, "counted_en"))
    period: str | None = attrs.field(metadata=_as_in(Quantity, "period"))
    speaker: str | None = attrs.field(metadata=_SPEAKER)
    statement_id: str | None = attrs.field(metadata=_as_in(Quantity, "statement_id"))
    commitment_id: str | None = attrs.field(metadata=_as_in(Quantity, "commitment_id"))
    gist_en: str | None = attrs.field(metadata=_GIST)
    surface: str | None = attrs.field(metadata=_as_in(Quantity, "surface"))


def _actors(what: str) -> Mapping[str, Any]:
    return about(f"{what}: English labels joined with “; ” in the order of position.", null="unstated")


@attrs.frozen(kw_only=True)
class CommitmentWithActors:
    """An undertaking with who makes it to whom, how firmly, by when, and its numbers."""

    article_id: str = attrs.field(metadata=_ARTICLE)
    commitment_id: str = attrs.field(metadata=fields.about("The undertaking.", reference="commitments"))
    statement_id: str = attrs.field(metadata=_as_in(Commitment, "statement_id"))
    paragraph: int = attrs.field(metadata=_PARAGRAPH)
    speakers: str | None = attrs.field(metadata=_SPEAKER)
    action_en: str | None = attrs.field(metadata=_as_in(Commitment, "action_en"))
    # The column takes the name of the function in here.
    about: str | None = attrs.field(
        metadata=fields.about("The project, document, body or flow it is about, English label.", null="inapplicable")
    )
    sector: Sector | None = attrs.field(metadata=_as_in(Commitment, "sector"))
    stage: Stage = attrs.field(metadata=_as_in(Commitment, "stage"))
    strength: Strength = attrs.field(metadata=_as_in(Commitment, "strength"))
    collective: bool = attrs.field(metadata=_as_in(Commitment, "collective"))
    novelty: Novelty | None = attrs.field(metadata=_as_in(Commitment, "novelty"))
    horizon: str | None = attrs.field(metadata=_as_in(Commitment, "horizon"))
    deadline: str | None = attrs.field(metadata=_as_in(Commitment, "deadline"))
    promisors: str | None = attrs.field(metadata=_actors("Who undertakes it"))
    addressees: str | None = attrs.field(metadata=_actors("The bodies told to do it, or to whom it is promised"))
    beneficiaries: str | None = attrs.field(metadata=_actors("Who is to gain from it"))
    n_numbers: int = attrs.field(metadata=fields.about("How many quantities hang on it.", minimum=0))
    target_value: float | None = attrs.field(
        metadata=fields.about("The level it aims at, the first in the article if there are several.", null="unstated")
    )
    target_unit: str | None = attrs.field(metadata=fields.about("The unit of that level.", null="inapplicable"))
    multiple: float | None = attrs.field(
        metadata=fields.about(
            "The multiple it aims at, 2 for doubling, the first if there are several.", null="unstated"
        )
    )
    numbers: str | None = attrs.field(
        metadata=fields.about(
            "All its quantities as text, joined with “; ” in the order of the article; null where it has none.",
            null="inapplicable",
        )
    )
    gist_en: str | None = attrs.field(metadata=_as_in(Statement, "gist_en"))


def _related(what: str) -> Mapping[str, Any]:
    return about(f"{what}: English labels joined with “; ”, each once, in the order of relations.", null="unstated")


@attrs.frozen(kw_only=True)
class ProjectWithPlaces:
    """A project with its sector, stage, places, countries and builders."""

    article_id: str = attrs.field(metadata=_ARTICLE)
    project_id: str = attrs.field(metadata=about("The project.", reference="projects"))
    entity_id: str = attrs.field(metadata=_as_in(Project, "entity_id"))
    label_en: str = attrs.field(metadata=about(f"Its name: {_LABEL}."))
    type: EntityType = attrs.field(metadata=_as_in(Entity, "type"))
    sector: Sector = attrs.field(metadata=_as_in(Project, "sector"))
    stage: Stage | None = attrs.field(metadata=_as_in(Project, "stage"))
    stage_surface: str | None = attrs.field(metadata=_as_in(Project, "stage_surface"))
    crosses_caspian: bool | None = attrs.field(metadata=_as_in(Project, "crosses_caspian"))
    commodity: str | None = attrs.field(metadata=_as_in(Project, "commodity"))
    places: str | None = attrs.field(
        metadata=_related("Where it lies and what it connects, countries apart, by located_in and connects")
    )
    countries: str | None = attrs.field(
        metadata=_related(
            "The countries it lies in or connects, those its places lie in, those that are party to it and those that "
            "build it, in this sequence, a group of countries by its members where they are told"
        )
    )
    builders: str | None = attrs.field(metadata=_related("Who builds it"))
    parties: str | None = attrs.field(metadata=_related("Who is party to it"))
    partner_countries: str | None = attrs.field(metadata=_related("From which countries partners take part in it"))
    since: str | None = attrs.field(
        metadata=about(
            "Since when it works, in EDTF, joined with “; ” in the order of relations where there are several.",
            null="unstated",
        )
    )
    description_en: str = attrs.field(metadata=_as_in(Project, "description_en"))
    n_mentions: int = attrs.field(metadata=about("How often the article mentions it.", minimum=0))


def _mentioned(how: str) -> Mapping[str, Any]:
    return about(f"How often the article mentions the person{how}.", minimum=0)


@attrs.frozen(kw_only=True)
class PersonWithOffices:
    """A person with the offices held, how the article names them, and how much they say; groups have no row."""

    article_id: str = attrs.field(metadata=_ARTICLE)
    entity_id: str = attrs.field(metadata=about("The person.", reference="entities"))
    person: str = attrs.field(metadata=about(f"The person's name: {_LABEL}."))
    offices: str | None = attrs.field(metadata=_related("The offices held"))
    countries: str | None = attrs.field(
        metadata=_related(
            "The countries whose offices they are, a group of countries by its members where they are told"
        )
    )
    period: str | None = attrs.field(
        metadata=about(
            "When they were held, in EDTF, joined with “; ” in the order of relations where there are several.",
            null="unstated",
        )
    )
    n_mentions: int = attrs.field(metadata=_mentioned(""))
    n_by_name: int = attrs.field(metadata=_mentioned(" by name"))
    n_by_office: int = attrs.field(metadata=_mentioned(" by office"))
    n_by_description: int = attrs.field(metadata=_mentioned(" by a description"))
    n_by_pronoun: int = attrs.field(metadata=_mentioned(" by a pronoun"))
    named_as: str | None = attrs.field(
        metadata=about(
            "The words of those mentions as they are printed, each form with its count, as `Он ×2`, joined with “; ”, the most frequent first, "
            "then in the order of the article; withheld words are left out.",
            null="withheld",
        )
    )
    n_direct_quotations: int = attrs.field(
        metadata=about(
            "Direct quotations of the person, an interrupted one once; those of a group are not counted.", minimum=0
        )
    )
    n_indirect_quotations: int = attrs.field(
        metadata=about("Indirect quotations of the person; those of a group are not counted.", minimum=0)
    )
    n_words_quoted: int = attrs.field(metadata=about("Words and numbers in the direct quotations.", minimum=0))
    n_statements: int = attrs.field(
        metadata=about("Statements of which the person is the speaker, alone or jointly (level 2).", minimum=0)
    )


@attrs.frozen(kw_only=True)
class DatedFact:
    """A row of any table that has a date, with the first and the last day that it may mean."""

    article_id: str = attrs.field(metadata=_ARTICLE)
    earliest: dt.date | None = attrs.field(
        metadata=about("The first day it may mean; null at an open beginning.", null="inapplicable")
    )
    latest: dt.date | None = attrs.field(
        metadata=about("The last day it may mean; null at an open end.", null="inapplicable")
    )
    edtf: str = attrs.field(metadata=about("The date as the table has it, in EDTF.", pattern=EDTF))
    source_table: str = attrs.field(
        metadata=about("The table: articles, statements, quantities, events, relations, dates or commitments.")
    )
    row_id: str = attrs.field(metadata=about("The row.", reference="*"))
    statement_id: str | None = attrs.field(
        metadata=about("The statement it is or belongs to.", reference="statements", null="inapplicable")
    )
    what_en: str | None = attrs.field(
        metadata=about(
            "What is dated, in our English: the gist of the statement or event, the indicator and its number, the relation, "
            "what is to be done; null in `dates`, and where a row that a rule made says nothing in English.",
            null="uncoded",
        )
    )


@attrs.frozen(kw_only=True)
class TermOfVoice:
    """A lemma with a part of speech in one voice of an article, speaker or narrator, against all other voices of it."""

    article_id: str = attrs.field(metadata=_ARTICLE)
    voice_id: str | None = attrs.field(
        metadata=about(
            "Whose direct speech it is; null for the narrator's text, and where that was not found.",
            reference="entities",
            null="inapplicable",
        )
    )
    voice: str = attrs.field(
        metadata=about(
            f"The speaker's name, {_LABEL}; `narrator` for all that is not direct speech, `unknown` for direct speech whose "
            "speaker a rule did not find."
        )
    )
    lemma: str = attrs.field(metadata=_as_in(TermCount, "lemma"))
    upos: Upos = attrs.field(metadata=_as_in(TermCount, "upos"))
    n: int = attrs.field(metadata=about("How often the voice uses it.", minimum=1))
    n_voice: int = attrs.field(metadata=about("All words and numbers of the voice.", minimum=1))
    per_thousand: float = attrs.field(metadata=about("How often in a thousand words of the voice.", minimum=0))
    n_rest: int = attrs.field(metadata=about("How often the other voices of the article use it.", minimum=0))
    rest_total: int = attrs.field(metadata=about("All words and numbers of the other voices.", minimum=0))
    log_likelihood: float | None = attrs.field(
        metadata=about(
            "G² of the voice against the rest (Dunning 1993; Rayson and Garside 2000); null where there is no rest.",
            null="inapplicable",
            minimum=0,
        )
    )
    log_ratio: float | None = attrs.field(
        metadata=about(
            "Binary logarithm of how many times more frequent it is in the voice than in the rest, 0.5 in place of a count "
            "of 0 (Hardie 2014); null where there is no rest.",
            null="inapplicable",
        )
    )


#: The rows of every view by its name.
VIEW_RECORDS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "quotations_with_speakers": QuotationWithSpeaker,
        "targets": Target,
        "numbers": Number,
        "commitments_with_actors": CommitmentWithActors,
        "projects_with_places": ProjectWithPlaces,
        "people_with_offices": PersonWithOffices,
        "timeline": DatedFact,
        "terms_by_speaker": TermOfVoice,
    }
)
