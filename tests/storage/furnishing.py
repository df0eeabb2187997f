"""A database that has something of everything: the seeds as they are taken in, and what chats did with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

from sqlalchemy import update
from sqlmodel import col

from seeds import load
from storage import (
    analyses,
    arrivals,
    broadcasts,
    budgets,
    chats,
    copies,
    documents,
    entries,
    feeds,
    invites,
    jobs,
    listings,
    pages,
    permits,
    processes,
    sources,
    stories,
    terms,
)
from storage.database import Database
from storage.rows import StoryRow
from storage.session import Session
from storage.types import Chat, Copied, PageState, Permit, Process, SeenEntry
from summarizer.analyse import analyse
from summarizer.types import Analysis, Document
from tests.storage.factory import NOW, bring, later, report, understood
from tests.storage.mailing import CHAT, GROUP, compose, subscribe

QUEER = "Ім’я \u202e🙂 e\u0301 \ufffe \U0010ffff"
"""A name of letters that are easily lost."""
SPLIT, WAITING = report("We go", "Ann Lee", "7"), report(number="104")
PAGE = "https://news.example/page"


@cache
def understood_seeds() -> tuple[Analysis, ...]:
    """Without a model: which sentences matter is of no matter here."""
    return tuple(analyse(reading.document, None) for reading in load())


async def furnish(db: Database) -> None:
    """Fills an empty database; every table has rows after it."""
    for analysis in understood_seeds():
        async with db.session() as session:
            await _take_in(session, analysis, None)
    async with db.session() as session:
        one, two = await _texts(session)
    for document in (one, two, SPLIT):
        async with db.session() as session:
            await stories.place(session, understood(document))
    async with db.session() as session:
        await _doings(session, one, two)
        await _digests(session, one)


async def _take_in(session: Session, analysis: Analysis, chat: int | None) -> None:
    document = analysis.document
    await documents.add(session, document, raw=document.text, now=NOW)
    await sources.add(session, document.key, chat=chat, kind="seed", name=document.title or "", now=NOW)
    await analyses.save(session, analysis, NOW)
    await stories.place(session, analysis)


async def _texts(session: Session) -> tuple[Document, Document]:
    one, two = report(number="101"), report(number="102")
    await bring(session, one, CHAT)
    await bring(session, two, CHAT, minute=10, supersedes=one.key)
    await bring(session, SPLIT, CHAT, minute=11)
    await documents.add(session, WAITING, raw=QUEER, now=NOW)
    await sources.add(session, WAITING.key, chat=CHAT, kind="paste", name=QUEER, now=NOW, forward="post", message=2**40)
    await copies.save(session, [Copied(one.key, two.key, 1 / 3)])
    return one, two


async def _doings(session: Session, one: Document, two: Document) -> None:
    await chats.touch(session, Chat(GROUP, "supergroup", QUEER), NOW)
    following = await feeds.follow(session, "https://news.example/feed", chat=CHAT, person=5_000_000_000, now=NOW)
    entry = SeenEntry(QUEER, "v1", None, one.key, 0, None, NOW)
    await entries.note(session, following.feed.id, entry)
    await entries.note(session, following.feed.id, replace(entry, identity="e2", document_key=None, failure="too_long"))
    await pages.save(session, PageState(PAGE, PAGE, two.key, NOW, later(60), timedelta(hours=1)))
    items = ((9, 0, "text", QUEER), (9, 1, "link", PAGE))
    await arrivals.note(session, chat=CHAT, person=7, thread=None, message=9, items=items, now=NOW)  # type: ignore[arg-type]  # literals
    await listings.create(session, CHAT, "quotes", '{"asked": "Peña"}', NOW)
    await terms.put(session, chat=CHAT, verb="follow", kind="words", value=QUEER, person=7, now=NOW)
    await permits.grant(session, Permit(CHAT, 7, None, NOW))
    await invites.create(session, person=7, uses=3, now=NOW, until=later(60))
    told = await broadcasts.create(session, person=7, text=QUEER, now=NOW)
    await broadcasts.confirm(session, told.id, (CHAT, GROUP), NOW)
    await jobs.put(session, "understand", WAITING.key, CHAT, NOW)
    await processes.beat(session, Process("p1", "worker", ("fetch", "understand"), "host", 7, "0.1", NOW, NOW))
    await budgets.reserve(session, "bot", NOW.timestamp(), cell=0.04, count=3)
    await _split(session)


async def _split(session: Session) -> None:
    """A story out of a story, and one that is a part of one with a higher number, which comes later."""
    seeds = {analysis.document.key for analysis in understood_seeds()}
    story = next(story for story in await stories.visible(session, None, limit=9) if len(story.documents) > 1)
    key = next(document.key for document in story.documents if document.key in seeds)
    assert await stories.split(session, None, key, story.number)
    last = await stories.visible(session, None, limit=9)
    await session.exec(
        update(StoryRow).where(col(StoryRow.id) == 1).values(within=max(2, *(each.number for each in last)))
    )


async def _digests(session: Session, document: Document) -> None:
    await subscribe(session, CHAT)
    await subscribe(session, GROUP, thread=4)
    assert await compose(session, document.key) == 4
