"""Lines as students write them: what in them is claimed, and what is said around it."""

from __future__ import annotations

import pytest

from chainrule.tutor.working.lines import claims

CASES = [
    ("2x cos(x^2)", ["2x cos(x^2)"]),
    ("Multiply by the inner derivative: 12(3x + 1)^3", ["12(3x + 1)^3"]),
    ("Identify the outer function sin(u) and the inner function u = x^2.", ["u = x^2."]),
    ("outer: u^4 -> 4u^3", [""]),
    ("inner: u = 3x + 1 -> du/dx = 3", ["u = 3x + 1", "du/dx = 3"]),
    ("differentiate both sides -> 2x", ["2x"]),
    ("Bring down the power: 4(3x + 1)^3", [""]),
    ("Identify the outer function: sin(u)", [""]),
    ("2x cos(x^2) for all x", ["2x cos(x^2)"]),
    ("y' = 2x, for every real number x", ["y' = 2x"]),
    ("f'(x) := 2x", ["f'(x) = 2x"]),
    ("b) du/dx = 2x", ["du/dx = 2x"]),
    ("u=x^2 v=sin x", ["u=x^2", "v=sin x"]),
    ("u' = 2x   v' = cos x", ["u' = 2x", "v' = cos x"]),
    ("u = v w = x y", ["u = v", "w = x y"]),
    ("u = x v' = 2x", ["u = x v'", "u = 2x"]),  # a chain
    ("u = x + v = 2x", ["u = x + v", "u = 2x"]),
    ("so y' = 2x", ["y' = 2x"]),
    ("Then, therefore: y' = 2x.", ["y' = 2x."]),
    ("let u = x^2", ["u = x^2"]),
    ("If we let u := x^2", ["u = x^2"]),
    ("cos(u) * 2x, where u = x^2", ["cos(u) * 2x", "u = x^2"]),
    ("let u = x^2 and v = sin x", ["u = x^2", "v = sin x"]),
    ("f(x) = sin x, g(x) = x^2", ["f(x) = sin x", "g(x) = x^2"]),
    ("u = x^2, so du/dx = 2x", ["u = x^2", "du/dx = 2x"]),
    ("y'/y = ln x + 1 => y' = y (ln x + 1)", ["y'/y = ln x + 1", "y' = y (ln x + 1)"]),
    ("⇒ y' = 3", ["y' = 3"]),
    ("2) du/dx = 2x", ["du/dx = 2x"]),
    ("3. u = x^2", ["u = x^2"]),
    ("(1) u = x^2", ["u = x^2"]),
    ("(2) x cos x", ["(2) x cos x"]),  # a product
    ("Step 1: u = x^2", ["u = x^2"]),
    ("* u = x^2", ["u = x^2"]),
    ("- 2x sin x", ["- 2x sin x"]),  # a minus
    ("2x cos(x^2)  (chain rule)", ["2x cos(x^2)"]),
    ("dy/dx = 2x by the power rule", ["dy/dx = 2x"]),
    ("by the chain rule: dy/dx = 2x", ["dy/dx = 2x"]),
    ("2x sin x  // product rule", ["2x sin x"]),
    ("1/x, for x > 0", ["1/x"]),
    ("x^x (ln x + 1) (x > 0)", ["x^x (ln x + 1)"]),
    ("differentiate both sides", [""]),
    ("First we let u = x^2", ["u = x^2"]),
    ("By the chain rule dy/dx = 2x", ["dy/dx = 2x"]),
    ("The derivative is 2x cos(x^2)", ["2x cos(x^2)"]),
    ("The outer function is sin(u)", [""]),
    ("inner: x^2", [""]),
    ("inner: u = x^2", ["u = x^2"]),
    ("multiply by 2x", [""]),
    ("so (2x)cos(x^2)", ["(2x)cos(x^2)"]),
    ("so -2x", ["-2x"]),
    ("a x = 3", ["a x = 3"]),
    ("take = 3", ["take = 3"]),
    ("by x", ["by x"]),
    ("cos x sin x", ["cos x sin x"]),
    ("xsinx cosx", ["xsinx cosx"]),
    ("$u = x^2$ ✓", ["u = x^2"]),
    ("at x = 2: y' = 12", ["at x = 2: y' = 12"]),
    ("x > 0", [""]),
    ("dy/dx = a = b", ["dy/dx = a", "dy/dx = b"]),
    ("a b = c d = e", ["a b = c d", "c d = e"]),
    ("= a = b", ["= a", "= b"]),
    ("{x if x = 0, 2 otherwise}", ["{x if x = 0, 2 otherwise}"]),
    ("w x + b", ["w x + b"]),
    ("sin x", ["sin x"]),
]


@pytest.mark.parametrize(("line", "claimed"), CASES)
def test_what_a_line_claims(line: str, claimed: list[str]) -> None:
    assert [claim.text for claim in claims([line])] == claimed


def test_one_claim_is_shown_as_its_line_and_several_as_themselves() -> None:
    assert [claim.shown for claim in claims(["so y' = 2x", "u = x, v = 3"])] == ["so y' = 2x", "u = x", "v = 3"]
    assert [claim.linked for claim in claims(["y' = a = b"])] == [False, True]


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (["- u = x^2", "- du/dx = 2x"], ["u = x^2", "du/dx = 2x"]),
        (["- sin(x)", "- sin(x)"], ["- sin(x)", "- sin(x)"]),
        (["1. y = x^2", "2. 2x"], ["y = x^2", "2x"]),
        (["y = x^2", "2. x"], ["y = x^2", "2. x"]),
        (["", "2x"], ["2x"]),
    ],
)
def test_bullets_and_numbers_that_could_be_signs_and_factors(lines: list[str], texts: list[str]) -> None:
    assert [claim.text for claim in claims(lines)] == texts


def test_names_of_the_problem_are_no_words() -> None:
    assert claims(["so x"], ["so"])[0].text == "so x"
