"""A network told layer by layer: the formulas of books, their entries against the engine's reverse pass, the costs."""

from __future__ import annotations

import pytest
from nets import NETS, gradient_at, point

import chainrule as cr
from chainrule import network
from chainrule.calculus.joins import plus, times
from chainrule.expression.evaluation import program
from chainrule.expression.nodes import Symbol
from chainrule.expression.walking import substitute
from chainrule.network import activation, dense, gru, lstm, recurrent, residual
from chainrule.network.costs import costs_of, operations
from chainrule.network.explaining import slope_of
from chainrule.network.matrices import named_matrix
from chainrule.rendering.notation.text import text

Explanation = network.explaining.Explanation


def lines(net):
    explanation = net.explain()
    return {text(line.name.formula): text(line.value.formula) for line in (*explanation.forward, *explanation.reverse)}


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_what_is_told_is_the_gradient(make):
    """Every entry of every formula, put together, is what the engine's reverse pass gives."""
    net = make()
    explanation, values = net.explain(), point(net)
    assert set(explanation.gradient) == set(net.parameters)
    made = program(*[substitute(explanation.gradient[p], explanation.meanings) for p in net.parameters])
    found = made.at({name: values[name] for name in made.names})
    assert list(found) == pytest.approx(gradient_at(net, values), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_shapes_are_those_of_what_is_named(make):
    explanation = make().explain()
    for line in (*explanation.forward, *explanation.reverse):
        assert line.name.shape == line.value.shape
        assert line.value.shapes


BOOKS = [
    (lambda: network.mlp([2, 3, 1], activation="sigmoid"), {
        "z⁽¹⁾": "W⁽¹⁾ x + b⁽¹⁾", "a⁽¹⁾": "σ(z⁽¹⁾)", "∂L/∂a⁽²⁾": "2(a⁽²⁾ - y)", "δ⁽²⁾": "∂L/∂a⁽²⁾ ⊙ σ'(z⁽²⁾)",
        "∂L/∂W⁽²⁾": "δ⁽²⁾ a⁽¹⁾ᵀ", "∂L/∂b⁽²⁾": "δ⁽²⁾", "δ⁽¹⁾": "W⁽²⁾ᵀ δ⁽²⁾ ⊙ σ'(z⁽¹⁾)", "∂L/∂W⁽¹⁾": "δ⁽¹⁾ xᵀ",
        "∂L/∂b⁽¹⁾": "δ⁽¹⁾",
    }),
    (lambda: network.mlp([2, 3], loss="cross-entropy"), {"δ⁽¹⁾": "a⁽¹⁾ - y", "∂L/∂W⁽¹⁾": "δ⁽¹⁾ xᵀ"}),
    (lambda: network.mlp([2, 3], loss="cross-entropy-with-logits"), {"δ⁽¹⁾": "softmax(z⁽¹⁾) - y"}),
    (lambda: network.mlp([2, 1], loss="bce"), {"δ⁽¹⁾": "a⁽¹⁾ - y"}),
    (lambda: network.mlp([2, 1], loss="bce-with-logits"), {"δ⁽¹⁾": "σ(z⁽¹⁾) - y"}),
    (lambda: network.mlp([2, 1], loss="mse", batch=4), {
        "Z⁽¹⁾": "W⁽¹⁾ X + b⁽¹⁾ onesᵀ", "∂L/∂A⁽¹⁾": "(A⁽¹⁾ - Y)/2", "∂L/∂W⁽¹⁾": "Δ⁽¹⁾ Xᵀ", "∂L/∂b⁽¹⁾": "Δ⁽¹⁾ ones",
    }),
    (lambda: network.mlp([2, 1], loss="bce", batch=4), {"Δ⁽¹⁾": "(A⁽¹⁾ - Y)/4"}),
    (lambda: network.mlp([2, 1], loss="bce", batch=4, reduction="sum"), {"Δ⁽¹⁾": "A⁽¹⁾ - Y"}),
    (lambda: network.sequential([recurrent(1, 2), dense(1)], steps=2), {
        "δ⁽¹⁾ₜ₁": "W⁽¹⁾ᵀ δ⁽¹⁾ₜ₂ ⊙ tanh'(z⁽¹⁾ₜ₁)", "∂L/∂W⁽¹⁾": "δ⁽¹⁾ₜ₂ h⁽¹⁾ₜ₁ᵀ", "∂L/∂U⁽¹⁾": "δ⁽¹⁾ₜ₂ xₜ₂ᵀ + δ⁽¹⁾ₜ₁ xₜ₁ᵀ",
    }),
    (lambda: network.sequential([dense(2, 2), residual(dense(2), activation("relu"))]), {
        "δ⁽²⁾": "∂L/∂r⁽²⁾ ⊙ ReLU'(z⁽²⁾)", "δ⁽¹⁾": "∂L/∂r⁽²⁾ + W⁽²⁾ᵀ δ⁽²⁾",
    }),
    (lambda: network.mlp([2, 2], output="softmax"), {"δ⁽¹⁾": "a⁽¹⁾ ⊙ (∂L/∂a⁽¹⁾ - ones onesᵀ (a⁽¹⁾ ⊙ ∂L/∂a⁽¹⁾))"}),
]  # fmt: skip


@pytest.mark.parametrize(("make", "formulas"), BOOKS, ids=[repr(make()) for make, _ in BOOKS])
def test_formulas_of_books(make, formulas):
    told = lines(make())
    assert {name: told.get(name) for name in formulas} == formulas


def test_the_first_layer_has_nothing_below():
    assert "∂L/∂x" not in lines(network.mlp([2, 3, 1]))
    told = lines(network.sequential([activation("tanh"), dense(2, 1)], inputs=2))
    assert list(told)[-1] == "∂L/∂b⁽¹⁾"


# --- one weight ------------------------------------------------------------------------------------------------------

ONE_HIDDEN = [
    ("squared", "w1_11", "2(a⁽²⁾₁ - y₁) · σ(z⁽²⁾₁)(1 - σ(z⁽²⁾₁)) · W⁽²⁾₁₁ · σ(z⁽¹⁾₁)(1 - σ(z⁽¹⁾₁)) · x₁"),
    ("squared", "w2_11", "2(a⁽²⁾₁ - y₁) · σ(z⁽²⁾₁)(1 - σ(z⁽²⁾₁)) · a⁽¹⁾₁"),
    ("difference", "w1_11", "1 · σ(z⁽²⁾₁)(1 - σ(z⁽²⁾₁)) · W⁽²⁾₁₁ · σ(z⁽¹⁾₁)(1 - σ(z⁽¹⁾₁)) · x₁"),
    ("difference", "w2_11", "1 · σ(z⁽²⁾₁)(1 - σ(z⁽²⁾₁)) · a⁽¹⁾₁"),
]


@pytest.mark.parametrize(("loss", "weight", "product"), ONE_HIDDEN)
def test_one_hidden_unit_with_two_sigmoids(loss, weight, product):
    told = network.mlp([1, 1, 1], activation="sigmoid", loss=loss).explain(weight).to_text("brief")
    assert f"= {product}\n" in told
    chain = "∂L/∂a⁽²⁾₁ · da⁽²⁾₁/dz⁽²⁾₁ · ∂z⁽²⁾₁/∂"
    assert f"∂L/∂{text(Symbol(weight))} = {chain}" in told


def test_the_cross_entropy_neuron():
    net = network.mlp([2, 1], activation="sigmoid", loss="bce")
    assert text(net.explain("w1_12").in_letters) == "(a⁽¹⁾₁ - y₁) x₂"
    assert text(net.explain("b1_1").in_letters) == "a⁽¹⁾₁ - y₁"


def test_a_weight_reaches_the_loss_along_every_path():
    derivation = network.mlp([1, 2, 2, 1]).explain("w1_11")
    assert derivation.path_count == 2
    assert "along 2 paths" in derivation.to_text("brief")


def test_softmax_with_cross_entropy_is_prediction_less_target():
    """With targets that add up to 1, by the engine: the difference of the two is nothing."""
    net = network.mlp([1, 2], loss="cross-entropy")
    known = {name: value for name, value in net.system.definitions if not name.name.startswith("z")}
    loss = substitute(cr.expression.systems.put_in(known)[net.loss], {Symbol("y2"): cr.parse("1 - y1")})
    rate = cr.differentiate(loss, "z1_1")
    assert cr.compare(rate, cr.parse("e^z1_1/(e^z1_1 + e^z1_2) - y1", names=["z1_1", "z1_2"])).verdict == "same"


# --- Y = X W ---------------------------------------------------------------------------------------------------------


def test_a_product_of_matrices():
    product = network.matrix_product(2, 3, 2)
    assert text(product.by_x.formula) == "∂L/∂Y · Wᵀ"
    assert text(product.by_w.formula) == "Xᵀ · ∂L/∂Y"
    assert product.by_x.shape == product.x.shape
    assert product.by_w.shape == product.w.shape
    assert product.by_w.shapes == "(3×2)(2×2)"
    told = product.to_text()
    assert "∂L/∂w₁₁ = x₁₁ · ∂L/∂y₁₁ + x₂₁ · ∂L/∂y₂₁" in told
    assert product.to_text("answer").count("\n") == 1


@pytest.mark.parametrize("sizes", [(1, 1, 1), (2, 3, 2), (3, 2, 4)])
def test_its_rates_are_the_engines(sizes):
    product = network.matrix_product(*sizes)
    rates = [rate for row in product.by_y.entries for rate in row]
    values = [value for row in (product.x @ product.w).entries for value in row]
    given = {rate: Symbol(f"g{index}") for index, rate in enumerate(rates)}
    loss = plus([times(given[rate], value) for rate, value in zip(rates, values, strict=True)])
    for factor, rates in ((product.x, product.by_x), (product.w, product.by_w)):
        for symbols, entries in zip(factor.entries, rates.entries, strict=True):
            for found, entry in zip(cr.gradient(loss, symbols), entries, strict=True):
                assert cr.compare(found, substitute(entry, given)).verdict == "same"


def test_shapes_that_do_not_fit():
    two_by_three = named_matrix(Symbol("A"), [[Symbol("a")] * 3] * 2)
    with pytest.raises(cr.ChainRuleError, match="3 columns meet 2 rows"):
        two_by_three @ two_by_three
    with pytest.raises(cr.ChainRuleError, match="entry by entry"):
        two_by_three + two_by_three.T


# --- what it costs ---------------------------------------------------------------------------------------------------


def test_operations():
    x, y = Symbol("x"), Symbol("y")
    shared = x * y
    assert operations(shared) == 1
    assert operations(shared + shared) == 2
    assert operations(shared + shared, known=[shared]) == 1
    assert operations(cr.parse("x + y + 2x y + sin(x)")) == 6


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_the_reverse_pass_costs_little(make):
    explanation = make().explain()
    costs = costs_of(explanation)
    assert 0 < costs.reverse <= costs.separately
    assert costs.nudging == costs.forward * (len(explanation.net.parameters) + 1)


def test_the_larger_the_network_the_more_is_saved():
    costs = costs_of(network.mlp([8, 16, 8], activation="tanh").explain())
    assert costs.forward + costs.reverse < 3 * costs.forward
    assert costs.separately > 10 * costs.reverse


# --- how it is told --------------------------------------------------------------------------------------------------


def test_full_brief_and_answer():
    explanation = network.mlp([2, 3, 1], activation="sigmoid").explain()
    first = explanation.to_text("answer").splitlines()[0]
    assert first == "1 Weights:         ∂L/∂W⁽²⁾ = δ⁽²⁾ a⁽¹⁾ᵀ    (1×1)(1×3) = 1×3"
    assert "hence the transpose" not in explanation.to_text("brief")
    told = explanation.to_text()
    for part in ("A network 2-3-1 with 13 parameters; the loss is squared.", "σ'(u) = σ(u)(1 - σ(u)), unit by unit.",
                 "used in lines 8, 9 and 10", "Going back, a⁽¹⁾₂ collects", "which is row 2 of W⁽²⁾ᵀ",
                 "with the reverse pass: all 13 derivatives too"):  # fmt: skip
        assert part in told
    assert str(explanation) == explanation.to_text("brief")
    with pytest.raises(cr.ChainRuleError, match="detail"):
        explanation.to_text("most")


TOLD = [
    (lambda: network.mlp([2, 2], loss="bce-with-logits"), "compare finds them the same"),
    (lambda: network.mlp([2, 3], loss="cross-entropy-with-logits"), "cross entropy with a = softmax(z) put in"),
    (lambda: network.mlp([2, 3], loss="cross-entropy"), "a₁(y₁ + y₂ + y₃) - y₁, and targets add up to 1"),
    (lambda: network.mlp([2, 1], loss="bce"), "their product is a - y"),
    (lambda: network.mlp([2, 1], batch=3), "the mean over 3 samples: 1/3 stands"),
    (lambda: network.mlp([2, 1], batch=3, reduction="sum"), "the sum over 3 samples"),
    (lambda: network.sequential([recurrent(1, 1, every=True)], steps=2), "the mean over 2 time steps"),
    (lambda: network.sequential([gru(1, 1, every=True)], steps=2, batch=2), "the mean over 4 samples and time steps"),
    (lambda: network.sequential([lstm(1, 1)], steps=2), "the shares of all steps add up"),
    (lambda: network.sequential([lstm(1, 1)], steps=2), "σ'(u) = "),
    (lambda: network.sequential([dense(1, 1), residual(dense(1))]), "so it cannot vanish there"),
    (NETS["batch normalisation"], "loses the mean of all rates"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "sentence"), TOLD, ids=[sentence for _, sentence in TOLD])
def test_sentences(make, sentence):
    assert sentence in make().explain().to_text()


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_every_medium_writes_it(make):
    explanation = make().explain()
    told = [explanation.to_text(ascii=True), explanation.to_latex(), explanation.to_markdown(), explanation.to_html(),
            explanation.to_typst(), explanation.to_speech()]  # fmt: skip
    assert told[0].isascii()
    assert not any(character in told[-1] for character in "0123456789⊙ᵀ×=")
    assert all(told)


def test_data():
    net = network.mlp([1, 1, 1], activation="sigmoid")
    data = net.explain().to_dict()
    assert data["parameters"] == ["w1_11", "b1_1", "w2_11", "b2_1"]
    assert data["gradient"]["w2_11"] == "delta2_1*a1_1"
    assert data["operations"]["forward"] == costs_of(net.explain()).forward


def test_slopes_are_the_engines():
    assert text(slope_of(network.activations.activation_named("sigmoid"))) == "σ(u)(1 - σ(u))"


def test_one_weight_of_a_large_network_meets_its_limit_at_once():
    with pytest.raises(cr.LimitError, match="printed characters"):
        network.mlp([4, *[32] * 10, 1]).explain("w1_1_1")
