"""Problems by topic and level: the same from the same seed, within their rules, different, with keys that are right."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import islice

import pytest
from keys import key_is_right

import chainrule as cr
from chainrule.tutor.problems import LEVELS, TOPICS, Problem, Topic, generation, own_problem, problem_stream, problems
from chainrule.tutor.problems.drawing import Draw, filled, opened
from chainrule.tutor.problems.generation import exists, is_fit
from chainrule.tutor.problems.topics import topic_named

ROWS = [pytest.param(topic, level, id=f"{topic.id}-{level}") for topic in TOPICS for level in LEVELS]


@pytest.mark.parametrize(("topic", "level"), ROWS)
def test_every_topic_at_every_level(topic: Topic, level: int) -> None:
    made = problems([topic.id], level, 12, seed=5)
    assert len({(problem.reading.node, problem.variable, problem.options) for problem in made}) == 12
    for problem in made:
        assert (problem.topic, problem.level, problem.kind) == (topic.id, level, topic.kind)
        assert problem.rules <= topic.needs | topic.may
        assert not topic.needs or problem.rules & topic.needs
        assert exists(problem)
        assert len(str(problem.record.answer)) <= 140
        assert key_is_right(problem) is True, problem.text


def test_answers_on_a_sheet_differ() -> None:
    made = problems(["power", "product", "chain", "neuron"], [1, 2], 60, seed=3)
    answers = [(problem.asked.answer, problem.variable) for problem in made]
    assert len(set(answers)) == len(answers)


def test_in_the_topic_chain_the_level_is_the_number_of_links() -> None:
    assert [problem.depth for problem in problems(["chain"], LEVELS, 8, seed=1)] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_the_same_seed_gives_the_same_problems_everywhere() -> None:
    script = "from chainrule import problems\nfor p in problems((), (1, 2, 3, 4), 60, 7): print(p, p.key)"
    elsewhere = [  # beside each other
        subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed},
                         stdout=subprocess.PIPE, text=True, encoding="utf-8")
        for seed in ("1", "2", "3")
    ]  # fmt: skip
    here = problems((), LEVELS, 60, 7)
    assert here == problems((), LEVELS, 60, "7")
    assert here != problems((), LEVELS, 60, 8)
    printed = "".join([f"{problem} {problem.key}\n" for problem in here])
    assert [process.communicate()[0] for process in elsewhere] == [printed] * 3


def test_the_choices_of_a_seed_are_these() -> None:
    """If this fails, a seed no longer gives the sheet that it gave before."""
    draw = Draw("seed", 1)
    assert [draw.below(100) for _ in range(8)] == [58, 1, 91, 70, 87, 37, 48, 4]
    assert draw.shuffled("abcd") == ["a", "b", "c", "d"]
    texts = [problem.text for problem in problems(["chain"], 1, 3, seed=7)]
    assert texts == ["sin(4x^3 - 5)", "√(x^2 + 3)", "e^(2x^3 - 2)"]


def test_fewer_questions_are_the_beginning_of_more() -> None:
    few, many = ({p.text for p in problems(["chain", "product"], 2, count, seed=4)} for count in (4, 9))
    assert few < many


FILLED = [
    ("{n}", {"n": ("7",)}, "7"),
    ("{n}x^{n}", {"n": ("2", "3")}, "23"),
    ("{f}", {"f": ("sin({n}x)",), "n": ("4",)}, "sin(4x)"),
    ("x", {}, "x"),
]


@pytest.mark.parametrize(("template", "slots", "digits"), FILLED)
def test_a_template_is_filled(template: str, slots: dict[str, tuple[str, ...]], digits: str) -> None:
    text = filled(template, slots, Draw(0))
    assert "{" not in text
    assert sorted(c for c in text if c.isdigit()) == sorted(c for c in digits if c.isdigit())


def test_slots_that_are_made_are_filled_first() -> None:
    slots: dict[str, Callable[[Draw], str] | tuple[str, ...]] = {"f": lambda draw: "sin({n}x)", "n": ("4",)}
    assert opened("{f} + {n}", slots, Draw(0)) == "sin({n}x) + {n}"


@pytest.mark.parametrize(
    ("text", "topic", "why"),
    [
        ("sin(x^2)", "product", "it does not need the product rule"),
        ("x sin(x^2)", "product", "it needs the chain rule as well"),
        ("x^2", "chain", "nothing is inside anything"),
        ("ln(-x^2 - 1)", "logarithm", "it has no value anywhere"),
        ("1234x^3", "power", "its numbers are large"),
        ("(3x + 6)/(x + 2)", "quotient", "its derivative is 0"),
        ("sin(sin(x^2))", "chain", "it is one link too deep"),
    ],
)
def test_what_is_not_fit(text: str, topic: str, why: str) -> None:
    assert not is_fit(Problem("derivative", text, "x", topic, 1), topic_named(topic)), why


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"topics": ["chian"]}, cr.NameUnknownError, "did you mean chain?"),
        ({"topics": ["zzz"]}, cr.NameUnknownError, "there are power, product"),
        ({"level": 5}, cr.ChainRuleError, "a level is 1, 2, 3 or 4, not 5"),
        ({"count": -1}, cr.ChainRuleError, "not -1"),
        ({"count": 10**9}, cr.LimitError, "questions on a sheet"),
        ({"topics": ["composite"], "level": 1, "count": 2_000}, cr.ChainRuleError, "no more different problems"),
    ],
)
def test_what_cannot_be_made_is_said(arguments: dict[str, object], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said.replace("?", r"\?")):
        problems(**arguments)  # type: ignore[arg-type]


def test_what_is_to_be_avoided_does_not_come() -> None:
    first = problems(["power"], 1, 5, seed=2)
    again = problems(["power"], 1, 5, seed=2, avoiding={problem.text for problem in first})
    assert not {problem.text for problem in first} & {problem.text for problem in again}


def test_one_by_one_they_are_the_same() -> None:
    assert list(islice(problem_stream("chain", 2, 5), 6)) == problems(["chain"], 2, 6, 5)
    first, second = islice(problem_stream("chain", 2, 5), 2)
    assert next(problem_stream("chain", 2, 5, {first.text})).text not in (first.text,)
    assert second != first
    with pytest.raises(cr.ChainRuleError, match="a level is"):
        next(problem_stream("chain", 7))


def test_a_topic_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "TRIES", 3)
    found = list(problem_stream("composite", 1))
    assert 20 < len(found) == len({problem.text for problem in found}) < 1000


def test_a_letter_is_no_part_of_another() -> None:
    assert [generation._is_in(name, "z = w1 x1 + 3v - sin(x)") for name in ("w", "w1", "v", "s", "x", "x1")] == [
        False, True, True, False, True, True,
    ]  # fmt: skip
    for problem in problems(["neuron"], 1, 30, seed=2):
        names = cr.read(problem.text).node.names
        assert problem.variable in names, problem.text


def test_problems_of_ones_own() -> None:
    problem = own_problem("d/dy (x y^2 + log(x))", log="10")
    assert (problem.variable, problem.key, problem.level, problem.topic) == ("y", "2*x*y", 0, "own")
    assert own_problem("u = x^2; y = sin(u)").key == "2*x*cos(x^2)"
    assert own_problem("log(x)", log="10").key == "1/(x*ln(10))"


OWN_CURVES = [
    ("x^2 + y^2 = 25", "x", "-x/y"), ("s^2 t + t^3 = s", "t", "(s^2 + 3*t^2)/(1 - 2*s*t)"),
    ("x^2 + y^2 + z^2 = 9", "x", "-x/z"), ("y = sin(x y)", "x", "y*cos(x*y)/(1 - x*cos(x*y))"),
    ("y^2 + log(x) = 1", "x", "-1/(2*x*y)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "variable", "key"), OWN_CURVES)
def test_an_equation_is_differentiated_implicitly(text: str, variable: str, key: str) -> None:
    problem = own_problem(text)
    assert (problem.kind, problem.variable, problem.key, problem.topic) == ("implicit", variable, key, "own")
    assert problem.judged(key).verdict == "correct"
    assert problem.judged("17").verdict == "incorrect"


@pytest.mark.parametrize(
    ("text", "why"),
    [("x^2 = 4", "no letter in it but x"), ("3 = 4", "no letter in it"), ("x y = x y", "cancels"),
     ("x^2 > 3", "inequality"), ("u = x^2; u + y^2 = 1", "second expression"), ("x^2)", "there is no")],
)  # fmt: skip
def test_what_is_no_problem_says_why(text: str, why: str) -> None:
    with pytest.raises(cr.ChainRuleError, match=why):
        own_problem(text)


KEYS = [
    (("composite", "sin(x^2)"), "yes"),
    (("composite", "x^2 sin(x)"), "no"),
    (("composite", "x^2 + e^x"), "no"),
    (("layers", "(3x + 1)^5"), "u^5, u = 3*x + 1"),
    (("layers", "e^(sin(x))"), "e^u, u = sin(x)"),
    (("derivative", "e^(sin(x))"), "cos(x)*e^(sin(x))"),
]


@pytest.mark.parametrize(("problem", "key"), KEYS)
def test_the_keys_of_each_kind(problem: tuple[str, str], key: str) -> None:
    assert Problem(*problem, "x").key == key
