"""Groups, forums and channels: what the bot sees there, and what it may do."""

from __future__ import annotations

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.playground import Playground
from tests.bot.playground.conftest import Context, running


class Ears:
    """A bot that only listens."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.updates: list[Update] = []

    async def __call__(self, update: Update, _context: Context) -> None:
        self.updates.append(update)
        if update.message and update.message.text:
            self.texts.append(update.message.text)


async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(tg: Playground) -> None:
    """Commands and replies to the bot arrive; talk, mentions and other bots' commands do not."""
    ears, ann, group = Ears(), tg.user(7, "Ann"), tg.group(-1001, "Newsroom", members={7: "member"})
    async with running(tg, ears) as bot:
        await bot.send_message(-1001, "hello all")
        for text in ("talk", "@verbatim_bot hello", "/brief@other_bot", "/brief", "/brief@Verbatim_Bot"):
            await ann.say(text, chat=group)
        await ann.reply(tg.messages(group)[0], "hello bot")
    assert ears.texts == ["/brief", "/brief@Verbatim_Bot", "hello bot"]


async def test_an_administrator_sees_everything(tg: Playground) -> None:
    """Made an administrator, the bot is told so and gets all messages; removed, it gets none and may not send."""
    ears, ann = Ears(), tg.user(7, "Ann")
    group = tg.group(-1001, "Newsroom", members={7: "creator"}, bot="left")
    async with running(tg, ears) as bot:
        await ann.set_bot(group, "administrator")
        await ann.say("talk", chat=group)
        await ann.set_bot(group, "kicked")
        await ann.say("/brief", chat=group)
        with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
            await bot.send_message(-1001, "hello?")
    assert ears.texts == ["talk"]
    changes = [u.my_chat_member.new_chat_member.status for u in ears.updates if u.my_chat_member]
    assert changes == ["administrator", "kicked"]
    assert [u.message.new_chat_members[0].is_bot for u in ears.updates if u.message and u.message.new_chat_members] == [
        True
    ]


async def test_answers_go_to_the_topic_that_asked(tg: Playground) -> None:
    """In a forum python-telegram-bot answers in the topic; unknown, closed and General topics are refused."""

    async def answer(update: Update, _context: Context) -> None:
        assert update.message
        await update.message.reply_text("here")

    ann, forum = (
        tg.user(7, "Ann"),
        tg.group(-1002, "Forum", members={7: "member"}, topics={1: "General", 5: "Bucha", 6: "Old"}),
    )
    forum.topics[6].closed = True
    async with running(tg, answer) as bot:
        (reply,) = await ann.say("/brief", chat=forum, topic=5)
        for topic, problem in ((4, "thread not found"), (1, "thread not found"), (6, "TOPIC_CLOSED")):
            with pytest.raises(BadRequest, match=f"(?i){problem}"):
                await bot.send_message(-1002, "x", message_thread_id=topic)
    assert (reply.topic, reply.text) == (5, "here")


async def test_a_topic_in_a_plain_group_is_a_warning(tg: Playground, bot: Bot) -> None:
    """Telegram ignores a thread where there are none; a careful bot does not send it."""
    tg.group(-1001, "Newsroom")
    await bot.send_message(-1001, "x", message_thread_id=9)
    assert tg.warnings == ("sendMessage: message_thread_id is ignored: the chat is not a forum",)


async def test_message_numbers_repeat_between_chats(tg: Playground, bot: Bot) -> None:
    """Supergroups number their messages themselves: a number says nothing without its chat."""
    tg.group(-1001, "One")
    tg.group(-1002, "Two")
    first, second = await bot.send_message(-1001, "a"), await bot.send_message(-1002, "b")
    assert first.message_id == second.message_id
    await bot.delete_message(-1001, first.message_id)
    assert [m.text for m in tg.messages(-1002)] == ["b"]


async def test_members_and_administrators_are_told(tg: Playground, bot: Bot) -> None:
    """The bot can see who may change what."""
    tg.group(-1001, "Newsroom", members={7: "creator", 8: "administrator", 9: "member"})
    assert {m.user.id for m in await bot.get_chat_administrators(-1001)} == {7, 8}
    assert (await bot.get_chat_member(-1001, 9)).status == "member"
    with pytest.raises(BadRequest, match="Participant_id_invalid"):
        await bot.get_chat_member(-1001, 10)
    assert (await bot.get_chat(-1001)).title == "Newsroom"


async def test_a_group_that_became_a_supergroup_names_it(tg: Playground, bot: Bot) -> None:
    """Sending to the old number is refused with the new one."""
    new = tg.migrate(tg.group(-44, "Old", kind="group"), -1044)
    with pytest.raises(ChatMigrated) as refusal:
        await bot.send_message(-44, "x")
    assert refusal.value.new_chat_id == new.id
    await bot.send_message(refusal.value.new_chat_id, "moved")
    assert [m.text for m in tg.messages(new)] == ["moved"]


async def test_a_channel_takes_posts_from_its_administrators_only(tg: Playground, bot: Bot) -> None:
    """Channels are named by number or @name; a bot that is no administrator may not post."""
    channel = tg.channel(-1003, "Daily", username="daily")
    await bot.send_message("@daily", "post")
    assert [m.text for m in tg.messages(channel)] == ["post"]
    channel.bot = "member"
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(-1003, "post")


async def test_a_bot_that_left_is_out(tg: Playground, bot: Bot) -> None:
    """After leaveChat nothing can be sent."""
    tg.group(-1001, "Newsroom")
    assert await bot.leave_chat(-1001)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(-1001, "x")
