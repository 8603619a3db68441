"""What a history says."""

from __future__ import annotations

from chainrule.tutor.practice.mastery import Event
from chainrule.tutor.practice.statistics import statistics, statistics_text


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
    said = statistics_text(found).splitlines()
    assert [line.split()[0] for line in said[3:5]] == ["chain", "power"]
    assert statistics_text(statistics([])) == "There is no history yet."
