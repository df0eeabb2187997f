"""Whether documents tell of one event, and what a figure's stated place and time are, comparable."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from summarizer.figures.quantities.numbers import VAGUE
from summarizer.rarity import RARE, rarity, stem
from summarizer.stories.grouping import GAP, NO_GAP, weights_of
from summarizer.types import Document, Figure, Span
from summarizer.wording import is_content, tokens

ONE_EVENT, SURELY = 0.3, 0.5
"""Likeness of two documents by words alone: of pairs about different events 98 of 100 stay below 0.25, of pairs about
one event 75 are above 0.35. Between the two they must share a name: two accidents are told in the same words."""
BEGINNING = 3000  # characters, of which fingerprints and names are made
KEPT = 512
_STRETCH = re.compile(
    r"\b(?:since|so far|over|during|within|past|until|between|from|ago|earlier|average|per|every)\b"
    r"|\ba (?:day|week|month|year)\b"
    r"|\b(?:last|in the) (?:\w+ )?(?:hours|days|weeks|months|years|decades?|century)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")
_SMALL = re.compile(r"\b[a-z][\w’'-]+")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ASIDE = frozenset("early late earlier later morning afternoon evening night local day".split())


def one_event(a: Document, b: Document) -> bool:
    """Whether the documents share so many rare words that they tell of one event; a document does with itself.

    As in `summarizer.stories.grouping`, stated dates far apart take away from the likeness.
    """
    if a.key == b.key:
        return True
    alike = math.sqrt(_shared(_weights(a), _weights(b))) - _gap(a, b)
    return alike >= SURELY or (alike >= ONE_EVENT and not _names(a).isdisjoint(_names(b)))


@lru_cache(maxsize=KEPT)
def _weights(document: Document) -> Mapping[str, float]:
    return weights_of(Document(document.text[:BEGINNING], document.key, document.title))


@lru_cache(maxsize=KEPT)
def _names(document: Document) -> frozenset[str]:
    """The rare words that the beginning of the document only ever writes with a capital."""
    text = f"{document.title or ''} {document.text[:BEGINNING]}"
    found = tokens(" ".join(_CAPITAL.findall(text)))
    # A sentence begins with "It" where no other "it" stands, and with "Tens of thousands" where no other tens are.
    names = (stem(word) for word in found if is_content(word) and word not in VAGUE)
    return frozenset(name for name in names if rarity(name) == RARE) - frozenset(_SMALL.findall(text))


@lru_cache(maxsize=KEPT)
def first_current_year(document: Document) -> str:
    """The first year that is not long ago for the document: the one before its stated date's, or before the latest
    that it names; "" when neither is known.
    """
    latest = str(document.published.year) if document.published else max(YEAR.findall(document.text), default="")
    return latest and str(int(latest) - 1)


def _shared(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    return sum(a[term] * b[term] for term in a.keys() & b.keys())


def _gap(a: Document, b: Document) -> float:
    if a.published is None or b.published is None:
        return 0.0
    return GAP * math.log2(max(1.0, abs((a.published - b.published).total_seconds()) / 86_400 / NO_GAP))


def words_of(figure: Figure, span: Span | None) -> frozenset[str]:
    """The stems of a stated event, place or time; empty where none is stated."""
    if span is None:
        return frozenset()
    return frozenset(stem(word) for word in tokens(span.of(figure.document.text)) if is_content(word)) - _ASIDE


def is_stretch(figure: Figure) -> bool:
    """Whether the stated time is a stretch that is summed over ("since Feb. 24"), not a moment ("on Tuesday")."""
    return figure.time is not None and _STRETCH.search(figure.time.of(figure.document.text)) is not None
