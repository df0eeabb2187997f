"""Who counted or estimated a figure: "X counted 40", "X puts the loss at $3 million", "by X's count"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from summarizer.figures.tellers.tellable import LONGEST_SOURCE, WINDOW, Credit, is_teller, may_tell, span_of
from summarizer.statements.mentions import Extent, subject_before
from summarizer.statements.tokens import SUBORDINATORS, Token, is_word
from summarizer.types import Span

CLOSE: Final = 40  # characters from "estimate of" to the end of the number
NEAR: Final = 4  # words from "counted" to the number: "at least some"
COUNTING: Final = frozenset(
    """counted counts tallied tallies reported reports estimated estimates projected projects forecast forecasts
    predicted predicts calculated calculates""".split()
)
PUTTING: Final = frozenset("put puts pegged pegs".split())
WORD: Final = r"\w[\w.&-]{0,30}"
NAME: Final = rf"(?:[Tt]he\s)?(?=[A-Z]){WORD}(?:\s(?:of\s|the\s|for\s){{0,2}}(?=[A-Z]){WORD}){{0,5}}"
COUNT: Final = r"(?:own\s|latest\s)?(?:estimate|count|tally|reckoning|calculation|projection|forecast|account)s?"
ESTIMATE: Final = re.compile(
    rf"\b(?P<source>{NAME})(?:['’]s?)?\s{COUNT}\sof\s"
    rf"|\b[Bb]y\s(?P<counter>{NAME}|the\s{WORD}(?:\s{WORD}){{0,3}})['’]s?\s{COUNT}\b"
    r"|\b[Bb]y\s(?P<anybody>(?:some|most|many|official|government)\s(?:estimates|counts|accounts))\b"
)


def find_counts(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`X counted 40`, `X puts the loss at $3 million`: X is credited with the number next to it."""
    for i in range(1, len(tokens) - 1):
        if tokens[i].low not in COUNTING | PUTTING or tokens[i].capital:
            continue
        source, start = subject_before(tokens, i, max(0, i - WINDOW)), _object(tokens, i)
        if source is None or start is None or not (_opens(tokens, source) and may_tell(tokens, source)):
            continue
        near = range(start, min(start + NEAR, len(tokens)))
        end = next((k for k in near if tokens[k].kind == "mark"), near.stop)
        if start < end and is_teller(tokens, source):
            yield Credit(span_of(tokens, *source), span_of(tokens, start, end))


def _opens(tokens: Sequence[Token], phrase: Extent) -> bool:
    """Whether a phrase begins a clause: nothing before it would make it an object."""
    return phrase[0] == 0 or tokens[phrase[0] - 1].kind == "mark" or is_word(tokens[phrase[0] - 1], SUBORDINATORS)


def _object(tokens: Sequence[Token], i: int) -> int | None:
    """Where the number that is counted may begin: behind the verb, or behind the "at" of "puts the loss at"."""
    if tokens[i].low in COUNTING:
        return i + 1
    return next((k + 1 for k in range(i + 1, min(i + LONGEST_SOURCE, len(tokens))) if tokens[k].low == "at"), None)


def find_estimates(text: str, sentence: Span) -> Iterator[Credit]:
    """`X's estimate of 40`, `by X's count`, `by most accounts`."""
    for match in ESTIMATE.finditer(text, sentence.start, sentence.end):
        behind = Span(match.end() - 1, min(sentence.end, match.end() + CLOSE))
        yield Credit(Span(*match.span(match.lastgroup or 0)), behind if match.lastgroup == "source" else sentence)
