"""Dates as the tables write them, in EDTF, as the days they may mean."""

import datetime as dt
import re
from calendar import monthrange

from .exceptions import UsageError, shown
from .fields import EDTF

__all__ = ["bounds", "is_reversed"]

Days = tuple[dt.date | None, dt.date | None]
_Day = tuple[int, int, int]

#: Months counted on into the next year, so that winter has three in a row.
_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 14)}


def bounds(edtf: str) -> Days:
    """
    The first and the last day that a date or an interval may mean, whichever way it is qualified (``?``, ``~``, ``%``).

    Seasons are those of the northern hemisphere by whole months; the winter of a year begins in its December. An end is
    None where it is open or unknown, and where it lies outside the years 1 to 9999 that Python's dates have; both are None
    for an interval that ends before it begins, which is no time at all.

    Raises:

        UsageError: It is not of the form that the tables' columns of dates demand (`summitdata.fields.EDTF`).

    >>> bounds("2022-10/2025-10")
    (datetime.date(2022, 10, 1), datetime.date(2025, 10, 31))
    >>> bounds("2031-23")
    (datetime.date(2031, 9, 1), datetime.date(2031, 11, 30))
    >>> bounds("2011/..")
    (datetime.date(2011, 1, 1), None)
    """
    first, last = _ends(edtf)
    # What ends before it begins has no day: nothing is made of it.
    return (None, None) if _turned(first, last) else (_date(first), _date(last))


def is_reversed(edtf: str) -> bool:
    """
    Whether an interval ends before it begins, whatever days its ends may mean.

    Raises:

        UsageError: It is not of the form that the tables' columns of dates demand (`summitdata.fields.EDTF`).

    >>> is_reversed("2035/2031"), is_reversed("2031-09/2031"), is_reversed("2031")
    (True, False, False)
    """
    return _turned(*_ends(edtf))


def _turned(first: _Day | None, last: _Day | None) -> bool:
    return first is not None and last is not None and last < first


def _ends(edtf: str) -> tuple[_Day | None, _Day | None]:
    """The first and the last day of any year, 0 and 10000 among them, that Python's dates do not have."""
    if not re.fullmatch(EDTF, edtf):
        msg = f"expected a date in EDTF such as 2031-09-03, 2031-09, 203X or 2028/2031, found {shown(edtf)}; correct it"
        raise UsageError(msg)
    ends = edtf.split("/")
    return _days(ends[0])[0], _days(ends[-1])[1]


def _days(date: str) -> tuple[_Day | None, _Day | None]:
    """The first and the last day of a date that is no interval."""
    if date in {"", ".."}:
        return None, None
    year, month, day = [*date.rstrip("?~%").split("-"), "", ""][:3]
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month in _SEASONS:
        first, last = _SEASONS[month]
    elif month.isdigit():
        first = last = int(month)
    else:
        first, last = 1, 12
    if day.isdigit():
        return (low, first, int(day)), (low, first, int(day))
    return (low, first, 1), (high + last // 13, (last - 1) % 12 + 1, _length(high, last))


def _length(year: int, month: int) -> int:
    """How many days a month has; months are counted on into the next year."""
    return monthrange(year + month // 13, (month - 1) % 12 + 1)[1]


def _date(day: _Day | None) -> dt.date | None:
    return dt.date(*day) if day is not None and dt.MINYEAR <= day[0] <= dt.MAXYEAR else None
