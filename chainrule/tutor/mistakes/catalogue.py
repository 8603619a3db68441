"""The catalogue: a row for each mistake, told by what it does to the right rule.

A slope row gives the outer function a wrong derivative; a join row puts right pieces together wrongly. `SHEET` says of
every mistake how common it is and at which stage it is made; swaps.py makes of the rows what stands in a rule's place,
what changes the target stands in misreadings.py, what changes the finished answer in slips.py, and what is said about
each in wording.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from chainrule.expression.exactness import exact_value
from chainrule.expression.nodes import Call, E, Negation, Number, Power, Product, Quotient, Sum, UnknownCall
from chainrule.tutor.mistakes.facets import Facet

__all__ = ["COMPOSITES", "DENOMINATORS", "JOINS", "Join", "Mistake", "NUMERATORS", "SHEET", "SLOPES", "Slope"]

Stage = Literal["target", "slope", "join", "answer"]


class Mistake(NamedTuple):
    """A wrong rule: its id, the stage at which it is made, and how common it is (0 common, 1 occasional, 2 rare)."""

    id: str
    stage: Stage
    rarity: int


def _rows(stage: Stage, common: str, occasional: str, rare: str = "") -> dict[str, Mistake]:
    graded = enumerate((common, occasional, rare))
    return {id: Mistake(id, stage, rarity) for rarity, ids in graded for id in ids.split()}


SHEET: dict[str, Mistake] = {
    **_rows("slope", "P1 P2 P4 E1 E2 E5 T1 T2 T3 I2 I4 I5 I8 A9 B4",
            "P3 P5 E4 E6 E7 T4 T5 T7 T8 T9 T10 I3 I6 I7 N6 B5 B9 B15", "E3 T6"),
    **_rows("join", "C1 C2 C3 C4 C5 C7 C8 C9 C10 P6 P9 M1 M3 M4 M5 Q1 Q2 Q4 Q6 Q8 E8 K1 K3 K6 S1 A4 A5 B3 B6 B14",
            "C6 C12 C14 C15 P7 P8 M2 M6 M7 Q3 Q5 Q7 E9 K2 K5 S2 S4 A6 A7 A8 B10 B11 B12", "C13 Q10 E10 K4 B1"),
    **_rows("target", "C11 I1 A1 B2 B8 B13", "Q9 A2 A3 S5"),
    **_rows("answer", "N2 N4 N5 N7 N8 B7", "N1 N3", "S3"),
}  # fmt: skip


Condition = Callable[[Facet], bool]


class Slope(NamedTuple):
    """A wrong derivative of an outer function, in our own notation: u is inside; n, a and b are its constants."""

    id: str
    functions: str  # names of the formula sheet; or "power", "exponential", "logarithm"
    formula: str
    when: Condition = lambda facet: True


def _number(facet: Facet) -> Any:
    return exact_value(facet.facts["n"]) or 0


def _grows(facet: Facet) -> bool:
    return bool(_number(facet) > 0)


def _falls(facet: Facet) -> bool:
    return bool(_number(facet) < 0)


def _is_square_of_sum(facet: Facet) -> bool:
    return bool(_number(facet) == 2) and isinstance(facet.facts["u"], Sum)


def _not_e(facet: Facet) -> bool:
    return facet.facts["a"] is not E


SLOPES = (
    Slope("P1", "power", "n*u^n"),
    Slope("P2", "power", "u^(n - 1)"),
    Slope("B9", "power", "u^(n - 1)", _is_square_of_sum),
    Slope("P3", "power", "n*u^(n + 1)", _grows),
    Slope("P4", "power", "n*u^(n + 1)", _falls),
    Slope("P5", "power", "(n - 1)*u^(n - 1)"),
    Slope("A9", "power", "u^(n - 1)/n", _falls),
    Slope("E1", "exponential", "u*a^(u - 1)"),
    Slope("E2", "exponential", "a^u", _not_e),
    Slope("E3", "exponential", "a^u*ln(u)"),
    Slope("E4", "exponential", "a^u/ln(a)", _not_e),
    Slope("E5", "logarithm", "1/u"),
    Slope("E6", "logarithm", "ln(b)/u"),
    Slope("E7", "ln", "1/ln(u)"),
    Slope("N6", "ln", "1/(u*ln(10))"),
    Slope("T1", "cos", "sin(u)"),
    Slope("T2", "sin", "-cos(u)"),
    Slope("T3", "tan", "sec(u)"),
    Slope("T4", "tan", "sec(u)*tan(u)"),
    Slope("T5", "tan", "-sec(u)^2"),
    Slope("T6", "tan", "-cot(u)"),
    Slope("T7", "sec", "sec(u)^2"),
    Slope("T7", "sec", "tan(u)^2"),
    Slope("T8", "cot", "csc(u)^2"),
    Slope("T9", "csc", "csc(u)*cot(u)"),
    Slope("T10", "cosh", "-sinh(u)"),
    Slope("I2", "arcsin", "1/(1 - u^2)"),
    Slope("I2", "arccos", "-1/(1 - u^2)"),
    Slope("I3", "arctan", "1/sqrt(1 + u^2)"),
    Slope("I4", "arctan", "1/(1 - u^2)"),
    Slope("I5", "arccos", "1/sqrt(1 - u^2)"),
    Slope("I6", "arcsin", "1/sqrt(1 + u^2)"),
    Slope("I6", "arccos", "-1/sqrt(1 + u^2)"),
    Slope("I7", "arcsin", "arccos(u)"),
    Slope("I7", "arccos", "-arcsin(u)"),
    Slope("I7", "arctan", "arcsec(u)^2"),
    Slope("B4", "sigmoid", "u*(1 - u)"),
    Slope("B4", "tanh", "1 - u^2"),
    Slope("B5", "sigmoid", "sigmoid(u)*(1 + sigmoid(u))"),
    Slope("B15", "tanh", "1 - tanh(u)"),
)

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "softplus", "silu", "gelu")


class Join(NamedTuple):
    """Right pieces put together wrongly. `join` gets what it may use, and the derivatives of the parts."""

    id: str
    kinds: str
    join: Callable[..., Any]
    when: Condition = lambda facet: True
    slope_matters: bool = False


def _is_power(facet: Facet) -> bool:
    return isinstance(facet.target, Power) and "n" in facet.facts


def _is_no_power(facet: Facet) -> bool:
    """For powers and fractions c/u there are rows of their own, P9 and P6, that say the same."""
    over_one = isinstance(facet.target, Quotient) and _number(facet) == -1
    return _takes_any(facet) and not _is_power(facet) and not over_one


def _is_activation(facet: Facet) -> bool:
    return isinstance(facet.target, Call) and facet.target.function.name in ACTIVATIONS


def _has_first(facet: Facet) -> bool:
    return "first" in facet.rates


def _takes_any(facet: Facet) -> bool:
    """Is the outer function one that can be given something else?"""
    return not isinstance(facet.target, UnknownCall)


def _inner_known(facet: Facet) -> bool:
    return not isinstance(facet.parts[0], UnknownCall)


def _one_minus(facet: Facet) -> bool:
    """ln(1 - p), as cross-entropy has it."""
    match facet.target:
        case Call(function, (Sum((Number(1), Negation())),)):
            return function.name == "ln"
    return False


def _is_softmax(facet: Facet) -> bool:
    top, bottom = facet.facts["c"], facet.facts["v"]
    return isinstance(bottom, Sum) and top in bottom.terms and not top.constant


def _mean(facet: Facet) -> bool:
    return isinstance(facet.parts[0], Sum) and bool(0 < (exact_value(facet.facts["c"]) or 0) < 1)


def _written_product(facet: Facet) -> bool:
    return isinstance(facet.target, Product)


COMPOSITES = (  # where what is inside is more than a variable
    Join("C1", "", lambda h, du: h.slope, _inner_known, True),
    Join("C2", "", lambda h, du: h.slope_at(h.x), _takes_any, True),
    Join("C3", "", lambda h, du: h.slope_at(h.x) * du, _takes_any, True),
    Join("C4", "", lambda h, du: du),
    Join("C5", "", lambda h, du: h.slope_at(du), _takes_any, True),
    Join("C6", "", lambda h, du: h.slope_at(du) * du, _takes_any, True),
    Join("C7", "", lambda h, du: h.f * du),
    Join("C8", "", lambda h, du: h.f_at(du), _is_no_power),
    Join("C9", "", lambda h, du: h.slope + du, slope_matters=True),
    Join("C10", "", lambda h, du: h.slope * h.u, slope_matters=True),
    Join("C12", "", lambda h, du: h.slope * h.deepest, lambda facet: "deepest" in facet.rates, True),
    Join("C13", "", lambda h, du: h.slope * du * du, slope_matters=True),
    Join("C14", "", lambda h, du: h.slope_at(h.x) * h.u + h.f_at(h.x) * du, _takes_any, True),
    Join("C15", "", lambda h, du: h.slope / du, slope_matters=True),
    Join("P9", "", lambda h, du: h.calculator.power(du, h.n), _is_power),
    Join("A5", "", lambda h, du: h.slope * h.first + (du - h.first), _has_first, True),
    Join("A7", "", lambda h, du: h.calculator.power(h.n * du * h.u, h.n - 1), _is_power),
    Join("A8", "", lambda h, du: h.slope_at(h.u * du), lambda facet: _takes_any(facet) and not _is_power(facet), True),
    Join("B6", "", lambda h, du: -(h.slope * du), _one_minus),
)

JOINS = (
    Join("B3", "composite", lambda h, du: du, _is_activation),
    Join("B14", "composite", lambda h, du: du, lambda facet: isinstance(facet.target, UnknownCall)),
    Join("K3", "constant-multiple", lambda h, du: du),
    Join("B10", "constant-multiple", lambda h, du: du, _mean),
    Join("K4", "constant-multiple", lambda h, du: h.u + h.c * du, _written_product),
    Join("K5", "constant-multiple", lambda h, du: 0 * du, _written_product),
    Join("A5", "constant-multiple", lambda h, du: h.c * h.first + (du - h.first), _has_first),
    Join("P8", "constant-multiple", lambda h, du: (h.c + h.n) * h.calculator.power(h.base, h.n - 1),
         lambda facet: "n" in facet.facts and _written_product(facet)),
    Join("P8", "negation", lambda h, du: (h.n - h.c) * h.calculator.power(h.base, h.n - 1),
         lambda facet: "n" in facet.facts),
    Join("A4", "negation", lambda h, du: (du - h.first) - h.first, _has_first),
    Join("M1", "product group", lambda h, du, dv: du * dv),
    Join("M2", "product group constant-in-factor", lambda h, du, dv: h.u * du + h.v * dv),
    Join("M3", "product group", lambda h, du, dv: du * h.v - h.u * dv),
    Join("M4", "product group constant-in-factor", lambda h, du, dv: du + dv),
    Join("M5", "product group", lambda h, du, dv: du * h.v),
    Join("M5", "product group", lambda h, du, dv: h.u * dv),
    Join("M6", "product group", lambda h, du, dv: du * h.v + h.u * h.v),
    Join("M6", "product group", lambda h, du, dv: h.u * h.v + h.u * dv),
    Join("P6", "constant-over", lambda h, dv: h.c / dv),
    Join("P7", "constant-over", lambda h, dv: h.c * h.calculator.ln(h.v)),
    Join("Q8", "constant-over", lambda h, dv: h.c * dv / (h.v * h.v)),
    Join("Q2", "constant-over", lambda h, dv: -(h.c * dv) / h.v),
    Join("Q5", "constant-over", lambda h, dv: -(h.c * dv)),
    Join("Q10", "constant-over", lambda h, dv: -(h.c * dv) / (dv * dv)),
    Join("B11", "constant-over", lambda h, dv: (h.c / h.v) * (1 - h.c / h.v), _is_softmax),
    Join("Q1", "quotient", lambda h, du, dv: du / dv),
    Join("Q7", "quotient", lambda h, du, dv: du / h.v),
    Join("A6", "quotient", lambda h, du, dv: (du - h.u * dv) / h.v),
    Join("E8", "general-power", lambda h, du, dv: h.v * h.calculator.power(h.u, h.v - 1) * du),
    Join("E9", "general-power", lambda h, du, dv: h.f * h.calculator.ln(h.u) * dv),
    Join("E10", "general-power", lambda h, du, dv: h.v * h.calculator.power(h.u, h.v - 1) * du * dv),
)

NUMERATORS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("", lambda h, du, dv: du * h.v - h.u * dv),
    ("Q4", lambda h, du, dv: du * h.v + h.u * dv),
    ("Q6", lambda h, du, dv: h.u * dv - du * h.v),
)
DENOMINATORS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("", lambda h, du, dv: h.v * h.v),
    ("Q2", lambda h, du, dv: h.v),
    ("Q3", lambda h, du, dv: h.u * h.u),
    ("Q5", lambda h, du, dv: 1),
    ("Q10", lambda h, du, dv: dv * dv),
)
