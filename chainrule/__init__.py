"""Shows, teaches and runs the chain rule: derivations step by step, from typed text to the tidy answer.

    import chainrule as cr

    cr.derive("sin(cos(x))").answer       # -sin(x)*cos(cos(x)), an Expression
    print(cr.derive("sin(cos(x))"))       # how it is found
    cr.differentiate("x^2 sin x")         # the answer alone
    cr.gradient("x^2 y", ["x", "y"])      # every partial derivative, by one reverse pass
    cr.implicit("x^2 + y^2 = 25").answer  # -x/y
    cr.tangent_line("x^2", x=3).answer    # y = 6*x - 9

Names are imported when they are first used, so `import chainrule` itself costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

TYPE_CHECKING = False  # as type checkers know it; importing `typing` would take longer than all the rest

if TYPE_CHECKING:
    from chainrule.api import compare, differentiate, evaluate, gradient, hessian, jacobian, jvp, vjp
    from chainrule.calculus.approximation import LinearApproximation, linear_approximation
    from chainrule.calculus.at_point import AtPoint
    from chainrule.calculus.comparison.equivalence import Comparison
    from chainrule.calculus.curves.implicit import ImplicitDerivation, implicit
    from chainrule.calculus.curves.inverse import InverseDerivation, inverse_slope
    from chainrule.calculus.curves.lines import TangentLine, tangent_line
    from chainrule.calculus.curves.on_curve import OnCurve
    from chainrule.calculus.curves.parametric import ParametricDerivation, parametric
    from chainrule.calculus.derivation import Derivation, Stage, Step, derive
    from chainrule.calculus.differential import TotalDifferential, total_differential
    from chainrule.calculus.graphs.graph import Graph, GraphEdge, GraphNode, graph
    from chainrule.calculus.systems import SystemDerivation
    from chainrule.calculus.tables import TableDerivation, from_table
    from chainrule.errors import (
        ChainRuleError,
        DomainError,
        LimitError,
        MissingExtraError,
        NameUnknownError,
        ReadingError,
        TrainingError,
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
    from chainrule.rendering.code.functions import compile_function
    from chainrule.tutor.hints import Hints, hints
    from chainrule.tutor.marking import Mark, check
    from chainrule.tutor.mistakes.diagnosis import Diagnosis
    from chainrule.tutor.problems import Problem, problems
    from chainrule.tutor.problems.choices import Choices, choices
    from chainrule.tutor.working.checking import Working, check_working
    from chainrule.worksheets import Worksheet, worksheet
    from chainrule.worksheets.grading import ClassReport, class_report, grade_many

__all__ = [
    "read", "parse", "derive", "differentiate", "gradient", "evaluate", "compare", "compile_function",
    "implicit", "tangent_line", "parametric", "inverse_slope", "from_table",
    "linear_approximation", "total_differential",
    "graph", "jacobian", "hessian", "jvp", "vjp",
    "check", "hints", "check_working", "choices", "problems", "worksheet", "grade_many", "class_report",
    "Reading", "Derivation", "SystemDerivation", "AtPoint", "Stage", "Step", "Comparison",
    "ImplicitDerivation", "OnCurve", "TangentLine",
    "ParametricDerivation", "InverseDerivation", "TableDerivation", "LinearApproximation", "TotalDifferential",
    "Graph", "GraphNode", "GraphEdge",
    "Mark", "Diagnosis", "Hints", "Working", "Choices", "Problem", "Worksheet", "ClassReport",
    "Limits", "FORMULA_SHEET", "Function",
    "Expression", "Number", "Constant", "Symbol", "Sum", "Product", "Quotient", "Power", "Negation", "Call",
    "UnknownCall", "Piecewise", "Relation", "System", "Node",
    "ChainRuleError", "ReadingError", "LimitError", "DomainError", "NameUnknownError", "MissingExtraError",
    "TrainingError", "__version__",
]  # fmt: skip

_HOMES = {
    "chainrule.api": (
        "differentiate", "gradient", "evaluate", "compare", "jacobian", "hessian", "jvp", "vjp",
    ),
    "chainrule.calculus.derivation": ("derive", "Derivation", "Stage", "Step"),
    "chainrule.calculus.approximation": ("LinearApproximation", "linear_approximation"),
    "chainrule.calculus.at_point": ("AtPoint",),
    "chainrule.calculus.curves.parametric": ("ParametricDerivation", "parametric"),
    "chainrule.calculus.differential": ("TotalDifferential", "total_differential"),
    "chainrule.calculus.comparison.equivalence": ("Comparison",),
    "chainrule.calculus.graphs.graph": ("graph", "Graph", "GraphNode", "GraphEdge"),
    "chainrule.calculus.curves.implicit": ("implicit", "ImplicitDerivation"),
    "chainrule.calculus.curves.lines": ("tangent_line", "TangentLine"),
    "chainrule.calculus.curves.on_curve": ("OnCurve",),
    "chainrule.calculus.curves.inverse": ("InverseDerivation", "inverse_slope"),
    "chainrule.calculus.systems": ("SystemDerivation",),
    "chainrule.calculus.tables": ("TableDerivation", "from_table"),
    "chainrule.errors": (
        "ChainRuleError", "ReadingError", "LimitError", "DomainError", "NameUnknownError", "MissingExtraError",
        "TrainingError",
    ),
    "chainrule.expression.functions": ("FORMULA_SHEET", "Function"),
    "chainrule.expression.limits": ("Limits",),
    "chainrule.expression.nodes": (
        "Call", "Constant", "Expression", "Negation", "Node", "Number", "Piecewise", "Power", "Product", "Quotient",
        "Relation", "Sum", "Symbol", "System", "UnknownCall",
    ),
    "chainrule.expression.reading": ("read", "parse", "Reading"),
    "chainrule.rendering.code.functions": ("compile_function",),
    "chainrule.tutor.hints": ("hints", "Hints"),
    "chainrule.tutor.marking": ("check", "Mark"),
    "chainrule.tutor.working.checking": ("check_working", "Working"),
    "chainrule.tutor.problems.choices": ("choices", "Choices"),
    "chainrule.tutor.mistakes.diagnosis": ("Diagnosis",),
    "chainrule.tutor.problems": ("problems", "Problem"),
    "chainrule.worksheets": ("worksheet", "Worksheet"),
    "chainrule.worksheets.grading": ("grade_many", "class_report", "ClassReport"),
}  # fmt: skip
_ROOMS = frozenset({"network"})
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return import_module(f"chainrule.{name}")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'chainrule' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_ROOMS})
