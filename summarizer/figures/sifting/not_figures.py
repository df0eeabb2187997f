"""Which numbers of a text are figures: what names, dates or merely refers is dropped."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from summarizer.figures.grammar.humans import is_human
from summarizer.figures.grammar.noun_phrases import is_plural
from summarizer.figures.quantities import Quantity
from summarizer.figures.sifting.named_numbers import NAMED_NUMBER

_BEFORE_NAME = re.compile(r"[^\W\d_][-‑–]?$|[^\W\d_]\.$|\d[/:.,-]$|[#№_@&×^]$|[-‑]$")
_AFTER_NAME = re.compile(
    r"[^\W\d_]|\s?[×^]|[/:]\d|[-–]\d|[-‑][A-Z]{1,3}\b|['’]s?\b(?=\d)|st\b|\.\d|,\d|\(|[-‑](?:first|second|third|\w+th)\b"
)
_NUMBER_JOINED = re.compile(r"[-–]\d")
_CAPITAL_BEFORE = re.compile(r"(?:^|[\s(“\"'‘])(?P<word>[A-Z](?:[\w’'&-]*[\w&])?)(?<!['’]s)\s$")
_NEXT_WORD = re.compile(
    r"[ -](?P<word>(?:[\w’'-]|\.(?=\w))+(?:(?<=\.\w)\.)?)(?P<rest>(?: (?P<after>[\w’'-]+)(?: [\w’'-]+){0,2})?)"
)
_ONE_BEFORE = re.compile(
    r"\b(?:at least|at most|more than|less than|fewer than|just|only|exactly|nearly|almost|under|up to) (?:the )?$",
    re.I,
)
_ONE_EACH = re.compile(r"[ -]\w+ (?:each|apiece)\b| counts?\b")
_MOMENTS = frozenset({"day", "night", "minute", "second", "bit"})
_GLUED_DIGITS = re.compile(r"\b\d{3,4}(?=-\d\b|-?[A-Z]\b|[xs]\b)")
_NAME_ENDS = re.compile(r"(?:in|on|at|that|and|is|was|has|had|will|for|with|from|by|who|which|when|as|or|but)")
_ADJECTIVE = re.compile(r"(?:ic|an|ish|ese|i|ed|al|ch)$")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.){2,} $|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Lt|Sgt|Col)\. $")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_NOT_ONE_THING = re.compile(
    r"(?:ed|ly|ing)$|^(?:more|other|new|out|per|times|die|dead|died|to|for|against|than|into|over|since|after|before|were|are|would|could|should|can|may|did|do|does|had|"
    r"young|old|large|small|big|major|million|billion|thousand|hundred|percent|people)$"
)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_PER_BEFORE = re.compile(r"\b(?:per|for each|in every) $", re.I)
_QUOTE_BEFORE = re.compile(r"(?:[\"“‘]|'')$")
_QUOTE_AFTER = re.compile(r"[,.]?(?:[\"”’]|'')")
_HALF_OF_WHAT = re.compile(
    r"\b(?:first|second|other|latter|better|and a|a|each|northern|southern|eastern|western|top|bottom|upper|lower|left|"
    r"right|opening|closing|final|last) $"
)
_HALF_WHAT = re.compile(r"-|time| (?:brother|sister|time|chance|term|price|marathon|board|mast|court|truth|moon|way)\b")
_AROUND = 50
_FOUR_DIGITS = re.compile(r"\d{4}(?:\D+\d{4})?")
_YEARS = range(1500, 2101)
Test = Callable[[str, Quantity], bool]


def keep_figures(text: str, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """The quantities that a reader would want; dates, names and idioms are dropped."""
    blocks = _find_blocks(text, quantities)
    starts = [start for start, _ in blocks]
    models = set(_GLUED_DIGITS.findall(text))
    kept: list[Quantity] = []
    for quantity in quantities:
        place = bisect_right(starts, quantity.span.end - 1) - 1
        if place >= 0 and blocks[place][1] > quantity.span.start:
            continue
        if quantity.unit is None and quantity.span.of(text) in models:
            continue
        if kept and _is_model_after_number(text, kept[-1], quantity):
            continue
        if not any(test(text, quantity) for test in TESTS):
            kept.append(quantity)
    return tuple(kept)


def _find_blocks(text: str, quantities: tuple[Quantity, ...]) -> list[tuple[int, int]]:
    """Where dates, names and the like stand; only the surroundings of the quantities are searched, for speed."""
    windows: list[tuple[int, int]] = []
    for quantity in quantities:
        if quantity.unit and quantity.unit.type == "money":  # names hold no sums
            continue
        start, end = max(0, quantity.span.start - _AROUND), min(len(text), quantity.span.end + _AROUND)
        if windows and start <= windows[-1][1]:
            start = windows.pop()[0]
        windows.append((start, end))
    return [match.span() for start, end in windows for match in NAMED_NUMBER.finditer(text, start, end)]


def _is_glued(text: str, quantity: Quantity) -> bool:
    """Part of a word, a code or a longer number: "G7", "A350", "10th", "737-MAX"."""
    span = quantity.span
    before, after = text[max(0, span.start - 3) : span.start], text[span.end : span.end + 10]
    if quantity.type == "ratio" and before.endswith("-"):
        return True
    if quantity.digits and _BEFORE_NAME.search(before) and text[span.start] not in "$€£":
        return not before.endswith((".", "--", "—", "+/-", "to-", "%-", "%–")) or before[-2:-1].isdigit()
    if quantity.type == "percent" and _NUMBER_JOINED.match(after):
        return False
    return bool(_AFTER_NAME.match(after)) and not (quantity.hyphen and after[1:2].islower())


def _is_metre(text: str, quantity: Quantity) -> bool:
    """ "30m" is thirty million before a noun and may be thirty metres elsewhere: what can be both is not told."""
    if quantity.unit or not re.search(r"\d\s?m$", quantity.span.of(text)):
        return False
    return (
        re.match(r" (?:people|men|women|children|[a-z]+s)\b", text[quantity.span.end : quantity.span.end + 24]) is None
    )


def _is_year(text: str, quantity: Quantity) -> bool:
    span = quantity.span
    values = quantity.value if isinstance(quantity.value, tuple) else (quantity.value,)
    if quantity.unit or not _FOUR_DIGITS.fullmatch(span.of(text)) or any(value not in _YEARS for value in values):
        return False
    following = _NEXT_WORD.match(text, span.end)
    counted = following is not None and following["word"] in ("people", "men", "women", "children", "jobs", "troops")
    return not counted


def _is_named(text: str, quantity: Quantity) -> bool:
    """A bare number right after a capitalised word inside a sentence, or before one: "Apollo 11", "737 Max"."""
    span, surface = quantity.span, quantity.span.of(text)
    if quantity.unit or not re.fullmatch(r"\d{1,3}|\d\.\d", surface):
        return not quantity.digits and _is_capital_name(text, quantity)
    following = _NEXT_WORD.match(text, span.end)
    word, after, rest = following.group("word", "after", "rest") if following else ("", "", "")
    if word[:1].isupper() and not _ADJECTIVE.search(word):
        counted = any(is_plural(each) or is_human(each) for each in (word, *rest.split()))
        return not (counted or (after or "")[:1].isupper())
    is_end = _NAME_ENDS.fullmatch(word) or (word == "to" and not (after or "0")[0].isdigit())
    if word and not is_end and not _is_single_thing(word, after or "", surface):
        return False
    capital = _CAPITAL_BEFORE.search(text[max(0, span.start - 30) : span.start])
    if capital is None or _WEEKDAY.fullmatch(capital["word"]):
        return False
    start = span.start - len(capital["word"]) - 1
    is_quoted = bool(_QUOTE_BEFORE.search(text[max(0, start - 2) : start]) and _QUOTE_AFTER.match(text, span.end))
    return surface.endswith(".0") or is_quoted or not _opens(text, start)


def _is_single_thing(word: str, after: str, surface: str) -> bool:
    """Whether the noun behind the number is one thing, which the number then names: "Falcon 9 rocket"."""
    if surface in ("0", "1") or not word.islower() or not word.isalpha() or _NOT_ONE_THING.search(word):
        return False
    return not (is_plural(word) or is_human(word) or is_plural(after) or is_human(after))


def _is_capital_name(text: str, quantity: Quantity) -> bool:
    """A number word with a capital after a capitalised word, in prose: "Radio Four", "Oldsmobile Ninety-Eight"."""
    span = quantity.span
    if quantity.unit or quantity.vague or isinstance(quantity.value, tuple) or not text[span.start].isupper():
        return False
    capital = _CAPITAL_BEFORE.search(text[max(0, span.start - 30) : span.start])
    if capital is None or _opens(text, span.start - len(capital["word"]) - 1):
        return False
    words = _LONG_WORD.findall(text[max(0, span.start - 60) : span.start - len(capital["word"]) - 1])
    after = _NEXT_WORD.match(text, span.end)
    is_prose = sum(word.islower() for word in words) * 2 > len(words)
    word = after["word"] if after else ""
    return is_prose and not (is_plural(word) or (is_human(word) and word != "being"))


def _opens(text: str, position: int) -> bool:
    """Whether a sentence starts here, so that a capital letter says nothing."""
    if _ABBREVIATED.search(text, max(0, position - 12), position):
        return False
    before = text[max(0, position - _AROUND) : position]
    return not before.rstrip(" ") or before.rstrip(" \"“'‘(")[-1:] in ".!?\n:—"


def _is_model_after_number(text: str, last: Quantity, quantity: Quantity) -> bool:
    """The second of two numbers in a row is a name: "roughly 400 737 Max jets"."""
    gap = text[last.span.end : quantity.span.start]
    return gap == " " and quantity.digits and quantity.unit is None and last.unit is None and quantity.type != "score"


def _is_pronoun_one(text: str, quantity: Quantity) -> bool:
    """ "one" counts where a comparison, a hyphen or a measure makes it a number; else it is a pronoun ("one day")."""
    span = quantity.span
    if span.of(text).lower().split("-")[0].split(" ")[0] != "one" or quantity.type in ("ratio", "percent", "money"):
        return False
    if quantity.hyphen or quantity.value != 1 or "-" in span.of(text):
        return False
    if text.startswith("the only ", max(0, span.start - 9)):
        return True
    if _ONE_BEFORE.search(text[max(0, span.start - 16) : span.start]) or _ONE_EACH.match(text, span.end):
        return text.startswith((" of ", " thing", " side"), span.end)
    return quantity.unit is None or quantity.unit.name in _MOMENTS


def _is_anaphoric(text: str, quantity: Quantity) -> bool:
    """ "the two" and "all three" without a noun take up what was counted before."""
    span = quantity.span
    if quantity.digits or quantity.unit or quantity.vague or isinstance(quantity.value, tuple):
        return False
    before = re.search(r"\b(?:the|these|those|all|between|other) $", text[max(0, span.start - 9) : span.start], re.I)
    return (
        before is not None
        and re.match(
            r"[,.;:?!\"”’)]| (?:and|or|are|were|have|had|of (?:them|us|you)|men)\b", text[span.end : span.end + 9]
        )
        is not None
    )


def _is_ordinal_share(text: str, quantity: Quantity) -> bool:
    """ "a third", "half" and the like are ordinals or parts of words unless they are a share of something."""
    surface = quantity.span.of(text).lower()
    if quantity.type != "ratio" or isinstance(quantity.value, tuple) or quantity.digits:
        return False
    before = text[max(0, quantity.span.start - 12) : quantity.span.start].lower()
    after = text[quantity.span.end : quantity.span.end + 16].lower()
    if surface == "half":
        return _HALF_OF_WHAT.search(before) is not None or _HALF_WHAT.match(after) is not None
    if surface.startswith(("a ", "an ")):
        return not (
            after.startswith(" of ")
            or before.endswith(("by ", "than ", "about ", "nearly ", "almost ", "over ", "down ", "up "))
        )
    return False


def _is_idiom(text: str, quantity: Quantity) -> bool:
    """ "a thousand times no", "hundreds" as a part of a name, "scores" that are results, "zero tolerance"."""
    surface = quantity.span.of(text).lower()
    after = text[quantity.span.end : quantity.span.end + 4]
    if surface in ("scores", "tens"):
        return not after.startswith(" of ")
    return surface == "zero" and quantity.unit is None


def _is_base_of_rate(text: str, quantity: Quantity) -> bool:
    """The "100,000" of "5 deaths per 100,000 people" is what the rate is of, not another figure."""
    if quantity.unit or isinstance(quantity.value, tuple):
        return False
    return _PER_BEFORE.search(text[max(0, quantity.span.start - 10) : quantity.span.start]) is not None


def _is_title(text: str, quantity: Quantity) -> bool:
    """A number word that stands alone between quotation marks, with a capital, is the title of something."""
    span = quantity.span
    if quantity.digits or quantity.unit or not text[span.start].isupper():
        return False
    before = _QUOTE_BEFORE.search(text[max(0, span.start - 2) : span.start])
    return before is not None and _QUOTE_AFTER.match(text, span.end) is not None


TESTS: tuple[Test, ...] = (
    _is_glued,
    _is_metre,
    _is_year,
    _is_named,
    _is_pronoun_one,
    _is_anaphoric,
    _is_ordinal_share,
    _is_idiom,
    _is_base_of_rate,
    _is_title,
)
