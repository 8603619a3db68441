"""Everything that can go wrong, said so that the person can mend it.

    ChainRuleError
    ├── ReadingError        the text cannot be read; .position, .finding, .expectation, .mend
    ├── LimitError          a named limit was reached; .limit, .allowed, .met
    ├── DomainError         no real value here; .expression
    ├── NameUnknownError    a variable or function was asked for that is not there; .name
    ├── TrainingError       numbers of a network ran away while it learnt; .step, .layer, .name
    └── MissingExtraError   an optional part is not installed; .extra
"""

from __future__ import annotations

__all__ = ["ChainRuleError", "DomainError", "LimitError", "MissingExtraError", "NameUnknownError", "ReadingError",
           "TrainingError"]  # fmt: skip


class ChainRuleError(Exception):
    """The root of every error that a caller of this package can meet."""

    position: int | None = None


class ReadingError(ChainRuleError):
    """The text cannot be read.

    position     index of the first character concerned, from 0
    end          index after the last one
    finding      what stands there
    expectation  what was expected there, or ""
    mend         what to type instead, or ""
    """

    def __init__(
        self, text: str, position: int, finding: str, *, expectation: str = "", mend: str = "", end: int | None = None
    ) -> None:
        self.text = text
        self.position: int = min(max(position, 0), len(text))
        self.end = max(self.position + 1, end if end is not None else 0)
        self.finding = finding
        self.expectation = expectation
        self.mend = mend
        expected = f"expected {expectation}" if expectation else ""
        super().__init__("; ".join(part for part in (finding, expected, mend) if part))

    def __reduce__(self) -> tuple[object, ...]:
        keywords = {"expectation": self.expectation, "mend": self.mend, "end": self.end}
        return _remake, (type(self), (self.text, self.position, self.finding), keywords)

    def drawn(self, width: int = 76) -> str:
        """The line concerned with a caret under the place, then the message; long lines are cut around the place."""
        start = self.text.rfind("\n", 0, self.position) + 1
        stop = self.text.find("\n", self.position)
        line = self.text[start : stop if stop >= 0 else len(self.text)]
        column = self.position - start
        left = max(0, column - width // 2)
        shown = ("…" if left else "") + line[left : left + width] + ("…" if left + width < len(line) else "")
        caret = column - left + bool(left)
        length = max(1, min(self.end, start + len(line)) - self.position)
        clean = "".join(c if c.isprintable() else "�" for c in shown)
        return f"  {clean}\n  {' ' * caret}{'^' * min(length, max(1, len(clean) - caret))}\n{self}"


class LimitError(ChainRuleError):
    """A named limit was reached before the work was done: `limit` allows `allowed`, and `met` was asked for."""

    def __init__(self, limit: str, allowed: int, met: int | str, position: int | None = None) -> None:
        self.limit, self.allowed, self.met, self.position = limit, allowed, met, position
        amount = f"{met:,}" if isinstance(met, int) else met
        super().__init__(f"the limit on {limit} is {allowed:,}, and this needs {amount}")

    def __reduce__(self) -> tuple[object, ...]:
        return _remake, (type(self), (self.limit, self.allowed, self.met, self.position), {})


class DomainError(ChainRuleError):
    """There is no real value here; `expression` is the part that has none."""

    def __init__(self, message: str, expression: object = None) -> None:
        self.expression = expression
        super().__init__(message)


class NameUnknownError(ChainRuleError):
    """A name was asked for that the input does not have."""

    def __init__(self, message: str, name: str) -> None:
        self.name = name
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        return _remake, (type(self), (str(self), self.name), {})


class TrainingError(ChainRuleError):
    """A network's numbers ran away at a step of its training: `name` (a parameter or definition) of `layer`."""

    def __init__(self, message: str, step: int, layer: int | None, name: str) -> None:
        self.step, self.layer, self.name = step, layer, name
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        return _remake, (type(self), (str(self), self.step, self.layer, self.name), {})


class MissingExtraError(ChainRuleError):
    """An optional part of the package is not installed; the message says how to get it."""

    def __init__(self, part: str, extra: str) -> None:
        self.part, self.extra = part, extra
        super().__init__(f'{part} is not installed. Get it with: pip install "chainrule[{extra}]"')

    def __reduce__(self) -> tuple[object, ...]:
        return _remake, (type(self), (self.part, self.extra), {})


def _remake(kind: type[ChainRuleError], arguments: tuple[object, ...], keywords: dict[str, object]) -> ChainRuleError:
    return kind(*arguments, **keywords)
