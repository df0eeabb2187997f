"""A statement in the making, and the stretches of a text in which one is looked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from summarizer.statements.quotations import Quotation
from summarizer.types import Document, Kind, Span, Spans

ENDS: Final = re.compile(r"[.?!…:;,—–-][\"”’'»)\]\s]*$|[\"”]$")
NAME_BEFORE: Final = re.compile(r"[^\W\d_a-z]\w+\s$")
NAME_AFTER: Final = re.compile(r"\s[^\W\d_a-z]")
NICKNAME: Final = re.compile(r"[^\W\d_a-z][\w.-]*(?:\s[^\W\d_a-z][\w-]*)?")
LONGEST_BRACKET: Final = 600
LONGEST_ENDING: Final = 40  # characters

Unit = tuple[Span, tuple[Quotation, ...]]
"""One or more whole sentences, and the quotations in them."""


@dataclass(slots=True)
class Draft:
    """A statement in the making; a quotation that follows may still be added to it."""

    content: list[Span]
    source: Span | None
    cue: Span | None
    context: Span
    mention: Span | None = None
    spoken: bool = False
    question: bool = False


def is_nickname(text: str, quotation: Quotation) -> bool:
    """`Marcia "Cia" Price`: one or two capitalised words inside a name."""
    before, after = text[max(0, quotation.outer.start - 20) : quotation.outer.start], text[quotation.outer.end :][:2]
    inside_name = NAME_BEFORE.search(before) is not None and NAME_AFTER.match(after) is not None
    return inside_name and NICKNAME.fullmatch(quotation.inner.of(text)) is not None


def touching(spans: Spans, span: Span) -> Spans:
    """Those of the spans, which are in order and apart, that share a character with `span`."""
    first = bisect_right(spans, span.start, key=lambda s: s.end)
    return spans[first : bisect_left(spans, span.end, key=lambda s: s.start)]


def kind_of(draft: Draft, quoted: Spans) -> Kind:
    """Direct inside of quotation marks (`quoted`, with their marks) or in a turn; mixed where some words are."""
    touched = [touching(quoted, piece) for piece in draft.content]
    pieces = zip(draft.content, touched, strict=True)
    if draft.spoken or all(any(span.covers(piece) for span in spans) for piece, spans in pieces):
        return "direct"
    return "mixed" if any(touched) else "indirect"


def units(text: str, sentences: Spans, quotations: Sequence[Quotation]) -> Iterator[Unit]:
    """Sentences, joined where a quotation or a bracket runs over their border, each with its quotations."""
    n = 0
    current: Span | None = None
    inside: list[Quotation] = []
    for sentence in sentences:
        if current is not None and _runs_over(text, current, inside, sentence):
            current = Span(current.start, sentence.end)
        else:
            if current is not None:
                yield current, tuple(inside)
            current, inside = sentence, []
        while n < len(quotations) and quotations[n].outer.start < current.end:
            if quotations[n].outer.start >= current.start:
                inside.append(quotations[n])
            n += 1
    if current is not None:
        yield current, tuple(inside)


def _runs_over(text: str, current: Span, inside: Sequence[Quotation], sentence: Span) -> bool:
    if inside and inside[-1].outer.end > sentence.start:
        return True
    if current.end - current.start > LONGEST_BRACKET or "\n" in text[current.end : sentence.start]:
        return False
    said = current.of(text)
    return said.count("(") > said.count(")")


def is_prose(document: Document, unit: Span) -> bool:
    """Headings, captions without a stop and cries in capitals are no sentences."""
    if touching(document.headings, unit):
        return False
    text = document.text
    line_end = text.find("\n", unit.end) % (len(text) + 1)
    ending = text[max(unit.start, line_end - LONGEST_ENDING) : line_end].rstrip()
    return ENDS.search(ending) is not None and not unit.of(text).isupper()
