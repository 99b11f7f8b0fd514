"""Paths are taken as they stand, and folders are read as their manifest says or not at all."""

import json
import os
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd
from summitdata.exceptions import (
    FormatError,
    IntegrityError,
    LimitError,
    NotFoundError,
    SummitDataError,
    UsageError,
)
from summitdata.files import Folder, local_path, read_bytes
from summitdata.formats import FORMATS, REVERSIBLE
from summitdata.limits import Limits

from .folders import article, corpus_of, everything, silence

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
            "has at least 11 bytes, the limit is 10; if you trust it, give a higher one: limits=Limits(bytes=…) (--limit bytes=…)",
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


WHOLE = {"format": "csv", "version": None, "rows": {}, "files": {}}
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
        (_with_file("../silences/0001.csv"), OUTSIDE),
        (_with_file("silences/../0001.csv"), OUTSIDE),
        (_with_file("silences/.."), OUTSIDE),
        (_with_file("silences/"), OUTSIDE),
        (_with_file("silences//0001.csv"), OUTSIDE),
        (_with_file("silences/inner/0001.csv"), OUTSIDE),
        (_with_file("silences\\0001.csv"), OUTSIDE),
        (_with_file("silences/\0.csv"), OUTSIDE),
        (_with_file("./silences.csv"), OUTSIDE),
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
