"""The computational graph: nodes, values forward, adjoints backward, paths, tangents, and what is refused."""

from __future__ import annotations

import copy
import math
import pickle
import random
from typing import Any

import pytest
from shared_graphs import diamonds, nested, point_for, random_graph

import chainrule as cr
from chainrule.calculus.graphs.graph import Graph, graph
from chainrule.calculus.graphs.operations import label_of
from chainrule.expression.functions import function_named
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Call, Expression, Product, Sum, Symbol, UnknownCall

FREE = Limits.unbounded()


def values(made: Graph) -> dict[str, float | None]:
    return {str(node.name): node.value for node in made.nodes}


def adjoints(made: Graph) -> dict[str, float | None]:
    return {str(node.name): node.adjoint for node in made.nodes}


# --- examples ---------------------------------------------------------------------------------------------------------


def test_a_sum_times_a_number() -> None:
    made = cr.graph("(x + y)*z", x=-2, y=5, z=-4)
    assert values(made) == {"x": -2, "y": 5, "v1": 3, "z": -4, "f": -12}
    assert adjoints(made) == {"x": -4, "y": -4, "v1": -4, "z": 3, "f": 1}
    assert made.gradient == {"x": -4, "y": -4, "z": 3}
    assert [(e.part, e.whole, str(e.local), e.rate, e.signal, e.contribution) for e in made.edges] == [
        ("n1", "n3", "1", 1, -4, -4), ("n2", "n3", "1", 1, -4, -4), ("n3", "n5", "z", -4, 1, -4),
        ("n4", "n5", "v1", 3, 1, 3),
    ]  # fmt: skip
    assert [node.kind for node in made.nodes] == ["input", "input", "operation", "input", "output"]
    assert [node.label for node in made.nodes] == ["x", "y", "+", "z", "×"]


def test_a_system_gives_the_names() -> None:
    made = cr.graph("q = x + y; f = q*z", x=-2, y=5, z=-4)
    assert values(made) == {"x": -2, "y": 5, "q": 3, "z": -4, "f": -12}
    assert made.adjoint("q") == -4
    assert list(made.definitions) == [Symbol("q"), Symbol("f")]
    assert str(made.node("f").expression) == "q*z"
    assert str(made.node("f").whole) == "(x + y)*z"
    assert made.node("q") is made.definitions[Symbol("q")]


def test_a_variable_that_is_used_many_times() -> None:
    """`x*x` has two edges from x, as it is drawn; both contribute."""
    made = cr.graph("x*x + sin(x)*x", x=2)
    assert [(edge.part, edge.whole) for edge in made.edges if edge.part == "n1"] == [
        ("n1", "n2"), ("n1", "n2"), ("n1", "n3"), ("n1", "n4"),
    ]  # fmt: skip
    assert made.adjoint("x") == pytest.approx(4 + math.sin(2) + 2 * math.cos(2), rel=1e-15)
    (step,) = [step for step in made.reverse if step.node.name is Symbol("x")]
    assert math.fsum(edge.contribution or 0 for edge in step.contributions) == pytest.approx(step.adjoint)
    assert made.path_count("x") == 4


def test_what_fans_out_and_joins_again() -> None:
    made = cr.graph("u = x^2; v = sin(u); w = 3u; f = v*w", x=1)
    assert made.path_count("x") == 2
    assert [[made.by_id(edge.whole).name.name for edge in path.edges] for path in made.paths("x")] == [
        ["u", "v", "f"], ["u", "w", "f"],
    ]  # fmt: skip
    assert [str(path.product) for path in made.paths("x")] == ["w*cos(u)*(2*x)", "v*3*(2*x)"]
    assert sum(path.rate or 0 for path in made.paths("x")) == pytest.approx(made.adjoint("x"))


def test_fifty_diamonds_in_a_row() -> None:
    made = graph(diamonds(50), x=0.5)
    assert made.path_count("x") == 2**50
    with pytest.raises(cr.LimitError, match="paths that are listed is 12, and this needs 1,125,899,906,842,624"):
        made.paths("x")
    assert len(made.nodes) == 151
    assert made.adjoint("x") == pytest.approx(cr.evaluate(made.partials["x"], x=0.5), rel=1e-9)


def test_both_passes_one_step_at_a_time() -> None:
    made = cr.graph("3(x + 1)", x=1)
    assert [(str(step.node.name), str(step.formula), step.value) for step in made.forward] == [
        ("x", "x", 1), ("v1", "x + 1", 2), ("y", "3*v1", 6),
    ]  # fmt: skip
    assert [(str(step.node.name), step.adjoint) for step in made.reverse] == [("y", 1), ("v1", 3), ("x", 3)]


# --- the parts of a node ----------------------------------------------------------------------------------------------

SHAPES = [
    ("a - y", "−", "a y", ["1", "-1"]),
    ("a - y + z", "+", "a y z", ["1", "-1", "1"]),
    ("x^2", "^2", "x", ["2*x"]),
    ("x^(1/2)", "^(1/2)", "x", ["1/(2*x^(1/2))"]),
    ("e^x", "exp", "x", ["e^x"]),
    ("2^x", "2^", "x", ["2^x*ln(2)"]),
    ("x^y", "^", "x y", ["y*x^(y - 1)", "x^y*ln(x)"]),
    ("3x", "×", "3 x", [None, "3"]),
    ("x/y", "÷", "x y", ["1/y", "-x/y^2"]),
    ("2/x", "÷", "2 x", [None, "-2/x^2"]),
    ("-x", "−", "x", ["-1"]),
    ("log_2 x", "log₂", "x", ["1/(x*ln(2))"]),
    ("sqrt(x)", "√", "x", ["1/(2*sqrt(x))"]),
    ("|x|", "|·|", "x", ["sign(x)"]),
    ("max(x, y)", "max", "x y", ["step(x - y)", "step(y - x)"]),
    ("f(x, y)", "f", "x y", ["f_u(x, y)", None]),
    ("f'(x)", "f′", "x", ["f''(x)"]),
    ("log(x, 3)", "log", "x", ["1/(x*ln(3))"]),
    ("x if y > 0, z otherwise", "cases", "x y 0 z", ["1 if y > 0, 0 otherwise", None, None, "0 if y > 0, 1 otherwise"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "label", "parts", "locals_"), SHAPES)
def test_a_node_is_drawn_as_a_book_draws_it(text: str, label: str, parts: str, locals_: list[str | None]) -> None:
    made = graph(text)
    assert [str(made.by_id(part).name) for part in made.output.parts] == parts.split()
    if text not in ("f(x, y)", "max(x, y)", "log_2 x", "log(x, 3)"):
        assert made.output.label == label
    found = [None if edge.local is None else str(edge.local) for edge in made.edges if edge.whole == made.output.id]
    if "max" not in text and "f(" not in text:
        assert found == locals_


def test_a_named_negation_is_a_node_of_its_own() -> None:
    made = graph("n = -y; f = a + n", a=1, y=2)
    assert [str(node.name) for node in made.nodes] == ["y", "n", "a", "f"]
    assert made.adjoint("n") == 1
    assert made.adjoint("y") == -1


def test_constants_are_nodes_that_nothing_is_passed_to() -> None:
    made = graph("2pi*x + sqrt(2)", x=1)
    constants = [node for node in made.nodes if node.kind == "constant"]
    assert [str(node.name) for node in constants] == ["2", "pi", "sqrt(2)"]
    assert all(node.adjoint is None for node in constants)
    assert all(edge.rate is None and not edge.passes for edge in made.edges if edge.part in {n.id for n in constants})


@pytest.mark.parametrize("text", ["3", "x"])
def test_a_leaf_alone(text: str) -> None:
    made = graph(text, {} if text == "3" else {"x": 3})
    assert made.output.value == 3
    assert made.output.adjoint == (1 if text == "x" else None)
    assert not made.edges
    assert made.paths("x")[0].edges == () if text == "x" else not made.variables


def test_fresh_names_are_never_names_in_use() -> None:
    made = graph("v1*y + v3*sin(y*f)")
    names = [str(node.name) for node in made.nodes]
    assert len(set(names)) == len(names)
    assert "v2" in names
    assert str(made.output.name) == "z"


def test_labels_of_functions() -> None:
    u = Symbol("u")
    assert label_of(UnknownCall("f", (u,), (2,))) == "f′′"
    assert label_of(Call(function_named("log"), (u, Symbol("b")))) == "log_·"
    assert label_of(Call(function_named("sigmoid"), (u,))) == "σ"


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_a_point_that_is_no_float() -> None:
    made = graph("sqrt(1 - sin(x)^2 + y) - |cos(x) + y|", x="pi/2", y=1)
    assert made.node("v5").value == 0
    assert made.output.value == 0
    assert graph("sqrt(1 - sin(x)^2) + x", {"x": "pi/2"}, variables=[]).output.value == pytest.approx(math.pi / 2)


@pytest.mark.parametrize(
    ("text", "point", "message"),
    [
        ("ln(x - 2)", {"x": 1}, r"y = ln\(v1\) has no real value where v1 = -1"),
        ("tan(x)", {"x": "pi/2"}, r"y = tan\(x\) has no real value where x = 1.5708"),
        ("1/x", {"x": 0}, "y = 1/x has no real value where x = 0"),
        ("e^x^2", {"x": 100}, r"y = e\^v1 is too large for a number where v1 = 10000"),
        ("x^200", {"x": 1000}, r"y = x\^200 is too large for a number where x = 1000"),
        ("sqrt(x)", {"x": 0}, r"y = sqrt\(x\) has a corner or an end where x = 0"),
        ("|10x - 1|", {"x": 0.1}, r"y = abs\(v2\) has a corner or an end where v2 = 0"),
        ("x if x > 0, -x otherwise", {"x": 0}, "two branches of y = .* meet where x = 0"),
        ("x^y", {"x": 0, "y": 2}, r"f = x\^y has a value, but the formula of its local derivative by y has none"),
        ("x^150 z^-1", {"x": 100, "z": "10^-20"}, "too large for a number"),
        ("x + 10^400", {"x": 1}, r"10\^400 is too large for a number$"),
        ("x + y", {"x": "10^400", "y": 10**400}, "x is too large for a number$"),
        ("1/cos(x)", {"x": "pi/2"}, "has no real value where v1 = 0"),
        ("a + b + c + d + h + k + l - ln(a - a)", dict.fromkeys("abcdhkl", 1), "has no real value"),
    ],
)
def test_where_there_is_no_number_the_node_is_named(text: str, point: dict[str, Any], message: str) -> None:
    with pytest.raises(cr.DomainError, match=message) as caught:
        graph(text, point)
    assert isinstance(caught.value.expression, Expression)


def test_an_adjoint_that_is_too_large() -> None:
    with pytest.raises(cr.DomainError, match="the adjoint of x is too large for a number"):
        graph("(x*y)*z", x="10^-200", y="10^200", z="10^200")


def test_many_values_are_not_all_told() -> None:
    letters = [f"x{n}" for n in range(9)]
    with pytest.raises(cr.DomainError, match=r"where x0 = 1e\+40, .*x5 = 1e\+40, …$"):
        graph("*".join(letters), dict.fromkeys(letters, "10^40"))


def test_a_branch_that_is_not_chosen_need_have_no_value() -> None:
    made = graph("ln(x) if x > 0, x^2 otherwise", x=-2)
    assert values(made) == {"x": -2, "v1": None, "0": 0, "v2": 4, "y": 4}
    assert adjoints(made) == {"x": -4, "v1": 0, "0": None, "v2": 1, "y": 1}
    assert graph("sqrt(x) if x > 1, x^2 otherwise", x=0).adjoint("x") == 0
    assert graph("x if x > 5, x^2 if x > 3, x^3 if x > 1, 0 otherwise", x=2).adjoint("x") == 12
    assert graph("1 + (ln(x) + 1 if x > 0, x otherwise)", x=-1).adjoint("x") == 1


def test_underflow_is_zero_and_corners_come_close() -> None:
    assert graph("sigmoid(x)", x=-800).adjoint("x") == pytest.approx(0)
    assert graph("sigmoid(x)", x=30).adjoint("x") == pytest.approx(9.3576229688393e-14, rel=1e-13)
    assert graph("|sqrt(x)^2 - 2 + y|", x=2, y="10^-15").adjoint("y") == 1
    with pytest.raises(cr.DomainError, match="corner"):
        graph("|sqrt(x)^2 - 2|", x=2)


def test_held_inputs_have_values_and_no_adjoints() -> None:
    made = graph("w*x + b", w=2, x=3, b=1, variables=["w", "b"])
    assert made.gradient == {"w": 3, "b": 1}
    assert made.adjoint("x") is None
    assert made.path_count("x") == 0
    assert made.paths("x") == ()


def test_without_a_point_everything_is_symbolic() -> None:
    made = graph("x*y")
    assert made.gradient == {"x": None, "y": None}
    assert made.values is None
    assert {node.value for node in made.nodes} == {None}
    assert [str(slope) for slope in made.partials.values()] == ["y", "x"]
    assert made.paths("x")[0].rate is None
    with pytest.raises(cr.ChainRuleError, match="needs a value for each input"):
        made.tangents({"x": 1})


def test_a_large_graph_runs_on_floats_and_asks_many_digits_where_it_has_to() -> None:
    start = Symbol("x")
    inner: Expression = start
    for _ in range(5_100):
        inner = Call(function_named("sin"), (inner,))
    made = graph(inner, x=0.3)
    assert 0 < (made.adjoint("x") or 0) < 1
    with pytest.raises(cr.DomainError, match="corner"):
        graph(Sum((inner, Call(function_named("abs"), (start,)))), x=0)


# --- forward mode -----------------------------------------------------------------------------------------------------


def test_tangents() -> None:
    made = graph("(x + y)*z", x=-2, y=5, z=-4)
    assert made.tangents({"x": 1}) == {"x": 1, "y": 0, "v1": 1, "z": 0, "f": -4}
    assert made.tangents("x = 1, z = 2")["f"] == 2
    for name in "xyz":
        assert made.tangents({name: 1})["f"] == made.adjoint(name)
    with pytest.raises(cr.NameUnknownError, match="q is no variable"):
        made.tangents({"q": 1})
    with pytest.raises(cr.DomainError, match="the tangent of f is too large"):
        graph("f = 10^200 x", x=1).tangents({"x": "10^200"})


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: graph("x*y", x=1), "a value is missing: give y = …"),
        (lambda: graph("x*y", x=1, y=2, z=3), "there is no z here, only x, y"),
        (lambda: graph("3", x=1), "there is no x here, only constants"),
        (lambda: graph("q = x; f = q^2", x=1, q=1), "q is defined here, so it takes no value"),
        (lambda: graph("x", {"x": 1}, x=2), "x is given twice"),
        (lambda: graph("q = x; f = q^2", variables="q"), "q is defined here, and no input"),
        (lambda: graph("x", variables="y"), "there is no y here, only x"),
        (lambda: graph("q = x^2; f = q^2", target="g"), "there is no definition of g"),
        (lambda: graph("x").node("u"), "there is no u in this graph"),
        (lambda: graph("x").by_id("n7"), "there is no node n7"),
        (lambda: graph("f(x)", x=1), "f is an unknown function"),
        (lambda: graph(UnknownCall("x", (Symbol("x"),), (0,))), "both for a function and for a variable"),
        (lambda: graph("a = b; b = a"), "go round in a circle"),
        (lambda: graph("f(x) + f"), "both for a function and for a letter"),
        (lambda: graph("x = 1 + x^2; x = 2"), "x"),
        (lambda: graph("x + y = 3"), "equation"),
        (lambda: graph("x", x=math.nan), "takes a number"),
        (lambda: graph("x", x=math.inf), "takes a number"),
        (lambda: graph(nested(200), limits=Limits(nodes=100)), "different sub-expressions is 100"),
    ],
)
def test_what_is_refused_says_so_with_the_name(ask: Any, message: str) -> None:
    with pytest.raises(cr.ChainRuleError, match=message):
        ask()


def test_names_that_only_another_definition_uses_may_have_a_value() -> None:
    made = graph("p = a*b; f = x^2", x=3, a=1, b=2)
    assert made.gradient == {"x": 6}
    assert graph("p = a*b; f = x^2", a=1, b=2, target="p").gradient == {"a": 2, "b": 1}


def test_two_names_for_one_node() -> None:
    made = graph("a = x + y; b = x + y; c = 2; f = a*b*x^c", x=1, y=2)
    assert made.node("a") is made.node("b")
    assert str(made.output.expression) == "a*a*v1"
    assert Symbol("c") not in made.definitions


# --- the record -------------------------------------------------------------------------------------------------------


def test_a_graph_is_copied_and_pickled() -> None:
    made = graph("q = x + y; f = q*z", x=-2, y=5, z=-4, variables=["x", "z"], target="f")
    again = pickle.loads(pickle.dumps(made))
    assert [repr(node) for node in again.nodes] == [repr(node) for node in made.nodes]
    assert again.variables == made.variables
    assert copy.copy(made) is made
    assert copy.deepcopy(made) is made


def test_how_it_shows_itself() -> None:
    made = graph("2x + y", x=1, y=2)
    assert repr(made) == "<Graph of 2*x + y: 5 nodes, 4 edges, value 4>"
    assert repr(graph("x*y")) == "<Graph of x*y: 3 nodes, 2 edges>"
    assert repr(made.node("v1")) == "<GraphNode n3 v1 = 2*x, value 2, adjoint 1>"
    assert repr(made.node("x")) == "<GraphNode n2 x, value 1, adjoint 2>"
    assert [repr(edge) for edge in made.edges[:2]] == [
        "<GraphEdge n1 to n3: nothing passed on>", "<GraphEdge n2 to n3: 2 = 2>",
    ]  # fmt: skip


def test_what_is_alone() -> None:
    made = graph("sin(x^2)*3")
    assert made.alone == {node.id for node in made.nodes if node.kind != "constant"}
    assert graph("x*y").alone == frozenset()
    assert len(graph("x*x + x").alone) == 2


# --- against others ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_random_graphs_agree_with_the_symbolic_gradient_and_with_forward_mode(seed: int) -> None:
    draw = random.Random(seed)
    target = random_graph(draw, size=draw.randint(5, 40))
    point = point_for(target, draw)
    made = graph(target, point)
    for name, partial in made.partials.items():
        exact = cr.evaluate(partial, {name: point[name] for name in partial.names}, precision=20)
        assert made.adjoint(name) == pytest.approx(float(exact), rel=1e-12, abs=1e-300)
        assert made.tangents({name: 1})[str(made.output.name)] == pytest.approx(made.adjoint(name), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("depth", [10_000])
def test_depth_is_data(depth: int) -> None:
    made = graph(nested(depth), x=0.5)
    assert len(made.nodes) == depth + 1
    assert made.path_count("x") == 1
    assert len(made.reverse) == depth + 1
    assert made.paths("x")[0].rate == pytest.approx(made.adjoint("x"))


def test_a_product_of_many_factors() -> None:
    factors = tuple(Symbol(f"x{n}") for n in range(2_000))
    made = graph(Product(factors), {symbol: 1 if n % 2 else -1 for n, symbol in enumerate(factors)})
    assert set(made.gradient.values()) == {1.0, -1.0}
    assert made.edges[7].local is not None


def test_a_name_of_several_letters_that_is_given_is_one_name() -> None:
    made = graph("loss = (guess - goal)^2; guess = w*x", w=1, x=2, goal=3)
    assert made.gradient == {"w": -4, "x": -2, "goal": 2}
    assert list(graph("(guess - goal)^2", variables=["guess", "goal"]).gradient) == ["guess", "goal"]
    assert graph("xy", "x=2, y=3").gradient == {"x": 3, "y": 2}


def test_an_input_has_no_corners() -> None:
    letter, other = graph("abs(x)").nodes
    assert (letter.corners, [str(relation) for _, relation in other.corners]) == ((), ["x != 0"])


def test_the_value_of_the_only_input_needs_no_name():
    assert cr.graph("x^3", 2).gradient == cr.graph("x^3", "2").gradient == {"x": 12.0}
    with pytest.raises(TypeError, match="a point is text"):
        cr.graph("x*y", 2)
