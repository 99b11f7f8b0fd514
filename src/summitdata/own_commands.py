"""What the commands do that turn articles of one's own into a corpus and go over it; each gives its answer."""

import argparse
import shlex
from contextlib import ExitStack
from typing import Any

from . import formats
from .commands import DONE, PROBLEMS, Answer, check_apart, limits_of, printable
from .exceptions import MissingExtraError, UsageError, shown

__all__ = ["extract", "merge", "review"]


def extract(options: argparse.Namespace) -> Answer:
    """Articles in files to a folder of parts."""
    from .extract.files.sources import inputs
    from .extract.runs.running import Settings, extract_into

    for path in options.paths:
        check_apart(options.output, path)
    given = inputs(options.paths)
    settings = Settings(
        ner=options.ner,
        text=options.text,
        articles_per_part=options.articles_per_part,
        fields=dict(_field(one) for one in options.field),
    )
    with ExitStack() as open_ones:
        client = None if options.scheduler is None else open_ones.enter_context(_client(options.scheduler))
        made = extract_into(
            options.output,
            given,
            settings,
            workers=options.workers,
            client=client,
            break_lock=options.break_lock,
        )
    corpus = formats.open(options.output)
    rows = corpus.n_rows
    done = f"{_n(made.articles, 'article')} in {_n(len(made.parts), 'part')} extracted to {shown(options.output)}, {_n(made.errors, 'error')}"
    lines = [f"{done}; it holds {_n(rows['articles'], 'article')} and {_n(rows['errors'], 'error')}"]
    if made.known:
        lines.append(f"{_n(made.known, 'file')} extracted before and passed over")
    lines += [f"left to {who}, which is at it: {job}" for job, who in made.held.items()]
    lines += [f"removed, since what made it had died: {name}" for name in made.swept]
    if rows["errors"]:
        lines.append(f"what gave no article: sd.open({shown(options.output)}).frame('errors')")
    document = {
        "folder": options.output,
        "articles": made.articles,
        "errors": made.errors,
        "parts": list(made.parts),
        "known": made.known,
        "held": dict(made.held),
        "swept": list(made.swept),
        "rows": dict(rows),
    }
    return Answer(DONE, printable("\n".join(lines)), document)


def _n(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _field(given: str) -> tuple[str, str]:
    from .extract.files.lines import FIELDS

    name, _, field = given.partition("=")
    if not name or not field:
        msg = f"expected --field NAME=FIELD, found {shown(given)}; for instance --field text=body"
        raise UsageError(msg)
    if name not in FIELDS:
        msg = f"there is no field {shown(name)} to name; expected one of {', '.join(FIELDS)}, as in --field text=body"
        raise UsageError(msg)
    return name, field


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        msg = f"a scheduler needs {error.name}; install it with: pip install 'summitdata[dask]'"
        raise MissingExtraError(msg) from error
    try:
        return Client(address, timeout=10)
    except (OSError, ValueError) as error:
        msg = f"no scheduler answers at {shown(address)}: {error}; check the address, such as tcp://127.0.0.1:8786"
        raise UsageError(msg) from error


def review(options: argparse.Namespace) -> Answer:
    """What needs a human, written to a folder."""
    from .review import review as write_review

    check_apart(options.output, options.folder)
    corpus = formats.open(options.folder, limits=limits_of(options))
    n = write_review(corpus, options.output, below=options.below, articles=options.article, overwrite=options.overwrite)
    then = shlex.join(["summitdata", "merge", options.folder, options.output, "-o", "FOLDER", "--text"])
    text = f"{_n(n, 'question')} written to {shown(options.output)}; decide in review.csv, or in the annotations, then: {then}"
    return Answer(DONE, printable(text), {"folder": options.output, "questions": n})


def merge(options: argparse.Namespace) -> Answer:
    """A corpus with what people decided about it, written to a folder."""
    from .merging import merge as merged

    for source in (options.folder, options.review):
        check_apart(options.output, source)
    corpus = formats.open(options.folder, limits=limits_of(options))
    made = merged(corpus, options.review)
    report = made.validate()
    if not report.ok:
        return Answer(PROBLEMS, printable(str(report)), {"ok": False, "total": report.total})
    formats.write(made, options.output, "parquet", text=options.text, overwrite=options.overwrite)
    n = made.n_rows["readings"] - corpus.n_rows["readings"]
    text = f"{_n(n, 'reading')} taken back; the corpus is written to {shown(options.output)}"
    return Answer(DONE, text, {"folder": options.output, "readings": n})
