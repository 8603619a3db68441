"""Where a function is looked at: the window, the gaps, the heights."""

from __future__ import annotations

import math

import pytest

from chainrule.calculus.derivation import derive
from chainrule.calculus.sampling import FEWEST, Curve, Samples, clipped, sampled, window
from chainrule.errors import ChainRuleError, NameUnknownError
from chainrule.expression.evaluation import evaluate
from chainrule.expression.nodes import Symbol
from chainrule.expression.reading import parse

X = Symbol("x")


def seen(text: str, around: float | None = None, **others: float) -> Samples:
    return sampled(derive(text, "x"), around=around, others=others)


@pytest.mark.parametrize("text", ["sin(x)", "x^2", "√x", "ln x", "tan x", "|x|", "x^x", "arcsin x", "1/x", "5", "e^x"])
def test_values_are_those_of_the_function(text: str) -> None:
    samples = seen(text)
    assert list(samples.xs) == sorted(samples.xs)
    present = [(x, y) for x, y in zip(samples.xs, samples.ys, strict=True) if y is not None]
    assert len(present) > FEWEST
    for x, y in present[::17]:
        assert y == evaluate(parse(text), x=x) if "x" in text else y == evaluate(parse(text))


@pytest.mark.parametrize(("text", "pieces"), [
    ("sin(x)", 1), ("1/x", 2), ("1/x^2", 2), ("tan x", 5), ("x/|x|", 2), ("x^2 if x < 0, x + 2 otherwise", 2),
    ("x^2 if x < 0, x otherwise", 1), ("|x|", 1), ("√x", 1), ("ln(sin(x))", 2), ("1/(x - 3)", 2), ("x^3", 1),
    ("100 x^2", 1), ("ln(-1 - x^2)", 0), ("e^(10x)", 1),
])  # fmt: skip
def test_a_gap_where_it_is_undefined_or_jumps_and_nowhere_else(text: str, pieces: int) -> None:
    assert len(seen(text).pieces()) == pieces


@pytest.mark.parametrize(("text", "left", "right"), [
    ("√x", 0, None), ("√(-x)", None, 0), ("ln x", 0, None), ("arcsin x", -1, 1), ("ln(arcsin(x - 3))", 3, 4),
    ("√(x - 100)", 100, None), ("√(0.01 - x^2)", -0.1, 0.1), ("x^x", 0, None),
])  # fmt: skip
def test_the_window_shows_the_edges_of_the_domain(text: str, left: float | None, right: float | None) -> None:
    samples = seen(text)
    defined = [x for x, y in zip(samples.xs, samples.ys, strict=True) if y is not None]
    if left is not None:
        assert defined[0] == pytest.approx(left, abs=1e-6)
        assert samples.left < left
    if right is not None:
        assert defined[-1] == pytest.approx(right, abs=1e-6)
        assert samples.right > right


@pytest.mark.parametrize("text", ["sin(x)", "1/x", "√x", "arcsin x", "ln x", "e^(x^2)", "sin(100x)", "5"])
@pytest.mark.parametrize("around", [0.5, 0.9, 3.0, -40.0, 12_345.0])
def test_the_point_is_inside(text: str, around: float) -> None:
    samples = seen(text, around)
    assert samples.left < around < samples.right
    assert around in samples.xs
    value = samples.ys[samples.xs.index(around)]
    assert value is None or samples.low <= value <= samples.high


@pytest.mark.parametrize(("text", "most"), [("1/x", 10), ("1/x^2", 20), ("tan x", 40), ("1/x^9", 100), ("1/(x-2)", 10)])
def test_a_pole_does_not_flatten_the_rest(text: str, most: float) -> None:
    samples = seen(text)
    assert samples.high - samples.low < most


@pytest.mark.parametrize("text", ["sin(x)", "x^2", "x^3", "|x|", "e^(-x^2)", "√x"])
def test_what_has_no_pole_is_shown_whole(text: str) -> None:
    samples = seen(text)
    assert all(y is None or samples.low <= y <= samples.high for y in samples.ys)


@pytest.mark.parametrize("text", ["5", "0", "-1000", "10^12 + x", "x - x"])
def test_a_constant_lies_in_the_middle(text: str) -> None:
    samples = seen(text)
    value = next(y for y in samples.ys if y is not None)
    assert samples.low < value < samples.high
    assert (samples.low + samples.high) / 2 == pytest.approx(value, abs=6)


@pytest.mark.parametrize("text", ["10^200 x", "e^(e^(e^x))", "x^100", "e^(1000x)", "1/x^100"])
def test_huge_values_leave_a_window_of_numbers(text: str) -> None:
    samples = seen(text)
    assert samples.left < samples.right
    assert samples.low < samples.high
    assert math.isfinite(samples.high - samples.low)


def test_oscillation_is_looked_at_closely() -> None:
    samples = seen("sin(100x)")
    assert samples.right - samples.left < 1.5
    assert seen("sin(x)").right == 5


def test_one_point() -> None:
    samples = seen("√x + √(-x)")
    assert samples.pieces() == [[(0.0, 0.0)]]
    assert seen("√(-(x - 0.3)^2)", around=0.3).pieces() == [[(0.3, 0.0)]]


@pytest.mark.parametrize("count", [240, 241, 99, 100])
def test_a_pole_between_positions_and_on_one(count: int) -> None:
    for text in ("1/x", "1/x^3", "x/|x|"):
        samples = sampled(derive(text), count=count)
        left, right = samples.pieces()
        assert left[-1][0] <= 0 <= right[0][0]
        assert right[0][0] - left[-1][0] < 2


def test_a_few_other_values_beside_a_constant() -> None:
    assert seen("{3 if x < 4.9, 8 otherwise}").high > 8
    assert seen("{3 if x < 4.9, 10^6 otherwise}").high < 10


def test_numbers_that_are_too_large_are_no_values() -> None:
    assert Curve(parse("a x"), X, {"a": 10**400})(1.0) is None
    assert Curve(parse("x"), X)(1e200) is None
    assert Curve(parse("x"), X)(1e100) == 1e100


def test_nothing_at_all() -> None:
    assert seen("ln(-1 - x^2)").empty
    assert not seen("ln x").empty


def test_other_letters_have_values() -> None:
    assert seen("a x", around=1.0, a=3.0).ys[seen("a x", around=1.0, a=3.0).xs.index(1.0)] == 3.0
    with pytest.raises(NameUnknownError, match="a has no value"):
        seen("a x")
    with pytest.raises(NameUnknownError, match="f is an unknown function"):
        seen("f(x^2)")


def test_the_subject_is_an_expression_or_a_derivation() -> None:
    expression = parse("t^2")
    assert sampled(expression, count=51) == sampled(derive("t^2"), Symbol("t"), count=51)
    assert window(expression) == window(derive("t^2")) == (-5.0, 5.0)
    with pytest.raises(ChainRuleError):
        window(parse("x^2 + y^2 = 1"))


def test_a_huge_expression_is_looked_at_in_fewer_places() -> None:
    curve = Curve(derive("sin(x)"), X)
    assert curve.size == 2
    deep = derive("sin(" * 9_000 + "x" + ")" * 9_000)
    assert FEWEST <= len(sampled(deep).xs) < 241


def test_lines_are_cut_at_the_heights() -> None:
    assert list(clipped([(0, -2), (2, 2), (4, -2)], -1, 1)) == [[(0.5, -1), (1.5, 1)], [(2.5, 1), (3.5, -1)]]
    assert list(clipped([(0, 0), (1, None), (2, 0), (3, 0)], -1, 1)) == [[(0, 0)], [(2, 0), (3, 0)]]
    assert list(clipped([(0, 5), (1, 6)], -1, 1)) == []
