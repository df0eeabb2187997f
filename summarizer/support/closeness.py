"""How much of a sentence stands in its sources: what is left over is the model's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from summarizer.rarity import rarity, stem
from summarizer.support.cited import Cited
from summarizer.support.countries import COUNTRY_OF
from summarizer.wording import is_content, tokens

KEPT = 4096
ENOUGH = 0.6
"""Share of a sentence's content words, rarer ones heavier, that its sources must have."""
LONGEST_RUN = 2
"""New content words in a row that may still be a paraphrase."""


def closeness_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """A sentence with too few of its sources' words, or with a passage that none of them has."""
    if not tokens(sentence):
        yield "it says nothing"
    own = stems_in_order(sentence)
    known = frozenset(word for text in (*cited.texts, *cited.referents) for word in stems_in_order(text))
    if supported_share(own, known) < ENOUGH:
        yield "too few of its words stand in its sources"
    run = _longest_new_run(own, known)
    if len(run) > LONGEST_RUN:
        yield f"nothing in its sources says “{' '.join(run)}”"


def supported_share(words: Sequence[str], known: frozenset[str]) -> float:
    """The weight of those stems that are known among all, from 0 to 1; 1 where there are none."""
    whole = sum(map(rarity, words))
    return sum(rarity(word) for word in words if word in known) / whole if whole else 1.0


@lru_cache(maxsize=KEPT)
def stems_in_order(text: str) -> tuple[str, ...]:
    """The stems of the content words, countries by their names, so that inflection and "Russian" change nothing."""
    return tuple(rooted(token) for token in tokens(text) if is_content(token))


@lru_cache(maxsize=1 << 14)
def rooted(token: str) -> str:
    """A token without its ending, with the last letter that endings change ("city", "cities") dropped."""
    stemmed = COUNTRY_OF.get(token) or stem(token)
    return stemmed[:-1] if len(stemmed) > 3 and stemmed[-1] in "eiy" else stemmed


def _longest_new_run(words: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    runs = (tuple(run) for is_known, run in groupby(words, known.__contains__) if not is_known)
    return max(runs, key=len, default=())
