"""SymPy, asked about every rule, every row of the sheet, and random composites step by step."""

from __future__ import annotations

import sys

import pytest
from slopes import compared, expression
from strategies import composites

from chainrule.calculus.derivation import derive
from chainrule.calculus.engine import differentiate
from chainrule.errors import MissingExtraError
from chainrule.expression.functions import FORMULA_SHEET, Function
from chainrule.expression.nodes import Call, Expression, Number, Relation, Symbol
from chainrule.expression.walking import postorder
from chainrule.oracle import agrees, derivative_is_right, to_sympy

X = Symbol("x")

# --- the rules --------------------------------------------------------------------------------------------------------

RULES = """
7; a; x; -x; 9x^2; x/3; x + a; x^2 - 3x + 5; x sin(x); x e^x sin(x); 1/x; 3/x^2; 5/(2x + 1)^3; a/(x^2 + 1); x/(x + 1)
sin(x)/x; x^5; x^-2; x^(1/2); x^(2/3); x^0.5; x^n; x^pi; sin(x)^2; (2x + 1)^3; e^x; 2^x; a^x; e^(-x^2); exp(x^2); x^x
sin(x)^cos(x); (x^2 + 1)^(1/x)
sqrt(x^2 + 1); cbrt(x^2 + 1); root(x^2 + 1, 5); root(5, x); log_2(x); log10(x^2); log_a(x)
log(2, x); |x|; |x^2 - 1|; sin(cos(x)); ln(sin(x)); f(x); f(g(x)); f(x^2, a); f(x, x^2); max(x, x^2); min(sin(x), 1/2)
atan2(x, 2); atan2(sin(x), x); {x^2 if x > 0, -x otherwise}; {x if x < 1, x^2 if x < 2, 5 otherwise}
""".replace("\n", ";").split(";")
RULES = [text.strip() for text in RULES if text.strip()]
OPEN = ("f(x, x^2)",)  # SymPy leaves its substitutions as they are


@pytest.mark.parametrize("text", RULES)
def test_rules(text: str) -> None:
    target = expression(text, variable="x")
    answer = differentiate(target, X)
    assert derivative_is_right(target, X, answer) is (None if text in OPEN else True)
    assert compared(target, X, answer) >= 2


# --- the sheet --------------------------------------------------------------------------------------------------------

INNER = {  # an inner function whose values lie in the domain of the row at many places
    "arcsin": "x/5", "arccos": "x/5", "arctanh": "x/5", "arcsec": "x^2 + 2", "arccsc": "x^2 + 2", "arccosh": "x^2 + 2",
    "arcsech": "1/(x^2 + 2)", "arccoth": "x^2 + 2", "ln": "x^2 + 1", "log": "x^2 + 1", "log10": "x^2 + 1",
    "log2": "x^2 + 1",
    "log1p": "x^2", "sqrt": "x^2 + 1", "root": "x^2 + 1", "Ci": "x^2 + 1", "gamma": "x^2 + 1", "loggamma": "x^2 + 1",
    "digamma": "x^2 + 1", "trigamma": "x^2 + 1", "polygamma": "x^2 + 1",
}  # fmt: skip


def composite(row: Function) -> Expression:
    inner = expression(INNER.get(row.name, "3x - 1"))
    if row.arity == 1:
        return Call(row, (inner,))
    return Call(row, (Number(2), inner) if row.name == "polygamma" else (inner, Number(3)))


@pytest.mark.parametrize("row", FORMULA_SHEET, ids=lambda row: row.name)
def test_every_function_with_an_inner_function(row: Function) -> None:
    target = composite(row)
    slope = differentiate(target, X)
    assert derivative_is_right(target, X, slope) is True
    assert compared(target, X, slope) >= 2


# --- random composites ------------------------------------------------------------------------------------------------

MANY = composites(seed=7, count=240)


@pytest.mark.parametrize("part", range(16))
def test_random_composites(part: int) -> None:
    """SymPy and central differences agree with each answer, one of them at least having an opinion."""
    opinions = 0
    for target in MANY[part::16]:
        answer = differentiate(target, X)
        verdict = derivative_is_right(target, X, answer)
        assert verdict is not False, f"{target}: {answer}"
        opinions += verdict is True or compared(target, X, answer) > 0
    assert opinions >= 0.9 * len(MANY[part::16])


@pytest.mark.parametrize("part", range(8))
def test_each_step_of_random_composites(part: int) -> None:
    for target in MANY[part:80:8]:
        for step in derive(target, X).steps:
            if step.same_as is None:
                assert derivative_is_right(step.target, step.variable, step.result) is not False, (str(target), step)
                compared(step.target, step.variable, step.result)


def test_second_derivatives() -> None:
    for target in MANY[:24]:
        if sum(1 for _ in postorder(target)) < 14:
            assert derivative_is_right(target, X, differentiate(target, X, 2), order=2) is not False, str(target)


# --- the oracle itself ------------------------------------------------------------------------------------------------

WRONG = [
    ("sin(x^2)", "cos(x^2)"), ("sin(x^2)", "-2x cos(x^2)"), ("x sin(x)", "cos(x)"), ("x/(x + 1)", "-1/(x + 1)^2"),
    ("e^(-x)", "e^(-x)"), ("ln(3x)", "1/(3x)"), ("x^2 + 1", "2x + 10^(-9)"), ("|x|", "1"),
    ("{x^2 if x > 0, -x otherwise}", "2x"),
]


@pytest.mark.parametrize(("text", "wrong"), WRONG)
def test_a_wrong_derivative_is_noticed(text: str, wrong: str) -> None:
    assert derivative_is_right(expression(text), X, expression(wrong)) is False


def test_where_there_is_nothing_to_compare_it_stays_open() -> None:
    assert derivative_is_right(expression("arcsin(x^2 + 2)"), X, expression("x")) is None
    assert agrees(expression("sqrt(-1 - x^2)"), to_sympy(X)) is None


RELATIONS = [("=", "=="), ("!=", "!="), ("<", "<"), ("<=", "<="), (">", ">"), (">=", ">=")]


@pytest.mark.parametrize(("sign", "theirs"), RELATIONS)
def test_relations_are_translated(sign: str, theirs: str) -> None:
    assert to_sympy(Relation(sign, X, Symbol("y"))).rel_op == theirs


def test_numbers_too_large_to_handle_are_left_out() -> None:
    """At some places these values have more digits than fit into any memory."""
    target = expression("sin(exp(2^(x^2)))")
    assert derivative_is_right(target, X, differentiate(target, X)) is True


def test_digits_that_are_not_sure_are_no_difference() -> None:
    target = expression("10^300 tanh(300x)")  # 1 - tanh^2 loses all the digits that SymPy works with
    assert derivative_is_right(target, X, differentiate(target, X)) is not False


def test_without_sympy_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sympy", None)
    with pytest.raises(MissingExtraError, match=r"pip install .chainrule\[verify\]"):
        to_sympy(X)
