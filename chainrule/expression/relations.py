"""What the sign between two sides means."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

__all__ = ["HOLDS", "MIRRORED"]

HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}  # when the sides change places
