"""Which of the cited sentences a written one is made of."""

from __future__ import annotations

from functools import lru_cache

from summarizer.rarity import rarity
from summarizer.support.closeness import stems_in_order

KEPT = 1024
LEAST = 2
"""Content words that a further sentence must give for the written one to rest on it as well."""
MOST = 3


@lru_cache(maxsize=KEPT)
def drawn_from(sentence: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts that give the sentence its words, most telling first: each adds words that those before it lack."""
    left = set(stems_in_order(sentence))
    pool = [(text, frozenset(stems_in_order(text))) for text in texts]
    chosen: list[str] = []
    while pool and len(chosen) < MOST:
        best = max(pool, key=lambda each: (sum(map(rarity, sorted(each[1] & left))), -len(each[1])))
        shared = best[1] & left
        if not shared or (chosen and len(shared) < LEAST):
            break
        chosen.append(best[0])
        pool.remove(best)
        left -= shared
    return tuple(chosen)
