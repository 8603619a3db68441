"""Points of curves, tangents and normals, with the numbers that a textbook would write."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import chainrule as cr
from chainrule.calculus.curves.implicit import implicit
from chainrule.calculus.curves.lines import TangentLine, tangent_line
from chainrule.calculus.curves.on_curve import OnCurve
from chainrule.calculus.exact_points import decimal, exact_at, holds, is_zero
from chainrule.errors import ChainRuleError, DomainError, NameUnknownError, ReadingError
from chainrule.expression.nodes import ZERO, Expression, Relation
from chainrule.expression.points import point_of

EXACT = [
    ("sin(pi/3)", "sqrt(3)/2"), ("cos(3pi/4)", "-sqrt(2)/2"), ("tan(7pi/4)", "-1"), ("tan(pi/3)", "sqrt(3)"),
    ("cot(5pi/6)", "-sqrt(3)"), ("sec(pi/6)", "2*sqrt(3)/3"), ("csc(pi/4)", "sqrt(2)"), ("sin(25pi/3)", "sqrt(3)/2"),
    ("sin(-pi/4)", "-sqrt(2)/2"), ("arcsin(sqrt(3)/2)", "pi/3"), ("arccos(-sqrt(2)/2)", "3*pi/4"),
    ("arctan(1/sqrt(3))", "pi/6"), ("ln(e^2)", "2"), ("e^(ln 2)", "2"), ("exp(3 ln 2)", "8"), ("e^(-ln 2)", "1/2"),
    ("e^(ln(2)/2)", "sqrt(2)"), ("sqrt(12) + sqrt(3)", "3*sqrt(3)"), ("1/sqrt(2)", "sqrt(2)/2"), ("8^(2/3)", "4"),
    ("sqrt(2)*sqrt(6)", "2*sqrt(3)"), ("1/cbrt(2)", "cbrt(4)/2"), ("sin(pi/4)^2", "1/2"), ("sqrt(5)^3", "5*sqrt(5)"),
    ("cos(1)", "cos(1)"), ("sin(pi/7)", "sin(pi/7)"), ("0.6^2 + 0.8^2", "1"), ("sqrt(pi)^2", "pi"), ("7", "7"),
    ("log2(8)", "3"), ("|-3|", "3"), ("tanh(0)", "0"), ("-sqrt(8)/6", "-sqrt(2)/3"), ("sqrt(4/9)", "2/3"),
]  # fmt: skip


def constant(text: str) -> Expression:
    read = cr.parse(text)
    assert isinstance(read, Expression)
    return read


@pytest.mark.parametrize(("text", "written"), EXACT)
def test_exact_values(text: str, written: str) -> None:
    value = exact_at(constant(text), {})
    assert str(value) == written
    assert decimal(value) == pytest.approx(cr.evaluate(text), abs=1e-12)


def test_what_is_zero_is_seen() -> None:
    zeros = "cos(pi/2)", "sqrt(2)^2 - 2", "sqrt(2) + sqrt(3) - sqrt(5 + 2 sqrt(6))", "sin(1)^2 + cos(1)^2 - 1", "e - e"
    for text in zeros:
        assert is_zero(constant(text)), text
    for text in ("10^(-40)", "cos(1.5707963267948966)^2", "sqrt(2) - 1.4142135623730951", "e^(-100)"):
        assert not is_zero(constant(text)), text


def test_relations_of_constants_hold_or_not() -> None:
    two, root = constant("2"), constant("sqrt(4)")
    assert holds(Relation("<=", two, root), {})
    assert not holds(Relation("!=", two, root), {})
    assert holds(Relation(">", constant("pi"), constant("3")), {})
    assert not holds(Relation("!=", two / ZERO, two), {})


# --- on a curve ------------------------------------------------------------------------------------------------------

ON_CURVES = [
    ("x^2 + y^2 = 25", "x = 3, y = 4", 2, ["-3/4", "-25/64"]),
    ("x^2 + y^2 = 1", "x = 1/2, y = sqrt(3)/2", 2, ["-sqrt(3)/3", "-8*sqrt(3)/9"]),
    ("x^2 + y^2 = 1", "x = 0.6, y = 0.8", 1, ["-0.75"]), ("tan(y) = x", "x = 1, y = pi/4", 2, ["1/2", "-1/2"]),
    ("e^y = x", "x = 2, y = ln(2)", 2, ["1/2", "-1/4"]), ("x^3 + y^3 = 6x y", "x = 3, y = 3", 2, ["-1", "-16/3"]),
    ("cos(x y) = 0", "x = 1, y = pi/2", 1, ["-pi/2"]), ("|x| + |y| = 1", "x = 1/4, y = -3/4", 1, ["1"]),
    ("a x^2 + y^2 = 8", "x = 1, y = 2, a = 4", 1, ["-2"]), ("y = x^10", "x = 10^10, y = 10^100", 1, [f"1{'0' * 91}"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "point", "order", "results"), ON_CURVES)
def test_derivatives_at_points_of_curves(text: str, point: str, order: int, results: list[str]) -> None:
    at = implicit(text, "y", "x", order=order).at(point)
    assert [str(result) for result in at.results] == results
    assert at.behaviour == "slope"
    assert at.decimals == tuple(pytest.approx(decimal(constant(result))) for result in results)


BEHAVIOUR = [
    ("x^2 + y^2 = 25", "x = 5, y = 0", "vertical"), ("sin(x y) = x", "x = 1, y = pi/2", "vertical"),
    ("y^2 = x^2(x + 1)", "x = 0, y = 0", "singular"), ("x^2 = y^2", "x = 0, y = 0", "singular"),
    ("|x| + |y| = 1", "x = 0, y = 1", "no slope"), ("sqrt(x) + sqrt(y) = 1", "x = 0, y = 1", "no slope"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "point", "behaviour"), BEHAVIOUR)
def test_points_without_a_slope(text: str, point: str, behaviour: str) -> None:
    at = implicit(text, "y", "x").at(point)
    assert at.behaviour == behaviour
    assert at.slope is None
    assert at.result is None
    if behaviour == "vertical":
        assert at.tangent_line().tangent.vertical
    else:
        with pytest.raises(DomainError, match=r"singular|no slope"):
            at.tangent_line()


POINT_ERRORS: list[tuple[str, Any, type[ChainRuleError], str]] = [
    ("x^2 + y^2 = 25", "x = 3, y = 5", DomainError, r"not on the curve: x\^2 \+ y\^2 is 34 there, not 25"),
    ("x^2 + y^2 = 2", "x = 1.41421356237, y = 0", DomainError, r"is 1\.99999999999\d* there, not 2"),
    ("x^2 = y^3", "x = 1, y = 2", DomainError, r"x\^2 is 1 there and y\^3 is 8"),
    ("sin(y) = x", "x = 1, y = 1", DomainError, r"sin\(y\) is 0.8414709848 there and x is 1"),
    ("ln(y) = x", "x = 1, y = -1", DomainError, r"at x = 1, y = -1 there is no value of ln\(y\)"),
    ("tan(y) = x", "x = 1, y = pi/2", DomainError, r"no value of tan\(y\)"),
    ("x^2 + y^2 = 25", "x = 3", NameUnknownError, "give y = … as well"),
    ("x^2 + y^2 = 25", "x = 3, y = 4, z = 1", NameUnknownError, "there is no z here, only x, y"),
    ("x^2 + y^2 = 25", "x is 3", ReadingError, "given with its name"),
    ("f(y) = x", "x = 1, y = 1", NameUnknownError, "f"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "point", "kind", "message"), POINT_ERRORS)
def test_errors_about_points(text: str, point: Any, kind: type[ChainRuleError], message: str) -> None:
    with pytest.raises(kind, match=message):
        implicit(text, "y", "x").at(point)


def test_the_points_of_a_curve_at_a_place_are_named() -> None:
    cases = {
        ("x^2 + y^2 = 25", "x = 3"): "y = 4 or y = -4", ("x^2 + y^2 = 2", "x = sqrt(2)"): "y = 0",
        ("x y + y = 6", "x = 2"): "y = 2", ("x^2 + y^2 = 1", "x = 1/2"): r"y = sqrt\(3\)/2 or y = -sqrt\(3\)/2",
        ("y^2 + 2y = x", "x = 3"): "y = 1 or y = -3",
    }  # fmt: skip
    for (text, point), message in cases.items():
        with pytest.raises(NameUnknownError, match=f"{message}$"):
            implicit(text, "y", "x").at(point)
    for text, point in (("x^2 + y^2 = 1", "x = 2"), ("sin(y) = x", "x = 1")):
        with pytest.raises(NameUnknownError, match=r"give y = … as well$"):
            implicit(text, "y", "x").at(point)


def test_points_are_given_in_several_ways() -> None:
    derivation = implicit("x^2 + y^2 = 25", "y", "x")
    for at in (derivation.at(x=3, y=4), derivation.at({"x": 3, "y": "4"}), derivation.at("x = 3", y=4)):
        assert str(at.slope) == "-3/4"
    assert implicit("x^2 + y^2 = 25", at={"x": 3, "y": 4}).place is not None
    again = pickle.loads(pickle.dumps(derivation.at(x=3, y=4)))
    assert isinstance(again, OnCurve)
    assert again.point == point_of("x = 3, y = 4")


# --- tangents --------------------------------------------------------------------------------------------------------

TANGENTS = [
    ("x^2", "x = 3", "y = 6*(x - 3) + 9", "y = 6*x - 9", "y = -x/6 + 19/2"),
    ("x^2 + y^2 = 25", "x = 3, y = 4", "y = -3/4*(x - 3) + 4", "y = -3*x/4 + 25/4", "y = 4*x/3"),
    ("x^2 + y^2 = 25", "x = 5, y = 0", "x = 5", "x = 5", "y = 0"),
    ("x^2 + y^2 = 25", "x = 0, y = -5", "y = -5", "y = -5", "x = 0"),
    ("sin(x)", "x = pi/3", "y = 1/2*(x - pi/3) + sqrt(3)/2", "y = x/2 + sqrt(3)/2 - pi/6",
     "y = -2*x + sqrt(3)/2 + 2*pi/3"),
    ("sin(x)", "x = pi/2", "y = 1", "y = 1", "x = pi/2"), ("x^3", "x = 0", "y = 0", "y = 0", "x = 0"),
    ("e^x", "x = 0", "y = x + 1", "y = x + 1", "y = -x + 1"), ("ln(x)", "x = e", "y = 1/e*(x - e) + 1", "y = x/e",
     "y = -e*x + 1 + e^2"),
    ("|x|", "x = -2", "y = -(x + 2) + 2", "y = -x", "y = x + 4"),
    ("cbrt(x)", "x = 0", "x = 0", "x = 0", "y = 0"), ("x^(1/3)", "x = 0", "x = 0", "x = 0", "y = 0"),
    ("r = cos(θ)", "θ = pi/6", "r = -1/2*(theta - pi/6) + sqrt(3)/2", "r = -theta/2 + sqrt(3)/2 + pi/12",
     "r = 2*theta + sqrt(3)/2 - pi/3"),
    ("a x^2", "x = 1, a = 3", "y = 6*(x - 1) + 3", "y = 6*x - 3", "y = -x/6 + 19/6"),
    ("u = x^2; y = u + 1", "x = 1", "y = 2*(x - 1) + 2", "y = 2*x", "y = -x/2 + 5/2"),
    ("7", "x = 2", "y = 7", "y = 7", "x = 2"), ("x^2", "x = 0.1", "y = 0.2*(x - 0.1) + 0.01", "y = 0.2*x - 0.01",
     "y = -5*x + 0.51"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "point", "put_in", "tangent", "normal"), TANGENTS)
def test_tangents_and_normals(text: str, point: str, put_in: str, tangent: str, normal: str) -> None:
    line = tangent_line(text, point)
    shown = [str(side) for side in (line.tangent.point_slope, line.answer, line.normal.equation)]
    assert shown == [put_in, tangent, normal]


TANGENT_ERRORS: list[tuple[str, str, type[ChainRuleError], str]] = [
    ("tan x", "x = pi/2", DomainError, "there is no value at x = pi/2"),
    ("sec x", "x = 3pi/2", DomainError, "there is no value at x = 3"),
    ("1/x", "x = 0", DomainError, "no value at x = 0"),
    ("ln x", "x = -1", DomainError, "no value at x = -1"), ("|x|", "x = 0", DomainError, "no slope at x = 0"),
    ("sqrt(x)", "x = 0", DomainError, "no slope at x = 0"), ("x^(2/3)", "x = 0", DomainError, "no slope at x = 0"),
    ("arcsin x", "x = 1", DomainError, "no slope at x = 1"), ("step(x)", "x = 0", DomainError, "no slope at x = 0"),
    ("{x^2 if x < 0, x otherwise}", "x = 0", DomainError, "no slope at x = 0"),
    ("y^2 = x^2(x + 1)", "x = 0, y = 0", DomainError, "singular"),
    ("x^2 + y^2 = 1", "x = 1, y = 1", DomainError, "not on"),
    ("a x^2", "x = 1", NameUnknownError, "give a = … as well"), ("x^2", "x = 1, q = 2", NameUnknownError, "no q here"),
    ("f(x)", "x = 1", NameUnknownError, "unknown function"), ("x^2", "x", ReadingError, "the value of x is no number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "point", "kind", "message"), TANGENT_ERRORS)
def test_errors_about_tangents(text: str, point: str, kind: type[ChainRuleError], message: str) -> None:
    with pytest.raises(kind, match=message):
        tangent_line(text, point)


def test_a_tangent_touches() -> None:
    for text, places in (("x^3 - 2x", (-1, 0.5, 2)), ("sin(x) e^x", (0, 1, "pi/3")), ("x^x", (0.5, 2)), ("1/x", (3,))):
        for place in places:
            line = tangent_line(text, x=place)
            x0, step = decimal(line.tangent.across[1]), 1e-5
            right = line.answer.right
            for x in (x0 - step, x0, x0 + step):
                at = cr.evaluate(right, {"x": x} if right.names else {})
                assert cr.evaluate(text, x=x) == pytest.approx(at, abs=1e-7)


def test_normals_are_at_right_angles() -> None:
    for text, point in (("x^2", "x = 3"), ("x^2 + y^2 = 25", "x = 3, y = 4"), ("sin x", "x = pi/4")):
        line = tangent_line(text, point)
        assert line.slope is not None
        assert line.normal.slope is not None
        assert decimal(line.slope) * decimal(line.normal.slope) == pytest.approx(-1)


def test_sources_of_tangents() -> None:
    derivation = cr.derive("x^2")
    for source in ("x^2", cr.parse("x^2"), cr.read("x^2"), derivation):
        assert str(tangent_line(source, x=3).answer) == "y = 6*x - 9"
    relation = implicit("x^2 + y^2 = 25", "y", "x")
    assert tangent_line(relation, "x = 3, y = 4").answer is relation.at("x = 3, y = 4").tangent_line().answer
    other = tangent_line("s^2 + t^2 = 25", "s = 3, t = 4", variable="s", dependent="t")
    assert str(other.answer) == "t = -3*s/4 + 25/4"
    assert str(tangent_line("y = x^2", x=3, y=9, dependent="y").answer) == "y = 6*x - 9"
    assert str(tangent_line("x^2 t", "x = 3, t = 2", variable="t").answer) == "y = 9*t"
    assert str(tangent_line("x^2", "3").answer) == "y = 6*x - 9"
    with pytest.raises(ChainRuleError, match="derive it once"):
        tangent_line(cr.derive("x^2", order=2), x=3)


def test_tangents_are_pickled_and_copied() -> None:
    for line in (tangent_line("x^2", x=3), tangent_line("x^2 + y^2 = 25", x=3, y=4)):
        again = pickle.loads(pickle.dumps(line))
        assert isinstance(again, TangentLine)
        assert (again.tangent, again.normal) == (line.tangent, line.normal)
        assert copy.deepcopy(line).answer is line.answer
