"""Derivatives inside a line: where each begins and ends."""

from __future__ import annotations

import pytest

from chainrule.tutor.working.rates import Extent, Rate, with_rates_named

CASES: list[tuple[str, Extent, str, list[tuple[str, str | None, int]]]] = [
    ("d/dx(sin(x)) * cos(x)", "factor", "D1 * cos(x)", [("(sin(x))", "x", 1)]),
    ("d/dx(sin(x)) * cos(x)", "term", "D1", [("(sin(x)) * cos(x)", "x", 1)]),
    ("d/dx x^2 sin x + 3", "factor", "D1 + 3", [("x^2 sin x", "x", 1)]),
    ("d/dx x^2 sin x + 3", "rest", "D1", [("x^2 sin x + 3", "x", 1)]),
    ("d/dx x^-2 + 1", "factor", "D1 + 1", [("x^-2", "x", 1)]),
    ("d/dx (x+1)^3 * 2", "factor", "D1 * 2", [("(x+1)^3", "x", 1)]),
    ("d/dx (x+1)^(2) * 2", "factor", "D1 * 2", [("(x+1)^(2)", "x", 1)]),
    ("(d/dx x^2) x", "rest", "( D1 ) x", [("x^2", "x", 1)]),
    ("d(x^2)/dx * 3", "factor", "D1 * 3", [("(x^2)", "x", 1)]),
    ("cos(x^2) d/dx (x^2)", "factor", "cos(x^2) * D1", [("(x^2)", "x", 1)]),
    ("sin x du/dx", "factor", "sin x * D1", [("u", "x", 1)]),
    ("ln y'", "factor", "ln D1", [("y", None, 1)]),
    ("(x^2)' + sin(x)'", "factor", "D1 + D2", [("(x^2)", None, 1), ("sin(x)", None, 1)]),
    ("(x^2 (sin x)')'", "factor", "D1", [("(x^2 (sin x)')", None, 1)]),
    ("u'v + uv'", "factor", "D1 v + u * D2", [("u", None, 1), ("v", None, 1)]),
    ("y''", "factor", "D1", [("y", None, 2)]),
    ("y'(x)/y", "factor", "D1 /y", [("y", "x", 1)]),
    ("d/dx (x^2)  dy/du ", "factor", "D1 D2", [("(x^2)", "x", 1), ("y", "u", 1)]),
    ("d/dx", "factor", "d/dx", []),
    ("x + (x", "factor", "x + (x", []),
]


@pytest.mark.parametrize(("text", "extent", "plain", "found"), CASES)
def test_derivatives_are_named(
    text: str, extent: Extent, plain: str, found: list[tuple[str, str | None, int]]
) -> None:
    met: list[Rate] = []

    def name(rate: Rate) -> str:
        met.append(rate)
        return f"D{len(met)}"

    assert " ".join(with_rates_named(text, name, extent).split()) == plain
    assert [(rate.of, rate.by, rate.order) for rate in met] == found


def test_what_has_no_name_is_left_as_it_is() -> None:
    assert with_rates_named("f'(x) + u'", lambda rate: None, "factor") == "f'(x) + u'"


def test_a_line_too_long_is_left_as_it_is() -> None:
    text = "y' + " * 1000 + "1"
    assert with_rates_named(text, lambda rate: "D", "factor") == text
