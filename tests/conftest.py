"""What tests share: the invented article with its tables, the real article where it is, and a home of its own."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import summitdata as sd

settings.register_profile(
    "project", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("project")

ROOT = Path(__file__).parent.parent
SYNTHETIC = Path(__file__).parent / "synthetic"
ARTICLE = ROOT.parent / "shared" / "sources" / "000_b35a34c5191a8ded.txt"


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which nothing is remembered, instead of the user's own."""
    folder = tmp_path_factory.mktemp("home") / "summitdata"
    monkeypatch.setenv("SUMMITDATA_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def synthetic() -> sd.Corpus:
    """The tables of the invented article."""
    return sd.open(SYNTHETIC)


@pytest.fixture(scope="session")
def synthetic_text() -> str:
    """The invented article."""
    return (SYNTHETIC / "article.txt").read_bytes().decode()


@pytest.fixture(scope="session")
def article_path() -> Path:
    """The real article; skips where it is not."""
    if not ARTICLE.is_file():
        pytest.skip("the article stays with its publisher and is not at ../shared/sources")
    return ARTICLE


@pytest.fixture(scope="session")
def article_text(article_path: Path) -> str:
    """The wording of the real article."""
    return article_path.read_bytes().decode()


@pytest.fixture
def powerless() -> Iterator[Path]:
    """A folder of one's own, for someone whom permissions hold for: the superuser becomes nobody on the file system."""
    if os.name != "posix":
        pytest.skip("permissions are those of POSIX")
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid():
            yield Path(name)
            return
        if sys.platform != "linux":
            pytest.skip("the superuser may do everything here")
        import ctypes

        nobody, become = 65534, ctypes.CDLL(None).setfsuid
        os.chown(name, nobody, nobody)
        become(nobody)
        if become(nobody) != nobody:
            pytest.skip("the superuser may not become nobody here")
        try:
            yield Path(name)
        finally:
            become(0)
