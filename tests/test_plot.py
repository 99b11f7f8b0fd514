"""The figures: matplotlib's own, with every number of the data in them, the same each time, safe against any label."""

import io
import pickle
import subprocess
import sys
from xml.etree import ElementTree as ET

import pyarrow as pa
import pytest

import summitdata as sd
from summitdata.exceptions import MissingExtraError, UnknownNameError, UsageError
from summitdata.look import plot
from summitdata.records import TABLES
from summitdata.schema import arrow_schema

from .conftest import ROOT
from .folders import article, corpus_of, one

matplotlib = pytest.importorskip("matplotlib")

FIGURES = [plot.voices, plot.targets, plot.commitments, plot.places, plot.actors]
RUSSIAN = [figure for figure in FIGURES if figure is not plot.targets]


def saved(figure, form: str = "svg", **metadata: None) -> bytes:
    """The bytes of a figure as the documentation says to save it."""
    held = io.BytesIO()
    with matplotlib.rc_context(plot.SAVING):
        figure.savefig(held, format=form, metadata=metadata)
    return held.getvalue()


def words(figure) -> list[str]:
    """All texts that stand in a figure."""
    return [line for text in figure.findobj(matplotlib.text.Text) for line in text.get_text().split("\n")]


def printed(figure) -> list[str]:
    """All texts of a figure as a reader of the SVG finds them."""
    tree = ET.fromstring(saved(figure, Date=None))  # noqa: S314 - our own
    return [text for element in tree.iter("{http://www.w3.org/2000/svg}text") for text in element.itertext()]


def entity(identity: str, label: str, **values):
    """A plain row of an entity."""
    return one("entities", id=f"art/{identity}", type="CITY", **{"label_en": label, **values})


def place(number: int, longitude: float, latitude: float, label: str | None = None):
    """A place with a letter for its name."""
    return entity(f"place-{number}", label or f"Place {number}", longitude=longitude, latitude=latitude)


def quantity(number: int, **values):
    """A plain row of a target."""
    given = {"status": "target", "dimension": "level", "indicator": "milk", "approximate": False, **values}
    return one("quantities", id=f"art/n{number}", **given)


@pytest.mark.parametrize("figure", FIGURES)
def test_each_is_the_same_every_time(figure):
    """Saved as the documentation says."""
    assert saved(figure(), Date=None) == saved(figure(), Date=None)


def test_a_pdf_is_the_same_every_time_and_has_its_letters():
    """The font goes along, Cyrillic included."""
    pdf = saved(plot.commitments(lang="ru"), "pdf", CreationDate=None)

    assert pdf == saved(plot.commitments(lang="ru"), "pdf", CreationDate=None)
    assert b"/FontFile2" in pdf


@pytest.mark.parametrize("figure", FIGURES)
def test_each_is_a_figure_that_notebooks_show(figure):
    """Matplotlib's own, without pyplot, which would open windows."""
    made = figure()

    assert type(made) is matplotlib.figure.Figure
    assert callable(made._repr_png_)


def test_a_figure_can_be_copied():
    """As other processes get it."""
    made = plot.commitments()

    assert words(made) == words(pickle.loads(pickle.dumps(made)))  # noqa: S301 - our own
    assert made._repr_png_().startswith(b"\x89PNG")


def test_ipython_shows_a_figure():
    """As an image, by its own formatters."""
    formatters = pytest.importorskip("IPython.core.formatters")

    shown, _ = formatters.DisplayFormatter().format(plot.commitments())

    assert b"\x89PNG" == shown["image/png"][:4]


def test_nothing_opens_a_window():
    """Nor is matplotlib there before a figure is asked for, nor pyplot after."""
    code = (
        "import sys; from summitdata.look import plot; before = 'matplotlib' in sys.modules; plot.actors(); "
        "print(before, 'matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "False False\n" == done.stdout


def test_without_matplotlib_the_command_is_named(monkeypatch):
    """As for every library that is not needed by all."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError) as caught:
        plot.voices()

    assert "figures need matplotlib, which is not installed; run: python -m pip install 'summitdata[plot]'" == str(
        caught.value
    )


def test_a_broken_matplotlib_is_not_called_missing(monkeypatch, tmp_path):
    """What it lacks is said as it is."""
    (tmp_path / "matplotlib.py").write_text("import nowhere_to_be_found")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ModuleNotFoundError, match="nowhere_to_be_found"):
        plot.voices()


@pytest.mark.parametrize(
    ("figure", "wanted"),
    [
        (plot.voices, "direct quotations with speaker and words, or statements with a speaker (level 2)"),
        (plot.targets, "quantities whose status is target"),
        (plot.commitments, "commitments"),
        (plot.places, "entities with coordinates"),
        (plot.actors, "events with two actors"),
    ],
)
def test_a_corpus_with_nothing_to_draw_is_told(figure, wanted):
    """What is missing, in one line."""
    with pytest.raises(UsageError) as caught:
        figure(corpus_of())

    assert f"there is nothing to draw: the corpus should have {wanted}, found none; choose another corpus" == str(
        caught.value
    )


@pytest.mark.parametrize("figure", RUSSIAN)
def test_an_unknown_language_is_told(figure):
    """With those there are."""
    with pytest.raises(UnknownNameError) as caught:
        figure(lang="de")

    assert "there is no language 'de'; did you mean 'en'?" == str(caught.value)


@pytest.mark.parametrize("figure", FIGURES)
def test_what_is_no_corpus_is_told(figure):
    """A path, as it may well be tried."""
    with pytest.raises(UsageError) as caught:
        figure("folder")

    assert "expected a Corpus, found str; summitdata.open(path) reads one" == str(caught.value)


@pytest.mark.parametrize("figure", RUSSIAN)
def test_russian_figures_are_in_russian(figure):
    """Titles, axes, legends and labels; only a proper name may be in Latin letters."""
    found = words(figure(lang="ru"))
    latin = [word for word in found if any("a" <= c <= "z" for c in word.casefold())]

    assert latin == [word for word in latin if "Natural Earth" in word]
    assert len(found) > len(latin)


def test_voices_add_up():
    """All words of direct quotations and all statements with a speaker are in the figure."""
    corpus = sd.load()
    quotations = corpus.joined("quotations_with_speakers").to_pylist()
    left, right = plot.voices().axes

    assert sum(q["n_words"] or 0 for q in quotations) == sum(bar.get_width() for bar in left.patches)
    assert sum(a.level == 2 and a.entity_id is not None for a in corpus.attributions) == sum(
        bar.get_width() for bar in right.patches
    )


def speech(speakers: int, **statement):
    """A corpus in which so many speak one statement each, the first two, the second of them twice in one."""
    numbers = range(1, speakers + 1)
    return corpus_of(
        articles=[article()],
        entities=[entity(f"who-{n:02}", f"Speaker {n:02}") for n in numbers],
        statements=[one("statements", id=f"art/st{n}", **{"cap_topic": "8", **statement}) for n in numbers],
        attributions=[
            one("attributions", id=f"art/a{n}", statement_id=f"art/st{n}", level=2, entity_id=f"art/who-{n:02}")
            for n in numbers
        ],
    )


@pytest.mark.parametrize(
    ("speakers", "legend"),
    [
        (1, ["Speaker 01"]),
        (7, [f"Speaker {n:02}" for n in range(1, 8)]),
        (9, [*(f"Speaker {n:02}" for n in range(1, 7)), "others"]),
    ],
)
def test_many_voices_are_taken_together(speakers, legend):
    """Beyond the sixth, where there are more than seven; without quotations there is one panel."""
    figure = plot.voices(speech(speakers))

    assert legend == [text.get_text() for text in figure.legends[0].get_texts()]
    assert [speakers] == [sum(bar.get_width() for bar in ax.patches) for ax in figure.axes]
    assert {"Energy", "Statements"} <= set(words(figure))


def test_a_statement_that_is_not_there_has_no_topic():
    """In a corpus that is still to be mended."""
    whole = speech(1)
    broken = sd.Corpus({**whole.tables, "statements": whole.table("statements").slice(1)})

    assert "no topic" in words(plot.voices(broken))


def test_targets_stand_beside_what_is():
    """The derived baseline is hatched and said to be derived; what has no number stands in words."""
    figure = plot.targets()
    found = words(figure)

    assert {"derived baseline", "baseline and latest actual, 2024", "baseline, derived by us"} <= set(found)
    assert {"0.5", "1", "4.5", "10", "< 1.5", "× 2", "increase, no number given"} <= set(found)
    assert ["/////"] == [bar.get_hatch() for bar in figure.axes[0].patches if bar.get_hatch()]


def test_targets_of_every_kind():
    """Ranges, bounds, signs, other units, numbers that are none, and levels beside their latest actual values."""
    rows = [
        quantity(1, value=2e6, unit="t", comparator="≥", period="2030", entity_id="art/dairy"),
        quantity(2, status="actual", value=1.5e6, unit="t", period="2024", entity_id="art/dairy"),
        quantity(3, indicator="cheese", low=10.0, high=20.0, unit="kg"),
        quantity(4, indicator="cheese", high=30.0, unit="kg", approximate=True),
        quantity(5, indicator="cheese", value=5.0, unit="EUR"),
        quantity(6, indicator="butter", value=float("inf"), unit="t"),
        quantity(7, indicator="herds", dimension="multiple", value=3.0),
        quantity(8, indicator="herds", dimension="growth", value=7.0, unit="%"),
    ]
    quantities = pa.Table.from_pylist(rows, arrow_schema(TABLES["quantities"]))
    entities = corpus_of(entities=[entity("dairy", "Dairy farms")]).table("entities")
    found = set(words(plot.targets(sd.Corpus({"quantities": quantities, "entities": entities}))))

    assert {"Milk", "Dairy farms", "latest actual, 2024", "1.5", "target, 2030", "≥ 2", "million tonnes"} <= found
    assert {"10 to 20", "≈ 30", "5 EUR", "change, no number given", "7", "per cent", "× 3"} <= found


def test_targets_without_any_number_have_words_only():
    """And no scale, which would be of nothing."""
    figure = plot.targets(corpus_of(articles=[article()], quantities=[quantity(1)]))

    assert ["change, no number given"] == [text.get_text() for text in figure.axes[0].texts]
    assert [] == list(figure.axes[0].get_xticks())


def test_commitments_add_up():
    """Each is in the figure once, in its sector and stage."""
    corpus = sd.load()
    figure = plot.commitments()

    assert len(corpus.commitments) == sum(bar.get_width() for bar in figure.axes[0].patches)
    assert {"Industry", "Digital", "Proposed", "Agreed", "Planned", "Instructed"} <= set(words(figure))


def test_many_commitments_are_no_boxes():
    """Their bars are whole."""
    rows = [one("commitments", id=f"art/c{n}", sector="trade", stage="agreed") for n in range(1, 40)]
    ax = plot.commitments(corpus_of(articles=[article()], commitments=rows)).axes[0]

    assert [39.0] == [bar.get_width() for bar in ax.patches]
    assert [] == list(ax.collections)


def test_places_lie_where_they_are():
    """On their coordinates, the route through its stops, and what is far away below the map."""
    figure = plot.places()
    ax = figure.axes[0]
    cities = {e.label_en: [e.longitude, e.latitude] for e in sd.load().entities if e.latitude}
    found = words(figure)

    assert sorted(cities[city] for city in cities if city != "Washington") == sorted(
        ax.collections[-1].get_offsets().tolist()
    )
    assert [cities["Baku"], cities["Tbilisi"], cities["Ceyhan"]] == ax.lines[0].get_xydata().tolist()
    assert {"Baku (2)", "Aktau (1)", "Kazakhstan", "Outside the map: Washington (1), 38.9°N, 77.0°W"} <= set(found)


def test_places_elsewhere_have_no_outlines():
    """We have none of them."""
    rows = [place(1, -70.7, -33.4), place(2, -58.4, -34.6), place(3, 71.4, 51.2)]
    found = words(plot.places(corpus_of(articles=[article()], entities=rows)))

    assert {"Place 1 (0)", "Place 2 (0)", "Place 3 (0)"} <= set(found)
    assert not any("Natural Earth" in word or "Outside" in word for word in found)


def test_places_far_away_have_their_hemispheres():
    """South and east."""
    rows = [place(1, 50.0, 40.0), place(2, 151.2, -33.9)]
    found = words(plot.places(corpus_of(articles=[article()], entities=rows)))

    assert "Outside the map: Place 2 (0), 33.9°S, 151.2°E" in found


def test_names_of_places_stand_apart():
    """Of twelve places close together none covers another's name."""
    rows = [place(n, 49 + n % 4, 40 + n // 4) for n in range(12)]
    ax = plot.places(corpus_of(articles=[article()], entities=rows)).axes[0]
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text().startswith("Place")]
    covered = [(a, b) for a in range(12) for b in range(a) if boxes[a].overlaps(boxes[b])]

    assert 12 == len(boxes)
    assert [] == covered


def test_actors_are_joined_by_the_events_they_share():
    """The two countries in ten, the two presidents in five."""
    figure = plot.actors()
    found = words(figure)

    assert {"Kazakhstan (11)", "Azerbaijan (11)", "Kassym-Jomart Tokayev (5)", "10", "5", "Country", "Person"} <= set(
        found
    )
    assert 8 == len(figure.axes[0].lines)


def meeting(actors: int, label: str = "Actor"):
    """A corpus in which so many meet in one event."""
    numbers = range(1, actors + 1)
    return corpus_of(
        articles=[article()],
        entities=[entity(f"who-{n:02}", f"{label} {n:02}") for n in numbers],
        events=[one("events", id="art/v1", quad=1)],
        event_actors=[
            one("event_actors", id=f"art/va{n}", event_id="art/v1", entity_id=f"art/who-{n:02}") for n in numbers
        ],
    )


def test_the_network_holds_the_most_active():
    """Sixteen, every pair joined, without numbers on so many lines."""
    ax = plot.actors(meeting(20)).axes[0]

    assert 16 == len(ax.texts)
    assert 120 == len(ax.lines)


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font:UserWarning")
@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (r"$\frac{1}{$", r"$\frac{1}{$"),
        ("a $5 b", "a $5 b"),
        (r"\$x_1$ $", r"\$x_1$ $"),
        ("bell\u0007", r"bell\x07"),
        ("\u202egnp", r"\u202egnp"),
        ("<b>&amp;", "<b>&amp;"),
        ("two\nlines\tand", "two lines and"),
        ("_hidden", "_hidden"),
        ("", "–"),
        ("Касым-Жомарт Ә", "Касым-Жомарт Ә"),
        ("x" * 90, "x" * 69 + "…"),
    ],
)
def test_labels_stand_as_they_are(label, expected):
    """No mathematics, no control characters, nothing left out; long ones cut."""
    tables = {**speech(1).tables, "entities": corpus_of(entities=[entity("who-01", label)]).table("entities")}

    assert expected in [word.strip() for word in printed(plot.voices(sd.Corpus(tables)))]
