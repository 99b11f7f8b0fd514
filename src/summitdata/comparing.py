"""`compare`: two summits side by side, with the topics that both speak of, the numbers that changed, the promises repeated."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .comparison import Comparison
    from .corpus import Corpus

__all__ = ["compare"]


def compare(a: "Corpus | str", b: "Corpus | str", corpus: "Corpus | None" = None) -> "Comparison":
    """
    Two summits side by side.

    Topics are the nouns, names, adjectives and verbs of `term_counts` and the mentioned entities that both sides have, the
    most frequent first by the smaller of their two rates. Entities are the same where they have a cluster, a verified
    identifier, or name and type in common.

    Numbers are of the same kind and unit and count the same. They measure the same where both have the same indicator and
    entity; or, where the wording is there, where the nouns of their sentences, persons left out, have a Dice coefficient of at
    least 0.4 and at least two in common, or are the same. The two articles then have the same parties (the two countries, or
    else persons, mentioned most), or the sentences a name in common; where an article's parties are not known, two nouns do.
    Each is paired with the one of the other side that it is most like, one of the same status before any other, if that in
    turn is most like it; where two are equally like, none is. What repeats the same number of the same on one side is taken
    once.

    Promises are matched as `summitdata.promising` says, each of the second side with the one of the first it is most like.

    Args:

        a: The earlier one: a corpus, or the id of an article in `corpus`.

        b: The later one, in the same way.

        corpus: The corpus of the articles that are given by their ids.

    Raises:

        UsageError:
            There is no such article, or what is compared by words has none: a side without counts of terms, numbers without
            wording and indicator, undertakings without wording and `action_en`.

        MissingExtraError: There is wording, and pymorphy3 is not installed.
    """
    from .comparison import compared

    return compared(a, b, corpus)
