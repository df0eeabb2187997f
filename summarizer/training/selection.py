"""Trains the sentence selector: `python -m summarizer.training.selection FOLDER --one SINGLE.jsonl --many MULTI.jsonl`.

    items | sentences, vectors, concepts | greedy oracle
          | words and pairs: does the reference have them?  | out of fold, so that the next step sees what it will see
          | sentences: does the oracle have them?           | weights

Each task is first measured by cross-validation over items, every weight learned without the items that it is measured
on, then learned from all items; FOLDER/weights.json is the file to ship, FOLDER/measured.json what was measured.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from summarizer.selection.concepts import PAIR_NAMES, WORD_NAMES
from summarizer.selection.features import NAMES, describe
from summarizer.selection.filling import Budget, fill, strongest
from summarizer.selection.material import Floats
from summarizer.selection.model import Judged, Logistic, Selector, Taste, WEIGHTS
from summarizer.training.logistic import fit
from summarizer.training.rouge import f1
from summarizer.training.selection_data import MANY, ONE, Example, Task, read_examples
from summarizer.types import Embedder

CONCEPT_RIDGE, SENTENCE_RIDGE = 10.0, 30.0
FOLDS, INNER_FOLDS = 5, 4
TASTES = {
    "one": Taste(words=0.0, pairs=0.0, sentences=1.0, length=0.8, cost=1.0, novelty=1.0),
    "many": Taste(words=0.3, pairs=1.0, sentences=0.6, length=1.0, cost=0.8, novelty=0.0),
}
Pair = tuple[Logistic, Logistic]


def folds(count: int, parts: int, seed: int) -> list[list[int]]:
    """The numbers below `count`, shuffled and dealt out."""
    order = np.random.default_rng(seed).permutation(count)
    return [sorted(order[part::parts].tolist()) for part in range(parts)]


def learn(examples: Sequence[Example], taste: Taste, seed: int) -> Selector:
    """All weights for one task from these items alone."""
    described: list[Floats] = []
    wanted: list[Floats] = []
    for held in folds(len(examples), INNER_FOLDS, seed):
        others = [example for i, example in enumerate(examples) if i not in held]
        concepts = _learn_concepts(others)
        described += [_describe(examples[i], concepts) for i in held]
        wanted += [examples[i].in_oracle for i in held]
    sentences = fit(np.concatenate(described), np.concatenate(wanted), ridge=SENTENCE_RIDGE)
    return Selector(*_learn_concepts(examples), Logistic(*sentences), taste)


def _learn_concepts(examples: Sequence[Example]) -> Pair:
    words = fit(
        np.concatenate([e.words.features for e in examples]),
        np.concatenate([e.has_word for e in examples]),
        ridge=CONCEPT_RIDGE,
    )
    pairs = fit(
        np.concatenate([e.pairs.features for e in examples]),
        np.concatenate([e.has_pair for e in examples]),
        ridge=CONCEPT_RIDGE,
    )
    return Logistic(*words), Logistic(*pairs)


def _describe(example: Example, concepts: Pair) -> Floats:
    words = (example.words, concepts[0].probability(example.words.features))
    pairs = (example.pairs, concepts[1].probability(example.pairs.features))
    return describe(example.material, example.geometry, words, pairs, example.units)


def choose(example: Example, selector: Selector, budget: Budget) -> tuple[int, ...]:
    """What the selector takes of an item, in its order."""
    words = (example.words, selector.words.probability(example.words.features))
    pairs = (example.pairs, selector.pairs.probability(example.pairs.features))
    described = describe(example.material, example.geometry, words, pairs, example.units)
    judged = Judged(words, pairs, selector.sentences.probability(described), example.material.vectors)
    pool = strongest(example.units, judged)
    return tuple(sorted(fill(pool, judged, example.lengths, selector.taste, budget)))


def cross_validate(examples: Sequence[Example], taste: Taste, budgets: Sequence[Budget], seed: int) -> Floats:
    """ROUGE-1 and ROUGE-2 of each item under each budget, by weights learned without it; (budgets, items, 2)."""
    scores = np.zeros((len(budgets), len(examples), 2), dtype=np.float32)
    for held in folds(len(examples), FOLDS, seed):
        selector = learn([e for i, e in enumerate(examples) if i not in held], taste, seed + 1)
        for i in held:
            for row, budget in zip(scores, budgets, strict=True):
                chosen = choose(examples[i], selector, budget)
                row[i] = f1([examples[i].tokens[place] for place in chosen], examples[i].references)
    return scores


def _stored(selector: Selector) -> dict[str, dict[str, float]]:
    return {
        "words": selector.words.stored(WORD_NAMES),
        "pairs": selector.pairs.stored(PAIR_NAMES),
        "sentences": selector.sentences.stored(NAMES),
        "taste": asdict(selector.taste),
    }


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where vectors, weights and measurements go")
    parser.add_argument("--one", type=Path, required=True, help="single texts with summaries, one JSON object a line")
    parser.add_argument("--many", type=Path, required=True, help="texts about one story each, with summaries")
    parser.add_argument("--items", type=int, help="use only the first so many items, to try the chain")
    parser.add_argument("--seeds", type=int, default=1, help="cross-validate so many times, with other folds")
    parser.add_argument("--words-only", action="store_true", help="learn for when no embedding model is at hand")
    return parser.parse_args(given)


def _budgets(task: Task) -> tuple[Budget, ...]:
    return (Budget(sentences=3),) if task is ONE else (Budget(words=250), Budget(words=100))


def main(arguments: Sequence[str] | None = None, embedder: Embedder | None = None) -> None:
    """The command; `arguments` are those of the command line, `embedder` the packaged one, by default."""
    given = _arguments(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    encoder = None if given.words_only else embedder or _packaged()
    weights, measured = {}, {}
    for task, path in ((ONE, given.one), (MANY, given.many)):
        examples = read_examples(path, task, encoder, given.folder)[: given.items]
        taste = TASTES[task.name]
        scores = np.mean([cross_validate(examples, taste, _budgets(task), seed) for seed in range(given.seeds)], axis=0)
        measured[task.name] = scores.mean(axis=1).round(2).tolist()
        weights[task.name] = _stored(learn(examples, taste, seed=0))
    (given.folder / WEIGHTS).write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    (given.folder / "measured.json").write_text(json.dumps(measured) + "\n", encoding="utf-8")


def _packaged() -> Embedder:
    from summarizer.backends import load  # noqa: PLC0415 - loads torch, which a run on words alone does without

    return load("minilm", threads=1)


if __name__ == "__main__":
    main()
