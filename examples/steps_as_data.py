"""The steps of a derivation as data: which rules a problem needs, how deep its chain is."""

import chainrule as cr

PROBLEMS = ["x^3 + 2x", "x^2 sin(x)", "sin(cos(x))", "e^(sin(x^2))", "x/(1 + x^2)"]


def layers(derivation: cr.Derivation) -> int:
    """How many composites stand inside one another."""
    return max(_depth(step) for step in derivation.steps)


def _depth(step: cr.Step | None) -> int:
    depth = 0
    while step is not None:
        depth += step.is_composite
        step = step.parent
    return depth


for problem in PROBLEMS:
    derivation = cr.derive(problem)
    rules = dict.fromkeys(step.rule for step in derivation.steps)
    print(f"{problem:14} layers: {layers(derivation)}   answer: {derivation.answer}")
    print(f"{'':14} rules: {', '.join(rules)}")
