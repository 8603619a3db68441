"""Values of functions that `math` lacks, stable at the ends of the float range.

Each needs `math` and nothing else, so that generated Python can carry its source along. Outside its domain a function
raises ValueError. Those without a call into `math` are right for mpmath numbers and Fractions too.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

__all__ = [
    "Rational", "cosine_integral", "csch", "digamma", "gelu", "integer_root", "leaky_relu", "log_gamma", "polygamma",
    "ratio", "rational_power", "real_root", "relu", "sech", "sigmoid", "sign", "silu", "sinc", "sine_integral",
    "softplus", "step", "trig_integrals",
]  # fmt: skip

Rational = int | Fraction  # arithmetic on ints is many times faster


def sign(u: Any) -> Any:
    return (u > 0) - (u < 0)


def step(u: Any) -> Any:
    return 1 if u > 0 else 0


def relu(u: Any) -> Any:
    return u if u > 0 else u * 0


def leaky_relu(u: float) -> float:
    return u if u > 0 else 0.01 * u


def real_root(u: Any, v: Any) -> Any:
    """The v-th root; of a negative number where v is an odd integer."""
    if v == 0 or (u == 0 and v < 0) or (u < 0 and v % 2 != 1):
        raise ValueError("no real root")
    size = abs(u) ** (1 / v) if u else u
    if isinstance(size, float) and size < 2**52 and v == int(v) and 0 < v < 64 and round(size) ** int(v) == abs(u):
        size = float(round(size))
    return size if u > 0 else -size


def sech(u: float) -> float:
    return 1 / math.cosh(u) if abs(u) < 700 else 2 * math.exp(-abs(u))


def csch(u: float) -> float:
    if u == 0:
        raise ValueError("csch(0)")
    return 1 / math.sinh(u) if abs(u) < 700 else math.copysign(2 * math.exp(-abs(u)), u)


def sinc(u: float) -> float:
    return math.sin(u) / u if u else 1.0


def sigmoid(u: float) -> float:
    if u >= 0:
        return 1 / (1 + math.exp(-u))
    small = math.exp(u)
    return small / (1 + small)


def softplus(u: float) -> float:
    return max(u, 0.0) + math.log1p(math.exp(-abs(u)))


def silu(u: float) -> float:
    small = math.exp(-abs(u))
    return u / (1 + small) if u >= 0 else u * small / (1 + small)


def gelu(u: float) -> float:
    return 0.5 * u * math.erfc(-u / math.sqrt(2))


def log_gamma(u: float) -> float:
    if u <= 0:
        raise ValueError("loggamma needs u > 0")
    return math.lgamma(u)


def trig_integrals(t: float) -> complex:
    """Ci(t) + i Si(t) for t > 0: the power series near 0, else Lentz's continued fraction (Numerical Recipes, 6.8)."""
    if t <= 2:
        total, term, k = complex(0.5772156649015329 + math.log(t), 0.0), 1.0, 1
        while abs(term) > 1e-18:
            term *= t / k
            part = term / k * (1, 1, -1, -1)[k % 4]
            total += complex(0, part) if k % 2 else complex(part, 0)
            k += 1
        return total
    b = complex(1, t)
    c, d = complex(1e300), 1 / b
    h, change, k = d, complex(0), 0
    while abs(change - 1) > 1e-16 and k < 500:
        k += 1
        b += 2
        d = 1 / (b - k * k * d)
        c = b - k * k / c
        change = c * d
        h *= change
    h *= complex(math.cos(t), -math.sin(t))
    return complex(-h.real, math.pi / 2 + h.imag)


def sine_integral(u: float) -> float:
    return math.copysign(trig_integrals(abs(u)).imag, u) if u else 0.0


def cosine_integral(u: float) -> float:
    if u <= 0:
        raise ValueError("Ci needs u > 0")
    return trig_integrals(u).real


def digamma(u: float) -> float:
    if u <= 0:
        if u == math.floor(u):
            raise ValueError("a pole of digamma")
        return digamma(1 - u) - math.pi / math.tan(math.pi * (u % 1))
    shift = 0.0
    while u < 10:
        shift -= 1 / u
        u += 1
    s = 1 / (u * u)
    series = s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - s * (691 / 32760 - s / 12))))))
    return shift + math.log(u) - 0.5 / u - series


def polygamma(u: float, v: float) -> float:
    """The u-th derivative of digamma at v, by the Euler-Maclaurin sum of the Hurwitz zeta function at u + 1."""
    if u != int(u) or u < 0 or (v <= 0 and v == math.floor(v)) or v < -1e5:
        raise ValueError("no such polygamma")
    if u > 160:
        raise OverflowError("too large for a float")
    if u == 0:
        return digamma(v)
    s, total = u + 1, 0.0
    while v < 20 + u:
        total += v**-s if v > 0 else (-1.0) ** s * (-v) ** -s
        v += 1
    total += v**-s * (v / (s - 1) + 0.5)
    term = s * v ** (-s - 1)
    for k, bernoulli in enumerate((1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6), 1):
        total += bernoulli * term / math.factorial(2 * k)
        term *= (s + 2 * k - 1) * (s + 2 * k) / v**2
    return math.copysign(math.factorial(int(u)) * total, total if s % 2 == 0 else -total)


def ratio(above: Rational, below: Rational) -> Rational:
    """above/below, an int where it is whole."""
    if type(above) is int and type(below) is int and above % below == 0:
        return above // below
    value = Fraction(above, below)
    return value.numerator if value.denominator == 1 else value


def rational_power(base: Fraction, p: int, q: int, bits: int = 50_000) -> Fraction | None:
    """base^(p/q), in lowest terms, where that is rational (for odd q the real root) and has not too many bits."""
    if q < 0:
        p, q = -p, -q
    if (base < 0 and q % 2 == 0) or (base == 0 and p < 0):
        return None
    top, bottom = integer_root(abs(base.numerator), q), integer_root(base.denominator, q)
    if top is None or bottom is None or max(top.bit_length(), bottom.bit_length()) * abs(p) > bits:
        return None
    return Fraction(top if base >= 0 else -top, bottom) ** p


def integer_root(n: int, q: int) -> int | None:
    """The q-th root of n >= 0 where that is an integer, else None."""
    if q == 1 or n < 2:
        return n
    if q > n.bit_length():
        return None
    if q == 2:
        root = math.isqrt(n)
        return root if root * root == n else None
    root = 1 << -(-n.bit_length() // q)
    while (lower := ((q - 1) * root + n // root ** (q - 1)) // q) < root:
        root = lower
    return root if root**q == n else None
