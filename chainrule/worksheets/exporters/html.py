"""A worksheet as one page that needs nothing else, also without a network; hints and solutions are folded."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.rendering import wording_sheets as wording
from chainrule.rendering.listing.blocks import NO_MARKS, Phrase
from chainrule.rendering.page.chapters import Steps
from chainrule.rendering.page.markup import Pen, safe
from chainrule.rendering.page.shell import shell
from chainrule.tutor.hints import hints
from chainrule.worksheets.questions import Question, Section, questions, sections, solution
from chainrule.worksheets.sheet import Variant, Wanted, Worksheet

__all__ = ["QuestionWriter", "html_sheet"]


def html_sheet(sheet: Worksheet, wanted: Wanted) -> str:
    """Every variant as a chapter; a question's key and solution are folded below it, if wanted."""
    page = _Page(wanted)
    body = "\n".join([page.variant(variant) for variant in sheet.variants])
    code = safe(wording.SHEET.format(code=sheet.code))
    links = "".join([f'<li><a href="#v{v.number}">{_name(v)}</a></li>' for v in sheet.variants])
    contents = f'<nav aria-label="{safe(wording.VARIANTS)}"><ul class="variants">{links}</ul></nav>'
    navigation = f'<p class="code">{code}</p>{contents if len(sheet.variants) > 1 else ""}'
    styles = ("derivation.css", "worksheet.css")
    return shell(sheet.title, body, navigation=navigation, skip=wording.SKIP, styles=styles, scripts=())


def _name(variant: Variant) -> str:
    return safe(wording.VARIANT.format(number=variant.number))


class QuestionWriter:
    """Writes what a question asks."""

    def __init__(self) -> None:
        self.pen = Pen()

    def asked(self, question: Question) -> Iterator[str]:
        given = ' <span class="gap"></span> '.join([self.pen.math(each, NO_MARKS) for each in question.given])
        yield f'<p class="given">{given}</p>'
        yield "".join([f'<p class="of-solution">{self.phrase(line)}</p>' for line in question.lines])
        if question.table is not None:
            yield from Steps(self.pen, level=3).html([question.table])
        if question.choices:
            choices = [f'<span class="tick"><span class="box"></span>{self.phrase(c)}</span>' for c in question.choices]
            yield f'<p class="choices" style="--abreast:{question.abreast}">{"".join(choices)}</p>'

    def phrase(self, phrase: Phrase) -> str:
        return self.pen.phrase(phrase, NO_MARKS)


class _Page(QuestionWriter):
    """Writes variants; what is wanted with a question is folded below it."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self.wanted = wanted

    def variant(self, variant: Variant) -> str:
        told = "".join([part for section in sections(questions(variant)) for part in self.section(section)])
        name = f"v{variant.number}"
        person = (
            f'<p class="person"><span>{safe(wording.NAME)}:</span><span class="blank"></span>'
            f'<span>{safe(wording.DATE)}:</span><span class="blank date"></span></p>'
        )
        heading = f'<h2 id="{name}-title">{_name(variant)}</h2>'
        return f'<article class="variant" id="{name}" aria-labelledby="{name}-title">{heading}{person}{told}</article>'

    def section(self, section: Section) -> Iterator[str]:
        yield f'<p class="ask">{safe(section.instruction)}</p><ol class="questions">'
        for question in section.questions:
            yield f'<li value="{question.number}">{"".join(self.question(question))}</li>'
        yield "</ol>"

    def question(self, question: Question) -> Iterator[str]:
        yield from self.asked(question)
        if question.room:
            yield f'<div class="room" style="height:{1.5 * question.room}em"></div>'
        for blank in question.blanks:
            yield f'<p class="line"><span>{self.phrase(blank)}</span><span class="blank"></span></p>'
        problem = question.problem
        if self.wanted.solutions and problem.kind in ("derivative", "implicit") and problem.reading.system is None:
            yield self.hints(question)
        if self.wanted.key:
            yield self.folded(wording.ANSWER, f'<p class="answer">{self.phrase(question.key)}</p>')
        if self.wanted.solutions:
            pen = Pen()
            told = list(solution(question))
            for block in told:
                pen.learn(getattr(block, "marks", NO_MARKS))
            yield self.folded(wording.SOLUTION, "".join(Steps(pen, level=3).html(told)))

    def hints(self, question: Question) -> str:
        """One inside the other, up to the one that would give the answer."""
        phrases = hints(question.problem.reading, question.problem.variable).phrases[:-1]
        inside = ""
        for number, phrase in reversed([*enumerate(phrases, 1)]):
            inside = self.folded(wording.HINT.format(number=number), f"<p>{self.phrase(phrase)}</p>{inside}")
        return inside

    def folded(self, title: str, inside: str) -> str:
        return f'<details class="fold-away"><summary>{safe(title)}</summary>{inside}</details>'
