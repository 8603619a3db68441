"""The rules as a table: which rule applies to which shape, and what none of them touches."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.calculus.engine import gradient, moving_parts
from chainrule.calculus.rules import BY_SHAPE, RULES, Rule, taken_apart
from chainrule.expression.nodes import ONE, ZERO, Expression, Product, Sum, Symbol

x = Symbol("x")

SAMPLES = (
    "7", "pi", "x", "-x", "x + 1", "x*sin(x)", "3*x", "x/3", "3/x", "sin(x)/x", "x^2", "2^x", "x^x", "sin(x)",
    "sqrt(x)", "exp(x)", "log(x, 3)", "abs(x)", "atan2(x, x^2)", "f(x)", "g(x, x^2)", "x if x < 0, 2*x otherwise",
)  # fmt: skip


def sample(text: str) -> Expression:
    node = cr.parse(text, functions=("f", "g"))
    assert isinstance(node, Expression)
    return node


@pytest.mark.parametrize("rule", RULES[1:], ids=lambda rule: rule.id)
@pytest.mark.parametrize("text", SAMPLES)
def test_a_rule_that_is_not_tried_for_a_shape_does_not_apply_to_it(rule: Rule, text: str) -> None:
    target = sample(text)
    if rule not in BY_SHAPE[type(target)]:
        assert rule.split(target, moving_parts(target, (x,))) is None


def test_every_rule_is_tried_for_some_shape_in_the_order_of_the_list() -> None:
    assert {rule for rules in BY_SHAPE.values() for rule in rules} == set(RULES)
    for rules in BY_SHAPE.values():
        assert [RULES.index(rule) for rule in rules] == sorted(RULES.index(rule) for rule in rules)


@pytest.mark.parametrize("text", SAMPLES)
def test_what_is_pulled_back_is_the_adjoint_times_the_join_of_a_unit_vector(text: str) -> None:
    target = sample(text)
    rule, split = taken_apart(target, moving_parts(target, (x,)))
    if rule.pull is None:
        return
    count = len(split.parts)
    shares = rule.pulled(split, Symbol("A"))
    for index, share in enumerate(shares):
        unit = [ONE if i == index else ZERO for i in range(count)]
        assert cr.compare(share, Symbol("A") * rule.join(split.roles, *unit)).verdict == "same"


def test_the_gradient_of_many_names_is_one_pass() -> None:
    names = [f"x{n}" for n in range(600)]
    symbols = [Symbol(name) for name in names]
    total = gradient(Sum(tuple(Product((s, s)) for s in symbols)), names)
    assert [str(slope) for slope in total[:2]] == ["2*x0", "2*x1"]
    each = gradient(Product(tuple(symbols)), names)
    values = {name: 1 + n / 10_000 for n, name in enumerate(names)}
    whole = cr.evaluate(Product(tuple(symbols)), values)
    used = {name: value for name, value in values.items() if name != "x17"}
    assert cr.evaluate(each[17], used) == pytest.approx(whole / values["x17"])
