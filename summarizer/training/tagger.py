"""Trains the statement tagger: `python -m summarizer.training.tagger TRAIN.jsonl FOLDER --dev DEV.jsonl`.

    articles | paragraphs | windows, cut anew each epoch | batches of like length | tag and pointer losses | AdamW

Every half epoch the state goes to FOLDER/state.pt and a copy of the weights to FOLDER/weights-STEP.safetensors; the
same command goes on from there. Without `--dev` nothing is measured on the way.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from summarizer.backends.minilm import packaged_folder
from summarizer.backends.tagger import load_base, load_tokenizer, save_weights
from summarizer.backends.tagger_network import Batch, Scores, TaggerNetwork
from summarizer.backends.tagger_windows import ROOM, Window, collate, pack, paragraphs
from summarizer.training.corpus import IGNORE, Article, Example, label, read_articles

POOL = 16
"""Batches that are sorted by length together, so that little is padded and the order stays random."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what comes out, besides the data and the base."""

    epochs: float = 3.0
    batch: int = 8
    rate: float = 3e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06
    decay: float = 0.01
    smoothing: float = 0.03
    pointer_weight: float = 0.3
    straighten: float = 0.25
    seed: int = 7


class Targets(tuple[Tensor, Tensor, Tensor]):
    """Tags, cue pointers and source pointers, each int64 of shape (windows, tokens)."""


def examples(parsed: Sequence[tuple[Article, list[Window]]], draw: random.Random) -> Iterator[Example]:
    """One epoch's windows; each article's first cut is drawn, so that contexts differ between epochs."""
    for article, parts in parsed:
        for window in pack(parts, first=draw.randint(ROOM // 4, ROOM)):
            yield label(window, article.attributions)


def batches(pool: Sequence[Example], size: int, draw: random.Random) -> Iterator[list[Example]]:
    """All examples once, in batches of like length, in random order."""
    order = list(pool)
    draw.shuffle(order)
    for start in range(0, len(order), size * POOL):
        near = sorted(order[start : start + size * POOL], key=lambda one: len(one.window))
        groups = [near[i : i + size] for i in range(0, len(near), size)]
        draw.shuffle(groups)
        yield from groups


def targets(group: Sequence[Example], length: int) -> tuple[Tensor, Tensor, Tensor]:
    """Labels as tensors (windows, length), aligned with `collate`."""

    def table(rows: list[tuple[int, ...]]) -> Tensor:
        return torch.tensor([[IGNORE, *row] + [IGNORE] * (length - len(row) - 1) for row in rows])

    return table([e.tags for e in group]), table([e.cues for e in group]), table([e.sources for e in group])


def loss_of(scores: Scores, aims: tuple[Tensor, Tensor, Tensor], recipe: Recipe) -> tuple[Tensor, dict[str, float]]:
    """Tag loss plus weighted pointer losses, and each part by name."""
    tags, cues, sources = aims
    contents = cues != IGNORE
    parts = {
        "tags": cross_entropy(
            scores.tags.flatten(0, 1), tags.flatten(), ignore_index=IGNORE, label_smoothing=recipe.smoothing
        ),
        "cue": _pointing(scores.cue, cues, contents),
        "source": _pointing(scores.source, sources, contents),
        "cue_source": _pointing(scores.source, sources, (sources != IGNORE) & ~contents),
    }
    total = parts["tags"] + recipe.pointer_weight * (parts["cue"] + parts["source"] + parts["cue_source"])
    return total, {name: float(part.detach()) for name, part in parts.items()}


def _pointing(scores: Tensor, aims: Tensor, chosen: Tensor) -> Tensor:
    """Mean cross entropy over the chosen tokens; 0 when there are none."""
    if not bool(chosen.any()):
        return scores.sum() * 0
    return cross_entropy(scores[chosen], aims[chosen])


def straighten(batch: Batch, straight: int, curly: Sequence[int], chosen: Tensor) -> Batch:
    """Curly marks made straight in the chosen windows: many pages have only straight ones."""
    marks = torch.isin(batch.ids, torch.tensor(curly)) & chosen[:, None]
    return batch._replace(ids=batch.ids.masked_fill(marks, straight))


class Trainer:
    """Network, optimiser and where in the recipe they are."""

    def __init__(self, recipe: Recipe, network: TaggerNetwork, tokenizer: Tokenizer, articles: Sequence[Article]) -> None:
        self.recipe, self.network, self.tokenizer = recipe, network, tokenizer
        self.parsed = [(article, paragraphs(tokenizer, article.text)) for article in articles]
        per_epoch = sum(len(list(pack(parts))) for _, parts in self.parsed) / recipe.batch
        self.half = max(1, round(per_epoch / 2))
        self.steps = max(1, round(per_epoch * recipe.epochs))
        self.step = 0
        heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.") and p.requires_grad]
        body = [p for p in network.encoder.parameters() if p.requires_grad]
        groups = [{"params": body, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=recipe.decay)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, self._slope)
        self.curly = [tokenizer.token_to_id(mark) for mark in "“”" if tokenizer.token_to_id(mark) is not None]

    def _slope(self, step: int) -> float:
        """Warm-up to 1, then linear decay to 0."""
        warm = max(1.0, self.steps * self.recipe.warm_up)
        return min((step + 1) / warm, max(0.0, (self.steps - step) / max(1.0, self.steps - warm)))

    def stream(self) -> Iterator[tuple[int, list[Example]]]:
        """Numbered batches from the present step on; the same ones whether or not training was interrupted."""
        number, epoch = 0, 0
        while number < self.steps:
            draw = random.Random(f"{self.recipe.seed}-{epoch}")  # noqa: S311 - no secret
            for group in batches(list(examples(self.parsed, draw)), self.recipe.batch, draw):
                if self.step <= number < self.steps:
                    yield number, group
                number += 1
            epoch += 1

    def learn(self, number: int, group: list[Example]) -> dict[str, float]:
        """One step on one batch; returns the loss by part."""
        torch.manual_seed(self.recipe.seed + number)
        batch = collate([example.window for example in group], self.tokenizer)
        chosen = torch.rand(len(group)) < self.recipe.straighten
        batch = straighten(batch, self.tokenizer.token_to_id('"'), self.curly, chosen)
        self.network.train()
        total, parts = loss_of(self.network(batch), targets(group, batch.ids.shape[1]), self.recipe)
        self.optimiser.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]  # torch publishes no type for it
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.step = number + 1
        return parts

    def state(self) -> dict[str, object]:
        return {
            "step": self.step,
            "recipe": asdict(self.recipe),
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
        }

    def restore(self, state: dict[str, object]) -> None:
        """Goes on from a saved state; the recipe's rates are kept, so a changed recipe takes effect."""
        self.step = int(str(state["step"]))
        self.network.load_state_dict(state["network"])  # type: ignore[arg-type]  # as saved by `state`
        self.optimiser.load_state_dict(state["optimiser"])  # type: ignore[arg-type]
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, self._slope, last_epoch=self.step - 1)


@torch.no_grad()
def dev_loss(trainer: Trainer, articles: Sequence[Article]) -> dict[str, float]:
    """Mean losses over batches of articles that training never sees."""
    trainer.network.eval()
    parsed = [(article, paragraphs(trainer.tokenizer, article.text)) for article in articles]
    rows = []
    for group in batches([label(w, a.attributions) for a, parts in parsed for w in pack(parts)], 8, random.Random(0)):  # noqa: S311
        batch = collate([example.window for example in group], trainer.tokenizer)
        rows.append(loss_of(trainer.network(batch), targets(group, batch.ids.shape[1]), trainer.recipe)[1])
    return {name: round(sum(row[name] for row in rows) / len(rows), 4) for name in rows[0]}


def log(folder: Path, **event: object) -> None:
    with (folder / "log.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(event) + "\n")


def save(trainer: Trainer, folder: Path) -> None:
    """State and weights; the state is replaced at once, so that a kill leaves the old or the new one."""
    fresh = folder / "state.new"
    torch.save(trainer.state(), fresh)
    fresh.replace(folder / "state.pt")
    save_weights(trainer.network, folder / f"weights-{trainer.step}.safetensors")


def train(trainer: Trainer, folder: Path, dev: Sequence[Article]) -> None:
    """Runs the recipe to its end, logging every 20 steps, saving and measuring every half epoch."""
    begun = time.monotonic()
    for number, group in trainer.stream():
        parts = trainer.learn(number, group)
        if trainer.step % 20 == 0:
            log(folder, step=trainer.step, of=trainer.steps, seconds=round(time.monotonic() - begun), **parts)
        if trainer.step % trainer.half == 0 or trainer.step == trainer.steps:
            save(trainer, folder)
            if dev:
                log(folder, step=trainer.step, dev=dev_loss(trainer, dev))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path, help="attributed articles, one JSON object a line")
    parser.add_argument("folder", type=Path, help="where state, weights and log go")
    parser.add_argument("--dev", type=Path, help="articles to measure on, never trained on")
    parser.add_argument("--articles", type=int, help="use only the first so many articles, to try the chain")
    parser.add_argument("--threads", type=int, default=2)
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    return parser.parse_args()


def main() -> None:
    given = arguments()
    given.folder.mkdir(parents=True, exist_ok=True)
    (given.folder / "pid").write_text(str(os.getpid()))
    torch.set_num_threads(given.threads)
    recipe = Recipe(**{name: getattr(given, name) for name in asdict(Recipe())})
    torch.manual_seed(recipe.seed)
    network = load_base(Path(packaged_folder()))
    trainer = Trainer(recipe, network, load_tokenizer(Path(packaged_folder())), read_articles(given.train)[: given.articles])
    if (given.folder / "state.pt").exists():
        trainer.restore(torch.load(given.folder / "state.pt", weights_only=True))
    train(trainer, given.folder, read_articles(given.dev) if given.dev else ())


if __name__ == "__main__":
    main()
