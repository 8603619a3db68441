"""The search for mistakes: walks, not recursion; and what is shared is gone through once."""

from __future__ import annotations

from itertools import pairwise

import chainrule as cr
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import Call, Expression, Symbol
from chainrule.tutor.marking import check
from chainrule.tutor.mistakes.calculators import Numbers
from chainrule.tutor.mistakes.facets import Anatomy
from chainrule.tutor.mistakes.search import Search

X = Symbol("x")
DEEP = 3000


def test_a_mistake_made_everywhere_in_a_deep_nest() -> None:
    deep: Expression = X
    for _ in range(DEEP):
        deep = Call(function_named("sin"), (deep,))
    numbers = Numbers(Anatomy((X,)), {X: 0.5})
    found = {altered.mistakes[0][0].id: altered for _, altered in Search(numbers).repeated(deep)}
    assert len(found["T2"].mistakes) == DEEP
    assert found["T2"].rate(numbers) == numbers.rate(deep)  # an even number of signs
    assert found["C1"].rate(numbers) == numbers.value(Call(function_named("cos"), deep.children))  # type: ignore[arg-type]


def test_shared_parts_are_altered_once() -> None:
    shared: Expression = X * X
    for _ in range(30):
        shared = shared * shared
    numbers = Numbers(Anatomy((X,)), {X: 1.0})
    found = {altered.mistakes[0][0].id: altered for _, altered in Search(numbers).repeated(shared)}
    assert len(found["M3"].mistakes) == 31
    assert found["M3"].rate(numbers) == 0


def test_no_mistake_is_looked_for_where_places_double_with_every_line() -> None:
    squares = [f"{new} = {old}*{old}" for old, new in pairwise("abcdfghjklmnpq")]
    mark = check("; ".join(["a = x^2 + 3*x", *squares]), "x + 1", "x")
    assert (mark.verdict, mark.diagnoses) == ("incorrect", ())


def test_a_fraction_over_a_power_is_also_one_over_what_is_below() -> None:
    (found,) = check("1/x^2", "-1/x^4").diagnoses
    assert (found.mistakes, str(found.target)) == (("C1",), "1/x^2")
    assert check("7/x^3", "-7/(3*x^2)^2").diagnoses[0].mistakes == ("C5",)
    assert check("1/x^3", "-3*x^3/x^6").diagnoses[0].mistakes in [("P1",), ("P4",)]


def test_the_links_of_a_chain_are_told_apart_only_where_they_differ() -> None:
    assert check("sin(cos(x^2))", "cos(cos(x^2))*2*x").diagnoses[0].mistakes == ("C12",)
    assert check("sec(x - 8)^5", "5*sec(x - 8)^4").diagnoses[0].mistakes == ("C1",)


def test_a_wrong_rule_is_said_before_a_lost_bracket() -> None:
    found = check("4*sqrt(ln(x)) - 4", "2/x*sqrt(ln(x))").diagnoses
    assert [diagnosis.mistakes for diagnosis in found] == [("P1",), ("N5",)]


def test_unknown_functions_and_two_mistakes() -> None:
    found = check("x^2*y(x)^3", "2*x*y^3 - 3*x^2*y^2").diagnoses
    assert ("B14", "M3") in [tuple(sorted(diagnosis.mistakes)) for diagnosis in found]
    assert cr.check("x^2*y(x)^3", "2*x*y^3 + 3*x^2*y^2*dy/dx").verdict == "correct"
