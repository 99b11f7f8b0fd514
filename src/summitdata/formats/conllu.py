r"""
CoNLL-U, level 1: for each article `<article>.conllu`, its sentences cut into tokens; no lemmas, tags or trees are invented.

Needs the article's wording. Sentences are those of the table. A token is a run of letters, digits, underscores and
accents, with hyphens and apostrophes between letters and points and commas between digits, or else one character that is
no white space. `# newdoc id`, `# newpar id` and `# sent_id` are the ids of the rows, a slash written as a full stop.
`# text` is the sentence to the letter, but for white space other than one space, which is one space there and stands in
MISC as `SpacesAfter` (`\s`, `\n`, `\r`, `\t`, or `\u` and four digits). MISC further holds `SpaceAfter=No`, `Start` and
`End`, the offsets in the article, and two of our own: `Entity` opens a mention on its first token with
`(m1:PERSON:tokayev` and closes it on its last with `m1)`; `Quote` lists the quotations around a token, the outermost
first, each as `q1:direct:tokayev`.

Lost: every table but articles, paragraphs, sentences, mentions, quotations and entities, and what their other columns
say; text, mentions and quotations outside the sentences. A mention or quotation that begins or ends inside a token covers
all of it. Text is not normalised, which the validator would want as NFC.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from ..exceptions import ConversionError
from ..standoff import Row, by_article, check_characters, check_file_name, check_links, in_order, wording

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..metadata import Metadata

__all__ = ["write"]

# Control characters that are no white space.
_CONTROLS = r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
_WORD = r"[\w\u0300-\u036f]+"
_TOKEN = re.compile(rf"{_WORD}(?:[-\u2010\u2011'\u2019]{_WORD}|(?<=[0-9])[.,](?=[0-9]){_WORD})*|\S")
_SPACES = {" ": r"\s", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def write(corpus: "Corpus", folder: Path, metadata: "Metadata") -> None:  # noqa: ARG001 - every format has all three
    """
    Write the sentences of each article.

    Raises:

        UsageError: The wording of an article is not there.

        ConversionError:
            Ids, references or spans lead nowhere, sentences overlap or are empty, the text holds a control
            character, or the id of an article cannot be the name of a file.
    """
    for part in corpus.parts("write"):
        texts = wording(part, "conllu", corpus.n_rows["articles"])
        check_links(part, "conllu")
        check_characters({"articles": part.table("articles")}, "conllu", _CONTROLS)
        for article, tables in by_article(part).items():
            path = folder / f"{article}.conllu"
            check_file_name(path, "conllu")
            lines = "".join(f"{line}\n" for line in _document(article, texts[article], tables))
            path.write_bytes(lines.encode())


def _document(article: str, text: str, tables: dict[str, list[Row]]) -> Iterator[str]:
    sentences = in_order(tables["sentences"], "sentences", "conllu")
    cut = [_tokens(text, sentence) for sentence in sentences]
    marks = _entities([token for tokens in cut for token in tokens], tables)
    quotations = sorted(tables["quotations"], key=lambda row: (row["start"], -row["end"]))
    paragraph = None
    for sentence, tokens in zip(sentences, cut, strict=True):
        if paragraph is None:
            yield f"# newdoc id = {article}"
        if sentence["paragraph_id"] != paragraph:
            paragraph = sentence["paragraph_id"]
            yield f"# newpar id = {_dotted(paragraph)}"
        yield f"# sent_id = {_dotted(sentence['id'])}"
        yield f"# text = {' '.join(text[tokens[0][0] : tokens[-1][1]].split())}"
        for place, (start, end) in enumerate(tokens, 1):
            after = text[end : tokens[place][0] if place < len(tokens) else end + 1]
            around = [_quote(row) for row in quotations if row["start"] < end and start < row["end"]]
            misc = [f"Start={start}", f"End={end}"]
            misc += [f"Entity={''.join(marks[start])}"] if start in marks else []
            misc += [f"Quote={','.join(around)}"] if around else []
            misc += _space(after, within=place < len(tokens))
            yield "\t".join([str(place), text[start:end], *["_"] * 7, "|".join(misc)])
        yield ""


def _tokens(text: str, sentence: Row) -> list[tuple[int, int]]:
    tokens = [found.span() for found in _TOKEN.finditer(text, sentence["start"], sentence["end"])]
    if not tokens:
        msg = f"sentences row {sentence['id']!r}, column 'start': conllu has no sentences without words, expected some, found white space; correct it"
        raise ConversionError(msg)
    return tokens


def _entities(tokens: list[tuple[int, int]], tables: dict[str, list[Row]]) -> dict[int, list[str]]:
    """By the start of a token, the brackets of mentions on it: those that open, the outermost first, then those that close."""
    types = {row["id"]: row["type"] for row in tables["entities"]}
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for row in sorted(tables["mentions"], key=lambda row: (row["start"], -row["end"])):
        first = bisect_right(tokens, row["start"], key=itemgetter(1))
        last = bisect_left(tokens, row["end"], key=itemgetter(0)) - 1
        if first <= last:
            opened = f"({_local(row['id'])}:{types[row['entity_id']]}:{_local(row['entity_id'])}"
            opening.setdefault(tokens[first][0], []).append(opened if first < last else f"{opened})")
            if first < last:
                closing.setdefault(tokens[last][0], []).insert(0, f"{_local(row['id'])})")
    return {start: [*opening.get(start, []), *closing.get(start, [])] for start in {*opening, *closing}}


def _quote(row: Row) -> str:
    return ":".join([_local(row["id"]), row["kind"], *([_local(row["speaker_id"])] if row["speaker_id"] else [])])


def _space(after: str, *, within: bool) -> list[str]:
    """What MISC says of what follows a token: up to the next one within a sentence, else the one character after it."""
    if after.strip() or (within and not after):
        return ["SpaceAfter=No"]
    if not within or after == " ":
        return []
    return ["SpacesAfter=" + "".join(_SPACES.get(c, f"\\u{ord(c):04x}") for c in after)]


def _dotted(identity: str) -> str:
    return identity.replace("/", ".")


def _local(identity: str) -> str:
    return identity.rpartition("/")[2]
