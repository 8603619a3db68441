"""Every line of every listing is true: both sides of each equals sign have the same value."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise, takewhile

import pytest

from chainrule.calculus.derivation import Derivation, derive
from chainrule.calculus.engine import differentiate
from chainrule.expression.evaluation import evaluate
from chainrule.expression.nodes import Expression, Node, Symbol, UnknownCall
from chainrule.expression.walking import postorder, substitute, symbols
from chainrule.rendering.listing.blocks import Answer, Block, Definitions, Heading, Line, ReadAs, Sentence
from chainrule.rendering.listing.telling import listing
from chainrule.rendering.notation.rates import Rate

PROBLEMS = """
5; x; 7x; x^4; 1/x; 3/x^2; x/5; -x^3; sqrt(x); x^(2/3); e^x; 3^x; ln(x); sin(x); |x|
4x^3 - 7x + 2; x^5/5 - 1/x; 2 sin(x) - 3 cos(x); (x - 1)(x + 2)
sin(cos(x)); (2x + 1)^3; e^(-x^2); ln(sin(x)); sin^2 x; cos(x^3); tan(5x); (x^2 + x)^(1/2); 1/(x^2 + 1)
4/(x^3 + x)^2
sin(cos(x^2)); e^(sin(2x)); sqrt(1 + sqrt(1 + sqrt(x))); ln(ln(ln(x + 9))); ((x^2 + 1)^3 + 1)^4; 2^(3^x)
x sin(x); x^2 e^x; x e^x ln(x); x^2 sin(3x); (x + 1) sin(x) cos(x); sin(x^2 e^x); x sin(x sin(x)); e^(x cos(x))
(x^2 + 1)/(x - 1); sin(x)/x; e^(2x)/(1 + e^(2x)); (x sin(x))/(1 + cos(x^2)); sqrt(x/(x + 1))
3 sin^2(5x) - x^3 + 4; 5 - 2 sin(x^2); -(x^2 + 1)^5; 1/(1 + e^-x); -3 cos(4x)/7; 1 + 1/(1 + 1/(1 + x^2))
sin(x^2)^2 + cos(sin(x^2)); sin(x^2) sin(x^2); sin(x^2)/(1 + sin(x^2)); cos(x^2) + sin(cos(x^2))
x^x; sin(x)^cos(x^2); (x^2 + 1)^(sin(x)); x^(x^2) sin(x); 2 x^x
max(x, x^2); atan2(x^2, x + 1); log_2(x^2 + 1); arctan(3x); arcsin(x/2); erf(x^2); sigmoid(3x - 1); cosh(ln(x))
a sin(b x); a^x; x^n; a x^2 + b x + c; (a x + b)/(c x + 1); x^2 u + sin(x u); e^(-(x - m)^2/2)
""".replace("\n", ";").split(";")
CASES = [(text.strip(), {}) for text in PROBLEMS if text.strip()] + [
    ("{x^2 if x < 0, sin(x) otherwise}", {}),
    ("sin(x^2)", {"order": 2}), ("x^4 e^(2x)", {"order": 3}),
    ("x^2 y^3 + sin(x y)", {"variable": ["x", "y"]}),
    ("x^2 y + y^2", {"variable": "y"}), ("y sin(x^2)", {"order": 2}),
    ("u = sin(x^3)", {}), ("f(t) = e^(3t) cos(t)", {}),
]  # fmt: skip
DUMMY = 0.4321  # for the letter u in f(u) = sin(u), which holds for every u


class Names:
    """What the names of a listing stand for; one may be said in terms of several letters."""

    def __init__(self, derivation: Derivation) -> None:
        self.meanings: dict[str, list[Expression]] = {}
        self.arguments: dict[str, Symbol] = {}
        names = sorted({*derivation.target.names, *[variable.name for variable in derivation.variables]})
        self.values = {Symbol(name): 0.5312 + 0.17 * index for index, name in enumerate(names)}

    def learn(self, block: ReadAs | Definitions) -> None:
        rows = block.rows if isinstance(block, Definitions) else (block,)
        for row in rows:
            match row.name:
                case Rate():
                    pass
                case Symbol(letter) | UnknownCall(letter, _, (0,)):
                    self.meanings.setdefault(letter, []).append(row.expression)
                    if isinstance(row.name, UnknownCall) and isinstance(row.name.arguments[0], Symbol):
                        self.arguments.setdefault(letter, row.name.arguments[0])

    def plain(self, expression: Expression) -> Expression:
        """The expression in the symbols of the input alone."""
        while True:
            known = {node: self.meaning(node) for node in postorder(expression) if self.is_name(node)}
            if not known:
                return expression
            expression = substitute(expression, known)

    def is_name(self, node: Node) -> bool:
        if isinstance(node, UnknownCall):
            return node.name.rstrip("'") in self.meanings
        return isinstance(node, Symbol) and node not in self.values and node.name in self.meanings

    def meaning(self, node: Node) -> Expression:
        match node:
            case Symbol(name):
                return self.meanings[name][0]
            case Rate():
                return self.rate(node)
            case UnknownCall(name, (argument,), (order,)):
                letter = self.arguments[name]
                meaning = self.meanings[name][0]
                if letter in self.values:
                    meaning = self.plain(meaning)
                return substitute(differentiate(meaning, letter, order), {letter: argument})
        raise AssertionError(node)

    def rate(self, node: Rate) -> Expression:
        name = node.name.rstrip("'")
        found = self.plain(self.meanings[name][0])
        if node.by[0][0] not in self.values:
            said = [meaning for meaning in self.meanings[name] if node.by[0][0] in symbols(meaning)]
            assert said, f"{name} is not said in terms of {node.by}"
            return differentiate(said[-1], node.by[0][0])
        for by, order in node.by:
            found = differentiate(found, by, order)
        return found

    def value(self, expression: Expression) -> float:
        plain = self.plain(expression)
        return float(evaluate(plain, {symbol.name: self.values.get(symbol, DUMMY) for symbol in symbols(plain)}))


def chains(blocks: tuple[Block, ...], names: Names) -> Iterator[tuple[str, list[Expression]]]:
    """What stands between equals signs, block by block."""
    for index, block in enumerate(blocks):
        match block:
            case ReadAs():
                names.learn(block)
            case Definitions(rows):
                if index == 0 or not isinstance(blocks[index - 1], Definitions):
                    for table in takewhile(lambda table: isinstance(table, Definitions), blocks[index:]):
                        names.learn(table)  # y = 5 - 2f stands above f = sin(u)
                for row in rows:
                    yield "a name", [row.name, row.expression]
            case Line():
                left = [block.left] if block.left is not None else []
                yield block.number, [*left, *[side.expression for side in block.sides]]
            case Heading() | Sentence() | Answer():
                pass


@pytest.mark.parametrize("notation", ["leibniz", "lagrange"])
@pytest.mark.parametrize("detail", ["brief", "full"])
@pytest.mark.parametrize(("text", "options"), CASES, ids=[f"{text} {options or ''}" for text, options in CASES])
def test_every_displayed_equality_holds(text: str, options: dict[str, object], detail: str, notation: str) -> None:
    derivation = derive(text, **options)  # type: ignore[arg-type]
    blocks = listing(derivation, detail=detail, notation=notation)  # type: ignore[arg-type]
    names = Names(derivation)
    for place, sides in chains(blocks, names):
        values = [names.value(side) for side in sides]
        for (left, right), (one, other) in zip(pairwise(values), pairwise(sides), strict=True):
            assert math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12), f"{place}: {one!r} = {other!r}"


@pytest.mark.parametrize("detail", ["brief", "full"])
@pytest.mark.parametrize(("text", "options"), CASES, ids=[f"{text} {options or ''}" for text, options in CASES])
def test_the_last_line_ends_in_the_answer(text: str, options: dict[str, object], detail: str) -> None:
    derivation = derive(text, **options)  # type: ignore[arg-type]
    lines = [block for block in listing(derivation, detail=detail) if isinstance(block, Line)]  # type: ignore[arg-type]
    assert lines[-1].sides[-1].expression is derivation.answer


@pytest.mark.parametrize("notation", ["leibniz", "lagrange"])
@pytest.mark.parametrize(("text", "options"), CASES, ids=[f"{text} {options or ''}" for text, options in CASES])
def test_no_letter_has_two_meanings(text: str, options: dict[str, object], notation: str) -> None:
    derivation = derive(text, **options)  # type: ignore[arg-type]
    written = {*derivation.reading.node.names, *derivation.reading.node.functions}
    names = Names(derivation)
    for block in listing(derivation, notation=notation):  # type: ignore[arg-type]
        if isinstance(block, ReadAs | Definitions):
            names.learn(block)
    own = derivation.reading.name
    assert written.isdisjoint(name for name in names.meanings if name != own)
    for name, meanings in names.meanings.items():
        if name not in names.arguments or names.arguments[name] in names.values:
            values = [names.value(meaning) for meaning in meanings]
            assert all(math.isclose(value, values[0], rel_tol=1e-9) for value in values), name
        else:
            assert len(set(meanings)) == 1, name


def test_a_false_line_would_be_noticed() -> None:
    names = Names(derive("sin(x^2)"))
    blocks = listing(derive("sin(x^2)"))
    found = dict(chains(blocks, names))
    assert not math.isclose(names.value(found["1"][0]), names.value(found["2"][0]))


