"""Whom a sentence itself credits with its figures, outside of any statement: "according to X", "..., X said"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from summarizer.statements.attribution import find_attributions
from summarizer.statements.mentions import RELATIVES, Extent, head_of, phrase_after, subject_before
from summarizer.statements.reporting import EVIDENCE, OPENING, PERFECT
from summarizer.statements.tokens import (
    AUXILIARIES,
    DETERMINERS,
    LEADING,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SUBORDINATORS,
    TIME,
    Token,
    is_adverb,
    is_mark,
    is_verb,
    is_word,
    tokens_of,
)
from summarizer.types import Span

LONGEST_SENTENCE: Final = 4000  # characters; more is no sentence
LONGEST_SOURCE: Final = 12  # words
LONGEST_TAIL: Final = 8  # words from "X said" to the full stop: "in a statement on Monday"
CLOSE: Final = 40  # characters from "estimate of" to the end of the number
NEAR: Final = 4  # words from "counted" to the number: "at least some"

SAYING: Final = frozenset(
    """said says say reported reports report announced announces estimated estimates estimate noted notes confirmed
    confirms wrote writes revealed claimed claims claim showed shows show found finds""".split()
)
COUNTING: Final = frozenset(
    """counted counts tallied tallies reported reports estimated estimates projected projects forecast forecasts
    predicted predicts calculated calculates""".split()
)
PUTTING: Final = frozenset("put puts pegged pegs".split())
COMPILED: Final = frozenset("estimated reported counted tallied".split())
NUMBERS: Final = frozenset("estimate estimates data figures numbers statistics count tally census".split())
BODIES: Final = frozenset("police authorities organization organisation group agency ministry department".split())
AUTHORS: Final = frozenset("we i us me you".split())
"""Whoever writes or speaks: outside of a quotation the article's own voice."""
TELLERS: Final = ROLES | EVIDENCE | BODIES | (PRONOUNS - AUTHORS - RELATIVES)
UNNAMED: Final = DETERMINERS | AUTHORS | RELATIVES
NOTED: Final = frozenset("said reported noted wrote revealed announced".split())
CLAUSES: Final = frozenset("but while whereas".split())
TRIGGER: Final = re.compile(
    rf"(?i)\b(?:{'|'.join(sorted(SAYING | COUNTING | PUTTING | COMPILED | NUMBERS))}|according|citing|accounts?)\b"
    r"|[:–—-]\s"
)
INTRODUCED: Final = re.compile(r"(?:\bthat\s|:\s[\"“‘'])$|:\s$")
ENDED: Final = re.compile(r"[.?!…:;,][\"”’')\s]*$")
TITLE: Final = r"[^\W\d_]\S*(?:\s[^\W\d_]\S*){0,3}"
HEADLINE: Final = re.compile(rf"(?P<before>{TITLE}):\s|(?:\s[–—-]|:)\s(?P<after>{TITLE})$")
NAME: Final = r"(?:[Tt]he\s)?[A-Z][\w.&-]*(?:\s(?:of\s|the\s|for\s){0,2}[A-Z][\w.&-]*){0,5}"
ESTIMATE: Final = re.compile(
    rf"\b(?P<source>{NAME})(?:['’]s?)?\s(?:own\s|latest\s)?(?:estimate|count|tally|projection|forecast)s?\sof\s"
    rf"|\b[Bb]y\s(?P<counter>{NAME})['’]s?\s(?:own\s)?(?:estimate|count|tally|reckoning|calculation|account)s?\b"
    r"|\b[Bb]y\s(?P<anybody>(?:some|most|many|official|government)\s(?:estimates|counts|accounts))\b"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """To whom the figures in a stretch of a sentence are credited, in the sentence's words."""

    source: Span
    scope: Span


def find_credits(text: str, sentence: Span) -> tuple[Credit, ...]:
    """The credits of a sentence or heading by its words alone; a text too long to be a sentence has none."""
    if sentence.end - sentence.start > LONGEST_SENTENCE or not TRIGGER.search(text, sentence.start, sentence.end):
        return ()
    tokens = tokens_of(text, sentence, ())
    found = [*_named_after(tokens), *_set_off(tokens), *_as_noted(tokens), *_counting(tokens)]
    found.extend(_estimates(text, sentence))
    headline = not ENDED.search(text, max(sentence.start, sentence.end - 4), sentence.end)
    found.extend(_attributed(text, tokens, headline=headline))
    if headline:
        found.extend(_headline(text, sentence))
    return tuple(found)


def _span(tokens: Sequence[Token], start: int, end: int) -> Span:
    return Span(tokens[start].start, tokens[end - 1].end)


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
        source = phrase_after(tokens, start)
        if source is not None:
            yield Credit(_span(tokens, *source), _part(tokens, i, source[1]))


def _part(tokens: Sequence[Token], first: int, last: int) -> Span:
    """The part of the sentence around tokens `first` to `last`: up to a semicolon, and to a "but" behind them."""
    start = next((k + 1 for k in range(first, -1, -1) if is_mark(tokens[k], ";")), 0)
    end = next((k for k in range(last, len(tokens)) if _parts(tokens, k)), len(tokens))
    return _span(tokens, start, end)


def _parts(tokens: Sequence[Token], k: int) -> bool:
    return is_mark(tokens[k], ";") or (is_mark(tokens[k - 1], ",—–-") and is_word(tokens[k], CLAUSES))


def _set_off(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`..., X said on Monday.`, `..., said X, a nurse.`: all before it; `In May, X said, ...`: what follows, too."""
    for i in range(1, len(tokens)):
        if tokens[i].low not in SAYING or tokens[i].capital:
            continue
        inverted = is_mark(tokens[i - 1], ",—–-")
        source = phrase_after(tokens, i + 1) if inverted else _between_marks(tokens, i)
        if source is None or not _may_tell(tokens, source) or (inverted and not _is_teller(tokens, source)):
            continue
        stop = source[1] if inverted else _tail_end(tokens, i + 1)
        if stop is not None and _is_border(tokens, stop):
            yield Credit(_span(tokens, *source), _span(tokens, 0, min(i, source[0])))
            if not inverted and is_word(tokens[0], OPENING) and stop + 1 < len(tokens) and is_mark(tokens[stop], ","):
                yield Credit(_span(tokens, *source), _part(tokens, stop + 1, stop + 1))


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


def _may_tell(tokens: Sequence[Token], source: Extent) -> bool:
    """Whether a phrase is short, without a verb, and somebody or something that can tell."""
    start, end = source
    if end - start > LONGEST_SOURCE or is_word(tokens[start], SUBORDINATORS | PREPOSITIONS | AUXILIARIES | LEADING):
        return False
    if any(is_verb(tokens, k) for k in range(start, end)):
        return False
    if end - start == 1:
        return is_word(tokens[start], TELLERS) or (tokens[start].capital and not is_word(tokens[start], UNNAMED))
    return tokens[start].capital or is_word(tokens[start], DETERMINERS) or _is_teller(tokens, source)


def _is_teller(tokens: Sequence[Token], source: Extent) -> bool:
    """Whether a phrase is a name, a person by role, or evidence such as a poll."""
    head = head_of(tokens, source)
    return head.capital or head.low in TELLERS


def _as_noted(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`As X noted, ...`."""
    comma = next((k for k, token in enumerate(tokens) if is_mark(token, ",")), 0)
    if comma + 1 >= len(tokens) or tokens[0].low != "as":
        return
    cue = next((k for k in range(2, comma) if is_word(tokens[k], NOTED)), None)
    source = subject_before(tokens, cue, 1) if cue else None
    if source is not None and _may_tell(tokens, source):
        yield Credit(_span(tokens, *source), _span(tokens, comma + 1, len(tokens)))


def _counting(tokens: Sequence[Token]) -> Iterator[Credit]:
    """`X counted 40`, `X puts the loss at $3 million`: X is credited with the number next to it."""
    for i in range(1, len(tokens) - 1):
        if tokens[i].low not in COUNTING | PUTTING or tokens[i].capital:
            continue
        source, start = subject_before(tokens, i), _object(tokens, i)
        if source is None or start is None or not (_opens(tokens, source) and _may_tell(tokens, source)):
            continue
        near = range(start, min(start + NEAR, len(tokens)))
        end = next((k for k in near if tokens[k].kind == "mark"), near.stop)
        if start < end and _is_teller(tokens, source):
            yield Credit(_span(tokens, *source), _span(tokens, start, end))


def _opens(tokens: Sequence[Token], phrase: Extent) -> bool:
    """Whether a phrase begins a clause: nothing before it would make it an object."""
    return phrase[0] == 0 or tokens[phrase[0] - 1].kind == "mark" or is_word(tokens[phrase[0] - 1], SUBORDINATORS)


def _object(tokens: Sequence[Token], i: int) -> int | None:
    """Where the number that is counted may begin: behind the verb, or behind the "at" of "puts the loss at"."""
    if tokens[i].low in COUNTING:
        return i + 1
    return next((k + 1 for k in range(i + 1, min(i + LONGEST_SOURCE, len(tokens))) if tokens[k].low == "at"), None)


def _estimates(text: str, sentence: Span) -> Iterator[Credit]:
    """`X's estimate of 40`, `by X's count`, `by most accounts`."""
    for match in ESTIMATE.finditer(text, sentence.start, sentence.end):
        behind = Span(match.end() - 1, min(sentence.end, match.end() + CLOSE))
        yield Credit(Span(*match.span(match.lastgroup or 0)), behind if match.lastgroup == "source" else sentence)


def _attributed(text: str, tokens: Sequence[Token], *, headline: bool) -> Iterator[Credit]:
    """`X told reporters that ...`, and in a line without a full stop also `Police say 14 dead`."""
    for attribution in find_attributions(tokens):
        source = attribution.antecedent or attribution.source
        for piece in attribution.content if source.of(text).lower() not in UNNAMED else ():
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
