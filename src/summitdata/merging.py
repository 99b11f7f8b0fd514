"""
`merge`: what people decided about a review, taken back into the corpus.

Rows that were confirmed or corrected have the origin `merged`; rule and confidence stay, so that it can be told later how
often which rule was right. Rows that came in an annotation tool have neither. What nobody went over stays as it was.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .corpus import Corpus
    from .limits import Limits

__all__ = ["merge"]


def merge(corpus: "Corpus", folder: str | os.PathLike[str], *, limits: "Limits | None" = None) -> "Corpus":
    """
    The corpus with what people decided about a review of it.

    Taken back are the decisions in `review.csv`; what was done to the articles in `brat/` or `webannotation/`: rows that
    were deleted, moved, retyped, added, whose codes or notes were changed; and `articles.csv`. An article was gone over as
    a whole if its annotations came back changed, or if `gone_over` says ``yes``: then every row that the tools show is
    confirmed that was not changed. Of the others only the rows asked about are touched.

    In `readings` the machine's reading of every such row stands beside the human's, and `Corpus.agreement` compares them.

    A row that others refer to cannot be dropped; its parts go with it (the undertaking that a statement is, the actors of
    an undertaking, the identifiers of an entity), as do a statement that a rule made for an undertaking alone, and entities
    all of whose mentions were dropped. Where a direct quotation came, went or moved, the article's words are counted anew,
    which needs the extra ``extract``.

    Args:

        corpus: The corpus that was reviewed, unchanged since.

        folder: The folder that `summitdata.review.review` wrote.

        limits: What each file may ask for at most.

    Raises:

        NotFoundError: There is nothing there, or no review.

        FormatError: A decision or an annotation cannot be read; the message says where.

        ConversionError: A decision cannot be carried out; the message says where it was made, and why.

        ConflictError: Two decisions about one row contradict each other, or the corpus is not the one that was reviewed.
    """
    from .reviews.returning import merged

    return merged(corpus, folder, limits)
