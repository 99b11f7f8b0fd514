"""`summitdata.extract` and `summitdata.extract_files`: raw Russian news to the tables of a corpus."""

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from distributed import Client

    from ..corpus import Corpus

__all__ = ["extract", "extract_files"]

_NEEDS_FOLDER = "workers and text are for a corpus that is written; give its folder with to"


def extract(
    texts: Iterable[Any],
    *,
    to: "str | os.PathLike[str] | None" = None,
    ner: bool = False,
    text: bool = False,
    articles_per_part: int = 500,
    client: "Client | None" = None,
    break_lock: bool = False,
) -> "Corpus":
    """
    The tables of Russian news articles that are given as texts, a `Corpus`.

    Without `to` it is in memory, with the articles' wording. With it, it is written to a folder part by part, however many
    texts there are, and given as it is opened from there; the same call goes on with what broke off, with the same texts
    and any that come after them.

    Every row is made by a rule: `origin` is ``"extracted"``, `rule` names it and `confidence` says which share of such rows
    is right. What the rules do not know is null. A text that gives no article, or is there already, is a row of `errors`.
    What an article's rows are depends on its text, name and day alone, so that articles can be extracted apart, in any
    order.

    >>> import summitdata as sd
    >>> corpus = sd.extract(["«Мы построим 3 моста», – сказал президент Лардии Велимир Градунов."])
    >>> corpus.quotations[0].text
    'Мы построим 3 моста'

    Args:

        texts:
            The articles: strings, pairs of a string and the day it appeared, or mappings with ``text`` and, where they are
            known, ``published``, ``url``, ``headline``, ``outlet`` and ``name``; an iterator too. Without a day, dates such
            as *yesterday* stay unresolved; a header `` date 2031-05-14 `` in front of a text gives it.

        to: The folder of the corpus; it is made.

        ner: Look for names with natasha's tagger too, which is slower; needs the extra ``ner``.

        text: Write the articles' wording to the folder too.

        articles_per_part: How many articles a part has at most.

        client: A `distributed.Client`: its cluster does the work, in memory; needs the extra ``dask``.

        break_lock: Go on with what a process of another machine had begun that may have died there.

    Raises:

        UsageError: One of the texts is nothing that can be one, a figure is out of bounds, or arguments do not go together.

        NotFoundError: The folder that `to` lies in does not exist.

        ConflictError: The folder holds something else, or was made with other settings or texts.

        LimitError: Workers of the cluster ended at their work, for want of memory perhaps.

        WriteError: The folder cannot be written to; what is committed stays.

        MissingExtraError: An extra that is needed is not installed.
    """
    from ..exceptions import UsageError
    from .files.sources import texts as sources_of

    if to is None:
        from .runs.gathering import extracted

        if text:
            raise UsageError(_NEEDS_FOLDER)
        return extracted(sources_of(texts), ner=ner, client=client, articles_per_part=articles_per_part)
    if client is not None:
        msg = "expected to or client, found both; write the texts to files, which a cluster extracts to a folder: extract_files"
        raise UsageError(msg)
    from ..formats import open as opened
    from .runs.running import Settings, texts_into

    settings = Settings(ner=ner, text=text, articles_per_part=articles_per_part)
    texts_into(to, sources_of(texts), settings, break_lock=break_lock)
    return opened(to)


def extract_files(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    to: str | os.PathLike[str] | None = None,
    ner: bool = False,
    text: bool = False,
    fields: Mapping[str, str] | None = None,
    articles_per_part: int = 500,
    workers: int = 1,
    client: "Client | None" = None,
    break_lock: bool = False,
) -> "Corpus":
    """
    The tables of Russian news articles in files: plain text, HTML, JSON Lines or WARC, or folders of such files.

    Without `to` the corpus is in memory, with the articles' wording. With it, it is written to a folder part by part,
    however many articles there are, and given as it is opened from there; a run that broke off is gone on with by the same
    call, and other processes may extract into the same folder at the same time.

    Args:

        paths: A file or a folder, or several of them.

        to: The folder of the corpus; it is made.

        ner: Look for names with natasha's tagger too, which is slower; needs the extra ``ner``.

        text: Write the articles' wording to the folder too.

        fields: What the fields ``text``, ``published``, ``url``, ``headline``, ``outlet`` and ``name`` are called in JSON
            Lines, where they are called otherwise: ``{"text": "body"}``.

        articles_per_part: How many articles a part has at most.

        workers: How many processes do the work, with `to`.

        client: A `distributed.Client`: its cluster does the work, and with `to` sees the files and the folder.

        break_lock: Do what a process of another machine had begun that may have died there.

    Raises:

        UsageError: A path is none of the file system, a figure is out of bounds, or arguments do not go together.

        NotFoundError: There is no file or folder of a name, or not the folder that `to` lies in.

        ConflictError: The folder holds something else or was made with other settings, or a file changed since.

        LimitError: A process ended at its work, for want of memory perhaps; the message names what it was at.

        WriteError: The folder cannot be written to; what is committed stays.

        MissingExtraError: An extra that is needed is not installed.
    """
    from ..exceptions import UsageError
    from .files.sources import inputs, read

    given = inputs([paths] if isinstance(paths, (str, os.PathLike)) else [*paths])
    if to is None:
        from .runs.gathering import extracted

        if workers != 1 or text:
            raise UsageError(_NEEDS_FOLDER)
        sources = (source for one in given for source in read(one, fields=fields))
        return extracted(sources, ner=ner, client=client, articles_per_part=articles_per_part)
    from ..formats import open as opened
    from .runs.running import Settings, extract_into

    settings = Settings(ner=ner, text=text, fields=fields or {}, articles_per_part=articles_per_part)
    extract_into(to, given, settings, workers=workers, client=client, break_lock=break_lock)
    return opened(to)
