"""A worksheet in LaTeX: a whole document that asks for amsmath and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chainrule.rendering import wording_sheets as wording
from chainrule.rendering.media.latex import latex_listing, latex_words, worded
from chainrule.worksheets.questions import Question, questions, sections, solution
from chainrule.worksheets.sheet import Variant, Wanted, Worksheet

__all__ = ["latex_sheet"]

DOCUMENT = r"""\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\setlength{\parindent}{0pt}
\setlength{\oddsidemargin}{-5mm}
\setlength{\textwidth}{169mm}
\setlength{\topmargin}{-15mm}
\setlength{\textheight}{245mm}
\allowdisplaybreaks
\everymath{\displaystyle}
\pagestyle{myheadings}
\newcommand{\newsheet}{\clearpage}
\newcommand{\sheettop}[3]{\newsheet\setcounter{page}{1}\thispagestyle{plain}\markright{\upshape #2, #3}%
{\Large\bfseries #1}\hfill #2, #3\par\medskip}
\newcommand{\person}[2]{#1: \hrulefill\quad #2: \makebox[35mm]{\hrulefill}\par\bigskip}
\newcommand{\ask}[2]{\par\bigskip\noindent\begin{minipage}[t]{\textwidth}%
\makebox[8mm][l]{\bfseries #1}#2\end{minipage}\par}
\newcommand{\answerline}[1]{\par\bigskip\noindent\hspace*{8mm}#1\hrulefill\par}
\newcommand{\tick}[2]{\makebox[#1\textwidth][l]{\fbox{\phantom{x}}~#2}}
\begin{document}
\raggedright
%s
\end{document}
"""
TWO_SIDED = r"\renewcommand{\newsheet}{\clearpage\ifodd\value{page}\else\null\thispagestyle{empty}\clearpage\fi}"


def latex_sheet(sheet: Worksheet, wanted: Wanted) -> str:
    """All variants, each from a new page; then, if wanted, the key and the worked solutions of each."""
    parts = [TWO_SIDED] if wanted.two_sided else []
    asked = [(variant, questions(variant)) for variant in sheet.variants]
    for variant, each in asked:
        parts += _asked(sheet, variant, each)
    for variant, each in asked if wanted.key else ():
        parts.append(_top(sheet, variant, wording.KEY))
        parts += [rf"\ask{{{q.number}}}{{{worded(q.key)}}}" for q in each]
    for variant, each in asked if wanted.solutions else ():
        parts.append(_top(sheet, variant, wording.SOLUTIONS))
        for question in each:
            parts.append(rf"\ask{{{question.number}}}{{{_given(question)}}}")
            parts.append(latex_listing(solution(question)))
    return DOCUMENT.replace("%s", "\n".join(parts))


def _top(sheet: Worksheet, variant: Variant, what: str = "") -> str:
    part = wording.VARIANT.format(number=variant.number)
    part = wording.PART_OF_VARIANT.format(part=what, variant=part) if what else part
    code = wording.SHEET.format(code=sheet.code)
    return rf"\sheettop{{{latex_words(sheet.title)}}}{{{latex_words(part)}}}{{{latex_words(code)}}}"


def _asked(sheet: Worksheet, variant: Variant, asked: Sequence[Question]) -> Iterator[str]:
    yield _top(sheet, variant)
    yield rf"\person{{{wording.NAME}}}{{{wording.DATE}}}"
    for section in sections(asked):
        yield rf"\bigskip\textit{{{latex_words(section.instruction)}}}\par"
        for question in section.questions:
            yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield rf"\ask{{{question.number}}}{{{_given(question)}}}"
    for line in question.lines:
        yield rf"\hspace*{{8mm}}{worded(line)}\par"
    if question.table is not None:
        yield rf"\smallskip\hspace*{{8mm}}{latex_listing([question.table])}"
    yield rf"\nopagebreak\vspace{{{question.room}\baselineskip}}\nopagebreak"
    for blank in question.blanks:
        yield rf"\answerline{{{worded(blank)}}}"
    for start in range(0, len(question.choices), question.abreast):
        row = question.choices[start : start + question.abreast]
        boxes = "".join([rf"\tick{{{0.9 / question.abreast:.3f}}}{{{worded(choice)}}}" for choice in row])
        yield rf"\hspace*{{8mm}}{boxes}\par\smallskip"


def _given(question: Question) -> str:
    return r"\qquad ".join([worded((equation,)) for equation in question.given])
