"""XOR: a network explained, trained, checked, and saved as a Python file of its own. Usage: network_xor.py [FILE]"""

import sys

from chainrule import network
from chainrule.network.standalone import standalone

net = network.mlp([2, 4, 1], activation="tanh", loss="squared")

print(net.explain().to_text("answer"))
print(net.check().to_text("answer"))

training = net.train("xor", epochs=500, rate=0.2, minibatch=1, seed=1)
for row in ((0, 0), (0, 1), (1, 0), (1, 1)):
    ((output,),) = training.predict([row])
    print(f"{row[0]} and {row[1]}: {output:.3f}")
print(f"{training.accuracy():.0%} right, loss {training.loss:.6f}")

if len(sys.argv) > 1:
    with open(sys.argv[1], "w", encoding="utf-8") as stream:
        stream.write(standalone(net, training.parameters))
