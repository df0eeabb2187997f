"""What a sentence is judged by: where it stands, how it is made, what it is near to, and which words it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from summarizer.rarity import stem
from summarizer.selection.concepts import Concepts, words_of
from summarizer.selection.geometry import Geometry
from summarizer.selection.material import Floats, Material
from summarizer.selection.openers import hangs
from summarizer.selection.units import Unit
from summarizer.types import Vectors
from summarizer.wording import is_content

FIRST_PERSON: Final = frozenset("i we my our me us you your im ive weve youre".split())
QUOTE: Final = re.compile(r"[\"“”]")
DIGIT: Final = re.compile(r"\d")
TINY: Final = 1e-6

NAMES: Final = tuple(
    "near_start nearer_start far_start part opens log_place log_length log_documents log_size which_document "
    "log_words words very_short short long centre own_centre lead degree centre_z lead_z "
    "other_best other_mean others_like others_same "
    "words_mean pairs_mean words_sum pairs_sum words_best pairs_best words_sum_z pairs_sum_z words_mean_z pairs_mean_z "
    "quotes digits capitals first_person hangs question headed unit".split()
)


Worth = tuple[Concepts, Floats]
"""Concepts, and for each of them how probably a summary has it."""


@dataclass(frozen=True, slots=True)
class Described:
    """What sentences are judged by: `rows` is (rows, len(NAMES)); their words, word pairs and vectors."""

    rows: Floats
    words: Worth
    pairs: Worth
    vectors: Vectors

    @property
    def strength(self) -> Floats:
        """For each row how probably a summary has its words and word pairs, on average."""
        return np.asarray(self.rows[:, NAMES.index("words_mean")] + self.rows[:, NAMES.index("pairs_mean")])

    def of_units(self, units: Sequence[Unit]) -> Described:
        """The same where other sentences are told together."""
        rows = self.rows.copy()
        rows[:, NAMES.index("unit")] = [len(unit) for unit in units]
        return replace(self, rows=rows)


def describe(material: Material, geometry: Geometry, words: Worth, pairs: Worth, units: Sequence[Unit]) -> Described:
    """All features of all rows; `units` has the unit of each row."""
    columns = [
        *_standing(material),
        *_nearness(material, geometry),
        *_worth(len(material.rows), words, pairs),
        *_making(material),
        np.array([len(unit) for unit in units]),
    ]
    rows = np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)
    return Described(rows, words, pairs, material.vectors)


Columns = list[Floats]


def _standing(material: Material) -> Columns:
    """Where the rows stand, and how long they are."""
    document, place = material.document, material.place
    length = np.bincount(document, minlength=material.documents)[document]
    words = np.array([len(row.exact.split()) for row in material.rows], dtype=np.float32)
    every = np.ones(len(place))
    return [
        np.exp(-place / 1.0),
        np.exp(-place / 5.0),
        np.exp(-place / 15.0),
        place / np.maximum(length - 1, 1),
        place == 0,
        np.log1p(place),
        np.log(length),
        np.log(material.documents) * every,
        np.log(max(len(place), 1)) * every,
        document / material.documents,
        np.log(words.clip(1)),
        words.clip(0, 60) / 20,
        words < 8,
        words < 13,
        words > 40,
    ]


def _nearness(material: Material, geometry: Geometry) -> Columns:
    others = max(material.documents - 1, 1)
    return [
        geometry.centre,
        geometry.own_centre,
        geometry.lead,
        geometry.degree,
        _standard(geometry.centre),
        _standard(geometry.lead),
        geometry.others.max(axis=1, initial=0.0),
        geometry.others.sum(axis=1) / others,
        (geometry.others > 0.5).sum(axis=1) / others,
        (geometry.others > 0.7).sum(axis=1) / others,
    ]


def _worth(rows: int, words: Worth, pairs: Worth) -> Columns:
    word_sum, word_count, word_best = _sums(rows, *words)
    pair_sum, pair_count, pair_best = _sums(rows, *pairs)
    word_mean, pair_mean = word_sum / word_count.clip(1), pair_sum / pair_count.clip(1)
    return [
        word_mean,
        pair_mean,
        np.log1p(word_sum),
        np.log1p(pair_sum),
        word_best,
        pair_best,
        *map(_standard, (word_sum, pair_sum, word_mean, pair_mean)),
    ]


def _sums(rows: int, concepts: Concepts, probability: Floats) -> tuple[Floats, Floats, Floats]:
    """For each row the sum, number and best of its concepts' probabilities."""
    each = probability[concepts.concept]
    best = np.zeros(rows, dtype=np.float32)
    np.maximum.at(best, concepts.row, each)
    total = np.bincount(concepts.row, each, minlength=rows).astype(np.float32)
    return total, np.bincount(concepts.row, minlength=rows).astype(np.float32), best


def _making(material: Material) -> Columns:
    """How the rows are written."""
    headed = frozenset(_stems(words_of(" ".join(material.headings))))
    exact = [row.exact for row in material.rows]
    split = [words_of(sentence) for sentence in exact]
    mine = [_stems(words) for words in split]
    columns = [
        [len(QUOTE.findall(sentence)) for sentence in exact],
        [len(DIGIT.findall(sentence)) / max(len(sentence), 1) for sentence in exact],
        [sum(word[0].isupper() for word in words[1:]) / max(len(words), 1) for words in split],
        [sum(word.casefold() in FIRST_PERSON for word in words) / max(len(words), 1) for words in split],
        [hangs(sentence) for sentence in exact],
        ["?" in sentence for sentence in exact],
        [len(headed.intersection(stems)) / max(len(stems), 1) for stems in mine],
    ]
    return [np.array(column, dtype=np.float32) for column in columns]


def _stems(words: Sequence[str]) -> list[str]:
    return [stem(word) for word in map(str.casefold, words) if is_content(word)]


def _standard(column: Floats) -> Floats:
    """The column with mean 0 and variance 1 over the rows at hand."""
    return np.asarray((column - column.mean()) / (column.std() + TINY), dtype=np.float32)
