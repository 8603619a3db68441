"""Slopes from tables of values: every form of a table, and what is missing or contradicts itself."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chainrule as cr
from chainrule.calculus.value_tables import values_of
from chainrule.expression.evaluation import evaluate, program

SHORT = "f(2)=3, f'(2)=-1, g(1)=2, g'(1)=5"
ROWS = "x, f, f', g, g'\n1, 2, 5, 3, 4\n2, 3, -1, 1, 1/2\n3, 0, -2, 2,"
SLOPES: list[tuple[str, Any, Any, str, str | None]] = [
    ("f(g(x))", SHORT, 1, "-5", "3"),
    ("f(x)g(x)", ROWS, 1, "23", "6"),
    ("f(x)/g(x)", ROWS, 2, "-5/2", "3"),
    ("f(g(x^2))", ROWS, 1, "-16", "0"),
    ("sqrt(f(x))", ROWS, 2, "-sqrt(3)/6", "sqrt(3)"),
    ("x^2 f(x)", ROWS, "x=3", "-18", "0"),
    ("f(f(x))", ROWS, 1, "-5", "3"),
    ("h(x) = f(x) + 2g(x)", ROWS, 1, "13", "8"),
    ("1/f(x)", ROWS, 1, "-5/4", "1/2"),
    ("f(x)^3", ROWS, 2, "-27", "27"),
    ("e^(f(x))", "f(0)=ln(2), f'(0)=3", 0, "6", "2"),
    ("f(sin x)", "f'(1/2)=4", "pi/6", "2*sqrt(3)", None),
    ("P(Q(x))", "P(2)=3,P'(2)=7,Q(0)=2,Q'(0)=0.5", 0, "7/2", "3"),
    ("a f(x)", SHORT, "a=2,x=2", "-2", "6"),
    ("f(g(h(x)))", "h(0)=1; h'(0)=2; g(1)=-1; g'(1)=3; f'(-1)=1/3", 0, "2", None),
    ("f(3x)", "f'(6)=2", 2, "6", None),
    ("f(0.5x)", "f'(0.5)=2, f(0.5)=1", 1, "1", "1"),
]
TABLES: list[Any] = [
    ROWS,
    ROWS.replace(",", "\t"),
    ROWS.replace(",", ";"),
    "| x | f(x) | f'(x) | g(x) | g′(x) |\n|---|---:|---|---|---|\n| 1 | 2 | 5 | 3 | 4 |\n| 3 | 0 | -2 | 2 | - |",
    "x   1 2 3\nf   2 3 0\nf'  5 -1 -2\ng   3 1 2\ng'  4 0.5 ?",
    "f(3) = 0\nf'(3) = -2\ng(1) = 3\ng'(1) = 4",
    {"f(3)": 0, "f'(3)": "-2", "g(1)": 3.0, "g'(1)": Fraction(4)},
    {"f": {3: 0}, "f'": {"3": -2}, "g(x)": {1: 3}, "g'": {1: 4}},
    [["x", "f", "f'", "g", "g'"], [1, 2, 5, 3, 4], [3, 0, -2, 2, None]],
    [{"x": "1", "g": "3", "g'": "4"}, {"x": "3", "f": "0", "f'": "-2"}],
    values_of(ROWS),
]
REFUSED: list[tuple[str, Any, Any, type[Exception], str]] = [
    ("f(g(x))", "f(2)=3, g(1)=2, g'(1)=5", 1, cr.NameUnknownError, "f'(2) is needed and not in the table"),
    ("f(x)g(x)", "f(2)=3, g(2)=1", 2, cr.NameUnknownError, "f'(2) and g'(2) are needed and not in the table"),
    ("f(x)g(x)h(x)", "f(2)=3", 2, cr.NameUnknownError, "g(2), h(2), g'(2) and h'(2) are needed"),
    ("f(g(x))", SHORT + ", f(2) = 4", 1, cr.ChainRuleError, "the table gives f(2) twice, as 3 and as 4"),
    ("f(x)/g(x)", "f(1)=1, f'(1)=1, g(1)=0, g'(1)=2", 1, cr.DomainError,
     "there is no value at x = 1: it needs g(x) != 0, and g(1) is 0"),
    ("sqrt(f(x))", "f(1)=0, f'(1)=1", 1, cr.DomainError, "no slope at x = 1: it needs f(x) > 0, and f(1) is 0"),
    ("abs(f(x))", "f(1)=0, f'(1)=1", 1, cr.DomainError, "it needs f(x) != 0"),
    ("ln(f(g(x)))", "f(1)=-1, f'(1)=1, g(0)=1, g'(0)=1", 0, cr.DomainError, "f(g(0)) is -1"),
    ("f(g(x))", "sin(1)=2", 1, cr.ReadingError, "sin is a function that is known"),
    ("f(g(x))", {"cos'": {1: 2}}, 1, cr.ReadingError, "cos is a function that is known"),
    ("f(g(x))", "f(2)", 1, cr.ReadingError, "this is no table of values"),
    ("f(g(x))", "f(2)=3, g", 1, cr.ReadingError, "here is no value"),
    ("f(g(x))", "f(x)=3", 1, cr.ReadingError, "a table has values at numbers"),
    ("f(g(x))", "2=3", 1, cr.ReadingError, "a table has values at numbers"),
    ("f(g(x))", "f(2)=y", 1, cr.ReadingError, "the value of f(2) is no number; write f(2) = 3"),
    ("f(g(x))", "f(2)=3, f'(2)=)", 1, cr.ReadingError, "there is no ( for this"),
    ("f(g(x))", "", 1, cr.ChainRuleError, "this is no table of values"),
    ("f(g(x))", "x, f\n1, -", 1, cr.ChainRuleError, "the table has no values"),
    ("f(g(x))", "x, f\n1, 2, 3", 1, cr.ChainRuleError, "the row 1, 2, 3 has more cells than the head"),
    ("f(g(x))", [["x", "f"], [1, 2, 3]], 1, cr.ChainRuleError, "more cells than the head"),
    ("f(g(x))", 7, 1, TypeError, "a table is text"),
    ("sin(x)", SHORT, 1, cr.ChainRuleError, "no unknown function stands here"),
    ("a f(x)", SHORT, 2, cr.NameUnknownError, "a value is missing: give a"),
    ("f(x", SHORT, 2, cr.ReadingError, "this ( is never closed"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "table", "at", "slope", "value"), SLOPES)
def test_slopes_and_values(source: str, table: Any, at: Any, slope: str, value: str | None) -> None:
    found = cr.from_table(source, table, at)
    assert str(found.answer) == slope
    assert (None if found.value is None else str(found.value.value.exact)) == value
    assert bool(found.missing) is (value is None)


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_form_of_a_table(table: Any) -> None:
    assert str(cr.from_table("f(g(x))", table, at=1).answer) == "-8"


@pytest.mark.parametrize(("source", "table", "at", "kind", "message"), REFUSED)
def test_what_cannot_be_used(source: str, table: Any, at: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as refused:
        cr.from_table(source, table, at)
    assert message in str(refused.value)


def test_an_error_in_an_entry_tells_its_place() -> None:
    with pytest.raises(cr.ReadingError) as refused:
        cr.from_table("f(x)", "f(2) = 3; f'(2) = 4 +", 2)
    assert refused.value.drawn().startswith("  f(2) = 3; f'(2) = 4 +\n                      ^")


def test_values_are_put_in_from_the_inside_out() -> None:
    found = cr.from_table("f(g(x))", SHORT, at=1)
    assert str(found.slope.put_in) == "f'(g(1))*g'(1)"
    assert [str(lookup.after) for lookup in found.slope.lookups] == ["f'(2)*5", "(-1)*5"]


def test_the_second_derivative() -> None:
    table = "f(1)=2, f'(1)=3, f''(1)=1, g(1)=1, g'(1)=0, g''(1)=-1"
    assert str(cr.from_table("f(x)^2 g(x)", table, 1, order=2).answer) == "18"


def test_several_arguments() -> None:
    assert str(cr.from_table("f(x, 3)", {"f(1, 3)": 5}, "x=1", order=0).answer) == "5"


FORMULAS = {"f": "x^2 + 1", "g": "3x - 2", "h": "x^3"}
COMBINED = ["f(g(x))", "f(x)g(x)", "f(x)/(1 + h(x)^2)", "g(f(h(x)))", "x f(2x)", "f(x)^2 - 3h(x)", "f(h(x)) g(x)"]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(COMBINED), st.integers(-3, 3))
def test_tables_of_formulas_give_the_slopes_of_the_formulas(source: str, at: int) -> None:
    """The needed entries are asked of the formulas, one by one as they are missed."""
    table: dict[str, Any] = {"f(100)": 0}
    for _ in range(12):
        try:
            found = cr.from_table(source, table, at)
            break
        except cr.NameUnknownError as error:
            name, _, place = error.name.partition("(")
            formula = FORMULAS[name.rstrip("'")]
            made = cr.differentiate(formula) if "'" in name else expression_of(formula)
            table[error.name] = round(evaluate(made, {"x": evaluate(place.rstrip(")"))} if made.names else {}))
    functions = {name: program(expression_of(formula)) for name, formula in FORMULAS.items()}
    calls = {name: lambda x, made=made: made.at({"x": x})[0] for name, made in functions.items()}
    near = [cr.evaluate(source, x=at + step, functions=calls) for step in (-1e-5, 1e-5)]
    assert found.slope.value.number == pytest.approx((near[1] - near[0]) / 2e-5, rel=1e-5, abs=1e-4)


def expression_of(text: str) -> cr.Expression:
    expression = cr.parse(text)
    assert isinstance(expression, cr.Expression)
    return expression


def test_a_record_can_be_copied_and_pickled() -> None:
    found = cr.from_table("f(g(x))", SHORT, at=1)
    assert copy.copy(found) is copy.deepcopy(found) is found
    assert pickle.loads(pickle.dumps(found)).to_text() == found.to_text()


def test_every_entry_that_is_missing_is_named() -> None:
    with pytest.raises(cr.NameUnknownError, match=r"^g'\(1\) and h'\(1\) are needed and not in the table"):
        cr.from_table("f(g(x)) + h(x)", "g(1)=2", 1)
