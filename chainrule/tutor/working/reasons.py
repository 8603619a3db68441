"""Why a line of working is wrong: a slip in rewriting, a mistake in an equation; or whether it follows from others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from chainrule.calculus.comparison.equivalence import compare
from chainrule.calculus.engine import differentiate
from chainrule.calculus.joins import minus
from chainrule.expression.nodes import Expression, Product, Sum, Symbol, UnknownCall
from chainrule.expression.walking import preorder, substitute
from chainrule.tutor.answers import Problem
from chainrule.tutor.mistakes.catalogue import SHEET
from chainrule.tutor.mistakes.diagnosis import Diagnosis, Made, diagnoses, located
from chainrule.tutor.mistakes.facets import Anatomy
from chainrule.tutor.mistakes.misreadings import misread
from chainrule.tutor.working.notes import Asked, Notes

__all__ = ["equation_diagnoses", "follows_from_pieces", "rewritten", "said_of_letter", "sign_turned"]

REWRITINGS = ("A1", "A2", "A3")  # readings of a target that are slips in rewriting a line, too

Sides = tuple[Expression, Expression]


def rewritten(problem: Problem, before: Expression, given: Expression) -> tuple[Diagnosis, ...]:
    """The slip in rewriting a right step that gives this line, as (a + b)^2 = a^2 + b^2."""
    variable = problem.variable
    anatomy = Anatomy((variable,))
    for node in preorder(before):
        if not isinstance(node, Expression) or not anatomy.moves(node):
            continue
        for id, other in misread(anatomy, node):
            if id in REWRITINGS and _same(problem, substitute(before, {node: other}), given):
                return (Diagnosis((located(SHEET[id], node, before, variable),), variable),)
    return ()


def equation_diagnoses(
    notes: Notes, equations: Sequence[Sides], given: Sides, asked: Asked | None, holds: Callable[[Sides], bool]
) -> Iterator[Diagnosis]:
    """What happened when the sides of an equation before were differentiated, or when it was rearranged.

    asked   what the left side is the derivative of, where that is what it says
    """
    x = notes.problem.variable
    if asked is not None and asked.by is x and asked.order == 1:  # (y^2)' = 2y
        found = diagnoses(notes.put_in(asked.target), x, *given)
        yield from (said_of_letter(one, notes.function) for one in found)
        return
    for sides in equations:
        for made in _made_differentiating(notes.problem, sides, given):
            yield said_of_letter(Diagnosis(made, x), notes.function)
    side = next(_with_sign_turned(given, holds), None)
    if side is not None:
        yield said_of_letter(sign_turned("S1", side, x), notes.function)


def _made_differentiating(problem: Problem, sides: Sides, given: Sides) -> Iterator[tuple[Made, ...]]:
    """The mistakes that make of both sides what is given, one or both of them differentiated wrongly."""
    x = problem.variable
    explained: list[Sequence[Diagnosis]] = []
    for side, there in zip(sides, given, strict=True):
        rate = differentiate(side, x, limits=problem.limits)
        fits = compare(rate, there).verdict.startswith("same")
        explained.append(() if fits else diagnoses(side, x, rate, there))
        if not fits and not explained[-1]:
            return
    first, second = explained
    for one in first or second:
        yield (*one.made, *(second[0].made if first and second else ()))


def _with_sign_turned(given: Sides, holds: Callable[[Sides], bool]) -> Iterator[Expression]:
    """The side of which a term would have to have the other sign."""
    for index, side in enumerate(given):
        terms = side.terms if isinstance(side, Sum) else (side,)
        for place, term in enumerate(terms):
            turned = (*terms[:place], minus(term), *terms[place + 1 :])
            changed = Sum(turned) if len(turned) > 1 else turned[0]
            if holds((given[0], changed) if index else (changed, given[1])):
                yield side


def sign_turned(id: str, target: Expression, variable: Symbol) -> Diagnosis:
    """A sign that was lost: S3 that of the whole, S1 that of a term."""
    return Diagnosis((Made(id, SHEET[id].stage, (), target, target, target),), variable)


def said_of_letter(found: Diagnosis, function: UnknownCall | None) -> Diagnosis:
    """Said of y, where it was found of y(x)."""
    if function is None:
        return found
    back: dict[Expression, Expression] = {function: Symbol(function.name)}
    parts = ("target", "inside", "other")
    made = [one._replace(**{part: substitute(getattr(one, part), back) for part in parts}) for one in found.made]
    return Diagnosis(tuple(made), found.variable)


# --- what follows from lines that were wrong -------------------------------------------------------------------------


def follows_from_pieces(notes: Notes, given: Expression) -> bool:
    """Is it what comes of the rates that were claimed, wrong as they may be?"""
    x, problem = notes.problem.variable, notes.problem
    for (of, by), outer in notes.claimed.items():
        inner = notes.claimed.get((by, x))
        if of is notes.own and inner is not None and by is not x:
            return _same(problem, notes.put_in(Product((outer, inner))), given)
    return _follows_from_functions(notes, given) or _follows_from_parts(notes, given)


def _follows_from_functions(notes: Notes, given: Expression) -> bool:
    """Is it f'(g(x)) times g'(x), as they were claimed?"""
    x = notes.problem.variable
    for f in notes.slopes:
        for g in notes.slopes:
            inner = UnknownCall(g, (x,), (0,))
            if f != g and notes.is_target(notes.put_in(UnknownCall(f, (inner,), (0,)))):
                product = Product((UnknownCall(f, (inner,), (1,)), UnknownCall(g, (x,), (1,))))
                return _same(notes.problem, notes.put_in(product), given)
    return False


def _follows_from_parts(notes: Notes, given: Expression) -> bool:
    """Is it what the rates of u and v, as claimed, make of a product u·v, say?"""
    variable, target = notes.problem.variable, notes.problem.target
    rates = {of: rate for (of, by), rate in notes.claimed.items() if by is variable and of in notes.letters}
    outer = substitute(target, {notes.letters[of]: of for of in rates})
    if not rates or variable.name in outer.names:
        return False
    terms = [differentiate(outer, of) * rate for of, rate in rates.items()]
    return _same(notes.problem, notes.put_in(sum(terms[1:], terms[0])), given)


def _same(problem: Problem, a: Expression, b: Expression) -> bool:
    return problem.compared(a, b).verdict.startswith("same")
