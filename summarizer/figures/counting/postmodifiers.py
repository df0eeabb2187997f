"""What behind a counted noun tells which ones are meant: "members of a religion", "delegates needed to win"."""

from __future__ import annotations

import re

from summarizer.figures.grammar.noun_phrases import after_link, bare_start, counted_phrase
from summarizer.figures.grammar.verbs import AUXILIARIES, is_finite
from summarizer.types import Span

_NEEDED = re.compile(r"\s(?:(?:needed|required|necessary|eligible|authorized) to [a-z]+|into)\s")
_INQUIRY = re.compile(r"(?:tions?|inquiry|inquiries|probes?|reviews?|insights?)$")
_OF_NOUN = re.compile(r"\s(?:in|at|for|from|on|with|between|across|near)\s")
_WORD = re.compile(r"\s(?P<word>[\w’'-]+)")


def with_which(text: str, phrase: Span, limit: int) -> Span:
    """The phrase with what tells which ones, up to the limit.

    "Members of a religion"; "delegates needed to win"; "Democrats in Congress", where a verb behind shows that the
    place belongs to the noun.
    """
    start = after_link(text, phrase.end, "of")
    found = counted_phrase(text, start, limit) if start else None
    if found:
        return Span(phrase.start, found[0].end)
    end = _past_purpose(text, phrase.end, limit) or _past_place(text, phrase.end, limit)
    return Span(phrase.start, end or phrase.end)


def _past_purpose(text: str, position: int, limit: int) -> int | None:
    """The end of "needed to win the nomination" and of "into the attacks"."""
    needed = _NEEDED.match(text, position, limit)
    if needed is None or (needed.group() == " into " and not _INQUIRY.search(text, position - 12, position)):
        return None
    found = counted_phrase(text, bare_start(text, needed.end()), limit)
    return found[0].end if found else None


def _past_place(text: str, position: int, limit: int) -> int | None:
    """The end of "in Congress" where the subject's own verb stands behind it, so that it belongs to the noun."""
    link = _OF_NOUN.match(text, position, limit)
    found = counted_phrase(text, bare_start(text, link.end()), limit) if link else None
    word = _WORD.match(text, found[0].end, limit) if found else None
    if found is None or word is None:
        return None
    low = word["word"].lower()
    return found[0].end if low in AUXILIARIES or is_finite(low) else None
