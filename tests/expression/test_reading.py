"""What is read as what: one row a notation, the reading as plain text, which is unambiguous."""

import copy
import pickle

import pytest

from chainrule.expression.limits import Limits
from chainrule.expression.nodes import E, Negation, Number, Power, Product, Quotient, Relation, Sum, Symbol, System
from chainrule.expression.reading import name_of, parse, read
from chainrule.expression.walking import at

READ_AS = [
    # products without a sign
    ("7x", "7*x"),
    ("4(x+3)(x-5)", "4*(x + 3)*(x - 5)"),
    ("(x-2)5x", "(x - 2)*5*x"),
    ("x y z", "x*y*z"),
    ("abc", "a*b*c"),
    ("tcos(t)", "t*cos(t)"),
    ("3 t e^t", "3*t*e^t"),
    ("vt + k", "v*t + k"),
    ("x√3", "x*sqrt(3)"),
    ("cos(x)5", "cos(x)*5"),
    ("xy(x+1)", "x*y*(x + 1)"),
    # arguments without brackets
    ("cos t", "cos(t)"),
    ("cos 3t", "cos(3*t)"),
    ("cost", "cos(t)"),
    ("cos3t", "cos(3*t)"),
    ("ln t sin t", "ln(t)*sin(t)"),
    ("tan t^3", "tan(t^3)"),
    ("5 cos x sin x", "5*cos(x)*sin(x)"),
    ("cos pi t", "cos(pi*t)"),
    ("cosx e^x", "cos(x)*e^x"),
    ("e^cos t", "e^(cos(t))"),
    ("cos x - 3", "cos(x) - 3"),
    ("cos x * y", "cos(x)*y"),
    ("ln|t|", "ln(abs(t))"),
    ("cos√x", "cos(sqrt(x))"),
    ("sin f(x)", "sin(f(x))"),
    ("ln ln t", "ln(ln(t))"),
    ("ln cos(t) + 1", "ln(cos(t)) + 1"),
    ("3 ln cost sin t", "3*ln(cos(t))*sin(t)"),
    ("√(t) ln tan 2t", "sqrt(t)*ln(tan(2*t))"),
    # powers of functions, inverses
    ("cos^3 t", "cos(t)^3"),
    ("cos³(t)", "cos(t)^3"),
    ("cos^n(t)", "cos(t)^n"),
    ("(cos t)^3", "cos(t)^3"),
    ("cos(t)**3", "cos(t)^3"),
    ("cos^-1 t", "arccos(t)"),
    ("cosh^(-1)(t)", "arccosh(t)"),
    ("tan⁻¹(2t)", "arctan(2*t)"),
    ("cos^-2 t", "cos(t)^(-2)"),
    ("acos(t)", "arccos(t)"),
    ("COS(t)", "cos(t)"),
    ("Si(x)", "Si(x)"),
    # powers
    ("-t^4", "-t^4"),
    ("t^2^3", "t^(2^3)"),
    ("t^-3", "t^(-3)"),
    ("t^-1/2", "t^(-1)/2"),
    ("e^-t^2", "e^(-t^2)"),
    ("t³u²", "t^3*u^2"),
    ("t²(u + 1)", "t^2*(u + 1)"),
    ("t¹²", "t^12"),
    ("t⁻³", "t^(-3)"),
    ("tⁿ", "t^n"),
    ("e^3 t", "e^3*t"),
    ("t^3u", "t^3*u"),
    ("e^t(t+2)", "e^t*(t + 2)"),
    ("t^0.25", "t^0.25"),
    # quotients from left to right
    ("1/3t", "1/3*t"),
    ("a/b/c", "a/b/c"),
    ("a/b*c", "a/b*c"),
    ("a*b/c", "a*b/c"),
    ("8/4/2t", "8/4/2*t"),
    ("1/t(t+1)", "1/t*(t + 1)"),
    ("2/-5 t", "2/(-5)*t"),
    ("t*-2", "t*(-2)"),
    ("t+-4", "t - 4"),
    ("t--4", "t - (-4)"),
    ("+t", "t"),
    # numbers
    ("0.5t", "0.5*t"),
    (".5t", "0.5*t"),
    ("3.t", "3*t"),
    ("2.0", "2"),
    ("4e2t", "400*t"),
    ("4e-2", "0.04"),
    ("5e", "5*e"),
    ("007t", "7*t"),
    # roots, bars
    ("√t+2", "sqrt(t) + 2"),
    ("√(t+2)", "sqrt(t + 2)"),
    ("√3t", "sqrt(3)*t"),
    ("√√t", "sqrt(sqrt(t))"),
    ("∛t", "cbrt(t)"),
    ("∜t", "root(t, 4)"),
    ("√cos(t)", "sqrt(cos(t))"),
    ("sqrt t", "sqrt(t)"),
    ("nthRoot(t, 7)", "root(t, 7)"),
    ("nthRoot(t)", "sqrt(t)"),
    ("|t|", "abs(t)"),
    ("|t|u|v|", "abs(t)*u*abs(v)"),
    ("||t|-2|", "abs(abs(t) - 2)"),
    ("|t||u|", "abs(t)*abs(u)"),
    ("4|t-2|", "4*abs(t - 2)"),
    # logarithms
    ("log t", "ln(t)"),
    ("log(t, 7)", "log(t, 7)"),
    ("log_7 t", "log(t, 7)"),
    ("log_b(t)", "log(t, b)"),
    ("log_2(t)", "log2(t)"),
    ("log_10 t", "log10(t)"),
    ("log₂ t", "log2(t)"),
    ("log_e t", "ln(t)"),
    ("lg t", "log10(t)"),
    ("log10(t)", "log10(t)"),
    # names
    ("θ^2", "theta^2"),
    ("lambda t", "lambda*t"),
    ("w_1 + w₁ + w1", "w1 + w1 + w1"),
    ("w1_12", "w1_12"),
    ("x_n", "x_n"),
    ("x_{10}", "x10"),
    ("2πr", "2*pi*r"),
    ("gamma(t) + gamma", "gamma(t) + gamma"),
    ("σ(z)", "sigmoid(z)"),
    (r"sigma(z) + \sigma(z)", "sigmoid(z) + sigmoid(z)"),
    ("σ^2 z + σ", "sigma^2*z + sigma"),
    ("ψ(z) + psi'(z)", "psi(z) + psi'(z)"),
    ("max(a, b, t)", "max(max(a, b), t)"),
    # unknown functions
    ("f(g(t))", "f(g(t))"),
    ("f(t^2)", "f(t^2)"),
    ("f'(t) h(t)", "f'(t)*h(t)"),
    ("f^(3)(t)", "f'''(t)"),
    ("f^(0,1)(s, t)", "f^(0,1)(s, t)"),
    ("q(t) + 2r(t)", "q(t) + 2*r(t)"),
    ("w(s, t)", "w(s, t)"),
    ("k(t)", "k*t"),
    ("t(t+1)", "t*(t + 1)"),
    ("q(t) + q", "q*t + q"),
    ("f t", "f*t"),
    ("sin^2(x) f(x)", "sin(x)^2*f(x)"),
    # signs and characters of other alphabets
    ("3×t", "3*t"),
    ("3·t", "3*t"),
    ("t÷3", "t/3"),
    ("t−3", "t - 3"),
    ("t–3", "t - 3"),
    ("t⁄3", "t/3"),
    ("½t", "1/2*t"),
    ("t^½", "t^(1/2)"),
    ("𝑡^3", "t^3"),
    ("𝐜𝐨𝐬(𝐭)", "cos(t)"),
    ("ｔ＾３", "t^3"),
    ("co\u200bs(t)", "cos(t)"),
    ("\ufefft", "t"),
    ("t\u00a0+ 3", "t + 3"),
    ("t\t+\n3", "t + 3"),
    ("cos[t]", "cos(t)"),
    ("{t+1}*2", "(t + 1)*2"),
    ("t^3.", "t^3"),
    ("= 2t", "2*t"),
    # LaTeX
    (r"\frac34 t", "3/4*t"),
    (r"\frac{t}{t+2}", "t/(t + 2)"),
    (r"\tfrac1t", "1/t"),
    (r"\cos^{3} t", "cos(t)^3"),
    (r"\cos^{-1}{t}", "arccos(t)"),
    (r"\sqrt{t+2}", "sqrt(t + 2)"),
    (r"\sqrt[5]{t}", "root(t, 5)"),
    (r"\sqrt[3]{t}", "cbrt(t)"),
    (r"\sqrt5t", "sqrt(5)*t"),
    (r"\ln\left(t\right)", "ln(t)"),
    (r"\left|t\right|", "abs(t)"),
    (r"\bigl[t + 1\bigr] \cdot 2", "(t + 1)*2"),
    (r"\pi t", "pi*t"),
    ("ln(e^2 - 7) + t", "ln(e^2 - 7) + t"),
    ("ln(1/10^20 + e/10^20) t", "ln(1/10^20 + e/10^20)*t"),
    (r"\theta2", "theta*2"),
    (r"\{t + 1\} \lvert t\rvert", "(t + 1)*abs(t)"),
    (r"\left.\frac{t}{3}\right.", "t/3"),
    (r"\frac xy", "x/y"),
    (r"\frac\pi2", "pi/2"),
    (r"\sqrt[2]{t}", "sqrt(t)"),
    (r"\mathrm{t} + \mathit{ln}(t)", "t + ln(t)"),
    (r"t \text{ if } t > 0, 0 \text{ otherwise}", "t if t > 0, 0 otherwise"),
    ("%e^t + %pi", "e^t + pi"),
    ("log_7^2 t", "log(t, 7)^2"),
    ("max^2(s, t)", "max(s, t)^2"),
    ("min(a, b, c, d)", "min(min(min(a, b), c), d)"),
    ("cospi + cosπ", "cos(pi) + cos(pi)"),
    ("a1b2", "a1*b2"),
    ("f^n(s) + f^(s)", "f^n*s + f^s"),
    ("1^99999 t", "1^99999*t"),
    ("sqrt(cos(pi/2)) t + arcsin(2/2)", "sqrt(cos(pi/2))*t + arcsin(2/2)"),
    (r"\sin \pi t", "sin(pi*t)"),
    (r"\log_{3}{t}", "log(t, 3)"),
    (r"\operatorname{arsinh} t", "arcsinh(t)"),
    (r"2\,t\;\mathrm{e}^{t}", "2*t*e^t"),
    (r"$t^2$", "t^2"),
    (r"\theta_1 + \theta_1", "theta1 + theta1"),
    (r"\alpha t", "alpha*t"),
    # branches
    ("0 if t < 0, t otherwise", "0 if t < 0, t otherwise"),
    ("cos(t)/t if t != 0, 1 if t = 0", "cos(t)/t if t != 0, 1 if t = 0"),
    ("t if 0 < t <= 2, 4 otherwise", "t if 0 < t and t <= 2, 4 otherwise"),
    ("t if t ≥ 0 and t < 3, 3", "t if t >= 0 and t < 3, 3 otherwise"),
    ("t if t < 1; 2t if t >= 1; 0 otherwise", "t if t < 1, 2*t if t >= 1, 0 otherwise"),
    ("u = t if t > 0; -t otherwise; y = u^2", "u = (t if t > 0, -t otherwise); y = u^2"),
    (r"\begin{cases} t^2, & t < 1 \\ 2t & \text{if } t \ge 1 \end{cases}", "t^2 if t < 1, 2*t if t >= 1"),
    (r"3 + \begin{cases} t & \text{for } t < 1 \\ 4 & \text{otherwise} \\ \end{cases}",
     "3 + (t if t < 1, 4 otherwise)"),
    ("2 (t if t > 0 else -t)", "2*(t if t > 0, -t otherwise)"),
]


@pytest.mark.parametrize(("typed", "meant"), READ_AS)
def test_read_as(typed: str, meant: str) -> None:
    node = parse(typed)
    assert str(node) == meant
    assert parse(meant, names=node.names, functions=node.functions) is node


x, y, z = Symbol("x"), Symbol("y"), Symbol("z")
SHAPES = [
    ("x - y + z", Sum((x, Negation(y), z))),
    ("x*y*z", Product((x, y, z))),
    ("(x*y)*z", Product((Product((x, y)), z))),
    ("x + (y + z)", Sum((x, Sum((y, z))))),
    ("x*y/z", Quotient(Product((x, y)), z)),
    ("x/y*z", Product((Quotient(x, y), z))),
    ("x/y z*x", Product((Quotient(x, y), z, x))),
    ("-x*y", Negation(Product((x, y)))),
    ("-x^2", Negation(Power(x, Number(2)))),
    ("x*-2", Product((x, Negation(Number(2))))),
    ("2-3x", Sum((Number(2), Negation(Product((Number(3), x)))))),
    ("1/2", Quotient(Number(1), Number(2))),
    ("e^x", Power(E, x)),
    ("x^2 + y^2 = 25", Relation("=", Sum((Power(x, Number(2)), Power(y, Number(2)))), Number(25))),
    ("y = x*y + 1", Relation("=", y, Sum((Product((x, y)), Number(1))))),
    ("xy = 1", Relation("=", Product((x, y)), Number(1))),
    ("y = x; z = y^2", System(((y, x), (z, Power(y, Number(2)))))),
]


@pytest.mark.parametrize(("typed", "node"), SHAPES)
def test_nodes_are_what_was_written(typed: str, node: object) -> None:
    assert parse(typed) is node


LEADS = [  # typed, node, variable, name
    ("d/dt (t^3)", "t^3", "t", None),
    ("d/dx[x^2 cos x]", "x^2*cos(x)", "x", None),
    ("d/dx (x+1)(x+2)", "(x + 1)*(x + 2)", "x", None),
    ("∂/∂y (x y^2)", "x*y^2", "y", None),
    (r"\frac{d}{dt} t^3", "t^3", "t", None),
    ("d(t^3)/dt", "t^3", "t", None),
    ("D_t (t^3)", "t^3", "t", None),
    ("d/dθ sin θ", "sin(theta)", "theta", None),
    ("diff(a t^2, a)", "a*t^2", "a", None),
    ("D(t^3)", "t^3", "t", None),
    ("(t^3)'", "t^3", "t", None),
    ("y = t^3", "t^3", "t", "y"),
    ("loss = (x - 3)^2", "(x - 3)^2", "x", "loss"),
    ("s(t) = 5t^2", "5*t^2", "t", "s"),
    ("f(a) = a x", "a*x", "a", "f"),
    ("z(x, y) = x y", "x*y", "x", "z"),
    ("dy/dt = 3t^2", "3*t^2", "t", None),
    (r"\frac{dy}{dt} = 3t^2", "3*t^2", "t", None),
    ("dydt = 3t^2", "3*t^2", "t", None),
    ("y' = 3t^2", "3*t^2", "t", None),
    ("y′ = 3t^2", "3*t^2", "t", None),
    ("f'(t) = 3t^2", "3*t^2", "t", None),
    ("u = x^2; y = cos(u)", "u = x^2; y = cos(u)", "x", None),
    ("u = x^2\ny = cos(u)\n", "u = x^2; y = cos(u)", "x", None),
    ("score = w x + b; loss = (score - y)^2;", "score = w*x + b; loss = (score - y)^2", "x", None),
    ("g(x) = x^2; y = sin(g(x))", "g = x^2; y = sin(g)", "x", None),
]


@pytest.mark.parametrize(("typed", "node", "variable", "name"), LEADS)
def test_what_stands_around(typed: str, node: str, variable: str, name: str | None) -> None:
    reading = read(typed)
    assert (str(reading.node), reading.variable.name, reading.name) == (node, variable, name)


VARIABLES = [("3", "x"), ("q^2", "q"), ("a x", "x"), ("a t", "t"), ("b + a", "a"), ("x_1 + x_2", "x1"), ("pi r", "r")]


@pytest.mark.parametrize(("typed", "variable"), VARIABLES)
def test_the_variable_is_chosen_by_rule(typed: str, variable: str) -> None:
    reading = read(typed)
    assert reading.variable is Symbol(variable)
    assert any(note.code == "variable" for note in reading.notes) is (len(reading.node.names) > 1)


def test_a_given_variable_is_taken_and_makes_its_letter_no_function() -> None:
    assert read("a x", variable="a").variable is Symbol("a")
    assert str(parse("x(t)", variable="t")) == "x(t)"
    assert str(parse("t(x)", variable="t")) == "t*x"


NOTES = [
    ("1/3t", "left-to-right", "1/3t is read as (1/3)*t; for 1/(3t) write the brackets"),
    ("t^-1/2", "power-then-divided", "t^-1/2 is read as (t^-1)/2; for t^(-1/2) write the brackets"),
    ("cos^2 t", "power-of-function", "cos^2 x is the square of cos(x), not cos(x^2)"),
    ("cos²t", "power-of-function", "cos^2 x is the square of cos(x), not cos(x^2)"),
    ("cos^-1 t", "inverse", "cos^-1 x is arccos(x), the inverse function, not 1/cos(x)"),
    ("log t", "log", "log x is read as the natural logarithm ln(x); for base 10 write log10(x)"),
    ("cos t/2", "bare-divided", "cos t/2 is read as cos(t)/2; for cos(t/2) write the brackets"),
    ("√3t", "root", "√3 covers 3 alone: it is read as √(3)*t"),
    ("t2", "one-name", "t2 is one name; for a product write t*2, for a power t^2"),
    ("f(t)", "unknown-function", "f is read as an unknown function; for a product write f*(…)"),
    ("e^t(t+1)", "power-then-beside", "e^t(t+1) is read as (e^t)*(t+1); for e^(t*(t+1)) write the brackets"),
    ("5e3t", "scientific", "5e3 is read as the number 5000"),
    ("t**3u", "power-then-beside", "t**3u is read as (t^3)*u; for t^(3*u) write the brackets"),
    ("t^2^3", "tower", "t^2^3 is read from the top: t^(2^3)"),
    ("co\u200bs(t)", "stripped", "invisible characters were left out"),
    (r"\frac{\partial}{\partial t} t^2 + s t", "asked",
     "∂/∂t is read as asking for the derivative of everything after it"),
    ("dy/dt = 3t^2", "derivative-named",
     "dy/dt = … names a derivative; the right-hand side is read as the expression to differentiate"),
    ("f'(t) = 3t^2", "derivative-named",
     "f'(t) = … names a derivative; the right-hand side is read as the expression to differentiate"),
    ("cost2", "one-name", "t2 is one name; for a product write t*2, for a power t^2"),
    ("1/cos t sin t", "left-to-right",
     "1/cos t sin t is read as (1/cos t)*sin t; for 1/(cos t sin t) write the brackets"),
    ("t^3 dt", "differential", "dt is read as the product d*t; if a differential is meant, leave it out"),
    ("tet", "euler-beside", "tet is read as t*e*t with Euler's number e; for a power write t*e^t"),
    ("tt", "twice", "tt is read as the product t*t"),
    ("f(t) g(t) h(t)", "unknown-function",
     "f, g and h are read as unknown functions; for a product write h*(…)"),
    ("u = t^2; v = 3u; y = cos(v)", "definitions", "the definitions of u and v are put in"),
    ("u = t^2; y = cos(u)", "definitions", "the definition of u is put in"),
    ("d/dt t^2 + t", "asked", "d/dt is read as asking for the derivative of everything after it"),
]


@pytest.mark.parametrize(("typed", "code", "text"), NOTES)
def test_notes_say_how_it_was_read(typed: str, code: str, text: str) -> None:
    assert {note.code: note.text for note in read(typed).notes}[code] == text


@pytest.mark.parametrize("typed", ["cos(t)", "1/3*t", "t^2/4", "2*t*cos(t^2)", "(1/3)t", "e^(2*t)"])
def test_what_nobody_reads_otherwise_has_no_note(typed: str) -> None:
    assert read(typed).notes == ()


SPANS = [
    ("x^2 sin x", (1,), "sin x"),
    ("x^2 sin x", (1, 0), "x"),
    ("3(x+1)^2", (1, 0), "(x+1)"),
    ("3(x+1)^2", (1, 0, 1), "1"),
    ("y = cos(2t)", (0,), "2t"),
    ("½x²", (1,), "x²"),
    (r"\frac{x}{\sqrt{x+1}}", (1,), r"{\sqrt{x+1}}"),
    ("x - 2y", (1,), "- 2y"),
    ("x - 2y", (1, 0), "2y"),
    ("u = x; y = u^2", (3,), "u^2"),
    ("cos^2 t", (0, 0), "t"),
    ("x if x > 0, 3 otherwise", (2,), "0"),
]


@pytest.mark.parametrize(("typed", "place", "stretch"), SPANS)
def test_spans_are_kept_by_place(typed: str, place: tuple[int, ...], stretch: str) -> None:
    reading = read(typed)
    start, end = reading.span(place)
    assert typed[start:end] == stretch
    assert at(reading.node, place) is not None


def test_a_node_is_read_as_itself() -> None:
    node = parse("wide*x^2", names=["wide"])
    reading = read(node)
    assert reading.node is node
    assert reading.expression is node
    assert reading.text == "wide*x^2"
    assert reading.text[slice(*reading.span((1, 1)))] == "2"
    assert read(parse("x^2 = 2")).relation is parse("x^2 = 2")


def test_what_is_defined_is_not_what_it_is_differentiated_by() -> None:
    assert (read("x = 2").variable, read("x = 2").name) == (Symbol("t"), "x")
    assert (read("y = x^2").relation, read("y = x^2").name) == (None, "y")
    assert str(read("y = x^2", variable="y").relation) == "y = x^2"
    assert read(parse("u = x; y = u")).system is parse("u = x; y = u")


def test_a_node_too_large_to_print_is_read_all_the_same() -> None:
    node = Symbol("x")
    for _ in range(40):
        node = Sum((node, node))
    assert read(node).node is node
    assert read(node).text.endswith("…")


def test_declared_names_and_functions_stand_for_themselves() -> None:
    assert parse("rate*time", names=["rate", "time"]) is Product((Symbol("rate"), Symbol("time")))
    assert str(parse("P(t + 1)", functions={"P"})) == "P(t + 1)"
    assert str(parse("f(t)", names=["f"])) == "f*t"
    assert parse("e + 1", names=["e"]) is Sum((Symbol("e"), Number(1)))
    assert parse("x_1 + x1", names=["x_1"]) is Sum((Symbol("x_1"), Symbol("x1")))
    assert name_of("x_1") == name_of("x₁") == "x1"


def test_a_reading_can_be_pickled_and_copied() -> None:
    reading = read("f(t) = " + "sin(" * 3_000 + "t" + ")" * 3_000)
    again = pickle.loads(pickle.dumps(reading))
    assert (again.node, again.variable, again.name, again.notes) == (reading.node, reading.variable, "f", reading.notes)
    assert copy.deepcopy(reading) is reading
    assert reading != read("t")


DEEP = [
    lambda n: "sin(" * n + "x" + ")" * n,
    lambda n: "(" * n + "x" + ")" * n,
    lambda n: "√" * n + "x",
    lambda n: r"\frac{1}{" * n + "x" + "}" * n,
    lambda n: "-" * n + "x",
    lambda n: "^".join("x" * n),
    lambda n: "|1+" * n + "x" + "|" * n,
    lambda n: "f(" * n + "x" + ")" * n,
    lambda n: "+".join("x" * n),
    lambda n: "x " * n,
    lambda n: "/".join("x" * n),
]


@pytest.mark.parametrize("shape", DEEP)
def test_depth_is_no_matter(shape) -> None:  # type: ignore[no-untyped-def]
    reading = read(shape(20_000), limits=Limits.unbounded())
    assert reading.node.names == ("x",)
    assert reading.span(()) == (0, len(reading.text.rstrip()))
