"""Derivatives through systems of definitions: links, paths, products, names put back."""

from __future__ import annotations

import copy
import pickle
import time

import pytest
from slopes import compared

import chainrule as cr
from chainrule.calculus.systems import SystemDerivation
from chainrule.expression.nodes import Symbol
from chainrule.expression.systems import put_in
from chainrule.expression.walking import substitute

SQUARED = "z = w*x; a = sigmoid(z); L = (a - y)^2"
CROSS_ENTROPY = "z = w*x + b; a = sigmoid(z); L = -y*ln(a) - (1-y)*ln(1-a)"


def through(text: str, variable: str, **options: object) -> SystemDerivation:
    found = cr.derive(text, variable, **options)  # type: ignore[arg-type]
    assert isinstance(found, SystemDerivation)
    return found


ANSWERS = [
    (SQUARED, "w", "2*(a - y)*sigmoid(z)*(1 - sigmoid(z))*x"),
    (CROSS_ENTROPY, "w", "(a - y)*x"),
    (CROSS_ENTROPY, "b", "a - y"),
    ("v = 3x; u = v^2; y = sin(u)", "x", "18*x*cos(9*x^2)"),
    ("z = x^2 + 2y^2; x = sin t; y = 3 sin t", "t", "38*sin(t)*cos(t)"),
    ("z = x^2 + t; x = t^3", "t", "6*t^5 + 1"),
    ("z = f(x, y); x = g(t); y = h(t)", "t", "f^(1,0)(g(t), h(t))*g'(t) + f^(0,1)(g(t), h(t))*h'(t)"),
    ("u = 2k x; y = u^3", "x", "6*u^2*k"),
    ("u = x^2; y = 7", "x", "0"),
    ("u = 3; y = u x", "x", "3"),
]


@pytest.mark.parametrize(("text", "variable", "answer"), ANSWERS)
def test_the_answer(text: str, variable: str, answer: str) -> None:
    assert str(through(text, variable).answer) == answer


@pytest.mark.parametrize(("text", "variable", "answer"), ANSWERS)
def test_every_form_is_the_slope_of_the_target(text: str, variable: str, answer: str) -> None:
    derivation = through(text, variable)
    known = put_in(derivation.defined)
    forms = [derivation.raw, derivation.in_letters, derivation.substituted, derivation.answer]
    if derivation.folds:
        forms += [derivation.folded, *[form for _, form in derivation.cancelling]]
    for form in forms:
        back = substitute(form, known)
        assert compared(derivation.target, Symbol(variable), back)


def test_paths_and_links_in_reading_order() -> None:
    derivation = through("z = x^2 y; x = s t; y = s + t", "s")
    named = [[(link.name.name, link.by.name) for link in path] for path in derivation.paths]
    assert named == [[("z", "x"), ("x", "s")], [("z", "y"), ("y", "s")]]
    assert [(link.name.name, link.by.name) for link in derivation.links] == [
        ("z", "x"), ("z", "y"), ("x", "s"), ("y", "s"),
    ]  # fmt: skip
    assert [str(product) for product in derivation.products] == ["(2*x*y)*t", "x^2"]


def test_no_letter_is_used_twice_or_is_one_of_the_system() -> None:
    text = "u = sin(cos(x)); v = e^(u^2); y = ln(sin(v))"
    derivation = through(text, "x")
    letters = [step.letter.name for step in derivation.steps if step.letter is not None]
    assert len(letters) == len(set(letters)) == 3
    assert not {"u", "v", "x", "y"} & set(letters)
    links = [step.id.split(".")[0] for step in derivation.steps]
    assert links == sorted(links)


def test_the_partial_derivative_stands_beside_the_total_one() -> None:
    derivation = through("z = x^2 + t; x = t^3", "t")
    assert derivation.partial is not None
    assert str(derivation.partial.slope) == "1"
    assert "Two rates: ∂z/∂t = 1 with x held; dz/dt lets everything move" in derivation.to_text()
    assert through(SQUARED, "w").partial is None


def test_another_target_and_another_variable() -> None:
    assert str(through(SQUARED, "z", target="a").answer) == "sigmoid(z)*(1 - sigmoid(z))"
    assert str(through(SQUARED, "a").answer) == "2*(a - y)"
    with pytest.raises(cr.NameUnknownError):
        cr.derive(SQUARED, "w", target="q")


def test_several_differentiations_put_the_definitions_in_first() -> None:
    assert str(cr.derive("u = x^2; y = u^3", "x", order=2).answer) == "30*x^4"
    assert str(cr.derive("u = x y; z = u^2", ["x", "y"]).answer) == "4*x*y"


def diamonds(count: int) -> str:
    rows = [f"a{i} = x{i - 1}^2; b{i} = sin(x{i - 1}); x{i} = a{i} b{i}" for i in range(1, count + 1)]
    return "; ".join(["x0 = x", *rows])


def test_more_paths_than_can_be_listed() -> None:
    few = through(diamonds(3), "x")
    assert (few.path_count, len(few.paths)) == (8, 8)
    many = through(diamonds(50), "x")
    assert (many.path_count, many.paths) == (2**50, ())
    began = time.process_time()
    told = many.to_text()
    assert time.process_time() - began < 5
    assert "1,125,899,906,842,624 paths lead from x to x₅₀" in told
    assert "x₅₀, by a₅₀:" in told
    assert "∂x₅₀/∂a₅₀ = b₅₀" in told
    with pytest.raises(cr.LimitError):
        many.to_text("answer")


def test_many_paths_add_up_to_the_same() -> None:
    tight = cr.derive(diamonds(2), "x", limits=cr.Limits(paths=1))
    assert tight.answer is through(diamonds(2), "x").answer


def test_copies_and_pickles() -> None:
    derivation = through(CROSS_ENTROPY, "w")
    assert copy.copy(derivation) is derivation
    again = pickle.loads(pickle.dumps(derivation))
    assert again.to_text() == derivation.to_text()


def test_cancelling_is_shown_only_where_fractions_are_cleared() -> None:
    assert [name for name, _ in through(CROSS_ENTROPY, "w").cancelling] == ["multiply in, cancel", "expand"]
    assert through(SQUARED, "w").cancelling == ()
    one = through("a = e^x; y = x/a + a", "x")
    assert one.answer is not None
    left = through("a = e^w; L = (1/a + 1/c) b a", "w")
    for _, form in left.cancelling:
        assert form.names


def test_a_name_that_is_the_variable_or_not_needed() -> None:
    assert str(cr.derive("u = x^2; y = u", "u", target="u").answer) == "1"
    assert [name.name for name in through("q = 7x; u = x^2; y = u^2", "x").defined] == ["u", "y"]
    assert through("u = t^2; y = u^2 + x", "x").path_count == 1
    assert "Multiply" not in through("u = x^2; y = sin(u)", "u").to_text()
    assert repr(through(SQUARED, "w")).startswith("<SystemDerivation of L by w")


LOSSES = ["-y*ln(a) - (1-y)*ln(1-a) + a/k", "ln(a) - ln(1 - a)", "ln(a) + 2 ln(1 - a) + 3 ln(a)"]


@pytest.mark.parametrize("loss", LOSSES)
def test_every_form_between_is_the_same(loss: str) -> None:
    derivation = through(f"z = w*x; a = sigmoid(z); L = {loss}", "w")
    known = put_in(derivation.defined)
    for form in (derivation.answer, derivation.in_letters, *[form for _, form in derivation.cancelling]):
        assert compared(derivation.target, Symbol("w"), substitute(form, known))
    assert derivation.to_text()
