"""Every sentence that a listing says, once. A field in braces is filled with an expression or with words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from string import Formatter

from chainrule.calculus.derivation import Step
from chainrule.expression.nodes import Node
from chainrule.rendering.listing.blocks import Phrase

__all__ = ["ORDINALS", "comma_and", "joined", "kind_of", "layer_role", "nth_derivative", "rule_label",
           "rule_label_for", "said", "share"]  # fmt: skip

# --- the reading -----------------------------------------------------------------------------------------------------

READ_AS = "Read as"
BY = "by {variables}"
HELD = "{names} held constant"
UNCHANGED = "nothing is differentiated"

# --- labels of lines -------------------------------------------------------------------------------------------------

OUTER_BY = "Outer, by {letter}"
MIDDLE_BY = "{name}, by {letter}"
INNER_BY = "Inner, by {variable}"
PART_BY = "{name}, by {variable}"
MULTIPLY = "Multiply"
PUT_BACK = "Put {letters} back"
PUT_ALL_BACK = "Put back"
ADD = "Add"
PUT_TOGETHER = "Put together"
TERM_BY_TERM = "Term by term"
CHAIN_RULE = "chain rule"
RULE_FOR = "{rule} for {target}"
TIDY = "Tidy"
ONE_FRACTION = "one fraction"
TIDY_BY = "Tidy, {names}"
EACH_ARGUMENT = "{name}, by {letter}"
LOGARITHM = "Logarithm"
LEFT = "Left, chain rule ({name} depends on {variable})"
RIGHT = "Right, product rule"
EQUATE = "Equate"
TIMES = "Times {name}"
PUT_NAME_BACK = "Put {name} back"

# --- roles in a table of names ---------------------------------------------------------------------------------------

OUTER, INNER, MIDDLE, LAYER = "outer", "inner", "middle", "layer {number}"
NEEDS = "{role}, needs {conditions}"

# --- remarks and sentences -------------------------------------------------------------------------------------------

AS_IN = "(as in step {number})"
CONSTANT_TERMS = "({terms} is constant: slope 0)", "({terms} are constant: slope 0)"
CONSTANT_BESIDE = "The constant term {terms} has slope 0.", "The constant terms {terms} have slope 0."
OTHERS = "the others"
NO_CHANGE = "{target} does not change with {variable}."
NOT_COMPOSITE = {
    "product": "A product, not a composite: the factors stand side by side, none is inside another.",
    "quotient": "A quotient, not a composite: one function stands over another, none is inside another.",
    "sum": "A sum, not a composite: its terms are differentiated one by one.",
}
PLAIN_INSIDE = "Not a composite: inside there is {variable} alone."
STAYS = "The constant factor {constant} stays in front."
MINUS_STAYS = "The minus stays in front."
STAY_IN_FRONT = "Constant factors and signs stay in front, constant terms have slope 0."
BOTH_VARY = (
    "Base and exponent both vary: "
    "neither the power rule (fixed exponent) nor the exponential rule (fixed base) applies."
)
TAKE_LOGARITHMS = "Take logarithms; {name} > 0."
BRANCHES = "Each branch is differentiated where it holds."
ARGUMENTS = "Several arguments change with {variable}: each contributes its own product."
FIRST_BY = "First by {variable}, with {names} held constant"
THEN_BY = "Then by {variable}, with {names} held constant"

GRADIENT_AT = "At {point} it is ({numbers})."
GRADIENT = "Gradient of {name} by {variables}: ({partials})"
HEADINGS = "{ordinal} derivative"
ORDINALS = ("Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")

# --- systems of definitions ------------------------------------------------------------------------------------------

ARROW = " → "
INDENT = "  "
NO_PATH = "{name} does not depend on {variable}: the derivative is 0."
ONE_PATH = "One path: {path}"
SEVERAL_PATHS = "{name} depends on {variable} along {count} paths; each contributes its product, and they are added:"
MANY_PATHS = (
    "{count} paths lead from {variable} to {name}, too many to list. "
    "The reverse pass adds them up from {name} down, each name once:"
)
NAMES_LEFT_OUT = "({count} names in between are left out.)"
ADD_PATHS = "Multiply and add"
PUT_NAMES = "Put {names}"
NAME_FOR = "{name} for {value}"
ANSWER_WITH = "Answer: {total} = {answer}, with {equations}"
PARTIAL_AND_TOTAL = (
    "Two rates: {partial} = {slope} with {names} held; {total} lets everything move that depends on {variable}."
)
SAFE_TO_CANCEL = (
    "Cancelling is safe: {denominators} is never 0 here.", "Cancelling is safe: {denominators} are never 0 here.",
)  # fmt: skip
LONG_ANSWER = "With everything put back the answer has {count} operations or more, too many to print."
ACTS = {"multiply in, cancel": "multiply in, cancel", "expand": "expand", "collect": "collect"}

# --- where it holds --------------------------------------------------------------------------------------------------

HOLDS_EVERYWHERE = "Holds for every real {variables}."
HOLDS_ALWAYS = "Holds for all real values."
HOLDS_FOR = "Holds for {conditions}."
HOLDS_WHERE = "Holds where {conditions}."
HOLDS_NOWHERE = "There is no real {variable} where this holds: it would need {conditions}."
HOLDS_WHEREVER = "Holds wherever {functions} {is_or_are} differentiable."
AND_WHEREVER = "{holds} and {functions} {is_or_are} differentiable"
IS_OR_ARE = "is", "are"
WHERE_BRANCHES_MEET = "Where two branches meet, the slope has to be looked at on its own."
HOLDS_LONG = "Holds where every part of it has a real value and a slope."
WHOLE_EXPONENT = "For whole {exponent} it holds for {condition} too."
ELSEWHERE = "Elsewhere {name} has no real value, though {answer} may."
NO_SLOPE_AT = "{name} has no slope at {places}."
NOT_POLES = "{argument} is not {numbers} and so on"
OR = " or "
EITHER = "either "

# --- at a point ------------------------------------------------------------------------------------------------------

AT_POINT = "At {point}"
INSIDE_AT = "The inside {name} = {expression} is {value} there and {moves}."
LINK_AT = "{name} = {expression} is {value} and {moves}."
WHOLE_AT = "{name} = {expression} is {value} there and {moves} – here, for small changes."
LONG_AT = "{name} is {value} there and {moves} – here, for small changes."
SO_AT = "So {name} {moves} – here, for small changes."
GROWS = "grows {rate} per unit of {by}"
FALLS = "falls {rate} per unit of {by}"
STANDS_STILL = "stands still as {by} moves"
PART, VALUE, SLOPE = "part", "value", "slope"
EQUALS = " = "
TRENDS = {
    "increasing": "Value {value}, slope {slope}: the slope is positive, so {name} is increasing there.",
    "decreasing": "Value {value}, slope {slope}: the slope is negative, so {name} is decreasing there.",
    "level": "Value {value}, slope {slope}: {name} is level there.",
}
TRENDS_HELD = {
    "increasing": "Value {value}, slope {slope}: with {held} held, {name} increases with {variable} there.",
    "decreasing": "Value {value}, slope {slope}: with {held} held, {name} decreases as {variable} grows there.",
    "level": "Value {value}, slope {slope}: with {held} held, {name} is level in {variable} there.",
}
RESULT_AT = "The derivative of order {order} is {result} there."
NO_RESULT_AT = "The derivative of order {order} has no value there."
ANSWER_AT = "is the slope at {point}, where {name} is {value}"
NUDGED = "A small step of {step} in {variable}:"
BEFORE, AFTER, CHANGE = "before", "after", "change"
TIMES_INNER, EXACT_RATE = "ratio of changes", "exact rate"
DESCENT = "Gradient descent: replace {variable} by {variable} - {step} · {rate}, again and again."
DESCENT_CLIMBS = "It climbs instead: the step is too long here."
STEP, NOTHING = "step", "none"
DESCENT_ENDS = "It ends there: at {variable} = {place} {name} has no value or no slope."
DESCENT_OVERFLOWS = "It ends there: the next step would be too large for a number here."
NO_VALUE_AT = "{name} = {expression} has no real value there{because}."
BECAUSE_NEEDS = ": it needs {condition}, and {subject} is {value}"
BECAUSE_NONE = ", or one beyond this arithmetic"
STILL_AT = "{name} = {expression} is {value} there."
NO_SLOPE_HERE = "But the rules give no slope of {name} by {inside} there."
SLOPE_BEYOND = "But the slope of {name} by {inside} is beyond this arithmetic there."
NO_SLOPE_INSIDE = "But the rules give no slope of {name} by {inside} there, and so none of {whole}."

# --- read aloud ------------------------------------------------------------------------------------------------------

SPOKEN_STEP = "step {number}"
SPOKEN_ROLE = "{role},"

# --- the page --------------------------------------------------------------------------------------------------------

PAGE_TITLE = "Derivatives, step by step"
PAGE_OF_ONE = "The derivative of {target}"
SKIP = "Skip to the derivations"
CONTENTS = "Contents"
BACK_TO_TOP = "Back to the top"
CONTROLS = "Layers and steps"
LAYERS = "Layers:"
LAYER_OF = "Show layer {letter} everywhere"
OPEN_ALL = "Open all steps"
CLOSE_ALL = "Close all steps"
LIVE = "The function, a point and its tangent"
LIVE_GRAPH = "Graph of {title}, with a point and the tangent there"
LIVE_SLIDER = "Move {variable}:"
LIVE_RATES = "Every rate at this point"
LIVE_COLUMNS = "link", "value", "rate", "here"
_LIVE = "At {variable} = {place}, {name} is {value} and "
LIVE_GROWS = _LIVE + "grows {rate} per unit of {variable} – here, for small changes."
LIVE_FALLS = _LIVE + "falls {rate} per unit of {variable} – here, for small changes."
LIVE_LEVEL = "At {variable} = {place}, {name} is {value} and level – here, for small changes."
LIVE_NO_SLOPE = "At {variable} = {place}, {name} is {value}, but the rules give no slope."
LIVE_NO_VALUE = "At {variable} = {place}, {name} has no real value."

# --- other ways ------------------------------------------------------------------------------------------------------

ALSO = "This is also {expression}, {because}."
BECAUSE = {  # the identities of chainrule.calculus.alternatives
    "double-angle-sine": "by the double-angle formula",
    "double-angle-cosine": "by the double-angle formula",
    "pythagoras": "because the squares of sine and cosine add up to 1",
    "tangent": "because sine over cosine is the tangent",
    "cotangent": "because cosine over sine is the cotangent",
    "hyperbolic-tangent": "because sinh over cosh is tanh",
    "hyperbolic-cotangent": "because cosh over sinh is coth",
    "secant": "because one over the cosine is the secant",
    "cosecant": "because one over the sine is the cosecant",
    "exponential-of-logarithm": "because the exponential undoes the logarithm",
}
ANOTHER_WAY = "Another way: {name} = {expanded} has slope {slope}, the same."
WITHOUT_INNER = " Without the inner {factor} you get {share}."
SHARES = {2: "half", 3: "a third of it", 4: "a quarter of it"}
SHARE = "one part in {number}"

# --- pictures --------------------------------------------------------------------------------------------------------

PICTURED = {
    "graph": "The computational graph of {name} = {target}",
    "onion": "The layers of {name} = {target}",
    "gears": "The links of {name} = {target} and their rates",
    "function": "The graph of {name} = {target}",
}
PICTURED_AT = "at {point}"
PICTURED_WITH = "with {point}"
ONION_DEPENDS = "{name} depends on {inside}"
ONION_FROM_OUTSIDE = "From the outside in: {chain}."
PICTURE_LEAVES_OUT = "{count} layers left out here", "{count} links left out here"
PICTURE_OF_PART = "{target} is a composite in it; a picture of that alone shows its layers."
GEAR_TURNS = "{name} turns {rate} per unit of {inside} here"
GEAR_TURNS_BACK = "{name} turns {rate} back per unit of {inside} here"
GEAR_STANDS_STILL = "{name} stands still here, for small changes of {inside}"
GEAR_WITHOUT_RATE = "{name} has no rate here"
GEARS_AT_POINT = "Numbers are for small changes at {point}. The smaller a gear, the faster it turns."
GEARS_WITHOUT_POINT = "The rates multiply: one unit of {variable} is passed on from gear to gear."
GRAPH_TANGENT = "tangent at {point}: slope {slope}"
GRAPH_WITHOUT_TANGENT = "no tangent at {point}"
GRAPH_OF_NOTHING = "{target} has no real value anywhere near {place}, so there is no graph; choose another point"
PICTURE_OF_NOTHING = "nothing was differentiated; derive it with order=1 or more"
GRAPH_OF_UNKNOWN = "{functions} {is_or_are} unknown, so there is no graph to draw; put formulas there instead"
POINT_LACKS = "a point needs a number for {names} as well"
POINT_OF_NO_NUMBER = "{name} is no number that can be drawn"
NO_SUCH_PICTURE = "there is no picture called {name!r}; there are {names}"
PLOT_TOO_SMALL = "a plot needs at least {width} columns and {height} lines"
CHARTS, TERMINAL_PLOTS = "pygal, which draws charts,", "plotille, which draws in a terminal,"

# --- words -----------------------------------------------------------------------------------------------------------

# --- graphs ----------------------------------------------------------------------------------------------------------

GRAPH_AT, GRAPH_SYMBOLIC, NO_INPUTS = "at {point}", "without a point", "no inputs"
FORWARD_PASS = "Forward pass: values from the inputs up."
REVERSE_PASS = "Reverse pass: adjoints from the output down."
REVERSE_RULE = "Each edge passes on its signal, the adjoint above, times its local derivative; what arrives is added."
TANGENTS = "Forward mode: tangents from the inputs up."
TANGENT_RULE = "Each node moves by its local derivatives times the tangents of its parts, added."
NODE, FORMULA, INPUT, GIVEN, ADJOINT, TANGENT = "node", "formula", "input", "given", "adjoint", "tangent"
SIGNAL_TIMES_LOCAL, IN_NUMBERS = "signal · local derivative", "in numbers"
RATE_TIMES_TANGENT = "local derivative · tangent"
DOT, PLUS = " · ", " + "
DRAWN_ABOVE = "(drawn above)"
GRAPH_PICTURE = "On each line the local derivative of the node at its end by the node at its start."
LONG_PARTIAL = "{rate} takes {count} operations when it is written out; the graph does with fewer, for it shares them."
PATH_IN_GRAPH = "One path leads from {name} to {output}:"
PATHS_IN_GRAPH = "{count} paths lead from {name} to {output}; each contributes its product:"
PATHS_ADD = "Added: {rate} = {sum} = {number}"
NO_PATH_UP = "No path leads from {name} to {output}."
TOO_MANY_PATHS = (
    "{count} paths lead from {name} to {output}, more than the {limit} that are listed; the reverse pass adds them all."
)


KINDS = {
    "chain": "a composite",
    "product": "a product",
    "quotient": "a quotient",
    "sum": "a sum",
    "constant-multiple": "a constant multiple",
    "negation": "with a minus in front",
    "general-power": "a power with both parts moving",
    "several-arguments": "a function of several arguments",
    "piecewise": "branch by branch",
}


def said(template: str, **values: object) -> Phrase:
    """The template with its fields filled; expressions stay expressions."""
    phrase: list[str | Node] = []
    for text, field in _pieces(template):
        if text:
            phrase.append(text)
        if field is not None:
            value = values[field]
            if isinstance(value, tuple):
                phrase += value
            else:
                phrase.append(value if isinstance(value, Node) else str(value))
    return tuple(phrase)


@cache
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((text, field) for text, field, _, _ in Formatter().parse(template))


def joined(items: Iterable[str | Node | Phrase], between: str = ", ") -> Phrase:
    """Items with a separator between them."""
    phrase: list[str | Node] = []
    for index, item in enumerate(items):
        if index:
            phrase.append(between)
        if isinstance(item, tuple):
            phrase += item
        else:
            phrase.append(item)
    return tuple(phrase)


def comma_and(items: Sequence[str | Node | Phrase]) -> Phrase:
    """a; a and b; a, b and c."""
    if len(items) < 2:
        return joined(items)
    return (*joined(items[:-1]), " and ", *joined(items[-1:]))


def rule_label(step: Step) -> Phrase:
    """The name of the rule that a step applies."""
    return (CHAIN_RULE.capitalize(),) if step.is_composite else (step.applied.name.capitalize(),)


def rule_label_for(step: Step) -> Phrase:
    return said(RULE_FOR, rule=rule_label(step), target=step.target)


def kind_of(rule: str) -> Phrase:
    return said(KINDS.get(rule, ""))


def layer_role(index: int, count: int) -> str:
    """The part that layer `index` of `count` plays in an onion."""
    if index == 0:
        return OUTER
    if index == count - 1:
        return INNER
    return MIDDLE if count == 3 else LAYER.format(number=index + 1)


def share(number: int) -> str:
    """One over a whole number, in words."""
    return SHARES.get(number) or SHARE.format(number=number)


def nth_derivative(order: int) -> Phrase:
    ordinal = ORDINALS[order] if order < len(ORDINALS) else f"{order}{_suffix(order)}"
    return said(HEADINGS, ordinal=ordinal)


def _suffix(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
