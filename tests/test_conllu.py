"""CoNLL-U is valid at level 1, holds the text to the letter, and invents nothing."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import ConversionError, SummitDataError, UsageError

from .folders import article, corpus_of
from .strategies import corpora
from .worded import rows_of, worded

WHOLE = (
    "# newdoc id = art\n# newpar id = art.p1\n# sent_id = art.s1\n# text = Ann said: go.\n"
    "1\tAnn\t_\t_\t_\t_\t_\t_\t_\tStart=0|End=3|Entity=(m1:PERSON:aaa)\n"
    "2\tsaid\t_\t_\t_\t_\t_\t_\t_\tStart=4|End=8|Entity=(m2:COUNTRY:bbb|SpaceAfter=No\n"
    "3\t:\t_\t_\t_\t_\t_\t_\t_\tStart=8|End=9\n"
    "4\tgo\t_\t_\t_\t_\t_\t_\t_\tStart=10|End=12|Entity=m2)|Quote=q1:direct:aaa|SpaceAfter=No\n"
    "5\t.\t_\t_\t_\t_\t_\t_\t_\tStart=12|End=13|Quote=q1:direct:aaa\n"
    "\n# newpar id = art.p2\n# sent_id = art.s2\n# text = Go home!\n"
    "1\tGo\t_\t_\t_\t_\t_\t_\t_\tStart=15|End=17|Quote=q1:direct:aaa,q2:scare|SpacesAfter=\\s\\u00a0\n"
    "2\thome\t_\t_\t_\t_\t_\t_\t_\tStart=19|End=23|Quote=q1:direct:aaa|SpaceAfter=No\n"
    "3\t!\t_\t_\t_\t_\t_\t_\t_\tStart=23|End=24|SpaceAfter=No\n"
    "\n"
)


def example() -> sd.Corpus:
    """Two sentences in two paragraphs with a quotation over both, and a mention that ends inside a token's neighbour."""
    return worded(
        "Ann said: go.\n\nGo \u00a0home!...",
        paragraphs=[{"start": 0, "end": 13}, {"start": 15, "end": 27}],
        sentences=[{"start": 0, "end": 13}, {"start": 15, "end": 24, "paragraph_id": "art/p2"}],
        quotations=[
            {"start": 10, "end": 23, "kind": "direct", "speaker_id": "art/aaa"},
            {"start": 15, "end": 17, "kind": "scare", "paragraph_id": "art/p2"},
        ],
        mentions=[
            {"start": 0, "end": 3},
            {"start": 4, "end": 11, "entity_id": "art/bbb"},
            {"start": 13, "end": 14},
        ],
    )


def written(corpus: sd.Corpus, folder: Path, name: str = "art") -> str:
    """The file of an article, read as bytes."""
    corpus.write(folder / "out", "conllu", text=True)
    return (folder / "out" / f"{name}.conllu").read_bytes().decode()


def tokens(text: str, folder: Path) -> list[str]:
    """The tokens of a text that is one sentence."""
    corpus = worded(text, sentences=[{"start": 0, "end": len(text)}])
    return [line.split("\t")[1] for line in written(corpus, folder).split("\n") if "\t" in line]


def refused(corpus: sd.Corpus, folder: Path, kind: type[SummitDataError]) -> str:
    """The message with which a corpus is refused, nothing being written."""
    with pytest.raises(kind) as e:
        corpus.write(folder / "out", "conllu", text=True)
    assert not (folder / "out").exists()
    return str(e.value)


@pytest.mark.parametrize("make", [example, None], ids=["example", "invented"])
def test_the_validator_finds_nothing(
    make: Callable[[], sd.Corpus] | None, synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path
) -> None:
    """Universal Dependencies' own validator accepts level 1."""
    udtools = pytest.importorskip("udtools")
    corpus = make() if make else attach(synthetic, synthetic_text, "lardia31").corpus
    written(corpus, tmp_path, corpus.articles[0].id)
    state = udtools.Validator(lang="ru", level=1).validate_files([str(next((tmp_path / "out").glob("*.conllu")))])

    assert {} == {kind: found for kind, found in state.error_counter.items() if found}


def test_a_file_holds_sentences_tokens_mentions_and_quotations(tmp_path: Path) -> None:
    """All that is written of a small article, to the letter."""
    assert written(example(), tmp_path) == WHOLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Casual words.", ["Casual", "words", "."]),
        ("юго-восток", ["юго-восток"]),
        ("2020 – 2021", ["2020", "–", "2021"]),
        ("2,5 и 1.000.000", ["2,5", "и", "1.000.000"]),
        ("a.b 5. 6,c", ["a", ".", "b", "5", ".", "6", ",", "c"]),
        ("«О\u2019Генри»", ["«", "О\u2019Генри", "»"]),
        ("за\u0301мок", ["за\u0301мок"]),
        ("-a-", ["-", "a", "-"]),
        ("🤝#1", ["🤝", "#", "1"]),
        ("\u202ea\u202c", ["\u202e", "a", "\u202c"]),
    ],
)
def test_tokens_are_cut_by_the_rule(text: str, expected: list[str], tmp_path: Path) -> None:
    """Letters with what joins them, numbers with their marks, and every other sign by itself."""
    assert expected == tokens(text, tmp_path)


def test_tokens_stand_where_they_say(synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path) -> None:
    """A token is the text from its start to its end, and all tokens together are all the sentences but white space."""
    found = written(attach(synthetic, synthetic_text, "lardia31").corpus, tmp_path, "lardia31")
    lines = [line.split("\t") for line in found.split("\n") if "\t" in line]
    places = [dict(part.split("=", 1) for part in line[9].split("|")) for line in lines]
    cut = [synthetic_text[int(place["Start"]) : int(place["End"])] for place in places]
    sentences = "".join(synthetic_text[s.start : s.end] for s in synthetic.sentences)

    assert [line[1] for line in lines] == cut
    assert "".join(sentences.split()) == "".join(cut)


def test_the_comment_is_what_the_tokens_make(synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path) -> None:
    """Tokens with a space after each but those that say otherwise give the sentence as its comment has it."""
    found = written(attach(synthetic, synthetic_text, "lardia31").corpus, tmp_path, "lardia31")
    blocks = [block.split("\n") for block in found.split("\n\n")[:-1]]
    cells = [[line.split("\t") for line in block if "\t" in line] for block in blocks]
    made = ["".join(c[1] + ("" if "SpaceAfter=No" in c[9] else " ") for c in lines).rstrip() for lines in cells]

    assert made == [line[9:] for block in blocks for line in block if line.startswith("# text = ")]
    assert made == [" ".join(synthetic_text[s.start : s.end].split()) for s in synthetic.sentences]


def test_every_mention_opens_and_closes_once(synthetic: sd.Corpus, synthetic_text: str, tmp_path: Path) -> None:
    """Brackets balance, and each mention of the invented article has its pair."""
    found = written(attach(synthetic, synthetic_text, "lardia31").corpus, tmp_path, "lardia31")
    values = [
        part[7:] for line in found.split("\n") for part in line.rpartition("\t")[2].split("|") if "Entity=" in part
    ]
    names = {mention.id.rpartition("/")[2] for mention in synthetic.mentions}

    assert names == {part.partition(":")[0] for value in values for part in value.replace(")", "(").split("(") if part}
    assert len(names) == sum(value.count("(") for value in values) == sum(value.count(")") for value in values)


def test_brackets_open_outside_in_and_close_inside_out(tmp_path: Path) -> None:
    """On one token the longer mention opens first and closes last."""
    corpus = worded(
        "a b c",
        sentences=[{"start": 0, "end": 5}],
        mentions=[{"start": 0, "end": 3}, {"start": 0, "end": 5}, {"start": 2, "end": 5}],
    )
    found = [line.rpartition("Entity=")[2] for line in written(corpus, tmp_path).split("\n") if "\t" in line]

    assert found == ["(m2:PERSON:aaa(m1:PERSON:aaa", "(m3:PERSON:aaam1)", "m3)m2)"]


def test_white_space_other_than_a_space_is_told(tmp_path: Path) -> None:
    """A comment is one line; what parts the tokens is written with them."""
    corpus = worded("a\n\tb\u2028c\rd", sentences=[{"start": 0, "end": 8}])
    found = written(corpus, tmp_path)

    assert "# text = a b c d\n" in found
    assert ["\\n\\t", "\\u2028", "\\r"] == [part.partition("\n")[0] for part in found.split("SpacesAfter=")[1:]]


def test_each_article_has_its_file(tmp_path: Path) -> None:
    """Several articles, one of them without sentences, give several files."""
    first = rows_of("One.", "art", sentences=[{"start": 0, "end": 4}])
    second = rows_of("Two.", "2nd")
    both = {table: [*first.get(table, []), *second.get(table, [])] for table in {**first, **second}}
    corpus_of(**both).write(tmp_path / "out", "conllu", text=True)

    assert ["2nd.conllu", "art.conllu", "manifest.json"] == sorted(p.name for p in (tmp_path / "out").iterdir())
    assert (tmp_path / "out" / "2nd.conllu").read_bytes() == b""


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (sd.load, "article 'astana25'"),
        (lambda: sd.Corpus({}), "an article"),
        (lambda: corpus_of(articles=[article()]), "article 'art'"),
    ],
    ids=["shipped", "empty", "bare"],
)
def test_without_text_nothing_is_written(make: Callable[[], sd.Corpus], named: str, tmp_path: Path) -> None:
    """The message says what is missing and what to do."""
    assert refused(make(), tmp_path, UsageError) == (
        f"conllu needs the wording of {named} to the letter, which is not there; attach an exact copy "
        "(summitdata attach FILE) and write with text=True (--text)"
    )


def test_a_control_character_is_refused(tmp_path: Path) -> None:
    """It would stand in a token and break what reads lines."""
    assert refused(worded("a\x07"), tmp_path, ConversionError) == (
        "articles row 0 ('art'), column 'text': conllu cannot hold the character U+0007; take it out"
    )


def test_a_sentence_without_words_is_refused(tmp_path: Path) -> None:
    """A sentence has at least one token."""
    assert refused(worded("a  b", sentences=[{"start": 1, "end": 3}]), tmp_path, ConversionError) == (
        "sentences row 'art/s1', column 'start': conllu has no sentences without words, expected some, found white space; "
        "correct it"
    )


def test_overlapping_sentences_are_refused(tmp_path: Path) -> None:
    """A token belongs to one sentence."""
    corpus = worded("one two", sentences=[{"start": 0, "end": 4}, {"start": 3, "end": 7}])

    assert refused(corpus, tmp_path, ConversionError) == (
        "sentences row 'art/s2', column 'start': conllu has no sentences that overlap, expected 4 or more, found 3; "
        "correct it"
    )


def test_an_id_that_is_no_name_never_becomes_a_file(tmp_path: Path) -> None:
    """An article cannot be written outside its folder."""
    rows = rows_of("x")
    table = corpus_of(**rows).table("articles")
    strange = table.set_column(0, table.schema.field(0), [["../x"]])
    made = sd.Corpus({"articles": strange})

    assert refused(made, tmp_path, ConversionError) == (
        "conllu links rows to one another and to the text: articles row 0 ('../x'), column 'id': expected text of the "
        "form [a-z0-9][a-z0-9_-]*, found '../x' [pattern]; correct it, summitdata validate lists all"
    )


@settings(max_examples=12)
@given(corpus=corpora() | corpora(most=0))
def test_drawn_corpora_are_written_or_refused(corpus: sd.Corpus) -> None:
    """References that lead nowhere and spans outside the text are a clear error."""
    with tempfile.TemporaryDirectory() as folder, suppress(SummitDataError):
        written(corpus, Path(folder))


@settings(max_examples=25)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20))
def test_any_text_gives_lines_of_ten_columns(text: str) -> None:
    """Whatever the text is made of, each line is a token, and the tokens are the text but white space."""
    with tempfile.TemporaryDirectory() as folder, suppress(SummitDataError):
        corpus = worded(text, sentences=[{"start": 0, "end": len(text)}])
        lines = [line.split("\t") for line in written(corpus, Path(folder)).split("\n")[4:-2]]

        assert {10} == {len(line) for line in lines}
        assert "".join(text.split()) == "".join(line[1] for line in lines)


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on the time or on the order of sets."""
    (tmp_path / "a").mkdir()

    assert written(example(), tmp_path) == written(example(), tmp_path / "a")
