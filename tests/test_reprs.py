"""Every public object says what it is."""

from __future__ import annotations

import inspect

import pytest

import chainrule as cr
from chainrule.errors import MissingExtraError


def _error(text: str) -> Exception:
    with pytest.raises(cr.ChainRuleError) as caught:
        cr.derive(text)
    return caught.value


D = cr.derive("sin(cos(x))")
GRAPH = cr.graph("(x + y)*z", x=-2, y=5, z=-4)
SYSTEM = cr.parse("u = x^2; y = sin(u)")
OBJECTS: dict[str, object] = {
    "Reading": cr.read("y = sin^2 x"), "Derivation": D, "Stage": D.stages[0], "Step": D.steps[0],
    "Comparison": cr.compare("x", "x + 1"), "Limits": cr.Limits(), "FORMULA_SHEET": cr.FORMULA_SHEET[0],
    "Function": cr.FORMULA_SHEET[0], "Expression": cr.parse("x + 1"), "Number": cr.parse("2"),
    "Constant": cr.parse("pi"), "Symbol": cr.parse("x"), "Sum": cr.parse("x + 1"), "Product": cr.parse("2x"),
    "Quotient": cr.parse("1/x"), "Power": cr.parse("x^2"), "Negation": cr.parse("-x"), "Call": cr.parse("sin x"),
    "UnknownCall": cr.parse("f(x)"), "Piecewise": cr.parse("x if x < 0, 1 otherwise"),
    "Relation": cr.parse("x = 1 + y"), "System": SYSTEM, "Node": SYSTEM, "AtPoint": D.at(x=1),
    "ImplicitDerivation": cr.implicit("x^2 + y^2 = 25"), "OnCurve": cr.implicit("x^2 + y^2 = 25").at(x=3, y=4),
    "TangentLine": cr.tangent_line("x^2", x=3),
    "Mark": cr.check("sin(x^2)", "cos(x^2)"), "Diagnosis": cr.check("sin(x^2)", "cos(x^2)").diagnoses[0],
    "Hints": cr.hints("sin(x^2)"), "Choices": cr.choices("x^2"), "Working": cr.check_working("x^2", "2x"),
    "Graph": GRAPH, "GraphNode": GRAPH.output, "GraphEdge": GRAPH.edges[0],
    "SystemDerivation": cr.derive("u = x^2; y = sin(u)"), "ParametricDerivation": cr.parametric("x = t; y = t^2"),
    "InverseDerivation": cr.inverse_slope("x^3 + x", 2), "TableDerivation": cr.from_table("f(x)", "f'(1) = 2", 1),
    "LinearApproximation": cr.linear_approximation("sqrt(x)", 4), "TotalDifferential": cr.total_differential("x y"),
    "Problem": cr.problems(["chain"], 1, 1)[0], "Worksheet": cr.worksheet(["chain"], 1),
    "ClassReport": cr.class_report([], cr.worksheet(["chain"], 1)),
    "ChainRuleError": cr.ChainRuleError("a sentence"), "ReadingError": _error("x)"),
    "LimitError": _error("x^2" + "+1" * 40_000), "DomainError": cr.DomainError("no value"),
    "NameUnknownError": cr.NameUnknownError("no such name", "q"), "MissingExtraError": MissingExtraError("X", "x"),
}  # fmt: skip


@pytest.mark.parametrize("name", cr.__all__)
def test_every_public_name_is_shown(name: str) -> None:
    thing = getattr(cr, name)
    if inspect.isfunction(thing) or name.startswith("__"):
        assert inspect.getdoc(thing)
        return
    shown = repr(OBJECTS[name])
    assert " at 0x" not in shown
    assert 5 < len(shown) < 500
    assert type(OBJECTS[name]).__name__ in shown


def test_what_is_long_is_shortened() -> None:
    long = cr.derive("sin(" * 500 + "x" + ")" * 500)
    for thing in (long, long.stages[0], long.steps[0], long.reading, long.answer):
        assert len(repr(thing)) < 1_000
