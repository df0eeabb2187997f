"""Whom a sentence itself credits with its figures, outside of any statement: "according to X", "..., X said"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from summarizer.figures.tellers.reckonings import RECKONING, find_counts, find_estimates, find_passives, find_relatives
from summarizer.figures.tellers.rivals import DENYING, INSTEAD, find_rivals
from summarizer.figures.tellers.tellable import (
    LONGEST_SOURCE,
    TELLERS,
    UNNAMED,
    Credit,
    Rival,
    find_phrase,
    is_one_of,
    is_teller,
    may_tell,
    span_of,
)
from summarizer.statements.attribution import find_attributions
from summarizer.statements.mentions import Extent, subject_before
from summarizer.statements.reporting import OPENING, PERFECT
from summarizer.statements.tokens import CLOSED, PREPOSITIONS, TIME, Token, is_adverb, is_mark, is_word, tokens_of
from summarizer.types import Span

LONGEST_SENTENCE: Final = 1500  # characters; more is no sentence
LONGEST_PART: Final = 120  # words
LONGEST_TAIL: Final = 8  # words from "X said" to the full stop: "in a statement on Monday"

SAYING: Final = frozenset(
    """said says say reported reports report announced announces estimated estimates estimate noted notes confirmed
    confirms wrote writes revealed claimed claims claim showed shows show found finds""".split()
)
COMPILED: Final = frozenset("estimated reported counted tallied".split())
NUMBERS: Final = frozenset("estimate estimates data figures numbers statistics count tally census".split())
NOTED: Final = frozenset("said reported noted wrote revealed announced".split())
CLAUSES: Final = frozenset("but while whereas".split())
OTHERS: Final = frozenset("according account accounts citing tell tells told not".split())
SIGNS: Final = SAYING | RECKONING | COMPILED | NUMBERS | OTHERS | DENYING | frozenset(INSTEAD)
TRIGGER: Final = re.compile(rf"(?i)\b(?:{'|'.join(sorted(SIGNS))})\b|[:–—-]\s")
INTRODUCED: Final = re.compile(r"(?:\bthat\s|:\s[\"“‘'])$|:\s$")
ENDED: Final = re.compile(r"[.?!…:;,][\"”’')\s]*$")
TITLE: Final = r"\b[^\W\d_]\S{0,30}(?:\s[^\W\d_]\S{0,30}){0,3}"
HEADLINE: Final = re.compile(rf"(?P<before>{TITLE}):\s|(?:\s[–—-]|:)\s(?P<after>{TITLE})$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one sentence says by its words alone of who tells its figures.

    A reckoning is of a number next to its verb, and counts even inside of somebody else's statement; a credit is of a
    whole part of the sentence.
    """

    reckonings: tuple[Credit, ...] = ()
    credits: tuple[Credit, ...] = ()
    rivals: tuple[Rival, ...] = ()


def read_sentence(text: str, sentence: Span) -> Reading:
    """The credits of a sentence or heading by its words alone; a text too long to be a sentence has none."""
    if sentence.end - sentence.start > LONGEST_SENTENCE or not TRIGGER.search(text, sentence.start, sentence.end):
        return Reading()
    tokens = tuple(_as_name(token) for token in tokens_of(text, sentence, ()))
    reckonings = (*find_counts(tokens), *find_passives(tokens), *find_relatives(tokens))
    return Reading(reckonings, tuple(_credits(text, sentence, tokens)), tuple(find_rivals(tokens)))


def _as_name(token: Token) -> Token:
    """WHO and US keep their capitals even in `low`, or they would be read as pronouns."""
    acronym = token.low in CLOSED and len(token.text) > 1 and token.text.isupper()
    return token._replace(low=token.text) if acronym else token


def nearest(found: Iterable[Credit], figure: Span) -> Credit | None:
    """The credit for a figure whose source is nearest to it."""
    fitting = (credit for credit in found if credit.scope.covers(figure) and not credit.source.overlap(figure))
    return min(fitting, key=lambda credit: abs(credit.source.start - figure.start), default=None)


def _credits(text: str, sentence: Span, tokens: Sequence[Token]) -> Iterator[Credit]:
    yield from (*_named_after(tokens), *_set_off(tokens), *_as_noted(tokens), *find_estimates(text, sentence))
    headline = not ENDED.search(text, max(sentence.start, sentence.end - 4), sentence.end)
    yield from _attributed(text, tokens, headline=headline)
    if headline:
        yield from _headline(text, sentence)


def _named_after(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`according to X`, `citing X`, `reported by X`, `data from X`: X is credited with its part of the sentence."""
    for i, token in enumerate(tokens[:-1]):
        after = tokens[i + 1].low
        if token.low == "according" and after == "to":
            start = i + 2
        elif token.low == "citing":
            start = i + 1
        elif (token.low in COMPILED and after == "by") or (token.low in NUMBERS and after in {"by", "from"}):
            start = i + 2
        else:
            continue
        source = find_phrase(tokens, start)
        if source is not None:
            yield Credit(span_of(tokens, *source), _part(tokens, i, source[1]))


def _part(tokens: Sequence[Token], first: int, last: int) -> Span:
    """The part of the sentence around tokens `first` to `last`: up to a semicolon, and to a "but" behind them."""
    floor, limit = max(0, first - LONGEST_PART), min(len(tokens), last + LONGEST_PART)
    start = next((k + 1 for k in range(first, floor, -1) if is_mark(tokens[k], ";")), floor)
    end = next((k for k in range(last, limit) if _parts(tokens, k)), limit)
    return span_of(tokens, start, end)


def _parts(tokens: Sequence[Token], k: int) -> bool:
    return is_mark(tokens[k], ";") or (is_mark(tokens[k - 1], ",—–-") and is_word(tokens[k], CLAUSES))


def _set_off(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`..., X said on Monday.`, `..., said X, a nurse.`: all before it; `In May, X said, ...`: what follows, too."""
    for i in range(1, len(tokens)):
        if tokens[i].low not in SAYING or tokens[i].capital:
            continue
        inverted = is_mark(tokens[i - 1], ",—–-")
        source = find_phrase(tokens, i + 1) if inverted else _between_marks(tokens, i)
        if source is None or not may_tell(tokens, source) or (inverted and not is_teller(tokens, source)):
            continue
        stop = source[1] if inverted else _tail_end(tokens, i + 1)
        if stop is not None and _is_border(tokens, stop):
            yield Credit(span_of(tokens, *source), span_of(tokens, 0, min(i, source[0])))
            if not inverted and is_word(tokens[0], OPENING) and stop + 1 < len(tokens) and is_mark(tokens[stop], ","):
                yield Credit(span_of(tokens, *source), _part(tokens, stop + 1, stop + 1))


def _is_border(tokens: Sequence[Token], i: int) -> bool:
    return i >= len(tokens) or is_mark(tokens[i], ",.;—–-")


def _tail_end(tokens: Sequence[Token], i: int) -> int | None:
    """The mark, or the end, behind "said" and an adverbial ("in a statement on Monday"); None if more follows."""
    if _is_border(tokens, i):
        return i
    if not (is_word(tokens[i], PREPOSITIONS | TIME) or is_adverb(tokens[i])):
        return None
    stop = next((k for k in range(i, len(tokens)) if tokens[k].kind == "mark" or tokens[k].low == "that"), len(tokens))
    return stop if _is_border(tokens, stop) and stop - i <= LONGEST_TAIL else None


def _between_marks(tokens: Sequence[Token], i: int) -> Extent | None:
    """The words between the mark before "said" and "said" itself."""
    stop = i
    while stop and (is_adverb(tokens[stop - 1]) or is_word(tokens[stop - 1], PERFECT)):
        stop -= 1
    start = stop
    while start and stop - start <= LONGEST_SOURCE and tokens[start - 1].kind in {"word", "paren"}:
        start -= 1
    return (start, stop) if 0 < start < stop and is_mark(tokens[start - 1], ",—–-") else None


def _as_noted(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`As X noted, ...`."""
    comma = next((k for k, token in enumerate(tokens) if is_mark(token, ",")), 0)
    if comma + 1 >= len(tokens) or tokens[0].low != "as":
        return
    cue = next((k for k in range(2, comma) if is_word(tokens[k], NOTED)), None)
    source = subject_before(tokens, cue, 1) if cue else None
    if source is not None and may_tell(tokens, source):
        yield Credit(span_of(tokens, *source), span_of(tokens, comma + 1, len(tokens)))


def _attributed(text: str, tokens: Sequence[Token], *, headline: bool) -> Iterator[Credit]:
    """`X told reporters that ...`, and in a line without a full stop also `Police say 14 dead`."""
    for attribution in find_attributions(tokens):
        source = attribution.antecedent or attribution.source
        for piece in attribution.content if not is_one_of(source.of(text), UNNAMED) else ():
            if headline or INTRODUCED.search(text, piece.start - 5, piece.start):
                yield Credit(source, piece)


def _headline(text: str, sentence: Span) -> Iterator[Credit]:
    """`Police: 14 dead`, `14 dead - report`."""
    for match in HEADLINE.finditer(text, sentence.start, sentence.end):
        name = match.lastgroup or ""
        if name == "before" and match.start() != sentence.start:
            continue
        source = Span(*match.span(name))
        if source.of(text).split()[-1].lower() in TELLERS:
            yield Credit(source, sentence)
