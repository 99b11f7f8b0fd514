"""Whom and what an article speaks of, and where: what the rules for names find and the rules for speakers add to."""

from collections.abc import Sequence

import attrs

__all__ = ["Cast", "Mentioned", "Named"]


@attrs.frozen(kw_only=True)
class Named:
    """
    One entity of the article.

    Attributes:

        slug: What its id ends with, from its name in Latin letters; the ids of an article are made to differ later.

        type: A code of `EntityType`.

        label_ru: Its name in the nominative, as full as the article gives it.

        label_en: Its English name, where the gazetteer has one.

        latitude, longitude: Where it is, where the gazetteer tells.

        is_group: Several taken together.

        members: The places in `Cast.entities` of those whom it is made of.

        gender: ``"masc"`` or ``"femn"`` of a person, where the name tells.

        identifiers: Of each identifier its scheme, value, status and source.

        rule, confidence: What found it, and how sure that is.
    """

    slug: str
    type: str
    label_ru: str | None
    label_en: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_group: bool = False
    members: tuple[int, ...] = ()
    gender: str | None = None
    identifiers: tuple[tuple[str, str, str, str], ...] = ()
    rule: str
    confidence: float


@attrs.frozen(kw_only=True)
class Mentioned:
    """
    One place where an entity is spoken of.

    Attributes:

        start, end: The words.

        entity: The place of the entity in `Cast.entities`.

        form: A code of `MentionForm`.

        rule, confidence: What found it, and how sure that is.
    """

    start: int
    end: int
    entity: int
    form: str
    rule: str
    confidence: float


@attrs.frozen
class Cast:
    """
    Whom and what an article speaks of, and where.

    Attributes:

        entities: Each once; a mention names its by the place here.

        mentions: In the order of the text, the longer of two that begin together first.
    """

    entities: Sequence[Named]
    mentions: Sequence[Mentioned]
