"""A problem piece by piece: inner and outer, factor by factor, or node by node through a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from chainrule.calculus.derivation import Step
from chainrule.calculus.joins import plus
from chainrule.calculus.systems import SystemDerivation
from chainrule.expression.nodes import ONE, Expression, Symbol
from chainrule.expression.systems import put_in
from chainrule.expression.walking import substitute
from chainrule.rendering.notation.rates import rate, rate_of
from chainrule.rendering.notation.text import text
from chainrule.tutor import wording
from chainrule.tutor.practice.asking import JudgeExpression, Ladder, Objection, Question, judged_slope, judging, same
from chainrule.tutor.problems import Problem

__all__ = ["layer_by_layer", "pieces"]

Known = Mapping[Expression, Expression]


def pieces(problem: Problem) -> Iterator[Question]:
    """What is asked before the derivative as a whole."""
    if isinstance(problem.record, SystemDerivation):
        return _node_by_node(problem, problem.record)
    step = problem.record.steps[0]
    if step.is_composite:
        return layer_by_layer(problem)
    while step.rule in ("constant-multiple", "negation"):
        step = step.substeps[-1]
    return _part_by_part(problem, step) if step.rule in ("product", "quotient") else iter(())


def layer_by_layer(problem: Problem) -> Iterator[Question]:
    """Inner, outer, and their derivatives; every pair of inner and outer that gives the function is right."""
    by, letter = Symbol(problem.variable), problem.record.steps[0].letter
    chosen: dict[str, Expression] = {}
    names = {"letter": letter.name, "variable": by.name}
    target = problem.asked.target

    def inner(found: Expression) -> Objection | None:
        if found is by or not found.children or by.name not in found.names or same(target, found, target):
            return Objection(wording.NO_INNER)
        chosen["inner"] = found
        return None

    def outer(found: Expression) -> Objection | None:
        if letter.name not in found.names or by.name in found.names:
            return Objection(wording.NO_OUTER.format(**names))
        whole = substitute(found, {letter: chosen["inner"]})
        if not same(target, whole, target):
            return Objection(wording.NOT_THE_WHOLE.format(**names, whole=text(whole)))
        chosen["outer"] = found
        return None

    def slope(found: Expression) -> Objection | None:
        return judged_slope(chosen["outer"], letter, found, wording.NOT_SLOPE)

    def pace(found: Expression) -> Objection | None:
        return judged_slope(chosen["inner"], by, found, wording.NOT_SLOPE)

    asked: Sequence[tuple[str, JudgeExpression, Ladder | None]] = (
        (wording.ASK_INNER, inner, None),
        (wording.ASK_OUTER, outer, None),
        (wording.ASK_SLOPE, slope, lambda: _hints(chosen["outer"], letter)),
        (wording.ASK_RATE, pace, lambda: _hints(chosen["inner"], by)),
    )
    for template, judge, ladder in asked:
        yield Question(template.format(**names), judging(problem, judge, [letter.name]), ladder=ladder)


def _part_by_part(problem: Problem, step: Step) -> Iterator[Question]:
    """The derivative of each factor, or of numerator and denominator."""
    by = Symbol(problem.variable)
    for part in step.split.parts:
        slope = partial(judged_slope, part, by, otherwise=wording.NOT_SLOPE)
        ladder = partial(_hints, part, by)
        yield Question(wording.ASK_PART.format(part=text(part)), judging(problem, slope, ()), ladder=ladder)


def _node_by_node(problem: Problem, derivation: SystemDerivation) -> Iterator[Question]:
    """From the target down: what arrives at a node, the sum over the paths to it, and its local gradients."""
    known, letters = put_in(derivation.defined), problem.reading.node.names
    target = derivation.symbol
    arriving: dict[Symbol, list[Expression]] = {target: [ONE]}
    for name, value in reversed(derivation.defined.items()):
        links = [link for link in derivation.links if link.name is name]
        if any(link.by is name and link.name is not target for link in derivation.links):
            asked = wording.ASK_SIGNAL.format(name=name.name, rate=text(rate(target.name, [name], ())))
            otherwise = wording.NOT_SIGNALS if len(arriving[name]) > 1 else wording.NOT_SIGNAL
            signal = _equals(problem, plus(arriving[name]), known, otherwise)
            yield Question(asked, judging(problem, signal, letters))
        for link in links:
            asked = wording.ASK_LOCAL.format(name=name.name, rate=text(rate_of(name.name, link.by, value)))
            judge = judging(problem, _is_local(problem, value, link.by, link.slope, known), letters)
            yield Question(asked, judge, ladder=partial(_hints, value, link.by))
            arriving.setdefault(link.by, []).append(plus(arriving[name]) * link.slope)


def _equals(problem: Problem, right: Expression, known: Known, otherwise: str) -> JudgeExpression:
    """Is it the same as what is right, with the definitions put in?"""

    def judge(found: Expression) -> Objection | None:
        put_back, expected = substitute(found, known), substitute(right, known)
        return None if same(problem.asked.target, put_back, expected) else Objection(otherwise)

    return judge


def _is_local(problem: Problem, value: Expression, by: Symbol, slope: Expression, known: Known) -> JudgeExpression:
    equals = _equals(problem, slope, known, "")
    return lambda found: None if equals(found) is None else judged_slope(value, by, found, wording.NOT_LOCAL)


def _hints(part: Expression, by: Symbol) -> Iterable[str]:
    from chainrule.tutor.hints import hints

    return hints(part, by)
