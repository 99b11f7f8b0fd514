"""Whether what is installed is what was cited, and where it lies."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

import summitdata as sd
from summitdata import bundled
from summitdata.citation_styles import STYLES
from summitdata.exceptions import IntegrityError, UnknownNameError, UsageError

from .conftest import SYNTHETIC
from .processes import copied, python, ship

OTHER = "0123456789abcdef"


@pytest.mark.parametrize("digits", [64, 16, 20])
def test_what_was_cited_is_recognised(digits: int) -> None:
    """The whole fingerprint or the beginning that citations show is enough."""
    result = sd.verify(bundled.FINGERPRINT[:digits])

    assert result.ok
    assert str(result) == f"the same: data version {sd.DATA_VERSION}, fingerprint {bundled.FINGERPRINT}"


@pytest.mark.parametrize("style", STYLES)
def test_a_whole_citation_may_be_given(style: str) -> None:
    """The text of a citation holds the fingerprint."""
    result = sd.verify(sd.cite("q07", style))

    assert result


def test_other_data_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data that are not those of the package, or not those that were cited, are told apart."""
    cited = sd.verify(OTHER)
    ship(sd.open(SYNTHETIC), tmp_path, monkeypatch)
    changed = sd.verify()

    assert not cited
    assert repr(cited) == (
        f"not the same: cited was the fingerprint {OTHER}, installed is data version {sd.DATA_VERSION}, "
        f"fingerprint {bundled.FINGERPRINT}; install the version that was cited"
    )
    assert changed.expected == bundled.FINGERPRINT
    assert changed.found == sd.open(SYNTHETIC).fingerprint
    assert not changed.ok


@pytest.mark.parametrize(
    ("cited", "found"),
    [
        ("", "''"),
        ("1.2.0", "'1.2.0'"),
        ("0123", "'0123'"),
        (5, "5"),
        (f"{OTHER} {OTHER[::-1]}", f"'{OTHER} {OTHER[::-1]}'"),
        (f"x{OTHER}", f"'x{OTHER}'"),
    ],
)
def test_what_has_no_fingerprint_is_refused(cited: object, found: str) -> None:
    """The message says what a fingerprint is."""
    with pytest.raises(UsageError) as e:
        sd.verify(cited)  # type: ignore[arg-type]

    assert str(e.value) == (
        f"expected a fingerprint of 16 to 64 hexadecimal digits, or a citation with one, found {found}; copy it from the citation"
    )


def test_the_path_of_a_table_is_its_parquet_file() -> None:
    """Another program reads what the loader gives."""
    path = sd.path("quotations")

    assert sd.path() / "quotations.parquet" == path
    assert sd.load_quotations("arrow").equals(pq.read_table(path))


def test_the_path_of_no_table_names_the_nearest() -> None:
    """A name that is no table is refused."""
    with pytest.raises(UnknownNameError) as e:
        sd.path("quotation")

    assert str(e.value) == "there is no table 'quotation'; did you mean 'quotations'?"


def test_the_path_of_a_damaged_file_is_not_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other programs are led to is what was shipped."""
    ship(sd.open(SYNTHETIC), tmp_path, monkeypatch)
    (tmp_path / "mentions.parquet").write_bytes(b"x")
    with pytest.raises(IntegrityError) as e:
        sd.path("mentions")

    assert str(e.value).startswith("the shipped file mentions.parquet has 1 bytes, expected ")


def test_in_an_archive_there_is_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No other program could read there, so what to do instead is said."""
    monkeypatch.setattr(bundled, "_DATA", str(tmp_path / "summitdata.zip" / "data"))
    with pytest.raises(UsageError) as e:
        sd.path("mentions")

    assert str(e.value) == (
        f"the package lies in an archive, where other programs cannot read: '{tmp_path}/summitdata.zip/data'; "
        "write the corpus to a folder instead (summitdata export FOLDER)"
    )


def test_a_changed_package_is_not_verified(tmp_path: Path) -> None:
    """A copy of the package whose fingerprint says something else is told in a process of its own."""
    package = copied(tmp_path)
    manifest = package / "_manifest.py"
    manifest.write_text(manifest.read_text("utf-8").replace(bundled.FINGERPRINT, "0" * 64), "utf-8")
    asked = python("import summitdata as sd; print(bool(sd.verify()), sd.__file__)", env={"PYTHONPATH": str(tmp_path)})

    assert asked.stdout == f"False {package}/__init__.py\n"
