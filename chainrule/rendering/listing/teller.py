"""What the telling of one differentiation knows: the names it has given, what it has shown, what is simple."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import chain, count
from types import GeneratorType
from typing import Any, NamedTuple

from chainrule.calculus.derivation import Derivation, Stage, Step
from chainrule.expression.nodes import Expression, Negation, Node, Product, Quotient, Sum, Symbol, UnknownCall
from chainrule.expression.walking import substitute, symbols
from chainrule.rendering import wording
from chainrule.rendering.listing.blocks import Block, Line, Phrase, Side
from chainrule.rendering.notation.rates import Rate, rate
from chainrule.rendering.wording import said

__all__ = ["Named", "Numbers", "Story", "Teller", "filled_in", "letters_for_parts", "letters_without",
           "same_written", "unrolled"]  # fmt: skip

Story = Iterator[Any]  # of blocks, and of further stories to be told in their place
PARTS = "fghkFGHK"
FEW_NAMES = 2  # of acts of tidying; the last ones say most
NEVER_SIMPLE = frozenset({"product", "quotient", "general-power", "several-arguments", "piecewise"})


class Named(NamedTuple):
    """A function that goes by a name: the name as it is written, and its derivative by the variable."""

    name: str
    itself: Expression
    slope: Expression


class Numbers:
    """1, 2, 3 …, or 2.1, 2.2, 2.3 … below line 2."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix, self.last = prefix, 0

    def next(self) -> str:
        self.last += 1
        return f"{self.prefix}{self.last}"

    def below(self) -> Numbers:
        """Numbers for what is told below the last line."""
        return Numbers(f"{self.prefix}{self.last}.")


class Teller:
    """Tells one stage; `letters` gives names for parts, and is shared by all stages of a derivation."""

    def __init__(self, stage: Stage, letters: Iterator[str], *, lagrange: bool) -> None:
        self.stage, self.letters, self.lagrange = stage, letters, lagrange
        self.variable = stage.variable
        self.shown: dict[str, str] = {}  # step id -> the number of its line
        self.complex = _complex(stage.steps)
        self.several = symbols(stage.target) != (stage.variable,)  # else no rate is a partial one
        self._names = {rewrite.before: rewrite.names for rewrite in stage.rewrites}
        self._recorded = 0

    # --- names -------------------------------------------------------------------------------------------------------

    def named(self, name: str, expression: Expression) -> Named:
        """`expression` under a name, as a function of the variable."""
        if self.lagrange:
            return Named(name, self.value(name, self.variable), UnknownCall(name, (self.variable,), (1,)))
        return self.letter(name, expression)

    def letter(self, name: str, expression: Expression) -> Named:
        """`expression` under a letter that is written alone, whatever the notation."""
        return Named(name, Symbol(name), self.rate(name, self.variable, expression))

    def value(self, name: str, argument: Expression) -> Expression:
        return UnknownCall(name, (argument,), (0,))

    def by_letter(self, name: str, letter: Symbol, outer: Expression) -> Expression:
        """The derivative of the function called `name` by a letter."""
        if self.lagrange:
            return UnknownCall(name, (letter,), (1,))
        return self.rate(name, letter, outer)

    def rate(self, name: str, letter: Symbol, meaning: Expression) -> Rate:
        return rate(name, [letter], symbols(meaning) if self.several else ())

    # --- results -----------------------------------------------------------------------------------------------------

    def is_simple(self, step: Step) -> bool:
        """Is one line enough for it?"""
        return step.id not in self.complex

    def tidied(self, step: Step) -> Expression:
        """The step's result in the form in which the answer is printed."""
        return self.stage.answer if step.result is self.stage.raw else self.tidy(step.result)

    def tidy(self, expression: Expression) -> Expression:
        return self.stage.tidied(expression)

    def acts(self, raw: Expression) -> tuple[str, ...]:
        """The names of what was done to tidy a raw result: to it as a whole, its numerator, and its terms."""
        record = self.stage.tidier.record
        for rewrite in record[self._recorded :]:
            self._names.setdefault(rewrite.before, rewrite.names)
        self._recorded = len(record)
        above = raw.numerator if isinstance(raw, Quotient) else raw
        terms = above.terms if isinstance(above, Sum) else ()
        names = dict.fromkeys(name for part in (*terms, above, raw) for name in self._names.get(part, ()))
        if len(names) > 1:
            names.pop("order", None)
        if "expand and collect" in names:
            names.pop("collect like terms", None)
        return tuple(names)[-FEW_NAMES:]

    # --- lines -------------------------------------------------------------------------------------------------------

    def labelled(self, number: str, label: Phrase, named_slope: Expression, step: Step) -> Line:
        """One line for a simple step: the raw result, and the tidy one where that is another."""
        return Line(number, label, named_slope, self.sides(step.result, self.tidied(step)))

    def sides(self, raw: Expression, tidy: Expression) -> tuple[Side, ...]:
        return (Side(tidy),) if same_written(raw, tidy) else (Side(raw), Side(tidy))

    def concluded(
        self, numbers: Numbers, label: Phrase, left: Expression, statement: Side | None, raw: Side, step: Step,
        **others: Any,
    ) -> Iterator[Line]:
        """The last lines of a rule: statement = raw result, and where that is not tidy yet, the tidy one."""
        tidy = self.tidied(step)
        before = () if statement is None else (statement,)
        if same_written(raw.expression, tidy):
            yield Line(numbers.next(), label, left, (*before, Side(tidy)), **others)
            return
        yield Line(numbers.next(), label, left, (*before, raw), **others)
        yield self.tidying(numbers, left, step.result, tidy)

    def tidying(self, numbers: Numbers, left: Expression, raw: Expression, tidy: Expression) -> Line:
        names = self.acts(raw)
        if names == ("order",) and isinstance(tidy, Quotient) and not isinstance(raw, Quotient):
            names = (wording.ONE_FRACTION,)
        label = said(wording.TIDY_BY, names=", ".join(names)) if names else said(wording.TIDY)
        return Line(numbers.next(), label, left, (Side(tidy),), continued=True)


def unrolled(story: Story) -> Iterator[Block]:
    """The blocks of a story, those of the stories inside it in their places."""
    stack = [story]
    while stack:
        for item in stack[-1]:
            if isinstance(item, GeneratorType):
                stack.append(item)
                break
            yield item
        else:
            stack.pop()


def letters_for_parts(derivation: Derivation, name: str, first: Iterable[str] = ()) -> Iterator[str]:
    """`first`, then f, g, h … for factors and terms, never one that has another meaning, never one twice."""
    return letters_without({name} | derivation.taken, first)


def letters_without(taken: Container[str], first: Iterable[str] = ()) -> Iterator[str]:
    """`first`, then f, g, h …, without those that are taken."""
    names = chain(dict.fromkeys((*first, *PARTS)), (f"f_{n}" for n in count(1)))
    return (name for name in names if name not in taken)


def same_written(raw: Expression, tidy: Expression) -> bool:
    """Is there no difference that a reader would see?"""
    return raw is tidy or (isinstance(raw, Product) and _factors(raw) == _factors(tidy))


def _factors(expression: Expression) -> list[Expression]:
    factors: list[Expression] = []
    stack = [expression]
    while stack:
        part = stack.pop()
        if isinstance(part, Product):
            stack += reversed(part.factors)
        else:
            factors.append(part)
    return factors


def filled_in(statement: Expression, values: dict[Expression, Expression]) -> Side:
    """A rule's statement with parts and derivatives put in: a raw result, with dots between the rule's factors."""
    raw = substitute(statement, values)
    return Side(raw, products(statement, raw, values))


def products(statement: Expression, raw: Expression, leaves: Iterable[Expression]) -> frozenset[Node]:
    """The products of `raw` that are products in the rule's statement."""
    leaves, found = frozenset(leaves), []
    stack = [(statement, raw)]
    while stack:
        said_so, made = stack.pop()
        if said_so in leaves:
            continue
        match said_so:
            case Product():
                found.append(made)
                stack += zip(said_so.children, made.children, strict=True)
            case Sum() | Negation() | Quotient():
                stack += zip(said_so.children, made.children, strict=True)
    return frozenset(found)


def _complex(steps: Iterable[Step]) -> set[str]:
    """The ids of steps that one line is not enough for."""
    found: set[str] = set()
    for step in steps:
        again = step.same_as is not None and step.same_as.id in found
        if step.is_composite or step.rule in NEVER_SIMPLE or again:
            above: Step | None = step
            while above is not None and above.id not in found:
                found.add(above.id)
                above = above.parent
    return found
