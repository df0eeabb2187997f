"""BERT at work: texts end to end without padding, the three projections of an attention joined, exact or in 8 bits.

The same results as transformers' own forward pass, in about two thirds of its time on one CPU thread.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, scaled_dot_product_attention
from transformers import BertModel
from transformers.models.bert.modeling_bert import BertLayer

Projection = Callable[[Tensor], Tensor]
"""(tokens, width) to (tokens, other width)."""

Maker = Callable[[Tensor, Tensor], Projection]
"""From a weight, (outputs, inputs), and a bias."""

LARGEST = 63
"""Weights get 7 of the 8 bits: two products then fit the 16 bits in which older processors add them (no VNNI), so
the inputs may use all 8, and the result is the same on any processor."""


def exact(weight: Tensor, bias: Tensor) -> Projection:
    """In single precision."""
    return partial(linear, weight=weight, bias=bias)


def eight_bits(weight: Tensor, bias: Tensor) -> Projection:
    """Weights in 8 bits, each output with a scale of its own; inputs in 8 bits with one scale a call.

    Measured on the inputs that articles give: the 8th bit is worth more to the inputs, of which some are 30 times
    as large as most, than to the weights. 7 bits for the inputs double the error.
    """
    scales = weight.abs().amax(dim=1).clamp_min(1e-8) / LARGEST
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # quantised tensors are to leave torch some day; torch is pinned
        small = torch.quantize_per_channel(weight, scales, torch.zeros(len(scales), dtype=torch.long), 0, torch.qint8)
    packed = torch.ops.quantized.linear_prepack(small, bias)
    run: Projection = partial(torch.ops.quantized.linear_dynamic, W_prepack=packed, reduce_range=False)
    return run


class Bert:
    """A BertModel's embeddings and layers, in single precision or 8 bits whatever precision its layers come in."""

    def __init__(self, model: BertModel, maker: Maker = exact) -> None:
        tables = model.embeddings
        self._words: nn.Embedding = tables.word_embeddings
        self._places: Tensor = (tables.position_embeddings.weight + tables.token_type_embeddings.weight[0]).detach()
        self._even: Projection = tables.LayerNorm
        heads = model.config.num_attention_heads
        self._layers = tuple(Layer(layer, heads, maker) for layer in cast(Iterable[BertLayer], model.encoder.layer))

    def __call__(self, ids: Tensor, lengths: Sequence[int], *added: Tensor) -> Tensor:
        """States, (tokens, width), of texts that stand end to end in `ids`, (tokens,), each as long as `lengths` says.

        `added` are vectors for the tokens beside those of word and place.
        """
        states = self._words(ids) + torch.cat([self._places[:length] for length in lengths])
        for vectors in added:
            states += vectors
        states = self._even(states)
        for layer in self._layers:
            states = layer(states, lengths)
        return states


class Layer:
    """One layer of BERT: attention within each text, everything else over all tokens at once."""

    def __init__(self, layer: BertLayer, heads: int, maker: Maker) -> None:
        attention, after = layer.attention, layer.output
        self._heads = heads
        self._ask = _made(maker, attention.self.query, attention.self.key, attention.self.value)
        self._answer = _made(maker, attention.output.dense)
        self._widen = _made(maker, layer.intermediate.dense)
        self._activate: Projection = layer.intermediate.intermediate_act_fn
        self._narrow = _made(maker, after.dense)
        self._even: tuple[Projection, Projection] = (attention.output.LayerNorm.float(), after.LayerNorm.float())

    def __call__(self, states: Tensor, lengths: Sequence[int]) -> Tensor:
        asked = self._ask(states).split_with_sizes(list(lengths))
        heard = torch.cat([self._attend(one) for one in asked])
        states = self._even[0](self._answer(heard).add_(states))
        return self._even[1](self._narrow(self._activate(self._widen(states))).add_(states))

    def _attend(self, asked: Tensor) -> Tensor:
        """One text's queries, keys and values side by side, (tokens, 3 * width), to what its tokens hear."""
        tokens = len(asked)
        three = asked.view(tokens, 3, 1, self._heads, -1).permute(1, 2, 3, 0, 4)
        return scaled_dot_product_attention(*three).transpose(1, 2).reshape(tokens, -1)


def _made(maker: Maker, *parts: nn.Linear) -> Projection:
    """One projection that gives what the parts give, side by side."""
    if len(parts) == 1:  # not copied: it may lie in a mapped file
        return maker(parts[0].weight.detach().float(), parts[0].bias.detach().float())
    weight, bias = (torch.cat([getattr(part, name).detach().float() for part in parts]) for name in ("weight", "bias"))
    return maker(weight, bias)
