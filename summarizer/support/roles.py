"""Whether a sentence turns round who did what to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from summarizer.support.align import drawn_from
from summarizer.support.cited import Cited
from summarizer.support.closeness import rooted
from summarizer.support.countries import shortened
from summarizer.support.names import FIRST_PERSON, POSSESSIVE, WORD
from summarizer.wording import is_content

KEPT = 4096
BORDER: Final = re.compile(r"[;:.!?()“”\"—–](?=\s|$)|,(?=\s)")
SPEECH: Final = frozenset("said says say told tells".split())
PASSIVE: Final = frozenset("by from".split())
NEAR = 7
"""Words between a name and the word that joins it to another."""
Link = tuple[str, str, str]


def role_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """Two names on the other sides of the word that joins them in the source, in the same voice."""
    told = _links(sentence)
    stated = frozenset[Link]().union(*(_links(text) for text in drawn_from(sentence, cited.texts)))
    for first, joint, second in sorted(told - stated):
        if (second, joint, first) in stated and (second, joint, first) not in told:
            yield f"its sources have {second!r} before {first!r} at {joint!r}"


@lru_cache(maxsize=KEPT)
def _links(text: str) -> frozenset[Link]:
    """Each name, a word behind it, and a name behind that, within one clause; "by" belongs to the word."""
    found: set[Link] = set()
    for clause in BORDER.split(shortened(text)):
        words = [POSSESSIVE.sub("", word) for word in WORD.findall(clause)]
        names = [place for place, word in enumerate(words) if _is_name(word, place)]
        for at, first in enumerate(names):
            for second in names[at + 1 :]:
                if second - first <= NEAR:
                    found.update(_joined(words, first, second))
    return frozenset(found)


def _joined(words: list[str], first: int, second: int) -> Iterator[Link]:
    ends = rooted(words[first].casefold()), rooted(words[second].casefold())
    between = [word.casefold() for word in words[first + 1 : second]]
    voice = " by" if PASSIVE.intersection(between) else ""
    for word in between:
        if (is_content(word) or word in SPEECH) and ends[0] != ends[1]:
            yield ends[0], rooted(word) + voice, ends[1]


def _is_name(word: str, place: int) -> bool:
    return word[0].isupper() and word.casefold() not in FIRST_PERSON and (place > 0 or is_content(word.casefold()))
