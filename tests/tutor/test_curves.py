"""Curves: their points, found to many digits, and expressions compared there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pytest

import chainrule as cr
from chainrule.calculus.curves.implicit import implicit
from chainrule.expression.number_systems import high_precision
from chainrule.tutor.curves import DIGITS, Curve

RELATIONS = ["x^2 + y^2 = 25", "x y = 1", "sin(x y) = x", "x^2/a^2 + y^2/b^2 = 1", "y^3 + y = x", "e^y = x + 9y"]


@pytest.mark.parametrize("text", RELATIONS)
def test_points_lie_on_the_curve(text: str) -> None:
    relation = cr.parse(text)
    assert isinstance(relation, cr.Relation)
    points = list(islice(Curve(implicit(relation)).points([cr.Symbol("k")]), 20))
    assert len(points) == 20
    for point in points:
        gap = cr.evaluate(relation.left - relation.right, {n: v for n, v in point.items() if n != "k"}, precision=90)
        assert abs(gap) < high_precision(DIGITS).number(10) ** -80
        assert "k" in point


def test_plain_points_come_first() -> None:
    assert next(Curve(implicit("x^2 + y^2 = 25")).points()) == {"x": 3, "y": 4}


@pytest.mark.parametrize(
    ("text", "answer", "verdict"),
    [
        ("x^2 + y^2 = 25", "-x/y", "same"),
        ("x^2 + y^2 = 25", "-x y/(25 - x^2)", "same"),
        ("x^2 + y^2 = 25", "-x/sqrt(y)^2", "same-where-both-defined"),
        ("x^2 + y^2 = 25", "x/y", "different"),
        ("x^2 + y^2 = 25", "-x/y + 10^-59", "different"),
        ("x^2 + y^2 = 25", "-x/y + 10^-70", "undecided"),
        ("x^2 + y^2 = -1", "x/y", "undecided"),
    ],
)
def test_expressions_are_compared_where_the_relation_holds(text: str, answer: str, verdict: str) -> None:
    curve = Curve(implicit(text))
    given = cr.parse(answer)
    assert isinstance(given, cr.Expression)
    assert curve.compared(curve.derivation.answer, given).verdict == verdict


def test_a_curve_is_searched_by_several_threads() -> None:
    curve = Curve(implicit("x^3 + y^3 = 6x y"))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: [point["x"] for point in islice(curve.points(), 40)], range(8)))
    assert found == [found[0]] * 8
