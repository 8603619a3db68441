"""What the commands of pasted LaTeX stand for."""

from __future__ import annotations

from chainrule.expression.greek import GREEK_LETTERS

__all__ = ["CONDITIONS", "GROUPED_WORDS", "IGNORED", "LETTERS", "OPERATORS", "REFUSED", "SIZES"]

OPERATORS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("cdot", "times", "ast", "bullet"), ("TIMES", "*")),
    "div": ("DIVIDE", "/"),
    **dict.fromkeys(("le", "leq", "leqslant"), ("SIGN", "<=")),
    **dict.fromkeys(("ge", "geq", "geqslant"), ("SIGN", ">=")),
    **dict.fromkeys(("ne", "neq"), ("SIGN", "!=")),
    "lt": ("SIGN", "<"),
    "gt": ("SIGN", ">"),
    "land": ("AND", "and"),
}
SIZES = frozenset(
    f"{size}{side}" for size in ("", "big", "Big", "bigg", "Bigg") for side in ("l", "r", "m", "") if size
) | {"left", "right", "middle"}
IGNORED = frozenset(
    (
        "quad",
        "qquad",
        "displaystyle",
        "textstyle",
        "limits",
        "nolimits",
        "thinspace",
        "enspace",
        ",",
        ";",
        ":",
        "!",
        " ",
    )
)
GROUPED_WORDS = frozenset(
    ("operatorname", "mathrm", "text", "mathit", "textrm", "mathop", "mathbf", "boldsymbol", "mathsf")
)
CONDITIONS = frozenset(("for", "when", "where"))  # in \text{…}, before the condition of a branch
LETTERS = {
    **{name: name for name in GREEK_LETTERS},
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma", "ell": "l",
}  # fmt: skip
REFUSED: dict[str, tuple[str, str, str]] = {
    "int": ("an integral: this tool differentiates", "", ""),
    "lim": ("limits are not read here: this tool differentiates", "", ""),
    "sum": ("sums over an index are not read here", "", "write the terms out with +"),
    "prod": ("products over an index are not read here", "", "write the factors out with *"),
    "infty": ("infinity is not a number here", "", ""),
    "pm": ("\\pm stands for two expressions", "", "write one of them, with + or with -"),
    "mp": ("\\mp stands for two expressions", "", "write one of them, with + or with -"),
    "circ": ("neither degrees nor ∘ are read here", "", "angles are in radians; for f ∘ g write f(g(x))"),
    "begin": ("LaTeX environments are not read here", "", "write branches as: x if x > 0, -x otherwise"),
}
