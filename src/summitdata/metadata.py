"""
What a catalogue wants to know of a dataset, in one place: title, makers, licence, version, dates.

Every descriptor, citation and card is made from a `Metadata`, so that none can differ from another.
"""

import datetime as dt
import os
from typing import Any

import attrs

from ._manifest import ARTICLE_ID, DATA_VERSION, FINGERPRINT
from .corpus import Corpus
from .exceptions import FormatError, UsageError, shown
from .files import local_path, read_bytes
from .limits import Limits
from .plain import decoded, loaded

__all__ = ["CREATOR", "HOME", "LICENCES", "Licence", "Metadata", "metadata_of", "read_metadata"]

#: Where a format demands an address: it names the dataset and leads nowhere. Whoever gives the dataset a home on the web
#: puts its address here.
HOME = "urn:uuid:4cc9822e-67e7-59cc-9133-c2e3ca193bbf"

CREATOR = "The summitdata developers"

#: The day of the data version that is shipped.
PUBLISHED = dt.date(2026, 11, 24)


@attrs.frozen
class Licence:
    """
    A licence.

    Attributes:

        spdx: Its SPDX identifier.

        title: Its name.

        url: Its text.
    """

    spdx: str
    title: str
    url: str


#: The licences that a corpus may be given by name; another one is given as a `Licence`.
LICENCES = {
    licence.spdx: licence
    for licence in (
        Licence(
            "CC-BY-4.0",
            "Creative Commons Attribution 4.0 International",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        Licence(
            "CC-BY-SA-4.0",
            "Creative Commons Attribution Share Alike 4.0 International",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        Licence(
            "CC0-1.0", "Creative Commons Zero v1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"
        ),
    )
}


def _licence(given: Any) -> Any:
    if given is None or isinstance(given, Licence):
        return given
    if given not in tuple(LICENCES):
        msg = f"there is no licence {shown(given)} among {', '.join(LICENCES)}; give a summitdata.metadata.Licence"
        raise UsageError(msg)
    return LICENCES[given]


def _texts(given: Any) -> Any:
    if isinstance(given, str) or not all(isinstance(one, str) for one in given):
        msg = f'expected a list of names, found {shown(given)}; write it as ["…", "…"]'
        raise UsageError(msg)
    return tuple(given)


def _encodable(_: object, attribute: "attrs.Attribute[Any]", value: Any) -> None:
    for text in (value,) if isinstance(value, str) else value:
        if any("\ud800" <= c <= "\udfff" for c in text):
            msg = (
                f"the {attribute.name} {shown(text)} has half of a surrogate pair, which no file can hold; take it out"
            )
            raise UsageError(msg)


_TEXT = attrs.validators.and_(attrs.validators.instance_of(str), _encodable)
_OPTIONAL = attrs.validators.optional(_TEXT)


@attrs.frozen(kw_only=True)
class Metadata:
    """
    What a catalogue wants to know of a dataset.

    Attributes:

        name: A short name in lower case, for identifiers and file names.

        title: Its title in English.

        title_ru: Its title in Russian, if it has one.

        description: What it is, in a paragraph.

        creators: Who made it.

        licence: Under which licence, or the SPDX identifier of one of `LICENCES`; None where nobody has said.

        published: The day its version appeared; None where nobody has said.

        version: Its data version, if it has one.

        keywords: What to find it by.

        languages: The languages of its articles, BCP 47 tags.

        identifier: What names it in the world: an address, or before there is one a URN, as ``urn:uuid:`` and a UUID.

        fingerprint: The fingerprint of its content, where it is the shipped corpus.
    """

    name: str = attrs.field(validator=_TEXT)
    title: str = attrs.field(validator=_TEXT)
    title_ru: str | None = attrs.field(default=None, validator=_OPTIONAL)
    description: str = attrs.field(validator=_TEXT)
    creators: tuple[str, ...] = attrs.field(default=(), converter=_texts, validator=_encodable)
    licence: Licence | None = attrs.field(default=None, converter=_licence)
    published: dt.date | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(dt.date))
    )
    version: str | None = attrs.field(default=None, validator=_OPTIONAL)
    keywords: tuple[str, ...] = attrs.field(default=(), converter=_texts, validator=_encodable)
    languages: tuple[str, ...] = attrs.field(default=("ru",), converter=_texts, validator=_encodable)
    identifier: str | None = attrs.field(default=None, validator=_OPTIONAL)
    fingerprint: str | None = attrs.field(default=None, validator=_OPTIONAL)

    @property
    def is_complete(self) -> bool:
        """Whether it says all that a catalogue demands: makers, licence, day and identifier."""
        return bool(self.creators) and None not in (self.licence, self.published, self.identifier)

    def require_complete(self, what: str) -> None:
        """
        Refuse to describe a corpus of which nobody said who made it.

        Raises:

            UsageError: Something that a catalogue demands is not said.
        """
        if not self.is_complete:
            wanted = ("creators", "licence", "published", "identifier")
            missing = ", ".join(name for name in wanted if not getattr(self, name))
            msg = f"{what} has to say who made the corpus and under which licence, and what is not known is: {missing}; give metadata=summitdata.metadata.Metadata(...) (--metadata FILE)"
            raise UsageError(msg)


SHIPPED = Metadata(
    name="summitdata",
    title="summitdata: one presidential summit briefing as linked, typed, validated tables",
    title_ru="summitdata: брифинг президентов как связанные, типизированные и проверенные таблицы",
    description=(
        "The joint press briefing of the presidents of Kazakhstan and Azerbaijan in Astana on 21 October 2025, as the "
        "Russian-language outlet Zakon.kz reported it, annotated sentence by sentence: quotations with their speakers, every "
        "number with its meaning, every promise, every project, every proposition; whatever stands for words of the article is "
        "anchored to their characters. The wording of the article belongs to its publisher."
    ),
    creators=(CREATOR,),
    licence="CC-BY-4.0",
    published=PUBLISHED,
    version=DATA_VERSION,
    keywords=(
        "summit diplomacy",
        "Kazakhstan",
        "Azerbaijan",
        "quotation attribution",
        "commitments",
        "discourse analysis",
        "Russian",
    ),
    languages=("ru",),
    identifier=HOME,
    fingerprint=FINGERPRINT,
)


def metadata_of(corpus: Corpus) -> Metadata:
    """
    The metadata of a corpus: those of the dataset where it is the shipped one, otherwise what its tables themselves say.

    Nobody's name and no licence are put on a corpus of one's own.
    """
    n = corpus.n_rows["articles"]
    is_alike = n == 1 and corpus.version == DATA_VERSION
    is_alike = is_alike and corpus.table("articles").column("id").to_pylist() == [ARTICLE_ID]
    if is_alike and corpus.fingerprint == FINGERPRINT:
        return SHIPPED
    languages: set[str] = set()
    for batch in corpus.batches("articles"):
        languages.update(batch.column("language").to_pylist())
    return Metadata(
        name="corpus",
        title=f"A corpus of {n:,} article{'' if n == 1 else 's'} in the tables of summitdata",
        description="Articles annotated as linked, typed, validated tables: quotations, numbers, promises, projects, propositions.",
        version=corpus.version,
        languages=tuple(sorted(languages)),
    )


def read_metadata(path: str | os.PathLike[str]) -> Metadata:
    """
    The metadata in a JSON file: an object with the attributes of `Metadata`, `published` as ISO 8601 and `licence` by its
    SPDX identifier.

    Raises:

        NotFoundError: There is no such file.

        FormatError: It is not JSON, or holds anything but metadata.

        UsageError: The licence is none of `LICENCES`.
    """
    file = local_path(path)
    where = shown(str(file))
    held = loaded(decoded(read_bytes(file, Limits()), where), where, Limits())
    fields = [a.name for a in attrs.fields(Metadata)]
    needed = [a.name for a in attrs.fields(Metadata) if a.default is attrs.NOTHING]
    if not isinstance(held, dict) or not {*needed} <= {*held} <= {*fields}:
        given = shown(", ".join(held)).strip("'\"") if isinstance(held, dict) else shown(held)
        msg = f"{where} holds no metadata: expected an object with {', '.join(needed)} and any of {', '.join(fields)}, found {given or 'nothing'}; correct it there"
        raise FormatError(msg)
    try:
        day = held.pop("published", None)
        return Metadata(**held, published=None if day is None else dt.date.fromisoformat(day))
    except UsageError:
        raise
    except (TypeError, ValueError) as error:
        msg = f"{where} holds no metadata: a field is of the wrong kind; expected texts, lists of texts, and published as 2026-01-31, correct it there"
        raise FormatError(msg) from error
