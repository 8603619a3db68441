"""chainrule practice: problems in the terminal, or from a pipe, with hints, diagnoses and a history."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from chainrule.cli.arguments import WholeNumber, several
from chainrule.cli.errors import CODES
from chainrule.cli.output import destination, look, output_options, write

if TYPE_CHECKING:
    from chainrule.tutor.practice.mastery import Event
    from chainrule.tutor.practice.session import Session

__all__ = ["practice"]

FORMATS = ("text", "json")
EXAMPLES = """\b
Examples:
  chainrule practice                                  the chain rule, from level 1
  chainrule practice --topic                          which topics there are
  chainrule practice --topic product,chain --level 2 --seed 7
  chainrule practice --steps                          inner, outer and their derivatives, one at a time
  chainrule practice --topic neuron --steps           local gradients, and the signal that arrives
  chainrule practice --choice --count 5               multiple choice, five problems
  chainrule practice --stats                          what was practised, and how well it went

\b
While it runs: ? for help, hint for a hint, skip to go on, Ctrl-D, Ctrl-C or quit to end."""


@click.command(epilog=EXAMPLES, short_help="Practise: problems, and what went wrong in your answers.")
@click.option("--topic", "topics", multiple=True, is_flag=False, flag_value="", metavar="[NAME]",
              help="What to practise; several: a,b. Without a name: which topics there are.")
@click.option("--level", type=WholeNumber(1, 4), metavar="1-4", default=1, help="How hard to begin.")
@click.option("--seed", metavar="TEXT", help="The same problems for the same seed.")
@click.option("--steps", "manner", flag_value="steps", help="Ask for one piece at a time.")
@click.option("--choice", "manner", flag_value="choice", help="Ask for one of several answers.")
@click.option("--count", type=WholeNumber(1), metavar="N", help="End after N problems.")
@click.option("--history", metavar="FILE", help="Where answers are kept; left out, with the user's data.")
@click.option("--stats", is_flag=True, help="Say what the history says, and ask nothing.")
@output_options(*FORMATS)
def practice(
    topics: tuple[str, ...], level: int, seed: str | None, manner: str | None, count: int | None, history: str | None,
    stats: bool, output: str | None, force: bool, **appearance: Any,
) -> int:  # fmt: skip
    """Practise differentiating: a problem, your answer, what went wrong, and the next one chosen by that."""
    from chainrule.tutor.practice.history import append, history_path, read_history

    asked = look(FORMATS, output=output, **appearance)
    if not all(topics):
        return _list_topics()
    path = history_path(history)
    events = read_history(path)
    if stats:
        return _show_statistics(events, asked.format == "json", output, force)
    if asked.format == "json" or output not in (None, "-"):
        raise click.UsageError("--json and -o go with --stats: a session is a conversation")
    from chainrule.tutor.practice.mastery import Mastery
    from chainrule.tutor.practice.session import Session
    from chainrule.tutor.problems import topic_named

    chosen = tuple(dict.fromkeys(topic_named(name).id for name in several(topics) or ["chain"]))
    drawn: int | str = seed if seed is not None else len(events) + 1
    met = frozenset(event.text for event in events) if seed is None else frozenset()
    session = Session(
        chosen, level, manner or "answer", drawn, Mastery.of(events),
        lambda event: append(path, event), met,
    )  # fmt: skip
    _converse(session, count, asked.ascii)
    return int(CODES.done)


def _list_topics() -> int:
    from chainrule.tutor.problems import TOPICS

    for topic in TOPICS:
        print(f"{topic.id:<15}{topic.title}")
    return int(CODES.done)


def _show_statistics(events: list[Event], as_data: bool, output: str | None, force: bool) -> int:
    from chainrule.tutor.practice.statistics import statistics, statistics_text

    found = statistics(events)
    with destination(output, force) as stream:
        write(stream, json.dumps(found, indent=2) if as_data else statistics_text(found))
    return int(CODES.done)


def _converse(session: Session, count: int | None, ascii: bool) -> None:
    """Ask, read a line, say what is to be said, until either side ends."""
    terminal = sys.stdin.isatty()
    if terminal:
        import readline  # noqa: F401  # arrow keys and a history of lines, by being imported
    done = 0
    while not session.over and done != count:
        before = session.problem
        for line in session.asks():
            _say(line, ascii)
        try:
            typed = input("> ")
        except (EOFError, KeyboardInterrupt):
            _say("", ascii)
            break
        for line in session.told(typed):
            _say(line, ascii)
        done += session.problem is not before
    for line in session.farewell():
        _say(line, ascii)


def _say(line: str, ascii: bool) -> None:
    if ascii:
        from chainrule.rendering.media.layout import in_ascii

        line = in_ascii(line)
    print(line, flush=True)
