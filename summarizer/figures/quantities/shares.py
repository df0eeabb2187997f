"""Fractions, said in words or written with a slash or a glyph, and what they are worth."""

from __future__ import annotations

import re

from summarizer.figures.quantities.numbers import GLYPHS, PARTS, SCALES, SMALL, TENS, either

END = r"(?![^\W_])"
GAP = r"(?:[-‑]| - |[ \u00a0]{1,3})"
AND = r"(?:,? {1,3}(?:and|&) {1,3}|-and-)"
_ORDINALS = {word: n for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth".split(), 1)}
_ONE_TO_NINE = either(list(SMALL)[1:10])
_WORD = rf"(?:{either(TENS)}(?:{GAP}{_ONE_TO_NINE}{END})??|{either(SMALL)}){END}"
_PART = rf"(?:{either(TENS)}{GAP}{either(_ORDINALS)}|{either(list(PARTS)[2:])})"
_BELOW = rf"(?:(?P<part>half|{_PART})|(?P<parts>halve|{_PART})s){END}"
AND_SHARE = (
    rf"(?:[- ]and[- ]| & )(?:(?:an?|one){GAP}(?:half|{_PART})|{_ONE_TO_NINE}{GAP}{_PART}s?|{_WORD}{GAP}hundredths){END}"
)
"""Regular expression of the "and-a-half" that ends a mixed number."""
_ABOVE = rf"(?:{_WORD}|an?(?={GAP}hundred))(?:{GAP}hundred{END}(?:(?!{AND_SHARE})(?:{AND}|[- ]){_WORD})??)??"
_SHARE = re.compile(rf"(?:(?P<lone>an?|one)|(?P<above>{_ABOVE})){GAP}{_BELOW}", re.I)
_LAST = re.compile(rf"\b(?P<above>{_WORD}|an?){GAP}{_BELOW}", re.I)
_SCALE = r"(?:dozen|hundred|thousand|lakh|million|crore|billion|trillion)"
_SCALED = re.compile(rf"(?: of an? |{GAP})(?P<scale>{_SCALE})s?{END}", re.I)
_HALF = re.compile(rf"half{END}(?!{GAP}(?:an?{GAP})?{_SCALE})", re.I)
SLASH = r"[1-9]\d?/(?:100|[1-9]\d|[2-9])(?![\d/])"
_LONGEST_NUMBER = 20


def read_share(text: str, start: int) -> tuple[int, float, bool] | None:
    """The fraction in words that starts here: its end, its value, and whether it stands without a scale.

    "Two-thirds" is one; "three-quarters of a million" is a number. An ordinal ("twenty-fifth", "two third places") is
    none: one part goes with a singular, several with a plural.
    """
    if half := _HALF.match(text, start):
        return half.end(), 0.5, True
    match = _SHARE.match(text, start)
    if match is None or (match["lone"] is None) != (match["part"] is None):
        return None
    if match["parts"] == "halve" and not text.startswith(" of ", match.end()):  # "a game of two halves"
        return None
    value = (group_worth(match["above"]) if match["above"] else 1) / _below(match["part"] or match["parts"])
    if scale := _SCALED.match(text, match.end()):
        return scale.end(), value * SCALES[scale["scale"].lower()], False
    return match.end(), value, True


def and_share(surface: str) -> float:
    """The fraction that ends "four and a half": 0.5."""
    match = _LAST.search(surface)
    if match is None:
        raise ValueError(f"no fraction at the end of {surface!r}")
    return group_worth(match["above"]) / _below(match["part"] or match["parts"])


def group_worth(words: str) -> float:
    """The value of number words below a thousand: 252 for "two hundred and fifty-two"; "a" is 1."""
    worth = 0.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "hundred":
            worth = (worth or 1) * SCALES[word]
        elif word != "and":
            worth += 1 if word in ("a", "an") else SMALL.get(word, TENS.get(word, 0))
    return worth


def digits_worth(surface: str) -> float:
    """The value of digits with separators and fractions: "2 1/2", "2½", "41/2" (a "4½" that lost its space).

    Infinite for more digits than a quantity has.
    """
    if glyph := GLYPHS.get(surface[-1]):
        return glyph + (digits_worth(surface[:-1].rstrip(" -")) if surface[:-1] else 0)
    whole, slash, below = surface.rpartition("/")
    if slash:
        rest, _, above = whole.replace("-", " ").rpartition(" ")
        return _slash_worth(int(above), int(below), lost_space=not rest) + (digits_worth(rest.strip()) if rest else 0)
    plain = re.sub(r"[,\s]", "", surface)
    return float(plain) if len(plain) <= _LONGEST_NUMBER else float("inf")


def _slash_worth(above: int, below: int, *, lost_space: bool) -> float:
    if lost_space and above > SMALL["ten"] and above % 10 < below < above:
        return above // 10 + above % 10 / below
    return above / below


def _below(word: str) -> int:
    """The denominator that an ordinal names: 5 in "fifth", 21 in "twenty-first"."""
    words = re.findall(r"[a-z]+", word.lower())
    if words[0] == "halve":
        return PARTS["half"]
    return TENS[words[0]] + _ORDINALS[words[1]] if len(words) > 1 else PARTS[words[0]]
