"""The topics: what a problem of each looks like, level by level, and which rules it needs and may use.

Adding a topic is adding a row to TOPICS. A template is in the language that people type, with slots: `{a}x^{n} ± {b}`.
Rules go by their ids; where the formula sheet is applied, by the name of the function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chainrule.errors import NameUnknownError

__all__ = ["TOPICS", "Topic", "topic_named"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A row.

    id, title   its name on the command line, and on a sheet
    needs       a problem needs at least one of these rules …
    may         … and no other than them and these
    templates   for each level
    by          what may be differentiated by
    kind        how it is asked: a row of KINDS
    deep        whether the level is the number of links that the chain rule joins
    """

    id: str
    title: str
    needs: frozenset[str]
    may: frozenset[str]
    templates: tuple[tuple[str, ...], ...]
    by: tuple[str, ...] = ("x",)
    kind: str = "derivative"
    deep: bool = False


BASIC = frozenset({"sum", "constant-multiple", "constant", "variable", "negation"})
POWERS = BASIC | {"power", "root", "reciprocal"}
TRIG = frozenset({"sin", "cos", "tan", "sec", "csc", "cot"})
INVERSE = frozenset({"arcsin", "arccos", "arctan"})
LOGS = frozenset({"ln", "logarithm"})
EXPONENTIAL = frozenset({"exponential"})
FUNCTIONS = POWERS | TRIG | LOGS | EXPONENTIAL
EVERYTHING = FUNCTIONS | {"chain", "product", "quotient", "links"}
NEURONS = BASIC | {"power", "chain", "sigmoid", "tanh", "ln", "paths"}

TOPICS: Sequence[Topic] = (
    Topic("power", "Power rule", frozenset({"power"}), POWERS, (
        ("{a}x^{n}", "x^{n} ± {b}", "{a}x^{n} ± {b}", "x^{n} ± {a}x", "{a}x^{n} ± {a}x"),
        ("{a}x^{mid} ± {k}x^{lo}", "x^{mid} ± {a}x^{lo} ± {b}", "{k}x^{mid} ± {a}x ± {b}", "{b} - {k}x^{n}"),
        ("{a}x^{hi} ± {k}x^{mid} ± {a}x", "x^{hi}/{k} ± {a}x^{lo}", "{a}x^{mid} ± {k}/x^{lo}",
         "{k}x^{hi} ± x^{mid} ± {a}x^{lo}"),
        ("{a}x^(-{n}) ± {k}x^{lo}", "{a}x^({odd}/2) ± {k}x^{lo}", "{k}x^{lo} ± {a}√x", "{a}x^({odd}/2) ± {k}x^(-{lo})"),
    )),
    Topic("product", "Product rule", frozenset({"product"}), FUNCTIONS, (
        ("({a}x ± {b})(x^{n} ± {k})", "(x^{n} ± {b})(x ± {a})", "({a}x ± {b})({k}x^{lo} ± x)"),
        ("{a}x^{n} {plain}", "({a}x ± {b}) {plain}", "{k}x {plain} ± {b}"),
        ("({k}x^{n} ± {b}) {plain}", "{a}{plain} {plain}", "x^{n} ({plain} ± {a})", "{k}√x {plain} ± {a}x"),
        ("{k}x^{n} sin(x) e^x", "{a}x^{n} {plain} ± {k}{plain}", "(x^{n} ± {a}x)({plain} ± {k})",
         "{k}x e^x cos(x) ± {b}"),
    )),
    Topic("quotient", "Quotient rule", frozenset({"quotient"}), FUNCTIONS, (
        ("({a}x ± {b})/(x ± {k})", "{a}x/(x ± {b})", "x^{lo}/(x ± {b})"),
        ("x^{lo}/({k}x ± {b})", "({a}x ± {b})/(x^2 + {k})", "{a}x/(x^{n} + {b})"),
        ("{a}{plain}/x^{n}", "{a}{plain}/(x ± {b})", "(x^2 ± {b})/(x^2 + {a})", "{k}x^{n}/({plain} + {b})"),
        ("({k}x ± {b})/({trig}(x) + {a})", "(e^x ± {b})/(e^x + {a})", "({a}x^{n} ± {b})/({k}{plain})",
         "{a}{plain}/(x^{n} + {b})"),
    )),
    Topic("chain", "Chain rule", frozenset({"chain"}), FUNCTIONS, (
        ("{composite1}",), ("{composite2}",), ("{composite3}",), ("{composite4}",),
    ), deep=True),
    Topic("mixed", "Chain rule with others", frozenset({"chain", "general-power"}), EVERYTHING | {"general-power"}, (
        ("{k}x {trig}({k}x)", "{a}x e^({k}x)", "{a}x ({k}x ± {b})^{n}"),
        ("{a}x^{n} {trig}({k}x)", "{a}{trig}({k}x)/x", "{a}x^{n} e^(-{k}x)", "(x^{lo} + {b})^{n} {plain}"),
        ("{trig}({k}x)/(x ± {b})", "x^{n} √({k}x^2 + {b})", "{plain} {trig}({k}x ± {b})", "e^({k}x)/(x^{lo} + {b})"),
        ("x^{n} {trig}(x^{lo} ± {b})", "e^(-{k}x) {trig}({k}x)", "x^({k}x ± {b})", "{a}{trig}(x^{n})/e^x",
         "({k}x ± {b})^{n} {trig}({k}x)"),
    )),
    Topic("exponential", "Exponential functions", EXPONENTIAL, BASIC | {"power", "chain", "sin", "cos"}, (
        ("{a}e^x ± {a}x", "e^({k}x)", "{a}e^x ± x^{n}", "{a}e^({k}x)"),
        ("e^({k}x ± {b})", "{a}e^(-{k}x)", "{base}^x ± {a}x", "e^(x^{n}) ± {b}", "{a}e^({k}x) ± {a}x^{n}"),
        ("{a}e^(-x^{n})", "{base}^({k}x ± {b})", "e^({k}x^{lo} ± {a}x)", "{a}e^({k}x) ± {a}e^(-{k}x)"),
        ("{a}e^({trig}({k}x))", "(e^({k}x) ± {b})^{n}", "{base}^(x^{lo} ± {b}) ± {a}x", "{a}{trig}(e^({k}x))"),
    )),
    Topic("logarithm", "Logarithms", LOGS, POWERS | {"chain", "sin", "cos", "exponential"}, (
        ("{a}ln(x) ± {a}x", "ln({k}x ± {b})", "{a}ln(x) ± x^{n}"),
        ("{a}ln(x^2 + {b})", "ln({k}x^{mid} + {b})", "{a}ln({k}x ± {b}) ± x"),
        ("(ln(x))^{n} ± {a}x", "{a}log_{base}(x) ± {a}x", "log_{base}({k}x ± {b})", "{a}√(ln(x)) ± {b}"),
        ("{a}ln({trig}({k}x) + {a})", "{k}(ln({k}x ± {b}))^{n}", "{a}ln(e^({k}x) + {b})", "{a}ln(ln({k}x))"),
    )),
    Topic("trigonometric", "Trigonometric functions", TRIG, POWERS | {"chain", "exponential"}, (
        ("{a}{trig}(x) ± {a}x", "{a}{trig}({k}x)", "{a}sin(x) ± {a}cos(x)"),
        ("{a}{trigs}({k}x ± {b})", "{a}tan(x) ± {a}x^{n}", "{k}{trig}({k}x) ± {a}x^{n}"),
        ("{a}{trigs}(x^{n} ± {b})", "{k}({trig}(x))^{n}", "{a}{moretrig}({k}x)", "√({trig}({k}x) + {a})"),
        ("{k}({trigs}({k}x))^{n}", "{a}{trig}(e^({k}x))", "{a}{moretrig}({k}x^{lo} ± {b})", "1/({trig}({k}x) + {a})"),
    )),
    Topic("inverse", "Inverse trigonometric functions", INVERSE, POWERS | {"chain", "exponential", "ln"}, (
        ("{a}{arc}(x)", "{a}arctan(x) ± {a}x", "{a}arcsin(x) ± x^{n}", "arctan({a}x)"),
        ("{a}{arc}({k}x)", "{a}arctan(x/{k})", "{a}arcsin(x/{k}) ± {a}x", "arctan({k}x ± {b})"),
        ("{a}{arc}(x^{n})", "{k}(arctan(x))^{n}", "{a}arctan(√x) ± {a}x", "√(arctan({k}x) + {a})"),
        ("{a}arctan(e^({k}x))", "{k}(arcsin({k}x))^{n}", "{a}ln(arctan({k}x) + {b})", "{k}e^({arc}({k}x))"),
    )),
    Topic("partial", "Partial derivatives", frozenset({"power", "chain"}), FUNCTIONS, (
        ("{a}x^{n} y^{n}", "x^{n} y ± {a}x y^{n}", "{a}x^{n} ± {k}y^{n}"),
        ("x^{lo} y^{mid} ± {a}x^{mid} y^{lo}", "{a}x^{n} y ± {k}x^{lo} y^{lo} ± {a}y^{n}", "({k}x ± {a}y)^{n}"),
        ("{trig}({k}x ± {a}y)", "{a}e^({k}x y)", "({k}x^{lo} ± y^{lo})^{n}", "{a}ln({k}x^2 + {a}y^2)"),
        ("{a}{trig}(x^{lo} y^{lo})", "{a}√(x^2 + {k}y^2)", "{a}e^(x^{lo} y^{lo}) ± {k}x^{n}",
         "{k}({trig}({k}x y))^{n}"),
    ), by=("x", "y")),
    Topic("multivariable", "Chain rule along several paths", frozenset({"paths"}), EVERYTHING, (
        ("u = {k}x ± {b}; v = x^{lo}; z = {a}u v", "u = x^{n}; v = {k}x ± {b}; z = u^{lo} + {a}v^{lo}"),
        ("u = {trig}(x); v = e^x; z = {a}u v", "u = x^{n}; v = {trig}(x); z = {k}u + {a}v^{lo}",
         "u = {k}x; v = x^{n} ± {b}; z = u^{lo} v"),
        ("u = {trig}({k}x); v = x^{n}; z = u^2 ± {a}v^{lo}", "u = e^({k}x); v = {a}x ± {b}; z = u v^{lo}",
         "u = ln(x); v = x^{n}; z = {a}u v ± {a}u"),
        ("u = {k}s t; v = s ± {a}t; z = u^{lo} ± {k}v^{lo}", "u = s^{lo} ± {a}t; v = {a}s t; z = {k}u v",
         "u = {k}s ± {a}t; v = s t^{lo}; z = e^u ± {a}v"),
    ), by=("x", "s", "t")),
    Topic("graph", "Computational graphs", frozenset({"links"}), EVERYTHING | {"paths"}, (
        ("u = {k}x ± {b}; f = {a}u^{n}", "u = x^{n}; f = {a}u ± {b}", "u = {k}x ± {b}; f = {a}{trig}(u)"),
        ("u = {a}x^{n}; v = {trig}(u); f = {k}v ± {b}", "u = {k}x ± {b}; v = {trig}(u); f = {a}v^{n}",
         "u = x^{n}; v = {k}u ± {b}; f = {a}ln(v)"),
        ("u = {k}x ± {a}y; f = {a}u z", "u = {k}x y; f = {a}{trig}(u)", "u = x^{n}; v = {k}u ± {b}; f = u v",
         "u = {k}x ± {b}; v = u^{lo}; f = {a}v ± u"),
        ("u = {k}x y; v = {trig}(u); f = {a}v ± x", "u = x^{lo}; v = {a}{trig}(u); f = u v",
         "u = {k}x ± {a}y; v = x y; f = u v^{lo}", "u = {k}x; v = u^{lo}; w = {trig}(u); f = {a}v w"),
    ), by=("x", "y")),
    Topic("neuron", "One neuron", frozenset({"links"}), NEURONS, (
        ("{unit}", "{unit_x}", "{unit_b}", "{unit_weights}"),
        ("{unit}; L = {loss}", "{unit_xb}; L = {k}(a - y)^2", "{unit_x}; L = (a - y)^2/2",
         "z = w x ± {b}; L = {k}(z - y)^2"),
        ("{unit_two}; L = {loss}", "{unit_xy}; L = {k}(a - 1)^2", "{unit}; y = v a ± {b}; L = {yloss}",
         "{unit_weights}; L = (a - y)^2/{k}"),
        ("z = w x ± {b}; a = sigmoid(z); L = -y ln(a) - (1 - y) ln(1 - a)",
         "z = {k}w + b; a = sigmoid(z); L = -{a}ln(a)", "{unit_xb}; o = v a ± {b}; L = (o - y)^2",
         "p = {k}w ± {b}; h = {activation}(p); z = v h ± {b}; a = sigmoid(z); L = {loss}"),
    ), by=("w", "b", "v", "w1", "w2")),
    Topic("composite", "Composite or not?", frozenset(), EVERYTHING, (
        ("{either1}",), ("{either2}",), ("{either3}",), ("{either4}",),
    ), kind="composite"),
    Topic("choice", "Multiple choice", frozenset({"chain", "product", "quotient"}), EVERYTHING, (
        ("{inside1}", "x^{n} {plain}", "{a}x/(x ± {b})"), ("{inside2}", "({k}x ± {b}) {plain}", "{composite1}"),
        ("{composite2}", "x^{n} {plain}", "{a}{plain}/x^{n}"), ("{composite3}", "{plain}/(x^{n} + {b})"),
    ), kind="choice"),
    Topic("mistake", "Find the mistake", frozenset({"chain", "product", "quotient"}), EVERYTHING, (
        ("{inside1}", "x^{n} {plain}"), ("{composite1}", "({k}x ± {b}) {plain}", "{a}x/(x ± {b})"),
        ("{composite1}", "({k}x^{n} ± {b}) {plain}", "x^{lo}/({k}x ± {b})"), ("{inside3}", "{plain}/(x^{n} + {b})"),
    ), kind="mistake"),
    Topic("implicit", "Implicit differentiation", frozenset({"unknown-function"}), EVERYTHING, (
        ("x^2 + {k}y^2 = {square}", "{a}x^2 + {k}y^2 = {square}", "x^3 + {k}y^3 = {a}", "y^{lo} = {a}x"),
        ("x^2 + {k}x y + {a}y^2 = {square}", "x^{n} y^{lo} + {k}x = {a}", "y^3 + {a}x y = {b}",
         "x^2 y + {a}y^{lo} = {b}"),
        ("sin(y) + {k}x = y", "e^y + {k}x y = {a}", "x^{lo} + {k}x y^2 = {a}", "y ln(y) = {k}x^{lo}"),
        ("sin(x y) = {k}x - y", "e^(x y) = x + {a}y", "√x + √y = {k}", "ln(x y) + y^{lo} = {a}"),
    ), kind="implicit"),
    Topic("table", "Tables of values", frozenset({"unknown-function"}), EVERYTHING, (
        ("{k}f(x) ± g(x)", "f(x) ± {k}g(x)", "f(x) g(x)", "x f(x)"),
        ("f(g(x))", "g(f(x))", "f(x)/g(x)", "x^2 g(x)"),
        ("(f(x))^{lo}", "f(x^2)", "{k}f(g(x)) ± x", "x f(g(x))"),
        ("(f(g(x)))^2", "f(x g(x))", "√(g(x)) f(x)", "f(g(x)) ± {k}f(x)"),
    ), kind="table"),
    Topic("layers", "Name outer and inner", frozenset({"chain"}), FUNCTIONS, (
        ("{composite1}",), ("{composite2}",), ("{composite3}",), ("{composite4}",),
    ), kind="layers", deep=True),
)  # fmt: skip
_BY_ID = {topic.id: topic for topic in TOPICS}


def topic_named(name: str) -> Topic:
    """The row with this id, however it is spelt; NameUnknownError, which names the nearest, where there is none."""
    found = _BY_ID.get(name.strip().lower().replace(" ", "-").replace("_", "-"))
    if found is not None:
        return found
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), _BY_ID, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(_BY_ID)}"
    raise NameUnknownError(f"there is no topic {name!r}; {hint}", name)
