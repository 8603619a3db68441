"""Every sentence that the tutor says, once; what is said about each mistake stands in mistakes/wording.py."""

from __future__ import annotations

from chainrule.rendering.listing.blocks import Phrase
from chainrule.rendering.notation.text import text

__all__ = ["written"]


def written(phrase: Phrase) -> str:
    """A phrase as plain text."""
    return "".join(part if isinstance(part, str) else text(part) for part in phrase)


# --- marks -----------------------------------------------------------------------------------------------------------

CORRECT = "Correct."
CORRECT_UNTIDY = "Correct. It can be written more simply: {tidy}."
CORRECT_SMALLER = "Correct where both have a value; yours has none at {point}, where the derivative has one."
CORRECT_CHAIN = "Correct at the end, but not every = before it holds: look at {text}."
CORRECT_UNREAD = "Correct at the end, but I could not read all that stands before it: {text}."
CORRECT_EQUATED = "Correct. But = joins a function and its derivative here: write dy/dx = … for the derivative."
NOT_YET = "Not yet. I read {answer}."
BRANCH = "It is right at some points of the curve, and not at others: with {dependent} in it, it can hold at all."
TAKEN = "Here {note}."
LINK = "The first = that does not hold: {text}."
ROUNDED = "Nearly: that is the right one, rounded. Write the numbers exactly: as fractions, with roots, e or π."
UNDECIDED = "I read {answer}, and could not decide whether that is the derivative."
UNREADABLE = "I could not read the answer."
UNKNOWN = "I do not know how this came about."
RIGHT = "Right: {kept}."
SEEMS = "It looks as if {did}."
ALSO = "Or {did}."
AND = "; and "
RULES = "That is {wrong}; the rule is {right}."
WRONG_RULE = "That would be {wrong}."
HINT = "Hint: {hint}"
NEXT = "Next: {question}"
TEST = "Test: at {point} the slope is {right}, yours {yours}."
TEST_YOURS = "Test: at {point} yours gives {yours}, and that is not the slope."
TEST_NONE = "Test: at {point} the slope is {right}; yours has no value there."
TEST_NONE_YOURS = "Test: at {point} there is a slope; yours has no value there."
TEST_CLOSE = "At {point} the slope and yours are close, but not the same: has something been rounded?"
STRANGE = "Not in the problem: {letters}."
EQUATION = "this is an equation, and one expression is wanted here"
EQUATION_MEND = "write the derivative alone, or as dy/dx = …"
UNFOUND = "this derivative is still to be found"
UNFOUND_MEND = "write what it is, without d/dx"
OTHER_RATE = "this says {found}, and {asked} is asked for"
UNSAID = "the derivative itself is not in it"
OTHER_RATE_MEND = "write the derivative alone"
UNSOLVED = "this is an equation that the derivative stands in"
UNSOLVED_MEND = "solve for it, and write the derivative alone"
SOLUTION = "The derivative is {solution}."
START_OVER_CURVE = "Differentiate both sides by {variable}: which terms bring d{dependent}/d{variable} with them?"
START_OVER = "Which rule comes first: what is the last thing that you would do to compute {target}?"

# --- hints -----------------------------------------------------------------------------------------------------------

LAST_AT = "Computing this at {point}, what would you do last?"
LAST = "Computing this, what would you do last?"
SIMPLEST = {  # where nothing is computed at all
    "constant": "When {variable} changes, how much does {target} change with it?",
    "variable": "When {variable} grows by a little, by how much does {target} grow?",
}
FIRST_THEN = "First {first} = {value}, then {then}. Which part is outer, which inner?"
FIRST_THEN_LETTER = "First {inner}, then {outer} of that. Which part is outer, which inner?"
LAYERS = "Outer {outer}, inner {letter} = {inner}."
DIFFERENTIATE = "Differentiate {part} by {variable}."
FOUND = "{rate}."
FOUND_IN_LETTERS = "{slope}, that is {rate}."
MULTIPLY = "Now multiply the two."
RAW = "{raw}"
RAW_AND_TIDY = "{raw} = {tidy}"
SEEN = {  # what a target is, by its rule
    "product": "You would multiply {parts}: a product. The product rule is {rule}.",
    "quotient": "You would divide {parts}: a fraction of two functions. The quotient rule is {rule}.",
    "sum": "You would add: a sum is differentiated term by term, and constants vanish.",
    "constant-multiple": "The constant factor {constant} stays in front.",
    "negation": "The minus stays in front.",
    "general-power": "Base and exponent both move: take logarithms. The rule is {rule}.",
    "several-arguments": "Several arguments move: each contributes its own product.",
    "piecewise": "Each branch is differentiated on its own.",
}
TOGETHER = "Now put them together."
RULE_NAMED = "The rule is: {name}, {statement}."
OVER = " by "
CURVE_DEPENDS = "{dependent} depends on {variable}: what has to be minded when {part} is differentiated by {variable}?"
CURVE_BRINGS = (
    "Wherever {dependent} is differentiated, the chain rule brings {rate}. Differentiate {side} by {variable}."
)
CURVE_SIDE = "{found}. Differentiate {side} by {variable}, too."
CURVE_COLLECT = "{found}. Both sides are equal: bring what has {rate} in it to one side, and the rest to the other."
CURVE_DIVIDE = "{equation}. Now divide by what stands before it."

# --- working ---------------------------------------------------------------------------------------------------------

LINES = {
    "holds": "{number} {text}: holds",
    "follows": "{number} {text}: follows from a line that does not hold",
    "wrong": "{number} {text}: does not follow",
    "undecided": "{number} {text}: could not be decided",
    "unreadable": "{number} {text}: could not be read, {error}",
    "comment": "{number} {text}",
}
RENAMED = "{number} {text}: holds; until here {name} was {before}"
EQUATED = "{number} {text}: holds, but for the =: on the left is the function, on the right its derivative"
IN_LINE = "Look at line {number}."
WORKINGS = {
    "correct": "Every line holds, and that is the derivative.",
    "unfinished": "Every line holds so far. What is still missing?",
}
NOTHING_CLAIMED = "There is no formula in it yet that could hold or not."

# --- answers to problems of other kinds than derivatives --------------------------------------------------------------

WHICH_LETTER = "Answer with the letter of one choice."
WHICH_LINE = "Answer with the number of the line."
OTHER_CHOICE = "Not this one."
OTHER_LINE = "That line follows from the ones before it, or what is wrong with it came in earlier."
NOT_THIS_NUMBER = "Not yet: write the rule first, then look up each value that it needs."
YES_OR_NO = "Answer yes, it is a composite, or no."
NOT_SEEN = "It is a composite: ask what is computed first, and what is done with that."
SEEN_IN_VAIN = "Nothing is inside anything else here: its parts stand side by side."
IN_ITS_LETTERS, A_NUMBER = "The slope is written in {letters} alone.", "A number is wanted."
TWO_PARTS = "two functions are wanted: outer and inner, as in sin(u), u = x^2"
NO_PAIR = "The outer function is written with a letter for what is inside; the inner is more than the variable."
OTHER_PAIR = "Put the inner function into the outer one: that gives another function."

# --- practice --------------------------------------------------------------------------------------------------------

HISTORY_NOT_WRITTEN = "the history {path} cannot be written: {reason}"
HISTORY_NOT_READ = "the history {path} cannot be read: {reason}"
PROBLEMS = {  # by their kind
    "derivative": "Differentiate by {variable}: {text}",
    "composite": "Composite or not? {text}",
    "layers": "Name inner and outer: {text}",
    "choice": "Which is the derivative by {variable}? {text}",
    "mistake": "Somebody differentiated {text}; one line is wrong.",
    "implicit": "{dependent} depends on {variable}: {text}",
    "table": "y = {text}, where these values are known:",
}
PRACTICE_HELP = """\
Type your answer, as in 2x cos(x^2), or the letter, number or word that is asked for.
hint   the next hint, from a question to the whole step
back   to the question before, to choose another inner function, say
skip   show the derivative, and go on
quit   end (so does Ctrl-D); what you answered is kept"""
DERIVATIVE_IS = "The derivative is {answer}."
ANSWER_IS = "The answer is {answer}."
LINE_IS_WRONG = "Line {number} is wrong{because}."
BECAUSE = ": {did}"
NO_MORE = "There are no more new problems here."
FAREWELL = "Right at once: {right}; missed at first: {wrong}. See you again."
GOOD = "Yes."
TRY_AGAIN = "Try again, or type hint."
ASK_ANSWER = "{rate}?"
RATES = {False: "d/d{variable}", True: "∂/∂{variable}"}  # where other letters are held
ASK_COMPOSITE = "yes or no?"
ASK_LINE = "Which line is wrong?"
ASK_SLOPE_AT = "dy/d{variable} at {variable} = {place}?"
ASK_LETTER = "Which one?"
ASK_INNER = "Inner: {letter} = ?"
ASK_OUTER = "Outer, in {letter}?"
ASK_SLOPE = "The outer's derivative, by {letter}?"
ASK_RATE = "The inner's derivative, by {variable}?"
ASK_PART = "The derivative of {part}?"
NO_INNER = "That is not inside anything. What is worked out before the last step?"
NO_OUTER = "The outer function is to be in {letter} alone."
NOT_THE_WHOLE = "With your {letter} put back that is {whole}, which is another function."
NOT_SLOPE = "That is not its derivative."
ASK_LOCAL = "The local gradient at {name}: {rate}?"
NOT_LOCAL = "That is not the local gradient: look at this one definition, and nothing else."
ASK_SIGNAL = "The signal that arrives at {name}: {rate}?"
NOT_SIGNAL = "Multiply what arrives from above by the local gradient."
NOT_SIGNALS = "It comes along several paths: on each multiply what arrives by the local gradient, then add."
STATS_EMPTY = "There is no history yet."
STATS_HEAD = "Answers: {answers}"
STATS_TOPIC = "{topic}: {outcomes}"
STATS_MASTERY = "Mastery (the probability that a rule is mastered, the weakest first):"
STATS_SKILL = "  {skill}  {mastery:.0%}"
STATS_MISTAKES = "Most frequent mistakes:"
STATS_MISTAKE = "  {count} × {wrong}, for {right}"
