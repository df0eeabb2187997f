"""Logistic regression by Newton's method: few features, many rows, the same weights every time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
STEPS = 30
STILL = 1e-6
"""A step so small ends the search."""


def fit(features: Floats, wanted: Floats, *, ridge: float) -> Floats:
    """Weights and behind them a bias, for `features` as they are.

    `features` is (rows, columns), `wanted` 0 or 1 for each row; `ridge` is the penalty on the weights of
    standardised features.
    """
    mean, spread = features.mean(axis=0, dtype=np.float64), features.std(axis=0, dtype=np.float64) + 1e-6
    rows = np.hstack([(features - mean) / spread, np.ones((len(features), 1))])
    penalty = np.full(rows.shape[1], ridge)
    penalty[-1] = 0.0
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        probable = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (probable - wanted) + penalty * weights
        curve = (rows * (probable * (1 - probable))[:, None]).T @ rows + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < STILL:
            break
    scaled = weights[:-1] / spread
    return np.append(scaled, weights[-1] - scaled @ mean).astype(np.float32)
