"""Two moons: a network learns to tell them apart; its boundary, in characters or as a picture.

Usage: network_moons.py [FILE.svg]
"""

import sys

from chainrule import network

moons = network.DATASETS["moons"](80, noise=0.1, seed=1)
net = network.mlp([2, 8, 1], activation="tanh", loss="bce")
training = net.train(moons, epochs=60, rate=0.05, optimiser="adam", minibatch=8, seed=1)
print(f"loss {training.loss:.4f}, {training.accuracy():.0%} right")

LEFT, RIGHT, LOW, HIGH = -1.5, 2.5, -1.0, 1.5
COLUMNS, LINES = 56, 20


def place(column, line, columns=COLUMNS, lines=LINES):
    """The middle of a cell of the grid."""
    return LEFT + (column + 0.5) * (RIGHT - LEFT) / columns, HIGH - (line + 0.5) * (HIGH - LOW) / lines


rows = [[place(column, line) for column in range(COLUMNS)] for line in range(LINES)]
shares = [[output for (output,) in training.predict(row)] for row in rows]
shown = [["." if share < 0.5 else " " for share in line] for line in shares]
for (x, y), (target,) in zip(moons.inputs, moons.targets, strict=True):
    column = int((x - LEFT) / (RIGHT - LEFT) * COLUMNS)
    line = int((HIGH - y) / (HIGH - LOW) * LINES)
    if 0 <= column < COLUMNS and 0 <= line < LINES:
        shown[line][column] = "o" if target else "x"
print("\n".join("".join(line) for line in shown))
print("x upper moon, o lower moon; the dots are where the network says upper")

if len(sys.argv) > 1:
    scale, height = 160, (HIGH - LOW) * 160
    cells = [
        f'<rect x="{column * 640 / COLUMNS:.1f}" y="{line * height / LINES:.1f}" width="{640 / COLUMNS + 0.5:.1f}" '
        f'height="{height / LINES + 0.5:.1f}" fill="rgb({round(60 + 180 * share)},140,{round(240 - 180 * share)})"/>'
        for line, row in enumerate(shares)
        for column, share in enumerate(row)
    ]
    points = [
        f'<circle cx="{(x - LEFT) * scale:.1f}" cy="{(HIGH - y) * scale:.1f}" r="4" stroke="#000" '
        f'fill="{"#fff" if target else "#222"}"/>'
        for (x, y), (target,) in zip(moons.inputs, moons.targets, strict=True)
    ]
    with open(sys.argv[1], "w", encoding="utf-8") as stream:
        stream.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height:.0f}" role="img" '
            f'aria-label="Two moons and the boundary that was learnt">{"".join(cells + points)}</svg>\n'
        )
