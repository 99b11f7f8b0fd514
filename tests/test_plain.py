"""JSON is read as the standard has it, and written so that it can be."""

import datetime as dt
import math
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitdata.exceptions import FormatError, LimitError
from summitdata.limits import Limits, detected
from summitdata.plain import decoded, dumped, loaded, rows

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), values))
def test_what_is_dumped_is_loaded_equal(row: dict[str, Any]) -> None:
    """Every value that JSON has comes back, whole numbers of thirty digits included, and on one line."""
    line = dumped(row)

    assert row == loaded(line, "here", Limits())
    assert "\n" not in line


def test_dates_are_dumped_as_iso_8601() -> None:
    """JSON has no dates; theirs is the one spelling that sorts."""
    assert dumped({"a": dt.date(2025, 10, 21), "b": None}) == '{"a": "2025-10-21", "b": null}'


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_number_is_dumped_that_is_none(value: float) -> None:
    """NaN and the infinities are not JSON, so they are not written as if they were."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumped({"a": value})


def test_rows_come_in_order_from_many_batches() -> None:
    """A table of more rows than are taken at a time loses none of them."""
    table = pa.table({"n": range(10_000)})

    assert [{"n": n} for n in range(10_000)] == list(rows(table))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "here is an empty file; expected JSON, write or download it again"),
        ("<!DOCTYPE html>", "here is an HTML or XML page; expected JSON, write or download it again"),
        (
            "version https://git-lfs.github.com/spec/v1",
            "here is a Git LFS pointer, not the file itself; expected JSON, write or download it again",
        ),
        ("{", "here is not JSON: Expecting property name enclosed in double quotes at line 1, column 2; found ''"),
        ("[1,\n2 3]", "here is not JSON: Expecting ',' delimiter at line 2, column 3; found '3]'"),
        ("[1] x", "here is not JSON: Extra data at line 1, column 5; found 'x'"),
        ("[1]\n[2]", "here is not JSON: Extra data at line 2, column 1; found '[2]'"),
        (
            "{'a': 1}",
            "here is not JSON: Expecting property name enclosed in double quotes at line 1, column 2; found \"'a': 1}\"",
        ),
        ("[1] // no", "here is not JSON: Extra data at line 1, column 5; found '// no'"),
        ('"a\nb"', "here is not JSON: Invalid control character at at line 1, column 3; found '\\nb\"'"),
        ("[01]", "here is not JSON: Expecting ',' delimiter at line 1, column 3; found '1]'"),
        ("nope", "here is not JSON: Expecting value at line 1, column 1; found 'nope'"),
    ],
)
def test_what_is_not_json_is_told_with_its_place(text: str, message: str) -> None:
    """The line and the column are there, and what stands in them."""
    with pytest.raises(FormatError) as e:
        loaded(text, "here", Limits())

    assert str(e.value) == (message if "; expected" in message else f"{message}, correct it there")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[NaN]", "NaN is not a number"),
        ("[Infinity]", "Infinity is not a number"),
        ("[-Infinity]", "-Infinity is not a number"),
        ("[1e400]", "'1e400' is too large a number"),
        ("[-1.5E+999]", "'-1.5E+999' is too large a number"),
        ('{"a": 1, "b": 2, "a": 3}', "the key 'a' stands twice in one object"),
        ('[{"\\u0000": 1, "\\u0000": 1}]', "the key '\\x00' stands twice in one object"),
    ],
)
def test_what_only_python_takes_for_json_is_refused(text: str, message: str) -> None:
    """Numbers that are none and keys that stand twice would be read by some and not by others."""
    with pytest.raises(FormatError) as e:
        loaded(text, "here", Limits())

    assert str(e.value) == f"here is not JSON by the standard: {message}; correct it"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000]
)
def test_nesting_without_end_is_refused(text: str) -> None:
    """A text that would exhaust the interpreter is an error like any other."""
    with pytest.raises(LimitError) as e:
        loaded(text, "here", Limits())

    assert str(e.value) == ("here holds values nested too deeply; no table of summitdata does, do not use this file")


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    """Python itself refuses to read it, since it would take too long."""
    with pytest.raises(LimitError) as e:
        loaded("9" * 5000, "here", Limits())

    assert str(e.value) == ("here holds a number of too many digits; no table of summitdata does, do not use this file")


@pytest.mark.parametrize(
    "text",
    [
        "[" + "[]," * 10_000_000 + "[]]",
        '{"a": [' + "{}," * 3_000_000 + "{}]}",
        "[" * 5_000_000,
        '"\\\\"' + "[" * 3_000_000,
    ],
    ids=["lists", "objects", "depth", "no JSON"],
)
def test_arrays_and_objects_without_number_are_refused_before_they_are_made(text: str) -> None:
    """Thirty megabytes of them would become a gigabyte and more in memory."""
    with pytest.raises(LimitError) as e:
        loaded(text, "here", Limits())

    assert str(e.value) == (
        "here holds more than 2,010,000 arrays and objects, 2,000,000 rows are allowed; if you trust it, give a higher limit: limits=Limits(rows=…) (--limit rows=…)"
    )


@pytest.mark.parametrize("string", ["[" * 20_000, '"[' * 20_000, '\\"{' * 20_000, "\\" * 3 + "[" * 20_000])
def test_brackets_in_text_are_none(string: str) -> None:
    """Only what would become an array or an object is counted."""
    assert [string] == loaded(dumped([string]), "here", Limits(rows=1))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ['["' + "[" * 20_000, '["' + "[" * 20_000 + "\\"])
def test_text_without_an_end_is_told_as_such(text: str) -> None:
    """Brackets in it are not taken for arrays."""
    with pytest.raises(FormatError) as e:
        loaded(text, "here", Limits(rows=1))

    assert str(e.value).startswith("here is not JSON: Unterminated string starting at at line 1, column 2; found ")


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_is_limited(opening: str) -> None:
    """As deep as the limit is allowed and no deeper."""
    closing = "]" if opening == "[" else "}"
    deep = opening * 3 + "1" + closing * 3

    assert loaded(deep, "here", Limits(depth=4)) is not None
    with pytest.raises(LimitError) as e:
        loaded(deep, "here", Limits(depth=3))

    assert str(e.value) == (
        "here has at least 4 levels of nesting, the limit is 3; if you trust it, give a higher one: limits=Limits(depth=…) (--limit depth=…)"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xef\xbb\xbf[]", "UTF-8 with a byte order mark"),
        ("[]".encode("utf-16"), "UTF-16"),
        ("[]".encode("utf-16-be").join([b"\xfe\xff", b""]), "UTF-16"),
    ],
    ids=["utf-8", "utf-16-le", "utf-16-be"],
)
def test_a_byte_order_mark_is_told(data: bytes, message: str) -> None:
    """A file that begins with a mark is not what the formats are."""
    with pytest.raises(FormatError) as e:
        decoded(data, "here")

    assert str(e.value) == f"here is {message}; expected UTF-8 without a byte order mark, save it so"


@pytest.mark.parametrize(
    ("data", "kind", "place"),
    [
        ("«Да»\n«café»".encode("cp1252", "replace"), "binary data of an unknown kind", "byte 0 (line 1)"),
        (b"a" * 600 + b"\n\xff", "text", "byte 601 (line 2)"),
        (b"PK\x03\x04\xff", "a zip archive", "byte 4 (line 1)"),
    ],
    ids=["latin", "late", "zip"],
)
def test_bytes_that_are_not_utf_8_are_told_with_their_place(data: bytes, kind: str, place: str) -> None:
    """The first byte that cannot be read is named, and what the file seems to be."""
    with pytest.raises(FormatError) as e:
        decoded(data, "here")

    assert str(e.value) == (
        f"here is {kind}; expected text in UTF-8, {place} cannot be read, save or download it again"
    )


def test_text_is_decoded_as_it_is() -> None:
    """Nothing is stripped, normalised or translated."""
    text = "\r\n\u2028e\u0301 \0 \U0001f91d\n"

    assert text == decoded(text.encode(), "here")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "an empty file"),
        (b"PAR1", "a Parquet file"),
        (b"ARROW1\0\0", "an Arrow IPC file"),
        (b"\xff\xff\xff\xff\x10", "an Arrow IPC stream"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"PK\x03\x04", "a zip archive"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x93NUMPY", "a NumPy file"),
        (b"\x80\x04\x95", "a Python pickle, which is never opened"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer, not the file itself"),
        (b"\n  <!DOCTYPE html>", "an HTML or XML page"),
        (b" [1]", "JSON"),
        (b"\n{", "JSON"),
        (b'"id","n"\n', "text"),
        (b"\x80", "binary data of an unknown kind"),
        (b"\x00\x01\xfe\xff", "binary data of an unknown kind"),
        ("ы".encode() * 300, "text"),
        (b"a" + "ы".encode() * 300, "text"),
        (b"a" + "\U0001f91d".encode() * 300, "text"),
        (b"a" * 508 + b"\xff", "binary data of an unknown kind"),
    ],
)
def test_what_a_file_is_shows_in_its_first_bytes(data: bytes, kind: str) -> None:
    """Each kind is told by its mark; a character cut in two at the end of what is looked at is none."""
    assert kind == detected(data)
