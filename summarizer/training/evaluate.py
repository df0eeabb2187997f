"""Lets a trained tagger read articles: `python -m summarizer.training.evaluate ARTICLES.jsonl WEIGHTS PREDICTED.jsonl`.

The output has one article a line, `{"id", "statements": [{"content", "source", "cue"}]}`, for a scorer to compare.
`--how` chooses what reads: the whole path of the product, or a part of it, to see what each part gives.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from summarizer.backends.tagger import Tagger, load
from summarizer.backends.tagger_decode import Floats, Reading, Rules, decode, join
from summarizer.sentences import find_headings, split_sentences
from summarizer.statements import find_statements
from summarizer.statements.tagged import Attributed
from summarizer.training.corpus import Article, read_articles
from summarizer.types import Document, Spans, Statement


def nearest_first(reading: Reading) -> Reading:
    """The reading with its pointers replaced by closeness alone: what the learned linker is measured against."""
    closeness = _closeness(len(reading.places))
    return replace(reading, cue=closeness, source=closeness)


def _closeness(words: int) -> Floats:
    """Probabilities (words, 1 + words) that fall with the distance; never "none"."""
    apart = np.abs(np.arange(words)[:, None] - np.arange(words)[None]).astype(np.float32)
    near = 1 / (1 + apart) ** 2
    result: Floats = np.concatenate([np.zeros((words, 1), dtype=np.float32), near], axis=1)
    return result


def predict(tagger: Tagger, text: str, how: str) -> Sequence[Attributed | Statement]:
    """What is found in a text: by the "product", by its "rules" alone, or by the tagger alone.

    The tagger alone links by its "pointers", or takes the "nearest" cue and source.
    """
    match how:
        case "nearest":
            rules = replace(Rules(), link=0.0)
            return join([one for reading in tagger.read(text) for one in decode(nearest_first(reading), rules)])
        case "pointers":
            return tagger.attribute(text)
    headings = find_headings(text)
    document = Document.make(text, headings=headings)
    return find_statements(document, split_sentences(text, headings), tagger if how == "product" else None)


def as_json(article: Article, found: Sequence[Attributed | Statement]) -> str:
    """One line of the output; places are [start, end) in code points."""
    statements = [{role: _places(getattr(one, role)) for role in ("content", "source", "cue")} for one in found]
    return json.dumps({"id": article.id, "statements": statements})


def _places(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--base", type=Path, help="folder of the encoder; the packaged MiniLM by default")
    parser.add_argument("--int8", action="store_true", help="compute in 8 bits, as the product does")
    parser.add_argument("--how", choices=("product", "pointers", "nearest", "rules"), default="product")
    return parser.parse_args(given)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command; `arguments` are those of the command line by default."""
    given = _arguments(arguments)
    torch.set_num_threads(1)
    tagger = load(given.weights, base=given.base, int8=given.int8)
    articles = read_articles(given.articles)
    begun = time.process_time()
    lines = [as_json(article, predict(tagger, article.text, given.how)) for article in articles]
    spent = time.process_time() - begun
    given.predicted.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = sum(len(article.text.split()) for article in articles)
    print(f"{words} words at {words / spent:.0f} words/s of one thread")  # noqa: T201 - a command's answer


if __name__ == "__main__":
    main()
