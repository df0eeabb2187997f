"""The statement tagger's network: MiniLM, one tag a word, and two pointers that link content, cue and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from summarizer.backends.tagger_decode import TAGS
from summarizer.backends.tagger_windows import Window

CASES = 4
MARKS = 4
EDGES = 2
FURTHEST = 64
"""Words further apart than this many tokens look equally far to the pointers."""


class Batch(NamedTuple):
    """Windows of one length; all int64 of shape (windows, tokens). Position 0 is [CLS] and means "none" to pointers."""

    ids: Tensor
    case: Tensor
    mark: Tensor
    edge: Tensor
    mask: Tensor


def collate(windows: Sequence[Window], tokenizer: Tokenizer) -> Batch:
    """Windows of nearly one length as tensors, with [CLS] before, [SEP] behind and [PAD] to the longest."""
    start, stop, pad = (tokenizer.token_to_id(name) or 0 for name in ("[CLS]", "[SEP]", "[PAD]"))
    length = max(map(len, windows)) + 2

    def table(rows: Sequence[Sequence[int]], before: int, behind: int, rest: int) -> Tensor:
        return torch.tensor([[before, *row, behind] + [rest] * (length - len(row) - 2) for row in rows])

    return Batch(
        ids=table([[p.id for p in w] for w in windows], start, stop, pad),
        case=table([[p.case for p in w] for w in windows], 0, 0, 0),
        mark=table([[p.mark for p in w] for w in windows], 0, 0, 0),
        edge=table([[int(p.edge) for p in w] for w in windows], 0, 0, 0),
        mask=table([[1] * len(w) for w in windows], 1, 1, 0),
    )


class Scores(NamedTuple):
    """Unnormalised scores.

    `tags` is (windows, tokens, len(TAGS)). `cue` and `source` are (windows, tokens, tokens): how much the token of
    the row points to the token of the column as the first of its cue or of its source.
    """

    tags: Tensor
    cue: Tensor
    source: Tensor


class Pointer(nn.Module):
    """Deep biaffine attention (Dozat and Manning 2017) with a learned preference for distances."""

    def __init__(self, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.tail = nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Dropout(dropout))
        self.head = nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Dropout(dropout))
        self.bilinear = nn.Linear(inner, inner, bias=False)
        self.prior = nn.Linear(inner, 1)
        self.distance = nn.Parameter(torch.zeros(2 * FURTHEST + 1))

    def forward(self, asking: Tensor, asked: Tensor, apart: Tensor) -> Tensor:
        """Scores, (windows, asking tokens, asked tokens), from the states of both and their `distances`."""
        heads = self.head(asked)
        scores = torch.baddbmm(
            self.prior(heads).transpose(1, 2), self.bilinear(self.tail(asking)), heads.transpose(1, 2)
        )
        return scores + self.distance[apart]


def distances(asking: Tensor, asked: Tensor) -> Tensor:
    """How far each asked token stands behind each asking one, from -FURTHEST to FURTHEST counted from 0."""
    return (asked[None] - asking[:, None]).clamp(-FURTHEST, FURTHEST) + FURTHEST


@dataclass(frozen=True, slots=True)
class Shape:
    """What the heads look like; the encoder's shape is its own config's."""

    inner: int = 192
    dropout: float = 0.1


class TaggerNetwork(nn.Module):
    """BERT with typographic features added to its inputs, a tag head and two pointer heads."""

    def __init__(self, config: BertConfig, shape: Shape | None = None) -> None:
        super().__init__()
        shape = shape or Shape()
        width = config.hidden_size
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.case = nn.Embedding(CASES, width)
        self.mark = nn.Embedding(MARKS, width)
        self.edge = nn.Embedding(EDGES, width)
        for table in (self.case, self.mark, self.edge):
            nn.init.zeros_(table.weight)  # at the start the encoder sees exactly what it was pretrained on
        self.dropout = nn.Dropout(shape.dropout)
        self.tags = nn.Linear(width, len(TAGS))
        self.cue = Pointer(width, shape.inner, shape.dropout)
        self.source = Pointer(width, shape.inner, shape.dropout)

    def forward(self, batch: Batch) -> Scores:
        words = self.encoder.embeddings.word_embeddings(batch.ids)
        inputs = words + self.case(batch.case) + self.mark(batch.mark) + self.edge(batch.edge)
        states = self.encoder(inputs_embeds=inputs, attention_mask=batch.mask).last_hidden_state
        states = self.dropout(states)
        padding = (batch.mask == 0)[:, None, :]
        places = torch.arange(states.shape[1], device=states.device)
        apart = distances(places, places)
        cue, source = (p(states, states, apart).masked_fill(padding, -1e4) for p in (self.cue, self.source))
        return Scores(self.tags(states), cue, source)
