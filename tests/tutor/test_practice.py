"""Practice sessions: told lines, they give lines back."""

from __future__ import annotations

import pytest

from chainrule.tutor.mastery import Event, Mastery
from chainrule.tutor.practice import Session, statistics, statistics_text


def begun(
    topics: tuple[str, ...] = ("chain",), level: int = 1, manner: str = "answer"
) -> tuple[Session, list[Event]]:
    kept: list[Event] = []
    return Session(topics, level, manner, 7, Mastery(), kept.append), kept


def test_right_wrong_and_skipped_answers_are_kept() -> None:
    session, kept = begun()
    text = session.exercise.text
    assert session.asks() == [f"Differentiate by x: {text}", "d/dx?"]
    assert "Try again, or type hint." in session.told("6(7x+3)^5")
    assert session.asks() == ["d/dx?"]
    assert session.told(str(session.problem.answer)) == ["Correct."]
    assert session.exercise.text != text
    assert session.told("skip")[0].startswith("The derivative is ")
    session.told(str(session.problem.answer))
    assert [(event.outcome, event.mistakes) for event in kept] == [
        ("wrong", ("C1",)), ("skipped", ()), ("right", ()),
    ]  # fmt: skip
    assert (session.right, session.wrong) == (1, 1)


def test_an_answer_after_hints_is_marked_so() -> None:
    session, kept = begun()
    assert session.told("hint") == ["Hint: Computing this at x = 2, what would you do last?"]
    assert session.told("h") != session.told("hint")
    session.told(str(session.problem.answer))
    assert kept[0].outcome == "hinted"


def test_after_a_wrong_answer_the_hints_are_about_it() -> None:
    session, kept = begun()
    session.told("6(7x+3)^5")
    assert session.told("hint") == ["Hint: The inside is changing too."]
    session.told("6(7x+3)^5*7")
    assert [event.outcome for event in kept] == ["wrong"]


def test_what_cannot_be_read_does_not_count() -> None:
    session, kept = begun()
    assert session.told("foo(")[0] == "I could not read the answer."
    assert kept == []
    assert session.told("") == []
    assert session.told("?")[0] == "Type your answer, as in 2x cos(x^2)."


@pytest.mark.parametrize("manner", ["answer", "steps"])
@pytest.mark.parametrize("line", ["9^9^9^9", "1e999", "9" * 5000, "x^9^9^9"])
def test_numbers_past_what_can_be_worked_out_do_not_end_a_session(manner: str, line: str) -> None:
    session, kept = begun(manner=manner)
    if manner == "steps":
        session.told("7x + 3")
    assert session.told(line)[-1] == "Try again, or type hint."
    assert kept == [] or (manner, line) == ("steps", "1e999")  # which is no function of u


@pytest.mark.parametrize("pair", [("7x + 3", "u^6"), ("(7x+3)^2", "u^3"), ("(7x+3)^3", "u^2"), ("14x + 6", "u^6/64")])
def test_every_true_pair_of_inner_and_outer_is_right(pair: tuple[str, str]) -> None:
    session, kept = begun(manner="steps")
    assert session.exercise.text == "(7x + 3)^6"
    for line in pair:
        assert session.told(line) == ["Yes."]
    slopes = {"u^6": "6u^5", "u^3": "3u^2", "u^2": "2u", "u^6/64": "6u^5/64"}
    rates = {"7x + 3": "7", "(7x+3)^2": "14(7x+3)", "(7x+3)^3": "21(7x+3)^2", "14x + 6": "14"}
    assert session.told(slopes[pair[1]]) == ["Yes."]
    assert session.told(rates[pair[0]]) == ["Yes."]
    assert session.told("42(7x+3)^5") == ["Correct."]
    assert [event.outcome for event in kept] == ["right"]


def test_wrong_pieces_are_told_so() -> None:
    session, kept = begun(manner="steps")
    assert "not inside anything" in session.told("x")[0]
    assert "not inside anything" in session.told("(7x + 3)^6")[0]
    session.told("7x + 3")
    assert session.told("u^5")[0] == "With your u put back that is (7x + 3)⁵, which is another function."
    assert session.told("x^6")[0] == "The outer function is to be in u alone."
    session.told("u^6")
    assert session.told("u^5")[0] == "That is not its derivative."
    assert session.told("back") == []
    assert session.asks() == ["Differentiate by x: (7x + 3)^6", "Outer, in u?"]
    assert [event.outcome for event in kept] == ["wrong"]


def reached(session: Session, text: str, variable: str) -> tuple[Session, int]:
    """The session at this exercise, and how many were skipped on the way."""
    for skipped in range(200):
        if (session.exercise.text, session.exercise.variable) == (text, variable):
            return session, skipped
        session.told("skip")
    raise AssertionError(text)


def test_node_by_node() -> None:
    session, _ = begun(("neuron",), 3, "steps")
    session, _ = reached(session, "z = w x + b; a = sigmoid(z); L = (a - t)^2", "w")
    assert session.told("2(a - t)") == ["Yes."]
    assert session.asks()[-1] == "The local gradient at a: da/dz?"
    assert session.told("z(1-z)")[0].startswith("That is not the local gradient")
    assert session.told("a(1-a)") == ["Yes."]
    assert session.asks() == ["The signal that arrives at z: dL/dz?"]
    assert session.told("2(a-t)")[0] == "Multiply what arrives from above by the local gradient."
    assert session.told("2(a-t)a(1-a)") == ["Yes."]
    assert session.told("x") == ["Yes."]
    assert session.told("2(a-t)a(1-a)x") == ["Correct."]


def test_choices() -> None:
    session, kept = begun(manner="choice")
    assert session.asks()[-1] == "Which one?"
    assert session.told("zz")[0] == "Choose one of the letters."
    for letter in "abcd":
        before = session.exercise
        session.told(letter)
        if session.exercise is not before:
            break
    assert len(kept) == 1
    assert kept[0].outcome == "right" or len(kept[0].mistakes) == 1


def test_the_level_follows_the_mastery() -> None:
    session, _ = begun()
    for _ in range(12):
        session.told(str(session.problem.answer))
    assert session.level > 1
    for _ in range(12):
        session.told("17x")
        session.told("skip")
    assert session.level == 1


def test_no_exercise_comes_twice_and_topics_end() -> None:
    session, _ = begun(("neuron",))
    met: list[tuple[str, str]] = []
    while not session.over and len(met) < 2000:
        met.append((session.exercise.text, session.exercise.variable))
        session.told("skip")
    assert session.over
    assert len(set(met)) == len(met)
    assert session.asks() == []


def test_what_went_wrong_comes_next() -> None:
    session, _ = begun(("power", "product", "chain"))
    reached(session, "(7x + 3)^6", "x")
    session.told("6(7x+3)^5")
    session.told("skip")
    assert "chain" in session.exercise.rules


def test_quit() -> None:
    session, _ = begun()
    assert session.told("quit") == []
    assert session.over
    assert session.farewell() == ["Right at once: 0; missed at first: 0. See you again."]


def test_statistics() -> None:
    events = [
        Event("chain", 1, "(2x+1)^3", "x", ("chain", "power"), "wrong", ("C1",), 1.0),
        Event("chain", 1, "(3x+1)^3", "x", ("chain", "power"), "right", (), 2.0),
    ]
    found = statistics(events)
    assert found["answers"] == 2
    assert found["topics"] == {"chain": {"right": 1, "wrong": 1}}
    assert found["mistakes"] == {"C1": 1}
    assert "  1 × f'(g(x)), for f'(g(x)) · g'(x)" in statistics_text(found)
    assert statistics_text(statistics([])) == "There is no history yet."
