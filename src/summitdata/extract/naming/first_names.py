"""First names that the dictionary does not know as such, in every form."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["known_firsts"]

_ALL = frozenset(("nomn", "gent", "datv", "accs", "ablt", "loct"))
_VOWELS = frozenset("аеёиоуыэюя")
_HARD = (("", "nomn"), ("а", "gent accs"), ("у", "datv"), ("ом", "ablt"), ("е", "loct"))
_SOFT = (("я", "gent accs"), ("ю", "datv"), ("ем", "ablt"), ("е", "loct"))


@cache
def known_firsts() -> dict[str, list[tuple[str, str, frozenset[str]]]]:
    """Of each form in lower case the names it can be of: the nominative, whose, and the cases."""
    with (Path(__file__).parents[1] / "rules" / "first_names.toml").open("rb") as file:
        lists = tomllib.load(file)
    made: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    for list_, gender in (("women", "femn"), ("men", "masc")):
        for name in lists[list_].lower().split():
            for form, cases in _declined(name, gender):
                made.setdefault(form, []).append((name, gender, cases))
    return made


def _declined(name: str, gender: str) -> Iterator[tuple[str, frozenset[str]]]:
    stem, end = name[:-1], name[-1]
    endings: tuple[tuple[str, str], ...] = ()
    if end in "ая":
        soft = end == "я"
        of = "и" if soft or stem[-1] in "гкхжчшщ" else "ы"
        to = "и" if name.endswith("ия") else "е"
        endings = ((of, "gent"), (to, "datv loct"), ("ю" if soft else "у", "accs"), ("ей" if soft else "ой", "ablt"))
        endings = ((end, "nomn"), *endings)
    elif gender == "masc" and end in "йь":
        endings = ((end, "nomn"), *_SOFT)
    elif gender == "masc" and end not in _VOWELS:
        stem, endings = name, _HARD
    if not endings:
        yield name, _ALL
    for ending, cases in endings:
        yield stem + ending, frozenset(cases.split())
