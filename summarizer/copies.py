"""Which documents are mostly one text: what an agency wrote and two papers print is one source and no agreement."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.types import Document
from summarizer.wording import tokens

Shingles = frozenset[tuple[str, ...]]

SHINGLE = 6  # words in a row that two authors hardly ever write alike
HALF = 0.5  # of the shorter text's


def copies(documents: Sequence[Document]) -> tuple[tuple[Document, ...], ...]:
    """Groups of two or more documents of which each shares half of its text, or of the other's, with one of the group.

    Compared are runs of six words (shingles: Broder 1997), without marks and case. In the order given.
    """
    shingles = [_shingles(document.text) for document in documents]
    groups: list[list[int]] = []
    for place in range(len(documents)):
        near = [group for group in groups if any(_is_copy(shingles[place], shingles[other]) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([place, *(other for group in near for other in group)]))
    return tuple(tuple(documents[place] for place in group) for group in sorted(groups) if len(group) > 1)


def _shingles(text: str) -> Shingles:
    words = tokens(text)
    return frozenset(words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1))


def _is_copy(shingles: Shingles, other: Shingles) -> bool:
    fewer = min(len(shingles), len(other))
    return fewer > 0 and len(shingles & other) >= HALF * fewer
