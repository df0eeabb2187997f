"""Which organisation "the ministry" or "his campaign" means: the one of that kind that the text names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from summarizer.statements.name_words import ARTICLES, DETERMINERS, POSSESSIVES
from summarizer.statements.namings import UPPER, Headlines
from summarizer.statements.tokens import LEADING, PREPOSITIONS, SUBORDINATORS

HEADS: Final = frozenset(
    """ministry agency department company campaign committee commission court council board union association foundation
    institute institution university college school bank bureau office center centre party group firm organization
    organisation network alliance federation coalition fund newspaper paper magazine station hospital church library
    administration government parliament senate congress police corporation caucus poll survey study report""".split()
)
OPENERS: Final = LEADING | PREPOSITIONS | SUBORDINATORS | ARTICLES | DETERMINERS | POSSESSIVES
LOOSE: Final = frozenset(
    "company group firm network organization organisation newspaper paper magazine station".split()
)
SMALL: Final = "an?|the|of|to|in|for|by|that|this|his|her|its|and|as|from|with|on"
APOSTROPHE: Final = re.compile(r"['’]s?(?=\s)")
WORD: Final = rf"(?:[{UPPER}][\w’'&-]*|(?:[{UPPER}]\.)+)"
OPENED: Final = re.compile(r"(?:^|\n|[.!?\"“”])\s*$")


@lru_cache(maxsize=256)
def _named_before(head: str) -> re.Pattern[str]:
    """`Foreign Ministry`, `UN refugee agency`, `Clinton’s campaign`."""
    names = rf"(?:{WORD}\s(?:(?:of|for|and)\s(?={WORD}))?){{1,5}}"
    return re.compile(rf"\b(?P<name>{names}(?!(?:{SMALL})\s)(?:[a-z]+\s)?(?i:{head})\b)")


@lru_cache(maxsize=256)
def _named_behind(head: str) -> re.Pattern[str]:
    """`Ministry of Defence`, `Committee on Foreign Relations`."""
    return re.compile(rf"\b(?P<name>{head.title()}\s(?:of|for|on)\s(?:the\s)?{WORD}(?:\s(?:and\s)?{WORD}){{0,3}})")


@dataclass(slots=True)
class Body:
    """An organisation: the words of its name in lower case, where its names end and how they are written."""

    words: frozenset[str]
    ends: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class Bodies:
    """The organisations that one text names, by their kind and by the words of their names."""

    def __init__(self, text: str, headlines: Headlines) -> None:
        self._text = text
        self._headlines = headlines  # places where capitals tell no name
        self._kinds: dict[str, dict[str, list[Body]]] = {}

    def only(self, head: str, words: frozenset[str], before: int) -> str | None:
        """The one of a kind ("ministry") named before a place that has the words, as last written; None for two."""
        by_word = self._kind(head)
        found: Body | None = None
        for body in min((by_word.get(word, []) for word in words | {head}), key=len):
            if body.ends[0] > before:
                break
            if words <= body.words:
                if found is not None:
                    return None
                found = body
        return found.names[bisect_right(found.ends, before) - 1] if found else None

    def _kind(self, head: str) -> dict[str, list[Body]]:
        """The bodies of a kind by each word, in the order in which the text comes to name them."""
        if head not in self._kinds:
            bodies: dict[str, Body] = {}
            by_word = self._kinds[head] = {}
            for end, name in sorted(self._find(head)) if head in HEADS else ():
                low = APOSTROPHE.sub("", name).lower()
                if low not in bodies:
                    bodies[low] = Body(frozenset(low.split()))
                    for word in bodies[low].words:
                        by_word.setdefault(word, []).append(bodies[low])
                bodies[low].ends.append(end)
                bodies[low].names.append(name)
        return self._kinds[head]

    def _find(self, head: str) -> Iterator[tuple[int, str]]:
        for pattern in (_named_before(head), _named_behind(head)):
            for match in pattern.finditer(self._text):
                words = match["name"].split()
                while words and words[0].lower() in OPENERS:
                    words = words[1:]
                if len(words) > 1 and match.start() not in self._headlines and self._is_named(match.start(), words):
                    yield match.end(), " ".join(words)

    def _is_named(self, at: int, words: list[str]) -> bool:
        """Not "Ignoring advocacy groups" at a sentence's beginning, nor "Google’s parent company", one of many."""
        opens = OPENED.search(self._text, max(0, at - 3), at) is not None
        described = opens and len(words) > 2 and words[1][0].islower() and not words[0].isupper()
        return not described and not (words[-1].islower() and words[-1] in LOOSE)
