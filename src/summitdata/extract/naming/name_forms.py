"""
How a word of a person's name can be read: its nominative, its gender, the cases it can be in.

Names are in no dictionary, so their endings decide; where a dictionary has a first name, that does.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ..reading import Parse, parses
from .first_names import known_firsts

__all__ = [
    "ALL_CASES",
    "Form",
    "Way",
    "agree",
    "by_ending",
    "father_forms",
    "first_forms",
    "fixed",
    "kind",
    "surname_forms",
]

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
#: A name that stands as it is in every case.
ALL_CASES = frozenset(_CASES)
_OTHER_CASES = {"gen1": "gent", "gen2": "gent", "loc1": "loct", "loc2": "loct", "acc2": "accs", "voct": "nomn"}
#: From here on what is asked about is a surname.
_SURNAME = 0.2
_VOWELS = frozenset("аеёиоуыэюя")
#: The endings of a family taken together.
_FAMILY = ("овы", "евы", "ёвы", "ины", "ыны", "овых", "евых", "ёвых", "иных", "ыных")
_RUSSIAN = ("ов", "ев", "ёв", "ин", "ын")
#: Whose son or daughter somebody is, in one word, which is never declined.
_TURKIC = ((("қызы", "кызы", "гызы"), "femn"), (("ұлы", "улы", "оглы", "оғлы"), "masc"))
_TURKIC_LEAST = 6
#: What stands before a hyphen and is never declined.
_ARTICLES = frozenset(
    ("эль", "аль", "ар", "ас", "ат", "аш", "эд", "эр", "эс", "эш", "бен", "бин", "ибн", "абу", "абд", "бар", "бет", "дель", "ла", "ле",
     "де", "сен", "сан", "мак")
)  # fmt: skip

#: Endings as they stand, whose they are, the cases they are of, and the ending of the nominative.
_Endings = tuple[tuple[str, str, frozenset[str], str], ...]


def _endings(*rows: tuple[str, str, str, str]) -> _Endings:
    return tuple((end, gender, frozenset(cases.split()), base) for end, gender, cases, base in rows)


_FATHER = _endings(
    ("ич", "masc", "nomn", "ич"), ("ича", "masc", "gent accs", "ич"), ("ичу", "masc", "datv", "ич"),
    ("ичем", "masc", "ablt", "ич"), ("иче", "masc", "loct", "ич"), ("на", "femn", "nomn", "на"),
    ("ны", "femn", "gent", "на"), ("не", "femn", "datv loct", "на"), ("ну", "femn", "accs", "на"), ("ной", "femn", "ablt", "на"),
)  # fmt: skip
_OV = _endings(
    ("", "masc", "nomn", ""), ("а", "masc", "gent accs", ""), ("у", "masc", "datv", ""), ("ым", "masc", "ablt", ""),
    ("е", "masc", "loct", ""), ("а", "femn", "nomn", "а"), ("ой", "femn", "gent datv ablt loct", "а"), ("у", "femn", "accs", "а"),
)  # fmt: skip
_SKY = _endings(
    ("ий", "masc", "nomn", "ий"), ("ого", "masc", "gent accs", "ий"), ("ому", "masc", "datv", "ий"), ("им", "masc", "ablt", "ий"),
    ("ом", "masc", "loct", "ий"), ("ая", "femn", "nomn", "ая"), ("ой", "femn", "gent datv ablt loct", "ая"), ("ую", "femn", "accs", "ая"),
    ("ой", "masc", "nomn", "ой"),
)  # fmt: skip
_ADJECTIVE = _endings(
    ("ый", "masc", "nomn", "ый"), ("ая", "femn", "nomn", "ая"), ("ую", "femn", "accs", "ая"), ("ого", "masc", "gent accs", "ый"),
    ("ому", "masc", "datv", "ый"), ("ым", "masc", "ablt", "ый"), ("ой", "masc", "nomn", "ой"),
    ("ой", "femn", "gent datv ablt loct", "ая"),
)  # fmt: skip


class Way(NamedTuple):
    """One way to read a name: its parts in the nominative, in lower case, and whose it is."""

    first: str
    middle: str
    surname: str
    gender: str


class Form(NamedTuple):
    """One way to read one word of a name, and how likely it is beside the others."""

    nominative: str
    gender: str
    cases: frozenset[str]
    weight: float


def fixed(word: str) -> tuple[Form, ...]:
    """A word that stands as it is, whosever it is."""
    return (Form(word, "masc", ALL_CASES, 1.0), Form(word, "femn", ALL_CASES, 1.0))


@cache
def _knows() -> object:
    from ..reading import analyzer

    return analyzer()


def _is_known(low: str) -> bool:
    return bool(_knows().word_is_known(low))  # type: ignore[attr-defined]


@lru_cache(maxsize=2**16)
def kind(low: str) -> str:
    """
    What the dictionary takes a word for: letters for a first name (n), a father's (p), a surname (s), a place (g), another
    word (c), or none that it has (u).
    """
    is_known = _is_known(low)
    letters = set()
    for parse in parses(low):
        g = parse.grammemes
        if "plur" in g and ("Surn" in g or "Name" in g):
            # "Ивановы" are no one person.
            continue
        if "Name" in g:
            letters.add("n" if is_known else "")
        elif "Patr" in g:
            letters.add("p")
        elif "Surn" in g:
            letters.add("s")
        elif "Geox" in g:
            letters.add("g" if is_known else "")
        elif "Abbr" not in g:
            letters.add("c" if is_known else "")
    if low in known_firsts():
        letters.add("n")
    elif not is_known:
        letters.add("u")
    return "".join(sorted(letters))


def _case_of(parse: Parse) -> str:
    cases = {_OTHER_CASES.get(grammeme, grammeme) for grammeme in parse.grammemes} & ALL_CASES
    return min(cases, default="nomn")


@lru_cache(maxsize=2**15)
def first_forms(low: str) -> tuple[Form, ...]:
    """How a first name can be read: as the dictionary does if it has it, else by its ending."""
    cases: dict[tuple[str, str], set[str]] = {}
    scores: dict[tuple[str, str], float] = {}
    listed = tuple(Form(name, gender, of, 1.0) for name, gender, of in known_firsts().get(low, ()))
    for parse in parses(low) if "n" in kind(low) and _is_known(low) else ():
        g = parse.grammemes
        if "Name" in g and "sing" in g:
            for gender in ("masc", "femn"):
                if gender in g:
                    key = (parse.lemma, gender)
                    cases.setdefault(key, set()).update(ALL_CASES if "Fixd" in g else {_case_of(parse)})
                    scores[key] = max(scores.get(key, 0.0), parse.score * (0.5 if "Fixd" in g else 1))
    if listed:
        best = max(scores.values(), default=1.0)
        return (*listed, *(Form(*key, frozenset(found), scores[key] / best) for key, found in cases.items()))
    if cases:
        best = max(scores.values())
        known = [Form(*key, frozenset(found), max(scores[key] / best, 0.05)) for key, found in cases.items()]
        # Abroad a woman can be called as a man is here.
        is_mans = all(form.gender == "masc" and form.nominative == low for form in known)
        return (*known, Form(low, "femn", ALL_CASES, 0.05)) if is_mans else tuple(known)
    return tuple(by_ending(low, female=0.15))


@lru_cache(maxsize=2**15)
def father_forms(low: str) -> tuple[Form, ...]:
    """How a father's name can be read; none where it does not end as one."""
    return tuple(form for form in _ending_in(low, _FATHER, 3) if form.gender == "masc" or form.nominative[-3] in "вчш")


@lru_cache(maxsize=2**15)
def surname_forms(low: str) -> tuple[Form, ...]:
    """How a surname can be read, by its ending; those in -ов and -ин and those in -ский have endings of their own."""
    if low.endswith(_FAMILY):
        return ()
    if low.endswith(("швили", "дзе", "иа", "уа")):
        return fixed(low)
    for ends, gender in _TURKIC:
        if low.endswith(ends) and len(low) > _TURKIC_LEAST:
            return (Form(low, gender, ALL_CASES, 1.0),)
    head, hyphen, last = low.rpartition("-")
    if hyphen:
        return _double(head, last)
    made = tuple(form for form in _ending_in(low, _OV, 4) if _masculine(form).endswith(_RUSSIAN))
    if made:
        # Abroad a woman's surname can end so too: "Джейн Сагын".
        is_short = low.endswith(("ин", "ын"))
        return (*made, Form(low, "femn", ALL_CASES, 0.1)) if is_short else made
    # "Корвецкой" is rarely a man's nominative.
    made = tuple(
        form._replace(weight=0.2 if form.nominative.endswith("ой") else 1.0)
        for form in _ending_in(low, _SKY, 4)
        if form.nominative[:-2].endswith(("ск", "цк"))
    )
    if made:
        return made
    made = tuple(form._replace(weight=0.9) for form in _ending_in(low, _ADJECTIVE, 3))
    share = 0.4 if made else 1.0
    return (*made, *(form._replace(weight=form.weight * share) for form in by_ending(low, female=0.5)))


def _masculine(form: Form) -> str:
    return form.nominative[:-1] if form.gender == "femn" else form.nominative


def _ending_in(low: str, endings: _Endings, least: int) -> list[Form]:
    """The readings that endings allow, of stems of at least so many letters."""
    made = []
    for end, gender, cases, base in endings:
        stem = low.removesuffix(end)
        if low.endswith(end) and len(stem) >= least:
            made.append(Form(stem + base, gender, cases, 1.0))
    return made


def _double(head: str, last: str) -> tuple[Form, ...]:
    """Of a double surname the halves agree, unless one stands as it is."""
    if head in _ARTICLES:
        return tuple(form._replace(nominative=f"{head}-{form.nominative}") for form in surname_forms(last))
    made = tuple(
        Form(f"{one.nominative}-{two.nominative}", one.gender, one.cases & two.cases, one.weight * two.weight)
        for one in surname_forms(head)
        for two in surname_forms(last)
        if one.gender == two.gender and one.cases & two.cases
    )
    return made or tuple(form._replace(nominative=f"{form.nominative}-{last}") for form in surname_forms(head))


def by_ending(low: str, *, female: float) -> Iterator[Form]:
    """
    How a name of no known kind can be read.

    Args:

        low: The name, in lower case.

        female: How likely a woman's name stands as it is after a consonant: surnames do more often than first names.
    """
    stem, end = low[:-1], low[-1:]
    before = stem[-1:] in _VOWELS
    if (end in "оэиеую" and not low.endswith("ии")) or low.endswith(("их", "ых")):
        # -е, -у and -ю are more often the ending of a case.
        share = (
            0.25
            if end in "еую"
            else 0.2
            if low.endswith(("йи", "ьи"))
            else 1.0
            if end == "и" and stem[-1:] not in "гкхжчшщ"
            else 0.6
        )
        yield Form(low, "masc", ALL_CASES, share)
        yield Form(low, "femn", ALL_CASES, share if female > _SURNAME else share / 2)
    if end not in _VOWELS:
        yield Form(low, "masc", frozenset({"nomn"}), 1.0)
    if end not in _VOWELS and (end != "й" or female > _SURNAME):
        yield Form(low, "femn", ALL_CASES, female)
    if end == "ы":
        # "Сатыбалды" is rarer than a genitive.
        yield Form(low, "masc", ALL_CASES, 0.2)
        yield Form(low, "femn", ALL_CASES, 0.1)
    if len(low) < 4:
        if end in "ая":
            yield Form(low, "femn", frozenset({"nomn"}), 0.8)
            yield Form(low, "masc", ALL_CASES, 0.5)
        return
    hard, soft = ("а", "") if end in "ауы" else ("я", "й" if before else "ь")
    if end in "ая":
        yield Form(low, "femn", frozenset({"nomn"}), 0.8)
        yield Form(low, "masc", frozenset({"nomn"}), 0.35 * (0.5 + female))
        yield Form(stem + soft, "masc", frozenset({"gent", "accs"}), 0.9)
    elif end in "ую":
        yield Form(stem + soft, "masc", frozenset({"datv"}), 0.8)
        yield from _in_a(stem + hard, "accs")
    elif end in "ыи":
        yield from _in_a(stem + ("а" if stem[-1] in "гкхжчшщ" else hard), "gent")
    elif end == "е":
        yield Form(stem + ("й" if before else ""), "masc", frozenset({"loct"}), 0.8)
        yield from _in_a(stem + ("я" if before else "а"), "datv", "loct")
    elif low.endswith(("ом", "ем", "ём")):
        short = low[:-2]
        is_hard = low.endswith("ом") or short[-1] in "жшчщц"
        yield Form(short + ("" if is_hard else "й" if short[-1] in _VOWELS else "ь"), "masc", frozenset({"ablt"}), 1.2)
    elif low.endswith(("ой", "ей")):
        yield from _in_a(low[:-2] + ("а" if low.endswith("ой") or low[-3] in "жшчщц" else "я"), "ablt")


def _in_a(nominative: str, *cases: str) -> Iterator[Form]:
    """A name in -а or -я, more likely a woman's; its accusative looks like a man's dative."""
    yield Form(nominative, "femn", frozenset(cases), 0.5 if "accs" in cases else 0.8)
    yield Form(nominative, "masc", frozenset(cases), 0.3)


def agree(
    parts: Sequence[tuple[int, Sequence[Form]]], wanted: frozenset[str], gender: str | None
) -> tuple[dict[Way, float], frozenset[str]]:
    """
    The ways in which the parts of a name agree in gender and case, with their weights, and the cases it can be in.

    Args:

        parts: The places in a `Way` of the words, and how each can be read.

        wanted: The cases that the words before want; what is in them weighs more.

        gender: What a verb beside tells; it is of a name in the nominative.
    """
    ways: list[tuple[list[str], str, frozenset[str], float]] = [
        (["", "", ""], g, ALL_CASES, 1.0) for g in ("masc", "femn")
    ]
    for place, forms in parts:
        ways = [
            ([*(name if n == place and not old else f"{old} {name}" if n == place else old for n, old in enumerate(done))],
             sex, cases & new, weight * share)
            for done, sex, cases, weight in ways
            for name, other, new, share in forms
            if sex == other and cases & new
        ]  # fmt: skip
    made: dict[Way, float] = {}
    possible: frozenset[str] = frozenset()
    for done, sex, cases, weight in ways:
        possible |= cases
        share = 1.0
        if gender and cases == {"nomn"}:
            share = 4.0 if sex == gender else 0.3
        if wanted:
            share *= 4 if cases & wanted else 0.5
        elif "nomn" in cases:
            share *= 1.2
        way = Way(done[0], done[1], done[2], sex)
        made[way] = max(made.get(way, 0.0), weight * share)
    return made, possible
