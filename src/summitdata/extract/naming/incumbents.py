"""Whom an office means: the person whose name stands beside it, or to whom the article has given it before."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence

import attrs

from ..cast import Named
from ..reading import Reading, parses
from . import gazetteer
from .making import Making
from .names import Found
from .offices import Office
from .persons import Person

__all__ = ["mention_offices"]

#: How many words of what an office is of may stand between it and the name.
_GAP = 8
#: Kinds of offices that can stand for each other, as heads of regions do that are called by another word.
_SAME = {
    "president": {"president", "monarch"},
    "region": {"region", "akim", "head"},
    "mayor": {"mayor", "akim", "head"},
    "district": {"district", "akim", "head"},
    "akim": {"akim", "region", "mayor", "district"},
    "minister": {"minister"},
    "premier": {"premier"},
    "head": {"head"},
}
_TWO = 2
#: The years in which the shipped tables know who holds an office.
_YEARS = (2025, 2026)


@attrs.frozen
class _Held:
    """An office that the article gives to a person."""

    person: int
    head: str
    kind: str
    of: str | None


@attrs.frozen
class _Beside:
    """A name of a person and what stands after it: who it is, and the cases it can be in; none where that is not known."""

    person: int
    last: int
    cases: frozenset[str]


def mention_offices(
    making: Making, reading: Reading, found: Sequence[Office], people: Sequence[Person], further: Mapping[int, Person]
) -> None:
    """
    Adds the mentions of persons by their offices: beside names, and alone.

    Args:

        making: The cast, with the persons as its first entities.

        reading: The text.

        found: The offices in it.

        people: The persons, in the order of the entities.

        further: Words that are a surname again.
    """
    numbers = {id(person): number for number, person in enumerate(people)}
    names = [_Beside(number, one.last, one.cases) for number, person in enumerate(people) for one in person.founds]
    firsts = [one.first for person in people for one in person.founds]
    names += [_Beside(numbers[id(person)], place + 1, frozenset()) for place, person in further.items()]
    at = dict(zip([*firsts, *further], names, strict=True))
    ends = {one.last: one for one in names}
    held, alone = [], []
    for office in found:
        person = None if office.plural else _beside(reading, office, at, ends)
        if person is not None:
            held.append(_Held(person, office.head, office.kind, office.of))
            making.mention(_span(reading, office), person, "office", "office-beside", 0.93)
        elif not office.plural:
            alone.append(office)
    held += _known_holders(reading, making, held)
    resolved = _Holders(held, people)
    _together(making, reading, found, resolved.both())
    for office in alone:
        holder = resolved.of(office)
        if holder is not None:
            making.mention(_span(reading, office), holder, "office", "office-alone", 0.8)


def _span(reading: Reading, office: Office) -> tuple[int, int]:
    return reading.words[office.first].start, reading.words[office.last - 1].end


def _together(making: Making, reading: Reading, found: Sequence[Office], both: tuple[int, ...]) -> None:
    """The set title of several: a group, of two where the article has given the office to two."""
    for office in found:
        if office.head == "глава государств":
            named = Named(
                slug="heads-of-state",
                type="PERSON",
                label_ru="Главы государств",
                label_en="Heads of state",
                is_group=True,
                members=both,
                rule="office-group",
                confidence=0.9,
            )
            making.mention(
                _span(reading, office), making.entity("heads of state", named), "office", "office-group", 0.9
            )


def _beside(reading: Reading, office: Office, at: Mapping[int, _Beside], ends: Mapping[int, _Beside]) -> int | None:
    """The person whose name stands beside an office as one phrase, or as what it is put to."""
    words = reading.words
    # "Директор завода «Заря» Пётр Иванов": not all of what it is of is known.
    for place in range(office.last, min(office.last + _GAP, len(words))):
        name = at.get(place)
        if name and not _breaks(reading, place) and (not name.cases or name.cases & office.cases):
            return name.person
        if not _is_of(reading, place, is_next=place == office.last):
            break
    # "Пётр Иванов, директор завода, сказал", "Пётр Иванов (директор)", "Пётр Иванов – директор".
    name = ends.get(office.first - 1)
    if name and words[office.first - 1].form in {",", "(", "–", "—", "-"}:
        is_subject = office.last < len(words) and parses(words[office.last].lower)[0].pos == "VERB"
        if not is_subject and (not name.cases or "nomn" in office.cases or name.cases & office.cases):
            return name.person
    return None


def _breaks(reading: Reading, place: int) -> bool:
    return "\n" in reading.text[reading.words[place - 1].end : reading.words[place].start]


def _is_of(reading: Reading, place: int, *, is_next: bool) -> bool:
    """Whether a word can belong to what an office is of; a conjunction right after the office joins it to another."""
    word = reading.words[place]
    if _breaks(reading, place):
        return False
    if word.form in {"«", "»", "“", "”", "„", '"'} or word.form.isdigit() or word.lower == "по":
        return True
    if not word.form[0].isalpha():
        return False
    pos = parses(word.lower)[0].pos
    return (
        word.form[0].isupper()
        or word.form.isascii()
        or pos in {"NOUN", "ADJF", "PRTF"}
        or (pos == "CONJ" and not is_next)
    )


def _known_holders(reading: Reading, making: Making, held: Sequence[_Held]) -> Iterator[_Held]:
    """Offices of persons whom the shipped tables know, where an article of their time gives the office to nobody else."""
    if reading.published is not None and reading.published.year not in _YEARS:
        return
    holders = gazetteer.known().holders
    given = {(one.head, one.of): one.person for one in held}
    for number, named in enumerate(making.entities):
        office = holders.get(named.slug) if named.type == "PERSON" else None
        if office and given.get(office, number) == number:
            yield _Held(number, office[0], "president", office[1])


def _is_nominative(found: Found, person: Person) -> bool:
    """Whether a name stands in the form that is the person's in the nominative."""
    return found.surfaces[-1].lower() == (person.way.surname or person.way.first)


class _Holders:
    """The offices that the article has given to persons, and where these are named, to find whom one means that stands alone."""

    def __init__(self, held: Sequence[_Held], people: Sequence[Person]) -> None:
        self._by_head: dict[str, set[tuple[int, str | None]]] = {}
        self._by_kind: dict[str, set[tuple[int, str | None]]] = {}
        for one in held:
            self._by_head.setdefault(one.head, set()).add((one.person, one.of))
            self._by_kind.setdefault(one.kind, set()).add((one.person, one.of))
        self._seen = [[found.first for found in person.founds] for person in people]
        self._acts = [sum(_is_nominative(found, person) for found in person.founds) for person in people]

    def both(self) -> tuple[int, ...]:
        """The two presidents of the article, or of several the two who act; empty where there are not two."""
        held = sorted({person for person, _ in self._by_head.get("президент", ())})
        acting = held if len(held) == _TWO else [person for person in held if self._acts[person]]
        return tuple(acting) if len(acting) == _TWO else ()

    def of(self, office: Office) -> int | None:
        """Whom an office means; None where the article does not give it, or not of that country or body."""
        fits = self._by_head.get(office.head)
        if not fits:
            kinds = _SAME.get(office.kind, set())
            fits = set().union(*(self._by_kind.get(kind, set()) for kind in kinds))
        if office.of:
            told = {person for person, of in fits if of}
            right = {one for one in fits if one[1] == office.of}
            fits = right or {one for one in fits if one[0] not in told}
        numbers = sorted({person for person, _ in fits})
        if len(numbers) > 1 and " " in office.head and office.kind == "president":
            # The head of state is the one who acts and speaks most.
            return max(numbers, key=lambda number: (self._acts[number], -number))
        last = [(self._last(number, office.first), number) for number in numbers]
        best = max((one for one in last if one[0] >= 0 or len(numbers) == 1), default=None)
        if best is None:
            return None
        insort(self._seen[best[1]], office.first)
        return best[1]

    def _last(self, number: int, place: int) -> int:
        """Where a person was named last before a word."""
        before = bisect_left(self._seen[number], place)
        return self._seen[number][before - 1] if before else -1
