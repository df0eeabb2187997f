"""Numerals as news writes them: digits, words, mixtures, fractions and vague counts, each with its value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_UP_TO_19 = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
SMALL = {word: value for value, word in enumerate(_UP_TO_19.split())}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "lakh": 10**5, "million": 10**6,
    "crore": 10**7, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9, "tn": 10**12,
}  # fmt: skip
VAGUE = {
    "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 10**3, "millions": 10**6,
    "billions": 10**9, "trillions": 10**12,
}  # fmt: skip
PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
GLYPHS = {
    "½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
}  # fmt: skip


def either(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


_ONE_TO_NINE = either(list(SMALL)[1:10])
_GAP = r"(?:[-‑]|[ \u00a0]{1,3})"
_AND = r"(?:[ ,-]| {2,3}|,? {1,3}and {1,3}|, )"
_WORD = rf"(?:{either(TENS)}(?:{_GAP}{_ONE_TO_NINE}\b)?|{either(SMALL)})\b"
_BIG = r"(?:hundred|thousand|lakh|million|crore|billion|trillion)\b"
_SCALE = rf"(?:{_BIG}|dozens?\b)"
_TAIL = rf"(?:(?<=hundred|housand|million|billion){_AND}{_WORD}(?:{_GAP}{_SCALE})*)*"
_DIGITS = r"(?:\d{1,3}(?:(?:[,\u00a0\u202f]\d{3})+|(?: \d00)+)(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|(?<![\d.])\.\d+)"
_SLASH = r"[1-9]\d?/(?:100|[1-9]\d|[2-9])(?![\d/])"
_GLYPH = f"[{''.join(GLYPHS)}]"
_MIXED = rf"(?:{_DIGITS}(?:[ -]?{_GLYPH}|[ -]{_SLASH})|{_SLASH}|{_GLYPH}|{_DIGITS})"
_PART = f"{either(list(PARTS)[2:])}s?"
_AND_PART = r"[- ]and[- ](?:(?:a|one)[- ](?:half|quarter|third)|(?:two|three)[- ](?:thirds|quarters))\b"
_FEW = r"(?P<few>several|a few|many|a couple(?: of)?)"

NUMERAL = re.compile(
    rf"(?<![^\W_])(?<!\d[.,])(?:(?P<vague>\b{either(VAGUE)}(?: of (?:{either(VAGUE)}|{_BIG}))*\b)"
    rf"|(?P<article>\b(?:{_FEW}|half[- ]an?|(?:an?[- ])?(?:half|quarter)|an?){_GAP}{_SCALE}(?:{_GAP}{_SCALE})*{_TAIL})"
    rf"|(?P<share>\b(?:(?:an?|{_ONE_TO_NINE})[- ](?:half|halves|{_PART})|half)\b)"
    rf"|(?P<digits>{_MIXED}(?:{_AND_PART})?"
    rf"(?:{_GAP}?{_SCALE}(?:{_GAP}{_BIG})?|[ \u00a0]?(?:mn|mln|bn|bln|tn)\b|[kKmMbB]\b)?)"
    rf"|(?P<words>\b{_WORD}(?:{_AND_PART})?(?:{_GAP}{_SCALE})*{_TAIL}))",
    re.IGNORECASE,
)
_TOKEN = re.compile(rf"\d+/\d+|{_DIGITS}|[^\W\d_]+|{_GLYPH}")
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_SILENT = frozenset("a an of several few many couple".split())


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in a text, `[start, end)`; `share` is a fraction in words, `digits` is written with digits."""

    start: int
    end: int
    value: float
    vague: bool = False
    share: bool = False
    digits: bool = False


def find_numerals(text: str) -> list[Numeral]:
    """All numerals of the text in order, without overlap; which of them is a figure is not decided here."""
    found = []
    for match in NUMERAL.finditer(text):
        value = parse_number(match.group())
        if value is not None:
            vague = bool(match["vague"] or match["few"])
            found.append(Numeral(*match.span(), value, vague, bool(match["share"]), bool(match["digits"])))
    return found


def parse_number(surface: str) -> float | None:
    """The value of one numeral ("four-and-a-half million" is 4500000.0), or None when it is none.

    A vague count has its base: "hundreds" is 100, "tens of thousands" 10000, "several dozen" 12.
    """
    total = held = group = 0.0
    seen = False
    for word in _TOKEN.findall(_SPACED.sub("", surface.lower())):
        scale = SCALES.get(word) or VAGUE.get(word)
        part = PARTS.get(word) or PARTS.get(word.removesuffix("s"))
        if word in _SILENT:
            continue
        if word == "and":
            held, group = held + group, 0.0
            continue
        if scale and scale <= SCALES["hundred"]:
            group = (group or 1) * scale
        elif scale and (group or held or not total):
            total, held, group = total + (held + group or 1) * scale, 0.0, 0.0
        elif scale:
            total *= scale
        elif part:
            group = (group or 1) / part
        elif (plain := _plain(word)) is not None:
            group += plain
        else:
            return None
        seen = True
    return total + held + group if seen else None


def _plain(token: str) -> float | None:
    if token in GLYPHS:
        return GLYPHS[token]
    if "/" in token:
        above, below = map(int, token.split("/"))
        if above > TENS["twenty"] / 2 and above % 10 < below < above:  # "41/2 years": a "4½" that lost its space
            return above // 10 + above % 10 / below
        return above / below
    if token[-1].isdigit():
        return float(token.replace(",", ""))
    return SMALL.get(token, TENS.get(token))
