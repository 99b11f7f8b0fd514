"""
`review`: what needs a human, as a table to decide in and as whole articles for the tools that annotate.

`merge` takes the folder back. It holds

- `review.csv`: a line for each question, with the empty columns `decision`, `correction` and `note`;
- `articles.csv`: the articles asked about, with the empty column `gone_over`;
- `brat/`: each of them as text and annotations, with one `annotation.conf`;
- `webannotation/`: the same as W3C Web Annotation, a file for each part of the corpus;
- `manifest.json`: what every file was like when it was written.
"""

import os
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .corpus import Corpus

__all__ = ["review"]


def review(
    corpus: "Corpus",
    folder: str | os.PathLike[str],
    *,
    below: float = 0.8,
    articles: Collection[str] = (),
    overwrite: bool = False,
) -> int:
    """
    Write what needs a human to a folder: rows that rules made and that are of low confidence, in conflict with others, or
    left unresolved; `summitdata.reviews.asking.REASONS` has every reason.

    Every article with a question is there as a whole, too, for brat and for tools that open Web Annotation. A corpus in
    parts is read part by part.

    Args:

        corpus: The corpus, with the wording of the articles.

        folder: The folder to write; it is made.

        below:
            Rows of a rule that is right less often are asked about. At 0.8 that is a rule of which one row in five or
            more is wrong.

        articles: The ids of articles to be gone over as a whole even if there is no question about them.

        overwrite: Replace a review that is already there, and whatever was decided in it.

    Returns:

        How many questions there are.

    Raises:

        UsageError: The wording of an article is not there, `below` is no share, or there is no such article.

        ConflictError: There is something at that path, and it was left as it is.

        ConversionError: Ids, references or spans lead nowhere.

        WriteError: The disk is full or the like.
    """
    from .reviews.reviewing import write_review

    return write_review(corpus, folder, below=below, articles=articles, overwrite=overwrite)
