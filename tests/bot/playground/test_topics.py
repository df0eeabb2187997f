"""Topics that people close, open and delete."""

from __future__ import annotations

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest

from bot.playground import Chat, Playground
from tests.bot.playground.conftest import Context, running


@pytest.fixture
def forum(tg: Playground) -> Chat:
    """A forum with a topic."""
    return tg.group(-1002, "Forum", members={7: "creator"}, topics={5: "Bucha"})


async def test_a_closed_topic_takes_nothing_until_it_is_open(tg: Playground, forum: Chat) -> None:
    """Closing and opening are service messages in the topic; General goes on."""
    notices: list[bool] = []

    async def watch(update: Update, _context: Context) -> None:
        if message := update.message:
            notices.append(bool(message.forum_topic_closed))

    ann = tg.user(7, "Ann")
    async with running(tg, watch) as bot:
        await ann.set_closed(forum, 5)
        with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
            await bot.send_message(forum.id, "x", message_thread_id=5)
        await bot.send_message(forum.id, "in General")
        await ann.set_closed(forum, 5, closed=False)
        await bot.send_message(forum.id, "x", message_thread_id=5)
    assert notices == [True, False]


async def test_a_closed_topic_is_open_to_those_who_manage_topics(tg: Playground, bot: Bot, forum: Chat) -> None:
    """An administrator writes there, unless that very right is missing."""
    ann = tg.user(7, "Ann")
    forum.topics[5].closed = True
    await bot.get_updates(timeout=0, allowed_updates=["inline_query"])
    await ann.set_bot(forum, "administrator")
    await bot.send_message(forum.id, "x", message_thread_id=5)
    await ann.set_bot(forum, "administrator", can_manage_topics=False)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=5)


async def test_a_deleted_topic_is_gone_with_its_messages(tg: Playground, bot: Bot, forum: Chat) -> None:
    """Nobody tells the bot: it learns it from the refusal."""
    await bot.send_message(forum.id, "x", message_thread_id=5)
    await bot.send_message(forum.id, "in General")
    tg.delete_topic(forum, 5)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(forum.id, "y", message_thread_id=5)
    assert [message.text for message in tg.messages(forum)] == ["in General"]
    assert await bot.get_updates(timeout=0) == ()
