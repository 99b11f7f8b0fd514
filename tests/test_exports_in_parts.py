"""A corpus in parts is written, in every format, as the same content as the whole, and part by part."""

import datetime as dt
import re
import shutil
import weakref
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import ConversionError
from summitdata.formats import FORMATS
from summitdata.metadata import Metadata
from summitdata.records import TABLES
from summitdata.schema import arrow_schema, columns

from .folders import article, corpus_of, everything, one

#: What is written a file a table, and how the names of the files end; of these parts have files of their own.
TABULAR = {
    **{form: (form,) for form in ("parquet", "json", "jsonl", "csv")},
    "huggingface": ("parquet",),
    "rocrate": ("csv",),
    "deposit": ("csv", "parquet"),
}

OURS = Metadata(
    name="ours",
    title="Our summits",
    description="Two summits.",
    creators=["A. Author"],
    licence="CC0-1.0",
    published=dt.date(2026, 1, 2),
    identifier="https://example.org/ours",
)


def renamed(table: pa.Table, name: str, old: str, new: str) -> pa.Table:
    """The rows of an article as those of another one."""
    for c in columns(TABLES[name]):
        if c.name == "id" or c.reference:
            cells = pc.replace_substring_regex(table.column(c.name), f"^{old}(/|$)", rf"{new}\1")
            table = table.set_column(table.column_names.index(c.name), table.schema.field(c.name), cells)
    return table


@pytest.fixture(scope="module")
def whole(synthetic: sd.Corpus, synthetic_text: str) -> sd.Corpus:
    """The invented article with its wording three times, under three names, and a code."""
    attached = attach(synthetic, synthetic_text, "lardia31").corpus
    copies = [
        {name: renamed(table, name, "lardia31", new) for name, table in attached.tables.items()}
        for new in ("lardia31", "lardia7", "lardia99")
    ]
    tables = {name: pa.concat_tables([copy[name] for copy in copies]) for name in TABLES}
    code = {**one("codes", id="sector/energy", vocabulary="sector", code="energy")}
    code.pop("article_id")
    tables["codes"] = pa.Table.from_pylist([code], arrow_schema(TABLES["codes"]))
    return sd.Corpus(tables, version="1.2.3")


def export(corpus: sd.Corpus, form: Any, folder: Path) -> Path:
    """The folder that a corpus is written to, its wording too."""
    if form == "stata":
        pytest.importorskip("pandas", reason="pandas is not installed", exc_type=ImportError)
    corpus.write(folder, form, text=True, metadata=OURS)
    return folder


def test_the_corpus_is_sound(whole: sd.Corpus) -> None:
    """There is wording in it, and nothing wrong with it but that the codes are not those in use."""
    assert whole.has_text
    assert {"codes"} == {problem.table for problem in whole.validate()}


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in TABULAR])
def test_what_is_no_file_a_table_has_the_same_bytes(form: str, whole: sd.Corpus, tmp_path: Path) -> None:
    """One file for all, or some for each article: nobody sees that there were parts."""
    one_ = everything(export(whole, form, tmp_path / "whole"))
    several = everything(export(whole.in_parts(2), form, tmp_path / "parts"))

    assert list(one_) == list(several)
    assert [] == [name for name in one_ if one_[name] != several[name]]


@pytest.mark.parametrize(("form", "ending"), [(form, ending) for form, all_ in TABULAR.items() for ending in all_])
def test_tables_are_put_together_from_their_parts(form: str, ending: str, whole: sd.Corpus, tmp_path: Path) -> None:
    """The files of a table hold its rows, in their order."""
    written = export(whole.in_parts(2), form, tmp_path / "parts")
    for path in written.glob(f"*/*.{ending}"):
        target = tmp_path / "alone" / path.relative_to(written)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    opened = sd.open(tmp_path / "alone")

    assert ("0001", "0002") == opened.part_names
    assert [] == [name for name in TABLES if not whole.table(name).equals(opened.table(name))]


@pytest.mark.parametrize("form", [form for form in TABULAR if form not in ("parquet", "csv", "json", "jsonl")])
def test_nothing_else_lies_beside_the_parts(form: str, whole: sd.Corpus, tmp_path: Path) -> None:
    """What describes the tables has the same names as beside whole ones."""
    one_ = everything(export(whole, form, tmp_path / "whole"))
    several = everything(export(whole.in_parts(2), form, tmp_path / "parts"))
    tables = re.compile(rf"({'|'.join(TABLES)})\.({'|'.join(TABULAR[form])})")

    assert {name for name in one_ if not tables.fullmatch(name)} == {
        name for name in several if name not in TABLES and "/" not in name
    }


class Watched:
    """
    The parts of a corpus as they are read: how often, and how many are held at the same time.

    Every table lies in memory of its own, that is alive as long as any table that was made of it.
    """

    def __init__(self, corpus: sd.Corpus) -> None:
        self.reads: Counter[tuple[str, str]] = Counter()
        #: The most parts of which anything was held at once, and the most different tables.
        self.parts = self.tables = 0
        self._parted = corpus.in_parts(1)
        self._alive: list[tuple[str, str, weakref.ref[Any]]] = []

    @property
    def corpus(self) -> sd.Corpus:
        """The corpus."""
        return sd.Corpus.of_parts(
            self._parted.part_names, self._read, rows=self._parted.n_rows, version=self._parted.version
        )

    def _read(self, part: str, name: str) -> pa.Table:
        self.reads[part, name] += 1
        table = self._parted.part(part).table(name)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        held = np.frombuffer(sink.getvalue(), np.uint8).copy()
        self._alive.append((part, name, weakref.ref(held)))
        self._alive = [known for known in self._alive if known[2]() is not None]
        self.parts = max(self.parts, len({part for part, _, _ in self._alive}))
        self.tables = max(self.tables, len({name for _, name, _ in self._alive}))
        made: pa.Table = pa.ipc.open_stream(pa.py_buffer(held)).read_all()
        return made


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "stata"])
def test_no_more_than_one_part_is_held(form: str, whole: sd.Corpus, tmp_path: Path) -> None:
    """While a part is read, the one before it may still be there, and none that was before that."""
    watched = Watched(whole)
    export(watched.corpus, form, tmp_path / "out")

    assert 2 == watched.parts


def test_no_more_than_one_part_is_held_to_find_out_what_is_known(whole: sd.Corpus, tmp_path: Path) -> None:
    """Where no metadata are given, the articles are looked through for their languages."""
    watched = Watched(whole)
    watched.corpus.write(tmp_path / "out", "huggingface", text=True)

    assert 2 == watched.parts


def test_stata_holds_one_table(whole: sd.Corpus, tmp_path: Path) -> None:
    """All of it, and while it is read the one before it."""
    watched = Watched(whole)
    export(watched.corpus, "stata", tmp_path / "out")

    assert (3, 2) == (watched.parts, watched.tables)


@pytest.mark.parametrize("form", FORMATS)
def test_every_part_is_read_once(form: str, whole: sd.Corpus, tmp_path: Path) -> None:
    """Once for writing, and of a deposit once more, for the fingerprint that it is cited with."""
    watched = Watched(whole)
    export(watched.corpus, form, tmp_path / "out")
    times = {times for (_, name), times in watched.reads.items() if name == "mentions"}

    assert {2 if form == "deposit" else 1} == times


@pytest.mark.parametrize("form", ["conllu", "brat"])
def test_a_part_need_not_have_articles(form: str, whole: sd.Corpus, tmp_path: Path) -> None:
    """Codes may lie in a part of their own."""
    codes = {"codes": whole.table("codes")}
    rest = {name: table for name, table in whole.tables.items() if name != "codes"}
    parts = {"a": sd.Corpus(codes), "b": sd.Corpus(rest)}
    made = sd.Corpus.of_parts(list(parts), lambda part, name: parts[part].table(name), version="1.2.3")

    assert everything(export(whole, form, tmp_path / "whole")) == everything(export(made, form, tmp_path / "parts"))


@pytest.mark.parametrize("form", ["conllu", "brat"])
def test_an_article_that_stands_in_two_parts_is_refused(form: str, whole: sd.Corpus, tmp_path: Path) -> None:
    """Its file would be written twice."""
    made = sd.Corpus.of_parts(["a", "b"], lambda _, name: whole.table(name))
    with pytest.raises(ConversionError) as e:
        export(made, form, tmp_path / "out")

    assert str(e.value).startswith(
        f"articles row 'lardia31', column 'id': {form} names a file after it, expected an id of its own "
    )
    assert not (tmp_path / "out").exists()


def test_articles_are_told_without_their_wording(tmp_path: Path) -> None:
    """Sources are those of all parts."""
    names = [f"a{n}" for n in range(1, 4)]
    rows = [article(name, outlet=f"Outlet {name}", text="x" * 9, n_chars=9) for name in names]
    written = export(corpus_of(articles=rows).in_parts(1), "deposit", tmp_path / "out")
    cited = (written / "datacite.json").read_text("utf-8")

    assert [] == [name for name in names if f"Outlet {name}" not in cited]
    assert "xxxxxxxxx" not in cited
