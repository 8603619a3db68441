"""The page in a real browser: no request, no error, nothing against accessibility, everything by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from tabs import opened, watched

import chainrule as cr
from chainrule.rendering.views import document

TEXTS = ["sin(cos(x^2))", "x sin(x^2)", "z = w x + b; a = sigmoid(z); L = (a - y)^2", "|x^2 - 1|", "ln(x)"]


@pytest.fixture
def several(tmp_path: Path) -> str:
    path = tmp_path / "several.html"
    path.write_text(document([cr.derive(text) for text in TEXTS], "html"), "utf-8")
    return path.as_uri()


@pytest.fixture
def one(tmp_path: Path) -> str:
    path = tmp_path / "one.html"
    path.write_text(cr.derive("sin(cos(x^2))").to_html(at="x = 1"), "utf-8")
    return path.as_uri()


def test_it_asks_for_nothing_and_has_no_error(browser: Browser, several: str) -> None:
    tab, requests, errors = watched(browser, several)
    tab.wait_for_timeout(200)
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    assert tab.evaluate("document.fonts.check('16px \"Page Math\"')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 320])
def test_axe_finds_nothing(browser: Browser, several: str, scheme: str, width: int) -> None:
    tab = opened(browser, several, width=width, color_scheme=scheme)
    found = Axe().run(tab).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["html"][:200]) for violation in found] == []


def test_a_narrow_page_does_not_scroll_sideways(browser: Browser, several: str) -> None:
    tab = opened(browser, several, width=320)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.evaluate("""[...document.querySelectorAll(".wide, .piece")]
        .every((box) => box.scrollWidth <= box.clientWidth + 1 || box.tabIndex === 0)""")


def test_steps_fold_by_mouse_and_by_keyboard(browser: Browser, one: str) -> None:
    tab = opened(browser, one)
    first = tab.locator("details.step").first
    first.locator("summary").click()
    assert first.evaluate("step => step.open") is False
    first.locator("summary").focus()
    tab.keyboard.press("Enter")
    assert first.evaluate("step => step.open") is True
    tab.locator("[data-fold=close]").focus()
    tab.keyboard.press("Space")
    assert tab.locator("details.step[open]").count() == 0
    tab.locator("[data-fold=open]").focus()
    tab.keyboard.press("Enter")
    assert tab.locator("details.step:not([open])").count() == 0


def test_a_layer_lights_up_everywhere(browser: Browser, one: str) -> None:
    tab = opened(browser, one)
    marked = tab.locator("[data-layer=u]").count()
    assert marked > 4
    lit = tab.locator(".lit")
    tab.locator("mrow[data-layer=u]").first.hover()
    assert (lit.count(), tab.locator(".lit:not([data-layer=u])").count()) == (marked, 0)
    tab.locator("h1").hover()
    assert lit.count() == 0
    chip = tab.locator("button[data-layer=v]")
    chip.focus()
    assert lit.count() == tab.locator("[data-layer=v]").count()
    tab.keyboard.press("Enter")
    assert chip.get_attribute("aria-pressed") == "true"
    tab.locator("input").focus()
    assert lit.count() == tab.locator("[data-layer=v]").count()
    chip.focus()
    tab.keyboard.press("Space")
    assert chip.get_attribute("aria-pressed") == "false"
    tab.locator("input").focus()
    assert lit.count() == 0


def test_the_slider_moves_every_number_and_the_tangent(browser: Browser, one: str) -> None:
    tab = opened(browser, one)
    tangent = tab.locator(".tangent")
    before = tangent.get_attribute("y1")
    tab.locator("input[type=range]").focus()
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    assert tangent.get_attribute("y1") != before
    x = number(tab.locator("output").inner_text().split(" = ")[1])
    assert x > 1
    derivation = cr.derive("sin(cos(x^2))")
    shown = [number(cell) for cell in tab.locator("[data-value]").all_inner_texts()]
    assert shown == pytest.approx([x * x, cr.evaluate("cos(x^2)", x=x), cr.evaluate("sin(cos(x^2))", x=x)], rel=1e-3)
    slope = number(tab.locator("[data-slope]").inner_text())
    assert slope == pytest.approx(cr.evaluate(derivation.answer, x=x), rel=1e-3)
    assert f"x = {tab.locator('output').inner_text().split(' = ')[1]}" in tab.locator(".now").inner_text()


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_places_without_a_value_say_so(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "ln.html"
    path.write_text(cr.derive("ln(x)").to_html(), "utf-8")
    tab = opened(browser, path.as_uri())
    tab.locator("input[type=range]").focus()
    tab.keyboard.press("Home")
    assert "has no real value" in tab.locator(".now").inner_text()
    assert tab.locator(".point").get_attribute("visibility") == "hidden"
    assert tab.locator(".tangent").get_attribute("visibility") == "hidden"


def test_it_can_be_read_without_scripts(browser: Browser, one: str) -> None:
    tab = opened(browser, one, java_script_enabled=False)
    assert tab.locator("details.step:not([open])").count() == 0
    assert "grows" in tab.locator(".now").inner_text() or "falls" in tab.locator(".now").inner_text()


def test_paper_shows_every_step_and_no_controls(browser: Browser, one: str) -> None:
    tab = opened(browser, one)
    tab.emulate_media(media="print")
    assert not tab.locator(".fold").first.is_visible()
    assert not tab.locator("input").is_visible()
    assert tab.locator(".curve").is_visible()
