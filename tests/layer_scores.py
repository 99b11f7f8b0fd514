"""How much of a curated article extraction finds, layer by layer."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any

import attrs

import summitdata as sd

__all__ = ["LayerScore", "layer_scores"]


@attrs.frozen
class LayerScore:
    """
    How much of one layer is found.

    Attributes:

        layer: What is compared.

        right: How many rows are the same in both.

        found: How many rows extraction has.

        curated: How many rows the curated tables have.
    """

    layer: str
    right: int
    found: int
    curated: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is curated that was found."""
        return self.right / self.curated if self.curated else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / (self.found + self.curated) if self.found + self.curated else 0.0


def layer_scores(extracted: sd.Corpus, curated: sd.Corpus) -> list[LayerScore]:
    """The scores of every layer of one article; spans count as the same only where both ends are."""
    both = extracted, curated
    made = []

    def compare(layer: str, found: Iterable[Hashable], wanted: Iterable[Hashable]) -> None:
        one, other = Counter(found), Counter(wanted)
        made.append(LayerScore(layer, (one & other).total(), one.total(), other.total()))

    def spans(layer: str, table: str, *columns: str, **only: Any) -> None:
        compare(layer, *(_rows(corpus, table, columns, only) for corpus in both))

    labels = [{e.id: (e.label_ru or "").lower().replace("ё", "е") for e in corpus.entities} for corpus in both]
    spans("paragraphs", "paragraphs")
    spans("paragraphs with their kind", "paragraphs", "kind")
    spans("sentences", "sentences")
    for kind in ("direct", "indirect", "scare"):
        spans(f"{kind} quotations", "quotations", kind=kind)
        if kind != "scare":
            spans(f"{kind} quotations with their cue", "quotations", "cue_start", "cue_end", kind=kind)
            compare(
                f"{kind} quotations with their speaker",
                *(
                    [
                        (q.start, q.end, _surname(known.get(q.speaker_id, "")))
                        for q in corpus.quotations
                        if q.kind == kind
                    ]
                    for corpus, known in zip(both, labels, strict=True)
                ),
            )
    for form in ("name", "office", "description", "adjective", "demonym", "pronoun"):
        spans(f"mentions, {form}", "mentions", form=form)
    spans("mentions", "mentions")
    compare(
        "mentions with their entity",
        *(
            [(m.start, m.end, _surname(known.get(m.entity_id, ""))) for m in corpus.mentions]
            for corpus, known in zip(both, labels, strict=True)
        ),
    )
    spans("quantities", "quantities")
    spans("quantities with value and unit", "quantities", "value", "low", "high", "unit")
    for column in ("dimension", "direction", "status", "comparator", "approximate", "period"):
        spans(f"quantities with their {column}", "quantities", column)
    spans("dates", "dates")
    spans("dates with their day", "dates", "date")
    spans("undertakings", "statements", id=_undertaken(extracted) | _undertaken(curated))
    compare("undertakings, any overlap", *_overlapping(extracted, curated))
    compare("words with lemma and part of speech", *(_terms(corpus) for corpus in both))
    return made


def _rows(corpus: sd.Corpus, table: str, columns: Iterable[str], only: dict[str, Any]) -> list[Hashable]:
    return [
        (row.start, row.end, *(getattr(row, column) for column in columns))
        for row in getattr(corpus, table)
        if all(
            getattr(row, column) in wanted if isinstance(wanted, frozenset) else getattr(row, column) == wanted
            for column, wanted in only.items()
        )
    ]


def _surname(label: str) -> str:
    # The same person may be told by more or fewer of the names.
    return label.rsplit(maxsplit=1)[-1] if label else ""


def _undertaken(corpus: sd.Corpus) -> frozenset[str]:
    return frozenset(c.statement_id for c in corpus.commitments)


def _overlapping(extracted: sd.Corpus, curated: sd.Corpus) -> tuple[list[Hashable], list[Hashable]]:
    """Undertakings as numbers, the same number where the two overlap."""
    spans = [
        [(s.start, s.end) for s in corpus.statements if s.id in _undertaken(corpus)] for corpus in (extracted, curated)
    ]
    found: list[Hashable] = []
    free = [*range(len(spans[1]))]
    for start, end in spans[0]:
        met = next((n for n in free if spans[1][n][0] < end and start < spans[1][n][1]), None)
        if met is not None:
            free.remove(met)
        found.append(("none", start) if met is None else met)
    return found, [*range(len(spans[1]))]


def _terms(corpus: sd.Corpus) -> list[Hashable]:
    direct = {q.id: (q.start, q.end) for q in corpus.quotations if q.kind == "direct"}
    return [
        (direct.get(t.quotation_id), t.lemma, t.upos, n)  # type: ignore[arg-type]
        for t in corpus.term_counts
        for n in range(t.n)
    ]
