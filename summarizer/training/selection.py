"""Trains the sentence selector: `python -m summarizer.training.selection FOLDER --one SINGLE.jsonl --many MULTI.jsonl`.

    items | sentences, vectors, words and word pairs
          | words and pairs: does the reference have them?   | out of fold, so that the next step sees what it will see
          | walks: what does each unit bring in each state?  | networks | weights

Each task is first measured by cross-validation over items, every weight learned without the items that it is measured
on, then learned from all items. FOLDER/weights.npz is the file to ship, once both with and without `--words-only` have
been run into the same folder; FOLDER/measured.json is what was measured.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from summarizer.selection.features import Described, describe
from summarizer.selection.filling import Budget, Filling, fill, pool
from summarizer.selection.material import Floats
from summarizer.selection.model import WEIGHTS, Logistic, Selector, key
from summarizer.training.logistic import fit
from summarizer.training.networks import train
from summarizer.training.rouge import f1
from summarizer.training.selection_data import MANY, ONE, Example, Task, read_examples
from summarizer.training.walks import Lesson, walks
from summarizer.types import Embedder

RIDGE = 10.0
FOLDS, INNER_FOLDS = 5, 4
Concepts = tuple[Logistic, Logistic]


def folds(count: int, parts: int, seed: int) -> list[list[int]]:
    """The numbers below `count`, shuffled and dealt out."""
    order = np.random.default_rng(seed).permutation(count)
    return [sorted(order[part::parts].tolist()) for part in range(parts)]


def learn(examples: Sequence[Example], task: Task, seed: int) -> Selector:
    """All weights for one task from these items alone."""
    lessons: list[Lesson] = []
    for held in folds(len(examples), INNER_FOLDS, seed):
        concepts = _learn_concepts([example for i, example in enumerate(examples) if i not in held])
        lessons += [lesson for i in held for lesson in walks(examples[i], described(examples[i], *concepts), task)]
    states, best = (np.concatenate(each) for each in zip(*lessons, strict=True))
    return Selector(*_learn_concepts(examples), train(states, best))


def _learn_concepts(examples: Sequence[Example]) -> Concepts:
    words = fit(
        np.concatenate([e.words.features for e in examples]),
        np.concatenate([e.has_word for e in examples]),
        ridge=RIDGE,
    )
    pairs = fit(
        np.concatenate([e.pairs.features for e in examples]),
        np.concatenate([e.has_pair for e in examples]),
        ridge=RIDGE,
    )
    return Logistic(words), Logistic(pairs)


def described(example: Example, words: Logistic, pairs: Logistic) -> Described:
    """An item as it looks under these weights."""
    return describe(
        example.material,
        example.geometry,
        (example.words, words.probability(example.words.features)),
        (example.pairs, pairs.probability(example.pairs.features)),
        example.units,
    )


def choose(example: Example, selector: Selector, budget: Budget) -> tuple[int, ...]:
    """What the selector takes of an item, in its order."""
    known = described(example, selector.words, selector.pairs)
    best = pool(example.units, known.strength)
    return tuple(sorted(fill(Filling(best, known, example.lengths), selector.gain, budget))) if best else ()


def cross_validate(examples: Sequence[Example], task: Task, seed: int) -> Floats:
    """ROUGE-1 and ROUGE-2 of each item under each budget, by weights learned without it; (budgets, items, 2)."""
    scores = np.zeros((len(task.budgets), len(examples), 2), dtype=np.float32)
    for held in folds(len(examples), FOLDS, seed):
        selector = learn([e for i, e in enumerate(examples) if i not in held], task, seed + 1)
        for i in held:
            for row, budget in zip(scores, task.budgets, strict=True):
                chosen = choose(examples[i], selector, budget)
                row[i] = f1([examples[i].tokens[place] for place in chosen], examples[i].references)
    return scores


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where vectors, weights and measurements go")
    parser.add_argument("--one", type=Path, required=True, help="single texts with summaries, one JSON object a line")
    parser.add_argument("--many", type=Path, required=True, help="texts about one story each, with summaries")
    parser.add_argument("--items", type=int, help="use only the first so many items, to try the chain")
    parser.add_argument("--seeds", type=int, default=1, help="cross-validate so many times, each with other folds")
    parser.add_argument("--words-only", action="store_true", help="learn for when no embedding model is at hand")
    return parser.parse_args(given)


def main(arguments: Sequence[str] | None = None, embedder: Embedder | None = None) -> None:
    """The command; `arguments` are those of the command line, `embedder` the packaged one, by default."""
    given = _arguments(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    encoder = None if given.words_only else embedder or _packaged()
    weights, measured = _known(given.folder / WEIGHTS), {}
    for task, path in ((ONE, given.one), (MANY, given.many)):
        examples = read_examples(path, encoder, given.folder)[: given.items]
        seeds = range(given.seeds)
        if seeds:
            scores = np.mean([cross_validate(examples, task, seed) for seed in seeds], axis=0)
            measured[task.name] = scores.mean(axis=1).round(2).tolist()
        begin = key(task.name, model=encoder is not None)
        learned = learn(examples, task, seed=0).arrays()
        weights.update((f"{begin}.{name}", array.astype(np.float32)) for name, array in learned.items())
    np.savez_compressed(given.folder / WEIGHTS, allow_pickle=False, **weights)
    (given.folder / "measured.json").write_text(json.dumps(measured) + "\n", encoding="utf-8")


def _known(path: Path) -> dict[str, Floats]:
    """The weights of an earlier run into the same folder."""
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _packaged() -> Embedder:
    from summarizer.backends import load  # noqa: PLC0415 - loads torch, which a run on words alone does without

    return load("minilm", threads=1)


if __name__ == "__main__":
    main()
