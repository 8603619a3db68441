"""Pictures: whole and harmless SVG, the letters of the listing, numbers of `evaluate`, legible in light and dark."""

from __future__ import annotations

import builtins
import math
import re
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

import chainrule as cr
from chainrule.calculus.derivation import derive
from chainrule.calculus.links import links
from chainrule.errors import ChainRuleError, DomainError, MissingExtraError, NameUnknownError
from chainrule.expression.nodes import Symbol
from chainrule.rendering.pictures import PICTURES, picture, plot
from chainrule.rendering.pictures import drawing as drawn
from chainrule.rendering.pictures.formulas import fitted, number
from chainrule.rendering.pictures.graph import marks

SVG = "{http://www.w3.org/2000/svg}"
VARIED = [
    "sin(cos(x^2))", "x^2 sin(3x)", "√(1 - x²)", "x^x", "|x - 1|", "σ(w x + b)", "(x^2+1)/(x-1)", "θ² sin(φ θ)",
    "{x^2 if x < 0, sin(x) otherwise}", "max(x, x^2)", "log_2(x)", "∛x", "7", "w_1 x_1^2", "x", "tan(1/x)", "-sin(x^2)",
    "e^(e^(e^x))", "10^40 x^9", "arcsin(x^2)", "√(-a) x", "ln(ln(ln(x)))",
]  # fmt: skip
UNKNOWN = ["f(x^2)", "f(g(x))", "x f(x) + g(x)"]


def chain(depth: int) -> str:
    return "sin(" * depth + "x" + ")" * depth


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in fromstring(svg).iter(f"{SVG}text")]


def circles(svg: str, kind: str) -> list[Element]:
    return [element for element in fromstring(svg).iter() if kind in element.get("class", "").split()]


def harmless(svg: str) -> None:
    root = fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    named = root.get("aria-labelledby", "").split()
    assert [child.get("id") for child in root[:2]] == named
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert all(child.text for child in root[:2])
    assert "@media (prefers-color-scheme:dark)" in svg
    for element in root.iter():
        assert element.tag not in (f"{SVG}script", f"{SVG}foreignObject", f"{SVG}image", f"{SVG}a")
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)
    for word in ("url(", "@import", "javascript:", "<!--", "nan", "inf "):
        assert word not in svg


# --- all of them -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("text", VARIED)
def test_every_picture_of_everything(text: str, kind: str) -> None:
    derivation = derive(text)
    harmless(picture(derivation, kind))
    point = dict.fromkeys({*derivation.target.names, derivation.variable.name}, 0.5)
    if kind != "function" or text != "√(-a) x":  # which has no value at a = 0.5
        harmless(picture(derivation, kind, at=point))


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown_functions_have_layers_and_links_and_no_graph(text: str) -> None:
    derivation = derive(text)
    for kind in ("onion", "gears"):
        harmless(picture(derivation, kind))
    for draw in (lambda: picture(derivation, "function"), lambda: plot(derivation)):
        with pytest.raises(NameUnknownError, match="unknown, so there is no graph to draw"):
            draw()


@pytest.mark.parametrize("kind", PICTURES)
def test_higher_orders_and_partial_derivatives(kind: str) -> None:
    harmless(picture(derive("sin(x^2)", order=3), kind, at={"x": 1}))
    harmless(picture(derive("e^(x y)", ["x", "y"]), kind, at={"x": 1, "y": 2}))


def test_the_same_input_gives_the_same_picture() -> None:
    for kind in PICTURES:
        assert derive("sin(x^2)").to_svg(kind, at={"x": 1}) == derive("sin(x^2)").to_svg(kind, at={"x": 1})


@pytest.mark.parametrize("name", ['<b>&"', "</text><script>alert(1)</script>", "a\x00b", "a'onload='1", "a\ud800"])
def test_hostile_names_are_text(name: str) -> None:
    derivation = derive(Symbol(name) * Symbol("x"), "x")
    for kind in PICTURES:
        svg = picture(derivation, kind)
        assert "<script" not in svg
        assert not [name for element in fromstring(svg).iter() for name in element.attrib if name.startswith("on")]
        svg.encode("utf-8")


def test_no_such_picture() -> None:
    with pytest.raises(ChainRuleError, match="no picture called 'pie'; there are onion, gears, function"):
        picture(derive("x"), "pie")
    with pytest.raises(TypeError):
        picture("sin(x)", "onion")  # type: ignore[arg-type]


def test_nothing_was_differentiated() -> None:
    plain = derive("sin(x)", order=0)
    for kind in ("onion", "gears"):
        with pytest.raises(ChainRuleError, match="order=1"):
            picture(plain, kind)
    harmless(picture(plain, "function"))


# --- the point -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [{"x": 2}, {Symbol("x"): 2.0}, "x = 2", derive("sin(x^2)").at(x=2)])
def test_a_point_is_given_as_everywhere(at: Any) -> None:
    assert "× 4" in texts(picture(derive("sin(x^2)"), "gears", at=at))


def test_names_of_a_point_are_read_as_input_is() -> None:
    assert picture(derive("sin(theta^2)"), "gears", at={"θ": 2}) == picture(
        derive("sin(theta^2)"), "gears", at={"theta": 2}
    )


@pytest.mark.parametrize(("at", "error"), [
    ({}, NameUnknownError), ({"x": 1}, NameUnknownError), ({"x": 1, "a": 1, "z": 1}, NameUnknownError),
    ({"x": math.inf, "a": 1}, DomainError), ({"x": math.nan, "a": 1}, DomainError),
    ({"x": 10**400, "a": 1}, DomainError),
    ({"x": [1], "a": 1}, TypeError), ({"x": None, "a": 1}, TypeError), (3, NameUnknownError),
])  # fmt: skip
@pytest.mark.parametrize("kind", PICTURES)
def test_a_point_that_cannot_be_used(kind: str, at: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        picture(derive("a x", "x"), kind, at=at)


# --- the onion -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", range(1, 9))
def test_each_layer_has_a_shell_with_its_letter(depth: int) -> None:
    derivation = derive(chain(depth))
    svg = picture(derivation, "onion")
    shells = circles(svg, "shell")
    assert len(shells) == depth
    written = texts(svg)
    for link in links(derivation.stages[0], "y"):
        assert f"{fitted(link.name)} = {fitted(link.outer)}" in written
    sizes = [(float(shell.get("width", "0")), float(shell.get("height", "0"))) for shell in shells]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == depth


@pytest.mark.parametrize("text", ["sin(cos(x^2))", "ln(sin(3x))", "e^(√(x^2+1))"])
def test_layers_and_letters_are_those_of_the_listing(text: str) -> None:
    derivation = derive(text)
    listed = derivation.to_text().split("\n")[1:]
    rows = [line.split("    ")[0].strip() for line in listed if line.startswith("  ")]
    assert len(rows) > 1
    written = texts(derivation.to_svg("onion"))
    assert all(row in written for row in rows)
    table = " ".join(texts(derivation.to_svg("gears")))
    assert all(row in table for row in rows)


@pytest.mark.parametrize("depth", [9, 60])
def test_a_long_chain_says_what_it_leaves_out(depth: int) -> None:
    derivation = derive(chain(depth))
    svg = picture(derivation, "onion", at={"x": 0.5})
    assert f"{depth - 7} layers left out here" in texts(svg)
    assert len(circles(svg, "shell")) == 8
    gears = picture(derivation, "gears", at={"x": 0.5})
    assert f"{depth - 6} links left out here" in texts(gears)
    assert any(text.endswith(number(cr.evaluate(derivation.answer, x=0.5))) for text in texts(gears))


def test_thousands_of_layers() -> None:
    derivation = derive(chain(9_000))
    for kind in ("onion", "gears"):
        harmless(picture(derivation, kind, at={"x": 0.5}))


def test_the_value_of_each_layer() -> None:
    svg = derive("sin(x^2)").to_svg("onion", at={"x": 2})
    assert "u = x² = 4" in texts(svg)
    assert f"y = sin(u) ≈ {number(math.sin(4))}" in texts(svg)


@pytest.mark.parametrize(("text", "remark"), [
    ("x sin(x)", "A product, not a composite"), ("sin(x)", "Not a composite: inside there is x alone."),
    ("5", "5 does not change with x."), ("3 sin(x^2)", "sin(x²) is a composite in it"),
    ("x + 1", "A sum, not a composite"),
])  # fmt: skip
def test_what_is_no_composite_says_so(text: str, remark: str) -> None:
    for kind in ("onion", "gears"):
        svg = picture(derive(text, "x"), kind)
        assert remark in " ".join(texts(svg))
    assert len(circles(picture(derive(text, "x"), "onion"), "shell")) == 1


# --- gears -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "x"), [
    ("sin(cos(x^2))", 0.7), ("ln(x^2 + 1)", -2.0), ("(2x+1)^3", 2.0), ("e^(-x^2)", 0.3), ("x sin x", 1.0),
])  # fmt: skip
def test_rates_agree_with_evaluate(text: str, x: float) -> None:
    derivation = derive(text)
    written = " ".join(texts(picture(derivation, "gears", at={"x": x})))
    for link in links(derivation.stages[0], "y"):
        rate, value = (cr.evaluate(part, x=x) if part.names else cr.evaluate(part) for part in (link.rate, link.whole))
        assert f"× {number(rate)}" in written
        assert number(value) in written
        assert f"{link.name.name} turns {number(abs(rate))} {'' if rate > 0 else 'back '}per unit" in written
    assert written.endswith(number(cr.evaluate(derivation.answer, x=x)))


def test_a_rate_that_is_nothing_or_nowhere() -> None:
    assert "stands still" in " ".join(texts(picture(derive("sin(x^2)"), "gears", at={"x": 0})))
    for text, x in (("ln(x^2 - 4)", 1), ("√(x^3)", 0), ("|sin(x)|", 0), ("sin(|x|)", 0)):
        written = " ".join(texts(picture(derive(text), "gears", at={"x": x})))
        assert "has no rate here" in written
        assert f"at x = {x}: " not in written


def test_sizes_of_gears_are_bounded() -> None:
    for x in (1e-9, 1e-3, 1, 1e6):
        svg = picture(derive("(x^5)^3"), "gears", at={"x": x})
        width, height = (float(fromstring(svg).get(side, "0")) for side in ("width", "height"))
        for gear in fromstring(svg).iter(f"{SVG}path"):
            numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", gear.get("d", ""))]
            assert all(0 <= n <= max(width, height) for n in numbers)


# --- the graph -------------------------------------------------------------------------------------------------------


def test_the_chart_shows_function_point_and_tangent() -> None:
    svg = picture(derive("x^2"), "function", at={"x": 1.5})
    assert len(circles(svg, "curve")) == 1
    assert len(circles(svg, "tangent")) == 2  # in the key, and in the chart
    assert "x = 1.5, y = 2.25" in texts(svg)
    assert "tangent at x = 1.5: slope 3" in texts(svg)
    assert not circles(picture(derive("x^2"), "function"), "tangent")


def test_a_chart_has_gaps() -> None:
    assert len(circles(picture(derive("1/x"), "function"), "curve")) == 2
    assert len(circles(picture(derive("√x + √(-x)"), "function"), "lone")) == 1


@pytest.mark.parametrize(("text", "x"), [("|x|", 0), ("∛x", 0), ("{x^2 if x < 1, x otherwise}", 1), ("ln x", -1)])
def test_no_tangent_where_there_is_no_slope(text: str, x: float) -> None:
    derivation = derive(text)
    assert f"no tangent at x = {x}" in texts(picture(derivation, "function", at={"x": x}))
    assert f"no tangent at x = {x}" in plot(derivation, at={"x": x})


def test_letters_without_a_number_get_one_and_it_is_said() -> None:
    assert "y = a e^(-bx), with a = 1, b = 1" in texts(picture(derive("a e^(-b x)", "x"), "function"))
    assert "y = √(-a) x, with a = -1" in plot(derive("√(-a) x", "x"))
    assert "with a = 2, b = 3" in plot(derive("x/(a - b)", "x"))


def test_nothing_to_draw() -> None:
    for draw in (lambda: picture(derive("ln(-1-x^2)"), "function"), lambda: plot(derive("ln(-1-x^2)"))):
        with pytest.raises(DomainError, match="no real value anywhere near x = 0"):
            draw()


@pytest.mark.parametrize(
    ("low", "high"), [(-5, 5), (0, 1), (-0.3, 5.3), (1e-9, 3e-9), (-1e20, 1e20), (99.5, 110), (7, 8)]
)
@pytest.mark.parametrize("most", [3, 6, 9])
def test_marks_are_round_few_and_inside(low: float, high: float, most: int) -> None:
    found = marks(low, high, most)
    assert 1 <= len(found) <= most
    assert all(low - 1e-9 * (high - low) <= mark <= high + 1e-9 * (high - low) for mark in found)


@pytest.mark.parametrize(("value", "written"), [
    (4.0, "4"), (-0.65364, "-0.6536"), (0.0, "0"), (-0.0, "0"), (1234567.0, "1.235·10⁶"), (1e-7, "1·10⁻⁷"),
    (0.001, "0.001"),
])  # fmt: skip
def test_numbers(value: float, written: str) -> None:
    assert number(value) == written
    assert number(value, ascii=True).isascii()


# --- in a terminal ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("size", [(60, 15), (24, 6), (80, 24), (33, 9)])
@pytest.mark.parametrize("text", ["sin(x^2)", "1/x", "10^9 x^2", "5", "√(θ^3)", "|x|"])
def test_a_plot_fits(text: str, size: tuple[int, int], ascii: bool) -> None:
    derivation = derive(text)
    width, height = size
    lines = plot(derivation, at={derivation.variable: 0.5}, width=width, height=height, ascii=ascii).split("\n")
    assert len(lines) == height + 1
    assert all(len(line) <= width for line in lines[1:height])
    assert all(line == line.rstrip() for line in lines)
    assert "".join(lines).isascii() or not ascii
    assert "\x1b" not in "".join(lines)
    assert any(("o" if ascii else "●") in line for line in lines[1:height])


def test_a_plot_to_read() -> None:
    assert derive("x^2").to_plot({"x": 1}, width=40, height=12, ascii=True) == PARABOLA.strip("\n")


PARABOLA = r"""
y = x^2
   |                                 *
   |                                **
   |                              **
   |                             **
20 |*                          **
   |***                      ***
   |  ****                *** ........
   |     *****        ****....
 0 |         ********o*
   +---------------------------------- x
    -4    -2      0     2      4      6
o x = 1, y = 1; tangent at x = 1: slope 2
"""


def test_a_plot_that_is_too_small() -> None:
    with pytest.raises(ChainRuleError, match="at least 24 columns and 6 lines"):
        plot(derive("x"), width=10)


@pytest.mark.parametrize(("part", "draw"), [
    ("pygal", lambda d: picture(d, "function")), ("plotille", plot),
])  # fmt: skip
def test_without_the_extra(part: str, draw: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *others: Any) -> Any:
        if name.partition(".")[0] == part:
            raise ImportError(name)
        return real(name, *others)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingExtraError, match=rf'{part}, which draws .* pip install "chainrule\[pictures\]"'):
        draw(derive("x"))
    assert picture(derive("sin(x^2)"), "onion")
    assert picture(derive("sin(x^2)"), "gears", at={"x": 1})


# --- legible ---------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1])
def test_contrast(mode: int) -> None:
    inks = drawn.INK, drawn.QUIET, drawn.ACCENT
    papers = drawn.BACKGROUND, drawn.CORE, *drawn.LAYERS
    for ink, paper in product(inks, papers):
        assert contrast(ink[mode], paper[mode]) >= 4.5, (ink, paper)
    assert contrast(drawn.LINE[mode], drawn.BACKGROUND[mode]) >= 3


def test_words_fit() -> None:
    tried = ["sin(cos(x^2))", "x sin(x^2)", chain(60), "ln(e^(√(x^2 + 2x + 3)))"]
    for text, kind in product(tried, ("onion", "gears")):
        root = fromstring(picture(derive(text), kind, at={"x": 0.5}))
        width, height = (float(root.get(side, "0")) for side in ("width", "height"))
        for element in root.iter(f"{SVG}text"):
            attributes: Mapping[str, str] = element.attrib
            long = drawn.text_width("".join(element.itertext()), float(attributes["font-size"]))
            x = float(attributes["x"])
            start = {"start": x, "middle": x - long / 2, "end": x - long}[attributes["text-anchor"]]
            assert start >= 0
            assert start + long <= width + 1
            assert 0 < float(attributes["y"]) < height
