"""The same files make the same jobs, in whatever order they come; and a job is a value."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from summitdata.corpus import PART_NAME
from summitdata.exceptions import UsageError
from summitdata.extract.files.inputs import Input
from summitdata.extract.runs.planning import described, job_of, job_of_text, job_text, part_name, plan


def one(name: str, kind: str = "text", path: str = "/none") -> Input:
    """A file that need not be there."""
    return Input(path=path, name=name, kind=kind)


@drawn(st.permutations([one(f"{n}.txt") for n in range(7)] + [one("x.jsonl", "jsonl"), one("y.warc", "warc")]))
def test_the_order_of_the_files_does_not_count(files: list[Input]) -> None:
    """Texts come in the order of their names, and files of many texts each by itself."""
    jobs = plan(files, 3)

    assert jobs == plan(sorted(files, key=lambda file: file.name), 3)
    assert sorted(["0.txt 1.txt 2.txt", "3.txt 4.txt 5.txt", "6.txt", "x.jsonl", "y.warc"]) == sorted(
        " ".join(file.name for file in job.inputs) for job in jobs
    )


@drawn(st.lists(st.text(max_size=300), unique=True, max_size=8), st.integers(1, 4))
def test_names_of_parts_can_be_those_of_files(names: list[str], n: int) -> None:
    """Whatever the files are called, there are as many different names, in lower case, and they lead nowhere."""
    jobs = plan(map(one, names), n)
    parts = [part_name(job, number) for job in jobs for number in (0, 1, 10)]

    assert len({*parts}) == len(parts) == 3 * -(-len(names) // n)
    assert all(PART_NAME.fullmatch(part) and part == part.lower() and len(part) < 80 for part in parts)
    assert [job.name for job in jobs for _ in range(3)] == [job_of(part) for part in parts]


@pytest.mark.parametrize("name", ["../x", "_x", ".x", "__HIVE_DEFAULT_PARTITION__", "a\0b", "я" * 300, "a=b", ""])
def test_a_hostile_name_is_a_name(name: str) -> None:
    """It stays in the folder, and is told apart from what looks like it."""
    (job,) = plan([one(name)])
    (other,) = plan([one(f"{name}.")])

    assert PART_NAME.fullmatch(job.name)
    assert job.name != other.name


def test_a_job_is_a_value() -> None:
    """It goes to other processes as a line of JSON or otherwise."""
    (job,) = plan([one("a.txt"), one("b\udcff.html", "html")])

    assert job == job_of_text(job_text(job))
    assert job == pickle.loads(pickle.dumps(job))  # noqa: S301 - our own


def test_a_very_long_file_is_a_job_of_its_own(tmp_path: Path) -> None:
    """It would make the memory of a part that of many."""
    (tmp_path / "long").touch()
    with (tmp_path / "long").open("r+b") as file:
        file.truncate(9 * 2**20)
    jobs = plan([one("a.txt"), one("b.txt", path=str(tmp_path / "long")), one("c.txt")])

    assert sorted([["a.txt", "c.txt"], ["b.txt"]]) == sorted([file.name for file in job.inputs] for job in jobs)


@pytest.mark.parametrize("n", [0, -1, 1.0, True, "3"])
def test_a_part_has_a_whole_number_of_articles(n: Any) -> None:
    """Anything else is misuse."""
    with pytest.raises(UsageError) as e:
        plan([], n)

    assert f"expected a number of articles of at least 1, found {n!r}" == str(e.value)


def test_two_files_of_one_name_are_told() -> None:
    """Their articles could not be told apart by their sources."""
    with pytest.raises(UsageError) as e:
        plan([one("a.txt", path="/1"), one("b.txt"), one("a.txt", path="/2")])

    assert "two files have the name 'a.txt'; give the folder that both lie in" == str(e.value)


def test_a_file_is_described_by_what_it_holds(tmp_path: Path) -> None:
    """One that cannot be read, and one that is not read, too: what is wrong with it may change."""
    (tmp_path / "a").write_text("x")
    files = [
        one("a", path=str(tmp_path / "a")),
        one("b", path=str(tmp_path / "b")),
        Input(path="", name="c", kind="none", reason="a link"),
        Input(path="", name="d", kind="none", reason="no"),
    ]
    made = described(files)

    assert [1, 0, 0, 0] == [entry.bytes for entry in made.values()]
    assert len({entry.sha256 for entry in made.values()}) == 4
