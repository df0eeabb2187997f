"""The shipped weights fit the features, are small, and say the same every time."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from summarizer.selection.filling import STATE_NAMES
from summarizer.selection.model import WEIGHTS, Selector, load
from summarizer.selection.one import rank
from summarizer.sentences import split_sentences
from tests.fakes import HashingEmbedder

LOST = "The town of Aar lost bridge number {} in the flood on Monday."
TEXT = " ".join(["The river rose.", *map(LOST.format, range(9))])


@pytest.mark.parametrize("task", ["one", "many"])
@pytest.mark.parametrize("model", [True, False])
def test_every_task_has_weights_that_fit(task: str, model: bool) -> None:  # noqa: FBT001 - pytest fills it in
    """One text and many, with vectors of a model and without: each has its own weights, all of them numbers."""
    selector = load("one" if task == "one" else "many", model=model)
    assert all(np.isfinite(array).all() for array in selector.arrays().values())
    assert selector.gain(np.zeros((3, len(STATE_NAMES)), dtype=np.float32)).shape == (3,)


def test_the_weights_are_small() -> None:
    """What is shipped stays under 200 kB."""
    assert len(files("summarizer.selection").joinpath(WEIGHTS).read_bytes()) < 200_000


def test_weights_of_other_features_are_refused() -> None:
    """A selector whose weights were learned for other features is not loaded as if nothing were wrong."""
    arrays = load("one", model=True).arrays()
    with pytest.raises(ValueError, match="features"):
        Selector.of({**arrays, "words": arrays["words"][1:]})


def test_weights_come_back_as_they_were_stored() -> None:
    """A selector is its arrays, no more and no less."""
    selector = load("many", model=True)
    states = np.ones((2, len(STATE_NAMES)), dtype=np.float32)
    assert np.array_equal(Selector.of(selector.arrays()).gain(states), selector.gain(states))


def test_the_same_text_is_ranked_the_same() -> None:
    """Nothing depends on the order of a set or on what was ranked before."""
    sentences = split_sentences(TEXT)
    vectors = HashingEmbedder().encode([span.of(TEXT) for span in sentences])
    first = rank(TEXT, sentences, vectors)
    rank("Another text stands between the two.", split_sentences("Another text stands between the two."), None)
    assert rank(TEXT, sentences, vectors) == first
