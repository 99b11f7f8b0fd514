"""The error tree, and the pieces that every message is made of."""

import pickle

import pytest

from summitdata import exceptions
from summitdata.exceptions import (
    ConversionError,
    SummitDataError,
    UnknownNameError,
    known_name,
    nearest,
    shown,
)
from summitdata.problems import Problem

NATURAL = {
    "AttachError": ValueError,
    "ConflictError": FileExistsError,
    "ConversionError": TypeError,
    "FormatError": ValueError,
    "IntegrityError": OSError,
    "LimitError": ValueError,
    "MissingExtraError": ImportError,
    "NotFoundError": FileNotFoundError,
    "SchemaError": ValueError,
    "UnknownNameError": KeyError,
    "UsageError": ValueError,
    "WriteError": OSError,
}


class Lines:
    """A value whose representation runs over several lines."""

    def __repr__(self) -> str:
        return "first\nsecond\x07"


def nested(depth):
    """A list in a list in a list."""
    value = []
    for _ in range(depth):
        value = [value]
    return value


def test_every_error_has_its_natural_builtin():
    """The table above leaves no class of the tree out."""
    named = {name for name in exceptions.__all__ if name != "SummitDataError"}

    assert named == set(NATURAL)


@pytest.mark.parametrize(("name", "builtin"), NATURAL.items())
def test_errors_are_caught_by_the_base_and_by_the_builtin(name, builtin):
    """Whoever catches the base class, or the built-in that fits, catches the error, whose text is its message."""
    error = getattr(exceptions, name)("what is wrong")

    with pytest.raises(builtin) as e:
        raise error

    assert (isinstance(e.value, SummitDataError), str(e.value)) == (True, "what is wrong")


def test_conversion_error_carries_its_problems_through_pickling():
    """The problems come along to another process."""
    problem = Problem(table="articles", rule="type", expected="text")

    error = pickle.loads(pickle.dumps(ConversionError("wrong", [problem])))  # noqa: S301 - our own bytes

    assert ("wrong", (problem,)) == (str(error), error.problems)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "'plain'"),
        ("Абай", "'Абай'"),
        ("two\nlines\r\x85\u2028", r"'two\nlines\r\x85\u2028'"),
        ("\x1b[31mred", r"'\x1b[31mred'"),
        ("\u202eright to left", r"'\u202eright to left'"),
        ("\ud800", r"'\ud800'"),
        (Lines(), r"first\nsecond\x07"),
        (None, "None"),
        ("x" * 158, f"'{'x' * 158}'"),
        ("x" * 159, f"'{'x' * 159}… (161 characters)"),
        (list(range(1000)), f"{str(list(range(1000)))[:160]}… (4890 characters)"),
        (10**5000, "<int too large to show>"),
        (nested(100_000), "<list too large to show>"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_shown_values_stay_on_one_short_line(value, expected):
    """Control characters, surrogates and line breaks are escaped, long values cut, and no value breaks the message."""
    assert expected == shown(value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("quotation", "did you mean 'quotations'?"),
        ("MENTIONS", "did you mean 'mentions'?"),
        ("silences", "the tables: quotations, mentions."),
        ("", "the tables: quotations, mentions."),
        (["mentions"], "the tables: quotations, mentions."),
        ("mentions" + "x" * 10_000, "the tables: quotations, mentions."),
    ],
    ids=["near", "case", "far", "empty", "no name", "long"],
)
def test_nearest_names_the_closest_or_all(name, expected):
    """A name that is close to a known one brings that one up, any other all of them."""
    assert expected == nearest(name, ["quotations", "mentions"], "the tables")


MANY = [f"table_{n}" for n in range(40)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("q" * 58, ", ".join(MANY)),
        ("q" * 59, f"{', '.join(MANY[:17])} … (40 in all)"),
        ("\x1b" * 1000, f"{', '.join(MANY[:17])} … (40 in all)"),
    ],
    ids=["short", "long", "hostile"],
)
def test_a_name_that_nobody_mistyped_brings_up_no_long_list(name, expected):
    """A message stays short where the name is long already."""
    assert f"the tables: {expected}." == nearest(name, MANY, "the tables")


def test_known_names_are_given_back():
    """A name that is known passes through."""
    assert known_name("b", ("a", "b"), "letter") == "b"


@pytest.mark.parametrize("name", ["c\n", 1, None, ["a"], {}])
def test_unknown_names_are_refused(name):
    """Anything else is refused, also what is no name at all."""
    with pytest.raises(UnknownNameError) as e:
        known_name(name, ("a", "b"), "letter")

    assert str(e.value) == f"there is no letter {name!r}; the letters: a, b."
