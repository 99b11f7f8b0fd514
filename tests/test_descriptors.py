"""What describes the data to machines: that it is right by its standard's own judge, that it loads, and that all of it agrees."""

import datetime as dt
import json
import os
import re
import shutil
import sysconfig
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs
import pytest

import summitdata as sd
from summitdata.descriptors import NAMES, DataFile, croissant, data_files, datapackage, schema_org
from summitdata.exceptions import UsageError
from summitdata.files import entries
from summitdata.metadata import SHIPPED, Licence, Metadata
from summitdata.records import TABLES
from summitdata.schema import columns

from .folders import article, corpus_of, one, silence
from .processes import PACKAGE, python, run

FORMS = ["parquet", "csv", "json", "jsonl"]

#: A table for each form in which it is written, and what is known of its makers.
OURS = Metadata(
    name="Two Briefings",
    title="Two briefings & a <b>communiqué</b>",
    description="Made for the tests.",
    creators=["A. Researcher", "B. Reader"],
    licence=Licence("Apache-2.0 OR MIT", "Apache or MIT", "https://example.org/licence"),
    published=dt.date(2031, 9, 3),
    identifier="https://example.org/briefings",
)

HOSTILE = [
    "",
    "NA",
    "nan",
    "null",
    "1",
    "2031-09-03",
    '"',
    "a,b\nc",
    "\t",
    "<b>&amp;</b>",
    "\u202eabc",
    "=1+1",
    "é\u2028",
]


def small() -> sd.Corpus:
    """A corpus with references to its own, earlier and later tables, nulls of every type, and texts that pass for others."""
    return corpus_of(
        version="2.0.0",
        articles=[
            article(outlet="Вестник", published=dt.date(2031, 9, 3), url="https://example.org/a", text=None),
            article("art2", outlet="", url="nowhere"),
            article("art3", outlet="Вестник <b>", url="javascript:alert(1)"),
        ],
        paragraphs=[one("paragraphs", id=f"art/p{n}", position=n, start=0, end=9, gist_en=None) for n in (1, 2)],
        entities=[
            one("entities", id="art/ent1", label_en="", label_ru="NA", latitude=-0.5, longitude=None),
            one("entities", id="art/ent2", label_en="nan", latitude=None, longitude=0.1),
        ],
        quotations=[
            one("quotations", id="art/q1", paragraph_id="art/p1", speaker_id="art/ent1", start=0, end=5, gist_en="x"),
            one("quotations", id="art/q2", paragraph_id="art/p1", parent_id="art/q1", start=0, end=5, cue_start=0),
        ],
        silences=[silence(n, question_en=text, note=text) for n, text in enumerate(HOSTILE, 1)],
    )


#: What is changed in a file of quotations, and what is then found wrong.
BROKEN = {
    "a reference to no row": ('"art/q2","art","art/p1"', '"art/q2","art","art/p9"', "foreign-key"),
    "a code that is none": ('"direct",0,5', '"sung",0,5', "constraint-error"),
    "an id that stands twice": ('"art/q2"', '"art/q1"', "primary-key"),
    "an id of another kind": ('"art/q2"', '"art/x2"', "constraint-error"),
    "a number below its minimum": (",0,5,", ",-1,5,", "constraint-error"),
    "nothing where something must be": (",0,5,", ",,5,", "constraint-error"),
    "other bytes": (",0,5,", ",0,6,", "hash-count"),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both corpora in every form, each in a folder named after it and the form, and what is broken."""
    folder = tmp_path_factory.mktemp("written")
    for form in FORMS:
        sd.load().write(folder / f"shipped-{form}", form)
        small().write(folder / f"small-{form}", form, metadata=OURS)
        small().in_parts(1).write(folder / f"parts-{form}", form, metadata=OURS)
    for case, (old, new, _) in BROKEN.items():
        shutil.copytree(folder / "small-csv", folder / case)
        path = folder / case / "quotations.csv"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return folder


def read(path: Path) -> Any:
    """What a JSON file holds."""
    return json.loads(path.read_bytes())


def resources(folder: Path) -> dict[str, Any]:
    """The resources of a data package by name."""
    return {resource["name"]: resource for resource in read(folder / "datapackage.json")["resources"]}


def field(folder: Path, table: str, name: str) -> dict[str, Any]:
    """A field of a data package."""
    (found,) = (f for f in resources(folder)[table]["schema"]["fields"] if f["name"] == name)
    return found


def made(folder: Path) -> list[str]:
    """The descriptors in a folder."""
    return [name for name in NAMES if (folder / name).exists()]


# --- the data package


@pytest.fixture(scope="module")
def verdicts(written: Path) -> Any:
    """The kinds of errors that frictionless finds in every folder."""
    if not find_spec("frictionless"):
        pytest.skip("frictionless is not installed")
    script = """
import json, os, sys
from pathlib import Path
from frictionless import validate
found = {}
for folder in (path.parent for path in Path(sys.argv[1]).glob("*/datapackage.json")):
    os.chdir(folder)
    report = validate("datapackage.json")
    found[folder.name] = [kind for kind, in report.flatten(["type"])]
    assert report.valid == (not found[folder.name])
print(json.dumps(found))
"""
    return json.loads(python(script, str(written)).stdout)


@pytest.mark.parametrize(
    ("corpus", "form"),
    [*((corpus, form) for corpus in ("shipped", "small") for form in FORMS), ("parts", "csv"), ("parts", "jsonl")],
)
def test_frictionless_finds_the_data_as_described(corpus: str, form: str, verdicts: dict[str, Any]) -> None:
    """Columns, types, constraints, keys, references, hashes: all of them hold for every row of every table."""
    assert verdicts[f"{corpus}-{form}"] == []


@pytest.mark.parametrize(
    ("corpus", "form"), [("shipped", "parquet"), ("small", "csv"), ("small", "jsonl"), ("parts", "csv")]
)
def test_the_data_package_fits_the_official_profile(corpus: str, form: str, written: Path) -> None:
    """By the profile that the standard publishes."""
    judge = Path(os.environ.get("SUMMITDATA_JUDGES", "")) / "py313" / "bin" / "check-datapackage"
    if not judge.is_file():
        pytest.skip("check-datapackage is not at $SUMMITDATA_JUDGES/py313/bin")
    done = run(str(judge), "check", str(written / f"{corpus}-{form}" / "datapackage.json"))

    assert (0, "All checks passed!") == (done.returncode, done.stdout.strip())


@pytest.mark.parametrize(("case", "expected"), [(case, kind) for case, (_, _, kind) in BROKEN.items()])
def test_frictionless_would_see_bad_data(case: str, expected: str, verdicts: dict[str, Any]) -> None:
    """What the description says is held against the rows."""
    assert expected in verdicts[case]


def test_a_reference_is_told_with_its_table(written: Path) -> None:
    """One to the table itself has no name, and one to any table is not told."""
    found = resources(written / "shipped-parquet")
    keys = {key["fields"][0]: key["reference"] for key in found["quotations"]["schema"]["foreignKeys"]}

    assert keys == {
        "article_id": {"resource": "articles", "fields": ["id"]},
        "paragraph_id": {"resource": "paragraphs", "fields": ["id"]},
        "group_id": {"resource": "", "fields": ["id"]},
        "parent_id": {"resource": "", "fields": ["id"]},
        "speaker_id": {"resource": "entities", "fields": ["id"]},
    }
    assert "foreignKeys" not in found["codes"]["schema"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("parquet", list(TABLES)),
        ("csv", list(TABLES)),
        ("json", ["articles", "paragraphs", "entities", "quotations", "silences"]),
        ("jsonl", ["articles", "paragraphs", "entities", "quotations", "silences"]),
    ],
)
def test_a_table_that_readers_would_not_find_is_left_out(form: str, expected: list[str], written: Path) -> None:
    """JSON has no columns without rows, JSON Lines no file; no reference leads to such a table."""
    found = resources(written / f"small-{form}")
    led_to = {
        key["reference"]["resource"] or name
        for name, resource in found.items()
        for key in resource["schema"].get("foreignKeys", [])
    }

    assert expected == list(found)
    assert led_to <= set(expected)


def test_a_column_is_told_with_all_that_is_known_of_it(written: Path) -> None:
    """A vocabulary with codes and labels, a number with its bounds and unit, what null means."""
    folder = written / "shipped-parquet"
    topic = field(folder, "paragraphs", "cap_topic")
    codes = [code["value"] for code in topic["categories"]]

    assert codes == topic["constraints"]["enum"]
    assert (topic["vocabulary"], topic["null"]) == ("cap_topic", "inapplicable")
    assert field(folder, "entities", "latitude") == {
        "name": "latitude",
        "type": "number",
        "title": "latitude",
        "description": "Latitude, WGS 84.",
        "constraints": {"minimum": -90, "maximum": 90},
        "unit": "deg",
        "null": "inapplicable",
        "missingValues": ["nan"],
    }


@pytest.mark.parametrize(
    ("form", "column", "expected"),
    [
        ("csv", "article_id", []),
        ("csv", "label_ru", None),
        ("csv", "is_group", None),
        ("parquet", "latitude", ["nan"]),
        ("parquet", "label_en", None),
        ("jsonl", "latitude", None),
    ],
)
def test_what_is_null_is_told(form: str, column: str, expected: list[str] | None, written: Path) -> None:
    """In CSV nothing is null, but not in text that must be there; elsewhere null is null."""
    folder = written / f"small-{form}"

    assert ([""] if form == "csv" else []) == resources(folder)["entities"]["schema"]["missingValues"]
    assert expected == field(folder, "entities", column).get("missingValues")


def test_patterns_are_in_the_syntax_of_xml_schema() -> None:
    """It has one kind of group, no anchors and no classes but those of ours."""
    package = datapackage.described(sd.load(), [DataFile(name, name, 1, "0") for name in TABLES], "csv", SHIPPED)
    patterns = {
        f["constraints"]["pattern"]
        for resource in package["resources"]
        for f in resource["schema"]["fields"]
        if "pattern" in f.get("constraints", {})
    }

    assert len(patterns) > 10
    assert [pattern for pattern in patterns if re.search(r"\(\?|\\[dswbAZ]|[*+?]\?|\$", pattern)] == []
    assert [pattern for pattern in patterns if (pattern[0], pattern[-1]) != ("(", ")")] == []


def test_no_pattern_has_brackets_that_are_no_group() -> None:
    """So that turning one kind of group into the other changes no letter that is looked for."""
    patterns = {c.pattern for cls in TABLES.values() for c in columns(cls) if c.pattern}

    assert [pattern for pattern in patterns if re.search(r"\\\(|\[[^]]*\(", pattern)] == []


def test_makers_and_sources_are_told_as_far_as_known(written: Path) -> None:
    """The articles by outlet and day, with an address that is one; a licence without a name by its address."""
    package = read(written / "small-csv" / "datapackage.json")

    assert package["name"] == "two-briefings"
    assert package["version"] == "2.0.0"
    assert package["contributors"] == [
        {"title": "A. Researcher", "roles": ["creator"]},
        {"title": "B. Reader", "roles": ["creator"]},
    ]
    assert package["licenses"] == [{"title": "Apache or MIT", "path": "https://example.org/licence"}]
    assert package["sources"] == [
        {"title": "Вестник, 2031-09-03", "path": "https://example.org/a"},
        {"title": "Вестник <b>"},
    ]
    assert package["created"] == "2031-09-03T00:00:00Z"
    assert package["note"].startswith("Nothing between two commas is null")
    assert "keywords" not in package


@pytest.mark.parametrize(
    ("given", "expected"),
    [("briefings-2", "briefings-2"), ("Two Briefings!", "two-briefings"), ("Брифинги", None), ("", None)],
)
def test_a_name_has_the_letters_that_the_standard_allows(given: str, expected: str | None) -> None:
    """Others are made hyphens, and without a letter there is no name."""
    package = datapackage.described(small(), [], "csv", attrs.evolve(OURS, name=given))

    assert expected == package.get("name")


@pytest.mark.parametrize("form", FORMS)
def test_of_a_corpus_of_one_s_own_nobody_s_name_is_told(form: str, tmp_path: Path) -> None:
    """There is a data package without makers and licence, and no Croissant, which demands them."""
    small().write(tmp_path / "out", form)
    package = read(tmp_path / "out" / "datapackage.json")

    assert made(tmp_path / "out") == ["datapackage.json"]
    assert {"contributors", "licenses", "created", "id"}.isdisjoint(package)
    assert {"licenses"}.isdisjoint(package["resources"][0])


@pytest.mark.parametrize("form", ["jsonl", "sqlite"])
def test_where_no_table_has_a_file_nothing_is_described(form: str, tmp_path: Path) -> None:
    """As of a corpus without rows in JSON Lines, or one in a database."""
    sd.Corpus({}).write(tmp_path / "out", form, metadata=OURS)

    assert made(tmp_path / "out") == []


def test_descriptors_are_no_part_of_the_corpus(tmp_path: Path) -> None:
    """The folder opens with and without its manifest, and a changed descriptor changes no row."""
    small().write(tmp_path / "out", "json", metadata=OURS)
    (tmp_path / "out" / "croissant.json").write_text("{}")

    assert small().tables == sd.open(tmp_path / "out").tables
    (tmp_path / "out" / "manifest.json").unlink()
    assert small().tables == sd.open(tmp_path / "out").tables


# --- parts


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_table_in_parts_is_all_its_files(form: str, written: Path) -> None:
    """In their order, without a size or a hash that would be that of one of them."""
    found, whole = resources(written / f"parts-{form}"), resources(written / f"small-{form}")
    names = list(entries(written / f"parts-{form}"))
    held = [name for name in found if any(path.startswith(f"{name}/") for path in names)]

    assert [f"articles/000{n}.{form}" for n in (1, 2, 3)] == found["articles"]["path"]
    assert [f"quotations/0001.{form}"] == found["quotations"]["path"]
    assert {"hash", "bytes"}.isdisjoint(found["articles"])
    assert [name for name in whole if name in held] == list(found)
    assert whole["articles"]["schema"] == found["articles"]["schema"]


def test_frictionless_reads_all_parts(written: Path) -> None:
    """One after another, without the headers of those behind the first."""
    if not find_spec("frictionless"):
        pytest.skip("frictionless is not installed")
    script = """
import json, os, sys
from frictionless import Package
found = {}
for form in ("csv", "jsonl"):
    os.chdir(f"{sys.argv[1]}/parts-{form}")
    found[form] = [row["id"] for row in Package("datapackage.json").get_resource("articles").read_rows()]
print(json.dumps(found))
"""

    assert json.loads(python(script, str(written)).stdout) == {
        form: ["art", "art2", "art3"] for form in ("csv", "jsonl")
    }


@pytest.mark.parametrize("form", ["parquet", "json"])
def test_of_files_that_cannot_be_put_together_there_is_no_data_package(form: str, written: Path) -> None:
    """Readers would take the first part for all, or break off."""
    assert ["croissant.json"] == made(written / f"parts-{form}")


@pytest.mark.parametrize("form", FORMS)
def test_a_table_in_parts_is_a_set_of_files(form: str, written: Path) -> None:
    """Told by the folder that they lie in."""
    said = read(written / f"parts-{form}" / "croissant.json")
    (found,) = (one for one in said["distribution"] if one["@id"] == "articles/")
    (records,) = (one for one in said["recordSet"] if one["@id"] == "articles")

    assert ("cr:FileSet", f"articles/*.{form}") == (found["@type"], found["includes"])
    assert {"sha256", "contentUrl", "contentSize"}.isdisjoint(found)
    assert [{"@id": "articles/"}] * len(columns(TABLES["articles"])) == [
        field["source"]["fileSet"] for field in records["field"]
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_reference_from_set_to_set_is_told_where_it_can_be_followed(form: str, written: Path) -> None:
    """Of JSON, readers would look for the column in the files of the table that it refers to."""
    said = read(written / f"parts-{form}" / "croissant.json")
    fields = {field["@id"]: field for records in said["recordSet"] for field in records["field"]}
    found = fields["quotations/paragraph_id"]

    assert (None if form == "json" else {"field": {"@id": "paragraphs/id"}}) == found.get("references")
    assert "Refers to paragraphs." in found["description"]


def test_parts_are_told_to_a_page_one_by_one(written: Path) -> None:
    """Every file is told, every table once."""
    files = data_files(entries(written / "parts-csv"), "csv")
    said = schema_org.described(OURS, files)

    assert ["0001", "0002", "0003"] == [file.part for file in files if file.table == "articles"]
    assert [file.name for file in files] == [one["name"] for one in said["distribution"]]
    assert ["articles", "paragraphs", "entities", "quotations", "silences"] == [
        one["name"] for one in said["variableMeasured"]
    ]


# --- Croissant


#: The shipped corpus takes its time.
LOADED = [("shipped", "parquet"), ("shipped", "csv"), *((name, form) for name in ("small", "parts") for form in FORMS)]


@pytest.fixture(scope="module")
def loaded(written: Path) -> Any:
    """What mlcroissant says of these folders: its complaints, and the ids of the rows of every record set."""
    if not find_spec("mlcroissant"):
        pytest.skip("mlcroissant is not installed")
    script = """
import json, sys
from pathlib import Path
import mlcroissant as mlc
found = {}
for name in sys.argv[2:]:
    path = Path(sys.argv[1], name, "croissant.json")
    dataset = mlc.Dataset(path)
    issues = dataset.metadata.ctx.issues
    plain = lambda value: value.decode() if isinstance(value, bytes) else value
    found[name] = {
        "issues": [*issues.errors, *issues.warnings],
        "rows": {
            one.id: [plain(row[f"{one.id}/id"]) for row in dataset.records(one.id)] for one in dataset.metadata.record_sets
        },
    }
print(json.dumps(found))
"""
    return json.loads(python(script, str(written), *("-".join(one) for one in LOADED)).stdout)


@pytest.mark.parametrize(("corpus", "form"), LOADED)
def test_mlcroissant_loads_every_row(corpus: str, form: str, loaded: dict[str, Any]) -> None:
    """Nothing is complained of, and every record set has the rows of its table in their order."""
    tables = (sd.load() if corpus == "shipped" else small()).tables
    found = loaded[f"{corpus}-{form}"]
    expected = {name: table.column("id").to_pylist() for name, table in tables.items()}

    assert found["issues"] == []
    assert {name: ids for name, ids in expected.items() if ids} == {n: ids for n, ids in found["rows"].items() if ids}


def test_mlcroissant_validates_the_file(written: Path) -> None:
    """As a command, which says so at its end."""
    judge = shutil.which("mlcroissant", path=sysconfig.get_path("scripts"))
    if judge is None:
        pytest.skip("mlcroissant is not installed")
    done = run(judge, "validate", "--jsonld", str(written / "shipped-parquet" / "croissant.json"))

    assert (0, True) == (done.returncode, done.stderr.strip().endswith("Done."))


def test_all_that_croissant_demands_is_there(written: Path) -> None:
    """The judge does not look for all of it."""
    said = read(written / "shipped-parquet" / "croissant.json")

    assert said["conformsTo"] == ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
    assert (said["@type"], said["url"], said["license"]) == ("sc:Dataset", SHIPPED.identifier, SHIPPED.licence.url)
    assert said["creator"] == [{"@type": "sc:Organization", "name": "The summitdata developers"}]
    assert (said["name"], said["datePublished"], said["version"]) == (SHIPPED.title, "2026-11-24", sd.load().version)
    assert said["citeAs"] == (
        "The summitdata developers (2026). summitdata: one presidential summit briefing as linked, typed, validated tables "
        f"(Version 1.2.0) [Data set]. {SHIPPED.identifier}"
    )
    assert said["prov:wasDerivedFrom"] == [{"@type": "sc:NewsArticle", "name": "Zakon.kz, 2025-10-21"}]
    assert "No domain expert has reviewed the data." in said["rai:dataAnnotationProtocol"]


def test_how_it_was_made_is_told_of_the_shipped_corpus_only(written: Path) -> None:
    """Of another corpus nothing is known of readings and readers, nor whether its makers are persons."""
    said = read(written / "small-parquet" / "croissant.json")

    assert said["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert [key for key in said if key.startswith("rai:")] == []
    assert said["citeAs"] == (
        "A. Researcher, B. Reader (2031). Two briefings & a <b>communiqué</b> (Version 2.0.0) [Data set]. "
        "https://example.org/briefings"
    )
    assert said["prov:wasDerivedFrom"] == [
        {"@type": "sc:NewsArticle", "name": "Вестник, 2031-09-03", "url": "https://example.org/a"},
        {"@type": "sc:NewsArticle", "name": "Вестник <b>"},
    ]


def test_figures_in_the_description_are_those_of_the_data() -> None:
    """One speaker has nine direct quotations and another one; the layers read twice are those with readings."""
    direct = Counter(q.speaker_id for q in sd.load().quotations if q.kind == "direct")
    twice = read(PACKAGE / "data" / "croissant.json")["rai:dataAnnotationProtocol"].partition(" were read twice")[0]

    assert sorted(direct.values()) == [1, 9]
    assert [str(r.layer) for r in sd.load().readings if r.layer not in twice.lower()] == []


def test_croissant_is_not_made_of_what_is_not_known() -> None:
    """Somebody has to say who made the corpus and under which licence."""
    unknown = Metadata(name="x", title="x", description="x", creators=["A"])
    with pytest.raises(UsageError) as caught:
        croissant.described(small(), [], "csv", unknown)

    assert str(caught.value) == (
        "croissant.json has to say who made the corpus and under which licence, and what is not known is: licence, "
        "published, identifier; give metadata=summitdata.metadata.Metadata(...) (--metadata FILE)"
    )


# --- schema.org


def faults(said: Any, vocabulary: dict[str, Any]) -> Iterator[str]:
    """Types and properties that schema.org does not have, and properties that their type does not."""
    if isinstance(said, list):
        for element in said:
            yield from faults(element, vocabulary)
    if not isinstance(said, dict):
        return
    kind = said["@type"]
    if kind not in vocabulary:
        yield f"{kind} is no type"
    for name in said:
        if name.startswith("@"):
            continue
        if name not in vocabulary:
            yield f"{name} is no property"
        elif not above(kind, vocabulary) & named(vocabulary[name], "schema:domainIncludes"):
            yield f"{name} is no property of {kind}"
        yield from faults(said[name], vocabulary)


def named(term: dict[str, Any], relation: str) -> set[str]:
    """What a term of the vocabulary is related to."""
    found = term.get(relation, [])
    return {one["@id"].removeprefix("schema:") for one in (found if isinstance(found, list) else [found])}


def above(kind: str, vocabulary: dict[str, Any]) -> set[str]:
    """A type with all those it is a kind of."""
    parents = named(vocabulary.get(kind, {}), "rdfs:subClassOf")
    return {kind}.union(*(above(parent, vocabulary) for parent in parents))


@pytest.fixture(scope="module")
def vocabulary() -> dict[str, Any]:
    """The terms of schema.org, as a package ships them."""
    spec = find_spec("rocrate")
    if not spec or not spec.origin:
        pytest.skip("rocrate, which ships the vocabulary of schema.org, is not installed")
    terms = read(Path(spec.origin).parent / "data" / "schema.jsonld")["@graph"]
    return {term["@id"].removeprefix("schema:"): term for term in terms}


@pytest.mark.parametrize("metadata", [SHIPPED, OURS], ids=["shipped", "ours"])
def test_the_words_are_those_of_schema_org(metadata: Metadata, vocabulary: dict[str, Any], written: Path) -> None:
    """Every type and property is there, and on a type that has it."""
    said = schema_org.described(metadata, data_files(entries(written / "shipped-parquet"), "parquet"))

    assert list(faults(said, vocabulary)) == []


def test_words_that_schema_org_has_not_are_seen(vocabulary: dict[str, Any]) -> None:
    """A misspelt type, a misspelt property, and one on a type that has it not."""
    bad = {"@type": "Dataset", "nmae": "x", "birthDate": "x", "creator": [{"@type": "Persn", "@id": "x"}]}

    assert list(faults(bad, vocabulary)) == [
        "nmae is no property",
        "birthDate is no property of Dataset",
        "Persn is no type",
    ]


def test_a_page_is_told_what_is_known() -> None:
    """Address and files where there are such, nothing that is not known."""
    files = [DataFile("quotations", "quotations.csv", 12, "ab"), DataFile(None, "notes.xyz", 3, "cd")]
    said = schema_org.described(OURS, files)

    assert (said["url"], said["@id"]) == (OURS.identifier, OURS.identifier)
    assert [creator["@type"] for creator in said["creator"]] == ["Person", "Person"]
    assert [variable["name"] for variable in said["variableMeasured"]] == ["quotations"]
    assert said["distribution"] == [
        {
            "@type": "DataDownload",
            "name": "quotations.csv",
            "contentSize": "12 B",
            "sha256": "ab",
            "encodingFormat": "text/csv",
        },
        {"@type": "DataDownload", "name": "notes.xyz", "contentSize": "3 B", "sha256": "cd"},
    ]
    assert "version" not in said


def test_of_a_bare_corpus_a_page_is_told_little() -> None:
    """Its name, title, description and language."""
    bare = Metadata(name="x", title="X", description="An x.")

    assert schema_org.described(bare) == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": "X",
        "alternateName": ["x"],
        "description": "An x.",
        "inLanguage": ["ru"],
    }


# --- all of them


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("corpus", ["shipped", "small"])
def test_all_descriptors_agree(corpus: str, form: str, written: Path) -> None:
    """Title, description, version, licence, day, makers and identifier are those of the metadata everywhere."""
    folder, metadata = (
        written / f"{corpus}-{form}",
        SHIPPED if corpus == "shipped" else attrs.evolve(OURS, version="2.0.0"),
    )
    package, dough = read(folder / "datapackage.json"), read(folder / "croissant.json")
    page = schema_org.described(metadata, data_files(entries(folder), form))
    day = str(metadata.published)

    assert metadata.version == read(folder / "manifest.json")["version"]
    for key in ("title", "description", "version"):
        name = "name" if key == "title" else key
        assert {getattr(metadata, key)} == {package.get(key), dough.get(name), page.get(name)}
    assert metadata.licence
    assert {metadata.licence.url} == {package["licenses"][0]["path"], dough["license"], page["license"]}
    assert {metadata.licence.url} == {resource["licenses"][0]["path"] for resource in package["resources"]}
    assert {day} == {package["created"][:10], dough["datePublished"], page["datePublished"]}
    assert {metadata.identifier} == {package["id"], dough["url"], page["@id"]}
    assert [*metadata.creators] == [one["title"] for one in package["contributors"]]
    assert [*metadata.creators] == [one["name"] for one in dough["creator"]] == [one["name"] for one in page["creator"]]


def test_descriptors_and_citations_agree() -> None:
    """What is cited is what is described."""
    package = read(PACKAGE / "data" / "datapackage.json")
    record = json.loads(sd.cite(style="datacite"))
    lines = sd.cite(style="cff").splitlines()

    assert {(package["title"], package["version"], package["created"][:10], package["contributors"][0]["title"])} == {
        (record["titles"][0]["title"], record["version"], record["dates"][0]["date"], record["creators"][0]["name"])
    }
    assert package["licenses"][0]["path"] == record["rightsList"][0]["rightsUri"]
    assert [package["id"], package["fingerprint"]] == [
        one["alternateIdentifier"] for one in record["alternateIdentifiers"]
    ]
    assert {
        f"title: {json.dumps(package['title'])}",
        f'version: "{package["version"]}"',
        f'date-released: "{package["created"][:10]}"',
        f'license: "{package["licenses"][0]["name"]}"',
    } <= set(lines)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("corpus", ["shipped", "small"])
def test_hashes_and_sizes_are_those_of_the_manifest(corpus: str, form: str, written: Path) -> None:
    """Each descriptor tells the hash of every file it names, and the manifest that of the descriptors too."""
    folder = written / f"{corpus}-{form}"
    package, dough = read(folder / "datapackage.json"), read(folder / "croissant.json")
    manifest = read(folder / "manifest.json")["files"]
    page = schema_org.described(SHIPPED, data_files(entries(folder), form))
    hashes = {name: entry["sha256"] for name, entry in manifest.items() if name not in NAMES}

    assert {*manifest} == {*hashes, *NAMES}
    assert hashes == {one["name"]: one["sha256"] for one in dough["distribution"]}
    assert hashes == {one["name"]: one["sha256"] for one in page["distribution"]}
    assert {one["path"]: one["hash"] for one in package["resources"]}.items() <= {
        name: f"sha256:{digest}" for name, digest in hashes.items()
    }.items()
    sizes = {name: f"{entry['bytes']} B" for name, entry in manifest.items() if name not in NAMES}
    assert sizes == {one["name"]: one["contentSize"] for one in dough["distribution"]}


@pytest.mark.parametrize("name", NAMES)
def test_the_package_ships_descriptors_beside_its_tables(name: str, written: Path) -> None:
    """They say of the shipped files what they would say of an export in Parquet, with the files' own hashes."""
    shipped, exported = read(PACKAGE / "data" / name), read(written / "shipped-parquet" / name)
    listed = shipped.get("resources") or shipped["distribution"]
    digests = {
        one.get("path") or one["name"]: one.get("hash", f"sha256:{one.get('sha256')}").partition(":")[2]
        for one in listed
    }

    assert {key: shipped[key] for key in shipped if key not in {"resources", "distribution"}} == {
        key: exported[key] for key in exported if key not in {"resources", "distribution"}
    }
    assert [f"{table}.parquet" for table in TABLES] == [*digests]
    assert [
        file for file in digests if sha256((PACKAGE / "data" / file).read_bytes()).hexdigest() != digests[file]
    ] == []


def test_the_same_corpus_is_described_in_the_same_bytes(written: Path, tmp_path: Path) -> None:
    """A descriptor can be compared."""
    small().write(tmp_path / "out", "parquet", metadata=OURS)

    assert [(tmp_path / "out" / name).read_bytes() for name in NAMES] == [
        (written / "small-parquet" / name).read_bytes() for name in NAMES
    ]
