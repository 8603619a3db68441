"""What the slots of templates are filled with."""

from __future__ import annotations

from collections.abc import Mapping

from chainrule.tutor.problems.drawing import Draw, Filling

__all__ = ["LEVELS", "SLOTS"]

LEVELS = (1, 2, 3, 4)


def _whole(low: int, high: int) -> tuple[str, ...]:
    return tuple(map(str, range(low, high + 1)))


OUTERS = {  # how a layer is written around what is inside, and around which layers it is not put
    "power": ("({u})^{n}", {"power", "root", "reciprocal", "exp"}),
    "sin": ("sin({u})", {"sin", "cos"}),
    "cos": ("cos({u})", {"cos", "sin"}),
    "exp": ("e^({u})", {"exp", "ln"}),
    "ln": ("ln({u})", {"ln", "exp", "power", "root", "reciprocal"}),
    "root": ("√({u})", {"root", "power", "reciprocal", "exp"}),
    "reciprocal": ("1/({u})", {"reciprocal", "power", "exp"}),
}
INNERMOST = ("{k}x ± {b}", "x^{lo} ± {b}", "{k}x^{lo} ± {b}")
ALWAYS_POSITIVE = ("x^2 + {b}", "{k}x^2 + {b}", "x^4 + {b}")
NEED_ROOM = frozenset({"ln", "root", "reciprocal"})  # around sine and cosine a number is added inside


def composite(depth: int, draw: Draw) -> str:
    """So many links of the chain rule, one inside another, as a template: its numbers are still to be filled in."""
    layers: list[str] = []
    for _ in range(depth):
        layers.append(draw.choice([name for name in OUTERS if not layers or name not in OUTERS[layers[-1]][1]]))
    text = draw.choice(ALWAYS_POSITIVE if layers[-1] in NEED_ROOM else INNERMOST)
    for inside, layer in zip(("", *reversed(layers)), reversed(layers), strict=False):
        if layer in NEED_ROOM and inside in ("sin", "cos"):
            text = f"{text} + {{k}}"
        text = OUTERS[layer][0].replace("{u}", text)
    return text


# --- slots ------------------------------------------------------------------------------------------------------------

SLOTS: Mapping[str, Filling] = {
    "a": _whole(2, 9),
    "b": _whole(1, 9),
    "k": _whole(2, 5),
    "n": _whole(2, 6),
    "lo": _whole(2, 3),
    "mid": _whole(4, 5),
    "hi": _whole(6, 8),
    "odd": ("3", "5", "7"),
    "base": ("2", "3", "5", "10"),
    "loss": ("a^2", "(a - 1)^2", "(1 - a)^2", "(a - 1)^2/2"),
    "yloss": ("y^2", "(y - 1)^2", "(2 - y)^2", "(y - 1)^2/2"),
    "trig": ("sin", "cos"),
    "trigs": ("sin", "cos", "tan"),
    "moretrig": ("tan", "sec", "cot", "csc"),
    "square": ("9", "16", "25", "36", "49"),
    "arc": ("arcsin", "arctan", "arccos"),
    "plain": ("sin(x)", "cos(x)", "e^x", "ln(x)"),
    "composite1": lambda draw: composite(1, draw),
    "composite2": lambda draw: composite(2, draw),
    "composite3": lambda draw: composite(3, draw),
    "composite4": lambda draw: composite(4, draw),
    "apart1": ("x^{n} sin(x)", "x^{n} cos(x)", "x^{n} e^x", "{a}x^{n} + sin(x)", "{a}e^x - x^{n}", "{a}x ln(x)"),
    "inside1": ("sin(x^{n})", "cos(x^{n})", "e^(x^{n})", "({k}x ± {b})^{n}", "e^({k}x ± {b})", "ln(x^{n} + {b})"),
    "apart2": ("{a}e^x sin(x)", "{a}e^x cos(x)", "{a}sin(x)/x^{n}", "{a}ln(x)/x^{n}", "{a}x^{n} √x", "x^{n} ln(x)"),
    "inside2": ("e^({a}sin(x))", "sin({a}e^x)", "(sin(x))^{n}", "√(x^{n} + {a})", "(ln(x))^{n}", "{a}/(x^{n} + {b})"),
    "apart3": ("{a}e^x sin(x) cos(x)", "{a}x^{n} e^x ln(x)", "(x^{n} ± {a}) sin(x)", "(x^{n} ± {b})/e^x",
               "{a}√x ln(x)"),
    "inside3": ("√({k}sin(x) + {a})", "(e^x ± {b})^{n}", "ln({a}e^x + {b})", "sin({k}√x)", "(x^{n} ± e^x)^{k}"),
    "apart4": ("{a}√x e^x tan(x)", "(x^{n} ± {b})(e^x + {k})", "({k}x ± sin(x))/(x^{n} + {b})",
               "x^{n} (ln(x) ± {a}e^x)"),
    "inside4": ("√(x^{n} + {a}e^x)", "({k}x ± sin(x))^{n}", "ln(x^{n} + {a}e^x)", "e^({a}√x + x)",
                "{a}/({b} + sin(x))^{k}"),
    **{f"either{level}": (f"{{apart{level}}}", f"{{inside{level}}}") for level in LEVELS},
    "unit": ("z = {k}w ± {b}; a = {activation}(z)",),
    "unit_x": ("z = w x ± {b}; a = {activation}(z)",),
    "unit_b": ("z = {a}w + b; a = {activation}(z)",),
    "unit_xb": ("z = w x + b; a = {activation}(z)",),
    "unit_two": ("z = {k}w ± {a}v + b; a = {activation}(z)",),
    "unit_xy": ("z = w x + v y ± {b}; a = {activation}(z)",),
    "unit_weights": ("z = w1 x1 + w2 x2 ± {b}; a = {activation}(z)",),
    "activation": ("sigmoid", "tanh"),
}  # fmt: skip
