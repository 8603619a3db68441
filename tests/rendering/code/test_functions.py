"""Compiled functions give what the interpreter gives, or raise; their source is safe, small and a file of its own."""

from __future__ import annotations

import ast
import builtins
import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import EXPRESSIONS

import chainrule as cr
from chainrule.expression.functions import FORMULA_SHEET, Function
from chainrule.expression.nodes import Call, Expression, Number, Piecewise, Power, Product, Relation, Sum, Symbol

ROWS = pytest.mark.parametrize("row", FORMULA_SHEET, ids=lambda row: row.name)
ERRORS = (ValueError, ZeroDivisionError, OverflowError)
PLACES = (-3.25, -1.3, -0.7, 0.2, 0.45, 1.2, 2.6, 7.75)
FREE = cr.Limits.unbounded()
X, Y, U, V = map(Symbol, "xyuv")


def called(function: cr.CompiledFunction, *values: float) -> float | None:
    try:
        value = function(*values)
    except ERRORS:
        return None
    assert math.isfinite(value), "an infinity went unnoticed"
    return float(value)


def interpreted(expression: Expression, point: dict[str, float], precision: int | None = None) -> float | None:
    try:
        return float(cr.evaluate(expression, {name: point[name] for name in expression.names}, precision=precision))
    except (cr.DomainError, OverflowError):
        return None


def beyond_measure(expression: Expression, point: dict[str, float]) -> bool:
    """Whether the way to the value is too long for many digits, too."""
    try:
        cr.evaluate(expression, {name: point[name] for name in expression.names}, precision=40)
    except cr.DomainError as error:
        return "too large" in str(error)
    return False


def assert_same(expression: Expression, function: cr.CompiledFunction, point: dict[str, float]) -> None:
    found, value = called(function, *point.values()), interpreted(expression, point)
    if found is not None and value is not None and math.isclose(found, value, rel_tol=1e-10, abs_tol=1e-10):
        return
    exact = interpreted(expression, point, precision=40)
    if value is None:  # then the way to the value was too long for floats, and what was found has to be right
        if found is not None and (exact is not None or not beyond_measure(expression, point)):
            assert exact is not None, point
            assert math.isclose(found, exact, rel_tol=1e-6, abs_tol=1e-12), point
        return
    assert exact is not None
    assert found is not None, (point, value, function.source)
    assert abs(found - exact) <= 100 * abs(value - exact) + 1e-9 * abs(exact), (point, value, function.source)


# --- values ----------------------------------------------------------------------------------------------------------


@ROWS
def test_every_row_as_the_interpreter_has_it(row: Function) -> None:
    expression = Call(row, (U, V)[: row.arity])
    function = cr.compile_function(expression, "uv"[: row.arity] if row.arity == 1 else ["u", "v"])
    for u in PLACES:
        for v in PLACES if row.arity == 2 else (0.0,):
            for first in (u, float(round(u))) if row.arity == 2 else (u,):
                assert_same(expression, function, dict(zip("uv", (first, v)[: row.arity], strict=False)))


@ROWS
def test_every_slope_with_its_value(row: Function) -> None:
    if not all(row.derivatives):
        return
    names = ["u", "v"][: row.arity]
    outputs = [Call(row, (U, V)[: row.arity]), *cr.gradient(Call(row, (U, V)[: row.arity]), names)]
    function = cr.compile_function(outputs, names)
    for u in PLACES:
        for v in (3.0, 0.6) if row.arity == 2 else (0.0,):
            point = dict(zip("uv", (u, v)[: row.arity], strict=False))
            values = [interpreted(output, point) for output in outputs]
            if None not in values:
                assert function(*point.values()) == pytest.approx(values, rel=1e-9, abs=1e-12)


@ROWS
def test_a_template_is_one_operand(row: Function) -> None:
    tree = ast.parse(f"{row.python.format(u='u', v='v')} ** 2", mode="eval").body
    assert isinstance(tree, ast.BinOp)
    assert isinstance(tree.op, ast.Pow)


POINTS = ((0.7312, -1.377, 2.61), (-2.3177, 0.431, 1.9), (1e200, 1e160, -3e180), (-751.3, 812.7, 0.25))


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS)
def test_random_expressions(expression: Expression) -> None:
    function = cr.compile_function(expression, ["x", "a", "b"])
    for point in POINTS:
        assert_same(expression, function, dict(zip("xab", point, strict=True)))


@settings(max_examples=60, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=2, max_size=4), st.sampled_from(["<", "<=", ">", "!="]))
def test_random_pieces_are_computed_only_where_they_are_asked_for(parts: list[Expression], sign: str) -> None:
    first, second, *rest = parts
    joined = Product((first, second))
    pieces = Piecewise(
        ((joined, (Relation(sign, X, Number(0)),)), (joined + first, (Relation("<", second, X),))), [*rest, first][0]
    )
    expression = Sum((pieces, Power(pieces, Number(2)), second))
    function = cr.compile_function(expression, ["x", "a", "b"])
    for point in POINTS:
        assert_same(expression, function, dict(zip("xab", point, strict=True)))


@pytest.mark.parametrize(
    ("text", "point", "expected"),
    [
        ("x^(1/3)", [-8.0], -2.0), ("x^(2/3)", [-8.0], 4.0), ("x^(-1/3)", [-8.0], -0.5), ("x^(3/5)", [-32.0], -8.0),
        ("x^(4/5)", [-32.0], 16.0), ("x^(-3/5)", [32.0], 0.125), ("x^(3/2)", [4.0], 8.0), ("x^(-1/2)", [4.0], 0.5),
        ("x^y", [-2.0, 3.0], -8.0), ("x^y", [0.0, 0.0], 1.0), ("x^0", [0.0], 1.0), ("x^-4", [2.0], 0.0625),
        ("x^(9/2)", [4.0], 512.0), ("2^x", [0.5], math.sqrt(2)), ("root(x, 3)", [-27.0], -3.0),
        ("1/(1 + e^-x)", [-800.0], 0.0), ("1/(1 + exp(x))", [800.0], 0.0), ("ln(1 + e^x)", [800.0], 800.0),
        ("ln(e^x + 1)", [-800.0], 0.0), ("e^-x/(1 + e^-x)^2", [-800.0], 0.0),
        ("e^-x/(1 + e^-x)^2", [1.0], 0.19661193324),
        ("ln(e^x + e^y)", [1000.0, 1001.0], 1001.3132616875), ("e^x/(e^x + e^y)", [1000.0, 1001.0], 0.26894142137),
        ("ln(1/(1 + e^-x))", [-900.0], -900.0), ("ln(1 - 1/(1 + e^-x))", [900.0], -900.0),
        ("ln(e^x/(e^x + e^y + 1))", [-900.0, 20.0], -920.0), ("(e^x - e^-x)/(e^x + e^-x)", [900.0], 1.0),
        ("(e^x + 2)/(e^x + e^y + 2)", [1000.0, 0.0], 1.0), ("1/(e^x - e^y)", [1.0, 0.0], 0.58197670686),
        ("ln(3 e^x)", [1.0], 2.0986122886), ("0.1 x", [3.0], 0.30000000000000004), ("10^30 x", [1.0], 1e30),
        ("x + 10^400/10^399", [1.0], 11.0), ("sqrt(2) pi x", [1.0], 4.442882938158366),
        ("x if x > 0, 1/x if x < 0", [-4.0], -0.25), ("ln(x) if x > 0 and x < 5, 0 otherwise", [-4.0], 0.0),
        ("x^2 if x = 2, 0 otherwise", [2.0], 4.0),
    ],
)  # fmt: skip
def test_values(text: str, point: list[float], expected: float) -> None:
    assert cr.compile_function(text)(*point) == pytest.approx(expected, rel=1e-10, abs=1e-300)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("x*x", [1e200]), ("1/(x*x)", [1e200]), ("(1e300)/(x y)", [1e155, 1e160]), ("1/x", [0.0]), ("1/x", [5e-324]),
        ("sqrt(x)", [-1.0]), ("x^(1/2)", [-1.0]), ("x^0.3", [-1.0]), ("x^-2", [0.0]), ("ln(x)", [0.0]),
        ("e^x", [710.0]),
        ("step(x y)", [1e200, 1e200]), ("sign(x - y)", [math.inf, math.inf]), ("max(x y - x y, 1)", [1e200, 1e200]),
        ("x if x > 0", [-1.0]), ("1 if x > 0, 2 otherwise", [math.nan]), ("1/x", [math.inf]), ("x", [math.nan]),
        ("x + ln(0)", [1.0]), ("x 10^400", [1.0]), ("x e^(e^9)", [1.0]), ("x^y", [-2.0, 0.5]), ("x^y", [0.0, -1.0]),
        ("(x y)^-0.5", [1e200, 1e200]), ("1 if x y - x y < 1, 2 otherwise", [1e200, 1e200]),
        ("ln(x)/(1 + ln(x)) + ln(x) if x^2 < y, 2 otherwise", [-1.0, 5.0]),
    ],
)  # fmt: skip
def test_where_there_is_no_value_it_raises(text: str, point: list[float]) -> None:
    expression = Sum((X, Call(cr.parse("ln(x)").function, (Number(0),)))) if "ln(0)" in text else cr.parse(text)
    with pytest.raises(ERRORS):
        cr.compile_function(expression, ["x", "y"][: len(point)])(*point)


def test_unchecked_functions_leave_infinities_to_their_caller() -> None:
    assert "raise" not in cr.compile_function("x/(x^2 + 1)", checked=False).source
    assert cr.compile_function("x y", checked=False)(1e200, 1e200) == math.inf


def test_several_outputs_and_systems() -> None:
    e = cr.parse("x^2 sin y")
    function = cr.compile_function([e, *cr.gradient(e, ["x", "y"])], arguments=["x", "y"], name="value_and_slopes")
    assert function.__name__ == "value_and_slopes"
    assert function(2.0, 0.5) == pytest.approx((4 * math.sin(0.5), 4 * math.sin(0.5), 4 * math.cos(0.5)))
    assert cr.compile_function(["x"])(3.0) == (3.0,)
    assert cr.compile_function([])() == ()
    system = cr.parse("z = w*x; a = tanh(z); L = (a - y)^2")
    function = cr.compile_function(system, ["w", "x", "y"])
    assert "    a = tanh(z)" in function.source.splitlines()
    assert function(0.5, 1.0, 0.25) == pytest.approx((math.tanh(0.5) - 0.25) ** 2)


def test_forward_values_are_used_again() -> None:
    for text, line in (("sigmoid(x)", "t1*(1.0 - t1)"), ("tanh(x)", "1.0 - t1*t1"), ("tan(x)", "1.0 + t1*t1")):
        source = cr.compile_function([text, cr.differentiate(text)], ["x"], checked=False).source
        assert line in source
        assert source.count("t1 =") == 1
        assert "sech(x)" not in source.replace("# sech(x)", "")


# --- the source ------------------------------------------------------------------------------------------------------


def test_the_source_is_a_file_of_its_own(tmp_path: Path) -> None:
    text = "digamma(x) + Si(x) + sign(x) x^(3/5) + (sigmoid(x) if x < 5) + trigamma(x + pi)"
    function = cr.compile_function(text)
    path = tmp_path / "own.py"
    path.write_text(function.source + "\n\nprint(f(1.25))\n", encoding="utf-8")
    finished = subprocess.run([sys.executable, "-I", "-S", path], capture_output=True, text=True)
    assert finished.stderr == ""
    assert float(finished.stdout) == function(1.25)
    assert function(1.25) == pytest.approx(cr.evaluate(text, x=1.25))
    imported = [node for node in ast.walk(ast.parse(function.source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {getattr(node, "module", None) or node.names[0].name for node in imported} == {"math"}


WICKED = (
    "lambda", "θ", "theta", "theta_", "exp", "max", "x'", "a b", "a_b", "__debug__", "", "1", "_", "f", "math", "t1",
    "import os\nos", "é", "x; y", "#", "ﬁ", "fi", "None", "no_value", "w₁", "w1", "print", "\u2028", "\\", '"',
    "sigmoid",
)  # fmt: skip


def test_no_name_reaches_the_source_as_it_is_and_no_two_become_one() -> None:
    symbols = [Symbol(name) for name in WICKED]
    terms = [Number(2**place) * Call(cr.parse("sin(x)").function, (symbol,)) for place, symbol in enumerate(symbols)]
    shared = Call(cr.parse("exp(x)").function, (Sum(tuple(symbols)),))
    expression = Sum((*terms, Call(cr.parse("sigmoid(x)").function, (shared,)), shared))
    function = cr.compile_function(expression, symbols)
    tree = ast.parse(function.source)
    (definition,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "f"]
    names = [argument.arg for argument in definition.args.args]
    assert len(set(names)) == len(WICKED)
    assert not set(names) & {*dir(builtins), "exp", "sin", "sigmoid", "math", "f", "no_value"} - {"print"}
    assert all(line.partition('#')[0].isascii() for line in function.source.splitlines())
    values = [0.125 * place for place in range(len(WICKED))]
    expected = sum(2**place * math.sin(value) for place, value in enumerate(values)) + 1 + math.exp(sum(values))
    assert function(*values) == pytest.approx(expected)


def test_definitions_may_have_any_name_too() -> None:
    names = [Symbol(name) for name in ("x y", "x_y", "return", "x")]
    system = cr.System(((names[0], X * X), (names[1], names[0] * names[0] + names[0]), (names[2], names[1] * names[0])))
    assert cr.compile_function(system, [X])(2.0) == 80.0


@pytest.mark.parametrize("name", ["", "1x", "a b", "lambda", "f(x):\n    return 1\ndef g", "é"])
def test_the_function_has_a_name_of_python(name: str) -> None:
    with pytest.raises(cr.ChainRuleError, match="Python function"):
        cr.compile_function("x", name=name)


@pytest.mark.parametrize(
    ("outputs", "arguments", "message"),
    [("x y", ["x"], "y is not among"), ("x", ["x", "x"], "given twice"), ("f(x)", ["x"], "unknown function")],
)
def test_names_that_are_missing_or_too_many(outputs: str, arguments: list[str], message: str) -> None:
    with pytest.raises(cr.NameUnknownError, match=message):
        cr.compile_function(outputs, arguments)


def test_other_mistakes_are_said_plainly() -> None:
    with pytest.raises(TypeError):
        cr.compile_function([3])  # type: ignore[list-item]
    with pytest.raises(cr.ReadingError):
        cr.compile_function("sin(")
    with pytest.raises(cr.LimitError):
        cr.compile_function("sin(cos(tan(x)))", limits=cr.Limits(nodes=3))
    with pytest.raises(cr.DomainError, match="too large"):
        cr.compile_function(X * Number(10**400))


# --- CPython's cliffs ------------------------------------------------------------------------------------------------


def nested_depth(source: str) -> int:
    depth = deepest = 0
    for character in source:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


def test_ten_thousand_levels() -> None:
    expression: Expression = X
    for _ in range(10_000):
        expression = Call(cr.parse("sin(x)").function, (expression,))
    function = cr.compile_function(expression, limits=FREE)
    assert nested_depth(function.source) < 100
    assert function(1.0) == pytest.approx(cr.evaluate(expression, x=1.0))


def test_wide_sums_and_products_and_long_lines() -> None:
    names = [f"x{k}" for k in range(3_000)]
    total = Sum(tuple(Symbol(name) * Number(k + 1) for k, name in enumerate(names)))
    product = Product(tuple(Symbol(name) + 1 for name in names))
    function = cr.compile_function([total, product], names)
    values = [math.sin(k) / 1000 for k in range(3_000)]
    assert function(*values)[0] == pytest.approx(math.fsum((k + 1) * value for k, value in enumerate(values)))
    assert function(*values)[1] == pytest.approx(math.prod(1 + value for value in values))
    assert max(map(len, function.source.splitlines())) <= 120


def test_pieces_inside_pieces_are_limited_by_name() -> None:
    def nest(depth: int) -> Expression:
        inside: Expression = X
        for level in range(depth):
            logarithm = Call(cr.parse("ln(x)").function, (X + level,))
            inside = Piecewise(((inside * logarithm + logarithm, (Relation(">", X, Number(level)),)),), X)
        return inside

    expression = nest(30)
    function = cr.compile_function(expression)
    for x in (-1.0, 3.5, 40.0):
        assert_same(expression, function, {"x": x})
    with pytest.raises(cr.LimitError, match="pieces inside pieces"):
        cr.compile_function(nest(80))


def test_the_source_is_the_same_every_time() -> None:
    outputs = ["sin(x y) + e^(x y)", "ln(e^x + e^y)", "1/(x + y)"]
    code = f"import chainrule as cr; print(cr.compile_function({outputs}).source)"
    sources = set()
    for seed in ("1", "2", "3"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ROOT}
        finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
        sources.add(finished.stdout)
    assert len(sources) == 1
    assert "def f(x, y):" in sources.pop()


ROOT = str(Path(cr.__file__).resolve().parent.parent)


@pytest.mark.parametrize(
    ("text", "line"),
    [("x*(-1)*y", "return -x*y"), ("(-1)*(-1)*x", "return x"), ("x*(-1)*(-1)*(-2)", "return x*(-2.0)"),
     ("(-1)*x + sin(y)", "return -x + sin(y)")],
)  # fmt: skip
def test_a_factor_of_minus_one_is_a_sign(text, line):
    found = cr.compile_function(text, ["x", "y"], checked=False)
    assert found.source.splitlines()[-1].strip() == line
    assert found(0.5, 2.0) == cr.evaluate(text, **{name: value for name, value in (("x", 0.5), ("y", 2.0))
                                                    if name in cr.parse(text).names})  # fmt: skip
