"""Adjoints of random shared graphs, against SymPy and against differences."""

from __future__ import annotations

import random

import pytest
from adjoints import against_differences, against_sympy
from shared_graphs import point_for, random_graph

SEEDS = 25


@pytest.mark.parametrize("seed", range(SEEDS))
def test_adjoints_are_right(seed: int) -> None:
    draw = random.Random(1_000 + seed)
    target = random_graph(draw, size=draw.randint(5, 30))
    point = point_for(target, draw)
    assert against_differences(target, point) < 1e-5
    assert against_sympy(target, point) < 1e-9
