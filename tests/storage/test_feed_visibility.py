"""Whatever chats follow, replace, leave and read: none ever sees what only another chat's feed brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import copies, documents, entries, feeds, sources
from storage.database import Database
from storage.session import Session
from storage.types import Copied, SeenEntry
from tests.storage.factory import NOW, later, report
from tests.storage.test_visibility import CHATS

URLS = tuple(f"https://news.example/{name}" for name in "abc")
REPORTS = tuple(report(f"Quote {n} here", f"Speaker {n}", str(100 + n)) for n in range(5))
Verb = Literal["follow", "unfollow", "replace", "publish", "change", "move"]


@dataclass(frozen=True)
class Step:
    """One thing that happens: who does it, with which feed, and a second feed or report."""

    verb: Verb
    chat: int | None
    url: int
    other: int


STEPS = st.builds(
    Step,
    st.sampled_from(("follow", "follow", "publish", "publish", "unfollow", "replace", "change", "move")),
    st.sampled_from(CHATS),
    st.integers(0, len(URLS) - 1),
    st.integers(0, len(REPORTS) - 1),
)


class World:
    """What should be so, kept in the plainest way: who follows what, and who may ever see which report."""

    def __init__(self) -> None:
        self.followers: dict[int, set[int | None]] = {n: set() for n in range(len(URLS))}
        self.granted: dict[int | None, set[int]] = {chat: set() for chat in CHATS}
        self.published: set[int] = set()

    def may_see(self, chat: int | None) -> set[str]:
        return {REPORTS[number].key for number in self.granted[chat] | self.granted[None]}


async def play(session: Session, world: World, step: Step) -> None:
    own = next((f for f in await feeds.followed(session, step.chat, limit=99) if f.feed.url == URLS[step.url]), None)
    mine = own if own is not None and own.chat == step.chat else None
    there = step.other % len(URLS)
    match step.verb:
        case "follow":
            await feeds.follow(session, URLS[step.url], chat=step.chat, person=None, now=NOW)
            world.followers[step.url].add(step.chat)
        case "unfollow" if mine:
            await feeds.unfollow(session, mine.id, step.chat)
            world.followers[step.url].discard(step.chat)
        case "replace" if mine:
            await feeds.replace(session, mine.id, step.chat, URLS[there], now=NOW)
            world.followers[step.url].discard(step.chat)
            world.followers[there].add(step.chat)
        case "move" if own and there != step.url:
            await feeds.move(session, own.feed.id, URLS[there])
            world.followers[there] |= world.followers[step.url]
            world.followers[step.url] = set()
        case "publish" if own:
            await publish(session, world, own.feed.id, step)
        case "change":
            await change(session, world, step)
        case _:
            pass


async def publish(session: Session, world: World, feed: int, step: Step) -> None:
    document = REPORTS[step.other]
    await documents.add(session, document, raw="", now=NOW)
    await entries.note(session, feed, SeenEntry(document.key, "1", None, document.key, 1, None, NOW))
    await sources.add_for_followers(session, document.key, feed, kind="feed", name="News", now=NOW)
    world.published.add(step.other)
    for chat in world.followers[step.url]:
        world.granted[chat].add(step.other)


async def change(session: Session, world: World, step: Step) -> None:
    """A page of a report is found to say what the next one says."""
    old, new = step.other, (step.other + 1) % len(REPORTS)
    if old not in world.published:
        return
    await documents.add(session, REPORTS[new], raw="", now=later(1))
    await sources.inherit(session, REPORTS[old].key, REPORTS[new].key, kind="link", now=later(1))
    world.published.add(new)
    for granted in world.granted.values():
        if old in granted:
            granted.add(new)


async def shown(session: Session, chat: int | None) -> set[str]:
    """Keys of all that any reading function shows to a chat."""
    keys = [document.key for document in REPORTS]
    known = [key for key in keys if await documents.get(session, key)]
    await copies.save(session, [Copied(one, other, 0.9) for one in known for other in known if one != other])
    pairs = await copies.of(session, chat, keys)
    changed = await documents.successors(session, chat, NOW)
    return (
        {document.key for document in await documents.visible(session, chat, limit=99)}
        | {source.document_key for source, _ in await sources.visible(session, chat, limit=99)}
        | {key for pair in pairs for key in (pair.key, pair.other)}
        | {document.key for pair in changed for document in pair}
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
async def test_nobody_sees_what_only_anothers_feed_brought(db: Database, steps: list[Step]) -> None:
    """After every history a chat sees only what it or everybody was given, and follows what it or everybody follows."""
    async with db.session() as session:
        world = World()
        for step in steps:
            await play(session, world, step)
        for chat in CHATS:
            assert await shown(session, chat) <= world.may_see(chat)
            followed = {each.feed.url for each in await feeds.followed(session, chat, limit=99)}
            assert followed == {URLS[n] for n, who in world.followers.items() if who & {chat, None}}
            assert {f.chat for f in await feeds.followed(session, chat, limit=99)} <= {chat, None}
        await session.rollback()


async def test_what_a_feed_brings_stops_where_its_follower_left(session: Session) -> None:
    """Chat 7 leaves, chat 8 goes on: the next text is for 8 alone, and 7 keeps what it had."""
    world = World()
    for step in (
        Step("follow", 7, 0, 0),
        Step("publish", 7, 0, 0),
        Step("follow", None, 1, 0),
        Step("unfollow", 7, 0, 0),
        Step("publish", None, 1, 1),
    ):
        await play(session, world, step)
    assert {document.key for document in await documents.visible(session, 7, limit=9)} == world.may_see(7)
    assert await documents.visible(session, None, limit=9) == (REPORTS[1],)
