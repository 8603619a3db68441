"""The sentences of worksheets, their keys and what is said of a class."""

from __future__ import annotations

TITLE = "Differentiation"
VARIANT = "Variant {number}"
VARIANTS = "Variants"
NAME, DATE = "Name", "Date"
SHEET = "Sheet {code}"
KEY = "Key"
SOLUTIONS = "Worked solutions"
PART_OF_VARIANT = "{part} – {variant}"
SKIP, SKIP_TO_REPORT = "Skip to the questions", "Skip to the report"
HINT, ANSWER, SOLUTION = "Hint {number}", "Answer", "Solution"

# --- what a question asks, by its kind -------------------------------------------------------------------------------

ASKS = {
    "derivative": "Differentiate. Show your working, and write the answer on the line.",
    "implicit": "{dependent} depends on {variable}. Differentiate implicitly, and solve for the derivative.",
    "table": "Of f and g some values are known. Find the slope.",
    "composite": "Composite or not? Tick one box.",
    "layers": "Name the outer and the inner function.",
    "choice": "Which is the derivative? Tick one box.",
    "mistake": "One line of each solution is wrong, and what follows from it. Which is the first wrong line?",
}
SLOPE_AT = "{slope} at {place} is "
EQUALS = " = "
OUTER_LINE, INNER_LINE = "outer: {name} = ", "inner: {name} = "
CHOICES = {"composite": {"yes": "composite", "no": "not composite"}}
OPTION, LINE = "{letter}  {option}", "({number})  {line}"
WRONG_LINE, RIGHT_LINE = "first wrong line: ", "it should be: "
WRONG_BECAUSE = "{line} – {did}"
OUTER_AND_INNER = "{outer} with {inner}"
SOUGHT = {"choice": "The right choice: {key}", "mistake": "The first wrong line: {key}"}
ANSWER_WITH_NAMES = "{answer}, with {equations}"

# --- marking ---------------------------------------------------------------------------------------------------------

MISSING = "There is no answer."
UNREADABLE = "This cannot be read: {why}"
UNDECIDED = "Your teacher will look at this one."
FLAG_UNREADABLE = "cannot be read"
FLAG_UNDECIDED = "could not be decided"
FLAG_LIMIT = "not marked: {why}"
FLAG_OTHER_READING = "right if it is read as {meant}"
FLAG_TIME = "not marked: it took longer than the time limit for an answer"
FLAG_LOST = "not marked: the work on it broke off"
FLAG_DEFECT = "not marked, by a defect of chainrule: {name}: {why}"
FLAG_TWICE = "this question was answered on line {line} already; the last answer counts"
FLAG_VARIANTS = "the same student has answers to variant {variant}; is the variant right?"
NO_SUCH_QUESTION = "there is no question {question} on variant {variant}"

# --- the class report ------------------------------------------------------------------------------------------------

REPORT_TITLE = "Class report: {title}"
SUMMARY = "Sheet {code}. {students} students, {answers} answers, on average {mean} % of the marks."
TOPICS_TO_REPEAT = "Topics, the one to repeat first at the top"
TOPIC_COLUMNS = ("topic", "answers", "marks")
MISTAKES = "Mistakes, the most frequent first"
MISTAKE_COLUMNS = ("an example of it", "the rule as it was used", "the rule", "times", "who", "repeat")
REPEAT = {  # by the first letter of a mistake's id, its family in the catalogue
    "C": "Chain rule", "P": "Power rule", "M": "Product rule", "Q": "Quotient rule", "K": "Constants",
    "E": "Exponential functions and logarithms", "T": "Trigonometric functions",
    "I": "Inverse trigonometric functions", "S": "Sums and signs", "A": "Brackets",
}  # fmt: skip
ITEMS = "Questions"
ITEM_COLUMNS = ("question", "topic", "level", "answers", "right", "most frequent: the rule as it was used")
SPREAD = "How the marks are spread"
TENTHS = tuple(f"{10 * n} to {10 * n + 10} %" for n in range(10))
SPREAD_COLUMNS = ("marks", "students", "share")
OWN = "Problems of your own"
STUDENTS = "Marks"
STUDENT_COLUMNS = ("student", "variant", "right", "marks", "share")
MARKS_COLUMNS = ("student", "variant", "right", "marks", "of", "share")
TO_LOOK_AT = "For you to look at"
FLAG_COLUMNS = ("line", "student", "question", "answer", "why")
AND_MORE = "{names} and {count} more"
YOUR_ANSWER = "Your answer:"
CREDIT = "Marks: {credit} of 1"
STUDENT_SUMMARY = "Sheet {code}, variant {variant}. {credit} of {questions} marks."
