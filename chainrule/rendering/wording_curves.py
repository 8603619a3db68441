"""The sentences about curves, inverse functions, tables of values and approximations. Fields are as in `wording`."""

from __future__ import annotations

# --- exact values ----------------------------------------------------------------------------------------------------

ABOUT = "about {number}"
ROUNDED = "rounded"
IN_BRACKETS = "({words})"
WHERE = "At {point}"

# --- curves by a parameter -------------------------------------------------------------------------------------------

BY_PARAMETER = "{second}, a curve by the parameter {parameter}"
IN_POLAR = "in polar coordinates, by the angle {parameter}"
COORDINATE_BY = "{name}, by {parameter}"
DIVIDE = "Divide"
SQUARES = "{identity} = 1"
NEXT = "{derivative}: the same rule, with {slope} in the place of {name}"
STANDS_FOR = "for {slope}"
SLOPE_THERE = "{slope} there"
VERTICAL_TANGENT = "{across} is 0 there and {up} is not: the tangent is vertical, and there is no slope."
HORIZONTAL_TANGENT = "The tangent is horizontal there."
SINGULAR = "{across} and {up} are both 0 there: a singular point, of which the rule says nothing."
TENDS = "Near it, {slope} = {expression} tends to {limit}."
ELSEWHERE = "Elsewhere {slope} is {limit}."
CUSP = "The curve turns back there: a cusp."
RETRACED = "The curve turns back there and goes the way it came: it ends there."
NO_CUSP = "The curve runs straight on there."
NO_RATE = "The rules give no {rate} there, and so no slope."
NO_HIGHER = "{slope} has no value there."

# --- inverse functions -----------------------------------------------------------------------------------------------

INVERSE_READ = "by {variable}; {inverse} is its inverse, {undone}"
INVERSE_RULE = "Inverse rule"
SOLVE = "Solve {equation}"
SOLVED = "({equation})"
GIVEN = "Given"
RATE_THERE = "Slope of {name} there"
RISES = "{slope} keeps one sign, so {name} is one-to-one on every interval on which it is defined."
ONE_TO_ONE = "This needs {name} to be one-to-one near {place}, and it is, because {slope} is not 0."
IN_GENERAL = "This holds where {name} is one-to-one and {slope} is not 0."
OTHER_PLACES = "{name} has this value elsewhere too, as at {places}: the inverse is that of the piece around {place}."
INVERSE_VERTICAL = "{slope} is 0: the graph of {inverse} has a vertical tangent at {value}, and so no slope."
INVERSE_TURNS = "{slope} is 0, and {name} turns back there: near {place} it is not one-to-one and has no inverse."

# --- tables of values ------------------------------------------------------------------------------------------------

FROM_A_TABLE = "by {variable}; of {functions} only values are known"
PUT_IN = "Put in {point}"
FROM_TABLE = "Table, {entries}"
WORK_OUT = "Work out"
VALUE_THERE = "The value there: {equation}."
VALUE_MISSING = "For the value of {call}, {missing} would be needed as well."

# --- total differential and linear approximation ---------------------------------------------------------------------

NEAR = "near {point}"
BY_EACH = "by {variables}"
DIFFERENTIAL = "Total differential"
THERE = "There"
ESTIMATED = "Change, estimated"
TRUE_CHANGE = "Change, true"
NO_VALUE_AFTER = "There is no real value after this change."
OFF = "The estimate is {error} too {which}."
EXACTLY = "The estimate is exact."
LARGE, SMALL = "large", "small"
OFF_IN_ALL = "The estimate is {error} too {which}, {percent} % of the true {what}."
CHANGE, VALUE = "change", "value"
RELATIVE = "{differential}/{name} = {part}: the quantity changes by {percent} %, estimated."
LINEAR = "Linear approximation"
MULTIPLIED_OUT = "Multiplied out"
ESTIMATE = "Estimate"
TRUE_VALUE = "True value"
NO_TRUE_VALUE = "The function has no real value there."
BENDS = {
    -1: "{second} is negative {where}: the graph bends down, below the line, and the estimate is too large.",
    1: "{second} is positive {where}: the graph bends up, above the line, and the estimate is too small.",
}
BETWEEN = "between the two places"
NEARBY = "at {place}, and so near it"
STRAIGHT = "The function is linear, and so the approximation is the function itself."
