"""Which documents tell of one event: each is compared once, as it arrives, with those that are there.

    words, names, figures | weights by rarity
    sentence vectors      | their mean         -> Print | likeness to each story -> the likest one, or a new one
    stated date           |

One pass over a stream; no story is taken apart or joined to another (on-line event detection: Allan, Papka and
Lavrenko 1998). What it gives and what was tried in vain: docs/decisions/0006-stories.md.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import numpy as np

from summarizer.rarity import rarity, stem
from summarizer.sentences import split_sentences
from summarizer.stories.notices import is_notice
from summarizer.types import Analysis, Document, Vectors
from summarizer.wording import is_content, tokens

FIRST_WORDS = 800
FIRST_CHARACTERS = 8000  # in which that many words mostly stand
FIRST_SENTENCES = 30
LEAD = 5.0  # sentences in which a sentence's part in the mean vector falls to 1/e
TELLING = 24  # terms by which candidates are found
WORDS_SHARE = 0.84  # of the likeness; the rest is the vectors'. Both and SAME: by logistic regression, see the decision
SAME = 0.42
FITTING = 0.75  # of the words that the most fitting title of a story shares with the others
READ = "en"  # the language whose common words are known: of another, every "the" would weigh as a name does
GAP = 0.03  # less alike for each doubling of the days between two stated dates
NO_GAP = 3.0  # days


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """A document's fingerprint: all that grouping needs to know of it, a few kilobytes.

    `weights` are its stemmed words, names and figures, rarer and more frequent ones heavier; their squares add up
    to 1. `vector` is the unit mean of its first sentences' vectors, shape (dimensions,), None where no embedding
    model, which `model` names, was at hand. `published` is what the page states, or None.
    """

    model: str
    weights: Mapping[str, float]
    vector: Vectors | None
    published: datetime | None

    @property
    def telling(self) -> tuple[str, ...]:
        """The heaviest terms: two documents about one event share some of them."""
        return tuple(sorted(self.weights, key=lambda term: (-self.weights[term], term))[:TELLING])


def fingerprint(analysis: Analysis) -> Print:
    """The fingerprint of a document; of what the document states and says alone, whatever else is stored.

    A site's notice, which stands on pages of any event, and a text in a language that is not read have none to speak
    of: they join no story, and nothing joins them.
    """
    document = analysis.document
    alone = analysis.language != READ or is_notice(document.text)
    model = analysis.backend.rpartition("+")[0] or analysis.backend  # the embedder's name stands before the tagger's
    weights, vector = ({}, None) if alone else (weights_of(document), _mean(analysis.vectors))
    return Print(model, weights, vector, document.published)


def weights_of(document: Document) -> dict[str, float]:
    """A document's stemmed words with their weights, rarer and more frequent ones heavier; squares add up to 1."""
    terms: Counter[str] = Counter()
    for word, count in Counter(_first_words(document)).items():
        if is_content(word):
            terms[stem(word)] += count
    heavy = {term: (1 + math.log(count)) * rarity(term) for term, count in terms.items()}
    length = math.hypot(*heavy.values())
    return {term: round(weight / length, 4) for term, weight in heavy.items()}


def _first_words(document: Document) -> tuple[str, ...]:
    """No more of a long text is read than is needed for them."""
    text = f"{document.title or ''}\n{document.text}"
    words = tokens(text[:FIRST_CHARACTERS])
    return (words if len(words) > FIRST_WORDS else tokens(text))[:FIRST_WORDS]


def join(new: Print, stories: Sequence[Sequence[Print]]) -> int | None:
    """The index of the story that a document belongs to, the likest; None when it is the first one of its own.

    A story is as like as the mean of its likest document and of its average one: a chain of documents, each a little
    like the next, does not grow into one story.
    """
    scores = [_likeness_to_story(new, story) for story in stories]
    best = max(range(len(scores)), key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= SAME else None


def likeness(a: Print, b: Print) -> float:
    """How much two documents have in common, from 0 to 1; from SAME on they are taken to tell of one event.

    The root of the cosine of their words, and where one model made both, the cosine of their vectors; less where the
    stated dates lie more than three days apart.
    """
    fewer, more = sorted((a.weights, b.weights), key=len)
    shared = math.fsum(weight * more.get(term, 0.0) for term, weight in fewer.items())
    score = math.sqrt(shared)
    if a.vector is not None and b.vector is not None and a.model == b.model:
        score = WORDS_SHARE * score + (1 - WORDS_SHARE) * float(a.vector @ b.vector)
    return max(0.0, score - _gap(a.published, b.published))


def headline(documents: Sequence[Document]) -> str:
    """What a story is called, verbatim: the newest title, or first heading, of those that fit the others' best.

    A count in a first report's title does not outlive the next report, and a title that has hardly a word of the
    others' does not stand for all. Where there is none, the last document's first sentence. The documents are given
    oldest first.
    """
    titles = [title for document in documents if (title := document.title or _heading(document))]
    if not titles:
        return _first_sentence(documents[-1])
    words = [_title_words(title) for title in titles]
    held = Counter(chain(*words))
    shared = [sum(held[word] - 1 for word in each) for each in words]
    fitting = [title for title, count in zip(titles, shared, strict=True) if count >= FITTING * max(shared)]
    return fitting[-1]


def _mean(vectors: Vectors | None) -> Vectors | None:
    if vectors is None or not len(vectors):
        return None
    first = vectors[:FIRST_SENTENCES]
    mean = np.exp(-np.arange(len(first)) / LEAD) @ first
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def _likeness_to_story(new: Print, story: Sequence[Print]) -> float:
    each = [likeness(new, member) for member in story]
    return (max(each) + math.fsum(each) / len(each)) / 2


def _gap(a: datetime | None, b: datetime | None) -> float:
    if a is None or b is None:
        return 0.0
    days = abs((a - b).total_seconds()) / 86_400
    return GAP * math.log2(max(1.0, days / NO_GAP))


def _heading(document: Document) -> str | None:
    return document.headings[0].of(document.text) if document.headings else None


def _title_words(title: str) -> frozenset[str]:
    return frozenset(stem(word) for word in tokens(title) if is_content(word))


def _first_sentence(document: Document) -> str:
    paragraph = document.text.partition("\n\n")[0][:FIRST_CHARACTERS]  # no sentence crosses a paragraph's end
    first = next(iter(split_sentences(paragraph)), None)
    return paragraph if first is None else first.of(document.text)
