"""Floors under telling copies from new texts: nothing wrong in pairs that were made so; never lowered silently."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from seeds.loader import load
from summarizer.copies import resemblance, shingles
from tests.quality.copied_pairs import Pair, Verdict, invented, pairs, told_anew

NEWS = Path(__file__).parents[2].parent / "shared" / "eval" / "summaries"
EACH = 150
ON_NEWS = pytest.mark.skipif(not NEWS.is_dir(), reason="the news that copies are measured on is not at ../shared")


def verdict(first: str, second: str) -> Verdict:
    found = resemblance(shingles(first), shingles(second))
    return "same" if found.same else "reused" if found.reused else "neither"


def wrong(made: Iterable[Pair]) -> Counter[tuple[str, Verdict]]:
    """How the pairs that were told wrongly were made, and what was said of them."""
    told = ((pair, verdict(pair.first, pair.second)) for pair in made)
    return Counter((pair.made, found) for pair, found in told if found != pair.verdict)


def rows(name: str, field: str) -> list[Any]:
    """What the lines of a file have under that name: texts, or lists of texts."""
    return [json.loads(line)[field] for line in (NEWS / name).read_text(encoding="utf-8").splitlines()]


@ON_NEWS
def test_nothing_is_wrong_in_900_pairs_of_news() -> None:
    """150 of each sort: unrelated, told anew, reprinted, edited, shortened, half re-used; 0 wrong when written."""
    made = [*pairs(rows("single.dev.jsonl", "text"), each=EACH)]
    made.extend(islice(told_anew(rows("multi.dev.jsonl", "documents")), EACH))
    assert sorted(Counter(pair.made for pair in made).values()) == [EACH] * 6
    assert wrong(made) == Counter()


def test_nothing_is_wrong_in_pairs_of_made_up_texts() -> None:
    """The same without any news at hand, 20 of each sort."""
    assert wrong(pairs(invented(30), each=20)) == Counter()


def test_the_seeds_are_four_articles() -> None:
    """One event, and the same statements in two of them: none is a copy, none has much of another."""
    texts = [reading.document.text for reading in load()]
    assert {verdict(a, b) for a in texts for b in texts if a is not b} == {"neither"}
    assert wrong(pairs(texts, each=10)) == Counter()
