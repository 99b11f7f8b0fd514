"""Dates in EDTF: the first and the last day that they may mean, against an enumeration of days."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitdata.edtf import bounds, is_reversed
from summitdata.exceptions import UsageError
from summitdata.fields import EDTF

DAY = dt.timedelta(days=1)

#: Winter goes on into the next year.
SEASONS = {"21": ("03", "04", "05"), "22": ("06", "07", "08"), "23": ("09", "10", "11"), "24": ("12", "01", "02")}


def day(text: str | None) -> dt.date | None:
    """A day or an open end."""
    return None if text is None else dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2031-09-03", "2031-09-03", "2031-09-03"),
        ("2031-09", "2031-09-01", "2031-09-30"),
        ("2032-02", "2032-02-01", "2032-02-29"),
        ("2031", "2031-01-01", "2031-12-31"),
        ("203X", "2030-01-01", "2039-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2031-09-XX", "2031-09-01", "2031-09-30"),
        ("2031-XX", "2031-01-01", "2031-12-31"),
        ("2031-XX-XX", "2031-01-01", "2031-12-31"),
        ("2031-21", "2031-03-01", "2031-05-31"),
        ("2031-22", "2031-06-01", "2031-08-31"),
        ("2031-23", "2031-09-01", "2031-11-30"),
        ("2031-24", "2031-12-01", "2032-02-29"),
        ("2031~", "2031-01-01", "2031-12-31"),
        ("2031-09-03?", "2031-09-03", "2031-09-03"),
        ("203X%", "2030-01-01", "2039-12-31"),
        ("2028-05/2031-05", "2028-05-01", "2031-05-31"),
        ("2028?/2031-05-14~", "2028-01-01", "2031-05-14"),
        ("2011/..", "2011-01-01", None),
        ("2011/", "2011-01-01", None),
        ("../2035", None, "2035-12-31"),
        ("/2035-12-01", None, "2035-12-01"),
        ("2032-02-29", "2032-02-29", "2032-02-29"),
        ("0000-02-29", None, None),
        ("0000", None, None),
        ("000X", None, "0009-12-31"),
        ("9999-24", "9999-12-01", None),
        ("99XX", "9900-01-01", "9999-12-31"),
    ],
)
def test_bounds(edtf, earliest, latest):
    """Centuries, decades, years, seasons, months, days, qualified ones, intervals and open ends."""
    assert (day(earliest), day(latest)) == bounds(edtf)


def days(date: str) -> Iterator[dt.date]:
    """Every day that a date may mean, found by going through all the days of its years."""
    plain = date.rstrip("?~%")
    years = [y for y in range(1, 10_000) if re.fullmatch(plain[:4].replace("X", "[0-9]"), f"{y:04}")]
    if not years:
        return
    current, end = dt.date(years[0], 1, 1), dt.date(min(years[-1] + 1, 9999), 12, 31)
    season = SEASONS.get(plain[5:7])
    mask = re.compile(plain.replace("X", "[0-9]"))
    while True:
        # The first two months of a year belong to the winter of the year before.
        year = current.year - (season == SEASONS["24"] and current.month < 3)
        month = f"{current.month:02}"
        if (season and month in season and year == years[0]) or (not season and mask.match(current.isoformat())):
            yield current
        if current == end:
            return
        current += DAY


_dates = st.from_regex(EDTF, fullmatch=True).filter(lambda text: "/" not in text and text[:4] not in {"0000", "9999"})


@settings(max_examples=60)
@given(date=_dates)
def test_bounds_are_the_first_and_last_of_all_days_that_fit(date: str):
    """A date means the days whose digits fit it, or those of its season."""
    fitting = list(days(date))
    expected = None if date.startswith(("00XX", "000X")) else fitting[0]

    assert (expected, fitting[-1]) == bounds(date)


@given(edtf=st.from_regex(EDTF, fullmatch=True))
def test_an_interval_goes_from_the_first_of_one_end_to_the_last_of_the_other(edtf: str):
    """Everything that the tables' columns admit has bounds, those of its ends, unless they are in the wrong order."""
    first, _, last = edtf.partition("/")
    ends = [None if end in {"", ".."} else bounds(end) for end in ((first, last) if "/" in edtf else (edtf, edtf))]
    earliest, latest = ends[0] and ends[0][0], ends[1] and ends[1][1]

    assert ((None, None) if is_reversed(edtf) else (earliest, latest)) == bounds(edtf)
    assert is_reversed(edtf) or not (earliest and latest and latest < earliest)


@pytest.mark.parametrize(
    "edtf",
    [
        *["2035/2031", "2031-09-04/2031-09-03", "2032-02/2031~", "203X/202X", "2031-24/2031-11"],
        *["2031/0000", "0000-05/0000-02", "0000-24/0000-11", "9999-24/9999-11"],
    ],
)
def test_an_interval_that_ends_before_it_begins_has_no_day(edtf):
    """Whatever its ends may mean, and in the years too that Python's dates do not have, no day is made of it."""
    assert is_reversed(edtf)
    assert (None, None) == bounds(edtf)


@pytest.mark.parametrize(
    "edtf",
    [
        *["2031", "2031/2031", "2031-09-03/2031-09-03", "2031-09/2031", "2035/203X", "203X/2030", "2031-24/2032-02"],
        *["0000", "0000/0000", "0000/2031", "../0000", "0000/..", "/2031", "2031/", "9999/9999-24"],
    ],
)
def test_any_other_does_not(edtf):
    """Where its ends may mean one and the same day, or one is open, it goes forwards."""
    assert not is_reversed(edtf)


@given(days=st.tuples(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32)))
def test_days_are_those_of_the_calendar(days):
    """A day is admitted where its month has it, in the Gregorian calendar of any year, 0 among them."""
    year, month, day = days
    # The calendar repeats itself every 400 years.
    is_there = 1 <= month <= 12 and 1 <= day <= monthrange(year or 400, month)[1]

    assert is_there == bool(re.fullmatch(EDTF, f"{year:04}-{month:02}-{day:02}"))


@pytest.mark.parametrize(
    "edtf",
    [
        *["", "..", "../..", "soon", "2031-13", "2031-9", "2031-09-03T10:00", "2031\n", "٢٠٣١"],
        *["2031-02-30", "2031-02-29", "2100-02-29", "2031-04-31?", "2031-02-30/2031-03-01", "2031-11-31/.."],
    ],
)
def test_what_is_no_date_is_refused(edtf):
    """By its form, levels 0 and 1 without times of day, and by the calendar."""
    with pytest.raises(UsageError) as e:
        bounds(edtf)

    assert (
        str(e.value)
        == f"expected a date in EDTF such as 2031-09-03, 2031-09, 203X or 2028/2031, found {edtf!r}; correct it"
    )
