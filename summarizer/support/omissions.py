"""What a sentence leaves out of its source that turns, bounds or governs what it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from summarizer.statements.name_words import HONORIFICS, OFFICES
from summarizer.support.align import drawn_from
from summarizer.support.cited import Cited
from summarizer.support.copies import Copy, Edit, Words, copy_of, shown
from summarizer.support.polarity import NEGATIVE, REPORTS, parts_of, shares_words
from summarizer.support.turns import BEARING, CONDITION, LESSENING, SCARCE, UNREAL
from summarizer.wording import denies

BOUND: Final = NEGATIVE | SCARCE | frozenset("too only will would may might could should must can".split())
PARTIAL: Final = frozenset("some one many most half part none neither few".split())
RELATIVE: Final = frozenset("who whom whose which where".split())
FREE: Final = frozenset("that of to for in on at as".split())
"""Words whose loss alone changes nothing: "said that he", "all of the city"."""
ARTICLES: Final = frozenset("the a an his her its their our these those this".split())
ASKS: Final = re.compile(r"\b(?:ask\w*|whether|question\w*|wonder\w*)\b|\?", re.IGNORECASE)
RATE: Final = re.compile(
    r"(?:an?|per|each|every|(?:over|within|during)(?: \w+){1,3}) "
    r"(?:second|minute|hour|day|night|week|month|quarter|year|decade|person)s?\b"
)
"""What belongs to the number before it: "a year", "over 10 years"."""
MOST_BEFORE: Final = 1
"""Common words that may be left out at a sentence's head with no comma behind them: "Angry residents left"."""


def turn_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """A condition, a "that is untrue" or a question mark of the source that the sentence does not tell."""
    for text in drawn_from(sentence, cited.texts):
        parts = " ".join(part for part in parts_of(text) if shares_words(sentence, part))
        conditions, unreal = CONDITION.findall(parts), UNREAL.search(text)
        if len(conditions) > len(CONDITION.findall(sentence)):
            yield f"its sources say “{conditions[-1].strip()}”"
        if unreal and not UNREAL.search(sentence) and not denies(sentence):
            yield f"its sources say “{unreal.group()}”"
        if text.rstrip(" ”\"'’)").endswith("?") and not ASKS.search(sentence):
            yield "its source asks what it tells"


def dropped_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """What a near-copy leaves out before a word that it keeps, where the one bears on the other.

    "None of the 400", "cleared of killing", "vice president", "Okoro’s killer": what is left says something else. An
    adjective, a day, a clause between commas or at the end may go.
    """
    for text in drawn_from(sentence, cited.texts)[:1]:
        copy = copy_of(sentence, text)
        if copy is not None:
            yield from _head_faults(copy)
            yield from (fault for edit in copy.edits if edit.lost for fault in _edit_faults(edit, copy))


def _head_faults(copy: Copy) -> Iterator[str]:
    """Names that the source has as the owner of something, and the sentence by themselves."""
    for told, stated in copy.pairs:
        if stated.possessive and not told.possessive and told.surface.casefold() == stated.surface.casefold():
            yield f"its source has what belongs to {stated.surface!r}"


def _edit_faults(edit: Edit, copy: Copy) -> Iterator[str]:
    put_in = shown(tuple(word for each in copy.edits for word in each.new))
    if REPORTS.search(shown(edit.lost)) and REPORTS.search(put_in):
        return  # who tells it stands elsewhere
    if all(_turns(start, edit, copy) for start in _places(edit, copy)):
        yield f"it leaves out {shown(edit.lost)!r}"


def _places(edit: Edit, copy: Copy) -> Iterator[int]:
    """Where the lost words may begin: of "in Paris in May" either "in Paris" or "Paris in" was taken out."""
    yield edit.start
    if edit.new or any(word.numeral or word.key in PARTIAL for word in edit.lost):
        return
    keys, size = [word.key for word in copy.stated], len(edit.lost)
    start = edit.start
    while start > 0 and keys[start - 1] == keys[start + size - 1]:
        start -= 1
        yield start
    start = edit.start
    while start + size < len(keys) and keys[start] == keys[start + size]:
        start += 1
        yield start


def _turns(start: int, edit: Edit, copy: Copy) -> bool:
    end = start + len(edit.lost)
    lost, behind = copy.stated[start:end], copy.stated[end : end + 1]
    if not behind:
        return start > 0 and copy.stated[start - 1].numeral and RATE.match(shown(lost)) is not None
    if edit.new and edit.new[-1].key == lost[-1].key:
        return False
    if behind[0].bordered and (start == 0 or lost[0].bordered):
        return False
    told = {word.key for word in copy.told}
    return (
        _bears(lost, joined=not behind[0].bordered)
        or any(word.key in BOUND and word.key not in told for word in lost)
        or (start > 0 and lost[0].bordered and any(word.key in RELATIVE for word in lost))
        or (start == 0 and not edit.new and _is_clause(lost))
    )


def _bears(lost: Words, *, joined: bool) -> bool:
    """Whether the last of the lost words governs the one behind it."""
    lost = _bare(lost) or lost
    last = lost[-1]
    if not joined or (len(lost) == 1 and last.key in FREE):
        return False
    return last.key in BEARING | SCARCE | LESSENING or last.surface.casefold() in LESSENING


def _bare(words: Words) -> Words:
    """Without the article at the end: "None of the" bears on what is kept as "None of" does."""
    return words[:-1] if words[-1].key in ARTICLES else words


def _is_clause(lost: Words) -> bool:
    """Whether more is lost at the head of a sentence than titles, names and a word beside them."""
    common = [word for word in lost if word.says and not (word.numeral or _is_titular(word.surface))]
    return len(common) > MOST_BEFORE and not all(word.is_name for word in common)


def _is_titular(word: str) -> bool:
    return word.casefold() in OFFICES or word.casefold() in HONORIFICS
