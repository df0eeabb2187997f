"""The trained network at work: one window at a time without padding, pointers only for the words that ask."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from summarizer.backends.bert import Bert, eight_bits, exact
from summarizer.backends.tagger_decode import Floats, Reading, Rules, asking, best_tags
from summarizer.backends.tagger_network import TaggerNetwork, distances
from summarizer.backends.tagger_windows import Window


class WindowReader:
    """Reads windows one by one; keeps nothing of them, so that threads may share it."""

    def __init__(self, network: TaggerNetwork, brackets: tuple[int, int], *, int8: bool) -> None:
        """`brackets` are the vocabulary ids of [CLS] and [SEP]."""
        network.eval()
        self._bert = Bert(network.encoder, eight_bits if int8 else exact)
        self._typography = (network.case, network.mark, network.edge)
        self._brackets = brackets
        self._tags, self._cue, self._source = network.tags, network.cue, network.source

    @torch.inference_mode()
    def read(self, window: Window, rules: Rules) -> Reading:
        """The scores of a window's words, and their best tags by the rules."""
        words = [i for i, piece in enumerate(window) if piece.word] or [0]
        places = torch.tensor([0, *(i + 1 for i in words)])
        states = self._states(window)[places]
        tags: Floats = self._tags(states[1:]).log_softmax(dim=-1).numpy()
        path = best_tags(tags + rules.tilt())
        rows = asking(path)
        bounds = [*words[1:], len(window)]
        spans = tuple((window[i].start, window[until - 1].end) for i, until in zip(words, bounds, strict=True))
        return Reading(spans, tags, path, *self._point(states, places, rows))

    def _states(self, window: Window) -> Tensor:
        """What the encoder makes of the window between [CLS] and [SEP], (tokens, width)."""
        first, last = self._brackets
        looks = torch.tensor([(first, 0, 0, 0), *((p.id, p.case, p.mark, p.edge) for p in window), (last, 0, 0, 0)]).T
        added = (table(look) for table, look in zip(self._typography, looks[1:], strict=True))
        return self._bert(looks[0], [len(window) + 2], *added)

    def _point(self, states: Tensor, places: Tensor, rows: Sequence[int]) -> tuple[Floats, Floats]:
        """What each word points to as its cue and its source; only the words of `rows` are asked."""
        count = len(places) - 1
        found = np.zeros((2, count, 1 + count), dtype=np.float32)
        if rows:
            ask = torch.tensor(rows) + 1
            apart = distances(places[ask], places)
            for table, pointer in zip(found, (self._cue, self._source), strict=True):
                table[list(rows)] = pointer(states[None, ask], states[None], apart)[0].softmax(dim=-1).numpy()
        return found[0], found[1]
