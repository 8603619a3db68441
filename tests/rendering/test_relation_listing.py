"""Relations, points of curves and tangents as people see them, in every medium, and as data."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from jsonschema import Draft202012Validator

import chainrule as cr
from chainrule.errors import ChainRuleError, LimitError
from chainrule.expression.limits import Limits
from chainrule.rendering.views import FRAGMENTS, document, show

CIRCLE = """\
Read as: x² + y² = 25, by x; y depends on x
y depends on x: wherever y is differentiated, the chain rule brings dy/dx.
1 Power rule for x²: 2x
2 Chain rule for y²: 2y · dy/dx
3 Left side:       2x + 2y · dy/dx    (term by term)
4 Right side:      0    (it does not change)
5 Equate:          2x + 2y · dy/dx = 0
6 Collect dy/dx:   2y · dy/dx = -2x
7 Divide by 2y:    dy/dx = (-2x)/(2y)
8 Tidy:            = -x/y
Holds at the points of the curve where y ≠ 0."""

PRODUCT = """\
Read as: sin(xy) = x + y, by x; y depends on x
y depends on x: wherever y is differentiated, the chain rule brings y'.
1 Product rule for xy: 1 · y + x · y' = y + x y'
2 Left side:       cos(xy)(y + x y')    (chain rule)
3 Right side:      1 + y'    (term by term)
4 Equate:          cos(xy)(y + x y') = 1 + y'
5 Collect y':      x cos(xy) y' - y' = 1 - y cos(xy)
6 Factor out y':   (x cos(xy) - 1) y' = 1 - y cos(xy)
7 Divide by x cos(xy) - 1: y' = (1 - y cos(xy))/(x cos(xy) - 1)
Holds at the points of the curve where x cos(xy) - 1 ≠ 0."""

SECOND = """\
Read as: x² + y² = 25, by x; y depends on x

First derivative
1 Left side:       2x + 2y · dy/dx    (term by term)
2 Right side:      0    (it does not change)
3 Solve for dy/dx: dy/dx = (-2x)/(2y) = -x/y

Second derivative
1 Differentiate again: d²y/dx² = -(y - x · dy/dx)/y²    (minus sign)
2 Put dy/dx in:    = -(y - x · (-x/y))/y²
3 Tidy:            = -(x² + y²)/y³
4 On the curve:    = -25/y³    (because x² + y² = 25 there)
Holds at the points of the curve where y ≠ 0.

At x = 3 and y = 4
The point lies on the curve: both sides are 25 there.
dy/dx = -x/y = -3/4
d²y/dx² = -25/y³ = -25/64"""

TANGENT = """\
Read as: y = sin(x), by x
1 Formula sheet:   dy/dx = cos(x)
Holds for every real x.

Tangent and normal at x = π/3
1 Point:           x = π/3 and y = √3/2
2 Slope:           dy/dx = cos(x) = 1/2
3 Tangent:         y = (1/2) · (x - π/3) + √3/2 = x/2 + √3/2 - π/6
4 Normal:          y = -2(x - π/3) + √3/2 = -2x + √3/2 + 2π/3    (slope -2, at right angles)"""


def test_golden_listings() -> None:
    assert cr.implicit("x^2 + y^2 = 25", "y", "x").to_text() == CIRCLE
    assert cr.implicit("sin(x y) = x + y", "y", "x").to_text(notation="lagrange") == PRODUCT
    assert cr.implicit("x^2 + y^2 = 25", order=2, at="x = 3, y = 4").to_text("brief") == SECOND
    assert cr.tangent_line("sin x", x="pi/3").to_text() == TANGENT


SAID = [
    ("x^2 + y^2 = 25", "x = 5, y = 0",
     "There 2y is 0 and -2x is not: the tangent is vertical, and dy/dx has no value."),
    ("x^2 = y^2", "x = 0, y = 0", "are both 0: the point is singular"),
    ("|x| + |y| = 1", "x = 0, y = 1", "The rules give no slope there."),
    ("x^2 + y^2 = 1", "x = 1/2, y = sqrt(3)/2", "dy/dx = -x/y = -√3/3 ≈ -0.57735"),
    ("sin(y) = x", "x = 1/2, y = pi/6", "both sides are 1/2 there"),
    ("x^y = y^x", "x = 2, y = 2", "(x^y ln(x) - x y^(x - 1)) = 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "point", "said"), SAID)
def test_what_is_said_of_a_point(text: str, point: str, said: str) -> None:
    derivation = cr.implicit(text, "y", "x")
    assert said in derivation.at(point).to_text()
    assert said in derivation.to_text(at=point)


HELD = [
    ("x^2 + y^2 + z^2 = 9", "z", "∂z/∂x = (-2x)/(2z) = -x/z", "y held constant"),
    ("a x^2 + y^2 = 9", "y", "dy/dx = (-2ax)/(2y) = -ax/y", "a held constant"),
    ("x^2 + y^2 = -1", "y", "-x/y", "No real x and y satisfy this relation: its curve has no points."),
    ("f(y) = x", "y", "1/f'(y)", "It needs f to be differentiable."), ("y = x^2", "y", "dy/dx = 2x", "every point"),
    ("x^y = y^x", "y", "y^x (ln(y) + (x · dy/dx)/y)", "logarithmic"),
    ("x^2 + y(x)^2 = 2", "y", "dy/dx", "Read as: x² + y² = 2, by x; y depends on x\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dependent", "rate", "said"), HELD)
def test_what_is_held_and_where_it_holds(text: str, dependent: str, rate: str, said: str) -> None:
    listing = cr.implicit(text, dependent, "x").to_text("brief")
    assert rate in listing
    assert said in listing


def test_tangents_that_are_level_or_upright() -> None:
    assert "y = 1    (horizontal)" in cr.tangent_line("sin x", x="pi/2").to_text("brief")
    upright = cr.tangent_line("x^2 + y^2 = 25", x=5, y=0).to_text("brief", notation="lagrange")
    assert "x = 5    (vertical)" in upright
    assert "Slope" not in upright
    assert "y' = cos(x) = 1/2" in cr.tangent_line("sin x", x="pi/3").to_text("brief", notation="lagrange")
    assert cr.tangent_line("x^2", x=3).to_text("answer") == "y = 6x - 9"


RECORDS = {
    "relation": cr.implicit("x^3 y + x y^3 = 10", "y", "x", order=2),
    "held": cr.implicit("x^2 + y z + z^2 = 9", "z", "x"),
    "with a point": cr.implicit("x^2 + y^2 = 25", order=2, at="x = 3, y = 4"),
    "point": cr.implicit("x^2 + y^2 = 25").at(x=3, y=4), "vertical": cr.implicit("x^2 + y^2 = 25").at(x=5, y=0),
    "tangent": cr.tangent_line("sin x", x="pi/3"), "tangent of a curve": cr.tangent_line("x^2 + y^2 = 25", x=3, y=4),
}  # fmt: skip


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("detail", ["answer", "brief", "full"])
@pytest.mark.parametrize("notation", ["leibniz", "lagrange"])
def test_every_medium_takes_them(name: str, detail: str, notation: str) -> None:
    record = RECORDS[name]
    for medium in FRAGMENTS:
        assert show(record, medium, detail=detail, notation=notation)
    assert show(record, "text", detail=detail, notation=notation, ascii=True).isascii()
    for medium in ("html", "latex", "typst"):
        assert document([record], medium, detail=detail, notation=notation)
    assert not any(digit in show(record, "speech", detail=detail) for digit in "0123456789")


@pytest.mark.parametrize("name", RECORDS)
def test_data_follow_the_schema(name: str) -> None:
    schema = json.loads(resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8"))
    for detail in ("answer", "brief", "full"):
        data = json.loads(json.dumps(RECORDS[name].to_dict(detail)))  # type: ignore[attr-defined]
        found = {error.message for error in Draft202012Validator(schema).iter_errors(data)}
        assert not found


def test_what_the_data_say() -> None:
    data = cr.implicit("x^2 + y^2 = 25", order=2, at="x = 3, y = 4").to_dict()
    assert (data["answers"], data["held"]) == (["-x/y", "-25/y^3"], [])
    assert data["solved"]["left"] == {"coefficients": ["2*y"], "rest": ["2*x"]}
    assert data["higher"][0]["shorter"] == {"before": "x^2 + y^2", "after": "25", "factor": "1"}
    assert [row["exact"] for row in data["at"]["results"]] == ["-3/4", "-25/64"]
    assert data["notes"] == ["y is taken to depend on x", "Holds at the points of the curve where y ≠ 0."]
    line = cr.tangent_line("x^2 + y^2 = 25", x=5, y=0).to_dict()
    assert (line["tangent"]["slope"], line["normal"]["equation"]) == (None, "y = 0")


def test_notebooks_and_text_show_them() -> None:
    for record in RECORDS.values():
        bundle = record._repr_mimebundle_()  # type: ignore[attr-defined]
        assert {"text/html", "text/latex", "text/plain"} <= set(bundle)
        assert str(record)


def test_what_cannot_be_shown_is_said() -> None:
    derivation = cr.implicit("x^2 + y^2 = 25")
    with pytest.raises(ChainRuleError, match="detail is"):
        derivation.to_text("everything")
    with pytest.raises(ChainRuleError, match="notation is"):
        derivation.to_text(notation="newton")
    with pytest.raises(TypeError, match="no such view"):
        derivation.to_svg()
    with pytest.raises(LimitError):
        cr.implicit("(x^2 + y)/(x + y^2) = 17", limits=Limits(printed=10)).to_text()
