"""One training run: the recipe, the network and how far they are; stopped and resumed, it goes the same way."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TypedDict

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from summarizer.backends.tagger_network import TaggerNetwork
from summarizer.backends.tagger_windows import pack, paragraphs
from summarizer.training.batches import examples, grouped, straightened, tensors
from summarizer.training.corpus import Article, Example, label
from summarizer.training.objective import losses, total


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what comes out, besides the data and the base."""

    epochs: float = 3.5
    batch: int = 8
    rate: float = 2.5e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    decay: float = 0.01
    smoothing: float = 0.03
    pointer_weight: float = 0.3
    straighten: float = 0.25
    seed: int = 7


class State(TypedDict):
    """A run as it is saved."""

    step: int
    recipe: dict[str, float]
    network: dict[str, Tensor]
    optimiser: dict[str, object]


class Trainer:
    """AdamW with warm-up and linear decay; the heads learn faster than the pretrained encoder."""

    def __init__(
        self, recipe: Recipe, network: TaggerNetwork, tokenizer: Tokenizer, articles: Sequence[Article]
    ) -> None:
        self.recipe, self.network, self.tokenizer = recipe, network, tokenizer
        self._parsed = [(article, paragraphs(tokenizer, article.text)) for article in articles]
        per_epoch = sum(len(list(pack(parts))) for _, parts in self._parsed) / recipe.batch
        self.half = max(1, round(per_epoch / 2))
        self.steps = max(1, round(per_epoch * recipe.epochs))
        self.step = 0
        heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.") and p.requires_grad]
        body = [p for p in network.encoder.parameters() if p.requires_grad]
        groups = [{"params": body, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=recipe.decay)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self.slope)

    def slope(self, step: int) -> float:
        """The share of the full rate at a step: warm-up to 1, then linear decay to 0."""
        warm = max(1.0, self.steps * self.recipe.warm_up)
        return min((step + 1) / warm, max(0.0, (self.steps - step) / max(1.0, self.steps - warm)))

    def stream(self) -> Iterator[tuple[int, list[Example]]]:
        """Numbered batches from the present step on; the same ones whether or not training was interrupted."""
        number, epoch = 0, 0
        while number < self.steps:
            draw = random.Random(f"{self.recipe.seed}-{epoch}")  # noqa: S311 - no secret
            for group in grouped(list(examples(self._parsed, draw)), self.recipe.batch, draw):
                if self.step <= number < self.steps:
                    yield number, group
                number += 1
            epoch += 1

    def learn(self, number: int, group: Sequence[Example]) -> dict[str, float]:
        """One step on one batch; returns the loss by part."""
        torch.manual_seed(self.recipe.seed + number)
        batch, aims = tensors(group, self.tokenizer)
        batch = straightened(batch, self.tokenizer, torch.rand(len(group)) < self.recipe.straighten)
        self.network.train()
        parts = losses(self.network(batch), aims, self.recipe.smoothing)
        self._optimiser.zero_grad()
        total(parts, self.recipe.pointer_weight).backward()  # type: ignore[no-untyped-call]  # torch publishes none
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimiser.step()
        self._schedule.step()
        self.step = number + 1
        return {name: float(part.detach()) for name, part in parts.items()}

    def state(self) -> State:
        """All that `restore` needs."""
        return State(
            step=self.step,
            recipe=asdict(self.recipe),
            network=self.network.state_dict(),
            optimiser=self._optimiser.state_dict(),
        )

    def restore(self, state: State) -> None:
        """Goes on from a saved state; with more epochs than before, the rate follows the new slope."""
        self.step = state["step"]
        self.network.load_state_dict(state["network"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self.slope, last_epoch=self.step - 1)

    @torch.no_grad()
    def measure(self, articles: Sequence[Article]) -> dict[str, float]:
        """Mean losses over the windows of articles that it does not learn from."""
        self.network.eval()
        windows = [(a, window) for a in articles for window in pack(paragraphs(self.tokenizer, a.text))]
        rows = []
        pool = [label(window, article.attributions) for article, window in windows]
        for group in grouped(pool, self.recipe.batch, random.Random(0)):  # noqa: S311 - no secret
            batch, aims = tensors(group, self.tokenizer)
            rows.append(losses(self.network(batch), aims, self.recipe.smoothing))
        return {name: round(sum(float(row[name]) for row in rows) / len(rows), 4) for name in rows[0]}
