"""News with human summaries, as the selector learns from it: sentences, vectors, and what its summary has of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np

from summarizer.rarity import stem
from summarizer.selection.concepts import Concepts, read, single_words, word_pairs, words_of
from summarizer.selection.filling import Budget
from summarizer.selection.geometry import Geometry, measure
from summarizer.selection.material import Floats, Material, gather
from summarizer.selection.one import lengths_of
from summarizer.selection.units import Unit, units
from summarizer.sentences import find_headings, split_sentences
from summarizer.training.rouge import Grams, Tokens, cut
from summarizer.types import Embedder, Spans, Vectors


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be told of an item.

    `budgets` are those that are measured, the first is the one that is learned; `best` is the share of the choices
    in a state that count as worth taking.
    """

    name: Literal["one", "many"]
    budgets: tuple[Budget, ...]
    best: float


ONE = Task("one", (Budget(sentences=3),), best=0.05)
MANY = Task("many", (Budget(words=250), Budget(words=100)), best=0.12)


@dataclass(frozen=True, slots=True)
class Example:
    """An item with all that does not depend on weights, and what is to be learned from it."""

    id: str
    material: Material
    geometry: Geometry
    words: Concepts
    pairs: Concepts
    units: tuple[Unit, ...]
    lengths: Floats
    tokens: tuple[Tokens, ...]
    references: tuple[Tokens, ...]
    has_word: Floats
    has_pair: Floats
    grams: tuple[Grams, Grams]


def read_examples(path: Path, embedder: Embedder | None, cache: Path) -> tuple[Example, ...]:
    """All items of a file of JSON lines with "id", "text" or "documents", and "references".

    Vectors are kept in the folder `cache` and taken from there when the file's sentences are the same.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [tuple(_split(text) for text in row.get("documents") or [row["text"]]) for row in rows]
    vectors = iter(_vectors(path.stem, texts, embedder, cache))
    return tuple(
        _example(str(row["id"]), item, next(vectors), row["references"]) for row, item in zip(rows, texts, strict=True)
    )


Item = tuple[tuple[str, Spans], ...]


def _split(text: str) -> tuple[str, Spans]:
    return text, split_sentences(text, find_headings(text))


def _vectors(name: str, texts: Sequence[Item], embedder: Embedder | None, cache: Path) -> Iterator[Vectors | None]:
    """For each item a row a sentence."""
    counts = [sum(len(spans) for _, spans in item) for item in texts]
    if embedder is None:
        yield from [None] * len(texts)
        return
    kept = cache / f"{name}.npy"
    known = np.load(kept) if kept.exists() else np.zeros((0, 0), dtype=np.float32)
    if len(known) != sum(counts):
        sentences = [[span.of(text) for text, spans in item for span in spans] for item in texts]
        known = np.concatenate([embedder.encode(each) for each in sentences])
        np.save(kept, known)
    yield from np.split(known, np.cumsum(counts)[:-1])


def _example(name: str, item: Item, vectors: Vectors | None, references: Sequence[str]) -> Example:
    material = gather(item, vectors)
    geometry = measure(material)
    text, index = read(material)
    single, pair = (find(text, material, geometry.centre) for find in (single_words, word_pairs))
    stems = [[index.get(stem(word.casefold()), -1) for word in words_of(reference)] for reference in references]
    tokens = tuple(cut(row.exact) for row in material.rows)
    return Example(
        name,
        material,
        geometry,
        single,
        pair,
        _units(item),
        lengths_of(material),
        tokens,
        tuple(map(cut, references)),
        _held(single, {(word,) for each in stems for word in each}),
        _held(pair, {two for each in stems for two in pairwise(each)}),
        (Grams.count(tokens, cut(references[0]), 1), Grams.count(tokens, cut(references[0]), 2)),
    )


def _units(item: Item) -> tuple[Unit, ...]:
    together: list[Unit] = []
    for text, spans in item:
        first = len(together)
        together += [tuple(first + i for i in unit) for unit in units(text, spans)]
    return tuple(together)


def _held(concepts: Concepts, wanted: set[tuple[int, ...]]) -> Floats:
    """1 for each concept that a reference has."""
    return np.array([tuple(parts) in wanted for parts in concepts.parts.tolist()], dtype=np.float32)
