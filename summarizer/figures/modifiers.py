"""Whether a number is exact, a bound or a guess, by the words around it."""

from __future__ import annotations

import re

from summarizer.types import Modifier, Span

_BE = r"(?:(?:be|go|rise|fall|drop|last|cost|take|get|have|pay|spend) )?"
_COMPARED = r"(?:than |to )?(?:or equal(?:s)?|and equal) (?:to|than)"
_WORDS: tuple[tuple[Modifier, tuple[str, ...]], ...] = (
    (
        "at_least",
        (
            r"at (?:the (?:very )?|a )?(?:least|minimum)(?: or equal to)?",
            rf"(?:no|not|never) {_BE}(?:less|fewer|smaller|lower) than|(?:not|never) {_BE}(?:below|under)",
            r"(?:a )?minimum of|upwards? of",
            rf"(?:more|greater|higher|bigger|larger) {_COMPARED}|equal to or (?:more|greater|higher|larger) than",
        ),
    ),
    (
        "at_most",
        (
            r"(?<!add )(?<!adds )(?<!added )(?<!adding )(?<!sum )(?<!sums )up to",
            r"(?:to )?as (?:many|much|high|long|far|large|big|late) as",
            r"at (?:the (?:very )?|a )?(?:most|maximum)|(?:a )?maximum of|capped at|a cap of|not exceed(?:ing)?",
            rf"(?:no|not|never) {_BE}(?:more|greater|larger|higher|bigger|longer|older) than",
            rf"(?:not|never) {_BE}(?:above|over)",
            rf"(?:less|fewer|lower|smaller) {_COMPARED}|equal to or (?:less|fewer|lower|smaller) than",
        ),
    ),
    ("at_least", (r"as (?:low|few|little) as",)),
    (
        "less_than",
        (
            r"(?:less|fewer|lower|smaller|younger|shorter) than",
            r"below|under|beneath|(?:just )?(?:short|shy) of|not quite|nowhere near|not nearly|(?:far|well) short of",
        ),
    ),
    (
        "more_than",
        (
            r"(?:more|greater|higher|larger|older|longer|bigger|better|further|farther) than",
            r"over|above|beyond|well past|in excess of|north of",
            r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp(?:ed|ing)",
        ),
    ),
    (
        "about",
        (
            r"about|around|nearly|almost|roughly|approximately|approx\.?|some|circa|near|virtually|practically|or so",
            r"(?:an )?estimated|estimates? of|close (?:to|on)|as good as|somewhere (?:near|around)|getting on for",
            r"in the (?:region|neighbou?rhood|vicinity) of|on the order of",
        ),
    ),
)
_SYMBOLS: tuple[tuple[Modifier, str], ...] = (
    ("at_least", r"≥|> ?="), ("at_most", r"≤|< ?="), ("more_than", r"(?<![<=])>"), ("less_than", r"(?<!=)<"),
    ("about", r"~|≈"),
)  # fmt: skip
_LATER = (
    r"(?:\s+(?:a|an|another|additional|just|only|well|total of|even|by|an additional|an extra|some|about|around|"
    r"roughly|approximately|an estimated|a combined|a further|(?:his|her|its|their) first|"
    r"a record|a staggering|a whopping))*"
)
_LEFT = [
    (modifier, re.compile(rf"(?<![\w-])(?:{'|'.join(words)}){_LATER}\s*[(“\"]?$", re.I)) for modifier, words in _WORDS
] + [(modifier, re.compile(rf"(?:{sign})\s{{0,2}}$")) for modifier, sign in _SYMBOLS]
_MORE = (
    "or more(?! than)|"
    "(?:or|and) (?:older|over|up|above|higher|greater|longer|more(?! than))|at (?:the very )?least|at a minimum|"
    "minimum|and counting|if not more"
)
_LESS = "or (?:less|fewer|lower)|(?:or|and) (?:under|younger|below)|at (?:the )?most|at a maximum|maximum|tops"
_ODD = "or so|or thereabouts|odd|give or take|approximately|roughly"
_RIGHT: tuple[tuple[Modifier, re.Pattern[str]], ...] = (
    ("at_least", re.compile(rf"\s?\+(?!\s?\d)|-plus\b|(?: [\w-]+){{0,2}},? (?:{_MORE})\b")),
    ("at_most", re.compile(rf"(?: [\w-]+){{0,2}} (?:{_LESS})\b")),
    ("about", re.compile(rf"(?:-odd|-ish)\b|(?: [\w-]+){{0,2}} (?:{_ODD})\b")),
)
_NO_BOUND = re.compile(
    r"\b(?:book|film|movie|story|stories|documentary|article|articles|questions?|concerns?|worried|something|nothing|"
    r"anything|information|details|joke|jokes|news|talk|talks|talking|song|novel|series|play|facts|lies|truth) about\s$"
    r"|\b(?:serv|work|govern|fought|law|rul)\w* under\s$|\b(?:between|victory|win|preferred|choice|"
    r"knock\w*|f[ae]ll\w*|r[ua]n(?:ning)?|hand\w*|t[ao]ke?\w*|turn\w*|tip\w*|"
    r"flip\w*|watch\w*|presid\w*|rul\w*|stumbl\w*|trip\w*|fight\w*|fought|control) over\s(?:a |an |the |some )?$",
    re.I,
)
_OVER_TIME = re.compile(r"\bover\s(?:the\s|a\s|these\s|those\s)?$", re.I)
_TIMES = re.compile(
    r"[- ](?:games?|match(?:es)?|rounds?|seasons?|quarters?|sessions?|meetings?|episodes?|holes|weekends?|occasions|"
    r"elections?|presidencies|administrations|terms|semesters|generations|starts|laps|sets|innings|overs|stages)\b"
)
_SPAN_OF_TIME = re.compile(
    r"(?<!for )(?<!took )(?<!lasted )(?<!well )(?<!just )\b(?:over|past|near|around)\s"
    r"(?:(?:the|a|an|these|those|another)\s)?$",
    re.I,
)
_WINDOW = 48


def modifier_of(text: str, span: Span, sentence: Span, *, duration: bool = False) -> Modifier | None:
    """The modifier that stands next to the number, or None when nothing does.

    "no more than" is read before "more than", so that a negated bound is never turned round; "over" a duration
    is a stretch of time ("$10 trillion over 10 years"), not a bound, unless it says how long something took.
    """
    left = text[max(sentence.start, span.start - _WINDOW) : span.start]
    if (duration and _SPAN_OF_TIME.search(left)) or _NO_BOUND.search(left):
        return None
    if _OVER_TIME.search(left) and _TIMES.match(text, span.end):
        return None
    for modifier, pattern in _LEFT:
        if pattern.search(left):
            return modifier
    for modifier, pattern in _RIGHT:
        if pattern.match(text, span.end, sentence.end):
            return modifier
    return None


_JOINED = re.compile(r"\b(?:and|or|&)\s+(?:another\s+)?$")
_STOP = re.compile(r"[;:.!?]\s|\n")
_BEFALLEN = re.compile(
    r"(?: (?:others|more|people|civilians|police officers|soldiers))?(?: (?:were|was|have been))?(?: \w+ly)? "
    r"(?:injured|wounded|killed|dead|missing|hurt|displaced|arrested|detained|hospitali[sz]ed|homeless|injuries|others)\b"
)


def is_governed(text: str, previous: Span, span: Span) -> bool:
    """Whether the modifier of the previous number governs this one: "at least 8 dead and 20 injured".

    Behind a comma it does only where the number goes on with a casualty list ("..., and 20 injured").
    """
    between = text[previous.end : span.start]
    if not _JOINED.search(between) or _STOP.search(between):
        return False
    return ", " not in between or _BEFALLEN.match(text, span.end) is not None
