"""The weights can be learned again from any news with summaries: the whole chain on a few made-up stories."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from summarizer.selection.filling import STATE_NAMES, Budget
from summarizer.selection.model import Selector
from tests.fakes import HashingEmbedder

pytest.importorskip("rouge_score", reason="rouge-score is not installed")
pytest.importorskip("torch", reason="torch is not installed")

from rouge_score.rouge_scorer import RougeScorer

from summarizer.training.logistic import fit
from summarizer.training.networks import train
from summarizer.training.rouge import Grams, cut, f1
from summarizer.training.selection import choose, folds, learn, main
from summarizer.training.selection_data import ONE, read_examples

TOWNS = ("Aar", "Ostin", "Norland", "Bern", "Lund", "Oulu", "Turin", "Genk")
TEXT = (
    "The river {0} flooded the old town of {0} on Monday night. Ada Okoro has a cat at home with two kittens. "
    "Two bridges of {0} were carried away by the river. A circus comes to the next valley on Sunday evening. "
    "The mayor likes to sing in the choir of the church. Shops of {0} stay closed until the river falls again."
)
SUMMARY = "The river flooded the old town of {0} on Monday. Two bridges were carried away."


@pytest.fixture
def news(tmp_path: Path) -> tuple[Path, Path]:
    """Single texts and stories of two texts, each with a summary."""
    one, many = tmp_path / "one.jsonl", tmp_path / "many.jsonl"
    texts = [(town, TEXT.format(town), SUMMARY.format(town)) for town in TOWNS]
    one.write_text("\n".join(json.dumps({"id": t, "text": x, "references": [s]}) for t, x, s in texts))
    many.write_text("\n".join(json.dumps({"id": t, "documents": [x, x], "references": [s]}) for t, x, s in texts))
    return one, many


def test_scores_are_those_of_the_known_package() -> None:
    """Our ROUGE of a choice is the package's of the same text."""
    chosen, reference = ["The rivers flooded towns.", "Two bridges fell."], "A river flooded the town and two bridges."
    scorer = RougeScorer(["rouge1", "rouge2"], use_stemmer=True)
    known = scorer.score(reference, "\n".join(chosen))
    expected = (100 * known["rouge1"].fmeasure, 100 * known["rouge2"].fmeasure)
    assert f1([cut(sentence) for sentence in chosen], [cut(reference)]) == pytest.approx(expected)


def test_what_was_taken_gains_nothing_again() -> None:
    """A gram of the reference counts as often as the reference has it, whoever tells it."""
    grams = Grams.count([cut("two bridges fell"), cut("two bridges")], cut("two bridges"), 1)
    nothing, first = np.zeros(2, dtype=np.float32), np.array([1, 0], dtype=np.float32)
    rows = np.eye(2, dtype=np.float32)
    assert grams.gained(nothing, rows).tolist() == [2.0, 2.0]
    assert grams.gained(first, rows[1:]).tolist() == [0.0]


def test_regression_finds_what_decides() -> None:
    """The feature that decides has the weight, the one that does not has next to none."""
    chance = np.random.default_rng(0).normal(size=(500, 2)).astype(np.float32)
    weights = fit(chance, (chance[:, 0] > 0).astype(np.float32), ridge=1.0)
    assert weights[0] > 5 * abs(float(weights[1]))


def test_networks_learn_what_no_line_can_tell() -> None:
    """The middle of a scale, which is neither high nor low."""
    values = np.tile(np.linspace(-2, 2, 1000, dtype=np.float32), 40)[:, None]
    gain = train(values, (np.abs(values[:, 0]) < 0.7).astype(np.float32))
    low, middle, high = gain(np.array([[-2.0], [0.0], [2.0]], dtype=np.float32))
    assert middle > max(low, high)


def test_folds_share_nothing_and_leave_nothing_out() -> None:
    """Each item is held out once."""
    assert sorted(i for fold in folds(11, 3, 0) for i in fold) == list(range(11))


def test_a_selector_learns_the_manner_of_its_summaries(news: tuple[Path, Path], tmp_path: Path) -> None:
    """Learned from some towns, it tells of another town what their summaries tell."""
    examples = read_examples(news[0], HashingEmbedder(), tmp_path)
    selector = learn(examples[:-1], ONE, seed=0)
    assert set(choose(examples[-1], selector, Budget(sentences=2))) == {0, 2}


def test_the_command_writes_weights_that_load(news: tuple[Path, Path], tmp_path: Path) -> None:
    """Run with vectors and without, it leaves one file with all four selectors, and what was measured."""
    given = [str(tmp_path / "out"), "--one", str(news[0]), "--many", str(news[1])]
    main(given, HashingEmbedder())
    main([*given, "--words-only", "--seeds", "0"])
    with np.load(tmp_path / "out" / "weights.npz") as arrays:
        for begin in ("one.model.", "many.model.", "one.words.", "many.words."):
            mine = {n.removeprefix(begin): arrays[n] for n in arrays.files if n.startswith(begin)}
            assert Selector.of(mine).gain.hidden.shape[1] == len(STATE_NAMES) + 1


def test_vectors_are_made_once(news: tuple[Path, Path], tmp_path: Path) -> None:
    """A second run takes them from the folder of the first."""
    first = read_examples(news[1], HashingEmbedder(), tmp_path)
    again = read_examples(news[1], HashingEmbedder(2), tmp_path)
    assert np.array_equal(first[0].material.vectors, again[0].material.vectors)
