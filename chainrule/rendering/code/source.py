"""A file of Python functions: the imports and helpers that they need, then the functions."""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.rendering.code.notation import NO_VALUE, Python, helper_source

__all__ = ["SourceFile"]


class SourceFile:
    """Functions being collected."""

    def __init__(self) -> None:
        self._needs = Python()
        self._functions: list[Sequence[str]] = []

    def add(self, notation: Python, lines: Sequence[str]) -> None:
        """A function's lines, and the notation in which they were written, which knows what they need."""
        self._needs.imports.update(notation.imports)
        self._needs.helpers.update(notation.helpers)
        self._needs.may_fail |= notation.may_fail
        self._functions.append(lines)

    def text(self) -> str:
        helpers = [helper_source(helper) for helper in self._needs.helpers]
        imports = ["import math"] if any("math." in helper for helper in helpers) else []
        if self._needs.imports:
            imports.append(f"from math import {', '.join(sorted(self._needs.imports))}")
        parts = ["\n".join(imports)] if imports else []
        parts += [*helpers, *([NO_VALUE] if self._needs.may_fail else [])]
        return "\n\n\n".join([*parts, *["\n".join(lines) for lines in self._functions]]) + "\n"
