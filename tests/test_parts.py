"""A corpus in parts is the same corpus: written, opened, read part by part, and put together only when asked."""

import copy
import json
import pickle
import sys
from pathlib import Path
from types import FrameType

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import summitdata as sd
from summitdata.anchor import attach
from summitdata.citation import cite
from summitdata.exceptions import FormatError, IntegrityError, LimitError, SchemaError, UnknownNameError, UsageError
from summitdata.metadata import SHIPPED
from summitdata.reveal import disclosure

from .folders import article, corpus_of, everything, one, silence

FORMS = ("parquet", "json", "jsonl", "csv")


def _several(n: int, version: str | None = "1.2.3") -> sd.Corpus:
    """A corpus of so many articles with two rows of one table each, and a code."""
    names = [f"a{i}" for i in range(n)]
    silences = [one("silences", id=f"{name}/x{k}", article_id=name) for name in names for k in (1, 2)]
    codes = [one("codes", id="sector/energy", vocabulary="sector", code="energy")]
    codes[0].pop("article_id")
    return corpus_of(version, articles=[article(name) for name in names], silences=silences, codes=codes)


WHOLE = _several(5)
GOOD_TABLES = corpus_of(articles=[article("a9")], silences=[one("silences", id="a9/x1", article_id="a9")]).tables


def test_a_corpus_in_memory_is_its_only_part() -> None:
    """It has no name, and is the whole."""
    assert ("",) == WHOLE.part_names
    assert [WHOLE] == list(WHOLE.parts())
    assert WHOLE == WHOLE.part("")


@pytest.mark.parametrize(("articles", "names"), [(1, 5), (2, 3), (5, 1), (9, 1)])
def test_a_corpus_is_parted_by_articles(articles: int, names: int) -> None:
    """Every part has so many articles with all their rows; codes lie in the first."""
    made = WHOLE.in_parts(articles)
    parts = list(made.parts())

    assert tuple(f"000{i}" for i in range(1, names + 1)) == made.part_names
    assert made == WHOLE
    assert [min(articles, 5 - articles * i) for i in range(names)] == [len(part.articles) for part in parts]
    assert [1, *[0] * (names - 1)] == [len(part.codes) for part in parts]
    assert all({s.article_id for s in part.silences} == {a.id for a in part.articles} for part in parts)
    assert [(name,) for name in made.part_names] == [part.part_names for part in parts]
    assert WHOLE.n_rows == made.n_rows


def test_rows_in_no_order_are_grouped_by_their_article() -> None:
    """Parting moves rows together that belong together, and those of articles that are not there to the end."""
    rows = [one("silences", id=f"{name}/x1", article_id=name) for name in ("a1", "zz", "a0", "a1", "a0")]
    made = corpus_of(articles=[article("a0"), article("a1")], silences=rows).in_parts(1)

    assert ["a0", "a0", "a1", "zz", "a1"] == [row.article_id for row in made.silences]
    assert [2, 3] == [len(part.silences) for part in made.parts()]


def _error(number: int, **values: object) -> dict[str, object]:
    made = one("errors", id=f"error/e{number}", source="a.txt", kind="duplicate", duplicate_of="a0", **values)
    made.pop("article_id")
    return made


def test_errors_lie_with_the_codes_where_a_corpus_is_parted() -> None:
    """They belong to no article."""
    whole = sd.Corpus({**_several(3).tables, "errors": corpus_of(errors=[_error(1), _error(2)]).tables["errors"]})

    assert [2, 0, 0] == [len(part.errors) for part in whole.in_parts(1).parts()]
    assert whole == whole.in_parts(1)


@pytest.mark.parametrize("form", FORMS)
def test_errors_stay_in_the_part_that_met_them(form: str, tmp_path: Path) -> None:
    """They may name an article of another part; their ids are their own in all parts."""
    held = [
        {"articles": [article("a0", n_paragraphs=0, n_sentences=0)], "errors": []},
        {"articles": [article("a1", n_paragraphs=0, n_sentences=0)], "errors": [_error(1)]},
        {"errors": [_error(1), _error(2)]},
    ]
    made = {f"{n}": corpus_of(**tables) for n, tables in enumerate(held)}
    corpus = sd.Corpus.of_parts([*made], lambda part, name: made[part].tables[name])
    corpus.write(tmp_path / "out", form)
    opened = sd.open(tmp_path / "out")

    assert [0, 1, 2] == [len(part.errors) for part in opened.parts()]
    assert [
        "errors (part 2) row 0 ('error/e1'), column 'id': expected an id that no other row has, found 'error/e1' [unique]"
    ] == [str(problem) for problem in opened.validate()]


def test_a_corpus_of_nothing_is_one_part() -> None:
    """There is always a part, and it may be empty."""
    assert [sd.Corpus({})] == list(sd.Corpus({}).in_parts(3).parts())


@pytest.mark.parametrize("articles", [0, -1, 1.0, "2", True])
def test_a_part_has_a_whole_number_of_articles(articles: object) -> None:
    """Anything else is misuse."""
    with pytest.raises(UsageError) as e:
        WHOLE.in_parts(articles)  # type: ignore[arg-type]

    assert f"expected a number of articles of at least 1, found {articles!r}" == str(e.value)


@pytest.mark.parametrize("name", ["0004", None])
def test_a_part_that_is_not_there_is_told(name: str) -> None:
    """There may be too many to list them."""
    with pytest.raises(UnknownNameError) as several:
        WHOLE.in_parts(2).part(name)
    with pytest.raises(UnknownNameError) as one_only:
        WHOLE.part(name)

    assert f"there is no part {name!r}; part_names has the 3 parts, from '0001' to '0003'" == str(several.value)
    assert f"there is no part {name!r}; part_names has the only part, from '' to ''" == str(one_only.value)


@pytest.mark.parametrize("form", FORMS)
def test_parts_are_written_and_opened(form: str, tmp_path: Path) -> None:
    """A folder a table, a file a part; what is opened is equal, in parts, and written again the same."""
    WHOLE.in_parts(2).write(tmp_path / "out", form)
    opened = sd.open(tmp_path / "out")
    opened.write(tmp_path / "again", form)
    tables = {"articles": 3, "silences": 3, "codes": 1}

    assert {f"{table}/000{i}.{form}" for table, n in tables.items() for i in range(1, n + 1)} == {
        name for name in everything(tmp_path / "out") if "/" in name
    }
    assert ("0001", "0002", "0003") == opened.part_names
    assert opened == WHOLE
    assert opened.status == "verified"
    assert WHOLE.n_rows == opened.n_rows
    assert everything(tmp_path / "out") == everything(tmp_path / "again")


@pytest.mark.parametrize("form", FORMS)
def test_parts_without_a_manifest_are_opened_too(form: str, tmp_path: Path) -> None:
    """Their names say which parts there are; rows are counted when asked for."""
    WHOLE.in_parts(2).write(tmp_path / "out", form)
    (tmp_path / "out" / "manifest.json").unlink()
    opened = sd.open(tmp_path / "out")

    assert "<Corpus no data version, unverified, in 3 parts: rows not counted yet>" == repr(opened)
    assert WHOLE.n_rows == opened.n_rows
    assert _several(5, None) == opened


def test_a_corpus_in_parts_shows_what_it_knows(tmp_path: Path) -> None:
    """Its rows come from the manifest; whether there is wording, nobody has looked."""
    WHOLE.in_parts(2).write(tmp_path / "out")

    assert "<Corpus data 1.2.3, verified, in 3 parts: articles 5, silences 10, codes 1>" == repr(
        sd.open(tmp_path / "out")
    )
    assert ", in 1 part: " in repr(WHOLE.in_parts(5))


def test_a_corpus_in_parts_can_be_copied_and_sent(tmp_path: Path) -> None:
    """It stays in parts, of memory as of a folder."""
    WHOLE.in_parts(2).write(tmp_path / "out")
    opened = sd.open(tmp_path / "out")
    sent = [pickle.loads(pickle.dumps(corpus)) for corpus in (WHOLE.in_parts(2), opened)]  # noqa: S301 - our own

    assert [WHOLE, WHOLE] == sent
    assert [("0001", "0002", "0003")] * 2 == [corpus.part_names for corpus in sent]
    assert copy.copy(opened) == WHOLE


def test_batches_come_part_by_part(tmp_path: Path) -> None:
    """One part after another, none put together with the next."""
    WHOLE.in_parts(2).write(tmp_path / "out")
    opened = sd.open(tmp_path / "out")

    assert [4, 4, 2] == [batch.num_rows for batch in opened.batches("silences")]
    assert [3, 1, 3, 1, 2] == [batch.num_rows for batch in opened.batches("silences", 3)]


def test_frames_records_and_views_join_the_parts() -> None:
    """Whatever is asked of the whole is the same as without parts."""
    made = WHOLE.in_parts(2)

    assert WHOLE.silences == made.silences
    assert WHOLE.frame("articles").equals(made.frame("articles"))
    assert WHOLE.fingerprint == made.fingerprint


def test_wording_is_left_out_part_by_part(synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path) -> None:
    """Writing leaves the wording out unless it is asked for, in parts too."""
    worded = attach(synthetic, synthetic_text, synthetic.articles[0].id).corpus.in_parts(1)
    worded.write(tmp_path / "without")
    worded.write(tmp_path / "with", text=True)

    assert not sd.open(tmp_path / "without").has_text
    assert sd.open(tmp_path / "with").has_text
    assert worded == sd.open(tmp_path / "with")


# What is wrong with a folder of parts


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A folder in parts."""
    WHOLE.in_parts(2).write(tmp_path / "out", "jsonl")
    return tmp_path / "out"


def test_a_missing_part_is_told_at_once(parts: Path) -> None:
    """Fewer rows in silence would be the worst: the manifest says what should be there."""
    (parts / "silences" / "0002.jsonl").unlink()
    with pytest.raises(IntegrityError) as e:
        sd.open(parts)

    assert (
        f"'{parts}/silences/0002.jsonl' is missing, though its manifest lists it; restore the folder, or write the "
        "corpus again" == str(e.value)
    )


def test_a_changed_part_is_told_when_it_is_read(parts: Path) -> None:
    """The other parts are read as before."""
    path = parts / "silences" / "0002.jsonl"
    path.write_bytes(path.read_bytes().replace(b"curated", b"CURATED"))
    opened = sd.open(parts)
    with pytest.raises(IntegrityError) as e:
        opened.part("0002")

    assert str(e.value).startswith(f"'{path}' has the SHA-256 ")
    assert len(opened.part("0001").silences) == 4


def test_limits_hold_for_each_part(parts: Path) -> None:
    """Five articles pass where each part has at most two."""
    assert sd.open(parts, limits=sd.Limits(rows=4)) == WHOLE
    with pytest.raises(LimitError) as e:
        sd.open(parts, limits=sd.Limits(rows=3)).part("0001")

    assert str(e.value).startswith(f"'{parts}/silences/0001.jsonl' has at least 4 rows, the limit is 3; ")


def test_a_part_holds_allowed_values_only(parts: Path) -> None:
    """A value that its column does not allow is refused when the part is read."""
    (parts / "manifest.json").unlink()
    path = parts / "silences" / "0003.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"a4/x1"', b'"A4/x1"'))
    with pytest.raises(SchemaError) as e:
        sd.open(parts).table("silences")

    assert "row 0 ('A4/x1'), column 'id': expected text of the form " in str(e.value)


@pytest.mark.parametrize("name", ["silences/_0004.jsonl", "silences/.x.jsonl", "silences/a b.jsonl", "silence.jsonl"])
def test_what_looks_like_a_part_is_not_passed_over(name: str, parts: Path) -> None:
    """Rows would be missed in silence."""
    (parts / "manifest.json").unlink()
    (parts / name).write_bytes(b"{}\n")
    with pytest.raises(SchemaError) as e:
        sd.open(parts)

    assert str(e.value).startswith(f"'{parts}/{name}' is no part of a corpus; did you mean 'silences'?")


def test_what_lies_beside_the_parts_is_no_business_of_ours(parts: Path) -> None:
    """Notes are not data."""
    (parts / "silences" / "README.txt").write_text("notes")

    assert sd.open(parts) == WHOLE


@pytest.mark.parametrize("has_manifest", [False, True])
def test_files_and_parts_do_not_mix(has_manifest: bool, parts: Path) -> None:
    """It would not be known which of them counts."""
    corpus_of(silences=[silence(1)]).write(parts.with_name("flat"), "jsonl")
    (parts.with_name("flat") / "silences.jsonl").rename(parts / "silences.jsonl")
    manifest = parts / "manifest.json"
    if has_manifest:
        entry = '"silences.jsonl": {"sha256": "' + "0" * 64 + '", "bytes": 1}'
        manifest.write_text(manifest.read_text().replace('"files": {', '"files": {' + entry + ","))
    else:
        manifest.unlink()
    with pytest.raises(IntegrityError if has_manifest else FormatError) as e:
        sd.open(parts)

    assert (
        f"the manifest of '{parts}' lists tables both as files and in parts; restore it"
        if has_manifest
        else f"'{parts}' holds tables both as files and in parts; keep one of them to a folder"
    ) == str(e.value)


def test_a_link_to_a_folder_of_parts_is_not_followed(parts: Path, tmp_path: Path) -> None:
    """It would lead out of the folder."""
    (parts / "silences").rename(tmp_path / "elsewhere")
    (parts / "silences").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(IntegrityError) as e:
        sd.open(parts)

    assert str(e.value).startswith(f"'{parts}/silences/0001.jsonl' is missing, though its manifest lists it")


def test_a_large_corpus_is_written_in_parts(tmp_path: Path) -> None:
    """What would be too large for the usual limits in one file is cut, if no row has to move for it."""
    note = "x" * 1_000_000
    rows = [one("silences", id=f"{name}/x1", article_id=name, note=note) for name in ("a0", "a1") * 60]
    articles = [article("a0"), article("a1")]
    ordered = corpus_of(articles=articles, silences=sorted(rows, key=lambda row: row["id"]))
    ordered.write(tmp_path / "parts")
    corpus_of(articles=articles, silences=rows).write(tmp_path / "whole")

    assert ("0001", "0002") == sd.open(tmp_path / "parts").part_names
    assert ordered.table("silences") == sd.open(tmp_path / "parts").table("silences")
    assert (tmp_path / "whole" / "silences.parquet").is_file()


def test_a_function_reads_the_parts() -> None:
    """Whoever keeps tables elsewhere gives a function."""

    def read(part: str, table: str) -> pa.Table:
        return WHOLE.in_parts(1).part(part).table(table)

    made = sd.Corpus.of_parts(["0002", "0004"], read, version="1.2.3")

    assert ["a1", "a3"] == [row.id for row in made.articles]
    assert made.status == "unverified"
    assert made.version == "1.2.3"


# What takes a corpus takes one in parts


def test_a_row_is_cited_from_its_part() -> None:
    """The citation is that of the whole corpus."""
    whole, parted = (cite(corpus, "a3/x2", metadata=SHIPPED) for corpus in (WHOLE, WHOLE.in_parts(2)))

    assert "a3/x2" in whole
    assert whole == parted


def test_among_many_articles_no_nearest_row_is_named() -> None:
    """Something would always be near."""
    many = corpus_of(articles=[article(f"a{i}") for i in range(51)])
    with pytest.raises(UnknownNameError) as e:
        cite(many, "a7x", metadata=SHIPPED)

    assert "there is no row 'a7x'; give what stands in the column id of a table" == str(e.value)


def test_what_is_revealed_is_counted_part_by_part(synthetic: sd.Corpus) -> None:
    """An article reveals what it reveals, whatever stands beside it."""
    assert disclosure(synthetic) == disclosure(synthetic.in_parts(1))


def test_a_notebook_shows_how_many_parts() -> None:
    """It does not read them for it."""
    assert "<caption" in WHOLE.in_parts(2)._repr_html_()
    assert "Corpus, data 1.2.3, unverified, in 3 parts" in WHOLE.in_parts(2)._repr_html_()


def test_a_page_of_too_many_articles_is_refused() -> None:
    """A part of them can be looked at."""
    many = corpus_of(articles=[article(f"a{i}") for i in range(201)])
    with pytest.raises(UsageError) as e:
        many.view()

    assert (
        "a page shows at most 200 articles, the corpus has 201; view a part of it: "
        "corpus.in_parts(200).part('0001').view()" == str(e.value)
    )
    assert "</html>" in many.in_parts(200).part("0001").view().html


def test_an_article_is_attached_in_its_part(synthetic: sd.Corpus, synthetic_text: str) -> None:
    """The other parts stay as they are, and one that was attached before stays attached."""
    whole = sd.Corpus({name: pa.concat_tables([table, GOOD_TABLES[name]]) for name, table in synthetic.tables.items()})
    attached = attach(whole.in_parts(1), synthetic_text, synthetic.articles[0].id).corpus
    again = attach(attached, synthetic_text, synthetic.articles[0].id).corpus

    assert attach(whole, synthetic_text, synthetic.articles[0].id).corpus == attached
    assert attached == again
    assert ("0001", "0002") == again.part_names
    with pytest.raises(UnknownNameError) as e:
        attach(attached, synthetic_text, "zz")

    assert str(e.value).startswith("there is no article 'zz'; ")


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], "none"),
        (["../../x"], "'../../x'"),
        (["a b"], "'a b'"),
        (["a", "a"], "'a'"),
        ([1], "1"),
        (["9", "10"], "'9'"),
    ],
)
def test_parts_have_names_of_their_own(names: list[str], found: str) -> None:
    """They become names of files."""
    with pytest.raises(UsageError) as e:
        sd.Corpus.of_parts(names, lambda _, name: WHOLE.table(name))

    assert (
        f"expected names of parts that differ and are sorted, of Latin letters, digits, - and _, found {found}; name them so"
        == str(e.value)
    )


def test_the_names_of_parts_sort_in_their_order() -> None:
    """Ten thousand and more, too: a folder tells them in the order of its names."""
    many = corpus_of(articles=[article(f"a{i}") for i in range(10_001)]).in_parts(1)

    assert sorted(many.part_names) == list(many.part_names)


@pytest.mark.parametrize("name", ["../x", 5])
def test_a_part_has_a_name_that_a_file_can_have(name: str) -> None:
    """One in memory too."""
    with pytest.raises(UsageError) as e:
        sd.Corpus({}, part=name)

    assert f"expected a name of Latin letters, digits, - and _ for the part, found {name!r}; name it so" == str(e.value)


def test_a_part_takes_the_place_of_the_one_of_its_name(tmp_path: Path) -> None:
    """The rows are counted anew, in the manifest too."""
    parted = corpus_of("1", articles=[article("a0"), article("a1")]).in_parts(1)
    more = sd.Corpus(corpus_of(articles=[article("a1"), article("a2"), article("a3")]).tables, part="0002")
    made = parted.with_part(more)
    made.write(tmp_path / "out")

    assert ["a0", "a1", "a2", "a3"] == [row.id for row in made.articles]
    assert made.n_rows["articles"] == 4
    assert made == sd.open(tmp_path / "out")
    assert sd.open(tmp_path / "out").n_rows["articles"] == 4
    assert made == made.with_part(more)


def test_only_one_part_that_is_there_takes_a_place() -> None:
    """A corpus in parts is no part, and a name that is not there is told."""
    with pytest.raises(UsageError) as several:
        WHOLE.in_parts(2).with_part(WHOLE.in_parts(2))
    with pytest.raises(UnknownNameError) as other:
        WHOLE.with_part(WHOLE.in_parts(2).part("0001"))

    assert str(several.value).startswith("expected one part in memory, found <Corpus data 1.2.3, ")
    assert "there is no part '0001'; part_names has the only part, from '' to ''" == str(other.value)
    assert WHOLE.with_part(sd.Corpus({})) == sd.Corpus({})


@pytest.mark.parametrize("articles", [2**31, 2**70])
def test_a_part_may_have_more_articles_than_there_are(articles: int) -> None:
    """However large the number is."""
    assert ("0001",) == WHOLE.in_parts(articles).part_names


def test_whether_there_is_a_table_is_known_without_reading_it() -> None:
    """A name is looked for among the names."""

    tables = sd.Corpus.of_parts(["a"], WHOLE.with_part).tables  # type: ignore[arg-type]

    assert "mentions" in tables
    assert "mention" not in tables


def test_the_days_of_all_parts_are_in_order() -> None:
    """A time line goes through the whole corpus."""
    shipped = sd.load()
    names = [f"copy{n}" for n in range(3)]
    copies = [_renamed(shipped, name) for name in names]
    whole = sd.Corpus({t: pa.concat_tables(c.tables[t] for c in copies) for t in shipped.tables if t != "codes"})

    assert whole.joined("timeline") == whole.in_parts(1).joined("timeline")


def _renamed(corpus: sd.Corpus, name: str) -> sd.Corpus:
    """The same under another article's id."""
    old = corpus.articles[0].id

    def renamed(_: str, table: pa.Table) -> pa.Table:
        cells = [
            pc.replace_substring_regex(column, f"^{old}(/|$)", f"{name}\\1")
            if pa.types.is_string(column.type)
            else column
            for column in table.columns
        ]
        return pa.Table.from_arrays(cells, schema=table.schema)

    return corpus.with_each(renamed)


def test_a_manifest_may_be_longer_than_a_table(parts: Path) -> None:
    """Limits are those of a table."""
    opened = sd.open(parts, limits=sd.Limits(bytes=400))
    with pytest.raises(LimitError):
        opened.table("articles")

    assert ("0001", "0002", "0003") == opened.part_names


def test_a_manifest_that_counts_not_every_table_is_not_asked(parts: Path) -> None:
    """The rows are counted instead."""
    manifest = parts / "manifest.json"
    made = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**made, "rows": {}}), "utf-8")
    opened = sd.open(parts)

    assert "<Corpus data 1.2.3, verified, in 3 parts: rows not counted yet>" == repr(opened)
    assert WHOLE.n_rows == opened.n_rows


@pytest.mark.parametrize("old", ["silences/0001.jsonl", "codes/0001.jsonl"])
@pytest.mark.parametrize("new", ["silences/part.0001.jsonl", "extras.jsonl"])
def test_what_a_manifest_lists_and_is_no_part_is_told(old: str, new: str, parts: Path) -> None:
    """A table of another version, or a part under a name that is none, would be missed in silence."""
    (parts / old).rename(parts / new)
    manifest = parts / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(SchemaError) as e:
        sd.open(parts)

    assert str(e.value).startswith(f"'{parts}/{new}' is no part of a corpus; ")
    assert not sd.validate(parts).ok


def test_a_folder_that_is_replaced_while_it_is_opened_is_the_new_one(parts: Path, tmp_path: Path) -> None:
    """Its names were read, then another took its place."""
    WHOLE.in_parts(1).write(tmp_path / "new", "jsonl")

    def replace(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name == "heeding_manifest":
            sys.setprofile(None)
            parts.rename(tmp_path / "old")
            (tmp_path / "new").rename(parts)

    sys.setprofile(replace)
    opened = sd.open(parts)

    assert len(opened.part_names) == 5
    assert opened == WHOLE
