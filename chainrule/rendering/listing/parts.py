"""Rules that put the derivatives of several parts together: name the parts, differentiate each, join, tidy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chainrule.calculus.derivation import Step
from chainrule.calculus.engine import moving_parts
from chainrule.calculus.joins import times
from chainrule.calculus.rules import taken_apart
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import ONE, Call, Expression, Negation, Product, Quotient, Sum, Symbol
from chainrule.expression.walking import substitute
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Definition, Definitions, Line, Phrase, Sentence, Side
from chainrule.rendering.listing.onion import onion, told_below
from chainrule.rendering.listing.teller import Named, Numbers, Story, Teller, filled_in
from chainrule.rendering.notation.rates import rate_of
from chainrule.rendering.wording import comma_and, said

__all__ = ["told"]

FEW_PARTS = 8  # with more, the rule is not stated in letters: it is term by term what the line after it says


def told(teller: Teller, named: Named, step: Step, numbers: Numbers) -> Story:
    """How the derivative of one target is found, whatever its rule."""
    if teller.is_simple(step):
        yield from simple(teller, named, step, numbers)
    elif step.is_composite:
        yield from onion(teller, named, step, numbers)
    else:
        yield from STORIES[step.rule](teller, named, step, numbers)


def simple(teller: Teller, named: Named, step: Step, numbers: Numbers) -> Story:
    """A target that one rule settles."""
    label = said(wording.TERM_BY_TERM if step.rule == "sum" else step.applied.name.capitalize())
    remark = _constants(step.roles.get("constants", ()))
    raw = Side(step.result)
    yield from teller.concluded(numbers, label, named.slope, None, raw, step, remark=remark)


def _constants(terms: Sequence[Expression], templates: tuple[str, str] = wording.CONSTANT_TERMS) -> Phrase:
    """That terms are constant, where there are any, in the singular or the plural."""
    if not terms:
        return ()
    return said(templates[len(terms) > 1], terms=comma_and(terms) if len(terms) <= FEW_PARTS else wording.OTHERS)


# --- sums, products, quotients, branches -----------------------------------------------------------------------------


def _story_of_parts(teller: Teller, named: Named, step: Step, numbers: Numbers) -> Story:
    if _is_around_one(step):
        yield from _story_of_constant(teller, named, step, numbers)
        return
    parts = _named_parts(teller, step)
    written = {part: name.itself for part, name in parts.items()}
    rows = [Definition(name.itself, part) for part, name in parts.items()]
    shape, roles = _in_letters(step, written)
    if shape is not None and len(parts) <= FEW_PARTS:
        rows.insert(0, Definition(named.itself, shape, wording.kind_of(step.rule)))
    if step.rule == "piecewise":
        yield Sentence(said(wording.BRANCHES))
    yield Definitions(tuple(rows))
    yield from _parts_told(teller, parts, step.substeps, numbers)
    rule = step.applied.join(roles, *[parts[part].slope for part in step.split.parts])
    raw = filled_in(rule, _meanings(teller, parts, step.substeps))
    label = said(wording.ADD if step.rule == "sum" else step.applied.name.capitalize())
    statement = Side(rule) if len(parts) <= FEW_PARTS else None
    remark = _constants(step.roles.get("constants", ()))
    yield from teller.concluded(numbers, label, named.slope, statement, raw, step, remark=remark)


def _in_letters(step: Step, letters: dict[Expression, Expression]) -> tuple[Expression | None, dict[str, Any]]:
    """The target with its parts' names in their places, and the roles of its rule likewise."""
    match step.target:
        case Product(factors):
            named = tuple([letters[factor] for factor in factors])
            return Product(named), {"factors": named}
        case Quotient(top, bottom):
            return Quotient(letters[top], letters[bottom]), {"numerator": letters[top], "denominator": letters[bottom]}
        case Sum(terms):
            return Sum(tuple([letters.get(term, term) for term in terms])), {}
    return None, step.roles


def _named_parts(teller: Teller, step: Step) -> dict[Expression, Named]:
    """A name for each part; a part that occurs twice has one."""
    names: dict[Expression, Named] = {}
    for part in step.split.parts:
        if part not in names:
            names[part] = teller.named(next(teller.letters), part)
    return names


def _parts_told(teller: Teller, parts: dict[Expression, Named], substeps: Sequence[Step], numbers: Numbers) -> Story:
    """The derivative of every part, each once; that of the bare variable needs no line."""
    first: dict[Expression, Step] = {}
    for step in substeps:
        first.setdefault(step.target, step)
    for step in first.values():
        if step.target is not teller.variable:
            named = parts[step.target]
            label = said(wording.PART_BY, name=named.itself, variable=teller.variable)
            yield from told_below(teller, named, step, label, numbers)


def _meanings(teller: Teller, parts: dict[Expression, Named], substeps: Sequence[Step]) -> dict[Expression, Expression]:
    """What each name, and each derivative of one, stands for."""
    meanings: dict[Expression, Expression] = {}
    for step in substeps:
        named = parts[step.target]
        meanings[named.itself], meanings[named.slope] = step.target, teller.tidied(step)
    return meanings


# --- constants in front ----------------------------------------------------------------------------------------------


def _story_of_constant(teller: Teller, named: Named, step: Step, numbers: Numbers) -> Story:
    """Minus signs, constant factors and constant terms, all at once: the work is inside them."""
    outside = [step]
    while _is_around_one(outside[-1].substeps[0]):
        outside.append(outside[-1].substeps[0])
    core = outside[-1].substeps[0]
    inside = teller.named(next(teller.letters), core.target)
    shape, rule = inside.itself, inside.slope
    for around in reversed(outside):
        shape, rule = _around(around, shape), around.applied.join(around.roles, rule)
    yield Sentence(_staying(outside))
    row = Definition(named.itself, shape)
    yield Definitions((row,) if _begins_with_its_name(teller, core) else (row, Definition(inside.itself, core.target)))
    if teller.is_simple(core) or core.same_as is not None:
        label = said(wording.PART_BY, name=inside.itself, variable=teller.variable)
        yield from told_below(teller, inside, core, label, numbers)
    else:
        teller.shown[core.id] = f"{numbers.prefix}{numbers.last + 1}"
        yield told(teller, inside, core, numbers)
    raw = filled_in(rule, {inside.slope: teller.tidied(core)})
    label = said(wording.PUT_TOGETHER if len(outside) > 1 else step.applied.name.capitalize())
    yield from teller.concluded(numbers, label, named.slope, Side(rule), raw, step)


def _begins_with_its_name(teller: Teller, step: Step) -> bool:
    """Does the telling of this step begin with a definition of what it is called?"""
    if teller.is_simple(step) or step.same_as is not None:
        return False
    stated = step.rule in ("sum", "product", "quotient") and len(step.split.parts) <= FEW_PARTS
    return step.is_composite or step.rule == "several-arguments" or stated


def _is_around_one(step: Step) -> bool:
    """Is it a constant multiple, a negation or a sum in which one part alone moves, told here and not before?"""
    kinds = ("negation", "constant-multiple", "sum")
    return step.rule in kinds and step.same_as is None and len(step.substeps) == 1


def _around(step: Step, name: Expression) -> Expression:
    """The step's target with a name for the part that moves."""
    match step.target:
        case Negation():
            return Negation(name)
        case Quotient(_, bottom):
            return Quotient(name, bottom)
        case Sum(terms):
            moving = step.split.parts[0]
            return Sum(tuple([name if term is moving else term for term in terms]))
    around: Expression = times(step.roles["constant"], name)
    return around


def _staying(outside: Sequence[Step]) -> Phrase:
    """What is said of the constants around."""
    if len(outside) > 1:
        return said(wording.STAY_IN_FRONT)
    [step] = outside
    if step.rule == "sum":
        return _constants(step.roles["constants"], wording.CONSTANT_BESIDE)
    if step.rule == "negation":
        return said(wording.MINUS_STAYS)
    return said(wording.STAYS, constant=step.roles["constant"])


# --- logarithmic differentiation -------------------------------------------------------------------------------------


def _story_of_general_power(teller: Teller, named: Named, step: Step, numbers: Numbers) -> Story:
    yield Sentence(said(wording.BOTH_VARY))
    yield Sentence(said(wording.TAKE_LOGARITHMS, name=named.itself))
    base, exponent = step.substeps
    y, slope = named.itself, named.slope
    hard = {part.target: part for part in step.substeps if not teller.is_simple(part)}
    if hard:
        parts = {target: teller.named(next(teller.letters), target) for target in hard}
        yield Definitions(tuple(Definition(name.itself, part) for part, name in parts.items()))
        yield from _parts_told(teller, parts, list(hard.values()), numbers)
    logarithm = step.roles["logarithm"]
    on_y = Call(function_named("ln"), (y,))
    yield Line(numbers.next(), said(wording.LOGARITHM), on_y, (Side(Product((exponent.target, logarithm))),))
    left = Product((Quotient(ONE, y), slope))
    label = said(wording.LEFT, name=y, variable=teller.variable)
    yield Line(numbers.next(), label, None, (_raw(left),))
    first = Product((teller.tidied(exponent), logarithm))
    second = Product((exponent.target, Quotient(teller.tidied(base), base.target)))
    raw = Sum((first, second))
    right = teller.tidy(raw)
    yield Line(numbers.next(), said(wording.RIGHT), None, (Side(raw, frozenset((first, second))), Side(right)))
    yield Line(numbers.next(), said(wording.EQUATE), left, (Side(right),))
    yield Line(numbers.next(), said(wording.TIMES, name=y), slope, (Side(Product((y, right))),))
    back = Side(Product((step.target, right)))
    label = said(wording.PUT_NAME_BACK, name=y)
    yield from teller.concluded(numbers, label, slope, None, back, step, continued=True)


def _raw(product: Product) -> Side:
    return Side(product, frozenset((product,)))


# --- several arguments -----------------------------------------------------------------------------------------------


def _story_of_arguments(teller: Teller, named: Named, step: Step, numbers: Numbers) -> Story:
    """A function of several arguments that move: a product of two rates for each."""
    names = {part: next(teller.letters) for part in dict.fromkeys(step.split.parts)}
    parts = {part: teller.letter(name, part) for part, name in names.items()}
    letters = {part: Symbol(name) for part, name in names.items()}
    outer = step.target.with_children(tuple([letters.get(part, part) for part in step.target.children]))
    _, split = taken_apart(outer, moving_parts(outer, letters.values()))
    yield Sentence(said(wording.ARGUMENTS, variable=teller.variable))
    rows = [Definition(letters[part], part) for part in parts]
    yield Definitions((Definition(named.itself, outer), *rows))
    rates: list[Expression] = []
    slopes: Sequence[Expression] = split.roles.get("slopes") or (split.roles["slope"],)
    for letter, slope in zip(split.parts, slopes, strict=True):
        assert isinstance(letter, Symbol)
        rates.append(rate_of(named.name, letter, outer))
        label = said(wording.EACH_ARGUMENT, name=named.itself, letter=letter)
        yield Line(numbers.next(), label, rates[-1], (Side(slope),))
    yield from _parts_told(teller, parts, step.substeps, numbers)
    terms = [Product((r, parts[p].slope)) for r, p in zip(rates, step.split.parts, strict=False)]
    rule: Expression = Sum(tuple(terms)) if len(terms) > 1 else terms[0]
    meanings = _meanings(teller, parts, step.substeps)
    back: dict[Expression, Expression] = {letter: part for part, letter in letters.items()}
    meanings |= {r: substitute(slope, back) for r, slope in zip(rates, slopes, strict=True)}
    raw = filled_in(rule, meanings)
    label = said(step.applied.name.capitalize())
    yield from teller.concluded(numbers, label, named.slope, Side(rule, frozenset(terms)), raw, step)


STORIES: dict[str, Callable[[Teller, Named, Step, Numbers], Story]] = {
    "sum": _story_of_parts,
    "product": _story_of_parts,
    "quotient": _story_of_parts,
    "piecewise": _story_of_parts,
    "negation": _story_of_constant,
    "constant-multiple": _story_of_constant,
    "general-power": _story_of_general_power,
    "several-arguments": _story_of_arguments,
}
