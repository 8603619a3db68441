"""The page of a graph in a real browser: steps, nodes, paths and inputs, by keyboard alone, with Python's numbers."""

from __future__ import annotations

import random
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from tabs import Tab, opened, watched

import chainrule as cr
from chainrule.rendering.page.graph import graph_page
from chainrule.rendering.page.graph_rows import GraphRows

SCRIPT = resources.files("chainrule.rendering.page").joinpath("machine.js").read_text("utf-8")
PRODUCT = "(x + y)*z", {"x": -2, "y": 5, "z": -4}
NEURON = "z = w*x + b; a = sigmoid(z); L = -y*ln(a) - (1 - y)*ln(1 - a)"


@pytest.fixture
def address(tmp_path: Path) -> Any:
    def written(text: str, values: Any = None, **options: Any) -> str:
        path = tmp_path / "graph.html"
        path.write_text(graph_page(cr.graph(text, values, **options)), "utf-8")
        return path.as_uri()

    return written


def now(tab: Tab) -> str:
    return tab.locator("p.now").inner_text()


def seen(tab: Tab, kind: str) -> list[str]:
    """The numbers in the drawing that can be seen, by the node that they belong to."""
    found: list[str] = tab.evaluate(
        """(kind) => [...document.querySelectorAll(`.node > .${kind}`)]
            .map((slot) => getComputedStyle(slot).visibility === "visible" ? slot.textContent : "")""",
        kind,
    )
    return found


def fill(tab: Tab, index: int, text: str) -> None:
    field = tab.locator(".field input").nth(index)
    field.fill(text)
    field.blur()


def test_it_asks_for_nothing_and_has_no_error(browser: Browser, address: Any) -> None:
    tab, requests, errors = watched(browser, address(*PRODUCT))
    for _ in range(9):
        tab.keyboard.press("ArrowRight")
    tab.locator(".node").first.click()
    fill(tab, 0, "3")
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    assert tab.evaluate("document.fonts.check('16px \"Page Math\"')")


PIECES = "x^2 if x < 0, ln(x - 1)/y otherwise", {"x": 3, "y": 2}
AXED = [(PRODUCT, 1200, "light"), (PRODUCT, 360, "dark"), ((NEURON, None), 1200, "dark"), (PIECES, 360, "light")]


@pytest.mark.parametrize(("given", "width", "scheme"), AXED)
def test_axe_finds_nothing(browser: Browser, address: Any, given: tuple[str, Any], width: int, scheme: Any) -> None:
    tab = opened(browser, address(*given), width=width, color_scheme=scheme, reduced_motion="reduce")
    assert violations(tab) == []
    tab.keyboard.press("End")
    tab.locator(".node").nth(1).click()
    tab.locator("[data-path]").first.click()
    fill(tab, 0, "nonsense")
    assert violations(tab) == []


def violations(tab: Tab) -> list[tuple[str, str]]:
    found = Axe().run(tab).response["violations"]
    return [(violation["id"], violation["nodes"][0]["html"][:200]) for violation in found]


def test_it_steps_forward_and_backward_by_keyboard(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(*PRODUCT))
    assert seen(tab, "value") == ["−2", "5", "", "−4", ""]
    assert seen(tab, "adjoint") == [""] * 5
    tab.keyboard.press("ArrowRight")
    assert now(tab) == "Forward: v₁ = x + y, which is 3."
    assert seen(tab, "value") == ["−2", "5", "3", "−4", ""]
    tab.keyboard.press("ArrowRight")
    assert now(tab) == "Forward: f = v₁z, which is −12."
    tab.keyboard.press("ArrowRight")
    assert now(tab) == "Backward: ∂f/∂f = 1, for f moves as fast as itself."
    assert seen(tab, "adjoint") == ["", "", "", "", "∂f/∂f = 1"]
    for _ in range(2):
        tab.keyboard.press("ArrowRight")
    assert now(tab) == "Backward: v₁ gets the signal 1 of f times the local derivative −4: −4."
    assert tab.locator(".count").inner_text() == "Step 5 of 7"
    tab.keyboard.press("ArrowLeft")
    assert seen(tab, "adjoint") == ["", "", "", "∂f/∂z = 3", "∂f/∂f = 1"]
    tab.keyboard.press("End")
    assert seen(tab, "adjoint") == ["∂f/∂x = −4", "∂f/∂y = −4", "∂f/∂v₁ = −4", "∂f/∂z = 3", "∂f/∂f = 1"]
    tab.keyboard.press("ArrowRight")
    assert tab.locator(".count").inner_text() == "Step 7 of 7"
    tab.keyboard.press("Home")
    assert tab.locator(".count").inner_text() == "Step 0 of 7"
    assert seen(tab, "adjoint") == [""] * 5


def test_buttons_step_too_and_keep_the_focus_at_the_end(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(*PRODUCT))
    following = tab.locator("[data-go=next]")
    following.focus()
    for _ in range(8):
        tab.keyboard.press("Enter")
    assert tab.locator(".count").inner_text() == "Step 7 of 7"
    assert following.get_attribute("aria-disabled") == "true"
    assert tab.evaluate("document.activeElement.dataset.go") == "next"
    tab.locator("[data-go=first]").click()
    assert tab.locator(".count").inner_text() == "Step 0 of 7"


def test_what_is_used_twice_adds_up(browser: Browser, address: Any) -> None:
    tab = opened(browser, address("x*x + sin(x)*x", {"x": 1}))
    tab.keyboard.press("End")
    assert now(tab) == (
        "Backward: x is used 4 times, and gets 1 · 1 from v₁, 1 · 1 from v₁, 1 · 0.5403 from v₂, 1 · 0.84147 from v₃; "
        "together 3.3818."
    )


def test_a_node_shows_local_derivative_signal_and_product(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(*PRODUCT))
    assert not tab.locator(".detail").first.is_visible()
    tab.locator(".node").nth(4).click()
    detail = tab.locator("#n5")
    assert detail.is_visible()
    cells = [row.split("\t")[-3:] for row in detail.locator("tbody tr").all_inner_texts()]
    assert cells == [["−4", "1", "−4"], ["3", "1", "3"]]
    assert now(tab) == "f = v₁z. Value −12, incoming signal 1. On to v₁: (−4) · 1 = −4. On to z: 3 · 1 = 3."
    tab.locator(".node").nth(4).click()
    assert not detail.is_visible()


def test_every_node_is_reached_by_keyboard(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(*PRODUCT))
    tab.locator("[data-go=last]").focus()
    tab.keyboard.press("Tab")
    visited = []
    for _ in range(5):
        visited.append(tab.evaluate("document.activeElement.dataset.node"))
        tab.keyboard.press("ArrowDown")
    assert visited == ["0", "1", "2", "3", "4"]
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Enter")
    assert tab.locator("#n4").is_visible()
    assert tab.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.locator("[data-open='2']").focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#n3").is_visible()
    assert not tab.locator("#n4").is_visible()


def test_labels_tell_what_is_known_so_far(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(*PRODUCT))
    node = tab.locator(".node").nth(2)
    assert node.get_attribute("aria-label") == "v₁ = x + y"
    tab.keyboard.press("ArrowRight")
    assert node.get_attribute("aria-label") == "v₁ = x + y, value 3"
    tab.keyboard.press("End")
    assert node.get_attribute("aria-label") == "v₁ = x + y, value 3, adjoint −4"
    assert tab.locator("p.now").get_attribute("aria-live") == "polite"


def test_an_input_changes_everything(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(*PRODUCT))
    fill(tab, 0, "1/2")
    assert now(tab) == "f is now −22; ∂f/∂x = −4, ∂f/∂y = −4, ∂f/∂z = 5.5."
    tab.keyboard.press("End")
    assert seen(tab, "value") == ["0.5", "5", "5.5", "−4", "−22"]
    assert seen(tab, "adjoint")[3] == "∂f/∂z = 5.5"


READ = [
    ("-2", "−2"), ("−2", "−2"), ("+.5", "0.5"), ("1e3", "1000"), ("1/3", "0.33333"), ("pi/4", "0.7854"),
    ("2π", "6.2832"), ("-3*pi/2", "−4.7124"), ("e", "2.7183"), (" 7 ", "7"), ("1.5e-7", "1.5·10⁻⁷"),
]  # fmt: skip
WRONG = [
    ("", "A number is missing here."), ("abc", "“abc” is no number"), ("1,5", "write 1.5"), ("1/0", "divides by 0"),
    ("1e999", "too large"), ("--2", "is no number"), ("alert(1)", "is no number"), ("2+3", "is no number"),
    ("1/", "is no number"), ("0x10", "is no number"), ("Infinity", "is no number"), ("<b>", "“<b>” is no number"),
]  # fmt: skip


def test_numbers_are_read_strictly(browser: Browser, address: Any) -> None:
    tab = opened(browser, address("x + 0", {"x": 1}))
    field, said = tab.locator(".field input"), tab.locator(".said")
    for typed, shown in READ:
        fill(tab, 0, typed)
        assert (seen(tab, "value")[0], said.inner_text()) == (shown, ""), typed
    for typed, problem in WRONG:
        fill(tab, 0, typed)
        assert problem in said.inner_text(), typed
        assert field.get_attribute("aria-invalid") == "true"
        assert seen(tab, "value")[0] == "…", typed
    assert field.get_attribute("aria-describedby") == said.get_attribute("id")
    fill(tab, 0, "4")
    assert field.get_attribute("aria-invalid") == "false"


OUTSIDE = [
    ("ln(x)*y", "-1", "v₁ has no value here: ln of −1.", ["−1", "no value", "2", "no value"]),
    ("y/(x - 1)", "1", "f has no value here: division by 0.", None),
    ("sqrt(x) + y", "-4", "v₁ has no value here: √(−4).", None),
    ("x^0.3 + y", "-4", "v₁ has no value here: (−4) to the power 0.3.", None),
    ("e^x + y", "1000", "v₁ has no value here: too large for a number here.", None),
    ("y*(x if x > 0)", "-1", "v₁ has no value here: no branch applies.", None),
    ("tan(x) + y", "pi/2", "v₁ has no value here: tan of 1.5708.", None),
]


@pytest.mark.parametrize(("text", "typed", "said", "values"), OUTSIDE, ids=[row[0] for row in OUTSIDE])
def test_outside_the_domain_the_node_says_so_and_nothing_beyond_has_a_number(
    browser: Browser, address: Any, text: str, typed: str, said: str, values: list[str] | None
) -> None:
    tab = opened(browser, address(text, {"x": 3, "y": 2}))
    names = [label.removesuffix(" =") for label in tab.locator(".field label").all_inner_texts()]
    fill(tab, names.index("x"), typed)
    assert now(tab) == said
    tab.keyboard.press("End")
    if values is not None:
        assert seen(tab, "value") == values
    assert seen(tab, "value")[-1] == "no value"
    assert all(adjoint.endswith("= no value") for adjoint in seen(tab, "adjoint"))
    assert said.split("here: ")[1].rstrip(".") in tab.locator(".passes").inner_text()
    fill(tab, names.index("x"), "3")
    assert "no value" not in " ".join(seen(tab, "value") + seen(tab, "adjoint"))


def test_where_there_is_a_corner_there_is_a_value_and_no_slope(browser: Browser, address: Any) -> None:
    tab = opened(browser, address("|x|*2", {"x": 3}))
    fill(tab, 0, "0")
    tab.keyboard.press("End")
    assert now(tab) == "dy/dx has no value here: there is a corner, or an end of the domain."
    assert seen(tab, "value") == ["0", "0", "0"]  # of x, |x| and the product
    assert seen(tab, "adjoint")[0] == "dy/dx = no value"


def test_a_path_is_highlighted_and_said(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(*PRODUCT))
    button = tab.locator("[data-path]").nth(1)
    button.focus()
    tab.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    lit = tab.locator(".line.on-path").evaluate_all("all => all.map(line => [line.dataset.part, line.dataset.whole])")
    assert lit == [["1", "2"], ["2", "4"]]
    assert now(tab) == "Path y → v₁ → f: its product is −4."
    tab.keyboard.press("Enter")
    assert tab.locator(".on-path").count() == 0


def test_without_values_there_are_formulas_until_every_input_has_a_number(browser: Browser, address: Any) -> None:
    tab = opened(browser, address("(x + y)*z"))
    tab.keyboard.press("ArrowRight")
    assert now(tab) == "Forward: v₁ = x + y."
    tab.keyboard.press("End")
    assert now(tab) == "Backward: ∂f/∂x = ∂f/∂v₁ · ∂v₁/∂x."
    assert set(seen(tab, "value")) == {"…"}
    for index, typed in enumerate(["-2", "5", "-4"]):
        fill(tab, index, typed)
    assert seen(tab, "value") == ["−2", "5", "3", "−4", "−12"]


def test_a_narrow_page_does_not_scroll_sideways(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(NEURON, "w=0.5, x=2, b=-1/3, y=1"), width=320)
    tab.keyboard.press("End")
    tab.locator(".node").nth(3).click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_a_node_says_fits_into_it(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(NEURON, "w=0.0000000000005, x=2, b=-1/3, y=1"))
    tab.keyboard.press("End")
    assert tab.evaluate("""[...document.querySelectorAll(".node")]
        .filter((node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)
        .map((node) => node.ariaLabel)""") == []


def test_the_drawing_can_be_made_larger_and_smaller(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(NEURON))
    def width() -> float:
        return float(tab.locator(".node").first.evaluate("node => node.getBoundingClientRect().width"))

    before = width()
    tab.locator("[data-zoom=in]").click()
    assert width() == pytest.approx(1.25 * before, rel=0.01)
    tab.locator("[data-zoom=fit]").click()
    stage = tab.locator(".stage")
    assert stage.evaluate("stage => stage.scrollWidth <= stage.clientWidth + 2")


def test_it_can_be_read_without_scripts_and_on_paper(browser: Browser, address: Any) -> None:
    tab = opened(browser, address(*PRODUCT), java_script_enabled=False)
    assert tab.locator(".detail").last.is_visible()
    assert "−12" in tab.locator(".node.output").inner_text()
    tab = opened(browser, address(*PRODUCT))
    tab.emulate_media(media="print")
    assert not tab.locator(".steps").is_visible()
    assert tab.locator(".node").first.is_visible()
    assert seen(tab, "value") == ["−2", "5", "3", "−4", "−12"]


FORMS = [
    "{a} + {b}", "{a} - {b}", "{a}*{b}", "{a}/(1 + {b}^2)", "sin({a})", "sigmoid({a})", "e^(-{a})", "{a}^2", "{a}*{a}",
    "sqrt(1 + {a}^2)", "ln(2 + cos({a}))", "tanh({a}*{b})", "({a}^2 + 1)^(-1/3)", "max({a}, {b})", "softplus({a})",
    "{a} if {a} < {b}, {b}^2 otherwise", "atan2({a}, {b})", "cbrt({a})", "log_2({a}^2 + 1)", "ln({a})", "|{a}|*{b}",
]  # fmt: skip


def drawn(draw: random.Random) -> str:
    """A system of definitions that share, with every kind of operation."""
    known, rows = ["x", "y", "t"], []
    for index in range(draw.randint(4, 12)):
        rows.append(f"q{index} = {draw.choice(FORMS).format(a=draw.choice(known), b=draw.choice(known))}")
        known.append(f"q{index}")
    return "; ".join([*rows, "L = " + " + ".join(known[-3:])])


SPECIAL = [
    ("x^2 if x < 0, ln(x) otherwise", {"x": -1}), ("x^2 if x < 0, ln(x) otherwise", {"x": 2}),
    ("|x|*0 + x", {"x": 2}), ("y = w if u < 0, x otherwise; u = x^2*w", {"x": 1, "w": 3}),
    ("max(x, y)*min(x, y)", {"x": 1, "y": 2}), ("sqrt(x)*y", {"x": 0.25, "y": 0}),
    ("(x if x < 1, 2x if x < 3, 5x otherwise)*x", {"x": 2}), ("(x if x < 3, 5x if x < 1, 2 otherwise)*x", {"x": 1}),
    ("x*(2 if 1/x > 0, 3 otherwise)", {"x": 4}),
]  # fmt: skip


def test_branches_not_chosen_pass_nothing_on(browser: Browser) -> None:
    tab = browser.new_page()
    tab.add_script_tag(content=SCRIPT)
    for text, point in SPECIAL:
        graph = cr.graph(text, point)
        rows = GraphRows(graph)
        paths = [(path, rows.product(path.edges)) for node in graph.inputs for path in graph.paths(node.name)]
        values = [point[str(node.name)] for node in graph.inputs]
        found = tab.evaluate("([rows, point]) => run(rows, point)", [rows.machine.rows, values])
        for node in graph.nodes:
            value, adjoint = rows.value[node.id], rows.adjoint.get(node.id)
            assert (found["lost"][value] < 0) == (node.value is not None), f"{text}: {node}"
            if node.value is not None:
                assert found["values"][value] == pytest.approx(node.value), f"{text}: {node}"
            if adjoint is not None:
                assert found["lost"][adjoint] < 0, f"{text}: {node}"
                assert found["values"][adjoint] == pytest.approx(node.adjoint), f"{text}: {node}"
        for node in graph.inputs:
            shares = [found["values"][row] for path, row in paths if path.edges[0].part == node.id]
            assert sum(shares) == pytest.approx(node.adjoint), text
    tab.close()


def test_random_graphs_have_the_numbers_of_python(browser: Browser) -> None:
    draw, tab, compared, refused = random.Random(3), browser.new_page(), 0, 0
    tab.add_script_tag(content=SCRIPT)
    for _ in range(60):
        text = drawn(draw)
        graph = cr.graph(text)
        rows = GraphRows(graph)
        points = [{node.name: round(draw.uniform(-3, 3), 3) for node in graph.inputs} for _ in range(3)]
        script = """([rows, points]) => points.map((point) => { const { values, lost } = run(rows, point);
            return values.map((value, row) => lost[row] < 0 ? value : null); })"""
        found = tab.evaluate(script, [rows.machine.rows, [list(point.values()) for point in points]])
        for point, numbers in zip(points, found, strict=True):
            try:
                expected = cr.graph(text, point)
            except cr.DomainError:
                refused += numbers[rows.adjoint[graph.inputs[0].id]] is None
                continue
            compared += 1
            for node in expected.nodes:
                told = f"{text} at {point}: {node}"
                assert numbers[rows.value[node.id]] == pytest.approx(node.value, rel=1e-9, abs=1e-9), told
                if node.adjoint and node.id in rows.adjoint:
                    assert numbers[rows.adjoint[node.id]] == pytest.approx(node.adjoint, rel=1e-9, abs=1e-9), told
    tab.close()
    assert compared > 100
    assert refused > 3
