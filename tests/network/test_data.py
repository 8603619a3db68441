"""Data: files with every kind of fault, computed sets, and how they fit a network."""

from __future__ import annotations

import importlib.util

import pytest

import chainrule as cr
from chainrule import network
from chainrule.network.data import DATASETS, dataset, read_csv

GOOD = "x1,x2,y\n0,1,1\n2,3,0\n"


def written(tmp_path, text, name="data.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


@pytest.mark.parametrize(
    "text",
    [
        GOOD, GOOD.replace(",", ";"), GOOD.replace(",", "\t"), "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"),
        "\n" + GOOD + "\n\n", '"x1", x2,y\n"0",1,1\n2, 3 ,0',
    ],
)
def test_files(tmp_path, text):
    found = read_csv(written(tmp_path, text), "y" if "x2," in text else None)
    assert found.inputs == ((0, 1), (2, 3))
    assert found.targets == ((1,), (0,))
    assert len(found) == 2


def test_targets_and_classes(tmp_path):
    file = written(tmp_path, "a,b,c,kind\n1,2,3,cat\n4,5,6,dog\n7,8,9,cat\n")
    classes = read_csv(file)
    assert classes.classes == ("cat", "dog")
    assert classes.targets == ((0,), (1,), (0,))
    assert classes.names == ("a", "b", "c")
    numbers = read_csv(written(tmp_path, "a,b,c\n1,2,3\n"), ["a", "c"])
    assert (numbers.inputs, numbers.targets) == (((2,),), ((1, 3),))


FAULTS = [
    ("", "is empty"),
    ("x1,y\n", "no line of data"),
    ("1,2\n3,4\n", "line 1: a first line with the names"),
    ("x1,x2,y\n0,1,1\n2,abc,0\n", "line 3, column x2: 'abc' is no number"),
    ("x1,x2,y\n0,,1\n", "line 2, column x2: the cell is empty"),
    ("x1,x2,y\n0,nan,1\n", "line 2, column x2: 'nan' is no number"),
    ("x1,x2,y\n0,inf,1\n", "line 2, column x2: 'inf' is no number"),
    ("x1,x2,y\n0,1\n", "line 2: 3 cells are wanted, and it has 2"),
    ("x1,x2,y\n0,1,1,1\n", "line 2: 3 cells are wanted, and it has 4"),
    ("x1,y\n0,1\n1,one\n", "line 3, column y: 'one' is no number"),
    ("x1,y\n0,cat\n1,\n", "line 3, column y: the cell is empty"),
    ("x1,x1,y\n0,1,1\n", "two columns called 'x1'"),
    ("y\n1\n", "one column"),
    ('x1,y\n"0,1\n', "line 2"),
    ('x1,y\n1,2\n1,"3\n4"\n', r"line 4, column y: '3\\n4' is no number"),
    ("x1,y\n1_0,1\n", "line 2, column x1: '1_0' is no number"),
    (b"x1,y\n\xff,1\n", "not text in UTF-8"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_faults(tmp_path, text, message):
    with pytest.raises(cr.ChainRuleError, match=message) as caught:
        read_csv(written(tmp_path, text))
    assert "data.csv" in str(caught.value)


def test_missing_columns_and_files(tmp_path):
    file = written(tmp_path, GOOD)
    with pytest.raises(cr.NameUnknownError, match="no column 'x3'; did you mean x"):
        read_csv(file, "x3")
    with pytest.raises(cr.ChainRuleError, match="no column left"):
        read_csv(file, ["x1", "x2", "y"])
    with pytest.raises(cr.ChainRuleError, match="cannot be read"):
        read_csv(tmp_path / "no.csv")
    with pytest.raises(cr.NameUnknownError, match="no data called 'moon': there are xor, moons"):
        dataset("moon")


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "iris"])
def test_computed_sets(name):
    found = dataset(name)
    assert found == dataset(name)
    assert len(found.classes) == 2
    assert {target for (target,) in found.targets} == {0, 1}
    assert found.for_network(network.mlp([2, 1])) is found
    assert set(found.for_network(network.mlp([2, 2])).targets) == {(1, 0), (0, 1)}


def test_iris():
    if importlib.util.find_spec("plotly") is None:
        with pytest.raises(cr.MissingExtraError, match=r"chainrule\[data\]"):
            dataset("iris")
        return
    found = dataset("iris")
    assert len(found) == 150
    assert found.classes == ("setosa", "versicolor", "virginica")
    assert found.inputs[0] == (5.1, 3.5, 1.4, 0.2)


def test_widths_that_do_not_fit():
    three = network.Dataset(((1.0, 2.0),), ((0.0,),), classes=("a", "b", "c"), source="pets.csv")
    for net, message in [
        (network.mlp([3, 1]), "pets.csv has 2 inputs in a row, and the network takes 3"),
        (network.mlp([2, 1]), r"3 classes \(a, b, c\), which takes 3 outputs, and the network gives 1"),
    ]:
        with pytest.raises(cr.ChainRuleError, match=message):
            three.for_network(net)
    with pytest.raises(cr.ChainRuleError, match="1 targets in a row, and the network gives 2"):
        dataset(([[1, 2]], [[3]])).for_network(network.mlp([2, 2]))


def test_rows():
    assert dataset(([[1, 2], [3, 4]], [1, 0])).targets == ((1,), (0,))
    for rows, message in [
        (([[1, 2]], [[1], [2]]), "1 rows of inputs and 2 rows of targets"),
        (([], []), "do not go together"),
        (([[1, 2], [3]], [1, 2]), "row 2 of the inputs has 1 numbers"),
        (([[float("nan")]], [1]), "not finite"),
    ]:
        with pytest.raises(cr.ChainRuleError, match=message):
            dataset(rows)
    for wrong in (3, ([["a"]], [1]), [1, 2, 3]):
        with pytest.raises(TypeError):
            dataset(wrong)


def test_splitting_and_standardising():
    found = dataset("moons")
    kept, drawn = found.split(0.2, seed=3)
    assert (len(kept), len(drawn)) == (80, 20)
    assert sorted([*kept.inputs, *drawn.inputs]) == sorted(found.inputs)
    assert found.split(0.2, seed=3)[1] == drawn
    with pytest.raises(cr.ChainRuleError, match="between 0 and 1"):
        found.split(1)
    columns = list(zip(*found.standardised().inputs, strict=True))
    assert [sum(column) for column in columns] == pytest.approx([0, 0], abs=1e-9)
    assert [sum(value * value for value in column) / 100 for column in columns] == pytest.approx([1, 1])
    assert network.Dataset(((1.0,), (1.0,)), ((0.0,), (1.0,))).standardised().inputs == ((0,), (0,))
