"""
How good extraction is, as a page: `python -m tests.scores` writes docs/scores.md.

It needs the development articles and the shipped one, which are not in the repository.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import summitdata as sd

from . import layer_scores, scoring
from .articles import summits
from .conftest import ARTICLE, SYNTHETIC

__all__ = ["PAGE", "page", "sets"]

PAGE = Path(__file__).parent.parent / "docs" / "scores.md"
_OURS = {"ours, first set": "", "ours, second set": "second", "ours, third set": "third"}
_STYLES = {"": None, ", curly marks": "curly", ", straight marks": "straight"}

_HEAD = """# How good extraction is

Written by `python -m tests.scores`; the texts that it needs beside those of the repository are named below.

## Quotations and numbers

Scored are direct quotations (edges trimmed of marks, stops and spaces have to be equal), those with the right speaker (a word of the name has to begin as it should; no
name where the article never says), quoted names and terms that are no quotations and were taken for one, and numbers with value, both ends of a range, and unit.
Quotations of a speaker's fragments inside the reporter's sentence are neither asked for nor punished, nor are numbers that can be read either way.

| articles | quotations, exact F1 | with the right speaker, F1 | taken for quotations | numbers, F1 |
|---|---:|---:|---:|---:|
"""

_SETS = """
- **Development**: 15 articles of eight Russian and Kazakh outlets, not ours to pass on, by which the rules were written; also with their marks made curly and straight.
- **Ours**: three sets of invented articles in the manners of such outlets (`tests/articles`), 24, 48 and 30, each written and marked up by someone who had not seen the rules.

The sets were scored before those who wrote the rules had read a word of them. What came out then, and not the table above, is what to expect of other articles:

| articles, before anybody read them | quotations, exact F1 | with the right speaker, F1 | taken for quotations | numbers, F1 |
|---|---:|---:|---:|---:|
| first set, by the first rules | 0.917 | 0.777 | 0 of 83 | 0.949 |
| second set, its first 18, by the rules mended with the first set | 0.992 | 0.777 | 0 of 55 | 0.997 |
| second set, its other 30, by the same rules | 0.980 | 0.710 | 0 of 57 | 0.974 |
| third set, by the rules as they are | 1.000 | 0.896 | 0 of 86 | 0.990 |

Of the second set those who then mended the rules of speakers were told the kinds of failure, in general words, and never the texts; nothing was mended with the third.
The texts are invented, so that closing quotations are shorter and wittier than real ones; of real articles only the development ones are marked up.

"""

_NAMES = """
## Names of persons, places and bodies

Exact spans, in a nest of names the outermost; measured once on the test parts of two public corpora, whose texts are not here. natasha 1.6.0 was scored in the same way.

| corpus | | persons | places | bodies | all |
|---|---|---:|---:|---:|---:|
| NEREL 1.1, test | rules | .867 | .782 | .547 | .762 |
| | natasha alone | .871 | .804 | .566 | .773 |
| | rules and `ner=True` | .891 | .824 | .586 | .793 |
| factRuEval 2016, test | rules | .944 | .873 | .656 | .820 |
| | natasha alone | .924 | .914 | .808 | .879 |
| | rules and `ner=True` | .942 | .902 | .737 | .853 |

Some texts of the factRuEval test part were looked at while the rules were written, so that its figures flatter them.
Our guidelines take the head of a body's name into its span (*министерство* …), and factRuEval does not, which is much of the difference for bodies.
On the shipped article the rules alone find its names with an F1 of .945, with the tagger .939.
"""

_LAYERS = """
## Layer by layer, on the curated articles

The shipped article and the invented one of the tests have every row curated by hand.
What extraction finds in their bare texts is compared with that; a span counts where both ends are equal, and a row where everything named is.
The rules were written beside these two articles, so that the figures say what is held and not what to expect.

"""

_SUMMITS = """
## Promises and trade through fifty summits

Of the [fifty invented summits](fifty_summits.md) it is known which promise was made, repeated, moved or enlarged where, and what two countries traded.

| | right | of |
|---|---:|---:|
"""


def sets() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """The articles that are marked up, under their names."""
    if scoring.DEVELOPMENT.is_dir():
        for name, style in _STYLES.items():
            yield f"development{name}", scoring.development(style)
    for name, folder in _OURS.items():
        yield name, scoring.articles(folder)


def page() -> str:
    """The page."""
    scored = {name: scoring.score(scoring.extracted(documents), documents) for name, documents in sets()}
    lines = [_HEAD]
    lines += [_row(name, scores) for name, scores in scored.items()]
    lines.append(_SETS)
    lines += ["## Numbers by kind\n\n", *_kinds(scored), "\n## What fails\n\n", *_failures(scored)]
    lines += [_NAMES, _LAYERS, *_layers(), _SUMMITS, *_promises()]
    return "".join(lines)


def _row(name: str, scores: scoring.Scores) -> str:
    hit, of = scores.hard_negatives
    return f"| {name} | {scores.exact.f1:.3f} | {scores.attributed.f1:.3f} | {hit} of {of} | {scores.valued.f1:.3f} |\n"


def _kinds(scored: dict[str, scoring.Scores]) -> Iterator[str]:
    names = [name for name in scored if "marks" not in name]
    yield f"| kind | {' | '.join(f'{name}: right of wanted' for name in names)} |\n|---|{'---:|' * len(names)}\n"
    for kind in sorted({kind for name in names for kind in scored[name].kinds}):
        counts = (scored[name].kinds.get(kind) for name in names)
        yield f"| {kind} | {' | '.join(f'{c[0]} of {c[2]}' if c else '' for c in counts)} |\n"


def _failures(scored: dict[str, scoring.Scores]) -> Iterator[str]:
    # The words of the development articles are not ours.
    for name, scores in scored.items():
        sorts = sorted({failure.sort for failure in scores.failures})
        told = ", ".join(f"{sort} {sum(f.sort == sort for f in scores.failures)}" for sort in sorts)
        yield f"- {name}: {told or 'nothing'}\n"
        for failure in scores.failures if name in _OURS else ():
            words = failure.words.replace("|", "/").replace("\n", " ")
            yield f"  - {failure.document}, {failure.sort}: {words}\n"


def _layers() -> Iterator[str]:
    corpora = {"shipped": (ARTICLE, sd.load()), "invented": (SYNTHETIC / "article.txt", sd.open(SYNTHETIC))}
    tables = {
        name: layer_scores.layer_scores(sd.extract([path.read_bytes().decode()]), curated)
        for name, (path, curated) in corpora.items()
    }
    yield (
        "| layer | "
        + " | ".join(f"{name}: right, found, curated | F1" for name in tables)
        + " |\n|---|---:|---:|---:|---:|\n"
    )
    for rows in zip(*tables.values(), strict=True):
        cells = " | ".join(f"{row.right}, {row.found}, {row.curated} | {row.f1:.2f}" for row in rows)
        yield f"| {rows[0].layer} | {cells} |\n"


def _promises() -> Iterable[str]:
    briefings = summits.briefings()
    corpus = sd.extract([{"text": one.text, "published": one.published, "name": one.name} for one in briefings])
    articles = {article.source: article.id for article in corpus.articles}
    statements = {s.id: s for s in corpus.statements}
    made = [(c, statements[c.statement_id]) for c in corpus.commitments]
    wanted = [(articles[one.name], p) for one in briefings for p in one.promises if p.event != "kept"]
    met = [
        [(c, s) for c, s in made if s.article_id == article and s.start < p.end and p.start < s.end]
        for article, p in wanted
    ]
    dated = sum(any(c.deadline == p.deadline for c, _ in found) for found, (_, p) in zip(met, wanted, strict=True))
    hit = {c.id for found in met for c, _ in found}
    trades = [(articles[one.name], t) for one in briefings for t in one.trade]
    right = sum(
        any(
            (q.article_id, q.value, q.unit) == (article, t.value, "USD") and q.start < t.end and t.start < q.end
            for q in corpus.quantities
        )
        for article, t in trades
    )
    return [
        f"| promises found | {sum(map(bool, met))} | {len(wanted)} |\n",
        f"| promises with the right deadline | {dated} | {len(wanted)} |\n",
        f"| candidates that are promises | {len(hit)} | {len(made)} |\n",
        f"| trade figures with value and unit | {right} | {len(trades)} |\n",
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
