"""The tables: one attrs class each, the single source of truth for every schema, check, codebook and loader.

A class's docstring says what one row is; a field's metadata says what the column holds. Offsets are 0-based, half-open
and counted in Unicode code points over the article's canonical text.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs

from .fields import EDTF, about
from .vocabularies import (
    ActorRole,
    Attitude,
    AttributionBasis,
    CapTopic,
    Comparator,
    CuePosition,
    Dimension,
    Direction,
    EntityType,
    ErrorKind,
    EventRole,
    ExpressionForm,
    ExpressionKind,
    Factuality,
    Graduation,
    IdScheme,
    IdStatus,
    Illocution,
    Layer,
    MentionForm,
    Metaphor,
    Novelty,
    Origin,
    ParagraphKind,
    PeriodSource,
    PloverCategory,
    PloverContext,
    PloverMode,
    Polarity,
    Predicate,
    QuantityStatus,
    QuotationKind,
    Reader,
    Sector,
    Stage,
    Strength,
    Tense,
    Upos,
)

__all__ = [
    "TABLES",
    "Article",
    "Attribution",
    "Code",
    "Commitment",
    "CommitmentActor",
    "Date",
    "Entity",
    "Error",
    "Evaluation",
    "Event",
    "EventActor",
    "Expression",
    "Identifier",
    "Mention",
    "Paragraph",
    "Project",
    "Quantity",
    "Quotation",
    "Reading",
    "Relation",
    "Sentence",
    "Silence",
    "Statement",
    "TermCount",
]

_ARTICLE_ID = r"[a-z0-9][a-z0-9_-]*"
_SHA256 = r"[0-9a-f]{64}"

# Columns that mean the same in every table.
_ARTICLE = about("The article the row belongs to.", reference="articles", pattern=_ARTICLE_ID)
_START = about("Where it begins in the article.", unit="code points", minimum=0)
_END = about(
    "Where it ends in the article; the character at this place no longer belongs to it.", unit="code points", minimum=0
)
_TEXT = about("Its wording, from start to end; filled where the article is attached.", null="withheld", cut_at="start")
_PARAGRAPH = about("The paragraph it stands in.", reference="paragraphs", within=True)
_STATEMENT = about("The statement it belongs to.", reference="statements")
_VOICE = about(
    "The direct quotation it stands in; null in the narrator's text.",
    reference="quotations",
    within=True,
    null="inapplicable",
)
_ORIGIN = about("How the row came to be.")
_RULE = about("The rule that made the row; null where the row is curated.", null="inapplicable")
_CONFIDENCE = about(
    "How sure the rule is, as a share of such rows that are right.", null="inapplicable", minimum=0, maximum=1
)
_POSITION = about("Its place in order, counted from 1.", minimum=1)


def _id(letters: str) -> Mapping[str, Any]:
    return about("Names the row in the whole corpus; never reused.", pattern=rf"{_ARTICLE_ID}/{letters}[0-9]+")


@attrs.frozen(kw_only=True)
class Article:
    """An article: where and when it appeared, how long it is, how to recognise it, and what is not known of it."""

    id: str = attrs.field(metadata=about("Names the article.", pattern=_ARTICLE_ID))
    article_id: str = attrs.field(metadata=_ARTICLE)
    outlet: str | None = attrs.field(metadata=about("Who published it.", null="unstated"))
    source_channel: str | None = attrs.field(
        metadata=about("The channel it says it has its news from.", null="unstated")
    )
    published: dt.date | None = attrs.field(metadata=about("The day it appeared.", null="unstated"))
    language: str = attrs.field(
        metadata=about("Its language, a BCP 47 tag.", pattern=r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
    )
    photo_credit: str | None = attrs.field(metadata=about("Whom its photo captions credit.", null="unstated"))
    headline: str | None = attrs.field(metadata=about("Its headline.", null="unstated"))
    url: str | None = attrs.field(metadata=about("Its address on the web.", null="unstated"))
    source: str | None = attrs.field(
        default=None,
        metadata=about(
            "What the text was taken from: a file, relative to the folder that was read, the address of a record of a WARC file, or the name that it was given.",
            null="unstated",
        ),
    )
    encoding: str | None = attrs.field(
        default=None,
        metadata=about("How the bytes of the source were decoded, a name that Python knows.", null="inapplicable"),
    )
    n_chars: int = attrs.field(metadata=about("Length of the canonical text.", unit="code points", minimum=0))
    n_paragraphs: int = attrs.field(metadata=about("How many non-empty lines it has.", minimum=0))
    n_sentences: int = attrs.field(metadata=about("How many sentences it has.", minimum=0))
    sha256: str = attrs.field(metadata=about("SHA-256 of the canonical text in UTF-8.", pattern=_SHA256))
    source_sha256: str = attrs.field(metadata=about("SHA-256 of the file the text was taken from.", pattern=_SHA256))
    text: str | None = attrs.field(
        default=None, metadata=about("The canonical text; filled where the article is attached.", null="withheld")
    )
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Paragraph:
    """A paragraph: a non-empty line of the article, with what it does and what it says in our words."""

    id: str = attrs.field(metadata=_id("p"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    position: int = attrs.field(metadata=_POSITION)
    kind: ParagraphKind = attrs.field(metadata=about("What it does in the report."))
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    gist_en: str | None = attrs.field(metadata=about("What it says, in our English.", null="inapplicable"))
    cap_topic: CapTopic | None = attrs.field(
        metadata=about("Major policy topic, the one most of it is about.", null="inapplicable")
    )
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Sentence:
    """A sentence: where it stands, how long it is, and the anchor by which it is found in a copy of the article."""

    id: str = attrs.field(metadata=_id("s"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    paragraph_id: str = attrs.field(metadata=_PARAGRAPH)
    quotation_id: str | None = attrs.field(
        metadata=about(
            "The direct quotation it belongs to, in part or whole.", reference="quotations", null="inapplicable"
        )
    )
    position: int = attrs.field(metadata=_POSITION)
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    n_tokens: int = attrs.field(
        metadata=about("Words, numbers and punctuation marks in it, as razdel 0.5 cuts them.", minimum=1)
    )
    n_normalised: int = attrs.field(
        metadata=about(
            "Letters, digits, signs of units and marks between digits in it after compatibility decomposition and case "
            "folding, accents dropped.",
            minimum=0,
        )
    )
    anchor: str = attrs.field(
        metadata=about(
            "First 32 bits of the SHA-256 of those letters, digits, signs and marks.", pattern=r"[0-9a-f]{8}"
        )
    )
    marks: str = attrs.field(
        metadata=about(
            "For every place in it where a row of some table begins or ends, `offset:n:before:after`: the offset from the "
            "sentence's start, how many of those letters, digits, signs and marks stand before it, and how many other characters "
            "part it from the one before and the one after; separated by spaces.",
            pattern=r"(?:[0-9]+(?::[0-9]+){3}(?: [0-9]+(?::[0-9]+){3})*)?",
        )
    )
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Quotation:
    """A quotation: a source, the cue that attributes, and the content; or a term in quotation marks that nobody is quoted with."""

    id: str = attrs.field(metadata=_id("q"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    paragraph_id: str = attrs.field(
        metadata=about("The paragraph it begins in; a quotation can go on over several.", reference="paragraphs")
    )
    kind: QuotationKind = attrs.field(metadata=about("How the words are presented."))
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    group_id: str | None = attrs.field(
        metadata=about(
            "The first segment of the quotation, where a tag interrupts it.",
            reference="quotations",
            null="inapplicable",
        )
    )
    parent_id: str | None = attrs.field(
        metadata=about("The quotation it stands in.", reference="quotations", within=True, null="inapplicable")
    )
    cue_lemma: str | None = attrs.field(metadata=about("The cue's dictionary form.", null="inapplicable"))
    cue_surface: str | None = attrs.field(
        metadata=about("The words that attribute the content.", null="inapplicable", cut_at="cue_start")
    )
    cue_start: int | None = attrs.field(
        metadata=about("Where the cue begins.", unit="code points", minimum=0, null="inapplicable")
    )
    cue_end: int | None = attrs.field(
        metadata=about("Where the cue ends.", unit="code points", minimum=0, null="inapplicable")
    )
    cue_position: CuePosition | None = attrs.field(
        metadata=about("Where the cue stands in relation to the content.", null="inapplicable")
    )
    speaker_id: str | None = attrs.field(
        metadata=about("Who is quoted; null for a quoted term.", reference="entities", null="inapplicable")
    )
    speaker_label: str | None = attrs.field(
        metadata=about("The words that name the source there.", null="inapplicable", cut_at="source_start")
    )
    source_start: int | None = attrs.field(
        metadata=about(
            "Where the words that name the source begin.", unit="code points", minimum=0, null="inapplicable"
        )
    )
    source_end: int | None = attrs.field(
        metadata=about("Where the words that name the source end.", unit="code points", minimum=0, null="inapplicable")
    )
    gist_en: str | None = attrs.field(metadata=about("What it says, in our English.", null="uncoded"))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Entity:
    """An entity: a person, office, country, place, body, project, document, programme, event or other thing the article speaks of."""

    id: str = attrs.field(
        metadata=about("Names the entity in the whole corpus.", pattern=rf"{_ARTICLE_ID}/[a-z]{{3}}[a-z0-9-]*")
    )
    article_id: str = attrs.field(metadata=_ARTICLE)
    type: EntityType = attrs.field(metadata=about("What kind of thing it is."))
    label_en: str | None = attrs.field(metadata=about("Its name in English.", null="uncoded"))
    label_ru: str | None = attrs.field(metadata=about("Its name in Russian.", null="unverified"))
    label_kk: str | None = attrs.field(metadata=about("Its name in Kazakh, in Cyrillic.", null="unverified"))
    label_az: str | None = attrs.field(metadata=about("Its name in Azerbaijani, in Latin script.", null="unverified"))
    latitude: float | None = attrs.field(
        metadata=about("Latitude, WGS 84.", unit="deg", minimum=-90, maximum=90, null="inapplicable")
    )
    longitude: float | None = attrs.field(
        metadata=about("Longitude, WGS 84.", unit="deg", minimum=-180, maximum=180, null="inapplicable")
    )
    is_group: bool = attrs.field(metadata=about("It stands for several taken together, such as both presidents."))
    inferred: bool = attrs.field(
        metadata=about("The article names it only through something else, as a country through its city.")
    )
    description_en: str | None = attrs.field(metadata=about("What it is, in our English.", null="uncoded"))
    cluster_id: str | None = attrs.field(
        metadata=about("The same entity across articles, once articles have been linked.", null="inapplicable")
    )
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Identifier:
    """An identifier: what an outside authority calls an entity, and whether that was verified."""

    id: str = attrs.field(metadata=_id("i"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    entity_id: str = attrs.field(metadata=about("The entity it identifies.", reference="entities"))
    scheme: IdScheme = attrs.field(metadata=about("Who issues it."))
    value: str = attrs.field(metadata=about("The identifier.", pattern=r"Q[1-9][0-9]*|[1-9][0-9]*|[A-Z]{3}"))
    status: IdStatus = attrs.field(metadata=about("Whether it was verified."))
    source: str = attrs.field(metadata=about("Where it was seen, or why it stands here unverified."))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Project:
    """A project: a route, line, hub, terminal, fund, centre or joint production, with its sector and how far it has come."""

    id: str = attrs.field(metadata=_id("pr"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    entity_id: str = attrs.field(metadata=about("The entity that the project is.", reference="entities"))
    sector: Sector = attrs.field(metadata=about("The field it belongs to."))
    stage: Stage | None = attrs.field(metadata=about("How far it has come, by the article.", null="unstated"))
    stage_surface: str | None = attrs.field(
        metadata=about("The words that tell the stage.", null="withheld", cut_at="stage_start")
    )
    stage_start: int | None = attrs.field(
        metadata=about("Where the words that tell the stage begin.", unit="code points", minimum=0, null="inapplicable")
    )
    stage_end: int | None = attrs.field(
        metadata=about("Where the words that tell the stage end.", unit="code points", minimum=0, null="inapplicable")
    )
    statement_id: str | None = attrs.field(
        metadata=about("The statement that tells the stage.", reference="statements", null="inapplicable")
    )
    crosses_caspian: bool | None = attrs.field(metadata=about("It crosses the Caspian Sea.", null="unstated"))
    commodity: str | None = attrs.field(metadata=about("What it carries or makes, in English.", null="unstated"))
    description_en: str = attrs.field(metadata=about("What it is, in our English."))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Mention:
    """A mention: one place where the article speaks of an entity, and with what kind of words."""

    id: str = attrs.field(metadata=_id("m"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    paragraph_id: str = attrs.field(metadata=_PARAGRAPH)
    entity_id: str = attrs.field(metadata=about("The entity that is meant.", reference="entities"))
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    surface: str | None = attrs.field(
        metadata=about("The words, where they are a name or too short to matter.", null="withheld", cut_at="start")
    )
    form: MentionForm = attrs.field(metadata=about("What kind of words they are."))
    quotation_id: str | None = attrs.field(metadata=_VOICE)
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Statement:
    """A statement: one atomic proposition of the article, with who says it how, and what it says in our English."""

    id: str = attrs.field(metadata=_id("st"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    paragraph_id: str = attrs.field(metadata=_PARAGRAPH)
    sentence_id: str = attrs.field(metadata=about("The sentence it stands in.", reference="sentences", within=True))
    quotation_id: str | None = attrs.field(
        metadata=about(
            "The innermost quotation that it stands in or, as a reported act of thanking, is told with; quoted terms apart; null for the rest of what the narrator says.",
            reference="quotations",
            null="inapplicable",
        )
    )
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    illocution: Illocution = attrs.field(metadata=about("What is done in saying it."))
    factuality: Factuality = attrs.field(metadata=about("How sure the source presents itself to be."))
    polarity: Polarity = attrs.field(metadata=about("Whether it is affirmed or denied."))
    tense: Tense = attrs.field(metadata=about("The time its verb marks."))
    time: str | None = attrs.field(metadata=about("The time it speaks of, in EDTF.", null="unstated", pattern=EDTF))
    time_source: PeriodSource | None = attrs.field(
        metadata=about("What the time was read from; null where there is none.", null="inapplicable")
    )
    cap_topic: CapTopic | None = attrs.field(metadata=about("Major policy topic.", null="uncoded"))
    subject_id: str | None = attrs.field(
        metadata=about("Its subject, where that is an entity.", reference="entities", null="inapplicable")
    )
    subject: str | None = attrs.field(metadata=about("Its subject in English.", null="unstated"))
    predicate: str | None = attrs.field(metadata=about("Its predicate in English.", null="uncoded"))
    object_id: str | None = attrs.field(
        metadata=about("Its object, where that is an entity.", reference="entities", null="inapplicable")
    )
    object: str | None = attrs.field(metadata=about("Its object in English.", null="inapplicable"))
    gist_en: str | None = attrs.field(
        metadata=about("What it says, in our English, to be understood alone.", null="uncoded")
    )
    note: str | None = attrs.field(metadata=about("What a reader should know of how it was read.", null="inapplicable"))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Attribution:
    """A link of a statement's chain of evidence: the outlet, the channel it cites, the speaker; two on one level are joint."""

    id: str = attrs.field(metadata=_id("a"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    statement_id: str = attrs.field(metadata=_STATEMENT)
    level: int = attrs.field(
        metadata=about(
            "0 the outlet, 1 the channel it cites, 2 the speaker, 3 whoever the speaker says said or decided it; a level that is not there is left out.",
            minimum=0,
        )
    )
    position: int = attrs.field(metadata=_POSITION)
    entity_id: str | None = attrs.field(
        metadata=about(
            "Who vouches for it; null where a passive names no agent.", reference="entities", null="unstated"
        )
    )
    basis: AttributionBasis = attrs.field(metadata=about("Where the link is read from."))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Quantity:
    """A number with its meaning: what is measured, its value and unit, whether it is actual or a target, when, and how firm."""

    id: str = attrs.field(metadata=_id("n"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    paragraph_id: str = attrs.field(metadata=_PARAGRAPH)
    statement_id: str | None = attrs.field(
        metadata=about("The statement it hangs on.", reference="statements", null="inapplicable")
    )
    commitment_id: str | None = attrs.field(
        metadata=about("The undertaking it is part of.", reference="commitments", null="inapplicable")
    )
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    surface: str | None = attrs.field(metadata=about("The words or digits.", null="withheld", cut_at="start"))
    indicator: str | None = attrs.field(metadata=about("What is measured or counted, in English.", null="uncoded"))
    entity_id: str | None = attrs.field(
        metadata=about(
            "The entity whose number it is, where that is an entity.", reference="entities", null="inapplicable"
        )
    )
    dimension: Dimension = attrs.field(metadata=about("What kind of number it is."))
    direction: Direction | None = attrs.field(metadata=about("Which way a change goes.", null="inapplicable"))
    status: QuantityStatus = attrs.field(metadata=about("Whether it has come true."))
    value: float | None = attrs.field(
        metadata=about("The number in the unit, multiplied out; null where none is given.", null="unstated")
    )
    low: float | None = attrs.field(metadata=about("The lower end of a range.", null="inapplicable"))
    high: float | None = attrs.field(metadata=about("The upper end of a range.", null="inapplicable"))
    comparator: Comparator | None = attrs.field(
        metadata=about("How the value bounds the true one; null where there is no value.", null="inapplicable")
    )
    approximate: bool = attrs.field(metadata=about("The words say that it is rough."))
    unit: str | None = attrs.field(
        metadata=about(
            "UCUM code, ISO 4217 code, or `1` for counted things and plain numbers.",
            null="inapplicable",
            pattern=r"[!-~]+",
        )
    )
    counted_ru: str | None = attrs.field(
        metadata=about("What is counted, in Russian, nominative.", null="inapplicable")
    )
    counted_en: str | None = attrs.field(metadata=about("What is counted, in English.", null="inapplicable"))
    period: str | None = attrs.field(metadata=about("The time it holds for, in EDTF.", null="unstated", pattern=EDTF))
    period_source: PeriodSource | None = attrs.field(
        metadata=about("What the period was read from; null where there is none.", null="inapplicable")
    )
    period_surface: str | None = attrs.field(
        metadata=about("The words the period was read from.", null="inapplicable", cut_at="period_start")
    )
    period_start: int | None = attrs.field(
        metadata=about("Where those words begin.", unit="code points", minimum=0, null="inapplicable")
    )
    period_end: int | None = attrs.field(
        metadata=about("Where those words end.", unit="code points", minimum=0, null="inapplicable")
    )
    baseline_id: str | None = attrs.field(
        metadata=about("The number it is to be compared with.", reference="quantities", null="inapplicable")
    )
    note: str | None = attrs.field(metadata=about("What a reader should know of how it was read.", null="inapplicable"))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Date:
    """A date: one place where the article says when, and the time it means."""

    id: str = attrs.field(metadata=_id("d"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    paragraph_id: str = attrs.field(metadata=_PARAGRAPH)
    quotation_id: str | None = attrs.field(metadata=_VOICE)
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    date: str | None = attrs.field(
        metadata=about("The time it means, in EDTF; null where that cannot be told.", null="unstated", pattern=EDTF)
    )
    date_source: PeriodSource | None = attrs.field(
        metadata=about("What the time was read from; null where there is none.", null="inapplicable")
    )
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Commitment:
    """An undertaking: a statement that binds someone to future action, how firmly, by when, and whether it is new."""

    id: str = attrs.field(metadata=_id("c"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    statement_id: str = attrs.field(metadata=_STATEMENT)
    entity_id: str | None = attrs.field(
        metadata=about(
            "The project, document or body that it is about, where that is an entity.",
            reference="entities",
            null="inapplicable",
        )
    )
    action_en: str | None = attrs.field(metadata=about("What is to be done, in our English.", null="uncoded"))
    sector: Sector | None = attrs.field(metadata=about("The field it belongs to.", null="uncoded"))
    stage: Stage = attrs.field(metadata=about("How far it has come, by the article."))
    strength: Strength = attrs.field(metadata=about("How firmly it is made."))
    collective: bool = attrs.field(metadata=about("Several parties made it together, as the G20 definition demands."))
    horizon: str | None = attrs.field(metadata=about("The time frame as stated, in English.", null="unstated"))
    deadline: str | None = attrs.field(metadata=about("The date it is due, in EDTF.", null="unstated", pattern=EDTF))
    novelty: Novelty | None = attrs.field(metadata=about("Whether it is new.", null="unstated"))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class CommitmentActor:
    """An actor of an undertaking and the part it has."""

    id: str = attrs.field(metadata=_id("ca"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    commitment_id: str = attrs.field(metadata=about("The undertaking.", reference="commitments"))
    role: ActorRole = attrs.field(metadata=about("Its part."))
    position: int = attrs.field(metadata=_POSITION)
    entity_id: str = attrs.field(metadata=about("The actor.", reference="entities"))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Evaluation:
    """An appraisal: who appraises what, how, and with what figure of speech."""

    id: str = attrs.field(metadata=_id("e"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    statement_id: str = attrs.field(metadata=_STATEMENT)
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    appraiser_id: str | None = attrs.field(metadata=about("Who appraises.", reference="entities", null="unstated"))
    target_id: str | None = attrs.field(
        metadata=about("What is appraised, where that is an entity.", reference="entities", null="inapplicable")
    )
    target: str = attrs.field(metadata=about("What is appraised, in English."))
    attitude: Attitude = attrs.field(metadata=about("Kind of appraisal."))
    polarity: Polarity = attrs.field(metadata=about("Approving or disapproving."))
    graduation: Graduation = attrs.field(metadata=about("Turned up or down."))
    metaphor: Metaphor | None = attrs.field(
        metadata=about("Family of the metaphor that carries it.", null="inapplicable")
    )
    gist_en: str = attrs.field(metadata=about("The appraisal in our English."))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Event:
    """An event by the PLOVER manual: what kind, in what context, when and where."""

    id: str = attrs.field(metadata=_id("v"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    statement_id: str = attrs.field(metadata=_STATEMENT)
    plover_category: PloverCategory = attrs.field(metadata=about("Category."))
    plover_mode: PloverMode | None = attrs.field(metadata=about("Mode.", null="inapplicable"))
    plover_context: PloverContext | None = attrs.field(metadata=about("Context.", null="inapplicable"))
    quad: int = attrs.field(
        metadata=about(
            "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
            minimum=1,
            maximum=4,
        )
    )
    date: str | None = attrs.field(metadata=about("When, in EDTF.", null="unstated", pattern=EDTF))
    place_id: str | None = attrs.field(metadata=about("Where.", reference="entities", null="unstated"))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class EventActor:
    """An actor of an event and the part it has."""

    id: str = attrs.field(metadata=_id("va"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    event_id: str = attrs.field(metadata=about("The event.", reference="events"))
    role: EventRole = attrs.field(metadata=about("Its part."))
    position: int = attrs.field(metadata=_POSITION)
    entity_id: str = attrs.field(metadata=about("The actor.", reference="entities"))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Relation:
    """A relation between two entities, with the time it holds for."""

    id: str = attrs.field(metadata=_id("r"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    statement_id: str | None = attrs.field(
        metadata=about("The statement it is taken from.", reference="statements", null="inapplicable")
    )
    subject_id: str = attrs.field(metadata=about("The first entity.", reference="entities"))
    predicate: Predicate = attrs.field(metadata=about("How the two are related."))
    object_id: str = attrs.field(metadata=about("The second entity.", reference="entities"))
    period: str | None = attrs.field(metadata=about("The time it holds for, in EDTF.", null="unstated", pattern=EDTF))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Expression:
    """An expression that discourse analysts count: a form of the first or second person, a hedge, a booster and the like."""

    id: str = attrs.field(metadata=_id("ex"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    paragraph_id: str = attrs.field(metadata=_PARAGRAPH)
    quotation_id: str | None = attrs.field(metadata=_VOICE)
    speaker_id: str | None = attrs.field(
        metadata=about("Who is quoted with it; null for the narrator's own.", reference="entities", null="inapplicable")
    )
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    kind: ExpressionKind = attrs.field(metadata=about("What it does."))
    form: ExpressionForm = attrs.field(metadata=about("What kind of words it is."))
    lemma: str | None = attrs.field(
        metadata=about(
            "Its dictionary form; a phrase as it stands, null where it has more than three words.",
            null="withheld",
            reveals="start",
        )
    )
    entity_id: str | None = attrs.field(
        metadata=about("Whom a form of the first or second person means.", reference="entities", null="inapplicable")
    )
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class TermCount:
    """How often a lemma with a part of speech occurs in one direct quotation, or in all that is not direct quotation."""

    id: str = attrs.field(metadata=_id("w"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    quotation_id: str | None = attrs.field(
        metadata=about(
            "The direct quotation; null for the narrator's text.", reference="quotations", null="inapplicable"
        )
    )
    speaker_id: str | None = attrs.field(
        metadata=about("Who is quoted; null for the narrator.", reference="entities", null="inapplicable")
    )
    lemma: str = attrs.field(metadata=about("Dictionary form, lower case but for names; digits as they stand."))
    upos: Upos = attrs.field(metadata=about("Universal part of speech."))
    n: int = attrs.field(metadata=about("How often.", minimum=1))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Silence:
    """A silence: something a careful reader would ask and the article does not say."""

    id: str = attrs.field(metadata=_id("x"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    question_en: str = attrs.field(metadata=about("The question."))
    entity_id: str | None = attrs.field(
        metadata=about("What it is about, where that is an entity.", reference="entities", null="inapplicable")
    )
    note: str | None = attrs.field(metadata=about("What the article says instead.", null="inapplicable"))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


@attrs.frozen(kw_only=True)
class Code:
    """A value of a closed vocabulary: what it means, where it comes from, and when to use it."""

    id: str = attrs.field(metadata=about("The vocabulary and the code.", pattern=r"[a-z_]+/.+"))
    vocabulary: str = attrs.field(metadata=about("The vocabulary.", pattern=r"[a-z_]+"))
    code: str = attrs.field(metadata=about("The code, as it stands in the tables."))
    label: str = attrs.field(metadata=about("Its name."))
    definition: str = attrs.field(metadata=about("What it means."))
    source: str = attrs.field(metadata=about("Where the vocabulary comes from."))
    include: str | None = attrs.field(metadata=about("What belongs to it against first sight.", null="inapplicable"))
    exclude: str | None = attrs.field(
        metadata=about("What does not belong to it against first sight.", null="inapplicable")
    )
    n_rows: int = attrs.field(
        metadata=about("How many cells of the other tables have it; 0 says that this corpus holds none.", minimum=0)
    )
    example_id: str | None = attrs.field(
        metadata=about(
            "The first row, of any table, that has it; null where none has.", reference="*", null="inapplicable"
        )
    )


@attrs.frozen(kw_only=True)
class Error:
    """An error: a source, or a part of one, that extraction made no rows of, and why; it belongs to no article."""

    id: str = attrs.field(metadata=about("Names the row in the whole corpus.", pattern=r"error/[a-z0-9][a-z0-9_-]*"))
    source: str = attrs.field(
        metadata=about(
            "The source: a file, relative to the folder that was read, or the address of a record of a WARC file."
        )
    )
    source_sha256: str | None = attrs.field(
        metadata=about("SHA-256 of its bytes; null where they could not be read.", null="inapplicable", pattern=_SHA256)
    )
    kind: ErrorKind = attrs.field(metadata=about("What went wrong."))
    message: str = attrs.field(metadata=about("What was expected and found, and what to do."))
    duplicate_of: str | None = attrs.field(
        metadata=about(
            "The article whose copy it is, in whatever part of the corpus that is.",
            null="inapplicable",
            pattern=_ARTICLE_ID,
        )
    )


@attrs.frozen(kw_only=True)
class Reading:
    """A reader's unit of one layer, as it was before the readings were compared, and the row it ended in."""

    id: str = attrs.field(metadata=_id("rd"))
    article_id: str = attrs.field(metadata=_ARTICLE)
    layer: Layer = attrs.field(metadata=about("The layer."))
    reader: Reader = attrs.field(metadata=about("Which reader."))
    start: int = attrs.field(metadata=_START)
    end: int = attrs.field(metadata=_END)
    text: str | None = attrs.field(default=None, metadata=_TEXT)
    label: str = attrs.field(metadata=about("The reader's main code for it."))
    attributes: str | None = attrs.field(
        metadata=about("The reader's other codes, a JSON object.", null="inapplicable")
    )
    final_id: str | None = attrs.field(
        metadata=about("The row it ended in; null where it was dropped.", reference="*", null="inapplicable")
    )
    note: str | None = attrs.field(metadata=about("Why the two differed and how it was settled.", null="inapplicable"))
    origin: Origin = attrs.field(default=Origin.CURATED, metadata=_ORIGIN)
    rule: str | None = attrs.field(default=None, metadata=_RULE)
    confidence: float | None = attrs.field(default=None, metadata=_CONFIDENCE)


#: Every table by name, parents before those that refer to them where that is possible.
TABLES: Mapping[str, type[Any]] = MappingProxyType(
    {
        "articles": Article,
        "paragraphs": Paragraph,
        "entities": Entity,
        "identifiers": Identifier,
        "quotations": Quotation,
        "sentences": Sentence,
        "mentions": Mention,
        "statements": Statement,
        "attributions": Attribution,
        "dates": Date,
        "commitments": Commitment,
        "commitment_actors": CommitmentActor,
        "quantities": Quantity,
        "projects": Project,
        "evaluations": Evaluation,
        "events": Event,
        "event_actors": EventActor,
        "relations": Relation,
        "expressions": Expression,
        "term_counts": TermCount,
        "silences": Silence,
        "codes": Code,
        "readings": Reading,
        "errors": Error,
    }
)


def _repr_html_(record: Any) -> str:
    """How a notebook shows a record."""
    from .look.notebook import record_html

    return record_html(record)


for _class in TABLES.values():
    _class._repr_html_ = _repr_html_
