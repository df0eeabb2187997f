"""Which sentences say almost the same, and which of other documents confirm one that is told."""

from __future__ import annotations

from typing import Final

from summarizer.support.at_odds import at_odds
from summarizer.support.opposites import turned
from summarizer.wording import NEGATIONS, content_words, denies

REPEATED: Final = 0.75
MUCH: Final = 0.6


def repeats(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the shorter of two sets of words is almost all in the other, and neither contradicts the other.

    A contradiction is a number in each that the other lacks, or a word for its opposite: what fell does not repeat what
    rose.
    """
    fewer = min(len(words), len(other))
    return fewer > 0 and len(words & other) >= REPEATED * fewer and not _contradict(words, other)


def _contradict(words: frozenset[str], other: frozenset[str]) -> bool:
    own, others = words - other, other - words
    if any(word[0].isdigit() for word in own) and any(word[0].isdigit() for word in others):
        return True
    return any(turned(word, other, words) for word in own)


def restates(told: str, other: str) -> bool:
    """Whether the shorter of two sentences says almost nothing that the other does not, and nothing against it."""
    return repeats(content_words(told), content_words(other)) and not at_odds(told, other)


def confirms(told: str, other: str) -> bool:
    """Whether another sentence says almost the same, so that it can be named as a further source.

    It must have the same numbers and the same negations, neither may say much that the other does not, and nothing in
    one may be at odds with the other.
    """
    mine, theirs = content_words(told), content_words(other)
    alike = repeats(mine, theirs) and len(mine & theirs) >= MUCH * max(len(mine), len(theirs))
    return alike and _claims(mine) == _claims(theirs) and denies(told) == denies(other) and not at_odds(told, other)


def _claims(words: frozenset[str]) -> frozenset[str]:
    """What a slip in which would change the meaning."""
    return frozenset(word for word in words if word in NEGATIONS or word[0].isdigit())
