"""Short invented reports for the tests of quotations: a cast without the rules for names, and what was found as plain rows."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from summitdata.extract.cast import Cast, Mentioned, Named
from summitdata.extract.quoting.quotations import Quoted, find
from summitdata.extract.reading import read

#: Who stands in the reports: each with sex, type and the words that name him there.
PEOPLE = (
    (
        "Пётр Лыков",
        "masc",
        "PERSON",
        ("Пётр Лыков", "Петра Лыкова", "Петру Лыкову", "Петром Лыковым", "Пётр\xa0Лыков", "Лыков", "Лыкова"),
    ),
    ("Анна Сорока", "femn", "PERSON", ("Анна Сорока", "Анны Сороки", "Сорока", "Сороки", "Сороку")),
    ("Иван Буров", "masc", "PERSON", ("Иван Буров", "Ивана Бурова", "Буров", "Бурова")),
    ("Министерство путей", None, "ORGANIZATION", ("Министерство путей", "Министерства путей", "Министерстве путей")),
    ("Вестник", None, "ORGANIZATION", ("Вестник",)),
    ("Центральный банк", None, "ORGANIZATION", ("Центробанк", "Центробанка", "Центробанке")),
    ("ГУ", None, "ORGANIZATION", ("ГУ",)),
    ("Лардия", None, "COUNTRY", ("Лардия", "Лардии")),
    ("Чжан Вэймин", "masc", "PERSON", ("Чжан Вэймин", "Вэймина")),
    ("Маттавур Райкы", "masc", "PERSON", ("Маттавура Райкыа",)),
    ("Роза Кан", None, "PERSON", ("Роза Кан", "Розы Кан")),
)
#: Offices that the rules for names give to somebody.
OFFICES = {"глава страны": "Иван Буров", "канцлером": "Анна Сорока", "главы ведомства": "Иван Буров"}


class Said(NamedTuple):
    """A quotation as a test looks at it."""

    content: str
    cue: str | None
    source: str | None
    speaker: str | None


def cast(text: str) -> Cast:
    """The people and bodies of a report, wherever they are named."""
    entities: list[Named] = []
    mentions: list[Mentioned] = []
    for label, gender, kind, surfaces in PEOPLE:
        found = list(re.finditer(rf"(?<!\w)(?:{'|'.join(surfaces)})(?!\w)", text))
        if found:
            entities.append(Named(slug="one", type=kind, label_ru=label, gender=gender, rule="test", confidence=1.0))
            mentions.extend(
                Mentioned(
                    start=one.start(), end=one.end(), entity=len(entities) - 1, form="name", rule="test", confidence=1.0
                )
                for one in found
            )
    holders = {named.label_ru: place for place, named in enumerate(entities)}
    mentions.extend(
        Mentioned(start=one.start(), end=one.end(), entity=holders[who], form="office", rule="test", confidence=1.0)
        for office, who in OFFICES.items()
        if who in holders
        for one in re.finditer(office, text)
    )
    return Cast(entities, sorted(mentions, key=lambda one: one.start))


def quotations(text: str) -> tuple[list[Quoted], Cast]:
    """What is found in a report."""
    return find(read(text), cast(text))


def said(text: str, kind: str = "direct") -> list[Said]:
    """The quotations of one kind in a report."""
    return list(_said(text, kind))


def _said(text: str, kind: str) -> Iterator[Said]:
    found, known = quotations(text)
    for each in found:
        if each.kind == kind:
            yield Said(
                text[each.start : each.end],
                None if each.cue_start is None else text[each.cue_start : each.cue_end],
                None if each.source_start is None else text[each.source_start : each.source_end],
                None if each.speaker is None else known.entities[each.speaker].label_ru,
            )
