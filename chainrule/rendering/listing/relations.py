"""A relation as a listing: both sides differentiated, collected, solved; again for each further order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from chainrule.calculus.curves.implicit import Higher, ImplicitDerivation
from chainrule.calculus.curves.linear import negative
from chainrule.calculus.curves.on_curve import OnCurve
from chainrule.calculus.derivation import Stage, Step
from chainrule.calculus.joins import plus, times
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import ONE, ZERO, Expression, Negation, Node, Product, Quotient, Symbol
from chainrule.expression.walking import substitute, symbols, unknown_functions
from chainrule.rendering import wording, wording_relations
from chainrule.rendering.listing.blocks import Answer, Block, Heading, Line, Phrase, ReadAs, Sentence, Side, Told
from chainrule.rendering.listing.brief import rule_lines, sides_of
from chainrule.rendering.listing.holding import in_words
from chainrule.rendering.listing.teller import Numbers, Teller, same_written
from chainrule.rendering.listing.telling import DETAILS, NOTATIONS
from chainrule.rendering.media.layout import Layout
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.wording import comma_and, joined, nth_derivative, said

__all__ = ["held_moves", "rate_of", "read_relation", "relation_blocks", "relation_notes", "told_of_relation"]

VARIABLES = frozenset("xyztuvws")  # letters that, held constant, make a derivative a partial one
SHORT = 6  # operations of a divisor that is named
FEW = 4  # conditions that are named one by one


def told_of_relation(
    derivation: ImplicitDerivation, *, detail: str = "full", notation: str = "leibniz", at: OnCurve | None = None
) -> Told:
    """A relation as every medium takes it; LimitError where its answer is longer than may be printed."""
    derivation.limits.check("printed", weight(derivation.answer))
    told = relation_blocks(derivation, detail=detail, notation=notation, at=at or derivation.place)
    return Told(derivation.relation.left, derivation.relation.right, told, derivation.limits)


def relation_blocks(
    derivation: ImplicitDerivation, *, detail: str = "full", notation: str = "leibniz", at: OnCurve | None = None
) -> Iterator[Block]:
    """The blocks one by one; last, what is told of a point."""
    if detail not in DETAILS:
        raise ChainRuleError(f"detail is answer, brief or full, not {detail!r}")
    if notation not in NOTATIONS:
        raise ChainRuleError(f"notation is leibniz or lagrange, not {notation!r}")
    return _blocks(derivation, detail, notation == "lagrange", at)


def _blocks(derivation: ImplicitDerivation, detail: str, lagrange: bool, at: OnCurve | None) -> Iterator[Block]:
    from chainrule.rendering.listing.on_curve import curve_point_blocks

    notation = "lagrange" if lagrange else "leibniz"
    if detail == "answer":
        if at is None:
            yield Answer(rate_of(derivation, derivation.order, lagrange), derivation.answer)
        else:
            yield from curve_point_blocks(at, detail=detail, notation=notation)
        return
    yield read_relation(derivation)
    yield from _Story(derivation, detail == "full", lagrange).told()
    yield from _holding(derivation)
    if at is not None:
        yield from curve_point_blocks(at, detail=detail, notation=notation)


def read_relation(derivation: ImplicitDerivation) -> ReadAs:
    """How the input was understood."""
    y, x = derivation.dependent, derivation.variable
    about = [said(wording.BY, variables=(x,)), said(wording_relations.DEPENDS, dependent=y, variable=x)]
    if derivation.held:
        about.append(said(wording.HELD, names=comma_and(derivation.held)))
    passed_over = {"variable", "unknown-function"} if y.name in derivation.reading.node.functions else {"variable"}
    about += [(note.text,) for note in derivation.reading.notes if note.code not in passed_over]
    return ReadAs(derivation.relation.left, derivation.relation.right, joined(about, "; "))


def held_moves(derivation: ImplicitDerivation) -> tuple[Symbol, ...]:
    """The letters held constant that usually are variables: with them a derivative is a partial one."""
    return tuple(symbol for symbol in derivation.held if symbol.name in VARIABLES)


def rate_of(derivation: ImplicitDerivation, order: int, lagrange: bool = False) -> Expression:
    """dy/dx, or y' in the manner of Lagrange; ∂z/∂x where other variables are held."""
    name, others = derivation.dependent.name, held_moves(derivation)
    if lagrange and not others:
        return Symbol(name + "'" * order if order < 4 else f"{name}^({order})")
    return rate(name, [derivation.variable] * order, [derivation.variable, *others])


class _Story:
    """The telling of one relation: what stands for y(x) and y'(x), and the numbers of the lines."""

    def __init__(self, derivation: ImplicitDerivation, full: bool, lagrange: bool) -> None:
        self.derivation, self.full, self.lagrange = derivation, full, lagrange
        self.rate = rate_of(derivation, 1, lagrange)
        self.meanings: Mapping[Expression, Expression] = {
            derivation.function: derivation.dependent, derivation.rate: self.rate,
        }  # fmt: skip
        self.numbers = Numbers()

    def told(self) -> Iterator[Block]:
        derivation = self.derivation
        if derivation.higher:
            yield Heading(nth_derivative(1))
        elif self.full:
            yield Sentence(said(wording_relations.BRINGS, dependent=derivation.dependent, rate=self.rate,
                                variable=derivation.variable))  # fmt: skip
        for label, stage in zip(wording_relations.SIDES, derivation.sides, strict=True):
            yield from self.side(label, stage)
        yield from self.solving()
        for order, higher in enumerate(derivation.higher, 2):
            yield Heading(nth_derivative(order))
            self.numbers = Numbers()
            yield from self.further(order, higher)

    # --- the first derivative ----------------------------------------------------------------------------------------

    def side(self, label: str, stage: Stage) -> Iterator[Line]:
        """The rules of one side, and what comes of it."""
        teller = self.teller(stage)
        if self.full:
            yield from self.lettered(rule_lines(teller, self.numbers, terms=True))
        top = stage.steps[0]
        remark = _by_rule(top)
        yield from self.lettered([Line(self.numbers.next(), (label,), None, sides_of(teller, top), remark=remark)])

    def teller(self, stage: Stage) -> Teller:
        return Teller(stage, iter(()), lagrange=self.lagrange)

    def solving(self) -> Iterator[Line]:
        """Equated, collected, divided, tidied."""
        solved = self.derivation.solved
        left, right = (self.in_letters(stage.answer) for stage in self.derivation.sides)
        divided = solved.rest if solved.coefficient is ONE else Quotient(solved.rest, solved.coefficient)
        if not self.full:
            label = said(wording_relations.SOLVE, rate=(self.rate,))
            yield Line(self.numbers.next(), label, self.rate, self.sides(divided, solved.answer))
            return
        yield Line(self.numbers.next(), said(wording_relations.EQUATE), left, (Side(right),))
        if left is self.rate and right is solved.answer:
            return
        if solved.cleared is not None:
            label = said(wording_relations.CLEAR if weight(solved.cleared) <= SHORT else wording_relations.CLEAR_IT,
                         divisor=(solved.cleared,))  # fmt: skip
            above = left.numerator if isinstance(left, Quotient) else left
            yield Line(self.numbers.next(), label, above, (Side(ZERO),))
        here, there = solved.left, solved.right
        if not here.coefficients:
            here, there = there, here
        terms = [*here.coefficients, *map(negative, there.coefficients)]
        if there.coefficients or here.rest or here is solved.right:
            label = said(wording_relations.COLLECT, rate=(self.rate,))
            yield Line(self.numbers.next(), label, plus([self.with_rate(t) for t in terms]), (Side(solved.rest),))
        if len(terms) > 1:
            label = said(wording_relations.FACTOR, rate=(self.rate,))
            yield Line(self.numbers.next(), label, self.with_rate(solved.coefficient), (Side(solved.rest),))
        if solved.coefficient is ONE:
            return
        short = weight(solved.coefficient) <= SHORT
        label = said(wording_relations.DIVIDE if short else wording_relations.DIVIDE_BY_FACTOR,
                     divisor=(solved.coefficient,))  # fmt: skip
        yield Line(self.numbers.next(), label, self.rate, (Side(divided),))
        if divided is not solved.answer:
            yield self.continued(wording.TIDY, self.rate, solved.answer)

    def with_rate(self, coefficient: Expression) -> Expression:
        """coefficient · dy/dx, a minus in front of both."""
        if isinstance(coefficient, Negation):
            return Negation(self.with_rate(coefficient.operand))
        factors = coefficient.factors if isinstance(coefficient, Product) else (coefficient,)
        product: Expression = times(*factors, self.rate)
        return product

    # --- further ones ------------------------------------------------------------------------------------------------

    def further(self, order: int, higher: Higher) -> Iterator[Line]:
        left = rate_of(self.derivation, order, self.lagrange)
        teller = self.teller(higher.stage)
        if self.full:
            yield from self.lettered(rule_lines(teller, self.numbers))
        top = higher.stage.steps[0]
        again = Line(self.numbers.next(), said(wording_relations.AGAIN), left, sides_of(teller, top),
                     remark=_by_rule(top))  # fmt: skip
        yield from self.lettered([again])
        before = higher.raw
        if higher.put_in is not higher.raw:
            label = said(wording_relations.PUT_IN, rate=(self.rate,))
            yield Line(self.numbers.next(), label, left, (Side(higher.put_in),), continued=True)
            before = higher.put_in
        if not same_written(before, higher.tidy):
            yield self.continued(wording.TIDY, left, higher.tidy)
        if higher.shorter is not None:
            because = said(wording_relations.BECAUSE, before=higher.shorter.before, after=higher.shorter.after)
            yield self.continued(wording_relations.ON_THE_CURVE, left, higher.answer, because)

    def continued(self, label: str, left: Expression, result: Expression, remark: Phrase = ()) -> Line:
        return Line(self.numbers.next(), (label,), left, (Side(result),), continued=True, remark=remark)

    # --- letters -----------------------------------------------------------------------------------------------------

    def sides(self, raw: Expression, tidy: Expression) -> tuple[Side, ...]:
        return (Side(tidy),) if same_written(raw, tidy) else (Side(raw), Side(tidy))

    def in_letters(self, expression: Expression) -> Expression:
        """y for y(x), dy/dx for its derivative."""
        return substitute(expression, self.meanings)

    def lettered(self, lines: Iterable[Line]) -> Iterator[Line]:
        for line in lines:
            sides = tuple(
                Side(self.in_letters(side.expression), frozenset(substitute(node, self.meanings) for node in side.raw))
                for side in line.sides
            )
            yield line._replace(label=self.phrase(line.label), sides=sides)

    def phrase(self, phrase: Phrase) -> Phrase:
        return tuple(substitute(part, self.meanings) if isinstance(part, Node) else part for part in phrase)


def _by_rule(step: Step) -> Phrase:
    """Which rule it was, where that says anything."""
    rule = wording_relations.RULES.get("chain" if step.is_composite else step.rule, step.applied.name)
    return said(wording_relations.BY_RULE, rule=rule) if rule else ()


# --- where it holds --------------------------------------------------------------------------------------------------


def _holding(derivation: ImplicitDerivation) -> Iterator[Sentence]:
    if derivation.empty:
        variables = comma_and(symbols(derivation.relation))
        yield Sentence(said(wording_relations.NO_POINTS, variables=variables), "domain")
        return
    relations = [condition.relation for condition in derivation.conditions]
    asked = in_words(relations)
    if len(relations) > FEW:
        holds = said(wording_relations.HOLDS_LONG)
    else:
        holds = said(wording_relations.HOLDS_WHERE, conditions=asked) if asked else said(wording_relations.HOLDS)
    functions = unknown_functions(derivation.relation)
    if functions:
        holds = said(wording_relations.HOLDS_WHEREVER, holds=holds, functions=comma_and(functions))
    yield Sentence(holds, "domain")


def relation_notes(derivation: ImplicitDerivation) -> tuple[str, ...]:
    """Where the answer holds, as sentences; first, how the letters were chosen."""
    layout = Layout(limits=derivation.limits)
    chosen = () if derivation.note is None else (derivation.note,)
    return (*chosen, *[layout.phrase(sentence.phrase) for sentence in _holding(derivation)])
