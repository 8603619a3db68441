"""Relations: both sides differentiated and solved, of every order, against differences on the curve and SymPy."""

from __future__ import annotations

import copy
import math
import pickle
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import chainrule as cr
from chainrule.calculus.curves.implicit import ImplicitDerivation, implicit
from chainrule.calculus.curves.linear import linear_in
from chainrule.calculus.curves.solving import MOST_ROWS, multiplied_out
from chainrule.calculus.tidying.terms import Manner
from chainrule.errors import ChainRuleError, DomainError, LimitError, NameUnknownError, ReadingError
from chainrule.expression.functions import function_named
from chainrule.expression.limits import DEFAULT
from chainrule.expression.nodes import ONE, Call, Expression, Piecewise, Product, Quotient, Relation, Sum, Symbol
from chainrule.expression.walking import postorder

X, Y = Symbol("x"), Symbol("y")

FIRST = [
    ("x^2 + y^2 = 49", "-x/y"), ("x^2 - y^2 = 1", "x/y"), ("x y = 12", "-y/x"), ("y = x^3", "3*x^2"),
    ("x = y^3", "1/(3*y^2)"), ("x = e^y", "1/e^y"), ("sqrt(x) + sqrt(y) = 5", "-sqrt(y)/sqrt(x)"),
    ("x^3 + y^3 = 9x y", "(3*y - x^2)/(y^2 - 3*x)"), ("x^2 + x y + y^2 = 7", "-(2*x + y)/(x + 2*y)"),
    ("2x^2 + 6x y - 4x + 2y^2 = 8", "(2 - 2*x - 3*y)/(3*x + 2*y)"),
    ("sin(x y) = x + y", "(1 - y*cos(x*y))/(x*cos(x*y) - 1)"), ("cos(x) sin(y) = 1/2", "sin(x)*sin(y)/(cos(x)*cos(y))"),
    ("ln(x^2 + y^2) = 3", "-x/y"), ("y + y^5 = x", "1/(1 + 5*y^4)"), ("e^(x y) = y", "y*e^(x*y)/(1 - x*e^(x*y))"),
    ("x^3 y + x y^3 = 10", "-y*(3*x^2 + y^2)/(x*(x^2 + 3*y^2))"), ("x^2 + y^2 - 4x = 0", "(2 - x)/y"),
    ("arctan(y) = x", "1 + y^2"), ("y^2 = 4", "0"), ("x/y = 3", "y/x"), ("|x| + |y| = 1", "-sign(x)/sign(y)"),
    ("a x^2 + b y^2 = c", "-a*x/(b*y)"), ("x^2 y^2 = 1", "-y/x"), ("x^y = 8", "-y/(x*ln(x))"),
    ("cos(y^2) = x + y", "-1/(2*y*sin(y^2) + 1)"), ("0 = x^2 - y", "2*x"),
    ("f(y) = x", "1/f'(y)"), ("F(x, y) = 0", "-F^(1,0)(x, y)/F^(0,1)(x, y)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "answer"), FIRST)
def test_first_derivatives_as_a_book_prints_them(text: str, answer: str) -> None:
    assert str(implicit(text, "y", "x").answer) == answer


OTHER_LETTERS = [
    ("r^2 = cos(2θ)", "r", "theta", "-sin(2*theta)/r"), ("x^2 + y^2 + z^2 = 9", "z", "x", "-x/z"),
    ("x^2 + y^2 + z^2 = 9", "z", "y", "-y/z"), ("x y z = 5", "z", "y", "-z/y"), ("p V = 8", "V", "p", "-V/p"),
    ("x^2 + y^2 = 1", "x", "y", "-y/x"), ("x e^z + z e^y = 2", "z", "x", "-e^z/(x*e^z + e^y)"),
    ("y_1^2 + t = 1", "y_1", "t", "-1/(2*y1)"), ("ŷ^2 = t", "ŷ", "t", "1/(2*y_hat)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dependent", "variable", "answer"), OTHER_LETTERS)
def test_any_letter_may_depend_on_any_other(text: str, dependent: str, variable: str, answer: str) -> None:
    assert str(implicit(text, dependent, variable).answer) == answer


HIGHER = [
    ("x^2 + y^2 = 25", 2, "-(x^2 + y^2)/y^3", "-25/y^3"), ("x^2 + y^2 = 25", 3, None, "-75*x/y^5"),
    ("x^4 + y^4 = 16", 2, "-3*x^2*(x^4 + y^4)/y^7", "-48*x^2/y^7"),
    ("x^2 - x y + y^2 = 3", 2, "-6*(x^2 - x*y + y^2)/(2*y - x)^3", "-18/(2*y - x)^3"),
    ("x^3 + y^3 = 6x y", 2, "-2*x*y*(x^3 + y^3 - 6*x*y + 8)/(y^2 - 2*x)^3", "-16*x*y/(y^2 - 2*x)^3"),
    ("sqrt(x) + sqrt(y) = 1", 2, None, "1/(2*sqrt(x)^3)"), ("y = x^3", 2, "6*x", "6*x"),
    ("x y = 1", 2, "2*y/x^2", "2*y/x^2"), ("y^2 = x^3", 2, "-3*x*(3*x^3 - 4*y^2)/(4*y^3)", "3*x/(4*y)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "order", "tidy", "answer"), HIGHER)
def test_higher_orders_put_the_relation_to_use(text: str, order: int, tidy: str | None, answer: str) -> None:
    derivation = implicit(text, "y", "x", order=order)
    assert str(derivation.answer) == answer
    assert tidy is None or str(derivation.higher[-1].tidy) == tidy


# --- truth -----------------------------------------------------------------------------------------------------------

CURVES = [
    "x^2 + y^2 = 25", "x^3 + y^3 = 6x y", "x^2 - x y + y^2 = 3", "e^(x y) = x + 1", "x e^y + y e^x = 3",
    "y sin(x y) = y^2 - 2", "(x^2 + y^2)^2 = 4(x^2 - y^2)", "ln(x + y) = x - y", "x^y = y^x + 1", "tan(x + y) = x",
    "(x + y)/(x - y) = x y", "sqrt(x y) = x^2 y - 2", "x^(2/3) + y^(2/3) = 4", "2^x + 2^y = 2^(x + y)",
    "cosh(x) + sinh(y) = 4", "arctan(y/x) = ln(x^2 + y^2)/2", "x^2 + 1 = y - x", "x y^3 = |x| + y",
]  # fmt: skip


def on_the_curve(relation: Relation, x: Any, near: float) -> Any:
    """y at x, near a value, with many digits; ValueError where there is none."""
    gap = relation.left - relation.right
    given = {"x": x} if "x" in gap.names else {}
    return mpmath.findroot(lambda y: cr.evaluate(gap, {**given, "y": y}, precision=35), near)


def differences(relation: Relation, x: Any, y: Any) -> list[Any]:
    """The first three derivatives by differences along the curve, y being found anew at each place."""
    h = mpmath.mpf("1e-6")
    a, b, c, d, e = (on_the_curve(relation, x + k * h, y) for k in (-2, -1, 0, 1, 2))
    first = (a - 8 * b + 8 * d - e) / (12 * h)
    return [first, (-a + 16 * b - 30 * c + 16 * d - e) / (12 * h**2), (-a + 2 * b - 2 * d + e) / (2 * h**3)]


@pytest.mark.parametrize("text", CURVES)
def test_every_order_agrees_with_differences_along_the_curve(text: str) -> None:
    relation, seen = cr.parse(text), 0
    assert isinstance(relation, Relation)
    answers = implicit(text, "y", "x", order=3).answers
    with mpmath.workdps(40):
        for place in range(3, 26):
            x = mpmath.mpf(place) / 10
            try:
                y = on_the_curve(relation, x, 1.3)
                found = differences(relation, x, y)
                values = [cr.evaluate(a, {n: {"x": x, "y": y}[n] for n in a.names}, precision=30) for a in answers]
            except (ValueError, ZeroDivisionError, ChainRuleError):
                continue
            if abs(y) > 20 or max(map(abs, values)) > 1e4:
                continue  # near a vertical tangent differences say little
            for value, difference in zip(values, found, strict=True):
                assert value == pytest.approx(difference, rel=1e-6, abs=1e-6), (text, place)
            seen += 1
            if seen == 3:
                return
    assert seen, "no point of the curve was found"


@st.composite
def polynomials(draw: st.DrawFn) -> str:
    """A polynomial relation with a term in y."""
    terms = draw(st.lists(st.tuples(st.integers(-4, 4), st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=5))
    return " + ".join(f"({c})*x^{i}*y^{j}" for c, i, j in [*terms, (1, 0, draw(st.integers(1, 3)))])


@given(polynomials(), st.integers(-3, 3), st.integers(-3, 3))
@settings(max_examples=60, deadline=None)
def test_random_curves_through_a_point(left: str, x: int, y: int) -> None:
    """The right side is chosen so that the point is on the curve; the slope is -F_x/F_y there, exactly."""
    expression = cr.parse(left)
    assert isinstance(expression, Expression)
    by_x, by_y = (cr.differentiate(expression, name) for name in "xy")

    def at(e: Expression) -> float:
        return float(cr.evaluate(e, {name: {"x": x, "y": y}[name] for name in e.names}))

    assume(at(by_y) != 0)
    derivation = implicit(f"{left} = {at(expression)!r}".replace("= -", "= 0-"), "y", "x")
    place = derivation.at(x=x, y=y)
    assert place.behaviour == "slope"
    assert place.decimals[0] == pytest.approx(-at(by_x) / at(by_y), rel=1e-9)


@pytest.mark.parametrize("text", [text for text, _ in FIRST if "F(" not in text and "f(" not in text])
def test_sympy_agrees(text: str) -> None:
    from chainrule.oracle import solution_is_right, to_sympy

    derivation = implicit(text, "y", "x")
    assert solution_is_right(derivation.relation, Y, X, derivation.answer) is not False
    assert solution_is_right(derivation.relation, Y, X, derivation.answer + ONE) is not True
    names = {n: sympy.Symbol(n, positive=True) for n in {*derivation.relation.names, "x", "y"}}
    plain = {to_sympy(Symbol(n)): symbol for n, symbol in names.items()}
    gap = to_sympy(derivation.relation.left - derivation.relation.right).subs(plain)
    expected = sympy.idiff(gap, names["y"], names["x"])
    found = to_sympy(derivation.answer).subs(plain)
    difference = sympy.simplify(expected - found)
    at = {symbol: 0.37 + 0.21 * index for index, symbol in enumerate(names.values())}
    assert difference == 0 or abs(complex(difference.subs(at).evalf())) < 1e-9


# --- the record ------------------------------------------------------------------------------------------------------


def test_steps_are_those_of_the_engine_on_y_of_x() -> None:
    derivation = implicit("x y = 12", "y", "x", order=2)
    told = [(step.id, step.rule, str(step.target), str(step.result)) for step in derivation.steps]
    assert told[0] == ("1.1", "product", "x*y(x)", "y(x) + x*y'(x)")
    assert ("1.3", "unknown-function", "y(x)", "y'(x)") in told
    assert [stage.target for stage in derivation.stages][1] == cr.parse("12")
    assert len({step.id for step in derivation.steps}) == len(derivation.steps)


def test_what_is_collected_is_kept() -> None:
    solved = implicit("x^2 + x y = y^3", "y", "x").solved
    assert [[str(term) for term in part] for side in (solved.left, solved.right) for part in side] == [
        ["x"], ["2*x", "y"], ["3*y^2"], [],
    ]  # fmt: skip
    assert (str(solved.coefficient), str(solved.rest)) == ("x - 3*y^2", "-2*x - y")


def test_letters_are_chosen_and_that_is_said() -> None:
    chosen = {
        "x^2 + y^2 = 25": ("y", "x"), "r = 2 + r cos θ": ("r", "theta"), "y(x)^2 = x": ("y", "x"),
        "x^2 + y^2 + z^2 = 9": ("z", "x"), "y = x^2 + t": ("y", "x"), "a x = b y": ("y", "x"),
        "x = t^2 + x t": ("x", "t"),
        "p q = 3": ("p", "q"), "y^2 = 4": ("y", "x"),
    }  # fmt: skip
    for text, letters in chosen.items():
        derivation = implicit(text)
        assert (derivation.dependent.name, derivation.variable.name) == letters, text
    assert implicit("x^2 + y^2 = 25").note == "y is taken to depend on x"
    assert implicit("x^2 + y^2 = 25", "y", "x").note is None


def test_conditions_say_where_the_answer_holds() -> None:
    derivation = implicit("sqrt(x) + y^2 = 3", "y", "x")
    assert {str(condition.relation) for condition in derivation.conditions} >= {"x > 0", "y != 0"}
    assert derivation.notes == ("Holds at the points of the curve where x > 0 and y ≠ 0.",)
    opposite = implicit("sin(x + y) = y^2 cos(x)", "y", "x")  # the answer divides by what is minus the coefficient
    assert opposite.notes == ("Holds at the points of the curve where cos(x + y) - 2y cos(x) ≠ 0.",)


def test_records_are_pickled_and_copied() -> None:
    derivation = implicit("x^2 + y^2 = 25", order=2, at="x = 3, y = 4")
    again = pickle.loads(pickle.dumps(derivation))
    assert isinstance(again, ImplicitDerivation)
    assert again.answers == derivation.answers
    assert again.note == derivation.note
    assert again.place is not None
    assert again.place.results == derivation.place.results  # type: ignore[union-attr]
    assert copy.copy(derivation) is copy.deepcopy(derivation) is derivation
    step = derivation.steps[1]
    assert pickle.loads(pickle.dumps(step)).target is step.target
    assert pickle.loads(pickle.dumps(derivation.sides[0])).answer is derivation.sides[0].answer


def test_what_was_read_or_made_before_is_taken_too() -> None:
    for source in (cr.read("x y = 12"), cr.parse("x y = 12"), Relation("=", Product((X, Y)), cr.parse("12"))):
        assert str(implicit(source, "y", "x").answer) == "-y/x"


def test_a_curve_without_points_is_told() -> None:
    assert implicit("x^2 + y^2 = -1").empty
    assert implicit("x^2 + y^2 + 1 = 0").empty
    assert not implicit("x^2 + y^2 = 1").empty


# --- bad input -------------------------------------------------------------------------------------------------------

ERRORS: list[tuple[str, dict[str, Any], type[ChainRuleError], str]] = [
    ("x^2 = 4", {"dependent": "y"}, NameUnknownError, r"there is no y in x\^2 = 4, only x"),
    ("x^2 = 4", {}, ReadingError, "no letter in it but x"), ("2 = 3", {}, ReadingError, "there is no letter in it"),
    ("2 = 3", {"dependent": "y"}, NameUnknownError, "there is no y in 2 = 3$"),
    ("x^2 + y^2", {}, ReadingError, "this is no equation"), ("x^2 + y^2 < 25", {}, ReadingError, "for a curve write ="),
    ("u = x^2; v = u", {}, ReadingError, "these are definitions"),
    ("x + y - y = 1", {}, ChainRuleError, "the derivative of y cancels"),
    ("sin(y)^2 + cos(y)^2 = x", {}, ChainRuleError, "the derivative of y cancels"),
    ("ln(x y) - ln(y) = 2", {}, ChainRuleError, "the derivative of y cancels"),
    ("x y = 1", {"dependent": "x", "variable": "x"}, NameUnknownError, "x cannot depend on itself"),
    ("x y = 1", {"dependent": "q"}, NameUnknownError, "there is no q"),
    ("x y = 1", {"dependent": "x + y"}, NameUnknownError, "a variable is one name"),
    ("x y = 1", {"order": 0}, ChainRuleError, "1 or more"), ("x y = 1", {"order": 500}, LimitError, "order"),
    ("(sin(x) + y)/(cos(y) + x) = 1", {"order": 9}, LimitError, "printed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "kind", "message"), ERRORS)
def test_errors_say_what_is_wrong(
    text: str, options: dict[str, Any], kind: type[ChainRuleError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        implicit(text, **options)


def test_an_inequality_made_of_nodes_is_refused() -> None:
    with pytest.raises(ReadingError, match="write = for its border"):
        implicit(Relation("<", X, Y))


def test_what_depends_is_a_function_of_the_variable_alone() -> None:
    with pytest.raises(ChainRuleError, match="a function of something other than x"):
        implicit(cr.read("y(2x) + y(x) = x", functions=["y"]), "y", "x")
    assert str(implicit(cr.read("y(x)^2 = x", functions=["y"]), "y", "x").answer) == "1/(2*y)"


def test_differentiate_and_derive_name_implicit() -> None:
    for function in (cr.differentiate, cr.gradient, cr.derive):
        with pytest.raises(ChainRuleError, match=r"implicit\(…\)"):
            function("x^2 + y^2 = 25")


# --- taking the derivative out ---------------------------------------------------------------------------------------


def test_only_what_is_linear_can_be_taken_out() -> None:
    u = Symbol("u")
    for node in (u * u, ONE / u, Call(function_named("sin"), (u,)), u**2):
        with pytest.raises(ChainRuleError, match="not linear"):
            linear_in(node, u)
    assert linear_in(X, u) == ((), (X,))
    assert linear_in(u, u) == ((ONE,), ())
    found = linear_in(Quotient(Sum((u, X)), Y), u)
    assert found == ((Quotient(ONE, Y),), (Quotient(X, Y),))
    assert found.coefficient is Quotient(ONE, Y)


def test_branches_are_taken_apart_one_by_one() -> None:
    answer = implicit("{y^2 if y < 0, y otherwise} + x = 1").answer
    assert any(isinstance(node, Piecewise) for node in postorder(answer))
    assert cr.evaluate(answer, y=-2.0) == pytest.approx(1 / 4)
    assert cr.evaluate(answer, y=2.0) == -1


def test_many_terms_stay_together() -> None:
    terms = " + ".join(f"x^{n} y" for n in range(1, 40))
    solved = implicit(f"{terms} = 1", "y", "x").solved
    assert len(solved.left.coefficients) == len(solved.left.rest) == 1


def test_brackets_are_not_opened_without_end() -> None:
    product = cr.parse(" ".join(f"(x + y + {n})" for n in range(1, 6)))
    assert isinstance(product, Expression)
    assert multiplied_out(product, Manner.of(product), DEFAULT) is None
    assert MOST_ROWS < 3**5


def test_depth_is_no_limit() -> None:
    deep: Expression = Y
    for _ in range(1_500):
        deep = Call(function_named("sin"), (deep,))
    answer = implicit(Relation("=", deep, X), "y", "x").answer
    assert cr.evaluate(answer, y=0.0) == 1
    assert math.isfinite(cr.evaluate(answer, y=0.5))


def test_a_point_beside_the_curve_is_told_from_it_in_every_digit() -> None:
    with pytest.raises(DomainError, match=r"not on the curve: x is 1 there and y is 10{29}1/10{30}$"):
        implicit("x = y", "y", "x").at("x = 1, y = 1 + 10^(-30)")
