"""All checks of a written sentence, one after another."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.sentences import split_sentences
from summarizer.support.changes import changed_faults, order_faults
from summarizer.support.cited import Cited
from summarizer.support.closeness import closeness_faults
from summarizer.support.edits import edit_faults, moved_faults
from summarizer.support.names import name_faults
from summarizer.support.numbers import missing_numbers, moved_numbers
from summarizer.support.omissions import dropped_faults, turn_faults
from summarizer.support.polarity import hedge_faults, negation_faults, opposite_faults
from summarizer.support.quotes import altered_quotes, quote_faults
from summarizer.support.roles import role_faults
from summarizer.support.titles import cut_name_faults
from summarizer.types import Document, Excerpt

SURE = (missing_numbers, name_faults, altered_quotes, negation_faults, opposite_faults)
"""What people, too, call wrong nearly always."""
STRICT = (
    moved_numbers, cut_name_faults, quote_faults, hedge_faults, turn_faults, edit_faults, moved_faults, dropped_faults,
    changed_faults, order_faults, role_faults, closeness_faults,
)  # fmt: skip
"""What may be a free wording; the extracted sentence that steps in costs little."""


def faults(sentence: str, cited: Sequence[Excerpt]) -> tuple[str, ...]:
    """Why a written sentence may not be told, each as a short phrase; empty when it may.

    `cited` are the sentences of sources that it rests on. The same input gives the same faults in the same order.
    """
    rests_on = Cited.of(cited)
    return tuple(dict.fromkeys(fault for check in (*SURE, *STRICT) for fault in check(sentence, rests_on)))


def alarms(summary: str, document: Document) -> tuple[str, ...]:
    """What is surely wrong with a summary of one document, whoever wrote it; empty raises no alarm."""
    sentences = split_sentences(document.text, document.headings)
    whole = Cited.of([Excerpt.cut(document, span) for span in (*sentences, *document.headings)])
    told = [span.of(summary) for span in split_sentences(summary)]
    return tuple(dict.fromkeys(fault for one in told for check in SURE for fault in check(one, whole)))
