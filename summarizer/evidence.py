"""A document made ready to be held against what is cut from it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from summarizer.sentences import split_sentences
from summarizer.statements.quotations import find_quotations
from summarizer.types import Document, Span, Spans
from summarizer.wording import tokens

TURN = re.compile(r"^[ \t>]*[A-Z][\w.’' ,()-]{0,60}:(?=\s)", re.MULTILINE)
"""A line's opening that names the speaker of a transcript's turn."""
KEPT = 64
POSSESSIVE = re.compile(r"['’]s\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document with its sentences, quotations, turns and words, found anew and not taken from the piece on trial.

    `passages` are sentences and headings; `turns` the labels of a transcript's speakers.
    """

    document: Document
    sentences: Spans
    passages: Spans
    quoted: Spans
    turns: Spans
    words: frozenset[str]

    @classmethod
    @lru_cache(maxsize=KEPT)
    def of(cls, document: Document) -> Evidence:
        """The evidence of a document; kept for the last ones, since each is asked for again by the gate."""
        sentences = split_sentences(document.text, document.headings)
        named = (document.text, document.title, document.byline, document.publisher)
        return cls(
            document,
            sentences,
            tuple(sorted((*sentences, *document.headings))),
            _join(document.text, tuple(quotation.inner for quotation in find_quotations(document.text))),
            tuple(Span(*match.span()) for match in TURN.finditer(document.text)),
            frozenset(word for text in named if text for word in (*tokens(text), *tokens(POSSESSIVE.sub("", text)))),
        )

    @property
    def text(self) -> str:
        return self.document.text

    def has(self, span: Span) -> bool:
        return span.end <= len(self.text)

    def around(self, span: Span) -> Spans:
        """The sentences and headings that the span touches."""
        first = bisect_right(self.passages, span.start, key=lambda passage: passage.end)
        return tuple(takewhile(span.overlap, self.passages[first:]))

    def cut_off(self, span: Span) -> str:
        """What the span's sentences say before and after it."""
        touched = self.around(span)
        if not touched:
            return ""
        start, end = min(touched[0].start, span.start), max(touched[-1].end, span.end)
        return f"{self.text[start : span.start]} {self.text[span.end : end]}"

    def cuts_a_word(self, span: Span) -> bool:
        """Whether the span begins or ends inside of a word or a number ("400" out of "1,400")."""
        return _joins(self.text, span.start) or _joins(self.text, span.end)

    def is_quoted(self, span: Span) -> bool:
        return any(quoted.covers(span) for quoted in self.quoted)

    def turn_of(self, span: Span) -> Span | None:
        """The label of the transcript's turn in which the span stands; None before the first one."""
        before = bisect_right(self.turns, span.start, key=lambda turn: turn.end)
        return self.turns[before - 1] if before else None


def _join(text: str, quoted: Spans) -> Spans:
    """Quotations with nothing but marks and white space between them made one: a quotation over several paragraphs."""
    joined: list[Span] = []
    for span in quoted:
        apart = bool(joined) and re.search(r"\w", text[joined[-1].end : span.start]) is not None
        if joined and not apart:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def _joins(text: str, at: int) -> bool:
    """Whether the characters on both sides of a place belong to one word or one number."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    pair = text[max(0, at - 2) : at + 2]
    return re.search(r"\d[.,]\d", pair) is not None
