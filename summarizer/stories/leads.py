"""Which sentences of a document tell most and can be read alone, as a line of a list has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from summarizer.gate.verify import piece_faults
from summarizer.selection import hangs, repeats, tellable
from summarizer.telling.reading import Bar, Reading, is_adrift, is_spoken
from summarizer.types import Excerpt, Span
from summarizer.wording import content_words

LOOKED_AT = 60
"""The most telling sentences of a document among which lines are looked for: a text may have thousands."""
LEADING = 4
"""The most telling of these, among which one is looked for that is new."""
MOST_SENTENCES = 400
"""Sentences of an earlier document that a new one may repeat."""
LABEL: Final = re.compile(r"\W*[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}:\s")
"""Who speaks, before what he says: "A: No", "SECRETARY BLINKEN:  We"."""
DATELINE: Final = re.compile(r"\W*[A-Z]{3}[A-Z .’'-]*\b[^.;:–—]{0,40}?(?:\([^()]{1,30}\)\s?)?(?:--?|–|—)\s")
"""`HARSTED, Nov 21 (Wire) - ` before the first word."""
SOMEBODY: Final = re.compile(r"\b(?:he|she|him|his|hers?|himself|herself)\b", re.IGNORECASE)
NAME: Final = re.compile(r"(?<!^)\b[A-Z][\w’'-]+")


def leads(reading: Reading) -> Iterator[Excerpt]:
    """The sentences that can stand alone, most telling first; last those with a name for their opening pronoun.

    None is somebody's own words or question, opens with a word that points back, or speaks of a "him" whom it does
    not name; what the gate would refuse is left out.
    """
    spans = [reading.analysis.sentences[index] for index in islice(reading.analysis.ranking, LOOKED_AT)]
    alone = (Excerpt.cut(reading.analysis.document, span) for span in spans if _stands(reading, span))
    named = (
        replace(Excerpt.cut(reading.analysis.document, span), referent=meant)
        for span in spans
        if _is_tellable(reading, span) and (meant := reading.referent(span)) is not None
    )
    for each in (*alone, *named):
        if not piece_faults(each, reading.source):
            yield each


def new_leads(readings: Sequence[Reading], known: Collection[str], listed: Sequence[Bar]) -> Iterator[Excerpt]:
    """Of each later document the most telling sentence that nothing listed and no earlier sentence says."""
    told = [words for reading in readings if reading.analysis.document.key in known for words in _sentences(reading)]
    for reading in readings:
        if reading.analysis.document.key in known:
            continue
        for lead in islice(leads(reading), LEADING):
            words = content_words(lead.exact)
            if not any(bar(reading, lead.span) for bar in listed) and not any(repeats(words, old) for old in told):
                told.append(words)
                yield lead
                break


def reads_alone(sentence: str) -> bool:
    """Whether nothing in a sentence points back to what was not told."""
    dateline = DATELINE.match(sentence)
    said = sentence[dateline.end() :] if dateline else sentence
    somebody = SOMEBODY.search(said)
    return not hangs(said) and (somebody is None or NAME.search(said, 0, somebody.start()) is not None)


def _stands(reading: Reading, span: Span) -> bool:
    return (
        _is_tellable(reading, span)
        and reads_alone(span.of(reading.analysis.document.text))
        and not is_adrift(reading, span)
    )


def _is_tellable(reading: Reading, span: Span) -> bool:
    sentence = span.of(reading.analysis.document.text)
    return tellable(sentence) and LABEL.match(sentence) is None and not is_spoken(reading, span)


def _sentences(reading: Reading) -> Iterator[frozenset[str]]:
    text = reading.analysis.document.text
    yield from (content_words(span.of(text)) for span in reading.analysis.sentences[:MOST_SENTENCES])
