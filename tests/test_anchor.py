"""A changed copy of an article: every span points at its own words in it or is reported lost, never at other words."""

import datetime as dt
import re
import sys
import unicodedata
from array import array
from functools import cache, reduce
from hashlib import sha256
from itertools import combinations, groupby
from operator import itemgetter
from pathlib import Path

import attrs
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import summitdata as sd
from summitdata.alignment import aligned, read
from summitdata.anchor import Attachment, anchor_of, attach, marks_of, normalised
from summitdata.exceptions import AttachError, UnknownNameError
from summitdata.records import TABLES, Article, Mention, MentionForm, Sentence
from summitdata.schema import wording_columns

from . import copies
from .copies import EDITS, TYPOGRAPHY, Change, attached, letters, touching, traced, wording

SYNTHETIC = Path(__file__).parent / "synthetic"
INVENTED = sd.open(SYNTHETIC)
TEXT = (SYNTHETIC / "article.txt").read_bytes().decode()
ID = "lardia31"
N_REAL = 84

PARAGRAPHS = [(p.start, p.end) for p in INVENTED.paragraphs]
SENTENCES = [(s.start, s.end) for s in INVENTED.sentences]
SENTENCE_IDS = [s.id for s in INVENTED.sentences]
CAPTIONS = [i for i, p in enumerate(INVENTED.paragraphs) if p.kind == "caption"]
CAPTION_SENTENCES = [SENTENCES.index(PARAGRAPHS[i]) for i in CAPTIONS]
HEADLINE = "Лардия и Веншария подписали документы"
FOREIGN = "Напомним, что накануне прошла выставка мёда. Её посетили сотни гостей."
SPANS = attach(INVENTED, TEXT, ID).spans


def copied(*changes: Change) -> Attachment:
    """What becomes of the invented article after these changes, one after the other."""
    return attached(INVENTED, TEXT, together(*changes), ID)


def together(*changes: Change) -> Change:
    """Several changes as one."""
    return lambda copy: reduce(lambda so_far, change: change(so_far), changes, copy)


def lost(result: Attachment) -> set[tuple[str, str]]:
    """The spans that are lost, as row and column."""
    return {(s.id, s.column) for s in result.lost}


# The exact article.


def test_exact_copy_is_known_by_its_hash_and_fills_everything():
    """Every span is in place and the text of the article and of every row is there."""
    result = copied()

    assert result.exact
    assert {"same"} == {s.status for s in result.spans}
    assert (result.moved, result.lost, result.changed) == ((), (), ())
    assert result.corpus.articles[0].text == TEXT
    assert result.corpus.has_text
    assert result.corpus.validate().ok
    assert f"{ID}: the exact article; all 622 spans are in place" == str(result)


def test_every_span_of_every_table_is_reported_once():
    """The report has as many spans as the tables have, whatever column begins them."""
    in_tables = {
        (row["id"], name)
        for table in INVENTED.tables.values()
        for row in table.to_pylist()
        for name in row
        if name.endswith("start") and row[name] is not None
    }

    assert sorted(in_tables) == sorted((s.id, s.column) for s in SPANS)


# Typography.


@pytest.mark.parametrize("kind", TYPOGRAPHY)
def test_typography_loses_nothing(kind: str):
    """A copy with the same letters has every span."""
    result = copied(TYPOGRAPHY[kind])

    assert ((), set()) == (result.changed, lost(result))


@pytest.mark.parametrize("kind", TYPOGRAPHY)
def test_typography_of_the_real_article_loses_nothing(kind: str, article_text: str):
    """A copy of the real article with the same letters has every span."""
    result = attached(sd.load(), article_text, TYPOGRAPHY[kind], sd.ARTICLE_ID)

    assert ((), set()) == (result.changed, lost(result))


@pytest.mark.parametrize("kind", ["doubled spaces", "NFD", "no quotes", "CRLF"])
def test_corpus_filled_from_a_changed_copy_is_valid_and_reads_back(kind: str, tmp_path: Path):
    """Wording that is longer or shorter than in the article is no problem, and is written and read like any other."""
    filled = copied(TYPOGRAPHY[kind]).corpus
    filled.write(tmp_path / "out", format="json", text=True)

    assert filled.validate().ok
    assert sd.open(tmp_path / "out") == filled


ONE_FOR_ONE = [
    "curly quotes",
    "German quotes",
    "guillemets",
    "straight quotes",
    "no-break spaces",
    "thin spaces",
    "joined paragraphs",
    "no blank lines",
    "CRLF",
    "wrapped lines",
    "NFD",
    "е for ё",
    "hyphens for dashes",
    "em dashes",
    "no emoji",
    "upper case",
]


@pytest.mark.parametrize("kind", ONE_FOR_ONE)
def test_where_marks_are_replaced_one_for_one_spans_keep_their_marks(kind: str):
    """A span has in the copy exactly the characters that stand for its own, quotation marks and stops included."""
    copy = TYPOGRAPHY[kind](traced(TEXT))
    there = wording(copy)
    standing = {place: "".join(c for c, _ in group) for place, group in groupby(copy, key=itemgetter(1))}
    result = attach(INVENTED, there, ID)

    assert {(s.id, s.column): "".join(standing.get(i, "") for i in range(s.start, s.end)) for s in SPANS} == {
        (s.id, s.column): there[s.copy_start : s.copy_end] for s in result.spans
    }


def test_header_that_whoever_stored_the_file_put_there_may_be_dropped():
    """The article begins with its first sentence."""
    result = copied(copies.without((0, SENTENCES[0][0])))

    assert ((), set()) == (result.changed, lost(result))
    assert {s.start - SENTENCES[0][0] for s in SPANS} == {s.copy_start for s in result.moved}


@pytest.mark.parametrize("between", [" ", "\n", "\n\n", ". ", " | "])
def test_headline_may_be_added(between: str):
    """What stands before the first sentence does no harm, whatever parts it from it."""
    result = copied(copies.without((0, SENTENCES[0][0])), copies.inserting(f"{HEADLINE}{between}", SENTENCES[0][0]))

    assert ((), set()) == (result.changed, lost(result))


def test_footer_may_be_added():
    """What stands after the last sentence does no harm."""
    result = copied(lambda copy: [*copy, *((c, None) for c in "\n\nЧитайте также: новости недели")])

    assert ((), set()) == (result.changed, lost(result))


# What was added, left out or edited.


@pytest.mark.parametrize("also", ["joined paragraphs", "no blank lines", "curly quotes"])
@pytest.mark.parametrize("gone", [g for n in (1, 2, 3) for g in combinations(range(3), n)], ids=str)
def test_missing_captions_are_told_apart_by_order(gone: tuple[int, ...], also: str):
    """Of the three captions that are alike, exactly those that were left out are lost."""
    extents = [PARAGRAPHS[CAPTIONS[i]] for i in gone]
    result = copied(*map(copies.without, extents), TYPOGRAPHY[also])

    assert tuple(SENTENCE_IDS[CAPTION_SENTENCES[i]] for i in gone) == result.changed
    assert touching(SPANS, *extents) == lost(result)


@pytest.mark.parametrize("paragraph", range(len(PARAGRAPHS)))
def test_foreign_paragraph_may_be_added_anywhere(paragraph: int):
    """A paragraph of somebody else between two paragraphs does no harm."""
    result = copied(copies.inserting(f"{FOREIGN}\n\n", PARAGRAPHS[paragraph][0]))

    assert ((), set()) == (result.changed, lost(result))


@pytest.mark.parametrize("sentence", [i for i in range(1, len(SENTENCES)) if SENTENCES[i][0] not in dict(PARAGRAPHS)])
def test_foreign_sentence_in_a_paragraph_takes_what_it_cuts(sentence: int):
    """Spans that have a foreign sentence in their middle are lost, for the sentence that no longer follows."""
    place = SENTENCES[sentence][0]
    result = copied(copies.inserting("Так это было. ", place))

    assert result.changed == ()
    assert {(s.id, s.column) for s in SPANS if s.start < place < s.end} == lost(result)
    assert {SENTENCE_IDS[sentence]} == {s.sentence_id for s in result.lost}


def test_one_caption_too_many_is_not_chosen_among():
    """Where two captions stand in the place of one, that one is lost and the others are not."""
    caption = PARAGRAPHS[CAPTIONS[1]]
    result = copied(copies.inserting(f"{TEXT[slice(*caption)]}\n\n", caption[0]))

    assert (SENTENCE_IDS[CAPTION_SENTENCES[1]],) == result.changed
    assert touching(SPANS, caption) == lost(result)


# Words before the first sentence are a headline.
EDITED = [(i, edit) for i in range(len(SENTENCES)) for edit in EDITS if (i, edit) != (0, "words added at the front")]


@pytest.mark.parametrize(("sentence", "edit"), EDITED)
def test_edited_sentence_takes_its_spans_and_no_others(sentence: int, edit: str):
    """A sentence with other words is named, and exactly the spans that touch it are lost because of it."""
    result = copied(EDITS[edit](SENTENCES[sentence]))

    assert (SENTENCE_IDS[sentence],) == result.changed
    assert touching(SPANS, SENTENCES[sentence]) == lost(result)
    assert {SENTENCE_IDS[sentence]} == {s.sentence_id for s in result.lost}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2,8 миллиона", "28 миллиона"),
        ("3,5%", "35%"),
        ("1,6 млрд", "1.6 трлн"),
        ("в 9:15", "в 915"),
        ("рабочий", "рабочии"),
    ],
)
def test_mark_that_makes_another_number_or_word_is_an_edit(before: str, after: str):
    """A decimal comma or a breve that is gone changes the sentence and takes its spans."""
    place = TEXT.index(before)
    ((edited, extent),) = ((i, (a, b)) for i, (a, b) in enumerate(SENTENCES) if a <= place < b)
    result = attach(INVENTED, TEXT.replace(before, after), ID)

    assert result.changed == (SENTENCE_IDS[edited],)
    assert touching(SPANS, extent) == lost(result)


@pytest.mark.parametrize("sentence", range(len(SENTENCES)))
def test_dropped_sentence_takes_its_spans_and_no_others(sentence: int):
    """A sentence that is missing is named, and exactly the spans that touch it are lost because of it."""
    result = copied(copies.without(SENTENCES[sentence]))

    assert (SENTENCE_IDS[sentence],) == result.changed
    assert touching(SPANS, SENTENCES[sentence]) == lost(result)
    assert {SENTENCE_IDS[sentence]} == {s.sentence_id for s in result.lost}


@cache
def shipped() -> sd.Corpus:
    """The shipped corpus, without any text."""
    return sd.load()


@pytest.mark.parametrize("edit", ["dropped", "a word replaced"])
@pytest.mark.parametrize("sentence", range(N_REAL))
def test_changed_sentence_of_the_real_article_takes_its_spans_and_no_others(
    sentence: int, edit: str, article_text: str
):
    """A sentence of the real article that is edited or missing is named, and exactly the spans that touch it are lost."""
    (changed,) = (s for s in shipped().sentences if s.position == sentence + 1)
    extent = (changed.start, changed.end)
    change = copies.without(extent) if edit == "dropped" else EDITS[edit](extent)
    result = attached(shipped(), article_text, change, sd.ARTICLE_ID)

    assert len(shipped().sentences) == N_REAL
    assert (changed.id,) == result.changed
    assert touching(result.spans, extent) == lost(result)


@pytest.mark.parametrize(
    ("before", "after"),
    [("Потом", "И потом"), ("Потом", "Только потом"), ("осень.", "осень и зима.")],
    ids=["and", "only", "and winter"],
)
def test_words_added_before_or_after_change_the_sentence(before: str, after: str):
    """What goes on before the stop, or begins before the first word, is not taken for a sentence of its own."""
    text = "Это было летом 2011 г. Потом была осень. А там и зима. А там и весна."
    corpus = small(text, ["Это было летом 2011 г.", "Потом была осень.", "А там и зима.", "А там и весна."])
    result = attach(corpus, text.replace(before, after), "art")

    assert len(result.changed) == 1


# Another order.

OTHERS = [i for i in range(18) if i not in CAPTIONS]
ORDERS = {
    "reversed": [*range(17, -1, -1)],
    "rotated": [*range(1, 18), 0],
    "the last first": [17, *range(17)],
    "two swapped round a caption": [2, 1, 0, *range(3, 18)],
    "two far ones swapped": [0, 1, 16, *range(3, 16), 2, 17],
    "halves swapped": [*range(9, 18), *range(9)],
    "captions first": [*CAPTIONS, *OTHERS],
    "captions last": [*OTHERS, *CAPTIONS],
    "all but the captions reversed": [i if i in CAPTIONS else OTHERS[-1 - OTHERS.index(i)] for i in range(18)],
    "captions swapped with what follows": [0, 2, 1, 3, 4, 5, 7, 6, *range(8, 14), 15, 14, 16, 17],
}


@pytest.mark.parametrize("also", ["no blank lines", "guillemets"])
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_reordered_paragraphs_lose_no_more_than_captions(order: list[int], also: str):
    """Every paragraph is found wherever it went; a caption only where it is still between its neighbours."""
    result = copied(copies.moving(PARAGRAPHS, order), TYPOGRAPHY[also])
    kept = [c for c in CAPTIONS if (c - 1, c, c + 1) in zip(order, order[1:], order[2:], strict=False)]
    gone = [PARAGRAPHS[c] for c in CAPTIONS if c not in kept]

    assert touching(SPANS, *gone) == lost(result)


def supplanted(order: list[int]) -> bool:
    """A caption stands between the neighbours of another, where nobody can tell them apart."""
    return any(
        (c - 1, d, c + 1) in zip(order, order[1:], order[2:], strict=False)
        for c in CAPTIONS
        for d in CAPTIONS
        if c != d
    )


@given(st.permutations(range(18)).filter(lambda order: not supplanted(order)))
def test_any_order_of_the_paragraphs_gives_no_wrong_span(order: list[int]):
    """However the paragraphs are shuffled, nothing but captions is lost and nothing is wrong."""
    result = copied(copies.moving(PARAGRAPHS, order))

    assert lost(result) <= touching(SPANS, *(PARAGRAPHS[c] for c in CAPTIONS))


def test_order_tells_captions_apart_and_nothing_else():
    """A caption that stands where another stood is that other: its words are the same."""
    order = [0, 6, *range(2, 6), 1, *range(7, 18)]
    result = attach(INVENTED, wording(copies.moving(PARAGRAPHS, order)(traced(TEXT))), ID)

    assert ((), set()) == (result.changed, lost(result))


@pytest.mark.parametrize("again", [*range(18), OTHERS, [*range(18)]], ids=str)
@pytest.mark.parametrize("where", ["after it", "in front", "at the end"])
def test_repeated_paragraphs_lose_no_more_than_captions(again: int | list[int], where: str):
    """A paragraph that the copy has twice is found in one of its places; a caption beside itself or away from there is not."""
    more = again if isinstance(again, list) else [again]
    orders = {
        "after it": [i for i in range(18) for i in [i] * (2 if i in more else 1)],
        "in front": [*more, *range(18)],
        "at the end": [*range(18), *more],
    }
    result = copied(copies.moving(PARAGRAPHS, orders[where]))
    beside = [PARAGRAPHS[i] for i in CAPTIONS if i in more and where == "after it"]
    apart = [PARAGRAPHS[i] for i in CAPTIONS if more == OTHERS and where == "in front"]

    assert touching(SPANS, *beside, *apart) == lost(result)


# Parts of the article.


LETTERS = [place for place, character in enumerate(TEXT) if letters(character)]


def incomplete(start: int, end: int) -> list[int]:
    """The sentences that have a letter outside two offsets."""
    gone = {place for place in LETTERS if not start <= place < end}
    return [i for i, (first, last) in enumerate(SENTENCES) if not gone.isdisjoint(range(first, last))]


@given(st.integers(SENTENCES[23][1], len(TEXT) - 1))
def test_copy_that_breaks_off_has_what_comes_before(end: int):
    """Exactly the spans that touch a sentence which is not there to its last letter are lost."""
    result = copied(copies.without((end, len(TEXT))))
    gone = incomplete(0, end)

    assert tuple(SENTENCE_IDS[i] for i in gone) == result.changed
    assert touching(SPANS, *(SENTENCES[i] for i in gone)) == lost(result)


@given(st.integers(1, SENTENCES[22][0]))
def test_copy_that_begins_later_has_what_comes_after(start: int):
    """Exactly the spans that touch a sentence which is not there from its first letter are lost."""
    result = copied(copies.without((0, start)))
    gone = incomplete(start, len(TEXT))

    assert tuple(SENTENCE_IDS[i] for i in gone) == result.changed
    assert touching(SPANS, *(SENTENCES[i] for i in gone)) == lost(result)


def test_half_of_the_sentences_is_enough_for_a_copy():
    """With 23 of 46 sentences it is a copy."""
    result = copied(copies.without((SENTENCES[23][0], len(TEXT))))

    assert len(result.changed) == 23


def test_less_than_half_of_the_sentences_is_no_copy():
    """With 22 of 46 sentences it is another text, and the message tells what was expected and found."""
    with pytest.raises(AttachError) as error:
        attach(INVENTED, TEXT[: SENTENCES[22][0]], ID)

    assert not_the_article(SENTENCES[22][0], 22) == str(error.value)


# Many changes at once.

kinds = st.lists(st.sampled_from(list(TYPOGRAPHY)), max_size=5)
changed_sentences = st.dictionaries(
    st.integers(0, len(SENTENCES) - 1), st.sampled_from([*EDITS, "dropped"]), max_size=6
)


def on_sentence(sentence: int, kind: str) -> Change:
    """A sentence dropped or edited."""
    return copies.without(SENTENCES[sentence]) if kind == "dropped" else EDITS[kind](SENTENCES[sentence])


@given(
    changes=changed_sentences,
    captions=st.sets(st.sampled_from(CAPTIONS)),
    foreign=st.sets(st.integers(0, 17), max_size=3),
    again=st.sets(st.sampled_from(OTHERS), max_size=2),
    typography=kinds,
)
def test_many_changes_give_no_wrong_span(
    changes: dict[int, str], captions: set[int], foreign: set[int], again: set[int], typography: list[str]
):
    """Whatever is edited, left out, added, repeated and set otherwise, a span is right or lost for a named sentence."""
    result = copied(
        *(on_sentence(i, kind) for i, kind in changes.items()),
        *(copies.without(PARAGRAPHS[i]) for i in captions),
        *(copies.inserting(f"{FOREIGN}\n\n", PARAGRAPHS[i][0]) for i in foreign),
        copies.moving(PARAGRAPHS, [*range(18), *again]),
        *map(TYPOGRAPHY.get, typography),
    )

    assert {s.sentence_id for s in result.lost} <= set(SENTENCE_IDS)


@given(
    order=st.permutations([(i, i + 1) if i + 1 in CAPTIONS else (i,) for i in OTHERS]),
    changes=changed_sentences.filter(lambda changes: len(changes) < 2),
    captions=st.sets(st.sampled_from(CAPTIONS)),
    typography=kinds,
)
def test_many_changes_in_another_order_give_no_wrong_span(
    order: list[tuple[int, ...]], changes: dict[int, str], captions: set[int], typography: list[str]
):
    """The same where the paragraphs, each with its caption, stand in another order."""
    result = copied(
        *(on_sentence(i, kind) for i, kind in changes.items()),
        *(copies.without(PARAGRAPHS[i]) for i in captions),
        copies.moving(PARAGRAPHS, [i for block in order for i in block]),
        *map(TYPOGRAPHY.get, typography),
    )

    assert {s.sentence_id for s in result.lost} <= set(SENTENCE_IDS)


@given(st.integers(0, len(TEXT)), st.sampled_from("\x00\ud800\udfff\ufffd\ufeff\u0301"))
def test_odd_characters_do_no_harm(place: int, odd: str):
    """A character that no article has, anywhere in the copy, breaks nothing and harms no more than two sentences."""
    result = copied(lambda copy: [*copy[:place], (odd, None), *copy[place:]])
    last = max((i for i, (start, _) in enumerate(SENTENCES) if start <= place), default=0)

    assert lost(result) <= touching(SPANS, *SENTENCES[last : last + 2])


# Other texts.


def not_the_article(n_chars: int, n_sentences: int) -> str:
    """The message for a text with so many characters, in which so many sentences were found."""
    expected = "4,559 characters by Лардийский вестник of 2031-05-14"
    found = f"{n_chars:,} characters with {n_sentences} of its 46 sentences"
    return f"the text is not the article '{ID}': expected {expected}, found {found}; give that article"


OTHER = """Вчера в Норвельде открылся музей речных судов.

Его первыми посетителями стали школьники. "Мы давно этого ждали", – сказала директор. Фото: museum.example
"""


@pytest.mark.parametrize("text", ["", "\n", "\x00", "\ud800", "Фото: lardvestnik.example", OTHER, OTHER * 50])
def test_another_text_is_refused(text: str):
    """A text with none of the sentences is not the article; a caption alone proves nothing."""
    with pytest.raises(AttachError) as error:
        attach(INVENTED, text, ID)

    assert not_the_article(len(text), 0) == str(error.value)


@given(st.text(st.characters(), max_size=300))
def test_any_other_text_is_refused(text: str):
    """Whatever is not the article is refused with one line that says so."""
    with pytest.raises(AttachError) as error:
        attach(INVENTED, text, ID)

    assert not_the_article(len(text), 0) == str(error.value)


#: Copies that nobody means to attach, each as large as one likes.
HOSTILE = {
    "one long line": lambda n: "слово " * (n // 6),
    "one long word": lambda n: "а" * n,
    "a line for every letter": lambda n: "а\n" * (n // 2),
    "a stop after every letter": lambda n: "а. " * (n // 3),
    "nothing but quote marks": lambda n: '"«“' * (n // 3),
    "nothing but white space": lambda n: " \u00a0\n" * (n // 3),
    "control characters": lambda n: "\x00\x07\x1b\x85\x9b" * (n // 5),
    "halves of characters": lambda n: "\ud83e" * n,
    "accents without letters": lambda n: "\u0306" * n,
    "accents on one letter": lambda n: "и" + "\u0306" * n,
    "digits and dashes": lambda n: "1 - 2,3:4/5 " * (n // 12),
    "a digit and spaces": lambda n: "1" + " " * n,
    "its shortest sentences": lambda n: (TEXT[slice(*SENTENCES[CAPTION_SENTENCES[0]])] + "\n") * (n // 30),
    "its first half": lambda n: TEXT[: SENTENCES[20][0]] * (n // 1500),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_refused(kind: str):
    """However large it is and whatever it is made of, it is another text, and one line says so."""
    with pytest.raises(
        AttachError, match=r"^the text is not the article 'lardia31': .* of its 46 sentences; give that"
    ):
        attach(INVENTED, HOSTILE[kind](15_000), ID)


def calls(kind: str, n: int) -> tuple[int, int]:
    """How many functions of Python and how many others run while a hostile text is aligned."""
    keys = [(s.n_normalised, s.anchor) for s in INVENTED.sentences]
    text = HOSTILE[kind](n)
    counted = {"call": 0, "c_call": 0}

    def count(_frame: object, event: str, _argument: object) -> None:
        if event in counted:
            counted[event] += 1

    sys.setprofile(count)
    try:
        aligned(keys, read(text))
    finally:
        sys.setprofile(None)
    return counted["call"], counted["c_call"]


@pytest.mark.parametrize("kind", HOSTILE)
def test_work_on_a_hostile_text_grows_with_its_length(kind: str):
    """Four times the text is at most four times the work, counted in calls, and a little."""
    small, large = calls(kind, 2_000), calls(kind, 8_000)

    assert [n for before, n in zip(small, large, strict=True) if n > 4.5 * before + 1_000] == []


def numbered(n: int) -> tuple[sd.Corpus, list[str]]:
    """A corpus of an article of so many sentences, each pair of them alike to the letter but for a number, and they."""
    sentences = [f"Предложение номер {i} говорит о городе {i * 7 % 13}." for i in range(n)]
    return small(" ".join(sentences), sentences), sentences


ARRANGED = {
    "as it is": lambda sentences: sentences,
    "the other way round": lambda sentences: sentences[::-1],
    "twice": lambda sentences: sentences * 2,
    "every second gone": lambda sentences: sentences[::2],
    "every second before the others": lambda sentences: sentences[::2] + sentences[1::2],
}


@pytest.mark.parametrize("kind", ARRANGED)
def test_work_on_a_long_article_grows_with_its_length(kind: str):
    """Four times the sentences are at most four times the work, counted in calls, and a little; all are found that are there."""

    def work(n: int) -> int:
        corpus, sentences = numbered(n)
        keys = [(s.n_normalised, s.anchor) for s in corpus.sentences]
        counted = 0

        def count(_frame: object, _event: str, _argument: object) -> None:
            nonlocal counted
            counted += 1

        copy = read("\n".join(ARRANGED[kind](sentences)))
        sys.setprofile(count)
        try:
            found = aligned(keys, copy)
        finally:
            sys.setprofile(None)
        assert len(found) == len(set(ARRANGED[kind](sentences)))
        return counted

    assert work(400) < 4.6 * work(100)


def test_unknown_article_is_refused():
    """An article that the corpus does not have is named, with the nearest."""
    with pytest.raises(UnknownNameError) as error:
        attach(INVENTED, TEXT, "lardia32")

    assert str(error.value) == "there is no article 'lardia32'; did you mean 'lardia31'?"


# Other corpora.


def small(
    text: str, sentences: list[str], words: tuple[str, ...] = (), article_id: str = "art", **facts: str
) -> sd.Corpus:
    """A corpus of one article with these sentences in order, and a mention of each of these words at its first place."""
    digest = sha256(text.encode()).hexdigest()
    article = Article(
        id=article_id,
        article_id=article_id,
        outlet=facts.get("outlet"),
        source_channel=None,
        published=dt.date.fromisoformat(facts["published"]) if "published" in facts else None,
        language="ru",
        photo_credit=None,
        headline=None,
        url=None,
        n_chars=len(text),
        n_paragraphs=1,
        n_sentences=len(sentences),
        sha256=digest,
        source_sha256=digest,
    )
    mentions = [
        Mention(
            id=f"{article_id}/m{i}",
            article_id=article_id,
            paragraph_id=f"{article_id}/p1",
            entity_id=f"{article_id}/that",
            start=text.index(word),
            end=text.index(word) + len(word),
            surface=None,
            form=MentionForm.NAME,
            quotation_id=None,
        )
        for i, word in enumerate(words, 1)
    ]
    made = []
    end = 0
    for i, wanted in enumerate(sentences, 1):
        start = text.index(wanted, end)
        end = start + len(wanted)
        inside = [place - start for m in mentions for place in (m.start, m.end) if start <= place <= end]
        made.append(
            Sentence(
                id=f"{article_id}/s{i}",
                article_id=article_id,
                paragraph_id=f"{article_id}/p1",
                quotation_id=None,
                position=i,
                start=start,
                end=end,
                n_tokens=1,
                n_normalised=len(normalised(wanted)[0]),
                anchor=anchor_of(normalised(wanted)[0]),
                marks=marks_of(wanted, [0, len(wanted), *inside]),
            )
        )
    return sd.Corpus.of(articles=[article], sentences=made, mentions=mentions)


SMALL_TEXT = "Дождь шёл весь день. К вечеру он перестал."
SMALL = small(SMALL_TEXT, ["Дождь шёл весь день.", "К вечеру он перестал."], ("Дождь", "он"), "rain")
BOTH = sd.Corpus({name: pa.concat_tables([INVENTED.tables[name], SMALL.tables[name]]) for name in TABLES})


def texts(corpus: sd.Corpus, article_id: str) -> dict[str, str | None]:
    """The `text` of every row of an article that has such a column."""
    return {
        row["id"]: row["text"]
        for name, table in corpus.tables.items()
        if wording_columns(TABLES[name])
        for row in table.to_pylist()
        if row["article_id"] == article_id
    }


def test_only_the_given_article_is_filled():
    """The other article of the corpus stays without wording, and its spans are not in the report."""
    result = attached(BOTH, SMALL_TEXT, together(), "rain")

    assert texts(result.corpus, "rain") == {
        "rain": SMALL_TEXT,
        "rain/s1": "Дождь шёл весь день.",
        "rain/s2": "К вечеру он перестал.",
    } | {
        "rain/m1": "Дождь",
        "rain/m2": "он",
    }
    assert {None} == set(texts(result.corpus, ID).values())
    assert sorted(s.id for s in result.spans) == ["rain/m1", "rain/m2", "rain/s1", "rain/s2"]


def test_articles_are_filled_one_after_the_other():
    """Attaching a second article leaves the wording of the first."""
    first = attach(BOTH, SMALL_TEXT, "rain").corpus
    second = attach(first, TEXT, ID).corpus

    assert texts(first, "rain") == texts(second, "rain")
    assert None not in texts(second, ID).values()


def test_another_copy_takes_the_place_of_the_first():
    """What a corpus was filled with before does not show through where the new copy lacks it."""
    once = attach(BOTH, TEXT, ID).corpus
    changed = TEXT.replace("на 40%", "на 41%")

    assert texts(attach(BOTH, changed, ID).corpus, ID) == texts(attach(once, changed, ID).corpus, ID)


def test_exact_copy_needs_no_sentences():
    """A corpus without sentences is filled from the exact article."""
    bare = sd.Corpus({name: table for name, table in SMALL.tables.items() if name != "sentences"})
    result = attach(bare, SMALL_TEXT, "rain")

    assert texts(result.corpus, "rain") == {"rain": SMALL_TEXT, "rain/m1": "Дождь", "rain/m2": "он"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "42 characters"),
        ({"outlet": "Вестник"}, "42 characters by Вестник"),
        ({"published": "2031-05-14"}, "42 characters of 2031-05-14"),
    ],
)
def test_changed_copy_needs_sentences(facts: dict[str, str], expected: str):
    """Without sentences nothing can be aligned, and the message says so; it leaves out what is not known of the article."""
    bare = small(SMALL_TEXT, [], ("Дождь",), "rain", **facts)
    with pytest.raises(AttachError) as error:
        attach(bare, SMALL_TEXT.upper(), "rain")

    message = f"the text is not the article 'rain' to the letter: expected {expected}, found 42 characters; give that article, the corpus has no sentences by which to align a changed copy"
    assert message == str(error.value)


def test_span_outside_every_sentence_is_lost_in_a_changed_copy():
    """A row that stands in the header has no sentence to be found by, and no sentence is blamed."""
    text = f" date 2031 {SMALL_TEXT}"
    corpus = small(text, ["Дождь шёл весь день.", "К вечеру он перестал."], ("2031", "date 2031 Дождь", "он"))
    result = attached(corpus, text, TYPOGRAPHY["upper case"], "art")

    assert {("art/m1", None), ("art/m2", None)} == {(s.id, s.sentence_id) for s in result.lost}


def test_span_without_letters_is_lost_in_a_changed_copy():
    """A row that is nothing but marks cannot be told from other marks."""
    text = "Дождь … шёл весь день. К вечеру он перестал."
    corpus = small(text, ["Дождь … шёл весь день.", "К вечеру он перестал."], ("…", "Дождь …"))
    result = attached(corpus, text, TYPOGRAPHY["doubled spaces"], "art")

    assert {("art/m1", "start")} == lost(result)


def test_span_whose_place_was_not_marked_is_lost_in_a_changed_copy():
    """A row that came after the sentences were marked is not guessed at."""
    marked = small(SMALL_TEXT, ["Дождь шёл весь день.", "К вечеру он перестал."], ("Дождь", "вечеру"))
    unmarked = small(SMALL_TEXT, ["Дождь шёл весь день.", "К вечеру он перестал."])
    corpus = sd.Corpus({**marked.tables, "sentences": unmarked.tables["sentences"]})
    result = attached(corpus, SMALL_TEXT, TYPOGRAPHY["doubled spaces"], "art")

    assert {("art/m1", "start"), ("art/m2", "start")} == lost(result)


def test_span_that_ends_inside_a_sign_of_the_copy_is_lost():
    """Where the copy has one sign for two characters, a row that is one of the two is lost and one that is both is not."""
    text = "На часах было 12 часов ночи. К вечеру он перестал."
    corpus = small(text, ["На часах было 12 часов ночи.", "К вечеру он перестал."], ("12", "1", "2"))
    result = attach(corpus, text.replace("12", "⑫"), "art")

    assert {m.id: m.text for m in result.corpus.mentions} == {"art/m1": "⑫", "art/m2": None, "art/m3": None}


def test_sentence_inside_another_is_not_taken_for_itself():
    """Where a sentence is gone and its words stand in a longer one that is there, it is lost and the longer one is not."""
    text = "Едем! Все обрадовались. «Едем! Едем сейчас же», – сказал он. Так и было."
    sentences = ["Едем!", "Все обрадовались.", "«Едем! Едем сейчас же», – сказал он.", "Так и было."]
    corpus = small(text, sentences)
    result = attached(corpus, text, copies.without((0, 5)), "art")

    assert (("art/s1",), {("art/s1", "start")}) == (result.changed, lost(result))


def test_sentence_without_letters_stands_where_its_neighbours_are():
    """A row of asterisks is not missing from a copy that has all the sentences, though its own span cannot be told."""
    text = "Дождь шёл весь день. * * * К вечеру он перестал. * * * Настала ночь."
    corpus = small(text, ["Дождь шёл весь день.", "* * *", "К вечеру он перестал.", "* * *", "Настала ночь."])
    result = attached(corpus, text, TYPOGRAPHY["no-break spaces"], "art")

    assert ((), {("art/s2", "start"), ("art/s4", "start")}) == (result.changed, lost(result))


def test_captions_side_by_side_are_told_apart_by_number():
    """Two that are alike stand in order where both are there, and neither is found where only one is."""
    text = "Дождь шёл.\nФото: он\nФото: он\nНастала ночь.\nПотом день."
    sentences = ["Дождь шёл.", "Фото: он", "Фото: он", "Настала ночь.", "Потом день."]
    corpus = small(text, sentences)
    both = attached(corpus, text, TYPOGRAPHY["CRLF"], "art")
    one = attached(corpus, text, copies.without((11, 19)), "art")

    assert both.changed == ()
    assert one.changed == ("art/s2", "art/s3")


def test_article_may_begin_and_end_with_captions():
    """Captions that are alike are found before the first other sentence and after the last, one edited in between."""
    text = "Фото: он\nДождь шёл.\nНастала ночь.\nПотом день.\nФото: он"
    corpus = small(text, ["Фото: он", "Дождь шёл.", "Настала ночь.", "Потом день.", "Фото: он"])
    result = attached(corpus, text, EDITS["a word replaced"]((20, 33)), "art")

    assert result.changed == ("art/s3",)


# The report.


def test_report_in_words_counts_spans_and_names_sentences():
    """What a changed copy lost is said in one line."""
    fine = attach(INVENTED, TEXT.replace('"', "“"), ID)
    edited = attach(INVENTED, TEXT.replace("возложила цветы", "принесла розы"), ID)

    assert repr(fine) == str(fine)
    assert f"{ID}: a changed copy; of 622 spans 622 are in place, 0 moved, 0 lost" == str(fine)
    assert (
        f"{ID}: a changed copy; of 622 spans 604 are in place, 3 moved, 15 lost; changed or missing sentences: {ID}/s45"
        == str(edited)
    )


def test_report_as_a_table_has_every_span():
    """The Arrow table has the columns and values of the spans, typed also where there is none."""
    result = attach(SMALL, SMALL_TEXT.replace("К вечеру", "Вечером"), "rain")
    table = result.table()

    assert [attrs.asdict(span) for span in result.spans] == table.to_pylist()
    assert table.to_pylist() == [
        {"table": "sentences", "id": "rain/s1", "column": "start", "start": 0, "end": 20, "status": "same"}
        | {"copy_start": 0, "copy_end": 20, "sentence_id": None},
        {"table": "sentences", "id": "rain/s2", "column": "start", "start": 21, "end": 42, "status": "lost"}
        | {"copy_start": None, "copy_end": None, "sentence_id": "rain/s2"},
        {"table": "mentions", "id": "rain/m1", "column": "start", "start": 0, "end": 5, "status": "same"}
        | {"copy_start": 0, "copy_end": 5, "sentence_id": None},
        {"table": "mentions", "id": "rain/m2", "column": "start", "start": 30, "end": 32, "status": "lost"}
        | {"copy_start": None, "copy_end": None, "sentence_id": "rain/s2"},
    ]
    assert table.schema == attrs.evolve(result, spans=()).table().schema


def test_report_divides_the_spans_by_status():
    """`moved` and `lost` are the spans of that status, in the order of all."""
    result = attach(INVENTED, TEXT.replace("возложила цветы", "принесла розы"), ID)

    assert [s for s in result.spans if s.status == "moved"] == list(result.moved)
    assert [s for s in result.spans if s.status == "lost"] == list(result.lost)


# Anchors and marks.


def anchored(sentence: str) -> str:
    """The letters and signs that anchors are made of, as counted here: й stays, and so does what parts two digits."""
    pointed = re.sub(r"(?<=\d)[.,](?=\d)", "¤", re.sub(r"(?<=\d):(?=\d)", "¦", sentence.replace("й", "¶")))
    folded = unicodedata.normalize("NFKD", pointed).casefold()
    kept = "".join(c for c in folded if c.isalnum() or c in "%$¤¦¶")
    return kept.replace("¤", ".").replace("¦", ":").replace("¶", "й")


def test_shipped_anchors_are_those_of_the_letters():
    """Length and anchor of every sentence are those of its letters, as counted here."""
    cut = {s.id: anchored(TEXT[s.start : s.end]) for s in INVENTED.sentences}

    assert {i: (len(word), sha256(word.encode()).hexdigest()[:8]) for i, word in cut.items()} == {
        s.id: (s.n_normalised, s.anchor) for s in INVENTED.sentences
    }


def test_normalised_letters_know_where_they_come_from():
    """Marks fall away, signs of units stay, a character may be several letters."""
    assert normalised("«Ёлка»") == ("елка", array("I", [1, 2, 3, 4]))
    assert normalised("№5%") == ("no5%", array("I", [0, 0, 1, 2]))
    assert normalised("бо\u0301льшая") == ("большая", array("I", [0, 1, 3, 4, 5, 6, 7]))


@pytest.mark.parametrize(
    ("as_here", "as_there"),
    [
        ("2,8 млн", "2.8 млн"),
        ("1 200", "1\u00a0200"),
        ("1 200", "1200"),
        ("5–7", "5 — 7"),
        ("5-7", "5\u22127"),
        ("½", "1/2"),
        ("край", "краи\u0306"),
        ("КРАЙ", "край"),
        ("ещё", "еще"),
        ("2031. 13 мая", "2031 13 мая"),
    ],
)
def test_other_typography_is_the_same_word_or_number(as_here: str, as_there: str):
    """How a decimal, a thousand, a range, a fraction or й is written makes no difference."""
    assert normalised(as_here)[0] == normalised(as_there)[0]


@pytest.mark.parametrize(
    ("as_here", "as_there"),
    [
        ("2,8 млн", "28 млн"),
        ("9:15", "915"),
        ("5–7", "57"),
        ("5–7", "5,7"),
        ("½", "12"),
        ("1/2", "1,2"),
        ("+40%", "40%"),
        ("40%", "40"),
        ("≤ 5", "5"),
        ("$45", "€45"),
        ("край", "краи"),
        ("МОЙ", "МОИ"),
    ],
)
def test_other_words_and_numbers_are_not_the_same(as_here: str, as_there: str):
    """A mark that makes a number or a word another counts."""
    assert normalised(as_here)[0] != normalised(as_there)[0]


@given(st.text(st.characters()))
def test_normalised_letters_are_the_same_however_composed(text: str):
    """Composition, case and marks do not matter, and every letter comes from a character, in order."""
    found, places = normalised(text)

    assert found == normalised(unicodedata.normalize("NFD", text))[0]
    assert found == normalised(unicodedata.normalize("NFC", text))[0]
    assert len(found) == len(places)
    assert sorted(places) == [*places]
    assert all(0 <= place < len(text) for place in places)


@pytest.mark.parametrize(
    ("sentence", "offsets", "marks"),
    [
        ("«Да», – сказал он.", [0, 18], "0:0:0:1 18:10:1:0"),
        ("«Да», – сказал он.", [8, 1, 3, 8], "1:0:1:0 3:2:0:5 8:2:5:0"),
        ("№ 5", [1], "1:2:0:1"),
        ("* * *", [0, 5], "0:0:0:5 5:0:5:0"),
        ("Да", [], ""),
    ],
)
def test_marks_tell_letters_before_and_other_characters_around(sentence: str, offsets: list[int], marks: str):
    """Each offset once, in order, with the letters before it and the marks to the letter on either side."""
    assert marks == marks_of(sentence, offsets)


def test_a_changed_copy_leaves_the_corpus_valid():
    """Wording that is longer than the canonical one breaks no rule, and the corpus knows that it has wording."""
    result = attach(INVENTED, TEXT.replace("–", "--"), ID)

    assert not result.exact
    assert result.corpus.has_text
    assert result.corpus.validate().ok


def test_a_header_that_is_broken_over_lines(synthetic: sd.Corpus, synthetic_text: str) -> None:
    """The first sentence is found behind it all the same."""
    result = attach(synthetic, synthetic_text.replace(" date 2031-05-14 ", "\u00a0date\n2031-05-14 ", 1), "lardia31")

    assert () == result.lost
