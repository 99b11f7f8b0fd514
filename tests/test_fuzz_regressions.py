"""What the fuzzer found once stays mended, and what it begins with is sound; the fuzzer itself is `python -m tests.fuzz`."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from .fuzz.mutate import mutations
from .fuzz.seeds import dictionary, seeds
from .fuzz.targets import TARGETS
from .processes import run

ROOT = Path(__file__).parent.parent
FOUND = Path(__file__).parent / "faults"
FAULTS = sorted(FOUND.glob("fuzz_*"))

every_target = pytest.mark.parametrize("target", TARGETS)


def fuzz(*arguments: str, **options: str) -> tuple[int, str, str]:
    """Run the fuzzer as a person does."""
    done = run(sys.executable, "-m", "tests.fuzz", *arguments, cwd=ROOT, **options)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path: Path) -> None:
    """Every kept file is taken or refused as was promised; its name says of which target it is and what was wrong."""
    function, longest = TARGETS[path.name.split("_")[1]]
    data = path.read_bytes()

    assert len(data) <= longest
    function(data)


@every_target
def test_what_fuzzing_begins_with_is_sound(target: str) -> None:
    """The first inputs of every target break no promise, and are not cut by the fuzzer."""
    function, longest = TARGETS[target]
    begun = seeds(target)

    assert begun
    assert max(map(len, begun)) <= longest
    for data in begun[:12]:
        function(data)


@every_target
def test_some_damage_breaks_no_promise(target: str) -> None:
    """A few seeded mutations of every target's first inputs, for where there is no fuzzer."""
    function, longest = TARGETS[target]

    for data in mutations(seeds(target), 20, seed=5):
        function(data[:longest])


def test_mutations_are_the_same_each_time() -> None:
    """What was found can be found again by its seed."""
    first, second = (list(mutations([b"one", b"another"], 50, seed=9)) for _ in range(2))

    assert first == second
    assert len({*first}) > 25


def test_words_are_written_for_libfuzzer() -> None:
    """A word a line, in quotation marks, every byte of it escaped."""
    lines = dictionary().splitlines()

    assert '"\\x71\\x75\\x6f\\x74\\x61\\x74\\x69\\x6f\\x6e\\x73"' in lines
    assert all(line[0] == line[-1] == '"' and line.isascii() for line in lines)


def test_nothing_found_is_said(tmp_path: Path) -> None:
    """Where all went well the status is 0 and nothing is kept."""
    status, told, _ = fuzz("--mutations", "20", "--target", "edtf", "offsets", "--keep", str(tmp_path / "kept"))

    assert (0, "edtf: 20 mutations, 0 finds\noffsets: 20 mutations, 0 finds\nnothing was found\n") == (status, told)
    assert not (tmp_path / "kept").exists()


def test_a_kept_file_is_run_again() -> None:
    """The command that is printed with a find repeats it."""
    status, told, _ = fuzz("--target", "edtf", "--repeat", str(FOUND / "fuzz_edtf_reversed"))

    assert (0, "nothing was found\n") == (status, told)


def test_the_fuzzer_runs_or_says_that_it_is_not_there(tmp_path: Path) -> None:
    """For a bounded time where it is installed, otherwise one line says what to install."""
    status, told, complaint = fuzz("--seconds", "1", "--target", "edtf", "--keep", str(tmp_path / "kept"))

    if find_spec("atheris"):
        assert (0, "nothing was found") == (status, told.splitlines()[-1])
    else:
        expected = "atheris is not installed; pip install 'summitdata[fuzz]', or use --mutations N\n"
        assert (2, "", expected) == (status, told, complaint)
    assert not (tmp_path / "kept").exists()
