"""The formula sheet: a row for each function, in our own notation. Adding a function is adding a row, no more."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chainrule.expression import numerics

__all__ = ["FORMULA_SHEET", "Function", "POLES", "function_named"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Function:
    """One row of the sheet. Formulas are text in our own notation; the arguments are called u and v.

    name            as plain text writes it and reads it back
    derivatives     one partial per argument; "" where there is none, so that argument has to be constant
    evaluate        the value at floats; raises ValueError, ZeroDivisionError or OverflowError where there is none
    by_value        the derivative in terms of w, the function's own value, where that spares another function
    python          the same as Python source: a template with {u} (and {v}) that needs only `math`, a call or bracketed
    python_needs    functions of numerics.py that the template calls; their source goes along
    mpmath          the name of the mpmath function; where it is "", `definition` does for mpmath numbers
    generic         whether, instead, `evaluate` is right for mpmath numbers as well as for floats
    latex           how LaTeX writes the name (`\\sin`), or a template with {u} where it is no name (`\\sqrt{{{u}}}`)
    text            how a person reads the name, or a template (`√{u}`), where that is not `name`
    mathml          how MathML writes the name, or a template, where that is not the name as a person reads it
    spoken          how the name is said ("inverse sine"), or a template, where that is not the name
    domain          conditions on the arguments, joined by " and ", or ""
    differentiable  further conditions under which the derivative exists, or ""
    range           the values that the function takes: an interval, or two joined by " or "
    zeros           an equation for where the value is 0, if that is u = 0 alone
    parity          "odd", "even" or ""
    definition      the same by simpler rows, equal wherever both have a value, or ""
    spellings       other ways to type the name
    values          exact values: pairs of argument and value
    period          after which they repeat, or ""
    exact           the value at Fractions where it is rational, else None
    """

    name: str
    derivatives: tuple[str, ...]
    evaluate: Callable[..., float]
    python: str
    latex: str
    by_value: str = ""
    python_needs: tuple[Callable[..., Any], ...] = ()
    mpmath: str = ""
    generic: bool = False
    text: str = ""
    mathml: str = ""
    spoken: str = ""
    domain: str = ""
    differentiable: str = ""
    range: str = "(-oo, oo)"
    zeros: str = ""
    parity: str = ""
    definition: str = ""
    spellings: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    period: str = ""
    exact: Callable[..., Any] | None = None

    @property
    def arity(self) -> int:
        return len(self.derivatives)

    def __repr__(self) -> str:
        return f"<Function {self.name}>"

    def __reduce__(self) -> tuple[object, ...]:
        return function_named, (self.name,)

    def __copy__(self) -> Function:
        return self

    def __deepcopy__(self, memo: object) -> Function:
        return self


_SPOKEN = {
    "sin": "sine", "cos": "cosine", "tan": "tangent", "sec": "secant", "csc": "cosecant", "cot": "cotangent",
    "arcsin": "inverse sine", "arccos": "inverse cosine", "arctan": "inverse tangent", "arcsec": "inverse secant",
    "arccsc": "inverse cosecant", "arccot": "inverse cotangent", "atan2": "the angle", "sinc": "sinc",
    "sinh": "hyperbolic sine", "cosh": "hyperbolic cosine", "tanh": "hyperbolic tangent",
    "sech": "hyperbolic secant", "csch": "hyperbolic cosecant", "coth": "hyperbolic cotangent",
    "arcsinh": "inverse hyperbolic sine", "arccosh": "inverse hyperbolic cosine",
    "arctanh": "inverse hyperbolic tangent", "arcsech": "inverse hyperbolic secant",
    "arccsch": "inverse hyperbolic cosecant", "arccoth": "inverse hyperbolic cotangent", "exp": "the exponential",
    "ln": "the natural logarithm", "log": "the logarithm to base {v} of {u}", "log10": "the logarithm to base ten",
    "log2": "the logarithm to base two", "log1p": "the natural logarithm of one plus {u}",
    "expm1": "the exponential of {u} minus one", "sqrt": "the square root", "cbrt": "the cube root",
    "root": "the root of {u} of degree {v}", "abs": "the absolute value", "sign": "the sign",
    "step": "the unit step", "min": "the smaller", "max": "the larger", "relu": "the rectifier",
    "leaky_relu": "the leaky rectifier", "silu": "the sigmoid linear unit", "gelu": "the Gaussian error linear unit",
    "sigmoid": "the sigmoid", "softplus": "softplus", "erf": "the error function", "Si": "the sine integral",
    "Ci": "the cosine integral", "gamma": "the gamma function", "loggamma": "the logarithm of the gamma function",
    "digamma": "the digamma function", "trigamma": "the trigamma function",
    "polygamma": "the polygamma function of order {u} of {v}",
}  # fmt: skip


def _row(name: str, *derivatives: str, evaluate: Callable[..., float], **others: Any) -> Function:
    """A row; without a Python template, `evaluate` is a function of numerics.py or of math, and called by name."""
    others.setdefault("latex", rf"\operatorname{{{name}}}")
    others.setdefault("spoken", _SPOKEN.get(name, ""))
    if "python" not in others:
        own = evaluate.__module__ == numerics.__name__
        arguments = "{u}" if len(derivatives) == 1 else "{u}, {v}"
        others["python"] = f"{'' if own else 'math.'}{evaluate.__name__}({arguments})"
        others.setdefault("python_needs", (evaluate,) if own else ())
    return Function(name=name, derivatives=derivatives, evaluate=evaluate, **others)


_TRIGONOMETRIC = (
    _row("sin", "cos(u)", evaluate=math.sin, parity="odd", latex=r"\sin", mpmath="sin", range="[-1, 1]",
         period="2*pi",
         values=(("0", "0"), ("pi/6", "1/2"), ("pi/2", "1"), ("5*pi/6", "1/2"), ("pi", "0"), ("7*pi/6", "-1/2"),
                 ("3*pi/2", "-1"), ("11*pi/6", "-1/2"))),
    _row("cos", "-sin(u)", evaluate=math.cos, parity="even", latex=r"\cos", mpmath="cos", range="[-1, 1]",
         period="2*pi",
         values=(("0", "1"), ("pi/3", "1/2"), ("pi/2", "0"), ("2*pi/3", "-1/2"), ("pi", "-1"), ("4*pi/3", "-1/2"),
                 ("3*pi/2", "0"), ("5*pi/3", "1/2"))),
    _row("tan", "sec(u)^2", evaluate=math.tan, parity="odd", latex=r"\tan", mpmath="tan", domain="cos(u) != 0",
         by_value="1 + w*w",
         definition="sin(u)/cos(u)", spellings=("tg",), period="pi",
         values=(("0", "0"), ("pi/4", "1"), ("3*pi/4", "-1"))),
    _row("sec", "sec(u)*tan(u)", evaluate=lambda u: 1 / math.cos(u), python="(1/math.cos({u}))", parity="even",
         latex=r"\sec", mpmath="sec", domain="cos(u) != 0", range="(-oo, -1] or [1, oo)", definition="1/cos(u)",
         period="2*pi",
         values=(("0", "1"), ("pi/3", "2"), ("2*pi/3", "-2"), ("pi", "-1"), ("4*pi/3", "-2"), ("5*pi/3", "2"))),
    _row("csc", "-csc(u)*cot(u)", evaluate=lambda u: 1 / math.sin(u), python="(1/math.sin({u}))", parity="odd",
         latex=r"\csc", mpmath="csc", domain="sin(u) != 0", range="(-oo, -1] or [1, oo)", definition="1/sin(u)",
         period="2*pi", spellings=("cosec",),
         values=(("pi/6", "2"), ("pi/2", "1"), ("5*pi/6", "2"), ("7*pi/6", "-2"), ("3*pi/2", "-1"),
                 ("11*pi/6", "-2"))),
    _row("cot", "-csc(u)^2", evaluate=lambda u: math.cos(u) / math.sin(u), python="(math.cos({u})/math.sin({u}))",
         latex=r"\cot", mpmath="cot", domain="sin(u) != 0", definition="cos(u)/sin(u)", period="pi",
         spellings=("ctg", "cotg", "ctan", "cotan"), values=(("pi/4", "1"), ("pi/2", "0"), ("3*pi/4", "-1"))),
    _row("arcsin", "1/sqrt(1 - u^2)", evaluate=math.asin, parity="odd", latex=r"\arcsin", mpmath="asin",
         domain="-1 <= u and u <= 1", differentiable="-1 < u and u < 1", range="[-pi/2, pi/2]", zeros="u = 0",
         spellings=("asin", "sininv"),
         values=(("-1", "-pi/2"), ("-1/2", "-pi/6"), ("0", "0"), ("1/2", "pi/6"), ("1", "pi/2"))),
    _row("arccos", "-1/sqrt(1 - u^2)", evaluate=math.acos, latex=r"\arccos", mpmath="acos",
         domain="-1 <= u and u <= 1", differentiable="-1 < u and u < 1", range="[0, pi]",
         definition="pi/2 - arcsin(u)", spellings=("acos", "cosinv"),
         values=(("-1", "pi"), ("-1/2", "2*pi/3"), ("0", "pi/2"), ("1/2", "pi/3"), ("1", "0"))),
    _row("arctan", "1/(1 + u^2)", evaluate=math.atan, parity="odd", latex=r"\arctan", mpmath="atan",
         range="(-pi/2, pi/2)", zeros="u = 0", spellings=("atan", "arctg", "atg", "taninv"),
         values=(("-1", "-pi/4"), ("0", "0"), ("1", "pi/4"))),
    _row("arcsec", "1/(abs(u)*sqrt(u^2 - 1))", evaluate=lambda u: math.acos(1 / u), python="math.acos(1/{u})",
         definition="arccos(1/u)", domain="abs(u) >= 1", differentiable="abs(u) > 1", range="[0, pi]",
         spellings=("asec",), values=(("-2", "2*pi/3"), ("-1", "pi"), ("1", "0"), ("2", "pi/3"))),
    _row("arccsc", "-1/(abs(u)*sqrt(u^2 - 1))", evaluate=lambda u: math.asin(1 / u), python="math.asin(1/{u})",
         parity="odd", definition="arcsin(1/u)", domain="abs(u) >= 1", differentiable="abs(u) > 1",
         range="[-pi/2, 0) or (0, pi/2]", spellings=("acsc", "arccosec", "acosec"),
         values=(("-2", "-pi/6"), ("-1", "-pi/2"), ("1", "pi/2"), ("2", "pi/6"))),
    _row("arccot", "-1/(1 + u^2)", evaluate=lambda u: math.atan2(1.0, u), python="math.atan2(1.0, {u})",
         range="(0, pi)", definition="pi/2 - arctan(u)", spellings=("acot", "arcctg", "actg", "arccotg", "actan"),
         values=(("-1", "3*pi/4"), ("0", "pi/2"), ("1", "pi/4"))),
    _row("atan2", "v/(u^2 + v^2)", "-u/(u^2 + v^2)", evaluate=math.atan2, mpmath="atan2", domain="u^2 + v^2 > 0",
         differentiable="v + sqrt(u^2 + v^2) > 0", range="(-pi, pi]", spellings=("arctan2",)),
    _row("sinc", "(u*cos(u) - sin(u))/u^2", evaluate=numerics.sinc, parity="even", mpmath="sinc", range="(-1, 1]",
         values=(("0", "1"),)),
)  # fmt: skip

_HYPERBOLIC = (
    _row("sinh", "cosh(u)", evaluate=math.sinh, parity="odd", latex=r"\sinh", mpmath="sinh", zeros="u = 0",
         spellings=("sh",), definition="(e^u - e^(-u))/2", values=(("0", "0"),)),
    _row("cosh", "sinh(u)", evaluate=math.cosh, parity="even", latex=r"\cosh", mpmath="cosh", range="[1, oo)",
         spellings=("ch",), definition="(e^u + e^(-u))/2", values=(("0", "1"),)),
    _row("tanh", "sech(u)^2", evaluate=math.tanh, parity="odd", latex=r"\tanh", mpmath="tanh", range="(-1, 1)",
         by_value="1 - w*w",
         zeros="u = 0", definition="(e^u - e^(-u))/(e^u + e^(-u))", spellings=("th",), values=(("0", "0"),)),
    _row("sech", "-sech(u)*tanh(u)", evaluate=numerics.sech, parity="even", mpmath="sech", range="(0, 1]",
         definition="2/(e^u + e^(-u))", values=(("0", "1"),)),
    _row("csch", "-csch(u)*coth(u)", evaluate=numerics.csch, parity="odd", mpmath="csch", domain="u != 0",
         range="(-oo, 0) or (0, oo)", definition="2/(e^u - e^(-u))", spellings=("cosech",)),
    _row("coth", "-csch(u)^2", evaluate=lambda u: 1 / math.tanh(u), python="(1/math.tanh({u}))", parity="odd",
         latex=r"\coth", mpmath="coth", domain="u != 0", range="(-oo, -1) or (1, oo)",
         definition="(e^u + e^(-u))/(e^u - e^(-u))", spellings=("cth", "ctanh")),
    _row("arcsinh", "1/sqrt(u^2 + 1)", evaluate=math.asinh, parity="odd", mpmath="asinh", zeros="u = 0",
         definition="ln(u + sqrt(u^2 + 1))", spellings=("asinh", "arsinh", "argsinh", "arsh"), values=(("0", "0"),)),
    _row("arccosh", "1/sqrt(u^2 - 1)", evaluate=math.acosh, mpmath="acosh", domain="u >= 1", differentiable="u > 1",
         range="[0, oo)", definition="ln(u + sqrt(u^2 - 1))", spellings=("acosh", "arcosh", "argcosh", "arch"),
         values=(("1", "0"),)),
    _row("arctanh", "1/(1 - u^2)", evaluate=math.atanh, parity="odd", mpmath="atanh", domain="-1 < u and u < 1",
         zeros="u = 0", definition="ln((1 + u)/(1 - u))/2", spellings=("atanh", "artanh", "argtanh", "arth"),
         values=(("0", "0"),)),
    _row("arcsech", "-1/(u*sqrt(1 - u^2))", evaluate=lambda u: math.acosh(1 / u), python="math.acosh(1/{u})",
         domain="0 < u and u <= 1", differentiable="u < 1", range="[0, oo)", definition="arccosh(1/u)",
         spellings=("asech", "arsech", "argsech"), values=(("1", "0"),)),
    _row("arccsch", "-1/(abs(u)*sqrt(1 + u^2))", evaluate=lambda u: math.asinh(1 / u), python="math.asinh(1/{u})",
         domain="u != 0", range="(-oo, 0) or (0, oo)", parity="odd", definition="arcsinh(1/u)",
         spellings=("acsch", "arcsch", "argcsch", "arccosech")),
    _row("arccoth", "1/(1 - u^2)", evaluate=lambda u: math.atanh(1 / u), python="math.atanh(1/{u})",
         domain="abs(u) > 1", range="(-oo, 0) or (0, oo)", parity="odd", definition="arctanh(1/u)",
         spellings=("acoth", "arcoth", "argcoth")),
)  # fmt: skip

_EXPONENTIAL = (
    _row("exp", "exp(u)", evaluate=math.exp, latex=r"\exp", mpmath="exp", range="(0, oo)", definition="e^u",
         values=(("0", "1"), ("1", "e"))),
    _row("ln", "1/u", evaluate=math.log, latex=r"\ln", mpmath="log", domain="u > 0", values=(("1", "0"), ("e", "1"))),
    _row("log", "1/(u*ln(v))", "-ln(u)/(v*ln(v)^2)", evaluate=math.log, latex=r"\log_{{{v}}}\left({u}\right)",
         text="log_{v}({u})", mathml="<msub><mi>log</mi><mrow>{v}</mrow></msub><mo>(</mo>{u}<mo>)</mo>",
         domain="u > 0 and v > 0 and v != 1", definition="ln(u)/ln(v)"),
    _row("log10", "1/(u*ln(10))", evaluate=math.log10, latex=r"\log_{10}", mpmath="log10", domain="u > 0",
         mathml="<msub><mi>log</mi><mn>10</mn></msub>",
         definition="ln(u)/ln(10)", spellings=("lg",),
         values=(("1/10", "-1"), ("1", "0"), ("10", "1"), ("100", "2"))),
    _row("log2", "1/(u*ln(2))", evaluate=math.log2, latex=r"\log_{2}", domain="u > 0", definition="ln(u)/ln(2)",
         mathml="<msub><mi>log</mi><mn>2</mn></msub>",
         spellings=("lb",), values=(("1/2", "-1"), ("1", "0"), ("2", "1"), ("4", "2"), ("8", "3"))),
    _row("log1p", "1/(1 + u)", evaluate=math.log1p, mpmath="log1p", domain="u > -1", zeros="u = 0",
         definition="ln(1 + u)", values=(("0", "0"),)),
    _row("expm1", "exp(u)", evaluate=math.expm1, mpmath="expm1", range="(-1, oo)", zeros="u = 0",
         definition="e^u - 1", values=(("0", "0"),)),
)  # fmt: skip

_ROOTS_AND_PIECES = (
    _row("sqrt", "1/(2*sqrt(u))", evaluate=math.sqrt, latex=r"\sqrt{{{u}}}", text="√{u}", mpmath="sqrt",
         mathml="<msqrt>{u}</msqrt>",
         domain="u >= 0", differentiable="u > 0", range="[0, oo)", zeros="u = 0", definition="u^(1/2)",
         spellings=("sqroot", "squareroot"), exact=lambda u: numerics.rational_power(u, 1, 2)),
    _row("cbrt", "1/(3*cbrt(u)^2)", evaluate=math.cbrt, parity="odd", latex=r"\sqrt[3]{{{u}}}", text="∛{u}",
         mathml="<mroot><mrow>{u}</mrow><mn>3</mn></mroot>",
         differentiable="u != 0", zeros="u = 0", definition="u^(1/3)", spellings=("cuberoot", "curt"),
         exact=lambda u: numerics.rational_power(u, 1, 3)),
    _row("root", "1/(v*root(u, v)^(v - 1))", "-root(u, v)*ln(u)/v^2", evaluate=numerics.real_root,
         latex=r"\sqrt[{v}]{{{u}}}", mathml="<mroot><mrow>{u}</mrow><mrow>{v}</mrow></mroot>",
         domain="v != 0", zeros="u = 0", definition="u^(1/v)",
         spellings=("nthroot", "surd"), generic=True,
         exact=lambda u, v: numerics.rational_power(u, v.denominator, v.numerator) if v else None),
    _row("abs", "sign(u)", evaluate=math.fabs, python="abs({u})", parity="even", latex=r"\left|{u}\right|",
         text="|{u}|", mathml='<mo form="prefix">|</mo>{u}<mo form="postfix">|</mo>',
         differentiable="u != 0", mpmath="fabs", range="[0, oo)", zeros="u = 0", exact=abs),
    _row("sign", "0", evaluate=numerics.sign, differentiable="u != 0", range="[-1, 1]", zeros="u = 0", parity="odd",
         latex=r"\operatorname{sgn}", spellings=("sgn", "signum"), generic=True, exact=numerics.sign),
    _row("step", "0", evaluate=numerics.step, differentiable="u != 0", range="[0, 1]", spellings=("heaviside",),
         python="(1.0 if {u} > 0.0 else 0.0)",
         generic=True, exact=numerics.step),
    _row("min", "step(v - u)", "step(u - v)", evaluate=min, python="min({u}, {v})", latex=r"\min",
         differentiable="u != v", definition="(u + v - abs(u - v))/2", generic=True, exact=min),
    _row("max", "step(u - v)", "step(v - u)", evaluate=max, python="max({u}, {v})", latex=r"\max",
         differentiable="u != v", definition="(u + v + abs(u - v))/2", generic=True, exact=max),
)  # fmt: skip

_NETWORK = (
    _row("sigmoid", "sigmoid(u)*(1 - sigmoid(u))", evaluate=numerics.sigmoid, latex=r"\sigma", text="σ",
         range="(0, 1)", definition="1/(1 + e^(-u))", spellings=("sigma", "logistic", "expit"), values=(("0", "1/2"),)),
    _row("relu", "step(u)", evaluate=numerics.relu, python="({u} if {u} > 0.0 else 0.0*{u})", differentiable="u != 0",
         latex=r"\operatorname{ReLU}", text="ReLU", range="[0, oo)", definition="(u + abs(u))/2", generic=True,
         exact=numerics.relu),
    _row("leaky_relu", "step(u) + 0.01*step(-u)", evaluate=numerics.leaky_relu,
         python="({u} if {u} > 0.0 else 0.01*{u})", differentiable="u != 0",
         zeros="u = 0", latex=r"\operatorname{LeakyReLU}", text="LeakyReLU", definition="(101*u + 99*abs(u))/200",
         spellings=("leakyrelu", "lrelu")),
    _row("softplus", "sigmoid(u)", evaluate=numerics.softplus, range="(0, oo)", definition="ln(1 + e^u)"),
    _row("silu", "sigmoid(u) + u*sigmoid(u)*(1 - sigmoid(u))", evaluate=numerics.silu, latex=r"\operatorname{SiLU}",
         text="SiLU", zeros="u = 0", definition="u/(1 + e^(-u))", spellings=("swish",), values=(("0", "0"),)),
    _row("gelu", "(1 + erf(u/sqrt(2)))/2 + u*e^(-u^2/2)/sqrt(2*pi)", evaluate=numerics.gelu,
         latex=r"\operatorname{GELU}", text="GELU", zeros="u = 0", definition="u*(1 + erf(u/sqrt(2)))/2",
         values=(("0", "0"),)),
)  # fmt: skip

POLES = "sin(pi*min(u, 1/2)) != 0"  # not at 0, -1, -2, …

_SPECIAL = (
    _row("erf", "2*e^(-u^2)/sqrt(pi)", evaluate=math.erf, parity="odd", mpmath="erf", range="(-1, 1)", zeros="u = 0",
         values=(("0", "0"),)),
    _row("Si", "sin(u)/u", evaluate=numerics.sine_integral, parity="odd", mpmath="si", zeros="u = 0",
         python_needs=(numerics.trig_integrals, numerics.sine_integral), values=(("0", "0"),)),
    _row("Ci", "cos(u)/u", evaluate=numerics.cosine_integral, mpmath="ci", domain="u > 0",
         python_needs=(numerics.trig_integrals, numerics.cosine_integral)),
    _row("gamma", "gamma(u)*digamma(u)", evaluate=math.gamma, latex=r"\Gamma", text="Γ", mpmath="gamma",
         domain=POLES, range="(-oo, 0) or (0, oo)",
         values=(("1", "1"), ("2", "1"), ("3", "2"), ("4", "6"), ("5", "24"))),
    _row("loggamma", "digamma(u)", evaluate=numerics.log_gamma, latex=r"\ln\Gamma", text="lnΓ", mpmath="loggamma",
         mathml="<mi>ln</mi><mi>Γ</mi>",
         domain="u > 0", spellings=("lngamma", "lgamma", "gammaln"), values=(("1", "0"), ("2", "0"))),
    _row("digamma", "trigamma(u)", evaluate=numerics.digamma, mpmath="digamma", domain=POLES),
    _row("trigamma", "polygamma(2, u)", evaluate=lambda u: numerics.polygamma(1, u), python="polygamma(1, {u})",
         latex=r"\psi_1", mathml="<msub><mi>ψ</mi><mn>1</mn></msub>",
         domain=POLES, range="(0, oo)", definition="polygamma(1, u)",
         python_needs=(numerics.digamma, numerics.polygamma)),
    _row("polygamma", "", "polygamma(u + 1, v)",
         mathml="<msup><mi>ψ</mi><mrow><mo>(</mo>{u}<mo>)</mo></mrow></msup><mo>(</mo>{v}<mo>)</mo>",
         evaluate=numerics.polygamma, latex=r"\psi^{{({u})}}\left({v}\right)",
         mpmath="psi", domain=POLES.replace("u", "v"), python_needs=(numerics.digamma, numerics.polygamma)),
)  # fmt: skip

FORMULA_SHEET: tuple[Function, ...] = (
    *_TRIGONOMETRIC, *_HYPERBOLIC, *_EXPONENTIAL, *_ROOTS_AND_PIECES, *_NETWORK, *_SPECIAL,
)  # fmt: skip

_BY_NAME = {name: row for row in FORMULA_SHEET for name in (row.name, *row.spellings)}


def function_named(name: str) -> Function:
    """The row with this name or spelling; KeyError where there is none."""
    return _BY_NAME[name]
