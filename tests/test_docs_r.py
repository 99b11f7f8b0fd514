"""The page for R users: every block of it that has an output gives that output."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import summitdata as sd

PAGE = Path(__file__).parent.parent / "docs" / "r.md"
BLOCK = re.compile(r"(<!-- not run -->\n)?```r\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)
PARTED = "@@@@"


def test_the_blocks_of_the_page_give_the_outputs_that_stand_below_them(tmp_path: Path) -> None:
    """All blocks run in one session, in their order, on exports in CSV and SQLite; a block without output prints nothing."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("Rscript is not installed")
    if subprocess.run([rscript, "-e", "library(DBI); library(RSQLite)"], capture_output=True, check=False).returncode:
        pytest.skip("R has no DBI or no RSQLite")
    for form in ("csv", "sqlite"):
        sd.load().write(tmp_path / f"summit-{form}", format=form)
    blocks = [
        (code, printed) for not_run, code, printed in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if not not_run
    ]
    script = tmp_path / "page.R"
    script.write_text("".join(f'cat("{PARTED}\\n")\n{code}' for code, _ in blocks), encoding="utf-8")

    run = subprocess.run(
        [rscript, "-e", 'options(width = 100); source("page.R", print.eval = TRUE, encoding = "UTF-8")'],
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert run.stderr.replace("\n", "") == ""
    assert [printed for _, printed in blocks] == run.stdout.split(f"{PARTED}\n")[1:]


def test_the_fingerprint_on_the_page_is_that_of_the_shipped_data() -> None:
    """What R computes is what the package computes."""
    assert f'[1] "{sd.load().fingerprint}"\n' in PAGE.read_text(encoding="utf-8")
