"""Which sentences stand in one quotation and must be told together: half of a quotation misleads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

MARK: Final = re.compile(r"[\"“”«»„]")
OPENS, CLOSES = frozenset("“«„"), frozenset("”»")
FAR: Final = 8  # sentences; a quotation still open then was never closed


def balance(sentence: str) -> tuple[int, int]:
    """How many quotations of before the sentence closes, and how many of its own it leaves open: 0 or 1 each.

    A mark that is the same on both sides opens after white space or an opening bracket. A mark that opens what is
    open already begins a further paragraph of the same quotation.
    """
    closed = opened = 0
    for match in MARK.finditer(sentence):
        mark, at = match.group(), match.start()
        if mark in OPENS or (mark not in CLOSES and (at == 0 or sentence[at - 1] in " \t\n\u00a0([—–-") and not _ends(sentence, at)):
            opened = 1
        elif opened:
            opened = 0
        else:
            closed = 1
    return closed, opened


def _ends(sentence: str, at: int) -> bool:
    """Whether nothing that could be quoted follows the mark."""
    return at + 1 >= len(sentence) or sentence[at + 1].isspace()


def quotation_groups(sentences: Sequence[str], adjoining: Sequence[bool]) -> tuple[range | None, ...]:
    """For each sentence the places of those that share its quotation, itself alone where it shares none.

    None for a sentence that has half of a quotation whose other half is not to be found. `adjoining` says of each
    sentence whether it follows right upon the one before.
    """
    groups: list[range | None] = [range(i, i + 1) for i in range(len(sentences))]
    begun: int | None = None
    for i, sentence in enumerate(sentences):
        if begun is not None and (not adjoining[i] or i - begun >= FAR):
            groups[begun:i] = [None] * (i - begun)
            begun = None
        closed, opened = balance(sentence)
        if begun is None and closed:
            groups[i] = None
        if begun is not None and closed:
            groups[begun : i + 1] = [range(begun, i + 1)] * (i + 1 - begun)
            begun = begun if opened else None
        elif opened and begun is None:
            begun = i
    if begun is not None:
        groups[begun:] = [None] * (len(sentences) - begun)
    return tuple(groups)
