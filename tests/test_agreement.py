"""How far two readers agree: units, pairs, F1 and Cohen's kappa, against hand-worked figures and slower ways to count."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import summitdata as sd
from summitdata.agree import agreement
from summitdata.exceptions import ConversionError, FormatError, LimitError, UnknownNameError
from summitdata.fields import EDTF
from summitdata.records import TABLES, Reading
from summitdata.schema import columns
from summitdata.vocabularies import Layer, Reader

SHARES = ("f1", "f1_overlap", "f1_label", "agreement", "kappa")
NAMES = ["article_id", "layer", "code", "n_first", "n_second", "n_same", *SHARES, "readers"]


def unit(
    reader: str,
    start: int,
    end: int,
    label: str = "name",
    attributes: str | None = None,
    *,
    layer: str = "mentions",
    article: str = "moor",
) -> dict[str, Any]:
    """A reading without its id."""
    row = {"article_id": article, "layer": Layer(layer), "reader": Reader(reader), "start": start, "end": end}
    return {**row, "label": label, "attributes": attributes, "final_id": None, "note": None}


def table(*units: dict[str, Any]) -> pa.Table:
    """The readings as a table."""
    rows = [Reading(id=f"{row['article_id']}/rd{number}", **row) for number, row in enumerate(units, 1)]
    return sd.Corpus.of(readings=rows).tables["readings"]


def rows(*units: dict[str, Any]) -> list[dict[str, Any]]:
    """The agreement on some readings."""
    found: list[dict[str, Any]] = agreement(table(*units), TABLES).to_pylist()
    return found


def row(found: Sequence[dict[str, Any]], code: str) -> dict[str, Any]:
    """The row of a code."""
    (one,) = (one for one in found if one["code"] == code)
    return one


def coded(counts: dict[tuple[str, str], int]) -> Iterator[dict[str, Any]]:
    """Mentions that the two readers gave these pairs of labels, so and so many of each."""
    place = 0
    for (first, second), n in counts.items():
        for _ in range(n):
            yield unit("first", place, place + 1, first)
            yield unit("second", place, place + 1, second)
            place += 1


# --- what is in the table


def test_a_span_row_and_a_row_for_each_code():
    """Spans first, then the label under its own name, then the other codes in the order of their columns."""
    found = agreement(
        table(
            unit("first", 0, 4, "count", '{"unit": "1", "status": "actual", "direction": "up"}', layer="quantities"),
            unit("second", 0, 4, "count", '{"status": "target", "value": 3}', layer="quantities"),
        ),
        TABLES,
    )

    assert [
        ("moor", "quantities", "span", 1, 1, 1, 1.0, 1.0, 1.0, None, None),
        ("moor", "quantities", "dimension", 1, 1, 1, None, None, None, 1.0, None),
        ("moor", "quantities", "direction", 1, 0, 1, None, None, None, 0.0, 0.0),
        ("moor", "quantities", "status", 1, 1, 1, None, None, None, 0.0, 0.0),
    ] == [tuple(one[name] for name in NAMES[:-1]) for one in found.to_pylist()]
    assert [(name, pa.string(), False) for name in NAMES[:3]] == [(f.name, f.type, f.nullable) for f in found.schema][
        :3
    ]
    assert [(name, pa.int64(), False) for name in NAMES[3:6]] == [(f.name, f.type, f.nullable) for f in found.schema][
        3:6
    ]
    assert [(name, pa.float64(), True) for name in SHARES] == [(f.name, f.type, f.nullable) for f in found.schema][6:-1]
    assert ("readers", pa.string(), False) == (found.schema[-1].name, found.schema[-1].type, found.schema[-1].nullable)
    assert {"first/second"} == set(found.column("readers").to_pylist())


def test_no_readings_no_rows():
    """Without readings the table has its columns and nothing in them."""
    found = agreement(table(), TABLES)

    assert (0, NAMES) == (found.num_rows, found.column_names)


def test_machine_and_human_are_compared_besides_the_two_readers():
    """A pair of readers has rows of its own, layer by layer the independent readers first; no others are compared."""
    found = rows(
        unit("human", 0, 5),
        unit("machine", 0, 4),
        unit("machine", 6, 9, "office"),
        unit("human", 6, 9, "office"),
        unit("first", 0, 4),
        unit("second", 0, 4),
        unit("first", 0, 4, "direct", layer="quotations"),
        unit("human", 0, 4, "direct", layer="quotations"),
    )

    assert [
        ("mentions", "span", "first/second", 1, 1, 1, 1.0),
        ("mentions", "form", "first/second", 1, 1, 1, None),
        ("mentions", "span", "machine/human", 2, 2, 1, 0.5),
        ("mentions", "form", "machine/human", 1, 1, 1, None),
    ] == [tuple(one[name] for name in ("layer", "code", "readers", *NAMES[3:7])) for one in found]


@pytest.mark.parametrize("reader", ["first", "second", "machine", "human"])
def test_one_reader_alone_gives_no_rows(reader):
    """Whether the other found nothing or did not look is not in the readings; a layer that both have read is told."""
    found = rows(
        unit(reader, 0, 4, "asserts", layer="statements"),
        unit(reader, 5, 9, article="fen"),
        unit("first", 0, 4),
        unit("second", 0, 4),
    )

    assert [("moor", "mentions", "span"), ("moor", "mentions", "form")] == [
        (one["article_id"], one["layer"], one["code"]) for one in found
    ]


def test_articles_come_as_they_stand_and_layers_as_their_tables():
    """Each article is compared by itself, in the order of the readings; layers come in the order of the tables."""
    found = rows(
        *(unit(reader, 0, 4, "hedge", layer="expressions", article="moor") for reader in ("first", "second")),
        *(unit(reader, 0, 4, "direct", layer="quotations", article="fen") for reader in ("second", "first")),
        unit("first", 7, 9, "direct", layer="quotations", article="fen"),
        *(unit(reader, 0, 4, "name", layer="mentions", article="moor") for reader in ("first", "second")),
    )

    assert [
        ("moor", "mentions", "span", 1, 1, 1),
        ("moor", "mentions", "form", 1, 1, 1),
        ("moor", "expressions", "span", 1, 1, 1),
        ("moor", "expressions", "kind", 1, 1, 1),
        ("fen", "quotations", "span", 2, 1, 1),
        ("fen", "quotations", "kind", 1, 1, 1),
    ] == [tuple(one[name] for name in NAMES[:6]) for one in found]


@pytest.mark.parametrize(
    ("layer", "column"),
    [
        ("quotations", "kind"),
        ("mentions", "form"),
        ("quantities", "dimension"),
        ("statements", "illocution"),
        ("commitments", "strength"),
        ("evaluations", "attitude"),
        ("events", "plover_category"),
        ("expressions", "kind"),
    ],
)
def test_the_label_has_the_name_of_its_column(layer, column):
    """In every layer the label comes right after the span, under the name of the column that it is the code of."""
    found = rows(*(unit(reader, 0, 4, layer=layer) for reader in ("first", "second")))

    assert ["span", column] == [one["code"] for one in found]


@pytest.mark.parametrize("layer", [layer.value for layer in Layer])
def test_what_is_compared_is_codes_and_no_free_text(layer):
    """Of the columns of a table, those with a vocabulary, a truth value or an EDTF date are compared, and no others."""
    listed = columns(TABLES[layer])
    attributes = json.dumps({c.name: None for c in listed} | {"mood": "calm"})
    found = rows(*(unit(reader, 0, 4, "x", attributes, layer=layer) for reader in ("first", "second")))
    compared = {c.name for c in listed if c.vocabulary is not None or c.kind is bool or c.pattern == EDTF}

    assert compared == {one["code"] for one in found} - {"span"}
    assert compared.isdisjoint({"id", "start", "text", "gist_en", "surface", "entity_id", "value", "unit", "quad"})


def test_times_and_truth_values_are_compared():
    """A date in EDTF and a truth value are codes; a name of an entity is none."""
    pairs = [("2031", "2031", True), ("2031", "2032", False), (None, None, True), ("2030", "2030", False)]
    found = rows(
        *(
            unit(
                reader,
                place,
                place + 1,
                "firm",
                json.dumps({"deadline": deadline, "collective": collective, "actor": reader}),
                layer="commitments",
            )
            for place, (one, other, collective) in enumerate(pairs)
            for reader, deadline in (("first", one), ("second", other))
        )
    )

    assert ["span", "strength", "collective", "deadline"] == [one["code"] for one in found]
    assert (4, 4, 4, 1.0, 1.0) == tuple(row(found, "collective")[name] for name in (*NAMES[3:6], *SHARES[3:]))
    # By chance 1/4 · 1/4 for null and 2030, 2/4 · 1/4 for 2031: 4/16.
    assert (3, 3, 4, 0.75, 2 / 3) == tuple(row(found, "deadline")[name] for name in (*NAMES[3:6], *SHARES[3:]))


# --- kappa


@pytest.mark.parametrize(
    ("counts", "share", "kappa"),
    [
        # 50 cases; by chance .5 · .6 + .5 · .4 = .5
        ({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}, 0.7, 0.4),
        # 100 cases; by chance .6 · .7 + .4 · .3 = .54
        ({("a", "a"): 45, ("a", "b"): 15, ("b", "a"): 25, ("b", "b"): 15}, 0.6, 6 / 46),
        # 100 cases; by chance .6 · .3 + .4 · .7 = .46
        ({("a", "a"): 25, ("a", "b"): 35, ("b", "a"): 5, ("b", "b"): 35}, 0.6, 14 / 54),
        # Three codes, 10 cases; by chance .5 · .5 + .3 · .3 + .2 · .2 = .38
        ({("a", "a"): 4, ("a", "b"): 1, ("b", "b"): 2, ("b", "c"): 1, ("c", "c"): 1, ("c", "a"): 1}, 0.7, 32 / 62),
        ({("a", "a"): 2, ("b", "b"): 3}, 1.0, 1.0),
        ({("a", "b"): 2, ("b", "a"): 2}, 0.0, -1.0),
        # One of the two has one value only: agreement is what chance gives.
        ({("a", "a"): 3, ("a", "b"): 1}, 0.75, 0.0),
        ({("a", "b"): 3}, 0.0, 0.0),
        # Both have one and the same value: nothing is left that could beat chance.
        ({("a", "a"): 3}, 1.0, None),
    ],
)
def test_kappa_is_as_worked_by_hand(counts, share, kappa):
    """Cohen's kappa of hand-worked tables of two readers; null where it is not defined."""
    found = row(rows(*coded(counts)), "form")

    assert (sum(counts.values()), share, kappa) == (found["n_same"], found["agreement"], found["kappa"])


labels = st.sampled_from(["name", "office", "pronoun"])


@given(st.lists(st.tuples(labels, labels), min_size=1, max_size=12))
def test_kappa_is_the_formula(pairs):
    """The share of equal pairs and kappa are what comes of looking at every pair of units there could be."""
    found = row(rows(*coded(Counter(pairs))), "form")
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    chance = sum(a == b for (a, _), (_, b) in product(pairs, pairs)) / n**2

    assert found["agreement"] == pytest.approx(observed)
    assert found["kappa"] == (None if chance == 1 else pytest.approx((observed - chance) / (1 - chance)))


def test_without_a_pair_there_is_no_share():
    """Where no two spans are the same, codes are not compared, and a code that some unit has is told all the same."""
    found = rows(
        unit("first", 0, 4, "direct", '{"cue_position": "after"}', layer="quotations"),
        unit("second", 0, 5, "direct", layer="quotations"),
    )

    assert [
        ("moor", "quotations", "span", 1, 1, 0, 0.0, 1.0, 0.0, None, None),
        ("moor", "quotations", "kind", 0, 0, 0, None, None, None, None, None),
        ("moor", "quotations", "cue_position", 0, 0, 0, None, None, None, None, None),
    ] == [tuple(one[name] for name in NAMES[:-1]) for one in found]


def test_missing_and_null_are_the_same_value():
    """A key left out, a key with null, an empty object and no object are one value, which counts like others."""
    attributes = [(None, "{}"), ("{}", '{"cue_position": null}'), ('{"cue_position": "after"}', None)]
    found = rows(
        *(
            unit(reader, place, place + 1, "direct", given, layer="quotations")
            for place, both in enumerate(attributes)
            for reader, given in zip(("first", "second"), both, strict=True)
        )
    )

    assert ("cue_position", 1, 0, 3, 2 / 3, 0.0) == tuple(
        row(found, "cue_position")[name] for name in ("code", *NAMES[3:6], *SHARES[3:])
    )


def test_the_label_counts_and_not_a_key_of_its_name():
    """Where the attributes repeat the label's column, what they say is not looked at."""
    found = rows(
        unit("first", 0, 4, "direct", '{"kind": "indirect"}', layer="quotations"),
        unit("second", 0, 4, "direct", '{"kind": "scare"}', layer="quotations"),
    )

    assert ["span", "kind"] == [one["code"] for one in found]
    assert row(found, "kind")["agreement"] == 1.0


# --- spans


def test_units_on_the_same_span_pair_by_label_and_then_in_order():
    """Several units on a span are as many pairs as the fewer; those with the same label go together."""
    found = rows(
        unit("first", 0, 9, "agrees", '{"tense": "past"}', layer="statements"),
        unit("first", 0, 9, "commits", '{"tense": "present"}', layer="statements"),
        unit("first", 0, 9, "thanks", '{"tense": "future"}', layer="statements"),
        unit("second", 0, 9, "commits", '{"tense": "present"}', layer="statements"),
        unit("second", 0, 9, "asserts", '{"tense": "past"}', layer="statements"),
    )

    assert (3, 2, 2, 0.8, 0.8, 0.4) == tuple(row(found, "span")[name] for name in NAMES[3:9])
    assert (2, 2, 2, 0.5) == tuple(row(found, "illocution")[name] for name in (*NAMES[3:6], "agreement"))
    # Agrees goes with asserts, the first that is left; thanks is left over.
    assert (2, 2, 2, 1.0) == tuple(row(found, "tense")[name] for name in (*NAMES[3:6], "agreement"))


@pytest.mark.parametrize(
    ("first", "second", "n"),
    [
        ([(0, 4)], [(4, 8)], 0),
        ([(0, 4)], [(3, 8)], 1),
        ([(3, 8)], [(0, 4)], 1),
        ([(0, 9)], [(2, 3)], 1),
        # One unit that takes in two of the other reader's counts once.
        ([(0, 9)], [(0, 4), (5, 9)], 1),
        # The first to overlap is the only one that the second unit could have.
        ([(0, 9), (0, 3)], [(1, 2), (5, 9)], 2),
        ([(0, 3), (2, 9)], [(0, 9), (1, 2)], 2),
        ([(0, 5), (0, 5)], [(0, 5)], 1),
    ],
)
def test_overlapping_units_are_matched_one_to_one(first, second, n):
    """Units that touch do not overlap; a unit has one partner at most, and as many as can have one."""
    found = row(
        rows(*(unit("first", *span) for span in first), *(unit("second", *span) for span in second)),
        "span",
    )

    assert found["f1_overlap"] == 2 * n / (len(first) + len(second))


spans = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda pair: (pair[0], sum(pair)))
units = st.lists(st.tuples(spans, labels), min_size=1, max_size=6)


def most(first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]) -> int:
    """How many can be matched, by trying everything."""
    if not first:
        return 0
    (start, end), rest = first[0], first[1:]
    tried = [
        1 + most(rest, [*second[:i], *second[i + 1 :]])
        for i, (begin, finish) in enumerate(second)
        if start < finish and begin < end
    ]
    return max([most(rest, second), *tried])


@given(units, units)
def test_spans_are_counted_as_multisets_and_matched_as_far_as_can_be(first, second):
    """F1 of spans, of spans with labels and of overlapping spans are those of plain counting and of trying everything."""
    readings = [
        unit(reader, *span, label) for reader, read in (("first", first), ("second", second)) for span, label in read
    ]
    found = rows(*readings)
    span, form = row(found, "span"), row(found, "form")
    one, other = ([span for span, _ in read] for read in (first, second))
    both = len(first) + len(second)
    same = (Counter(one) & Counter(other)).total()

    assert (len(first), len(second), same) == (span["n_first"], span["n_second"], span["n_same"])
    assert 2 * same / both == span["f1"]
    assert 2 * (Counter(first) & Counter(second)).total() / both == span["f1_label"]
    assert 2 * most(one, other) / both == span["f1_overlap"]
    assert (same, same, same) == (form["n_first"], form["n_second"], form["n_same"])
    assert (form["agreement"] or 0) * 2 * same / both == pytest.approx(span["f1_label"])


@given(units, units)
def test_it_does_not_matter_which_reader_is_first(first, second):
    """With the readers exchanged the two counts are, and everything else stays."""

    def found(one: Any, other: Any) -> list[dict[str, Any]]:
        return rows(*(unit("first", *s, label) for s, label in one), *(unit("second", *s, label) for s, label in other))

    there, back = found(first, second), found(second, first)

    assert [{**one, "n_first": one["n_second"], "n_second": one["n_first"]} for one in there] == back


@given(units)
def test_a_reader_agrees_with_himself(read):
    """The same units from both: every share is 1, and kappa 1 or undefined."""
    span, form = rows(*(unit(reader, *s, label) for reader in ("first", "second") for s, label in read))

    assert (len(read), 1.0, 1.0, 1.0) == tuple(span[name] for name in ("n_same", *SHARES[:3]))
    assert form["agreement"] == 1.0
    assert form["kappa"] == (None if len({label for _, label in read}) == 1 else 1.0)


def test_the_shipped_readings():
    """The shipped readings give the figures that plain counting gives, for every layer in them."""
    readings = sd.frame("readings", "records")
    found = agreement(sd.frame("readings", "arrow"), TABLES).to_pylist()
    layers = [name for name in TABLES if any(r.layer == name for r in readings)]
    spans = {one["layer"]: one for one in found if one["code"] == "span"}

    assert layers == list(spans)
    assert {"quotations", "mentions", "quantities"} <= set(layers)
    for layer in layers:
        first, second = (
            Counter((r.start, r.end) for r in readings if (r.layer, r.reader) == (layer, reader))
            for reader in (Reader.FIRST, Reader.SECOND)
        )
        counts = first.total(), second.total(), (first & second).total()
        assert counts == tuple(spans[layer][name] for name in NAMES[3:6])
        assert spans[layer]["f1"] == 2 * counts[2] / (counts[0] + counts[1])
        assert 0 < spans[layer]["f1_label"] <= spans[layer]["f1"] <= spans[layer]["f1_overlap"] <= 1


# --- what is refused


@pytest.mark.parametrize(
    ("attributes", "error", "message"),
    [
        (
            "{'form': 1}",
            FormatError,
            "attributes of reading 'moor/rd2' is not JSON: Expecting property name enclosed in double quotes at line 1, column 2; found \"'form': 1}\", correct it there",
        ),
        (
            '{"a": 1, "a": 2}',
            FormatError,
            "attributes of reading 'moor/rd2' is not JSON by the standard: the key 'a' stands twice in one object; correct it",
        ),
        (
            '{"a": NaN}',
            FormatError,
            "attributes of reading 'moor/rd2' is not JSON by the standard: NaN is not a number; correct it",
        ),
        (
            '["after"]',
            FormatError,
            "attributes of reading 'moor/rd2' should be a JSON object, found '[\"after\"]'; write {} or null where there are none",
        ),
        (
            '"after"',
            FormatError,
            "attributes of reading 'moor/rd2' should be a JSON object, found '\"after\"'; write {} or null where there are none",
        ),
        (
            "null",
            FormatError,
            "attributes of reading 'moor/rd2' should be a JSON object, found 'null'; write {} or null where there are none",
        ),
        (
            '{"approximate": 1}',
            ConversionError,
            "attributes of reading 'moor/rd2': 'approximate' should be true or false or null, found 1; correct it",
        ),
        (
            '{"status": ["actual"]}',
            ConversionError,
            "attributes of reading 'moor/rd2': 'status' should be text or null, found ['actual']; correct it",
        ),
        (
            '{"period": 2031}',
            ConversionError,
            "attributes of reading 'moor/rd2': 'period' should be text or null, found 2031; correct it",
        ),
        (
            '{"a": 1' + "0" * 5000 + "}",
            LimitError,
            "attributes of reading 'moor/rd2' holds a number of too many digits; no table of summitdata does, do not use this file",
        ),
    ],
)
def test_attributes_that_cannot_be_compared_are_refused(attributes, error, message):
    """What is no JSON object, or a code of another type, is named with its reading; nothing is guessed."""
    readings = table(
        unit("first", 0, 4, "count", layer="quantities"), unit("second", 0, 4, "count", attributes, layer="quantities")
    )

    with pytest.raises(error) as caught:
        agreement(readings, TABLES)
    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (
            "reader",
            "third",
            "readings row 0, column 'reader': expected one of first, second, machine, human, found 'third' [vocabulary]",
        ),
        ("label", None, "readings row 0, column 'label': expected text, never null, found None [null]"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused(column, value, message):
    """An unknown reader and a missing label are named; the readings have to be mended first."""
    made = table(unit("first", 0, 4), unit("second", 0, 4))
    plain = made.to_pylist()
    plain[0][column] = value

    with pytest.raises(ConversionError) as caught:
        agreement(pa.Table.from_pylist(plain, schema=made.schema), TABLES)
    assert f"{message}; correct the value, nothing is coerced" == str(caught.value)


# --- the way in


def test_the_package_and_a_corpus_tell_how_far_their_readers_agree() -> None:
    """The shipped corpus by one call, any corpus by its method, in any frame library."""
    expected = agreement(sd.frame("readings", "arrow"), TABLES)

    assert expected.equals(sd.agreement("arrow"))
    assert expected.equals(sd.load().agreement("arrow"))
    assert NAMES == list(sd.agreement().columns) == sd.load().agreement("polars").columns
    assert sd.Corpus({}).agreement("arrow").num_rows == 0
    with pytest.raises(UnknownNameError) as caught:
        sd.agreement("excel")
    assert str(caught.value) == "there is no backend 'excel'; the backends: pandas, polars, arrow, duckdb, records."
