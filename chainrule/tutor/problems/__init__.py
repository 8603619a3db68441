"""Problems by topic and level, from a seed: the same seed gives the same problems on every machine.

    problems(["chain"], level=2, count=3, seed=7)

A topic is a row of `TOPICS`: its templates, and which rules it needs and may use. What a template gives becomes a
problem when its own derivation needs the rules asked for and no other, its answer is short, and its function exists
on an interval.
"""

from chainrule.tutor.problems.generation import Outline, Seen, outlines, problem_of, problem_stream, problems
from chainrule.tutor.problems.judging import LETTERS, Judgement
from chainrule.tutor.problems.problem import KINDS, OWN, Kind, Problem, own_problem
from chainrule.tutor.problems.slots import LEVELS
from chainrule.tutor.problems.topics import TOPICS, Topic, topic_named

__all__ = ["KINDS", "LETTERS", "LEVELS", "OWN", "TOPICS", "Judgement", "Kind", "Outline", "Problem", "Seen",
           "Topic", "outlines", "own_problem", "problem_of", "problem_stream", "problems", "topic_named"]  # fmt: skip
