"""Hints: a ladder from a question to the whole step, one derivative at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, overload

from chainrule.calculus.derivation import Derivation, Stage, Step, derive
from chainrule.calculus.joins import times
from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import evaluate
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.expression.nodes import ONE, Expression, Negation, Node, Number, Relation, Sum, Symbol, expression_of
from chainrule.expression.reading import Reading
from chainrule.expression.shown import Shown
from chainrule.expression.walking import preorder, substitute
from chainrule.rendering.listing.blocks import Phrase
from chainrule.rendering.listing.figures import figure
from chainrule.rendering.listing.relations import rate_of
from chainrule.rendering.notation.text import text
from chainrule.rendering.wording import comma_and, said
from chainrule.tutor import wording
from chainrule.tutor.answers import Problem, problem_of
from chainrule.tutor.marking import marked
from chainrule.tutor.wording import written

if TYPE_CHECKING:
    from chainrule.calculus.curves.implicit import ImplicitDerivation

__all__ = ["Hints", "hints"]

DEEP = 4  # levels of steps inside steps; what is deeper is given without hints of its own
PLACES = (2, 1, 3)  # where a function is computed to see what is done last

Rung = tuple[Literal["asks", "tells"], Phrase]


@dataclass(frozen=True, eq=False)
class Hints(Shown, Sequence[str]):
    """A ladder of hints, the least telling first; each is a str, in plain text."""

    told_by = "chainrule.tutor.telling:told_of_hints"
    data_by = "chainrule.tutor.telling:hints_record"

    problem: Problem
    phrases: tuple[Phrase, ...]

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return written(self.phrases[index]) if isinstance(index, int) else [*map(written, self.phrases[index])]

    def __len__(self) -> int:
        return len(self.phrases)

    def first(self, count: int | None) -> Hints:
        """The first so many hints; None gives all."""
        return Hints(self.problem, self.phrases[:count])

    def __repr__(self) -> str:
        return f"<Hints for {self.problem.target!r}: {len(self)}>"


def hints(
    problem: str | Node | Reading,
    variable: str | Symbol | None = None,
    *,
    answer: str | Node | Reading | None = None,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    limits: Limits = DEFAULT,
) -> Hints:
    """Hints for finding a derivative, from a question to the whole step.

    problem  as for `check`: a function, a system, or a relation such as x^2 + y^2 = 25
    answer   a wrong answer: then the first hints are about the mistake in it
    Returns Hints, a sequence of str; raises as `check` does.
    """
    asked = problem_of(problem, variable, names, functions, limits)
    first: list[Phrase] = []
    if answer is not None:
        for diagnosis in marked(asked, answer).diagnoses[:1]:
            first = [diagnosis.said_of("hint", ""), diagnosis.said_of("question", "")]
    return Hints(asked, (*first, *_ladder(asked)))


def _ladder(problem: Problem) -> Iterator[Phrase]:
    if problem.curve is not None:
        yield from _of_curve(problem.curve)
        return
    derivation = derive(problem.target, problem.variable, limits=problem.limits)
    step = derivation.steps[0]
    place = _place(problem)
    if step.rule in wording.SIMPLEST:  # there is nothing to compute
        yield said(wording.SIMPLEST[step.rule], target=step.target, variable=problem.variable)
    else:
        yield said(wording.LAST_AT, point=Relation("=", problem.variable, place)) if place else said(wording.LAST)
    rungs = [*_order(step, problem, place), *_rungs(step, derivation.stages[0], 0)]
    told: Phrase = ()
    for kind, phrase in rungs:
        told = (*told, *([" "] if told else []), *phrase)
        if kind == "asks":
            yield told
            told = ()
    yield from _conclusion(derivation, step)


def _of_curve(curve: ImplicitDerivation) -> Iterator[Phrase]:
    """Both sides differentiated, then solved."""
    x, y, solved = curve.variable, curve.dependent, curve.solved
    rate = rate_of(curve, 1, lagrange=False)
    meanings: dict[Expression, Expression] = {curve.function: y, curve.rate: rate}
    left, right = (substitute(stage.answer, meanings) for stage in curve.sides)
    inside = [node for node in preorder(curve.relation) if isinstance(node, Expression) and y in node.children]
    around = next((node for node in inside if not isinstance(node, Sum | Negation)), y)
    yield said(wording.CURVE_DEPENDS, dependent=y, variable=x, part=around)
    yield said(wording.CURVE_BRINGS, dependent=y, rate=rate, side=curve.relation.left, variable=x)
    yield said(wording.CURVE_SIDE, found=left, side=curve.relation.right, variable=x)
    yield said(wording.CURVE_COLLECT, found=right, rate=rate)
    if solved.coefficient is not ONE:
        yield said(wording.CURVE_DIVIDE, equation=Relation("=", times(solved.coefficient, rate), solved.rest))
    yield (Relation("=", rate, curve.answer),)


def _conclusion(derivation: Derivation, step: Step) -> Iterator[Phrase]:
    raw, tidy = _put_together(step, derivation.stages[0]), derivation.answer
    same = text(raw) == text(tidy)
    yield said(wording.RAW, raw=tidy) if same else said(wording.RAW_AND_TIDY, raw=raw, tidy=tidy)


def _put_together(step: Step, stage: Stage) -> Expression:
    """The join of the parts' derivatives, each as it was told."""
    parts = step.substeps[1:] if step.is_composite else step.substeps
    if not parts:
        return step.result
    return expression_of(step.applied.join(step.split.roles, *[stage.tidied(part.result) for part in parts]))


def _order(step: Step, problem: Problem, place: Expression | None) -> Iterator[Rung]:
    """What is done first, and what last, when a composite is computed."""
    if step.inner is None or step.outer is None or step.letter is None:
        return
    if place is None:
        yield "asks", said(wording.FIRST_THEN_LETTER, inner=step.inner, outer=step.outer)
        return
    value = figure(evaluate(step.inner, {problem.variable: evaluate(place)}))
    first = substitute(step.inner, {problem.variable: place})
    then = substitute(step.outer, {step.letter: value})
    yield "asks", said(wording.FIRST_THEN, first=first, value=value, then=then)


def _rungs(step: Step, stage: Stage, depth: int) -> Iterator[Rung]:
    """What is asked and told on the way to the derivative of a step, which itself is told at the end."""
    if step.is_composite and step.substeps:
        yield from _of_composite(step, stage, depth)
    elif len(step.substeps) > 0 and any(part.children for part in step.split.parts):
        yield from _of_parts(step, stage, depth)
    else:
        yield "asks", said(wording.RULE_NAMED, name=step.applied.name, statement=step.applied.statement)


def _of_composite(step: Step, stage: Stage, depth: int) -> Iterator[Rung]:
    outer, inner = step.substeps
    assert step.letter is not None
    assert step.inner is not None
    yield "tells", said(wording.LAYERS, outer=outer.target, letter=step.letter, inner=inner.target)
    yield "asks", said(wording.DIFFERENTIATE, part=outer.target, variable=step.letter)
    slope = stage.tidied(outer.result)
    rate = substitute(slope, {step.letter: step.inner})
    if rate is slope:
        yield "tells", said(wording.FOUND, rate=rate)
    else:
        yield "tells", said(wording.FOUND_IN_LETTERS, slope=slope, rate=rate)
    yield from _asked(inner, stage, depth)
    yield "asks", said(wording.MULTIPLY)


def _of_parts(step: Step, stage: Stage, depth: int) -> Iterator[Rung]:
    rule, parts = step.applied, step.split.parts
    template = wording.SEEN.get(rule.id, wording.RULE_NAMED)
    between = comma_and(parts) if rule.id != "quotient" else (parts[0], wording.OVER, parts[-1])
    yield "tells", said(template, parts=between, rule=rule.statement, name=rule.name, statement=rule.statement,
                        constant=step.roles.get("constant", ""))  # fmt: skip
    for part in step.substeps:
        yield from _asked(part, stage, depth)
    yield "asks", said(wording.TOGETHER)


def _asked(step: Step, stage: Stage, depth: int) -> Iterator[Rung]:
    """A part: it is asked for, then taken apart itself if that helps, then told."""
    yield "asks", said(wording.DIFFERENTIATE, part=step.target, variable=step.variable)
    if depth < DEEP and step.substeps and (step.is_composite or step.rule in ("product", "quotient", "general-power")):
        yield from _rungs(step, stage, depth + 1)
    yield "tells", said(wording.FOUND, rate=stage.tidied(step.result))


def _place(problem: Problem) -> Expression | None:
    """A simple number at which the function has a value; None where other letters need one too."""
    if any(name != problem.variable.name for name in problem.target.names) or problem.target.functions:
        return None
    for place in PLACES:
        try:
            evaluate(problem.target, {problem.variable: place})
        except ChainRuleError:
            continue
        return Number(place)
    return None
