"""How far two readers agree, or a machine and who went over its rows, computed from the table of readings and nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .exceptions import ConversionError, FormatError, shown
from .fields import EDTF
from .limits import Limits
from .plain import loaded
from .schema import Column, columns
from .vocabularies import Reader

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MAIN_CODE", "agreement"]

#: Who is compared with whom: two independent readers, and the rules of extraction with who went over their rows.
_PAIRS = ((Reader.FIRST, Reader.SECOND), (Reader.MACHINE, Reader.HUMAN))

#: For every layer, the column of its table that a reading's `label` is the code of.
MAIN_CODE = {
    "quotations": "kind",
    "mentions": "form",
    "statements": "illocution",
    "commitments": "strength",
    "quantities": "dimension",
    "evaluations": "attitude",
    "events": "plover_category",
    "expressions": "kind",
}


def agreement(readings: "pa.Table", classes: Mapping[str, type]) -> "pa.Table":
    """
    How far two readers agree on where the units of a layer stand and on how they are coded.

    Compared are the first reader with the second, and the machine with the human who went over its rows (`summitdata
    review` and `merge`); no one else. The second pair is not independent: the human saw what the machine had made. Taken
    with the human as the truth, the machine's precision on spans is `n_same` / `n_first`, its recall `n_same` / `n_second`.

    For each article, layer and pair of readers who both have units there is a row whose `code` is ``span``, on the spans,
    and then a row for every code that was compared. Where only one reader of a pair has units there is no row, because
    nothing in the readings tells whether the other one found none or did not look.

    Codes are compared on pairs of units with the same start and end. Where several units of a reader stand at the same
    place, those with the same label make a pair first, and the others pair in the order of their rows. Compared are the
    label, under the name it has in the layer's table (``kind``, ``form``, ``dimension`` …), and every key of `attributes`
    that is a column of that table with a vocabulary, a truth value or an EDTF date and that some unit of that article and
    layer has. Free text, names, numbers and places are not: a kappa over them would say nothing. A key that is missing
    counts as null, and null is a value like the others; a code that is in no vocabulary is one, too.

    Columns:

        article_id: The article.

        layer: The layer, in the order of the tables.

        code: ``span``, or the column of the layer's table that the code goes into: the label, then the others in order.

        n_first:
            How many units the first reader of the two has; for a code, how many units of the pairs have it from that
            reader.

        n_second: The same for the second of the two.

        n_same: How many units have the same start and end in both readings, which is the number of pairs compared.

        f1:
            For spans: twice the number in common, divided by the number of both readers' units together. It is the same
            whichever reader is taken for the truth, and the measure of choice where nobody can count what was rightly
            left unmarked (Hripcsak and Rothschild 2005, *JAMIA* 12 (3), 296-298).

        f1_overlap:
            For spans: the same where units need only overlap by a character, each with one of the other reader's at most
            and so that as many as possible do (a maximum matching). Exact and overlapping spans are told apart as is
            usual for attributions (PARC 3.0, PolNeAR).

        f1_label: For spans: the same as `f1` where the label has to be the same, too.

        agreement: For codes: the share of the pairs in which both readers have the same value; null without a pair.

        kappa:
            For codes: Cohen's kappa, (p_o - p_e) / (1 - p_e), with p_o the share just named and p_e the share to be
            expected if each reader gave out the values that he has at random (Cohen 1960, *Educational and Psychological
            Measurement* 20 (1), 37-46). Null where p_e is 1, that is, where both have one and the same value
            throughout, and without a pair.

        readers: Who is compared: ``first/second`` or ``machine/human``.

    Args:

        readings: The table of readings.

        classes: The record classes of the tables by name, that of the readings among them.

    Raises:

        FormatError: `attributes` of a reading is not a JSON object; the message names the reading.

        LimitError: It nests more deeply than any of ours, or has a number of too many digits.

        ConversionError: A code is of another type than its column, or a value of the table is not what its column allows.
    """
    import pyarrow as pa

    from .convert import records

    units: defaultdict[tuple[str, str], defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    rows_read: Iterator[Any] = records(classes["readings"], readings, "readings")
    for reading in rows_read:
        units[reading.article_id, reading.layer.value][reading.reader].append(reading)
    articles = dict.fromkeys(article for article, _ in units)
    rows = [
        {"article_id": article, "layer": layer, **row, "readers": f"{one}/{other}"}
        for article in articles
        for layer, cls in classes.items()
        if (article, layer) in units
        for one, other in _PAIRS
        for row in _compared(units[article, layer][one], units[article, layer][other], MAIN_CODE[layer], cls)
    ]
    text, number, share = pa.string(), pa.int64(), pa.float64()
    names = {"article_id": text, "layer": text, "code": text, "n_first": number, "n_second": number, "n_same": number}
    schema = pa.schema(
        [
            *(pa.field(name, kind, nullable=False) for name, kind in names.items()),
            *((name, share) for name in ("f1", "f1_overlap", "f1_label", "agreement", "kappa")),
            pa.field("readers", text, nullable=False),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


class _Unit(NamedTuple):
    """What a reader marked, and how he coded it."""

    start: int
    end: int
    codes: Mapping[str, object]


def _compared(first: Sequence[Any], second: Sequence[Any], main: str, cls: type) -> Iterator[dict[str, Any]]:
    """The rows of one article and layer."""
    coded = {c.name: c for c in columns(cls) if c.vocabulary or c.kind is bool or c.pattern == EDTF}
    one = [_unit(reading, main, coded) for reading in first]
    other = [_unit(reading, main, coded) for reading in second]
    if not one or not other:
        return
    pairs = _pairs(one, other, main)
    both = len(one) + len(other)
    yield {
        "code": "span",
        "n_first": len(one),
        "n_second": len(other),
        "n_same": len(pairs),
        "f1": 2 * len(pairs) / both,
        "f1_overlap": 2 * _n_overlapping(one, other) / both,
        "f1_label": 2 * sum(a.codes[main] == b.codes[main] for a, b in pairs) / both,
    }
    there = {name for unit in (*one, *other) for name in unit.codes}
    for name in (main, *(name for name in coded if name in there - {main})):
        values = [(a.codes.get(name), b.codes.get(name)) for a, b in pairs]
        yield {
            "code": name,
            "n_first": sum(a is not None for a, _ in values),
            "n_second": sum(b is not None for _, b in values),
            "n_same": len(pairs),
            "agreement": sum(a == b for a, b in values) / len(values) if values else None,
            "kappa": _kappa(values),
        }


def _unit(reading: Any, main: str, coded: Mapping[str, Column]) -> _Unit:
    codes: dict[str, object] = {}
    for name, value in _attributes(reading).items():
        if name in coded:
            # True and 1 would count as the same, and a list cannot be counted.
            if value is not None and type(value) is not coded[name].kind:
                msg = f"attributes of reading {shown(reading.id)}: {name!r} should be {coded[name].type_name} or null, found {shown(value)}; correct it"
                raise ConversionError(msg)
            codes[name] = value
    return _Unit(reading.start, reading.end, {**codes, main: reading.label})


def _attributes(reading: Any) -> dict[str, Any]:
    if reading.attributes is None:
        return {}
    where = f"attributes of reading {shown(reading.id)}"
    made = loaded(reading.attributes, where, Limits())
    if not isinstance(made, dict):
        msg = f"{where} should be a JSON object, found {shown(reading.attributes)}; write {{}} or null where there are none"
        raise FormatError(msg)
    return made


def _pairs(first: Sequence[_Unit], second: Sequence[_Unit], main: str) -> list[tuple[_Unit, _Unit]]:
    """The units with the same span, each with one of the other reader."""
    waiting: defaultdict[tuple[int, int], list[_Unit]] = defaultdict(list)
    for unit in second:
        waiting[unit.start, unit.end].append(unit)
    pairs, others = [], []
    for unit in first:
        there = waiting[unit.start, unit.end]
        same = next((i for i, one in enumerate(there) if one.codes[main] == unit.codes[main]), None)
        if same is None:
            others.append(unit)
        else:
            pairs.append((unit, there.pop(same)))
    return pairs + [(unit, waiting[unit.start, unit.end].pop(0)) for unit in others if waiting[unit.start, unit.end]]


def _n_overlapping(first: Sequence[_Unit], second: Sequence[_Unit]) -> int:
    """
    How many units can be matched one to one with one of the other reader that they overlap.

    Of all units left, the one that ends first is taken, and of those that overlap it again the one that ends first. All
    of these have its last character, so whatever else overlaps the one chosen overlaps the others, too: no other choice
    leaves more to be matched.
    """
    left = [sorted(reader, key=lambda unit: unit.end, reverse=True) for reader in (first, second)]
    n = 0
    while all(left):
        one, other = sorted(left, key=lambda reader: reader[-1].end)
        unit = one.pop()
        partner = next((i for i in reversed(range(len(other))) if other[i].start < unit.end), None)
        if partner is not None:
            del other[partner]
            n += 1
    return n


def _kappa(values: Sequence[tuple[object, object]]) -> float | None:
    """Cohen's kappa of pairs of values, in whole numbers up to the last step."""
    squared = len(values) ** 2
    first, second = Counter(a for a, _ in values), Counter(b for _, b in values)
    by_chance = sum(n * second[value] for value, n in first.items())
    if by_chance == squared:
        return None
    return (len(values) * sum(a == b for a, b in values) - by_chance) / (squared - by_chance)
