"""
Turns what is curated by hand, the lines in `curated/`, into the Parquet that the wheel loads, and its manifest.

    python src/summitdata/data/compile.py                          # compile
    python src/summitdata/data/compile.py derive FOLDER ARTICLE    # count, anchor and mark anew, after a change of spans

Not part of the wheel. `derive` needs the article, razdel and pymorphy3 (the extra `curate`).
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.parquet as pq

import summitdata as sd
from summitdata import descriptors
from summitdata.anchor import anchor_of, marks_of, normalised
from summitdata.differ import changes
from summitdata.fields import Vocabulary, vocabulary_name
from summitdata.files import entries
from summitdata.formats import jsonl, parquet
from summitdata.metadata import SHIPPED, metadata_of
from summitdata.records import TABLES, Code, TermCount
from summitdata.schema import columns
from summitdata.vocabularies import Upos

HERE = Path(__file__).parent
CURATED = HERE / "curated"
HISTORY = HERE / "history"
ARTICLE_ID = "astana25"
DATA_VERSION = "1.2.0"

_MANIFEST = '''"""What the wheel ships, written by `data/compile.py`: do not edit."""

ARTICLE_ID = {article!r}
DATA_VERSION = {version!r}
#: Every data version up to this one, the oldest first.
DATA_VERSIONS = {versions!r}
#: The pyarrow that wrote the files: another one may write the same rows in other bytes.
PYARROW = {pyarrow!r}
#: SHA-256 and size of every shipped file, by table.
FILES: dict[str, tuple[str, int]] = {{
{files}
}}
#: The fingerprint of the content, see `summitdata.fingerprint`.
FINGERPRINT = {fingerprint!r}
#: SHA-256 and size of what changed from every earlier data version to this one.
CHANGES = {changes!r}
'''


def coded(corpus: sd.Corpus) -> sd.Corpus:
    """The corpus with the table `codes`: every code of every vocabulary, each with the first row that has it."""
    examples: dict[tuple[type[Vocabulary], str], str] = {}
    counts: Counter[tuple[type[Vocabulary], str]] = Counter()
    vocabularies: dict[type[Vocabulary], None] = {}
    for name, cls in TABLES.items():
        for c in columns(cls):
            if c.vocabulary:
                vocabularies[c.vocabulary] = None
                cells = zip(*(corpus.tables[name].column(n).to_pylist() for n in ("id", c.name)), strict=True)
                for identity, code in cells:
                    examples.setdefault((c.vocabulary, code), identity)
                    counts[c.vocabulary, code] += 1
    rows = [
        Code(
            id=f"{vocabulary_name(vocabulary)}/{code}",
            vocabulary=vocabulary_name(vocabulary),
            code=code.value,
            label=code.label,
            definition=code.definition,
            source=vocabulary.__source__,
            include=code.include,
            exclude=code.exclude,
            n_rows=counts[vocabulary, code.value],
            example_id=examples.get((vocabulary, code.value)),
        )
        for vocabulary in vocabularies
        for code in vocabulary
    ]
    codes = sd.Corpus.of(codes=rows).tables["codes"]
    return sd.Corpus({**corpus.tables, "codes": codes}, version=corpus.version)


def earlier() -> list[str]:
    """The data versions whose tables are kept, the oldest first."""
    return sorted(
        (path.name for path in HISTORY.glob("*.*.*")), key=lambda version: [int(n) for n in version.split(".")]
    )


def logged(corpus: sd.Corpus) -> pa.Table:
    """What changed from every earlier data version to the corpus: the columns of `changes`, after the two versions."""
    steps = []
    for version in earlier():
        old = {path.stem: pq.read_table(path) for path in sorted((HISTORY / version).glob("*.parquet"))}
        step = changes(old, corpus.tables)
        for place, (name, value) in enumerate({"old_version": version, "new_version": DATA_VERSION}.items()):
            field = pa.field(name, pa.string(), nullable=False)
            step = step.add_column(place, field, pa.array([value] * step.num_rows, pa.string()))
        steps.append(step)
    return pa.concat_tables(steps)


def write(corpus: sd.Corpus, folder: Path, manifest: Path) -> None:
    """Write the Parquet files of a corpus, what describes them, and the manifest."""
    written = {}
    for name, table in {**corpus.tables, "changes": logged(corpus)}.items():
        path = folder / f"{name}.parquet"
        parquet.write_table(table, path)
        data = path.read_bytes()
        written[name] = sha256(data).hexdigest(), len(data)
    log = written.pop("changes")
    content = corpus.fingerprint
    # The manifest that was imported may be an earlier version's.
    metadata = attrs.evolve(SHIPPED, version=DATA_VERSION, fingerprint=content)
    descriptors.write(corpus, folder, "parquet", metadata, entries(folder))
    text = _MANIFEST.format(
        article=ARTICLE_ID,
        version=DATA_VERSION,
        versions=(*earlier(), DATA_VERSION),
        pyarrow=pa.__version__,
        files="\n".join(f"    {name!r}: {shipped!r}," for name, shipped in written.items()),
        changes=log,
        fingerprint=content,
    )
    manifest.write_text(text.replace("'", '"'), encoding="utf-8", newline="\n")


def derive(corpus: sd.Corpus, text: str, article_id: str) -> sd.Corpus:
    """
    The corpus with everything that follows from the text of an article and the spans in it: lengths and hashes, the
    sentences' token counts, anchors and marks, and the term counts.
    """
    import words  # type: ignore[import-not-found]  # beside this script

    (article,) = (a for a in corpus.articles if a.id == article_id)
    digest = sha256(text.encode()).hexdigest()
    sentences = [s for s in corpus.sentences if s.article_id == article_id]
    places = _places(corpus, article_id)
    made = []
    for sentence in sentences:
        cut = text[sentence.start : sentence.end]
        letters, _ = normalised(cut)
        inside = [place - sentence.start for place in places if sentence.start <= place <= sentence.end]
        made.append(
            attrs.evolve(
                sentence,
                n_tokens=words.count(cut),
                n_normalised=len(letters),
                anchor=anchor_of(letters),
                marks=marks_of(cut, inside),
            )
        )
    article = attrs.evolve(
        article,
        n_chars=len(text),
        n_paragraphs=sum(p.article_id == article_id for p in corpus.paragraphs),
        n_sentences=len(sentences),
        sha256=digest,
        source_sha256=digest,
    )
    terms = list(_term_counts(corpus, text, article_id))
    derived = sd.Corpus.of(articles=[article], sentences=made, term_counts=terms).tables
    names = ("articles", "sentences", "term_counts")
    return sd.Corpus({**corpus.tables, **{name: derived[name] for name in names}}, version=corpus.version)


def _places(corpus: sd.Corpus, article_id: str) -> list[int]:
    """Every place at which a span of some row begins or ends."""
    found: set[int] = set()
    for name, cls in TABLES.items():
        ends = [n for c in columns(cls) if c.span_end for n in (c.name, c.span_end)]
        if ends:
            for row in corpus.tables[name].select(["article_id", *ends]).to_pylist():
                if row["article_id"] == article_id:
                    found.update(row[n] for n in ends if row[n] is not None)
    return sorted(found)


def _term_counts(corpus: sd.Corpus, text: str, article_id: str) -> Iterator[TermCount]:
    import words

    start, end = words.body(text)
    tokens = words.tokens(text, start, end)
    read = words.readings(tokens, words.load())
    direct = [q for q in corpus.quotations if q.article_id == article_id and q.kind == "direct"]
    units: list[Any] = [None, *direct]
    counts: dict[str | None, Counter[tuple[str, str]]] = {unit and unit.id: Counter() for unit in units}
    for (begin, _, _), reading in zip(tokens, read, strict=True):
        holder = next((q.id for q in direct if q.start <= begin < q.end), None)
        counts[holder][reading] += 1
    codes = {code.value: code for code in Upos}
    number = 0
    for unit in units:
        for (lemma, upos), n in sorted(counts[unit and unit.id].items()):
            number += 1
            yield TermCount(
                id=f"{article_id}/w{number:04}",
                article_id=article_id,
                quotation_id=unit and unit.id,
                speaker_id=unit and unit.speaker_id,
                lemma=lemma,
                upos=codes[upos],
                n=n,
            )


def main(arguments: Sequence[str]) -> None:
    """Compile, or derive and write back."""
    if arguments[:1] == ["derive"]:
        folder, article = map(Path, arguments[1:])
        corpus = sd.open(folder)
        (article_id,) = (a.id for a in corpus.articles)
        derived = derive(corpus, article.read_bytes().decode(), article_id)
        held = {p.stem for p in folder.glob("*.jsonl")}
        written = sd.Corpus({name: table for name, table in derived.tables.items() if name in held})
        jsonl.write(written, folder, metadata_of(written))
        return
    (folder,) = map(Path, arguments) if arguments else (HERE,)
    corpus = coded(sd.open(CURATED))
    report = corpus.validate()
    if not report.ok:
        raise SystemExit(str(report))
    write(corpus, folder, folder / "_manifest.py" if arguments else HERE.parent / "_manifest.py")


if __name__ == "__main__":
    main(sys.argv[1:])
