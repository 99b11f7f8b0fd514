"""Short articles of our own making, as files, and folders that they are extracted into."""

from pathlib import Path

import summitdata as sd
from summitdata.extract.files.inputs import Input, inputs
from summitdata.extract.runs.running import Settings, Summary, extract_into

from .folders import everything


def text(number: int) -> str:
    """A short article that differs from every other."""
    return (
        f" date 2025-03-{number % 28 + 1:02} Министр Лардии Иван Петров посетил город Вензар.\n"
        f"«Мы построим дорогу длиной {number + 1} км», — сказал министр.\n"
    )


def write_texts(folder: Path, *numbers: int) -> Path:
    """A folder of these articles, a file each, named in their order."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"n{number:03}.txt").write_text(text(number), "utf-8")
    return folder


def given(*paths: Path) -> list[Input]:
    """The files of folders, and files."""
    return inputs(paths)


def extract(folder: Path, *paths: Path, n: int = 2, text: bool = True, **options: object) -> Summary:
    """Extract files into a folder, so many articles a part."""
    settings = Settings(articles_per_part=n, text=text)
    return extract_into(folder, given(*paths), settings, show=False, **options)  # type: ignore[arg-type]


def extracted(folder: Path, *paths: Path, n: int = 2) -> dict[str, object]:
    """Everything in a folder into which files were extracted without any break."""
    extract(folder, *paths, n=n)
    return everything(folder)


def article_texts(corpus: sd.Corpus) -> list[str]:
    """The wording of the articles of a corpus, sorted."""
    return sorted(str(article.text) for article in corpus.articles)
