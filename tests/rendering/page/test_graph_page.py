"""The page of a graph as text: well-formed, complete in itself, nothing typed is markup, each number in its place."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from pages import Page

import chainrule as cr
from chainrule.calculus.graphs.graph import Graph
from chainrule.rendering.page.graph import DRAWN, LISTED, graph_page
from chainrule.rendering.page.shell import POLICY

PRODUCT = "(x + y)*z", {"x": -2, "y": 5, "z": -4}
NEURON = "z = w*x + b; a = sigmoid(z); L = -y*ln(a) - (1 - y)*ln(1 - a)"
EVERY_KIND: list[tuple[str, dict[str, Any] | str | None]] = [
    PRODUCT, (NEURON, "w=0.5, x=2, b=-1/3, y=1"), (NEURON, None), ("x*x + sin(x)*x", {"x": 1}),
    ("x^2 if x < 0, ln(x) otherwise", {"x": -1}), ("z = f(x, y); x = g(t); y = h(t)", None), ("7", None),
    ("x", {"x": 3}), ("pi^2 + x^(2/3)", "x = -8"), ("atan2(x, y) + log_2(x) + |y|", "x = 2, y = pi/4"), ("x - x", None),
]  # fmt: skip


def page(text: str, values: dict[str, Any] | str | None = None, **options: Any) -> str:
    title = options.pop("title", None)
    return graph_page(cr.graph(text, values, **options), title=title)


def data_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize(("text", "values"), EVERY_KIND)
def test_every_kind_of_graph_is_a_well_formed_page(text: str, values: Any) -> None:
    seen = Page(page(text, values))
    ids = seen.values("id")
    assert len(ids) == len(set(ids))
    assert seen.tags.count("h1") == 1
    assert {*seen.values("for"), *seen.values("aria-controls"), *seen.values("aria-labelledby")} <= set(ids)
    assert all(target[1:] in ids for target in seen.values("href"))


def test_nothing_is_asked_for_and_nothing_is_evaluated() -> None:
    text = page(*PRODUCT)
    assert POLICY in text
    assert not Page(text).values("src")
    outside = re.sub(r"data:font/woff2;base64,[A-Za-z0-9+/=]+", "", text)
    assert not re.search(r"https?://(?!www\.w3\.org/)|@import", outside)
    assert not re.search(r"\beval\b|\bFunction\(|innerHTML|insertAdjacent|document\.write", outside)


def test_ten_nodes_are_well_below_250_kilobytes() -> None:
    graph = cr.graph("z = w*x + b; a = sigmoid(z); L = (a - y)^2 + a")
    assert len(graph.nodes) >= 10
    assert len(graph_page(graph).encode()) < 150_000


HOSTILE = ["</script><script>alert(1)</script>", '"><img onerror=x>', "]]>", "a & b {target}", "\u0000"]


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_are_data(title: str) -> None:
    seen = Page(page(*PRODUCT, title=title))
    assert seen.tags.count("script") == 2
    assert "onerror" not in [name for _, name, _ in seen.attributes]


def test_numbers_stand_in_their_places_without_a_script() -> None:
    text = page(*PRODUCT)
    data = data_of(text)
    shown = dict(re.findall(r'data-row="(\d+)">([^<]*)<', text))
    names = [node[0] for node in data["nodes"]]
    assert names == ["x", "y", "v₁", "z", "f"]
    assert [shown[str(node[3])] for node in data["nodes"]] == ["−2", "5", "3", "−4", "−12"]
    assert [shown[str(node[4])] for node in data["nodes"]] == ["−4", "−4", "−4", "3", "1"]
    assert [shown[str(edge[4])] for edge in data["edges"] if str(edge[4]) in shown] == ["1", "1", "−4", "3"]


def test_steps_go_forward_through_operations_and_backward_through_all_that_moves() -> None:
    data = data_of(page(*PRODUCT))
    called = [node[0] for node in data["nodes"]]
    assert [called[index] for index in data["forward"]] == ["v₁", "f"]
    assert [called[index] for index in data["reverse"]] == ["f", "z", "v₁", "y", "x"]


def test_the_table_lists_every_node_in_order_with_formula_value_and_adjoint() -> None:
    text = page(*PRODUCT)
    table = text[text.index('<table class="passes">') :]
    table = table[: table.index("</table>")]
    assert re.findall(r'<th scope="row">.*?aria-label="([^"]*)"><mrow>', table) == [
        "x", "y", "v one equals x plus y", "z", "f equals v one z",
    ]  # fmt: skip
    assert table.count("<tr") == 6


def test_paths_are_listed_with_their_products_and_the_sum() -> None:
    text = page("x*x + sin(x)*x", {"x": 1})
    assert text.count('class="path"') == 4
    assert text.count("All paths together") == 1
    data = data_of(text)
    assert [path[0] for path in data["paths"]] == ["x → v₁ → y", "x → v₁ → y", "x → v₂ → v₃ → y", "x → v₃ → y"]
    for _, edges, _ in data["paths"]:
        whole = [data["edges"][edge][1] for edge in edges]
        assert whole[-1] == data["output"]
        assert [data["edges"][edge][0] for edge in edges[1:]] == whole[:-1]


def test_too_many_paths_are_counted() -> None:
    system = "; ".join(["d0 = x", *[f"d{i} = sin(d{i - 1}) + cos(d{i - 1})" for i in range(1, 9)]])
    text = page(system)
    assert "256 paths lead from x to d₈, too many to list" in text
    assert 'class="path"' not in text


def test_the_rate_is_partial_where_something_else_moves_too() -> None:
    rates = {node[0]: node[2] for node in data_of(page("z = x*y; x = sin(t); y = cos(t)"))["nodes"]}
    assert rates == {"t": "dz/dt", "x": "∂z/∂x", "y": "∂z/∂y", "z": "dz/dz"}
    assert {node[2] for node in data_of(page("sin(cos(x))"))["nodes"]} == {"dy/dx", "dy/dv₁", "dy/dy"}


def test_values_are_shown_as_they_were_given() -> None:
    text = page("x + y + z + w", 'x = pi/4, y = -1/3, z = 0.25, w = sqrt(2)')
    assert re.findall(r'type="text".*?value="([^"]*)"', text) == ["pi/4", "-1/3", "0.25", "1.4142135623730951"]


def test_held_inputs_have_fields_and_no_adjoint() -> None:
    text = page("x*y", {"x": 2, "y": 3}, variables="x")
    assert text.count("(held)") == 1
    data = data_of(text)
    assert [node[4] < 0 for node in data["nodes"]] == [False, True, False]
    assert "Nothing is passed back to it" in text


def test_unknown_functions_have_formulas_and_no_numbers() -> None:
    text = page("z = f(x, y); x = g(t); y = h(t)")
    assert "f, g and h are unknown" in text
    seen = Page(text)
    assert "input" not in seen.tags
    assert not seen.values("data-row")


def chain(count: int) -> Graph:
    definitions = ["u0 = sin(x)", *[f"u{i} = sin(u{i - 1})" for i in range(1, count - 1)]]
    return cr.graph("; ".join(definitions), limits=cr.Limits.unbounded())


def test_a_large_graph_has_the_table_only() -> None:
    text = graph_page(chain(DRAWN + 1))
    assert f"The graph has {DRAWN + 1} nodes, too many to be drawn" in text
    assert 'class="stage"' not in text
    assert text.count("<tr data-node") == DRAWN + 1
    assert 'class="stage"' in graph_page(chain(DRAWN))


def test_a_graph_too_large_for_a_page_is_refused_with_the_limit() -> None:
    with pytest.raises(cr.LimitError) as caught:
        graph_page(chain(LISTED + 1))
    assert (caught.value.allowed, caught.value.met) == (LISTED, LISTED + 1)


def test_one_of_two_uses_is_not_called_the_derivative_of_the_whole() -> None:
    data = data_of(page("x*x + sin(x)", {"x": 1}))
    assert [(formula, rate) for _, _, formula, rate, *_ in data["edges"]] == [
        ("x", "x"), ("x", "x"), ("cos(x)", "dv₂/dx"), ("1", "∂y/∂v₁"), ("1", "∂y/∂v₂"),
    ]  # fmt: skip
    assert "dee v one by dee x" not in page("x*x + sin(x)", {"x": 1})
    assert "partial y by partial v one times x" in page("x*x + sin(x)", {"x": 1})
