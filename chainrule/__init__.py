"""Shows, teaches and runs the chain rule: derivations step by step, from typed text to the tidy answer.

    import chainrule as cr

    cr.derive("sin(cos(x))").answer       # -sin(x)*cos(cos(x)), an Expression
    print(cr.derive("sin(cos(x))"))       # how it is found
    cr.differentiate("x^2 sin x")         # the answer alone
    cr.gradient("x^2 y", ["x", "y"])      # every partial derivative, by one reverse pass

Names are imported when they are first used, so `import chainrule` itself costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

TYPE_CHECKING = False  # as type checkers know it; importing `typing` would take longer than all the rest

if TYPE_CHECKING:
    from chainrule.api import compare, differentiate, evaluate, gradient
    from chainrule.calculus.at_point import AtPoint
    from chainrule.calculus.derivation import Derivation, Stage, Step, derive
    from chainrule.calculus.equivalence import Comparison
    from chainrule.calculus.systems import SystemDerivation
    from chainrule.errors import (
        ChainRuleError,
        DomainError,
        LimitError,
        MissingExtraError,
        NameUnknownError,
        ReadingError,
    )
    from chainrule.expression.functions import FORMULA_SHEET, Function
    from chainrule.expression.limits import Limits
    from chainrule.expression.nodes import (
        Call,
        Constant,
        Expression,
        Negation,
        Node,
        Number,
        Piecewise,
        Power,
        Product,
        Quotient,
        Relation,
        Sum,
        Symbol,
        System,
        UnknownCall,
    )
    from chainrule.expression.reading import Reading, parse, read
    from chainrule.tutor.choices import Choices, choices
    from chainrule.tutor.diagnosis import Diagnosis
    from chainrule.tutor.hints import Hints, hints
    from chainrule.tutor.marking import Mark, check
    from chainrule.tutor.problems import Problem, problems
    from chainrule.tutor.working import Working, check_working
    from chainrule.worksheets import Worksheet, worksheet
    from chainrule.worksheets.grading import ClassReport, class_report, grade_many

__all__ = [
    "read", "parse", "derive", "differentiate", "gradient", "evaluate", "compare", "check", "hints", "check_working",
    "choices", "problems", "worksheet", "grade_many", "class_report",
    "Reading", "Derivation", "SystemDerivation", "AtPoint", "Stage", "Step", "Comparison",
    "Mark", "Diagnosis", "Hints", "Working", "Choices", "Problem", "Worksheet", "ClassReport",
    "Limits", "FORMULA_SHEET", "Function",
    "Expression", "Number", "Constant", "Symbol", "Sum", "Product", "Quotient", "Power", "Negation", "Call",
    "UnknownCall", "Piecewise", "Relation", "System", "Node",
    "ChainRuleError", "ReadingError", "LimitError", "DomainError", "NameUnknownError", "MissingExtraError",
    "__version__",
]  # fmt: skip

_HOMES = {
    "chainrule.api": ("differentiate", "gradient", "evaluate", "compare"),
    "chainrule.calculus.derivation": ("derive", "Derivation", "Stage", "Step"),
    "chainrule.calculus.at_point": ("AtPoint",),
    "chainrule.calculus.equivalence": ("Comparison",),
    "chainrule.calculus.systems": ("SystemDerivation",),
    "chainrule.errors": (
        "ChainRuleError", "ReadingError", "LimitError", "DomainError", "NameUnknownError", "MissingExtraError",
    ),
    "chainrule.expression.functions": ("FORMULA_SHEET", "Function"),
    "chainrule.expression.limits": ("Limits",),
    "chainrule.expression.nodes": (
        "Call", "Constant", "Expression", "Negation", "Node", "Number", "Piecewise", "Power", "Product", "Quotient",
        "Relation", "Sum", "Symbol", "System", "UnknownCall",
    ),
    "chainrule.expression.reading": ("read", "parse", "Reading"),
    "chainrule.tutor.hints": ("hints", "Hints"),
    "chainrule.tutor.marking": ("check", "Mark"),
    "chainrule.tutor.working": ("check_working", "Working"),
    "chainrule.tutor.choices": ("choices", "Choices"),
    "chainrule.tutor.diagnosis": ("Diagnosis",),
    "chainrule.tutor.problems": ("problems", "Problem"),
    "chainrule.worksheets": ("worksheet", "Worksheet"),
    "chainrule.worksheets.grading": ("grade_many", "class_report", "ClassReport"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'chainrule' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
