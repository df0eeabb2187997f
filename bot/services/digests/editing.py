"""Editions: what a group of chats is told by one digest, composed once, through the gate, a model's words if wanted.

group -> memory -> the documents that came since, of its topics -> of the broadest stories first
      -> compose without what was told | gate -> a model
      -> stories of which it was told, and what came to them
      -> pages that it was told of, and that say something else now
      -> news, and the passages to be remembered
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.services import corrections
from bot.services.answers import Answers, Lengths
from bot.services.choosing import Chosen, of_topics, unread_of_topics
from bot.services.digests.memories import Memories, Memory, load
from bot.services.digests.planning import AWRY, Group
from bot.services.digests.progress import Progress
from bot.services.digests.spreading import spread
from bot.services.terms import Matched, Watch
from bot.services.terms.telling import Hushed, followed, heard, hushed, matches, sifted, unmuted, wanting, watched
from storage import fresh, stories
from storage.types import Term, Told
from summarizer.compose import compose
from summarizer.corrections import Correction
from summarizer.gate.verify import find_faults, verify
from summarizer.telling.news import Moved, News
from summarizer.telling.passages import Passage, is_empty, told_by
from summarizer.telling.past import Past
from summarizer.telling.reading import Audience
from summarizer.types import Answer, Briefing, Document, Question, Testimony, Written

FRESH = 2000
"""Documents since the last digest among which those of the topics are looked for: the latest."""
AMONG = 200
"""Fresh documents of a topic among which is chosen what is told: the latest."""
CORRECTED = 3
"""Corrected pages that are told."""


@dataclass(frozen=True, slots=True)
class Made:
    """What is told, and what of it is to be remembered."""

    news: News
    told: tuple[Told, ...] = ()


class Editor:
    """Composes editions of what `answers` are given from, at the same lengths."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._database = answers.database
        self._memories = Memories(answers.database)
        self._progress = Progress(answers.database)

    async def edition(self, group: Group) -> Made:
        """What is new to a group. Raises GateError when a piece is not what its source says."""
        memory = await self._memories.of(group.memory)
        new = await self._fresh(group)
        size = self._answers.lengths.of("briefing", group.length)
        found_all = await self._chosen(group, new, size.documents)
        chosen, muted = await asyncio.to_thread(sifted, found_all, group.watch)
        composed, silent = await self._composed(group, chosen, size, memory.past)
        found = await self._corrections(group, memory, new, chosen) if group.since else ()
        shown, more = found[:CORRECTED], len(found[CORRECTED:])
        news = News(group.topics, group.since, corrections=shown, corrected=more)
        if composed is None:
            news = news if news else await self._unread(group, news, new)
            return Made(news, await asyncio.to_thread(_remembered, None, news))
        all_new = not group.topics and not group.watch.mutes
        about = new if all_new else tuple(document.key for document in chosen.documents)
        untold = [
            key for key in about or () if key not in memory.keys
        ]  # another digest of the chat may have been first
        moved, further = await self._moved(group, memory, untold)
        briefing = await self._answers.scribe.rewrite(composed)
        held = await asyncio.to_thread(followed, group.watch, composed)
        wanted = matches(held, {**muted, **silent})
        news = replace(news, briefing=briefing, moved=moved, further=further, matched=wanted)
        if group.since:
            besides = {each.key for each in chosen.documents}.difference(each.key for each in composed.documents)
            news = replace(news, untold=len(besides), or_more=len(chosen.documents) >= AMONG)
        return Made(news, await asyncio.to_thread(_remembered, composed, news))

    async def _moved(self, group: Group, memory: Memory, new: Sequence[str]) -> tuple[tuple[Moved, ...], int]:
        """Stories that moved on, as far as the chat wants to hear of them, and how many more there are."""
        if group.since is None:
            return (), 0
        moved, further = await self._progress.since(group.chat, memory.keys, new, group.since)
        return await asyncio.to_thread(unmuted, moved, group.watch), further

    def rest(self) -> None:
        """Lets go of what was loaded: there is nothing more to compose for now."""
        self._memories.forget()
        self._progress.forget()

    async def _fresh(self, group: Group) -> tuple[str, ...] | None:
        """The keys among which is looked; None for all."""
        if group.since is None:
            return None
        async with self._database.session(readonly=True) as session:
            return await fresh.since(session, group.chat, group.since, limit=FRESH)

    async def _chosen(self, group: Group, new: tuple[str, ...] | None, most: int) -> Chosen:
        if new == ():
            return Chosen(lack="no match")
        async with self._database.session(readonly=True) as session:
            most = most if new is None else AMONG
            return await of_topics(session, group.chat, group.topics, most, within=new)

    async def _composed(
        self, group: Group, chosen: Chosen, size: Lengths, past: Past
    ) -> tuple[Briefing | None, Matched]:
        """What the best of the documents bring; where that is nothing new, what others do. What of it is muted."""
        left, muted = chosen.documents, Counter[Term]()
        while left:
            some = await self._best(group, replace(chosen, documents=left), size.documents)
            known = await load(self._database, [document.key for document in some])
            silenced = await asyncio.to_thread(hushed, known, group.watch)
            muted.update(silenced.left)
            made = await asyncio.to_thread(_compose, silenced, chosen.words, size, past, group.watch) if known else None
            if made or group.since is None:
                return made, muted
            left = tuple(document for document in left if document not in some)
        return None, muted

    async def _best(self, group: Group, chosen: Chosen, most: int) -> tuple[Document, ...]:
        if group.since is None:
            return await asyncio.to_thread(watched, chosen, most, group.watch)
        if len(chosen.documents) <= most:
            return chosen.documents
        async with self._database.session(readonly=True) as session:
            together = await stories.together(session, group.chat, [document.key for document in chosen.documents])
        some = await asyncio.to_thread(spread, chosen.documents, together, most)
        return await asyncio.to_thread(group.watch.first, chosen.documents, some) if group.watch.follows else some

    async def _unread(self, group: Group, news: News, new: tuple[str, ...] | None) -> News:
        """Says where sources came of which nothing can be told."""
        if not new:
            return news
        async with self._database.session(readonly=True) as session:
            found = await unread_of_topics(session, group.chat, group.topics, within=new)
        return replace(news, unread=found.unread, language=found.language) if found else news

    async def _corrections(
        self, group: Group, memory: Memory, new: tuple[str, ...] | None, chosen: Chosen
    ) -> tuple[Correction, ...]:
        """Pages of which it was told first, then others of its topics; also those that were understood only now."""
        since = group.since
        if since is None:
            return ()
        found = {each.new.key: each for each in await corrections.since(self._database, group.chat, since)}
        late = await corrections.since(self._database, group.chat, since - AWRY)
        found = {each.new.key: each for each in late if each.new.key in frozenset(new or ())} | found
        untold = await asyncio.to_thread(_untold, tuple(found.values()), memory.told)
        holders = {document.key for document in chosen.documents}
        untold = await asyncio.to_thread(heard, untold, group.watch)
        known = tuple(each for each in untold if each.old.key in memory.keys)
        others = (each for each in untold if each.old.key not in memory.keys)
        return (*known, *(each for each in others if not group.topics or each.new.key in holders))


def _compose(silenced: Hushed, topic: str, size: Lengths, past: Past, watch: Watch) -> Briefing | None:
    """What is new, with the documents that it cites; None where nothing is."""
    made = verify(
        compose(
            silenced.known,
            topic=topic or None,
            sentences=size.sentences,
            statements=size.statements,
            figures=size.figures,
            unconfirmed=size.unconfirmed,
            past=past,
            audience=Audience(silenced.hidden, wanting(watch)),
        )
    )
    if is_empty(made):
        return None
    held = frozenset(_cited(made))
    less = replace(made, documents=tuple(d for d in made.documents if d.key in held))
    return less if not any(find_faults(less)) else made  # a name may be one that another document alone has in full


def _cited(made: Briefing) -> Iterator[str]:
    """The keys of all documents that anything told is from."""
    for sentence in (*made.sentences, *made.unconfirmed):
        for excerpt in sentence.cited if isinstance(sentence, Written) else (sentence,):
            yield from (each.document.key for each in (excerpt, *excerpt.also))
    for item in made.statements:
        yield from (statement.document.key for statement in (item.statement, *item.witnesses))
    yield from (figure.document.key for question in made.figures for figure in question.figures)


def _untold(found: Sequence[Correction], told: Collection[Passage]) -> tuple[Correction, ...]:
    """Those of which another digest of the chat has not told all that is new."""
    passages = {each.new.key: told_by(_now(each)) for each in found}
    return tuple(each for each in found if not (own := passages[each.new.key]) or any(p not in told for p in own))


def _remembered(composed: Briefing | None, news: News) -> tuple[Told, ...]:
    """What is told, with what corrections tell and the new values of stories that moved on."""
    changed = (change.after.figure for each in news.moved for change in each.news.changed)
    values = (Passage("figure", figure.document.key, figure.span.start, figure.span.end) for figure in changed)
    corrected = (passage for each in news.corrections for passage in told_by(_now(each)))
    told = told_by(composed) if composed else ()
    return tuple(Told(*passage) for passage in dict.fromkeys((*told, *values, *corrected)))


def _now(each: Correction) -> Briefing:
    """What the new version says that the old one said otherwise."""
    figures = tuple(Question((Answer(new),)) for _, new in each.found.figures.changed)
    statements = tuple(Testimony(new, new.speaker) for _, new in each.found.statements.changed)
    return Briefing((each.new,), (), statements, figures)
