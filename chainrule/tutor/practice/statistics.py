"""What a history says, as data and in words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from chainrule.tutor import wording
from chainrule.tutor.mistakes.wording import SAID
from chainrule.tutor.practice.mastery import Event, Mastery

__all__ = ["statistics", "statistics_text"]

MOST_FREQUENT = 5  # mistakes that are named


def statistics(events: list[Event]) -> dict[str, Any]:
    """What a history says: answers by outcome and topic, how far each rule is mastered, the most frequent mistakes."""
    outcomes: dict[str, dict[str, int]] = {}
    mistakes: dict[str, int] = {}
    for event in events:
        by_topic = outcomes.setdefault(event.topic, {})
        by_topic[event.outcome] = by_topic.get(event.outcome, 0) + 1
        for id in event.mistakes:
            mistakes[id] = mistakes.get(id, 0) + 1
    mastery = Mastery.of(events)
    return {
        "version": 1,
        "answers": len(events),
        "topics": outcomes,
        "mastery": {skill: round(mastery.skills[skill], 3) for skill in sorted(mastery.skills)},
        "mistakes": dict(sorted(mistakes.items(), key=lambda pair: (-pair[1], pair[0]))),
    }


def statistics_text(found: Mapping[str, Any]) -> str:
    """The same in words."""
    if not found["answers"]:
        return wording.STATS_EMPTY
    lines = [wording.STATS_HEAD.format(answers=found["answers"])]
    for topic, outcomes in found["topics"].items():
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        lines.append(wording.STATS_TOPIC.format(topic=topic, outcomes=told))
    lines.append(wording.STATS_MASTERY)
    weakest_first = sorted(found["mastery"].items(), key=lambda pair: pair[1])
    lines += [wording.STATS_SKILL.format(skill=skill, mastery=known) for skill, known in weakest_first]
    if found["mistakes"]:
        lines.append(wording.STATS_MISTAKES)
    for id, count in islice(found["mistakes"].items(), MOST_FREQUENT):
        if id in SAID:
            lines.append(wording.STATS_MISTAKE.format(count=count, wrong=SAID[id].wrong, right=SAID[id].right))
    return "\n".join(lines)
