"""A sentence laid beside the cited one from which most of its words are copied, and what differs between the two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from summarizer.figures.quantities import read_quantities
from summarizer.support.closeness import rooted
from summarizer.support.countries import shortened
from summarizer.support.names import FIRST_PERSON, POSSESSIVE, WORD, comparable_word
from summarizer.support.polarity import PLAIN
from summarizer.wording import GRAMMAR, is_content

KEPT = 1024
COPIED: Final = 0.6
"""Share of a sentence's words that stand in the source in the same order."""
BORDER: Final = re.compile(r"[,;:()“”\"—–]|\s-\s")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its place: as written, as compared, whether a border stands before it, whether it is a number's."""

    surface: str
    key: str
    bordered: bool
    possessive: bool
    numeral: bool

    @property
    def says(self) -> bool:
        """Whether it says something by itself."""
        return is_content(self.key)

    @property
    def is_name(self) -> bool:
        low = self.surface.casefold()
        return self.surface[0].isupper() and low not in FIRST_PERSON | GRAMMAR


Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Words put in where others were left out; either may be none. `start` and `end` are the source's places."""

    new: Words
    lost: Words
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A sentence, its source, and the edits that make the one of the other."""

    told: Words
    stated: Words
    edits: tuple[Edit, ...]
    pairs: tuple[tuple[Word, Word], ...]


@lru_cache(maxsize=KEPT)
def copy_of(sentence: str, text: str) -> Copy | None:
    """How the sentence was made of the text; None where less than the most of it stands there in the same order."""
    told, stated = words_of(sentence), words_of(text)
    low = [tuple(word.key for word in words) for words in (told, stated)]
    opcodes = SequenceMatcher(None, low[0], low[1], autojunk=False).get_opcodes()
    edits = tuple(Edit(told[a:b], stated[c:d], a, c, d) for kind, a, b, c, d in opcodes if kind != "equal")
    copied = len(told) - sum(len(edit.new) for edit in edits)
    if not told or copied < COPIED * len(told):
        return None
    pairs = [
        pair for kind, a, b, c, d in opcodes if kind == "equal" for pair in zip(told[a:b], stated[c:d], strict=True)
    ]
    return Copy(told, stated, edits, tuple(pairs))


@lru_cache(maxsize=KEPT)
def words_of(text: str) -> Words:
    """The words of a text in order; grammar as it is written, the others without their endings."""
    plain = PLAIN.sub(" ", shortened(text))
    numbers = [quantity.span for quantity in read_quantities(plain)]
    found: list[Word] = []
    end = 0
    for match in WORD.finditer(plain):
        surface = POSSESSIVE.sub("", match.group())
        low = comparable_word(surface)
        bordered = not found or BORDER.search(plain[end : match.start()]) is not None
        numeral = any(s.start < match.end() and match.start() < s.end for s in numbers) or surface[0].isdigit()
        key = rooted(low) if is_content(low) else low
        found.append(Word(surface, key, bordered, surface != match.group(), numeral))
        end = match.end()
    return tuple(found)


def shown(words: Words) -> str:
    """The words as they stand in a fault."""
    return " ".join(word.surface for word in words) or "nothing"
