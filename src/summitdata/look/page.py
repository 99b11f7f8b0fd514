"""One page of a whole corpus: a file of its own that opens in any browser, without a network and without a script."""

import os
import sys
from collections import Counter
from itertools import chain

import attrs

from ..arithmetic import label
from ..citation import cite
from ..corpus import Corpus
from ..destination import writing
from ..exceptions import ConflictError, UsageError, shown
from ..files import local_path
from ..metadata import Metadata, metadata_of
from ..vocabularies import CapTopic
from .briefing import briefing
from .markup import attribute, content, element, joined, listed, russian
from .measures import numbers, projects
from .panels import days, names, promises, silences, voices
from .rows import NARRATOR, Held
from .style import CSS, SCRIPT

__all__ = ["Page", "view"]

_ARTICLES = 200

_LAYERS = (
    ("quotation", "Quotations"),
    ("statement", "Statements"),
    ("evaluation", "Evaluations"),
    ("event", "Events"),
    ("number", "Numbers"),
    ("promise", "Promises"),
    ("project", "Projects"),
    ("date", "Other dates"),
    ("silence", "Silences"),
    ("name", "Names"),
    ("relation", "Relations"),
)

_LEGEND = (
    '<ul class="legend"><li><span class="on-quotation">quotation</span></li>'
    '<li><span class="on-number">number</span></li><li><span class="on-mention">mention of a name</span></li>'
    '<li><span class="on-evaluation">evaluation</span></li></ul>'
)

# A pattern for what is derived or open, which no colour alone tells.
_HATCH = (
    '<svg width="0" height="0" class="sr" aria-hidden="true"><defs><pattern id="hatch" width="4" height="4" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="4" height="4"/>'
    '<line class="hatch-line" x1="0" y1="0" x2="0" y2="4"/></pattern></defs></svg>'
)


@attrs.frozen(repr=False)
class Page:
    """
    A page that stands by itself.

    Attributes:

        html: The whole page.
    """

    html: str

    def write(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """
        Write the page to a file, whole or not at all; its folder is made.

        Args:

            path: The file, such as ``"page.html"``.

            overwrite: Whether a file that is there may be replaced.

        Raises:

            ConflictError: There is something already, and it may not be replaced or is no file.

            UsageError: It is a URL, or no path at all.

            WriteError: The disk is full, permission is missing, or the like.
        """
        file = local_path(path)
        if file.is_symlink() or (file.exists() and not file.is_file()):
            msg = f"{shown(str(file))} is no ordinary file, so it is not replaced; give another destination"
            raise ConflictError(msg)
        if file.exists() and not overwrite:
            msg = f"{shown(str(file))} exists; give another destination, or overwrite=True (--overwrite) to replace it"
            raise ConflictError(msg)
        with writing(file) as out:
            out.write(self.html.encode())

    def _repr_html_(self) -> str:
        """The page in a frame, for notebooks, under a sentence for hosts that leave frames out."""
        told = 'A page of the corpus; where no frame is shown below, write it to a file with <code>.write("page.html")</code>.'
        frame = f'<iframe srcdoc="{attribute(self.html)}" title="Page of the corpus" width="100%" height="720" sandbox="allow-scripts"></iframe>'
        return f"<p>{told}</p>{frame}"

    def __repr__(self) -> str:
        return f"<Page of {len(self.html.encode()):,} bytes; write it with .write('page.html')>"


def view(corpus: Corpus, *, text: bool = True) -> Page:
    """
    A page of a corpus: its course, its voices, numbers, promises, projects, days and silences, and how to cite it.

    Args:

        corpus: The corpus.

        text: Whether the wording of the articles stands on the page where the corpus has it.

    Raises:

        UsageError: It has more than 200 articles; nobody reads such a page, and no browser shows it.

        ConversionError: A cell that may not be empty is empty.
    """
    n = corpus.n_rows["articles"]
    if n > _ARTICLES:
        msg = f"a page shows at most {_ARTICLES} articles, the corpus has {n:,}; view a part of it: corpus.in_parts({_ARTICLES}).part('0001').view()"
        raise UsageError(msg)
    held = Held.of(corpus, text=text)
    metadata = metadata_of(corpus)
    course = "What is said, in its order; a quotation, a number or a promise can be cited by the line under it."
    if held.corpus.has_text:
        course += " The wording is the article’s own and stays its publisher’s: do not pass this page on; what is above it is our English gist."
    else:
        course += " The wording stays with its publisher; what stands here is our English gist of each paragraph."
    parts = (
        ("course", "The course", course, (_LEGEND if held.corpus.has_text else "") + briefing(held)),
        ("voices", "Voices", "Who is quoted, and with how many words of their own.", voices(held)),
        (
            "numbers",
            "Numbers",
            "What is to be reached beside what is; bases that we derive are hatched.",
            numbers(held),
        ),
        ("promises", "Promises", "By how far they have come, as the source tells it.", promises(held)),
        (
            "projects",
            "Projects",
            "Where they are, and how far they have come; the table says all that the map shows.",
            projects(held),
        ),
        ("days", "Days", "Everything that has a date.", days(held)),
        ("silences", "Silences", "What a reader may ask and the source does not answer.", silences(held)),
        ("names", "Names", "Who and what is spoken of.", names(held)),
        ("about", "About this page", "", _about(corpus, metadata)),
    )
    sections = "\n".join(
        f'<section id="part-{key}" class="part" aria-labelledby="title-{key}">'
        f'<h2 id="title-{key}">{title}</h2>{element("p", intro, class_="intro") if intro else ""}\n{inner}\n</section>'
        for key, title, intro, inner in parts
    )
    ways = listed(element("li", element("a", title, href=f"#part-{key}")) for key, title, _, _ in parts)
    html = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{attribute(metadata.name)}, {attribute(held.version)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<style>{CSS}</style>\n</head>\n<body>\n<a class="skip" href="#main">Skip to the course</a>\n{_HATCH}\n'
        f'{_header(held, metadata)}\n<div class="frame">\n<div class="aside">\n'
        f'<nav aria-label="Parts of the page">{ways}</nav>\n{_filter(held)}\n</div>\n'
        f'<main id="main" tabindex="-1">\n{sections}\n</main>\n</div>\n'
        f"<footer><p>Made with {_maker()}. This page asks nothing of any network.</p></footer>\n"
        f"<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )
    return Page(html)


def _maker() -> str:
    # The code that runs, which need not be what is installed.
    return f"summitdata {sys.modules[__name__.partition('.')[0]].__version__}"


def _header(held: Held, metadata: Metadata) -> str:
    tables = (
        ("paragraphs", "paragraphs"),
        ("statements", "statements"),
        ("quotations", "quotations"),
        ("quantities", "numbers"),
        ("commitments", "promises"),
        ("projects", "projects"),
        ("silences", "silences"),
    )
    figures = "".join(f"<div><dt>{word}</dt><dd>{len(held.tables[name]):,}</dd></div>" for name, word in tables)
    name, _, rest = metadata.title.partition(": ")
    title = f"{rest[:1].upper()}{rest[1:]}" if rest else name
    over = joined([f"<b>{content(metadata.name)}</b>", content(held.version), content(metadata.published or "")])
    second = element("p", russian(metadata.title_ru), class_="ru-title") if metadata.title_ru else ""
    return (
        f'<header>\n<p class="over">{over}</p>\n<h1>{content(title)}</h1>\n{second}\n'
        f'<p class="lead">{content(metadata.description)}</p>\n<p class="not"><b>It is not</b> a record of what was said or done. '
        f"It tells what one report says, as {_coded(held)}; nothing was checked against the world.</p>\n"
        f'<dl class="figures">{figures}</dl>\n</header>'
    )


def _coded(held: Held) -> str:
    """By whom the rows were made, as their origins say."""
    origins = {
        row["origin"] for table in ("articles", "quotations", "statements", "quantities") for row in held.tables[table]
    }
    if "extracted" not in origins:
        return "readers coded it"
    return "rules read it" if origins == {"extracted"} else "rules and readers read it"


def _filter(held: Held) -> str:
    """The controls that hide what is not asked for; they stay hidden themselves where no script runs."""
    placed = ("statements", "quotations", "quantities", "commitments", "projects", "evaluations", "events")
    rows = [(table, row) for table in placed for row in held.tables[table]]
    speakers = Counter(chain.from_iterable(held.speaker_keys(table, row) for table, row in rows))
    topics = Counter(chain.from_iterable(held.topic_keys(table, row) for table, row in rows))
    labels = {e["#"]: label(e) for e in held.tables["entities"]} | {NARRATOR: "Narrator"}
    voiced = [(key, labels[key]) for key, _ in speakers.most_common()]
    spoken = [(topic.value, topic.label) for topic in CapTopic if topic.value in topics]
    return (
        '<search id="filter" hidden aria-label="Filter">\n<h2 class="sr">Filter</h2>\n'
        f"{_select('speaker', 'Speaker', 'All speakers', voiced)}\n{_select('layer', 'Layer', 'All layers', _LAYERS)}\n"
        f"{_select('topic', 'Topic', 'All topics', spoken)}\n"
        '<button type="button" id="reset">Show everything</button>\n<output id="count" for="speaker layer topic"></output>\n</search>'
    )


def _select(
    name: str, label: str, everything: str, options: "list[tuple[str, str]] | tuple[tuple[str, str], ...]"
) -> str:
    # Inside an option no element may stand, so that what turns directions is spelt out.
    made = "".join(f'<option value="{attribute(key)}">{attribute(text)}</option>' for key, text in options)
    return f'<label for="{name}">{label}</label><select id="{name}" name="{name}"><option value="">{everything}</option>{made}</select>'


def _about(corpus: Corpus, metadata: Metadata) -> str:
    """What the page is and is not, what identifies the data, and how to cite them."""
    mark = metadata.fingerprint or corpus.fingerprint
    facts = [
        ("Data version", corpus.version or "none"),
        ("Made with", _maker()),
        ("Fingerprint", mark),
        ("Licence", metadata.licence.title if metadata.licence else "not stated"),
        ("Identifier", metadata.identifier or "none"),
    ]
    cited = "Nobody has said who made this corpus; cite it by its fingerprint."
    if metadata.is_complete:
        cited = content(cite(corpus, metadata=metadata))
    lines = "".join(f"<dt>{name}</dt><dd>{content(value)}</dd>" for name, value in facts)
    return (
        '<div class="is"><div><h3>What it is</h3><p>A view of annotated rows. Each says what stands where in an article, and '
        "how it was read. Every row has an address on this page and a line to cite it by.</p></div>"
        "<div><h3>What it is not</h3><p>Not a record of what was said or done: it tells what a report says, as readers coded "
        "it. Nothing here was checked against the world, and a promise that is listed may have been kept or broken since."
        "</p></div></div>"
        f"<dl>{lines}</dl><h3>How to cite</h3><p>{cited}</p>"
        "<p>The line under a row names the row, its paragraph, its characters and the data version; summitdata cite gives the whole citation of a row.</p>"
    )
