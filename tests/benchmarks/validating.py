"""
How fast all rules of a table of 5 million mentions are checked, beside the same rules declared to pandera and written as
polars expressions by hand; and how fast and in how much memory a whole corpus is validated.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

import summitdata as sd
from summitdata.checking import Checker, check
from summitdata.files import Folder
from summitdata.formats import REVERSIBLE, parquet
from summitdata.holding import Held, occupied
from summitdata.layout import layout
from summitdata.limits import Limits
from summitdata.problems import Problem
from summitdata.records import TABLES
from summitdata.schema import Column, columns
from summitdata.validate import check_parts

from .made import ARTICLES, made
from .measure import Figure, ratios, seconds

__all__ = ["figures"]

_TABLES = ("articles", "paragraphs", "entities", "quotations", "mentions")


def figures(pairs: int) -> Iterator[Figure]:
    """All measurements, each comparison in so many pairs."""
    for text, limits in ((False, ("≤ 0.125", "≤ 0.333")), (True, ("≤ 0.5", "≤ 0.833"))):
        for shuffled in (False, True):
            corpus = made(ARTICLES, text=text, shuffled=shuffled)
            what = f"{'with' if text else 'without'} text spans, {'shuffled' if shuffled else 'sorted'}"
            own = _ours(corpus)
            yield Figure(f"rules of {ARTICLES * 200:,} mentions, {what}", "s", seconds(own, 3))
            yield Figure(f"the same with parents, {what}", "s", seconds(partial(_with_parents, corpus), 3))
            peers = {"pandera-polars": _pandera(corpus, text=text), "polars by hand": _polars(corpus, text=text)}
            for (name, theirs), limit in zip(peers.items(), limits, strict=True):
                target = "–" if shuffled else limit
                yield Figure(f"the same / {name}, {what}", "ratio", ratios(own, theirs, pairs), target)
            if not shuffled:
                yield Figure(f"Corpus.validate(), invariants too, {what}", "s", seconds(corpus.validate, 1), "–")
    yield from _streamed(pairs)


def _ours(corpus: sd.Corpus) -> Callable[[], None]:
    """All rules of mentions but the invariants; the tables that they refer to are looked at at once."""
    tables = corpus.tables
    mean = tables["articles"].column("text").nbytes // max(1, tables["articles"].num_rows)
    parents = {name: Held(name, TABLES[name], tables[name], mean, 2) for name in _TABLES[:-1]}

    def run() -> None:
        held = {**parents, "mentions": Held("mentions", TABLES["mentions"], tables["mentions"], mean, 2)}
        occupied([*held.values()])
        checker = Checker(held["mentions"], held, (), "", None)
        if any(found.faults for found in check(held["mentions"], checker, 2)):
            raise AssertionError

    return run


def _with_parents(corpus: sd.Corpus) -> None:
    _ours(corpus)()


def _frames(tables: Any) -> dict[str, Any]:
    import polars as pl

    return {name: pl.from_arrow(tables[name]) for name in _TABLES}


def _joined(frames: Any, *, text: bool) -> Any:
    """Mentions beside what they refer to."""
    import polars as pl

    there = pl.lit(1, pl.Int8)
    articles = frames["articles"].lazy().select("n_chars", *(["text"] if text else []), article_id="id")
    paragraphs = frames["paragraphs"].lazy().select(paragraph_id="id", low="start", high="end")
    quotations = frames["quotations"].lazy().select(quotation_id="id", quoted_low="start", quoted_high="end")
    entities = frames["entities"].lazy().select(entity_id="id", entity=there)
    return (
        frames["mentions"]
        .lazy()
        .join(articles.rename({"text": "body"} if text else {}), on="article_id", how="left")
        .join(paragraphs, on="paragraph_id", how="left")
        .join(quotations, on="quotation_id", how="left")
        .join(entities, on="entity_id", how="left")
    )


def _broken(c: Column) -> list[Any]:
    """The rules of a column as polars expressions, true where a value breaks them."""
    import polars as pl

    own = pl.col(c.name)
    rules = []
    if not c.nullable:
        rules.append(own.is_null())
    if c.vocabulary:
        rules.append(~own.is_in([code.value for code in c.vocabulary]))
    if c.pattern:
        rules.append(~own.str.contains(f"^(?:{c.pattern})$"))
    if c.kind is float:
        rules.append(~own.is_finite())
    if c.minimum is not None:
        rules.append(own < c.minimum)
    if c.maximum is not None:
        rules.append(own > c.maximum)
    return rules


def _between(*, text: bool) -> dict[str, Any]:
    """The rules between columns and tables, on the joined frame, true where a row breaks them."""
    import polars as pl

    start, end = pl.col("start"), pl.col("end")
    rules = {
        "prefix": ~pl.col("id").str.starts_with(pl.col("article_id") + "/"),
        "span": start >= end,
        "long": pl.col("surface").str.len_chars() != end - start,
        "article": pl.col("n_chars").is_null(),
        "paragraph": pl.col("low").is_null(),
        "entity": pl.col("entity").is_null(),
        "quotation": pl.col("quotation_id").is_not_null() & pl.col("quoted_low").is_null(),
        "within": (start < pl.col("low")) | (end > pl.col("high")),
        "within quotation": (start < pl.col("quoted_low")) | (end > pl.col("quoted_high")),
        "bounds": end > pl.col("n_chars"),
    }
    if text:
        cut = pl.col("body").str.slice(start, end - start)
        rules |= {name: cut != pl.col(name) for name in ("text", "surface")}
    return rules


def _counts(joined: Any, *, text: bool) -> Any:
    import polars as pl

    cells = [
        rule.sum().alias(f"{c.name} {n}") for c in columns(TABLES["mentions"]) for n, rule in enumerate(_broken(c))
    ]
    between = [rule.sum().alias(name) for name, rule in _between(text=text).items()]
    return joined.select(*cells, *between, repeated=pl.len() - pl.col("id").n_unique())


def _polars(corpus: sd.Corpus, *, text: bool) -> Callable[[], None]:
    frames = _frames(corpus.tables)

    def run() -> None:
        if any(_counts(_joined(frames, text=text), text=text).collect().row(0)):
            raise AssertionError

    return run


def _pandera(corpus: sd.Corpus, *, text: bool) -> Callable[[], None]:
    import pandera.polars as pandera
    import polars as pl

    kinds = {str: pl.String, int: pl.Int64, float: pl.Float64}
    frames = _frames(corpus.tables)

    def checks(c: Column) -> list[Any]:
        made_ = [pandera.Check.isin([code.value for code in c.vocabulary])] if c.vocabulary else []
        made_ += [pandera.Check.str_matches(f"^(?:{c.pattern})$")] if c.pattern else []
        made_ += [pandera.Check.ge(c.minimum)] if c.minimum is not None else []
        return made_ + ([pandera.Check.le(c.maximum)] if c.maximum is not None else [])

    def between(rule: Any) -> Any:
        return pandera.Check(lambda data: data.lazyframe.select((~rule).fill_null(value=True)))

    schema = pandera.DataFrameSchema(
        {
            c.name: pandera.Column(kinds[c.kind], checks(c), nullable=c.nullable, unique=c.name == "id")
            for c in columns(TABLES["mentions"])
        },
        checks=[between(rule) for rule in _between(text=text).values()],
    )
    return lambda: schema.validate(_joined(frames, text=text).collect(), lazy=True)


#: What a child process does, with the folder as its argument, and then tells how long it took and its peak memory.
_TOLD = """
import re, sys, time, pathlib
{load}
begin = time.perf_counter()
{work}
taken = time.perf_counter() - begin
# Unlike that of getrusage, this peak does not begin with the memory of the process that started this one.
print(taken, int(re.search(r"VmHWM:\\s+([0-9]+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024)
"""
_OURS = "import pyarrow.compute, pyarrow.parquet, summitdata.examining, tests.benchmarks.validating as v"
_THEIRS = "import polars, tests.benchmarks.validating as v"
_WAYS = {
    "sd.validate(folder), all tables and the invariants": (_OURS, "v.whole(sys.argv[1])"),
    "ours, all rules but the invariants of mentions and what they refer to": (_OURS, "v.by_rules(sys.argv[1])"),
    "polars streaming by hand, the rules of mentions": (_THEIRS, "v.by_hand(sys.argv[1])"),
}


def whole(folder: str) -> None:
    """Everything."""
    if not sd.validate(folder).ok:
        raise AssertionError


def by_rules(folder: str) -> None:
    """All rules but the invariants of mentions and the tables that they refer to; every byte is checked by its SHA-256."""
    place = Folder.at(Path(folder), Limits(), TABLES).heeding_manifest()

    def parts() -> Iterator[tuple[str, dict[str, pa.Table], dict[str, Problem]]]:
        for part in layout(place, REVERSIBLE).parts:
            readers = dict(parquet.read(place.of_part(part)))
            yield part, {name: readers[name]() for name in _TABLES}, {}

    if not check_parts(parts(), {name: TABLES[name] for name in _TABLES}, invariants=False).ok:
        raise AssertionError


def by_hand(folder: str) -> None:
    """The rules of mentions on a folder in parts, with polars' streaming engine."""
    import polars as pl

    frames = {name: pl.scan_parquet(f"{folder}/{name}/*.parquet") for name in _TABLES}
    if any(_counts(_joined(frames, text=False), text=False).collect(engine="streaming").row(0)):
        raise AssertionError


def _streamed(pairs: int) -> Iterator[Figure]:
    """From Parquet in parts, at a tenth of the size and at the whole."""
    for articles in (ARTICLES // 10, ARTICLES):
        with tempfile.TemporaryDirectory() as holder:
            folder = str(Path(holder) / "out")
            made(articles).in_parts(500).write(folder)
            runs = [{name: _child(way, folder) for name, way in _WAYS.items()} for _ in range(pairs)]
        what = f"from Parquet in parts of 500 articles, {articles * 200:,} mentions"
        *own, theirs = _WAYS
        for name, target in zip(own, ("–", "≤ 1.0"), strict=True):
            found = tuple(run[name][0] / run[theirs][0] for run in runs)
            yield Figure(f"{name} / {theirs}, {what}", "ratio", found, target)
        for name in _WAYS:
            yield Figure(f"{name}, {what}", "s", tuple(run[name][0] for run in runs), "–")
            yield Figure(f"peak memory, {name}, {what}", "MiB", tuple(run[name][1] for run in runs), "–")


def _child(way: tuple[str, str], folder: str) -> tuple[float, float]:
    load, work = way
    script = _TOLD.format(load=load, work=work)
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script, folder], check=True, capture_output=True, text=True, cwd=root)
    taken, peak = map(float, done.stdout.split())
    return taken, peak
