"""Words of a near-copy that its source has not, or has elsewhere: another noun, another verb, another order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from summarizer.questions.fates import ANYBODY
from summarizer.statements.cues import DAYS, MONTHS
from summarizer.support.align import drawn_from
from summarizer.support.cited import Cited
from summarizer.support.closeness import rooted
from summarizer.support.copies import Copy, Edit, Word, Words, copy_of, shown, words_of
from summarizer.support.names import is_common

KEPT = 1024
SMALL: Final = 4
TELLER: Final = 4
"""Words between who tells it and the word that says so."""
SHARED: Final = 0.7
"""Share of a sentence's telling words that stand in one source, from which another order says something else."""
NEUTRAL: Final = frozenset(map(rooted, "said told reported stated announced added wrote officials".split()))
SPEECH: Final = re.compile(
    r"\b(?:said|says?|told|tells|according|report(?:s|ed)|announced|added|wrote|estimate[sd])\b", re.I
)
MOVABLE: Final = frozenset(map(rooted, DAYS | MONTHS))
ALIKE: Final = frozenset(map(rooted, ANYBODY))
DIRECTED: Final = frozenset(
    "by from against without until since before after than like unlike despite over under into".split()
)
"""Words that say which way round it is."""


def changed_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """What a near-copy says in another word: "week" for "hour", "was beaten by" for "beat"."""
    for text in drawn_from(sentence, cited.texts)[:1]:
        copy = copy_of(sentence, text)
        if copy is not None:
            known = frozenset[str]().union(*(_keys(each) for each in (*cited.texts, *cited.referents)))
            yield from (fault for edit in copy.edits for fault in _new_faults(edit, copy, known, cited))


def order_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """What a sentence with its source's words has in another place, between other words; who tells it may move."""
    texts = drawn_from(sentence, cited.texts)
    told = _saying(words_of(sentence))
    stated = [_saying(words_of(text)) for text in texts]
    if not stated or len(_common(told, stated[0])) < SHARED * len(told):
        return
    for start, end in _moved(_keys_of(told), _keys_of(stated[0])):
        run = _keys_of(told[start:end])
        if MOVABLE.issuperset(run) or _tells(told, start, end, words_of(sentence)):
            continue
        places = [(each, place) for each in stated for place in _found(run, _keys_of(each))]
        if not any(_beside(told, start, end) & _beside(each, place, place + len(run)) for each, place in places):
            yield f"{' '.join(told[at][1].surface for at in range(start, end))!r} stands elsewhere in its source"


Placed = tuple[tuple[int, Word], ...]


def _new_faults(edit: Edit, copy: Copy, known: frozenset[str], cited: Cited) -> Iterator[str]:
    lost = {word.key for each in copy.edits for word in each.lost}
    behind = (*edit.new[1:], *copy.told[edit.at + len(edit.new) :][:1])
    put_in = {word.key for word, after in zip(edit.new, behind, strict=False) if not after.numeral}
    if turned := sorted(put_in & DIRECTED - lost):
        yield f"it has “{turned[0]}” where its source has {shown(edit.lost)!r}"
    replaces = len(edit.new) <= SMALL >= len(edit.lost) and any(w.says and not w.numeral for w in edit.lost)
    own = frozenset(_keys(" ".join(word.surface for word in copy.stated))) if replaces else known
    for word in edit.new:
        if _may_be_new(word, cited) or not {word.key, *word.key.split("-")}.isdisjoint(known & own):
            continue
        yield f"{word.surface!r} stands where its source has {shown(edit.lost)!r}"


def _may_be_new(word: Word, cited: Cited) -> bool:
    """Whether other checks look at the word: names, numbers, words of telling, and people of any kind."""
    if not word.says or word.numeral or word.key in ALIKE | NEUTRAL:
        return True
    return word.is_name and not is_common(word.surface, cited)


@lru_cache(maxsize=KEPT)
def _keys(text: str) -> frozenset[str]:
    return frozenset(part for word in words_of(text) for part in (word.key, *word.key.split("-")))


def _saying(words: Words) -> Placed:
    return tuple((place, word) for place, word in enumerate(words) if word.says)


def _common(told: Placed, stated: Placed) -> list[str]:
    keys = frozenset(_keys_of(stated))
    return [key for key in _keys_of(told) if key in keys]


def _keys_of(words: Placed) -> tuple[str, ...]:
    return tuple(word.key for _, word in words)


def _moved(told: Sequence[str], stated: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Longest runs of the told words that the source has, and not in this order."""
    for kind, a, b, _, _ in SequenceMatcher(None, told, stated, autojunk=False).get_opcodes():
        at = a
        while kind != "equal" and at < b:
            end = at
            while end < b and _found(told[at : end + 1], stated):
                end += 1
            if end > at:
                yield at, end
            at = max(end, at + 1)


def _found(run: Sequence[str], words: Sequence[str]) -> list[int]:
    size = len(run)
    return [place for place in range(len(words) - size + 1) if words[place : place + size] == run]


def _beside(words: Placed, start: int, end: int) -> set[str]:
    """The words before a run and, told apart from them, those behind it; "" at an end."""
    before = words[start - 1][1].key if start else ""
    behind = words[end][1].key if end < len(words) else ""
    return {f"{before} <", f"> {behind}"}


def _tells(words: Placed, start: int, end: int, whole: Words) -> bool:
    """Whether the run stands next to a word that says who tells it."""
    first, last = words[start][0], words[end - 1][0]
    return SPEECH.search(shown(whole[max(0, first - TELLER) : last + TELLER])) is not None
