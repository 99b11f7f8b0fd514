"""
Persons' names: where a text has them, and every way to read each.

A word of a name can be read in several ways ("Турсынбека Кайратова": a man in the genitive or a woman in the
nominative); every way is kept with its weight until all that the article says of the person decides.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import attrs

from ..reading import Reading, parses
from .name_forms import Form, Way, agree, by_ending, father_forms, first_forms, fixed, surname_forms
from .name_runs import FATHER, Token, runs, token

__all__ = ["Found", "find", "of_words"]

# The confidences of the rules for names, bodies and places are the shares of names that were right, start, end and type, on the
# 216 articles of factRuEval's devset and of NEREL's dev part, rounded, where a rule made fifteen or more; modest otherwise.

#: What stands before is a street, a town or a prize that is called after somebody.
_PLACES = frozenset(
    ("улица", "улицы", "улице", "улицу", "улицей", "ул", "проспект", "проспекта", "проспекте", "пр", "просп", "площадь", "площади",
     "переулок", "переулка", "переулке", "бульвар", "бульвара", "бульваре", "шоссе", "набережная", "набережной", "премии", "премия",
     "премию", "парк", "парка", "парке", "село", "села", "селе", "город", "города", "городе", "городу", "городом", "г", "поселок",
     "поселка", "посёлок", "посёлка", "посёлке", "поселке", "деревня", "деревни", "деревне", "станция", "станции", "станцию",
     "район", "района", "районе", "микрорайон", "микрорайона", "микрорайоне", "река", "реки", "реке", "реку", "озеро", "озера",
     "озере", "аул", "аула", "ауле", "хутор", "хутора", "остров", "острова", "острове", "островов", "аэропорт", "аэропорта",
     "аэропорту", "стадион", "стадиона", "стадионе", "метро", "пл", "пос", "порт", "порта", "порту", "портом", "гора", "горы",
     "горе", "штат", "штата", "штате", "провинция", "провинции", "округ", "округа", "округе", "земля", "земли", "область",
     "области", "республика", "республики", "республике", "кладбище", "кладбища")
)  # fmt: skip
_PREPOSITIONS = {
    **dict.fromkeys(("у", "от", "для", "без", "из", "до", "после", "против", "около", "вокруг", "кроме", "среди", "словам", "мнению",
                     "данным", "информации", "утверждению", "оценке"), frozenset({"gent"})),
    **dict.fromkeys(("к", "ко", "по", "благодаря", "согласно", "навстречу"), frozenset({"datv"})),
    **dict.fromkeys(("с", "со", "над", "перед", "между"), frozenset({"ablt", "gent"})),
    **dict.fromkeys(("о", "об", "при"), frozenset({"loct"})),
}  # fmt: skip
_WHERE = frozenset({"в", "во", "из", "под", "на", "за", "через", "до"})
_OPEN, _CLOSE = "«“„\"'‹", "»”“\"'›"
#: An unknown word that ends so is a land; in the nominative a woman can be called so.
_LANDS, _STATES = ("ии", "стан", "стана", "стану", "станом", "стане"), ("ия", "ию", "ией")
_TYPICAL = re.compile(r"(?:[оеё]в|[иы]н|ск(?:ий|ой)|цк(?:ий|ой)|ко|ян|дзе|швили|[иы]х|[ую]к|ич|ец)$")
_ADJECTIVE = re.compile(r"[сц]к(?:ий|ая|ое|ие|ого|ому|им|ом|ой|ую|их|ими)$")
_ROMAN = re.compile(r"[IVX]{1,5}")
#: What cannot be a name by itself.
_NO_NAME = frozenset({"c", "x", "l", "i", "b", "g", "cg"})
#: Family names of the East, which stand first, by the forms they are met in.
_EASTERN = {
    form: name
    for name in (
        "ким", "ли", "пак", "чон", "мун", "чхве", "си", "ван", "чжан", "чжао", "лю", "чэнь", "ян", "чжоу", "сюй", "сунь", "ху",
        "чжу", "линь", "хэ", "гао", "лян", "нгуен", "фам", "хо", "во", "дао", "чыонг", "мао", "дэн", "цзян", "вэнь", "цай", "юн", "чо",
        "хан", "сон", "хван", "цой", "пэн", "ю", "чхон", "квон", "сяо", "вэй", "цинь",
    )
    for form in (name, f"{name}а", f"{name}у", f"{name}ом", f"{name}е", f"{name}ем")
}  # fmt: skip


@attrs.frozen
class Found:
    """
    A name of a person, where it stands.

    Attributes:

        first, last: The words of the reading, from the first to the one after the last.

        ways: The ways to read it, with their weights.

        cases: The cases that it can be in.

        initials: What is there of first names and fathers' names that are cut to a letter, in lower case.

        surfaces: The words of it as they stand.

        rule, confidence: What found it, and how sure that is.
    """

    first: int
    last: int
    ways: Mapping[Way, float]
    cases: frozenset[str]
    initials: tuple[str, ...]
    surfaces: Sequence[str]
    rule: str
    confidence: float


class _Spot(NamedTuple):
    """A word of a stretch at which a name may begin, and what stands around it."""

    reading: Reading
    run: Sequence[Token]
    at: int
    offices: Mapping[int, frozenset[str]]

    @property
    def token(self) -> Token:
        return self.run[self.at]

    @property
    def rest(self) -> Sequence[Token]:
        return self.run[self.at + 1 :]

    @property
    def is_place(self) -> bool:
        return _before(self.reading, self.token.place) in _PLACES

    @property
    def after_office(self) -> bool:
        return self.token.place - 1 in self.offices

    @property
    def starts(self) -> bool:
        """Whether a sentence begins here, so that the capital letter tells nothing."""
        place, words = self.token.place, self.reading.words
        if not place:
            return True
        gap = self.reading.text[words[place - 1].end : words[place].start]
        return words[place - 1].form in '.!?…:"«“„—–-' or "\n" in gap


class _Draft(NamedTuple):
    """A name as it might be: how many words it has, how each can be read, and by what rule."""

    size: int
    parts: Sequence[tuple[int, Sequence[Form]]]
    rule: str
    confidence: float
    initials: tuple[str, ...] = ()
    #: Another way to take the words, where a first name may be a surname.
    other: Sequence[tuple[int, Sequence[Form]]] = ()


def find(
    reading: Reading, taken: Collection[int], offices: Mapping[int, frozenset[str]], spots: Iterable[int]
) -> list[Found]:
    """
    The names of persons in a text, in order.

    Args:

        reading: The text.

        taken: Words that belong to other names.

        offices: Words that name an office, by their places, with the cases they can be in.

        spots: The words, in order, that begin with a capital letter.
    """
    return [found for run in runs(reading, taken, spots) for found in _of_run(reading, run, offices)]


def of_words(reading: Reading, first: int, last: int, rule: str, confidence: float) -> Found | None:
    """The name that some words are, where somebody else says that they are a person's; None where they cannot be."""
    tokens = [token(reading, place) for place in range(first, last) if reading.words[place].form != "."]
    initials = tuple(one.low for one in tokens if one.is_initial)
    named = [one for one in tokens if not one.is_initial and one.kind != "x"]
    parts: list[tuple[int, Sequence[Form]]] = []
    for number, one in enumerate(named):
        is_last = number == len(named) - 1 and (len(named) > 1 or bool(initials) or "n" not in one.kind)
        if one.kind == "l":
            parts.append((2 if is_last else 0, fixed(one.low)))
        elif is_last:
            parts.append((2, surname_forms(one.low)))
        elif "p" in one.kind and father_forms(one.low):
            parts.append((1, father_forms(one.low)))
        else:
            parts.append((0, first_forms(one.low)))
    ways, cases = agree(parts, *_wanted(reading, first, last, {}))
    if not parts or not ways:
        return None
    return Found(first, last, ways, cases, initials, [one.form for one in named], rule, confidence)


def _of_run(reading: Reading, run: Sequence[Token], offices: Mapping[int, frozenset[str]]) -> Iterator[Found]:
    at = 0
    if len(run) == 1 and run[0].kind in _NO_NAME and run[0].place - 1 not in offices:
        return
    while at < len(run):
        spot = _Spot(reading, run, at, offices)
        at += 1
        for draft in _drafts(spot):
            found = _made(spot, draft)
            if found:
                yield found
            if found or spot.is_place:
                # The words of a street's name are no other name either.
                at += draft.size - 1
                break


def _is_surname(one: Token) -> bool:
    return one.kind not in {"x", "i", "b", "l"} and "p" not in one.kind


def _drafts(spot: _Spot) -> Iterator[_Draft]:
    """What name may begin at a word, the likeliest first."""
    one, rest = spot.token, spot.rest
    if one.is_initial:
        size = 1 + (bool(rest) and rest[0].is_initial)
        if len(rest) >= size and _is_surname(rest[size - 1]):
            initials = tuple(other.low for other in spot.run[spot.at : spot.at + size])
            yield _Draft(size + 1, [(2, surname_forms(rest[size - 1].low))], "name-initials", 0.9, initials)
        return
    follows = bool(rest) and _is_surname(rest[0])
    is_land = "u" in one.kind and one.low.endswith(_LANDS if follows else (*_LANDS, *_STATES))
    if is_land or not _is_surname(one):
        return
    yield from _surname_first(one, rest)
    yield from _given(spot)
    yield from _alone(spot)


def _surname_first(one: Token, rest: Sequence[Token]) -> Iterator[_Draft]:
    """Names such as "Градунов В. О.", "Градунов Велимир Остапович", "Ким Чен Ын"."""
    forms = surname_forms(one.low)
    can_be = "s" in one.kind or "u" in one.kind or _is_typical(one.low)
    if can_be and rest and rest[0].is_initial:
        size = 1 + (len(rest) > 1 and rest[1].is_initial)
        if len(rest) == size or not _is_surname(rest[size]):
            yield _Draft(1 + size, [(2, forms)], "name-initials", 0.9, tuple(other.low for other in rest[:size]))
    is_whole = (
        len(rest) > 1 and "n" in rest[0].kind and "p" in rest[1].kind and (len(rest) < 3 or not _is_surname(rest[2]))
    )
    if is_whole and can_be and "n" not in one.kind:
        parts = [(2, forms), (0, first_forms(rest[0].low)), (1, father_forms(rest[1].low))]
        yield _Draft(3, parts, "name-surname-first", 0.97)
    is_pair = (
        bool(rest) and "n" in rest[0].kind and (len(rest) < 2 or not (_is_surname(rest[1]) or "p" in rest[1].kind))
    )
    if is_pair and "n" not in one.kind and _is_typical(one.low):
        yield _Draft(2, [(2, forms), (0, first_forms(rest[0].low))], "name-surname-first", 0.85)
    eastern = _EASTERN.get(one.low)
    if eastern and rest and _is_short(rest[0]):
        size = 1 + (len(rest) > 1 and _is_short(rest[1]))
        told = " ".join([eastern, *(other.low for other in rest[: size - 1])])
        whole = [f._replace(nominative=f"{told} {f.nominative}") for f in by_ending(rest[size - 1].low, female=0.5)]
        yield _Draft(1 + size, [(2, whole)], "name-eastern", 0.9)


def _is_short(one: Token) -> bool:
    return _is_surname(one) and len(one.low) < (10 if one.kind == "u" else 5)


def _given(spot: _Spot) -> Iterator[_Draft]:
    """A name that begins with a first name, or with one that no dictionary has."""
    one, rest = spot.token, spot.rest
    first = first_forms(one.low)
    # "Герой" at the beginning of a sentence is not Гера in the ablative.
    is_first = "n" in one.kind and not (
        "c" in one.kind and spot.starts and not any("nomn" in form.cases and form.weight > 0.5 for form in first)
    )
    if not is_first and any(
        "n" in two.kind and (_is_surname(three) or "p" in three.kind) for two, three in pairwise(rest)
    ):
        # A body or a land of which no table knows, before the name.
        return
    given: list[tuple[int, Sequence[Form]]] = [(0, first)]
    if rest and "p" in rest[0].kind and father_forms(rest[0].low):
        given.append((1, father_forms(rest[0].low)))
    elif len(rest) > 1 and rest[1].low in FATHER:
        given.append((1, fixed(f"{rest[0].low} {rest[1].low}")))
    # In Turkic names the father's takes two words.
    size = len(given) + (len(given) > 1 and "p" not in rest[0].kind)
    is_first = is_first or size > 1
    if is_first:
        yield from _numbered(given, size, rest)
        if len(rest) > 1 and rest[0].is_initial and _is_surname(rest[1]):
            # "Джордж У. Буш".
            yield _Draft(3, [*given, (2, surname_forms(rest[1].low))], "name-full", 0.97)
    tail = _tail(rest[size - 1 :])
    if spot.after_office and not is_first and len(tail) > 1 and _is_typical(one.low):
        # "Адвокат Градунова Нурсал Кельдин": the surname of another comes first.
        return
    for count in range(len(tail), 0, -1):
        part = tail[:count]
        if (
            part[-1].kind != "b"
            and (is_first or _is_pair(one, part, after_office=spot.after_office))
            and _is_foreign(part)
        ):
            sure = 0.97 if is_first else 0.94 if spot.after_office or "s" in part[-1].kind else 0.91
            yield _Draft(size + count, [*given, *_surname(part)], "name-full" if is_first else "name-pair", sure)
    if size > 1:
        yield _Draft(size, given, "name-father", 0.95)
        if rest[0].low.endswith("ич"):
            # "Людмила Зенькович": a woman's surname that looks like a father's name.
            yield _Draft(2, [(0, first), (2, surname_forms(rest[0].low))], "name-full", 0.9)


def _numbered(given: Sequence[tuple[int, Sequence[Form]]], size: int, rest: Sequence[Token]) -> Iterator[_Draft]:
    """A pope's or a king's name with its number: one first name, or two."""
    if len(rest) >= size and _ROMAN.fullmatch(rest[size - 1].form):
        yield _Draft(size + 1, [*given, (1, fixed(rest[size - 1].low))], "name-numeral", 0.95)
    if size == 1 and len(rest) > 1 and "n" in rest[0].kind and _ROMAN.fullmatch(rest[1].form):
        yield _Draft(3, [*given, (0, first_forms(rest[0].low)), (1, fixed(rest[1].low))], "name-numeral", 0.95)


def _tail(rest: Sequence[Token]) -> Sequence[Token]:
    """What may follow first names: further ones, particles and the surname, three words at most."""
    tail: list[Token] = []
    for one in rest[:3]:
        begins_another = len(tail) > 0 and one is not rest[-1] and "n" in one.kind and "n" not in tail[0].kind
        if begins_another or not (_is_surname(one) or one.kind == "b"):
            break
        tail.append(one)
    return tail


def _is_foreign(part: Sequence[Token]) -> bool:
    """Whether what stands between the first name and the surname can be first names, or is a particle."""
    return len(part) == 1 or any(one.kind == "b" for one in part[:-1]) or all(one.kind not in _NO_NAME for one in part)


def _surname(part: Sequence[Token]) -> Iterator[tuple[int, Sequence[Form]]]:
    particles = " ".join(one.low for one in part[:-1] if one.kind == "b")
    for one in part[:-1]:
        if one.kind != "b":
            yield 0, first_forms(one.low)
    forms = surname_forms(part[-1].low)
    yield 2, [form._replace(nominative=f"{particles} {form.nominative}".strip()) for form in forms]


def _is_pair(one: Token, tail: Sequence[Token], *, after_office: bool) -> bool:
    """Whether two words that no dictionary has as first names are one person's name."""
    last = tail[-1]
    if "c" in one.kind and not (after_office and "s" in one.kind):
        return False
    if after_office:
        return True
    has_particle = any(other.kind == "b" for other in tail)
    is_word = last.kind in _NO_NAME and not _is_typical(last.low)
    if "g" in one.kind or is_word or (len(tail) > 1 and not has_particle):
        return False
    if has_particle or "u" in one.kind:
        return "s" in last.kind or "u" in last.kind or _is_typical(last.low)
    return not _is_typical(one.low)


@lru_cache(maxsize=2**14)
def _is_typical(low: str) -> bool:
    """Whether a word ends as surnames do, in some case."""
    return any(_TYPICAL.search(form.nominative) for form in surname_forms(low))


def _alone(spot: _Spot) -> Iterator[_Draft]:
    """A surname or a first name by itself."""
    one, is_only = spot.token, len(spot.run) == 1
    is_strange = "u" in one.kind and not spot.after_office and not _is_typical(one.low)
    if is_strange or _goes_with_noun(spot.reading, one):
        return
    is_name, is_surname, is_word, is_town = (letter in one.kind for letter in "nscg")
    if spot.after_office and one.kind != "c" and is_name and not is_surname:
        yield _Draft(1, [(0, first_forms(one.low))], "name-first", 0.76, other=[(2, surname_forms(one.low))])
    elif (spot.after_office and one.kind != "c") or (
        is_surname and not is_town and (not is_word or (is_only and not spot.starts))
    ):
        yield _Draft(1, [(2, surname_forms(one.low))], "name-surname", 0.9)
    elif is_name and not is_word and is_only and (not is_town or _before(spot.reading, one.place) not in _WHERE):
        yield _Draft(1, [(0, first_forms(one.low))], "name-first", 0.93, other=[(2, surname_forms(one.low))])


def _goes_with_noun(reading: Reading, one: Token) -> bool:
    """Whether a word in -ский is an adjective of the noun after it."""
    if not _ADJECTIVE.search(one.low) or one.place + 1 >= len(reading.words):
        return False
    return parses(reading.words[one.place + 1].lower)[0].pos in {"NOUN", "ADJF"}


def _made(spot: _Spot, draft: _Draft) -> Found | None:
    """The name that a draft is; None where its words do not agree, or something is called after the person."""
    reading = spot.reading
    stretch = spot.run[spot.at : spot.at + draft.size]
    first, last = stretch[0].place, stretch[-1].place + 1
    # "Аким области Марат Оспан" is no land that is called after somebody.
    is_holder = spot.after_office and draft.size > 1 and "n" in stretch[0].kind
    is_place = spot.is_place and not stretch[0].is_initial and not is_holder
    if (is_place and draft.size == 1) or _is_title(reading, first, last):
        return None
    wanted, gender = _wanted(reading, first, last, spot.offices)
    is_anothers = draft.size == 1 and spot.after_office and len(spot.rest) > 1
    if is_anothers:
        # "Адвокат Градунова Нурсал Кельдин".
        wanted = frozenset({"gent"})
    ways, cases = agree(draft.parts, wanted, gender)
    if is_anothers:
        cases &= wanted
    if ways and draft.other:
        others, further = agree(draft.other, wanted, gender)
        ways |= {way: weight * 0.2 for way, weight in others.items()}
        cases |= further
    # "Президент Лардии": what stands after the office is what it is of.
    is_of = draft.size == 1 and first - 1 in spot.offices and not wanted & cases
    if not ways or is_of or (is_place and "gent" in cases):
        return None
    surfaces = [one.form for one in stretch if not one.is_initial]
    return Found(first, last, ways, cases, draft.initials, surfaces, draft.rule, draft.confidence)


def _is_title(reading: Reading, first: int, last: int) -> bool:
    """Whether marks enclose just this: a ship, a prize, a firm."""
    text, start, end = reading.text, reading.words[first].start, reading.words[last - 1].end
    return text[start - 1 : start] in _OPEN and text[end : end + 1] in _CLOSE and start > 0 and end < len(text)


def _before(reading: Reading, place: int) -> str:
    """The word before, in lower case; of an abbreviation without its full stop."""
    words = reading.words
    if place > 1 and words[place - 1].form == "." and words[place - 2].end == words[place - 1].start:
        place -= 1
    return words[place - 1].lower if place else ""


def _wanted(
    reading: Reading, first: int, last: int, offices: Mapping[int, frozenset[str]]
) -> tuple[frozenset[str], str | None]:
    """The cases that the words before want, and the gender that a verb beside tells."""
    words = reading.words
    low = words[first - 1].lower if first else ""
    wanted = offices.get(first - 1) or _PREPOSITIONS.get(low)
    if wanted:
        return wanted, None
    return frozenset(), _past(low) or (_past(words[last].lower) if last < len(words) else None)


@lru_cache(maxsize=2**14)
def _past(low: str) -> str | None:
    """The gender of a verb in the past."""
    if not low.endswith(("л", "ла", "лся", "лась")):
        return None
    grammemes = next((p.grammemes for p in parses(low) if p.pos == "VERB" and "past" in p.grammemes), frozenset())
    return next((gender for gender in ("femn", "masc") if gender in grammemes), None)
