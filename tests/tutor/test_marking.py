"""Marks: right whatever its shape, wrong with a witness, else undecided or unreadable; and no false accusation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from strategies import EXPRESSIONS

import chainrule as cr
from chainrule.tutor.marking import check

RIGHT = [
    ("sin(x^2)", "2x cos(x^2)"),
    ("sin(x^2)", "dy/dx = cos(x^2)*2x"),
    ("sin(x^2)", "d/dx = 2x cos(x^2)"),
    ("sin(x^2)", "y' = x*(cos(x^2) + cos(-x^2))"),
    ("f(x) = sin(x)^2", "f'(x) = sin(2x)"),
    ("ln(sin x)", "cot x"),
    ("ln(x)", "1/|x|"),  # the function has no value where the two differ
    ("ln(x)", "ln(e)/x"),
    ("e^x", "e^x"),
    ("(x^2-1)/(x-1)", "1"),
    ("tan x", "1 + tan(x)^2"),
    ("x^x", "x^x + x^x ln x"),
    ("arcsin x", "(1-x^2)^(-1/2)"),
    ("y = sigmoid(x)", "y(1-y)"),
    ("u = x^2; y = sin(u)", "2x cos(u)"),
    ("y(x)^2", "2y*dydx"),
    ("y(x)^2", "2y dy/dx"),
    ("y(x)^2", "2 y y'"),
    ("y(x)^2", "2 y(x) y'(x)"),
    ("x*tanh(w*x)", "tanh(w*x) + w*x*(1 - tanh(w*x)^2)"),
]


@pytest.mark.parametrize(("problem", "answer"), RIGHT)
def test_right_whatever_its_shape(problem: str, answer: str) -> None:
    mark = check(problem, answer)
    assert mark.verdict == "correct"
    assert mark.diagnoses == ()


WRONG = [
    ("sin(x^2)", "2x cos(x^2) + 0.001"),
    ("sqrt(x^2)", "1"),
    ("x^2", "2|x|"),
    ("ln(x)", "1/x + 1/10^9"),
    ("x^3", "3x"),
]
TOO_LITTLE_TO_BE_SEEN = [("x^2", "2x + 1e-999"), ("sin(x)", "cos(x) + 10^-60"), ("e^x", "e^x - 10^-400")]


@pytest.mark.parametrize(("problem", "answer"), TOO_LITTLE_TO_BE_SEEN)
def test_wrong_by_next_to_nothing(problem: str, answer: str) -> None:
    assert check(problem, answer).verdict == "incorrect"
    assert "close, but not the same" in check(problem, answer).feedback


@pytest.mark.parametrize(("problem", "answer"), WRONG)
def test_wrong_with_a_point_where_both_have_values(problem: str, answer: str) -> None:
    mark = check(problem, answer)
    assert mark.verdict == "incorrect"
    assert mark.witness is not None
    assert mark.witness.right != mark.witness.yours
    assert cr.evaluate(problem, mark.witness.point) is not None


UNREADABLE = [
    ("2x cos(x^2", 6), ("", 0), ("2x < 3", 3), ("e^2x", 0), ("cos(x^2) d/dx(x^2)", 9), ("cos(x^2)*d(x^2)/dx", 9),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "position"), UNREADABLE)
def test_unreadable_with_the_place(answer: str, position: int) -> None:
    mark = check("sin(x^2)", answer)
    assert mark.verdict == "unreadable"
    assert mark.error is not None
    assert mark.error.position == position
    assert str(mark.error) in mark.feedback


def test_a_long_difference_that_vanishes_is_undecided() -> None:
    assert check("sin(x^2)*0 + x*0", "0*ln(-1 - x^2)").verdict in ("undecided", "correct")


def test_untidy_is_right_and_said_kindly() -> None:
    mark = check("sin(x^2)", "1*2*x*cos(x^2) + 0")
    assert (mark.verdict, mark.remark) == ("correct", "untidy")
    assert mark.feedback == "Correct. It can be written more simply: 2x cos(x²)."


def test_true_on_a_smaller_domain() -> None:
    mark = check("x^2", "2 sqrt(x)^2")
    assert (mark.verdict, mark.remark) == ("correct", "smaller-domain")
    assert mark.witness is not None
    assert mark.witness.yours is None


def test_feedback_in_full_and_in_brief() -> None:
    mark = check("sin(x^2)", "cos(x^2)")
    assert mark.feedback == (
        "Not yet. I read cos(x²).\n"
        "Right: the outer function was differentiated, with x² left inside.\n"
        "It looks as if x² stayed inside, but its own derivative is missing.\n"
        "That is f'(g(x)); the rule is f'(g(x)) · g'(x).\n"
        "Hint: The inside is changing too.\n"
        "Next: How fast does x² change? Where does that belong?\n"
        "Test: at x = 1 the slope is 1.0806, yours 0.5403."
    )
    assert mark.to_text("brief") == (
        "Not yet. I read cos(x²).\nNext: How fast does x² change? Where does that belong?"
    )
    assert mark.to_text("answer") == "Not yet. I read cos(x²)."
    assert "2x cos(x²)" not in mark.feedback
    assert "2x cos(x²)" in check("sin(x^2)", "cos(x^2)", solution=True).feedback


def test_a_diagnosis_says_what_where_and_what_next() -> None:
    (found,) = check("3 + sin(cos(x^2))", "-cos(cos(x^2))*sin(x^2)").diagnoses
    assert found.mistakes == ("C1",)
    assert (found.place, str(found.target)) == ((1, 0), "cos(x^2)")
    assert (found.wrong_rule, found.right_rule) == ("f'(g(x))", "f'(g(x)) · g'(x)")
    assert found.question == "How fast does x² change? Where does that belong?"


SEVERAL = [  # two mistakes at different places, at one place, one inside the other, and in the finished answer
    ("x^2*sin(x^3)", "2x cos(x^3)", ("C1", "M1")),
    ("cos(4x)*x^2", "2x cos(4x) + x^2 sin(4x)", ("C1", "T1")),
    ("5x^3 + ln(x^2 + 1)", "3x^2 + 1/(x^2 + 1)", ("C1", "K3")),
    ("(x^2 + 1)^3/x", "(3(x^2 + 1)^2*x - (x^2 + 1)^3)/x", ("C1", "Q2")),
    ("sin(cos(x))", "cos(cos(x))*sin(x)*cos(cos(x))*sin(x)/(cos(cos(x))*sin(x)) - 0", ("T1",)),
    ("cos(x^3)", "sin(x^3)", ("C1", "T1")),
    ("sin(x^4 + x)", "-cos(4u^3 + 1)", None),
    ("x*sin(x^2)", "sin(x^2) - x*cos(x^2)", ("C1", "M3")),
    ("sqrt(x^3 - 2)", "3x^2/(2 sqrt(u)) + 0", ("N4",)),
    ("ln(5x^2)", "1/5*x^2", ("C1", "N5")),
]


@pytest.mark.parametrize(("problem", "answer", "wanted"), SEVERAL)
def test_two_mistakes(problem: str, answer: str, wanted: tuple[str, ...] | None) -> None:
    said = [tuple(sorted(diagnosis.mistakes)) for diagnosis in check(problem, answer).diagnoses]
    assert wanted in said if wanted else not said


REPEATED = [  # the same mistake wherever it can be made counts once
    ("sin(2x) + cos(3x) + sin(5x)", "cos(2x) - sin(3x) + cos(5x)", ("C1",)),
    ("x^3 + x^5 + x^7", "x^2 + x^4 + x^6", ("P2",)),
    ("sin(2x) + cos(3x) + sin(5x)", "cos(2x) + sin(3x) + cos(5x)", ("C1", "T1")),
]


@pytest.mark.parametrize(("problem", "answer", "wanted"), REPEATED)
def test_the_same_mistake_everywhere(problem: str, answer: str, wanted: tuple[str, ...]) -> None:
    found = check(problem, answer).diagnoses[0]
    assert tuple(sorted(found.mistakes)) == wanted


SYSTEM = "z = w*x + b; a = sigmoid(z); L = (a - y)^2"
ON_SYSTEMS = [  # a network as definitions; the answer may use their names
    ("w", "2(a - y)*a*(1 - a)*x", None),
    ("w", "dL/dw = 2(a - y) sigmoid(z)(1 - sigmoid(z)) x", None),
    ("b", "2(a - y)*a*(1 - a)", None),
    ("w", "2(a - y)*x", "B3"),
    ("w", "2(a - y)*z*(1 - z)*x", "B4"),
    ("w", "2(a - y)*a*(1 + a)*x", "B5"),
    ("w", "(a - y)*a*(1 - a)*x", "B9"),
    ("w", "2(a - y)*a*(1 - a)*w", "B2"),
    ("b", "2(a - y)*a*(1 - a)*x", "B12"),
    ("w", "2(a - y)*a*(1 - a)", "C1"),
]


@pytest.mark.parametrize(("variable", "answer", "mistake"), ON_SYSTEMS)
def test_networks_as_systems(variable: str, answer: str, mistake: str | None) -> None:
    mark = check(SYSTEM, answer, variable)
    assert mark.verdict == ("correct" if mistake is None else "incorrect")
    assert [mistake] * (mistake is not None) == [m for d in mark.diagnoses for m in d.mistakes if m == mistake]


SILENT = [
    ("e^x", "e^x + 1"),
    ("x^2", "7"),
    ("sin(x^2)", "17x"),
    ("sin(x^2)", "exp(x) + 4"),
    ("x^3 ln(x)", "x"),
    ("sqrt(x^2 + 4x)", "2x"),
    ("tan(x)/x", "arctan(x) + 13"),
    ("(2x+1)/(3x-4)", "5/(3x-4)^3"),
]


@pytest.mark.parametrize(("problem", "answer"), SILENT)
def test_no_false_accusation(problem: str, answer: str) -> None:
    mark = check(problem, answer)
    assert (mark.verdict, mark.diagnoses) == ("incorrect", ())
    assert "I do not know how this came about." in mark.feedback


def test_problems_that_cannot_be_used() -> None:
    with pytest.raises(cr.ReadingError):
        check("sin(x", "1")
    with pytest.raises(cr.ChainRuleError, match="inequality"):
        check("x^2 + y^2 < 25", "1")
    with pytest.raises(cr.ChainRuleError, match="cancels"):
        check("x + y = y + x", "1")


def test_a_deep_expression_is_marked_without_a_diagnosis() -> None:
    deep = cr.Symbol("x")
    for _ in range(3000):
        deep = cr.Negation(cr.Negation(deep))
    mark = check(deep, "2")
    assert (mark.verdict, mark.diagnoses) == ("incorrect", ())


def test_every_view_of_a_mark() -> None:
    mark = check("sin(x^2)", "cos(x^2)")
    data = mark.to_dict()
    assert (data["verdict"], data["diagnoses"][0]["mistakes"]) == ("incorrect", ["C1"])
    assert r"\cos" in mark.to_latex()
    assert "cos" in mark.to_markdown()
    assert repr(mark) == "<Mark incorrect: C1>"


@settings(max_examples=40, deadline=None)
@given(EXPRESSIONS)
def test_the_derivative_is_never_marked_wrong(expression: cr.Expression) -> None:
    try:
        answer = cr.differentiate(expression, "x")
    except cr.ChainRuleError:
        return
    assert check(expression, answer, "x").verdict in ("correct", "undecided")


PIECEWISE = [
    ("{sin(2x) if x>0, x otherwise}", "{cos(2x) if x>0, 1 otherwise}", "C1"),
    ("3*{x^2 if x>0, x if x<0}", "3*{x if x>0, 1 if x<0}", "P2"),
    ("sin({x^2 if x>0, -x^2 otherwise})", "cos({x^2 if x>0, -x^2 otherwise})", "C1"),
]


@pytest.mark.parametrize(("problem", "answer", "mistake"), PIECEWISE)
def test_mistakes_in_and_around_branches_are_found(problem: str, answer: str, mistake: str) -> None:
    mark = check(problem, answer)
    assert mark.diagnoses[0].mistakes == (mistake,)
    assert mark.feedback.startswith("Not yet.")


@pytest.mark.parametrize("answer", ["2x", "{2x if x>0, 2x otherwise}", "tan(x)"])
def test_a_wrong_answer_to_a_piecewise_that_nothing_explains(answer: str) -> None:
    mark = check("{x^2 if x>0, -x^2 otherwise}", answer)
    assert (mark.verdict, mark.diagnoses) == ("incorrect", ())


@pytest.mark.parametrize(
    ("problem", "answer", "said"),
    [
        ("x^2/3", "0.666666666x", "Test: at x = 1 the slope is 0.666666667, yours 0.666666666."),
        ("x^2/3", "0.667x", "Test: at x = 1 the slope is 0.66667, yours 0.667."),
        ("x", "1 + 10^-30", "At x = 1 the slope and yours are close, but not the same: has something been rounded?"),
        ("x^2", "2u", "Not in the problem: u."),
        ("x^3", "x^4/4 + C", "Not in the problem: C."),
    ],
)
def test_what_makes_the_answer_differ_is_seen(problem: str, answer: str, said: str) -> None:
    assert said in check(problem, answer).feedback.splitlines()


def test_of_a_constant_nothing_else_is_right_and_no_point_is_named() -> None:
    assert "Right:" not in check("5", "1").feedback
    assert "Test:" not in check("5", "1").feedback
    assert "Right: all the other terms." in check("x^2 + 5", "2x + 5").feedback


def test_a_number_too_large_to_be_worked_out_is_undecided() -> None:
    assert check("x^2", "2x + 1e999").verdict == "undecided"


CORNERS = [
    ("|x|", "{1 if x>0, -1 otherwise}"),
    ("|x|", "x/|x|"),
    ("min(x, 3)", "{1 if x<=3, 0 otherwise}"),
    ("relu(x)", "{1 if x>=0, 0 otherwise}"),
    ("|x^2-1|", "{2x if |x|>=1, -2x otherwise}"),
    ("{x^2 if x>0, -x otherwise}", "{2x if x>=0, -1 otherwise}"),
    ("{x+1 if x>0, x otherwise}", "{1 if x != 0}"),
    ("ln(x) + |x-1|", "1/x + {1 if x>=1, -1 otherwise}"),
    ("ln(x)", "1/sqrt(x)^2"),
]


@pytest.mark.parametrize(("problem", "answer"), CORNERS)
def test_nothing_is_asked_where_the_function_has_no_slope(problem: str, answer: str) -> None:
    mark = check(problem, answer)
    assert (mark.verdict, mark.witness) == ("correct", None)


@pytest.mark.parametrize(
    ("problem", "answer", "point"),
    [
        ("x|x|", "{2|x| if x != 0, 5 otherwise}", 0),  # not smooth as written, and yet with a slope
        ("x^2", "{2x if x != 0, 5 otherwise}", 0),
        ("|x^2-1|", "2x", 0.5),  # and not at 1, where there is no slope to be tested
        ("min(x, 3)", "1", 5),
    ],
)
def test_where_it_has_one_a_single_point_counts(problem: str, answer: str, point: float) -> None:
    mark = check(problem, answer)
    assert mark.verdict == "incorrect"
    assert mark.witness is not None
    assert mark.witness.point == {"x": point}


CHAINS = [  # the last member is the answer; where one before is not equal to it, that is said
    ("(2x+1)^3", "dy/dx = 3(2x+1)^2 * 2 = 6(2x+1)^2", "correct", ""),
    ("(2x+1)^3", "3(2x+1)^2 * 2 = 6(2x+1)^2", "correct", ""),
    ("(2x+1)^3", "= 3(2x+1)^2 * 2 = 6(2x+1)^2", "correct", ""),
    ("(2x+1)^3", "dy/dx = 3(2x+1)^2 = 6(2x+1)^2", "correct", "broken-chain"),
    ("(2x+1)^3", "3(2x+1)^2 = 6(2x+1)^2", "correct", "broken-chain"),
    ("(2x+1)^3", "dy/dx = 6(2x+1)^2 = 6(4x^2+1)", "incorrect", ""),
    ("(2x+1)^3", "3(2x+1)^2 = 12x^2 + 12x + 3", "incorrect", ""),  # an equality that holds, and not the derivative
    ("sin(x^2)", "d/dx sin(x^2) = cos(x^2) * d/dx(x^2) = 2x cos(x^2)", "correct", ""),
    ("sin(x^2)", "d/dx = cos(x^2) * 2x = 2x cos(x^2)", "correct", ""),
    ("sin(x^2)", "sin(x^2) = 2x cos(x^2)", "correct", "broken-chain"),
    ("sin(x^2)", "y' = cos(u)*2x = 2x cos(x^2)", "correct", "broken-chain"),
    ("sin(x^2)", "2x = 3", "incorrect", ""),
    ("x^2", "dy/dx = y' = 2x", "correct", ""),
    ("x^2", "dy/dx = y' = x + x = 2x", "correct", ""),
    ("sin(x^2)", "2x cos(x^2) = cos(x^2) d/dx(x^2)", "unreadable", ""),
    ("x^x", "y'/y = ln x + 1", "unreadable", ""),
    ("x^2", "2x = {2x if x = 0, 2x otherwise}", "unreadable", ""),
    ("y(x)^2", "d/dx(y(x)^2) = 2 y y'", "correct", ""),
    ("x^2 + y^2 = 25", "dy/dx = -2x/(2y) = -x/y", "correct", ""),
    ("x^2 + y^2 = 25", "dy/dx = 2x/(2y) = -x/y", "correct", "broken-chain"),
]


@pytest.mark.parametrize(("problem", "answer", "verdict", "remark"), CHAINS)
def test_chains_of_equalities(problem: str, answer: str, verdict: str, remark: str) -> None:
    mark = check(problem, answer)
    assert (mark.verdict, mark.remark) == (verdict, remark)


def test_the_link_that_breaks_is_named() -> None:
    assert "look at dy/dx = 3(2x+1)^2." in check("(2x+1)^3", "dy/dx = 3(2x+1)^2 = 6(2x+1)^2").feedback
    assert "joins a function and its derivative" in check("sin(x)", "sin(x) = cos(x)").feedback
    mark = check("(2x+1)^3", "dy/dx = 6(2x+1)^2 = 6(4x^2+1)")
    assert mark.diagnoses[0].mistakes == ("A1",)
    assert "The first = that does not hold: dy/dx = 6(4x^2+1)." in mark.feedback
    assert [link["status"] for link in mark.to_dict()["links"]] == ["holds", "wrong"]


@pytest.mark.parametrize(
    "answer", ["2x cos(x^2) (chain rule)", "dy/dx = 2x cos(x^2) by the chain rule", "The derivative is 2x cos(x^2).",
               "y' = cos(x^2) * 2x = 2x cos(x^2) ✓"],
)  # fmt: skip
def test_words_around_an_answer_are_passed_over(answer: str) -> None:
    assert check("sin(x^2)", answer).verdict == "correct"
    assert check("sin(x^2)", answer.replace("2x cos", "cos")).verdict == "incorrect"


def test_what_words_stand_around_may_be_unreadable_still() -> None:
    mark = check("sin(x^2)", "The derivative is 2x cos(x^2")
    assert mark.verdict == "unreadable"
    assert "The derivative" in mark.feedback


ON_CURVES = [
    ("x^2 + y^2 = 25", "-x/y", "correct"),
    ("x^2 + y^2 = 25", "dy/dx = -2x/(2y)", "correct"),
    ("x^2 + y^2 = 25", "y' = -x y/(25 - x^2)", "correct"),  # the same on the curve alone
    ("x^2 + y^2 = 25", "-x/y(x)", "correct"),
    ("x^2 + y^2 = 25", "-x/y + 10^-30", "incorrect"),
    ("x^2 + y^2 = 25", "-x/y + sin(2pi*x)", "incorrect"),
    ("x^2 + y^2 = 25", "-x/sqrt(25 - x^2)", "incorrect"),  # of one branch alone
    ("x^2 + y^2 = 25", "{-x/y if x < 4.5, x/y otherwise}", "incorrect"),
    ("x^2 + y^2 = 25", "2x + 2y y' = 0", "unreadable"),
    ("x^2 + y^2 = 25", "-x/y'", "unreadable"),
    ("x^2 + y^2 = 25", "-x/y)", "unreadable"),
    ("x^2 + y^2 = 10000", "-x/y + x^2 + y^2 - 10000", "correct"),
    ("x^2 + y^2 = r^2", "-x y/(r^2 - x^2)", "correct"),
    ("x^2/a^2 + y^2/b^2 = 1", "-b^2 x/(a^2 y)", "correct"),
    ("x^2/a^2 + y^2/b^2 = 1", "-a^2 x/(b^2 y)", "incorrect"),
    ("e^(x y) = x + 9y", "(1 - y*(x + 9y))/(x*(x + 9y) - 9)", "correct"),
    ("y = x + sin(y)", "1/(1 - cos y)", "correct"),
    ("f(x) + y^2 = 1", "-f'(x)/(2y)", "correct"),
    ("x^2 + y^2 = -1", "x/y", "undecided"),
    ("s^2 + t^3 = 1", "-2s/(3t^2)", "incorrect"),
]


@pytest.mark.parametrize(("problem", "answer", "verdict"), ON_CURVES)
def test_slopes_of_relations(problem: str, answer: str, verdict: str) -> None:
    assert check(problem, answer).verdict == verdict


def test_a_relation_by_its_other_letter() -> None:
    assert check("x^2 + y^2 = 25", "-y/x", "y").verdict == "correct"
    assert check("x = y^2", "1/(2y)", "x").verdict == "correct"
    assert check("y = x^2", "2x", "x").verdict == "correct"


def test_the_witness_against_a_slope_lies_on_the_curve() -> None:
    mark = check("x^2 + y^2 = 25", "x/y")
    assert mark.witness is not None
    assert (mark.witness.point, mark.witness.right, mark.witness.yours) == ({"x": 3.0, "y": 4.0}, -0.75, 0.75)
    assert "Test: at x = 3, y = 4 the slope is -0.75, yours 0.75." in mark.feedback
    assert check("x^2 + y^2 = 25", "-x/sqrt(y)^2").remark == "smaller-domain"


def test_a_slope_of_one_branch_is_told() -> None:
    mark = check("x^2 + y^2 = 25", "-x/sqrt(25 - x^2)")
    assert mark.of_one_branch
    assert "right at some points of the curve" in mark.feedback
    assert not check("x^2 + y^2 = 25", "x/y").of_one_branch


CURVE_MISTAKES = [
    ("x^2 + y^2 = 25", "x/y", "S3"),
    ("x^2 + y^2 = 25", "(25 - 2x)/(2y)", "K1"),
    ("x^2 + y^2 = 25", "-2x/y", "P2"),
    ("x y + y^2 = 7", "-y/(2y)", "M5"),
    ("x y + y^2 = 7", "-3y/x", "B14"),
    ("x^3 + y^3 = 6x y", "(6y - 3x^2)/(3y^2)", "M5"),
    ("sin(y) = x^2", "2x/(-cos(y))", "S3"),
    ("x^2 + y^2 = 25", "-2x/2y", "N5"),
    ("x^2 + y^2 = 25", "7 + x", None),
    ("x^2 + y^2 = 25", "-y/x", None),
]


@pytest.mark.parametrize(("problem", "answer", "mistake"), CURVE_MISTAKES)
def test_mistakes_on_curves(problem: str, answer: str, mistake: str | None) -> None:
    mark = check(problem, answer)
    assert [diagnosis.mistakes for diagnosis in mark.diagnoses[:1]] == ([(mistake,)] if mistake else [])
    assert "y(x)" not in mark.feedback
    assert mistake is not None or "which terms bring dy/dx with them?" in mark.feedback


ROUNDED = [
    ("x^2/6", "0.33x", True), ("x^2/6", "0.3x", True), ("x^2/6", "0.34x", False), ("x^2/3", "0.66x", True),
    ("e^x", "2.718^x", True), ("e^x", "2.8^x", False), ("2^x", "0.693*2^x", True),
    ("x^2/6 + 2x/3", "0.33x + 0.67", True),
    ("x^(1/3)", "0.33x^-0.67", True), ("sin(pi*x)", "3.14cos(3.14x)", True), ("0.26x^2", "0.50x", False),
    ("sin(x)", "cos(x) + 0.001", False), ("x^2", "2x + 1e-999", False), ("x^2", "1.9x", False),
    ("x/3", "0.333", True), ("x sqrt(2)", "1.41", True), ("x^2 + 3y^2 = 7", "-0.33x/y", True),
    ("x^2 + 3y^2 = 7", "-0.3x/y^2", False), ("x^3", "2.9x^2.0", False),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "answer", "rounded"), ROUNDED)
def test_rounded_is_not_right_and_is_told(problem: str, answer: str, rounded: bool) -> None:
    mark = check(problem, answer)
    assert (mark.verdict, mark.remark) == ("incorrect", "rounded" if rounded else "")
    assert ("Write the numbers exactly" in mark.feedback) == rounded
    assert not (rounded and mark.diagnoses)


@pytest.mark.parametrize(
    ("problem", "answer", "hidden"),
    [("5", "1", "0"), ("5", "5", "0"), ("3x", "3x^2", "slope is"), ("x", "x", "slope is"), ("7x - 2", "x", "slope is")],
)  # fmt: skip
def test_feedback_does_not_give_a_constant_derivative_away(problem: str, answer: str, hidden: str) -> None:
    feedback = check(problem, answer).feedback
    assert hidden not in feedback
    assert "The derivative is" in check(problem, answer, solution=True).feedback


OTHERS = [
    ("x^2 + y^2 = 25", "dx/dy = -x/y"), ("y = x^2", "dx/dy = 2x"), ("x^2", "y'' = 2x"), ("x^2", "f''(x) = 2"),
    ("x^2", "d^2y/dx^2 = 2x"), ("x^2", "f'(2) = 4"), ("x^2", "dx/dy = 2x = x + x"), ("z = 3 x; a = z^2", "da/dz = 2z"),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "answer"), OTHERS)
def test_another_rate_is_no_answer(problem: str, answer: str) -> None:
    mark = check(problem, answer, "x")
    assert mark.verdict == "unreadable"
    assert f"this says {answer.partition(' =')[0]}, and d" in mark.feedback


UNKNOWN = [
    ("f(x) g(x)", "f'g + fg'"), ("f(x) g(x)", "f'(x) g + f(x) g'"), ("f(x)/g(x)", "(f'g - fg')/g^2"),
    ("f(x)^2 + h(x)", "2f f' + h'"), ("x f(x)", "f + x df/dx"), ("e^(x y) = x + y", "(1 - y(x + y))/(x(x + y) - 1)"),
    ("x y = 1", "-y(x)/x"), ("sin(t)", "dx/dt = cos t"),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "answer"), UNKNOWN)
def test_unknown_functions_by_their_letters(problem: str, answer: str) -> None:
    assert check(problem, answer).verdict == "correct"


STATEMENTS = [
    ("sin(x^2)", "cos(u)*2x where u = x^2", "correct", ""),
    ("sin(x^2)", "u = x^2, dy/dx = cos(u)*2x", "correct", ""),
    ("sin(x^2)", "u = x^2, dy/dx = sin(u)*2x", "incorrect", "dy/dx = sin(u)*2x"),
    ("sin(x^2)", "u = x^2, so du/dx = 2x", "unreadable", "the derivative itself is not in it"),
    ("x^2", "y = x^2 => y' = 2x", "correct", ""),
    ("x^2", "dy = 2x dx", "correct", ""),
    ("x^2", "2x = y'", "correct", ""),
    ("x^2", "3x = y'", "incorrect", "I read 3x"),
    ("x^2", "2x, y = 4", "correct", "look at y = 4"),
    ("x^2", "y' = 3x + = 2x", "correct", "I could not read all that stands before it"),
    ("x^2 + y^2 = 25", "2x + 2y y' = 0, so y' = -x/y", "correct", ""),
    ("x^2 + y^2 = 25", "2x + 2y y' = 0", "unreadable", "an equation that the derivative stands in"),
    ("a = sigmoid(3x)", "3 σ'(3x)", "unreadable", "still to be found"),
    ("x^2", "2x for all x", "correct", ""),
    ("x^2", "3x for all x", "incorrect", "I read 3x."),
    ("x^2", "f'(x) := 2x", "correct", ""),
    ("x^2", "ẏ = 2x", "unreadable", "latin small letter y with dot above"),
]


@pytest.mark.parametrize(("problem", "answer", "verdict", "said"), STATEMENTS)
def test_statements_around_the_derivative(problem: str, answer: str, verdict: str, said: str) -> None:
    mark = check(problem, answer)
    assert mark.verdict == verdict
    assert said in mark.feedback
    assert bool(mark.remark) == (verdict == "correct" and bool(said))
