"""Parquet and records: how fast tables become records and records tables, and what reading and writing cost beside pyarrow."""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

import summitdata as sd
from summitdata.convert import records, to_table
from summitdata.formats import parquet
from summitdata.limits import Limits
from summitdata.records import Mention

from .made import ARTICLES, made
from .measure import Figure, ratios

__all__ = ["figures"]

_EACH = 200
_TIMES = 5
_HIGH = Limits(bytes=2**33, rows=10**8, decoded_bytes=2**34)


def figures(pairs: int) -> Iterator[Figure]:
    """Every figure, each as soon as it is measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rows in (1_000, 100_000, 1_000_000):
            yield from _records(rows, folder / "mentions.parquet")
        yield _read(pairs)
        yield _written(pairs, folder)
        yield _one_of_many(pairs, folder)


def _records(rows: int, path: Path) -> Iterator[Figure]:
    table = made(rows // _EACH).tables["mentions"]
    pq.write_table(table, path)

    def from_parquet() -> int:
        return sum(1 for _ in records(Mention, pq.ParquetFile(path).read(), "mentions"))

    def to_arrow() -> int:
        return int(to_table(Mention, made_of_it, "mentions").num_rows)

    again = max(1, 100_000 // rows)
    yield Figure(f"Parquet to records, {rows:,} mentions", "M rows/s", _rates(from_parquet, rows, again), "≥ 0.6")
    made_of_it = list(records(Mention, table, "mentions"))
    yield Figure(
        f"records to Arrow, every value checked, {rows:,} mentions", "M rows/s", _rates(to_arrow, rows, again), "≥ 1.2"
    )


def _rates(run: Callable[[], int], rows: int, again: int) -> tuple[float, ...]:
    # By the time of the processor: what else the machine does would be counted otherwise.
    run()
    found = []
    for _ in range(_TIMES):
        begin = time.process_time()
        for _ in range(again):
            run()
        found.append(rows * again / (time.process_time() - begin) / 1e6)
    return tuple(found)


def _read(pairs: int) -> Figure:
    sink = pa.BufferOutputStream()
    pq.write_table(made(500).tables["mentions"], sink, write_page_checksum=True)
    data = sink.getvalue().to_pybytes()
    return Figure(
        "Parquet read with every check, 100,000 mentions / pq.read_table",
        "ratio",
        ratios(
            lambda: parquet.table(data, "mentions", "here", _HIGH),
            lambda: pq.read_table(pa.BufferReader(data)),
            pairs,
        ),
        "–",
        "theirs on two threads, without validation, hashes or limits",
    )


def _written(pairs: int, folder: Path) -> Figure:
    whole = made(ARTICLES).tables
    table = whole["mentions"]
    corpus = sd.Corpus({"articles": whole["articles"], "mentions": table})

    def ours() -> None:
        shutil.rmtree(folder / "out", ignore_errors=True)
        corpus.write(folder / "out")

    def theirs() -> None:
        shutil.rmtree(folder / "by_hand", ignore_errors=True)
        (folder / "by_hand").mkdir()
        path = folder / "by_hand" / "mentions.parquet"
        pq.write_table(table, path)

    return Figure(
        f"Parquet written as a whole export, {table.num_rows:,} mentions / pyarrow.parquet.write_table",
        "ratio",
        ratios(ours, theirs, max(3, pairs // 5)),
        "≤ 1.1",
        "ours with checksums of pages and files, descriptors, the check that it can be held, and flushed to the disk",
    )


def _one_of_many(pairs: int, folder: Path) -> Figure:
    """A part of a thousand: a folder is opened, its manifest checked, and all tables of one part are read."""
    place, n = folder / "parts", 1000
    made(n).in_parts(1).write(place)
    names = sd.open(place).part_names
    wanted = names[n // 2]
    tables = [folder.name for folder in place.iterdir() if folder.is_dir()]

    def ours() -> int:
        return sum(table.num_rows for table in sd.open(place).part(wanted).tables.values())

    def theirs() -> int:
        held = json.loads((place / "manifest.json").read_bytes())["files"]
        rows = 0
        for table in tables:
            path = place / table / f"{wanted}.parquet"
            if hashlib.sha256(path.read_bytes()).hexdigest() != held[f"{table}/{wanted}.parquet"]["sha256"]:
                raise ValueError
            (fragment,) = (f for f in ds.dataset(path.parent, format="parquet").get_fragments() if f.path == str(path))
            rows += fragment.to_table().num_rows
        return rows

    return Figure(
        f"one of {n:,} parts of six tables opened and read / pyarrow.dataset by hand",
        "ratio",
        ratios(ours, theirs, pairs),
        "≤ 1.2",
        "by hand with the SHA-256 of the manifest too, but with no value checked",
    )
