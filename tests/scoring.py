"""How well what was extracted agrees with articles marked up by hand, by the measures users ask for.

`score(corpus, documents)` compares the tables of a corpus with documents in the format that `tests/articles/README.md`
describes. Quotations inside quotations, places in a sequence and changes without a value are not scored. `python -m tests.scoring` scores the articles of `tests/articles` and, where they lie beside the checkout,
the development articles with three kinds of quotation marks, and prints the worst failures.
"""

import argparse
import collections
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

import summitdata as sd

ARTICLES = Path(__file__).parent / "articles"
DEVELOPMENT = Path(__file__).parents[2] / "shared" / "extraction"

Document = Mapping[str, Any]
Extent = tuple[int, int]
#: A piece of a prediction and the record it was paired with, by their places in the two lists.
Pairs = list[tuple[int, int]]

#: Spaces, marks and stops that may stand at either edge of a quotation without changing what is quoted.
_EDGES = frozenset(" \t\r\n\u00a0\u202f«»“”„\"'.,;:—–-…")
#: So much of the union must two quotations share to be the same one.
_SAME_QUOTATION = 0.8
#: So much of the union must two numbers share to be the same one, and a hard negative and what was taken for a quotation.
_SAME_PLACE = 0.5
#: Of a counted noun so many first letters tell it from others, whatever its case.
_STEM = 4
_SHORTEST_STEM = 3

#: UCUM codes by the name that the documents give the unit; money needs none, ISO 4217 codes are used by both.
_UNITS = {
    "%": "%",
    "[pp]": "п. п.",
    "[bp]": "базисный пункт",
    "t": "т",
    "kg": "кг",
    "g": "г",
    "km": "км",
    "m": "м",
    "cm": "см",
    "mm": "мм",
    "[mi_i]": "миля",
    "[nmi_i]": "морская миля",
    "[ly]": "световой год",
    "AU": "а. е.",
    "har": "га",
    "ha": "га",
    "m2": "кв. м",
    "km2": "кв. км",
    "m3": "куб. м",
    "L": "л",
    "l": "л",
    "m3/s": "куб. м/с",
    "[bbl_us]": "баррель",
    "a": "год",
    "mo": "месяц",
    "wk": "неделя",
    "d": "день",
    "h": "час",
    "min": "минута",
    "s": "секунда",
    "Cel": "°C",
    "deg": "градус",
    "km/h": "км/ч",
    "m/s": "м/с",
    "km/s": "км/с",
    "W": "Вт",
    "kW": "кВт",
    "MW": "МВт",
    "GW": "ГВт",
    "kW.h": "кВт·ч",
    "MW.h": "МВт·ч",
    "mm[Hg]": "мм рт. ст.",
    "mag": "звездная величина",
}
#: Words that mean the same counted thing or unit.
_ONE_WORD = {"люди": "человек", "градус": "°c", "сутки": "день", "процент": "%"}
_MULTIPLIERS = {"Вт": {"Вт": 1, "кВт": 1e3, "МВт": 1e6, "ГВт": 1e9}, "кВт·ч": {"кВт·ч": 1, "МВт·ч": 1e3, "ГВт·ч": 1e6}}


@attrs.frozen
class Rate:
    """How many of the predicted are right, and how many of the wanted were found."""

    right: int = 0
    predicted: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both: twice the right ones by all that were predicted and wanted."""
        return 2 * self.right / (self.predicted + self.wanted) if self.predicted + self.wanted else 0.0

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.right + other.right, self.predicted + other.predicted, self.wanted + other.wanted)


@attrs.frozen
class Failure:
    """One thing that went wrong: where, of which sort, and the words."""

    document: str
    sort: str
    words: str


@attrs.frozen
class Scores:
    """What a corpus gets for its direct quotations, their speakers and its numbers.

    Attributes:
        exact: Quotations whose edges are right.
        overlapping: Quotations that share four fifths of their extent with the right one.
        attributed: The same, with the right speaker, or without speaker where none can be told.
        hard_negatives: How many quoted names, titles and terms were taken for quotations, of how many there are.
        detected: Numbers found at their place.
        valued: Numbers with right value, both ends of a range, and right unit.
        kinds: For each kind of number: right value and unit, found, wanted.
        documents: For each document: exact, attributed, valued.
        failures: What went wrong, in the order of the documents.
    """

    exact: Rate = Rate()
    overlapping: Rate = Rate()
    attributed: Rate = Rate()
    hard_negatives: tuple[int, int] = (0, 0)
    detected: Rate = Rate()
    valued: Rate = Rate()
    kinds: Mapping[str, tuple[int, int, int]] = attrs.field(factory=dict)
    documents: Mapping[str, tuple[Rate, Rate, Rate]] = attrs.field(factory=dict)
    failures: tuple[Failure, ...] = ()

    def __add__(self, other: "Scores") -> "Scores":
        kinds = collections.defaultdict(lambda: (0, 0, 0), self.kinds)
        for kind, counts in other.kinds.items():
            right, found, wanted = kinds[kind]
            kinds[kind] = (right + counts[0], found + counts[1], wanted + counts[2])
        return Scores(
            self.exact + other.exact,
            self.overlapping + other.overlapping,
            self.attributed + other.attributed,
            (self.hard_negatives[0] + other.hard_negatives[0], self.hard_negatives[1] + other.hard_negatives[1]),
            self.detected + other.detected,
            self.valued + other.valued,
            dict(kinds),
            {**self.documents, **other.documents},
            self.failures + other.failures,
        )


@attrs.frozen
class Said:
    """A direct quotation that was extracted, with the names of its speaker."""

    start: int
    end: int
    names: tuple[str, ...]


@attrs.frozen
class Number:
    """A quantity that was extracted, in the terms of the documents."""

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str


# Reading.


def articles(name: str = "") -> list[dict[str, Any]]:
    """The articles of our own, each with its text and annotations: the first set, or the ``second`` or ``third``."""
    folder = ARTICLES / name
    return [
        {**document, "text": _text(folder / f"{document['id']}.txt", document)}
        for document in _lines(folder / "gold.jsonl")
    ]


def development(style: str | None = None) -> list[dict[str, Any]]:
    """The development articles with their own quotation marks, or with `curly` or `straight` ones."""
    spec = importlib.util.spec_from_file_location("development_articles", DEVELOPMENT / "load.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.load(style=style))


def extracted(documents: Iterable[Document], published: str | None = "2031-06-15") -> sd.Corpus:
    """A corpus of the documents' texts, each named as its document."""
    return sd.extract([{"text": each["text"], "published": published, "name": each["id"]} for each in documents])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def _text(path: Path, document: Document) -> str:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != document["sha256"]:
        msg = f"{path.name} is not the text that was annotated; its SHA-256 differs from that in gold.jsonl"
        raise ValueError(msg)
    return data.decode()


# Scoring.


def score(corpus: sd.Corpus, documents: Sequence[Document]) -> Scores:
    """Compare what was extracted with what was marked up by hand; articles are told by their `source`."""
    said, numbers = _said(corpus), _numbers(corpus)
    total = Scores()
    names = {article.source: article.id for article in corpus.articles}
    for document in documents:
        article = names[document["id"]]
        quoted = _of_quotations(document, said[article])
        counted = _of_quantities(document, numbers[article])
        one = quoted + counted
        total += attrs.evolve(one, documents={document["id"]: (one.exact, one.attributed, one.valued)})
    return total


def _said(corpus: sd.Corpus) -> dict[str, list[Said]]:
    """The outermost direct quotations by article."""
    labels = {entity.id: entity.label_ru for entity in corpus.entities}
    direct = {row.id for row in corpus.quotations if row.kind == "direct"}
    found = collections.defaultdict(list)
    for row in corpus.quotations:
        if row.id in direct and row.parent_id not in direct:
            name = labels.get(row.speaker_id)
            found[row.article_id].append(Said(row.start, row.end, (name,) if name else ()))
    return found


def _numbers(corpus: sd.Corpus) -> dict[str, list[Number]]:
    """The quantities that the documents speak of, by article; places in a sequence and changes without value are none."""
    found = collections.defaultdict(list)
    for row in corpus.quantities:
        value = row.value if row.value is not None else row.low
        if row.dimension == "ordinal" or value is None:
            continue
        unit = row.unit or ""
        if row.dimension == "multiple":
            unit = "раз"
        elif unit == "1" or unit.startswith(("1/", "/")):
            unit = row.counted_ru or ""
        else:
            unit = _UNITS.get(unit) or _UNITS.get(unit.partition("/")[0]) or unit.partition("/")[0]
        found[row.article_id].append(Number(row.start, row.end, value, row.high, unit))
    return found


def _of_quotations(document: Document, said: Sequence[Said]) -> Scores:
    text = document["text"]
    wanted = [row for row in document["quotations"] if row["type"] == "direct"]
    unasked = [_trimmed(text, row) for row in document["quotations"] if row["type"] != "direct"]
    right = [_trimmed(text, row) for row in wanted]
    places = [(each.start, each.end) for each in said]
    places = [_trimmed(text, {"start": start, "end": end}) for start, end in places]
    pairs = _paired(places, right, _SAME_QUOTATION)
    paired = dict(pairs)
    kept = [i for i, place in enumerate(places) if i in paired or not any(_half(place, other) for other in unasked)]
    exact = {places[i] for i in kept} & set(right)
    failures = [("invented", _window(text, places[i])) for i in kept if i not in paired]
    failures += [("missed", text[start:end]) for j, (start, end) in enumerate(right) if j not in paired.values()]
    failures += [
        ("edges", f"{text[slice(*places[i])]} | for | {text[slice(*right[j])]}")
        for i, j in pairs
        if places[i] != right[j]
    ]
    attributed = 0
    for i, j in pairs:
        if _speaks(wanted[j], said[i].names):
            attributed += 1
        else:
            who = ", ".join(said[i].names) or "nobody"
            failures.append(
                ("speaker", f"{text[right[j][0] : right[j][0] + 60]} | {who} | for | {wanted[j]['speaker_name']}")
            )
    hard = [_trimmed(text, row) for row in document["hard_negatives"]]
    hit = [negative for negative in hard if any(_shared(negative, place) >= _SAME_PLACE for place in places)]
    failures += [("hard negative", text[start:end]) for start, end in hit]
    return Scores(
        exact=Rate(len(exact), len(kept), len(right)),
        overlapping=Rate(len(pairs), len(kept), len(right)),
        attributed=Rate(attributed, len(kept), len(right)),
        hard_negatives=(len(hit), len(hard)),
        failures=tuple(Failure(document["id"], sort, words) for sort, words in failures),
    )


def _of_quantities(document: Document, numbers: Sequence[Number]) -> Scores:
    text = document["text"]
    wanted = [row for row in document["quantities"] if not row.get("optional")]
    unasked = [(row["start"], row["end"]) for row in document["quantities"] if row.get("optional")]
    right = [(row["start"], row["end"]) for row in wanted]
    places = [(each.start, each.end) for each in numbers]
    pairs = _paired(places, right, _SAME_PLACE, from_start=True)
    paired = dict(pairs)
    kept = [i for i, place in enumerate(places) if i in paired or not any(_common(place, other) for other in unasked)]
    failures = [("number invented", _window(text, places[i])) for i in kept if i not in paired]
    failures += [("number missed", _window(text, place)) for j, place in enumerate(right) if j not in paired.values()]
    kinds = collections.defaultdict(lambda: (0, 0, 0))
    for row in wanted:
        kinds[row["kind"]] = _plus(kinds[row["kind"]], (0, 0, 1))
    valued = 0
    for i, j in pairs:
        good = _is_value(wanted[j], numbers[i])
        valued += good
        kinds[wanted[j]["kind"]] = _plus(kinds[wanted[j]["kind"]], (good, 1, 0))
        if not good:
            failures.append(
                ("number wrong", f"{text[slice(*right[j])]} | {_printed(numbers[i])} | for | {_wanted(wanted[j])}")
            )
    return Scores(
        detected=Rate(len(pairs), len(kept), len(right)),
        valued=Rate(valued, len(kept), len(right)),
        kinds=dict(kinds),
        failures=tuple(Failure(document["id"], sort, words) for sort, words in failures),
    )


def _trimmed(text: str, row: Mapping[str, int]) -> Extent:
    start, end = row["start"], row["end"]
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _common(one: Extent, other: Extent) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _shared(one: Extent, other: Extent) -> float:
    common = _common(one, other)
    return common / (one[1] - one[0] + other[1] - other[0] - common) if common else 0.0


def _half(place: Extent, other: Extent) -> bool:
    return 2 * _common(place, other) >= max(1, place[1] - place[0])


def _paired(places: Sequence[Extent], right: Sequence[Extent], least: float, *, from_start: bool = False) -> Pairs:
    """One of each with one of the other, those that share most first; with `from_start` a common start will do."""
    shares = []
    for i, place in enumerate(places):
        for j, other in enumerate(right):
            share = _shared(place, other)
            if from_start and share and abs(place[0] - other[0]) <= 1:
                share = max(share, least)
            if share >= least:
                shares.append((share, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(shares, key=lambda each: (-each[0], each[1], each[2])):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return sorted(pairs.items())


def _speaks(wanted: Mapping[str, Any], names: Sequence[str]) -> bool:
    """One of the words of the name begins with a key, or is one that is marked with `=`."""
    if not wanted["speaker_name"]:
        return not names
    words = "".join(c if c.isalnum() else " " for name in names for c in _folded(name) + " ").split()
    for key in wanted["speaker_keys"]:
        parts = _folded(key).lstrip("=").split()
        for at in range(len(words) - len(parts) + 1):
            *before, last = parts
            if words[at : at + len(before)] == before:
                word = words[at + len(before)]
                if word == last or (not key.startswith("=") and word.startswith(last)):
                    return True
    return False


def _is_value(wanted: Mapping[str, Any], number: Number) -> bool:
    units = [unit for unit in (wanted["unit"], *wanted.get("unit_alt", ())) if unit]
    for unit in units:
        factor = _factor(unit, number.unit)
        if factor is None and wanted["kind"] == "count" and any(_alike(unit, w) for w in number.unit.split()):
            factor = 1.0
        if factor is not None and _equal(wanted["value"], number.value * factor):
            most = wanted.get("value_max")
            return most is None or (number.value_max is not None and _equal(most, number.value_max * factor))
    return False


def _factor(wanted: str, given: str) -> float | None:
    """By what a number in the given unit is to be multiplied to be in the wanted one; None if it is another unit."""
    if _unit(wanted) == _unit(given):
        return 1.0
    for sizes in _MULTIPLIERS.values():
        if wanted in sizes and given in sizes:
            return sizes[given] / sizes[wanted]
    return None


def _unit(name: str) -> str:
    return _ONE_WORD.get(_folded(name), _folded(name))


def _alike(noun: str, other: str) -> bool:
    """Two forms of a noun, such as singular and plural: their first letters are the same."""
    one, two = _unit(noun), _unit(other)
    shorter = min(len(one), len(two))
    if shorter < _SHORTEST_STEM:
        return one == two
    stem = max(_SHORTEST_STEM, min(_STEM, shorter - 1))
    return one[:stem] == two[:stem]


def _equal(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е")


def _plus(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _window(text: str, place: Extent) -> str:
    start, end = place
    return f"{text[max(0, start - 15) : start]}[{text[start:end]}]{text[end : end + 15]}"


def _printed(number: Number) -> str:
    return f"{number.value:g}{'' if number.value_max is None else f'..{number.value_max:g}'} {number.unit}"


def _wanted(row: Mapping[str, Any]) -> str:
    return f"{row['value']:g}{'' if row.get('value_max') is None else '..{:g}'.format(row['value_max'])} {row['unit']}"


# Printing.


def lines(title: str, scores: Scores, *, failures: int = 0, each: bool = False) -> Iterator[str]:
    """A table of the scores, and the first failures of each sort."""
    yield f"== {title}"
    for name in ("exact", "overlapping", "attributed", "detected", "valued"):
        rate: Rate = getattr(scores, name)
        numbers = f"P {rate.precision:.3f}  R {rate.recall:.3f}  F1 {rate.f1:.3f}"
        yield f"{name:12} {numbers}   {rate.right} right, {rate.predicted} predicted, {rate.wanted} wanted"
    yield f"hard negatives taken for quotations: {scores.hard_negatives[0]} of {scores.hard_negatives[1]}"
    for kind, (right, found, wanted) in sorted(scores.kinds.items(), key=lambda item: -item[1][2]):
        yield f"    {kind:12} {right} right, {found} found, {wanted} wanted"
    if each:
        for name, (exact, attributed, valued) in scores.documents.items():
            yield f"  {name:24} exact {exact.f1:.2f}  attributed {attributed.f1:.2f}  numbers {valued.f1:.2f}"
    left = collections.Counter(dict.fromkeys({failure.sort for failure in scores.failures}, failures))
    for failure in sorted(scores.failures, key=lambda one: one.sort):
        if left[failure.sort] > 0:
            left[failure.sort] -= 1
            words = " / ".join(failure.words.split("\n"))
            yield f"  {failure.sort:15} {failure.document:18} {words}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what the package gets for all articles that are there."""
    parser = argparse.ArgumentParser(prog="python -m tests.scoring", description=__doc__.split("\n")[0])
    parser.add_argument("--failures", type=int, default=10, metavar="N", help="so many of each sort (default 10)")
    parser.add_argument("--each", action="store_true", help="print a line for each document")
    chosen = parser.parse_args(arguments)
    sets = {"own articles": articles()}
    if (DEVELOPMENT / "load.py").exists():
        sets |= {
            f"development articles, {style or 'own marks'}": development(style) for style in (None, "curly", "straight")
        }
    for title, documents in sets.items():
        scores = score(extracted(documents), documents)
        # The other styles differ in little from the second set; what goes wrong there is shown once.
        failures = 0 if title.endswith(("curly", "straight")) else chosen.failures
        sys.stdout.write("".join(f"{line}\n" for line in lines(title, scores, failures=failures, each=chosen.each)))


if __name__ == "__main__":
    main()
