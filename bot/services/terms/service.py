"""Keeping a chat's terms, and what they mean at this moment.

follow, mute: wishes -> room? -> kept | end: term -> gone, and how to bring it back
watch: chat -> its terms -> the documents of their stories
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.services.terms.matching import Watch
from bot.services.terms.reading import Wish
from storage import analyses, documents, stories, terms
from storage.database import Database
from storage.session import Session
from storage.types import Term, TermVerb
from summarizer.types import Analysis, Document, Span

MOST = 100
"""Terms of one chat."""
LOOKED_AT = 60
"""Sources in which is looked for what a new term matches."""
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of wishes; `turned` are those of them that were the opposite until now.

    `full` says that there was no room for the others, `stories` are numbers of none.
    """

    terms: tuple[Term, ...] = ()
    turned: frozenset[int] = frozenset()
    full: bool = False
    stories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """How many of so many sources a term matches, how many statements and figures, and passages, newest first."""

    looked_at: int
    sources: int
    pieces: int
    samples: tuple[tuple[Document, Span], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What chats follow and mute."""

    database: Database
    now: Callable[[], datetime]

    async def put(self, chat: int, verb: TermVerb, wishes: Sequence[Wish], person: int | None) -> Kept:
        """Keeps them. Raises StorageError."""
        kept, unknown = list[Term](), list[str]()
        async with self.database.session() as session:
            before = {each.id: each.verb for each in await terms.of_chat(session, chat)}
            room = MOST - len(before)
            for wish in wishes:
                if wish.kind == "story" and await stories.of(session, chat, int(wish.value)) is None:
                    unknown.append(wish.value)
                elif room > 0:
                    kept.append(await self._put(session, chat, verb, wish, person))
                    room -= 1
        turned = frozenset(each.id for each in kept if before.get(each.id, verb) != verb)
        return Kept(tuple(kept), turned, full=len(kept) + len(unknown) < len(wishes), stories=tuple(unknown))

    async def listed(self, chat: int) -> tuple[Term, ...]:
        """What a chat follows and mutes, oldest first."""
        async with self.database.session(readonly=True) as session:
            return await terms.of_chat(session, chat)

    async def end(self, chat: int, term: int) -> Term | None:
        """Follows or mutes it no more; None where it is gone already, or another chat's."""
        async with self.database.session() as session:
            return await terms.remove(session, term, chat)

    async def turn(self, chat: int, term: Term, verb: TermVerb, person: int) -> Term:
        """Follows what was muted, or mutes what was followed."""
        async with self.database.session() as session:
            return await self._put(session, chat, verb, term, person)

    async def _put(self, session: Session, chat: int, verb: TermVerb, term: Wish | Term, person: int | None) -> Term:
        return await terms.put(
            session, chat=chat, verb=verb, kind=term.kind, value=term.value, person=person, now=self.now()
        )

    async def matches(self, chat: int, term: Term) -> Found:
        """What a term matches among the newest sources of its chat, with some of the passages."""
        async with self.database.session(readonly=True) as session:
            members = (await watches(session, (chat,))).get(chat, Watch()).members
            newest = await documents.visible(session, chat, limit=LOOKED_AT)
            known = await analyses.load(session, [document.key for document in newest])
        watch = Watch((replace(term, verb="follow"),), members)
        return await asyncio.to_thread(_found, watch, newest, known)

    async def watch(self, chat: int | None) -> Watch:
        """What is to be looked for in what this chat is told; nothing for what is told to nobody's chat."""
        if chat is None:
            return Watch()
        async with self.database.session(readonly=True) as session:
            return (await watches(session, (chat,))).get(chat, Watch())


async def watches(session: Session, chats: Collection[int]) -> dict[int, Watch]:
    """The same for several chats; those that follow and mute nothing are left out."""
    found = await terms.of_chats(session, chats)
    made = dict[int, Watch]()
    for chat, own in found.items():
        numbers = {int(term.value) for term in own if term.kind == "story" and term.value.isdecimal()}
        made[chat] = Watch(own, await stories.members(session, chat, numbers))
    return made


def _found(watch: Watch, newest: Sequence[Document], known: Sequence[Analysis]) -> Found:
    held = {document.key for document in newest if watch.following(document)}
    said = [each for analysis in known for each in analysis.statements if watch.told((each,))]
    counted = [each for analysis in known for each in analysis.figures if watch.told((each,))]
    passages = dict.fromkeys([(s.document, s.context) for s in said] + [(f.document, f.clause) for f in counted])
    return Found(len(newest), len(held), len(said) + len(counted), tuple(passages)[:SAMPLES])
