"""Facts about a column, kept in the metadata of the attrs field that declares it, and closed vocabularies.

Metadata says what a datum is, never how some format should write it.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, Self

__all__ = ["EDTF", "NullMeaning", "Vocabulary", "about", "vocabulary_name"]

#: What a null says, one meaning a column: the source does not say; it cannot apply; the wording is withheld;
#: it was looked for and could not be verified; a rule made the row and codes no such thing, as in no curated row.
NullMeaning = Literal["unstated", "inapplicable", "withheld", "unverified", "uncoded"]

_MONTH = (
    "(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1[0-9]|2[0-8]|XX))?"  # a month, with a day that each has
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31"  # a day that not every month has
)
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
_DATE = (
    "(?:[0-9]{2}XX|[0-9]{3}X"  # a century, a decade
    rf"|{_LEAP}|[0-9]{{4}}(?:-(?:2[1-4]|{_MONTH}|XX(?:-XX)?))?)"  # a year, with season, month or day
    "[?~%]?"
)

#: Extended Date/Time Format, levels 0 and 1 without times of day, for the years 0 to 9999 (ISO 8601-2; Library of
#: Congress, 4 February 2019). Days are those of the calendar: there is no 30 February.
EDTF = rf"{_DATE}(?:/(?:{_DATE}|\.\.)?)?|(?:\.\.)?/{_DATE}"


def about(
    description: str,
    *,
    unit: str | None = None,
    null: NullMeaning | None = None,
    pattern: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    reference: str | None = None,
    within: bool = False,
    cut_at: str | None = None,
    reveals: str | None = None,
) -> Mapping[str, Any]:
    r"""
    The metadata of a column.

    Args:

        description: What the column holds, in a sentence.

        unit: What its numbers count.

        null: What a null says; required where the type admits None.

        pattern:
            A regular expression that the whole value matches, in the syntax that Python, RE2 and ECMAScript share.

        minimum: The smallest value allowed.

        maximum: The largest value allowed.

        reference: The table whose `id` the column holds; ``"*"`` for any table.

        within: The row's spans lie inside the span of the row it refers to.

        cut_at:
            The column is the article's characters from that column (``start``, ``cue_start`` …) up to its partner
            (``end``, ``cue_end`` …).

        reveals:
            The column is not the article's characters and yet tells what stands from that column up to its partner, as a
            dictionary form does.
    """
    return {
        "description": description,
        "unit": unit,
        "null": null,
        "pattern": pattern,
        "minimum": minimum,
        "maximum": maximum,
        "reference": reference,
        "within": within,
        "cut_at": cut_at,
        "reveals": reveals,
    }


class Vocabulary(StrEnum):
    """
    A closed list of codes; each member is a string and knows its label, its definition and when to use it.

    The class docstring says what the vocabulary codes and ``__source__`` where it comes from.
    """

    __source__: str
    _value_: str
    label: str
    definition: str
    include: str | None
    exclude: str | None

    def __new__(
        cls, code: str, label: str, definition: str, include: str | None = None, exclude: str | None = None
    ) -> Self:
        """A member from its code, label, definition and rules of use."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.definition = definition
        member.include = include
        member.exclude = exclude
        return member


def vocabulary_name(vocabulary: type[Vocabulary]) -> str:
    """The name a vocabulary has in the tables: the class name in snake case, `MentionForm` as ``mention_form``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", vocabulary.__name__).lower()
