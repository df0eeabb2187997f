"""What may be shown outside of its chat: one thing that was found in a document, and who may see where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.types import Briefing, Document, Question, Span, Story, Testimony

Sayings = tuple[Testimony, ...]
"""Statements that one sentence reports, or one that is quoted; at least one."""


@dataclass(frozen=True, slots=True)
class Summed:
    """A story in a few sentences; `briefing` names only the sources of these, `sources` counts all of the story's."""

    story: Story
    sources: int
    briefing: Briefing


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing and where it stands: at `start` in the text of `document`, the newest one of a story.

    A Span is a passage in which nothing was found: texts are read anew from time to time, and links are older.
    `public`: every chat sees the document, or all documents of the story.
    """

    item: Sayings | Question | Summed | Span
    document: Document
    start: int = 0
    public: bool = False
