"""What listings say of relations, of points on their curves, and of tangents; `wording` says the rest."""

from __future__ import annotations

# --- both sides differentiated ---------------------------------------------------------------------------------------

DEPENDS = "{dependent} depends on {variable}"
BRINGS = "{dependent} depends on {variable}: wherever {dependent} is differentiated, the chain rule brings {rate}."
SIDES = "Left side", "Right side"
BY_RULE = "({rule})"
RULES = {"sum": "term by term", "constant": "it does not change", "chain": "chain rule", "unknown-function": "",
         "variable": ""}  # fmt: skip
EQUATE = "Equate"
CLEAR = "Times {divisor}"
CLEAR_IT = "Times the denominator"
COLLECT = "Collect {rate}"
FACTOR = "Factor out {rate}"
DIVIDE = "Divide by {divisor}"
DIVIDE_BY_FACTOR = "Divide"
SOLVE = "Solve for {rate}"

# --- higher orders ---------------------------------------------------------------------------------------------------

AGAIN = "Differentiate again"
PUT_IN = "Put {rate} in"
ON_THE_CURVE = "On the curve"
BECAUSE = "(because {before} = {after} there)"

# --- where it holds --------------------------------------------------------------------------------------------------

HOLDS = "Holds at every point of the curve."
HOLDS_WHERE = "Holds at the points of the curve where {conditions}."
HOLDS_LONG = "Holds at the points of the curve where every part has a value and nothing is divided by 0."
HOLDS_WHEREVER = "{holds} It needs {functions} to be differentiable."
NO_POINTS = "No real {variables} satisfy this relation: its curve has no points."

# --- at a point ------------------------------------------------------------------------------------------------------

LIES_ON_IT = "The point lies on the curve: both sides are {value} there."
ABOUT = " ≈ "
VERTICAL = "There {coefficient} is 0 and {rest} is not: the tangent is vertical, and {rate} has no value."
SINGULAR = (
    "There {coefficient} and {rest} are both 0: the point is singular, the relation gives no slope, and the curve may "
    "have several tangents there, or none."
)
NO_SLOPE = "The rules give no slope there."

# --- tangents --------------------------------------------------------------------------------------------------------

TANGENT_AT = "Tangent and normal at {point}"
POINT = "Point"
SLOPE = "Slope"
TANGENT = "Tangent"
NORMAL = "Normal"
AT_RIGHT_ANGLES = "(slope {slope}, at right angles)"
HORIZONTAL_TANGENT = "(horizontal)"
VERTICAL_TANGENT = "(vertical)"
