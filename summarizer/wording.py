"""Words of a text made comparable: what it is about, without case, marks and grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

import numpy as np

from summarizer.types import Vectors

INNER_MARKS = re.compile(r"[,.’'-](?:(?<=\d[,’'])(?=\d{3})|(?<=[^\W\d_][.’'-])(?=\w))")  # not the point of "3.5"
TOKEN = re.compile(r"\d+(?:\.\d+)?%?|\w+")
NEGATIONS = frozenset(
    "no not never none nor neither nobody nothing nowhere without cannot cant dont doesnt didnt isnt arent wasnt "
    "werent wont wouldnt shouldnt couldnt hasnt havent hadnt mustnt".split()
)
GRAMMAR = frozenset(
    "a about after all also am an and any are as at be because been before being both but by can could did do "
    "does each for from had has have he her here hers him his how i if in into is it its itself just ll may me "
    "might mine more most must my of off on one only or other our ours out over own re s said same say says shall "
    "she should so some still such t than that the their theirs them then there these they this those through to "
    "too under up us very was we were what when where whether which while who whom whose why will with would you "
    "your yours im ive id youre youve were weve theyre theyve hes shes thats theres lets".split()
)
DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|reject(?:s|ed|ing|ion)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed|ing)|"
    r"rebut(?:s|ted|ting)?|disput(?:e|es|ed|ing)|repudiat(?:e|es|ed|ing)|disavow(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
HASHED_WORDS = 2048


def tokens(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in order, casefolded and without marks: "We're" is "were", "1,480" "1480"."""
    return tuple(TOKEN.findall(INNER_MARKS.sub("", text.casefold())))


def is_content(token: str) -> bool:
    """Whether a token says something by itself; a negation does."""
    return token not in GRAMMAR


@lru_cache(maxsize=4096)  # a briefing asks for the same sentences many times over
def content_words(text: str) -> frozenset[str]:
    """The different words of a text that say something, negations and numbers included."""
    return frozenset(filter(is_content, tokens(text)))


def denies(text: str) -> bool:
    """Whether the words say that somebody contradicts what is said of them."""
    return DENIAL.search(text) is not None


def word_vectors(texts: Iterable[str]) -> Vectors:
    """Unit vectors of the texts' content words, rarer words heavier; for when no embedding model is at hand.

    Words are hashed to columns, so that the size does not grow with the vocabulary (Weinberger et al. 2009).
    A text without content words has a row of zeros.
    """
    bags = [[crc32(w.encode()) % HASHED_WORDS for w in tokens(text) if is_content(w)] for text in texts]
    counts = np.zeros((len(bags), HASHED_WORDS), dtype=np.float32)
    for row, bag in zip(counts, bags, strict=True):
        np.add.at(row, bag, 1.0)
    frequency = (counts > 0).sum(axis=0)
    weighted = counts * np.log1p(len(bags) / np.maximum(frequency, 1)).astype(np.float32)
    lengths = np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)
    return np.asarray(weighted / lengths, dtype=np.float32)
