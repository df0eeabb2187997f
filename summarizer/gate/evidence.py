"""A document made ready to be held against what is cut from it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from summarizer.figures import find_figures
from summarizer.sentences import find_paragraphs, split_sentences
from summarizer.statements.quotations import find_quotations
from summarizer.types import Document, Figure, Span, Spans
from summarizer.wording import INNER_MARKS, TOKEN

TURN = re.compile(r"^[ \t>]*(?:[QA]\.|[A-Z][\w.’' ,()-]{0,60}:)(?=\s)", re.MULTILINE)
"""A line's opening that names the speaker of a transcript's turn."""
KEPT = 256
POSSESSIVE = re.compile(r"['’]s\b")
NAME_TOKEN = re.compile(rf"{TOKEN.pattern}|[,;:]|(?<=\w\w\w)[.!?](?=\s)")
"""Marks count: neither "Jane Doe, John Smith" nor "Ask Doe. John came." is a place where "Doe John" stands."""
ASIDE = re.compile(r"(?<=\w )[A-Z]\.\s(?=[A-Z])|\([^()\n]*\)|[“\"][^\s“”\"]+[”\"]\s")
"""What may stand inside of a name without belonging to it: a middle initial, a bracket, a nickname."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document with its sentences, quotations, turns and names, found anew and not taken from the piece on trial.

    `passages` are sentences and headings; `turns` the labels of a transcript's speakers; `quoted` quotations, made one
    where nothing stands between them; `written` the words of each passage in order, comparable with a name's.
    """

    document: Document
    sentences: Spans
    passages: Spans
    quoted: Spans
    turns: Spans
    paragraphs: Spans
    written: str

    @classmethod
    @lru_cache(maxsize=KEPT)
    def of(cls, document: Document) -> Evidence:
        """The evidence of a document; kept for the last ones, since each is asked for again by the gate."""
        text = document.text
        sentences = split_sentences(text, document.headings)
        passages = tuple(sorted((*sentences, *document.headings)))
        stated = (document.title, document.byline, document.publisher)
        return cls(
            document,
            sentences,
            passages,
            _join(text, tuple(quotation.inner for quotation in find_quotations(text))),
            tuple(Span(*match.span()) for match in TURN.finditer(text)),
            find_paragraphs(text),
            _written((*(passage.of(text) for passage in passages), *filter(None, stated))),
        )

    @property
    def text(self) -> str:
        return self.document.text

    def has(self, span: Span) -> bool:
        return span.end <= len(self.text)

    def names(self, name: str) -> bool:
        """Whether the words of a name or role stand next to each other in one passage, title or byline."""
        return bool(TOKEN.search(name)) and f" {_name_words(name)} " in self.written

    def figure_at(self, span: Span) -> Figure | None:
        """The figure of the text that has exactly this span, read anew and without its teller."""
        return _figures(self.document).get(span)

    def is_near(self, span: Span, other: Span) -> bool:
        """Whether the other span stands in the same paragraph or in one next to it."""
        first, second = (bisect_right(self.paragraphs, s.start, key=lambda p: p.end) for s in (span, other))
        return abs(first - second) <= 1

    def run_of(self, span: Span) -> Span | None:
        """The quotation, over several paragraphs if need be, in which the span stands."""
        return next((quoted for quoted in self.quoted if quoted.covers(span)), None)

    def around(self, span: Span) -> Spans:
        """The sentences and headings that the span touches."""
        first = bisect_right(self.passages, span.start, key=lambda passage: passage.end)
        return tuple(takewhile(span.overlap, self.passages[first:]))

    def passage_at(self, at: int) -> Span:
        """The sentence or heading that holds a place; the place alone where none does."""
        return next(iter(self.around(Span(at, at + 1))), Span(at, at + 1))

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
        return self.run_of(span) is not None

    def turn_of(self, span: Span) -> Span | None:
        """The label of the transcript's turn in which the span stands; None before the first one."""
        before = bisect_right(self.turns, span.start, key=lambda turn: turn.end)
        return self.turns[before - 1] if before else None


@lru_cache(maxsize=KEPT)
def _figures(document: Document) -> dict[Span, Figure]:
    sentences = split_sentences(document.text, document.headings)
    return {figure.span: figure for figure in find_figures(document, sentences, ())}


def _written(passages: Sequence[str]) -> str:
    """The words of the passages with spaces around them; a bar, which no name has, between two passages."""
    full = "".join(f" {_name_words(passage)} |" for passage in passages)
    spare = "".join(f" {_name_words(ASIDE.sub('', passage))} |" for passage in passages if ASIDE.search(passage))
    return full + spare


def _name_words(text: str) -> str:
    """The words of a name in order, without case, marks and possessive endings."""
    return " ".join(NAME_TOKEN.findall(INNER_MARKS.sub("", POSSESSIVE.sub("", text.casefold()))))


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
