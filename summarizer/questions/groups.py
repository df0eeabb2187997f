"""Figures put together that answer one question: the surest pair first, and nothing against what forbids it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from summarizer.questions.amounts import ABOUT, agree, compatible
from summarizer.questions.cases import Case, cases_of
from summarizer.questions.events import one_event
from summarizer.questions.pairs import surplus
from summarizer.questions.tellers import one_teller, teller
from summarizer.types import Figure

Place = tuple[str, int, int]
ROUNDED = 10.0
MEAN_SURPLUS = -0.12
"""What the pairs of a group may lack on average: one pair of strangers is borne by others that are sure."""


def group(figures: Sequence[Figure]) -> tuple[tuple[int, ...], ...]:
    """The indices of the figures, in groups of one question each; every index in exactly one.

    Agglomerative, average linkage with cannot-link constraints (Davidson and Ravi 2005); equal scores are settled by
    where the figures stand, so that the order in which they come does not matter.
    """
    scores = _scores(figures)
    home = list(range(len(figures)))
    members: dict[int, tuple[int, ...]] = {index: (index,) for index in home}
    ranked = sorted(
        (pair for pair, score in scores.items() if score >= 0), key=lambda p: (-scores[p], _order(figures, p))
    )
    for a, b in ranked:
        one, other = sorted((home[a], home[b]))
        if one != other and _may_join(scores, members[one], members[other]):
            members[one] += members.pop(other)
            for index in members[one]:
                home[index] = one
    return tuple(tuple(sorted(group)) for group in members.values())


def _scores(figures: Sequence[Figure]) -> dict[tuple[int, int], float]:
    """The surplus of each pair that nothing forbids."""
    cases = cases_of(figures)
    homes, together = _events(figures)
    kinds: dict[str, list[int]] = defaultdict(list)
    for index, figure in enumerate(figures):
        kinds[figure.type].append(index)
    scores: dict[tuple[int, int], float] = {}
    for same in kinds.values():
        for a, b in combinations(same, 2):
            if together[homes[a]][homes[b]] and not _is_one_voice(cases[a], cases[b]):
                found = surplus(cases[a], cases[b])
                if found is not None:
                    scores[a, b] = found
    return scores


def _events(figures: Sequence[Figure]) -> tuple[list[int], list[list[bool]]]:
    """The number of each figure's document, and for each two documents whether they tell of one event."""
    numbers: dict[str, int] = {}
    homes = [numbers.setdefault(figure.document.key, len(numbers)) for figure in figures]
    documents = list({figure.document.key: figure.document for figure in figures}.values())
    together = [[True] * len(documents) for _ in documents]
    for a, b in combinations(range(len(documents)), 2):
        together[a][b] = together[b][a] = one_event(documents[a], documents[b])
    return homes, together


def _is_one_voice(a: Case, b: Case) -> bool:
    """Whether one text says both, unequal, by nobody's or one teller's word: it does not contradict itself.

    It may say "more than 16,000" and 16,271 of one thing.
    """
    if a.figure.document.text != b.figure.document.text or agree(a.amount, b.amount):
        return False
    if _is_rounder(a, b) or _is_rounder(b, a):
        return False
    tellers = teller(a.figure), teller(b.figure)
    return not all(tellers) or one_teller(a.figure, b.figure)


def _is_rounder(a: Case, b: Case) -> bool:
    """Whether the one is a rounder count of what the other counts: "more than 16,000" and 16,271 flights, "nearly two
    dozen" and 18 to 22 students.
    """
    one, other = a.amount, b.amount
    if a.figure.type != "count" or one.modifier == "exact" or one.number < ROUNDED or a.traits.thing != b.traits.thing:
        return False
    if a.figure.clause == b.figure.clause or not compatible(one, other):
        return False
    return abs(one.number - other.number) <= ABOUT * one.number or (one.modifier == "about" and other.pair is not None)


def _may_join(scores: Mapping[tuple[int, int], float], one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether nothing forbids any pair between two groups, and their mean surplus is not too little."""
    pairs = [(min(a, b), max(a, b)) for a in one for b in other]
    if any(pair not in scores for pair in pairs):
        return False
    return sum(scores[pair] for pair in pairs) / len(pairs) >= MEAN_SURPLUS


def _order(figures: Sequence[Figure], pair: tuple[int, int]) -> tuple[Place, Place]:
    places = sorted(place(figures[index]) for index in pair)
    return places[0], places[1]


def place(figure: Figure) -> Place:
    """Where a figure stands, comparable across documents."""
    return figure.document.key, figure.span.start, figure.span.end
