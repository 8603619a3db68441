"""Wrong answers with two mistakes in them, and wrong answers that no mistake explains: what the tutor says of them.

    python tests/benchmarks/mistakes.py [how many of each] [seed] [1 to print what goes wrong]
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, islice
from statistics import median
from time import process_time
from typing import NamedTuple

from students import Join, Path, derived, problem, wrong_at

import chainrule as cr
from chainrule.calculus.tidying.tidier import tidied
from chainrule.errors import ChainRuleError
from chainrule.expression.evaluation import Program, Undefined, program
from chainrule.expression.functions import function_named
from chainrule.expression.nodes import Call, Expression, Number, Power, Product, Sum, Symbol
from chainrule.expression.walking import at, replaced
from chainrule.tutor.mistakes.catalogue import SHEET

SPOTS = (0.3217, 0.6113, 0.8391, 1.2713, 1.7321, 2.4142)
COMMON = (4, 2, 1)  # how often a mistake is made, by its rarity
LARGE = 60  # operations of an answer past which nobody would write it


class Case(NamedTuple):
    """A problem and an answer, and what was really done."""

    problem: str
    answer: str
    ids: tuple[str, ...] = ()


# --- values ----------------------------------------------------------------------------------------------------------

Values = tuple[float | None, ...]


def values(expression: Expression) -> Values:
    """At a few points; None where it has none."""
    made = program(expression)
    return tuple(value(made, spot) for spot in SPOTS)


def value(made: Program, spot: float) -> float | None:
    try:
        (found,) = made.attempt(dict.fromkeys(made.names, spot))
    except (ChainRuleError, OverflowError):
        return None
    return None if isinstance(found, Undefined) else found


def alike(a: Values, b: Values) -> bool:
    """The same wherever both have a value, and that somewhere."""
    both = [(p, q) for p, q in zip(a, b, strict=True) if p is not None and q is not None]
    return bool(both) and all(abs(p - q) <= 1e-8 * max(abs(p), abs(q), 1e-9) for p, q in both)


def size(expression: Expression) -> int:
    return 1 + sum(map(size, expression.children))


# --- two mistakes ----------------------------------------------------------------------------------------------------

Mistaken = tuple[Path, tuple[str, ...], Join]


def with_two(chance: random.Random) -> Iterator[Case]:
    """Answers with exactly two mistakes at random places, both of them seen in it, and no single one explains it."""
    while True:
        text = problem(chance)
        target = cr.parse(text)
        assert isinstance(target, Expression)
        if values(target).count(None) > 3:
            continue
        ways = list(wrong_at(target))
        chosen = drawn(chance, ways)
        if chosen is None:
            continue
        ids = tuple(sorted(id for _, some, _ in chosen for id in some))
        try:
            raw = made(target, chosen)
            given = values(raw)
            ones = [values(made(target, [way])) for way in ways if len(way[1]) == 1]
            visible = not any(alike(given, one) for one in (values(derived(target)), *ones))
            if len(set(ids)) < 2 or not visible or size(raw) > LARGE or given.count(None) > 3:
                continue
            answer = str(rewritten(chance, raw))
        except (ChainRuleError, ArithmeticError):
            continue
        if alike(given, values(cr.parse(answer))):
            yield Case(text, answer, ids)


def leads_there(case: Case, ids: tuple[str, ...]) -> bool:
    """Do these two mistakes, made somewhere, give the answer just as well?"""
    target, given = cr.parse(case.problem), values(cr.parse(case.answer))  # type: ignore[arg-type]
    assert isinstance(target, Expression)
    ways = [way for way in wrong_at(target) if set(way[1]) <= set(ids)]
    pairs = [[way] for way in ways if len(way[1]) == 2]
    pairs += [[a, b] for a, b in combinations(ways, 2) if a[0] != b[0] and tuple(sorted(a[1] + b[1])) == ids]
    return any(alike(given, values(made(target, pair))) for pair in pairs)


def drawn(chance: random.Random, ways: list[Mistaken]) -> list[Mistaken] | None:
    """Two mistakes at different places, or two at one place."""
    if not ways:
        return None
    weights = [min(COMMON[SHEET[id].rarity] for id in ids) / len(ids) for _, ids, _ in ways]
    (first,) = chance.choices(ways, weights)
    if len(first[1]) == 2:
        return [first]
    elsewhere = [weight * (way[0] != first[0] and len(way[1]) == 1) for way, weight in zip(ways, weights, strict=True)]
    return [first, *chance.choices(ways, elsewhere)] if any(elsewhere) else None


def made(target: Expression, chosen: list[Mistaken]) -> Expression:
    return derived(target, {path: join for path, _, join in chosen})


def rewritten(chance: random.Random, answer: Expression) -> Expression:
    """The same answer as others would write it: tidied or not, terms and factors turned about, a bracket opened."""
    if chance.random() < 0.7:
        answer = tidied(answer)
    if chance.random() < 0.3:
        answer = opened(chance, answer)
    if chance.random() < 0.5:
        answer = turned(chance, answer)
    return answer


def turned(chance: random.Random, node: Expression) -> Expression:
    children = [turned(chance, child) for child in node.children]
    if isinstance(node, Sum | Product):
        chance.shuffle(children)
    return node.with_children(tuple(children)) if children else node


def opened(chance: random.Random, node: Expression) -> Expression:
    for path, product in places(node):
        if isinstance(product, Product) and isinstance(product.factors[-1], Sum) and chance.random() < 0.5:
            *front, last = product.factors
            spread = Sum(tuple(Product((*front, term)) for term in last.children))
            return replaced(node, path, spread)
    return node


def places(node: Expression, path: Path = ()) -> Iterator[tuple[Path, Expression]]:
    yield path, node
    for index, child in enumerate(node.children):
        yield from places(child, (*path, index))


# --- no mistake ------------------------------------------------------------------------------------------------------


Alter = Callable[[random.Random, Expression], Expression | None]


def unexplained(chance: random.Random, alter: Alter) -> Iterator[Case]:
    """Wrong answers of one kind that no single mistake gives."""
    while True:
        text = problem(chance)
        target = cr.parse(text)
        assert isinstance(target, Expression)
        if values(target).count(None) > 3:
            continue
        try:
            right = tidied(derived(target))
            answer = alter(chance, right)
            if answer is None:
                continue
            given = values(answer)
            ones = [values(made(target, [way])) for way in wrong_at(target) if len(way[1]) == 1]
            known = any(alike(given, one) for one in (values(right), values(target), *ones))
        except (ChainRuleError, ArithmeticError):
            continue
        if not known and given.count(None) <= 3:
            yield Case(text, str(answer))


def of_another_problem(chance: random.Random, right: Expression) -> Expression | None:
    return tidied(derived(cr.parse(problem(chance))))  # type: ignore[arg-type]


def another_function(chance: random.Random, right: Expression) -> Expression | None:
    found = cr.parse(problem(chance))
    assert isinstance(found, Expression)
    return found


def with_a_number(chance: random.Random, right: Expression) -> Expression | None:
    """One of its numbers altered, exponents left out."""
    return with_other(chance, right, lambda node, above, index: (
        None if not isinstance(node, Number) or (isinstance(above, Power) and index == 1)
        else Number(abs(int(node.value) + chance.choice((-3, -2, -1, 1, 2, 3, 5))) or 7)))  # fmt: skip


def with_an_exponent(chance: random.Random, right: Expression) -> Expression | None:
    """One of its exponents altered, or a power made of its variable."""
    return with_other(chance, right, lambda node, above, index: (
        Power(node, Number(chance.randint(2, 4))) if isinstance(node, Symbol) and not isinstance(above, Power)
        else Number(int(node.value) + chance.choice((1, 2, 3))) if isinstance(node, Number)
        and isinstance(above, Power) and index == 1 else None))  # fmt: skip


FUNCTIONS = ("sin", "cos", "tan", "ln", "arctan", "sinh", "sqrt")


def with_a_function(chance: random.Random, right: Expression) -> Expression | None:
    """One of its functions replaced by another, or put around one of its powers."""

    def other(node: Expression, above: Expression | None, index: int) -> Expression | None:
        if isinstance(node, Call):
            return Call(function_named(chance.choice(FUNCTIONS)), node.children)
        return Call(function_named(chance.choice(FUNCTIONS)), (node,)) if isinstance(node, Power) else None

    return with_other(chance, right, other)


def with_other(
    chance: random.Random, right: Expression, other: Callable[[Expression, Expression | None, int], Expression | None]
) -> Expression | None:
    found = []
    for path, node in places(right):
        above = at(right, path[:-1]) if path else None
        changed = other(node, above, path[-1] if path else 0)
        if changed is not None and changed is not node:
            found.append((path, changed))
    if not found:
        return None
    path, changed = chance.choice(found)
    return replaced(right, path, changed)


UNEXPLAINED: dict[str, Alter] = {
    "the derivative of another problem": of_another_problem,
    "another function": another_function,
    "right, with another number": with_a_number,
    "right, with another exponent": with_an_exponent,
    "right, with another function": with_a_function,
}

# --- what is said ----------------------------------------------------------------------------------------------------


def asked(case: Case) -> tuple[list[tuple[str, ...]], float]:
    """The ids of every diagnosis, best first, and the milliseconds of the processor that it took."""
    started = process_time()
    mark = cr.check(case.problem, case.answer, "x")
    said = [tuple(sorted(diagnosis.mistakes)) for diagnosis in mark.diagnoses]
    return said, (process_time() - started) * 1e3


def of_two(chance: random.Random, count: int, show: bool) -> None:
    tally: Counter[str] = Counter()
    times, cases = [], with_two(chance)
    while tally["asked"] < count:
        case = next(cases)
        said, took = asked(case)
        if said and len(said[0]) == 1:
            tally["by one"] += 1
            continue
        times.append(took)
        fine = bool(said) and (said[0] == case.ids or leads_there(case, said[0]))
        found = {"asked": True, "first": bool(said) and said[0] == case.ids, "as well": fine,
                 "listed": case.ids in said, "silent": not said}  # fmt: skip
        tally.update(what for what, is_so in found.items() if is_so)
        if show and not fine:
            print(f"   {case.problem}  ->  {case.answer}: {case.ids}, said {said[:4]}")
    times.sort()
    share = {what: f"{tally[what] / count:.1%}" for what in ("first", "as well", "listed", "silent")}
    late = times[int(0.95 * (count - 1))]
    print(f"{count} answers with two mistakes ({tally['by one']} more are explained by one)")
    print(f"    named first {share['first']}, or two others that give the same answer {share['as well']}; "
          f"in the list {share['listed']}; nothing said {share['silent']}")  # fmt: skip
    print(f"    {median(times):.1f} ms, 95 % within {late:.1f} ms, {times[-1]:.0f} ms at most")


def of_none(chance: random.Random, count: int, show: bool) -> None:
    print(f"{count} answers each that no single mistake of these students gives")
    for name, alter in UNEXPLAINED.items():
        said_of: Counter[int] = Counter()
        for case in islice(unexplained(chance, alter), count):
            said, _ = asked(case)
            said_of[len(said[0]) if said else 0] += 1
            if show and said:
                print(f"   {case.problem}  ->  {case.answer}: said {said[:4]}")
        print(f"    {name + ':':36} two mistakes named {said_of[2] / count:.1%}, one {said_of[1] / count:.1%}")


def main(count: int = 200, seed: int = 1, show: int = 0) -> None:
    chance = random.Random(seed)
    of_two(chance, count, bool(show))
    of_none(chance, count, bool(show))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
