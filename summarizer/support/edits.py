"""Small edits in what is otherwise a copy: another name in a name's place, a "not" or a doubt taken out or put in."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from summarizer.statements.cues import DAYS, MONTHS
from summarizer.support.align import drawn_from
from summarizer.support.cited import Cited
from summarizer.support.countries import COUNTRY_OF, shortened
from summarizer.support.names import FIRST_PERSON, POSSESSIVE, WORD
from summarizer.support.polarity import HEDGES, NEGATIVE, PLAIN, REPORTS
from summarizer.wording import GRAMMAR

KEPT = 1024
COPIED: Final = 0.6
"""Share of a sentence's words that stand in the source in the same order."""
SMALL: Final = 4
"""Words of an edit on either side; a whole clause may be left out with all that it says."""
MOVABLE: Final = DAYS | MONTHS
TELLER: Final = 12
"""Words that say who tells it, name and office and day."""
Words = tuple[str, ...]
Block = tuple[int, int, int, int]


def edit_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """What the words that differ from the nearest cited sentence change, where most of the sentence is copied."""
    for told, stated, blocks in _copies(sentence, drawn_from(sentence, cited.texts)[:1]):
        put_in = tuple(word for a, b, _, _ in blocks for word in told[a:b])
        for a, b, c, d in blocks:
            inside = a > 0 and b < len(told)
            if not inside and b - a <= SMALL and _loses_teller(put_in, stated[c:d]):
                yield "it tells as a fact what its source reports"
            if b - a <= SMALL and d - c <= SMALL:
                yield from _faults(told[a:b], stated[c:d], inside=inside)


def moved_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """Names and numbers that a copy has in another place, between other words than its source."""
    for told, stated, blocks in _copies(sentence, drawn_from(sentence, cited.texts)[:1]):
        put_in = {name for a, b, _, _ in blocks for name in _names(told[a:b])}
        taken = {name for _, _, c, d in blocks for name in _names(stated[c:d])}
        for name in sorted(put_in & taken - MOVABLE):
            if _beside(name, told).isdisjoint(_beside(name, stated)):
                yield f"{name!r} stands between other words in its source"


@lru_cache(maxsize=KEPT)
def _copies(sentence: str, sources: tuple[str, ...]) -> tuple[tuple[Words, Words, tuple[Block, ...]], ...]:
    """The words of the sentence and of the source from which most of it is copied, with what differs between them."""
    found: list[tuple[Words, Words, tuple[Block, ...]]] = []
    for text in sources:
        told, stated = _words(sentence), _words(text)
        low = [tuple(map(_plain, words)) for words in (told, stated)]
        blocks = SequenceMatcher(None, low[0], low[1], autojunk=False).get_opcodes()
        differing = tuple((a, b, c, d) for kind, a, b, c, d in blocks if kind != "equal")
        if len(told) - sum(b - a for a, b, _, _ in differing) >= COPIED * len(told):
            found.append((told, stated, differing))
    return tuple(found)


def _beside(name: str, words: Words) -> frozenset[str]:
    """The words before a name and, told apart from them, those behind it; "" at an end."""
    low = ("", *map(_plain, words), "")
    places = [place for place, word in enumerate(low) if word == name]
    return frozenset(pair for place in places for pair in (f"{low[place - 1]} <", f"> {low[place + 1]}"))


def _loses_teller(new: Words, lost: Words) -> bool:
    """Whether "officials said that" stood at an end of the sentence, and nothing like it was put in elsewhere."""
    is_teller = len(lost) <= TELLER and REPORTS.search(" ".join(lost)) is not None
    return is_teller and REPORTS.search(" ".join(new)) is None


def _faults(new: Words, lost: Words, *, inside: bool) -> Iterator[str]:
    names, were = _names(new), _names(lost)
    if names - were and were - names:
        yield f"{_shown(new)!r} stands where its source has {_shown(lost)!r}"
    plain = [{_plain(word) for word in words} for words in (new, lost)]
    if inside and bool(NEGATIVE & plain[0]) != bool(NEGATIVE & plain[1]):
        yield f"it has {_shown(new)!r} where its source has {_shown(lost)!r}"
    elif inside and HEDGES.search(" ".join(lost)) and not HEDGES.search(" ".join(new)):
        yield f"it leaves out {_shown(lost)!r}"


@lru_cache(maxsize=KEPT)
def _words(text: str) -> Words:
    return tuple(POSSESSIVE.sub("", word) for word in WORD.findall(PLAIN.sub(" ", shortened(text))))


@lru_cache(maxsize=1 << 14)
def _plain(word: str) -> str:
    low = word.casefold().replace(".", "").replace("’", "").replace("'", "")
    return COUNTRY_OF.get(low, low)


def _names(words: Words) -> frozenset[str]:
    """The words that are written like a name or hold a digit."""
    return frozenset(
        _plain(word)
        for word in words
        if (word[0].isupper() and word.casefold() not in FIRST_PERSON | GRAMMAR) or any(map(str.isdigit, word))
    )


def _shown(words: Words) -> str:
    return " ".join(words) or "nothing"
