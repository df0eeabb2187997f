"""Roles in groups and channels: members come and go, administrators write anonymously, channels post."""

from __future__ import annotations

import pytest
from telegram import Bot, Chat, ChatMemberAdministrator, Update
from telegram.error import BadRequest

from bot.playground import Playground
from tests.bot.playground.conftest import Context, running
from tests.bot.playground.test_groups import Ears


async def test_members_come_rise_fall_and_go(tg: Playground) -> None:
    """A group says who came and went; a bot that is an administrator and asks is told of every change."""
    ears, ann, bob = Ears(), tg.user(7, "Ann"), tg.user(8, "Bob")
    group = tg.group(-1001, "Newsroom", members={7: "creator"}, bot="administrator")
    async with running(tg, ears) as bot:
        await tg.polling()
        await ann.set_member(group, bob, "member")
        await ann.set_member(group, bob, "administrator", can_pin_messages=False)
        member = await bot.get_chat_member(-1001, 8)
        assert isinstance(member, ChatMemberAdministrator)
        assert (member.can_pin_messages, member.can_delete_messages) == (False, True)
        assert await bot.get_chat_member_count(-1001) == 3
        await bob.set_member(group, bob, "left")
        assert await bot.get_chat_member_count(-1001) == 2
    changes = [update.chat_member for update in ears.updates if update.chat_member]
    assert [(c.from_user.id, c.new_chat_member.status) for c in changes] == [
        (7, "member"),
        (7, "administrator"),
        (8, "left"),
    ]
    notices = [update.message for update in ears.updates if update.message]
    assert [bool(n.new_chat_members) for n in notices] == [True, False]
    assert tg.member_of(group, bob) == "left"


async def test_a_plain_member_is_not_told_of_others(tg: Playground) -> None:
    """A bot without administrator's rights sees the service message only."""
    ears, ann, bob = Ears(), tg.user(7, "Ann"), tg.user(8, "Bob")
    group = tg.group(-1001, "Newsroom", members={7: "creator"})
    async with running(tg, ears):
        await ann.set_member(group, bob, "member")
        await ann.set_member(group, bob, "administrator")
    assert [bool(update.message) for update in ears.updates] == [True]


async def test_an_administrator_may_write_as_the_group(tg: Playground) -> None:
    """An anonymous administrator's message is from nobody, in the name of the group; a press is from the person."""
    ears, ann, bob = Ears(), tg.user(7, "Ann"), tg.user(8, "Bob")
    group = tg.group(-1001, "Newsroom", members={7: "administrator", 8: "member"})
    channel = tg.channel(-1003, "Daily", members={8: "creator"})
    async with running(tg, ears):
        await ann.say("/settings", chat=group, as_=group)
        await bob.say("/settings", chat=group, as_=channel)
        with pytest.raises(ValueError, match="no administrator"):
            await bob.say("/settings", chat=group, as_=group)
        with pytest.raises(ValueError, match="in groups only"):
            await ann.say("/settings", as_=group)
    anonymous, channels = (update.message for update in ears.updates)
    assert anonymous
    assert anonymous.from_user
    assert anonymous.sender_chat
    assert (anonymous.from_user.username, anonymous.sender_chat.id) == ("GroupAnonymousBot", -1001)
    assert channels
    assert channels.sender_chat
    assert channels.sender_chat.id == -1003


async def test_a_channels_posts_reach_its_administrators(tg: Playground) -> None:
    """People post in the channel's name; the bot gets posts and edits of them while it is an administrator."""
    ears, ann, bob = Ears(), tg.user(7, "Ann"), tg.user(8, "Bob")
    channel = tg.channel(-1003, "Daily", members={7: "creator", 8: "member"})
    async with running(tg, ears) as bot:
        await ann.say("a post", chat=channel)
        assert ann.last
        await ann.edit(ann.last, "a better post")
        mine = await bot.send_message(-1003, "mine")
        with pytest.raises(ValueError, match="no administrator"):
            await bob.say("a post", chat=channel)
        with pytest.raises(BadRequest, match="can't be edited"):
            await bot.edit_message_text("x", -1003, ann.last.id)
        await bot.edit_message_text("changed", -1003, mine.message_id)
        channel.bot = "member"
        await ann.say("unheard", chat=channel)
    post, edit = ears.updates
    assert post.channel_post
    assert post.channel_post.sender_chat
    assert (post.channel_post.from_user, post.channel_post.sender_chat.id) == (None, -1003)
    assert edit.edited_channel_post
    assert edit.edited_channel_post.text == "a better post"
    assert [m.text for m in tg.messages(channel)] == ["changed"]


async def test_a_channel_hides_its_members_from_a_bot_without_rights(tg: Playground, bot: Bot) -> None:
    """Who is in a channel is told to its administrators; a right that is missing is refused when it is needed."""
    tg.user(7, "Ann")
    channel = tg.channel(-1003, "Daily", members={7: "creator"}, rights={"can_post_messages": False})
    assert (await bot.get_chat_member(-1003, 7)).status == "creator"
    assert (await bot.get_chat(-1003)).type == Chat.CHANNEL
    assert {m.user.id for m in await bot.get_chat_administrators(-1003)} == {7, bot.id}
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(-1003, "post")
    channel.bot = "member"
    with pytest.raises(BadRequest, match="Member list is inaccessible"):
        await bot.get_chat_member(-1003, 7)
    assert (await bot.get_chat_member_count(7)) == 2


async def test_forwards_name_where_they_come_from(tg: Playground) -> None:
    """A channel's post, a person's message and an anonymous administrator's are told apart."""
    origins: list[str] = []

    async def listen(update: Update, _context: Context) -> None:
        if update.message and update.message.forward_origin:
            about = update.message.forward_origin.to_dict()
            source = about.get("chat") or about.get("sender_chat") or about["sender_user"]
            origins.append(f"{about['type']} {source['id']} {about.get('message_id', '')}".strip())

    ann = tg.user(7, "Ann")
    channel = tg.channel(-1003, "Daily", members={7: "creator"})
    group = tg.group(-1001, "Newsroom", members={7: "creator"})
    async with running(tg, listen) as bot:
        post = await bot.send_message(-1003, "a post")
        await ann.forward_message(tg.messages(channel)[0])
        assert ann.last
        await ann.forward_message(ann.last)
        await ann.say("hello", chat=group)
        await ann.forward_message(ann.last)
        await ann.say("hello", chat=group, as_=group)
        await ann.forward_message(ann.last)
        await ann.forward("words", from_=channel, number=9)
    assert origins == [
        f"channel -1003 {post.message_id}",
        f"channel -1003 {post.message_id}",
        "user 7",
        "chat -1001",
        "channel -1003 9",
    ]
