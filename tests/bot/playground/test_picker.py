"""The chat picker, and the links that open the bot or add it to a chat."""

from __future__ import annotations

import re
from typing import Any

import pytest
from telegram import (
    Bot,
    ChatAdministratorRights,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest

from bot.playground import Playground
from tests.bot.playground.conftest import running
from tests.bot.playground.test_groups import Ears


def rights(*named: str) -> ChatAdministratorRights:
    """Administrator rights, none but those named."""
    names = ChatAdministratorRights.no_rights().to_dict()
    return ChatAdministratorRights(**{**names, **dict.fromkeys(named, True)})


POSTS = rights("can_post_messages", "can_promote_members")


def key(number: int = 1, *, channel: bool = True, **asked: Any) -> KeyboardButton:
    """A key that asks for a chat."""
    return KeyboardButton("Choose", request_chat=KeyboardButtonRequestChat(number, channel, **asked))


async def ask(tg: Playground, bot: Bot, *keys: KeyboardButton) -> None:
    """Puts keys before Ann, who is user 7."""
    tg.user(7, "Ann", language="uk").user.started = True
    await bot.send_message(7, "Which?", reply_markup=ReplyKeyboardMarkup([list(keys)], one_time_keyboard=True))


async def test_a_person_chooses_a_channel_and_the_bot_is_let_in(tg: Playground) -> None:
    """The bot is made an administrator with what was asked, by that person, and then told what was chosen."""
    ears, ann = Ears(), tg.user(7, "Ann", language="uk")
    channel = tg.channel(-1003, "Daily", username="daily", bot="left", members={7: "creator"})
    asked = key(
        user_administrator_rights=POSTS,
        bot_administrator_rights=rights("can_post_messages"),
        request_title=True,
        request_username=True,
    )
    async with running(tg, ears) as bot:
        await ask(tg, bot, asked)
        with pytest.raises(LookupError, match="share_chat"):
            await ann.tap("Choose")
        await ann.share_chat(1, channel)
        await bot.send_message(-1003, "a post")
    joined, chosen = ears.updates
    assert joined.my_chat_member
    assert (joined.my_chat_member.from_user.id, joined.my_chat_member.from_user.language_code) == (7, "uk")
    member = joined.my_chat_member.new_chat_member
    assert (member.status, member.can_post_messages, member.can_edit_messages) == ("administrator", True, False)  # type: ignore[attr-defined]  # an administrator has them
    assert chosen.message
    assert chosen.message.chat_shared
    shared = chosen.message.chat_shared
    assert (shared.request_id, shared.chat_id, shared.title, shared.username) == (1, -1003, "Daily", "daily")
    assert ann.keys == ()
    assert (tg.refused, tg.warnings) == ((), ())


NOT_OFFERED: list[tuple[str, KeyboardButton, dict[str, Any]]] = [
    ("it is no channel", key(channel=True), {"kind": "group"}),
    ("it is a channel", key(channel=False), {}),
    ("it is no forum", key(channel=False, chat_is_forum=True), {"kind": "group"}),
    ("it has no username", key(chat_has_username=True), {}),
    ("it has a username", key(chat_has_username=False), {"username": "daily"}),
    ("did not create it", key(chat_is_created=True), {"status": "administrator"}),
    ("no administrator there", key(user_administrator_rights=POSTS), {"status": "member"}),
    ("not in that chat", key(), {"status": "left"}),
    ("lacks can_post_messages", key(user_administrator_rights=POSTS), {"lacks": "can_post_messages"}),
    (
        "lacks can_promote_members",
        key(
            user_administrator_rights=rights("can_post_messages"), bot_administrator_rights=rights("can_post_messages")
        ),
        {"lacks": "can_promote_members"},
    ),
]


@pytest.mark.parametrize(("why", "asked", "how"), NOT_OFFERED, ids=[row[0] for row in NOT_OFFERED])
async def test_not_offered(tg: Playground, bot: Bot, why: str, asked: KeyboardButton, how: dict[str, Any]) -> None:
    """Telegram offers only chats that are what the key asks for, and whose rights the person has."""
    ann = tg.user(7, "Ann")
    members = {7: how.get("status", "administrator" if "lacks" in how else "creator")}
    if how.get("kind") == "group":
        chat = tg.group(-1001, "Newsroom", members=members)
    else:
        chat = tg.channel(-1003, "Daily", username=how.get("username"), members=members, bot="left")
    chat.member_rights[7] = {how["lacks"]: False} if "lacks" in how else {}
    await ask(tg, bot, asked)
    with pytest.raises(ValueError, match=why):
        await ann.share_chat(1, chat)
    with pytest.raises(LookupError, match="id 2"):
        await ann.share_chat(2, chat)


REFUSED: list[tuple[str, list[KeyboardButton]]] = [
    ("duplicate request_id", [key(), key()]),
    ('can\'t find field "chat_is_channel"', [KeyboardButton("C", request_chat=KeyboardButtonRequestChat(1, None))]),  # type: ignore[arg-type]  # what is refused
    ("must be a valid Number", [key(2**31)]),
    ("must be a subset", [key(bot_administrator_rights=POSTS)]),
]


@pytest.mark.parametrize(("words", "keys"), REFUSED, ids=[words for words, _ in REFUSED])
async def test_refused(tg: Playground, bot: Bot, words: str, keys: list[KeyboardButton]) -> None:
    """A key that asks wrongly is refused."""
    with pytest.raises(BadRequest, match=f"(?i){re.escape(words)}"):
        await ask(tg, bot, *keys)


async def test_a_chat_is_asked_for_in_private_only(tg: Playground, bot: Bot) -> None:
    """In a group such a key is refused."""
    tg.group(-1001, "Newsroom")
    with pytest.raises(BadRequest, match="private chats only"):
        await bot.send_message(-1001, "Which?", reply_markup=ReplyKeyboardMarkup([[key()]]))


async def test_a_bot_that_must_be_a_member_is_added(tg: Playground) -> None:
    """A key that wants the bot in the group has it added by the person's choice."""
    ears, ann = Ears(), tg.user(7, "Ann")
    group = tg.group(-1001, "Newsroom", members={7: "member"}, bot="left")
    async with running(tg, ears) as bot:
        await ask(tg, bot, key(channel=False, bot_is_member=True))
        await ann.share_chat(1, group)
    assert group.bot == "member"
    assert kinds(ears.updates) == ["my_chat_member", "new_chat_members", "chat_shared"]


async def test_links_start_the_bot(tg: Playground) -> None:
    """A deep link sends its payload in private; what apps would not take is an error."""
    ears, ann = Ears(), tg.user(7, "Ann")
    async with running(tg, ears):
        await ann.open("https://t.me/verbatim_bot?start=q_0123abc_17")
        await ann.open("tg://resolve?domain=Verbatim_Bot&start=x")
        await ann.open("https://t.me/verbatim_bot")
        for link in ("https://t.me/other_bot?start=x", f"https://t.me/verbatim_bot?start={'x' * 65}"):
            with pytest.raises(ValueError, match=r"link of this bot|do not take"):
                await ann.open(link)
        with pytest.raises(ValueError, match="do not take"):
            await ann.open("https://t.me/verbatim_bot?start=a.b")
    assert ears.texts == ["/start q_0123abc_17", "/start x", "/start"]


async def test_links_add_the_bot(tg: Playground) -> None:
    """A link adds the bot to a group or a channel, as an administrator if it asks so and the person may."""
    ears, ann, bob = Ears(), tg.user(7, "Ann"), tg.user(8, "Bob")
    group = tg.group(-1001, "Newsroom", members={7: "creator", 8: "member"}, bot="left")
    channel = tg.channel(-1003, "Daily", bot="left", members={7: "administrator"})
    async with running(tg, ears):
        await bob.open("https://t.me/verbatim_bot?startgroup=add", chat=group)
        with pytest.raises(ValueError, match="no administrator"):
            await bob.open("https://t.me/verbatim_bot?startgroup&admin=delete_messages", chat=group)
        await ann.open("https://t.me/verbatim_bot?startgroup&admin=delete_messages+anonymous", chat=group)
        await ann.open("https://t.me/verbatim_bot?startchannel&admin=post_messages", chat=channel)
        with pytest.raises(ValueError, match="name one"):
            await ann.open("https://t.me/verbatim_bot?startgroup=add", chat=channel)
    assert kinds(ears.updates) == [
        "my_chat_member",
        "new_chat_members",
        "/start@verbatim_bot add",
        "my_chat_member",
        "my_chat_member",
    ]
    assert (group.bot, group.rights["can_delete_messages"], group.rights["can_pin_messages"]) == (
        "administrator",
        True,
        False,
    )
    assert (channel.bot, channel.rights["can_post_messages"]) == ("administrator", True)


def kinds(updates: list[Update]) -> list[str]:
    """What arrived, in a word each."""
    return [_kind(update) for update in updates]


def _kind(update: Update) -> str:
    if update.message is None:
        return "my_chat_member" if update.my_chat_member else "another"
    joined = "new_chat_members" if update.message.new_chat_members else "chat_shared"
    return update.message.text or joined
