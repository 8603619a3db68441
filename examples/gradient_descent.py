"""A gradient in two variables, and down it to the lowest point of a valley."""

import chainrule as cr

VALLEY = cr.parse("(1 - x)^2 + 5(y - x^2)^2")
GRADIENT = cr.gradient(VALLEY, ["x", "y"])

for name, partial in zip("xy", GRADIENT, strict=True):
    print(f"by {name}: {partial}")

x, y = -1.0, 2.0
for step in range(2001):
    if step % 500 == 0:
        print(f"after {step:4} steps: x = {x:.4f}, y = {y:.4f}, height {cr.evaluate(VALLEY, x=x, y=y):.6f}")
    down_x, down_y = (cr.evaluate(partial, x=x, y=y) for partial in GRADIENT)
    x, y = x - 0.01 * down_x, y - 0.01 * down_y
