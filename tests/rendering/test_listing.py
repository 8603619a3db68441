"""What people read, in full: one listing for each way of telling."""

from __future__ import annotations

import pytest

from chainrule.calculus.alternatives import IDENTITIES
from chainrule.calculus.derivation import derive
from chainrule.calculus.rules import RULES
from chainrule.errors import ChainRuleError
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Definitions, Line, ReadAs
from chainrule.rendering.listing.parts import STORIES
from chainrule.rendering.listing.teller import NEVER_SIMPLE
from chainrule.rendering.listing.telling import listing

GOLDEN = {
    ("sin(cos(x))", "full", "leibniz"): """
Read as: y = sin(cos(x)), by x
  y = sin(u)    outer
  u = cos(x)    inner
1 Outer, by u:     dy/du = cos(u)
2 Inner, by x:     du/dx = -sin(x)
3 Multiply:        dy/dx = dy/du · du/dx = cos(u) · (-sin(x))
4 Put u back:      = cos(cos(x)) · (-sin(x))
5 Tidy, order:     = -sin(x) cos(cos(x))
Holds for every real x.
""",
    ("(2x + 1)^3", "full", "leibniz"): """
Read as: y = (2x + 1)³, by x
  y = u³        outer
  u = 2x + 1    inner
1 Outer, by u:     dy/du = 3u²
2 Inner, by x:     du/dx = 2
3 Multiply:        dy/dx = dy/du · du/dx = 3u² · 2
4 Put u back:      = 3(2x + 1)² · 2
5 Tidy, multiply the numbers: = 6(2x + 1)²
Holds for every real x.
Another way: y = 8x³ + 12x² + 6x + 1 has slope 24x² + 24x + 6, the same. Without the inner 2 you get half.
""",
    ("sin(cos(x^2))", "full", "leibniz"): """
Read as: y = sin(cos(x²)), by x
  y = sin(u)    outer
  u = cos(v)    middle
  v = x²        inner
1 Outer, by u:     dy/du = cos(u)
2 u, by v:         du/dv = -sin(v)
3 Inner, by x:     dv/dx = 2x
4 Multiply:        dy/dx = dy/du · du/dv · dv/dx = cos(u) · (-sin(v)) · 2x
5 Put u and v back: = cos(cos(x²)) · (-sin(x²)) · 2x
6 Tidy, order:     = -2x sin(x²) cos(cos(x²))
Holds for every real x.
""",
    ("sin(cos(x^2))", "full", "lagrange"): """
Read as: y(x) = sin(cos(x²)), by x
  y(x) = f(g(h(x)))
  f(u) = sin(u)    outer
  g(v) = cos(v)    middle
  h(x) = x²        inner
1 Outer, by u:     f'(u) = cos(u)
2 g(v), by v:      g'(v) = -sin(v)
3 Inner, by x:     h'(x) = 2x
4 Multiply:        y'(x) = f'(g(h(x))) · g'(h(x)) · h'(x) = cos(cos(x²)) · (-sin(x²)) · 2x
5 Tidy, order:     = -2x sin(x²) cos(cos(x²))
Holds for every real x.
""",
    ("ln(sin(x))", "full", "leibniz"): """
Read as: y = ln(sin(x)), by x
  y = ln(u)     outer, needs u > 0
  u = sin(x)    inner
1 Outer, by u:     dy/du = 1/u
2 Inner, by x:     du/dx = cos(x)
3 Multiply:        dy/dx = dy/du · du/dx = (1/u) · cos(x)
4 Put u back:      = (1/sin(x)) · cos(x)
5 Tidy, one fraction: = cos(x)/sin(x)
This is also cot(x), because cosine over sine is the cotangent.
Holds where sin(x) > 0. Elsewhere y has no real value, though cos(x)/sin(x) may.
""",
    ("sin(x)^2", "full", "leibniz"): """
Read as: y = (sin(x))², by x
  y = u²        outer
  u = sin(x)    inner
1 Outer, by u:     dy/du = 2u
2 Inner, by x:     du/dx = cos(x)
3 Multiply:        dy/dx = dy/du · du/dx = 2u · cos(x)
4 Put u back:      = 2 sin(x) cos(x)
This is also sin(2x), by the double-angle formula.
Holds for every real x.
""",
    ("x^x", "full", "leibniz"): """
Read as: y = x^x, by x
Base and exponent both vary: neither the power rule (fixed exponent) nor the exponential rule (fixed base) applies.
Take logarithms; y > 0.
1 Logarithm:       ln(y) = x ln(x)
2 Left, chain rule (y depends on x): (1/y) · dy/dx
3 Right, product rule: 1 · ln(x) + x · (1/x) = ln(x) + 1
4 Equate:          (1/y) · dy/dx = ln(x) + 1
5 Times y:         dy/dx = y(ln(x) + 1)
6 Put y back:      = x^x (ln(x) + 1)
Holds for x > 0.
""",
    ("3x^2 + 2x - 5", "full", "leibniz"): """
Read as: y = 3x² + 2x - 5, by x
A sum, not a composite: its terms are differentiated one by one.
1 Term by term:    dy/dx = 3 · 2x + 2    (-5 is constant: slope 0)
2 Tidy, multiply the numbers: = 6x + 2
Holds for every real x.
""",
    ("x^2 sin(3x)", "full", "leibniz"): """
Read as: y = x² sin(3x), by x
A product, not a composite: the factors stand side by side, none is inside another.
  y = f g       a product
  f = x²
  g = sin(3x)
1 f, by x:         df/dx = 2x
2 g, by x:         a composite
  g = sin(u)    outer
  u = 3x        inner
2.1 Outer, by u:   dg/du = cos(u)
2.2 Inner, by x:   du/dx = 3
2.3 Multiply:      dg/dx = dg/du · du/dx = cos(u) · 3
2.4 Put u back:    = cos(3x) · 3
2.5 Tidy, order:   = 3 cos(3x)
3 Product rule:    dy/dx = df/dx · g + f · dg/dx = 2x · sin(3x) + x² · 3 cos(3x)
4 Tidy, order:     = 2x sin(3x) + 3x² cos(3x)
Holds for every real x.
""",
    ("x^2 sin(3x)", "brief", "leibniz"): """
Read as: y = x² sin(3x), by x
1 Chain rule for sin(3x): cos(3x) · 3 = 3 cos(3x)
2 Product rule:    dy/dx = 2x · sin(3x) + x² · 3 cos(3x) = 2x sin(3x) + 3x² cos(3x)
Holds for every real x.
""",
    ("(x^2 + 1)/(x - 1)", "full", "leibniz"): """
Read as: y = (x² + 1)/(x - 1), by x
A quotient, not a composite: one function stands over another, none is inside another.
  y = f/g       a quotient
  f = x² + 1
  g = x - 1
1 f, by x:         df/dx = 2x
2 g, by x:         dg/dx = 1
3 Quotient rule:   dy/dx = (df/dx · g - f · dg/dx)/g² = (2x · (x - 1) - (x² + 1) · 1)/(x - 1)²
4 Tidy, combine powers, expand and collect: = (x² - 2x - 1)/(x - 1)²
Holds for x ≠ 1.
""",
    ("5 - 2 sin(x^2)", "full", "leibniz"): """
Read as: y = 5 - 2 sin(x²), by x
A sum, not a composite: its terms are differentiated one by one.
Constant factors and signs stay in front, constant terms have slope 0.
  y = 5 - 2f
  f = sin(u)    outer
  u = x²        inner
1 Outer, by u:     df/du = cos(u)
2 Inner, by x:     du/dx = 2x
3 Multiply:        df/dx = df/du · du/dx = cos(u) · 2x
4 Put u back:      = cos(x²) · 2x
5 Tidy, order:     = 2x cos(x²)
6 Put together:    dy/dx = -2 · df/dx = -2 · 2x cos(x²)
7 Tidy, multiply the numbers: = -4x cos(x²)
Holds for every real x.
""",
    ("sin(x^2)/(1 + sin(x^2))", "full", "leibniz"): """
Read as: y = sin(x²)/(1 + sin(x²)), by x
A quotient, not a composite: one function stands over another, none is inside another.
  y = f/g       a quotient
  f = sin(x²)
  g = 1 + sin(x²)
1 f, by x:         a composite
  f = sin(u)    outer
  u = x²        inner
1.1 Outer, by u:   df/du = cos(u)
1.2 Inner, by x:   du/dx = 2x
1.3 Multiply:      df/dx = df/du · du/dx = cos(u) · 2x
1.4 Put u back:    = cos(x²) · 2x
1.5 Tidy, order:   = 2x cos(x²)
2 g, by x:         a sum
The constant term 1 has slope 0.
  g = 1 + h
  h = sin(x²)
2.1 h, by x:       dh/dx = 2x cos(x²)    (as in step 1)
2.2 Sum rule:      dg/dx = dh/dx = 2x cos(x²)
3 Quotient rule:   dy/dx = (df/dx · g - f · dg/dx)/g² \
= (2x cos(x²) · (1 + sin(x²)) - sin(x²) · 2x cos(x²))/(1 + sin(x²))²
4 Tidy, expand and collect: = 2x cos(x²)/(1 + sin(x²))²
Holds where 1 + sin(x²) ≠ 0.
""",
    ("a^x", "full", "leibniz"): """
Read as: y = a^x, by x; a held constant
Not a composite: inside there is x alone.
1 Exponential rule: ∂y/∂x = a^x ln(a)
Holds for a > 0.
""",
    ("|x|", "full", "leibniz"): """
Read as: y = |x|, by x
Not a composite: inside there is x alone.
1 Absolute value:  dy/dx = sign(x)
Holds for x ≠ 0.
y has no slope at x = 0.
""",
    ("7", "full", "leibniz"): """
Read as: y = 7, by x
7 does not change with x.
1 Constant rule:   dy/dx = 0
Holds for every real x.
""",
    ("f(t) = t^3", "full", "leibniz"): """
Read as: f = t³, by t
Not a composite: inside there is t alone.
1 Power rule:      df/dt = 3t²
Holds for every real t.
""",
}


@pytest.mark.parametrize(("text", "detail", "notation"), GOLDEN, ids=" ".join)
def test_golden_listings(text: str, detail: str, notation: str) -> None:
    assert derive(text).to_text(detail, notation=notation) == GOLDEN[text, detail, notation].strip()


def test_higher_orders_have_a_heading_each() -> None:
    assert derive("x^3", order=2).to_text() == """
Read as: y = x³, by x

First derivative
Not a composite: inside there is x alone.
1 Power rule:      dy/dx = 3x²

Second derivative
1 Constant multiple rule: d²y/dx² = 3 · 2x
2 Tidy, multiply the numbers: = 6x
Holds for every real x.
""".strip()


def test_mixed_partial_derivatives_say_what_is_held() -> None:
    assert derive("x^2 y^3", ["x", "y"]).to_text() == """
Read as: f = x²y³, by x, then by y

First by x, with y held constant
1 Constant multiple rule: ∂f/∂x = y³ · 2x
2 Tidy, order:     = 2xy³

Then by y, with x held constant
1 Constant multiple rule: ∂²f/∂y∂x = 2x · 3y²
2 Tidy, multiply the numbers: = 6xy²
Holds for every real x and y.
""".strip()


@pytest.mark.parametrize(
    ("text", "name"),
    [("x^2", "y"), ("x^2 y", "f"), ("x y f(x)", "z"), ("u = x^2", "u"), ("f(t) = t^2", "f"), ("y' = x^3", "f")],
)
def test_the_target_has_a_name_of_its_own(text: str, name: str) -> None:
    [first, *_] = listing(derive(text, "t" if "t)" in text else "x"))
    assert isinstance(first, ReadAs)
    assert str(first.name) == name


def test_letters_pass_over_those_of_the_input_and_are_not_used_again() -> None:
    blocks = listing(derive("f u v sin(x^2) + cos(sin(x^3))", "x", order=2))
    rows = [row for block in blocks if isinstance(block, Definitions) for row in block.rows]
    letters = {str(row.name) for row in rows}
    assert letters.isdisjoint({"f", "u", "v", "x"})
    layers = [str(row.name) for row in rows if "inner" in row.role]
    assert len(layers) == len(set(layers)) > 2


def test_every_rule_has_a_way_of_telling() -> None:
    assert set(STORIES) >= NEVER_SIMPLE
    assert set(STORIES) <= {rule.id for rule in RULES}
    assert set(wording.KINDS) == {*STORIES, "chain"}


def test_every_identity_has_words() -> None:
    assert set(wording.BECAUSE) == set(IDENTITIES)


@pytest.mark.parametrize("order", [1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 23, 101, 111, 112])
def test_ordinals(order: int) -> None:
    [heading] = ["".join(map(str, wording.nth_derivative(order)))]
    endings = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 101: "st"}
    assert order <= 10 or heading == f"{order}{endings.get(order, 'th')} derivative"
    assert heading[0].isupper() or heading[0].isdigit()


def test_trivial_steps_take_no_line() -> None:
    lines = [block for block in listing(derive("x sin(x)")) if isinstance(block, Line)]
    assert [line.number for line in lines] == ["1", "2", "3"]


@pytest.mark.parametrize(("option", "value"), [("detail", "all"), ("notation", "newton")])
def test_unknown_options_are_refused(option: str, value: str) -> None:
    with pytest.raises(ChainRuleError, match=f"{option} is .* not '{value}'"):
        listing(derive("x"), **{option: value})  # type: ignore[arg-type]


def test_the_layers_of_a_system_have_its_own_letters() -> None:
    shown = derive("u = x^2; v = sin(u); y = e^v", "x").to_text()
    for row in ("y = e^v, by x", "  v = sin(u)", "  u = x²"):
        assert row in shown
    twice = derive("u = x^2; v = sin(u); y = e^v", "x", order=2).to_text()
    assert "the definitions of u and v are put in" in twice
    assert all(row in twice for row in ("  y = e^v ", "  v = sin(u) ", "  u = x² "))


def test_no_letter_is_defined_twice_below_a_constant_factor() -> None:
    assert derive("a sin(x^2)", "x").to_text().count("  f = ") == 1


def test_the_name_of_a_derivative_is_not_given_to_what_is_differentiated() -> None:
    shown = derive("dy/dx = x^2").to_text()
    assert "dy/dx = … names a derivative" in shown
    assert "y = x²" not in shown


@pytest.mark.parametrize("depth", [2, 3, 12, 40])
def test_the_brief_listing_of_a_chain_is_one_line_and_shorter_than_the_full_one(depth: int) -> None:
    derivation = derive("sin(" * depth + "x^2" + ")" * depth)
    brief = derivation.to_text("brief")
    assert brief.count("Chain rule") == 1
    assert brief.count(" · ") == depth
    assert len(brief) < len(derivation.to_text())
