"""What is told of a derivative through a system of definitions."""

from __future__ import annotations

import pytest

import chainrule as cr

CHAIN = """
Read as: y = sin(u), by x
  v = 3x
  u = v²
One path: x → v → u → y
  dy/dx = dy/du · du/dv · dv/dx
1 y, by u:         dy/du = cos(u)    (formula sheet)
2 u, by v:         du/dv = 2v    (power rule)
3 v, by x:         dv/dx = 3    (constant multiple rule)
4 Multiply:        dy/dx = cos(u) · 2v · 3
5 Tidy:            = 6 cos(u) v
6 Put v and u back: = 18x cos(9x²)
Holds for every real x.
"""
CANCELLED = """
2 a, by z:         da/dz = σ(z)(1 - σ(z))    (formula sheet)
3 z, by w:         ∂z/∂w = x    (sum rule)
4 Multiply:        ∂L/∂w = ((1 - y)/(1 - a) - y/a) · σ(z)(1 - σ(z)) · x
5 Put a for σ(z):  = ((1 - y)/(1 - a) - y/a) · a(1 - a) · x
6 Tidy, multiply in, cancel: = ((1 - y) a - y(1 - a)) x
7 Tidy, expand:    = (a - ay - y + ya) x
8 Tidy:            = (a - y) x
Answer: ∂L/∂w = (a - y) x, with a = σ(z)
Cancelling is safe: 1 - a and a are never 0 here.
Holds for every real w, y, x and b.
"""
TWO_PATHS = """
Read as: z = x²y, by s; t held constant
  x = st
  y = s + t
z depends on s along 2 paths; each contributes its product, and they are added:
  s → x → z
  s → y → z
  ∂z/∂s = ∂z/∂x · ∂x/∂s + ∂z/∂y · ∂y/∂s
1 z, by x:         ∂z/∂x = y · 2x = 2xy    (constant multiple rule)
2 z, by y:         ∂z/∂y = x²    (constant multiple rule)
3 x, by s:         ∂x/∂s = t    (constant multiple rule)
4 y, by s:         ∂y/∂s = 1    (sum rule)
5 Multiply and add: ∂z/∂s = 2xy · t + x²
"""


@pytest.mark.parametrize(
    ("text", "variable", "expected"),
    [
        ("v = 3x; u = v^2; y = sin(u)", "x", CHAIN),
        ("z = w*x + b; a = sigmoid(z); L = -y*ln(a) - (1-y)*ln(1-a)", "w", CANCELLED),
        ("z = x^2 y; x = s t; y = s + t", "s", TWO_PATHS),
    ],
)
def test_the_listing(text: str, variable: str, expected: str) -> None:
    assert expected.strip() in cr.derive(text, variable).to_text()


def test_brief_has_a_line_for_each_link() -> None:
    brief = cr.derive("u = x sin(x^2); y = e^(u^2)", "x").to_text("brief")
    assert "1 y, by u:         dy/du = 2u e^(u²)    (chain rule)" in brief
    assert "2 u, by x:         du/dx = sin(x²) + 2x² cos(x²)    (product rule)" in brief


def test_every_medium_tells_it() -> None:
    derivation = cr.derive("z = w*x; a = sigmoid(z); L = (a - y)^2", "w")
    assert r"\frac{\partial L}{\partial w}" in derivation.to_latex()
    assert r"\frac{\partial L}{\partial w}" in derivation.to_markdown()
    assert "del L/del w = del L/del a * da/dz * del z/del w" in derivation.to_text(ascii=True)
    assert derivation.to_text("answer") == "2(a - y) σ(z)(1 - σ(z)) x"
    assert derivation.to_dict()["answer"] == "2*(a - y)*sigmoid(z)*(1 - sigmoid(z))*x"
