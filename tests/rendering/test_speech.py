"""Formulas and listings in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from strategies import EXPRESSIONS

import chainrule as cr
from chainrule.errors import LimitError
from chainrule.expression.functions import FORMULA_SHEET
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Call, Expression, Product, Symbol
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.notation.speech import number_words, spoken, words

U, V, X = Symbol("u"), Symbol("v"), Symbol("x")
WORDS = re.compile(r"[A-Za-z ,.'\-]+")

CASES = [
    ("x", "x"),
    ("2x", "two x"),
    ("-x", "minus x"),
    ("x + 1", "x plus one"),
    ("x - y + 2", "x minus y plus two"),
    ("x^2", "x squared"),
    ("x^3", "x cubed"),
    ("x^4", "x to the power four"),
    ("x^-1", "x to the power minus one"),
    ("x^(2/3)", "x to the power two thirds"),
    ("x^(n + 1)", "x to the power open bracket n plus one close bracket"),
    ("e^(-x^2)", "e to the power minus x squared"),
    ("(x + 1)^2", "open bracket x plus one close bracket squared"),
    ("1/2", "one half"),
    ("3/4 x", "three quarters times x"),
    ("1/x", "one over x"),
    ("x/2", "x over two"),
    ("(x + 1)/2", "x plus one, all over two"),
    ("y + (x + 1)/2", "y plus open bracket x plus one, all over two close bracket"),
    ("(y + x + 1)/2", "y plus x plus one, all over two"),
    ("x/(x + 1)", "x over open bracket x plus one close bracket"),
    ("sin(x)", "sine of x"),
    ("sin(3x)", "sine of three x"),
    ("sin(x + 1)", "sine of open bracket x plus one close bracket"),
    ("sin(cos(x))", "sine of cosine of x"),
    ("sin^2 x", "sine squared of x"),
    ("x sin(x)", "x times sine of x"),
    ("a x^2", "a x squared"),
    ("(x + 1)(x - 2)", "open bracket x plus one close bracket times open bracket x minus two close bracket"),
    ("sqrt(x)", "the square root of x"),
    ("cbrt(x)", "the cube root of x"),
    ("root(x, 5)", "the root of x of degree five"),
    ("|x|", "the absolute value of x"),
    ("ln(x)", "the natural logarithm of x"),
    ("log_2 x", "the logarithm to base two of x"),
    ("log10(x)", "the logarithm to base ten of x"),
    ("arctan(x)", "inverse tangent of x"),
    ("sigmoid(z)", "the sigmoid of z"),
    ("max(x, 0)", "the larger of x and zero"),
    ("f(x)", "f of x"),
    ("f'(x)", "f prime of x"),
    ("f(x, y)", "f of x and y"),
    ("theta", "theta"),
    ("w_12 x1", "w twelve x one"),
    ("ŷ", "y hat"),
    ("pi x", "pi x"),
    ("0.25", "zero point two five"),
    ("105", "one hundred and five"),
    ("1234567", "one two three four five six seven"),
    ("x^2 + y^2 = 25", "x squared plus y squared equals twenty-five"),
    ("u = x^2; y = sin(u)", "u equals x squared, y equals sine of u"),
    ("x^2 if x < 0, x otherwise", "x squared if x is less than zero, and x otherwise"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_formulas(text: str, expected: str) -> None:
    assert spoken(cr.parse(text)) == expected


@pytest.mark.parametrize("function", FORMULA_SHEET, ids=repr)
def test_every_row_of_the_sheet(function: cr.Function) -> None:
    call = Call(function, (U + 1, V)[: function.arity])
    assert WORDS.fullmatch(spoken(call))
    assert WORDS.fullmatch(spoken(call**2 * call))


@given(EXPRESSIONS)
def test_no_sign_and_no_digit_is_left(node: Expression) -> None:
    assert WORDS.fullmatch(spoken(node, limits=Limits.unbounded()))


def test_rates_and_dots() -> None:
    assert spoken(rate("y", [X], [X])) == "dee y by dee x"
    assert spoken(rate("y", [U], [U, V])) == "partial y by partial u"
    assert spoken(rate("y", [X, X], [X])) == "dee squared y by dee x squared"
    product = Product((U, X))
    assert (spoken(product), spoken(product, raw={product})) == ("u x", "u times x")


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("0", "zero"), ("13", "thirteen"), ("40", "forty"), ("99", "ninety-nine"), ("100", "one hundred"),
     ("212", "two hundred and twelve"), ("1000", "one thousand"), ("1001", "one thousand and one"),
     ("12345", "twelve thousand three hundred and forty-five"), ("0.5", "zero point five")],
)  # fmt: skip
def test_numbers(digits: str, expected: str) -> None:
    assert number_words(digits) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as in step 2.1.3", "as in step two point one point three"),
        ("a → b", "a to b"),
        ("∂ and 3", "partial and three"),
        ("“quoted” – so", "quoted, so"),
        ("x²", "x squared"),
        ("50 %", "fifty per cent"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected


LISTING = [
    "Read as, y equals sine of cosine of x, by x.",
    "Outer, y equals sine of u.",
    "Inner, u equals cosine of x.",
    "Step one, Outer, by u, dee y by dee u equals cosine of u.",
    "Step two, Inner, by x, dee u by dee x equals minus sine of x.",
    "Step three, Multiply, dee y by dee x, equals dee y by dee u times dee u by dee x, "
    "equals cosine of u times open bracket minus sine of x close bracket.",
    "Step four, Put u back, equals cosine of cosine of x times open bracket minus sine of x close bracket.",
    "Step five, Tidy, order, equals minus sine of x times cosine of cosine of x.",
    "Holds for every real x.",
]


def test_a_listing() -> None:
    assert cr.derive("sin(cos(x))").to_speech().split("\n") == LISTING


EVERY_KIND = ["x^2 sin(3x)", "x^x", "ln(sin(x))", "|x|", "x^2 if x < 0, x otherwise", "f(g(x))", "(2x + 1)^3",
              "z = w x; a = sigmoid(z); L = (a - y)^2", "x^2 y^3 + log x", "7"]  # fmt: skip


@pytest.mark.parametrize("text", EVERY_KIND)
@pytest.mark.parametrize("detail", ["answer", "brief", "full"])
@pytest.mark.parametrize("notation", ["leibniz", "lagrange"])
def test_listings_have_no_sign_and_no_digit(text: str, detail: str, notation: str) -> None:
    told = cr.derive(text).to_speech(detail, notation=notation)
    for line in told.split("\n"):
        assert WORDS.fullmatch(line)
        assert line.endswith(".")


def test_a_point_is_told_too() -> None:
    told = cr.derive("sin(x^2)").at("x = 2", step=0.1, steps=2).to_speech()
    assert "At x equals two." in told
    assert "falls zero point six five three six four per unit of u" in told
    assert WORDS.fullmatch(told.replace("\n", " "))


def test_depth_and_limits() -> None:
    node: Expression = X
    for _ in range(10_000):
        node = Call(FORMULA_SHEET[0], (node,))
    assert spoken(node, limits=Limits.unbounded()).count("sine of") == 10_000
    with pytest.raises(LimitError):
        spoken(node)


@pytest.mark.parametrize(
    ("one", "other"),
    [("sqrt(x)^2", "sqrt(x^2)"), ("f(x)^2", "f(x^2)"), ("(sin(x))^2", "sin(x^2)"), ("|x|^2", "|x^2|"),
     ("(1/x)^2", "1/x^2"), ("e^x^2", "(e^x)^2"), ("ln(x)^3", "ln(x^3)")],
)  # fmt: skip
def test_what_means_two_things_is_said_in_two_ways(one: str, other: str) -> None:
    assert spoken(cr.parse(one)) != spoken(cr.parse(other))


def test_a_name_without_letters_is_still_said() -> None:
    assert spoken(Symbol("_")) == "a sign"
    assert cr.derive(cr.Power(Symbol("_"), cr.Number(2)), Symbol("_")).to_pdf().startswith(b"%PDF-")
