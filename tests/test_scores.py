"""Extraction is as good as docs/scores.md says, and no worse than what was asked of it."""

import pytest

import summitdata as sd

from . import scores, scoring
from .conftest import ARTICLE, SYNTHETIC

pytest.importorskip("razdel")

MEASURED = dict(scores.sets())


@pytest.fixture(scope="module", params=MEASURED)
def scored(request: pytest.FixtureRequest) -> scoring.Scores:
    """The scores of one set of articles."""
    documents = MEASURED[request.param]
    return scoring.score(scoring.extracted(documents), documents)


def test_quotations(scored: scoring.Scores):
    """Nine direct quotations of ten are found with their edges, four of five with their speaker, and names are not taken for them."""
    hit, of = scored.hard_negatives

    assert scored.exact.f1 >= 0.90
    assert scored.attributed.f1 >= 0.82
    assert 60 * hit <= of


def test_quantities(scored: scoring.Scores):
    """Nine numbers of ten have the right value and unit."""
    assert scored.valued.f1 >= 0.90


@pytest.mark.skipif(not scoring.DEVELOPMENT.is_dir(), reason="the development articles are not at ../shared/extraction")
def test_marks_make_no_difference():
    """With other quotation marks the same is found."""
    own, curly, straight = (
        scoring.score(scoring.extracted(documents), documents)
        for documents in map(scoring.development, (None, "curly", "straight"))
    )
    for other in (curly, straight):
        for measure in ("exact", "attributed", "valued"):
            assert abs(getattr(own, measure).f1 - getattr(other, measure).f1) <= 0.03


@pytest.mark.parametrize("name", ["shipped", "invented"])
def test_curated_articles(name: str, request: pytest.FixtureRequest):
    """In the articles that are curated every direct quotation is found with its cue and speaker, and every number with its value."""
    text = request.getfixturevalue("article_text" if name == "shipped" else "synthetic_text")
    curated = sd.load() if name == "shipped" else sd.open(SYNTHETIC)
    found = sd.extract([text])

    assert direct(curated) == direct(found)
    assert numbers(curated) <= numbers(found)


def direct(corpus: sd.Corpus) -> list[tuple[object, ...]]:
    """The direct quotations: place, cue, and the surname of the speaker."""
    labels = {e.id: e.label_ru or "" for e in corpus.entities}
    return [
        (q.start, q.end, q.cue_start, q.cue_end, labels[q.speaker_id or ""].rpartition(" ")[2])
        for q in corpus.quotations
        if q.kind == "direct"
    ]


def numbers(corpus: sd.Corpus) -> set[tuple[object, ...]]:
    """The numbers: where they stand, and their values."""
    return {(q.start, q.end, q.value, q.low, q.high) for q in corpus.quantities}


@pytest.mark.skipif(
    not (scoring.DEVELOPMENT.is_dir() and ARTICLE.is_file()), reason="what the page is made of is not all at ../shared"
)
def test_the_page_says_so():
    """The page is what the command writes."""
    assert scores.page() == scores.PAGE.read_text("utf-8")
