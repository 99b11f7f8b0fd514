"""How what is to be extracted is cut into jobs, each of which makes a part or, of a long file, several one after another."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs

from ...exceptions import UsageError, shown
from ...files import Entry
from ..files.inputs import Input
from ..naming.latin import slug

__all__ = ["ARTICLES", "Job", "check_size", "described", "job_of", "job_of_text", "job_text", "part_name", "plan"]

#: So many articles make a part, unless somebody wants another number: some megabytes, some seconds.
ARTICLES = 500
#: A file of more bytes is a part of its own.
_LARGE = 8 * 2**20
#: Of a file of more bytes the beginning, the middle and the end say whether it has changed, and how long it is.
_WHOLE = 2**20
_SAMPLE = 2**16
#: What each of these holds is read to its end, however many parts it makes.
_STREAMS = frozenset({"jsonl", "warc", "any"})
_NUMBERED = re.compile(r"--[0-9]{6}\Z")


@attrs.frozen(kw_only=True)
class Job:
    """
    What is extracted in one go, on whatever machine.

    Attributes:

        name: The name of the part that it makes; where it makes several, what those that follow begin with.

        inputs: The files, in order.

    """

    name: str
    inputs: tuple[Input, ...]


def check_size(articles_per_part: object) -> None:
    """
    Refuse what is no number of articles that a part can have at most.

    Raises:

        UsageError: It is none.
    """
    if type(articles_per_part) is not int or articles_per_part < 1:
        msg = f"expected a number of articles of at least 1, found {shown(articles_per_part)}"
        raise UsageError(msg)


def plan(inputs: Iterable[Input], articles_per_part: int = ARTICLES) -> list[Job]:
    """
    The jobs of files: the same for the same files, in whatever order they are given.

    Texts and pages are taken together in the order of their names, so many a part; a file that holds many texts, or is
    very long, is a job of its own.

    Args:

        inputs: The files.

        articles_per_part: How many articles a part has at most.

    Raises:

        UsageError: The number is no whole number above 0, or two files have the same name.
    """
    check_size(articles_per_part)
    given = sorted(inputs, key=lambda one: one.name)
    for one, following in pairwise(given):
        if one.name == following.name:
            msg = f"two files have the name {shown(one.name)}; give the folder that both lie in"
            raise UsageError(msg)
    alone = [one for one in given if one.kind in _STREAMS or _size(one) > _LARGE]
    named = {one.name for one in alone}
    together = [one for one in given if one.name not in named]
    groups = [together[n : n + articles_per_part] for n in range(0, len(together), articles_per_part)]
    jobs = [_job(group) for group in [*([one] for one in alone), *groups]]
    return sorted(jobs, key=lambda made: made.name)


def _size(one: Input) -> int:
    try:
        return Path(one.path).stat().st_size
    except OSError:
        return 0


def _job(inputs: Sequence[Input]) -> Job:
    # Names are told apart by what they stand for, and sort as the first of them do.
    digest = sha256("\0".join(one.name for one in inputs).encode("utf-8", "surrogatepass")).hexdigest()
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}\Z", "", inputs[0].name)
    shown = slug(stem).removeprefix("ent-")[:40].strip("-") or "part"
    return Job(name=f"{shown}-{digest[:10]}", inputs=tuple(inputs))


def part_name(one: Job, number: int) -> str:
    """What the part of that number of a job is called, the first being 0."""
    return f"{one.name}--{number + 1:06}" if number else one.name


def job_of(part: str) -> str:
    """The name of the job that makes a part of that name."""
    return _NUMBERED.sub("", part)


def described(inputs: Iterable[Input]) -> dict[str, Entry]:
    """What files are by their names, so that it is seen when one has changed: their length, and a hash of them."""
    return {one.name: _described(one) for one in inputs}


def _described(one: Input) -> Entry:
    if one.kind == "none":
        return Entry(sha256(str(one.reason).encode("utf-8", "surrogatepass")).hexdigest(), 0)
    try:
        with Path(one.path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return Entry(sha256(b"".join(_samples(file, size))).hexdigest(), size)
    except OSError:
        # Whatever reads it will tell.
        return Entry(sha256().hexdigest(), 0)


def _samples(file: Any, size: int) -> Iterator[bytes]:
    if size <= _WHOLE:
        yield file.read(_WHOLE)
        return
    for place in (0, (size - _SAMPLE) // 2, size - _SAMPLE):
        file.seek(place)
        yield file.read(_SAMPLE)


def job_text(one: Job) -> str:
    """A job as a line of JSON."""
    return json.dumps(attrs.asdict(one))


def job_of_text(text: str | bytes) -> Job:
    """The job in a line of JSON."""
    made = json.loads(text)
    return Job(name=made["name"], inputs=tuple(Input(**one) for one in made["inputs"]))
