"""The same person, place or body across articles: what `Corpus.link` fills `cluster_id` with."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import attrs

from .corpus import Corpus
from .extract.naming.gazetteer import known
from .extract.naming.latin import slug

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["link"]

_FATHER = re.compile(r"(?:ович|евич|ич|овна|евна|ична|инична)$")
_SON = frozenset({"оглы", "оглу", "кызы", "гызы", "улы"})
_COLUMNS = ("id", "type", "label_ru", "is_group", "rule")
#: What the rules for names begin with; a person whom another rule made is called by an office or a description.
_NAMES = ("name-", "ner-")


class _Name(NamedTuple):
    """A person's full name: the words but for the father's name, in lower case, and that."""

    rest: tuple[str, ...]
    father: str


@attrs.frozen
class _Seen:
    """
    What all articles together say of full names.

    Attributes:

        fathers: Of a name without the father's the fathers' names that it is met with.

        items: Of such a name the Wikidata items that persons of it are said to be.
    """

    fathers: Mapping[tuple[str, ...], frozenset[str]]
    items: Mapping[tuple[str, ...], frozenset[str]]


def link(corpus: Corpus) -> Corpus:
    """
    The same corpus with `cluster_id` filled where entities of several articles are the same by their names.

    Persons are linked where a first name and a surname are known: `person/velimir-gradunov`. A father's name that only
    some articles give changes nothing; where one name is met with two fathers' names, each of them is a person
    (`person/velimir-ostapovich-gradunov`) and the entities without one stay unlinked, as do those of a name that is said
    to be two Wikidata items. Surnames alone, initials and groups are never linked. Namesakes whom nothing of this
    tells apart are linked as one.

    Countries, cities, regions and bodies are linked where the gazetteer has them as one thing (`country/kazakhstan`); a
    ministry that every country has, a body that is known from its article only, and all else stay unlinked.

    The result is the same in whatever order articles or parts stand. What a person has entered is kept; a corpus in parts
    is read twice, and the names in it are held in memory.
    """
    fathers: dict[tuple[str, ...], set[str]] = {}
    items: dict[tuple[str, ...], set[str]] = {}
    for part in corpus.parts("link"):
        wikidata = dict(_items(part.tables["identifiers"]))
        for id_, type_, label, is_group, rule in _rows(part.tables["entities"]):
            name = _full_name(label) if type_ == "PERSON" and _is_named(is_group, rule) else None
            if name:
                fathers.setdefault(name.rest, set()).update({name.father} - {""})
                items.setdefault(name.rest, set()).update({wikidata.get(id_, "")} - {""})
    seen = _Seen(
        {rest: frozenset(found) for rest, found in fathers.items()},
        {rest: frozenset(found) for rest, found in items.items()},
    )
    return corpus.with_each(partial(_linked, seen, _places()))


def _rows(entities: "pa.Table") -> Iterator[tuple[str, str, str | None, bool, str | None]]:
    return zip(*(entities.column(name).to_pylist() for name in _COLUMNS), strict=True)


def _is_named(is_group: bool, rule: str | None) -> bool:
    return not is_group and (rule is None or rule.startswith(_NAMES))


def _items(identifiers: "pa.Table") -> Iterator[tuple[str, str]]:
    columns = (identifiers.column(name).to_pylist() for name in ("entity_id", "scheme", "value"))
    for entity, scheme, value in zip(*columns, strict=True):
        if scheme == "wikidata":
            yield entity, value


def _places() -> Mapping[tuple[str, str], str]:
    """The keys of what the gazetteer has as one thing in the world, by type and name."""
    tables = known()
    return {
        (one.type, _plain(one.label_ru)): f"{one.type.lower()}/{key}"
        for key, one in tables.named.items()
        if one.type != "PERSON" and key not in tables.common and one.label_ru
    }


def _plain(name: str) -> str:
    return name.lower().replace("ё", "е")


def _full_name(label: str | None) -> _Name | None:
    """A person's name in its parts; None where it has not both a first name and a surname."""
    words = _plain(label or "").split()
    father = ""
    if len(words) > 2 and words[2] in _SON:
        father = f"{words[1]} {words[2]}"
        words = [words[0], *words[3:]]
    elif len(words) > 2 and _FATHER.search(words[1]):
        father = words.pop(1)
    if len(words) < 2 or any(len(word.rstrip(".")) < 2 or word in _SON for word in words):
        return None
    if len(words) == 2 and _FATHER.search(words[1]) and words[1].endswith("на"):
        # "Иланта Савельевна": a woman's name and her father's, without the surname.
        return None
    return _Name(tuple(words), father)


def _key(name: _Name, seen: _Seen) -> str | None:
    if len(seen.items[name.rest]) > 1:
        return None
    several = len(seen.fathers[name.rest]) > 1
    if several and not name.father:
        return None
    first, *others = name.rest
    return f"person/{slug(' '.join([first, name.father, *others] if several else name.rest))}"


def _linked(seen: _Seen, places: Mapping[tuple[str, str], str], table: str, rows: "pa.Table") -> "pa.Table":
    if table != "entities":
        return rows
    import pyarrow as pa

    given = zip(rows.column("cluster_id").to_pylist(), rows.column("origin").to_pylist(), strict=True)
    made = []
    for (_, type_, label, is_group, rule), (old, origin) in zip(_rows(rows), given, strict=True):
        if type_ == "PERSON":
            name = _full_name(label) if _is_named(is_group, rule) else None
            key = _key(name, seen) if name else None
        else:
            key = None if is_group else places.get((type_, _plain(label or "")))
        made.append(old if old is not None and origin != "extracted" else key)
    place = rows.column_names.index("cluster_id")
    return rows.set_column(place, rows.schema.field(place), pa.array(made, pa.string()))
