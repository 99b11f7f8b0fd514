"""The page of promises names tests that are there, and leaves no fault of its catalogue out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")
NUMBERS = {"A": 19, "B": 55, "C": 10, "D": 26, "E": 19, "F": 15, "G": 16, "H": 15}


def _tests(file: str) -> set[str]:
    return set(re.findall(r"^def (test_\w+)", (ROOT / "tests" / file).read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+\.py(?:::test_\w+)?)`", PAGE))))
def test_a_test_that_is_named_is_there(name: str) -> None:
    """Whoever looks for what holds a promise finds it."""
    file, _, test = name.partition("::")

    assert (ROOT / "tests" / file).is_file()
    assert not test or test in _tests(file)


@pytest.mark.parametrize(("group", "number"), NUMBERS.items())
def test_every_fault_stands_there_once(group: str, number: int) -> None:
    """Each in its order, with a test or the reason why there is none."""
    listed = re.findall(rf"^\| ({group}\d+) \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)

    assert [f"{group}{n}" for n in range(1, number + 1)] == [name for name, _, _ in listed]
    assert all("`test_" in held or held.startswith("–, ") for _, _, held in listed)


def test_every_promise_is_held() -> None:
    """Seventeen promises, each with a test or a file of them."""
    promises = re.findall(r"^(\d+)\. ((?:.|\n(?!\d+\. |\n))+)", PAGE, re.MULTILINE)

    assert [str(n) for n in range(1, 18)] == [number for number, _ in promises]
    assert all("Held by `test_" in text for _, text in promises)
