"""What the views compute: the bases that two numbers of an article imply, numbers and entities in words, keyness of words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import isfinite, log, log2
from typing import Any, NamedTuple

from .vocabularies import Comparator, Dimension, Direction, QuantityStatus

__all__ = ["ImpliedBase", "implied_bases", "label", "log_likelihood", "log_ratio", "number_in_words"]

Row = Mapping[str, Any]


class ImpliedBase(NamedTuple):
    """
    The earlier level that a level and a relative change of it imply.

    Attributes:

        level: The row of the level.

        change: The row of the growth or the multiple.

        value: The base, in the unit of the level.

        period: The year it held for; None for the base of a target, which holds when the target is set.

        approximate: A number it is computed from is rough or a bound, or it was rounded.

        derivation: How it was computed, in figures.
    """

    level: Row
    change: Row
    value: float
    period: str | None
    approximate: bool
    derivation: str


def implied_bases(quantities: Iterable[Row]) -> list[ImpliedBase]:
    """
    The bases that rows of `quantities` imply, at most one for each level.

    Growth and level, both actual, of one indicator and entity in one paragraph and one plain year imply the level of the
    year before: the level divided by 1 plus or minus the growth. It is rounded to as many significant digits as the level or
    that factor has, whichever has fewer, zeros at the end of the level not counted, and to at least two; 1.62, from a
    growth of 62 per cent, has three.

    A multiple and a level of one indicator and entity, both targets of one undertaking, imply the level from which it
    sets out: the level divided by the multiple, or multiplied by it where it says decrease. It is not rounded.

    Nothing is derived where two numbers of a kind could be meant, where it is not said which way the change goes, or
    where the change has no value of its own or is only bounded (more than 60 per cent). A level that is bounded gives a
    base that is bounded in the same way.
    """
    pairs: defaultdict[tuple[Any, ...], defaultdict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for q in quantities:
        common = _in_common(q)
        if common:
            pairs[common][q["dimension"]].append(q)
    found = (_base(numbers[Dimension.LEVEL], numbers[common[0]]) for common, numbers in pairs.items())
    return [base for base in found if base]


def _in_common(q: Row) -> tuple[Any, ...] | None:
    """What a number shares with the one it may be computed with, the kind of change first; None where it takes no part."""
    if q["indicator"] is None:
        return None
    measured = (q["article_id"], q["indicator"], q["entity_id"])
    if q["status"] == QuantityStatus.ACTUAL and q["dimension"] in {Dimension.LEVEL, Dimension.GROWTH} and q["period"]:
        return (Dimension.GROWTH, *measured, q["paragraph_id"], q["period"])
    is_aim = q["status"] == QuantityStatus.TARGET and q["dimension"] in {Dimension.LEVEL, Dimension.MULTIPLE}
    if is_aim and q["commitment_id"]:
        return (Dimension.MULTIPLE, *measured, q["commitment_id"])
    return None


def _base(levels: Sequence[Row], changes: Sequence[Row]) -> ImpliedBase | None:
    if len(levels) != 1 or len(changes) != 1:
        return None
    (level,), (change,) = levels, changes
    if None in (level["value"], level["unit"], change["value"], change["direction"]):
        return None
    if change["comparator"] != Comparator.EQUAL or not isfinite(level["value"]) or not isfinite(change["value"]):
        return None
    return (
        _base_of_target(level, change) if change["dimension"] == Dimension.MULTIPLE else _base_of_growth(level, change)
    )


def _base_of_target(level: Row, multiple: Row) -> ImpliedBase | None:
    if multiple["value"] <= 0:
        return None
    is_more = multiple["direction"] == Direction.INCREASE
    value = level["value"] / multiple["value"] if is_more else level["value"] * multiple["value"]
    derivation = f"{_figures(level['value'])} {'/' if is_more else '×'} {_figures(multiple['value'])}"
    return ImpliedBase(level, multiple, value, None, _is_rough(level, multiple), derivation)


def _base_of_growth(level: Row, growth: Row) -> ImpliedBase | None:
    percent = Decimal(repr(growth["value"])).normalize()
    places = max(0, -int(percent.as_tuple().exponent)) + 2
    factor = 1 + (percent if growth["direction"] == Direction.INCREASE else -percent) / 100
    year = re.fullmatch("[0-9]{4}", level["period"])
    if percent < 0 or factor <= 0 or not year or int(year[0]) == 0:
        return None
    exact = Decimal(repr(level["value"])) / factor
    digits = max(2, min(_significant(level["value"]), factor.adjusted() + 1 + places))
    value = float(f"{exact:.{digits - 1}e}")
    derivation = f"{_figures(level['value'])} / {_figures(float(factor))}"
    is_rounded = value != float(exact)
    if is_rounded:
        derivation += f" ≈ {_figures(float(f'{exact:.5e}'))}, rounded to {digits} significant digits"
    period = f"{int(year[0]) - 1:04}"
    return ImpliedBase(level, growth, value, period, is_rounded or _is_rough(level, growth), derivation)


def _is_rough(level: Row, change: Row) -> bool:
    return bool(level["approximate"] or change["approximate"] or level["comparator"] != Comparator.EQUAL)


def _significant(value: float) -> int:
    """How many significant digits a number has, zeros at its end not counted."""
    return len(Decimal(repr(value)).normalize().as_tuple().digits)


def _figures(value: float) -> str:
    """A number in figures with thousands set off: ``1,000,000,000``."""
    return format(Decimal(repr(value)).normalize(), ",f")


def number_in_words(q: Row) -> str:
    """
    A row of `quantities` as one would write it: ``1,000,000,000 USD``, ``< 1,500,000 t``, ``≈ 300 containers/d``, ``2``.

    A range is two figures with a dash; of what has no figure the direction or the kind is given. What is counted stands in
    Russian where no English is coded.
    """
    if q["value"] is not None:
        bound = "" if q["comparator"] in {None, Comparator.EQUAL} else f"{q['comparator']} "
        figures = f"{bound or ('≈ ' if q['approximate'] else '')}{_figures(q['value'])}"
    elif None not in (q["low"], q["high"]):
        figures = f"{_figures(q['low'])}–{_figures(q['high'])}"
    else:
        return f"{q['direction'] or q['dimension']} without a figure"
    unit, counted = q["unit"] or "1", q["counted_en"] or q.get("counted_ru") or ""
    if unit == "1":
        what = counted
    elif unit.startswith("/"):
        what = f"{counted}{unit}"
    else:
        what = f"{unit} {counted}"
    return f"{figures} {what}".rstrip()


def label(entity: Row) -> str:
    """
    What a row of `entities` is called: its English name; where none is coded its Russian one, else what its id ends with.

    >>> label({"id": "art/verevo", "label_en": None, "label_ru": "Верево"})
    'Верево'
    """
    names: tuple[str | None, ...] = (entity["label_en"], entity["label_ru"], entity["id"].rpartition("/")[2])
    return next(name for name in names if name is not None)


def log_likelihood(n: int, total: int, n_rest: int, rest_total: int) -> float:
    """
    G² of a word's frequency in one text against another: how little the difference looks like chance.

    The form with two cells that corpus linguists use (Dunning 1993, Accurate Methods for the Statistics of Surprise and
    Coincidence; Rayson and Garside 2000, Comparing Corpora using Frequency Profiling). 3.84 is the 5 per cent point,
    6.63 the 1 per cent point of its distribution.

    >>> round(log_likelihood(20, 1000, 10, 2000), 2)
    13.86

    Args:

        n: How often it occurs in the text.

        total: How many words the text has.

        n_rest: How often it occurs in the other text.

        rest_total: How many words the other text has.
    """
    share = (n + n_rest) / (total + rest_total)
    observed = ((n, total), (n_rest, rest_total))
    # The last digits of the logarithms may leave less than nothing.
    return max(0.0, 2 * sum(times * log(times / (size * share)) for times, size in observed if times))


def log_ratio(n: int, total: int, n_rest: int, rest_total: int) -> float:
    """
    How many times a word is more frequent in one text than in another, as binary logarithm: 1 is twice, -1 half.

    A frequency of 0 counts as 0.5 (Hardie 2014, Log Ratio: an informal introduction). Arguments are those of
    `log_likelihood`.

    >>> log_ratio(20, 1000, 10, 2000)
    2.0
    """
    return log2(((n or 0.5) / total) / ((n_rest or 0.5) / rest_total))
