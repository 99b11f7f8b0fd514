"""How fast the shipped corpus comes, in a fresh process and in a warm one, beside what a user would do otherwise."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec

import pyarrow.parquet as pq

import summitdata as sd

from .measure import Figure, ratios

__all__ = ["figures"]


def figures(pairs: int) -> Iterator[Figure]:
    """The figures, each of so many pairs."""
    largest = max(sd.load().tables.items(), key=lambda item: item[1].num_rows)[0]
    with tempfile.TemporaryDirectory() as folder:
        sd.load().write(f"{folder}/out")
        file = f"{folder}/out/{largest}.parquet"
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
                continue
            what = f"a fresh process to a pandas frame of {largest}, beside {name}"
            yield Figure(what, "ratio", _processes(ours, code, folder, pairs), target)
        yield Figure(
            "import summitdata, beside import attrs, cattrs",
            "ratio",
            _processes("import summitdata", "import attrs, cattrs", folder, pairs),
            "≤ 1.3",
        )
        load = getattr(sd, f"load_{largest}")
        by_hand = ratios(load, lambda: pq.ParquetFile(file).read().to_pandas(), 4 * pairs)
        yield Figure(f"warm, load_{largest}(), beside ParquetFile by hand", "ratio", by_hand, "≤ 1.3")


def _processes(first: str, second: str, folder: str, pairs: int) -> tuple[float, ...]:
    environment = {**os.environ, "HF_HOME": folder, "HF_DATASETS_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}

    def run(code: str) -> None:
        subprocess.run([sys.executable, "-c", code], check=True, cwd=folder, env=environment, capture_output=True)

    return ratios(lambda: run(first), lambda: run(second), pairs)
