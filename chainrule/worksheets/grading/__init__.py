"""Marking: answers read, each marked by the tutor, what a student is told, and what the class misunderstands."""

from chainrule.worksheets.grading.answers import Answer, Unusable, answers_of
from chainrule.worksheets.grading.classes import ClassReport
from chainrule.worksheets.grading.credit import CREDIT, credit
from chainrule.worksheets.grading.many import TIME_LIMIT, Graded, grade_many
from chainrule.worksheets.grading.outcomes import Outcome, outcome
from chainrule.worksheets.grading.tally import Tally, class_report

__all__ = ["Answer", "CREDIT", "ClassReport", "Graded", "Outcome", "TIME_LIMIT", "Tally", "Unusable", "answers_of",
           "class_report", "credit", "grade_many", "outcome"]  # fmt: skip
