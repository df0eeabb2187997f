"""Which capitalised words are somebody's name, and where in a phrase the name begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from summarizer.statements.given_names import GIVEN_NAMES
from summarizer.statements.name_words import (
    ARTICLES,
    DEPARTMENTS,
    HONORIFICS,
    LINKS,
    OFFICES,
    ORGANISATIONS,
    PARTICLES,
    PLURAL_NAMES,
    SUFFIXES,
)
from summarizer.statements.offices import POSSESSED

TITLED: Final = OFFICES | HONORIFICS
UNCAPITALISED: Final = PARTICLES | SUFFIXES
NAMELIKE: Final = frozenset("king prince bishop pope cardinal judge major coach farmer".split())


def is_full_name(words: list[str]) -> bool:
    """Two to four words of a name that begins with a known given name."""
    return len(words) > 1 and is_name(words) and words[0].lower() in GIVEN_NAMES and not _is_body(words)


def _is_body(words: list[str]) -> bool:
    return words[-1].lower() in ORGANISATIONS or PLURAL_NAMES.fullmatch(words[-1]) is not None


def name_start(words: list[str]) -> int | None:
    """Where the name begins behind an office: after its last word, and after "of State" or "of Homeland Security"."""
    low = [word.lower() for word in words]
    office = last_title(words)
    lower = max((i for i, word in enumerate(words) if word[0].islower() and low[i] not in PARTICLES), default=-1)
    cut = lower + 1
    if office is not None:
        cut = office + 1
        if cut < len(words) and low[cut] in {"of", "for"}:
            cut = _after_department(low, cut + 1)
        cut = max(cut, lower + 1)
    dangling = cut > 0 and low[cut - 1] in ARTICLES | LINKS and (office is None or cut - 1 == lower)
    return None if cut >= len(words) or dangling else cut


def last_title(words: Sequence[str]) -> int | None:
    """The place of the last word that is an office or an honorific; "King" in "Charlie King" and "Mr. King" is none."""
    end = len(words) - 1 if _is_namelike(words) else len(words)
    return max((i for i in range(end) if words[i].lower() in TITLED), default=None)


def _is_namelike(words: Sequence[str]) -> bool:
    """Whether the last word sounds like an office and is a surname."""
    if not words or words[-1].lower() not in NAMELIKE or not words[-1][0].isupper():
        return False
    return len(words) == 1 or words[-2].lower() in HONORIFICS | GIVEN_NAMES


def _after_department(low: list[str], start: int) -> int:
    """Where the name begins behind "Secretary of State", "Director of National Intelligence"; the end if none does."""
    cut = next((i for i in range(start, len(low)) if low[i] not in DEPARTMENTS | {"and"}), len(low))
    unknown = cut == start and low[start : start + 1] != ["the"]
    if not unknown:
        return cut
    return len(low) - 2 if len(low) - start > 2 and low[-1] not in ORGANISATIONS else len(low)


def is_name(words: Sequence[str]) -> bool:
    """One to four capitalised words, no office among them; particles and a nickname in marks may stand between."""
    proper = [word for word in words if word.lower() not in UNCAPITALISED and word[0] not in "\"“'‘"]
    told = proper[:-1] if _is_namelike(proper) else proper
    return (
        0 < len(proper) <= 4
        and all(word[0].isupper() for word in proper)
        and all(word.lower() not in OFFICES for word in told)
        and not POSSESSED.search(words[-1])
    )


def is_capitals(name: str) -> bool:
    """A transcript's label: "SECRETARY BLINKEN"; an acronym alone is none."""
    return name.isupper() and len(name) > 5
