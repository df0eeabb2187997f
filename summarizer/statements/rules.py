"""Who says what by plain rules: reporting verbs and phrases, and quotations that go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from summarizer.statements.attribution import find_attributions
from summarizer.statements.drafts import Draft, Unit, is_prose, touching
from summarizer.statements.quotations import Quotation
from summarizer.statements.tokens import Token, quoted_words, tokens_of
from summarizer.types import Document, Span

FEWEST_WORDS: Final = 4
LONGEST_SENTENCE: Final = 4000  # characters outside quotations: more is no sentence, and rules over it take too long


def read_by_rules(document: Document, units: Iterable[Unit]) -> list[Draft]:
    """What the units of a document say of who said what, in order."""
    return _Reader(document).read(units)


@dataclass(slots=True)
class _Reader:
    """Reads a document's units one by one, and remembers whose quotation may go on."""

    document: Document
    found: list[Draft] = field(default_factory=list)
    carrier: Draft | None = None
    end: int = 0
    runs_on: bool = False

    def read(self, units: Iterable[Unit]) -> list[Draft]:
        for unit, quotations in units:
            anew = "\n" in self.document.text[self.end : unit.start]
            if is_prose(self.document, unit):
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
        quoting = (d for d in reversed(fresh) if not d.content or any(touching(quoted, p) for p in d.content))
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
