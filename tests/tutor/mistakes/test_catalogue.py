"""Every mistake of the catalogue has a case: the wrong answer that it leads to is explained by it, before all else."""

from __future__ import annotations

import re
import string

import pytest

from chainrule.tutor.marking import check
from chainrule.tutor.mistakes.catalogue import SHEET
from chainrule.tutor.mistakes.wording import SAID

# id, problem, variable, the wrong answer; ids after a slash explain it just as well
CASES = """
C1    cos(x^3)             x  -sin(x^3)
C2    exp(5*x^2)           x  exp(x)
C3    cos(7*x)             x  -7*sin(x)
C4    tan(x^4)             x  4*x^3
C5    sin(x^5)             x  cos(5*x^4)
C6    exp(x^3)             x  exp(3*x^2)*3*x^2
C7    tan(6*x)             x  6*tan(6*x)
C8    sin(x^3 + x)         x  sin(3*x^2 + 1)
C9    ln(x^2 + 7)          x  1/(x^2 + 7) + 2*x
C10   sin(x^2 + 1)         x  cos(x^2 + 1)*(x^2 + 1)
C11   cos(x)^4             x  -4*x^3*sin(x^4)
C12   exp(sin(x^2))        x  exp(sin(x^2))*2*x / C4
C13   sin(x^4)             x  cos(x^4)*16*x^6
C14   cos(x^2 + x)         x  -sin(x)*(x^2 + x) + cos(x)*(2*x + 1)
C15   sin(8*x)             x  cos(8*x)/8 / N2
P1    x^9                  x  9*x^9
P2    x^8                  x  x^7
P3    x^6                  x  6*x^7
P4    x^(-4)               x  -4*x^(-3)
P5    x^9                  x  8*x^8
P6    1/x^5                x  1/(5*x^4)
P7    7/x                  x  7*ln(x) / N2
P8    4*x^7                x  11*x^6
P9    cos(x)^5             x  (-sin(x))^5
M1    x^4*exp(x)           x  4*x^3*exp(x)
M2    x^3*sin(x)           x  3*x^5 + sin(x)*cos(x)
M3    x^4*cos(x)           x  4*x^3*cos(x) + x^4*sin(x)
M4    x^5*ln(x)            x  5*x^4 + 1/x
M5    x^2*sin(3*x)         x  2*x*sin(3*x)
M6    x^3*exp(2*x)         x  3*x^2*exp(2*x) + x^3*exp(2*x) / C1
M7    x^2*ln(x)*cos(x)     x  2*x*ln(x)*cos(x) + x*cos(x) / M5 / M1
Q1    x^3/cos(x)           x  -3*x^2/sin(x)
Q2    x^2/(x + 5)          x  (x^2 + 10*x)/(x + 5)
Q3    sin(x)/x^3           x  (x^3*cos(x) - 3*x^2*sin(x))/sin(x)^2
Q4    cos(x)/x             x  (-x*sin(x) + cos(x))/x^2
Q5    exp(x)/x^2           x  x^2*exp(x) - 2*x*exp(x)
Q6    x^3/(x - 2)          x  (x^3 - 3*x^2*(x - 2))/(x - 2)^2 / S3
Q7    exp(2*x)/x^3         x  2*exp(2*x)/x^3
Q8    1/(x^3 + 2)          x  3*x^2/(x^3 + 2)^2 / S3 / P2 / S1
Q9    x^2/(x + 1)          x  (x^2 - 2*x*(x + 1))/x^4
Q10   sin(x)/(x^2 + 1)     x  ((x^2 + 1)*cos(x) - 2*x*sin(x))/(4*x^2)
E1    3^x                  x  x*3^(x - 1)
E2    7^x                  x  7^x / N1
E3    6^x                  x  6^x*ln(x)
E4    3^x                  x  3^x/ln(3) / N2
E5    log10(x)             x  1/x
E6    log2(x)              x  ln(2)/x
E7    ln(5*x)              x  5/ln(5*x)
E8    x^(3*x)              x  3*x*x^(3*x - 1)
E9    x^cos(x)             x  -x^cos(x)*ln(x)*sin(x)
E10   x^(5*x)              x  25*x*x^(5*x - 1)
T1    cos(9*x)             x  9*sin(9*x) / S3
T2    sin(7*x)             x  -7*cos(7*x) / S3
T3    tan(5*x)             x  5*sec(5*x)
T4    tan(x)               x  sec(x)*tan(x)
T5    tan(x)               x  -sec(x)^2 / S3
T6    tan(x)               x  -cot(x)
T7    sec(3*x)             x  3*sec(3*x)^2
T8    cot(2*x)             x  2*csc(2*x)^2 / S3
T9    csc(4*x)             x  4*csc(4*x)*cot(4*x) / S3
T10   cosh(x)              x  -sinh(x) / S3
I1    arctan(x)            x  -sec(x)^2/tan(x)^2
I2    arcsin(x)            x  1/(1 - x^2)
I3    arctan(2*x)          x  2/sqrt(1 + 4*x^2)
I4    arctan(x)            x  1/(1 - x^2)
I5    arccos(3*x)          x  3/sqrt(1 - 9*x^2) / S3
I6    arcsin(x)            x  1/sqrt(1 + x^2)
I7    arcsin(x)            x  arccos(x)
I8    arctan(5*x)          x  5/(1 + 5*x^2)
K1    x^3 + 9              x  3*x^2 + 9
K2    x^4 - 6              x  4*x^3 - 1
K3    8*sin(x)             x  cos(x)
K4    5*ln(x)              x  ln(x) + 5/x
K5    6*sin(x) + x^2       x  2*x / S4
K6    x^3 + pi^2           x  3*x^2 + 2*pi
S1    x^5 - x^2            x  5*x^4 + 2*x
S2    x^2 + ln(x)          x  2*x + ln(x)
S3    exp(x)*ln(x)         x  -exp(x)*ln(x) - exp(x)/x
S4    x^3 + exp(x)         x  3*x^2
S5    sqrt(4 - x^2)        x  x/sqrt(4 + x^2)
A1    (x + x^3)^2          x  2*x + 6*x^5
A2    ln(x + x^3)          x  1/x + 3/x
A3    cos(x + x^3)         x  -sin(x) - 3*x^2*sin(x^3)
A4    x^4 - (x^3 + 2*x)    x  4*x^3 - 3*x^2 + 2 / S1
A5    (x^3 + 2*x)^5        x  5*(x^3 + 2*x)^4*3*x^2 + 2
A6    x^3/(x + 1)          x  (3*x^2 - x^3)/(x + 1)
A7    (3*x + 2)^3          x  (9*(3*x + 2))^2
A8    sin(x^3 + 2)         x  cos((x^3 + 2)*3*x^2)
A9    x^(-3)               x  -1/(3*x^4)
N1    x^3 + 2*x            x  x^3 + 2*x
N2    cos(3*x)             x  sin(3*x)/3
N3    x^5 + x^2            x  20*x^3 + 2
N4    sin(x^4)             x  4*x^3*cos(u)
N5    ln(x)/7              x  1/7*x
N6    ln(x^2 + 3)          x  2*x/((x^2 + 3)*ln(10))
N7    exp(3*x)             x  3*e^3*x
N7    7*sqrt(x)            x  7/2 x^-1/2
N8    tan(x)               x  sec(x^2)
B1    w*x + w*tanh(w*x)    w  x + tanh(w*x) / M5 / K5
B2    tanh(w*x + b)        w  w*(1 - tanh(w*x + b)^2)
B3    (sigmoid(v*x) - t)^2 v  2*(sigmoid(v*x) - t)*x
B4    sigmoid(v*x)         v  x*v*x*(1 - v*x)
B5    sigmoid(4*x)         x  4*sigmoid(4*x)*(1 + sigmoid(4*x))
B6    -(t*ln(q) + (1 - t)*ln(1 - q))  q  -(t/q + (1 - t)/(1 - q)) / S1 / C1 / C13 / A4
B7    -(t*ln(sigmoid(v*x)) + (1 - t)*ln(1 - sigmoid(v*x)))  v  (sigmoid(v*x) - t)*x*sigmoid(v*x)*(1 - sigmoid(v*x))
B8    w12*tanh(a1) + w21*tanh(a2)     a1  w21*(1 - tanh(a1)^2)
B9    (v*x - t)^2          v  (v*x - t)*x / P2 / P5
B10   ((v*x - t)^2 + (v*p - q)^2)/2   v  2*(v*x - t)*x + 2*(v*p - q)*p / K3
B11   exp(a1)/(exp(a1) + exp(a2) + 5)     a2  exp(a1)/(exp(a1) + exp(a2) + 5)*(1 - exp(a1)/(exp(a1) + exp(a2) + 5)) / B2
B12   tanh(w*x + b)        b  x*(1 - tanh(w*x + b)^2) / B2
B13   x^3*y + y^2          x  3*x^2*y + x^3 + 2*y
B14   y(x)^3               x  3*y^2
B15   tanh(v*x)            v  x*(1 - tanh(v*x))
"""


def cases() -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    found = []
    for line in CASES.strip().splitlines():
        id, problem, variable, answer = re.fullmatch(r"(\w+) +(.*?) +(\w+)  (\S.*)", line).groups()  # type: ignore
        answer, *others = answer.split(" / ")
        found.append((id, problem, variable, answer, (id, *others)))
    return found


@pytest.mark.parametrize(("id", "problem", "variable", "answer", "accepted"), cases())
def test_the_mistake_is_named(id: str, problem: str, variable: str, answer: str, accepted: tuple[str, ...]) -> None:
    mark = check(problem, answer, variable)
    said = [diagnosis.mistakes for diagnosis in mark.diagnoses]
    assert mark.verdict == "incorrect"
    assert (id,) in said
    assert said[0] in [(other,) for other in accepted]
    assert all(len(ids) == 1 for ids in said)


def test_every_mistake_has_a_case_and_words() -> None:
    assert {case[0] for case in cases()} == set(SHEET) == set(SAID)


def test_words_have_known_fields_only_and_no_answer() -> None:
    for id, told in SAID.items():
        assert told.did, id
        assert told.hint, id
        assert told.question.rstrip().endswith("?"), id
        fields = {name for part in told for _, name, _, _ in string.Formatter().parse(part) if name}
        assert fields <= {"target", "inside", "other", "variable"}, id
        assert "{" not in told.wrong + told.right, id
