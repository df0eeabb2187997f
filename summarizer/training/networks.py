"""Small networks of one hidden layer that tell the best of many choices, learned with torch and used without."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from summarizer.selection.material import Floats
from summarizer.selection.model import FAR, Networks

UNITS, DROPOUT, RATE, DECAY, BATCH, EPOCHS = 24, 0.3, 4e-3, 1e-3, 512, 3
SEEDS = 5


def train(features: Floats, best: Floats) -> Networks:
    """Several networks from the same rows; `features` is (rows, columns), `best` 1 for a choice worth taking."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    standard = torch.from_numpy(((features - mean) / spread).clip(-FAR, FAR))
    trained = [_train(standard, torch.from_numpy(best), seed) for seed in range(SEEDS)]
    hidden, out = (np.stack(each).astype(np.float32) for each in zip(*trained, strict=True))
    return Networks(mean, spread, hidden, out)


def _train(features: Tensor, best: Tensor, seed: int) -> tuple[Floats, Floats]:
    """One network's weights with their biases behind them."""
    torch.manual_seed(seed)
    inner, outer = nn.Linear(features.shape[1], UNITS), nn.Linear(UNITS, 1)
    network = nn.Sequential(inner, nn.Tanh(), nn.Dropout(DROPOUT), outer)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(features) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for batch in torch.split(torch.randperm(len(features)), BATCH):
            optimizer.zero_grad()
            loss = binary_cross_entropy_with_logits(network(features[batch])[:, 0], best[batch])
            loss.backward()  # type: ignore[no-untyped-call]  # torch publishes none
            optimizer.step()
            schedule.step()
    return _with_bias(inner), _with_bias(outer)[:, 0]


def _with_bias(layer: nn.Linear) -> Floats:
    """Shape (inputs + 1, outputs)."""
    return np.vstack([layer.weight.detach().numpy().T, layer.bias.detach().numpy()])
