"""A composite, told as an onion: name the layers, differentiate each from the outside in, multiply, put back, tidy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from chainrule.calculus.derivation import Step
from chainrule.expression.domains import conditions
from chainrule.expression.nodes import Expression, Node, Product, Symbol, UnknownCall
from chainrule.expression.walking import substitute
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Definition, Definitions, Line, Phrase, Side
from chainrule.rendering.listing.holding import in_words
from chainrule.rendering.listing.teller import Named, Numbers, Story, Teller
from chainrule.rendering.wording import comma_and, layer_role, said

__all__ = ["layers", "onion", "put_back", "told_below"]

FEW_LETTERS = 3


class Layer(NamedTuple):
    """One layer: its name and definition, the letter inside it, the inner function for which that stands."""

    name: str
    outer: Step
    letter: Symbol
    inner: Expression


def layers(step: Step, name: str) -> tuple[list[Layer], Step]:
    """The layers of a composite from the outside in, and the step on what is inside the last of them."""
    found: list[Layer] = []
    while step.is_composite:
        outer, inside = step.substeps
        assert step.letter is not None
        found.append(Layer(name, outer, step.letter, inside.target))
        name, step = step.letter.name, inside
    return found, step


def onion(teller: Teller, named: Named, step: Step, numbers: Numbers) -> Story:
    """How a composite is differentiated, with all its layers at once."""
    peeled, core = layers(step, named.name)
    if teller.lagrange:
        yield from _lagrange(teller, named, step, numbers, peeled, core)
        return
    marks: dict[Node, str] = {}
    for layer in peeled:
        marks[layer.letter] = marks[layer.inner] = layer.letter.name
    inside = teller.named(peeled[-1].letter.name, core.target)
    wholes = [named.itself, *[layer.letter for layer in peeled]]
    yield Definitions(tuple(_rows(wholes, peeled, core)), marks)
    rates, slopes = [], []
    for index, layer in enumerate(peeled):
        slope = teller.tidied(layer.outer)
        rates.append(teller.by_letter(layer.name, layer.letter, layer.outer.target))
        slopes.append(slope)
        label = _label(index, wholes[index], layer.letter)
        teller.shown.setdefault((layer.outer.parent or layer.outer).id, f"{numbers.prefix}{numbers.last + 1}")
        yield Line(numbers.next(), label, rates[-1], teller.sides(layer.outer.result, slope), marks=marks)
    yield from _core(teller, inside, core, numbers)
    last = teller.tidied(core)
    rule = Product((*rates, inside.slope))
    raw = Product((*slopes, last))
    yield Line(numbers.next(), said(wording.MULTIPLY), named.slope, (_dotted(rule), _dotted(raw)), marks=marks)
    back = put_back(peeled, slopes)
    if back == slopes:
        return
    letters = [layer.letter for layer in peeled]
    few = len(letters) <= FEW_LETTERS
    label = said(wording.PUT_BACK, letters=comma_and(letters)) if few else said(wording.PUT_ALL_BACK)
    whole = _dotted(Product((*back, last)))
    yield from teller.concluded(numbers, label, named.slope, None, whole, step, continued=True, marks=marks)


def _lagrange(
    teller: Teller, named: Named, step: Step, numbers: Numbers, peeled: Sequence[Layer], core: Step
) -> Story:
    """The same in the manner of Lagrange: f'(g(x)) · g'(x)."""
    names = [next(teller.letters) for _ in range(len(peeled) + 1)]
    marks: dict[Node, str] = {layer.inner: layer.letter.name for layer in peeled}
    inside = teller.named(names[-1], core.target)
    nested: list[Expression] = [inside.itself]  # what each function is taken of, from the inside out
    for name in reversed(names[1:-1]):
        nested.append(teller.value(name, nested[-1]))
    nested.reverse()
    wholes = [teller.value(name, layer.letter) for name, layer in zip(names, peeled, strict=False)]
    first = Definition(named.itself, teller.value(names[0], nested[0]))
    yield Definitions((first, *_rows([*wholes, inside.itself], peeled, core)), marks)
    slopes = []
    for index, layer in enumerate(peeled):
        slopes.append(teller.tidied(layer.outer))
        left = teller.by_letter(names[index], layer.letter, layer.outer.target)
        label = _label(index, wholes[index], layer.letter)
        teller.shown.setdefault((layer.outer.parent or layer.outer).id, f"{numbers.prefix}{numbers.last + 1}")
        yield Line(numbers.next(), label, left, teller.sides(layer.outer.result, slopes[-1]), marks=marks)
    yield from _core(teller, inside, core, numbers)
    rates = [UnknownCall(name, (argument,), (1,)) for name, argument in zip(names, nested, strict=False)]
    raw = Product((*put_back(peeled, slopes), teller.tidied(core)))
    rule = _dotted(Product((*rates, inside.slope)))
    yield from teller.concluded(
        numbers, said(wording.MULTIPLY), named.slope, rule, _dotted(raw), step, marks=marks
    )


def _rows(names: Sequence[Expression], peeled: Sequence[Layer], core: Step) -> Iterator[Definition]:
    count = len(peeled) + 1
    for index, layer in enumerate(peeled):
        outer = layer.outer.target
        yield Definition(names[index], outer, _role(layer_role(index, count), outer))
    yield Definition(names[-1], core.target, (layer_role(count - 1, count),))


@lru_cache(maxsize=256)
def _role(role: str, outer: Expression) -> Phrase:
    """The layer's part, and what it needs of its letter."""
    needed = [condition.relation for condition in conditions(outer) if condition.kind == "exists"]
    return said(wording.NEEDS, role=role, conditions=in_words(needed)) if needed else (role,)


def _label(index: int, name: Expression, letter: Symbol) -> Phrase:
    return said(wording.OUTER_BY if index == 0 else wording.MIDDLE_BY, name=name, letter=letter)


def _core(teller: Teller, inside: Named, core: Step, numbers: Numbers) -> Story:
    """The innermost function: one line where it is simple, else lines of its own below."""
    label = said(wording.INNER_BY, variable=teller.variable)
    yield from told_below(teller, inside, core, label, numbers)


def told_below(teller: Teller, named: Named, step: Step, label: Phrase, numbers: Numbers) -> Story:
    """A part's derivative: on one line where it is simple or was found before, else in lines of their own below."""
    number = numbers.next()
    if teller.is_simple(step):
        yield teller.labelled(number, label, named.slope, step)
    elif step.same_as is not None:
        before = said(wording.AS_IN, number=teller.shown.get(step.same_as.id, "1"))
        yield Line(number, label, named.slope, (Side(teller.tidied(step)),), remark=before)
    else:
        from chainrule.rendering.listing.parts import told

        teller.shown[step.id] = number
        yield Line(number, label, remark=wording.kind_of(step.rule))
        yield told(teller, named, step, numbers.below())


def put_back(peeled: Sequence[Layer], slopes: Sequence[Expression]) -> list[Expression]:
    """The layers' slopes, each by its letter, with the inner functions for the letters."""
    return [substitute(slope, {layer.letter: layer.inner}) for slope, layer in zip(slopes, peeled, strict=True)]


def _dotted(product: Product) -> Side:
    return Side(product, frozenset((product,)))
