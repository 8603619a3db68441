"""The ways to ask a problem, and how what is typed is judged."""

from __future__ import annotations

import pytest

import chainrule as cr
from chainrule.tutor.practice.questions import headline, questions, solution
from chainrule.tutor.problems import LEVELS, TOPICS, Problem, problem_stream

Asked = list[tuple[str, str | None]]


def answered(problem: Problem, lines: list[str], manner: str = "steps") -> Asked:
    """What is asked, and what is said to each line, which is None where it is right."""
    found: Asked = []
    asked = questions(problem, manner, 0)
    assert len(asked) == len(lines)
    for question, line in zip(asked, lines, strict=True):
        objection = question.judge(line)
        found.append((question.asked, None if objection is None else objection.said.splitlines()[0]))
    return found


SIXTH = Problem("derivative", "(7x + 3)^6", "x")
PAIRS = [
    ("7x + 3", "u^6", "6u^5", "7"), ("u = (7x+3)^2", "y = u^3", "dy/du = 3u^2", "du/dx = 14(7x+3)"),
    ("(7x+3)^3", "u^2", "2u", "21(7x+3)^2"), ("14x + 6", "u^6/64", "6u^5/64", "14"),
]  # fmt: skip


@pytest.mark.parametrize("pieces", PAIRS)
def test_every_true_pair_of_inner_and_outer_is_right(pieces: tuple[str, ...]) -> None:
    assert answered(SIXTH, [*pieces, "42(7x+3)^5"]) == [
        ("Inner: u = ?", None), ("Outer, in u?", None), ("The outer's derivative, by u?", None),
        ("The inner's derivative, by x?", None), ("d/dx?", None),
    ]  # fmt: skip


def test_wrong_pieces_are_told_so() -> None:
    inner, outer, slope, pace, _ = questions(SIXTH, "steps", 0)
    for line in ("x", "(7x + 3)^6", "3", "y^2"):
        said = inner.judge(line)
        assert said is not None
        assert "not inside anything" in said.said
    assert inner.judge("7x + 3") is None
    wrong = {
        (outer, "u^5"): "With your u put back that is (7x + 3)⁵, which is another function.",
        (outer, "x^6"): "The outer function is to be in u alone.",
    }
    for (question, line), expected in wrong.items():
        objection = question.judge(line)
        assert objection is not None
        assert objection.said == expected
    assert outer.judge("u^6") is None
    objection = slope.judge("u^5")
    assert objection is not None
    assert objection.mistakes == ("P2",)
    assert objection.said.splitlines()[1] == "It looks as if the exponent was lowered, but does not stand in front."
    objection = pace.judge("u")
    assert objection is not None
    assert (objection.said, objection.mistakes) == ("That is not its derivative.", ())


def test_part_by_part() -> None:
    product = Problem("derivative", "-x^2 sin(3x)", "x")
    assert answered(product, ["2x", "3cos(3x)", "-2x sin(3x) - 3x^2 cos(3x)"]) == [
        ("The derivative of x²?", None), ("The derivative of sin(3x)?", None), ("d/dx?", None),
    ]  # fmt: skip
    quotient = questions(Problem("derivative", "sin(3x)/(x + 1)", "x"), "steps", 0)
    objection = quotient[0].judge("cos(3x)")
    assert objection is not None
    assert objection.mistakes == ("C1",)
    asked = [question.asked for question in quotient]
    assert asked == ["The derivative of sin(3x)?", "The derivative of x + 1?", "d/dx?"]


NEURON = Problem("derivative", "z = w x + b; a = sigmoid(z); L = (a - t)^2", "w")
SHARED = Problem("derivative", "u = 2x; v = u^2; w = sin(u); f = 5v w", "x")
LINES = ("y = sin(u)", "u = x^2", "dy/du = cos(u)", "du/dx = x", "dy/dx = cos(x^2)*x")
WRONG_LINE = Problem("mistake", "sin(x^2)", "x", options=LINES)
CIRCLE = Problem("implicit", "x^2 + y^2 = 25", "x")
TABLE = Problem("table", "f(g(x))", "x", options=("x, f, f', g, g'", "1, 2, 3, 2, 5", "2, 1, 7, 1, 1", "1"))
DIRECT = Problem("derivative", "u = x y; v = sin(u); f = v + x", "x")


def test_node_by_node() -> None:
    assert answered(NEURON, ["2(a - t)", "a(1-a)", "dL/dz = 2(a-t)a(1-a)", "x", "2(a-t)a(1-a)x"]) == [
        ("The local gradient at L: ∂L/∂a?", None), ("The local gradient at a: da/dz?", None),
        ("The signal that arrives at z: dL/dz?", None), ("The local gradient at z: ∂z/∂w?", None), ("∂L/∂w?", None),
    ]  # fmt: skip
    assert [said for _, said in answered(NEURON, ["a", "z(1-z)", "2(a-t)", "w", "x"])] == [
        "That is not the local gradient: look at this one definition, and nothing else.",
        "That is not the local gradient: look at this one definition, and nothing else.",
        "Multiply what arrives from above by the local gradient.",
        "That is not the local gradient: look at this one definition, and nothing else.",
        "Not yet. I read x.",
    ]


def test_at_a_shared_node_the_paths_are_added() -> None:
    right = ["5w", "5v", "cos(u)", "2u", "10u w + 5v cos(u)", "2", "20u w + 10v cos u"]
    assert answered(SHARED, right) == [
        ("The local gradient at f: ∂f/∂v?", None), ("The local gradient at f: ∂f/∂w?", None),
        ("The local gradient at w: dw/du?", None), ("The local gradient at v: dv/du?", None),
        ("The signal that arrives at u: df/du?", None), ("The local gradient at u: du/dx?", None), ("df/dx?", None),
    ]  # fmt: skip
    one_path_only = questions(SHARED, "steps", 0)[4].judge("10u w")
    assert one_path_only is not None
    assert one_path_only.said.startswith("It comes along several paths")


def test_a_node_that_the_target_also_uses_directly() -> None:
    lines = ["1", "1", "cos u", "cos(u)", "y", "y cos(u) + 1"]
    assert [asked for asked, said in answered(DIRECT, lines) if said is None] == [
        "The local gradient at f: ∂f/∂v?", "The local gradient at f: ∂f/∂x?", "The local gradient at v: dv/du?",
        "The signal that arrives at u: df/du?", "The local gradient at u: ∂u/∂x?", "df/dx?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "lines", "said"),
    [
        (Problem("composite", "sin(x^2)", "x"), ["no"], "It is a composite: ask what is computed first"),
        (Problem("composite", "x^2 sin(x)", "x"), ["Y"], "Nothing is inside anything else here"),
        (Problem("composite", "x^2 sin(x)", "x"), ["perhaps"], "Answer yes, it is a composite, or no."),
        (Problem("composite", "x^2 sin(x)", "x"), ["No"], None),
        (Problem("layers", "e^(sin(x))", "x"), ["sin x", "e^u"], None),
        (WRONG_LINE, ["(4)"], None),
        (WRONG_LINE, ["5"], "That line follows"),
        (WRONG_LINE, ["6"], "Answer with the number"),
        (CIRCLE, ["-x/y"], None),
        (CIRCLE, ["y' = x y/(x^2 - 25)"], None),
        (CIRCLE, ["x/y"], "Not yet. I read x/y."),
        (CIRCLE, ["-x/z"], "The slope is written in x and y alone."),
        (TABLE, ["x"], "A number is wanted."),
        (TABLE, ["35"], None),
        (TABLE, ["15"], "Not yet: write the rule first"),
    ],
)  # fmt: skip
def test_other_kinds(problem: Problem, lines: list[str], said: str | None) -> None:
    last = answered(problem, lines)[-1][1]
    assert last is None if said is None else last is not None and last.startswith(said)


def test_choices_come_with_what_was_mistaken() -> None:
    [question] = questions(SIXTH, "choice", 0)
    outcomes = [question.judge(letter) for letter in "abcd"]
    assert outcomes.count(None) == 1
    assert all(each.mistakes and "It looks as if" in each.said for each in outcomes if each is not None)
    for line in ("e", "", "ab"):
        refused = question.judge(line)
        assert refused is not None
        assert not refused.counts


RIGHT = {  # the right lines, by kind
    "composite": lambda p: [p.key],
    "layers": lambda p: [str(p.record.steps[0].inner), str(p.record.steps[0].outer)],
    "mistake": lambda p: [p.key],
    "table": lambda p: [p.key],
    "implicit": lambda p: [f"dy/dx = {p.key}"],
    "derivative": lambda p: [str(p.asked.answer)],
}


@pytest.mark.parametrize("topic", [topic.id for topic in TOPICS])
def test_the_key_of_every_topic_is_right(topic: str) -> None:
    for level in LEVELS:
        problem = next(problem_stream(topic, level, 3))
        assert problem.text in headline(problem)
        assert solution(problem)
        if problem.kind != "choice":
            assert {said for _, said in answered(problem, RIGHT[problem.kind](problem), "answer")} == {None}


def test_what_a_skipped_problem_says() -> None:
    assert solution(Problem("layers", "e^(sin(x))", "x")) == "Outer e^u, inner u = sin(x)."
    assert solution(Problem("composite", "e^(sin(x))", "x")) == "The answer is yes."
    assert solution(WRONG_LINE) == "Line 4 is wrong: the exponent was lowered, but does not stand in front."
    assert solution(CIRCLE) == "The derivative is -x/y."
    assert solution(SIXTH) == "The derivative is 42(7x + 3)⁵."


def test_what_cannot_be_read_is_drawn() -> None:
    inner = questions(SIXTH, "steps", 0)[0]
    objection = inner.judge("7x +")
    assert objection is not None
    assert not objection.counts
    assert "^" in objection.said
    assert isinstance(SIXTH.record, cr.Derivation)


def test_hints_are_about_the_piece_that_is_asked_for() -> None:
    ladders = [question.ladder for question in questions(SHARED, "steps", 0)]
    assert [ladder is None for ladder in ladders] == [False, False, False, False, True, False, True]
    local = ladders[3]
    assert local is not None
    assert list(local())[-1] == "2u"
