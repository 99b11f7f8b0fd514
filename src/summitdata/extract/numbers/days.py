"""Days, months, years and decades: dates of the calendar, whole or in part."""

from collections.abc import Mapping, Sequence
from functools import cache

from ..reading import Reading, Word, parses
from .dating import (
    CONTEXT,
    DASHES,
    PUBLICATION,
    STATED,
    TENS,
    Found,
    ahead,
    around,
    digit,
    edtf,
    interval,
    near_at,
    nearest,
    of_same_year,
    plausible,
    stem,
    suffix,
    table,
    word_at,
    year_after,
    year_noun,
    year_step,
)
from .numerals import rules, spellings

__all__ = ["day_of", "month_of", "numeric", "year_of"]


def numeric(reading: Reading, place: int) -> Found | None:
    """`14.05.2031`, `2031-05-14`."""
    words = reading.words
    if place + 4 >= len(words) or words[place + 4].end - words[place].start > 10:
        return None
    forms = [word.form for word in words[place : place + 5]]
    if not (forms[0].isdecimal() and forms[2].isdecimal() and forms[4].isdecimal() and forms[1] == forms[3]):
        return None
    if sum(map(len, forms)) != words[place + 4].end - words[place].start:
        return None
    if forms[1] in "./" and len(forms[0]) <= 2 and len(forms[4]) in {2, 4}:
        day, month, year = int(forms[0]), int(forms[2]), int(forms[4]) + (2000 if len(forms[4]) == 2 else 0)
    elif forms[1] == "-" and len(forms[0]) == 4:
        year, month, day = int(forms[0]), int(forms[2]), int(forms[4])
    else:
        return None
    if not 1 <= month <= 12 or (date := edtf(year, month, day)) is None:
        return None
    return Found(place, year_noun(words, place + 5), date, STATED, "date-digits")


def day_of(reading: Reading, place: int) -> Found | None:
    """`13 мая`, `13–15 мая 2031 года`, `с 13 по 15 мая`, `13 мая – 2 июня`."""
    words = reading.words
    first = digit(words, place, 1, 31)
    if first is None:
        return None
    at, last, several = place + 1, first, False
    at = suffix(words, at)
    linked = word_at(words, at)
    if linked in DASHES or linked in {"по", "и", "до", "на", ","}:
        follow = digit(words, at + 1, 1, 31)
        if follow is not None and word_at(words, suffix(words, at + 2)) in table("months"):
            last, several, at = follow, linked not in {"и", ",", "на"}, suffix(words, at + 2)
            if not several:
                return _one_day(reading, place, first, at)
    month = table("months").get(word_at(words, at))
    if month is None or not near_at(words, at):
        return None
    start_year, at = year_after(words, at + 1)
    if not several and (word_at(words, at) in DASHES or word_at(words, at) == "по"):
        follow = digit(words, at + 1, 1, 31)
        second = table("months").get(word_at(words, at + 2))
        if follow is not None and second is not None:
            end_year, stop = year_after(words, at + 3)
            year = end_year or start_year or nearest(reading.published, second, follow, ahead=False)
            if year is not None:
                begin = start_year or (year - 1 if month > second else year)
                date = interval(edtf(begin, month, first), edtf(year, second, follow))
            else:
                date = None
            return Found(place, stop, date, STATED, "day-range")
    if not several and start_year is None and of_same_year(words, at):
        return Found(place, at + 3, f"--{month:02}-{first:02}", CONTEXT, "in-same-year")
    source = STATED
    if start_year is None and (shift := year_step(words, at)) is not None:
        source = PUBLICATION
        at, year = shift[0], reading.published.year + shift[1] if reading.published else None
    else:
        year = start_year or nearest(reading.published, month, first, ahead(words, place))
    if year is None:
        date = None
    elif several:
        date = interval(edtf(year, month, first), edtf(year, month, last))
    else:
        date = edtf(year, month, first)
    return Found(place, at, date, source, "day-range" if several else "day-month")


def _one_day(reading: Reading, place: int, day: int, month_at: int) -> Found:
    """The first of `13 и 14 мая`, whose month stands with the second."""
    words = reading.words
    month = table("months")[words[month_at].lower]
    year, _ = year_after(words, month_at + 1)
    year = year or nearest(reading.published, month, day, ahead(words, place))
    return Found(place, place + 1, None if year is None else edtf(year, month, day), STATED, "day-month")


def year_of(reading: Reading, place: int) -> Found | None:
    """`2031 год`, `2017—2019 годы`, `2010-м`, `(2014)`, `с 2014 по январь 2018 года`."""
    words = reading.words
    year = digit(words, place, 1000, 2999)
    if year is None or len(words[place].form) != 4:
        return None
    if (found := _years(words, place, year) or _ending(words, place, year)) is not None:
        return found
    noun = year_noun(words, place + 1)
    if (found := _until(words, place, year, noun)) is not None:
        return found
    if noun > place + 1:
        return Found(place, noun, edtf(year), STATED, "year")
    return _bare(words, place, year) if plausible(year) else None


def _years(words: Sequence[Word], place: int, year: int) -> Found | None:
    """Two years with one noun or none: `2017—2019 годы`, `2030/31`, `1960–1970-х`."""
    at, linked = place + 2, word_at(words, place + 1)
    end = digit(words, at, 0, 2999) if linked in DASHES or linked in {"по", "до", "/"} else None
    if end is None or len(words[at].form) not in ({2, 4} if linked not in {"по", "до"} else {4}):
        return None
    if len(words[at].form) == 2:
        end += year // 100 * 100
    if end <= year or (linked == "/" and end > year + 1):
        return None
    stop = suffix(words, at + 1)
    if stop > at + 1 and year % 10 == end % 10 == 0 and word_at(words, at + 2) in TENS:
        return Found(place, year_noun(words, stop), interval(f"{year // 10}X", f"{end // 10}X"), STATED, "decade")
    noun = year_noun(words, stop)
    if noun > at + 1 or (plausible(year) and plausible(end)):
        return Found(place, noun, interval(edtf(year), edtf(end)), STATED, "year-range")
    return None


def _ending(words: Sequence[Word], place: int, year: int) -> Found | None:
    """A year with the ending of an ordinal: `2010-м`; a decade: `1990-е`, `1960-х — 1970-х годов`."""
    stop = suffix(words, place + 1)
    if stop == place + 1:
        return None
    if word_at(words, stop - 1) not in TENS or year % 10:
        return Found(place, year_noun(words, stop), edtf(year), STATED, "year")
    end = digit(words, stop + 1, year + 1, 2999) if word_at(words, stop) in DASHES else None
    if end is not None and suffix(words, stop + 2) > stop + 2:
        stop = year_noun(words, suffix(words, stop + 2))
        return Found(place, stop, interval(f"{year // 10}X", f"{end // 10}X"), STATED, "decade")
    return Found(place, year_noun(words, stop), f"{year // 10}X", STATED, "decade")


def _until(words: Sequence[Word], place: int, year: int, at: int) -> Found | None:
    """A year and what it goes on to: `с 2014 года по 2018 год`, `с 2014 по январь 2018 года`."""
    if word_at(words, at) != "по" and not (word_at(words, at) == "до" and word_at(words, place - 1) == "с"):
        return None
    month = table("months").get(word_at(words, at + 1))
    end, stop = year_after(words, at + 1 if month is None else at + 2)
    if end is None or end < year:
        return None
    return Found(place, stop, interval(edtf(year), edtf(end, month)), STATED, "year-range")


#: Before a year without noun.
_BEFORE_YEAR = frozenset({"в", "с", "по", "до", "к", "от", "на", "за", "и", "чем", "после", "начиная"})
_UNITS = frozenset("%$€-/")


def _bare(words: Sequence[Word], place: int, year: int) -> Found | None:
    """A year without its noun, like `(2014)`, where what stands around shows that it is one."""
    before, behind = word_at(words, place - 1), word_at(words, place + 1)
    if behind in {",", "и", "или"} and _listed(words, place + 2):
        told = True
    elif before in {"(", ","}:
        told = behind == ")"
    elif before in {"в", "с", "до"} and behind[:1].isalpha() and near_at(words, place + 1):
        named = before == "в" and words[place + 1].form[0].isupper()
        told = named or parses(behind)[0].pos in {"VERB", "PREP", "CONJ", "PRTS", "NPRO"}
    else:
        told = before in _BEFORE_YEAR and not behind[:1].isalnum() and behind not in _UNITS
    return Found(place, place + 1, edtf(year), STATED, "year-alone") if told else None


def _listed(words: Sequence[Word], place: int) -> bool:
    """Whether years with their noun follow: `2029, 2030 и 2031 годы`."""
    for at in range(place, min(place + 12, len(words))):
        form = words[at].form
        if len(form) == 4 and form.isdecimal():
            if year_noun(words, at + 1) > at + 1:
                return True
        elif form not in {",", "и", "или"}:
            return False
    return False


def month_of(reading: Reading, place: int, floor: int) -> Found | None:
    """A month with its year or alone: `в мае`, `январь 2018 года`, `с января по март`."""
    words = reading.words
    if words[place].form[0].isupper() and not _begins(reading, place):
        return None
    month = table("months")[words[place].lower]
    year, at = year_after(words, place + 1)
    first = place
    if place > floor and (day := _spelled(words, place, floor)) is not None:
        year = year or nearest(reading.published, month, day[0], ahead(words, day[1]))
        return Found(day[1], at, None if year is None else edtf(year, month, day[0]), STATED, "day-month")
    step = stem("relative", word_at(words, place - 1)) if place > floor else None
    if year is None and step is not None and reading.published:
        return Found(place - 1, at, edtf(reading.published.year + step, month), PUBLICATION, "month-relative")
    if year is None and of_same_year(words, at):
        return Found(first, at + 3, f"--{month:02}", CONTEXT, "in-same-year")
    shift = year_step(words, at)
    if year is None and shift is not None:
        stop, step = shift
        told = edtf(reading.published.year + step, month) if reading.published else None
        return Found(place, stop, told, PUBLICATION, "month-relative")
    if word_at(words, at) in DASHES or word_at(words, at) in {"по", "и"}:
        second = table("months").get(word_at(words, at + 1))
        if second is not None and word_at(words, at) != "и":
            end_year, stop = year_after(words, at + 2)
            ended = end_year or nearest(reading.published, second, None, ahead=False)
            date = None
            if ended is not None:
                begun = year or (ended - 1 if month > second else ended)
                date = interval(edtf(begun, month), edtf(ended, second))
            return Found(first, stop, date, STATED if end_year else PUBLICATION, "month-range")
        if second is not None and year is None:
            year, _ = year_after(words, at + 2)
            if year is not None:
                return Found(first, place + 1, edtf(year, month), STATED, "month-year")
    if year is not None:
        return Found(first, at, edtf(year, month), STATED, "month-year")
    if words[place].lower in around("months"):
        return None
    year = nearest(reading.published, month, None, ahead(words, place))
    return Found(first, place + 1, None if year is None else edtf(year, month), PUBLICATION, "month-alone")


def _spelled(words: Sequence[Word], place: int, floor: int) -> tuple[int, int] | None:
    """The day in words before a month (`двадцать первое мая`), and where it begins."""
    day = _days_spelled().get(word_at(words, place - 1))
    if day is None:
        return None
    tens = {"двадцать": 20, "тридцать": 30}.get(word_at(words, place - 2)) if place - 2 >= floor else None
    if tens is not None and day < 10 and tens + day <= 31:
        return tens + day, place - 2
    return day, place - 1


@cache
def _days_spelled() -> Mapping[str, int]:
    days = {
        form: row["value"]
        for row in rules("numerals")["ordinal"]
        for form in spellings(row["forms"])
        if form.endswith(("ого", "его", "ье", "ому", "ему", "ое"))
    }
    return days | dict.fromkeys(("тридцатое", "тридцатого", "тридцатому"), 30)


def _begins(reading: Reading, place: int) -> bool:
    """Whether a word follows a stop, or stands at the head of a line."""
    if not place:
        return True
    before = reading.words[place - 1]
    return (
        before.form in {".", "!", "?", "…", "«", '"', ":", "—", "–"}
        or "\n" in reading.text[before.end : reading.words[place].start]
    )
