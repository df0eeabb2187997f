"""Where the bot belongs: blocked, added, restricted, removed, and places that are there no more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden

from bot.playground import Playground
from tests.bot.playground.conftest import Context, running

Place = Callable[[Playground], Awaitable[int]]


async def restricted(tg: Playground) -> int:
    """A group in which the bot may not write."""
    return tg.group(-1, "Newsroom", bot="restricted").id


async def silent_admin(tg: Playground) -> int:
    """A channel whose administrator the bot is, without the right to post."""
    channel = tg.channel(-2, "Daily")
    channel.rights["can_post_messages"] = False
    return channel.id


async def deactivated(tg: Playground) -> int:
    """A person who has deleted their account."""
    user = tg.user(7, "Ann").user
    user.started = user.deactivated = True
    return user.id


async def deleted_group(tg: Playground) -> int:
    """A basic group that was deleted."""
    group = tg.group(-3, "Old", kind="group")
    tg.delete_group(group)
    return group.id


async def deleted_supergroup(tg: Playground) -> int:
    """A supergroup that was deleted."""
    group = tg.group(-4, "Old")
    tg.delete_group(group)
    return group.id


async def kicked_from_channel(tg: Playground) -> int:
    """A channel that the bot was thrown out of."""
    return tg.channel(-5, "Daily", bot="kicked").id


async def left(tg: Playground) -> int:
    """A group that the bot has left."""
    return tg.group(-6, "Newsroom", kind="group", bot="left").id


REFUSED: list[tuple[Place, type[Exception], str]] = [
    (restricted, BadRequest, "not enough rights to send text messages to the chat"),
    (silent_admin, BadRequest, "need administrator rights in the channel chat"),
    (deactivated, Forbidden, "user is deactivated"),
    (deleted_group, Forbidden, "the group chat was deleted"),
    (deleted_supergroup, BadRequest, "chat not found"),
    (kicked_from_channel, Forbidden, "bot was kicked from the channel chat"),
    (left, Forbidden, "bot is not a member of the group chat"),
]


@pytest.mark.parametrize(("place", "error", "words"), REFUSED, ids=[place.__name__ for place, _, _ in REFUSED])
async def test_refused(tg: Playground, bot: Bot, place: Place, error: type[Exception], words: str) -> None:
    """Each place that cannot be written to says so in Telegram's own words, and takes nothing in."""
    chat = await place(tg)
    with pytest.raises(error, match=f"(?i){words}"):
        await bot.send_message(chat, "x")
    assert tg.accepted() == {}


async def test_each_change_of_the_bots_place_is_told(tg: Playground) -> None:
    """Added, restricted, promoted, removed: old and new status arrive, as python-telegram-bot reads them."""
    changes: list[tuple[str, str]] = []

    async def watch(update: Update, _context: Context) -> None:
        if change := update.my_chat_member:
            changes.append((change.old_chat_member.status, change.new_chat_member.status))

    ann, group = tg.user(7, "Ann"), tg.group(-1001, "Newsroom", members={7: "creator"}, bot="left")
    async with running(tg, watch):
        for status in ("member", "restricted", "administrator", "kicked"):
            await ann.set_bot(group, status)
    assert changes == [
        ("left", "member"),
        ("member", "restricted"),
        ("restricted", "administrator"),
        ("administrator", "kicked"),
    ]


async def test_a_right_can_be_given_and_taken(tg: Playground, bot: Bot) -> None:
    """A restricted bot may write where just that right was left to it, and text is not a file."""
    ann, group = tg.user(7, "Ann"), tg.group(-1001, "Newsroom", members={7: "creator"})
    await bot.get_updates(timeout=0, allowed_updates=["message"])
    await ann.set_bot(group, "restricted", can_send_messages=True)
    await bot.send_message(group.id, "x")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to send documents"):
        await bot.send_document(group.id, b"x")
    await ann.set_bot(group, "member")
    await bot.send_document(group.id, b"x")


async def test_who_does_not_ask_for_it_is_not_told(tg: Playground, bot: Bot) -> None:
    """A bot that names its kinds of updates without `my_chat_member` never learns that it was blocked."""
    ann, group = tg.user(7, "Ann"), tg.group(-1001, "Newsroom", members={7: "creator"})
    await bot.get_updates(timeout=0, allowed_updates=["message", "callback_query"])
    await ann.block()
    await ann.set_bot(group, "kicked")
    assert await bot.get_updates(timeout=0) == ()
    await bot.get_updates(timeout=0, allowed_updates=["my_chat_member"])
    change = asyncio.create_task(ann.set_bot(group, "left"))
    (update,) = await bot.get_updates(timeout=2)
    assert update.my_chat_member
    assert update.my_chat_member.new_chat_member.status == "left"
    await bot.get_updates(offset=update.update_id + 1, timeout=0)
    await change


async def test_a_person_who_writes_again_has_unblocked_before(tg: Playground) -> None:
    """The change arrives before the message, so that the bot may answer it."""
    seen: list[str] = []

    async def watch(update: Update, _context: Context) -> None:
        seen.append(update.my_chat_member.new_chat_member.status if update.my_chat_member else "message")

    ann = tg.user(7, "Ann")
    async with running(tg, watch):
        await ann.say("hello")
        await ann.block()
        await ann.say("back")
    assert seen == ["message", "kicked", "member", "message"]
