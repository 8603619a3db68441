"""Gradients of shared graphs: operations of value and all partials over those of the value, time, and whether right.

Operations are counted over the shared graph, n - 1 for a sum or product of n, else 1. Each figure in the column of
times is the time for that size over the time for the size in the row above.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

from adjoints import against_differences, against_sympy
from shared_graphs import called, diamonds, point_for, random_graph

import chainrule as cr
from chainrule.calculus.engine import gradient
from chainrule.calculus.graphs.graph import graph
from chainrule.calculus.sharing import operations
from chainrule.expression.nodes import Expression, Product, Sum, Symbol

FREE = cr.Limits.unbounded()
SIZES = (1_000, 10_000, 100_000)
CHECKED = 500


def main() -> None:
    print(f"{'':32}{'operations':>12}{'all over value':>16}")
    for name, target in _targets():
        partials = gradient(target, list(target.names), limits=FREE)
        own = operations(target)
        print(f"{name:32}{own:>12,}{operations(target, *partials) / own:>16.2f}")
    print(f"\n{'random graphs, time':32}{'gradient':>12}{'':8}{'graph at a point':>20}")
    before: tuple[float, ...] = ()
    for size in SIZES:
        seconds = _seconds(size)
        ratios = [f"× {now / then:.1f}" for now, then in zip(seconds, before, strict=False)] or ["", ""]
        cells = [f"{now:>12.2f} s{ratio:>8}" for now, ratio in zip(seconds, ratios, strict=True)]
        print(f"{f'  {size:,} nodes':30}{''.join(cells)}", flush=True)
        before = seconds
    draw = random.Random(7)
    worst = [0.0, 0.0]
    for _ in range(CHECKED):
        target = random_graph(draw, size=draw.randint(5, 30))
        point = point_for(target, draw)
        worst = [max(worst[0], against_sympy(target, point)), max(worst[1], against_differences(target, point))]
    print(f"\nLargest relative difference over {CHECKED} random graphs:")
    print(f"  to SymPy {worst[0]:.1e}, to differences {worst[1]:.1e}")


def _targets() -> list[tuple[str, Expression]]:
    many = [(f"random, {n:,} nodes", random_graph(random.Random(n), n, 20, 60)) for n in (30, 300, 3_000, 30_000)]
    products = [(f"a product of {n:,}", Product(tuple(Symbol(f"x{i}") for i in range(n)))) for n in (10, 200, 2_000)]
    return [*products, ("fifty diamonds", diamonds(50)), *many]


def _bounded(size: int) -> Expression:
    """Of so many nodes, with values that stay between -1 and 1."""
    draw = random.Random(size)
    nodes: list[Expression] = [Symbol(f"x{n}") for n in range(20)]
    while len(nodes) < size // 2:
        a, b = (draw.choice(nodes[-60:]) for _ in "ab")
        inner = Sum((a, b)) if draw.random() < 0.5 else Product((a, b))
        nodes.append(called(draw.choice(("sin", "cos", "tanh", "sigmoid")), inner))
    return Sum(tuple(nodes[-60:]))


def _seconds(size: int) -> tuple[float, float]:
    target = _bounded(size)
    point = dict.fromkeys(target.names, 0.5)
    begin = process_time()
    gradient(target, list(point), limits=FREE)
    middle = process_time()
    graph(target, point, limits=FREE)
    return middle - begin, process_time() - middle


if __name__ == "__main__":
    main()
