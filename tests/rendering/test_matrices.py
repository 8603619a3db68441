"""Matrix formulas in every notation."""

from __future__ import annotations

import pytest
import typst as typst_compiler

from chainrule.expression.nodes import ONE, Product, Symbol, UnknownCall
from chainrule.rendering.notation.latex import latex
from chainrule.rendering.notation.mathml import mathml
from chainrule.rendering.notation.matrices import Hadamard, transposed
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.notation.speech import spoken
from chainrule.rendering.notation.text import text
from chainrule.rendering.notation.typst import typst

W, D, A, Z = (Symbol(name) for name in ("W2_", "delta2_", "a1_", "z1_"))
BACK = Product((transposed(W), D))
SLOPE = UnknownCall("sigma", (Z,), (1,))
RATE = rate("L", [W], [D])

CASES = [
    (transposed(W), "W⁽²⁾ᵀ", "W2^T", r"{W^{(2)}}^{\top}", 'class("normal", W^((2)))^tack.b', "layer two W transposed"),
    (Hadamard((BACK, SLOPE)), "W⁽²⁾ᵀ δ⁽²⁾ ⊙ σ'(z⁽¹⁾)", "W2^T delta2 (*) sigma'(z1)",
     r"{W^{(2)}}^{\top} \delta^{(2)} \odot \sigma'(z^{(1)})",
     'class("normal", W^((2)))^tack.b δ^((2)) dot.o σ\'(z^((1)))',
     "layer two W transposed times layer two delta times entry by entry sigma prime of layer one z"),
    (Product((D, transposed(A))), "δ⁽²⁾ a⁽¹⁾ᵀ", "delta2 a1^T", r"\delta^{(2)} {a^{(1)}}^{\top}",
     'δ^((2)) class("normal", a^((1)))^tack.b', "layer two delta layer one a transposed"),
    (Product((transposed(A), Hadamard((D, ONE - D)))), "a⁽¹⁾ᵀ (δ⁽²⁾ ⊙ (1 - δ⁽²⁾))", "a1^T (delta2 (*) (1 - delta2))",
     r"{a^{(1)}}^{\top} \cdot (\delta^{(2)} \odot (1 - \delta^{(2)}))",
     'class("normal", a^((1)))^tack.b ⋅ (δ^((2)) dot.o (1 - δ^((2))))',
     "layer one a transposed times open bracket layer two delta times entry by entry open bracket one minus "
     "layer two delta close bracket close bracket"),
    (Product((transposed(RATE), A)), "(∂L/∂W⁽²⁾)ᵀ a⁽¹⁾", "(del L/del W2)^T a1",
     r"{(\frac{\partial L}{\partial W^{(2)}})}^{\top} a^{(1)}", None, None),
    (D + Hadamard((A, Z)), "δ⁽²⁾ + a⁽¹⁾ ⊙ z⁽¹⁾", "delta2 + a1 (*) z1", r"\delta^{(2)} + a^{(1)} \odot z^{(1)}",
     "δ^((2)) + a^((1)) dot.o z^((1))", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("node", "plain", "ascii", "in_latex", "in_typst", "said"), CASES, ids=[case[1] for case in CASES]
)
def test_matrix_formulas(node, plain, ascii, in_latex, in_typst, said):
    assert text(node) == plain
    assert text(node, ascii=True) == ascii
    assert latex(node) == in_latex
    assert in_typst is None or typst(node) == in_typst
    assert said is None or spoken(node) == said


def test_mathml():
    assert mathml(transposed(Symbol("A"))) == "<msup><mrow><mi>A</mi></mrow><mo>⊤</mo></msup>"
    assert mathml(Hadamard((Symbol("a"), Symbol("b")))) == "<mi>a</mi><mo>⊙</mo><mi>b</mi>"


def test_typst_sets_them():
    formulas = " ".join(f"$ {typst(case[0])} $" for case in CASES)
    assert typst_compiler.compile(formulas.encode(), format="svg")


def test_they_rebuild_as_themselves():
    for node in (transposed(W), Hadamard((A, Z))):
        assert node.with_children(node.children) is node
