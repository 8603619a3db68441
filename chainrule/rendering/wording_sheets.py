"""The sentences of worksheets, their keys and what is said of a class."""

from __future__ import annotations

TITLE = "Differentiation"
VARIANT = "Variant {number}"
VARIANTS = "Variants"
NAME, DATE = "Name", "Date"
SHEET = "Sheet {code}"
KEY = "Key"
SOLUTIONS = "Worked solutions"
PART_OF_VARIANT = "{part} – {variant}"
HINT, ANSWER, SOLUTION = "Hint {number}", "Answer", "Solution"

# --- what a question asks, by its kind -------------------------------------------------------------------------------

ASKS = {
    "derivative": "Differentiate. Show your working, and write the answer on the line.",
    "composite": "Composite or not? Tick one box.",
    "layers": "Name the outer and the inner function.",
}
EQUALS = " = "
OUTER_LINE, INNER_LINE = "outer: {name} = ", "inner: {name} = "
CHOICES = {"composite": {"yes": "composite", "no": "not composite"}}
OUTER_AND_INNER = "{outer} with {inner}"
ANSWER_WITH_NAMES = "{answer}, with {equations}"
