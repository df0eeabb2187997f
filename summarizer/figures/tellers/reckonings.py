"""Who counted or estimated a figure: "X counted 40", "X puts the loss at $3 million", "by X's count"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from summarizer.figures.tellers.tellable import (
    LONGEST_SOURCE,
    WINDOW,
    Credit,
    find_phrase,
    is_number,
    is_teller,
    may_tell,
    span_of,
)
from summarizer.statements.mentions import Extent, head_of, subject_before
from summarizer.statements.reporting import PERFECT
from summarizer.statements.tokens import PREPOSITIONS, SUBORDINATORS, Token, is_adverb, is_word
from summarizer.types import Span

CLOSE: Final = 40  # characters from "estimate of" to the end of the number
NEAR: Final = 4  # words from "counted" to the number: "at least some"
FAR: Final = 8  # words from "expects" to the number: "a budget deficit of", and back from "given by"
COUNTING: Final = frozenset(
    "counted counts tallied tallies reported reports estimated estimates calculated calculates".split()
)
FORECASTING: Final = frozenset(
    "projected projects forecast forecasts predicted predicts expect expects expected foresees anticipates".split()
)
CLAIMING: Final = frozenset("claim claims claimed".split())
RECORDING: Final = frozenset("recorded registered documented confirmed logged".split())
PUTTING: Final = frozenset("put puts pegged pegs".split())
SPEAKING: Final = frozenset("speak speaks spoke spoken talk talks talked".split())
GIVING: Final = frozenset("give gives gave given issued released offered published cite cites cited".split())
RECKONING: Final = COUNTING | FORECASTING | CLAIMING | RECORDING | PUTTING | SPEAKING | GIVING
REPORTED: Final = frozenset("said say says".split())
MEASURES: Final = frozenset(
    """number numbers figure figures toll total turnout count tally estimate estimates crowd attendance loss losses cost
    costs damage damages value price size rate share deficit growth inflation""".split()
)
COUNTERS: Final = frozenset(
    """police authorities authority agency ministry department organization organisation hospital hospitals institute
    office bureau commission observatory service government officials group union council""".split()
)
"""Bodies whose records are counts; a team, a firm or a land "recorded 12 wins" itself."""
WORD: Final = r"\w[\w.&-]{0,30}"
NAME: Final = rf"(?:[Tt]he\s)?(?=[A-Z]){WORD}(?:\s(?:of\s|the\s|for\s){{0,2}}(?=[A-Z]){WORD}){{0,5}}"
COUNT: Final = r"(?:own\s|latest\s)?(?:estimate|count|tally|reckoning|calculation|projection|forecast|account)s?"
ESTIMATE: Final = re.compile(
    rf"\b(?P<source>{NAME})(?:['’]s?)?\s{COUNT}\sof\s"
    rf"|\b[Bb]y\s(?P<counter>{NAME}|the\s{WORD}(?:\s{WORD}){{0,3}})['’]s?\s{COUNT}\b"
    r"|\b[Bb]y\s(?P<anybody>(?:some|most|many|official|government)\s(?:estimates|counts|accounts))\b"
)


def find_counts(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`X counted 40`, `X puts the loss at $3 million`, `X spoke of 600`: X is credited with the number next to it."""
    for i in range(1, len(tokens) - 1):
        if tokens[i].low not in RECKONING or tokens[i].capital:
            continue
        scope = _number_after(tokens, i)
        source = _reckoner_before(tokens, i) if scope else None
        if scope and source and _may_reckon(tokens, source, i):
            yield Credit(span_of(tokens, *source), span_of(tokens, *scope))


def find_passives(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`put at 40 by X`, `the 40 given by X`: X is credited with that number only."""
    for i in range(1, len(tokens) - 2):
        if tokens[i].low not in RECKONING:
            continue
        by, scope = i + 1, _number_before(tokens, i)
        if is_word(tokens[i + 1], frozenset({"at", "as"})):
            limit = min(i + 1 + FAR, len(tokens) - 1)
            by = next((k for k in range(i + 2, limit) if tokens[k].low == "by"), 0)
            scope = (i + 1, by)
        source = find_phrase(tokens, by + 1) if by and tokens[by].low == "by" and scope else None
        if source and scope and (is_teller(tokens, source) or tokens[source[0]].low == "the"):
            yield Credit(span_of(tokens, *source), span_of(tokens, *scope))


def find_relatives(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`the 40 that X gave`, `40 as X had claimed`: X is credited with that number only."""
    for i in range(1, len(tokens) - 2):
        scope = _number_before(tokens, i) if is_word(tokens[i], frozenset({"that", "which", "as"})) else None
        source = find_phrase(tokens, i + 1) if scope else None
        if scope is None or source is None or not is_teller(tokens, source):
            continue
        verb = next((k for k in range(source[1], len(tokens)) if not is_word(tokens[k], PERFECT)), source[1])
        ends = verb + 1 >= len(tokens) or tokens[verb + 1].kind == "mark"
        if verb < len(tokens) and is_word(tokens[verb], RECKONING | REPORTED) and ends:
            yield Credit(span_of(tokens, *source), span_of(tokens, *scope))


def _number_before(tokens: Sequence[Token], i: int) -> Extent | None:
    """The stretch up to token `i` that holds the last number before it, in the same clause."""
    for k in range(i - 1, max(-1, i - FAR), -1):
        if tokens[k].kind == "mark":
            return None
        if is_number(tokens[k]):
            first = k - 1 if k and is_number(tokens[k - 1]) else k
            return (first, i)
    return None


def _reckoner_before(tokens: Sequence[Token], i: int) -> Extent | None:
    """The subject before a verb and its "has" and adverbs."""
    end = i
    while end > 1 and (is_adverb(tokens[end - 1]) or is_word(tokens[end - 1], PERFECT)):
        end -= 1
    source = subject_before(tokens, end, max(0, end - WINDOW))
    if source is None or is_word(tokens[source[1] - 1], PREPOSITIONS):
        return None
    return source if _opens(tokens, source) and may_tell(tokens, source) else None


def _may_reckon(tokens: Sequence[Token], source: Extent, i: int) -> bool:
    """Whether these are words of somebody who reckons; who puts a toll at a number, or gives one, surely does."""
    if tokens[i].low in RECORDING:
        head = head_of(tokens, source)
        return head.low in COUNTERS or (head.text.isupper() and len(head.text) > 1)
    measured = any(is_word(token, MEASURES) for token in tokens[i + 1 : i + FAR])
    return is_teller(tokens, source) or (measured and tokens[i].low in PUTTING | GIVING)


def _opens(tokens: Sequence[Token], phrase: Extent) -> bool:
    """Whether a phrase begins a clause: nothing before it would make it an object."""
    before = tokens[phrase[0] - 1] if phrase[0] else None
    return before is None or before.kind == "mark" or is_word(before, SUBORDINATORS | REPORTED | {"and"})


def _number_after(tokens: Sequence[Token], i: int) -> Extent | None:
    """The stretch behind a verb of reckoning, up to the first mark, that may hold the number reckoned."""
    start, length = _object(tokens, i), FAR if tokens[i].low in FORECASTING else NEAR
    if start is None:
        return None
    near = range(start, min(start + length, len(tokens)))
    end = next((k for k in near if tokens[k].kind == "mark"), near.stop)
    return (start, end) if start < end else None


def _object(tokens: Sequence[Token], i: int) -> int | None:
    """Where the number may begin: behind the verb, the "at" of "puts the loss at", the "of" of "gave a toll of"."""
    verb, after = tokens[i].low, tokens[i + 1].low
    if verb in COUNTING | RECORDING or (verb in FORECASTING and after != "to"):
        return i + 1
    if verb in CLAIMING:
        bare = is_number(tokens[i + 1]) and (i + 2 == len(tokens) or tokens[i + 2].kind == "mark")
        return i + 1 if bare else None
    if verb in SPEAKING:
        return i + 2 if after == "of" and i + 2 < len(tokens) else None
    joint = "at" if verb in PUTTING else "of"
    near = range(i + 1, min(i + LONGEST_SOURCE, len(tokens) - 1))
    stop = next((k for k in near if tokens[k].low == joint and _is_close(tokens, k)), None)
    measured = stop is not None and (joint == "at" or is_word(tokens[stop - 1], MEASURES))
    return stop + 1 if stop is not None and measured else None


def _is_close(tokens: Sequence[Token], k: int) -> bool:
    """Whether a number stands within a few words behind token `k`, before any mark."""
    for token in tokens[k + 1 : k + 1 + NEAR]:
        if token.kind == "mark":
            return False
        if is_number(token):
            return True
    return False


def find_estimates(text: str, sentence: Span) -> Iterator[Credit]:
    """`X's estimate of 40`, `by X's count`, `by most accounts`."""
    for match in ESTIMATE.finditer(text, sentence.start, sentence.end):
        behind = Span(match.end() - 1, min(sentence.end, match.end() + CLOSE))
        yield Credit(Span(*match.span(match.lastgroup or 0)), behind if match.lastgroup == "source" else sentence)
