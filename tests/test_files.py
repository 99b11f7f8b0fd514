"""Folders are written whole or not at all, and read as their manifest says or not at all."""

import errno
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd
from summitdata.destination import _exchange, _rename_both, _renameat2, replacing, writing
from summitdata.exceptions import (
    ConflictError,
    FormatError,
    IntegrityError,
    LimitError,
    NotFoundError,
    SummitDataError,
    UsageError,
    WriteError,
)
from summitdata.files import Folder, local_path, read_bytes
from summitdata.formats import FORMATS, REVERSIBLE
from summitdata.limits import Limits

from .folders import article, corpus_of, everything, silence
from .processes import python, unprivileged

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes are those of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="the call is that of Linux")

OLD = corpus_of(articles=[article()], silences=[silence(1, question_en="old?")])
NEW = corpus_of(articles=[article()], silences=[silence(1, question_en="new?"), silence(2)])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with an older corpus, alone in its own folder."""
    (tmp_path / "place").mkdir()
    OLD.write(tmp_path / "place" / "out", "csv")
    return tmp_path / "place" / "out"


@pytest.fixture
def powerless() -> Iterator[Path]:
    """A folder of one's own, for someone whom permissions hold for: the superuser becomes nobody on the file system."""
    if os.name != "posix":
        pytest.skip("permissions are those of POSIX")
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid():
            yield Path(name)
            return
        if sys.platform != "linux":
            pytest.skip("the superuser may do everything here")
        import ctypes

        nobody, become = 65534, ctypes.CDLL(None).setfsuid
        os.chown(name, nobody, nobody)
        become(nobody)
        if become(nobody) != nobody:
            pytest.skip("the superuser may not become nobody here")
        try:
            yield Path(name)
        finally:
            become(0)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (None, "expected a path, found None; give a string or a pathlib.Path"),
        (5, "expected a path, found 5; give a string or a pathlib.Path"),
        (["out"], "expected a path, found ['out']; give a string or a pathlib.Path"),
        (b"out", "expected a path, found b'out'; give a string or a pathlib.Path"),
        ("", "expected a path, found ''; give the path of a file or folder"),
        ("a\0b", "expected a path, found 'a\\x00b'; give the path of a file or folder"),
        ("a\ud800b", "expected a path, found 'a\\ud800b'; give the path of a file or folder"),
        *(
            (
                url,
                f"expected a path on this machine, found the URL {url!r}; download it first and give the file's path",
            )
            for url in (
                "https://example.com/out",
                "s3://bucket/out",
                "gs://bucket/out",
                "hf://datasets/out",
                "abfs://container@account/out",
                "file:///etc/passwd",
                "file:/etc/passwd",
                "HTTP://EXAMPLE.COM",
            )
        ),
    ],
)
@pytest.mark.parametrize(
    "use", [sd.open, sd.validate, NEW.write, sd.attach], ids=["open", "validate", "write", "attach"]
)
def test_what_is_no_path_here_is_misuse(use: Callable[[Any], object], path: object, message: str) -> None:
    """A URL is not fetched and nothing is taken for a path that is none, wherever a path is asked for."""
    with pytest.raises(UsageError) as e:
        use(path)

    assert message == str(e.value)


@pytest.mark.parametrize("path", ["~/out", "$HOME/out", "C:/out", "a:b", "out", "."])
def test_a_path_is_taken_as_it_stands(path: str) -> None:
    """Neither the home folder nor variables are filled in."""
    assert Path(path) == local_path(path) == local_path(Path(path))


def test_a_path_that_gives_bytes_is_misuse() -> None:
    """An object that calls itself a path has to give text."""

    class Odd(os.PathLike[bytes]):
        def __fspath__(self) -> bytes:
            return b"out"

    with pytest.raises(UsageError) as e:
        local_path(Odd())  # type: ignore[arg-type]

    assert str(e.value) == "expected a path, found b'out'; give the path of a file or folder"


def test_bytes_are_read_whole(tmp_path: Path) -> None:
    """A file of exactly the limit is read."""
    (tmp_path / "file").write_bytes(b"\0\xff" * 50)

    assert read_bytes(tmp_path / "file", Limits(bytes=100)) == b"\0\xff" * 50


def _nothing(path: Path) -> None:
    """Make nothing."""


@posix
@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (_nothing, NotFoundError, "does not exist; check the path"),
        (Path.touch, FormatError, "is empty; write or download it again"),
        (Path.mkdir, FormatError, "cannot be read: Is a directory; check that it is a file you may read"),
        (os.mkfifo, FormatError, "is not a regular file; give the path of a file"),
        (lambda path: path.symlink_to("/etc/passwd"), FormatError, "is a link; give the file it points to"),
        (lambda path: path.symlink_to("nowhere"), FormatError, "is a link; give the file it points to"),
        (lambda path: path.symlink_to(path), FormatError, "is a link; give the file it points to"),
        (
            lambda path: path.write_bytes(b"x" * 11),
            LimitError,
            "has at least 11 bytes, the limit is 10; if you trust it, give a higher one: limits=Limits(bytes=…)",
        ),
    ],
    ids=["missing", "empty", "folder", "pipe", "link", "dangling", "loop", "large"],
)
def test_only_the_bytes_of_a_regular_file_are_read(
    make: Callable[[Path], object], error: type[SummitDataError], message: str, tmp_path: Path
) -> None:
    """Links are not followed, pipes not waited for, and nothing is read that is larger than allowed."""
    path = tmp_path / "file"
    make(path)
    with pytest.raises(error) as e:
        read_bytes(path, Limits(bytes=10))

    assert f"'{path}' {message}" == str(e.value)


@posix
def test_devices_are_not_read() -> None:
    """A device without an end is refused before a byte of it is read."""
    with pytest.raises(FormatError) as e:
        read_bytes(Path("/dev/zero"), Limits())

    assert str(e.value) == "'/dev/zero' is not a regular file; give the path of a file"


@linux
def test_a_file_that_changes_while_it_is_read_is_refused() -> None:
    """Files that the system makes up as they are read have no size of their own."""
    with pytest.raises(FormatError) as e:
        read_bytes(Path("/proc/self/status"), Limits())

    assert str(e.value) == "'/proc/self/status' changed while it was read; try again when nobody writes to it"


def test_what_may_not_be_read_is_told(powerless: Path) -> None:
    """A file, a folder, and a file in the place of a folder, none of which one may look into."""
    for name in ("file", "folder"):
        (powerless / name).touch() if name == "file" else (powerless / name).mkdir()
        (powerless / name).chmod(0)
    with pytest.raises(FormatError) as file:
        read_bytes(powerless / "file", Limits())
    with pytest.raises(FormatError) as folder:
        sd.open(powerless / "folder")
    with pytest.raises(FormatError) as place:
        sd.open(powerless / "file")

    assert f"'{powerless}/file' cannot be read: Permission denied; check that it is a file you may read" == str(
        file.value
    )
    assert f"'{powerless}/folder' cannot be read: Permission denied; check that it is a folder you may read" == str(
        folder.value
    )
    assert (
        f"'{powerless}/file' is a file that cannot be read (Permission denied); expected the folder of a corpus, "
        "give the folder that its tables lie in" == str(place.value)
    )


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


FILL = """
import json, resource, sys
from pathlib import Path
import summitdata as sd
from tests.folders import everything
from tests.test_files import OLD
place = Path(sys.argv[1])
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
for form in sd.formats.REVERSIBLE:
    sd.load().write(place / "whole", form, overwrite=True)
    largest = max(path.stat().st_size for path in (place / "whole").iterdir())
    old = place / form
    OLD.write(old, "csv")
    before = everything(place)
    for step in range(12):
        size = largest * step // 12
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
        try:
            sd.load().write(old, form, overwrite=True)
            told = None
        except Exception as error:
            told = [type(error).__name__, getattr(error, "errno", None), str(error)]
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        print(json.dumps([form, size, told, everything(place) == before]))
"""


@posix
def test_a_disk_that_fills_changes_nothing(tmp_path: Path) -> None:
    """However many bytes of a file still fit, the older corpus is there whole, the reason is told, and nothing is left."""
    ended = python(FILL, str(tmp_path), cwd=Path(__file__).parent.parent)
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    reason = "failed: File too large; nothing was changed, make room or check your rights and try again"
    told = {
        form: ["WriteError", errno.EFBIG, f"[Errno {errno.EFBIG}] writing '{tmp_path / form}' {reason}"]
        for form in REVERSIBLE
    }

    assert (ended.returncode, ended.stderr, len(lines)) == (0, "", 12 * len(REVERSIBLE))
    assert [[form, size, told[form], True] for form, size, _, _ in lines] == lines


DENIED = """
import sys
from summitdata import SummitDataError
from tests.test_files import NEW
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


def test_where_two_steps_are_needed_the_old_folder_is_gone(tmp_path: Path) -> None:
    """Elsewhere the older folder is put aside, the newer takes its place, and the older one is removed."""
    first, second = _two(tmp_path)
    _rename_both(first, second)

    assert list(everything(tmp_path)) == ["two", "two/in-one"]


@pytest.mark.parametrize("exchange", [_rename_both, _exchange])
def test_an_exchange_that_fails_leaves_the_destination(exchange: Callable[[Path, Path], None], tmp_path: Path) -> None:
    """Where the newer folder cannot take its place, the older one is back in it."""
    _, second = _two(tmp_path)
    before = everything(tmp_path)
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "missing", second)

    assert before == everything(tmp_path)


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


@pytest.mark.parametrize("form", REVERSIBLE)
def test_the_manifest_lists_every_file(form: str, tmp_path: Path) -> None:
    """Every file is there with its size and hash, and every table with its rows."""
    corpus_of("1.2.3", silences=[silence(1), silence(2)]).write(tmp_path / "out", form)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.name != "manifest.json"}

    assert (form, "1.2.3") == (manifest["format"], manifest["version"])
    assert {name: n for name, n in manifest["rows"].items() if n} == {"silences": 2}
    assert list(manifest["rows"]) == list(NEW.tables)
    assert manifest["files"] == {
        name: {"sha256": sha256(data).hexdigest(), "bytes": len(data)} for name, data in sorted(files.items())
    }


HINT = "restore the file, or delete manifest.json if you changed it on purpose"


def _changed(path: Path) -> str:
    data = path.read_bytes()
    changed = data[:-2] + bytes([data[-2] ^ 1]) + data[-1:]
    path.write_bytes(changed)
    return f"has the SHA-256 {sha256(changed).hexdigest()}, its manifest says {sha256(data).hexdigest()}; {HINT}"


def _cut(path: Path) -> str:
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    return f"has {len(data) - 1:,} bytes, its manifest says {len(data):,}; {HINT}"


def _grown(path: Path) -> str:
    data = path.read_bytes()
    path.write_bytes(data + b"\n")
    return f"has {len(data) + 1:,} bytes, its manifest says {len(data):,}; {HINT}"


def _missing(path: Path) -> str:
    path.unlink()
    return "is missing, though its manifest lists it; restore the folder, or write the corpus again"


@pytest.mark.parametrize("form", REVERSIBLE)
@pytest.mark.parametrize("damage", [_changed, _cut, _grown, _missing])
def test_a_file_that_is_not_the_one_in_the_manifest_is_refused(
    form: str, damage: Callable[[Path], str], tmp_path: Path
) -> None:
    """One bit, one byte or one file less or more is told before anything is parsed."""
    NEW.write(tmp_path / "out", form)
    path = tmp_path / "out" / ("corpus.sqlite" if form == "sqlite" else f"silences.{form}")
    message = damage(path)
    before = everything(tmp_path)
    with pytest.raises(IntegrityError) as e:
        sd.open(tmp_path / "out")
    (problem,) = sd.validate(tmp_path / "out")

    assert f"'{path}' {message}" == str(e.value)
    assert ("*" if form == "sqlite" else "silences", "unreadable", str(e.value)) == (
        problem.table,
        problem.rule,
        problem.value,
    )
    assert before == everything(tmp_path)


WHOLE = {"format": "csv", "version": None, "files": {}}
NO_MANIFEST = "is not a manifest of summitdata; restore it, or delete it to open the folder without its checks"
OUTSIDE = "names a file outside its folder; do not use this folder"


def _with_file(name: str, **entry: Any) -> dict[str, Any]:
    return {**WHOLE, "files": {name: {"sha256": "0" * 64, "bytes": 1, **entry}}}


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("", NO_MANIFEST),
        ("not JSON", NO_MANIFEST),
        ("[" * 100_000, NO_MANIFEST),
        ('{"format": "csv", "format": "csv", "version": null, "files": {}}', NO_MANIFEST),
        ([], NO_MANIFEST),
        ({}, NO_MANIFEST),
        ({"format": "csv", "version": None}, NO_MANIFEST),
        ({**WHOLE, "format": 5}, NO_MANIFEST),
        ({**WHOLE, "version": 1.0}, NO_MANIFEST),
        ({**WHOLE, "files": ["silences.csv"]}, NO_MANIFEST),
        ({**WHOLE, "files": {"silences.csv": None}}, NO_MANIFEST),
        ({**WHOLE, "files": {"silences.csv": {"sha256": "0" * 64}}}, NO_MANIFEST),
        (_with_file("silences.csv", more=1), NO_MANIFEST),
        (_with_file("silences.csv", sha256=5), NO_MANIFEST),
        (_with_file("silences.csv", sha256="0" * 63), NO_MANIFEST),
        (_with_file("silences.csv", sha256="g" * 64), NO_MANIFEST),
        (_with_file("silences.csv", bytes="1"), NO_MANIFEST),
        (_with_file("../silences.csv"), OUTSIDE),
        (_with_file("/etc/passwd"), OUTSIDE),
        (_with_file("inner/silences.csv"), OUTSIDE),
        (_with_file("..\\silences.csv"), OUTSIDE),
        (_with_file(".."), OUTSIDE),
        (_with_file("."), OUTSIDE),
        (_with_file(""), OUTSIDE),
    ],
)
def test_a_manifest_that_is_none_is_refused(manifest: Any, message: str, old: Path) -> None:
    """Nothing is opened on the word of a manifest that is damaged, of another program, or leads elsewhere."""
    path = old / "manifest.json"
    path.write_text(manifest if isinstance(manifest, str) else json.dumps(manifest), "utf-8")
    before = everything(old)
    with pytest.raises(IntegrityError) as e:
        sd.open(old)
    report = sd.validate(old)

    assert f"'{path}' {message}" == str(e.value)
    assert [("*", "unreadable", str(e.value))] == [(p.table, p.rule, p.value) for p in report]
    assert report.rows["silences"] == 1
    assert before == everything(old)


@posix
def test_a_manifest_that_is_a_link_is_not_overlooked(old: Path) -> None:
    """A link that leads nowhere is no manifest, and not the same as having none."""
    (old / "manifest.json").unlink()
    (old / "manifest.json").symlink_to("nowhere")
    with pytest.raises(IntegrityError) as e:
        sd.open(old)

    assert f"'{old}/manifest.json' {NO_MANIFEST}" == str(e.value)


def test_a_manifest_of_a_format_that_is_unknown_is_refused(old: Path) -> None:
    """The formats of another version cannot be read by guessing."""
    manifest = json.loads((old / "manifest.json").read_text("utf-8"))
    (old / "manifest.json").write_text(json.dumps({**manifest, "format": "teletext"}), "utf-8")
    with pytest.raises(IntegrityError) as e:
        sd.open(old)
    report = sd.validate(old)

    assert str(e.value) == (
        f"the manifest of '{old}' names the format 'teletext'; expected one of {', '.join(FORMATS)}, restore it"
    )
    assert [str(e.value)] == [problem.value for problem in report]
    assert report.rows["silences"] == 1


def test_an_export_that_does_not_hold_everything_is_not_read_back(old: Path) -> None:
    """A format in which something is lost is named, with those that read back."""
    manifest = json.loads((old / "manifest.json").read_text("utf-8"))
    (old / "manifest.json").write_text(json.dumps({**manifest, "format": "tei"}), "utf-8")
    with pytest.raises(FormatError) as e:
        sd.open(old)

    assert str(e.value) == (
        f"'{old}' is an export as tei, which does not hold everything and is not read back; open one as {', '.join(REVERSIBLE)}"
    )


def test_a_database_that_its_manifest_does_not_know_is_refused(tmp_path: Path) -> None:
    """A manifest that says nothing of the database does not vouch for it."""
    NEW.write(tmp_path / "out", "sqlite")
    (tmp_path / "out" / "manifest.json").write_text(json.dumps({**WHOLE, "format": "sqlite"}), "utf-8")
    with pytest.raises(IntegrityError) as e:
        sd.open(tmp_path / "out")

    assert (
        f"'{tmp_path}/out/corpus.sqlite' is not in its manifest; restore the folder, or write the corpus again"
        == str(e.value)
    )


def test_hashes_may_be_in_capitals(old: Path) -> None:
    """A hash means the same in either case."""
    text = (old / "manifest.json").read_text("utf-8")
    manifest = json.loads(text)
    for entry in manifest["files"].values():
        entry["sha256"] = entry["sha256"].upper()
    (old / "manifest.json").write_text(json.dumps(manifest), "utf-8")

    assert sd.open(old) == OLD


def test_what_the_manifest_does_not_list_is_no_part(old: Path) -> None:
    """Beside a manifest, other files are nobody's business: they are neither read nor complained about."""
    for name in ("README.md", "quotation.csv", "silences.parquet", ".hidden"):
        (old / name).write_text("anything")
    (old / "inner").mkdir()

    assert sd.open(old) == OLD
    assert sd.validate(old).rows["silences"] == 1


def test_a_folder_knows_what_lies_in_it(old: Path) -> None:
    """A folder is looked at once, and its manifest heeded only when asked."""
    folder = Folder.at(old, Limits())

    assert {path.name for path in old.iterdir()} == folder.names
    assert folder.manifest is None
    assert folder.heeding_manifest().manifest is not None
