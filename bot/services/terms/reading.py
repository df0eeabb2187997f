"""What is to be followed or muted, as people type it: words, "a phrase", by:speaker, from:publisher, #story."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.searching.asking import read as asked
from storage.matching import fold
from storage.types import TermKind
from summarizer.wording import content_words

AT_ONCE = 5
"""Terms of one command: each is answered with what it matches."""
LONGEST = 100
"""Characters of one term: it is shown with what it matched."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One term that is asked for."""

    kind: TermKind
    value: str


def read(text: str) -> tuple[tuple[Wish, ...], tuple[str, ...]]:
    """The terms of a text, and what of it makes none.

    Words without marks are one term, whose words must all be there; of everything else each is a term.
    """
    question = asked(text)
    words = " ".join(question.words)
    wishes = (
        *([Wish("words", words)] if words else []),
        *(Wish("phrase", each) for each in question.phrases),
        *(Wish("person", each) for each in question.by),
        *(Wish("publisher", each) for each in question.sources),
        *([Wish("story", str(question.story))] if question.story is not None else []),
    )
    fit = tuple(filter(_says_something, wishes))
    kept, others = fit[:AT_ONCE], (each.value for each in wishes if each not in fit[:AT_ONCE])
    since = (f"since:{question.since}",) if question.since else ()
    odd = (*question.odd, *(f"-{each}" for each in question.without), *since, *others)
    return kept, odd if kept or odd or not text.strip() else (text.strip()[:LONGEST],)


def _says_something(wish: Wish) -> bool:
    """Whether a term means anything: not grammar alone, nor one letter, which stand in every text."""
    if wish.kind == "story":
        return True
    said = any(len(word) > 1 or not word.isascii() for word in content_words(wish.value))
    return len(wish.value) <= LONGEST and bool(fold(wish.value)) and (said or wish.kind != "words")
