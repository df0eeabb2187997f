"""Whether a number is exact, a bound or a guess, by the words around it."""

from __future__ import annotations

import re

from summarizer.types import Modifier, Span

_WORDS: tuple[tuple[Modifier, tuple[str, ...]], ...] = (
    (
        "at_least",
        (r"at (?:the very )?least", r"(?:no|not) (?:less|fewer) than", r"(?:a )?minimum of", r"upwards? of"),
    ),
    (
        "at_most",
        (
            r"(?<!add )(?<!adds )(?<!added )(?<!adding )up to",
            r"(?:to )?as (?:many|much|high|long|far|large|big|late) as",
            r"at (?:the )?most|(?:a )?maximum of|capped at|a cap of|not exceed(?:ing)?",
            r"(?:no|not) (?:more|greater|larger|higher) than",
        ),
    ),
    ("at_least", (r"as (?:low|few|little) as",)),
    (
        "less_than",
        (
            r"(?:less|fewer|lower|smaller|younger|shorter) than",
            r"below|under|beneath|(?:just )?(?:short|shy) of|not quite",
        ),
    ),
    (
        "more_than",
        (
            r"(?:more|greater|higher|larger|older|longer|bigger|better|further|farther) than",
            r"over|above|beyond|well past|in excess of",
            r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp(?:ed|ing)",
        ),
    ),
    (
        "about",
        (
            r"about|around|nearly|almost|roughly|approximately|approx\.?|some|circa|near|virtually|practically|or so",
            r"(?:an )?estimated|estimates? of|close to|as good as|somewhere (?:near|around)",
            r"in the region of|on the order of",
        ),
    ),
)
_SYMBOLS: tuple[tuple[Modifier, str], ...] = (
    ("at_least", r"≥|>="), ("at_most", r"≤|<="), ("more_than", r">"), ("less_than", r"<"), ("about", r"~|≈"),
)  # fmt: skip
_LATER = r"(?:\s+(?:a|an|another|additional|just|only|well|total of|even|by|an additional|an extra))*"
_LEFT = [
    (modifier, re.compile(rf"(?<![\w-])(?:{'|'.join(words)}){_LATER}\s*[(“\"]?$", re.I)) for modifier, words in _WORDS
] + [(modifier, re.compile(rf"(?:{sign})\s?$")) for modifier, sign in _SYMBOLS]
_MORE = "or more|(?:or|and) (?:older|over|up|above|higher|greater|longer)|at (?:the very )?least|minimum"
_LESS = "or (?:less|fewer|lower)|(?:or|and) (?:under|younger|below)|at (?:the )?most|maximum|tops"
_ODD = "or so|odd|give or take|approximately|roughly"
_RIGHT: tuple[tuple[Modifier, re.Pattern[str]], ...] = (
    ("at_least", re.compile(rf"\s?\+|[- ]plus\b|(?: \w+){{0,2}} (?:{_MORE})\b")),
    ("at_most", re.compile(rf"(?: \w+){{0,2}} (?:{_LESS})\b")),
    ("about", re.compile(rf"(?:-odd|-ish)\b|(?: \w+)? (?:{_ODD})\b")),
)
_SPAN_OF_TIME = re.compile(
    r"(?<!for )(?<!took )(?<!lasted )(?<!well )(?<!just )\b(?:over|past|near|around)\s(?:the\s)?$", re.I
)
_WINDOW = 48


def modifier_of(text: str, span: Span, sentence: Span, *, duration: bool = False) -> Modifier | None:
    """The modifier that stands next to the number, or None when nothing does.

    "no more than" is read before "more than", so that a negated bound is never turned round; "over" a duration
    is a stretch of time ("$10 trillion over 10 years"), not a bound, unless it says how long something took.
    """
    left = text[max(sentence.start, span.start - _WINDOW) : span.start]
    if duration and _SPAN_OF_TIME.search(left):
        return None
    for modifier, pattern in _LEFT:
        if pattern.search(left):
            return modifier
    for modifier, pattern in _RIGHT:
        if pattern.match(text, span.end, sentence.end):
            return modifier
    return None


_JOINED = re.compile(r"\b(?:and|or|&)\s+(?:another\s+)?$")


def is_governed(text: str, previous: Span, span: Span) -> bool:
    """Whether the modifier of the previous number governs this one: "at least 8 dead and 20 injured"."""
    between = text[previous.end : span.start]
    return bool(_JOINED.search(between)) and "\n" not in between and not re.search(r"[;:.!?,]\s", between)
