"""Working: the first line that does not follow, and what follows from it."""

from __future__ import annotations

import pytest

from chainrule.tutor.working.checking import check_working

CASES = [
    ("sin(x^2)", "u = x^2; y = sin(u); du/dx = 2x; dy/du = cos u; dy/dx = cos(u)2x; 2x cos(x^2)", "hhhhhh", "correct"),
    ("sin(x^2)", "dy/du = cos(u); u = x^2; du/dx = 2x", "hhh", "unfinished"),
    ("sin(x^2)", "u = x^2; du/dx = x; dy/du = cos u; dy/dx = x cos(x^2)", "hwhf", "incorrect"),
    ("sin(x^2)", "u = x^2; dy/du = -cos(u); du/dx = 2x; dy/dx = -2x cos(x^2); -2cos(x^2)x; 5", "hwhffw", "incorrect"),
    ("x^2 sin x", "2x*sin x - x^2 cos x; x(2 sin x - x cos x)", "wf", "incorrect"),
    ("(2x+1)^3", "(2x+1)^3; 3(2x+1)^2*2; 6(2x+1)^2", "hhh", "correct"),
    ("(2x+1)^3", "3(2x+1)^2*2; 6(4x^2+1)", "hw", "incorrect"),
    ("(2x+1)^3", "y = u^2; u = 2x + 1", "wh", "incorrect"),
    ("(2x+1)^3", "3(2x+1; 6(2x+1)^2", "uh", "unreadable"),
    ("sin(x^2)", "u = x^2; u' = 2x; dy/du = cos u; dy/dx = dy/du * du/dx; = 2x cos(x^2)", "hhhhh", "correct"),
    ("sin(x^2)", "u = x^2; du/dx = x; dy/du = cos u; dy/dx = dy/du du/dx", "hwhf", "incorrect"),
    ("sin(x^2)", "u' = 2x; u = x^2", "hh", "unfinished"),
    ("sin(x^2)", "dy/dx = cos(x^2) * 2x = 2x cos(x^2)", "hh", "correct"),
    ("sin(x^2)", "y' = cos(x^2) = x cos(x^2) = x cos(-x^2)", "wwf", "incorrect"),
    ("sin(x^2)", "u = x^2 = x x; du/dx = 2x^1 = 2x; y = sin(u) = sin(x^2)", "hhhhhh", "unfinished"),
    ("sin(x^2)", "u' = 2x", "?", "undecided"),
    ("sin(x^2)", "g'(x) = 2x", "w", "incorrect"),
    ("sin(x^2)", "dy/dx = cos(x^2) * d/dx(x^2); 2x cos(x^2)", "hh", "correct"),
    ("x^2 sin x", "u = x^2; v = sin x; u' = 2x; v' = cos x; u'v + uv'", "hhhhh", "correct"),
    ("x^2 sin x", "u = x^2; v = sin x; u'(x) = 2x; v'(x) = cos x; u'(x) v + u v'(x)", "hhhhh", "correct"),
    ("x^2 sin x", "u = x^2; v = sin x; u' = 2x; v' = -cos x; 2x sin x - x^2 cos x; 5", "hhhwfw", "incorrect"),
    ("x^2/sin x", "u = x^2; v = sin x; u' = x; v' = cos x; (x sin x - x^2 cos x)/sin(x)^2", "hhwhf", "incorrect"),
    ("y(x)^2", "2 y y'; 2y dy/dx", "hh", "correct"),
    ("(2x+1)^3", "6(2x+1)^2; x = 3; 6(1+2x)^2", "h?h", "undecided"),
    ("z = w x + 1; a = sigmoid(z)", "da/dz = a(1-a); dz/dx = w; da/dx = a(1-a)w", "hhh", "correct"),
    ("z = w x + 1; a = sigmoid(z)", "da/dz = a(1+a); dz/dx = w; da/dx = da/dz dz/dx", "whf", "incorrect"),
    ("z = w x + 1; a = sigmoid(z)", "da/dz = σ'(z) = a(1-a); da/dx = σ'(z) w; a(1-a) w", "hhhh", "correct"),
    ("z = w x + 1; a = sigmoid(z)", "da/dz = σ'(z); da/dx = σ'(z)", "hw", "incorrect"),
    ("sin(x^2)", "v = x^3; dy/dv = cos(v)", "h?", "undecided"),
    ("sin(cos(x^2))", "v = x^2; u = cos(v); du/dv = -sin(v); dv/dx = 2x; dy/du = cos(u)", "hhhhh", "unfinished"),
]
LOGARITHMIC = [
    ("x^x", "ln y = x ln x; y'/y = ln x + 1; y' = y (ln x + 1); y' = x^x (ln x + 1)", "hhhh", "correct"),
    ("x^x", "ln y = x ln x; (1/y) dy/dx = ln x + x; dy/dx = y (ln x + x); x^x (ln x + x)", "hwff", "incorrect"),
    ("x^x", "ln y = x ln x; y'/y = ln x; y'/y + 2 = ln x + 2; y' = x^x (ln x + 1)", "hwfh", "incorrect"),
    ("x^x", "take logs: ln y = x ln x => y'/y = ln x + x/x => y' = x^x(ln x + 1)", "hhh", "correct"),
    ("x^x", "d/dx(ln y) = d/dx(x ln x); 1/y * y' = 1 * ln x + x * 1/x", "hh", "unfinished"),
    ("f(x) = x^x", "ln f(x) = x ln x; f'(x)/f(x) = ln x + 1; f'(x) = f(x)(ln x + 1)", "hhh", "correct"),
    ("(sin x)^x", "ln y = x ln(cos x); ln y = x ln(sin x); y' = y*(ln sin x + x cot x)", "whh", "incorrect"),
    ("x^3", "ln y = 3 ln x; y'/y = 3/x; y' = 3y/x", "hhh", "correct"),
    ("sin(x^2)", "y = sin(u); y = cos(u); u = x^2", "hwh", "incorrect"),
    ("x^3", "dy/dx = dy/dx", "h", "unfinished"),
]
INSIDE = [  # derivatives inside a line are what they are, and still to be found
    ("sin(x^2)", "(x^2)' = 2x; y' = cos(x^2) (x^2)'; y' = 2x cos(x^2)", "hhh", "correct"),
    ("sin(x^2)", "(x^2)' = x; y' = x cos(x^2)", "wf", "incorrect"),
    ("sin(x^2)", "y' = cos(x^2) * d/dx(x^2)", "h", "unfinished"),
    ("sin(x^2)", "y' = cos(x^3) * d/dx(x^2)", "w", "incorrect"),
    ("sin(x^2)", "d/dx(sin(x^2)) = cos(x^2) * d/dx(x^2) = cos(x^2) * 2x", "hh", "correct"),
    ("x^2 sin x", "(x^2)' sin x + x^2 (sin x)'; 2x sin x + x^2 cos x", "hh", "correct"),
    ("x^2 sin x", "d/dx(x^2) * sin x + x^2 d/dx sin x", "h", "unfinished"),
    ("x^2 sin x", "d/dx(x^2 sin x) = sin x d/dx x^2 + x^2 d/dx sin x = 2x sin x + x^2 cos x", "hh", "correct"),
    ("x^2 sin x", r"\frac{d}{dx}(x^2) \sin x + x^2 \frac{d}{dx}(\sin x)", "h", "unfinished"),
    ("x^4 + 3x", "d/dx x^4 + 3x = 4x^3 + 3; d/dx x^4 + d/dx 3x", "hh", "correct"),
    ("(x+1)(x-2)", "d/dx (x+1)(x-2) = 2x - 1", "h", "correct"),
    ("sin(x^2)", "u = x^2; dy/dx = cos(u) u'; dy/dx = cos u du/dx; dy/dx = dy/du du/dx", "hhhh", "unfinished"),
    ("sin(x^2)", "u = x^2; du = 2x dx; dy = cos(u) du; dy/dx = dy/du * du/dx", "hhhh", "correct"),
    ("x^2", "u = x; u'' = 3", "hu", "unreadable"),
]
FUNCTIONS = [
    ("sin(x^2)", "f(u) = sin(u); g(x) = x^2; f'(u) = cos u; g'(x) = 2x; y' = f'(g(x)) g'(x)", "hhhhh", "correct"),
    ("sin(x^2)", "f(x) = sin x, g(x) = x^2; f'(x) = cos x; f'(g(x)) g'(x); cos(x^2) 2x", "hhhhh", "correct"),
    ("sin(x^2)", "f(x) = sin x; g(x) = x^2; f'(x) = -cos x; g'(x) = 2x; f'(g(x)) g'(x)", "hhwhf", "incorrect"),
    ("sin(x^2)", "f(x) = sin x; g(x) = x^2; f'(x) = -cos x; g'(x) = 2x; -cos(x^2) * 2x", "hhwhf", "incorrect"),
    ("sin(x^2)", "h(x) = sin(x^2); h'(x) = 2x cos(x^2)", "hh", "correct"),
    ("sin(x^2)", "z = sin(x^2); dz/dx = 2x cos(x^2)", "hh", "correct"),
]
NEW_MEANINGS = [  # a letter that is named anew stands for the new from there on
    ("sin(x^2) + cos(x^3)", "u = x^2; u' = 2x; u = x^3; u' = 3x^2; 2x cos(x^2) - 3x^2 sin u", "hhhhh", "correct"),
    ("sin(x^2) + cos(x^3)", "u = x^2; u = x^3; 2x cos(u) - 3x^2 sin(x^3)", "hhw", "incorrect"),
    ("sin(x^2) + cos(x^3)", "u = x^2; u' = 2x; u = x^3; 2x cos(x^2) - u' sin(u)", "hhhh", "unfinished"),
    ("sin(x^2)", "u = x^2 = x^3", "hw", "incorrect"),
    ("sin(x^2)", "u = x^2; u = x*x; u = u + 1", "hhh", "unfinished"),
]
EQUALITIES = [
    ("sin(x^2)", "cos(x^2) * 2x = 2x cos(x^2)", "h", "correct"),
    ("sin(x^2)", "sin^2 x + cos^2 x = 1; y' = 2x cos(x^2)", "hh", "correct"),
    ("sin(x^2)", "sin^2 x + cos^2 x = 2; y' = 2x cos(x^2)", "wh", "incorrect"),
    ("(2x+1)^3", "3(2x+1)^2 * 2 = 6(2x+1)^2 = 6(4x^2+1)", "hw", "incorrect"),
    ("|x|", "x/|x| = |x|/x", "h", "correct"),
]
WORDS = [
    ("sin(x^2)", "let u = x^2; so du/dx = 2x; then y = sin u; dy/du = cos u; therefore dy/dx = cos(u) * 2x", "hhhhh",
     "correct"),
    ("sin(x^2)", "1. set u = x^2; 2. u' = 2x; 3) y' = cos(u) * u'; => y' = 2x cos(x^2)  (chain rule)", "hhhh",
     "correct"),
    ("sin(x^2)", "cos(u) * 2x, where u = x^2; u := x^2", "hhh", "correct"),
    ("(2x+1)^3", "differentiate; 6(2x+1)^2; by the chain rule", "chc", "correct"),
    ("ln(x)", "y' = 1/x, x > 0; * = x^-1", "hh", "correct"),
    ("x^2", "- y = x^2; - y' = 2x", "hh", "correct"),
    ("cos(x)", "- sin x; - sin x", "hh", "correct"),
    ("x^2", "chain rule", "c", "unfinished"),
]
CURVES = [
    ("x^2 + y^2 = 25", "2x + 2y dy/dx = 0; 2 y y' = -2x; dy/dx = -x/y", "hhh", "correct"),
    ("x^2 + y^2 = 25", "x^2 + y^2 = 25; 2x dx + 2y dy = 0; dy/dx = -x/y", "hhh", "correct"),
    ("x^2 + y^2 = 25", "2x + 2y = 0; dy/dx = -x/y", "wh", "incorrect"),
    ("x^2 + y^2 = 25", "2x + 2y dy/dx = 25; dy/dx = (25 - 2x)/(2y)", "wf", "incorrect"),
    ("x^2 + y^2 = 25", "2x + 2y y' = 0; 2y y' = 2x; y' = x/y", "hwf", "incorrect"),
    ("x^2 + y^2 = 25", "d/dx(x^2 + y^2) = d/dx(25); (y^2)' = 2 y y'; y' = -2x/(2y) = -x/y", "hhhh", "correct"),
    ("x^2 + y^2 = 25", "y^2 = 25 - x^2; y = sqrt(25 - x^2); dy/dx = -x/y", "h?h", "undecided"),
    ("x y + y^2 = 7", "y + x y' + 2 y y' = 0; y'(x + 2y) = -y; y' = -y/(x+2y)", "hhh", "correct"),
    ("sin(x*y) = x", "cos(x y) (y + x y') = 1; y' = (1 - y cos(x y))/(x cos(x y))", "hh", "correct"),
    ("x^2 + y^2 = 25", "y' = -x/y; y' = y' * 1", "hh", "correct"),
    ("x^2 + y^2 = 25", "y' = y' * 1", "h", "unfinished"),
]
BACKWARDS = [  # from an equation that the inverse function gives
    ("arcsin x", "sin y = x; cos y * y' = 1; y' = 1/cos y; y' = 1/sqrt(1 - sin^2 y) = 1/sqrt(1-x^2)", "hhhhh",
     "correct"),
    ("sqrt(x)", "y^2 = x; 2yy' = 1; y' = 1/(2y) = 1/(2 sqrt x)", "hhhh", "correct"),
    ("ln x", "e^y = x; e^y y' = 1; y' = 1/e^y = 1/x", "hhhh", "correct"),
    ("ln x", "e^y = x; e^y = 1; y' = 1/e^y = 1/x", "hwhh", "incorrect"),
]
COPIED = [
    ("x^2", "x^2; 2x", "hh", "correct"),
    ("x^2", "y' = x^2", "w", "incorrect"),
    ("x^2", "d/dx(x^2) = x^2", "w", "incorrect"),
    ("e^x", "e^x", "h", "correct"),
    ("e^x", "y' = e^x", "h", "correct"),
]
UNKNOWN = [
    ("f(g(x))", "u = g(x); du/dx = g'(x); dy/du = f'(u); dy/dx = f'(g(x)) g'(x)", "hhhh", "correct"),
    ("f(x)^2", "2 f(x) f'(x); 2 f f'", "hh", "correct"),
    ("x f(x) f'(x)", "f(x) f'(x) + x f'(x)^2 + x f(x) f''(x)", "h", "correct"),
    ("t^3", "dy/dx = 3t^2; dy/du = 3t^2", "h?", "undecided"),
]
AT_PLACES = [  # not asked for, and true or not
    ("x^3", "y' = 3x^2, y'(2) = 12; y'(-1) = 3; y'(2) = 11; y(2) = 8; y(2) = 6", "hhhwhw", "incorrect"),
    ("sin(x)", "y' = cos x; y'(pi) = -1", "hh", "correct"),
    ("x^3", "y' = 3x^2; at x = 2: y' = 12", "h?", "undecided"),
    ("x^2 + y^2 = 25", "y' = -x/y; y'(3) = 1", "h?", "undecided"),
]
NOTATIONS = [
    ("sin(x^2)", "$u = x^2$; $\\frac{du}{dx} = 2x$; $\\frac{dy}{dx} = \\cos(u) \\cdot 2x$", "hhh", "correct"),
    ("sin(x^2)", "d/dx[sin(x^2)] = cos(x^2) * d/dx[x^2] = 2x cos(x^2) ✓", "hh", "correct"),
    ("sin(x^2)", "D_x(sin(x^2)) = cos(x^2) D_x(x^2)", "h", "unfinished"),
    ("x^2 + y^2 = 25", "2x + 2y(dy/dx) = 0; (dy/dx) = -x/y", "hh", "correct"),
    ("x^2 sin x", "(uv)' = u'v + uv'; u = x^2; v = sin x; y' = 2x sin x + x^2 cos x", "hhhh", "correct"),
    ("sin(x^2)", "(f(g(x)))' = f'(g(x)) g'(x); y' = f'(x); f(x) = sin(x^2)", "hhh", "unfinished"),
]
SENTENCES = [
    ("sin(x^2)", "First we let u = x^2, then du/dx = 2x; Since y = sin(u), dy/du = cos(u); By the chain rule "
     "dy/dx = dy/du * du/dx = cos(u) * 2x; Substituting back: dy/dx = 2x cos(x^2)", "hhhhhhh", "correct"),
    ("sin(x^2)", "The outer function is sin(u); The inner function is u = x^2; The derivative is 2x cos(x^2)", "chh",
     "correct"),
    ("sin(x^2)", "Differentiate x^2; inner: x^2; multiply by 2x; so (2x)cos(x^2)", "ccch", "correct"),
    ("sin(x^2)", "Q: differentiate sin(x^2); A: 2x cos(x^2)", "ch", "correct"),
]
LETTERS = {"h": "holds", "w": "wrong", "f": "follows", "u": "unreadable", "?": "undecided", "c": "comment"}
KINDS = [CASES, LOGARITHMIC, INSIDE, FUNCTIONS, NEW_MEANINGS, EQUALITIES, WORDS, CURVES, BACKWARDS, COPIED, UNKNOWN,
         AT_PLACES, NOTATIONS, SENTENCES]


@pytest.mark.parametrize(("problem", "lines", "judged", "verdict"), [case for kind in KINDS for case in kind])
def test_lines_are_judged(problem: str, lines: str, judged: str, verdict: str) -> None:
    working = check_working(problem, [line.strip() for line in lines.split(";")])
    assert [line.status for line in working.lines] == [LETTERS[letter] for letter in judged]
    assert working.verdict == verdict


def test_the_first_wrong_line_is_diagnosed() -> None:
    working = check_working("sin(x^2)", "u = x^2\ndu/dx = x\ndy/dx = x cos(x^2)")
    assert working.first_wrong == 1
    assert working.diagnoses[0].mistakes == ("P2",)
    assert "2 du/dx = x: does not follow\n" in working.feedback
    assert "Look at line 2." in working.feedback
    assert working.to_dict()["lines"][1]["diagnoses"][0]["mistakes"] == ["P2"]


def test_a_slip_in_rewriting_a_right_line() -> None:
    working = check_working("(2x+1)^3", "6(2x+1)^2\n6(4x^2+1)")
    assert working.first_wrong == 1
    assert working.diagnoses[0].mistakes == ("A1",)
    assert str(working.diagnoses[0].target) == "(2*x + 1)^2"


def test_nothing_wrong() -> None:
    working = check_working("x^2", ["2x"])
    assert working.diagnoses == ()
    assert working.feedback == "1 2x: holds\nEvery line holds, and that is the derivative."


EXPLAINED = [
    ("x^2 + y^2 = 25", "2x + 2y = 0", ("B14",)),
    ("x^2 + y^2 = 25", "2x + 2y y' = 25", ("K1",)),
    ("x^2 + y^2 = 25", "2x + 2y = 25", ("B14", "K1")),
    ("x^2 + y^2 = 25", "2x + 2y y' = 0\n2y y' = 2x", ("S1",)),
    ("x^2 + y^2 = 25", "2x + 2y y' = 0\ny' = x/y", ("S3",)),
    ("x^2 + y^2 = 25", "(y^2)' = 2y", ("B14",)),
    ("x y + y^2 = 7", "y' + 2 y y' = 0", ("M1",)),
    ("x y + y^2 = 7", "x y' + 2 y y' = 0", ("M5",)),
    ("x^x", "ln y = x ln x\ny'/y = 1/x", ("M1",)),
    ("sin(x^2)", "f(u) = sin(u)\nf'(u) = -cos(u)", ("T2",)),
    ("sin(x^2)", "(x^2)' = x", ("P2",)),
    ("(2x+1)^3", "6(2x+1)^2 = 6(4x^2+1)", ("A1",)),
]


@pytest.mark.parametrize(("problem", "lines", "mistakes"), EXPLAINED)
def test_wrong_equations_and_pieces_are_explained(problem: str, lines: str, mistakes: tuple[str, ...]) -> None:
    working = check_working(problem, lines)
    assert working.lines[-1].status == "wrong"
    assert working.diagnoses[0].mistakes == mistakes
    assert "y(x)" not in working.feedback


def test_a_letter_that_is_named_anew_is_told() -> None:
    working = check_working("sin(x^2)", "u = x^2\nlet u = x^3")
    assert "2 let u = x^3: holds; until here u was x²" in working.feedback
    assert [line["renamed"] for line in working.to_dict()["lines"]] == [None, "x^2"]


def test_a_function_set_equal_to_its_derivative_is_told() -> None:
    working = check_working("sin(x)", ["sin(x) = cos(x)"])
    assert (working.verdict, working.lines[0].equated) == ("correct", True)
    assert "on the left is the function" in working.feedback
    wrong = check_working("sin(x)", ["sin(x) = -cos(x)"])
    assert (wrong.verdict, wrong.diagnoses[0].mistakes) == ("incorrect", ("T2",))


def test_a_line_too_long_for_words_is_read_as_it_is() -> None:
    assert check_working("x^2", ["+".join(["x"] * 1500), "2x"]).lines[1].status == "holds"


@pytest.mark.parametrize("lines", ["", "  \n ", "differentiate both sides"])
def test_nothing_claimed(lines: str) -> None:
    working = check_working("x^2", lines)
    assert working.verdict == "unfinished"
    assert working.feedback.endswith("There is no formula in it yet that could hold or not.")
