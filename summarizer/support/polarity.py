"""Whether a sentence keeps the "not", the doubt and the teller of its sources, and takes no opposite for a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from summarizer.rarity import stem
from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.support.align import drawn_from
from summarizer.support.cited import Cited
from summarizer.support.opposites import turned
from summarizer.types import Document
from summarizer.wording import NEGATIONS, is_content, tokens

KEPT = 4096
NEAR, FAR = 3, 9
"""Words behind a "not" that it surely governs, and that it may govern."""
SURELY = 2
"""Words next behind a lost "not" that are told: one alone may be of another clause."""
MOSTLY = 0.8
"""Share of the words taken from a source that stand in what somebody is reported to say there."""
CLAUSE: Final = re.compile(r"[,;:.!?()“”\"—–](?=\s|$)|\s[-–—]\s|\b(?:but|while|although|though|whereas)\b", re.I)
NEGATIVE: Final = NEGATIONS | frozenset(
    "hardly barely scarcely unable failed fails fail refused refuses refuse".split()
)
PLAIN: Final = re.compile(r"\bnot (?:only|just)\b|\bno (?:fewer|less|more|later) than\b|\bno longer than\b", re.I)
HEDGES: Final = re.compile(
    r"\b(?:alleg\w+|purported\w*|suppos(?:ed|edly)|apparent(?:ly)?|suspect(?:s|ed|ing)?|accus\w+|claim(?:s|ed|ing)?|"
    r"unconfirmed|unverified|rumou?r\w*|possibl[ey]|perhaps|maybe|may|might|could|likely|probabl[ey]|potential(?:ly)?|"
    r"whether|unless|seem(?:s|ed)?|appear(?:s|ed)? to|believ\w+|fear(?:s|ed)?|expect\w*|plan(?:s|ned)?|"
    r"hop(?:e|es|ed|ing)|propos\w+|threaten\w*|den(?:y|ies|ied|ying|ial)|disput\w+|reject\w*|"
    r"investigat\w+|charged with|attempt\w*)\b",
    re.IGNORECASE,
)
REPORTS: Final = re.compile(
    r"\b(?:said|says|say|saying|told|tells|according to|report(?:s|ed|edly)?|stat(?:ed|es)|announc\w+|argu\w+|"
    r"assert\w*|insist\w*|wr(?:ote|ites)|add(?:ed|s)|warn\w*|estimat\w+|declar\w+|call(?:ed|s)|describ\w+|"
    r"acknowledg\w+|admit\w*|confirm\w*|tweet\w*|blam\w+|condemn\w*|maintain\w*|conclud\w+|suggest\w*|not(?:ed|es)|explain\w*)\b",
    re.IGNORECASE,
)
STRONG: Final = frozenset(
    ("alleg", "accus", "claim", "den", "disput", "reject", "unconf", "unver", "rumo", "purpo", "suppo")
)
SHARED = 3
"""Content words of a sentence in a clause from which it is held to be taken."""


def negation_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """A "not" beside a word that has none in the sources, or none beside a word that has one there."""
    texts = drawn_from(sentence, cited.texts)
    told, stated = _governed(sentence), [_governed(text) for text in texts]
    near, far, free = (frozenset[str]().union(*(each[place] for each in stated)) for place in range(3))
    for word in sorted(told[0] & free - far - near):
        yield f"“not” beside {word!r} stands in none of its sources"
    lost = told[2] - free - far
    for window in sorted({tuple(sorted(each)) for text in texts for each in _windows(text)}):
        if len(lost.intersection(window)) >= min(len(window), SURELY):
            yield f"its sources have “not” beside {' '.join(window)!r}"
    if not any(map(_negates, texts)) and _negates(sentence):
        yield "its sources have no “not”"


def opposite_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """A word whose opposite the sources have in its stead: "fell" for "rose"."""
    stated = frozenset(token for text in drawn_from(sentence, cited.texts) for token in tokens(text))
    told = frozenset(tokens(sentence))
    for word in sorted(told - stated):
        if against := turned(word, stated, told):
            yield f"its sources say {against!r}, not {word!r}"


def hedge_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """A doubt ("alleged", "may", "denied") that is left out, or what somebody is reported to say told as a fact."""
    for text in drawn_from(sentence, cited.texts)[:1]:
        yield from _hedge_faults(sentence, text)


@lru_cache(maxsize=KEPT)
def _windows(text: str) -> tuple[frozenset[str], ...]:
    """For each "not" the content stems next behind it."""
    found: list[frozenset[str]] = []
    for clause in CLAUSE.split(PLAIN.sub(" ", text)):
        words = tokens(clause)
        places = [place for place, word in enumerate(words) if word in NEGATIVE]
        found.extend(frozenset(map(stem, filter(is_content, words[p + 1 : p + 2 + NEAR]))) for p in places)
    return tuple(filter(None, found))


def _negates(text: str) -> bool:
    return not NEGATIVE.isdisjoint(tokens(PLAIN.sub(" ", text)))


@lru_cache(maxsize=KEPT)
def _governed(text: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The content stems next behind a "not", those farther behind it in its clause, and those that have none."""
    found: tuple[set[str], set[str], set[str]] = set(), set(), set()
    for clause in CLAUSE.split(PLAIN.sub(" ", text)):
        since = FAR + 1
        for token in tokens(clause):
            since = 0 if token in NEGATIVE else since + 1
            if since and is_content(token):
                found[0 if since <= NEAR else 1 if since <= FAR else 2].add(stem(token))
    return frozenset(found[0]), frozenset(found[1]), frozenset(found[2])


def _hedge_faults(sentence: str, text: str) -> Iterator[str]:
    own = _stems(sentence)
    doubted = _found(HEDGES, " ".join(part for part in parts_of(text) if shares_words(sentence, part)))
    hedges = _found(HEDGES, sentence)
    if (doubted and not hedges) or (_strong(doubted) and not _strong(hedges)):
        yield f"its sources say “{min(doubted)}”"
    if not hedges and not REPORTS.search(sentence) and _is_reported(own, text) and not _reported(sentence):
        yield "it tells as a fact what its source reports"


def shares_words(sentence: str, part: str) -> bool:
    """Whether a sentence has enough words of a part of its source to be taken from it."""
    own = _stems(sentence)
    return len(own & _stems(part)) >= min(SHARED, max(1, len(own) // 2))


def _is_reported(own: frozenset[str], text: str) -> bool:
    """Whether what a sentence takes from a text stands there in somebody's mouth."""
    shared = own & _reported(text)
    return bool(shared) and len(shared) >= MOSTLY * len(own & _stems(text))


@lru_cache(maxsize=KEPT)
def _reported(text: str) -> frozenset[str]:
    """The content stems of what somebody is reported to say."""
    document = Document(text, "")
    said = find_statements(document, split_sentences(text))
    return frozenset().union(*(_stems(s.text) for s in said if s.source))


def _strong(words: frozenset[str]) -> bool:
    return any(word.startswith(tuple(STRONG)) for word in words)


@lru_cache(maxsize=KEPT)
def parts_of(text: str) -> tuple[str, ...]:
    """The parts of a sentence that stand against each other: "this; that", "this, but that"."""
    return tuple(
        part for part in re.split(r"[;:]\s|\s[—–-]\s|\b(?:but|while|although|whereas)\b", text) if part.strip()
    )


def _found(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(match.group().casefold() for match in pattern.finditer(text))


@lru_cache(maxsize=KEPT)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(token) for token in tokens(text) if is_content(token))
