"""Stretches of a text that could hold names of persons: words with a capital letter and what joins them."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..reading import Reading
from .name_forms import kind

__all__ = ["COMPOUND", "FATHER", "Token", "runs", "token"]

#: Between the words of a foreign name, and after the father's name in Turkic ones.
_BETWEEN = frozenset(
    ("фон", "ван", "де", "дер", "дель", "ди", "да", "дос", "ла", "ле", "аль", "эль", "ибн", "бен", "бин", "оглы", "оглу", "кызы",
     "гызы", "улы", "заде")
)  # fmt: skip
#: What makes the name before it the father's.
FATHER = frozenset({"оглы", "оглу", "кызы", "гызы", "улы"})
#: How the names of bodies end that are put together from the beginnings of words: "Лардизбирком", "Лардбанк".
COMPOUND = re.compile(
    r"(избирком|банк|строй|пром|торг|надзор|энерго|транс|газ|центр|фонд|авиа|стат|суд)(?:[ауе]|ом|ем|[яю])?$"
)
#: The one letter that is a family name too and no word.
_SHORTEST = "Ю"
_SPACES = frozenset({" ", "\u00a0", "\u202f"})
_JOINTS = _SPACES | {""}
#: A longer stretch is a list in capitals; it is looked at piece by piece.
_LONGEST = 12
#: Letters of Russian and of the languages that are written with more.
_OURS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўқғәөұүһң")


class Token(NamedTuple):
    """
    A word of a stretch.

    Attributes:

        place: Its number in the reading.

        low, form: In lower case with plain hyphens, and as it stands.

        kind: What `name_forms.kind` says; or i for an initial, b for what joins, l for Latin letters, x for what is no name.

        is_initial: A letter and a full stop.
    """

    place: int
    low: str
    form: str
    kind: str
    is_initial: bool


def runs(reading: Reading, taken: Collection[int], spots: Iterable[int]) -> Iterator[list[Token]]:
    """Stretches of words that could be names, nothing but spaces between them."""
    run: list[Token] = []
    for place in spots:
        between = _joined(reading, run[-1], place) if run and len(run) < _LONGEST and place not in taken else None
        if between is None and run:
            yield _ended(reading, run)
            run = []
        if place not in taken:
            run += [token(reading, at) for at in between or ()]
            run.append(token(reading, place))
    if run:
        yield _ended(reading, run)


def _joined(reading: Reading, before: Token, place: int) -> Sequence[int] | None:
    """The particles that join a word to the stretch before it; None where it is parted from that."""
    words, text = reading.words, reading.text
    last = before.place
    if before.is_initial:
        # With a space after the full stop or without.
        gap = text[words[last + 1].end : words[place].start]
        return () if place == last + 2 and gap in _JOINTS else None
    between = range(last + 1, place)
    if len(between) > 2 or any(words[at].lower not in _BETWEEN for at in between):
        return None
    if any(text[words[at].end : words[at + 1].start] not in _SPACES for at in range(last, place)):
        return None
    return between


def _ended(reading: Reading, run: list[Token]) -> list[Token]:
    """A stretch with the word for a son or daughter that may end it."""
    last = run[-1].place
    words = reading.words
    if not run[-1].is_initial and last + 1 < len(words) and words[last + 1].lower in FATHER:
        return [*run, token(reading, last + 1)]
    return run


def token(reading: Reading, place: int) -> Token:
    """A word of the reading as a word of a stretch."""
    word, following = reading.words[place], reading.words[place + 1 : place + 2]
    form = word.form
    low, kind_ = _look(form, word.lower)
    if (
        (kind_ == "x" or form == _SHORTEST)
        and following
        and following[0].form == "."
        and following[0].start == word.end
        and _is_letter(form)
    ):
        return Token(place, low, form, "i", is_initial=True)
    return Token(place, low, form, kind_, is_initial=False)


def _is_letter(form: str) -> bool:
    return len(form) == 1 or form in {"Дж", "Дз"}


@lru_cache(maxsize=2**15)
def _look(form: str, lower: str) -> tuple[str, str]:
    """A word with plain hyphens, and its kind by itself."""
    low = lower.replace("\u2011", "-").replace("\u2010", "-")
    if low in _BETWEEN:
        return low, "b"
    return low, "u" if form == _SHORTEST else "x" if len(form) < 2 or form in {"Дж", "Дз"} or _is_acronym(
        form
    ) else _kind_of(low)


def _is_acronym(form: str) -> bool:
    """Whether a word with a capital letter cannot be a name: "АО", "КазМунайГаз", "Задача-минимум"."""
    if form.isupper():
        return len(form) < 6
    if COMPOUND.search(form) and "u" in kind(form.lower()):
        return True
    if any(
        part[:1].islower() and len(part) > 3 and not part.startswith(("младш", "старш")) for part in form.split("-")[1:]
    ):
        return True
    return "-" not in form and sum(letter.isupper() for letter in form) > 2


def _kind_of(low: str) -> str:
    if low[0] not in _OURS:
        return "l" if low.isalpha() and low.isascii() else "x"
    return kind(low) or "u"
