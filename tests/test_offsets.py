"""Offsets in code points become those of other tools and come back the same; what is no place in the text is refused."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitdata.exceptions import UsageError
from summitdata.offsets import from_line_column, from_utf8, from_utf16, to_line_column, to_utf8, to_utf16

#: Texts rich in what makes the units differ: line breaks, accents, emoji, halves of surrogate pairs.
texts = st.text(st.sampled_from("aя\u0301🤝👩\u200d🚀€\r\n\u2028\ud83e\udd1d\x00") | st.characters(), max_size=20)


@st.composite
def places(draw: st.DrawFn) -> tuple[str, int]:
    """A text and an offset in it."""
    text = draw(texts)
    return text, draw(st.integers(0, len(text)))


@given(places())
def test_utf16_and_back(place: tuple[str, int]):
    """An offset in UTF-16 counts two for each character beyond U+FFFF before it, and leads back."""
    text, offset = place
    units = offset + sum(c > "\uffff" for c in text[:offset])

    assert units == to_utf16(text, offset)
    assert offset == from_utf16(text, units)


@given(places())
def test_utf8_and_back(place: tuple[str, int]):
    """An offset in UTF-8 counts one to four for each character before it, and leads back."""
    text, offset = place
    units = sum(1 + sum(c > last for last in "\x7f\u07ff\uffff") for c in text[:offset])

    assert units == to_utf8(text, offset)
    assert offset == from_utf8(text, units)


@given(texts)
def test_units_are_those_of_the_codecs(text: str):
    """Wherever a text can be encoded, cutting its bytes at an offset cuts the text there."""
    sound = text.encode("utf-16", "replace").decode("utf-16", "replace")
    utf16, utf8 = sound.encode("utf-16-le"), sound.encode("utf-8")
    cuts = [
        (utf16[: 2 * to_utf16(sound, i)].decode("utf-16-le"), utf8[: to_utf8(sound, i)].decode("utf-8"))
        for i in range(len(sound) + 1)
    ]

    assert cuts == [(sound[:i], sound[:i]) for i in range(len(sound) + 1)]


@given(places())
def test_line_and_column_and_back(place: tuple[str, int]):
    """A place is in the line that has as many line feeds before it, at its distance from the last one, and leads back."""
    text, offset = place
    line, column = to_line_column(text, offset)

    assert line == 1 + sum(c == "\n" for c in text[:offset])
    assert text[:offset].endswith(text.split("\n")[line - 1][: column - 1])
    assert offset == from_line_column(text, line, column)


@given(texts)
def test_every_line_and_column_is_one_place(text: str):
    """The places of all lines, from the first column to the one after the last character, are those of the text in order."""
    lines = text.split("\n")
    grid = [(line, column) for line, words in enumerate(lines, 1) for column in range(1, len(words) + 2)]

    assert list(range(len(text) + 1)) == [from_line_column(text, *place) for place in grid]


@pytest.mark.parametrize(
    ("offset", "utf16", "utf8", "place"),
    [
        (0, 0, 0, (1, 1)),
        (1, 1, 2, (1, 2)),
        (2, 2, 4, (1, 3)),
        (3, 4, 8, (1, 4)),
        (4, 5, 9, (1, 5)),
        (5, 6, 10, (2, 1)),
        (6, 7, 11, (2, 2)),
    ],
)
def test_units_of_a_line_with_everything(offset: int, utf16: int, utf8: int, place: tuple[int, int]):
    """A Cyrillic letter, an accent, an emoji and CRLF, which belongs to its line."""
    text = "я\u0301🤝\r\na"

    assert (utf16, utf8, place) == (to_utf16(text, offset), to_utf8(text, offset), to_line_column(text, offset))


def test_characters_that_belong_together_are_counted_each():
    """An accent and its letter are two, unless they are composed."""
    assert (to_utf16("и\u0306", 2), to_utf8("и\u0306", 2)) == (2, 4)
    assert (to_utf16(unicodedata.normalize("NFC", "и\u0306"), 1), to_utf8("й", 1)) == (1, 2)


def test_halves_of_a_pair_that_stand_apart_are_two_characters():
    """Two surrogates that are two code points are not taken for the one character they would make in UTF-16."""
    text = "\ud83e\udd1d!"

    assert [from_utf16(text, offset) for offset in (0, 1, 2, 3)] == [0, 1, 2, 3]
    assert [from_utf8(text, offset) for offset in (0, 3, 6, 7)] == [0, 1, 2, 3]


@pytest.mark.parametrize("convert", [to_utf16, to_utf8, to_line_column])
@pytest.mark.parametrize("offset", [-1, 5, 10**9])
def test_offset_outside_the_text_is_refused(convert: Callable[[str, int], object], offset: int):
    """The message gives the range and what was found."""
    with pytest.raises(UsageError) as error:
        convert("мир🤝", offset)

    assert str(error.value) == f"expected an offset from 0 to 4, the length of the text, found {offset}"


@pytest.mark.parametrize(("convert", "encoding", "n"), [(from_utf16, "utf-16", 5), (from_utf8, "utf-8", 10)])
@pytest.mark.parametrize("beyond", [-1, 1])
def test_unit_outside_the_text_is_refused(convert: Callable[[str, int], int], encoding: str, n: int, beyond: int):
    """The message gives the range in those units and what was found."""
    offset = n + 1 if beyond > 0 else -1
    with pytest.raises(UsageError) as error:
        convert("мир🤝", offset)

    message = f"expected an offset from 0 to {n}, the length of the text in {encoding}, found {offset}"
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("convert", "encoding", "offset"),
    [(from_utf16, "utf-16", 4), (from_utf8, "utf-8", 1), (from_utf8, "utf-8", 7), (from_utf8, "utf-8", 9)],
)
def test_unit_inside_a_character_is_refused(convert: Callable[[str, int], int], encoding: str, offset: int):
    """The message says that it is inside a character."""
    with pytest.raises(UsageError) as error:
        convert("мир🤝", offset)

    message = f"offset {offset} lies inside a character of the text in {encoding}; give one between characters"
    assert str(error.value) == message


@pytest.mark.parametrize("line", [-1, 0, 4])
def test_line_that_is_not_there_is_refused(line: int):
    """The message gives the lines there are; what follows the last line feed is a line."""
    with pytest.raises(UsageError) as error:
        from_line_column("раз\nдва\n", line, 1)

    assert str(error.value) == f"expected a line from 1 to 3, the last of the text, found {line}"


@pytest.mark.parametrize(("line", "column", "last"), [(1, 0, 4), (1, 5, 4), (2, -1, 4), (3, 2, 1)])
def test_column_that_is_not_there_is_refused(line: int, column: int, last: int):
    """The message gives the columns of that line, the place before its line feed included."""
    with pytest.raises(UsageError) as error:
        from_line_column("раз\nдва\n", line, column)

    assert str(error.value) == f"expected a column from 1 to {last}, the last of line {line}, found {column}"
