"""A derivative through a system: the paths, each link by its rule, the products added, names put back, tidied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chainrule.calculus.joins import plus, times
from chainrule.calculus.systems import SystemDerivation, SystemLink
from chainrule.calculus.tidying.term_arithmetic import weight
from chainrule.expression.nodes import ONE, ZERO, Expression, Node, Product, Quotient, Relation, Sum, Symbol
from chainrule.expression.ranges import always
from chainrule.expression.systems import put_in
from chainrule.expression.walking import postorder, substitute, symbols
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Definition, Definitions, Line, Phrase, Sentence, Side
from chainrule.rendering.listing.stages import stage_told
from chainrule.rendering.listing.teller import Named, Numbers, Story, same_written
from chainrule.rendering.notation.rates import Rate, rate, rate_of
from chainrule.rendering.wording import comma_and, joined, said

__all__ = ["through_the_system"]

MOST_NAMES = 40  # of a reverse pass, that are listed
MOST_OPERATIONS = 100  # of an answer after a reverse pass, with everything put back


def through_the_system(derivation: SystemDerivation, letters: Iterator[str], *, brief: bool, lagrange: bool) -> Story:
    """How the derivative is found; nothing where the target does not depend on the variable."""
    others = [(name, value) for name, value in derivation.defined.items() if name is not derivation.symbol]
    if others:
        yield Definitions(tuple(Definition(name, value) for name, value in others))
    total = total_rate(derivation)
    if not derivation.path_count:
        yield Sentence(said(wording.NO_PATH, name=derivation.symbol, variable=derivation.variable))
        return
    numbers = Numbers()
    if not derivation.paths:
        yield from _reverse_pass(derivation, total, numbers)
        return
    several = len(derivation.links) > 1
    if several:
        yield from _paths_told(derivation, total)
    for link in derivation.links:
        yield from _link_told(derivation, link, letters, numbers, brief=brief, lagrange=lagrange)
    yield from _partial_beside(derivation, total)
    yield from _put_together(derivation, total, numbers, multiplied=several)


def total_rate(derivation: SystemDerivation) -> Rate:
    """dL/dw where only w is free, or where the partial derivative stands beside it; else ∂L/∂w."""
    others = () if derivation.partial is not None else symbols(derivation.target)
    return rate(derivation.symbol.name, [derivation.variable], others)


def link_rate(link: SystemLink) -> Rate:
    return rate_of(link.name.name, link.by, link.stage.target)


# --- the paths -------------------------------------------------------------------------------------------------------


def _paths_told(derivation: SystemDerivation, total: Rate) -> Iterator[Sentence | Definitions | Line]:
    products = [_product([link_rate(link) for link in path]) for path in derivation.paths]
    if len(products) == 1:
        yield Sentence(said(wording.ONE_PATH, path=_arrows(derivation.paths[0])))
    else:
        yield Sentence(said(wording.SEVERAL_PATHS, name=derivation.symbol, variable=derivation.variable,
                            count=len(products)))  # fmt: skip
        for path in derivation.paths:
            yield Sentence((wording.INDENT, *_arrows(path)))
    statement = plus(products)
    yield Definitions((Definition(total, statement, raw=_raw(statement)),))


def _arrows(path: Sequence[SystemLink]) -> Phrase:
    """w → z → a → L"""
    return joined([path[-1].by, *[link.name for link in reversed(path)]], wording.ARROW)


def _product(factors: Sequence[Expression]) -> Expression:
    return Product(tuple(factors)) if len(factors) > 1 else factors[0]


def _raw(expression: Expression) -> frozenset[Node]:
    """The products in which every dot is written: the terms of a sum over paths."""
    terms = expression.terms if isinstance(expression, Sum) else (expression,)
    return frozenset([term for term in terms if isinstance(term, Product)])


# --- the links -------------------------------------------------------------------------------------------------------


def _link_told(
    derivation: SystemDerivation, link: SystemLink, letters: Iterator[str], numbers: Numbers, *, brief: bool,
    lagrange: bool,
) -> Story:
    """One link: a line where one rule settles it, else its own lines below."""
    label = said(wording.PART_BY, name=link.name, variable=link.by)
    named = Named(link.name.name, link.name, link_rate(link))
    yield from stage_told(link.stage, named, label, letters, numbers, brief=brief, lagrange=lagrange)


def _partial_beside(derivation: SystemDerivation, total: Rate) -> Iterator[Sentence]:
    """The partial derivative beside the total one, where they are two things."""
    if derivation.partial is not None:
        moving = [link.by for link in derivation.links if link.name is derivation.symbol]
        held = [name for name in moving if name is not derivation.variable]
        yield Sentence(said(wording.PARTIAL_AND_TOTAL, partial=link_rate(derivation.partial),
                            slope=derivation.partial.slope, names=comma_and(held), total=total,
                            variable=derivation.variable))  # fmt: skip


# --- the sum over the paths ------------------------------------------------------------------------------------------


def _put_together(
    derivation: SystemDerivation, total: Rate, numbers: Numbers, *, multiplied: bool
) -> Iterator[Line | Sentence]:
    products = [_product([link.slope for link in path]) for path in derivation.paths]
    raw = plus(products)
    if multiplied:
        label = said(wording.ADD_PATHS if len(products) > 1 else wording.MULTIPLY)
        yield Line(numbers.next(), label, total, (Side(raw, _raw(raw)),))
    before: Expression = raw
    if derivation.folds:
        before = derivation.folded
        yield Line(numbers.next(), said(wording.PUT_NAMES, names=_names_for(derivation)), total,
                   (Side(before, _raw(before)),), continued=True)  # fmt: skip
        for name, form in derivation.cancelling:
            yield Line(numbers.next(), said(wording.TIDY_BY, names=wording.ACTS[name]), total, (Side(form),),
                       continued=True)  # fmt: skip
            before = form
    if multiplied and not same_written(before, derivation.in_letters):
        yield Line(numbers.next(), said(wording.TIDY), total, (Side(derivation.in_letters),), continued=True)
    inner = [name for name in derivation.defined if name in symbols(derivation.in_letters)]
    if derivation.answer is not derivation.in_letters and derivation.substituted is not derivation.in_letters:
        label = said(wording.PUT_BACK, letters=comma_and(inner)) if inner else said(wording.TIDY)
        yield Line(numbers.next(), label, total, (Side(derivation.substituted),), continued=True)
    elif inner:
        equations = [Relation("=", name, derivation.defined[name]) for name in inner]
        yield Sentence(said(wording.ANSWER_WITH, total=total, answer=derivation.answer, equations=comma_and(equations)))
    yield from _safe_to_cancel(derivation)


def _names_for(derivation: SystemDerivation) -> Phrase:
    """a for σ(z), and so on."""
    again = [said(wording.NAME_FOR, name=name, value=derivation.defined[name]) for name in derivation.named_again]
    return comma_and(again)


def _safe_to_cancel(derivation: SystemDerivation) -> Iterator[Sentence]:
    """That what was cancelled is never zero, where that is so for all values of the symbols."""
    if not derivation.folds:
        return
    known = put_in(derivation.defined)
    kept = _denominators(derivation.in_letters)
    gone = [below for below in _denominators(derivation.folded) if below not in kept]
    if gone and all(always(Relation("!=", substitute(below, known), ZERO)) for below in gone):
        yield Sentence(said(wording.SAFE_TO_CANCEL[len(gone) > 1], denominators=comma_and(gone)))


def _denominators(expression: Expression) -> list[Expression]:
    return list(dict.fromkeys(node.denominator for node in postorder(expression) if isinstance(node, Quotient)))


# --- too many paths --------------------------------------------------------------------------------------------------


def _reverse_pass(derivation: SystemDerivation, total: Rate, numbers: Numbers) -> Iterator[Line | Sentence]:
    """From the target down: the rate by each name is the sum over what uses it."""
    yield Sentence(said(wording.MANY_PATHS, count=f"{derivation.path_count:,}", name=derivation.symbol,
                        variable=derivation.variable))  # fmt: skip
    users: dict[Symbol, list[SystemLink]] = {}
    for link in derivation.links:
        users.setdefault(link.by, []).append(link)
    order = [name for name in (*reversed(derivation.defined), derivation.variable) if name in users]
    target = derivation.symbol

    def to(name: Symbol) -> Expression:
        return total if name is derivation.variable else rate_of(target.name, name, derivation.target)

    left_out = max(0, len(order) - MOST_NAMES - 1)
    for index, name in enumerate(order):
        if MOST_NAMES <= index < MOST_NAMES + left_out:
            if index == MOST_NAMES:
                yield Sentence(said(wording.NAMES_LEFT_OUT, count=left_out))
            continue
        terms = [times(ONE if link.name is target else to(link.name), link.slope) for link in users[name]]
        shares = plus(terms)
        label = said(wording.PART_BY, name=target, variable=name)
        yield Line(numbers.next(), label, to(name), (Side(shares, _raw(shares)),))
    operations = weight(derivation.substituted)
    if operations > MOST_OPERATIONS:
        yield Sentence(said(wording.LONG_ANSWER, count=f"{operations:,}"))
    else:
        yield Line(numbers.next(), said(wording.PUT_ALL_BACK), total, (Side(derivation.substituted),))
