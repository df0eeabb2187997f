"""Forgetting: nothing of the chat is left anywhere, and everything of everybody else is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import BigInteger
from sqlmodel import select

from storage import (
    analyses,
    arrivals,
    awaiting,
    chats,
    documents,
    entries,
    feeds,
    forgetting,
    jobs,
    listings,
    memories,
    orphans,
    permits,
    sources,
    stories,
    subscriptions,
)
from storage.database import Database
from storage.rows import (
    BroadcastCopyRow,
    BroadcastRow,
    ChatTermRow,
    InviteRow,
    LetterPartRow,
    PermitRow,
    Row,
    SourceRow,
    SubscriptionRow,
)
from storage.session import Session
from storage.types import Chat, Permit, Preferences, SeenEntry
from summarizer.types import Document
from tests.databases import new_sqlite
from tests.storage.factory import NOW, bring, later, report
from tests.storage.mailing import RULE, TASTE, compose, remembered, subscribe

MINE, THEIRS, GROUP, CHANNEL = 5_000_000_001, 5_000_000_002, -1001000000001, -1001000000002
WORD = "Zeboriya"
"""A word that stands in everything that one chat alone has."""
OTHERS = frozenset({"message", "thread", "progress", "turn", "bot"})
"""Large numbers that name neither a chat nor a person: Telegram's, of a bot itself, places in a line."""


def secret(number: str = "7") -> Document:
    return report(f"Nobody in {WORD} knows", f"{WORD} Mayor", number)


async def forget(session: Session, chat: int) -> forgetting.Forgotten:
    """All of it, with its texts."""
    gone, texts = await forgetting.forget(session, chat)
    return gone._replace(documents=await orphans.drop(session, texts))


async def fill(session: Session, chat: int, word: str) -> None:
    """One of everything that a chat can have."""
    await chats.touch(session, Chat(chat, "private" if chat > 0 else "supergroup", word, "uk"), NOW)
    await chats.prefer(session, chat, Preferences("uk", "Europe/Kyiv", "short", 30))
    await listings.create(session, chat, "words", word, NOW)
    await awaiting.put(session, chat, word, NOW)
    await arrivals.note(session, chat=chat, person=chat, thread=None, message=3, items=((3, 0, "text", word),), now=NOW)
    following = await feeds.follow(session, f"https://{word}.example/feed", chat=chat, person=chat, now=NOW)
    entry = SeenEntry(word, "1", f"https://{word}.example/1", None, 0, None, NOW)
    await entries.note(session, following.feed.id, entry)
    session.add(ChatTermRow(chat=chat, verb="mute", kind="words", value=word, folded=word, person=chat, added=NOW))
    session.add(PermitRow(chat=chat, person=chat, invite=word, since=NOW))
    session.add(InviteRow(token=word, person=chat, uses=1, made=NOW, until=NOW))
    broadcast = BroadcastRow(person=chat, text=word, made=NOW)
    session.add(broadcast)
    await session.flush()
    session.add(BroadcastCopyRow(broadcast_id=broadcast.id or 0, chat=chat, state="sent"))
    await subscribe(session, chat)
    await compose(session, word)


async def elsewhere(session: Session, person: int) -> None:
    """What a person has done in a group that stays, and a channel that gets their digests."""
    await feeds.follow(session, "https://group.example/feed", chat=GROUP, person=person, now=NOW)
    for name in ("person", "to", "home"):
        await listings.create(session, GROUP, "digests", f'[{{"{name}": {person}, "asked": false}}]', NOW)
        await listings.create(session, GROUP, "digests", f'[{{"asked": false, "{name}": {person}}}]', NOW)
    await chats.touch(session, Chat(GROUP, "supergroup", "A group"), NOW)
    await chats.touch(session, Chat(CHANNEL, "channel", WORD), NOW)
    await subscriptions.create(
        session, chat=CHANNEL, thread=None, person=person, rule=RULE, taste=TASTE, silent=False, due=NOW, now=NOW,
        home=person,
    )  # fmt: skip
    await compose(session, f"{WORD} channel")


async def everything(session: Session) -> str:
    """All that stands in the database, as one text."""
    connection = await session.connection()
    rows = [await connection.execute(table.select()) for table in Row.metadata.sorted_tables]
    return "\n".join(str(row) for result in rows for row in result.all())


async def test_nothing_is_left_of_a_chat(db: Database) -> None:
    """Whatever a chat had, no row names it and no word of it stands anywhere afterwards."""
    async with db.session() as session:
        await fill(session, MINE, WORD)
        await bring(session, secret(), MINE)
        await bring(session, secret("8"), MINE, minute=1, supersedes=secret().key)
        for key in (secret().key, secret("8").key):
            (analysis,) = await analyses.load(session, [key])
            await stories.place(session, analysis)
        await elsewhere(session, MINE)
    async with db.session() as session:
        assert WORD in await everything(session)
        held = await forgetting.holdings(session, MINE)
        gone = await forget(session, MINE)
    async with db.session() as session:
        assert gone == held
        assert await forgetting.remaining(session, MINE) == {}
        left = await everything(session)
        assert WORD not in left
        assert str(MINE) not in left
        assert gone == forgetting.Forgotten(sources=2, documents=2, digests=2, feeds=1, terms=1)
        assert await chats.get(session, GROUP)
        assert (await feeds.followed(session, GROUP, limit=9))[0].person is None


async def test_a_text_that_others_have_is_understood_for_nobody(db: Database) -> None:
    """The job stays, in everybody's line; of a group that became a supergroup it is the supergroup's."""
    async with db.session() as session:
        for chat in (MINE, THEIRS):
            await bring(session, secret(), chat)
        await jobs.put(session, "understand", secret().key, MINE, NOW)
        assert (await forgetting.remaining(session, MINE))["job"] == 1
        await forget(session, MINE)
        assert await forgetting.remaining(session, MINE) == {}
        (job,) = await jobs.claim(session, "understand", NOW, owner="a", until=later(1), limit=1)
        assert job.tenant == 0


async def test_others_keep_all_that_they_have(db: Database) -> None:
    """Forgetting one chat changes no row of another, nor a text that both have, nor one that is public."""
    shared, public = report("Both have this"), report("All have this")
    async with db.session() as session:
        await fill(session, THEIRS, "other")
        for chat in (THEIRS, None):
            await bring(session, shared if chat else public, chat)
        before = await _of(session, THEIRS)
        await fill(session, MINE, WORD)
        await bring(session, secret(), MINE)
        await bring(session, shared, MINE)
    async with db.session() as session:
        held = await forgetting.holdings(session, MINE)
        assert await forget(session, MINE) == held
    async with db.session() as session:
        assert await _of(session, THEIRS) == before
        assert await documents.find(session, THEIRS, shared.key)
        assert await documents.find(session, None, public.key)
        assert await documents.get(session, secret().key) is None


async def test_forgetting_twice_and_a_stranger_is_harmless(db: Database) -> None:
    """A chat that has nothing has nothing to lose."""
    async with db.session() as session:
        assert await forget(session, MINE) == forgetting.Forgotten()
        assert await forget(session, MINE) == forgetting.Forgotten()


async def test_what_both_were_told_stays_with_the_other(db: Database) -> None:
    """A letter and a memory that two chats share outlive one of them."""
    async with db.session() as session:
        await subscribe(session, MINE)
        await subscribe(session, THEIRS)
        await compose(session, "same")
    async with db.session() as session:
        await forget(session, MINE)
        assert "same 1" in await everything(session)
        await forget(session, THEIRS)
        assert "same" not in await everything(session)
        assert not (await session.exec(select(LetterPartRow))).all()


async def test_an_entry_whose_text_went_is_not_read_again(db: Database) -> None:
    """A feed that others follow too does not bring back what nobody wanted to keep."""
    async with db.session() as session:
        await bring(session, secret(), MINE)
        following = await feeds.follow(session, "https://f.example/", chat=THEIRS, person=None, now=NOW)
        await entries.note(
            session, following.feed.id, SeenEntry("1", "1", "https://f.example/1", secret().key, 0, None, NOW)
        )
        await forget(session, MINE)
        assert await entries.waiting(session, following.feed.id, limit=9) == ()
        assert (await entries.seen(session, following.feed.id, ("1",)))["1"].failure == orphans.FORGOTTEN


async def test_what_is_old_goes_by_each_chats_own_choice(db: Database) -> None:
    """Retention takes what a chat brought before, keeps what others have, and 0 days keep everything."""
    async with db.session() as session:
        for chat, days in ((MINE, 7), (THEIRS, 0), (GROUP, None)):
            await chats.touch(session, Chat(chat, "private"), NOW)
            await chats.prefer(session, chat, Preferences(retention=days))
            await bring(session, report(), chat)
        await bring(session, secret(), MINE)
        await bring(session, secret("9"), MINE, minute=60 * 24 * 8)
        assert sorted(await forgetting.expiring(session, None)) == [(MINE, 7)]
        assert sorted(await forgetting.expiring(session, 30)) == [(GROUP, 30), (MINE, 7)]
        assert await forgetting.expire(session, MINE, later(1)) == 2
        assert await orphans.drop(session, await orphans.found(session)) == 1
        assert await sources.count(session, MINE) == 1
        assert await documents.get(session, secret().key) is None
        assert await documents.find(session, THEIRS, report().key)
        assert await forgetting.expire(session, MINE, NOW - timedelta(days=1)) == 0


def test_every_number_that_names_somebody_is_looked_at() -> None:
    """A new column with Telegram's numbers is one that forgetting knows, or one that names nobody."""
    unknown = {
        f"{table.name}.{column.name}"
        for table in Row.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, BigInteger) and column not in forgetting.naming(table) and column.name not in OTHERS
    }
    assert unknown == set()


async def test_not_a_letter_of_it_stays_in_the_file(tmp_path: Path) -> None:
    """On SQLite what was forgotten is overwritten, in the database and in its journal."""
    database = await Database.open(new_sqlite(tmp_path / "v.db"))
    async with database.session() as session:
        await fill(session, MINE, WORD)
        await bring(session, secret(), MINE)
    assert WORD.encode() in _bytes(tmp_path)
    async with database.session() as session:
        await forget(session, MINE)
    await database.scrub()
    assert WORD.encode() not in _bytes(tmp_path)
    assert WORD.lower().encode() not in _bytes(tmp_path)
    await database.close()


@pytest.mark.parametrize("column", ["chat", "home"])
async def test_a_digest_goes_with_either_end(db: Database, column: str) -> None:
    """A digest that is set up in one chat and arrives in another goes with whichever of them is forgotten."""
    async with db.session() as session:
        await elsewhere(session, MINE)
        row = (await session.exec(select(SubscriptionRow))).one()
        await forget(session, getattr(row, column))
        assert (await session.exec(select(SubscriptionRow))).all() == []


async def test_what_a_routed_digest_did_not_get_through_others_tell(db: Database) -> None:
    """A channel that keeps a digest of its own is not held to have read what went with the other chat's."""
    async with db.session() as session:
        await elsewhere(session, MINE)
        assert await remembered(session, CHANNEL) == [f"{WORD} channel"]
        own = await subscribe(session, CHANNEL, due=later(60))
        await forget(session, MINE)
        assert await memories.of_chat(session, CHANNEL) == memories.NOTHING
        assert (await subscriptions.received(session, CHANNEL))[0].id == own.id


async def test_texts_that_a_chat_removed_go_with_it(db: Database) -> None:
    """The way back to them goes, and they with it, but not what another chat may still bring back."""
    async with db.session() as session:
        for document in (secret(), secret("8")):
            await bring(session, document, MINE)
        await bring(session, secret("8"), THEIRS)
        for chat in (MINE, THEIRS):
            for source, document in await sources.visible(session, chat, limit=9):
                await sources.remove(session, source.id, chat)
                await listings.create(session, chat, "removed", f'{{"document_key": "{document.key}"}}', NOW)
        assert await orphans.drop(session, await orphans.found(session)) == 0
        assert (await forget(session, MINE)).documents == 1
        assert await documents.get(session, secret().key) is None
        assert await documents.get(session, secret("8").key)
        await forgetting.expire(session, THEIRS, later(1))
        assert await orphans.drop(session, await orphans.found(session)) == 1


async def test_a_group_stays_let_in_by_whoever_is_forgotten(session: Session) -> None:
    """Its permit loses the number, and its own goes with the person."""
    for chat in (GROUP, MINE):
        await permits.grant(session, Permit(chat, MINE, None, NOW))
    await forget(session, MINE)
    assert await permits.every(session) == {GROUP: Permit(GROUP, None, None, NOW)}


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())


async def _of(session: Session, chat: int) -> Mapping[str, list[str]]:
    """Every row that names a chat, and its sources' texts."""
    found, connection = {}, await session.connection()
    for table in Row.metadata.sorted_tables:
        for column in forgetting.naming(table):
            rows = await connection.execute(table.select().where(column == chat))
            found[f"{table.name}.{column.name}"] = sorted(map(str, rows.all()))
    texts = select(SourceRow).where(SourceRow.chat == chat)
    return found | {"texts": [str(row.document_id) for row in await session.exec(texts)]}
