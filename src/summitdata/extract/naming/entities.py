"""Whom and what a text speaks of: persons and their offices, places, bodies, and every place that names them."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache

import attrs

from ..cast import Cast, Named
from ..reading import Reading, parses
from . import bodies, gazetteer, names, offices, persons
from .bodies import Body
from .gazetteer import Hit
from .incumbents import mention_offices
from .latin import slug
from .making import Making
from .name_forms import kind
from .names import Found
from .ner import Tagged, tagged
from .persons import Person

__all__ = ["find"]

#: What the tagger calls each type, and how sure it is, by its precision on NEREL's and factRuEval's test articles.
_TAGS = {"PER": ("PERSON", 0.85), "LOC": ("LOCATION", 0.75), "ORG": ("ORGANIZATION", 0.7)}


def find(reading: Reading, *, ner: bool = False) -> Cast:
    """
    The persons, places and bodies that a text names, and where.

    Offices are mentions of the persons whom the article gives them; pronouns are left to the rules for speakers.

    Args:

        reading: The text.

        ner: Let natasha's tagger add the persons, places and bodies that the rules did not find.

    Raises:

        MissingExtraError: Natasha is asked for and not installed.
    """
    words, looks = reading.words, [*map(_look, reading.forms, reading.lowers)]
    spots = [place for place, look in enumerate(looks) if look]
    capitals = [place for place in spots if looks[place] & _CAPITAL]
    hits = gazetteer.find(reading, [place for place in spots if looks[place] & _LISTED])
    openers = [place for place in spots if looks[place] & _HEAD]
    doubtful = {hit.first for hit in hits if _may_be_person(reading, hit)}
    found = offices.find(reading, {hit.first: hit for hit in hits if hit.first not in doubtful}, openers)
    cases = {place: one.cases for one in found if not one.plural for place in range(one.first, one.last)}
    covered = {place for hit in hits if hit.form == "name" for place in range(hit.first, hit.last)} - doubtful
    covered |= {place for one in found for place in range(one.first, one.last)}
    heads = bodies.stems()
    covered |= {n for n in capitals if words[n].lower[:4] in heads and bodies.head_of(words[n].lower)}
    founds = names.find(reading, covered, cases, capitals)
    taken = {place for one in founds for place in range(one.first, one.last)}
    spans = list(tagged(reading)) if ner else []
    tags = _tagged_names(reading, spans, taken | covered)
    people = persons.gather([*founds, *tags])
    taken |= {place for one in tags for place in range(one.first, one.last)}
    hits = [hit for hit in hits if hit.first not in taken]
    by_first = {hit.first: hit for hit in hits}
    further = persons.again(reading, people, taken | covered, capitals)
    making = Making()
    _people(making, reading, people, further)
    _hits(making, [*hits, *gazetteer.within(reading, hits)])
    alone = {office.first for office in found if office.last == office.first + 1}
    _bodies(making, by_first, bodies.find(reading, by_first, taken | further.keys() | alone, spots))
    mention_offices(making, reading, found, people, further)
    _tagged(making, reading, spans)
    return making.cast()


#: What can begin any name; has a capital letter, also after an article; can begin a name of the tables; can be an office.
_ANY, _CAPITAL, _LISTED, _HEAD = 1, 2, 4, 8


@lru_cache(maxsize=2**14)
def _look(form: str, lower: str) -> int:
    """What can begin at a word."""
    is_capital = form[0].isupper()
    if not (is_capital or lower[:4] in _begins() or "-" in form):
        return 0
    look = _CAPITAL if is_capital or _has_article(form) else 0
    look |= _LISTED if gazetteer.can_begin(form, lower) else 0
    look |= _HEAD if lower[:4] in offices.stems() or "-" in form else 0
    return _ANY | look


@cache
def _begins() -> frozenset[str]:
    """The first four letters of the words in small letters that matter."""
    return frozenset(word[:4] for word in gazetteer.known().small) | offices.stems() | bodies.stems()


def _has_article(form: str) -> bool:
    """Whether a name begins with an Arabic article in small letters: "аль-Сарави"."""
    article, _, name = form.partition("-")
    return name[:1].isupper() and len(article) == 2 + article.endswith("ль")


def _may_be_person(reading: Reading, hit: Hit) -> bool:
    """Whether the name of a place, of one word, stands where a first name or a surname would: "Доминика Градунова"."""
    words = reading.words
    if hit.form != "name" or hit.last != hit.first + 1:
        return False
    word = words[hit.first]
    is_followed = hit.last < len(words) and words[hit.last].start == word.end + 1 and words[hit.last].form[0].isupper()
    if is_followed and "n" in kind(word.lower):
        return True
    before = words[max(hit.first - 2, 0) : hit.first]
    if len(before) == 2 and before[1].form == "." and len(before[0].form) == 1 and before[0].form.isupper():
        return True
    is_beside = bool(before) and before[-1].end == word.start - 1 and before[-1].form[0].isupper()
    named = kind(before[-1].lower) if is_beside else ""
    # "Мара Гент": before the name of a town stands no first name.
    return "n" in named and ("g" not in named or word.lower.endswith(("ов", "ев", "ин", "ова", "ева", "ина")))


def _tagged_names(reading: Reading, spans: Iterable[Tagged], taken: Collection[int]) -> list[Found]:
    """The persons that the tagger found where the rules see no name at all."""
    made = []
    for span in spans:
        first, last = reading.at(span.start), reading.at(span.end)
        if span.type == "PER" and not any(place in taken for place in range(first, last)):
            made.append(names.of_words(reading, first, last, "ner-per", _TAGS["PER"][1]))
    return [one for one in made if one]


def _people(making: Making, reading: Reading, people: Sequence[Person], further: Mapping[int, Person]) -> None:
    words, tables = reading.words, gazetteer.known()
    numbers = {}
    for number, person in enumerate(people):
        numbers[id(person)] = number
        label = person.label
        known = tables.persons.get(label.lower().replace("ё", "е"))
        best = max(person.founds, key=lambda found: found.confidence)
        named = Named(
            slug=known.slug if known else slug(label),
            type="PERSON",
            label_ru=label,
            label_en=known.label_en if known else None,
            gender=person.way.gender,
            identifiers=known.identifiers if known else (),
            rule=best.rule,
            confidence=best.confidence,
        )
        making.entity(f"person {number}", named)
        for found in person.founds:
            span = words[found.first].start, words[found.last - 1].end
            making.mention(span, number, "name", found.rule, found.confidence)
    for place, person in further.items():
        making.mention((words[place].start, words[place].end), numbers[id(person)], "name", "name-again", 0.95)


def _hits(making: Making, hits: Iterable[Hit]) -> None:
    tables = gazetteer.known()
    for hit in hits:
        entity = making.entity(hit.key, tables.named[hit.key])
        sure = 0.9
        making.mention((hit.start, hit.end), entity, hit.form, f"gazetteer-{hit.form}", sure)


def _bodies(making: Making, hits: Mapping[int, Hit], found: Iterable[Body]) -> None:
    """Bodies; a bare word for one means the one of that kind named last."""
    last_of: dict[str, int] = {}
    latest: int | None = None
    recent: list[tuple[int, list[str]]] = []
    bodies_at = {body.first: body for body in found}
    tables = gazetteer.known()
    for place in sorted({*bodies_at, *hits}):
        hit, body = hits.get(place), bodies_at.get(place)
        if hit and hit.form == "name" and tables.named[hit.key].type == "ORGANIZATION":
            latest = making.places[hit.key]
            label = (tables.named[hit.key].label_ru or "").lower().split()
            last_of[label[0]] = latest
            recent.append((latest, label))
        if body:
            entity = _meant(body, last_of, latest, recent[-50:])
            if entity is None and body.is_loose:
                continue
            if entity is None:
                entity = _added(making, body)
                recent.append((entity, body.label.lower().split()))
            making.mention((body.start, body.end), entity, body.form, body.rule, body.confidence)
            if body.type == "ORGANIZATION":
                latest = last_of[body.head] = entity


def _added(making: Making, body: Body) -> int:
    """The entity of a body, one with the ministry of the tables where that is the name."""
    key = _common().get(body.label.lower())
    if key:
        return making.entity(key, gazetteer.known().named[key])
    named = Named(
        slug=slug(body.label), type=body.type, label_ru=body.label, rule=body.rule, confidence=body.confidence
    )
    return making.entity(f"body {body.label.lower()}", named)


@cache
def _common() -> Mapping[str, str]:
    """The bodies that every country has, by their names in lower case."""
    tables = gazetteer.known()
    return {(tables.named[key].label_ru or "").lower(): key for key in tables.common}


def _meant(
    body: Body, last_of: Mapping[str, int], latest: int | None, recent: Sequence[tuple[int, list[str]]]
) -> int | None:
    """The body named before that a bare word means, or all words of whose name a shorter one has, in their order."""
    if body.is_bare:
        return last_of.get(body.head, latest if body.goes_back else None)
    words = body.label.lower().split()
    if body.form == "name" and body.type == "ORGANIZATION" and len(words) > 1:
        for entity, label in reversed(recent):
            rest = iter(label)
            if all(word in rest for word in words):
                return entity
    return None


def _tagged(making: Making, reading: Reading, spans: Iterable[Tagged]) -> None:
    """What the tagger found: it adds what the rules did not see, and where it says otherwise they are less sure."""
    spots = sorted((one.start, one.end, place) for place, one in enumerate(making.mentions) if one.form == "name")
    starts = [start for start, _, _ in spots]
    longest = max((end - start for start, end, _ in spots), default=0)
    for span in spans:
        near = spots[bisect_left(starts, span.start - longest) : bisect_left(starts, span.end)]
        over = [(start, end, place) for start, end, place in near if end > span.start]
        for start, end, place in over:
            mention = making.mentions[place]
            is_person = making.entities[mention.entity].type == "PERSON"
            # That a place is a body, or a body a place, is no conflict: countries act too.
            if (start, end) == (span.start, span.end) and is_person != (span.type == "PER"):
                making.mentions[place] = attrs.evolve(mention, confidence=round(mention.confidence * 0.7, 2))
        if not over and span.type != "PER":
            surface = reading.text[span.start : span.end]
            label = _called(surface)
            type_, sure = _TAGS[span.type]
            rule = f"ner-{span.type.lower()}"
            named = Named(slug=slug(label or surface), type=type_, label_ru=label, rule=rule, confidence=sure)
            entity = making.entity(f"{rule} {(label or surface).lower()}", named)
            making.mention((span.start, span.end), entity, "name", rule, sure)


#: The endings of towns in -ск, which the dictionary's guesses take for women's names.
_TOWN = re.compile(r"(?<=[сц]к)(?:а|у|ом|е)$")


def _called(surface: str) -> str | None:
    """A name that the tagger found in the nominative; None where several words stand in another case."""
    first, *others = surface.split() or [""]
    parsed = parses(first.lower())
    if others or not first.istitle():
        return surface if any("nomn" in parse.grammemes or not parse.pos for parse in parsed) else None
    if _TOWN.search(first):
        return _TOWN.sub("", first)
    lemma = next((parse.lemma for parse in parsed if parse.pos == "NOUN"), first)
    return lemma.capitalize()
