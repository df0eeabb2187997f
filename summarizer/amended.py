"""Which piece of an old text is which of a new one, and whether it says something else there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from summarizer.types import Figure, Statement
from summarizer.wording import content_words, tokens

Piece = TypeVar("Piece", Statement, Figure)
Words = tuple[str, ...]

REWORDED = 0.6
"""Share of the shorter wording's words that stand in the other in its order, from which the two are one statement."""
LIKE_CLAUSE = 0.6
"""The same of two clauses without their numbers, as a share of both: a figure is known by what stands around it."""
SAME_WORDS = 0.95
"""From this share on, what another speaker says are the same words."""
PHRASE = 3  # words; fewer are one statement only if they are equal
RUN = 2  # words; a lone one that both have in the same order may be chance
ARTICLES = frozenset({"a", "an", "the", "that"})
LONG_WORD, BEGINNING, SPELT = 5, 3, 0.85
LONGEST = 150
"""Words of a piece that are compared; longer ones are told from each other by these."""


def paired(
    mine: Sequence[Piece], theirs: Sequence[Piece], likeness: Callable[[Piece, Piece], tuple[float, ...]]
) -> list[tuple[Piece, Piece]]:
    """The likest two first, each piece in one pair at most; in the order of the old text."""
    alike = [(likeness(a, b), i, j) for i, a in enumerate(mine) for j, b in enumerate(theirs)]
    partner: dict[int, int] = {}
    for _, i, j in sorted((each for each in alike if each[0]), key=lambda each: (*(-x for x in each[0]), *each[1:])):
        if i not in partner and j not in partner.values():
            partner[i] = j
    return [(mine[i], theirs[partner[i]]) for i in sorted(partner)]


def statement_likeness(a: Statement, b: Statement) -> tuple[float, ...]:
    """How much of the shorter one the other has; empty where they are two statements."""
    mine, theirs = tokens(a.text)[:LONGEST], tokens(b.text)[:LONGEST]
    shorter = min(len(mine), len(theirs))
    same = _is_same_speaker(a, b)
    if shorter < PHRASE or not content_words(a.text) & content_words(b.text):
        return (1.0, 0.0) if same and mine == theirs else ()
    enough = (REWORDED if same else SAME_WORDS) * shorter
    if (Counter(mine) & Counter(theirs)).total() < enough:
        return ()  # cheaper than to align them, and no alignment has more
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks if block.size >= RUN)
    return (common / shorter, -abs(len(mine) - len(theirs))) if common >= enough else ()


def figure_likeness(a: Figure, b: Figure) -> tuple[float, ...]:
    """How alike the clauses are, then what is counted, then the number; empty where they are two figures."""
    mine, theirs = _clause(a)[:LONGEST], _clause(b)[:LONGEST]
    enough = LIKE_CLAUSE * (len(mine) + len(theirs)) / 2
    if a.type != b.type or not enough or (Counter(mine) & Counter(theirs)).total() < enough:
        return ()
    ratio = SequenceMatcher(None, mine, theirs, autojunk=False).ratio()
    alike = ratio, _common(_counted(a), _counted(b)), float(amount_of(a) == amount_of(b))
    return alike if ratio >= LIKE_CLAUSE else ()


def _is_same_speaker(a: Statement, b: Statement) -> bool:
    """Whether one name has the words of the other; nobody is nobody's namesake but nobody's."""
    names = [content_words(each.speaker.name) if each.speaker else frozenset[str]() for each in (a, b)]
    return names[0] <= names[1] or names[1] <= names[0] if all(names) else names[0] == names[1]


def is_changed(old: Statement, new: Statement) -> bool:
    """Whether the words say something else than before, or somebody else says them; a mended spelling is neither."""
    mine, theirs = (tuple(word for word in tokens(each.text) if word not in ARTICLES) for each in (old, new))
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    other = any(
        tag != "equal" and not (tag == "replace" and _is_spelling(mine[a:b], theirs[c:d])) for tag, a, b, c, d in blocks
    )
    return other or not _is_same_speaker(old, new)


def _is_spelling(words: Words, others: Words) -> bool:
    """Whether each word is one that begins like the other's and hardly differs; a number is no spelling of another."""
    if "".join(words) == "".join(others):
        return True
    return len(words) == len(others) and all(
        a == b
        or (
            min(len(a), len(b)) >= LONG_WORD
            and a[:BEGINNING] == b[:BEGINNING]
            and not (any(map(str.isdigit, a)) or any(map(str.isdigit, b)))
            and SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELT
        )
        for a, b in zip(words, others, strict=True)
    )


def amount_of(figure: Figure) -> tuple[object, ...]:
    return figure.type, figure.value, figure.unit, figure.modifier, figure.vague


def _clause(figure: Figure) -> Words:
    """The words around a number, without any numbers."""
    text, clause, span = figure.document.text, figure.clause, figure.span
    around = f"{text[clause.start : span.start]} {text[span.end : clause.end]}"
    return tuple(word for word in tokens(around) if not any(map(str.isdigit, word)))


def _counted(figure: Figure) -> frozenset[str]:
    """The words for what is counted and for what befell it."""
    spans = (figure.counts, figure.event)
    return frozenset(word for span in spans if span for word in tokens(span.of(figure.document.text)))


def _common(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / max(1, len(words | others))
