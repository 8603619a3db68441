"""Two mistakes are named where that is the shortest account of an answer; neither chance nor a slip of the pen is."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.expression.nodes import ONE, ZERO, Expression, Symbol
from chainrule.expression.walking import symbols
from chainrule.tutor.marking import check
from chainrule.tutor.mistakes.altering import shortest_alteration
from chainrule.tutor.mistakes.calculators import Numbers
from chainrule.tutor.mistakes.case import Case
from chainrule.tutor.mistakes.facets import Anatomy
from chainrule.tutor.mistakes.weighing import Weights

X = Symbol("x")


def case(problem: str, answer: str) -> Case:
    target, given = cr.parse(problem), cr.parse(answer)
    assert isinstance(target, Expression)
    assert isinstance(given, Expression)
    return Case(target, X, cr.differentiate(target, "x"), given)


def alteration(right: str, answer: str) -> float:
    one, other = cr.parse(right), cr.parse(answer)
    assert isinstance(one, Expression)
    assert isinstance(other, Expression)
    points = [Numbers(Anatomy((X,)), dict.fromkeys(symbols(one), value)) for value in (0.71, 1.37, 2.23)]
    return shortest_alteration(one, other, points, 100.0)


ALTERED = [  # a number, an exponent, a function; something put in
    ("6*x*cos(3*x^2)", "5*x*cos(3*x^2)"),
    ("6*x*cos(3*x^2)", "6*x*cos(4*x^2)"),
    ("x^2*e^x + 2*x*e^x", "x^5*e^x + 2*x*e^x"),
    ("cos(x)/x", "sec(x)/x"),
    ("cos(x)/x", "cos(ln(x))/x"),
    ("cos(x)/x", "cos(x)/x^3"),
    ("cos(x)/x", "3*cos(x)/x"),
    ("cos(x) + sin(x)", "cos(x) + x*sin(x)"),
    ("sqrt(x)*(x + 1)", "sqrt(x)*x + 3*sqrt(x)"),  # however it is written
]


@pytest.mark.parametrize(("right", "answer"), ALTERED)
def test_one_symbol_altered(right: str, answer: str) -> None:
    assert alteration(right, answer) < 12


@pytest.mark.parametrize(
    ("right", "answer"),
    [("6*x*cos(3*x^2)", "5*x*cos(4*x^2)"), ("cos(x)/x", "cos(x^2)/x^2"), ("2*x", "ln(x) + 7"), ("2*x", "sqrt(-x)")],
)
def test_more_than_one(right: str, answer: str) -> None:
    assert alteration(right, answer) == float("inf")


def test_a_small_change_is_sooner_believed_than_a_large_one() -> None:
    assert alteration("12*cos(x)", "11*cos(x)") < alteration("12*cos(x)", "2*cos(x)")
    assert alteration("12*cos(x)", "500*cos(x)") == float("inf")


def test_the_longer_the_answer_the_more_it_tells() -> None:
    answers = ("x", "3*x", "3*x*cos(2*x)", "x^3 + 3*x*cos(2*x)")
    weights = [Weights(case("x^3*sin(2*x)", answer)).answer for answer in answers]
    assert weights == sorted(weights)
    at_hand, new = (Weights(case("x^3*sin(2*x)", answer)).answer for answer in ("sin(3*x)", "tan(17*x)"))
    assert at_hand < new


def test_the_more_mistakes_there_are_to_make_the_less_two_of_them_tell() -> None:
    short, long = case("sin(x^2)", "tan(x)"), case("sin(x^2)*cos(x^3)/(x^2 + 5*x)", "tan(x)")
    assert Weights(short).mistakes < Weights(long).mistakes
    assert Weights(case("x^5", "x + 2")).enough_for_two
    assert not Weights(case("sin(x^2)*cos(x^3)/(x^2 + 5*x)", "x")).enough_for_two


TWO = [  # the answer, though short, is told from chance
    ("cos(x^3)", "sin(x^3)", ("C1", "T1")),
    ("5*x^3", "x^2", ("K3", "P2")),
    ("4*cosh(e^x)", "sinh(e^x)", ("C1", "K3")),
    ("1/x^2 + sin(3*x)", "-1/x^4 + cos(3*x)", ("C1",)),
    ("x^4/x^2 + (5*x)^3", "4*x^3/(2*x) + 3*x^2*5", ("C3", "Q1")),
    ("x^4*(1/x^2)", "3*x - x^2/4", ("C5", "P5")),
]


@pytest.mark.parametrize(("problem", "answer", "mistakes"), TWO)
def test_worth_saying(problem: str, answer: str, mistakes: tuple[str, ...]) -> None:
    assert mistakes in [tuple(sorted(diagnosis.mistakes)) for diagnosis in check(problem, answer).diagnoses]


CHANCE = [  # two mistakes give these as well
    ("sin(x^2 + 4*x)", "6*x"),
    ("x*e^(2*x)", "2"),
    ("3*cos(x - 3)", "1"),
    ("3/(x - 1) + x^2", "ln(x)"),
    ("tan(3*x + 9)^2", "4*tan(3*x + 9)*sec(3*x + 9)^2"),  # 4 for 6
    ("e^sqrt(9*x)", "9*e^sqrt(9*x)/(3*sqrt(9*x))"),  # 3 for 2
    ("5*log10(tan(x)) - arctan(4*x)", "5*sec(x^2)^2/(tan(x)*ln(10)) - 4/(1 + (4*x)^2)"),
    ("x^3*sin(e^x)", "3*x^2*sin(e^x) + x^3*e^x*ln(e^x)"),  # ln for cos
    ("5^(x^2)*tan(x - 3)", "x*5^(x^2)*(2*x*ln(5)*tan(x - 3) + sec(x - 3)^2)"),
]


@pytest.mark.parametrize(("problem", "answer"), CHANCE)
def test_not_worth_saying(problem: str, answer: str) -> None:
    mark = check(problem, answer)
    assert (mark.verdict, mark.diagnoses) == ("incorrect", ())


NEXT_TO_RIGHT = [  # the same at every point where the mistake would show: nothing is to be seen of it
    ("sqrt(x^2)", "1"),
    ("(x^2)^(1/2)", "1"),
    ("e^x", "e^x + e^-1000"),
    ("e^x", "e^x - e^-1000"),
    ("x^3", "3*x^2 + e^-100"),
    ("sin(x)", "cos(x) + 0.0000000001"),
]


@pytest.mark.parametrize(("problem", "answer"), NEXT_TO_RIGHT)
def test_a_mistake_has_to_be_seen_where_the_answer_is_wrong(problem: str, answer: str) -> None:
    mark = check(problem, answer)
    assert (mark.verdict, mark.diagnoses) == ("incorrect", ())


def test_what_cannot_be_tidied_tells_nothing() -> None:
    given = case("x^2", "3*x")
    given.answer = X + ONE / ZERO
    assert Weights(given).answer == 0.0
