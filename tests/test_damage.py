"""
Thousands of damages to every kind of file that is read: an error of ours, or the very same rows.

The reads run in processes of their own, so that a crash is a failed test with the number of the damage. SUMMITDATA_DAMAGES
says how many damages of each seed file there are, 2,000 where it is not set.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from sqlite3 import connect
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import summitdata as sd
from summitdata import exceptions

from .damages import DAMAGES, damaged
from .folders import article, corpus_of, silence

posix = pytest.mark.skipif(os.name != "posix", reason="peak memory is asked of POSIX")

HOW_MANY = int(os.environ.get("SUMMITDATA_DAMAGES", "2000"))
# As many to a process as give its memory a chance to grow.
AT_ONCE = 10_000
MEMORY = 512 * 2**20

ROWS = [
    silence(i, question_en=f"Who pays for number {i}?", note=['"«ё»", \n', None, "=1+1"][i % 3], confidence=i / 64)
    for i in range(1, 33)
]
GOOD = corpus_of(silences=ROWS)
ARTICLES = corpus_of(articles=[article(f"art{i}", n_chars=10 * i, headline=f"№ {i}") for i in range(20)])


@attrs.frozen
class Seed:
    """
    A file that is damaged.

    Attributes:

        form: Its format.

        table: The table that is in it.

        is_sure: Whether what it says is held by checksums: the same rows or none.

        manifest: Whether its manifest lies beside it.

        options: How pyarrow writes it, where we do not.
    """

    form: str
    table: str = "silences"
    is_sure: bool = False
    manifest: bool = False
    options: dict[str, Any] | None = None

    @property
    def file(self) -> str:
        """The name of the file."""
        return "corpus.sqlite" if self.form == "sqlite" else f"{self.table}.{self.form}"

    def lay(self, folder: Path) -> None:
        """Write the file, and the manifest, into a folder."""
        corpus = {"silences": GOOD, "articles": ARTICLES}.get(self.table) or sd.load()
        corpus.write(folder, self.form)
        table = corpus.table(self.table)
        if self.options is not None:
            pq.write_table(table, folder / self.file, **self.options)
        elif self.form == "sqlite":
            _small_database(table, self.table, folder / self.file)
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        for path in list(folder.iterdir()):
            if path.name != self.file:
                path.unlink()
        if self.manifest:
            data = (folder / self.file).read_bytes()
            manifest["files"] = {self.file: {"sha256": sha256(data).hexdigest(), "bytes": len(data)}}
            (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def _small_database(table: pa.Table, name: str, path: Path) -> None:
    path.unlink()
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA page_size = 512")
        connection.execute(f"CREATE TABLE {name} ({', '.join(table.column_names)}, PRIMARY KEY (id))")
        marks = ", ".join("?" * table.num_columns)
        rows = [tuple(row.values()) for row in table.to_pylist()]
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - our own names
        connection.commit()


SEEDS = {
    "parquet": Seed("parquet", is_sure=True),
    "parquet-dates": Seed("parquet", "articles", is_sure=True),
    "parquet-v2": Seed(
        "parquet",
        is_sure=True,
        options={"compression": "zstd", "data_page_version": "2.0", "write_page_checksum": True},
    ),
    "parquet-wide": Seed("parquet", "quantities", is_sure=True, options={"write_page_checksum": True}),
    "parquet-unchecked": Seed("parquet", options={"compression": "snappy"}),
    "parquet-plain": Seed("parquet", options={"compression": "none", "use_dictionary": False, "store_schema": False}),
    "json": Seed("json"),
    "jsonl": Seed("jsonl"),
    "csv": Seed("csv"),
    "sqlite": Seed("sqlite"),
    "parquet-manifest": Seed("parquet", is_sure=True, manifest=True),
    "json-manifest": Seed("json", is_sure=True, manifest=True),
    "jsonl-manifest": Seed("jsonl", is_sure=True, manifest=True),
    "csv-manifest": Seed("csv", is_sure=True, manifest=True),
    "sqlite-manifest": Seed("sqlite", is_sure=True, manifest=True),
}
every_seed = pytest.mark.parametrize("name", SEEDS)

Results = dict[str, list["Future[dict[str, Any]]"]]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    """What reading every damaged seed came to: two processes at a time run while the tests wait for theirs."""
    made: Results = {}
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, seed in SEEDS.items():
            made[name] = []
            for first in range(0, HOW_MANY, AT_ONCE):
                folder = tmp_path_factory.mktemp("damage") / "in"
                seed.lay(folder)
                last = min(first + AT_ONCE, HOW_MANY)
                made[name].append(pool.submit(_damaged, folder, seed, first, last))
        yield made


def _damaged(folder: Path, seed: Seed, first: int, last: int) -> dict[str, Any]:
    given = (str(folder), seed.file, seed.table, str(first), str(last))
    root = str(Path(__file__).parent.parent)
    ran = subprocess.run((sys.executable, "-m", "tests.damages", *given), capture_output=True, check=False, cwd=root)
    if ran.returncode:
        return {"ended": f"status {ran.returncode}: {ran.stderr[-2000:].decode(errors='replace')}"}
    result: dict[str, Any] = json.loads(ran.stdout)
    return {"ended": "", **result}


@posix
@every_seed
def test_a_damaged_file_is_refused_or_read_as_it_was(name: str, results: Results) -> None:
    """No crash, no hang, no error of others; what is held by checksums never says anything else."""
    seed = SEEDS[name]
    counts: dict[str, int] = {}
    for future in results[name]:
        found = future.result()

        assert not found["ended"]
        assert found["foreign"] == []
        assert found["untold"] == []
        assert found["peak"] < MEMORY
        if seed.is_sure:
            assert found["different"] == []
        for outcome, number in found["counts"].items():
            counts[outcome] = counts.get(outcome, 0) + number

    assert HOW_MANY == sum(counts.values())
    assert set(counts) <= {"equal", "different", *exceptions.__all__}
    print(f"{name}: {dict(sorted(counts.items()))}")


@posix
@pytest.mark.parametrize("name", [name for name, seed in SEEDS.items() if seed.manifest])
def test_with_a_manifest_every_damage_is_refused(name: str, results: Results) -> None:
    """Only where a damage happens to change no byte is the file read."""
    for future in results[name]:
        found = future.result()

        assert found["counts"].get("equal", 0) == len(found["same_bytes"])
        assert set(found["counts"]) <= {"equal", "IntegrityError", "FormatError"}


@pytest.mark.parametrize("number", range(len(DAMAGES)))
def test_a_number_is_a_damage(number: int) -> None:
    """A failure can be looked at again: the number is all that it needs."""
    data = bytes(range(256)) * 16
    found = {damaged(data, number + len(DAMAGES) * i) for i in range(20)}

    assert damaged(data, number) == damaged(data, number)
    assert len(found - {data}) > 10


@posix
def test_a_process_that_ends_is_told(tmp_path: Path) -> None:
    """Were there a crash, the status and what was printed last would be seen."""
    found = _damaged(tmp_path / "nowhere", SEEDS["csv"], 7, 8)

    assert found["ended"].startswith("status 1: ")
    assert "nowhere" in found["ended"]
