"""The page as text: well-formed, complete in itself, nothing typed becomes markup, not too large."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from pages import Page

import chainrule as cr
from chainrule.rendering.page.shell import POLICY
from chainrule.rendering.views import document

TEN = [
    "sin(cos(x^2))", "x^2 sin(3x)", "ln(sin(x))", "(2x + 1)^3", "x^x", "sqrt(1 + sqrt(x))", "e^(-x^2)", "x/(x^2 + 1)",
    "z = w x + b; a = sigmoid(z); L = (a - y)^2", "|x^2 - 1|",
]  # fmt: skip
EVERY_KIND = [
    *TEN, "7", "x", "f(g(x))", "x^2 if x < 0, x otherwise", "ln(-1 - x^2)", "a x^2 y", "gamma(x) + erf(x)",
    "sin(" * 60 + "x" + ")" * 60, "log_2 x + root(x, 5)", "u = x^2; y = 7",
]  # fmt: skip
CORE = {
    "math", "mrow", "mi", "mn", "mo", "msup", "msub", "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd", "mtext",
    "mspace",
}  # the elements of MathML Core that formulas are made of  # fmt: skip


def page(*texts: str, **options: object) -> str:
    made = document([cr.derive(text) for text in texts], "html", **options)  # type: ignore[arg-type]
    assert isinstance(made, str)
    return made


@pytest.mark.parametrize("detail", ["answer", "brief", "full"])
@pytest.mark.parametrize("text", EVERY_KIND)
def test_every_kind_of_derivation_is_a_well_formed_page(text: str, detail: str) -> None:
    derivation = cr.derive(text, limits=cr.Limits.unbounded())
    seen = Page(derivation.to_html(detail))
    ids = seen.values("id")
    assert len(ids) == len(set(ids))
    assert seen.tags.count("h1") == 1
    assert set(seen.values("for")) <= set(ids)
    assert all(target[1:] in ids for target in seen.values("href"))


def test_formulas_are_mathml_core_with_a_label() -> None:
    formulas = re.findall(r"<math.*?</math>", page(*TEN), re.DOTALL)
    assert len(formulas) > 100
    for formula in formulas:
        root = ElementTree.fromstring(formula)
        assert root.get("aria-label")
        assert {element.tag for element in root.iter()} <= CORE


def test_nothing_is_asked_for() -> None:
    text = page(*TEN)
    assert POLICY in text
    seen = Page(text)
    assert not [value for name in ("src", "srcset", "action", "data") for value in seen.values(name)]
    assert all(target.startswith("#") for target in seen.values("href"))
    outside = re.sub(r"data:font/woff2;base64,[A-Za-z0-9+/=]+", "", text)
    assert not re.search(r"https?://(?!www\.w3\.org/)|//[a-z]+\.|@import", outside)


def test_ten_derivations_are_at_most_250_kilobytes() -> None:
    assert len(page(*TEN).encode()) <= 250_000


HOSTILE = ["</script><script>alert(1)</script>", '"><img onerror=x>', "]]>", "a & b", "\u0000", "\ud800"]


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_are_data(title: str) -> None:
    text = page("x^2", title=title)
    seen = Page(text)
    assert seen.tags.count("script") == Page(page("x^2", title="t")).tags.count("script")
    assert "onerror" not in [name for _, name, _ in seen.attributes]


def test_several_derivations_have_contents_and_ways_back() -> None:
    seen = Page(page("x^2", "x^3", "x^4"))
    assert [value for value in seen.values("href") if value.startswith("#d")] == ["#d1", "#d2", "#d3"]
    assert seen.values("href").count("#main") == 4
    assert (seen.tags.count("article"), seen.tags.count("nav"), seen.tags.count("h2")) == (3, 1, 4)


def test_lines_below_a_line_stand_inside_it() -> None:
    text = page("x sin(x^2)")
    first = text.index('<span class="number">1</span>')
    below = text.index('<span class="number">1.1</span>')
    assert "</details>" not in text[first:below]
    second = text.index('<span class="number">2</span>')
    between = text[first:second]  # from inside step 1 to inside step 2
    assert between.count("<details") == between.count("</details>") > 1


def data_of(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


def test_the_numbers_of_the_slider_are_those_of_the_derivation() -> None:
    derivation = cr.derive("sin(cos(x^2))")
    data = data_of(derivation.to_html(at="x = 1.3"))
    xs, slopes = data["xs"], data["slopes"]
    assert isinstance(xs, list)
    assert isinstance(slopes, list)
    assert 1.3 in xs
    assert len(xs) >= 41
    for x, slope, values in zip(xs, slopes, zip(*data["values"], strict=True), strict=True):  # type: ignore[misc]
        assert slope == pytest.approx(cr.evaluate(derivation.answer, x=x), rel=1e-4, abs=1e-9)
        y, u, v = values
        expected = (cr.evaluate("sin(cos(x^2))", x=x), cr.evaluate("cos(x^2)", x=x), x * x)
        assert (y, u, v) == pytest.approx(expected, 1e-4)


def test_where_there_is_no_value_the_data_say_so() -> None:
    data = data_of(page("ln(x)"))
    assert any(slope is None for slope in data["slopes"])  # type: ignore[attr-defined]
    assert any(slope is not None for slope in data["slopes"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["f(g(x))", "ln(-1 - x^2)"])
def test_what_has_no_numbers_has_no_figure(text: str) -> None:
    assert "<figure" not in page(text)


def test_a_point_is_told_and_shown() -> None:
    text = cr.derive("a x^2", "x").to_html(at="a = 3, x = 0.5")
    assert "At x = 0.5, y is 0.75 and grows 3 per unit of x" in text
    assert "<output" in text


def test_a_corner_has_no_slope_on_the_page_either() -> None:
    data = data_of(cr.derive("x^2 if x < 0, x otherwise").to_html(at="x = 0"))
    xs, slopes = data["xs"], data["slopes"]
    assert slopes[xs.index(0)] is None  # type: ignore[index, attr-defined]
