"""The public functions, called as a library's user calls them."""

from __future__ import annotations

from collections.abc import Callable

import mpmath
import pytest

import chainrule as cr

PLANE = cr.parse("x^2 y + sin(y)")

ANSWERS = [
    (lambda: cr.differentiate("x^2"), "2*x"),
    (lambda: cr.differentiate("t^3"), "3*t^2"),
    (lambda: cr.differentiate("f(t) = t^3"), "3*t^2"),
    (lambda: cr.differentiate("x^2 y", "y"), "x^2"),
    (lambda: cr.differentiate("x^2 y", cr.Symbol("y")), "x^2"),
    (lambda: cr.differentiate("x^2 y", ["x", "y"]), "2*x"),
    (lambda: cr.differentiate("x^4", "x", 2), "12*x^2"),
    (lambda: cr.differentiate("x^4", order=3), "24*x"),
    (lambda: cr.differentiate(cr.read("x^2")), "2*x"),
    (lambda: cr.differentiate(PLANE, "x"), "2*x*y"),
    (lambda: cr.differentiate("u = x^2; y = sin(u)", "x"), "2*x*cos(x^2)"),
    (lambda: cr.differentiate("speed^2", "speed"), "2*speed"),
    (lambda: cr.differentiate("7"), "0"),
    (lambda: cr.differentiate("x_1^2", "x₁"), "2*x1"),
    (lambda: cr.differentiate("theta^2", "θ"), "2*theta"),
    (lambda: cr.differentiate("γ^2", "gamma"), "2*gamma"),
    (lambda: cr.differentiate("x^2 y", iter("xy")), "2*x"),
    (lambda: cr.gradient("x^2 y", iter("xy"))[1], "x^2"),
    (lambda: cr.derive("x^2 y", iter("xy")).answer, "2*x"),
    (lambda: cr.gradient("x y", ["x", "y"])[0], "y"),
    (lambda: cr.gradient(PLANE, ["x", "y", "z"])[2], "0"),
    (lambda: cr.gradient("x^2 + x^2", [cr.Symbol("x")])[0], "4*x"),
    (lambda: cr.gradient("rate^2*x", ["x", "rate"])[1], "2*rate*x"),
    (lambda: cr.parse("sin x cos x"), "sin(x)*cos(x)"),
    (lambda: cr.derive("sin(cos(x))").answer, "-sin(x)*cos(cos(x))"),
]


@pytest.mark.parametrize(("ask", "answer"), ANSWERS)
def test_answers(ask: Callable[[], cr.Expression], answer: str) -> None:
    assert str(ask()) == answer


VALUES = [
    (lambda: cr.evaluate("x^2", x=3), 9.0),
    (lambda: cr.evaluate("x^2", {"x": 3}), 9.0),
    (lambda: cr.evaluate("x^2", {cr.Symbol("x"): 3}), 9.0),
    (lambda: cr.evaluate(cr.differentiate("x^2 y", "x"), x=2, y=5), 20.0),
    (lambda: cr.evaluate("u = x^2; y = u + 1", x=2), 5.0),
    (lambda: cr.evaluate("sin(pi/6)"), 0.5),
    (lambda: cr.evaluate("θ^2", θ=2), 4.0),
    (lambda: cr.evaluate("x_1^2", x_1=2), 4.0),
    (lambda: cr.evaluate("x_1^2", {"x₁": 2}), 4.0),
]


@pytest.mark.parametrize(("ask", "value"), VALUES)
def test_values(ask: Callable[[], float], value: float) -> None:
    assert ask() == pytest.approx(value, rel=1e-15)


def test_values_to_a_precision() -> None:
    assert mpmath.nstr(cr.evaluate("sqrt(2)", precision=30), 30) == "1.41421356237309504880168872421"


VERDICTS = [
    ("2x", "x + x", "same"),
    ("1/tan x", "cot x", "same-where-both-defined"),
    ("sqrt(x^2)", "x", "different"),
    (cr.parse("x^2"), cr.read("x*x"), "same"),
]


@pytest.mark.parametrize(("a", "b", "verdict"), VERDICTS)
def test_verdicts(a: str, b: str, verdict: str) -> None:
    assert cr.compare(a, b).verdict == verdict


REFUSALS = [
    (lambda: cr.differentiate("x^2 + y^2 = 25"), cr.ChainRuleError, "equation"),
    (lambda: cr.differentiate("sin(x"), cr.ReadingError, "never closed"),
    (lambda: cr.differentiate("x", order=-1), cr.ChainRuleError, "0 or more"),
    (lambda: cr.differentiate("x^2", order=181), cr.LimitError, "order of a derivative is 180"),
    (lambda: cr.differentiate("x^2 + x^3", limits=cr.Limits(nodes=2)), cr.LimitError, "sub-expressions is 2"),
    (lambda: cr.evaluate("1/x", x=0), cr.DomainError, "no real value"),
    (lambda: cr.evaluate("x + y", x=0), cr.NameUnknownError, "y"),
    (lambda: cr.evaluate("x", x=0, z=1), cr.NameUnknownError, "z"),
    (lambda: cr.evaluate("x_1", {"x1": 0, "x_1": 1}), cr.NameUnknownError, "x1 is given twice"),
    (lambda: cr.evaluate("x", x=float("nan")), cr.DomainError, "x is not a number"),
    (lambda: cr.evaluate("x", x="2"), TypeError, "x takes a real number, not '2'"),
    (lambda: cr.evaluate("x", x=1j), TypeError, "x takes a real number"),
    (lambda: cr.differentiate("x^2 y", "x,y"), cr.NameUnknownError, r"as in \["),
    (lambda: cr.gradient("x^2", ["x+1"]), cr.NameUnknownError, "one name"),
    (lambda: cr.derive("x^2", "sin"), cr.NameUnknownError, "one name"),
    (lambda: cr.derive("x^2", ""), cr.NameUnknownError, "one name"),
    (lambda: cr.derive("e^x", "e"), cr.NameUnknownError, "one name"),
    (lambda: cr.differentiate("x^2", 3), TypeError, "a name or a Symbol"),  # type: ignore[arg-type]
    (lambda: cr.differentiate("x^2", [3]), TypeError, "a name or a Symbol"),  # type: ignore[list-item]
    (lambda: cr.differentiate("x^2", order=1.5), TypeError, "whole number, not 1.5"),  # type: ignore[arg-type]
    (lambda: cr.compare("x =", "x"), cr.ReadingError, "nothing comes after ="),
]


@pytest.mark.parametrize(("ask", "kind", "message"), REFUSALS)
def test_refusals(ask: Callable[[], object], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        ask()


@pytest.mark.parametrize("source", [7, None, ["x"]])
def test_what_is_no_source_is_a_type_error(source: object) -> None:
    with pytest.raises(TypeError, match="text or an expression"):
        cr.differentiate(source)  # type: ignore[arg-type]


def test_the_answer_of_the_record_is_the_answer_alone() -> None:
    for text in ("x^2 sin x", "e^(x^2)/x", "ln(sin(x))", "(2x + 1)^3", "x^x"):
        assert cr.derive(text).answer is cr.differentiate(text)
