"""Windows of articles as labelled batches: cut anew each epoch, of like length, in random order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import torch
from tokenizers import Tokenizer
from torch import Tensor

from summarizer.backends.tagger_network import Batch, collate
from summarizer.backends.tagger_windows import ROOM, Window, pack
from summarizer.training.corpus import IGNORE, Article, Example, label

POOL = 16
"""Batches that are sorted by length together, so that little is padded and the order stays random."""

Targets = tuple[Tensor, Tensor, Tensor]
"""Tags, cue pointers and source pointers, each int64 of shape (windows, tokens), aligned with `collate`."""

Parsed = tuple[Article, list[Window]]
"""An article and its paragraphs."""


def examples(parsed: Sequence[Parsed], draw: random.Random) -> Iterator[Example]:
    """One epoch's windows; each article's first cut is drawn, so that contexts differ between epochs."""
    for article, parts in parsed:
        for window in pack(parts, first=draw.randint(ROOM // 4, ROOM)):
            yield label(window, article.attributions)


def grouped(pool: Sequence[Example], size: int, draw: random.Random) -> Iterator[list[Example]]:
    """All examples once, in batches of like length, in random order."""
    order = list(pool)
    draw.shuffle(order)
    for start in range(0, len(order), size * POOL):
        near = sorted(order[start : start + size * POOL], key=lambda one: len(one.window))
        groups = [near[i : i + size] for i in range(0, len(near), size)]
        draw.shuffle(groups)
        yield from groups


def tensors(group: Sequence[Example], tokenizer: Tokenizer) -> tuple[Batch, Targets]:
    """What the network is given and what it should answer."""
    batch = collate([example.window for example in group], tokenizer)
    length = batch.ids.shape[1]

    def table(rows: list[tuple[int, ...]]) -> Tensor:
        return torch.tensor([[IGNORE, *row] + [IGNORE] * (length - len(row) - 1) for row in rows])

    return batch, (table([e.tags for e in group]), table([e.cues for e in group]), table([e.sources for e in group]))


def straightened(batch: Batch, tokenizer: Tokenizer, chosen: Tensor) -> Batch:
    """Curly marks made straight in the chosen windows, shape (windows,): many pages have only straight ones."""
    straight, *curly = (tokenizer.token_to_id(mark) or 0 for mark in '"“”')
    marks = torch.isin(batch.ids, torch.tensor(curly)) & chosen[:, None]
    return batch._replace(ids=batch.ids.masked_fill(marks, straight))
