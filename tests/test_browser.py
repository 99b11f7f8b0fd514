"""The page in a real browser with the network cut, and before the judges of its markup."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import summitdata as sd
from summitdata.anchor import attach
from summitdata.look.page import view

_BROWSER = shutil.which("chromium")
_JUDGES = Path(os.environ.get("SUMMITDATA_JUDGES", "judges-are-nowhere")) / "node_modules"
_KINDS = ("shipped", "with-text", "empty")


@pytest.fixture(scope="module")
def pages(synthetic: sd.Corpus, synthetic_text: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages as files: of the shipped corpus, of the invented article with its wording, of nothing."""
    folder = tmp_path_factory.mktemp("pages")
    corpora = {
        "shipped": sd.load().without_text(),
        "with-text": attach(synthetic, synthetic_text, synthetic.articles[0].id).corpus,
        "empty": sd.Corpus({}),
    }
    for name, corpus in corpora.items():
        view(corpus).write(folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in corpora}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if _BROWSER is None:
        pytest.skip("there is no chromium on this machine")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=_BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


def _opened(browser: Any, path: Path, **options: Any) -> tuple[Any, list[str]]:
    """A page open with the network cut, and everything that it asked for or said."""
    context = browser.new_context(**options)
    context.set_offline(True)
    page, heard = context.new_page(), []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(path.as_uri())
    return page, heard


@pytest.mark.parametrize("kind", _KINDS)
def test_a_page_opens_without_a_network(browser: Any, pages: dict[str, Path], kind: str) -> None:
    """The browser asks for the file and nothing else, and the console stays empty."""
    _, heard = _opened(browser, pages[kind])

    assert [pages[kind].as_uri()] == heard


def test_the_filters_work_by_keyboard(browser: Any, pages: dict[str, Path]) -> None:
    """Who only has a keyboard chooses a speaker, sees the count change, and resets it."""
    page, _ = _opened(browser, pages["shipped"])
    everything = page.text_content("#count")
    while page.evaluate("document.activeElement.id") != "speaker":
        page.keyboard.press("Tab")
    page.keyboard.type("Ilham")
    page.keyboard.press("Enter")
    chosen = page.evaluate("document.getElementById('speaker').value")
    some = page.text_content("#count")
    visible = page.evaluate(
        "[...document.querySelectorAll('.item')].filter(i => i.checkVisibility()).map(i => i.dataset.speaker)"
    )
    while page.evaluate("document.activeElement.id") != "reset":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert "aliyev" == chosen
    assert {True} == {"aliyev" in speakers.split() for speakers in visible}
    assert some != everything == page.text_content("#count")


@pytest.mark.parametrize(("name", "value"), [("layer", "promise"), ("topic", "10")])
def test_a_filter_hides_what_it_does_not_ask_for(browser: Any, pages: dict[str, Path], name: str, value: str) -> None:
    """By layer and by topic only the rows asked for are left, and the count says how many."""
    page, _ = _opened(browser, pages["shipped"])
    page.select_option(f"#{name}", value)
    shown = page.evaluate(
        "[...document.querySelectorAll('.item')].filter(i => i.checkVisibility()).map(i => [i.dataset.row, i.dataset])"
    )

    assert {True} == {value in held[name].split() for _, held in shown}
    assert (page.text_content("#count") or "").startswith(f"{len({row for row, _ in shown})} of ")


def test_without_a_script_everything_is_shown(browser: Any, pages: dict[str, Path]) -> None:
    """Where no script runs the controls are hidden, and no item is."""
    page, _ = _opened(browser, pages["shipped"], java_script_enabled=False)

    assert not page.is_visible("#filter")
    assert page.is_visible("#p01")
    assert page.is_visible("#c05")
    assert 0 == page.locator("[data-out]").count()


@pytest.mark.parametrize("kind", _KINDS)
def test_a_phone_needs_no_sideways_scrolling(browser: Any, pages: dict[str, Path], kind: str) -> None:
    """At the width of a phone the page is no wider than the screen."""
    page, _ = _opened(browser, pages[kind], viewport={"width": 390, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    assert 390 == page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", _KINDS)
def test_axe_finds_nothing(browser: Any, pages: dict[str, Path], kind: str, scheme: str, width: int) -> None:
    """No violation of accessibility, contrast included, in light and dark, on a desk and a phone."""
    axe = _JUDGES / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not in SUMMITDATA_JUDGES")
    page, _ = _opened(browser, pages[kind], color_scheme=scheme, viewport={"width": width, "height": 900})
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")

    assert [] == [(v["id"], [node["target"] for node in v["nodes"]][:5]) for v in found["violations"]]


def test_vnu_finds_nothing(pages: dict[str, Path]) -> None:
    """The checker of the web's standards has no error and no warning."""
    jar = _JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    if java is None or not jar.is_file():
        pytest.skip("java or vnu-jar in SUMMITDATA_JUDGES is missing")
    done = subprocess.run([java, "-jar", jar, *pages.values()], capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)


def test_html_validate_finds_nothing(pages: dict[str, Path], tmp_path: Path) -> None:
    """The recommended rules of html-validate hold."""
    tool, node = _JUDGES / "html-validate" / "bin" / "html-validate.mjs", shutil.which("node")
    if node is None or not tool.is_file():
        pytest.skip("node or html-validate in SUMMITDATA_JUDGES is missing")
    rules = {"extends": ["html-validate:recommended"]}
    (tmp_path / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    command = [node, tool, "--config", tmp_path / "rules.json", "--formatter", "text", *pages.values()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
