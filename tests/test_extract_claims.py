"""Two do not do the same work, and what the dead claimed is free."""

import errno
import json
import os
import platform
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from summitdata.extract.runs import claims
from summitdata.extract.runs.claims import Holder, claimed

#: A number that no process has.
DEAD = 2**22 + 1


@pytest.fixture
def new(tmp_path: Path) -> Callable[[], Path]:
    """Gives paths at which there is nothing."""
    (tmp_path / "new").mkdir()
    return lambda: tmp_path / "new" / secrets.token_hex(6)


def left(path: Path, host: str, pid: int, run: str) -> None:
    """A claim whose process is gone, or on another machine."""
    path.write_text(json.dumps([host, pid, run]), "utf-8")


def test_one_has_it_and_the_other_is_told(tmp_path: Path, new: Callable[[], Path]) -> None:
    """Until the first is done; nothing is left then."""
    path = tmp_path / "job"
    with claimed(path, new, "a") as first, claimed(path, new, "b", break_lock=True) as second:
        pass
    with claimed(path, new, "b") as third:
        assert path.exists()

    assert (None, Holder(platform.node(), os.getpid(), "a"), None) == (first, second, third)
    assert f"process {os.getpid()} on {platform.node()}" == str(second)
    assert ["new"] == [one.name for one in tmp_path.iterdir()]
    assert [] == list((tmp_path / "new").iterdir())


@pytest.mark.parametrize(
    ("holder", "break_lock", "is_free"),
    [
        ((platform.node(), DEAD, "old"), False, True),
        (("node7", DEAD, "old"), False, False),
        (("node7", DEAD, "old"), True, True),
        (("node7", DEAD, "mine"), False, True),
    ],
)
def test_a_claim_that_nobody_keeps_locked(
    holder: tuple[str, int, str], break_lock: bool, is_free: bool, tmp_path: Path, new: Callable[[], Path]
) -> None:
    """That of this machine or of one's own run is free, that of another machine when it is broken."""
    left(tmp_path / "job", *holder)
    with claimed(tmp_path / "job", new, "mine", break_lock=break_lock) as found:
        pass

    assert (None if is_free else Holder(*holder)) == found
    assert is_free != (tmp_path / "job").exists()


@pytest.mark.parametrize("text", ["", "[1", "{}", "[]"])
def test_a_claim_that_says_nothing_is_free_where_it_is_not_locked(
    text: str, tmp_path: Path, new: Callable[[], Path]
) -> None:
    """Whoever made it ended before they could say so."""
    (tmp_path / "job").write_text(text)
    with claimed(tmp_path / "job", new, "a") as found:
        pass

    assert found is None


def test_a_lock_counts_whatever_the_claim_says(tmp_path: Path, new: Callable[[], Path]) -> None:
    """Someone lives who has it."""
    with claimed(tmp_path / "job", new, "a"):
        (tmp_path / "job").write_text("")
        with claimed(tmp_path / "job", new, "b") as found:
            pass

    assert Holder("a machine that does not say", 0, "") == found


@pytest.mark.parametrize(("pid", "is_free"), [(os.getpid(), False), (DEAD, True), (1, False)])
def test_without_locks_the_process_is_asked_for(
    pid: int, is_free: bool, tmp_path: Path, new: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems have none."""
    if sys.platform == "win32":
        pytest.skip("processes cannot be asked for here")
    monkeypatch.setattr(claims, "locked", lambda _: None)
    left(tmp_path / "job", platform.node(), pid, "old")
    with claimed(tmp_path / "job", new, "a") as found:
        pass

    assert is_free == (found is None)


def test_a_process_that_one_may_not_ask_for_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is another user's."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(os, "kill", refuse)

    assert claims._lives(1)


def test_where_asking_would_end_it_a_process_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every system knows the question."""
    monkeypatch.setattr(os, "name", "nt")

    assert claims._lives(DEAD)


def test_what_is_taken_away_meanwhile_is_tried_again(
    tmp_path: Path, new: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever was done just then, or by whoever swept."""
    path = tmp_path / "job"
    locked, times = claims.locked, []

    def taking(file: object) -> object:
        times.append(1)
        if len(times) == 1:
            # One's own file, before it has its name.
            next((tmp_path / "new").iterdir()).unlink()
        if len(times) == 2:
            left(path, "node7", 1, "x")
        if len(times) == 3:
            path.unlink()
        return locked(file)  # type: ignore[arg-type]

    monkeypatch.setattr(claims, "locked", taking)
    with claimed(path, new, "a") as found:
        pass

    assert found is None
    assert len(times) == 4
