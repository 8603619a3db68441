"""A derivation as a listing: what is read, the lines of every stage, where the answer holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from chainrule.calculus.derivation import Derivation, Stage
from chainrule.calculus.systems import SystemDerivation
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.errors import ChainRuleError
from chainrule.expression.nodes import Call, Expression, Power, Quotient, Symbol, UnknownCall
from chainrule.expression.walking import symbols
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Answer, Block, Heading, Marks, Phrase, ReadAs, Sentence, Told
from chainrule.rendering.listing.holding import holding
from chainrule.rendering.listing.other_ways import also, another
from chainrule.rendering.listing.parts import told
from chainrule.rendering.listing.teller import (
    Named,
    Numbers,
    Story,
    Teller,
    letters_for_parts,
    unrolled,
)
from chainrule.rendering.media.layout import Layout
from chainrule.rendering.notation.rates import rate
from chainrule.rendering.wording import comma_and, joined, nth_derivative, said

if TYPE_CHECKING:
    from chainrule.calculus.at_point import AtPoint

__all__ = ["DETAILS", "NOTATIONS", "blocks", "domain_notes", "gradient_blocks", "listing", "read_as", "remarks",
           "told_of_derivation", "told_of_point"]  # fmt: skip

DETAILS = ("answer", "brief", "full")
NOTATIONS = ("leibniz", "lagrange")


def told_of_derivation(
    derivation: Derivation, *, detail: str = "full", notation: str = "leibniz", at: AtPoint | None = None,
    parts: Iterable[str] = (),
) -> Told:
    """A derivation as every medium takes it; `parts` are letters that its factors and terms are called by before f, g.

    Raises LimitError where its answer is longer than may be printed.
    """
    _check_size(derivation, detail)
    told = blocks(derivation, detail=detail, notation=notation, at=at, parts=parts)
    figure = derivation if detail != "answer" else None
    return Told(Symbol(derivation.called), derivation.target, told, derivation.limits, figure, at)


def told_of_point(at: AtPoint, *, detail: str = "full", notation: str = "leibniz") -> Told:
    """What is told of a point alone."""
    from chainrule.rendering.listing.at_point import point_blocks

    derivation = at.derivation
    told = chain((read_as(derivation),), point_blocks(at, detail=detail))
    return Told(Symbol(derivation.called), derivation.target, told, derivation.limits)


def _check_size(derivation: Derivation, detail: str) -> None:
    """Each operation takes a character at least; the listing of many paths does without the answer."""
    if detail == "answer" or not isinstance(derivation, SystemDerivation) or derivation.paths:
        derivation.limits.check("printed", weight(derivation.answer))


def listing(
    derivation: Derivation, *, detail: str = "full", notation: str = "leibniz"
) -> tuple[Block, ...]:
    """Everything that people see of a derivation, as data."""
    return tuple(blocks(derivation, detail=detail, notation=notation))


def blocks(
    derivation: Derivation, *, detail: str = "full", notation: str = "leibniz", at: AtPoint | None = None,
    parts: Iterable[str] = (),
) -> Iterator[Block]:
    """The blocks of `listing` one by one, so that a medium can stop at a limit; last, what is told of a point."""
    if detail not in DETAILS:
        raise ChainRuleError(f"detail is answer, brief or full, not {detail!r}")
    if notation not in NOTATIONS:
        raise ChainRuleError(f"notation is leibniz or lagrange, not {notation!r}")
    story = _story(derivation, detail, parts, lagrange=notation == "lagrange")
    return unrolled(story if at is None else _followed(story, at, detail))


def _followed(story: Story, at: AtPoint, detail: str) -> Story:
    """The story, and then what is told of a point."""
    from chainrule.rendering.listing.at_point import point_blocks

    yield story
    yield from point_blocks(at, detail=detail)


def _story(derivation: Derivation, detail: str, parts: Iterable[str], *, lagrange: bool) -> Story:
    name = derivation.called
    depends = symbols(derivation.target)
    names = _names_of_stages(derivation, name, depends, lagrange)
    if detail == "answer":
        yield Answer(names[-1].slope, derivation.answer)
        return
    yield read_as(derivation, names[0].itself)
    letters = letters_for_parts(derivation, name, parts)
    if isinstance(derivation, SystemDerivation):
        from chainrule.rendering.listing.systems import through_the_system

        yield through_the_system(derivation, letters, brief=detail == "brief", lagrange=lagrange)
    else:
        yield from _stages(derivation, names, letters, detail, lagrange)
    if detail == "full":
        yield from also(derivation)
    yield from holding(derivation, names[0].itself)
    if detail == "full":
        yield from another(derivation, names[0].itself)


def _stages(
    derivation: Derivation, names: Sequence[Named], letters: Iterator[str], detail: str, lagrange: bool
) -> Story:
    """One differentiation after the other."""
    for index, (stage, named) in enumerate(zip(derivation.stages, names, strict=False)):
        if len(derivation.stages) > 1:
            yield Heading(_heading(derivation, index))
        teller = Teller(stage, letters, lagrange=lagrange)
        if detail == "full":
            yield from remarks(stage)
            yield told(teller, named, stage.steps[0], Numbers())
        else:
            from chainrule.rendering.listing.brief import brief

            yield brief(teller, named)


def _names_of_stages(derivation: Derivation, name: str, depends: Iterable[Symbol], lagrange: bool) -> list[Named]:
    """What is differentiated in each stage: y, then dy/dx …, and what its derivative is called."""
    variables = derivation.variables
    mixed = len(set(variables)) > 1

    def derived(order: int) -> Expression:
        if order == 0:
            return UnknownCall(name, variables[:1], (0,)) if lagrange and not mixed else Symbol(name)
        if lagrange and not mixed:
            return UnknownCall(name, variables[:1], (order,))
        return rate(name, variables[:order], [*variables, *depends])

    stages = range(max(1, len(variables)))
    return [Named(_primed(name, index), derived(index), derived(min(index + 1, len(variables)))) for index in stages]


def _primed(name: str, order: int) -> str:
    return name + "'" * order if order < 4 else f"{name}^({order})"


def read_as(derivation: Derivation, name: Expression | None = None) -> ReadAs:
    """How the input was understood; `name` is what the target is written as, by default its name alone."""
    variables = list(dict.fromkeys(derivation.variables))
    about = [said(wording.BY, variables=joined(variables, ", then by ")) if variables else said(wording.UNCHANGED)]
    held = [symbol for symbol in symbols(derivation.target) if symbol not in variables]
    if held and len(variables) == 1:
        about.append(said(wording.HELD, names=comma_and(held)))
    passed_over = {"variable", "definitions"} if isinstance(derivation, SystemDerivation) else {"variable"}
    about += [(note.text,) for note in derivation.reading.notes if note.code not in passed_over]
    if isinstance(derivation, SystemDerivation):
        return ReadAs(derivation.symbol, derivation.defined[derivation.symbol], joined(about, "; "))
    return ReadAs(name or Symbol(derivation.called), derivation.target, joined(about, "; "), _inner_whole(derivation))


def _inner_whole(derivation: Derivation) -> Marks:
    """The inner function of a composite, to be written in one piece; it has no letter yet, and so no colour."""
    if not derivation.stages or derivation.target not in derivation.stages[0].work:
        return {}
    split = derivation.stages[0].work[derivation.target].split
    return {split.parts[0]: ""} if split.inner is not None and split.parts[0].children else {}


def _heading(derivation: Derivation, index: int) -> Phrase:
    if len(set(derivation.variables)) == 1:
        return nth_derivative(index + 1)
    variable = derivation.variables[index]
    names = [symbol.name for symbol in derivation.variables]
    others = [symbol for symbol in (*derivation.target.names, *names) if symbol != variable.name]
    held = comma_and([Symbol(name) for name in dict.fromkeys(others)])
    return said(wording.THEN_BY if index else wording.FIRST_BY, variable=variable, names=held)


def remarks(stage: Stage) -> Iterator[Sentence]:
    """Said before the lines: that the target is not composite, or does not change at all."""
    step = stage.steps[0]
    if step.rule == "constant":
        yield Sentence(said(wording.NO_CHANGE, target=stage.target, variable=stage.variable))
    elif step.rule in wording.NOT_COMPOSITE:
        yield Sentence(said(wording.NOT_COMPOSITE[step.rule]))
    elif not step.is_composite and isinstance(step.target, Call | Power | Quotient) and step.split.inner is not None:
        yield Sentence(said(wording.PLAIN_INSIDE, variable=stage.variable))


def gradient_blocks(derivations: Sequence[Derivation]) -> Iterator[Block]:
    """The partial derivatives side by side."""
    name = Symbol(derivations[0].called)
    variables = joined([derivation.variable for derivation in derivations])
    partials = joined([derivation.answer for derivation in derivations])
    yield Sentence(said(wording.GRADIENT, name=name, variables=variables, partials=partials))


def domain_notes(derivation: Derivation) -> tuple[str, ...]:
    """Where the answer holds, as sentences."""
    name = Symbol(derivation.called)
    layout = Layout(limits=derivation.limits)
    return tuple(layout.phrase(sentence.phrase) for sentence in holding(derivation, name))
