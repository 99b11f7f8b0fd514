"""Extraction into memory: texts in parts, here or on a cluster, and the parts put together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from ...corpus import Corpus
from ...exceptions import LimitError, shown
from ...progress import progress
from ...records import TABLES
from ..article import part
from ..source import Failure, Source
from .cluster import Pairs, over
from .finishing import as_errors, copies, failures, without
from .planning import ARTICLES, check_size

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["extracted"]

T = TypeVar("T")


def extracted(
    sources: Iterable[Source | Failure],
    *,
    ner: bool = False,
    client: "Client | None" = None,
    articles_per_part: int = ARTICLES,
    show: bool = True,
) -> Corpus:
    """
    The tables of texts, in memory; the same wherever they are made.

    Args:

        sources: The texts, and what gave none; they are taken as they are needed.

        ner: Look for names with natasha's tagger too.

        client: A cluster of Dask that does it.

        articles_per_part: How many texts are worked on together.

        show: Show how far it is, where a person waits and tqdm is installed.

    Raises:

        UsageError: The number is no whole number above 0.

        LimitError: Some texts ended several workers of the cluster, for want of memory perhaps.

        MissingExtraError: What extraction needs is not installed.
    """
    check_size(articles_per_part)
    cut = _cut(iter(sources), articles_per_part)
    work = partial(_part, ner)
    found: dict[int, Corpus] = {}
    with closing(_here(work, cut) if client is None else over(client, work, cut)) as made:
        for (number, texts), corpus in progress(made, "extract") if show else made:
            if corpus is None:
                first = next((one.name for one in texts), None)
                msg = f"the workers that extracted {shown(first)} and the {len(texts) - 1:,} texts after it ended, for want of memory perhaps; give them more, or leave those out"
                raise LimitError(msg)
            found[number] = corpus
    return _joined([found[number] for number in sorted(found)])


def _here(work: Callable[[T], Corpus], things: Iterable[T]) -> Pairs[T]:
    for one in things:
        yield one, work(one)


def _cut(sources: Iterator[Source | Failure], most: int) -> Iterator[tuple[int, Sequence[Source | Failure]]]:
    number = 0
    # Without any text there is a corpus too.
    while (texts := [*islice(sources, most)]) or not number:
        yield number, texts
        number += 1


def _part(ner: bool, one: tuple[int, Sequence[Source | Failure]]) -> Corpus:
    return part(one[1], ner=ner)


def _joined(parts: Sequence[Corpus]) -> Corpus:
    import pyarrow as pa

    def articles() -> Iterator[tuple[str, Mapping[str, str]]]:
        for number, made in enumerate(parts):
            held = made.table("articles").select(["id", "sha256"]).to_pydict()
            yield str(number), dict(zip(held["id"], held["sha256"], strict=True))

    twice = dict(copies(articles))
    kept = [without(made, twice[str(n)], {}) if str(n) in twice else made for n, made in enumerate(parts)]
    tables = {name: pa.concat_tables(made.tables[name] for made in kept) for name in TABLES}
    # The same may be told of texts of several parts.
    told = (one for made in kept for one in failures(made, {}, {}))
    return Corpus({**tables, "errors": as_errors(told, "")})
