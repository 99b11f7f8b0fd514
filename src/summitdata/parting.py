"""How a corpus is cut into parts, each of which holds whole articles with all their rows."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["parted"]


def parted(
    tables: "Mapping[str, pa.Table]", articles: int
) -> "tuple[tuple[str, ...], Callable[[str, str], pa.Table], bool]":
    """
    The names of the parts of so many articles each, a function that gives of a part the table of a name, and whether all
    rows keep their order.

    Rows of articles that are not there lie in the last part, and those of a table that knows no articles in the first.
    """
    held = tables["articles"]
    articles = min(articles, max(1, held.num_rows))
    n = max(1, -(-held.num_rows // articles))
    # All as long as the last, so that they sort in their order.
    names = tuple(f"{number:0{max(4, len(str(n)))}}" for number in range(1, n + 1))
    grouped: dict[str, pa.Table] = {}
    ends: dict[str, Sequence[int]] = {}
    for name, table in tables.items():
        grouped[name], ends[name] = _grouped(table, held, articles, n)
    read = partial(_part, grouped, ends, {name: place for place, name in enumerate(names)})
    return names, read, all(grouped[name] is table for name, table in tables.items())


def _part(
    tables: "Mapping[str, pa.Table]", ends: Mapping[str, Sequence[int]], places: Mapping[str, int], part: str, name: str
) -> "pa.Table":
    place = places[part]
    begin = ends[name][place - 1] if place else 0
    return tables[name].slice(begin, ends[name][place] - begin)


def _grouped(table: "pa.Table", articles: "pa.Table", size: int, n: int) -> "tuple[pa.Table, list[int]]":
    """The table with its rows in the order of the parts, and where each part ends."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if "article_id" not in table.column_names:
        return table, [table.num_rows] * n
    owners = table.column("id" if table.schema.equals(articles.schema) else "article_id").combine_chunks()
    # Rows of one article stand together as a rule, and are looked up together.
    runs = pc.run_end_encode(owners)
    known = articles.column("id").combine_chunks()
    places = pc.fill_null(pc.index_in(runs.values, known), n * size - 1)
    parts = pc.divide(places, pa.scalar(size, places.type))
    if len(parts) > 1 and not pc.all(pc.less_equal(parts[:-1], parts[1:])).as_py():
        order = pc.sort_indices(pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(runs.run_ends, parts)))
        return _grouped(table.take(order), articles, size, n)
    ends = [0] * n
    for part, end in zip(parts.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        ends[part] = end
    for part in range(1, n):
        ends[part] = max(ends[part], ends[part - 1])
    return table, ends
