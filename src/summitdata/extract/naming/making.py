"""A cast in the making: entities found so far, each once, and where they are mentioned."""

import attrs

from ..cast import Cast, Mentioned, Named

__all__ = ["Making"]


@attrs.define
class Making:
    """
    A cast in the making.

    Attributes:

        entities: The entities so far.

        places: Of what an entity is known by its place among them.

        mentions: The mentions so far, in no order.
    """

    entities: list[Named] = attrs.field(factory=list)
    places: dict[str, int] = attrs.field(factory=dict)
    mentions: list[Mentioned] = attrs.field(factory=list)

    def entity(self, key: str, named: Named) -> int:
        """The place of an entity, which is added unless it is there."""
        if key not in self.places:
            self.places[key] = len(self.entities)
            self.entities.append(named)
        return self.places[key]

    def mention(self, span: tuple[int, int], entity: int, form: str, rule: str, confidence: float) -> None:
        """Adds a mention."""
        start, end = span
        self.mentions.append(
            Mentioned(start=start, end=end, entity=entity, form=form, rule=rule, confidence=confidence)
        )

    def cast(self) -> Cast:
        """The cast, its mentions in the order of the text, the longer of two that begin together first."""
        return Cast(self.entities, sorted(self.mentions, key=lambda one: (one.start, -one.end, one.entity, one.form)))
