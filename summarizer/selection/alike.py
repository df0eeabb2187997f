"""Which sentences say almost the same, and which of other documents confirm one that is told."""

from __future__ import annotations

from typing import Final

from summarizer.wording import NEGATIONS, content_words, denies

REPEATED: Final = 0.75
MUCH: Final = 0.6


def repeats(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the shorter of two sets of words is almost all in the other."""
    fewer = min(len(words), len(other))
    return fewer > 0 and len(words & other) >= REPEATED * fewer


def confirms(told: str, other: str) -> bool:
    """Whether another sentence says almost the same, so that it can be named as a further source.

    It must have the same numbers and the same negations, and neither may say much that the other does not.
    """
    mine, theirs = content_words(told), content_words(other)
    alike = repeats(mine, theirs) and len(mine & theirs) >= MUCH * max(len(mine), len(theirs))
    return alike and _claims(mine) == _claims(theirs) and denies(told) == denies(other)


def _claims(words: frozenset[str]) -> frozenset[str]:
    """What a slip in which would change the meaning."""
    return frozenset(word for word in words if word in NEGATIONS or word[0].isdigit())
