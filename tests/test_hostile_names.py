"""Whatever an id or a cell holds, it names no file, leads nowhere, and reads back unchanged or is refused by name."""

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.exceptions import ConversionError, SummitDataError
from summitdata.formats import FORMATS, REVERSIBLE
from summitdata.records import TABLES, Silence
from summitdata.schema import arrow_schema

from .folders import article, corpus_of, everything, one, silence
from .test_deposit import OURS
from .test_formats import HOSTILE
from .worded import rows_of

#: Ids that no article may have, and that would be dangerous as the names of files.
FORBIDDEN = {
    "above": "../x",
    "above-all": "../../../etc/x",
    "from-the-root": "/etc/x",
    "inside": "a/b",
    "backslash": "..\\x",
    "device": "CON",
    "device-with-end": "nul.txt",
    "stream": "a:b",
    "here": ".",
    "parent": "..",
    "nothing": "",
    "space": " ",
    "hidden": ".x",
    "option": "-rf",
    "home": "~",
    "star": "*",
    "nul": "a\0b",
    "line-feed": "a\nb",
    "last-line-feed": "a\n",
    "escape": "a\x1b[2Jb",
    "right-to-left": "a\u202eb",
    "capital": "ART",
    "decomposed": "e\u0301",
    "emoji": "\U0001f91d",
    "long": "ы" * 300,
}
#: Ids that an article may have and that are no names of files everywhere.
UNFIT = {"device": "con", "device-with-number": "lpt1", "long": "a" * 300}

_NAMED_AFTER_IDS = ("conllu", "brat")
_LINKED = ("tei", "conllu", "webannotation", "brat")


def named(*ids: str) -> sd.Corpus:
    """A corpus of articles with these ids, whatever they are, each with its words, a sentence and a mention."""
    text = "Ann said so."
    made: dict[str, list[dict[str, Any]]] = {}
    for identity in ids:
        sentences, mentions = [{"start": 0, "end": 12}], [{"start": 0, "end": 3, "surface": "Ann"}]
        plain = rows_of(text, "art", sentences=sentences, mentions=mentions)
        for table, rows in plain.items():
            for row in rows:
                here = {c: _renamed(value, identity) for c, value in row.items()}
                made.setdefault(table, []).append({**here, **({"text": row["text"]} if "text" in row else {})})
    return sd.Corpus({table: pa.Table.from_pylist(rows, arrow_schema(TABLES[table])) for table, rows in made.items()})


def _renamed(value: Any, identity: str) -> Any:
    if value == "art":
        return identity
    return f"{identity}/{value[4:]}" if isinstance(value, str) and value.startswith("art/") else value


def written(corpus: sd.Corpus, form: Any, folder: Path) -> str | None:
    """What is wrong with writing a corpus to a folder, if anything is."""
    try:
        corpus.write(folder / "place" / "out", form, text=True, metadata=OURS)
    except ConversionError as error:
        return str(error)
    return None


@pytest.mark.parametrize("form", _LINKED)
@pytest.mark.parametrize("identity", FORBIDDEN.values(), ids=FORBIDDEN)
def test_an_id_that_is_none_is_refused(form: str, identity: str, tmp_path: Path) -> None:
    """A corpus need not be right to be written, but formats that link rows need ids, and say so in one line."""
    (tmp_path / "place").mkdir()
    told = written(named(identity), form, tmp_path)

    assert told is not None
    assert told.isprintable()
    assert len(told) < 600
    assert everything(tmp_path).keys() == {"place"}


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in _LINKED])
@pytest.mark.parametrize("parts", [False, True], ids=["whole", "parts"])
def test_an_id_that_is_none_names_no_file(form: str, parts: bool, tmp_path: Path) -> None:
    """The other formats write it; their files have the names of tables and of parts, which are counted."""
    (tmp_path / "place").mkdir()
    # A citation holds no control characters, R and Stata no U+0000.
    ids = [i for i in FORBIDDEN.values() if i.isprintable() or (form != "deposit" and "\0" not in i)]
    corpus = named(*ids)

    assert written(corpus.in_parts(2) if parts else corpus, form, tmp_path) is None
    names = [str(path.relative_to(tmp_path / "place")) for path in tmp_path.rglob("*")]
    known = "|".join(TABLES)
    allowed = rf"\.|out|out/({known})(/[0-9]+)?(\.[a-z]+)?|out/[A-Za-z-]+(\.[a-z]+)?|out/SHA256SUMS"
    assert [name for name in names if not re.fullmatch(allowed, name)] == []


@pytest.mark.parametrize("form", _LINKED)
@pytest.mark.parametrize(
    ("identity", "shown"), [("../x", "'../x'"), ("", "''"), ("CON", "'CON'"), ("a\0b", "'a\\x00b'")]
)
def test_an_id_that_is_none_is_refused_by_name(form: str, identity: str, shown: str, tmp_path: Path) -> None:
    """The formats that link rows to one another say which id it is, and what would be one."""
    (tmp_path / "place").mkdir()

    assert written(named(identity), form, tmp_path) == (
        f"{form} links rows to one another and to the text: articles row 0 ({shown}), column 'id': expected "
        f"text of the form [a-z0-9][a-z0-9_-]*, found {shown} [pattern]; correct it, summitdata validate lists all"
    )


@pytest.mark.parametrize("form", _NAMED_AFTER_IDS)
@pytest.mark.parametrize("identity", UNFIT.values(), ids=UNFIT)
def test_an_id_that_cannot_be_the_name_of_a_file_everywhere_is_refused(
    form: str, identity: str, tmp_path: Path
) -> None:
    """Windows would write to a device, other systems know no name as long as that."""
    (tmp_path / "place").mkdir()
    shown = f"'{identity}'" if len(identity) < 9 else f"'{'a' * 159}… (302 characters)"

    assert written(named(identity), form, tmp_path) == (
        f"articles row {shown}, column 'id': {form} names a file after it, expected an id of its own of at most 200 "
        "characters that is no name of a device on Windows; give the article another"
    )
    assert list((tmp_path / "place").iterdir()) == []


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in _NAMED_AFTER_IDS])
@pytest.mark.parametrize("identity", UNFIT.values(), ids=UNFIT)
def test_such_an_id_is_only_text_where_no_file_has_it(form: str, identity: str, tmp_path: Path) -> None:
    """The other formats hold it in their files."""
    (tmp_path / "place").mkdir()

    assert written(named(identity), form, tmp_path) is None


@pytest.mark.parametrize("form", _NAMED_AFTER_IDS)
@pytest.mark.parametrize(
    "ids", [("art", "ART"), ("\xe9", "e\u0301"), ("art", "art")], ids=["case", "normal-form", "twice"]
)
def test_two_articles_never_share_a_file(form: str, ids: tuple[str, str], tmp_path: Path) -> None:
    """Ids that are one to some file systems, or are one, are refused, and nothing is written over."""
    (tmp_path / "place").mkdir()

    assert written(named(*ids), form, tmp_path) is not None
    assert list((tmp_path / "place").iterdir()) == []


@pytest.mark.parametrize("form", _NAMED_AFTER_IDS)
def test_an_article_that_stands_in_two_parts_is_refused(form: str, tmp_path: Path) -> None:
    """Its second file would take the place of its first."""
    (tmp_path / "place").mkdir()
    tables = named("art").tables
    twice = sd.Corpus.of_parts(("1", "2"), lambda _, name: tables[name])

    assert written(twice, form, tmp_path) == (
        f"articles row 'art', column 'id': {form} names a file after it, expected an id of its own of at most 200 "
        "characters that is no name of a device on Windows; give the article another"
    )


@pytest.mark.parametrize("form", _NAMED_AFTER_IDS)
def test_an_id_that_is_right_names_its_file(form: str, tmp_path: Path) -> None:
    """As long as it may be, and beginning like a device."""
    (tmp_path / "place").mkdir()

    assert written(named("a" * 200, "con1", "console"), form, tmp_path) is None
    stems = {path.stem for path in (tmp_path / "place" / "out").iterdir()}
    assert {"a" * 200, "con1", "console"} <= stems


#: Further texts that are only texts.
MORE = {
    "vertical-tab": "a\vb",
    "form-feed": "a\fb",
    "wide-equals": "\uff1d1+1",
    "tab-formula": "\t=1+1",
    "line-feed-formula": "\n=1+1",
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1",
    "minus": "-0",
    "at": "@",
    "infinity": "Infinity",
    "minus-infinity": "-inf",
    "nan": "NaN",
    "none": "None",
    "not-available": "#N/A",
    "hexadecimal": "0x1F",
    "capital-true": "TRUE",
    "quoted-nothing": '""',
    "title-sequence": "\x1b]0;x\x07",
    "link-sequence": "\x1b]8;;http://example.org\x1b\\x\x1b]8;;\x1b\\",
    "c1": "".join(map(chr, range(0x80, 0xA0))),
    "isolates": "\u2066a\u2069",
    "zero-widths": "a\u200b\u200c\u200d\u2060b",
    "no-break": "\xa0a\u202f",
    "replacement": "\ufffd",
    "annotation": "\ufff9a\ufffab\ufffb",
    "tags": "\U000e0001\U000e0041",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "flag": "\U0001f1f0\U0001f1ff",
    "hangul": "\u1112\u1161\u11ab",
    "kelvin": "\u212a",
    "dotless": "\u0131\u0130",
    "sharp": "\xdf\u1e9e",
    "stacked": "z" + "\u0335" * 200,
    "entities": "&lt;&#0;&amp;",
    "cdata": "]]><!--",
    "json": '{"a": [1, null]}',
    "percent": "%s%n%00",
    "cell": "я" * 200_000,
}
ALL = {**HOSTILE, **MORE}
#: Those that some format or other cannot hold, or has to write in another way.
HARD = ["nul", "controls", "vertical-tab", "escape", "noncharacters", "c1", "separators", "carriage-return", "cdata"]


@pytest.mark.parametrize("form", REVERSIBLE)
def test_more_hostile_text_reads_back_unchanged(form: Any, tmp_path: Path) -> None:
    """In a required column and in one that may be null, beside a null and an empty text, which stay two things."""
    made = [silence(i, question_en=text, note=text) for i, text in enumerate(MORE.values(), 1)]
    made += [silence(len(made) + 1, question_en="", note=None), silence(len(made) + 2, question_en="", note="")]
    corpus_of(silences=made).write(tmp_path / "out", form)
    read = sd.open(tmp_path / "out").table("silences")

    assert [*MORE.values(), "", ""] == read.column("question_en").to_pylist()
    assert [*MORE.values(), None, ""] == read.column("note").to_pylist()


@pytest.mark.parametrize("form", ["parquet", "json", "jsonl", "csv"])
def test_hostile_text_reads_back_unchanged_from_parts(form: Any, tmp_path: Path) -> None:
    """The same where each text is all that a file holds."""
    ids = [f"art{i}" for i in range(len(ALL))]
    rows = [
        one("silences", id=f"{identity}/x1", article_id=identity, question_en=text, note=text)
        for identity, text in zip(ids, ALL.values(), strict=True)
    ]
    corpus = corpus_of(articles=[article(identity) for identity in ids], silences=rows)
    corpus.in_parts(1).write(tmp_path / "out", form)
    read = sd.open(tmp_path / "out")

    assert len(ALL) == len(read.part_names)
    assert list(ALL.values()) == read.table("silences").column("question_en").to_pylist()
    assert corpus == read


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in REVERSIBLE])
@pytest.mark.parametrize("text", [ALL[name] for name in HARD], ids=HARD)
def test_hostile_text_is_written_or_refused_by_row_and_character(form: Any, text: str, tmp_path: Path) -> None:
    """In a format that does not read back, too: what it cannot hold is named, and nothing is left of the attempt."""
    (tmp_path / "place").mkdir()
    rows = rows_of("Ann said so.", silences=[{"question_en": text, "note": text}])
    told = written(corpus_of(**rows), form, tmp_path)
    found = re.fullmatch(
        r"silences row 0 \('art/x1'\), column 'question_en': \S+ cannot hold the character U\+([0-9A-F]{4,6}); take it out",
        told or "",
    )

    assert told is None or found
    if found:
        assert chr(int(found[1], 16)) in text
        assert everything(tmp_path).keys() == {"place"}


def test_half_a_character_is_refused_by_row() -> None:
    """A surrogate by itself is no text in UTF-8, so that no corpus can hold it."""
    with pytest.raises(SummitDataError) as e:
        sd.Corpus.of(silences=[Silence(**silence(1, question_en="a\ud800b"))])

    assert "'question_en'" in str(e.value)
    assert "\\ud800" in str(e.value)
