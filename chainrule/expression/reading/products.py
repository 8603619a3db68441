"""Sums, products, quotients and powers as written; what has two readings because a sign or bracket is missing."""

from __future__ import annotations

import math

from chainrule.errors import ReadingError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Call, E, Negation, Number, Power, Product, Quotient, Sum
from chainrule.expression.reading import constants, remarks, wording
from chainrule.expression.reading.pieces import Piece, Run
from chainrule.expression.reading.scanner import Token
from chainrule.expression.reading.source import Source

__all__ = ["ProductBuilder"]


class ProductBuilder:
    """The actions for everything that has an operator, or lacks one."""

    def __init__(self, source: Source, limits: Limits, log: str = "natural") -> None:
        self.source, self.limits, self.log = source, limits, log
        self.notes: dict[tuple[str, str], tuple[int, int]] = {}

    def note(self, code: str, text: str, start: int, end: int) -> None:
        self.notes.setdefault((code, text), (start, end))

    def error(self, start: int, end: int, message: wording.Message) -> ReadingError:
        return self.source.error(start, *message, end=end)

    def text(self, piece: Piece) -> str:
        return self.source.quoted(piece.start, piece.end).replace("**", "^")

    # sums

    def first_term(self, term: Piece) -> list[Piece]:
        return [term]

    def plus(self, terms: list[Piece], sign: Token, term: Piece) -> list[Piece]:
        terms.append(term)
        return terms

    def minus(self, terms: list[Piece], sign: Token, term: Piece) -> list[Piece]:
        terms.append(self._negated(sign, term))
        return terms

    def finished_sum(self, terms: list[Piece]) -> Piece:
        if len(terms) == 1:
            return terms[0]
        first = terms[0]
        return Piece(
            Sum(tuple([term.node for term in terms])), "sum", first.start, terms[-1].end, first.spaced, tuple(terms)
        )

    def negation(self, sign: Token, operand: Piece) -> Piece:
        if operand.form == "power" and operand.parts[0].form in ("number", "name"):
            power = self.text(operand)
            self.note("minus", remarks.minus_power(f"-{power}", power), sign.start, operand.end)
        return self._negated(sign, operand)

    def _negated(self, sign: Token, operand: Piece) -> Piece:
        return Piece(Negation(operand.node), "negation", sign.start, operand.end, sign.spaced, (operand,))

    def positive(self, sign: Token, operand: Piece) -> Piece:
        return operand

    # products

    def first_factor(self, factor: Piece | list[Piece]) -> Run:
        return Run(list(factor) if isinstance(factor, list) else [factor])

    def times(self, run: Run, sign: Token, factor: Piece | list[Piece]) -> Run:
        run.factors += factor if isinstance(factor, list) else [factor]
        run.divided = False
        return run

    def divided(self, run: Run, sign: Token, divisor: Piece | list[Piece]) -> Run:
        first, *rest = divisor if isinstance(divisor, list) else [divisor]
        numerator = self.finished_product(run)
        if numerator.form == "power" and not first.spaced and _irreducible(numerator.parts[1], first):
            power = self.text(numerator)
            self.note(
                "power-then-divided", remarks.power_then_divided(power, self.text(first)), numerator.start, first.end
            )
        if (
            numerator.form == "call"
            and not first.spaced
            and numerator.end != numerator.parts[0].end + 1
            and first.form in ("number", "name")
        ):
            self._note_bare_divided(numerator, first)
        return Run([self._quotient(numerator, first), *rest], divided=not rest)

    def beside(self, run: Run, factor: Piece | list[Piece]) -> Run:
        factors = factor if isinstance(factor, list) else [factor]
        self._check_beside(run, factors[0])
        run.factors += factors
        run.divided = False
        return run

    def finished_product(self, run: Run) -> Piece:
        factors = run.factors
        if len(factors) == 1:
            return factors[0]
        nodes = tuple([factor.node for factor in factors])
        return Piece(Product(nodes), "product", factors[0].start, factors[-1].end, factors[0].spaced, tuple(factors))

    def _quotient(self, numerator: Piece, divisor: Piece) -> Piece:
        if divisor.fixed and constants.exact(divisor) == 0:
            raise self.error(divisor.start, divisor.end, wording.DIVIDED_BY_ZERO)
        if self._is_differential(numerator, divisor):
            raise self.error(numerator.start, divisor.end, wording.DERIVATIVE_INSIDE)
        node = Quotient(numerator.node, divisor.node)
        return Piece(node, "quotient", numerator.start, divisor.end, numerator.spaced, (numerator, divisor))

    def _is_differential(self, numerator: Piece, divisor: Piece) -> bool:
        """dy/dx or \\frac{dy}{dx}, where a sign for the derivative is meant and no quotient."""
        clean = self.source.clean
        above, below = (clean[piece.start : piece.start + 4].lstrip("{ ") for piece in (numerator, divisor))
        return above[:1] == below[:1] == "d" and below[1:2].isalpha()

    def _check_beside(self, run: Run, factor: Piece) -> None:
        """Refuse what has two readings because no sign stands between; note what others read otherwise."""
        last = run.factors[-1]
        if factor.form == "number" and last.form == "number":
            raise self.error(factor.start, factor.end, wording.SIDE_BY_SIDE)
        glued = not factor.spaced
        if last.form == "power" and glued:
            self._check_power_beside(last, factor)
        if run.divided and (glued or self._is_bare(last.parts[1])):
            gap = "" if glued else " "
            text = remarks.left_to_right(self.text(last), self.text(factor), gap)
            self.note("left-to-right", text, last.start, factor.end)
        if last.form == "root" and glued and last.parts[0].form != "group" and factor.form != "group":
            self.note(
                "root",
                remarks.one_atom(self.text(last), self.text(last.parts[0]), self.text(factor)),
                last.start,
                factor.end,
            )

    def _check_power_beside(self, last: Piece, factor: Piece) -> None:
        base, exponent = last.parts
        while exponent.form in ("negation", "power"):
            exponent = exponent.parts[-1]
        if exponent.form not in ("number", "name"):
            return
        text = self.source.quoted(last.start, factor.end)
        one = f"({self.text(last)})*{self.text(factor)}"
        other = f"{self.text(base)}^({self.source.quoted(last.parts[1].start, factor.end)})"
        constant_base = isinstance(base.node, Number) or base.node is E
        slip = exponent.form == "name" and factor.form in ("name", "power", "number") and exponent.end == factor.start
        if factor.form != "group" and ((exponent.form == "number" and constant_base) or slip):
            raise self.error(last.start, factor.end, wording.two_readings(text, one, other))
        self.note(
            "power-then-beside",
            remarks.power_then_beside(text, self.text(last), self.text(factor)),
            last.start,
            factor.end,
        )

    def _is_bare(self, piece: Piece) -> bool:
        """A function before its argument without brackets: `sin x`."""
        return piece.form == "call" and isinstance(piece.node, Call) and self.source.clean[piece.end - 1] not in ")]}|"

    def _note_bare_divided(self, call: Piece, divisor: Piece) -> None:
        if isinstance(call.node, Call) and self._is_bare(call):
            name, argument = call.node.function.name, self.text(call.parts[0])
            self.note("bare-divided", remarks.bare_divided(name, argument, self.text(divisor)), call.start, divisor.end)

    # powers

    def power(self, base: Piece, sign: Token, exponent: Piece | list[Piece]) -> Piece:
        if isinstance(exponent, list):
            one, other = self.source.quoted(base.start, exponent[0].end), self.text(exponent[1])
            text = self.source.quoted(base.start, exponent[-1].end)
            readings = f"{one}*{other}", f"{self.text(base)}^({self.text(exponent[0])}*{other})"
            raise self.error(base.start, exponent[-1].end, wording.two_readings(text, *readings))
        if base.form == "root" and base.parts[0].form not in ("group", "call"):
            rooted, raised = self.text(base.parts[0]), self.text(exponent)
            message = wording.two_readings(
                self.source.quoted(base.start, exponent.end), f"(√{rooted})^{raised}", f"√({rooted}^{raised})"
            )
            raise self.error(base.start, exponent.end, message)
        if exponent.form == "power":
            text = self.source.quoted(base.start, exponent.end)
            self.note("tower", remarks.tower(text, self.text(base), self.text(exponent)), base.start, exponent.end)
        return self._power(base, exponent)

    def _power(self, base: Piece, exponent: Piece) -> Piece:
        if base.fixed and exponent.fixed:
            problem = constants.check_power(base, exponent, self.limits, self.source.at(base.start))
            if problem:
                raise self.error(base.start, exponent.end, wording.ZERO_TO_NEGATIVE)
        start, end = min(base.start, exponent.start), max(base.end, exponent.end)
        return Piece(Power(base.node, exponent.node), "power", start, end, base.spaced, (base, exponent))


def _irreducible(exponent: Piece, divisor: Piece) -> bool:
    """Is exponent/divisor a fraction that someone may have meant as the exponent: x^-1/2, x^2/3?"""
    top = exponent.parts[0] if exponent.form == "negation" else exponent
    if not (top.form == divisor.form == "number"):
        return False
    above, below = constants.exact(top), constants.exact(divisor)
    return isinstance(above, int) and isinstance(below, int) and below > 1 and math.gcd(above, below) == 1
