"""Builds: the same archives to the last byte, whoever builds them, when and where."""

import os
import re
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from subprocess import run

import pytest

from summitdata._manifest import CHANGES, FILES

from .conftest import ROOT

#: What an sdist is made of, and what tells the build what to leave out.
SOURCES = (
    "src",
    "tests",
    "docs",
    "README.md",
    "LICENSE",
    "LICENSE-DATA",
    "CITATION.cff",
    "pyproject.toml",
    ".gitignore",
)
PASSING = shutil.ignore_patterns("__pycache__", "*.pyc", "_build", ".hypothesis", "node_modules")

#: The day that hatchling gives to what it packs, unless SOURCE_DATE_EPOCH says another.
DAY = (2020, 2, 2)


def checkout(folder: Path, *, mode: int, age: int) -> Path:
    """A copy of the repository as it lies on somebody's disk: the modes and times of its files are theirs."""
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=PASSING)
        elif path.exists():
            folder.mkdir(exist_ok=True)
            shutil.copy(path, folder / name)
    for number, path in enumerate(sorted(folder.rglob("*"))):
        if path.is_file():
            path.chmod(mode)
            os.utime(path, (age + number, age + number))
    return folder


def build(folder: Path, out: Path, umask: int, *arguments: str, **variables: str) -> None:
    """Build what is asked for from a folder, with the libraries that are here."""
    env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), *arguments, str(folder)]
    run(command, check=True, capture_output=True, cwd=folder.parent, env={**env, **variables}, umask=umask)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What two people build: one the wheel out of the repository and the sdist, the other the sdist and the wheel out of that."""
    for needed in ("build", "hatchling"):
        if find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed, so nothing can be built here")
    root = tmp_path_factory.mktemp("builds")
    one = checkout(root / "one" / "summitdata", mode=0o644, age=1_600_000_000)
    other = checkout(root / "other" / "a folder of another name", mode=0o600, age=1_750_000_001)
    made = {name: root / "made" / name for name in ("one", "other", "dated")}
    plain = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
    strange = {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "2"}
    jobs: list[Callable[[], None]] = [
        lambda: build(one, made["one"], 0o022, "--wheel", "--sdist", **plain),
        lambda: build(other, made["other"], 0o077, **strange),
        lambda: build(one, made["dated"], 0o022, "--wheel", SOURCE_DATE_EPOCH="1700000000", **plain),
    ]
    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(job) for job in jobs]:
            job.result()
    return made


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every archive in a folder, by name."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def archive(folder: Path, suffix: str) -> Path:
    """The one archive of a kind."""
    (path,) = folder.glob(f"*{suffix}")
    return path


def test_two_builds_are_one(builds: dict[str, Path]) -> None:
    """Wheel and sdist are the same to the last byte over times, modes, umask, zone, locale and place, and the wheel of the
    sdist is the wheel of the repository.
    """
    made = hashes(builds["one"])

    assert made == hashes(builds["other"])
    assert [".gz", ".whl"] == sorted(Path(name).suffix for name in made)


def test_what_is_packed_has_a_day_of_its_own(builds: dict[str, Path]) -> None:
    """Times are fixed where nobody says any, and SOURCE_DATE_EPOCH is heeded; the content is the same."""
    one, dated = (zipfile.ZipFile(archive(builds[name], ".whl")) for name in ("one", "dated"))
    with one, dated:
        content = {name: one.read(name) for name in one.namelist()}

        assert {DAY} == {info.date_time[:3] for info in one.infolist()}
        assert {(2023, 11, 14)} == {info.date_time[:3] for info in dated.infolist()}
        assert content == {name: dated.read(name) for name in dated.namelist()}


def test_the_modes_in_the_archives_are_not_those_of_the_disk(builds: dict[str, Path]) -> None:
    """Whoever unpacks them can read every file, whatever the umask of whoever built them."""
    with (
        zipfile.ZipFile(archive(builds["other"], ".whl")) as wheel,
        tarfile.open(archive(builds["other"], ".gz")) as sdist,
    ):
        assert {0o644} == {info.external_attr >> 16 & 0o777 for info in wheel.infolist()}
        assert {0o644} == {member.mode & 0o666 for member in sdist.getmembers() if member.isfile()}
        assert {(0, 0, "", "")} == {(m.uid, m.gid, m.uname, m.gname) for m in sdist.getmembers()}


def test_the_data_in_the_wheel_are_those_of_the_manifest(builds: dict[str, Path]) -> None:
    """Every shipped file has the size and the hash that the code holds it against."""
    with zipfile.ZipFile(archive(builds["one"], ".whl")) as wheel:
        found = {
            Path(name).stem: (sha256(wheel.read(name)).hexdigest(), wheel.getinfo(name).file_size)
            for name in wheel.namelist()
            if name.endswith(".parquet")
        }

    assert {**FILES, "changes": CHANGES} == found


def test_the_sdist_has_what_the_wheel_and_the_tests_need(builds: dict[str, Path]) -> None:
    """All sources and nothing that was made on the way."""
    with tarfile.open(archive(builds["one"], ".gz")) as sdist:
        names = {member.name.partition("/")[2] for member in sdist.getmembers()}

    assert {"pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", "CITATION.cff", "PKG-INFO"} <= names
    assert {"src/summitdata/data/compile.py", "tests/synthetic/article.txt", "docs/conf.py"} <= names
    assert [name for name in names if re.search(r"__pycache__|\.pyc$|\.so$|\.egg-info|/\.[^/]*cache", name)] == []


def test_every_file_of_the_wheel_is_in_its_record(builds: dict[str, Path]) -> None:
    """Installers hold each file against a SHA-256."""
    with zipfile.ZipFile(archive(builds["one"], ".whl")) as wheel:
        (record,) = (name for name in wheel.namelist() if name.endswith(".dist-info/RECORD"))
        lines = wheel.read(record).decode().splitlines()
        listed = {line.rsplit(",", 2)[0]: line.rsplit(",", 2)[1] for line in lines}

        assert set(wheel.namelist()) == set(listed)
        assert {record} == {name for name, digest in listed.items() if not digest.startswith("sha256=")}
