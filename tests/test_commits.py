"""A folder whose parts are committed one by one is what was committed, and says what is wrong with it."""

import json
import shutil
from pathlib import Path

import pytest

import summitdata as sd
from summitdata.commits import commits, named
from summitdata.exceptions import IntegrityError
from summitdata.files import HIDDEN

from .texts import extract, write_texts


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder of four articles in two parts."""
    extract(tmp_path / "out", write_texts(tmp_path / "texts", *range(4)))
    return tmp_path / "out"


def _commit(folder: Path, place: int) -> Path:
    """The commit of a part."""
    return sorted((folder / "commits").iterdir())[place]


def test_what_is_not_committed_is_not_there(made: Path) -> None:
    """Whatever lies in the folders of the tables, and whatever the manifest says."""
    second = _commit(made, 1)
    second.unlink()
    opened = sd.open(made)

    assert len(opened.articles) == 2
    assert opened.part_names == (_commit(made, 0).stem,)
    assert (made / "articles" / f"{second.stem}.parquet").exists()


def test_the_parts_that_are_committed_are_opened_as_they_were(made: Path) -> None:
    """Other parts may come meanwhile: a corpus is what it was when it was opened."""
    second = _commit(made, 1)
    text = second.read_bytes()
    second.unlink()
    opened = sd.open(made)
    second.write_bytes(text)

    assert len(opened.articles) == 2
    assert len(sd.open(made).articles) == 4


def test_a_folder_in_which_nothing_is_committed_yet_is_an_empty_corpus(made: Path) -> None:
    """It is the corpus so far."""
    for path in (made / "commits").iterdir():
        path.unlink()
    opened = sd.open(made)

    assert opened == sd.Corpus({})
    assert opened.status == "verified"
    assert [] == list(sd.validate(made))


def test_without_commits_the_manifest_counts(made: Path) -> None:
    """As in any folder."""
    shutil.rmtree(made / "commits")
    with pytest.raises(IntegrityError) as e:
        sd.open(made)

    assert str(e.value).startswith(f"'{made}/commits/")


def test_nothing_was_ever_committed_to_a_folder_without_commits(tmp_path: Path) -> None:
    """Nothing is made by looking."""
    assert [] == list(commits(tmp_path))


def test_a_part_of_which_a_file_is_missing_is_told_at_once(made: Path) -> None:
    """It is not fewer rows."""
    path = made / "quotations" / f"{_commit(made, 1).stem}.parquet"
    path.unlink()
    with pytest.raises(IntegrityError) as e:
        sd.open(made)

    assert f"'{path}' is missing, though its manifest lists it; restore the folder, or write the corpus again" == str(
        e.value
    )
    assert [str(e.value)] == [problem.value for problem in sd.validate(made)]


def test_a_file_that_changed_is_told_when_it_is_read(made: Path) -> None:
    """The other part is read as before."""
    name = _commit(made, 1).stem
    path = made / "quotations" / f"{name}.parquet"
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    opened = sd.open(made)
    with pytest.raises(IntegrityError) as e:
        opened.part(name)

    assert str(e.value).startswith(f"'{path}' has the SHA-256 ")
    assert opened.part(opened.part_names[0]).n_rows["articles"] == 2


def test_a_file_that_goes_after_the_folder_was_opened_is_told(made: Path) -> None:
    """In the same words."""
    opened = sd.open(made)
    path = made / "quotations" / f"{_commit(made, 1).stem}.parquet"
    path.unlink()
    with pytest.raises(IntegrityError) as e:
        opened.table("quotations")

    assert str(e.value).startswith(f"'{path}' is missing, though its manifest lists it; ")


def test_a_file_that_waits_for_its_place_is_found(made: Path) -> None:
    """What a commit lists and another file is still in the place of lies under its hash."""
    commit = _commit(made, 1)
    name = f"quotations/{commit.stem}.parquet"
    rows = sd.open(made).table("quotations")
    (made / name).rename(made / HIDDEN / json.loads(commit.read_text("utf-8"))["files"][name]["sha256"])
    missing = sd.open(made).table("quotations")
    shutil.copy(made / "quotations" / f"{_commit(made, 0).stem}.parquet", made / name)
    other = sd.open(made).table("quotations")

    assert rows == missing
    assert rows == other


@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda _: "{}",
        lambda _: "[]",
        lambda text: text.replace('"rows": {', '"rows": {"quotations": "many",'),
        lambda text: text.replace('"sources": ', '"sources": "x", "more": '),
        lambda text: text.replace('"sha256": "', '"sha256": "x'),
        lambda text: text.replace('"files": {', '"files": {"inputs/x.json": 1,'),
        lambda text: text.replace('"copies": {', '"copies": {"a": 1'),
    ],
)
def test_a_commit_that_is_none_is_told(change: object, made: Path) -> None:
    """Nothing is guessed of its part."""
    path = _commit(made, 0)
    path.write_text(change(path.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    with pytest.raises(IntegrityError) as e:
        sd.open(made)

    assert f"'{path}' is no commit of summitdata; restore it, or remove it to have its part made again" == str(e.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"articles/', '"../'),
        lambda text: text.replace('"part": "', '"part": "x'),
        lambda text: text.replace('"rows": {', '"rows": {"x": 1,'),
        lambda text: text.replace('"articles/', '"articles/x'),
    ],
)
def test_a_commit_lists_nothing_but_its_part(change: object, made: Path) -> None:
    """Neither what lies outside nor what is of another."""
    path = _commit(made, 0)
    path.write_text(change(path.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    with pytest.raises(IntegrityError) as e:
        sd.open(made)

    assert f"'{path}' lists what does not belong to its part; do not use this folder" == str(e.value)


def test_a_commit_has_the_name_of_a_part(made: Path) -> None:
    """Another name is no part's."""
    path = _commit(made, 0)
    text = path.read_text("utf-8").replace(path.stem, "a b")
    (made / "commits" / "a b.json").write_text(text, "utf-8")
    with pytest.raises(IntegrityError) as e:
        sd.open(made)

    assert str(e.value).endswith("a b.json' lists what does not belong to its part; do not use this folder")


def test_what_lies_beside_the_commits_is_none(made: Path) -> None:
    """Hidden files are those of whoever makes them, and others are notes."""
    (made / "commits" / ".x.json").write_bytes(b"")
    (made / "commits" / "notes.txt").write_bytes(b"")

    assert len(sd.open(made).articles) == 4


def test_a_file_or_link_of_that_name_is_no_folder_of_commits(made: Path) -> None:
    """Then the folder is like any other."""
    shutil.move(made / "commits", made / "elsewhere")
    (made / "commits").symlink_to(made / "elsewhere")
    (made / "manifest.json").unlink()

    assert sd.open(made).status == "unverified"


def test_a_name_is_given_once(tmp_path: Path) -> None:
    """Who comes second is told, and the first file stays."""
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)

    assert named(tmp_path / "one", tmp_path / "name")
    assert not named(tmp_path / "two", tmp_path / "name")
    assert ["name"] == [path.name for path in tmp_path.iterdir()]
    assert (tmp_path / "name").read_text() == "one"


@pytest.mark.parametrize("number", ["EPERM", "EIO"])
def test_where_there_are_no_second_names_a_file_is_moved(
    number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every file system has them; what else goes wrong is told."""
    import errno
    import os

    def refuse(*_: object) -> None:
        raise OSError(getattr(errno, number), "no")

    (tmp_path / "one").write_text("one")
    monkeypatch.setattr(os, "link", refuse)
    if number == "EIO":
        with pytest.raises(OSError, match="no"):
            named(tmp_path / "one", tmp_path / "name")
        return

    assert named(tmp_path / "one", tmp_path / "name")
    assert (tmp_path / "name").read_text() == "one"
