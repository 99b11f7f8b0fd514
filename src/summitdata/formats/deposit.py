"""
A deposit: one folder to upload to Zenodo, Dataverse or another archive as it is, flat unless the corpus is in parts.

It holds every table as `<table>.csv` and `<table>.parquet`; `codebook.csv`, all columns of all tables; `README.txt`;
`data-card.md`, a datasheet with the seven usual headings; `datacite.json`, `CITATION.cff` and `ddi-codebook.xml` for
catalogues; `LICENSE.txt`, which names the licence and where its text is; and `SHA256SUMS` of all of these, for
``sha256sum -c``. Of a corpus in parts a table is a folder with a file for each part. It cannot be written of a corpus of which nobody said who made it and under which licence: give
``metadata=``. No DOI is in it: the archive gives one.

Nothing of the tables is lost. The data card answers all headings for the shipped corpus; for another one it says what its
tables and its metadata say, and that the rest is not known. The folder does not read back as a corpus; its Parquet or CSV
files do, in a folder of their own.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from ..citation import cited, rendered
from ..corpus import Corpus
from ..descriptors import data_files, ddi
from ..descriptors.datasheet import markdown, sections, table_lines
from ..files import entries, write_each
from ..metadata import Metadata
from ..records import TABLES
from ..schema import codebook, row_is

__all__ = ["write"]

_SUMS = "SHA256SUMS"


def write(corpus: Corpus, folder: Path, metadata: Metadata) -> None:
    """
    Write the deposit.

    Raises:

        UsageError: It is not said who made the corpus and under which licence.

        ConversionError: A text that belongs into the citation holds a control character.
    """
    metadata.require_complete("deposit")
    counts = ddi.counted(_written(corpus, folder))
    files = entries(folder)
    found = cited(corpus, metadata=metadata)
    with (folder / "codebook.csv").open("wb") as file:
        pc.write_csv(_codebook(), file)
    texts = {
        "README.txt": _readme(corpus, metadata, rendered(found, "apa")),
        "LICENSE.txt": _licence(metadata, has_text=counts.has_text),
        "data-card.md": _card(corpus, metadata, has_text=counts.has_text),
        "ddi-codebook.xml": ddi.codebook(counts, data_files(files, "csv"), metadata),
        "CITATION.cff": rendered(found, "cff"),
        "datacite.json": rendered(found, "datacite") + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    files |= entries(folder, files)
    lines = [f"{files[name].sha256}  {name}\n" for name in sorted(files)]
    (folder / _SUMS).write_bytes("".join(lines).encode())


def _written(corpus: Corpus, folder: Path) -> Iterator[Corpus]:
    """The parts of a corpus, each written when it is asked for."""
    for part in corpus.parts("write"):
        write_each(part, folder, "csv", pc.write_csv)
        write_each(part, folder, "parquet", partial(pq.write_table, write_page_checksum=True))
        yield part


def _codebook() -> pa.Table:
    parts = []
    for name, cls in TABLES.items():
        part = codebook(cls)
        parts.append(part.add_column(0, "table", pa.array([name] * part.num_rows, pa.string())))
    return pa.concat_tables(parts)


def _plain(text: str | None) -> str:
    """A text from outside on one line, without control characters."""
    return "".join(c if c.isprintable() else " " for c in text or "")


def _licence(metadata: Metadata, *, has_text: bool) -> str:
    licence = metadata.licence
    named = [f"{_plain(x.title)} ({_plain(x.spdx)})\n{_plain(x.url)}" for x in (licence,) if x]
    wording = (
        "The wording of the articles is in these files; it belongs to their publishers and is not under this licence."
        if has_text
        else "The articles themselves belong to their publishers; their wording is not in these files."
    )
    return "\n\n".join([*named, wording]) + "\n"


def _readme(corpus: Corpus, metadata: Metadata, citation: str) -> str:
    is_flat = corpus.part_names == ("",)
    files = "  <table>.csv, <table>.parquet  " if is_flat else "  <table>/*.csv, *.parquet      "
    lines = [
        _plain(metadata.title),
        "",
        _plain(metadata.description),
        "",
        "How to cite",
        f"  {citation}",
        "",
        "Files",
        f"{files}the tables below, UTF-8; the two hold the same rows",
        "  codebook.csv                  every column of every table: type, meaning, unit, codes, meaning of null",
        "  data-card.md                  why and how the data was made, and what it is not fit for",
        "  datacite.json, CITATION.cff   for catalogues and reference managers",
        "  ddi-codebook.xml              DDI Codebook 2.5, with the counts of every code",
        "  LICENSE.txt                   the licence",
        f"  {_SUMS}                    checksums; run: sha256sum -c {_SUMS}",
        "",
        'In CSV, null is nothing between two commas, and "" is empty text. A column `…_id` holds the `id` of a row of',
        "another table. Offsets count Unicode code points from 0; the character at an end no longer belongs to the span.",
        *([f"Fingerprint of the content: {metadata.fingerprint}"] if metadata.fingerprint else []),
        "",
        "Tables",
        *(f"  {name} ({n:,}): {row_is(TABLES[name])}" for name, n in corpus.n_rows.items()),
    ]
    return "\n".join([*lines, ""])


def _card(corpus: Corpus, metadata: Metadata, *, has_text: bool) -> str:
    parts = [f"# {markdown(metadata.title)}", markdown(metadata.description)]
    for heading, answer in sections(corpus, metadata, has_text=has_text).items():
        parts += [f"## {heading}", answer]
    return "\n\n".join([*parts, "## Tables", "\n".join(table_lines(corpus))]) + "\n"
