"""Who can tell a figure: the phrase, in a sentence's tokens, of a person, a body or a piece of evidence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from summarizer.statements.mentions import RELATIVES, Extent, head_of, phrase_after
from summarizer.statements.reporting import EVIDENCE
from summarizer.statements.tokens import (
    AUXILIARIES,
    DETERMINERS,
    LEADING,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SUBORDINATORS,
    Token,
    is_verb,
    is_word,
)
from summarizer.types import Span

LONGEST_SOURCE: Final = 12  # words
WINDOW: Final = 3 * LONGEST_SOURCE  # words that are looked at for a source with its appositions
BODIES: Final = frozenset(
    """police authorities authority organization organisation group agency ministry department bank union government
    opposition company firm army military hospital chamber commission council institute office bureau association
    federation committee organizers organisers organiser rescuers investigators auditors insurers staff sources
    observatory watchdog service""".split()
)
AUTHORS: Final = frozenset("we i us me you".split())
"""Whoever writes or speaks: outside of a quotation the article's own voice."""
NUMBER_WORDS: Final = frozenset(
    """two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million millions dozens""".split()
)
TELLERS: Final = ROLES | EVIDENCE | BODIES | (PRONOUNS - AUTHORS - RELATIVES)
UNNAMED: Final = DETERMINERS | AUTHORS | RELATIVES


@dataclass(frozen=True, slots=True)
class Credit:
    """To whom the figures in a stretch of a sentence are credited, in the sentence's words."""

    source: Span
    scope: Span


@dataclass(frozen=True, slots=True)
class Rival:
    """A stretch that whoever speaks around it does not say: another does, or, for all one can read, nobody."""

    source: Span | None
    scope: Span


def span_of(tokens: Sequence[Token], start: int, end: int) -> Span:
    """From token `start` to before token `end`, as a span of the text."""
    return Span(tokens[start].start, tokens[end - 1].end)


def is_one_of(words: str, pronouns: Collection[str]) -> bool:
    """Whether the words are one of these pronouns; "WHO" and "US" are names."""
    return words.lower() in pronouns and (len(words) == 1 or not words.isupper())


def find_phrase(tokens: Sequence[Token], start: int) -> Extent | None:
    """The noun phrase that begins at token `start`; None for none, for "which" and for a lone article."""
    found = phrase_after(tokens[start : start + WINDOW], 0)
    if found is None or (found[1] == 1 and is_one_of(tokens[start].text, UNNAMED)):
        return None
    return (start, start + found[1])


def may_tell(tokens: Sequence[Token], source: Extent) -> bool:
    """Whether a phrase is short, without a verb, and somebody or something that can tell."""
    start, end = source
    if end - start > LONGEST_SOURCE or is_word(tokens[start], SUBORDINATORS | PREPOSITIONS | AUXILIARIES | LEADING):
        return False
    if any(is_verb(tokens, k) for k in range(start, end)):
        return False
    if end - start == 1:
        return tokens[start].low in TELLERS or (tokens[start].capital and not is_one_of(tokens[start].text, UNNAMED))
    return tokens[start].capital or is_word(tokens[start], DETERMINERS) or is_teller(tokens, source)


def is_teller(tokens: Sequence[Token], source: Extent) -> bool:
    """Whether a phrase is a name, a person by role, or evidence such as a poll."""
    head = head_of(tokens, source)
    return head.capital or head.low in TELLERS or head.low.removesuffix("s") in BODIES


def is_number(token: Token) -> bool:
    """Whether a word is a number in digits, with or without a currency's sign, or a small one in words."""
    return token.kind == "word" and (token.low.lstrip("$€£")[:1].isdigit() or token.low in NUMBER_WORDS)
