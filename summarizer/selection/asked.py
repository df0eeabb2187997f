"""How much each sentence speaks of what was asked for, by words: no model is at hand when a question is answered.

BM25 over sentences (Robertson and Zaragoza 2009), by stems, where a word weighs more that is rare in the story and
in news at large; a sentence also has a share in what the sentence before it says of the matter.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from summarizer.rarity import RARE, rarity, stem
from summarizer.selection.material import Floats, Row
from summarizer.wording import is_content, tokens

SATURATION, LENGTH_SHARE = 1.2, 0.5  # BM25's k1 and b; sentences differ less in length than documents do
NEIGHBOUR = 0.25
WEIGHT = 8.0  # log-odds; so that a sentence that speaks of all that was asked comes before any that does not


def relevance(rows: Sequence[Row], topic: str | None) -> Floats:
    """From 0, none of the topic's words, to 1, the most of them; shape (rows,). Zeros without a topic."""
    wanted = tuple(dict.fromkeys(_stems(topic or "")))
    if not wanted:
        return np.zeros(len(rows), dtype=np.float32)
    counts = [Counter(_stems(row.exact)) for row in rows]
    weights = {word: _weight(word, counts) for word in wanted}
    usual = sum(count.total() for count in counts) / max(len(counts), 1)
    scores = np.array([_bm25(weights, count, usual) for count in counts], dtype=np.float32)
    if not len(scores) or scores.max() <= 0:
        return np.zeros(len(rows), dtype=np.float32)
    before = np.array([0.0, *scores[:-1]]) * [row.place > 0 for row in rows]
    shared = np.where(scores > 0, scores + NEIGHBOUR * before, 0.0)
    return np.asarray(shared / shared.max(), dtype=np.float32)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in tokens(text) if is_content(word)]


def _weight(word: str, counts: Sequence[Counter[str]]) -> float:
    """Rarity among the sentences times rarity in news; a word that every sentence has still weighs a little."""
    holders = sum(word in count for count in counts)
    return math.log(1 + (len(counts) - holders + 0.5) / (holders + 0.5)) * rarity(word) / RARE


def _bm25(weights: dict[str, float], count: Counter[str], usual: float) -> float:
    room = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * count.total() / max(usual, 1))
    return sum(weight * count[word] * (SATURATION + 1) / (count[word] + room) for word, weight in weights.items())
