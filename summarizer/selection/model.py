"""The learned part: how probably a summary has a word, and what a unit brings, by weights that are shipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from summarizer.selection.concepts import PAIR_NAMES, WORD_NAMES, read, single_words, word_pairs
from summarizer.selection.features import Described, describe
from summarizer.selection.filling import STATE_NAMES
from summarizer.selection.geometry import measure
from summarizer.selection.material import Floats, Material
from summarizer.selection.units import Unit

Task = Literal["one", "many"]
Arrays = Mapping[str, NDArray[np.float32]]
WEIGHTS = "weights.npz"
FAR = 6.0  # standard deviations; what lies beyond was never seen


@dataclass(frozen=True, slots=True)
class Logistic:
    """Logistic regression: a weight for each feature, and a bias behind them."""

    weights: Floats

    def probability(self, features: Floats) -> Floats:
        """From 0 to 1 for each row."""
        return np.asarray(1 / (1 + np.exp(-(features @ self.weights[:-1] + self.weights[-1]))), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Networks:
    """Several networks of one hidden layer, told apart by their chance beginnings alone; their mean is what counts.

    `hidden` is (networks, features + 1, units), `out` (networks, units + 1): the biases stand last.
    """

    mean: Floats
    spread: Floats
    hidden: Floats
    out: Floats

    def __call__(self, features: Floats) -> Floats:
        """The mean log-odds that a unit is among the best to take next; shape (rows,)."""
        standard = ((features - self.mean) / self.spread).clip(-FAR, FAR)
        inner = np.tanh(standard @ self.hidden[:, :-1] + self.hidden[:, -1:])
        odds = np.einsum("nru,nu->nr", inner, self.out[:, :-1]) + self.out[:, -1:]
        return np.asarray(odds.mean(axis=0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Selector:
    """All that was learned for one task."""

    words: Logistic
    pairs: Logistic
    gain: Networks

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """The weights by name, as they are shipped."""
        gain = {f"gain.{name}": getattr(self.gain, name) for name in Networks.__slots__}
        return {"words": self.words.weights, "pairs": self.pairs.weights, **gain}

    @classmethod
    def of(cls, arrays: Arrays) -> Selector:
        """From weights by name. Raises ValueError when they are those of other features."""
        gain = Networks(*(arrays[f"gain.{name}"] for name in Networks.__slots__))
        found = (len(arrays["words"]), len(arrays["pairs"]), gain.hidden.shape[1])
        wanted = tuple(len(names) + 1 for names in (WORD_NAMES, PAIR_NAMES, STATE_NAMES))
        if found != wanted:
            raise ValueError(f"weights for {found} features where {wanted} are made")
        return cls(Logistic(arrays["words"]), Logistic(arrays["pairs"]), gain)


def key(task: Task, *, model: bool) -> str:
    """Under which name a task's weights are shipped."""
    return f"{task}.{'model' if model else 'words'}"


@lru_cache(maxsize=4)
def load(task: Task, *, model: bool) -> Selector:
    """The shipped weights: "one" for a single text, "many" for several about one story.

    `model` says whether sentences have the vectors of an embedding model, or only those of their words.
    """
    begin = f"{key(task, model=model)}."
    with files(__package__).joinpath(WEIGHTS).open("rb") as stored, np.load(stored, allow_pickle=False) as arrays:
        return Selector.of({name.removeprefix(begin): arrays[name] for name in arrays.files if name.startswith(begin)})


def judge(material: Material, units: Sequence[Unit], selector: Selector) -> Described:
    """All that is known of the material's sentences and words; it has at least one row."""
    geometry = measure(material)
    text, _ = read(material)
    single, pair = (find(text, material, geometry.centre) for find in (single_words, word_pairs))
    words = (single, selector.words.probability(single.features))
    pairs = (pair, selector.pairs.probability(pair.features))
    return describe(material, geometry, words, pairs, units)
