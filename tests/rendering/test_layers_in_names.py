"""Names with a layer, in every notation: the layer is raised and in brackets, for a² is a square."""

from __future__ import annotations

import pytest

from chainrule.expression.nodes import TWO, Power, Symbol
from chainrule.rendering.notation.latex import latex
from chainrule.rendering.notation.mathml import mathml
from chainrule.rendering.notation.names import layered
from chainrule.rendering.notation.speech import spoken
from chainrule.rendering.notation.text import text
from chainrule.rendering.notation.typst import typst

CASES = [
    ("w1_12", "W⁽¹⁾₁₂", "W^{(1)}_{12}", "W^((1))_(12)", "layer one W one two"),
    ("w12_1_10", "W⁽¹²⁾₁,₁₀", "W^{(12)}_{1,10}", "W^((12))_(1, 10)", "layer twelve W one ten"),
    ("wf1_12", "Wf⁽¹⁾₁₂", "W^{(1)}_{f,12}", 'W^((1))_("f", 12)', "layer one W f one two"),
    ("u1_11", "U⁽¹⁾₁₁", "U^{(1)}_{11}", "U^((1))_(11)", "layer one U one one"),
    ("b1_12", "b⁽¹⁾₁₂", "b^{(1)}_{12}", "b^((1))_(12)", "layer one b twelve"),
    ("z2_1", "z⁽²⁾₁", "z^{(2)}_{1}", "z^((2))_(1)", "layer two z one"),
    ("h1_2_t3", "h⁽¹⁾₂,ₜ₃", "h^{(1)}_{2,t3}", 'h^((1))_(2, "t3")', "layer one h two t three"),
    ("gamma1_2", "γ⁽¹⁾₂", r"\gamma^{(1)}_{2}", "γ^((1))_(2)", "layer one gamma two"),
    ("W1_", "W⁽¹⁾", "W^{(1)}", "W^((1))", "layer one W"),
    ("delta2_", "δ⁽²⁾", r"\delta^{(2)}", "δ^((2))", "layer two delta"),
]


@pytest.mark.parametrize(("name", "plain", "in_latex", "in_typst", "said"), CASES, ids=[case[0] for case in CASES])
def test_names(name, plain, in_latex, in_typst, said):
    symbol = Symbol(name)
    assert (text(symbol), latex(symbol), typst(symbol), spoken(symbol)) == (plain, in_latex, in_typst, said)
    assert text(symbol, ascii=True) == name.rstrip("_")


def test_mathml():
    assert mathml(Symbol("a2_1")) == (
        '<msubsup><mi>a</mi><mrow><mn>1</mn></mrow><mrow><mo stretchy="false">(</mo><mn>2</mn>'
        '<mo stretchy="false">)</mo></mrow></msubsup>'
    )
    assert mathml(Symbol("W1_")).startswith("<msup><mi>W</mi>")


@pytest.mark.parametrize("name", ["x1", "x_max", "w12", "W1_12", "loss", "theta_1", "x1_t2", "ab1_2", "a1_b"])
def test_names_without_a_layer(name):
    assert layered(name) is None


def test_indices_of_time_steps_and_samples_are_low():
    names = {"x1_t2": "x₁,ₜ₂", "L_s1": "Lₛ₁", "y2_t1_s3": "y₂,ₜ₁,ₛ₃", "x_st": "x_st"}
    assert {name: text(Symbol(name)) for name in names} == names


def test_a_power_of_a_name_with_a_layer_is_bracketed():
    power = Power(Symbol("a2_1"), TWO)
    assert text(power) == "(a⁽²⁾₁)²"
    assert text(power, ascii=True) == "a2_1^2"
    assert latex(power) == "(a^{(2)}_{1})^{2}"
    assert spoken(power) == "layer two a one squared"
    assert text(Symbol("w1_11") * Symbol("x1")) == "W⁽¹⁾₁₁ x₁"
