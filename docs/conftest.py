"""The prompts in these pages run in the root of the repository, with nothing attached and nothing remembered."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMITDATA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(Path(__file__).parent.parent)
