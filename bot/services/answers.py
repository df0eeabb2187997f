"""Answers from what is stored: no network, no model, one short walk through the database each.

    chat, wanted -> choosing: which documents the chat can see -> compose | gate -> a model, if any -> briefing
    chat, words  -> storage -> gate | corroborate, link -> lists

What is computed runs in a thread: a long text may take its time without holding up other answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import partial
from typing import ClassVar

from bot.services import corrections, figures, quotes
from bot.services.asked import ASKED, LISTED, words_of
from bot.services.choosing import Lack, choose
from bot.services.comparing import Compared, compared
from bot.services.figures import Figures
from bot.services.glance import Glances
from bot.services.kept import Kept
from bot.services.quotes import Quotes, holds
from bot.services.terms import NOBODYS, Matched, Watch, watches
from bot.services.terms.telling import followed, hushed, sifted, wanting, watched
from bot.services.wanted import EVERYTHING, Form, Length, Wanted, read
from bot.services.writer import Scribe
from storage import analyses, documents, sources, stories
from storage.database import Database
from storage.documents import TOLD
from storage.matching import fold
from storage.types import Source
from summarizer.compose import compose
from summarizer.gate.verify import verify
from summarizer.telling.reading import Audience
from summarizer.types import Analysis, Briefing, Comparison, Document, Story, Testimony, Written
from summarizer.wording import content_words
from summarizer.writing.rewriting import wider

STORIES = 5
"""Stories that are offered for choosing."""
SUMMARY = {"short": 2, "usual": 3, "full": 4}
"""The most sentences of a summary: what is longer sums nothing up."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """The most of each sort: documents that are looked at, and pieces that are told of them."""

    documents: int = 8
    sentences: int = 4
    statements: int = 6
    figures: int = 9
    unconfirmed: int = 3

    SHORT: ClassVar[Lengths]
    FULL: ClassVar[Lengths]

    def of(self, form: Form, length: Length = "usual") -> Lengths:
        """These lengths for a form of telling; a short one never tells more than the usual, a full one never less."""
        match length:
            case "short":
                chosen = self._each(min, Lengths.SHORT)
            case "full":
                chosen = self._each(max, Lengths.FULL)
            case "usual":
                chosen = self
        match form:
            case "summary":
                told = min(chosen.sentences, SUMMARY[length])
                return replace(chosen, sentences=told, statements=0, figures=0, unconfirmed=0)
            case "greeting":
                half = (chosen.statements + 1) // 2, (chosen.figures + 1) // 2
                return replace(chosen, statements=half[0], figures=half[1], unconfirmed=min(chosen.unconfirmed, 1))
            case "briefing":
                return chosen

    def _each(self, choose: Callable[[int, int], int], other: Lengths) -> Lengths:
        names = [each.name for each in fields(self)]
        return Lengths(**{name: choose(getattr(self, name), getattr(other, name)) for name in names})


Lengths.SHORT = Lengths(documents=8, sentences=2, statements=2, figures=3, unconfirmed=1)
Lengths.FULL = Lengths(documents=16, sentences=4, statements=12, figures=18, unconfirmed=6)


@dataclass(frozen=True, slots=True)
class Told:
    """A briefing with what it is of, or why there is none.

    `arrivals` says when each of its documents was brought, by key; of a text that is not kept it is empty. `words` is
    the topic that the documents hold, `missing` what they lack of it. `story` is the one that was asked for, `number`
    one that the chat has not; `language` is that of what was asked for, where it is not read yet; `single` says that
    one text was asked for; `unread` counts the texts in that language that have the words.
    `listed` are the words under which lists tell the same documents.
    """

    briefing: Briefing | None = None
    arrivals: Mapping[str, datetime] = field(default_factory=dict, hash=False)
    words: str = ""
    missing: tuple[str, ...] = ()
    story: Story | None = None
    number: int | None = None
    lack: Lack | None = None
    listed: str = ""
    language: str | None = None
    single: bool = False
    unread: int = 0
    followed: Matched = field(default_factory=dict, hash=False)
    muted: Matched = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a chat can read."""

    database: Database
    lengths: Lengths
    scribe: Scribe = field(default_factory=lambda: Scribe(None), compare=False, repr=False)
    glances: Glances = field(default_factory=Glances, compare=False, repr=False)
    _briefings: Kept[tuple[Briefing, Matched]] = field(default_factory=Kept, compare=False, repr=False)
    _figures: Kept[Figures] = field(default_factory=Kept, compare=False, repr=False)
    _comparisons: Kept[Comparison] = field(default_factory=Kept, compare=False, repr=False)
    """The same documents, understood the same way, give the same to everybody who asks."""

    async def told(self, chat: int | None, wanted: Wanted = EVERYTHING, form: Form = "briefing") -> Told:
        """What the chat sees of what is wanted, as a briefing or as a summary: a briefing without lists.

        Raises GateError when a piece is not what its source says.
        """
        size = self.lengths.of(form, wanted.length)
        async with self.database.session(readonly=True) as session:
            chosen = await choose(session, chat, wanted, size.documents)
        watch = NOBODYS if wanted.words or wanted.url or wanted.key else await self._watch(chat)
        chosen, left = await asyncio.to_thread(sifted, chosen, watch)
        keys = [document.key for document in await asyncio.to_thread(watched, chosen, size.documents, watch)]
        async with self.database.session(readonly=True) as session:
            known = await analyses.load(session, keys)
            arrivals = await documents.arrivals(session, chat, keys)
        made, silent = await self._made(known, chosen.words, size, watch) if known else (None, {})
        if made and form != "greeting":  # who only just arrives does not wait for a model
            made = await self._finished(made, known, form, watch)
        of = chosen.words, chosen.missing, chosen.story, chosen.number, chosen.lack, chosen.listed, chosen.language
        told = Told(made, arrivals, *of, single=bool(wanted.key or wanted.url), unread=chosen.unread)
        if not watch:
            return told
        return replace(told, followed=await asyncio.to_thread(followed, watch, made), muted={**left, **silent})

    async def told_of(self, seen: Analysis, wanted: Wanted, form: Form) -> Told:
        """The same of a text that is not kept: `wanted.words` are the topic within it. Raises GateError."""
        if not seen.sentences or seen.language != TOLD:
            return Told(lack="unreadable", language=None if seen.language == TOLD else seen.language)
        held, missing = await asyncio.to_thread(_held, seen.document, wanted.words)
        composed, _ = await self._made((seen,), held, self.lengths.of(form, wanted.length))
        made = await self._finished(composed, (seen,), form)
        return Told(made, words=held, missing=missing, single=True)

    async def briefing(self, chat: int | None, words: str = "") -> Briefing | None:
        """What is told of these words, without what is known of its age; None where there is nothing to tell."""
        return (await self.told(chat, read(words))).briefing

    async def summary(self, chat: int | None, words: str = "") -> Briefing | None:
        """The same without lists of statements and figures, which the sentences then need not stay clear of."""
        return (await self.told(chat, read(words), "summary")).briefing

    async def greeting(self, chat: int | None) -> Briefing | None:
        """A shorter briefing of the newest, for somebody who does not know yet what this is. Raises GateError."""
        return (await self.told(chat, form="greeting")).briefing

    async def quotes(self, chat: int | None, words: str, *, newest: bool = False) -> Quotes:
        """Statements of whom the words name, else those that hold every word: most important or newest first."""
        found = await quotes.find(self.database, chat, words)
        if not words and (watch := await self._watch(chat)):
            kept = (each for each in found.statements if not watch.mutes_piece(each))
            found = replace(found, statements=tuple(kept))
        return await asyncio.to_thread(quotes.listed, found, newest=newest)

    async def people(self, chat: int | None, words: str) -> tuple[Testimony, ...]:
        """Whom somebody may mean who found nothing: a statement each; empty where the words are no name."""
        found = await quotes.of_nearest(self.database, chat, words)
        return await asyncio.to_thread(quotes.people, found)

    async def stories(self, chat: int | None) -> tuple[Story, ...]:
        """The newest stories of what the chat sees, to choose from: with their first documents only."""
        async with self.database.session(readonly=True) as session:
            return await stories.visible(session, chat, limit=STORIES, first=stories.NAMING)

    async def figures(self, chat: int | None, words: str) -> Figures:
        """Questions that figures holding every word answer, with all answers of their story; most important first."""
        found = await figures.find(self.database, chat, words)
        if not words and (watch := await self._watch(chat)):
            kept = (each for each in found.figures if not watch.mutes_piece(each))
            found = replace(found, figures=tuple(kept))
        return await self._figures.get(found.key, partial(figures.listed, found))

    async def compared(self, chat: int | None, words: str) -> Compared:
        """The sources of a story side by side, or why there is nothing to compare. Raises GateError."""
        return await compared(self.database, chat, words, self._comparisons)

    async def sources(self, chat: int | None, words: str) -> tuple[tuple[Source, Document], ...]:
        """What the chat sees, newest first; with words, those of them that hold them all in name, title or text."""
        async with self.database.session(readonly=True) as session:
            seen = await sources.visible(session, chat, limit=LISTED)
            found = await documents.visible(session, chat, words=words_of(words), limit=LISTED) if words else ()
        wanted = fold(words[:ASKED])
        held = {document.key for document in found}
        return tuple((s, d) for s, d in seen if not words or d.key in held or _describes(s, d, wanted))

    def forget(self) -> None:
        """Lets go of what was computed: sources are gone that it was made of."""
        for kept in (self._briefings, self._figures, self._comparisons):
            kept.clear()
        corrections.forget()
        self.scribe.forget()

    async def _watch(self, chat: int | None) -> Watch:
        """What the chat follows and mutes, where it does not say what it wants to be told."""
        if chat is None:
            return NOBODYS
        async with self.database.session(readonly=True) as session:
            return (await watches(session, (chat,))).get(chat, NOBODYS)

    async def _made(
        self, known: tuple[Analysis, ...], topic: str, size: Lengths, watch: Watch = NOBODYS
    ) -> tuple[Briefing, Matched]:
        key = (*((a.document.key, a.recipe, a.backend) for a in known), topic, size, watch.shared())
        return await self._briefings.get(key, partial(_compose, known, topic or None, size, watch))

    async def _finished(
        self, composed: Briefing, known: tuple[Analysis, ...], form: Form, watch: Watch = NOBODYS
    ) -> Briefing:
        """The briefing as it is, or where a model is to write in its words, with more of the documents to draw on.

        Not kept here: a model that is busy now is not busy for ever. It keeps what it wrote by itself. A summary has
        the documents that its sentences are from and no others: they are its list, numbered as its marks are.
        """
        made = composed
        if self.scribe.wants_writing and composed.sentences:
            heard = await asyncio.to_thread(hushed, known, watch)
            more = await asyncio.to_thread(partial(wider, composed, heard.known, hidden=heard.hidden))
            made = await self.scribe.rewrite(composed, more)
        cited = _cited(made) if form == "summary" else frozenset[str]()
        return replace(made, documents=tuple(d for d in made.documents if d.key in cited)) if cited else made


def _compose(known: tuple[Analysis, ...], topic: str | None, size: Lengths, watch: Watch) -> tuple[Briefing, Matched]:
    """The briefing, and how much of it is left out as muted."""
    heard = hushed(known, watch)
    made = verify(
        compose(
            heard.known,
            topic=topic,
            sentences=size.sentences,
            statements=size.statements,
            figures=size.figures,
            unconfirmed=size.unconfirmed,
            audience=Audience(heard.hidden, wanting(watch)),
        )
    )
    return made, heard.left


def _cited(made: Briefing) -> frozenset[str]:
    """The keys of the documents that the sentences are from."""
    parts = (part for s in made.sentences for part in (s.cited if isinstance(s, Written) else (s,)))
    return frozenset(each.document.key for part in parts for each in (part, *part.also))


def _held(document: Document, words: str) -> tuple[str, tuple[str, ...]]:
    """The words that a text holds, as the store looks for them, and those that it lacks."""
    folded = fold("\n".join(filter(None, (document.title, document.publisher, document.byline, document.text))))
    asked_for = words_of(words)
    held = tuple(word for word in asked_for if fold(word) and fold(word) in folded)
    return " ".join(held), tuple(word for word in asked_for if word not in held and content_words(word))


def _describes(source: Source, document: Document, wanted: str) -> bool:
    return holds(f"{source.name} {document.title or ''} {document.publisher or ''}", wanted)
