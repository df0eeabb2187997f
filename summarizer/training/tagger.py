"""Trains the statement tagger: `python -m summarizer.training.tagger TRAIN.jsonl FOLDER --dev DEV.jsonl`.

    articles | paragraphs | windows | labelled batches | tag and pointer losses | AdamW | weights

Every half epoch the state goes to FOLDER/state.pt and the weights to FOLDER/weights-STEP.safetensors; the same command
goes on from there. The last weights are the ones to ship, as `summarizer/backends/tagger.safetensors`. Without `--dev`
nothing is measured on the way; the articles given there are never trained on.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch

from summarizer.backends.minilm import packaged_folder
from summarizer.backends.tagger import load_base, load_tokenizer, save_weights
from summarizer.training.corpus import Article, read_articles
from summarizer.training.trainer import Recipe, Trainer

STEPS_A_LINE = 20


def train(trainer: Trainer, folder: Path, dev: Sequence[Article]) -> None:
    """Runs the recipe to its end, logging every STEPS_A_LINE steps, saving and measuring every half epoch."""
    begun = time.monotonic()
    for number, group in trainer.stream():
        parts = trainer.learn(number, group)
        if trainer.step % STEPS_A_LINE == 0:
            _log(folder, step=trainer.step, of=trainer.steps, seconds=round(time.monotonic() - begun), **parts)
        if trainer.step % trainer.half == 0 or trainer.step == trainer.steps:
            save(trainer, folder)
            if dev:
                _log(folder, step=trainer.step, dev=trainer.measure(dev))


def save(trainer: Trainer, folder: Path) -> None:
    """State and weights; the state is replaced in one move, so that a kill leaves the old one or the new one."""
    fresh = folder / "state.new"
    torch.save(trainer.state(), fresh)
    fresh.replace(folder / "state.pt")
    save_weights(trainer.network, folder / f"weights-{trainer.step}.safetensors")


def _log(folder: Path, **event: object) -> None:
    with (folder / "log.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(event) + "\n")


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path, help="attributed articles, one JSON object a line")
    parser.add_argument("folder", type=Path, help="where state, weights and log go")
    parser.add_argument("--dev", type=Path, help="articles to measure on")
    parser.add_argument("--articles", type=int, help="use only the first so many articles, to try the chain")
    parser.add_argument("--base", type=Path, help="folder of the encoder to start from; the packaged MiniLM by default")
    parser.add_argument("--threads", type=int, default=2)
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    return parser.parse_args(given)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command; `arguments` are those of the command line by default."""
    given = _arguments(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(given.threads)
    recipe = Recipe(**{name: getattr(given, name) for name in asdict(Recipe())})
    torch.manual_seed(recipe.seed)
    base = given.base or Path(packaged_folder())
    trainer = Trainer(recipe, load_base(base), load_tokenizer(base), read_articles(given.train)[: given.articles])
    saved = given.folder / "state.pt"
    if saved.exists():
        trainer.restore(torch.load(saved, weights_only=True))
    train(trainer, given.folder, read_articles(given.dev) if given.dev else ())


if __name__ == "__main__":
    main()
