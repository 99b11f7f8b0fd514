"""
Hugging Face: `<table>.parquet` for each table that has rows, and `README.md`, the dataset card, in a flat folder.

``datasets.load_dataset(folder, "quotations")`` opens a table without a network: each table is a configuration of its
own, and one without rows has none. The files of a corpus in parts lie in a folder for each table. The card's header has the title, the languages, the number of rows as one of the size
classes and, where it is known, the licence; its sections say what a row of each table is and answer what is known of how
the data was made.

The rows are whole, as in `parquet`. Lost are the tables without rows and, once loaded by that library, the descriptions,
units and vocabularies of the columns.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq

from ..corpus import Corpus
from ..descriptors.datasheet import markdown, sections, table_lines
from ..files import write_each
from ..metadata import LICENCES, Metadata

__all__ = ["write"]

#: The size classes of the hub: up to how many rows, and what such a dataset is called.
_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)


def write(corpus: Corpus, folder: Path, metadata: Metadata) -> None:
    """Write every table that has rows to `<table>.parquet`, and the dataset card to `README.md`."""
    answers = sections(corpus, metadata, has_text=_write_tables(corpus, folder))
    lines = ["---", *_header(corpus, metadata), "---", "", *_body(corpus, metadata, answers)]
    (folder / "README.md").write_bytes("".join(f"{line}\n" for line in lines).encode())


def _write_tables(corpus: Corpus, folder: Path) -> bool:
    """Write the tables, and say whether any of the articles' wording is in them."""
    has_text = False
    for part in corpus.parts("write"):
        write_each(part, folder, "parquet", partial(pq.write_table, write_page_checksum=True), empty=False)
        has_text = has_text or part.has_text
    return has_text


def _header(corpus: Corpus, metadata: Metadata) -> Iterator[str]:
    yield f"pretty_name: {_quoted(metadata.title)}"
    if metadata.languages:
        yield from ("language:", *(f"- {_quoted(language)}" for language in metadata.languages))
    if metadata.licence and metadata.licence.spdx in LICENCES:
        yield f"license: {metadata.licence.spdx.lower()}"
    elif metadata.licence:
        yield "license: other"
        yield f"license_name: {_quoted(metadata.licence.spdx)}"
        yield f"license_link: {_quoted(metadata.licence.url)}"
    if metadata.keywords:
        yield from ("tags:", *(f"- {_quoted(keyword)}" for keyword in metadata.keywords))
    n = sum(corpus.n_rows.values())
    yield from ("size_categories:", f"- {next((size for limit, size in _SIZES if n < limit), 'n>10M')}")
    held = [name for name, n in corpus.n_rows.items() if n]
    if held:
        yield "configs:"
    for name in held:
        yield f"- config_name: {name}"
        yield f"  data_files: {name if corpus.part_names == ('',) else f'{name}/*'}.parquet"


def _quoted(text: str) -> str:
    """A text as a double-quoted scalar of YAML on one line."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)


def _body(corpus: Corpus, metadata: Metadata, answers: Mapping[str, str]) -> Iterator[str]:
    yield from (f"# {markdown(metadata.title)}", "", "## Dataset Description", "", markdown(metadata.description))
    made = {
        "Created by": ", ".join(metadata.creators),
        "Version": metadata.version,
        "Published": metadata.published and metadata.published.isoformat(),
        "Identifier": metadata.identifier,
        "Fingerprint of the content": metadata.fingerprint,
    }
    yield ""
    yield from (f"- {what}: {markdown(value)}" for what, value in made.items() if value)
    yield from ("", "## Uses", "", answers["Motivation"], "", answers["Uses"])
    yield from ("", "## Dataset Structure", "", answers["Composition"], "")
    yield from table_lines(corpus)
    yield from ("", "## Dataset Creation", "", answers["Collection process"])
    yield from ("", answers["Preprocessing, cleaning, labelling"])
    yield from ("", "## Licensing", "", answers["Distribution"], "", "## Maintenance", "", answers["Maintenance"])
