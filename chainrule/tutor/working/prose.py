"""The words that students write around formulas: what they begin with, what reasons they give, what they only name."""

from __future__ import annotations

import re
from collections.abc import Collection

__all__ = ["SIGNS", "is_prose", "led_by", "only_names", "without_reasons"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SIGNS = r"=>|⇒|⟹|⟶|→|->|∴|\\Rightarrow|\\implies|\\therefore|\\iff|<=>|⇔"
VOCABULARY = _words(
    """
    so then thus hence therefore now next and but also finally first second third last because since again here there
    have get find see know note notice that which what this these those such the its their our you they can will must
    gives give giving get gets got becomes become yields implies implied follows follow means where with for from into
    let lets set put take taking took write writing written define defining call called say name denote choose use using
    used apply applying applied via after before when through back respect over both side sides each all whole every
    differentiate differentiating differentiated differentiation derive deriving derivative derivatives slope rate rates
    rule rules chain product quotient power sum difference constant constants exponential general function functions
    outer inner outside inside composite composition layer layers part parts piece pieces factor factors term terms
    base exponent numerator denominator top bottom argument variable left right hand equation equations relation curve
    multiply multiplying multiplied divide dividing divided add adding subtract subtracting square squaring
    substitute substituting substituted substitution replace replacing simplify simplifying simplified expand expanding
    expanded factoring cancel cancelling collect collecting rearrange rearranging solve solving solved isolate isolating
    logs logarithm logarithms logarithmic natural take identity definition algebra implicit implicitly explicitly
    steps answer answers result solution working work line done check checking tidy combine combining together equal
    bring bringing down front lower lowered identify identifying identified remember recall notice
    equals obtain final finally only just not are has was been would should want need start begin original same other
    another one two given above below ans method problem question task proof qed that's let's
    """
)
SHORT = _words("we is by of to if it in on at as be or an us my do i a")  # could be letters on their own
NAMES_PARTS = _words(
    """outer inner outside inside function functions base exponent numerator denominator top bottom factor factors term
    terms layer layers part parts piece pieces argument bring bringing"""
)  # of what is then written, nothing is claimed

RESULTS = _words("multiply multiplying multiplied substitute substituting simplify simplifying combine combining")
CALLS = _words("differentiate differentiating derive find identify apply use using take let by of for with into")

_TOKEN = re.compile(  # an arrow, or a word that nothing follows which words in formulas are followed by
    rf"\s*(?:({SIGNS}|i\.e\.,?)|([^\W\d_]+(?:'[^\W\d_]+)?)(?=[\s,:.]|$)[,:.]*(?!\s*[=^*/+']|\())\s*", re.IGNORECASE
)
# Behind a formula: words in brackets, words that begin with a preposition, a word that leads to the next line;
# before it: words and a colon.
_WORDS = r"[^\W\d_]+(?:[\s',-]+[^\W\d_]+)*\s*"
_IN_BRACKETS = re.compile(rf"\s*[,;]?\s*[(\[]\s*({_WORDS})[.!]?\s*[)\]]\s*[.!]?\s*$")
_TRAILING = re.compile(
    rf"(?:\s*[,;]\s*|\s+)((?:by|using|from|since|because|after|applying|via|as)\s+{_WORDS})[.!]?\s*$", re.IGNORECASE
)
_LOOSE = re.compile(r"\s+(?:so|then|hence|thus|therefore|and|which is|that is)\s*[,:]?\s*$", re.IGNORECASE)
_LABEL = re.compile(r"\s*((?:[^\W\d_]{2,}\s+)*(?:[^\W\d_]{2,}|[AQ]))\s*:(?!=)\s*")


def led_by(text: str, names: Collection[str] = ()) -> int:
    """Where the words end that a line begins with; 0 where it begins with none.

    names   of the problem, which are never taken for words
    """
    label = _LABEL.match(text)
    if label is not None and label.end() < len(text) and not set(label[1].split()).intersection(names):
        return label.end()
    end = certain = 0
    while (token := _TOKEN.match(text, end)) is not None and token.end() > end:
        word = (token[2] or "").lower()
        if token[2] is not None and (token[2] in names or word not in VOCABULARY | SHORT):
            break
        if len(word) == 1 and not _goes_on(text, token.end()):
            break
        end = token.end()
        if word not in SHORT or certain:
            certain = end
    return certain


def _goes_on(text: str, place: int) -> bool:
    """Is there a word of several letters?"""
    token = _TOKEN.match(text, place)
    return token is not None and token[2] is not None and token[2].lower() in VOCABULARY


def is_prose(text: str, names: Collection[str] = ()) -> bool:
    """Are there only words in it?"""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text)
    known = not VOCABULARY.isdisjoint(word.lower() for word in words) and not set(words).intersection(names)
    return known and re.fullmatch(rf"\s*{_WORDS}[.:!]?\s*", text) is not None


def only_names(lead: str) -> bool:
    """Do the words before a bare expression say what it is, or what to do with it, and claim nothing of it?

    As in `inner: x^2`, `multiply by 2x`; not as in `the derivative is 2x`.
    """
    words = re.findall(r"[^\W\d_]+", lead.lower())
    calls_for = bool(words) and words[-1] in CALLS and not lead.rstrip().endswith(":")
    result = lead.rstrip().endswith(":") and not RESULTS.isdisjoint(words)  # multiply by the inner derivative: …
    return calls_for or (not result and not NAMES_PARTS.isdisjoint(words))


def without_reasons(text: str, names: Collection[str] = ()) -> str:
    """Without what stands behind a formula: (chain rule), by the product rule, so."""
    text = _LOOSE.sub("", text)
    for pattern in (_IN_BRACKETS, _TRAILING):
        ended = pattern.search(text)
        words = set() if ended is None else set(ended[1].split())
        if ended is not None and not {word.lower() for word in words}.isdisjoint(VOCABULARY) and not words & set(names):
            text = text[: ended.start()]
    return text
