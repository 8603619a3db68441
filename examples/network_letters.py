"""A recurrent network that learns to go on with a word, letter by letter, and a look at its gradient through time."""

from chainrule import network
from chainrule.network import dense, recurrent

WORD = "hello"
LETTERS = sorted(set(WORD))


def one_hot(letter):
    return [float(letter == other) for other in LETTERS]


inputs = [value for letter in WORD[:-1] for value in one_hot(letter)]
targets = [value for letter in WORD[1:] for value in one_hot(letter)]
net = network.sequential(
    [recurrent(len(LETTERS), 6, every=True), dense(len(LETTERS))],
    steps=len(WORD) - 1,
    loss="cross-entropy-with-logits",
)
print(net)
training = net.train(([inputs], [targets]), epochs=150, rate=0.05, optimiser="adam", clip_norm=5, seed=2)
print(f"loss {training.history[0].loss:.4f} at first, {training.loss:.4f} at the end")

(shares,) = training.predict([inputs])
width = len(LETTERS)
for step, letter in enumerate(WORD[:-1]):
    row = shares[step * width : (step + 1) * width]
    best = max(range(width), key=row.__getitem__)
    print(f"after {letter} comes {LETTERS[best]} ({row[best]:.0%})")

through_time = network.sequential([recurrent(1, 6), dense(1)], steps=10)
print(through_time.flow().to_text("answer"))
