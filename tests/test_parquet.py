"""Parquet of strangers, made by hand byte by byte: what lies, what asks for much, and what was once found to end a process."""

import io
import json
import resource
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import summitdata as sd
from summitdata.casting import same_layout
from summitdata.exceptions import FormatError, IntegrityError, LimitError, SchemaError
from summitdata.formats import parquet
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns

from .folders import corpus_of, silence
from .processes import python

FOUND = sorted((Path(__file__).parent / "faults").glob("footer-*.parquet"))

# The format by its numbers: physical types, encodings, codecs, and what a page is.
BOOLEAN, INT64, DOUBLE, BYTE_ARRAY = 0, 2, 5, 6
PLAIN, RLE, DELTA_BINARY_PACKED, RLE_DICTIONARY = 0, 3, 5, 8
UNCOMPRESSED, ZSTD = 0, 6
DATA_PAGE, DICTIONARY_PAGE = 0, 2
REQUIRED, UTF8 = 0, 0
KINDS = {str: BYTE_ARRAY, int: INT64, float: DOUBLE, bool: BOOLEAN}

LETTERS = {"silences": "x", "mentions": "m", "entities": "entity"}
ROWS = 3
BILLION = 10**9


class Long(int):
    """A number that Thrift writes as one of 64 bits."""

    __slots__ = ()


def varint(number: int) -> bytes:
    """A number in groups of seven bits."""
    made = bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    return bytes([*made, number])


def zigzag(number: int) -> bytes:
    """A number that may be negative."""
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


def thrift(value: Any) -> tuple[int, bytes]:
    """A value in Thrift's compact protocol, after the number of its type; a structure is a mapping of numbers."""
    if isinstance(value, int):
        return (6 if isinstance(value, Long) else 5), zigzag(value)
    if isinstance(value, bytes):
        return 8, varint(len(value)) + value
    if isinstance(value, list):
        kind = thrift(value[0])[0]
        size = bytes([len(value) << 4 | kind]) if len(value) < 15 else bytes([0xF0 | kind]) + varint(len(value))
        return 9, size + b"".join(thrift(element)[1] for element in value)
    made, before = b"", 0
    for number, element in value.items():
        kind, written = thrift(element)
        made += bytes([(number - before) << 4 | kind]) + written
        before = number
    return 12, made + b"\0"


@attrs.frozen
class Page:
    """A page: its bytes, how many values it says it has, in which encoding, and whether it is a dictionary."""

    body: bytes
    values: int = ROWS
    encoding: int = PLAIN
    kind: int = DATA_PAGE
    codec: int = UNCOMPRESSED

    @property
    def written(self) -> bytes:
        """The page with its header."""
        held = pa.compress(self.body, "zstd", asbytes=True) if self.codec == ZSTD else self.body
        said = {1: self.values, 2: self.encoding}
        if self.kind == DATA_PAGE:
            said |= {3: RLE, 4: RLE}
        header = {1: self.kind, 2: len(self.body), 3: len(held), 7 if self.kind == DICTIONARY_PAGE else 5: said}
        return thrift(header)[1] + held


def plain(value: object, kind: type) -> bytes:
    """A value as it stands in a plain page."""
    if kind is str:
        text = str(value).encode()
        return struct.pack("<i", len(text)) + text
    return struct.pack("<d" if kind is float else "<q", value)


def values_of(table: str, row: int) -> dict[str, Any]:
    """A row that is right, with no nulls in it."""
    given = {"id": f"art/{LETTERS[table]}{row}", "article_id": "art"}
    codes = {c.name: next(iter(c.vocabulary)).value for c in columns(TABLES[table]) if c.vocabulary}
    return {
        c.name: {**codes, **given}.get(c.name, {str: "x", int: row, float: 0.5}.get(c.kind))
        for c in columns(TABLES[table])
    }


def made_by_hand(
    table: str = "silences",
    rows: int = ROWS,
    group_rows: int | None = None,
    group_bytes: int = 1000,
    **pages: list[Page],
) -> bytes:
    """
    A Parquet file of one row group.

    Args:

        table: The table whose columns it has; each has three values that are right where no pages are given.

        rows: How many rows the footer says there are.

        group_rows: How many it says are in the row group.

        group_bytes: How many bytes it says the row group takes.

        pages: The pages of columns by name.
    """
    data, chunks = b"PAR1", []
    elements: list[dict[int, Any]] = [{4: b"schema", 5: len(columns(TABLES[table]))}]
    for c in columns(TABLES[table]):
        right = (
            b"".join(plain(values_of(table, row)[c.name], c.kind) for row in range(ROWS))
            if c.kind is not bool
            else b"\0"
        )
        held = pages.get(c.name, [Page(right)])
        described = {1: KINDS[c.kind], 3: REQUIRED, 4: c.name.encode()}
        elements.append({**described, 6: UTF8} if c.kind is str else described)
        start, dictionary = len(data), {}
        if held[0].kind == DICTIONARY_PAGE:
            dictionary = {11: Long(start)}
        written = [page.written for page in held]
        size = sum(map(len, written))
        first = start + len(written[0]) if dictionary else start
        data += b"".join(written)
        count = sum(page.values for page in held if page.kind == DATA_PAGE)
        metadata = {
            1: KINDS[c.kind],
            2: [held[-1].encoding],
            3: [c.name.encode()],
            4: held[0].codec,
            5: Long(count),
            6: Long(size),
            7: Long(size),
            9: Long(first),
            **dictionary,
        }
        chunks.append({2: Long(start), 3: metadata})
    group = {1: chunks, 2: Long(group_bytes), 3: Long(rows if group_rows is None else group_rows)}
    footer = thrift({1: 1, 2: elements, 3: Long(rows), 4: [group]})[1]
    return data + footer + struct.pack("<i", len(footer)) + b"PAR1"


def laid(data: bytes, folder: Path, table: str = "silences") -> Path:
    """A folder with the file of one table."""
    folder.mkdir()
    (folder / f"{table}.parquet").write_bytes(data)
    return folder


@pytest.mark.parametrize("table", ["silences", "mentions", "entities"])
def test_what_is_made_by_hand_is_read(table: str, tmp_path: Path) -> None:
    """What the other tests change is right as it stands."""
    corpus = sd.open(laid(made_by_hand(table), tmp_path / "in", table))
    expected = [
        {**values_of(table, row), **({"is_group": False, "inferred": False} if table == "entities" else {})}
        for row in range(ROWS)
    ]

    assert corpus.table(table).to_pylist() == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (made_by_hand(rows=1000, group_rows=ROWS), "its row counts disagree"),
        (made_by_hand(rows=ROWS, group_rows=1000), "its row counts disagree"),
        (made_by_hand(rows=-3), ""),
        (made_by_hand(rows=5), "3 rows of 5 are there"),
        (made_by_hand(rule=[Page(plain("x", str), 1)]), ""),
        (made_by_hand(rule=[Page(plain("x", str) * 3, -3)]), ""),
    ],
    ids=["footer", "group", "negative", "both", "one-column", "negative-page"],
)
def test_counts_that_are_not_true_are_told(data: bytes, message: str, tmp_path: Path) -> None:
    """Rows that were promised and are not there, in the footer, a row group or a page."""
    place = laid(data, tmp_path / "in")

    with pytest.raises(FormatError) as e:
        sd.open(place)

    assert str(e.value).startswith(f"'{place / 'silences.parquet'}' is a damaged Parquet file: {message}")


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_a_footer_that_ends_a_process_is_told(path: Path, tmp_path: Path) -> None:
    """Found by mutation: asking pyarrow for what such a footer says of its columns can end the process; nothing here does."""
    place = laid(path.read_bytes(), tmp_path / "in")
    opened = python("import sys, summitdata as sd; print(sd.validate(sys.argv[1]).ok)", str(place))

    assert (0, "False\n", "") == (opened.returncode, opened.stdout, opened.stderr)


def _silences(rows: int) -> pa.Table:
    return corpus_of(silences=[silence(i, note=f"number {i % 7}") for i in range(1, rows + 1)]).table("silences")


def _bytes(table: pa.Table, **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


# What asks for much


def run(count: int, value: int) -> bytes:
    """One value so many times, as the run-length encoding of Parquet has it."""
    return varint(count << 1) + bytes([value])


def forged() -> bytes:
    """Whole numbers told by their differences, a billion of them in eleven bytes."""
    return varint(128) + varint(4) + varint(BILLION) + zigzag(1) + zigzag(0) + b"\0" * 4


def text_told_by_the_text_before() -> bytes:
    """The same text of 100 kB four thousand times, each told by how much of the one before it repeats."""
    schema = arrow_schema(TABLES["silences"])
    rows, length = 250, 100_000
    long = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * length])).cast(pa.string())
    cells = [
        long if field.name == "note" else pa.array([0.5 if field.name == "confidence" else "x"] * rows, field.type)
        for field in schema
    ]
    sink = io.BytesIO()
    options = {"use_dictionary": False, "column_encoding": {"note": "DELTA_BYTE_ARRAY"}, "write_statistics": False}
    batch = pa.RecordBatch.from_arrays(cells, schema=schema)
    pq.write_table(pa.Table.from_batches([batch] * 16), sink, compression="zstd", write_batch_size=256, **options)
    return sink.getvalue()


def all_of(table: str, rows: int, **pages: list[Page]) -> bytes:
    """A file whose columns have so many rows, each the same value from a dictionary, so that all counts agree."""
    made: dict[str, Any] = {}
    for c in columns(TABLES[table]):
        if c.kind is bool:
            body = run(rows, 1)
            made[c.name] = [Page(struct.pack("<i", len(body)) + body, rows, RLE)]
        else:
            dictionary = Page(plain(values_of(table, 1)[c.name], c.kind), 1, PLAIN, DICTIONARY_PAGE)
            made[c.name] = [dictionary, Page(b"\1" + run(rows, 0), rows, RLE_DICTIONARY)]
    return made_by_hand(table, rows, **{**made, **pages})


def same_text(length: int, rows: int) -> list[Page]:
    """One long text that stands in every row."""
    dictionary = Page(plain("x" * length, str), 1, PLAIN, DICTIONARY_PAGE, ZSTD)
    return [dictionary, Page(b"\1" + run(rows, 0), rows, RLE_DICTIONARY, codec=ZSTD)]


def inflating() -> bytes:
    """Three texts of 256 MiB, honestly announced."""
    page = Page(plain("x" * 2**28, str), 1, codec=ZSTD)
    return made_by_hand(group_bytes=3 * 2**28, note=[page] * 3)


ASKING: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "rows": ("silences", lambda: made_by_hand(rows=BILLION), "has at least 1,000,000,000 rows"),
    "truths": ("entities", lambda: all_of("entities", BILLION), "has at least 1,000,000,000 rows"),
    "long": ("silences", lambda: all_of("silences", 200_000, note=same_text(100_000, 200_000)), "bytes in memory"),
    "short": ("mentions", lambda: all_of("mentions", 2_000_000), "bytes in memory"),
    "inflated": ("silences", inflating, "has at least 805,306,368 bytes in memory"),
    "before": ("silences", text_told_by_the_text_before, "is a Parquet file that is not read here"),
    # The three values that there are rows for are read, whatever else was promised.
    "texts": ("silences", lambda: made_by_hand(note=[Page(plain("x", str) * 3, 2**31 - 1)]), ""),
    "numbers": ("mentions", lambda: made_by_hand("mentions", start=[Page(plain(1, int) * 3, 2**31 - 1)]), ""),
    "delta": ("mentions", lambda: made_by_hand("mentions", start=[Page(forged(), 3, DELTA_BINARY_PACKED)]), ""),
    "deltas": ("mentions", lambda: made_by_hand("mentions", start=[Page(forged(), BILLION, DELTA_BINARY_PACKED)]), ""),
}

OPENING = """
import json, sys
import summitdata as sd

told = []
for path in sys.argv[1:]:
    try:
        sd.open(path)
        told.append("")
    except sd.exceptions.SummitDataError as error:
        told.append(str(error))
with open("/proc/self/status") as file:
    (most,) = [int(line.split()[1]) // 1024 for line in file if line.startswith("VmHWM")]
print(json.dumps([told, most]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what a process has taken at most is read as Linux tells it")
def test_small_files_that_ask_for_much_get_little(tmp_path: Path) -> None:
    """All of them are opened in one process, which never takes 400 MiB."""
    places = [laid(make(), tmp_path / name, table) for name, (table, make, _) in ASKING.items()]
    opened = python(OPENING, *map(str, places))
    told, most = json.loads(opened.stdout)
    strange = [
        (name, message)
        for (name, (_, _, expected)), message in zip(ASKING.items(), told, strict=True)
        if expected not in message or bool(expected) is not bool(message)
    ]

    assert strange == []
    assert most < 400


def test_a_long_text_beside_short_ones_is_not_counted_for_each(tmp_path: Path) -> None:
    """It is looked at closely only where it might be too much."""
    rows = 2000
    made = [silence(i, note="x" * 100_000 if i == 1 else f"{i}") for i in range(1, rows + 1)]
    corpus = corpus_of(silences=made)
    corpus.write(tmp_path / "out")

    assert corpus == sd.open(tmp_path / "out", limits=sd.Limits(decoded_bytes=500_000))


# What is in the pages


@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
def test_text_that_is_told_by_differences_is_not_read(encoding: str, tmp_path: Path) -> None:
    """Such files are rare and sound, and could ask for any amount: the message says how to write them otherwise."""
    written = _bytes(_silences(3), use_dictionary=False, column_encoding={"note": encoding})
    place = laid(written, tmp_path / "in")

    with pytest.raises(FormatError) as e:
        sd.open(place)

    assert str(e.value).startswith(f"'{place / 'silences.parquet'}' is a Parquet file that is not read here: ")
    assert str(e.value).endswith("; write its text plain or in dictionaries")


def test_an_index_that_no_dictionary_has_is_told(tmp_path: Path) -> None:
    """It would otherwise be found when the value is looked at."""
    dictionary = Page(plain("x", str), 1, PLAIN, DICTIONARY_PAGE)
    pages = [dictionary, Page(b"\3" + run(ROWS, 5), ROWS, RLE_DICTIONARY)]
    place = laid(made_by_hand(note=pages), tmp_path / "in")

    with pytest.raises(FormatError) as e:
        sd.open(place)

    assert str(e.value).startswith(f"'{place / 'silences.parquet'}' is a damaged Parquet file: ")


def test_a_dictionary_that_is_not_text_is_told(tmp_path: Path) -> None:
    """Also where only the dictionary holds it."""
    dictionary = Page(struct.pack("<i", 1) + b"\xff", 1, PLAIN, DICTIONARY_PAGE)
    pages = [dictionary, Page(b"\1" + run(ROWS, 0), ROWS, RLE_DICTIONARY)]
    place = laid(made_by_hand(note=pages), tmp_path / "in")

    with pytest.raises(FormatError) as e:
        sd.open(place)

    assert str(e.value).startswith(f"'{place / 'silences.parquet'}' is a damaged Parquet file: ")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("NOTE", "lacks the column 'note'; it has 'NOTE' instead, did you mean 'note'?"),
        ("note\N{COMBINING ACUTE ACCENT}", "lacks the column 'note'; it has "),
    ],
    ids=["case", "accent"],
)
def test_a_name_that_is_nearly_right_is_another(name: str, message: str, tmp_path: Path) -> None:
    """Capital letters and accents are heeded."""
    table = corpus_of(silences=[silence(1)]).table("silences").rename_columns({"note": name})
    sink = io.BytesIO()
    pq.write_table(table, sink)
    place = laid(sink.getvalue(), tmp_path / "in")

    with pytest.raises(SchemaError) as e:
        sd.open(place)

    assert message in str(e.value)


@pytest.mark.parametrize("said", [b"{", b"[]", b'{"columns": 5}', b"\xff"])
def test_what_pandas_is_said_to_have_written_is_not_heeded(said: bytes, tmp_path: Path) -> None:
    """Whatever the metadata for pandas says, rows are rows, and frames are made of them."""
    corpus = corpus_of(silences=[silence(1)])
    sink = io.BytesIO()
    pq.write_table(corpus.table("silences").replace_schema_metadata({b"pandas": said}), sink)
    opened = sd.open(laid(sink.getvalue(), tmp_path / "in"))

    assert opened == corpus
    assert opened.frame("silences", backend="pandas")["id"].tolist() == ["art/x1"]


@pytest.mark.parametrize("changed", ["name", "statistics"])
def test_a_changed_footer_is_told_by_the_manifest(changed: str, tmp_path: Path) -> None:
    """No page is touched and no checksum covers it, but the bytes are not those that were written."""
    place = tmp_path / "out"
    corpus_of(silences=[silence(n, note="zz") for n in (1, 2)]).write(place)
    path = place / "silences.parquet"
    data = path.read_bytes()
    old, new = (b"note", b"tone") if changed == "name" else (b"zz", b"aa")
    at = data.rindex(old)
    path.write_bytes(data[:at] + new + data[at + len(old) :])

    with pytest.raises(IntegrityError) as e:
        sd.open(place)

    assert str(e.value).startswith(f"'{path}' has the SHA-256 ")


# Text in dictionaries


@pytest.mark.parametrize("rows", [0, 500])
def test_text_can_stay_in_its_dictionaries(rows: int) -> None:
    """It is as if it had been decoded."""
    table = _silences(rows)
    read = parquet.table(_bytes(table), "silences", "here", sd.Limits(), dictionaries=True)

    assert same_layout(TABLES["silences"], read, "silences", "here").equals(table)
    assert pa.types.is_dictionary(read.schema.field("note").type)


@pytest.mark.parametrize(("rows", "length"), [(200_000, 100_000), (100, 3_000_000)], ids=["decoded", "held"])
def test_dictionaries_are_held_against_the_limits_too(rows: int, length: int) -> None:
    """What they would be once they are decoded, and what they are."""
    data = all_of("silences", rows, note=same_text(length, rows))

    with pytest.raises(LimitError) as e:
        parquet.table(data, "silences", "here", sd.Limits(decoded_bytes=2_000_000), dictionaries=True)

    assert " bytes in memory, the limit is 2,000,000; " in str(e.value)


# Writing


@pytest.mark.parametrize("size", [777, 131_072, 131_073, 10**6])
def test_the_same_rows_give_the_same_bytes_however_they_come(size: int) -> None:
    """Row groups are of one length, whatever the batches are."""
    table = pa.concat_tables([_silences(1000)] * 140)
    whole, batched = io.BytesIO(), io.BytesIO()
    parquet.write_rows(table.schema, table.combine_chunks().to_batches(), whole)
    parquet.write_rows(table.schema, table.combine_chunks().to_batches(max_chunksize=size), batched)

    assert whole.getvalue() == batched.getvalue()
    assert pq.ParquetFile(batched).read().equals(table)


def test_whole_row_groups_leave_none_over() -> None:
    """Rows that fill two row groups are two."""
    table = pa.concat_tables([_silences(2048)] * 128)
    sink = io.BytesIO()
    parquet.write_rows(table.schema, table.to_batches(), sink)
    file = pq.ParquetFile(sink)

    assert [131_072, 131_072] == [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert file.read().equals(table)


@pytest.mark.parametrize("rows", [0, 3])
def test_a_small_table_is_written_as_pyarrow_writes_it(rows: int, tmp_path: Path) -> None:
    """With checksums."""
    table = _silences(rows)
    parquet.write_table(table, tmp_path / "silences.parquet")

    assert _bytes(table, write_page_checksum=True) == (tmp_path / "silences.parquet").read_bytes()


def _breaking_off(table: pa.Table) -> Iterator[pa.RecordBatch]:
    yield from table.to_batches()
    msg = "no more"
    raise RuntimeError(msg)


def test_rows_that_break_off_leave_no_file_that_can_be_read() -> None:
    """Fewer rows than there were to be would pass for all of them."""
    table = pa.concat_tables([_silences(1000)] * 140)
    sink = io.BytesIO()

    with pytest.raises(RuntimeError, match="no more"):
        parquet.write_rows(table.schema, _breaking_off(table), sink)

    assert not sink.closed
    assert len(sink.getvalue()) > 1000
    with pytest.raises(FormatError, match="breaks off"):
        parquet.table(sink.getvalue(), "silences", "here", sd.Limits())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is known to heed the limit")
def test_a_want_of_memory_is_told(tmp_path: Path) -> None:
    """Where the limits allow more than there is."""
    table = corpus_of(silences=[silence(i) for i in range(1, 19_001)]).table("silences")
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 19_000, pa.int32()), pa.array(["x" * 100_000]))
    pq.write_table(table.set_column(table.column_names.index("note"), "note", long), tmp_path / "silences.parquet")
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    held = int(Path("/proc/self/statm").read_text("utf-8").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + 500_000_000, hard))
    try:
        with pytest.raises(LimitError) as e:
            sd.open(tmp_path, limits=sd.Limits(decoded_bytes=2**40))
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))

    assert str(e.value) == (
        f"'{tmp_path}/silences.parquet' asks for more memory than there is; if you trust it, read it where there is more"
    )
