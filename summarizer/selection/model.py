"""The learned part: how telling words, word pairs and sentences are, by weights that are shipped beside this module."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import numpy as np

from summarizer.selection.concepts import PAIR_NAMES, WORD_NAMES, read, single_words, word_pairs
from summarizer.selection.features import NAMES, Worth, describe
from summarizer.selection.geometry import measure
from summarizer.selection.material import Floats, Material
from summarizer.selection.units import Unit
from summarizer.types import Vectors

Task = Literal["one", "many"]
WEIGHTS, WITHOUT_MODEL = "weights.json", "weights-without-model.json"


@dataclass(frozen=True, slots=True)
class Logistic:
    """Logistic regression: a weight for each named feature, and a bias."""

    weights: Floats
    bias: float

    @classmethod
    def named(cls, stored: dict[str, float], names: Sequence[str]) -> Logistic:
        """From stored weights by name, whatever their order. Raises KeyError when one is missing."""
        return cls(np.array([stored[name] for name in names], dtype=np.float32), stored["bias"])

    def stored(self, names: Sequence[str]) -> dict[str, float]:
        """The weights by name, to six digits, as they are shipped."""
        pairs = zip((*names, "bias"), (*self.weights.tolist(), self.bias), strict=True)
        return {name: float(f"{weight:.6g}") for name, weight in pairs}

    def probability(self, features: Floats) -> Floats:
        """From 0 to 1 for each row."""
        return np.asarray(1 / (1 + np.exp(-(features @ self.weights + self.bias))), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Taste:
    """What a choice is worth: so much for its new words, new word pairs and sentences, by words to some powers.

    A sentence of n words that is probable by p is worth sentences * p * n ** length, less what it is like to the
    nearest sentence that was taken, times `novelty`; what a unit of n words brings is divided by n ** cost.
    """

    words: float
    pairs: float
    sentences: float
    length: float
    cost: float
    novelty: float


@dataclass(frozen=True, slots=True)
class Selector:
    """All that was learned for one task."""

    words: Logistic
    pairs: Logistic
    sentences: Logistic
    taste: Taste


@dataclass(frozen=True, slots=True)
class Judged:
    """A material's words and word pairs with the probability of each, and of each sentence; with its vectors."""

    words: Worth
    pairs: Worth
    sentences: Floats
    vectors: Vectors


@lru_cache(maxsize=4)
def load(task: Task, *, model: bool) -> Selector:
    """The shipped weights: "one" for a single text, "many" for several about one story; `model` if vectors are a model's."""
    name = WEIGHTS if model else WITHOUT_MODEL
    stored = json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))[task]
    return Selector(
        Logistic.named(stored["words"], WORD_NAMES),
        Logistic.named(stored["pairs"], PAIR_NAMES),
        Logistic.named(stored["sentences"], NAMES),
        Taste(**stored["taste"]),
    )


def judge(material: Material, units: Sequence[Unit], selector: Selector) -> Judged:
    """How telling everything in the material is; it has at least one row."""
    geometry = measure(material)
    text, _ = read(material)
    single, pair = (find(text, material, geometry.centre) for find in (single_words, word_pairs))
    words = (single, selector.words.probability(single.features))
    pairs = (pair, selector.pairs.probability(pair.features))
    described = describe(material, geometry, words, pairs, units)
    return Judged(words, pairs, selector.sentences.probability(described), material.vectors)
