"""Every sentence that the tutor says, once.

Fields in braces: {target} what was differentiated where the mistake was made, {inside} what is inside it or its first
part, {other} its second part, {variable} what is differentiated by.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["SAID", "Said"]


class Said(NamedTuple):
    """What is said of a mistake.

    did        what the student seems to have done
    wrong      the rule that this amounts to, in general form
    right      the rule in its place
    hint       where to look, without the answer
    question   the next thing to think about
    kept       what is right so far
    """

    did: str
    wrong: str
    right: str
    hint: str
    question: str
    kept: str = ""


# --- marks -----------------------------------------------------------------------------------------------------------

CORRECT = "Correct."
CORRECT_UNTIDY = "Correct. It can be written more simply: {tidy}."
CORRECT_SMALLER = "Correct where both have a value; yours has none at {point}, where the derivative has one."
NOT_YET = "Not yet. I read {answer}."
UNDECIDED = "I read {answer}, and could not decide whether that is the derivative."
UNREADABLE = "I could not read the answer."
UNKNOWN = "I do not know how this came about."
RIGHT = "Right: {kept}."
SEEMS = "It looks as if {did}."
ALSO = "Or {did}."
AND = " and "
RULES = "That is {wrong}; the rule is {right}."
WRONG_RULE = "That would be {wrong}."
HINT = "Hint: {hint}"
NEXT = "Next: {question}"
TEST = "Test: at {point} the slope is {right}, yours {yours}."
TEST_NONE = "Test: at {point} the slope is {right}; yours has no value there."
EQUATION = "this is an equation, and an answer is one expression"
EQUATION_MEND = "write the derivative alone, or as dy/dx = …"
SOLUTION = "The derivative is {solution}."
START_OVER = "Which rule comes first: what is the last thing that you would do to compute {target}?"

# --- hints -----------------------------------------------------------------------------------------------------------

LAST_AT = "Computing this at {point}, what would you do last?"
LAST = "Computing this, what would you do last?"
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

# --- working ---------------------------------------------------------------------------------------------------------

LINES = {
    "holds": "{number} {text}: holds",
    "follows": "{number} {text}: follows from a line that does not hold",
    "wrong": "{number} {text}: does not follow",
    "undecided": "{number} {text}: could not be decided",
    "unreadable": "{number} {text}: could not be read, {error}",
}
IN_LINE = "Look at line {number}."
WORKINGS = {
    "correct": "Every line holds, and that is the derivative.",
    "unfinished": "Every line holds so far. What is still missing?",
}

# --- rules in general form -------------------------------------------------------------------------------------------

CHAIN = "f'(g(x)) · g'(x)"
PRODUCT = "f'·g + f·g'"
QUOTIENT = "(f'·g - f·g')/g²"
POWER = "n·u^(n - 1)·u'"
EXPONENTIAL = "a^u·ln(a)·u'"
MULTIPLE = "c·f'"
CONSTANT = "(c)' = 0"
SUM = "f' + g'"
LOGARITHM = "u'/(u·ln(b))"
BOTH_MOVE = "u^v·(v'·ln(u) + v·u'/u)"
FIRST_READ = "first read the function, then differentiate it"

_INSIDE = "the outer function was differentiated, with {inside} left inside"
_BOTH_PIECES = "both pieces are there, the outer derivative and that of {inside}"
_OUTER_KEPT = "the inside {inside} was treated as the rule asks"
_FACTORS = "it was seen that this is a product"
_FRACTION = "it was seen that this is a fraction of two functions"

SAID: dict[str, Said] = {
    # composites
    "C1": Said("{inside} stayed inside, but its own derivative is missing", "f'(g(x))", CHAIN,
               "The inside is changing too.", "How fast does {inside} change? Where does that belong?", _INSIDE),
    "C2": Said("{target} was taken for the same function of {variable} alone", "f'(x)", CHAIN,
               "There is a function inside this function.",
               "What stands inside {target}, and what has to happen to it?"),
    "C3": Said("the inside {inside} was replaced by {variable} in the outer derivative", "f'(x) · g'(x)", CHAIN,
               "The inside has to stay inside.",
               "At what is the outer derivative taken: at {variable}, or at {inside}?",
               "the derivative of {inside} is there"),
    "C4": Said("only the inside {inside} was differentiated", "g'(x)", CHAIN,
               "The outer function has a derivative as well.",
               "What is the derivative of the outer function of {target}?",
               "the derivative of {inside} is there"),
    "C5": Said("the derivative of {inside} was put inside the outer derivative", "f'(g'(x))", CHAIN,
               "Keep {inside} inside.", "Where does the derivative of {inside} belong?",
               "both derivatives were found"),
    "C6": Said("the derivative of {inside} was used inside as well as outside", "f'(g'(x)) · g'(x)", CHAIN,
               "Inside there is {inside} itself.", "Which of the two places is the one for the derivative of {inside}?",
               _BOTH_PIECES),
    "C7": Said("the outer function of {target} was left as it is", "f(g(x)) · g'(x)", CHAIN,
               "The outer function has to be differentiated too.", "What does the outer function turn into?",
               "the derivative of {inside} is there"),
    "C8": Said("{inside} was differentiated in its place, and the outer function left around it", "f(g'(x))", CHAIN,
               "Both functions change, one after the other.", "What is outer here, and what is inner?",
               "the derivative of {inside} was found"),
    "C9": Said("the two derivatives were added", "f'(g(x)) + g'(x)", CHAIN,
               "One change passes through the other.",
               "If {inside} moves 3 times as fast as {variable}, and {target} 2 "
               "times as fast as {inside}: how fast is {target}?", _BOTH_PIECES),
    "C10": Said("the outer derivative was multiplied by {inside} itself", "f'(g(x)) · g(x)", CHAIN,
                "Not the inside is wanted as a factor, but how fast it changes.", "What is the derivative of {inside}?",
                _INSIDE),
    "C11": Said("inner and outer function of {target} changed places", "(g(f(x)))'", "(f(g(x)))'",
                "Compute it for a number, and watch what is done first.",
                "At {variable} = 2, what would you work out first in {target}, and what last?"),
    "C12": Said("the chain inside {target} was cut short: one link in the middle is missing", "f'(g(h(x))) · h'(x)",
                "f'(g(h(x))) · g'(h(x)) · h'(x)", "There is a layer between the outermost and the innermost.",
                "Which functions do you meet on the way from outside to {variable}?", _INSIDE),
    "C13": Said("the derivative of {inside} was multiplied in twice", "f'(g(x)) · g'(x)²", CHAIN,
                "Once is enough.", "How often does {variable} pass through {inside} on its way out?", _BOTH_PIECES),
    "C14": Said("{target} was treated as a product of two functions", "f'(x)·g(x) + f(x)·g'(x)", CHAIN,
                "Nothing is multiplied here: one function stands inside the other.",
                "Is {inside} beside the outer function, or inside it?"),
    "C15": Said("the outer derivative was divided by that of {inside}", "f'(g(x))/g'(x)", CHAIN,
                "Dividing belongs to integrating.",
                "Does {target} change faster or slower when {inside} changes faster?",
                _BOTH_PIECES),
    # powers
    "P1": Said("the exponent came down in front, but was not lowered", "n·u^n·u'", POWER,
               "Two things happen to an exponent.", "What becomes of the exponent itself?",
               "the exponent stands in front"),
    "P2": Said("the exponent was lowered, but does not stand in front", "u^(n - 1)·u'", POWER,
               "Two things happen to an exponent.", "Which factor comes down in front?", "the exponent is one less"),
    "P3": Said("the exponent was raised by one", "n·u^(n + 1)·u'", POWER,
               "Raising belongs to integrating.", "Is the new exponent one more or one less?",
               "the exponent stands in front"),
    "P4": Said("one was added to the negative exponent, not taken away", "n·u^(n + 1)·u'", POWER,
               "One less than a negative number is further from 0.", "Which number is one less than that exponent?",
               "the exponent stands in front"),
    "P5": Said("the new exponent was put in front, not the old one", "(n - 1)·u^(n - 1)·u'", POWER,
               "First comes the factor, then the exponent is lowered.", "Which exponent comes down: before or after?",
               "the exponent is one less"),
    "P6": Said("the bottom of the fraction was differentiated in its place", "c/u'", "-c·u'/u²",
               "A fraction is no sum: its parts cannot be differentiated where they stand.",
               "How could {target} be written as a power?"),
    "P7": Said("{target} turned into a logarithm", "c·ln(u)", "-c·u'/u²",
               "That is what integrating 1/x would give.",
               "Which function has 1/x as its derivative, and which is asked?"),
    "P8": Said("the factor in front was added to the exponent", "(c + n)·x^(n - 1)", "c·n·x^(n - 1)",
               "The two numbers are both factors.", "What is done with two factors in front?",
               "the exponent is one less"),
    "P9": Said("the derivative of {inside} was raised to the power", "(u')^n", POWER,
               "The power is the outer function, and has a derivative of its own.",
               "What is the derivative of u^n by u?",
               "the derivative of {inside} was found"),
    # products
    "M1": Said("the derivatives of the factors of {target} were multiplied", "f'·g'", PRODUCT,
               "Each factor changes while the other stands still.", "How many terms does the product rule have?",
               "each factor was differentiated"),
    "M2": Said("each factor was multiplied by its own derivative", "f·f' + g·g'", PRODUCT,
               "A derivative is multiplied by the other factor.", "Which factor stands still while {inside} changes?",
               "two terms, with both derivatives in them"),
    "M3": Said("the two terms were subtracted", "f'·g - f·g'", PRODUCT,
               "The minus belongs to fractions.", "Which sign stands in the product rule?",
               "both terms are there"),
    "M4": Said("the derivatives of the factors of {target} were added", "f' + g'", PRODUCT,
               "That is the rule for sums.", "Are {inside} and {other} added, or multiplied?",
               "each factor was differentiated"),
    "M5": Said("only one of the two terms of the product rule is there", "f'·g or f·g'", PRODUCT,
               "Both factors change.", "Which factor has not had its turn?", "one of the terms"),
    "M6": Said("one of the factors was not differentiated in its term", "f'·g + f·g", PRODUCT,
               "In each term exactly one factor is differentiated.", "Which term has no derivative in it?",
               "one of the terms"),
    "M7": Said("one term is missing: each factor of {target} has to have its turn", "f'·g·h + f·g'·h",
               "f'·g·h + f·g'·h + f·g·h'", "As many factors, as many terms.",
               "Which factor has not been differentiated?",
               "the terms that are there"),
    # fractions
    "Q1": Said("top and bottom of {target} were differentiated each for itself", "f'/g'", QUOTIENT,
               "A fraction needs a rule of its own.", "Which rule is for one function over another?",
               "both derivatives were found"),
    "Q2": Said("the bottom was not squared", "(f'·g - f·g')/g", QUOTIENT, "Look at what stands under the line.",
               "What is under the line in the quotient rule?", "the top"),
    "Q3": Said("the top was squared and put under the line", "(f'·g - f·g')/f²", QUOTIENT,
               "Look at what stands under the line.", "Which of the two functions is squared?", "the top"),
    "Q4": Said("the two terms on top were added", "(f'·g + f·g')/g²", QUOTIENT, "Look at the sign on top.",
               "Does a growing bottom make the fraction grow?", "both terms, and what stands under the line"),
    "Q5": Said("nothing was divided by", "f'·g - f·g'", QUOTIENT, "Something is missing under the line.",
               "What stands under the line in the quotient rule?", "the top"),
    "Q6": Said("the two terms on top are in the wrong order", "(f·g' - f'·g)/g²", QUOTIENT,
               "The order matters where there is a minus.",
               "Which term comes first: the one with f', or the one with g'?",
               "both terms, and what stands under the line"),
    "Q7": Said("the bottom of {target} was treated as a constant", "f'/g", QUOTIENT, "The bottom is changing too.",
               "What does the change of {other} do to the fraction?", "the top was differentiated"),
    "Q8": Said("the minus is missing", "c·g'/g²", "-c·g'/g²", "Nearly: look at the sign.",
               "If the bottom grows, does the fraction grow or fall?", "everything but the sign"),
    "Q9": Said("the fraction was turned upside down first", "(g/f)'", QUOTIENT, "Look again at what is on top.",
               "Which function is on top of {target}?"),
    "Q10": Said("the derivative of the bottom was squared", "(f'·g - f·g')/g'²", QUOTIENT,
                "Look at what stands under the line.", "What is squared: the bottom, or its derivative?", "the top"),
    # exponentials and logarithms
    "E1": Said("the power rule was used where the exponent moves", "u·a^(u - 1)·u'", EXPONENTIAL,
               "The power rule is for a fixed exponent.", "What moves in {target}: the base, or the exponent?"),
    "E2": Said("the factor that comes from the base is missing", "a^u·u'", EXPONENTIAL,
               "Only for the base e there is no such factor.", "Which factor tells one base from another?",
               "the power itself stays"),
    "E3": Said("the logarithm of the exponent was taken", "a^u·ln(u)·u'", EXPONENTIAL,
               "A logarithm belongs there, but of something else.", "Whose logarithm is it: base or exponent?",
               "the power itself stays, and there is a logarithm"),
    "E4": Said("it was divided by the logarithm of the base", "a^u·u'/ln(a)", EXPONENTIAL,
               "Dividing belongs to integrating.", "Is the logarithm of the base a factor or a divisor?",
               "the power itself stays, and the logarithm is the right one"),
    "E5": Said("the base of the logarithm was forgotten", "u'/u", LOGARITHM, "This is not the natural logarithm.",
               "How is this logarithm written by ln?", "one over the inside"),
    "E6": Said("the logarithm of the base was multiplied in", "ln(b)·u'/u", LOGARITHM,
               "The right logarithm, in the wrong place.", "How is this logarithm written by ln?",
               "one over the inside"),
    "E7": Said("one over the logarithm was taken for its derivative", "u'/ln(u)", "u'/u",
               "A derivative is not one over the function.", "What is the slope of ln at 1, at 2, at 10?"),
    "E8": Said("the exponent was treated as a fixed number", "v·u^(v - 1)·u'",
               BOTH_MOVE, "Base and exponent both move.",
               "What does taking logarithms on both sides give?", "what the base contributes"),
    "E9": Said("the base was treated as a fixed number", "u^v·ln(u)·v'", BOTH_MOVE, "Base and exponent both move.",
               "What does taking logarithms on both sides give?", "what the exponent contributes"),
    "E10": Said("power rule and the exponent's derivative were multiplied", "v·u^(v - 1)·u'·v'", BOTH_MOVE,
                "Base and exponent both move, and each contributes a term.",
                "What does taking logarithms on both sides give?"),
    "N6": Said("the logarithm was taken for that to base 10", "u'/(u·ln(10))", "u'/u", "Which logarithm is meant here?",
               "To which base is the logarithm in {target}?", "one over the inside"),
    # trigonometric and hyperbolic functions
    "T1": Said("the minus of the cosine's derivative is missing", "sin(u)·u'", "-sin(u)·u'", "Nearly: only the sign.",
               "Which of sin and cos brings a minus when differentiated?", "everything but the sign"),
    "T2": Said("there is a minus that the sine's derivative does not have", "-cos(u)·u'", "cos(u)·u'",
               "Nearly: only the sign.", "Which of sin and cos brings a minus when differentiated?",
               "everything but the sign"),
    "T3": Said("the square is missing in the tangent's derivative", "sec(u)·u'", "sec(u)²·u'",
               "The right function, but something is missing.", "What does the quotient rule for sin/cos give?"),
    "T4": Said("the secant's derivative was used for the tangent", "sec(u)·tan(u)·u'", "sec(u)²·u'",
               "That formula belongs to another function.", "Whose derivative is sec · tan?"),
    "T5": Said("there is a minus that the tangent's derivative does not have", "-sec(u)²·u'", "sec(u)²·u'",
               "Nearly: only the sign.", "Does the tangent grow or fall?", "everything but the sign"),
    "T6": Said("in tan = sin/cos, top and bottom were differentiated each for itself", "-cot(u)·u'", "sec(u)²·u'",
               "A fraction needs the quotient rule.", "What does the quotient rule for sin/cos give?"),
    "T7": Said("the formula for the secant is another one", "sec(u)²·u'", "sec(u)·tan(u)·u'",
               "That formula belongs to another function.", "Whose derivative is a square?"),
    "T8": Said("the minus of the cotangent's derivative is missing", "csc(u)²·u'", "-csc(u)²·u'",
               "Nearly: only the sign.", "Look at the names: which functions bring a minus?",
               "everything but the sign"),
    "T9": Said("the minus of the cosecant's derivative is missing", "csc(u)·cot(u)·u'", "-csc(u)·cot(u)·u'",
               "Nearly: only the sign.", "Look at the names: which functions bring a minus?",
               "everything but the sign"),
    "T10": Said("cosh was given the minus of the cosine", "-sinh(u)·u'", "sinh(u)·u'", "Nearly: only the sign.",
                "How are cosh and sinh made of e^u and e^(-u)?", "everything but the sign"),
    # inverse functions
    "I1": Said("the inverse function was read as one over the function", "(1/sin(u))'", "(arcsin(u))'",
               "The -1 in sin⁻¹ is no exponent.", "Which angle has this sine? Is that the same as one over the sine?"),
    "I2": Said("the root is missing under the line", "u'/(1 - u²)", "u'/√(1 - u²)",
               "Look at what stands under the line.",
               "Which theorem about triangles brings the derivative of an inverse sine about?", "1 minus the square"),
    "I3": Said("there is a root that the derivative of arctan does not have", "u'/√(1 + u²)", "u'/(1 + u²)",
               "That formula belongs to another function.", "Which inverse functions have a root, and which have none?",
               "1 plus the square"),
    "I4": Said("there is a minus where arctan has a plus", "u'/(1 - u²)", "u'/(1 + u²)", "Look at the sign inside.",
               "Is the slope of arctan ever without a value?", "the form of it"),
    "I5": Said("the minus of the derivative of arccos is missing", "u'/√(1 - u²)", "-u'/√(1 - u²)",
               "Nearly: only the sign.", "Does arccos grow or fall?", "everything but the sign"),
    "I6": Said("there is a plus under the root", "u'/√(1 + u²)", "u'/√(1 - u²)", "Look at the sign under the root.",
               "For which u does the function have values at all?", "the root"),
    "I7": Said("the rule for the direct function was copied to the inverse one", "arccos(u)·u'", "u'/√(1 - u²)",
               "The derivative of an inverse function is no inverse function.",
               "What does differentiating sin(y) = u on both sides give?"),
    "I8": Said("inside the formula only a part of {inside} was squared", "(k·x)² = k·x²", "(k·x)² = k²·x²",
               "All that is inside is squared.", "What is the square of {inside}?", "the form of it"),
    # constants
    "K1": Said("a constant was carried along", "(c)' = c", CONSTANT, "A constant does not change.",
               "How fast does a constant change?", "all the other terms"),
    "K2": Said("a constant was given the slope 1", "(c)' = 1", CONSTANT, "A constant does not change.",
               "How fast does a constant change?", "all the other terms"),
    "K3": Said("the constant factor of {target} was dropped", "f'", MULTIPLE, "A constant factor stays in front.",
               "If everything is so many times as high, how steep is it?", "the derivative of {inside}"),
    "K4": Said("the product rule was used, with slope 1 for the constant factor", "f + c·f'", MULTIPLE,
               "The product rule works here too, if the constant gets its slope.", "How fast does a constant change?",
               "the term with the derivative"),
    "K5": Said("the constant factor made {target} vanish", "(c·f)' = 0", MULTIPLE,
               "A constant that is added vanishes; one that is multiplied stays.", "Does {target} change at all?"),
    "K6": Said("a fixed number was differentiated as if it were a variable", "(π^n)' = n·π^(n - 1)", CONSTANT,
               "A number with a name is still a number.", "Does that number change with {variable}?",
               "all the other terms"),
    # sums and signs
    "S1": Said("the sign of one term is turned round", "f' + g' for f - g", "f' - g'", "Nearly: look at the signs.",
               "Which term has the wrong sign?", "every term but for a sign"),
    "S2": Said("one term was left as it is", "f' + g", SUM, "Every term has its turn.",
               "Which term has not been differentiated?", "the other terms"),
    "S3": Said("the sign of the whole answer is turned round", "-f'", "f'", "Nearly: only the sign.",
               "Where could a minus have come in, or have been lost?", "everything but the sign"),
    "S4": Said("one term is missing", "f'", SUM, "Count the terms.", "Which term has not had its turn?",
               "the terms that are there"),
    "S5": Said("a minus inside {target} became a plus", "(f(u + v))'", "(f(u - v))'",
               "Compare the inside with the task.",
               "Which sign stands inside {target}?"),
    # algebra
    "A1": Said("the power was spread over the terms of the sum", "(a + b)^n = a^n + b^n", "(a + b)^n is no a^n + b^n",
               "Try it with numbers: (1 + 2)² and 1² + 2².", "Which is the last thing done in {target}?"),
    "A2": Said("the logarithm was spread over the terms of the sum", "ln(a + b) = ln(a) + ln(b)",
               "ln(a·b) = ln(a) + ln(b)", "That rule is for a product inside.", "Is there a product or a sum inside?"),
    "A3": Said("the function was spread over the terms of the sum", "f(a + b) = f(a) + f(b)",
               "f(a + b) is no f(a) + f(b)", "Try it with numbers.", "What stands inside {target}, as one piece?"),
    "A4": Said("the minus in front of a bracket reached its first term only", "-(b + c) = -b + c", "-(b + c) = -b - c",
               "The minus is for the whole bracket.", "Which terms does the minus in front of the bracket turn round?"),
    "A5": Said("the bracket around the derivative of {inside} was lost", "k·a' + b'", "k·(a' + b')",
               "Put a bracket around what is multiplied.", "How far does the factor reach?", _BOTH_PIECES),
    "A6": Said("something was cancelled in one term only", "(f' - f·g')/g", QUOTIENT,
               "Cancelling works for factors of the whole top.",
               "Is what was cancelled a factor of every term on top?"),
    "A7": Said("the factor in front was drawn into the power", "(n·u'·u)^(n - 1)", POWER,
               "A factor in front of a power is not raised with it.", "Is 2·3² the same as (2·3)²?", "all the pieces"),
    "A8": Said("the factor outside was drawn into the function", "f'(g(x)·g'(x))", CHAIN,
               "A factor in front of a function cannot go inside.", "Is 2·cos(x) the same as cos(2x)?",
               "all the pieces"),
    "A9": Said("the factor went under the line with the power", "1/(n·u^(n + 1))", POWER,
               "Only the power with the negative exponent goes under the line.",
               "Which factor has a negative exponent?",
               "the exponent"),
    # the whole answer
    "N1": Said("the function was copied, not differentiated", "f", "f'", "That is the function itself.",
               "What is asked: the height, or the slope?"),
    "N2": Said("it was integrated, not differentiated", "∫ f", "f'", "Differentiate your answer, and see what you get.",
               "In which direction does the power of a term change when you differentiate?"),
    "N3": Said("it was differentiated twice", "f''", "f'", "You went one step too far.",
               "What did you have before the last step?"),
    "N4": Said("the letter for the inside was not put back", "f'(u) · g'(x)", CHAIN,
               "The answer is to be in terms of {variable}.", "What does the letter stand for?",
               "the rest of it"),
    "N5": Said("a bracket is missing under the line: a/b·c means (a/b)·c", "a/b·c", "a/(b·c)",
               "As typed, it means something else than you may have meant.", "What is to stand under the line?",
               "what you meant, it seems"),
    "N7": Said("a bracket is missing around the exponent: a^b·c means (a^b)·c", "a^b·c", "a^(b·c)",
               "As typed, it means something else than you may have meant.", "What is to stand in the exponent?",
               "what you meant, it seems"),
    "N8": Said("the power stands on the wrong side of the bracket", "f(x²) for f(x)²", "f(x)² is (f(x))²",
               "The power of a function and the function of a power are two things.",
               "What is squared: the inside, or the function?", "what you meant, it seems"),
    # networks and several letters
    "B1": Said("one of the paths from {variable} is missing", "one path", "the sum over all paths",
               "{variable} works in more than one place.", "In which places does {variable} occur?",
               "the path that is there"),
    "B2": Said("it was differentiated by another letter", "the slope by another letter",
               "the slope by the letter that was asked for",
               "Look at the letter to differentiate by.", "Which letters stand still when {variable} moves?"),
    "B3": Said("the activation's own derivative is missing", "z'", "a'(z) · z'", "The activation has a slope, too.",
               "What is the slope of the activation there?", "the derivative of what goes into it"),
    "B4": Said("the activation's slope was taken at its input, not at its output", "z·(1 - z)", "a·(1 - a), a = σ(z)",
               "The formula is in terms of the activation.", "Which value goes into a·(1 - a): before or after?",
               "the form of it"),
    "B5": Said("there is a plus in the sigmoid's slope", "a·(1 + a)", "a·(1 - a)", "Look at the sign.",
               "What is the slope of the sigmoid when it is nearly 1?", "everything but a sign"),
    "B6": Said("the -1 from inside the second logarithm is missing", "y/p + (1 - y)/(1 - p)", "y/p - (1 - y)/(1 - p)",
               "1 - p falls when p grows.", "What is the derivative of 1 - p?", "everything but a sign"),
    "B7": Said("the activation's slope was multiplied in once more", "(a - y)·a·(1 - a)·x", "(a - y)·x",
               "With this loss it has cancelled already.", "What does the loss's derivative have under the line?",
               "the difference of output and aim"),
    "B8": Said("the weights were taken in transposed order", "w_ij for w_ji", "w_ji", "Follow the arrows backwards.",
               "Which weight connects these two?"),
    "B9": Said("the 2 from the square is missing", "(a - y)·a'", "2·(a - y)·a'", "A square brings a factor.",
               "What is the derivative of u² by u?", "everything but a factor"),
    "B10": Said("the factor of the mean is missing", "the sum of the slopes", "the mean of the slopes",
                "A mean is a sum with a factor in front.", "Over how many is the mean taken?", "every term"),
    "B11": Said("the formula for the same index was used for two different ones", "s·(1 - s)", "-s_i·s_j",
                "There are two cases.", "Does {variable} occur on top?"),
    "B12": Said("the bias was multiplied by the input", "δ·x", "δ", "A bias is added as it is.",
                "What is the derivative of w·x + b by b?", "what arrives from above"),
    "B13": Said("the other letters were differentiated too", "the sum over all letters", "the others stand still",
                "Only {variable} moves.", "Which letters are constants here?", "the part by {variable}"),
    "B14": Said("the derivative of the inner unknown function is missing", "g'(y)", "g'(y) · y'",
                "It depends on {variable}, too.", "How does {inside} get into {target}?", "the outer derivative"),
    "B15": Said("the square is missing in the slope of tanh", "1 - a", "1 - a²", "Look at the power.",
                "What is the slope of tanh at 0, and far away?", "the form of it"),
}  # fmt: skip
