"""Digests tell what is followed first and leave out what is muted, each chat its own, shared where it is the same."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlmodel import select

from bot.services.answers import Lengths
from storage import subscriptions, terms
from storage.rows import EditionRow
from storage.types import Taste, TermKind, TermVerb
from summarizer.types import Document
from tests.bot.services.digesting import DAILY, MONDAY, Post, at, posting
from tests.bot.services.test_digests import FERRY, FIRE, PRICE, TOLL, VOW, ferry, fire

CHAT, OTHER, HOME = 7, 8, 9


@pytest.fixture
async def post(address: str) -> AsyncIterator[Post]:
    async with posting(address, Lengths(documents=2)) as it:
        yield it


async def put(post: Post, value: str, verb: TermVerb = "mute", kind: TermKind = "words", chat: int = CHAT) -> None:
    async with post.database.session() as session:
        await terms.put(session, chat=chat, verb=verb, kind=kind, value=value, person=None, now=MONDAY)


async def test_what_is_muted_is_neither_told_nor_counted_and_said_so(post: Post) -> None:
    """Neither in the first digest nor where a story moves on; another chat is told all of it."""
    await post.bring(fire(TOLL.format(12)), ferry(PRICE), at=at(0, 5))
    for chat in (CHAT, OTHER):
        await post.subscribe(chat)
    await put(post, "killed")
    await put(post, "Bo Reed", kind="person")
    first = await post.morning(0)
    assert FIRE in first[CHAT]
    assert "killed in" not in first[CHAT]
    assert PRICE not in first[CHAT]
    assert "Left out, since muted: " in first[CHAT]
    assert "what “Bo Reed” says (1)" in first[CHAT]
    assert "12 people were killed" in first[OTHER]
    assert "muted" not in first[OTHER]
    await post.bring(fire(TOLL.format(15), VOW), at=at(1, 5))
    second = await post.morning(1)
    assert "rebuild the market hall" in second[CHAT]
    assert "15" not in second[CHAT]
    assert "at least 12 → at least 15" in second[OTHER]


async def test_a_muted_story_or_publisher_brings_no_digest(post: Post) -> None:
    """Where all that is new is muted, nothing is sent, and the next one is due as ever."""
    await post.subscribe(CHAT)
    await put(post, "Herald", kind="publisher")
    await post.bring(ferry(PRICE), at=at(0, 5))
    assert await post.morning(0) == {}
    assert (await post.of(CHAT)).due == at(1, 8)


async def test_what_is_followed_is_told_where_there_is_room_for_few(post: Post) -> None:
    """Of many sources the followed ones are chosen, and the digest says which term they hold."""
    towns = [
        Document.make(f"The town of {name} opened its new library on Friday after nine years of building.")
        for name in ("Alby", "Borth", "Corby")
    ]
    await post.bring(ferry(PRICE), at=at(0, 4))
    await post.bring(*towns, at=at(0, 5))
    await put(post, "ferry", "follow")
    for chat in (CHAT, OTHER):
        await post.subscribe(chat)
    first = await post.morning(0)
    assert FERRY in first[CHAT]
    assert "You follow: “ferry” (" in first[CHAT]
    assert FERRY not in first[OTHER]


async def test_chats_that_want_the_same_share_an_edition(post: Post) -> None:
    """Whose terms they are does not matter, only what they say."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    for chat in (CHAT, OTHER):
        await post.subscribe(chat)
        await put(post, "killed", chat=chat)
    assert len(set((await post.morning(0)).values())) == 1
    async with post.database.session(readonly=True) as session:
        assert len((await session.exec(select(EditionRow))).all()) == 1


async def test_the_terms_are_those_of_the_home(post: Post) -> None:
    """A digest that goes to a channel leaves out what the chat mutes in which it was set up."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await put(post, "killed", chat=HOME)
    async with post.database.session() as session:
        await subscriptions.create(
            session, chat=CHAT, thread=None, person=HOME, rule=DAILY, taste=Taste(), silent=False, due=at(0, 8),
            now=MONDAY, home=HOME,
        )  # fmt: skip
    told = (await post.morning(0))[CHAT]
    assert FIRE in told
    assert "killed in" not in told
