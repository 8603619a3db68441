"""A worksheet: variants of equal difficulty, each with a number by which its key is found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from chainrule.errors import ChainRuleError
from chainrule.expression.limits import DEFAULT, Limits
from chainrule.rendering import wording_sheets as wording
from chainrule.tutor.problems import Outline, Problem, Seen, outlines, own_problem, problem_of
from chainrule.tutor.problems.drawing import Draw

__all__ = ["Variant", "Wanted", "Worksheet", "worksheet"]


@dataclass(frozen=True, slots=True)
class Variant:
    """One student's sheet; question n is `problems[n - 1]`, of the same topic and level in every variant."""

    number: int
    problems: tuple[Problem, ...]


class Wanted(NamedTuple):
    """What an exporter is asked for.

    key         with the answers
    solutions   with how they are found
    two_sided   each variant on paper of its own, where both sides are printed
    """

    key: bool = False
    solutions: bool = False
    two_sided: bool = False


@dataclass(frozen=True)
class Worksheet:
    """What was asked for, and the variants.

    title   any text
    seed    what the problems were drawn from
    log     what log x means on it: "natural" or "10"
    """

    title: str
    seed: int | str
    log: str
    variants: tuple[Variant, ...]

    @cached_property
    def code(self) -> str:
        """Six characters that tell this sheet from every other, for paper that is found on the floor."""
        asked = [(p.kind, p.text, p.variable, p.options) for each in self.variants for p in each.problems]
        numbers = [(each.number, len(each.problems)) for each in self.variants]
        return sha256(json.dumps([self.log, numbers, asked]).encode()).hexdigest()[:6].upper()

    @cached_property
    def _by_number(self) -> dict[int, Variant]:
        return {variant.number: variant for variant in self.variants}

    def question(self, variant: int, number: int) -> Problem:
        """The problem with this number, from 1. Raises ChainRuleError where there is none."""
        found = self._by_number.get(variant)
        if found is None:
            raise ChainRuleError(f"there is no variant {variant}; there are {len(self.variants)}")
        if not 1 <= number <= len(found.problems):
            raise ChainRuleError(f"there is no question {number}; there are {len(found.problems)}")
        return found.problems[number - 1]

    def export(
        self, format: str, *, key: bool = False, solutions: bool = False, two_sided: bool = False
    ) -> str | bytes:
        """The sheet in one of the formats of EXPORTERS, text or bytes.

        key         with the answers
        solutions   with the answers and how they are found
        two_sided   each variant on paper of its own, where both sides are printed
        """
        from chainrule.worksheets.exporters import export

        return export(self, format, Wanted(key or solutions, solutions, two_sided))

    def to_pdf(self, **options: bool) -> bytes:
        """A tagged PDF, the same bytes for the same seed; needs the extra `pdf`. The options are those of `export`."""
        made = self.export("pdf", **options)
        assert isinstance(made, bytes)
        return made

    def to_typst(self, **options: bool) -> str:
        return self._text("typst", options)

    def to_latex(self, **options: bool) -> str:
        return self._text("latex", options)

    def to_markdown(self, **options: bool) -> str:
        return self._text("markdown", options)

    def to_html(self, **options: bool) -> str:
        """One page that needs nothing else; hints and solutions are folded."""
        return self._text("html", options)

    def to_csv(self) -> str:
        return self._text("csv", {})

    def to_json(self) -> str:
        """The sheet with its key; `Worksheet.from_json` reads it back. The schema is schema.json in this folder."""
        return self._text("json", {})

    def to_dict(self) -> dict[str, Any]:
        """What `to_json` writes."""
        from chainrule.worksheets.exporters.data import sheet_record

        return sheet_record(self)

    @classmethod
    def from_json(cls, text: str, *, limits: Limits = DEFAULT) -> Worksheet:
        """The sheet that `to_json` wrote. Raises ChainRuleError for text that is no sheet."""
        from chainrule.worksheets.exporters.data import sheet_of

        return sheet_of(text, limits)

    def _text(self, format: str, options: dict[str, bool]) -> str:
        made = self.export(format, **options)
        assert isinstance(made, str)
        return made

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def __repr__(self) -> str:
        questions = len(self.variants[0].problems) if self.variants else 0
        return f"<Worksheet {self.code} {self.title!r}: {questions} questions in {len(self.variants)} variants>"


def worksheet(
    topics: Iterable[str] = (),
    count: int = 10,
    seed: int | str = 0,
    *,
    variants: int = 1,
    level: int | Iterable[int] | None = None,
    title: str | None = None,
    own: Iterable[str] = (),
    log: str = "natural",
    limits: Limits = DEFAULT,
) -> Worksheet:
    """A worksheet from a seed: the same seed gives the same sheet on every machine.

    topics     ids of chainrule.tutor.problems.TOPICS, taken in turn; none: all of them
    count      how many questions are made
    variants   how many sheets with other numbers and equal difficulty
    level      1 to 4, or several, taken in turn; left out, 1 to 3
    own        problems of your own as text (functions, systems, equations), mixed in, the same in every variant
    log        what log x means on the sheet: "natural" or "10"
    Raises LimitError for more than `limits.questions` questions in all, ReadingError for a problem that cannot be read,
    and what `problems` raises.
    """
    if variants < 1:
        raise ChainRuleError(f"the number of variants is 1 or more, not {variants}")
    written = _own(own, log, limits)
    limits.check("questions", (count + len(written)) * variants)
    asked = outlines(topics, level, count, seed, limits=limits)
    places = _places(len(asked) + len(written), len(written), seed)
    made: list[Variant] = []
    everywhere: set[str] = set()
    for number in range(1, variants + 1):
        like = made[0].problems if made else ()
        made.append(Variant(number, tuple(_variant(asked, written, places, number, like, everywhere, log))))
        everywhere.update([problem.text for problem in made[-1].problems])
    return Worksheet(title if title and title.strip() else wording.TITLE, seed, log, tuple(made))


def _own(lines: Iterable[str], log: str, limits: Limits) -> list[Problem]:
    """The problems of somebody else, each once."""
    found = dict.fromkeys([own_problem(line, log=log, limits=limits) for line in lines if line.strip()])
    return list(found)


def _places(total: int, count: int, seed: int | str) -> list[int]:
    """Where among all questions one's own stand."""
    return sorted(Draw(seed, "own").shuffled(range(total))[:count])


def _variant(
    asked: Sequence[Outline], written: Sequence[Problem], places: Sequence[int], number: int,
    like: Sequence[Problem], everywhere: Set[str], log: str,
) -> Iterable[Problem]:
    """The problems of one variant; what another variant has is avoided as long as there is anything else."""
    seen = Seen()
    for problem in written:
        seen.add(problem)
    own, rest = iter(written), iter(asked)
    for place in range(len(asked) + len(written)):
        if place in places:
            yield next(own)
        else:
            yield problem_of(next(rest), seen, beside=everywhere, variant=number,
                             like=like[place] if like else None, log=log)  # fmt: skip
