"""Every row of the formula sheet, looped over: derivative, values, range, Python, mpmath, SymPy."""

from __future__ import annotations

import copy
import inspect
import math
import pickle
from fractions import Fraction

import mpmath
import pytest

from chainrule.errors import DomainError
from chainrule.expression.domains import conditions
from chainrule.expression.evaluation import evaluate
from chainrule.expression.exactness import exact_value
from chainrule.expression.functions import FORMULA_SHEET, Function, function_named
from chainrule.expression.nodes import Call, Expression, Negation, Quotient, Symbol
from chainrule.expression.ranges import Ranges
from chainrule.expression.reading import parse
from chainrule.oracle import derivative_is_right, to_sympy

U, V = Symbol("u"), Symbol("v")
PLACES = (-3.25, -2.5, -1.3, -0.7, -0.3, 0.2, 0.45, 0.8, 1.2, 2.6, 4.3, 7.75)
WHOLE = {"root": (2.0, 3.0, 5.0), "polygamma": (1.0, 2.0, 3.0)}  # an argument that has to be a whole number
ROWS = pytest.mark.parametrize("row", FORMULA_SHEET, ids=lambda row: row.name)


def expression(text: str) -> Expression:
    read = parse(text)
    assert isinstance(read, Expression)
    return read


def call(row: Function) -> Call:
    return Call(row, (U, V)[: row.arity])


def points(row: Function) -> list[dict[str, float]]:
    """Points of the domain at which the row is differentiable."""
    if row.arity == 1:
        candidates = [{"u": u} for u in PLACES]
    elif row.name == "root":
        candidates = [{"u": u, "v": v} for u in PLACES for v in WHOLE["root"]]
    elif row.name == "polygamma":
        candidates = [{"u": u, "v": v} for u in WHOLE["polygamma"] for v in PLACES]
    else:
        candidates = [{"u": u, "v": v} for u in PLACES[::2] for v in PLACES[1::2]]
    needed = [condition.relation for condition in conditions(call(row))]
    return [p for p in candidates if all(_clearly(relation, p) for relation in needed) and _has_value(row, p)]


def _clearly(relation: object, point: dict[str, float]) -> bool:
    gap = evaluate(relation.left, _only(relation.left, point)) - evaluate(relation.right, _only(relation.right, point))
    return abs(gap) > 0.01 and {"<": gap < 0, "<=": gap < 0, ">": gap > 0, ">=": gap > 0, "!=": True}[relation.sign]


def _only(part: Expression, point: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in point.items() if name in part.names}


def _has_value(row: Function, point: dict[str, float]) -> bool:
    try:
        evaluate(call(row), point)
    except DomainError:
        return False
    return True


@ROWS
def test_there_are_points_to_test_at(row: Function) -> None:
    assert len(points(row)) >= 3


@ROWS
def test_each_partial_is_the_central_difference(row: Function) -> None:
    for name, formula in zip("uv", row.derivatives, strict=False):
        if not formula:
            continue
        slope = expression(formula)
        for point in points(row):
            if name == "v" and row.name == "root" and point["u"] < 0:
                continue  # a root with varying index needs a positive argument
            h = 1e-5 * max(1.0, abs(point[name]))
            above, below = (row.evaluate(*{**point, name: point[name] + step}.values()) for step in (h, -h))
            found = evaluate(slope, _only(slope, point))
            assert found == pytest.approx((above - below) / (2 * h), rel=2e-5, abs=1e-7), (formula, point)


@ROWS
def test_sympy_finds_the_same_derivative(row: Function) -> None:
    if row.name == "root":
        target, slope = expression("root(u, 4)"), expression(row.derivatives[0].replace("v", "4"))
        assert derivative_is_right(target, U, slope)
        return
    for name, formula in zip("uv", row.derivatives, strict=False):
        if formula and row.name != "polygamma":
            assert derivative_is_right(call(row), Symbol(name), expression(formula)) is True, formula


def test_sympy_notices_a_wrong_derivative() -> None:
    assert derivative_is_right(expression("sin(u)"), U, expression("-cos(u)")) is False
    assert derivative_is_right(expression("arccsch(u)"), U, expression("-1/(u*sqrt(1 + u^2))")) is False


@ROWS
def test_the_python_template_gives_the_same_value(row: Function) -> None:
    source = "import math\n" + "\n\n".join(inspect.getsource(need) for need in row.python_needs)
    arguments = ", ".join("uv"[: row.arity])
    source += f"\n\ndef it({arguments}):\n    return {row.python.format(u='u', v='v')}\n"
    scope: dict[str, object] = {"Any": object}
    exec(compile(source, row.name, "exec"), scope)
    for point in points(row):
        assert scope["it"](*point.values()) == pytest.approx(row.evaluate(*point.values()), rel=1e-14)


@ROWS
def test_many_digits_begin_with_the_float(row: Function) -> None:
    for point in points(row):
        many = evaluate(call(row), point, precision=30)
        assert isinstance(many, mpmath.mpf)
        assert float(many) == pytest.approx(evaluate(call(row), point), rel=1e-11, abs=1e-14), point


@ROWS
def test_the_definition_is_equal(row: Function) -> None:
    if row.definition:
        meaning = expression(row.definition)
        if row.name == "root":
            meaning = expression("u^(1/3)")
        for point in points(row):
            if row.name == "root" and point["v"] != 3:
                continue
            assert evaluate(meaning, _only(meaning, point)) == pytest.approx(row.evaluate(*point.values()), abs=1e-12)


@ROWS
def test_values_stay_in_the_range(row: Function) -> None:
    whole = Ranges()[call(row)]
    for point in points(row):
        value = evaluate(call(row), point)
        assert whole.low - 1e-9 <= value <= whole.high + 1e-9
        assert value != 0 or not whole.nonzero


@ROWS
def test_zeros_and_parity(row: Function) -> None:
    if row.zeros:
        assert row.evaluate(*(0.0, 3.0)[: row.arity]) == 0
        assert all(row.evaluate(*p.values()) != 0 for p in points(row))
    sign = {"odd": -1, "even": 1}.get(row.parity)
    for point in points(row) if sign else []:
        assert row.evaluate(-point["u"]) == pytest.approx(sign * row.evaluate(point["u"]))


@ROWS
def test_exact_values(row: Function) -> None:
    for argument, value in row.surds:
        found = evaluate(Call(row, (expression(argument),)))
        assert found == pytest.approx(evaluate(expression(value)), abs=1e-12)
    for argument, value in row.values:
        inner = expression(argument)
        assert evaluate(Call(row, (inner,))) == pytest.approx(evaluate(expression(value)), abs=1e-12)
        exact = exact_value(expression(value))
        assert exact_value(Call(row, (inner,))) == exact
    if row.exact:
        for u in (Fraction(-8, 27), Fraction(0), Fraction(9, 4), Fraction(16), Fraction(-1)):
            exact = row.exact(*(u, Fraction(3))[: row.arity])
            if exact is not None:
                assert row.evaluate(*(float(u), 3.0)[: row.arity]) == pytest.approx(float(exact))


@ROWS
def test_outside_its_domain_a_row_has_no_value(row: Function) -> None:
    for u in PLACES:
        for condition in conditions(Call(row, (_number(u), _number(2.5))[: row.arity])):
            if condition.kind == "exists":
                with pytest.raises(DomainError):
                    evaluate(Call(row, (_number(u), _number(2.5))[: row.arity]))


def _number(value: float) -> Expression:
    whole, over = Fraction(value).limit_denominator(100).as_integer_ratio()
    size = Quotient(expression(str(abs(whole))), expression(str(over)))
    return Negation(size) if whole < 0 else size


def test_names_and_spellings_are_distinct() -> None:
    names = [name for row in FORMULA_SHEET for name in (row.name, *row.spellings)]
    assert len(names) == len(set(names))
    assert all(function_named(name) is row for row in FORMULA_SHEET for name in (row.name, *row.spellings))


def test_rows_keep_their_identity() -> None:
    row = function_named("sin")
    assert pickle.loads(pickle.dumps(row)) is row
    assert copy.copy(row) is row
    assert copy.deepcopy(row) is row
    assert repr(row) == "<Function sin>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sigmoid(-800)", 0.0), ("sigmoid(800)", 1.0), ("softplus(800)", 800.0), ("softplus(-800)", 0.0),
        ("tanh(1000)", 1.0), ("sech(1000)", 0.0), ("csch(-1000)", 0.0), ("silu(-800)", 0.0), ("silu(800)", 800.0),
        ("gelu(-60)", 0.0), ("log1p(10^(-20))", 1e-20), ("expm1(10^(-20))", 1e-20), ("relu(-2)", 0.0),
        ("leaky_relu(-2)", -0.02), ("step(0)", 0.0), ("sign(0)", 0.0), ("sinc(0)", 1.0), ("Si(0)", 0.0),
        ("arccot(-1)", 3 * math.pi / 4), ("root(-32, 5)", -2.0), ("root(64, 3)", 4.0), ("root(16, -2)", 0.25),
        ("arccoth(3)", math.atanh(1 / 3)), ("log(8, 2)", 3.0), ("digamma(1)", -0.5772156649015329),
        ("polygamma(0, 1)", -0.5772156649015329), ("Ci(1)", 0.33740392290096813), ("Si(30)", 1.5667565400303510),
    ],
)  # fmt: skip
def test_values_at_the_ends_and_by_the_book(text: str, expected: float) -> None:
    assert evaluate(text) == pytest.approx(expected, rel=1e-13, abs=1e-300)


@pytest.mark.parametrize(
    "text",
    ["ln(0)", "sqrt(-1)", "csch(0)", "gamma(-2)", "loggamma(-1)", "Ci(-1)", "digamma(0)", "digamma(-3)",
     "polygamma(1, -1)",
     "polygamma(1/2, 1)", "root(-4, 2)", "root(2, 0)", "root(0, -1)", "arccosh(1/2)", "log(2, 1)", "polygamma(200, 1)"],
)  # fmt: skip
def test_no_value(text: str) -> None:
    # the reader refuses some of these as constants that do not exist, so they are given by a name
    first, *rest = text[text.index("(") + 1 : -1].split(", ")
    row = function_named(text[: text.index("(")])
    values = {"u": evaluate(expression(first)), **({"v": evaluate(expression(rest[0]))} if rest else {})}
    with pytest.raises(DomainError):
        evaluate(call(row), values)


def test_the_oracle_knows_every_row() -> None:
    for row in FORMULA_SHEET:
        assert to_sympy(call(row)) is not None
