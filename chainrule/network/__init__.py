"""Networks as systems of definitions: built layer by layer, explained, trained, compiled.

    from chainrule import network

    net = network.mlp([2, 3, 1], activation="tanh", loss="squared")
    print(net)                                  # z1_1 = w1_11*x1 + w1_12*x2 + b1_1 …
    print(net.derive("w1_12").to_text())        # the chain from the loss to a weight

`w1_12` is the weight of layer 1 in row 1 and column 2: to its unit 1, from input 2.
"""

from __future__ import annotations

from chainrule.network.activations import ACTIVATIONS, Activation
from chainrule.network.data import DATASETS, Dataset, read_csv
from chainrule.network.flow import compare_flows
from chainrule.network.layers import LAYERS, activation, batch_norm, dense, residual
from chainrule.network.losses import LOSSES, Loss
from chainrule.network.model import Network, mlp, sequential
from chainrule.network.products import matrix_product
from chainrule.network.recurrent import CELLS, gru, lstm, recurrent
from chainrule.network.saving import load, save

__all__ = [
    "mlp", "sequential", "dense", "activation", "batch_norm", "residual", "recurrent", "lstm", "gru", "matrix_product",
    "compare_flows", "read_csv", "load", "save",
    "Network", "Activation", "Loss", "Dataset", "ACTIVATIONS", "LOSSES", "LAYERS", "CELLS", "DATASETS",
]  # fmt: skip
