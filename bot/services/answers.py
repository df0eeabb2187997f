"""Answers from what is stored: no network, no model, one short walk through the database each.

chat, words -> storage (what this chat can see) -> compose | corroborate -> verify -> briefing, lists
"""

from __future__ import annotations

from dataclasses import dataclass

from storage import analyses, documents, sources
from storage.database import Database
from storage.types import Source
from summarizer.compose import compose
from summarizer.corroborate import corroborate
from summarizer.speakers import unite
from summarizer.types import Analysis, Briefing, Document, Figure, Speaker, Testimony
from summarizer.verify import verify

LISTED = 200
"""The most statements or figures that one list holds; its pages say when there are more."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How much a briefing tells."""

    documents: int = 8
    sentences: int = 4
    statements: int = 6
    figures: int = 9


@dataclass(frozen=True, slots=True)
class Answers:
    """What a chat can read."""

    database: Database
    lengths: Lengths

    async def briefing(self, chat: int | None, topic: str = "") -> Briefing | None:
        """The newest documents that the chat sees, or those that hold every word of the topic; None if there are none.

        Raises GateError when a piece is not what its source says.
        """
        async with self.database.session(readonly=True) as session:
            seen = await documents.visible(session, chat, words=tuple(topic.split()), limit=self.lengths.documents)
            told = await analyses.load(session, tuple(document.key for document in seen))
        return self._compose(told, topic or None) if told else None

    async def briefing_of(self, chat: int | None, key: str) -> Briefing | None:
        """A briefing of one document alone; None when the chat does not see it or it is not understood yet."""
        async with self.database.session(readonly=True) as session:
            seen = await documents.find(session, chat, key)
            told = await analyses.load(session, (key,)) if seen else ()
        return self._compose(told, None) if told else None

    async def quotes(self, chat: int | None, words: str) -> tuple[Testimony, ...]:
        """Statements by the speaker that the words name, else those that hold every word; newest document first."""
        async with self.database.session(readonly=True) as session:
            named = _named(await analyses.speakers(session, chat), words) if words else ()
            found = await analyses.statements(
                session,
                chat,
                words=() if named else tuple(words.split()),
                speakers=named or None,
                limit=LISTED,
            )
        return corroborate(found)

    async def figures(self, chat: int | None, words: str) -> tuple[Figure, ...]:
        """Figures whose clause or teller holds every word, newest document first."""
        async with self.database.session(readonly=True) as session:
            return await analyses.figures(session, chat, words=tuple(words.split()), limit=LISTED)

    async def sources(self, chat: int | None, words: str) -> tuple[tuple[Source, Document], ...]:
        """What the chat sees, newest first; with words, those whose title, publisher or name hold them all."""
        async with self.database.session(readonly=True) as session:
            seen = await sources.visible(session, chat, limit=LISTED)
        wanted = words.casefold().split()
        return tuple((source, document) for source, document in seen if _describes(source, document, wanted))

    def _compose(self, told: tuple[Analysis, ...], topic: str | None) -> Briefing:
        size = self.lengths
        return verify(
            compose(told, topic=topic, sentences=size.sentences, statements=size.statements, figures=size.figures)
        )


def _named(speakers: tuple[Speaker, ...], words: str) -> tuple[str, ...]:
    """The names, as their documents give them, of every speaker whose united name or role holds all the words."""
    wanted = words.casefold().split()
    united = unite(speakers)
    return tuple(
        dict.fromkeys(
            speaker.name
            for speaker in speakers
            if _holds(f"{speaker.name} {speaker.role or ''} {united.get(speaker, speaker).name}", wanted)
        )
    )


def _describes(source: Source, document: Document, wanted: list[str]) -> bool:
    return _holds(f"{source.name} {document.title or ''} {document.publisher or ''}", wanted)


def _holds(text: str, wanted: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)
