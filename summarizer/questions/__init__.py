"""Figures of several documents as questions with answers: what counts the same thing stands together, nothing else.

figures | traits     what befell whom, whole or part, fact or outlook; the words around
        | surplus    what forbids a pair, what speaks for it: words, vectors, a telling value
        | group      the surest pair first, no group with a forbidden pair in it
        | answer     equal values and their witnesses, updates, whether two cannot both be right
        | restored   what a heading only says again, beside the text that says it
        -> questions, by the first figure given
"""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.questions.answers import answer
from summarizer.questions.asserted import is_asserted
from summarizer.questions.groups import group
from summarizer.questions.headings import restored, twins
from summarizer.questions.meaning import meaning_of
from summarizer.types import Figure, Question

__all__ = ["link", "meaning_of"]


def link(figures: Sequence[Figure]) -> tuple[Question, ...]:
    """The questions that the figures answer, by the first figure given; every figure is in exactly one.

    A number whose passage denies, doubts, asks or supposes it stands alone: beside others it would be told without
    these words. Precision goes before recall: a figure that may or may not be of the same thing is a question of its
    own. With `Figure.meaning` on both sides of a pair the vectors have a say, else the words alone. The same figure
    given twice counts once. What a heading only says again stands with the text that says it, as repeated.
    """
    given = tuple(dict.fromkeys(figures))
    said = twins(given)
    unique = tuple(figure for figure in given if figure not in said)
    plain = [index for index, figure in enumerate(unique) if is_asserted(figure)]
    groups = [tuple(plain[place] for place in members) for members in group([unique[index] for index in plain])]
    alone = [(index,) for index in range(len(unique)) if index not in set(plain)]
    questions = [answer([unique[index] for index in members]) for members in (*groups, *alone)]
    order = {figure: index for index, figure in enumerate(given)}
    return tuple(sorted(restored(questions, said), key=lambda each: min(order[figure] for figure in each.figures)))
