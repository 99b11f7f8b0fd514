"""What the views compute: bases that numbers imply, numbers in words, keyness; against values worked out by hand."""

from math import isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitdata.arithmetic import implied_bases, log_likelihood, log_ratio, number_in_words


def number(**changes: object) -> dict[str, object]:
    """A row of `quantities`: 2.8 million tonnes in 2030, with some cells changed."""
    return {
        "id": "moor/n1",
        "article_id": "moor",
        "paragraph_id": "moor/p1",
        "commitment_id": None,
        "indicator": "freight",
        "entity_id": None,
        "dimension": "level",
        "direction": None,
        "status": "actual",
        "value": 2.8e6,
        "low": None,
        "high": None,
        "comparator": "=",
        "approximate": False,
        "unit": "t",
        "counted_en": None,
        "period": "2030",
        **changes,
    }


def growth(**changes: object) -> dict[str, object]:
    """It grew by 40 per cent."""
    given = {"id": "moor/n2", "dimension": "growth", "direction": "increase", "value": 40.0, "unit": "%"}
    return number(**{**given, **changes})


def goal(**changes: object) -> dict[str, object]:
    """It is to be a billion."""
    given = {"id": "moor/n3", "status": "target", "value": 1e9, "unit": "USD", "period": None}
    return number(**{**given, "commitment_id": "moor/c1", **changes})


def doubling(**changes: object) -> dict[str, object]:
    """It is to be doubled."""
    given = {"id": "moor/n4", "dimension": "multiple", "direction": "increase", "value": 2.0, "unit": "1"}
    return goal(**{**given, **changes})


@pytest.mark.parametrize(
    ("level", "change", "expected"),
    [
        (number(), growth(), (2.0e6, "2029", False, "2,800,000 / 1.4")),
        (
            number(value=4.5e6),
            growth(value=62.0),
            (2.8e6, "2029", True, "4,500,000 / 1.62 ≈ 2,777,780, rounded to 2 significant digits"),
        ),
        (
            number(value=4567.0),
            growth(value=62.0),
            (2820.0, "2029", True, "4,567 / 1.62 ≈ 2,819.14, rounded to 3 significant digits"),
        ),
        (
            number(value=4567.0),
            growth(value=62.5),
            (2810.0, "2029", True, "4,567 / 1.625 ≈ 2,810.46, rounded to 4 significant digits"),
        ),
        (
            number(value=1e7),
            growth(value=5.0),
            (9.5e6, "2029", True, "10,000,000 / 1.05 ≈ 9,523,810, rounded to 2 significant digits"),
        ),
        (number(value=4.5), growth(value=10.0, direction="decrease"), (5.0, "2029", False, "4.5 / 0.9")),
        (number(value=1.23), growth(value=97.0, direction="decrease"), (41.0, "2029", False, "1.23 / 0.03")),
        (number(comparator="<"), growth(), (2.0e6, "2029", True, "2,800,000 / 1.4")),
        (number(approximate=True), growth(), (2.0e6, "2029", True, "2,800,000 / 1.4")),
        (number(), growth(approximate=True), (2.0e6, "2029", True, "2,800,000 / 1.4")),
        (number(period="0001"), growth(period="0001"), (2.0e6, "0000", False, "2,800,000 / 1.4")),
        (goal(), doubling(), (5e8, None, False, "1,000,000,000 / 2")),
        (goal(), doubling(value=2.5), (4e8, None, False, "1,000,000,000 / 2.5")),
        (goal(), doubling(direction="decrease"), (2e9, None, False, "1,000,000,000 × 2")),
        (goal(comparator="≥"), doubling(), (5e8, None, True, "1,000,000,000 / 2")),
        (goal(period="2035"), doubling(period="2036"), (5e8, None, False, "1,000,000,000 / 2")),
    ],
)
def test_a_level_and_its_change_imply_the_base(level, change, expected):
    """By growth of the year, rounded to what the two bear; by a target's multiple, as it is; the order is all one."""
    (base,) = implied_bases([level, change])

    assert (level, change, *expected) == base
    assert implied_bases([change, level]) == [base]


@pytest.mark.parametrize(
    "quantities",
    [
        [],
        [number()],
        [number(), growth(indicator="passengers")],
        [number(), growth(entity_id="moor/route")],
        [number(), growth(period="2031")],
        [number(), growth(paragraph_id="moor/p2")],
        [number(), growth(article_id="fen")],
        [number(period=None), growth(period=None)],
        [number(period="2030-21"), growth(period="2030-21")],
        [number(period="2030~"), growth(period="2030~")],
        [number(period="0000"), growth(period="0000")],
        [number(), growth(status="expected")],
        [number(status="expected"), growth(status="expected")],
        [number(status="target"), growth(status="target")],
        [number(), number(id="moor/n9"), growth()],
        [number(), growth(), growth(id="moor/n9")],
        [number(), growth(direction=None)],
        [number(), growth(value=None)],
        [number(), growth(comparator=">")],
        [number(), growth(value=100.0, direction="decrease")],
        [number(), growth(value=140.0, direction="decrease")],
        [number(), growth(value=-5.0)],
        [number(), growth(value=float("nan"))],
        [number(value=float("inf")), growth()],
        [number(value=None), growth()],
        [number(unit=None), growth()],
        [number(), growth(dimension="change")],
        [goal(commitment_id=None), doubling(commitment_id=None)],
        [goal(), doubling(commitment_id="moor/c2")],
        [goal(), doubling(indicator="passengers")],
        [goal(), doubling(entity_id="moor/route")],
        [goal(status="expected"), doubling(status="expected")],
        [number(), doubling(status="actual")],
        [goal(), doubling(), doubling(id="moor/n9")],
        [goal(), goal(id="moor/n9"), doubling()],
        [goal(), doubling(value=0.0)],
        [goal(), doubling(value=-2.0)],
        [goal(), doubling(direction=None)],
        [goal(), doubling(comparator="≥")],
        [goal(dimension="count"), doubling()],
    ],
)
def test_nothing_is_derived_from_what_does_not_belong_together(quantities):
    """Another thing, another time, another paragraph or undertaking; two that could be meant; no figure, no direction."""
    assert implied_bases(quantities) == []


@given(
    level=st.floats(1, 1e12), percent=st.floats(0, 500) | st.integers(0, 500).map(float), decrease=st.floats(0, 99.9)
)
def test_the_rounded_base_is_near_the_exact_one(level: float, percent: float, decrease: float):
    """Two significant digits at least: it is never off by more than a twentieth."""
    (more,) = implied_bases([number(value=level), growth(value=percent)])
    (less,) = implied_bases([number(value=level), growth(value=decrease, direction="decrease")])

    assert isclose(level / (1 + percent / 100), more.value, rel_tol=0.05)
    assert isclose(level / (1 - decrease / 100), less.value, rel_tol=0.05)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"value": 1e9, "unit": "USD"}, "1,000,000,000 USD"),
        ({"value": 1e9, "unit": "XXX", "counted_en": "dukar"}, "1,000,000,000 XXX dukar"),
        ({"value": 3.5, "unit": "%"}, "3.5 %"),
        ({"value": 2.0, "unit": "1"}, "2"),
        ({"value": 2.0, "unit": "1", "counted_en": "crossings"}, "2 crossings"),
        ({"value": 1.5e6, "comparator": "<", "approximate": True}, "< 1,500,000 t"),
        ({"value": 15.0, "comparator": "≥", "unit": "/mo", "counted_en": "ships"}, "≥ 15 ships/mo"),
        ({"value": 300.0, "approximate": True, "unit": "/d"}, "≈ 300 /d"),
        ({"value": 7.0, "comparator": None, "unit": None}, "7"),
        ({"value": None, "low": 5000.0, "high": 7000.0, "unit": "t/a"}, "5,000–7,000 t/a"),
        ({"value": None, "direction": "increase", "dimension": "change"}, "increase without a figure"),
        ({"value": None, "low": 5.0, "dimension": "duration"}, "duration without a figure"),
    ],
)
def test_numbers_in_words(changes, expected):
    """The figure with what bounds it, its unit and what is counted."""
    assert expected == number_in_words(number(**changes))


@pytest.mark.parametrize(
    ("counts", "likelihood", "ratio"),
    [
        ((20, 1000, 10, 2000), 20 * log(2), 2.0),
        ((10, 2000, 20, 1000), 20 * log(2), -2.0),
        ((1, 100, 1, 100), 0.0, 0.0),
        ((8, 100, 0, 100), 16 * log(2), 4.0),
        ((0, 100, 8, 100), 16 * log(2), -4.0),
    ],
)
def test_keyness(counts, likelihood, ratio):
    """By hand: 20 in 1000 against 10 in 2000, where 10 and 20 are expected, gives 2 (20 ln 2 - 10 ln 2)."""
    assert log_likelihood(*counts) == pytest.approx(likelihood)
    assert log_ratio(*counts) == pytest.approx(ratio)


_counts = st.integers(1, 10**6).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(one=_counts.filter(lambda count: count[0] > 0), other=_counts)
def test_keyness_is_symmetric(one: tuple[int, int], other: tuple[int, int]):
    """Seen from the other text the likelihood is the same and the ratio turned round; none is below 0."""
    assert log_likelihood(*one, *other) >= 0
    assert log_likelihood(*one, *other) == pytest.approx(log_likelihood(*other, *one), abs=1e-6)
    assert log_ratio(*one, *other) == pytest.approx(-log_ratio(*other, *one))
