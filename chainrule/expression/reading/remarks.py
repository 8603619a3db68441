"""What the reader says about how it read: one sentence a note."""

from __future__ import annotations

from collections.abc import Sequence


def squared(name: str, power: str) -> str:
    shown = "the square of" if power == "2" else f"the power {power} of"
    return f"{name}^{power} x is {shown} {name}(x), not {name}(x^{power})"


def inverse(name: str, inverse_name: str) -> str:
    return f"{name}^-1 x is {inverse_name}(x), the inverse function, not 1/{name}(x)"


NATURAL_LOG = "log x is read as the natural logarithm ln(x); for base 10 write log10(x)"
LOG_10 = "log x is read as the logarithm to base 10; for the natural logarithm write ln(x)"
LG = "lg x is read as the logarithm to base 10"
STRIPPED = "invisible characters were left out"


def left_to_right(quotient: str, factor: str, gap: str) -> str:
    top, _, bottom = quotient.rpartition("/")
    read, other = f"({quotient})*{factor}", f"{top}/({bottom}{gap}{factor})"
    return f"{quotient}{gap}{factor} is read as {read}; for {other} write the brackets"


def power_then_divided(power: str, divisor: str) -> str:
    base, _, exponent = power.partition("^")
    return f"{power}/{divisor} is read as ({power})/{divisor}; for {base}^({exponent}/{divisor}) write the brackets"


def tower(text: str, base: str, exponent: str) -> str:
    return f"{text} is read from the top: {base}^({exponent})"


def power_then_beside(text: str, power: str, factor: str) -> str:
    base, _, exponent = power.partition("^")
    return f"{text} is read as ({power})*{factor}; for {base}^({exponent}*{factor}) write the brackets"


def bare_power(text: str, name: str, argument: str) -> str:
    return f"{text} is read as {name}({argument}), not as a power of {name}"


def bare_divided(name: str, argument: str, divisor: str) -> str:
    read, other = f"{name}({argument})/{divisor}", f"{name}({argument}/{divisor})"
    return f"{name} {argument}/{divisor} is read as {read}; for {other} write the brackets"


def one_atom(text: str, rooted: str, rest: str) -> str:
    return f"{text} covers {rooted} alone: it is read as √({rooted})*{rest}"


def one_name(text: str, letter: str, digits: str) -> str:
    return f"{text} is one name; for a product write {letter}*{digits}, for a power {letter}^{digits}"


def unknown(names: Sequence[str]) -> str:
    *others, last = names
    if not others:
        return f"{last} is read as an unknown function; for a product write {last}*(…)"
    return f"{', '.join(others)} and {last} are read as unknown functions; for a product write {last}*(…)"


def scientific(text: str, value: str) -> str:
    return f"{text} is read as the number {value}"


def minus_power(text: str, power: str) -> str:
    return f"{text} is read as -({power})"


def chosen_variable(name: str, others: tuple[str, ...]) -> str:
    if not others:
        return f"differentiated by {name}"
    held = ", ".join(others[:5]) + (", …" if len(others) > 5 else "")
    return f"differentiated by {name}; {held} {'is' if len(others) == 1 else 'are'} held constant"


def whole_asked(asked: str) -> str:
    return f"{asked} is read as asking for the derivative of everything after it"


def derivative_named(left: str) -> str:
    return f"{left} = … names a derivative; the right-hand side is read as the expression to differentiate"


def definitions_put_in(names: Sequence[str]) -> str:
    *others, last = names
    if not others:
        return f"the definition of {last} is put in"
    return f"the definitions of {', '.join(others)} and {last} are put in"


def differential(run: str) -> str:
    return f"{run} is read as the product {'*'.join(run)}; if a differential is meant, leave it out"


def euler_beside(run: str, letters: str, rest: str) -> str:
    product = "*".join([*letters, "e", *rest])
    power = "*".join([*letters, f"e^{rest}" if len(rest) == 1 else f"e^({rest})"])
    return f"{run} is read as {product} with Euler's number e; for a power write {power}"


def twice(run: str) -> str:
    return f"{run} is read as the product {'*'.join(run)}"
