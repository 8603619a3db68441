"""What is refused: the place, and what is said there. And limits: they answer before the work is done."""

import pytest

from chainrule.errors import LimitError, ReadingError
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Node
from chainrule.expression.reading import parse

REFUSED = [  # typed, position, a part of what is said
    # brackets and bars
    ("(t+1", 0, "this ( is never closed; put a ) after it"),
    ("t+1)", 3, "there is no ( for this )"),
    ("(t+1]", 4, "] cannot close ("),
    ("[t+1", 0, "this [ is never closed"),
    ("|t", 0, "bar is never closed"),
    ("t|", 1, "bar is never closed"),
    ("(|t)", 1, "bar is never closed"),
    ("cos()", 3, "nothing stands between these brackets"),
    ("()", 0, "nothing stands between these brackets"),
    # something missing
    ("", 0, "nothing to read"),
    ("  \n ", 0, "nothing to read"),
    (" ; ;", 0, "nothing to read"),
    ("(||)", 2, "bar is never closed"),
    (r"\left|\right|", 5, "nothing stands between these bars"),
    (r"t\right|", 7, "no opening bar"),
    (r"\left<t\right>", 0, "stands before a bracket"),
    (r"\left", 0, "stands before a bracket"),
    ("t^", 1, "nothing comes after ^"),
    ("t+", 1, "nothing comes after +; expected a number, a name, a function or a bracket"),
    ("t*/2", 2, "/ cannot follow *"),
    ("*t", 0, "nothing before *"),
    ("²t", 0, "'²' (U+00B2)"),
    ("cos", 0, "cos has nothing to work on"),
    ("cos + 1", 0, "cos has nothing to work on"),
    ("cos(,)", 4, "nothing stands before this comma"),
    ("log(t,)", 5, "nothing comes after ,"),
    ("y =", 2, "nothing comes after ="),
    ("√", 0, "the root has nothing under it"),
    # names and functions
    ("cosx(t)", 0, "did you mean cos?"),
    ("sinn(t)", 0, "did you mean sin?"),
    ("blub(t)", 0, "an unknown function has one letter: write f(x)"),
    ("uv(t)", 0, "not a function that I know"),
    ("uv()", 0, "not a function that I know"),
    ("In(t)", 0, "did you mean ln?"),
    ("1n(t)", 0, "did you mean ln?"),
    ("c0s(t)", 0, "did you mean cos?"),
    ("np.cos(t)", 0, "write cos(x)"),
    ("t.real", 0, "a dot cannot stand between names"),
    ("cosxsinx", 0, "write cos(x)*sin(x) or cos(x*sin(x))"),
    ("tcost", 0, "write t*cos(t) or t*c*o*s*t"),
    ("asint", 0, "write a*sin(t) or arcsin(t)"),
    ("pit", 0, "write pi*t or p*i*t"),
    ("alphat", 0, "write alpha*t"),
    ("please", 0, "no word that I know"),
    ("cos(s,t)", 0, "cos takes one argument, not 2"),
    ("cos(0,5t)", 0, "write a point: 0.5"),
    ("atan2(t)", 0, "atan2 takes 2 arguments, not 1"),
    ("pi_1 t", 0, "more than one reading"),
    ("cosalpha(t)", 0, "not a function that I know"),
    ("log(t)log2x", 6, "put the argument in brackets"),
    ("math.blub(t)", 0, "a programming language's name"),
    ("t ∂", 2, "cannot stand here"),
    ("xtheta_1", 0, "write x*theta"),
    ("t_", 1, "needs a subscript"),
    ("_t", 0, "cannot begin with an underscore"),
    ("e3", 0, "write e^3 or e*3"),
    ("t'", 1, "a prime mark after t"),
    ("cos'(t)", 0, "differentiate cos(x)"),
    ("(t+1)' + 1", 5, "a prime mark may only follow the last bracket"),
    ("f'(s, t)", 0, "write f^(1,0)(…)"),
    ("f^(1,0)(t)", 0, "2 orders for 1 arguments"),
    ("f^2(t)", 1, "write (f(x))^2, or f(f(x))"),
    ("f²(t)", 1, "(f(x))^2, or f(f(x))"),
    ("f^-1(t)", 1, "the inverse of f has no name here"),
    ("ln^-1(t)", 0, "the inverse of ln has no name here"),
    ("cos-1(t)", 0, "write cos^-1(x)"),
    ("cos -t", 0, "put its argument in brackets"),
    ("sine t", 0, "write sin(x)"),
    ("q" * 60, 0, "no word that I know"),
    ("calpha", 0, "write c*alpha"),
    ("salpha(t)", 0, "write s*alpha"),
    ("xln(t) + expln(t)", 9, "'expln' is not a function"),
    ("log_(t)", 3, "the base of this logarithm"),
    ("ln cos(t) s", 10, "s cannot stand here"),
    (r"\operatorname t", 0, "no LaTeX command"),
    (r"\text{blub}", 6, "no word that I know"),
    # two readings
    ("e^3t", 0, "(e^3)*t and e^(3t)"),
    ("e^-3t", 0, "(e^-3)*t and e^(-3t)"),
    ("5^2t", 0, "(5^2)*t and 5^(2t)"),
    ("e^st", 0, "(e^s)*t and e^(st)"),
    ("ln s t", 0, "ln(s)*t and ln(s*t)"),
    ("cos t (t+1)", 0, "cos(t)*(…) and cos(t*(…))"),
    ("√t^2", 0, "(√t)^2 and √(t^2)"),
    ("log2t", 0, "put the argument in brackets"),
    ("3½", 1, "3 + 1/2"),
    ("d/dt (t^2) + 1", 0, "how far d/dt reaches"),
    ("t^cost s", 0, "two readings"),
    # numbers
    ("1.5.2t", 0, "this is not a number"),
    ("2e1e1", 0, "this is not a number"),
    ("2e-t", 0, "write 2*e - …"),
    ("0,25t", 1, "write a decimal point"),
    ("3,000t", 1, "write a decimal point"),
    ("3 4", 2, "two numbers stand side by side"),
    ("t,", 1, "a comma stands between"),
    ("[t, t^2]", 2, "a comma stands between"),
    # other things that people type
    ("t<2", 1, "an inequality is not an expression"),
    ("t ≤ 2", 2, "an inequality is not an expression"),
    ("t; s", 0, "this is a second expression"),
    ("u = t; u + 1", 7, "this is a second expression"),
    ("u = t; u = 2t", 7, "u is defined twice"),
    ("y = u; u = y", 4, "the definitions go round in a circle: y uses u uses y"),
    ("sin = x; y = 2x", 0, "sin is the name of a function"),
    ("u = u + 1; y = u", 4, "u is defined by itself"),
    ("g(t) = t^2; y = g(2t)", 16, "g is defined as g(t)"),
    ("t + 1 = 2 = 3", 10, "a second = in one statement"),
    ("diff(t^2, 2)", 10, "2 cannot stand here"),
    ("diff(t^2, pi)", 10, "a letter to differentiate by"),
    ("t ⇒ 2", 2, "U+21D2"),
    ("t => 2", 2, "an inequality"),
    ("< t", 0, "HTML or MathML"),
    ("t = 1 = 2", 6, "a second = in one statement"),
    ("t!", 1, "write gamma(n + 1)"),
    ("t?", 1, "'?' is not read here"),
    ("t # note", 2, "leave comments out"),
    ("t:=2", 1, "write a definition with ="),
    ("t and s", 2, "'and' cannot stand here"),
    ("t if", 2, "nothing comes after if"),
    ('"t"', 0, "quotation marks"),
    ("'t'", 0, "quotation marks"),
    ("$t", 0, "this $ has no partner"),
    ("int t dt", 0, "an integral"),
    ("∫t dt", 0, "an integral"),
    ("∑t", 0, "sums over an index"),
    ("lim t", 0, "limits are not read here"),
    ("t ± 1", 2, "two expressions"),
    ("=COS(B2)", 0, "does not begin with ="),
    ("<mi>t</mi>", 0, "HTML or MathML"),
    ("&lt;t", 0, "HTML or MathML"),
    ("t + <b", 4, "< cannot follow +"),
    ("d^2/dt^2 t^3", 0, "order 2: --order 2 on the command line, order=2 in Python"),
    (r"\frac{d^3}{dt^3} t^3", 0, "order 3: --order 3"),
    (r"\frac{\partial^2}{\partial t^2} t^3", 0, "order 2: --order 2"),
    ("g(t)^2 + g", 0, "g stands here both for a function and for a letter"),
    ("f(t) = t f'(t)", 0, "f is defined by itself"),
    ("2 + dy/dx", 4, "cannot stand inside"),
    ("2 diff(t^2)", 2, "diff asks for a derivative inside"),
    (r"\frac{1}", 0, "a numerator and a denominator"),
    (r"\blub t", 0, "no LaTeX command"),
    (r"\cso t", 0, "no LaTeX command"),
    (r"t + \int", 4, "an integral"),
    (r"\left t", 0, "stands before a bracket"),
    (r"\begin{matrix} t \end{matrix}", 0, "write branches as"),
    (r"\begin{cases} t", 0, r"put a \end{cases} after it"),
    ("\\", 0, "a lone backslash"),
    # characters
    ("сos(t)", 0, "this is U+0441, not the letter c"),
    ("t́+1", 1, "U+0301"),
    ("t + ٣", 4, "U+0663"),
    ("t + Ⅷ", 4, "U+2167"),
    ("t\x00", 1, "U+0000"),
    ("t\ud800", 1, "U+D800"),
    ("30°", 2, "in radians"),
    # constants that do not exist
    ("t/0", 2, "divides by zero"),
    ("t/(2-2)", 2, "divides by zero"),
    (r"\frac{t}{0}", 8, "divides by zero"),
    ("1/sin(0)", 2, "divides by zero"),
    ("0^-2", 0, "divides by zero"),
    ("ln(0) + t", 0, "ln(u) needs u > 0"),
    ("t + tan(pi/2)", 4, "tan(u) needs cos(u) != 0"),
    ("gamma(-2) + t", 0, "gamma(-2) has no value"),
    ("ln(sin(1) - 1)", 0, "has no value"),
    ("arccos(3)", 0, "arccos(3) has no value"),
    ("NaN", 0, "not a number"),
    ("3 inf", 2, "infinity"),
]


@pytest.mark.parametrize(("typed", "position", "said"), REFUSED)
def test_refused_with_its_place_and_what_to_do(typed: str, position: int, said: str) -> None:
    with pytest.raises(ReadingError) as caught:
        parse(typed)
    assert said in str(caught.value)
    assert caught.value.position == position
    assert caught.value.end > position
    assert "^" in caught.value.drawn()


LIMITED = [
    ("9^9^9*t", "digits of a number"),
    ("9**9**9**9", "digits of a number"),
    ("t + 0.1^5000", "digits of a number"),
    ("1e99999999", "digits of a number"),
    ("1e00000000099999999", "digits of a number"),
    ("7" * 5_000, "digits of a number"),
    ("t" * 5_000, "letters in one word"),
    ("(" * 100_001, "characters read"),
    ("f^(999)(t)", "the order of a derivative"),
]


@pytest.mark.parametrize(("typed", "limit"), LIMITED)
def test_a_limit_answers_by_name(typed: str, limit: str) -> None:
    with pytest.raises(LimitError) as caught:
        parse(typed)
    assert caught.value.limit == limit


def test_the_limit_on_nodes_counts_different_ones() -> None:
    tight = Limits(nodes=30)
    assert str(parse("+".join("x" * 100), limits=tight)).count("x") == 100
    with pytest.raises(LimitError):
        parse("+".join(f"x{i}" for i in range(100)), limits=tight)


HOSTILE = [
    "(" * 50_000, "|" * 50_000, "1e" * 20_000, "x;" * 20_000, "√" * 50_000, "sin" * 30_000, "f(" * 40_000, "-" * 90_000,
    "x^" * 40_000, "\\frac" * 18_000, "y(x" * 30_000, "\n" * 90_000, "x'" * 40_000, "p(q)+" * 18_000 + "p",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: repr(text[:6]))
def test_hostile_text_is_read_or_refused_by_name(typed: str) -> None:
    def answer() -> object:
        try:
            return parse(typed, limits=Limits(characters=100_000))
        except (ReadingError, LimitError) as error:
            return error

    assert isinstance(answer(), Node | ReadingError | LimitError)


NEVER_CODE = [
    "__import__('os').system('x')", "().__class__", "x.__class__", "eval('1')", "{0.__class__}",
    "x if open('f') else 1",
    "%(x)s", "${x}", "lambda x: x", "import os", "exec", "print(x)", "x; import os", "`ls`", "x && y",
]  # fmt: skip


@pytest.mark.parametrize("typed", NEVER_CODE)
def test_code_is_refused_as_text(typed: str) -> None:
    with pytest.raises(ReadingError):
        parse(typed)


def test_something_else_than_text_is_a_slip_of_the_caller() -> None:
    with pytest.raises(TypeError, match="not int"):
        parse(3)  # type: ignore[arg-type]


ODD = [
    "3dy/dx * absx\\log_{2} ", ",, dx1/2", "abs&=) $ ∂ ", "foo( \\log_", "lnsqrt", "sqrt =!=∂", "\\begin{cases},abs",
    "pi= )(",
    "\\operatorname{sin}y\\mathrm{x}( √\\right)(", "\\operatorname{sin} ^ ", "minx1abs·h\\sinpi",
    "\\text{otherwise}\\frac& ;\\text{if}yx_",
    "1e3dy/dx *absx\\log_{2} ", "g½g", "\\frac.5",
]  # fmt: skip


@pytest.mark.parametrize("typed", ODD)
def test_odd_pieces_are_refused_with_a_place(typed: str) -> None:
    with pytest.raises(ReadingError) as caught:
        parse(typed)
    assert 0 <= caught.value.position <= len(typed)
    assert caught.value.finding
