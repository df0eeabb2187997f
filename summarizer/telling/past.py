"""What earlier digests told, so that a later one tells nothing of it again.

    told passages, analyses -> the characters told of each document | the words | the figures | what a page says of them

A piece is told when its own characters were, when it says nothing but told words, or, a figure, when its question had
the same answer. What has a number, a name or a "not" of its own is new, and so is another answer to a known question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from summarizer.comparison import SURE_WORDS, TITLES, WRITTEN_NUMBERS, is_number, is_unknown
from summarizer.placed_words import find_words
from summarizer.questions import link
from summarizer.questions.amounts import agree, amount
from summarizer.questions.answers import answer
from summarizer.questions.events import one_event
from summarizer.selection import REPEATED
from summarizer.telling.echoes import Echo, Echoes, Words, says_again
from summarizer.telling.passages import Passage, PassageKind, is_empty, told_by
from summarizer.telling.reading import MOSTLY, Bar, Reading
from summarizer.types import Analysis, Answer, Document, Figure, Question, Span, Spans, Speaker, Statement, Testimony
from summarizer.wording import NEGATIONS, content_words

__all__ = ["NOTHING", "Passage", "PassageKind", "Past", "is_empty", "told_by"]

Told = tuple[PassageKind, str, int, int]


@dataclass(frozen=True, slots=True)
class Past:
    """What was told: of each document, by its key, the `shown` characters and the told `figures`; all told words."""

    shown: Mapping[str, Spans] = field(default_factory=dict)
    figures: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)
    echoes: Echoes = field(default_factory=Echoes)

    @classmethod
    def of(cls, analyses: Sequence[Analysis], told: Iterable[Told]) -> Past:
        """What the told passages say, by what the analyses know of their documents.

        A passage whose document is not among the analyses, or that reaches out of its text, is left out. A document
        may have been analysed anew: whatever is found now in a told passage was told.
        """
        known = {analysis.document.key: analysis for analysis in analyses}
        passages: dict[str, list[Passage]] = defaultdict(list)
        for each in map(Passage._make, dict.fromkeys(told)):
            if each.key in known and 0 <= each.start < each.end <= len(known[each.key].document.text):
                passages[each.key].append(each)
        recalled = [_recall(known[key], each) for key, each in passages.items()]
        return cls(
            {each.document.key: each.shown for each in recalled},
            {each.document.key: each.figures for each in recalled if each.figures},
            Echoes.of([echo for each in recalled for echo in each.echoes]),
        )

    def __bool__(self) -> bool:
        return bool(self.shown)
