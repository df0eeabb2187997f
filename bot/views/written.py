"""Sentences in a model's own words, marked as such, their numbers and quotations cited from what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.views.citations import mark
from bot.views.rich import Rich, chrome, cite, plain
from summarizer.types import Briefing, Document, Excerpt, Span, Written

CHECKED = re.compile(r"\d(?:[\d.,’']*\d)?|(?<=[“\"])[^“”\"]+(?=[”\"])")
"""What must be a source's: a number, and what stands in quotation marks."""


def written(documents: Sequence[Document], told: Written) -> Rich:
    """The sentence, each number and quotation as a cited piece, then the marks of its sources and that it is rewritten.

    A number that no cited sentence has to the letter stays uncited: the gate lets none pass.
    """
    shown, at = Rich(), 0
    for match in CHECKED.finditer(told.text):
        shown = shown + told.text[at : match.start()] + _from_source(match.group(), told.cited)
        at = match.end()
    whole = (shown + told.text[at:]).marked("italic")
    return whole + " " + mark(documents, *_documents(told.cited)) + " · rewritten"


def rewritten(told: Briefing) -> Rich:
    """Which model wrote, and how many of its sentences gave way to the sources' own; or why it wrote nothing."""
    writing = told.writing
    if writing is None:
        return Rich()
    if writing.failure:
        return plain(writing.failure)
    sentences = "sentence" if writing.written == 1 else "sentences"
    replaced = f"{writing.replaced} of {writing.written} {sentences} replaced by the sources’ own."
    return chrome(f"Rewritten by a model ({writing.model}); {replaced}")


def _documents(cited: Iterable[Excerpt]) -> tuple[Document, ...]:
    return tuple(dict.fromkeys(each.document for excerpt in cited for each in (excerpt, *excerpt.also)))


def _from_source(words: str, cited: Iterable[Excerpt]) -> Rich:
    """The words as they stand in one of the cited sentences; as the model wrote them where none has them."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(words)}(?!\w|[.,]\d)" if words[0].isdigit() else re.escape(words))
    for excerpt in cited:
        found = pattern.search(excerpt.exact)
        if found:
            start = excerpt.span.start + found.start()
            return cite(excerpt.document, Span(start, start + len(words)))
    return plain(words)
