"""The record: steps in reading order, letters that never collide, stages, and an answer that no step contradicts."""

from __future__ import annotations

import copy
import pickle
from itertools import pairwise
from typing import Any

import pytest
from slopes import compared, expression, same_value
from strategies import composites

from chainrule.calculus.derivation import Derivation, Step, derive
from chainrule.calculus.engine import differentiate
from chainrule.errors import ChainRuleError, LimitError, NameUnknownError, ReadingError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Symbol
from chainrule.expression.reading import read
from chainrule.expression.walking import at, postorder, substitute

X = Symbol("x")
MANY = composites(seed=23, count=120)


def told(derivation: Derivation) -> list[str]:
    """A line a step: id, rule, what by what."""
    return [f"{step.id} {step.rule}: {step.target} by {step.variable.name}" for step in derivation.steps]


LISTINGS = [
    ("sin(cos(x))", [
        "1.1 chain: sin(cos(x)) by x", "1.2 function: sin(u) by u", "1.3 function: cos(x) by x",
    ]),
    ("sin(cos(x^2))", [
        "1.1 chain: sin(cos(x^2)) by x", "1.2 function: sin(u) by u", "1.3 chain: cos(x^2) by x",
        "1.4 function: cos(v) by v", "1.5 power: x^2 by x",
    ]),
    ("x sin(x)", ["1.1 product: x*sin(x) by x", "1.2 variable: x by x", "1.3 function: sin(x) by x"]),
    ("9x^2 + 4", ["1.1 sum: 9*x^2 + 4 by x", "1.2 constant-multiple: 9*x^2 by x", "1.3 power: x^2 by x"]),
    ("sin(x)^2", ["1.1 chain: sin(x)^2 by x", "1.2 power: u^2 by u", "1.3 function: sin(x) by x"]),
    ("1/(1 + e^-x)", [
        "1.1 chain: 1/(1 + e^(-x)) by x", "1.2 reciprocal: 1/u by u", "1.3 sum: 1 + e^(-x) by x",
        "1.4 chain: e^(-x) by x", "1.5 exponential: e^v by v", "1.6 negation: -x by x", "1.7 variable: x by x",
    ]),
    ("5/(2x + 1)^3", [
        "1.1 chain: 5/(2*x + 1)^3 by x", "1.2 reciprocal: 5/u^3 by u", "1.3 sum: 2*x + 1 by x",
        "1.4 constant-multiple: 2*x by x",
        "1.5 variable: x by x",
    ]),
    ("x^x", ["1.1 general-power: x^x by x", "1.2 variable: x by x", "1.3 variable: x by x"]),
    ("sin(x^2) cos(sin(x^2))", [
        "1.1 product: sin(x^2)*cos(sin(x^2)) by x", "1.2 chain: sin(x^2) by x", "1.3 function: sin(u) by u",
        "1.4 power: x^2 by x",
        "1.5 chain: cos(sin(x^2)) by x", "1.6 function: cos(v) by v", "1.7 function: sin(x^2) by x",
    ]),
    ("7", ["1.1 constant: 7 by x"]),
    ("f(g(x))", ["1.1 chain: f(g(x)) by x", "1.2 unknown-function: f(u) by u", "1.3 unknown-function: g(x) by x"]),
    ("root(3, x^2)", ["1.1 chain: root(3, x^2) by x", "1.2 root: root(3, u) by u", "1.3 power: x^2 by x"]),
    ("{x^2 if x > 0, sin(2x) otherwise}", [
        "1.1 piecewise: x^2 if x > 0, sin(2*x) otherwise by x", "1.2 power: x^2 by x", "1.3 chain: sin(2*x) by x",
        "1.4 function: sin(u) by u", "1.5 constant-multiple: 2*x by x", "1.6 variable: x by x",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), LISTINGS)
def test_steps_in_reading_order(text: str, lines: list[str]) -> None:
    assert told(derive(text, "x")) == lines
    assert told(derive(text, "x")) == lines  # the same ids on every run


COMPOSITES = [  # what is typed, the outer function, its letter, the inner function
    ("sin(cos(x))", "sin(u)", "u", "cos(x)"), ("sin(x)^2", "u^2", "u", "sin(x)"),
    ("1/(1 + e^-x)", "1/u", "u", "1 + e^(-x)"),
    ("5/(2x + 1)^3", "5/u^3", "u", "2*x + 1"), ("e^(-x)", "e^u", "u", "-x"), ("a^(x^2)", "a^u", "u", "x^2"),
    ("|x - 1|", "abs(u)", "u", "x - 1"), ("log_a(x^2)", "log(u, a)", "u", "x^2"), ("f(a, x^2)", "f(a, u)", "u", "x^2"),
    ("sin(u x)", "sin(v)", "v", "u*x"), ("sin(u v x)", "sin(w)", "w", "u*v*x"), ("u(x^2)", "u(v)", "v", "x^2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "outer", "letter", "inner"), COMPOSITES)
def test_outer_and_inner(text: str, outer: str, letter: str, inner: str) -> None:
    step = derive(text, "x", functions=("u",) if text.startswith("u(") else ()).steps[0]
    assert step.is_composite
    assert (step.rule, str(step.outer), str(step.letter), str(step.inner)) == ("chain", outer, letter, inner)
    assert [(str(part.target), str(part.variable)) for part in step.substeps] == [(outer, letter), (inner, "x")]


@pytest.mark.parametrize("text", ["x sin(x)", "x^3", "sin(x)", "e^x", "9x^2", "x^x", "x + sin(x)", "sin(x)/x",
"max(x, x^2)"])
def test_what_is_not_composite(text: str) -> None:
    step = derive(text, "x").steps[0]
    assert not step.is_composite
    assert (step.outer, step.inner, step.letter) == (None, None, None)
    assert step.rule != "chain"


def test_letters_never_collide() -> None:
    """Each layer has a letter of its own: none twice, none of the input, none that names a function."""
    text = "sin(cos(sin(cos(sin(cos(sin(cos(sin(u v p x f(s(x)))))))))))"
    derivation = derive(text, "x", functions=("f", "s"), order=2)
    letters = [step.letter.name for step in derivation.steps if step.letter is not None]
    assert letters[:6] == ["w", "q", "r", "u_1", "u_2", "u_3"]
    assert len(set(letters)) == len(letters) >= 10
    assert not {"u", "v", "p", "x", "f", "s"} & set(letters)


def test_no_layer_has_the_name_of_the_left_hand_side() -> None:
    assert [str(step.letter) for step in derive("u = sin(x^2)").steps if step.letter] == ["v"]
    assert [str(step.letter) for step in derive("sin(w^2)", "w").steps if step.letter] == ["u"]
    assert [str(step.letter) for step in derive("sin(3)^2 + u v", "u").steps if step.letter] == []


def test_a_sub_derivation_is_done_once() -> None:
    steps = derive("sin(x^2) cos(sin(x^2))", "x").steps
    first, again = steps[1], steps[6]
    assert again.same_as is first
    assert again.substeps == []
    assert again.result is first.result
    assert [step.same_as for step in steps if step is not again] == [None] * 6


def test_the_bare_variable_is_not_referred_to() -> None:
    assert all(step.same_as is None for step in derive("x x x").steps)


def test_steps_make_a_tree() -> None:
    derivation = derive("sin(x^2) e^(x cos(3x))", "x")
    top, *others = derivation.steps
    assert top.parent is None
    assert all(step.parent is not None and step in step.parent.substeps for step in others)
    walked: list[Step] = []
    stack = [top]
    while stack:
        step = stack.pop()
        walked.append(step)
        stack += reversed(step.substeps)
    assert tuple(walked) == derivation.steps
    assert [step.id for step in walked] == [f"1.{number}" for number in range(1, len(walked) + 1)]


# --- the answer and its stages ----------------------------------------------------------------------------------------


def test_the_answer_is_that_of_the_engine() -> None:
    for target in MANY:
        derivation = derive(target, "x")
        assert derivation.answer is differentiate(target, "x")
        assert derivation.stages[0].raw is derivation.steps[0].result


@pytest.mark.parametrize("part", range(4))
def test_every_step_is_true(part: int) -> None:
    """Each raw result is the slope of its target; a composite is its outer function with the inner one put in."""
    met = 0
    for target in MANY[part::4]:
        for step in derive(target, "x").steps:
            met += compared(step.target, step.variable, step.result) > 0
            if step.is_composite:
                assert step.letter is not None
                assert substitute(step.outer, {step.letter: step.inner}) is step.target
                assert at(step.target, step.split.inner) is step.inner
    assert met > 100


def test_a_result_is_joined_from_the_results_of_the_parts() -> None:
    for target in MANY:
        for step in derive(target, "x").steps:
            if step.same_as is None and step.rule not in ("chain", "piecewise"):
                parts = [sub.result for sub in step.substeps]
                if len(parts) == len(step.split.parts):
                    assert step.applied.join(step.split.roles, *parts) is step.result


def test_a_chain_multiplies_the_slopes_of_outer_and_inner() -> None:
    for target in MANY:
        for step in derive(target, "x").steps:
            if step.rule == "chain" and step.same_as is None:
                outer, inner = step.substeps
                put_back = substitute(outer.result, {step.letter: step.inner})
                assert same_value(step.result, put_back * inner.result) or not step.result.children


def test_rewrites_lead_from_the_raw_result_to_the_answer() -> None:
    stage = derive("e^(-x^2) (2x)^2", "x").stages[0]
    assert stage.rewrites[-1].before is stage.raw
    assert stage.rewrites[-1].after is stage.answer
    assert all(rewrite.names and rewrite.before is not rewrite.after for rewrite in stage.rewrites)


def test_a_step_is_shown_in_the_manner_of_the_input() -> None:
    stage = derive("exp(x^2) + x^-3", "x").stages[0]
    shown = [str(stage.tidied(step.result)) for step in stage.steps]
    assert shown[0] == "2*x*exp(x^2) - 3*x^(-4)"
    assert str(stage.answer) == shown[0]


def test_stages_for_orders() -> None:
    derivation = derive("x^2 e^x", "x", order=3)
    assert [str(stage.answer) for stage in derivation.stages] == ["x*e^x*(x + 2)", "e^x*(x^2 + 4*x + 2)",
    "e^x*(x^2 + 6*x + 6)"]
    assert all(b.target is a.answer for a, b in pairwise(derivation.stages))
    assert derivation.order == 3
    assert derivation.answer is differentiate(expression("x^2 e^x"), "x", 3)
    assert derivation.steps == tuple(step for stage in derivation.stages for step in stage.steps)


def test_order_zero_is_the_function_itself() -> None:
    derivation = derive("sin(x)", "x", order=0)
    assert (derivation.stages, derivation.steps) == ((), ())
    assert derivation.answer is derivation.target


def test_mixed_partials() -> None:
    derivation = derive("x^2 y^3", ["x", "y"])
    assert [str(stage.variable) for stage in derivation.stages] == ["x", "y"]
    assert str(derivation.answer) == "6*x*y^2"
    assert derivation.variables == (Symbol("x"), Symbol("y"))


# --- what can be derived ----------------------------------------------------------------------------------------------

SOURCES = [
    ("f(t) = t^3", None, "t", "3*t^2"), ("d/dy (x y^2)", None, "y", "2*x*y"), ("t^2", None, "t", "2*t"),
    ("a x^2", None, "x", "2*a*x"), ("5", None, "x", "0"), ("x y", Symbol("y"), "y", "x"),
    ("u = x^2; y = sin(u)", None, "x", "2*x*cos(x^2)"), ("u = x^2; v = u + 1; y = u v", "x", "x", "4*x^3 + 2*x"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "given", "variable", "answer"), SOURCES)
def test_sources(text: str, given: str | None, variable: str, answer: str) -> None:
    for source in (text, read(text, variable=given)):
        derivation = derive(source, given)
        assert str(derivation.variable) == variable
        assert same_value(derivation.answer, expression(answer, variable=variable)) >= 1


def test_a_system_is_put_together() -> None:
    derivation = derive("u = x^2; v = sin(u); y = v + u", "x", target="v")
    assert str(derivation.target) == "sin(x^2)"
    assert str(derivation.answer) == "2*x*cos(x^2)"
    assert str(derive("u = x^2; y = u", "x").target) == "x^2"


REFUSED = [
    ("x^2 + y^2 = 25", {}, ChainRuleError, "this is an equation, and to differentiate it one side has to be chosen"),
    ("u = x^2; y = sin(u)", {"target": "z"}, NameUnknownError, "there is no definition of z here"),
    ("x", {"order": 181}, LimitError, "the limit on the order of a derivative is 180, and this needs 181"),
    ("y = x^2", {"variable": "y"}, ChainRuleError, "this is an equation"),
    ("y = x^2", {"variable": ("x", "y")}, ChainRuleError, "y is what is differentiated here, and not what it is"),
    ("x", {"order": -1}, ChainRuleError, "the order of a derivative is 0 or more, not -1"),
    ("sin(x) cos(x)", {"limits": Limits(nodes=2)}, LimitError, "the limit on different sub-expressions is 2"),
]


@pytest.mark.parametrize(("text", "options", "kind", "message"), REFUSED)
def test_what_is_refused(text: str, options: dict[str, object], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        derive(text, **options)


def test_depth_is_no_matter() -> None:
    derivation = derive("sin(" * 3_000 + "x" + ")" * 3_000, "x")
    assert len(derivation.steps) == 2 * 3_000 - 1
    assert len(list(postorder(derivation.answer))) < 10_000


def test_how_it_shows_itself() -> None:
    derivation = derive("sin(cos(x))", "x")
    assert repr(derivation) == "<Derivation of <Call sin(cos(x))> by x: <Negation -sin(x)*cos(cos(x))>>"
    assert repr(derivation.steps[1]) == "<Step 1.2 function: <Call sin(u)> by u>"
    assert derivation.steps[0].roles["slope"] is expression("cos(cos(x))")


def test_conditions_are_those_of_the_target() -> None:
    assert [str(c.relation.left) for c in derive("ln(sin(x))", "x").conditions] == ["sin(x)"]
    assert derive("sin(x)", "x").conditions == ()
    assert derive("x^2 ln(y)", ["x", "y"]).conditions != ()
    assert derive("ln(x)", "x").notes != ()


def test_pickled_and_copied_records_are_worked_out_again() -> None:
    derivation = derive("x sin(cos(x^2))", "x", order=2)
    again = pickle.loads(pickle.dumps(derivation))
    assert (again.answer, told(again)) == (derivation.answer, told(derivation))
    assert again.to_text() == derivation.to_text()
    assert copy.copy(derivation) is copy.deepcopy(derivation) is derivation
    for part in (*derivation.stages, *derivation.steps):
        assert repr(pickle.loads(pickle.dumps(part))) == repr(part)
        assert copy.copy(part) is copy.deepcopy(part) is part


def test_ids_are_unique_over_the_stages() -> None:
    ids = [step.id for step in derive("sin(x^2)", "x", order=3).steps]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("nothing", [{"order": 0}, {"variable": []}])
@pytest.mark.parametrize("detail", ["answer", "brief", "full"])
def test_order_nought_is_the_function_itself(nothing: dict[str, Any], detail: str) -> None:
    derivation = derive("x^2", **nothing)
    assert (str(derivation.answer), derivation.steps, derivation.variable.name) == ("x^2", (), "x")
    assert "x²" in derivation.to_text(detail)
    assert derivation.to_dict(detail)["answer"] == "x^2"


def test_an_equation_is_refused_at_its_sign() -> None:
    with pytest.raises(ReadingError, match="this is an equation") as caught:
        derive("x^2 + y^2 = 25")
    assert caught.value.position == 10
