"""Which documents are one text, or have much of one: what an agency wrote and two papers print is one source.

text -> words -> runs of three (shingles) -> the share of the one that stands in the other -> same, re-used, or neither
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

from summarizer.language import DENSE
from summarizer.types import Document
from summarizer.wording import tokens

Shingles = frozenset[tuple[str, ...]]
Shares = Mapping[tuple[str, str], float]
"""How much of the first key's document stands in the second's, 0 to 1, by both keys; a pair that is missing is 0."""

SIZE = 3
SAME = 0.85
"""From this share of the smaller text on, two are the same article: shortened, retitled or lightly edited."""
REUSED = 0.5
"""From this share on, much of a text is taken from another."""
FEWEST = 20
"""Shingles; with fewer, a text is a phrase that may stand in many others: it is the same as its equal only."""
MOST_CHARACTERS = 100_000
"""What follows is not compared: some sixteen thousand words of English are enough to know a text by."""
NEARLY_ALL = 0.95
"""A text of this part of the longest one's length is as complete: a dateline more is no more news."""
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two texts' common shingles, as a share of the first text's and of the second's; `exact` for equal words."""

    first: float
    second: float
    exact: bool = False
    short: bool = False

    @property
    def share(self) -> float:
        """The share of the smaller text that stands in the larger; a very short one has none but in its equal."""
        if self.short:
            return float(self.exact)
        return max(self.first, self.second)

    @property
    def same(self) -> bool:
        return self.share >= SAME

    @property
    def reused(self) -> bool:
        """Whether half of the smaller text or more stands in the larger; so it does where they are the same."""
        return self.share >= REUSED


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are one article, at least one, in the order given.

    Two of them stand in front, often one and the same: the earliest, and the fullest, which is told. `others` are the
    rest, in the order given.
    """

    documents: tuple[Document, ...]

    @property
    def earliest(self) -> Document:
        """The one that states the earliest publication; where none states any, the fullest."""
        dated = [document for document in self.documents if document.published]
        return min(dated, key=_published) if dated else self.fullest

    @property
    def fullest(self) -> Document:
        """The longest text, or the earliest of those that have nearly all of its length; of equals the first given."""
        longest = max(len(document.text) for document in self.documents)
        full = [d for d in self.documents if len(d.text) >= NEARLY_ALL * longest]
        return min(full, key=lambda document: (_published(document), -len(document.text)))

    @property
    def front(self) -> tuple[Document, ...]:
        """The fullest, and behind it the earliest where that is another one."""
        return tuple(dict.fromkeys((self.fullest, self.earliest)))

    @property
    def others(self) -> tuple[Document, ...]:
        return tuple(document for document in self.documents if document not in self.front)


def shingles(text: str, size: int = SIZE) -> Shingles:
    """The different runs of `size` words, without marks and case (Broder 1997); a shorter text is one run.

    A character of a script that is written without spaces counts as a word.
    """
    words = tokens(DENSE.sub(r" \g<0> ", text[:MOST_CHARACTERS]))
    if not words:
        return frozenset()
    return frozenset(zip(*(words[at:] for at in range(size)), strict=False)) or frozenset((words,))


def containment(a: Shingles, b: Shingles) -> float:
    """The share of `a` that stands in `b`: |A ∩ B| / |A| (Broder 1997); 0 where `a` is empty."""
    return len(a & b) / len(a) if a else 0.0


def resemblance(a: Shingles, b: Shingles) -> Overlap:
    """How much two texts have in common, seen from each."""
    fewer = min(len(a), len(b))
    common = len(a & b)
    if not fewer:
        return Overlap(0.0, 0.0, short=True)
    return Overlap(common / len(a), common / len(b), exact=a == b, short=fewer < FEWEST)


def groups(documents: Sequence[Document], shares: Shares) -> tuple[Group, ...]:
    """The articles among documents, each document in one of them, in the order given.

    In a group every two are the same: one stands in the other to `SAME`. No chain joins two that are not, so that of
    two articles in one roundup only one is grouped with it. Those join first that have most of each other (clusters by
    complete linkage, Sørensen 1948).
    """
    home: dict[str, tuple[str, ...]] = {document.key: (document.key,) for document in documents}
    place = {key: at for at, key in enumerate(home)}
    near = {frozenset(pair) for pair, share in shares.items() if share >= SAME and home.keys() >= set(pair)}

    def most_alike(pair: tuple[str, str]) -> tuple[float, ...]:
        one, other = pair
        smaller, larger = sorted((shares.get((one, other), 0.0), shares.get((other, one), 0.0)))
        return -smaller, -larger, *sorted((place[one], place[other]))

    for one, other in sorted((pair for pair in shares if frozenset(pair) in near), key=most_alike):
        if home[one] != home[other] and near.issuperset(map(frozenset, product(home[one], home[other]))):
            joined = home[one] + home[other]
            home.update(dict.fromkeys(joined, joined))
    found: dict[tuple[str, ...], list[Document]] = {}
    for document in documents:
        found.setdefault(home[document.key], []).append(document)
    return tuple(Group(tuple(group)) for group in found.values())


def copies(documents: Sequence[Document]) -> tuple[tuple[Document, ...], ...]:
    """Groups of two or more documents of which each shares half of its text, or of the other's, with one of the group.

    In the order given.
    """
    made = [(document.key, shingles(document.text)) for document in documents]
    near = {(a, b) for at, (a, mine) in enumerate(made) for b, other in made[:at] if resemblance(mine, other).reused}
    found = _connected([key for key, _ in made], near)
    return tuple(tuple(documents[place] for place in group) for group in found if len(group) > 1)


def _connected(keys: Sequence[str], near: Collection[tuple[str, str]]) -> list[list[int]]:
    """The places of keys that hang together by pairs, also by a key that is none of them; each once, in order."""
    home: dict[str, str] = {}

    def root(key: str) -> str:
        while (above := home.setdefault(key, key)) != key:
            home[key] = key = home[above]
        return key

    for a, b in near:
        home[root(a)] = root(b)
    found: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(root(key), []).append(place)
    return list(found.values())


def _published(document: Document) -> datetime:
    return document.published or NEVER
