"""What a corpus gives away of an article's wording: its surfaces joined, each character and each word counted once."""

import re
from pathlib import Path

import attrs
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import UnknownNameError
from summitdata.records import (
    Article,
    Expression,
    ExpressionForm,
    ExpressionKind,
    Mention,
    MentionForm,
    Quotation,
    QuotationKind,
)
from summitdata.reveal import Disclosure, Revealed, disclosure

#: Ours, 79 characters.
TEXT = "Посол Лардии Инга Верес прибыла в Усть-Делву, где её встретил мэр Пётр Вяземцев"


def article(article_id: str = "art", n_chars: int = len(TEXT)) -> Article:
    """An article of so many characters."""
    return Article(
        id=article_id,
        article_id=article_id,
        outlet=None,
        source_channel=None,
        published=None,
        language="ru",
        photo_credit=None,
        headline=None,
        url=None,
        n_chars=n_chars,
        n_paragraphs=1,
        n_sentences=1,
        sha256="0" * 64,
        source_sha256="0" * 64,
    )


def mention(number: int, words: str, *, article_id: str = "art", shown: bool = True, text: str = TEXT) -> Mention:
    """A mention at the place of these words, with its surface or without."""
    start = text.index(words)
    return Mention(
        id=f"{article_id}/m{number}",
        article_id=article_id,
        paragraph_id=f"{article_id}/p1",
        entity_id=f"{article_id}/that",
        start=start,
        end=start + len(words),
        surface=words if shown else None,
        form=MentionForm.NAME,
        quotation_id=None,
    )


def quotation(number: int, cue: str | None, speaker: str | None) -> Quotation:
    """A quotation of the whole text with a cue and a source."""
    spans = {
        column: None if words is None else TEXT.index(words) + (len(words) if column.endswith("end") else 0)
        for part, words in (("cue", cue), ("source", speaker))
        for column in (f"{part}_start", f"{part}_end")
    }
    return Quotation(
        id=f"art/q{number}",
        article_id="art",
        paragraph_id="art/p1",
        kind=QuotationKind.INDIRECT,
        start=0,
        end=len(TEXT),
        group_id=None,
        parent_id=None,
        cue_lemma=None,
        cue_surface=cue,
        cue_position=None,
        speaker_id=None,
        speaker_label=speaker,
        gist_en="She came.",
        **spans,
    )


def of(*words: str, text: str = TEXT) -> Revealed:
    """What mentions with these surfaces reveal together."""
    mentions = [mention(i, surface, text=text) for i, surface in enumerate(words, 1)]
    return disclosure(sd.Corpus.of(articles=[article(n_chars=len(text))], mentions=mentions)).union("art")


def figures(row: Revealed) -> tuple[int, int, int, int]:
    """How many characters, how long the longest run, and where it stands."""
    return (row.characters, row.longest_run, row.run_start, row.run_end)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["Посол"], (5, 1, 0, 5), id="one word"),
        pytest.param(["Посол", "Лардии"], (12, 2, 0, 12), id="neighbours, with the space between"),
        pytest.param(["Лардии", "Посол"], (12, 2, 0, 12), id="neighbours in the other order"),
        pytest.param(["Верес", "Усть-Делву"], (15, 1, 18, 23), id="apart: the first of equally long ones"),
        pytest.param(["прибыла", "Усть-Делву"], (20, 2, 24, 44), id="over a word of three characters with its spaces"),
        pytest.param(["Усть-Делву", "её"], (12, 1, 34, 44), id="over a longer word: not joined"),
        pytest.param(["Посол Лардии", "Лардии"], (12, 2, 0, 12), id="one inside the other"),
        pytest.param(["Посол Лардии", "Лардии Инга"], (17, 3, 0, 17), id="overlapping"),
        pytest.param(["Инга", "Инга"], (4, 1, 13, 17), id="twice"),
        pytest.param(["Усть-Делву", "Делву"], (10, 1, 34, 44), id="a part of a word that is there"),
        pytest.param(["Усть", "Делву"], (10, 2, 34, 44), id="parts of a word, the hyphen unknown"),
        pytest.param(["Инга", "Пётр Вяземцев"], (17, 2, 66, 79), id="the longer of two runs"),
        pytest.param([TEXT], (79, 13, 0, 79), id="everything"),
    ],
)
def test_surfaces_are_joined_and_words_counted_once(words: list[str], expected: tuple[int, int, int, int]):
    """Surfaces up to three characters apart are one run; what stands in several counts once."""
    assert figures(of(*words)) == expected


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("1 200 мест", 3),
        ("2,8 млн", 2),
        ("т.е. она", 2),
        ("лардийско-веншарский", 1),
        ("бо\u0301льшая часть", 2),
        ("край\u0306ний", 1),
        ("д'Эстен и Д’Аламбер", 3),
        ("$45 – %", 1),
        ("…", 0),
    ],
)
def test_words_are_counted_as_a_reader_would(words: str, n: int):
    """A number with a comma, a word with a hyphen, an apostrophe or an accent set apart is one; a mark is none."""
    assert of(words, text=f"Вот: {words} и так далее").longest_run == n


@pytest.mark.parametrize(
    ("gap", "characters"), [(" ", 9), (", ", 10), (" – ", 11), (" ――", 11), (" – «", 8), ("\n\n\n\n", 8)]
)
def test_what_parts_two_surfaces_by_more_than_three_characters_parts_runs(gap: str, characters: int):
    """Up to three characters between belong to the run and are counted; from four on there are two runs."""
    assert of("Инга", "Петя", text=f"Инга{gap}Петя").characters == characters


def test_each_table_has_its_figures_and_all_together_once():
    """What two tables have in common counts in each, and once in all together; the order is that of the tables."""
    corpus = sd.Corpus.of(
        articles=[article()],
        quotations=[quotation(1, "прибыла", "Инга Верес"), quotation(2, None, None)],
        mentions=[mention(1, "Посол Лардии Инга"), mention(2, "Верес"), mention(3, "Пётр Вяземцев")],
    )

    assert disclosure(corpus) == Disclosure(
        rows=(
            Revealed(
                article_id="art",
                table="quotations",
                characters=18,
                share=18 / 79,
                longest_run=3,
                run_start=13,
                run_end=31,
            ),
            Revealed(
                article_id="art",
                table="mentions",
                characters=36,
                share=36 / 79,
                longest_run=4,
                run_start=0,
                run_end=23,
            ),
            Revealed(
                article_id="art", table=None, characters=44, share=44 / 79, longest_run=5, run_start=0, run_end=31
            ),
        )
    )


def test_withheld_surfaces_reveal_nothing():
    """A row with a span and no surface gives no character away, and a table of such rows has no figures."""
    corpus = sd.Corpus.of(articles=[article()], mentions=[mention(1, "Инга Верес", shown=False)])

    assert [(row.table, *figures(row)) for row in disclosure(corpus).rows] == [(None, 0, 0, 0, 0)]


def test_withheld_surface_between_two_parts_them():
    """The words between two surfaces are not read off where their own surface is withheld."""
    mentions = [mention(1, "Посол"), mention(2, "Лардии", shown=False), mention(3, "Инга")]

    assert figures(disclosure(sd.Corpus.of(articles=[article()], mentions=mentions)).union("art")) == (9, 1, 0, 5)


@pytest.mark.parametrize(
    ("words", "lemma", "expected"),
    [
        pytest.param("Инга Верес", "мы", (10, 1, 13, 23), id="shorter than its place"),
        pytest.param("её", "она сама", (2, 1, 50, 52), id="longer than its place"),
    ],
)
def test_dictionary_form_gives_its_place_away(words: str, lemma: str, expected: tuple[int, int, int, int]):
    """The lemma of an expression tells what stands there: its whole span counts, however long the lemma is."""
    start = TEXT.index(words)
    expression = Expression(
        id="art/ex1",
        article_id="art",
        paragraph_id="art/p1",
        quotation_id=None,
        speaker_id=None,
        start=start,
        end=start + len(words),
        kind=ExpressionKind.HEDGE,
        form=ExpressionForm.OTHER,
        lemma=lemma,
        entity_id=None,
    )
    union = disclosure(sd.Corpus.of(articles=[article()], expressions=[expression])).union("art")

    assert figures(union) == expected


@pytest.mark.parametrize("n_chars", [0, 79])
def test_article_without_surfaces_reveals_nothing(n_chars: int):
    """Nothing of nothing is no share, and of something neither."""
    whole = disclosure(sd.Corpus.of(articles=[article(n_chars=n_chars)])).union("art")

    assert (whole.share, figures(whole)) == (0.0, (0, 0, 0, 0))


def test_surface_of_an_article_of_length_nothing_is_no_division_by_it():
    """Where the length is wrong, the characters are counted all the same."""
    whole = disclosure(sd.Corpus.of(articles=[article(n_chars=0)], mentions=[mention(1, "Инга")])).union("art")

    assert (whole.characters, whole.share) == (4, 0.0)


def test_articles_are_measured_apart():
    """Equal places in two articles are not the same place; a row of no article counts nowhere."""
    corpus = sd.Corpus.of(
        articles=[article("one"), article("two", n_chars=158)],
        mentions=[
            mention(1, "Посол", article_id="one"),
            mention(1, "Посол Лардии", article_id="two"),
            mention(1, "Инга Верес", article_id="three"),
        ],
    )
    measured = disclosure(corpus)

    assert figures(measured.union("one")) == (5, 1, 0, 5)
    assert figures(measured.union("two")) == (12, 2, 0, 12)
    assert measured.union("two").share == 12 / 158
    assert {row.article_id for row in measured.rows} == {"one", "two"}


def test_attached_wording_is_not_counted(synthetic: sd.Corpus, synthetic_text: str):
    """A corpus reveals as much with the article attached as without."""
    filled = attach(synthetic, synthetic_text, synthetic.articles[0].id).corpus

    assert filled.has_text
    assert disclosure(filled) == disclosure(synthetic)


def test_union_of_an_unknown_article_names_the_nearest():
    """The message says which articles there are."""
    measured = disclosure(sd.Corpus.of(articles=[article("astana25")]))
    with pytest.raises(UnknownNameError) as error:
        measured.union("astana26")

    assert str(error.value) == "there is no article 'astana26'; did you mean 'astana25'?"


def test_figures_as_a_table_have_a_row_each():
    """The Arrow table has the figures as columns, with the same types where there are none."""
    measured = disclosure(sd.Corpus.of(articles=[article()], mentions=[mention(1, "Инга Верес")]))
    row = {"characters": 10, "share": 10 / 79, "longest_run": 2, "run_start": 13, "run_end": 23}
    schema = pa.schema(
        [
            ("article_id", pa.string()),
            ("table", pa.string()),
            ("characters", pa.int64()),
            ("share", pa.float64()),
            ("longest_run", pa.int64()),
            ("run_start", pa.int64()),
            ("run_end", pa.int64()),
        ]
    )

    assert measured.table().to_pylist() == [
        {"article_id": "art", "table": "mentions", **row},
        {"article_id": "art", "table": None, **row},
    ]
    assert measured.table().schema == schema
    assert disclosure(sd.Corpus.of()).table() == schema.empty_table()


def test_figures_in_words_are_a_line_each():
    """One word is not words, and a corpus without articles says so."""
    measured = disclosure(
        sd.Corpus.of(
            articles=[article()], quotations=[quotation(1, "прибыла", None)], mentions=[mention(1, "Инга Верес")]
        )
    )

    assert repr(measured) == str(measured)
    assert str(measured).split("\n") == [
        "art  quotations          7 characters    8.9%  longest run 1 word",
        "art  mentions           10 characters   12.7%  longest run 2 words",
        "art  all together       18 characters   22.8%  longest run 3 words",
    ]
    assert str(disclosure(sd.Corpus.of())) == "no articles"


@given(st.lists(st.tuples(st.integers(0, 78), st.integers(1, 30)), max_size=12))
def test_figures_agree_with_a_text_in_which_the_rest_is_blacked_out(cuts: list[tuple[int, int]]):
    """Whatever overlaps, the figures are those of the text with every other character and every long gap blacked out."""
    surfaces = [(start, TEXT[start : start + n]) for start, n in cuts]
    mentions = [
        attrs.evolve(mention(i, TEXT), start=start, end=start + len(words), surface=words)
        for i, (start, words) in enumerate(surfaces, 1)
    ]
    whole = disclosure(sd.Corpus.of(articles=[article()], mentions=mentions)).union("art")
    known = {place for start, words in surfaces for place in range(start, start + len(words))}
    read = "".join(c if place in known else " " for place, c in enumerate(TEXT))
    mask = "".join("#" if place in known else "." for place in range(len(TEXT)))
    runs = [m.span() for m in re.finditer(r"#+(?:\.{1,3}#+)*", mask)]

    assert whole.characters == sum(end - start for start, end in runs)
    assert whole.longest_run == max((len(re.findall(r"\w+(?:-\w+)*", read[a:b])) for a, b in runs), default=0)
    assert (whole.run_start, whole.run_end) in [*runs, (0, 0)]


def test_shipped_corpus_keeps_below_its_ceilings():
    """At most 30 % of the article's characters and no more than 12 words in a row can be read off what is shipped."""
    whole = sd.disclosure().union(sd.ARTICLE_ID)

    assert 0 < whole.share <= 0.30
    assert 0 < whole.longest_run <= 12


def test_shipped_disclosure_does_not_count_what_is_attached(article_path: Path):
    """What a user has attached changes nothing in the figures of what is shipped."""
    before = sd.disclosure()
    sd.attach(article_path)

    assert sd.load().has_text
    assert sd.disclosure() == before
