"""Students who make mistakes: a small differentiator of its own, in which any rule can be replaced by a wrong one.

It shares the shapes of expressions with the package and the ids of the catalogue, but none of its rules or searches:
what the tutor says of these answers is compared with what was really done.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import chainrule as cr
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import (
    ONE,
    ZERO,
    Call,
    E,
    Expression,
    Negation,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)  # fmt: skip
from chainrule.expression.walking import substitute

__all__ = ["Join", "Path", "derived", "moves", "problem", "wrong_at"]

X = Symbol("x")
Path = tuple[int, ...]

# --- problems --------------------------------------------------------------------------------------------------------

INNER = ("{a}*x + {b}", "x^2 + {b}", "{a}*x^3 - x", "{a}*x", "x^2", "1 - x^2", "ln(x)", "e^x", "cos(x)", "sin({a}*x)",
         "sqrt(x)", "x^{n} + {a}*x", "tan(x)", "x - {b}")  # fmt: skip
OUTER = ("sin({0})", "cos({0})", "tan({0})", "e^({0})", "ln({0})", "sqrt({0})", "({0})^{n}", "arctan({0})", "1/({0})",
         "({0})^(-{n})", "arcsin({0})", "{a}^({0})", "log10({0})", "sec({0})", "{b}/({0})", "cosh({0})")  # fmt: skip
PLAIN = ("x^{n}", "{a}*x^{n}", "sqrt(x)", "x^2 + {b}*x", "{a}*x - {b}", "x", "1/x", "x^(-{n})")
WHOLE = ("({0})*({1})", "({2})*({0})", "({0})/({2})", "({2})/({0})", "({0})/({1})", "{0} + {1}", "{a}*({0}) - {1}",
         "{2} + {0}", "{a}*({0}) + x^{n} + {b}", "x^{n}*({0})", "({2})*({0})*({1})", "({2})^({3})", "sin({0})",
         "({0})^{n}", "e^({0})", "ln({0} + {b})", "{a}*({0})")  # fmt: skip


def problem(chance: random.Random) -> str:
    """A function of x as textbooks have them: products, fractions, chains, powers and sums, two or three rules deep."""

    def filled(template: str, *parts: str) -> str:
        return template.format(*parts, a=chance.randint(2, 9), b=chance.randint(2, 9), n=chance.randint(2, 6))

    composites = [filled(chance.choice(OUTER), filled(chance.choice(INNER))) for _ in range(2)]
    return filled(chance.choice(WHOLE), *composites, filled(chance.choice(PLAIN)), filled(chance.choice(INNER)))


# --- rules and wrong rules -------------------------------------------------------------------------------------------

Join = Callable[..., Expression]
OneRule = Callable[[Expression], Expression]


class Rule(NamedTuple):
    """How one expression is differentiated: what is differentiated first, how that is put together, and how wrongly."""

    parts: tuple[Expression, ...]
    right: Join
    wrong: list[tuple[tuple[str, ...], Join]]


def moves(node: Expression) -> bool:
    return "x" in node.names


def number(value: Fraction | int) -> Expression:
    value = Fraction(value)
    if value < 0:
        return -number(-value)
    top, bottom = Number(value.numerator), Number(value.denominator)
    return top if bottom is ONE else Quotient(top, bottom)


def fraction(node: Expression) -> Fraction | None:
    match node:
        case Number(value):
            return Fraction(value)
        case Negation(inner):
            value = fraction(inner)
            return None if value is None else -value
        case Quotient(Number(top), Number(bottom)):
            return Fraction(top) / Fraction(bottom)
    return None


def call(name: str, inside: Expression) -> Expression:
    return Call(function_named(name), (inside,))


def raised(base: Expression, exponent: Fraction | int) -> Expression:
    return base if exponent == 1 else ONE if exponent == 0 else Power(base, number(exponent))


@cache
def rule(node: Expression) -> Rule:
    if not moves(node):
        return Rule((), lambda: ZERO, [])
    match node:
        case Symbol():
            return Rule((), lambda: ONE, [])
        case Negation(inner):
            return Rule((inner,), lambda d: -d, [])
        case Sum(terms):
            return of_sum(terms)
        case Product(factors) if not all(moves(factor) for factor in factors):
            return of_multiple(factors)
        case Product(factors):
            return of_product(factors)
        case Quotient(top, bottom) if not moves(bottom):
            return Rule((top,), lambda d: d / bottom, [(("K3",), lambda d: d)])
        case Quotient(top, bottom) if moves(top):
            return of_quotient(top, bottom)
        case Power(base, exponent) if moves(base) and moves(exponent):
            return of_general_power(base, exponent)
    return of_composite(node)


def of_sum(terms: tuple[Expression, ...]) -> Rule:
    moving = [term for term in terms if moves(term)]

    def total(parts: list[Expression]) -> Expression:
        return Sum(tuple(parts)) if len(parts) > 1 else parts[0] if parts else ZERO

    def changed(index: int, value: Callable[[Expression], Expression] | None) -> Join:
        def join(*ds: Expression) -> Expression:
            instead = [] if value is None else [value(ds[index])]
            return total([*ds[:index], *instead, *ds[index + 1 :]])

        return join

    wrong: list[tuple[tuple[str, ...], Join]] = []
    for index, term in enumerate(moving):
        wrong.append((("S1",), changed(index, lambda d: -d)))
        wrong.append((("S2",), changed(index, lambda d, t=term: t)))
        if len(moving) > 1:
            wrong.append((("S4",), changed(index, None)))
    for term in terms:
        if not moves(term):
            wrong.append((("K1",), lambda *ds, t=term: total([*ds, t])))
            sign = number(-1 if isinstance(term, Negation) else 1)
            wrong.append((("K2",), lambda *ds, s=sign: total([*ds, s])))
    return Rule(tuple(moving), lambda *ds: total(list(ds)), wrong)


def of_multiple(factors: tuple[Expression, ...]) -> Rule:
    fixed = [factor for factor in factors if not moves(factor)]
    rest = [factor for factor in factors if moves(factor)]
    c = fixed[0] if len(fixed) == 1 else Product(tuple(fixed))
    u = rest[0] if len(rest) == 1 else Product(tuple(rest))
    wrong: list[tuple[tuple[str, ...], Join]] = [
        (("K3",), lambda d: d), (("K4",), lambda d: u + c * d), (("K5",), lambda d: ZERO),
    ]  # fmt: skip
    match u:
        case Power(Symbol(), Number(n)) if fraction(c) is not None:
            wrong.append((("P8",), lambda d: number(fraction(c) + n) * raised(X, Fraction(n) - 1)))  # type: ignore
    return Rule((u,), lambda d: c * d, wrong)


def of_product(factors: tuple[Expression, ...]) -> Rule:
    if len(factors) > 2:
        def terms(ds: tuple[Expression, ...], without: int | None = None) -> Expression:
            found = [Product((*factors[:i], d, *factors[i + 1 :])) for i, d in enumerate(ds) if i != without]
            return Sum(tuple(found))

        wrong: list[tuple[tuple[str, ...], Join]] = [
            (("M1",), lambda *ds: Product(ds)), (("M4",), lambda *ds: Sum(ds)),
            *[(("M7",), lambda *ds, i=i: terms(ds, i)) for i in range(len(factors))],
        ]  # fmt: skip
        return Rule(factors, lambda *ds: terms(ds), wrong)
    u, v = factors
    return Rule((u, v), lambda du, dv: du * v + u * dv, [
        (("M1",), lambda du, dv: du * dv), (("M2",), lambda du, dv: u * du + v * dv),
        (("M3",), lambda du, dv: du * v - u * dv), (("M4",), lambda du, dv: du + dv),
        (("M5",), lambda du, dv: du * v), (("M5",), lambda du, dv: u * dv),
        (("M6",), lambda du, dv: du * v + u * v), (("M6",), lambda du, dv: u * v + u * dv),
    ])  # fmt: skip


def of_quotient(u: Expression, v: Expression) -> Rule:
    above: dict[str, Join] = {
        "": lambda du, dv: du * v - u * dv, "Q4": lambda du, dv: du * v + u * dv, "Q6": lambda du, dv: u * dv - du * v,
    }  # fmt: skip
    below: dict[str, Callable[[Expression], Expression | None]] = {
        "": lambda dv: raised(v, 2), "Q2": lambda dv: v, "Q3": lambda dv: raised(u, 2), "Q5": lambda dv: None,
        "Q10": lambda dv: raised(dv, 2),
    }  # fmt: skip

    def join(top: str, bottom: str) -> Join:
        def joined(du: Expression, dv: Expression) -> Expression:
            numerator, denominator = above[top](du, dv), below[bottom](dv)
            return numerator if denominator is None else numerator / denominator

        return joined

    wrong: list[tuple[tuple[str, ...], Join]] = [
        (tuple(id for id in (top, bottom) if id), join(top, bottom))
        for top in above for bottom in below if top or bottom
    ]
    wrong += [
        (("Q1",), lambda du, dv: du / dv), (("Q7",), lambda du, dv: du / v),
        (("Q9",), lambda du, dv: derived(v / u)),
    ]  # fmt: skip
    if isinstance(v, Sum):
        wrong.append((("A6",), lambda du, dv: (du - u * dv) / v))
    return Rule((u, v), join("", ""), wrong)


def of_general_power(u: Expression, v: Expression) -> Rule:
    f = Power(u, v)
    return Rule((u, v), lambda du, dv: f * (dv * call("ln", u) + v * du / u), [
        (("E8",), lambda du, dv: v * Power(u, v - 1) * du), (("E9",), lambda du, dv: f * call("ln", u) * dv),
        (("E10",), lambda du, dv: v * Power(u, v - 1) * du * dv),
    ])  # fmt: skip


# --- composites ------------------------------------------------------------------------------------------------------

SLOPES: dict[str, tuple[str, dict[str, str]]] = {
    "sin": ("cos(u)", {"T2": "-cos(u)"}),
    "cos": ("-sin(u)", {"T1": "sin(u)"}),
    "tan": ("sec(u)^2", {"T3": "sec(u)", "T4": "sec(u)*tan(u)", "T5": "-sec(u)^2", "T6": "-cot(u)"}),
    "sec": ("sec(u)*tan(u)", {"T7": "sec(u)^2"}),
    "ln": ("1/u", {"E7": "1/ln(u)", "N6": "1/(u*ln(10))"}),
    "log10": ("1/(u*ln(10))", {"E5": "1/u", "E6": "ln(10)/u"}),
    "arctan": ("1/(1 + u^2)", {"I3": "1/sqrt(1 + u^2)", "I4": "1/(1 - u^2)"}),
    "arcsin": ("1/sqrt(1 - u^2)", {"I2": "1/(1 - u^2)", "I6": "1/sqrt(1 + u^2)"}),
    "cosh": ("sinh(u)", {"T10": "-sinh(u)"}),
    "sqrt": ("1/(2*sqrt(u))", {"P2": "1/sqrt(u)", "P1": "sqrt(u)/2"}),
}
U = Symbol("u")


def of_composite(node: Expression) -> Rule:
    inner, outer, slope, wrong_slopes = taken_apart(node)
    wrong: list[tuple[tuple[str, ...], Join]] = [((id,), lambda d, s=s: s(inner) * d) for id, s in wrong_slopes]
    if inner is X:
        return Rule((inner,), lambda d: slope(inner) * d, wrong)
    fraction_over = isinstance(node, Quotient)

    def joins(slope: OneRule) -> Iterator[tuple[str, Join]]:
        yield "C1", lambda d: slope(inner)
        yield "C2", lambda d: slope(X)
        yield "C3", lambda d: slope(X) * d
        yield "C5", lambda d: slope(d)
        yield "C6", lambda d: slope(d) * d
        yield "C9", lambda d: slope(inner) + d
        yield "C10", lambda d: slope(inner) * inner
        yield "C13", lambda d: slope(inner) * d * d
        yield "C15", lambda d: slope(inner) / d
        yield "C14", lambda d: slope(X) * inner + outer(X) * d

    wrong += [((id,), join) for id, join in joins(slope)]
    wrong += [((mistake, id), join) for mistake, s in wrong_slopes for id, join in joins(s)]
    wrong += [(("C4",), lambda d: d), (("C7",), lambda d: outer(inner) * d)]
    if fraction_over:
        wrong.append((("P6",), lambda d: node.children[0] / d))
    else:
        wrong.append((("P9" if isinstance(node, Power) and moves(node.base) else "C8",), lambda d: outer(d)))
        try:
            deeper_inner, deeper_outer, *_ = taken_apart(inner)
            swapped = deeper_outer(outer(deeper_inner))
            wrong.append((("C11",), lambda d: derived(swapped)))
            if deeper_inner is not X:
                wrong.append((("C12",), lambda d: slope(inner) * derived(deeper_inner)))
        except ValueError:
            pass
    if isinstance(inner, Sum):
        spread = Sum(tuple(-outer(t.operand) if isinstance(t, Negation) else outer(t) for t in inner.terms))
        name = "A1" if isinstance(node, Power | Quotient) else "A2" if node.function.name in ("ln", "log10") else "A3"  # type: ignore
        if not (isinstance(node, Power) and moves(node.exponent)):
            wrong.append(((name,), lambda d: derived(spread)))
        first = next(term for term in inner.terms if moves(term))
        if sum(map(moves, inner.terms)) > 1:
            wrong.append((("A5",), lambda d: slope(inner) * derived(first) + (d - derived(first))))
    return Rule((inner,), lambda d: slope(inner) * d, wrong)


def taken_apart(node: Expression) -> tuple[Expression, OneRule, OneRule, list[tuple[str, OneRule]]]:
    """What is inside, the function outside, its derivative, and wrong ones."""
    match node:
        case Call(function, (inner,)) if function.name in SLOPES:
            right, wrong = SLOPES[function.name]
            slopes = [(id, formula(text)) for id, text in wrong.items()]
            return inner, lambda u: call(function.name, u), formula(right), slopes
        case Power(base, exponent) if not moves(exponent) and (n := fraction(exponent)) is not None:
            grown: OneRule = lambda u: number(n) * raised(u, n + 1)  # noqa: E731
            slopes = [
                ("P1", lambda u: number(n) * raised(u, n)), ("P2", lambda u: raised(u, n - 1)),
                ("P3" if n > 0 else "P4", grown), ("P5", lambda u: number(n - 1) * raised(u, n - 1)),
            ]  # fmt: skip
            return base, lambda u: raised(u, n), lambda u: number(n) * raised(u, n - 1), slopes
        case Power(base, exponent) if base is E:
            return exponent, lambda u: Power(E, u), lambda u: Power(E, u), [("E1", lambda u: u * Power(E, u - 1))]
        case Power(base, exponent) if not moves(base):
            log = call("ln", base)
            return exponent, lambda u: Power(base, u), lambda u: Power(base, u) * log, [
                ("E1", lambda u: u * Power(base, u - 1)), ("E2", lambda u: Power(base, u)),
                ("E3", lambda u: Power(base, u) * call("ln", u)), ("E4", lambda u: Power(base, u) / log),
            ]  # fmt: skip
        case Quotient(c, v) if not moves(c):
            seen_as_power: list[tuple[str, OneRule]] = []
            match v:
                case Power(base, Number(n)):
                    rate = derived(base)
                    seen_as_power = [
                        (id, lambda u, k=k, m=m: -(k * c / raised(base, m)) * rate / derived(v))
                        for id, k, m in (("P1", n, n), ("P2", -1, n + 1), ("P4", n, n - 1), ("P5", n + 1, n + 1))
                    ]
            return v, lambda u: c / u, lambda u: -(c / raised(u, 2)), [
                ("Q8", lambda u: c / raised(u, 2)), ("Q2", lambda u: -(c / u)), ("Q5", lambda u: -c),
                ("P1", lambda u: -(c / u)), ("P2", lambda u: c / raised(u, 2)), ("P4", lambda u: -c),
                ("P5", lambda u: -(2 * c / raised(u, 2))), *seen_as_power,
            ]  # fmt: skip
    raise ValueError(f"no function of something: {node}")


@cache
def formula(text: str) -> OneRule:
    read = cr.parse(text)
    assert isinstance(read, Expression)
    return lambda u: substitute(read, {U: u})


# --- derivations -----------------------------------------------------------------------------------------------------


def derived(node: Expression, made: Mapping[Path, Join] = {}, path: Path = ()) -> Expression:
    """The derivative by x, raw, with these joins in the place of the right ones."""
    found = rule(node)
    rates = [derived(part, made, (*path, index)) for index, part in enumerate(found.parts)]
    return made.get(path, found.right)(*rates)


def wrong_at(node: Expression, path: Path = ()) -> Iterator[tuple[Path, tuple[str, ...], Join]]:
    """Every wrong rule at every place."""
    found = rule(node)
    for ids, join in found.wrong:
        yield path, ids, join
    for index, part in enumerate(found.parts):
        yield from wrong_at(part, (*path, index))
