"""A computational graph as people see it: tree, tables, picture, DOT and data."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any
from xml.etree.ElementTree import fromstring

import pygraphviz
import pytest
from jsonschema import Draft202012Validator
from shared_graphs import diamonds, nested

import chainrule as cr
from chainrule.calculus.graphs.graph import Graph, graph
from chainrule.expression.nodes import Product, Symbol
from chainrule.rendering.listing.graph import told_of_graph
from chainrule.rendering.pictures import graphviz
from chainrule.rendering.pictures.computation import MOST_DRAWN
from chainrule.rendering.views import FRAGMENTS, as_dict, document, drawn, show

NEURON = "z = w*x + b; a = sigmoid(z); L = (a - y)^2"


def neuron() -> Graph:
    return graph(NEURON, w=0.5, x=2, b=-1, y=1)


VARIED = [
    graph("(x + y)*z", x=-2, y=5, z=-4), graph("x*x + sin(x)*x"), neuron(), graph(NEURON), graph("3"), graph("x", x=1),
    graph("ln(x) if x > 0, x^2 otherwise", x=-2), graph("w*x + b", variables="w"), graph(diamonds(50), x=0.5),
    graph("f(x, g(y))"), graph("x + y", x="10^-200", y=1),
]  # fmt: skip


def test_the_listing() -> None:
    assert graph("(x + y)*z", x=-2, y=5, z=-4).to_text() == """\
Read as: f = (x + y) z, at x = -2, y = 5 and z = -4

Forward pass: values from the inputs up.
  node  formula  value
     x    given     -2
     y    given      5
    v₁    x + y      3
     z    given     -4
     f      v₁z    -12

Reverse pass: adjoints from the output down.
Each edge passes on its signal, the adjoint above, times its local derivative; what arrives is added.
  adjoint  signal · local derivative  in numbers  value
    ∂f/∂f                          1           1      1
    ∂f/∂z                         v₁       1 · 3      3
   ∂f/∂v₁                          z    1 · (-4)     -4
    ∂f/∂y                     ∂f/∂v₁      -4 · 1     -4
    ∂f/∂x                     ∂f/∂v₁      -4 · 1     -4
∂f/∂x = z = -4
∂f/∂y = z = -4
∂f/∂z = x + y = 3"""


def test_a_slope_is_said_with_the_name_of_its_own_node() -> None:
    """As in a book: da/dz = a(1 - a), and the system is read as it was written."""
    text = neuron().to_text()
    assert "∂L/∂a · a(1 - a)" in text
    assert text.startswith("Read as: L = (a - y)², at w = 0.5, x = 2, b = -1 and y = 1")


def test_without_a_point_there_are_no_numbers() -> None:
    text = graph("q = x + y; f = q*z").to_text()
    assert "without a point" in text
    assert "in numbers" not in text
    assert text.endswith("∂f/∂x = z\n∂f/∂y = z\n∂f/∂z = x + y")


ALONE = [
    ("5", None, "Read as: 5, without a point\n"),
    ("x", None, "Read as: x, without a point\n"),
    ("-x", "x = 2", "\ndy/dx = -1\n"),
    ("x/2", "x = 1e30", "Read as: y = x/2, at x = 10³⁰\n"),
    ("x/2", "x = 1/3", "Read as: y = x/2, at x = 1/3\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values", "said"), ALONE)
def test_nothing_is_said_twice_or_at_length(text: str, values: str | None, said: str) -> None:
    assert said in f"{graph(text, values).to_text().rstrip()}\n"


def test_the_sign_of_a_product_is_a_dot_in_latex_too() -> None:
    told = graph("2x", x=3).to_latex()
    assert r"signal $\cdot$ local derivative" in told
    assert r"$1$ $\cdot$ $2$" in told


def test_paths_and_tangents() -> None:
    told = told_of_graph(graph("x*x + sin(x)*x", x=2), paths=["x"], tangent="x = 1")
    text = show(told, "text")
    assert "4 paths lead from x to y; each contributes its product:" in text
    assert "  x → v₂ → v₃ → y: x cos(x) = 1 · 2 · (-0.41615) = -0.83229" in text
    assert "Added: dy/dx = 2 + 2 + (-0.83229) + 0.9093 = 4.077" in text
    assert re.search(r"y +1 · 4 \+ 1 · 0\.077\d* +4\.077", text)


@pytest.mark.parametrize(
    ("made", "name", "words"),
    [
        (graph("(x + y)*z", x=-2, y=5, z=-4), "x", "One path leads from x to f:"),
        (graph("w*x", variables="w"), "x", "No path leads from x to y."),
        (graph(diamonds(50)), "x", "1,125,899,906,842,624 paths lead from x to y, more than the 12 that are listed"),
        (graph("x*y"), "x", "x → f: y"),
    ],
)
def test_how_many_paths_there_are(made: Graph, name: str, words: str) -> None:
    assert words in show(told_of_graph(made, paths=[name]), "text")


def test_what_is_long_is_only_counted() -> None:
    text = graph(diamonds(20)).to_text()
    assert re.search(r"dy/dx takes [\d,]+ operations when it is written out", text)
    wide = graph("+".join(f"sin({n} x)" for n in range(1, 20))).to_text("full", width=200)
    assert "…" in wide
    told = told_of_graph(graph("+".join(f"sin({n} x)" for n in range(1, 20)), x=1), tangent="x = -1")
    assert "1 · (-5.761) + 1 · (-5.2773) + 1 · 1.164" in show(told, "text")
    assert "1 · 2 + (-1) · 2" in show(told_of_graph(graph("f = p*q - 2p; p = 3x; q = x + 1", x=1)), "text")


@pytest.mark.parametrize("detail", ["answer", "brief", "full"])
@pytest.mark.parametrize("medium", FRAGMENTS)
def test_every_medium_tells_every_graph(medium: str, detail: str) -> None:
    for made in VARIED:
        assert show(made, medium, detail=detail).strip() or not made.variables


@pytest.mark.parametrize("medium", ["latex", "typst", "html"])
def test_documents(medium: str) -> None:
    assert document([neuron(), graph("x*y")], medium)


@pytest.mark.parametrize(("option", "value"), [("detail", "all"), ("notation", "newton")])
def test_there_is_no_other_detail_or_notation(option: str, value: str) -> None:
    with pytest.raises(cr.ChainRuleError, match=value):
        show(graph("x"), "text", **{option: value})


# --- the tree ---------------------------------------------------------------------------------------------------------


def test_the_tree_draws_once_what_is_shared() -> None:
    assert graph("q = x + y; f = q*sin(q)").to_tree() == """\
f = qv₁
├─ q = x + y
│  ├─ x
│  └─ y
└─ v₁ = sin(q)
   └─ q (drawn above)"""
    assert graph("x^2", x=3).to_tree(ascii=True) == """\
y = x^2   [value 9, adjoint 1]
`- x   [value 3, adjoint 6]"""


def test_a_tree_that_is_too_long_to_be_drawn() -> None:
    with pytest.raises(cr.LimitError, match="printed characters"):
        graph(nested(2_000)).to_tree()
    assert len(graph(diamonds(50)).to_tree().splitlines()) == 201


# --- the picture ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["layered", "graphviz", None])
def test_the_picture(layout: str | None) -> None:
    for made in VARIED:
        if len(made.nodes) <= MOST_DRAWN:
            root = fromstring(made.to_svg(layout=layout))
            kinds = [element.get("class", "") for element in root.iter()]
            assert sum("shell" in kind or kind == "core" for kind in kinds) == len(made.nodes)
            assert kinds.count("tip") == len(made.edges)
            assert float(root.get("width", "0")) > 0


def test_the_picture_says_the_numbers() -> None:
    words = "".join(fromstring(graph("(x + y)*z", x=-2, y=5, z=-4).to_svg(layout="layered")).itertext())
    for said in ("at x = -2, y = 5, z = -4", "v₁ = x + y", "value -12", "adjoint -4", "z = -4"):
        assert said in words


def test_a_line_that_passes_nothing_on_is_dotted() -> None:
    kinds = [element.get("class", "") for element in fromstring(graph("3x").to_svg(layout="layered")).iter()]
    assert [kind for kind in kinds if kind.startswith("arrow")] == ["arrow still", "arrow"]


@pytest.mark.parametrize("layout", ["layered", "graphviz"])
def test_boxes_do_not_overlap_and_stay_inside(layout: str) -> None:
    root = fromstring(neuron().to_svg(layout=layout))
    boxes = [e for e in root.iter() if e.get("class", "").startswith(("shell", "core"))]
    sides = [[float(box.get(name, 0)) for name in ("x", "y", "width", "height")] for box in boxes]
    width, height = (float(root.get(name, 0)) for name in ("width", "height"))
    for index, (x, y, w, h) in enumerate(sides):
        assert 0 <= x <= x + w <= width
        assert 0 <= y <= y + h <= height
        for u, v, p, q in sides[:index]:
            assert x + w <= u or u + p <= x or y + h <= v or v + q <= y


def test_graphviz_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphviz, "is_there", lambda: False)
    with pytest.raises(cr.MissingExtraError, match=r'Graphviz is not installed.*"chainrule\[graph\]"'):
        graph("x").to_svg(layout="graphviz")
    assert graph("x").to_svg() == graph("x").to_svg(layout="layered")


def test_what_cannot_be_drawn() -> None:
    with pytest.raises(cr.LimitError, match="nodes in a picture is 300, and this needs 401"):
        graph(nested(400)).to_svg()
    with pytest.raises(cr.ChainRuleError, match="a layout is layered or graphviz, not 'round'"):
        graph("x").to_svg(layout="round")
    with pytest.raises(cr.ChainRuleError, match="no view called 'cube'"):
        drawn(graph("x"), "cube")


# --- DOT --------------------------------------------------------------------------------------------------------------


def test_dot() -> None:
    assert graph("x*y + 2", x=3, y=1).to_dot() == """\
digraph {
  rankdir=LR;
  node [shape=box, style=rounded];
  n1 [label="x\\nvalue 3\\nadjoint 1", style=solid];
  n2 [label="y\\nvalue 1\\nadjoint 3", style=solid];
  n3 [label="v₁ = xy\\nvalue 3\\nadjoint 1"];
  n4 [label="2", style=solid];
  n5 [label="f = v₁ + 2\\nvalue 5\\nadjoint 1", peripheries=2];
  n1 -> n3 [label="y = 1"];
  n2 -> n3 [label="x = 3"];
  n3 -> n5 [label="1"];
  n4 -> n5 [style=dashed];
}"""


def test_names_are_escaped() -> None:
    odd = Symbol('a"b\\n];<script>&')
    made = graph(Product((odd, Symbol("x"))))
    dot = made.to_dot()
    assert '"a\\"b\\\\n];<script>&"' in dot
    assert "<script>" not in made.to_svg(layout="layered")
    fromstring(made.to_svg(layout="layered"))
    assert len(pygraphviz.AGraph(dot).nodes()) == 3
    fromstring(made.to_svg(layout="graphviz"))


# --- data -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("detail", ["answer", "brief", "full"])
@pytest.mark.parametrize("index", range(len(VARIED)))
def test_data_keeps_to_the_schema(index: int, detail: str) -> None:
    schema = json.loads(resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    data = json.loads(json.dumps(VARIED[index].to_dict(detail)))
    Draft202012Validator(schema["$defs"]["graph"]).validate(data)
    Draft202012Validator(schema).validate(data)


def test_what_the_data_says() -> None:
    data: dict[str, Any] = as_dict(graph("q = x + y; f = q*z", x=-2, y=5, z=-4))
    assert data["value"] == -12
    assert data["gradient"] == {"x": -4, "y": -4, "z": 3}
    assert data["partials"] == {"x": "z", "y": "z", "z": "x + y"}
    assert data["definitions"] == {"q": "n3", "f": "n5"}
    assert data["nodes"][2] == {
        "id": "n3", "name": "q", "label": "+", "kind": "operation", "expression": "x + y", "whole": "x + y",
        "parts": ["n1", "n2"], "value": 3, "adjoint": -4,
    }  # fmt: skip
    assert data["edges"][2] == {
        "part": "n3", "whole": "n5", "local": "z", "rate": -4, "signal": 1, "contribution": -4,
    }  # fmt: skip


def test_a_notebook_shows_it() -> None:
    shown = neuron()._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/plain", "image/svg+xml"}
    assert "image/svg+xml" not in graph(nested(400))._repr_mimebundle_()
    assert str(neuron()) == neuron().to_text("brief")
