"""Systems of definitions: any order, what is meant, circles, names with a hat, mappings."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.expression.nodes import ONE, Symbol, System
from chainrule.expression.systems import cycle, in_order, resolved, target_name


def system(text: str) -> System:
    node = cr.parse(text)
    assert isinstance(node, System)
    return node


TARGETS = [
    ("u = x^2; y = sin(u)", "y"),
    ("y = sin(u); u = x^2", "y"),
    ("z = f(x, y); x = g(t); y = h(t)", "z"),
    ("a = x; b = 2x", "b"),
    ("L = a - y; a = sigmoid(z); z = w x", "L"),
]


@pytest.mark.parametrize(("text", "name"), TARGETS)
def test_what_no_other_uses_is_meant(text: str, name: str) -> None:
    assert target_name(system(text)).name == name


def test_each_comes_after_what_it_uses() -> None:
    assert [name.name for name in in_order(system("L = a - y; a = sigmoid(z); z = w x"))] == ["z", "a", "L"]
    assert str(resolved(system("y = sin(u) + u; u = v^2; v = 3x"))[Symbol("y")]) == "sin((3*x)^2) + (3*x)^2"


def test_the_order_does_not_matter() -> None:
    texts = ("u = x^2; v = u + x; y = u v", "y = u v; v = u + x; u = x^2", "v = u + x; u = x^2; y = u v")
    assert len({cr.derive(text, "x").answer for text in texts}) == 1


def test_a_circle_is_found_wherever_it_is() -> None:
    a, b, c, d = map(Symbol, "abcd")
    assert cycle({a: [b], b: [c], c: [b]}) == [b, c]
    assert cycle({a: [b, c], b: [d], c: [d], d: []}) == []
    long = {Symbol(f"n{i}"): [Symbol(f"n{i + 1}")] for i in range(20_000)}
    assert cycle(long) == []


def test_definitions_by_name() -> None:
    assert cr.derive({"u": "x^2", "y": "sin(u)"}).answer is cr.derive("u = x^2; y = sin(u)").answer
    assert cr.read({"u": cr.parse("x^2"), "loss": "u + 1"}).system is cr.parse("u = x^2; loss = u + 1")


NO_DEFINITIONS = [{"sin": "x"}, {"u": "x; y = 2"}, {"u": "x", "y": ""}, {"2": "x"}, {"u": "y = x"}]


@pytest.mark.parametrize("definitions", NO_DEFINITIONS)
def test_definitions_by_name_that_are_none(definitions: dict[str, str]) -> None:
    with pytest.raises(cr.ReadingError):
        cr.read(definitions)


def test_a_letter_with_a_hat_or_a_bar_is_a_name() -> None:
    assert cr.parse("ŷ x") is cr.parse("y_hat x")
    assert cr.parse("x\u0304^2") is cr.parse("x_bar^2")
    assert cr.derive("ŷ = w x; L = (ŷ - y)^2", "w").to_text().startswith("Read as: ")
    assert "ŷ" in cr.derive("ŷ^3", "y_hat").to_text()
    assert r"\hat{y}" in cr.derive("ŷ^3", "y_hat").to_latex()
    with pytest.raises(cr.ReadingError):
        cr.parse("é + 1")


def test_definitions_that_were_put_in_a_circle_by_a_program_are_refused() -> None:
    a, b = Symbol("a"), Symbol("b")
    with pytest.raises(cr.ChainRuleError, match=r"^a and b are defined by each other"):
        resolved(System(((a, b + ONE), (b, a))))
