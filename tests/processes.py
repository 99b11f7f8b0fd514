"""Commands and scripts in processes of their own, and other data in the place of what the package ships."""

import ctypes
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd
from summitdata import bundled
from summitdata.formats import parquet

PACKAGE = Path(sd.__file__).parent
COMMAND = shutil.which("summitdata", path=sysconfig.get_path("scripts")) or "summitdata"


def run(*arguments: str | bytes, env: dict[str, str] | None = None, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a program; what it prints is text."""
    given: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8", **options}
    return subprocess.run(arguments, env={**os.environ, **(env or {})}, check=False, **given)


def command(*arguments: str | bytes, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line as it was installed."""
    return run(COMMAND, *arguments, **options)


def python(script: str, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a script."""
    return run(sys.executable, "-c", script, *arguments, **options)


def copied(folder: Path) -> Path:
    """A copy of the installed package; with its folder on PYTHONPATH it is the one that is imported."""
    return Path(shutil.copytree(PACKAGE, folder / "summitdata", ignore=shutil.ignore_patterns("__pycache__")))


def ship(corpus: sd.Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the package find other Parquet files in the place of those that it ships, with their own manifest."""
    files = {}
    for name, table in corpus.tables.items():
        path = folder / f"{name}.parquet"
        parquet.write_table(table, path)
        data = path.read_bytes()
        files[name] = (sha256(data).hexdigest(), len(data))
    monkeypatch.setattr(bundled, "_DATA", str(folder))
    monkeypatch.setattr(bundled, "FILES", files)
    monkeypatch.setattr(bundled, "ARTICLE_ID", corpus.articles[0].id)


def unprivileged() -> Callable[[], None] | None:
    """What a process has to do before it starts so that permissions hold for it; skips where they never would."""
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions are those of POSIX")
    if os.geteuid():
        return None
    if sys.platform != "linux":
        pytest.skip("the superuser may do everything here")
    library = ctypes.CDLL(None)
    drop, override, search = 24, 1, 2

    def drop_capabilities() -> None:
        for capability in (override, search):
            library.prctl(drop, capability, 0, 0, 0)

    return drop_capabilities
