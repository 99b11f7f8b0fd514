"""Whose the names of an article are: one person each, however fully or shortly they are named."""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import attrs

from ..reading import Reading
from .name_forms import Way, kind, surname_forms
from .names import Found

__all__ = ["Person", "again", "gather"]


@attrs.define(eq=False)
class Person:
    """
    A person of an article.

    Attributes:

        ways: The ways to read the name that all the mentions leave, with their weights.

        founds: The mentions, in the order of the text.

        initials: What is known of first names only by a letter.

        surfaces: The words of the mentions as they stand, those of the fullest first.
    """

    ways: dict[Way, float]
    founds: list[Found]
    initials: tuple[str, ...]
    surfaces: list[str]

    @property
    def way(self) -> Way:
        """The likeliest way to read the name."""
        return max(self.ways, key=lambda way: self.ways[way])

    @property
    def label(self) -> str:
        """The name in the nominative, as full as it is given, spelt as it stands in the article."""
        way = self.way
        initials = "" if way.first else "".join(f"{letter.capitalize()}. " for letter in self.initials)
        parts = (part for name in (way.first, way.middle, way.surname) for part in name.split())
        return initials + " ".join(_spelt(part, self.surfaces) for part in parts)


def _spelt(name: str, surfaces: Sequence[str]) -> str:
    """A name in lower case with the capitals, and the е or ё, that the article writes it with."""
    exact = next((surface for surface in surfaces if surface.lower() == name), None)
    if exact and not exact.isupper():
        return exact
    best = max(surfaces, key=lambda surface: _shared(surface, name), default="")
    size = _shared(best, name)
    if "ё" not in best.lower():
        name = name.replace("ё", "е")
    if size < 2:
        return "-".join(part.capitalize() for part in name.split("-"))
    if best.isupper() and len(best) > 5:
        best = best.title()
    return best[:size] + name[size:]


def _shared(surface: str, name: str) -> int:
    """With how many letters two words begin alike."""
    pairs = enumerate(zip(_plain(surface), _plain(name), strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(surface), len(name)))


def _plain(name: str) -> str:
    return name.lower().replace("ё", "е")


def _keys(way: Way) -> Iterator[str]:
    """By what a person is looked up: the surname, and a first name."""
    if way.surname:
        yield _plain(way.surname).split(" ")[0]
    if way.first:
        yield "1 " + _plain(way.first).split(" ")[0]


def _joined(person: Person, found: Found) -> dict[Way, float]:
    """The ways in which a mention and a person are one; empty where they are not."""
    if not all(one == other for one, other in zip(found.initials, person.initials, strict=False)):
        return {}
    made: dict[Way, float] = {}
    for one, weight in person.ways.items():
        for other, share in found.ways.items():
            if one.gender == other.gender and _same(one, other, found.initials, person.initials):
                surname = max(one.surname, other.surname, key=len)
                joined = Way(max(one.first, other.first, key=len), one.middle or other.middle, surname, one.gender)
                made[joined] = max(made.get(joined, 0.0), weight + share)
    return made


def _same(one: Way, other: Way, initials: tuple[str, ...], others: tuple[str, ...]) -> bool:
    if one.middle and other.middle and _plain(one.middle) != _plain(other.middle):
        return False
    if one.surname and other.surname and not _begins_as(one.surname, other.surname):
        return False
    if one.first and other.first:
        return _begins_as(one.first, other.first)
    if not (_fits(one.first, initials) and _fits(other.first, others)):
        return False
    # A first name alone and a surname alone have nothing in common.
    return bool(one.surname and other.surname)


def _fits(first: str, initials: tuple[str, ...]) -> bool:
    """Whether a first name can be the one that is cut to a letter."""
    return not (first and initials) or first.startswith(initials[0])


def _begins_as(one: str, other: str) -> bool:
    """Whether two names are the same, or one is the other with more words: "Ким" and "Ким Чен Ын"."""
    one, other = _plain(one), _plain(other)
    return one == other or one.startswith(f"{other} ") or other.startswith(f"{one} ")


def gather(founds: Iterable[Found]) -> list[Person]:
    """
    The persons that the names of an article are of, in the order in which they are first named.

    A full name is a person's by itself; what is shorter goes to the one person whom it fits, and where it fits several to the
    one of them who was named last before it.
    """
    people: list[Person] = []
    keyed: dict[str, list[Person]] = {}
    for found in sorted(founds, key=lambda found: (_rank(found), found.first)):
        keys = dict.fromkeys(key for way in found.ways for key in _keys(way))
        near = {id(person): person for key in keys for person in keyed.get(key, ())}
        fitting = [(person, ways) for person in near.values() if (ways := _joined(person, found))]
        one = _nearest(fitting, found) if len(fitting) > 1 else fitting[0] if fitting else None
        if one is None and not fitting:
            one = Person({}, [], found.initials, []), dict(found.ways)
            people.append(one[0])
        if one is None:
            continue
        person, ways = one
        person.ways = ways
        is_sure = len(fitting) < 2
        _add(person, found if is_sure else attrs.evolve(found, rule="name-last", confidence=0.85))
        for key in {key for way in person.ways for key in _keys(way)}:
            if person not in keyed.setdefault(key, []):
                keyed[key].append(person)
    return sorted(people, key=lambda person: person.founds[0].first)


def _add(person: Person, found: Found) -> None:
    insort(person.founds, found, key=lambda one: one.first)
    person.initials = person.initials or found.initials
    if len(person.surfaces) < 20:
        longer = len(found.surfaces) > len(person.surfaces)
        person.surfaces = [*found.surfaces, *person.surfaces] if longer else [*person.surfaces, *found.surfaces]


def _rank(found: Found) -> int:
    way = next(iter(found.ways))
    if way.first and way.surname:
        return 0
    return 1 if found.initials else 2 if way.middle else 3 if way.surname else 4


def _nearest(
    fitting: Sequence[tuple[Person, dict[Way, float]]], found: Found
) -> tuple[Person, dict[Way, float]] | None:
    """Of several who fit, the one whom the form of the name tells by far, or the one who was named last before."""

    def gain(one: tuple[Person, dict[Way, float]]) -> float:
        return max(one[1].values()) - max(one[0].ways.values())

    best = sorted(fitting, key=gain, reverse=True)
    if gain(best[0]) > 2 * gain(best[1]):
        return best[0]
    latest = max(fitting, key=lambda one: _last_before(one[0], found.first))
    return latest if _last_before(latest[0], found.first) >= 0 else None


def again(
    reading: Reading, people: Sequence[Person], taken: Collection[int], spots: Iterable[int]
) -> Mapping[int, Person]:
    """Words beside those found that are the surname or the rare first name of one of the persons in some case."""
    known: dict[tuple[str, str], list[Person]] = {}
    begins = set()
    for person in people:
        for way in person.ways:
            for part in (way.surname, way.first if "u" in kind(way.first) else ""):
                key = (_plain(part), way.gender)
                if part and person not in known.setdefault(key, []):
                    known[key].append(person)
                    begins.add(key[0][:2])
    found = {}
    for place in spots:
        low = reading.words[place].lower
        if place in taken or len(low) < 3 or _plain(low[:2]) not in begins:
            continue
        keys = {(_plain(form.nominative), form.gender) for form in surname_forms(low)}
        fits = {id(person): person for key in keys for person in known.get(key, ())}
        last = max(((_last_before(person, place), id_) for id_, person in fits.items()), default=None)
        if last and (last[0] >= 0 or len(fits) == 1):
            found[place] = fits[last[1]]
    return found


def _last_before(person: Person, place: int) -> int:
    """Where a person was named last before a word; -1 for nowhere."""
    before = bisect_left(person.founds, place, key=lambda one: one.first)
    return person.founds[before - 1].first if before else -1
