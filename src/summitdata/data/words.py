"""Words of a Russian news article, each with its lemma and its part of speech (Universal Dependencies).

The words and their readings are those of extraction, and what those get wrong stands in
`corrections.csv` beside this file. Run `python words.py article.txt` to read every word with its sentence, and
`python words.py article.txt out.tsv` to write the start, end, lemma and part of speech of every word instead.
"""

import csv
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import razdel

from summitdata.extract import terms
from summitdata.extract.tokens import tokens as cut

Token: TypeAlias = tuple[int, int, str]
"""Start and end in code points of the whole text, and the word as it stands there."""
Reading: TypeAlias = tuple[str, str]
"""Lemma and part of speech."""
Corrections: TypeAlias = dict[tuple[str, str, str], Reading]
"""Readings by form, left neighbour and right neighbour; an empty neighbour stands for any."""

CORRECTIONS = Path(__file__).with_name("corrections.csv")
COLUMNS = ("form", "left", "right", "lemma", "upos")

HEADER = re.compile(r"\A\s*date \d{4}-\d{2}-\d{2}\s+")


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Get the words and numbers of text[start:end], as extraction cuts them, as places in the whole text."""
    found = zip(*terms.words(text, start, end, cut(text, start, end)), strict=True)
    return [(a, a + len(form), form) for a, form in found]


def count(text: str) -> int:
    """How many words, numbers and punctuation marks a text has, as razdel cuts them."""
    return sum(1 for _ in razdel.tokenize(text))


def load(path: Path = CORRECTIONS) -> Corrections:
    """Get the corrections of a file, or a ValueError if its columns differ or two rows say when the same applies."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if (columns := tuple(next(rows))) != COLUMNS:
            raise ValueError(f"{path}: the columns are {columns} instead of {COLUMNS}")
        corrections: Corrections = {}
        for form, left, right, lemma, upos in rows:
            if (form, left, right) in corrections:
                raise ValueError(f"{path}: two rows for {form!r} between {left!r} and {right!r}")
            corrections[form, left, right] = lemma, upos
    return corrections


def readings(words: Sequence[Token], corrections: Corrections) -> list[Reading]:
    """Get the lemma and the part of speech of every word, in order.

    A correction holds for the form as it stands or in lower case, stress mark and all, and goes before pymorphy3; one
    that names a neighbour goes before one that does not. Neighbours are the words next to it in `words`, in lower case,
    so hand over a whole article at once.
    """
    return [
        _corrected(left, form, right, corrections) or terms.analysed(form)
        for left, form, right in _with_neighbours([form for _, _, form in words])
    ]


def body(text: str) -> tuple[int, int]:
    """Get the start and end of an article without the header with its date."""
    header = HEADER.match(text)
    return (header.end() if header else 0), len(text)


def _with_neighbours(forms: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Go through the words with the one before and the one after, in lower case and empty at the ends."""
    lowered = ["", *map(str.lower, forms), ""]
    return zip(lowered, forms, lowered[2:], strict=False)


def _corrected(left: str, form: str, right: str, corrections: Corrections) -> Reading | None:
    """Find the correction for a word that says most about its neighbours."""
    for before, after in ((left, right), (left, ""), ("", right), ("", "")):
        for written in (form, form.lower()):
            if reading := corrections.get((written, before, after)):
                return reading
    return None


def main(arguments: Sequence[str]) -> None:
    """Print an article's words sentence by sentence with their readings, or write the readings to a file."""
    text = Path(arguments[0]).read_bytes().decode()
    start, end = body(text)
    words = tokens(text, start, end)
    read = list(zip(words, readings(words, load()), strict=True))
    if len(arguments) > 1:
        lines = ["start\tend\tlemma\tupos", *(f"{a}\t{b}\t{lemma}\t{upos}" for (a, b, _), (lemma, upos) in read)]
        Path(arguments[1]).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        return
    for line in re.finditer(r".+", text[start:end]):
        for sentence in razdel.sentenize(line[0]):
            print(f"\n# {sentence.text}")
            first, last = start + line.start() + sentence.start, start + line.start() + sentence.stop
            for (a, b, form), (lemma, upos) in read:
                if first <= a < last:
                    print(f"{a}\t{b}\t{form}\t{lemma}\t{upos}")


if __name__ == "__main__":
    main(sys.argv[1:])
