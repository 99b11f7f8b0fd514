"""
Damage at random, and what reading a damaged folder comes to; run as a script, a few thousand damages in one process.

The number of a damage is its seed: the same bytes and the same number give the same damage.
"""

import csv
import faulthandler
import io
import json
import os
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import summitdata as sd
from summitdata.exceptions import SummitDataError

Damage = Callable[[random.Random, bytearray], None]

#: A read that takes longer ends the process.
SECONDS = 60.0
#: Validation is asked at every damage that changes what the rows say, be it refused or read, and at so many of the others
#: of one run, which are refused before any row is seen: it looks at every table, the empty ones included.
VALIDATED = 25
_OF_ROWS = ("different", "ConversionError", "SchemaError")


def _bit(chance: random.Random, data: bytearray) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _byte(chance: random.Random, data: bytearray) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def _letter(chance: random.Random, data: bytearray) -> None:
    # What means something in the formats that are text.
    for _ in range(chance.randrange(1, 4)):
        data[chance.randrange(len(data))] = chance.choice(b'""\\\n\r\t ,:[]{}0129.-+eEtfnulx/\'=')


def _eight_bytes(chance: random.Random, data: bytearray) -> None:
    for _ in range(8):
        _byte(chance, data)


def _truncate(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(len(data)) :]


def _zero(chance: random.Random, data: bytearray) -> None:
    at = chance.randrange(len(data))
    size = min(chance.randrange(1, 200), len(data) - at)
    data[at : at + size] = bytes(size)


def _splice(chance: random.Random, data: bytearray) -> None:
    at, start = chance.randrange(len(data)), chance.randrange(len(data))
    data[at : at + chance.randrange(100)] = data[start : start + chance.randrange(1, 200)]


def _header(chance: random.Random, data: bytearray) -> None:
    data[chance.randrange(min(len(data), 128))] = chance.randrange(256)


def _footer_length(chance: random.Random, data: bytearray) -> None:
    # Where Parquet says how long its footer is.
    data[-8 + chance.randrange(4)] = chance.randrange(256)


def _footer(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.randrange(1, 4)):
        data[chance.randrange(max(0, len(data) - 2500), len(data))] = chance.randrange(256)


def _swap(chance: random.Random, data: bytearray) -> None:
    size = chance.randrange(1, min(65, len(data) // 2))
    first = chance.randrange(len(data) - 2 * size + 1)
    second = chance.randrange(first + size, len(data) - size + 1)
    data[first : first + size], data[second : second + size] = (
        data[second : second + size],
        data[first : first + size],
    )


DAMAGES: tuple[Damage, ...] = (
    *(_bit, _byte, _letter, _eight_bytes, _truncate, _zero, _splice, _header, _footer_length, _footer, _swap),
)


def damaged(data: bytes, number: int) -> bytes:
    """The bytes with the damage of that number."""
    made = bytearray(data)
    DAMAGES[number % len(DAMAGES)](random.Random(number), made)
    return bytes(made)


def run(folder: Path, file: str, table: str, first: int, last: int) -> dict[str, Any]:
    """
    Read a folder once for each damage of one of its files.

    Args:

        folder: A folder that opens; the file is left as it was.

        file: The file that is damaged.

        table: The table that is compared.

        first: The number of the first damage.

        last: The number after the last.

    Returns:

        How many damages were told as an error of which class, told as equal or as different; the numbers of those that
        gave other rows, raised what is no error of ours, that changed no byte, or that `validate` did not tell of though
        they could not be read; the longest read in seconds, and the peak of memory in bytes.
    """
    path = folder / file
    data = path.read_bytes()
    whole = sd.open(folder).table(table)
    counts: Counter[str] = Counter()
    made: dict[str, Any] = {"different": [], "same_bytes": [], "foreign": [], "untold": []}
    slowest = (0.0, first)
    every = max(1, (last - first) // VALIDATED)
    for number in range(first, last):
        # What ends this process leaves the number behind.
        print(number, file=sys.stderr, flush=True)
        changed = damaged(data, number)
        path.write_bytes(changed)
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        start = time.perf_counter()
        outcome = _outcome(path, table, whole)
        slowest = max(slowest, (time.perf_counter() - start, number))
        counts[outcome] += 1
        if changed == data:
            made["same_bytes"].append(number)
        elif outcome == "different":
            made["different"].append(number)
        if outcome.startswith("!"):
            made["foreign"].append([number, outcome])
        if (number - first) % every == 0 or outcome in _OF_ROWS or outcome.startswith("!"):
            told = _validated(folder)
            if told.startswith("!") or (told == "ok" and outcome not in ("equal", "different")):
                made["untold"].append([number, outcome, told])
    faulthandler.cancel_dump_traceback_later()
    path.write_bytes(data)
    return {**made, "counts": dict(counts), "slowest": slowest, "peak": _peak()}


def _peak() -> int:
    """The most memory that this process has had, in bytes."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What the system counts for a process begins with what its parent had.
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text("utf-8"))[1]) * 1024  # type: ignore[index]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _outcome(path: Path, table: str, whole: Any) -> str:
    try:
        read = sd.open(path.parent).table(table)
        # What was read is used too: a table that is not sound would end the process here.
        rows = read.to_pylist()
    except SummitDataError as error:
        message = str(error)
        return type(error).__name__ if message.isprintable() and len(message) <= 800 else f"!{message!r}"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is none of ours
        return f"!{type(error).__name__}: {error}"
    if read.equals(whole):
        return "equal"
    said = _said(path)
    if path.suffix == ".csv":
        # The judge cannot tell text of no letters from no text.
        rows = [{key: None if value == "" else value for key, value in row.items()} for row in rows]
    return "different" if said in (None, rows) else f"!read as {rows}, though the file says {said}"


def _said(path: Path) -> list[dict[str, Any]] | None:
    """What a file of text says by itself, for a reader that does not know the table; None where it is no text."""
    data = path.read_bytes()
    if path.suffix == ".json":
        rows: list[dict[str, Any]] = json.loads(data)
        return rows
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in data.decode().split("\n")[:-1]]
    if path.suffix == ".csv":
        made = csv.DictReader(io.StringIO(data.decode(), newline=""), quoting=csv.QUOTE_MINIMAL)
        return [{key: _cell(key, value) for key, value in row.items()} for row in made]
    return None


def _cell(column: str, text: str) -> Any:
    if not text:
        return None
    return float(text) if column == "confidence" else text


def _validated(folder: Path) -> str:
    try:
        return "ok" if sd.validate(folder).ok else "told"
    except SummitDataError as error:
        # What holds no data at all is misuse.
        return f"!{type(error).__name__}: {error}"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is none of ours
        return f"!{type(error).__name__}: {error}"


if __name__ == "__main__":
    at, damaged_file, compared, *numbers = sys.argv[1:]
    result = run(Path(at), damaged_file, compared, *map(int, numbers))
    os.write(1, json.dumps(result).encode())
