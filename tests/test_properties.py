"""What holds for anything that can be drawn: nothing is lost from form to form, no wrong words, no place between places."""

import ast
import io
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import summitdata as sd
from summitdata.anchor import attach
from summitdata.exceptions import AttachError, UsageError
from summitdata.formats import REVERSIBLE
from summitdata.offsets import from_line_column, from_utf8, from_utf16, to_line_column, to_utf8, to_utf16
from summitdata.records import TABLES
from summitdata.schema import columns

from . import copies
from .conftest import SYNTHETIC
from .strategies import corpora

INVENTED = sd.open(SYNTHETIC)
TEXT = (SYNTHETIC / "article.txt").read_bytes().decode()
ID = "lardia31"
SENTENCES = [(s.start, s.end) for s in INVENTED.sentences]
CAPTIONS = [(p.start, p.end) for p in INVENTED.paragraphs if p.kind == "caption"]

# Converters.


@settings(max_examples=8)
@given(corpus=corpora(), forms=st.permutations(REVERSIBLE))
def test_one_format_after_another_loses_nothing(corpus: sd.Corpus, forms: list[str]) -> None:
    """A corpus that goes through all formats, each written from what was read from the one before, is the same."""
    read = corpus
    with tempfile.TemporaryDirectory() as folder:
        for form in forms:
            read.write(Path(folder) / form, form, text=True)
            read = sd.open(Path(folder) / form)

    assert corpus == read


@settings(max_examples=10)
@given(corpus=corpora())
def test_records_make_the_corpus_that_they_came_from(corpus: sd.Corpus) -> None:
    """Records of every table, made into a corpus again, are the same tables, and the same rows as plain values."""
    again = sd.Corpus.of(version=corpus.version, **{name: getattr(corpus, name) for name in TABLES})

    assert corpus == again
    assert [again.tables[name].to_pylist() for name in TABLES] == [corpus.tables[name].to_pylist() for name in TABLES]


# Anchors.

#: What a character may become without any word being another.
HARMLESS = {
    '"': ["«", "»", "“", "”", "„", ""],
    " ": ["\u00a0", "\u2009", "  ", "\u202f", "\n", "\t"],
    "\n": ["\r\n", "\n\n", "\r", "\u2028", " \n"],
    "–": ["-", "—", "\u2012", "--"],
    "—": ["-", "–", "\u2012", "--"],
    "-": ["\u2011", "\u2010", "–"],
    "ё": ["е", "е\u0308"],
    "й": ["и\u0306"],
    "…": ["..."],
}
PLACES = [place for place, character in enumerate(TEXT) if character in HARMLESS]


@st.composite
def retyped(draw: st.DrawFn, most: int = 60) -> copies.Change:
    """Some of the marks, spaces and line breaks, each by itself, as something else."""
    places = draw(st.lists(st.sampled_from(PLACES), max_size=most, unique=True))
    new = {place: draw(st.sampled_from(HARMLESS[TEXT[place]])) for place in places}
    return lambda copy: [(c, place) for old, place in copy for c in (old if place is None else new.get(place, old))]


@settings(max_examples=40)
@given(
    typing=retyped(),
    captions=st.sets(st.sampled_from(CAPTIONS)),
    edited=st.none() | st.tuples(st.sampled_from(SENTENCES), st.sampled_from([*copies.EDITS])),
)
def test_marks_of_any_kind_anywhere_give_no_wrong_span(
    typing: copies.Change, captions: set[tuple[int, int]], edited: tuple[tuple[int, int], str] | None
) -> None:
    """With marks changed one by one, captions gone and a sentence edited: every span is at its words, or lost with a reason."""

    def change(copy: copies.Traced) -> copies.Traced:
        for caption in captions:
            copy = copies.without(caption)(copy)
        # What is gone is edited no more.
        if edited is not None and edited[0] not in captions:
            copy = copies.EDITS[edited[1]](edited[0])(copy)
        return typing(copy)

    result = copies.attached(INVENTED, TEXT, change, ID)
    gone = copies.touching(result.spans, *captions, *([] if edited is None else [edited[0]]))

    assert {(s.id, s.column) for s in result.lost if s.sentence_id in result.changed} <= gone


@settings(max_examples=25)
@given(typing=retyped(most=400))
def test_no_mark_alone_loses_a_word(typing: copies.Change) -> None:
    """However many marks are others: all sentences are there, and the same again from the corpus that was filled."""
    text = copies.wording(typing(copies.traced(TEXT)))
    result = attach(INVENTED, text, ID)
    again = attach(result.corpus, text, ID)

    assert result.changed == ()
    assert (again.spans, again.corpus) == (result.spans, result.corpus)


@settings(max_examples=25)
@given(st.data())
def test_pieces_of_the_article_in_any_order_fill_their_own_words_or_nothing(data: st.DataObject) -> None:
    """Cut anywhere, some pieces gone, some twice, in any order: what is filled are the letters of its own place."""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(TEXT) - 1), max_size=6)))
    pieces = [TEXT[a:b] for a, b in zip([0, *cuts], [*cuts, len(TEXT)], strict=True)]
    text = "".join(data.draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=9)))
    try:
        result = attach(INVENTED, text, ID)
    except AttachError:
        assume(False)

    assert [
        span.id
        for span in result.spans
        if span.status != "lost"
        and copies.letters(text[span.copy_start : span.copy_end]) != copies.letters(TEXT[span.start : span.end])
    ] == []


# Offsets.

sound = st.text(
    st.sampled_from("aя\u0301🤝👩\u200d🚀€\r\n\u2028\x00й\u0306\U0010ffff") | st.characters(exclude_categories=["Cs"]),
    max_size=20,
)


def accepted(convert: Callable[[str, int], int], text: str, n: int) -> dict[int, int]:
    """The offsets up to a number that are taken, with what they become."""
    found = {}
    for offset in range(n + 1):
        with suppress(UsageError):
            found[offset] = convert(text, offset)
    return found


@given(sound)
def test_exactly_the_places_between_characters_are_places(text: str) -> None:
    """A unit inside a surrogate pair or a sequence of bytes is refused, every other is where the codec cuts."""
    utf16, utf8 = text.encode("utf-16-le"), text.encode("utf-8")

    assert accepted(from_utf16, text, len(utf16) // 2) == {
        len(text[:i].encode("utf-16-le")) // 2: i for i in range(len(text) + 1)
    }
    assert accepted(from_utf8, text, len(utf8)) == {len(text[:i].encode("utf-8")): i for i in range(len(text) + 1)}


@given(sound, st.data())
def test_any_unit_leads_to_any_other(text: str, data: st.DataObject) -> None:
    """From UTF-8 to UTF-16, to line and column, and back to where it began."""
    place = data.draw(st.integers(0, len(text)))
    from_bytes = from_utf8(text, len(text[:place].encode()))
    from_units = from_utf16(text, to_utf16(text, from_bytes))
    from_grid = from_line_column(text, *to_line_column(text, from_units))

    assert len(text[:place].encode()) == to_utf8(text, from_grid)


@given(sound)
def test_lines_end_at_line_feeds_and_nowhere_else(text: str) -> None:
    """CRLF is one end, a lone CR and U+2028 are none, as Python's own files have it without translation."""
    starts = [0]
    for line in io.StringIO(text, newline="\n"):
        starts.append(starts[-1] + len(line))
    first_columns = [i for i in range(len(text) + 1) if to_line_column(text, i)[1] == 1]

    assert first_columns == [i for i in starts if i < len(text) or not text or text.endswith("\n")]


@pytest.mark.parametrize("convert", [from_utf16, from_utf8, to_utf16, to_utf8])
def test_an_empty_text_has_one_place(convert: Callable[[str, int], int]) -> None:
    """Its beginning, which is its end."""
    assert convert("", 0) == 0
    assert to_line_column("", 0) == (1, 1)
    with pytest.raises(UsageError):
        convert("", 1)


# Regular expressions.

# How the package uses an expression where it does not search a whole text with it.
ANCHORED = {"match", "fullmatch"}


def expressions() -> dict[tuple[str, str], str]:
    """Every regular expression of the package, and each verb it is used with, with the place where it stands."""
    found: dict[tuple[str, str], str] = {}
    root = Path(sd.__file__).parent
    for path in root.rglob("*.py"):
        source = ast.parse(path.read_text("utf-8"))
        names: dict[str, str] = {}
        calls = [n for n in ast.walk(source) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
        for node in [n for n in ast.walk(source) if isinstance(n, ast.Assign)]:
            with suppress(AttributeError, IndexError):
                if node.value.func.value.id == "re" and isinstance(node.value.args[0], ast.Constant):
                    names[node.targets[0].id] = node.value.args[0].value
        for call in calls:
            owner, verb = call.func.value, call.func.attr
            if isinstance(owner, ast.Name) and owner.id in names:
                found[names[owner.id], verb] = f"{path.name}: {owner.id}"
            if isinstance(owner, ast.Name) and owner.id == "re" and verb in {*ANCHORED, "search", "sub", "split"}:
                # One that is put together as it runs is made of the package's own names.
                with suppress(ValueError):
                    found[ast.literal_eval(call.args[0]), verb] = f"{path.name}: {call.lineno}"
    for table, cls in TABLES.items():
        found |= {(c.pattern, "fullmatch"): f"{table}.{c.name}" for c in columns(cls) if c.pattern}
    return found


#: What an expression may trip over, again and again, with something else at the end.
WORST = ["a", " ", '"', "«", "(", "()", "[]", "1", "1-", "1 ", "1:", "a/", "a.", "\n", "<a", "&", "A1", "Аб ", "-"]


def taken(pattern: re.Pattern[str], verb: str, text: str) -> float:
    """The least processor time of three in which a text is matched once, or searched to its end."""
    spent = []
    for _ in range(3):
        begin = time.process_time()
        if verb in ANCHORED:
            getattr(pattern, verb)(text)
        else:
            pattern.sub("", text)
        spent.append(time.process_time() - begin)
    return min(spent)


def growing(pattern: str, verb: str, n: int) -> list[str]:
    """The texts on which eight times the length takes much more than eight times as long."""
    compiled = re.compile(pattern)
    found = []
    for piece in WORST:
        before, after = (taken(compiled, verb, piece * (size // len(piece)) + "!") for size in (n, 8 * n))
        # What is over in a few milliseconds is not worth measuring.
        if after > 0.005 and after > 30 * before:
            found.append(piece)
    return found


@pytest.mark.parametrize(("expression", "verb"), sorted(expressions()), ids=lambda value: ascii(value[:40]))
def test_every_expression_takes_time_in_proportion(expression: str, verb: str) -> None:
    """No text of anybody makes a search quadratic, let alone worse."""
    assert growing(expression, verb, 500) == []


def test_an_expression_that_does_not_would_be_seen() -> None:
    """Spaces before a stop take the square of their number."""
    assert " " in growing(r"\s+\.", "sub", 500)
