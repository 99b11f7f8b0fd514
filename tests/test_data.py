"""The data itself: that it is what the article says, that its parts agree, and that it is compiled from what is curated."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import summitdata as sd
from summitdata._manifest import FILES, PYARROW
from summitdata.descriptors import NAMES
from summitdata.fields import vocabulary_name
from summitdata.records import TABLES
from summitdata.schema import columns
from summitdata.vocabularies import Layer, Reader

from .conftest import ROOT, SYNTHETIC
from .processes import PACKAGE

DATA = ROOT / "src" / "summitdata" / "data"
CURATED = DATA / "curated"
HEADER = re.compile(r"\A date \d{4}-\d{2}-\d{2} ")

#: Every text column that is cut out of the article, with the columns of its place.
CUTS = [
    (name, c.name, c.cut_at, f"{c.cut_at.removesuffix('start')}end")
    for name, cls in TABLES.items()
    for c in columns(cls)
    if c.cut_at and c.name != "text"
]
#: Every span of every table.
SPANS = [(name, c.name, c.span_end) for name, cls in TABLES.items() for c in columns(cls) if c.span_end]

Annotated = tuple[sd.Corpus, str]


@pytest.fixture
def shipped() -> sd.Corpus:
    """The corpus that the package ships."""
    return sd.load()


@pytest.fixture(params=["shipped", "synthetic"])
def corpus(request: pytest.FixtureRequest) -> sd.Corpus:
    """The shipped corpus and the one of the invented article."""
    made: sd.Corpus = request.getfixturevalue(request.param)
    return made


@pytest.fixture(params=["real", "invented"])
def annotated(request: pytest.FixtureRequest) -> Annotated:
    """A corpus with the text that it annotates; the real one where that is."""
    if request.param == "invented":
        return request.getfixturevalue("synthetic"), request.getfixturevalue("synthetic_text")
    return sd.load(), request.getfixturevalue("article_text")


def row(corpus: sd.Corpus, table: str, name: str) -> Any:
    """A row of the shipped article by its short id."""
    (found,) = (r for r in getattr(corpus, table) if r.id == f"astana25/{name}")
    return found


# --- what the article says


@pytest.mark.parametrize(("table", "column", "start", "end"), CUTS, ids=lambda value: value)
def test_words_are_the_article_s(table: str, column: str, start: str, end: str, annotated: Annotated) -> None:
    """Every surface, cue, speaker's label and period is what stands in the article at its place."""
    corpus, text = annotated
    found = corpus.table(table).select(["id", column, start, end]).to_pylist()

    assert [r for r in found if r[column] is not None and r[column] != text[r[start] : r[end]]] == []


@pytest.mark.parametrize(("table", "start", "end"), SPANS, ids=lambda value: value)
def test_spans_have_clean_edges(table: str, start: str, end: str, annotated: Annotated) -> None:
    """A span begins and ends with something that is printed, never with a space."""
    corpus, text = annotated
    cut = [
        (r["id"], text[r[start] : r[end]])
        for r in corpus.table(table).select(["id", start, end]).to_pylist()
        if r[start] is not None
    ]

    assert [(name, words) for name, words in cut if not words or words != words.strip()] == []


PAIRS = {'"': '"', "«": "»", "„": "“", "(": ")"}


def is_clean(words: str, last: str) -> bool:
    """Whether words begin and end with a letter, a digit, or a sign; a mark at an edge has its partner inside."""
    first = words[0].isalnum() or words[0] in "$€₸₼" or PAIRS.get(words[0], " ") in words[1:]
    closing = [mark for mark, partner in PAIRS.items() if partner == words[-1] and mark in words[:-1]]
    return first and (words[-1].isalnum() or words[-1] in last or bool(closing))


def test_quoted_content_leaves_marks_and_commas_out(annotated: Annotated) -> None:
    """Content begins with a letter or digit and ends with one, or with the mark of a question, a call or a pause."""
    corpus, text = annotated
    cut = [(q.id, text[q.start : q.end]) for q in corpus.quotations]

    assert [(name, words) for name, words in cut if not is_clean(words, "%?!…")] == []


def test_direct_content_stands_in_marks_or_after_a_colon(annotated: Annotated) -> None:
    """Around a direct quotation stand its marks; an inner segment has the tag's dash and full stop instead."""
    corpus, text = annotated
    direct = [q for q in corpus.quotations if q.kind == "direct"]

    assert direct
    assert [q.id for q in direct if text[: q.start].rstrip()[-1] not in '"«–'] == []
    assert [q.id for q in direct if text[q.end :].lstrip()[0] not in '"»,'] == []


def test_quoted_terms_stand_in_marks(annotated: Annotated) -> None:
    """Right around a quoted term stand quotation marks."""
    corpus, text = annotated
    pairs = [text[q.start - 1] + text[q.end] for q in corpus.quotations if q.kind == "scare"]

    assert pairs
    assert set(pairs) <= {'""', "„“", "«»"}


@pytest.mark.parametrize("table", ["mentions", "quantities"])
def test_mentions_and_numbers_have_the_edges_of_the_guidelines(table: str, annotated: Annotated) -> None:
    """They begin with a letter, digit or sign of a unit and end with one; a mark at an edge has its partner inside."""
    corpus, text = annotated
    cut = [(r.id, text[r.start : r.end]) for r in getattr(corpus, table)]

    assert [(name, words) for name, words in cut if not is_clean(words, "%")] == []


def test_paragraphs_are_the_lines(annotated: Annotated) -> None:
    """A paragraph is a non-empty line, without the header that stands before the first word."""
    corpus, text = annotated
    begin = HEADER.match(text).end()
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\s][^\n]*", text[begin:])]
    expected = [
        (begin + start, begin + start + len(text[begin + start : begin + end].rstrip())) for start, end in lines
    ]

    assert expected == [(p.start, p.end) for p in corpus.paragraphs]


def test_sentences_tile_paragraphs(annotated: Annotated) -> None:
    """Together the sentences of a paragraph are the paragraph, but for the spaces between them."""
    corpus, text = annotated
    for paragraph in corpus.paragraphs:
        inside = [s for s in corpus.sentences if s.paragraph_id == paragraph.id]
        bounds = [paragraph.start, *(place for s in inside for place in (s.start, s.end)), paragraph.end]

        assert inside
        assert {text[a:b].strip() for a, b in zip(bounds[::2], bounds[1::2], strict=True)} == {""}


def test_the_article_is_the_one_that_is_described(annotated: Annotated) -> None:
    """Length and hash are those of the text."""
    corpus, text = annotated
    article = corpus.articles[0]
    digest = sha256(text.encode()).hexdigest()

    assert (len(text), digest, digest) == (article.n_chars, article.sha256, article.source_sha256)


def test_the_corpus_is_valid_with_its_text(article_path: Path) -> None:
    """With the wording in it, no row breaks a rule."""
    assert str(sd.attach(article_path).corpus.validate()).startswith("no problems; ")


def run(*arguments: str | Path) -> None:
    """Run one of the scripts that lie beside the data."""
    subprocess.run([sys.executable, *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(params=["real", "invented"])
def source(request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """The lines of a corpus and the article they are of."""
    if request.param == "invented":
        return SYNTHETIC, SYNTHETIC / "article.txt"
    return CURATED, request.getfixturevalue("article_path")


def test_what_is_derived_follows_from_the_text(source: tuple[Path, Path], tmp_path: Path) -> None:
    """Lengths, hashes, token counts, anchors, marks and term counts come out of text and spans as they stand in the tables."""
    folder, article = source
    before = {path.name: path.read_bytes() for path in folder.glob("*.jsonl")}
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    run(DATA / "compile.py", "derive", tmp_path, article)

    assert {"articles.jsonl", "sentences.jsonl", "term_counts.jsonl"} <= set(before)
    assert before == {path.name: path.read_bytes() for path in tmp_path.glob("*.jsonl")}


def test_terms_are_counted_once(source: tuple[Path, Path], tmp_path: Path) -> None:
    """The words of each direct quotation, and all others, are as many and the same as its term counts say."""
    folder, article = source
    corpus = sd.open(folder)
    run(DATA / "words.py", article, tmp_path / "words.tsv")
    counted: Counter[tuple[str | None, str, str]] = Counter()
    for line in (tmp_path / "words.tsv").read_text("utf-8").splitlines()[1:]:
        start, end, lemma, upos = line.split("\t")
        holders = [
            q.id for q in corpus.quotations if q.kind == "direct" and q.start <= int(start) and int(end) <= q.end
        ]
        counted[holders[0] if holders else None, lemma, upos] += 1

    assert counted == {(t.quotation_id, t.lemma, str(t.upos)): t.n for t in corpus.term_counts}
    assert {None, *(q.id for q in corpus.quotations if q.kind == "direct")} == {
        t.quotation_id for t in corpus.term_counts
    }


# --- what agrees without the article


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the curated lines were compiled."""
    folder = tmp_path_factory.mktemp("compiled")
    run(DATA / "compile.py", folder)
    return folder


@pytest.mark.parametrize("name", TABLES)
def test_what_is_shipped_is_what_is_curated(name: str, compiled: Path) -> None:
    """The curated lines compile to the same values, types and metadata as the Parquet that is shipped."""
    made = pq.read_table(compiled / f"{name}.parquet")
    there = pq.read_table(PACKAGE / "data" / f"{name}.parquet")

    assert made.schema.equals(there.schema, check_metadata=True)
    assert made.equals(there)


@pytest.mark.skipif(
    pa.__version__ != PYARROW, reason=f"only pyarrow {PYARROW}, which wrote the shipped files, writes the same bytes"
)
def test_what_is_shipped_is_compiled_to_the_byte(compiled: Path) -> None:
    """Under the pyarrow that wrote them the shipped files, their descriptors and their manifest come out byte for byte."""
    assert [
        n for n in FILES if (compiled / f"{n}.parquet").read_bytes() != (PACKAGE / "data" / f"{n}.parquet").read_bytes()
    ] == []
    assert [n for n in NAMES if (compiled / n).read_bytes() != (PACKAGE / "data" / n).read_bytes()] == []
    assert (PACKAGE / "_manifest.py").read_bytes() == (compiled / "_manifest.py").read_bytes()


def test_a_broken_line_is_not_compiled(tmp_path: Path) -> None:
    """What is curated is checked before anything is written."""
    shutil.copytree(DATA, tmp_path / "data")
    path = tmp_path / "data" / "curated" / "mentions.jsonl"
    path.write_text(path.read_text("utf-8").replace('"astana25/tokayev"', '"astana25/nobody"', 1), "utf-8")
    (tmp_path / "out").mkdir()
    arguments = [sys.executable, str(tmp_path / "data" / "compile.py"), str(tmp_path / "out")]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True, encoding="utf-8")

    assert done.returncode == 1
    assert (
        "column 'entity_id': expected the id of a row of entities, found 'astana25/nobody' [reference]" in done.stderr
    )
    assert list((tmp_path / "out").iterdir()) == []


def test_no_wording_is_shipped(shipped: sd.Corpus) -> None:
    """Every text column is null."""
    held = {name: table.column("text") for name, table in shipped.tables.items() if "text" in table.column_names}

    assert len(held) > 5
    assert [name for name, column in held.items() if column.null_count < len(column)] == []


def test_the_corpus_is_valid(corpus: sd.Corpus) -> None:
    """No row of the shipped corpus or of the invented one breaks a rule."""
    assert list(corpus.validate()) == []


def test_every_code_is_in_the_table_of_codes(shipped: sd.Corpus) -> None:
    """The table of codes has every code of every vocabulary once, with its definition."""
    expected = {
        (vocabulary_name(c.vocabulary), code.value, code.definition)
        for cls in TABLES.values()
        for c in columns(cls)
        if c.vocabulary
        for code in c.vocabulary
    }
    held = [(c.vocabulary, c.code, c.definition) for c in shipped.codes]

    assert expected == set(held)
    assert len(held) == len(expected)


def test_every_code_in_use_has_an_example(shipped: sd.Corpus) -> None:
    """A code that some row has names such a row, and one that no row has names none."""
    used: dict[tuple[str, str], set[str]] = {}
    for name, cls in TABLES.items():
        for c in columns(cls):
            if c.vocabulary:
                for r in shipped.table(name).select(["id", c.name]).to_pylist():
                    used.setdefault((vocabulary_name(c.vocabulary), r[c.name]), set()).add(r["id"])
    wrong = [
        code.id
        for code in shipped.codes
        if (code.example_id is None) != ((code.vocabulary, code.code) not in used)
        or (code.example_id is not None and code.example_id not in used[code.vocabulary, code.code])
    ]

    assert wrong == []


#: Reviewed by hand; a well-formed identifier of something else is the fault that no other check finds.
VERIFIED = {
    "tokayev": {"wikidata": "Q200881"},
    "aliyev": {"wikidata": "Q57371"},
    "trump": {"wikidata": "Q22686"},
    "kazakhstan": {"wikidata": "Q232", "geonames": "1522867", "iso3166-1-alpha3": "KAZ"},
    "azerbaijan": {"wikidata": "Q227", "geonames": "587116", "iso3166-1-alpha3": "AZE"},
    "armenia": {"wikidata": "Q399", "geonames": "174982", "iso3166-1-alpha3": "ARM"},
    "usa": {"wikidata": "Q30", "geonames": "6252001", "iso3166-1-alpha3": "USA"},
    "china": {"wikidata": "Q148", "geonames": "1814991", "iso3166-1-alpha3": "CHN"},
    "georgia": {"wikidata": "Q230", "geonames": "614540", "iso3166-1-alpha3": "GEO"},
    "turkiye": {"iso3166-1-alpha3": "TUR"},
    "astana": {"wikidata": "Q1520", "geonames": "1526273"},
    "baku": {"wikidata": "Q9248", "geonames": "587084"},
    "tbilisi": {"wikidata": "Q994", "geonames": "611717"},
    "ceyhan": {"geonames": "318675"},
    "washington": {"wikidata": "Q61", "geonames": "4140963"},
    "aktau": {"geonames": "610612"},
    "caspian-sea": {"wikidata": "Q5484"},
    "telegram": {"wikidata": "Q15616276"},
    "president-of-kazakhstan": {"wikidata": "Q5256775"},
    "president-of-azerbaijan": {"wikidata": "Q205602"},
    "president-of-usa": {"wikidata": "Q11696"},
}
UNVERIFIED = {
    "kazakhstan": {"cow": "705", "gw": "705"},
    "azerbaijan": {"cow": "373", "gw": "373"},
    "armenia": {"cow": "371", "gw": "371"},
    "usa": {"cow": "2", "gw": "2"},
    "china": {"cow": "710", "gw": "710"},
    "georgia": {"cow": "372", "gw": "372"},
    "turkiye": {"wikidata": "Q43", "cow": "640", "gw": "640"},
    "aktau": {"wikidata": "Q198989"},
}


@pytest.mark.parametrize(("status", "reviewed"), [("verified", VERIFIED), ("unverified", UNVERIFIED)])
def test_identifiers_are_those_that_were_reviewed(
    status: str, reviewed: dict[str, dict[str, str]], shipped: sd.Corpus
) -> None:
    """No identifier is other than the one that was looked up, and none claims more certainty."""
    held: dict[str, dict[str, str]] = {}
    for i in shipped.identifiers:
        if i.status == status:
            held.setdefault(i.entity_id.removeprefix("astana25/"), {})[str(i.scheme)] = i.value

    assert reviewed == held
    assert sum(map(len, held.values())) == sum(i.status == status for i in shipped.identifiers)


COORDINATES = {
    "astana": (51.1801, 71.44598),
    "baku": (40.37767, 49.89201),
    "tbilisi": (41.69143, 44.83412),
    "washington": (38.89511, -77.03637),
    "aktau": (43.66105, 51.17392),
    "ceyhan": (37.02472, 35.8175),
}


def test_coordinates_are_those_of_geonames(shipped: sd.Corpus) -> None:
    """Only cities whose GeoNames entry was looked up have coordinates, and they are its own."""
    held = {
        e.id.removeprefix("astana25/"): (e.latitude, e.longitude) for e in shipped.entities if e.latitude is not None
    }

    assert held == COORDINATES


def test_every_entity_is_spoken_of(corpus: sd.Corpus) -> None:
    """An entity is mentioned, or inferred, or the office of someone who is mentioned by it."""
    mentioned = {m.entity_id for m in corpus.mentions}

    assert [e.id for e in corpus.entities if e.id not in mentioned and not e.inferred and e.type != "PROFESSION"] == []
    assert [e.id for e in corpus.entities if e.inferred and e.id in mentioned] == []


SCRIPTS = {"label_ru": "CYRILLIC", "label_kk": "CYRILLIC", "label_az": "LATIN", "label_en": "LATIN"}
#: Names that are written in Latin script in Russian too.
LATIN = ("akorda.kz", "Zakon.kz", "Telegram")


@pytest.mark.parametrize("column", SCRIPTS)
def test_labels_are_in_their_script(column: str, corpus: sd.Corpus) -> None:
    """Russian and Kazakh labels are in Cyrillic, English and Azerbaijani ones in Latin letters."""
    letters = {"CYRILLIC": re.compile(r"[А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]"), "LATIN": re.compile(r"[A-Za-zÀ-ɏəƏ]")}
    own, other = letters.pop(SCRIPTS[column]), letters.popitem()[1]
    labels = [label for label in corpus.table("entities").column(column).to_pylist() if label and label not in LATIN]
    foreign = [label for label in labels if other.search(re.sub("Telegram|XIV", "", label)) or not own.search(label)]

    assert foreign == []


def test_labels_are_unique(corpus: sd.Corpus) -> None:
    """No two entities have the same English name or the same Russian one."""
    for column in ("label_en", "label_ru"):
        counts = Counter(label for label in corpus.table("entities").column(column).to_pylist() if label)

        assert [label for label, n in counts.items() if n > 1] == []


def test_direct_quotations_are_attributed(corpus: sd.Corpus) -> None:
    """Every direct quotation has a cue, a speaker, and the words that name the speaker."""
    direct = [q for q in corpus.quotations if q.kind == "direct"]

    assert direct
    assert [q.id for q in direct if None in (q.cue_lemma, q.cue_surface, q.cue_start, q.cue_position)] == []
    assert [q.id for q in direct if None in (q.speaker_id, q.speaker_label, q.source_start)] == []


def test_indirect_quotations_have_a_source(corpus: sd.Corpus) -> None:
    """Every indirect quotation has a cue and a speaker, also where the clause drops its subject."""
    indirect = [q for q in corpus.quotations if q.kind == "indirect"]

    assert indirect
    assert [q.id for q in indirect if None in (q.cue_lemma, q.cue_surface, q.cue_position, q.speaker_id)] == []


def test_quoted_terms_are_nobody_s(corpus: sd.Corpus) -> None:
    """A quoted term has neither cue nor speaker."""
    scare = [q for q in corpus.quotations if q.kind == "scare"]

    assert scare
    assert [
        q.id for q in scare if {q.cue_lemma, q.cue_start, q.cue_position, q.speaker_id, q.source_start} != {None}
    ] == []


def test_the_cue_stands_where_it_is_said_to(corpus: sd.Corpus) -> None:
    """A cue before the content ends before it, one after it begins after it, and a medial one parts two segments."""
    groups: dict[str, list[Any]] = {}
    for q in corpus.quotations:
        if q.group_id:
            groups.setdefault(q.group_id, []).append(q)
    wrong = [
        q.id
        for q in corpus.quotations
        if (q.cue_position == "before" and q.cue_end > q.start) or (q.cue_position == "after" and q.cue_start < q.end)
    ]

    assert wrong == []
    assert {q.id for q in corpus.quotations if q.cue_position == "medial"} == {
        q.id for group in groups.values() for q in group
    }
    assert [g for g, group in groups.items() if not group[0].end <= group[0].cue_start < group[-1].start] == []
    assert [g for g, group in groups.items() if g != group[0].id or len({q.cue_start for q in group}) > 1] == []


def test_sentences_know_their_quotation(corpus: sd.Corpus) -> None:
    """A sentence names the first direct quotation that it shares characters with."""
    direct = [q for q in corpus.quotations if q.kind == "direct"]
    expected = {
        s.id: next((q.id for q in direct if q.start < s.end and s.start < q.end), None) for s in corpus.sentences
    }

    assert expected == {s.id: s.quotation_id for s in corpus.sentences}


@pytest.mark.parametrize(
    "table",
    ["paragraphs", "sentences", "quotations", "mentions", "statements", "quantities", "evaluations", "expressions"],
)
def test_ids_are_numbered_in_order_of_place(table: str, corpus: sd.Corpus) -> None:
    """The rows of an anchored table are in the order of the text, numbered from 1 without a gap."""
    places = [r.start for r in getattr(corpus, table)]
    numbers = [int(re.search(r"\d+$", r.id)[0]) for r in getattr(corpus, table)]

    assert sorted(places) == places
    assert list(range(1, len(numbers) + 1)) == numbers


@pytest.mark.parametrize("table", ["paragraphs", "sentences"])
def test_positions_count_from_one(table: str, corpus: sd.Corpus) -> None:
    """Positions are 1, 2, 3 …"""
    positions = [r.position for r in getattr(corpus, table)]

    assert list(range(1, len(positions) + 1)) == positions


@pytest.mark.parametrize("table", [name for name in TABLES if name not in ("articles", "entities", "codes")])
def test_ids_of_other_tables_are_numbered_without_a_gap(table: str, shipped: sd.Corpus) -> None:
    """The rows of the other numbered tables are 1, 2, 3 …"""
    numbers = [int(re.search(r"\d+$", r.id)[0]) for r in getattr(shipped, table)]

    assert list(range(1, len(numbers) + 1)) == numbers


def test_nothing_is_annotated_twice(corpus: sd.Corpus) -> None:
    """No two mentions of one entity have the same place, and no two numbers of one dimension."""
    mentions = Counter((m.start, m.end, m.entity_id) for m in corpus.mentions)
    numbers = Counter((q.start, q.end, q.dimension) for q in corpus.quantities)

    assert [key for key, n in (mentions + numbers).items() if n > 1] == []


def test_terms_are_their_speaker_s(corpus: sd.Corpus) -> None:
    """The terms of a quotation are its speaker's, the narrator's are nobody's, and none is counted in two rows."""
    speakers = {None: None} | {q.id: q.speaker_id for q in corpus.quotations if q.kind == "direct"}
    counts = Counter((t.quotation_id, t.lemma, t.upos) for t in corpus.term_counts)

    assert [t.id for t in corpus.term_counts if t.speaker_id != speakers[t.quotation_id]] == []
    assert [key for key, n in counts.items() if n > 1] == []


SCALES = {"тысяч": 1e3, "миллион": 1e6, "млн": 1e6, "миллиард": 1e9, "млрд": 1e9}


def test_numbers_in_digits_are_multiplied_out(corpus: sd.Corpus) -> None:
    """The value of a number in digits is what its surface says: digits, decimal comma, and the word for a power of ten."""
    read = {}
    for q in corpus.quantities:
        digits = re.findall(r"\d[\d\u00a0]*(?:,\d+)?", q.surface or "")
        if len(digits) == 1:
            scale = next((factor for word, factor in SCALES.items() if word in q.surface), 1)
            read[q.id] = pytest.approx(float(digits[0].replace("\u00a0", "").replace(",", ".")) * scale)

    assert len(read) >= 4
    assert read == {q.id: q.value for q in corpus.quantities if q.id in read}


def test_numbers_are_whole_in_themselves(corpus: sd.Corpus) -> None:
    """Value and comparator, unit and number, both names of what is counted, period and its source come together."""
    numbers = corpus.quantities

    assert [q.id for q in numbers if (q.value is None) != (q.comparator is None)] == []
    assert [q.id for q in numbers if (q.unit is None) != (q.value is None and q.low is None)] == []
    assert [q.id for q in numbers if (q.low is None) != (q.high is None)] == []
    assert [q.id for q in numbers if (q.counted_ru is None) != (q.counted_en is None)] == []
    assert [q.id for q in numbers if (q.period is None) != (q.period_source is None)] == []
    assert [q.id for q in numbers if q.period is None and q.period_surface is not None] == []
    assert [
        q.id for q in numbers if (q.direction is not None) != (q.dimension in ("change", "growth", "multiple"))
    ] == []
    assert [q.id for q in numbers if q.unit == "%" and q.dimension not in ("growth", "share")] == []
    assert [q.id for q in numbers if q.dimension in ("growth", "share") and q.unit not in ("%", None)] == []


def test_baselines_are_of_the_same_thing(corpus: sd.Corpus) -> None:
    """A number is compared with an actual one of the same indicator, entity and, where it has one, unit."""
    numbers = {q.id: q for q in corpus.quantities}
    pairs = [(q, numbers[q.baseline_id]) for q in corpus.quantities if q.baseline_id]

    assert pairs
    assert [q.id for q, was in pairs if was.status != "actual" or was.value is None] == []
    assert [q.id for q, was in pairs if (q.indicator, q.entity_id) != (was.indicator, was.entity_id)] == []
    assert [q.id for q, was in pairs if q.unit not in (None, was.unit)] == []


def test_the_freight_target_stands_beside_the_actual_value(shipped: sd.Corpus) -> None:
    """Ten million tonnes are to be reached from the 4.5 million of 2024, which were 62 % more than the year before."""
    target, actual = row(shipped, "quantities", "n12"), row(shipped, "quantities", "n10")
    growth, later = row(shipped, "quantities", "n09"), row(shipped, "quantities", "n11")

    assert (target.value, target.unit, target.status, target.period) == (10_000_000, "t", "target", None)
    assert (actual.value, actual.unit, actual.status, actual.period) == (4_500_000, "t", "actual", "2024")
    assert (growth.value, growth.unit, growth.dimension, growth.period) == (62, "%", "growth", "2024")
    assert (later.value, later.unit, later.dimension, later.period) == (2, "%", "growth", "2025")
    assert target.baseline_id == actual.id
    assert len({q.indicator for q in (target, actual, growth, later)}) == 1


def test_trade_is_to_double_to_a_thousand_million(shipped: sd.Corpus) -> None:
    """The doubling and the level it leads to are two targets of one indicator; the level before is not given."""
    factor, level = row(shipped, "quantities", "n05"), row(shipped, "quantities", "n06")

    assert (factor.value, factor.unit, factor.dimension, factor.direction) == (2, "1", "multiple", "increase")
    assert (level.value, level.unit, level.dimension) == (1_000_000_000, "USD", "level")
    assert (factor.status, factor.indicator, factor.entity_id) == (level.status, level.indicator, level.entity_id)
    assert (level.status, factor.baseline_id, level.baseline_id) == ("target", None, None)


def test_the_oil_is_almost_one_and_a_half_million_tonnes(shipped: sd.Corpus) -> None:
    """A bound in words keeps its comparator, and the increase that is wanted has no figure."""
    oil, more = row(shipped, "quantities", "n14"), row(shipped, "quantities", "n15")

    assert (oil.value, oil.comparator, oil.approximate, oil.unit, oil.period) == (1_500_000, "<", True, "t", "2024")
    assert (more.value, more.comparator, more.unit, more.dimension, more.status) == (
        None,
        None,
        None,
        "change",
        "target",
    )
    assert more.baseline_id == oil.id


def test_the_rows_are_those_of_two_readings(shipped: sd.Corpus) -> None:
    """Every row of a layer that was read twice goes back to at least one reader, who had it in the layer of that name."""
    ended = {(str(r.layer), r.final_id) for r in shipped.readings if r.final_id}
    expected = {(layer.value, r.id) for layer in Layer for r in getattr(shipped, layer)}

    assert expected == ended
    assert {(layer.value, reader.value) for layer in Layer for reader in (Reader.FIRST, Reader.SECOND)} == {
        (str(r.layer), str(r.reader)) for r in shipped.readings
    }
    assert {dict} == {type(json.loads(r.attributes)) for r in shipped.readings if r.attributes}


def test_readers_that_differ_are_answered(shipped: sd.Corpus) -> None:
    """Where the final row has another span or another main code than a reader, or one reader had no such unit, there is a note."""
    main = {
        "quotations": "kind",
        "mentions": "form",
        "quantities": "dimension",
        "statements": "illocution",
        "commitments": "strength",
        "evaluations": "attitude",
        "events": "plover_category",
        "expressions": "kind",
    }
    rows = {r.id: r for layer in main for r in getattr(shipped, layer)}
    readers: dict[str, set[str]] = {}
    for r in shipped.readings:
        readers.setdefault(r.final_id or r.id, set()).add(str(r.reader))
    silent = []
    for r in shipped.readings:
        final = rows.get(r.final_id or "")
        alone = len(readers[r.final_id or r.id]) < 2
        differs = final is not None and getattr(final, main[r.layer]) != r.label
        moved = hasattr(final, "start") and (final.start, final.end) != (r.start, r.end)
        if (alone or differs or moved) and not r.note:
            silent.append(r.id)

    assert silent == []


def test_agreement_is_what_the_guidelines_aim_at(shipped: sd.Corpus) -> None:
    """Exact spans of two readers agree to more than the project's aims."""
    f1 = {row["layer"]: row["f1"] for row in shipped.agreement("arrow").to_pylist() if row["code"] == "span"}

    assert {layer.value for layer in Layer} == set(f1)
    assert f1["quotations"] > 0.95
    assert f1["mentions"] > 0.92
    assert f1["quantities"] > 0.95
    assert f1["commitments"] > 0.85


def test_readings_that_were_dropped_say_why(shipped: sd.Corpus) -> None:
    """A reader's unit that ended in no row has a note."""
    assert [r.id for r in shipped.readings if r.final_id is None and not r.note] == []


#: Words that open a clause and belong to none.
CONNECTIVES = re.split(" ", "а в далее и к кроме но примеру также того целом что чтобы этой связи")


def test_every_word_belongs_to_a_statement(article_text: str) -> None:
    """Each word of the article is in a statement, or shows who says it, or only joins one clause to another."""
    corpus = sd.load()
    spans = [(s.start, s.end) for s in corpus.statements]
    spans += [(q.cue_start, q.cue_end) for q in corpus.quotations if q.cue_start is not None]
    spans += [(q.source_start, q.source_end) for q in corpus.quotations if q.source_start is not None]
    covered = {place for start, end in spans for place in range(start, end)}
    left = [
        word[0].lower()
        for s in corpus.sentences
        for word in re.finditer(r"\w+", article_text[s.start : s.end])
        if s.start + word.start() not in covered
    ]

    assert set(left) <= set(CONNECTIVES)


@pytest.mark.parametrize("table", ["statements", "evaluations", "expressions"])
def test_spans_of_the_discourse_layers_have_clean_edges(table: str, annotated: Annotated) -> None:
    """They begin and end with a letter, a digit or the sign of a unit; a mark at an edge has its partner inside."""
    corpus, text = annotated
    cut = [(r.id, text[r.start : r.end]) for r in getattr(corpus, table)]

    assert cut
    assert [(name, words) for name, words in cut if not is_clean(words, "%")] == []


RUSSIAN = re.compile(r"[А-Яа-яЁё]")
#: Words that refer back: what they stand for has to be in the sentence itself.
BACKWARD = re.compile(
    r"\b(?:this|these|aforementioned|said (?:visit|route)|the above|the latter|the former)\b", re.IGNORECASE
)


def test_renderings_are_english_sentences(corpus: sd.Corpus) -> None:
    """A rendering is a whole English sentence, of words of ours, that points to nothing outside itself."""
    gists = [(s.id, s.gist_en) for s in corpus.statements]

    assert gists
    assert [g for g in gists if RUSSIAN.search(g[1]) or not g[1][0].isupper() or g[1][-1] not in ".?!"] == []
    assert [g for g in gists if BACKWARD.search(g[1])] == []
    assert [g for g in gists if re.match(r"(?:It|He|She|They|This|That) (?!was|is|has|matters)", g[1])] == []


def test_renderings_are_not_repeated(shipped: sd.Corpus) -> None:
    """No two statements are rendered alike."""
    counts = Counter(s.gist_en for s in shipped.statements)

    assert [gist for gist, n in counts.items() if n > 1] == []


def of_statement(corpus: sd.Corpus, table: str, name: str) -> list[Any]:
    """The rows of a table that hang on a statement of the shipped article, given by its short id."""
    return [r for r in getattr(corpus, table) if r.statement_id == f"astana25/{name}"]


def test_the_wish_for_peace_has_no_owner(shipped: sd.Corpus) -> None:
    """The outlet, its channel and the speaker vouch for it, and whose wish it is the passive does not say."""
    chain = [(a.level, a.entity_id, a.basis.value) for a in of_statement(shipped, "attributions", "st121")]

    assert chain == [
        (0, "astana25/zakon-kz", "carried"),
        (1, "astana25/akorda-channel", "carried"),
        (2, "astana25/tokayev", "stated"),
        (3, None, "agentless"),
    ]


def test_what_both_presidents_noted_is_joint(shipped: sd.Corpus) -> None:
    """A joint statement has two speakers on one level."""
    pairs = Counter(a.statement_id for a in shipped.attributions if a.level == 2)
    (joint,) = [name for name, n in pairs.items() if n > 1]
    speakers = [(a.position, a.entity_id) for a in shipped.attributions if (a.statement_id, a.level) == (joint, 2)]

    assert row(shipped, "statements", joint.removeprefix("astana25/")).quotation_id == "astana25/q15"
    assert speakers == [(1, "astana25/tokayev"), (2, "astana25/aliyev")]


def test_instructions_go_to_the_governments(shipped: sd.Corpus) -> None:
    """Three instructions, all to both governments, none with a date or with one who gave it."""
    told = [c for c in shipped.commitments if c.strength == "instructed"]
    actors = {
        (a.commitment_id, a.role.value, a.entity_id)
        for a in shipped.commitment_actors
        if a.commitment_id in {c.id for c in told}
    }

    assert len(told) == 3
    assert actors == {(c.id, "addressee", "astana25/two-governments") for c in told}
    assert {c.deadline for c in told} == {None}


def test_the_doubling_is_one_undertaking_with_two_numbers(shipped: sd.Corpus) -> None:
    """Doubling to one billion dollars is one commitment, agreed by both."""
    (doubling,) = [c for c in shipped.commitments if c.sector == "trade"]
    numbers = [q.id for q in shipped.quantities if q.commitment_id == doubling.id]

    assert numbers == ["astana25/n05", "astana25/n06"]
    assert (doubling.strength, doubling.collective, doubling.deadline) == ("agreed", True, None)


def test_what_crosses_the_caspian(shipped: sd.Corpus) -> None:
    """The route, the planned ferry and the fibre-optic line."""
    crossing = {p.entity_id.removeprefix("astana25/"): p.stage.value for p in shipped.projects if p.crosses_caspian}

    assert crossing == {"tct-route": "operating", "ferry-system": "discussed", "fibre-line": "instructed"}


def test_the_peace_declaration(shipped: sd.Corpus) -> None:
    """Its parties, who signed and who mediated it."""
    held = {
        (r.subject_id.removeprefix("astana25/"), r.predicate.value)
        for r in shipped.relations
        if r.object_id == "astana25/peace-declaration"
    }

    assert held == {("azerbaijan", "party_to"), ("armenia", "party_to"), ("aliyev", "signed"), ("trump", "mediated")}


def test_future_and_signing_are_coded_as_the_manual_says(shipped: sd.Corpus) -> None:
    """Agreements are AGREE, signing and thanks SUPPORT, and nothing in the article is conflict."""
    codes = {str(e.plover_category) for e in shipped.events}
    signing = [str(e.plover_category) for name in ("st051", "st122") for e in of_statement(shipped, "events", name)]

    assert codes == {"AGREE", "CONSULT", "SUPPORT", "COOPERATE"}
    assert signing == ["SUPPORT", "SUPPORT"]


def test_counts_of_codes_are_those_of_the_tables(shipped: sd.Corpus) -> None:
    """The table of codes says how many cells have each."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, cls in TABLES.items():
        for c in columns(cls):
            if c.vocabulary:
                cells = shipped.table(name).column(c.name).to_pylist()
                counts.update((vocabulary_name(c.vocabulary), cell) for cell in cells if cell is not None)

    assert {(c.vocabulary, c.code): c.n_rows for c in shipped.codes if c.n_rows} == counts


def test_the_share_that_is_revealed_is_below_the_ceiling() -> None:
    """At most 30 % of the article's characters can be read off the package, and no run of more than twelve words."""
    union = sd.disclosure().union("astana25")

    assert union.share <= 0.30
    assert union.longest_run <= 12


def test_the_readme_gives_the_figures_of_the_data() -> None:
    """The share, the longest run and the data version in the README are those that the package computes."""
    readme = (ROOT / "README.md").read_text("utf-8")
    union = sd.disclosure().union("astana25")

    assert f"{union.share * 100:.1f} % of its characters and at most {union.longest_run} words in a row" in readme
    assert f"In data version {sd.DATA_VERSION}:" in readme


def test_the_invented_article_is_not_the_real_one(synthetic: sd.Corpus, shipped: sd.Corpus) -> None:
    """The two corpora have no id in common, so that they can be put into one."""
    both = [
        set(c.table(name).column("id").to_pylist()) for name in TABLES if name != "codes" for c in (synthetic, shipped)
    ]

    assert sum(map(len, both)) == len(set().union(*both))
