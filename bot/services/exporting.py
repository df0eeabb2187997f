"""What a chat takes with it: everything of its own, or what it sees of a topic.

own:  chat -> its choices, digests, feeds -> its sources, some at a time, with what was found in them
seen: chat, words -> the newest documents that hold them, with what was found in them
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.services.asked import words_of
from storage import analyses, chats, documents, feeds, own, subscriptions, terms
from storage.database import Database
from storage.types import Chat, Following, Preferences, Source, Subscription, Term
from summarizer.types import Analysis, Document

SLICE = 20
"""Sources that are loaded at a time: answers to people go on between."""
TABLED = 200
"""Documents whose statements and figures go into tables: the newest."""
FEEDS = 1000

Item = tuple[Source, Document, Analysis | None]


@dataclass(frozen=True, slots=True)
class Belongings:
    """All that a chat has but its sources."""

    chat: Chat
    chosen: Preferences
    terms: tuple[Term, ...]
    digests: tuple[Subscription, ...]
    feeds: tuple[Following, ...]


async def belongings(database: Database, chat: Chat) -> Belongings:
    """What this chat chose, follows and gets."""
    async with database.session(readonly=True) as session:
        followed = await feeds.followed(session, chat.id, limit=FEEDS)
        return Belongings(
            await chats.get(session, chat.id) or chat,
            await chats.preferences(session, chat.id),
            await terms.of_chat(session, chat.id),
            await subscriptions.of_chat(session, chat.id),
            tuple(each for each in followed if each.chat == chat.id),
        )


async def sources(database: Database, chat: int) -> AsyncIterator[Item]:
    """What this chat brought, oldest first, also what a newer version took the place of."""
    after = 0
    while True:
        async with database.session(readonly=True) as session:
            found = await own.brought(session, chat, after=after, limit=SLICE)
            known = await analyses.load(session, [document.key for _, document in found])
        understood = {analysis.document.key: analysis for analysis in known}
        for source, document in found:
            yield source, document, understood.get(document.key)
            after = source.id
        if len(found) < SLICE:
            return


async def seen(database: Database, chat: int | None, words: str) -> tuple[tuple[Analysis, ...], bool]:
    """What was found in the newest documents that hold the words; whether there are more of them."""
    async with database.session(readonly=True) as session:
        found = await documents.visible(session, chat, words=words_of(words), limit=TABLED + 1)
    known: list[Analysis] = []
    keys: Sequence[str] = [document.key for document in found[:TABLED]]
    for at in range(0, len(keys), SLICE):
        async with database.session(readonly=True) as session:
            known += await analyses.load(session, keys[at : at + SLICE])
    return tuple(known), len(found) > TABLED
