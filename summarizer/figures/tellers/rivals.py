"""Which numbers of a sentence its speaker does not say himself: those he denies, and those of somebody set beside him."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from summarizer.figures.tellers.reckonings import FAR, MEASURES, RECKONING
from summarizer.figures.tellers.tellable import LONGEST_SOURCE, Rival, is_number, is_teller, span_of
from summarizer.statements.cues import DAYS, MONTHS
from summarizer.statements.tokens import (
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME,
    Token,
    is_mark,
    is_verb,
    is_word,
)

DENYING: Final = frozenset(
    """deny denies denied denying reject rejects rejected rejecting dismiss dismisses dismissed dismissing dispute disputes
    disputed disputing refute refutes refuted refuting contradict contradicts contradicted contradicting contrary""".split()
)
CLAIMS: Final = MEASURES | frozenset(
    """report reports claim claims rumor rumors rumour rumours allegation allegations suggestion suggestions account
    accounts accusation accusations assertion assertions story stories that""".split()
)
BORDERS: Final = frozenset("but while whereas and".split())
CONTRASTED: Final = frozenset("and but".split())
INSTEAD: Final = {"rather": "than", "instead": "of"}
HEDGES: Final = frozenset("the a about around some nearly almost over".split())
DATES: Final = DAYS | MONTHS | TIME


def find_rivals(tokens: Sequence[Token]) -> Iterator[Rival]:
    """The stretches whose numbers are not the speaker's: `denying reports of 160`, `not 160`, `the bank one of 3.6`."""
    reckoned = False
    for i, token in enumerate(tokens):
        if _denies(tokens, i) or _contrasts(tokens, i):
            yield Rival(None, span_of(tokens, i, _clause_end(tokens, i + 1)))
        reckoned = reckoned or (i > 0 and is_word(token, RECKONING))
        if reckoned and is_mark(token, ",;"):
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
    return next((k for k in near if tokens[k].kind == "mark" or is_word(tokens[k], BORDERS)), near.stop)


def _elliptic(tokens: Sequence[Token], i: int) -> Iterator[Rival]:
    """`The ministry expects 3.1 percent, | the bank one of 3.6 percent`: a subject, no verb, a number."""
    start = i + 1 if i < len(tokens) and is_word(tokens[i], BORDERS) else i
    stop = next((k for k in range(start, len(tokens)) if _ends_subject(tokens, k)), len(tokens))
    number = stop + 2 if [token.low for token in tokens[stop : stop + 2]] == ["one", "of"] else stop
    while number < len(tokens) and is_word(tokens[number], HEDGES | {"at"}):
        number += 1
    if not (start < stop <= start + LONGEST_SOURCE and number < len(tokens) and is_number(tokens[number])):
        return
    end = _clause_end(tokens, number)
    verbal = any(is_verb(tokens, k) for k in range(number, end))
    if not verbal and (tokens[start].capital or is_word(tokens[start], DETERMINERS)):
        known = is_teller(tokens, (start, stop))
        yield Rival(span_of(tokens, start, stop) if known else None, span_of(tokens, number, end))


def _ends_subject(tokens: Sequence[Token], k: int) -> bool:
    token, inner = tokens[k], token_is_joint(tokens[k])
    barred = is_word(token, (PREPOSITIONS | SUBORDINATORS | DATES) - {"of", "for"})
    hedged = is_word(token, HEDGES - {"the", "a"}) or token.low == "one"
    return token.kind != "word" or (not inner and (barred or hedged or is_number(token) or is_verb(tokens, k)))


def token_is_joint(token: Token) -> bool:
    return is_word(token, frozenset({"of", "for", "the"}))
