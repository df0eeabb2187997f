"""Numerals as news writes them: digits, words, mixtures, fractions and vague counts, each with its value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite, prod

from summarizer.figures.quantities.numbers import (
    GLYPHS,
    NOUGHTS,
    PARTS,
    SCALES,
    SHORT_SCALES,
    SMALL,
    TENS,
    VAGUE,
    either,
)
from summarizer.figures.quantities.shares import (
    AND,
    AND_SHARE,
    END,
    GAP,
    SLASH,
    and_share,
    digits_worth,
    group_worth,
    read_share,
)

_BIG = r"(?:thousand|lakh|million|crore|billion|trillion)"
_SCALE = rf"(?:hundred|dozen|doz|dz|{_BIG})"
_WORD = rf"(?:{either(TENS)}(?:{GAP}{either(list(SMALL)[1:10])}{END})?|{either((*SMALL, *NOUGHTS))}){END}"
_HUNDRED = rf"{GAP}hundred{END}"
_GROUP = rf"(?:{_WORD}|an?(?={_HUNDRED}))(?:{_HUNDRED}(?:(?!{AND_SHARE})(?:{AND}{_WORD}|[- ]{_WORD}(?!-[a-z])))?)?"
_DIGITS = (
    r"(?:(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d\d)+,\d{3}|\d{1,3}(?:[\u00a0\u202f]\d{3})+|[1-9]\d{0,2}(?: \d{3}){2,5}"
    r"|\d{1,3}(?: \d00)+)(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+)"
)
_GLYPH = f"[{''.join(GLYPHS)}]"
_MIXED = rf"(?:{_DIGITS}(?:[ -]?{_GLYPH}|[ -]{{1,2}}{SLASH})|{SLASH}|{_GLYPH}|{_DIGITS})"
_LEAD = (
    r"(?:(?P<few>several|a few|many|a couple(?: of)?)|(?P<half>half[- ]an?|(?:an?[- ])?half)"
    rf"|(?P<quarter>(?:an?[- ])?quarter)|an?)(?={GAP}{_SCALE}s?{END})|(?=hundred{GAP}{_BIG}s?{END})"
)

_VAGUE = re.compile(rf"{either(VAGUE)}(?: of (?:{either(VAGUE)}|{_BIG}){END}){{0,3}}{END}", re.I)
_TERM = re.compile(
    rf"(?:(?P<digits>{_MIXED})|(?P<words>{_GROUP})|(?P<lead>{_LEAD}))(?P<mixed>{AND_SHARE})?"
    rf"(?P<scales>(?:(?:{GAP}|(?<=\d)|(?<![^\W_])){_SCALE}s?{END}){{1,3}})?",
    re.I,
)
_SHORT = re.compile(rf"[ \u00a0]?(?:{either(list(SHORT_SCALES)[:-4])})\b|[kmb]\b|(?-i:T)\b", re.I)
_APART = re.compile(r" {1,2}(?P<scale>[kMG])(?=\s*(?:$|[.,;:)]))")
"""A scale sign with a blank before it ends the phrase: in "10 k run" it belongs to a name."""
_LINK = re.compile(rf"(?P<and>{AND})|,? ", re.I)
_POINT = re.compile(rf" point (?P<places>{_WORD}(?: {_WORD}){{0,5}})", re.I)
_AT = re.compile(r"\b(?:at|to|that|this|some) $", re.I)
_OVER = re.compile(rf" over (?P<below>{_MIXED}|{_GROUP})(?=[.,;:?!)]|\s*$)", re.I)
_AND_SHARE = re.compile(AND_SHARE, re.I)
_SCALED = re.compile(rf"{GAP}(?P<scale>{_SCALE})s?{END}", re.I)
_TOKEN = re.compile(rf"[^\W\d_]+|\.?\d+|{_GLYPH}")
_FIRST_WORDS = frozenset((*SMALL, *NOUGHTS, *TENS, *VAGUE, "half", "several", "many"))
_FIRST_OF_TWO = frozenset(("a", "an", "hundred", "quarter"))
_SECOND_WORD = re.compile(
    rf"{GAP}(?:few |couple )?(?:of )?(?:{_SCALE}|{either((*PARTS, *TENS))})",
    re.I,
)
_ORDINAL_END = re.compile(r"(?<=\d)(?:nd|rd|th)\b")
_CODE_BEFORE = re.compile(r"\b(?:[A-Z]{3}|Rs|RM)$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in a text, `[start, end)`; `share` is a fraction in words, `digits` is written with digits."""

    start: int
    end: int
    value: float
    vague: bool = False
    share: bool = False
    digits: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    """A group of a numeral with the product of its scale words: 300 and 1000 in "three hundred thousand".

    `bare` is a group of digits without a scale word.
    """

    end: int
    worth: float
    scale: float
    digits: bool
    few: bool

    @property
    def value(self) -> float:
        return self.worth * self.scale

    @property
    def bare(self) -> bool:
        return self.digits and self.scale == 1


def find_numerals(text: str) -> list[Numeral]:
    """All numerals of the text in order, without overlap; which of them is a figure is not decided here."""
    found: list[Numeral] = []
    end = 0
    for match in _TOKEN.finditer(text):
        starts = match.start() >= end and _may_start(text, match, end)
        numeral = _read(text, match.start()) if starts else None
        if numeral is not None:
            end = numeral.end
            found += [numeral] if isfinite(numeral.value) and not _ORDINAL_END.match(text, end) else []
    return found


def _may_start(text: str, match: re.Match[str], last_end: int) -> bool:
    """Whether a numeral can begin with this word or digit; `last_end` is where the one before ends."""
    word, start = match.group().lower(), match.start()
    if word.isalpha():
        is_first = word in _FIRST_WORDS or (word in _FIRST_OF_TWO and _SECOND_WORD.match(text, match.end()) is not None)
        return is_first and not text[start - 1 : start].isdigit()
    before = text[max(0, start - 4) : start]
    if before[-1:] == "^":
        return False
    if before[-1:].isalnum():
        return _CODE_BEFORE.search(before) is not None
    is_inside = before[-1:] in (".", ",") and before[-2:-1].isdigit()
    return not is_inside or (before[-1:] == "," and start == last_end + 1)


def parse_number(surface: str) -> float | None:
    """The value of one numeral ("four-and-a-half million" is 4500000.0), or None when it is none.

    A vague count has its base: "hundreds" is 100, "tens of thousands" 10000, "several dozen" 12.
    """
    found = find_numerals(surface)
    return found[0].value if len(found) == 1 and (found[0].start, found[0].end) == (0, len(surface)) else None


def _read(text: str, start: int) -> Numeral | None:
    if vague := _VAGUE.match(text, start):
        words = vague.group().lower().split(" of ")
        return Numeral(start, vague.end(), float(prod(VAGUE.get(word) or SCALES[word] for word in words)), vague=True)
    if share := read_share(text, start):
        return Numeral(start, share[0], share[1], share=share[2])
    first = _term(text, start)
    if first is None:
        return None
    whole = _with_terms(text, start, first)
    return _with_fraction(text, whole) if whole.end == first.end and first.scale == 1 else whole


def _with_terms(text: str, start: int, first: _Term) -> Numeral:
    total, last, half = first.value, first, _half_of_scale(text, first)
    while half is None and (following := _next_term(text, last)):
        total, last = total + following.value, following
        half = _half_of_scale(text, last)
    total += and_share(half.group()) * last.scale if half else 0
    return Numeral(start, half.end() if half else last.end, total, vague=first.few, digits=first.digits)


def _half_of_scale(text: str, term: _Term) -> re.Match[str] | None:
    """The "and a half" of "three million and a half"; in "a million and a half dozen" it belongs to what follows."""
    half = _AND_SHARE.match(text, term.end) if term.scale >= SCALES["thousand"] else None
    return None if half and _SCALED.match(text, half.end()) else half


def _next_term(text: str, last: _Term) -> _Term | None:
    """The term that goes on with the number: "three hundred" after "two million", "21" after "3 hundred and".

    Scales fall from term to term, so that there are never many.
    """
    link = _LINK.match(text, last.end) if last.scale >= SCALES["hundred"] else None
    term = _term(text, link.end()) if link else None
    if link is None or term is None or term.few or not 0 < term.value < last.scale:
        return None
    if term.bare and (not last.digits or last.scale > SCALES["hundred"] or not link["and"] or term.worth % 1):
        return None
    is_big = term.scale > 1 or "hundred" in text[link.end() : term.end].lower()
    return term if link["and"] or is_big else None


def _term(text: str, position: int) -> _Term | None:
    match = _TERM.match(text, position)
    if match is None:
        return None
    worth, end = 0.5 if match["half"] else 0.25 if match["quarter"] else 1.0, match.end()
    if match["digits"]:
        worth = digits_worth(match["digits"])
    elif match["words"]:
        worth = group_worth(match["words"])
    worth += and_share(match["mixed"]) if match["mixed"] else 0
    scale = float(
        prod(SCALES[word.removesuffix("s")] for word in re.findall("[a-z]+", (match["scales"] or "").lower()))
    )
    if match["digits"] and scale == 1 and (short := _SHORT.match(text, end)):
        scale, end = SHORT_SCALES[short.group().strip().lower()], short.end()
    elif match["digits"] and scale == 1 and (apart := _APART.match(text, end)):
        scale, end = {"k": 10**3, "M": 10**6, "G": 10**9}[apart["scale"]], apart.end()
    return _Term(end, worth, scale, bool(match["digits"]), bool(match["few"]))


def _with_fraction(text: str, whole: Numeral) -> Numeral:
    """ "five point five" and "one over three", said rather than written."""
    is_place = _AT.search(text[max(0, whole.start - 5) : whole.start])
    if point := None if whole.digits or is_place else _POINT.match(text, whole.end):
        scale = _SCALED.match(text, point.end())
        value = (whole.value + _places(point["places"])) * (SCALES[scale["scale"].lower()] if scale else 1)
        return Numeral(whole.start, (scale or point).end(), value)
    over = _OVER.match(text, whole.end)
    below = parse_number(over["below"]) if over else None
    return Numeral(whole.start, over.end(), whole.value / below, share=True) if over and below else whole


def _places(words: str) -> float:
    """What stands behind the point: 0.71 for "seventy-one", 0.04 for "nought four"."""
    read = find_numerals(words.replace(" ", ", "))
    return float("0." + "".join(str(round(numeral.value)) for numeral in read))
