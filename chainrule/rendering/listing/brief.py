"""The brief listing: a line a rule, parts before wholes; a chain is one rule, with all its layers in one product."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.calculus.derivation import Step
from chainrule.expression.nodes import Expression, Product, Symbol
from chainrule.rendering.listing.blocks import Line, Side
from chainrule.rendering.listing.onion import layers, put_back
from chainrule.rendering.listing.teller import Named, Numbers, Story, Teller, filled_in, same_written
from chainrule.rendering.wording import rule_label, rule_label_for

__all__ = ["brief", "rule_lines", "sides_of"]


def brief(teller: Teller, named: Named) -> Story:
    """A line for each rule that does more than one line says."""
    numbers = Numbers()
    yield from rule_lines(teller, numbers)
    top = teller.stage.steps[0]
    yield Line(numbers.next(), rule_label(top), named.slope, sides_of(teller, top))


def rule_lines(teller: Teller, numbers: Numbers, *, terms: bool = False) -> Iterator[Line]:
    """The lines below the whole; with `terms`, also one for every term of a sum that one rule settles."""
    top = teller.stage.steps[0]
    for step in _parts_first(top):
        told = not teller.is_simple(step) or (terms and step.parent is top and top.rule == "sum" and _says_much(step))
        if step is not top and told and step.same_as is None and not _is_layer(step):
            yield Line(numbers.next(), rule_label_for(step), None, sides_of(teller, step))


def _says_much(step: Step) -> bool:
    return step.rule not in ("variable", "unknown-function")


def _is_layer(step: Step) -> bool:
    """Is it the inner function of a composite, and a composite itself? Then the line of the whole chain tells it."""
    return step.is_composite and step.parent is not None and step.parent.is_composite


def _parts_first(top: Step) -> Iterator[Step]:
    stack = [(top, iter(top.substeps))]
    while stack:
        step, rest = stack[-1]
        below = next(rest, None)
        if below is None:
            stack.pop()
            yield step
        else:
            stack.append((below, iter(below.substeps)))


def sides_of(teller: Teller, step: Step) -> tuple[Side, ...]:
    """The raw result with the parts' tidied derivatives in it, and the tidy one."""
    raw, tidy = _raw(teller, step), teller.tidied(step)
    return (Side(tidy),) if same_written(raw.expression, tidy) else (raw, Side(tidy))


def _raw(teller: Teller, step: Step) -> Side:
    if teller.is_simple(step):
        return Side(step.result)
    if step.is_composite:
        peeled, core = layers(step, "")
        product = Product((*put_back(peeled, [teller.tidied(layer.outer) for layer in peeled]), teller.tidied(core)))
        return Side(product, frozenset((product,)))
    slopes: dict[Expression, Expression] = {part.target: teller.tidied(part) for part in step.substeps}
    stand_ins = {part: Symbol(f"slope {index}") for index, part in enumerate(slopes)}
    rule = step.applied.join(step.roles, *[stand_ins[part] for part in step.split.parts])
    whole = {part: part for part in slopes if part.children}  # inside the parts no dots are written
    return filled_in(rule, {**whole, **{stand_ins[part]: slope for part, slope in slopes.items()}})
