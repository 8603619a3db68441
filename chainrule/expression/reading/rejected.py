"""From a token that does not fit to the message that helps: what stands there, what was expected, how to mend it."""

from __future__ import annotations

from chainrule.errors import ReadingError
from chainrule.expression.reading import wording
from chainrule.expression.reading.automaton import Rejection
from chainrule.expression.reading.lexer import Lexer
from chainrule.expression.reading.scanner import Token
from chainrule.expression.reading.source import Source, named

__all__ = ["rejected"]


def rejected(source: Source, lexer: Lexer, rejection: Rejection) -> ReadingError:
    """The error for a token that cannot follow what stands before it."""
    token: Token = rejection.token
    before = lexer.before(token)
    if lexer.frames[-1].parts and (fraction := lexer.last("FRACTION")) is not None:
        shown = source.quoted(fraction.start, fraction.end)
        return source.error(fraction.start, *wording.after("FRACTION", shown, ""), end=fraction.end)
    text = _shown(source, token)
    if token.type == "$END" and before is not None and before.type == "COMMA":
        return source.error(before.start, *wording.TRAILING_COMMA)
    if token.type == "$END" or (token.type in ("CLOSE", "BAR_CLOSE", "COMMA") and "NUMBER" in rejection.expected):
        if token.type == "COMMA" and before is not None and before.type in ("OPEN", "COMMA"):
            return source.error(token.start, *wording.NOTHING_BEFORE_COMMA)
        return _unfinished(source, token, before)
    if before is not None and before.type == "PRIME":
        return source.error(before.start, *wording.misplaced("'", "PRIME"))
    if token.type == "SIGN" and before is None and token.value == "<":
        return source.error(token.start, *wording.MARKUP)
    if token.type == "COMMA":
        return source.error(token.start, *_comma(source, token))
    if before is not None and before.type in ("FUNCTION", "LOG"):
        return _no_argument(source, token, before)
    if token.type == "OPEN" and (function := lexer.bare_function(token)) is not None:
        return _bracket_after_bare(source, token, function)
    if (
        "NUMBER" in rejection.expected
        and before is not None
        and before.type in ("PLUS", "MINUS", "TIMES", "DIVIDE", "POWER")
    ):
        shown = source.quoted(before.start, before.end)
        return source.error(
            token.start, f"{text} cannot follow {shown}", "a number, a name, a function or a bracket", end=token.end
        )
    return source.error(token.start, *wording.misplaced(text, token.type), end=token.end)


def _shown(source: Source, token: Token) -> str:
    if token.type == "$END":
        return "the end"
    text = source.quoted(token.start, token.end)
    return text if text.isascii() or len(text) > 1 else named(text)


def _unfinished(source: Source, token: Token, before: Token | None) -> ReadingError:
    if before is None:
        return source.error(token.start, *wording.EMPTY)
    name = before.value.name if before.type in ("FUNCTION", "LOG") else ""
    if token.type == "$END" and before.type in ("NAME", "NUMBER", "CLOSE", "BAR_CLOSE"):
        return source.error(token.start, *wording.after("", "", ""))
    return source.error(
        before.start, *wording.after(before.type, source.quoted(before.start, before.end), name), end=before.end
    )


def _no_argument(source: Source, token: Token, function: Token) -> ReadingError:
    name = function.value.name
    if token.type == "MINUS":
        rest = source.clean[token.end : token.end + 2].strip()
        message = wording.inverse_sign(name) if rest.startswith("1") else wording.argument_first(name, "-…")
        return source.error(function.start, *message, end=token.end)
    return source.error(function.start, *wording.after("FUNCTION", "", name), end=function.end)


def _comma(source: Source, token: Token) -> wording.Message:
    clean = source.clean
    if clean[token.start - 1 : token.start].isdigit() and clean[token.end : token.end + 1].isdigit():
        return wording.DECIMAL_COMMA
    return wording.TRAILING_COMMA


def _bracket_after_bare(source: Source, token: Token, function: Token) -> ReadingError:
    name = source.quoted(function.start, function.end)
    argument = source.quoted(function.end, token.start)
    text = f"{source.quoted(function.start, token.end)}…"
    message = wording.two_readings(text, f"{name}({argument})*(…)", f"{name}({argument}*(…))")
    return source.error(function.start, *message, end=token.end)
