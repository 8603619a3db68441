"""Working: the first line that does not follow, and what follows from it."""

from __future__ import annotations

import pytest

from chainrule.tutor.working import check_working

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
    ("sin(x^2)", "dy/dx = cos(x^2) * d/dx(x^2); 2x cos(x^2)", "uh", "unreadable"),
    ("x^2 sin x", "u = x^2; v = sin x; u' = 2x; v' = cos x; u'v + uv'", "hhhhh", "correct"),
    ("x^2 sin x", "u = x^2; v = sin x; u'(x) = 2x; v'(x) = cos x; u'(x) v + u v'(x)", "hhhhh", "correct"),
    ("x^2 sin x", "u = x^2; v = sin x; u' = 2x; v' = -cos x; 2x sin x - x^2 cos x; 5", "hhhwfw", "incorrect"),
    ("x^2/sin x", "u = x^2; v = sin x; u' = x; v' = cos x; (x sin x - x^2 cos x)/sin(x)^2", "hhwhf", "incorrect"),
    ("y(x)^2", "2 y y'; 2y dy/dx", "hh", "correct"),
    ("(2x+1)^3", "6(2x+1)^2; x = 3; 6(1+2x)^2", "h?h", "undecided"),
    ("z = w x + 1; a = sigmoid(z)", "da/dz = a(1-a); dz/dx = w; da/dx = a(1-a)w", "hhh", "correct"),
    ("z = w x + 1; a = sigmoid(z)", "da/dz = a(1+a); dz/dx = w; da/dx = da/dz dz/dx", "whf", "incorrect"),
    ("sin(x^2)", "v = x^3; dy/dv = cos(v)", "h?", "undecided"),
    ("sin(cos(x^2))", "v = x^2; u = cos(v); du/dv = -sin(v); dv/dx = 2x; dy/du = cos(u)", "hhhhh", "unfinished"),
]
LETTERS = {"h": "holds", "w": "wrong", "f": "follows", "u": "unreadable", "?": "undecided"}


@pytest.mark.parametrize(("problem", "lines", "judged", "verdict"), CASES)
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
