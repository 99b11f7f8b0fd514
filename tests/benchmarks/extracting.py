"""How many articles a second extraction makes, beside razdel and natasha, and what memory it holds."""

import gc
import gzip
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import summitdata as sd
from summitdata.extract.files.sources import inputs, read
from summitdata.extract.reading import parses
from summitdata.extract.source import Source

from .measure import Figure

__all__ = ["figures", "made_articles"]

_ARTICLES = Path(__file__).parent.parent / "articles"
#: 5 kB in UTF-8, nearly all of it Cyrillic.
_CHARACTERS = 2_800
#: A folder of text files to measure on beside the articles of our own.
_OTHERS = "SUMMITDATA_TEXTS"


def made_articles(n: int, seed: int = 7) -> list[str]:
    """So many texts of about 5 kB, always the same ones: paragraphs of the invented articles, their numbers changed."""
    draw = random.Random(seed)
    paragraphs = [
        line
        for path in sorted(_ARTICLES.glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    return [_made(draw, paragraphs) for _ in range(n)]


def _made(draw: random.Random, paragraphs: Sequence[str]) -> str:
    lines: list[str] = []
    while sum(map(len, lines)) < _CHARACTERS:
        lines.append(re.sub(r"\d", lambda _: str(draw.randint(1, 9)), draw.choice(paragraphs)))
    return "\n".join(lines)[:_CHARACTERS]


def figures(pairs: int) -> Iterator[Figure]:
    """
    The measurements, one after the other.

    Args:

        pairs: How often each is taken.
    """
    tagged = _natasha()
    for texts, about in _texts():
        yield Figure("razdel, sentences and tokens", "articles/s", _rates(_razdel, texts, pairs), note=about)
        yield Figure("natasha, segmentation and names", "articles/s", _rates(tagged, texts[:100], pairs), note=about)
        for what, warm in (("every form of a word new", False), ("warm", True)):
            rates = _rates(_extracted, texts, pairs, warm=warm)
            yield Figure(f"`sd.extract`, all layers, {what}", "articles/s", rates, "≥ 200", about)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "texts"
        source.mkdir()
        for number, text in enumerate(made_articles(2_000)):
            (source / f"{number:05}.txt").write_text(text, "utf-8")
        for workers in (1, 2):
            rate = _written(source, Path(folder) / f"by-{workers}", workers)
            what = f"`sd.extract_files` of 2,000 text files to Parquet, {workers} process{'es' if workers > 1 else ''}"
            yield Figure(what, "articles/s", (rate,))
        yield Figure(
            "the same on a Dask cluster of two local workers", "articles/s", (_on_cluster(source, Path(folder)),)
        )
    for size in (11_000, 60_000):
        rates = tuple(_read(size) for _ in range(pairs))
        yield Figure(f"pages of {size // 1_000} kB out of a packed WARC file to their texts", "pages/s", rates)
    for n in (1_000, 10_000, 100_000):
        what = f"peak memory, {n:,} short texts to a folder, one process"
        yield Figure(what, "MiB", (_peak(n),), note="flat where the three are alike")


def _texts() -> Iterator[tuple[list[str], str]]:
    """The texts, and those of the folder that is named, each with what they are."""
    yield made_articles(600), "600 texts of 5 kB made of the invented articles, thick with quotations and numbers"
    folder = os.environ.get(_OTHERS)
    if folder:
        read = [path.read_text("utf-8", "replace") for path in sorted(Path(folder).rglob("*.txt"))]
        joined = "\n".join(read)
        cut = [joined[n : n + _CHARACTERS] for n in range(0, len(joined) - _CHARACTERS, _CHARACTERS)][:600]
        yield cut, f"{len(cut):,} texts of 5 kB of real news, from two public corpora (factRuEval 2016, NEREL 1.1)"


def _rates(
    run: Callable[[Sequence[str]], object], texts: Sequence[str], times: int, *, warm: bool = True
) -> tuple[float, ...]:
    if warm:
        run(texts)
    return tuple(_rate(run, texts, warm=warm) for _ in range(times))


def _rate(run: Callable[[Sequence[str]], object], texts: Sequence[str], *, warm: bool) -> float:
    if not warm:
        parses.cache_clear()
    gc.collect()
    begin = time.process_time()
    run(texts)
    return len(texts) / (time.process_time() - begin)


def _razdel(texts: Sequence[str]) -> None:
    import razdel

    for text in texts:
        for sentence in razdel.sentenize(text):
            for _ in razdel.tokenize(sentence.text):
                pass


def _natasha() -> Callable[[Sequence[str]], None]:
    from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter

    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def run(texts: Sequence[str]) -> None:
        for text in texts:
            document = Doc(text)
            document.segment(segmenter)
            document.tag_ner(tagger)

    return run


def _extracted(texts: Sequence[str]) -> Any:
    return sd.extract(texts)


def _written(source: Path, folder: Path, workers: int) -> float:
    begin = time.perf_counter()
    sd.extract_files(source, to=folder, workers=workers)
    return 2_000 / (time.perf_counter() - begin)


def _on_cluster(source: Path, folder: Path) -> float:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        begin = time.perf_counter()
        sd.extract_files(source, to=folder / "by-dask", client=client)
        return 2_000 / (time.perf_counter() - begin)


def _read(size: int) -> float:
    """How many pages of so many bytes a second of the processor are read out of a WARC file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.warc.gz"
        path.write_bytes(b"".join(_record(n, _page(text[:2_000], size)) for n, text in enumerate(made_articles(150))))
        (one,) = inputs(path)
        begin = time.process_time()
        n = sum(isinstance(source, Source) for source in read(one))
        return n / (time.process_time() - begin)


def _page(text: str, size: int) -> bytes:
    """A page with an article and as much of what is round it as makes it so long."""
    article = "".join(f"<p>{line}</p>" for line in text.splitlines())
    one = '<div class="c{0}"><ul><li><a href="/n/{0}">Ссылка {0}</a></li></ul><script>var a{0} = {{x: {0}}};</script></div>'
    each = len(one.format(0).encode())
    around = [one.format(n) for n in range((size - len(article.encode())) // each)]
    middle = len(around) // 2
    head = '<html lang="ru"><head><meta charset="utf-8"><title>Новости</title></head>'
    body = f"<body><nav>{''.join(around[:middle])}</nav><article><h1>Новости</h1>{article}</article>"
    return f"{head}{body}<footer>{''.join(around[middle:])}</footer></body></html>".encode()


def _record(number: int, page: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n"
    block = http.encode() + page
    head = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>",
        f"WARC-Target-URI: https://lardvestnik.example/{number}",
        "WARC-Date: 2031-05-16T00:00:00Z",
        "Content-Type: application/http;msgtype=response",
        f"Content-Length: {len(block)}",
    ]
    return gzip.compress("\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")


_PEAK = """
import sys, tempfile
import summitdata as sd
from pathlib import Path

def texts(n):
    for i in range(n):
        yield f"Президент Лардии посетил {i} городов. «Мы построим {i} школ», – сказал он {i % 28 + 1} мая 2031 года."

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sd.extract(texts(int(sys.argv[1])), to=Path(folder) / "corpus")
    print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0])
"""


def _peak(n: int) -> float:
    run = subprocess.run([sys.executable, "-c", _PEAK, str(n)], capture_output=True, text=True, check=True)
    return int(run.stdout) / 1024
