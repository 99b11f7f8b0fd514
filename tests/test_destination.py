"""Folders and files are written whole or not at all, whatever is in their way."""

import errno
import os
import secrets
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd
from summitdata import destination
from summitdata.destination import _renameat2, put_aside, replacing, writing
from summitdata.exceptions import ConflictError, NotFoundError, WriteError
from summitdata.formats import REVERSIBLE

from .folders import article, corpus_of, everything, one, silence
from .processes import python, unprivileged

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes are those of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the call is that of Linux")

OLD = corpus_of(articles=[article()], silences=[silence(1, question_en="old?")])
NEW = corpus_of(articles=[article()], silences=[silence(1, question_en="new?"), silence(2)])
PARTS = corpus_of(
    articles=[article("art"), article("brt")], silences=[silence(1), one("silences", id="brt/x1", article_id="brt")]
).in_parts(1)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with an older corpus, alone in its own folder."""
    (tmp_path / "place").mkdir()
    OLD.write(tmp_path / "place" / "out", "csv")
    return tmp_path / "place" / "out"


def _nothing(path: Path) -> None:
    """Make nothing."""


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("make", [_nothing, Path.mkdir], ids=["missing", "empty"])
def test_a_corpus_is_written_where_nothing_is(make: Callable[[Path], object], overwrite: bool, tmp_path: Path) -> None:
    """A destination that is not there or empty is taken, and nothing is left beside it."""
    make(tmp_path / "out")
    NEW.write(tmp_path / "out", overwrite=overwrite)

    assert sd.open(tmp_path / "out") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_destination_is_relative_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain name is a folder here."""
    monkeypatch.chdir(tmp_path)
    NEW.write("out")
    (tmp_path / "inner").mkdir()
    NEW.write("inner/../out2/")

    assert [sd.open(tmp_path / "out"), sd.open("out2")] == [NEW, NEW]


def _corpus(path: Path) -> None:
    OLD.write(path, "csv")


def _corpus_with_more(path: Path) -> None:
    OLD.write(path, "csv")
    (path / "notes.txt").write_text("mine")


def _corpus_with_link(path: Path) -> None:
    OLD.write(path, "csv")
    (path / "silences.csv").rename(path.with_name("elsewhere.csv"))
    (path / "silences.csv").symlink_to(path.with_name("elsewhere.csv"))


def _parts(path: Path) -> None:
    PARTS.write(path, "csv")


def _parts_with_more(path: Path) -> None:
    PARTS.write(path, "csv")
    (path / "silences" / "notes.txt").write_text("mine")


def _parts_with_link(path: Path) -> None:
    PARTS.write(path, "csv")
    (path / "silences" / "0002.csv").rename(path.with_name("elsewhere.csv"))
    (path / "silences" / "0002.csv").symlink_to(path.with_name("elsewhere.csv"))


def _parts_elsewhere(path: Path) -> None:
    PARTS.write(path, "csv")
    (path / "silences").rename(path.with_name("elsewhere"))
    (path / "silences").symlink_to(path.with_name("elsewhere"))


def _parts_with_folder(path: Path) -> None:
    PARTS.write(path, "csv")
    (path / "silences" / "inner").mkdir()


def _corpus_with_folder(path: Path) -> None:
    OLD.write(path, "csv")
    (path / "silences").mkdir()


def _foreign(path: Path) -> None:
    path.mkdir()
    (path / "thesis.txt").write_text("mine")


def _foreign_manifest(path: Path) -> None:
    path.mkdir()
    (path / "manifest.json").write_text('{"name": "an app of the web"}')


def _link(path: Path) -> None:
    path.with_name("target").mkdir()
    path.symlink_to(path.with_name("target"))


CONFLICTS: list[tuple[Callable[[Path], object], bool, str]] = [
    (
        _corpus,
        False,
        "exists and is not empty; give another destination, or overwrite=True (--overwrite) to replace it",
    ),
    (
        _foreign,
        False,
        "exists and is not empty; give another destination, or overwrite=True (--overwrite) to replace it",
    ),
    (
        _foreign,
        True,
        "holds 'thesis.txt', which no manifest of summitdata lists, so it is not replaced; give another destination",
    ),
    (
        _foreign_manifest,
        True,
        "holds 'manifest.json', which no manifest of summitdata lists, so it is not replaced; give another destination",
    ),
    (
        _corpus_with_more,
        True,
        "holds 'notes.txt', which no manifest of summitdata lists, so it is not replaced; give another destination",
    ),
    (
        _corpus_with_link,
        True,
        "holds 'silences.csv', which no manifest of summitdata lists, so it is not replaced; give another destination",
    ),
    (
        _parts_with_more,
        True,
        "holds 'silences/notes.txt', which no manifest of summitdata lists, so it is not replaced; give another destination",
    ),
    (
        _parts_with_link,
        True,
        "holds 'silences/0002.csv', which no manifest of summitdata lists, so it is not replaced; give another destination",
    ),
    (
        _parts_elsewhere,
        True,
        "holds 'silences', which no manifest of summitdata lists, so it is not replaced; give another destination",
    ),
    (
        _parts_with_folder,
        True,
        "holds 'silences/inner', which no manifest of summitdata lists, so it is not replaced; give another destination",
    ),
    (
        _corpus_with_folder,
        True,
        "holds 'silences', which no manifest of summitdata lists, so it is not replaced; give another destination",
    ),
    (Path.touch, False, "is a file; give another destination"),
    (Path.touch, True, "is a file; give another destination"),
    (_link, False, "is a link; give the folder it points to"),
    (_link, True, "is a link; give the folder it points to"),
    (lambda path: path.symlink_to("nowhere"), False, "is a link; give the folder it points to"),
    (lambda path: path.symlink_to("nowhere"), True, "is a link; give the folder it points to"),
]
CONFLICT_NAMES = [
    "corpus",
    "foreign",
    "foreign-over",
    "manifest-over",
    "more-over",
    "link-inside-over",
    "parts-more-over",
    "parts-link-over",
    "parts-elsewhere-over",
    "parts-folder-over",
    "folder-over",
    "file",
    "file-over",
    "link",
    "link-over",
    "dangling",
    "dangling-over",
]


@posix
@pytest.mark.parametrize(("make", "overwrite", "message"), CONFLICTS, ids=CONFLICT_NAMES)
def test_what_is_at_the_destination_is_left_alone(
    make: Callable[[Path], object], overwrite: bool, message: str, tmp_path: Path
) -> None:
    """Whatever is there and was not written by us, or may not be replaced, stays as it is to the byte."""
    path = tmp_path / "out"
    make(path)
    before = everything(tmp_path)
    with pytest.raises(ConflictError) as e:
        NEW.write(path, overwrite=overwrite)

    assert f"'{path}' {message}" == str(e.value)
    assert before == everything(tmp_path)


@posix
@pytest.mark.parametrize(("make", "overwrite", "message"), CONFLICTS, ids=CONFLICT_NAMES)
def test_what_comes_into_being_meanwhile_is_left_alone(
    make: Callable[[Path], object], overwrite: bool, message: str, tmp_path: Path
) -> None:
    """The same where it was not there when writing began."""
    path = tmp_path / "out"
    held: dict[str, Any] = {}

    def write() -> None:
        with replacing(path, overwrite=overwrite) as folder:
            (folder / "file").write_text("new")
            make(path)
            held.update(everything(tmp_path))

    with pytest.raises(ConflictError) as e:
        write()

    assert f"'{path}' {message}" == str(e.value)
    assert {name: what for name, what in held.items() if ".tmp-" not in name} == everything(tmp_path)


@pytest.mark.parametrize("make", [Path.mkdir, _corpus], ids=["empty", "corpus"])
def test_what_comes_into_being_meanwhile_is_replaced_if_it_may_be(
    make: Callable[[Path], object], tmp_path: Path
) -> None:
    """An empty folder holds nothing, and a corpus is what `overwrite` is about."""
    with replacing(tmp_path / "out", overwrite=True) as folder:
        (folder / "file").write_text("new")
        make(tmp_path / "out")

    assert [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))] == ["out", "out/file"]


@pytest.mark.parametrize("parent", ["missing", "file"])
def test_the_folder_of_the_destination_has_to_exist(parent: str, tmp_path: Path) -> None:
    """It is not made, since its name may be a slip."""
    (tmp_path / "file").touch()
    with pytest.raises(NotFoundError) as e:
        NEW.write(tmp_path / parent / "out")

    assert f"the folder '{tmp_path / parent}' does not exist; make it first" == str(e.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("destination", [".", "..", "{here}"])
def test_the_current_folder_is_not_replaced(destination: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is in a folder would find themselves nowhere if another took its place."""
    here = tmp_path / "above" / "here"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    with pytest.raises(ConflictError) as e:
        NEW.write(destination.format(here=here), overwrite=True)

    assert str(e.value) == (
        f"'{here.parent if destination == '..' else here}' is the folder you are in, so it is not replaced; "
        "give another destination"
    )
    assert list(here.iterdir()) == []


def test_a_destination_relative_to_a_folder_that_is_gone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the current folder was removed, there is no such place."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    here.rmdir()
    with pytest.raises(WriteError) as e:
        NEW.write("out")

    assert str(e.value) == (
        f"[Errno {errno.ENOENT}] writing 'out' failed: No such file or directory; nothing was changed, make room or "
        "check your rights and try again"
    )


@pytest.mark.parametrize("form", REVERSIBLE)
def test_a_corpus_is_replaced_by_another(form: str, old: Path) -> None:
    """With `overwrite`, an older corpus of another format gives way, with nothing of it left in or beside it."""
    NEW.write(old, form, overwrite=True)

    assert sd.open(old) == NEW
    assert {path.suffix.removeprefix(".") for path in old.iterdir()} == {form, "json"}
    assert [path.name for path in old.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("form", ["parquet", "json", "jsonl", "csv"])
def test_a_corpus_in_parts_is_replaced_and_replaces(form: Any, old: Path) -> None:
    """A folder with folders inside gives way to one without, and the other way round, with nothing left."""
    PARTS.write(old, form, overwrite=True)
    parts = sd.open(old) == PARTS
    held = [path.name for path in old.iterdir()]
    NEW.write(old, "csv", overwrite=True)

    assert parts
    assert {"articles", "silences", "manifest.json"} == {*held} - {"datapackage.json"}
    assert sd.open(old) == NEW
    assert [path.name for path in old.parent.iterdir()] == ["out"]


def test_a_corpus_that_was_edited_is_replaced_too(old: Path) -> None:
    """Whoever asks for it knows that the files are theirs."""
    (old / "silences.csv").write_text("edited")
    (old / "events.csv").unlink()
    NEW.write(old, overwrite=True)

    assert sd.open(old) == NEW


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("failure", [ValueError("no"), KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left")])
def test_a_failure_in_the_middle_changes_nothing(failure: BaseException, overwrite: bool, tmp_path: Path) -> None:
    """Whatever ends the writing, what was there is there, and nothing else."""
    path = tmp_path / "out"
    if overwrite:
        OLD.write(path, "csv")
    before = everything(tmp_path)

    def write() -> None:
        with replacing(path, overwrite=overwrite) as folder:
            (folder / "file").write_text("half")
            raise failure

    with pytest.raises(WriteError if isinstance(failure, OSError) else type(failure)):
        write()

    assert before == everything(tmp_path)


DENIED = """
import sys
from summitdata import SummitDataError
from tests.test_destination import NEW
try:
    NEW.write(sys.argv[1], overwrite=True)
except SummitDataError as error:
    print(type(error).__name__, error)
"""


@posix
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_that_may_not_be_written_is_told(overwrite: bool, tmp_path: Path) -> None:
    """Without permission the destination is as it was, and one line says so."""
    place = tmp_path / "locked"
    place.mkdir()
    if overwrite:
        OLD.write(place / "out", "csv")
    place.chmod(0o500)
    before = everything(tmp_path)
    ended = python(DENIED, str(place / "out"), preexec_fn=unprivileged(), cwd=Path(__file__).parent.parent)

    assert ended.stdout == (
        f"WriteError [Errno {errno.EACCES}] writing '{place}/out' failed: Permission denied; nothing was changed, "
        "make room or check your rights and try again\n"
    )
    assert ended.stderr == ""
    assert before == everything(tmp_path)


def test_a_folder_that_may_be_written_and_not_listed_is_written(powerless: Path) -> None:
    """As with a letter box: what cannot be synced because it cannot be opened is left to the system."""
    (powerless / "box").mkdir(mode=0o300)
    NEW.write(powerless / "box" / "out")

    assert sd.open(powerless / "box" / "out") == NEW


def test_a_folder_whose_content_may_not_be_deleted_is_replaced(powerless: Path) -> None:
    """A corpus in a folder that was made read-only gives way, and its new folder is read-only too."""
    OLD.write(powerless / "out", "csv")
    (powerless / "out").chmod(0o500)
    NEW.write(powerless / "out", overwrite=True)

    assert sd.open(powerless / "out") == NEW
    assert stat.S_IMODE((powerless / "out").stat().st_mode) == 0o500
    assert [path.name for path in powerless.iterdir()] == ["out"]


def test_folders_inside_whose_content_may_not_be_deleted_are_replaced(powerless: Path) -> None:
    """The same where the folders of the tables were made read-only."""
    PARTS.write(powerless / "out", "csv")
    for name in ("articles", "silences"):
        (powerless / "out" / name).chmod(0o500)
    NEW.write(powerless / "out", overwrite=True)

    assert sd.open(powerless / "out") == NEW
    assert [path.name for path in powerless.iterdir()] == ["out"]


def test_a_folder_that_may_not_be_written_any_more_is_told(powerless: Path) -> None:
    """Where permission is lost while writing, the last step fails like the first."""

    def write() -> None:
        with replacing(powerless / "out", overwrite=False) as folder:
            (folder / "file").touch()
            powerless.chmod(0o500)

    with pytest.raises(WriteError) as e:
        write()
    powerless.chmod(0o700)

    assert f"writing '{powerless}/out' failed: Permission denied; " in str(e.value)
    assert not (powerless / "out").exists()


@posix
@pytest.mark.parametrize("form", REVERSIBLE)
@pytest.mark.parametrize(
    ("mask", "file", "folder"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700), (0o002, 0o664, 0o775)]
)
def test_modes_are_those_that_the_user_chose(form: str, mask: int, file: int, folder: int, tmp_path: Path) -> None:
    """The files of a corpus can be read by those who can read other files."""
    before = os.umask(mask)
    try:
        NEW.write(tmp_path / "out", form)
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == folder
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {file}


@posix
def test_modes_of_folders_inside_are_those_that_the_user_chose(tmp_path: Path) -> None:
    """The folders of a corpus in parts can be looked into by those who can look into others."""
    before = os.umask(0o022)
    try:
        PARTS.write(tmp_path / "out", "csv")
    finally:
        os.umask(before)
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (tmp_path / "out").rglob("*")}

    assert modes == {(True, 0o755), (False, 0o644)}


@posix
def test_a_folder_that_others_may_not_look_into_stays_so(tmp_path: Path) -> None:
    """Whoever made the folder for their eyes only finds it so again, empty or replaced."""
    (tmp_path / "out").mkdir(mode=0o700)
    OLD.write(tmp_path / "out")
    first = stat.S_IMODE((tmp_path / "out").stat().st_mode)
    NEW.write(tmp_path / "out", overwrite=True)

    assert (first, stat.S_IMODE((tmp_path / "out").stat().st_mode)) == (0o700, 0o700)


@posix
def test_a_name_as_long_as_can_be_is_written(tmp_path: Path) -> None:
    """What is added for a while does not make the name too long; one that is too long itself is told."""
    NEW.write(tmp_path / ("ы" * 127))
    with pytest.raises(WriteError) as e:
        NEW.write(tmp_path / ("ы" * 128))

    assert sd.open(tmp_path / ("ы" * 127)) == NEW
    assert e.value.errno == errno.ENAMETOOLONG
    assert len(list(tmp_path.iterdir())) == 1


def _two(folder: Path) -> tuple[Path, Path]:
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / f"in-{name}").touch()
    return folder / "one", folder / "two"


@linux
def test_two_folders_change_places_in_one_step(tmp_path: Path) -> None:
    """The system exchanges their names, or says that it cannot."""
    first, second = _two(tmp_path)

    assert _renameat2(first, second)
    assert not _renameat2(first, tmp_path / "missing")
    assert {"one": (), "one/in-two": (), "two": (), "two/in-one": ()}.keys() == everything(tmp_path).keys()


@pytest.fixture
def two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot exchange two names in one step."""
    monkeypatch.setattr(destination, "_renameat2", lambda *_: False)


@pytest.mark.usefixtures("two_steps")
def test_where_two_steps_are_needed_the_old_folder_is_gone(old: Path) -> None:
    """There the older folder is put aside, the newer takes its place, and the older one is removed."""
    NEW.write(old, overwrite=True)

    assert sd.open(old) == NEW
    assert [path.name for path in old.parent.iterdir()] == ["out"]


@pytest.mark.usefixtures("two_steps")
def test_a_second_step_that_fails_leaves_the_destination(old: Path) -> None:
    """Where the newer folder cannot take its place, the older one is back in it."""
    before = everything(old.parent)

    def write() -> None:
        with replacing(old, overwrite=True) as folder:
            (folder / "file").touch()
            former = folder.with_suffix(".old")
            former.mkdir()
            (former / "in-the-way").touch()

    with pytest.raises(WriteError):
        write()

    assert before == everything(old.parent)


@pytest.mark.parametrize("there", [None, b"old"])
def test_a_file_is_written_whole(there: bytes | None, tmp_path: Path) -> None:
    """A file takes its place in one step, in a folder that is made for it."""
    path = tmp_path / "inner" / "file"
    if there:
        path.parent.mkdir()
        path.write_bytes(there)
    with writing(path) as file:
        file.write(b"new")
        held = path.read_bytes() if path.exists() else None

    assert there == held
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize("failure", [ValueError("no"), OSError(errno.ENOSPC, "No space left on device")])
def test_a_file_that_cannot_be_written_is_as_it_was(failure: Exception, tmp_path: Path) -> None:
    """A failure in the middle leaves the older file and nothing beside it."""
    (tmp_path / "file").write_bytes(b"old")

    def write() -> None:
        with writing(tmp_path / "file") as file:
            file.write(b"half")
            raise failure

    with pytest.raises(WriteError if isinstance(failure, OSError) else ValueError) as e:
        write()

    assert str(e.value) == (
        "no"
        if isinstance(failure, ValueError)
        else f"[Errno {errno.ENOSPC}] writing '{tmp_path}/file' failed: No space left on device; nothing was changed, "
        "make room or check your rights and try again"
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"old"}


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    """Where a folder would have to be made and a file is, writing fails like any other."""
    (tmp_path / "file").touch()
    with pytest.raises(WriteError) as e, writing(tmp_path / "file" / "inner"):
        pass

    assert f"writing '{tmp_path}/file/inner' failed: " in str(e.value)


@posix
def test_a_file_that_others_may_not_read_stays_so(tmp_path: Path) -> None:
    """Whoever made the file for their eyes only finds it so again; what a link leads to says nothing of its mode."""
    for name in ("closed", "open"):
        (tmp_path / name).touch()
    (tmp_path / "closed").chmod(0o600)
    (tmp_path / "link").symlink_to("closed")
    (tmp_path / "open").chmod(0o644)
    for name in ("closed", "link", "open"):
        with writing(tmp_path / name) as file:
            file.write(b"new")
    modes = [stat.S_IMODE((tmp_path / name).lstat().st_mode) for name in ("closed", "link", "open")]

    assert modes == [0o600, 0o666 & ~_umask(), 0o644]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _fail_to_sync(nth: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the disk fail at the nth time that something is to be on it; how often it was asked."""
    asked: list[int] = []
    synced = os.fsync

    def sync(descriptor: int) -> None:
        asked.append(descriptor)
        if len(asked) == nth:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    return asked


def _write_two(path: Path) -> None:
    with replacing(path, overwrite=True) as folder:
        (folder / "inner").mkdir()
        for name in ("one", "inner/two"):
            (folder / name).write_text("new")


def _write_one(path: Path) -> None:
    with writing(path) as file:
        file.write(b"new")


@posix
@pytest.mark.parametrize("nth", range(1, 6))
@pytest.mark.parametrize("make", [_nothing, _corpus, _parts], ids=["missing", "corpus", "parts"])
@pytest.mark.parametrize("steps", ["one_step", "two_steps"])
def test_what_does_not_reach_the_disk_is_no_success(
    make: Callable[[Path], object], nth: int, steps: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Two files, two folders and the folder around: where one of them fails, even the last, what was there is back."""
    if steps == "two_steps":
        request.getfixturevalue("two_steps")
    make(tmp_path / "out")
    before = everything(tmp_path)
    asked = _fail_to_sync(nth, request.getfixturevalue("monkeypatch"))
    with pytest.raises(WriteError) as e:
        _write_two(tmp_path / "out")

    assert str(e.value) == (
        f"[Errno {errno.EIO}] writing '{tmp_path}/out' failed: Input/output error; nothing was changed, make room or "
        "check your rights and try again"
    )
    assert len(asked) == nth
    assert before == everything(tmp_path)


@posix
@pytest.mark.parametrize("nth", [1, 2])
def test_a_file_that_does_not_reach_the_disk_is_no_success(
    nth: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The same for a file and the folder it lies in."""
    (tmp_path / "out").write_bytes(b"old")
    before = everything(tmp_path)
    asked = _fail_to_sync(nth, monkeypatch)
    with pytest.raises(WriteError):
        _write_one(tmp_path / "out")

    assert len(asked) == nth
    assert before == everything(tmp_path)


@posix
@pytest.mark.parametrize(
    ("make", "message"),
    [(make, message) for make, overwrite, message in CONFLICTS if overwrite],
    ids=[name for name in CONFLICT_NAMES if name.endswith("over")],
)
@pytest.mark.parametrize("steps", ["one_step", "two_steps"])
def test_what_comes_into_being_at_the_last_moment_is_left_alone(
    make: Callable[[Path], object], message: str, steps: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where another takes the destination between the last look and the last step, it has it again."""
    path, away = tmp_path / "out", tmp_path / "away"
    held: list[dict[str, Any]] = []

    def exchange(first: Path, second: Path) -> bool:
        if not held:
            path.rename(away)
            make(path)
            held.append(everything(tmp_path))
        return steps == "one_step" and _renameat2(first, second)

    monkeypatch.setattr(destination, "_renameat2", exchange)

    def write() -> None:
        # A corpus that may be replaced is there until the last moment.
        with replacing(path, overwrite=True) as folder:
            (folder / "file").write_text("new")
            OLD.write(path, "csv")

    with pytest.raises(ConflictError) as e:
        write()

    assert f"'{path}' {message}" == str(e.value)
    assert {name: what for name, what in held[0].items() if ".tmp-" not in name} == everything(tmp_path)


@pytest.mark.parametrize("make", [_corpus, _parts], ids=["corpus", "parts"])
def test_a_folder_that_takes_the_place_of_another_is_looked_at_by_itself(
    make: Callable[[Path], object], old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one lists is not held against what lies in the other, where a third replaces one by the other meanwhile."""
    read = destination.read_manifest
    away = old.parent.with_name("away")

    def replaced(path: Path, limits: Any) -> Any:
        manifest = read(path, limits)
        if not away.exists():
            old.rename(away)
            make(old)
        return manifest

    monkeypatch.setattr(destination, "read_manifest", replaced)
    NEW.write(old, overwrite=True)

    assert sd.open(away) == OLD
    assert sd.open(old) == NEW


DYING = """
import os, signal, sys
from pathlib import Path
from summitdata.destination import replacing, writing
path, what = Path(sys.argv[1]), sys.argv[2]
if what == "folder":
    with replacing(path, overwrite=True) as folder:
        (folder / "inner").mkdir()
        (folder / "inner" / "file").write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)
else:
    with writing(path) as file:
        file.write(b"half")
        os.kill(os.getpid(), signal.SIGKILL)
"""


def _killed(path: Path, what: str) -> set[str]:
    """What is left beside a destination by a writer that was killed."""
    ended = python(DYING, str(path), what, cwd=Path(__file__).parent.parent)

    assert ended.returncode == -signal.SIGKILL
    return {left.name for left in path.parent.iterdir()}


@linux
@pytest.mark.parametrize("first", ["folder", "file"])
@pytest.mark.parametrize("second", [_write_two, _write_one], ids=["folder", "file"])
def test_what_the_dead_left_is_removed(first: str, second: Callable[[Path], object], tmp_path: Path) -> None:
    """The next writer to the same destination removes it, and nothing that stands beside another destination."""
    path = tmp_path / ("x" * 60)
    left = _killed(path, first)
    _write_two(tmp_path / ("x" * 61))
    beside = {name.name for name in tmp_path.iterdir()}
    second(path)

    assert {name.rpartition(".")[2] for name in left} == {"new", "lock"}
    assert beside == left | {"x" * 61}
    assert {"x" * 60, "x" * 61} == {name.name for name in tmp_path.iterdir()}


@linux
def test_what_the_living_are_at_is_left(tmp_path: Path) -> None:
    """While one writes, another may write to the same destination; the one that ends later tells what it finds."""
    path = tmp_path / "out"

    def write() -> None:
        with replacing(path, overwrite=False) as folder:
            (folder / "file").write_text("slow")
            NEW.write(path)
            held.append((folder / "file").read_text())

    held: list[str] = []
    with pytest.raises(ConflictError):
        write()

    assert held == ["slow"]
    assert sd.open(path) == NEW
    assert [name.name for name in tmp_path.iterdir()] == ["out"]


@posix
def test_what_only_looks_like_a_leftover_is_left(tmp_path: Path) -> None:
    """Links, folders, names of others and what nobody locks are not what a dead writer left."""
    stem = destination._stem(tmp_path / "out")
    (tmp_path / "lock").touch()
    (tmp_path / f"{stem}1.lock").symlink_to("lock")
    (tmp_path / f"{stem}1.new").touch()
    (tmp_path / f"{stem}2.lock").mkdir()
    (tmp_path / f"{stem}3.new").mkdir()
    (tmp_path / ".out.tmp-4.lock").touch()
    before = everything(tmp_path)
    NEW.write(tmp_path / "out")

    assert before == {name: what for name, what in everything(tmp_path).items() if not name.startswith("out")}


@posix
def test_a_lock_that_another_holds_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where somebody who sweeps is just at a lock that was made, another one is made."""
    import fcntl

    tokens = iter(["taken", "free"])
    monkeypatch.setattr(secrets, "token_hex", lambda _: next(tokens))
    with (tmp_path / f"{destination._stem(tmp_path / 'out')}taken.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with replacing(tmp_path / "out", overwrite=False) as folder:
            (folder / "file").touch()
            name = folder.name

    assert name.endswith("-free.new")
    assert [left.name for left in tmp_path.iterdir()] == ["out"]


@posix
def test_a_lock_that_was_removed_is_not_taken(tmp_path: Path) -> None:
    """Nobody else would see it any more."""
    with (tmp_path / "lock").open("wb") as lock:
        (tmp_path / "lock").unlink()

        assert destination.locked(lock) is False


@pytest.mark.parametrize("write", [_write_two, _write_one], ids=["folder", "file"])
def test_without_locks_nothing_is_swept(
    write: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the system cannot tell the living from the dead, all is written the same and the leftovers stay."""
    stem = destination._stem(tmp_path / "out")
    (tmp_path / f"{stem}1.lock").touch()
    (tmp_path / f"{stem}1.new").touch()
    monkeypatch.setitem(sys.modules, "fcntl", None)
    write(tmp_path / "out")

    assert {f"{stem}1.lock", f"{stem}1.new", "out"} == {left.name for left in tmp_path.iterdir()}


def _put_aside(path: Path, *, locked: bool = True) -> Path:
    """The older corpus where a writer left it that died between two steps."""
    former = path.with_name(f"{destination._stem(path)}1.old")
    path.rename(former)
    former.with_suffix(".new").mkdir()
    if locked:
        former.with_suffix(".lock").touch()
    return former


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("locked", [False, True])
def test_a_corpus_that_was_put_aside_is_told(overwrite: bool, locked: bool, old: Path) -> None:
    """It is neither deleted nor passed over in silence, and is all there once it has its name again."""
    former = _put_aside(old, locked=locked)
    before = everything(old.parent)
    with pytest.raises(ConflictError) as e:
        NEW.write(old, overwrite=overwrite)

    assert str(e.value) == (
        f"'{old}' is missing, because writing it broke off, and what was there is '{former}'; give that its old name "
        "again, or remove it"
    )
    assert before == everything(old.parent)
    assert former == put_aside(old)
    with pytest.raises(NotFoundError) as missing:
        sd.open(old)

    assert str(missing.value) == (
        f"'{old}' is missing, because writing it broke off, and what was there is '{former}'; give that its old name again"
    )
    former.rename(old)

    assert put_aside(old) is None
    assert sd.open(old) == OLD


@posix
def test_a_corpus_that_was_put_aside_is_not_swept_before_it_has_a_successor(old: Path) -> None:
    """A file written to its place takes it, and only then the leftover goes."""
    former = _put_aside(old)
    with writing(old) as file:
        file.write(b"new")
        held = former.is_dir()
    left = [name.name for name in old.parent.iterdir()]
    _write_one(old)

    assert held
    assert former.name in left
    assert [name.name for name in old.parent.iterdir()] == ["out"]


@posix
def test_a_corpus_is_not_put_aside_while_its_writer_lives(old: Path) -> None:
    """Between the two steps of another, the place is free."""
    import fcntl

    former = _put_aside(old)
    with former.with_suffix(".lock").open("rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        aside = put_aside(old)
        NEW.write(old)

    assert aside is None
    assert sd.open(old) == NEW
    assert former.is_dir()
