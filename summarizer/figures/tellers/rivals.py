"""Which numbers of a sentence are not its speaker's: those he denies, and those of somebody set beside him."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from summarizer.figures.tellers.reckonings import FAR, MEASURES, RECKONING
from summarizer.figures.tellers.tellable import LONGEST_SOURCE, Rival, is_number, is_teller, span_of
from summarizer.statements.cues import DAYS, MONTHS, VERBS
from summarizer.statements.tokens import (
    PREPOSITIONS,
    SUBORDINATORS,
    TIME,
    Token,
    is_mark,
    is_verb,
    is_word,
)

DENYING: Final = frozenset(
    """deny denies denied denying reject rejects rejected rejecting dismiss dismisses dismissed dismissing dispute
    disputes disputed disputing refute refutes refuted refuting contradict contradicts contradicted contradicting
    contrary""".split()
)
CLAIMS: Final = MEASURES | frozenset(
    """report reports claim claims rumor rumors rumour rumours allegation allegations suggestion suggestions account
    accounts accusation accusations assertion assertions story stories that""".split()
)
BORDERS: Final = frozenset("but while whereas and".split())
CONTRASTED: Final = frozenset("and but".split())
INSTEAD: Final = {"rather": "than", "instead": "of"}
HEDGES: Final = frozenset("the a about around some nearly almost over".split())
ORDERED: Final = frozenset("first second third last other latter former remaining next final same most least".split())
JOINTS: Final = frozenset("of for".split())
DATES: Final = DAYS | MONTHS | TIME


def find_rivals(tokens: Sequence[Token]) -> Iterator[Rival]:
    """The stretches whose numbers are not the speaker's: `denying reports of 160`, `not 160`, `the bank one of 3.6`."""
    reckoned = False
    for i, token in enumerate(tokens):
        if _denies(tokens, i) or _contrasts(tokens, i):
            yield Rival(None, span_of(tokens, i, _clause_end(tokens, i + 1)))
        reckoned = reckoned or (i > 0 and is_word(token, RECKONING))
        if reckoned and (is_mark(token, ",;") or is_word(token, BORDERS)):
            yield from _elliptic(tokens, i + 1)


def _denies(tokens: Sequence[Token], i: int) -> bool:
    """`denying reports of`, `rejected as false the toll of`, `contrary to claims`; not `dismissing 40 workers`."""
    return is_word(tokens[i], DENYING) and any(is_word(token, CLAIMS) for token in tokens[i + 1 : i + 1 + FAR // 2])


def _contrasts(tokens: Sequence[Token], i: int) -> bool:
    """`3,100, not 2,400`, `60 and not the 163`, `60 rather than 163`; not `not only 40`."""
    first = i + 1
    if is_word(tokens[i], frozenset(INSTEAD)):
        first, apart = i + 2, first < len(tokens) and tokens[first].low == INSTEAD[tokens[i].low]
    else:
        apart = (
            tokens[i].low == "not" and i > 0 and (tokens[i - 1].kind == "mark" or is_word(tokens[i - 1], CONTRASTED))
        )
    while apart and first < len(tokens) and is_word(tokens[first], HEDGES):
        first += 1
    return apart and first < len(tokens) and is_number(tokens[first])


def _clause_end(tokens: Sequence[Token], i: int) -> int:
    near = range(i, len(tokens))
    return next((k for k in near if _is_border(tokens, k)), near.stop)


def _is_border(tokens: Sequence[Token], k: int) -> bool:
    """A mark, "but", or an "and" with a verb behind it; the "and" of "160 dead and 40 hurt" is none."""
    if tokens[k].low == "and":
        return k + 1 < len(tokens) and (tokens[k + 1].low in VERBS or is_verb(tokens, k + 1))
    return tokens[k].kind == "mark" or is_word(tokens[k], BORDERS)


def _elliptic(tokens: Sequence[Token], i: int) -> Iterator[Rival]:
    """`The ministry expects 3.1 percent, | the bank one of 3.6 percent`: a subject, no verb, a number."""
    start = i + 1 if i < len(tokens) and is_word(tokens[i], BORDERS) else i
    near = range(start, min(len(tokens), start + LONGEST_SOURCE))
    stop = next((k for k in near if _ends_subject(tokens, k)), near.stop)
    number = stop + 2 if [token.low for token in tokens[stop : stop + 2]] == ["one", "of"] else stop
    while number < len(tokens) and is_word(tokens[number], HEDGES | {"at"}):
        number += 1
    if start == stop or number >= len(tokens) or not is_number(tokens[number]):
        return
    end = _clause_end(tokens, number)
    if _may_be_subject(tokens, start, stop) and not any(is_verb(tokens, k) for k in range(number, end)):
        known = is_teller(tokens, (start, stop))
        yield Rival(span_of(tokens, start, stop) if known else None, span_of(tokens, number, end))


def _may_be_subject(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Not `a rise of | 12`, `the first | 12`, `the youngest | two`; nor `in Guinea, Liberia | 12`: places count."""
    first, last = tokens[start], tokens[stop - 1]
    if is_word(last, JOINTS | ORDERED) or last.low.endswith("est"):
        return False
    return first.low == "the" or (first.capital and not tokens[start - 2].capital)


def _ends_subject(tokens: Sequence[Token], k: int) -> bool:
    token = tokens[k]
    if token.kind != "word" or is_number(token) or is_verb(tokens, k) or token.low == "one":
        return True
    return is_word(token, (PREPOSITIONS | SUBORDINATORS | DATES | HEDGES) - JOINTS - {"the", "a"})
