"""JSON Lines and JSON, turned into columns and back at once: the bytes and the strictness of going row by row."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitdata as sd
from summitdata.convert import rows_to_table
from summitdata.exceptions import LimitError, SummitDataError
from summitdata.files import Folder
from summitdata.formats import json as json_format
from summitdata.formats import jsonl
from summitdata.json_text import COMPACT, LINES, proven
from summitdata.limits import Limits
from summitdata.plain import decoded, dumped, loaded
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns

from .folders import one, silence
from .strategies import rows, valid

Rows = list[dict[str, Any]]


def table_of(name: str, made: Rows) -> pa.Table:
    """An Arrow table of plain rows."""
    return pa.Table.from_pylist(made, arrow_schema(TABLES[name]))


def lines_of(table: pa.Table) -> bytes:
    """The text that the format writes."""
    file = io.BytesIO()
    jsonl.write_table(table.to_batches(), file)
    return file.getvalue()


def array_of(table: pa.Table) -> bytes:
    """The same as one array."""
    file = io.BytesIO()
    json_format.write_table(table.to_batches(), file)
    return file.getvalue()


def row_by_row(made: Rows) -> bytes:
    """What the lines are to be."""
    return "".join(f"{dumped(row)}\n" for row in made).encode()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which files are laid to be read."""
    return tmp_path_factory.mktemp("place")


def read(path: Path, name: str, data: bytes, limits: Limits | None = None, form: str = "jsonl") -> pa.Table:
    """The table that the format reads from a file of these bytes."""
    folder = path / form
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.{form}"
    file.write_bytes(data)
    module: Any = jsonl if form == "jsonl" else json_format
    try:
        ((_, table),) = module.read(Folder.at(folder, limits or Limits()))
        made: pa.Table = table()
    finally:
        file.unlink()
    return made


def strictly(path: Path, name: str, data: bytes) -> pa.Table:
    """The table that a text holds, line by line."""
    where = f"'{path / 'jsonl' / name}.jsonl'"
    lines = decoded(data, where).split("\n")
    assert lines.pop() == ""
    places = [f"{where}, line {number}" for number in range(1, len(lines) + 1)]
    placed = [(at, loaded(line, at, Limits())) for at, line in zip(places, lines, strict=True)]
    return rows_to_table(TABLES[name], placed, name)


def outcome(do: Callable[[], pa.Table]) -> str:
    """All values as they are written in Python, which tells -0.0 from 0.0, or the error."""
    try:
        table = do()
    except SummitDataError as error:
        return f"{type(error).__name__}: {error}"
    table.validate(full=True)
    return f"{table.schema}\n{table.to_pylist()}"


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, Rows]:
    """A few rows of any table, some columns the same in all."""
    name = draw(st.sampled_from(list(TABLES)))
    made = draw(st.lists(rows(name), min_size=1, max_size=4))
    for c in columns(TABLES[name]):
        if draw(st.booleans()):
            value = draw(valid(c))
            made = [{**row, c.name: value} for row in made]
    return name, made


@given(tables())
def test_the_text_is_that_of_writing_row_by_row(drawn: tuple[str, Rows]) -> None:
    """Whatever the values, not a byte differs from what Python's own writer makes."""
    name, made = drawn
    lines = row_by_row(made)
    table = table_of(name, made)

    assert lines == lines_of(table)
    assert b"[\n" + lines[:-1].replace(b"\n", b",\n") + b"\n]\n" == array_of(table)


@given(
    st.lists(st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**17), 10**17), min_size=2)
)
def test_numbers_are_written_as_python_writes_them(numbers: list[float | None]) -> None:
    """The shortest digits that read back equal, the exponents in Python's form."""
    given_numbers = [None if n is None else float(n) for n in numbers]
    table = table_of("entities", [one("entities", latitude=n) for n in given_numbers])

    assert given_numbers == [json.loads(line)["latitude"] for line in lines_of(table).splitlines()]
    assert row_by_row([one("entities", latitude=n) for n in given_numbers]) == lines_of(table)


@pytest.mark.parametrize(
    "numbers",
    [[0.0, -0.0], [-0.0, 0.0], [-0.0, -0.0], [1e15, 1e16], [0.0001, 0.00001], [5e-324, 1.7976931348623157e308]],
)
def test_numbers_at_the_ends_are_written_as_python_writes_them(numbers: list[float]) -> None:
    """The sign of a zero, and where an exponent begins."""
    made = [one("entities", latitude=n) for n in numbers]

    assert row_by_row(made) == lines_of(table_of("entities", made))


@given(tables())
def test_what_is_written_is_read_in_one_go(drawn: tuple[str, Rows]) -> None:
    """The rows are proven to be right without being looked at one by one, with spaces and without."""
    name, made = drawn
    table = table_of(name, made)
    cls = TABLES[name]
    compact = b"".join(
        json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        for line in lines_of(table).splitlines()
    )
    # Two characters that part a key from its value, where a text begins with them, are left to the slow way.
    clash = any(str(value).startswith(":") for row in made for value in row.values())
    for data, style in [(lines_of(table), LINES), (compact, COMPACT)]:
        ((start, end, found),) = proven(data, cls, style)

        assert (start, end) == (0, len(data))
        if found is None:
            assert clash
        else:
            assert str(made) == str(found.to_pylist())


VALUES = [
    "null", "7", "-7", "0", "-0", "-0.0", "0.0", "0.5", "0.50", "1.0", "1e0", "1E-1", "5e-324", "1e400", "1e-400", ".5", "5.", "01",
    "9007199254740993", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890", "NaN", "Infinity",
    "true", "false", "nul", '""', '"x"', '"7"', '"true"', '"a/x1"', '"art/x1"', '"curated"', '"2025-10-21"', '"2025-02-30"',
    '"0000-01-01"', '"2025-1-1"', '" 2025-10-21"', "20000", '": "', '": null, "', '", "', '"\\": "', '"\\\\": "', '"\\\\"', '"\\"',
    '"\\u0041"', '"\\u000A"', '"\\u000a"', '"\\n"', '"\\/"', '"\\b\\f\\u0001\\\\u0001"', '"\\ud83e\\udd1d"', '"\\ud83e"', '"\\udd1d"',
    '"\\x"', '"\u2028\x7f"', '"\t"', "[]", "{}", '{"id": 1}', "[[[]]]", '"a": 1',
]  # fmt: skip
PIECES = [
    b" ", b"\n", b"\r", b"\r\n", b"\t", b"\\", b'"', b'\\"', b"\x00", b"\xff", b"\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b",", b", ",
    b": ", b'": ', b'", "', b"}", b"{", b"}\n{", b"null", b" null", b"nn", b"[", b"]", b"0", b"-", b".0", b"e1", "\u2028".encode(), b"//",
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A text that was written, in which something was changed."""
    name = draw(st.sampled_from(["articles", "entities", "silences", "commitments", "projects"]))
    made = draw(st.lists(rows(name), min_size=1, max_size=3))
    lines = row_by_row(made).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from([_with_value, _with_value, _with_keys, _with_piece, _without_some, _with_line]))
        lines[at] = change(draw, lines[at])
    return name, b"".join(lines)


def _with_value(draw: st.DrawFn, line: bytes) -> bytes:
    """Another value in the place of one."""
    keys = _keys(line)
    if not keys:
        return line
    key = draw(st.sampled_from(keys))
    head, mark, rest = line.partition(f'"{key}": '.encode())
    value = draw(st.sampled_from(VALUES)).encode()
    following = keys[keys.index(key) + 1 :]
    tail = f', "{following[0]}": '.encode() if following else b"}\n"
    return head + mark + value + tail + rest.partition(tail)[2] if mark and tail in rest else line


def _keys(line: bytes) -> list[str]:
    try:
        held = json.loads(line)
    except ValueError:
        return []
    return [*held] if isinstance(held, dict) else []


def _with_keys(draw: st.DrawFn, line: bytes) -> bytes:
    """Keys left out, doubled, renamed or in another order."""
    keys = _keys(line)
    if not keys:
        return line
    held = json.loads(line)
    order = draw(st.lists(st.sampled_from([*keys, "x"]), min_size=len(keys) - 1, max_size=len(keys) + 1))
    chosen = draw(st.sampled_from([order, keys[:-1], [*keys, keys[0]], [*keys[1:], keys[0]], keys[::-1]]))
    return ("{" + ", ".join(f'"{key}": {json.dumps(held.get(key))}' for key in chosen) + "}\n").encode()


def _with_piece(draw: st.DrawFn, line: bytes) -> bytes:
    """Some characters put in anywhere."""
    at = draw(st.integers(0, len(line)))
    return line[:at] + draw(st.sampled_from(PIECES)) + line[at:]


def _without_some(draw: st.DrawFn, line: bytes) -> bytes:
    """Some characters taken out."""
    at = draw(st.integers(0, len(line)))
    return line[:at] + line[at + draw(st.integers(1, 3)) :]


def _with_line(draw: st.DrawFn, line: bytes) -> bytes:
    """Something else on the line or in its place."""
    return draw(
        st.sampled_from(
            [b"\n", b"null\n", b"[]\n", b"{}\n", line * 2, line[:-1] + b" \n", line[:-1] + line, b" " + line]
        )
    )


@settings(max_examples=150)
@given(damaged())
def test_whatever_stands_in_a_file_is_what_reading_line_by_line_makes_of_it(
    place: Path, drawn: tuple[str, bytes]
) -> None:
    """The same rows to the sign of a zero, or the same error."""
    name, data = drawn
    data = data if data.endswith(b"\n") else data + b"\n"

    assert outcome(lambda: strictly(place, name, data)) == outcome(lambda: read(place, name, data))


@settings(max_examples=50)
@given(damaged())
def test_an_array_is_what_reading_it_row_by_row_makes_of_it(place: Path, drawn: tuple[str, bytes]) -> None:
    """A text as ours that cannot be proven right is told as one that does not look like ours."""
    name, data = drawn
    array = b"[\n" + data.removesuffix(b"\n").replace(b"\n", b",\n") + b"\n]\n"
    # A space at the end is enough to be read row by row.
    other = array + b" "

    def told(text: bytes) -> str:
        return outcome(lambda: read(place, name, text, form="json")).partition("; found ")[0]

    assert told(other) == told(array)


GOOD = row_by_row([silence(1, confidence=0.25), silence(2, note="x")])


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("silences", "note"),
        ("silences", "id"),
        ("silences", "origin"),
        ("silences", "confidence"),
        ("articles", "n_chars"),
        ("articles", "published"),
        ("entities", "is_group"),
    ],
)
def test_a_value_is_what_reading_line_by_line_makes_of_it(name: str, column: str, value: str, place: Path) -> None:
    """Every odd value in a column of every kind, beside one that is right."""
    row = one(name, id="art" if name == "articles" else "art/x1")
    row |= {"language": "ru", "sha256": "0" * 64, "source_sha256": "0" * 64} if name == "articles" else {}
    row |= {"id": "art/entity1"} if name == "entities" else {}
    good = row_by_row([row]).decode()
    head, key, rest = good.partition(f'"{column}": ')
    end = min(place for place in (rest.find(", "), rest.find("}")) if place >= 0)
    data = (good + head + key + value + rest[end:]).encode()

    assert outcome(lambda: strictly(place, name, data)) == outcome(lambda: read(place, name, data))


# Large files


def many(n: int, **values: Any) -> pa.Table:
    """So many rows, of a few hundred characters each."""
    return table_of("silences", [silence(i + 1, question_en=f"{i}: {'ы' * 120}", **values) for i in range(n)])


@pytest.fixture(scope="module")
def large() -> pa.Table:
    """A table whose text is read in three parts."""
    return many(25_000)


@pytest.fixture
def cpus() -> Iterator[Callable[[int], None]]:
    """Set how many threads are used."""
    before = pa.cpu_count()
    yield pa.set_cpu_count
    pa.set_cpu_count(before)


@pytest.mark.parametrize("n", [1, 3])
def test_any_number_of_threads_writes_and_reads_the_same(
    n: int, large: pa.Table, place: Path, cpus: Callable[[int], None]
) -> None:
    """Neither the bytes nor the order of rows depends on how many worked on them."""
    cpus(n)
    data = lines_of(large)

    assert row_by_row(large.slice(0, 100).to_pylist()) == data[: len(row_by_row(large.slice(0, 100).to_pylist()))]
    assert len(list(proven(data, TABLES["silences"], LINES))) == 3
    assert large.equals(read(place, "silences", data))
    assert large.equals(read(place, "silences", array_of(large), form="json"))


def test_only_the_part_with_an_odd_line_is_read_line_by_line(large: pa.Table, place: Path) -> None:
    """One line that another program wrote does not make the whole file slow."""
    lines = lines_of(large).splitlines(keepends=True)
    lines[15_000] = b" " + lines[15_000]
    data = b"".join(lines)

    assert [False, True, False] == [part.rows is None for part in proven(data, TABLES["silences"], LINES)]
    assert large.equals(read(place, "silences", data))


def test_a_fault_far_down_is_told_with_its_line(large: pa.Table, place: Path) -> None:
    """The number of the line and the place of the row are those of the file, not of the part that was read."""
    lines = lines_of(large).splitlines(keepends=True)
    lines[20_000] = lines[20_000].replace(b'"curated"', b'"Curated"')
    with pytest.raises(SummitDataError) as e:
        read(place, "silences", b"".join(lines))

    assert str(e.value).startswith(
        f"'{place / 'jsonl' / 'silences.jsonl'}', line 20001: silences row 20000 ('art/x20001'), column 'origin': "
    )


@pytest.mark.parametrize("form", ["jsonl", "json"])
@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(rows=24_999), "has at least 25,000 rows, the limit is 24,999; if you trust it, give a higher one: limits=Limits(rows=…) (--limit rows=…)"),
        (Limits(decoded_bytes=2**20), " bytes in memory, the limit is 1,048,576; if you trust it, give a higher one: limits=Limits(decoded_bytes=…) (--limit decoded_bytes=…)"),
    ],
)  # fmt: skip
def test_limits_hold_for_large_files(form: str, limits: Limits, message: str, large: pa.Table, place: Path) -> None:
    """Rows and memory are counted over all parts."""
    data = lines_of(large) if form == "jsonl" else array_of(large)
    with pytest.raises(LimitError) as e:
        read(place, "silences", data, limits, form)

    assert str(e.value).endswith(message)


@pytest.mark.parametrize(
    "cell", ['"\\\n\x01ы' * 1_000_000, "x" * (2**25 + 1)], ids=["escapes", "longer than is read in columns"]
)
def test_a_cell_of_many_megabytes_is_written_and_read(cell: str, place: Path) -> None:
    """However long a text is, it stands on its line whole."""
    made = [silence(1), silence(2, note=cell), silence(3)]
    table = table_of("silences", made)
    data = lines_of(table)

    assert row_by_row(made) == data
    assert table.equals(read(place, "silences", data))


def test_rows_are_written_while_others_are_still_to_come() -> None:
    """Of a table that does not fit into memory only a few batches are there at a time."""
    drawn = 0
    seen: list[int] = []
    batch = many(1000).to_batches()[0]

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal drawn
        for _ in range(100):
            drawn += 1
            yield batch

    class Sink(io.BytesIO):
        def write(self, data: Any) -> int:
            seen.append(drawn)
            return len(data)

    jsonl.write_table(batches(), Sink())

    assert len(seen) == 100
    assert seen[0] <= 12
    assert seen == sorted(seen)


@pytest.mark.parametrize("values", [[float("nan")] * 2, [0.5, float("inf")]])
def test_no_number_is_written_that_is_none(values: list[float]) -> None:
    """NaN and the infinities are not JSON; `Corpus.write` refuses them by name before."""
    table = table_of("silences", [silence(1, confidence=value) for value in values])
    with pytest.raises(ValueError, match=r"finite|JSON compliant"):
        lines_of(table)


def test_no_rows_are_no_lines_and_an_empty_array() -> None:
    """An array may be empty, a file of lines has none then."""
    empty = table_of("silences", [])

    assert lines_of(empty) == b""
    assert array_of(empty) == b"[]\n"


@pytest.mark.parametrize(("form", "data", "message"), [
    ("jsonl", GOOD[:-1], " breaks off: its last line has no end; write or download it again"),
    ("json", b"{}\n", " holds {}; expected an array of rows, put them into one"),
    ("json", b"[\n{},\n{}\n]\n", ", row 0: silences row 0, column 'id': expected a value or null, the key is missing [columns] (and 15 more); correct the value, nothing is coerced"),
])  # fmt: skip
def test_what_is_no_table_is_told(form: str, data: bytes, message: str, place: Path) -> None:
    """A last line without an end may be half a line, an object is no table, and rows have all their columns."""
    with pytest.raises(SummitDataError) as e:
        read(place, "silences", data, form=form)

    assert f"'{place / form / 'silences'}.{form}'{message}" == str(e.value)


def test_empty_text_is_not_null() -> None:
    """Nor is what a column holds in which there is nothing else."""
    made = [silence(1, note=""), silence(2, note=None)]

    assert row_by_row(made) == lines_of(table_of("silences", made))


def test_columns_without_a_value_and_with_one_for_all_need_no_joining() -> None:
    """Rows that are all the same are written as often as they stand there."""
    made = [silence(1)] * 3

    assert row_by_row(made) == lines_of(table_of("silences", made))


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_a_corpus_written_in_lines_comes_back_equal(form: Any, synthetic: sd.Corpus, tmp_path: Path) -> None:
    """All tables, through the front door."""
    synthetic.write(tmp_path / "out", form)

    assert synthetic == sd.open(tmp_path / "out")
