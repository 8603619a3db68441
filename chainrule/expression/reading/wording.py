"""What the reader says when it cannot read: every message once, as (finding, expectation, mend)."""

from __future__ import annotations

from chainrule.expression.reading.words import (
    MODULES,
    function_of,
    greek_name,
    known_functions,
    meant_function,
    nearest,
    parted,
)

Message = tuple[str, str, str]

NOT_A_NUMBER = ("this is not a number", "", "a number has one decimal point: 2.5")
NO_BASE = ("the base of this logarithm cannot be read", "", "write log(x, b) for the logarithm of x to the base b")
BAR_NEVER_CLOSED = ("this bar is never closed", "", "put a second | after it")
BAR_NEVER_OPENED = ("there is no opening bar for this one", "", "")
EMPTY = ("there is nothing to read", "an expression such as sin(x^2)", "")
TWO_EQUALS = ("a second = in one statement", "", "put a ; between two definitions")
QUOTES = ("quotation marks are no part of an expression", "", "leave them out")
DECIMAL_COMMA = ("a comma in a number", "", "write a decimal point, 0.5, and no separator between thousands")
TRAILING_COMMA = ("a comma stands between the arguments of a function, or between branches", "", "")
NO_INEQUALITY = (
    "an inequality is not an expression",
    "",
    "an inequality can only follow `if`: x if x > 0, -x otherwise; for a curve write =",
)
SPREADSHEET = ("an expression does not begin with =", "", "leave out the = at the beginning")
NOT_DEFINITIONS = ("this is a second expression", "one expression, or definitions such as u = x^2; y = sin(u)", "")
SIDE_BY_SIDE = ("two numbers stand side by side", "an operator between them", "")
DELIMITER = ("this $ has no partner", "", "leave it out, or put $ at both ends")
MARKUP = ("this looks like HTML or MathML", "", "type the expression as text: x^2")
DERIVATIVE_INSIDE = (
    "a derivative such as dy/dx cannot stand inside an expression",
    "",
    "write d/dx at the beginning, or f'(x)",
)
NOT_A_VARIABLE = ("this is not a variable", "a letter to differentiate by", "")
NOTHING_BEFORE_COMMA = ("nothing stands before this comma", "an expression", "")
_PRODUCT = 2  # letters before a bracket that may be meant as a product
UNKNOWN_HAS_ONE_LETTER = "an unknown function has one letter: write f(x)"
_KNOWN = "sin, cos, ln, exp, sqrt … (`chainrule formulas` lists them)"
_CLOSERS = {"(": ")", "[": "]", "{": "}", "\\begin{cases}": "\\end{cases}"}


def higher_order(order: str) -> Message:
    ask = f"order {order}: --order {order} on the command line, order={order} in Python"
    return ("a higher derivative is asked for inside the text", "", f"type the function alone and ask for {ask}")


def asked_and_more(asked: str) -> Message:
    return (
        f"it is not clear how far {asked} reaches here",
        "",
        "put everything that is to be differentiated in one pair of brackets",
    )


def function_and_letter(name: str) -> Message:
    return (
        f"{name} stands here both for a function and for a letter",
        "",
        f"write {name}(…) wherever the function is meant, or take another letter",
    )


def defined_by_itself(name: str) -> Message:
    return (f"{name} is defined by itself", "", "write on the right what does not contain it")


def prime_of_several(name: str, count: int) -> Message:
    orders = ",".join(["1"] + ["0"] * (count - 1))
    return (
        f"{name}' does not say by which argument",
        "",
        f"write {name}^({orders})(…) for the derivative by the first",
    )


def wrong_orders(name: str, orders: int, arguments: int) -> Message:
    return (f"{name} has {orders} orders for {arguments} arguments", "one order for each argument", "")


def defined_twice(name: str) -> Message:
    return (f"{name} is defined twice", "", "give each definition a name of its own")


def other_argument(name: str, arguments: tuple[str, ...]) -> Message:
    shown = f"{name}({', '.join(arguments)})"
    return (
        f"{name} is defined as {shown}, and used with something else",
        "",
        f"write {shown}, or define a further name",
    )


def defined_by_itself_here(name: str) -> Message:
    return (f"{name} is defined by itself", "", "a relation such as y = x*y + 1 has to stand alone")


def function_as_name(name: str) -> Message:
    return (f"{name} is the name of a function, and cannot be defined", "", "give it another name")


def defined_by_each_other(names: list[str]) -> Message:
    circle = " uses ".join([*names, names[0]])
    return (f"the definitions go round in a circle: {circle}", "", "define one of them by other names")


def half_a_number(text: str, end: str) -> Message:
    digits = text.rstrip("eE+-")
    return (
        f"{text} could be the beginning of a number such as {digits}e-3, or {digits}*e and a sign",
        "",
        f"write {digits}*e {end[0]} …",
    )


def digit_for_letter(word: str) -> Message | None:
    meant = meant_function(word)
    return (f"{word} is not a function", "", f"did you mean {meant}?") if meant else None


def either_log(name: str, word: str) -> Message:
    digits = name[len(word) :]
    return (f"{name}… has two readings: {name}(…) and {word}({digits}…)", "", "put the argument in brackets")


def dotted(word: str, attribute: str) -> Message:
    row = function_of(attribute)
    if row is not None:
        return (f"{word}.{attribute} is a programming language's name", "", f"write {row.name}(x)")
    if word in MODULES:
        return (
            f"{word}.{attribute} is a programming language's name",
            "",
            f"write {attribute}" if len(attribute) < 3 else "",
        )
    return ("a dot cannot stand between names", "", "for a product write *")


def unreadable_word(run: str, called: bool) -> Message:
    shown = run if len(run) <= 40 else run[:39] + "…"
    if len(run) > 40:
        return (f"'{shown}' is no word that I know", "", "put * between letters that are multiplied")
    close = nearest(run)
    if called and close:
        return (f"'{shown}' is not a function that I know", "", f"did you mean {close}?")
    readings = _readings(run)
    if readings:
        return (f"'{shown}' has more than one reading", "", f"write {' or '.join(readings)}")
    if called:
        return (f"'{shown}' is not a function that I know", _KNOWN, UNKNOWN_HAS_ONE_LETTER)
    if close and len(run) > 3 and len(close) > 3:
        return (
            f"'{shown}' is no word that I know",
            "",
            f"did you mean {close}? Put * between letters that are multiplied",
        )
    return (f"'{shown}' is no word that I know", "a function, or letters that are multiplied",
            "type the expression alone, with * between letters that are multiplied")  # fmt: skip


def _readings(run: str) -> list[str]:
    """What a refused run such as `sinxcosx` could mean, with brackets."""
    if run[0] == "a" and (words := parted(run[1:], False)) and words[0].kind == "function":
        return [f"a*{_called(run[1:])}", f"arc{_called(run[1:])}"]
    if "pi" in run and len(run) <= 4:
        left, right = run.split("pi", 1)
        return ["*".join([*left, "pi", *right]), "*".join(run)]
    if greek := _with_greek(run):
        return greek
    for size in range(min(len(run) - 1, 8), 1, -1):
        if run[:size] in known_functions() and (rest := _pieces(run[size:])):
            name, letters, other = run[:size], rest[0], rest[1]
            return [f"{name}({letters})*{other}", f"{name}({letters}*{other})"]
    if rest := _pieces(run):
        return [f"{'*'.join(rest[0])}*{rest[1]}", "*".join(run)]
    return []


def _with_greek(run: str) -> list[str]:
    for size in range(len(run) - 1, 1, -1):
        if greek_name(run[:size]) and len(run) - size <= 2:
            return [f"{run[:size]}*{'*'.join(run[size:])}"]
        if greek_name(run[-size:]) and len(run) - size <= 2:
            return [f"{'*'.join(run[:-size])}*{run[-size:]}"]
    return []


def _pieces(run: str) -> tuple[str, str] | None:
    """Up to two letters, then a function before at most two letters."""
    for size in (1, 2, 3):
        words = parted(run[size:], False) if len(run) > size else None
        if words and words[0].kind == "function" and len(words) > 1:
            return run[:size], _called(run[size:])
    return None


def _called(run: str) -> str:
    words = parted(run, False) or []
    length = words[0].length if words else len(run)
    return f"{run[:length]}({run[length:]})"


def unknown_function(run: str, product: str) -> Message:
    finding = f"'{run}' is not a function that I know"
    meant = meant_function(run) or nearest(run)
    if len(run) > _PRODUCT:
        return (finding, "", f"did you mean {meant}?") if meant else (finding, _KNOWN, UNKNOWN_HAS_ONE_LETTER)
    instead = f"for a product write {product}*(…)"
    return (finding, "", f"did you mean {meant}? F{instead[1:]}") if meant else (finding, _KNOWN, instead)


def digits_after_constant(text: str) -> Message:
    name = text.rstrip("_0123456789")
    digits = text[len(name) :].lstrip("_")
    return (f"{text} has more than one reading", "", f"write {name}^{digits} or {name}*{digits}")


def stray_prime(name: str) -> Message:
    return (
        f"a prime mark after {name} means a derivative, which only a function has here",
        "",
        "for an unknown function write f'(x)",
    )


def stray_underscore(name: str) -> Message:
    return ("an underscore needs a subscript after it", f"a subscript such as {name}_1", "")


def known_function_primed(name: str) -> Message:
    return (
        f"{name}' asks for a derivative inside the text",
        "",
        f"write the derivative itself, or differentiate {name}(x)",
    )


def unknown_command(command: str) -> Message:
    if not command:
        return ("a lone backslash means nothing", "", "")
    close = nearest(command)
    return (f"\\{command} is no LaTeX command that I know", "", f"did you mean {close}?" if close else "")


def sized_nothing(command: str) -> Message:
    return (f"\\{command} stands before a bracket", "( or [ or | after it", "")


def closes_nothing(sign: str, opened: str) -> Message:
    opener = {closer: opener for opener, closer in _CLOSERS.items()}[sign]
    if opened:
        return (f"{sign} cannot close {opened}", f"a {_CLOSERS[opened]} before it", "")
    return (f"there is no {opener} for this {sign}", "", f"take it out, or put a {opener} where it belongs")


def never_closed(sign: str) -> Message:
    return (f"this {sign} is never closed", "", f"put a {_CLOSERS[sign]} after it")


def stray(sign: str, shown: str, after_operand: bool) -> Message:
    if sign in "\"'`":
        return (
            ("a prime mark belongs to a function or a bracket", "", "write f'(x)")
            if sign == "'" and after_operand
            else QUOTES
        )
    if sign == "!":
        return ("a factorial has no derivative here", "", "write gamma(n + 1) for n!")
    if sign in (":=", ":"):
        return (
            f"{sign} is not read here",
            "",
            "write a definition with =" if sign == ":=" else "for a quotient write /",
        )
    if sign == "$":
        return DELIMITER
    if sign == "#":
        return ("# is not read here", "", "leave comments out")
    if sign in "√∛∜∂":
        return (f"{shown} cannot stand here", "", "")
    if sign == "_":
        return ("a name cannot begin with an underscore", "", "")
    if sign == ".":
        return ("a dot that belongs to no number", "", "for a product write *")
    if sign == "=>" or sign == ">":
        return NO_INEQUALITY
    if ord(sign[0]) < 32 or ord(sign[0]) == 127:
        return (f"the control character U+{ord(sign[0]):04X} is no part of an expression", "", "leave it out")
    return (f"{shown} is not read here", "numbers, names and + - * / ^ ( )", "")


_NAMES = {
    "TIMES": "*",
    "DIVIDE": "/",
    "POWER": "^",
    "PLUS": "+",
    "MINUS": "-",
    "EQUALS": "=",
    "COMMA": ",",
    "SIGN": "the comparison",
}


def after(kind: str, text: str, name: str) -> Message:
    """What was typed ends, or goes on wrongly, after this token."""
    if kind in ("FUNCTION", "LOG"):
        return (f"{name} has nothing to work on", f"an argument: {name}(x)", "")
    if kind == "OPEN":
        return ("nothing stands between these brackets", "an expression", "")
    if kind == "BAR_OPEN":
        return ("nothing stands between these bars", "an expression", "")
    if kind == "FRACTION":
        return (f"{text} needs a numerator and a denominator", "two groups in braces", f"write {text}{{a}}{{b}}")
    if kind in _NAMES:
        return (
            f"nothing comes after {_NAMES[kind] if kind != 'SIGN' else text}",
            "a number, a name, a function or a bracket",
            "",
        )
    if kind in ("ROOT", "NTH_ROOT"):
        return ("the root has nothing under it", "a number, a name or a bracket", "")
    return (f"nothing comes after {text}" if text else "something is missing here", "an expression", "")


def misplaced(text: str, kind: str) -> Message:
    if kind == "POWER":
        return (f"there is nothing before {text} to raise to a power", "a number, a name or a bracket", "")
    if kind in ("TIMES", "DIVIDE"):
        return (f"there is nothing before {text}", "a number, a name or a bracket", "")
    if kind == "EQUALS":
        return TWO_EQUALS
    if kind == "SIGN":
        return NO_INEQUALITY
    if kind in ("IF", "AND", "OTHERWISE", "ELSE"):
        return (f"'{text}' cannot stand here", "branches such as: x if x > 0, -x otherwise", "")
    if kind == "PRIME":
        return (
            "a prime mark may only follow the last bracket of the whole input",
            "",
            "write (…)' around everything, or f'(x)",
        )
    if kind == "DERIVATIVE":
        return (f"{text} asks for a derivative inside an expression", "", "type the function alone")
    return (f"{text} cannot stand here", "an operator or the end", "")


def wrong_count(name: str, wanted: int, got: int, comma_number: bool) -> Message:
    mend = "for a decimal write a point: 0.5" if comma_number else ""
    plural = "one argument" if wanted == 1 else f"{wanted} arguments"
    return (f"{name} takes {plural}, not {got}", "", mend)


def two_readings(text: str, one: str, other: str) -> Message:
    return (f"{text} has two readings: {one} and {other}", "", f"write {one} or {other}")


def inverse_sign(name: str) -> Message:
    return (f"{name} has nothing to work on", "", f"for the inverse function write {name}^-1(x)")


def argument_first(name: str, argument: str) -> Message:
    return (f"{name} has nothing to work on", "", f"put its argument in brackets: {name}({argument})")


def unknown_inverse(name: str) -> Message:
    return (f"the inverse of {name} has no name here", "", f"for 1/{name}(x) write ({name}(x))^(-1)")


def unknown_power(name: str) -> Message:
    return (f"a power right after {name} has two readings", "", f"write ({name}(x))^2, or {name}({name}(x))")


DIVIDED_BY_ZERO = ("this divides by zero", "", "")
ZERO_TO_NEGATIVE = ("zero to a negative power divides by zero", "", "")


def no_value(text: str, name: str, condition: str) -> Message:
    return (f"{text} has no value: {name}(u) needs {condition}", "", "")
