"""What a question is called: pieces of its leading figure's page that hold for every answer."""

from __future__ import annotations

from summarizer.types import Question, Span, Spans
from summarizer.wording import content_words


def name_of(question: Question) -> Spans:
    """What is counted, what befell it, and where, if every answer's page says that place; spans of the lead's document.

    A place that only one page states would otherwise stand over the others' numbers.
    """
    lead = question.lead
    place = lead.place if lead.place and _is_shared(question, lead.place) else None
    return tuple(span for span in (lead.counts, lead.event, place) if span)


def _is_shared(question: Question, place: Span) -> bool:
    words = content_words(place.of(question.lead.document.text))
    others = (answer.figure for answer in question.answers)
    return all(f.place is not None and content_words(f.place.of(f.document.text)) == words for f in others)
