"""Whom "it", "they", "he" or "she" at the head of a sentence names: who tells or opens the sentence before, if sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from summarizer.figures.tellers.tellable import BODIES, find_phrase, span_of
from summarizer.sentences import split_sentences
from summarizer.statements.mentions import Extent, head_of, is_plural
from summarizer.statements.tokens import DETERMINERS, ROLES, Token, tokens_of
from summarizer.types import Span

REACH: Final = 600  # characters before a sentence in which the one before it begins
PERSONS: Final = frozenset("he she".split())
RESOLVED: Final = PERSONS | {"it", "they"}


def sentence_before(text: str, sentence: Span) -> Span | None:
    """The sentence before another one in its paragraph; None for the first, and behind one far too long."""
    start = max(text.rfind("\n", 0, sentence.start) + 1, sentence.start - REACH)
    found = split_sentences(text[start : sentence.start])
    if not found or (len(found) == 1 and start == sentence.start - REACH):
        return None
    return Span(found[-1].start + start, found[-1].end + start)


def antecedent(text: str, pronoun: Span, before: Span, tellers: Sequence[Span]) -> str | None:
    """The words, without article, of the only teller or else the subject of the sentence before that fits a pronoun.

    None where several could be meant. Source: the salience of subjects in centering (Grosz, Joshi & Weinstein 1995),
    used only where nothing competes.
    """
    tokens = tokens_of(text, before, ())
    firsts = [k for k, token in enumerate(tokens) if any(token.start == teller.start for teller in tellers)]
    extents = {(k, found[1]) for k in firsts or [0] if (found := find_phrase(tokens, k))}
    if len(extents) != 1:
        return None
    extent = extents.pop()
    word = pronoun.of(text).lower()
    if not _fits(tokens, extent, word) or _has_competitor(tokens, extent, word):
        return None
    first = extent[0] + (tokens[extent[0]].low in DETERMINERS)
    return span_of(tokens, first, extent[1]).of(text) if first < extent[1] else None


def _fits(tokens: Sequence[Token], extent: Extent, pronoun: str) -> bool:
    if tokens[extent[0]].low in RESOLVED:
        return False
    if pronoun == "they":
        return is_plural(tokens, extent)
    if pronoun == "it":
        return _is_body(head_of(tokens, extent)) and not is_plural(tokens, extent)
    return not is_plural(tokens, extent) and _is_person(tokens, extent)


def _is_body(token: Token) -> bool:
    return token.low in BODIES or (token.capital and token.text.isupper() and len(token.text) > 1)


def _is_person(tokens: Sequence[Token], extent: Extent) -> bool:
    """A name of two words, or somebody by role; "Amnesty International" looks like a name too, but says no "he"."""
    words = tokens[extent[0] : extent[1]]
    if any(_is_body(token) for token in words):
        return False
    return head_of(tokens, extent).low in ROLES or (len(words) > 1 and all(token.capital for token in words))


def _has_competitor(tokens: Sequence[Token], extent: Extent, pronoun: str) -> bool:
    """Whether the sentence speaks of another body for "it", another name for "he", another group for "they"."""
    others = [k for k in range(1, len(tokens)) if not extent[0] <= k < extent[1]]
    if pronoun == "it":
        return any(_is_body(tokens[k]) for k in others)
    if pronoun == "they":
        return any(tokens[k].low in BODIES or tokens[k].low.removesuffix("s") in BODIES | ROLES for k in others)
    named = (tokens[k].capital and tokens[k - 1].capital and k - 1 in others for k in others)
    return any(named) or any(tokens[k].low in ROLES for k in others)
