"""What is told of curves, inverse functions, tables, approximations and differentials, in every medium."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest

import chainrule as cr

TABLE = "f(2)=3, f'(2)=-1, g(1)=2, g'(1)=5"
RECORDS: dict[str, Any] = {
    "curve": cr.parametric("x = cos(t); y = sin(t)", order=2, at="pi/4"),
    "vertical": cr.parametric("x = cos(t); y = sin(t)", at=0),
    "cusp": cr.parametric("x = t^2; y = t^3", at=0, order=2),
    "corner": cr.parametric("x = t^2; y = |t|", at=0),
    "polar": cr.parametric("r = 1 + cos(theta)"),
    "inverse": cr.inverse_slope("x^3 + x", 2),
    "inverse in general": cr.inverse_slope("f(x) = ln(x)"),
    "inverse, many": cr.inverse_slope("sin(x)", "1/2"),
    "inverse, vertical": cr.inverse_slope("x^3", 0),
    "inverse, turns": cr.inverse_slope("x^2", 0),
    "table": cr.from_table("f(g(x))", TABLE, at=1),
    "table, second": cr.from_table("h(x) = x f(x)", "f(1)=2, f'(1)=3, f''(1)=4", at=1, order=2),
    "line": cr.linear_approximation("sqrt(x)", 4, 4.1),
    "plane": cr.linear_approximation("x^2 y", "x=1, y=2", "x=1.1, y=1.9"),
    "differential": cr.total_differential("x^2 y", at="x=1,y=2", change="dx=0.1,dy=-0.05"),
    "differential in general": cr.total_differential("A = pi r^2"),
}
CURVE = """
Read as: x = cos(t), y = sin(t), a curve by the parameter t
1 x, by t:         dx/dt = -sin(t)    (formula sheet)
2 y, by t:         dy/dt = cos(t)    (formula sheet)
3 Divide:          dy/dx = (dy/dt)/(dx/dt) = cos(t)/(-sin(t))
4 Tidy:            = -cos(t)/sin(t)
Holds where sin(t) ≠ 0.

At t = π/4
  x = √2/2, about 0.70711
  y = √2/2, about 0.70711
  dx/dt = -√2/2, about -0.70711
  dy/dt = √2/2, about 0.70711
5 Slope there:     dy/dx = (√2/2)/(-√2/2) = -1
"""
INVERSE = """
Read as: f(x) = x³ + x, by x; g is its inverse, g(f(x)) = x
1 f, by x:         f'(x) = 3x² + 1    (sum rule)
2 Inverse rule:    g'(f(x)) = 1/f'(x) = 1/(3x² + 1)

At f(x) = 2
3 Solve f(x) = 2:  x = 1    (f(1) = 2)
4 Slope of f there: f'(1) = 4
5 Inverse rule:    g'(2) = 1/f'(1) = 1/4
f'(x) keeps one sign, so f is one-to-one on every interval on which it is defined.
"""
FROM_TABLE = """
Read as: y(x) = f(g(x)), by x; of f and g only values are known
  x  f(x)  f'(x)  g(x)  g'(x)
  1                  2      5
  2     3     -1
1 y(x), by x:      a composite
  y(x) = f(u)    outer
  u = g(x)       inner
1.1 Outer, by u:   dy/du = f'(u)
1.2 Inner, by x:   du/dx = g'(x)
1.3 Multiply:      y'(x) = dy/du · du/dx = f'(u) · g'(x)
1.4 Put u back:    = f'(g(x)) · g'(x)

At x = 1
2 Put in x = 1:    y'(1) = f'(g(1)) · g'(1)
3 Table, g(1) = 2 and g'(1) = 5: = f'(2) · 5
4 Table, f'(2) = -1: = (-1) · 5
5 Work out:        = -5
The value there: y(1) = f(g(1)) = f(2) = 3.
"""
LINE = """
Read as: f(x) = √x, near x = 4
1 f, by x:         f'(x) = 1/(2√x)    (root rule)
Holds for x > 0.

At x = 4
  f(4) = 2
  f'(4) = 1/4
2 Linear approximation: L(x) = f(4) + f'(4)(x - 4) = 2 + (1/4) · (x - 4)
3 Multiplied out:  = x/4 + 1

At x = 4.1
4 Estimate:        L(4.1) = 2 + (1/4) · 0.1 = 2.025
5 True value:      f(4.1) = √4.1    (about 2.0248457)
The estimate is 0.000154 too large, 0.0076 % of the true value.
f''(x) = -1/(4 · (√x)³) is negative between the two places: the graph bends down, below the line, and the estimate is too large.
"""  # noqa: E501
DIFFERENTIAL = """
Read as: z = x²y, by x and y
1 z, by x:         ∂z/∂x = y · 2x = 2xy    (constant multiple rule)
2 z, by y:         ∂z/∂y = x²    (constant multiple rule)
3 Total differential: dz = ∂z/∂x · dx + ∂z/∂y · dy = 2xy dx + x² dy
Holds for every real x and y.

At x = 1 and y = 2
  z = 2
  ∂z/∂x = 4
  ∂z/∂y = 1
4 There:           dz = 4dx + dy
5 Change, estimated: dz = 4 · 0.1 + 1 · (-0.05) = 0.35
6 Change, true:    z(1.1, 1.95) - z(1, 2) = 0.3595
The estimate is 0.0095 too small, 2.6 % of the true change.
dz/z = 0.175: the quantity changes by 17.5 %, estimated.
"""
GOLDEN = [
    (cr.parametric("x = cos(t); y = sin(t)", at="pi/4"), CURVE), (RECORDS["inverse"], INVERSE),
    (RECORDS["table"], FROM_TABLE), (RECORDS["line"], LINE), (RECORDS["differential"], DIFFERENTIAL),
]  # fmt: skip
SAID = [
    ("curve", "Second derivative: the same rule, with dy/dx in the place of y\n  m = -cos(t)/sin(t)    for dy/dx\n"),
    ("curve", "8 sin²(t) + cos²(t) = 1: = -1/sin³(t)\n"),
    ("curve", "10 Second derivative there: d²y/dx² = -2√2    (about -2.8284)"),
    ("vertical", "dx/dt is 0 there and dy/dt is not: the tangent is vertical, and there is no slope."),
    ("cusp", "dx/dt and dy/dt are both 0 there: a singular point, of which the rule says nothing.\n"
             "Near it, dy/dx = 3t/2 tends to 0.\nThe curve turns back there: a cusp."),
    ("corner", "The rules give no dy/dt there, and so no slope."),
    ("polar", "Read as: r = 1 + cos(θ), in polar coordinates, by the angle θ\n  x = (1 + cos(θ)) cos(θ)\n"),
    ("inverse in general", "2 Inverse rule:    g'(f(x)) = 1/f'(x) = 1/(1/x) = x\nHolds for x > 0."),
    ("inverse, many", "f has this value elsewhere too, as at x = 5π/6, x = -7π/6 and x = -11π/6:"),
    ("inverse, many", "This needs f to be one-to-one near x = π/6, and it is, because f'(π/6) is not 0."),
    ("inverse, vertical", "f'(0) is 0: the graph of g has a vertical tangent at 0, and so no slope."),
    ("inverse, turns", "f'(0) is 0, and f turns back there: near x = 0 it is not one-to-one and has no inverse."),
    ("table, second", "Put in x = 1:    h''(1) = 2 · f'(1) + 1 · f''(1)"),
    ("plane", "L(x, y) = f(1, 2) + ∂f/∂x · (x - 1) + ∂f/∂y · (y - 2) = 2 + 4(x - 1) + (y - 2)\n"),
    ("differential in general", "2 Total differential: dA = dA/dr · dr = 2πr dr\n"),
]  # fmt: skip
ANSWERS = [
    ("curve", "-1/sin³(t)\n\nAt t = π/4\n-2√2"), ("inverse", "1/4"), ("inverse in general", "x"), ("table", "-5"),
    ("line", "2 + (1/4) · (x - 4)\n2.025"), ("differential", "0.35"), ("differential in general", "2πr dr"),
    ("inverse, turns", "f'(0) is 0, and f turns back there: near x = 0 it is not one-to-one and has no inverse."),
]  # fmt: skip
SCHEMA = jsonschema.Draft202012Validator(
    json.loads(resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8"))
)
MEDIA = ("to_text", "to_latex", "to_markdown", "to_typst", "to_speech", "to_html")


@pytest.mark.parametrize(("record", "expected"), GOLDEN)
def test_golden(record: Any, expected: str) -> None:
    assert record.to_text() == expected.strip("\n")


@pytest.mark.parametrize(("name", "expected"), SAID)
def test_what_is_said(name: str, expected: str) -> None:
    assert expected in RECORDS[name].to_text() + "\n"


@pytest.mark.parametrize(("name", "expected"), ANSWERS)
def test_the_answer_alone(name: str, expected: str) -> None:
    assert RECORDS[name].to_text("answer") == expected


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("medium", MEDIA)
def test_every_medium_tells_it(name: str, medium: str) -> None:
    record = RECORDS[name]
    told = {detail: getattr(record, medium)(detail) for detail in ("answer", "brief", "full")}
    assert 0 < len(told["answer"]) <= len(told["brief"]) <= len(told["full"])
    assert getattr(record, medium)("full", notation="lagrange")


@pytest.mark.parametrize("name", RECORDS)
def test_the_data_is_as_the_schema_says(name: str) -> None:
    for detail in ("answer", "full"):
        data = json.loads(json.dumps(RECORDS[name].to_dict(detail)))
        SCHEMA.validate(data)
        assert bool(data["steps"]) is (detail == "full") is ("listing" in data)
    record = RECORDS[name]
    assert record.to_dict()["answer"] == (None if record.answer is None else str(record.answer))


@pytest.mark.parametrize("name", RECORDS)
def test_notebooks_and_printing(name: str) -> None:
    record = RECORDS[name]
    bundle = record._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/latex", "text/plain"}
    assert str(record) == record.to_text("brief")
    assert record.to_text(ascii=True).isascii()
    assert max(map(len, record.to_text(width=60).split("\n"))) < 90


@pytest.mark.parametrize("name", RECORDS)
def test_what_every_record_has(name: str) -> None:
    record = RECORDS[name]
    assert record.reading.text
    assert record.limits.printed > 0
    assert all(step.rule for step in record.steps)
    assert type(record).__name__ in repr(record)


def test_a_change_of_an_angle_stays_a_sum() -> None:
    told = cr.total_differential("sin(t)", at="t = pi/3", change="dt = 0.1").to_text()
    assert "Change, true:    y(π/3 + 0.1) - y(π/3) = " in told


def test_lagrange() -> None:
    told = RECORDS["curve"].to_text(notation="lagrange")
    assert "3 Divide:          dy/dx = y'(t)/x'(t) = cos(t)/(-sin(t))" in told


def test_differentials_are_written_and_spoken_as_such() -> None:
    differential = cr.total_differential("sin(theta) x")
    assert "x \\cos(\\theta) \\, d\\theta + \\sin(\\theta) \\, dx" in differential.to_latex()
    assert "x cos(θ) dθ + sin(θ) dx" in differential.to_text()
    assert "times dee x" in differential.to_speech()


def test_a_point_of_a_record_is_not_asked_for_twice() -> None:
    with pytest.raises(TypeError):
        RECORDS["curve"].to_text(at={"t": 1})


ROUNDED = [
    ("sqrt(x)", "10^40 + 1", "f(10⁴⁰ + 1) = 10²⁰, rounded"),
    ("x^2", "10^(-300)", "f(10⁻³⁰⁰) = 1/1000000"),
    ("x^9", "1/7", "f(1/7) = 1/40353607, about 2.4781 · 10⁻⁸"),
    ("x^30", "1/7", "f(1/7) = 4.4367 · 10⁻²⁶, rounded"),
    ("x", "0.125", "f(0.125) = 0.125\n"),
]


@pytest.mark.parametrize(("source", "at", "expected"), ROUNDED)
def test_what_is_rounded_says_so(source: str, at: str, expected: str) -> None:
    assert expected in cr.linear_approximation(source, at).to_text()


def test_a_true_value_is_rounded_once() -> None:
    listing = cr.linear_approximation("x^100", 10, to="10.1").to_text()
    assert "f(10.1) = 10.1¹⁰⁰ = 2.7048 · 10¹⁰⁰    (rounded)\n" in listing
