"""The media: text at any width and in ASCII, Markdown, LaTeX, colour, JSON; and the limit on all of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import resources
from itertools import pairwise

import pytest
from jsonschema import Draft202012Validator

import chainrule as cr
from chainrule.calculus.derivation import Derivation, derive
from chainrule.errors import ChainRuleError, LimitError
from chainrule.expression.functions import function_named
from chainrule.expression.limits import Limits
from chainrule.expression.nodes import Call, Expression, Product, Symbol
from chainrule.expression.reading import parse
from chainrule.rendering.views import as_dict, show

VARIED = [
    "sin(cos(x^2))", "x^2 sin(3x)", "√(1 - x²)", "x^x", "|x - 1|", "σ(w x + b)", "(x^2+1)/(x-1)", "θ² sin(φ θ)",
    "f(g(x))",
    "{x^2 if x < 0, sin(x) otherwise}", "max(x, x^2)", "log_2(x)", "∛x", "7", "w_1 x_1^2",
]  # fmt: skip
ANSI = re.compile(r"\x1b\[[0-9;]*m")
BRIEF = r"""
**Read as:** $y = x^{3}$, by $x$

- **1** Power rule: $\frac{dy}{dx} = 3x^{2}$

Holds for every real $x$.
""".strip()
DETAILS = ("answer", "brief", "full")


@pytest.mark.parametrize("text", VARIED)
@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("notation", ["leibniz", "lagrange"])
def test_ascii_means_ascii(text: str, detail: str, notation: str) -> None:
    assert show(derive(text), "text", detail=detail, notation=notation, ascii=True).isascii()


def test_partial_and_total_derivatives_differ_in_ascii() -> None:
    shown = derive("a sin(x^2)", "x").to_text(ascii=True)
    assert "del y/del x = a * df/dx" in shown


@pytest.mark.parametrize("text", VARIED)
@pytest.mark.parametrize("width", [40, 60])
def test_lines_are_broken_at_the_width(text: str, width: int) -> None:
    narrow, wide = (derive(text).to_text(width=columns) for columns in (width, None))
    assert narrow.split() == wide.split()
    assert all(len(line) <= width for line in narrow.split("\n"))


def test_narrow_lines_put_each_side_below() -> None:
    shown = derive("sin(cos(x^2))").to_text(width=40)
    assert "4 Multiply:\n    dy/dx = dy/du · du/dv · dv/dx\n    = cos(u) · (-sin(v)) · 2x\n" in shown


@pytest.mark.parametrize("text", VARIED)
@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("width", [None, 40])
def test_colour_changes_nothing_but_colour(text: str, ascii: bool, width: int | None) -> None:
    derivation = derive(text)
    shown = show(derivation, "terminal", ascii=ascii, width=width)
    assert ANSI.sub("", shown) == derivation.to_text(ascii=ascii, width=width)


def test_a_layer_has_one_colour_everywhere() -> None:
    shown = show(derive("sin(cos(x))"), "terminal")
    colour_of_u = re.search(r"y = sin\((\x1b\[\d+m)u", shown)
    assert colour_of_u is not None
    assert f"= cos({colour_of_u[1]}cos(x)" in shown


def test_plain_text_does_not_import_rich() -> None:
    program = "import sys, chainrule as cr; cr.derive('sin(cos(x))').to_text(); print('rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_nothing_is_markup() -> None:
    derivation = derive("x [x^2]")
    assert ANSI.sub("", show(derivation, "terminal")) == derivation.to_text()


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ("answer", r"$3x^{2}$"),
        ("brief", BRIEF),
    ],
)
def test_markdown(detail: str, expected: str) -> None:
    assert derive("x^3").to_markdown(detail) == expected


@pytest.mark.parametrize("text", VARIED)
def test_markdown_and_latex_are_balanced(text: str) -> None:
    derivation = derive(text)
    for shown in (derivation.to_markdown(), derivation.to_latex(document=True)):
        bare = re.sub(r"\\[\\{}$]", "", shown)
        assert bare.count("$") % 2 == 0
        assert bare.count("{") == bare.count("}")
    begins = re.findall(r"\\(begin|end)\{(\w+\*?)\}", derivation.to_latex(document=True))
    open_ones: list[str] = []
    for kind, name in begins:
        if kind == "begin":
            open_ones.append(name)
        else:
            assert open_ones.pop() == name
    assert not open_ones


def test_latex_document_holds_the_listing() -> None:
    derivation = derive("sin(x^2)")
    document = derivation.to_latex(document=True)
    assert document.startswith(r"\documentclass")
    assert derivation.to_latex() in document
    assert r"\item[1] Outer, by $u$: $\displaystyle \frac{dy}{du} = \cos(u)$" in document
    assert r"y &= \sin(u) && \text{outer} \\" in document


def test_latex_is_ascii_and_escapes_words() -> None:
    shown = derive("sin² x").to_latex()
    assert shown.isascii()
    assert r"\textasciicircum{}2" in shown


@pytest.mark.parametrize("text", VARIED)
@pytest.mark.parametrize("detail", DETAILS)
def test_data_keeps_to_the_schema(text: str, detail: str) -> None:
    schema = json.loads(resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    data = json.loads(json.dumps(derive(text).to_dict(detail)))
    Draft202012Validator(schema).validate(data)


def test_data_says_what_the_derivation_says() -> None:
    derivation = derive("x sin(x^2)", order=2)
    data = as_dict(derivation)
    assert parse(data["answer"]) is derivation.answer
    assert [step["rule"] for step in data["steps"]] == [step.rule for step in derivation.steps]
    ids = [step["id"] for step in data["steps"]]
    assert len(set(ids)) == len(ids)
    assert {substep for step in data["steps"] for substep in step["substeps"]} <= set(ids)
    targets = [parse(step["target"], names=["u", "v", "w"]) for step in data["steps"]]
    assert targets == [step.target for step in derivation.steps]
    assert data["listing"] == derivation.to_text().split("\n")


@pytest.mark.parametrize("option", [{"detail": "xx"}, {"notation": "newton"}])
def test_an_option_that_is_not_there_is_refused(option: dict[str, str]) -> None:
    with pytest.raises(ChainRuleError, match=r"not '(xx|newton)'"):
        derive("x").to_text(**option)


def test_data_of_a_long_chain_leaves_out_what_is_long() -> None:
    schema = json.loads(resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8"))
    data = derive(nested(130, "sin"), "x").to_dict()
    Draft202012Validator(schema).validate(data)
    assert data["steps"][0]["result"] is None
    assert data["steps"][-1]["result"] == "cos(x)"
    assert len(data["steps"]) == 259
    assert len(json.dumps(data)) < 400_000


def test_a_notebook_shows_markdown() -> None:
    derivation = derive("sin(x^2)")
    bundle = derivation._repr_mimebundle_()
    assert bundle["text/latex"] == derivation.to_latex()
    assert bundle["text/plain"] == derivation.to_text()
    assert bundle["text/html"].startswith('<div class="chainrule"><style>')
    assert bundle["text/html"].count("<details") == bundle["text/html"].count("</details>") > 3


def test_notes_say_where_it_holds() -> None:
    assert derive("ln(x)").notes == ("Holds for x > 0. Elsewhere y has no real value, though 1/x may.",)


def nested(depth: int, around: str) -> Expression:
    x = Symbol("x")
    inside: Expression = x
    for _ in range(depth):
        call = Call(function_named("sin"), (inside,))
        inside = call if around == "sin" else Product((x, call))
    return inside


@pytest.fixture(scope="module", params=["sin", "product"])
def deep(request: pytest.FixtureRequest) -> Derivation:
    return derive(nested(4_000, request.param), "x")


@pytest.mark.parametrize("medium", ["text", "latex", "markdown"])
@pytest.mark.parametrize("detail", DETAILS)
def test_a_deep_listing_meets_the_limit_by_name(deep: Derivation, medium: str, detail: str) -> None:
    with pytest.raises(LimitError, match="printed characters"):
        show(deep, medium, detail=detail)


def test_deep_data_meets_the_limit_by_name(deep: Derivation) -> None:
    with pytest.raises(LimitError, match="printed characters"):
        as_dict(deep)


def test_many_short_lines_meet_the_limit_too() -> None:
    derivation = derive("sin(2x) + cos(3x) + e^(4x)", limits=Limits(printed=300))
    with pytest.raises(LimitError, match="printed characters"):
        derivation.to_text()


def test_a_long_chain_is_told_in_full() -> None:
    shown = derive(nested(30, "sin"), "x").to_text(notation="leibniz").split("\n")
    numbers = [int(line.split()[0]) for line in shown if line[:1].isdigit()]
    assert numbers == list(range(1, 34))
    assert all(one < other for one, other in pairwise(numbers))


def test_other_media_and_records_are_refused() -> None:
    with pytest.raises(ChainRuleError, match="no view called 'smoke'"):
        show(derive("x"), "smoke")
    with pytest.raises(TypeError, match="str has no such view"):
        show("x", "text")


@pytest.mark.parametrize(
    ("medium", "expected"),
    [
        ("text", "d⁵y/dx⁵ = dy^(4)/dq · dq/dx"),
        ("latex", r"\frac{d^{5} y}{dx^{5}} = \frac{dy^{(4)}}{dq} \cdot \frac{dq}{dx}"),
    ],
)
def test_derivatives_of_high_order_have_their_order_in_brackets(medium: str, expected: str) -> None:
    assert expected in show(derive("sin(x + 1)", order=5), medium)


def test_every_kind_of_data_keeps_to_the_schema() -> None:
    schema = json.loads(resources.files("chainrule.rendering.media").joinpath("schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    derivation = derive("z = w x; a = sigmoid(z); L = (a - y)^2", "w")
    at = derive("sin(x^2)").at("x = 2", step=0.1, steps=2)
    failure = {"version": 1, "line": 3, "input": "x)", "error": "there is no ( for this"}
    marks = [cr.check("sin(x^2)", answer, solution=True) for answer in ("cos(x^2)", "2x cos(x^2)", "2x cos(x^2")]
    tutor = [*marks, cr.check("x^2", "2 sqrt(x)^2"), cr.check_working("x^2", "u = x\n3x\n("), cr.hints("x^2")]
    told = [record.to_dict() for record in tutor]
    for data in (derivation.to_dict(), derive("ln(x)").to_dict(at="x = -1"), at.to_dict(), failure, *told):
        validator.validate(json.loads(json.dumps(data)))
    assert derivation.to_dict()["system"]["paths"] == [["w", "z", "a", "L"]]
    assert not validator.is_valid({"version": 1})
    assert not validator.is_valid({**failure, "more": 1})
