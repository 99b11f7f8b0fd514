"""Dates as the tables write them, in EDTF, as the days they may mean."""

import datetime as dt
import re
from calendar import monthrange

from .exceptions import UsageError, shown
from .fields import EDTF

__all__ = ["bounds"]

Days = tuple[dt.date | None, dt.date | None]

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
    if not re.fullmatch(EDTF, edtf):
        msg = f"expected a date in EDTF such as 2031-09-03, 2031-09, 203X or 2028/2031, found {shown(edtf)}; correct it"
        raise UsageError(msg)
    ends = edtf.split("/")
    first, last = _days(ends[0])[0], _days(ends[-1])[1]
    # What ends before it begins has no day: nothing is made of it.
    return (None, None) if first and last and last < first else (first, last)


def _days(date: str) -> Days:
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
        return _date(low, first, int(day)), _date(low, first, int(day))
    return _date(low, first, 1), _date(high + last // 13, (last - 1) % 12 + 1, _length(high, last))


def _length(year: int, month: int) -> int:
    """How many days a month has; months are counted on into the next year."""
    return monthrange(year + month // 13, (month - 1) % 12 + 1)[1]


def _date(year: int, month: int, day: int) -> dt.date | None:
    return dt.date(year, month, day) if dt.MINYEAR <= year <= dt.MAXYEAR else None
