"""What the words around a figure say of it, as far as two figures must be alike in it to be compared."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from summarizer.questions.bearers import bearer
from summarizer.questions.events import YEAR, is_stretch, words_of
from summarizer.questions.fates import ANYBODY, fates_of
from summarizer.questions.kinds import deed_of, thing_of
from summarizer.questions.moods import VERB_END, Mood, mood_of
from summarizer.questions.periods import Clock, periods
from summarizer.rarity import rarity, stem
from summarizer.types import Figure, Span
from summarizer.wording import is_content, tokens

Share = Literal["whole", "part", "more", "sum"]

_RIGHT_END = re.compile(
    r"[;:—,(]|\s(?:and|or|while|but|after|when|with|including)\s(?=[^,.]{0,24}\d)|\s(?:while|but)\s"
)
_LEFT_END = re.compile(r"[;:—(]|,\s(?:and|but|while|with|including)\s|\s(?:while|but)\s")
_ASIDE = re.compile(r"\s?[-–—]{1,2}\s[^-–—;]{1,120}\s[-–—]{1,2}\s")  # "29 people - 13 of them men - had been killed"
_DIGIT = re.compile(r"\d")
_PART_BEFORE = re.compile(
    r"\b(?:includ(?:ing|es?|ed)|among (?:them|those|whom|the \w+)|of (?:whom|which|them|those|these)|"
    r"of (?:the|its|his|her|their) [^,.;]{1,40}?)[,:]?\s(?:\w+ ){0,3}$",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r"\bincluding (?:[a-z]+ ){0,3}$", re.IGNORECASE)
_PART_AFTER = re.compile(
    r"^ of (?:whom|which|them|those|these|us|the (?:dead|victims|wounded|injured|killed))\b|^ were among\b"
)
_MORE_BEFORE = re.compile(
    r"\b(?:another|an? (?:additional|further|extra|estimated additional)|additional|further|extra|the other)\s$", re.I
)
_MORE_AFTER = re.compile(r"^[ -](?:more|others?|additional|further|extra|new|fresh)\b(?! than)", re.I)
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?)\b", re.I)
_OTHERS_AFTER = re.compile(r"^ others?\b", re.IGNORECASE)
_RATE = re.compile(
    r"^[^,.;]{0,40}?\b(?:per (?!cent)\w+|an? (?:day|week|month|year|hour|night|minute|head|person|share|barrel|piece)|"
    r"each|apiece|annually|monthly|daily|weekly|yearly|every \w+|on average)\b|^-a-\w+",
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(
    r"\b(?:each|daily|annual|monthly|weekly|hourly|average(?: of)?|averag(?:ed|ing|es)|per)\s(?:\w+ ){0,2}$", re.I
)
_TOGETHER = re.compile(r"\b(?:(?:together|combined|along) with|taken together|added to|combined)\b", re.IGNORECASE)
_ALONE = re.compile(r"\b(?:in|at|for|on|of) [^,.;]{1,40}? alone\b", re.IGNORECASE)
_UP = re.compile(
    r"\b(?:up|rose|ris(?:e|es|en|ing)|increas(?:e|ed|es|ing)|gain(?:s|ed)?|grew|grow(?:n|th|ing)?|jump(?:ed|s)?|"
    r"climb(?:ed|s)?|soar(?:ed|s)?|surg(?:ed?|es)|higher|bump|hikes?|raises?|added)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:down|fell|fall(?:s|en|ing)?|drop(?:s|ped)?|declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|lower|cut|"
    r"slump(?:ed)?|plung(?:e|ed)|tumbl(?:e|ed)|los(?:s|t|ses|es)|slid|shed|off|discount)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\b(?:to|at|of)\s(?:\w+ ){0,2}$", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[\w,’'\"] )[A-Z][\w’'-]+")
_DAYS = frozenset(map(stem, "monday tuesday wednesday thursday friday saturday sunday".split()))
REACH = 240


@dataclass(frozen=True, slots=True)
class Traits:
    """A figure's surroundings made comparable.

    `fates` is what befell those who are counted; `nouns` the stems of what is counted, without words for anybody;
    `near` the weighted stems of its passage without numbers, squares adding up to 1; `wide` those of the text around;
    `years` the years that its passage names; `event`, `place` and `time` the stems of its stated scope;
    `thing` and `deed` the kinds of what is counted and of what befell it, "" for anybody and for nothing said;
    `periods` is what is stated of when by kind of period, `is_local` whether it is said of one place "alone";
    `bearer` is the name of whose age it is, `names` the stems of what its passage writes with a capital.
    """

    fates: frozenset[str]
    share: Share
    mood: Mood
    rate: bool
    trend: str
    nouns: frozenset[str]
    near: Mapping[str, float]
    wide: Mapping[str, float]
    years: frozenset[str]
    event: frozenset[str]
    place: frozenset[str]
    time: frozenset[str]
    is_stretch: bool
    periods: Mapping[Clock, str]
    is_local: bool
    thing: str
    deed: str
    bearer: frozenset[str]
    names: frozenset[str]


@lru_cache(maxsize=4096)  # a story's figures are asked for again with each message about it
def traits(figure: Figure) -> Traits:
    """What is compared of a figure; of its document's words alone."""
    text, clause = figure.document.text, figure.clause
    left, right = _sides(figure)
    near_left, near_right = _LEFT_END.split(left)[-1], _RIGHT_END.split(right)[0]
    after = text[figure.span.end : figure.span.end + 60]
    around = _around(text, figure.span)
    fates = _fates(figure, left, right)
    return Traits(
        fates,
        _share(figure, left, after, fates),
        mood_of(near_left, near_right, after),
        bool(_RATE.match(near_right) or _RATE_BEFORE.search(near_left)),
        _trend(figure, near_left, near_right),
        _nouns(figure),
        weights(clause.of(text)),
        weights(around.of(text)),
        frozenset(YEAR.findall(f"{near_left} {VERB_END.split(near_right)[0]}")),
        words_of(figure, figure.event),
        words_of(figure, figure.place),
        words_of(figure, figure.time),
        is_stretch(figure),
        periods(figure, left, near_right),
        _ALONE.search(left) is not None or _ALONE.search(near_right) is not None,
        thing_of(figure),
        deed_of(figure),
        bearer(figure),
        _names(clause.of(text)),
    )


def _sides(figure: Figure) -> tuple[str, str]:
    text, span, clause = figure.document.text, figure.span, figure.clause
    return text[max(clause.start, span.start - REACH) : span.start], text[span.end : min(clause.end, span.end + REACH)]


def _around(text: str, span: Span) -> Span:
    """The paragraph around a place, as far as REACH on either side."""
    start, end = max(0, span.start - REACH), min(len(text), span.end + REACH)
    return Span(
        max(start, text.rfind("\n", start, span.start) + 1), end if (cut := text.find("\n", span.end, end)) < 0 else cut
    )


def _fates(figure: Figure, left: str, right: str) -> frozenset[str]:
    """What befell them, by the nearest words: the counted phrase and its verb, what follows, what stands before."""
    if figure.type != "count":
        return frozenset()
    right = _ASIDE.sub(" ", right)
    stated = [span.of(figure.document.text) for span in (figure.counts, figure.event) if span]
    return fates_of(" ".join(stated), _RIGHT_END.split(right)[0], _LEFT_END.split(left)[-1], _DIGIT.split(right)[0])


def _share(figure: Figure, left: str, after: str, fates: frozenset[str]) -> Share:
    """Nine "others were wounded" are all the wounded, because the others are the dead; "bloodshed, including 30
    killed" has no whole that the 30 are a part of.
    """
    before = figure.document.text[max(0, figure.span.start - 60) : figure.span.start]
    if _OTHERS_AFTER.match(after) and fates and "killed" not in fates:
        return "whole"
    if _MORE_BEFORE.search(before) or _MORE_AFTER.match(after):
        return "more"
    if _TOGETHER.search(left):
        return "sum"
    if _INCLUDING.search(before) and not (thing_of(figure) or _NUMBER.search(left)):
        return "whole"
    return "part" if _PART_BEFORE.search(left[-60:]) or _PART_AFTER.match(after) else "whole"


def _trend(figure: Figure, left: str, right: str) -> str:
    """Whether the figure is a change, and in which direction; a level that was reached is none."""
    if figure.type not in ("percent", "money") or _LEVEL.search(left):
        return ""
    words = f"{left[-40:]} {right[:40]}"
    up, down = _UP.search(words), _DOWN.search(words)
    return "up" if up and not down else "down" if down and not up else ""


def _nouns(figure: Figure) -> frozenset[str]:
    counts = figure.counts.of(figure.document.text) if figure.counts else ""
    words = [word for word in tokens(counts) if is_content(word) and word not in ANYBODY and not word[0].isdigit()]
    return frozenset(stem(word) for word in words)


@lru_cache(maxsize=4096)
def _names(passage: str) -> frozenset[str]:
    """The stems of the words with a capital within a passage; its first one may be any word."""
    return frozenset(map(stem, tokens(" ".join(_CAPITAL.findall(passage))))) - _DAYS


@lru_cache(maxsize=4096)  # several figures stand in one sentence
def weights(text: str) -> Mapping[str, float]:
    """The stems of a text without its numbers, rarer ones heavier; their squares add up to 1."""
    heavy = dict(filter(None, map(_weighed, dict.fromkeys(tokens(text)))))
    length = math.hypot(*heavy.values())
    return {word: weight / length for word, weight in heavy.items()}


@lru_cache(maxsize=1 << 15)
def _weighed(word: str) -> tuple[str, float] | None:
    if word[0].isdigit() or not is_content(word):
        return None
    stemmed = stem(word)
    return stemmed, rarity(stemmed)


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """How alike two texts are, from 0 to 1, by their `weights`; the same to the last digit in either order."""
    fewer, more = (a, b) if len(a) <= len(b) else (b, a)
    return math.fsum(weight * more[word] for word, weight in fewer.items() if word in more)


def are_two(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two stated places or times are two, neither the other nor a part of it."""
    return bool(one and other) and not (one <= other or other <= one)
