"""The words and word pairs of a story, and what tells of each whether a summary would have it.

A summary is scored, and judged, by the things it mentions: which ones it should is learned from how often, how
early, in how many documents and how near the centre they stand (Gillick and Favre 2009; Li, Qian and Liu 2013).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from summarizer.rarity import rarity, stem
from summarizer.selection.material import Floats, Integers, Material
from summarizer.wording import INNER_MARKS, TOKEN, is_content

WORD_NAMES = (
    "log_count log_sentences log_share documents several_documents many_documents early first_place in_lead opens "
    "centre_best centre_mean capital log_documents log_size common ordinary number heading length"
).split()
PAIR_NAMES = [*WORD_NAMES[:-1], "first_content", "second_content"]
UNSEEN = 99.0
LONG = 10


@dataclass(frozen=True, slots=True)
class Text:
    """The words of all rows in one run: arrays with an entry for each, and facts for each different stem."""

    row: Integers
    stem: Integers
    content: Floats
    capital: Floats
    facts: Floats
    """Shape (stems, 5): every tenth page has it, every thirtieth, a number, in a heading, its length."""


@dataclass(frozen=True, slots=True)
class Concepts:
    """Words or pairs of words: where each stands, and its features."""

    row: Integers
    concept: Integers
    """With `row`, every (row, concept) once."""
    features: Floats
    """Shape (concepts, features)."""
    parts: Integers
    """Shape (concepts, words in each): stems."""

    def matrix(self, rows: int) -> Floats:
        """1 where a row has a concept; shape (rows, concepts)."""
        found = np.zeros((rows, len(self.parts)), dtype=np.float32)
        found[self.row, self.concept] = 1.0
        return found


@lru_cache(maxsize=4096)  # concepts and features ask for the same sentences
def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in order, in the case they have."""
    return tuple(TOKEN.findall(INNER_MARKS.sub("", text)))


def read(material: Material) -> tuple[Text, dict[str, int]]:
    """All words, and the number of each stem."""
    known: dict[str, tuple[int, bool]] = {}
    index: dict[str, int] = {}
    rows, stems, contents, capitals = [], [], [], []
    for number, row in enumerate(material.rows):
        for place, word in enumerate(words_of(row.exact)):
            if word not in known:
                folded = word.casefold()
                known[word] = (index.setdefault(stem(folded), len(index)), is_content(folded))
            found, content = known[word]
            rows.append(number)
            stems.append(found)
            contents.append(content)
            capitals.append(place > 0 and word[0].isupper())
    headed = frozenset(stem(word.casefold()) for line in material.headings for word in words_of(line))
    facts = [
        (rare == 1.0, 1.0 < rare < 5.0, word[0].isdigit(), word in headed, min(len(word), LONG) / LONG)
        for word, rare in ((word, rarity(word)) for word in index)
    ]
    return Text(
        np.array(rows, dtype=np.int64),
        np.array(stems, dtype=np.int64),
        np.array(contents, dtype=np.float32),
        np.array(capitals, dtype=np.float32),
        np.array(facts, dtype=np.float32).reshape(len(index), 5),
    ), index


def single_words(text: Text, material: Material, centre: Floats) -> Concepts:
    """Content words by their stems; `centre` is each row's likeness to the centre of the story."""
    here = np.flatnonzero(text.content > 0)
    parts, concept = np.unique(text.stem[here], return_inverse=True)
    facts = text.facts[parts]
    shared = _shared(text.row[here], concept, text.capital[here], material, centre, len(parts))
    return Concepts(*_once(text.row[here], concept), np.hstack([shared, facts]), parts[:, None])


def word_pairs(text: Text, material: Material, centre: Floats) -> Concepts:
    """Neighbouring words of a row of which one at least is a content word."""
    same = text.row[1:] == text.row[:-1]
    here = np.flatnonzero(same & (text.content[1:] + text.content[:-1] > 0))
    size = max(len(text.facts), 1)
    keys, concept = np.unique(text.stem[here] * size + text.stem[here + 1], return_inverse=True)
    parts = np.stack([keys // size, keys % size], axis=1)
    content = np.zeros((len(keys), 2), dtype=np.float32)
    content[concept, 0], content[concept, 1] = text.content[here], text.content[here + 1]
    facts = text.facts[parts].mean(axis=1)[:, :-1]
    shared = _shared(text.row[here], concept, text.capital[here + 1], material, centre, len(keys))
    return Concepts(*_once(text.row[here], concept), np.hstack([shared, facts, content]), parts)


def _once(row: Integers, concept: Integers) -> tuple[Integers, Integers]:
    """Every (row, concept) once."""
    if not len(row):
        return row, concept
    size = int(concept.max()) + 1
    keys = np.unique(row * size + concept)
    return keys // size, keys % size


def _shared(
    row: Integers, concept: Integers, capital: Floats, material: Material, centre: Floats, count: int
) -> Floats:
    """The features that words and pairs have alike; shape (concepts, 15)."""
    documents, rows = material.documents, len(material.rows)
    occurrences = np.bincount(concept, minlength=count).clip(1)
    sentences = np.bincount(_once(row, concept)[1], minlength=count).clip(1)
    first = np.full((count, documents), UNSEEN)
    np.minimum.at(first, (concept, material.document[row]), material.place[row])
    spread = (first < UNSEEN).sum(axis=1)
    best = np.full(count, -1.0)
    np.maximum.at(best, concept, centre[row])
    every = np.ones(count)
    columns = [
        np.log(occurrences),
        np.log(sentences),
        np.log(sentences / max(rows, 1)),
        spread / documents,
        spread > 1,
        spread > 2,
        np.exp(-first / 3).sum(axis=1) / documents,
        np.exp(-first.min(axis=1, initial=UNSEEN) / 5),
        (first <= 2).sum(axis=1) / documents,
        (first == 0).sum(axis=1) / documents,
        best,
        np.bincount(concept, weights=centre[row], minlength=count) / occurrences,
        np.bincount(concept, weights=capital, minlength=count) / occurrences,
        np.log(documents) * every,
        np.log(max(rows, 1)) * every,
    ]
    return np.stack(columns, axis=1).astype(np.float32)
