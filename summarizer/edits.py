"""Where two documents quote the same words and one of them has changed what they say."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from summarizer.comparison import WRITTEN_NUMBERS, is_number
from summarizer.placed_words import find_words
from summarizer.types import Document, Spans, Testimony
from summarizer.variants import Variant, variants
from summarizer.wording import NEGATIONS, content_words

ONE_WORD = 0.85  # likeness from which two words that begin alike are one, spelt or inflected otherwise
BEGINNING = 3
FILLERS: Final = frozenset(
    "ah actually eh er hmm just kind know like mean oh okay really sort uh um well yeah yes".split()
)


def edits(testimony: Testimony) -> tuple[Variant, ...]:
    """The witnesses that quote directly and say something else, or leave out something in the middle unmarked.

    A part that ends sooner or begins later is no edit, a paraphrase none either, nor what is merely spelt, inflected
    or cleared of an "um" in another way. Empty where the leading statement is not direct speech.
    """
    if testimony.statement.kind != "direct":
        return ()
    quoted = (variant for variant in variants(testimony) if variant.statement.kind == "direct")
    return tuple(variant for variant in quoted if _changes(testimony, variant) or _skips(testimony, variant))


def _changes(testimony: Testimony, variant: Variant) -> bool:
    """Whether the witness has words that say something and that the leading wording has in no form."""
    there = _words(testimony.statement.document, variant.left_out)
    new = _words(variant.statement.document, tuple(run.span for run in variant.runs if not run.same))
    return any(not any(_is_one(word, other) for other in there) for word in new)


def _skips(testimony: Testimony, variant: Variant) -> bool:
    """Whether it leaves out more, from the first word that it quotes to the last, than its quotation has breaks."""
    document, content = testimony.statement.document, testimony.statement.content
    words = (word.span for word in find_words(document.text, content))
    kept = [span for span in words if not any(gap.covers(span) for gap in variant.left_out)]
    inner = [gap for gap in variant.left_out if kept[0] < gap < kept[-1]] if kept else []
    return sum(bool(_words(document, (gap,))) for gap in inner) >= len(variant.statement.content)


def _words(document: Document, spans: Spans) -> frozenset[str]:
    told = (content_words(span.of(document.text)) for span in spans)
    return frozenset(WRITTEN_NUMBERS.get(word, word) for words in told for word in words) - FILLERS


def _is_one(word: str, other: str) -> bool:
    if word == other:
        return True
    exact = (is_number(each) or each in NEGATIONS for each in (word, other))
    if any(exact) or word[:BEGINNING] != other[:BEGINNING]:
        return False
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= ONE_WORD
