"""Practice sessions: told lines, they give lines back, and choose what comes next by what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pytest

from chainrule.tutor.practice.mastery import Event, Mastery
from chainrule.tutor.practice.session import Session
from chainrule.tutor.problems import Problem, problem_stream, topic_named
from chainrule.tutor.problems.wrong_answers import likely_wrong_answers


def begun(
    topics: tuple[str, ...] = ("chain",), level: int = 1, manner: str = "answer", **more: frozenset[str]
) -> tuple[Session, list[Event]]:
    kept: list[Event] = []
    return Session(topics, level, manner, 7, Mastery(), kept.append, **more), kept


def right(session: Session) -> str:
    return str(session.problem.asked.answer)


def forgets_the_inside(session: Session) -> str | None:
    return wrongly(session, {"C1"})


def wrongly(session: Session, ids: Iterable[str]) -> str | None:
    """The answer of who makes one of these mistakes; None where there is no place for it."""
    asked = session.problem.asked
    found = likely_wrong_answers(asked.target, asked.variable, asked.answer)
    return next((str(wrong.answer) for wrong in found if wrong.mistake.id in ids), None)


def test_right_wrong_and_skipped_answers_are_kept() -> None:
    session, kept = begun()
    text = session.problem.text
    assert session.asks() == [f"Differentiate by x: {text}", "d/dx?"]
    assert "Try again, or type hint." in session.told(str(forgets_the_inside(session)))
    assert session.asks() == ["d/dx?"]
    assert session.told(right(session)) == ["Correct."]
    assert session.problem.text != text
    assert session.told("skip")[0].startswith("The derivative is ")
    session.told(right(session))
    assert [(event.outcome, event.mistakes) for event in kept] == [
        ("wrong", ("C1",)), ("skipped", ()), ("right", ()),
    ]  # fmt: skip
    assert (session.right, session.wrong) == (1, 1)


def test_an_answer_after_hints_is_marked_so() -> None:
    session, kept = begun()
    assert session.told("hint") == ["Hint: Computing this at x = 2, what would you do last?"]
    assert session.told("h") != session.told("hint")
    session.told(right(session))
    assert kept[0].outcome == "hinted"


def test_after_a_wrong_answer_the_hints_are_about_it() -> None:
    session, kept = begun()
    session.told(str(forgets_the_inside(session)))
    assert session.told("hint") == ["Hint: The inside is changing too."]
    session.told(right(session))
    assert [event.outcome for event in kept] == ["wrong"]


def test_what_cannot_be_read_does_not_count() -> None:
    session, kept = begun()
    assert session.told("foo(")[0] == "I could not read the answer."
    assert kept == []
    assert session.told("") == []
    assert session.told("?")[0].startswith("Type your answer, as in 2x cos(x^2)")


@pytest.mark.parametrize("manner", ["answer", "steps"])
@pytest.mark.parametrize("line", ["9^9^9^9", "1e999", "9" * 5000, "x^9^9^9"])
def test_numbers_past_what_can_be_worked_out_do_not_end_a_session(manner: str, line: str) -> None:
    session, kept = begun(manner=manner)
    if manner == "steps":
        session.told(str(session.problem.record.steps[0].inner))
    assert session.told(line)[-1] == "Try again, or type hint."
    assert kept == [] or (manner, line) == ("steps", "1e999")  # which is no function of u


def test_going_back() -> None:
    session, _ = begun(manner="steps")
    session.asks()
    assert session.told(str(session.problem.record.steps[0].inner)) == ["Yes."]
    assert session.asks() == ["Outer, in u?"]
    assert session.told("back") == []
    assert session.asks() == ["Inner: u = ?"]
    assert session.told("back") == []
    assert session.asks() == ["Inner: u = ?"]


def test_what_is_to_be_looked_at_is_shown_once() -> None:
    session, kept = begun(manner="choice")
    assert len(session.asks()) == 6
    assert session.told("zz")[0] == "Answer with the letter of one choice."
    assert session.asks() == ["Which one?"]
    for letter in "abcd":
        before = session.problem
        session.told(letter)
        if session.problem is not before:
            break
    assert len(kept) == 1
    assert kept[0].outcome == "right" or len(kept[0].mistakes) == 1


# --- what comes next -------------------------------------------------------------------------------------------------


def test_no_problem_comes_twice_and_topics_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def few(topic: str, level: int, seed: int | str, avoiding: frozenset[str]) -> Iterator[Problem]:
        return islice(problem_stream(topic, level, seed, avoiding), 9)

    monkeypatch.setattr("chainrule.tutor.practice.session.problem_stream", few)
    session, kept = begun(("power", "composite"))
    said: list[str] = []
    while not session.over:
        said = session.told("skip")
    assert said[-1] == "There are no more new problems here."
    assert session.asks() == []
    assert len({(event.topic, event.text) for event in kept}) == len(kept) == 2 * 4 * 9


def test_problems_of_the_history_do_not_come_again() -> None:
    first, _ = begun()
    again, _ = begun(done=frozenset([first.problem.text]))
    assert again.problem.text != first.problem.text


@pytest.mark.parametrize("topic", ["power", "mixed", "graph", "neuron"])
def test_no_problem_needs_a_rule_outside_its_topic(topic: str) -> None:
    session, kept = begun((topic,))
    for _ in range(20):
        session.told(right(session))
    row = topic_named(topic)
    assert {rule for event in kept for rule in event.rules} <= row.needs | row.may
    assert all(event.outcome == "right" for event in kept)


def test_who_is_always_right_is_asked_harder_problems() -> None:
    session, kept = begun(("power", "product"))
    for _ in range(25):
        session.told(right(session))
    levels = [event.level for event in kept]
    assert levels == sorted(levels)
    assert set(levels) == {1, 2, 3, 4}
    assert min(levels.count(level) for level in (1, 2, 3)) >= 2
    assert {event.topic for event in kept[-6:]} == {"power", "product"}


def test_who_always_makes_one_mistake_is_asked_for_that_rule_at_the_lowest_level() -> None:
    session, kept = begun(("power", "product", "chain"))
    session.level = 2
    for _ in range(20):
        session.told(forgets_the_inside(session) or right(session))
        if kept[-1].outcome == "wrong":
            session.told("skip")
    missed = next(index for index, event in enumerate(kept) if event.outcome == "wrong")
    assert all("chain" in event.rules for event in kept[missed:])
    assert {event.outcome for event in kept[missed:]} == {"wrong", "skipped"}
    assert kept[-1].level == 1
    assert session.mastery.of_skill("chain") < 0.25 < 0.9 < session.mastery.of_skill("power")


def test_who_learns_the_rule_goes_on_from_it() -> None:
    session, kept = begun(("power", "product", "chain"))
    for _ in range(40):
        misses = sum(event.outcome == "wrong" for event in kept)
        session.told(forgets_the_inside(session) or right(session) if misses < 4 else right(session))
        if kept[-1].outcome == "wrong":
            session.told("skip")
    last = max(index for index, event in enumerate(kept) if event.outcome == "wrong")
    assert [event.topic for event in kept[last : last + 3]] == ["chain"] * 3
    assert {event.topic for event in kept[-9:]} == {"power", "product", "chain"}
    assert kept[-1].level == 4
    assert session.mastery.of_skill("chain") > 0.95


def test_a_mistake_with_one_function_brings_that_function() -> None:
    session, kept = begun(("trigonometric", "exponential", "logarithm"))
    while True:
        typed = wrongly(session, {"T1"})
        session.told(typed or right(session))
        if kept[-1].outcome == "wrong":
            break
    assert kept[-1].mistakes == ("T1",)
    for _ in range(4):  # also after it was skipped
        session.told("skip")
        assert "cos" in session.problem.rules


def test_what_went_wrong_last_comes_before_what_is_weakest() -> None:
    session, kept = begun(("trigonometric", "logarithm"))
    while wrongly(session, {"T1"}) is None:
        session.told("skip")
    session.mastery.skills |= {"ln": 0.01, "logarithm": 0.01}
    session.told(str(wrongly(session, {"T1"})))
    assert kept[-1].mistakes == ("T1",)
    session.told("skip")
    assert "cos" in session.problem.rules


def test_a_topic_that_is_about_what_went_wrong_is_taken_before_its_turn() -> None:
    topics = ("chain", "power", "product", "quotient", "exponential", "logarithm")
    session, kept = begun(topics)
    session.told(str(forgets_the_inside(session)))
    assert kept[-1].mistakes == ("C1",)
    for _ in range(3):
        session.told("skip")
        assert session.problem.topic == "chain"


def test_the_level_rises_after_two_right_answers_in_a_row() -> None:
    session, _ = begun(("power",))
    session.mastery.skills |= dict.fromkeys(topic_named("power").needs | topic_named("power").may, 0.98)
    levels = [session.level]
    for _ in range(4):
        session.told(right(session))
        levels.append(session.level)
    assert levels == [1, 1, 2, 2, 3]


def test_naming_the_layers_is_practice_of_the_chain_rule_alone() -> None:
    session, kept = begun(("composite", "layers"))
    while len({event.topic for event in kept}) < 2:
        session.told("yes")
        session.told("skip")
    assert {event.rules for event in kept} == {("chain",)}
    assert {event.choices for event in kept if event.topic == "composite"} == {2}


def test_quit() -> None:
    session, _ = begun()
    assert session.told("quit") == []
    assert session.over
    assert session.farewell() == ["Right at once: 0; missed at first: 0. See you again."]
