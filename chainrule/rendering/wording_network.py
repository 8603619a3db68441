"""Every sentence that is said of networks, once; see wording.py."""

from __future__ import annotations

__all__: list[str] = []

# --- layer by layer --------------------------------------------------------------------------------------------------

NETWORK = "A network {shape} with {count} parameters; the loss is {loss}."
FORWARD = "Forward pass"
REVERSE = "Reverse pass: δ is the rate of {loss} by a pre-activation"
REVERSE_OF_BATCH = "Reverse pass: Δ holds the rates of {loss} by the pre-activations, a column for each sample"
WHY = "Why it is so"
COST = "What it costs"
LAYER = "Layer {number}"
LOSS = "Loss"
LOSS_IN_WORDS = {"mean": "the mean of the {count} losses", "sum": "the sum of the {count} losses"}
RATES = {"weights": "Weights", "biases": "Biases"}
RATES_BY = {"loss": "Loss, by {name}", "signal": "Back to {name}"}
SHAPES = "{shapes} = {size}"
USED_ONCE = "; used in line {lines}"
USED_AGAIN = "; used in lines {lines}"
SLOPE = "{name} = {slope}, unit by unit."
CAPITALS = "Capitals hold one column for each of the {count} samples; ones is a column of {count} ones."
SHARED = {
    "mean": "The loss is the mean over {count} {of}: {share} stands in the rates by the outputs, so every sum over "
    "them below is a mean, and a larger {whole} does not make larger steps.",
    "sum": "The loss is the sum over {count} {of}: their rates are added, and a larger {whole} makes larger steps.",
}
OF_BATCH = "samples", "minibatch"
OF_TIME = "time steps", "sequence"
OF_BOTH = "samples and time steps", "minibatch"
BATCH_ADDS = (
    "All samples share the weights, so their rates add up: the product with a transpose runs over the columns, "
    "and ones adds them."
)
TIME_ADDS = "The same weights act at every time step, so the shares of all steps add up."
WHY_OUTER = (
    "Entry ({row}, {column}) of a weight's rate is δ of the unit that it leads to, times what comes in along it: "
    "{pre} = … + {weight} {value} + …, so ∂{loss}/∂{weight} = {delta} {value}. All entries at once are the column δ "
    "times the row of what comes in, hence the transpose."
)
WHY_TRANSPOSE = (
    "Going back, {value} collects from every unit that it fed: {terms}. There the sum runs down column {column} of "
    "{matrix}, which is row {column} of {transposed}."
)
REUSED = "Each δ is worked out once and used for weights, biases and the layer below: that is all that makes it fast."
RESIDUAL = (
    "Along the connection the rate passes unchanged, with slope 1, and is added to what comes back through the layers "
    "inside; so it cannot vanish there."
)
NORMALISED = (
    "Mean and variance depend on every sample, so each sample's rate loses the mean of all rates, and its own level "
    "times their mean along the levels."
)
SAME_AS_LOGITS = (
    "The loss {name} is {textbook} with {outputs} put in, written so that nothing overflows: compare finds them the "
    "same. So its rates are the same, prediction less target."
)
CANCELS_SIGMOID = (
    "For the sigmoid and its cross-entropy the slopes cancel: ∂{loss}/∂{first} = {rate}, and {first} moves with its z "
    "by {slope}; their product is a - y."
)
CANCELS_SOFTMAX = (
    "For softmax and its cross-entropy the slopes cancel: ∂{loss}/∂{first} = {rate}, and {first} moves with its own z "
    "by {own}, with another by {other}. The sum over all outputs is {total}, and targets add up to 1, so a - y is left."
)

# --- what it costs ---------------------------------------------------------------------------------------------------

COST_HEAD = "way", "operations", "forward passes"
COST_FORWARD = "forward pass: the loss"
COST_REVERSE = "with the reverse pass: all {count} derivatives too"
COST_SEPARATE = "one derivative per weight, each by itself"
COST_NUDGED = "nudging each weight in turn"

# --- a product of matrices -------------------------------------------------------------------------------------------

PRODUCT = "A row of {x} is a sample, a column of {w} a unit."
PRODUCT_ENTRY = "Entry by entry: {left} = {right}."
PRODUCT_BY_X = (
    "{entry} goes into every unit of its sample, so {rate} = {terms}: the sum runs along a row of {other}, and that is "
    "a column of its transpose."
)
PRODUCT_BY_W = (
    "{entry} is used by every sample, so {rate} = {terms}: the sum runs down a column of {other}, and that is a row of "
    "its transpose. So the rates of all samples are added."
)
FORWARD_PRODUCT, RATE_BY = "Forward", "By {name}"

# --- checking --------------------------------------------------------------------------------------------------------

CHECK_PASSED = (
    "The gradient is right: {count} derivatives agree with differences, the furthest, by {name}, to {error} of its "
    "size (allowed {tolerance})."
)
CHECK_FAILED = (
    "The gradient and the differences disagree: by {name} they are {error} of its size apart (allowed {tolerance}). "
    "Near a corner, as of a rectifier, that may be the difference's fault; try another seed."
)
CHECK_FURTHEST = "The {count} that are furthest apart:"
CHECK_HEAD = "parameter", "derivative", "difference", "relative error"

# --- training --------------------------------------------------------------------------------------------------------

TRAINING_HEAD = "epoch", "loss", "validation"
TRAINED = {
    "epochs": "Loss {loss} after {epochs}.",
    "goal": "Loss {loss} after {epochs}: the goal is reached.",
    "patience": "Loss {loss} after {epochs}: what is watched went down no further, and the best parameters are kept.",
}
RIGHT, RIGHT_APART = "Right: {share} of {samples}.", "Right: {share} of {samples} kept apart."
OUT_OF_REACH = (
    "The targets go from {least} to {most}, and {activation} in the last layer gives nothing {beyond}: identity there "
    "(--last identity) gives every number."
)
BELOW, ABOVE, OR = "below {end}", "above {end}", " or "
EPOCHS, SAMPLES = ("epoch", "epochs"), ("sample", "samples")

# --- gradient flow ---------------------------------------------------------------------------------------------------

FLOW = "Gradient flow of {title}, {shape}: sizes of the rates from the output down."
FLOW_HEAD = "rate", "size", "factor"
FLOW_FACTORS = ("weights", "slopes", "connection", "normalisation", "gate", "other paths")
FLOW_BOUND = "slopes at most"
FLOW_VERDICTS = {
    "vanishing": "It vanishes: {times} times smaller at the end.",
    "exploding": "It explodes: {times} times larger at the end.",
    "steady": "It is steady: {share} of the size at the output is left at the end.",
    "dead": "Nothing gets through: from {name} on the rate is 0.",
}
FLOW_MADE_BY = "The factors: {factors}."
FLOW_PRODUCT = "{kind} multiply to {value}"
FLOW_PRODUCT_OF_ONE = "the {kind} gives {value}"
FLOW_PLURAL = frozenset({"weights", "slopes", "other paths"})
FLOW_SLOPES_BOUND = (
    "A slope of {activation} is at most {steepest}, so {count} of them are at most {bound}; only larger weights make "
    "up for that."
)
FLOW_CONNECTION = "A residual connection passes the rate on with slope 1 and adds to it, so its factor stays near 1."
FLOW_GATE = "The gate multiplies what is carried back: near 1 it keeps the rate alive through time, near 0 it ends it."
FLOW_GATE_REMEDY = "Against it: gates that stay open, as by a bias of 1 or more at the start."
FLOW_REMEDIES = {
    "vanishing": "Against it: slopes near 1 (tanh, a rectifier), residual connections, normalisation, larger weights.",
    "exploding": "Against it: smaller weights, normalisation, or clipping the gradient.",
    "steady": "",
    "dead": "A rectifier that is off for every sample passes nothing back: leaky_relu or another start may help.",
}
FLOW_CLIPPED = "Clipping multiplies every derivative by {share}: their lengths change, their proportions do not."
FLOW_NOT_CLIPPED = "The gradient is short enough: clipping leaves it as it is."
FLOWS = "Gradient flow, side by side: sizes from the output down."
FLOWS_LEFT = "left at the end"
FLOWS_VERDICT = "verdict"
FLOW_PICTURE = "Gradient flow of {titles}"
FLOW_STEP = "step {number}"

# --- checkpointing ---------------------------------------------------------------------------------------------------

CHECKPOINTS = "Checkpointing of {count} layers: the inputs of each segment are kept, the others computed again."
CHECKPOINT_HEAD = "segments", "numbers kept", "share", "layers forwards", "time"
CHECKPOINTS_WHY = (
    "Time is against keeping everything. With about as many segments as the root of the layers, least is kept: few "
    "inputs of segments, and few inside each; every layer but the last of a segment is computed twice."
)
