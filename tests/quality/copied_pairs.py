"""Pairs of texts of which is known how much the one has of the other, because they were made so; the same each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal, NamedTuple

from summarizer.sentences import split_sentences

Verdict = Literal["same", "reused", "neither"]
HEADS = (
    "What to know about today's events",
    "LIVE: the latest",
    "Officials respond as questions remain",
    "At a glance",
)
TAILS = ("All rights reserved. This material may not be published or rewritten.", "Sign up here for our newsletter.")
REWORDED = 0.025
LONG_RUN = 8  # words in a row that two reporters of one event hardly ever write alike
TOLD_ANEW = 0.3


class Pair(NamedTuple):
    """Two texts, how the second was made, and what is right to say of them."""

    made: str
    verdict: Verdict
    first: str
    second: str


def pairs(articles: Sequence[str], *, each: int, seed: int = 0) -> Iterator[Pair]:
    """`each` pairs of every sort that one article, or two, make."""
    chance = random.Random(seed)  # noqa: S311 - a choice, not a secret
    sorts: tuple[tuple[Callable[[str, str, random.Random], str], Verdict], ...] = (
        (unrelated, "neither"), (reprinted, "same"), (edited, "same"), (shortened, "same"), (half, "reused"),
    )  # fmt: skip
    for make, verdict in sorts:
        for _ in range(each):
            one, other = chance.sample(articles, 2)
            yield Pair(make.__name__, verdict, one, make(one, other, chance))


def told_anew(clusters: Sequence[Sequence[str]]) -> Iterator[Pair]:
    """Articles of one event that have hardly a long run of words in common: each wrote its own."""
    for cluster in clusters:
        for one, other in combinations(cluster, 2):
            if long_runs(one, other) < TOLD_ANEW:
                yield Pair("told_anew", "neither", one, other)


def long_runs(one: str, other: str) -> float:
    """The share of the shorter text's words that stand in the other in the same order, eight or more in a row.

    Another measure than the one that is tested (difflib's longest blocks), so that it does not judge itself.
    """
    words, others = one.lower().split(), other.lower().split()
    blocks = SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= LONG_RUN) / max(1, min(len(words), len(others)))


def unrelated(_one: str, other: str, _chance: random.Random) -> str:
    """Another article."""
    return other


def reprinted(one: str, _other: str, chance: random.Random) -> str:
    """The article under another headline, with a byline, an agency's tag, other quotation marks and a notice."""
    text = one.translate(str.maketrans("“”’", '""\'')) if "“" in one else one.replace("'", "’")
    text = text if chance.random() < 0.5 else "\n\n".join(_sentences(text))
    return f"{chance.choice(HEADS)}\n\nBy A. Writer\n\nSPRINGFIELD (Agency) — {text}\n\n{chance.choice(TAILS)}"


def edited(one: str, _other: str, chance: random.Random) -> str:
    """A desk's hand: a sentence in fifteen gone, a word in forty put otherwise."""
    kept = " ".join(s for s in _sentences(one) if chance.random() > 1 / 15)
    words = [f"other{chance.randint(0, 999)}" if chance.random() < REWORDED else word for word in kept.split()]
    return " ".join(words)


def shortened(one: str, _other: str, chance: random.Random) -> str:
    """Cut from the end, as papers do: between a third and four fifths are left."""
    sentences = _sentences(one)
    return " ".join(sentences[: max(3, round(chance.uniform(0.35, 0.8) * len(sentences)))])


def half(one: str, other: str, chance: random.Random) -> str:
    """No longer than the article: two passages of it, 57 to 75 % of all words, and the other article's for the rest."""
    words, others = one.split(), other.split()
    length = min(len(words), 2 * len(others))
    taken = round(chance.uniform(0.57, 0.75) * length)
    passages = [words[: taken // 2], others[: length - taken], words[len(words) - taken + taken // 2 :]]
    chance.shuffle(passages)
    return " ".join(word for passage in passages for word in passage)


def invented(count: int, *, seed: int = 0, words: int = 300) -> list[str]:
    """Texts of made-up words, common ones often and rare ones seldom, as in a language (Zipf 1935)."""
    chance = random.Random(seed)  # noqa: S311 - a choice, not a secret
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]
    vocabulary = ["".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(4000)]
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    drawn = (chance.choices(vocabulary, weights, k=words) for _ in range(count))
    return [" ".join(" ".join(part).capitalize() + "." for part in _lines(text)) for text in drawn]


def _lines(words: Sequence[str], size: int = 18) -> Iterator[Sequence[str]]:
    """Sentences' lengths of words."""
    return (words[at : at + size] for at in range(0, len(words), size))


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]
