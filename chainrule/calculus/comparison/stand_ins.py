"""What stands for an unknown function where numbers are needed: the same on every run, and smooth."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chainrule.expression.functions import function_named
from chainrule.expression.number_systems import Arithmetic

__all__ = ["Smooth"]


class Smooth(Mapping[Any, Callable[..., Any]]):
    """Stand-ins for unknown functions: sums of sines, drawn by the name, with derivatives that fit."""

    WAVES = 3

    def __init__(self, arithmetic: Arithmetic) -> None:
        self.arithmetic = arithmetic

    def __getitem__(self, key: Any) -> Callable[..., Any]:
        name, orders = key if isinstance(key, tuple) else (key, ())
        sine = self.arithmetic.call(function_named("sin"))
        number, quarter = self.arithmetic.number, self.arithmetic.constant("pi") / 2

        def function(*arguments: Any) -> Any:
            drawn, total = random.Random(name), number(0)
            for _ in range(self.WAVES):
                speeds = [number(drawn.randint(3, 40)) / 16 for _ in arguments]
                size = number(drawn.randint(8, 40)) / 16
                angle = number(drawn.randint(0, 64)) / 16 + sum(orders) * quarter
                for speed, argument, order in zip(speeds, arguments, orders or [0] * len(arguments), strict=True):
                    angle += speed * argument
                    size *= speed**order
                total += size * sine(angle)
            return total + (0 if any(orders) else 2)

        return function

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0
