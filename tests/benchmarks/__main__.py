"""
How fast the package is beside what a user would do otherwise: `python -m tests.benchmarks`.

Nothing fails when a target is missed: the table says so. With `--write FILE` the figures become a page.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import summitdata as sd

from . import attaching, extracting, json_lines, loading, tables, validating
from .measure import Figure

_GROUPS: dict[str, tuple[str, str, Callable[[int], Iterator[Figure]]]] = {
    "loading": (
        "The shipped corpus",
        "pandas 3.1 reads a file without `pyarrow.dataset` and is at par with us; what is left are about 20 ms of either.",
        loading.figures,
    ),
    "validating": (
        "Validating",
        (
            "Every rule over single rows and between them that the table of mentions has, but the invariants of the annotation, "
            "which nobody else checks: nulls, vocabularies, patterns, ranges, ids that are unique and begin with their "
            "article's, references to articles, paragraphs, entities and quotations, spans in order, inside their parents and "
            "inside the article, and with text spans the article's own characters. The ids of the tables that are referred to "
            "are proved before the clock starts, because the others take them as given; “with parents” counts that too. "
            "Sorted is the order of articles, shuffled none at all: then the rows are put in order first, and taking thirteen "
            "columns at random is most of the time.\n\n"
            "What bounds the sorted case is hashing: looking up `entity_id`, which comes in no runs, and the vocabularies take "
            "about a third of it. From Parquet it is the reading of files that may be a stranger's, each batch validated in "
            "full and its text taken out of dictionaries; the checks themselves are about half."
        ),
        validating.figures,
    ),
    "tables": (
        "Parquet, parts and records",
        (
            "Rates are by the time of the processor. What bounds records to Arrow is `pyarrow.array` over the attributes of "
            "Python objects, which without any check makes 1.4 million rows a second here; exact types and rules take the "
            "rest. Files of a thousand rows pay for being opened."
        ),
        tables.figures,
    ),
    "json_lines": ("JSON Lines", "As strict as reading line by line, and the same bytes as ever.", json_lines.figures),
    "attaching": (
        "Attaching the article",
        "An exact copy is known by its hash, a changed one is aligned.",
        attaching.figures,
    ),
    "extracting": (
        "Extraction",
        (
            "By the time of the processor, but for the runs to a folder, which are by the clock. The texts are the invented articles of the tests, their "
            "paragraphs in another order and their numbers changed, so that few words are new; `SUMMITDATA_TEXTS` names a folder of others, here those of factRuEval 2016 and NEREL 1.1. With every form "
            "of a word new, pymorphy3 reads each for the first time: a large corpus lies in between, and nearer to the second figure."
        ),
        extracting.figures,
    ),
}
_PEERS = (
    *("attrs", "cattrs", "pyarrow", "pandas", "polars", "duckdb", "pandera", "msgspec", "datasets", "numpy"),
    *("razdel", "pymorphy3", "natasha", "trafilatura", "fastwarc", "distributed"),
)

_HEAD = """# Performance

How long things take beside the fastest ways a reader would otherwise use, measured side by side in one run by the suite in
`tests/benchmarks`, which also wrote this page:

```text
python -m pip install -e '.[bench]'
python -m tests.benchmarks --write docs/performance.md
```

Two ways are run in turn, ours and theirs, ours and theirs, and what is told is the median of the pairwise ratios of their
times, with the smallest and the largest: a ratio of 0.5 is twice as fast, and the spread is the machine's noise. Seconds are
those of the machine and say little elsewhere. The made-up corpus of {articles:,} articles (`tests/benchmarks/made.py`, always
the same) has 5 million mentions over 500 thousand sentences, and as many paragraphs and entities.

"""


def main() -> None:
    """Measure, print, and write the page where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measures beside peers.")
    parser.add_argument("--only", nargs="+", choices=[*_GROUPS], default=[*_GROUPS], help="these groups (default: all)")
    parser.add_argument("--pairs", type=int, default=5, help="how many pairs are run (default: 5)")
    parser.add_argument(
        "--write", type=Path, help="a Markdown file that is to hold the figures; others that it holds stay"
    )
    options = parser.parse_args()
    print(_machine(), flush=True)
    sections = _held(options.write) if options.write else {}
    for name in options.only:
        title, about, figures = _GROUPS[name]
        lines = [about, "", "| what | median | least | most | in | target | |", "|---|---:|---:|---:|---|---|---|"]
        for figure in figures(options.pairs):
            print(_line(figure), flush=True)
            lines.append(_row(figure))
        sections[title] = "\n".join([f"Measured with {_machine()}", "", *lines])
    if options.write:
        order = [title for title, *_ in _GROUPS.values() if title in sections]
        made = "\n\n".join(f"## {title}\n\n{sections[title]}" for title in order)
        options.write.write_text(f"{_HEAD.format(articles=25_000)}{made}\n", "utf-8")


def _held(page: Path) -> dict[str, str]:
    """The sections of a page by their titles."""
    parts = page.read_text("utf-8").split("\n## ")[1:] if page.exists() else []
    return {title: text.strip() for title, _, text in (part.partition("\n") for part in parts)}


def _machine() -> str:
    def of(name: str) -> str | None:
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            return None

    peers = ", ".join(filter(None, map(of, _PEERS)))
    return (
        f"summitdata {sd.__version__}, Python {platform.python_version()} on {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors; {peers}."
    )


def _figures(figure: Figure) -> list[str]:
    return [f"{value:.3g}" for value in (figure.median, min(figure.values), max(figure.values))]


def _outcome(figure: Figure) -> str:
    return {True: "reached", False: "**missed**", None: ""}[figure.holds]


def _line(figure: Figure) -> str:
    middle, least, most = _figures(figure)
    return (
        f"{figure.what:<95} {middle:>8} {least:>8} {most:>8} {figure.unit:<8} {figure.target:<8} "
        f"{_outcome(figure).strip('*')} {figure.note}"
    )


def _row(figure: Figure) -> str:
    cells = [
        figure.what,
        *_figures(figure),
        figure.unit,
        figure.target,
        " ".join(filter(None, (_outcome(figure), figure.note))),
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
