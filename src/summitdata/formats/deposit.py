"""
A deposit: one flat folder to upload to Zenodo, Dataverse or another archive as it is.

It holds every table as `<table>.csv` and `<table>.parquet`; `codebook.csv`, all columns of all tables; `README.txt`;
`data-card.md`, a datasheet with the seven usual headings; `datacite.json`, `CITATION.cff` and `ddi-codebook.xml` for
catalogues; `LICENSE.txt`, which names the licence and where its text is; and `SHA256SUMS` of all of these, for
``sha256sum -c``. It cannot be written of a corpus of which nobody said who made it and under which licence: give
``metadata=``. No DOI is in it: the archive gives one.

Nothing of the tables is lost. The data card answers all headings for the shipped corpus; for another one it says what its
tables and its metadata say, and that the rest is not known. The folder does not read back as a corpus; its Parquet or CSV
files do, in a folder of their own.
"""

from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from ..citation import cite
from ..corpus import Corpus
from ..descriptors import data_files, ddi
from ..descriptors.datasheet import markdown, sections, table_lines
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
    for name, table in corpus.tables.items():
        with (folder / f"{name}.csv").open("wb") as file:
            pc.write_csv(table, file)
        with (folder / f"{name}.parquet").open("wb") as file:
            pq.write_table(table, file, write_page_checksum=True)
    with (folder / "codebook.csv").open("wb") as file:
        pc.write_csv(_codebook(), file)
    texts = {
        "README.txt": _readme(corpus, metadata),
        "LICENSE.txt": _licence(corpus, metadata),
        "data-card.md": _card(corpus, metadata),
        "ddi-codebook.xml": ddi.codebook(corpus, data_files(folder, "csv"), metadata),
        "CITATION.cff": cite(corpus, style="cff", metadata=metadata),
        "datacite.json": cite(corpus, style="datacite", metadata=metadata) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    lines = [f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / _SUMS).write_bytes("".join(lines).encode())


def _codebook() -> pa.Table:
    parts = []
    for name, cls in TABLES.items():
        part = codebook(cls)
        parts.append(part.add_column(0, "table", pa.array([name] * part.num_rows, pa.string())))
    return pa.concat_tables(parts)


def _plain(text: str | None) -> str:
    """A text from outside on one line, without control characters."""
    return "".join(c if c.isprintable() else " " for c in text or "")


def _licence(corpus: Corpus, metadata: Metadata) -> str:
    licence = metadata.licence
    named = [f"{_plain(x.title)} ({_plain(x.spdx)})\n{_plain(x.url)}" for x in (licence,) if x]
    wording = (
        "The wording of the articles is in these files; it belongs to their publishers and is not under this licence."
        if corpus.has_text
        else "The articles themselves belong to their publishers; their wording is not in these files."
    )
    return "\n\n".join([*named, wording]) + "\n"


def _readme(corpus: Corpus, metadata: Metadata) -> str:
    lines = [
        _plain(metadata.title),
        "",
        _plain(metadata.description),
        "",
        "How to cite",
        f"  {cite(corpus, style='apa', metadata=metadata)}",
        "",
        "Files",
        "  <table>.csv, <table>.parquet  the tables below, UTF-8; the two hold the same rows",
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
        *(f"  {name} ({table.num_rows:,}): {row_is(TABLES[name])}" for name, table in corpus.tables.items()),
    ]
    return "\n".join([*lines, ""])


def _card(corpus: Corpus, metadata: Metadata) -> str:
    parts = [f"# {markdown(metadata.title)}", markdown(metadata.description)]
    for heading, answer in sections(corpus, metadata).items():
        parts += [f"## {heading}", answer]
    return "\n\n".join([*parts, "## Tables", "\n".join(table_lines(corpus))]) + "\n"
