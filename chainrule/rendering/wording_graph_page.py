"""Every sentence of the page of a computational graph, once. A field in braces is filled here or by the script."""

from __future__ import annotations

__all__ = ["SCRIPT"]

TITLE = "The computational graph of {target}"
SKIP = "Skip to the graph"
HOW = "Step forward through the values, then backward through the adjoints."
KEYS = (
    "Keys: ← and → step, Home and End jump; in the drawing ↑ and ↓ walk from node to node, Enter shows one closely."
)
STEPS = "Steps"
BUTTONS = {"first": "Start", "back": "← Back", "next": "Next →", "last": "Show all"}
COUNT = "Step {step} of {count}"

# --- inputs ----------------------------------------------------------------------------------------------------------

INPUTS = "Inputs"
INPUTS_HOW = "Type a number, such as −2, 0.5, 1/3 or pi/4; everything is worked out again."
INPUT = "{name} ="
HELD = "(held)"
UNKNOWN = "{names} {is_or_are} unknown, so the graph has formulas and no numbers."

# --- the drawing -----------------------------------------------------------------------------------------------------

DRAWING = "The graph, from the inputs at the left to {output} at the right"
LEGEND_VALUE = "value, on the way forward"
LEGEND_ADJOINT = "adjoint, on the way backward"
LEGEND_LOCAL = "local derivative, on each line"
ZOOM = {"out": "Smaller", "in": "Larger", "fit": "Fit"}
ZOOMING = "Size of the drawing"
TOO_LARGE = "The graph has {count} nodes, too many to be drawn (up to {most} are). The table has them all."

# --- one node --------------------------------------------------------------------------------------------------------

CLOSELY = "One node closely"
CLOSELY_HOW = "Choose a node, in the drawing or in the table."
SIGNAL = "Incoming signal:"
VALUE = "Value:"
PASSED_ON = "What goes on to each part: signal times local derivative"
PASSED_COLUMNS = "part", "local derivative", "number", "signal", "product"
COLLECTED = "Where the signal comes from: what each use passes on, added up"
COLLECTED_COLUMNS = "from", "local derivative", "number", "signal", "product"
NO_SIGNAL = "Nothing is passed back to it: it is held, or only chooses a branch."
CONSTANT = "A constant: it does not move, and nothing is passed back to it."

# --- node by node ----------------------------------------------------------------------------------------------------

TABLE = "Node by node"
TABLE_HOW = "Values on the way forward, adjoints on the way backward"
TABLE_COLUMNS = "node", "value", "adjoint"

# --- paths -----------------------------------------------------------------------------------------------------------

PATHS = "Paths"
PATHS_HOW = "Each path contributes the product of its local derivatives. Choose one to see it in the drawing."
PATH = "Show the path {path}"
ALL_PATHS = "All paths together:"
MANY_PATHS = "{count} paths lead from {name} to {output}, too many to list; the backward pass adds them all up."
NO_PATH = "{output} does not change with {name}."

# --- what the script says --------------------------------------------------------------------------------------------

SCRIPT = {
    "none": "none",
    "missing": "…",
    "noValue": "no value",
    "noValueHere": "no value here: {cause}",
    "count": COUNT,
    "start": "Start: the inputs come first. Next works out what is made of them.",
    "nothing": "There is nothing to work out: no input is used.",
    "forward": "Forward: {equation}, which is {value}.",
    "forwardEmpty": "Forward: {equation}.",
    "seed": "Backward: {rate} = 1, for {name} moves as fast as itself.",
    "backOne": "Backward: {name} gets the signal {signal} of {whole} times the local derivative {local}: {product}.",
    "backSum": "Backward: {name} is used {count} times, and gets {products}; together {adjoint}.",
    "backNone": "Backward: nothing is passed on to {name}.",
    "backEmpty": "Backward: {rate} = {sum}.",
    "product": "{signal} · {local} from {whole}",
    "node": "{equation}. Value {value}, incoming signal {adjoint}.",
    "nodeHeld": "{equation}. Value {value}. " + NO_SIGNAL,
    "constant": "{name}. " + CONSTANT,
    "local": "Local derivative by {part}: {formula}.",
    "passes": "On to {part}: {local} · {signal} = {product}.",
    "labelValue": ", value {value}",
    "labelAdjoint": ", adjoint {adjoint}",
    "pathEmpty": "Path {path}.",
    "path": "Path {path}: its product is {rate}.",
    "changed": "{output} is now {value}; {gradient}.",
    "changedValue": "{output} is now {value}.",
    "lost": "{name} has no value here: {cause}.",
    "after": "{name} has no value, for {first} has none.",
    "lostAdjoint": "{rate} has no value here: {cause}.",
    "large": "too large for a number here",
    "corner": "there is a corner, or an end of the domain",
    "zero": "division by 0",
    "branch": "no branch applies",
    "raised": "{u} to the power {v}",
    "of": "{name} of {values}",
    "and": " and ",
    "noNumber": "{name} has no number",
    "unknown": "{name} is an unknown function",
    "empty": "A number is missing here.",
    "bad": "“{text}” is no number; write it as −2, 0.5, 1/3 or pi/4.",
    "comma": "“{text}” has a comma; write {mend}.",
    "divided": "“{text}” divides by 0.",
    "beyond": "“{text}” is too large for a number here.",
}
