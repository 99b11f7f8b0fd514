"""How a corpus is cut into parts, each of which holds whole articles with all their rows."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["is_grouped", "parted"]


def parted(tables: "Mapping[str, pa.Table]", articles: int) -> "tuple[tuple[str, ...], Callable[[str, str], pa.Table]]":
    """
    The names of the parts of so many articles each, and a function that gives of a part the table of a name.

    Rows of articles that are not there lie in the last part, and those of a table that knows no articles in the first.
    """
    n = max(1, -(-tables["articles"].num_rows // articles))
    names = tuple(f"{number:04}" for number in range(1, n + 1))
    grouped: dict[str, pa.Table] = {}
    ends: dict[str, Sequence[int]] = {}
    for name, table in tables.items():
        places = _parts(table, tables["articles"], articles, n)
        grouped[name], ends[name] = _grouped(table, places, n)
    return names, partial(_part, grouped, ends, {name: place for place, name in enumerate(names)})


def is_grouped(tables: "Mapping[str, pa.Table]") -> bool:
    """Whether the rows of every table stand in the order of their articles already, so that parting moves none."""
    n = max(1, tables["articles"].num_rows)
    return all(_in_order(_parts(table, tables["articles"], 1, n)) for table in tables.values())


def _part(
    tables: "Mapping[str, pa.Table]", ends: Mapping[str, Sequence[int]], places: Mapping[str, int], part: str, name: str
) -> "pa.Table":
    place = places[part]
    begin = ends[name][place - 1] if place else 0
    return tables[name].slice(begin, ends[name][place] - begin)


def _parts(table: "pa.Table", articles: "pa.Table", size: int, n: int) -> "pa.Array":
    """For each row the place of the part that it belongs to."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if "article_id" not in table.column_names:
        return pa.repeat(pa.scalar(0, pa.int32()), table.num_rows)
    owner = "id" if table.schema.equals(articles.schema) else "article_id"
    known = articles.column("id").combine_chunks()
    places = pc.divide(pc.index_in(table.column(owner), known), pa.scalar(size, pa.int32()))
    return pc.fill_null(places, pa.scalar(n - 1, pa.int32())).combine_chunks()


def _in_order(places: "pa.Array") -> bool:
    import pyarrow.compute as pc

    return len(places) < 2 or bool(pc.all(pc.less_equal(places[:-1], places[1:])).as_py())


def _grouped(table: "pa.Table", places: "pa.Array", n: int) -> "tuple[pa.Table, list[int]]":
    """The table with its rows in the order of the parts, and where each part ends."""
    import pyarrow.compute as pc

    if not _in_order(places):
        order = pc.sort_indices(places)
        table, places = table.take(order), places.take(order)
    counts = dict(zip(*(column.to_pylist() for column in pc.value_counts(places).flatten()), strict=True))
    ends, reached = [], 0
    for place in range(n):
        reached += counts.get(place, 0)
        ends.append(reached)
    return table, ends
