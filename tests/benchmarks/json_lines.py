"""
JSON Lines written and read beside what others reach on the same rows: `python -m tests.benchmarks.json_lines`.

Set ``POLARS_MAX_THREADS`` to the number of threads that the package has.
"""

import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.json as pj

import summitdata as sd
from summitdata.files import Folder
from summitdata.formats import jsonl
from summitdata.schema import arrow_schema

from .made import ARTICLES, made
from .measure import Figure, ratios, seconds

__all__ = ["figures"]

_TABLE = "mentions"
_NO_LIMITS = sd.Limits(bytes=2**40, rows=2**40, decoded_bytes=2**40)


def figures(pairs: int, articles: int = ARTICLES) -> Iterator[Figure]:
    """
    What writing and reading the mentions takes, ours over theirs and in seconds.

    Args:

        pairs: How often each two are compared.

        articles: How many articles the corpus has, 200 mentions each.
    """
    table = made(articles).table(_TABLE)
    rows = f"{table.num_rows:,} rows"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = folder / f"{_TABLE}.jsonl", folder / "theirs"
        frame = pl.from_arrow(table)
        assert isinstance(frame, pl.DataFrame)

        def write() -> None:
            with ours.open("wb") as file:
                jsonl.write_table(table.to_batches(), file)

        def write_polars() -> None:
            frame.write_ndjson(theirs)

        yield Figure(f"write JSON Lines, {rows} / polars", "ratio", ratios(write, write_polars, pairs), "≤ 1.25")
        yield Figure(f"write JSON Lines, {rows}", "s", seconds(write, pairs))
        yield Figure(f"write JSON Lines, {rows}, polars", "s", seconds(write_polars, pairs))
        for who, run in _writers(table, theirs).items():
            yield Figure(f"write JSON Lines, {rows}, {who}", "s", seconds(run, 1))
        theirs.unlink()

        def read() -> object:
            ((_, part),) = jsonl.read(Folder.at(folder, _NO_LIMITS))
            return part()

        def read_arrow() -> object:
            # By hand this is all there is to it; `pyarrow.json` has no dates, and mentions have none.
            data = ours.read_bytes()
            asked = pj.ParseOptions(
                explicit_schema=arrow_schema(sd.records.TABLES[_TABLE]), unexpected_field_behavior="error"
            )
            return pj.read_json(pa.BufferReader(data), parse_options=asked)

        note = "theirs takes a missing key for null, two rows on a line, numbers that are not finite"
        yield Figure(f"read JSON Lines, {rows} / pyarrow.json", "ratio", ratios(read, read_arrow, pairs), "≤ 1.2", note)
        yield Figure(f"read JSON Lines, {rows}", "s", seconds(read, pairs))
        yield Figure(f"read JSON Lines, {rows}, pyarrow.json", "s", seconds(read_arrow, pairs))
        yield Figure(f"read JSON Lines, {rows}, polars", "s", seconds(lambda: pl.read_ndjson(ours), 1))


def _writers(table: pa.Table, path: Path) -> dict[str, Callable[[], object]]:
    """What else writes such rows, where it is installed."""
    found: dict[str, Callable[[], object]] = {}
    if find_spec("duckdb"):
        import duckdb

        connection = duckdb.connect(config={"threads": pa.cpu_count()})
        connection.execute("SET enable_progress_bar = false")
        connection.register("held", table)
        found["duckdb"] = lambda: connection.execute(f"COPY held TO '{path}' (FORMAT json)")
    if find_spec("msgspec"):
        import msgspec

        def write() -> None:
            encoder = msgspec.json.Encoder()
            with path.open("wb") as file:
                for batch in table.to_batches(max_chunksize=4096):
                    file.write(encoder.encode_lines(batch.to_pylist()))

        found["msgspec"] = write
    return found


if __name__ == "__main__":
    for figure in figures(5):
        print(figure)
