"""The sentences about curves, inverse functions, tables of values and approximations. Fields are as in `wording`."""

from __future__ import annotations

# --- exact values ----------------------------------------------------------------------------------------------------

ABOUT = "about {number}"
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
NO_CUSP = "The curve runs straight on there."
NO_RATE = "The rules give no {rate} there, and so no slope."
NO_HIGHER = "{slope} has no value there."
