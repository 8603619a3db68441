"""Worksheets: variants of equal difficulty, the same from the same seed, in every format, whatever their titles say."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import typst

import chainrule as cr
from chainrule.expression.walking import postorder
from chainrule.rendering.listing.blocks import Definitions, Line
from chainrule.rendering.media.latex import latex_words
from chainrule.rendering.notation.typst import TypstMath
from chainrule.rendering.notation.typst import typst as typst_math
from chainrule.tutor.problems import Problem
from chainrule.tutor.wording import written
from chainrule.worksheets import EXPORTERS, Variant, Worksheet, worksheet
from chainrule.worksheets.exporters.data import as_text, plain_cell
from chainrule.worksheets.exporters.typst import _Written
from chainrule.worksheets.questions import _question, questions, sections, solution

TITLES = [
    "Differentiation, 4 December",
    '<script>alert(1)</script> & "quotes" \'too\'',
    r"\input{/etc/passwd} $x$ \end{document} %",
    '#read("/etc/passwd") ] $ `raw` // comment',
    "=cmd|' /C calc'!A0",
    "**bold** [link](javascript:alert(1)) | cell\n# heading",
    "a\u202eb\x00c\ufffe 数学 🎉 Ω",
    "</title><style>*{}</style>{title}%s{0}",
    "x" * 500,
]


@pytest.fixture(scope="module")
def mixed() -> Worksheet:
    topics = ["chain", "product", "partial", "neuron", "multivariable", "composite", "layers",
              "choice", "mistake"]  # fmt: skip
    return worksheet(topics, 18, seed=7, variants=3, level=(1, 2), own=["x^2 ln(x)", "d/dt (t^3)"], title="A sheet")


@pytest.fixture(scope="module")
def solved(mixed: Worksheet) -> dict[str, str | bytes]:
    """The same sheet in every format, with solutions."""
    return {format: mixed.export(format, solutions=True) for format in EXPORTERS}


def test_variants_are_of_equal_difficulty_and_differ(mixed: Worksheet) -> None:
    assert [variant.number for variant in mixed.variants] == [1, 2, 3]
    for same in zip(*[variant.problems for variant in mixed.variants], strict=True):
        assert len({(p.topic, p.level, p.kind, p.variable) for p in same}) == 1
        assert len({len(p.record.steps) for p in same}) == 1
        assert len({len(p.options) for p in same}) == 1
        assert len({p.text for p in same}) == (1 if same[0].topic == "own" else 3)
    for variant in mixed.variants:
        assert len(variant.problems) == 20
        assert len({(p.reading.node, p.variable) for p in variant.problems}) == 20


def test_easier_questions_come_first_and_kinds_stay_together() -> None:
    [variant] = worksheet(["composite", "chain", "power"], 12, seed=1).variants
    kinds = [section.questions[0].problem.kind for section in sections(questions(variant))]
    assert kinds == ["composite", "derivative"]
    levels = [p.level for p in variant.problems if p.kind == "derivative"]
    assert levels == sorted(levels)


def test_the_same_seed_gives_the_same_sheet() -> None:
    made = [worksheet(["chain"], 5, seed, variants=2) for seed in (7, 7, 8)]
    assert made[0] == made[1] != made[2]
    assert made[0].code == made[1].code != made[2].code
    assert re.fullmatch("[0-9A-F]{6}", made[0].code)


def test_a_question_is_found_by_its_numbers(mixed: Worksheet) -> None:
    assert mixed.question(2, 3) is mixed.variants[1].problems[2]
    for numbers in ((4, 1), (0, 1), (1, 0), (1, 21)):
        with pytest.raises(cr.ChainRuleError):
            mixed.question(*numbers)


def test_own_problems_are_on_every_variant_once(mixed: Worksheet) -> None:
    for variant in mixed.variants:
        own = [p.text for p in variant.problems if p.topic == "own"]
        assert sorted(own) == ["d/dt (t^3)", "x^2 ln(x)"]
    twice = worksheet((), 0, own=["x^2", "  ", "x^2"])
    assert [p.text for p in twice.variants[0].problems] == ["x^2"]


def test_an_own_equation_is_asked_for_in_its_letters() -> None:
    [variant] = worksheet((), 0, own=["s^2 t + t^3 = s", "u = x^2; y = sin(u)", "x^2 + y^2 = 25"]).variants
    asked = questions(variant)
    told = [section.instruction.partition(".")[0] for section in sections(asked)]
    assert told == ["s depends on t", "Differentiate", "y depends on x"]
    assert [written(question.blanks[0]) for question in asked] == ["ds/dt = ", "dy/dx = ", "dy/dx = "]
    assert [written(question.key) for question in asked] == [
        "ds/dt = (s² + 3t²)/(1 - 2st)", "dy/dx = 2x cos(x²)", "dy/dx = -x/y",
    ]  # fmt: skip
    assert all(list(solution(question)) for question in asked)


def test_a_generated_problem_is_none_of_ones_own() -> None:
    made = worksheet(["power"], 3, seed=5, level=1)
    text = made.variants[0].problems[0].text
    again = worksheet(["power"], 3, seed=5, level=1, own=[text])
    assert [p.text for p in again.variants[0].problems].count(text) == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"variants": 0}, cr.ChainRuleError),
        ({"count": 400, "variants": 100}, cr.LimitError),
        ({"own": ["x)"]}, cr.ReadingError),
        ({"topics": ["algebra"]}, cr.NameUnknownError),
    ],
)
def test_what_cannot_be_made_is_said(arguments: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        worksheet(**arguments)  # type: ignore[arg-type]


def test_solutions_leave_out_what_the_question_said(mixed: Worksheet) -> None:
    for question in questions(mixed.variants[0]):
        told = list(solution(question))
        assert told
        assert not any(type(block).__name__ == "ReadAs" for block in told)
        if question.problem.kind in ("choice", "mistake"):
            assert told[0].phrase[-len(question.key) :] == question.key  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(4))
def test_a_mistake_is_put_right_in_the_letters_of_its_lines(seed: int) -> None:
    for question in questions(worksheet(["mistake"], 3, seed).variants[0]):
        asked = {line.partition(" = ")[0] for line in question.problem.options if "/" not in line.partition(" = ")[0]}
        rows = [block.rows for block in solution(question) if isinstance(block, Definitions)]
        assert {row.name.name for block in rows for row in block} <= {*asked, "y"}


def test_a_solution_keeps_to_what_was_asked() -> None:
    """Layers are named, and nothing is differentiated; a system is not defined again."""
    for kind, text in (("layers", "sin(x^2)"), ("composite", "sin(x^2)"), ("derivative", "u = x^2; y = sin(u)")):
        [question] = questions(Variant(1, (Problem(kind, text, "x"),)))
        told = list(solution(question))
        assert any(isinstance(block, Line) for block in told) == (kind == "derivative")
        rows = [str(row.name) for block in told if isinstance(block, Definitions) for row in block.rows]
        assert ("u" in rows) == (kind != "derivative")


def test_where_an_answer_holds_is_said_if_that_is_not_everywhere() -> None:
    def domains(text: str) -> list[object]:
        [question] = questions(worksheet((), 0, own=[text]).variants[0])
        return [block for block in solution(question) if getattr(block, "kind", "") == "domain"]

    assert domains("ln(x)")
    assert not domains("x^2")


# --- formats ----------------------------------------------------------------------------------------------------------


def test_every_format_is_made_twice_the_same(mixed: Worksheet, solved: dict[str, str | bytes]) -> None:
    for format, made in solved.items():
        assert mixed.export(format, solutions=True) == made
    with pytest.raises(cr.ChainRuleError, match="there are pdf"):
        mixed.export("doc")


@pytest.mark.parametrize("format", ["typst", "latex", "markdown", "html"])
def test_key_and_solutions_come_when_they_are_wanted(
    mixed: Worksheet, solved: dict[str, str | bytes], format: str
) -> None:
    plain, key, whole = str(mixed.export(format)), str(mixed.export(format, key=True)), str(solved[format])
    assert len(plain) < len(key) < len(whole)
    marks = ("Answer", "Solution") if format == "html" else ("Key", "Worked solutions")
    assert [[mark in text for mark in marks] for text in (plain, key, whole)] == [
        [False, False], [True, False], [True, True]
    ]  # fmt: skip


def test_the_pdf_is_tagged_and_carries_its_fonts(mixed: Worksheet, solved: dict[str, str | bytes]) -> None:
    made = mixed.to_pdf()
    assert made.startswith(b"%PDF-")
    assert b"/FontFile" in made
    made = solved["pdf"]
    assert isinstance(made, bytes)
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid:part" in made
    assert b"/FontFile" in made


def test_every_formula_in_typst_has_words(solved: dict[str, str | bytes]) -> None:
    source = str(solved["typst"])
    words = re.findall(r'#formula\("([^"]*)"', source)
    assert len(words) == source.count("#formula(") > 100
    assert all(words)


def test_the_json_follows_its_schema_and_reads_back(mixed: Worksheet) -> None:
    schema = json.loads(resources.files("chainrule.worksheets").joinpath("schema.json").read_text("utf-8"))
    data = json.loads(mixed.to_json())
    jsonschema.validate(data, schema)
    assert data == mixed.to_dict()
    again = Worksheet.from_json(mixed.to_json())
    assert again == mixed
    assert again.code == data["sheet"]
    assert [p.key for p in again.variants[2].problems] == [q["key"] for q in data["variants"][2]["questions"]]


def damaged(change: str, to: object) -> str:
    data = worksheet(["power"], 1).to_dict()
    where = data
    *path, last = change.split(".")
    for step in path:
        where = where[int(step) if step.isdecimal() else step]
    where[last] = to
    return json.dumps(data)


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", "[" * 100_000, '{"version": 1}', '{"version": 2}', "null",
        damaged("title", 3), damaged("log", "e"), damaged("variants", [3]), damaged("variants.0.variant", "x"),
        damaged("variants.0.questions", None), damaged("variants.0.questions.0.kind", "essay"),
        damaged("variants.0.questions.0.problem", 5),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_refused(text: str) -> None:
    with pytest.raises(cr.ChainRuleError):
        Worksheet.from_json(text)


def test_the_csv_has_a_row_for_each_question(mixed: Worksheet) -> None:
    rows = list(csv.DictReader(io.StringIO(mixed.to_csv())))
    assert len(rows) == 60
    problems = [p for variant in mixed.variants for p in variant.problems]
    assert [(plain_cell(row["problem"]), plain_cell(row["key"])) for row in rows] == [(p.text, p.key) for p in problems]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]


@pytest.mark.parametrize("cell", ["=2*x", "-x^2", "+1", "@a", "\t=1", "\tx", "x", "", "2 - x", "\r=1"])
def test_a_cell_is_kept_as_text_and_reads_back(cell: str) -> None:
    assert plain_cell(as_text(cell)) == cell
    assert as_text(cell)[:1] not in ("=", "+", "-", "@")


# --- titles are data --------------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_data_in_every_format(title: str) -> None:
    plain, sheet = (worksheet(["power"], 2, title=text) for text in ("Title", title))
    assert sheet.to_pdf().startswith(b"%PDF-")
    pages = [Tags(), Tags()]
    for page, made in zip(pages, (plain, sheet), strict=True):
        page.feed(made.to_html())
    assert pages[0].tags == pages[1].tags
    assert "".join(c for c in title if c.isprintable()) in pages[1].said.replace("\ufffd", "")
    assert Worksheet.from_json(sheet.to_json()).title == title
    assert sheet.to_markdown().count("\n") == plain.to_markdown().count("\n")
    assert sheet.to_latex().count("{") - sheet.to_latex().count("}") == title.count("{") - title.count("}")


@pytest.mark.parametrize(
    ("words", "latex"),
    [
        ("Übungsblatt für José – 数", r"Übungsblatt für José – \textbackslash{}u6570"),
        ("--, ``a'' ?`", "-{}-, `{}`a'{}' ?{}`"),
        ("a\x01b\x00\tc", "a b  c"),
        ("x · 2 × Ω", r"x $\cdot$ 2 $\times$ Omega"),
    ],
)
def test_words_in_latex_are_what_they_were(words: str, latex: str) -> None:
    assert latex_words(words) == latex


@pytest.mark.parametrize("title", ["", "  \t", None])
def test_a_sheet_without_a_title_has_one(title: str | None) -> None:
    assert worksheet(["power"], 1, title=title).title == "Differentiation"


# --- what is on the page ----------------------------------------------------------------------------------------------


def test_values_stand_in_a_table() -> None:
    sheet = worksheet(["table"], 1, seed=3)
    [question] = questions(sheet.variants[0])
    assert question.table is not None
    assert [len(row) for row in question.table.rows] == [5] * 4
    assert "tabular" in sheet.to_latex()
    assert "| --" in sheet.to_markdown()
    assert sheet.to_html().count("<table>") == 1
    assert "#table(columns: 5" in sheet.to_typst()
    assert not re.search(r'"-\d', sheet.to_typst())  # a minus, no hyphen
    assert not any(type(block).__name__ == "Table" for block in solution(question))


@pytest.mark.parametrize(
    ("options", "abreast"), [(["x^2", "2x", "x", "2"], 4), (["x^2*cos(3*x^2 + 5*x)", "2"], 2), (["x + " * 20, "2"], 1)]
)
def test_choices_stand_in_columns(options: list[str], abreast: int) -> None:
    problem = replace(worksheet(["power"], 1).variants[0].problems[0], options=tuple(options))
    assert _question(1, problem).abreast == abreast


def test_keys_follow_each_other_and_sheets_begin_on_their_own_page() -> None:
    sheet = worksheet(["power"], 2, variants=3)
    source = sheet.to_typst(key=True)
    assert source.count("#part(") == 4
    assert source.count("#keyed(") == 3
    assert pages(source) == 4
    assert pages(sheet.to_typst(key=True, two_sided=True)) == 7
    assert r"\ifodd" in sheet.to_latex(two_sided=True)
    assert r"\ifodd" not in sheet.to_latex()


def pages(source: str) -> int:
    made = typst.compile(source.encode(), format="png", ppi=10)  # type: ignore[arg-type]
    return len(made) if isinstance(made, list) else 1


def test_a_fraction_wider_than_a_line_can_break() -> None:
    wide = "(" + " + ".join([f"sin({n}x)cos({n}x)" for n in range(1, 12)]) + ")/(x^4 + 1)"
    source = worksheet((), 0, own=[wide, "sin(x)/(x^4 + 1)"]).to_typst()
    [first, second] = re.findall(r"#ask.*", source)
    assert ") slash (x^(4) + 1)" in first
    assert "frac(sin(x), x^(4) + 1)" in second


def test_what_was_written_once_is_written_the_same_again() -> None:
    """In the same words, alone and as a part of others, whatever is written with dots or in one piece in between."""
    node = cr.parse("sin(x)^2*(x + 1)/(3x)")
    square, product = node.children[0].children[0], node.children[0]
    made = _Written(lambda raw, whole: TypstMath(raw=raw, whole=whole), cr.Limits())
    for raw, whole in [((), ()), ((product,), ()), ((), (square.children[0],)), ((), ())]:
        for part in postorder(node):
            assert made.text(part, frozenset(raw), frozenset(whole)) == typst_math(part, raw=raw, whole=whole)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no LaTeX")
def test_the_latex_compiles(tmp_path: Path, mixed: Worksheet) -> None:
    sheet = Worksheet(" ".join(TITLES[:6]), mixed.seed, mixed.log, mixed.variants[:1])
    (tmp_path / "sheet.tex").write_text(sheet.to_latex(solutions=True), encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "sheet.tex"],
        cwd=tmp_path, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
