"""A derivation at a point: links, value, slope, nudge, descent; what fails says so."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainrule as cr
from chainrule.calculus.at_point import AtPoint
from chainrule.calculus.links import Gauge, links
from chainrule.expression.nodes import Symbol


def test_every_link_is_measured() -> None:
    at = cr.derive("sin(x^2)").at(x=2)
    assert [(link.link.name.name, link.link.inside.name) for link in at.links] == [("y", "u"), ("u", "x")]
    assert [link.value for link in at.links] == pytest.approx([-0.7568024953, 4])
    assert [link.rate for link in at.links] == pytest.approx([-0.6536436209, 4])
    assert (at.value, at.slope) == pytest.approx((-0.7568024953, -2.6145744835))
    assert at.trend == "decreasing"


CHAINS = ["sin(x^2)", "e^(sin(x))", "ln(1 + x^2)", "sqrt(1 + e^x)", "(2x + 1)^3", "arctan(x/2)", "sin(cos(tan(x)))"]


@given(st.sampled_from(CHAINS), st.floats(-1.4, 1.4))
def test_the_slope_is_the_product_of_the_rates(text: str, x: float) -> None:
    at = cr.derive(text).at(x=x)
    product = 1.0
    for link in at.links:
        assert link.rate is not None
        product *= link.rate
    assert at.slope == pytest.approx(product, rel=1e-9, abs=1e-12)
    assert at.value == pytest.approx(cr.evaluate(text, x=x))
    assert at.slope == pytest.approx(cr.evaluate(cr.differentiate(text, "x"), x=x), rel=1e-9, abs=1e-12)


def test_other_letters_have_values_too() -> None:
    assert cr.derive("sin(x)").at("pi/3").slope == cr.derive("sin(x)").at("x = pi/3").slope
    at = cr.derive("a x^2", "x").at("a = 3, x = 1/3")
    assert (at.value, at.slope) == pytest.approx((1 / 3, 2))
    assert str(at.point[Symbol("x")]) == "1/3"


def test_a_higher_order_has_its_own_result() -> None:
    at = cr.derive("x^4", order=2).at(x=2)
    assert (at.value, at.slope, at.result) == (16, 32, 48)
    assert "The derivative of order 2 is 48 there." in at.to_text()


@pytest.mark.parametrize(("text", "x", "trend"), [("x^2", 1, "increasing"), ("x^2", -1, "decreasing"),
                                                 ("x^2", 0, "level"), ("7", 3, "level")])  # fmt: skip
def test_the_trend(text: str, x: float, trend: str) -> None:
    assert cr.derive(text).at(x=x).trend == trend


WITHOUT = [
    ("ln(sin(x))", 4, "y = ln(u) has no real value there: it needs u > 0, and u is -0.7568."),
    ("ln(x)", -1, "y = ln(x) has no real value there: it needs x > 0, and x is -1."),
    ("1/(x - 1)", 1, "it needs u ≠ 0, and u is 0."),
    ("sqrt(x)", 0, "But the rules give no slope of y by x there."),
    ("|x|", 0, "But the rules give no slope of y by x there."),
    ("|x|^2", 0, "But the rules give no slope of u by x there, and so none of y."),
    ("x^2 if x < 0, x otherwise", 0, "But the rules give no slope of y by x there."),
    ("exp(exp(x^3))", 3, "y = exp(u) has no real value there, or one beyond this arithmetic"),
]


@pytest.mark.parametrize(("text", "x", "said"), WITHOUT)
def test_where_there_is_no_value_or_no_slope(text: str, x: float, said: str) -> None:
    at = cr.derive(text).at(x=x)
    assert at.slope is None
    assert at.result is None
    assert at.trend is None
    assert at.nudge is None
    assert said in at.to_text()
    assert said in at.to_text("answer")
    at.to_dict()


def test_a_corner_elsewhere_does_not_matter() -> None:
    assert cr.derive("x^2 if x < 0, x otherwise").at(x=1).slope == 1
    assert cr.derive("|x|").at(x=-2).slope == -1


def test_a_nudge_goes_through_every_link() -> None:
    nudge = cr.derive("sin(x^2)").at(x=2).nudge
    assert nudge is not None
    assert nudge.step == 0.001
    assert (nudge.after[1] - nudge.before[1]) / nudge.step == pytest.approx(4.001)
    assert cr.derive("sqrt(1 - x)").at(x=0.9999).nudge.step < 0.001  # type: ignore[union-attr]


def test_going_downhill() -> None:
    at = cr.derive("(x - 1)^2").at("x = 3", step=0.25, steps=3)
    assert [row.place for row in at.descent] == [3, 2, 1.5, 1.25]
    assert [row.slope for row in at.descent] == [4, 2, 1, 0.5]
    assert "Gradient descent: replace x by x - 0.25 · dy/dx, again and again." in at.to_text()


def test_a_descent_ends_where_there_is_no_value() -> None:
    at = cr.derive("ln(x)").at(x=1, step=0.9, steps=5)
    assert at.descent[-1].value is None
    assert len(at.descent) < 6
    assert "It ends there" in at.to_text()


REFUSED: list[tuple[Any, dict[str, Any], type[Exception], str]] = [
    ({}, {}, cr.NameUnknownError, "a value is missing: give x = …, a = … as well"),
    ({"x": 1}, {}, cr.NameUnknownError, "give a = … as well"),
    ({"x": 1, "a": 2, "q": 3}, {}, cr.NameUnknownError, "there is no q here, only"),
    ("x=2, a=10^400", {}, cr.DomainError, "the value given for a is no real number"),
    ("x=2, a=1", {"step": 0}, cr.ChainRuleError, "a number above 0"),
    ("x=2, a=1", {"step": float("nan")}, cr.ChainRuleError, "a number above 0"),
    ("x=2, a=1", {"step": "a"}, cr.ChainRuleError, "a number above 0"),
    ("x=2, a=1", {"step": 0.1, "steps": 0}, cr.ChainRuleError, "from 1 to 1,000"),
    ("x=2, a=1", {"step": 0.1, "steps": 10**9}, cr.ChainRuleError, "from 1 to 1,000"),
]


@pytest.mark.parametrize(("point", "options", "error", "said"), REFUSED)
def test_what_cannot_be_used(point: Any, options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said.replace("^", r"\^")):
        cr.derive("a sin(x)", "x").at(point, **options)


def test_unknown_functions_and_nothing_differentiated() -> None:
    with pytest.raises(cr.NameUnknownError, match="f is an unknown function"):
        cr.derive("f(x)").at(x=1)
    with pytest.raises(cr.ChainRuleError, match="nothing is differentiated"):
        cr.derive("x^2", order=0).at(x=1)


def test_views_take_a_point() -> None:
    derivation = cr.derive("sin(x^2)")
    for at in ({"x": 2}, "x = 2", derivation.at(x=2)):
        shown = derivation.to_text(at=at)
        assert shown.startswith(derivation.to_text())
        assert "So y falls 2.6146 per unit of x – here, for small changes." in shown
    data = derivation.to_dict(at="x = 2")["at"]
    assert data["point"] == {"x": "2"}
    assert [link["rate"] for link in data["links"]] == pytest.approx([-0.6536436209, 4])
    assert "falls" in derivation.to_latex(at="x = 2")
    assert "| before" in derivation.to_markdown(at="x = 2")


def test_of_a_product_the_parts_are_told() -> None:
    at = cr.derive("x^2 sin(x)").at(x=2)
    assert [str(part.expression) for part in at.parts] == ["x^2", "sin(x)"]
    assert at.parts[0][1:] == (4, 4)


def test_systems_and_copies() -> None:
    at = cr.derive("u = x^2; y = sin(u)", "x").at(x=1)
    assert [link.link.name.name for link in at.links] == ["y", "u"]
    assert isinstance(copy.copy(at), AtPoint)
    again = pickle.loads(pickle.dumps(at))
    assert again.to_text() == at.to_text()
    assert repr(at).startswith("<AtPoint x = 1: value 0.84")


def test_a_gauge_looks_at_many_points() -> None:
    derivation = cr.derive("ln(x)")
    gauge = Gauge(links(derivation.stages[0], "y"))
    assert gauge.at({Symbol("x"): -1.0})[0].value is None
    assert gauge.at({Symbol("x"): 2.0})[0].rate == 0.5


def test_a_descent_that_runs_away_says_so() -> None:
    at = cr.derive("x^3").at(x=-10, step=10, steps=20)
    assert 1 < len(at.descent) <= 20
    assert "It " in at.to_text()


def test_a_second_derivative_that_is_not_there() -> None:
    at = cr.derive("x^(3/2)", order=2).at(x=0.0)
    assert at.result is None
    if at.slope is not None:
        assert "The derivative of order 2 has no value there." in at.to_text()
        assert "The derivative of order 2 has no value there." in at.to_text("answer")


def test_expressions_too_large_to_be_probed_are_left_alone() -> None:
    from chainrule.calculus.probing import has_no_slope, rate_exists

    large = cr.parse("+".join(f"|x - {n}|" for n in range(400)))
    assert not has_no_slope(large, Symbol("x"), cr.parse("1"))  # type: ignore[arg-type]
    assert rate_exists(cr.parse("a x^2"), Symbol("x"), {"a": 2.0, "x": 1.0})  # type: ignore[arg-type]
    assert not rate_exists(cr.parse("a |x|"), Symbol("x"), {"a": 2.0, "x": 0.0})  # type: ignore[arg-type]
    assert not rate_exists(cr.parse("a |x|"), Symbol("x"), {"a": float("inf"), "x": 0.0})  # type: ignore[arg-type]
    assert not has_no_slope(cr.parse("f(x)"), Symbol("x"), cr.parse("0"))  # type: ignore[arg-type]
    assert not has_no_slope(cr.parse("ln(x)"), Symbol("x"), cr.parse("0"))  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "value", "slope"), [("sin(x)", 1, 0), ("cos(x)", 0, -1), ("tan(x)", None, None)])
def test_multiples_of_pi_are_exact(text: str, value: float | None, slope: float | None) -> None:
    at = cr.derive(text).at("x = pi/2")
    assert (at.value, at.slope) == (value, slope)


def test_a_system_has_its_definitions_as_links() -> None:
    at = cr.derive("z = w x; a = sin(z); L = (a - 1)^2", "w").at(w=1, x=2)
    assert [(link.link.name.name, link.link.inside.name) for link in at.links] == [("L", "a"), ("a", "z"), ("z", "w")]
    assert at.slope == pytest.approx(cr.evaluate(cr.differentiate("(sin(w x) - 1)^2", "w"), w=1, x=2))


def test_a_descent_that_climbs_says_so() -> None:
    assert "the step is too long" in cr.derive("x^2").at(x=1, step=2, steps=3).to_text()


@pytest.mark.parametrize(
    ("text", "x", "value", "slope"),
    [("x^2", 10**20, 1e40, 2e20), ("x^2", -(10**20), 1e40, -2e20), ("e^(-x)", 800, None, None)],
)  # fmt: skip
def test_near_the_ends_of_floats(text: str, x: int, value: float | None, slope: float | None) -> None:
    """What is too small for a float is not called zero, and a large slope is still a trend."""
    at = cr.derive(text).at(x=x)
    assert (at.value, at.slope) == (value, slope)
    assert at.trend == (None if slope is None else "increasing" if slope > 0 else "decreasing")


def test_a_nudge_is_shown_only_where_it_agrees_with_the_rates() -> None:
    for text, x in (("x^2", 1e9), ("sin(x)", 1e15), ("x^3", 1e-9), ("e^x", 300.0)):
        at = cr.derive(text).at(x=x)
        if at.nudge is not None:
            change = (at.nudge.after[0] - at.nudge.before[0]) / at.nudge.step
            assert change == pytest.approx(at.slope, rel=0.1)


@pytest.mark.parametrize("steps", [True, 2.5, "3"])
def test_steps_are_counted_with_whole_numbers_and_go_with_a_step(steps: Any) -> None:
    with pytest.raises(cr.ChainRuleError, match="takes from 1 to"):
        cr.derive("x^2").at(x=1, step=0.1, steps=steps)
    with pytest.raises(cr.ChainRuleError, match="steps go with a step"):
        cr.derive("x^2").at(x=1, steps=3)
