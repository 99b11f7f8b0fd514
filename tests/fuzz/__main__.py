"""
Fuzzing of everything that reads what others give: ``python -m tests.fuzz --seconds 8``.

Each target runs for so long in a process of its own; what breaks a promise is kept as a file, with the command that
repeats it. Ends with 1 where something was found, with 2 where the fuzzer is not installed.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import traceback
from importlib.util import find_spec
from pathlib import Path

from .mutate import mutations
from .seeds import dictionary, seeds
from .targets import TARGETS

_SEED = 20261125
_MEGABYTES = 2048
# The longest that one input may take, far more than any does, since the machine may be busy.
_LONGEST = 60


def main() -> int:
    """Run the targets; whether anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=8, help="for how long each target runs (default: %(default)s)")
    parser.add_argument("--target", nargs="+", choices=TARGETS, default=[*TARGETS], help="which (default: all)")
    parser.add_argument("--seed", type=int, default=_SEED, help="the seed of what is random (default: %(default)s)")
    parser.add_argument("--keep", type=Path, default=Path("found"), help="where what breaks a promise is kept")
    parser.add_argument(
        "--corpus", type=Path, help="where what was learnt is kept for the next time (default: nowhere)"
    )
    parser.add_argument("--mutations", type=int, help="so many seeded mutations instead, for which no fuzzer is needed")
    parser.add_argument("--repeat", type=Path, metavar="FILE", help="run one target on one kept file")
    options = parser.parse_args()
    if options.repeat:
        return _repeat(options.target, options.repeat)
    if options.mutations is None and find_spec("atheris") is None:
        print("atheris is not installed; pip install 'summitdata[fuzz]', or use --mutations N", file=sys.stderr)
        return 2
    run = _fuzzed if options.mutations is None else _mutated
    found = [name for name in options.target if not run(name, options)]
    if options.keep.is_dir() and not any(options.keep.iterdir()):
        options.keep.rmdir()
    print(f"found something in: {', '.join(found)}" if found else "nothing was found")
    return int(bool(found))


def _fuzzed(name: str, options: argparse.Namespace) -> bool:
    """Run a target under the fuzzer; whether all went well."""
    options.keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        begun, words = Path(work) / "seeds", Path(work) / "words"
        learnt = options.corpus / name if options.corpus else Path(work) / "learnt"
        begun.mkdir()
        learnt.mkdir(parents=True, exist_ok=True)
        words.write_text(dictionary(), "utf-8")
        for number, data in enumerate(seeds(name)):
            (begun / str(number)).write_bytes(data)
        before = {*options.keep.iterdir()}
        told = [
            f"-max_total_time={options.seconds}",
            f"-seed={options.seed}",
            f"-timeout={_LONGEST}",
            f"-report_slow_units={_LONGEST}",
            f"-rss_limit_mb={_MEGABYTES}",
            f"-dict={words}",
            f"-artifact_prefix={options.keep}/{name}-",
            "-print_final_stats=1",
        ]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.one", name, *told, str(learnt), str(begun)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    output = done.stdout.decode(errors="backslashreplace")
    runs = re.findall(r"number_of_executed_units: (\d+)", output) or re.findall(r"^#(\d+)\t", output, re.MULTILINE)
    print(f"{name}: {int(runs[-1]) if runs else 0:,} runs, status {done.returncode}", flush=True)
    if done.returncode:
        print(output[output.find(" === Uncaught") if " === Uncaught" in output else -3000 :])
        for path in sorted({*options.keep.iterdir()} - before):
            _tell(name, path)
    return done.returncode == 0


def _mutated(name: str, options: argparse.Namespace) -> bool:
    """Run a target on mutations; whether all went well."""
    function, longest = TARGETS[name]
    kinds: set[str] = set()
    for number, data in enumerate(mutations(seeds(name), options.mutations, options.seed)):
        try:
            function(data[:longest])
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a find
            # One file for each place where something broke.
            last = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}"
            if kind not in kinds:
                kinds.add(kind)
                options.keep.mkdir(parents=True, exist_ok=True)
                path = options.keep / f"{name}-{kind}-{number}"
                path.write_bytes(data[:longest])
                traceback.print_exception(error)
                _tell(name, path)
    print(f"{name}: {options.mutations:,} mutations, {len(kinds)} finds", flush=True)
    return not kinds


def _tell(name: str, path: Path) -> None:
    print(f"repeat it with: python -m tests.fuzz --target {name} --repeat {path}")


def _repeat(names: list[str], path: Path) -> int:
    """Run one target on one file, with nothing around it."""
    for name in names:
        function, _ = TARGETS[name]
        function(path.read_bytes())
    print("nothing was found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
