"""
How fast the package is beside what a user would do otherwise: `python -m tests.benchmarks`.

Two ways are run in turn, A B A B …, and the median of the pairwise ratios is told with the smallest and the largest, so
that a machine whose speed drifts does not matter. Targets stand beside; nothing fails when one is missed.
"""

import gc
import io
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import pyarrow as pa
import pyarrow.parquet as pq

import summitdata as sd
from summitdata.convert import records
from summitdata.formats import parquet
from summitdata.records import Mention
from summitdata.schema import arrow_schema

FRESH_PAIRS = 15
WARM_PAIRS = 40
BIG = 400_000


def main() -> None:
    """Measure everything and print a table."""
    names = ("attrs", "cattrs", "pyarrow", "pandas", "datasets")
    versions = [f"{name} {version(name)}" for name in names if find_spec(name)]
    print(f"Python {platform.python_version()}, {', '.join(versions)}; {os.cpu_count()} processors")
    print()
    print(f"{'what':<62} {'median':>8} {'min':>8} {'max':>8}  target")
    largest = max(sd.load().tables.items(), key=lambda item: item[1].num_rows)[0]
    with tempfile.TemporaryDirectory() as folder:
        sd.load().write(f"{folder}/out")
        file = f"{folder}/out/{largest}.parquet"
        _fresh(largest, file, folder)
        _warm(largest, file)
        _big(Path(folder))


def _fresh(largest: str, file: str, folder: str) -> None:
    ours = f"import summitdata as sd; sd.load_{largest}()"
    others = {
        "ParquetFile by hand": (
            f"from pyarrow.parquet import ParquetFile; ParquetFile({file!r}).read().to_pandas()",
            "≤ 1.15",
        ),
        "pandas.read_parquet": (f"import pandas as pd; pd.read_parquet({file!r})", "< 1"),
        "datasets.load_dataset": (
            f"from datasets import load_dataset; load_dataset('parquet', data_files={file!r}, split='train').to_pandas()",
            "< 1",
        ),
    }
    for name, (code, target) in others.items():
        if name.startswith("datasets") and not find_spec("datasets"):
            print(f"fresh process, {largest} to pandas / {name}: datasets is not installed (extra bench)")
            continue
        _tell(f"fresh process, {largest} to pandas / {name}", _processes(ours, code, folder), target)
    _tell(
        "import summitdata / import attrs, cattrs",
        _processes("import summitdata", "import attrs, cattrs", folder),
        "≤ 1.3",
    )


def _processes(first: str, second: str, folder: str) -> list[float]:
    environment = {**os.environ, "HF_HOME": folder, "HF_DATASETS_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}

    def run(code: str) -> None:
        subprocess.run([sys.executable, "-c", code], check=True, cwd=folder, env=environment, capture_output=True)

    return _ratios(lambda: run(first), lambda: run(second), FRESH_PAIRS)


def _warm(largest: str, file: str) -> None:
    load = getattr(sd, f"load_{largest}")
    _tell(
        f"warm, load_{largest}() / ParquetFile by hand",
        _ratios(load, lambda: pq.ParquetFile(file).read().to_pandas(), WARM_PAIRS),
        "≤ 1.3",
    )


def _big(folder: Path) -> None:
    table = _mentions(BIG)
    path = folder / "mentions.parquet"
    rates = []
    parquet.write_table(table, path)
    for _ in range(5):
        with _uncollected():
            begin = time.perf_counter()
            read = pq.ParquetFile(path).read()
            n = sum(1 for _ in records(Mention, read, "mentions"))
            rates.append(n / (time.perf_counter() - begin) / 1e6)
    _tell(f"Parquet to records, {BIG:,} mentions, million rows/s", rates, "≥ 0.6")

    def plain() -> None:
        pq.write_table(table, io.BytesIO())

    def written() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as inner:
            parquet.write_table(table, Path(inner) / "mentions.parquet")

    def by_hand() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as inner:
            pq.write_table(table, Path(inner) / "mentions.parquet")

    plain()
    _tell(f"Parquet written, {BIG:,} mentions / pyarrow's writer", _ratios(written, by_hand, 11), "≤ 1.1")
    corpus = sd.Corpus({"mentions": table})

    def exported() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as inner:
            corpus.write(f"{inner}/out")

    _tell("the same as a whole export with manifest, flushed to disk", _ratios(exported, by_hand, 11), "–")


def _mentions(n: int) -> pa.Table:
    """A table of mentions as a corpus of many articles would have it."""
    columns = {
        "id": [f"a{i // 200:05}/m{i % 200:03}" for i in range(n)],
        "article_id": [f"a{i // 200:05}" for i in range(n)],
        "paragraph_id": [f"a{i // 200:05}/p{i % 200 // 8:02}" for i in range(n)],
        "entity_id": [f"a{i // 200:05}/entity{i * 7 % 60}" for i in range(n)],
        "start": [i % 200 * 48 for i in range(n)],
        "end": [i % 200 * 48 + 9 for i in range(n)],
        "text": [None] * n,
        "surface": [("Токаев", "Казахстан", "Алиев", "Баку")[i % 4] for i in range(n)],
        "form": [("name", "office", "pronoun")[i % 3] for i in range(n)],
        "quotation_id": [f"a{i // 200:05}/q{i % 200 // 16:02}" for i in range(n)],
        "origin": ["extracted"] * n,
        "rule": ["gazetteer"] * n,
        "confidence": [0.9] * n,
    }
    return pa.Table.from_pydict(columns, schema=arrow_schema(Mention))


def _ratios(first: Callable[[], object], second: Callable[[], object], pairs: int) -> list[float]:
    first()
    second()
    found = []
    for _ in range(pairs):
        begin = time.perf_counter()
        first()
        middle = time.perf_counter()
        second()
        found.append((middle - begin) / (time.perf_counter() - middle))
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    gc.collect()
    yield


def _tell(what: str, figures: list[float], target: str) -> None:
    print(f"{what:<62} {median(figures):>8.2f} {min(figures):>8.2f} {max(figures):>8.2f}  {target}", flush=True)


if __name__ == "__main__":
    main()
