"""Whatever text is offered as a copy of an article: one line refuses it, or every wording is what stands in it."""

from pathlib import Path

import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.alignment import normalised
from summitdata.anchor import Attachment, attach
from summitdata.bundled import home
from summitdata.exceptions import AttachError, UsageError
from summitdata.records import TABLES
from summitdata.schema import wording_columns

from .fuzz.mutate import mutations

#: Controls of both kinds, what Unicode has no character for, turns and hidden marks, half a pair.
ODD = ["\0", "\x07", "\x1b[31m", "\x85", "\xad", "\u200b", "\u202e", "\u2028", "\ufeff", "\ufffd", "\ufffe", "\udc80"]


def words(result: Attachment) -> dict[tuple[str, str], str]:
    """The wording of every row that has one."""
    filled = {}
    for name, cls in TABLES.items():
        if wording_columns(cls) and name != "articles":
            for row in result.corpus.table(name).select(["id", "text"]).to_pylist():
                if row["text"] is not None:
                    filled[name, row["id"]] = row["text"]
    return filled


def there(result: Attachment, text: str) -> dict[tuple[str, str], str]:
    """What stands in a copy where each row that is not lost is said to be."""
    spans = (s for s in result.spans if s.column == "start" and s.status != "lost")
    return {(s.table, s.id): text[s.copy_start : s.copy_end] for s in spans if wording_columns(TABLES[s.table])}


def offered(corpus: sd.Corpus, text: str) -> Attachment:
    """A text offered as a copy of the one article of a corpus."""
    return attach(corpus, text, corpus.table("articles").column("id")[0].as_py())


def tried(corpus: sd.Corpus, text: str) -> Attachment | AttachError:
    """What becomes of a text that may be refused."""
    try:
        return offered(corpus, text)
    except AttachError as error:
        return error


@pytest.mark.parametrize("odd", ODD, ids=ascii)
@pytest.mark.parametrize("step", [1, 97, 1500])
def test_odd_characters_are_kept_and_places_are_right(
    step: int, odd: str, synthetic: sd.Corpus, synthetic_text: str
) -> None:
    """Strewn thinly or thickly, they stand in the wording where they stand in the copy, or the text is refused."""
    text = odd.join(synthetic_text[i : i + step] for i in range(0, len(synthetic_text), step))
    result = tried(synthetic, text)

    assert str(result).isprintable()
    assert isinstance(result, Attachment) or step < 1500
    if isinstance(result, Attachment):
        assert there(result, text) == words(result)


@pytest.mark.parametrize("kind", ["exact", "windows", "typography"])
def test_every_wording_is_what_stands_in_the_copy(kind: str, synthetic: sd.Corpus, synthetic_text: str) -> None:
    """The words of each span are cut out of the copy, character by character, and no span is left out."""
    change = {"exact": [], "windows": [("\n", "\r\n")], "typography": [("«", "“"), ("»", "”"), (" ", "\xa0")]}
    text = synthetic_text
    for before, after in change[kind]:
        text = text.replace(before, after)
    result = offered(synthetic, text)

    assert (kind == "exact", ()) == (result.exact, result.lost)
    assert there(result, text) == words(result)
    assert (text if kind == "exact" else None) == result.corpus.table("articles").column("text")[0].as_py()


def test_the_corpus_offered_to_is_left_as_it_is(synthetic: sd.Corpus, synthetic_text: str) -> None:
    """Nothing but the wording differs in the corpus that comes back, and nothing at all in the first."""
    before = dict(synthetic.tables)
    result = offered(synthetic, synthetic_text.replace("\n", "\r\n"))

    assert all(before[name] is synthetic.tables[name] for name in TABLES)
    assert synthetic == result.corpus.without_text()


@pytest.mark.parametrize(
    "text", [" ", "\n" * 1000, "\t\r\n", "\ufeff", "<!-- -->", "<html></html>", "\u200b" * 50], ids=ascii
)
def test_a_file_without_an_article_is_refused(text: str, tmp_path: Path) -> None:
    """White space, a mark, markup without text: the length and what was found are told, and nothing is remembered."""
    path = tmp_path / "copy.txt"
    path.write_text(text, "utf-8", newline="")
    with pytest.raises(AttachError) as e:
        sd.attach(path)

    length = len(text.removeprefix("\ufeff"))
    assert str(e.value) == (
        "the text is not the article 'astana25': expected 9,697 characters by Zakon.kz of 2025-10-21, "
        f"found {length:,} characters with 0 of its 84 sentences; give that article"
    )
    assert not home().exists()


@pytest.mark.parametrize(
    "scheme", ["file:///etc/hostname", "http://example.org/a.txt", "s3://bucket/a.txt", "gs://bucket/a"]
)
def test_no_address_is_opened(scheme: str) -> None:
    """The article is bytes from a file on this machine: what looks like an address is refused as one."""
    with pytest.raises(UsageError) as e:
        sd.attach(scheme)

    assert (
        str(e.value)
        == f"expected a path on this machine, found the URL {scheme!r}; download it first and give the file's path"
    )


@pytest.mark.parametrize(
    "unit",
    ["а", " ", "\n", ". ", "1 ", "1-", "1 - ", "1.", "«", "\u0301", "а\u0301", "№", "\ufdfa", "%", "\r", "а.\n"],
    ids=ascii,
)
def test_long_monotony_is_refused_and_ends(unit: str, synthetic: sd.Corpus) -> None:
    """A text that is worst for some pattern or other: a hundred thousand characters of one kind."""
    text = unit * (100_000 // len(unit))
    with pytest.raises(AttachError) as e:
        offered(synthetic, text)

    assert f"found {len(text):,} characters with 0 of its 46 sentences" in str(e.value)


@pytest.mark.parametrize("unit", ["1", "1 ", "1-", "1 -", "1.", ":", "\u2044", "и\u0306", "\u0306"], ids=ascii)
def test_letters_know_their_places_in_monotony(unit: str) -> None:
    """Each normalised letter comes from a place in the text, in order, however often a pattern begins to match."""
    letters, places = normalised(unit * 50_000)

    assert len(letters) == len(places)
    assert list(places) == sorted(places)
    assert all(0 <= place < len(unit) * 50_000 for place in places)


def test_an_article_many_times_over_is_the_article(synthetic: sd.Corpus, synthetic_text: str) -> None:
    """A hundred copies in one text: the wording is that of the article, wherever it is taken from."""
    text = "\n".join([synthetic_text] * 100)
    result = offered(synthetic, text)
    exact = words(offered(synthetic, synthetic_text))
    found = words(result)

    assert there(result, text) == found
    assert found == {key: exact[key] for key in found}
    assert len(found) > len(exact) / 2


def test_damage_gives_one_line_or_the_words_of_the_copy(synthetic: sd.Corpus, synthetic_text: str) -> None:
    """Four hundred seeded damages: no wording that the copy does not have, no other error, sound tables."""
    refused = 0
    whole = synthetic_text.encode()
    for data in mutations([whole, whole, whole[:4000], b"x"], 400, seed=16):
        text = data.decode("utf-8", "surrogateescape")
        result = tried(synthetic, text)
        assert str(result).isprintable()
        if isinstance(result, Attachment):
            assert there(result, text) == words(result)
            _sound(result.table())
        else:
            refused += 1

    assert 0 < refused < 400


def _sound(table: pa.Table) -> None:
    table.validate(full=True)
    lost = [row for row in table.to_pylist() if (row["copy_start"] is None) != (row["status"] == "lost")]

    assert lost == []
