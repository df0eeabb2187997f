"""Attributed statements of a document by plain rules: who says what, where it stands, with the speaker resolved.

sentences -> units (quotations whole) -> attributions | turns -> quotations carried on -> speakers resolved
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from summarizer.statements.attribution import find_attributions
from summarizer.statements.quotations import Quotation, find_quotations
from summarizer.statements.speakers import resolve
from summarizer.statements.tokens import Token, quoted_words, tokens_of
from summarizer.statements.transcripts import Turn, find_turns, is_question, units_of
from summarizer.types import Document, Kind, Span, Spans, Statement

ENDS: Final = re.compile(r"[.?!…:;,—–-][\"”’'»)\]\s]*$|[\"”]$")
NAME_BEFORE: Final = re.compile(r"[^\W\d_a-z]\w+\s$")
NAME_AFTER: Final = re.compile(r"\s[^\W\d_a-z]")
NICKNAME: Final = re.compile(r"[^\W\d_a-z][\w.-]*(?:\s[^\W\d_a-z][\w-]*)?")
FEWEST_WORDS: Final = 4
LONGEST_BRACKET: Final = 600
LONGEST_SENTENCE: Final = 4000  # characters outside quotations: more is no sentence, and rules over it take too long
Unit = tuple[Span, tuple[Quotation, ...]]


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


def find_statements(document: Document, sentences: Spans) -> tuple[Statement, ...]:
    """The document's statements in order of position; a text without any has none.

    `sentences` are the document's sentence spans in order. Headings are left out, and so are paragraphs that do not
    end like a sentence. In a transcript every unit of a turn is a statement without a cue.
    """
    text = document.text
    quotations = tuple(q for q in find_quotations(text) if not _is_nickname(text, q))
    turns = find_turns(text)
    extents = tuple(turn.extent for turn in turns)
    prose = tuple(sentence for sentence in sentences if not _touching(extents, sentence))
    drafts = _Drafts(document).read(_units(text, prose, quotations))
    drafts.extend(draft for turn in turns for draft in _spoken(text, turn, sentences))
    drafts.sort(key=lambda draft: (min(draft.content), draft.context))
    speakers = resolve(text, [draft.mention or draft.source for draft in drafts])
    quoted = tuple(quotation.outer for quotation in quotations)
    return tuple(
        Statement(
            document,
            _kind(draft, quoted),
            tuple(draft.content),
            (draft.source,) if draft.source else (),
            (draft.cue,) if draft.cue else (),
            speaker,
            draft.context,
            draft.question,
        )
        for draft, speaker in zip(drafts, speakers, strict=True)
    )


def _is_nickname(text: str, quotation: Quotation) -> bool:
    """`Marcia "Cia" Price`: one or two capitalised words inside a name."""
    before, after = text[max(0, quotation.outer.start - 20) : quotation.outer.start], text[quotation.outer.end :][:2]
    inside_name = NAME_BEFORE.search(before) is not None and NAME_AFTER.match(after) is not None
    return inside_name and NICKNAME.fullmatch(quotation.inner.of(text)) is not None


def _touching(spans: Spans, span: Span) -> Spans:
    """Those of the spans, which are in order and apart, that share a character with `span`."""
    first = bisect_right(spans, span.start, key=lambda s: s.end)
    return spans[first : bisect_left(spans, span.end, key=lambda s: s.start)]


def _kind(draft: Draft, quoted: Spans) -> Kind:
    touched = [_touching(quoted, piece) for piece in draft.content]
    pieces = zip(draft.content, touched, strict=True)
    if draft.spoken or all(any(span.covers(piece) for span in spans) for piece, spans in pieces):
        return "direct"
    return "mixed" if any(touched) else "indirect"


def _spoken(text: str, turn: Turn, sentences: Spans) -> Iterator[Draft]:
    for unit in units_of(text, turn, sentences):
        whole = Span(unit[0].start, unit[-1].end)
        yield Draft([whole], turn.label, None, whole, spoken=True, question=is_question(text, turn, unit))


def _units(text: str, sentences: Spans, quotations: Sequence[Quotation]) -> Iterator[Unit]:
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


@dataclass(slots=True)
class _Drafts:
    """Reads a document's units one by one, and remembers whose quotation may go on."""

    document: Document
    found: list[Draft] = field(default_factory=list)
    carrier: Draft | None = None
    end: int = 0
    runs_on: bool = False

    def read(self, units: Iterator[Unit]) -> list[Draft]:
        for unit, quotations in units:
            anew = "\n" in self.document.text[self.end : unit.start]
            if self._is_prose(unit):
                self._read(unit, quotations, anew=anew)
            elif anew:
                self.carrier = None
            self.end = unit.end
            self.runs_on = bool(quotations) and quotations[-1].runs_on
        return [draft for draft in self.found if draft.content]

    def _read(self, unit: Span, quotations: tuple[Quotation, ...], *, anew: bool) -> None:
        self.carrier, carrier = None, self.carrier
        if unit.end - unit.start - sum(q.outer.end - q.outer.start for q in quotations) > LONGEST_SENTENCE:
            return
        tokens = tokens_of(self.document.text, unit, quotations)
        if quotations and all(token.kind in {"quote", "mark"} for token in tokens):
            self.carrier = self._carry_on(unit, tokens, carrier, anew=anew)
            return
        fresh = [Draft(list(a.content), a.source, a.cue, unit, a.antecedent) for a in find_attributions(tokens)]
        if fresh and fresh[0].content and carrier is not None and carrier.source is None and self.runs_on:
            self._take_over(fresh[0], carrier, tokens[0])
        self.found.extend(fresh)
        quoted = tuple(quotation.outer for quotation in quotations)
        quoting = (d for d in reversed(fresh) if not d.content or any(_touching(quoted, p) for p in d.content))
        self.carrier = next(quoting, None)

    def _take_over(self, draft: Draft, open_one: Draft, first: Token) -> None:
        """`“One.` in a paragraph, `“Two,” said X` in the next: X said both."""
        if first.kind == "quote" and first.end > draft.content[0].start:
            draft.content[:0] = open_one.content
            draft.context = Span(open_one.context.start, draft.context.end)
            self.found = [found for found in self.found if found is not open_one]

    def _carry_on(self, unit: Span, tokens: tuple[Token, ...], draft: Draft | None, *, anew: bool) -> Draft:
        """A sentence of nothing but quotation goes on with the one before, or stands alone without a speaker.

        In a new paragraph it goes on only if the mark was left open or a colon announced it: otherwise three in ten
        are somebody else's words (measured on news), and no speaker is better than a wrong one.
        """
        if draft is None or (anew and not self.runs_on and draft.content):
            draft = Draft([], None, None, unit)
            if any(token.kind == "quote" and len(token.text.split()) >= FEWEST_WORDS for token in tokens):
                self.found.append(draft)
        draft.content.extend(quoted_words(token) for token in tokens if token.kind == "quote")
        draft.context = Span(draft.context.start, unit.end)
        return draft

    def _is_prose(self, unit: Span) -> bool:
        """Headings, captions without a stop and cries in capitals are no sentences."""
        if _touching(self.document.headings, unit):
            return False
        text = self.document.text
        line_end = text.find("\n", unit.end)
        line = text[unit.start : line_end if line_end >= 0 else len(text)].rstrip()
        return ENDS.search(line) is not None and not line.isupper()
