"""What the gate refuses of a told sentence: its characters, whom its pronoun means, who else is said to have it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from summarizer.gate.evidence import Evidence
from summarizer.selection.openers import hangs
from summarizer.statements.name_words import PARTICLES
from summarizer.support.at_odds import at_odds
from summarizer.telling.referents import is_part_of_name, named, opening_pronoun
from summarizer.types import Excerpt, Span, Written
from summarizer.wording import NEGATIONS, content_words, tokens

SHARED_WORDING = 0.5
"""Share of the content words that whoever says the same must have."""


def excerpt_faults(excerpt: Excerpt, source: Evidence) -> Iterator[str]:
    """A told sentence must be whole sentences of its source, character by character."""
    if excerpt.exact != excerpt.span.of(source.text):
        yield "its characters are not the source's"
    starts = {sentence.start for sentence in source.sentences}
    ends = {sentence.end for sentence in source.sentences}
    if excerpt.span.start not in starts or excerpt.span.end not in ends:
        yield "it is not a whole sentence"
    yield from referent_faults(excerpt, source)


def hanging(sentences: Sequence[Excerpt | Written], sources: Mapping[str, Evidence]) -> Iterator[int]:
    """The places of sentences that point back to one that is not told right before them, nor have whom they mean."""
    for place, sentence in enumerate(sentences):
        if isinstance(sentence, Excerpt) and sentence.referent is None and hangs(sentence.exact):
            source = sources.get(sentence.document.key)
            before = sentences[place - 1] if place else None
            told = before.cited if isinstance(before, Written) else (before,) if before else ()
            if source is not None and not any(_precedes(each, sentence, source) for each in told):
                yield place


def sequence_faults(sentences: Sequence[Excerpt | Written], sources: Mapping[str, Evidence]) -> Iterator[str]:
    """Sentences that point back to what is not told before them, and sentences that are told twice."""
    for place in hanging(sentences, sources):
        yield f"sentence {place + 1}: it points back to a sentence that is not told before it"
    seen: set[tuple[str, Span]] = set()
    for number, sentence in enumerate(sentences, 1):
        if isinstance(sentence, Excerpt):
            if (sentence.document.key, sentence.span) in seen:
                yield f"sentence {number}: it is told twice"
            seen.add((sentence.document.key, sentence.span))


def _precedes(before: Excerpt, sentence: Excerpt, source: Evidence) -> bool:
    """Whether a told sentence ends where the other begins."""
    if before.document.key != sentence.document.key or before.span.end > sentence.span.start:
        return False
    return not source.text[before.span.end : sentence.span.start].strip()


def companion_faults(excerpt: Excerpt, sources: Mapping[str, Evidence]) -> Iterator[str]:
    """What is wrong with the sentences that are told to say the same; `sources` by their documents' keys."""
    for other in excerpt.also:
        source = sources.get(other.document.key)
        if source is None or source.document != other.document:
            yield "a further source is not among the sources"
        elif not source.has(other.span) or any(excerpt_faults(other, source)):
            yield "a further source has no such sentence"
        else:
            yield from also_faults(excerpt, other)


def also_faults(excerpt: Excerpt, other: Excerpt) -> Iterator[str]:
    """Why a sentence may not stand for another source of an excerpt: it must be another's, and say as much."""
    own, words = content_words(excerpt.exact), content_words(other.exact)
    if other.document.text == excerpt.document.text:
        yield "a further source is the sentence's own document"
    if other.also or other.referent:
        yield "a further source has sources of its own"
    if len(own & words) < SHARED_WORDING * max(len(own), 1):
        yield "a further source says something else"
    elif own.isdisjoint(NEGATIONS) != words.isdisjoint(NEGATIONS):
        yield "a further source says the opposite"
    elif at_odds(excerpt.exact, other.exact):
        yield "a further source contradicts it"
    if not _numbers(excerpt.exact) <= _numbers(other.exact):
        yield "a further source lacks its number"


def _numbers(text: str) -> frozenset[str]:
    return frozenset(token for token in tokens(text) if token[0].isdigit())


def referent_faults(excerpt: Excerpt, source: Evidence) -> Iterator[str]:
    """Whom a pronoun is said to mean must be named by the document before it, as fully as it ever names him there."""
    meant, text = excerpt.referent, source.text
    if meant is None:
        return
    if opening_pronoun(text, excerpt.span) != meant.pronoun:
        yield "what stands for a name is not the pronoun that opens it"
    if meant.name.end > excerpt.span.start:
        yield "the name for its pronoun does not stand before it"
    name = meant.name.of(text)
    if source.cuts_a_word(meant.name) or not all(map(_is_capital, name.split())):
        yield "what its pronoun is said to mean is no name"
    elif is_part_of_name(name, text, excerpt.span.start):
        yield "the name for its pronoun stands there in full"
    elif _means(excerpt, name, source) != meant.name:
        yield "its pronoun may mean somebody else"


def _means(excerpt: Excerpt, name: str, source: Evidence) -> Span | None:
    """Where a name stands that the pronoun may mean, by the check that gave it."""
    number = bisect_left(source.sentences, excerpt.span.start, key=lambda sentence: sentence.start)
    return named(source.text, source.sentences, number, name) if number < len(source.sentences) else None


def _is_capital(word: str) -> bool:
    return word[0].isupper() or word in PARTICLES
