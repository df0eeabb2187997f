"""Which sentences stand in one quotation and must be told together: half of a quotation misleads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

MARK: Final = re.compile(r"[\"“”«»„]")
OPENS, CLOSES, BEFORE = frozenset("“«„"), frozenset("”»"), frozenset("([—–-")
FAR: Final = 8  # sentences; a quotation still open then was never closed


class Reading(NamedTuple):
    """What a sentence does to quotations: closes one of before, closes one that nobody opened, leaves one open."""

    closes: bool
    strays: bool
    leaves_open: bool


def read(sentence: str, *, is_open: bool) -> Reading:
    """The sentence, given whether a quotation is open where it begins.

    A mark that opens what is open already begins a further paragraph of the same quotation.
    """
    from_before, closes, strays = is_open, False, False
    for match in MARK.finditer(sentence):
        if _opens(sentence, match.start()):
            is_open = True
        else:
            closes, strays = closes or from_before, strays or not is_open
            is_open = from_before = False
    return Reading(closes, strays, is_open)


def _opens(sentence: str, at: int) -> bool:
    """Whether the mark opens; one that is the same on both sides does so before a word and not behind one."""
    if sentence[at] in OPENS or sentence[at] in CLOSES:
        return sentence[at] in OPENS
    ends = at + 1 >= len(sentence) or sentence[at + 1].isspace()
    return not ends and (at == 0 or sentence[at - 1].isspace() or sentence[at - 1] in BEFORE)


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
        found = read(sentence, is_open=begun is not None)
        if begun is not None and found.closes:
            groups[begun : i + 1] = [range(begun, i + 1)] * (i + 1 - begun)
        if found.strays:
            groups[i] = None
        if not found.leaves_open:
            begun = None
        elif begun is None:
            begun = i
    if begun is not None:
        groups[begun:] = [None] * (len(sentences) - begun)
    return tuple(groups)
